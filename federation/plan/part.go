package plan

import "slices"

// Part is what a plan says to one of its units: what to make in each period,
// with how many hours, with which material from whom, and for whom.
type Part struct {
	From     string       `json:"from"`    // the federation
	FromID   string       `json:"from_id"` // as its books know it
	Number   int64        `json:"number"`
	Version  int64        `json:"version"`
	Name     string       `json:"name"`
	Currency string       `json:"currency"`
	Unit     string       `json:"unit"`
	Place    string       `json:"place"`
	Periods  []string     `json:"periods"`
	Makes    []Made       `json:"makes"`
	Work     []PartWork   `json:"work"`
	Hours    []PartHours  `json:"hours"`
	Needs    []PartGood   `json:"needs"`    // with Shares whom from
	Delivers []PartGood   `json:"delivers"` // with Shares whom for
	Stores   []PartGood   `json:"stores"`   // of its place, at the end of each period
	Offers   []PartGood   `json:"offers"`   // materials that can be had in its place, at most
	Answers  []PartAnswer `json:"answers"`  // to its counter-plans
}

// PartWork is the hours of a trade that go into what is made by a recipe, and how
// many people that is where it is known whose hours they are.
type PartWork struct {
	Recipe   string    `json:"recipe"`
	Resource string    `json:"resource"`
	Hours    []float64 `json:"hours"`
	People   []float64 `json:"people"`
}

// PartHours are the hours of a trade or of equipment: worked, and there.
type PartHours struct {
	Resource string    `json:"resource"`
	Labour   bool      `json:"labour"`
	People   float64   `json:"people"` // whose hours they are in the fullest period; 0 where nobody said
	Worked   []float64 `json:"worked"`
	There    []float64 `json:"there"`
	Over     []float64 `json:"over"`
	Idle     []float64 `json:"idle"` // beyond the slack
}

// PartGood is a commodity by period.
type PartGood struct {
	Commodity string    `json:"commodity"`
	Per       string    `json:"per"`
	Total     float64   `json:"total"`
	Amounts   []float64 `json:"amounts"`
	Shares    []Share   `json:"shares,omitempty"`
}

// PartAnswer is what became of a counter-plan that a unit made.
type PartAnswer struct {
	Counter int64  `json:"counter"` // by the unit's own number
	Agreed  bool   `json:"agreed"`
	Reply   string `json:"reply"`
	Day     string `json:"day"`
}

// mostShares is how many are named of those from whom something comes.
const mostShares = 8

// PartOf is a unit's part of the plan; false where the plan has no such unit.
func (r *Result) PartOf(name string) (Part, bool) {
	p := r.Problem
	for i := range p.units {
		if u := &p.units[i]; p.In.Units[u.of].Name == name {
			return r.part(u), true
		}
	}
	return Part{}, false
}

