package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// workshop is a town with rates.
func workshop(t *testing.T) *town {
	to := newTown(t)
	for _, r := range [][4]string{{"weave basket", "1", "0.30", "10"}, {"weave basket", "2", "0.20", ""}, {"make chair", "1", "1.25", "2"}} {
		to.must("work rate", map[string]string{"operation": r[0], "quality": r[1], "rate": r[2], "norm": r[3], "since": "1956-01-01"})
	}
	return to
}

func total(name, want string) string {
	return fmt.Sprintf(`document.querySelector('[data-total=%s]').textContent === %q`, name, want)
}

// A day's work by keyboard alone: completion, fill down, undo and redo, a wrong
// row marked while typing, and recorded once.
func TestGridByKeyboard(t *testing.T) {
	to := workshop(t)
	b := to.browser(t, "books")
	ctrl := chromedp.KeyModifiers(chromedp.ModifierCtrl)
	shift := chromedp.KeyModifiers(chromedp.ModifierShift)
	b.open("/work/record?_day=1956-03-01")
	b.until(`document.activeElement.name === "rows.0.member"`)
	b.keys("wang") // by pinyin
	b.until(`!document.getElementById("offers").hidden`)
	b.keys("\t")
	b.until(`document.querySelector("#grid .named + *") && document.querySelector("#grid tbody .named").textContent === "王光明"`)
	b.keys("basket\t1\t12\t4\t")
	b.wantRows("|M002|weave basket|1|12|4")
	b.until(total("pay", "3.60 CNY"))
	b.until(total("rows", "1"))

	b.says(`document.getElementsByName("rows.1.member")[0].focus()`)
	b.keys("M001\t")
	b.keys("d", ctrl)
	b.keys("\t")
	b.keys("d", ctrl)
	b.keys("\t13\t1\r")
	b.wantRows("|M002|weave basket|1|12|4", "|M001|weave basket|1|13|1")
	b.until(`document.querySelector("#grid tbody tr:nth-child(2) .remark").textContent.includes("above any norm")`)
	b.until(`document.getElementsByName("rows.1.quantity")[0].getAttribute("aria-invalid") === "true"`)
	b.until(total("rows", "1"))

	b.says(`document.getElementsByName("rows.1.quantity")[0].focus()`)
	b.keys("8" + kb.ArrowDown)
	b.until(total("pay", "6.00 CNY"))
	b.keys("z", ctrl)
	b.wantRows("|M002|weave basket|1|12|4", "|M001|weave basket|1|13|1")
	b.keys("y", ctrl)
	b.wantRows("|M002|weave basket|1|12|4", "|M001|weave basket|1|8|1")
	b.keys("9" + kb.Escape)
	b.wantRows("|M002|weave basket|1|12|4", "|M001|weave basket|1|8|1")
	b.keys(kb.F2 + "0" + kb.ArrowLeft + kb.Backspace + "\r") // edits within the cell: 80, then 0
	b.wantRows("|M002|weave basket|1|12|4", "|M001|weave basket|1|0|1")
	b.keys("z", ctrl)
	b.says(`document.getElementsByName("rows.0.quantity")[0].focus()`)
	b.keys(kb.ArrowRight+kb.ArrowDown, shift)
	b.keys(kb.Delete)
	b.wantRows("|M002|weave basket|1||", "|M001|weave basket|1||")
	b.keys("z", ctrl)
	b.until(total("pay", "6.00 CNY"))
	b.says(`document.querySelector("form.grid button.main").focus()`)
	b.keys("\r")
	b.until(`!!document.querySelector("[data-done=work]")`)
	b.wantRows()
	if got := b.says(`document.querySelectorAll(".recorded tbody tr").length`); got != "2" {
		t.Fatalf("%s rows are recorded", got)
	}
}

