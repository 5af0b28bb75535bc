package unit

import (
	"slices"
	"sort"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
)

// Rule is one rule of the charter as it holds from a day on.
type Rule struct {
	Rule       string  `json:"rule"`
	Value      string  `json:"value"`
	Clause     string  `json:"clause"`
	Since      cal.Day `json:"since"`
	Resolution int64   `json:"resolution"` // number of the resolution that made it; 0 for the charter as adopted
}

// known is what artel's own rules may be, each with the article of the model
// charter that carries it. A charter may renumber them.
//
// says is the rule as the statutes say it, with a place for its value; a rule
// that the lines of the waterfall say in their own words needs none.
type known struct{ rule, kind, clause, words, says string }

var knownRules = []known{
	{"entrance_fee", "amount", "art. 8", "Entrance fee on joining", "Whoever joins pays an entrance fee of %s, which is not given back."},
	{"hired_most", "whole", "art. 6", "Most hired hands of a craftsman who may join, apprentices apart", "Whoever joins has at most %s hired hands, apprentices apart."},
	{"admission_vote", "text", "art. 6.1", "Whether the members vote on who joins: yes or no", "A vote of the members on each admission: %s."},
	{"withdrawal_parts", "whole", "art. 10", "Yearly parts in which a leaver's shares are paid back", "The shares of whoever leaves are paid back in %s yearly parts."},
	{"share_value", "amount", "art. 9", "Value of one share", "One share is %s."},
	{"tool_discount_pct", "percent", "art. 12", "Discount on the appraised value of tools bought out", "Tools are bought out at their appraised value less %s percent."},
	{"tool_instalments", "whole", "art. 13", "Yearly instalments in which tools are paid off", "What a tool costs is paid off in %s yearly instalments."},
	{"apprentice_pay_pct", "percent", "art. 22", "Apprentices' part of the rate", "An apprentice earns %s percent of the rates."},
	{"tax_rate_pct", "percent", "art. 30.2", "Tax on net revenue", "The tax on net revenue is %s percent."},
	{"tax_relief_pct", "percent", "art. 30.3", "Relief from the tax", "The state remits %s percent of the tax."},
	{"tax_table", "text", "art. 30.2", "Table of tax by which the surplus is taxed", "The surplus is taxed by the table “%s”, less the reliefs that were granted."},
	{"accumulation_pct", "percent", "art. 31.2", "Part for the accumulation fund", "The accumulation fund gets %s percent."},
	{"welfare_pct", "percent", "art. 31.3", "Part for the welfare fund", "The welfare fund gets %s percent."},
	{"education_pct", "percent", "art. 31.4", "Part for the education fund", "The education fund gets %s percent."},
	{"share_dividend_rate_pct", "percent", "art. 32", "Yearly rate of the share dividend", "Cash shares draw %s percent a year."},
	{"share_dividend_ceiling_pct", "percent", "art. 32", "Ceiling of all share dividends, of what is left after tax", "All share dividends together are at most %s percent of what is left after tax."},
	{"labour_dividend_basis", "text", "art. 33", "What the labour dividend follows", "The labour dividend follows each member's %s."},
	{"over_cap_to", "text", "art. 33", "Fund that takes what is above the wage cap", "What is above the wage cap goes to the fund “%s”."},
	{"majority_pct", "percent", "art. 26", "Part of the votes cast that must be passed to carry a motion", "A motion is carried when more than %s percent of the votes for and against are for it."},
	{"transition_majority_pct", "percent", "art. 26.6", "Part of the votes cast for which a change of form, a merger, a division or winding up is carried", "A change of form, a merger, a division or winding up is carried with at least %s percent of the votes for and against."},
	{"notice_days", "whole", "art. 26.1", "Days of notice before a meeting", "A meeting, and what is on its agenda, is made known at least %s days before."},
	{"quorum_pct", "percent", "art. 26.2", "Part of all votes that must be there for a meeting to decide", "A meeting decides when at least %s percent of all votes are there."},
	{"quorum_second_pct", "percent", "art. 26.2", "The same for a meeting that is called a second time", "Called a second time, a meeting decides with %s percent of all votes."},
	{"proxies_most", "whole", "art. 26.3", "Most proxies that one person may hold", "Who cannot come may give another member their vote; one person holds at most %s."},
	{"absent_votes", "text", "art. 26.3", "Whether members who cannot come may vote before the meeting: yes or no", "Votes of absent members before the meeting: %s."},
	{"group_votes_per", "whole", "art. 26.4", "Persons of a group member for each of its votes", "A member that is a body has one vote for every %s of its persons."},
	{"group_votes_most", "whole", "art. 26.4", "Most votes of a group member", "No such member has more than %s votes."},
	{"tie_by", "text", "art. 26.5", "What decides between candidates with equal votes: runoff or lot", "Between candidates with equal votes this decides: %s."},
	{"four_eyes_amount", "amount", "art. 27", "What a person is paid on a day, from which on two people are needed", "Whoever is paid %s or more on a day is paid by two people: one proposes the payment, another approves it."},
	{"loan_most", "amount", "art. 28.1", "Most that one person may owe the co-operative", "The co-operative lends one person at most %s."},
	{"loan_shares_times", "whole", "art. 28.1", "Most that a member may owe, in times of their cash shares", "A member may owe at most %s times their cash shares."},
	{"loan_vote_from", "amount", "art. 28.2", "Loan from which on the members decide", "Loans of %s or more are decided by the members."},
	{"stock_valuation", "text", "art. 24", "How what is taken out of store is valued: average or fifo", "What is taken out of store is valued by this rule: %s."},
	{"loss_owed_pct", "percent", "art. 23", "Part of the material lost above the norm that the member owes", "Of material that is lost above the norm, the member owes %s percent of the value."},
	{"overhead_key", "text", "art. 25", "Key by which overhead is shared out over products: pay, hours, material or pieces", "Overhead is shared out over products by this key: %s."},
	{"non_production", "text", "art. 25", "Operations that make nothing: bookkeeping, cooking, guarding", "These operations count as non-production: %s."},
	{"rounding", "text", "art. 35", "How whole coins are shared out", "Coins that cannot be halved are shared out by this rule: %s."},
	{"measures", "text", "art. 33", "What is counted of each member beside pay and shares", "Beside pay and shares, this is counted of each member: %s."},
	{"waterfall", "lines", "arts. 30-35", "The steps by which a year's surplus is shared out", ""},
}

