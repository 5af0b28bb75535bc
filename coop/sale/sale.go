// Package sale keeps what the unit sells, to whom, and on what kind of order.
//
// A processing order works the customer's own material for a fee (S22); its
// fee is income like a sale, and is shown apart.
package sale

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

// Acts are what a person may do with sales.
var Acts = []act.Act{
	act.Do("sale record", "Record a sale or a processing fee", act.Goods, RecordSale),
	act.Do("sale correct", "Take back a sale that was recorded wrongly", act.Books, func(tx *db.Tx, in ledger.TakingBack) (Sale, error) { return register.TakeBack(tx, in) }),
	act.Ask("sale list", "Sales of a stretch of days", act.See, List),
	act.Ask("sale kinds", "What was sold in a year, by kind of customer and of order", act.See, ByKind),
}

// Processing is the kind of order that works the customer's material for a fee.
const Processing = "processing"

// Sale is one sale.
type Sale struct {
	ledger.Booked
	Customer     string           `json:"customer"`
	CustomerKind string           `json:"customer_kind"`
	OrderKind    string           `json:"order_kind"`
	Product      string           `json:"product"`
	Quality      string           `json:"quality"`
	Quantity     measure.Quantity `json:"quantity"`
}

// register is how sales are kept: cash in, income.
var register = ledger.Register[Sale, *Sale]{
	Name: "sale",
	Key:  func(s *Sale) string { return s.Customer + ", " + s.OrderKind + ", " + s.Product + ", " + s.Quality },
	Whole: func(s *Sale) string {
		return fmt.Sprintf("%s, %s, %s, %s, %s, %s, %s, %s", s.Day, s.Customer, s.CustomerKind, s.OrderKind, s.Product, s.Quality, s.Quantity, s.Amount.String())
	},
	Check: func(s *Sale) *fault.Problem {
		switch {
		case s.Product == "":
			return ledger.Missing("product", "The product")
		case s.OrderKind == "":
			return ledger.Missing("order_kind", "The kind of order")
		case s.Quantity <= 0:
			return &fault.Problem{Column: "quantity", Value: s.Quantity.String(), Wrong: "A quantity is more than 0.", Fix: "Write how many were sold."}
		}
		return nil
	},
	Postings: func(s *Sale) (string, []ledger.Posting) {
		income := ledger.Sales
		if s.OrderKind == Processing {
			income = ledger.Processing
		}
		return fmt.Sprintf("%s %s (quality %s) to %s, %s", s.Quantity, s.Product, s.Quality, s.Customer, s.OrderKind), []ledger.Posting{
			{Account: ledger.Cash, Amount: s.Amount.Coins}, {Account: income, Amount: -s.Amount.Coins}}
	},
	Negate: func(s *Sale) { s.Quantity = -s.Quantity },
	Insert: insert,
	Select: selectSales,
}

// Selling is a sale as a person types it.
type Selling struct {
	Day          cal.Day          `help:"the day"`
	Customer     string           `help:"to whom"`
	CustomerKind string           `help:"what they are, such as state enterprise, household"`
	OrderKind    string           `help:"on what kind of order" choice:"order|processing|direct|combination contract" default:"direct"`
	Product      string           `help:"what was sold"`
	Quality      string           `help:"of what quality" default:"1"`
	Quantity     measure.Quantity `help:"how many"`
	Amount       money.Decimal    `help:"what it brought in"`
}

// RecordSale records a sale and posts it.
func RecordSale(tx *db.Tx, in Selling) (Sale, error) {
	amount, err := unit.Money(tx, in.Day, in.Amount)
	if err != nil {
		return Sale{}, err
	}
	return register.ByHand(tx, Sale{ledger.Booked{Day: in.Day, Amount: amount}, in.Customer, in.CustomerKind, in.OrderKind, in.Product, in.Quality, in.Quantity})
}

// Take keeps the rows of the sheet “sales”.
func Take(tx *db.Tx, year cal.Year, rows []Sale) (again.Outcome, []fault.Problem, error) {
	return register.Take(tx, year, rows)
}

// List are the sales of a stretch of days, corrections among them.
func List(tx *db.Tx, in ledger.Stretch) ([]Sale, error) { return selectSales(tx, in.From, in.To) }

// Kind is what one kind of customer and order brought in.
type Kind struct {
	CustomerKind string       `json:"customer_kind"`
	OrderKind    string       `json:"order_kind"`
	Amount       money.Amount `json:"amount"`
}

func insert(tx *db.Tx, rows []Sale) error {
	return tx.Insert("sale (unit, number, day, customer, customer_kind, order_kind, product, quality, quantity, amount, currency, entry, act, sheet_row, corrects)", len(rows),
		func(i int, to []any) []any {
			s := &rows[i]
			return append(to, tx.Unit, s.Number, s.Day, s.Customer, s.CustomerKind, s.OrderKind, s.Product, s.Quality, int64(s.Quantity),
				s.Amount.Coins, s.Amount.Currency, s.Entry, tx.Act, s.Line, s.Corrects)
		})
}

func selectSales(tx *db.Tx, from, to cal.Day) ([]Sale, error) {
	return db.All[Sale](tx, `
		select number, day, amount, currency, entry, sheet_row, corrects, customer, customer_kind, order_kind, product, quality, quantity
		from sale where unit = $1 and day >= $2 and day <= $3 order by number`, tx.Unit, from, to)
}

// ByKind is what a year's sales came to, by kind of customer and of order.
func ByKind(tx *db.Tx, in ledger.OfYear) ([]Kind, error) {
	return db.All[Kind](tx, `
		select customer_kind, order_kind, cast(sum(amount) as bigint), currency from sale
		where unit = $1 and day >= $2 and day <= $3
		group by customer_kind, order_kind, currency order by customer_kind, order_kind`,
		tx.Unit, in.Year.First(), in.Year.Last())
}
