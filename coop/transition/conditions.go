package transition

import (
	"fmt"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/pay"
	"artel/coop/stage"
	"artel/coop/unit"
)

// Condition is one that a change of form must meet, with what the books say of
// it, in words with their arguments apart.
type Condition struct {
	Met      bool     `json:"met"`
	Words    string   `json:"condition" words:"yes"`
	Evidence string   `json:"evidence"`
	Says     string   `json:"-"` // the evidence, with a place for each of Args
	Args     []string `json:"-"`
}

// said puts the evidence into words.
func (c Condition) said() Condition {
	args := make([]any, len(c.Args))
	for i, a := range c.Args {
		args[i] = a
	}
	c.Evidence = fmt.Sprintf(c.Says, args...)
	return c
}

// rank is how close a form is: from the individual workshop up (S1).
func rank(form string) int {
	return slices.Index([]string{stage.Workshop, stage.Group, stage.Supply, stage.Producer}, form)
}

// conditions are what a plan must meet as of a day, and whether it does.
func (p Plan) conditions(tx *db.Tx, day cal.Day) ([]Condition, error) {
	list, err := p.asked(tx, day)
	for i := range list {
		list[i] = list[i].said()
	}
	return list, err
}

func (p Plan) asked(tx *db.Tx, day cal.Day) (list []Condition, err error) {
	facts, err := stage.Show(tx, unit.AsOf{Day: day})
	if err != nil {
		return nil, err
	}
	if !p.handsOver() {
		list = append(list, p.step(facts))
	}
	shared, err := p.yearsShared(tx)
	if err != nil {
		return nil, err
	}
	list = append(list, shared)
	if p.handsOver() || p.Into == Dissolved {
		later, err := p.unmoved(tx)
		if err != nil {
			return nil, err
		}
		list = append(list, later)
	}
	switch p.Into {
	case Dissolved, Merged:
		more, err := p.liquid(tx)
		if list = append(list, more...); err != nil || p.Into == Dissolved {
			return list, err
		}
	case Split:
		more, err := p.parted(tx)
		if list = append(list, more...); err != nil {
			return list, err
		}
	case stage.Supply:
		trade := Condition{Words: "Members already buy or sell in common"}
		trade.Met = facts.Bought.Sign() > 0 || facts.Sold.Sign() > 0
		trade.Says, trade.Args = "In the year until %s, %s were bought and %s sold in common.", []string{string(day), facts.Bought.Text(), facts.Sold.Text()}
		if rank(p.Into) > rank(stage.Known(p.Was)) {
			list = append(list, trade)
		}
	case stage.Producer:
		tools := Condition{Words: "The main tools are on record, as common ones or as shares"}
		tools.Met = facts.ToolsCommon.Sign() > 0 || facts.ToolsPrivate.Sign() > 0
		tools.Says, tools.Args = "Tools of %s are common, of %s their owners' shares.", []string{facts.ToolsCommon.Text(), facts.ToolsPrivate.Text()}
		list = append(list, tools)
	}
	turned, err := p.ownership(tx)
	if err != nil || !turned && !p.handsOver() {
		return list, err
	}
	compared := Condition{Words: "Income and cost before and after are compared, since ownership changes (S8)", Met: p.Output.Sign() > 0 && p.Cost.Sign() > 0 && p.Compared != "",
		Says: "Expected: %s of income a year for each member, at a cost of %s for 100.", Args: []string{p.Output.String(), p.Cost.String()}}
	if !compared.Met {
		compared.Says, compared.Args = "The plan does not say what income and cost are expected, and how that was estimated.", nil
	}
	return append(list, compared), nil
}

// step is the rule of S4: one step at a time, by way of supply and marketing;
// who works as a higher form already may take its name.
func (p Plan) step(facts stage.Stage) Condition {
	c := Condition{Words: "One step at a time, by way of supply and marketing, unless the books show the form already", Met: true,
		Says: "From %s to %s.", Args: []string{strings.ToLower(p.Was), p.Into}}
	from, to := rank(stage.Known(p.Was)), rank(p.Into)
	if p.Into == Dissolved || from < 0 || to <= from+1 {
		return c
	}
	if facts.Shown == p.Into {
		c.Says, c.Args = "The books show that form already: %s.", []string{p.Into}
		return c
	}
	c.Met, c.Says, c.Args = false, "From %s to %s is more than one step, and the books show another form: %s.", []string{strings.ToLower(p.Was), p.Into, facts.Shown}
	return c
}

