package web

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
	"artel/coop/credit"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// loansPage is what we owe and what is owed us, with what is due next and what
// of the lenders' quotas is taken.
type loansPage struct {
	Day    cal.Day
	Loans  []credit.Loan
	Quotas []credit.Quota
	Own    bool // a member looks at their own
}

func readLoans(tx *db.Tx, in credit.Asked) (p loansPage, err error) {
	p.Day, p.Own = unit.AsOf{Day: in.Day}.Or(tx), tx.Member != ""
	if p.Loans, err = credit.Loans(tx, in); err != nil || p.Own {
		return p, err
	}
	p.Quotas, err = credit.Quotas(tx, ledger.OfYear{Year: p.Day.Year()})
	return p, err
}

func (p loansPage) look(v view) screen {
	title := v.say("Loans")
	body := g.Group{heading(title, v.say("as of %s", string(p.Day)),
		g.If(v.can("/credit/apply"), h.A(h.Class("button main"), h.Href("/credit/apply"), g.Text(v.say("Apply for a loan")))),
		button("/credit/preview", v.say("Try a schedule")))}
	if len(p.Loans) == 0 {
		return screen{Title: title, Body: append(body, empty(v.say("There is no loan. Whoever needs one applies for it; here stands what became of it.")))}
	}
	for _, side := range []struct{ side, words string }{{credit.Ours, "Lent to the co-operative"}, {credit.Given, "Lent by the co-operative"}} {
		rows := g.Group{}
		left := money.Amount{}
		for _, l := range p.Loans {
			if l.Side != side.side {
				continue
			}
			left = money.Of(left.Coins+l.Left.Coins, l.Left.Currency)
			due := ""
			if l.Due != "" {
				due = string(l.Due)
			}
			rows = append(rows, h.Tr(h.Td(h.Class("no"), a(to("/credit/loan", "loan", strconv.FormatInt(l.Number, 10), "day", string(p.Day)), strconv.FormatInt(l.Number, 10))), td(l.Name), td(l.Purpose),
				cell(l.Principal), cell(l.Left), cell(l.Interest), h.Td(g.If(l.Overdue.Coins > 0, h.Strong(sum(l.Overdue)))), td(due), h.Td(tag(v, l.State))))
		}
		if len(rows) == 0 {
			continue
		}
		body = append(body, h.Section(h.H2(g.Text(v.say(side.words))), table("", headings(v, "number", "name", "purpose", "loan#", "still owed#", "interest#", "overdue", "next", "state"), rows,
			h.Tr(h.Class("total"), h.Th(h.Scope("row"), h.ColSpan("4"), g.Text(v.say("Total"))), cell(left), h.Td(h.ColSpan("4"))))))
	}
	if len(p.Quotas) > 0 {
		rows := g.Group{}
		for _, q := range p.Quotas {
			whose := q.Body
			if whose == "" {
				whose = v.say("in all")
			}
			rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(q.Lender)), td(whose), h.Td(h.Class("bar-cell"), bar(q.Used.Coins, max(q.Amount.Coins, 1))), cell(q.Used), cell(q.Amount), cell(q.Left)))
		}
		body = append(body, h.Section(h.H2(g.Text(v.say("Lenders' quotas of %s", p.Day.Year().String()))), table("", headings(v, "lender", "for whom", "", "taken#", "quota#", "remaining#"), rows, nil)))
	}
	return screen{Title: title, Body: body}
}

// loanPage is one loan: the contract on paper, its schedule, what was paid.
type loanPage struct {
	credit.Loan
	Unit unit.Unit
	At   cal.Day
}

func readLoan(tx *db.Tx, in credit.OneLoan) (p loanPage, err error) {
	p.At = unit.AsOf{Day: in.Day}.Or(tx)
	if p.Loan, err = credit.Show(tx, in); err != nil {
		return p, err
	}
	p.Unit, err = unit.At(tx, p.Day)
	return p, err
}

