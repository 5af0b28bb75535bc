package plan

import (
	"cmp"
	"math"
	"slices"
)

// Link is one link of the chain that says why: a good that is dear here
// because of what stands in the next link, down to the limit itself.
type Link struct {
	Kind   string  `json:"kind"` // good, hours, material, room, stock, most, nothing
	Where  string  `json:"where"`
	What   string  `json:"what"`
	Period string  `json:"period"`
	Price  float64 `json:"price"` // of one more, at most
}

// Way is a way by which one more could be had, and what it would cost.
type Way struct {
	Way    string  `json:"way"` // make, buy, earlier
	Where  string  `json:"where"`
	What   string  `json:"what"`
	Period string  `json:"period"`
	Cost   float64 `json:"cost"`
}

// Unmet is demand that is not met in a period, and why.
type Unmet struct {
	Place     string  `json:"place"`
	Commodity string  `json:"commodity"`
	Kind      string  `json:"kind"`
	For       string  `json:"for"`
	Period    string  `json:"period"`
	Wanted    float64 `json:"wanted"`
	Unmet     float64 `json:"unmet"`
	Worth     float64 `json:"worth"` // what meeting one more is worth
	Price     float64 `json:"price"` // what one more costs to have
	Limit     Link    `json:"limit"` // where the chain ends
	Chain     []Link  `json:"chain"`
	Tried     []Way   `json:"tried"`
	Rivals    []Rival `json:"rivals,omitempty"` // for the material where the chain ends
}

// Question asks for unmet demand; what is blank is any.
type Question struct {
	Place, Commodity, Period string
	Most                     int
}

// UnmetDemand are the demands that a plan does not meet, the weightiest first.
func (r *Result) UnmetDemand(q Question) []Unmet {
	p := r.Problem
	type item struct {
		i, t   int
		n      int
		weight float64
	}
	var items []item
	for n := range p.N {
		for i := p.srcAt[n]; i < p.srcAt[n+1]; i++ {
			s := &p.src[i]
			if !s.unmet || (q.Place != "" && q.Place != p.In.Places[p.place[n]].Name) || (q.Commodity != "" && q.Commodity != p.In.Commodities[s.k].Name) {
				continue
			}
			for t, v := range r.Plan.Take[i*p.T:][:p.T] {
				if v > 1e-6 && (q.Period == "" || q.Period == p.In.Periods[t]) {
					items = append(items, item{i, t, n, v * s.cost})
				}
			}
		}
	}
	slices.SortStableFunc(items, func(a, b item) int { return cmp.Compare(b.weight, a.weight) })
	w := r.why()
	all := make([]Unmet, 0, min(len(items), q.Most))
	for _, it := range items[:min(len(items), q.Most)] {
		s, d := &p.src[it.i], p.In.Demands[p.src[it.i].of]
		chain, tried, rivals := w.chain(it.n, int(s.k), it.t)
		all = append(all, Unmet{Place: p.In.Places[p.place[it.n]].Name, Commodity: p.In.Commodities[s.k].Name, Kind: KindNames[d.Kind], For: d.For,
			Period: p.In.Periods[it.t], Wanted: d.Wanted[it.t], Unmet: neat(r.Plan.Take[it.i*p.T+it.t]), Worth: neat(s.cost),
			Price: neat(r.Plan.Price.Good[p.at(it.n, int(s.k))+it.t]), Limit: chain[len(chain)-1], Chain: chain, Tried: tried, Rivals: rivals})
	}
	return all
}

// why finds chains of limits by the prices.
type why struct {
	r      *Result
	makers [][]maker // by commodity
	buyers [][]int   // by commodity: node of each source, beside its index
	srcs   [][]int
	up     [][]int32 // by node: itself and all above
}

type maker struct{ u, j int }

func (r *Result) why() *why {
	p := r.Problem
	w := &why{r: r, makers: make([][]maker, p.K), buyers: make([][]int, p.K), srcs: make([][]int, p.K), up: make([][]int32, p.N)}
	for u := range p.units {
		for j := p.units[u].col0; j < p.units[u].col1; j++ {
			w.makers[p.cols[j].out] = append(w.makers[p.cols[j].out], maker{u, j})
		}
	}
	for n := range p.N {
		for i := p.srcAt[n]; i < p.srcAt[n+1]; i++ {
			if !p.src[i].unmet {
				k := p.src[i].k
				w.buyers[k], w.srcs[k] = append(w.buyers[k], n), append(w.srcs[k], i)
			}
		}
		for q := int32(n); q >= 0; q = p.parent[q] {
			w.up[n] = append(w.up[n], q)
		}
	}
	return w
}

// path is what bringing one of a commodity from one place to another costs.
func (w *why) path(from, to, k int) float64 {
	p, a, b := w.r.Problem, w.up[from], w.up[to]
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	sum := 0.0
	for _, n := range a {
		sum += p.edge[int(n)*p.K+k]
	}
	for _, n := range b {
		sum += p.edge[int(n)*p.K+k]
	}
	return sum
}

// option is one way to have one more, with where to go on from it.
type option struct {
	way  Way
	next func() (Link, bool, int, int, int) // the limit, or the good that is dear: node, commodity, lane
}

// mostLinks is how long a chain may be.
const mostLinks = 60

// mostTried is how many ways are told.
const mostTried = 5

