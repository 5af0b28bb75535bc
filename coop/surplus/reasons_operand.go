package surplus

import (
	"math/big"
	"strings"

	"artel/base/explain"
)

// operandOf finds where a name in a formula of line k came from.
func (d *division) operandOf(k int) func(string) (explain.Operand, error) {
	return func(name string) (explain.Operand, error) {
		if j := d.waterfall.named(name); j >= 0 {
			return d.lineOperand(j)
		}
		switch name {
		case leftName:
			return d.leftOperand(d.lines[k].first)
		case claimsName:
			return d.claimsOperand(k), nil
		}
		if _, ok := d.rules[name]; ok {
			return d.ruleOperand(name), nil
		}
		return d.factOperand(name), nil
	}
}

func (d *division) lineOperand(k int) (explain.Operand, error) {
	l := d.st.Lines[k]
	if l.Skipped {
		when := map[When]string{Loss: "nothing: only in a year of loss"}[l.When]
		if when == "" {
			when = "nothing: only in a year of surplus"
		}
		return explain.Fact(l.Name, l.Label, new(big.Rat), d.unit(k), when), nil
	}
	s, err := d.lineStep(k)
	if err != nil {
		return explain.Operand{}, err
	}
	return s.As(l.Name), nil
}

func (d *division) ruleOperand(name string) explain.Operand {
	label, unit := readable(name), ""
	if rate, ok := strings.CutSuffix(name, "_pct"); ok {
		label, unit = readable(rate), "%"
	}
	source := d.facts.Charter
	if source == "" {
		source = "charter"
	}
	if clause := d.facts.Clauses[name]; clause != "" {
		source += ", " + clause
	}
	return explain.Fact(name, label, d.slots[d.book[name]], unit, source)
}

func (d *division) factOperand(name string) explain.Operand {
	f := d.facts.Book[name]
	label := f.Label
	if label == "" {
		label = readable(name)
	}
	return d.traced("", explain.Fact(name, label, f.Value.Rat, f.Unit, f.Source))
}

// traced hangs under a fact how it came to be, where the caller knows that. The
// value stays the one that was divided by, so that Recompute notices a change.
func (d *division) traced(no string, fact explain.Operand) explain.Operand {
	if d.facts.Trace == nil {
		return fact
	}
	s := d.facts.Trace(no, fact.Name)
	if s == nil {
		return fact
	}
	op := s.As(fact.Name)
	op.Value, op.Source = fact.Value, fact.Source
	return op
}

// leftOperand is what the lines above line k had not allotted.
func (d *division) leftOperand(k int) (explain.Operand, error) {
	if op, ok := d.why.lefts[k]; ok {
		return op, nil
	}
	head := explain.Step{Label: "Left to be divided", Formula: netName, Unit: d.coin(), Operands: []explain.Operand{d.factOperand(netName)}}
	for j := range d.lines[:k] {
		if err := d.lessLine(&head, j); err != nil {
			return explain.Operand{}, err
		}
	}
	op := head.Operands[0]
	op.Name = leftName
	if len(head.Operands) > 1 {
		s, err := d.work(head)
		if err != nil {
			return explain.Operand{}, err
		}
		op = s.As(leftName)
	}
	d.why.lefts[k] = op
	return op, nil
}

// lessLine takes line j off what is left, and gives back what its cap cut and
// no fund got.
func (d *division) lessLine(left *explain.Step, j int) error {
	r := d.st.Lines[j]
	if !r.allots() || r.Amount.IsZero() {
		return nil
	}
	op, err := d.lineOperand(j)
	if err != nil {
		return err
	}
	left.Label, left.Args = "Left after %s", []string{r.Clause}
	left.Formula += " - " + r.Name
	left.Operands = append(left.Operands, op)
	if r.Kind == Members && d.lines[j].capTo < 0 && !r.Cut.IsZero() {
		cut, err := d.cutStep(j)
		if err != nil {
			return err
		}
		left.Formula += " + cut_" + r.Name
		left.Operands = append(left.Operands, cut.As("cut_"+r.Name))
	}
	return nil
}

// readable makes words of a name: share_dividend is "Share dividend".
func readable(name string) string {
	words := strings.ReplaceAll(name, "_", " ")
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}
