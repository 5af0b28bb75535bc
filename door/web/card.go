package web

import (
	"cmp"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/assembly"
	"artel/coop/capital"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/pay"
	"artel/coop/surplus"
	"artel/coop/unit"
	"artel/coop/work"
)

// cardPage is all there is of one member, on one screen.
type cardPage struct {
	Member    member.Member
	Day       cal.Day
	Seen      int64 // the last act when this was read
	Currency  money.Currency
	Holding   *capital.Holding // of who may hold shares
	Movements []capital.Movement
	Tools     []capital.Tool
	Made      []work.Made // in the year of the day, until it
	Months    []monthPay  // newest first
	Account   ledger.AccountCard
	Portions  []yearPart // newest first
	Votes     []assembly.CastBallot
}

// monthPay is what a member had for a month, over all its runs.
type monthPay struct {
	Month  cal.Month
	Amount money.Amount
}

// yearPart is what a member got of a year's surplus.
type yearPart struct {
	Year  cal.Year
	Parts []surplus.Portion
	Total money.Amount
}

func readCard(tx *db.Tx, in member.Who) (p cardPage, err error) {
	if err = member.Own(tx, in.Member); err != nil {
		return p, err
	}
	p.Day = unit.AsOf{Day: in.Day}.Or(tx)
	if p.Member, err = member.At(tx, in.Member, p.Day); err != nil {
		return p, err
	}
	u, err := unit.At(tx, p.Day)
	if err != nil {
		return p, err
	}
	p.Currency = u.Currency
	if err = p.readCapital(tx); err != nil {
		return p, err
	}
	if p.Seen, err = act.Head(tx); err != nil {
		return p, err
	}
	if p.Votes, err = assembly.VotesOf(tx, in.Member, p.Day); err != nil {
		return p, err
	}
	if p.Made, err = work.MadeBy(tx, in.Member, p.Day.Year().First(), p.Day); err != nil {
		return p, err
	}
	slips, err := pay.SlipsOf(tx, in.Member, "1800-01", p.Day.Month())
	if err != nil {
		return p, err
	}
	p.Months = monthsOf(slips)
	if p.Account, err = ledger.Card(tx, ledger.CardIn{Account: ledger.PersonalAccounts, Party: in.Member, From: "1800-01-01", To: p.Day}); err != nil && fault.Of(err) != fault.Missing {
		return p, err
	}
	portions, err := surplus.PortionsOf(tx, in.Member)
	if err != nil {
		return p, err
	}
	p.Portions, err = yearsOf(portions)
	return p, err
}

// readCapital reads shares and tools. Who has left or is an apprentice has no
// certificate, which is no fault of a card.
func (p *cardPage) readCapital(tx *db.Tx) error {
	c, err := capital.Certify(tx, capital.CertifyIn{Member: p.Member.No, Day: p.Day})
	switch fault.Of(err) {
	case fault.Refused:
	case "":
		if err != nil {
			return err
		}
		p.Holding, p.Movements = &c.Holding, c.Movements
	default:
		return err
	}
	tools, err := capital.Tools(tx, unit.AsOf{Day: p.Day})
	for _, t := range tools {
		if t.Member == p.Member.No {
			p.Tools = append(p.Tools, t)
		}
	}
	return err
}

func monthsOf(slips []pay.Slip) (months []monthPay) {
	for _, s := range slips {
		had := money.Of(s.Amount.Coins+s.Before.Coins, s.Amount.Currency)
		if last := len(months) - 1; last >= 0 && months[last].Month == s.Month {
			months[last].Amount = had
			continue
		}
		months = append(months, monthPay{s.Month, had})
	}
	slices.Reverse(months)
	return months
}

