package report

import (
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/xuri/excelize/v2"

	"artel/base/cal"
	"artel/base/explain"
	"artel/base/money"
)

// exactDigits is how many digits a workbook keeps of a number: a longer one
// goes in as text, so that nothing is lost.
const exactDigits = 15

// cell is a value as a workbook holds it.
func (s *sheet) cell(column int, value any, k Kind, l look) excelize.Cell {
	if k2, ok := value.(kinded); ok {
		value, k = k2.value, k2.kind
	}
	shown := s.show(value, k)
	s.widen(column, lipgloss.Width(shown))
	l.right = l.right || k.right()
	if day, ok := value.(cal.Day); ok && day >= "1900-03-01" { // what workbooks count without their missing day
		l.format = "yyyy-mm-dd"
		return excelize.Cell{StyleID: s.style(l), Value: day.Time()}
	}
	if number, format, ok := s.number(value, k); ok {
		l.format, l.right = format, true
		return excelize.Cell{StyleID: s.style(l), Value: number}
	}
	return excelize.Cell{StyleID: s.style(l), Value: shown}
}

// number is a value as a workbook's number with its format. A workbook keeps
// binary fractions: of up to 15 digits it gives back the very digits.
func (s *sheet) number(value any, k Kind) (float64, string, bool) {
	text, ok := plainNumber(value)
	digits := strings.TrimLeft(strings.NewReplacer("-", "", ".", "").Replace(text), "0")
	if !ok || len(digits) > exactDigits {
		return 0, "", false
	}
	_, places, _ := strings.Cut(text, ".")
	number, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, "", false
	}
	format := "#,##0"
	if k == Ordinal {
		format = "0"
	}
	if places != "" {
		format += "." + strings.Repeat("0", len(places))
	}
	if a, ok := value.(money.Amount); ok && a.Currency != s.one {
		format += ` "` + string(a.Currency) + `"`
	}
	if k == Percent {
		format += `"%"`
	}
	return number, format, true
}

func (t Table) sheet(s *sheet) {
	if t.Caption != "" {
		s.row(s.words(t.Caption, look{bold: true}))
	}
	if len(t.Rows) == 0 {
		s.row(s.words("none", look{faint: true}))
		return
	}
	head := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = s.words(c.Title, look{bold: true, right: c.Kind.right(), below: true})
		s.widen(i, lipgloss.Width(s.say.Word(c.Title)))
	}
	s.row(head...)
	s.headings = append(s.headings, len(s.rows))
	for _, row := range t.Rows {
		s.row(t.cells(s, row, look{})...)
	}
	if t.Total != nil {
		s.row(t.cells(s, t.Total, look{bold: true, above: true})...)
	}
}

func (t Table) cells(s *sheet, row []any, l look) []any {
	cells := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		var value any
		if i < len(row) {
			value = row[i]
		}
		if value == nil && !l.above {
			continue
		}
		cells[i] = s.cell(i, value, c.Kind, l)
	}
	return cells
}

func (f Facts) sheet(s *sheet) {
	if f.Caption != "" {
		s.row(s.words(f.Caption, look{bold: true}))
	}
	for _, p := range f.Pairs {
		s.widen(0, lipgloss.Width(s.say.Word(p.Label)))
		s.row(s.words(p.Label, look{faint: true}), s.cell(1, p.Value, Number, look{}))
	}
}

func (x Text) sheet(s *sheet) {
	for line := range strings.Lines(s.say.Word(string(x))) {
		s.row(excelize.Cell{StyleID: s.style(look{}), Value: strings.TrimRight(line, "\n")})
	}
}

// An explanation in a workbook is its lines as a terminal has them: what it is
// for is to be read.
func (x Steps) sheet(s *sheet) {
	var b strings.Builder
	_ = explain.Text(&b, x.Step, s.say) // a strings.Builder takes everything
	Text(b.String()).sheet(s)
}
