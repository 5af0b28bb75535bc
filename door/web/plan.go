package web

import (
	"math"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/db"
	"artel/door/report"
	"artel/federation/plan"
	"artel/federation/planbook"
)

// planPage answers the three questions that a planner has: who is idle and why, what
// is unmet and why, what to fix first; and shows how good the plan is.
type planPage struct {
	plan.Solved
	Currency string
	Idle     []plan.Idle
	Unmet    []plan.Unmet
	Fixes    []plan.Fix
	Loads    []plan.Load
	Flows    []plan.Flow
	Units    []string
	Broken   []plan.Broken
	Waiting  int // counter-plans without an answer
	Periods  []string
	Slack    float64
}

// mostUnmet is how much of what is unmet the page lists.
const mostUnmet = 12

func readPlan(tx *db.Tx, in plan.Which) (p planPage, err error) {
	r, solved, err := plan.Newest(tx, in)
	if r == nil || err != nil {
		return p, err
	}
	p = planPage{Solved: solved, Currency: r.Problem.In.Currency, Idle: r.IdleUnits(12), Unmet: r.UnmetDemand(plan.Question{Most: mostUnmet + 1}), Fixes: r.Fixes(8), Loads: r.Loads(""), Periods: r.Problem.In.Periods, Slack: r.Problem.In.Policy.Slack, Flows: r.Flows("", 1000), Broken: r.NotKept()}
	for _, u := range r.Problem.In.Units {
		p.Units = append(p.Units, u.Name)
	}
	heard, err := planbook.Hears(tx, act.Nothing{})
	if err != nil {
		return p, err
	}
	for _, c := range heard {
		if !c.Answered() {
			p.Waiting++
		}
	}
	p.Fixes = slices.DeleteFunc(p.Fixes, func(f plan.Fix) bool { return f.Worth < 0.05 }) // too little to be worth a trip
	return p, nil
}

func (p planPage) look(v view) screen {
	title := v.say("The plan")
	if p.Plan == 0 {
		return screen{Title: title, Body: g.Group{heading(title, ""), noPlan(v)}}
	}
	no := strconv.FormatInt(p.Plan, 10)
	return screen{Title: title, Body: g.Group{
		heading(p.Name, v.say("plan %s, answer %d", no, p.Version),
			g.If(v.can("/plan/what-if"), h.A(h.Class("button main"), h.Href("/plan/what-if"), g.Text(v.say("What if?")))),
			g.If(v.can("/plan/solve"), button(to("/plan/solve", "number", no, nextName, "/plan/show"), v.say("Work it out again"))), printButton(v)),
		p.figures(v), p.waiting(v), p.fixes(v), p.broken(v), p.unmet(v), p.idle(v), p.load(v), p.flows(v),
		h.Section(h.Class("screen"), h.H2(g.Text(v.say("More of this plan"))), h.Ul(h.Class("names"),
			h.Li(a(to("/plan/balance", "number", no), v.say("Balance of every good"))), h.Li(a(to("/plan/flows", "number", no), v.say("What passes between places"))),
			h.Li(a(to("/plan/reserves", "number", no), v.say("What reserves buy"))), h.Li(a(to("/plan/make", "number", no), v.say("What is made"))), h.Li(a(to("/plan/explain", "number", no), v.say("Ask why")))),
			h.H2(g.Text(v.say("For each co-operative"))), partList(v, p.Plan, p.Units)),
	}}
}

// much is a number as people read one: no more than three places that matter.
func much(x float64) string {
	switch size := math.Abs(x); {
	case size < 0.005:
		return "0"
	case size >= 100:
		return report.Grouped(int(math.Round(x)))
	case size >= 10:
		return strconv.FormatFloat(x, 'f', 1, 64)
	}
	return strconv.FormatFloat(x, 'f', 2, 64)
}

func percent(share float64) string {
	if share > 0 && share < 0.001 {
		return strconv.FormatFloat(100*share, 'f', 3, 64)
	}
	return strconv.FormatFloat(math.Floor(1000*share)/10, 'f', -1, 64)
}

