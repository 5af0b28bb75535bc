package web

import (
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/db"
	"artel/coop/surplus"
	"artel/coop/transition"
)

// wayPage is how a unit came to the form it has: step by step, each with its
// plan, its vote and what it did.
type wayPage struct{ transition.Way }

func readWay(tx *db.Tx, _ act.Nothing) (p wayPage, err error) {
	p.Way, err = transition.List(tx, act.Nothing{})
	return p, err
}

func planAddress(number int64) string {
	return to("/transition/show", "number", strconv.FormatInt(number, 10))
}

func (p wayPage) look(v view) screen {
	title := v.say("Forms it has had")
	steps := g.Group{}
	for _, had := range p.Forms {
		by := g.Node(g.Text(v.say("as it began")))
		if i := slices.IndexFunc(p.Plans, func(q transition.Plan) bool {
			return q.State == transition.Carried && q.Since == had.Since && q.Into == had.Form
		}); i >= 0 {
			q := p.Plans[i]
			by = g.Group{a(planAddress(q.Number), v.say("plan %d of %s", q.Number, string(q.Day))), g.Text(" · "), resolutionLink(v, q)}
		}
		steps = append(steps, h.Li(h.Div(h.Strong(g.Text(v.say(strings.ToLower(had.Form))))), h.P(h.Class("note"), g.Text(v.say("since %s", string(had.Since))), g.Text(" · "), by)))
	}
	body := g.Group{heading(title, p.Unit.Name,
		g.If(v.can("/transition/plan"), h.A(h.Class("button main"), h.Href("/transition/plan"), g.Text(v.say("Plan a change of form")))),
		g.If(v.can("/unit/stage"), button("/unit/stage", v.say("What the books show")))),
		h.Ol(h.Class("way"), steps)}
	rows := g.Group{}
	for _, q := range slices.Backward(p.Plans) {
		rows = append(rows, h.Tr(h.Td(h.Class("no"), a(planAddress(q.Number), strconv.FormatInt(q.Number, 10))), td(string(q.Day)), td(v.say(strings.ToLower(q.Was))), td(v.say(q.Into)), td(string(q.Since)), h.Td(tag(v, q.State))))
	}
	if len(rows) == 0 {
		body = append(body, empty(v.say("No change of form was ever planned. Nothing changes a form by itself: a plan shows its conditions and what it does to each member, the members vote, and then it is carried out.")))
	} else {
		body = append(body, h.Section(h.H2(g.Text(v.say("Plans"))), table("", headings(v, "number", "day", "was", "from then on", "since", "state"), rows, nil)))
	}
	if len(p.Papers) > 0 {
		rows := g.Group{}
		for _, k := range p.Papers {
			other := k.To
			if k.Way == transition.TakenIn {
				other = k.From
			}
			rows = append(rows, h.Tr(td(string(k.Day)), td(v.say(k.Way)), h.Td(v.way("/transition/paper", other, "seal", k.Seal)), number(strconv.Itoa(k.Members))))
		}
		body = append(body, h.Section(h.H2(g.Text(v.say("Handed over, and taken in"))), table("", headings(v, "day", "", "unit", "members#"), rows, nil)))
	}
	return screen{Title: title, Body: body}
}

func resolutionLink(v view, q transition.Plan) g.Node {
	return v.way("/assembly/resolution", v.say("resolution %d of %s", q.Resolution, string(q.Ended)), "number", strconv.FormatInt(q.Resolution, 10), "year", q.Concerns.String())
}

// transitionPage is one plan: what it changes, whether it may be, what it does to
// everybody, and what became of it.
type transitionPage struct{ transition.Shown }

func readTransition(tx *db.Tx, in transition.ByNumber) (p transitionPage, err error) {
	p.Shown, err = transition.Show(tx, in)
	return p, err
}

