package ledger

import (
	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
)

// MonthIn names a month to be closed, or opened again.
type MonthIn struct {
	Month cal.Month `help:"the month"`
	Why   string    `help:"why" opt:"yes"`
}

// Through says up to which month the books are closed.
type Through struct {
	Month cal.Month `json:"month"` // "" where no month is closed
}

// CloseMonth closes a month and all before it: nothing is posted to their days
// any more. A bill that comes late is posted in a later month.
func CloseMonth(tx *db.Tx, in MonthIn) (Through, error) {
	now, err := ClosedThrough(tx, act.Nothing{})
	if err == nil && in.Month <= now.Month {
		err = fault.Conflict.Errorf("The books are closed through %s already.", now.Month)
	}
	if err != nil {
		return now, err
	}
	return Through{in.Month}, insertThrough(tx, in.Month, in.Why)
}

// ReopenMonth opens a month, and all after it, again.
func ReopenMonth(tx *db.Tx, in MonthIn) (Through, error) {
	now, err := ClosedThrough(tx, act.Nothing{})
	switch {
	case err != nil:
		return now, err
	case now.Month == "" || in.Month > now.Month:
		return now, fault.Conflict.Errorf("%s is open.", in.Month)
	case in.Why == "":
		return now, fault.Invalid.Errorf("Say why the month is opened again; the log keeps it.")
	}
	return Through{in.Month.Prev()}, insertThrough(tx, in.Month.Prev(), in.Why)
}

// OpenMonths opens all months of a year, for what closing a year posts to them.
func OpenMonths(tx *db.Tx, year cal.Year) error {
	now, err := ClosedThrough(tx, act.Nothing{})
	if before := year.First().Month().Prev(); err == nil && now.Month > before {
		err = insertThrough(tx, before, "closing the year")
	}
	return err
}

// ClosedThrough is the last month that is closed.
func ClosedThrough(tx *db.Tx, _ act.Nothing) (Through, error) {
	all, err := db.All[Through](tx, `select through from month_closed where unit = $1 order by act desc limit 1`, tx.Unit)
	if err != nil || len(all) == 0 {
		return Through{}, err
	}
	return all[0], nil
}

func insertThrough(tx *db.Tx, month cal.Month, why string) error {
	return tx.Exec(`insert into month_closed (unit, act, through, why) values ($1, $2, $3, $4)
		on conflict (unit, act) do nothing`, tx.Unit, tx.Act, month, why)
}

// MustTake refuses a day to which nothing can be posted: its year or its month
// is closed.
func MustTake(tx *db.Tx, day cal.Day) error {
	if err := mustBeOpen(tx, day.Year()); err != nil {
		return err
	}
	return monthsMustTake(tx, []cal.Day{day})
}

func monthsMustTake(tx *db.Tx, days []cal.Day) error {
	closed, err := ClosedThrough(tx, act.Nothing{})
	if err != nil || closed.Month == "" {
		return err
	}
	for _, day := range days {
		if day.Month() <= closed.Month {
			return fault.Conflict.Errorf("The books are closed through %s; nothing can be posted on %s. Post it in a later month, or have the month opened again with “ledger openmonth”.", closed.Month, day)
		}
	}
	return nil
}