// RuleWords says a rule in words, or gives its name back.
func RuleWords(rule string) string {
	if k, ok := find(rule); ok {
		return k.words
	}
	return strings.ReplaceAll(rule, "_", " ")
}

// RuleSays is a rule as the statutes say it, with one place for its value; or
// with none, where the value is one that people say otherwise. Nothing is where
// only the lines of the waterfall speak of it.
func RuleSays(rule, value string) string {
	switch {
	case rule == "entrance_fee" && value == "0":
		return "Joining costs no entrance fee."
	case rule == "tool_discount_pct" && value == "0":
		return "Tools are bought out at their appraised value."
	case rule == "tool_instalments" && value == "1":
		return "What a tool costs is paid at once."
	}
	k, _ := find(rule)
	return k.says
}

// RuleKind is what a rule's value is: amount, percent, whole, text or lines.
func RuleKind(rule string) string {
	k, _ := knownRule(rule)
	return k.kind
}

// AllRules are all versions of all rules, by name and from the first on.
func AllRules(tx *db.Tx) ([]Rule, error) { return selectRules(tx, "9999-12-31") }

func find(rule string) (known, bool) {
	i := slices.IndexFunc(knownRules, func(k known) bool { return k.rule == rule })
	if i < 0 {
		return known{}, false
	}
	return knownRules[i], true
}

// Charter is every rule as of one day, by name.
type Charter map[string]Rule

// CharterAt is the charter as of a day.
func CharterAt(tx *db.Tx, day cal.Day) (Charter, error) {
	rules, err := selectRules(tx, day)
	c := Charter{}
	for _, r := range rules {
		c[r.Rule] = r
	}
	return c, err
}

// Decimal is a rule's number. A charter without the rule is refused.
func (c Charter) Decimal(rule string) (money.Decimal, error) {
	r, ok := c[rule]
	if !ok {
		return money.Decimal{}, fault.Missing.Errorf("The charter has no rule “%s” (%s).", rule, RuleWords(rule))
	}
	return money.ParseDecimal(r.Value)
}

