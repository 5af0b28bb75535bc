package plan

import (
	"context"
	"fmt"
	"math"
	"testing"
)

// bare is an instance of one place, with weights of 1 and nothing but what the
// problem says.
func bare(periods int) *Instance {
	in := &Instance{Name: "printed", Policy: Policy{Contract: 1, Order: 1, Forecast: 1, Agreed: 100, Local: 1},
		Tiers: []Tier{{Name: "place"}}, Places: []Place{{"here", -1, 0, Inf}}}
	for t := range periods {
		in.Periods = append(in.Periods, fmt.Sprint(t+1))
	}
	return in
}

func (in *Instance) good(c Commodity) int {
	in.Commodities = append(in.Commodities, c)
	in.Tiers[0].Cost = append(in.Tiers[0].Cost, 0)
	return len(in.Commodities) - 1
}

// transport is a transport problem: from each place of supply to each of
// demand at a cost.
func transport(supply, demand []float64, cost ...[]float64) *Instance {
	in := bare(1)
	u := Unit{Name: "carriers", Pace: 1}
	var to []int
	for j, d := range demand {
		k := in.good(Commodity{Name: fmt.Sprint("to-", j), Value: 10})
		to = append(to, k)
		in.Demands = append(in.Demands, Demand{Commodity: k, Worth: 1e4, Wanted: []float64{d}})
	}
	for i, s := range supply {
		k := in.good(Commodity{Name: fmt.Sprint("from-", i), Value: 10})
		in.Supplies = append(in.Supplies, Supply{Commodity: k, Most: []float64{s}})
		for j := range demand {
			u.Can = append(u.Can, Ability{Recipe: len(in.Recipes), Most: s})
			in.Recipes = append(in.Recipes, Recipe{Name: fmt.Sprint(i, "-", j), Makes: to[j], Needs: []Amount{{k, 1}}, Cost: cost[i][j]})
		}
	}
	in.Units = []Unit{u}
	return in
}

// mix is a product mix: products with a profit, a limit and what they take of
// each resource. Its cost is the profit that is missed.
func mix(there []float64, profit, most []float64, take ...[]float64) (in *Instance, all float64) {
	in = bare(1)
	u := Unit{Name: "works", Pace: 1}
	for i, v := range there {
		in.Resources = append(in.Resources, Resource{fmt.Sprint("resource-", i), false})
		u.Has = append(u.Has, Capacity{Resource: i, Hours: []float64{v}})
	}
	for j, p := range profit {
		k := in.good(Commodity{Name: fmt.Sprint("product-", j), Value: p})
		in.Demands = append(in.Demands, Demand{Commodity: k, Worth: p, Wanted: []float64{most[j]}})
		all += p * most[j]
		r := Recipe{Name: fmt.Sprint("make-", j), Makes: k}
		for i := range there {
			r.Hours = append(r.Hours, Amount{i, take[i][j]})
		}
		u.Can = append(u.Can, Ability{Recipe: j, Most: Inf})
		in.Recipes = append(in.Recipes, r)
	}
	in.Units = []Unit{u}
	return in, all
}

// sailco makes boats in ordinary time and in overtime, over four quarters.
func sailco() *Instance {
	in := bare(4)
	k := in.good(Commodity{Name: "sailboat", Value: 400, Holding: 20, Whole: true})
	in.Resources = []Resource{{"boats", false}, {"overtime", false}}
	in.Recipes = []Recipe{{"ordinary", k, nil, []Amount{{0, 1}}, 400}, {"over", k, nil, []Amount{{1, 1}}, 450}}
	in.Units = []Unit{{"yard", 0, 1, []Ability{{0, Inf, 0}, {1, Inf, 0}}, []Capacity{{Resource: 0, Hours: []float64{40, 40, 40, 40}}, {Resource: 1, Hours: []float64{999, 999, 999, 999}}}}}
	in.Demands = []Demand{{Commodity: k, Worth: 1e4, Wanted: []float64{40, 60, 75, 25}}}
	in.Stocks = []Stock{{Commodity: k, Opening: 10, Most: Inf}}
	return in
}

// northern makes engines, dearer or cheaper by month.
func northern() *Instance {
	in := bare(4)
	k := in.good(Commodity{Name: "engine", Value: 1, Holding: 0.015, Whole: true})
	cost, most := []float64{1.08, 1.11, 1.10, 1.13}, []float64{25, 35, 30, 10}
	for t := range cost {
		s := Supply{Commodity: k, Price: cost[t], Most: make([]float64, 4)}
		s.Most[t] = most[t]
		in.Supplies = append(in.Supplies, s)
	}
	in.Demands = []Demand{{Commodity: k, Worth: 100, Wanted: []float64{10, 15, 25, 20}}}
	in.Stocks = []Stock{{Commodity: k, Most: Inf}}
	return in
}

