package surplus

import (
	"math/big"
	"strings"
	"sync"

	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
)

// reasons are the explanations of a statement. They are made when someone asks,
// from the same formulas that made the amounts, and each shared step once. Whoever
// is given a step may read it and not change it.
type reasons struct {
	mu     sync.Mutex
	splits map[int]split // by first line
	places map[int][]int // by line of members: whose turn for a spare coin
	lines  map[int]*explain.Step
	lefts  map[int]explain.Operand
	pools  map[int]explain.Operand
}

// split is what a split of lines came from.
type split struct {
	whole money.Amount
	exact *big.Rat
	parts []money.Part
}

func newReasons() reasons {
	return reasons{splits: map[int]split{}, places: map[int][]int{}, lines: map[int]*explain.Step{}, lefts: map[int]explain.Operand{}, pools: map[int]explain.Operand{}}
}

// ask locks the reasons of a statement for one question.
func (st Statement) ask() (d *division, done func(), err error) {
	if st.run == nil {
		return nil, nil, fault.Missing.Errorf("This statement came without the facts it was made from; divide them again to have it explained.")
	}
	st.run.why.mu.Lock()
	return st.run, st.run.why.mu.Unlock, nil
}

// ExplainLine says how the amount of a line came to be, back to the books.
func (st Statement) ExplainLine(name string) (*explain.Step, error) {
	d, done, err := st.ask()
	if err != nil {
		return nil, err
	}
	defer done()
	k := d.waterfall.named(name)
	if k < 0 {
		return nil, fault.Missing.Errorf("The waterfall has no line %q.", name)
	}
	return d.resolved(d.lineStep(k))
}

// ExplainFund says how all that a fund gets came to be: of the lines that feed
// it, and of what a cap cut from the members.
func (st Statement) ExplainFund(fund string) (*explain.Step, error) {
	d, done, err := st.ask()
	if err != nil {
		return nil, err
	}
	defer done()
	var ops []explain.Operand
	for k, l := range st.Lines {
		if l.Kind != Fund || l.fund() != fund {
			continue
		}
		op, err := d.lineOperand(k)
		if err != nil {
			return nil, err
		}
		ops = append(ops, op)
		for j := range d.lines {
			if d.lines[j].capTo != k || st.Lines[j].Cut.IsZero() {
				continue
			}
			cut, err := d.cutStep(j)
			if err != nil {
				return nil, err
			}
			ops = append(ops, cut.As("cut_"+d.lines[j].Name))
		}
	}
	if len(ops) == 0 {
		return nil, fault.Missing.Errorf("The waterfall feeds no fund %q.", fund)
	}
	return d.resolved(d.sum(explain.Step{Label: "All that the fund %s gets", Args: []string{fund}, Unit: d.coin()}, ops))
}

// resolved puts the resolution on the root of an explanation; the steps below
// stay shared with other questions.
func (d *division) resolved(s *explain.Step, err error) (*explain.Step, error) {
	if err != nil {
		return nil, err
	}
	root := *s
	root.Resolution = d.st.Resolution
	return &root, nil
}

func (d *division) coin() string { return string(d.facts.Currency) }

func (d *division) work(s explain.Step) (*explain.Step, error) {
	s.Digits = d.digits
	return explain.Work(s)
}

func (d *division) sum(head explain.Step, ops []explain.Operand) (*explain.Step, error) {
	head.Formula, head.Operands = "sum", ops
	return d.work(head)
}

// lineStep is how line k came to be.
func (d *division) lineStep(k int) (*explain.Step, error) {
	if s := d.why.lines[k]; s != nil {
		return s, nil
	}
	l, r := d.lines[k], d.st.Lines[k]
	head := explain.Step{Label: l.Label, Unit: d.unit(k), Clause: l.Clause, Rule: l.Source}
	var s *explain.Step
	var err error
	switch {
	case r.Skipped:
		head.Formula = "0"
		s, err = d.work(head)
	case l.Split != "":
		s, err = d.splitStep(k, head)
	case l.Kind == Withheld:
		s, err = d.withheldStep(k, head)
	default:
		s, err = d.formulaStep(head, l.amount, r.rounded, d.operandOf(k))
	}
	if err == nil {
		d.why.lines[k] = s
	}
	return s, err
}

func (d *division) unit(k int) string {
	switch l := d.lines[k]; {
	case l.Kind == Check || l.Unit == "1":
		return ""
	case l.Kind == Value && l.Unit != "":
		return l.Unit
	}
	return d.coin()
}

// formulaStep is a formula of the charter with where its names came from.
func (d *division) formulaStep(head explain.Step, f *bound, rounded bool, operand func(string) (explain.Operand, error)) (*explain.Step, error) {
	head.Formula = f.String()
	if rounded {
		head.Formula = "half_up(" + head.Formula + ")"
	}
	for _, name := range f.Names() {
		op, err := operand(name)
		if err != nil {
			return nil, err
		}
		head.Operands = append(head.Operands, op)
	}
	return d.work(head)
}

// term is a formula as an operand called name. One that is but a name needs no
// step of its own.
func (d *division) term(name string, head explain.Step, f *bound, operand func(string) (explain.Operand, error)) (explain.Operand, error) {
	if names := f.Names(); len(names) == 1 && strings.TrimSpace(f.String()) == names[0] {
		op, err := operand(names[0])
		op.Name = name
		return op, err
	}
	s, err := d.formulaStep(head, f, false, operand)
	if err != nil {
		return explain.Operand{}, err
	}
	return s.As(name), nil
}
