package surplus

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
)

// ExplainMember says how all that a member gets came to be: from the books over
// taxes, funds and pools to the member's claim, part and cap.
func (st Statement) ExplainMember(no string) (*explain.Step, error) {
	d, done, err := st.ask()
	if err != nil {
		return nil, err
	}
	defer done()
	i, found := slices.BinarySearchFunc(st.Members, no, func(m MemberResult, no string) int { return strings.Compare(m.No, no) })
	if !found {
		return nil, fault.Missing.Errorf("The division of %d knows no member %s.", st.Year, no)
	}
	head := explain.Step{Label: "What %s gets of %s", Args: []string{no, strconv.Itoa(st.Year)}, Formula: "0", Unit: d.coin()}
	for s, name := range st.Pools {
		k := d.waterfall.named(name)
		op, err := d.shareOperand(i, k, s)
		if err != nil {
			return nil, err
		}
		head.Operands = append(head.Operands, op)
		sign := " + "
		if d.lines[k].Kind == Withheld {
			sign = " - "
		}
		head.Formula = strings.TrimPrefix(head.Formula+sign+name, "0 + ")
	}
	return d.resolved(d.work(head))
}

// ExplainClaims adds up what all members claim of a line: the one number of a
// member's explanation that only all the members together can check.
func (st Statement) ExplainClaims(name string) (*explain.Step, error) {
	d, done, err := st.ask()
	if err != nil {
		return nil, err
	}
	defer done()
	k := d.waterfall.named(name)
	if k < 0 || !d.lines[k].shares() {
		return nil, fault.Missing.Errorf("The waterfall has no line %q of which members have a share.", name)
	}
	l := d.lines[k]
	var ops []explain.Operand
	for i := range st.Members {
		if !st.Members[i].Shares[d.pool(k)].TakesPart {
			continue
		}
		op, err := d.claimOperand(i, k)
		if err != nil {
			return nil, err
		}
		op.Name = ""
		ops = append(ops, op)
	}
	return d.resolved(d.sum(explain.Step{Label: "Claims of all members: %s", Args: []string{l.Label}, Clause: l.Clause, Rule: l.Source}, ops))
}

// pool is where in a member's shares the part of line k stands.
func (d *division) pool(k int) int { return slices.Index(d.st.Pools, d.lines[k].Name) }

func (d *division) claimsOperand(k int) explain.Operand {
	op := explain.Fact(claimsName, "Claims of all members: %s", d.st.Lines[k].Claims.Rat, "", "the members' claims of this statement")
	op.Args = []string{d.lines[k].Label}
	return op
}

// shareOperand is member i's part of line k, the s-th of those shared.
func (d *division) shareOperand(i, k, s int) (explain.Operand, error) {
	m, l := d.st.Members[i], d.lines[k]
	if d.st.Lines[k].Skipped {
		return d.lineOperand(k)
	}
	if !m.Shares[s].TakesPart {
		return explain.Fact(l.Name, l.Label, new(big.Rat), d.coin(), "takes no part"), nil
	}
	step, err := d.shareStep(i, k, s)
	if err != nil {
		return explain.Operand{}, err
	}
	return step.As(l.Name), nil
}

// shareStep explains a part: of members by their claim under the cap, of what
// is withheld by its formula.
func (d *division) shareStep(i, k, s int) (*explain.Step, error) {
	l, m := d.lines[k], d.st.Members[i]
	head := explain.Step{Label: "%s of %s", Args: []string{l.Label, m.No}, Unit: d.coin(), Clause: l.Clause, Resolution: d.st.Resolution, Rule: l.Source}
	if l.Kind == Withheld {
		share := m.Shares[s]
		return d.formulaStep(head, l.by, share.Part.Rat().Cmp(share.Claim.Rat) != 0, d.memberOperand(i, k))
	}
	if l.ceiling == nil {
		return d.partStep(i, k, s, head)
	}
	part, err := d.partStep(i, k, s, explain.Step{Label: "%s of %s before the cap", Args: head.Args, Unit: d.coin(), Clause: l.Clause, Rule: l.Source})
	if err != nil {
		return nil, err
	}
	most := explain.Step{Label: "Ceiling of %s", Args: []string{m.No}, Unit: d.coin(), Clause: l.Clause, Rule: l.Source}
	ceiling, err := d.term("ceiling", most, l.ceiling, d.memberOperand(i, k))
	if err != nil {
		return nil, err
	}
	head.Formula = "min(part, max(0, down(ceiling)))"
	if ceiling.Value.Sign() >= 0 && explain.Round(ceiling.Value.Rat, d.digits, explain.Down).Cmp(ceiling.Value.Rat) == 0 {
		head.Formula = "min(part, ceiling)"
	}
	head.Operands = []explain.Operand{part.As("part"), ceiling}
	return d.work(head)
}

