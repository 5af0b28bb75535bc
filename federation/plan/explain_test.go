package plan

import (
	"math"
	"os/exec"
	"testing"
)

// What an explanation promises is held against the other solver: one unit more
// of the named limit never brings more than its price, and a little more
// brings its price, unless another limit stands at the same point.
func TestLimitsKeepTheirPromise(t *testing.T) {
	if _, err := exec.LookPath("clp"); err != nil {
		t.Skip("clp (Debian coinor-clp) is not installed")
	}
	asked, kept := 0, 0
	for seed := range uint64(60) {
		in := random(seed)
		r := tight(in)
		was := clp(t, r.Problem)
		for _, u := range r.UnmetDemand(Question{Most: 3}) {
			l := u.Limit
			if l.Kind != "material" && l.Kind != "hours" {
				continue
			}
			saved := func(more float64) float64 {
				now, err := in.With(Change{Kind: l.Kind, Where: l.Where, What: l.What, Period: l.Period, More: more})
				if err != nil {
					t.Fatal(err)
				}
				return was - clp(t, Lay(now))
			}
			const little = 0.01
			to := 1e-3*l.Price*little + 2e-7*math.Abs(was)
			if one := saved(1); one > l.Price*(1+1e-3)+2e-6*math.Abs(was) {
				t.Errorf("seed %d: one more of %+v brings %g", seed, l, one)
			}
			asked++
			if math.Abs(saved(little)-l.Price*little) <= to {
				kept++
			}
		}
	}
	t.Logf("%d of %d prices are exact for a little more", kept, asked)
	if asked < 40 || kept < asked*3/4 {
		t.Errorf("only %d of %d prices are exact for a little more", kept, asked)
	}
}

// An idle unit has a reason, and every chain ends in a limit.
func TestExplanationsEnd(t *testing.T) {
	for seed := range uint64(40) {
		r := tight(random(seed))
		for _, u := range r.UnmetDemand(Question{Most: 100}) {
			if end := u.Chain[len(u.Chain)-1]; end.Kind == "good" && len(u.Chain) < mostLinks {
				t.Errorf("seed %d: %+v ends in nothing", seed, u)
			}
			if u.Unmet <= 0 || u.Unmet > u.Wanted+1e-6 {
				t.Errorf("seed %d: %+v", seed, u)
			}
		}
		for _, i := range r.IdleUnits(100) {
			if i.Reason == "" || i.Share > 1 {
				t.Errorf("seed %d: %+v", seed, i)
			}
		}
		for _, b := range r.Balances("") {
			in, out := b.Opening+b.Made+b.Bought+b.In, b.Met+b.Used+b.Out+b.Closing
			if math.Abs(in-out) > 1e-5*(1+in) {
				t.Errorf("seed %d: %+v: %g is not %g", seed, b, in, out)
			}
		}
	}
}
