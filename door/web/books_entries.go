package web

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
)

// journalPage is a page of entries with their lines.
type journalPage struct {
	Asked   ledger.JournalIn
	Entries []ledger.Entry
	Next    int64 // the number after which the next page begins; 0 on the last
	Names   map[string]string
	Persons map[string]string
}

const entriesAPage = 50

func readJournal(tx *db.Tx, in ledger.JournalIn) (p journalPage, err error) {
	if err = yearWhere(tx, &in.From, &in.To); err != nil {
		return p, err
	}
	p.Asked = in
	in.Limit = entriesAPage + 1
	if p.Names, err = accountNames(tx); err != nil {
		return p, err
	}
	if p.Persons, err = memberNames(tx); err != nil {
		return p, err
	}
	p.Entries, err = ledger.Journal(tx, in)
	if len(p.Entries) > entriesAPage {
		p.Entries = p.Entries[:entriesAPage]
		p.Next = p.Entries[entriesAPage-1].Number
	}
	return p, err
}

func (p journalPage) look(v view) screen {
	title := v.say("Journal")
	from, till := string(p.Asked.From), string(p.Asked.To)
	rows := g.Group{}
	for _, e := range p.Entries {
		rows = append(rows, p.entry(v, e))
	}
	next := g.Node(nil)
	if p.Next > 0 {
		next = button(to("/ledger/journal", "from", from, "to", till, "after", strconv.FormatInt(p.Next, 10)), v.say("The next %d", entriesAPage))
	}
	return screen{Title: title, Body: g.Group{
		booksHead(v, title, stretchChooser(v, "/ledger/journal", p.Asked.From, p.Asked.To), xlsx(v, "/ledger/journal", "from", from, "to", till, "limit", "10000"),
			g.If(v.can("/ledger/post"), button("/ledger/post", v.say("Post an entry")))),
		g.If(len(rows) == 0, empty(v.say("Nothing was posted in these days."), a("/ledger/journal", v.say("The year at work")))),
		g.If(len(rows) > 0, h.Div(h.Class("sheet journal"), h.Table(h.THead(h.Tr(headings(v, "entry", "day", "what happened", "debit#", "credit#"), h.Th(h.Scope("col"), g.Text(v.say("act"))))), rows))),
		h.P(h.Class("turn"), g.If(p.Asked.After > 0, button(to("/ledger/journal", "from", from, "to", till), v.say("From the beginning"))), next),
	}}
}

// entry is a table body of its own, so that an entry is never parted in print. A
// pay run of hundreds is shown by its first lines.
func (p journalPage) entry(v view, e ledger.Entry) g.Node {
	const most = 6
	lines := g.Group{h.Tr(h.Class("head"), h.Th(h.Scope("rowgroup"), h.Class("no"), entryLink(e.Number)), td(string(e.Day)), h.Td(h.Strong(g.Text(v.memo(e.Memo, e.Kind)))), h.Td(), h.Td(), h.Td(actLink(v, e.Act)))}
	shown := e.Postings
	if len(shown) > most+2 {
		shown = shown[:most]
	}
	for _, l := range shown {
		lines = append(lines, h.Tr(h.Td(), h.Td(), h.Td(lineWords(v, l, p.Names, p.Persons, e)), sides(l.Amount, e.Currency), h.Td()))
	}
	if rest := len(e.Postings) - len(shown); rest > 0 {
		lines = append(lines, h.Tr(h.Td(), h.Td(), h.Td(a(to("/ledger/entry", "number", strconv.FormatInt(e.Number, 10)), v.say("and %d lines more", rest))), h.Td(), h.Td(), h.Td()))
	}
	return h.TBody(lines)
}

// lineWords name a line's account and whose part of it it moved.
func lineWords(v view, l ledger.Posting, names, persons map[string]string, e ledger.Entry) g.Node {
	year := e.Day.Year()
	whose := g.Node(nil)
	if l.Party != "" {
		whose = g.Group{g.Text(" · "), a(to("/ledger/account", "account", l.Account, "party", l.Party, "from", string(year.First()), "to", string(year.Last())), l.Party), g.Text(" " + persons[l.Party])}
	}
	return g.Group{accountLink(l.Account, year.First(), year.Last(), l.Account), g.Text(" " + v.say(names[l.Account])), whose}
}

// accountCardPage is one account from day to day; the cash book is that of the cash
// account.
type accountCardPage struct {
	ledger.AccountCard
	Asked ledger.CardIn
	Cash  bool
	Name  string // of the member whose part it is
}

func readAccountCard(tx *db.Tx, in ledger.CardIn) (p accountCardPage, err error) {
	if tx.Member == "" {
		if err = yearWhere(tx, &in.From, &in.To); err != nil {
			return p, err
		}
	}
	p.Asked = in
	if p.AccountCard, err = ledger.Card(tx, in); err != nil {
		return p, err
	}
	if p.Party != "" {
		names, err := memberNames(tx)
		p.Name = names[p.Party]
		return p, err
	}
	return p, nil
}

func readCashBook(tx *db.Tx, in ledger.Stretch) (p accountCardPage, err error) {
	p, err = readAccountCard(tx, ledger.CardIn{Account: ledger.Cash, From: in.From, To: in.To})
	p.Cash = true
	return p, err
}

// mostLines of an account are shown on a page; the workbook has all.
const mostLines = 500

