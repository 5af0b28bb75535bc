package money

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"artel/base/fault"
)

func TestParseDecimal(t *testing.T) {
	for s, want := range map[string]string{
		"0.0935": "0.0935", "-12": "-12", "+12": "12", "1,234.50": "1234.5", " 7 ": "7", "\u30007\u00a0": "7",
		"１２３．５": "123.5", "１，２３４": "1234", "1，234，567.8": "1234567.8", "－３": "-3", "−3": "-3",
		"-0": "0", "0.000": "0", "007": "7", ".5": "0.5", "-.5": "-0.5", "1.5000000000000": "1.5",
		"999999999999999999": "999999999999999999", "0.123456789": "0.123456789",
		"123456789.123456789": "123456789.123456789", "9223372036854775807": "9223372036854775807",

		"": "", " ": "", "-": "", ".": "", "5.": "", "1e5": "", "12..3": "", "1,23": "", "1,2345": "", "0,123": "",
		"1234,567": "", ",123": "", "1,234,": "", "1.234,5": "", "0x1F": "", "inf": "", "NaN": "", "1_000": "", "90%": "", "1 234": "",
		"--1": "", "- 1": "", "1.2.3": "", "٣": "", "0.1234567891": "", "9223372036854775808": "",
		"-9223372036854775808": "", "99999999999.123456789": "", "12元": "", "1\x002": "",
	} {
		d, err := ParseDecimal(s)
		check(t, s, d.String(), err, want)
	}
}

func TestDecimalFaultsNameTheValue(t *testing.T) {
	_, err := ParseDecimal("12..3")
	if err == nil || !strings.Contains(err.Error(), `"12..3"`) {
		t.Error(err)
	}
	_, err = dec("12.345").Amount(CNY)
	if want := "12.345 has 3 digits after the point; CNY has 2."; err == nil || err.Error() != want {
		t.Errorf("%v; want %s", err, want)
	}
	if _, err = ParseDecimal(strings.Repeat("x", 1<<20)); len(err.Error()) > 200 {
		t.Errorf("a long value gave a sentence of %d bytes", len(err.Error()))
	}
}

