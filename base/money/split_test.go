package money

import (
	"encoding/binary"
	"math"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"artel/base/fault"
)

func TestSplit(t *testing.T) {
	const most = math.MaxInt64
	for _, c := range []struct {
		name    string
		whole   int64
		weights []int64
		want    []int64 // nil for an error
	}{
		{"ties to the earlier", 100, []int64{1, 1, 1}, []int64{34, 33, 33}},
		{"two left over", 5, []int64{1, 1, 1}, []int64{2, 2, 1}},
		{"largest remainder first", 10, []int64{1, 5, 3}, []int64{1, 6, 3}},
		{"negative mirrors", -100, []int64{1, 1, 1}, []int64{-34, -33, -33}},
		{"nothing to share", 0, []int64{3, 4}, []int64{0, 0}},
		{"nothing among nobody", 0, []int64{}, []int64{}},
		{"nothing by no claims", 0, []int64{0, 0}, []int64{0, 0}},
		{"no weight, no coin", 7, []int64{0, 2, 0, 3}, []int64{0, 3, 0, 4}},
		{"one takes all", most, []int64{most}, []int64{most}},
		{"the largest by the largest", most, []int64{most, 0}, []int64{most, 0}},
		{"sum of weights in 64 bits", most, []int64{most, most}, []int64{most/2 + 1, most / 2}},
		{"sum of weights in 65 bits", 10, []int64{most, most, most, 1}, []int64{4, 3, 3, 0}},
		{"something among nobody", 1, nil, nil},
		{"something by no claims", 1, []int64{0, 0}, nil},
		{"negative weight", 1, []int64{2, -1}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			parts, err := Split(Of(c.whole, CNY), c.weights)
			if c.want == nil {
				if fault.Of(err) != fault.Invalid {
					t.Fatalf("%v, %v; want an Invalid fault", parts, err)
				}
				return
			}
			got := []int64{}
			for _, p := range parts {
				got = append(got, p.Coins)
			}
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Fatalf("%v\n%s", err, diff)
			}
		})
	}
}

func TestSplitBySays(t *testing.T) {
	parts, err := SplitBy(Of(-100, CNY), []*big.Rat{rat("1/2"), rat("1/3"), rat("0")})
	if err != nil || len(parts) != 3 {
		t.Fatal(parts, err)
	}
	for i, want := range []Part{
		{Of(-60, CNY), -60, rat("0"), false},
		{Of(-40, CNY), -40, rat("0"), false},
		{Of(0, CNY), 0, rat("0"), false},
	} {
		samePart(t, parts[i], want)
	}
	parts, err = SplitBy(Of(-5, CNY), []*big.Rat{rat("1/3"), rat("2/3")})
	if err != nil {
		t.Fatal(err)
	}
	samePart(t, parts[0], Part{Of(-2, CNY), -1, rat("-2/3"), true})
	samePart(t, parts[1], Part{Of(-3, CNY), -3, rat("-1/3"), false})
}

func samePart(t *testing.T, got, want Part) {
	t.Helper()
	if got.Amount != want.Amount || got.Floor != want.Floor || got.Extra != want.Extra || got.Remainder.Cmp(want.Remainder) != 0 {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestSplitByRefuses(t *testing.T) {
	primes := []*big.Rat{}
	for p := int64(3); len(primes) < 600; p += 2 {
		if big.NewInt(p).ProbablyPrime(10) {
			primes = append(primes, big.NewRat(1, p))
		}
	}
	for name, claims := range map[string][]*big.Rat{
		"negative": {rat("1"), rat("-1/7")}, "none": nil, "zeros": {rat("0")}, "no common denominator": primes,
	} {
		if parts, err := SplitBy(Of(1, CNY), claims); fault.Of(err) != fault.Invalid || parts != nil {
			t.Errorf("%s: %v, %v", name, parts, err)
		}
	}
	if parts, err := SplitBy(Of(0, CNY), []*big.Rat{rat("0")}); err != nil || !parts[0].IsZero() {
		t.Errorf("nothing by no claims: %v, %v", parts, err)
	}
}

// weightsOf draws weights small enough to tie and large enough to overflow.
var weightsOf = rapid.Custom(func(t *rapid.T) []int64 {
	most := rapid.SampledFrom([]int64{3, 100, 1e9, math.MaxInt64}).Draw(t, "most")
	return rapid.SliceOfN(rapid.Int64Range(0, most), 1, 40).Draw(t, "weights")
})

func TestSplitProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole, weights := amounts.Draw(t, "whole"), weightsOf.Draw(t, "weights")
		parts, err := Split(whole, weights)
		if err != nil {
			if slices.Max(weights) > 0 || whole.IsZero() {
				t.Fatal(err)
			}
			return
		}
		promises(t, whole, weights, parts)
		mirrored, err := Split(whole.Neg(), weights)
		if err != nil {
			t.Fatal(err)
		}
		for i := range parts {
			if mirrored[i] != parts[i].Neg() {
				t.Fatalf("%v does not mirror %v", mirrored, parts)
			}
		}
	})
}

