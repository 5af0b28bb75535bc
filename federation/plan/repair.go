package plan

import (
	"math"
	"slices"
)

// Plan is what to do, in the layout of its Problem, and what proves it.
type Plan struct {
	Make  []float64 // column, lane
	Keep  []float64 // stock at the end of each lane
	Take  []float64 // source, lane: bought, or unmet
	Flow  []float64 // node, commodity, lane: in from above; at the top, less what is thrown away
	Price Prices
	Cost  Cost
	Bound float64
}

// Iterate is what the engine proposes.
type Iterate struct {
	Make, Keep, Take []float64
	Price            Prices
}

// repairer makes a plan that holds exactly out of any iterate: period by
// period, the commodities in the order in which they are made of each other.
// What cannot be had is first not kept, then not made into something else,
// the least worthy use first.
type repairer struct {
	p       *Problem
	it      *Iterate
	out     *Plan
	workers int
	settler []*settler
	srcAt   []int32 // node, commodity: its first source
	keepAt  []int32 // node, commodity: its stock, or -1
	classes [][]int // commodities by depth
	made    []float64
	used    []float64
	worth   []float64 // of the least worthy use
	cut     []float64
	carry   []float64 // by column: what rounding owes
}

func newRepairer(p *Problem, workers int) *repairer {
	r := &repairer{p: p, workers: workers, classes: make([][]int, p.maxDep+1), carry: make([]float64, len(p.cols))}
	for range workers {
		r.settler = append(r.settler, newSettler(p))
	}
	for k, d := range p.depth {
		r.classes[d] = append(r.classes[d], k)
	}
	size := p.N * p.K
	r.made, r.used, r.worth, r.cut = make([]float64, size), make([]float64, size), make([]float64, size), make([]float64, size)
	r.srcAt, r.keepAt = make([]int32, size+1), make([]int32, size)
	for n := range p.N {
		i := p.srcAt[n]
		for k := range p.K {
			r.srcAt[n*p.K+k] = int32(i)
			for i < p.srcAt[n+1] && int(p.src[i].k) == k {
				i++
			}
			r.keepAt[n*p.K+k] = -1
		}
		for i := p.keepAt[n]; i < p.keepAt[n+1]; i++ {
			r.keepAt[n*p.K+int(p.keep[i].k)] = int32(i)
		}
	}
	r.srcAt[size] = int32(len(p.src))
	return r
}

// repair makes the plan.
func (r *repairer) repair(it *Iterate) *Plan {
	p := r.p
	r.it = it
	r.out = &Plan{Make: slices.Clone(it.Make), Keep: slices.Clone(it.Keep), Take: make([]float64, len(p.srcUp)),
		Flow: make([]float64, p.N*p.K*p.T), Price: it.Price}
	clear(r.carry)
	share(r.workers, p.N, func(_, n int) { r.fitStocks(n) })
	all := make([]int, p.K)
	for k := range all {
		all[k] = k
	}
	for t := range p.T {
		share(r.workers, len(p.units), func(_, i int) { r.fitUnit(&p.units[i], t) })
		for _, class := range r.classes[:p.maxDep] {
			r.count(t)
			r.settle(class, t, false)
			share(r.workers, p.N, func(_, n int) { r.cutPlace(n, t, class) })
		}
		r.count(t)
		r.settle(all, t, true)
	}
	return r.out
}

// fitStocks brings a place's stocks within their limits and its room.
func (r *repairer) fitStocks(n int) {
	p := r.p
	for t := range p.T {
		room := 0.0
		for i := p.keepAt[n]; i < p.keepAt[n+1]; i++ {
			s := &p.keep[i]
			v := math.Min(math.Max(0, r.out.Keep[i*p.T+t]), s.cap)
			if p.whole[s.k] {
				v = math.Min(math.Round(v), math.Floor(s.cap))
			}
			r.out.Keep[i*p.T+t] = v
			room += v * p.In.Commodities[s.k].Space
		}
		if room <= p.space[n] {
			continue
		}
		f := p.space[n] / room * (1 - 1e-12)
		for i := p.keepAt[n]; i < p.keepAt[n+1]; i++ {
			v := r.out.Keep[i*p.T+t]
			if p.In.Commodities[p.keep[i].k].Space > 0 {
				v *= f
			}
			if p.whole[p.keep[i].k] {
				v = math.Floor(v)
			}
			r.out.Keep[i*p.T+t] = v
		}
	}
}

