package web

import (
	"fmt"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/db"
	"artel/base/explain"
	"artel/base/money"
	"artel/coop/pay"
	"artel/coop/surplus"
)

// paySlipPage is a member's pay of a month.
type paySlipPage struct{ pay.Paper }

func readPaySlip(tx *db.Tx, in pay.SlipIn) (paySlipPage, error) {
	p, err := pay.ShowSlip(tx, in)
	return paySlipPage{p}, err
}

func (p paySlipPage) look(v view) screen {
	last := p.Slips[len(p.Slips)-1]
	month := string(last.Month)
	rows := g.Group{}
	for _, l := range last.Lines {
		rows = append(rows, h.Tr(td(l.Operation), td(l.Quality), number(l.Quantity.String()), td(v.say(l.Per)), number(l.Rate.String()), number(l.Hours.String())))
	}
	title := v.say("Pay slip %s", month)
	return screen{Title: title + " · " + p.Member.Name, Body: h.Article(h.Class("slip"),
		slipHead(v, p.Unit.Name, title, p.Member.No, p.Member.Name),
		h.Section(h.Class("hero"), figure(v.say("Pay of the month"), sum(p.Amount), p.remark(v, last))),
		p.runs(v),
		h.Section(h.H2(g.Text(v.say("What was made"))),
			g.If(len(rows) == 0, empty(v.say("Nothing was made in this month."))),
			g.If(len(rows) > 0, table("", headings(v, "operation", "quality", "made#", "per", "rate#", "hours#"), rows, nil))),
		explained(v, p.Steps, ""),
		slipFoot(v, to("/member/show", "member", p.Member.No), p.Member.Name),
	)}
}

func (p paySlipPage) remark(v view, s pay.Slip) string {
	if s.Percent.Cmp(money.DecimalOf(100, 0)) == 0 {
		return ""
	}
	return v.say("an apprentice's part: %s percent of the rates", s.Percent.String())
}

// runs are told apart where a month was worked out more than once.
func (p paySlipPage) runs(v view) g.Node {
	if len(p.Slips) < 2 {
		return nil
	}
	rows := g.Group{}
	for _, s := range p.Slips {
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(v.say("run %d", s.Run))), cell(s.Before), cell(s.Amount)))
	}
	return h.Section(h.H2(g.Text(v.say("Worked out more than once"))),
		table("", g.Group{h.Td(), headings(v, "paid before#", "of this run#")}, rows, nil))
}

// partSlipPage is a member's part of a year's surplus.
type partSlipPage struct{ surplus.Slip }

func readPartSlip(tx *db.Tx, in surplus.ExplainIn) (partSlipPage, error) {
	s, err := surplus.DistributionSlip(tx, in)
	return partSlipPage{s}, err
}

func (p partSlipPage) look(v view) screen {
	title := v.say("Distribution slip %s", p.Year.String())
	cut := false
	for _, part := range p.Parts {
		cut = cut || !part.Cut.IsZero()
	}
	rows := g.Group{}
	for _, part := range p.Parts {
		rows = append(rows, h.Tr(
			h.Th(h.Scope("row"), g.Text(v.say(part.Label)), h.Span(h.Class("clause"), v.way("/charter/statutes", v.clause(part.Clause), "day", string(p.Year.Last())))),
			g.If(cut, g.Group{cell(part.Before), cell(part.Cut)}), cell(part.Amount)))
	}
	heads := g.Group{h.Td(), g.If(cut, headings(v, "before the cap#", "cut#")), headings(v, "amount#")}
	span := "1"
	if cut {
		span = "3"
	}
	foot := h.Tr(h.Class("total"), h.Th(h.Scope("row"), h.ColSpan(span), g.Text(v.say("Total"))), cell(p.Total))
	return screen{Title: title + " · " + p.Member.Name, Body: h.Article(h.Class("slip"),
		slipHead(v, p.Unit.Name, title, p.Member.No, p.Member.Name),
		h.Section(h.Class("hero"),
			figure(v.say("Part of the surplus"), sum(p.Total), resolutionWords(v, p.Resolution)),
			figure(v.say("Pay of the year"), sum(p.Pay), "")),
		h.Section(h.H2(g.Text(v.say("What it is made of"))), table("", heads, rows, foot), p.behind(v)),
		explained(v, p.Steps, to("/surplus/explain", "year", p.Year.String(), "member", p.Member.No)),
		slipFoot(v, to("/member/show", "member", p.Member.No), p.Member.Name),
	)}
}

// behind leads to what stands behind a slip: the charter as it held, and the
// resolution, from which its page leads on to the minutes and the count.
func (p partSlipPage) behind(v view) g.Node {
	var number int64
	var day string
	if _, err := fmt.Sscanf(p.Resolution, "resolution %d of %s", &number, &day); err != nil {
		return nil // a year that was only tried
	}
	return h.P(h.Class("screen"), v.way("/assembly/resolution", v.say("The resolution and its vote"), "number", strconv.FormatInt(number, 10), "year", p.Year.String()),
		g.Text(" · "), v.way("/charter/statutes", v.say("The charter as it held"), "day", string(p.Year.Last())))
}

func resolutionWords(v view, resolution string) string {
	if resolution == "" {
		return ""
	}
	return v.say("by %s", v.finished(resolution))
}

func slipHead(v view, unit, title, no, name string) g.Node {
	return h.Header(h.Class("heading"),
		h.Div(h.P(h.Class("lead"), g.Text(unit)), h.H1(g.Text(title)), h.P(h.Class("who"), h.Strong(g.Text(name)), g.Text(" "+no))),
		h.Div(h.Class("tools"), printButton(v)))
}

// slipFoot has room for the hands that sign, and the way back.
func slipFoot(v view, back, name string) g.Node {
	return h.Footer(
		h.Div(h.Class("sign"), h.P(g.Text(v.say("Bookkeeper"))), h.P(g.Text(v.say("Received by")))),
		h.P(h.Class("screen"), a(back, v.say("Back to %s", name))))
}

// explained is the explanation of an amount, to be unfolded question by question.
// What is added up of very many parts is said as one number; all has them each.
func explained(v view, s *explain.Step, all string) g.Node {
	if s == nil {
		return nil
	}
	shown, cut := prune(s)
	return h.Section(h.Class("why"), h.H2(g.Text(v.say("How was this worked out?"))),
		h.P(h.Class("lead"), g.Text(v.say("Open a line to see what it was made of, back to the records. Every number can be worked out again by hand."))),
		explain.HTML(shown, v.say),
		g.If(cut, h.P(h.Class("screen"), a(all, v.say("All of it, with sums of very many parts part by part")))))
}

func number(text string) g.Node { return h.Td(h.Class("number"), g.Text(text)) }
