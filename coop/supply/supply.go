// Package supply keeps what the unit buys: from whom, of which kind, how much.
//
// The kind of supplier matters (S19): materials should come from supply and
// marketing co-operatives, consumer co-operatives and state enterprises, not
// from merchants; [ByKind] says how a year stands.
package supply

import (
	"fmt"

	"artel/base/act"
	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// Acts are what a person may do with purchases.
var Acts = []act.Act{
	act.Do("supply buy", "Record a purchase of materials", act.Goods, Buy),
	act.Do("supply correct", "Take back a purchase that was recorded wrongly", act.Books, func(tx *db.Tx, in ledger.TakingBack) (Purchase, error) { return register.TakeBack(tx, in) }),
	act.Ask("supply list", "Purchases of a stretch of days", act.See, List),
	act.Ask("supply kinds", "What was bought in a year, by kind of supplier", act.See, ByKind),
}

// Purchase is one purchase of materials.
type Purchase struct {
	ledger.Booked
	Supplier     string           `json:"supplier"`
	SupplierKind string           `json:"supplier_kind"`
	Material     string           `json:"material"`
	Quantity     measure.Quantity `json:"quantity"`
	Per          string           `json:"per"`
}

// register is how purchases are kept: materials in, cash out.
var register = ledger.Register[Purchase, *Purchase]{
	Name: "purchase",
	Key:  func(p *Purchase) string { return p.Supplier + ", " + p.Material },
	Whole: func(p *Purchase) string {
		return fmt.Sprintf("%s, %s, %s, %s, %s %s, %s", p.Day, p.Supplier, p.SupplierKind, p.Material, p.Quantity, p.Per, p.Amount.String())
	},
	Check: func(p *Purchase) *fault.Problem {
		switch {
		case p.Material == "":
			return ledger.Missing("material", "The material")
		case p.Quantity <= 0:
			return &fault.Problem{Column: "quantity", Value: p.Quantity.String(), Wrong: "A quantity is more than 0.", Fix: "Write how much was bought."}
		}
		return nil
	},
	Postings: func(p *Purchase) (string, []ledger.Posting) {
		return fmt.Sprintf("%s %s of %s from %s", p.Quantity, p.Per, p.Material, p.Supplier), []ledger.Posting{
			{Account: ledger.Materials, Amount: p.Amount.Coins}, {Account: ledger.Cash, Amount: -p.Amount.Coins}}
	},
	Negate: func(p *Purchase) { p.Quantity = -p.Quantity },
	Insert: insert,
	Select: selectPurchases,
}

// Buying is a purchase as a person types it.
type Buying struct {
	Day          cal.Day          `help:"the day"`
	Supplier     string           `help:"from whom"`
	SupplierKind string           `help:"what they are, such as supply and marketing co-operative, state enterprise, merchant"`
	Material     string           `help:"what was bought"`
	Quantity     measure.Quantity `help:"how much"`
	Per          string           `help:"counted in: kg, pole, piece"`
	Amount       money.Decimal    `help:"what it cost"`
}

// Buy records a purchase and posts it.
func Buy(tx *db.Tx, in Buying) (Purchase, error) {
	amount, err := unit.Money(tx, in.Day, in.Amount)
	if err != nil {
		return Purchase{}, err
	}
	return register.ByHand(tx, Purchase{ledger.Booked{Day: in.Day, Amount: amount}, in.Supplier, in.SupplierKind, in.Material, in.Quantity, in.Per})
}

// Take keeps the rows of the sheet “purchases”.
func Take(tx *db.Tx, year cal.Year, rows []Purchase) (again.Outcome, []fault.Problem, error) {
	return register.Take(tx, year, rows)
}

// List are the purchases of a stretch of days, corrections among them.
func List(tx *db.Tx, in ledger.Stretch) ([]Purchase, error) {
	return selectPurchases(tx, in.From, in.To)
}

// Kind is what was bought from suppliers of one kind.
type Kind struct {
	Kind   string       `json:"supplier_kind"`
	Amount money.Amount `json:"amount"`
}

func insert(tx *db.Tx, rows []Purchase) error {
	return tx.Insert("purchase (unit, number, day, supplier, supplier_kind, material, quantity, per, amount, currency, entry, act, sheet_row, corrects)", len(rows),
		func(i int, to []any) []any {
			p := &rows[i]
			return append(to, tx.Unit, p.Number, p.Day, p.Supplier, p.SupplierKind, p.Material, int64(p.Quantity), p.Per,
				p.Amount.Coins, p.Amount.Currency, p.Entry, tx.Act, p.Line, p.Corrects)
		})
}

func selectPurchases(tx *db.Tx, from, to cal.Day) ([]Purchase, error) {
	return db.All[Purchase](tx, `
		select number, day, amount, currency, entry, sheet_row, corrects, supplier, supplier_kind, material, quantity, per
		from purchase where unit = $1 and day >= $2 and day <= $3 order by number`, tx.Unit, from, to)
}

// ByKind is what a year's purchases came to, by kind of supplier (S19).
func ByKind(tx *db.Tx, in ledger.OfYear) ([]Kind, error) {
	return db.All[Kind](tx, `
		select supplier_kind, cast(sum(amount) as bigint), currency from purchase
		where unit = $1 and day >= $2 and day <= $3 group by supplier_kind, currency order by supplier_kind`,
		tx.Unit, in.Year.First(), in.Year.Last())
}
