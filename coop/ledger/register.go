package ledger

import (
	"fmt"

	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
)

// Booked is what every row has in a register whose rows each stand in the
// books by an entry of their own: purchases, sales, expenses.
type Booked struct {
	Number   int64        `json:"number"`
	Day      cal.Day      `json:"day"`
	Amount   money.Amount `json:"amount"`
	Entry    int64        `json:"entry"`
	Line     int64        `json:"line,omitempty"`     // row of the sheet it came from
	Corrects int64        `json:"corrects,omitempty"` // row it takes back
}

// Booking is the part of a row that every register has.
func (b *Booked) Booking() *Booked { return b }

// Register keeps such rows. A row is never changed: a correction is a row with
// everything negative that points at it, and the right one.
type Register[R any, P interface {
	*R
	Booking() *Booked
}] struct {
	Name     string                                       // of the counter and in sentences: "purchase"
	Key      func(r *R) string                            // what a row is about, beside its amounts
	Whole    func(r *R) string                            // all of it
	Check    func(r *R) *fault.Problem                    // what needs no register
	Postings func(r *R) (memo string, postings []Posting) // for a positive amount
	Negate   func(r *R)                                   // turns its quantities round; the amount is turned here
	Insert   func(tx *db.Tx, rows []R) error
	Select   func(tx *db.Tx, from, to cal.Day) ([]R, error) // by number, corrections among them
}

// Keep posts rows and enters them, in order.
func (g Register[R, P]) Keep(tx *db.Tx, rows []R) ([]R, error) {
	if len(rows) == 0 {
		return rows, nil
	}
	entries := make([]Entry, len(rows))
	for i := range rows {
		entries[i] = g.entry(&rows[i])
	}
	numbers, err := PostAll(tx, entries)
	if err != nil {
		return nil, err
	}
	first, err := tx.Next(g.Name, int64(len(rows)))
	if err != nil {
		return nil, err
	}
	for i := range rows {
		b := P(&rows[i]).Booking()
		b.Number, b.Entry = first+int64(i), numbers[i]
	}
	return rows, g.Insert(tx, rows)
}

func (g Register[R, P]) entry(r *R) Entry {
	b := P(r).Booking()
	memo, postings := g.Postings(r)
	if b.Corrects != 0 {
		memo = fmt.Sprintf("Correction of %s %d: %s", g.Name, b.Corrects, memo)
	}
	return Entry{Day: b.Day, Memo: memo, Kind: g.Name, Currency: b.Amount.Currency, Postings: postings}
}

// Take keeps the rows of a sheet of a year. What is there already is passed
// over; a changed row takes the earlier one back.
func (g Register[R, P]) Take(tx *db.Tx, year cal.Year, rows []R) (out again.Outcome, wrong []fault.Problem, err error) {
	var right []R
	for i := range rows {
		if p := g.check(&rows[i], year); p != nil {
			p.Row = int(P(&rows[i]).Booking().Line)
			wrong = append(wrong, *p)
			continue
		}
		right = append(right, rows[i])
	}
	there, err := g.standing(tx, year)
	if err != nil {
		return out, wrong, err
	}
	known, was := again.Match(g.asRows(there), g.asRows(right))
	var news []R
	for i := range right {
		b := P(&right[i]).Booking()
		switch {
		case known[i]:
			out.Known++
			continue
		case was[i] >= 0:
			news = append(news, g.back(there[was[i]]))
			out.Changed = append(out.Changed, again.Change{Row: b.Line, Was: g.Whole(&there[was[i]]), Now: g.Whole(&right[i])})
		default:
			out.Added++
		}
		news = append(news, right[i])
	}
	if closed, err := g.closed(tx, year, news); len(closed) > 0 || err != nil {
		return out, append(wrong, closed...), err
	}
	_, err = g.Keep(tx, news)
	return out, wrong, err
}

