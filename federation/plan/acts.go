package plan

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
)

// Acts are what a person may do with a plan, beside taking its sheets in.
var Acts = []act.Act{
	act.Long("plan solve", "Work a plan out, and keep it with the proof of how good it is", act.Books, lookSolve, keepSolve),
	act.Ask("plan list", "The plans that were taken in, the newest first", act.See, Plans),
	act.Ask("plan show", "A plan in a few figures: how good, what is unmet, who is idle, how local", act.See, Show),
	act.Ask("plan make", "What a unit makes, period by period", act.See, ShowMade),
	act.Ask("plan load", "Hours worked beside hours there are, period by period", act.See, ShowLoad),
	act.Ask("plan balance", "Sources and uses of every commodity in a place and all below it", act.See, ShowBalance),
	act.Ask("plan idle", "Who is idle, and why", act.See, ShowIdle),
	act.Ask("plan unmet", "What is unmet, and why", act.See, ShowUnmet),
	act.Ask("plan explain", "Why demand in a place is unmet: the chain of limits with their prices, and what was tried", act.See, Explain),
	act.Ask("plan flows", "What passes between places, up and down the tree", act.See, ShowFlows),
	act.Ask("plan reserves", "What reserves buy: the plan beside one in which nothing is kept from one period to the next", act.See, ShowReserves),
	act.Do("plan amend", "Change an input of a plan for good, as what if showed it: the next plan, to be worked out", act.Books, Amend),
	act.Ask("plan up", "What the plan reports to the level above: what was decided, what is lacking and what is left over", act.See, ShowUpward),
	act.Do("plan join", "Join the reports of places below to the inputs of one plan; what they decided stands", act.Books, JoinPlaces),
	act.Ask("plan down", "What the plan decides for a place below: what it is allotted, what it delivers and makes", act.See, ShowDownward),
	act.Do("plan take", "Take in what the level above decided, as the next plan", act.Books, TakeDown),
	act.Ask("plan what-if", "What a change of one input would bring; nothing is kept", act.See, WhatIf),
	act.Ask("plan fixes", "What to fix first: the limits that cost most", act.See, ShowFixes),
}

// Plans are the plans that were taken in, the newest first.
func Plans(tx *db.Tx, _ act.Nothing) ([]Kept, error) { return selectKept(tx) }

// SolveIn is how far to go.
type SolveIn struct {
	Number int64  `help:"the plan's number; the newest where left out" opt:"yes"`
	Gap    string `help:"how far from best it may be, proven, such as 0.1%" default:"0.1%"`
	Limit  string `help:"how long it may take, such as 60s" default:"60s"`
	Fresh  bool   `help:"begin anew, and not from the last answer" opt:"yes"`
}

// Options reads how far to go.
func (in SolveIn) Options() (o Options, err error) {
	text, percent := strings.CutSuffix(strings.TrimSpace(in.Gap), "%")
	gap, err := money.ParseDecimal(text)
	if err != nil {
		return o, fault.Invalid.Errorf("“%s” is not a share. Write it like 0.1%%.", in.Gap)
	}
	o.Gap, _ = gap.Rat().Float64()
	if percent {
		o.Gap /= 100
	}
	if o.Gap < 1e-9 || o.Gap >= 1 {
		return o, fault.Invalid.Errorf("“%s” is not a share. Write it like 0.1%%.", in.Gap)
	}
	if o.Limit, err = time.ParseDuration(strings.TrimSpace(in.Limit)); err != nil || o.Limit <= 0 || o.Limit > 24*time.Hour {
		return o, fault.Invalid.Errorf("“%s” is not a time. Write it like 60s or 5m, a day at most.", in.Limit)
	}
	return o, nil
}

// Solved is what came of it.
type Solved struct {
	Plan    int64 `json:"plan"`
	Version int64 `json:"version"`
	Summary
}

// solved goes from the long work to the short act.
type solved struct {
	number int64
	result *Result
}

// lookSolve reads the plan and begins from the newest answer of the same
// federation, its own or that of an earlier plan, so that a change costs little.
func lookSolve(tx *db.Tx, in SolveIn) (func(context.Context) (solved, error), error) {
	o, err := in.Options()
	if err != nil {
		return nil, err
	}
	k, p, answer, err := load(tx, in.Number)
	if err != nil {
		return nil, err
	}
	if answer == nil {
		if answer, err = earlierAnswer(tx, k.Number); err != nil {
			return nil, err
		}
	}
	if answer != nil && !in.Fresh {
		if o.From, err = ReadIterate(p, answer); err != nil {
			return nil, err
		}
	}
	return func(ctx context.Context) (solved, error) {
		o.Told = toldOf(ctx)
		return solved{k.Number, Solve(ctx, p, o)}, nil
	}, nil
}

// earlierAnswer is the newest answer of a plan before this one.
func earlierAnswer(tx *db.Tx, number int64) (Source, error) {
	type at struct{ Plan, Version int64 }
	all, err := db.All[at](tx, `select plan, version from plan_answer where unit = $1 and plan < $2 order by plan desc, version desc limit 1`, tx.Unit, number)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return openSheets(tx, all[0].Plan, all[0].Version)
}

