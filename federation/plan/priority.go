package plan

import (
	"context"
	"math"
	"slices"
)

// Priority is one of the stated priorities: how a plan does by it, and how
// well any plan could that does no worse by those above it.
type Priority struct {
	Name   string  `json:"name"`
	Plan   float64 `json:"plan"`   // worth unmet, hours unworked, cost of transport
	Least  float64 `json:"least"`  // proven: no plan that is as good above has less
	Beaten float64 `json:"beaten"` // by how much, at most, something lower may have beaten it, as a share of what it is about
	Weight float64 `json:"weight"` // in the policy
}

// priorities stand in their order. Below them all is cost.
var priorities = []struct {
	name   string
	weight func(p *Policy) *float64
	value  func(s *Summary, c *Cost, p *Policy) float64
	about  func(s *Summary, c *Cost) float64
}{
	{"contracts", func(p *Policy) *float64 { return &p.Contract }, unmetOf(Contract), wantedOf(Contract)},
	{"work", func(p *Policy) *float64 { return &p.Unworked },
		func(s *Summary, _ *Cost, _ *Policy) float64 { return s.Unworked },
		func(s *Summary, _ *Cost) float64 { return s.Idle / math.Max(s.IdleShare, 1e-9) }},
	{"orders", func(p *Policy) *float64 { return &p.Order }, unmetOf(Order), wantedOf(Order)},
	{"forecasts", func(p *Policy) *float64 { return &p.Forecast }, unmetOf(Forecast), wantedOf(Forecast)},
	{"local", func(p *Policy) *float64 { return &p.Local },
		func(_ *Summary, c *Cost, p *Policy) float64 { return c.Transport / math.Max(p.Local, 1e-9) },
		func(_ *Summary, c *Cost) float64 { return c.Materials + c.Transport }},
}

func unmetOf(kind int) func(*Summary, *Cost, *Policy) float64 {
	return func(s *Summary, _ *Cost, _ *Policy) float64 { return s.Unmet[kind].Unmet }
}

func wantedOf(kind int) func(*Summary, *Cost) float64 {
	return func(s *Summary, _ *Cost) float64 { return s.Unmet[kind].Wanted }
}

// mostSteps is how long a least is sought: any bound is one, only less sharp.
const mostSteps = 8000

// firm is how many of the priorities nothing lower may beat: contracts, and
// work for everybody. Those below them are told, with how far they may be from
// their least.
const firm = 2

// above is how many times heavier than the next each priority is made while
// the least of a lower one is looked for.
const above = 10

// Priorities prove how well each priority is kept. For each, a plan is sought
// that cares for it and those above it and for nothing else: its bound, less
// what those above cost in the plan, is what no plan does better. It is a bound
// on the same instance, so it holds whatever weights the plan was made with.
func Priorities(ctx context.Context, r *Result, o Options) (all []Priority) {
	s, cost, in := r.Summary(), r.Plan.Cost, r.Problem.In
	o.From, o.Told, o.Steps = nil, nil, mostSteps // prices of other weights are no start
	for i, pr := range priorities {
		only := in.without()
		sum, factor := 0.0, 1.0
		for j := i; j >= 0; j-- {
			*priorities[j].weight(&only.Policy) = factor
			sum += factor * priorities[j].value(&s, &cost, &in.Policy)
			factor *= above
		}
		best := Solve(ctx, Lay(only), o)
		value := pr.value(&s, &cost, &in.Policy)
		p := Priority{Name: pr.name, Plan: neat(value), Least: neat(math.Max(0, best.Bound-(sum-value))), Weight: *pr.weight(&in.Policy)}
		if about := pr.about(&s, &cost); about > 0 {
			p.Beaten = neat(math.Max(0, value-p.Least) / about)
		}
		all = append(all, p)
	}
	return all
}

// without is an instance in which nothing costs anything: weights are put in
// one by one.
func (in *Instance) without() *Instance {
	only := *in
	only.Policy = Policy{Wage: 1, Slack: in.Policy.Slack, Least: in.Policy.Least, Over: in.Policy.Over}
	only.Supplies, only.Recipes, only.Units, only.Commodities = slices.Clone(in.Supplies), slices.Clone(in.Recipes), slices.Clone(in.Units), slices.Clone(in.Commodities)
	for i := range only.Supplies {
		only.Supplies[i].Price = 0
	}
	for i := range only.Recipes {
		only.Recipes[i].Cost = 0
	}
	for i := range only.Units {
		can := slices.Clone(only.Units[i].Can)
		for j := range can {
			can[j].Extra = 0
		}
		only.Units[i].Can = can
	}
	for k := range only.Commodities {
		only.Commodities[k].Holding, only.Commodities[k].End = 0, 0
	}
	return &only
}

// Ranked is a plan whose priorities are kept, and the weights that it took.
type Ranked struct {
	Result     *Result    `json:"-"`
	Summary    Summary    `json:"summary"`
	Priorities []Priority `json:"priorities"`
	Rounds     int        `json:"rounds"` // of raising weights
}

// mostRounds is how often weights are raised.
const mostRounds = 4

// Rank solves, proves the priorities, and where something lower may have
// beaten a firm one by more than the tolerance, as a share of what it is about, makes
// it and all above it four times heavier and solves again.
func Rank(ctx context.Context, in *Instance, o Options, tolerance float64) *Ranked {
	now := *in
	ranked := &Ranked{}
	for {
		r := Solve(ctx, Lay(&now), o)
		*ranked = Ranked{r, r.Summary(), Priorities(ctx, r, o), ranked.Rounds}
		beaten := -1
		for i, p := range ranked.Priorities[:firm] {
			if p.Beaten > tolerance {
				beaten = i
			}
		}
		if beaten < 0 || ranked.Rounds == mostRounds || ctx.Err() != nil {
			return ranked
		}
		for i := range beaten + 1 {
			*priorities[i].weight(&now.Policy) *= 4
		}
		ranked.Rounds++
		o.From = r.Iterate()
	}
}
