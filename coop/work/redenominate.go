package work

import (
	"artel/base/db"
	"artel/base/money"
	"artel/coop/unit"
)

// Redenominate writes every piece rate in the new currency, exactly, from the
// day of the change on.
func Redenominate(tx *db.Tx, r unit.Redenomination) error {
	rates, err := Rates(tx, unit.AsOf{Day: r.Day})
	if err != nil {
		return err
	}
	for i := range rates {
		if rates[i].Rate, err = money.Quotient(rates[i].Rate, r.Divisor); err != nil {
			return err
		}
		rates[i].Since = r.Day
	}
	return insertRates(tx, rates)
}
