package unit

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
)

// Redenominate writes the charter's amounts and the reference wages of the year
// of the change and of later years in the new currency.
func Redenominate(tx *db.Tx, r Redenomination) error {
	rules, err := rulesFrom(tx, r.Day)
	if err != nil {
		return err
	}
	for _, rule := range rules {
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
		rule.Value, rule.Since = now.String(), max(rule.Since, r.Day)
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

// rulesFrom is the charter as of a day, and every rule set in advance for a
// later one.
func rulesFrom(tx *db.Tx, day cal.Day) ([]Rule, error) {
	charter, err := CharterAt(tx, day)
	if err != nil {
		return nil, err
	}
	rules := charter.List()
	all, err := selectRules(tx, "9999-12-31")
	for i, later := range all {
		corrected := i+1 < len(all) && all[i+1].Rule == later.Rule && all[i+1].Since == later.Since
		if later.Since > day && !corrected {
			rules = append(rules, later)
		}
	}
	return rules, err
}