// figures say how good the plan is.
func (p planPage) figures(v view) g.Node {
	all := g.Group{}
	for _, u := range p.Solved.Unmet {
		if u.Wanted > 0 {
			all = append(all, factText(v, v.say("%s met", v.say(u.Kind)), v.say("%s %%", percent(1-u.Share))))
		}
	}
	for _, l := range p.Local {
		all = append(all, factText(v, v.say("comes from the own %s", v.say(l.Tier)), v.say("%s %%", percent(l.Share))))
	}
	all = append(all, factText(v, "hours without work", v.say("%s of all, %s %%", much(p.Solved.Idle), percent(p.IdleShare))), factText(v, "overtime", v.say("%s hours", much(p.Overtime))))
	if p.Solved.Broken > 0 {
		all = append(all, factText(v, "agreed and not kept", v.say("%d of locks and reserves", p.Solved.Broken)))
	}
	early := ""
	if p.Ended != "gap" {
		early = " " + v.say("The work ended before it came as near as was asked for.")
	}
	return g.Group{notice("good", h.P(g.Text(v.say("It is proven that no plan can be better than this one by more than %s percent.", percent(p.Gap))+early))), facts(v, all)}
}

// fixes are what there is too little of, the dearest first.
func (p planPage) fixes(v view) g.Node {
	rows := g.Group{}
	for i, f := range p.Fixes {
		words := v.say("more %s in %s", f.What, f.Where)
		switch f.Kind {
		case "hours":
			words = v.say("more hours of %s at %s", f.What, f.Where)
		case "room":
			words = v.say("more room in %s", f.Where)
		}
		ask := g.If(v.can("/plan/what-if"), h.Span(h.Class("screen"), g.Text(" "), a(to("/plan/what-if", "number", strconv.FormatInt(p.Plan, 10), "kind", f.Kind, "where", f.Where, "what", f.What), v.say("What if?"))))
		rows = append(rows, h.Tr(h.Td(h.Class("no"), g.Text(strconv.Itoa(i+1))), h.Th(h.Scope("row"), g.Text(words), ask), td(f.Period), h.Td(h.Class("number"), g.Text(much(f.Price))), h.Td(h.Class("number"), h.Strong(g.Text(much(f.Worth))))))
	}
	if len(rows) == 0 {
		return h.Section(h.H2(g.Text(v.say("What to fix first"))), h.P(g.Text(v.say("Nothing is short: more of anything would make the plan no better."))))
	}
	return h.Section(h.H2(g.Text(v.say("What to fix first"))), h.P(h.Class("note"), g.Text(v.say("One more is what one more would bring in the month in which it brings most; worth, what a hundredth more in every month would bring; both at most, and in %s.", p.Currency))),
		table("", headings(v, "", "what", "dearest in", "one more#", "worth#"), rows, nil))
}

// mostBroken is how much of what is not kept is listed.
const mostBroken = 20

// broken is what was agreed and is not kept.
func (p planPage) broken(v view) g.Node {
	rows := g.Group{}
	for _, b := range p.Broken[:min(len(p.Broken), mostBroken)] {
		words := v.say("the reserve of %s in %s", b.What, b.Where)
		if b.Kind == "lock" {
			words = v.say("what %s was to make: %s", b.Where, b.What)
		}
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(words)), td(b.Period), amountCell(b.Agreed), amountCell(b.Kept)))
	}
	if len(rows) == 0 {
		return nil
	}
	return h.Section(h.H2(g.Text(v.say("Agreed, and not kept"))), table("", headings(v, "what", "month", "agreed#", "kept#"), rows, nil))
}

