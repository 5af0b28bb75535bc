package web

import (
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/surplus"
)

// statementPage is the statement of a year: where the net revenue came from,
// where it went, and a page of the members' parts.
type statementPage struct {
	surplus.Key
	Asked   statementIn
	Lines   []surplus.LineSum // in the charter's order
	Members []member.Member
	Next    string
}

// statementIn asks for it.
type statementIn struct {
	Year  cal.Year `help:"the year"`
	Find  string   `help:"part of a name, a number, or pinyin" opt:"yes"`
	After string   `help:"only higher numbers" opt:"yes"`
}

func readStatement(tx *db.Tx, in statementIn) (p statementPage, err error) {
	p.Asked = in
	if p.Key, err = surplus.YearStatement(tx, ledger.OfYear{Year: in.Year}); err != nil {
		return p, err
	}
	if p.Lines, err = surplus.LineSums(tx, in.Year); err != nil {
		return p, err
	}
	after := in.After
	for len(p.Members) <= membersAPage { // those without a part, such as apprentices, are passed over
		some, err := member.Find(tx, in.Year.Last(), strings.ToLower(strings.TrimSpace(in.Find)), after, membersAPage+1)
		if err != nil {
			return p, err
		}
		for _, m := range some {
			if _, had := p.Detail[m.No]; had {
				p.Members = append(p.Members, m)
			}
			after = m.No
		}
		if len(some) <= membersAPage {
			break
		}
	}
	if len(p.Members) > membersAPage {
		p.Members = p.Members[:membersAPage]
		p.Next = p.Members[membersAPage-1].No
	}
	return p, nil
}

func (p statementPage) look(v view) screen {
	year := p.Year.String()
	title := v.say("Statement of the year %s", year)
	files := func(as, words string) g.Node {
		return h.A(h.Class("button quiet"), h.Href(to("/surplus/statement", "year", year, asName, as)), h.Download(""), g.Text(v.say(words)))
	}
	return screen{Title: title, Body: h.Article(h.Class("statement"),
		heading(title, v.say("%s: %d members, %d apprentices, %d rows of work", p.Unit, p.Key.Members, p.Apprentices, p.WorkRows),
			printButton(v), files("xlsx", "Workbook (.xlsx)"), g.If(v.can("/surplus/slips"), h.A(h.Class("button quiet"), h.Href(to("/surplus/slips", "year", year)), g.Text(v.say("Print all slips"))))),
		h.Section(h.Class("figures"),
			figure(v.say("Net revenue"), sum(p.of(p.NetRevenue)), ""),
			figure(v.say(p.duesName()), sum(p.of(p.dues())), p.relief(v)),
			figure(v.say("To the funds"), sum(p.of(p.toFunds())), ""),
			figure(v.say("To the members"), sum(p.of(p.toMembers())), "")),
		h.Section(h.H2(g.Text(v.say("From sales to every member's part"))), waterfall(v, p.Currency, p.bars())),
		p.list(v),
	)}
}

// pools are what was shared among the members, in the charter's order.
func (p statementPage) pools() (all []surplus.LineSum) {
	for _, l := range p.Lines {
		if l.Kind == surplus.Members {
			all = append(all, l)
		}
	}
	return all
}

func (p statementPage) cells(of func(surplus.LineSum) int64) g.Node {
	cells := g.Group{}
	for _, pool := range p.pools() {
		cells = append(cells, cell(p.of(of(pool))))
	}
	return cells
}

func (p statementPage) toMembers() (coins int64) {
	for _, pool := range p.pools() {
		coins += pool.Amount.Coins
	}
	return coins
}

// dues are what is owed outside: tax, and what else a charter passes on.
func (p statementPage) dues() (coins int64) {
	for _, l := range p.Lines {
		if l.Kind == surplus.Due {
			coins += l.Amount.Coins
		}
	}
	return coins
}

