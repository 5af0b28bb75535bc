package transition

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/surplus"
	"artel/coop/unit"
)

var nothing act.Nothing

// Pair is an amount before a change and after it.
type Pair struct {
	Now  money.Amount `json:"now"`
	Then money.Amount `json:"then"`
}

// Effect is what a change does to one member's money.
type Effect struct {
	Member  string       `json:"member"`
	Name    string       `json:"name"`
	Cash    Pair         `json:"cash_shares"`
	Tool    Pair         `json:"tool_shares"`
	Owed    Pair         `json:"owed_for_tools"`
	Account Pair         `json:"personal_account"`
	Lacks   money.Amount `json:"lacks"` // to hold one share
}

// sum is all of a member's money, before and after.
func (e Effect) sum() (now, then int64) {
	for _, p := range []Pair{e.Cash, e.Tool, e.Owed, e.Account} {
		now, then = now+p.Now.Coins, then+p.Then.Coins
	}
	return now, then
}

// LastYear is how the surplus shared out last would have been under the rules of
// the plan.
type LastYear struct {
	Year  cal.Year           `json:"year"`
	Now   []surplus.LineSum  `json:"now"`
	Then  []surplus.LineSum  `json:"then"`
	Parts []surplus.Compared `json:"parts"`
	Why   string             `json:"why,omitempty"` // it cannot be worked out
}

// Measured is what a member brings in in a year, and what 100 of it cost.
type Measured struct {
	Year   cal.Year     `json:"year"`
	Output money.Amount `json:"output"`
	Cost   string       `json:"cost"` // of 100 of income, to two places; "" without income
	After  bool         `json:"after"`
}

// Comparison is the before and after that a change of ownership asks for (S8).
type Comparison struct {
	Years    []Measured    `json:"years"` // as the books have them, before the change and since
	Output   money.Decimal `json:"expected_output"`
	Cost     money.Decimal `json:"expected_cost"`
	Compared string        `json:"estimated"`
}

// Shown is a plan with all that the members should know of it.
type Shown struct {
	Plan
	Changes    []Change     `json:"rules"`
	Conditions []Condition  `json:"conditions"`
	Ready      bool         `json:"ready"` // all conditions are met
	Majority   string       `json:"majority"`
	Members    []Effect     `json:"members"`
	Heirs      Pair         `json:"left_over"` // where it is wound up: what its heir takes
	Before     money.Amount `json:"before"`    // all of the members' money
	After      money.Amount `json:"after"`
	Going      []string     `json:"going,omitempty"` // numbers of the members who go to another unit
	LastYear   *LastYear    `json:"last_year,omitempty"`
	Comparison Comparison   `json:"comparison"`
}

// ByNumber names a plan.
type ByNumber struct {
	Number int64   `help:"number of the plan" arg:"yes"`
	Day    cal.Day `help:"its conditions as of this day; today, or the day before the change, where left out" opt:"yes"`
}

// Show is a plan with its conditions and effects; of one that was carried out,
// what it did. A member sees their own money only.
func Show(tx *db.Tx, in ByNumber) (s Shown, err error) {
	if s.Plan, err = find(tx, in.Number); err != nil {
		return s, err
	}
	if s.Changes, err = selectChanges(tx, in.Number); err != nil {
		return s, err
	}
	if _, s.Majority, err = majority(tx, s.Since); err != nil {
		return s, err
	}
	result, err := selectResult(tx, in.Number)
	if err != nil {
		return s, err
	}
	if result != "" {
		var done did
		if err := json.Unmarshal([]byte(result), &done); err != nil {
			return s, err
		}
		s.did(done)
	} else if s.State == Planned {
		day := in.Day
		if day == "" {
			day = min(cal.On(tx.Now), s.Since.Add(-1))
		}
		if err := s.work(tx, day); err != nil {
			return s, err
		}
	}
	if s.Comparison, err = s.compare(tx); err != nil {
		return s, err
	}
	if tx.Member != "" {
		s.own(tx.Member)
	}
	return s, nil
}