// unmet is what is wanted and not to be had, and the limit that it comes down to.
func (p planPage) unmet(v view) g.Node {
	if len(p.Unmet) == 0 {
		return h.Section(h.H2(g.Text(v.say("What is unmet, and why"))), h.P(g.Text(v.say("Everything that is wanted is met."))))
	}
	rows := g.Group{}
	for _, u := range p.Unmet[:min(len(p.Unmet), mostUnmet)] {
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(u.Commodity+" · "+u.Period), h.P(h.Class("note"), g.Text(u.Place+" · "+v.say(u.Kind))),
			h.P(h.Class("note"), g.Text(limitWords(v, u.Limit)+" "), h.Span(h.Class("screen"), a(to("/plan/explain", "number", strconv.FormatInt(p.Plan, 10), "place", u.Place, "commodity", u.Commodity, "period", u.Period), v.say("Why?"))))),
			h.Td(h.Class("number"), g.Text(much(u.Wanted))), h.Td(h.Class("number"), h.Strong(g.Text(much(u.Unmet))))))
	}
	return h.Section(h.H2(g.Text(v.say("What is unmet, and why"))), table("", headings(v, "what, when and why", "wanted#", "unmet#"), rows, nil),
		g.If(len(p.Unmet) > mostUnmet, h.P(h.Class("screen"), a(to("/plan/unmet", "number", strconv.FormatInt(p.Plan, 10), "limit", "1000"), v.say("All that is unmet")))))
}

// limitWords say what a shortage comes down to.
func limitWords(v view, l plan.Link) string {
	switch l.Kind {
	case "material":
		return v.say("Too little %s comes to %s.", l.What, l.Where)
	case "hours":
		return v.say("%s has too few hours.", l.Where)
	case "room":
		return v.say("There is too little room in %s.", l.Where)
	case "nothing":
		return v.say("Nobody makes or supplies %s.", l.What)
	}
	return v.say("%s costs more than it is worth there.", l.What)
}

// idle is who has less than full work, and what they lack.
func (p planPage) idle(v view) g.Node {
	if len(p.Idle) == 0 {
		return h.Section(h.H2(g.Text(v.say("Who is idle, and why"))), h.P(g.Text(v.say("Everybody has work."))))
	}
	rows := g.Group{}
	for _, i := range p.Idle {
		why := v.say("Nobody wants more %s.", i.What)
		switch i.Reason {
		case "material":
			why = v.say("There is too little %s.", i.What)
		case "hours":
			why = v.say("There are too few hours of %s beside them.", i.What)
		case "recipe":
			why = v.say("No recipe says what they could make.")
		}
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(i.Unit), h.P(h.Class("note"), g.Text(i.Place+" · "+v.say("most in %s", i.Period))), h.P(h.Class("note"), g.Text(why))),
			h.Td(h.Class("number"), g.Text(much(i.Hours))), h.Td(h.Class("number"), g.Text(v.say("%s %%", percent(i.Share))))))
	}
	return h.Section(h.H2(g.Text(v.say("Who is idle, and why"))), h.P(h.Class("note"), g.Text(v.say("Counted are hours beyond the slack that the plan allows, %s percent of all.", percent(p.Slack)))), table("", headings(v, "who and why", "hours#", "of theirs#"), rows, nil))
}

// waiting tells of counter-plans that nobody has answered.
func (p planPage) waiting(v view) g.Node {
	if p.Waiting == 0 {
		return nil
	}
	return notice("warn", h.P(g.Text(v.say("%d counter-plans of co-operatives wait for an answer.", p.Waiting)+" "), h.A(h.Href("/plan/heard"), g.Text(v.say("To them")))))
}

// load is the hours of all by month: worked, and there.
func (p planPage) load(v view) g.Node {
	parts := g.Group{}
	for _, l := range p.Loads {
		parts = append(parts, columns(v, l.Resource, p.Periods, series{"there", "there", l.There}, series{"worked", "worked", l.Hours}))
	}
	return h.Section(h.H2(g.Text(v.say("Hours by month"))), parts)
}

// flows is what passes between places, as a picture.
func (p planPage) flows(v view) g.Node {
	if len(p.Flows) == 0 {
		return nil
	}
	return h.Section(h.H2(g.Text(v.say("What passes between places"))), ribbons(v, v.say("Up and down the tree, by worth in %s.", p.Currency), streams(p.Flows)),
		h.P(h.Class("screen"), a(to("/plan/flows", "number", strconv.FormatInt(p.Plan, 10)), v.say("Good by good"))))
}

