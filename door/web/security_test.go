package web

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// What attackers and unlucky people send. Each test fails where the protection
// it is about is taken away.

// odd are names that break what takes text for something else: markup, quotes,
// formulas, letters beyond the first plane, signs of several letters, and
// letters that are written from right to left.
var odd = []string{
	`"><script>alert(1)</script>`, `O'Brien & "Söhne" <b>`, `=HYPERLINK("http://x","y")`, `{{.}} %s %d \n`,
	"𠮷野 𪚥龍", "👩🏽‍🌾 Ming 🧵", "مريم بنت علي", "שרה ‮abc", "Zoë Ångström", "名\u200d字", "javascript:alert(1)",
}

// TestOddNamesPassUnharmed takes each name through every page, export and print
// that shows members.
func TestOddNamesPassUnharmed(t *testing.T) {
	to := newTown(t)
	for i, name := range odd {
		no := fmt.Sprintf("X%02d", i)
		to.must("member admit", map[string]string{"no": no, "name": name, "joined": "1956-01-03"})
		to.must("capital subscribe", map[string]string{"member": no, "day": "1956-02-01", "amount": "10"})
	}
	chair := to.inSession("chair")
	shown := map[string]int{}
	look := func(path string) {
		r := chair.get(path)
		if strings.Contains(r.Header.Get("Content-Type"), "text/html") {
			r.lacks("<script>alert", `Söhne" <b>`, `href="javascript:`, "HYPERLINK(\"http")
		}
		for _, name := range odd {
			if strings.Contains(r.body, html.EscapeString(name)) {
				shown[name]++
			}
		}
	}
	for _, a := range allActs {
		if a.Writes || len(a.Roles) == 0 {
			continue
		}
		for _, query := range []string{"", "?year=1956", "?day=1956-12-31", "?month=1956-02"} {
			look(a.Path() + query)
		}
		for i := range odd {
			look(a.Path() + fmt.Sprintf("?member=X%02d&year=1956&month=1956-02&find=%s", i, url.QueryEscape(odd[i])))
		}
	}
	for _, name := range odd {
		if shown[name] < 3 {
			t.Errorf("%q is shown, whole and as text, on only %d pages", name, shown[name])
		}
	}
	// By the API and as JSON the name is the name; in a workbook it is text and
	// no formula.
	for _, path := range []string{"/api/member/list", "/member/list?_as=json", "/api/capital/shares", "/capital/shares?_as=json"} {
		var list any
		if err := json.Unmarshal([]byte(chair.get(path).wants(http.StatusOK).body), &list); err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprint(list)
		for _, name := range odd {
			if !strings.Contains(text, name) {
				t.Errorf("%s lacks %q", path, name)
			}
		}
	}
	book, err := excelize.OpenReader(bytes.NewReader([]byte(chair.get("/capital/shares?_as=xlsx").wants(http.StatusOK).body)))
	if err != nil {
		t.Fatal(err)
	}
	cells := map[string]bool{}
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for y, row := range rows {
			for x, cell := range row {
				cells[cell] = true
				at, _ := excelize.CoordinatesToCellName(x+1, y+1)
				if formula, _ := book.GetCellFormula(sheet, at); formula != "" {
					t.Errorf("%s of the workbook is the formula %s", at, formula)
				}
			}
		}
	}
	for _, name := range odd {
		if !cells[name] {
			t.Errorf("the workbook lacks %q", name)
		}
	}
}