// fataler is what testing and rapid have in common.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// promises checks everything that Split promises of its parts.
func promises(t fataler, whole Amount, weights []int64, parts []Amount) {
	t.Helper()
	sum, total := NewSum(whole.Currency), new(big.Int)
	for i, p := range parts {
		sum.Add(p)
		total.Add(total, big.NewInt(weights[i]))
	}
	if got, err := sum.Amount(); err != nil || got != whole || len(parts) != len(weights) {
		t.Fatalf("%v by %v is %v: sums to %v, %v", whole, weights, parts, got, err)
	}
	order := make([]int, len(parts))
	for i, p := range parts {
		order[i] = i
		// |part × total - whole × weight| < total: less than a coin from exact.
		off := new(big.Int).Mul(big.NewInt(p.Coins), total)
		off.Sub(off, new(big.Int).Mul(big.NewInt(whole.Coins), big.NewInt(weights[i])))
		if total.Sign() > 0 && off.CmpAbs(total) >= 0 || weights[i] == 0 && !p.IsZero() {
			t.Fatalf("%v by %v gives %v for %d", whole, weights, p, weights[i])
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return -big.NewInt(weights[i]).Cmp(big.NewInt(weights[j])) })
	for k := 1; k < len(order); k++ {
		if abs(parts[order[k]].Coins) > abs(parts[order[k-1]].Coins) {
			t.Fatalf("%v by %v is %v: less weight, or later, got more", whole, weights, parts)
		}
	}
}

func TestSplitEqualsSplitBy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole, weights := amounts.Draw(t, "whole"), weightsOf.Draw(t, "weights")
		den := rapid.Int64Range(1, math.MaxInt64).Draw(t, "den")
		claims := make([]*big.Rat, len(weights))
		for i, w := range weights {
			claims[i] = big.NewRat(w, den)
		}
		parts, err := Split(whole, weights)
		long, errBy := SplitBy(whole, claims)
		if (err == nil) != (errBy == nil) || len(parts) != len(long) {
			t.Fatalf("%v, %v; %v, %v", parts, err, long, errBy)
		}
		for i, p := range long {
			exact := new(big.Rat).SetInt64(p.Floor)
			extra := int64(0)
			if p.Extra {
				extra = int64(whole.Sign())
			}
			if p.Amount != parts[i] || p.Floor+extra != p.Coins {
				t.Fatalf("part %d is %+v, want %v", i, p, parts[i])
			}
			exact.Add(exact, p.Remainder)
			if want := shareOf(whole, weights, i); want != nil && exact.Cmp(want) != 0 {
				t.Fatalf("part %d is exactly %v, want %v", i, exact, want)
			}
		}
	})
}

// shareOf is the exact share in coins, or nil where nobody has any weight.
func shareOf(whole Amount, weights []int64, i int) *big.Rat {
	total := new(big.Int)
	for _, w := range weights {
		total.Add(total, big.NewInt(w))
	}
	if total.Sign() == 0 {
		return nil
	}
	return new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(whole.Coins), big.NewInt(weights[i])), total)
}

// TestSplitPermutes holds that order decides only between equals: members with
// distinct remainders get the same wherever they stand in the list.
func TestSplitPermutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole, weights := amounts.Draw(t, "whole"), weightsOf.Draw(t, "weights")
		seen := map[string]bool{}
		for i := range weights {
			share := shareOf(whole, weights, i)
			if share == nil {
				return
			}
			rest := new(big.Int).Rem(share.Num(), share.Denom()).String() + "/" + share.Denom().String()
			if seen[rest] {
				return
			}
			seen[rest] = true
		}
		order := rapid.Permutation(indices(len(weights))).Draw(t, "order")
		moved := make([]int64, len(weights))
		for to, from := range order {
			moved[to] = weights[from]
		}
		parts, err := Split(whole, weights)
		after, errAfter := Split(whole, moved)
		if err != nil || errAfter != nil {
			t.Fatalf("%v, %v", err, errAfter)
		}
		for to, from := range order {
			if after[to] != parts[from] {
				t.Fatalf("%v became %v in the order %v", parts, after, order)
			}
		}
	})
}

func indices(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

func FuzzSplit(f *testing.F) {
	f.Add(int64(100), []byte{0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1})
	f.Add(int64(-23566), []byte{0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 9, 1})
	f.Add(int64(math.MaxInt64), []byte{127, 255, 255, 255, 255, 255, 255, 255, 127, 255, 255, 255, 255, 255, 255, 255, 127, 255, 255, 255, 255, 255, 255, 255})
	f.Add(int64(math.MinInt64), []byte{0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2})
	f.Add(int64(1), []byte{255, 0, 0, 0, 0, 0, 0, 0})
	f.Add(int64(0), []byte{})
	f.Fuzz(func(t *testing.T, coins int64, data []byte) {
		whole, weights := Of(coins, CNY), []int64{}
		for ; len(data) >= 8; data = data[8:] {
			weights = append(weights, int64(binary.BigEndian.Uint64(data)))
		}
		parts, err := Split(whole, weights)
		if err != nil {
			if fault.Of(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		if coins != math.MinInt64 { // Split is right there too, but Sum refuses to hold it
			promises(t, whole, weights, parts)
		}
	})
}
