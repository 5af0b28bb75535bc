package web

import (
	"crypto/rand"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/surplus"
)

// partsAPage is how many members' parts stand on a page.
const partsAPage = 50

// members are each one's part by the charter and by the proposal.
func (p yearEndPage) members(v view) g.Node {
	shown, next := p.parts()
	proposal := p.Then != nil
	rows := g.Group{}
	for _, m := range shown {
		no := h.Td(h.Class("no"), g.Text(m.No))
		if v.can("/member/show") {
			no = h.Td(h.Class("no"), a(to("/member/show", "member", m.No), m.No))
		}
		rows = append(rows, h.Tr(no, td(m.Name), cell(m.Now), g.If(proposal, g.Group{cell(m.Then), difference(m.Now, m.Then)}),
			g.If(p.State == ledger.Locked, h.Td(a(to("/surplus/slip", "year", p.Year.String(), "member", m.No), v.say("Slip"))))))
	}
	heads := g.Group{headings(v, "number", "name", "part#")}
	if proposal {
		heads = g.Group{headings(v, "number", "name", "by the charter#", "by the proposal#", "difference#")}
	}
	if p.State == ledger.Locked {
		heads = append(heads, h.Td())
	}
	if len(p.Parts) == 0 {
		return nil
	}
	keep := p.query("find", p.Asked.Find)
	return h.Section(h.ID("parts"), h.H3(g.Text(v.say("Every member's part"))),
		h.Form(h.Class("search"), h.Role("search"), h.Method("get"), h.Action("/surplus/year"), p.kept(),
			h.Div(h.Class("field grow"), h.Label(h.For("find"), g.Text(v.say("Name or number"))),
				h.Input(h.ID("find"), h.Name("find"), h.Type("search"), h.Value(p.Asked.Find), h.AutoComplete("off"))),
			h.Button(g.Text(v.say("Find")))),
		g.If(len(rows) == 0, empty(v.say("Nobody is called “%s” in the register.", p.Asked.Find), a(to("/surplus/year", p.query()...), v.say("Show all")))),
		g.If(len(rows) > 0, table(v.say("in %s", string(p.Currency)), heads, rows, p.total(v, proposal))),
		h.P(h.Class("turn"),
			g.If(p.Asked.After != "", button(to("/surplus/year", keep...)+"#parts", v.say("From the beginning"))),
			g.If(next != "", button(to("/surplus/year", append(keep, "after", next)...)+"#parts", v.say("The next %d", partsAPage)))))
}

// parts are those to be shown, and after which the next page begins.
func (p yearEndPage) parts() (shown []surplus.Compared, next string) {
	what := strings.ToLower(strings.TrimSpace(p.Asked.Find))
	for _, m := range p.Parts {
		if m.No <= p.Asked.After || what != "" && !strings.Contains(strings.ToLower(m.No+" "+m.Name), what) || m.Now.IsZero() && m.Then.IsZero() && what == "" {
			continue
		}
		if len(shown) == partsAPage {
			return shown, shown[partsAPage-1].No
		}
		shown = append(shown, m)
	}
	return shown, ""
}

func (p yearEndPage) total(v view, proposal bool) g.Node {
	now, then := int64(0), int64(0)
	for _, m := range p.Parts {
		now, then = now+m.Now.Coins, then+m.Then.Coins
	}
	a, b := money.Of(now, p.Currency), money.Of(then, p.Currency)
	return h.Tr(h.Class("total"), h.Th(h.Scope("row"), h.ColSpan("2"), g.Text(v.say("All members"))), cell(a),
		g.If(proposal, g.Group{cell(b), difference(a, b)}), g.If(p.State == ledger.Locked, h.Td()))
}

// query is the page's address with its proposal.
func (p yearEndPage) query(more ...string) []string {
	pairs := append([]string{"year", p.Year.String()}, more...)
	for i, r := range p.Percents {
		if r.Value != r.Wanted {
			at := "rules." + strconv.Itoa(i)
			pairs = append(pairs, at+".rule", r.Rule, at+".value", r.Wanted)
		}
	}
	return pairs
}

// kept is the same in a form.
func (p yearEndPage) kept() g.Node {
	all, pairs := g.Group{}, p.query()
	for i := 0; i+1 < len(pairs); i += 2 {
		all = append(all, hidden(pairs[i], pairs[i+1]))
	}
	return all
}