// Nothing that changes something is done for another site, by any door.
func TestEveryPostRefusesOtherSites(t *testing.T) {
	to := newTown(t)
	chair := to.inSession("chair")
	paths := []string{"/login", "/logout", "/language", "/unit", "/passkey/ask", "/passkey/login", "/passkey/task", "/passkey/made"}
	for _, a := range allActs {
		if a.Writes && len(a.Roles) > 0 {
			paths = append(paths, a.Path(), "/api"+a.Path())
		}
	}
	if len(paths) < 60 {
		t.Fatalf("only %d places to send to were found", len(paths))
	}
	for _, path := range paths {
		for _, said := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://elsewhere.example"}, {"Origin", "null"}} {
			r := httptest.NewRequest("POST", path, strings.NewReader("{}"))
			r.Header.Set("Content-Type", "text/plain") // what a form of another site may send
			r.Header.Set(said[0], said[1])
			if got := chair.do(r); got.StatusCode != http.StatusForbidden || !strings.Contains(got.body, "another site") {
				t.Errorf("%s with %s: %s is answered %d", path, said[0], said[1], got.StatusCode)
			}
		}
	}
	chair.get("/account/show").wants(http.StatusOK) // nobody was logged out either
}

// Nobody is led elsewhere from here, by any door that leads on.
func TestNobodyIsLedAway(t *testing.T) {
	to := newTown(t)
	books := to.inSession("books")
	for _, away := range []string{"//elsewhere.example", "https://elsewhere.example/x", `/\elsewhere.example`, `\\elsewhere.example`, "javascript:alert(1)", "/\t/elsewhere.example", "/%09/elsewhere.example\r\nSet-Cookie: a=b", "///elsewhere.example", "//elsewhere.example/%2e%2e"} {
		for _, r := range []reply{
			to.person("").post("/login", url.Values{"name": {"books"}, "password": {password}, "next": {away}}),
			books.post("/language", url.Values{"language": {"en"}, "next": {away}}),
			books.post("/unit", url.Values{"unit": {"x"}, "next": {away}}),
			books.post("/account/leave", url.Values{"session": {"all"}, nextName: {away}}),
		} {
			place, err := r.Location()
			if err != nil || place.Host != "" && place.Host != "example.com" || strings.Contains(r.Header.Get("Location"), "elsewhere") && !strings.HasPrefix(r.Header.Get("Location"), "/%09") {
				t.Errorf("%q leads to %q (%d)", away, r.Header.Get("Location"), r.StatusCode)
			}
			if r.Header.Get("Set-Cookie") == "a=b" {
				t.Errorf("%q wrote a header", away)
			}
		}
		books = to.inSession("books")
	}
}

// A request for a name that is not this site's is refused, and no page repeats
// the name that a request came under.
func TestHostHeader(t *testing.T) {
	to := newTown(t)
	guarded := New(to.db, allActs, Options{Hosts: []string{"books.example"}})
	for host, want := range map[string]int{"books.example": 200, "BOOKS.example:8443": 200, "evil.example": 421, "books.example.evil.example": 421, "127.0.0.1:8750": 421, "": 421} {
		r := httptest.NewRequest("GET", "/login", nil)
		r.Host = host
		w := httptest.NewRecorder()
		guarded.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("a request for %q is answered %d, not %d", host, w.Code, want)
		}
	}
	books := to.inSession("books")
	for _, path := range []string{"/", "/login", "/account/show", "/no/such", "/openapi.json", "/member/list"} {
		for _, name := range []string{"Host", "X-Forwarded-Host", "Forwarded"} {
			r := httptest.NewRequest("GET", path, nil)
			if r.Host = "evil.example"; name != "Host" {
				r.Host = "example.com"
				r.Header.Set(name, "evil.example")
			}
			got := books.do(r).lacks("evil.example")
			if strings.Contains(fmt.Sprint(got.Header), "evil.example") {
				t.Errorf("%s: %s is repeated in %v", path, name, got.Header)
			}
		}
	}
}

