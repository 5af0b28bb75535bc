package money

import (
	"cmp"
	"math/big"

	"artel/base/fault"
)

// Part is one share of a whole and how it came: Floor coins, and one more if
// Extra. Floor + Remainder is the exact share, in coins. Of a negative whole all
// three numbers are negative or zero, and the extra coin is one coin more below
// zero.
type Part struct {
	Amount
	Floor     int64
	Remainder *big.Rat // less than one coin
	Extra     bool
}

// maxCommon is the most bits that a common denominator of claims may have. That
// of all whole numbers up to 2,700 stays below it, so norms and rates do; it is
// there so that a hostile sheet cannot stop the machine.
const maxCommon = 4096

// SplitBy shares the whole out in proportion to exact claims, and promises all
// that Split promises. On whole numbers it gives what Split gives.
func SplitBy(whole Amount, claims []*big.Rat) ([]Part, error) {
	weights, total, err := commonWeights(claims)
	if err != nil {
		return nil, err
	}
	if total.Sign() == 0 {
		return partsOfNothing(whole, len(claims))
	}
	if total.IsUint64() {
		return splitShort(whole, weights, total.Uint64()), nil
	}
	return splitBig(whole, weights, total), nil
}

// commonWeights brings the claims over one denominator and returns what then
// stands above it, and the sum of that.
func commonWeights(claims []*big.Rat) (weights []*big.Int, total *big.Int, err error) {
	den, err := commonDenominator(claims)
	if err != nil {
		return nil, nil, err
	}
	weights, total = make([]*big.Int, len(claims)), new(big.Int)
	for i, c := range claims {
		if c.Sign() < 0 {
			return nil, nil, fault.Invalid.Errorf("Share %d has the claim %.40s. A claim cannot be below 0.", i+1, c.RatString())
		}
		w := new(big.Int).Quo(den, c.Denom())
		weights[i] = w.Mul(w, c.Num())
		total.Add(total, w)
	}
	return weights, total, nil
}

// commonDenominator is the least one.
func commonDenominator(claims []*big.Rat) (*big.Int, error) {
	den, gcd, rest := big.NewInt(1), new(big.Int), new(big.Int)
	for _, c := range claims {
		d := c.Denom()
		if rest.Rem(den, d); rest.Sign() == 0 {
			continue
		}
		den.Mul(den, rest.Quo(d, gcd.GCD(nil, nil, den, d)))
		if den.BitLen() > maxCommon {
			return nil, fault.Invalid.Errorf("The %d claims are fractions without a common denominator of a size that can be kept. Round their rates to fewer digits.", len(claims))
		}
	}
	return den, nil
}

func partsOfNothing(whole Amount, n int) ([]Part, error) {
	if whole.Coins != 0 {
		return nil, noClaims(whole)
	}
	parts := make([]Part, n)
	for i := range parts {
		parts[i] = Part{Amount: whole, Remainder: new(big.Rat)}
	}
	return parts, nil
}

// splitShort is SplitBy where the weights sum to 64 bits: nearly always.
func splitShort(whole Amount, weights []*big.Int, total uint64) []Part {
	short := make([]uint64, len(weights))
	for i, w := range weights {
		short[i] = w.Uint64()
	}
	floors, rests := divide(abs(whole.Coins), short, total)
	extra := spread(abs(whole.Coins), floors, func(i, j int) int { return cmp.Compare(rests[i], rests[j]) })
	den := new(big.Int).SetUint64(total)
	return whole.parts(floors, extra, func(i int) *big.Rat {
		return new(big.Rat).SetFrac(new(big.Int).SetUint64(rests[i]), den)
	})
}

// splitBig is SplitBy with weights of any length.
func splitBig(whole Amount, weights []*big.Int, total *big.Int) []Part {
	coins := new(big.Int).SetUint64(abs(whole.Coins))
	floors, rests := make([]uint64, len(weights)), make([]*big.Int, len(weights))
	product, floor := new(big.Int), new(big.Int)
	for i, w := range weights {
		rests[i] = new(big.Int)
		floor.QuoRem(product.Mul(coins, w), total, rests[i])
		floors[i] = floor.Uint64()
	}
	extra := spread(coins.Uint64(), floors, func(i, j int) int { return rests[i].Cmp(rests[j]) })
	return whole.parts(floors, extra, func(i int) *big.Rat { return new(big.Rat).SetFrac(rests[i], total) })
}

// parts puts the shares together, on a's side of zero.
func (a Amount) parts(floors []uint64, extra []bool, remainder func(i int) *big.Rat) []Part {
	parts := make([]Part, len(floors))
	for i := range parts {
		p := Part{a.signed(floors[i], extra[i]), a.signed(floors[i], false).Coins, remainder(i), extra[i]}
		if a.Coins < 0 {
			p.Remainder.Neg(p.Remainder)
		}
		parts[i] = p
	}
	return parts
}
