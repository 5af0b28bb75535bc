package sheet

import (
	"errors"
	"iter"
	"slices"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/door/sheet/book"
	"artel/federation/plan"
)

// PlanActs are what a person may do with the sheets of a plan.
var PlanActs = []act.Act{
	act.Do("plan import", "Take in the sheets of a plan: a folder of CSV files, or an .xlsx workbook", act.Books, ImportPlan),
}

// PlanIn names the file.
type PlanIn struct {
	Path act.File `help:"a folder of CSV files, or an .xlsx workbook" arg:"yes"`
}

// PlanReport is what came of it. What is wrong is left out of the plan.
type PlanReport struct {
	plan.Kept
	Units    int             `json:"units"`
	Places   int             `json:"places"`
	Problems []fault.Problem `json:"problems,omitempty"`
}

// ImportPlan takes the sheets of a plan in.
func ImportPlan(tx *db.Tx, in PlanIn) (PlanReport, error) {
	w, err := book.Open(string(in.Path))
	if err != nil {
		return PlanReport{}, err
	}
	defer w.Close()
	instance, wrong, err := plan.Read(PlanSource(w))
	if err != nil {
		return PlanReport{}, err
	}
	kept, err := plan.Keep(tx, instance, w.Name(), w.Digest())
	return PlanReport{kept, len(instance.Units), len(instance.Places), wrong}, err
}

// PlanSource gives the sheets of a workbook to the plan.
func PlanSource(w *book.Workbook) plan.Source {
	return func(name string) (iter.Seq2[plan.Row, error], bool) {
		there := slices.Contains(w.Sheets(), name)
		return func(yield func(plan.Row, error) bool) {
			for row, err := range w.Rows(name) {
				cells := make([]string, len(row.Cells))
				for i, c := range row.Cells {
					cells[i] = c.Text
				}
				if !yield(plan.Row{Number: row.Number, Cells: cells}, err) {
					return
				}
			}
		}, there
	}
}

// OpenPlan reads an instance from a folder or a workbook. What is wrong with
// it comes beside it.
func OpenPlan(path string) (in *plan.Instance, wrong []fault.Problem, open plan.Source, closed func() error, err error) {
	w, err := book.Open(path)
	if err != nil {
		return nil, nil, nil, nil, err
	}
	in, wrong, err = plan.Read(PlanSource(w))
	if err != nil {
		return nil, nil, nil, nil, errors.Join(err, w.Close())
	}
	return in, wrong, PlanSource(w), w.Close, nil
}
