package main

// storeActs are what the demo's year has beside its sheets: a contract of
// combination with a call-off that is late, a processing order with the
// customer's own material, goods on commission and held back, material that was
// lost, and waste that a works offered.
var storeActs = []doing{
	{act: "sale contract", json: `{"day": "1957-02-10", "customer": "East Suburb Agricultural Co-operative", "from": "1957-02-15", "to": "1957-12-15",
		"ours_pct": "0.2", "theirs_pct": "0.1", "limit_pct": "5", "note": "Baskets are fetched at the gate; mats are carried by us. Faults are told within 10 days.",
		"lines": [
			{"product": "basket", "quantity": "180", "price": "0.90", "spec": "rim bound three times, for grain", "calendar": [
				{"month": "1957-03", "quantity": "30"}, {"month": "1957-05", "quantity": "40"}, {"month": "1957-08", "quantity": "30"}, {"month": "1957-09", "quantity": "50"}, {"month": "1957-11", "quantity": "30"}]},
			{"product": "mat", "quantity": "60", "price": "1.45", "calendar": [{"month": "1957-06", "quantity": "30"}, {"month": "1957-10", "quantity": "30"}]}]}`},
	{act: "sale calloff", name: "first", json: `{"contract": 1, "line": 1, "day": "1957-03-01", "quantity": "30", "due": "1957-03-31"}`},
	{act: "sale deliver", json: `{"day": "1957-03-30", "customer": "East Suburb Agricultural Co-operative", "order": $first}`},
	{act: "sale bill", json: `{"day": "1957-03-31", "customer": "East Suburb Agricultural Co-operative"}`},
	{act: "sale paid", json: `{"day": "1957-04-18", "customer": "East Suburb Agricultural Co-operative"}`},
	{act: "sale calloff", name: "second", json: `{"contract": 1, "line": 1, "day": "1957-05-02", "quantity": "40", "due": "1957-05-20"}`},
	{act: "sale deliver", json: `{"day": "1957-05-28", "order": $second}`},
	{act: "sale calloff", name: "third", json: `{"contract": 1, "line": 2, "day": "1957-06-03", "quantity": "20", "due": "1957-06-30"}`},
	{act: "sale deliver", json: `{"day": "1957-06-28", "order": $third}`},
	{act: "sale bill", json: `{"day": "1957-06-30", "customer": "East Suburb Agricultural Co-operative"}`},
	{act: "sale penalty", json: `{"contract": 1, "side": "ours", "day": "1957-06-30"}`},
	{act: "sale calloff", name: "fourth", json: `{"contract": 1, "line": 1, "day": "1957-09-02", "quantity": "50", "due": "1957-09-25"}`},
	{act: "sale deliver", json: `{"day": "1957-09-24", "order": $fourth, "lines": [{"product": "basket", "quantity": "20"}]}`},

	{act: "sale order", name: "theirs", json: `{"day": "1957-06-05", "customer": "State Native Produce Company", "kind": "processing", "due": "1957-07-15", "note": "Their bamboo and rattan; lacquer and wire are ours.",
		"lines": [{"product": "chair", "quantity": "40", "price": "1.95"}]}`},
	{act: "sale bring", json: `{"day": "1957-06-06", "order": $theirs, "lines": [{"item": "bamboo", "quantity": "56"}, {"item": "rattan", "quantity": "13"}]}`},
	{act: "task give", name: "worked", json: `{"day": "1957-06-07", "product": "chair", "quantity": "40", "due": "1957-07-12", "owner": "State Native Produce Company", "sale": $theirs,
		"makers": [{"operation": "split strips", "member": "M002"}, {"operation": "make chair", "member": "M005", "parts": 2}, {"operation": "make chair", "member": "M008"}, {"operation": "finish", "member": "M010"}]}`},
	{act: "task issue", json: `{"day": "1957-06-07", "task": $worked}`},
	{act: "task accept", json: `{"day": "1957-07-11", "task": $worked, "hours": "420", "grades": [{"grade": "1", "quantity": "37"}, {"grade": "2", "quantity": "2", "reason": "thin lacquer"}, {"grade": "reject", "quantity": "1", "reason": "cracked in bending"}]}`},
	{act: "sale deliver", json: `{"day": "1957-07-13", "order": $theirs, "lines": [{"product": "chair", "grade": "1", "quantity": "37"}]}`},
	{act: "sale giveback", json: `{"day": "1957-07-14", "order": $theirs, "lines": [{"item": "bamboo", "quantity": "5"}]}`},
	{act: "sale bill", json: `{"day": "1957-07-15", "customer": "State Native Produce Company"}`},

	{act: "sale consign", json: `{"day": "1957-04-20", "agent": "Spring fair", "lines": [{"product": "basket", "quantity": "12"}, {"product": "chair", "quantity": "2"}]}`},
	{act: "sale consigned", json: `{"day": "1957-04-29", "agent": "Spring fair", "commission_pct": "6", "lines": [{"product": "basket", "quantity": "9", "price": "0.98"}, {"product": "chair", "quantity": "1", "price": "3.90"}]}`},
	{act: "sale consign", json: `{"day": "1957-04-30", "agent": "Spring fair", "back": true, "lines": [{"product": "basket", "quantity": "3"}, {"product": "chair", "quantity": "1"}]}`},
	{act: "sale hold", json: `{"day": "1957-11-20", "product": "mat", "quantity": "20", "until": "1958-04-30", "why": "for the season of mats"}`},
	{act: "sale paid", json: `{"day": "1957-03-02", "customer": "County Supply and Marketing Co-operative", "amount": "150"}`},
	{act: "sale paid", json: `{"day": "1957-07-02", "customer": "County Supply and Marketing Co-operative", "amount": "400"}`},
	{act: "sale paid", json: `{"day": "1957-10-02", "customer": "State Department Store", "amount": "350"}`},

	{act: "task give", name: "lost", json: `{"day": "1957-11-04", "product": "basket", "quantity": "20", "member": "M004", "due": "1957-12-10", "note": "for the street stall"}`},
	{act: "task issue", json: `{"day": "1957-11-04", "task": $lost, "lines": [{"item": "bamboo", "quantity": "12"}, {"item": "rattan", "quantity": "3"}]}`},
	{act: "task lose", json: `{"day": "1957-11-18", "task": $lost, "item": "bamboo", "quantity": "2", "why": "left in the rain"}`},

	{act: "supply offer", json: `{"day": "1957-09-10", "body": "County Paper Works", "kind": "waste", "item": "steel bands", "per": "kg", "quantity": "180", "price": "0.05", "until": "1957-09-30", "note": "from bales; good for rims"}`},
	{act: "supply ask", json: `{"offer": 1, "who": "Linqing Bamboo Workers' Co-operative", "standing": "co-operative", "quantity": "60", "idle": 0, "day": "1957-09-12", "grounds": "rims of grain baskets"}`},
	{act: "supply ask", json: `{"offer": 1, "who": "Hoop makers' group, West Gate", "standing": "group", "quantity": "100", "idle": 4, "day": "1957-09-13", "grounds": "four members without work since August"}`},
	{act: "supply ask", json: `{"offer": 1, "who": "Coopers' co-operative", "standing": "co-operative", "quantity": "90", "idle": 2, "day": "1957-09-16", "grounds": "tubs for the salting season"}`},
	{act: "supply allot", json: `{"offer": 1, "day": "1957-09-20"}`},
}
