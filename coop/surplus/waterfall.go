// How a charter divides the year's net revenue is not written in Go. It is a
// list of lines in the charter, each with its clause, which run one after the
// other over what is left: so another co-operative's order, percentages, floors,
// ceilings and caps need no programmer, and what the members voted on is what
// runs. Producer, in producer.go, is the list to start from.

package surplus

import (
	"regexp"
	"slices"
	"strings"

	"artel/base/explain"
)

// Kind is what a line does with the amount its formula gives.
type Kind string

const (
	Value    Kind = "value"    // nothing: the lines below may use it
	Fund     Kind = "fund"     // goes to a fund; below zero, is drawn from it
	Due      Kind = "due"      // is owed outside: tax, levy
	Members  Kind = "members"  // a pool, shared among the members by their claims
	Withheld Kind = "withheld" // kept back from each member's parts, and owed outside
	Check    Kind = "check"    // must be true (not 0), or nothing is divided
)

// When says in which years a line runs; in the others it yields 0.
type When string

const (
	Surplus When = "surplus" // net > 0; the same as nothing
	Loss    When = "loss"    // net < 0
	Always  When = "always"
)

// Waterfall is the lines in the order in which they run.
type Waterfall []Line

// Line is one clause of the charter on the division of the surplus.
//
// Its formulas are in the language of base/explain. They may use the rules of
// the charter, the facts of the books (net among them), the lines above, and
// `left`, what the lines above have not allotted. A field written as $rule stands
// for the text of that rule of the charter.
//
// All money is whole coins. An amount that its formula does not round is
// rounded half up.
type Line struct {
	Clause  string `json:"clause" help:"the article, such as art. 31.2"`                  // "art. 31.2"
	Name    string `json:"name,omitempty" help:"what formulas call its result" opt:"yes"` // what it yields, in formulas: "tax"
	Label   string `json:"label" help:"in words; of a check, the sentence that refuses"`  // in words; of a check, the sentence that refuses
	Words   string `json:"words,omitempty" help:"the article as the statutes say it; {rule} stands for a rule's value" opt:"yes"`
	Kind    Kind   `json:"kind" help:"what it does with its amount" choice:"value|fund|due|members|withheld|check"`
	When    When   `json:"when,omitempty" help:"in which years it runs" choice:"surplus|loss|always" opt:"yes"`
	Formula string `json:"formula,omitempty" help:"the amount, or the weight in a split" opt:"yes"`

	// Lines that follow each other with one Split are parts of one split by
	// largest remainder: the Formula of each is its weight, and SplitOf, on the
	// first, is the whole. A value in a split is set aside for the lines below.
	Split   string `json:"split,omitempty" help:"name of the split it is part of" opt:"yes"`
	SplitOf string `json:"split_of,omitempty" help:"formula of the whole that is split, on the first of its lines" opt:"yes"`

	Fund string `json:"fund,omitempty" help:"which fund, if not the one of its name" opt:"yes"` // fund: which, if not the one called Name
	Unit string `json:"unit,omitempty" help:"unit of a value that is not money" opt:"yes"`      // value: its unit, if it is not money ("1" for none)

	// Of members: By is each one's claim, and what is withheld from each; Who
	// takes part; Cap is what a part may not exceed. They may use the facts of a
	// member, and a pool above is there that member's part of it. The Formula of
	// members may use `claims`, the sum of the claims. What the cap cuts goes to
	// the fund of the line CapTo, and is not shared out again; without CapTo it
	// stays among what is left.
	By    string `json:"by,omitempty" help:"formula of each member's claim" opt:"yes"`
	Who   string `json:"who,omitempty" help:"formula of who takes part" opt:"yes"`
	Cap   string `json:"cap,omitempty" help:"formula of what a part may not pass" opt:"yes"`
	CapTo string `json:"cap_to,omitempty" help:"the fund that takes what the cap cuts" opt:"yes"`

	Source string `json:"source,omitempty" help:"the law or programme behind it" opt:"yes"` // the law or programme behind it: "S33"
}

// Names that every waterfall knows. Net is a fact of the books: the year's net
// revenue, below zero in a year of loss.
const (
	netName    = "net"
	leftName   = "left"
	claimsName = "claims"
)

var nameForm = regexp.MustCompile(`^[\p{L}_][\p{L}\p{N}_]*$`)

// nameable reports whether a formula can use name for something of the charter.
func nameable(name string) bool {
	return nameForm.MatchString(name) && !explain.Reserved(name) && name != leftName && name != claimsName
}

// Check reads the whole waterfall against the rules of its charter and the
// names of the facts there will be, and reports all that is wrong at once: what
// cannot be read, unknown names, lines in the wrong order, percentages that come
// to more than 100. What passes can fail at year-end only by its numbers.
func (w Waterfall) Check(rules map[string]string, book, member []string) error {
	_, err := newPlan(w, rules, book, member)
	return err
}

// fund is the fund that the line feeds.
func (l Line) fund() string {
	if l.Fund != "" {
		return l.Fund
	}
	return l.Name
}

// allots reports whether the line takes its amount out of what is left.
func (l Line) allots() bool { return l.Kind == Fund || l.Kind == Due || l.Kind == Members }

// shares reports whether each member has a part of the line.
func (l Line) shares() bool { return l.Kind == Members || l.Kind == Withheld }

// runs reports whether the line has a say in a year of that net revenue.
func (w When) runs(sign int) bool {
	switch w {
	case Always:
		return true
	case Loss:
		return sign < 0
	}
	return sign > 0
}

// expand is a field's text, or the charter's where it says $rule.
func expand(field string, rules map[string]string) (text string, ok bool) {
	rule, named := strings.CutPrefix(field, "$")
	if !named {
		return field, true
	}
	text, ok = rules[rule]
	return text, ok
}

// groupStart is the first line of the split that line k is part of, else k.
func (w Waterfall) groupStart(k int) int {
	for k > 0 && w[k].Split != "" && w[k-1].Split == w[k].Split {
		k--
	}
	return k
}

// group is the lines of the split that begins with line k.
func (w Waterfall) group(k int) []int {
	lines := []int{k}
	for i := k + 1; i < len(w) && w[i].Split != "" && w[i].Split == w[k].Split; i++ {
		lines = append(lines, i)
	}
	return lines
}

// named is the index of the line called name, or -1.
func (w Waterfall) named(name string) int {
	if name == "" {
		return -1
	}
	return slices.IndexFunc(w, func(l Line) bool { return l.Name == name })
}
