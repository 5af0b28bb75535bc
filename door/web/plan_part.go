package web

import (
	"math"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/db"
	"artel/door/report"
	"artel/federation/plan"
	"artel/federation/planbook"
)

// partPage is what the plan says to one co-operative, as the federation sees it:
// the paper that is sent. Where none is named it lists them.
type partPage struct {
	Number int64
	Names  []string // of the co-operatives
	Part   plan.Part
}

// partAsked is like planbook.Sending, where the co-operative may be left out.
type partAsked struct {
	Number int64  `opt:"yes"`
	Who    string `opt:"yes"`
}

func readPart(tx *db.Tx, in partAsked) (p partPage, err error) {
	r, s, err := plan.Newest(tx, plan.Which{Number: in.Number})
	if r == nil || err != nil {
		return p, err
	}
	p.Number = s.Plan
	for _, u := range r.Problem.In.Units {
		p.Names = append(p.Names, u.Name)
	}
	if in.Who != "" {
		p.Part, err = planbook.Send(tx, planbook.Sending{Number: in.Number, Who: in.Who})
	}
	return p, err
}

func (p partPage) look(v view) screen {
	title := v.say("A co-operative's part of the plan")
	if p.Number == 0 {
		return screen{Title: title, Body: g.Group{heading(title, ""), noPlan(v)}}
	}
	if p.Part.Unit == "" {
		return screen{Title: title, Body: g.Group{heading(title, v.say("What to make each month, with which material from whom, and for whom.")), partList(v, p.Number, p.Names)}}
	}
	return screen{Title: p.Part.Unit, Body: h.Article(
		heading(p.Part.Unit, v.say("its part of plan %s, answer %s: %s", strconv.FormatInt(p.Part.Number, 10), strconv.FormatInt(p.Part.Version, 10), p.Part.Name),
			h.A(h.Class("button quiet"), h.Href(to("/plan/show", "number", strconv.FormatInt(p.Part.Number, 10))), g.Text(v.say("The plan"))), printButton(v)),
		partBody(v, p.Part),
		paperToCopy(v, p.Part, v.say("Copy all of this, and have the co-operative put it in under “Take our part of the plan in”.")))}
}

// noPlan is what stands on pages of the plan before there is one.
func noPlan(v view) g.Node {
	return empty(v.say("There is no plan yet. Join the returns of your co-operatives, or bring in the sheets of a plan; then work it out."),
		g.If(v.can("/plan/gather"), button("/plan/gather", v.say("Join returns"))), g.Text(" "), g.If(v.can("/plan/import"), button("/plan/import", v.say("Bring in sheets"))), g.Text(" "), g.If(v.can("/plan/solve"), button("/plan/solve", v.say("Work it out"))))
}

// mostUnits is how many co-operatives are named before they are asked for by name.
const mostUnits = 60

func partList(v view, number int64, names []string) g.Node {
	items := g.Group{}
	for _, name := range names[:min(len(names), mostUnits)] {
		items = append(items, h.Li(a(to("/plan/part", "number", strconv.FormatInt(number, 10), "who", name), name)))
	}
	return h.Ul(h.Class("names"), items, g.If(len(names) > mostUnits, h.Li(g.Text(v.say("and %d more", len(names)-mostUnits)))))
}

// partBody is a part: what to make, with whom, from what, for whom.
func partBody(v view, p plan.Part) g.Node {
	body := g.Group{partMakes(v, p)}
	for _, at := range p.Hours {
		if !at.Labour {
			continue
		}
		title := v.say("Hours by month: %s", at.Resource)
		note := v.say("%s hours idle beyond the slack, %s hours over.", much(sumOf(at.Idle)), much(sumOf(at.Over)))
		if at.People > 0 {
			note = v.say("%s people in the register.", strconv.FormatFloat(at.People, 'f', -1, 64)) + " " + note
		}
		body = append(body, h.Section(h.H2(g.Text(v.say("Who works on what"))), columns(v, title, p.Periods, series{"there", "there", at.There}, series{"worked", "worked", at.Worked}), h.P(h.Class("note"), g.Text(note)), partWork(v, p, at)))
	}
	body = append(body, partGoods(v, "Material, and whom from", "whom from", p.Needs), partGoods(v, "What is made, and whom for", "whom for", p.Delivers), partStores(v, p))
	return body
}

func sumOf(v []float64) (s float64) {
	for _, x := range v {
		s += x
	}
	return s
}

// periodHeads are the periods as headings of columns of numbers.
func periodHeads(v view, first string, periods []string) g.Node {
	return g.Group{headings(v, first), eachPeriod(periods), headings(v, "in all#")}
}

