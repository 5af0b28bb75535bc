package artel

import (
	"fmt"
	"slices"
	"testing"

	"artel/coop/ledger"
	forms "artel/coop/stage"
	"artel/coop/transition"
	"artel/coop/unit"
)

// TestLifeOfForms lives ten years of a co-operative that changes its form in many
// of them, forth and back, as far as conditions and votes let it (S4).
func TestLifeOfForms(t *testing.T) {
	if testing.Short() {
		t.Skip("a life is not short")
	}
	l := newLife(t, 1953, &tally{did: map[string]int{}, refused: map[string]int{}})
	l.yearly = 14
	l.restless = true
	l.live(10)
	way := l.ask("transition list", in{}).(transition.Way)
	if len(way.Forms) < 4 {
		t.Errorf("in ten years the unit had only these forms: %+v", way.Forms)
	}
	for _, had := range way.Forms { // the register as of any day shows the form of that day
		if u := l.ask("unit show", in{"day": had.Since}).(unit.Unit); u.Form != had.Form {
			t.Errorf("on %s it is a %s, and was made a %s", had.Since, u.Form, had.Form)
		}
	}
}

// choresOfForms plan a change of form, vote on it, and carry it out where its
// conditions are met; members' money stays what it was.
func (l *life) choresOfForms() {
	if l.oldYuan && l.year == 1955 { // its currency changes before the day of a new form
		return
	}
	if l.pending != 0 || !l.restless && !l.chance(80) {
		return
	}
	day, since := l.year.First().Add(12), l.year.First().Add(95).Month().First()
	now := l.ask("unit show", in{"day": since.Add(-1)}).(unit.Unit)
	short := map[string]string{forms.Group: "group", forms.Supply: "supply", forms.Producer: "producer"}
	others := slices.DeleteFunc([]string{"group", "supply", "producer"}, func(s string) bool { return s == short[now.Form] })
	with := in{"into": others[l.r.IntN(2)], "since": since, "day": day, "grounds": "as it comes", "shares": l.one("keep", "buy out", "buy out")}
	if l.chance(70) {
		with["output"], with["cost"], with["compared"] = "300", "80", "by the year before"
	}
	l.refused("transition plan", in{"into": short[now.Form], "since": since, "day": day, "grounds": "no change"})
	made := func() int {
		out, ok := l.do("transition plan", with)
		if !ok {
			l.fail("a plan was refused: %v", out["error"])
		}
		return int(out["number"].(float64))
	}
	l.must("transition drop", in{"plan": made(), "why": "made in haste"})
	n := made()
	l.refused("transition plan", with)
	plan := l.ask("transition show", in{"number": n, "day": since.Add(-1)}).(transition.Shown)
	vote := func(votes, against int) int {
		l.motions++
		l.must("assembly resolve", in{"number": l.motions, "date": since.Add(-9), "text": "A change of form", "for": votes, "against": against, "year": l.year - 1, "about": "transition"})
		return l.motions
	}
	l.refused("transition carry", in{"plan": n, "resolution": vote(21, 20), "concerns": l.year - 1})
	carry := in{"plan": n, "resolution": vote(40, 2), "concerns": l.year - 1}
	if !plan.Ready {
		l.refused("transition carry", carry)
		l.must("transition drop", in{"plan": n, "why": "its conditions are not met"})
		return
	}
	before := l.claims()
	l.must("transition carry", carry)
	if after := l.claims(); before != after {
		l.fail("members had %s before the change of form and have %s after it", before, after)
	}
	l.refused("transition carry", carry)
	l.refused("transition declare", in{"form": "federation", "grounds": "a paper"})
}

// claims are what every member has in the books, in shares and in what they are
// owed.
func (l *life) claims() string {
	trial := map[string]int64{}
	for _, account := range []string{ledger.CashShares, ledger.ToolShares, ledger.ToolsOwed, ledger.PersonalAccounts} {
		for _, p := range l.people {
			card := l.ask("ledger account", in{"account": account, "party": p.no, "from": "1900-01-01", "to": "2200-12-31"}).(ledger.AccountCard)
			for _, line := range card.Lines {
				trial[p.no] += line.Amount
			}
		}
	}
	return fmt.Sprint(trial)
}
