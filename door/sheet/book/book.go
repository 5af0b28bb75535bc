// Package book opens the workbooks people hand in, and hands them back marked.
//
// A bookkeeper's year arrives as a folder of CSV files, as one CSV file, as a
// zip of them, or as an .xlsx. To the rest of artel they are all the same: a
// Workbook with named sheets, each a stream of rows, each row a list of cells
// with their text. What the columns mean is not known here; nor is the word
// co-operative.
//
// # What a cell says
//
// The text of a cell is what its writer meant, not how the file stores it. A
// spreadsheet stores 13.8 as 13.800000000000001 and the third of January 1956
// as 20457; Rows gives "13.8" and "1956-01-03". Numbers are decimal text, so
// that money never passes through a float. Whether a stored number is a date,
// a time of day or a percentage only its format tells, so the formats are
// read. A percentage is given as text, "50%", and a time of day as "8:30",
// just as a CSV file would have them: what a person saw in the cell is what
// the reader of the rows must judge.
//
// A formula gives the value the spreadsheet last worked out. Where there is
// none the cell is an Error with the formula as its text.
//
// # Row numbers
//
// Row.Number is the number at the left edge of the spreadsheet, because it
// goes into sentences that a person looks up. The first row is 1, a blank row
// is passed over but counted, and a CSV record of three lines counts once.
//
// # Files that mean harm, and files that are merely broken
//
// Workbooks are uploaded by strangers. The promises are: no input panics, and
// memory stays within a few times 1 MB a row, plus the shared texts of an
// .xlsx (at most 256 MB). Sizes in a zip's directory are checked before
// anything is unpacked and again while unpacking, since directories lie. XML
// is read by a small scanner of our own (xml.go) that knows the five built-in
// entities and refuses a DOCTYPE, so there is nothing to expand. It is
// also three times quicker than encoding/xml, which matters at 100,000 rows.
//
// Whatever is refused is refused in one sentence that names the file and says
// what to do: by fault.Invalid, or fault.Missing where nothing is, or
// fault.Conflict where a file was changed between Open and Rows.
//
// # The marked copy
//
// Mark writes what was handed in back as an .xlsx with the wrong cells filled
// red, a comment on each, and a first sheet that lists them. People correct
// that copy and hand it in again, so the list and the old marks are known
// when met: Sheets leaves the list out, and a second Mark wipes the first.
//
// Where to read next: open.go for what is accepted, csv.go and cells.go for
// the two readers, number.go for cells that are numbers, mark.go for the way
// back.
package book

import (
	"io"
	"iter"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/width"

	"artel/base/fault"
)

// Kind is what sort of thing a cell holds.
type Kind uint8

const (
	Text   Kind = iota // as typed
	Number             // canonical decimal text: "13.8", "-2", "0.153"; no exponent, no trailing zeros
	Date               // from a real date cell: "1956-01-03", or "1956-01-03 08:30" where the format shows a time
	Bool               // "TRUE" or "FALSE"
	Error              // "#REF!", or "=A1+B1" for a formula that was never worked out
)

func (k Kind) String() string {
	return [...]string{"text", "number", "date", "bool", "error"}[k]
}

// Cell is one cell. The zero Cell is a blank one.
type Cell struct {
	Text string
	Kind Kind
}

// Row is one row that is not blank. Its cells start at column A and end with
// the last that is not blank.
type Row struct {
	Number int // as the spreadsheet counts it: the first row is 1
	Cells  []Cell
}

// Cell gives the cell at index i, counted from 0; beyond the end it is blank.
func (r Row) Cell(i int) Cell {
	if i < 0 || i >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[i]
}

// Workbook is an opened workbook. Its rows may be read again and again, and
// several sheets side by side, until it is closed.
type Workbook struct {
	name   string
	size   int64
	digest string
	sheets []sheet
	closer io.Closer // the open file, where there is one
	at     io.ReaderAt
	xlsx   *xlsx  // nil for tables of CSV
	path   string // where it was opened, "" for an upload
}

// sheet is one table of rows, whatever it is stored in.
type sheet struct {
	name string // trimmed
	raw  string // as the file writes it
	rows iter.Seq2[Row, error]
	hint func() int
	// measure gives the last row and the number of cells where blank ones
	// cost as well, which rows does not show; nil where they don't.
	measure func() (last, cells int, err error)
}

// Close lets go of the file. Rows must not be read afterwards.
func (w *Workbook) Close() error {
	if w.closer == nil {
		return nil
	}
	return w.closer.Close()
}

// Name is the file's or folder's own name, without the way to it.
func (w *Workbook) Name() string { return w.name }

// Size is the size in bytes of what was handed in.
func (w *Workbook) Size() int64 { return w.size }

// Digest identifies the content: for a file what sha256sum prints, for a
// folder what "sha256sum *.csv | sha256sum" prints inside it.
func (w *Workbook) Digest() string { return w.digest }

// Sheets names the sheets, trimmed, in the file's order; a folder's by name.
func (w *Workbook) Sheets() []string {
	names := make([]string, len(w.sheets))
	for i, s := range w.sheets {
		names[i] = s.name
	}
	return names
}

// Rows streams the rows of a sheet that are not blank. After an error it
// stops. Capitals and full-width letters in the name do not matter.
func (w *Workbook) Rows(name string) iter.Seq2[Row, error] {
	if s := w.sheet(name); s != nil {
		return s.rows
	}
	return func(yield func(Row, error) bool) {
		yield(Row{}, fault.Missing.Errorf("%s has no sheet %q.", w.name, name))
	}
}

// Hint guesses how many rows a sheet has, for a progress bar; 0 if it can't.
func (w *Workbook) Hint(name string) int {
	if s := w.sheet(name); s != nil {
		return s.hint()
	}
	return 0
}

func (w *Workbook) sheet(name string) *sheet {
	key := fold(name)
	for i := range w.sheets {
		if fold(w.sheets[i].name) == key {
			return &w.sheets[i]
		}
	}
	return nil
}

// add appends a sheet, unless its name could be taken for another's.
func (w *Workbook) add(s sheet) error {
	s.raw, s.name = s.name, strings.TrimSpace(s.name)
	if other := w.sheet(s.name); other != nil {
		return fault.Invalid.Errorf("%s has two sheets of one name, %q and %q. Rename one or take it out.",
			w.name, other.raw, s.raw)
	}
	w.sheets = append(w.sheets, s)
	return nil
}

// fold makes names alike that people would call the same.
func fold(name string) string {
	return cases.Fold().String(width.Fold.String(strings.TrimSpace(name)))
}

// tidy makes a name that a stranger gave fit to stand in a sentence.
func tidy(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, "?"), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, name)
	if utf8.RuneCountInString(name) > 100 {
		name = string([]rune(name)[:100]) + "…"
	}
	return name
}
