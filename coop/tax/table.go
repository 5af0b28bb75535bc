package tax

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
)

// How a table taxes.
const (
	Whole  = "whole"  // the whole amount by the percentage of its step (the ordinance of 1950: 全额累进)
	Slices = "slices" // each part of the amount by the percentage of its own step (超额累进)
	Flat   = "flat"   // one percentage
)

// What a table taxes.
const (
	OnSurplus  = "surplus"
	OnTurnover = "turnover"
)

// Step is a step of a table.
type Step struct {
	UpTo    money.Decimal `json:"up_to" help:"amounts below this; 0 on the last step, which has no end" default:"0"`
	Percent money.Decimal `json:"percent" help:"percent of tax"`
}

// Table is a table of tax, as it holds from a day on.
//
// A table on the whole amount jumps: one coin more can cost more than a coin.
// Where Jumps is false, whoever stands just above a step pays at most the tax at
// the step and all that is above it (marginal relief), so that earning more never
// leaves less.
type Table struct {
	Name   string `json:"name"`
	Since  string `json:"since"`
	Kind   string `json:"kind" words:"yes"`
	On     string `json:"on" words:"yes"`
	Jumps  bool   `json:"jumps"`
	Steps  []Step `json:"steps"`
	Source string `json:"source" words:"yes"`
}

// check refuses a table that is none: steps that do not rise, an end before the
// last step or none on it, percentages out of 0 to 100.
func (t Table) check() error {
	hundred := money.DecimalOf(100, 0)
	if len(t.Steps) == 0 {
		return fault.In("steps", "", fault.Invalid.Errorf("A table of tax has at least one step."))
	}
	if t.Kind == Flat && len(t.Steps) > 1 {
		return fault.In("steps", "", fault.Invalid.Errorf("A flat tax has one percentage; this table has %d steps.", len(t.Steps)))
	}
	if len(t.Steps) > mostSteps {
		return fault.In("steps", "", fault.Invalid.Errorf("A table of tax has at most %d steps.", mostSteps))
	}
	wrong := &fault.Rows{}
	say := func(i int, column, value string, err error) {
		wrong.Problems = append(wrong.Problems, fault.AsProblem(i+1, fault.In(column, value, err)))
	}
	for i, s := range t.Steps {
		if s.Percent.Sign() < 0 || s.Percent.Cmp(hundred) > 0 {
			say(i, "percent", s.Percent.String(), fault.Invalid.Errorf("A tax is from 0 to 100 percent."))
		}
		last := i == len(t.Steps)-1
		switch {
		case last && !s.UpTo.IsZero():
			say(i, "up_to", s.UpTo.String(), fault.Invalid.Errorf("The last step has no end, so that every amount has its tax; leave its end out."))
		case !last && (s.UpTo.Sign() <= 0 || i > 0 && s.UpTo.Cmp(t.Steps[i-1].UpTo) <= 0):
			say(i, "up_to", s.UpTo.String(), fault.Invalid.Errorf("Steps rise: each ends above the one before."))
		}
	}
	if len(wrong.Problems) > 0 {
		return wrong
	}
	return nil
}

// mostSteps keeps the formula of a table within what base/explain reads.
const mostSteps = 24

// Formula is the tax on what is called name, as the language of base/explain has
// it: so that the table runs in the charter's own lines, and its explanation is
// the calculation.
func (t Table) Formula(name string) string {
	text, below := "", big.NewRat(0, 1) // tax at the beginning of the step, by slices
	var steps []string
	start := money.Decimal{}
	for i, s := range t.Steps {
		part := fmt.Sprintf("%s * %s / 100", name, s.Percent)
		switch {
		case t.Kind == Slices && i > 0:
			part = fmt.Sprintf("%s + (%s - %s) * %s / 100", number(below), name, start, s.Percent)
		case t.Kind == Whole && !t.Jumps && i > 0:
			part = fmt.Sprintf("min(%s, %s + %s - %s)", part, number(t.atEnd(i-1)), name, start)
		}
		steps = append(steps, part)
		if t.Kind == Slices {
			below = new(big.Rat).Add(below, new(big.Rat).Mul(new(big.Rat).Sub(s.UpTo.Rat(), start.Rat()), new(big.Rat).Quo(s.Percent.Rat(), big.NewRat(100, 1))))
		}
		start = s.UpTo
	}
	for i := len(steps) - 1; i >= 0; i-- {
		if i == len(steps)-1 {
			text = steps[i]
			continue
		}
		text = fmt.Sprintf("iff(%s < %s, %s, %s)", name, t.Steps[i].UpTo, steps[i], text)
	}
	return "half_up(max(0, " + text + "))"
}

