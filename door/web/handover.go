package web

import (
	"encoding/json"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/db"
	"artel/base/fault"
	"artel/coop/transition"
)

// papersPage is a paper, or says that there is none yet.
type papersPage struct{ Paper *transition.Paper }

func readPaper(tx *db.Tx, in transition.OfPaper) (p papersPage, err error) {
	paper, err := transition.ShowPaper(tx, in)
	if fault.Of(err) == fault.Missing && in.Seal == "" {
		return p, nil
	}
	return papersPage{&paper}, err
}

func (p papersPage) look(v view) screen {
	if p.Paper != nil {
		return lookPaper(*p.Paper, v)
	}
	title := v.say("Paper of a hand-over")
	return screen{Title: title, Body: g.Group{heading(title, ""), empty(v.say("Nothing was handed over to another unit or taken in from one. Where the unit merges, or a part splits off, its paper stands here."), g.If(v.can("/transition/plan"), button("/transition/plan", v.say("Plan a change of form"))))}}
}

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
		accounts = append(accounts, h.Tr(h.Td(h.Class("no"), g.Text(a.Account)), td(v.say(a.Name)), h.Td(h.Class("number"), g.If(a.Amount.Sign() > 0, g.Text(digits(a.Amount)))), h.Td(h.Class("number"), g.If(a.Amount.Sign() < 0, g.Text(digits(a.Amount.Neg()))))))
	}
	text, err := json.Marshal(p)
	if err != nil { // it came from JSON
		text = nil
	}
	return screen{Title: title, Body: h.Article(
		heading(title, v.say("as of %s, by resolution %s", string(p.Day), p.Resolution), printButton(v)),
		h.Section(h.H2(g.Text(v.say("Members"))), table("", headings(v, "number", "name", "cash shares#", "tool shares#", "owed for tools#", "account#"), members, nil)),
		g.If(len(tools) > 0, h.Section(h.H2(g.Text(v.say("Tools"))), table("", headings(v, "number", "name", "since", "price#", "book value#"), tools, nil))),
		h.Section(h.H2(g.Text(v.say("Cash, tools and funds"))), table("", headings(v, "account", "name", "debit#", "credit#"), accounts, nil), h.P(h.Class("note"), g.Text(v.say("Seal: %s", p.Seal)))),
		h.Section(h.Class("screen"), h.H2(h.ID("copy"), g.Text(v.say("For the other books"))),
			h.P(g.Text(v.say("Copy all of this, and put it in under “Take another unit in” there. It cannot be changed on the way: the seal would not bear it out."))),
			h.Textarea(g.Attr("readonly"), h.Lang("en"), h.Rows("6"), h.Aria("labelledby", "copy"), g.Text(string(text)))),
		h.Footer(h.Div(h.Class("sign"), h.P(g.Text(v.say("Handed over"))), h.P(g.Text(v.say("Taken in"))))))}
}
