package web

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestGeneratedClient makes a client of /openapi.json with oapi-codegen, compiles
// it with a program that uses it, and runs that against a server: the document
// is as good as what a generator makes of it. The generator is in a module of its
// own (tools), so that nobody who runs artel fetches it.
func TestGeneratedClient(t *testing.T) {
	if testing.Short() {
		t.Skip("compiling the client takes a while")
	}
	tools, err := filepath.Abs(filepath.Join("..", "..", "tools"))
	if err != nil {
		t.Fatal(err)
	}
	if out, err := run(tools, "go", "mod", "download"); err != nil {
		t.Skipf("the generator cannot be fetched here: %s", out)
	}
	to := newTown(t)
	server := httptest.NewServer(to.door)
	defer server.Close()
	token := secretShown.FindString(to.inSession("books").json("POST", "/api/account/token", `{"name":"generated","reading":false}`).body)

	at := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum"} {
		copyTo(t, filepath.Join(tools, name), filepath.Join(at, name))
	}
	if err := os.Mkdir(filepath.Join(at, "client"), 0o755); err != nil {
		t.Fatal(err)
	}
	copyTo(t, filepath.Join(tools, "testdata", "client", "main.go.txt"), filepath.Join(at, "main.go"))
	document := to.person("").get("/openapi.json").wants(http.StatusOK).body
	if err := os.WriteFile(filepath.Join(at, "openapi.json"), []byte(document), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{
		{"go", "tool", "oapi-codegen", "-generate", "types,client", "-package", "client", "-o", "client/client.go", "openapi.json"},
		{"go", "build", "-o", "program", "."},
		{"./program", server.URL, token},
	} {
		out, err := run(at, command[0], command[1:]...)
		if err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(command[:min(len(command), 3)], " "), err, out)
		}
		if command[0] == "./program" && !strings.Contains(out, "all is well") {
			t.Error(out)
		}
	}
}

func run(at, name string, args ...string) (string, error) {
	c := exec.Command(name, args...)
	c.Dir = at
	c.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	out, err := c.CombinedOutput()
	return string(out), err
}

func copyTo(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, text, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A list comes in pages, each of which says where the next one is; all of them
// together are the list.
func TestPages(t *testing.T) {
	to := newTown(t)
	p := to.inSession("books")
	for _, key := range []string{"1", "2", "3", "4", "5"} {
		p.json("POST", "/api/ledger/post", sold, "Idempotency-Key", key).wants(http.StatusOK)
	}
	for first, whole := range map[string]string{
		"/api/ledger/journal?limit=2":  "/api/ledger/journal",  // reads on by itself
		"/api/ledger/accounts?limit=3": "/api/ledger/accounts", // is cut by the door
		"/api/log/show?limit=2":        "/api/log/show",
	} {
		if first == "/api/log/show?limit=2" {
			p = to.inSession("chair")
		}
		var all, got []any
		if err := json.Unmarshal([]byte(p.get(whole).wants(http.StatusOK).body), &all); err != nil {
			t.Fatal(err)
		}
		pages := 0
		for at := first; at != ""; pages++ {
			r := p.get(at).wants(http.StatusOK)
			var page []any
			if err := json.Unmarshal([]byte(r.body), &page); err != nil || len(page) > 3 {
				t.Fatal(len(page), err)
			}
			got, at = append(got, page...), ""
			if m := regexp.MustCompile(`^<(/[^>]+)>; rel="next"$`).FindStringSubmatch(r.Header.Get("Link")); m != nil {
				at = m[1]
			}
		}
		a, _ := json.Marshal(all)
		b, _ := json.Marshal(got)
		if string(a) != string(b) || pages < 2 {
			t.Errorf("%s: %d pages hold %d items, the list %d", first, pages, len(got), len(all))
		}
	}
	if r := p.get("/api/ledger/accounts?limit=2").wants(http.StatusOK); r.Header.Get("Artel-Total") == "" {
		t.Error("how many there are is not said")
	}
	p.get("/api/ledger/accounts?limit=0").wants(http.StatusUnprocessableEntity, "limit=0")
	p.get("/api/ledger/accounts?skip=-1").wants(http.StatusUnprocessableEntity, "skip=-1")
}

// Whatever goes wrong by the API is a problem document, in every kind of wrong.
func TestEveryTroubleIsAProblem(t *testing.T) {
	to := newTown(t)
	books, hu := to.inSession("books"), to.inSession("hu")
	for _, c := range []struct {
		status int
		reply  reply
	}{
		{http.StatusUnauthorized, to.person("").get("/api/ledger/accounts")},
		{http.StatusForbidden, hu.get("/api/member/list")},
		{http.StatusNotFound, books.get("/api/ledger/entry?number=99")},
		{http.StatusNotFound, books.get("/api/no/such")},
		{http.StatusNotFound, books.get("/api/")},
		{http.StatusMethodNotAllowed, books.get("/api/ledger/post")},
		{http.StatusMethodNotAllowed, books.json("DELETE", "/api/ledger/accounts", "")},
		{http.StatusConflict, books.json("POST", "/api/member/admit", `{"no":"M001","name":"x","joined":"1956-01-03"}`)},
		{http.StatusUnprocessableEntity, books.json("POST", "/api/ledger/post", `{]`)},
		{http.StatusRequestEntityTooLarge, books.json("POST", "/api/ledger/post", `{"memo":"`+strings.Repeat("x", mostForm)+`"}`)},
		{http.StatusForbidden, books.json("POST", "/api/ledger/post", sold, "Sec-Fetch-Site", "cross-site")},
	} {
		c.reply.wants(c.status)
		var doc trouble
		err := json.Unmarshal([]byte(c.reply.body), &doc)
		if err != nil || c.reply.Header.Get("Content-Type") != "application/problem+json" || doc.Status != c.status || doc.Title == "" || doc.Detail == "" {
			t.Errorf("%d: %v, %s", c.status, err, c.reply.body)
		}
	}
}