// steelWeeks sells bands and coils over four weeks.
func steelWeeks() (in *Instance, all float64) {
	in = bare(4)
	in.Resources = []Resource{{"mill", false}}
	u := Unit{Name: "mill", Pace: 1, Has: []Capacity{{Resource: 0, Hours: []float64{40, 40, 32, 40}}}}
	revenue := [][]float64{{25, 26, 27, 27}, {30, 35, 37, 39}}
	market := [][]float64{{6000, 6000, 4000, 6500}, {4000, 2500, 3500, 4200}}
	for p, name := range []string{"bands", "coils"} {
		k := in.good(Commodity{Name: name, Value: 25, Holding: []float64{2.5, 3}[p]})
		in.Recipes = append(in.Recipes, Recipe{name, k, nil, []Amount{{0, 1 / []float64{200, 140}[p]}}, []float64{10, 11}[p]})
		u.Can = append(u.Can, Ability{Recipe: p, Most: Inf})
		in.Stocks = append(in.Stocks, Stock{Commodity: k, Opening: []float64{10, 0}[p], Most: Inf})
		for t := range 4 {
			d := Demand{Commodity: k, Worth: revenue[p][t], Wanted: make([]float64, 4)}
			d.Wanted[t] = market[p][t]
			all += d.Worth * d.Wanted[t]
			in.Demands = append(in.Demands, d)
		}
	}
	in.Units = []Unit{u}
	return in, all
}

type printed struct {
	name string
	in   *Instance
	all  float64 // profit if everything were met; 0 where the optimum is a cost
	want float64
	to   float64 // rounding of the printed figure
}

func printedProblems() (all []printed) {
	cost := func(name string, want, to float64, in *Instance) { all = append(all, printed{name, in, 0, want, to}) }
	profit := func(name string, want, to float64, in *Instance, most float64) {
		all = append(all, printed{name, in, most, want, to})
	}
	cost("canning", 153.675, 0.001, transport([]float64{350, 600}, []float64{325, 300, 275}, []float64{0.225, 0.153, 0.162}, []float64{0.225, 0.162, 0.126}))
	cost("powerco", 1020, 0.01, transport([]float64{35, 50, 40}, []float64{45, 20, 30, 30}, []float64{8, 6, 10, 9}, []float64{9, 12, 13, 7}, []float64{14, 9, 16, 5}))
	cost("pt", 152535, 1, transport([]float64{75, 125, 100}, []float64{80, 65, 70, 85}, []float64{464, 513, 654, 867}, []float64{352, 416, 690, 791}, []float64{995, 682, 388, 685}))
	cost("sunray", 435, 0.01, transport([]float64{15, 25, 10}, []float64{5, 15, 15, 15}, []float64{10, 2, 20, 11}, []float64{12, 7, 9, 20}, []float64{4, 14, 16, 18}))
	cost("mg-auto", 313200, 1, transport([]float64{1000, 1500, 1200}, []float64{2300, 1400}, []float64{80, 215}, []float64{100, 108}, []float64{102, 68}))
	cost("steel-transport", 196200, 1, transport([]float64{1400, 2600, 2900}, []float64{900, 1200, 600, 400, 1700, 1100, 1000},
		[]float64{39, 14, 11, 14, 16, 82, 8}, []float64{27, 9, 12, 9, 26, 95, 17}, []float64{24, 14, 17, 13, 28, 99, 20}))
	in, most := mix([]float64{4, 12, 18}, []float64{3, 5}, []float64{100, 100}, []float64{1, 0}, []float64{0, 2}, []float64{3, 2})
	profit("wyndor", 36, 0.001, in, most)
	in, most = mix([]float64{100, 80}, []float64{3, 2}, []float64{40, 1000}, []float64{2, 1}, []float64{1, 1})
	profit("giapetto", 180, 0.001, in, most)
	in, most = mix([]float64{48, 20, 8}, []float64{60, 30, 20}, []float64{100, 5, 100}, []float64{8, 6, 1}, []float64{4, 2, 1.5}, []float64{2, 1.5, 0.5})
	profit("dakota", 280, 0.001, in, most)
	in, most = mix([]float64{5, 11, 8}, []float64{5, 4, 3}, []float64{100, 100, 100}, []float64{2, 3, 1}, []float64{4, 1, 2}, []float64{3, 4, 2})
	profit("chvatal", 13, 0.001, in, most)
	in, most = mix([]float64{40}, []float64{25, 30}, []float64{6000, 4000}, []float64{1. / 200, 1. / 140})
	profit("steel", 192000, 1, in, most)
	in, most = steelWeeks()
	profit("steel-weeks", 515033, 1, in, most)
	cost("sailco", 78450, 0.01, sailco())
	cost("northern-airplane", 77.3, 0.01, northern())
	return all
}

// The printed optima lie between bound and plan, and the plan reaches them.
func TestPrintedProblems(t *testing.T) {
	for _, c := range printedProblems() {
		r := Solve(context.Background(), Lay(c.in), Options{Gap: 1e-7, Steps: 60_000})
		low, high := r.Bound, r.Objective
		if c.all > 0 {
			low, high = c.all-r.Objective, c.all-r.Bound
		}
		t.Logf("%-18s %12.4f ≤ %12.4f ≤ %12.4f  %6d steps", c.name, low, c.want, high, r.Steps)
		to := c.to + 1e-6*math.Abs(c.want)
		if low > c.want+to || high < c.want-to || high-low > 2*to {
			t.Errorf("%s: %g to %g, printed %g", c.name, low, high, c.want)
		}
	}
}