// fitUnit brings what a unit makes in a period within its hours, in whole
// units where they are whole. What is rounded away is carried to the next
// period, so that no year of small amounts is rounded to nothing.
func (r *repairer) fitUnit(u *unit, t int) {
	p, x := r.p, r.out.Make
	for j := u.col0; j < u.col1; j++ {
		v := math.Max(0, x[j*p.T+t])
		if b := p.cols[j].box; b >= 0 {
			v = math.Min(v, p.box[b].up[t])
		}
		x[j*p.T+t] = v
	}
	f := 1.0
	for q := u.row0; q < u.row1; q++ {
		f = math.Min(f, r.fits(u, q, t))
	}
	for j := u.col0; j < u.col1; j++ {
		v := x[j*p.T+t]
		if f < 1 {
			v *= f * (1 - 1e-12)
		}
		if p.cols[j].whole {
			owed := v + r.carry[j]
			v = math.Max(0, math.Floor(owed+0.5))
			if b := p.cols[j].box; b >= 0 {
				v = math.Min(v, math.Floor(p.box[b].up[t]))
			}
			r.carry[j] = math.Min(math.Max(owed-v, -1), 1)
		}
		x[j*p.T+t] = v
	}
	for q := u.row0; q < u.row1; q++ { // rounding up may have been too much
		for less := true; less && r.fits(u, q, t) < 1; {
			less = false
			for j := u.col0; j < u.col1 && r.fits(u, q, t) < 1; j++ {
				if p.cols[j].whole && uses(&p.cols[j], q-u.row0) && x[j*p.T+t] >= 1 {
					x[j*p.T+t]--
					r.carry[j] = math.Min(r.carry[j]+1, 1)
					less = true
				}
			}
		}
	}
}

func uses(c *col, row int) bool {
	return slices.ContainsFunc(c.hours, func(h entry) bool { return int(h.i) == row })
}

// fits is the share of a unit's work in a period that row q has hours for.
func (r *repairer) fits(u *unit, q, t int) float64 {
	p, sum := r.p, 0.0
	for j := u.col0; j < u.col1; j++ {
		for _, h := range p.cols[j].hours {
			if u.row0+int(h.i) == q {
				sum += h.a * r.out.Make[j*p.T+t]
			}
		}
	}
	if most := p.rowCap[q*p.T+t] * (1 + p.rows[q].over); sum > most {
		return most / sum
	}
	return 1
}

// count adds up what is made and used in a period, and what the least worthy
// use of each commodity is worth.
func (r *repairer) count(t int) {
	p := r.p
	share(r.workers, p.N, func(_, n int) {
		from, to := n*p.K, (n+1)*p.K
		clear(r.made[from:to])
		clear(r.used[from:to])
		worth := r.worth[from:to]
		for k := range worth {
			worth[k] = math.Inf(1)
		}
		for u := p.unitAt[n]; u < p.unitAt[n+1]; u++ {
			for j := p.units[u].col0; j < p.units[u].col1; j++ {
				x := r.out.Make[j*p.T+t]
				if x <= 0 {
					continue
				}
				c := &p.cols[j]
				r.made[from+int(c.out)] += x
				g := r.gainOf(n, c, t)
				for _, nd := range c.needs {
					r.used[from+int(nd.i)] += x * nd.a
					worth[nd.i] = math.Min(worth[nd.i], r.it.Price.Good[p.at(n, int(nd.i))+t]+g/nd.a)
				}
			}
		}
	})
}

