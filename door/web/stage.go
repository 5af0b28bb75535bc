package web

import (
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/money"
	"artel/coop/stage"
)

// lookStage is the form a unit declares, and the one its books show.
func lookStage(s stage.Stage, v view) screen {
	title := v.say("Form and stage")
	shown := v.say(s.Shown)
	if s.Stage != "" {
		shown += ", " + v.say(s.Stage)
	}
	reasons := g.Group{}
	for _, r := range s.Reasons {
		reasons = append(reasons, h.Li(g.Text(v.sentence(r.Words, r.Args))))
	}
	verdict := notice("good", h.P(g.Text(v.say("The books show what is declared: %s.", v.say(strings.ToLower(s.Declared))))))
	switch {
	case s.Differs && s.Unit.Loose:
		verdict = notice("", h.P(g.Text(v.say("It calls itself %s, and the books show a %s. Its trade is marked as suited to dispersed work: no closer form is urged on it.", v.say(strings.ToLower(s.Declared)), v.say(s.Shown)))))
	case s.Differs:
		verdict = notice("warn", h.P(g.Text(v.say("It calls itself %s, and the books show a %s. Nothing changes by itself: the members decide whether to take that form.", v.say(strings.ToLower(s.Declared)), v.say(s.Shown)))))
	}
	pair := func(words string, a money.Amount, other string, b money.Amount, percent int64) g.Node {
		most := max(a.Coins, b.Coins, 1)
		return h.Section(h.H2(g.Text(v.say(words, percent))), h.Table(h.Class("tally"), h.TBody(
			h.Tr(h.Th(h.Scope("row"), g.Text(v.say(strings.Split(other, "|")[0]))), h.Td(h.Class("bar-cell"), bar(a.Coins, most)), cell(a)),
			h.Tr(h.Class("against"), h.Th(h.Scope("row"), g.Text(v.say(strings.Split(other, "|")[1]))), h.Td(h.Class("bar-cell"), bar(b.Coins, most)), cell(b)))))
	}
	return screen{Title: title, Body: g.Group{
		heading(title, v.say("%s, as of %s", s.Unit.Name, string(s.Day)), g.If(v.can("/transition/list"), button("/transition/list", v.say("Forms it has had"))), printButton(v)),
		h.Div(h.Class("hero"), figure(v.say("What the books show"), g.Text(shown), ""), figure(v.say("Declared"), g.Text(v.say(strings.ToLower(s.Declared))), "")),
		verdict,
		h.Section(h.H2(g.Text(v.say("Why"))), h.Ul(h.Class("said"), reasons)),
		pair("%d percent of the tools are common", s.ToolsCommon, "Bought out|Owners' shares", s.ToolsPrivate, s.Common),
		pair("%d percent of what members were given followed work", s.Work, "By work|By shares", s.Capital, s.ByWork),
		facts(v, fact(v, "Bought in common", sum(s.Bought)), fact(v, "Sold in common", sum(s.Sold)), fact(v, "Paid in common", sum(s.Together))),
		g.If(s.Unit.AtHome != "", h.P(g.Text(v.say("Work is concentrated, but in the months %s, in which members work at home.", s.Unit.AtHome)))),
		h.Form(h.Class("search screen"), h.Method("get"), h.Action("/unit/stage"),
			h.Div(h.Class("field"), h.Label(h.For("day"), g.Text(v.say("As of another day"))), h.Input(h.ID("day"), h.Name("day"), h.Class("short"), h.Value(string(s.Day)), g.Attr("inputmode", "numeric"))), h.Button(g.Text(v.say("Show"))))}}
}
