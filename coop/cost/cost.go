// Package cost says what things cost, and why.
//
// It keeps the expenses that are neither material, pay nor depreciation: rent,
// light, carriage, office (this file). And it works out the economic accounting
// of S29 from what the other nouns keep: what a product cost in a stretch of
// days, planned against actual ([Product]), with the reasons of the difference
// by price, use, grade and rate; what products and customers contribute
// ([Contribution]); indicators beside their own past ([Indicators]); and saving
// targets with their follow-up ([Targets]).
//
// Material is what the stock register took out, pay is at the piece rates, the
// wear of tools and the expenses are shared out by a key that the charter states
// (share.go). The rules are pure (variance.go), and come out at the worked
// examples that others have printed (testdata/examples).
package cost

import (
	"fmt"

	"artel/base/act"
	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// Acts are what a person may do with expenses.
var Acts = []act.Act{
	act.Do("cost record", "Record an expense", act.Books, RecordExpense),
	act.Do("cost correct", "Take back an expense that was recorded wrongly", act.Books, func(tx *db.Tx, in ledger.TakingBack) (Expense, error) { return register.TakeBack(tx, in) }),
	act.Ask("cost list", "Expenses of a stretch of days", act.See, List),
	act.Ask("cost product", "What a product cost, planned against actual, and why they differ", act.See, Product),
	act.Ask("cost products", "What every product cost and was sold for", act.See, Products),
	act.Ask("cost contribution", "What products or customers contribute: revenue less what the goods stood at", act.See, Contribution),
	act.Ask("cost indicators", "How well the unit works, beside the year before", act.See, Indicators),
	act.Do("cost standard", "Set the planned price of a material from a day on", act.Books, SetStandard),
	act.Ask("cost standards", "Planned prices as of a day", act.See, Standards),
	act.Do("cost target", "Set what is to be saved in a year", act.Lead, SetTarget),
	act.Ask("cost targets", "Saving targets, and how far each is met", act.See, Targets),
}

// Expense is one expense.
type Expense struct {
	ledger.Booked
	Kind string `json:"kind"`
}

// register is how expenses are kept: a cost, and cash out.
var register = ledger.Register[Expense, *Expense]{
	Name:  "expense",
	Key:   func(e *Expense) string { return e.Kind },
	Whole: func(e *Expense) string { return fmt.Sprintf("%s, %s, %s", e.Day, e.Kind, e.Amount.String()) },
	Check: func(e *Expense) *fault.Problem {
		if e.Kind == "" {
			return ledger.Missing("kind", "The kind of expense")
		}
		return nil
	},
	Postings: func(e *Expense) (string, []ledger.Posting) {
		return "Expense: " + e.Kind, []ledger.Posting{{Account: ledger.Expenses, Amount: e.Amount.Coins}, {Account: ledger.Cash, Amount: -e.Amount.Coins}}
	},
	Negate: func(*Expense) {},
	Insert: insert,
	Select: selectExpenses,
}

// Spending is an expense as a person types it.
type Spending struct {
	Day    cal.Day       `help:"the day"`
	Kind   string        `help:"what for, such as rent, carriage, office"`
	Amount money.Decimal `help:"how much"`
}

// RecordExpense records an expense and posts it.
func RecordExpense(tx *db.Tx, in Spending) (Expense, error) {
	amount, err := unit.Money(tx, in.Day, in.Amount)
	if err != nil {
		return Expense{}, err
	}
	return register.ByHand(tx, Expense{ledger.Booked{Day: in.Day, Amount: amount}, in.Kind})
}

// Take keeps the rows of the sheet “expenses”.
func Take(tx *db.Tx, year cal.Year, rows []Expense) (again.Outcome, []fault.Problem, error) {
	return register.Take(tx, year, rows)
}

// List are the expenses of a stretch of days, corrections among them.
func List(tx *db.Tx, in ledger.Stretch) ([]Expense, error) { return selectExpenses(tx, in.From, in.To) }

func insert(tx *db.Tx, rows []Expense) error {
	return tx.Insert("expense (unit, number, day, kind, amount, currency, entry, act, sheet_row, corrects)", len(rows),
		func(i int, to []any) []any {
			e := &rows[i]
			return append(to, tx.Unit, e.Number, e.Day, e.Kind, e.Amount.Coins, e.Amount.Currency, e.Entry, tx.Act, e.Line, e.Corrects)
		})
}

func selectExpenses(tx *db.Tx, from, to cal.Day) ([]Expense, error) {
	return db.All[Expense](tx, `
		select number, day, amount, currency, entry, sheet_row, corrects, kind
		from expense where unit = $1 and day >= $2 and day <= $3 order by number`, tx.Unit, from, to)
}
