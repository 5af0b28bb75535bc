package web

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/explain"
	"artel/coop/surplus"
)

// lookTaxSheet is the tax of a year, to read and to hand in.
func lookTaxSheet(s surplus.TaxSheet, v view) screen {
	title := v.say("Tax sheet of %s", s.Year.String())
	by := v.say("by the percentages of the charter")
	if s.Table != "" {
		by = v.say("by the table “%s”", s.Table)
	}
	rows := g.Group{
		h.Tr(h.Th(h.Scope("row"), g.Text(v.say("Net revenue"))), cell(s.Net)),
		h.Tr(h.Th(h.Scope("row"), g.Text(v.say("Taxed, after losses of earlier years"))), cell(s.Taxed)),
		h.Tr(h.Th(h.Scope("row"), g.Text(v.say("Tax before relief"))), cell(s.Full)),
		h.Tr(h.Th(h.Scope("row"), g.Text(v.say("Reliefs"))), cell(s.Relief.Neg())),
	}
	reliefs := g.Group{}
	for _, r := range s.Reliefs {
		much := v.say("%s percent", r.Percent.String())
		if !r.Amount.IsZero() {
			much = r.Amount.String()
		}
		reliefs = append(reliefs, h.Tr(h.Th(h.Scope("row"), g.Text(r.Name)), td(much), td(r.Grounds), td(r.Since), td(r.Until)))
	}
	return screen{Title: title, Body: h.Article(h.Class("slip"),
		h.Header(h.Class("heading"), h.Div(h.P(h.Class("lead"), g.Text(s.Unit.Name)), h.H1(g.Text(title)), h.P(h.Class("who"), g.Text(by))), h.Div(h.Class("tools"), printButton(v))),
		g.If(s.Source != "", h.P(h.Class("lead"), g.Text(s.Source))),
		h.Div(h.Class("hero"), figure(v.say("Tax due"), sum(s.Due), "")),
		table("", headings(v, "line", "amount#"), rows, h.Tr(h.Class("total"), h.Th(h.Scope("row"), g.Text(v.say("Tax due"))), cell(s.Due))),
		g.If(len(reliefs) > 0, h.Section(h.H2(g.Text(v.say("Reliefs"))), table("", headings(v, "relief", "how much", "grounds", "since", "until"), reliefs, nil))),
		g.Iff(s.Steps != nil, func() g.Node {
			return h.Section(h.H2(g.Text(v.say("How this was worked out"))), h.Div(h.Class("explanation"), explain.HTML(s.Steps, v.say)))
		}),
		h.P(h.Class("screen"), v.way("/surplus/year", v.say("Year-end"), "year", s.Year.String()), g.Text(" · "), v.way("/tax/tables", v.say("Tables of tax")), g.Text(" · "), v.way("/tax/reliefs", v.say("Reliefs"))),
		h.Footer(h.Div(h.Class("sign"), h.P(g.Text(v.say("Chair"))), h.P(g.Text(v.say("Bookkeeper"))))))}
}
