package surplus

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"artel/base/explain"
	"artel/base/money"
)

// bind reads the formula in a field of line k and finds a slot for each of its
// names. An empty field is no formula, and wrong where there must be one.
func (p *plan) bind(k int, column, field string, required bool) *bound {
	src, ok := expand(field, p.rules)
	switch {
	case !ok:
		p.wrong(k, column, field, "The charter has no rule of that name.", "Add the rule to the charter, or write the formula here.")
		return nil
	case strings.TrimSpace(src) == "" && required:
		p.wrong(k, column, field, "A formula is missing.", "Write it.")
		return nil
	case strings.TrimSpace(src) == "":
		return nil
	}
	f, err := explain.Compile(src)
	if err != nil {
		p.wrong(k, column, src, err.Error(), "Correct the formula.")
		return nil
	}
	b := &bound{Formula: f}
	for _, name := range f.Names() {
		at, wrong, fix := p.find(k, column, name)
		if wrong != "" {
			p.wrong(k, column, src, wrong, fix)
			return nil
		}
		b.at = append(b.at, at)
	}
	b.args = make([]*big.Rat, len(b.at))
	return b
}

// find is the slot of a name as a field of line k may use it, or what is wrong.
func (p *plan) find(k int, column, name string) (at int, wrong, fix string) {
	if j := p.waterfall.named(name); j >= 0 {
		return p.findLine(k, j, perMember(column))
	}
	if at, ok := p.member[name]; ok {
		if perMember(column) {
			return at, "", ""
		}
		return 0, fmt.Sprintf("%q is a fact of each member and not of the co-operative.", name), "Use claims, the sum of what the members claim, or move it to the field by."
	}
	if value, ok := p.rules[name]; ok {
		return p.findRule(name, value)
	}
	l := p.waterfall[k]
	if name == claimsName && (column != "formula" || l.Kind != Members || l.Split != "") {
		return 0, "The sum of the claims is known only in the formula of a line of members.", "Use another name."
	}
	if at, ok := p.book[name]; ok {
		return at, "", ""
	}
	return 0, fmt.Sprintf("%q is not known.", name), "Known are " + strings.Join(p.known(k, perMember(column)), ", ") + "."
}

func perMember(column string) bool { return column == "by" || column == "who" || column == "cap" }

// findLine is the slot of line j for line k: its amount, or for a member's
// formula the member's own part of it.
func (p *plan) findLine(k, j int, member bool) (at int, wrong, fix string) {
	from, to := p.waterfall[k], p.waterfall[j]
	start := p.waterfall.groupStart(k)
	if member {
		start = k // a pool of a split can know the parts of the pools before it
	}
	if j >= start {
		if j == k {
			return 0, fmt.Sprintf("The line uses %q, which is itself.", to.Name), "Use the names of lines above it."
		}
		return 0, fmt.Sprintf("%q is worked out only later, in %s.", to.Name, to.Clause), fmt.Sprintf("Move %s above %s.", to.Clause, from.Clause)
	}
	if at, ok := p.own[to.Name]; member && ok {
		return at, "", ""
	}
	return p.book[to.Name], "", ""
}

func (p *plan) findRule(name, value string) (at int, wrong, fix string) {
	d, err := money.ParseDecimal(value)
	if err != nil {
		return 0, fmt.Sprintf("The rule %s of the charter is %q, which is not a number.", name, value), "Write a number there, or use another name here."
	}
	if strings.HasSuffix(name, "_pct") && (d.Sign() < 0 || d.Cmp(money.DecimalOf(100, 0)) > 0) {
		return 0, fmt.Sprintf("The rule %s of the charter is %s: a percentage lies between 0 and 100.", name, d), "Correct the rule."
	}
	return p.book[name], "", ""
}

// known are the names that line k could have used.
func (p *plan) known(k int, member bool) []string {
	names := []string{leftName}
	for name := range maps.Keys(p.book) {
		if j := p.waterfall.named(name); j < 0 && name != claimsName && p.numeric(name) || j >= 0 && j < p.waterfall.groupStart(k) {
			names = append(names, name)
		}
	}
	if member {
		names = slices.AppendSeq(names, maps.Keys(p.member))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (p *plan) numeric(name string) bool {
	value, rule := p.rules[name]
	_, err := money.ParseDecimal(value)
	return !rule || err == nil
}