func (r *Result) part(u *unit) Part {
	p, n := r.Problem, int(u.node)
	of := &p.In.Units[u.of]
	part := Part{Name: p.In.Name, Currency: p.In.Currency, Unit: of.Name, Place: p.In.Places[of.Place].Name, Periods: p.In.Periods,
		Makes: r.MadeBy(of.Name, 1000), Needs: []PartGood{}, Delivers: []PartGood{}, Stores: []PartGood{}, Offers: []PartGood{}, Answers: []PartAnswer{}}
	for q := u.row0; q < u.row1; q++ {
		part.Hours = append(part.Hours, r.partHours(u, q))
	}
	part.Work = r.partWork(u, part.Hours)
	makes, needs := make([][]float64, p.K), make([][]float64, p.K)
	add := func(to [][]float64, k int, t int, much float64) {
		if to[k] == nil {
			to[k] = make([]float64, p.T)
		}
		to[k][t] += much
	}
	for j := u.col0; j < u.col1; j++ {
		for t, v := range r.Plan.Make[j*p.T:][:p.T] {
			add(makes, int(p.cols[j].out), t, v)
			for _, nd := range p.cols[j].needs {
				add(needs, int(nd.i), t, v*nd.a)
			}
		}
	}
	m := r.mixing()
	for k := range p.K {
		if g, any := r.partGood(k, makes[k]); any {
			g.Shares = m.along(makes[k], func(t int) map[end]float64 { return m.to(n, k, t) })
			part.Delivers = append(part.Delivers, g)
		}
		if g, any := r.partGood(k, needs[k]); any {
			g.Shares = m.along(needs[k], func(t int) map[end]float64 { return m.from(n, k, t) })
			part.Needs = append(part.Needs, g)
		}
	}
	for i := p.keepAt[n]; i < p.keepAt[n+1]; i++ {
		k := int(p.keep[i].k)
		if g, any := r.partGood(k, r.Plan.Keep[i*p.T:][:p.T]); any && (makes[k] != nil || needs[k] != nil) {
			g.Total = g.Amounts[p.T-1] // levels do not add up
			part.Stores = append(part.Stores, g)
		}
	}
	for i := p.srcAt[n]; i < p.srcAt[n+1]; i++ {
		if k := int(p.src[i].k); !p.src[i].unmet && needs[k] != nil {
			g, _ := r.partGood(k, p.srcUp[i*p.T:][:p.T])
			g.Shares = []Share{{Kind: "bought", Who: p.In.Supplies[p.src[i].of].From, At: part.Place, Much: g.Total}}
			part.Offers = append(part.Offers, g)
		}
	}
	return part
}

// along adds up the shares of a good over all periods.
func (m *mixing) along(amounts []float64, of func(t int) map[end]float64) []Share {
	sum := map[end]float64{}
	for t, v := range amounts {
		if v > 0 {
			addShares(sum, of(t), v)
		}
	}
	return m.shares(sum, mostShares)
}

func (r *Result) partGood(k int, amounts []float64) (g PartGood, any bool) {
	c := &r.Problem.In.Commodities[k]
	g = PartGood{Commodity: c.Name, Per: c.Unit, Amounts: make([]float64, len(amounts))}
	for t, v := range amounts {
		g.Amounts[t] = neat(v)
		g.Total = neat(g.Total + g.Amounts[t])
		any = any || g.Amounts[t] != 0
	}
	return g, any
}

func (r *Result) partWork(u *unit, hours []PartHours) []PartWork {
	p, list := r.Problem, []PartWork{}
	for j := u.col0; j < u.col1; j++ {
		for _, e := range p.cols[j].hours {
			at := hours[e.i]
			w := PartWork{Recipe: p.In.Recipes[p.In.Units[u.of].Can[p.cols[j].of].Recipe].Name, Resource: at.Resource, Hours: make([]float64, p.T), People: make([]float64, p.T)}
			for t, v := range r.Plan.Make[j*p.T:][:p.T] {
				if w.Hours[t] = neat(v * e.a); at.People > 0 {
					w.People[t] = neat(w.Hours[t] / slices.Max(at.There) * at.People)
				}
			}
			if slices.Max(w.Hours) > 0 && at.Labour {
				list = append(list, w)
			}
		}
	}
	return list
}

func (r *Result) partHours(u *unit, q int) PartHours {
	p := r.Problem
	res := p.In.Resources[p.rows[q].resource]
	h := PartHours{Resource: res.Name, Labour: res.Labour, Worked: make([]float64, p.T), There: make([]float64, p.T), Over: make([]float64, p.T), Idle: make([]float64, p.T)}
	for _, c := range p.In.Units[u.of].Has {
		if c.Resource == p.rows[q].resource {
			h.People = c.People
		}
	}
	for t, v := range p.Hours(u, q, r.Plan) {
		there := p.rowCap[q*p.T+t]
		h.Worked[t], h.There[t], h.Over[t] = neat(v), neat(there), neat(max(0, v-there))
		if res.Labour {
			h.Idle[t] = neat(max(0, p.rows[q].easy*there-v))
		}
	}
	return h
}
