package web

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"artel/base/act"
	"artel/coop/unit"
)

const sold = `{"day":"1956-02-01","memo":"Sold chairs","lines":[{"account":"1010","debit":46},{"account":"4010","credit":"46.00"}]}`

func TestJSONWithLines(t *testing.T) {
	p := newTown(t).person("books")
	r := p.json("POST", "/api/ledger/post?try=1", sold).wants(http.StatusOK, `"postings"`)
	if r.Header.Get("Artel-Tried") != "true" || p.entries() != 0 {
		t.Fatal("a try was done")
	}
	first := p.json("POST", "/api/ledger/post", sold, "Idempotency-Key", "one").wants(http.StatusOK)
	again := p.json("POST", "/api/ledger/post", sold, "Idempotency-Key", "one").wants(http.StatusOK)
	if again.Header.Get("Artel-Again") != "true" || p.entries() != 1 {
		t.Fatal("the same key did it twice")
	}
	var a, b map[string]any
	if json.Unmarshal([]byte(first.body), &a) != nil || json.Unmarshal([]byte(again.body), &b) != nil || a["number"] != b["number"] {
		t.Errorf("the second answer is another: %s %s", first.body, again.body)
	}
	other := strings.ReplaceAll(sold, "chairs", "tables")
	p.json("POST", "/api/ledger/post", other, "Idempotency-Key", "one").wants(http.StatusConflict, "urn:artel:conflict")
	p.get("/api/ledger/balances?day=1956-12-31").wants(http.StatusOK, `"day":"1956-12-31"`)
	p.json("POST", "/api/ledger/balances", `{"day":"1956-12-31"}`).wants(http.StatusOK, `4600`)
}

func TestProblems(t *testing.T) {
	p := newTown(t).person("books")
	r := p.json("POST", "/api/ledger/post", `{"day":"never","memo":"x","lines":[{"account":"1010","debit":"x"}],"odd":1}`).
		wants(http.StatusUnprocessableEntity, `"column":"day"`, `"column":"lines.0.debit"`, `"column":"odd"`, `"type":"urn:artel:invalid"`)
	if got := r.Header.Get("Content-Type"); got != "application/problem+json" {
		t.Error(got)
	}
	p.json("POST", "/api/ledger/post", `nonsense`).wants(http.StatusUnprocessableEntity)
	p.json("POST", "/api/no/such", `{}`).wants(http.StatusNotFound, "openapi.json")
	p.get("/api/ledger/post").wants(http.StatusMethodNotAllowed)
	// A path on the server is no file: neither as JSON, nor as a field of a form.
	p.json("POST", "/api/sheet/import", `{"path":"/etc/passwd"}`).wants(http.StatusUnprocessableEntity, "multipart/form-data")
	p.send("/api/sheet/import", map[string]string{"path": "/etc/passwd"}, nil).wants(http.StatusUnprocessableEntity, "multipart/form-data")
	p.json("POST", "/api/ledger/post?unit=elsewhere", sold).wants(http.StatusNotFound)
	p.json("POST", "/api/ledger/post", `{"day":"never"}`, "Accept-Language", "zh").wants(http.StatusUnprocessableEntity, "处需要改正")
}