// No path leads out of where it is meant to.
func TestPathsStayInside(t *testing.T) {
	to := newTown(t)
	server := httptest.NewServer(to.door)
	defer server.Close()
	for _, path := range []string{"/assets/../web.go", "/assets/..%2fweb.go", "/assets/%2e%2e/%2e%2e/go.mod", "/assets//etc/passwd", "/assets/%2fetc%2fpasswd", `/assets/..%5cweb.go`, "/assets/artel.css%00", "/marked/../../go.mod", "/marked/%2e%2e%2f%2e%2e%2fgo.mod"} {
		line, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(line, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path) // as it is: a client would tidy it
		answer, _ := io.ReadAll(line)
		line.Close()
		if text := string(answer); strings.HasPrefix(text, "HTTP/1.1 200") || strings.Contains(text, "package web") || strings.Contains(text, "root:") || strings.Contains(text, "module artel") {
			t.Errorf("%s: %.200s", path, text)
		}
	}
	books := to.inSession("books") // a file whose name would lead out of the folder it is put in
	for _, name := range []string{"../../../tmp/artel-evil.csv", `..\..\artel-evil.csv`, "/tmp/artel-evil.csv", "expenses.csv/../../artel-evil.csv"} {
		r := books.send("/api/sheet/import?try=1", nil, map[string]string{name: "date,kind,amount\n1956-05-01,rent,3\n"})
		if r.StatusCode >= 500 {
			t.Errorf("%s: %d %s", name, r.StatusCode, r.body)
		}
	}
}

// What is too large is refused wherever it is sent, before anybody keeps it.
func TestTooLargeEverywhere(t *testing.T) {
	to := newTown(t)
	books := to.inSession("books")
	huge := strings.Repeat("x", mostForm+1)
	for _, path := range []string{"/login", "/language", "/unit", "/ledger/post", "/account/token", "/api/ledger/post", "/passkey/made", "/passkey/login"} {
		r := httptest.NewRequest("POST", path, strings.NewReader("memo="+huge))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		if got := books.do(r); got.StatusCode != http.StatusRequestEntityTooLarge && got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s takes %d bytes: %d", path, len(huge), got.StatusCode)
		}
	}
}

// Whoever sends a letter at a time is cut off; a long answer is not.
func TestSlowClients(t *testing.T) {
	to := newTown(t)
	server := httptest.NewServer(New(to.db, allActs, Options{Patience: 300 * time.Millisecond}))
	defer server.Close()
	line, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	fmt.Fprintf(line, "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nname=")
	begun, cut := time.Now(), make(chan *http.Response, 1)
	go func() {
		answer, err := http.ReadResponse(bufio.NewReader(line), nil)
		if err != nil {
			answer = nil
		}
		cut <- answer
	}()
	for {
		select {
		case answer := <-cut:
			if took := time.Since(begun); took > 3*time.Second {
				t.Errorf("a slow sender was kept for %s", took)
			}
			if answer != nil && answer.StatusCode != http.StatusRequestTimeout && answer.StatusCode != http.StatusUnprocessableEntity {
				t.Errorf("a slow sender is answered %d", answer.StatusCode)
			}
			return
		case <-time.After(50 * time.Millisecond):
			if _, err := line.Write([]byte("x")); err == nil && time.Since(begun) > 5*time.Second {
				t.Fatal("a slow sender is never cut off")
			}
		}
	}
}

// TestRealPersonGetsIn: while somebody guesses at a name, whoever has the right
// password gets in from elsewhere, in seconds.
func TestRealPersonGetsIn(t *testing.T) {
	to := newTown(t)
	login := func(from, word string) (reply, time.Duration) {
		r := httptest.NewRequest("POST", "/login", strings.NewReader(url.Values{"name": {"books"}, "password": {word}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Forwarded-For", "10.1.1.1") // anybody can write it
		r.RemoteAddr = from + ":4000"
		begun := time.Now()
		return to.person("").do(r), time.Since(begun)
	}
	for range free + 3 {
		r, _ := login("10.0.0.66", "a guess")
		r.wants(http.StatusForbidden)
	}
	if _, took := login("10.0.0.66", "a guess"); took < 4*firstWait {
		t.Errorf("after %d guesses the next took only %s", free+3, took)
	}
	r, took := login("10.0.0.7", password)
	r.wants(http.StatusSeeOther)
	if took > longName+time.Second {
		t.Errorf("the person themselves waited %s", took)
	}
	if r, _ := login("10.0.0.66", password); r.StatusCode != http.StatusSeeOther { // nor is the address locked out for good
		t.Error("the right password from the address of the guesser is refused")
	}
}
