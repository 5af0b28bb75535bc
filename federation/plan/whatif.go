package plan

import (
	"context"
	"math"
	"slices"
	"time"

	"artel/base/db"
	"artel/base/money"
)

// WhatIfIn asks what a change would bring.
type WhatIfIn struct {
	Number int64         `help:"the plan's number; the newest where left out" opt:"yes"`
	Kind   string        `help:"what is changed" choice:"material|hours|room|demand|least|most"`
	Where  string        `help:"the place; for hours, least and most the co-operative"`
	What   string        `help:"the commodity; for hours the trade, for least and most the recipe; nothing for room" opt:"yes"`
	Period string        `help:"the period; all where left out" opt:"yes"`
	More   money.Decimal `help:"how much more there is then; below 0 for less; for least and most how much that is"`
}

// change is what is asked for. Of least and most the amount itself is named.
func (in WhatIfIn) change() Change {
	more, _ := in.More.Rat().Float64()
	return Change{Kind: in.Kind, Where: in.Where, What: in.What, Period: in.Period, More: more, Set: slices.Contains(LockNames, in.Kind)}
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
	changed, err := was.Problem.In.With(in.change())
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
