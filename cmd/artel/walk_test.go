package main

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"artel/base/act"
	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/door/web"
)

// The weights that a page of the demo may have, in bytes over the wire: with
// nothing kept by the browser, and with style and script kept.
const (
	wholePage  = 60_000
	pageItself = 15_000
	// wholeManual is for the one page that says all that can be done.
	wholeManual = 20_000
)

// alike are the pages of one kind that are enough: of seventy members' cards a
// few say as much as all.
const alike = 3

// demoSite serves a fresh demo.
func demoSite(t *testing.T) (address string, where string) {
	t.Helper()
	where = filepath.Join(t.TempDir(), "demo.db")
	d, err := openDB(where)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := fillDemo(t.Context(), d, filepath.Join(t.TempDir(), "sheets")); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(demoDoor(d))
	t.Cleanup(s.Close)
	return s.URL, where
}

func demoDoor(d *db.DB) http.Handler {
	return web.New(d, acts, web.Options{Demo: everyLogin, Log: slog.New(slog.DiscardHandler)})
}

// everyLogin are all of the demo; walkers those whose pages are walked, of whom the
// weavers' chair has the papers of a unit that changes, and the federation's officer
// its plan.
var (
	everyLogin = slices.Concat(demoLogins, formLogins)
	walkers    = slices.Concat(demoLogins, formLogins[:2])
)

// walker is somebody's browser, without script.
type walker struct {
	t       *testing.T
	address string
	client  *http.Client
}

func (w *walker) logIn(name, password, language string) {
	w.t.Helper()
	jar, _ := cookiejar.New(nil)
	w.client = &http.Client{Jar: jar, Transport: &http.Transport{DisableCompression: true}}
	w.send("/language", url.Values{"language": {language}})
	if status := w.send("/login", url.Values{"name": {name}, "password": {password}}); status != http.StatusOK {
		w.t.Fatalf("%s cannot log in: %d", name, status)
	}
}

func (w *walker) send(path string, values url.Values) int {
	w.t.Helper()
	r, err := w.client.PostForm(w.address+path, values)
	if err != nil {
		w.t.Fatal(err)
	}
	r.Body.Close()
	return r.StatusCode
}

// seen is one page as it came.
type seen struct {
	path   string
	status int
	kind   string
	weight int
	page   *html.Node
}

func (w *walker) get(path string) seen {
	w.t.Helper()
	weight := w.weigh(path)
	r, err := w.client.Get(w.address + path)
	if err != nil {
		w.t.Fatal(err)
	}
	defer r.Body.Close()
	s := seen{path: path, status: r.StatusCode, kind: r.Header.Get("Content-Type"), weight: weight}
	if strings.HasPrefix(s.kind, "text/html") {
		if s.page, err = html.Parse(r.Body); err != nil {
			w.t.Fatal(err)
		}
	}
	return s
}

