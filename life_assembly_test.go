package artel

import (
	"fmt"

	"artel/base/cal"
)

// choresOfAssembly are a year's meetings: one that is called off, and one with a
// proxy, an absent member's vote, an amendment, an election with, by chance, a
// runoff, a vote by hand, somebody who leaves, and minutes that are approved.
// Secret votes are chance on purpose, and differ from engine to engine; they are
// lived in the tests of coop/assembly.
func (l *life) choresOfAssembly(day cal.Day) {
	told := day.Add(-10)
	call := func(with in) int {
		with["day"], with["notice"] = day, told
		l.must("assembly call", with)
		l.made["meeting"]++
		return l.made["meeting"]
	}
	l.refused("assembly call", in{"day": day, "notice": day.Add(-1)})
	off := call(in{"kind": "delegates"})
	l.must("assembly calloff", in{"meeting": off, "why": "the hall is under water"})
	m := call(in{"place": "in the hall"})
	item := 0
	agenda := func(with in) int {
		with["meeting"], with["told"], with["year"] = m, told, 1901
		l.must("assembly agenda", with)
		item++
		return item
	}
	agenda(in{"kind": "report", "text": "The year"})
	motion := agenda(in{"text": "A shed is built", "majority": l.one("charter", "simple", "two_thirds"), "of": l.one("cast", "present", "all")})
	first, second, third := fmt.Sprintf("E%d", int(l.year)), fmt.Sprintf("F%d", int(l.year)), fmt.Sprintf("G%d", int(l.year))
	for _, no := range []string{first, second, third} { // who have neither left nor been made apprentices by chance
		l.must("member admit", in{"name": "Sun Er", "joined": day.Add(-30), "no": no})
	}
	election := agenda(in{"kind": "election", "text": "The chair", "post": "chair", "until": (l.year + 2).Last(), "candidates": []any{first, second}})
	hands := agenda(in{"text": "The gate is painted", "ballot": "hand"})
	gone := agenda(in{"text": "The gate is green"})
	l.refused("assembly agenda", in{"meeting": m, "told": day, "text": "Out of order"})
	l.must("assembly group", in{"member": first, "persons": 1 + l.r.IntN(90), "since": day.Add(-30)})
	l.must("assembly withdraw", in{"meeting": m, "item": gone, "why": "not this year"})
	l.do("assembly say", in{"meeting": m, "item": motion, "member": l.who(), "choice": "for"})
	l.must("assembly begin", in{"meeting": m})
	l.refused("assembly open", in{"meeting": m, "item": motion}) // nobody is there
	l.must("assembly proxy", in{"meeting": m, "member": second, "holder": first})
	l.refused("assembly proxy", in{"meeting": m, "member": third, "holder": first})
	l.do("assembly proxy", in{"meeting": m, "member": l.who(), "holder": l.who()})
	l.must("assembly attend", in{"meeting": m})
	say := func(item int, choices ...string) {
		voters := []string{first, second, third}
		for _, p := range l.people {
			voters = append(voters, p.no)
		}
		for _, no := range voters {
			with := in{"meeting": m, "item": item, "member": no, "choice": l.one(choices...)}
			if _, ok := l.do("assembly say", with); ok {
				l.refused("assembly say", with)
			}
		}
	}
	amended := agenda(in{"text": "A shed is built of brick", "amends": motion})
	l.refused("assembly open", in{"meeting": m, "item": motion})
	for _, one := range []int{amended, motion} {
		l.must("assembly open", in{"meeting": m, "item": one})
		say(one, "for", "for", "against", "abstain")
		l.must("assembly tally", in{"meeting": m, "item": one})
		l.refused("assembly tally", in{"meeting": m, "item": one})
	}
	l.refused("assembly agenda", in{"meeting": m, "told": told, "text": "Of straw", "amends": motion})
	l.must("assembly open", in{"meeting": m, "item": election})
	say(election, first, second, "abstain")
	l.do("assembly tally", in{"meeting": m, "item": election})
	l.do("assembly resign", in{"post": "chair", "member": l.one(first, second), "day": l.year.Last(), "why": "tired"})
	l.must("assembly open", in{"meeting": m, "item": hands})
	l.refused("assembly tally", in{"meeting": m, "item": hands, "for": 100_000})
	l.do("assembly attend", in{"meeting": m, "members": []any{l.who()}, "gone": true})
	l.must("assembly tally", in{"meeting": m, "item": hands, "for": 2, "against": l.r.IntN(3)})
	l.must("assembly note", in{"meeting": m, "words": []any{in{"kind": "speech", "speaker": first, "words": fmt.Sprintf("On %d", int(l.year))}}})
	l.refused("assembly approve", in{"meeting": m, "by": "all"})
	l.must("assembly end", in{"meeting": m})
	l.must("assembly approve", in{"meeting": m, "by": "two of us"})
	l.refused("assembly note", in{"meeting": m, "words": []any{in{"words": "and one more"}}})
	l.refused("assembly open", in{"meeting": m, "item": hands})
}
