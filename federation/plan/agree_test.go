package plan_test

import (
	"context"
	"math"
	"testing"

	"artel/federation/plan"
	"artel/federation/plan/check"
)

// The checker, which shares no code with the engine, agrees on every instance:
// printed, random, generated.
func TestCheckAgrees(t *testing.T) {
	all := plan.Printed()
	for seed := range uint64(150) {
		all = append(all, plan.Random(seed))
	}
	for seed := range uint64(6) {
		all = append(all, plan.Generate(plan.Sizes[seed%2], seed))
	}
	for i, in := range all {
		r := plan.Solve(context.Background(), plan.Lay(in), plan.Options{Gap: 0.002, Steps: 20_000, Workers: 1})
		c, err := check.Check(in, r.Open)
		if err != nil {
			t.Fatal(err)
		}
		to := 1e-7 * (1 + math.Abs(r.Objective))
		if !c.Holds() || math.Abs(c.Objective-r.Objective) > to || c.Bound < r.Bound-to || c.Bound > c.Objective+to {
			t.Errorf("%d, %s: %+v; the plan says %g to %g", i, in.Name, c, r.Bound, r.Objective)
		}
	}
}

// A plan that is tampered with does not pass.
func TestCheckFindsTampering(t *testing.T) {
	in := plan.Generate(plan.Sizes[0], 3)
	for _, tamper := range []func(p *plan.Plan){
		func(p *plan.Plan) { p.Make[largest(p.Make)] += 1 },
		func(p *plan.Plan) { p.Make[largest(p.Make)] += 0.5 },
		func(p *plan.Plan) { p.Keep[largest(p.Keep)] -= 0.01 },
		func(p *plan.Plan) { p.Take[largest(p.Take)] += 0.01 },
	} {
		r := plan.Solve(context.Background(), plan.Lay(in), plan.Options{Gap: 0.01})
		tamper(r.Plan)
		if c, err := check.Check(in, r.Open); err != nil || c.Breaches == 0 {
			t.Errorf("it passed: %+v, %v", c, err)
		}
	}
	r := plan.Solve(context.Background(), plan.Lay(in), plan.Options{Gap: 0.01})
	r.Objective *= 0.99
	if c, err := check.Check(in, r.Open); err != nil || c.Holds() {
		t.Errorf("a wrong objective passed: %+v, %v", c, err)
	}
}

func largest(v []float64) (at int) {
	for i := range v {
		if v[i] > v[at] {
			at = i
		}
	}
	return at
}
