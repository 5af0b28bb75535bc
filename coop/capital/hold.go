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

// heldBack is what of somebody's account is payable after a day only, and from when
// on the next of it is; in the currency the books have come to.
func heldBack(tx *db.Tx, member string, day cal.Day, c money.Currency) (coins int64, next cal.Day, err error) {
	type row struct {
		Due    cal.Day
		Amount money.Amount
	}
	rows, err := db.All[row](tx, `
		select due, amount, currency from payout_hold where unit = $1 and member = $2 and due > $3 order by due`, tx.Unit, member, day)
	if err != nil || len(rows) == 0 {
		return 0, "", err
	}
	changes, err := unit.Redenominations(tx)
	if err != nil {
		return 0, "", err
	}
	for _, r := range rows {
		if r.Amount.Currency != c {
			if r.Amount, err = unit.CarriedOver(r.Amount, changes); err != nil {
				return 0, "", err
			}
		}
		if next == "" {
			next = r.Due
		}
		coins += r.Amount.Coins
	}
	return coins, next, nil
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
