package web

import (
	"crypto/rand"
	"encoding/json"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/fault"
	"artel/base/money"
	"artel/door/words"
)

// gridColumns are the columns of the grid, in the order in which they are typed.
var gridColumns = []struct{ name, mode string }{
	{"day", "numeric"}, {"member", "text"}, {"operation", "text"}, {"quality", "text"}, {"quantity", "decimal"}, {"hours", "decimal"},
}

// Rows of the grid: empty ones to begin with, and the most that a form holds.
const (
	gridRows = 12
	mostGrid = 2000
)

// grid is the form as a table, a row of work each. Without script it is sent and
// comes back like any form; grid.js gives it the keys of a spreadsheet.
func (p workPage) grid(v view) g.Node {
	f := p.Form.form
	done := p.Form.answered && !p.Form.tried
	if done { // the next rows begin on an empty sheet
		f.values, f.wrong, f.key = nil, nil, rand.Text()
	}
	filled := f.filled("rows")
	body := g.Group{}
	for i := range min(max(gridRows, filled+gridRows/2+f.more["rows"]), mostGrid) {
		spare := i >= max(3, filled+1)+f.more["rows"] // a phone shows these when they are needed
		body = append(body, p.row(v, f, i, spare))
	}
	heads := g.Group{h.Th(h.Scope("col"), h.Class("at"), h.Span(h.Class("hide"), g.Text(v.say("row"))))}
	for _, c := range gridColumns {
		heads = append(heads, h.Th(h.Scope("col"), h.Class("c-"+c.name), g.Text(v.say(c.name))))
		if c.name == "member" {
			heads = append(heads, h.Th(h.Scope("col"), h.Class("named"), g.Text(v.say("Name"))))
		}
	}
	heads = append(heads, h.Th(h.Scope("col"), h.Class("remarks"), g.Text(v.say("remark"))))
	return h.Form(h.ID("act"), h.Class("grid"), h.Method("post"), h.Action("/work/record"), g.Attr("novalidate"),
		hidden(keyName, f.key), hidden("_day", string(p.Day)), g.If(p.Week, hidden("_span", "week")),
		h.Div(h.Class("sheet"), h.TabIndex("-1"),
			h.Table(h.ID("grid"), h.Data("rates", p.rateList()), h.Data("words", gridWords(v)), h.Data("day", string(p.Day)), h.Data("most", strconv.Itoa(mostGrid)), h.Data("digits", strconv.Itoa(p.Currency.Digits())),
				h.Caption(h.Class("hide"), g.Text(v.say("Rows of work"))),
				h.THead(h.Tr(heads)), h.TBody(body))),
		p.foot(v),
		h.Details(h.Class("keys script"), h.Summary(g.Text(v.say("Keys"))), h.P(g.Text(v.say("Arrows move, Enter goes down, Tab goes right. Typing writes over a cell; F2 edits it, Esc leaves it as it was. Shift with arrows chooses several. Ctrl+C copies, Ctrl+V pastes rows from a spreadsheet, Ctrl+D fills down, Delete clears, Ctrl+Z takes back, Ctrl+Y does again.")))),
	)
}

// filled is how many rows of a list have something in them, counting to the last.
func (f form) filled(list string) (rows int) {
	for name, typed := range f.values {
		rest, ok := strings.CutPrefix(name, list+".")
		index, _, _ := strings.Cut(rest, ".")
		if n, err := strconv.Atoi(index); ok && err == nil && typed != "" {
			rows = max(rows, n+1)
		}
	}
	return rows
}

func (p workPage) row(v view, f form, i int, spare bool) g.Node {
	at := "rows." + strconv.Itoa(i)
	cells := g.Group{h.Th(h.Scope("row"), h.Class("at"), g.Text(strconv.Itoa(i+1)))}
	var remarks []fault.Problem
	remarks = append(remarks, f.wrong[at]...)
	for _, c := range gridColumns {
		name := at + "." + c.name
		wrong := f.wrong[name]
		remarks = append(remarks, wrong...)
		holder := ""
		if c.name == "day" {
			holder = string(p.Day)
		}
		cells = append(cells, h.Td(h.Class("c-"+c.name), h.Data("label", v.say(c.name)),
			h.Input(h.Name(name), h.Aria("label", v.say("%s, row %d", v.say(c.name), i+1)), h.Value(f.values[name]), g.Attr("inputmode", c.mode), h.AutoComplete("off"),
				g.Attr("spellcheck", "false"), g.If(holder != "", h.Placeholder(holder)),
				g.If(len(wrong) > 0, g.Group{h.Aria("invalid", "true"), h.Aria("describedby", at+"-remark")}))))
		if c.name == "member" {
			cells = append(cells, h.Td(h.Class("named"), g.Text(p.Names[f.values[name]])))
		}
	}
	lines := make([]string, len(remarks))
	for j, r := range remarks {
		r = words.Problem(v.lang, r)
		lines[j] = strings.TrimSpace(r.Wrong + " " + r.Fix)
	}
	return h.Tr(g.If(spare, h.Class("spare")), cells, h.Td(h.Class("remark"), h.ID(at+"-remark"), g.Text(strings.Join(lines, " "))))
}

// rateList is which qualities each operation has, for the script to complete and
// check with.
func (p workPage) rateList() string {
	by := map[string][]string{}
	for _, r := range p.Rates {
		by[r.Operation] = append(by[r.Operation], r.Quality)
	}
	text, _ := json.Marshal(by) // a map of texts is always JSON
	return string(text)
}

// gridWords are what the script has to say, in the reader's language.
func gridWords(v view) string {
	text, _ := json.Marshal(map[string]string{
		"kept":    v.say("Rows that you typed before and did not record are here again."),
		"forget":  v.say("Begin with an empty sheet"),
		"checked": v.say("Everything typed so far is right."),
		"wrong":   v.say("rows have to be put right."),
		"away":    v.say("The rows could not be checked just now; they are checked when you press “Record”."),
		"most":    v.say("A sheet here has at most %d rows. Record these, then paste the rest; or bring the file in under “Sheets”.", mostGrid),
		"offers":  v.say("What could be meant"),
		"pasted":  v.say("rows pasted"),
		"over":    v.say("Your session is over. What you typed is kept in this window: log in again and it is here."),
	})
	return string(text)
}

// foot are the running totals and what can be done with the rows.
func (p workPage) foot(v view) g.Node {
	rows, made, hours, earned := "", "", "", g.Node(g.Text("–"))
	if e := p.Expected; e != nil {
		rows, made, hours = strconv.Itoa(e.Rows), e.Quantity.String(), e.Hours.String()
		if (e.Pay != money.Amount{}) {
			earned = sum(e.Pay)
		}
	}
	one := func(name, label string, value g.Node) g.Node {
		return h.Div(h.Dt(g.Text(v.say(label))), h.Dd(h.Data("total", name), value))
	}
	text := func(s string) g.Node {
		if s == "" {
			s = "–"
		}
		return g.Text(s)
	}
	return h.Div(h.Class("foot"),
		h.Dl(h.Class("totals"), one("rows", "right rows", text(rows)), one("quantity", "made", text(made)), one("hours", "hours", text(hours)), one("pay", "these rows earn", earned)),
		h.P(h.Class("state"), h.ID("grid-state"), h.Role("status")),
		h.P(h.Class("buttons"),
			h.Button(h.Class("main"), g.Text(v.say("Record"))),
			h.Button(h.Name(tryName), h.Value("1"), g.Text(v.say("Try"))),
			h.Button(h.Class("quiet"), h.Name(moreName), h.Value("rows"), g.Text(v.say("More rows")))),
	)
}
