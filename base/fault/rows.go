package fault

import (
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
	at := fmt.Sprintf("%s, row %d", p.Sheet, p.Row)
	if p.Row == 0 {
		at = p.Sheet
	}
	if p.Column != "" {
		at += ", " + p.Column
	}
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