// whyPage answers why demand is unmet: the chain of what is dear because of what
// stands in the next link, down to the limit, and the ways that were tried.
type whyPage struct {
	Plan     int64
	Currency string
	All      []plan.Unmet
}

func readWhy(tx *db.Tx, in plan.Asked) (p whyPage, err error) {
	if p.All, err = plan.Explain(tx, in); err != nil {
		return p, err
	}
	r, s, err := plan.Newest(tx, plan.Which{Number: in.Number})
	if r != nil {
		p.Plan, p.Currency = s.Plan, r.Problem.In.Currency
	}
	return p, err
}

func (p whyPage) look(v view) screen {
	title := v.say("Why it is unmet")
	body := g.Group{heading(title, "", h.A(h.Class("button quiet"), h.Href("/plan/show"), g.Text(v.say("The plan"))), printButton(v))}
	if len(p.All) == 0 {
		return screen{Title: title, Body: append(body, empty(v.say("Everything that is asked about is met.")))}
	}
	for _, u := range p.All {
		chain := g.Group{}
		for i, l := range u.Chain {
			if i > 0 && i+1 < len(u.Chain) && sameGood(l, u.Chain[i-1]) && sameGood(l, u.Chain[i+1]) {
				continue // kept from month to month: the first and the last say it
			}
			words := v.say("One more %s in %s in %s would cost %s %s.", l.What, l.Where, l.Period, much(l.Price), p.Currency)
			if last := i == len(u.Chain)-1; last && l.Kind != "good" {
				words = limitWords(v, l) + " " + v.say("One more there would be worth %s %s.", much(l.Price), p.Currency)
			}
			chain = append(chain, h.Li(g.Text(words)))
		}
		tried := g.Group{}
		for _, w := range u.Tried {
			words := map[string]string{"make": "Making it at %s (%s), %s: it would cost %s.", "buy": "Buying it in %s (%s), %s: it would cost %s.", "earlier": "Keeping some from before in %s (%s), %s: it would cost %s."}[w.Way]
			if words != "" {
				tried = append(tried, h.Li(g.Text(v.say(words, w.Where, w.What, w.Period, much(w.Cost)))))
			}
		}
		rivals := g.Group{}
		for _, r := range u.Rivals {
			made := g.Node(g.Text(v.say("none")))
			if r.Makes > 0 {
				made = h.Strong(g.Text(much(r.Makes)))
			}
			rivals = append(rivals, h.Tr(h.Th(h.Scope("row"), g.Text(r.Commodity), h.P(h.Class("note"), g.Text(r.Recipe))), amountCell(r.Takes), amountCell(r.Brings), h.Td(h.Class("number"), made)))
		}
		limit := u.Limit
		body = append(body, h.Section(h.H2(g.Text(v.say("%s in %s, %s", u.Commodity, u.Place, u.Period))),
			h.P(g.Text(v.say("%s are wanted (%s), and %s of them are not to be had. One is worth %s %s there.", much(u.Wanted), v.say(u.Kind), much(u.Unmet), much(u.Worth), p.Currency))),
			h.Ol(chain), g.If(len(tried) > 0, g.Group{h.P(h.Strong(g.Text(v.say("What was tried")))), h.Ul(tried)}),
			g.If(len(rivals) > 0, g.Group{h.P(h.Strong(g.Text(v.say("Who wants %s too", limit.What)))), h.P(h.Class("note"), g.Text(v.say("In %s. What brings most for each of it is made first; brings is in %s, beside all else that one costs.", limit.Period, p.Currency))),
				table("", headings(v, "what", "takes of it#", "brings for each#", "made then#"), rivals, nil)})))
	}
	return screen{Title: title, Body: h.Div(h.Class("minutes"), body)}
}

// sameGood says whether two links are about one good in one place.
func sameGood(a, b plan.Link) bool {
	return a.Kind == "good" && b.Kind == "good" && a.Where == b.Where && a.What == b.What
}
