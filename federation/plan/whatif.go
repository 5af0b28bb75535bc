package plan

import (
	"context"
	"math"
	"slices"
	"time"

	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
)

// Change is one input changed: so much more or less of something in a period.
type Change struct {
	Kind   string // supply, hours, room, demand
	Where  string // place or unit
	What   string // commodity or resource
	Period string // all where blank
	More   float64
}

// With is an instance with a change; the instance itself stays.
func (in *Instance) With(c Change) (*Instance, error) {
	now := *in
	done := false
	add := func(v []float64) []float64 {
		v = slices.Clone(v)
		for t := range v {
			if c.Period == "" || c.Period == in.Periods[t] {
				v[t] = math.Max(0, v[t]+c.More)
				done = true
			}
		}
		return v
	}
	switch c.Kind {
	case "supply":
		now.Supplies = slices.Clone(in.Supplies)
		for i := range now.Supplies {
			s := &now.Supplies[i]
			if !done && in.Places[s.Place].Name == c.Where && in.Commodities[s.Commodity].Name == c.What {
				s.Most = add(s.Most)
			}
		}
	case "demand":
		now.Demands = slices.Clone(in.Demands)
		for i := range now.Demands {
			d := &now.Demands[i]
			if !done && in.Places[d.Place].Name == c.Where && in.Commodities[d.Commodity].Name == c.What {
				d.Wanted = add(d.Wanted)
			}
		}
	case "hours":
		now.Units = slices.Clone(in.Units)
		for i := range now.Units {
			u := &now.Units[i]
			u.Has = slices.Clone(u.Has)
			for j := range u.Has {
				if u.Name == c.Where && in.Resources[u.Has[j].Resource].Name == c.What {
					u.Has[j].Hours = add(u.Has[j].Hours)
				}
			}
		}
	case "room":
		now.Places = slices.Clone(in.Places)
		for i := range now.Places {
			if now.Places[i].Name == c.Where {
				now.Places[i].Space = math.Max(0, now.Places[i].Space+c.More)
				done = true
			}
		}
	}
	if !done {
		return nil, fault.Missing.Errorf("The plan has nothing of that kind there: %s, %s, %s.", c.Where, c.What, c.Period)
	}
	return &now, nil
}

// WhatIfIn asks what a change would bring.
type WhatIfIn struct {
	Number int64         `help:"the plan's number; the newest where left out" opt:"yes"`
	Kind   string        `help:"what is changed" choice:"supply|hours|room|demand"`
	Where  string        `help:"the place, or for hours the unit"`
	What   string        `help:"the commodity, or for hours the resource; nothing for room" opt:"yes"`
	Period string        `help:"the period; all where left out" opt:"yes"`
	More   money.Decimal `help:"how much more there is then; below 0 for less"`
}

// WhatIfOut is the plan as it is and as it would be.
type WhatIfOut struct {
	Was    Summary `json:"was"`
	Now    Summary `json:"now"`
	Saved  float64 `json:"saved"`  // by which the objective falls
	Within float64 `json:"within"` // how sure that is: the gaps of both, in the same measure
	Moved  []Moved `json:"moved"`
}

// Moved is an amount that differs.
type Moved struct {
	Unit   string  `json:"unit"`
	Recipe string  `json:"recipe"`
	Was    float64 `json:"was"`
	Now    float64 `json:"now"`
}

// whatIfLimit is how long anybody waits for an answer.
const whatIfLimit = 10 * time.Second

// WhatIf plans anew with a change, from the plan that there is. Nothing is
// kept.
func WhatIf(tx *db.Tx, in WhatIfIn) (out WhatIfOut, err error) {
	was, err := answerOf(tx, in.Number)
	if err != nil {
		return out, err
	}
	more, _ := in.More.Rat().Float64()
	changed, err := was.Problem.In.With(Change{in.Kind, in.Where, in.What, in.Period, more})
	if err != nil {
		return out, err
	}
	return Beside(tx.Context(), was, changed), nil
}

// Beside solves a changed instance, warm, and tells what moves.
func Beside(ctx context.Context, was *Result, changed *Instance) (out WhatIfOut) {
	now := Solve(ctx, Lay(changed), Options{Gap: math.Max(was.Gap, 1e-6), Limit: whatIfLimit, From: was.Iterate()})
	out = WhatIfOut{Was: was.Summary(), Now: now.Summary(), Saved: neat(was.Objective - now.Objective),
		Within: neat(was.Objective - was.Bound + now.Objective - now.Bound)}
	a, b := was.MadeBy("", math.MaxInt), now.MadeBy("", math.MaxInt)
	for i := range a {
		if a[i].Total != b[i].Total {
			out.Moved = append(out.Moved, Moved{a[i].Unit, a[i].Recipe, a[i].Total, b[i].Total})
		}
	}
	slices.SortStableFunc(out.Moved, func(a, b Moved) int {
		return int(math.Copysign(1, math.Abs(b.Now-b.Was)-math.Abs(a.Now-a.Was)))
	})
	out.Moved = out.Moved[:min(len(out.Moved), 50)]
	return out
}

// Iterate is a plan as something to begin from.
func (r *Result) Iterate() *Iterate {
	return &Iterate{Make: r.Plan.Make, Keep: r.Plan.Keep, Take: r.Plan.Take, Price: r.Plan.Price}
}
