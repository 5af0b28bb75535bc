package surplus

// Producer is the division of a producers' co-operative of the 1950s, to copy
// into a charter and change there. The numbers of its articles are ours; the
// percentages are rules of the charter. It wants of the books: net, days (of the
// year), loss_carried, accumulation_before; and of each member: pay, is_member
// (1 or 0), share_days (cash shares times days held, both ends counted) and
// reference_wage.
func Producer() Waterfall {
	const rest = "100 - accumulation_pct - welfare_pct - education_pct"
	const pool = "min(down(claims), down(after_tax * share_dividend_ceiling_pct / 100), rest)"
	return Waterfall{
		// What was lost before is made good before anything is taxed or shared.
		{Clause: "art. 30.1", Name: "loss_made_good", Label: "Losses of earlier years made good",
			Words: "Losses of earlier years are made good before anything is taxed or shared.",
			Kind:  Fund, Fund: "loss_carried",
			Formula: "min(left, loss_carried)", Source: "S33"},
		{Clause: "art. 30.2", Name: "tax_full", Label: "Tax before relief",
			Words:   "The tax on what is left is {tax_rate_pct} percent.",
			Kind:    Value,
			Formula: "half_up(left * tax_rate_pct / 100)", Source: "S36"},
		{Clause: "art. 30.3", Name: "tax_relief", Label: "Relief from tax",
			Words:   "The state remits {tax_relief_pct} percent of that tax.",
			Kind:    Value,
			Formula: "half_up(tax_full * tax_relief_pct / 100)", Source: "S36"},
		{Clause: "art. 30.4", Name: "tax", Label: "Tax",
			Words: "The tax less the relief is paid to the state.",
			Kind:  Due, Formula: "tax_full - tax_relief", Source: "S36"},
		{Clause: "art. 31.1", Name: "after_tax", Label: "Left after tax",
			Words: "What is left after tax is shared out by the articles that follow.",
			Kind:  Value, Formula: "left", Source: "S33"},

		{Clause: "art. 31.2", Name: "accumulation", Label: "Accumulation fund",
			Words: "{accumulation_pct} percent of it goes to the accumulation fund, which is never paid out to members.",
			Kind:  Fund, Split: "funds", SplitOf: "after_tax",
			Formula: "accumulation_pct", Source: "S33"},
		{Clause: "art. 31.3", Name: "welfare", Label: "Welfare fund",
			Words: "{welfare_pct} percent of it goes to the welfare fund.",
			Kind:  Fund, Split: "funds", Formula: "welfare_pct", Source: "S33"},
		{Clause: "art. 31.4", Name: "education", Label: "Education fund",
			Words: "{education_pct} percent of it goes to the education fund.",
			Kind:  Fund, Split: "funds", Formula: "education_pct", Source: "S33"},
		{Clause: "art. 31.5", Name: "rest", Label: "The rest, for dividends",
			Words: "The rest serves the dividends on shares and on work.",
			Kind:  Value, Split: "funds", Formula: rest, Source: "S33"},

		{Clause: "art. 32", Name: "share_dividend", Label: "Share dividend",
			Words: "Cash shares draw {share_dividend_rate_pct} percent a year for the days they were held; all share dividends together are at most {share_dividend_ceiling_pct} percent of what is left after tax.",
			Kind:  Members, Formula: pool,
			By: "share_days * share_dividend_rate_pct / 100 / days", Source: "S33"},
		{Clause: "art. 33", Name: "labour_dividend", Label: "Labour dividend",
			Words: "What then remains is shared among the members by {labour_dividend_basis}. Pay and labour dividend together do not pass the reference wage of the grade; what is above goes to the fund “{over_cap_to}”.",
			Kind:  Members, Formula: "rest - share_dividend",
			By: "$labour_dividend_basis", Who: "is_member", Cap: "max(0, reference_wage - pay)", CapTo: "$over_cap_to", Source: "S16"},

		// A loss falls on the reserve first; what it cannot bear is carried forward.
		{Clause: "art. 34", Name: "loss_covered", Label: "Loss covered by the accumulation fund",
			Words: "A loss falls on the accumulation fund first; what the fund cannot bear is carried forward.",
			Kind:  Fund, Fund: "accumulation", When: Loss,
			Formula: "-min(-left, max(0, accumulation_before))", Source: "S33"},
	}
}
