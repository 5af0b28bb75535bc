package web

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/assembly"
	"artel/coop/ledger"
	"artel/coop/surplus"
	"artel/coop/year"
)

// yearEndPage is the way of a year from its books to its slips: what is still
// open, the waterfall with the percentages to be moved, each member's part, the
// vote, the sharing out, the slips.
type yearEndPage struct {
	surplus.YearEnd
	Asked yearEndIn
	Wrong map[string]string // what is wrong with a percentage, by rule
}

// yearEndIn asks for it.
type yearEndIn struct {
	Year  cal.Year           `help:"the year"`
	Rules []surplus.Proposed `help:"percentages as proposed; nothing of it is kept" opt:"yes"`
	Find  string             `help:"part of a name, a number, or pinyin" opt:"yes"`
	After string             `help:"only higher numbers" opt:"yes"`
}

func readYearEnd(tx *db.Tx, in yearEndIn) (p yearEndPage, err error) {
	p.Asked, p.Wrong = in, map[string]string{}
	p.YearEnd, err = surplus.Propose(tx, surplus.Proposal{Year: in.Year, Rules: in.Rules})
	if kind := fault.Of(err); err == nil || kind == "" || len(in.Rules) == 0 {
		return p, err
	}
	// The proposal cannot be; what the charter makes of the year can still be seen.
	sentence := err.Error()
	var rows *fault.Rows
	if errors.As(err, &rows) {
		sentence = rows.Problems[0].Wrong
		for _, problem := range rows.Problems {
			place, ours := strings.CutPrefix(problem.Column, "rules.")
			place, _, _ = strings.Cut(place, ".")
			if at, err := strconv.Atoi(place); ours && err == nil && at < len(in.Rules) {
				p.Wrong[in.Rules[at].Rule] = problem.Wrong
			}
		}
	}
	p.YearEnd, err = surplus.Propose(tx, surplus.Proposal{Year: in.Year})
	p.YearEnd.Why = sentence
	for i := range p.Percents {
		for _, typed := range in.Rules {
			if typed.Rule == p.Percents[i].Rule && typed.Value != "" {
				p.Percents[i].Wanted = typed.Value
			}
		}
	}
	return p, err
}

func (p yearEndPage) look(v view) screen {
	title := v.say("Year-end %s", p.Year.String())
	part := h.Div(h.ID("worked"), h.Aria("live", "polite"), p.worked(v))
	return screen{Title: title, Part: part, Body: h.Div(h.Class("yearend"),
		heading(title, v.say(stateLead(p.State, p.carried() != nil)), printButton(v)),
		p.steps(v),
		g.If(p.State != ledger.Locked, p.open(v)),
		g.If(p.State == ledger.Locked, p.shareOut(v)),
		h.Section(h.ID("sharing"), h.H2(g.Text(v.say("What the year comes to"))),
			h.Div(h.Class("whatif"), p.dials(v), part)),
		p.vote(v),
		g.If(p.State != ledger.Locked, p.shareOut(v)),
		h.Script(h.Type("module"), h.Src(assetPath("whatif.js"))),
	)}
}

func stateLead(state string, voted bool) string {
	switch {
	case state == ledger.Locked:
		return "The year is closed, its surplus is shared out, and every coin of it can be explained."
	case state == ledger.Closed && voted:
		return "The members have voted. The surplus can be shared out."
	case state == ledger.Closed:
		return "The year is closed. Next the members vote on how its surplus is shared."
	}
	return "The year is open. Pay, depreciation and materials not yet in the books are added when it is closed."
}

// carried is the resolution on the year that was carried, and passed after it.
func (p yearEndPage) carried() *assembly.Resolution {
	i := slices.IndexFunc(p.Resolutions, func(r assembly.Resolution) bool { return r.Carried && r.Date > p.Year.Last() })
	if i < 0 {
		return nil
	}
	return &p.Resolutions[i]
}

