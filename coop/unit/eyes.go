package unit

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
)

// FourEyes is the charter's rule that payments to persons from an amount on need
// a second person, as of a day. It says false where the charter has no such rule.
func FourEyes(tx *db.Tx, day cal.Day) (from money.Amount, rule Rule, ok bool, err error) {
	charter, err := CharterAt(tx, day)
	if err != nil {
		return from, rule, false, err
	}
	if rule, ok = charter["four_eyes_amount"]; !ok {
		return from, rule, false, nil
	}
	d, err := charter.Decimal("four_eyes_amount")
	if err == nil {
		from, err = Money(tx, day, d)
	}
	return from, rule, true, err
}

// NeedsTwo refuses a payment to a person that one person may not make alone.
func NeedsTwo(tx *db.Tx, day cal.Day, paid money.Amount) error {
	from, rule, ok, err := FourEyes(tx, day)
	if err != nil || !ok || paid.Coins < from.Coins {
		return err
	}
	return fault.Refused.Errorf("By %s of the charter, whoever is paid %s or more on a day is paid by two people; this comes to %s. Propose it with “capital propose”; somebody else approves it.", rule.Clause, from.Text(), paid.Text())
}

// SamePerson says whether two logins are one person's, as far as the unit knows:
// of the same name, or of the same member.
func SamePerson(tx *db.Tx, one, other string) (bool, error) {
	if one == other {
		return true, nil
	}
	a, _, err := person(tx, one)
	if fault.Of(err) == fault.Missing {
		return false, nil // somebody at the machine
	}
	if err != nil {
		return false, err
	}
	b, _, err := person(tx, other)
	if fault.Of(err) == fault.Missing {
		return false, nil
	}
	return a.Member != "" && a.Member == b.Member, err
}
