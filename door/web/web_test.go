package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"artel/base/act"
	"artel/base/db"
)

func TestFormWithLines(t *testing.T) {
	p := newTown(t).person("books")
	p.get("/ledger/post").wants(http.StatusOK, `name="lines.0.account"`, `name="lines.2.credit"`, `name="_key"`)

	try := entry("46.00", "k1")
	try.Set(tryName, "1")
	p.post("/ledger/post", try).wants(http.StatusOK, "Only tried; nothing was changed.", "46.00", `value="Sold chairs"`)
	if n := p.entries(); n != 0 {
		t.Fatalf("%d entries after a try", n)
	}
	p.post("/ledger/post", entry("46.00", "k1")).wants(http.StatusOK, "Done, as act", "46.00").lacks("Only tried")
	p.post("/ledger/post", entry("46.00", "k1")).wants(http.StatusOK, "was done already", "46.00")
	if n := p.entries(); n != 1 {
		t.Fatalf("%d entries after a double click", n)
	}
	p.post("/ledger/post", entry("47.00", "k1")).wants(http.StatusOK, "Done, as act") // another thing from the same page
	if n := p.entries(); n != 2 {
		t.Fatalf("%d entries after another one", n)
	}
}

func TestWrongInputStaysAtItsField(t *testing.T) {
	p := newTown(t).person("books")
	f := entry("4x.00", "k1")
	f.Set("day", "1.2.56")
	r := p.post("/ledger/post", f).wants(http.StatusUnprocessableEntity, `id="day-error"`, `id="lines.0.debit-error"`, `value="4x.00"`, `value="Sold chairs"`)
	if !strings.Contains(r.body, `aria-invalid="true"`) {
		t.Error("a wrong field is not marked for who hears the page")
	}
	f = entry("5.00", "k2")
	f.Set("lines.1.credit", "4.00")
	p.post("/ledger/post", f).wants(http.StatusUnprocessableEntity, "does not balance", `value="4.00"`)
	p.post("/ledger/post", url.Values{moreName: {"lines"}, "memo": {"Kept"}}).wants(http.StatusOK, `name="lines.5.account"`, `value="Kept"`)
	if n := p.entries(); n != 0 {
		t.Fatalf("%d entries", n)
	}
}

func TestReading(t *testing.T) {
	p := newTown(t).person("books")
	p.post("/ledger/post", entry("46.00", "k1")).wants(http.StatusOK)
	p.get("/ledger/balances").wants(http.StatusOK, "Trial balance", "46.00", "Workbook (.xlsx)")
	p.get("/ledger/balances?day=1956-01-01").wants(http.StatusOK).lacks("46.00")
	p.get("/ledger/balances?day=never").wants(http.StatusUnprocessableEntity, "day-error", `value="never"`)
	r := p.get("/ledger/balances?_as=xlsx").wants(http.StatusOK)
	if !strings.HasPrefix(r.body, "PK") {
		t.Error("no workbook")
	}
	p.get("/ledger/result").wants(http.StatusOK, "46.00")
	p.get("/member/list?find=wang").wants(http.StatusOK, "王光明").lacks("Hongtu")
	p.get("/member/list?find=zzz").wants(http.StatusOK, "Nobody is called “zzz”")
	p.get("/member/list?standing=apprentice").wants(http.StatusOK, "Nobody in the register is like this.")
	p.get("/member/list?standing=member&state=in&find=wang&day=1956-06-01").wants(http.StatusOK, "王光明").lacks("Hongtu")
	p.get("/member/list?state=left").wants(http.StatusOK).lacks("王光明")
	p.get("/member/list?grade=9").wants(http.StatusOK).lacks("王光明")
	p.get("/member/list?state=asleep").wants(http.StatusUnprocessableEntity, "is not one of")
	p.get("/log/show?find=ledger").wants(http.StatusOK, "Post an entry").lacks("Admit a member</strong>")
	p.get("/nothing/here").wants(http.StatusNotFound, "Not found")
}

func TestNamesAreOnlyText(t *testing.T) {
	p := newTown(t).person("books")
	p.get("/member/list").wants(http.StatusOK, "Hu &lt;b&gt;Hongtu&lt;/b&gt;").lacks("<b>Hongtu")
	p.get("/member/show?member=M001").wants(http.StatusOK, "&lt;b&gt;").lacks("<b>Hongtu")
	p.get("/member/list?find=%3Cscript%3E").lacks("<script>")
}

