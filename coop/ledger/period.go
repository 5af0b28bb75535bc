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

// mustBeCurrent refuses entries from before the books were redenominated: their
// currency has been carried over, and nothing may be added to it afterwards.
func mustBeCurrent(tx *db.Tx, entries []Entry) error {
	since, err := redenominatedOn(tx)
	if err != nil || since == "" {
		return err
	}
	for _, e := range entries {
		if e.Day < since {
			return fault.Conflict.Errorf("The books were redenominated on %s; nothing can be posted on %s, before.", since, e.Day)
		}
	}
	return nil
}
