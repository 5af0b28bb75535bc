// Package sheet takes the year's sheets in: a folder of CSV files or one
// workbook, as its bookkeeper keeps them.
//
// A sheet is declared once (columns.go): its names in English and Chinese, its
// columns with theirs, and the noun that keeps its rows. Files are opened by
// door/sheet/book; what the cells mean is read here (cells.go); whether a row
// can be is the noun's to say.
//
// An import is one act and one transaction. All sheets are read and all rows
// checked, in the order in which they build on each other, whatever their order
// in the file; all wrong rows are reported at once, by sheet, row, column and
// value, with what to do; and nothing is kept unless all rows are right, or the
// user says to keep the right ones. A row that only fails because another row
// is wrong (work of a member whose own row is) is counted, not listed.
//
// Sheets come again, grown or mended: what is there already is passed over, and
// a changed row becomes a correction that points at the earlier one.
package sheet

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"artel/base/act"
	"artel/base/again"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/goods"
	"artel/door/sheet/book"
)

// Acts are what a person may do with sheets.
var Acts = []act.Act{
	act.Do("sheet import", "Take in a year's sheets: a folder of CSV files, or an .xlsx workbook", act.Books, Import).Founding(),
	act.Ask("sheet imports", "The files that were taken in, and what came of each", act.See, Imports),
	act.Ask("sheet columns", "The sheets and columns that can be taken in, in English and Chinese", act.SeeOwn, Columns),
}

// In names the file.
type In struct {
	Path      act.File `help:"a folder of CSV files, one CSV file, or an .xlsx workbook" arg:"yes"`
	KeepRight bool     `help:"keep the right rows although others are wrong" opt:"yes"`
	Mends     []Mend   `json:"mends" help:"cells put right before the sheets are read" opt:"yes"`
	Marked    string   `help:"where rows are wrong, write a copy of the workbook with the wrong cells marked to this file (.xlsx)" opt:"yes"`
}

// Report is what came of an import.
type Report struct {
	File     string          `json:"file"`
	Digest   string          `json:"digest"`
	Changed  bool            `json:"changed"` // false: everything was there already
	Sheets   []SheetReport   `json:"sheets"`
	Ignored  []string        `json:"ignored,omitempty"` // sheets and columns that nothing here reads
	Problems []fault.Problem `json:"problems,omitempty"`
	Wrong    []WrongRow      `json:"-"` // the rows that problems are in, as they stand, for a page to show
}

// SheetReport is what came of one sheet.
type SheetReport struct {
	Sheet       string         `json:"sheet"`
	Read        []Understood   `json:"read,omitempty"` // the columns that were recognised
	Rows        int            `json:"rows"`
	Known       int            `json:"known"`
	Added       int            `json:"added"`
	Corrected   int            `json:"corrected"`
	Wrong       int            `json:"wrong"`
	Waiting     int            `json:"waiting"` // wrong only because of a wrong row they need
	Corrections []again.Change `json:"corrections,omitempty"`
}

// Import takes a workbook in.
func Import(tx *db.Tx, in In) (Report, error) {
	w, err := book.Open(string(in.Path))
	if err != nil {
		return Report{}, err
	}
	defer w.Close()
	imp := &importer{tx: tx, book: w, progress: progressOf(tx.Context()), mends: mendsOf(in.Mends)}
	report, err := imp.run()
	if err != nil {
		return report, err
	}
	if err := imp.mends.allMet(); err != nil {
		return report, err
	}
	if report.Wrong, err = imp.wrongRows(); err != nil {
		return report, err
	}
	if len(report.Problems) > 0 && in.Marked != "" {
		if err := w.Mark(in.Marked, report.Problems, imp.columnOf); err != nil {
			return report, err
		}
	}
	if len(report.Problems) > 0 && !in.KeepRight {
		return report, &fault.Rows{Problems: report.Problems, Waiting: imp.waiting}
	}
	return report, insertImport(tx, report)
}

// importer is one import under way.
type importer struct {
	tx       *db.Tx
	book     *book.Workbook
	progress Progress
	mends    mends
	sheets   map[string]string         // its name in the workbook, by ours
	headings map[string]map[string]int // column of each heading, by sheet as written
	report   Report
	year     yearOf
	bad      dependents
	waiting  int
	rows     []goods.Row // of the sheets that move stock
	later    []*reader   // those sheets, in their order
}

