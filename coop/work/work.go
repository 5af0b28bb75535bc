// Package work records what members do: which operation, how much of it, of
// what quality, in how many hours.
//
// A record is never changed. A slip is mended by taking the record back (a
// record with everything negative, that points at it) and entering it rightly:
// so every sum over the records is right by itself, and both stay to be seen.
//
// Rates (rates.go) are dated: a piece earns what its operation and quality
// earned on the day it was made. Pay is worked out from here by coop/pay.
package work

import (
	"fmt"

	"artel/base/act"
	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/coop/ledger"
	"artel/coop/member"
)

// Acts are what a person may do with work.
var Acts = []act.Act{
	act.Do("work record", "Record work done: one or many rows", act.Labour, RecordByHand),
	act.Do("work correct", "Mend a work record: it is taken back, and entered rightly", act.Labour, Correct).Over("number"),
	act.Ask("work list", "Work records of a stretch of days", act.SeeOwn, List),
	act.Ask("work rates", "Piece rates as of a day", act.SeeOwn, Rates),
	act.Ask("work fairrate", "Propose a piece rate from a time study, so that nobody of the usual pace earns less than an hour's wage", act.See, ProposeRate),
	act.Do("work rate", "Set the piece rate of an operation and quality from a day on", act.Lead, SetRate),
}

// Record is one row of work.
type Record struct {
	Number    int64            `json:"number"`
	Day       cal.Day          `json:"day"`
	Member    string           `json:"member"`
	Operation string           `json:"operation"`
	Quality   string           `json:"quality"`
	Quantity  measure.Quantity `json:"quantity"`
	Hours     measure.Quantity `json:"hours"`
	Line      int64            `json:"line,omitempty"`     // row of the sheet it came from
	Corrects  int64            `json:"corrects,omitempty"` // record it takes back
}

// Done is a row of work as a person types it.
type Done struct {
	Day       cal.Day          `help:"the day, or the last day of the stretch it is for"`
	Member    string           `help:"the member's number"`
	Operation string           `help:"what was done, as in the rates"`
	Quality   string           `help:"quality, as in the rates" default:"1"`
	Quantity  measure.Quantity `help:"how many"`
	Hours     measure.Quantity `help:"in how many hours" default:"0"`
}

// ByHand are rows of work as a person types them.
type ByHand struct {
	Rows []Done `help:"the rows of work"`
}

// Kept says what was kept.
type Kept struct {
	Rows  int   `json:"rows"`
	First int64 `json:"first"` // number of the first record
	Last  int64 `json:"last"`
}

// RecordByHand keeps rows that a person typed: all of them, or none.
func RecordByHand(tx *db.Tx, in ByHand) (Kept, error) {
	held, wrong, err := Hold(tx, in)
	switch {
	case err != nil:
		return Kept{}, err
	case len(in.Rows) == 0:
		return Kept{}, fault.Invalid.Errorf("There is no row of work to record.")
	case len(wrong) > 0:
		return Kept{}, &fault.Rows{Problems: wrong}
	}
	rows := make([]Record, len(held))
	for i, h := range held {
		rows[i] = h.Record
		rows[i].Line = 0
	}
	first, err := keep(tx, rows)
	return Kept{len(rows), first, first + int64(len(rows)) - 1}, err
}

// Held is a typed row that holds against the registers, with the rate of its
// day.
type Held struct {
	Record
	Rate Rate
}

// Hold holds typed rows against the registers without keeping them: those that
// are right, and what is wrong with the others, by their place from 1. What is
// right here is right for [RecordByHand], and the other way round.
func Hold(tx *db.Tx, in ByHand) (right []Held, wrong []fault.Problem, err error) {
	rows := make([]Record, len(in.Rows))
	for i, d := range in.Rows {
		rows[i] = Record{Day: d.Day, Member: d.Member, Operation: d.Operation, Quality: d.Quality, Quantity: d.Quantity, Hours: d.Hours, Line: int64(i + 1)}
	}
	if wrong, err = check(tx, rows, 0); err != nil {
		return nil, nil, err
	}
	closed, err := frozen(tx, without(rows, wrong))
	if err != nil {
		return nil, nil, err
	}
	wrong = append(wrong, closed...)
	for i := range wrong {
		wrong[i].Sheet = "work"
	}
	rates, err := ratesByKey(tx)
	for _, r := range without(rows, wrong) {
		right = append(right, Held{r, *rateOn(rates[rateKey{r.Operation, r.Quality}], r.Day)})
	}
	return right, wrong, err
}

// Correction mends one record. What is left out stays as it was.
type Correction struct {
	Number    int64             `help:"number of the work record"`
	Day       cal.Day           `help:"the right day" opt:"yes"`
	Member    string            `help:"the right member" opt:"yes"`
	Operation string            `help:"the right operation" opt:"yes"`
	Quality   string            `help:"the right quality" opt:"yes"`
	Quantity  *measure.Quantity `help:"the right quantity; 0 to take the record back" opt:"yes"`
	Hours     *measure.Quantity `help:"the right hours" opt:"yes"`
}

// Correct takes a record back and enters it rightly.
func Correct(tx *db.Tx, in Correction) (Kept, error) {
	was, err := selectStandingRecord(tx, in.Number)
	if err != nil {
		return Kept{}, err
	}
	now := was
	now.Line = 1
	set(&now.Day, in.Day)
	set(&now.Member, in.Member)
	set(&now.Operation, in.Operation)
	set(&now.Quality, in.Quality)
	if in.Quantity != nil {
		now.Quantity = *in.Quantity
	}
	if in.Hours != nil {
		now.Hours = *in.Hours
	}
	wrong, err := check(tx, []Record{now}, 0)
	if err != nil {
		return Kept{}, err
	}
	if len(wrong) > 0 {
		return Kept{}, fault.Invalid.Errorf("%s %s", wrong[0].Wrong, wrong[0].Fix)
	}
	for _, day := range []cal.Day{was.Day, now.Day} {
		if err := mustBeOpen(tx, day); err != nil {
			return Kept{}, err
		}
	}
	now.Line = was.Line
	rows := []Record{was.back()}
	if now.Quantity != 0 || now.Hours != 0 {
		rows = append(rows, now)
	}
	first, err := keep(tx, rows)
	return Kept{len(rows), first, first + int64(len(rows)) - 1}, err
}

