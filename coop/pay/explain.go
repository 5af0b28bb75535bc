package pay

import (
	"fmt"
	"math/big"
	"slices"

	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/unit"
)

// Explain says how a member's pay of a month came to be, from its slips, one a
// run. The last run worked the whole month out, so its lines are the month's.
func Explain(slips []Slip, charter unit.Charter) (*explain.Step, error) {
	s := slips[len(slips)-1]
	c, month := string(s.Amount.Currency), string(s.Month)
	lines := make([]explain.Operand, len(s.Lines))
	for i, l := range s.Lines {
		step, err := l.explain(month, c)
		if err != nil {
			return nil, err
		}
		lines[i] = step.As(fmt.Sprintf("line%d", i+1))
	}
	made, err := explain.Sum("What was made in the month, at its rates", c, lines...)
	if err != nil {
		return nil, err
	}
	pay := explain.Step{
		Label: "Pay of %s in %s", Args: []string{s.Member, month}, Formula: "half_up(made)",
		Digits: s.Amount.Currency.Digits(), Unit: c, Rule: "S14", Operands: []explain.Operand{made.As("made")},
	}
	if s.Percent != money.DecimalOf(100, 0) {
		pay.Formula, pay.Rule, pay.Clause = "half_up(made * percent / 100)", "S15", charter["apprentice_pay_pct"].Clause
		pay.Operands = append(pay.Operands, explain.Fact("percent", "apprentices' part of the rate", s.Percent.Rat(), "%", "charter, "+pay.Clause))
	}
	return explain.Work(pay)
}

func (l Line) explain(month, currency string) (*explain.Step, error) {
	return explain.Work(explain.Step{
		Label: "%s, quality %s", Args: []string{l.Operation, l.Quality}, Formula: "quantity * rate", Unit: currency,
		Operands: []explain.Operand{
			explain.Fact("quantity", "quantity", l.Quantity.Rat(), l.Per, "work records of "+month),
			explain.Fact("rate", "rate of one "+l.Per, new(big.Rat).Set(l.Rate.Rat()), currency, "rates"),
		},
	})
}

// ExplainYear says how a member's pay of several months came to be; slips are
// the member's, in the order of months and runs. What was paid in a currency
// that the books have left by the changes given is carried over as a whole.
func ExplainYear(no string, slips []Slip, charter unit.Charter, changes []unit.Redenomination) (*explain.Step, error) {
	var months []explain.Operand
	now := slips[0].Amount.Currency
	for from := 0; from < len(slips); {
		to := from + 1
		for to < len(slips) && slips[to].Month == slips[from].Month {
			to++
		}
		if c := slips[from].Amount.Currency; c != now {
			old, err := carryOver(no, months, now, changes)
			if err != nil {
				return nil, err
			}
			months, now = []explain.Operand{old.As("before")}, c
		}
		step, err := Explain(slips[from:to], charter)
		if err != nil {
			return nil, err
		}
		months = append(months, step.As("m"+string(slips[from].Month)[5:]))
		from = to
	}
	for left(now, changes) { // nothing was paid since
		old, err := carryOver(no, months, now, changes)
		if err != nil {
			return nil, err
		}
		months, now = []explain.Operand{old.As("before")}, money.Currency(old.Unit)
	}
	step, err := explain.Sum("Pay of %s in the year", string(now), months...)
	if step != nil {
		step.Args = []string{no}
	}
	return step, err
}

// left says whether the books have left a currency.
func left(c money.Currency, changes []unit.Redenomination) bool {
	return slices.ContainsFunc(changes, func(r unit.Redenomination) bool { return r.From == c })
}

// carryOver adds up the months paid in a currency and carries the sum over into
// the one that followed it.
func carryOver(no string, months []explain.Operand, old money.Currency, changes []unit.Redenomination) (*explain.Step, error) {
	sum, err := explain.Sum("Pay of %s in "+string(old), string(old), months...)
	if err != nil {
		return nil, err
	}
	sum.Args = []string{no}
	i := slices.IndexFunc(changes, func(c unit.Redenomination) bool { return c.From == old })
	if i < 0 {
		return nil, fault.Conflict.Errorf("%s was paid in %s, and the books have not been carried over from it.", no, old)
	}
	c := changes[i]
	return explain.Work(explain.Step{Label: "The same in %s", Args: []string{string(c.To)}, Formula: "half_up(old / divisor)",
		Digits: c.To.Digits(), Unit: string(c.To), Rule: "S37", Operands: []explain.Operand{
			sum.As("old"), explain.Fact("divisor", "old to one new", big.NewRat(c.Divisor, 1), "", "redenomination of "+string(c.Day))}})
}
