package measure

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"artel/base/fault"
	"artel/base/money"
)

func TestParseQuantity(t *testing.T) {
	for s, want := range map[string]string{
		"12.5": "12.5", "-3": "-3", "1,234.50": "1234.5", "０．５": "0.5", "0.000001": "0.000001", "1.5000000": "1.5",
		"9223372036854.775807": "9223372036854.775807",
		"":                     "", "1e5": "", "0.0000001": "", "9223372036854.775808": "", "1,23": "", "three": "",
	} {
		q, err := ParseQuantity(s)
		check(t, s, q, err, want)
	}
}

// check wants got, or where want is empty, a fault of the asker's.
func check(t *testing.T, what string, got Quantity, err error, want string) {
	t.Helper()
	switch {
	case want == "" && (fault.Of(err) != fault.Invalid || got != 0):
		t.Errorf("%s = %s, %v; want an Invalid fault", what, got, err)
	case want != "" && (err != nil || got.String() != want):
		t.Errorf("%s = %s, %v; want %s", what, got, err, want)
	}
}

func TestPlusAndMinus(t *testing.T) {
	for _, c := range []struct {
		a, b        Quantity
		plus, minus string
	}{
		{One, One / 2, "1.5", "0.5"}, {-One, One, "0", "-2"}, {math.MaxInt64, 1, "", "9223372036854.775806"},
		{-math.MaxInt64, 1, "-9223372036854.775806", ""},
	} {
		got, err := c.a.Plus(c.b)
		check(t, c.a.String()+" + "+c.b.String(), got, err, c.plus)
		got, err = c.a.Minus(c.b)
		check(t, c.a.String()+" - "+c.b.String(), got, err, c.minus)
	}
}

func TestConvert(t *testing.T) {
	for _, c := range []struct {
		q        string
		from, to Unit
		want     string
	}{
		{"3", "kg", "jin", "6"}, {"1", "jin", "liang", "10"}, {"1", "jin", "liang-old", "16"}, {"1", "liang-old", "g", "31.25"},
		{"1.5", "tonne", "kg", "1500"}, {"1", "dan", "jin", "100"}, {"2.5", "斤", "公斤", "1.25"}, {"1", "metre", "chi", "3"},
		{"3", "chi", "metre", "1"}, {"1", "zhang", "chi", "10"}, {"30", "cun", "cm", "100"}, {"2", "km", "chi", "6000"},
		{"2.5", "dozen", "piece", "30"}, {"1", "gross", "dozen", "12"}, {"6", "piece", "dozen", "0.5"},
		{"7", "pole", "pole", "7"}, {"-3", "kg", "g", "-3000"}, {"0", "chi", "metre", "0"},

		{"1", "chi", "metre", ""}, {"1", "piece", "dozen", ""}, {"0.000001", "g", "kg", ""},
		{"1", "kg", "metre", ""}, {"1", "pole", "piece", ""}, {"1", "kg", "", ""}, {"9000000000000", "tonne", "g", ""},
	} {
		q, err := ParseQuantity(c.q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Convert(q, c.from, c.to)
		check(t, c.q+" "+string(c.from)+" in "+string(c.to), got, err, c.want)
	}
}

// TestConvertBack holds that what converts, converts back to the same.
func TestConvertBack(t *testing.T) {
	units := []Unit{}
	for u := range sizes {
		units = append(units, u)
	}
	rapid.Check(t, func(t *rapid.T) {
		q := Quantity(rapid.Int64Range(-1e15, 1e15).Draw(t, "q"))
		from, to := rapid.SampledFrom(units).Draw(t, "from"), rapid.SampledFrom(units).Draw(t, "to")
		there, err := Convert(q, from, to)
		if err != nil {
			return
		}
		if back, err := Convert(there, to, from); err != nil || back != q {
			t.Fatalf("%v %s is %v %s, which is %v, %v", q, from, there, to, back, err)
		}
	})
}

func TestParseUnit(t *testing.T) {
	for s, want := range map[string]Unit{
		" pole ": "pole", "kg": "kg", "斤": "斤", "running metre": "running metre", "m²": "m²",
		"": "", "  ": "", "a\nb": "", "\xff": "", strings.Repeat("x", 25): "",
	} {
		u, err := ParseUnit(s)
		if u != want || (want == "") != (fault.Of(err) == fault.Invalid) {
			t.Errorf("%q: %q, %v; want %q", s, u, err, want)
		}
	}
}

func TestQuantityJSON(t *testing.T) {
	for in, want := range map[string]string{
		`"12.5"`: "12.5", `12.5`: "12.5", `123456789.123456`: "123456789.123456", `1e5`: "", `"null"`: "", `[]`: "", `""`: "",
	} {
		var q Quantity
		err := json.Unmarshal([]byte(in), &q)
		check(t, in, q, err, want)
	}
	kept := One
	if err := json.Unmarshal([]byte("null"), &kept); err != nil || kept != One {
		t.Errorf("null: %v, %v", kept, err)
	}
	if data, err := json.Marshal(map[string]Quantity{"q": 1_500_000}); err != nil || string(data) != `{"q":"1.5"}` {
		t.Errorf("written as %s, %v", data, err)
	}
}

func TestQuantitySQL(t *testing.T) {
	var q Quantity
	if err := q.Scan(int64(2_500_000)); err != nil || q.String() != "2.5" {
		t.Errorf("Scan: %v, %v", q, err)
	}
	for _, src := range []any{nil, "2.5", 2.5} {
		if err := q.Scan(src); fault.Of(err) != fault.Invalid {
			t.Errorf("Scan(%v): %v", src, err)
		}
	}
	if v, err := q.Value(); err != nil || v != int64(2_500_000) {
		t.Errorf("Value: %v, %v", v, err)
	}
}

func TestQuantityRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := Quantity(rapid.Int64Range(-math.MaxInt64, math.MaxInt64).Draw(t, "q"))
		if back, err := ParseQuantity(q.String()); err != nil || back != q {
			t.Fatalf("%s read back as %v, %v", q, back, err)
		}
		if q.Rat().Cmp(q.Decimal().Rat()) != 0 {
			t.Fatalf("%s is %v and %v", q, q.Rat(), q.Decimal())
		}
	})
}

func FuzzQuantity(f *testing.F) {
	for _, s := range []string{"12.5", "1,234.567891", "-0", "0.0000001", "１２", "1e5", "", "9223372036854.775808"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := ParseQuantity(s)
		if err != nil {
			if fault.Of(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		if back, err := ParseQuantity(q.String()); err != nil || back != q {
			t.Fatalf("%q is %s, which reads back as %v, %v", s, q, back, err)
		}
		if d, err := money.ParseDecimal(s); err != nil || d != q.Decimal() {
			t.Fatalf("%q is %s as a quantity and %v, %v as a decimal", s, q, d, err)
		}
	})
}
