package web

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"artel/base/act"
	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/coop/admission"
	"artel/coop/assembly"
	"artel/coop/audit"
	"artel/coop/capital"
	"artel/coop/charter"
	"artel/coop/cost"
	"artel/coop/craftsman"
	"artel/coop/credit"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/pay"
	"artel/coop/sale"
	"artel/coop/stage"
	"artel/coop/supply"
	"artel/coop/surplus"
	"artel/coop/task"
	"artel/coop/tax"
	"artel/coop/transition"
	"artel/coop/unit"
	"artel/coop/work"
	"artel/coop/year"
	"artel/door/sheet"
	"artel/federation/plan"
	"artel/federation/planbook"
)

var allActs = slices.Concat(sheet.Acts, unit.Acts, member.Acts, capital.Acts, work.Acts, pay.Acts, supply.Acts, goods.Acts, task.Acts,
	sale.Acts, cost.Acts, credit.Acts, craftsman.Acts, admission.Acts, year.Acts, assembly.Acts, tax.Acts, surplus.Acts, stage.Acts, charter.Acts, transition.Acts, ledger.Acts, audit.Acts,
	sheet.PlanActs, plan.Acts, planbook.Acts, act.Acts)

const password = "a long password"

// town is a co-operative with logins, behind a door.
type town struct {
	t    *testing.T
	db   *db.DB
	door http.Handler
	unit string
}

func newTown(t *testing.T, extra ...act.Act) *town {
	return townOn(t, dbtest.Open(t, dbtest.SQLite(t)), extra...)
}

func townOn(t *testing.T, d *db.DB, extra ...act.Act) *town {
	to := &town{t: t, db: d, unit: unit.NewID()}
	acts := slices.Concat(allActs, extra)
	to.door = New(d, acts, Options{})
	to.must("unit found", map[string]string{"name": "Willow Weavers", "year": "1956"})
	to.must("member admit", map[string]string{"no": "M001", "name": "Hu <b>Hongtu</b>", "joined": "1956-01-03"})
	to.must("member admit", map[string]string{"no": "M002", "name": "王光明", "joined": "1956-01-03"})
	for _, l := range [][3]string{{"books", "bookkeeper", ""}, {"chair", "chair", ""}, {"hu", "member", "M001"}} {
		to.must("unit login", map[string]string{"name": l[0], "password": password, "role": l[1], "member": l[2]})
	}
	return to
}

// must does an act at the machine.
func (to *town) must(name string, values map[string]string) any {
	to.t.Helper()
	for _, a := range allActs {
		if a.Name != name {
			continue
		}
		answer, err := a.Run(context.Background(), to.db, act.Call{Unit: to.unit, Door: "cli", By: act.Caller{Name: "test", Roles: []act.Role{act.Operator}}}, act.Values(values))
		if err != nil {
			to.t.Fatalf("%s: %v", name, err)
		}
		return answer.Out
	}
	to.t.Fatalf("there is no act %s", name)
	return nil
}

// person is somebody's browser.
type person struct {
	*town
	cookies map[string]string
}

func (to *town) person(name string) *person {
	to.t.Helper()
	p := &person{to, map[string]string{}}
	if name != "" {
		p.post("/login", url.Values{"name": {name}, "password": {password}}).wants(http.StatusSeeOther)
		if p.cookies[sessionCookie] == "" {
			to.t.Fatal("no session after logging in")
		}
	}
	return p
}

type reply struct {
	t *testing.T
	*http.Response
	body string
}

func (p *person) do(r *http.Request) reply {
	p.t.Helper()
	for name, value := range p.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	p.door.ServeHTTP(w, r)
	res := w.Result()
	for _, c := range res.Cookies() {
		p.cookies[c.Name] = c.Value
	}
	body, _ := io.ReadAll(res.Body)
	return reply{p.t, res, string(body)}
}

func (p *person) get(path string) reply {
	p.t.Helper()
	return p.do(httptest.NewRequest("GET", path, nil))
}

func (p *person) post(path string, form url.Values) reply {
	p.t.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return p.do(r)
}

func (p *person) json(method, path, body string, headers ...string) reply {
	p.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return p.do(r)
}

func (r reply) wants(status int, parts ...string) reply {
	r.t.Helper()
	if r.StatusCode != status {
		r.t.Fatalf("%d, not %d:\n%s", r.StatusCode, status, r.body)
	}
	for _, part := range parts {
		if !strings.Contains(r.body, part) {
			r.t.Fatalf("there is no %q in:\n%s", part, r.body)
		}
	}
	return r
}

func (r reply) lacks(parts ...string) reply {
	r.t.Helper()
	for _, part := range parts {
		if strings.Contains(r.body, part) {
			r.t.Fatalf("there is %q in:\n%s", part, r.body)
		}
	}
	return r
}

// entry is the form of an entry with two lines, as a browser sends it.
func entry(amount, key string) url.Values {
	return url.Values{
		keyName: {key}, "day": {"1956-02-01"}, "memo": {"Sold chairs"},
		"lines.0.account": {"1010"}, "lines.0.debit": {amount}, "lines.0.credit": {""}, "lines.0.party": {""},
		"lines.1.account": {"4010"}, "lines.1.debit": {""}, "lines.1.credit": {amount}, "lines.1.party": {""},
		"lines.2.account": {""}, "lines.2.debit": {""}, "lines.2.credit": {""}, "lines.2.party": {""},
	}
}

func (p *person) entries() int {
	p.t.Helper()
	var list []ledger.Entry
	r := p.get("/api/ledger/journal").wants(http.StatusOK)
	if err := json.Unmarshal([]byte(r.body), &list); err != nil {
		p.t.Fatal(err)
	}
	return len(list)
}
