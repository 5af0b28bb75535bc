package web

import (
	"fmt"

	"artel/base/explain"
)

// mostParts is how many parts of a sum a member is shown at once. The books of a
// large co-operative have sums of thousands (each tool's depreciation), which
// are the same for everybody and would make a slip's page a megabyte.
const mostParts = 100

// prune is an explanation in which a step of more parts than that stands as a
// number with its source. The steps it is given are shared and stay as they are.
func prune(s *explain.Step) (shown *explain.Step, cut bool) {
	p := pruner{map[*explain.Step]*explain.Step{}}
	shown = p.step(s)
	return shown, shown != s
}

type pruner struct {
	done map[*explain.Step]*explain.Step
}

func (p pruner) step(s *explain.Step) *explain.Step {
	if was, ok := p.done[s]; ok {
		return was
	}
	shown := s
	for i, o := range s.Operands {
		now := p.operand(o)
		if now.Step == o.Step {
			continue
		}
		if shown == s {
			c := *s
			c.Operands = append([]explain.Operand(nil), s.Operands...)
			shown = &c
		}
		shown.Operands[i] = now
	}
	p.done[s] = shown
	return shown
}

func (p pruner) operand(o explain.Operand) explain.Operand {
	switch {
	case o.Step == nil:
	case len(o.Step.Operands) > mostParts:
		o.Source, o.Step = fmt.Sprintf("the sum of %d amounts", len(o.Step.Operands)), nil
	default:
		o.Step = p.step(o.Step)
	}
	return o
}