func keepSolve(tx *db.Tx, _ SolveIn, s solved) (Solved, error) {
	version, err := keepAnswer(tx, s.number, s.result)
	return Solved{Plan: s.number, Version: version, Summary: s.result.Summary()}, err
}

type toldKey struct{}

// WithProgress has solving under ctx tell how far it is.
func WithProgress(ctx context.Context, told func(Progress)) context.Context {
	return context.WithValue(ctx, toldKey{}, told)
}

func toldOf(ctx context.Context) func(Progress) {
	told, _ := ctx.Value(toldKey{}).(func(Progress))
	return told
}

// Which names a plan.
type Which struct {
	Number int64 `help:"the plan's number; the newest where left out" opt:"yes"`
}

// answerOf restores the newest answer of a plan; of the newest that is worked out
// where none is named, so that what waits to be worked out hides nothing.
func answerOf(tx *db.Tx, number int64) (*Result, error) {
	number, err := workedOut(tx, number)
	if err != nil {
		return nil, err
	}
	k, p, open, err := load(tx, number)
	if err != nil {
		return nil, err
	}
	if open == nil {
		return nil, fault.Missing.Errorf("Plan %d is not worked out yet. Do so with “plan solve”.", k.Number)
	}
	return Restore(p, open)
}

// notYet says that err is only that nothing was taken in or worked out yet,
// where no plan was named: then a list is empty.
func notYet(number int64, err error) bool { return number == 0 && fault.Of(err) == fault.Missing }

// listed is a list out of a plan's newest answer, which may be empty.
func listed[T any](tx *db.Tx, number int64, list func(*Result) []T) ([]T, error) {
	r, err := answerOf(tx, number)
	if notYet(number, err) {
		return []T{}, nil
	}
	if err != nil {
		return nil, err
	}
	return list(r), nil
}

// Show is the summary of a plan's newest answer, as it was when it was made.
func Show(tx *db.Tx, in Which) (Solved, error) {
	number, err := workedOut(tx, in.Number)
	if err != nil {
		return Solved{}, err
	}
	k, err := theOne(tx, number)
	if notYet(in.Number, err) {
		return Solved{}, nil // plan 0: there is none yet
	}
	if err != nil {
		return Solved{}, err
	}
	version, summary, err := lastAnswer(tx, k.Number)
	if err != nil {
		return Solved{}, err
	}
	if version == 0 && in.Number == 0 {
		return Solved{}, nil // there are plans, and none is worked out
	}
	if version == 0 {
		return Solved{}, fault.Missing.Errorf("Plan %d is not worked out yet. Do so with “plan solve”.", k.Number)
	}
	s := Solved{Plan: k.Number, Version: version}
	return s, json.Unmarshal([]byte(summary), &s.Summary)
}

// Newest is the newest answer of a plan, with its summary as it was when it was made;
// nil where no plan was named and there is none.
func Newest(tx *db.Tx, in Which) (*Result, Solved, error) {
	r, err := answerOf(tx, in.Number)
	if notYet(in.Number, err) {
		return nil, Solved{}, nil
	}
	if err != nil {
		return nil, Solved{}, err
	}
	s, err := Show(tx, in)
	return r, s, err
}

// OfUnit names a plan and one of its units.
type OfUnit struct {
	Number int64  `help:"the plan's number; the newest where left out" opt:"yes"`
	Who    string `help:"a unit of the plan; all where left out" opt:"yes"`
}

// ByPeriod is a list whose amounts are of the plan's periods, in their order.
type ByPeriod[T any] struct {
	Periods []string `json:"periods"`
	List    []T      `json:"list"`
}

// listedByPeriod is a list out of a plan's newest answer, with its periods.
func listedByPeriod[T any](tx *db.Tx, number int64, list func(*Result) []T) (out ByPeriod[T], err error) {
	out = ByPeriod[T]{Periods: []string{}, List: []T{}}
	r, err := answerOf(tx, number)
	if notYet(number, err) {
		return out, nil
	}
	if err != nil {
		return out, err
	}
	return ByPeriod[T]{r.Problem.In.Periods, list(r)}, nil
}

// ShowMade is what is made.
func ShowMade(tx *db.Tx, in OfUnit) (ByPeriod[Made], error) {
	return listedByPeriod(tx, in.Number, func(r *Result) []Made { return r.MadeBy(in.Who, 1000) })
}

// ShowLoad is the load of a unit, or of all.
func ShowLoad(tx *db.Tx, in OfUnit) (ByPeriod[Load], error) {
	return listedByPeriod(tx, in.Number, func(r *Result) []Load { return r.Loads(in.Who) })
}

// OfPlace names a plan and one of its places.
type OfPlace struct {
	Number int64  `help:"the plan's number; the newest where left out" opt:"yes"`
	Place  string `help:"a place of the plan; the highest where left out" opt:"yes"`
}

