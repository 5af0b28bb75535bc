package book

import (
	"math/big"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDecimal(t *testing.T) {
	for raw, want := range map[string]string{
		"0": "0", "13": "13", "13.8": "13.8", "13.80": "13.8", "-13.80": "-13.8", "+5": "5", "007": "7", ".5": "0.5", "5.": "5",
		"-0": "0", "-0.00": "0", "1E3": "1000", "1e+3": "1000", "1.5E-3": "0.0015", "1E+20": "100000000000000000000",
		"0.30000000000000004": "0.3", "13.800000000000001": "13.8", "13.799999999999999": "13.8", "0.99999999999999999": "1", "99.9999999999999999": "100",
		"1234567890.12345678": "1234567890.12346", "5.5500000000000002E-2": "0.0555", "9.9999999999999995E-7": "0.000001",
		"110101195601031234": "110101195601031234", "1.10101195601031E+17": "110101195601031000", " 5 ": "5",
	} {
		if got, ok := decimal([]byte(raw), 0); !ok || got != want {
			t.Errorf("%s gives %s, not %s", raw, got, want)
		}
	}
	for _, raw := range []string{"", ".", "-", "abc", "1,5", "0x1F", "1e", "1E999", "NaN", "INF", "1.2.3", "1_000", "--1", "１２", strings.Repeat("1", 401)} {
		if got, ok := decimal([]byte(raw), 0); ok {
			t.Errorf("%q gives %s", raw, got)
		}
	}
}

// TestDecimalExact: an amount of up to 15 digits survives the float that a
// spreadsheet keeps it in, however the program spells it.
func TestDecimalExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(-999_999_999_999_999, 999_999_999_999_999).Draw(t, "n")
		places := rapid.IntRange(0, 12).Draw(t, "places")
		scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
		exact := new(big.Rat).SetFrac(big.NewInt(n), scale)
		float, _ := exact.Float64()
		for _, form := range []byte{'g', 'e', 'f'} {
			raw := strconv.FormatFloat(float, form, 17, 64)
			if form == 'g' {
				raw = strconv.FormatFloat(float, form, -1, 64)
			}
			got, ok := decimal([]byte(raw), 0)
			back, parsed := new(big.Rat).SetString(got)
			if !ok || !parsed || back.Cmp(exact) != 0 || strings.ContainsAny(got, "eE+") || got != "0" && strings.Contains(got, ".") && strings.HasSuffix(got, "0") {
				t.Fatalf("%d/10^%d, stored as %s, gives %s", n, places, raw, got)
			}
		}
	})
}

func TestGrains(t *testing.T) {
	for code, want := range map[string]grain{
		"General": 0, "0.00": 0, "#,##0.00": 0, `0"day"`: 0, `0.00\d`: 0, "0.00E+00": 0, "[Red]0.00": 0, `#,##0\ [$€-407]`: 0, "@": 0, "": 0,
		`"unclosed`: 0, "[unclosed": 0, `_(* #,##0_);_(* \(#,##0\)`: 0, "0;yyyy": 0, "General\\ ": 0,
		"0%": percent, "0.00%": percent,
		"yyyy-mm-dd": days, `yyyy"年"m"月"d"日"`: days, "yyyy年m月": days, "[$-404]e/m/d": days, "mmm": days, "d.m.yy;@": days, "[$-F800]dddd, mmmm dd, yyyy": days, "m/d": days,
		"h:mm": clock, "h:mm AM/PM": clock, "mm:ss": clock | seconds, "[h]:mm": clock | elapsed, "[mm]:ss": clock | seconds | elapsed,
		"yyyy-mm-dd hh:mm": days | clock, "yyyy/m/d h:mm:ss": days | clock | seconds,
	} {
		if got := grainOf(code); got != want {
			t.Errorf("%s is %b, not %b", code, got, want)
		}
	}
	for id, want := range map[int]grain{0: 0, 2: 0, 9: percent, 10: percent, 13: 0, 14: days, 17: days, 18: clock, 21: clock | seconds, 22: days | clock, 27: days, 36: days, 37: 0, 46: clock | seconds | elapsed, 49: 0, 50: days, 58: days, 59: 0, -1: 0} {
		if got := builtin(id); got != want {
			t.Errorf("format %d is %b, not %b", id, got, want)
		}
	}
}

func TestMoments(t *testing.T) {
	for _, c := range []struct {
		raw  string
		g    grain
		want Cell
	}{
		{"20457", days, Cell{"1956-01-03", Date}},
		{"20457.354166666664", days, Cell{"1956-01-03", Date}}, // the format shows no time
		{"20457.354166666664", days | clock, Cell{"1956-01-03 08:30", Date}},
		{"20457", days | clock, Cell{"1956-01-03", Date}},
		{"20456.999999999996", days | clock, Cell{"1956-01-03", Date}},
		{"0.354166666666667", clock, Cell{"8:30", Text}},
		{"0.354340277777778", clock | seconds, Cell{"8:30:15", Text}},
		{"2.0625", clock | elapsed, Cell{"49:30", Text}},
		{"20457", clock, Cell{"1956-01-03", Date}}, // midnight: a date that its format hides
		{"0.5", percent, Cell{"50%", Text}},
		{"0.125", percent, Cell{"12.5%", Text}},
		{"1", percent, Cell{"100%", Text}},
		{"0", percent, Cell{"0%", Text}},
		{"0.070000000000000007", percent, Cell{"7%", Text}},
		{"1", days, Cell{"1900-01-01", Date}},
		{"59", days, Cell{"1900-02-28", Date}},
		{"60", days, Cell{"1900-02-29", Date}}, // as it shows it
		{"61", days, Cell{"1900-03-01", Date}},
		{"0", days, Cell{"1900-01-00", Date}},
		{"2958465", days, Cell{"9999-12-31", Date}},
		{"2958466", days, Cell{"2958466", Number}},
		{"-1", days, Cell{"-1", Number}},
	} {
		if got := number([]byte(c.raw), c.g, false); got != c.want {
			t.Errorf("%s (%b) gives %q (%v), not %q", c.raw, c.g, got.Text, got.Kind, c.want.Text)
		}
	}
}

func TestLetters(t *testing.T) {
	for n, want := range map[int]string{1: "A", 26: "Z", 27: "AA", 702: "ZZ", 703: "AAA", 1000: "ALL", 16384: "XFD"} {
		if got := letters(n); got != want || columnOf([]byte(want+"12")) != n {
			t.Errorf("column %d is %s, and %s is %d", n, got, want, columnOf([]byte(want+"12")))
		}
	}
}
