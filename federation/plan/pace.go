package plan

import "math"

// pacer says when to restart: when the steps have become much shorter than
// after the last restart, or shorter and no longer shrinking, or when it has
// been long. At a restart the weight of amounts against prices is drawn to
// where both have as far to go.
// drawn is how far the weight goes at one restart.
const drawn = 0.6

type pacer struct{ first, last float64 }

type restarter interface {
	restart()
	learn()
	since() int
	travel() (dx, dy float64) // from the anchor to the last step's end, squared
	weigh() float64
	reweigh(w float64)
}

func (p *pacer) restart(e restarter, dx, dy float64, step int) {
	w := e.weigh()
	r := math.Sqrt(dx/w + dy*w)
	if p.first <= 0 {
		p.first, p.last = r, r
	}
	due := r < 0.2*p.first || (r < 0.8*p.first && r > p.last) || e.since() > step/4+50
	p.last = r
	if !due {
		return
	}
	e.learn()
	if dx, dy := e.travel(); dx > 1e-30 && dy > 1e-30 {
		e.reweigh(math.Exp(drawn*math.Log(math.Sqrt(dx/dy)) + (1-drawn)*math.Log(w)))
	}
	e.restart()
	p.first = -1
}

func (e *engine[F]) since() int { return e.count }

func (e *engine[F]) weigh() float64 { return float64(e.weight) }

func (e *engine[F]) reweigh(w float64) { e.weight = F(w) }

// travel tells how far amounts and prices came since the last restart.
func (e *engine[F]) travel() (dx, dy float64) {
	T := e.p.T
	sum := func(a, b, scale []F) (s float64) {
		for i := range scale {
			q := 0.0
			for t := i * T; t < (i+1)*T; t++ {
				d := float64(a[t] - b[t])
				q += d * d
			}
			s += q / float64(scale[i])
		}
		return s
	}
	dx = sum(e.t.X, e.a.X, e.tau.X) + sum(e.t.Y, e.a.Y, e.tau.Y) + sum(e.t.S, e.a.S, e.tau.S)
	dy = sum(e.t.D, e.a.D, e.sigma.D) + sum(e.t.L, e.a.L, e.sigma.L) + sum(e.t.Nu, e.a.Nu, e.sigma.Nu)
	return dx, dy
}

// iterate is the last step's end, as others read it.
func (e *engine[F]) iterate() *Iterate {
	p := e.p
	wide := func(v []F) []float64 {
		o := make([]float64, len(v))
		for i := range v {
			o[i] = float64(v[i])
		}
		return o
	}
	it := &Iterate{Make: wide(e.t.X), Keep: wide(e.t.S), Take: wide(e.t.Y), Price: Prices{wide(e.t.D), wide(e.t.L), wide(e.t.Nu)}}
	size := p.K * p.T
	for n := p.N - 2; n >= 0; n-- {
		up := int(p.parent[n])
		for i := range size {
			it.Price.Good[n*size+i] += it.Price.Good[up*size+i]
		}
	}
	return it
}

// begin starts from an earlier plan: its prices and amounts. What is bought
// and unmet follows from the prices in a few steps.
func (e *engine[F]) begin(from *Iterate) {
	p := e.p
	size := p.K * p.T
	set := func(to []F, from []float64) {
		if len(to) == len(from) {
			for i, v := range from {
				to[i] = F(v)
			}
		}
	}
	set(e.z.X, from.Make)
	set(e.z.S, from.Keep)
	set(e.z.Y, from.Take)
	set(e.z.L, from.Price.Hour)
	set(e.z.Nu, from.Price.Room)
	set(e.z.D, from.Price.Good)
	for n := range p.N - 1 {
		up := int(p.parent[n])
		for i := range size {
			e.z.D[n*size+i] = F(from.Price.Good[n*size+i] - from.Price.Good[up*size+i])
		}
	}
	e.a.copyFrom(&e.z)
	e.t.copyFrom(&e.z)
	e.learn()
}
