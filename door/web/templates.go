package web

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/coop/charter"
)

// lookTemplates are the charters to begin with, each to be read, and adopted by
// a unit that has none.
func lookTemplates(all []charter.Readable, v view) screen {
	title := v.say("Charters to begin with")
	cards := g.Group{}
	for _, t := range all {
		cards = append(cards, h.Article(h.Class("choice read"),
			h.H2(g.Text(v.say(t.Title))), h.P(h.Class("why"), g.Text(v.say(t.About))),
			h.Details(h.Summary(g.Text(v.say("Read its articles"))), statutesList(v, t.Articles),
				h.P(h.Class("hint"), g.Text(v.say("It follows: %s.", v.say(t.Law))))),
			g.If(v.can("/charter/begin"), h.P(a(to("/charter/begin", "template", t.Name), v.say("Adopt it"))))))
	}
	return screen{Title: title, Body: g.Group{
		heading(title, v.say("A unit that has no charter yet can adopt one of these; every article can be amended later. A template is no legal advice: hold it against your law.")),
		h.Div(h.Class("charters"), cards)}}
}