func (p transitionPage) look(v view) screen {
	no := strconv.FormatInt(p.Number, 10)
	title := v.say("Change of form no. %s", no)
	tools := g.Group{printButton(v)}
	if p.State == transition.Planned {
		tools = append(g.Group{
			g.If(p.Ready && v.can("/transition/carry"), h.A(h.Class("button main"), h.Href(to("/transition/carry", "plan", no, nextName, planAddress(p.Number))), g.Text(v.say("Carry it out")))),
			g.If(v.can("/transition/drop"), button(to("/transition/drop", "plan", no, nextName, planAddress(p.Number)), v.say("Give it up")))}, tools...)
	}
	top := heading(title, v.say("from %s to %s, since %s", v.say(strings.ToLower(p.Was)), v.say(p.Into), string(p.Since)), tools)
	body := g.Group{p.verdict(v),
		facts(v, fact(v, "State", tag(v, p.State)), factText(v, "Planned on", string(p.Day)), factText(v, "Why", p.Grounds), factText(v, "Tool shares", p.sharesWords(v)), factText(v, v.heirLabel(p.Into), p.Heir), g.If(len(p.Going) > 0, factText(v, "Who goes", strings.Join(p.Going, ", "))),
			factText(v, "Majority", v.say("%s of the votes for and against", p.Majority)), g.If(p.Resolution > 0, fact(v, "Decided by", resolutionLink(v, p.Plan))), factText(v, "Given up because", p.Why))}
	if len(p.Conditions) > 0 {
		rows := g.Group{}
		for _, c := range p.Conditions {
			args := make([]any, len(c.Args))
			for i, a := range c.Args {
				args[i] = v.say(a)
			}
			state := "unmet"
			if c.Met {
				state = "met"
			}
			rows = append(rows, h.Tr(h.Td(tag(v, state)), h.Th(h.Scope("row"), g.Text(v.say(c.Words))), td(v.say(c.Says, args...))))
		}
		body = append(body, h.Section(h.H2(g.Text(v.say("Conditions"))), table("", headings(v, "", "condition", "what the books say"), rows, nil)))
	}
	body = append(body, p.members(v), p.rules(v), p.lastYear(v), p.comparison(v))
	return screen{Title: title, Body: g.Group{top, h.Div(h.Class("minutes"), body)}}
}

func (v view) heirLabel(into string) string {
	if into == transition.Dissolved {
		return "What is left goes to"
	}
	return "They go to"
}

func (p transitionPage) sharesWords(v view) string {
	switch p.Into {
	case transition.Dissolved:
		return ""
	case transition.Merged, transition.Split:
		return v.say("go with their owners")
	}
	if p.Shares == transition.BuyOut {
		return v.say("bought out at their whole value, in the charter's instalments")
	}
	return v.say("stay their owners' shares")
}

// verdict says in a sentence where the plan stands and what is next.
func (p transitionPage) verdict(v view) g.Node {
	switch {
	case p.State == transition.Carried:
		return notice("good", h.P(g.Text(v.say("It was carried out. The members' money is what it was: %s before, %s after.", p.Before.Text(), p.After.Text()))))
	case p.State == transition.Dropped:
		return notice("", h.P(g.Text(v.say("It was given up on %s.", string(p.Ended)))))
	case !p.Ready:
		return notice("warn", h.P(g.Text(v.say("Not all conditions are met. Until they are, it cannot be carried out."))))
	}
	return notice("good", h.P(g.Text(v.say("All conditions are met. Next, the members decide: put it on the agenda of a meeting before %s, about “transition”.", string(p.Since)))))
}

// members is what the change does to everybody's money.
func (p transitionPage) members(v view) g.Node {
	if len(p.Members) == 0 {
		return nil
	}
	pair := func(a transition.Pair) g.Node {
		if a.Now == a.Then {
			return cell(a.Now)
		}
		return h.Td(h.Class("number"), h.Del(g.Text(digits(a.Now))), g.Text(" → "), h.Strong(g.Text(digits(a.Then))))
	}
	rows, lacks := g.Group{}, false
	for _, e := range p.Members {
		lacks = lacks || e.Lacks.Sign() > 0
		rows = append(rows, h.Tr(h.Td(h.Class("no"), g.Text(e.Member)), td(e.Name), pair(e.Cash), pair(e.Tool), pair(e.Owed), pair(e.Account), h.Td(h.Class("number"), g.If(e.Lacks.Sign() > 0, g.Text(digits(e.Lacks))))))
	}
	all := v.say("Everything together: %s before, %s after.", p.Before.Text(), p.After.Text())
	if p.Heirs.Then.Sign() > 0 {
		all += " " + v.say("%s goes to %s.", p.Heirs.Then.Text(), p.Heir)
	}
	if lacks {
		all += " " + v.say("The last column is what a member still pays in to hold one share.")
	}
	return h.Section(h.H2(g.Text(v.say("What it does to each member's money"))),
		table("", headings(v, "number", "name", "cash shares#", "tool shares#", "owed for tools#", "account#", "to pay in#"), rows, nil), h.P(h.Class("note"), g.Text(all)))
}

