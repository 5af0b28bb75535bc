package plan

import (
	"cmp"
	"math"
	"slices"
)

// Summary is a plan in a few figures.
type Summary struct {
	Name       string       `json:"name"`
	Objective  float64      `json:"objective"` // what it costs, in the weights of its policy
	Bound      float64      `json:"bound"`     // what no plan can cost less than
	Gap        float64      `json:"gap"`       // how far from best at most, as a share
	Seconds    float64      `json:"seconds"`
	Iterations int          `json:"iterations"`
	Ended      string       `json:"ended"` // gap, limit, stopped, steps
	Unmet      []UnmetShare `json:"unmet"`
	Idle       float64      `json:"idle"`       // hours
	IdleShare  float64      `json:"idle_share"` // of all hours
	Unworked   float64      `json:"unworked"`   // hours idle below the least work
	Overtime   float64      `json:"overtime"`   // hours
	Local      []LocalShare `json:"local"`
	Broken     int          `json:"broken"` // locks and reserves that are not kept
	Costs      []CostLine   `json:"costs"`
}

// UnmetShare is what is not met of a kind of demand, by worth.
type UnmetShare struct {
	Kind   string  `json:"kind"`
	Wanted float64 `json:"wanted"`
	Unmet  float64 `json:"unmet"`
	Share  float64 `json:"share"`
}

// LocalShare is how much of what is used comes from within places of a tier.
type LocalShare struct {
	Tier  string  `json:"tier"`
	Share float64 `json:"share"`
}

// CostLine is one part of the objective.
type CostLine struct {
	What string  `json:"what"`
	Cost float64 `json:"cost"`
}

// neat rounds a figure to what people read.
func neat(v float64) float64 {
	r := math.Round(v*1e6) / 1e6
	if r == 0 {
		return 0 // and never minus nothing
	}
	return r
}

// Summary tells a plan in a few figures.
func (r *Result) Summary() Summary {
	p, c := r.Problem, r.Plan.Cost
	s := Summary{Name: p.In.Name, Objective: r.Objective, Bound: r.Bound, Gap: r.Gap, Seconds: neat(r.Seconds), Iterations: r.Steps, Ended: r.Why}
	for kind, name := range KindNames {
		s.Unmet = append(s.Unmet, UnmetShare{Kind: name})
		u := &s.Unmet[kind]
		for i := range p.src {
			if !p.src[i].unmet || p.In.Demands[p.src[i].of].Kind != kind {
				continue
			}
			d := &p.In.Demands[p.src[i].of]
			for t, v := range d.Wanted {
				u.Wanted += v * d.Worth
				u.Unmet += r.Plan.Take[i*p.T+t] * d.Worth
			}
		}
		if u.Wanted > 0 {
			u.Share = neat(u.Unmet / u.Wanted)
		}
		u.Wanted, u.Unmet = neat(u.Wanted), neat(u.Unmet)
	}
	r.hours(&s)
	r.locals(&s)
	s.Broken = len(r.NotKept())
	for _, l := range []CostLine{{"unmet contracts", c.Unmet[Contract]}, {"unmet orders", c.Unmet[Order]}, {"unmet forecasts", c.Unmet[Forecast]}, {"agreed and not kept", c.Agreed},
		{"idle", c.Idle}, {"overtime", c.Overtime}, {"transport", c.Transport}, {"materials", c.Materials}, {"making", c.Making}, {"holding", c.Holding}, {"thrown away", c.Waste}, {"stock left", -c.End}} {
		s.Costs = append(s.Costs, CostLine{l.What, neat(l.Cost)})
	}
	return s
}

func (r *Result) hours(s *Summary) {
	p, all := r.Problem, 0.0
	for i := range p.units {
		u := &p.units[i]
		for q := u.row0; q < u.row1; q++ {
			if !p.In.Resources[p.rows[q].resource].Labour {
				continue
			}
			for t, h := range p.Hours(u, q, r.Plan) {
				cap := p.rowCap[q*p.T+t]
				all += cap
				s.Idle += math.Max(0, cap-h)
				s.Unworked += math.Max(0, p.rows[q].least*cap-h)
				s.Overtime += math.Max(0, h-cap)
			}
		}
	}
	if all > 0 {
		s.IdleShare = neat(s.Idle / all)
	}
	s.Idle, s.Unworked, s.Overtime = neat(s.Idle), neat(s.Unworked), neat(s.Overtime)
}