// yearsShared asks that all years before the change are shared out: what members
// earned under the old form is theirs by its rules.
func (p Plan) yearsShared(tx *db.Tx) (Condition, error) {
	c := Condition{Words: "The surplus of the years before is shared out", Met: true, Says: "These books have no earlier year."}
	u, err := unit.Now(tx)
	if err != nil {
		return c, err
	}
	last := p.Since.Year() - 1
	if last < u.Year {
		return c, nil
	}
	state, err := ledger.State(tx, last)
	c.Met = state == ledger.Locked
	switch state {
	case ledger.Locked:
		c.Says, c.Args = "%s is shared out.", []string{last.String()}
	case ledger.Closed:
		c.Says, c.Args = "%s is closed and not yet shared out.", []string{last.String()}
	default:
		c.Says, c.Args = "%s is still open.", []string{last.String()}
	}
	return c, err
}

// ownership says whether the plan takes tools out of somebody's ownership.
func (p Plan) ownership(tx *db.Tx) (bool, error) {
	if p.Shares != BuyOut {
		return false, nil
	}
	u, err := unit.At(tx, p.Since)
	if err != nil {
		return false, err
	}
	b, err := ledger.BalanceOf(tx, ledger.ToolShares, p.Since, u.Currency)
	return !b.IsZero(), err
}

// parted is what splitting a part off asks: somebody stays, who goes has nothing open
// but their claims, and the cash is there that those and the funds come to.
func (p Plan) parted(tx *db.Tx) ([]Condition, error) {
	part, err := selectPart(tx, p.Number)
	if err != nil {
		return nil, err
	}
	paper, err := p.paper(tx)
	if err != nil {
		return nil, err
	}
	voters, err := member.Voters(tx, p.Since, p.Since)
	if err != nil {
		return nil, err
	}
	stay := len(slices.DeleteFunc(voters, func(no string) bool { return slices.Contains(part.Members, no) }))
	stays := Condition{Words: "Members go, and members stay", Met: stay > 0, Says: "%s go, and %s members stay.", Args: []string{fmt.Sprint(len(paper.Members)), fmt.Sprint(stay)}}
	open := []string{}
	loans, err := ledger.Parties(tx, ledger.LoansGiven, p.Since, paper.Currency)
	if err != nil {
		return nil, err
	}
	lying, err := goods.Lying(tx, goods.LyingIn{Day: p.Since})
	if err != nil {
		return nil, err
	}
	unpaid, err := pay.UnpaidBy(tx, "1800-01-01", p.Since)
	if err != nil {
		return nil, err
	}
	for _, m := range paper.Members {
		if months := unpaid[m.No]; len(months) > 0 {
			open = append(open, fmt.Sprintf("%s: %s–%s", m.No, months[0], months[len(months)-1]))
		}
		if loans[m.No] != 0 {
			open = append(open, m.No+": "+money.Of(loans[m.No], paper.Currency).Text())
		}
		if m.Account.Sign() < 0 {
			open = append(open, m.No+": "+m.Account.Text())
		}
		for _, l := range lying {
			if l.Place.Name() == m.No {
				open = append(open, fmt.Sprintf("%s: %s %s", m.No, l.Quantity, l.Item))
			}
		}
	}
	clear := Condition{Words: "Those who go owe nothing, nothing lies with them, and their pay is worked out", Met: len(open) == 0, Says: "Nothing is open with them."}
	if !clear.Met {
		clear.Says, clear.Args = "Still open: %s.", []string{strings.Join(open, "; ")}
	}
	b, err := ledger.BalanceOf(tx, ledger.Cash, p.Since, paper.Currency)
	pays := Condition{Words: "The cash pays what those who go take with them", Met: paper.cash() >= 0 && paper.cash() <= b.Coins, Says: "They take %s in cash beside the tools, and %s is there.",
		Args: []string{money.Of(paper.cash(), paper.Currency).Text(), b.Text()}}
	return []Condition{stays, clear, pays}, err
}

