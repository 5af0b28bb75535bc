package web

import (
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/fault"
	"artel/docs"
)

// handbookPage is the handbook's list, or one page of it, in the reader's
// language.
type handbookPage struct {
	Name  string // "" is the list
	Text  []byte
	Pages []string
}

func (s *site) handbook(w http.ResponseWriter, v *visit) error {
	p := handbookPage{Name: v.r.PathValue("page"), Pages: docs.Pages()}
	if p.Name == "" {
		p.Text = docs.List(v.lang)
	} else if p.Text = docs.Page(v.lang, p.Name); p.Text == nil {
		return fault.Missing.Errorf("There is no page at %s.", v.r.URL.Path)
	}
	s.send(w, v.r, http.StatusOK, v.view(), p.look(v.view()))
	return nil
}

func (p handbookPage) look(v view) screen {
	title, body := marked(p.Text)
	links := g.Group{}
	for _, name := range p.Pages {
		links = append(links, h.Li(h.A(h.Href("/handbook/"+name), g.If(name == p.Name, h.Aria("current", "page")), g.Text(handbookTitle(v.lang, name)))))
	}
	return screen{Title: title, Body: h.Div(h.Class("handbook"),
		g.If(p.Name != "", h.P(h.Class("screen"), a("/handbook", v.say("Handbook")))),
		h.Article(h.H1(g.Text(title)), body),
		g.If(p.Name != "", h.Nav(h.Class("screen"), h.Aria("label", v.say("Handbook")), h.Ul(links))),
	)}
}

// handbookTitle is a page's name as its own first line has it.
func handbookTitle(lang, page string) string {
	first, _, _ := strings.Cut(string(docs.Page(lang, page)), "\n")
	return strings.TrimPrefix(first, "# ")
}

// handbookFor says which page of the handbook belongs to the pages under a path. The
// first that fits counts.
var handbookFor = []struct{ under, page string }{
	{"/work", "daily"}, {"/pay", "daily"}, {"/ledger", "daily"}, {"/sheet", "sheets"},
	{"/goods", "store"}, {"/task", "store"}, {"/supply", "trade"}, {"/sale", "trade"}, {"/cost", "costs"},
	{"/year", "year-end"}, {"/surplus", "year-end"}, {"/charter", "charter"}, {"/assembly", "voting"}, {"/credit", "credit"}, {"/tax", "tax"}, {"/transition", "forms"}, {"/craftsman", "joining"}, {"/member/apply", "joining"}, {"/member/decide", "joining"}, {"/member/applications", "joining"}, {"/member/settle", "joining"}, {"/member/settlement", "joining"},
	{"/member/charge", "joining"}, {"/member/hear", "joining"}, {"/member/exclusions", "joining"}, {"/member/inherit", "joining"}, {"/unit/stage", "forms"},
	{"/unit/people", "people"}, {"/unit/login", "people"}, {"/account", "people"}, {"/capital/proposals", "people"},
}

// aboutThis leads from the page of a task to the page of the handbook about it.
func (v view) aboutThis() g.Node {
	for _, t := range handbookFor {
		if v.here == t.under || strings.HasPrefix(v.here, t.under+"/") {
			return h.P(h.Class("about-this screen"), g.Text(v.say("Handbook")+": "), a("/handbook/"+t.page, handbookTitle(v.lang, t.page)))
		}
	}
	return nil
}