// gainOf is what a unit of a column gains at the prices, hours aside.
func (r *repairer) gainOf(n int, c *col, t int) float64 {
	p := r.p
	g := r.it.Price.Good[p.at(n, int(c.out))+t] - c.cost
	for _, nd := range c.needs {
		g -= nd.a * r.it.Price.Good[p.at(n, int(nd.i))+t]
	}
	return math.Max(0, g)
}

// Kinds of a place's own blocks; from three on they are its sources.
const (
	fromStock = iota
	fromReserve
	fromSpare
	fromUse
	fromSource
)

func (r *repairer) settle(ks []int, t int, final bool) {
	share(r.workers, len(ks), func(w, i int) {
		k, s := ks[i], r.settler[w]
		s.run(k, func(n int) { r.own(s, n, k, t, final) })
		for n := range r.p.N {
			r.take(s, n, k, t, final)
		}
	})
}

// own tells what a place needs of a commodity and what it could do without. Of
// its sources it takes all at first.
func (r *repairer) own(s *settler, n, k, t int, final bool) {
	p := r.p
	nk := n*p.K + k
	need := p.demand[nk*p.T+t] + r.used[nk] - r.made[nk]
	add := func(kind int, worth, much float64) {
		if much > 0 {
			s.block[n] = append(s.block[n], block{worth, much, int32(-1 - kind)})
			need -= much
		}
	}
	if i := int(r.keepAt[nk]); i >= 0 {
		st := &p.keep[i]
		if t > 0 {
			need -= r.out.Keep[i*p.T+t-1]
		}
		much, floor := r.out.Keep[i*p.T+t], 0.0
		need += much
		if st.reserve != nil {
			floor = math.Min(st.reserve[t], much)
		}
		later := st.end
		if t+1 < p.T {
			later = r.it.Price.Good[nk*p.T+t+1]
		}
		worth := math.Max(0, later-st.hold) + 0.1*p.value[k]
		add(fromStock, worth, much-floor)
		add(fromReserve, worth+st.short, floor)
		if spare := st.cap - much; final && spare > 0 && (p.In.Commodities[k].Space == 0 || math.IsInf(p.space[n], 1)) {
			need += spare // what is over is kept rather than thrown away, and nothing is got for it
			add(fromSpare, math.Min(0, later-st.hold), spare)
		}
	}
	if !final {
		add(fromUse, math.Max(0, r.worth[nk])+p.value[k], r.used[nk])
	}
	for i := int(r.srcAt[nk]); i < p.srcAt[n+1] && int(p.src[i].k) == k; i++ {
		much := r.most(i, t)
		r.out.Take[i*p.T+t] = much
		add(fromSource+i-p.srcAt[n], p.src[i].cost, much)
	}
	s.need[n] += need
}

// take writes down what came of a place's blocks.
func (r *repairer) take(s *settler, n, k, t int, final bool) {
	p := r.p
	nk := n*p.K + k
	r.cut[nk] = r.used[nk]
	if final {
		r.out.Flow[nk*p.T+t] = s.in[n]
	}
	kept := 0.0
	for _, b := range s.block[n] {
		switch kind := int(-1 - b.from); {
		case b.from >= 0 || b.much == 0:
		case kind <= fromSpare:
			kept += b.much
		case kind == fromUse:
			r.cut[nk] -= b.much
		default:
			r.out.Take[(p.srcAt[n]+kind-fromSource)*p.T+t] -= b.much
		}
	}
	if i := int(r.keepAt[nk]); i >= 0 && final {
		r.out.Keep[i*p.T+t] = kept
	}
}

// most is what a source has, in whole ones where the commodity is whole.
func (r *repairer) most(i, t int) float64 {
	v := r.p.srcUp[i*r.p.T+t]
	if r.p.whole[r.p.src[i].k] {
		v = math.Floor(v)
	}
	return v
}
