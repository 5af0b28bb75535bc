package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"
)

// chromium is a window of a real browser, or skips the test where there is none.
func chromium(t *testing.T) context.Context {
	t.Helper()
	at, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no Chromium on this machine")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(at), chromedp.NoSandbox)
	ctx, stop := context.WithTimeout(t.Context(), 12*time.Minute)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewExecAllocator(ctx, opts...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	return ctx
}

// look is how a page is looked at.
type look struct {
	language, scheme string
	width            int64
}

var looks = []look{{"en", "light", 1280}, {"zh", "dark", 390}, {"zh", "light", 1280}, {"en", "dark", 390}}

// Every kind of page of the demo, in both languages, light and dark, broad and
// narrow: nothing moves while it loads, and nothing stands beyond the edge of a
// phone. axe-core finds nothing against any page composed by hand, each in one of
// the first two looks. Plain forms, one for each act, are made of the same parts by
// the same code: they are seen in the first two looks, one in eight by axe-core too.
// ARTEL_AXE is the file of axe-core.
func TestPagesForEverybody(t *testing.T) {
	axe, err := os.ReadFile(os.Getenv("ARTEL_AXE"))
	if err != nil {
		t.Skip("ARTEL_AXE does not name the file axe.min.js of the npm package axe-core")
	}
	address, _ := demoSite(t)
	ctx := chromium(t)
	seenBy := map[string]map[string]bool{} // kinds of pages, by role: one chair's are not seen again as another's
	for _, who := range walkers {
		if who.Role == "bookkeeper" || who.Role == "auditor" { // the chair sees all that they see
			continue
		}
		w := &walker{t: t, address: address}
		w.logIn(who.Name, who.Password, "en")
		composed, plain := []string{"/login"}, []string{}
		if seenBy[who.Role] == nil {
			seenBy[who.Role] = map[string]bool{}
		}
		known := seenBy[who.Role]
		w.walk(func(s seen) {
			if s.page == nil {
				return
			}
			list, kind := &composed, kindOfPage(s.path)
			if s.plain() {
				list = &plain
				kind, _, _ = strings.Cut(kind, "?") // filled in before or not
			}
			if !known[kind] {
				known[kind] = true
				*list = append(*list, s.path)
			}
		})
		for i, l := range looks {
			if who.Role != "chair" && i > 1 {
				continue // what differs by role is what stands on a page, not how
			}
			t.Run(fmt.Sprint(who.Name, " ", l), func(t *testing.T) {
				enter(t, ctx, w, l)
				for n, path := range composed {
					inspect(t, ctx, address+path, string(axe), l, n%2 == i)
				}
				for n, path := range plain {
					if i < 2 {
						inspect(t, ctx, address+path, string(axe), l, n%16 == 8*i)
					}
				}
				t.Logf("%d pages composed by hand and %d plain forms", len(composed), len(plain))
			})
		}
	}
}

// plain says whether a page is the plain form of an act.
func (s seen) plain() (plain bool) {
	each(s.page, func(n *html.Node) { plain = plain || n.Data == "form" && attribute(n, "class") == "act" })
	return plain
}

func drive(t *testing.T, ctx context.Context, a chromedp.Action[chromedp.Void]) {
	t.Helper()
	if _, err := chromedp.Run(ctx, a); err != nil {
		t.Fatal(err)
	}
}

func says(t *testing.T, ctx context.Context, script string) string {
	t.Helper()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// enter gives the browser the walker's session, and the look.
func enter(t *testing.T, ctx context.Context, w *walker, l look) {
	t.Helper()
	drive(t, ctx, chromedp.EmulateViewport(l.width, 844))
	at, _ := url.Parse(w.address)
	w.send("/language", url.Values{"language": {l.language}})
	for _, c := range w.client.Jar.Cookies(at) {
		if _, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: w.address}); err != nil {
			t.Fatal(err)
		}
	}
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: l.scheme}}})
	if err != nil {
		t.Fatal(err)
	}
}

// inspect opens a page and holds it to what everybody needs: that it stands
// still, within the window, and, where so asked, that axe-core finds nothing.
func inspect(t *testing.T, ctx context.Context, address, axe string, l look, ask bool) {
	t.Helper()
	drive(t, ctx, chromedp.Navigate(address))
	if !ask {
		axe = "window.axe = {run: async () => ({violations: []})}"
	}
	says(t, ctx, axe+"; 'loaded'")
	var found struct {
		Violations []struct {
			ID    string
			Help  string
			Nodes []struct{ Target []any }
		}
		Wide  int64
		Moved float64
	}
	// Two frames on, what wide tables do once they are laid out has been done.
	text := says(t, ctx, `axe.run(document, {resultTypes: ["violations"]}).then((r) => new Promise((f) => requestAnimationFrame(() => requestAnimationFrame(() => f(r))))).then((r) => JSON.stringify({
		violations: r.violations.map((v) => ({id: v.id, help: v.help, nodes: v.nodes.map((n) => ({target: n.target.map(String)}))})),
		wide: document.scrollingElement.scrollWidth,
		moved: performance.getEntriesByType("layout-shift").reduce((sum, s) => sum + s.value, 0)}))`)
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		t.Fatal(err)
	}
	path := strings.TrimPrefix(address, address[:strings.Index(address[8:], "/")+8])
	for _, v := range found.Violations {
		t.Errorf("%s: %s (%s) at %v", path, v.Help, v.ID, v.Nodes[0].Target)
	}
	if found.Wide > l.width {
		t.Errorf("%s is %d pixels wide, in a window of %d", path, found.Wide, l.width)
	}
	if found.Moved > 0 {
		t.Errorf("%s moves while it loads, by %v", path, found.Moved)
	}
}
