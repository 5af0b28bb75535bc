// Package check holds a plan against its instance, from the sheets alone. It
// shares nothing with the engine but the instance's types: it reads the plan's
// sheets by itself, adds up sources and uses of every good in every place and
// period, hours, room and whole units, works the cost out anew, and works a
// bound out of the plan's prices by the definition of a bound, so that nobody
// has to believe the program that made the plan.
//
// Amounts are held to a millionth of a unit, or to a billionth of what goes
// through the balance where that is more, since they were printed with twelve
// digits. Whole goods must be whole to the same.
package check

import (
	"fmt"
	"math"
	"strconv"

	"artel/federation/plan"
)

// Report is what was found.
type Report struct {
	Objective float64   `json:"objective"`
	Bound     float64   `json:"bound"`
	Gap       float64   `json:"gap"`
	Told      float64   `json:"told"`  // objective that the plan tells of itself
	Worst     float64   `json:"worst"` // largest breach, as a multiple of what is tolerated
	Breaches  int       `json:"breaches"`
	Wrong     []Breach  `json:"wrong,omitempty"` // the first of them
	Unmet     []float64 `json:"unmet"`           // worth, by kind
}

// Breach is one thing that does not hold.
type Breach struct {
	What   string  `json:"what"`
	Where  string  `json:"where"`
	Period string  `json:"period"`
	By     float64 `json:"by"`
}

// Holds says whether the plan is one, and is as good as it says.
func (r *Report) Holds() bool {
	return r.Breaches == 0 && r.Bound <= r.Objective+1e-9*math.Abs(r.Objective) && math.Abs(r.Told-r.Objective) <= 1e-7*(1+math.Abs(r.Objective))
}

const (
	tolerance = 1e-6
	relative  = 1e-9
	mostTold  = 20
)

// pair is two indexes.
type pair [2]int

// sheets are a plan's amounts by what they are about.
type sheets struct {
	made, hours               map[pair][]float64 // unit, recipe; unit, resource
	kept, moved, prices       map[pair][]float64 // place, commodity
	bought, unmet, roomPrices map[int][]float64  // supply, demand, place
	told                      float64
}

// checker is one run.
type checker struct {
	in     *plan.Instance
	s      sheets
	report Report
	below  [][]int // places below each
	value  []float64
	locked map[pair][]int
	cost   float64
}

// Check holds a plan's sheets against an instance.
func Check(in *plan.Instance, open plan.Source) (*Report, error) {
	c := &checker{in: in, below: make([][]int, len(in.Places)), locked: map[pair][]int{}}
	c.value = c.scale()
	for i, l := range in.Locks {
		c.locked[pair{l.Unit, l.Recipe}] = append(c.locked[pair{l.Unit, l.Recipe}], i)
	}
	if err := c.read(open); err != nil {
		return nil, err
	}
	for n, p := range in.Places {
		if p.Parent >= 0 {
			c.below[p.Parent] = append(c.below[p.Parent], n)
		}
	}
	c.report.Unmet = make([]float64, len(plan.KindNames))
	for t := range in.Periods {
		c.balances(t)
		c.rooms(t)
	}
	for u := range in.Units {
		c.unit(u)
	}
	c.amounts()
	c.locks()
	c.report.Objective, c.report.Told = c.cost, c.s.told
	c.report.Bound = c.bound()
	if scale := math.Max(math.Abs(c.report.Objective), math.Abs(c.report.Bound)); scale > 0 {
		c.report.Gap = math.Max(0, c.report.Objective-c.report.Bound) / scale
	}
	return &c.report, nil
}

// hold notes a breach, where by is more than is tolerated at this size.
func (c *checker) hold(by, size float64, what, where string, t int) {
	if math.IsInf(size, 1) {
		return // there is no limit
	}
	most := math.Max(tolerance, relative*math.Abs(size))
	c.report.Worst = math.Max(c.report.Worst, by/most)
	if by <= most {
		return
	}
	c.report.Breaches++
	if len(c.report.Wrong) < mostTold {
		c.report.Wrong = append(c.report.Wrong, Breach{what, where, c.in.Periods[t], by})
	}
}

