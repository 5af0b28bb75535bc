package web

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/unit"
)

// The books are one set of pages: journal, accounts, statements, cash and
// personal accounts, with tabs between them and a chooser of days above each.
// From every figure there is a way down: to the account, to its entries, and to
// the act that made an entry.

// stretch is the whole of time, which an act takes where nothing is said; a page
// then shows the year that people are busy with.
const (
	firstDay cal.Day = "1800-01-01"
	lastDay  cal.Day = "2200-12-31"
)

// yearWhere puts the year at work where the whole of time stands.
func yearWhere(tx *db.Tx, from, to *cal.Day) error {
	if *from != firstDay || *to != lastDay {
		return nil
	}
	year, err := bookYear(tx)
	*from, *to = year.First(), year.Last()
	return err
}

func bookYear(tx *db.Tx) (cal.Year, error) {
	u, err := unit.Now(tx)
	if err != nil {
		return 0, err
	}
	year, _, err := yearAtWork(tx, u)
	return year, err
}

// dayWhere is the day asked for, or the last of the year at work where that has
// begun later than today or ended already.
func dayWhere(tx *db.Tx, day cal.Day) (cal.Day, error) {
	if day != "" {
		return day, nil
	}
	year, err := bookYear(tx)
	if today := cal.On(tx.Now); today.Year() == year {
		return today, err
	}
	return year.Last(), err
}

func accountNames(tx *db.Tx) (map[string]string, error) {
	all, err := ledger.Accounts(tx, act.Nothing{})
	names := map[string]string{}
	for _, a := range all {
		names[a.Code] = a.Name
	}
	return names, err
}

func memberNames(tx *db.Tx) (map[string]string, error) {
	all, err := member.Register(tx)
	names := map[string]string{}
	for no, m := range all {
		names[no] = m.Name
	}
	return names, err
}

// booksHead is the top of each page of the books: its title, the tabs, and the
// chooser of days.
func booksHead(v view, title string, chooser g.Node, tools ...g.Node) g.Node {
	tabs := g.Group{}
	for _, t := range [][2]string{{"Journal", "/ledger/journal"}, {"Accounts", "/ledger/accounts"}, {"Trial balance", "/ledger/balances"}, {"Balance sheet", "/ledger/sheet"},
		{"Result", "/ledger/result"}, {"Cash book", "/ledger/cash"}, {"Personal accounts", "/ledger/persons"}} {
		if v.can(t[1]) {
			tabs = append(tabs, h.A(h.Href(t[1]), g.If(t[1] == v.here, h.Aria("current", "page")), g.Text(v.say(t[0]))))
		}
	}
	return g.Group{heading(title, "", append([]g.Node{printButton(v)}, tools...)...),
		g.If(len(tabs) > 1, h.Nav(h.Class("tabs books"), h.Aria("label", v.say("Books")), tabs)), chooser}
}

// dayInput is one day of a chooser.
func dayInput(v view, name, label string, day cal.Day) g.Node {
	return h.Div(h.Class("field"), h.Label(h.For("c-"+name), g.Text(v.say(label))),
		h.Input(h.ID("c-"+name), h.Name(name), h.Class("short"), h.Value(string(day)), g.Attr("inputmode", "numeric"), h.AutoComplete("off")))
}

// dayChooser asks for the day as of which a page stands, with the ends of the
// months around it a press away.
func dayChooser(v view, path string, day cal.Day) g.Node {
	month := day.Month()
	return h.Form(h.Class("search chooser"), h.Method("get"), h.Action(path),
		h.A(h.Class("button quiet"), h.Href(to(path, "day", string(month.Prev().Last()))), h.Rel("prev"), g.Text(string(month.Prev().Last()))),
		dayInput(v, "day", "As of", day), h.Button(g.Text(v.say("Show"))),
		h.A(h.Class("button quiet"), h.Href(to(path, "day", string(month.Next().Last()))), h.Rel("next"), g.Text(string(month.Next().Last()))))
}

// stretchChooser asks for the days that a page goes over; more stands beside.
func stretchChooser(v view, path string, from, till cal.Day, more ...g.Node) g.Node {
	year := from.Year()
	return h.Form(h.Class("search chooser"), h.Method("get"), h.Action(path), g.Group(more),
		dayInput(v, "from", "From", from), dayInput(v, "to", "To", till), h.Button(g.Text(v.say("Show"))),
		h.Span(h.Class("lines"), g.Text(v.say("the year %s", year.String()))))
}

// accountLink goes down to an account from a figure as of a day.
func accountLink(code string, from, till cal.Day, words string) g.Node {
	return a(to("/ledger/account", "account", code, "from", string(from), "to", string(till)), words)
}

func entryLink(number int64) g.Node {
	no := strconv.FormatInt(number, 10)
	return a(to("/ledger/entry", "number", no), no)
}

// actLink goes to the act in the log.
func actLink(v view, seq int64) g.Node {
	no := strconv.FormatInt(seq, 10)
	if !v.can("/log/show") {
		return g.Text(no)
	}
	return a(to("/log/show", "before", strconv.FormatInt(seq+1, 10), "limit", "1"), no)
}

// sides are an amount as a debit or a credit.
func sides(coins int64, c money.Currency) g.Node {
	if coins < 0 {
		return g.Group{h.Td(h.Class("number")), cell(money.Of(-coins, c))}
	}
	return g.Group{cell(money.Of(coins, c)), h.Td(h.Class("number"))}
}

// oneCurrency is the currency of all, or "" where there are several.
func oneCurrency(all []ledger.Balance) money.Currency {
	c := money.Currency("")
	for i, b := range all {
		if i > 0 && b.Currency != c {
			return ""
		}
		c = b.Currency
	}
	return c
}

// mine is an amount in its table's currency, or with its own where the table
// has several.
func mine(coins int64, c, of money.Currency) g.Node {
	if of != "" {
		return cell(money.Of(coins, c))
	}
	return h.Td(h.Class("number"), sum(money.Of(coins, c)))
}
