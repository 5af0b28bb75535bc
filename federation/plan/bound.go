package plan

import "math"

// Prices are what the engine proposes: of goods by place, of hours, of room.
type Prices struct {
	Good []float64 // node, commodity, lane
	Hour []float64 // row, lane
	Room []float64 // node, lane
}

// Bound is what no plan can cost less than. Any prices give one: whoever pays
// and is paid by them can at best do, in every place and period by itself,
// what the prices make best, and all that together costs this. Prices that
// would make it worthless are mended first: they may differ between a place
// and the one above by no more than transport costs, and hours become dear
// enough that no recipe gains without limit. The mended prices are left in pr.
func (p *Problem) Bound(pr *Prices, workers int) float64 {
	p.mendPrices(pr, workers)
	part := make([]float64, p.N)
	share(workers, p.N, func(_, n int) {
		part[n] = p.boundStocks(n, pr) + p.boundSources(n, pr)
		for u := p.unitAt[n]; u < p.unitAt[n+1]; u++ {
			for t := range p.T {
				part[n] -= p.boundUnit(&p.units[u], t, pr)
			}
		}
	})
	sum := 0.0
	for _, v := range part {
		sum += v
	}
	return sum
}

func (p *Problem) mendPrices(pr *Prices, workers int) {
	share(workers, p.K, func(_, k int) {
		for n := p.N - 1; n >= 0; n-- {
			at := p.at(n, k)
			pi := pr.Good[at : at+p.T]
			up := int(p.parent[n])
			if up < 0 {
				for t := range pi {
					pi[t] = math.Max(pi[t], -p.waste[k])
				}
				continue
			}
			e := p.edge[n*p.K+k]
			above := pr.Good[p.at(up, k):][:p.T]
			for t := range pi {
				pi[t] = math.Min(math.Max(pi[t], above[t]-e), above[t]+e)
			}
		}
	})
}

func (p *Problem) boundStocks(n int, pr *Prices) (sum float64) {
	T := p.T
	nu := pr.Room[n*T:][:T]
	limited := !math.IsInf(p.space[n], 1)
	for t := range nu {
		if nu[t] = math.Max(nu[t], 0); limited {
			sum -= nu[t] * p.space[n]
		} else {
			nu[t] = 0
		}
	}
	for i := p.keepAt[n]; i < p.keepAt[n+1]; i++ {
		s := &p.keep[i]
		pi := pr.Good[p.at(n, int(s.k)):][:T]
		for t := range pi {
			next := s.end
			if t+1 < T {
				next = pi[t+1]
			}
			g := s.hold + pi[t] - next + p.In.Commodities[s.k].Space*nu[t]
			floor := 0.0
			if s.reserve != nil {
				floor = s.reserve[t]
			}
			sum += least(g, floor, s.cap, s.short)
		}
	}
	return sum
}

// least is the least of g x + short max(0, floor-x) for x between 0 and up.
func least(g, floor, up, short float64) float64 {
	at := func(x float64) float64 { return g*x + short*math.Max(0, floor-x) }
	v := math.Min(at(0), at(up))
	if floor > 0 && floor < up {
		v = math.Min(v, at(floor))
	}
	return v
}

func (p *Problem) boundSources(n int, pr *Prices) (sum float64) {
	at := p.at(n, 0)
	for i, d := range p.demand[at : at+p.K*p.T] {
		sum += pr.Good[at+i] * d
	}
	for i := p.srcAt[n]; i < p.srcAt[n+1]; i++ {
		pi := pr.Good[p.at(n, int(p.src[i].k)):][:p.T]
		for t, v := range pi {
			if d := v - p.src[i].cost; d > 0 {
				sum -= d * p.srcUp[i*p.T+t]
			}
		}
	}
	return sum
}

