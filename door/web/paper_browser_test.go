package web

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	pdf "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// onPaper is the text of the page as it comes out of the printer.
func (b *browser) onPaper() string {
	b.t.Helper()
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		b.t.Skip("there is no pdftotext (poppler-utils) on this machine; what stands on paper is not read")
	}
	paper, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(func(p *pdf.PrintToPDFParams) { css := true; p.PreferCSSPageSize = &css }))
	if err != nil {
		b.t.Fatal(err)
	}
	file := filepath.Join(b.t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, paper, 0o600); err != nil {
		b.t.Fatal(err)
	}
	text, err := exec.Command(reader, "-raw", file, "-").Output() //nolint:gosec // the reader found above
	if err != nil {
		b.t.Fatal(err)
	}
	return closed(string(text))
}

// shared is a town whose surplus of 1956 is shared out among three members, one
// of whom has a name with every kind of sign in it.
func shared(t *testing.T, name string) *town {
	to := paid(t, 2)
	to.must("member admit", map[string]string{"no": "M003", "name": name, "joined": "1956-01-03"})
	to.must("work record", map[string]string{"rows.0.day": "1956-02-20", "rows.0.member": "M003", "rows.0.operation": "weave", "rows.0.quantity": "7", "rows.0.hours": "8"})
	to.must("pay run", map[string]string{"month": "1956-02"})
	to.must("ledger post", map[string]string{"day": "1956-03-01", "memo": "Sold", "lines.0.account": "1010", "lines.0.debit": "4600", "lines.1.account": "4010", "lines.1.credit": "4600"})
	to.must("year close", map[string]string{"year": "1956"})
	to.must("assembly resolve", map[string]string{"number": "1", "year": "1956", "date": "1957-01-20", "text": "By the charter", "for": "3", "against": "0", "abstain": "0"})
	to.must("surplus distribute", map[string]string{"year": "1956", "resolution": "1"})
	return to
}

// A slip, and all slips, come out of the printer with the name and the amount
// of whose they are, in both languages.
func TestSlipsOnPaper(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	const name = `Li "Q" <b>O'Ma & 王龘㐂 😀`
	hasFonts(t, name)
	b := shared(t, name).browser(t, "books")
	for _, c := range []struct{ language, title, sum, all string }{
		{"en", "Distribution slip 1956", "Part of the surplus", "Make all 3 slips"},
		{"zh", "1956 年度分配单", "第 12 条", "制作全部 3 张"},
	} {
		b.says(`document.cookie = "artel_lang=` + c.language + `; path=/"`)
		b.open("/surplus/slip?year=1956&member=M003")
		amount := b.says(`document.querySelector(".slip tr.total td:last-child").textContent.trim()`)
		if amount != "2,597.32" { // of 3,710.46 by the pay: 7 of the 10 pieces
			t.Fatalf("the slip has the amount %q", amount)
		}
		one := b.onPaper()
		b.open("/surplus/slips?year=1956")
		b.printAll(c.all)
		all := b.onPaper()
		for _, words := range []string{name, amount, c.title, c.sum} {
			if !strings.Contains(one, closed(words)) {
				t.Errorf("%s: there is no %q on the slip:\n%s", c.language, words, one)
			}
			if !strings.Contains(all, closed(words)) {
				t.Errorf("%s: there is no %q among all slips:\n%s", c.language, words, all)
			}
		}
		for _, other := range []string{"Hu <b>Hongtu</b>", "王光明"} {
			if !strings.Contains(all, closed(other)) || strings.Contains(one, closed(other)) {
				t.Errorf("%s: %s is on the wrong paper", c.language, other)
			}
		}
		if n := strings.Count(all, closed(c.title)); n != 3 {
			t.Errorf("%s: %d slips, not 3", c.language, n)
		}
	}
}

// hasFonts skips where no font of the machine has a sign: it would come out as
// an empty box, whatever the page says.
func hasFonts(t *testing.T, text string) {
	t.Helper()
	for _, sign := range text {
		found, err := exec.Command("fc-list", fmt.Sprintf(":charset=%x", sign)).Output() //nolint:gosec // a number
		if err == nil && len(found) == 0 {
			t.Skipf("no font on this machine has %q; what stands on paper is not read", sign)
		}
	}
}

// closed is a text without its spaces: paper has them where a font changes.
func closed(text string) string { return strings.Join(strings.Fields(text), "") }