func yearsOf(portions []surplus.Portion) (years []yearPart, err error) {
	for _, part := range portions {
		if last := len(years) - 1; last < 0 || years[last].Year != part.Year {
			years = append(years, yearPart{Year: part.Year, Total: money.Of(0, part.Amount.Currency)})
		}
		y := &years[len(years)-1]
		y.Parts = append(y.Parts, part)
		if y.Total, err = y.Total.Plus(part.Amount); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(years, func(a, b yearPart) int { return cmp.Compare(b.Year, a.Year) })
	return years, nil
}

func (p cardPage) look(v view) screen {
	m := p.Member
	return screen{Title: m.Name, Body: g.Group{
		heading(m.Name, v.say("%s · %s, as of %s", m.No, v.say(m.Standing), string(p.Day)), printButton(v), g.If(v.can("/member/change"), h.A(h.Class("button quiet"), h.Href(to("/member/change", "member", m.No, "_seen", strconv.FormatInt(p.Seen, 10))), g.Text(v.say("Change particulars"))))),
		h.Form(h.Class("search chooser"), h.Method("get"), h.Action("/member/show"), hidden("member", m.No), dayInput(v, "day", "As of", p.Day), h.Button(g.Text(v.say("Show"))),
			h.A(h.Class("button quiet"), h.Href(to("/member/show", "member", m.No, "day", string((p.Day.Year()-1).Last()))), g.Text(v.say("end of %s", (p.Day.Year()-1).String()))),
			g.If(v.can("/member/list"), h.A(h.Class("button quiet"), h.Href(to("/member/list", "day", string(p.Day))), g.Text(v.say("Register of members"))))),
		h.Div(h.Class("card"),
			p.owed(v), p.particulars(v), p.dividends(v), p.made(v), p.shares(v), p.pay(v), p.tools(v), p.votes(v), p.account(v),
		),
	}}
}

// owed is what stands on the personal account: the first thing a member asks.
func (p cardPage) owed(v view) g.Node {
	coins := int64(0)
	for _, b := range p.Account.Before {
		if b.Currency == p.Currency {
			coins = b.Balance
		}
	}
	for _, l := range p.Account.Lines {
		if l.Currency == p.Currency {
			coins = l.After
		}
	}
	words := "owed by the co-operative, not yet paid out"
	if coins > 0 {
		words = "more was paid out than was earned"
	}
	return h.Section(h.Class("hero"), figure(v.say("On the personal account"), sum(money.Of(-coins, p.Currency)), v.say(words)))
}

func (p cardPage) particulars(v view) g.Node {
	m := p.Member
	born := ""
	if m.Born > 0 {
		born = strconv.FormatInt(m.Born, 10)
	}
	return h.Section(h.H2(g.Text(v.say("Particulars"))), facts(v,
		factText(v, "number", m.No), factText(v, "standing", v.say(m.Standing)), factText(v, "grade", m.Grade),
		factText(v, "sex", v.say(m.Sex)), factText(v, "born", born), factText(v, "joined", string(m.Joined)), factText(v, "left", string(m.Left))),
		g.If(v.can("/member/settlement") && m.Standing == member.Full, h.P(h.Class("screen"), a(to("/member/settlement", "member", m.No, "day", string(p.Day)), v.say("What leaving would pay, or paid")))))
}

func (p cardPage) dividends(v view) g.Node {
	if len(p.Portions) == 0 {
		return nil
	}
	years := g.Group{}
	for _, y := range p.Portions {
		rows := g.Group{}
		for _, part := range y.Parts {
			rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(v.say(poolWords(part.Pool)))), cell(part.Amount)))
		}
		years = append(years, h.Table(h.Caption(g.Text(y.Year.String())), h.TBody(rows),
			h.TFoot(h.Tr(h.Class("total"), h.Th(h.Scope("row"), g.Text(v.say("Total"))), cell(y.Total)))),
			h.P(a(to("/surplus/slip", "year", y.Year.String(), "member", p.Member.No), v.say("How was this worked out?"))))
	}
	return h.Section(h.H2(g.Text(v.say("Dividends"))), years)
}

// made is the work of the year until the day.
func (p cardPage) made(v view) g.Node {
	if len(p.Made) == 0 {
		return nil
	}
	rows, hours := g.Group{}, measure.Quantity(0)
	for _, m := range p.Made {
		hours += m.Hours
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(m.Operation)), td(m.Quality), number(m.Quantity.String()), number(m.Hours.String())))
	}
	from := string(p.Day.Year().First())
	return h.Section(h.H2(g.Text(v.say("Work of %s", p.Day.Year().String()))),
		table("", headings(v, "operation", "quality", "made#", "hours#"), rows,
			h.Tr(h.Class("total"), h.Th(h.Scope("row"), h.ColSpan("3"), g.Text(v.say("Total"))), number(hours.String()))),
		h.P(h.Class("screen"), a(to("/work/list", "member", p.Member.No, "from", from, "to", string(p.Day)), v.say("Every record"))))
}

