package book

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"artel/base/fault"
)

// How much Mark writes. A person corrects some hundreds of cells, and then
// asks again; the rest is for the machine's sake.
const (
	mostMarked = 3_000     // problems listed and marked
	mostKept   = 20_000    // rows of a workbook that is given back whole
	mostLoaded = 1_000_000 // cells of one, blank ones counted: excelize holds them all
	mostXML    = 32 << 20  // bytes of one, unpacked, for the same reason
)

// spot is a cell by numbers, counted from 1.
type spot struct{ row, column int }

func (s spot) String() string { return fmt.Sprintf("%s%d", letters(s.column), s.row) }

// marks is what is wrong in one sheet.
type marks struct {
	source *sheet
	copied string          // the sheet's name in the copy
	notes  map[spot]string // what the comment on a cell says
	landed map[spot]spot   // where cells are in the copy, if not where they were
}

// spots lists the cells with notes, row by row. In that order excelize finds
// comments quickly again; in any other it looks through all for each.
func (s *marks) spots() []spot {
	return slices.SortedFunc(maps.Keys(s.notes), func(a, b spot) int {
		return cmp.Or(a.row-b.row, a.column-b.column)
	})
}

// marking is a marked copy in the making.
type marking struct {
	book     *Workbook
	file     *excelize.File
	problems []fault.Problem
	total    int // of problems, before cutting to mostMarked
	at       []spot
	sheets   []*marks // as in the workbook
	partial  bool     // only the rows with problems
	listed   string   // the list's name, once it has a sheet
	styles   map[string]int
}

// Mark writes a copy of the workbook to an .xlsx file with every wrong cell
// red and commented, and a first sheet "problems" that lists them.
//
// A Problem names its sheet as Sheets does. Its column is a heading as
// written, which columns turns into a number counted from 1, or 0 for the row
// as a whole, whose first cell is then marked. A Problem of row 0 is of the
// whole sheet and only listed.
//
// A small .xlsx keeps its formats. Tables of CSV become sheets. Of a workbook
// above 20,000 rows only those with problems are copied, below the heading
// and behind their numbers; the list says so.
func (w *Workbook) Mark(to string, problems []fault.Problem, columns func(sheet, column string) int) error {
	if err := w.mayWrite(to); err != nil {
		return err
	}
	whole, err := w.small()
	if err != nil {
		return err
	}
	m := w.marking(problems, columns)
	m.partial = !whole
	if whole && w.tame() {
		if err = m.tryAnnotated(to); err == nil || fault.Of(err) != "" {
			return err
		}
	}
	return m.write(to, m.copy)
}

// tryAnnotated marks the original itself. Whatever hinders it, be it a panic
// of the library's at an odd workbook, the cells can still be copied.
func (m *marking) tryAnnotated(to string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("annotating %s: %v", m.book.name, r)
		}
	}()
	return m.write(to, m.annotate)
}

// write makes the copy, puts the list in and saves it.
func (m *marking) write(to string, fill func() error) error {
	m.file, m.listed = nil, ""
	defer func() {
		if m.file != nil {
			m.file.Close()
		}
	}()
	if err := fill(); err != nil {
		return err
	}
	if err := m.list(); err != nil {
		return fmt.Errorf("listing the problems of %s: %w", m.book.name, err)
	}
	return save(m.file, to)
}

// mayWrite keeps what was handed in from being overwritten.
func (w *Workbook) mayWrite(to string) error {
	if !strings.EqualFold(filepath.Ext(to), ".xlsx") {
		return fault.Invalid.Errorf("The marked copy is an .xlsx: give it a name that ends in .xlsx instead of %s.", tidy(to))
	}
	there, err := os.Stat(to)
	if err != nil || w.path == "" {
		return nil
	}
	if was, err := os.Stat(w.path); err == nil && os.SameFile(there, was) {
		return fault.Invalid.Errorf("%s is the workbook itself. Give the marked copy another name.", tidy(to))
	}
	return nil
}

// marking sorts the problems by sheet and cell.
func (w *Workbook) marking(problems []fault.Problem, columns func(sheet, column string) int) *marking {
	m := &marking{book: w, total: len(problems), problems: problems[:min(len(problems), mostMarked)]}
	for i := range w.sheets {
		m.sheets = append(m.sheets, &marks{source: &w.sheets[i], notes: map[spot]string{}, landed: map[spot]spot{}})
	}
	for _, p := range m.problems {
		at := spot{p.Row, 1}
		if columns != nil && p.Column != "" {
			if n := columns(p.Sheet, p.Column); n > 0 && n <= mostColumns {
				at.column = n
			}
		}
		s := m.sheet(p.Sheet)
		if s == nil || p.Row < 1 || p.Row > mostRows {
			at.row = 0
		}
		m.at = append(m.at, at)
		if at.row == 0 {
			continue
		}
		note := strings.TrimSpace(p.Wrong + " " + p.Fix)
		if was := s.notes[at]; was != "" {
			note = was + "\n\n" + note
		}
		s.notes[at] = note
	}
	return m
}

func (m *marking) sheet(name string) *marks {
	source := m.book.sheet(name)
	for _, s := range m.sheets {
		if s.source == source {
			return s
		}
	}
	return nil
}

// small says whether the workbook can be given back whole.
func (w *Workbook) small() (bool, error) {
	if b := w.xlsx; b != nil {
		unpacked := uint64(0)
		for _, f := range b.pack.files {
			unpacked += f.UncompressedSize64
		}
		if unpacked > mostXML {
			return false, nil
		}
	}
	rows, used := 0, 0
	for _, s := range w.sheets {
		last, cells, err := s.extent()
		if err != nil {
			return false, err
		}
		if rows, used = rows+last, used+cells; rows > mostKept || used > mostLoaded {
			return false, nil
		}
	}
	return true, nil
}

// extent gives a sheet's last row and its number of cells, or more than enough
// of either.
func (s *sheet) extent() (last, cells int, err error) {
	if s.measure != nil {
		return s.measure()
	}
	for row, err := range s.rows {
		if err != nil {
			return 0, 0, err
		}
		if last, cells = row.Number, cells+len(row.Cells); last > mostKept || cells > mostLoaded {
			break
		}
	}
	return last, cells, nil
}

// tame says whether excelize can add comments to the original without harm. It
// takes for granted that comments2.xml goes with vmlDrawing2.vml and that they
// count from 1; buttons, and other programs, break that.
func (w *Workbook) tame() bool {
	if w.xlsx == nil {
		return false
	}
	comments, drawings := 0, 0
	for name := range w.xlsx.pack.files {
		switch {
		case strings.HasSuffix(name, ".vml"):
			drawings++
		case strings.HasPrefix(name, "xl/threadedcomments"):
			return false
		case strings.HasPrefix(name, "xl/comments"):
			comments++
		}
	}
	for i := 1; i <= comments; i++ {
		if w.xlsx.pack.files[fmt.Sprintf("xl/comments%d.xml", i)] == nil ||
			w.xlsx.pack.files[fmt.Sprintf("xl/drawings/vmldrawing%d.vml", i)] == nil {
			return false
		}
	}
	return comments == drawings
}
