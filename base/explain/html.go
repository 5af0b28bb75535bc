package explain

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// HTML is the tree as nested details, closed below the first, so that a page
// answers one question at a time. Like Text it explains a shared step once.
func HTML(s *Step, say func(format string, args ...any) string) g.Node {
	p := &page{say: say, seen: map[*Step]bool{}}
	return h.Details(h.Class("explanation"), g.Attr("open"), p.summary(s), p.step(s))
}

type page struct {
	say  Say
	seen map[*Step]bool
}

func (p *page) summary(s *Step) g.Node {
	return h.Summary(
		h.Span(g.Text(words(p.say, s.Label, s.Args))), g.Text(" "),
		h.DataEl(h.Value(s.Result.String()), g.Text(amount(p.say, s.Result, s.Unit, s.Digits))),
	)
}

// step is what unfolds: ground, formula, numbers, operands, and the steps that
// operands came from.
func (p *page) step(s *Step) g.Node {
	p.seen[s] = true
	rows, below := g.Group{}, g.Group{}
	for _, o := range s.Operands {
		rows = append(rows, p.row(s, o, p.note(o)))
	}
	for _, o := range s.Operands {
		if o.Step != nil && !p.seen[o.Step] {
			below = append(below, h.Details(p.summary(o.Step), p.step(o.Step)))
		}
	}
	return g.Group{
		p.terms(s),
		g.If(len(rows) > 0, h.Table(h.TBody(rows))),
		below,
	}
}

func (p *page) note(o Operand) string {
	switch {
	case o.Step == nil:
		return words(p.say, o.Source, nil)
	case p.seen[o.Step]:
		return p.say.say("worked out above")
	}
	return p.say.say("worked out below")
}

func (p *page) terms(s *Step) g.Node {
	ground := s.ground(p.say)
	return h.Dl(
		g.If(ground != "", g.Group{h.Dt(g.Text(p.say.say("Ground"))), h.Dd(g.Text(ground))}),
		h.Dt(g.Text(p.say.say("Formula"))), h.Dd(g.Text(s.FormulaText(p.say))),
		g.If(s.Formula != sumName, g.Group{h.Dt(g.Text(p.say.say("In numbers"))), h.Dd(g.Text(s.NumbersText(p.say)))}),
	)
}

func (p *page) row(s *Step, o Operand, note string) g.Node {
	digits := s.Digits
	if o.Step != nil {
		digits = o.Step.Digits
	}
	return h.Tr(
		h.Th(g.Attr("scope", "row"), g.Text(words(p.say, o.Label, o.Args))),
		h.Td(h.DataEl(h.Value(o.Value.String()), g.Text(amount(p.say, o.Value, o.Unit, digits)))),
		h.Td(g.Text(note)),
	)
}