// steps are the way, with where the year stands on it.
func (p yearEndPage) steps(v view) g.Node {
	now := 0
	switch {
	case p.State == ledger.Locked:
		now = 4
	case p.carried() != nil && p.State == ledger.Closed:
		now = 3
	case p.State == ledger.Closed:
		now = 2
	case len(p.Open) == 0:
		now = 1
	}
	items := g.Group{}
	for i, s := range []link{{"Order", "#open"}, {"Close", "#open"}, {"Vote", "#vote"}, {"Share out", "#share"}, {"Slips", "#share"}} {
		class, said := "later", ""
		switch {
		case i < now:
			class, said = "done", v.say("done")
		case i == now:
			class, said = "now", v.say("next")
		}
		items = append(items, h.Li(h.Class(class), g.If(i == now, h.Aria("current", "step")),
			h.A(h.Href(s.path), h.Span(h.Class("n"), g.Text(strconv.Itoa(i+1))), g.Text(v.say(s.name)), g.If(said != "", h.Small(g.Text(said))))))
	}
	return h.Ol(h.Class("steps screen"), h.Aria("label", v.say("The way through the year-end")), items)
}

// open is what is still open before the year can be closed.
func (p yearEndPage) open(v view) g.Node {
	if p.State != ledger.Open {
		return h.Section(h.ID("open"))
	}
	blocked, items := false, g.Group{}
	for _, t := range p.Open {
		blocked = blocked || t.Blocks
		items = append(items, h.Li(h.Class(map[bool]string{true: "blocks", false: ""}[t.Blocks]),
			h.Span(g.If(t.Blocks, h.Strong(h.Class("tag"), g.Text(v.say("needed")))), g.Text(v.sentence(t.What, t.Args))), todoLink(v, t)))
	}
	body := g.Group{h.H2(g.Text(v.say("What is still open")))}
	if len(items) == 0 {
		body = append(body, notice("good", h.P(g.Text(v.say("Nothing is open: the year can be closed.")))))
	} else {
		body = append(body, h.Ul(h.Class("todo"), items))
	}
	if v.can("/year/close") && !blocked {
		body = append(body, h.P(h.A(h.Class("button main"), h.Href(to("/year/close", "year", p.Year.String())), g.Text(v.say("Close the year")))))
	}
	return h.Section(h.ID("open"), body)
}

func todoLink(v view, t year.Todo) g.Node {
	if !v.can("/" + strings.ReplaceAll(t.Act, " ", "/")) {
		return nil
	}
	return h.A(h.Class("button quiet"), h.Href(todoPath(t)), g.Text(v.say(titles[t.Act])))
}

// todoPath is the page of the act that does it, with what is known filled in.
func todoPath(t year.Todo) string {
	pairs := []string{}
	for _, name := range []string{"month", "day", "year", "trade", "grade"} {
		pairs = append(pairs, name, t.With[name])
	}
	return to("/"+strings.ReplaceAll(t.Act, " ", "/"), pairs...)
}

// dials are the charter's percentages, to be moved.
func (p yearEndPage) dials(v view) g.Node {
	if p.State == ledger.Locked || len(p.Percents) == 0 {
		return nil
	}
	fields := g.Group{hidden("year", p.Year.String()), g.If(p.Asked.Find != "", hidden("find", p.Asked.Find))}
	for i, r := range p.Percents {
		name, id := "rules."+strconv.Itoa(i), "p-"+r.Rule
		wrong := p.Wrong[r.Rule]
		fields = append(fields, h.Div(h.Class("dial"),
			h.Label(h.For(id), g.Text(v.say(r.Title)), h.Small(g.Text(v.clause(r.Clause)+" · "+v.say("now %s", r.Value)))),
			hidden(name+".rule", r.Rule),
			h.Span(h.Class("percent"), h.Input(h.ID(id), h.Name(name+".value"), h.Class("number"), h.Value(r.Wanted), g.Attr("inputmode", "decimal"), h.AutoComplete("off"),
				g.If(wrong != "", g.Group{h.Aria("invalid", "true"), h.Aria("describedby", id+"-error")})), g.Text(" %")),
			g.If(wrong != "", h.P(h.Class("error"), h.ID(id+"-error"), g.Text(v.finished(wrong))))))
	}
	return h.Form(h.Class("dials screen"), h.Method("get"), h.Action("/surplus/year"), h.Data("whatif", "worked"), g.Attr("novalidate"),
		h.H3(g.Text(v.say("What if?"))), h.P(h.Class("hint"), g.Text(v.say("Move a percentage and see what becomes of the year. Nothing of this is kept."))),
		fields, h.P(h.Class("buttons"), h.Button(h.Class("main"), g.Text(v.say("Work it out"))),
			h.A(h.Class("button quiet"), h.Href(to("/surplus/year", "year", p.Year.String())), g.Text(v.say("As the charter has it")))))
}