// ShowBalance is the balance of a place.
func ShowBalance(tx *db.Tx, in OfPlace) ([]Balance, error) {
	r, err := answerOf(tx, in.Number)
	if notYet(in.Number, err) {
		return []Balance{}, nil
	}
	if err != nil {
		return nil, err
	}
	if in.Place != "" && !r.Problem.hasPlace(in.Place) {
		return nil, fault.Missing.Errorf("The plan has no place “%s”.", in.Place)
	}
	return r.Balances(in.Place), nil
}

func (p *Problem) hasPlace(name string) bool {
	for i := range p.In.Places {
		if p.In.Places[i].Name == name {
			return true
		}
	}
	return false
}

// OfFlows names a plan, one of its places and how much of the list is wanted.
type OfFlows struct {
	Number int64  `help:"the plan's number; the newest where left out" opt:"yes"`
	Place  string `help:"a place of the plan; everywhere where left out" opt:"yes"`
	Limit  int64  `help:"how many" default:"50"`
}

// ShowFlows is what passes between places.
func ShowFlows(tx *db.Tx, in OfFlows) (ByPeriod[Flow], error) {
	if err := placeIn(tx, in.Number, in.Place); err != nil {
		return ByPeriod[Flow]{}, err
	}
	return listedByPeriod(tx, in.Number, func(r *Result) []Flow { return r.Flows(in.Place, Listing{Limit: in.Limit}.most()) })
}

// placeIn holds that the plan has the place, where one is named.
func placeIn(tx *db.Tx, number int64, place string) error {
	if place == "" {
		return nil
	}
	_, p, _, err := load(tx, number)
	if err == nil && !p.hasPlace(place) {
		err = fault.In("place", place, fault.Missing.Errorf("The plan has no place “%s”.", place))
	}
	return err
}

// ShowReserves is what the reserves of a plan bring. Nothing is kept.
func ShowReserves(tx *db.Tx, in Which) (Bought, error) {
	r, err := answerOf(tx, in.Number)
	if notYet(in.Number, err) {
		return Bought{}, nil // plan 0: there is none yet
	}
	if err != nil {
		return Bought{}, err
	}
	b := r.Reserves(tx.Context())
	b.Plan, err = workedOut(tx, in.Number)
	return b, err
}

// Listing names a plan and how much of a list is wanted.
type Listing struct {
	Number int64 `help:"the plan's number; the newest where left out" opt:"yes"`
	Limit  int64 `help:"how many" default:"50"`
}

func (l Listing) most() int { return int(min(max(l.Limit, 1), 1000)) }

// ShowIdle is who is idle.
func ShowIdle(tx *db.Tx, in Listing) ([]Idle, error) {
	return listed(tx, in.Number, func(r *Result) []Idle { return r.IdleUnits(in.most()) })
}

// ShowFixes is what to fix first.
func ShowFixes(tx *db.Tx, in Listing) ([]Fix, error) {
	return listed(tx, in.Number, func(r *Result) []Fix { return r.Fixes(in.most()) })
}

// Missed is a line of what is unmet.
type Missed struct {
	Place     string  `json:"place"`
	Commodity string  `json:"commodity"`
	Kind      string  `json:"kind"`
	Period    string  `json:"period"`
	Wanted    float64 `json:"wanted"`
	Unmet     float64 `json:"unmet"`
	Cause     string  `json:"cause" words:"yes"` // kind of the limit where the chain ends
	Where     string  `json:"where"`
	What      string  `json:"what"`
	Price     float64 `json:"price"` // of one more of that
}

// ShowUnmet is what is unmet, with the limit that each comes down to.
func ShowUnmet(tx *db.Tx, in Listing) ([]Missed, error) {
	return listed(tx, in.Number, func(r *Result) (all []Missed) {
		for _, u := range r.UnmetDemand(Question{Most: in.most()}) {
			all = append(all, Missed{u.Place, u.Commodity, u.Kind, u.Period, u.Wanted, u.Unmet, u.Limit.Kind, u.Limit.Where, u.Limit.What, u.Limit.Price})
		}
		return all
	})
}

// Asked is a question about a plan.
type Asked struct {
	Number    int64  `help:"the plan's number; the newest where left out" opt:"yes"`
	Place     string `help:"where it is unmet; anywhere where left out" opt:"yes"`
	Commodity string `help:"what is unmet; anything where left out" opt:"yes"`
	Period    string `help:"when it is unmet; any period where left out" opt:"yes"`
}

// Explain answers why, for the weightiest demands that the question is about.
func Explain(tx *db.Tx, in Asked) ([]Unmet, error) {
	r, err := answerOf(tx, in.Number)
	if notYet(in.Number, err) {
		return []Unmet{}, nil
	}
	if err != nil {
		return nil, err
	}
	if in.Place != "" && !r.Problem.hasPlace(in.Place) {
		return nil, fault.Missing.Errorf("The plan has no place “%s”.", in.Place)
	}
	return r.UnmetDemand(Question{in.Place, in.Commodity, in.Period, 10}), nil
}
