package check

import (
	"math"

	"artel/federation/plan"
)

// bound is what no plan costs less than, worked out of the plan's prices. By
// the prices everybody is offered to buy and sell: what each can gain at most,
// taken from what the demand is worth, is the least that all can cost. Prices
// may differ along an edge only by what transport costs there, and are brought
// within that first; where they pay a recipe more than its hours cost, the
// gain counts on all that could be made.
func (c *checker) bound() float64 {
	in := c.in
	price := c.fairPrices()
	at := func(n, k, t int) float64 { return price[n][k*len(in.Periods)+t] }
	sum := 0.0
	for _, d := range in.Demands {
		for t, v := range d.Wanted {
			p := at(d.Place, d.Commodity, t)
			sum += v * math.Min(p, d.Worth*in.Policy.Weight(d.Kind))
		}
	}
	for _, s := range in.Supplies {
		for t, v := range s.Most {
			sum -= v * math.Max(0, at(s.Place, s.Commodity, t)-s.Price)
		}
	}
	sum += c.boundStocks(at)
	for u := range in.Units {
		for t := range in.Periods {
			sum -= c.gain(u, t, at)
		}
	}
	return sum
}

// fairPrices are the plan's prices, brought within the costs of transport from
// the top down.
func (c *checker) fairPrices() [][]float64 {
	in := c.in
	price := make([][]float64, len(in.Places))
	queue := []int{in.Root()}
	for len(queue) > 0 {
		n := queue[0]
		queue = append(queue[1:], c.below[n]...)
		price[n] = make([]float64, len(in.Commodities)*len(in.Periods))
		place := in.Places[n]
		for k := range in.Commodities {
			own := c.s.prices[pair{n, k}]
			for t := range in.Periods {
				v := 0.0
				if own != nil {
					v = own[t]
				}
				i := k*len(in.Periods) + t
				if place.Parent < 0 {
					price[n][i] = math.Max(-c.thrown(k), v)
					continue
				}
				edge, above := in.Policy.Local*in.Tiers[place.Tier].Cost[k], price[place.Parent][i]
				price[n][i] = math.Max(above-edge, math.Min(above+edge, v))
			}
		}
	}
	return price
}

// scale is the value that weights of what was agreed are taken from.
func (c *checker) scale() []float64 {
	in := c.in
	v := make([]float64, len(in.Commodities))
	for _, s := range in.Supplies {
		v[s.Commodity] = math.Max(v[s.Commodity], s.Price)
	}
	for _, d := range in.Demands {
		v[d.Commodity] = math.Max(v[d.Commodity], d.Worth)
	}
	sum, n := 0.0, 0.0
	for k, g := range in.Commodities {
		if g.Value > 0 {
			v[k] = g.Value
		}
		if v[k] > 0 {
			sum, n = sum+v[k], n+1
		}
	}
	for k := range v {
		if v[k] <= 0 && n > 0 {
			v[k] = sum / n
		} else if v[k] <= 0 {
			v[k] = 1
		}
	}
	return v
}

// boundStocks: opening stock is worth its price; each stock gains at most what
// keeping pays; room earns what it is worth.
func (c *checker) boundStocks(at func(n, k, t int) float64) (sum float64) {
	in, all := c.in, c.most()
	room := func(n, t int) float64 {
		if v := c.s.roomPrices[n]; v != nil && !math.IsInf(in.Places[n].Space, 1) {
			return math.Max(0, v[t])
		}
		return 0
	}
	for n, p := range in.Places {
		for t := range in.Periods {
			if !math.IsInf(p.Space, 1) {
				sum -= room(n, t) * p.Space
			}
		}
	}
	for _, s := range in.Stocks {
		g := in.Commodities[s.Commodity]
		sum -= s.Opening * at(s.Place, s.Commodity, 0)
		most := math.Min(s.Most, all[s.Commodity])
		for t := range in.Periods {
			cost := g.Holding + at(s.Place, s.Commodity, t) + g.Space*room(s.Place, t)
			if t+1 < len(in.Periods) {
				cost -= at(s.Place, s.Commodity, t+1)
			} else {
				cost -= g.End
			}
			floor, short := 0.0, c.agreed(s.Commodity)
			if s.Reserve != nil {
				floor = s.Reserve[t]
			}
			sum += lowest(cost, short, floor, most)
		}
	}
	return sum
}

