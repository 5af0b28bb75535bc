package explain

import (
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
)

// column is where the numbers of the outermost step end. Deeper steps stay
// under it, so that a column of figures is a column of figures.
const column = 72

// Text prints the tree for reading aloud: each step with its formula in words,
// then in numbers, then what went into it. A step that went into several is
// printed the first time only.
func Text(w io.Writer, s *Step, say func(format string, args ...any) string) error {
	p := &printer{say: say, seen: map[*Step]bool{}}
	p.head(0, s.Label, s.Args, s.Result, s.Unit, s.Digits, "")
	p.step(1, s)
	_, err := io.WriteString(w, p.b.String())
	return err
}

type printer struct {
	say  Say
	seen map[*Step]bool
	b    strings.Builder
}

func (p *printer) line(depth int, format string, args ...any) {
	p.b.WriteString(strings.Repeat("  ", depth))
	fmt.Fprintf(&p.b, format, args...)
	p.b.WriteByte('\n')
}

// head is the line of a number: label, dots, number, and where it stands.
func (p *printer) head(depth int, label string, args []string, n Number, unit string, digits int, note string) {
	text, number := words(p.say, label, args), n.Show(unit, digits)
	full := amount(p.say, n, unit, digits)
	// Counted in columns of the terminal: a Chinese character takes two.
	room := column - 2*depth - runewidth.StringWidth(text) - runewidth.StringWidth(number) - 2
	if note != "" {
		full += "   (" + note + ")"
	}
	p.line(depth, "%s %s %s", text, strings.Repeat(".", max(room, 2)), full)
}

// step prints how s came about, under the line that names it.
func (p *printer) step(depth int, s *Step) {
	p.seen[s] = true
	if ground := s.ground(p.say); ground != "" {
		p.line(depth, "%s", ground)
	}
	p.line(depth, "= %s", s.FormulaText(p.say))
	if s.Formula != sumName {
		p.line(depth, "= %s", s.NumbersText(p.say))
	}
	for _, o := range s.Operands {
		p.operand(depth, s, o)
	}
}

func (p *printer) operand(depth int, s *Step, o Operand) {
	note := ""
	switch {
	case o.Step != nil && p.seen[o.Step]:
		note = p.say.say("worked out above")
	case o.Source != "":
		note = words(p.say, o.Source, nil)
	}
	digits := s.Digits
	if o.Step != nil {
		digits = o.Step.Digits
	}
	p.head(depth, o.Label, o.Args, o.Value, o.Unit, digits, note)
	if o.Step != nil && !p.seen[o.Step] {
		p.step(depth+1, o.Step)
	}
}
