package unit

import (
	"strconv"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
)

func insertUnit(tx *db.Tx, code string) error {
	if err := tx.Exec(`insert into unit_code (code, unit) values ($1, $2)`, code, tx.Unit); err != nil {
		return err
	}
	return tx.Exec(`insert into unit (unit, code, parent, act) values ($1, $2, '', $3)`, tx.Unit, code, tx.Act)
}

func codeTaken(tx *db.Tx, code string) (bool, error) {
	n, err := db.One[int64](tx, `select count(*) from unit_code where code = $1`, code)
	return n > 0, err
}

func selectUnit(tx *db.Tx) (Unit, error) {
	type row struct{ ID, Code string }
	r, err := db.One[row](tx, `select unit, code from unit where unit = $1`, tx.Unit)
	if fault.Of(err) == fault.Missing {
		err = fault.Missing.Errorf("There is no co-operative in this database yet. Import its sheets, or found it with “unit found”.")
	}
	return Unit{ID: r.ID, Code: r.Code}, err
}

// All are the units of this database, by code, with no facts but id and code.
// It is how a door finds the unit that is meant, so it names none itself.
func All(tx *db.Tx) ([]Unit, error) {
	type row struct{ ID, Code string }
	rows, err := db.All[row](tx, `select unit, code from unit order by code`)
	units := make([]Unit, len(rows))
	for i, r := range rows {
		units[i] = Unit{ID: r.ID, Code: r.Code}
	}
	return units, err
}

type fact struct {
	Field string
	Since cal.Day
	Value string
}

func insertFact(tx *db.Tx, field string, since cal.Day, value string) error {
	return tx.Exec(`insert into unit_fact (unit, field, since, act, value) values ($1, $2, $3, $4, $5)
		on conflict (unit, field, since, act) do nothing`, tx.Unit, field, since, tx.Act, value)
}

func selectFacts(tx *db.Tx) ([]fact, error) {
	return db.All[fact](tx, `
		select field, since, value from unit_fact where unit = $1 order by since, act`, tx.Unit)
}

func insertRule(tx *db.Tx, r Rule) error {
	return tx.Exec(`
		insert into charter (unit, rule, since, act, value, clause, resolution)
		values ($1, $2, $3, $4, $5, $6, $7)`,
		tx.Unit, r.Rule, r.Since, tx.Act, r.Value, r.Clause, r.Resolution)
}

// selectRules are all versions of all rules that had begun by day, the one
// that holds last.
func selectRules(tx *db.Tx, day cal.Day) ([]Rule, error) {
	return db.All[Rule](tx, `
		select rule, value, clause, since, resolution from charter
		where unit = $1 and since <= $2 order by rule, since, act`, tx.Unit, day)
}

// selectWages are all reference wages, the corrected after what they correct.
func selectWages(tx *db.Tx) ([]Wage, error) {
	return db.All[Wage](tx, `
		select year, trade, grade, amount, currency from reference_wage
		where unit = $1 order by year, trade, grade, act`, tx.Unit)
}

func insertWage(tx *db.Tx, w Wage) error {
	return tx.Exec(`
		insert into reference_wage (unit, year, trade, grade, act, amount, currency)
		values ($1, $2, $3, $4, $5, $6, $7)`,
		tx.Unit, w.Year, w.Trade, w.Grade, tx.Act, w.Amount.Coins, w.Amount.Currency)
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// Called says whether the unit is called so, or ever was.
func Called(tx *db.Tx, name string) (bool, error) {
	n, err := db.One[int64](tx, `select count(*) from unit_fact where unit = $1 and field = 'name' and value = $2`, tx.Unit, name)
	return n > 0, err
}
