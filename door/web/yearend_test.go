package web

import (
	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/coop/unit"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"artel/coop/assembly"
	"artel/coop/surplus"
	"artel/coop/year"
)

// anEnd is the year-end of a small co-operative, in a state.
func anEnd(state string) yearEndPage {
	return yearEndPage{Wrong: map[string]string{}, YearEnd: surplus.YearEnd{Year: 1956, Currency: "CNY", State: state,
		Percents: []surplus.Percent{{Rule: "accumulation_pct", Title: "Part for the accumulation fund", Clause: "art. 31.2", Value: "40", Wanted: "40"}},
		Books:    surplus.Key{Sales: 100000, Pay: 40000, NetRevenue: 60000},
		Now:      []surplus.LineSum{{Clause: "art. 31.2", Label: "Accumulation fund", Kind: surplus.Fund, Amount: cny(24000)}, {Clause: "art. 33", Label: "Labour dividend", Kind: surplus.Members, Amount: cny(36000)}},
		Parts:    []surplus.Compared{{No: "M001", Name: "胡鸿图", Now: cny(36000), Then: cny(36000)}},
	}}
}

// may is a view of somebody who may go to these pages.
func may(paths ...string) func(look func(view) screen) func(view) screen {
	return func(look func(view) screen) func(view) screen {
		return func(v view) screen {
			links := []link{}
			for _, p := range paths {
				links = append(links, link{p, p})
			}
			v.nav = []group{{"All", links}}
			return look(v)
		}
	}
}

func TestYearEndInItsStates(t *testing.T) {
	all := may("/year/close", "/pay/run", "/goods/count", "/assembly/resolve", "/assembly/motion", "/surplus/distribute", "/charter/amend", "/member/show", "/surplus/slips")
	open := anEnd("open")
	open.Open = []year.Todo{{What: "The materials were not counted on %s; the books hold %s of them.", Args: []string{"1956-12-31", "12.00 CNY"}, Blocks: true, Act: "goods count", With: map[string]string{"day": "1956-12-31"}}}
	html := rendered(t, "en", all(open.look))
	has(t, html, "needed", "12.00 CNY of them", `href="/goods/count?day=1956-12-31"`)
	if strings.Contains(html, `href="/year/close`) {
		t.Error("a year that cannot be closed is offered for closing")
	}
	has(t, rendered(t, "zh", all(open.look)), "1956-12-31 未盘点材料；账上有 12.00 CNY")
	open.Open = nil
	has(t, rendered(t, "en", all(open.look)), "the year can be closed", `href="/year/close?year=1956"`)

	closed := anEnd("closed")
	has(t, rendered(t, "en", all(closed.look)), "Put it to the vote", `name="rules.0.value"`, "Work it out", `data-whatif="worked"`, "600.00")
	closed.Percents[0].Wanted = "50"
	closed.Then = []surplus.LineSum{{Clause: "art. 31.2", Label: "Accumulation fund", Kind: surplus.Fund, Amount: cny(30000)}, {Clause: "art. 33", Label: "Labour dividend", Kind: surplus.Members, Amount: cny(30000)}}
	closed.Parts[0].Then = cny(30000)
	has(t, rendered(t, "en", all(closed.look)), "A proposal, not the charter.", "+60.00", "−60.00", "from 40 to 50 percent", "value=50")

	voted := anEnd("closed")
	voted.Resolutions = []assembly.Resolution{{Number: 4, Year: 1956, Date: "1957-01-20", Text: "Shared out <b>", For: 60, Carried: true}}
	html = rendered(t, "en", all(voted.look))
	has(t, html, `action="/surplus/distribute"`, `name="resolution" value="4"`, "Shared out &lt;b&gt;", `name="_key"`)
	if strings.Contains(html, "Put it to the vote") {
		t.Error("what was carried is put to the vote again")
	}
	locked := anEnd("locked")
	html = rendered(t, "en", all(locked.look))
	has(t, html, "Print all slips", `href="/surplus/slip?member=M001&amp;year=1956"`)
	if strings.Contains(html, "What if?") {
		t.Error("a year that is shared out has nothing to propose")
	}
}

func TestYearEndByHand(t *testing.T) {
	p := newTown(t).person("chair")
	p.get("/surplus/year?year=1956").wants(http.StatusOK, "Year-end 1956")
	p.post("/ledger/post", entry("46.00", "k1")).wants(http.StatusOK)
	p.get("/surplus/year?year=1956").wants(http.StatusOK, "It cannot be worked out yet.") // no charter yet
	p.town.must("charter begin", map[string]string{"template": "spain"})
	p.get("/surplus/year?year=1956&rules.0.rule=accumulation_pct&rules.0.value=abc").wants(http.StatusOK, `value="abc"`)
	p.get("/surplus/year?year=1956&rules.0.rule=accumulation_pct&rules.0.value=10").wants(http.StatusOK)
	part := p.get("/surplus/year?year=1956&_part=1").wants(http.StatusOK, `id="worked"`)
	if strings.Contains(part.body, "<html") || strings.Contains(part.body, "</nav>") {
		t.Error("a part is a whole page")
	}
	p.town.person("hu").get("/surplus/year?year=1956").wants(http.StatusForbidden)
}

