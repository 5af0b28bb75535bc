package explain

import (
	"math/big"
	"strings"
	"testing"

	"artel/base/fault"
)

func rat(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

var known = map[string]*big.Rat{
	"net": rat("11590.23"), "pct": rat("10"), "zero": rat("0"), "a": rat("7"), "b": rat("-2.5"), "税": rat("3"),
}

func get(name string) (*big.Rat, bool) { v, ok := known[name]; return v, ok }

func TestFormula(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"1 + 2 * 3 - 4 / 8", "6.5"},
		{"(1 + 2) * 3", "9"},
		{"a - b - 1", "8.5"},
		{"-a + +b", "-9.5"},
		{"half_up(net * pct / 100)", "1159.02"},
		{"half_up(0.005) + half_up(-0.005) * 2 + half_up(0.0049)", "-0.01"},
		{"down(1.239) + down(-1.239)", "0"},
		{"down(-1.239)", "-1.23"},
		{"up(1.231) + up(-1.2301) + up(1.23)", "1.23"},
		{"min(a, b, 3)", "-2.5"},
		{"max(a, b, 3)", "7"},
		{"max(b)", "-2.5"},
		{"iff(a > 3, 10, a / zero)", "10"},
		{"iff(a <= 3, a / zero, 20)", "20"},
		{"a >= 7 && b < 0", "1"},
		{"a == 7 || a / zero > 1", "1"},
		{"a != 7 && a / zero > 1", "0"},
		{"!(a > 7)", "1"},
		{"!a", "0"},
		{"010", "10"},
		{"1 /\n3", "1/3"},
		{"税 * 2", "6"},
		{strings.Repeat("1 + ", 400) + "1", "401"},
	} {
		f, err := Compile(c.src)
		if err != nil {
			t.Errorf("%s: %v", c.src, err)
			continue
		}
		got, err := f.Eval(2, get)
		if err != nil || got.Cmp(rat(c.want)) != 0 {
			t.Errorf("%s = %v, %v; want %s", c.src, got, err, c.want)
		}
	}
	if known["a"].Cmp(rat("7")) != 0 || known["b"].Cmp(rat("-2.5")) != 0 {
		t.Error("a formula wrote on its facts")
	}
}

func TestFormulaFaults(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"", "empty"},
		{"net *", "at character"},
		{"net * 10%", "cannot be read"},
		{"net % 10", "as / 100"},
		{"net // 2", "write one /"},
		{"half_up", "needs its brackets and one value"},
		{"half_up()", "takes one value, not 0"},
		{"iff(a, 1)", "three values"},
		{"sqrt(a)", `no function "sqrt"`},
		{"1e9", "not a plain decimal"},
		{"0x10", "not a plain decimal"},
		{`"ten"`, "not a plain decimal"},
		{"a.b", "only numbers, names"},
		{"a = 7", "cannot be read"},
		{"^a", `"^" is not one of its signs`},
		{"a & b", `"&" is not one of its signs`},
		{"func() {}()", "only a function's name"},
		{"min(a...)", "only a function's name"},
		{"type", "cannot be read"},
		{strings.Repeat("(", 60) + "1" + strings.Repeat(")", 60), "nested more than 50"},
		{strings.Repeat("- ", 60) + "1", "nested more than 50"},
		{strings.Repeat("1+", 1500) + "1", "too long"},
		{strings.Repeat("9", 1900), "sensible size"},
		{"gross / 2", `uses "gross", which is not known`},
		{"a / (net * zero)", "can be divided by (net × zero), which is 0"},
		{"a / (a - 7)", "nothing can be divided by (a − 7), which is 0"},
		{strings.Repeat("99999999999*", 160) + "1", "too large"},
	} {
		f, err := Compile(c.src)
		if err == nil {
			_, err = f.Eval(2, get)
		}
		if fault.Of(err) != fault.Invalid {
			t.Errorf("%.40s: %v, want a fault", c.src, err)
		} else if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.40s: %v; want %q in it", c.src, err, c.want)
		}
	}
}

func FuzzFormula(f *testing.F) {
	for _, src := range []string{
		"half_up(net * pct / 100)", "iff(a > b && !zero, min(a, b), max(a / zero, 2))", "((((1))))", "1e9", "sum",
		"-a - -b", "up(0.001) * 10000000000 * 99999999999999999999", "税 / 3", "a//b", "func(){}()",
	} {
		f.Add(src, 2)
	}
	f.Fuzz(func(t *testing.T, src string, digits int) {
		formula, err := Compile(src)
		if err != nil {
			if fault.Of(err) != fault.Invalid {
				t.Fatalf("%q: %v is no fault", src, err)
			}
			return
		}
		r, err := formula.Eval(digits, get)
		if err != nil && fault.Of(err) != fault.Invalid {
			t.Fatalf("%q: %v is no fault", src, err)
		}
		if err == nil && tooLarge(r) {
			t.Fatalf("%q: a giant of %d bits", src, r.Num().BitLen())
		}
	})
}

// The claim of one member in a co-operative of fifty thousand.
func BenchmarkFormula(b *testing.B) {
	f, err := Compile("share_days * rate / 100 / days")
	if err != nil {
		b.Fatal(err)
	}
	values := []*big.Rat{rat("21960"), rat("6"), rat("366")}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.EvalSlots(2, values); err != nil {
			b.Fatal(err)
		}
	}
}
