// Package charter gives a co-operative its first charter, and reads a charter
// out as statutes.
//
// A template is a whole charter to begin with: rules and the lines of its
// waterfall, each with its article, and the law or the programme that it
// follows. Templates are data (template/*.json): three forms of the handicraft
// co-operation of the 1950s, and a worker co-operative of today under three
// laws. [Begin] makes one the charter of a unit that has none; from then on it is
// the members', and changes by resolution only.
//
// [Statutes] is the other direction: rules and lines as articles in words, each
// with its value, the resolution behind it, what it was before and what it came
// to in the last year that was shared out. What is read is what runs: the words
// belong to the line that they describe, and hold the rule's own value.
//
// Read next: template.go, statutes.go, found.go.
package charter

import (
	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/assembly"
	"artel/coop/surplus"
	"artel/coop/unit"
)

// Acts are what a person may do with a charter as a whole.
var Acts = []act.Act{
	act.Do("unit begin", "Begin from nothing: found a co-operative with a charter from a template, and give its first person a login", act.OnlyOps, Found).Founding(),
	act.Do("charter begin", "Adopt a charter from a template, in a unit that has none yet", act.Lead, Begin),
	act.Ask("charter templates", "Charters to begin with, each with its articles in words", act.SeeOwn, Read),
	act.Ask("charter statutes", "The charter in words, article by article: since when, by which resolution, and what it did last year", act.SeeOwn, Statutes),
	act.Do("charter amend", "Amend a rule of the charter from a day on, by a carried resolution", act.Lead, Amend).Over("rule"),
}

// Beginning is which charter to begin with.
type Beginning struct {
	Template string  `help:"the charter to begin with" choice:"producer|supply|group|scop|italy|spain"`
	Since    cal.Day `help:"the first day on which it holds; the first day of the books where left out" opt:"yes"`
}

// Begin makes a template the charter of a unit that has none. A charter that is
// there is the members' own, and is amended by resolution.
func Begin(tx *db.Tx, in Beginning) ([]Article, error) {
	rules, err := Usual(in.Template)
	if err != nil {
		return nil, err
	}
	there, err := unit.AllRules(tx)
	if err != nil {
		return nil, err
	}
	if len(there) > 0 {
		return nil, fault.Conflict.Errorf("The unit has a charter already, of %d rules. It is amended by a resolution, with “charter amend” or “charter adopt”.", len(there))
	}
	u, err := unit.Now(tx)
	if err != nil {
		return nil, err
	}
	if in.Since == "" {
		in.Since = u.Year.First()
	}
	for _, r := range rules {
		if _, err := unit.AmendRule(tx, unit.RuleChange{Rule: r.Rule, Value: r.Value, Clause: r.Clause, Since: in.Since}); err != nil {
			return nil, err
		}
	}
	return Statutes(tx, unit.AsOf{Day: in.Since})
}

// Amend amends a rule of the charter by a resolution, and refuses one with which
// no surplus could be shared out: a table of tax that is not there, or that no
// line runs.
func Amend(tx *db.Tx, in unit.RuleChange) (unit.Rule, error) {
	r, err := assembly.Amend(tx, in)
	if err != nil {
		return r, err
	}
	_, err = surplus.WaterfallAt(tx, in.Since)
	return r, err
}
