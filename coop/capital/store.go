package capital

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
)

func insertMovements(tx *db.Tx, ms []Movement) error {
	return tx.Insert("share (unit, number, day, member, kind, amount, currency, entry, act, sheet_row, corrects)", len(ms),
		func(i int, to []any) []any {
			m := ms[i]
			return append(to, tx.Unit, m.Number, m.Day, m.Member, m.Kind, m.Amount.Coins, m.Amount.Currency, m.Entry, tx.Act, m.Line, m.Corrects)
		})
}

func selectMovement(tx *db.Tx, number int64) (Movement, error) {
	m, err := db.One[Movement](tx, `
		select number, day, member, kind, amount, currency, entry, sheet_row, corrects from share
		where unit = $1 and number = $2`, tx.Unit, number)
	if fault.Of(err) == fault.Missing {
		err = fault.Missing.Errorf("There is no share movement %d.", number)
	}
	if err != nil {
		return m, err
	}
	taken, err := db.One[int64](tx, `select count(*) from share where unit = $1 and corrects = $2`, tx.Unit, number)
	if err == nil && (taken > 0 || m.Corrects != 0) {
		err = fault.Conflict.Errorf("Share movement %d is, or has, a correction already.", number)
	}
	return m, err
}

func selectMovements(tx *db.Tx, member string, day cal.Day) ([]Movement, error) {
	return db.All[Movement](tx, `
		select number, day, member, kind, amount, currency, entry, sheet_row, corrects from share
		where unit = $1 and member = $2 and day <= $3 order by day, number`, tx.Unit, member, day)
}

// selectStanding are the movements paid in that no correction has taken back.
func selectStanding(tx *db.Tx) ([]Movement, error) {
	return db.All[Movement](tx, `
		select s.number, s.day, s.member, s.kind, s.amount, s.currency, s.entry, s.sheet_row, s.corrects from share s
		where s.unit = $1 and s.corrects = 0 and s.amount > 0
		  and not exists (select 1 from share c where c.unit = $1 and c.corrects = s.number)
		order by s.number`, tx.Unit)
}

// held is what a member holds of one kind.
type held struct {
	Member string
	Kind   string
	Amount money.Amount
}

func selectHoldings(tx *db.Tx, day cal.Day, c money.Currency) ([]held, error) {
	return db.All[held](tx, `
		select member, kind, cast(sum(amount) as bigint), currency from share
		where unit = $1 and day <= $2 and currency = $3
		group by member, kind, currency order by member, kind`, tx.Unit, day, c)
}

// CashMovements are all movements of cash shares up to a day, by member.
func CashMovements(tx *db.Tx, day cal.Day) ([]Movement, error) {
	return db.All[Movement](tx, `
		select number, day, member, kind, amount, currency, entry, sheet_row, corrects from share
		where unit = $1 and kind = 'cash share' and day <= $2 order by member, day, number`, tx.Unit, day)
}

func insertTools(tx *db.Tx, ts []Tool) error {
	return tx.Insert("tool (unit, no, act, line, since, day, member, name, appraised, price, own_cost, currency, discount, instalments, life_years, entry, state)", len(ts),
		func(i int, to []any) []any {
			t := ts[i]
			return append(to, tx.Unit, t.No, tx.Act, i, max(t.Since, t.Day), t.Day, t.Member, t.Name, t.Appraised.Coins, t.Price.Coins, t.OwnCost.Coins, t.Price.Currency,
				t.Discount.String(), t.Instalments, t.LifeYears, t.Entry, t.State)
		})
}

// selectTools is the history of every tool up to a day, by number, the newest
// line of each last.
func selectTools(tx *db.Tx, day cal.Day) ([]Tool, error) {
	type row struct {
		No                string
		Since, Day        cal.Day
		Member, Name      string
		Appraised, Price  int64
		OwnCost           int64
		Currency          money.Currency
		Discount          money.Decimal
		Instalments, Life int64
		Entry             int64
		State             string
	}
	rows, err := db.All[row](tx, `
		select no, since, day, member, name, appraised, price, own_cost, currency, discount, instalments, life_years, entry, state
		from tool where unit = $1 and since <= $2 order by no, act, line`, tx.Unit, day)
	tools := make([]Tool, len(rows))
	for i, r := range rows {
		tools[i] = Tool{No: r.No, Since: r.Since, Day: r.Day, Member: r.Member, Name: r.Name,
			Appraised: money.Of(r.Appraised, r.Currency), Price: money.Of(r.Price, r.Currency), OwnCost: money.Of(r.OwnCost, r.Currency),
			Discount: r.Discount, Instalments: r.Instalments, LifeYears: r.Life, Entry: r.Entry, State: r.State}
	}
	return tools, err
}
