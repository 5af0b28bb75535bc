package web

import (
	"strings"
	"testing"
)

// From a contract to what its goods cost, as a chair goes it by the forms and
// pages: contract, call-off, purchase, issue, graded acceptance, delivery, bill,
// payment, cost.
func TestContractToCostInABrowser(t *testing.T) {
	to := newTown(t)
	row := func(pairs ...string) map[string]string {
		m := map[string]string{}
		for i := 0; i+1 < len(pairs); i += 2 {
			m[pairs[i]] = pairs[i+1]
		}
		return m
	}
	to.must("goods card", row("item", "bamboo", "per", "kg", "since", "1956-01-01", "minimum", "40"))
	to.must("goods card", row("item", "chair", "kind", "product", "since", "1956-01-01", "spec", "four legs <b>level"))
	to.must("goods recipe", row("product", "chair", "since", "1956-01-01", "lines.0.kind", "material", "lines.0.item", "bamboo", "lines.0.quantity", "4", "lines.1.kind", "operation", "lines.1.item", "weave", "lines.1.quantity", "1"))
	for _, q := range []string{"1", "2"} {
		to.must("work rate", row("operation", "weave", "quality", q, "rate", "0.50", "since", "1956-01-01"))
	}
	to.must("sale customer", row("name", "Mutual-aid <i>Co-op", "kind", "agricultural co-operative", "since", "1956-01-01"))
	to.must("supply supplier", row("name", "State Yard", "kind", "state enterprise", "since", "1956-01-01"))
	b := to.browser(t, "chair")
	fill := func(page string, pairs ...string) {
		t.Helper()
		b.open(page)
		for i := 0; i+1 < len(pairs); i += 2 {
			if b.says(`document.querySelector('main [name="`+pairs[i]+`"]').tagName`) == "SELECT" {
				b.says(`(() => { document.querySelector('main [name="` + pairs[i] + `"]').value = "` + pairs[i+1] + `" })()`)
				continue
			}
			b.says(`document.querySelector('main [name="` + pairs[i] + `"]').closest("details")?.setAttribute("open", "")`)
			b.fill(pairs[i], pairs[i+1])
		}
	}
	fill("/sale/contract", "day", "1956-02-01", "customer", "Mutual-aid <i>Co-op", "from", "1956-02-01", "to", "1956-06-30", "lines.0.product", "chair", "lines.0.quantity", "20", "lines.0.price", "3")
	b.press("Do it", "Done, as act")
	fill("/sale/calloff?contract=1", "day", "1956-02-02", "quantity", "21", "due", "1956-03-10")
	b.press("Do it", "20 are left to be called off")
	b.fill("quantity", "10")
	b.press("Do it", "Done, as act")

	fill("/supply/order", "day", "1956-02-03", "supplier", "State Yard", "lines.0.item", "bamboo", "lines.0.quantity", "60", "lines.0.price", "0.10")
	b.press("Do it", "Done, as act")
	b.open("/supply/orders")
	b.press("1", "Order no. 1")
	b.press("Receive", "Receive")
	b.fill("day", "1956-02-10")
	b.press("Do it", "all has come")
	b.open("/goods/stock")
	b.reads("bamboo")

	fill("/task/give", "day", "1956-02-11", "product", "chair", "quantity", "10", "due", "1956-03-01", "member", "M001")
	b.press("Do it", "Done, as act")
	b.open("/task/show?task=1")
	b.press("Hand out", "Hand")
	b.fill("day", "1956-02-11")
	b.press("Do it", "Material by the norm and in fact")
	b.open("/goods/lying")
	b.reads("Hu <b>Hongtu</b>")
	b.open("/task/show?task=1")
	b.press("Take goods in", "by grade")
	b.fill("day", "1956-02-28")
	for _, f := range [][2]string{{"grades.0.grade", "1"}, {"grades.0.quantity", "9"}, {"grades.1.grade", "reject"}, {"grades.1.quantity", "1"}} {
		b.fill(f[0], f[1])
	}
	b.press("Do it", "Say why 1 were rejected")
	b.fill("grades.1.reason", "cracked")
	b.press("Do it", "9 good, 1 rejected, 0 still to be made")

	b.open("/sale/show?order=1")
	b.press("Deliver", "Deliver")
	b.fill("day", "1956-03-08")
	b.press("Do it", "There are only 9 piece")
	b.says(`document.querySelector('main [name="lines.0.product"]').closest("details")?.setAttribute("open", "")`)
	b.fill("lines.0.product", "chair")
	b.fill("lines.0.quantity", "9")
	b.press("Do it", "Call-off no. 1")
	b.open("/sale/contracts?day=1956-03-20")
	b.reads("late")
	fill("/sale/bill", "day", "1956-03-20", "customer", "Mutual-aid <i>Co-op")
	b.press("Do it", "Done, as act")
	b.open("/sale/invoice?number=1")
	b.reads("27.00")
	fill("/sale/paid", "day", "1956-03-25", "customer", "Mutual-aid <i>Co-op")
	b.press("Do it", "Done, as act")
	b.open("/cost/product?product=chair")
	b.reads("Why it differs")
	if cost := b.says(`document.querySelector(".figure .value").textContent`); !strings.HasPrefix(cost, "0.944") { // 40 kg at 0.10 and 9 × 0.50, for 9 good chairs
		t.Errorf("a chair cost %s", cost)
	}
	b.open("/goods/show?item=chair")
	b.reads("four legs <b>level")
}
