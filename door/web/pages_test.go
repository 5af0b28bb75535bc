package web

import (
	"bytes"
	"math/big"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"artel/base/act"
	"artel/base/cases"
	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/assembly"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/pay"
	"artel/coop/surplus"
	"artel/coop/unit"
	"artel/coop/work"
	"artel/door/words"
)

// A page is a struct and how it looks: it is tested with a literal one, in both
// languages, without a database.

func cny(coins int64) money.Amount { return money.Of(coins, "CNY") }

func rendered(t *testing.T, lang string, look func(view) screen) string {
	t.Helper()
	v := view{say: words.Speak(lang), lang: lang, unit: "Willow Weavers", person: "books", here: "/"}
	s := look(v)
	var b strings.Builder
	if err := v.shell(s).Render(&b); err != nil {
		t.Fatal(err)
	}
	html := b.String()
	for _, bad := range []string{` style=`, "<style", "%!"} {
		if strings.Contains(html, bad) {
			t.Errorf("%s: there is %q in the page", lang, bad)
		}
	}
	if n := strings.Count(html, "<h1"); n != 1 {
		t.Errorf("%s: %d headings of the first level", lang, n)
	}
	return html
}

func has(t *testing.T, html string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(html, part) {
			t.Errorf("there is no %q in %s", part, html)
		}
	}
}

func TestHomePage(t *testing.T) {
	p := homePage{Unit: unit.Unit{Name: "Willow Weavers", Currency: "CNY"}, Year: 1956, State: ledger.Open}
	has(t, rendered(t, "en", p.look), `<li class="now" aria-current="step">`, "Bring in the sheets", `href="/sheet/import"`, "0.00")
	p.State, p.Members, p.Voted = ledger.Closed, 79, true
	p.Result = ledger.Result{Net: cny(1159023), Income: []ledger.Balance{{Balance: -4060183, Currency: "CNY"}}}
	p.Acts = []act.Logged{{Seq: 7, Name: "year close", Who: "books", At: "1957-01-20T12:00:00Z", Input: `{"Year":1956}`}}
	has(t, rendered(t, "en", p.look), "11,590.23", "40,601.83", `href="/surplus/year?year=1956"`, "Close a year")
	has(t, rendered(t, "zh", p.look), "分配盈余", "已结账，尚未分配", "年终结账")
	p.may = func(name string) bool { return name == "surplus statement" } // an auditor does none of it
	if html := rendered(t, "en", p.look); strings.Contains(html, `href="/surplus/year`) {
		t.Error("an auditor is sent to share out the surplus")
	}
}

func TestMembersPage(t *testing.T) {
	has(t, rendered(t, "en", may("/sheet/import")(membersPage{Day: "1956-12-31"}.look)), "Nobody is in the register yet.", `href="/sheet/import"`)
	p := membersPage{Day: "1956-12-31", Total: 79, Next: "M002", Asked: membersIn{Find: "hu"}, Members: []member.Member{
		{No: "M001", Name: "胡鸿图", Standing: member.Full, Grade: "3", Joined: "1955-05-15"},
		{No: "M002", Name: `"><script>`, Standing: member.Apprentice, Joined: "1956-01-03", Left: "1956-03-01"},
	}}
	has(t, rendered(t, "en", p.look), "胡鸿图", `&#34;&gt;&lt;script&gt;`, `after=M002`, `class="past"`, `value="hu"`)
	has(t, rendered(t, "zh", p.look), "1956-12-31 在册 79 人", "学徒")
	p.Asked.Standing, p.Asked.State, p.Asked.Grade, p.Grades = member.Apprentice, member.Left, "3", []string{"1", "3"}
	has(t, rendered(t, "en", p.look), `<option value="3" selected>`, `<option value="left" selected>`, `after=M002&amp;find=hu&amp;grade=3&amp;standing=apprentice&amp;state=left`)
	p.Members = nil
	p.Asked.Find = ""
	has(t, rendered(t, "en", p.look), "Nobody in the register is like this.")
}

