package plan

import (
	"math"
	"runtime"
	"sync"
)

// number is what the method counts in: float32 where the problem is large,
// since its prices need no more than the bound can use, float64 where it is
// small and a tight gap may be asked for.
type number interface{ float32 | float64 }

// state is one iterate: prices and amounts. The price of a commodity in a
// place is the price at the top and the premiums down the way, D; L is what
// an hour is worth, Nu what room is; S stocks, Y sources, X what is made.
type state[F number] struct{ D, S, Y, X, L, Nu []F }

func (s *state[F]) each(o *state[F], do func(a, b []F)) {
	do(s.D, o.D)
	do(s.S, o.S)
	do(s.Y, o.Y)
	do(s.X, o.X)
	do(s.L, o.L)
	do(s.Nu, o.Nu)
}

func (s *state[F]) copyFrom(o *state[F]) {
	s.each(o, func(a, b []F) { copy(a, b) })
}

// engine is a restarted, reflected Halpern iteration of the primal-dual
// hybrid gradient method, on the problem as it is built and not on a matrix.
//
// Flows between places are no variables of it: the price of a flow's edge is
// a premium between minus and plus what transport costs there, and what a
// subtree lacks is what flows in. So the tree is carried by prices, composed
// downwards, and by what is lacking, added up upwards.
type engine[F number] struct {
	p        *Problem
	workers  int
	z, a, t  state[F] // where it is, its anchor, the last step's end
	tau      struct{ S, Y, X []F }
	sigma    struct{ D, L, Nu []F }
	weight   F // of amounts against prices
	count    int
	expected expected

	dem, up, rowCap []F
	edge            []F
	inner           []int // by node: where its prices stand in pi, -1 for a leaf
	pi              []F
	lack            []F
	lackAt          []int // by node: where it stands in lack
	cols            []colF[F]
	rows            []rowF[F]
	keeps           []keepF[F]
	srcs            []F // cost
	chunks          [][2]int
	work            []scratch[F]
	moved           []float64 // by chunk, twice: amounts and prices
	movedTop        []float64 // by commodity
}

type colF[F number] struct {
	cost         F
	needs, hours []entryF[F]
	out          int
	box          *boxF[F]
}

type entryF[F number] struct {
	at int32 // offset of lanes
	a  F
}

type boxF[F number] struct {
	floor, up []F
	short     F
}

type rowF[F number] struct{ least, easy, over, unworked, idle, overts F }

type keepF[F number] struct {
	k              int
	cap, hold, end F
	space          F
	reserve        []F
	short          F
}

type scratch[F number] struct{ pi, lack, hours, room, lane []F }

func newState[F number](p *Problem) state[F] {
	mk := func(n int) []F { return make([]F, n*p.T) }
	return state[F]{D: mk(p.N * p.K), S: mk(len(p.keep)), Y: mk(len(p.src)), X: mk(len(p.cols)), L: mk(len(p.rows)), Nu: mk(p.N)}
}

func as[F number](v []float64) []F {
	if v == nil {
		return nil
	}
	o := make([]F, len(v))
	for i := range v {
		o[i] = F(v[i])
	}
	return o
}

func newEngine[F number](p *Problem, workers int) *engine[F] {
	e := &engine[F]{p: p, workers: workers, weight: 0.35, dem: as[F](p.demand), up: as[F](p.srcUp), rowCap: as[F](p.rowCap), edge: as[F](p.edge)}
	e.z, e.a, e.t = newState[F](p), newState[F](p), newState[F](p)
	e.inner = make([]int, p.N)
	for n := range e.inner {
		e.inner[n] = -1
	}
	inner := 0
	for n := range p.N {
		up := max(int(p.parent[n]), 0)
		if p.parent[n] < 0 {
			up = n // the top, which may stand alone
		}
		if e.inner[up] < 0 {
			e.inner[up] = inner
			inner++
		}
	}
	e.pi = make([]F, inner*p.K*p.T)
	e.translate()
	e.expected = p.expect()
	e.scale()
	e.chunk()
	e.layLack()
	root := p.at(p.N-1, 0)
	for k := range p.K {
		for t := range p.T {
			e.z.D[root+k*p.T+t] = F(p.value[k])
		}
	}
	e.a.copyFrom(&e.z)
	e.t.copyFrom(&e.z)
	return e
}