func (g Register[R, P]) check(r *R, year cal.Year) *fault.Problem {
	b := P(r).Booking()
	switch {
	case b.Day == "":
		return &fault.Problem{Column: "date", Wrong: "The day is missing.", Fix: "Write it as 1956-03-01."}
	case year != 0 && b.Day.Year() != year:
		return &fault.Problem{Column: "date", Value: string(b.Day), Wrong: fmt.Sprintf("The day is not in %d, the year of these sheets.", int(year)), Fix: "Correct the day, or hand the row in with the sheets of its year."}
	case b.Amount.Sign() <= 0:
		return &fault.Problem{Column: "amount", Value: b.Amount.String(), Wrong: "An amount is more than 0.", Fix: "Write the amount; a row that is to be taken back is left out or corrected."}
	}
	return g.Check(r)
}

// closed are the problems of rows that would change a year that is closed.
func (g Register[R, P]) closed(tx *db.Tx, year cal.Year, news []R) (wrong []fault.Problem, err error) {
	if len(news) == 0 {
		return nil, nil
	}
	state, err := State(tx, year)
	if err != nil || state == Open {
		return nil, err
	}
	for i := range news {
		b := P(&news[i]).Booking()
		wrong = append(wrong, fault.Problem{Row: int(b.Line), Column: "date", Value: string(b.Day),
			Wrong: fmt.Sprintf("%d is %s, and this row would change it.", int(year), state),
			Fix:   "Leave the row as it was, or open the year again with “year reopen” before its surplus is shared out."})
	}
	return wrong, nil
}

// ByHand keeps one row that a person typed.
func (g Register[R, P]) ByHand(tx *db.Tx, row R) (R, error) {
	if p := g.check(&row, 0); p != nil {
		return row, fault.Invalid.Errorf("%s %s", p.Wrong, p.Fix)
	}
	rows, err := g.Keep(tx, []R{row})
	if err != nil {
		return row, err
	}
	return rows[0], nil
}

// TakingBack names a row that was recorded wrongly.
type TakingBack struct {
	Number int64  `help:"number in the register"`
	Why    string `help:"why"`
}

// TakeBack takes a row back, once.
func (g Register[R, P]) TakeBack(tx *db.Tx, in TakingBack) (R, error) {
	var none R
	all, err := g.standing(tx, 0)
	if err != nil {
		return none, err
	}
	for _, r := range all {
		if P(&r).Booking().Number == in.Number {
			rows, err := g.Keep(tx, []R{g.back(r)})
			if err != nil {
				return none, err
			}
			return rows[0], nil
		}
	}
	return none, fault.Missing.Errorf("There is no %s %d, or it was taken back already.", g.Name, in.Number)
}

// back is the row that takes r back.
func (g Register[R, P]) back(r R) R {
	b := P(&r).Booking()
	b.Corrects, b.Amount = b.Number, b.Amount.Neg()
	g.Negate(&r)
	return r
}

// standing are the rows of a year (of all years, where it is 0) that nothing
// has taken back.
func (g Register[R, P]) standing(tx *db.Tx, year cal.Year) ([]R, error) {
	from, to := cal.Day("1800-01-01"), cal.Day("2200-12-31")
	if year != 0 {
		from, to = year.First(), year.Last()
	}
	all, err := g.Select(tx, from, to)
	gone := map[int64]bool{}
	for i := range all {
		if b := P(&all[i]).Booking(); b.Corrects != 0 {
			gone[b.Number], gone[b.Corrects] = true, true
		}
	}
	var standing []R
	for i := range all {
		if !gone[P(&all[i]).Booking().Number] {
			standing = append(standing, all[i])
		}
	}
	return standing, err
}

func (g Register[R, P]) asRows(rs []R) []again.Row {
	rows := make([]again.Row, len(rs))
	for i := range rs {
		b := P(&rs[i]).Booking()
		rows[i] = again.Row{Key: string(b.Day) + ", " + g.Key(&rs[i]), Whole: g.Whole(&rs[i]), Line: b.Line}
	}
	return rows
}

// Missing is the problem of an empty cell that may not be empty.
func Missing(column, words string) *fault.Problem {
	return &fault.Problem{Column: column, Wrong: words + " is missing.", Fix: "Fill in the cell."}
}
