package plan

import (
	"context"
	"math"
	"time"
)

// Options are how far to go.
type Options struct {
	Gap     float64          // proven, as a share of the objective; 0 for 0.001
	Limit   time.Duration    // 0 for none
	Steps   int              // most iterations; 0 for as many as make sense
	Workers int              // 0 for all processors
	From    *Iterate         // to begin from: an earlier plan's
	Told    func(r Progress) // after each look, where set
}

// Progress is how far it has come.
type Progress struct {
	Steps     int
	Seconds   float64
	Objective float64
	Bound     float64
	Gap       float64
}

// Result is the best plan there was time for, and how good it is at least.
type Result struct {
	Problem *Problem
	Plan    *Plan
	Progress
	Why string // it ended: "gap", "limit", "stopped", "steps"
}

// manyLanes is from where on the method counts in float32.
const manyLanes = 40_000

// Solve finds a plan within the gap, or the best by the limit or by the end of
// ctx. It never fails: the plan with nothing made is a plan.
func Solve(ctx context.Context, p *Problem, o Options) *Result {
	if o.Gap <= 0 {
		o.Gap = 0.001
	}
	o.Workers = workersOf(o)
	if o.Steps <= 0 {
		o.Steps = 200_000
	}
	s := &solver{p: p, o: o, start: time.Now(), repair: newRepairer(p, o.Workers)}
	s.best.Objective, s.best.Bound = math.Inf(1), math.Inf(-1)
	if p.lanes() >= manyLanes {
		if run[float32](ctx, s, 0) {
			return s.result()
		}
		// float32 has come as far as it can; the rest in float64
		s.o.From = s.last
		run[float64](ctx, s, s.best.Steps)
		return s.result()
	}
	run[float64](ctx, s, 0)
	return s.result()
}

type solver struct {
	p      *Problem
	o      Options
	start  time.Time
	repair *repairer
	best   Progress
	plan   *Plan
	prices *Prices
	last   *Iterate
	why    string
	better int // step at which the gap last became much better
	betGap float64
	looked int     // step of the last look
	seen   float64 // the gap then
}

func (s *solver) result() *Result {
	s.plan.Price, s.plan.Bound = *s.prices, s.best.Bound
	return &Result{Problem: s.p, Plan: s.plan, Progress: s.best, Why: s.why}
}

// run iterates until it is done; false says that this precision is at its end.
func run[F number](ctx context.Context, s *solver, from int) bool {
	e := newEngine[F](s.p, s.o.Workers)
	if s.o.From != nil {
		e.begin(s.o.From)
	}
	pace := pacer{}
	look := from + 60
	if s.o.From != nil {
		look = from + 40
	}
	s.better, s.betGap = from, math.Inf(1)
	for step := from + 1; ; step++ {
		at := step%20 == 0
		dx, dy := e.step(at)
		if !at {
			continue
		}
		over := s.over(ctx, step)
		if step >= look || over {
			s.look(e.iterate(), step)
			look = s.nextLook(step, from)
			switch {
			case s.best.Gap <= s.o.Gap:
				s.why = "gap"
				return true
			case over:
				return true
			case step-s.better > 3000+step/2 && is32[F]():
				return false
			}
		}
		pace.restart(restarter(e), dx, dy, step-from)
	}
}

// nextLook is the step of the next look. A look takes as long as some forty
// steps, so that the next is where the gap should be small enough, if it goes
// on falling as it fell since the last; and not so far that much could be
// missed.
func (s *solver) nextLook(step, from int) int {
	done, ahead := float64(step-from), 2.0
	if fell := math.Log(s.seen / s.best.Gap); s.looked > from && fell > 0 {
		ahead = math.Exp(math.Log(s.best.Gap/s.o.Gap) / fell * math.Log(done/float64(s.looked-from)))
	}
	s.looked, s.seen = step, s.best.Gap
	return step + int(min(max(40, (ahead-1)*done), done))
}

func is32[F number]() bool { var f F; _, ok := any(f).(float32); return ok }

// over says whether time or patience is over.
func (s *solver) over(ctx context.Context, step int) bool {
	switch {
	case ctx.Err() != nil:
		s.why = "stopped"
	case s.o.Limit > 0 && time.Since(s.start) >= s.o.Limit:
		s.why = "limit"
	case step >= s.o.Steps:
		s.why = "steps"
	default:
		return false
	}
	return true
}

// look turns the iterate into a bound and a plan and keeps what is better.
func (s *solver) look(it *Iterate, step int) {
	s.last = it
	bound := s.p.Bound(&it.Price, s.o.Workers)
	if bound > s.best.Bound || s.prices == nil {
		s.best.Bound, s.prices = bound, &it.Price
	}
	plan := s.repair.repair(it)
	plan.Cost = s.p.CostOf(plan, s.o.Workers)
	if plan.Cost.Total < s.best.Objective || s.plan == nil {
		s.best.Objective, s.plan = plan.Cost.Total, plan
	}
	s.best.Steps, s.best.Seconds = step, time.Since(s.start).Seconds()
	s.best.Gap = Gap(s.best.Objective, s.best.Bound)
	if s.best.Gap < 0.9*s.betGap {
		s.better, s.betGap = step, s.best.Gap
	}
	if s.o.Told != nil {
		s.o.Told(s.best)
	}
}

// Gap is how far the objective is above the bound, as a share of the larger.
func Gap(objective, bound float64) float64 {
	scale := math.Max(math.Abs(objective), math.Abs(bound))
	if objective-bound <= 1e-9*scale || scale < 1e-9 {
		return math.Max(0, objective-bound) / math.Max(scale, 1)
	}
	return (objective - bound) / scale
}