func (p transitionPage) rules(v view) g.Node {
	if len(p.Changes) == 0 {
		return nil
	}
	rows := g.Group{}
	for _, c := range p.Changes {
		was, value := c.Was, c.Value
		if c.Rule == surplus.WaterfallRule {
			was, value = v.say("the lines as they are"), v.say("the usual lines of the new form")
		}
		if was == "" {
			was = v.say("none")
		}
		rows = append(rows, h.Tr(td(c.Clause), h.Th(h.Scope("row"), g.Text(v.say(c.Title))), td(was), h.Td(h.Strong(g.Text(value)))))
	}
	return h.Section(h.H2(g.Text(v.say("What changes in the charter"))), table("", headings(v, "clause", "rule", "was", "from then on"), rows, nil))
}

// lastYear is the last year's surplus, beside the same under the new rules.
func (p transitionPage) lastYear(v view) g.Node {
	y := p.LastYear
	switch {
	case y == nil:
		return nil
	case y.Why != "":
		return h.Section(h.H2(g.Text(v.say("%s under the new rules", y.Year.String()))), h.P(g.Text(v.say("It cannot be worked out: %s", y.Why))))
	}
	rows := g.Group{}
	seen := map[string]bool{}
	for _, l := range y.Now {
		i := slices.IndexFunc(y.Then, func(t surplus.LineSum) bool { return t.Name == l.Name })
		then := g.Node(h.Td())
		if i >= 0 {
			then, seen[l.Name] = cell(y.Then[i].Amount), true
		}
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(v.say(l.Label))), cell(l.Amount), then))
	}
	for _, l := range y.Then {
		if !seen[l.Name] {
			rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(v.say(l.Label))), h.Td(), cell(l.Amount)))
		}
	}
	parts := g.Group{}
	for _, c := range y.Parts {
		parts = append(parts, h.Tr(h.Td(h.Class("no"), g.Text(c.No)), td(c.Name), cell(c.Now), cell(c.Then)))
	}
	return h.Section(h.H2(g.Text(v.say("%s under the new rules", y.Year.String()))), table("", headings(v, "line", "as it was#", "under the new rules#"), rows, nil),
		h.Details(h.Summary(g.Text(v.say("Member by member"))), table("", headings(v, "number", "name", "as it was#", "under the new rules#"), parts, nil)))
}

// comparison is before and after of a change of ownership (S8).
func (p transitionPage) comparison(v view) g.Node {
	c := p.Comparison
	if len(c.Years) == 0 && c.Compared == "" {
		return nil
	}
	rows := g.Group{}
	expected := func() {
		if c.Compared != "" {
			rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(v.say("expected"))), h.Td(h.Class("number"), g.Text(c.Output.String())), h.Td(h.Class("number"), g.Text(c.Cost.String()))))
		}
	}
	said := false
	for _, m := range c.Years {
		if m.After && !said {
			expected()
			said = true
		}
		words := m.Year.String()
		if m.After {
			words = v.say("%s, with the change", words)
		}
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(words)), cell(m.Output), h.Td(h.Class("number"), g.Text(m.Cost))))
	}
	if !said {
		expected()
	}
	return h.Section(h.H2(g.Text(v.say("Before and after"))), table("", headings(v, "year", "income of each member#", "cost of 100 of income#"), rows, nil), g.If(c.Compared != "", h.P(h.Class("note"), g.Text(v.say("How it was estimated: %s", c.Compared)))))
}
