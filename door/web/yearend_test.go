package web

import (
	"net/http"
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
