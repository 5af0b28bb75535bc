package plan

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os/exec"
	"slices"
	"testing"
)

// random is a small instance of any shape: a tree of any depth, any number of
// periods, alternatives, equipment, locks, reserves, room, all by seed.
func random(seed uint64) *Instance {
	r := rand.New(rand.NewPCG(seed, 7))
	in := &Instance{Name: fmt.Sprint("random-", seed), Policy: DefaultPolicy()}
	for t := range 1 + r.IntN(5) {
		in.Periods = append(in.Periods, fmt.Sprint("p", t+1))
	}
	lanes := func(scale float64) (v []float64) {
		for range in.Periods {
			v = append(v, math.Round(100*scale*r.Float64())/100)
		}
		return v
	}
	goods := 3 + r.IntN(4)
	for i := range 2 {
		in.Tiers = append(in.Tiers, Tier{Name: fmt.Sprint("tier-", i)})
		for range goods {
			in.Tiers[i].Cost = append(in.Tiers[i].Cost, math.Round(100*r.Float64())/100)
		}
	}
	for k := range goods {
		v := 1 + math.Round(100*9*r.Float64())/100
		in.Commodities = append(in.Commodities, Commodity{Name: fmt.Sprint("good-", k), Unit: "kg", Value: v, Space: math.Round(10*r.Float64()) / 10, Holding: v / 50, End: v / 3})
	}
	for n := range 1 + r.IntN(5) {
		p := Place{Name: fmt.Sprint("place-", n), Parent: n - 1, Tier: r.IntN(2), Space: Inf}
		if n > 0 {
			p.Parent = r.IntN(n)
		}
		if r.IntN(3) == 0 {
			p.Space = math.Round(30 * r.Float64())
		}
		in.Places = append(in.Places, p)
	}
	in.Resources = []Resource{{"smith", true}, {"helper", true}, {"lathe", false}}
	for i := range goods {
		re := Recipe{Name: fmt.Sprint("recipe-", i), Makes: 1 + r.IntN(goods-1), Cost: math.Round(10*r.Float64()) / 100}
		re.Needs = []Amount{{r.IntN(re.Makes), math.Round(10+100*r.Float64()) / 100}}
		re.Hours = []Amount{{r.IntN(2), math.Round(10+200*r.Float64()) / 100}}
		if r.IntN(2) == 0 {
			re.Hours = append(re.Hours, Amount{2, math.Round(10+100*r.Float64()) / 100})
		}
		in.Recipes = append(in.Recipes, re)
	}
	for i := range 1 + r.IntN(4) {
		u := Unit{Name: fmt.Sprint("unit-", i), Place: r.IntN(len(in.Places)), Pace: 0.8 + math.Round(40*r.Float64())/100}
		for _, j := range r.Perm(goods)[:1+r.IntN(3)] {
			most := Inf
			if r.IntN(4) == 0 {
				most = math.Round(40 * r.Float64())
			}
			u.Can = append(u.Can, Ability{j, most, 0})
		}
		for res := range in.Resources {
			c := Capacity{Resource: res, Hours: lanes(80)}
			if res < 2 {
				c.Least, c.Over = 0.6, 0.1
			}
			u.Has = append(u.Has, c)
		}
		in.Units = append(in.Units, u)
		if r.IntN(4) == 0 {
			in.Locks = append(in.Locks, Lock{i, u.Can[0].Recipe, r.IntN(3), lanes(10)})
		}
	}
	for n := range in.Places {
		for k := range goods {
			if k == 0 || r.IntN(4) == 0 {
				in.Supplies = append(in.Supplies, Supply{n, k, "x", in.Commodities[k].Value * (0.8 + 0.6*r.Float64()), lanes(60)})
			}
			if r.IntN(2) == 0 {
				in.Demands = append(in.Demands, Demand{n, k, r.IntN(3), "y", in.Commodities[k].Value, lanes(30)})
			}
			if r.IntN(2) == 0 {
				s := Stock{n, k, math.Round(5 * r.Float64()), 5 + math.Round(20*r.Float64()), nil}
				if r.IntN(4) == 0 {
					s.Reserve = lanes(8)
				}
				in.Stocks = append(in.Stocks, s)
			}
		}
	}
	return in
}

// tight is a plan as near to the best as it can be proven.
func tight(in *Instance) *Result {
	return Solve(context.Background(), Lay(in), Options{Gap: 5e-7, Steps: 120_000, Workers: 1})
}

const randoms = 400

// Bound and plan hold the optimum that CLP finds between them, to 1e-6; for
// some, GLPK finds the same.
func TestRandomAgainstOthers(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	if _, err := exec.LookPath("clp"); err != nil {
		t.Skip("clp (Debian coinor-clp) is not installed")
	}
	_, err := exec.LookPath("glpsol")
	both := err == nil // Debian glpk-utils
	wide, steps := 0, 0
	for seed := range uint64(randoms) {
		in := random(seed)
		r := tight(in)
		want := clp(t, r.Problem)
		to := 1e-6 * math.Max(1, math.Abs(want))
		if r.Bound > want+to || r.Objective < want-to {
			t.Errorf("seed %d: %.9g is not between %.9g and %.9g", seed, want, r.Bound, r.Objective)
		}
		if steps += r.Steps; r.Objective-r.Bound > 2*to {
			wide++
			t.Logf("seed %d: gap %g after %d steps: plan %.2g over, bound %.2g under", seed, r.Gap, r.Steps, (r.Objective-want)/max(1, math.Abs(want)), (want-r.Bound)/max(1, math.Abs(want)))
		}
		if seed%4 == 0 && both {
			if other := glpsol(t, r.Problem); math.Abs(other-want) > 1e-6*math.Max(1, math.Abs(want)) {
				t.Errorf("seed %d: glpsol %.9g, clp %.9g", seed, other, want)
			}
		}
	}
	t.Logf("%d of %d came no nearer than 1e-6; %d steps in all", wide, randoms, steps)
	if wide > randoms/50 {
		t.Errorf("%d of %d came no nearer than 1e-6", wide, randoms)
	}
}

