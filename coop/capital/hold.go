package capital

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// Hold makes a part of what somebody is owed payable from a day on only: the
// schedule of one who has left.
func Hold(tx *db.Tx, member string, due cal.Day, amount money.Amount) error {
	return tx.Exec(`insert into payout_hold (unit, member, due, amount, currency, act) values ($1, $2, $3, $4, $5, $6)`,
		tx.Unit, member, due, amount.Coins, amount.Currency, tx.Act)
}

// Held is what of somebody's account is payable from a day on only.
type Held struct {
	Due    cal.Day      `json:"due"`
	Amount money.Amount `json:"amount"`
}

// HeldOf is what of somebody's account is payable after a day only, in the currency
// that the books have come to.
func HeldOf(tx *db.Tx, member string, day cal.Day, c money.Currency) ([]Held, error) {
	rows, err := db.All[Held](tx, `
		select due, amount, currency from payout_hold where unit = $1 and member = $2 and due > $3 order by due`, tx.Unit, member, day)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	changes, err := unit.Redenominations(tx)
	for i := range rows {
		if err == nil && rows[i].Amount.Currency != c {
			rows[i].Amount, err = unit.CarriedOver(rows[i].Amount, changes)
		}
	}
	return rows, err
}

// heldBack is the sum of it, and from when on the next of it is payable.
func heldBack(tx *db.Tx, member string, day cal.Day, c money.Currency) (coins int64, next cal.Day, err error) {
	rows, err := HeldOf(tx, member, day, c)
	for i, r := range rows {
		if i == 0 {
			next = r.Due
		}
		coins += r.Amount.Coins
	}
	return coins, next, err
}

// Payable is what somebody can be paid from their personal account on a day.
func Payable(tx *db.Tx, member string, day cal.Day, c money.Currency) (money.Amount, error) {
	owed, free, err := ledger.OwedTo(tx, ledger.PersonalAccounts, member, day, c)
	if err != nil {
		return owed, err
	}
	back, _, err := heldBack(tx, member, day, c)
	return money.Of(max(0, min(owed.Coins, free.Coins)-back), c), err
}