func TestCardPage(t *testing.T) {
	p := cardPage{Member: member.Member{No: "M001", Name: "胡鸿图", Standing: member.Full, Joined: "1955-05-15"}, Day: "1956-12-31", Currency: "CNY",
		Made:     []work.Made{{Operation: "weave mat", Quality: "1", Quantity: 11_000_000, Hours: 48_000_000}},
		Account:  ledger.AccountCard{Lines: []ledger.CardLine{{}}},
		Months:   []monthPay{{"1956-12", cny(2522)}, {"1956-11", cny(2091)}},
		Portions: []yearPart{{1956, []surplus.Portion{{Year: 1956, Pool: "labour_dividend", Amount: cny(6021)}}, cny(6021)}},
	}
	has(t, rendered(t, "en", p.look), "25.22", `href="/pay/slip?member=M001&amp;month=1956-12"`, `href="/surplus/slip?member=M001&amp;year=1956"`, "How was this worked out?")
	p.Votes = []assembly.CastBallot{{Year: 1956, Number: 2, Day: "1956-12-01", Words: "Buy <a> lathe", Choice: "against", Carried: true}}
	has(t, rendered(t, "zh", p.look), "Buy &lt;a&gt; lathe", "反对", `href="/assembly/resolution?number=2&amp;year=1956"`)
	p.Account.Lines[0].Memo, p.Account.Lines[0].Entry = "Pay of 1956-12, run 1: 74 slips", 7
	has(t, rendered(t, "en", may("/ledger/entry")(p.look)), "weave mat", "Work of 1956", `href="/ledger/entry?number=7"`, `href="/member/show?day=1955-12-31&amp;member=M001"`)
	has(t, rendered(t, "zh", p.look), "劳动分红", "这是怎样算出来的？", "1956-12 工资，第 1 次计算：工资条 74 张", "当时应付")
}

func TestSlips(t *testing.T) {
	who := member.Member{No: "M001", Name: "胡鸿图"}
	slip := paySlipPage{pay.Paper{Unit: unit.Unit{Name: "Willow Weavers"}, Member: who, Amount: cny(2522), Slips: []pay.Slip{
		{Month: "1956-12", Run: 1, Amount: cny(2000), Percent: money.DecimalOf(100, 0)},
		{Month: "1956-12", Run: 2, Amount: cny(522), Before: cny(2000), Percent: money.DecimalOf(100, 0), Lines: []pay.Line{{Operation: "weave basket", Quality: "1", Per: "piece"}}},
	}}}
	has(t, rendered(t, "en", slip.look), "25.22", "run 2", "weave basket", "Received by")
	part := partSlipPage{surplus.Slip{Unit: unit.Unit{Name: "Willow Weavers"}, Member: who, Year: 1956, Resolution: "resolution 1 of 1957-01-20", Pay: cny(23566), Total: cny(6381),
		Parts: []surplus.Part{{Label: "Share dividend", Clause: "art. 32", Before: cny(360), Cut: cny(0), Amount: cny(360)}, {Label: "Labour dividend", Before: cny(7000), Cut: cny(979), Amount: cny(6021)}}}}
	has(t, rendered(t, "en", part.look), "63.81", "art. 32", "9.79", "235.66")
	has(t, rendered(t, "zh", part.look), "根据 1957-01-20 第 1 号决议", "股金分红")
}

func TestStatementPage(t *testing.T) {
	p := statementPage{Key: surplus.Key{Unit: "Willow Weavers", Year: 1956, Currency: "CNY", Members: 1, Sales: 4060183, Pay: 1977777, NetRevenue: 2082406,
		Tax: surplus.Tax{Full: 100, Relief: 50, Due: 50}, Funds: map[string]int64{"accumulation": 500000, overCap: 100, "welfare": 100000, "fire brigade": 7},
		LabourDividend: 471807, Detail: map[string]surplus.KeyMember{"M001": {Pay: 23566, LabourDividend: 6021}}},
		Members: []member.Member{{No: "M001", Name: "胡鸿图"}},
		Lines: []surplus.LineSum{{Name: "tax", Label: "Tax", Kind: surplus.Due, Amount: cny(50)}, {Name: "accumulation", Label: "Accumulation fund", Kind: surplus.Fund, Amount: cny(500000)},
			{Name: "labour_dividend", Label: "Labour dividend", Kind: surplus.Members, Amount: cny(471807)}, {Name: "trade_rebate", Label: "Rebate on trade", Kind: surplus.Members, Amount: cny(1234)},
			{Name: "fire", Label: "fire brigade", Kind: surplus.Fund, Amount: cny(7)}}}
	html := rendered(t, "en", p.look)
	has(t, html, "Rebate on trade", "4,730.41", "60.21")
	has(t, html, `<svg class="broad"`, `<svg class="narrow"`, "fire brigade", "1.00 less relief of 0.50", `href="/surplus/slip?member=M001&amp;year=1956"`)
	if strings.Contains(html, "over cap") || !strings.Contains(html, "6,000.07") {
		t.Error("what the cap cut is counted twice")
	}
	has(t, rendered(t, "zh", p.look), "公积金", "每个社员的一份")
}

