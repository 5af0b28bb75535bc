// Package explain says how an amount came to be, so that a member who asks
// "why 60.21?" gets an answer that can be read aloud and checked with a pencil.
//
// An explanation is a tree of steps. A Step is a formula, what went into it
// and what came out, with the clause of the charter that ordered it and the
// resolution under which it was done. An Operand is either a fact of record,
// and then says where it stands, or the result of a step below. Steps are
// shared: net revenue stands under the tax, the funds and the dividends, and
// is explained once. So the tree is in truth a graph without circles, and its
// printed and its JSON forms keep it small by pointing back.
//
// The formula of a step is not a comment on a calculation made elsewhere. It
// is the calculation: Work makes the result from the formula, and Recompute
// makes every result of the tree again, so that an explanation kept for years,
// or received from another machine, proves itself or names the step at which
// it breaks. Formulas are also what the charter is written in (coop/surplus):
// the members' rule, the number in the books and the words on the slip are
// then one text.
//
// The language is small on purpose: numbers, names, + - * /, comparisons,
// && || !, brackets, half_up down up (to the coin), min max, and iff(condition,
// then, otherwise). The one word `sum` stands for the sum of all operands.
// It has no loops and is bounded in length, depth and size of numbers, since
// charters are typed by strangers (formula.go, eval.go).
//
// Every number is an exact fraction in units of the currency or of the thing
// counted. Rounding happens where a formula says so and nowhere else; what is
// shown with three dots is shown short, never kept short.
//
// A label is a format and its arguments apart, so that a door can translate the
// words with its own say function. Read explain.go, then text.go for the form
// people see; html.go and json.go are the same tree for other readers.
package explain

import (
	"math/big"
	"slices"

	"artel/base/fault"
)

// A Step is one calculation.
type Step struct {
	Label      string // what the result is; a format for Args, whose words can be translated
	Args       []string
	Formula    string // over the names of the operands
	Digits     int    // of the coin that the rounding functions round to
	Operands   []Operand
	Result     Number
	Unit       string // "CNY", "days", "pieces", "%"; empty for a bare number
	Clause     string // "art. 31.2" of the charter
	Resolution string // "resolution 1 of 1957-01-20"
	Rule       string // the law or programme behind it: "S33"
}

// An Operand is a number that goes into a step.
type Operand struct {
	Name   string // in the formula
	Label  string
	Args   []string
	Value  Number
	Unit   string
	Source string // where a fact stands: "work records of 1956-03"
	Step   *Step  // how the number came about; nil for a fact of record
}

// sumName is the one name that no operand may bear.
const sumName = "sum"

// Fact is an operand that stands on record somewhere.
func Fact(name, label string, value *big.Rat, unit, source string) Operand {
	return Operand{Name: name, Label: label, Value: Number{value}, Unit: unit, Source: source}
}

// As makes the result of s an operand of another step.
func (s *Step) As(name string) Operand {
	return Operand{Name: name, Label: s.Label, Args: s.Args, Value: s.Result, Unit: s.Unit, Step: s}
}

// Work works out the result of s from its formula and operands.
func Work(s Step) (*Step, error) {
	result, err := s.work()
	if err != nil {
		return nil, err
	}
	s.Result = Number{result}
	return &s, nil
}

// Sum is the step that adds its operands up, however many there are.
func Sum(label, unit string, ops ...Operand) (*Step, error) {
	return Work(Step{Label: label, Unit: unit, Formula: sumName, Operands: ops})
}

// work evaluates the formula over the operands as they stand.
func (s *Step) work() (*big.Rat, error) {
	f, err := Compile(s.Formula)
	if err != nil {
		return nil, err
	}
	values, err := s.values()
	if err != nil {
		return nil, err
	}
	if slices.Contains(f.names, sumName) {
		if values[sumName], err = s.sum(); err != nil {
			return nil, err
		}
	}
	return f.Eval(s.Digits, func(name string) (*big.Rat, bool) { v, ok := values[name]; return v, ok })
}

// values are the operands by name. In a sum they may go without one.
func (s *Step) values() (map[string]*big.Rat, error) {
	values := make(map[string]*big.Rat, len(s.Operands))
	for _, o := range s.Operands {
		if o.Value.Rat == nil {
			return nil, fault.Invalid.Errorf("%s: %s has no value.", s, words(nil, o.Label, o.Args))
		}
		if o.Name == "" {
			continue
		}
		if _, twice := values[o.Name]; twice || Reserved(o.Name) {
			return nil, fault.Invalid.Errorf("%s: no two operands, and none of the language's own words, can be called %q.", s, o.Name)
		}
		values[o.Name] = o.Value.Rat
	}
	return values, nil
}

func (s *Step) sum() (*big.Rat, error) {
	total := new(big.Rat)
	for _, o := range s.Operands {
		if total.Add(total, o.Value.Rat); tooLarge(total) {
			return nil, fault.Invalid.Errorf("%s: the sum is too large a number.", s)
		}
	}
	return total, nil
}

// String is the step's label, untranslated.
func (s *Step) String() string { return words(nil, s.Label, s.Args) }

// Recompute makes every result of the tree again. It is silent when each is
// exactly what its formula gives and each operand is its step's result, and
// otherwise a fault that names the step.
func (s *Step) Recompute() error { return s.recompute(nil, map[*Step]bool{}) }

// Recomputed are steps that many explanations share and that have been
// recomputed, so that each of those need not do it again.
type Recomputed map[*Step]bool

// Share recomputes a step and all below it, and remembers them.
func (r Recomputed) Share(s *Step) error { return s.recompute(nil, r) }

// Recompute recomputes an explanation but for what it shares with others.
func (r Recomputed) Recompute(s *Step) error { return s.recompute(r, map[*Step]bool{}) }

func (s *Step) recompute(shared, done map[*Step]bool) error {
	if shared[s] || done[s] {
		return nil
	}
	done[s] = true
	for _, o := range s.Operands {
		if o.Step == nil {
			continue
		}
		if err := o.Step.recompute(shared, done); err != nil {
			return err
		}
		if !o.Value.same(o.Step.Result) || o.Unit != o.Step.Unit {
			return fault.Conflict.Errorf("%s: %s is given as %s %s, but was worked out as %s %s.",
				s, words(nil, o.Label, o.Args), o.Value, o.Unit, o.Step.Result, o.Step.Unit)
		}
	}
	result, err := s.work()
	if err != nil {
		return fault.Conflict.Errorf("%s cannot be worked out again: %s", s, err)
	}
	if !s.Result.same(Number{result}) {
		return fault.Conflict.Errorf("%s is given as %s, but its formula %s gives %s.", s, s.Result, s.Formula, Number{result})
	}
	return nil
}