// dec is the decimal of a literal.
func dec(s string) Decimal {
	d, err := ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestDecimalArithmetic(t *testing.T) {
	for _, c := range []struct{ a, b, plus, minus, times string }{
		{"0.1", "0.2", "0.3", "-0.1", "0.02"},
		{"425.50", "0.9", "426.4", "424.6", "382.95"},
		{"2.5", "0.4", "2.9", "2.1", "1"},
		{"0.00001", "0.00001", "0.00002", "0", ""},
		{"0.000000005", "200000000", "200000000.000000005", "-199999999.999999995", "1"},
		{"922337203685477580.7", "0.3", "922337203685477581", "922337203685477580.4", ""},
		{"9223372036854775807", "1", "", "9223372036854775806", "9223372036854775807"},
	} {
		a, b := dec(c.a), dec(c.b)
		got, err := a.Plus(b)
		check(t, c.a+" + "+c.b, got.String(), err, c.plus)
		got, err = a.Minus(b)
		check(t, c.a+" - "+c.b, got.String(), err, c.minus)
		got, err = a.Times(b)
		check(t, c.a+" × "+c.b, got.String(), err, c.times)
	}
}

func TestDecimalAmount(t *testing.T) {
	for _, c := range []struct {
		d    string
		c    Currency
		want string
	}{
		{"12.30", CNY, "12.30"}, {"12.300", CNY, "12.30"}, {"12.345", CNY, ""}, {"-0.05", CNY, "-0.05"},
		{"12", CNYOld, "12"}, {"12.5", CNYOld, ""}, {"92233720368547758.07", CNY, "92233720368547758.07"},
		{"92233720368547758.08", CNY, ""}, {"922337203685477580", CNY, ""},
	} {
		a, err := typed(c.d, c.c)
		check(t, c.d, a.String(), err, c.want)
	}
}

// typed reads the way a form does.
func typed(s string, c Currency) (Amount, error) {
	d, err := ParseDecimal(s)
	if err != nil {
		return Amount{}, err
	}
	return d.Amount(c)
}

func TestDecimalJSON(t *testing.T) {
	for in, want := range map[string]string{
		`"0.0935"`: "0.0935", `0.0935`: "0.0935", `-12`: "-12", `"1,234.5"`: "1234.5",
		`0.1234567890123456789`: "", `1e5`: "", `true`: "", `""`: "", `"null"`: "", `{}`: "",
		`123456789012345678`: "123456789012345678", // a float64 would have lost its last digits
	} {
		var d Decimal
		err := json.Unmarshal([]byte(in), &d)
		check(t, in, d.String(), err, want)
	}
	kept := dec("7")
	if err := json.Unmarshal([]byte("null"), &kept); err != nil || kept != dec("7") {
		t.Errorf("null: %v, %v", kept, err)
	}
	if data, err := json.Marshal(dec("0.50")); err != nil || string(data) != `"0.5"` {
		t.Errorf("written as %s, %v", data, err)
	}
}

func TestDecimalSQL(t *testing.T) {
	for _, src := range []any{"12.5", []byte("12.5")} {
		var d Decimal
		if err := d.Scan(src); err != nil || d != dec("12.5") {
			t.Errorf("Scan(%T): %v, %v", src, d, err)
		}
	}
	var d Decimal
	if err := d.Scan(int64(-40)); err != nil || d != dec("-40") {
		t.Errorf("Scan(int64): %v, %v", d, err)
	}
	for _, src := range []any{nil, true, "x", int64(math.MinInt64)} {
		if err := d.Scan(src); fault.Of(err) != fault.Invalid {
			t.Errorf("Scan(%v): %v", src, err)
		}
	}
	if v, err := dec("12.50").Value(); err != nil || v != "12.5" {
		t.Errorf("Value: %v, %v", v, err)
	}
}

// decimals draws decimals of every size and sign.
var decimals = rapid.Custom(func(t *rapid.T) Decimal {
	n := rapid.Int64Range(-math.MaxInt64, math.MaxInt64).Draw(t, "n")
	return DecimalOf(n, rapid.IntRange(0, maxPlaces).Draw(t, "places"))
})

func TestDecimalProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := decimals.Draw(t, "a"), decimals.Draw(t, "b")
		if back, err := ParseDecimal(a.String()); err != nil || back != a {
			t.Fatalf("%v read back as %v, %v", a, back, err)
		}
		if a.Cmp(b) != a.Rat().Cmp(b.Rat()) || (a.Cmp(b) == 0) != (a == b) {
			t.Fatalf("Cmp(%v, %v) = %d", a, b, a.Cmp(b))
		}
		if sum, err := a.Plus(b); err == nil {
			if back, err := sum.Minus(b); err != nil || back != a {
				t.Fatalf("%v + %v - %v = %v, %v", a, b, b, back, err)
			}
		}
		if p, err := a.Times(b); err == nil && p.Rat().Cmp(a.Rat().Mul(a.Rat(), b.Rat())) != 0 {
			t.Fatalf("%v × %v = %v", a, b, p)
		}
	})
}

func TestAmountDecimalRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := amounts.Draw(t, "a")
		if back, err := a.Decimal().Amount(a.Currency); err != nil || back != a {
			t.Fatalf("%v came back as %v, %v", a, back, err)
		}
		if a.Decimal().Rat().Cmp(a.Rat()) != 0 || dec(a.String()) != a.Decimal() {
			t.Fatalf("%v, %v and %v differ", a, a.Rat(), a.Decimal())
		}
	})
}

// amounts draws amounts of every size and sign.
var amounts = rapid.Custom(func(t *rapid.T) Amount {
	c := rapid.SampledFrom([]Currency{CNY, CNYOld, "KWD"}).Draw(t, "currency")
	return Of(rapid.Int64Range(-math.MaxInt64, math.MaxInt64).Draw(t, "coins"), c)
})

func FuzzDecimal(f *testing.F) {
	for _, s := range []string{"0.0935", "-12", "1,234.50", "１，２３４．５", "1e5", "12..3", "1,23", "", "0x1p-2", "inf", "9223372036854775808", "\xff1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDecimal(s)
		if err != nil {
			if fault.Of(err) != fault.Invalid || d != (Decimal{}) {
				t.Fatalf("%q: %v, %v", s, d, err)
			}
			return
		}
		if back, err := ParseDecimal(d.String()); err != nil || back != d {
			t.Fatalf("%q is %v, which reads back as %v, %v", s, d, back, err)
		}
		if plain := strings.TrimSpace(s); isPlain(plain) && d.Rat().Cmp(rat(plain)) != 0 {
			t.Fatalf("%q is %v, want %v", s, d, rat(plain))
		}
	})
}
