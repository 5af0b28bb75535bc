package plan

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"iter"
	"strings"

	"artel/base/db"
	"artel/base/fault"
)

// Kept is a plan's inputs as they were taken in. They are never changed: what
// changes is taken in again, as the next.
type Kept struct {
	Number int64  `json:"number"`
	Name   string `json:"name"`
	File   string `json:"file"`
	Digest string `json:"digest"`
	At     string `json:"at"`
}

// partSize is how much of a sheet one row of the table holds.
const partSize = 1 << 18

// inputs is the version of the sheets that were handed in; answers count from 1.
const inputs = 0

func moment(tx *db.Tx) string { return tx.Now.Format("2006-01-02T15:04:05Z") }

// Keep keeps an instance, with the next number.
func Keep(tx *db.Tx, in *Instance, file, digest string) (Kept, error) {
	number, err := tx.Next("plan", 1)
	if err != nil {
		return Kept{}, err
	}
	k := Kept{number, in.Name, file, digest, moment(tx)}
	err = tx.Exec(`insert into plan (unit, number, name, file, digest, at, act) values ($1, $2, $3, $4, $5, $6, $7)`,
		tx.Unit, k.Number, k.Name, k.File, k.Digest, k.At, tx.Act)
	if err != nil {
		return k, err
	}
	return k, insertSheets(tx, number, inputs, sheetNames, func(name string, row func(...string)) { in.sheet(name, row) })
}

// keepAnswer keeps a solved plan, as the next version of its answers.
func keepAnswer(tx *db.Tx, number int64, r *Result) (int64, error) {
	last, err := db.One[int64](tx, `select coalesce(max(version), 0) from plan_answer where unit = $1 and plan = $2`, tx.Unit, number)
	if err != nil {
		return 0, err
	}
	summary, err := json.Marshal(r.Summary())
	if err != nil {
		return 0, err
	}
	err = tx.Exec(`insert into plan_answer (unit, plan, version, at, summary, act) values ($1, $2, $3, $4, $5, $6)`,
		tx.Unit, number, last+1, moment(tx), string(summary), tx.Act)
	if err != nil {
		return 0, err
	}
	return last + 1, insertSheets(tx, number, last+1, AnswerSheets, func(name string, row func(...string)) {
		for cells := range r.Sheet(name) {
			row(cells...)
		}
	})
}

func insertSheets(tx *db.Tx, number, version int64, names []string, rows func(string, func(...string))) error {
	type part struct {
		sheet, lines string
		n            int64
	}
	var parts []part
	for _, name := range names {
		var b bytes.Buffer
		n := int64(0)
		w := csv.NewWriter(&b)
		flush := func() {
			w.Flush()
			parts = append(parts, part{name, b.String(), n})
			b.Reset()
			n++
		}
		rows(name, func(cells ...string) {
			_ = w.Write(cells) // into memory
			if b.Len() >= partSize {
				flush()
			}
		})
		flush()
	}
	return tx.Insert("plan_sheet (unit, plan, version, sheet, part, lines)", len(parts), func(i int, to []any) []any {
		return append(to, tx.Unit, number, version, parts[i].sheet, parts[i].n, parts[i].lines)
	})
}

// selectKept are the unit's plans, the newest first.
func selectKept(tx *db.Tx) ([]Kept, error) {
	return db.All[Kept](tx, `select number, name, file, digest, at from plan where unit = $1 order by number desc`, tx.Unit)
}

// theOne is the plan of a number, or the newest where it is 0.
func theOne(tx *db.Tx, number int64) (Kept, error) {
	all, err := selectKept(tx)
	if err != nil {
		return Kept{}, err
	}
	for _, k := range all {
		if number == 0 || k.Number == number {
			return k, nil
		}
	}
	if number == 0 {
		return Kept{}, fault.Missing.Errorf("There is no plan yet. Take its sheets in with “plan import”.")
	}
	return Kept{}, fault.Missing.Errorf("There is no plan %d.", number)
}