func (p loanPage) look(v view) screen {
	no := strconv.FormatInt(p.Number, 10)
	title := v.say("Contract of loan no. %s", no)
	here := to("/credit/loan", "loan", no, "day", string(p.At))
	lender, borrower := p.Unit.Name, p.Name
	if p.Side == credit.Ours {
		lender, borrower = borrower, lender
	}
	open := p.State == credit.Running || p.State == credit.Late
	tools := g.Group{tag(v, p.State), g.Text(" "),
		g.If(p.State == credit.Applied && v.can("/credit/decide"), button(to("/credit/decide", "loan", no, nextName, here), v.say("Decide"))),
		g.If(p.State == credit.Agreed && v.can("/credit/payout"), button(to("/credit/payout", "loan", no, nextName, here), v.say("It is paid out"))),
		g.If(open && v.can("/credit/pay"), button(to("/credit/pay", "loan", no, nextName, here), v.say("A payment"))),
		g.If(len(p.Moves) > 0, a(to("/credit/explain", "loan", no, "day", string(p.At)), v.say("How was the interest worked out?")))}
	rows := g.Group{}
	paid := p.Principal.Coins - p.Left.Coins
	for _, i := range p.Schedule {
		state := ""
		switch {
		case len(p.Moves) > 0 && p.Principal.Coins-i.Left.Coins <= paid:
			state = "paid"
		case i.Due < p.At && len(p.Moves) > 0:
			state = "late"
		}
		rows = append(rows, h.Tr(h.Td(h.Class("no"), g.Text(strconv.FormatInt(i.Number, 10))), td(string(i.Due)), cell(i.Principal), cell(i.Interest), cell(i.Payment), cell(i.Left), h.Td(h.Class("screen"), g.If(state != "", tag(v, state)))))
	}
	moved := g.Group{}
	for _, m := range p.Moves {
		moved = append(moved, h.Tr(td(string(m.Day)), td(v.say(m.Kind)), cell(m.Principal), cell(m.Interest), h.Td(v.way("/ledger/entry", strconv.FormatInt(m.Entry, 10), "number", strconv.FormatInt(m.Entry, 10)))))
	}
	return screen{Title: title, Body: h.Article(h.Class("slip"),
		h.Header(h.Class("heading"), h.Div(h.P(h.Class("lead"), g.Text(p.Unit.Name)), h.H1(g.Text(title)), h.P(h.Class("who"), g.Text(string(p.Day)))), h.Div(h.Class("tools"), printButton(v))),
		h.P(h.Class("screen"), tools),
		facts(v, factText(v, "Lender", lender), factText(v, "Borrower", borrower), factText(v, "For", p.Purpose), fact(v, "Loan", sum(p.Principal)), factText(v, "Interest", v.say("%s percent a year, %s", p.Rate.String(), v.say(p.Basis))),
			g.If(!p.LateRate.IsZero(), factText(v, "On what is overdue", v.say("%s percent a year beside it", p.LateRate.String()))), factText(v, "Paid back", v.say(p.Kind)), factText(v, "Decided", p.Grounds),
			g.If(p.Resolution > 0, factText(v, "Resolution", strconv.FormatInt(p.Resolution, 10)))),
		g.If(len(p.Moves) > 0, h.Div(h.Class("hero screen"), figure(v.say("Left on %s", string(p.At)), sum(p.Left), v.say("interest not paid: %s", p.Interest.Text())), g.If(p.Overdue.Coins > 0, figure(v.say("Due by now"), sum(p.Overdue), "")))),
		p.gain(v),
		h.Section(h.H2(g.Text(v.say("Schedule"))), table("", headings(v, "number", "due", "principal#", "interest#", "payment#", "still owed#", ""), rows, nil)),
		g.If(len(moved) > 0, h.Section(h.Class("screen"), h.H2(g.Text(v.say("What was booked"))), table("", headings(v, "day", "kind", "principal#", "interest#", "entry"), moved, nil))),
		h.Footer(h.Div(h.Class("sign"), h.P(g.Text(v.say("Lender"))), h.P(g.Text(v.say("Borrower"))))))}
}

// gain is what the loan saves beside what others ask.
func (p loanPage) gain(v view) g.Node {
	if p.Gain == nil {
		return nil
	}
	most := max(p.Gain.Theirs.Coins, p.Gain.Own.Coins, 1)
	return h.Section(h.Class("screen"), h.H2(g.Text(v.say("What it saves"))),
		h.Table(h.Class("tally"), h.TBody(
			h.Tr(h.Th(h.Scope("row"), g.Text(v.say("This loan"))), h.Td(h.Class("bar-cell"), bar(p.Gain.Own.Coins, most)), cell(p.Gain.Own)),
			h.Tr(h.Class("against"), h.Th(h.Scope("row"), g.Text(v.say("%s, %s percent a year", p.Gain.Beside, p.Gain.Rate.String()))), h.Td(h.Class("bar-cell"), bar(p.Gain.Theirs.Coins, most)), cell(p.Gain.Theirs)))),
		h.P(g.Text(v.say("By the same schedule the interest would be %s more.", p.Gain.Gain.Text()))))
}