// send posts a form with files, as a program would.
func (p *person) send(path string, values, files map[string]string) reply {
	p.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range values {
		form.WriteField(name, value)
	}
	for name, text := range files {
		part, err := form.CreateFormFile("path", name)
		if err != nil {
			p.t.Fatal(err)
		}
		io.WriteString(part, text)
	}
	form.Close()
	r := httptest.NewRequest("POST", path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return p.do(r)
}

// Sheets come in by the API as files; the same request again changes nothing,
// and nobody outside says where the marked copy is written.
func TestSheetsByTheAPI(t *testing.T) {
	p := newTown(t).person("books")
	wrong := map[string]string{"expenses.csv": "date,kind,amount\n1956-05-01,rent,-3\n"}
	p.send("/api/sheet/import", map[string]string{"marked": "/tmp/nowhere.xlsx"}, wrong).
		wants(http.StatusUnprocessableEntity, `"row":2`, `"column":"amount"`, `"value":"-3.00"`)
	if _, err := os.Stat("/tmp/nowhere.xlsx"); err == nil {
		t.Error("a file was written where a stranger said")
	}
	right := map[string]string{"expenses.csv": "date,kind,amount\n1956-05-01,rent,3\n"}
	p.send("/api/sheet/import?try=1", nil, right).wants(http.StatusOK, `"added":1`)
	p.send("/api/sheet/import", nil, right).wants(http.StatusOK, `"added":1`)
	p.send("/api/sheet/import", nil, right).wants(http.StatusOK, `"changed":false`)
}

func TestBasic(t *testing.T) {
	to := newTown(t)
	nobody := to.person("")
	r := nobody.json("POST", "/api/ledger/post", sold).wants(http.StatusUnauthorized)
	if r.Header.Get("WWW-Authenticate") == "" {
		t.Error("a program is not told how to log in")
	}
	ask := func(password string) reply {
		r := httptest.NewRequest("GET", "/api/ledger/accounts", nil)
		r.SetBasicAuth("books", password)
		return nobody.do(r)
	}
	ask(password).wants(http.StatusOK, "1010")
	begun := time.Now()
	for range 20 {
		ask(password).wants(http.StatusOK)
	}
	if took := time.Since(begun); took > 500*time.Millisecond {
		t.Errorf("20 requests with a checked password took %s", took)
	}
	ask("wrong").wants(http.StatusUnauthorized)
}

func TestLoginSlowsDown(t *testing.T) {
	b := newBrake()
	w := triedBy("books", "10.0.0.1")
	for range free + 3 {
		d, ok := b.take(w)
		if !ok || d > 4*firstWait {
			t.Fatal(d, ok)
		}
		if _, twice := b.take(w); twice {
			t.Fatal("two tries at once")
		}
		no := false
		b.give(w, &no)
	}
	if d, _ := b.take(w); d != 8*firstWait {
		t.Errorf("after %d failures the wait is %s", free+3, d)
	}
	b.give(w, nil)
	for range 40 {
		no := false
		b.give(w, &no)
	}
	if d, _ := b.take(w); d != longest {
		t.Errorf("the longest wait is %s", d)
	}
	if d, ok := b.take(triedBy("books", "10.0.0.2")); !ok || d > longName {
		t.Errorf("somebody elsewhere waits %s, %v", d, ok)
	}
	for i := range 3 * mostTries {
		b.take(triedBy(strings.Repeat("x", i%7)+time.Duration(i).String(), "10.0.0.3"))
		b.give(triedBy(strings.Repeat("x", i%7)+time.Duration(i).String(), "10.0.0.3"), nil)
	}
	if len(b.known) > mostTries {
		t.Errorf("%d tries are kept", len(b.known))
	}
}

func TestLogin(t *testing.T) {
	to := newTown(t)
	p := to.person("")
	p.post("/login", map[string][]string{"name": {"books"}, "password": {"wrong"}}).wants(http.StatusForbidden, "Name or password is wrong.", `value="books"`).lacks("wrong\" type")
	p.post("/login", map[string][]string{"name": {"nobody"}, "password": {"wrong"}}).wants(http.StatusForbidden, "Name or password is wrong.")
	if p.cookies[sessionCookie] != "" {
		t.Error("a session was opened")
	}
}

func TestSeveralUnits(t *testing.T) {
	to := newTown(t)
	first := to.unit
	to.unit = unit.NewID()
	to.must("unit found", map[string]string{"name": "Reed Mats", "year": "1956"})
	p := to.person("books")
	p.get("/").wants(http.StatusOK, "Willow Weavers").lacks("Reed Mats")
	p.cookies[unitCookie] = "reed-mats" // not this login's
	p.get("/").wants(http.StatusOK, "Willow Weavers")
	to.unit = first
}

func TestOpenAPI(t *testing.T) {
	to := newTown(t)
	r := to.person("").get("/openapi.json").wants(http.StatusOK)
	var doc struct {
		OpenAPI    string
		Paths      map[string]map[string]map[string]any
		Components struct{ Schemas map[string]map[string]any }
	}
	if err := json.Unmarshal([]byte(r.body), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.OpenAPI != "3.0.3" {
		t.Error(doc.OpenAPI)
	}
	ids := map[string]bool{}
	for _, a := range allActs {
		if len(a.Roles) == 0 {
			continue
		}
		post := doc.Paths["/api"+a.Path()]["post"]
		if post == nil {
			t.Fatalf("%s is not in the document", a.Name)
		}
		if id := post["operationId"].(string); ids[id] {
			t.Errorf("%s twice", id)
		} else {
			ids[id] = true
		}
		in := doc.Components.Schemas[pascal(strings.Fields(a.Name)...)+"Input"]
		checkFields(t, a.Name, in, a.Fields)
	}
	var whole any
	_ = json.Unmarshal([]byte(r.body), &whole)
	refs(t, whole, doc.Components.Schemas)
}

// checkFields holds a schema to an act's fields, nested ones too.
func checkFields(t *testing.T, at string, schema map[string]any, fields []act.Field) {
	properties, _ := schema["properties"].(map[string]any)
	if len(properties) != len(fields) {
		t.Errorf("%s: %d properties for %d fields", at, len(properties), len(fields))
	}
	for _, f := range fields {
		p, ok := properties[f.Name].(map[string]any)
		if !ok {
			t.Errorf("%s lacks %s", at, f.Name)
			continue
		}
		if len(f.Fields) > 0 {
			if items, ok := p["items"].(map[string]any); ok {
				p = items
			}
			checkFields(t, at+"."+f.Name, p, f.Fields)
		}
	}
}

// refs says which references lead nowhere.
func refs(t *testing.T, v any, schemas map[string]map[string]any) {
	switch v := v.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok {
			if _, there := schemas[strings.TrimPrefix(ref, "#/components/schemas/")]; !there {
				t.Errorf("%s leads nowhere", ref)
			}
		}
		for _, sub := range v {
			refs(t, sub, schemas)
		}
	case []any:
		for _, sub := range v {
			refs(t, sub, schemas)
		}
	}
}
