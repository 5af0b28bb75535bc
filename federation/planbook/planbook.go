// Package planbook reads what a plan needs from a co-operative's own books, and puts
// what several of them report together to the inputs of one plan (S26, S49).
//
// A co-operative reports ([Report]) what it can make and with what, the hours its
// people have, the materials that came in, what it has promised, and what lies in
// store: a return, which can be carried to the federation on paper or as JSON. The
// federation joins the returns ([Gather]); nothing is typed twice, and what the books
// do not say is named and not invented.
//
// report.go reads a unit's books; gather.go joins; part.go brings the plan back to
// each co-operative; counter.go has a co-operative change its figures, and answer.go
// the federation accept or answer; compare.go holds what was made against the plan.
package planbook

import (
	"artel/base/act"
	"artel/base/cal"
	"artel/base/measure"
	"artel/base/money"
)

// Acts are what a person may do to have a plan from the books.
var Acts = []act.Act{
	act.Ask("plan return", "What the co-operative's own books say for a plan: recipes, hours, materials, promises, stock", act.See, Report),
	act.Ask("plan compare", "What was made beside what the plan said, by co-operative, product and month, from their returns", act.See, Compare),
	act.Ask("plan part", "What the plan says to one co-operative: what to make, with which hours, with which material from whom, and for whom", act.See, Send),
	act.Do("plan receive", "Take in the co-operative's part of its federation's plan", act.Books, Receive),
	act.Ask("plan own", "The co-operative's part of the plan, beside what its books say was made", act.See, Own),
	act.Do("plan counter", "Counter-plan: say that a figure of the plan is another here, and why", act.Books, Oppose),
	act.Ask("plan counters", "The co-operative's counter-plans, and what was answered", act.See, Counters),
	act.Do("plan hear", "Take in the counter-plans of a co-operative", act.Books, Hear),
	act.Ask("plan heard", "Counter-plans that were taken in, those that wait for an answer first", act.See, Hears),
	act.Do("plan answer", "Answer counter-plans; what is agreed to goes into the next plan", act.Books, Answer),
	act.Do("plan gather", "Join the returns of co-operatives to the inputs of one plan", act.Books, Gather),
}

// Reporting asks for a return.
type Reporting struct {
	From     cal.Month        `help:"the first month of the plan; the month after the last day in the books where left out" opt:"yes"`
	Months   int64            `help:"how many months" default:"12"`
	HoursDay measure.Quantity `help:"hours that one person has on a working day" default:"8"`
}

// Return is what a co-operative reports for a plan.
type Return struct {
	Unit     string         `json:"unit"`
	Trade    string         `json:"trade"`
	County   string         `json:"county"`
	Province string         `json:"province"`
	Currency money.Currency `json:"currency"`
	From     cal.Month      `json:"from"`
	Months   int64          `json:"months"`
	Goods    []Good         `json:"goods"`
	Ways     []Way          `json:"ways"`
	Needs    []Need         `json:"needs"`
	Hours    []Hours        `json:"hours"` // that its people have
	Supplies []Supply       `json:"supplies"`
	Wants    []Want         `json:"wants"`
	Stocks   []Stock        `json:"stocks"`
	Made     []Made         `json:"made"`  // in the twelve months before
	Notes    []Note         `json:"notes"` // what the books do not say
}

// Made is what was made in a month: goods taken in from makers, or where nobody
// takes in, what was sold.
type Made struct {
	Month cal.Month     `json:"month"`
	Item  string        `json:"item"`
	Much  money.Decimal `json:"much"`
}

// Note is something that the books do not say.
type Note struct {
	About string `json:"about"`
	Says  string `json:"says" words:"yes"`
}

// Good is a material or product, with what one of it is worth.
type Good struct {
	Item    string        `json:"item"`
	Per     string        `json:"per"`
	Product bool          `json:"product"`
	Value   money.Decimal `json:"value"`
}

// Way is a way of making one of a product.
type Way struct {
	Way     string        `json:"way"`
	Product string        `json:"product"`
	Hours   money.Decimal `json:"hours"`
	Source  string        `json:"source" words:"yes"` // where it stands
}

// Need is what a way takes of a material, for one made.
type Need struct {
	Way    string        `json:"way"`
	Item   string        `json:"item"`
	Amount money.Decimal `json:"quantity"`
}

// Hours are those of a month, and whether its work is concentrated or dispersed
// (S27).
type Hours struct {
	Month  cal.Month     `json:"month"`
	Much   money.Decimal `json:"much"`
	People int64         `json:"people"` // in the register at its end
	Mode   string        `json:"mode" words:"yes"`
}

// Supply is how much of a material can be had in a month: what came in the best
// of the twelve before.
type Supply struct {
	Item  string        `json:"item"`
	From  string        `json:"from"`
	Price money.Decimal `json:"price"`
	Most  money.Decimal `json:"most"`
}

// Want is what is promised, or expected, in a month.
type Want struct {
	Month cal.Month     `json:"month"`
	Item  string        `json:"item"`
	Kind  string        `json:"kind" words:"yes"` // contract, order, forecast
	For   string        `json:"customer"`
	Worth money.Decimal `json:"worth"`
	Much  money.Decimal `json:"much"`
}

// Stock is what lies in store, and the least that should.
type Stock struct {
	Item    string        `json:"item"`
	Much    money.Decimal `json:"much"`
	Minimum money.Decimal `json:"minimum"`
}
