package book

import (
	"strings"
	"unicode/utf8"

	"artel/base/fault"
)

// The limits. The first two are the spreadsheet's own; the others are far
// above what a co-operative keeps and far below what would hurt the machine.
const (
	mostChars   = 32_767    // in a cell, as the spreadsheet counts them (UTF-16)
	mostRows    = 1_048_576 // in a sheet
	mostColumns = 1_000     // with anything in them
	mostWidth   = 16_384    // columns, blank ones counted: the spreadsheet's last is XFD
	mostRow     = 1 << 20   // bytes of text in a row
	mostSheets  = 200
	mostBytes   = 1 << 30   // of a file, packed or unpacked
	mostShared  = 256 << 20 // of an .xlsx's shared texts, unpacked
	mostEntries = 10_000    // files in a zip
)

// letters names a column, counted from 1, as the spreadsheet does.
func letters(column int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

// tooLong says whether a text is longer than a cell can be.
func tooLong(s string) bool {
	if len(s) <= mostChars {
		return false
	}
	n := utf8.RuneCountInString(s)
	for _, r := range s {
		if r > 0xffff {
			n++ // two units in UTF-16
		}
	}
	return n > mostChars
}

// In the sentences below, where is the CSV file, or "year.xlsx, work".

func longCell(where string, row, column int) error {
	return fault.Invalid.Errorf("%s, row %d, column %s: the cell holds more than 32,767 characters, which is the most a spreadsheet cell can. Shorten it.",
		where, row, letters(column))
}

func longRow(where string, row int) error {
	return fault.Invalid.Errorf("%s, row %d holds more than 1 MB of text. Shorten it.", where, row)
}

func wideRow(where string, row int) error {
	return fault.Invalid.Errorf("%s, row %d: there is something beyond column %s, the thousandth. Take out what does not belong to the table.",
		where, row, letters(mostColumns))
}

func manyRows(where string) error {
	return fault.Invalid.Errorf("%s has more than 1,048,576 rows, which is the most a sheet can hold. Split it.", where)
}

// blank says whether a person would call the text nothing.
func blank(s string) bool { return strings.TrimSpace(s) == "" }

// trim drops the blank cells at the end.
func trim(cells []Cell) []Cell {
	for len(cells) > 0 && blank(cells[len(cells)-1].Text) {
		cells = cells[:len(cells)-1]
	}
	return cells
}
