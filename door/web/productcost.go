package web

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
	"artel/coop/cost"
	"artel/coop/ledger"
)

// lastOf is the day of the latest entry: what the books know of today.
func lastOf(tx *db.Tx) (cal.Day, error) { return ledger.LastDay(tx) }

// costPage is what a product cost, as a picture and a table.
type costPage struct{ cost.Card }

func readProductCost(tx *db.Tx, in cost.OfProduct) (p costPage, err error) {
	if in.From == "1800-01" && in.To == "2200-12" { // the year of the latest entry
		last, err := lastOf(tx)
		if err != nil {
			return p, err
		}
		if last != "" {
			in.From, in.To = last.Year().First().Month(), last.Month()
		}
	}
	p.Card, err = cost.Product(tx, in)
	return p, err
}

func (p costPage) look(v view) screen {
	title := v.say("What “%s” cost", p.Product)
	c := p.Actual.Currency
	steps := []fall{}
	for _, l := range p.Lines {
		kind := map[string]string{"Material": spent, "Pay": persons, "By-products": funded, "Tools": owed, "Overhead": owed}[l.What]
		steps = append(steps, fall{l.What, l.Actual.Coins, kind})
	}
	steps = append(steps, fall{"Actual cost", p.Actual.Coins, level}, fall{"Planned cost", p.Planned.Coins, level})
	rows := g.Group{}
	for _, l := range p.Lines {
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(v.say(l.What))), cell(l.Planned), cell(l.Actual), cell(money.Of(l.Actual.Coins-l.Planned.Coins, c)), number(l.Each.String())))
	}
	foot := h.Tr(h.Th(h.Scope("row"), g.Text(v.say("In all"))), cell(p.Planned), cell(p.Actual), cell(money.Of(p.Actual.Coins-p.Planned.Coins, c)), number(p.UnitCost.String()))
	why := g.Group{}
	for _, x := range p.Variances {
		words := v.say("dearer than planned")
		if x.Amount.Coins < 0 {
			words = v.say("cheaper than planned")
		}
		why = append(why, h.Tr(td(v.say(x.Kind)), td(x.What), cell(x.Amount), td(words)))
	}
	left := g.Node(g.Text("–"))
	if !p.UnitPrice.IsZero() {
		left = g.Text(p.UnitPrice.String())
	}
	return screen{Title: title, Body: g.Group{
		heading(title, v.say("From %s to %s: %s good %s, %s rejected", string(p.From), string(p.To), p.Good.String(), p.Per, p.Rejects.String()), printButton(v)),
		h.Div(h.Class("figures"),
			figure(v.say("One cost"), g.Group{g.Text(p.UnitCost.String() + " "), h.Small(g.Text(string(c)))}, v.say("planned: %s", p.UnitPlan.String())),
			figure(v.say("One was sold for"), left, v.say("on average")),
			figure(v.say("Overhead is shared out by"), g.Text(v.say(p.Key)), "")),
		h.Section(h.H2(g.Text(v.say("What it is made up of"))), waterfall(v, c, steps)),
		h.Section(h.H2(g.Text(v.say("Planned against actual"))), table("", headings(v, "cost", "planned#", "actual#", "more#", "of one#"), rows, foot)),
		h.Section(h.H2(g.Text(v.say("Why it differs"))), g.If(len(why) == 0, empty(v.say("It cost what was planned."))), g.If(len(why) > 0, table("", headings(v, "reason", "of what", "amount#", ""), why, nil))),
		h.P(v.way("/cost/products", v.say("All products"), "from", string(p.From), "to", string(p.To)), g.Text(" · "), v.way("/cost/contribution", v.say("What products contribute")), g.Text(" · "), v.way("/cost/indicators", v.say("Indicators"), "year", p.To.Year().String())),
	}}
}
