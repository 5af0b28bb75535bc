// Package plan balances supply and demand through a tree of places, keeps
// people in work all the year, and proves how good its plan is.
//
// The source's rule is: local materials, local manufacture, local supply; each
// level balances what it can and the level above balances the rest; commerce
// holds reserves in the slack season, so that co-operatives produce all the
// year. An [Instance] is what is known before: who can make what with which
// hours, what materials there are, what is wanted where and when. A [Plan] is
// what to make, move, keep and buy, with a price for every good in every place
// and period. The prices are not ornament: from any prices at all a bound can
// be worked out that no plan whatever can be better than, so every plan
// carries a proven gap.
//
// # Invariants
//
// A plan holds exactly: sources equal uses in every place, period and good,
// nobody works more than they can, and goods that come whole are whole. The
// bound never passes the objective. The same instance gives the same plan, on
// however many processors. There is always a plan: what is wanted and cannot
// be had is unmet, at a weight; what is agreed and cannot be kept is told.
//
// # Where to read
//
// sheets.go reads an instance and judge.go says what is wrong with it;
// problem.go lays it out as numbers; engine.go and step.go are the method;
// bound.go proves; repair.go and settle.go make a plan that holds out of any
// iterate; solve.go is the whole way. explain.go says why, level.go balances
// level by level. The checker, which shares nothing with these but the
// instance's types, is the package check below this one.
package plan

import "math"

// Instance is everything that is known before planning. Lists refer to each
// other by index; amounts per period have one number for each of Periods.
type Instance struct {
	Name        string
	Currency    string
	Periods     []string
	Policy      Policy
	Tiers       []Tier
	Places      []Place
	Commodities []Commodity
	Resources   []Resource
	Recipes     []Recipe
	Units       []Unit
	Supplies    []Supply
	Demands     []Demand
	Stocks      []Stock
	Locks       []Lock
}

// Policy is the stated priorities, as weights. Everything is in the plan's
// currency, so that they can be compared.
type Policy struct {
	Contract float64 `json:"contract"` // times the worth of what a contract wants and does not get
	Order    float64 `json:"order"`    // the same of an order
	Forecast float64 `json:"forecast"` // the same of what is only expected
	Agreed   float64 `json:"agreed"`   // times the value of what was agreed and is not kept: locks and reserves
	Wage     float64 `json:"wage"`     // an hour
	Slack    float64 `json:"slack"`    // share of the hours that may be idle without a word
	Least    float64 `json:"least"`    // share of the hours that people should work at least
	Idle     float64 `json:"idle"`     // times the wage, an hour idle beyond the slack
	Unworked float64 `json:"unworked"` // times the wage, an hour idle below the least work
	Overtime float64 `json:"overtime"` // times the wage, an hour over
	Over     float64 `json:"over"`     // most overtime, as a share of the hours
	Local    float64 `json:"local"`    // times the cost of transport
	Waste    float64 `json:"waste"`    // times the value of what is made for nobody and thrown away
}

// DefaultPolicy are the priorities in their stated order: contracts, no
// co-operative idle, local before distant, cost. What is thrown away costs more than
// idle hours do, so that nobody is kept in work by what nobody wants.
func DefaultPolicy() Policy {
	return Policy{Contract: 8, Order: 4, Forecast: 2, Agreed: 16, Wage: 0.4, Slack: 0.1, Least: 0.6, Idle: 0.15, Unworked: 3, Overtime: 1.5, Over: 0.1, Local: 1, Waste: 4}
}

// Kinds of demand, the first before the last.
const (
	Contract = iota
	Order
	Forecast
)

// KindNames are the words for the kinds in the sheets.
var KindNames = []string{"contract", "order", "forecast"}

// Weight is what a unit of unmet demand of a kind costs, for a worth of 1.
func (p Policy) Weight(kind int) float64 {
	return [...]float64{p.Contract, p.Order, p.Forecast}[kind]
}

// Tier is a level of the tree, with what it costs to bring one unit of a
// commodity from a place of this tier to the place above it, or down.
type Tier struct {
	Name string
	Cost []float64 // by commodity
}