// Whole is a rule's number, which is a whole one.
func (c Charter) Whole(rule string) (int64, error) {
	d, err := c.Decimal(rule)
	if err != nil {
		return 0, err
	}
	return d.Scaled(0)
}

// Text is a rule's text, or otherwise.
func (c Charter) Text(rule, otherwise string) string {
	if r, ok := c[rule]; ok {
		return r.Value
	}
	return otherwise
}

// List is the charter in the order of its clauses.
func (c Charter) List() []Rule {
	list := make([]Rule, 0, len(c))
	for _, r := range c {
		list = append(list, r)
	}
	order := func(rule string) int {
		i := slices.IndexFunc(knownRules, func(k known) bool { return k.rule == rule })
		if i < 0 {
			return len(knownRules)
		}
		return i
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := order(list[i].Rule), order(list[j].Rule)
		return a < b || a == b && list[i].Rule < list[j].Rule
	})
	return list
}

// ShowCharter is the charter as of a day, in the order of its clauses.
func ShowCharter(tx *db.Tx, in AsOf) ([]Rule, error) {
	c, err := CharterAt(tx, in.Or(tx))
	return c.List(), err
}

// RuleChange amends one rule.
type RuleChange struct {
	Rule       string  `help:"the rule's name, such as welfare_pct"`
	Value      string  `help:"what it is from then on"`
	Since      cal.Day `help:"the first day on which it holds"`
	Resolution int64   `help:"number of the resolution that made it; none where the charter did not have the rule yet" opt:"yes"`
	Clause     string  `help:"the article of your charter, such as art. 32" opt:"yes"`
}

// AmendRule amends a rule of the charter; the old value holds for the days
// before. The act is the assembly's, which asks for the resolution.
func AmendRule(tx *db.Tx, in RuleChange) (Rule, error) {
	c, err := CharterAt(tx, in.Since)
	if err != nil {
		return Rule{}, err
	}
	r := Rule{Rule: in.Rule, Value: in.Value, Since: in.Since, Resolution: in.Resolution, Clause: in.Clause}
	if r.Clause == "" {
		r.Clause = c[in.Rule].Clause
	}
	if r, err = checkRule(r); err != nil {
		return Rule{}, err
	}
	if err := together(c, r); err != nil {
		return Rule{}, err
	}
	return r, insertRule(tx, r)
}

// AmendRules amends several rules of the charter at once; only together do their
// percentages have to add up.
func AmendRules(tx *db.Tx, changes []RuleChange) error {
	if len(changes) == 0 {
		return nil
	}
	rules, since := make([]Rule, len(changes)), changes[0].Since
	c, err := CharterAt(tx, since)
	if err != nil {
		return err
	}
	for i, in := range changes {
		r := Rule{Rule: in.Rule, Value: in.Value, Since: in.Since, Resolution: in.Resolution, Clause: in.Clause}
		if r.Clause == "" {
			r.Clause = c[in.Rule].Clause
		}
		if rules[i], err = checkRule(r); err != nil {
			return err
		}
		c[r.Rule] = rules[i]
	}
	for _, r := range rules {
		if err := together(c, r); err != nil {
			return err
		}
		if err := insertRule(tx, r); err != nil {
			return err
		}
	}
	return nil
}

// CheckValue refuses a value that a rule cannot have, and gives it back as the
// charter would keep it.
func CheckValue(rule, value string) (string, error) {
	r, err := checkRule(Rule{Rule: rule, Value: value})
	return r.Value, err
}