// chain goes from a good that is dear to the limit that makes it so: at each
// link by the cheapest way to have one more.
func (w *why) chain(n, k, t int) (chain []Link, tried []Way, rivals []Rival) {
	p := w.r.Problem
	end := func(limit Link) ([]Link, []Way, []Rival) {
		if limit.Kind == "material" && len(chain) > 1 { // a material, and not the good itself
			rivals = w.rivals(limit.Where, k, t)
		}
		return append(chain, limit), tried, rivals
	}
	for len(chain) < mostLinks {
		price := w.r.Plan.Price.Good[p.at(n, k)+t]
		chain = append(chain, Link{"good", p.In.Places[p.place[n]].Name, p.In.Commodities[k].Name, p.In.Periods[t], neat(price)})
		options := w.options(n, k, t)
		if len(options) == 0 {
			return end(Link{Kind: "nothing", Where: p.In.Places[p.place[n]].Name, What: p.In.Commodities[k].Name, Period: p.In.Periods[t]})
		}
		if len(chain) == 1 {
			for _, o := range options[:min(len(options), mostTried)] {
				tried = append(tried, o.way)
			}
		}
		limit, last, nn, kk, tt := options[0].next()
		if last {
			return end(limit)
		}
		n, k, t = nn, kk, tt
	}
	return chain, tried, nil
}

// options are the ways to have one more of a good, the cheapest first.
func (w *why) options(n, k, t int) (all []option) {
	p, pl := w.r.Problem, w.r.Plan
	for i, m := range w.buyers[k] {
		s := w.srcs[k][i]
		if p.srcUp[s*p.T+t] <= 0 {
			continue
		}
		scarce := pl.Price.Good[p.at(m, k)+t] - p.src[s].cost
		place := p.In.Places[p.place[m]].Name
		all = append(all, option{Way{"buy", place, p.In.Supplies[p.src[s].of].From, p.In.Periods[t], neat(p.src[s].cost + math.Max(0, scarce) + w.path(m, n, k))},
			func() (Link, bool, int, int, int) {
				return Link{"material", place, p.In.Commodities[k].Name, p.In.Periods[t], neat(math.Max(0, scarce))}, true, 0, 0, 0
			}})
	}
	for _, m := range w.makers[k] {
		u := &p.units[m.u]
		if (p.cols[m.j].box < 0 && p.mostMade(u, m.j, t) <= 0) || (p.cols[m.j].box >= 0 && p.box[p.cols[m.j].box].up[t] <= 0) {
			continue
		}
		of := &p.In.Units[u.of]
		cost, next := w.making(m, t)
		all = append(all, option{Way{"make", of.Name, p.In.Recipes[of.Can[p.cols[m.j].of].Recipe].Name, p.In.Periods[t], neat(cost + w.path(int(u.node), n, k))}, next})
	}
	for i := p.keepAt[n]; i < p.keepAt[n+1] && t > 0; i++ {
		if s := &p.keep[i]; int(s.k) == k && s.cap > 0 {
			all = append(all, w.earlier(n, k, t, s))
		}
	}
	slices.SortStableFunc(all, func(a, b option) int { return cmp.Compare(a.way.Cost, b.way.Cost) })
	return all
}

// earlier is to keep one from the period before.
func (w *why) earlier(n, k, t int, s *keep) option {
	p, pl := w.r.Problem, w.r.Plan
	place, room := p.In.Places[p.place[n]].Name, pl.Price.Room[n*p.T+t-1]*p.In.Commodities[k].Space
	before := pl.Price.Good[p.at(n, k)+t-1]
	now := pl.Price.Good[p.at(n, k)+t]
	full := math.Max(0, now-before-s.hold-room) // what the stock's own limit is worth
	return option{Way{"earlier", place, p.In.Commodities[k].Name, p.In.Periods[t-1], neat(before + s.hold + room + full)}, func() (Link, bool, int, int, int) {
		switch {
		case full > room && full > 0.01*now:
			return Link{"stock", place, p.In.Commodities[k].Name, p.In.Periods[t-1], neat(full)}, true, 0, 0, 0
		case room > 0.1*now:
			return Link{"room", place, "", p.In.Periods[t-1], neat(pl.Price.Room[n*p.T+t-1])}, true, 0, 0, 0
		}
		return Link{}, false, n, k, t - 1
	}}
}

// making is what one more costs by a recipe, and what of that weighs most: the
// hours that are scarce, or a material that is dear.
func (w *why) making(m maker, t int) (cost float64, next func() (Link, bool, int, int, int)) {
	p, pl := w.r.Problem, w.r.Plan
	u, c := &p.units[m.u], &p.cols[m.j]
	cost = c.cost
	weight, material := 0.0, -1
	for _, nd := range c.needs {
		price := pl.Price.Good[p.at(int(u.node), int(nd.i))+t]
		cost += nd.a * price
		if scarce := nd.a * (price - p.value[nd.i]); scarce > weight {
			weight, material = scarce, int(nd.i)
		}
	}
	row := -1
	for _, h := range c.hours {
		price := pl.Price.Hour[(u.row0+int(h.i))*p.T+t]
		cost += h.a * price
		if h.a*price > weight {
			weight, row, material = h.a*price, u.row0+int(h.i), -1
		}
	}
	if c.box >= 0 && row < 0 && material < 0 {
		weight = math.Max(0, pl.Price.Good[p.at(int(u.node), int(c.out))+t]-cost)
	}
	of := p.In.Units[u.of]
	return cost, func() (Link, bool, int, int, int) {
		switch {
		case material >= 0:
			return Link{}, false, int(u.node), material, t
		case row >= 0:
			return Link{"hours", of.Name, p.In.Resources[p.rows[row].resource].Name, p.In.Periods[t], neat(p.rows[row].most(pl.Price.Hour[row*p.T+t], 1))}, true, 0, 0, 0
		}
		return Link{"most", of.Name, p.In.Recipes[of.Can[c.of].Recipe].Name, p.In.Periods[t], neat(weight)}, true, 0, 0, 0
	}
}