func (p statementPage) duesName() string {
	for _, l := range p.Lines {
		if l.Kind == surplus.Due && l.Name != "tax" {
			return "Tax and dues"
		}
	}
	return "Tax"
}

func (p statementPage) of(coins int64) money.Amount { return money.Of(coins, p.Currency) }

func (p statementPage) relief(v view) string {
	if p.Tax.Relief == 0 {
		return ""
	}
	return v.say("%s less relief of %s", digits(p.of(p.Tax.Full)), digits(p.of(p.Tax.Relief)))
}

// overCap is, among the funds, the part of another that is not added again.
const overCap = "of_which_over_cap"

func (p statementPage) toFunds() (coins int64) {
	for fund, c := range p.Funds {
		if fund != overCap {
			coins += c
		}
	}
	return coins
}

// bars are the steps of the waterfall: what came in, what it cost, what is left,
// and where that went.
func (p statementPage) bars() []fall {
	all := []fall{
		{"Sales", p.Sales, level}, {"Materials used", -p.MaterialsUsed, spent}, {"Pay", -p.Pay, spent},
		{"Depreciation", -p.Depreciation, spent}, {"Other expenses", -p.Expenses, spent}, {"Net revenue", p.NetRevenue, level},
	}
	return slices.DeleteFunc(append(all, lineFalls(p.Lines)...), func(f fall) bool { return f.coins == 0 })
}

func (p statementPage) list(v view) g.Node {
	rows := g.Group{}
	for _, m := range p.Members {
		d := p.Detail[m.No]
		rows = append(rows, h.Tr(
			h.Td(h.Class("no"), a(to("/member/show", "member", m.No), m.No)), h.Td(h.Strong(g.Text(m.Name))),
			cell(p.of(d.Pay)), p.cells(func(pool surplus.LineSum) int64 { return d.Of(pool.Name) }),
			h.Td(a(to("/surplus/slip", "year", p.Year.String(), "member", m.No), v.say("Slip")))))
	}
	foot := h.Tr(h.Class("total"), h.Th(h.Scope("row"), h.ColSpan("2"), g.Text(v.say("All members"))),
		cell(p.of(p.memberPay())), p.cells(func(pool surplus.LineSum) int64 { return pool.Amount.Coins }), h.Td())
	heads := g.Group{headings(v, "number", "Name", "pay#")}
	for _, pool := range p.pools() {
		heads = append(heads, h.Th(h.Scope("col"), h.Class("number"), g.Text(v.say(pool.Label))))
	}
	year := p.Year.String()
	return h.Section(h.H2(g.Text(v.say("Every member's part"))),
		h.Form(h.Class("search"), h.Role("search"), h.Method("get"), h.Action("/surplus/statement"), hidden("year", year),
			h.Div(h.Class("field grow"), h.Label(h.For("find"), g.Text(v.say("Name, number or pinyin"))),
				h.Input(h.ID("find"), h.Name("find"), h.Type("search"), h.Value(p.Asked.Find), h.AutoComplete("off"))),
			h.Button(g.Text(v.say("Find")))),
		g.If(len(rows) == 0, empty(v.say("Nobody is called “%s” in the register.", p.Asked.Find), a(to("/surplus/statement", "year", year), v.say("Show all")))),
		g.If(len(rows) > 0, table(v.say("in %s", string(p.Currency)), append(heads, h.Td()), rows, foot)),
		h.P(h.Class("turn"),
			g.If(p.Asked.After != "", button(to("/surplus/statement", "year", year, "find", p.Asked.Find), v.say("From the beginning"))),
			g.If(p.Next != "", button(to("/surplus/statement", "year", year, "find", p.Asked.Find, "after", p.Next), v.say("The next %d", membersAPage)))),
	)
}

// memberPay is the pay of those who share in the surplus: apprentices' pay is
// not in it.
func (p statementPage) memberPay() (coins int64) {
	for _, d := range p.Detail {
		coins += d.Pay
	}
	return coins
}