// atEnd is the tax on the whole amount at the end of a step.
func (t Table) atEnd(i int) *big.Rat {
	end := t.Steps[i].UpTo.Rat()
	full := new(big.Rat).Mul(end, new(big.Rat).Quo(t.Steps[i].Percent.Rat(), big.NewRat(100, 1)))
	if i == 0 {
		return full
	}
	start := t.Steps[i-1].UpTo.Rat()
	most := new(big.Rat).Add(t.atEnd(i-1), new(big.Rat).Sub(end, start))
	if full.Cmp(most) > 0 {
		return most
	}
	return full
}

// number is an exact number as a formula reads it.
func number(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	return strings.TrimRight(r.FloatString(8), "0") // percentages of money are exact long before
}

// Of is the tax on an amount, with how it was worked out; nothing on nothing and
// on a loss.
func (t Table) Of(amount money.Amount) (*explain.Step, error) {
	return explain.Work(explain.Step{Label: "Tax before relief, by the table “%s”", Args: []string{t.Name}, Formula: t.Formula("amount"), Digits: amount.Currency.Digits(), Unit: string(amount.Currency), Rule: "S36",
		Operands: []explain.Operand{explain.Fact("amount", "what is taxed", amount.Rat(), string(amount.Currency), t.Source)}})
}

// Relief is a relief from the tax, for who fulfils its conditions.
type Relief struct {
	Number   int64         `json:"number"`
	Name     string        `json:"name"`
	Since    string        `json:"since"`
	Until    string        `json:"until,omitempty"`
	Percent  money.Decimal `json:"percent"`
	Amount   money.Decimal `json:"amount"`
	Form     string        `json:"form,omitempty"`
	Trade    string        `json:"trade,omitempty"`
	District string        `json:"district,omitempty"`
	Grounds  string        `json:"grounds"`
}

// formula is what reliefs take off a tax, each rounded half up by itself, never
// more than the tax.
func reliefFormula(list []Relief, full string) string {
	if len(list) == 0 {
		return "0"
	}
	parts := make([]string, len(list))
	for i, r := range list {
		parts[i] = r.formula(full)
	}
	return "min(" + full + ", " + strings.Join(parts, " + ") + ")"
}

func (r Relief) formula(full string) string {
	if r.Amount.IsZero() {
		return fmt.Sprintf("half_up(%s * %s / 100)", full, r.Percent)
	}
	return r.Amount.String()
}

// Templates are tables to begin with. Those marked as examples have steps that
// are ours, since no printed ones were found; what is known of them is in the
// source.
func Templates() []Table {
	d := func(text string) money.Decimal {
		v, err := money.ParseDecimal(text)
		if err != nil {
			panic(err) // they are written here
		}
		return v
	}
	steps := func(pairs ...string) (list []Step) {
		for i := 0; i+1 < len(pairs); i += 2 {
			list = append(list, Step{d(pairs[i]), d(pairs[i+1])})
		}
		return list
	}
	return []Table{
		{Name: "ordinance_example", Kind: Whole, On: OnSurplus, Jumps: true,
			Source: "Provisional Ordinance of Industrial and Commercial Tax, 1950, art. 9.2: on the whole income, 5 to 30 percent. An example: the steps between are ours.",
			Steps:  steps("300", "5", "500", "7", "1000", "10", "2000", "14", "3500", "18", "5000", "22", "7500", "26", "0", "30")},
		{Name: "craft_example", Kind: Whole, On: OnSurplus,
			Source: "Craft co-operatives, 1962: 21 steps from 5.75 to 34.5 percent, which are 5 to 30 percent and a surcharge of 15 percent of the tax. An example: the limits of the steps are ours.",
			Steps: steps("300", "5.75", "400", "6.9", "500", "8.05", "600", "9.2", "800", "10.35", "1000", "11.5", "1200", "12.65", "1500", "13.8", "1800", "14.95", "2200", "16.1", "2600", "17.25",
				"3000", "18.4", "3500", "19.55", "4000", "20.7", "4500", "21.85", "5000", "23", "6000", "25.3", "7000", "27.6", "8000", "29.9", "10000", "32.2", "0", "34.5")},
		{Name: "slices_example", Kind: Slices, On: OnSurplus, Source: "An example of a progressive tax by slices.", Steps: steps("1000", "7", "5000", "12", "20000", "20", "0", "28")},
		{Name: "flat_example", Kind: Flat, On: OnSurplus, Source: "An example of a flat tax on the surplus.", Steps: steps("0", "20")},
		{Name: "turnover_example", Kind: Flat, On: OnTurnover, Source: "An example of a tax on turnover, by the month.", Steps: steps("0", "3")},
	}
}

// Named is the template of a name.
func Named(name string) (Table, bool) {
	all := Templates()
	i := slices.IndexFunc(all, func(t Table) bool { return t.Name == name })
	if i < 0 {
		return Table{}, false
	}
	return all[i], true
}
