package book

import (
	"bufio"
	"bytes"
	"io"

	"artel/base/fault"
)

// records reads CSV as RFC 4180 has it. encoding/csv would do, but for three
// things: it forgets blank lines, so that row numbers go astray; it reads a
// cell of a gigabyte into memory before anyone can object; and its errors are
// not for bookkeepers.
type records struct {
	in    *bufio.Reader
	file  string
	comma byte
	row   int    // the record being read, blank ones counted
	line  int    // the line being read
	text  []byte // the record's cells, end to end
	ends  []int  // where each cell ends in text
}

// next reads one record. A blank one has no cells. At the end it is io.EOF.
func (r *records) next() (Row, error) {
	if _, err := r.in.Peek(1); err != nil {
		return Row{}, err
	}
	r.row, r.line = r.row+1, r.line+1
	r.text, r.ends = r.text[:0], r.ends[:0]
	for more := true; more; {
		var err error
		if more, err = r.cell(); err != nil {
			return Row{}, err
		}
		r.ends = append(r.ends, len(r.text))
		if len(r.ends) > mostWidth {
			return Row{}, wideRow(r.file, r.row)
		}
	}
	return r.take()
}

// take makes the record a row: two allocations, whatever its width.
func (r *records) take() (Row, error) {
	if len(bytes.TrimSpace(r.text)) == 0 {
		return Row{Number: r.row}, nil
	}
	text, start := string(r.text), 0
	cells := make([]Cell, len(r.ends))
	for i, end := range r.ends {
		cells[i].Text = text[start:end]
		if tooLong(cells[i].Text) {
			return Row{}, longCell(r.file, r.row, i+1)
		}
		start = end
	}
	cells = trim(cells)
	if len(cells) > mostColumns {
		return Row{}, wideRow(r.file, r.row)
	}
	if r.row > mostRows {
		return Row{}, manyRows(r.file)
	}
	return Row{r.row, cells}, nil
}

// cell reads one cell and says whether another follows in the record.
func (r *records) cell() (more bool, err error) {
	start := len(r.text)
	for {
		b, err := r.in.ReadByte()
		if err == io.EOF {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		switch b {
		case r.comma:
			return true, nil
		case '\n', '\r':
			return false, r.endLine(b)
		case '"':
			if len(r.text) > start {
				return false, fault.Invalid.Errorf(
					"%s, line %d: there is a quotation mark in the middle of a cell. Put the whole cell in quotation marks and double those inside it: \"5\"\" nails\".", r.file, r.line)
			}
			return r.quoted()
		}
		if err := r.put(b, start); err != nil {
			return false, err
		}
	}
}

// quoted reads the rest of a cell after its opening quotation mark.
func (r *records) quoted() (more bool, err error) {
	start, opened := len(r.text), r.line
	for {
		b, err := r.in.ReadByte()
		if err == io.EOF {
			return false, fault.Invalid.Errorf("%s, line %d: the quotation mark opened there is never closed.", r.file, opened)
		}
		if err != nil {
			return false, err
		}
		switch b {
		case '"':
			if next, _ := r.in.Peek(1); string(next) != `"` {
				return r.afterQuote()
			}
			r.in.Discard(1)
		case '\r': // a line's end within a cell is \n, as in an .xlsx
			if err := r.endLine(b); err != nil {
				return false, err
			}
			b = '\n'
			r.line++
		case '\n':
			r.line++
		}
		if err := r.put(b, start); err != nil {
			if r.line > opened {
				return false, fault.Invalid.Errorf("%s, line %d: the quotation mark opened there is not closed within any reasonable length.", r.file, opened)
			}
			return false, err
		}
	}
}

func (r *records) afterQuote() (more bool, err error) {
	b, err := r.in.ReadByte()
	switch {
	case err == io.EOF:
		return false, nil
	case err != nil:
		return false, err
	case b == r.comma:
		return true, nil
	case b == '\n', b == '\r':
		return false, r.endLine(b)
	}
	return false, fault.Invalid.Errorf(
		"%s, line %d: a cell goes on after its closing quotation mark. Double the quotation marks inside a cell: \"5\"\" nails\".", r.file, r.line)
}

// endLine swallows the second half of a Windows line end.
func (r *records) endLine(b byte) error {
	if b != '\r' {
		return nil
	}
	next, err := r.in.Peek(1)
	if err == nil && next[0] == '\n' {
		r.in.Discard(1)
	}
	if err == io.EOF {
		return nil
	}
	return err
}

// put appends to the cell that began at start, within bounds.
func (r *records) put(b byte, start int) error {
	r.text = append(r.text, b)
	if len(r.text)-start > 3*mostChars { // no character takes more for its length
		return longCell(r.file, r.row, len(r.ends)+1)
	}
	if len(r.text) > mostRow {
		return longRow(r.file, r.row)
	}
	return nil
}

// separator looks at the heading, the first line with anything on it: a comma,
// unless it has none but tabs or semicolons, as spreadsheets write where the
// comma is in the numbers.
func separator(in *bufio.Reader) byte {
	head, _ := in.Peek(in.Size())
	quoted := false
	count := map[byte]int{}
	for _, b := range bytes.TrimLeft(head, " \r\n") {
		if b == '"' {
			quoted = !quoted
		}
		if quoted {
			continue
		}
		if b == '\n' || b == '\r' {
			break
		}
		count[b]++
	}
	switch {
	case count[','] > 0 || count[';']+count['\t'] == 0:
		return ','
	case count[';'] > count['\t']:
		return ';'
	}
	return '\t'
}