// eachPeriod are headings of periods: a month's digits, with its year where one begins.
func eachPeriod(periods []string) g.Node {
	heads := g.Group{}
	for t, p := range periods {
		name, year := monthOf(p)
		if year == "" {
			name = p
		}
		heads = append(heads, h.Th(h.Scope("col"), h.Class("number no"), g.If(year != "" && (t == 0 || name == "01"), g.Group{h.Small(g.Text(year)), h.Br()}), h.Abbr(h.TitleAttr(p), g.Text(name))))
	}
	return heads
}

func periodRow(name g.Node, amounts []float64) g.Node {
	cells := g.Group{h.Th(h.Scope("row"), name)}
	for _, x := range amounts {
		cells = append(cells, h.Td(h.Class("number"), g.If(x != 0, g.Text(much(x)))))
	}
	return h.Tr(cells, h.Td(h.Class("number"), h.Strong(g.Text(much(sumOf(amounts))))))
}

func partMakes(v view, p plan.Part) g.Node {
	rows := g.Group{}
	for _, m := range p.Makes {
		if m.Total > 0 {
			way := ownName(p.Unit, m.Recipe)
			rows = append(rows, periodRow(g.Group{g.Text(m.Commodity), g.If(way != m.Commodity, h.P(h.Class("note"), g.Text(way)))}, m.Amounts))
		}
	}
	if len(rows) == 0 {
		return h.Section(h.H2(g.Text(v.say("What to make"))), h.P(g.Text(v.say("The plan has nothing made here."))))
	}
	return h.Section(h.Class("close"), h.H2(g.Text(v.say("What to make"))), table("", periodHeads(v, "what", p.Periods), rows, nil))
}

// ownName is a recipe's name without the co-operative's own before it.
func ownName(unit, recipe string) string { return strings.TrimPrefix(recipe, unit+": ") }

// partWork is how many people work on what.
func partWork(v view, p plan.Part, at plan.PartHours) g.Node {
	rows := g.Group{}
	for _, w := range p.Work {
		if w.Resource != at.Resource {
			continue
		}
		amounts := w.Hours
		if at.People > 0 {
			amounts = w.People
		}
		cells := g.Group{h.Th(h.Scope("row"), g.Text(ownName(p.Unit, w.Recipe)))}
		for _, x := range amounts {
			cells = append(cells, h.Td(h.Class("number"), g.If(x > 0, g.Text(strconv.FormatFloat(math.Round(10*x)/10, 'f', -1, 64)))))
		}
		rows = append(rows, h.Tr(cells, h.Td(h.Class("number"), g.Text(much(sumOf(w.Hours))))))
	}
	if len(rows) == 0 {
		return nil
	}
	first := "hours on"
	if at.People > 0 {
		first = "people on"
	}
	return h.Div(h.Class("close"), table("", g.Group{headings(v, first), eachPeriod(p.Periods), headings(v, "hours in all#")}, rows, nil))
}

