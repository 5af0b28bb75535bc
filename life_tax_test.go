package artel

// choresOfTax are a year's tables of tax and reliefs, and a month's tax on
// turnover that is taken back and charged again. In some lives the charter has
// the surplus taxed by a table.
func (l *life) choresOfTax() {
	first := l.year.First()
	l.refused("tax table", in{"name": "falling", "since": first, "kind": "slices", "steps": []any{in{"up_to": "9", "percent": "5"}, in{"up_to": "8", "percent": "6"}, in{"percent": "7"}}})
	l.must("tax table", in{"name": "slices", "since": first, "kind": l.one("whole", "slices"), "jumps": l.chance(50), "steps": []any{in{"up_to": "100", "percent": "5"}, in{"up_to": "500", "percent": l.one("10", "22.5")}, in{"percent": "30"}}})
	l.must("tax begin", in{"template": "turnover_example", "name": "turnover", "since": first})
	l.refused("tax relief", in{"name": "of others", "since": first, "percent": "10", "form": "individual workshop", "grounds": "none"})
	l.must("tax relief", in{"name": "new", "since": first, "until": (l.year + 1).Last(), "percent": l.one("10", "33.3"), "grounds": "the first years"})
	month := l.year.Last().Month()
	l.must("sale record", in{"day": month.First(), "customer": "Street", "customer_kind": "household", "product": "mat", "quantity": 9, "amount": l.money(9_999)})
	l.must("tax turnover", in{"month": month, "table": "turnover"})
	l.made["turnover_tax"]++
	l.refused("tax turnover", in{"month": month, "table": "turnover"})
	l.must("tax correct", in{"number": l.made["turnover_tax"], "why": "a bill was missing"})
	l.made["turnover_tax"]++
	if l.chance(50) {
		l.must("tax turnover", in{"month": month, "table": "turnover"})
		l.made["turnover_tax"]++
	}
	if l.year == l.began+1 && l.chance(60) {
		l.must("charter amend", in{"rule": "tax_table", "value": "slices", "since": l.year.Last()})
	}
}