// locals finds for each tier how much of all that is used does not cross its
// places' borders.
func (r *Result) locals(s *Summary) {
	p := r.Problem
	used, crossed := 0.0, make([]float64, len(p.In.Tiers))
	for i := range p.src {
		if p.src[i].unmet {
			d := p.In.Demands[p.src[i].of]
			for t, v := range d.Wanted {
				used += (v - r.Plan.Take[i*p.T+t]) * p.value[d.Commodity]
			}
		}
	}
	for j := range p.cols {
		for _, nd := range p.cols[j].needs {
			for _, v := range r.Plan.Make[j*p.T:][:p.T] {
				used += v * nd.a * p.value[nd.i]
			}
		}
	}
	for n := range p.N {
		if p.parent[n] < 0 {
			continue
		}
		for i, v := range r.Plan.Flow[p.at(n, 0):][:p.K*p.T] {
			crossed[p.In.Places[p.place[n]].Tier] += math.Max(0, v) * p.value[i/p.T]
		}
	}
	top := p.In.Places[p.place[p.N-1]].Tier
	for t, tier := range p.In.Tiers {
		if used > 0 && t != top {
			s.Local = append(s.Local, LocalShare{tier.Name, neat(math.Max(0, 1-crossed[t]/used))})
		}
	}
}

// Load is the hours of a resource by period: worked, and there.
type Load struct {
	Unit     string    `json:"unit,omitempty"`
	Resource string    `json:"resource"`
	Hours    []float64 `json:"hours"`
	There    []float64 `json:"there"`
}

// Loads are the hours of a unit by resource, or where none is named, of all
// units together.
func (r *Result) Loads(unit string) []Load {
	p := r.Problem
	sum := make([]Load, len(p.In.Resources))
	for i := range p.units {
		u := &p.units[i]
		if name := p.In.Units[u.of].Name; unit != "" && name != unit {
			continue
		}
		for q := u.row0; q < u.row1; q++ {
			l := &sum[p.rows[q].resource]
			if l.Hours == nil {
				*l = Load{unit, p.In.Resources[p.rows[q].resource].Name, make([]float64, p.T), make([]float64, p.T)}
			}
			for t, h := range p.Hours(u, q, r.Plan) {
				l.Hours[t] = neat(l.Hours[t] + h)
				l.There[t] += p.rowCap[q*p.T+t]
			}
		}
	}
	return slices.DeleteFunc(sum, func(l Load) bool { return l.Hours == nil })
}

// Balance is where a commodity of a place and all below it comes from, and
// where it goes: the first five add up to the last five.
type Balance struct {
	Commodity string  `json:"commodity"`
	Unit      string  `json:"unit"`
	Opening   float64 `json:"opening"`
	Made      float64 `json:"made"`
	Bought    float64 `json:"bought"`
	In        float64 `json:"in"` // from above, less what goes up
	Met       float64 `json:"met"`
	Used      float64 `json:"used"`
	Out       float64 `json:"out"` // thrown away, at the top
	Closing   float64 `json:"closing"`
	Wanted    float64 `json:"wanted"`
	Unmet     float64 `json:"unmet"`
}