func TestAccess(t *testing.T) {
	to := newTown(t)
	for _, path := range []string{"/", "/ledger/balances", "/everything", "/marked/x"} {
		to.person("").get(path).wants(http.StatusSeeOther)
	}
	to.person("").post("/ledger/post", entry("1.00", "k")).wants(http.StatusForbidden, "Your session is over")
	hu := to.person("hu")
	hu.get("/").wants(http.StatusOK, "Hongtu").lacks("王光明")
	hu.get("/member/show?member=M001").wants(http.StatusOK, "Hongtu")
	hu.get("/member/show").wants(http.StatusOK, "Hongtu")
	hu.get("/member/show?member=M002").wants(http.StatusForbidden).lacks("王光明")
	hu.get("/pay/slip?member=M002&month=1956-01").wants(http.StatusForbidden)
	hu.get("/surplus/slip?member=M002&year=1956").wants(http.StatusForbidden)
	hu.get("/member/list").wants(http.StatusForbidden).lacks("王光明")
	hu.get("/log/show").wants(http.StatusForbidden)
	hu.post("/ledger/post", entry("1.00", "k")).wants(http.StatusForbidden)
	hu.get("/everything").wants(http.StatusOK).lacks(`href="/ledger/post"`, `href="/member/list"`)
	hu.get("/api/member/show?member=M002").wants(http.StatusForbidden)
	to.person("books").get("/unit/found").wants(http.StatusNotFound) // the operator's
	p := to.person("books")
	p.post("/logout", nil).wants(http.StatusSeeOther)
	p.get("/ledger/balances").wants(http.StatusSeeOther)
}

func TestOtherSitesAreRefused(t *testing.T) {
	p := newTown(t).person("books")
	for _, h := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://elsewhere.example"}} {
		r := httptest.NewRequest("POST", "/ledger/post", strings.NewReader(entry("1.00", "k").Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set(h[0], h[1])
		p.do(r).wants(http.StatusForbidden, "another site")
	}
	for _, next := range []string{"//elsewhere.example", "https://elsewhere.example", `/\elsewhere.example`, "javascript:alert(1)", "/\t/elsewhere.example"} {
		r := p.post("/language", url.Values{"language": {"en"}, "next": {next}}).wants(http.StatusSeeOther)
		if to := r.Header.Get("Location"); to != "/" {
			t.Errorf("%q leads to %q", next, to)
		}
	}
}

func TestHeaders(t *testing.T) {
	to := newTown(t)
	r := to.person("").get("/login").wants(http.StatusOK)
	csp := r.Header.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "form-action 'self'"} {
		if !strings.Contains(csp, part) {
			t.Errorf("the policy lacks %q: %s", part, csp)
		}
	}
	if strings.Contains(csp, "unsafe") {
		t.Error(csp)
	}
	to.person("books").get("/surplus/statement?year=1956").lacks(` style="`, "<style", "onclick", "javascript:")
	for name := range assetBodies {
		a := to.person("").get("/assets/" + name).wants(http.StatusOK)
		if !strings.Contains(a.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s is not kept", name)
		}
	}
	req := httptest.NewRequest("POST", "/login", strings.NewReader(url.Values{"name": {"books"}, "password": {password}}.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, c := range to.person("").do(req).Cookies() {
		if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode {
			t.Errorf("cookie %s is not held tight", c.Name)
		}
	}
}

// A rule that lost its head takes those after it along, and nothing says so.
func TestTheStyleSheetIsWhole(t *testing.T) {
	body, err := assetFiles.ReadFile("assets/artel.css")
	if err != nil {
		t.Fatal(err)
	}
	depth := 0
	for i, line := range strings.Split(string(body), "\n") {
		for _, c := range line {
			switch c {
			case '{':
				depth++
			case '}':
				depth--
			}
			if depth < 0 {
				t.Fatalf("line %d closes what nothing opened", i+1)
			}
		}
	}
	if depth != 0 {
		t.Fatalf("%d rules are not closed", depth)
	}
}

func TestTooLarge(t *testing.T) {
	p := newTown(t).person("books")
	f := entry("1.00", "k")
	f.Set("memo", strings.Repeat("x", mostForm))
	p.post("/ledger/post", f).wants(http.StatusRequestEntityTooLarge)
	p.json("POST", "/api/ledger/post", `{"memo":"`+strings.Repeat("x", mostForm)+`"}`).wants(http.StatusRequestEntityTooLarge)
}

func TestPanicIsCalm(t *testing.T) {
	boom := act.Ask("boom now", "It breaks", act.See, func(*db.Tx, act.Nothing) (string, error) { panic("secret detail") })
	p := newTown(t, boom).person("books")
	p.get("/boom/now").wants(http.StatusInternalServerError, "Something went wrong on our side").lacks("secret detail")
	p.get("/api/boom/now").wants(http.StatusInternalServerError, `"number"`).lacks("secret detail")
}

func TestChinese(t *testing.T) {
	p := newTown(t).person("books")
	p.cookies[languageCookie] = "zh"
	p.get("/").wants(http.StatusOK, `lang="zh"`, "从表格到分配单", "社员")
	p.post("/ledger/post", url.Values{"memo": {"x"}}).wants(http.StatusUnprocessableEntity, "缺少 日期")
	f := entry("5.00", "k2")
	f.Set("lines.1.credit", "4.00")
	p.post("/ledger/post", f).wants(http.StatusUnprocessableEntity, "不平")
	delete(p.cookies, languageCookie)
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.5")
	p.do(r).wants(http.StatusOK, `lang="zh"`)
}