// unmoved asks that nothing is booked after the day on which all is handed over: what
// was paid out since then would be handed over too.
func (p Plan) unmoved(tx *db.Tx) (Condition, error) {
	c := Condition{Words: "Nothing is booked after that day that changes what stands in the books", Met: true, Says: "Nothing is."}
	u, err := unit.At(tx, p.Since)
	if err != nil {
		return c, err
	}
	on, err := ledger.StandingIn(tx, p.Since, u.Currency)
	if err != nil {
		return c, err
	}
	in, err := ledger.StandingIn(tx, "9999-12-31", u.Currency)
	if err != nil || slices.Equal(on, in) {
		return c, err
	}
	last, err := ledger.LastDay(tx)
	c.Met, c.Says, c.Args = false, "The last entry is of %s. Take back what is booked after the day, or plan it from a later month.", []string{string(last)}
	return c, err
}

// liquid is what winding up asks: nothing is open with anybody but the members,
// and the cash pays them all.
func (p Plan) liquid(tx *db.Tx) ([]Condition, error) {
	u, err := unit.At(tx, p.Since)
	if err != nil {
		return nil, err
	}
	left, err := windUp(tx, p.Since, u.Currency)
	if err != nil {
		return nil, err
	}
	done := Condition{Words: "Nothing is left to be sold, paid, collected or shared out", Met: len(left.open) == 0, Says: "No account but those of members, funds, tools and cash stands in the books."}
	if !done.Met {
		done.Says, done.Args = "Still in the books: %s.", []string{strings.Join(left.open, "; ")}
	}
	if p.Into == Merged { // what members are owed goes along
		return []Condition{done}, nil
	}
	paid := Condition{Words: "The cash pays all that members are owed", Met: left.cash >= left.members, Says: "There are %s in cash, and members are owed %s with their shares.",
		Args: []string{money.Of(left.cash, u.Currency).Text(), money.Of(left.members, u.Currency).Text()}}
	whole := Condition{Words: "Funds cover the losses, so that shares are paid back whole", Met: left.heirs >= 0, Says: "Above what members are owed there are %s, in cash and tools.",
		Args: []string{money.Of(left.heirs, u.Currency).Text()}}
	return []Condition{done, paid, whole}, nil
}

// left is what stands in the books of a unit that is to be wound up.
type left struct {
	open          []string // accounts that must be settled first, with what stands on them
	cash, members int64
	heirs         int64 // what is left above the members' money
	rest          []ledger.Standing
}

// windUp sorts what stands in the books on a day.
func windUp(tx *db.Tx, day cal.Day, c money.Currency) (l left, err error) {
	all, err := ledger.StandingIn(tx, day, c)
	if err != nil {
		return l, err
	}
	accounts, err := ledger.Accounts(tx, nothing)
	if err != nil {
		return l, err
	}
	for _, s := range all {
		a := accounts[slices.IndexFunc(accounts, func(a ledger.Account) bool { return a.Code == s.Account })]
		switch s.Account {
		case ledger.PersonalAccounts, ledger.ToolsOwed, ledger.CashShares, ledger.ToolShares:
			l.members -= s.Amount.Coins
			if s.Amount.Sign() > 0 { // a member who owes
				l.open = append(l.open, fmt.Sprintf("%s %s %s (%s)", s.Account, a.Name, s.Amount.Text(), s.Party))
			}
			continue
		case ledger.Cash:
			l.cash = s.Amount.Coins
			continue
		case ledger.Tools, ledger.ToolsWorn:
			l.heirs += s.Amount.Coins
			l.rest = append(l.rest, s)
			continue
		}
		if a.Kind == "equity" && s.Account != ledger.Undivided {
			l.rest = append(l.rest, s)
			continue
		}
		amount := s.Amount
		if a.Kind == "liability" || a.Kind == "income" {
			amount = amount.Neg()
		}
		l.open = append(l.open, fmt.Sprintf("%s %s %s", s.Account, a.Name, amount.Text()))
	}
	l.heirs += l.cash - l.members
	return l, nil
}

// unmet are the conditions that are not met, as a person reads them.
func unmet(list []Condition) string {
	var words []string
	for _, c := range list {
		if !c.Met {
			words = append(words, c.Words+": "+strings.TrimSuffix(c.Evidence, ".")+".")
		}
	}
	return strings.Join(words, " ")
}
