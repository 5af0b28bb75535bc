package web

import (
	"net/http"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/db"
	"artel/coop/assembly"
	"artel/coop/member"
	"artel/coop/unit"
)

// minePage is a member's own page, made for a phone: what is owed to me, my
// vote, my pay, my shares, my tools, my part of the surplus, my papers; and of
// every amount, how it was worked out.
type minePage struct {
	cardPage
	Unit    unit.Unit
	Motions []assembly.Standing
	Meeting []assembly.Meeting // called or open
}

var mineAct = act.Ask("mine", "", act.SeeOwn, readMine)

func (s *site) mine(w http.ResponseWriter, v *visit) error {
	out, err := v.ask(mineAct, map[string]string{"member": v.by.Member})
	if err != nil {
		return err
	}
	s.send(w, v.r, http.StatusOK, v.view(), out.(minePage).look(v.view()))
	return nil
}

func readMine(tx *db.Tx, in member.Who) (p minePage, err error) {
	if p.cardPage, err = readCard(tx, in); err != nil {
		return p, err
	}
	if p.Unit, err = unit.At(tx, p.Day); err != nil {
		return p, err
	}
	if p.Motions, err = assembly.Motions(tx, act.Nothing{}); err != nil {
		return p, err
	}
	all, err := assembly.Meetings(tx, act.Nothing{})
	p.Meeting = slices.DeleteFunc(all, func(m assembly.Meeting) bool { return m.State != assembly.Called && m.State != assembly.Open })
	return p, err
}

func (p minePage) look(v view) screen {
	m := p.Member
	return screen{Title: m.Name, Body: h.Div(h.Class("mine-page"),
		h.Header(h.Class("heading"), h.Div(h.P(h.Class("lead"), g.Text(p.Unit.Name)), h.H1(g.Text(m.Name)),
			h.P(h.Class("lead"), g.Text(v.say("%s, grade %s, %s since %s", m.No, m.Grade, v.say(m.Standing), string(m.Joined)))))),
		p.meetings(v),
		p.votes(v),
		p.owed(v),
		h.Div(h.Class("mine-cards"), p.months(v), p.years(v), p.holding(v), p.myTools(v), p.papers(v)),
	)}
}

// meetings are those that are called or open.
func (p minePage) meetings(v view) g.Node {
	list := g.Group{}
	for _, m := range p.Meeting {
		words := v.say("Read the agenda")
		if m.State == assembly.Open {
			words = v.say("Into the meeting")
		}
		list = append(list, h.Article(h.Class("motion "+map[bool]string{true: "live"}[m.State == assembly.Open]), h.P(h.Class("meta"), g.Text(string(m.Day)+" "+m.Hour+" "+m.Place), tag(v, m.State)), h.H2(g.Text(meetingName(v, m))),
			h.P(h.A(h.Class("button main"), h.Href(roomOf(m.Number)), g.Text(words)))))
	}
	return g.If(len(list) > 0, h.Section(h.H2(g.Text(v.say("Meetings"))), list))
}

// votes are the motions that are open now, and the last that was counted.
func (p minePage) votes(v view) g.Node {
	open, last := g.Group{}, g.Group{}
	for _, m := range p.Motions {
		switch {
		case m.State == assembly.Voting || m.State == assembly.Ended || m.State == assembly.Waiting:
			open = append(open, motionCard(v, m, p.Member.No, "/"))
		case m.State == assembly.Counted && len(last) == 0:
			last = append(last, motionCard(v, m, p.Member.No, "/"))
		}
	}
	switch {
	case len(open) > 0:
		return h.Section(h.H2(g.Text(v.say("My vote"))), open)
	case len(last) > 0:
		return h.Section(h.H2(g.Text(v.say("My vote"))), last)
	}
	return nil
}

// fewMonths is how many months of pay stand on the page; the card has all.
const fewMonths = 6

