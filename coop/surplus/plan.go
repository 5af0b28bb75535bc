package surplus

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
)

// plan is a waterfall made ready to run: every formula read once and every
// name in it turned into a slot, so that 50,000 members cost no look-ups.
type plan struct {
	waterfall Waterfall
	lines     []planned
	book      map[string]int // slots of the co-operative: rules, facts, lines, left, claims
	member    map[string]int // slots of one member: facts
	own       map[string]int // slots of one member: parts of the pools above
	size      int            // of all slots

	rules    map[string]string
	problems []fault.Problem
}

// planned is a line with its formulas; those it does not have are nil.
type planned struct {
	Line
	first                           int // the line that begins its split, else itself
	amount, whole, by, who, ceiling *bound
	capTo                           int // the line whose fund takes what is cut, or -1
}

// bound is a formula that knows where its values stand.
type bound struct {
	*explain.Formula
	at   []int
	args []*big.Rat
}

func (b *bound) eval(digits int, slots []*big.Rat) (*big.Rat, error) {
	for i, at := range b.at {
		b.args[i] = slots[at]
	}
	return b.EvalSlots(digits, b.args)
}

func newPlan(w Waterfall, rules map[string]string, book, member []string) (*plan, error) {
	p := &plan{waterfall: w, rules: rules, book: map[string]int{}, member: map[string]int{}, own: map[string]int{}}
	if len(w) == 0 {
		return nil, fault.Invalid.Errorf("The charter has no lines on the division of the surplus.")
	}
	p.placeNames(book, member)
	for k := range w {
		p.lines = append(p.lines, p.line(k))
	}
	if len(p.problems) > 0 {
		return nil, &fault.Rows{Problems: p.problems}
	}
	return p, nil
}

// wrong notes a problem of line k, as its row in a sheet of lines.
func (p *plan) wrong(k int, column, value, wrong, fix string) {
	if clause := p.waterfall[k].Clause; clause != "" {
		wrong = clause + ": " + wrong
	}
	p.problems = append(p.problems, fault.Problem{Sheet: "waterfall", Row: k + 2, Column: column, Value: value, Wrong: wrong, Fix: fix})
}

// placeNames gives every name its slot. No name may mean two things.
func (p *plan) placeNames(book, member []string) {
	meanings := map[string]string{leftName: "a word of the language", claimsName: "a word of the language"}
	place := func(slots map[string]int, name, meaning string) bool {
		if other := meanings[name]; other != "" {
			return false
		}
		meanings[name], slots[name] = meaning, p.size
		p.size++
		return true
	}
	p.book[leftName], p.book[claimsName], p.size = 0, 1, 2
	for _, name := range slices.Sorted(maps.Keys(p.rules)) {
		place(p.book, name, "a rule of the charter")
	}
	for _, name := range book {
		p.placeFact(place(p.book, name, "a fact of the books"), name, meanings[name])
	}
	for _, name := range member {
		p.placeFact(place(p.member, name, "a fact of each member"), name, meanings[name])
	}
	for k, l := range p.waterfall {
		p.placeLine(k, l, place, meanings)
	}
}

func (p *plan) placeFact(placed bool, name, other string) {
	if !placed {
		p.problems = append(p.problems, fault.Problem{Sheet: "charter", Value: name,
			Wrong: fmt.Sprintf("This name is given twice: it is already %s.", other), Fix: "Give the rule another name."})
	}
}

func (p *plan) placeLine(k int, l Line, place func(map[string]int, string, string) bool, meanings map[string]string) {
	switch {
	case l.Name == "" && l.Kind == Check:
		return
	case !nameable(l.Name):
		p.wrong(k, "name", l.Name, "A line needs a name of letters, digits and _ that is not a word of the language.", `Write a name such as "welfare".`)
	case !place(p.book, l.Name, "the name of another line"):
		p.wrong(k, "name", l.Name, fmt.Sprintf("This name is taken: it is already %s.", meanings[l.Name]), "Give the line another name.")
	case l.shares():
		p.own[l.Name] = p.size
		p.size++
	}
}

