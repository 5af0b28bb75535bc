package plan

import (
	"cmp"
	"math"
	"slices"
)

// Idle is a unit whose people have less than full work, and why.
type Idle struct {
	Unit     string  `json:"unit"`
	Place    string  `json:"place"`
	Resource string  `json:"resource"`
	Hours    float64 `json:"hours"` // idle, beyond the slack
	Share    float64 `json:"share"` // of its hours
	Period   string  `json:"period"`
	Reason   string  `json:"reason" words:"yes"` // material, hours, demand, recipe
	What     string  `json:"what"`               // the material, the other hours, the product
	Price    float64 `json:"price"`              // of one more of it, at most
}

// IdleUnits are the units that are idle beyond the slack, the most hours
// first. The reason is told for the period in which most are idle.
func (r *Result) IdleUnits(most int) []Idle {
	p := r.Problem
	var all []Idle
	for i := range p.units {
		u := &p.units[i]
		for q := u.row0; q < u.row1; q++ {
			if !p.In.Resources[p.rows[q].resource].Labour {
				continue
			}
			id := Idle{Unit: p.In.Units[u.of].Name, Place: p.In.Places[p.In.Units[u.of].Place].Name, Resource: p.In.Resources[p.rows[q].resource].Name}
			there, worst, at := 0.0, 0.0, -1
			for t, h := range p.Hours(u, q, r.Plan) {
				cap := p.rowCap[q*p.T+t]
				idle := math.Max(0, p.rows[q].easy*cap-h)
				id.Hours, there = id.Hours+idle, there+cap
				if idle > worst {
					worst, at = idle, t
				}
			}
			if at < 0 || id.Hours < 1e-6 {
				continue
			}
			id.Hours, id.Share, id.Period = neat(id.Hours), neat(id.Hours/there), p.In.Periods[at]
			id.Reason, id.What, id.Price = r.reason(u, q, at)
			all = append(all, id)
		}
	}
	slices.SortStableFunc(all, func(a, b Idle) int { return cmp.Compare(b.Hours, a.Hours) })
	return all[:min(most, len(all))]
}

// reason looks at the recipe that comes nearest to paying in a period: what it
// lacks is why hours q are idle.
func (r *Result) reason(u *unit, q, t int) (reason, what string, price float64) {
	p, pl := r.Problem, r.Plan
	best, at := math.Inf(-1), -1
	for j := u.col0; j < u.col1; j++ {
		c := &p.cols[j]
		if !uses(c, q-u.row0) {
			continue
		}
		gain := pl.Price.Good[p.at(int(u.node), int(c.out))+t] - c.cost
		for _, nd := range c.needs {
			gain -= nd.a * pl.Price.Good[p.at(int(u.node), int(nd.i))+t]
		}
		for _, h := range c.hours {
			gain -= h.a * pl.Price.Hour[(u.row0+int(h.i))*p.T+t]
		}
		if gain /= p.value[c.out]; gain > best {
			best, at = gain, j
		}
	}
	if at < 0 {
		return "recipe", "", 0
	}
	c := &p.cols[at]
	weight := 0.02 * p.value[c.out]
	reason, what, price = "demand", p.In.Commodities[c.out].Name, pl.Price.Good[p.at(int(u.node), int(c.out))+t]
	for _, nd := range c.needs {
		v := pl.Price.Good[p.at(int(u.node), int(nd.i))+t]
		if scarce := nd.a * (v - 1.1*p.value[nd.i]); scarce > weight {
			weight, reason, what, price = scarce, "material", p.In.Commodities[nd.i].Name, v
		}
	}
	for _, h := range c.hours {
		v := pl.Price.Hour[(u.row0+int(h.i))*p.T+t]
		if u.row0+int(h.i) != q && h.a*v > weight {
			weight, reason, what, price = h.a*v, "hours", p.In.Resources[p.rows[u.row0+int(h.i)].resource].Name, v
		}
	}
	return reason, what, neat(price)
}

// Made is what a unit makes of a commodity by a recipe, by period.
type Made struct {
	Unit      string    `json:"unit"`
	Recipe    string    `json:"recipe"`
	Commodity string    `json:"commodity"`
	Total     float64   `json:"total"`
	Amounts   []float64 `json:"amounts"`
}

// MadeBy is what a unit makes; where none is named, what all make, the first
// so many.
func (r *Result) MadeBy(unit string, most int) []Made {
	p := r.Problem
	all := []Made{}
	for i := range p.units {
		u := &p.units[i]
		of := &p.In.Units[u.of]
		for j := u.col0; j < u.col1 && (unit == "" || unit == of.Name) && len(all) < most; j++ {
			m := Made{Unit: of.Name, Recipe: p.In.Recipes[of.Can[p.cols[j].of].Recipe].Name, Commodity: p.In.Commodities[p.cols[j].out].Name}
			for _, v := range r.Plan.Make[j*p.T:][:p.T] {
				m.Amounts = append(m.Amounts, neat(v))
				m.Total = neat(m.Total + v)
			}
			all = append(all, m)
		}
	}
	return all
}
