package unit

import (
	"artel/base/db"
	"artel/base/money"
)

// Redenominate writes the charter's amounts and the reference wages of the year
// of the change and of later years in the new currency.
func Redenominate(tx *db.Tx, r Redenomination) error {
	charter, err := CharterAt(tx, r.Day)
	if err != nil {
		return err
	}
	for _, rule := range charter.List() {
		if k, ok := knownRule(rule.Rule); !ok || k.kind != "amount" {
			continue
		}
		old, err := money.ParseDecimal(rule.Value)
		if err != nil {
			return err
		}
		now, err := money.Quotient(old, r.Divisor)
		if err != nil {
			return err
		}
		rule.Value, rule.Since = now.String(), r.Day
		if err := insertRule(tx, rule); err != nil {
			return err
		}
	}
	wages, err := selectWages(tx)
	if err != nil {
		return err
	}
	newest := map[Wage]Wage{}
	for _, w := range wages {
		if w.Year >= r.Day.Year() && w.Amount.Currency == r.From {
			newest[Wage{Year: w.Year, Trade: w.Trade, Grade: w.Grade}] = w
		}
	}
	for _, w := range newest {
		if w.Amount, _, err = money.Redenominate(w.Amount, r.To, r.Divisor); err != nil {
			return err
		}
		if err := insertWage(tx, w); err != nil {
			return err
		}
	}
	return nil
}
