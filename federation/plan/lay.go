package plan

import (
	"math"
	"slices"
)

func (p *Problem) layUnits() {
	in := p.In
	order := make([]int, len(in.Units))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return p.node[in.Units[a].Place] - p.node[in.Units[b].Place] })
	p.unitAt = make([]int, p.N+1)
	for _, i := range order {
		n := p.node[in.Units[i].Place]
		p.unitAt[n+1]++
		p.layUnit(i, n)
	}
	for n := range p.N {
		p.unitAt[n+1] += p.unitAt[n]
	}
}

func (p *Problem) layUnit(i, n int) {
	in := p.In
	u, po := &in.Units[i], in.Policy
	at := unit{node: int32(n), col0: len(p.cols), row0: len(p.rows), of: i}
	index := map[int]int32{}
	for _, h := range u.Has {
		index[h.Resource] = int32(len(p.rows) - at.row0)
		r := row{resource: h.Resource}
		if in.Resources[h.Resource].Labour {
			r = row{h.Least, max(h.Least, 1-po.Slack), h.Over, po.Unworked * po.Wage, po.Idle * po.Wage, po.Overtime * po.Wage, h.Resource}
		}
		p.rows = append(p.rows, r)
		p.rowCap = append(p.rowCap, h.Hours...)
	}
	for a, can := range u.Can {
		r := &in.Recipes[can.Recipe]
		c := col{out: int32(r.Makes), whole: p.whole[r.Makes], box: -1, cost: r.Cost + can.Extra, of: a}
		for _, nd := range r.Needs {
			if nd.Much > 0 {
				c.needs = append(c.needs, entry{int32(nd.What), nd.Much})
			}
		}
		bound := !math.IsInf(can.Most, 1)
		for _, h := range r.Hours {
			if at, ok := index[h.What]; ok && h.Much > 0 {
				c.hours = append(c.hours, entry{at, h.Much * in.pace(u, h.What)})
			} else if h.Much > 0 {
				bound = true // hours of something it does not have
			}
		}
		if bound {
			b := box{up: make([]float64, p.T)}
			for t := range b.up {
				b.up[t] = p.roomy(u, can, t)
			}
			c.box = int32(len(p.box))
			p.box = append(p.box, b)
		}
		p.cols = append(p.cols, c)
	}
	at.col1, at.row1 = len(p.cols), len(p.rows)
	p.units = append(p.units, at)
}

// layLocks narrows the boxes of what is agreed.
func (p *Problem) layLocks() {
	in := p.In
	at := make([]int, len(in.Units))
	for i, u := range p.units {
		at[u.of] = i
	}
	for _, l := range in.Locks {
		u := p.units[at[l.Unit]]
		for j := u.col0; j < u.col1; j++ {
			can := in.Units[l.Unit].Can[p.cols[j].of]
			if can.Recipe != l.Recipe {
				continue
			}
			if p.cols[j].box < 0 {
				b := box{up: make([]float64, p.T)}
				for t := range b.up {
					b.up[t] = p.roomy(&in.Units[l.Unit], can, t)
				}
				p.cols[j].box = int32(len(p.box))
				p.box = append(p.box, b)
			}
			p.narrow(&p.box[p.cols[j].box], l, p.value[p.cols[j].out])
		}
	}
}

// roomy is a limit of what is made that binds only where something else than
// hours does: what the hours allow is told by the price of hours alone.
func (p *Problem) roomy(u *Unit, can Ability, t int) float64 {
	if most := p.In.MostMade(u, can, t); most < can.Most {
		return min(2*most, can.Most)
	}
	return can.Most
}

func (p *Problem) narrow(b *box, l Lock, value float64) {
	for t, v := range l.Much {
		if l.Kind != LockLeast {
			b.up[t] = min(b.up[t], v)
		}
	}
	if l.Kind == LockMost {
		return
	}
	if b.floor == nil {
		b.floor = make([]float64, p.T)
	}
	b.short = p.agreed * value
	for t, v := range l.Much {
		b.floor[t] = max(b.floor[t], v)
	}
}

// layDepth finds for each commodity how many recipes stand below it. Loops
// were refused before.
func (p *Problem) layDepth() {
	p.depth = make([]int, p.K)
	for range p.K {
		changed := false
		for _, r := range p.In.Recipes {
			for _, nd := range r.Needs {
				if nd.Much > 0 && p.depth[r.Makes] <= p.depth[nd.What] {
					p.depth[r.Makes], changed = p.depth[nd.What]+1, true
				}
			}
		}
		if !changed {
			break
		}
	}
	for _, d := range p.depth {
		p.maxDep = max(p.maxDep, d)
	}
}

// lanes is the size of the problem in numbers that move.
func (p *Problem) lanes() int {
	return (p.N*p.K + len(p.src) + len(p.keep) + len(p.cols) + len(p.rows)) * p.T
}