// partStep explains member i's part of pool k before any cap.
func (d *division) partStep(i, k, s int, head explain.Step) (*explain.Step, error) {
	pool, err := d.lineStep(k)
	if err != nil {
		return nil, err
	}
	claim, err := d.claimOperand(i, k)
	if err != nil {
		return nil, err
	}
	share := d.st.Members[i].Shares[s]
	l := lot{place: d.placesOf(k, s)[i], spare: d.st.Lines[k].Spare, remainder: share.Remainder.Rat, coin: money.Of(1, d.facts.Currency)}
	return d.remainderStep(head, pool.As("whole"), claim, d.claimsOperand(k), l)
}

func (d *division) placesOf(k, s int) []int {
	if d.why.places[k] == nil {
		d.why.places[k] = places(len(d.st.Members), func(i int) *big.Rat { return d.st.Members[i].Shares[s].Remainder.Rat })
	}
	return d.why.places[k]
}

func (d *division) claimOperand(i, k int) (explain.Operand, error) {
	l := d.lines[k]
	head := explain.Step{Label: "Claim of %s: %s", Args: []string{d.st.Members[i].No, l.Label}, Clause: l.Clause, Rule: l.Source}
	return d.term("claim", head, l.by, d.memberOperand(i, k))
}

// memberOperand finds where a name in a formula for member i came from.
func (d *division) memberOperand(i, k int) func(string) (explain.Operand, error) {
	return func(name string) (explain.Operand, error) {
		c := slices.IndexFunc(d.facts.Columns, func(c Column) bool { return c.Name == name })
		if c >= 0 {
			return d.recordOperand(i, c), nil
		}
		if s := slices.Index(d.st.Pools, name); s >= 0 {
			return d.shareOperand(i, d.waterfall.named(name), s)
		}
		return d.operandOf(k)(name)
	}
}

// recordOperand is a fact on record of member i.
func (d *division) recordOperand(i, c int) explain.Operand {
	m, column := d.facts.Members[i], d.facts.Columns[c]
	label := column.Label
	if label == "" {
		label = readable(column.Name)
	}
	fact := explain.Fact(column.Name, "%s of %s", m.Values[c].Rat, column.Unit, column.Source)
	fact.Args = []string{label, m.No}
	return d.traced(m.No, fact)
}

// withheldStep adds up what line k keeps back from the members.
func (d *division) withheldStep(k int, head explain.Step) (*explain.Step, error) {
	var ops []explain.Operand
	s := d.pool(k)
	for i := range d.st.Members {
		if !d.st.Members[i].Shares[s].TakesPart {
			continue
		}
		op, err := d.shareOperand(i, k, s)
		if err != nil {
			return nil, err
		}
		op.Name = ""
		ops = append(ops, op)
	}
	return d.sum(head, ops)
}

// cutStep adds up what the cap of line k cut, member by member.
func (d *division) cutStep(k int) (*explain.Step, error) {
	l, s := d.lines[k], d.pool(k)
	var ops []explain.Operand
	for i, m := range d.st.Members {
		if m.Shares[s].Cut.IsZero() {
			continue
		}
		paid, err := d.shareStep(i, k, s)
		if err != nil {
			return nil, err
		}
		cut, err := d.work(explain.Step{Label: "Cut from %s", Args: []string{m.No}, Formula: "part - paid", Unit: d.coin(), Clause: l.Clause, Rule: l.Source,
			Operands: []explain.Operand{renamed(paid.Operands[0], "part"), paid.As("paid")}})
		if err != nil {
			return nil, err
		}
		ops = append(ops, cut.As(""))
	}
	return d.sum(explain.Step{Label: "Cut by the cap of %s", Args: []string{l.Clause}, Unit: d.coin(), Clause: l.Clause, Rule: l.Source}, ops)
}

func renamed(op explain.Operand, name string) explain.Operand {
	op.Name = name
	return op
}
