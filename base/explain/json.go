package explain

import (
	"encoding/json"

	"artel/base/fault"
)

// wire is a step in JSON. Each has a number, and where it goes into a second
// step only the number is written: a tree of shared steps written out in
// full doubles with every level.
type wire struct {
	ID         int           `json:"id"`
	Label      string        `json:"label"`
	Args       []string      `json:"args,omitempty"`
	Formula    string        `json:"formula"`
	Digits     int           `json:"digits"`
	Operands   []wireOperand `json:"operands,omitempty"`
	Result     Number        `json:"result"`
	Unit       string        `json:"unit,omitempty"`
	Clause     string        `json:"clause,omitempty"`
	Resolution string        `json:"resolution,omitempty"`
	Rule       string        `json:"rule,omitempty"`
}

type wireOperand struct {
	Name   string   `json:"name,omitempty"`
	Label  string   `json:"label"`
	Args   []string `json:"args,omitempty"`
	Value  Number   `json:"value"`
	Unit   string   `json:"unit,omitempty"`
	Source string   `json:"source,omitempty"`
	Step   *wire    `json:"step,omitempty"`
	See    int      `json:"see,omitempty"` // the id of the step, written out earlier
}

// MarshalJSON writes the whole tree, each step once.
func (s *Step) MarshalJSON() ([]byte, error) { return json.Marshal(toWire(s, map[*Step]int{})) }

// UnmarshalJSON reads what MarshalJSON wrote, and shares again what was shared.
// A step that points at itself, or at one not yet complete, is refused.
func (s *Step) UnmarshalJSON(data []byte) error {
	var w wire
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	read, err := w.step(map[int]*Step{})
	if err == nil {
		*s = *read
	}
	return err
}

func toWire(s *Step, ids map[*Step]int) *wire {
	ids[s] = len(ids) + 1
	w := &wire{ids[s], s.Label, s.Args, s.Formula, s.Digits, nil, s.Result, s.Unit, s.Clause, s.Resolution, s.Rule}
	for _, o := range s.Operands {
		wo := wireOperand{o.Name, o.Label, o.Args, o.Value, o.Unit, o.Source, nil, 0}
		if o.Step != nil && ids[o.Step] > 0 {
			wo.See = ids[o.Step]
		} else if o.Step != nil {
			wo.Step = toWire(o.Step, ids)
		}
		w.Operands = append(w.Operands, wo)
	}
	return w
}

func (w *wire) step(done map[int]*Step) (*Step, error) {
	s := &Step{w.Label, w.Args, w.Formula, w.Digits, nil, w.Result, w.Unit, w.Clause, w.Resolution, w.Rule}
	for _, o := range w.Operands {
		below, err := o.below(done)
		if err != nil {
			return nil, err
		}
		s.Operands = append(s.Operands, Operand{o.Name, o.Label, o.Args, o.Value, o.Unit, o.Source, below})
	}
	done[w.ID] = s
	return s, nil
}

func (o *wireOperand) below(done map[int]*Step) (*Step, error) {
	if o.Step != nil {
		return o.Step.step(done)
	}
	if o.See == 0 {
		return nil, nil
	}
	if s := done[o.See]; s != nil {
		return s, nil
	}
	return nil, fault.Invalid.Errorf("%s points at step %d, which is not above it.", o.Label, o.See)
}