func set[T ~string](to *T, value T) {
	if value != "" {
		*to = value
	}
}

// mustBeOpen refuses a day whose work can no longer change: its year is closed,
// or its pay was carried over into another currency.
func mustBeOpen(tx *db.Tx, day cal.Day) error {
	state, err := ledger.State(tx, day.Year())
	if err == nil && state != ledger.Open {
		return fault.Conflict.Errorf("%d is %s; its work records can no longer change.", int(day.Year()), state)
	}
	began, err := ledger.BooksBegan(tx)
	if err == nil && day < began.Renewed {
		err = fault.Conflict.Errorf("The books were redenominated on %s; work of %s, before, can no longer change.", began.Renewed, day)
	}
	return err
}

func (r Record) back() Record {
	r.Corrects, r.Quantity, r.Hours = r.Number, -r.Quantity, -r.Hours
	return r
}

// keep numbers the records and enters them.
func keep(tx *db.Tx, rows []Record) (first int64, err error) {
	if first, err = tx.Next("work", int64(len(rows))); err != nil {
		return 0, err
	}
	for i := range rows {
		rows[i].Number = first + int64(i)
	}
	return first, insertRecords(tx, rows)
}

// Take keeps the rows of a sheet of a year. What is there already is passed
// over; a changed row takes the earlier record back.
func Take(tx *db.Tx, year cal.Year, rows []Record) (out again.Outcome, wrong []fault.Problem, err error) {
	if len(rows) == 0 {
		return out, nil, nil
	}
	if wrong, err = check(tx, rows, year); err != nil {
		return out, wrong, err
	}
	rows = without(rows, wrong)
	there, err := selectStanding(tx, year)
	if err != nil {
		return out, wrong, err
	}
	known, was := again.Match(asRows(there), asRowsIf(rows, len(there) > 0))
	news := make([]Record, 0, len(rows))
	for i, r := range rows {
		switch {
		case known[i]:
			out.Known++
			continue
		case was[i] >= 0:
			old := there[was[i]]
			news = append(news, old.back())
			out.Changed = append(out.Changed, again.Change{Row: r.Line, Was: old.whole(), Now: r.whole()})
		default:
			out.Added++
		}
		news = append(news, r)
	}
	closed, err := frozen(tx, news)
	if len(news) == 0 || len(closed) > 0 || err != nil {
		return out, append(wrong, closed...), err
	}
	_, err = keep(tx, news)
	return out, wrong, err
}

// without leaves out the rows that are wrong.
func without(rows []Record, wrong []fault.Problem) []Record {
	if len(wrong) == 0 {
		return rows
	}
	bad := map[int64]bool{}
	for _, p := range wrong {
		bad[int64(p.Row)] = true
	}
	right := make([]Record, 0, len(rows))
	for _, r := range rows {
		if !bad[r.Line] {
			right = append(right, r)
		}
	}
	return right
}

func (r Record) whole() string {
	return fmt.Sprintf("%s, %s, %s, %s, %s, %s hours", r.Day, r.Member, r.Operation, r.Quality, r.Quantity, r.Hours)
}

func asRows(rs []Record) []again.Row {
	rows := make([]again.Row, len(rs))
	for i, r := range rs {
		key := string(r.Day) + ", " + r.Member + ", " + r.Operation + ", " + r.Quality
		rows[i] = again.Row{Key: key, Whole: key + ", " + r.Quantity.String() + ", " + r.Hours.String(), Line: r.Line}
	}
	return rows
}

// asRowsIf spares a first sheet of a hundred thousand rows the comparison.
func asRowsIf(rs []Record, compare bool) []again.Row {
	if !compare {
		return make([]again.Row, len(rs))
	}
	return asRows(rs)
}

// ListIn asks for records.
type ListIn struct {
	Member string  `help:"only this member's" opt:"yes"`
	From   cal.Day `help:"first day" default:"1800-01-01"`
	To     cal.Day `help:"last day" default:"2200-12-31"`
	After  int64   `help:"only records with a higher number, to read on" opt:"yes"`
	Limit  int64   `help:"how many" default:"500"`
}

// List are work records, corrections among them, in the order of their numbers.
func List(tx *db.Tx, in ListIn) ([]Record, error) {
	if tx.Member != "" {
		in.Member = tx.Member
	}
	return selectRecords(tx, in)
}

func checkMember(members map[string]member.Member, r *Record) *fault.Problem {
	who, ok := members[r.Member]
	switch {
	case !ok:
		return &fault.Problem{Column: "member", Value: r.Member, Wrong: "There is no such member in the register.", Fix: "Correct the number, or add the person to the sheet “members”."}
	case r.Day < who.Joined:
		return &fault.Problem{Column: "date", Value: string(r.Day), Wrong: fmt.Sprintf("%s %s joined on %s, after this day.", who.No, who.Name, who.Joined), Fix: "Correct the day or the member."}
	case who.Left != "" && r.Day > who.Left:
		return &fault.Problem{Column: "date", Value: string(r.Day), Wrong: fmt.Sprintf("%s %s left on %s, before this day.", who.No, who.Name, who.Left), Fix: "Correct the day or the member."}
	}
	return nil
}
