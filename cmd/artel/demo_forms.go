package main

import (
	"fmt"

	"artel/base/cal"
	"artel/door/web"
)

// formLogins are the people of the demo's other units.
var formLogins = []web.Hint{
	{Name: "weaver", Password: "demo-weaver-chair", Role: "chair", Of: "Qinghe Handloom Weavers"},
	{Name: "officer", Password: "demo-officer", Role: "chair", Of: "Handicraft Federation of Linqing and Qinghe"},
	{Name: "hooper", Password: "demo-hooper-chair", Role: "chair", Of: "Hoop Makers' Group, West Gate"},
}

// weaversActs are the way of a production group of weavers to a supply and
// marketing co-operative and on to a producers' co-operative: each step planned,
// voted in a meeting and carried out, one plan given up (S4).
func weaversActs() []doing {
	steps := []doing{
		{act: "unit found", json: `{"name": "Qinghe Handloom Weavers", "code": "qinghe-weavers", "form": "production group", "trade": "weaving", "county": "Qinghe", "province": "Hebei", "year": 1954}`},
		{act: "charter begin", json: `{"template": "supply"}`},
		{act: "unit amend", json: `{"field": "dispersed_months", "value": "6,9", "since": "1957-01-01"}`},
		{act: "charter amend", json: `{"rule": "transition_majority_pct", "value": "75", "since": "1954-01-01", "clause": "art. 19"}`},
	}
	for i, name := range weavers {
		no := fmt.Sprintf("M%03d", i+1)
		steps = append(steps, doing{act: "member admit", json: fmt.Sprintf(`{"no": %q, "name": %q, "joined": "1954-01-04", "grade": "%d", "hired": %d}`, no, name, 1+i%2, i%2)},
			doing{act: "capital subscribe", json: fmt.Sprintf(`{"member": %q, "day": "1954-01-05", "amount": "5"}`, no)},
			doing{act: "capital subscribe", json: fmt.Sprintf(`{"member": %q, "day": "1954-01-05", "kind": "entrance fee", "amount": "1"}`, no)})
		if i < 5 {
			steps = append(steps, doing{act: "capital bring", json: fmt.Sprintf(`{"no": "T%02d", "member": %q, "tool": "hand loom", "appraised": "%d.50", "day": "1954-02-01", "life_years": 12}`, i+1, no, 38+3*i)})
		}
	}
	steps = append(steps, weaversYear(1954, "310", "560")...)
	steps = append(steps,
		doing{act: "transition plan", json: `{"into": "producer", "day": "1955-01-06", "since": "1955-03-01", "grounds": "the big mill weaves together too"}`},
		doing{act: "transition drop", json: `{"plan": 1, "day": "1955-01-06", "why": "It would be two steps at once, and the looms stand in seven houses. First we buy and sell together."}`},
		doing{act: "transition plan", json: `{"into": "supply", "day": "1955-01-06", "since": "1955-03-01", "grounds": "Yarn is cheaper by the bale, and the county company takes cloth of one grade only from one seller.", "rules": [{"rule": "share_value", "value": "6.00"}]}`})
	steps = append(steps, weaversMeeting(1, 1955, "The group becomes a supply and marketing producers' co-operative from 1 March, by plan 2.", 6, 1)...)
	steps = append(steps, doing{act: "transition carry", json: `{"plan": 2, "resolution": 2}`})
	for i := range weavers {
		steps = append(steps, doing{act: "capital subscribe", json: fmt.Sprintf(`{"member": "M%03d", "day": "1955-03-05", "amount": "1"}`, i+1)})
	}
	steps = append(steps, weaversYear(1955, "690", "1240")...)
	for _, grade := range []string{"1", "2"} { // for the cap that the new lines have
		steps = append(steps, doing{act: "charter wage", json: `{"year": 1955, "grade": "` + grade + `", "amount": "540"}`})
	}
	steps = append(steps,
		doing{act: "transition plan", json: `{"into": "producer", "day": "1956-01-05", "since": "1956-03-01", "shares": "buy out", "lines": "usual", "grounds": "Who has no loom waits for one while others stand still at harvest; together all five run every day.",
			"output": "250", "cost": "82", "compared": "Five looms ran 140 days in 1955; together 210 days are sure, at the same yarn for a yard. Weaving is paid as it is done from then on, and counts as cost.", "rules": [{"rule": "tool_instalments", "value": "4"}]}`})
	steps = append(steps, weaversMeeting(2, 1956, "The co-operative becomes a producers' co-operative from 1 March, and the looms are bought out in four years, by plan 3.", 7, 0)...)
	steps = append(steps, doing{act: "transition carry", json: `{"plan": 3, "resolution": 2}`},
		doing{act: "work rate", json: `{"operation": "weave", "rate": "0.11", "since": "1956-03-01"}`},
		doing{act: "work rate", json: `{"operation": "warp", "rate": "0.60", "since": "1956-03-01"}`})
	for i := range weavers {
		operation, quantity := "weave", 100+10*i
		if i > 4 {
			operation, quantity = "warp", 20
		}
		for m := cal.Month("1956-03"); m <= "1956-12"; m = m.Next() {
			steps = append(steps, doing{act: "work record", json: fmt.Sprintf(`{"rows": [{"day": %q, "member": "M%03d", "operation": %q, "quality": "1", "quantity": "%d"}]}`, m.Last(), i+1, operation, quantity)})
		}
	}
	for _, grade := range []string{"1", "2"} {
		steps = append(steps, doing{act: "charter wage", json: `{"year": 1956, "grade": "` + grade + `", "amount": "560"}`})
	}
	steps = append(steps, weaversYear(1956, "620", "1960")...)
	return append(append(steps, weaversMeeting(3, 1957, "", 0, 0)...), weaversComeAndGo...)
}

