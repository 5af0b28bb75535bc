package sheet

import (
	"fmt"
	"strconv"
	"strings"

	"artel/base/cal"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/door/sheet/book"
)

// reader reads one sheet, row by row, and collects what is wrong with its
// cells.
type reader struct {
	imp      *importer
	sheet    sheet
	written  string         // its name in the workbook
	at       map[string]int // place of each of our columns
	headings map[string]string
	count    int
	wrong    []fault.Problem
	lines    map[int64]row // rows by line, where dependents need them

	days       map[string]cal.Day // dates and numbers repeat; each is read once
	quantities map[string]measure.Quantity
	texts      map[string]string
}

// row is one row of the sheet being read.
type row struct {
	r     *reader
	line  int64
	cells []book.Cell
	bad   bool
}

// each calls fn for every row below the heading. A row that fn finds a wrong
// cell in is not kept: fn's result is then ignored.
func each[T any](r *reader, fn func(row *row) T) ([]T, error) {
	r.days, r.quantities, r.texts = map[string]cal.Day{}, map[string]measure.Quantity{}, map[string]string{}
	var kept []T
	total := r.imp.book.Hint(r.written)
	for found, err := range r.imp.book.Rows(r.written) {
		if err != nil {
			return kept, err
		}
		if r.at == nil {
			if !r.readHeading(found) {
				return kept, nil
			}
			continue
		}
		drop, err := r.imp.mends.apply(r, &found)
		if err != nil {
			return kept, err
		}
		if drop {
			continue
		}
		r.count++
		if r.count%1000 == 0 {
			r.imp.progress(r.count, total)
		}
		now := row{r: r, line: int64(found.Number), cells: found.Cells}
		value := fn(&now)
		if !now.bad {
			kept = append(kept, value)
		}
	}
	if r.at == nil {
		r.complain(1, "", "", "The sheet is empty.", "Give it a heading row: "+r.wanted()+".")
	}
	r.imp.progress(total, total)
	return kept, nil
}

func (r *reader) wanted() string {
	var list []string
	for _, c := range r.sheet.columns {
		if !c.opt {
			list = append(list, c.name)
		}
	}
	return strings.Join(list, ", ")
}

// readHeading finds our columns among the headings, by either language.
func (r *reader) readHeading(found book.Row) bool {
	ours := map[string]string{}
	for _, c := range r.sheet.columns {
		for alias := range strings.SplitSeq(c.name+"|"+c.also, "|") {
			ours[fold(alias)] = c.name
		}
	}
	r.at, r.headings = map[string]int{}, map[string]string{}
	places := map[string]int{}
	ok := true
	for i, cell := range found.Cells {
		name, known := ours[fold(cell.Text)]
		if cell.Text != "" {
			places[cell.Text] = i + 1
		}
		if !known {
			if strings.TrimSpace(cell.Text) != "" {
				r.imp.report.Ignored = append(r.imp.report.Ignored, fmt.Sprintf("column “%s” of sheet “%s”", cell.Text, r.written))
			}
			continue
		}
		if _, twice := r.at[name]; twice {
			r.complain(found.Number, name, cell.Text, "Two columns are called “"+cell.Text+"”.", "Keep one of them.")
			ok = false
		}
		r.at[name], r.headings[name] = i, cell.Text
	}
	r.imp.headings[r.written] = places
	for _, c := range r.sheet.columns {
		if _, there := r.at[c.name]; !there && !c.opt {
			r.complain(found.Number, c.name, "", "The column “"+c.name+"” is missing.", "Add it, or correct its heading ("+strings.ReplaceAll(c.also, "|", ", ")+" will do too).")
			ok = false
		}
	}
	return ok
}

func (r *reader) complain(line int, column, value, wrong, fix string) {
	r.wrong = append(r.wrong, fault.Problem{Row: line, Column: column, Value: value, Wrong: wrong, Fix: fix})
}

// heading is our column's name as the sheet writes it.
func (r *reader) heading(column string) string {
	if h, ok := r.headings[column]; ok {
		return h
	}
	return column
}

