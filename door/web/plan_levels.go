package web

import (
	"encoding/json"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/db"
	"artel/federation/plan"
)

// upPage is what a plan reports to the level above.
type upPage struct{ plan.Paper }

func readUp(tx *db.Tx, in plan.Which) (p upPage, err error) {
	p.Paper, err = plan.ShowUpward(tx, in)
	return p, err
}

func (p upPage) look(v view) screen {
	title := v.say("Report to the level above")
	if p.Place == "" {
		return screen{Title: title, Body: g.Group{heading(title, ""), noPlan(v)}}
	}
	return screen{Title: title, Body: g.Group{
		heading(title, v.say("%s: what was decided stands; what is lacking and left over can be balanced with others.", p.Place), printButton(v)),
		residuals(v, p.Paper, "Nothing is lacking and nothing is left over."),
		paperToCopy(v, p.Paper, v.say("Copy all of this, and have the federation above put it in under “Join reports of places”.")),
	}}
}

// downPage is what a plan decides for a place below; where none is named it lists them.
type downPage struct {
	Number int64
	Places []string
	plan.Paper
}

// downAsked is like plan.OfBelow, where the place may be left out.
type downAsked struct {
	Number int64  `opt:"yes"`
	Place  string `opt:"yes"`
}

func readDown(tx *db.Tx, in downAsked) (p downPage, err error) {
	r, s, err := plan.Newest(tx, plan.Which{Number: in.Number})
	if r == nil || err != nil {
		return p, err
	}
	p.Number = s.Plan
	for _, at := range r.Problem.In.Places {
		if at.Parent >= 0 {
			p.Places = append(p.Places, at.Name)
		}
	}
	if in.Place != "" {
		p.Paper, err = plan.ShowDownward(tx, plan.OfBelow(in))
	}
	return p, err
}

func (p downPage) look(v view) screen {
	title := v.say("Decision for a place below")
	if p.Number == 0 {
		return screen{Title: title, Body: g.Group{heading(title, ""), noPlan(v)}}
	}
	if p.Place == "" {
		items := g.Group{}
		for _, name := range p.Places[:min(len(p.Places), mostUnits)] {
			items = append(items, h.Li(a(to("/plan/down", "number", n(int(p.Number)), "place", name), name)))
		}
		return screen{Title: title, Body: g.Group{heading(title, v.say("What it is allotted, what it delivers, and what its co-operatives make.")), h.Ul(h.Class("names"), items, g.If(len(p.Places) > mostUnits, h.Li(g.Text(v.say("and %d more", len(p.Places)-mostUnits)))))}}
	}
	return screen{Title: p.Place, Body: g.Group{
		heading(p.Place, v.say("decided in plan %s: %s", n(int(p.Number)), p.Name), printButton(v)),
		residuals(v, p.Paper, "Nothing is brought here, and nothing goes up."),
		paperToCopy(v, p.Paper, v.say("Copy all of this, and have the federation there put it in under “Take a decision from above in”.")),
	}}
}

// residuals are what is lacking, left over, allotted or to be delivered, by period.
func residuals(v view, p plan.Paper, none string) g.Node {
	rows, kind := g.Group{}, ""
	for _, r := range p.Residuals {
		if r.Kind != kind {
			kind = r.Kind
			rows = append(rows, h.Tr(h.Th(h.Scope("colgroup"), h.ColSpan(n(len(p.Periods)+2)), g.Text(v.say(kind)))))
		}
		rows = append(rows, periodRow(g.Group{g.Text(r.What), h.P(h.Class("note"), g.Text(v.say(r.Unit)))}, r.Amounts))
	}
	if len(rows) == 0 {
		return h.P(g.Text(v.say(none)))
	}
	return h.Div(h.Class("close"), table("", periodHeads(v, "what", p.Periods), rows, nil))
}

// mostCopied is how long a text is at most that somebody may copy from a page.
const mostCopied = 500_000

// paperToCopy is a paper as text, with where it goes.
func paperToCopy(v view, paper any, words string) g.Node {
	text, err := json.Marshal(paper)
	if err != nil { // plain values
		text = nil
	}
	if len(text) > mostCopied {
		return h.Section(h.Class("screen"), h.H2(g.Text(v.say("To be carried on"))), h.P(g.Text(v.say("This is too much to be copied by hand. Take it as a file, and hand that on."))),
			h.P(h.A(h.Class("button"), h.Href(withFile(v.asked)), h.Download(""), g.Text("JSON"))))
	}
	return h.Section(h.Class("screen"), h.H2(h.ID("copy"), g.Text(v.say("To be carried on"))), h.P(g.Text(words)),
		h.Textarea(g.Attr("readonly"), h.Lang("en"), h.Rows("5"), h.Aria("labelledby", "copy"), g.Text(string(text))))
}

// withFile is a page's own address, as a file.
func withFile(asked string) string {
	if strings.Contains(asked, "?") {
		return asked + "&" + asName + "=json"
	}
	return asked + "?" + asName + "=json"
}