func (p cardPage) shares(v view) g.Node {
	if p.Holding == nil {
		return nil
	}
	hold := p.Holding
	rows := g.Group{}
	for _, m := range p.Movements {
		rows = append(rows, h.Tr(td(string(m.Day)), td(v.say(m.Kind)), cell(m.Amount)))
	}
	return h.Section(h.H2(g.Text(v.say("Shares"))),
		facts(v, fact(v, "Cash shares", sum(hold.Cash)), fact(v, "Tool shares", sum(hold.Tool)), fact(v, "Entrance fee", sum(hold.Entrance))),
		g.If(len(rows) > 0, h.Details(h.Summary(g.Text(v.say("%d movements", len(p.Movements)))),
			h.Table(h.THead(h.Tr(headings(v, "day", "kind", "amount#"))), h.TBody(rows)))),
		h.P(a(to("/capital/certificate", "member", p.Member.No, "day", string(p.Day)), v.say("Share certificate"))))
}

func (p cardPage) pay(v view) g.Node {
	if len(p.Months) == 0 {
		return h.Section(h.H2(g.Text(v.say("Pay"))), empty(v.say("No pay has been worked out yet.")))
	}
	most := int64(1)
	for _, m := range p.Months {
		most = max(most, m.Amount.Coins)
	}
	rows := g.Group{}
	for _, m := range p.Months {
		rows = append(rows, h.Tr(
			h.Th(h.Scope("row"), a(to("/pay/slip", "member", p.Member.No, "month", string(m.Month)), string(m.Month))),
			h.Td(h.Class("bar-cell"), bar(m.Amount.Coins, most)), cell(m.Amount)))
	}
	return h.Section(h.H2(g.Text(v.say("Pay by month"))),
		h.Table(h.THead(h.Tr(headings(v, "month"), h.Td(), headings(v, "pay#"))), h.TBody(rows)))
}

func (p cardPage) tools(v view) g.Node {
	if len(p.Tools) == 0 {
		return nil
	}
	rows := g.Group{}
	for _, t := range p.Tools {
		rows = append(rows, h.Tr(td(t.No), td(t.Name), td(string(t.Day)), td(v.say(t.State)), cell(t.Appraised), cell(t.Price),
			h.Td(a(to("/capital/instalments", "tool", t.No), v.say("Instalments")))))
	}
	return h.Section(h.Class("wide"), h.H2(g.Text(v.say("Tools"))), table("", g.Group{headings(v, "number", "tool", "taken over", "how", "appraised#", "price#"), h.Td()}, rows, nil))
}

// votes are on motions that were counted.
func (p cardPage) votes(v view) g.Node {
	rows := g.Group{}
	for _, b := range p.Votes {
		carried := "lost"
		if b.Carried {
			carried = "carried"
		}
		rows = append(rows, h.Tr(td(string(b.Day)), h.Td(a(to("/assembly/resolution", "number", strconv.FormatInt(b.Number, 10), "year", b.Year.String()), b.Words)), td(v.say(b.Choice)), td(v.say(carried))))
	}
	return g.If(len(rows) > 0, h.Section(h.Class("wide"), h.H2(g.Text(v.say("Votes"))), table("", headings(v, "day", "motion", "vote", "result"), rows, nil)))
}

func (p cardPage) account(v view) g.Node {
	lines := p.Account.Lines
	if len(lines) == 0 {
		return nil
	}
	rows := g.Group{}
	for _, l := range slices.Backward(lines) {
		rows = append(rows, h.Tr(td(string(l.Day)), h.Td(v.way("/ledger/entry", v.memo(l.Memo, l.Kind), "number", strconv.FormatInt(l.Entry, 10))), cell(money.Of(-l.Amount, l.Currency)), cell(money.Of(-l.After, l.Currency))))
	}
	return h.Section(h.Class("wide"), h.H2(g.Text(v.say("Personal account"))),
		table("", headings(v, "day", "what happened", "amount#", "owed then#"), rows, nil))
}

// poolWords are what a pool of the charter is called, for those of the model
// charter.
func poolWords(pool string) string {
	switch pool {
	case "share_dividend":
		return "Share dividend"
	case "labour_dividend":
		return "Labour dividend"
	case "trade_rebate":
		return "Rebate on trade"
	}
	return pool
}