func (w *row) fail(column, value, wrong, fix string) {
	w.bad = true
	w.r.complain(int(w.line), column, value, wrong, fix)
}

// cell is the cell of a column; an empty one where the row or the sheet has
// none. A formula's error is told.
func (w *row) cell(column string) book.Cell {
	i, ok := w.r.at[column]
	if !ok || i >= len(w.cells) {
		return book.Cell{}
	}
	c := w.cells[i]
	if c.Kind == book.Error {
		w.fail(column, c.Text, "The cell holds a formula that gives no value.", "Correct the formula, or write the value itself.")
		return book.Cell{}
	}
	return c
}

// text is the cell's text, without spaces around it.
func (w *row) text(column string) string {
	t := strings.TrimSpace(w.cell(column).Text)
	if kept, ok := w.r.texts[t]; ok { // the same few words, in a hundred thousand rows: kept once
		return kept
	}
	if len(w.r.texts) < 10_000 {
		w.r.texts[strings.Clone(t)] = strings.Clone(t)
	}
	return t
}

// must is text that may not be empty.
func (w *row) must(column string) string {
	t := w.text(column)
	if t == "" && !w.bad {
		w.fail(column, "", "The cell is empty.", "Fill it in.")
	}
	return t
}

// day is a day, or "" for an empty cell.
func (w *row) day(column string) cal.Day {
	c := w.cell(column)
	t := strings.TrimSpace(c.Text)
	if t == "" {
		return ""
	}
	if d, ok := w.r.days[t]; ok {
		return d
	}
	d, err := cal.ParseDay(t)
	if err != nil && c.Kind == book.Number {
		// A real date whose cell lost its format is the number of its day.
		if serial, e := strconv.ParseInt(t, 10, 64); e == nil && serial > 3000 {
			d, err = cal.FromExcel(serial, false)
		}
	}
	if err != nil {
		w.fail(column, t, err.Error(), "Write the day as 1956-03-01.")
		return ""
	}
	w.r.days[strings.Clone(t)] = d
	return d
}

// decimal is a number; an empty cell is told as missing unless it may be.
func (w *row) decimal(column string, may bool) money.Decimal {
	t := strings.TrimSpace(w.cell(column).Text)
	if t == "" {
		if !may && !w.bad {
			w.fail(column, "", "The cell is empty.", "Write a number.")
		}
		return money.Decimal{}
	}
	d, err := money.ParseDecimal(plain(t))
	if err != nil {
		w.fail(column, t, err.Error(), "Write a plain number, such as 12.50.")
	}
	return d
}

// plain leaves out the signs people write with numbers.
func plain(t string) string { return strings.Trim(t, "¥￥元 ") }

// percent is a percentage, with or without its sign.
func (w *row) percent(column string) money.Decimal {
	t := strings.TrimSpace(w.cell(column).Text)
	d, err := money.ParseDecimal(strings.TrimRight(t, "%％ "))
	if err != nil {
		w.fail(column, t, err.Error(), "Write a percentage, such as 10.")
	}
	return d
}

// amount is money in the unit's currency.
func (w *row) amount(column string) money.Amount {
	d := w.decimal(column, false)
	a, err := d.Amount(w.r.imp.year.currency)
	if err != nil {
		w.fail(column, d.String(), err.Error(), "Write whole coins.")
	}
	return a
}

func (w *row) quantity(column string, may bool) measure.Quantity {
	t := strings.TrimSpace(w.cell(column).Text)
	if q, ok := w.r.quantities[t]; ok {
		return q
	}
	d := w.decimal(column, may)
	q, err := measure.OfDecimal(d)
	if err != nil {
		w.fail(column, t, err.Error(), "Write a plain number, such as 12.5.")
	}
	if !w.bad && t != "" && len(w.r.quantities) < 100_000 {
		w.r.quantities[strings.Clone(t)] = q
	}
	return q
}

// whole is a whole number; an empty cell is 0 where it may be.
func (w *row) whole(column string, may bool) int64 {
	d := w.decimal(column, may)
	n, err := d.Scaled(0)
	if err != nil {
		w.fail(column, d.String(), d.String()+" is not a whole number.", "Write a whole number.")
	}
	return n
}
