package web

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"artel/base/db/dbtest"
	"artel/coop/charter"
	"artel/coop/unit"
)

// emptyTown is a door to an empty database that may be begun with a code.
func emptyTown(t *testing.T) *person {
	d := dbtest.Open(t, dbtest.SQLite(t))
	to := &town{t: t, db: d, unit: unit.NewID()}
	sample := fstest.MapFS{
		"unit.csv":            {Data: []byte("field,value\nname,Other\nyear,1956\n")},
		"members.csv":         {Data: []byte("no,name,sex,born,standing,grade,joined,left\nM001,Hu,M,1924,member,1,1955-05-15,\n")},
		"rates.csv":           {Data: []byte("operation,unit,quality,rate\nweave,piece,1,2.00\n")},
		"work.csv":            {Data: []byte("date,member,operation,quantity,quality,hours\n1956-02-29,M001,weave,3,1,8\n")},
		"reference_wages.csv": {Data: []byte("year,trade,grade,annual_wage\n1956,bamboo,1,330.00\n")},
	}
	to.door = New(d, allActs, Options{Begin: "the-code", Example: sample})
	return &person{to, map[string]string{}}
}

func TestFirstRun(t *testing.T) {
	p := emptyTown(t)
	p.get("/begin").wants(http.StatusForbidden, "link that was printed")
	p.get("/begin?code=wrong").wants(http.StatusSeeOther)
	p.get("/begin").wants(http.StatusForbidden)
	p.post("/begin/unit", url.Values{"name": {"Mine"}}).wants(http.StatusForbidden)
	p.get("/begin?code=the-code").wants(http.StatusSeeOther)
	p.get("/begin").wants(http.StatusOK, "Who are you?", `type="password"`)
	p.get("/begin/unit").wants(http.StatusSeeOther) // the first step first
	p.post("/begin", url.Values{"login": {"ming"}, "password": {"short"}}).wants(http.StatusUnprocessableEntity, `value="ming"`, "password-error").lacks("short\"")
	p.post("/begin", url.Values{"login": {"ming"}, "password": {password}}).wants(http.StatusSeeOther)

	second := url.Values{"name": {`Willow "<b>" Weavers`}, "county": {"Linqing"}, "trade": {"willow"}, "currency": {"EUR"}, "year": {"2025"}, "template": {"spain"}}
	p.get("/begin/unit").wants(http.StatusOK, "Which co-operative?", "Worker co-operative, Spain", "20 percent goes to the obligatory reserve").lacks(password)
	for field, value := range map[string]string{"name": "  ", "currency": "XX1", "year": "12x", "template": "moon"} {
		f := url.Values{}
		for k, v := range second {
			f[k] = v
		}
		f.Set(field, value)
		r := p.post("/begin/unit", f).wants(http.StatusUnprocessableEntity, field+"-error", `value="willow"`)
		if field != "template" && !strings.Contains(r.body, `value="spain" checked`) {
			t.Error("what was chosen is not kept")
		}
	}
	p.post("/begin/unit", second).wants(http.StatusSeeOther)
	p.get("/welcome").wants(http.StatusOK, "Willow &#34;&lt;b&gt;&#34; Weavers", "Start with an example", "Bring your sheets", "Start empty")
	p.post("/begin/unit", second).wants(http.StatusConflict, "already") // a double click founds nothing twice
	p.get("/charter/statutes?day=2025-06-01").wants(http.StatusOK, "Co-operative return", "as adopted, since 2025-01-01", `href="/charter/amend?`)
	p.post("/welcome", nil).wants(http.StatusSeeOther)
	p.get("/member/list?day=2025-12-31").wants(http.StatusOK, "M001")
	p.get("/api/work/list?from=2025-01-01&to=2025-12-31")
	p.get("/").wants(http.StatusOK, "2025")

	stranger := &person{p.town, map[string]string{beginCookie: "the-code"}}
	stranger.get("/begin").wants(http.StatusConflict)
}

func TestExampleMovesItsYear(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"1956-02-29,M001,1956.00", "2025-02-28,M001,1956.00"},
		{"1955-12-31", "2024-12-31"},
		{"1924,x,195-02-29", "1924,x,195-02-29"},
	} {
		if got := moveYears(c.text, 2025-1956); got != c.want {
			t.Errorf("%q became %q, not %q", c.text, got, c.want)
		}
	}
	dir := t.TempDir()
	if err := writeExample(fstest.MapFS{"reference_wages.csv": {Data: []byte("year,trade,grade,annual_wage\n1956,bamboo,1,330.00\n")}, "charter.csv": {}}, dir, unit.Unit{Year: 1960, Trade: `pots, "big"`}); err != nil {
		t.Fatal(err)
	}
	got, _ := os.ReadFile(dir + "/reference_wages.csv")
	if want := "year,trade,grade,annual_wage\n1960,\"pots, \"\"big\"\"\",1,330.00\n"; string(got) != want {
		t.Errorf("%q", got)
	}
	if _, err := os.Stat(dir + "/charter.csv"); err == nil {
		t.Error("the sample's charter would be brought in")
	}
}

func TestStatutesPage(t *testing.T) {
	p := statutesPage{Unit: unit.Unit{Name: "Willow Weavers"}, Day: "1957-01-01", Rules: 3, Articles: []charter.Article{
		{Clause: "art. 31.2", Title: "Accumulation fund", Says: "%s percent of it goes to the accumulation fund, which is never paid out to members.", Args: []string{"45"}, Year: 1956,
			Rules: []charter.Provision{{Rule: "accumulation_pct", Title: "Part for the accumulation fund", Value: "45", Since: "1957-01-01", Resolution: 3,
				Earlier: []unit.Rule{{Rule: "accumulation_pct", Value: "40", Since: "1956-01-01"}}}}},
	}}
	amount := cny(83296)
	p.Articles[0].Amount = &amount
	has(t, rendered(t, "en", p.look), "45 percent of it goes", "832.96", `href="/assembly/resolution?number=3"`, "what they were before", "as adopted, since 1956-01-01")
	has(t, rendered(t, "zh", p.look), "第 31.2 条", "其中 45% 提作公积金")
	has(t, rendered(t, "en", statutesPage{}.look), "The charter has no rules yet.")
}