// worked is what changes with the percentages.
func (p yearEndPage) worked(v view) g.Node {
	if p.Now == nil && p.Why != "" {
		return empty(v.say("It cannot be worked out yet. %s", v.finished(p.Why)))
	}
	lines, proposal := p.Now, p.Then != nil
	if proposal {
		lines = p.Then
	}
	return g.Group{
		g.If(p.Why != "", notice("bad", h.P(g.Text(v.finished(p.Why))))),
		g.If(proposal, notice("warn", h.P(h.Strong(g.Text(v.say("A proposal, not the charter."))), g.Text(" "), g.Text(v.say("Everything below is worked out by the percentages as moved."))))),
		g.If(len(p.Now) == 0, empty(v.say("The year has nothing to share out and no loss to cover."))),
		waterfall(v, p.Currency, p.falls(lines)),
		p.compare(v), p.members(v),
	}
}

// falls are the steps of the waterfall from sales to what is carried forward.
func (p yearEndPage) falls(lines []surplus.LineSum) []fall {
	b := p.Books
	return append(slices.DeleteFunc([]fall{
		{"Sales", b.Sales, level}, {"Materials used", -b.MaterialsUsed, spent}, {"Pay", -b.Pay, spent},
		{"Depreciation", -b.Depreciation, spent}, {"Other expenses", -b.Expenses, spent},
	}, func(f fall) bool { return f.coins == 0 }), append([]fall{{"Net revenue", b.NetRevenue, level}}, lineFalls(lines)...)...)
}

// lineFalls are what the lines of the charter take, in their order.
func lineFalls(lines []surplus.LineSum) (all []fall) {
	for _, l := range lines {
		kind, coins := owed, -l.Amount.Coins
		switch l.Kind {
		case surplus.Fund:
			kind = funded
		case surplus.Members:
			kind = persons
		case surplus.Value: // carried forward
			kind, coins = level, l.Amount.Coins
		}
		all = append(all, fall{l.Label, coins, kind})
	}
	return all
}

// compare are the lines by the charter and by the proposal, side by side.
func (p yearEndPage) compare(v view) g.Node {
	if p.Then == nil {
		return nil
	}
	rows := g.Group{}
	then := func(l surplus.LineSum) money.Amount {
		for _, t := range p.Then {
			if t.Clause == l.Clause && t.Label == l.Label {
				return t.Amount
			}
		}
		return money.Of(0, p.Currency)
	}
	all := slices.Clone(p.Now)
	for _, t := range p.Then {
		if !slices.ContainsFunc(all, func(l surplus.LineSum) bool { return l.Clause == t.Clause && l.Label == t.Label }) {
			all = append(all, surplus.LineSum{Clause: t.Clause, Label: t.Label, Kind: t.Kind, Amount: money.Of(0, p.Currency)})
		}
	}
	for _, l := range all {
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(v.say(l.Label)), h.Span(h.Class("clause"), g.Text(v.clause(l.Clause)))),
			cell(l.Amount), cell(then(l)), difference(l.Amount, then(l))))
	}
	return h.Section(h.H3(g.Text(v.say("Line by line"))), table("", headings(v, "line", "by the charter#", "by the proposal#", "difference#"), rows, nil))
}

// difference is how much more, or less, with its sign said.
func difference(was, is money.Amount) g.Node {
	d := money.Of(is.Coins-was.Coins, is.Currency)
	class, sign := "number", ""
	switch {
	case d.Coins > 0:
		class, sign = "number more-than", "+"
	case d.Coins < 0:
		class = "number less-than"
	default:
		return h.Td(h.Class("number"), g.Text("0"))
	}
	return h.Td(h.Class(class), h.DataEl(h.Value(d.String()), g.Text(sign+digits(d))))
}
