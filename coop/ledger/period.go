package ledger

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
)

// The states of a year. A year nobody has said anything of is open.
const (
	Open   = "open"
	Closed = "closed" // its result is drawn up; it can be opened again until the surplus is shared out
	Locked = "locked" // its surplus is shared out; for good
)

// State is the state of a year.
func State(tx *db.Tx, year cal.Year) (string, error) {
	states, err := selectStates(tx, year)
	if err != nil || len(states) == 0 {
		return Open, err
	}
	return states[0], nil
}

// SetState opens, closes or locks a year. A locked year stays locked.
func SetState(tx *db.Tx, year cal.Year, state string) error {
	now, err := State(tx, year)
	if err != nil {
		return err
	}
	if now == Locked {
		return fault.Refused.Errorf("%d is locked: its surplus has been shared out.", int(year))
	}
	return insertState(tx, year, state)
}

func mustBeOpen(tx *db.Tx, year cal.Year) error {
	state, err := State(tx, year)
	if err == nil && state != Open {
		err = fault.Conflict.Errorf("%d is %s; nothing can be posted to it any more.", int(year), state)
	}
	return err
}

// OpenYears are the years, of those given, to which can be posted.
func OpenYears(tx *db.Tx, years map[cal.Year]bool) (map[cal.Year]bool, error) {
	open := map[cal.Year]bool{}
	for year := range years {
		state, err := State(tx, year)
		if err != nil {
			return nil, err
		}
		open[year] = state == Open
	}
	return open, nil
}

// Began is when the books began: their first year of account, and the day since
// which they are kept in today's currency, or "".
type Began struct {
	Year    cal.Year
	Renewed cal.Day
	Over    cal.Day // from which a unit that merged into another is no more; "" where it goes on
}

// mustBeCurrent refuses entries from before the books were redenominated (their
// currency has been carried over, and nothing may be added to it afterwards) and
// entries that would change what was brought into the books once their first
// year is closed.
func mustBeCurrent(tx *db.Tx, entries []Entry) error {
	began, err := BooksBegan(tx)
	if err != nil {
		return err
	}
	var before []Entry
	for _, e := range entries {
		if e.Day < began.Renewed {
			return fault.Conflict.Errorf("The books were redenominated on %s; nothing can be posted on %s, before.", began.Renewed, e.Day)
		}
		if began.Over != "" && e.Day >= began.Over {
			return fault.Conflict.Errorf("This unit merged into another on %s; nothing is booked here on %s any more.", began.Over, e.Day)
		}
		if e.Day.Year() < began.Year {
			before = append(before, e)
		}
	}
	if len(before) == 0 {
		return nil
	}
	state, err := State(tx, began.Year)
	if err == nil && state != Open {
		err = fault.Conflict.Errorf("%d is %s, and an entry of %s would change what was brought into it.", int(began.Year), state, before[0].Day)
	}
	if err != nil {
		return err
	}
	return mustBringOnly(tx, before, began.Year)
}

// mustBringOnly refuses income and costs in a year before the books begin: such
// a year is never closed, so they would never be drawn up.
func mustBringOnly(tx *db.Tx, entries []Entry, first cal.Year) error {
	accounts, err := byCode(tx)
	if err != nil {
		return err
	}
	for _, e := range entries {
		for _, p := range e.Postings {
			if kind := accounts[p.Account].Kind; kind == "income" || kind == "expense" {
				return fault.Invalid.Errorf("These books begin with %d; nothing is earned or spent in them on %s.", int(first), e.Day)
			}
		}
	}
	return nil
}
