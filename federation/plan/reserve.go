package plan

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// Bought is what reserves buy: the plan beside one in which nothing is kept from
// one period to the next. Commerce keeps reserves in the slack season so that
// co-operatives make goods all the year (S28); this tells what that is worth.
type Bought struct {
	Plan     int64          `json:"plan"`
	Currency string         `json:"currency"`
	Periods  []string       `json:"periods"`
	Kept     []PartGood     `json:"kept"` // at the end of each period, everywhere; the most worth first; Total is the highest
	With     Summary        `json:"with"`
	Without  Summary        `json:"without"`
	Months   []ReserveMonth `json:"months"`
	Saved    float64        `json:"saved"`  // by which the objective is lower with them
	Within   float64        `json:"within"` // how sure that is
}

// ReserveMonth is a period with reserves and without.
type ReserveMonth struct {
	Period        string  `json:"period"`
	Hours         float64 `json:"hours"` // that people have
	Worked        float64 `json:"worked"`
	WorkedWithout float64 `json:"worked_without"`
	Wanted        float64 `json:"wanted"` // by worth
	Met           float64 `json:"met"`
	MetWithout    float64 `json:"met_without"`
}

// mostKept is how many goods are listed.
const mostKept = 12

// Reserves plans anew with reserves and without any stock that is carried over, and
// tells what they bring. In both what is left at the end is worth nothing and no
// reserve is asked for, so that like is held against like.
func (r *Result) Reserves(ctx context.Context) Bought {
	in := *r.Problem.In
	in.Commodities, in.Stocks = slices.Clone(in.Commodities), slices.Clone(in.Stocks)
	for k := range in.Commodities {
		in.Commodities[k].End = 0
	}
	for i := range in.Stocks {
		in.Stocks[i].Reserve = nil
	}
	o := Options{Gap: math.Max(r.Gap, 1e-6), Limit: whatIfLimit / 2, From: r.Iterate()}
	with := Solve(ctx, Lay(&in), o)
	bare := in
	bare.Stocks = slices.Clone(in.Stocks)
	for i := range bare.Stocks {
		bare.Stocks[i].Most = 0
	}
	none := Solve(ctx, Lay(&bare), o)
	b := Bought{Currency: in.Currency, Periods: in.Periods, Kept: []PartGood{}, With: with.Summary(), Without: none.Summary(),
		Saved: neat(none.Objective - with.Objective), Within: neat(none.Objective - none.Bound + with.Objective - with.Bound)}
	hours, worked := with.people()
	_, workedWithout := none.people()
	wanted, met := with.met()
	_, metWithout := none.met()
	for t, period := range in.Periods {
		b.Months = append(b.Months, ReserveMonth{period, hours[t], worked[t], workedWithout[t], wanted[t], met[t], metWithout[t]})
	}
	p := r.Problem
	kept := make([][]float64, p.K)
	for i := range p.keep {
		k := p.keep[i].k
		if kept[k] == nil {
			kept[k] = make([]float64, p.T)
		}
		for t, v := range with.Plan.Keep[i*p.T:][:p.T] {
			kept[k][t] += v
		}
	}
	for k := range kept {
		if g, any := r.partGood(k, kept[k]); any {
			g.Total = slices.Max(g.Amounts) // levels do not add up
			b.Kept = append(b.Kept, g)
		}
	}
	value := map[string]float64{}
	for k, c := range p.In.Commodities {
		value[c.Name] = p.value[k]
	}
	slices.SortStableFunc(b.Kept, func(a, c PartGood) int { return cmp.Compare(c.Total*value[c.Commodity], a.Total*value[a.Commodity]) })
	b.Kept = b.Kept[:min(len(b.Kept), mostKept)]
	return b
}

// people are the hours of people by period: there, and worked.
func (r *Result) people() (there, worked []float64) {
	p := r.Problem
	there, worked = make([]float64, p.T), make([]float64, p.T)
	for i := range p.units {
		u := &p.units[i]
		for q := u.row0; q < u.row1; q++ {
			if !p.In.Resources[p.rows[q].resource].Labour {
				continue
			}
			for t, v := range p.Hours(u, q, r.Plan) {
				worked[t] = neat(worked[t] + v)
				there[t] = neat(there[t] + p.rowCap[q*p.T+t])
			}
		}
	}
	return there, worked
}

// met is the worth of what is wanted by period, and of what of it is had.
func (r *Result) met() (wanted, had []float64) {
	p := r.Problem
	wanted, had = make([]float64, p.T), make([]float64, p.T)
	for i := range p.src {
		if !p.src[i].unmet {
			continue
		}
		d := &p.In.Demands[p.src[i].of]
		for t, v := range d.Wanted {
			wanted[t] = neat(wanted[t] + v*d.Worth)
			had[t] = neat(had[t] + (v-r.Plan.Take[i*p.T+t])*d.Worth)
		}
	}
	return wanted, had
}
