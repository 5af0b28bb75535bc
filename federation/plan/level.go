package plan

import (
	"context"
	"math"
	"runtime"
	"slices"
	"time"
)

// Level is what came of one tier when each of its places planned with its own
// data only: what it could not meet is what it reports upward.
type Level struct {
	Tier    string  `json:"tier"`
	Places  int     `json:"places"`
	Wanted  float64 `json:"wanted"` // worth, all periods
	Unmet   float64 `json:"unmet"`  // worth that is reported upward; at the top, unmet
	Share   float64 `json:"share"`
	Idle    float64 `json:"idle"` // hours
	Seconds float64 `json:"seconds"`
}

// Levels is the balance made level by level, beside the plan made at once.
type Levels struct {
	Levels    []Level `json:"levels"`
	Objective float64 `json:"objective"` // of the plan that comes of it
	AtOnce    float64 `json:"at_once"`
	Bound     float64 `json:"bound"`
	Dearer    float64 `json:"dearer"` // than the plan at once, as a share
	Result    *Result `json:"-"`
}

// ByLevel balances as the source says: each place of the lowest tier plans
// alone, and what it decided to make stands; the places above plan for all
// below them around that, and so on to the top. Between levels goes only what
// was decided and what is left over.
func ByLevel(ctx context.Context, in *Instance, o Options) *Levels {
	l := &Levels{}
	deep := make([]int, len(in.Places))
	most := 0
	for n := range deep {
		for q := n; in.Places[q].Parent >= 0; q = in.Places[q].Parent {
			deep[n]++
		}
		most = max(most, deep[n])
	}
	decided := slices.Clone(in.Locks)
	for d := most; d >= 0; d-- {
		start := time.Now()
		var at []int
		for n := range deep {
			if deep[n] == d {
				at = append(at, n)
			}
		}
		results := make([]*Result, len(at))
		units := make([][]int, len(at))
		one := o
		one.Told, one.From = nil, nil
		if len(at) > 1 {
			one.Workers = 1
		}
		share(workersOf(o), len(at), func(_, i int) {
			var sub *Instance
			sub, units[i] = in.Below(at[i], decided)
			results[i] = Solve(ctx, Lay(sub), one)
		})
		level := Level{Tier: in.Tiers[in.Places[at[0]].Tier].Name, Places: len(at), Seconds: neat(time.Since(start).Seconds())}
		next := slices.Clone(in.Locks)
		for i, r := range results {
			s := r.Summary()
			for _, u := range s.Unmet {
				level.Wanted, level.Unmet = level.Wanted+u.Wanted, level.Unmet+u.Unmet
			}
			level.Idle += s.Idle
			next = append(next, r.decisions(units[i])...)
		}
		if decided = next; level.Wanted > 0 {
			level.Share = neat(level.Unmet / level.Wanted)
		}
		level.Wanted, level.Unmet, level.Idle = neat(level.Wanted), neat(level.Unmet), neat(level.Idle)
		l.Levels = append(l.Levels, level)
		if d == 0 {
			l.Result = results[0]
		}
	}
	return l
}

// Beside measures the balance by levels against a plan made at once.
func (l *Levels) Beside(r *Result) {
	l.Objective = r.Problem.CostOf(l.Result.Plan, 1).Total // by the same costs: without what levels agreed among themselves
	l.AtOnce, l.Bound = r.Objective, r.Bound
	if r.Objective != 0 {
		l.Dearer = neat((l.Objective - r.Objective) / math.Abs(r.Objective))
	}
}

func workersOf(o Options) int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// decisions are what a plan makes, as locks of the instance it is a part of.
func (r *Result) decisions(unit []int) (locks []Lock) {
	p := r.Problem
	for i := range p.units {
		u := &p.units[i]
		for j := u.col0; j < u.col1; j++ {
			made := slices.Clone(r.Plan.Make[j*p.T:][:p.T])
			if slices.Max(made) > 0 {
				locks = append(locks, Lock{unit[u.of], p.In.Units[u.of].Can[p.cols[j].of].Recipe, LockLeast, made})
			}
		}
	}
	return locks
}

// Below is the part of an instance that belongs to a place and all below it,
// with the locks of its units. It also tells which of the instance's units
// each of its units is.
func (in *Instance) Below(place int, locks []Lock) (*Instance, []int) {
	sub := *in
	at := make([]int, len(in.Places))
	within := func(n int) bool {
		for ; n >= 0; n = in.Places[n].Parent {
			if n == place {
				return true
			}
		}
		return false
	}
	sub.Places, sub.Units, sub.Supplies, sub.Demands, sub.Stocks, sub.Locks = nil, nil, nil, nil, nil, nil
	for n := range in.Places {
		if at[n] = -1; within(n) {
			at[n] = len(sub.Places)
			sub.Places = append(sub.Places, in.Places[n])
		}
	}
	for i := range sub.Places {
		if up := sub.Places[i].Parent; up >= 0 {
			sub.Places[i].Parent = at[up]
		}
	}
	var units []int
	unit := map[int]int{}
	for i, u := range in.Units {
		if u.Place = at[u.Place]; u.Place >= 0 {
			unit[i] = len(units)
			units, sub.Units = append(units, i), append(sub.Units, u)
		}
	}
	for _, v := range in.Supplies {
		if v.Place = at[v.Place]; v.Place >= 0 {
			sub.Supplies = append(sub.Supplies, v)
		}
	}
	for _, v := range in.Demands {
		if v.Place = at[v.Place]; v.Place >= 0 {
			sub.Demands = append(sub.Demands, v)
		}
	}
	for _, v := range in.Stocks {
		if v.Place = at[v.Place]; v.Place >= 0 {
			sub.Stocks = append(sub.Stocks, v)
		}
	}
	for _, v := range locks {
		if i, ok := unit[v.Unit]; ok {
			v.Unit = i
			sub.Locks = append(sub.Locks, v)
		}
	}
	return &sub, units
}
