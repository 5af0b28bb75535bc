package web

import (
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/db"
	"artel/coop/unit"
)

// peoplePage is who has a login here, and what each may do.
type peoplePage struct{ People []unit.Person }

func readPeople(tx *db.Tx, in act.Nothing) (peoplePage, error) {
	all, err := unit.People(tx, in)
	return peoplePage{all}, err
}

// mayDecide says whether the reader may change logins, and that of p: only a
// chair decides about a chair's.
func (p peoplePage) mayDecide(v view, who unit.Person) bool {
	return slices.Contains(v.roles, act.Chair) || slices.Contains(v.roles, act.Manager) && !who.Has(act.Chair)
}

func (p peoplePage) look(v view) screen {
	title := v.say("People")
	lead := slices.Contains(v.roles, act.Chair) || slices.Contains(v.roles, act.Manager)
	open, closed := g.Group{}, g.Group{}
	for _, who := range p.People {
		if who.Closed {
			closed = append(closed, p.row(v, who))
		} else {
			open = append(open, p.row(v, who))
		}
	}
	heads := headings(v, "Name", "roles", "member", "last here", "")
	return screen{Title: title, Body: h.Div(h.Class("people"),
		heading(title, v.say("Who may log in, and as what. A member sees only what is their own; an auditor sees all and changes nothing."),
			g.If(lead, h.A(h.Class("button main"), h.Href(to("/unit/login", nextName, "/unit/people")), g.Text(v.say("Give a login"))))),
		v.flash(),
		g.If(len(open) == 0, empty(v.say("Nobody can log in yet."), g.If(lead, button("/unit/login", v.say("Give a login"))))),
		g.If(len(open) > 0, table("", heads, open, nil)),
		g.If(len(closed) > 0, h.Details(h.Class("more"), h.Summary(g.Text(v.say("Closed logins: %d", len(closed)))), table("", heads, closed, nil))),
	)}
}

func (p peoplePage) row(v view, who unit.Person) g.Node {
	roles := g.Group{}
	may := p.mayDecide(v, who)
	for _, r := range who.Roles {
		roles = append(roles, h.Span(h.Class("role"), g.Text(v.say(string(r))),
			g.If(may && len(who.Roles) > 1 && !who.Closed, h.Form(h.Class("press"), h.Method("post"), h.Action("/unit/dismiss"),
				hidden(nextName, "/unit/people"), hidden("name", who.Name), hidden("role", string(r)),
				h.Button(h.Class("quiet take"), h.Aria("label", v.say("Take the role %s from %s", v.say(string(r)), who.Name)), g.Text("×"))))))
	}
	seen := moment(who.Seen)
	if seen == "" {
		seen = v.say("never")
	}
	return h.Tr(g.If(who.Closed, h.Class("past")),
		h.Td(h.Strong(g.Text(who.Name)), g.If(who.Name == v.person, h.Span(h.Class("tag"), g.Text(v.say("you"))))),
		h.Td(h.Class("roles"), roles),
		h.Td(h.Class("no"), g.If(who.Member != "", a(to("/member/show", "member", who.Member), who.Member))),
		td(seen),
		h.Td(h.Class("does"), g.If(may, p.doings(v, who))),
	)
}

// doings are what can be done with a login, behind one word.
func (p peoplePage) doings(v view, who unit.Person) g.Node {
	at := func(path string) string { return to(path, "name", who.Name, nextName, "/unit/people") }
	if who.Closed {
		return a(at("/unit/password"), v.say("Open it again"))
	}
	return h.Details(h.Class("change"), h.Summary(g.Text(v.say("Change"))),
		h.Ul(
			h.Li(a(at("/unit/role"), v.say("Give another role"))),
			h.Li(a(at("/unit/password"), v.say("Give a new password"))),
			h.Li(a(at("/unit/close"), v.say("Close the login"))),
		))
}
