package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Problem is one wrong row of what a person handed in, and what to do about it.
type Problem struct {
	Sheet  string `json:"sheet"`
	Row    int    `json:"row"` // as the spreadsheet counts it: the heading is row 1
	Column string `json:"column"`
	Value  string `json:"value"`
	Wrong  string `json:"wrong"` // what is wrong, a sentence
	Fix    string `json:"fix"`   // what to do, a sentence
}

// String is the line a terminal shows.
func (p Problem) String() string {
	row := ""
	if p.Row != 0 {
		row = fmt.Sprintf("row %d", p.Row)
	}
	var parts []string
	for _, part := range []string{p.Sheet, row, p.Column} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	at := strings.Join(parts, ", ")
	if p.Value != "" {
		at += fmt.Sprintf(" %q", p.Value)
	}
	return strings.TrimSpace(at + ": " + p.Wrong + " " + p.Fix)
}

// Rows is the fault of handing in wrong rows: all of them, not the first.
type Rows struct {
	Problems []Problem
	Waiting  int // rows that are wrong only because of one of these
}

func (r *Rows) Error() string {
	lines := make([]string, len(r.Problems))
	for i, p := range r.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Cell is a fault that names the column and value of a sheet's row that it is
// about.
type Cell struct {
	Column, Value string
	Err           error
}

// In says that err, where there is one and it does not say so itself, is about a
// cell.
func In(column, value string, err error) error {
	if c := (*Cell)(nil); err == nil || errors.As(err, &c) {
		return err
	}
	return &Cell{column, value, err}
}

func (c *Cell) Error() string { return c.Err.Error() }

// Unwrap is the fault itself.
func (c *Cell) Unwrap() error { return c.Err }

// AsProblem is a fault as what is wrong with a row. Its sentence says what is
// wrong and what to do.
func AsProblem(row int, err error) Problem {
	p := Problem{Row: row, Wrong: err.Error()}
	if c := (*Cell)(nil); errors.As(err, &c) {
		p.Column, p.Value = c.Column, c.Value
	}
	return p
}
