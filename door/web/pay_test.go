package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"artel/base/money"
	"artel/coop/pay"
)

func TestPayPages(t *testing.T) {
	p := payMonthsPage{Year: 1956, Months: []pay.MonthState{{Month: "1956-01", State: pay.Paid, Rows: 208, Runs: 1, Total: cny(85838)}, {Month: "1956-02", State: pay.Further, Rows: 3, Runs: 2, Total: cny(100)}, {Month: "1956-03", State: pay.Idle, Total: cny(0)}}}
	has(t, rendered(t, "en", may("/pay/run")(p.look)), "858.38", "859.38", "to be run again", `href="/pay/run?month=1956-02"`, `href="/pay/list?year=1957"`, `href="/pay/register?month=1956-01"`)
	has(t, rendered(t, "zh", p.look), "需再计算", "已计算", "没有工作记录")
	pct := money.DecimalOf(60, 0)
	run := payRunPage{Outlook: pay.Outlook{Month: "1956-02", State: pay.Further, Currency: "CNY", Names: map[string]string{"M001": "<胡>"},
		Due: []pay.Slip{{Member: "M001", Amount: cny(-250), Before: cny(1000)}}, Had: []pay.Slip{{Member: "M001", Amount: cny(1000)}},
		Exceptions: []pay.Exception{{Kind: pay.Less, Member: "M001", Now: cny(-250), Against: cny(1000)}, {Kind: pay.AboveNorm, Member: "M001", What: "make chair"}, {Kind: pay.Apprentice, Member: "M001", Percent: &pct}}}}
	html := rendered(t, "en", run.look)
	has(t, html, "−2.50", "takes the difference back", "make chair", "60 percent of the rates", "Run the pay", "&lt;胡&gt;")
	if strings.Index(html, "Out of the ordinary</h2>") > strings.Index(html, "The slips of this run") {
		t.Error("the exceptions do not stand first")
	}
	has(t, rendered(t, "zh", run.look), "少于已领", "补差额 −2.50")
	reg := payRegisterPage{Month: "1956-02", Currency: "CNY", Slips: []pay.Slip{{Member: "M001", Run: 1, Amount: cny(1000)}, {Member: "M001", Run: 2, Amount: cny(-250), Before: cny(1000)}}}
	has(t, rendered(t, "en", reg.look), "7.50", "1 members", `href="/pay/slip?member=M001&amp;month=1956-02"`)
	has(t, rendered(t, "en", payRegisterPage{Month: "1956-02"}.look), "has not been run")
}

// A month is looked at, tried, run, mended and run again.
func TestPayOfAMonth(t *testing.T) {
	to := workshop(t)
	p := to.person("books")
	record := func(day, member, quantity string) {
		p.post("/work/record", workRows("k"+day+member, [6]string{day, member, "make chair", "1", quantity, "100"})).wants(http.StatusOK, `data-done="work"`)
	}
	p.get("/pay/list?year=1956").wants(http.StatusOK, "no work recorded").lacks("to be run")
	for _, month := range []string{"01", "02", "03"} {
		record("1956-"+month+"-20", "M001", "10")
		record("1956-"+month+"-20", "M002", "10")
		if month != "03" {
			p.post("/pay/run", url.Values{keyName: {"r" + month}, "month": {"1956-" + month}}).wants(http.StatusOK, "Done, as act")
		}
	}
	record("1956-03-21", "M001", "20")
	record("1956-04-21", "M001", "10")
	p.get("/pay/list?year=1956").wants(http.StatusOK, "to be run", "25.00")
	p.get("/pay/run?month=1956-03").wants(http.StatusOK, "far above usual", "37.50", "50.00", "2 slips").lacks("nothing recorded")
	p.get("/pay/run?month=1956-04").wants(http.StatusOK, "nothing recorded", "M002")
	p.post("/pay/run", url.Values{keyName: {"x"}, "month": {"1956-03"}, tryName: {"1"}}).wants(http.StatusOK, "Only tried; nothing was changed.", "Run 1 would make 2 slips")
	p.post("/pay/run", url.Values{keyName: {"x"}, "month": {"1956-03"}}).wants(http.StatusOK, "Done, as act", "Paid by runs so far")
	p.post("/pay/run", url.Values{keyName: {"x"}, "month": {"1956-03"}}).wants(http.StatusOK, "was done already")
	p.post("/work/correct", url.Values{keyName: {"c"}, "number": {"7"}, "quantity": {"5"}}).wants(http.StatusOK, "Done")
	p.get("/pay/list?year=1956").wants(http.StatusOK, "to be run again")
	p.get("/pay/run?month=1956-03").wants(http.StatusOK, "less than was had", "−18.75")
	p.get("/pay/run").wants(http.StatusOK, `name="month"`)
	p.get("/pay/run?month=March").wants(http.StatusOK, "is not a month").lacks("Run the pay</button>")
	p.get("/pay/register?month=1956-03").wants(http.StatusOK, "2 members")
}
