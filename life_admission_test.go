package artel

import (
	"fmt"

	"artel/base/cal"
	"artel/coop/admission"
)

// choresOfAdmission are a year's applications, and one each of those who leave of
// their own, by exclusion and by death; what they had in the books is what they
// or their heirs have.
func (l *life) choresOfAdmission(day cal.Day) {
	apply := func(with in) int {
		with["day"] = day
		out, ok := l.do("member apply", with)
		if !ok {
			l.fail("an application was refused: %v", out["error"])
		}
		return int(out["number"].(float64))
	}
	join := func(name string) string {
		n := apply(in{"name": name, "hired": l.r.IntN(3)})
		out, ok := l.do("member decide", in{"application": n, "day": day, "shares": l.r.IntN(4)})
		if !ok {
			l.fail("a decision was refused: %v", out["error"])
		}
		l.refused("member decide", in{"application": n, "day": day})
		no := out["member"].(string)
		l.people = append(l.people, person{no: no, joined: day})
		return no
	}
	l.refused("member apply", in{"name": " ", "day": day})
	boss := apply(in{"name": "Boss Qian", "hired": 4})
	l.refused("member decide", in{"application": boss, "day": day})
	l.must("member decide", in{"application": boss, "day": day, "agreed": false, "grounds": "four hired hands"})

	l.must("craftsman enter", in{"name": "Zhao Yi", "trade": "bamboo", "place": l.one("West Gate", "South Street"), "hands": 1 + l.r.IntN(3), "since": day})
	l.refused("craftsman enter", in{"name": "Zhao Yi", "trade": "bamboo", "place": "West Gate", "hands": 2, "hired": 2})
	goes, thrown, dead := join("Zhao Yi"), join("Qian Er"), join("Sun San")
	l.must("capital bring", in{"no": fmt.Sprintf("%d-3", int(l.year)), "member": dead, "tool": "knife set", "appraised": l.some(9_000), "day": day, "life_years": 5})
	l.must("surplus measure", in{"year": l.year, "member": goes, "name": "deliveries", "value": 3})

	before := l.claims()
	l.must("member settle", in{"member": goes, "day": day.Add(1), "why": "to the city"})
	l.refused("member settle", in{"member": goes, "day": day.Add(1)})

	l.refused("member settle", in{"member": thrown, "day": day.Add(2), "kind": "exclusion"})
	out, _ := l.do("member charge", in{"member": thrown, "day": day, "hearing": day.Add(1), "grounds": "sold our bamboo"})
	l.refused("member charge", in{"member": thrown, "day": day, "hearing": day, "grounds": "the same"})
	l.refused("member hear", in{"number": out["number"], "day": day, "words": "too early"})
	l.must("member hear", in{"number": out["number"], "day": day.Add(1), "words": "it was mine"})
	l.motions++
	l.must("assembly resolve", in{"number": l.motions, "date": day.Add(1), "text": "An exclusion", "for": 40, "against": 2, "year": l.year, "about": "exclusion"})
	l.must("member settle", in{"member": thrown, "day": day.Add(2), "kind": "exclusion", "resolution": l.motions})

	l.must("member settle", in{"member": dead, "day": day.Add(2), "kind": "death"})
	if after := l.claims(); before != after {
		l.fail("members had %s before they were settled with and have %s after it", before, after)
	}
	heirs := in{"member": dead, "day": day.Add(3), "paper": "letter of the court", "heirs": []any{in{"name": "Wife", "percent": "66.67"}, in{"name": "Son", "percent": "33.33"}}}
	s := l.ask("member settlement", in{"member": dead}).(admission.Settlement)
	payable := int(s.ByTools.Coins)
	for _, due := range s.Parts {
		if due.Day <= day.Add(3) {
			payable += int(due.Amount.Coins)
		}
	}
	if payable > 0 {
		l.must("member inherit", heirs)
	}
	l.refused("member inherit", heirs)
}