func (p accountCardPage) look(v view) screen {
	title, path := v.say(p.Account.Name), "/ledger/account"
	if p.Cash {
		title, path = v.say("Cash book"), "/ledger/cash"
	}
	from, till := string(p.Asked.From), string(p.Asked.To)
	files := []string{"from", from, "to", till}
	more := []g.Node{}
	if !p.Cash {
		files = append(files, "account", p.Account.Code, "party", p.Party)
		more = append(more, hidden("account", p.Account.Code), g.If(p.Party != "", hidden("party", p.Party)))
	}
	rows := g.Group{}
	for _, b := range p.Before {
		if b.Balance != 0 {
			rows = append(rows, h.Tr(h.Class("past"), h.Td(), td(from), td(v.say("brought forward")), h.Td(), h.Td(), h.Td(), mine(b.Balance, b.Currency, p.currency())))
		}
	}
	var came, went int64
	for i, l := range p.Lines {
		if l.Amount > 0 {
			came += l.Amount
		} else {
			went -= l.Amount
		}
		if i >= mostLines {
			continue
		}
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), h.Class("no"), entryLink(l.Entry)), td(string(l.Day)), td(v.memo(l.Memo, l.Kind)), td(l.Party), sides(l.Amount, l.Currency), mine(l.After, l.Currency, p.currency())))
	}
	foot := g.Node(nil)
	if c := p.currency(); c != "" && len(p.Lines) > 0 {
		foot = h.Tr(h.Class("total"), h.Th(h.Scope("row"), h.ColSpan("4"), g.Text(v.say("Total"))), cell(money.Of(came, c)), cell(money.Of(went, c)), cell(money.Of(p.Lines[len(p.Lines)-1].After, c)))
	}
	subtitle := p.Account.Code
	if p.Party != "" {
		subtitle += " · " + p.Party + " " + p.Name
	}
	return screen{Title: title, Body: g.Group{
		booksHead(v, title, g.Group{h.P(h.Class("who"), g.Text(subtitle)), stretchChooser(v, path, p.Asked.From, p.Asked.To, more...)}, xlsx(v, path, files...)),
		g.If(len(rows) == 0, empty(v.say("Nothing moved on this account in these days."))),
		g.If(len(rows) > 0, table(in(v, p.currency()), headings(v, "entry", "day", "what happened", "member", "debit#", "credit#", "stands at#"), rows, foot)),
		g.If(len(p.Lines) > mostLines, h.P(h.Class("lines"), g.Text(v.say("The first %d are shown.", mostLines)))),
	}}
}

// currency is that of all lines, or "" where there are several.
func (p accountCardPage) currency() money.Currency {
	c := money.Currency("")
	for _, b := range p.Before {
		if c != "" && b.Currency != c {
			return ""
		}
		c = b.Currency
	}
	for _, l := range p.Lines {
		if c != "" && l.Currency != c {
			return ""
		}
		c = l.Currency
	}
	return c
}

// entryPage is one entry, with the act that made it.
type entryPage struct {
	ledger.Entry
	By      *act.Logged
	Names   map[string]string
	Persons map[string]string
}

func readEntry(tx *db.Tx, in ledger.ByNumber) (p entryPage, err error) {
	if p.Entry, err = ledger.Show(tx, in); err != nil {
		return p, err
	}
	if p.Names, err = accountNames(tx); err != nil {
		return p, err
	}
	if p.Persons, err = memberNames(tx); err != nil {
		return p, err
	}
	log, err := act.Log(tx, act.LogIn{Before: p.Act + 1, Limit: 1})
	if err != nil && fault.Of(err) == "" {
		return p, err
	}
	if len(log) == 1 && log[0].Seq == p.Act {
		p.By = &log[0]
	}
	return p, nil
}

func (p entryPage) look(v view) screen {
	no := strconv.FormatInt(p.Number, 10)
	title := v.say("Entry %s", no)
	rows, total := g.Group{}, int64(0)
	for _, l := range p.Postings {
		if l.Amount > 0 {
			total += l.Amount
		}
		rows = append(rows, h.Tr(h.Td(lineWords(v, l, p.Names, p.Persons, p.Entry)), sides(l.Amount, p.Currency)))
	}
	foot := h.Tr(h.Class("total"), h.Th(h.Scope("row"), g.Text(v.say("Total"))), cell(money.Of(total, p.Currency)), cell(money.Of(total, p.Currency)))
	made := g.Node(nil)
	if p.By != nil {
		made = h.Section(h.H2(g.Text(v.say("The act that made it"))), actList(v, []act.Logged{*p.By}))
	}
	reverses := g.Node(nil)
	if p.Reverses > 0 {
		reverses = fact(v, "takes back", entryLink(p.Reverses))
	}
	reverse := g.Node(nil)
	if p.Kind == "by hand" && v.can("/ledger/reverse") {
		reverse = button(to("/ledger/reverse", "entry", no), v.say("Reverse an entry"))
	}
	return screen{Title: title, Body: g.Group{
		booksHead(v, title, h.P(h.Class("who"), h.Strong(g.Text(v.memo(p.Memo, p.Kind)))), reverse),
		facts(v, factText(v, "day", string(p.Day)), factText(v, "kind", v.say(p.Kind)), reverses, fact(v, "act", actLink(v, p.Act))),
		table(in(v, p.Currency), headings(v, "account", "debit#", "credit#"), rows, foot),
		made,
	}}
}