func (p minePage) months(v view) g.Node {
	if len(p.Months) == 0 {
		return h.Section(h.H2(g.Text(v.say("My pay"))), empty(v.say("No pay has been worked out yet. It stands here when the bookkeeper has run the month.")))
	}
	some, most := p.Months[:min(fewMonths, len(p.Months))], int64(1)
	for _, m := range some {
		most = max(most, m.Amount.Coins)
	}
	rows := g.Group{}
	for _, m := range some {
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(string(m.Month))), h.Td(h.Class("bar-cell"), bar(m.Amount.Coins, most)), cell(m.Amount),
			h.Td(h.Class("how"), p.how(v, to("/pay/slip", "member", p.Member.No, "month", string(m.Month)), v.say("pay of %s", string(m.Month))))))
	}
	return h.Section(h.H2(g.Text(v.say("My pay"))),
		h.Table(h.THead(h.Tr(headings(v, "month"), h.Td(), headings(v, "pay#"), h.Td())), h.TBody(rows)),
		h.P(a(to("/member/show", "member", p.Member.No), v.say("All months, and my account"))))
}

// how leads to how an amount was worked out; what says of which, to who hears
// the page.
func (p minePage) how(v view, href, what string) g.Node {
	return h.A(h.Href(href), h.Aria("label", v.say("How?")+" "+what), g.Text(v.say("How?")))
}

func (p minePage) years(v view) g.Node {
	if len(p.Portions) == 0 {
		return h.Section(h.H2(g.Text(v.say("My part of the surplus"))), empty(v.say("No surplus has been shared out yet.")))
	}
	parts := g.Group{}
	for _, y := range p.Portions {
		rows := g.Group{}
		for _, part := range y.Parts {
			rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(v.say(poolWords(part.Pool)))), cell(part.Amount)))
		}
		parts = append(parts, h.Table(h.Caption(g.Text(y.Year.String())), h.TBody(rows),
			h.TFoot(h.Tr(h.Class("total"), h.Th(h.Scope("row"), g.Text(v.say("Total"))), cell(y.Total)))),
			h.P(a(to("/surplus/slip", "year", y.Year.String(), "member", p.Member.No), v.say("How was this worked out?"))))
	}
	return h.Section(h.H2(g.Text(v.say("My part of the surplus"))), parts)
}

func (p minePage) holding(v view) g.Node {
	if p.Holding == nil {
		return nil
	}
	hold := p.Holding
	return h.Section(h.H2(g.Text(v.say("My shares"))),
		facts(v, fact(v, "Cash shares", sum(hold.Cash)), g.If(!hold.Tool.IsZero(), fact(v, "Tool shares", sum(hold.Tool))), fact(v, "Entrance fee", sum(hold.Entrance))),
		h.P(a(to("/capital/certificate", "member", p.Member.No, "day", string(p.Day)), v.say("How they came together"))))
}

func (p minePage) myTools(v view) g.Node {
	if len(p.Tools) == 0 {
		return nil
	}
	items := g.Group{}
	for _, t := range p.Tools {
		items = append(items, h.Li(h.Strong(g.Text(t.Name)), h.Span(g.Text(v.say("%s on %s", v.say(t.State), string(t.Day)))), sum(t.Price),
			p.how(v, to("/capital/instalments", "tool", t.No), t.Name)))
	}
	return h.Section(h.H2(g.Text(v.say("My tools"))), h.Ul(h.Class("plain"), items))
}

// papers are what a member may print.
func (p minePage) papers(v view) g.Node {
	no := p.Member.No
	items := g.Group{}
	paper := func(href, words string) { items = append(items, h.Li(a(href, words))) }
	for _, y := range p.Portions {
		paper(to("/surplus/slip", "year", y.Year.String(), "member", no), v.say("Distribution slip %s", y.Year.String()))
	}
	if len(p.Months) > 0 {
		paper(to("/pay/slip", "member", no, "month", string(p.Months[0].Month)), v.say("Pay slip %s", string(p.Months[0].Month)))
	}
	if p.Holding != nil {
		paper(to("/capital/certificate", "member", no), v.say("Share certificate"))
	}
	paper("/charter/statutes", v.say("The charter"))
	paper("/assembly/resolutions", v.say("Book of resolutions"))
	return h.Section(h.H2(g.Text(v.say("My papers"))), h.Ul(h.Class("plain links"), items))
}