// lowest is the least of cost x + short (floor-x)+ over 0 to most: it lies at
// a corner.
func lowest(cost, short, floor, most float64) float64 {
	v := math.Inf(1)
	for _, x := range []float64{0, math.Min(floor, most), most} {
		v = math.Min(v, cost*x+short*math.Max(0, floor-x))
	}
	return v
}

// most is all of a commodity that could ever be there.
func (c *checker) most() []float64 {
	in := c.in
	all := make([]float64, len(in.Commodities))
	for _, s := range in.Stocks {
		all[s.Commodity] += s.Opening
	}
	for _, s := range in.Supplies {
		for _, v := range s.Most {
			all[s.Commodity] += v
		}
	}
	for u := range in.Units {
		for _, can := range in.Units[u].Can {
			for t := range in.Periods {
				all[in.Recipes[can.Recipe].Makes] += c.could(u, can, t)
			}
		}
	}
	return all
}

// could is what a unit could make by one recipe if it did nothing else.
func (c *checker) could(u int, can plan.Ability, t int) float64 {
	in, of := c.in, &c.in.Units[u]
	most := can.Most
	for _, h := range in.Recipes[can.Recipe].Hours {
		if h.Much <= 0 {
			continue
		}
		there := 0.0
		for _, has := range of.Has {
			if has.Resource == h.What {
				there = has.Hours[t] * (1 + has.Over)
			}
		}
		most = math.Min(most, there/(h.Much*hoursPace(in, of, h.What)))
	}
	return most
}

// gain is what a unit gains at most in a period: on its hours, sold at their
// worth, and on what it makes, with hours bought at their worth.
func (c *checker) gain(u, t int, at func(n, k, t int) float64) (sum float64) {
	in, of := c.in, &c.in.Units[u]
	worth := map[int]float64{}
	for _, has := range of.Has {
		w, cap := lane(c.s.hours, u, has.Resource, t), has.Hours[t]
		if !in.Resources[has.Resource].Labour {
			worth[has.Resource] = math.Max(0, w)
			sum += math.Max(0, w) * cap
			continue
		}
		po := in.Policy
		easy := math.Max(has.Least, 1-po.Slack)
		worth[has.Resource] = w
		best := math.Inf(-1)
		for _, share := range []float64{0, has.Least, easy, 1, 1 + has.Over} {
			idle, unworked := easy-math.Max(share, has.Least), has.Least-share
			cost := po.Wage * (po.Overtime*math.Max(0, share-1) + po.Idle*math.Max(0, idle) + po.Unworked*math.Max(0, unworked))
			best = math.Max(best, w*share-cost)
		}
		sum += best * cap
	}
	for _, can := range of.Can {
		r := in.Recipes[can.Recipe]
		g := at(of.Place, r.Makes, t) - r.Cost - can.Extra
		for _, a := range r.Needs {
			g -= a.Much * at(of.Place, a.What, t)
		}
		for _, h := range r.Hours {
			g -= h.Much * hoursPace(in, of, h.What) * worth[h.What]
		}
		sum += c.makes(u, can, t, g)
	}
	return sum
}

// makes is what an amount between nothing and all gains at g each, with what
// was agreed on.
func (c *checker) makes(u int, can plan.Ability, t int, g float64) float64 {
	in := c.in
	floor, most := 0.0, c.could(u, can, t)
	for _, i := range c.locked[pair{u, can.Recipe}] {
		l := &in.Locks[i]
		if l.Kind != plan.LockMost {
			floor = math.Max(floor, l.Much[t])
		}
		if l.Kind != plan.LockLeast {
			most = math.Min(most, l.Much[t])
		}
	}
	if floor == 0 {
		return math.Max(0, g*most)
	}
	return -lowest(-g, c.agreed(in.Recipes[can.Recipe].Makes), floor, most)
}