// partGoods are goods with whom they come from, or go to.
func partGoods(v view, title, whom string, goods []plan.PartGood) g.Node {
	rows := g.Group{}
	for _, good := range goods {
		for i, s := range good.Shares {
			name := g.Node(h.Th(h.Scope("row"), g.If(i == 0, g.Group{g.Text(good.Commodity), h.P(h.Class("note"), g.Text(v.say("%s %s in all", much(good.Total), v.say(good.Per))))})))
			if i > 0 {
				name = h.Td()
			}
			rows = append(rows, h.Tr(name, td(shareWords(v, s)), h.Td(h.Class("bar-cell"), bar(int64(math.Round(1000*s.Much)), int64(math.Max(1, math.Round(1000*good.Total))))), h.Td(h.Class("number"), g.Text(much(s.Much)))))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return h.Section(h.Class("whom"), h.H2(g.Text(v.say(title))), table("", headings(v, "what", whom, "", "how much#"), rows, nil))
}

// shareWords say whom something comes from, or goes to.
func shareWords(v view, s plan.Share) string {
	switch s.Kind {
	case "made":
		return v.say("made by %s in %s", s.Who, s.At)
	case "bought":
		return v.say("bought from %s in %s", s.Who, s.At)
	case "opening":
		return v.say("lies in store in %s already", s.At)
	case "worked up":
		return v.say("worked up by %s in %s", s.Who, s.At)
	case "left":
		return v.say("left in store in %s at the end", s.At)
	case "over":
		return v.say("for nobody: more than is wanted")
	case "others":
		return v.say("others")
	}
	return v.say("%s, %s (%s)", s.Who, s.At, v.say(s.Kind))
}

func partStores(v view, p plan.Part) g.Node {
	rows := g.Group{}
	for _, s := range p.Stores {
		cells := g.Group{h.Th(h.Scope("row"), g.Text(s.Commodity))}
		for _, x := range s.Amounts {
			cells = append(cells, h.Td(h.Class("number"), g.If(x > 0, g.Text(much(x)))))
		}
		rows = append(rows, h.Tr(cells))
	}
	if len(rows) == 0 {
		return nil
	}
	return h.Section(h.Class("close"), h.H2(g.Text(v.say("In store in %s at the end of each month", p.Place))), table("", g.Group{headings(v, "what"), eachPeriod(p.Periods)}, rows, nil))
}

// ownPage is the co-operative's part of the plan, in its own books.
type ownPage struct {
	planbook.Ours
	Counters []planbook.Counter
}

func readOwn(tx *db.Tx, in planbook.OfPart) (p ownPage, err error) {
	if p.Ours, err = planbook.Own(tx, in); err != nil || p.Number == 0 {
		return p, err
	}
	all, err := planbook.Counters(tx, act.Nothing{})
	p.Counters = all.Counters
	return p, err
}

func (p ownPage) look(v view) screen {
	title := v.say("Our part of the plan")
	if p.Number == 0 {
		return screen{Title: title, Body: g.Group{heading(title, ""), empty(v.say("No part of a plan was taken in yet. Send a return to your federation; when its plan is made, it sends your part back."),
			g.If(v.can("/plan/return"), button("/plan/return", v.say("Return for a plan"))), g.Text(" "), g.If(v.can("/plan/receive"), button("/plan/receive", v.say("Take our part of the plan in"))))}}
	}
	earlier := g.Group{}
	for _, n := range p.Earlier {
		earlier = append(earlier, g.Text(" "), a(to("/plan/own", "number", strconv.FormatInt(n, 10)), strconv.FormatInt(n, 10)))
	}
	return screen{Title: title, Body: g.Group{
		heading(title, v.say("%s, taken in on %s", p.Part.Name, string(p.Came)),
			g.If(v.can("/plan/counter"), h.A(h.Class("button main"), h.Href("/plan/counter"), g.Text(v.say("Something is not right")))),
			g.If(v.can("/plan/receive"), button("/plan/receive", v.say("Take our part of the plan in"))), printButton(v)),
		p.made(v), p.countered(v), partBody(v, p.Part),
		g.If(len(earlier) > 0, h.P(h.Class("screen note"), g.Text(v.say("Parts taken in before:")), earlier)),
	}}
}

// made is what the books say beside the plan, for the months that are over.
func (p ownPage) made(v view) g.Node {
	if len(p.Made) == 0 {
		return h.P(h.Class("note"), g.Text(v.say("No month of this plan is over in the books yet. What was made stands here beside it then.")))
	}
	rows := g.Group{}
	for _, m := range p.Made {
		most := math.Max(math.Max(m.Planned, m.Made), 1e-9)
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(m.Product)), h.Td(h.Class("no"), g.Text(string(m.Month))), amountCell(m.Planned), amountCell(m.Made), h.Td(h.Class("bar-cell"), bar(int64(1000*m.Made/most), 1000)), h.Td(h.Class("number"), g.Text(moreOrLess(m.Differs)))))
	}
	return h.Section(h.H2(g.Text(v.say("Made, beside the plan"))), table("", headings(v, "what", "month", "planned#", "made#", "", "difference#"), rows, nil))
}

// moreOrLess is a difference with its sign.
func moreOrLess(x float64) string {
	switch {
	case x > 0:
		return "+" + much(x)
	case x < 0:
		return "−" + much(-x)
	}
	return "0"
}

// countered are the counter-plans to this plan that stand.
func (p ownPage) countered(v view) g.Node {
	list := slices.DeleteFunc(slices.Clone(p.Counters), func(c planbook.Counter) bool { return c.Plan != p.Part.Number || c.State == "replaced" })
	if len(list) == 0 {
		return nil
	}
	return h.Section(h.H2(g.Text(v.say("What we said to it"))), counterTable(v, list, false), h.P(h.Class("screen"), a("/plan/counters", v.say("The paper for the federation"))))
}

