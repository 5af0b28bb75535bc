package plan

import (
	"cmp"
	"slices"
)

// Rival is a recipe that wants the material at the end of a chain, too: what one
// of it brings there. What is made of a scarce material is what brings most for
// each of it; this is why one thing is made and another left.
type Rival struct {
	Unit      string  `json:"unit"`
	Recipe    string  `json:"recipe"`
	Commodity string  `json:"commodity"`
	Takes     float64 `json:"takes"`  // of the material, for one made
	Brings    float64 `json:"brings"` // for each of the material, beside all else that one made costs
	Makes     float64 `json:"makes"`  // in the period
}

// mostRivals is how many are told.
const mostRivals = 6

// rivals are the recipes that want a material in a period, by what each of it brings
// at the plan's prices, brought from where it comes to.
func (w *why) rivals(where string, k, t int) (list []Rival) {
	p, pl := w.r.Problem, w.r.Plan
	n := p.node[slices.IndexFunc(p.In.Places, func(at Place) bool { return at.Name == where })]
	for i := range p.units {
		u := &p.units[i]
		for j := u.col0; j < u.col1; j++ {
			c := &p.cols[j]
			at := slices.IndexFunc(c.needs, func(e entry) bool { return int(e.i) == k && e.a > 0 })
			if at < 0 {
				continue
			}
			price := func(good int) float64 { return pl.Price.Good[p.at(int(u.node), good)+t] }
			gain := price(int(c.out)) - c.cost
			for _, e := range c.needs {
				if int(e.i) != k {
					gain -= e.a * price(int(e.i))
				}
			}
			for _, e := range c.hours {
				gain -= e.a * pl.Price.Hour[(u.row0+int(e.i))*p.T+t]
			}
			of := &p.In.Units[u.of]
			list = append(list, Rival{of.Name, p.In.Recipes[of.Can[c.of].Recipe].Name, p.In.Commodities[c.out].Name, neat(c.needs[at].a),
				neat(gain/c.needs[at].a - w.path(n, int(u.node), k)), neat(pl.Make[j*p.T+t])})
		}
	}
	slices.SortStableFunc(list, func(a, b Rival) int { return cmp.Compare(b.Brings, a.Brings) })
	return list[:min(len(list), mostRivals)]
}

// Broken is something agreed that the plan does not keep.
type Broken struct {
	Kind   string  `json:"kind"` // lock, reserve
	Where  string  `json:"where"`
	What   string  `json:"what"`
	Period string  `json:"period"`
	Agreed float64 `json:"agreed"`
	Kept   float64 `json:"kept"`
}

// NotKept is all that was agreed and is not kept.
func (r *Result) NotKept() (list []Broken) {
	p := r.Problem
	for i := range p.units {
		u := &p.units[i]
		of := &p.In.Units[u.of]
		for j := u.col0; j < u.col1; j++ {
			b := p.cols[j].box
			if b < 0 || p.box[b].floor == nil {
				continue
			}
			for t, v := range p.box[b].floor {
				if made := r.Plan.Make[j*p.T+t]; made < v-1e-6*(1+v) {
					list = append(list, Broken{"lock", of.Name, p.In.Recipes[of.Can[p.cols[j].of].Recipe].Name, p.In.Periods[t], neat(v), neat(made)})
				}
			}
		}
	}
	for i, s := range p.keep {
		for t, v := range s.reserve {
			if kept := r.Plan.Keep[i*p.T+t]; kept < v-1e-6*(1+v) {
				list = append(list, Broken{"reserve", p.In.Places[p.place[s.node]].Name, p.In.Commodities[s.k].Name, p.In.Periods[t], neat(v), neat(kept)})
			}
		}
	}
	return list
}
