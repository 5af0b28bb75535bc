package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"artel/base/db"
)

// window is a real Chromium with a key of its own in it, as a telephone has one.
type window struct {
	t    *testing.T
	ctx  context.Context
	base string
}

func (to *town) window() *window {
	to.t.Helper()
	at, err := exec.LookPath("chromium")
	if err != nil {
		to.t.Skip("there is no Chromium on this machine")
	}
	server := httptest.NewServer(to.door)
	to.t.Cleanup(server.Close)
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	to.t.Cleanup(stop)
	ctx, stop = chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(at), chromedp.NoSandbox)...)
	to.t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	to.t.Cleanup(stop)
	w := &window{to.t, ctx, strings.Replace(server.URL, "127.0.0.1", "localhost", 1)}
	w.open("/login")
	if _, err := chromedp.Call(ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		to.t.Fatal(err)
	}
	_, err = chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}})
	if err != nil {
		to.t.Fatal(err)
	}
	return w
}

func (w *window) open(path string) {
	w.t.Helper()
	if err := chromedp.Do(w.ctx, chromedp.Navigate(w.base+path)); err != nil {
		w.t.Fatal(err)
	}
}

func (w *window) says(script string) string {
	w.t.Helper()
	text, err := chromedp.Run(w.ctx, chromedp.Evaluate[string]("String("+script+")"))
	if err != nil {
		return err.Error() // a page is just being left
	}
	return text
}

func (w *window) until(script string) {
	w.t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if w.says(script) == "true" {
			return
		}
	}
	w.t.Fatalf("never came true: %s\non the page:\n%s", script, w.says("document.querySelector('main')?.innerText"))
}

func (w *window) click(selector string) {
	w.t.Helper()
	if err := chromedp.Do(w.ctx, chromedp.Click(selector)); err != nil {
		w.t.Fatal(err)
	}
}

func (w *window) login(name string) {
	w.t.Helper()
	w.open("/login")
	if err := chromedp.Do(w.ctx, chromedp.SendKeys("#name", name), chromedp.SendKeys("#password", password+"\r")); err != nil {
		w.t.Fatal(err)
	}
	w.until(`location.pathname !== "/login"`)
}

// TestPasskey makes a passkey on the account page, logs in with it, and finds it
// useless once it is forgotten or the login closed.
func TestPasskey(t *testing.T) {
	to := newTown(t)
	w := to.window()
	w.login("books")
	w.open("/account/show")
	w.click("form[data-passkey] button")
	w.until(`location.search.includes("_done") && document.body.innerText.includes("My telephone")`)

	w.click("form[action='/logout'] button")
	w.until(`location.pathname === "/login"`)
	w.click("form[data-passkey=login] button")
	w.until(`location.pathname === "/" && document.body.innerText.includes("Willow Weavers")`)
	w.open("/account/show")
	w.until(`[...document.querySelectorAll("td")].some((td) => td.innerText === "passkey")`)
	w.open("/login?next=/log/show") // and to where one wanted to go
	w.click("form[data-passkey=login] button")
	w.until(`location.pathname === "/log/show" && document.body.innerText.includes("Make a passkey")`)

	w.open("/account/show")
	w.click("form[action='/account/forget'] button")
	w.until(`document.body.innerText.includes("You have no passkey yet.")`)
	w.click("form[action='/logout'] button")
	w.until(`location.pathname === "/login"`)
	w.click("form[data-passkey=login] button")
	w.until(`document.querySelector(".passkey .error").textContent.includes("This passkey is not known here")`)
}

// A key that was copied is told by its counter, one of a closed login by that,
// and a task is done once.
func TestPasskeyRefused(t *testing.T) {
	to := newTown(t)
	w := to.window()
	w.login("books")
	w.open("/account/show")
	w.click("form[data-passkey] button")
	w.until(`location.search.includes("_done")`)
	w.click("form[action='/logout'] button")
	w.until(`location.pathname === "/login"`)
	err := to.db.Write(t.Context(), db.Who{}, func(tx *db.Tx) error { // the counter of a copy that is further on
		kept, err := db.One[string](tx, `select credential from passkey where login = 'books'`)
		if err != nil {
			return err
		}
		if !strings.Contains(kept, `"signCount":1`) {
			t.Error("the key has no counter:", kept)
		}
		return tx.Exec(`update passkey set credential = $1 where login = 'books'`, strings.Replace(kept, `"signCount":1`, `"signCount":900`, 1))
	})
	if err != nil {
		t.Fatal(err)
	}
	w.click("form[data-passkey=login] button")
	w.until(`document.querySelector(".passkey .error").textContent.includes("does not fit")`)
	to.must("unit close", map[string]string{"name": "books"})
	w.click("form[data-passkey=login] button")
	w.until(`document.querySelector(".passkey .error").textContent.includes("not known here")`)
}

// What is no key is refused, whoever sends it; only who is logged in is set the
// task of making one.
func TestPasskeyNonsense(t *testing.T) {
	to := newTown(t)
	nobody := to.person("")
	nobody.json("POST", "/passkey/login", `{}`).wants(http.StatusForbidden, "does not fit")
	nobody.json("POST", "/passkey/login", `nonsense`).wants(http.StatusForbidden)
	nobody.json("POST", "/passkey/login", strings.Repeat("x", mostKey+1)).wants(http.StatusRequestEntityTooLarge)
	nobody.json("POST", "/passkey/task", ``).wants(http.StatusForbidden)
	r := httptest.NewRequest("POST", "/passkey/ask", nil)
	r.Host = "127.0.0.1:8750"
	nobody.do(r).wants(http.StatusForbidden, "an address with a name")
	r = httptest.NewRequest("POST", "/passkey/ask", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	nobody.do(r).wants(http.StatusForbidden)
	for range 2 * mostTasks {
		nobody.json("POST", "/passkey/ask", ``).wants(http.StatusOK, `"challenge"`)
	}
}
