package capital

import (
	"fmt"
	"slices"

	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/member"
	"artel/coop/unit"
)

// Holding is what one member holds on a day.
type Holding struct {
	Member   string       `json:"member"`
	Name     string       `json:"name"`
	Cash     money.Amount `json:"cash_shares"`
	Tool     money.Amount `json:"tool_shares"`
	Entrance money.Amount `json:"entrance_fee"`
}

// Shares is the share register as of a day.
func Shares(tx *db.Tx, in unit.AsOf) ([]Holding, error) {
	day := in.Or(tx)
	u, err := unit.At(tx, day)
	if err != nil {
		return nil, err
	}
	members, err := member.Register(tx)
	if err != nil {
		return nil, err
	}
	sums, err := selectHoldings(tx, day, u.Currency)
	var list []Holding
	for _, s := range sums {
		if last := len(list) - 1; last < 0 || list[last].Member != s.Member {
			zero := money.Of(0, u.Currency)
			list = append(list, Holding{s.Member, members[s.Member].Name, zero, zero, zero})
		}
		h := &list[len(list)-1]
		switch s.Kind {
		case CashShare:
			h.Cash = s.Amount
		case ToolShare:
			h.Tool = s.Amount
		case EntranceFee:
			h.Entrance = s.Amount
		}
	}
	return list, err
}

// heldOf is what movements of one kind come to in a currency.
func heldOf(ms []Movement, kind string, c money.Currency) (money.Amount, error) {
	sum := money.NewSum(c)
	for _, m := range ms {
		if m.Kind == kind && m.Amount.Currency == c {
			sum.Add(m.Amount)
		}
	}
	return sum.Amount()
}

// heldFrom is what movements of one kind (all of a member's, by day) come to as
// of a day, and the least they come to on that day or any later.
func heldFrom(ms []Movement, kind string, c money.Currency, day cal.Day) (held, free money.Amount, err error) {
	after := func(m Movement) bool { return m.Day > day }
	i := slices.IndexFunc(ms, after)
	if i < 0 {
		i = len(ms)
	}
	if held, err = heldOf(ms[:i], kind, c); err != nil {
		return held, held, err
	}
	free = held
	for j := i; j < len(ms); j++ {
		if j+1 < len(ms) && ms[j+1].Day == ms[j].Day {
			continue // what a day comes to is what counts
		}
		now, err := heldOf(ms[:j+1], kind, c)
		if err != nil {
			return held, free, err
		}
		if now.Coins < free.Coins {
			free = now
		}
	}
	return held, free, nil
}

// Certificate is what the unit certifies a member to hold.
type Certificate struct {
	Unit      unit.Unit     `json:"unit"`
	Member    member.Member `json:"member"`
	Day       cal.Day       `json:"day"`
	Holding   Holding       `json:"holding"`
	Movements []Movement    `json:"movements"`
}

// CertifyIn names a member and a day.
type CertifyIn struct {
	Member string  `help:"the member's number"`
	Day    cal.Day `help:"as of this day; today where left out" opt:"yes"`
}

// Certify makes a member's share certificate. One who has left gets none.
func Certify(tx *db.Tx, in CertifyIn) (Certificate, error) {
	if err := member.Own(tx, in.Member); err != nil {
		return Certificate{}, err
	}
	day := unit.AsOf{Day: in.Day}.Or(tx)
	c := Certificate{Day: day}
	var err error
	if c.Member, err = member.At(tx, in.Member, day); err != nil {
		return c, err
	}
	if c.Member.Left != "" && c.Member.Left < day {
		return c, fault.Refused.Errorf("%s %s left on %s; a share certificate is for members only.", c.Member.No, c.Member.Name, c.Member.Left)
	}
	if c.Member.Standing != member.Full {
		return c, fault.Refused.Errorf("%s %s is an apprentice and holds no shares.", c.Member.No, c.Member.Name)
	}
	if c.Unit, err = unit.At(tx, day); err != nil {
		return c, err
	}
	if c.Movements, err = selectMovements(tx, in.Member, day); err != nil {
		return c, err
	}
	zero := money.Of(0, c.Unit.Currency)
	c.Holding = Holding{in.Member, c.Member.Name, zero, zero, zero}
	for _, kind := range []struct {
		name string
		to   *money.Amount
	}{{CashShare, &c.Holding.Cash}, {ToolShare, &c.Holding.Tool}, {EntranceFee, &c.Holding.Entrance}} {
		if *kind.to, err = heldOf(c.Movements, kind.name, c.Unit.Currency); err != nil {
			return c, err
		}
	}
	return c, nil
}

