// Package sale keeps what the unit sells, to whom, and on what kind of order.
//
// There are two ways, as with the materials (coop/goods). A sale ([RecordSale])
// is sold and paid at once. With the store kept by the piece, a customer orders,
// afresh or from a quotation ([WriteOrder]), or calls off from a contract of
// combination ([CallOff], S24); goods go out at the price agreed ([Deliver]), are
// billed ([WriteBill]) and paid ([TakePayment]). What was delivered and not
// billed, and billed and not paid, stands on the customer's account.
//
// A processing order works the customer's own material for a fee (S22): what
// they bring stays theirs, without value in these books, and can never be sold
// (away.go). Goods may be given to an agent who sells them for a commission, be
// held back for the season (hold.go), or be made by member units for a contract
// that the unit has for all of them (S23). A contract has a calendar, and
// penalties both ways, which are worked out with their explanation (penalty.go).
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
	act.Do("sale customer", "Enter a customer: kind, place, days of credit", act.Goods, WriteCustomer).Over("name"),
	act.Ask("sale customers", "Customers, what each bought and owes", act.See, Customers),
	act.Do("sale price", "Set prices: by product, grade, season and kind of customer, from a day on", act.Lead, SetPrices),
	act.Ask("sale prices", "The price list as of a day", act.See, Prices),
	act.Do("sale quote", "Write a quotation to a customer", act.Goods, Quote),
	act.Do("sale order", "Write an order of a customer, afresh or from a quotation", act.Goods, WriteOrder),
	act.Ask("sale orders", "The order book: orders, quotations and call-offs, what is late first", act.See, Orders),
	act.Ask("sale show", "One order of a customer", act.See, ShowOrder),
	act.Do("sale end", "End an order of which no more is delivered", act.Goods, EndOrder).Over("order"),
	act.Do("sale deliver", "Deliver goods to a customer", act.Goods, Deliver),
	act.Ask("sale deliveries", "What went out in a stretch of days, at what price and cost", act.See, Deliveries),
	act.Do("sale bill", "Write a bill for what was delivered and is not billed yet", act.Books, WriteBill),
	act.Ask("sale bills", "Bills to customers", act.See, Bills),
	act.Ask("sale invoice", "The paper of a bill: what it is for, line by line", act.See, ShowBill),
	act.Ask("sale unbilled", "Deliveries that are not billed yet", act.See, UnbilledDeliveries),
	act.Do("sale paid", "Take a customer's payment", act.Books, TakePayment),
	act.Ask("sale payments", "Payments of customers", act.See, Payments),
	act.Do("sale contract", "Make a contract of combination: lines, calendar, penalties both ways", act.Lead, Agree),
	act.Do("sale calloff", "Call goods off from a contract", act.Goods, CallOff).Over("contract"),
	act.Ask("sale contracts", "Contracts, what is due, called off, delivered and late", act.See, Contracts),
	act.Ask("sale agreed", "One contract as of a day", act.See, ShowContract),
	act.Ask("sale why", "What a penalty of a contract comes to, and how", act.See, ExplainPenalty),
	act.Do("sale penalty", "Post a penalty of a contract as of a day", act.Books, Charge).Over("contract"),
	act.Ask("sale penalties", "Penalties that were posted", act.See, Penalties),
	act.Do("sale bring", "Take a customer's own material into store, to be worked on for a fee", act.Goods, Bring),
	act.Do("sale giveback", "Give back what is left of a customer's material", act.Goods, GiveBack),
	act.Do("sale consign", "Give goods to an agent who sells them for a commission, or take them back", act.Goods, Consign),
	act.Do("sale consigned", "Enter what an agent sold for the unit", act.Books, Consigned),
	act.Do("sale hold", "Hold goods back for the season", act.Lead, Hold),
	act.Do("sale release", "Release goods that are held back", act.Lead, Release).Over("number"),
	act.Ask("sale holds", "Goods that are held back", act.See, Holds),
	act.Do("sale share", "Share a line of a contract out among member units", act.Lead, Share).Over("contract"),
	act.Ask("sale shares", "The member units' parts of a contract, and what each has brought", act.See, Shares),
	act.Do("sale gather", "Take what a member unit brings for a contract", act.Goods, Gather),
	act.Do("sale undo", "Take back a delivery, a bill, a payment or a penalty that was recorded wrongly", act.Books, Undo),
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
