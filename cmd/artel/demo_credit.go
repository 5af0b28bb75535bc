package main

// loanActs are the demo's loans of 1957: one of the bank at a preferential rate,
// paid back when goods are sold; one of a member for an illness, set off against
// what she is owed; one of a craftsman who is no member, which is late; and an
// application that waits.
var loanActs = []doing{
	{act: "charter amend", json: `{"rule": "loan_most", "value": "150", "since": "1957-01-01"}`},
	{act: "charter amend", json: `{"rule": "loan_shares_times", "value": "6", "since": "1957-01-01"}`},
	{act: "credit rate", json: `{"name": "usurer at the West Gate", "since": "1950-01-01", "rate": "120", "source": "10 percent a month, as members tell"}`},
	{act: "credit rate", json: `{"name": "bank without preference", "since": "1956-01-01", "rate": "7.2", "source": "the bank's notice"}`},
	{act: "credit quota", json: `{"lender": "People's Bank, Linqing", "year": 1957, "amount": "2000"}`},
	{act: "credit quota", json: `{"lender": "People's Bank, Linqing", "year": 1957, "body": "Hoop makers' group, West Gate", "amount": "200"}`},
	{act: "credit apply", name: "bank", json: `{"side": "ours", "party": "People's Bank, Linqing", "day": "1957-02-01", "purpose": "bamboo and rattan for the season", "amount": "1200", "rate": "4.8", "late_rate": "2.4",
		"kind": "season", "first": "1957-02-28", "number": 4, "parts": [{"month": 6, "part": 1}, {"month": 9, "part": 2}, {"month": 10, "part": 2}, {"month": 12, "part": 1}]}`},
	{act: "credit decide", json: `{"loan": $bank, "day": "1957-02-01", "grounds": "within the quota; material for the first half-year"}`},
	{act: "credit payout", json: `{"loan": $bank, "day": "1957-02-05"}`},
	{act: "credit pay", json: `{"loan": $bank, "day": "1957-06-28"}`},
	{act: "credit pay", json: `{"loan": $bank, "day": "1957-09-28"}`},
	{act: "credit pay", json: `{"loan": $bank, "day": "1957-10-28", "amount": "450"}`},
	{act: "credit apply", name: "wife", json: `{"party": "M008", "day": "1957-03-04", "purpose": "the hospital for his wife", "amount": "45", "rate": "3.6", "kind": "equal principal", "first": "1957-04-15", "number": 5}`},
	{act: "credit decide", json: `{"loan": $wife, "day": "1957-03-05", "grounds": "the committee visited the family"}`},
	{act: "credit payout", json: `{"loan": $wife, "day": "1957-03-05"}`},
	{act: "credit pay", json: `{"loan": $wife, "day": "1957-04-15"}`},
	{act: "credit pay", json: `{"loan": $wife, "day": "1957-05-15"}`},
	{act: "credit apply", name: "late", json: `{"party": "Sun Laogen, tinsmith", "day": "1957-04-10", "purpose": "a drill; he works for us by the piece", "amount": "60", "rate": "4.8", "late_rate": "2.4", "first": "1957-05-31", "number": 6, "basis": "actual/365"}`},
	{act: "credit decide", json: `{"loan": $late, "day": "1957-04-12", "grounds": "his drill is worn out"}`},
	{act: "credit payout", json: `{"loan": $late, "day": "1957-04-15"}`},
	{act: "credit pay", json: `{"loan": $late, "day": "1957-05-31"}`},
	{act: "credit apply", json: `{"party": "M010", "day": "1957-10-20", "purpose": "a bicycle to the market", "amount": "40", "rate": "4.8", "first": "1957-11-30", "number": 8}`},
}
