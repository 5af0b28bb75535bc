package tax

import (
	"math/big"
	"slices"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// Charging charges a month's tax on turnover.
type Charging struct {
	Month cal.Month `help:"the month"`
	Table string    `help:"name of the table on turnover"`
}

// OfMonth is a month's tax on turnover.
type OfMonth struct {
	Number   int64        `json:"number"`
	Month    cal.Month    `json:"month"`
	Table    string       `json:"table"`
	Turnover money.Amount `json:"turnover"`
	Amount   money.Amount `json:"amount"`
	Entry    int64        `json:"entry"`
	Corrects int64        `json:"corrects,omitempty"`
}

// ChargeTurnover works a month's tax out from the sales in the books, and posts
// it on the month's last day: once.
func ChargeTurnover(tx *db.Tx, in Charging) (OfMonth, error) {
	m := OfMonth{Month: in.Month, Table: in.Table}
	t, err := At(tx, in.Table, in.Month.Last())
	if err != nil {
		return m, err
	}
	if t.On != OnTurnover {
		return m, fault.In("table", in.Table, fault.Invalid.Errorf("The table “%s” is on the surplus of a year, not on turnover.", t.Name))
	}
	had, err := Months(tx, act.Nothing{})
	if err != nil {
		return m, err
	}
	for _, h := range had {
		if h.Month == in.Month && h.Table == t.Name && h.Corrects == 0 && !slices.ContainsFunc(had, func(c OfMonth) bool { return c.Corrects == h.Number }) {
			return m, fault.Conflict.Errorf("The tax of %s by “%s” was charged already. Take it back first (“tax correct”).", in.Month, t.Name)
		}
	}
	u, err := unit.At(tx, in.Month.Last())
	if err != nil {
		return m, err
	}
	m.Turnover = money.Of(0, u.Currency)
	for _, account := range []string{ledger.Sales, ledger.Processing} {
		sum, err := ledger.Turnover(tx, account, in.Month, in.Month, u.Currency)
		if err != nil {
			return m, err
		}
		m.Turnover.Coins -= sum
	}
	step, err := t.Of(m.Turnover)
	if err != nil {
		return m, err
	}
	if m.Amount, err = money.HalfUp(new(big.Rat).Set(step.Result.Rat), u.Currency); err != nil {
		return m, err
	}
	if m.Amount.Sign() <= 0 {
		return m, fault.Conflict.Errorf("Nothing was sold in %s, or its tax is 0.", in.Month)
	}
	if err := ledger.Begin(tx); err != nil {
		return m, err
	}
	if m.Entry, err = ledger.Post(tx, ledger.Entry{Day: in.Month.Last(), Memo: "Tax on turnover of " + string(in.Month), Kind: "turnover tax", Currency: u.Currency,
		Postings: []ledger.Posting{{Account: ledger.TurnoverTax, Amount: m.Amount.Coins}, {Account: ledger.TaxOwed, Amount: -m.Amount.Coins}}}); err != nil {
		return m, err
	}
	return m, m.insert(tx)
}

func (m *OfMonth) insert(tx *db.Tx) (err error) {
	if m.Number, err = tx.Next("turnover_tax", 1); err != nil {
		return err
	}
	return tx.Exec(`insert into turnover_tax (unit, number, month, name, turnover, amount, currency, entry, corrects, act) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		tx.Unit, m.Number, m.Month, m.Table, m.Turnover.Coins, m.Amount.Coins, m.Amount.Currency, m.Entry, m.Corrects, tx.Act)
}

// Taking takes a month's tax back.
type Taking struct {
	Number int64  `help:"number of the charge"`
	Why    string `help:"why"`
}

// TakeBack takes a charge back: a row and an entry of the opposite.
func TakeBack(tx *db.Tx, in Taking) (OfMonth, error) {
	had, err := Months(tx, act.Nothing{})
	if err != nil {
		return OfMonth{}, err
	}
	i := slices.IndexFunc(had, func(m OfMonth) bool { return m.Number == in.Number && m.Corrects == 0 })
	switch {
	case i < 0:
		return OfMonth{}, fault.Missing.Errorf("There is no charge %d of tax on turnover.", in.Number)
	case slices.ContainsFunc(had, func(m OfMonth) bool { return m.Corrects == in.Number }):
		return OfMonth{}, fault.Conflict.Errorf("Charge %d was taken back already.", in.Number)
	}
	back := had[i]
	back.Turnover, back.Amount, back.Corrects = back.Turnover.Neg(), back.Amount.Neg(), in.Number
	if back.Entry, err = ledger.TakeBack(tx, had[i].Entry, had[i].Month.Last(), in.Why); err != nil {
		return back, err
	}
	return back, back.insert(tx)
}

// Months are the charges of tax on turnover.
func Months(tx *db.Tx, _ act.Nothing) ([]OfMonth, error) {
	type row struct {
		Number           int64
		Month            cal.Month
		Table            string
		Turnover, Amount int64
		Currency         money.Currency
		Entry, Corrects  int64
	}
	rows, err := db.All[row](tx, `select number, month, name, turnover, amount, currency, entry, corrects from turnover_tax where unit = $1 order by number`, tx.Unit)
	list := make([]OfMonth, len(rows))
	for i, r := range rows {
		list[i] = OfMonth{r.Number, r.Month, r.Table, money.Of(r.Turnover, r.Currency), money.Of(r.Amount, r.Currency), r.Entry, r.Corrects}
	}
	return list, err
}
