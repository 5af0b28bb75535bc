package plan

import (
	"math"
	"slices"
)

// settler balances one commodity in one period through the tree, exactly and
// at the least cost. Every place says how much it must bring in at least and
// what bringing in more would be worth to it, block by block; going up, the
// blocks of the places below are merged, each less what the way costs; at the
// top what must come in must come from what others give up. Whole amounts stay
// whole, since blocks are only ever divided at sums of themselves.
type settler struct {
	p     *Problem
	block [][]block // by node
	ends  [][]int   // by node: where blocks end that came from below together, in their order
	spare []block
	need  []float64 // by node: brought in at least
	in    []float64 // by node: brought in
}

// block: bringing in so much more is worth this for each.
type block struct {
	worth, much float64
	from        int32 // node below, or index of the place's own kind
}

func newSettler(p *Problem) *settler {
	return &settler{p: p, block: make([][]block, p.N), ends: make([][]int, p.N), need: make([]float64, p.N), in: make([]float64, p.N)}
}

// dearest puts blocks in an order that is the same on every machine.
func dearest(a, b block) int {
	switch {
	case a.worth > b.worth:
		return -1
	case a.worth < b.worth:
		return 1
	}
	return int(a.from) - int(b.from)
}

// run settles, after own has filled need and block of every place. It returns
// what is short at the top, which is never more than the sources that the
// places hold back.
func (s *settler) run(k int, own func(n int)) (short float64) {
	p := s.p
	for n := range p.N {
		s.block[n], s.ends[n] = s.block[n][:0], s.ends[n][:0]
		s.need[n] = 0
	}
	for n := range p.N {
		own(n)
		s.order(n)
		s.in[n] = s.need[n]
		up := int(p.parent[n])
		if up < 0 {
			break
		}
		e := p.edge[n*p.K+k]
		at := s.need[n]
		s.need[up] += at
		for _, b := range s.block[n] {
			if b.much <= 0 {
				continue
			}
			if at < 0 { // it sends out so far: taking in more saves the way out
				part := math.Min(b.much, -at)
				s.block[up] = append(s.block[up], block{b.worth + e, part, int32(n)})
				at += part
				if b.much -= part; b.much <= 0 {
					continue
				}
			}
			s.block[up] = append(s.block[up], block{b.worth - e, b.much, int32(n)})
			at += b.much
		}
		s.ends[up] = append(s.ends[up], len(s.block[up]))
	}
	s.handDown(-p.waste[k])
	return max(0, s.need[p.N-1])
}

// order puts a place's blocks in order. Those of each place below are in
// order already, and are merged, two and two.
func (s *settler) order(n int) {
	all, ends, own := s.block[n], s.ends[n], 0
	if len(ends) > 0 {
		own = ends[len(ends)-1]
	}
	slices.SortFunc(all[own:], dearest)
	for ends = append(ends, len(all)); len(ends) > 1; ends = ends[:(len(ends)+1)/2] {
		from := 0
		for i := 0; i < len(ends); i += 2 {
			mid, to := ends[i], ends[min(i+1, len(ends)-1)]
			s.merge(all[from:to], mid-from)
			ends[i/2], from = to, to
		}
	}
}

// merge puts blocks in order that are in order up to mid and from there on.
func (s *settler) merge(all []block, mid int) {
	s.spare = append(s.spare[:0], all[:mid]...)
	a, b := s.spare, all[mid:]
	for i := range all {
		if len(a) == 0 {
			return // the rest stands where it should
		}
		if len(b) == 0 || dearest(a[0], b[0]) <= 0 {
			all[i], a = a[0], a[1:]
		} else {
			all[i], b = b[0], b[1:]
		}
	}
}

// handDown gives what the top has over its needs to the dearest blocks, and
// leaves in each block how much of it was brought in. At the top what is over
// may be thrown away, so no block that is worth less than that gets any.
func (s *settler) handDown(thrown float64) {
	root := s.p.N - 1
	left := max(0, -s.need[root])
	for n := root; n >= 0; n-- {
		if n < root {
			left = s.in[n] - s.need[n]
		}
		for i, b := range s.block[n] {
			take := math.Min(b.much, left)
			if n == root && b.worth < thrown {
				take = 0
			}
			left -= take
			if b.from >= 0 {
				s.in[b.from] += take
			}
			s.block[n][i].much = take
		}
		if n == root {
			s.in[root] = -left
		}
	}
}
