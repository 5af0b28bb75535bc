package web

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/db"
	"artel/door/report"
	"artel/federation/plan"
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
	Periods  []string
	Slack    float64
}

func readPlan(tx *db.Tx, in plan.Which) (p planPage, err error) {
	r, solved, err := plan.Newest(tx, in)
	if r == nil || err != nil {
		return p, err
	}
	p = planPage{Solved: solved, Currency: r.Problem.In.Currency, Idle: r.IdleUnits(12), Unmet: r.UnmetDemand(plan.Question{Most: 12}), Fixes: r.Fixes(8), Loads: r.Loads(""), Periods: r.Problem.In.Periods, Slack: r.Problem.In.Policy.Slack}
	p.Fixes = slices.DeleteFunc(p.Fixes, func(f plan.Fix) bool { return f.Worth < 0.05 }) // too little to be worth a trip
	return p, nil
}

func (p planPage) look(v view) screen {
	title := v.say("The plan")
	if p.Plan == 0 {
		return screen{Title: title, Body: g.Group{heading(title, ""), empty(v.say("There is no plan yet. Join the returns of your co-operatives, or bring in the sheets of a plan; then work it out."),
			g.If(v.can("/plan/gather"), button("/plan/gather", v.say("Join returns"))), g.Text(" "), g.If(v.can("/plan/import"), button("/plan/import", v.say("Bring in sheets"))), g.Text(" "), g.If(v.can("/plan/solve"), button("/plan/solve", v.say("Work it out"))))}}
	}
	no := strconv.FormatInt(p.Plan, 10)
	return screen{Title: title, Body: g.Group{
		heading(p.Name, v.say("plan %s, answer %d", no, p.Version),
			g.If(v.can("/plan/what-if"), h.A(h.Class("button main"), h.Href("/plan/what-if"), g.Text(v.say("What if?")))),
			g.If(v.can("/plan/solve"), button(to("/plan/solve", "number", no, nextName, "/plan/show"), v.say("Work it out again"))), printButton(v)),
		p.figures(v), p.fixes(v), p.unmet(v), p.idle(v), p.load(v),
		h.P(h.Class("screen"), a(to("/plan/make", "number", no), v.say("What is made")), g.Text(" · "), a(to("/plan/balance", "number", no), v.say("Balance of every good")), g.Text(" · "), a(to("/plan/explain", "number", no), v.say("Ask why"))),
	}}
}

// much is a number as people read one: no more than three places that matter.
func much(x float64) string {
	switch size := math.Abs(x); {
	case size >= 100 || x == 0:
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
	if p.Broken > 0 {
		all = append(all, factText(v, "agreed and not kept", v.say("%d of locks and reserves", p.Broken)))
	}
	return g.Group{notice("good", h.P(g.Text(v.say("It is proven that no plan can be better than this one by more than %s percent.", percent(p.Gap))))), facts(v, all)}
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
		rows = append(rows, h.Tr(h.Td(h.Class("no"), g.Text(strconv.Itoa(i+1))), h.Th(h.Scope("row"), g.Text(words)), td(f.Period), h.Td(h.Class("number"), g.Text(much(f.Price))), h.Td(h.Class("number"), h.Strong(g.Text(much(f.Worth))))))
	}
	if len(rows) == 0 {
		return h.Section(h.H2(g.Text(v.say("What to fix first"))), h.P(g.Text(v.say("Nothing is short: more of anything would make the plan no better."))))
	}
	return h.Section(h.H2(g.Text(v.say("What to fix first"))), h.P(h.Class("note"), g.Text(v.say("Worth is what a hundredth more in every month would bring at most, in %s.", p.Currency))),
		table("", headings(v, "", "what", "dearest in", "one more#", "worth#"), rows, nil))
}

// unmet is what is wanted and not to be had, and the limit that it comes down to.
func (p planPage) unmet(v view) g.Node {
	if len(p.Unmet) == 0 {
		return h.Section(h.H2(g.Text(v.say("What is unmet, and why"))), h.P(g.Text(v.say("Everything that is wanted is met."))))
	}
	rows := g.Group{}
	for _, u := range p.Unmet {
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(u.Commodity+" · "+u.Period), h.P(h.Class("note"), g.Text(u.Place+" · "+v.say(u.Kind))),
			h.P(h.Class("note"), g.Text(limitWords(v, u.Limit)+" "), h.Span(h.Class("screen"), a(to("/plan/explain", "number", strconv.FormatInt(p.Plan, 10), "place", u.Place, "commodity", u.Commodity, "period", u.Period), v.say("Why?"))))),
			h.Td(h.Class("number"), g.Text(much(u.Wanted))), h.Td(h.Class("number"), h.Strong(g.Text(much(u.Unmet))))))
	}
	return h.Section(h.H2(g.Text(v.say("What is unmet, and why"))), table("", headings(v, "what, when and why", "wanted#", "unmet#"), rows, nil))
}

// limitWords say what a shortage comes down to.
func limitWords(v view, l plan.Link) string {
	switch l.Kind {
	case "supply":
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

// load is the hours of all by month: worked, and there.
func (p planPage) load(v view) g.Node {
	parts := g.Group{}
	for _, l := range p.Loads {
		rows := g.Group{}
		for t, period := range p.Periods {
			there := max(l.There[t], 1e-9)
			rows = append(rows, h.Tr(h.Th(h.Scope("row"), h.Class("no"), g.Text(period)), h.Td(h.Class("bar-cell"), bar(int64(math.Round(l.Hours[t])), int64(math.Ceil(max(there, l.Hours[t]))))), h.Td(h.Class("number"), g.Text(much(l.Hours[t]))), h.Td(h.Class("number"), g.Text(much(l.There[t]))), h.Td(h.Class("number"), g.Text(v.say("%s %%", fmt.Sprint(int(100*l.Hours[t]/there+0.5)))))))
		}
		parts = append(parts, h.Details(g.If(len(p.Loads) <= 3, g.Attr("open")), h.Summary(g.Text(l.Resource)), table("", headings(v, "month", "", "worked#", "there#", "of it#"), rows, nil)))
	}
	return h.Section(h.H2(g.Text(v.say("Hours by month"))), parts)
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
		body = append(body, h.Section(h.H2(g.Text(v.say("%s in %s, %s", u.Commodity, u.Place, u.Period))),
			h.P(g.Text(v.say("%s are wanted (%s), and %s of them are not to be had. One is worth %s %s there.", much(u.Wanted), v.say(u.Kind), much(u.Unmet), much(u.Worth), p.Currency))),
			h.Ol(chain), g.If(len(tried) > 0, g.Group{h.P(h.Strong(g.Text(v.say("What was tried")))), h.Ul(tried)})))
	}
	return screen{Title: title, Body: h.Div(h.Class("minutes"), body)}
}
