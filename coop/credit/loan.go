package credit

import (
	"fmt"
	"math/big"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/unit"
)

// Whose loan it is.
const (
	Ours  = "ours"  // lent to the unit
	Given = "given" // lent by it
)

// The states of a loan.
const (
	Applied = "applied for"
	Refused = "refused"
	Agreed  = "agreed"
	Running = "running"
	Late    = "late"
	PaidOff = "paid off"
)

// The movements on a loan.
const (
	paidOut    = "paid out"
	interest   = "interest"
	paid       = "paid"
	setOff     = "set off"
	writtenOff = "written off"
)

// Loan is a loan with what became of it.
type Loan struct {
	Number     int64         `json:"number"`
	Side       string        `json:"side" words:"yes"`
	Party      string        `json:"party"`
	Name       string        `json:"name"`
	Member     bool          `json:"member"`
	Day        cal.Day       `json:"day"`
	Purpose    string        `json:"purpose"`
	Principal  money.Amount  `json:"principal"`
	Rate       money.Decimal `json:"rate"`
	LateRate   money.Decimal `json:"late_rate"`
	Kind       string        `json:"kind" words:"yes"`
	Basis      string        `json:"basis"`
	State      string        `json:"state" words:"yes"`
	Grounds    string        `json:"grounds,omitempty"`
	Resolution int64         `json:"resolution,omitempty"`
	Left       money.Amount  `json:"left"`     // principal still owed
	Interest   money.Amount  `json:"interest"` // that is charged or has run up to the day, and is not paid
	Overdue    money.Amount  `json:"overdue"`  // principal that was to be paid back by the day, and was not
	Due        cal.Day       `json:"due,omitempty"`
	DueAmount  money.Amount  `json:"due_amount"`
	Schedule   []Instalment  `json:"schedule,omitempty"`
	Moves      []Move        `json:"moves,omitempty"`
	Gain       *Gain         `json:"gain,omitempty"`

	terms Terms
}

// Move is what was paid out, charged or paid on a loan.
type Move struct {
	Line      int64        `json:"line"`
	Day       cal.Day      `json:"day"`
	Kind      string       `json:"kind" words:"yes"`
	Principal money.Amount `json:"principal"`
	Interest  money.Amount `json:"interest"`
	Mode      string       `json:"mode,omitempty" words:"yes"`
	Note      string       `json:"note,omitempty"`
	Entry     int64        `json:"entry"`
	Corrects  int64        `json:"corrects,omitempty"`
}

// Asked is which loans are asked for.
type Asked struct {
	Side  string  `help:"only these" choice:"ours|given" opt:"yes"`
	State string  `help:"only these" choice:"applied for|agreed|refused|running|late|paid off" opt:"yes"`
	Day   cal.Day `help:"as of this day; today where left out" opt:"yes"`
}

// Loans are the loans as of a day; a member sees their own.
func Loans(tx *db.Tx, in Asked) ([]Loan, error) {
	all, err := loans(tx, unit.AsOf{Day: in.Day}.Or(tx))
	return slices.DeleteFunc(all, func(l Loan) bool {
		return in.Side != "" && l.Side != in.Side || in.State != "" && l.State != in.State || tx.Member != "" && !l.of(tx.Member)
	}), err
}

func (l Loan) of(member string) bool { return l.Side == Given && l.Member && l.Party == member }

// OneLoan names a loan.
type OneLoan struct {
	Loan int64   `help:"number of the loan"`
	Day  cal.Day `help:"as of this day; today where left out" opt:"yes"`
}

// Show is one loan: its terms, its schedule, what was paid, what is owed.
func Show(tx *db.Tx, in OneLoan) (Loan, error) {
	day := unit.AsOf{Day: in.Day}.Or(tx)
	l, err := find(tx, in.Loan, day)
	if err != nil {
		return l, err
	}
	if tx.Member != "" && !l.of(tx.Member) {
		return Loan{}, fault.Refused.Errorf("You can see only what is your own (%s).", tx.Member)
	}
	l.Gain, err = l.gain(tx)
	return l, err
}

// Explain is what the interest of a loan came to up to a day, stretch by
// stretch.
func Explain(tx *db.Tx, in OneLoan) (*explain.Step, error) {
	l, err := Show(tx, in)
	if err != nil {
		return nil, err
	}
	return l.explain(unit.AsOf{Day: in.Day}.Or(tx))
}

// explain adds up the interest of every stretch in which the sum did not change:
// what is owed by the rate, and what is overdue by the rate for that beside it,
// each rounded half up. So a loan paid on its days costs what its schedule says.
func (l Loan) explain(day cal.Day) (*explain.Step, error) {
	c := l.Principal.Currency
	contract := fmt.Sprintf("loan %d", l.Number)
	var parts []explain.Operand
	days := []cal.Day{}
	for _, m := range l.Moves {
		if m.Kind != interest { // charging it changes no sum, and so cuts no stretch
			days = append(days, m.Day)
		}
	}
	for _, i := range l.Schedule {
		days = append(days, i.Due)
	}
	days = append(days, day)
	slices.Sort(days)
	days = slices.Compact(days)
	for i := 0; i+1 < len(days) && days[i+1] <= day; i++ {
		from, to := days[i], days[i+1]
		sum := l.leftOn(from)
		if sum <= 0 {
			continue
		}
		part, err := YearPart(l.Basis, from, to)
		if err != nil {
			return nil, err
		}
		step := explain.Step{Label: "From %s to %s", Args: []string{string(from), string(to)}, Formula: "half_up(owed * rate / 100 * part)", Digits: c.Digits(), Unit: string(c), Rule: "S35",
			Operands: []explain.Operand{
				explain.Fact("owed", "principal owed", money.Of(sum, c).Rat(), string(c), contract),
				explain.Fact("rate", "percent a year", l.Rate.Rat(), "%", contract),
				explain.Fact("part", "part of a year, by "+l.Basis, part, "", contract)}}
		if late := l.overdueOn(from); late > 0 && !l.LateRate.IsZero() {
			step.Formula = "half_up(owed * rate / 100 * part) + half_up(overdue * more / 100 * part)"
			step.Operands = append(step.Operands, explain.Fact("overdue", "of it overdue", money.Of(late, c).Rat(), string(c), contract), explain.Fact("more", "percent a year beside it", l.LateRate.Rat(), "%", contract))
		}
		worked, err := explain.Work(step)
		if err != nil {
			return nil, err
		}
		parts = append(parts, worked.As(fmt.Sprintf("stretch_%d", len(parts)+1)))
	}
	if len(parts) == 0 {
		parts = append(parts, explain.Fact("none", "no day has passed", new(big.Rat), string(c), contract))
	}
	return explain.Sum("Interest on the loan", string(c), parts...)
}

// leftOn is the principal owed at the end of a day.
func (l Loan) leftOn(day cal.Day) (left int64) {
	for _, m := range l.Moves {
		if m.Day > day {
			continue
		}
		if m.Kind == paidOut {
			left += m.Principal.Coins
		} else {
			left -= m.Principal.Coins
		}
	}
	return left
}

// overdueOn is the principal that was to be paid back before the end of a day,
// and was not.
func (l Loan) overdueOn(day cal.Day) int64 {
	planned := l.Principal.Coins
	for _, i := range l.Schedule {
		if i.Due <= day {
			planned = i.Left.Coins
		}
	}
	return max(0, l.leftOn(day)-planned)
}
