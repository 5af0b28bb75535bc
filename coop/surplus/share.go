package surplus

import (
	"math/big"

	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
)

// sitDown puts member i's facts, and parts of the pools so far, into the slots
// of the formulas that run for each member.
func (d *division) sitDown(i int) {
	for c, column := range d.facts.Columns {
		d.slots[d.member[column.Name]] = d.facts.Members[i].Values[c].Rat
	}
	for s, share := range d.st.Members[i].Shares {
		d.slots[d.own[d.st.Pools[s]]] = share.Amount.Rat()
	}
}

// claim works out what each member claims of line k, and the sum of it.
func (d *division) claim(k int) error {
	total := new(big.Rat)
	claims := make([]*big.Rat, len(d.st.Members))
	for i, m := range d.st.Members {
		d.sitDown(i)
		claim, err := d.claimOf(k)
		if err != nil {
			return d.wrapMember(k, m.No, err)
		}
		if claims[i] = claim; claim != nil {
			total.Add(total, claim)
		}
	}
	d.claims = claims
	d.st.Lines[k].Claims = explain.Number{Rat: total}
	d.slots[d.book[claimsName]] = total
	return nil
}

// claimOf is the claim of the member who sits, or nil of one who takes no part.
func (d *division) claimOf(k int) (*big.Rat, error) {
	l := &d.lines[k]
	if l.who != nil {
		part, err := l.who.eval(d.digits, d.slots)
		if err != nil || part.Sign() == 0 {
			return nil, err
		}
	}
	claim, err := l.by.eval(d.digits, d.slots)
	if err == nil && claim.Sign() < 0 {
		err = fault.Invalid.Errorf("the claim by %s is %s, and a claim cannot be below 0.", l.by, explain.Number{Rat: claim})
	}
	return claim, err
}

// share splits the pool of line k by the claims, under the cap.
func (d *division) share(k int) error {
	l, r := &d.lines[k], &d.st.Lines[k]
	if r.Amount.Sign() < 0 {
		return fault.Invalid.Errorf("%s comes to %s: less than nothing cannot be shared. Write max(0, ...) in its formula.", d.name(k), r.Amount.Text())
	}
	if r.Amount.Sign() > 0 && r.Claims.Sign() == 0 {
		return fault.Conflict.Errorf("%s: there is %s to share, but no member has a claim by %s.", d.name(k), r.Amount.Text(), l.by)
	}
	claims := make([]*big.Rat, len(d.claims))
	for i, c := range d.claims {
		if claims[i] = c; c == nil {
			claims[i] = new(big.Rat)
		}
	}
	parts, err := money.SplitBy(r.Amount, claims)
	if err != nil {
		return d.wrap(k, err)
	}
	for i, part := range parts {
		if err := d.shareOf(k, i, part); err != nil {
			return d.wrapMember(k, d.st.Members[i].No, err)
		}
	}
	return d.cutGoes(k)
}

// shareOf gives member i a part of line k, and cuts it at the ceiling.
func (d *division) shareOf(k, i int, part money.Part) error {
	s := Share{Part: part.Amount, Amount: part.Amount, Cut: d.nothing(), Remainder: explain.Number{Rat: part.Remainder}, Extra: part.Extra}
	if d.claims[i] != nil {
		s.TakesPart, s.Claim = true, explain.Number{Rat: d.claims[i]}
	}
	if part.Extra {
		d.st.Lines[k].Spare++
	}
	if l := &d.lines[k]; l.ceiling != nil && s.TakesPart {
		d.sitDown(i)
		ceiling, err := l.ceiling.eval(d.digits, d.slots)
		if err != nil {
			return err
		}
		if s.Amount, s.Cut, err = Cap(part.Amount, ceiling); err != nil {
			return err
		}
	}
	var err error
	if d.st.Lines[k].Cut, err = d.st.Lines[k].Cut.Plus(s.Cut); err != nil {
		return err
	}
	m := &d.st.Members[i]
	m.Total, err = m.Total.Plus(s.Amount)
	d.give(i, s)
	return err
}

func (d *division) give(i int, s Share) {
	d.st.Members[i].Shares = append(d.st.Members[i].Shares, s)
}

// withhold keeps back from each member what line k says, and never more than
// the member's parts come to.
func (d *division) withhold(k int) error {
	total := d.nothing()
	for i := range d.st.Members {
		m := &d.st.Members[i]
		d.sitDown(i)
		s, err := d.withheldOf(k, m)
		if err != nil {
			return d.wrapMember(k, m.No, err)
		}
		if total, err = total.Plus(s.Amount); err != nil {
			return err
		}
		if m.Total, err = m.Total.Minus(s.Amount); err != nil {
			return err
		}
		d.give(i, s)
	}
	d.setAmount(k, total)
	return nil
}

func (d *division) withheldOf(k int, m *MemberResult) (Share, error) {
	s := Share{Part: d.nothing(), Amount: d.nothing(), Cut: d.nothing()}
	claim, err := d.claimOf(k)
	if err != nil || claim == nil {
		return s, err
	}
	s.TakesPart, s.Claim = true, explain.Number{Rat: claim}
	if s.Part, err = d.whole(claim); err != nil {
		return s, err
	}
	if s.Amount = s.Part; s.Amount.Coins > m.Total.Coins {
		return s, fault.Invalid.Errorf("%s is to be kept back of only %s.", s.Amount.Text(), m.Total.Text())
	}
	return s, nil
}

// wrapMember puts clause and member before a fault of a member's formula.
func (d *division) wrapMember(k int, no string, err error) error {
	if kind := fault.Of(err); kind != "" {
		return kind.Errorf("%s, member %s: %s", d.name(k), no, err)
	}
	return err
}
