// Package supply keeps what the unit buys: from whom, of which kind, how much,
// at what price, and what is owed for it.
//
// There are two ways, as with the materials themselves (coop/goods). A purchase
// ([Buy]) is bought and paid at once, and its material is counted at year-end.
// With the store kept by the piece, an order goes to a supplier ([WriteOrder]),
// what comes is received into store at the price agreed ([Receive], in parts and
// by grade), the bill is entered ([EnterBill]) and paid ([Pay]). What was
// received and not billed, and billed and not paid, stands on the supplier's
// account.
//
// The kind of supplier matters (S19): materials should come from supply and
// marketing co-operatives, consumer co-operatives and state enterprises, not
// from merchants; [ByKind] says how a year stands. A unit may buy for its member
// units and share out what came (share.go, S23); and outside bodies offer waste
// and surplus equipment, which goes to those who need it most (offer.go, S13).
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
	act.Do("supply supplier", "Enter a supplier: kind, place, days of credit", act.Goods, WriteSupplier).Over("name"),
	act.Ask("supply suppliers", "Suppliers, what was bought from each and what is owed to them", act.See, Suppliers),
	act.Do("supply order", "Write an order to a supplier", act.Goods, WriteOrder),
	act.Ask("supply orders", "Orders to suppliers, what has come of each and what is late", act.See, Orders),
	act.Ask("supply show", "One order to a supplier", act.See, ShowOrder),
	act.Do("supply end", "End an order of which no more will come", act.Goods, EndOrder).Over("order"),
	act.Do("supply receive", "Take what a supplier sent into store", act.Goods, Receive),
	act.Do("supply bill", "Enter a supplier's bill for what was received", act.Books, EnterBill),
	act.Ask("supply bills", "Bills of suppliers", act.See, Bills),
	act.Ask("supply unbilled", "Receipts whose bill has not come", act.See, Unbilled),
	act.Do("supply pay", "Pay a supplier", act.Books, Pay),
	act.Ask("supply payments", "Payments to suppliers", act.See, Payments),
	act.Do("supply undo", "Take back a receipt, a bill, a payment or a handover that was recorded wrongly", act.Books, Undo),
	act.Ask("supply prices", "What was paid for a material over time, by supplier", act.See, Prices),
	act.Do("supply share", "Share a line of an order out among member units", act.Lead, Share).Over("order"),
	act.Ask("supply shares", "The member units' parts of an order, and what each has had", act.See, Shares),
	act.Do("supply handover", "Hand a member unit its part of what was bought for it", act.Goods, HandOver),
	act.Do("supply settle", "Record what a member unit paid for what was bought for it, or was paid", act.Books, Settle),
	act.Ask("supply units", "How the unit stands with its member units", act.See, MemberUnits),
	act.Do("supply offer", "Enter waste or surplus equipment that an outside body offers", act.Goods, EnterOffer),
	act.Do("supply ask", "Enter a request for part of an offer, with its grounds", act.Goods, Ask),
	act.Do("supply allot", "Allot an offer to those who asked, by need", act.Lead, Allot).Over("offer"),
	act.Ask("supply offers", "Offers of outside bodies, who asked, and what was allotted why", act.See, Offers),
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
		select x.kind, cast(sum(x.amount) as bigint), x.currency from (
			select supplier_kind as kind, amount, currency from purchase where unit = $1 and day >= $2 and day <= $3
			union all
			select (select p.kind from supplier p where p.unit = s.unit and p.name = s.party order by p.since desc, p.act desc limit 1), r.value, r.currency
			from receipt_line r join slip s on s.unit = r.unit and s.kind = 'receipt' and s.number = r.number
			where r.unit = $1 and s.day >= $2 and s.day <= $3
		) x group by x.kind, x.currency order by x.kind`,
		tx.Unit, in.Year.First(), in.Year.Last())
}