// Balances are the balances of a place over all periods; where none is named,
// of the top.
func (r *Result) Balances(place string) []Balance {
	p := r.Problem
	top := p.N - 1
	for n := range p.N {
		if p.In.Places[p.place[n]].Name == place {
			top = n
		}
	}
	within := make([]bool, p.N)
	for n := p.N - 1; n >= 0; n-- {
		within[n] = n == top || (p.parent[n] >= 0 && within[p.parent[n]])
	}
	all := make([]Balance, p.K)
	for k := range all {
		all[k].Commodity, all[k].Unit = p.In.Commodities[k].Name, p.In.Commodities[k].Unit
	}
	total := func(v []float64) (s float64) {
		for _, x := range v[:p.T] {
			s += x
		}
		return s
	}
	for n := range p.N {
		if within[n] {
			r.balance(n, all, total)
		}
	}
	for k := range all {
		b := &all[k]
		if in := total(r.Plan.Flow[p.at(top, k):]); p.parent[top] < 0 {
			b.Out = -in
		} else {
			b.In = in
		}
		for _, v := range []*float64{&b.Opening, &b.Made, &b.Bought, &b.In, &b.Met, &b.Used, &b.Out, &b.Closing, &b.Wanted, &b.Unmet} {
			*v = neat(*v)
		}
	}
	return all
}

func (r *Result) balance(n int, all []Balance, total func([]float64) float64) {
	p := r.Problem
	for i := p.srcAt[n]; i < p.srcAt[n+1]; i++ {
		b, v := &all[p.src[i].k], total(r.Plan.Take[i*p.T:])
		if p.src[i].unmet {
			wanted := total(p.srcUp[i*p.T:])
			b.Wanted, b.Unmet, b.Met = b.Wanted+wanted, b.Unmet+v, b.Met+wanted-v
		} else {
			b.Bought += v
		}
	}
	for i := p.keepAt[n]; i < p.keepAt[n+1]; i++ {
		b := &all[p.keep[i].k]
		b.Opening += p.keep[i].open
		b.Closing += r.Plan.Keep[i*p.T+p.T-1]
	}
	for u := p.unitAt[n]; u < p.unitAt[n+1]; u++ {
		for j := p.units[u].col0; j < p.units[u].col1; j++ {
			v := total(r.Plan.Make[j*p.T:])
			all[p.cols[j].out].Made += v
			for _, nd := range p.cols[j].needs {
				all[nd.i].Used += v * nd.a
			}
		}
	}
}

// Fix is something there is too little of, and what more of it would bring.
type Fix struct {
	Kind   string  `json:"kind"` // hours, material, room
	Where  string  `json:"where"`
	What   string  `json:"what"`
	Period string  `json:"period"` // in which it is worth most
	Price  float64 `json:"price"`  // what one more is worth then, at most
	Worth  float64 `json:"worth"`  // what a hundredth more in all periods would bring, at most
}

// Fixes are the limits that cost most, the dearest first.
func (r *Result) Fixes(most int) []Fix {
	p := r.Problem
	var all []Fix
	limit := func(kind, where, what string, price func(t int) float64, there []float64) {
		f := Fix{Kind: kind, Where: where, What: what}
		for t, v := range there {
			w := math.Max(0, price(t))
			f.Worth += 0.01 * v * w
			if w > f.Price {
				f.Price, f.Period = neat(w), p.In.Periods[t]
			}
		}
		if f.Worth = neat(f.Worth); f.Worth > 0 {
			all = append(all, f)
		}
	}
	for _, u := range p.units {
		of := &p.In.Units[u.of]
		for q := u.row0; q < u.row1; q++ {
			limit("hours", of.Name, p.In.Resources[p.rows[q].resource].Name, func(t int) float64 { return p.rows[q].most(r.Plan.Price.Hour[q*p.T+t], 1) }, p.rowCap[q*p.T:][:p.T])
		}
	}
	for n := range p.N {
		place := p.In.Places[p.place[n]].Name
		for i := p.srcAt[n]; i < p.srcAt[n+1]; i++ {
			if s := &p.src[i]; !s.unmet {
				limit("material", place, p.In.Commodities[s.k].Name, func(t int) float64 { return r.Plan.Price.Good[p.at(n, int(s.k))+t] - s.cost }, p.srcUp[i*p.T:][:p.T])
			}
		}
		if !math.IsInf(p.space[n], 1) {
			limit("room", place, "", func(t int) float64 { return r.Plan.Price.Room[n*p.T+t] }, slices.Repeat([]float64{p.space[n]}, p.T))
		}
	}
	slices.SortStableFunc(all, func(a, b Fix) int { return cmp.Compare(b.Worth, a.Worth) })
	return all[:min(most, len(all))]
}
