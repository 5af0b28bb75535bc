package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// browser is a window of a real Chromium on a town's pages. Where no Chromium
// is installed, a test that opens one is skipped.
type browser struct {
	t    *testing.T
	ctx  context.Context
	base string
}

func (to *town) browser(t *testing.T, login string) *browser {
	t.Helper()
	b := to.pane(t)
	b.open("/login")
	b.run(chromedp.SendKeys("input[name=name]", login))
	b.run(chromedp.SendKeys("input[name=password]", password+"\r"))
	b.until(`location.pathname !== "/login"`)
	return b
}

// pane is a browser in which nobody is logged in.
func (to *town) pane(t *testing.T) *browser {
	t.Helper()
	at := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			at = found
			break
		}
	}
	if at == "" {
		t.Skip("there is no Chromium on this machine")
	}
	server := httptest.NewServer(to.door)
	t.Cleanup(server.Close)
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(at), chromedp.NoSandbox, chromedp.WindowSize(1280, 900))
	ctx, stop := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewExecAllocator(ctx, opts...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	return &browser{t, ctx, server.URL}
}

func (b *browser) run(a chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, a); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) open(path string) {
	b.t.Helper()
	b.run(chromedp.Navigate(b.base + path))
}

// says is what an expression of script comes to, as text.
func (b *browser) says(script string) string {
	b.t.Helper()
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+script+")"))
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return text
}

// until waits for a condition in script, and says what the page had instead.
func (b *browser) until(script string) {
	b.t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+script+")"))
		if err == nil && text == "true" {
			return
		}
	}
	b.t.Fatalf("never came true: %s\non the page:\n%s", script, b.says("document.querySelector('main')?.innerText"))
}

// keys presses keys, with a modifier where one is given.
func (b *browser) keys(keys string, with ...chromedp.KeyOption) {
	b.t.Helper()
	b.run(chromedp.KeyEvent(keys, with...))
}

// paste gives the focused element a text as the clipboard would.
func (b *browser) paste(text string) {
	b.t.Helper()
	b.says(fmt.Sprintf(`(() => { const d = new DataTransfer(); d.setData("text/plain", %q); document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: d, bubbles: true, cancelable: true })) })()`, text))
}

// rows are the grid's rows that have something in them, a line each.
func (b *browser) rows() string {
	b.t.Helper()
	return b.says(`[...document.querySelectorAll("#grid tbody tr")].map((tr) => [...tr.querySelectorAll("input")].map((i) => i.value).join("|")).filter((l) => l.replaceAll("|", "")).join("\n")`)
}

func (b *browser) wantRows(want ...string) {
	b.t.Helper()
	if got := b.rows(); got != strings.Join(want, "\n") {
		b.t.Fatalf("the grid has:\n%s\nnot:\n%s", got, strings.Join(want, "\n"))
	}
}

// fill types a value into a field, in the place of what stood there.
func (b *browser) fill(name, value string) {
	b.t.Helper()
	b.says(fmt.Sprintf(`(() => { const i = document.querySelector('main [name="%s"]'); i.focus(); i.select(); })()`, name))
	b.keys(value)
	if got := b.says(fmt.Sprintf(`document.querySelector('main [name="%s"]').value`, name)); got != value {
		b.t.Fatalf("the field %s has %q, not %q", name, got, value)
	}
}

// press clicks the button or the link that says these words, and waits until
// the page has the words that follow.
func (b *browser) press(words, then string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`(() => {
		const one = [...document.querySelectorAll("main button, main a")].find((e) => e.textContent.trim() === %q && e.checkVisibility());
		if (!one || document.readyState !== "complete") return false;
		document.documentElement.dataset.left = "1";
		one.click();
		return true })()`, words))
	b.until(`!document.documentElement.dataset.left && document.readyState === "complete"`)
	b.reads(then)
}

// reads waits until words stand on the page, for everybody to see.
func (b *browser) reads(words string) {
	b.t.Helper()
	b.until(fmt.Sprintf(`document.querySelector("main").innerText.includes(%q)`, words))
}