func lane(m map[pair][]float64, a, b, t int) float64 {
	if v := m[pair{a, b}]; v != nil {
		return v[t]
	}
	return 0
}

// balances adds up sources and uses of every good in every place.
func (c *checker) balances(t int) {
	in := c.in
	type sum struct{ net, size float64 }
	sums := map[pair]*sum{}
	add := func(n, k int, v float64) {
		s := sums[pair{n, k}]
		if s == nil {
			s = &sum{}
			sums[pair{n, k}] = s
		}
		s.net += v
		s.size += math.Abs(v)
	}
	for i, d := range in.Demands {
		met := d.Wanted[t]
		if v := c.s.unmet[i]; v != nil {
			met -= v[t]
		}
		add(d.Place, d.Commodity, -met)
	}
	for i, v := range c.s.bought {
		add(in.Supplies[i].Place, in.Supplies[i].Commodity, v[t])
	}
	for k, v := range c.s.made {
		r := in.Recipes[k[1]]
		n := in.Units[k[0]].Place
		add(n, r.Makes, v[t])
		for _, a := range r.Needs {
			add(n, a.What, -a.Much*v[t])
		}
	}
	for _, s := range in.Stocks {
		before := s.Opening
		if t > 0 {
			before = lane(c.s.kept, s.Place, s.Commodity, t-1)
		}
		add(s.Place, s.Commodity, before-lane(c.s.kept, s.Place, s.Commodity, t))
	}
	for k, v := range c.s.moved {
		p := in.Places[k[0]]
		add(k[0], k[1], v[t])
		if p.Parent < 0 {
			c.hold(v[t], 0, "comes from nowhere at the top", c.where(k[0], k[1]), t)
			c.cost += c.thrown(k[1]) * math.Max(0, -v[t])
			continue
		}
		add(p.Parent, k[1], -v[t])
		c.cost += in.Policy.Local * in.Tiers[p.Tier].Cost[k[1]] * math.Abs(v[t])
	}
	for k, s := range sums {
		c.hold(math.Abs(s.net), s.size, "sources are not uses", c.where(k[0], k[1]), t)
	}
}

func (c *checker) where(n, k int) string {
	return c.in.Places[n].Name + ", " + c.in.Commodities[k].Name
}

// rooms holds stocks to their limits and the room there is.
func (c *checker) rooms(t int) {
	in := c.in
	full := make([]float64, len(in.Places))
	for _, s := range in.Stocks {
		v := lane(c.s.kept, s.Place, s.Commodity, t)
		c.hold(-v, 0, "a stock is less than nothing", c.where(s.Place, s.Commodity), t)
		c.hold(v-s.Most, s.Most, "a stock is more than may be kept", c.where(s.Place, s.Commodity), t)
		full[s.Place] += v * in.Commodities[s.Commodity].Space
		c.cost += v * in.Commodities[s.Commodity].Holding
		if s.Reserve != nil {
			c.cost += c.agreed(s.Commodity) * math.Max(0, s.Reserve[t]-v)
		}
		if t == len(in.Periods)-1 {
			c.cost -= v * in.Commodities[s.Commodity].End
		}
	}
	for n, v := range full {
		c.hold(v-in.Places[n].Space, in.Places[n].Space, "stocks need more room than there is", in.Places[n].Name, t)
	}
}

// thrown is what it costs to throw one away: nothing of what nobody makes.
func (c *checker) thrown(k int) float64 {
	for _, r := range c.in.Recipes {
		if r.Makes == k {
			return c.in.Policy.Waste * c.value[k]
		}
	}
	return 0
}

// agreed is the weight of a unit of a commodity that was agreed on.
func (c *checker) agreed(k int) float64 { return c.in.Policy.Agreed * c.value[k] }

