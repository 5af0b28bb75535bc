package web

import (
	"net/http"
	"strings"
	"testing"

	"artel/base/act"
	"artel/coop/ledger"
)

func TestBooksPages(t *testing.T) {
	names := map[string]string{"1010": "Cash and bank", "2110": "Members' personal accounts"}
	pays := ledger.Entry{Number: 12, Day: "1956-12-31", Memo: "Pay of 1956-12, run 1: 74 slips", Kind: "pay", Currency: "CNY", Act: 40}
	for range 20 {
		pays.Postings = append(pays.Postings, ledger.Posting{Account: "2110", Party: "M001", Amount: -100})
	}
	typed := ledger.Entry{Number: 13, Day: "1956-12-31", Memo: "Paid to <b>", Kind: "by hand", Currency: "CNY", Act: 41, Postings: []ledger.Posting{{Account: "1010", Amount: 4600}, {Account: "2110", Party: "M001", Amount: -4600}}}
	j := journalPage{Asked: ledger.JournalIn{From: "1956-01-01", To: "1956-12-31"}, Entries: []ledger.Entry{pays, typed}, Next: 13, Names: names, Persons: map[string]string{"M001": "胡"}}
	has(t, rendered(t, "en", j.look), "and 14 lines more", `href="/ledger/entry?number=12"`, "Paid to &lt;b&gt;", "46.00", `after=13`, `href="/ledger/account?account=1010&amp;from=1956-01-01&amp;to=1956-12-31"`)
	zh := rendered(t, "zh", j.look)
	has(t, zh, "1956-12 工资，第 1 次计算：工资条 74 张", "Paid to &lt;b&gt;") // a person's own words stay
	has(t, rendered(t, "en", journalPage{}.look), "Nothing was posted in these days.")

	e := entryPage{Entry: typed, By: &act.Logged{Seq: 41, Name: "ledger post", Who: "books", At: "1957-01-20T12:00:00Z", Input: `{}`}, Names: names}
	has(t, rendered(t, "en", e.look), "Entry 13", "The act that made it", "Post an entry", "46.00")

	b := balancesPage{ledger.Trial{Day: "1956-12-31", Accounts: []ledger.Balance{{Account: "1010", Name: "Cash and bank", Currency: "CNY", Debit: 5000, Credit: 400, Balance: 4600}, {Account: "2110", Currency: "CNY", Credit: 4600, Balance: -4600}},
		Totals: []ledger.Balance{{Currency: "CNY", Debit: 5000, Credit: 5000}}}}
	html := rendered(t, "en", b.look)
	has(t, html, "in CNY", "50.00", `href="/ledger/balances?day=1957-01-31"`, `href="/ledger/balances?day=1956-11-30"`)
	if n := strings.Count(html, ">46.00<"); n != 5 {
		t.Errorf("46.00 stands %d times, not in two rows and both totals", n)
	}
	b.Accounts = append(b.Accounts, ledger.Balance{Account: "1010", Currency: "CNH", Debit: 1, Balance: 1})
	has(t, rendered(t, "en", b.look), "<small>CNH</small>")

	s := balanceSheetPage{ledger.Sheet{Day: "1956-12-31", Currency: "CNY", Assets: b.Accounts[:1], Total: cny(4600), Owed: cny(4500), Own: cny(100), Result: cny(100)}}
	has(t, rendered(t, "en", s.look), "not closed yet", "46.00", "45.00")
	r := resultPage{ledger.Result{Year: 1956, Currency: "CNY", State: ledger.Open, Income: []ledger.Balance{{Account: "4010", Name: "Sales", Currency: "CNY", Balance: -4600}}, Net: cny(4600)}}
	has(t, rendered(t, "zh", r.look), "1956 年盈亏", "46.00")
	has(t, rendered(t, "en", personsPage{Day: "1956-12-31", Persons: []ledger.Person{{Party: "M001", Owed: cny(2522), Tools: cny(0), Shares: cny(500)}}}.look), "25.22", "1 members", `href="/ledger/account?account=`+ledger.PersonalAccounts+`&amp;party=M001`)
}

// From a figure of the trial balance down to the act that made it.
func TestDrillingDown(t *testing.T) {
	p := newTown(t).person("books")
	p.get("/ledger/journal").wants(http.StatusOK, "Nothing was posted")
	p.post("/ledger/post", entry("46.00", "k1")).wants(http.StatusOK)
	p.get("/ledger/balances").wants(http.StatusOK, `href="/ledger/account?account=1010&amp;from=1956-01-01&amp;to=1956-12-31"`, `aria-current="page"`)
	p.get("/ledger/account?account=1010&from=1956-01-01&to=1956-12-31").wants(http.StatusOK, `href="/ledger/entry?number=1"`, "Sold chairs", "46.00")
	p.get("/ledger/account?account=1010&from=1957-01-01&to=1957-12-31").wants(http.StatusOK, "brought forward")
	r := p.get("/ledger/entry?number=1").wants(http.StatusOK, "The act that made it", "Post an entry", `href="/ledger/reverse?entry=1"`)
	_, rest, _ := strings.Cut(r.body, `href="/log/show?`)
	at, _, _ := strings.Cut(rest, `"`)
	p.get("/log/show?"+strings.ReplaceAll(at, "&amp;", "&")).wants(http.StatusOK, "Sold chairs")
	p.get("/ledger/entry?number=99").wants(http.StatusNotFound)
	p.get("/ledger/cash").wants(http.StatusOK, "Cash book", "46.00")
	p.get("/ledger/sheet").wants(http.StatusOK, "46.00")
	p.get("/ledger/accounts").wants(http.StatusOK, "46.00")
	hu := p.town.person("hu")
	hu.get("/ledger/account?account=" + ledger.PersonalAccounts).wants(http.StatusOK).lacks(`href="/ledger/journal"`)
	hu.get("/ledger/entry?number=1").wants(http.StatusForbidden)
}
