package web

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// balancesPage is the trial balance.
type balancesPage struct{ ledger.Trial }

func readBalances(tx *db.Tx, in unit.AsOf) (p balancesPage, err error) {
	if in.Day, err = dayWhere(tx, in.Day); err != nil {
		return p, err
	}
	p.Trial, err = ledger.TrialBalance(tx, in)
	return p, err
}

func (p balancesPage) look(v view) screen {
	title := v.say("Trial balance")
	of := oneCurrency(p.Accounts)
	rows, foot := g.Group{}, g.Group{}
	for _, b := range p.Accounts {
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), h.Class("no"), accountLink(b.Account, p.Day.Year().First(), p.Day, b.Account)), td(v.say(b.Name)),
			mine(b.Debit, b.Currency, of), mine(b.Credit, b.Currency, of), sides(b.Balance, b.Currency)))
	}
	for _, t := range p.Totals {
		var debit, credit int64
		for _, b := range p.Accounts {
			if b.Currency == t.Currency && b.Balance > 0 {
				debit += b.Balance
			} else if b.Currency == t.Currency {
				credit -= b.Balance
			}
		}
		foot = append(foot, h.Tr(h.Class("total"), h.Th(h.Scope("row"), h.ColSpan("2"), g.Text(v.say("Total"))), mine(t.Debit, t.Currency, of), mine(t.Credit, t.Currency, of),
			mine(debit, t.Currency, of), mine(credit, t.Currency, of)))
	}
	return screen{Title: title, Body: g.Group{
		booksHead(v, title, dayChooser(v, "/ledger/balances", p.Day), xlsx(v, "/ledger/balances", "day", string(p.Day))),
		g.If(len(rows) == 0, emptyBooks(v)),
		g.If(len(rows) > 0, table(in(v, of), headings(v, "account", "name", "went in#", "went out#", "debit#", "credit#"), rows, foot)),
	}}
}

func in(v view, c money.Currency) string {
	if c == "" {
		return ""
	}
	return v.say("in %s", string(c))
}

func emptyBooks(v view) g.Node {
	return empty(v.say("Nothing is posted yet."), button("/ledger/post", v.say("Post an entry")), g.Text(" "), button("/sheet/import", v.say("Bring in the sheets")))
}

// balanceSheetPage is the balance sheet.
type balanceSheetPage struct{ ledger.Sheet }

func readBalanceSheet(tx *db.Tx, in unit.AsOf) (p balanceSheetPage, err error) {
	if in.Day, err = dayWhere(tx, in.Day); err != nil {
		return p, err
	}
	p.Sheet, err = ledger.BalanceSheet(tx, in)
	return p, err
}

func (p balanceSheetPage) look(v view) screen {
	title := v.say("Balance sheet")
	part := func(name string, sign int64, all []ledger.Balance, total money.Amount, more ...g.Node) g.Node {
		rows := g.Group{}
		for _, b := range all {
			rows = append(rows, h.Tr(h.Th(h.Scope("row"), h.Class("no"), accountLink(b.Account, p.Day.Year().First(), p.Day, b.Account)), td(v.say(b.Name)), cell(money.Of(sign*b.Balance, b.Currency))))
		}
		return h.Section(h.H2(g.Text(v.say(name))), table("", headings(v, "account", "name", "amount#"), g.Group{rows, g.Group(more)},
			h.Tr(h.Class("total"), h.Th(h.Scope("row"), h.ColSpan("2"), g.Text(v.say("Total"))), cell(total))))
	}
	result := g.Node(nil)
	if p.Result.Coins != 0 {
		result = h.Tr(h.Th(h.Scope("row"), h.ColSpan("2"), a(to("/ledger/result", "year", p.Day.Year().String()), v.say("Result of the year, not closed yet"))), cell(p.Result))
	}
	return screen{Title: title, Body: g.Group{
		booksHead(v, title, dayChooser(v, "/ledger/sheet", p.Day), xlsx(v, "/ledger/sheet", "day", string(p.Day))),
		h.Section(h.Class("figures"), figure(v.say("What there is"), sum(p.Total), ""), figure(v.say("What is owed"), sum(p.Owed), ""), figure(v.say("The co-operative's own"), sum(p.Own), "")),
		g.If(len(p.Assets)+len(p.Liabilities)+len(p.Equity) == 0, emptyBooks(v)),
		h.Div(h.Class("card"), part("What there is", 1, p.Assets, p.Total), h.Div(part("What is owed", -1, p.Liabilities, p.Owed), part("The co-operative's own", -1, p.Equity, p.Own, result))),
	}}
}

// resultPage is the result of a year.
type resultPage struct{ ledger.Result }

func readResult(tx *db.Tx, in ledger.OfYear) (p resultPage, err error) {
	p.Result, err = ledger.YearResult(tx, in)
	return p, err
}