// boundUnit is the most that one unit can gain in one period. It looks for the
// lowest worth of hours at which no recipe gains; three ways are tried, and
// each is valid.
func (p *Problem) boundUnit(u *unit, t int, pr *Prices) float64 {
	cols, rows := p.cols[u.col0:u.col1], p.rows[u.row0:u.row1]
	var gainAt, nowAt, bestAt [mostResources]float64
	gain, now, best := gainAt[:0], nowAt[:0], bestAt[:0]
	pi := pr.Good[p.at(int(u.node), 0):]
	for j := range cols {
		g := pi[int(cols[j].out)*p.T+t] - cols[j].cost
		for _, nd := range cols[j].needs {
			g -= nd.a * pi[int(nd.i)*p.T+t]
		}
		gain = append(gain, g)
	}
	for r := range rows {
		now = append(now, math.Max(pr.Hour[(u.row0+r)*p.T+t], -rows[r].unworked))
	}
	best = append(best, now...)
	lowest := math.Inf(1)
	try := func() {
		if v := p.gain(u, t, gain, now); v < lowest {
			lowest = v
			copy(best, now)
		}
	}
	p.raise(cols, gain, now, false)
	try()
	p.raise(cols, gain, now, true)
	for range 2 {
		for r := len(now) - 1; r >= 0; r-- {
			now[r] = -rows[r].unworked
			now[r] = math.Max(now[r], dearEnough(cols, gain, now, r))
		}
		try()
	}
	for r := range best {
		pr.Hour[(u.row0+r)*p.T+t] = best[r]
	}
	return lowest
}

// raise makes the first of its hours dear enough for every column, or for
// those only that nothing else limits.
func (p *Problem) raise(cols []col, gain, now []float64, all bool) {
	for j := range cols {
		if len(cols[j].hours) == 0 || (cols[j].box >= 0 && !all) {
			continue
		}
		g := gain[j]
		for _, h := range cols[j].hours {
			g -= h.a * now[h.i]
		}
		if h := cols[j].hours[0]; g > 0 {
			now[h.i] += g / h.a * (1 + 1e-15)
		}
	}
}

// dearEnough is the least worth of hours r at which no column gains.
func dearEnough(cols []col, gain, now []float64, r int) float64 {
	most := math.Inf(-1)
	for j := range cols {
		g, mine := gain[j], 0.0
		for _, h := range cols[j].hours {
			if int(h.i) == r {
				mine = h.a
			} else {
				g -= h.a * now[h.i]
			}
		}
		if mine > 0 {
			most = math.Max(most, g/mine)
		}
	}
	return most
}

// gain is what a unit can gain at most at these worths of its hours.
func (p *Problem) gain(u *unit, t int, gain, now []float64) (sum float64) {
	for r := range now {
		sum += p.rows[u.row0+r].most(now[r], p.rowCap[(u.row0+r)*p.T+t])
	}
	for j := u.col0; j < u.col1; j++ {
		g := gain[j-u.col0]
		for _, h := range p.cols[j].hours {
			g -= h.a * now[h.i]
		}
		if p.cols[j].box >= 0 {
			b := &p.box[p.cols[j].box]
			floor := 0.0
			if b.floor != nil {
				floor = b.floor[t]
			}
			sum -= least(-g, floor, b.up[t], b.short)
		} else if g > 0 {
			sum += g * p.mostMade(u, j, t)
		}
	}
	return sum
}

// mostMade is the most a column can make by its hours alone.
func (p *Problem) mostMade(u *unit, j, t int) float64 {
	most := math.Inf(1)
	for _, h := range p.cols[j].hours {
		r := u.row0 + int(h.i)
		most = math.Min(most, p.rowCap[r*p.T+t]*(1+p.rows[r].over)/h.a)
	}
	return most
}

// most is the most of worth times hours less what hours cost.
func (r *row) most(worth, cap float64) float64 {
	atLeast := r.idle * (r.easy - r.least) // cost of working the least only
	v := worth*r.least - atLeast
	v = math.Max(v, -atLeast-r.unworked*r.least)
	v = math.Max(v, worth*r.easy)
	v = math.Max(v, worth)
	return cap * math.Max(v, worth*(1+r.over)-r.overts*r.over)
}

// cost is what so many hours of cap cost beyond what is worked in any case.
func (r *row) cost(hours, cap float64) float64 {
	if hours > cap {
		return (hours - cap) * r.overts
	}
	c := 0.0
	if easy := r.easy * cap; hours < easy {
		c += (easy - math.Max(hours, r.least*cap)) * r.idle
	}
	if least := r.least * cap; hours < least {
		c += (least - hours) * r.unworked
	}
	return c
}
