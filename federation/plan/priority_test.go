package plan

import (
	"context"
	"testing"
)

// Nothing lower beats a firm priority: after raising weights, what is unmet of
// contracts and unworked is the least that is possible, proven.
func TestNothingLowerBeatsAHigher(t *testing.T) {
	short := 0
	for seed := range uint64(30) {
		in := random(seed)
		r := Rank(context.Background(), in, Options{Gap: 1e-5, Steps: 8000, Workers: 1}, 0.01)
		for i, p := range r.Priorities {
			if p.Plan < p.Least-1e-3*(1+p.Least) {
				t.Errorf("seed %d: %s: the plan has %g, less than the least %g", seed, p.Name, p.Plan, p.Least)
			}
			if i < firm && p.Beaten > 0.01 {
				short++
				t.Logf("seed %d: %+v after %d rounds", seed, p, r.Rounds)
			}
		}
	}
	if short > 3 {
		t.Errorf("%d priorities of 60 may be beaten", short)
	}
}
