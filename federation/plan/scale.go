package plan

import (
	"math"
	"slices"
)

// expected is how large prices are expected: at the top by commodity, of hours
// by row.
type expected struct{ top, hour []float64 }

// expect guesses prices before anything is known of them.
func (p *Problem) expect() expected {
	x := expected{slices.Clone(p.value), make([]float64, len(p.rows))}
	hour := p.In.Policy.Wage
	if hour <= 0 {
		sum, n := 0.0, 0.0
		for i := range p.cols {
			for _, h := range p.cols[i].hours {
				sum, n = sum+0.3*p.value[p.cols[i].out]/h.a, n+1
			}
		}
		if hour = 1; n > 0 {
			hour = sum / n
		}
	}
	for r := range x.hour {
		if x.hour[r] = 2.5 * hour; p.In.Resources[p.rows[r].resource].Labour {
			x.hour[r] = hour
		}
	}
	return x
}

// learn expects prices about as large as they have become, and scales the
// steps anew. What is scarce may cost many times its value, and in steps of
// its value it would be long on the way there.
func (e *engine[F]) learn() {
	p := e.p
	guess := p.expect()
	become := func(prices []F, guess float64) float64 {
		mean := 0.0
		for _, v := range prices {
			mean += math.Abs(float64(v)) / float64(p.T)
		}
		return min(max(mean, 0.2*guess), 10*guess)
	}
	for k, v := range guess.top {
		e.expected.top[k] = become(e.t.D[p.at(p.N-1, k):][:p.T], v)
	}
	for r, v := range guess.hour {
		e.expected.hour[r] = become(e.t.L[r*p.T:][:p.T], v)
	}
	e.scale()
}

// scale works out the length of each amount's and each price's step. An amount
// is expected about as large as p, a price as q; with tau = p / sum |a| q and
// sigma = q / sum |a| p the steps can never be too long together, and each is
// about right alone. Only the speed depends on the guesses, never the answer.
func (e *engine[F]) scale() {
	p := e.p
	s := scaler{p: p, expected: e.expected, flow: make([]float64, p.N*p.K), still: make([]float64, p.N*p.K), prices: make([]float64, p.N*p.K)}
	s.expectPrices()
	e.tau.X = make([]F, len(p.cols))
	e.sigma.L = make([]F, len(p.rows))
	for i := range p.units {
		s.unit(&p.units[i], func(j int, v float64) { e.tau.X[j] = F(v) }, func(r int, v float64) { e.sigma.L[r] = F(v) })
	}
	e.tau.Y = make([]F, len(p.src))
	for n := range p.N {
		for i := p.srcAt[n]; i < p.srcAt[n+1]; i++ {
			mean := 1e-9
			for t := range p.T {
				mean += p.srcUp[i*p.T+t] / float64(p.T)
			}
			mean *= 0.5
			if p.src[i].unmet {
				mean *= 0.6
			}
			at := n*p.K + int(p.src[i].k)
			e.tau.Y[i] = F(mean / s.prices[at])
			s.flow[at] += mean
		}
	}
	e.tau.S, e.sigma.Nu = make([]F, len(p.keep)), make([]F, p.N)
	for n := range p.N {
		e.sigma.Nu[n] = F(s.stocks(n, func(i int, v float64) { e.tau.S[i] = F(v) }))
	}
	e.sigma.D = make([]F, p.N*p.K)
	for n := range p.N {
		for k := range p.K {
			at := n*p.K + k
			e.sigma.D[at] = F(s.premium(n, k) / (s.flow[at] + 2*s.still[at] + 1e-12))
			if up := int(p.parent[n]); up >= 0 {
				s.flow[up*p.K+k] += s.flow[at]
				s.still[up*p.K+k] += s.still[at]
			}
		}
	}
}

type scaler struct {
	p           *Problem
	flow, still []float64 // node, commodity: amounts that pass, and that stay
	prices      []float64 // node, commodity: prices on the way up, added
	expected
	room float64
}

// premium is how large the premium of a place is expected; at the top, the price.
func (s *scaler) premium(n, k int) float64 {
	if s.p.parent[n] < 0 {
		return s.top[k]
	}
	v := s.p.value[k]
	return math.Min(s.p.edge[n*s.p.K+k], 0.3*v) + 1e-6*v
}

func (s *scaler) expectPrices() {
	p := s.p
	for n := p.N - 1; n >= 0; n-- {
		for k := range p.K {
			q := s.premium(n, k)
			if up := int(p.parent[n]); up >= 0 {
				q += s.prices[up*p.K+k]
			}
			s.prices[n*p.K+k] = q
		}
	}
	sum, m := 0.0, 0.0
	for k, c := range p.In.Commodities {
		if c.Space > 0 {
			sum, m = sum+0.03*p.value[k]/c.Space, m+1
		}
	}
	if s.room = 1; m > 0 {
		s.room = sum / m
	}
}

func (s *scaler) unit(u *unit, tau, sigma func(int, float64)) {
	p := s.p
	sum := make([]float64, u.row1-u.row0)
	price := s.hour[u.row0:u.row1]
	for j := u.col0; j < u.col1; j++ {
		c := &p.cols[j]
		size := math.Inf(1)
		for i, h := range c.hours {
			mean := 1e-6
			for t := range p.T {
				mean += p.rowCap[(u.row0+int(h.i))*p.T+t] / float64(p.T)
			}
			if i == 0 {
				mean /= float64(u.col1 - u.col0)
			}
			size = math.Min(size, mean/h.a)
		}
		if c.box >= 0 {
			mean := 1e-6
			for _, v := range p.box[c.box].up {
				mean += v / float64(p.T)
			}
			size = math.Min(size, mean)
		}
		at := int(u.node) * p.K
		q := s.prices[at+int(c.out)]
		s.flow[at+int(c.out)] += size
		for _, nd := range c.needs {
			q += nd.a * s.prices[at+int(nd.i)]
			s.flow[at+int(nd.i)] += nd.a * size
		}
		for _, h := range c.hours {
			q += h.a * price[h.i]
			sum[h.i] += h.a * size
		}
		tau(j, size/q)
	}
	for r, v := range sum {
		sigma(u.row0+r, price[r]/(v+1e-9))
	}
}

func (s *scaler) stocks(n int, tau func(int, float64)) (sigma float64) {
	p := s.p
	sum := 1e-9
	for i := p.keepAt[n]; i < p.keepAt[n+1]; i++ {
		st := &p.keep[i]
		at := n*p.K + int(st.k)
		size := math.Min(0.5*st.cap, math.Max(s.flow[at], math.Max(st.open, 0.02*st.cap))) + 1e-9
		space := 0.0
		if !math.IsInf(p.space[n], 1) {
			space = p.In.Commodities[st.k].Space
		}
		tau(i, size/(2*s.prices[at]+space*s.room))
		s.still[at] += size
		sum += size * space
	}
	return s.room / sum
}
