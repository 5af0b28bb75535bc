package surplus

import (
	"container/list"
	"fmt"
	"maps"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/assembly"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/unit"
	"artel/coop/year"
)

// Proposal asks what a year would come to if the charter said something else.
type Proposal struct {
	Year  cal.Year   `help:"the year"`
	Rules []Proposed `help:"percentages as proposed; nothing of it is kept" opt:"yes"`
}

// Proposed is a rule as it is proposed.
type Proposed struct {
	Rule  string `json:"rule" help:"the rule's name, such as welfare_pct"`
	Value string `json:"value" help:"the percentage proposed" opt:"yes"`
}

// YearEnd is where a year stands on its way from its books to its slips.
type YearEnd struct {
	Year        cal.Year              `json:"year"`
	Currency    money.Currency        `json:"currency"`
	State       string                `json:"state"`
	Open        []year.Todo           `json:"open"`     // before it can be closed and shared out
	Percents    []Percent             `json:"percents"` // of the charter, that the lines name
	Books       Key                   `json:"books"`
	Now         []LineSum             `json:"now"`            // by the charter
	Then        []LineSum             `json:"then,omitempty"` // by the proposal
	Parts       []Compared            `json:"parts"`
	Resolutions []assembly.Resolution `json:"resolutions"`   // on the year
	Why         string                `json:"why,omitempty"` // it cannot be worked out yet
}

// Percent is a percentage of the charter and what is proposed for it.
type Percent struct {
	Rule   string `json:"rule"`
	Title  string `json:"title"`
	Clause string `json:"clause"`
	Value  string `json:"value"`
	Wanted string `json:"wanted"` // the same where nothing else is proposed
}

// LineSum is what a line comes to.
type LineSum struct {
	Clause string       `json:"clause"`
	Name   string       `json:"name"`
	Label  string       `json:"label"`
	Kind   Kind         `json:"kind"`
	Amount money.Amount `json:"amount"`
}

// Compared is a member's part by the charter and by the proposal.
type Compared struct {
	No   string       `json:"no"`
	Name string       `json:"name"`
	Now  money.Amount `json:"now"`
	Then money.Amount `json:"then"`
}

// Propose works a year out by the charter and by a proposal, and keeps nothing.
// Of a year that has been shared out it shows what was.
func Propose(tx *db.Tx, in Proposal) (YearEnd, error) {
	y := YearEnd{Year: in.Year}
	var err error
	if y.State, err = ledger.State(tx, in.Year); err != nil {
		return y, err
	}
	if y.Open, err = stillOpen(tx, in.Year); err != nil {
		return y, err
	}
	if y.Resolutions, err = assembly.On(tx, in.Year); err != nil {
		return y, err
	}
	if y.State == ledger.Locked {
		m, err := load(tx, in.Year)
		if err != nil {
			return y, err
		}
		return y, y.fill(tx, m, m.st)
	}
	w, err := WaterfallAt(tx, in.Year.Last())
	if err != nil {
		return y, err
	}
	if y.Percents, err = percentsOf(tx, w, in); err != nil {
		return y, err
	}
	now, err := worked(tx, in.Year)
	if fault.Of(err) != "" { // what is still open says what to do about it
		y.Why = err.Error()
		return y, nil
	}
	if err != nil {
		return y, err
	}
	then := now.st
	if y.proposes() {
		if then, err = Divide(w, now.facts.proposed(y.Percents)); err != nil {
			return y, err
		}
	}
	return y, y.fill(tx, now, then)
}

// worked is a year worked out by its charter. Whoever moves percentages asks for
// the same year again and again: it is kept until any act in the unit is done,
// which the hash of the log's head tells.
func worked(tx *db.Tx, year cal.Year) (m made, err error) {
	head, err := db.One[string](tx, `select hash from head where unit = $1`, tx.Unit)
	if err != nil {
		return m, err
	}
	key := tx.Unit + " " + year.String() + " " + head
	if m, ok := working.get(key); ok {
		return m, nil
	}
	if _, m.st, m.facts, err = workOut(tx, year, ""); err != nil {
		return m, err
	}
	if m.key, err = keyOf(tx, m.st, m.facts); err != nil {
		return m, err
	}
	working.put(key, m)
	return m, nil
}

var working = cache{most: 2, at: map[string]*list.Element{}, order: list.New()}

// stillOpen is what closing asks for, and what sharing out does.
func stillOpen(tx *db.Tx, of cal.Year) ([]year.Todo, error) {
	all, err := year.StillOpen(tx, ledger.OfYear{Year: of})
	if err != nil {
		return nil, err
	}
	w, err := WaterfallAt(tx, of.Last())
	if err != nil || !w.uses("reference_wage") {
		return all, err
	}
	u, err := unit.At(tx, of.Last())
	if err != nil {
		return nil, err
	}
	wages, err := unit.WagesOf(tx, of, u.Trade)
	if err != nil {
		return nil, err
	}
	members, err := member.List(tx, unit.AsOf{Day: of.Last()})
	wanting := map[string]int{}
	for _, m := range members {
		if _, has := wages[m.Grade]; !has && m.Standing == member.Full && (m.Left == "" || m.Left >= of.First()) {
			wanting[m.Grade]++
		}
	}
	for _, grade := range slices.Sorted(maps.Keys(wanting)) {
		all = append(all, year.Todo{What: "There is no reference wage for grade %s, which %s members have: the wage cap asks for it.",
			Args: []string{grade, fmt.Sprint(wanting[grade])}, Blocks: true, Act: "charter wage",
			With: map[string]string{"year": of.String(), "trade": u.Trade, "grade": grade}})
	}
	return all, err
}

