package web

import (
	"regexp"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/cal"
	"artel/base/db"
	"artel/coop/charter"
	"artel/coop/unit"
)

// statutesPage is the charter in words, article by article.
type statutesPage struct {
	Unit     unit.Unit
	Day      cal.Day
	Articles []charter.Article
	Rules    int // on record; with none the articles are only the lines that hold without saying
}

func readStatutes(tx *db.Tx, in unit.AsOf) (p statutesPage, err error) {
	p.Day = in.Or(tx)
	if p.Unit, err = unit.At(tx, p.Day); err != nil {
		return p, err
	}
	rules, err := unit.CharterAt(tx, p.Day)
	if err != nil {
		return p, err
	}
	p.Rules = len(rules)
	p.Articles, err = charter.Statutes(tx, unit.AsOf{Day: p.Day})
	return p, err
}

func (p statutesPage) look(v view) screen {
	title := v.say("The charter")
	body := g.Group{heading(title, v.say("%s, as of %s", p.Unit.Name, string(p.Day)), printButton(v))}
	if p.Rules == 0 {
		return screen{Title: title, Body: append(body, empty(v.say("The charter has no rules yet."),
			g.If(v.can("/charter/begin"), button("/charter/begin", v.say("Adopt a charter from a template"))),
			g.Text(" "), g.If(v.can("/sheet/import"), a("/sheet/import", v.say("Bring in the sheet “charter”")))))}
	}
	items := g.Group{}
	for _, art := range p.Articles {
		items = append(items, p.article(v, art))
	}
	return screen{Title: title, Body: append(body,
		h.Ol(h.Class("statutes"), items),
		h.P(h.Class("turn"), a(to("/charter/show", "day", string(p.Day)), v.say("Rules as a table")), a(to("/charter/waterfall", "day", string(p.Day)), v.say("Lines of the sharing"))),
		h.Form(h.Class("search"), h.Method("get"), h.Action("/charter/statutes"),
			h.Div(h.Class("field"), h.Label(h.For("day"), g.Text(v.say("The charter as of another day"))),
				h.Input(h.ID("day"), h.Name("day"), h.Class("short"), h.Value(string(p.Day)), g.Attr("inputmode", "numeric"))),
			h.Button(g.Text(v.say("Show")))),
	)}
}

// sourceNumber is a row of the list that these programs were written from, which
// says nothing to a member.
var sourceNumber = regexp.MustCompile(`^S\d+$`)

func (p statutesPage) article(v view, art charter.Article) g.Node {
	meta := g.Group{}
	if art.Amount != nil {
		meta = append(meta, h.Span(g.Text(v.say("in %s:", art.Year.String())), g.Text(" "), h.Strong(sum(*art.Amount))))
	}
	if len(art.Rules) == 1 {
		meta = append(meta, p.origin(v, art.Rules[0]))
	}
	if art.Law != "" && !sourceNumber.MatchString(art.Law) {
		meta = append(meta, h.Span(g.Text(v.say(art.Law))))
	}
	return h.Li(
		h.Span(h.Class("clause"), g.Text(v.clause(art.Clause))),
		h.Div(h.H2(g.Text(v.say(art.Title))), h.P(g.Text(v.article(art))),
			g.If(art.Says == "" && art.Formula != "", h.P(h.Code(g.Text(art.Formula)))),
			g.If(len(meta) > 0, h.P(h.Class("meta"), meta)),
			p.provisions(v, art)))
}

// origin says since when a rule holds and who made it.
func (p statutesPage) origin(v view, r charter.Provision) g.Node {
	if r.Resolution == 0 {
		return h.Span(g.Text(v.say("as adopted, since %s", string(r.Since))))
	}
	return h.Span(g.Text(v.say("since %s, by", string(r.Since))), g.Text(" "),
		a(to("/assembly/resolution", "number", strconv.FormatInt(r.Resolution, 10)), v.say("resolution %d", r.Resolution)))
}

// provisions are the rules of an article, each with what it was before and the
// way to amend it.
func (p statutesPage) provisions(v view, art charter.Article) g.Node {
	if len(art.Rules) == 0 {
		return nil
	}
	rows := g.Group{}
	for _, r := range art.Rules {
		change := h.Td(g.If(v.can("/charter/amend") && r.Kind != "lines", a(to("/charter/amend", "rule", r.Rule, "clause", art.Clause), v.say("Amend"))))
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(v.say(r.Title))), number(v.say(r.Value)), h.Td(p.origin(v, r)), change))
		for _, was := range r.Earlier {
			rows = append(rows, h.Tr(h.Class("past"), h.Td(), number(v.say(was.Value)),
				h.Td(p.origin(v, charter.Provision{Since: was.Since, Resolution: was.Resolution})), h.Td()))
		}
	}
	words := v.say("Its rules")
	for _, r := range art.Rules {
		if len(r.Earlier) > 0 {
			words = v.say("Its rules, and what they were before")
		}
	}
	return h.Details(h.Class("screen"), h.Summary(g.Text(words)),
		table("", g.Group{headings(v, "rule", "value#", "since when"), h.Td()}, rows, nil))
}
