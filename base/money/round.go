package money

import (
	"math"
	"math/big"

	"artel/base/fault"
)

// HalfUp rounds r, in units of the currency, to the nearest whole coin. Half a
// coin goes away from zero on both sides, 0.005 to 0.01 and -0.005 to -0.01, so
// that what one books as a credit the other books as the same debit.
func HalfUp(r *big.Rat, c Currency) (Amount, error) {
	n, den := coinsOf(r, c)
	// (2|n| + den) / 2den, rounded down, is |n| / den rounded half up.
	twice := new(big.Int).Abs(n)
	twice.Lsh(twice, 1).Add(twice, den)
	coins := twice.Quo(twice, new(big.Int).Lsh(den, 1))
	if n.Sign() < 0 {
		coins.Neg(coins)
	}
	return amountOf(coins, r, c)
}

// Down drops from r, in units of the currency, what is not a whole coin. It
// rounds toward zero on both sides.
func Down(r *big.Rat, c Currency) (Amount, error) {
	n, den := coinsOf(r, c)
	return amountOf(n.Quo(n, den), r, c)
}

// coinsOf is r in coins, as a fraction that is the caller's own.
func coinsOf(r *big.Rat, c Currency) (n, den *big.Int) {
	n = new(big.Int).Mul(r.Num(), big.NewInt(pow10(c.Digits())))
	return n, r.Denom()
}

func amountOf(coins *big.Int, r *big.Rat, c Currency) (Amount, error) {
	if !coins.IsInt64() || coins.Int64() == math.MinInt64 {
		return Amount{}, fault.Invalid.Errorf("%.40s %s is too large to be kept.", r.FloatString(c.Digits()), c)
	}
	return Amount{coins.Int64(), c}, nil
}

// Redenominate exchanges an amount for a new currency of which one unit is worth
// divisor units of the old, rounded half up. diff is the exact value less the
// new amount, in units of the new currency: what the rounding took, or gave
// where it is negative.
func Redenominate(a Amount, to Currency, divisor int64) (now Amount, diff *big.Rat, err error) {
	if divisor <= 0 {
		return Amount{}, nil, fault.Invalid.Errorf("Money cannot be exchanged at %d to 1; the number must be above 0.", divisor)
	}
	exact := a.Rat()
	exact.Mul(exact, big.NewRat(1, divisor))
	if now, err = HalfUp(exact, to); err != nil {
		return Amount{}, nil, err
	}
	return now, exact.Sub(exact, now.Rat()), nil
}

// RedenominateAll exchanges each amount by itself, as each account of a book is.
// The new amounts may therefore not sum to the exchanged sum of the old: the
// sum of diffs says by how much, and the books must post it.
func RedenominateAll(parts []Amount, to Currency, divisor int64) (news []Amount, diffs []*big.Rat, err error) {
	news, diffs = make([]Amount, len(parts)), make([]*big.Rat, len(parts))
	for i, a := range parts {
		if news[i], diffs[i], err = Redenominate(a, to, divisor); err != nil {
			return nil, nil, err
		}
	}
	return news, diffs, nil
}
