// Package transition takes a unit from one form of organisation to another:
// from a production group by way of a supply and marketing co-operative to a
// producers' co-operative, back, or to its end (S1, S4, S8).
//
// Nothing moves a unit by itself. A change is planned ([Draft]): what the unit
// becomes and from when, what happens to tool shares, which rules of the charter
// change. The plan shows its conditions with what the books say of each, what it
// does to every member's money, and last year's surplus under the new rules. The
// members vote on it; then [Carry] holds the conditions again and does it all in
// one act: shares, charter, form. What it did is kept with the plan, so that the
// way a unit came can be looked at step by step ([List], [Show]).
//
// Invariants: an act of carrying changes no member's money, only where it
// stands; the resolution is about a transition, younger than the plan, passed by
// the charter's majority, and carries one plan only. What a unit that is wound up
// leaves above its members' money goes to a named body and never to them (S9).
//
// Read next: conditions.go, effect.go, carry.go, dissolve.go, handover.go, receive.go.
package transition

import (
	"slices"
	"strings"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/charter"
	"artel/coop/stage"
	"artel/coop/surplus"
	"artel/coop/unit"
)

// Acts are what a person may do about the form of the unit.
var Acts = []act.Act{
	act.Do("transition plan", "Plan a change of form: into what, from when, what becomes of tool shares, which rules change", act.Lead, Draft),
	act.Do("transition carry", "Carry a planned change of form out, by the members' resolution", act.Lead, Carry),
	act.Do("transition drop", "Give a planned change of form up", act.Lead, Drop),
	act.Do("transition receive", "Take in the members and the property that another unit handed over", act.Lead, Receive),
	act.Do("transition declare", "Put right the form that the unit had when these books began", act.Lead, Declare),
	act.Ask("transition show", "A change of form: its conditions, what it does to each member, last year under the new rules", act.SeeOwn, Show),
	act.Ask("transition paper", "What was handed over to another unit, or taken in from one: members, tools, accounts", act.See, ShowPaper),
	act.Ask("transition list", "The forms that the unit has had, and the changes that were planned", act.SeeOwn, List),
}

// Dissolved is what a unit becomes that is wound up.
const Dissolved = "dissolved"

// into are the forms by the names of their charters.
var into = map[string]string{"group": stage.Group, "supply": stage.Supply, "producer": stage.Producer, Merged: Merged, Split: Split, Dissolved: Dissolved}

// What becomes of tool shares.
const (
	Keep   = "keep"
	BuyOut = "buy out"
)

// Planning is what a change of form must be told.
type Planning struct {
	Into     string        `help:"what the unit becomes" choice:"group|supply|producer|merged|split off|dissolved"`
	Since    cal.Day       `help:"the first day of it; the first of a month"`
	Day      cal.Day       `help:"the day of the plan; today where left out" opt:"yes"`
	Shares   string        `help:"what becomes of tool shares: they are kept, or bought out in the charter's instalments" choice:"keep|buy out" default:"keep"`
	Lines    string        `help:"how the surplus is divided from then on: as now, or as the usual charter of the new form has it" choice:"keep|usual" default:"keep"`
	Rules    []Rule        `help:"rules that change, beside those that the charter lacks for the new form" opt:"yes"`
	Grounds  string        `help:"why"`
	Heir     string        `help:"where it is wound up, merges or a part splits off: the body that takes what is left above the members' money, or the members with all of it" opt:"yes"`
	Members  []string      `help:"where a part splits off: the numbers of the members who go" opt:"yes"`
	Tools    []string      `help:"where a part splits off: numbers of the common tools that go with them; their own shares in tools go anyway" opt:"yes"`
	Funds    money.Decimal `help:"where a part splits off: percent of each fund that goes with them" opt:"yes"`
	Output   money.Decimal `help:"expected income of a year for each member, where ownership changes" opt:"yes"`
	Cost     money.Decimal `help:"expected cost of 100 of income, where ownership changes" opt:"yes"`
	Compared string        `help:"how the two were estimated" opt:"yes"`
}

// Rule is a rule as it is to be.
type Rule struct {
	Rule   string `json:"rule" help:"the rule's name, such as tool_instalments"`
	Value  string `json:"value" help:"what it is from then on"`
	Clause string `json:"clause" help:"its article; as the usual charter has it where left out" opt:"yes"`
}

// Change is a rule that a plan changes. Was is "" where the charter had none.
type Change struct {
	Rule   string `json:"rule"`
	Title  string `json:"title" words:"yes"`
	Was    string `json:"was"`
	Value  string `json:"value"`
	Clause string `json:"clause"`
}

// The states of a plan.
const (
	Planned = "planned"
	Carried = "carried out"
	Dropped = "dropped"
)

