package plan

import "math"

// Cost is what a plan costs, in the weights of its policy, by what for.
type Cost struct {
	Total     float64   `json:"total"`
	Unmet     []float64 `json:"unmet"` // by kind of demand
	Agreed    float64   `json:"agreed"`
	Idle      float64   `json:"idle"`
	Overtime  float64   `json:"overtime"`
	Transport float64   `json:"transport"`
	Materials float64   `json:"materials"`
	Making    float64   `json:"making"`
	Holding   float64   `json:"holding"`
	Waste     float64   `json:"waste"` // of what is made and thrown away
	End       float64   `json:"end"`   // what is in stock at the end is worth, taken off
}

func (c *Cost) add(o Cost) {
	for i, v := range o.Unmet {
		c.Unmet[i] += v
	}
	c.Agreed += o.Agreed
	c.Idle += o.Idle
	c.Overtime += o.Overtime
	c.Transport += o.Transport
	c.Materials += o.Materials
	c.Making += o.Making
	c.Holding += o.Holding
	c.Waste += o.Waste
	c.End += o.End
}

func (c *Cost) sum() float64 {
	total := c.Agreed + c.Idle + c.Overtime + c.Transport + c.Materials + c.Making + c.Holding + c.Waste - c.End
	for _, v := range c.Unmet {
		total += v
	}
	return total
}

// CostOf adds up what a plan costs.
func (p *Problem) CostOf(pl *Plan, workers int) Cost {
	part := make([]Cost, p.N)
	share(workers, p.N, func(_, n int) {
		c := &part[n]
		c.Unmet = make([]float64, len(KindNames))
		if p.parent[n] >= 0 {
			for k := range p.K {
				moved := 0.0
				for _, v := range pl.Flow[p.at(n, k):][:p.T] {
					moved += math.Abs(v)
				}
				c.Transport += moved * p.edge[n*p.K+k]
			}
		} else {
			for k := range p.K {
				for _, v := range pl.Flow[p.at(n, k):][:p.T] {
					c.Waste += math.Max(0, -v) * p.waste[k]
				}
			}
		}
		p.costSources(n, pl, c)
		p.costStocks(n, pl, c)
		for u := p.unitAt[n]; u < p.unitAt[n+1]; u++ {
			p.costUnit(&p.units[u], pl, c)
		}
	})
	sum := Cost{Unmet: make([]float64, len(KindNames))}
	for i := range part {
		sum.add(part[i])
	}
	sum.Total = sum.sum()
	return sum
}

func (p *Problem) costSources(n int, pl *Plan, c *Cost) {
	for i := p.srcAt[n]; i < p.srcAt[n+1]; i++ {
		s, much := &p.src[i], 0.0
		for _, v := range pl.Take[i*p.T:][:p.T] {
			much += v
		}
		if s.unmet {
			c.Unmet[p.In.Demands[s.of].Kind] += much * s.cost
		} else {
			c.Materials += much * s.cost
		}
	}
}

func (p *Problem) costStocks(n int, pl *Plan, c *Cost) {
	for i := p.keepAt[n]; i < p.keepAt[n+1]; i++ {
		s := &p.keep[i]
		for t, v := range pl.Keep[i*p.T:][:p.T] {
			c.Holding += v * s.hold
			if s.reserve != nil {
				c.Agreed += s.short * math.Max(0, s.reserve[t]-v)
			}
			if t == p.T-1 {
				c.End += v * s.end
			}
		}
	}
}

func (p *Problem) costUnit(u *unit, pl *Plan, c *Cost) {
	for j := u.col0; j < u.col1; j++ {
		for t, v := range pl.Make[j*p.T:][:p.T] {
			c.Making += v * p.cols[j].cost
			if b := p.cols[j].box; b >= 0 && p.box[b].floor != nil {
				c.Agreed += p.box[b].short * math.Max(0, p.box[b].floor[t]-v)
			}
		}
	}
	for r := u.row0; r < u.row1; r++ {
		for t, hours := range p.Hours(u, r, pl) {
			cap := p.rowCap[r*p.T+t]
			if v := p.rows[r].cost(hours, cap); hours > cap {
				c.Overtime += v
			} else {
				c.Idle += v
			}
		}
	}
}

// Hours is what is worked of a row in each period.
func (p *Problem) Hours(u *unit, r int, pl *Plan) []float64 {
	hours := make([]float64, p.T)
	for j := u.col0; j < u.col1; j++ {
		for _, h := range p.cols[j].hours {
			if u.row0+int(h.i) == r {
				for t := range hours {
					hours[t] += h.a * pl.Make[j*p.T+t]
				}
			}
		}
	}
	return hours
}
