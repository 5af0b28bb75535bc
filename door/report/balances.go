package report

import (
	"artel/base/money"
	"artel/coop/ledger"
)

// trialPaper is the trial balance, a table a currency. Both pairs of totals
// are equal, which is what it is drawn up to show.
func trialPaper(t ledger.Trial) Paper {
	p := Paper{Title: "Trial balance", Lines: []Phrase{Words("as of %s", t.Day)}}
	for _, total := range t.Totals {
		p.Blocks = append(p.Blocks, trialTable(t.Accounts, total))
	}
	if len(t.Totals) == 0 {
		p.Blocks = []Block{Text("Nothing has been posted yet.")}
	}
	return p
}

func trialTable(accounts []ledger.Balance, total ledger.Balance) Table {
	t := Table{Columns: []Column{
		{"account", Plain}, {"name", Plain}, {"debit", Money}, {"credit", Money}, {"stands in debit", Money}, {"stands in credit", Money},
	}}
	var inDebit, inCredit money.Sum
	for _, b := range accounts {
		if b.Currency != total.Currency {
			continue
		}
		debit, credit := sides(b.Balance, b.Currency)
		addTo(&inDebit, debit)
		addTo(&inCredit, credit)
		t.Rows = append(t.Rows, []any{b.Account, Words(b.Name), moved(b.Debit, b.Currency), moved(b.Credit, b.Currency), debit, credit})
	}
	t.Total = []any{nil, Words("Total"), money.Of(total.Debit, total.Currency), money.Of(total.Credit, total.Currency), summed(inDebit), summed(inCredit)}
	return t
}

// moved is an amount, or blank where nothing moved.
func moved(coins int64, c money.Currency) any {
	if coins == 0 {
		return nil
	}
	return money.Of(coins, c)
}

// balanceSheetPaper shows what the unit has, and to whom it belongs.
func balanceSheetPaper(s ledger.Sheet) Paper {
	assets := sideTable("What the unit has", s.Assets, 1, s.Total)
	owed := sideTable("What it owes", s.Liabilities, -1, s.Owed)
	own := sideTable("What is its own", s.Equity, -1, s.Own)
	if !s.Result.IsZero() {
		own.Rows = append(own.Rows, []any{nil, Words("Result of the year, not closed yet"), s.Result})
	}
	return Paper{
		Title: "Balance sheet", Lines: []Phrase{Words("as of %s", s.Day)},
		Blocks: []Block{assets, owed, own, Facts{Pairs: []Fact{{"It has", s.Total}, {"It owes and owns", both(s.Owed, s.Own)}}}},
	}
}

// both is the sum of two amounts as a cell.
func both(a, b money.Amount) any {
	sum := money.Sum{}
	sum.Add(a)
	sum.Add(b)
	return summed(sum)
}

// sideTable is accounts with their balances, seen from their own side: sign is
// -1 for those that stand in credit.
func sideTable(caption string, accounts []ledger.Balance, sign int64, total money.Amount) Table {
	t := Table{Caption: caption, Columns: []Column{{"account", Plain}, {"name", Plain}, {"amount", Money}}}
	for _, b := range accounts {
		t.Rows = append(t.Rows, []any{b.Account, Words(b.Name), money.Of(sign*b.Balance, b.Currency)})
	}
	t.Total = []any{nil, Words("Total"), total}
	return t
}

// resultPaper is what a year brought in and what it cost.
func resultPaper(r ledger.Result) Paper {
	income, costs := money.NewSum(r.Currency), money.NewSum(r.Currency)
	for _, b := range r.Income {
		income.Add(money.Of(-b.Balance, b.Currency))
	}
	for _, b := range r.Cost {
		costs.Add(money.Of(b.Balance, b.Currency))
	}
	in, _ := summed(income).(money.Amount)
	out, _ := summed(costs).(money.Amount)
	left := Fact{"Surplus", r.Net}
	if r.Net.Sign() < 0 {
		left = Fact{"Loss", r.Net.Neg()}
	}
	return Paper{
		Title: "Result of the year", Lines: []Phrase{Words("%s, %s", r.Year, Words(r.State))},
		Blocks: []Block{sideTable("Income", r.Income, -1, in), sideTable("Costs", r.Cost, 1, out), Facts{Pairs: []Fact{left}}},
	}
}

// personsPaper is what stands on each member's personal account.
func personsPaper(people []ledger.Person) Paper {
	t := Table{Columns: []Column{{"member", Plain}, {"owed to the member", Money}, {"for tools", Money}, {"shares", Money}}}
	var owed, tools, shares money.Sum
	for _, p := range people {
		t.Rows = append(t.Rows, []any{p.Party, p.Owed, p.Tools, p.Shares})
		owed.Add(p.Owed)
		tools.Add(p.Tools)
		shares.Add(p.Shares)
	}
	t.Total = []any{Words("Total"), summed(owed), summed(tools), summed(shares)}
	return Paper{Title: "Members' personal accounts", Blocks: []Block{t}}
}
