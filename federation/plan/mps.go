package plan

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
)

// WriteMPS writes the same problem for any other solver, as free MPS: every
// flow both ways, every piece of a cost a column of its own. Whole goods are
// not marked, so that the optimum is the one that the bound is held against.
func (p *Problem) WriteMPS(w io.Writer) error {
	m := &mps{p: p, w: bufio.NewWriterSize(w, 1<<20)}
	m.rowsOf()
	m.put("COLUMNS\n")
	m.flows()
	m.sources()
	m.stocks()
	for i := range p.units {
		m.unit(&p.units[i])
	}
	m.put("RHS\n")
	for i, v := range p.demand {
		if v != 0 {
			m.put(" RHS %s %s\n", m.good(i), number2(v))
		}
	}
	for n := range p.N {
		for t := range p.T {
			if !math.IsInf(p.space[n], 1) {
				m.put(" RHS %s %s\n", m.room(n, t), number2(p.space[n]))
			}
		}
	}
	for i, v := range p.rowCap {
		if v != 0 {
			m.put(" RHS %s %s\n", hourName(i), number2(v))
		}
	}
	for _, f := range m.floors {
		m.put(" RHS %s %s\n", f.name, number2(f.v))
	}
	m.put("BOUNDS\n")
	for _, b := range m.ups {
		m.put(" UP BND %s %s\n", b.name, number2(b.v))
	}
	m.put("ENDATA\n")
	if m.err == nil {
		m.err = m.w.Flush()
	}
	return m.err
}

type named struct {
	name string
	v    float64
}

type mps struct {
	p           *Problem
	w           *bufio.Writer
	err         error
	n           int
	ups, floors []named
}

func (m *mps) put(format string, args ...any) {
	if m.err == nil {
		_, m.err = fmt.Fprintf(m.w, format, args...)
	}
}

func number2(v float64) string { return strconv.FormatFloat(v, 'g', 15, 64) }

func (m *mps) good(i int) string { return "g" + strconv.Itoa(i) }

func (m *mps) room(n, t int) string { return fmt.Sprintf("s%d_%d", n, t) }

func hourName(i int) string { return "h" + strconv.Itoa(i) }

// rowsOf names the rows: goods balance, hours balance, room is limited.
func (m *mps) rowsOf() {
	p := m.p
	m.put("NAME plan FREE\nROWS\n N COST\n")
	for i := range p.demand {
		m.put(" E %s\n", m.good(i))
	}
	for n := range p.N {
		for t := range p.T {
			if !math.IsInf(p.space[n], 1) {
				m.put(" L %s\n", m.room(n, t))
			}
		}
	}
	for i := range p.rowCap {
		m.put(" E %s\n", hourName(i))
	}
	for i, b := range p.box {
		for t := range b.floor {
			m.put(" G fx%d_%d\n", i, t)
			m.floors = append(m.floors, named{fmt.Sprintf("fx%d_%d", i, t), b.floor[t]})
		}
	}
	for i := range p.keep {
		for t := range p.keep[i].reserve {
			m.put(" G fs%d_%d\n", i, t)
			m.floors = append(m.floors, named{fmt.Sprintf("fs%d_%d", i, t), p.keep[i].reserve[t]})
		}
	}
}

// col writes a column: its cost, its limit, and where it stands.
func (m *mps) col(cost, up float64, at ...named) {
	name := "c" + strconv.Itoa(m.n)
	m.n++
	m.put(" %s COST %s\n", name, number2(cost))
	for _, a := range at {
		m.put(" %s %s %s\n", name, a.name, number2(a.v))
	}
	if !math.IsInf(up, 1) {
		m.ups = append(m.ups, named{name, up})
	}
}

func (m *mps) flows() {
	p := m.p
	for n := range p.N {
		for i := range p.K * p.T {
			at := p.at(n, 0) + i
			up := int(p.parent[n])
			if up < 0 {
				m.col(p.waste[i/p.T], Inf, named{m.good(at), -1})
				continue
			}
			above, e := p.at(up, 0)+i, p.edge[n*p.K+i/p.T]
			m.col(e, Inf, named{m.good(at), 1}, named{m.good(above), -1})
			m.col(e, Inf, named{m.good(at), -1}, named{m.good(above), 1})
		}
	}
}

func (m *mps) sources() {
	p := m.p
	for n := range p.N {
		for i := p.srcAt[n]; i < p.srcAt[n+1]; i++ {
			for t := range p.T {
				m.col(p.src[i].cost, p.srcUp[i*p.T+t], named{m.good(p.at(n, int(p.src[i].k)) + t), 1})
			}
		}
	}
}

func (m *mps) stocks() {
	p := m.p
	for n := range p.N {
		for i := p.keepAt[n]; i < p.keepAt[n+1]; i++ {
			s := &p.keep[i]
			at := p.at(n, int(s.k))
			for t := range p.T {
				in := []named{{m.good(at + t), -1}}
				cost := s.hold
				if t+1 < p.T {
					in = append(in, named{m.good(at + t + 1), 1})
				} else {
					cost -= s.end
				}
				if !math.IsInf(p.space[n], 1) {
					in = append(in, named{m.room(n, t), p.In.Commodities[s.k].Space})
				}
				if s.reserve != nil {
					floor := fmt.Sprintf("fs%d_%d", i, t)
					in = append(in, named{floor, 1})
					m.col(s.short, Inf, named{floor, 1})
				}
				m.col(cost, s.cap, in...)
			}
		}
	}
}

func (m *mps) unit(u *unit) {
	p := m.p
	for j := u.col0; j < u.col1; j++ {
		c := &p.cols[j]
		for t := range p.T {
			in := []named{{m.good(p.at(int(u.node), int(c.out)) + t), 1}}
			for _, nd := range c.needs {
				in = append(in, named{m.good(p.at(int(u.node), int(nd.i)) + t), -nd.a})
			}
			for _, h := range c.hours {
				in = append(in, named{hourName((u.row0+int(h.i))*p.T + t), h.a})
			}
			up := Inf
			if c.box >= 0 {
				b := &p.box[c.box]
				if up = b.up[t]; b.floor != nil {
					floor := fmt.Sprintf("fx%d_%d", c.box, t)
					in = append(in, named{floor, 1})
					m.col(b.short, Inf, named{floor, 1})
				}
			}
			m.col(c.cost, up, in...)
		}
	}
	for r := u.row0; r < u.row1; r++ {
		w := &p.rows[r]
		for t := range p.T {
			cap, row := p.rowCap[r*p.T+t], hourName(r*p.T+t)
			m.col(0, (1-w.easy)*cap, named{row, 1})
			m.col(w.idle, (w.easy-w.least)*cap, named{row, 1})
			m.col(w.unworked, w.least*cap, named{row, 1})
			m.col(w.overts, w.over*cap, named{row, -1})
		}
	}
}