func (imp *importer) run() (Report, error) {
	imp.report.File, imp.report.Digest = filepath.Base(imp.book.Name()), imp.book.Digest()
	if err := imp.find(); err != nil {
		return imp.report, err
	}
	for _, after := range []bool{false, true} {
		if err := imp.all(after); err != nil {
			return imp.report, err
		}
		if after {
			continue
		}
		if err := imp.moveStock(); err != nil {
			return imp.report, err
		}
	}
	return imp.report, nil
}

// all reads the sheets that come before what moves stock, or after it.
func (imp *importer) all(after bool) error {
	for _, s := range sheets {
		if s.after != after {
			continue
		}
		written, there := imp.sheets[s.name]
		if !there {
			if s.name == "unit" {
				if err := imp.year.fromBooks(imp.tx); err != nil {
					return err
				}
			}
			continue
		}
		if err := imp.one(s, written); err != nil {
			return err
		}
	}
	return nil
}

// one reads and keeps one sheet.
func (imp *importer) one(s sheet, written string) error {
	r := &reader{imp: imp, sheet: s, written: written}
	if s.stock != nil {
		rows, err := s.stock(r)
		imp.rows = append(imp.rows, rows...)
		imp.later = append(imp.later, r)
		return err
	}
	out, wrong, err := s.take(r)
	if err == nil {
		imp.tell(r, out, wrong)
	}
	return err
}

// moveStock takes the rows of all stock sheets, day by day, and tells what came
// of each sheet.
func (imp *importer) moveStock() error {
	if len(imp.later) == 0 {
		return nil
	}
	taken, err := goods.TakeAll(imp.tx, imp.year.year, imp.rows)
	if err != nil {
		return err
	}
	for _, r := range imp.later {
		t := taken[r.sheet.name]
		if t == nil {
			t = &goods.Taken{}
		}
		imp.tell(r, t.Out, t.Wrong)
	}
	return nil
}

// tell adds to the report what came of one sheet.
func (imp *importer) tell(r *reader, out again.Outcome, wrong []fault.Problem) {
	s, written := r.sheet, r.written
	report := SheetReport{Sheet: written, Read: r.understood(), Rows: r.count, Known: out.Known, Added: out.Added, Corrected: len(out.Changed), Corrections: out.Changed}
	all := slices.Concat(r.wrong, wrong)
	slices.SortStableFunc(all, func(a, b fault.Problem) int { return a.Row - b.Row })
	for _, p := range all {
		if imp.bad.covers(s.name, p) {
			report.Waiting++
			imp.waiting++
			continue
		}
		p.Sheet = written
		p.Column = r.heading(p.Column)
		report.Wrong++
		imp.report.Problems = append(imp.report.Problems, p)
	}
	imp.bad.note(s.name, r, all)
	imp.report.Sheets = append(imp.report.Sheets, report)
	imp.report.Changed = imp.report.Changed || report.Added+report.Corrected > 0
}

// find pairs the workbook's sheets with ours. Two that mean the same are
// refused; one that means nothing here is passed over, and said.
func (imp *importer) find() error {
	imp.sheets, imp.headings = map[string]string{}, map[string]map[string]int{}
	for _, written := range imp.book.Sheets() {
		name, ok := sheetNames[fold(written)]
		if !ok {
			imp.report.Ignored = append(imp.report.Ignored, fmt.Sprintf("sheet “%s”", written))
			continue
		}
		if other, twice := imp.sheets[name]; twice {
			return fault.Invalid.Errorf("%s has two sheets of the same meaning, “%s” and “%s”. Put their rows into one.", imp.report.File, other, written)
		}
		imp.sheets[name] = written
	}
	if len(imp.sheets) == 0 {
		return fault.Invalid.Errorf("%s has no sheet that can be taken in. The sheets are: %s.", imp.report.File, names())
	}
	return nil
}

// columnOf is where a heading stands, for marking; 0 for the whole row.
func (imp *importer) columnOf(sheet, column string) int { return imp.headings[sheet][column] }

// Progress is told how many rows of about how many have been read.
type Progress func(done, total int)

type progressKey struct{}

// WithProgress has imports under ctx tell how far they are.
func WithProgress(ctx context.Context, p Progress) context.Context {
	return context.WithValue(ctx, progressKey{}, p)
}

func progressOf(ctx context.Context) Progress {
	if p, ok := ctx.Value(progressKey{}).(Progress); ok {
		return p
	}
	return func(int, int) {}
}
