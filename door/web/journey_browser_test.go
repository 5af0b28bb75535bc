package web

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"artel/base/cases"
)

// From the link that is printed at the start to every member's slip, as a chair
// goes it: by the buttons and links of the pages alone.
func TestFirstRunToSlipsInABrowser(t *testing.T) {
	book := filepath.Join(cases.Dir(t), "linqing-1956.xlsx")
	if _, err := os.Stat(book); err != nil {
		t.Skip(err)
	}
	t.Setenv("TMPDIR", t.TempDir())
	b := emptyTown(t).pane(t)
	b.open("/begin?code=the-code")
	b.reads("Who are you?")
	b.fill("login", "ming")
	b.fill("password", password)
	b.press("Continue", "Which co-operative?")
	for _, f := range [][2]string{{"name", "Linqing Bamboo Workers' Co-operative"}, {"county", "Linqing"}, {"trade", "bamboo"}, {"currency", "CNY"}, {"year", "1956"}} {
		b.fill(f[0], f[1])
	}
	b.run(chromedp.Click(`input[name=template][value=scop]`)) // another first, so that the choice is one
	b.run(chromedp.Click(`input[name=template][value=producer]`))
	b.press("Begin", "Bring your sheets")

	b.open("/sheet/import")
	b.run(chromedp.SetUploadFiles("#path", []string{book})) // it is looked at as soon as it is chosen
	b.reads("Every row is right.")
	b.press("Take in", "Done, as act")

	b.open("/surplus/year?year=1956")
	b.reads("The pay of 12 months")
	b.press("Close the year", "")
	b.press("Do it", "On with the year-end")
	b.press("On with the year-end", "4,718.07")
	b.open("/assembly/resolve?year=1956")
	for _, f := range [][2]string{{"number", "1"}, {"date", "1957-01-20"}, {"text", "By the charter"}, {"for", "60"}, {"against", "2"}, {"abstain", "1"}} {
		b.fill(f[0], f[1])
	}
	b.press("Do it", "Done")
	b.open("/surplus/year?year=1956")
	b.press("Share out the surplus", "On with the year-end")
	b.press("On with the year-end", "Print all slips")
	b.press("Print all slips", "73 slips")
	b.printAll("Make all 73 slips")
	b.until(`document.querySelectorAll("article.slip").length === 73`)
	b.until(`[...document.querySelectorAll("article.slip")].some((s) => s.textContent.includes("Hu Hongtu") && s.textContent.includes("63.81"))`)
}

// Wrong cells of a sheet are typed over in the page, looked at again, and taken
// in; the file is chosen once.
func TestWrongCellsInABrowser(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	file := filepath.Join(t.TempDir(), "members.csv")
	wrong := "no,name,standing,grade,joined\nM003,Li,nobody,1,1956-01-03\nM004,赵四,member,2,1956-01-03\nM005,Sun,member,2,1956-13-01\n"
	if err := os.WriteFile(file, []byte(wrong), 0o600); err != nil {
		t.Fatal(err)
	}
	to := newTown(t)
	b := to.browser(t, "books")
	b.open("/sheet/import")
	b.run(chromedp.SetUploadFiles("#path", []string{file}))
	b.reads("2 things to put right")
	b.until(`[...document.querySelectorAll("main input[aria-invalid=true]")].map((i) => i.value).join() === "nobody,1956-13-01"`)
	mend := func(was, now string) {
		t.Helper()
		b.fill(b.says(`document.querySelector('main input[aria-invalid=true][value="`+was+`"]').name`), now)
	}
	mend("nobody", "member")
	b.press("Check again", "1 things to put right")
	b.until(`document.querySelectorAll("main input[aria-invalid=true]").length === 1`)
	mend("1956-13-01", "1956-12-01")
	b.press("Check again", "Every row is right.")
	to.person("books").get("/member/list?day=1956-12-31").wants(http.StatusOK, "M001").lacks("M004") // nothing is kept before it is taken in
	b.press("Take in", "Done, as act")
	b.open("/member/list?day=1956-12-31")
	for _, words := range []string{"M003", "赵四", "M005"} {
		b.reads(words)
	}
}

// A member at a phone: votes on their first page, and looks how their pay was
// worked out; nothing is wider than the phone.
func TestMemberAtAPhone(t *testing.T) {
	to := paid(t, 2)
	to.must("assembly motion", map[string]string{"text": "A kiln of our own, and Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikation", "closes": "1957-02-01"})
	b := to.browser(t, "hu")
	b.run(chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile))
	fits := func() {
		t.Helper()
		if got := b.says(`innerWidth + " " + (document.scrollingElement.scrollWidth <= 390)`); got != "390 true" {
			t.Errorf("%s is wider than a phone: %s, %s", b.says("location.pathname"), got, b.says("document.scrollingElement.scrollWidth"))
		}
	}
	b.open("/")
	b.reads("My vote")
	fits()
	b.press("For", "You voted: for.")
	b.until(`!document.querySelector("form.votes")`)
	fits()
	b.press("How?", "How was this worked out?")
	fits()
	b.until(`!!document.querySelector("main details summary")`)
	b.says(`document.querySelector("main details:not([open]) > summary").click()`)
	b.until(`document.querySelectorAll("main details[open]").length > 0`)
	fits()
	b.reads("0.50")
}

// printAll has all slips made, from their page, and opens the paper of them.
func (b *browser) printAll(words string) {
	b.t.Helper()
	b.press(words, "")
	const link = `[...document.querySelectorAll("main a")].find((e) => e.pathname.endsWith("/paper"))`
	b.until("!!" + link)
	b.open(b.says(link + ".pathname"))
}
