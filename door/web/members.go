package web

import (
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/cal"
	"artel/base/db"
	"artel/coop/member"
	"artel/coop/unit"
)

// membersPage is a page of the register.
type membersPage struct {
	Asked   membersIn
	Day     cal.Day
	Members []member.Member
	Grades  []string
	Next    string // the number after which the next page begins; "" on the last
	Total   int64  // in the whole register on the day
}

// membersIn asks for it.
type membersIn struct {
	Day      cal.Day `help:"as of this day; today where left out" opt:"yes"`
	Find     string  `help:"part of a name, a number, or pinyin" opt:"yes"`
	Standing string  `help:"only of this standing" opt:"yes"`
	Grade    string  `help:"only of this grade" opt:"yes"`
	State    string  `help:"only who is in, or has left, on the day" choice:"in|left" opt:"yes"`
	After    string  `help:"only higher numbers" opt:"yes"`
}

const membersAPage = 50

func readMembers(tx *db.Tx, in membersIn) (p membersPage, err error) {
	p.Asked, p.Day = in, unit.AsOf{Day: in.Day}.Or(tx)
	if p.Total, err = member.Count(tx, p.Day); err != nil {
		return p, err
	}
	find := strings.ToLower(strings.TrimSpace(in.Find))
	if p.Grades, err = member.Grades(tx); err != nil {
		return p, err
	}
	p.Members, err = member.Choose(tx, p.Day, member.Choice{What: find, Standing: in.Standing, Grade: in.Grade, State: in.State}, in.After, membersAPage+1)
	if len(p.Members) > membersAPage {
		p.Members = p.Members[:membersAPage]
		p.Next = p.Members[membersAPage-1].No
	}
	return p, err
}

func (p membersPage) look(v view) screen {
	title := v.say("Members")
	return screen{Title: title, Body: g.Group{
		heading(title, v.say("%d in the register on %s", p.Total, string(p.Day)), g.If(v.can("/member/applications"), h.A(h.Class("button quiet"), h.Href("/member/applications"), g.Text(v.say("Applications")))), g.If(v.can("/member/admit"), button("/member/admit", v.say("Admit a member")))),
		p.search(v),
		p.list(v),
		p.turn(v),
	}}
}

func (p membersPage) search(v view) g.Node {
	return h.Form(h.Class("search"), h.Role("search"), h.Method("get"), h.Action("/member/list"),
		h.Div(h.Class("field grow"), h.Label(h.For("find"), g.Text(v.say("Name, number or pinyin"))),
			h.Input(h.ID("find"), h.Name("find"), h.Type("search"), h.Value(p.Asked.Find), h.AutoComplete("off"))),
		h.Div(h.Class("field"), h.Label(h.For("day"), g.Text(v.say("As of"))),
			h.Input(h.ID("day"), h.Name("day"), h.Value(string(p.Asked.Day)), h.Class("short"), g.Attr("inputmode", "numeric"), h.Placeholder(string(p.Day)))),
		p.choice(v, "standing", p.Asked.Standing, member.Full, member.Apprentice),
		p.choice(v, "grade", p.Asked.Grade, p.Grades...),
		p.choice(v, "state", p.Asked.State, member.In, member.Left),
		h.Button(g.Text(v.say("Find"))),
	)
}

// stateIs are the words of the choices that are no words by themselves.
var stateIs = map[string]string{member.In: "in on this day", member.Left: "left before this day"}

// choice narrows the register down.
func (p membersPage) choice(v view, name, chosen string, all ...string) g.Node {
	options := g.Group{h.Option(h.Value(""), g.Text(v.say("all")))}
	for _, one := range all {
		words := one
		if w := stateIs[one]; w != "" {
			words = w
		}
		options = append(options, h.Option(h.Value(one), g.If(one == chosen, h.Selected()), g.Text(v.say(words))))
	}
	return h.Div(h.Class("field"), h.Label(h.For(name), g.Text(v.say(name))), h.Select(h.ID(name), h.Name(name), options))
}

// at is this page of the register with other asked for.
func (p membersPage) at(after string) string {
	return to("/member/list", "find", p.Asked.Find, "day", string(p.Asked.Day), "standing", p.Asked.Standing, "grade", p.Asked.Grade, "state", p.Asked.State, "after", after)
}

func (p membersPage) list(v view) g.Node {
	switch {
	case len(p.Members) == 0 && p.Asked.Find != "":
		return empty(v.say("Nobody is called “%s” in the register.", p.Asked.Find), a("/member/list", v.say("Show all")))
	case len(p.Members) == 0 && p.Asked != (membersIn{Day: p.Asked.Day}):
		return empty(v.say("Nobody in the register is like this."), a("/member/list", v.say("Show all")))
	case len(p.Members) == 0:
		return empty(v.say("Nobody is in the register yet."), g.If(v.can("/sheet/import"), button("/sheet/import", v.say("Bring in the sheets"))), g.Text(" "), g.If(v.can("/member/admit"), button("/member/admit", v.say("Admit a member"))))
	}
	rows := g.Group{}
	for _, m := range p.Members {
		rows = append(rows, h.Tr(g.If(!m.In(p.Day), h.Class("past")),
			h.Td(h.Class("no"), a(to("/member/show", "member", m.No, "day", string(p.Asked.Day)), m.No)),
			h.Td(h.Strong(g.Text(m.Name))),
			td(v.say(m.Standing)), h.Td(h.Class("number"), g.Text(m.Grade)),
			td(string(m.Joined)), td(string(m.Left))))
	}
	return table("", headings(v, "number", "Name", "standing", "grade#", "joined", "left"), rows, nil)
}

// turn leads to the next page and back to the first.
func (p membersPage) turn(v view) g.Node {
	return h.P(h.Class("turn"),
		g.If(p.Asked.After != "", button(p.at(""), v.say("From the beginning"))),
		g.If(p.Next != "", button(p.at(p.Next), v.say("The next %d", membersAPage))),
	)
}