// weaversComeAndGo are two who ask to join, one of whom the charter's test does not
// pass, one who is still waiting, and one who leaves and is settled with (S5, S6).
var weaversComeAndGo = []doing{
	{act: "charter amend", json: `{"rule": "hired_most", "value": "3", "since": "1957-02-01", "clause": "art. 4.2"}`},
	{act: "charter amend", json: `{"rule": "withdrawal_parts", "value": "3", "since": "1957-02-01", "clause": "art. 9.1"}`},
	{act: "member apply", json: `{"name": "Tan Fu", "day": "1957-02-03", "sex": "M", "born": 1921, "hired": 1, "own_apprentice": 1, "words": "One loom and the yarn for a month. He sells to one dealer in Linqing, who pays when it suits him."}`},
	{act: "member decide", json: `{"application": 1, "day": "1957-02-10"}`},
	{act: "member apply", json: `{"name": "Qian Desheng", "day": "1957-02-03", "sex": "M", "born": 1908, "hired": 6, "words": "Six looms, on which others weave for him."}`},
	{act: "member decide", json: `{"application": 2, "day": "1957-02-10", "agreed": false, "grounds": "Six weave for him. He may ask again when he works himself with three or fewer; his weavers may join at once."}`},
	{act: "member apply", json: `{"name": "Wei Suqin", "day": "1957-02-18", "sex": "F", "born": 1934, "standing": "apprentice", "words": "She wove at her mother's loom for six years."}`},
	{act: "member settle", json: `{"member": "M007", "day": "1957-02-20", "why": "moves to his son in Jinan"}`},
	{act: "capital payout", json: `{"member": "M007", "day": "1957-02-20", "amount": "2.00"}`},
}

var weavers = []string{"Song Guiying", "Liu Fengming", "Ma Xiulan", "Zhang Dehai", "Feng Erniu", "He Yuzhen", "Guo Shuan"}

