package book

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// copy writes the sheets anew, row by row: all of them, or only what is wrong.
// The sheet that a new file begins with becomes the list of problems.
func (m *marking) copy() error {
	m.file, m.styles = excelize.NewFile(), map[string]int{}
	m.listed = freeName(func(name string) bool { return m.book.sheet(name) != nil })
	if err := m.file.SetSheetName(m.file.GetSheetName(0), m.listed); err != nil {
		return err
	}
	taken := map[string]bool{fold(m.listed): true}
	for _, s := range m.sheets {
		if m.partial && len(s.notes) == 0 {
			continue
		}
		s.copied = sheetName(s.source.name, taken)
		if _, err := m.file.NewSheet(s.copied); err != nil {
			return err
		}
		if err := m.copySheet(s); err != nil {
			return err
		}
	}
	return nil
}

// sheetName makes a name that a worksheet may have.
func sheetName(name string, taken map[string]bool) string {
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return '_'
		}
		return r
	}, name), "' ")
	if runes := []rune(name); len(runes) > 26 {
		name = string(runes[:26])
	}
	if name == "" {
		name = "sheet"
	}
	free := name
	for n := 2; taken[fold(free)]; n++ {
		free = fmt.Sprintf("%s %d", name, n)
	}
	taken[fold(free)] = true
	return free
}

// copySheet streams the rows across. Comments are added before the sheet is
// flushed, while excelize still holds its head in memory.
func (m *marking) copySheet(s *marks) error {
	out, err := m.file.NewStreamWriter(s.copied)
	if err != nil {
		return err
	}
	c := &copier{marking: m, marks: s, out: out, widths: map[int]int{}}
	for at := range s.notes {
		c.widths[at.row] = max(c.widths[at.row], at.column)
	}
	c.wrong = slices.Sorted(maps.Keys(c.widths))
	err = errors.Join(out.SetColWidth(1, 30, 14), // a date needs so much
		out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	if err != nil {
		return err
	}
	for row, err := range s.source.rows {
		if err == nil {
			err = c.take(row)
		}
		if err != nil {
			return err
		}
	}
	for _, n := range c.wrong { // beyond the end
		if err := c.write(Row{Number: n}); err != nil {
			return err
		}
	}
	for _, at := range s.spots() {
		where := at
		if m.partial {
			where = s.landed[at]
		}
		if err := m.file.AddComment(s.copied, comment(where, s.notes[at])); err != nil {
			return err
		}
	}
	return out.Flush()
}

// copier is one sheet being copied.
type copier struct {
	*marking
	*marks
	out    *excelize.StreamWriter
	widths map[int]int // the last marked column of each row with problems
	wrong  []int       // those rows that are still to come
	lines  int         // written so far
}

// take copies the row if it is wanted, and before it the wrong rows that were
// not there at all, being blank.
func (c *copier) take(row Row) error {
	for len(c.wrong) > 0 && c.wrong[0] < row.Number {
		if err := c.write(Row{Number: c.wrong[0]}); err != nil {
			return err
		}
		c.wrong = c.wrong[1:]
	}
	wrong := len(c.wrong) > 0 && c.wrong[0] == row.Number
	if wrong {
		c.wrong = c.wrong[1:]
	}
	if c.partial && !wrong && c.lines > 0 {
		return nil
	}
	return c.write(row)
}

// write writes the row where it was, or next behind its number.
func (c *copier) write(row Row) error {
	heading := c.lines == 0
	c.lines++
	line, shift := row.Number, 0
	var values []any
	if c.partial {
		line, shift = c.lines, 1
		values = append(values, row.Number)
		if heading {
			values[0] = "row"
		}
	}
	for i := range max(len(row.Cells), c.widths[row.Number]) {
		at := spot{row.Number, i + 1}
		_, wrong := c.notes[at]
		if wrong {
			c.landed[at] = spot{line, i + 1 + shift}
		}
		cell, err := c.cell(row.Cell(i), wrong, heading)
		if err != nil {
			return err
		}
		values = append(values, cell)
	}
	return c.out.SetRow(spot{line, 1}.String(), values)
}

// typed is a number as a person types it, short enough to survive as one.
var typed = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(?:\.([0-9]+))?$`)

// cell makes a cell for the copy. Numbers and dates become real ones, so that
// the copy can be reckoned with; 13.80 keeps its two places. Anything else is
// text, and never a formula.
func (m *marking) cell(c Cell, wrong, heading bool) (excelize.Cell, error) {
	value, format := any(c.Text), ""
	number := typed.FindStringSubmatch(c.Text)
	switch {
	case c.Text == "":
		value = nil
	case c.Kind == Bool:
		value = c.Text == "TRUE"
	case c.Kind == Date:
		if day, err := time.Parse(time.DateOnly, c.Text); err == nil && day.Year() > 1900 {
			value, format = day, "yyyy-mm-dd"
		}
	case (c.Kind == Number || c.Kind == Text) && number != nil && len(c.Text) <= significant && c.Text != "-0":
		value, _ = strconv.ParseFloat(c.Text, 64)
		if places := len(number[2]); places > 0 && c.Kind == Text {
			format = "0." + strings.Repeat("0", places)
		}
	}
	id, err := m.style(format, wrong, heading)
	return excelize.Cell{StyleID: id, Value: value}, err
}

func (m *marking) style(format string, wrong, heading bool) (int, error) {
	if format == "" && !wrong && !heading {
		return 0, nil
	}
	key := fmt.Sprint(format, wrong, heading)
	if id, ok := m.styles[key]; ok {
		return id, nil
	}
	style := &excelize.Style{}
	if format != "" {
		style.CustomNumFmt = &format
	}
	if wrong {
		style.Fill = solid(red)
	}
	if heading {
		style.Font = &excelize.Font{Bold: true}
	}
	id, err := m.file.NewStyle(style)
	m.styles[key] = id
	return id, err
}