// unit holds a unit's work to its hours.
func (c *checker) unit(u int) {
	in, of := c.in, &c.in.Units[u]
	for t := range in.Periods {
		work := map[int]float64{}
		for _, can := range of.Can {
			v := lane(c.s.made, u, can.Recipe, t)
			r := in.Recipes[can.Recipe]
			c.hold(-v, 0, "less than nothing is made", of.Name+", "+r.Name, t)
			c.hold(v-can.Most, can.Most, "more is made than can be", of.Name+", "+r.Name, t)
			c.cost += v * (r.Cost + can.Extra)
			for _, h := range r.Hours {
				work[h.What] += v * h.Much * hoursPace(in, of, h.What)
			}
		}
		for _, has := range of.Has {
			hours, cap, po := work[has.Resource], has.Hours[t], in.Policy
			delete(work, has.Resource)
			c.hold(hours-cap*(1+has.Over), cap, "more hours are worked than there are", of.Name+", "+in.Resources[has.Resource].Name, t)
			if !in.Resources[has.Resource].Labour {
				continue
			}
			easy, least := math.Max(has.Least, 1-po.Slack)*cap, has.Least*cap
			c.cost += po.Wage * (po.Overtime*math.Max(0, hours-cap) + po.Idle*math.Max(0, easy-math.Max(hours, least)) + po.Unworked*math.Max(0, least-hours))
		}
		for res, hours := range work {
			c.hold(hours, 0, "hours are worked that are not there", of.Name+", "+in.Resources[res].Name, t)
		}
	}
}

func hoursPace(in *plan.Instance, u *plan.Unit, resource int) float64 {
	if in.Resources[resource].Labour {
		return u.Pace
	}
	return 1
}

// amounts holds what is bought to what there is, and what is unmet to what is
// wanted.
func (c *checker) amounts() {
	in := c.in
	for i, v := range c.s.bought {
		s := in.Supplies[i]
		for t := range v {
			c.hold(-v[t], 0, "less than nothing is bought", c.where(s.Place, s.Commodity), t)
			c.hold(v[t]-s.Most[t], s.Most[t], "more is bought than there is", c.where(s.Place, s.Commodity), t)
			c.cost += v[t] * s.Price
		}
	}
	for i, v := range c.s.unmet {
		d := in.Demands[i]
		for t := range v {
			c.hold(-v[t], 0, "less than nothing is unmet", c.where(d.Place, d.Commodity), t)
			c.hold(v[t]-d.Wanted[t], d.Wanted[t], "more is unmet than is wanted", c.where(d.Place, d.Commodity), t)
			c.cost += v[t] * d.Worth * in.Policy.Weight(d.Kind)
			c.report.Unmet[d.Kind] += v[t] * d.Worth
		}
	}
	whole := in.WholeUse()
	check := func(k int, v []float64, what, where string) {
		for t := range v {
			if whole[k] {
				c.hold(math.Abs(v[t]-math.Round(v[t])), v[t], what, where, t)
			}
		}
	}
	for k, v := range c.s.made {
		check(in.Recipes[k[1]].Makes, v, "a part of a whole thing is made", in.Units[k[0]].Name+", "+in.Recipes[k[1]].Name)
	}
	for k, v := range c.s.moved {
		check(k[1], v, "a part of a whole thing is moved", c.where(k[0], k[1]))
	}
	for k, v := range c.s.kept {
		check(k[1], v, "a part of a whole thing is kept", c.where(k[0], k[1]))
	}
}

// locks counts what was agreed and is not kept, and holds what was forbidden.
func (c *checker) locks() {
	in := c.in
	least := map[pair][]float64{}
	for _, l := range in.Locks {
		at := pair{l.Unit, l.Recipe}
		if l.Kind != plan.LockMost && least[at] == nil {
			least[at] = make([]float64, len(in.Periods))
		}
		for t, v := range l.Much {
			if l.Kind != plan.LockLeast {
				c.hold(lane(c.s.made, l.Unit, l.Recipe, t)-v, v, "more is made than was agreed", in.Units[l.Unit].Name+", "+in.Recipes[l.Recipe].Name, t)
			}
			if l.Kind != plan.LockMost {
				least[at][t] = math.Max(least[at][t], v)
			}
		}
	}
	for at, much := range least {
		for t, v := range much {
			c.cost += c.agreed(in.Recipes[at[1]].Makes) * math.Max(0, v-lane(c.s.made, at[0], at[1], t))
		}
	}
}

func number(cell string) (float64, error) {
	v, err := strconv.ParseFloat(cell, 64)
	if err == nil && (math.IsNaN(v) || math.IsInf(v, 0)) {
		err = fmt.Errorf("%s is no amount", cell)
	}
	return v, err
}
