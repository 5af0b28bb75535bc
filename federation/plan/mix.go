package plan

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// Share is how much of something comes from somebody, or goes to somebody.
type Share struct {
	Kind string  `json:"kind" words:"yes"` // made, bought, opening; contract, order, forecast, worked up, left, over
	Who  string  `json:"who"`
	At   string  `json:"at"` // place
	Much float64 `json:"much"`
}

// mixing tells where goods come from and where they go. What comes together in
// a place in a period is one heap: everybody who takes of it has of each source
// in the same proportion. So a plan that only says how much passes where still
// says who works for whom, and it adds up.
type mixing struct {
	p        *Problem
	pl       *Plan
	children [][]int
	makers   map[[2]int][]int // node, commodity: columns that make it
	users    map[[2]int][]int // node, commodity: columns that take it
	sources  map[[2]int][]int
	keeps    map[[2]int]int
	owner    []int // by column: its unit
	had      map[[3]int]map[end]float64
	gone     map[[3]int]map[end]float64
}

// end is where goods begin, or end up: a kind, and the number of its item.
type end struct {
	kind string
	of   int
}

func (r *Result) mixing() *mixing {
	p := r.Problem
	m := &mixing{p: p, pl: r.Plan, children: make([][]int, p.N), makers: map[[2]int][]int{}, users: map[[2]int][]int{}, sources: map[[2]int][]int{}, keeps: map[[2]int]int{},
		owner: make([]int, len(p.cols)), had: map[[3]int]map[end]float64{}, gone: map[[3]int]map[end]float64{}}
	for n := range p.N {
		if up := p.parent[n]; up >= 0 {
			m.children[up] = append(m.children[up], n)
		}
		for i := p.srcAt[n]; i < p.srcAt[n+1]; i++ {
			at := [2]int{n, int(p.src[i].k)}
			m.sources[at] = append(m.sources[at], i)
		}
		for i := p.keepAt[n]; i < p.keepAt[n+1]; i++ {
			m.keeps[[2]int{n, int(p.keep[i].k)}] = i
		}
	}
	for u := range p.units {
		n := int(p.units[u].node)
		for j := p.units[u].col0; j < p.units[u].col1; j++ {
			m.owner[j] = u
			out := [2]int{n, int(p.cols[j].out)}
			m.makers[out] = append(m.makers[out], j)
			for _, nd := range p.cols[j].needs {
				at := [2]int{n, int(nd.i)}
				m.users[at] = append(m.users[at], j)
			}
		}
	}
	return m
}

// flow is what comes down into a place from the one above; below 0 it goes up.
func (m *mixing) flow(n, k, t int) float64 { return m.pl.Flow[m.p.at(n, k)+t] }

// from are the sources of a heap, as shares that add up to 1; nothing of nothing.
func (m *mixing) from(n, k, t int) map[end]float64 {
	return mixed(m.had, [3]int{n, k, t}, func(put func(e end, much float64), all func(of map[end]float64, much float64)) {
		for _, j := range m.makers[[2]int{n, k}] {
			put(end{"made", m.owner[j]}, m.pl.Make[j*m.p.T+t])
		}
		for _, i := range m.sources[[2]int{n, k}] {
			if !m.p.src[i].unmet {
				put(end{"bought", i}, m.pl.Take[i*m.p.T+t])
			}
		}
		if i, there := m.keeps[[2]int{n, k}]; there {
			if t == 0 {
				put(end{"opening", i}, m.p.keep[i].open)
			} else if much := m.pl.Keep[i*m.p.T+t-1]; much > 0 {
				all(m.from(n, k, t-1), much)
			}
		}
		if up := int(m.p.parent[n]); up >= 0 && m.flow(n, k, t) > 0 {
			all(m.from(up, k, t), m.flow(n, k, t))
		}
		for _, c := range m.children[n] {
			if much := -m.flow(c, k, t); much > 0 {
				all(m.from(c, k, t), much)
			}
		}
	})
}

// to are those who take of a heap, as shares that add up to 1.
func (m *mixing) to(n, k, t int) map[end]float64 {
	return mixed(m.gone, [3]int{n, k, t}, func(put func(e end, much float64), all func(of map[end]float64, much float64)) {
		for _, i := range m.sources[[2]int{n, k}] {
			if m.p.src[i].unmet {
				put(end{"met", i}, m.p.srcUp[i*m.p.T+t]-m.pl.Take[i*m.p.T+t])
			}
		}
		for _, j := range m.users[[2]int{n, k}] {
			for _, nd := range m.p.cols[j].needs {
				if int(nd.i) == k {
					put(end{"worked up", m.owner[j]}, nd.a*m.pl.Make[j*m.p.T+t])
				}
			}
		}
		if i, there := m.keeps[[2]int{n, k}]; there {
			if much := m.pl.Keep[i*m.p.T+t]; t == m.p.T-1 {
				put(end{"left", i}, much)
			} else if much > 0 {
				all(m.to(n, k, t+1), much)
			}
		}
		if up := int(m.p.parent[n]); up < 0 {
			put(end{"over", 0}, -m.flow(n, k, t))
		} else if much := -m.flow(n, k, t); much > 0 {
			all(m.to(up, k, t), much)
		}
		for _, c := range m.children[n] {
			if much := m.flow(c, k, t); much > 0 {
				all(m.to(c, k, t), much)
			}
		}
	})
}