// Rows as a spreadsheet copies them, with headings in Chinese in another order;
// five hundred of them, as quick to type in as one.
func TestGridTakesPastedRows(t *testing.T) {
	to := workshop(t)
	b := to.browser(t, "books")
	b.open("/work/record?_day=1956-03-01")
	b.until(`document.activeElement.name === "rows.0.member"`)
	b.until(`document.documentElement.classList.contains("gridded")`)
	b.paste("工序\t社员\t数量\t质量\t日期\r\nmake chair\tM001\t2\t1\t1956-03-02\r\nmake chair\tM999\t2\t1\t\r\nmake chair\tM002\tmany\t1\t\r\n")
	b.wantRows("1956-03-02|M001|make chair|1|2|", "|M999|make chair|1|2|", "|M002|make chair|1|many|")
	b.until(`document.querySelector("#grid tbody tr:nth-child(2) .remark").textContent.includes("no such member")`)
	b.until(`document.getElementsByName("rows.2.quantity")[0].getAttribute("aria-invalid") === "true"`)
	b.until(total("pay", "2.50 CNY"))

	// The server's word stands in the same places, and nothing typed is lost.
	b.says(`document.querySelector("form.grid button.main").click()`)
	b.until(`!!document.querySelector("main .notice.bad")`)
	b.wantRows("1956-03-02|M001|make chair|1|2|", "1956-03-01|M999|make chair|1|2|", "1956-03-01|M002|make chair|1|many|")
	b.until(`document.getElementsByName("rows.2.quantity")[0].getAttribute("aria-invalid") === "true"`)

	var lines []string
	for i := range 500 {
		lines = append(lines, "M00"+strconv.Itoa(1+i%2)+"\tmake chair\t1\t1\t2")
	}
	b.open("/work/record?_day=1956-03-05")
	b.until(`!!document.querySelector("main .notice.warn")`) // what was typed before is here again
	b.says(`document.querySelector("main .notice.warn button").click()`)
	b.until(`!document.querySelector("main .notice.warn") && document.activeElement.name === "rows.0.member"`)
	b.paste(strings.Join(lines, "\n"))
	b.until(total("rows", "500"))
	b.until(total("pay", "625.00 CNY"))
	took := b.says(`(() => { const i = document.getElementsByName("rows.250.quantity")[0]; i.focus(); const at = performance.now();
		for (let n = 0; n < 100; n++) { i.value = String(n); i.dispatchEvent(new InputEvent("input", { bubbles: true })) } return Math.round(performance.now() - at) })()`)
	t.Logf("100 keys among 500 rows took %s ms", took)
	if ms, _ := strconv.Atoi(took); ms > 400 {
		t.Errorf("100 keys took %s ms", took)
	}
	b.says(`document.getElementsByName("rows.250.quantity")[0].value = "1"`)
	b.says(`document.querySelector("form.grid button.main").click()`)
	b.until(`!!document.querySelector("[data-done=work]")`)
	to.person("books").get("/work/record?_day=1956-03-05").wants(http.StatusOK, "All records of these days")
}

// A session that ends loses no typed row.
func TestGridOutlivesTheSession(t *testing.T) {
	to := workshop(t)
	b := to.browser(t, "books")
	b.open("/work/record?_day=1956-03-01")
	b.until(`document.documentElement.classList.contains("gridded")`)
	b.paste("M001\tmake chair\t1\t2\t1\nM002\tmake chair\t1\t2\t1")
	b.until(total("rows", "2"))
	b.says(`(() => { fetch("/logout", { method: "POST" }).then(() => document.body.dataset.out = "1") })()`)
	b.until(`document.body.dataset.out === "1"`)
	b.says(`document.querySelector("form.grid button.main").click()`)
	b.until(`document.body.innerText.includes("session is over")`)
	b.open("/work/record?_day=1956-03-01")
	b.run(chromedp.SendKeys("input[name=name]", "books"))
	b.run(chromedp.SendKeys("input[name=password]", password+"\r"))
	b.until(`location.pathname === "/work/record" && !!document.querySelector("main .notice.warn")`)
	b.wantRows("|M001|make chair|1|2|1", "|M002|make chair|1|2|1")
}