// weaversYear is a year of yarn in and cloth out, up to its closing; what each
// delivered is measured as long as each wove at home.
func weaversYear(year int, yarn, cloth string) []doing {
	steps := []doing{
		{act: "supply buy", json: fmt.Sprintf(`{"day": "%d-03-20", "supplier": "State Cotton Company", "supplier_kind": "state", "material": "yarn", "quantity": "400", "per": "kg", "amount": %q}`, year, yarn)},
		{act: "sale record", json: fmt.Sprintf(`{"day": "%d-10-10", "customer": "County Supply and Marketing Co-operative", "customer_kind": "co-operative", "product": "cloth", "quantity": "2000", "amount": %q}`, year, cloth)},
		{act: "goods count", json: fmt.Sprintf(`{"day": "%d-12-31", "amount": "12"}`, year)},
	}
	for i := range weavers {
		if year < 1956 {
			steps = append(steps, doing{act: "surplus measure", json: fmt.Sprintf(`{"year": %d, "member": "M%03d", "name": "deliveries", "value": "%d"}`, year, i+1, 60+17*((i*3)%7))})
		}
	}
	return append(steps, doing{act: "year close", json: fmt.Sprintf(`{"year": %d}`, year)})
}

// weavers1957 is the year that is under way: yarn in three lots, cloth woven from
// March on and sold in two.
func weavers1957() (steps []doing) {
	for _, buy := range [][3]string{{"1957-03-18", "160", "250"}, {"1957-06-20", "120", "188"}, {"1957-09-05", "150", "234"}} {
		steps = append(steps, doing{act: "supply buy", json: fmt.Sprintf(`{"day": %q, "supplier": "State Cotton Company", "supplier_kind": "state", "material": "yarn", "quantity": %q, "per": "kg", "amount": %q}`, buy[0], buy[1], buy[2])})
	}
	for i := range 6 { // one has left, and three spin
		operation, quantity := "weave", 105+10*i
		if i > 4 {
			operation, quantity = "warp", 22
		}
		for m := cal.Month("1957-03"); m <= "1957-10"; m = m.Next() {
			steps = append(steps, doing{act: "work record", json: fmt.Sprintf(`{"rows": [{"day": %q, "member": "M%03d", "operation": %q, "quality": "1", "quantity": "%d"}]}`, m.Last(), i+1, operation, quantity)})
		}
	}
	return append(steps,
		doing{act: "sale record", json: `{"day": "1957-06-28", "customer": "County Supply and Marketing Co-operative", "customer_kind": "co-operative", "product": "cloth", "quantity": "900", "amount": "885"}`},
		doing{act: "sale record", json: `{"day": "1957-10-12", "customer": "County Supply and Marketing Co-operative", "customer_kind": "co-operative", "product": "cloth", "quantity": "1250", "amount": "1230"}`})
}

// weaversMeeting shares out the year before, and decides on a change of form
// where there is one.
func weaversMeeting(number, year int, change string, votes, against int) []doing {
	steps := []doing{
		{act: "assembly call", json: fmt.Sprintf(`{"day": "%d-01-22", "hour": "18:00", "place": "the school", "notice": "%d-01-10"}`, year, year)},
		{act: "assembly agenda", json: fmt.Sprintf(`{"meeting": %d, "text": "The surplus of %d is shared out by the charter.", "about": "distribution", "ballot": "hand"}`, number, year-1)},
	}
	if change != "" {
		steps = append(steps, doing{act: "assembly agenda", json: fmt.Sprintf(`{"meeting": %d, "text": %q, "about": "transition", "majority": "three_quarters", "ballot": "hand", "paper": "The plan was read out in every house: its conditions, and what it does to each one's money."}`, number, change)})
	}
	steps = append(steps, doing{act: "assembly begin", json: fmt.Sprintf(`{"meeting": %d}`, number)},
		doing{act: "assembly attend", json: fmt.Sprintf(`{"meeting": %d, "members": ["M001", "M002", "M003", "M004", "M005", "M006", "M007"]}`, number)},
		doing{act: "assembly open", json: fmt.Sprintf(`{"meeting": %d, "item": 1}`, number)},
		doing{act: "assembly tally", json: fmt.Sprintf(`{"meeting": %d, "item": 1, "for": 7, "against": 0}`, number)})
	if change != "" {
		steps = append(steps, doing{act: "assembly open", json: fmt.Sprintf(`{"meeting": %d, "item": 2}`, number)},
			doing{act: "assembly tally", json: fmt.Sprintf(`{"meeting": %d, "item": 2, "for": %d, "against": %d}`, number, votes, against)})
	}
	return append(steps, doing{act: "assembly end", json: fmt.Sprintf(`{"meeting": %d}`, number)},
		doing{act: "assembly approve", json: fmt.Sprintf(`{"meeting": %d, "by": "M002 and M006", "day": "%d-01-24"}`, number, year)},
		doing{act: "surplus distribute", json: fmt.Sprintf(`{"year": %d, "resolution": 1}`, year-1)})
}