func TestWhatWaits(t *testing.T) {
	to := newTown(t)
	p := to.person("chair")
	p.get("/").wants(http.StatusOK, "The charter has no rules yet.", "What waits for you")
	to.must("charter begin", map[string]string{"template": "group"})
	p.get("/").wants(http.StatusOK, "The year 1956 can be closed.").lacks("no rules yet")
	p.post("/ledger/post", entry("46.00", "k1")).wants(http.StatusOK)
	to.must("assembly motion", map[string]string{"text": "More <b>welfare", "closes": "1957-02-01"})
	p.get("/").wants(http.StatusOK, "Motion 1 is before the members until 1957-02-01: 0 of 2 have voted.")

	hu := to.person("hu")
	r := hu.get("/").wants(http.StatusOK, "My vote", "More &lt;b&gt;welfare", `value="against"`).lacks("<b>welfare")
	vote := url.Values{keyName: {"k"}, nextName: {"/"}, "number": {"1"}, "year": {"1956"}, "member": {"M001"}, "choice": {"against"}}
	if !strings.Contains(r.body, `action="/assembly/vote"`) {
		t.Fatal("a member cannot vote from their page")
	}
	hu.post("/assembly/vote", vote).wants(http.StatusSeeOther)
	hu.post("/assembly/vote", vote).wants(http.StatusSeeOther) // a double click
	vote.Set("choice", "for")
	hu.post("/assembly/vote", vote).wants(http.StatusConflict, "A vote that is cast stands.")
	vote.Set("member", "M002")
	hu.post("/assembly/vote", vote).wants(http.StatusForbidden)
	hu.get("/").wants(http.StatusOK, "You voted: against.").lacks(`action="/assembly/vote"`)
	p.get("/assembly/motions").wants(http.StatusOK, "1 of 2 have voted.", "M001").lacks("You voted", `class="tally"`)
	hu.get("/assembly/motions").wants(http.StatusOK).lacks("Who has voted")
	p.post("/assembly/vote", vote).wants(http.StatusForbidden) // the chair is no member here
	to.must("assembly vote", map[string]string{"number": "1", "year": "1956", "member": "M002", "choice": "for"})
	p.post("/assembly/count", url.Values{keyName: {"c"}, "number": {"1"}, "year": {"1956"}}).wants(http.StatusOK, "Done")
	hu.get("/assembly/resolution?number=1&year=1956").wants(http.StatusOK, "The motion was lost.", "How each voted", "王光明")
	hu.get("/").wants(http.StatusOK, "lost on 1957-01-20")
}

func TestLogSearch(t *testing.T) {
	p := newTown(t).person("books")
	p.get("/log/show?who=test&act=member+admit").wants(http.StatusOK, "Admit a member</strong>").lacks("Founding</strong>")
	p.get("/log/show?who=nobody").wants(http.StatusOK, "There is no such act in the log.")
	p.get("/log/show?find=%25").wants(http.StatusOK, "There is no such act in the log.") // a percent sign is only that
	p.get("/log/show?from=1957-01-20&to=1957-01-20").wants(http.StatusOK, "Founding</strong>")
	p.get("/log/show?to=1957-01-19").wants(http.StatusOK, "There is no such act in the log.")
	p.get("/log/show?from=yesterday").wants(http.StatusUnprocessableEntity, "yesterday")
	p.get("/log/show?limit=2&act=member+admit&who=te").wants(http.StatusOK, "Admit a member</strong>", "act=member+admit&amp;before=2&amp;who=te")
}

func TestTrendLine(t *testing.T) {
	p := homePage{Unit: unit.Unit{Currency: "CNY"}, Months: []homeMonth{{"1956-01", 5, 1000, 400}, {"1956-02", 6, 1200, 200}}}
	html := rendered(t, "en", p.look)
	has(t, html, "<polyline", "Month by month", "1956-02", "10.00", "Nothing waits for you today.")
	if trendLine([]int64{7}) != nil {
		t.Error("one month is drawn as a line")
	}
	var flat strings.Builder
	if err := trendLine([]int64{5, 5, 5}).Render(&flat); err != nil || !strings.Contains(flat.String(), `points="3,14 60,14 117,14 "`) {
		t.Error(flat.String(), err)
	}
}

// What the pages of the year read, they read on either engine.
func TestYearPagesOnBothEngines(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		to := townOn(t, d)
		to.must("charter begin", map[string]string{"template": "producer"})
		to.must("sale record", map[string]string{"day": "1956-03-01", "customer": "x", "customer_kind": "household", "product": "basket", "quantity": "2", "amount": "9.00"})
		to.must("member leave", map[string]string{"member": "M002", "day": "1956-02-10", "why": "moved"})
		p := to.person("chair")
		p.get("/").wants(http.StatusOK, "<polyline", "9.00")
		p.get("/surplus/year?year=1956").wants(http.StatusOK, "no reference wage for grade 1, which 2 members have")
		p.get("/charter/statutes").wants(http.StatusOK, "Accumulation fund")
		p.get("/assembly/motions").wants(http.StatusOK, "There is no motion yet.")
		p.get("/log/show?who=t_st").wants(http.StatusOK, "There is no such act in the log.")
		p.get("/log/show?who=tes&from=1957-01-20&act=member+leave").wants(http.StatusOK, "Record a leaving</strong>")
		to.person("hu").get("/").wants(http.StatusOK, "My shares")
	})
}