func (e *engine[F]) translate() {
	p := e.p
	boxes := make([]boxF[F], len(p.box))
	for i, b := range p.box {
		boxes[i] = boxF[F]{as[F](b.floor), as[F](b.up), F(b.short)}
	}
	e.cols = make([]colF[F], len(p.cols))
	n := 0
	for j := range p.cols {
		n += len(p.cols[j].needs) + len(p.cols[j].hours)
	}
	entries := make([]entryF[F], 0, n) // all beside each other, in the order in which they are read
	for _, u := range p.units {
		for j := u.col0; j < u.col1; j++ {
			c := &p.cols[j]
			f := colF[F]{cost: F(c.cost), out: int(c.out) * p.T}
			at := len(entries)
			for _, nd := range c.needs {
				entries = append(entries, entryF[F]{int32(int(nd.i) * p.T), F(nd.a)})
			}
			mid := len(entries)
			for _, h := range c.hours {
				entries = append(entries, entryF[F]{int32(int(h.i) * p.T), F(h.a)})
			}
			f.needs, f.hours = entries[at:mid:mid], entries[mid:]
			if c.box >= 0 {
				f.box = &boxes[c.box]
			}
			e.cols[j] = f
		}
	}
	for _, r := range p.rows {
		e.rows = append(e.rows, rowF[F]{F(r.least), F(r.easy), F(r.over), F(r.unworked), F(r.idle), F(r.overts)})
	}
	for _, s := range p.keep {
		space := 0.0
		if !math.IsInf(p.space[s.node], 1) {
			space = p.In.Commodities[s.k].Space
		}
		e.keeps = append(e.keeps, keepF[F]{int(s.k) * p.T, F(s.cap), F(s.hold), F(s.end), F(space), as[F](s.reserve), F(s.short)})
	}
	for _, s := range p.src {
		e.srcs = append(e.srcs, F(s.cost))
	}
}

// chunk divides the places into pieces of work that do not depend on how many
// processors there are, so that sums come out alike everywhere.
func (e *engine[F]) chunk() {
	p := e.p
	size := func(n int) int {
		s := p.K + p.srcAt[n+1] - p.srcAt[n] + p.keepAt[n+1] - p.keepAt[n]
		for u := p.unitAt[n]; u < p.unitAt[n+1]; u++ {
			s += 3*(p.units[u].col1-p.units[u].col0) + p.units[u].row1 - p.units[u].row0
		}
		return s * p.T
	}
	const least = 30_000
	from, sum := 0, 0
	for n := range p.N {
		if sum += size(n); sum >= least || n == p.N-1 {
			e.chunks = append(e.chunks, [2]int{from, n + 1})
			from, sum = n+1, 0
		}
	}
	most := 0
	for _, u := range p.units {
		most = max(most, u.row1-u.row0)
	}
	e.workers = max(1, min(e.workers, len(e.chunks), runtime.GOMAXPROCS(0)))
	e.work = make([]scratch[F], e.workers)
	for i := range e.work {
		e.work[i] = scratch[F]{make([]F, p.K*p.T), make([]F, p.K*p.T), make([]F, most*p.T), make([]F, p.T), make([]F, p.T)}
	}
	e.moved = make([]float64, 2*len(e.chunks))
	e.movedTop = make([]float64, p.K)
}

// layLack finds room for what is lacking. Places with none below them that
// stand together, below the same place and in the same chunk, have it
// together, since all that matters of it afterwards is their sum.
func (e *engine[F]) layLack() {
	p := e.p
	e.lackAt = make([]int, p.N)
	at := -1
	for _, c := range e.chunks {
		for n := c[0]; n < c[1]; n++ {
			if n == c[0] || e.inner[n] >= 0 || e.inner[n-1] >= 0 || p.parent[n] != p.parent[n-1] {
				at++
			}
			e.lackAt[n] = at
		}
	}
	e.lack = make([]F, (at+1)*p.K*p.T)
}

func (e *engine[F]) lackOf(n int) []F {
	size := e.p.K * e.p.T
	return e.lack[e.lackAt[n]*size:][:size]
}

// opens says whether a place is the first of those that have lack together.
func (e *engine[F]) opens(n int) bool { return n == 0 || e.lackAt[n] != e.lackAt[n-1] }

// share runs do for 0 to n-1 on all workers.
func (e *engine[F]) share(n int, do func(w, i int)) { share(e.workers, n, do) }

func share(workers, n int, do func(w, i int)) {
	if workers = min(workers, n); workers <= 1 {
		for i := range n {
			do(0, i)
		}
		return
	}
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := n * w / workers; i < n*(w+1)/workers; i++ {
				do(w, i)
			}
		})
	}
	wg.Wait()
}
