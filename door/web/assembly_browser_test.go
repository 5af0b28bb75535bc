package web

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"artel/base/cal"
	"artel/base/db"
	"artel/coop/assembly"
)

// phones is how many vote at once.
const phones = 30

// phone is a browser of its own, in the same Chromium, in which somebody is
// logged in.
func (b *browser) phone(p *person) *browser {
	b.t.Helper()
	ctx, stop := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	b.t.Cleanup(stop)
	one := &browser{b.t, ctx, b.base}
	one.run(chromedp.EmulateViewport(390, 844))
	for name, value := range p.cookies {
		if _, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: b.base}); err != nil {
			b.t.Fatal(err)
		}
	}
	return one
}

// A chair, a screen on the wall and thirty phones: an open vote and a secret
// one, all at once. Every vote is counted once, and every voter finds their
// paper, which only their own phone knows.
func TestMeetingInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("thirty browsers")
	}
	to := newTown(t)
	chair := to.browser(t, "chair")
	today := string(cal.On(to.db.Now()))
	people := make([]*person, phones)
	for i := range people {
		no := fmt.Sprintf("M%03d", i+3)
		to.must("member admit", map[string]string{"no": no, "name": "Member " + no, "joined": "1956-01-03"})
		to.must("unit login", map[string]string{"name": no, "password": password, "role": "member", "member": no})
		people[i] = to.person(no)
	}
	to.must("charter amend", map[string]string{"rule": "quorum_pct", "value": "60", "since": "1956-01-01"})

	chair.open("/assembly/call")
	chair.fill("day", today)
	chair.press("Do it", "Done, as act")
	chair.open("/assembly/agenda?meeting=1")
	chair.fill("text", "A second <b>shed</b> is built")
	chair.press("Do it", "Done, as act")
	chair.open("/assembly/agenda?meeting=1&ballot=secret")
	chair.fill("text", "The manager has our trust")
	chair.press("Do it", "Done, as act")
	chair.open("/assembly/meeting?meeting=1")
	chair.press("Open the meeting", "Everybody is here")
	chair.press("Open the vote", "0 of 32 votes are here")
	chair.open("/assembly/meeting?meeting=1")
	chair.press("Everybody is here", "32 of 32")

	wall := chair.phone(to.person("chair"))
	wall.run(chromedp.EmulateViewport(1280, 900))
	wall.open("/assembly/wall?meeting=1")
	wall.reads("32 of 32")
	all := make([]*browser, phones)
	for i, p := range people {
		all[i] = chair.phone(p)
		all[i].open("/assembly/meeting?meeting=1")
	}
	each := func(do func(i int, b *browser)) {
		var wait sync.WaitGroup
		for i, b := range all {
			wait.Go(func() { do(i, b) })
		}
		wait.Wait()
		if t.Failed() {
			t.FailNow()
		}
	}
	vote := func(i int, b *browser) {
		b.until(`!!document.querySelector("main .voice button.vote:enabled")`) // which comes by itself
		b.says(fmt.Sprintf(`(() => { document.querySelector("main .voice button.%s").click() })()`, []string{"for", "for", "against", "abstain"}[i%4]))
	}

	chair.press("Open the vote", "0 of 32 votes are in.")
	each(func(i int, b *browser) { vote(i, b); b.reads("You voted:") })
	chair.reads("30 of 32 votes are in.") // live
	wall.reads("30 of 32 votes are in.")
	chair.press("Close the vote and count", "The motion was carried.")
	wall.reads("The motion was carried.")

	chair.press("Give out the papers", "papers are given out")
	each(func(i int, b *browser) { vote(i, b); b.reads("Your paper is sealed") })
	chair.reads("30 papers are given out.")
	chair.press("Open the box", "papers are in the box.")
	each(func(i int, b *browser) { b.reads("Your paper is in the box") })
	chair.reads("30 of 30 papers are in the box.")
	chair.press("Close the box and count", "The papers of this vote")
	each(func(i int, b *browser) {
		b.open("/assembly/papers?meeting=1&item=2")
		b.reads("Your paper is here, and says: " + []string{"for", "for", "against", "abstain"}[i%4])
	})
	chair.press("Close the meeting", "Approve the minutes")

	err := to.db.Read(t.Context(), db.Who{Unit: to.unit}, func(tx *db.Tx) error {
		m, err := assembly.ShowMeeting(tx, assembly.OneMeeting{Meeting: 1})
		if err != nil {
			return err
		}
		for _, it := range m.Items {
			if o := it.Result; o == nil || o.For != 16 || o.Against != 7 || o.Abstain != 7 {
				t.Errorf("item %d: %+v", it.Item, o)
			}
		}
		_, papers, _, err := assembly.Check(tx)
		if papers != phones {
			t.Errorf("%d papers hold", papers)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if text := chair.says(`document.querySelector("main").innerText`); strings.Contains(text, "Votes here\n0") {
		t.Error(text)
	}
}
