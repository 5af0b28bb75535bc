package artel

import (
	"artel/coop/credit"
)

// choresOfCredit are a year's loans: one of a bank, within its quota and paid
// back early, late or in parts as chance has it; one of a member, of which some is
// given up; both are paid off before the year ends, since a currency may change
// after it.
func (l *life) choresOfCredit() {
	day := l.year.First().Add(300) // after what chance did in the year, before its end
	loan := func(with in) int {
		with["day"], with["from"] = day, day
		out, ok := l.do("credit apply", with)
		if !ok {
			l.fail("a loan was refused: %v", out["error"])
		}
		n, _ := out["number"].(float64)
		return int(n)
	}
	all := func(n int, at any) string {
		was := l.ask("credit loan", in{"loan": n, "day": at}).(credit.Loan)
		sum, err := was.Left.Plus(was.Interest)
		if err != nil {
			l.fail("%v", err)
		}
		return sum.String()
	}
	l.must("credit rate", in{"name": "usurer", "since": day, "rate": 60 + l.r.IntN(120)})
	l.must("credit quota", in{"lender": "Bank", "year": l.year, "amount": l.money(50_000)})
	l.refused("credit apply", in{"side": "ours", "party": "Bank", "day": day, "purpose": "bamboo", "amount": l.money(100), "rate": "-1", "first": day.Add(31)})
	kind, basis := l.one("equal payments", "equal principal", "at end", "season"), l.one("30/360", "actual/365", "actual/360", "actual/actual")
	with := in{"side": "ours", "party": "Bank", "purpose": "bamboo", "amount": l.money(20_000 + l.r.IntN(20_000)), "rate": l.one("0", "4.5", "6"), "late_rate": l.one("0", "3"), "first": day.Add(5), "number": 1 + l.r.IntN(9), "kind": kind, "basis": basis}
	if kind == "season" {
		with["parts"] = []any{in{"month": 11, "part": 2}, in{"month": 5, "part": 1}}
	}
	ours := loan(with)
	l.refused("credit payout", in{"loan": ours, "day": day})
	l.must("credit decide", in{"loan": ours, "day": day})
	with["amount"] = l.money(45_000)
	over := loan(with)
	l.refused("credit decide", in{"loan": over, "day": day})
	l.must("credit decide", in{"loan": over, "day": day, "agreed": false, "grounds": "the quota is taken"})
	l.must("credit payout", in{"loan": ours, "day": day})
	pay := day
	for range 3 {
		pay = pay.Add(l.r.IntN(15))
		l.do("credit pay", in{"loan": ours, "day": pay, "amount": l.some(9_000), "mode": l.one("shorter", "lower")})
	}
	l.must("credit accrue", in{"day": pay})
	l.do("credit pay", in{"loan": ours, "day": pay})
	l.must("credit correct", in{"loan": ours, "why": "mistyped"})
	last := l.year.First().Add(355)
	l.refused("credit pay", in{"loan": ours, "day": last, "amount": l.money(90_000)})
	l.must("credit pay", in{"loan": ours, "day": last, "amount": all(ours, last)})
	l.refused("credit pay", in{"loan": ours, "day": last, "amount": l.money(100)})

	given := loan(in{"party": l.people[0].no, "purpose": "a sick wife", "amount": l.money(3_000), "rate": "4.8", "first": day.Add(31), "number": 3})
	l.must("credit decide", in{"loan": given, "day": day, "resolution": 1})
	l.must("credit payout", in{"loan": given, "day": day})
	l.refused("credit writeoff", in{"loan": given, "day": day.Add(9), "resolution": 99_999})
	l.must("credit writeoff", in{"loan": given, "day": day.Add(9), "amount": l.money(500), "resolution": 1})
	l.do("credit pay", in{"loan": given, "day": day.Add(12), "amount": l.some(2_000), "from": "account"})
	l.must("credit pay", in{"loan": given, "day": last, "amount": all(given, last)})
}
