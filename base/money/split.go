package money

import (
	"cmp"
	"math/big"
	"math/bits"
	"slices"

	"artel/base/fault"
)

// Split shares the whole out in proportion to the weights, by largest remainder.
// The parts always sum to the whole, none is more than a coin from its exact
// share, more weight never gets less, and of two equal remainders the earlier
// takes the coin. A negative whole is shared as its opposite would be. Negative
// weights are refused, and so is sharing something among no weight at all.
func Split(whole Amount, weights []int64) ([]Amount, error) {
	total, fits := uint64(0), true
	shares := make([]uint64, len(weights))
	for i, w := range weights {
		if w < 0 {
			return nil, fault.Invalid.Errorf("Share %d has the weight %d. A weight cannot be below 0.", i+1, w)
		}
		sum, carry := bits.Add64(total, uint64(w), 0)
		shares[i], total, fits = uint64(w), sum, fits && carry == 0
	}
	if !fits {
		return splitLong(whole, weights)
	}
	if total == 0 {
		return splitNothing(whole, len(weights))
	}
	floors, rests := divide(abs(whole.Coins), shares, total)
	extra := spread(abs(whole.Coins), floors, func(i, j int) int { return cmp.Compare(rests[i], rests[j]) })
	parts := make([]Amount, len(weights))
	for i := range parts {
		parts[i] = whole.signed(floors[i], extra[i])
	}
	return parts, nil
}

// splitLong is Split where the sum of the weights needs more than 64 bits.
func splitLong(whole Amount, weights []int64) ([]Amount, error) {
	claims := make([]*big.Rat, len(weights))
	for i, w := range weights {
		claims[i] = new(big.Rat).SetInt64(w)
	}
	long, err := SplitBy(whole, claims)
	parts := make([]Amount, len(long))
	for i, p := range long {
		parts[i] = p.Amount
	}
	return parts, err
}

// splitNothing shares the whole among n weights of 0.
func splitNothing(whole Amount, n int) ([]Amount, error) {
	if whole.Coins != 0 {
		return nil, noClaims(whole)
	}
	return slices.Repeat([]Amount{whole}, n), nil
}

func noClaims(whole Amount) error {
	return fault.Invalid.Errorf("%s cannot be shared out: nobody has a claim to any of it.", whole.Text())
}

// divide gives each weight the whole coins of its share, and the rest of the
// division by total. No share exceeds the whole, so the quotients fit.
func divide(coins uint64, weights []uint64, total uint64) (floors, rests []uint64) {
	floors, rests = make([]uint64, len(weights)), make([]uint64, len(weights))
	for i, w := range weights {
		hi, lo := bits.Mul64(coins, w)
		floors[i], rests[i] = bits.Div64(hi, lo, total)
	}
	return floors, rests
}

// spread says who gets one of the coins that the floors leave over: the largest
// rests by compare, the earlier of equals first. There are always fewer such
// coins than rests above zero, so a share of nothing stays nothing.
func spread(coins uint64, floors []uint64, compare func(i, j int) int) []bool {
	for _, f := range floors {
		coins -= f
	}
	order := make([]int, len(floors))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Or(compare(j, i), cmp.Compare(i, j)) })
	extra := make([]bool, len(floors))
	for _, i := range order[:coins] {
		extra[i] = true
	}
	return extra
}

// signed is a part of a, of floor coins and perhaps one more, on a's side of
// zero.
func (a Amount) signed(floor uint64, extra bool) Amount {
	if extra {
		floor++
	}
	if a.Coins < 0 {
		return Amount{-int64(floor), a.Currency}
	}
	return Amount{int64(floor), a.Currency}
}
