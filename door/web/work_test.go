package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"artel/base/fault"
	"artel/coop/pay"
	"artel/coop/work"
)

func TestWorkPage(t *testing.T) {
	p := workPage{workDays: workDays{Day: "1956-03-01", From: "1956-03-01", To: "1956-03-01", Currency: "CNY", Names: map[string]string{"M001": `胡"><b>`}},
		Form: actPage{form: form{values: map[string]string{"rows.0.member": "M001", "rows.0.quantity": "many"}}}}
	p.Form = p.Form.with(nil)
	p.Form.form.wrong = map[string][]fault.Problem{"rows.0.quantity": {{Column: "rows.0.quantity", Wrong: "A quantity is not negative.", Fix: "Write the hours worked."}}}
	html := rendered(t, "en", p.look)
	has(t, html, `value="many"`, `aria-invalid="true" aria-describedby="rows.0-remark"`, "A quantity is not negative. Write the hours worked.", "胡&#34;&gt;&lt;b&gt;", "Thursday", "Nothing is recorded for these days yet.")
	has(t, rendered(t, "zh", p.look), "星期四", "数量不能为负")
	p.Form = actPage{}
	p.Week, p.From, p.To, p.Expected = true, "1956-02-27", "1956-03-04", &pay.Expected{Rows: 2, Quantity: 3_000_000, Pay: cny(123456)}
	p.Records = []work.Record{{Number: 1, Day: "1956-03-01", Member: "M001", Operation: "make chair", Quality: "1", Quantity: 2_000_000},
		{Number: 2, Day: "1956-03-01", Member: "M001", Operation: "make chair", Quality: "1", Quantity: -2_000_000, Corrects: 1},
		{Number: 3, Day: "1956-03-01", Member: "M001", Operation: "make chair", Quality: "1", Quantity: 1_000_000}}
	html = rendered(t, "en", p.look)
	has(t, html, "1,234.56", "takes back record 1", "1 records", `_day=1956-02-23&amp;_span=week`, `href="/work/correct?_seen=0&amp;day=1956-03-01&amp;hours=0&amp;member=M001&amp;number=3&amp;operation=make+chair`)
	if n := strings.Count(html, "/work/correct?"); n != 1 {
		t.Errorf("%d records can be mended", n)
	}
}

// workRows are rows of the grid as a browser without script sends them.
func workRows(key string, rows ...[6]string) url.Values {
	f := url.Values{keyName: {key}, "_day": {"1956-03-01"}}
	for i, r := range rows {
		for j, c := range gridColumns {
			f.Set("rows."+n(i)+"."+c.name, r[j])
		}
	}
	return f
}

func TestWorkIsRecordedWithoutScript(t *testing.T) {
	p := workshop(t).person("books")
	p.get("/work/record?_day=1956-03-01").wants(http.StatusOK, `name="rows.11.hours"`, "1956-03-01", `src="`+assetPath("grid.js"))
	p.get("/work/record?_day=soon").wants(http.StatusOK, "is not a date").lacks("undefined")
	p.get("/ledger/balances").wants(http.StatusOK).lacks(assetPath("grid.js"))
	more := workRows("k", [6]string{"", "M001", "make chair", "", "2", "2"})
	more.Set(moreName, "rows")
	p.post("/work/record", more).wants(http.StatusOK, `name="rows.12.day"`, `value="M001"`, "2.50")

	empty := [6]string{}
	wrong := workRows("k", [6]string{"", "M001", "make chair", "", "2", "2"}, empty, [6]string{"1.4.56x", "M002", "make chair", "1", "2", "2"})
	p.post("/work/record", wrong).wants(http.StatusUnprocessableEntity, `id="rows.1-remark"`, `value="1.4.56x"`, `name="rows.1.day" aria-label="day, row 2" value="1.4.56x"`)
	wrong = workRows("k", [6]string{"", "M001", "make chair", "", "2", "2"}, empty, [6]string{"", "M009", "make chair", "1", "2", "2"})
	p.post("/work/record", wrong).wants(http.StatusUnprocessableEntity, "There is no such member in the register.", `value="M009" inputmode="text" autocomplete="off" spellcheck="false" aria-invalid="true"`)

	right := workRows("k", [6]string{"", "M001", "make chair", "", "2", "2"}, empty, [6]string{"1956-03-02", "M002", "weave basket", "2", "3", "1"})
	try := workRows("k", [6]string{"", "M001", "make chair", "", "2", "2"})
	try.Set(tryName, "1")
	p.post("/work/record", try).wants(http.StatusOK, "Only tried; nothing was changed.", "2.50")
	p.post("/work/record", right).wants(http.StatusOK, "2 rows are recorded, as records 1 to 2.", `data-done="work"`)
	p.post("/work/record", right).wants(http.StatusOK, "was done already")
	r := p.get("/work/record?_day=1956-03-01&_span=week").wants(http.StatusOK, "2 records", "weave basket")
	if strings.Count(r.body, "/work/correct?") != 2 {
		t.Error("a double click recorded twice")
	}
	p.json("POST", "/api/pay/expect", `{"rows":[{"day":"1956-03-01","member":"M001","operation":"make chair","quantity":"3"},{"day":"1956-03-01","member":"M001","operation":"sleep","quantity":"3"}]}`).
		wants(http.StatusOK, `"coins":375`, `"row":2`, "There is no rate for “sleep”.")
	p.cookies[languageCookie] = "zh"
	p.json("POST", "/work/check", `{"rows":[{"day":"1956-03-01","member":"M009","operation":"make chair","quantity":"3"}]}`).wants(http.StatusOK, "名册中没有这个社员")
	p.json("POST", "/work/check", `{"rows":[{"day":"1956-03-01","member":"M001","operation":"make chair","quantity":"many"}]}`).wants(http.StatusUnprocessableEntity, `"column":"rows.0.quantity"`)
	p.town.person("hu").json("POST", "/work/check", `{}`).wants(http.StatusForbidden)
	p.town.person("hu").get("/work/record").wants(http.StatusForbidden)
}
