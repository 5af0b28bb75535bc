package book

import (
	"bytes"
	"io"
	"strconv"
	"strings"
)

// cells reads the rows of one sheet of an .xlsx.
type cells struct {
	*scanner
	book   *xlsx
	where  string // for sentences
	row    int    // the number of the row being read
	column int    // the last column read in it
	bytes  int    // of text in it
	cells  []Cell
	blanks int    // the widths of the rows so far, blank cells counted
	value  []byte // of the cell being read
	rule   []byte // its formula
}

// rows streams the rows of a part.
func (b *xlsx) rows(part, where string, yield func(Row, error) bool) {
	c, closer, err := b.sheetData(part, where)
	if err == io.EOF {
		return
	}
	if err != nil {
		yield(Row{}, err)
		return
	}
	defer closer.Close()
	for {
		row, err := c.readRow()
		if err == io.EOF {
			if _, err = io.Copy(io.Discard, c.in); err == nil { // for the checksum
				return
			}
		}
		if err != nil {
			yield(Row{}, b.sentence(err))
			return
		}
		if row.Cells != nil && !yield(row, nil) {
			return
		}
	}
}

// sheetData opens a part at its rows. If it has none it is io.EOF.
func (b *xlsx) sheetData(part, where string) (*cells, io.Closer, error) {
	in, err := b.pack.open(part)
	if err != nil {
		return nil, nil, err
	}
	c := &cells{scanner: newScanner(in), book: b, where: where}
	if err := c.toData(); err != nil {
		in.Close()
		if err != io.EOF {
			err = b.sentence(err)
		}
		return nil, nil, err
	}
	return c, in, nil
}

// toData reads up to the rows. If there are none it is io.EOF.
func (c *cells) toData() error {
	for {
		p, err := c.next()
		switch {
		case err != nil:
			return err
		case p == ended:
			return errXML
		case p == opened && string(c.name) == "sheetData":
			return nil
		case p == closed && string(c.name) == "worksheet":
			return io.EOF
		}
	}
}

// readRow reads one row. A blank one has no cells. After the last it is io.EOF.
func (c *cells) readRow() (Row, error) {
	for {
		p, err := c.next()
		switch {
		case err != nil:
			return Row{}, err
		case p == ended:
			return Row{}, io.ErrUnexpectedEOF
		case p == closed:
			return Row{}, io.EOF
		case p == opened && string(c.name) == "row":
			return c.fillRow()
		case p == opened:
			if err := c.skip(); err != nil {
				return Row{}, err
			}
		}
	}
}

func (c *cells) fillRow() (Row, error) {
	number, err := c.attribute("r")
	if err != nil {
		return Row{}, err
	}
	row := c.row + 1 // where it is not said, as some programs leave it
	if number != "" {
		if row, err = strconv.Atoi(number); err != nil || row <= c.row {
			return Row{}, errXML
		}
	}
	if row > mostRows {
		return Row{}, manyRows(c.where)
	}
	c.row, c.column, c.bytes, c.cells = row, 0, 0, c.cells[:0]
	for {
		p, err := c.next()
		switch {
		case err != nil:
			return Row{}, err
		case p == ended:
			return Row{}, io.ErrUnexpectedEOF
		case p == closed:
			c.blanks += c.column
			return c.takeRow(), nil
		case p == opened && string(c.name) == "c":
			err = c.readCell()
		case p == opened:
			err = c.skip()
		}
		if err != nil {
			return Row{}, err
		}
	}
}

func (c *cells) takeRow() Row {
	row := Row{Number: c.row}
	if used := trim(c.cells); len(used) > 0 {
		row.Cells = append([]Cell(nil), used...)
	}
	return row
}

// readCell reads one cell into its column.
func (c *cells) readCell() error {
	kind, style, err := c.cellHead()
	if err != nil {
		return err
	}
	c.value, c.rule = c.value[:0], c.rule[:0]
	var has, formula bool
	for {
		p, err := c.next()
		switch {
		case err != nil:
			return err
		case p == ended:
			return io.ErrUnexpectedEOF
		case p == closed:
			return c.place(c.cell(kind, style, has, formula))
		case p == words:
			continue
		}
		switch string(c.name) {
		case "v":
			has = true
			c.value, err = c.collect(c.value)
		case "is":
			has = true
			c.value, err = c.rich(c.value)
		case "f":
			formula = true
			c.rule, err = c.collect(append(c.rule, '='))
		default:
			err = c.skip()
		}
		if err != nil {
			return err
		}
	}
}

// cellHead reads a cell's attributes: where it is, its kind and its style.
func (c *cells) cellHead() (kind cellKind, style int, err error) {
	column := c.column + 1
	for rest := c.attrs; ; {
		name, value, after, err := attr(rest)
		if err != nil {
			return "", 0, err
		}
		if name == nil {
			break
		}
		rest = after
		switch string(name) {
		case "r":
			column = columnOf(value)
		case "s":
			style, _ = strconv.Atoi(string(value))
		case "t":
			kind = kindOf(value)
		}
	}
	if column <= c.column || column > mostWidth {
		return "", 0, errXML
	}
	c.column = column
	return kind, style, nil
}

// cellKind is how a cell's value is stored, in the file's own words.
type cellKind string

// kindOf avoids allocating the same few words for every cell.
func kindOf(value []byte) cellKind {
	for _, k := range [...]cellKind{"s", "str", "b", "e", "inlineStr", "d"} {
		if string(value) == string(k) {
			return k
		}
	}
	return "" // a number
}

// columnOf reads the letters of a reference such as BC12; 0 if there are none.
func columnOf(ref []byte) int {
	n := 0
	for _, b := range ref {
		if b < 'A' || b > 'Z' || n > mostWidth {
			break
		}
		n = n*26 + int(b-'A') + 1
	}
	return n
}

// cell makes sense of what was read.
func (c *cells) cell(kind cellKind, style int, has, formula bool) (Cell, error) {
	if formula && (!has || len(c.value) == 0 && kind != "str") {
		return Cell{string(c.rule), Error}, nil // never worked out
	}
	switch kind {
	case "s":
		n, err := strconv.Atoi(string(bytes.TrimSpace(c.value)))
		if err != nil {
			return Cell{}, errXML
		}
		text, err := c.book.text(n)
		return Cell{Text: text}, err
	case "b":
		return Cell{strings.ToUpper(strconv.FormatBool(string(c.value) == "1")), Bool}, nil
	case "e":
		return Cell{string(c.value), Error}, nil
	case "d":
		return isoDate(string(c.value)), nil
	case "str", "inlineStr":
		return Cell{Text: string(spell(c.value))}, nil
	}
	if len(c.value) == 0 {
		return Cell{}, nil
	}
	g := grain(0)
	if style >= 0 && style < len(c.book.grains) {
		g = c.book.grains[style]
	}
	return number(c.value, g, c.book.from1904), nil
}

// place puts the cell into its column, within bounds.
func (c *cells) place(cell Cell, err error) error {
	if err != nil || cell.Text == "" {
		return err
	}
	if tooLong(cell.Text) {
		return longCell(c.where, c.row, c.column)
	}
	if c.column > mostColumns {
		if blank(cell.Text) {
			return nil
		}
		return wideRow(c.where, c.row)
	}
	if c.bytes += len(cell.Text); c.bytes > mostRow {
		return longRow(c.where, c.row)
	}
	for len(c.cells) < c.column-1 {
		c.cells = append(c.cells, Cell{})
	}
	c.cells = append(c.cells, cell)
	return nil
}
