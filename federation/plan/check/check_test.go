package check

import (
	"context"
	"math"
	"testing"

	"artel/federation/plan"
)

func TestCheckAgreesWithSolve(t *testing.T) {
	for _, s := range plan.Sizes[:2] {
		for seed := range uint64(4) {
			in := plan.Generate(s, seed)
			r := plan.Solve(context.Background(), plan.Lay(in), plan.Options{Gap: 0.002})
			c, err := Check(in, r.Open)
			if err != nil {
				t.Fatal(err)
			}
			if !c.Holds() || math.Abs(c.Bound-r.Bound) > 1e-7*math.Abs(r.Bound) || math.Abs(c.Objective-r.Objective) > 1e-7*math.Abs(r.Objective) {
				t.Errorf("%s %d: %+v; the plan says %g and %g", s.Name, seed, c, r.Objective, r.Bound)
			}
		}
	}
}