// checkRule refuses a rule nobody knows and a value that is none, and fills in
// the article of the model charter where none is given.
func checkRule(r Rule) (Rule, error) {
	k, ok := knownRule(r.Rule)
	if !ok {
		return r, fault.Invalid.Errorf("There is no rule “%s”. The rules are: %s; a rule of your own ends in _pct or _amount.", r.Rule, ruleNames())
	}
	if r.Clause == "" {
		r.Clause = k.clause
	}
	if r.Rule == "stock_valuation" && r.Value != "average" && r.Value != "fifo" {
		return r, fault.Invalid.Errorf("“%s” is no way of valuing stock. It is average (each at the average of what lies there) or fifo (first in, first out).", r.Value)
	}
	if r.Rule == "overhead_key" && !slices.Contains([]string{"pay", "hours", "material", "pieces"}, r.Value) {
		return r, fault.Invalid.Errorf("“%s” is no key for overhead. It is pay, hours, material or pieces.", r.Value)
	}
	if choices := map[string][]string{"absent_votes": {"yes", "no"}, "admission_vote": {"yes", "no"}, "tie_by": {"runoff", "lot"}}[r.Rule]; choices != nil && !slices.Contains(choices, r.Value) {
		return r, fault.Invalid.Errorf("“%s” is nothing that %s can be. It is %s or %s.", r.Value, r.Rule, choices[0], choices[1])
	}
	if k.kind == "text" || k.kind == "lines" {
		return r, nil
	}
	d, err := money.ParseDecimal(r.Value)
	if err != nil {
		return r, err
	}
	r.Value = d.String()
	switch {
	case d.Sign() < 0:
		return r, fault.Invalid.Errorf("%s is below 0.", d)
	case k.kind == "percent" && d.Cmp(money.DecimalOf(100, 0)) > 0:
		return r, fault.Invalid.Errorf("%s percent is over 100.", d)
	case k.kind == "whole" && strings.Contains(d.String(), "."):
		return r, fault.Invalid.Errorf("%s is not a whole number.", d)
	case (r.Rule == "tool_instalments" || r.Rule == "withdrawal_parts") && d.Cmp(money.DecimalOf(50, 0)) > 0:
		return r, fault.Invalid.Errorf("Nobody waits longer than 50 years for what is theirs: %s.", d)
	case r.Rule == "tool_instalments" && d.IsZero():
		return r, fault.Invalid.Errorf("Tools are paid off in at least 1 instalment.")
	}
	return r, nil
}

// knownRule is a rule of artel's own, or one of a charter's.
func knownRule(rule string) (known, bool) {
	if k, ok := find(rule); ok {
		return k, true
	}
	return custom(rule)
}

// custom is a rule of a charter's own, for the formulas of its waterfall: its
// ending says what it is.
func custom(rule string) (known, bool) {
	switch {
	case strings.HasSuffix(rule, "_pct"):
		return known{rule, "percent", "", "", ""}, true
	case strings.HasSuffix(rule, "_amount"):
		return known{rule, "amount", "", "", ""}, true
	}
	return known{}, false
}

func ruleNames() string {
	names := make([]string, len(knownRules))
	for i, k := range knownRules {
		names[i] = k.rule
	}
	return strings.Join(names, ", ")
}

// fundParts are shared out of one whole and may not pass it together.
var fundParts = []string{"accumulation_pct", "welfare_pct", "education_pct"}

// together refuses a rule that contradicts the others: funds that take more than
// everything, or a rule that another makes empty.
func together(c Charter, r Rule) error {
	if err := checkSum(c, r); err != nil {
		return err
	}
	for _, pair := range [][2]string{{"quorum_second_pct", "quorum_pct"}, {"loan_vote_from", "loan_most"}} {
		low, high := c[pair[0]], c[pair[1]]
		switch r.Rule {
		case pair[0]:
			low = r
		case pair[1]:
			high = r
		default:
			continue
		}
		if low.Rule == "" || high.Rule == "" {
			continue
		}
		less, err := money.ParseDecimal(low.Value)
		if err != nil {
			return err
		}
		more, err := money.ParseDecimal(high.Value)
		if err != nil {
			return err
		}
		if less.Cmp(more) > 0 {
			return fault.Invalid.Errorf("%s (%s) would be %s and %s (%s) %s: the one contradicts the other.", low.Rule, low.Clause, low.Value, high.Rule, high.Clause, high.Value)
		}
	}
	return nil
}

func checkSum(c Charter, r Rule) error {
	if !slices.Contains(fundParts, r.Rule) {
		return nil
	}
	sum := money.Decimal{}
	var parts []string
	for _, name := range fundParts {
		part, ok := c[name]
		if name == r.Rule {
			part, ok = r, true
		}
		if !ok {
			continue
		}
		d, err := money.ParseDecimal(part.Value)
		if err != nil {
			return err
		}
		if sum, err = sum.Plus(d); err != nil {
			return err
		}
		parts = append(parts, name+" "+part.Value)
	}
	if sum.Cmp(money.DecimalOf(100, 0)) > 0 {
		return fault.Invalid.Errorf("The funds together take %s percent (%s), which is over 100.", sum, strings.Join(parts, ", "))
	}
	return nil
}
