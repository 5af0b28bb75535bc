package work

import (
	"artel/base/db"
	"artel/base/money"
	"artel/coop/unit"
)

// Redenominate writes every piece rate in the new currency, exactly, from the
// day of the change on; a rate set in advance from its own day.
func Redenominate(tx *db.Tx, r unit.Redenomination) error {
	rates, err := Rates(tx, unit.AsOf{Day: r.Day})
	if err != nil {
		return err
	}
	all, err := selectRates(tx)
	if err != nil {
		return err
	}
	for i, later := range all {
		corrected := i+1 < len(all) && all[i+1].key() == later.key() && all[i+1].Since == later.Since
		if later.Since > r.Day && !corrected {
			rates = append(rates, later)
		}
	}
	for i := range rates {
		if rates[i].Rate, err = money.Quotient(rates[i].Rate, r.Divisor); err != nil {
			return err
		}
		rates[i].Since = max(rates[i].Since, r.Day)
	}
	return insertRates(tx, rates)
}