// check holds a movement to what the register of members allows.
func (m Movement) check(members map[string]member.Member) *fault.Problem {
	bad := func(column, value, wrong, fix string) *fault.Problem {
		return &fault.Problem{Column: column, Value: value, Wrong: wrong, Fix: fix}
	}
	who, ok := members[m.Member]
	switch {
	case !ok:
		return bad("member", m.Member, "There is no such member in the register.", "Correct the number, or add the person to the sheet “members”.")
	case m.Kind != CashShare && m.Kind != EntranceFee:
		return bad("kind", m.Kind, "This is no kind of share.", "Write cash share or entrance fee; tools have a sheet of their own.")
	case m.Amount.Sign() <= 0:
		return bad("amount", m.Amount.String(), "A payment is more than 0.", "Write what was paid in.")
	case who.Standing != member.Full && m.Kind == CashShare:
		return bad("member", m.Member, who.Name+" is an apprentice and holds no shares.", "Correct the number.")
	case m.Day < who.Joined:
		return bad("date", string(m.Day), fmt.Sprintf("%s joined on %s, after this day.", who.Name, who.Joined), "Correct the day or the member.")
	case who.Left != "" && m.Day > who.Left:
		return bad("date", string(m.Day), fmt.Sprintf("%s left on %s, before this day.", who.Name, who.Left), "Correct the day or the member.")
	}
	return nil
}

func (m Movement) whole() string {
	return fmt.Sprintf("%s, %s, %s, %s", m.Day, m.Member, m.Kind, m.Amount.String())
}

func (m Movement) asRow() again.Row {
	return again.Row{Key: fmt.Sprintf("%s, %s, %s", m.Day, m.Member, m.Kind), Whole: m.whole(), Line: m.Line}
}

// TakeShares keeps the movements of a sheet. What is there already is passed
// over; a changed row takes its earlier movement back.
func TakeShares(tx *db.Tx, rows []Movement, last cal.Day) (out again.Outcome, wrong []fault.Problem, err error) {
	members, err := member.Register(tx)
	if err != nil {
		return out, nil, err
	}
	var right []Movement
	for _, m := range rows {
		p := m.check(members)
		if p == nil && m.Day > last {
			p = &fault.Problem{Column: "date", Value: string(m.Day), Wrong: "The day is after " + string(last) + ".", Fix: "Correct the day, or enter the row next year."}
		}
		if p != nil {
			p.Row = int(m.Line)
			wrong = append(wrong, *p)
			continue
		}
		right = append(right, m)
	}
	there, err := selectStanding(tx)
	if err != nil {
		return out, wrong, err
	}
	known, was := again.Match(asRows(there), asRows(right))
	var news []Movement
	for i, m := range right {
		switch {
		case known[i]:
			out.Known++
			continue
		case was[i] >= 0:
			old := there[was[i]]
			news = append(news, old.back())
			out.Changed = append(out.Changed, again.Change{Row: m.Line, Was: old.whole(), Now: m.whole()})
		default:
			out.Added++
		}
		news = append(news, m)
	}
	_, err = keep(tx, news)
	return out, wrong, err
}

func asRows(ms []Movement) []again.Row {
	rows := make([]again.Row, len(ms))
	for i, m := range ms {
		rows[i] = m.asRow()
	}
	return rows
}