// Place is a county, a prefecture, a nation. Exactly one has no parent.
type Place struct {
	Name   string
	Parent int // -1 at the top
	Tier   int
	Space  float64 // room for stock, in the commodities' space; +Inf where nobody counts it
}

// Commodity is a material, an intermediate or a product, of one grade.
type Commodity struct {
	Name    string
	Unit    string  // it is counted in
	Value   float64 // of one
	Weight  float64
	Space   float64 // that one takes in store
	Holding float64 // cost of keeping one for a period
	End     float64 // what one is worth in stock after the last period
	Whole   bool    // comes in whole ones only
}

// Resource is a trade, whose hours are people's, or a kind of equipment.
type Resource struct {
	Name   string
	Labour bool
}

// Amount is so much of a commodity or a resource.
type Amount struct {
	What int
	Much float64
}

// Recipe makes one unit of a commodity. Recipes that make the same are
// alternatives.
type Recipe struct {
	Name  string
	Makes int
	Needs []Amount // commodities
	Hours []Amount // resources
	Cost  float64  // beside materials, wages and transport
}

// Unit is a co-operative.
type Unit struct {
	Name  string
	Place int
	Pace  float64 // its hours for what a recipe says takes one hour
	Can   []Ability
	Has   []Capacity
}

// Ability is a recipe that a unit works by, and the most it makes a period.
type Ability struct {
	Recipe int
	Most   float64 // +Inf where only hours limit it
	Extra  float64 // cost beside the recipe's own
}

// Capacity is the hours of a resource that a unit has.
type Capacity struct {
	Resource int
	Hours    []float64
	Least    float64 // share that should be worked at least; of labour
	Over     float64 // most overtime as a share; of labour
	People   float64 // whose hours they are; 0 where nobody says
}

// Supply is material that can be had in a place.
type Supply struct {
	Place, Commodity int
	From             string // whom from
	Price            float64
	Most             []float64
}

// Demand is what is wanted in a place.
type Demand struct {
	Place, Commodity int
	Kind             int
	For              string  // whom for
	Worth            float64 // of one
	Wanted           []float64
}

// Stock is what may be kept in a place.
type Stock struct {
	Place, Commodity int
	Opening          float64
	Most             float64
	Reserve          []float64 // to be there at the end of each period; nil for none
}

// Lock is what is agreed already of a unit's work by a recipe: plan around it.
type Lock struct {
	Unit, Recipe int
	Kind         int // LockLeast, LockMost, LockFixed
	Much         []float64
}

// Kinds of lock.
const (
	LockLeast = iota
	LockMost
	LockFixed
)

// LockNames are the words for the kinds of lock in the sheets.
var LockNames = []string{"least", "most", "fixed"}

// Inf is no limit.
var Inf = math.Inf(1)

// Root is the place without a parent.
func (in *Instance) Root() int {
	for n := range in.Places {
		if in.Places[n].Parent < 0 {
			return n
		}
	}
	return -1
}

// WholeUse says whether all that a recipe needs of whole commodities, and all
// that is opened, wanted and reserved of them, is whole, so that a plan in
// whole ones can hold exactly. Where it is not, the commodity is planned in
// fractions.
func (in *Instance) WholeUse() []bool {
	whole := make([]bool, len(in.Commodities))
	for k, c := range in.Commodities {
		whole[k] = c.Whole
	}
	no := func(k int, much ...float64) {
		for _, v := range much {
			if v != math.Floor(v) {
				whole[k] = false
			}
		}
	}
	for _, r := range in.Recipes {
		for _, a := range r.Needs {
			no(a.What, a.Much)
		}
	}
	for _, d := range in.Demands {
		no(d.Commodity, d.Wanted...)
	}
	for _, s := range in.Stocks {
		no(s.Commodity, s.Opening)
	}
	for changed := true; changed; { // a whole good eaten by what is made in fractions
		changed = false
		for _, r := range in.Recipes {
			for _, a := range r.Needs {
				if whole[a.What] && !whole[r.Makes] {
					whole[a.What], changed = false, true
				}
			}
		}
	}
	return whole
}