// Plan is a change of form, as planned.
type Plan struct {
	Number     int64         `json:"number"`
	Day        cal.Day       `json:"day"`
	Was        string        `json:"was" words:"yes"`
	Into       string        `json:"into" words:"yes"`
	Since      cal.Day       `json:"since"`
	Shares     string        `json:"shares" words:"yes"`
	Heir       string        `json:"heir,omitempty"`
	Grounds    string        `json:"grounds"`
	Output     money.Decimal `json:"-"`
	Cost       money.Decimal `json:"-"`
	Compared   string        `json:"-"`
	State      string        `json:"state" words:"yes"`
	Ended      cal.Day       `json:"ended,omitempty"`
	Resolution int64         `json:"resolution,omitempty"`
	Concerns   cal.Year      `json:"resolution_year,omitempty"`
	Why        string        `json:"why,omitempty"` // it was dropped
}

// Draft plans a change of form.
func Draft(tx *db.Tx, in Planning) (Shown, error) {
	p := Plan{Day: in.Day, Into: into[in.Into], Since: in.Since, Shares: in.Shares, Heir: strings.TrimSpace(in.Heir), Grounds: strings.TrimSpace(in.Grounds),
		Output: in.Output, Cost: in.Cost, Compared: strings.TrimSpace(in.Compared), State: Planned}
	if p.Day == "" {
		p.Day = cal.On(tx.Now)
	}
	u, err := unit.At(tx, p.Since.Add(-1))
	if err != nil {
		return Shown{}, err
	}
	p.Was = u.Form
	if err := p.check(tx, u); err != nil {
		return Shown{}, err
	}
	if err := in.part(tx, p); err != nil {
		return Shown{}, err
	}
	changes, err := p.changes(tx, in)
	if err != nil {
		return Shown{}, err
	}
	if p.Number, err = tx.Next("transition", 1); err != nil {
		return Shown{}, err
	}
	if err := insertPlan(tx, p, changes); err != nil {
		return Shown{}, err
	}
	if p.Into == Split {
		if err := insertPart(tx, p.Number, Part{in.Members, in.Tools, in.Funds}); err != nil {
			return Shown{}, err
		}
	}
	return Show(tx, ByNumber{Number: p.Number})
}

func (p Plan) check(tx *db.Tx, u unit.Unit) error {
	wrong := func(column, value, words string, args ...any) error {
		return fault.In(column, value, fault.Invalid.Errorf(words, args...))
	}
	switch {
	case p.Since != p.Since.Month().First():
		return wrong("since", string(p.Since), "A form begins with the first day of a month.")
	case p.Since < p.Day:
		return wrong("since", string(p.Since), "%s is before the plan of %s: the members decide first.", p.Since, p.Day)
	case p.Since <= u.Year.First():
		return wrong("since", string(p.Since), "These books begin with %d; put the form right that they began with (“transition declare”).", int(u.Year))
	case p.Grounds == "":
		return wrong("grounds", "", "Say why the form is to change: the members decide on it.")
	case strings.EqualFold(p.Into, stage.Known(p.Was)):
		return wrong("into", p.Into, "The unit is a %s already.", p.Was)
	case p.Was == Dissolved || p.Was == Merged:
		return fault.Refused.Errorf("The unit was wound up; it has no form to change.")
	case p.handsOver() && p.Heir == "":
		return wrong("heir", "", "Name the unit that takes the members in.")
	case p.Into == Dissolved && p.Heir == "":
		return wrong("heir", "", "Say which body takes what is left above the members' money: it is never shared out (S9).")
	case p.Output.Sign() < 0 || p.Cost.Sign() < 0:
		return wrong("output", p.Output.String(), "What is expected is not below 0.")
	}
	open, err := selectPlans(tx)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(open, func(q Plan) bool { return q.State == Planned }); i >= 0 {
		return fault.Conflict.Errorf("Plan %d of %s is open. Carry it out or drop it first.", open[i].Number, open[i].Day)
	}
	return nil
}

// changes are the rules that change: those asked for, and those of the usual
// charter of the new form that the unit's lacks.
func (p Plan) changes(tx *db.Tx, in Planning) ([]Change, error) {
	now, err := unit.CharterAt(tx, p.Since)
	if err != nil || p.ends() || p.Into == Split {
		return nil, err
	}
	usual, err := charter.Usual(in.Into)
	if err != nil {
		return nil, err
	}
	asked := map[string]Rule{}
	wrong := &fault.Rows{}
	for i, r := range in.Rules {
		r.Rule = strings.TrimSpace(r.Rule)
		value, err := unit.CheckValue(r.Rule, r.Value)
		if _, twice := asked[r.Rule]; twice && err == nil {
			err = fault.In("rule", r.Rule, fault.Invalid.Errorf("The rule “%s” is there twice.", r.Rule))
		}
		if err != nil {
			wrong.Problems = append(wrong.Problems, fault.AsProblem(i+1, err))
			continue
		}
		r.Value = value
		asked[r.Rule] = r
	}
	if len(wrong.Problems) > 0 {
		return nil, wrong
	}
	clauses := map[string]string{}
	var list []Change
	add := func(rule, value, clause string) {
		was := now[rule]
		if clause == "" {
			clause = was.Clause
		}
		if clause == "" {
			clause = clauses[rule]
		}
		if was.Value != value {
			list = append(list, Change{rule, unit.RuleWords(rule), was.Value, value, clause})
		}
	}
	for _, r := range usual {
		clauses[r.Rule] = r.Clause
		_, has := now[r.Rule]
		switch _, said := asked[r.Rule]; {
		case said:
		case r.Rule == surplus.WaterfallRule && in.Lines == "usual", r.Rule != surplus.WaterfallRule && !has:
			add(r.Rule, r.Value, r.Clause)
		}
	}
	for _, r := range in.Rules {
		r = asked[strings.TrimSpace(r.Rule)]
		add(r.Rule, r.Value, r.Clause)
	}
	return list, nil
}

