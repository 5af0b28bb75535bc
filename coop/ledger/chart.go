package ledger

import (
	"slices"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/unit"
)

// The accounts that artel's own rules post to. A unit may open more.
const (
	Cash             = "1010"
	Receivable       = "1110"
	Unbilled         = "1120" // goods delivered whose bill is not yet written
	MemberUnits      = "1130" // what units of a federation owe for what was bought or sold for them
	LoansGiven       = "1140"
	InterestDue      = "1150" // on loans given, charged and not yet paid
	Materials        = "1210" // as counted at year-end
	MaterialStore    = "1220" // by the piece, with goods' stock register
	MaterialOut      = "1230" // with members and batches
	GoodsStore       = "1250"
	GoodsAway        = "1260" // with agents who sell them for a commission
	Tools            = "1310"
	ToolsWorn        = "1390" // accumulated depreciation
	PersonalAccounts = "2010" // owed to members: pay, dividends, shares given back
	ToolsOwed        = "2020" // tools bought out and not yet paid off
	Payable          = "2110"
	Unreceived       = "2120" // goods received whose bill has not come
	LoansOwed        = "2130"
	InterestOwed     = "2140" // on loans taken, charged and not yet paid
	TaxOwed          = "2210"
	LevyOwed         = "2220"
	CashShares       = "3010"
	ToolShares       = "3020"
	EntranceFees     = "3110" // never paid out to members (S9)
	Accumulation     = "3210"
	Welfare          = "3220"
	Education        = "3230"
	Contingency      = "3240"
	OtherFunds       = "3290"
	Opening          = "3810" // what the unit had before these books began
	Undivided        = "3900" // the year's surplus, until the members share it out
	LossCarried      = "3950"
	Sales            = "4010"
	Processing       = "4020"
	Penalties        = "4030"
	InterestEarned   = "4040"
	Rounding         = "4910" // differences of redenomination
	MaterialsUsed    = "5010"
	GoodsSold        = "5020"
	MaterialsLost    = "5030"
	PriceDiff        = "5040"
	Pay              = "5110"
	WorkCarried      = "5120" // pay that goods in store have in their value: takes away from pay
	Depreciation     = "5210"
	Expenses         = "5310"
	PenaltiesPaid    = "5320"
	CommissionPaid   = "5330"
	InterestCost     = "5340"
	LoansLost        = "5350"
	TurnoverTax      = "5360"
)

// StockAccounts are those that goods' stock register stands on; only its slips
// post to them.
var StockAccounts = []string{MaterialStore, MaterialOut, GoodsStore, GoodsAway}

// Account is a place value can be.
type Account struct {
	Code string `json:"code" help:"short code, such as 5320"`
	Name string `json:"name" help:"its name" words:"yes"`
	Kind string `json:"kind" help:"what it is" choice:"asset|liability|equity|income|expense"`
}

var chart = []Account{
	{Cash, "Cash and bank", "asset"},
	{Receivable, "Customers", "asset"},
	{Unbilled, "Delivered, not yet billed", "asset"},
	{MemberUnits, "Member units", "asset"},
	{LoansGiven, "Loans given", "asset"},
	{InterestDue, "Interest on loans given, not yet paid", "asset"},
	{Materials, "Materials in stock", "asset"},
	{MaterialStore, "Materials in store", "asset"},
	{MaterialOut, "Materials out with members and batches", "asset"},
	{GoodsStore, "Goods in store", "asset"},
	{GoodsAway, "Goods on commission", "asset"},
	{Tools, "Tools and equipment", "asset"},
	{ToolsWorn, "Depreciation of tools, accumulated", "asset"},
	{PersonalAccounts, "Members' personal accounts", "liability"},
	{ToolsOwed, "Owed for tools bought out", "liability"},
	{Payable, "Suppliers", "liability"},
	{Unreceived, "Received, not yet billed", "liability"},
	{LoansOwed, "Loans taken", "liability"},
	{InterestOwed, "Interest on loans taken, not yet paid", "liability"},
	{TaxOwed, "Tax owed", "liability"},
	{LevyOwed, "Levy owed to the federation", "liability"},
	{CashShares, "Cash shares", "equity"},
	{ToolShares, "Tool shares", "equity"},
	{EntranceFees, "Entrance fees", "equity"},
	{Accumulation, "Accumulation fund", "equity"},
	{Welfare, "Welfare fund", "equity"},
	{Education, "Education fund", "equity"},
	{Contingency, "Contingency fund", "equity"},
	{OtherFunds, "Other funds", "equity"},
	{Opening, "Brought into these books", "equity"},
	{Undivided, "Surplus not yet shared out", "equity"},
	{LossCarried, "Loss carried forward", "equity"},
	{Sales, "Sales", "income"},
	{Processing, "Processing fees", "income"},
	{Penalties, "Penalties received", "income"},
	{InterestEarned, "Interest earned", "income"},
	{Rounding, "Rounding differences of redenomination", "income"},
	{MaterialsUsed, "Materials used", "expense"},
	{GoodsSold, "Cost of goods sold", "expense"},
	{MaterialsLost, "Materials lost and stock differences", "expense"},
	{PriceDiff, "Differences of price", "expense"},
	{Pay, "Pay", "expense"},
	{WorkCarried, "Pay carried into goods", "expense"},
	{Depreciation, "Depreciation of tools", "expense"},
	{Expenses, "Other expenses", "expense"},
	{PenaltiesPaid, "Penalties paid", "expense"},
	{CommissionPaid, "Commission paid", "expense"},
	{InterestCost, "Interest paid", "expense"},
	{LoansLost, "Loans given up", "expense"},
	{TurnoverTax, "Tax on turnover", "expense"},
}

// Found founds a unit and opens its chart of accounts.
func Found(tx *db.Tx, f unit.Founding) (unit.Unit, error) {
	u, err := unit.Found(tx, f)
	if err != nil {
		return u, err
	}
	return u, Begin(tx)
}

// Begin opens the accounts that artel's rules post to, where they are not yet
// open.
func Begin(tx *db.Tx) error {
	have, err := Accounts(tx, act.Nothing{})
	if err != nil {
		return err
	}
	missing := slices.DeleteFunc(slices.Clone(chart), func(a Account) bool {
		return slices.ContainsFunc(have, func(b Account) bool { return a.Code == b.Code })
	})
	return insertAccounts(tx, missing)
}

// OpenAccount adds an account to the chart.
func OpenAccount(tx *db.Tx, a Account) (Account, error) {
	if a.Code == "" || len(a.Code) > 12 || a.Name == "" {
		return a, fault.Invalid.Errorf("An account needs a code of 1 to 12 characters and a name.")
	}
	if err := mustHave(tx, a.Code); err == nil {
		return a, fault.Conflict.Errorf("Account %s is in the chart already.", a.Code)
	}
	return a, insertAccounts(tx, []Account{a})
}

// Accounts is the chart, in the order of codes.
func Accounts(tx *db.Tx, _ act.Nothing) ([]Account, error) { return selectAccounts(tx) }

func mustHave(tx *db.Tx, code string) error {
	n, err := countAccounts(tx, code)
	if err == nil && n == 0 {
		err = fault.Missing.Errorf("There is no account %s in the chart.", code)
	}
	return err
}