// workedOut is the newest plan that has an answer, where none is named.
func workedOut(tx *db.Tx, number int64) (int64, error) {
	if number != 0 {
		return number, nil
	}
	return db.One[int64](tx, `select coalesce(max(plan), 0) from plan_answer where unit = $1`, tx.Unit)
}

// lastAnswer is the version of a plan's newest answer, 0 where there is none.
func lastAnswer(tx *db.Tx, number int64) (version int64, summary string, err error) {
	type answer struct {
		Version int64
		Summary string
	}
	all, err := db.All[answer](tx, `select version, summary from plan_answer where unit = $1 and plan = $2 order by version desc limit 1`, tx.Unit, number)
	if err != nil || len(all) == 0 {
		return 0, "", err
	}
	return all[0].Version, all[0].Summary, nil
}

// openSheets gives the sheets of a version as a Source.
func openSheets(tx *db.Tx, number, version int64) (Source, error) {
	type part struct{ Sheet, Lines string }
	parts, err := db.All[part](tx, `select sheet, lines from plan_sheet where unit = $1 and plan = $2 and version = $3 order by sheet, part`, tx.Unit, number, version)
	if err != nil {
		return nil, err
	}
	sheets := map[string][]io.Reader{}
	for _, p := range parts {
		sheets[p.Sheet] = append(sheets[p.Sheet], strings.NewReader(p.Lines))
	}
	return func(name string) (iter.Seq2[Row, error], bool) {
		readers, there := sheets[name]
		return CSV(io.MultiReader(readers...)), there
	}, nil
}

// CSV gives the rows of a table, as Write writes it.
func CSV(from io.Reader) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		r := csv.NewReader(from)
		r.FieldsPerRecord = -1
		for n := 1; ; n++ {
			cells, err := r.Read()
			if err == io.EOF {
				return
			}
			if err != nil {
				err = fault.Invalid.Errorf("Line %d of a sheet cannot be read: a quotation mark in it is not closed, or stands alone.", n)
			}
			if !yield(Row{n, cells}, err) || err != nil {
				return
			}
		}
	}
}

// load reads a plan's inputs, and its newest answer where there is one.
func load(tx *db.Tx, number int64) (Kept, *Problem, Source, error) {
	k, err := theOne(tx, number)
	if err != nil {
		return k, nil, nil, err
	}
	open, err := openSheets(tx, k.Number, inputs)
	if err != nil {
		return k, nil, nil, err
	}
	in, _, err := Read(open)
	if err != nil {
		return k, nil, nil, err
	}
	version, _, err := lastAnswer(tx, k.Number)
	if err != nil || version == 0 {
		return k, Lay(in), nil, err
	}
	answer, err := openSheets(tx, k.Number, version)
	return k, Lay(in), answer, err
}

// Inputs are the inputs of a plan; of the newest where none is named.
func Inputs(tx *db.Tx, number int64) (*Instance, error) {
	_, p, _, err := load(tx, number)
	if err != nil {
		return nil, err
	}
	return p.In, nil
}

// Restore is a plan's answer as Solve gave it, out of its sheets.
func Restore(p *Problem, open Source) (*Result, error) {
	it, err := ReadIterate(p, open)
	if err != nil {
		return nil, err
	}
	flow, err := readFlow(p, open)
	if err != nil {
		return nil, err
	}
	pl := &Plan{Make: it.Make, Keep: it.Keep, Take: it.Take, Flow: flow, Price: it.Price}
	pl.Cost = p.CostOf(pl, 1)
	pl.Bound = p.Bound(&pl.Price, 1)
	r := &Result{Problem: p, Plan: pl}
	r.Objective, r.Bound, r.Gap = pl.Cost.Total, pl.Bound, Gap(pl.Cost.Total, pl.Bound)
	return r, nil
}
