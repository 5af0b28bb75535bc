package web

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/db"
	"artel/coop/admission"
	"artel/coop/unit"
)

// sentence says words whose arguments are apart.
func (v view) sentence(words string, args []string) string {
	all := make([]any, len(args))
	for i, a := range args {
		all[i] = a
	}
	return v.say(words, all...)
}

// settlementPage is what a member is paid on leaving, as a paper to sign.
type settlementPage struct {
	admission.Settlement
	Unit unit.Unit
}

func readSettlement(tx *db.Tx, in admission.Who) (p settlementPage, err error) {
	if p.Settlement, err = admission.Show(tx, in); err != nil {
		return p, err
	}
	p.Unit, err = unit.At(tx, p.Day)
	return p, err
}

func (p settlementPage) look(v view) screen {
	title := v.say("Settlement with %s", p.Name)
	state := notice("", h.P(g.Text(v.say("Worked out as of %s; nothing is booked yet.", string(p.Day)))))
	if p.Settled {
		state = notice("good", h.P(g.Text(v.say("Booked: left on %s, %s.", string(p.Day), v.say(p.Kind)))))
	}
	if len(p.Open) > 0 {
		items := g.Group{}
		for _, w := range p.Before {
			items = append(items, h.Li(g.Text(v.sentence(w.Says, w.Args))))
		}
		state = notice("warn", h.P(g.Text(v.say("This comes first:"))), h.Ul(items))
	}
	line := func(words string, sign string, amount g.Node, class string) g.Node {
		return h.Tr(h.Class(class), h.Th(h.Scope("row"), g.Text(v.say(words))), h.Td(h.Class("number"), g.Text(sign), amount))
	}
	rows := g.Group{line("On the personal account", "", sum(p.Account), ""), line("Cash shares given back", "+ ", sum(p.Shares), ""),
		line("Set off against loans, with interest", "− ", sum(p.SetOff), ""), line("To be paid", "", sum(p.Left), "total")}
	parts := g.Group{}
	for _, d := range p.Parts {
		parts = append(parts, h.Tr(td(string(d.Day)), cell(d.Amount)))
	}
	return screen{Title: title, Body: h.Article(h.Class("slip"),
		h.Header(h.Class("heading"), h.Div(h.P(h.Class("lead"), g.Text(p.Unit.Name)), h.H1(g.Text(title)), h.P(h.Class("who"), g.Text(p.Member+" · "+string(p.Day)))),
			h.Div(h.Class("tools"), g.If(!p.Settled && len(p.Open) == 0 && v.can("/member/settle"), h.A(h.Class("button main"), h.Href(to("/member/settle", "member", p.Member, "day", string(p.Day), nextName, to("/member/settlement", "member", p.Member))), g.Text(v.say("Settle with them")))), printButton(v))),
		state,
		h.Section(h.H2(g.Text(v.say("How it comes about"))), h.Table(h.Class("tally"), h.TBody(rows))),
		g.If(p.StillOwes.Sign() > 0, h.P(h.Strong(g.Text(v.say("%s is still owed after that.", p.StillOwes.Text()))))),
		g.If(len(parts) > 0, h.Section(h.H2(g.Text(v.say("When it is paid"))), table("", headings(v, "from", "amount#"), parts, nil), g.If(p.Clause != "", h.P(g.Text(v.say("Shares are paid back in yearly parts by %s of the charter.", p.Clause)))))),
		g.If(p.ByTools.Sign() > 0, h.P(g.Text(v.say("Beside it %s is owed for tools, which is paid by their own instalments.", p.ByTools.Text())))),
		h.P(h.Class("note"), g.Text(v.say("The part of this year's surplus comes when the year is shared out."))),
		h.Footer(h.Div(h.Class("sign"), h.P(g.Text(v.say("For the unit"))), h.P(g.Text(v.say("The member"))))))}
}

// applicationsPage is who asks to join, with what the charter's test says.
type applicationsPage struct{ List []admission.Applied }

func readApplications(tx *db.Tx, _ act.Nothing) (p applicationsPage, err error) {
	p.List, err = admission.Applications(tx, act.Nothing{})
	return p, err
}

func (p applicationsPage) look(v view) screen {
	title := v.say("Applications")
	body := g.Group{heading(title, v.say("Who asks to join, and what the charter's test says."), g.If(v.can("/member/apply"), h.A(h.Class("button main"), h.Href("/member/apply"), g.Text(v.say("Take in an application")))), printButton(v))}
	if len(p.List) == 0 {
		return screen{Title: title, Body: append(body, empty(v.say("Nobody has applied yet. An application keeps the facts that the charter's test asks for, the decision and its grounds.")))}
	}
	rows := g.Group{}
	for _, a := range p.List {
		no := strconv.FormatInt(a.Number, 10)
		test := "unmet"
		if a.Passes {
			test = "met"
		}
		next := g.Node(g.Text(a.Grounds))
		switch {
		case a.State == admission.Waiting && v.can("/member/decide"):
			next = button(to("/member/decide", "application", no, nextName, "/member/applications"), v.say("Decide"))
		case a.Member != "":
			next = v.way("/member/show", a.Member, "member", a.Member)
		}
		who := no + " · " + string(a.Day) + " · " + v.say(a.Standing) + " · " + a.Trade
		rows = append(rows, h.Tr(h.Td(h.Strong(g.Text(a.Name)), h.P(h.Class("note"), g.Text(who)), g.If(a.Words != "", h.P(h.Class("note"), g.Text(a.Words)))),
			h.Td(tag(v, test), h.P(h.Class("note"), g.Text(v.sentence(a.Says.Says, a.Says.Args)))), h.Td(tag(v, a.State), h.P(h.Class("note"), next))))
	}
	return screen{Title: title, Body: append(body, table("", headings(v, "name", "test", "state"), rows, nil))}
}
