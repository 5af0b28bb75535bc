package plan

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Size is how large an invented instance is.
type Size struct {
	Name                         string
	Counties, Prefectures, Provs int
	Commodities, PerCounty       int
}

// Sizes from a small federation to a nation.
var Sizes = []Size{
	{"S", 1, 1, 1, 10, 5},
	{"M", 20, 4, 2, 30, 10},
	{"U", 50, 10, 3, 100, 10},
	{"L", 200, 20, 5, 60, 10},
	{"N", 2000, 200, 25, 60, 10},
}

var seasonOfWork = []float64{1, 0.9, 1.05, 1.05, 1, 0.8, 0.95, 1.05, 0.8, 0.85, 1.1, 1.1} // farms are busy in June and autumn

var seasonsOfDemand = [][]float64{
	{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
	{0.6, 1.2, 2.2, 1.8, 1.0, 0.7, 0.5, 0.9, 1.4, 0.8, 0.5, 0.4},
	{2.4, 1.4, 0.6, 0.5, 0.5, 0.6, 0.6, 0.7, 0.9, 1.1, 1.3, 1.4},
	{0.5, 0.5, 0.7, 0.9, 1.3, 1.6, 1.7, 1.5, 1.2, 0.9, 0.7, 0.5},
}

// Generate invents an instance that has what real ones have: materials that
// are rich in one province and missing in another, alternatives, seasons of
// farm work and of demand, a little more work than hands. The same size and
// seed give the same instance on every machine.
func Generate(s Size, seed uint64) *Instance {
	g := &generator{s: s, r: rand.New(rand.NewPCG(seed, 20)), in: &Instance{Name: fmt.Sprintf("%s-%d", s.Name, seed), Currency: "CNY", Policy: DefaultPolicy()}}
	for t := range seasonOfWork {
		g.in.Periods = append(g.in.Periods, fmt.Sprintf("1956-%02d", t+1))
	}
	g.raws, g.mids, g.trades = s.Commodities*2/5, max(1, s.Commodities/7), 10
	if s.Commodities < 20 {
		g.trades = 3
	}
	g.commodities()
	g.recipes()
	g.places()
	g.cooperatives()
	g.balance()
	g.materials()
	g.wants()
	return g.in
}

type generator struct {
	s                  Size
	r                  *rand.Rand
	in                 *Instance
	raws, mids, trades int
	season             []int
	trade              []int   // of a commodity
	byTrade            [][]int // recipes
	county             []int   // place of a county
	big                []float64
	could              []float64 // that could be made of a commodity in a year
	use                []float64 // of a material in a year
}

// cent rounds to what prints with two places.
func cent(v float64) float64 { return math.Round(v*100) / 100 }

func (g *generator) commodities() {
	for k := range g.s.Commodities {
		c := Commodity{Unit: "piece", Whole: true, Weight: cent(0.2 + g.r.Float64()*1.8), Space: cent(0.2 + g.r.Float64())}
		g.season = append(g.season, g.r.IntN(4))
		switch {
		case k < g.raws:
			c.Name, c.Unit, c.Whole = fmt.Sprintf("material-%02d", k+1), "kg", false
			c.Value = cent(0.5 + g.r.Float64()*4)
		case k < g.raws+g.mids:
			c.Name, c.Unit, c.Whole = fmt.Sprintf("part-%02d", k-g.raws+1), "kg", false
		default:
			c.Name = fmt.Sprintf("product-%02d", k-g.raws-g.mids+1)
		}
		g.in.Commodities = append(g.in.Commodities, c)
		g.trade = append(g.trade, max(0, k-g.raws)%g.trades)
	}
	for i := range g.trades {
		g.in.Resources = append(g.in.Resources, Resource{fmt.Sprintf("trade-%02d", i+1), true})
	}
	g.in.Resources = append(g.in.Resources, Resource{"helper", true}, Resource{"machine", false})
}

func (g *generator) recipes() {
	in := g.in
	g.byTrade = make([][]int, g.trades)
	for k := g.raws; k < g.s.Commodities; k++ {
		ways := 1
		product := k >= g.raws+g.mids
		if product && g.r.Float64() < 0.4 {
			ways = 2
		}
		for way := range ways {
			r := Recipe{Name: fmt.Sprintf("%s-way-%d", in.Commodities[k].Name, way+1), Makes: k, Cost: 0.01}
			cost, used := 0.0, map[int]bool{}
			for range 1 + g.r.IntN(3) {
				m := g.r.IntN(g.raws)
				if product && g.r.Float64() < 0.3 {
					m = g.raws + g.r.IntN(g.mids)
				}
				if used[m] {
					continue
				}
				used[m] = true
				need := cent(0.2 + g.r.Float64()*1.3)
				r.Needs = append(r.Needs, Amount{m, need})
				cost += need * in.Commodities[m].Value
			}
			hours, helper, machine := cent(1+g.r.Float64()*7), cent(0.1+g.r.Float64()*2), cent(0.1+g.r.Float64())
			r.Hours = []Amount{{g.trade[k], hours}, {g.trades, helper}, {g.trades + 1, machine}}
			if way == 0 {
				in.Commodities[k].Value = cent(1.1 * (cost + in.Policy.Wage*(hours+helper)))
			}
			g.byTrade[g.trade[k]] = append(g.byTrade[g.trade[k]], len(in.Recipes))
			in.Recipes = append(in.Recipes, r)
		}
	}
	for k := range in.Commodities {
		c := &in.Commodities[k]
		c.Holding = math.Round(1e4*(0.015*c.Value+0.01*c.Space)) / 1e4
		c.End = cent(0.4 * c.Value)
	}
}

func (g *generator) places() {
	in, s := g.in, g.s
	for i, name := range []string{"county", "prefecture", "province", "nation"} {
		t := Tier{Name: name, Cost: make([]float64, s.Commodities)}
		for k, c := range in.Commodities {
			if i < 3 {
				t.Cost[k] = math.Round(1e4*([]float64{0.01, 0.02, 0.04}[i]*c.Value+[]float64{0.02, 0.06, 0.15}[i]*c.Weight)) / 1e4
			}
		}
		in.Tiers = append(in.Tiers, t)
	}
	in.Places = append(in.Places, Place{"nation", -1, 3, Inf})
	for i := range s.Provs {
		in.Places = append(in.Places, Place{fmt.Sprintf("province-%02d", i+1), 0, 2, Inf})
	}
	for i := range s.Prefectures {
		in.Places = append(in.Places, Place{fmt.Sprintf("prefecture-%03d", i+1), 1 + i*s.Provs/s.Prefectures, 1, Inf})
	}
	for i := range s.Counties {
		g.county = append(g.county, len(in.Places))
		in.Places = append(in.Places, Place{fmt.Sprintf("county-%04d", i+1), 1 + s.Provs + i*s.Prefectures/s.Counties, 0, Inf})
		g.big = append(g.big, math.Exp(g.r.NormFloat64()*0.5))
	}
}

func (g *generator) cooperatives() {
	in, s := g.in, g.s
	for l := range s.Counties {
		perm := g.r.Perm(g.trades)
		for i := range s.PerCounty {
			trade := perm[i%g.trades]
			if i >= 6 && s.Counties > 1 {
				trade = g.r.IntN(g.trades)
			}
			u := Unit{Name: fmt.Sprintf("coop-%05d", len(in.Units)+1), Place: g.county[l], Pace: cent(0.8 + 0.5*g.r.Float64())}
			own := g.byTrade[trade]
			for _, j := range g.r.Perm(len(own))[:min(2+g.r.IntN(3), len(own))] {
				u.Can = append(u.Can, Ability{Recipe: own[j], Most: Inf})
			}
			members := math.Round((20 + g.r.Float64()*180) * g.big[l])
			work := Capacity{Resource: trade, Least: in.Policy.Least, Over: in.Policy.Over}
			help := Capacity{Resource: g.trades, Least: in.Policy.Least, Over: in.Policy.Over}
			machine := Capacity{Resource: g.trades + 1}
			run := math.Round(members * 200 * 0.4 * (0.6 + g.r.Float64()))
			for _, f := range seasonOfWork {
				work.Hours = append(work.Hours, math.Round(members*200*f))
				help.Hours = append(help.Hours, math.Round(members*200*f*(0.4+0.2*g.r.Float64())))
				machine.Hours = append(machine.Hours, run)
			}
			u.Has = []Capacity{work, help, machine}
			in.Units = append(in.Units, u)
		}
	}
}

// balance works out what all could make and use, and makes parts quick enough
// to make for those who need them.
func (g *generator) balance() {
	in := g.in
	g.could, g.use = make([]float64, g.s.Commodities), make([]float64, g.s.Commodities)
	for _, u := range in.Units {
		hours := 0.0
		for _, h := range u.Has[0].Hours {
			hours += h
		}
		for _, can := range u.Can {
			r := &in.Recipes[can.Recipe]
			g.could[r.Makes] += hours / float64(len(u.Can)) / (r.Hours[0].Much * u.Pace)
		}
	}
	ways := make([]float64, g.s.Commodities)
	for _, r := range in.Recipes {
		ways[r.Makes]++
	}
	add := func(from, to int, made func(k int) float64) {
		for _, r := range in.Recipes {
			if r.Makes >= from && r.Makes < to {
				for _, nd := range r.Needs {
					g.use[nd.What] += nd.Much * made(r.Makes) / ways[r.Makes]
				}
			}
		}
	}
	add(g.raws+g.mids, g.s.Commodities, func(k int) float64 { return 0.8 * g.could[k] })
	add(g.raws, g.raws+g.mids, func(k int) float64 { return g.use[k] })
	for i := range in.Recipes {
		r := &in.Recipes[i]
		if k := r.Makes; k < g.raws+g.mids && g.could[k] > 0 && g.use[k] > 0.6*g.could[k] {
			for j := range r.Hours {
				r.Hours[j].Much = math.Max(0.001, math.Round(1000*r.Hours[j].Much*0.6*g.could[k]/g.use[k])/1000)
			}
		}
	}
}
