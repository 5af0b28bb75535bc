package explain

import (
	"fmt"
	"math/big"
	"strings"
)

// Say puts a sentence into the reader's language: a format of ours and its
// arguments in, words out. A nil Say speaks English.
type Say func(format string, args ...any) string

func (say Say) say(format string, args ...any) string {
	if say == nil {
		return fmt.Sprintf(format, args...)
	}
	return say(format, args...)
}

// words is a label in the reader's language. A label typed into a charter has
// no arguments and may have a percent sign, which is then just that.
func words(say Say, label string, args []string) string {
	if label == "" {
		return ""
	}
	if len(args) == 0 && strings.Contains(label, "%") {
		return say.say("%s", label)
	}
	anys := make([]any, len(args))
	for i, a := range args {
		anys[i] = a
	}
	return say.say(label, anys...)
}

// The strength of the signs, so that a formula is shown with the brackets it
// needs and no others.
var signs = map[op]struct {
	sign     string
	strength int
}{
	opOr: {"or", 1}, opAnd: {"and", 2},
	opEqual: {"=", 3}, opUnequal: {"≠", 3}, opLess: {"<", 3}, opLessEqual: {"≤", 3}, opMore: {">", 3}, opMoreEqual: {"≥", 3},
	opAdd: {"+", 4}, opSub: {"−", 4}, opMul: {"×", 5}, opDiv: {"÷", 5},
}

const strongest = 6

var functionWords = map[op]string{
	opHalfUp: "rounded half up", opDown: "rounded down", opUp: "rounded up",
	opMin: "the least of", opMax: "the greatest of", opMinus: "minus", opNot: "not",
}

// speaker writes a formula out, each name as the reader is to see it.
type speaker struct {
	say  Say
	name func(slot int) string
}

// text writes n, in brackets where the sign around it is stronger.
func (p speaker) text(n *node, around int) string {
	switch n.op {
	case opNumber:
		return Number{n.num}.Show("", 0)
	case opName:
		s := p.name(n.slot)
		if strings.HasPrefix(s, "-") && around > 0 {
			return "(" + s + ")"
		}
		return s
	case opIff:
		return bracket(p.say.say("%s if %s, otherwise %s", p.text(n.args[1], 1), p.text(n.args[0], 1), p.text(n.args[2], 1)), around > 0)
	}
	s, ok := signs[n.op]
	if !ok {
		return p.function(n)
	}
	right := s.strength + 1
	if n.op == opAdd || n.op == opMul {
		right = s.strength
	}
	return bracket(p.text(n.args[0], s.strength)+" "+words(p.say, s.sign, nil)+" "+p.text(n.args[1], right), around > s.strength)
}

func (p speaker) function(n *node) string {
	args := make([]string, len(n.args))
	for i, arg := range n.args {
		args[i] = p.text(arg, 0)
	}
	return words(p.say, functionWords[n.op], nil) + " (" + strings.Join(args, "; ") + ")"
}

func bracket(s string, on bool) string {
	if on {
		return "(" + s + ")"
	}
	return s
}

// source is n in formula language again, for a fault that quotes a part.
func (e *evaluation) source(n *node) string {
	return speaker{name: func(slot int) string { return e.names[slot] }}.text(n, strongest)
}

// FormulaText is the formula in words, with the labels of its operands.
func (s *Step) FormulaText(say Say) string {
	return s.write(say, func(o *Operand) string { return words(say, o.Label, o.Args) })
}

// NumbersText is the formula with the numbers in their places.
func (s *Step) NumbersText(say Say) string {
	return s.write(say, func(o *Operand) string { return o.Value.Show(o.Unit, s.Digits) })
}

func (s *Step) write(say Say, show func(*Operand) string) string {
	if s.Formula == sumName {
		return say.say("the sum of the %d amounts below", len(s.Operands))
	}
	f, err := Compile(s.Formula)
	if err != nil {
		return s.Formula
	}
	byName := map[string]*Operand{}
	for i := range s.Operands {
		byName[s.Operands[i].Name] = &s.Operands[i]
	}
	return speaker{say, func(slot int) string {
		if o := byName[f.names[slot]]; o != nil {
			return show(o)
		}
		return f.names[slot]
	}}.text(f.root, 0)
}

// amount is a number with its unit, and an endless fraction once more exactly.
func amount(say Say, n Number, unit string, digits int) string {
	s := n.Show(unit, digits)
	if strings.HasSuffix(s, "…") && n.Denom().Cmp(big.NewInt(1_000_000)) < 0 {
		s += " = " + n.RatString()
	}
	if unit != "" {
		s += " " + words(say, unit, nil)
	}
	return s
}

// ground is what the step rests on: clause, resolution and law.
func (s *Step) ground(say Say) string {
	var parts []string
	if s.Clause != "" {
		parts = append(parts, say.say("charter %s", s.Clause))
	}
	for _, text := range []string{s.Resolution, s.Rule} {
		if text != "" {
			parts = append(parts, words(say, text, nil))
		}
	}
	return strings.Join(parts, ", ")
}