// hoopersActs are a group that owns its tools in common, works together and is
// paid by work: a small producers' co-operative in all but name (S3).
func hoopersActs() []doing {
	steps := []doing{
		{act: "unit found", json: `{"name": "Hoop Makers' Group, West Gate", "code": "hoop-makers", "form": "production group", "trade": "bamboo", "county": "Linqing", "province": "Shandong", "year": 1956}`},
		{act: "charter begin", json: `{"template": "group"}`},
		{act: "work rate", json: `{"operation": "bend hoops", "rate": "0.04", "since": "1956-01-01"}`},
	}
	for i, name := range []string{"Du Laosan", "Qi Wanfu", "Shi Yulan", "Ren Shoucheng"} {
		no := fmt.Sprintf("M%03d", i+1)
		steps = append(steps, doing{act: "member admit", json: fmt.Sprintf(`{"no": %q, "name": %q, "joined": "1956-01-03"}`, no, name)},
			doing{act: "capital subscribe", json: fmt.Sprintf(`{"member": %q, "day": "1956-01-04", "amount": "2"}`, no)})
		for m := cal.Month("1956-02"); m <= "1957-10"; m = m.Next() {
			if m == "1956-12" || m == "1957-01" { // the troughs are frozen
				continue
			}
			steps = append(steps, doing{act: "work record", json: fmt.Sprintf(`{"rows": [{"day": %q, "member": %q, "operation": "bend hoops", "quality": "1", "quantity": "%d"}]}`, m.Last(), no, 420+35*i)})
		}
	}
	return append(steps,
		doing{act: "capital takeover", json: `{"no": "T1", "member": "M001", "tool": "steaming trough and bending frames", "appraised": "64", "day": "1956-01-10", "life_years": 8}`},
		doing{act: "supply buy", json: `{"day": "1956-02-03", "supplier": "County bamboo yard", "supplier_kind": "state", "material": "bamboo", "quantity": "900", "per": "kg", "amount": "150"}`},
		doing{act: "sale record", json: `{"day": "1956-11-30", "customer": "Coopers' co-operative", "customer_kind": "co-operative", "product": "hoops", "quantity": "18000", "amount": "1160"}`},
		doing{act: "goods count", json: `{"day": "1956-12-31", "amount": "10"}`},
		doing{act: "year close", json: `{"year": 1956}`},
		doing{act: "assembly resolve", json: `{"number": 1, "date": "1957-01-15", "text": "The surplus of 1956 is shared out by the charter.", "for": 4, "against": 0, "about": "distribution"}`},
		doing{act: "surplus distribute", json: `{"year": 1956, "resolution": 1}`},
		doing{act: "supply buy", json: `{"day": "1957-02-05", "supplier": "County bamboo yard", "supplier_kind": "state", "material": "bamboo", "quantity": "500", "per": "kg", "amount": "84"}`},
		doing{act: "supply buy", json: `{"day": "1957-07-02", "supplier": "County bamboo yard", "supplier_kind": "state", "material": "bamboo", "quantity": "420", "per": "kg", "amount": "71.40"}`},
		doing{act: "sale record", json: `{"day": "1957-06-30", "customer": "Coopers' co-operative", "customer_kind": "co-operative", "product": "hoops", "quantity": "9000", "amount": "585"}`},
		doing{act: "sale record", json: `{"day": "1957-10-30", "customer": "Coopers' co-operative", "customer_kind": "co-operative", "product": "hoops", "quantity": "9600", "amount": "624"}`})
}

// logIn gives a hint's person their login.
func logIn(l web.Hint) doing {
	return doing{act: "unit login", json: fmt.Sprintf(`{"name": %q, "password": %q, "role": %q}`, l.Name, l.Password, l.Role)}
}
