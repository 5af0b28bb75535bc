package main

// taxActs are what the demo's year knows of taxes: a table to try, a relief that
// the county granted, a tax on turnover by the month.
var taxActs = []doing{
	{act: "tax begin", json: `{"template": "craft_example", "since": "1957-01-01"}`},
	{act: "tax begin", json: `{"template": "turnover_example", "since": "1957-01-01", "name": "turnover of the county (example)"}`},
	{act: "tax relief", json: `{"name": "young co-operative", "since": "1957-01-01", "until": "1958-12-31", "percent": "50", "form": "", "grounds": "county notice of 1956: half of the tax for three years from the founding"}`},
	{act: "tax turnover", json: `{"month": "1957-03", "table": "turnover of the county (example)"}`},
}