// vote is what the members decided on the year, or the way to have them decide.
func (p yearEndPage) vote(v view) g.Node {
	if p.State == ledger.Open && len(p.Resolutions) == 0 {
		return h.Section(h.ID("vote"))
	}
	rows := g.Group{}
	for _, r := range p.Resolutions {
		outcome := "lost"
		if r.Carried {
			outcome = "carried"
		}
		rows = append(rows, h.Tr(h.Td(h.Class("no"), a(to("/assembly/resolution", "number", strconv.FormatInt(r.Number, 10), "year", r.Year.String()), strconv.FormatInt(r.Number, 10))),
			td(string(r.Date)), td(r.Text), number(strconv.FormatInt(r.For, 10)), number(strconv.FormatInt(r.Against, 10)), number(strconv.FormatInt(r.Abstain, 10)), td(v.say(outcome))))
	}
	body := g.Group{h.H2(g.Text(v.say("What the members decided")))}
	if len(rows) > 0 {
		body = append(body, table("", headings(v, "number", "day", "text", "for#", "against#", "abstain#", "outcome"), rows, nil))
	}
	if p.carried() == nil && p.State == ledger.Closed {
		text := v.say("The surplus of %s is shared out by the charter.", p.Year.String())
		body = append(body, g.If(len(rows) == 0, h.P(h.Class("lead"), g.Text(v.say("Nothing is shared out without a resolution that carries it.")))), h.P(h.Class("buttons"),
			g.If(v.can("/assembly/motion"), h.A(h.Class("button main"), h.Href(to("/assembly/motion", "year", p.Year.String(), "text", text)), g.Text(v.say("Put it to the vote")))),
			g.If(v.can("/assembly/resolve"), button(to("/assembly/resolve", "year", p.Year.String(), "text", text), v.say("Record the vote of a meeting")))))
	}
	return h.Section(h.ID("vote"), body, p.amendments(v))
}

// amendments lead from a proposal to the charter: each percentage is amended by
// the resolution that carries it, from the last day of the year on.
func (p yearEndPage) amendments(v view) g.Node {
	if p.State != ledger.Closed || p.Then == nil || !v.can("/charter/amend") {
		return nil
	}
	items, resolution := g.Group{}, ""
	if r := p.carried(); r != nil {
		resolution = strconv.FormatInt(r.Number, 10)
	}
	for _, r := range p.Percents {
		if r.Value != r.Wanted {
			items = append(items, h.Li(h.Span(g.Text(v.say("%s: from %s to %s percent", v.say(r.Title), r.Value, r.Wanted))),
				h.A(h.Class("button quiet"), h.Href(to("/charter/amend", "rule", r.Rule, "value", r.Wanted, "since", string(p.Year.Last()), "resolution", resolution)), g.Text(v.say("Amend")))))
		}
	}
	return g.Group{h.H3(g.Text(v.say("To share it out by the proposal"))),
		h.P(h.Class("hint"), g.Text(v.say("The members carry a resolution for it; then each of these is amended by that resolution, and the surplus is shared out."))),
		h.Ul(h.Class("todo"), items)}
}

// shareOut does it, or leads on to what came of it.
func (p yearEndPage) shareOut(v view) g.Node {
	r := p.carried()
	switch {
	case p.State == ledger.Locked:
		return h.Section(h.ID("share"), h.H2(g.Text(v.say("Slips and papers"))), h.P(h.Class("buttons"),
			g.If(v.can("/surplus/slips"), h.A(h.Class("button main"), h.Href(to("/surplus/slips", "year", p.Year.String())), g.Text(v.say("Print all slips")))),
			button(to("/surplus/statement", "year", p.Year.String()), v.say("Statement of the year")),
			g.If(v.can("/charter/statutes"), button("/charter/statutes", v.say("The charter"))),
			g.If(v.can("/capital/payout"), button("/capital/payout", v.say("Pay a member")))))
	case p.State == ledger.Closed && r != nil && v.can("/surplus/distribute"):
		return h.Section(h.ID("share"), h.H2(g.Text(v.say("Share it out"))),
			h.P(h.Class("lead"), g.Text(v.say("By resolution %d of %s. It is posted on that day, kept with everything it was worked out from, and the year is locked.", r.Number, string(r.Date)))),
			h.Form(h.Method("post"), h.Action("/surplus/distribute"), hidden(keyName, rand.Text()), hidden("year", p.Year.String()), hidden("resolution", strconv.FormatInt(r.Number, 10)),
				h.P(h.Class("buttons"), h.Button(h.Name(tryName), h.Value("1"), g.Text(v.say("Try"))), h.Button(h.Class("main"), g.Text(v.say("Share out the surplus"))),
					h.Span(h.Class("hint"), g.Text(v.say("“Try” shows what would come of it and changes nothing."))))))
	}
	return h.Section(h.ID("share"))
}