// mixed adds the parts of a heap up and makes shares of them.
func mixed(known map[[3]int]map[end]float64, at [3]int, parts func(put func(end, float64), all func(map[end]float64, float64))) map[end]float64 {
	if had, there := known[at]; there {
		return had
	}
	heap, sum := map[end]float64{}, 0.0
	put := func(e end, much float64) {
		if much > 1e-9 {
			heap[e] += much
			sum += much
		}
	}
	parts(put, func(of map[end]float64, much float64) {
		for _, e := range ordered(of) { // sums come out alike every time
			put(e, of[e]*much)
		}
	})
	for e := range heap {
		heap[e] /= sum
	}
	known[at] = heap
	return heap
}

// ordered are the ends in an order that is always the same.
func ordered(m map[end]float64) []end {
	return slices.SortedFunc(maps.Keys(m), func(a, b end) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.of, b.of)) })
}

// shares name the ends of amounts, the largest first; beyond the most that are
// listed they are one.
func (m *mixing) shares(much map[end]float64, most int) (list []Share) {
	p := m.p
	by := map[Share]float64{}
	for _, e := range ordered(much) {
		place := func(node int32) string { return p.In.Places[p.place[node]].Name }
		s := Share{Kind: e.kind}
		switch e.kind {
		case "made", "worked up":
			u := &p.units[e.of]
			s.Who, s.At = p.In.Units[u.of].Name, place(u.node)
		case "bought":
			of := &p.In.Supplies[p.src[e.of].of]
			s.Who, s.At = of.From, p.In.Places[of.Place].Name
		case "met":
			of := &p.In.Demands[p.src[e.of].of]
			s.Kind, s.Who, s.At = KindNames[of.Kind], of.For, p.In.Places[of.Place].Name
		case "opening", "left":
			s.At = place(p.keep[e.of].node)
		}
		by[s] += much[e]
	}
	for s, v := range by {
		if s.Much = neat(v); s.Much > 0 {
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b Share) int {
		return cmp.Or(cmp.Compare(b.Much, a.Much), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Who, b.Who), cmp.Compare(a.At, b.At))
	})
	if len(list) > most {
		rest := Share{Kind: "others"}
		for _, s := range list[most:] {
			rest.Much = neat(rest.Much + s.Much)
		}
		list = append(list[:most:most], rest)
	}
	return list
}

// addShares puts so much of a heap's shares to what is added up.
func addShares(to, of map[end]float64, much float64) {
	for e, share := range of {
		to[e] += share * much
	}
}

// Flow is what passes between a place and the one above it, over all periods.
type Flow struct {
	From      string    `json:"from"`
	To        string    `json:"to"`
	Commodity string    `json:"commodity"`
	Unit      string    `json:"unit"`
	Much      float64   `json:"much"`
	Worth     float64   `json:"worth"` // by the values of the commodities
	Amounts   []float64 `json:"amounts"`
}

// Flows are what passes between a place and the places below it, and between it
// and the one above, the most worth first; where no place is named, all that
// passes anywhere.
func (r *Result) Flows(place string, most int) []Flow {
	p := r.Problem
	name := func(n int) string { return p.In.Places[p.place[n]].Name }
	all := []Flow{}
	for n := range p.N {
		up := int(p.parent[n])
		if up < 0 || (place != "" && name(n) != place && name(up) != place) {
			continue
		}
		for k := range p.K {
			lanes := r.Plan.Flow[p.at(n, k):][:p.T]
			for _, way := range []struct {
				from, to int
				sign     float64
			}{{up, n, 1}, {n, up, -1}} {
				f := Flow{From: name(way.from), To: name(way.to), Commodity: p.In.Commodities[k].Name, Unit: p.In.Commodities[k].Unit, Amounts: make([]float64, p.T)}
				for t, v := range lanes {
					f.Amounts[t] = neat(math.Max(0, way.sign*v))
					f.Much = neat(f.Much + f.Amounts[t])
				}
				if f.Worth = neat(f.Much * p.value[k]); f.Much > 0 {
					all = append(all, f)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Flow) int { return cmp.Compare(b.Worth, a.Worth) })
	return all[:min(most, len(all))]
}