// The bound never passes the objective, whatever the prices.
func TestBoundNeverPasses(t *testing.T) {
	for seed := range uint64(60) {
		in := random(seed)
		p := Lay(in)
		plan := Solve(context.Background(), p, Options{Gap: 1e-9, Steps: 500, Workers: 1})
		r := rand.New(rand.NewPCG(seed, 1))
		for range 20 {
			pr := Prices{make([]float64, p.N*p.K*p.T), make([]float64, len(p.rows)*p.T), make([]float64, p.N*p.T)}
			for i := range pr.Good {
				pr.Good[i] = 30*r.Float64() - 5
			}
			for i := range pr.Hour {
				pr.Hour[i] = 3*r.Float64() - 1
			}
			for i := range pr.Room {
				pr.Room[i] = r.Float64() - 0.5
			}
			if b := p.Bound(&pr, 1); b > plan.Objective+1e-9*math.Abs(plan.Objective) {
				t.Errorf("seed %d: the bound %g passes the plan %g", seed, b, plan.Objective)
			}
		}
	}
}

// More capacity never makes the best plan worse.
func TestMoreIsNeverWorse(t *testing.T) {
	for seed := range uint64(25) {
		in := random(seed)
		was := tight(in)
		for i := range in.Supplies {
			in.Supplies[i].Most = slices.Clone(in.Supplies[i].Most)
			in.Supplies[i].Most[0] += 10
		}
		now := tight(in)
		if now.Bound > was.Objective+1e-6*math.Max(1, math.Abs(was.Objective)) {
			t.Errorf("seed %d: with more supply at least %g, before %g", seed, now.Bound, was.Objective)
		}
	}
}

// Counting a good in another unit changes nothing.
func TestScaleChangesNothing(t *testing.T) {
	for seed := range uint64(20) {
		was, now := tight(random(seed)), tight(inGrams(random(seed)))
		if math.Abs(was.Objective-now.Objective) > 3e-6*math.Max(1, math.Abs(was.Objective)) {
			t.Errorf("seed %d: %g in kg, %g in g", seed, was.Objective, now.Objective)
		}
	}
}

// inGrams counts good 0 in thousandths.
func inGrams(in *Instance) *Instance {
	const f = 1000
	c := &in.Commodities[0]
	c.Value, c.Space, c.Holding, c.End = c.Value/f, c.Space/f, c.Holding/f, c.End/f
	for i := range in.Tiers {
		in.Tiers[i].Cost[0] /= f
	}
	for i := range in.Recipes {
		for j := range in.Recipes[i].Needs {
			if in.Recipes[i].Needs[j].What == 0 {
				in.Recipes[i].Needs[j].Much *= f
			}
		}
	}
	times := func(v []float64) {
		for t := range v {
			v[t] *= f
		}
	}
	for i := range in.Supplies {
		if s := &in.Supplies[i]; s.Commodity == 0 {
			s.Price /= f
			times(s.Most)
		}
	}
	for i := range in.Demands {
		if d := &in.Demands[i]; d.Commodity == 0 {
			d.Worth /= f
			times(d.Wanted)
		}
	}
	for i := range in.Stocks {
		if s := &in.Stocks[i]; s.Commodity == 0 {
			s.Opening, s.Most = s.Opening*f, s.Most*f
			times(s.Reserve)
		}
	}
	return in
}

// The order in which units stand in the sheets changes nothing but names.
func TestOrderChangesNothing(t *testing.T) {
	for seed := range uint64(20) {
		in := random(seed)
		was := tight(in)
		n := len(in.Units)
		slices.Reverse(in.Units)
		for i := range in.Locks {
			in.Locks[i].Unit = n - 1 - in.Locks[i].Unit
		}
		now := tight(in)
		if math.Abs(was.Objective-now.Objective) > 3e-6*math.Max(1, math.Abs(was.Objective)) {
			t.Errorf("seed %d: %g, in another order %g", seed, was.Objective, now.Objective)
		}
	}
}

// The same instance gives the same plan, on one processor or several.
func TestSameOnAnyProcessors(t *testing.T) {
	in := Generate(sizeOf("M"), 5)
	a := Solve(context.Background(), Lay(in), Options{Gap: 0.01, Workers: 1})
	b := Solve(context.Background(), Lay(in), Options{Gap: 0.01, Workers: 3})
	if a.Steps != b.Steps || a.Objective != b.Objective || a.Bound != b.Bound || !slices.Equal(a.Plan.Make, b.Plan.Make) {
		t.Errorf("%d steps, %v and %v; %d steps, %v and %v", a.Steps, a.Objective, a.Bound, b.Steps, b.Objective, b.Bound)
	}
}
