package web

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/money"
	"artel/door/report"
)

// heading is a page's title, with what it is for under it and what can be done
// beside it.
func heading(title, lead string, tools ...g.Node) g.Node {
	return h.Header(h.Class("heading"),
		h.Div(h.H1(g.Text(title)), g.If(lead != "", h.P(h.Class("lead"), g.Text(lead)))),
		g.If(len(tools) > 0, h.Div(h.Class("tools"), g.Group(tools))),
	)
}

// to is an address on this site: a path and its query, in pairs.
func to(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func a(href, words string) g.Node { return h.A(h.Href(href), g.Text(words)) }

func button(href, words string) g.Node {
	return h.A(h.Class("button"), h.Href(href), g.Text(words))
}

// printButton prints the page; it is there where script is.
func printButton(v view) g.Node {
	return h.Button(h.Class("script"), h.Type("button"), h.Data("print", ""), g.Text(v.say("Print")))
}

// sum is an amount with its thousands apart and its currency small beside it.
func sum(a money.Amount) g.Node {
	return h.DataEl(h.Class("sum"), h.Value(a.String()), g.Text(digits(a)), g.Text(" "), h.Small(g.Text(string(a.Currency))))
}

// cell is an amount in a table of one currency; nothing for none.
func cell(a money.Amount) g.Node {
	if (a == money.Amount{}) {
		return h.Td(h.Class("number"))
	}
	return h.Td(h.Class("number"), h.DataEl(h.Value(a.String()), g.Text(digits(a))))
}

// digits are an amount's digits with the thousands apart.
func digits(a money.Amount) string {
	text := a.String()
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "−", text[1:]
	}
	whole, rest, point := strings.Cut(text, ".")
	n, err := strconv.Atoi(whole)
	if err != nil {
		return sign + text
	}
	whole = report.Grouped(n)
	if point {
		whole += "." + rest
	}
	return sign + whole
}

// facts are labels with values.
func facts(v view, pairs ...g.Node) g.Node { return h.Dl(h.Class("facts"), g.Group(pairs)) }

func fact(v view, label string, value g.Node) g.Node {
	return h.Div(h.Dt(g.Text(v.say(label))), h.Dd(value))
}

// factText is a fact in words, left out where there are none.
func factText(v view, label, value string) g.Node {
	return g.If(value != "", fact(v, label, g.Text(value)))
}

// figure is a number that matters, large.
func figure(label string, value g.Node, note string) g.Node {
	return h.Div(h.Class("figure"), h.P(h.Class("label"), g.Text(label)), h.P(h.Class("value"), value), g.If(note != "", h.P(h.Class("note"), g.Text(note))))
}

// empty is what stands where nothing is yet: it says what to do next.
func empty(words string, next ...g.Node) g.Node {
	return h.Div(h.Class("empty"), h.P(g.Text(words)), g.If(len(next) > 0, h.P(g.Group(next))))
}

// table is a table that scrolls by itself where it is wider than the screen.
func table(caption string, head g.Node, rows, foot g.Node) g.Node {
	return h.Div(h.Class("sheet"), h.Table(
		g.If(caption != "", h.Caption(g.Text(caption))),
		h.THead(h.Tr(head)), h.TBody(rows), g.If(foot != nil, h.TFoot(foot)),
	))
}

// isDay knows days and months.
var isDay = regexp.MustCompile(`^\d{4}-\d\d(-\d\d)?$`)

func td(words string) g.Node {
	return h.Td(g.If(isDay.MatchString(words), h.Class("no")), g.Text(words)) // a day stays in one line
}
