package sheet

import (
	"slices"
	"strings"

	"artel/base/fault"
	"artel/door/sheet/book"
)

// Mend puts one cell of what was handed in right, or leaves a row out. The file
// itself stays as it is; what was mended stands in the log with the import.
type Mend struct {
	Sheet  string `help:"the sheet, as the file calls it"`
	Row    int64  `help:"the row, as the spreadsheet counts it"`
	Column string `help:"the heading of its column" opt:"yes"`
	Was    string `help:"what stands there, to be sure that it is the cell that is meant" opt:"yes"`
	Value  string `help:"the right value" opt:"yes"`
	Drop   bool   `help:"leave the whole row out" opt:"yes"`
}

// mostMends is more than anybody mends by hand; a file with more is mended in
// the spreadsheet.
const mostMends = 2000

// mends are the mends by sheet and row.
type mends map[mendAt][]*mending

type mendAt struct {
	sheet string
	row   int64
}

type mending struct {
	Mend
	met bool
}

func mendsOf(all []Mend) mends {
	by := mends{}
	for _, m := range all {
		at := mendAt{m.Sheet, m.Row}
		by[at] = append(by[at], &mending{Mend: m})
	}
	return by
}

// apply mends a row before it is read. drop says that it is left out.
func (by mends) apply(r *reader, row *book.Row) (drop bool, err error) {
	all := by[mendAt{r.written, int64(row.Number)}]
	if len(all) == 0 {
		return false, nil
	}
	cells := slices.Clone(row.Cells) // the book keeps its own
	for _, m := range all {
		m.met = true
		if m.Drop {
			return true, nil
		}
		i := r.imp.headings[r.written][m.Column] - 1
		if i < 0 {
			return false, fault.Invalid.Errorf("The sheet “%s” has no column “%s” to put right.", m.Sheet, m.Column)
		}
		for len(cells) <= i {
			cells = append(cells, book.Cell{})
		}
		if was := strings.TrimSpace(cells[i].Text); m.Was != "" && was != m.Was {
			return false, fault.Conflict.Errorf("In the sheet “%s”, row %d, “%s” stands under “%s”, not “%s”. Look at the file again.", m.Sheet, m.Row, was, m.Column, m.Was)
		}
		cells[i] = book.Cell{Text: m.Value, Kind: book.Text}
	}
	row.Cells = cells
	return false, nil
}

// allMet refuses a mend of a row that is not there: it was meant for another
// file.
func (by mends) allMet() error {
	if len(by) > mostMends {
		return fault.Invalid.Errorf("More than %d rows are not put right here. Correct the file itself.", mostMends)
	}
	for at, all := range by {
		for _, m := range all {
			if !m.met && !slices.ContainsFunc(all, func(m *mending) bool { return m.met }) {
				return fault.Conflict.Errorf("The sheet “%s” has no row %d to put right. Look at the file again.", at.sheet, at.row)
			}
		}
	}
	return nil
}

// Understood is a column that was recognised: as the sheet writes it, and what
// it is taken for.
type Understood struct {
	Written string `json:"written"`
	Means   string `json:"means"`
}

// understood are the columns of r that were recognised, as they stand.
func (r *reader) understood() (list []Understood) {
	for _, c := range r.sheet.columns {
		if h, ok := r.headings[c.name]; ok {
			list = append(list, Understood{h, c.name})
		}
	}
	slices.SortFunc(list, func(a, b Understood) int { return r.at[a.Means] - r.at[b.Means] })
	return list
}

// WrongRow is a row with something wrong in it, whole, so that it can be put
// right where it stands.
type WrongRow struct {
	Sheet string
	Row   int
	Cells []WrongCell
}

// WrongCell is one cell of such a row, with what is wrong with it.
type WrongCell struct {
	Column, Value string
	Problems      []fault.Problem
}

// mostShown is how many wrong rows are shown whole: nobody mends more by hand.
const mostShown = 200

// wrongRows reads the rows that problems are in once more, as they stand with
// what was mended.
func (imp *importer) wrongRows() (list []WrongRow, err error) {
	problems := map[mendAt][]fault.Problem{}
	var sheets []string
	for _, p := range imp.report.Problems {
		at := mendAt{p.Sheet, int64(p.Row)}
		problems[at] = append(problems[at], p)
		if !slices.Contains(sheets, p.Sheet) {
			sheets = append(sheets, p.Sheet)
		}
	}
	for _, sheet := range sheets {
		heading := []book.Cell(nil)
		for found, err := range imp.book.Rows(sheet) {
			if err != nil {
				return list, err
			}
			if heading == nil {
				heading = slices.Clone(found.Cells)
				continue
			}
			wrong := problems[mendAt{sheet, int64(found.Number)}]
			if len(wrong) == 0 {
				continue
			}
			if list = append(list, imp.whole(sheet, found, heading, wrong)); len(list) >= mostShown {
				return list, nil
			}
		}
	}
	return list, nil
}

func (imp *importer) whole(sheet string, found book.Row, heading []book.Cell, wrong []fault.Problem) WrongRow {
	row := WrongRow{Sheet: sheet, Row: found.Number}
	for i, h := range heading {
		if strings.TrimSpace(h.Text) == "" {
			continue
		}
		c := WrongCell{Column: h.Text, Value: strings.TrimSpace(found.Cell(i).Text)}
		for _, m := range imp.mends[mendAt{sheet, int64(found.Number)}] {
			if m.Column == h.Text {
				c.Value = m.Value
			}
		}
		for _, p := range wrong {
			if p.Column == h.Text {
				c.Problems = append(c.Problems, p)
			}
		}
		row.Cells = append(row.Cells, c)
	}
	return row
}