// counterTable lists counter-plans; with who made them, for the federation.
func counterTable(v view, list []planbook.Counter, who bool) g.Node {
	rows := g.Group{}
	for _, c := range list {
		about := v.say(counterWords[c.Kind], c.What)
		when := v.say("every month")
		if c.Period != "" {
			when = c.Period
		}
		said := g.Group{h.P(h.Class("note"), g.Text("“"+c.Grounds+"”"))}
		if c.Answered() {
			said = append(said, h.P(g.Text(v.say("%s on %s: %s", v.say(c.State), string(c.AnsweredOn), c.Reply)), g.If(who && v.can("/plan/part"), g.Group{g.Text(" "), h.Span(h.Class("screen"), a(to("/plan/part", "who", c.Who), v.say("The answer goes with its part")))})))
		} else if c.State == "replaced" {
			said = append(said, h.P(g.Text(v.say("a later one took its place"))))
		} else {
			said = append(said, h.P(g.Text(v.say("no answer yet")), g.If(who && v.can("/plan/answer"), g.Group{g.Text(" "),
				h.A(h.Class("button"), h.Href(to("/plan/answer", "counters.0", strconv.FormatInt(c.Number, 10), "answer", "agreed")), g.Text(v.say("Accept"))), g.Text(" "),
				h.A(h.Class("button quiet"), h.Href(to("/plan/answer", "counters.0", strconv.FormatInt(c.Number, 10), "answer", "refused")), g.Text(v.say("Refuse")))})))
		}
		rows = append(rows, h.Tr(h.Td(h.Class("no"), g.Text(strconv.FormatInt(c.Number, 10))),
			h.Th(h.Scope("row"), g.If(who, g.Group{g.Text(c.Who), h.Br()}), g.Text(about), h.P(h.Class("note"), g.Text(when)), said),
			h.Td(h.Class("number"), g.If(c.Was != "", g.Text(readable(c.Was)))), h.Td(h.Class("number"), h.Strong(g.Text(c.Asked.String())))))
	}
	return table("", headings(v, "", "about what, and why", "in the plan#", "asked for#"), rows, nil)
}

// readable is a figure of the plan as people read it.
func readable(text string) string {
	if x, err := strconv.ParseFloat(text, 64); err == nil {
		return much(x)
	}
	return text
}

// counterWords say what a counter-plan is about.
var counterWords = map[string]string{
	"hours": "hours of %s", "most": "at most, of %s", "least": "at least, of %s", "material": "%s that can be had here",
}

// lookCounters are the co-operative's counter-plans: the paper that goes up.
func lookCounters(o planbook.Opposing, v view) screen {
	title := v.say("Our counter-plans")
	if len(o.Counters) == 0 {
		return screen{Title: title, Body: g.Group{heading(title, ""), empty(v.say("Nothing was said to the plan yet. Where a figure of our part is not right, say so, with grounds: the federation accepts it or answers."),
			g.If(v.can("/plan/own"), button("/plan/own", v.say("Our part of the plan"))))}}
	}
	return screen{Title: title, Body: g.Group{heading(title, o.Unit, g.If(v.can("/plan/counter"), button("/plan/counter", v.say("Another one"))), printButton(v)),
		counterTable(v, o.Counters, false),
		paperToCopy(v, o, v.say("Copy all of this, and have the federation put it in under “Take counter-plans in”.")),
	}}
}

// lookHeard are the counter-plans that wait for an answer, and those that have one.
func lookHeard(all []planbook.Counter, v view) screen {
	title := v.say("Counter-plans of co-operatives")
	tools := g.If(v.can("/plan/hear"), button("/plan/hear", v.say("Take counter-plans in")))
	if len(all) == 0 {
		return screen{Title: title, Body: g.Group{heading(title, ""), empty(v.say("No co-operative has said anything to the plan yet."), tools)}}
	}
	waiting := slices.IndexFunc(all, planbook.Counter.Answered)
	if waiting < 0 {
		waiting = len(all)
	}
	part := func(words string, list []planbook.Counter) g.Node {
		return g.If(len(list) > 0, h.Section(h.H2(g.Text(v.say(words))), counterTable(v, list, true)))
	}
	return screen{Title: title, Body: g.Group{heading(title, "", tools, printButton(v)), part("They wait for an answer", all[:waiting]), part("Answered", all[waiting:])}}
}

// lookReturn is what the co-operative's books say for a plan: to be read, and carried
// to its federation.
func lookReturn(r planbook.Return, v view) screen {
	paper := report.For("plan return", r)
	paper.Title = v.say("Return for a plan")
	ask := func(name, label, value string) g.Node {
		return h.Div(h.Class("field"), h.Label(h.For(name), g.Text(v.say(label))), h.Input(h.ID(name), h.Name(name), h.Class("short"), h.Value(value)))
	}
	return screen{Title: paper.Title, Body: g.Group{
		h.Form(h.Class("search screen"), h.Method("get"), h.Action("/plan/return"), ask("from", "From month", string(r.From)), ask("months", "Months", n(int(r.Months))), h.Button(g.Text(v.say("Show")))),
		paper.HTML(report.Say(v.say)),
		paperToCopy(v, r, v.say("Copy all of this, and have the federation put it in under “Join returns”, one after the other.")),
	}}
}
