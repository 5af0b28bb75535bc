package surplus

import (
	"cmp"
	"math/big"
	"slices"

	"artel/base/explain"
	"artel/base/money"
)

// lot is one part's turn for a spare coin of a split.
type lot struct {
	place, spare int // this part is the place-th to get one, of so many
	remainder    *big.Rat
	coin         money.Amount
}

// remainderStep explains a part of a split by largest remainder: the whole coins
// of the exact share, and one more if the remainder is among the largest.
func (d *division) remainderStep(head explain.Step, whole, claim, claims explain.Operand, l lot) (*explain.Step, error) {
	if claims.Value.Sign() == 0 { // nothing, shared among nobody
		head.Formula = "0"
		return d.work(head)
	}
	coin, err := d.work(explain.Step{
		Label: "Spare coin", Unit: d.coin(), Rule: "largest remainder, ties to the lower number",
		Formula: "iff(place <= spare, " + l.coin.String() + ", 0)",
		Operands: []explain.Operand{
			explain.Fact("place", "Place of its remainder (%s of a coin), the largest first", big.NewRat(int64(l.place), 1), "", "remainders of this split"),
			explain.Fact("spare", "Coins left when all parts are rounded down", big.NewRat(int64(l.spare), 1), "", "remainders of this split"),
		},
	})
	if err != nil {
		return nil, err
	}
	coin.Operands[0].Args = []string{explain.Number{Rat: l.remainder}.Show("", 0)}
	head.Formula = "down(whole * claim / claims) + coin"
	head.Operands = []explain.Operand{whole, claim, claims, coin.As("coin")}
	return d.work(head)
}

// places says for each remainder whose turn it is for a spare coin.
func places(n int, remainder func(i int) *big.Rat) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(remainder(j).Cmp(remainder(i)), cmp.Compare(i, j))
	})
	place := make([]int, n)
	for at, i := range order {
		place[i] = at + 1
	}
	return place
}

// splitStep explains line k as its part of a split of lines.
func (d *division) splitStep(k int, head explain.Step) (*explain.Step, error) {
	first := d.lines[k].first
	s, group := d.why.splits[first], d.waterfall.group(first)
	whole, err := d.wholeOperand(first, s)
	if err != nil {
		return nil, err
	}
	weights, err := d.weights(group)
	if err != nil {
		return nil, err
	}
	total, err := d.sum(explain.Step{Label: "All parts of the split"}, weights)
	if err != nil {
		return nil, err
	}
	i := k - first
	// Of a whole below zero the remainders are so too, and the largest is the lowest.
	size := func(i int) *big.Rat { return new(big.Rat).Abs(s.parts[i].Remainder) }
	l := lot{place: places(len(s.parts), size)[i], remainder: size(i)}
	for _, p := range s.parts {
		if p.Extra {
			l.spare++
		}
	}
	l.coin = money.Of(int64(cmp.Or(s.whole.Sign(), 1)), d.facts.Currency)
	claim := weights[i]
	claim.Name = "claim"
	return d.remainderStep(head, whole, claim, total.As("claims"), l)
}

func (d *division) wholeOperand(first int, s split) (explain.Operand, error) {
	l := d.lines[first]
	if op, ok := d.why.pools[first]; ok {
		return op, nil
	}
	head := explain.Step{Label: "To be split by %s", Args: []string{l.Clause}, Unit: d.coin()}
	var op explain.Operand
	var err error
	if s.whole.Rat().Cmp(s.exact) == 0 {
		op, err = d.term("whole", head, l.whole, d.operandOf(first))
	} else {
		var step *explain.Step
		if step, err = d.formulaStep(head, l.whole, true, d.operandOf(first)); err == nil {
			op = step.As("whole")
		}
	}
	if err == nil {
		d.why.pools[first] = op
	}
	return op, err
}

// weights are the weights of a split, each with the name of its line.
func (d *division) weights(group []int) ([]explain.Operand, error) {
	var ops []explain.Operand
	for _, j := range group {
		l := d.lines[j]
		head := explain.Step{Label: "Weight of %s", Args: []string{l.Label}, Clause: l.Clause}
		op, err := d.term("weight_"+l.Name, head, l.amount, d.operandOf(j))
		if err != nil {
			return nil, err
		}
		ops = append(ops, op)
	}
	return ops, nil
}
