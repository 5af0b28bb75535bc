package plan

import (
	"slices"
)

// Problem is an instance laid out as numbers for the engine. Places are in an
// order in which every place comes before the one above it. What belongs to a
// place stands together, and every quantity has a lane for each period.
type Problem struct {
	In      *Instance
	T, K, N int     // periods, commodities, places
	place   []int   // of the instance, by node
	node    []int   // by place of the instance
	parent  []int32 // by node; -1 at the top, which is the last
	edge    []float64
	value   []float64 // of one unit of a commodity, never 0
	waste   []float64 // by commodity: cost of one that is thrown away at the top
	whole   []bool
	depth   []int // of a commodity in the recipes: 0 for what nobody makes
	maxDep  int

	demand []float64 // node, commodity, lane: wanted less opening stock
	src    []source
	srcAt  []int // by node: where its sources begin
	srcUp  []float64
	keep   []keep
	keepAt []int
	units  []unit
	unitAt []int
	rows   []row
	rowCap []float64 // row, lane
	cols   []col
	space  []float64 // by node, +Inf for none
	box    []box     // limits of columns that have any
	agreed float64
}

// source adds to a place: supply that is bought, or demand that is not met.
type source struct {
	k     int32
	unmet bool
	cost  float64
	of    int // index of the supply or the demand
}

// keep is a commodity that may be kept in a place.
type keep struct {
	k         int32
	node      int32
	cap       float64
	hold, end float64
	reserve   []float64 // nil for none
	short     float64   // cost of a unit of reserve that is not there
	open      float64
}

// unit is a co-operative's columns and rows.
type unit struct {
	node       int32
	col0, col1 int
	row0, row1 int
	of         int
}

// row is the hours of one resource in one unit: what is worked costs by
// pieces. Below least it costs unworked an hour, up to the slack idle, beyond
// the hours over.
type row struct {
	least, easy, over      float64 // shares of the hours
	unworked, idle, overts float64 // cost an hour
	resource               int
}

// col is what a unit makes by a recipe.
type col struct {
	out   int32
	whole bool
	box   int32 // or -1
	cost  float64
	needs []entry // commodities
	hours []entry // rows, counted from the unit's first
	of    int     // index of the unit's ability
}

type entry struct {
	i int32
	a float64
}

// box is the limits of a column by lane. Below floor every unit costs short.
type box struct {
	floor, up []float64
	short     float64
}

// Lay lays an instance out. It must have passed Judge.
func Lay(in *Instance) *Problem {
	p := &Problem{In: in, T: len(in.Periods), K: len(in.Commodities), N: len(in.Places), whole: in.WholeUse()}
	p.layPlaces()
	p.layValues()
	p.laySources()
	p.layStocks()
	p.layUnits()
	p.layLocks()
	p.layDepth()
	return p
}

func (p *Problem) at(n, k int) int { return (n*p.K + k) * p.T }

func (p *Problem) layPlaces() {
	in := p.In
	high := make([]int, p.N) // how far below the top
	for n := range high {
		for q := n; in.Places[q].Parent >= 0; q = in.Places[q].Parent {
			high[n]++
		}
	}
	p.place = make([]int, p.N)
	for n := range p.place {
		p.place[n] = n
	}
	slices.SortStableFunc(p.place, func(a, b int) int { return high[b] - high[a] })
	p.node = make([]int, p.N)
	for i, n := range p.place {
		p.node[n] = i
	}
	p.parent = make([]int32, p.N)
	p.edge = make([]float64, p.N*p.K)
	p.space = make([]float64, p.N)
	for i, n := range p.place {
		pl := in.Places[n]
		p.space[i] = pl.Space
		p.parent[i] = -1
		if pl.Parent >= 0 {
			p.parent[i] = int32(p.node[pl.Parent])
			for k := range p.K {
				p.edge[i*p.K+k] = in.Policy.Local * in.Tiers[pl.Tier].Cost[k]
			}
		}
	}
}