// line reads line k and notes all that is wrong with it.
func (p *plan) line(k int) planned {
	l := planned{Line: p.waterfall[k], first: p.waterfall.groupStart(k), capTo: -1}
	p.checkWords(k, l.Line)
	p.checkSplit(k, l)
	l.amount = p.bind(k, "formula", l.Formula, l.Kind != Withheld)
	l.whole = p.bind(k, "split_of", l.SplitOf, l.Split != "" && l.first == k)
	l.by = p.bind(k, "by", l.By, l.shares())
	l.who = p.bind(k, "who", l.Who, false)
	l.ceiling = p.bind(k, "cap", l.Cap, false)
	if l.Split != "" && l.amount != nil {
		p.checkWeight(k, l.amount)
	}
	if l.CapTo != "" && l.Cap != "" {
		l.capTo = p.capTo(k, l.CapTo)
	}
	return l
}

func (p *plan) checkWords(k int, l Line) {
	if !slices.Contains([]Kind{Value, Fund, Due, Members, Withheld, Check}, l.Kind) {
		p.wrong(k, "kind", string(l.Kind), "There is no such kind of line.", "Write value, fund, due, members, withheld or check.")
	}
	if !slices.Contains([]When{"", Surplus, Loss, Always}, l.When) {
		p.wrong(k, "when", string(l.When), "A line cannot run then.", "Write surplus, loss or always.")
	}
	if l.Label == "" {
		p.wrong(k, "label", "", "The line does not say in words what it is.", "Write its label.")
	}
	if !l.shares() && l.By+l.Who+l.Cap != "" {
		p.wrong(k, "kind", string(l.Kind), "Only members and withheld lines can have by, who and cap.", "Make it a line of members, or empty those fields.")
	}
}

func (p *plan) checkSplit(k int, l planned) {
	if l.Split == "" {
		return
	}
	if l.Kind == Check || l.Kind == Withheld {
		p.wrong(k, "split", l.Split, fmt.Sprintf("A line of kind %s cannot be part of a split.", l.Kind), "Empty the field.")
	}
	if l.first != k && l.SplitOf != "" {
		p.wrong(k, "split_of", l.SplitOf, "Only the first line of a split says what is split.", "Empty the field.")
	}
	if first := p.waterfall[l.first]; first.When != l.When {
		p.wrong(k, "when", string(l.When), "All lines of a split run in the same years.", fmt.Sprintf("Write the same as in %s.", first.Clause))
	}
	for _, other := range p.waterfall[:l.first] {
		if l.first == k && other.Split == l.Split {
			p.wrong(k, "split", l.Split, "The lines of a split must follow each other.", fmt.Sprintf("Move this line to %s.", other.Clause))
			return
		}
	}
}

// checkWeight works out a weight that hangs on the charter alone: the "rest" of
// percentages that come to more than 100 is below zero, whatever the year brings.
func (p *plan) checkWeight(k int, f *bound) {
	weight, err := f.Eval(2, func(name string) (*big.Rat, bool) {
		d, err := money.ParseDecimal(p.rules[name])
		return d.Rat(), err == nil
	})
	if err == nil && weight.Sign() < 0 {
		p.wrong(k, "formula", f.String(), fmt.Sprintf("This part of the split is %s: the percentages come to more than 100.", explain.Number{Rat: weight}),
			"Lower one of them.")
	}
}

func (p *plan) capTo(k int, field string) int {
	name, ok := expand(field, p.rules)
	if to := p.waterfall.named(name); ok && to >= 0 && p.waterfall[to].Kind == Fund {
		return to
	}
	p.wrong(k, "cap_to", strings.Join(slices.Compact([]string{field, name}), " = "), "What the cap cuts must go to a fund.", "Write the name of a line of kind fund.")
	return -1
}