// did is what carrying a plan did, as it is kept.
type did struct {
	Conditions []kept       `json:"conditions"`
	Members    []Effect     `json:"members"`
	Heirs      Pair         `json:"heirs"`
	Before     money.Amount `json:"before"`
	After      money.Amount `json:"after"`
	LastYear   *LastYear    `json:"last_year"`
	Going      []string     `json:"going,omitempty"`
}

// kept is a condition as it is kept, so that it can be said in any language.
type kept struct {
	Met         bool
	Words, Says string
	Args        []string
}

func (s *Shown) did(d did) {
	for _, k := range d.Conditions {
		s.Conditions = append(s.Conditions, Condition{Met: k.Met, Words: k.Words, Says: k.Says, Args: k.Args}.said())
	}
	s.Members, s.Heirs, s.Before, s.After, s.LastYear, s.Going, s.Ready = d.Members, d.Heirs, d.Before, d.After, d.LastYear, d.Going, true
}

// own leaves of everybody's money only a member's.
func (s *Shown) own(no string) {
	s.Members = slices.DeleteFunc(slices.Clone(s.Members), func(e Effect) bool { return e.Member != no })
	if s.LastYear != nil {
		year := *s.LastYear
		year.Parts = slices.DeleteFunc(slices.Clone(year.Parts), func(c surplus.Compared) bool { return c.No != no })
		s.LastYear = &year
	}
}

// work works a plan's conditions and effects out as of a day.
func (s *Shown) work(tx *db.Tx, day cal.Day) (err error) {
	if s.Conditions, err = s.conditions(tx, day); err != nil {
		return err
	}
	s.Ready = !slices.ContainsFunc(s.Conditions, func(c Condition) bool { return !c.Met })
	if err := s.effects(tx); err != nil {
		return err
	}
	if !s.ends() && s.Into != Split {
		s.LastYear, err = s.lastYear(tx)
	}
	return err
}

// effects are what the change does to each member's money.
func (s *Shown) effects(tx *db.Tx) error {
	u, err := unit.At(tx, s.Since)
	if err != nil {
		return err
	}
	c := u.Currency
	by := map[string]map[string]int64{}
	parties := map[string]bool{}
	for _, account := range []string{ledger.CashShares, ledger.ToolShares, ledger.ToolsOwed, ledger.PersonalAccounts} {
		if by[account], err = ledger.Parties(tx, account, s.Since, c); err != nil {
			return err
		}
		for no := range by[account] {
			parties[no] = true
		}
	}
	members, err := member.Register(tx)
	if err != nil {
		return err
	}
	for no, m := range members {
		if m.Standing == member.Full && m.In(s.Since) {
			parties[no] = true
		}
	}
	value, err := s.shareValue(tx, c)
	if err != nil {
		return err
	}
	s.Members, s.Going, s.Before, s.After = nil, nil, money.Of(0, c), money.Of(0, c)
	for _, no := range slices.Sorted(maps.Keys(parties)) {
		stands := func(account string) Pair { a := money.Of(-by[account][no], c); return Pair{a, a} }
		e := Effect{no, members[no].Name, stands(ledger.CashShares), stands(ledger.ToolShares), stands(ledger.ToolsOwed), stands(ledger.PersonalAccounts), money.Of(0, c)}
		switch {
		case s.Into == Dissolved:
			e.Account.Then.Coins += e.Cash.Now.Coins + e.Tool.Now.Coins
			e.Cash.Then.Coins, e.Tool.Then.Coins = 0, 0
		case s.Shares == BuyOut:
			e.Owed.Then.Coins += e.Tool.Now.Coins
			e.Tool.Then.Coins = 0
		}
		if m := members[no]; !s.ends() && s.Into != Split && m.Standing == member.Full && m.In(s.Since) {
			e.Lacks.Coins = max(0, value.Coins-e.Cash.Then.Coins)
		}
		now, then := e.sum()
		if now == 0 && then == 0 && e.Lacks.IsZero() && !members[no].In(s.Since) {
			continue
		}
		s.Before.Coins, s.After.Coins = s.Before.Coins+now, s.After.Coins+then
		s.Members = append(s.Members, e)
	}
	return s.leftOver(tx, c)
}