func (p resultPage) look(v view) screen {
	title := v.say("Result of %s", p.Year.String())
	part := func(name string, sign int64, all []ledger.Balance) (g.Node, money.Amount) {
		rows, total := g.Group{}, int64(0)
		for _, b := range all {
			total += sign * b.Balance
			rows = append(rows, h.Tr(h.Th(h.Scope("row"), h.Class("no"), accountLink(b.Account, p.Year.First(), p.Year.Last(), b.Account)), td(v.say(b.Name)), cell(money.Of(sign*b.Balance, b.Currency))))
		}
		came := money.Of(total, p.Currency)
		return h.Section(h.H2(g.Text(v.say(name))), g.If(len(rows) == 0, empty(v.say("Nothing is posted here in the year."))), g.If(len(rows) > 0, table("", headings(v, "account", "name", "amount#"), rows,
			h.Tr(h.Class("total"), h.Th(h.Scope("row"), h.ColSpan("2"), g.Text(v.say("Total"))), cell(came))))), came
	}
	income, came := part("Income", -1, p.Income)
	costs, went := part("Costs", 1, p.Cost)
	return screen{Title: title, Body: g.Group{
		booksHead(v, title, years(v, "/ledger/result", p.Year), xlsx(v, "/ledger/result", "year", p.Year.String())),
		h.Section(h.Class("figures"), figure(v.say("Income"), sum(came), ""), figure(v.say("Costs"), sum(went), ""), figure(v.say("Net revenue"), sum(money.Of(p.Net.Coins, p.Currency)), v.say(stateWords(p.State)))),
		h.Div(h.Class("card"), income, costs),
	}}
}

// personsPage is the members' personal accounts.
type personsPage struct {
	Day     cal.Day
	Persons []ledger.Person
	Names   map[string]string
}

func readPersons(tx *db.Tx, in unit.AsOf) (p personsPage, err error) {
	if p.Day, err = dayWhere(tx, in.Day); err != nil {
		return p, err
	}
	if p.Names, err = memberNames(tx); err != nil {
		return p, err
	}
	p.Persons, err = ledger.Persons(tx, unit.AsOf{Day: p.Day})
	return p, err
}

func (p personsPage) look(v view) screen {
	title := v.say("Personal accounts")
	rows := g.Group{}
	var owed, tools, shares int64
	c := money.Currency("")
	for _, one := range p.Persons {
		owed, tools, shares, c = owed+one.Owed.Coins, tools+one.Tools.Coins, shares+one.Shares.Coins, one.Owed.Currency
		card := to("/ledger/account", "account", ledger.PersonalAccounts, "party", one.Party, "to", string(p.Day))
		rows = append(rows, h.Tr(h.Td(h.Class("no"), a(to("/member/show", "member", one.Party, "day", string(p.Day)), one.Party)), td(p.Names[one.Party]),
			h.Td(h.Class("number"), h.A(h.Href(card), h.Aria("label", v.say("%s, the account of %s", digits(one.Owed), one.Party)), h.DataEl(h.Value(one.Owed.String()), g.Text(digits(one.Owed))))), cell(one.Tools), cell(one.Shares)))
	}
	foot := h.Tr(h.Class("total"), h.Th(h.Scope("row"), h.ColSpan("2"), g.Text(v.say("%d members", len(p.Persons)))), cell(money.Of(owed, c)), cell(money.Of(tools, c)), cell(money.Of(shares, c)))
	return screen{Title: title, Body: g.Group{
		booksHead(v, title, dayChooser(v, "/ledger/persons", p.Day), xlsx(v, "/ledger/persons", "day", string(p.Day))),
		g.If(len(rows) == 0, empty(v.say("Nothing stands on the members' accounts on this day."))),
		g.If(len(rows) > 0, table(in(v, c), headings(v, "member", "Name", "owed to them#", "for tools#", "shares#"), rows, foot)),
	}}
}

// accountsPage is the chart of accounts, each with what stands on it.
type accountsPage struct {
	Day      cal.Day
	Accounts []ledger.Account
	Stand    map[string][]ledger.Balance
}

func readAccounts(tx *db.Tx, _ act.Nothing) (p accountsPage, err error) {
	if p.Day, err = dayWhere(tx, ""); err != nil {
		return p, err
	}
	if p.Accounts, err = ledger.Accounts(tx, act.Nothing{}); err != nil {
		return p, err
	}
	t, err := ledger.TrialBalance(tx, unit.AsOf{Day: p.Day})
	p.Stand = map[string][]ledger.Balance{}
	for _, b := range t.Accounts {
		p.Stand[b.Account] = append(p.Stand[b.Account], b)
	}
	return p, err
}

func (p accountsPage) look(v view) screen {
	title := v.say("Chart of accounts")
	rows := g.Group{}
	for _, one := range p.Accounts {
		stands := g.Group{}
		for _, b := range p.Stand[one.Code] {
			stands = append(stands, h.Div(sum(money.Of(b.Balance, b.Currency))))
		}
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), h.Class("no"), accountLink(one.Code, p.Day.Year().First(), p.Day, one.Code)), td(v.say(one.Name)), td(v.say(one.Kind)), h.Td(h.Class("number"), stands)))
	}
	return screen{Title: title, Body: g.Group{
		booksHead(v, title, h.P(h.Class("lines"), g.Text(v.say("as of %s; credits are below 0", string(p.Day)))), g.If(v.can("/ledger/open"), button("/ledger/open", v.say("Open an account")))),
		table("", headings(v, "account", "name", "kind", "stands at#"), rows, nil),
	}}
}
