package surplus

import (
	"maps"
	"math/big"
	"slices"
	"strings"

	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
)

// Facts are all that a division knows: what the charter's rules say, what the
// books say, and what is on record of each member. With the waterfall they are
// everything; kept as JSON beside the books they give the same statement, with
// all its explanations, at any later time.
type Facts struct {
	Currency   money.Currency    `json:"currency"`
	Year       int               `json:"year"`
	Resolution string            `json:"resolution,omitempty"` // "resolution 1 of 1957-01-20"
	Charter    string            `json:"charter,omitempty"`    // where the rules stand: "charter of 1955-05-01"
	Clauses    map[string]string `json:"clauses,omitempty"`    // article of each rule
	Rules      map[string]string `json:"rules"`                // as the charter writes them
	Book       map[string]Fact   `json:"book"`
	Columns    []Column          `json:"columns,omitempty"` // what is on record of each member
	Members    []Member          `json:"members,omitempty"`

	// Trace says how a fact came to be, where that is known: of a member, or of
	// the books where no is "". It is asked when someone wants an explanation.
	Trace func(no, fact string) *explain.Step `json:"-"`
}

// Fact is a number of the books, money in units of the currency.
type Fact struct {
	Value  explain.Number `json:"value"`
	Label  string         `json:"label,omitempty"`
	Unit   string         `json:"unit,omitempty"`
	Source string         `json:"source,omitempty"` // "books of 1956"
}

// Column is a fact of each member.
type Column struct {
	Name   string `json:"name"`
	Label  string `json:"label,omitempty"` // "Pay", of whom is added
	Unit   string `json:"unit,omitempty"`
	Source string `json:"source,omitempty"` // "pay runs of 1956"
}

// Member is one member's facts, in the order of the columns.
type Member struct {
	No     string           `json:"no"`
	Values []explain.Number `json:"values"`
}

// Divide runs the waterfall over the facts. What it promises: net revenue is to
// the coin the sum of what is due, what the funds get, what the members get and
// what is carried forward; each pool is split by largest remainder, ties to the
// lower member number; and the order in which members are given changes nothing.
// It is refused, with the clause in the sentence, where a clause cannot be kept.
func Divide(w Waterfall, facts Facts) (Statement, error) {
	columns := make([]string, len(facts.Columns))
	for i, c := range facts.Columns {
		columns[i] = c.Name
	}
	p, err := newPlan(w, facts.Rules, slices.Sorted(maps.Keys(facts.Book)), columns)
	if err != nil {
		return Statement{}, err
	}
	d := &division{plan: p, facts: facts, slots: make([]*big.Rat, p.size), digits: facts.Currency.Digits(), why: newReasons()}
	if err := d.begin(); err != nil {
		return Statement{}, err
	}
	for k := range d.lines {
		if err := d.line(k); err != nil {
			return Statement{}, err
		}
	}
	if err := d.end(); err != nil {
		return Statement{}, err
	}
	return d.st, nil
}

// division is one run of a waterfall.
type division struct {
	*plan
	facts  Facts // its members sorted by number
	digits int
	slots  []*big.Rat
	left   money.Amount
	claims []*big.Rat // of the line being shared; nil of those who take no part
	st     Statement
	why    reasons
}

// begin puts the facts into their slots.
func (d *division) begin() error {
	for name, text := range d.rules {
		if n, err := money.ParseDecimal(text); err == nil {
			d.slots[d.book[name]] = n.Rat()
		}
	}
	for name, fact := range d.facts.Book {
		if fact.Value.Rat == nil {
			return fault.Invalid.Errorf("The books give no number for %s.", name)
		}
		d.slots[d.book[name]] = fact.Value.Rat
	}
	net, known := d.facts.Book[netName]
	if !known {
		return fault.Invalid.Errorf("The books do not say what the net revenue (%s) of %d is.", netName, d.facts.Year)
	}
	var err error
	if d.left, err = d.whole(net.Value.Rat); err != nil {
		return err
	}
	if d.left.Rat().Cmp(net.Value.Rat) != 0 {
		return fault.Invalid.Errorf("The net revenue of %d is %s %s, which is not in whole coins.", d.facts.Year, net.Value, d.facts.Currency)
	}
	d.st = Statement{Currency: d.facts.Currency, Year: d.facts.Year, Resolution: d.facts.Resolution, Net: d.left, run: d}
	for _, l := range d.waterfall {
		d.st.Lines = append(d.st.Lines, LineResult{Line: l, Amount: d.nothing(), Cut: d.nothing(), OverCap: d.nothing()})
		if l.shares() {
			d.st.Pools = append(d.st.Pools, l.Name)
		}
	}
	return d.seat()
}

// seat puts the members in the order of their numbers, which settles ties.
func (d *division) seat() error {
	d.facts.Members = slices.SortedFunc(slices.Values(d.facts.Members), func(a, b Member) int { return strings.Compare(a.No, b.No) })
	d.st.Members = make([]MemberResult, len(d.facts.Members))
	shares := len(d.st.Pools)
	all := make([]Share, shares*len(d.facts.Members))
	for i, m := range d.facts.Members {
		if i > 0 && m.No == d.facts.Members[i-1].No {
			return fault.Invalid.Errorf("Member %s is listed twice.", m.No)
		}
		if err := m.complete(d.facts.Columns); err != nil {
			return err
		}
		d.st.Members[i] = MemberResult{No: m.No, Shares: all[i*shares : i*shares : (i+1)*shares], Total: d.nothing()}
	}
	return nil
}

func (m Member) complete(columns []Column) error {
	if len(m.Values) != len(columns) {
		return fault.Invalid.Errorf("Member %s has %d facts on record, and %d are wanted.", m.No, len(m.Values), len(columns))
	}
	for c, v := range m.Values {
		if v.Rat == nil {
			return fault.Invalid.Errorf("Nothing is on record for the %s of member %s.", columns[c].Name, m.No)
		}
	}
	return nil
}