// leftOver is what goes to the plan's heir above members' money, and who goes there.
func (s *Shown) leftOver(tx *db.Tx, c money.Currency) error {
	s.Heirs = Pair{money.Of(0, c), money.Of(0, c)}
	if s.Into == Dissolved {
		l, err := windUp(tx, s.Since, c)
		s.Heirs.Then.Coins = l.heirs
		return err
	}
	if !s.handsOver() {
		return nil
	}
	paper, err := s.paper(tx)
	for _, m := range paper.Members {
		s.Going = append(s.Going, m.No)
		s.Heirs.Then.Coins += m.Fee.Coins
	}
	for _, a := range paper.Accounts { // funds, of which cash and tools are the other side
		if a.Kind == "equity" {
			s.Heirs.Then.Coins -= a.Amount.Coins
		}
	}
	return err
}

// shareValue is what one share is under the rules of the plan; nothing where the
// charter does not say.
func (s *Shown) shareValue(tx *db.Tx, c money.Currency) (money.Amount, error) {
	charter, err := unit.CharterAt(tx, s.Since)
	if err != nil {
		return money.Of(0, c), err
	}
	text := charter.Text("share_value", "0")
	for _, r := range s.Changes {
		if r.Rule == "share_value" {
			text = r.Value
		}
	}
	d, err := money.ParseDecimal(text)
	if err != nil {
		return money.Of(0, c), err
	}
	return d.Amount(c)
}

// lastYear shares the last year that was shared out again, under the rules of the
// plan, and keeps nothing of it.
func (s *Shown) lastYear(tx *db.Tx) (*LastYear, error) {
	year := s.Since.Year() - 1
	rules := map[string]string{}
	for _, c := range s.Changes {
		rules[c.Rule] = c.Value
	}
	y := &LastYear{Year: year}
	if state, err := ledger.State(tx, year); err != nil || state != ledger.Locked {
		return nil, err
	}
	var err error
	y.Now, y.Then, y.Parts, err = surplus.Under(tx, year, rules)
	var rows *fault.Rows
	if fault.Of(err) != "" || errors.As(err, &rows) { // a rule or a wage that the new lines ask for was not there then
		y.Why, err = err.Error(), nil
	}
	return y, err
}

// compare is income for each member and cost of 100 of income, by year, from the
// year before the last on (S8).
func (p Plan) compare(tx *db.Tx) (c Comparison, err error) {
	c = Comparison{Output: p.Output, Cost: p.Cost, Compared: p.Compared}
	u, err := unit.Now(tx)
	if err != nil {
		return c, err
	}
	for year := max(u.Year, p.Since.Year()-2); year <= p.Since.Year()+2; year++ {
		state, err := ledger.State(tx, year)
		if err != nil {
			return c, err
		}
		if state == ledger.Open {
			break
		}
		m, err := measure(tx, year)
		if err != nil {
			return c, err
		}
		m.After = p.State == Carried && (year.First() >= p.Since || year == p.Since.Year())
		c.Years = append(c.Years, m)
	}
	return c, nil
}

func measure(tx *db.Tx, year cal.Year) (Measured, error) {
	r, err := ledger.YearResult(tx, ledger.OfYear{Year: year})
	if err != nil {
		return Measured{}, err
	}
	income, cost := int64(0), int64(0)
	for _, b := range r.Income {
		income -= b.Balance
	}
	for _, b := range r.Cost {
		cost += b.Balance
	}
	members, err := member.Voters(tx, year.Last(), year.Last())
	m := Measured{Year: year, Output: money.Of(0, r.Currency)}
	if n := int64(len(members)); n > 0 {
		m.Output.Coins = income / n
	}
	if income > 0 {
		m.Cost = percentText(cost, income)
	}
	return m, err
}