// Dropping gives a plan up.
type Dropping struct {
	Plan int64   `help:"number of the plan"`
	Why  string  `help:"why it is given up"`
	Day  cal.Day `help:"the day; today where left out" opt:"yes"`
}

// Drop gives a plan up that was not carried out.
func Drop(tx *db.Tx, in Dropping) (Plan, error) {
	p, err := open(tx, in.Plan)
	if err != nil {
		return p, err
	}
	if in.Day == "" {
		in.Day = cal.On(tx.Now)
	}
	p.State, p.Ended, p.Why = Dropped, in.Day, strings.TrimSpace(in.Why)
	if in.Day < p.Day {
		return p, fault.In("day", string(in.Day), fault.Invalid.Errorf("Plan %d was made on %s, after this day.", p.Number, p.Day))
	}
	if p.Why == "" {
		return p, fault.In("why", "", fault.Invalid.Errorf("Say why the plan is given up."))
	}
	return p, insertEnd(tx, p, "")
}

// open is a plan that was neither carried out nor given up.
func open(tx *db.Tx, number int64) (Plan, error) {
	p, err := find(tx, number)
	if err == nil && p.State != Planned {
		err = fault.Conflict.Errorf("Plan %d was %s on %s.", number, p.State, p.Ended)
	}
	return p, err
}

// Declaring puts the first form right.
type Declaring struct {
	Form    string `help:"the form in which the unit was registered" choice:"individual workshop|production group|supply and marketing producer co-operative|producer co-operative|worker co-operative|federation|association"`
	Grounds string `help:"the paper that shows it, such as the certificate of registration"`
}

// Declare puts right the form that a unit had when its books began. It may be
// done once, and not after a form was changed by a vote.
func Declare(tx *db.Tx, in Declaring) (unit.Unit, error) {
	u, err := unit.Now(tx)
	if err != nil {
		return u, err
	}
	if strings.TrimSpace(in.Grounds) == "" {
		return u, fault.In("grounds", "", fault.Invalid.Errorf("Name the paper that shows the form."))
	}
	plans, err := selectPlans(tx)
	if err != nil {
		return u, err
	}
	if slices.ContainsFunc(plans, func(p Plan) bool { return p.State != Dropped }) {
		return u, fault.Refused.Errorf("The form of this unit is changed by a vote; what it was before is not put right any more.")
	}
	before, err := db.One[int64](tx, `select count(*) from form_declared where unit = $1`, tx.Unit)
	if err != nil {
		return u, err
	}
	if before > 0 {
		return u, fault.Refused.Errorf("The first form was put right once already. From now on it is changed by a vote (“transition plan”).")
	}
	if err := tx.Exec(`insert into form_declared (unit, act, form, grounds) values ($1, $2, $3, $4)`, tx.Unit, tx.Act, in.Form, strings.TrimSpace(in.Grounds)); err != nil {
		return u, err
	}
	return unit.SetForm(tx, in.Form, u.Year.First())
}

// Way is how a unit came to the form it has.
type Way struct {
	Unit   unit.Unit  `json:"unit"`
	Forms  []unit.Had `json:"forms"`
	Plans  []Plan     `json:"plans"`
	Papers []Handed   `json:"papers"` // given to other units, or taken in
}

// Handed is a paper in a line.
type Handed struct {
	Way     string  `json:"way" words:"yes"`
	Day     cal.Day `json:"day"`
	From    string  `json:"from"`
	To      string  `json:"to"`
	Members int     `json:"members"`
	Seal    string  `json:"seal"`
}

// List is the forms that the unit has had, and the plans.
func List(tx *db.Tx, _ act.Nothing) (w Way, err error) {
	if w.Unit, err = unit.Now(tx); err != nil {
		return w, err
	}
	if w.Forms, err = unit.FormsOf(tx); err != nil {
		return w, err
	}
	if w.Plans, err = selectPlans(tx); err != nil {
		return w, err
	}
	papers, err := Papers(tx)
	for _, k := range papers {
		w.Papers = append(w.Papers, Handed{k.Way, k.Day, k.From, k.To, len(k.Members), k.Seal})
	}
	return w, err
}
