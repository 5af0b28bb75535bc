package money

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"artel/base/cases"
	"artel/base/fault"
)

// rat is the fraction of a literal.
func rat(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic("no number: " + s)
	}
	return r
}

// isPlain says whether big.Rat and ParseDecimal mean the same by s.
func isPlain(s string) bool { return s != "" && strings.Trim(s, "0123456789.") == "" }

func TestRounding(t *testing.T) {
	for _, c := range []struct {
		r            string
		c            Currency
		halfUp, down string
	}{
		{"235.664", CNY, "235.66", "235.66"}, {"235.665", CNY, "235.67", "235.66"}, {"235.669", CNY, "235.67", "235.66"},
		{"-0.005", CNY, "-0.01", "0.00"}, {"0.005", CNY, "0.01", "0.00"}, {"-0.0049", CNY, "0.00", "0.00"},
		{"0.00499999999999999999999", CNY, "0.00", "0.00"}, {"1/3", CNY, "0.33", "0.33"}, {"-2/3", CNY, "-0.67", "-0.66"},
		{"1/2", CNYOld, "1", "0"}, {"-3/2", CNYOld, "-2", "-1"}, {"0", CNY, "0.00", "0.00"}, {"7", CNY, "7.00", "7.00"},
		{"92233720368547758.074", CNY, "92233720368547758.07", "92233720368547758.07"},
		{"92233720368547758.075", CNY, "", "92233720368547758.07"},
		{"-92233720368547758.075", CNY, "", "-92233720368547758.07"},
		{"1e30", CNY, "", ""},
	} {
		r := rat(c.r)
		up, err := HalfUp(r, c.c)
		check(t, "HalfUp "+c.r, up.String(), err, c.halfUp)
		down, err := Down(r, c.c)
		check(t, "Down "+c.r, down.String(), err, c.down)
		if r.Cmp(rat(c.r)) != 0 {
			t.Errorf("rounding changed %s to %s", c.r, r)
		}
	}
}

// TestHalfUpOracle compares with the definition: floor(|r| + 1/2 coin), signed.
func TestHalfUpOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(-math.MaxInt64, math.MaxInt64).Draw(t, "n")
		den := rapid.Int64Range(1, 1<<rapid.IntRange(1, 62).Draw(t, "bits")).Draw(t, "den")
		r := big.NewRat(n, den)
		half := new(big.Rat).Mul(new(big.Rat).Abs(r), rat("100"))
		half.Add(half, rat("1/2"))
		want := new(big.Int).Div(half.Num(), half.Denom())
		if n < 0 {
			want.Neg(want)
		}
		got, err := HalfUp(r, CNY)
		if fits := want.IsInt64() && want.Int64() != math.MinInt64; fits != (err == nil) || fits && got.Coins != want.Int64() {
			t.Fatalf("HalfUp(%v) = %v, %v; want %v coins", r, got.Coins, err, want)
		}
		if back, err := HalfUp(r.Neg(r), CNY); err == nil && back != got.Neg() {
			t.Fatalf("HalfUp(%v) = %v, but %v on the other side", r, back, got)
		}
	})
}

func TestRedenominate(t *testing.T) {
	for _, c := range []struct {
		old       int64
		now, diff string
	}{
		{2356600, "235.66", "0"}, {149, "0.01", "49/10000"}, {150, "0.02", "-1/200"}, {50, "0.01", "-1/200"},
		{49, "0.00", "49/10000"}, {-50, "-0.01", "1/200"}, {0, "0.00", "0"},
	} {
		now, diff, err := Redenominate(Of(c.old, CNYOld), CNY, 10_000)
		if err != nil || now.String() != c.now || now.Currency != CNY || diff.Cmp(rat(c.diff)) != 0 {
			t.Errorf("%d: %v, %v, %v; want %s, %s", c.old, now, diff, err, c.now, c.diff)
		}
	}
	for _, divisor := range []int64{0, -1} {
		if _, _, err := Redenominate(Of(1, CNYOld), CNY, divisor); fault.Of(err) != fault.Invalid {
			t.Errorf("at %d to 1: %v", divisor, err)
		}
	}
	if _, _, err := Redenominate(Of(math.MaxInt64, CNYOld), CNY, 1); fault.Of(err) != fault.Invalid {
		t.Errorf("too large: %v", err)
	}
}

// TestRedenominationDifference holds what the books rely on: the old sum,
// exchanged exactly, is the new sum and the sum of the differences.
func TestRedenominationDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		divisor := rapid.Int64Range(1, 100_000).Draw(t, "divisor")
		var parts []Amount
		for _, coins := range rapid.SliceOf(rapid.Int64Range(-1e12, 1e12)).Draw(t, "old") {
			parts = append(parts, Of(coins, CNYOld))
		}
		news, diffs, err := RedenominateAll(parts, CNY, divisor)
		if err != nil {
			t.Fatal(err)
		}
		exact, got := new(big.Rat), new(big.Rat)
		for i, a := range parts {
			exact.Add(exact, a.Rat())
			got.Add(got, news[i].Rat()).Add(got, diffs[i])
			if new(big.Rat).Abs(diffs[i]).Cmp(rat("0.005")) > 0 {
				t.Fatalf("%v became %v, off by %v", a, news[i], diffs[i])
			}
		}
		if exact.Quo(exact, new(big.Rat).SetInt64(divisor)).Cmp(got) != 0 {
			t.Fatalf("the old are worth %v, the new and the differences %v", exact, got)
		}
	})
}

// TestRedenominationOf1955 is example B1: note issues exchanged on 1955-03-01.
func TestRedenominationOf1955(t *testing.T) {
	var ex struct {
		Inputs struct {
			Old     []Decimal
			Divisor Decimal
		}
		Outputs struct{ New []Decimal }
	}
	cases.Worked(t, "B1", &ex)
	divisor, err := ex.Inputs.Divisor.Scaled(0)
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range ex.Inputs.Old {
		old, err := d.Amount(CNYOld)
		if err != nil {
			t.Fatal(err)
		}
		now, diff, err := Redenominate(old, CNY, divisor)
		if err != nil || now.Decimal() != ex.Outputs.New[i] || diff.Sign() != 0 {
			t.Errorf("%v became %v, %v, %v; want %v", old.Text(), now, diff, err, ex.Outputs.New[i])
		}
	}
}

// TestToolBuyOut is example A32: a discounted price in equal instalments.
func TestToolBuyOut(t *testing.T) {
	var ex struct {
		Inputs struct {
			Appraised   Decimal
			PayPct      Decimal `json:"pay_pct"`
			Instalments int
		}
		Outputs struct{ Price, Each Decimal }
	}
	cases.Worked(t, "A32", &ex)
	r := ex.Inputs.Appraised.Rat()
	r.Mul(r, ex.Inputs.PayPct.Rat()).Quo(r, rat("100"))
	price, err := HalfUp(r, CNY)
	if err != nil || price.Decimal() != ex.Outputs.Price {
		t.Fatalf("price %v, %v; want %v", price, err, ex.Outputs.Price)
	}
	weights := make([]int64, ex.Inputs.Instalments)
	for i := range weights {
		weights[i] = 1
	}
	parts, err := Split(price, weights)
	for _, p := range parts {
		if err != nil || p.Decimal() != ex.Outputs.Each {
			t.Errorf("instalments %v, %v; want %v each", parts, err, ex.Outputs.Each)
		}
	}
}
