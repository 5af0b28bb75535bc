package tax

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"artel/base/explain"
	"artel/base/money"
)

// byHand is the tax worked out without formulas.
func byHand(t Table, amount money.Amount) *big.Rat {
	x, start, sum := amount.Rat(), new(big.Rat), new(big.Rat)
	if x.Sign() <= 0 {
		return sum
	}
	best := (*big.Rat)(nil)
	for _, s := range t.Steps {
		last := s.UpTo.IsZero()
		rate := new(big.Rat).Quo(s.Percent.Rat(), big.NewRat(100, 1))
		if t.Kind == Slices {
			top := x
			if !last && s.UpTo.Rat().Cmp(x) < 0 {
				top = s.UpTo.Rat()
			}
			sum.Add(sum, new(big.Rat).Mul(new(big.Rat).Sub(top, start), rate))
		}
		full := new(big.Rat).Mul(x, rate)
		if best != nil && !t.Jumps { // never more than the tax at the step and what is above it
			if most := new(big.Rat).Add(best, new(big.Rat).Sub(x, start)); full.Cmp(most) > 0 {
				full = most
			}
		}
		if last || x.Cmp(s.UpTo.Rat()) < 0 {
			if t.Kind == Slices {
				return sum
			}
			return full
		}
		end := new(big.Rat).Mul(s.UpTo.Rat(), rate)
		if best != nil && !t.Jumps {
			if most := new(big.Rat).Add(best, new(big.Rat).Sub(s.UpTo.Rat(), start)); end.Cmp(most) > 0 {
				end = most
			}
		}
		best, start = end, s.UpTo.Rat()
	}
	return sum
}

// Every table at every step, and a coin to either side.
func TestEveryStep(t *testing.T) {
	for _, table := range Templates() {
		if err := table.check(); err != nil {
			t.Fatalf("%s: %v", table.Name, err)
		}
		amounts := []int64{-500, 0, 1, 99_999_999}
		for _, s := range table.Steps {
			coins, err := s.UpTo.Scaled(2)
			if err != nil {
				t.Fatal(err)
			}
			amounts = append(amounts, coins-1, coins, coins+1)
		}
		for _, coins := range amounts {
			amount := money.Of(coins, "CNY")
			step, err := table.Of(amount)
			if err != nil {
				t.Fatalf("%s on %s: %v", table.Name, amount, err)
			}
			want := explain.Round(byHand(table, amount), 2, explain.HalfUp)
			if step.Result.Cmp(want) != 0 {
				t.Errorf("%s on %s: %v, by hand %v", table.Name, amount, step.Result, want.FloatString(2))
			}
			if err := step.Recompute(); err != nil {
				t.Error(err)
			}
		}
	}
}

// A tax is never more than what is taxed; and where a table does not jump, a coin
// more never leaves less.
func TestTaxLeavesMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := rapid.SampledFrom(Templates()).Draw(t, "table")
		coins := rapid.Int64Range(0, 2_000_000).Draw(t, "coins")
		of := func(coins int64) int64 {
			step, err := table.Of(money.Of(coins, "CNY"))
			if err != nil {
				t.Fatal(err)
			}
			a, err := money.HalfUp(step.Result.Rat, "CNY")
			if err != nil {
				t.Fatal(err)
			}
			return a.Coins
		}
		now, more := of(coins), of(coins+1)
		if now < 0 || now > coins {
			t.Fatalf("%s: %d on %d", table.Name, now, coins)
		}
		if !table.Jumps && more > now+1 {
			t.Fatalf("%s: a coin more than %d leaves less: %d, then %d", table.Name, coins, now, more)
		}
	})
}

func TestTablesThatAreNone(t *testing.T) {
	d := money.DecimalOf
	for name, table := range map[string]Table{
		"no steps": {Kind: Flat}, "two flat": {Kind: Flat, Steps: []Step{{d(5, 0), d(5, 0)}, {d(0, 0), d(6, 0)}}},
		"falling": {Kind: Slices, Steps: []Step{{d(9, 0), d(5, 0)}, {d(8, 0), d(6, 0)}, {d(0, 0), d(7, 0)}}}, "an end": {Kind: Slices, Steps: []Step{{d(9, 0), d(5, 0)}}},
		"over 100": {Kind: Flat, Steps: []Step{{d(0, 0), d(101, 0)}}}, "below 0": {Kind: Flat, Steps: []Step{{d(0, 0), d(-1, 0)}}},
	} {
		if table.check() == nil {
			t.Errorf("%s passes", name)
		}
	}
}
