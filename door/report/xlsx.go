package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// XLSX writes the paper as a workbook of one sheet, ready to print. Numbers and
// dates are real ones, that can be added up and sorted.
func (p Paper) XLSX(w io.Writer, say Say) error {
	s := &sheet{voice: p.voice(say), file: excelize.NewFile(), styles: map[look]int{}}
	defer s.file.Close()
	if p.Title != "" {
		s.row(s.words(p.Title, look{bold: true, size: 14}))
	}
	for _, l := range p.lines(s.voice) {
		s.row(s.words(l, look{faint: true}))
	}
	for _, b := range p.Blocks {
		if len(s.rows) > 0 {
			s.row()
		}
		b.sheet(s)
	}
	if err := s.write(sheetName(s.say.Word(p.Title))); err != nil {
		return fmt.Errorf("writing a workbook: %w", err)
	}
	return s.file.Write(w)
}

// sheetName is a title as workbooks allow it for a sheet.
func sheetName(title string) string {
	clean := []rune(strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) {
			return '-'
		}
		return r
	}, title), "' "))
	if len(clean) == 0 {
		return "artel"
	}
	return string(clean[:min(len(clean), 31)])
}

// sheet is a sheet being filled, from the top. Its rows are written at the end,
// when it is known how wide the columns are.
type sheet struct {
	voice
	file     *excelize.File
	styles   map[look]int
	rows     [][]any
	widths   []int
	headings []int // rows that head a table
	err      error // the first; told by write
}

// look is how a cell is set.
type look struct {
	bold, faint, right, above, below bool
	size                             float64
	format                           string
}

func (s *sheet) style(l look) int {
	if id, ok := s.styles[l]; ok {
		return id
	}
	st := &excelize.Style{Font: &excelize.Font{Bold: l.bold, Size: l.size}, Alignment: &excelize.Alignment{Vertical: "top"}}
	if l.size == 0 {
		st.Font.Size = 11
	}
	if l.faint {
		st.Font.Color = "666666"
	}
	if l.right {
		st.Alignment.Horizontal = "right"
	}
	if l.above {
		st.Border = append(st.Border, excelize.Border{Type: "top", Style: 1, Color: "000000"})
	}
	if l.below {
		st.Border = append(st.Border, excelize.Border{Type: "bottom", Style: 1, Color: "000000"})
	}
	if l.format != "" {
		st.CustomNumFmt = &l.format
	}
	id, err := s.file.NewStyle(st)
	s.fail(err)
	s.styles[l] = id
	return id
}

func (s *sheet) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *sheet) row(cells ...any) { s.rows = append(s.rows, cells) }

// words is a cell with words of ours, which does not widen its column.
func (s *sheet) words(words string, l look) excelize.Cell {
	return excelize.Cell{StyleID: s.style(l), Value: s.say.Word(words)}
}

// widen makes a column wide enough for a text.
func (s *sheet) widen(column, width int) {
	for len(s.widths) <= column {
		s.widths = append(s.widths, 8)
	}
	s.widths[column] = min(max(s.widths[column], width+2), 60)
}

// write puts the rows into the workbook, under the name.
func (s *sheet) write(name string) error {
	s.fail(s.file.SetSheetName("Sheet1", name))
	s.printSetup(name)
	stream, err := s.file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i, w := range s.widths {
		s.fail(stream.SetColWidth(i+1, i+1, float64(w)))
	}
	if len(s.headings) == 1 { // of several tables none can stay in sight
		top := s.headings[0]
		s.fail(stream.SetPanes(&excelize.Panes{
			Freeze: true, YSplit: top, TopLeftCell: fmt.Sprintf("A%d", top+1), ActivePane: "bottomLeft",
		}))
	}
	for i, row := range s.rows {
		if len(row) > 0 {
			s.fail(stream.SetRow(fmt.Sprintf("A%d", i+1), row))
		}
	}
	s.fail(stream.Flush())
	return s.err
}

const a4 = 9 // as workbooks number the sizes of paper

// printSetup makes the sheet print on A4, as wide as the paper, the heading of
// its table on every page.
func (s *sheet) printSetup(name string) {
	size, wide, tall, way, fit := a4, 1, 0, "portrait", true
	total := 0
	for _, w := range s.widths {
		total += w
	}
	if total > 110 { // about what is still read with ease on an upright page
		way = "landscape"
	}
	s.fail(s.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	s.fail(s.file.SetPageLayout(name, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &way, FitToWidth: &wide, FitToHeight: &tall,
	}))
	s.fail(s.file.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: "&C&P / &N"}))
	if len(s.headings) == 1 {
		s.fail(s.file.SetDefinedName(&excelize.DefinedName{
			Name:     "_xlnm.Print_Titles",
			RefersTo: fmt.Sprintf("'%s'!$%d:$%d", strings.ReplaceAll(name, "'", "''"), s.headings[0], s.headings[0]),
			Scope:    name,
		}))
	}
}
