package goods

import (
	"fmt"
	"slices"
	"strings"

	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
)

// Row is one row of a sheet that moves stock.
type Row struct {
	Sheet string // its name here
	Kind  string // of the slip it makes
	Rank  int    // of what happens on one day: what comes in before what goes out
	Day   cal.Day
	Line  int64
	Rows  int    // of the sheet that it is made of; 0 for one
	Key   string // what the row is about, to know it again when it was changed
	Whole string // all of it
	Do    func(st *Stock, said string) error
	Back  func(tx *db.Tx, was Slip) error // takes the slip of a changed row back
}

// Ranks of what happens on one day.
const (
	ComesIn = iota
	HandedOut
	TakenIn
	HandedBack
	GoesOut
	IsCounted
)

// Taken is what came of the rows of one sheet.
type Taken struct {
	Out   again.Outcome
	Wrong []fault.Problem
}

// TakeAll takes rows of several sheets in, day by day over all of them, so that
// what is handed out on a day has the value of what lay there then. What is
// there already is passed over; a changed row takes its earlier slip back.
func TakeAll(tx *db.Tx, year cal.Year, rows []Row) (map[string]*Taken, error) {
	taken := map[string]*Taken{}
	for _, r := range rows {
		if taken[r.Sheet] == nil {
			taken[r.Sheet] = &Taken{}
		}
	}
	rows = slices.DeleteFunc(slices.Clone(rows), func(r Row) bool {
		if r.Day.Year() == year || r.Kind == "opening" && r.Day == year.First().Add(-1) {
			return false
		}
		taken[r.Sheet].Wrong = append(taken[r.Sheet].Wrong, fault.Problem{Row: int(r.Line), Column: "date", Value: string(r.Day),
			Wrong: fmt.Sprintf("The day is not in %d, the year of these sheets.", int(year)), Fix: "Correct the day, or hand the row in with the sheets of its year."})
		return true
	})
	news, err := passOver(tx, year, rows, taken)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(news, func(a, b Row) int {
		if c := strings.Compare(string(a.Day), string(b.Day)); c != 0 {
			return c
		}
		return a.Rank - b.Rank
	})
	st, err := Open(tx)
	if err != nil {
		return nil, err
	}
	for _, r := range news {
		err := r.Do(st, r.Key+"\x1f"+r.Whole)
		if err == nil {
			continue
		}
		if fault.Of(err) == "" {
			return nil, err
		}
		taken[r.Sheet].Wrong = append(taken[r.Sheet].Wrong, fault.AsProblem(int(r.Line), err))
	}
	return taken, st.Save()
}

// passOver leaves out the rows that are there already, and takes the slips of
// changed ones back.
func passOver(tx *db.Tx, year cal.Year, rows []Row, taken map[string]*Taken) (news []Row, err error) {
	byKind := map[string][]Row{}
	var kinds []string
	for _, r := range rows {
		if byKind[r.Kind] == nil {
			kinds = append(kinds, r.Kind)
		}
		byKind[r.Kind] = append(byKind[r.Kind], r)
	}
	for _, kind := range slices.Backward(kinds) { // the last to happen is taken back first
		there, err := selectSlips(tx, kind, `day >= $3 and day <= $4 and said <> '' and corrects = 0
			and not exists (select 1 from slip c where c.unit = slip.unit and c.kind = slip.kind and c.corrects = slip.number and c.corrects <> 0) order by number`, year.First().Add(-1), year.Last())
		if err != nil {
			return nil, err
		}
		known, was := again.Match(ofSlips(there), ofRows(byKind[kind], len(there) > 0))
		for i, r := range byKind[kind] {
			out := &taken[r.Sheet].Out
			switch {
			case known[i]:
				out.Known += r.rows()
				continue
			case was[i] >= 0:
				old := there[was[i]]
				if err := r.Back(tx, old); fault.Of(err) != "" {
					taken[r.Sheet].Wrong = append(taken[r.Sheet].Wrong, fault.AsProblem(int(r.Line), err))
					continue
				} else if err != nil {
					return nil, err
				}
				_, whole, _ := strings.Cut(old.Said, "\x1f")
				out.Changed = append(out.Changed, again.Change{Row: r.Line, Was: whole, Now: r.Whole})
			default:
				out.Added += r.rows()
			}
			news = append(news, r)
		}
	}
	return news, nil
}

func (r Row) rows() int { return max(r.Rows, 1) }

func ofSlips(slips []Slip) []again.Row {
	rows := make([]again.Row, len(slips))
	for i, s := range slips {
		key, whole, _ := strings.Cut(s.Said, "\x1f")
		rows[i] = again.Row{Key: key, Whole: whole, Line: s.Line}
	}
	return rows
}

func ofRows(rs []Row, compare bool) []again.Row {
	rows := make([]again.Row, len(rs))
	for i, r := range rs {
		if compare { // a first sheet of a hundred thousand rows is spared it
			rows[i] = again.Row{Key: r.Key, Whole: r.Whole, Line: r.Line}
		}
	}
	return rows
}