func TestLogAndIndex(t *testing.T) {
	l := logPage{Asked: act.LogIn{Limit: 1}, Acts: []act.Logged{{Seq: 9, Name: "ledger post", Who: "hu", At: "1957-01-20T12:00:00Z", Door: "web", Input: `{"Memo":"<i>x","Lines":[{"Account":"1010"}]}`, Hash: "abc"}}}
	has(t, rendered(t, "en", l.look), "Post an entry", "&lt;i&gt;x", "1010", "before=9", "1957-01-20 12:00 UTC")
	has(t, rendered(t, "en", logPage{}.look), "There is no such act in the log.")
	i := indexPage{[]chapter{{"Books", slices.Clone(ledger.Acts)}}}
	has(t, rendered(t, "zh", i.look), "试算表", "artel ledger post", "artel ledger balances")
}

func TestWrongPage(t *testing.T) {
	p := wrongPage{Status: 422, Problems: []fault.Problem{{Sheet: "work", Row: 214, Column: "member", Value: "M999", Wrong: "There is no such member in the register.", Fix: "Correct the number, or add the person to the sheet “members”."}}}
	look := func(v view) screen { return screen{Body: p.look(v)} }
	has(t, rendered(t, "en", look), "214", "M999")
	has(t, rendered(t, "zh", look), "名册中没有这个社员。", "1 处需要改正")
	has(t, rendered(t, "en", func(v view) screen {
		return screen{Body: loginForm{Empty: true, Demo: []Hint{{"ming", "pw", "chair", ""}}}.look(v)}
	}), "artel demo", "ming")
}

func TestPrune(t *testing.T) {
	parts := make([]explain.Operand, mostParts+1)
	for i := range parts {
		parts[i] = explain.Fact("", "a tool", big.NewRat(1, 1), "CNY", "tool register")
	}
	many, err := explain.Sum("Depreciation", "CNY", parts...)
	if err != nil {
		t.Fatal(err)
	}
	net, err := explain.Work(explain.Step{Label: "Net", Formula: "100 - many", Unit: "CNY", Operands: []explain.Operand{many.As("many")}})
	if err != nil {
		t.Fatal(err)
	}
	shown, cut := prune(net)
	if !cut || shown.Operands[0].Step != nil || shown.Operands[0].Source != "the sum of 101 amounts" || net.Operands[0].Step != many {
		t.Errorf("%+v", shown)
	}
	if err := shown.Recompute(); err != nil {
		t.Error(err)
	}
	if same, cut := prune(shown); cut || same != shown {
		t.Error("what is small is cut")
	}
}

// upload sends files as a browser does.
func (p *person) upload(path string, fields url.Values, files map[string]string) reply {
	p.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, all := range fields {
		_ = w.WriteField(name, all[0])
	}
	for name, body := range files {
		f, _ := w.CreateFormFile("path", name)
		_, _ = f.Write([]byte(body))
	}
	w.Close()
	r := httptest.NewRequest("POST", path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return p.do(r)
}

func TestSheetsByUpload(t *testing.T) {
	book, err := os.ReadFile(filepath.Join(cases.Dir(t), "linqing-1956.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", t.TempDir())
	p := newTown(t).person("books")
	p.get("/sheet/import").wants(http.StatusOK, `type="file"`, `enctype="multipart/form-data"`).lacks(`name="marked"`)
	p.upload("/sheet/import", url.Values{"path": {"/etc/passwd"}}, nil).wants(http.StatusUnprocessableEntity, "No file was chosen.")
	wrong := p.upload("/sheet/import", url.Values{tryName: {"1"}}, map[string]string{"../../members.csv": "no,name,standing,grade,joined\nM003,Li,nobody,1,1956-01-03\n"}).
		wants(http.StatusOK, "This is no standing.", "nobody")
	_, rest, _ := strings.Cut(wrong.body, `href="/marked/`)
	token, _, _ := strings.Cut(rest, `"`)
	if copy := p.get("/marked/" + token).wants(http.StatusOK); !strings.HasPrefix(copy.body, "PK") {
		t.Error("the marked copy is no workbook")
	}
	p.town.person("chair").get("/marked/" + token).wants(http.StatusNotFound)
	p.upload("/sheet/import", url.Values{tryName: {"1"}}, map[string]string{"x.xlsx": string(book[:1000])}).wants(http.StatusUnprocessableEntity, "damaged")
}