// layValues finds a scale for the price of each commodity.
func (p *Problem) layValues() {
	in := p.In
	p.value = make([]float64, p.K)
	worth, price := make([]float64, p.K), make([]float64, p.K)
	for _, d := range in.Demands {
		worth[d.Commodity] = max(worth[d.Commodity], d.Worth)
	}
	for _, s := range in.Supplies {
		price[s.Commodity] = max(price[s.Commodity], s.Price)
	}
	sum, n := 0.0, 0.0
	for k, c := range in.Commodities {
		if p.value[k] = c.Value; c.Value <= 0 {
			p.value[k] = max(price[k], worth[k])
		}
		if p.value[k] > 0 {
			sum, n = sum+p.value[k], n+1
		}
	}
	for k := range p.value {
		if p.value[k] <= 0 {
			p.value[k] = 1
			if n > 0 {
				p.value[k] = sum / n
			}
		}
	}
	p.agreed = in.Policy.Agreed
	p.waste = make([]float64, p.K)
	for _, r := range in.Recipes { // what lies there and nobody makes goes for nothing
		p.waste[r.Makes] = in.Policy.Waste * p.value[r.Makes]
	}
}

func (p *Problem) laySources() {
	in := p.In
	p.demand = make([]float64, p.N*p.K*p.T)
	for _, d := range in.Demands {
		at := p.at(p.node[d.Place], d.Commodity)
		for t, v := range d.Wanted {
			p.demand[at+t] += v
		}
	}
	type item struct {
		source
		up []float64
	}
	by := make([][]item, p.N)
	for i, s := range in.Supplies {
		n := p.node[s.Place]
		by[n] = append(by[n], item{source{int32(s.Commodity), false, s.Price, i}, s.Most})
	}
	for i, d := range in.Demands {
		n := p.node[d.Place]
		by[n] = append(by[n], item{source{int32(d.Commodity), true, d.Worth * in.Policy.Weight(d.Kind), i}, d.Wanted})
	}
	for _, items := range by {
		p.srcAt = append(p.srcAt, len(p.src))
		slices.SortStableFunc(items, func(a, b item) int { return int(a.k) - int(b.k) })
		for _, it := range items {
			p.src = append(p.src, it.source)
			p.srcUp = append(p.srcUp, it.up...)
		}
	}
	p.srcAt = append(p.srcAt, len(p.src))
}

// layStocks lays out what may be kept. A stock without a limit gets one that
// can never bind: all there could ever be.
func (p *Problem) layStocks() {
	in := p.In
	all := p.everything()
	by := make([][]keep, p.N)
	for _, s := range in.Stocks {
		n, c := p.node[s.Place], in.Commodities[s.Commodity]
		most := min(s.Most, all[s.Commodity])
		by[n] = append(by[n], keep{k: int32(s.Commodity), node: int32(n), cap: most, hold: c.Holding, end: c.End, reserve: s.Reserve,
			short: p.agreed * p.value[s.Commodity], open: s.Opening})
		p.demand[p.at(n, s.Commodity)] -= s.Opening
	}
	for _, keeps := range by {
		p.keepAt = append(p.keepAt, len(p.keep))
		slices.SortStableFunc(keeps, func(a, b keep) int { return int(a.k) - int(b.k) })
		p.keep = append(p.keep, keeps...)
	}
	p.keepAt = append(p.keepAt, len(p.keep))
}

// everything is the most of each commodity that could ever be there.
func (p *Problem) everything() []float64 {
	all := make([]float64, p.K)
	for _, s := range p.In.Stocks {
		all[s.Commodity] += s.Opening
	}
	for _, s := range p.In.Supplies {
		for _, v := range s.Most {
			all[s.Commodity] += v
		}
	}
	for _, u := range p.In.Units {
		for _, c := range u.Can {
			for t := range p.T {
				all[p.In.Recipes[c.Recipe].Makes] += p.In.MostMade(&u, c, t)
			}
		}
	}
	return all
}

// MostMade is the most a unit can make in a period by one of its recipes, if
// it does nothing else.
func (in *Instance) MostMade(u *Unit, c Ability, t int) float64 {
	most := c.Most
	for _, h := range in.Recipes[c.Recipe].Hours {
		there := 0.0
		for _, has := range u.Has {
			if has.Resource == h.What {
				there = has.Hours[t] * (1 + has.Over)
			}
		}
		if h.Much > 0 {
			most = min(most, there/(h.Much*in.pace(u, h.What)))
		}
	}
	return most
}

// pace is the hours that a unit takes for an hour of the recipe. Equipment
// runs at its own speed.
func (in *Instance) pace(u *Unit, resource int) float64 {
	if in.Resources[resource].Labour {
		return u.Pace
	}
	return 1
}
