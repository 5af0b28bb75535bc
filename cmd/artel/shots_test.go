package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// shots are the pages that the handbook shows, each under its file's name and by
// whom it is seen.
var shots = []struct{ name, who, path string }{
	{"home", "chair", "/"},
	{"members", "bookkeeper", "/member/list"},
	{"card", "bookkeeper", "/member/show?member=M001"},
	{"work", "bookkeeper", "/work/record?_day=1957-11-24&_span=week"},
	{"pay", "bookkeeper", "/pay/run?month=1957-11"},
	{"books", "auditor", "/ledger/balances?day=1956-12-31"},
	{"year-end", "chair", "/surplus/year?year=1956"},
	{"store", "bookkeeper", "/goods/stock"},
	{"tasks", "bookkeeper", "/task/list?day=1957-11-30"},
	{"contracts", "bookkeeper", "/sale/contracts"},
	{"cost", "bookkeeper", "/cost/product?product=chair"},
	{"sheets", "bookkeeper", "/sheet/import"},
	{"charter", "chair", "/charter/statutes"},
	{"my-page", "M001", "/"},
	{"forms", "weaver", "/transition/show?number=3"},
	{"plan", "officer", "/plan/show"},
	{"plan-part", "officer", "/plan/part?who=Linqing+Bamboo+Workers'+Co-operative"},
	{"plan-reserves", "officer", "/plan/reserves"},
	{"slip", "M001", "/surplus/slip?year=1956&member=M001"},
}

// “make shots” takes the pictures of docs/shots anew: each page in both
// languages, at 1280 and 390 pixels.
func TestShots(t *testing.T) {
	folder := os.Getenv("ARTEL_SHOTS")
	if folder == "" {
		t.Skip("ARTEL_SHOTS names no folder for pictures")
	}
	address, _ := demoSite(t)
	ctx := chromium(t)
	for _, s := range shots {
		w := &walker{t: t, address: address}
		for _, login := range everyLogin {
			if login.Name == s.who {
				w.logIn(login.Name, login.Password, "en")
			}
		}
		for _, l := range []look{{"en", "light", 1280}, {"zh", "light", 1280}, {"en", "light", 390}, {"zh", "light", 390}} {
			enter(t, ctx, w, l)
			drive(t, ctx, chromedp.Navigate(address+s.path))
			picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
			if err != nil {
				t.Fatal(err)
			}
			name := s.name + "-" + l.language + map[int64]string{1280: "-wide", 390: "-phone"}[l.width] + ".png"
			if err := os.WriteFile(filepath.Join(folder, name), picture, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
