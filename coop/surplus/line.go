package surplus

import (
	"math/big"
	"strings"

	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
)

// line runs line k.
func (d *division) line(k int) error {
	l := &d.lines[k]
	d.slots[d.book[leftName]] = d.left.Rat()
	if !l.When.runs(d.st.Net.Sign()) {
		return d.skip(k)
	}
	if l.Kind == Check {
		return d.check(k)
	}
	if l.Kind == Withheld {
		return d.withhold(k)
	}
	if l.Kind == Members {
		if err := d.claim(k); err != nil {
			return err
		}
	}
	if err := d.amount(k); err != nil {
		return err
	}
	if l.Kind == Members {
		if err := d.share(k); err != nil {
			return err
		}
	}
	return d.allot(k)
}

// skip is a line that has no say this year: all of it is 0.
func (d *division) skip(k int) error {
	d.st.Lines[k].Skipped = true
	d.setValue(k, new(big.Rat))
	if d.lines[k].shares() {
		for i := range d.st.Members {
			d.give(i, Share{Amount: d.nothing(), Cut: d.nothing()})
		}
	}
	return nil
}

// amount works out what line k yields, by itself or with its whole split.
func (d *division) amount(k int) error {
	l := &d.lines[k]
	if l.Split != "" {
		if l.first == k {
			return d.split(k)
		}
		return nil
	}
	exact, err := l.amount.eval(d.digits, d.slots)
	if err != nil {
		return d.wrap(k, err)
	}
	if l.Kind == Value {
		d.setValue(k, exact)
		return nil
	}
	a, err := d.whole(exact)
	if err != nil {
		return d.wrap(k, err)
	}
	d.st.Lines[k].rounded = a.Rat().Cmp(exact) != 0
	d.setAmount(k, a)
	return nil
}

// split shares a whole among the lines of a split, by their weights.
func (d *division) split(k int) error {
	exact, err := d.lines[k].whole.eval(d.digits, d.slots)
	if err != nil {
		return d.wrap(k, err)
	}
	whole, err := d.whole(exact)
	if err != nil {
		return d.wrap(k, err)
	}
	group := d.waterfall.group(k)
	weights := make([]*big.Rat, len(group))
	for i, j := range group {
		if weights[i], err = d.lines[j].amount.eval(d.digits, d.slots); err != nil {
			return d.wrap(j, err)
		}
		if weights[i].Sign() < 0 {
			return fault.Invalid.Errorf("%s: %s is %s, and a part of a split cannot be below 0.", d.name(j), d.lines[j].amount, explain.Number{Rat: weights[i]})
		}
	}
	parts, err := money.SplitBy(whole, weights)
	if err != nil {
		return d.wrap(k, err)
	}
	d.why.splits[k] = split{whole: whole, exact: exact, parts: parts}
	for i, j := range group {
		d.setAmount(j, parts[i].Amount)
	}
	return nil
}

// allot takes the amount of line k out of what is left.
func (d *division) allot(k int) error {
	l, r := &d.lines[k], &d.st.Lines[k]
	if !l.allots() {
		return nil
	}
	if r.Amount.Sign() < 0 && l.Kind == Due {
		return fault.Invalid.Errorf("%s comes to %s: what is due cannot be below 0.", d.name(k), r.Amount.Text())
	}
	taken := r.Amount
	var err error
	if l.Kind == Members && l.capTo < 0 {
		if taken, err = taken.Minus(r.Cut); err != nil {
			return err
		}
	}
	left, err := d.left.Minus(taken)
	if err != nil {
		return err
	}
	if d.st.Net.Sign() >= 0 && taken.Sign() > 0 && left.Sign() < 0 {
		return fault.Conflict.Errorf("%s takes %s, but only %s is left to be divided.", d.name(k), taken.Text(), d.left.Text())
	}
	d.left = left
	return d.draw(k)
}

// draw refuses to take more out of a fund than the books say is in it.
func (d *division) draw(k int) error {
	l, r := &d.lines[k], &d.st.Lines[k]
	before, known := d.facts.Book[l.fund()+"_before"]
	if l.Kind != Fund || r.Amount.Sign() >= 0 || !known {
		return nil
	}
	if new(big.Rat).Add(before.Value.Rat, r.Amount.Rat()).Sign() < 0 {
		return fault.Conflict.Errorf("%s takes %s from the fund %s, which has only %s.", d.name(k), r.Amount.Neg().Text(), l.fund(), before.Value.Show(string(d.facts.Currency), d.digits))
	}
	return nil
}

func (d *division) check(k int) error {
	l := &d.lines[k]
	truth, err := l.amount.eval(d.digits, d.slots)
	if err != nil {
		return d.wrap(k, err)
	}
	if l.Name != "" {
		d.setValue(k, truth)
	}
	if truth.Sign() == 0 {
		return fault.Refused.Errorf("%s: %s", l.Clause, l.Label)
	}
	return nil
}

func (d *division) setValue(k int, v *big.Rat) {
	d.st.Lines[k].Value = explain.Number{Rat: v}
	if name := d.lines[k].Name; name != "" {
		d.slots[d.book[name]] = v
	}
}

func (d *division) setAmount(k int, a money.Amount) {
	d.st.Lines[k].Amount = a
	d.setValue(k, a.Rat())
}

func (d *division) nothing() money.Amount { return money.Of(0, d.facts.Currency) }

func (d *division) whole(r *big.Rat) (money.Amount, error) { return money.HalfUp(r, d.facts.Currency) }

// name is line k as a sentence names it.
func (d *division) name(k int) string {
	return strings.TrimSpace(d.lines[k].Clause + " (" + d.lines[k].Label + ")")
}

// wrap puts the clause before a fault of its formula.
func (d *division) wrap(k int, err error) error {
	if kind := fault.Of(err); kind != "" {
		return kind.Errorf("%s: %s", d.name(k), err)
	}
	return err
}