// weigh is how many bytes an answer has over the wire.
func (w *walker) weigh(path string) int {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, w.address+path, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	answer, err := w.client.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	n, err := io.Copy(io.Discard, answer.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return int(n)
}

// each calls fn with every element of a page.
func each(n *html.Node, fn func(*html.Node)) {
	if n.Type == html.ElementNode {
		fn(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, fn)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// links are the places of this site that a page leads to, and assets what it
// loads.
func (s seen) links() (links, assets []string) {
	if s.page == nil {
		return nil, nil
	}
	each(s.page, func(n *html.Node) {
		switch n.Data {
		case "a":
			if to, err := url.Parse(attribute(n, "href")); err == nil && to.Host == "" && strings.HasPrefix(to.Path, "/") {
				to.Fragment = ""
				links = append(links, to.String())
			}
		case "link", "img":
			assets = append(assets, attribute(n, "href")+attribute(n, "src"))
		case "script":
			assets = append(assets, attribute(n, "src"))
		}
	})
	return links, slices.DeleteFunc(assets, func(a string) bool { return !strings.HasPrefix(a, "/") })
}

// kindOfPage is a path without what differs between pages of one kind.
func kindOfPage(path string) string {
	u, err := url.Parse(path)
	if err != nil {
		return path
	}
	names := []string{}
	for name := range u.Query() {
		names = append(names, name)
	}
	slices.Sort(names)
	return regexp.MustCompile(`/[0-9a-f-]{16,}`).ReplaceAllString(u.Path, "/…") + "?" + strings.Join(names, "&")
}

// walk goes through every link it finds, from the first page on.
func (w *walker) walk(visit func(seen)) (pages int) {
	w.t.Helper()
	todo, known, kinds := []string{"/"}, map[string]bool{"/": true}, map[string]int{}
	for len(todo) > 0 && pages < 1000 {
		path := todo[0]
		todo = todo[1:]
		s := w.get(path)
		pages++
		visit(s)
		links, _ := s.links()
		for _, to := range links {
			if !known[to] && kinds[kindOfPage(to)] < alike {
				known[to] = true
				kinds[kindOfPage(to)]++
				todo = append(todo, to)
			}
		}
	}
	return pages
}

// Every link of the demo, for every role and in both languages, leads to a page
// that there is, that the person may see, and that weighs little.
func TestWalkTheDemo(t *testing.T) {
	address, _ := demoSite(t)
	for _, who := range walkers {
		for _, language := range []string{"en", "zh"} {
			t.Run(who.Name+" "+language, func(t *testing.T) {
				w := &walker{t: t, address: address}
				w.logIn(who.Name, who.Password, language)
				weights, itself, loaded := map[string]int{}, seen{}, 0
				pages := w.walk(func(s seen) {
					if s.status != http.StatusOK {
						t.Errorf("%s gave status %d", s.path, s.status)
					}
					if s.page == nil {
						return
					}
					whole := s.weight
					_, assets := s.links()
					for _, a := range assets {
						if weights[a] == 0 {
							weights[a] = w.weigh(a)
						}
						whole += weights[a]
					}
					if s.weight > itself.weight {
						itself = s
					}
					loaded = max(loaded, whole)
					limit := pageItself
					if s.path == "/everything" {
						limit = wholeManual
					}
					if whole > wholePage || s.weight > limit {
						t.Errorf("%s weighs %d bytes, and %d with all that it loads", s.path, s.weight, whole)
					}
				})
				if pages < 15 {
					t.Errorf("only %d pages were found", pages)
				}
				t.Logf("%d pages; the heaviest, %s, is %d bytes over the wire, and none is more than %d with all that it loads", pages, itself.path, itself.weight, loaded)
			})
		}
	}
}

// texts are the texts of a page that a person reads: of elements, and of
// attributes that are read out.
func (s seen) texts() (all []string) {
	if s.page == nil {
		return nil
	}
	var look func(n *html.Node)
	look = func(n *html.Node) {
		switch {
		case n.Type == html.ElementNode && slices.Contains([]string{"script", "style", "code", "pre"}, n.Data):
			return
		case n.Type == html.ElementNode && attribute(n, "lang") != "" && n.Data != "html":
			return // said in another language on purpose
		case n.Type == html.TextNode:
			all = append(all, strings.TrimSpace(n.Data))
		}
		for _, name := range []string{"aria-label", "placeholder", "title", "alt", "data-label"} {
			all = append(all, strings.TrimSpace(attribute(n, name)))
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			look(c)
		}
	}
	look(s.page)
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

// english are two words of English beside each other, or one long one.
var english = regexp.MustCompile(`[A-Za-z]{2,} [a-z]{2,}|[A-Z]?[a-z]{4,}`)

// No word on a Chinese page is English that is not the co-operative's own: a
// name, an operation, what somebody typed.
func TestNoPageIsHalfTranslated(t *testing.T) {
	address, where := demoSite(t)
	mine := typed(t, where)
	logged, err := dbtest.Lines(where, "act_log")
	if err != nil {
		t.Fatal(err)
	}
	said := mine + strings.ToLower(strings.Join(logged, "\n")) // the log shows what was asked in its own words
	left := map[string]string{}
	for _, who := range walkers {
		w := &walker{t: t, address: address}
		w.logIn(who.Name, who.Password, "zh")
		w.walk(func(s seen) {
			if strings.HasPrefix(s.path, "/sheet/columns") || strings.HasPrefix(s.path, "/charter/waterfall") {
				return // names that sheets may have, and formulas: the same in every language
			}
			mine := mine
			if strings.HasPrefix(s.path, "/log/show") || s.path == "/" { // the home page has the last acts
				mine = said
			}
			for _, text := range s.texts() {
				for _, words := range english.FindAllString(names.ReplaceAllString(text, ""), -1) {
					if !strings.Contains(mine, strings.ToLower(words)) && !isCode(words) {
						left[fmt.Sprintf("%q in %q", words, text)] = s.path
					}
				}
			}
		})
	}
	for words, path := range left {
		t.Errorf("%s: %s", path, words)
	}
}

// typed is all that people typed in the demo: what is theirs is not ours to
// translate.
func typed(t *testing.T, where string) string {
	t.Helper()
	var all []string
	for _, table := range []string{"member", "tool", "rate", "purchase", "sale", "expense", "unit_fact", "resolution", "motion", "login_role", "unit_code", "session", "sheet_import", "charter",
		"good", "recipe", "slip", "task", "accepted", "material_loss", "supplier", "customer", "purchase_order", "sale_order", "sale_order_line", "contract", "contract_line", "offer", "offer_request", "offer_allotment", "hold",
		"meeting", "meeting_item", "meeting_word", "minutes_approved", "loan", "loan_decision", "credit_quota", "market_rate", "tax_table", "tax_relief",
		"plan", "craftsman", "application", "application_end", "settlement", "transition", "transition_end", "exclusion", "plan_part", "plan_counter", "plan_counter_answer"} {
		grounds := "grounds"
		if slices.Contains([]string{"offer_request", "loan_decision", "tax_relief", "transition", "application_end", "exclusion", "plan_counter"}, table) { // theirs; an allotment's grounds are the program's
			grounds = "kind"
		}
		lines, err := dbtest.Lines(where, table, "search", "state", "standing", "kind", "order_kind", "customer_kind", "supplier_kind", "form", "about", "majority", "base", "ballot", "basis", grounds)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, lines...)
	}
	return strings.ToLower(strings.Join(all, "\n"))
}

// names are those of rules and columns, which formulas and sheets call so in
// every language.
// Places are written so on sheets too: store:main, batch:12.
var names = regexp.MustCompile(`\b[a-z]+(_[a-z]+)+\b|\b(store|member|batch|agent|customer):|\b[0-9a-f]{24,}\b`)

// isCode says whether words belong to no language: names of programs, files and
// formats, of acts, which are commands, and of foreign forms in their own words.
func isCode(words string) bool {
	if slices.ContainsFunc(acts, func(a act.Act) bool { return strings.Contains(a.Name, words) }) {
		return true
	}
	return slices.Contains([]string{"artel", "hledger", "beancount", "xlsx", "openapi", "json", "https", "cooperativa di", "lavoro", "trabajo asociado", "quater", "deliveries", "OpenID Connect", "Connect", "OpenID",
		"sexies", "artel help", "http", "client", "demo", "Shift", "Delete", "Enter", "cookie", "Postgre", "Basic", "Handbook", "label", "when", "formula", "base"}, words)
}
