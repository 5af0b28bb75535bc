package web

import (
	"encoding/json"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/coop/transition"
)

// lookPaper is what one unit hands over to another: to be read and signed, and to be
// copied into the books of the other.
func lookPaper(p transition.Paper, v view) screen {
	title := v.say("Hand-over from %s to %s", p.From, p.To)
	members := g.Group{}
	for _, m := range p.Members {
		name := g.Group{g.Text(m.Name)}
		if m.Left {
			name = append(name, g.Text(" ("+v.say("has left, and is still owed")+")"))
		}
		members = append(members, h.Tr(h.Td(h.Class("no"), g.Text(m.No)), h.Td(name), cell(m.Cash), cell(m.Tool), cell(m.Owed), cell(m.Account)))
	}
	tools := g.Group{}
	for _, t := range p.Tools {
		tools = append(tools, h.Tr(h.Td(h.Class("no"), g.Text(t.No)), td(t.Name), h.Td(h.Class("no"), g.Text(string(t.Day))), cell(t.Price), cell(t.BookValue)))
	}
	accounts := g.Group{}
	for _, a := range p.Accounts {
		accounts = append(accounts, h.Tr(h.Td(h.Class("no"), g.Text(a.Account)), td(v.say(a.Name)), cell(a.Amount)))
	}
	text, err := json.Marshal(p)
	if err != nil { // it came from JSON
		text = nil
	}
	return screen{Title: title, Body: h.Article(
		heading(title, v.say("as of %s, by resolution %s", string(p.Day), p.Resolution), printButton(v)),
		h.Section(h.H2(g.Text(v.say("Members"))), table("", headings(v, "no", "name", "cash shares#", "tool shares#", "owed for tools#", "account#"), members, nil)),
		g.If(len(tools) > 0, h.Section(h.H2(g.Text(v.say("Tools"))), table("", headings(v, "no", "name", "since", "price#", "book value#"), tools, nil))),
		h.Section(h.H2(g.Text(v.say("Cash, tools and funds"))), table("", headings(v, "account", "name", "amount#"), accounts, nil), h.P(h.Class("note"), g.Text(v.say("What stands to the left of the books is positive. Seal: %s", p.Seal)))),
		h.Section(h.Class("screen"), h.H2(h.ID("copy"), g.Text(v.say("For the other books"))),
			h.P(g.Text(v.say("Copy all of this, and put it in under “Take another unit in” there. It cannot be changed on the way: the seal would not bear it out."))),
			h.Textarea(g.Attr("readonly"), h.Rows("6"), h.Aria("labelledby", "copy"), g.Text(string(text)))),
		h.Footer(h.Div(h.Class("sign"), h.P(g.Text(v.say("Handed over"))), h.P(g.Text(v.say("Taken in"))))))}
}