// percentsOf are the percentages that the lines name, with what is proposed.
func percentsOf(tx *db.Tx, w Waterfall, in Proposal) (all []Percent, err error) {
	charter, err := unit.CharterAt(tx, in.Year.Last())
	if err != nil {
		return nil, err
	}
	for _, l := range w {
		for _, name := range l.RuleNames() {
			r, has := charter[name]
			if has && unit.RuleKind(name) == "percent" && !slices.ContainsFunc(all, func(p Percent) bool { return p.Rule == name }) {
				all = append(all, Percent{name, unit.RuleWords(name), l.Clause, r.Value, r.Value})
			}
		}
	}
	var wrong []fault.Problem
	for i, p := range in.Rules {
		at := slices.IndexFunc(all, func(q Percent) bool { return q.Rule == p.Rule })
		if at < 0 {
			wrong = append(wrong, fault.Problem{Column: fmt.Sprintf("rules.%d.rule", i), Value: p.Rule, Wrong: "The lines of the charter name no such percentage.", Fix: "Take one that they name."})
			continue
		}
		if p.Value == "" {
			continue
		}
		value, err := unit.CheckValue(p.Rule, p.Value)
		if err != nil {
			wrong = append(wrong, fault.Problem{Column: fmt.Sprintf("rules.%d.value", i), Value: p.Value, Wrong: err.Error()})
			continue
		}
		all[at].Wanted = value
	}
	if len(wrong) > 0 {
		return all, &fault.Rows{Problems: wrong}
	}
	return all, nil
}

func (y YearEnd) proposes() bool {
	return slices.ContainsFunc(y.Percents, func(p Percent) bool { return p.Value != p.Wanted })
}

// proposed are the facts with the charter's rules as proposed.
func (f Facts) proposed(percents []Percent) Facts {
	f.Rules = maps.Clone(f.Rules)
	for _, p := range percents {
		f.Rules[p.Rule] = p.Wanted
	}
	return f
}

// fill puts what was worked out into the answer.
func (y *YearEnd) fill(tx *db.Tx, now made, then Statement) error {
	y.Currency, y.Books, y.Now = now.st.Currency, now.key, now.st.sums()
	if y.proposes() {
		y.Then = then.sums()
	}
	names, err := member.Register(tx)
	for i, m := range now.st.Members {
		y.Parts = append(y.Parts, Compared{m.No, names[m.No].Name, m.Total, then.Members[i].Total})
	}
	return err
}

// sums are the lines that move money, and what is carried forward.
func (st Statement) sums() (all []LineSum) {
	for _, l := range st.Lines {
		if l.Kind == Value || l.Kind == Check || l.Kind == Withheld || l.Sum().IsZero() {
			continue
		}
		all = append(all, LineSum{l.Clause, l.Name, l.Label, l.Kind, l.Sum()})
	}
	if !st.Carried.IsZero() {
		all = append(all, LineSum{"", "carried", "Carried forward", Value, st.Carried})
	}
	return all
}

// LineSums are what each line came to when a year was shared out.
func LineSums(tx *db.Tx, of cal.Year) ([]LineSum, error) {
	m, err := load(tx, of)
	return m.st.sums(), err
}

// Under shares a year that was shared out again under other rules, the lines
// among them, and keeps nothing of it.
func Under(tx *db.Tx, of cal.Year, rules map[string]string) (now, then []LineSum, parts []Compared, err error) {
	was, err := load(tx, of)
	if err != nil {
		return nil, nil, nil, err
	}
	w, err := WaterfallAt(tx, of.Last())
	if err != nil {
		return nil, nil, nil, err
	}
	if text, said := rules[WaterfallRule]; said {
		if w, err = parseLines(text); err != nil {
			return nil, nil, nil, err
		}
	}
	facts, err := Gather(tx, of, w)
	if err != nil {
		return nil, nil, nil, err
	}
	for rule, value := range rules {
		if rule != WaterfallRule {
			facts.Rules[rule] = value
		}
	}
	if err := w.missing(facts.Rules); err != nil {
		return nil, nil, nil, err
	}
	st, err := Divide(w, facts)
	if err != nil {
		return nil, nil, nil, err
	}
	names, err := member.Register(tx)
	for _, m := range was.st.Members {
		c := Compared{m.No, names[m.No].Name, m.Total, money.Of(0, m.Total.Currency)}
		if other, there := st.member(m.No); there {
			c.Then = other.Total
		}
		parts = append(parts, c)
	}
	return was.st.sums(), st.sums(), parts, err
}
