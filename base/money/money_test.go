package money

import (
	"encoding/json"
	"math"
	"testing"

	"artel/base/fault"
)

func TestAmountText(t *testing.T) {
	for _, c := range []struct {
		a          Amount
		want, text string
	}{
		{Of(23566, CNY), "235.66", "235.66 CNY"},
		{Of(-5, CNY), "-0.05", "-0.05 CNY"},
		{Of(0, CNY), "0.00", "0.00 CNY"},
		{Of(115902366, CNY), "1159023.66", "1,159,023.66 CNY"},
		{Of(-100000, CNY), "-1000.00", "-1,000.00 CNY"},
		{Of(2356600, CNYOld), "2356600", "2,356,600 CNY-OLD"},
		{Of(999, CNYOld), "999", "999 CNY-OLD"},
		{Of(1234567, "KWD"), "1234.567", "1,234.567 KWD"},
		{Of(1234567, "JPY"), "1234567", "1,234,567 JPY"},
		{Amount{}, "0.00", "0.00"},
		{Of(math.MaxInt64, CNY), "92233720368547758.07", "92,233,720,368,547,758.07 CNY"},
	} {
		if got := c.a.String(); got != c.want {
			t.Errorf("%#v: String %q, want %q", c.a, got, c.want)
		}
		if got := c.a.Text(); got != c.text {
			t.Errorf("%#v: Text %q, want %q", c.a, got, c.text)
		}
	}
}

func TestPlusAndMinus(t *testing.T) {
	most := Of(math.MaxInt64, CNY)
	for _, c := range []struct {
		a, b        Amount
		plus, minus string // "" for an error
	}{
		{Of(150, CNY), Of(75, CNY), "2.25", "0.75"},
		{Of(-150, CNY), Of(75, CNY), "-0.75", "-2.25"},
		{Of(150, CNY), Amount{}, "1.50", "1.50"},
		{Amount{}, Of(150, CNY), "1.50", "-1.50"},
		{most, Of(1, CNY), "", "92233720368547758.06"},
		{most.Neg(), Of(1, CNY), "-92233720368547758.06", ""},
		{most, most, "", "0.00"},
		{Of(1, CNY), Of(1, CNYOld), "", ""},
		{Of(0, CNY), Of(1, CNYOld), "", ""},
	} {
		plus, err := c.a.Plus(c.b)
		check(t, c.a.Text()+" + "+c.b.Text(), plus.String(), err, c.plus)
		minus, err := c.a.Minus(c.b)
		check(t, c.a.Text()+" - "+c.b.Text(), minus.String(), err, c.minus)
	}
}

// check wants got, or where want is empty, a fault of the asker's.
func check(t *testing.T, what, got string, err error, want string) {
	t.Helper()
	switch {
	case want == "" && fault.Of(err) != fault.Invalid:
		t.Errorf("%s = %s, %v; want an Invalid fault", what, got, err)
	case want != "" && (err != nil || got != want):
		t.Errorf("%s = %s, %v; want %s", what, got, err, want)
	}
}

func TestSum(t *testing.T) {
	var s Sum
	if a, err := s.Amount(); err != nil || a != (Amount{}) {
		t.Errorf("empty: %v, %v", a, err)
	}
	s.Add(Of(500, CNY))
	s.Sub(Of(120, CNY))
	if a, err := s.Amount(); err != nil || a != Of(380, CNY) {
		t.Errorf("5.00 - 1.20 = %v, %v", a, err)
	}
	s.Add(Of(1, CNYOld))
	_, first := s.Amount()
	s.Add(Of(1, "USD"))
	if _, err := s.Amount(); first == nil || err != first {
		t.Errorf("the first error did not stick: %v, then %v", first, err)
	}
	empty := NewSum(CNYOld)
	if a, err := empty.Amount(); err != nil || a != Of(0, CNYOld) {
		t.Errorf("NewSum: %v, %v", a, err)
	}
}

func TestCurrency(t *testing.T) {
	for s, want := range map[string]string{
		"CNY": "CNY", " cny ": "CNY", "cny-old": "CNY-OLD", "usd": "USD",
		"": "", "YUAN": "", "C N Y": "", "QQQ": "", "元": "",
	} {
		c, err := ParseCurrency(s)
		check(t, s, string(c), err, want)
	}
	for c, want := range map[Currency]int{CNY: 2, CNYOld: 0, "JPY": 0, "KWD": 3, "": 2, "QQQ": 2} {
		if got := c.Digits(); got != want {
			t.Errorf("%s has %d digits, want %d", c, got, want)
		}
	}
}

func TestAmountJSON(t *testing.T) {
	for _, a := range []Amount{Of(23566, CNY), Of(-1, CNYOld), {}} {
		data, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var back Amount
		if err := json.Unmarshal(data, &back); err != nil || back != a {
			t.Errorf("%s read back as %+v, %v", data, back, err)
		}
	}
	if data, _ := json.Marshal(Of(7, CNY)); string(data) != `{"coins":7,"currency":"CNY"}` {
		t.Errorf("written as %s", data)
	}
	var a Amount
	if err := json.Unmarshal([]byte(`{"coins":1,"currency":"QQQ"}`), &a); fault.Of(err) != fault.Invalid {
		t.Errorf("a currency nobody issues was read: %v, %v", a, err)
	}
}

func TestChecked(t *testing.T) {
	const most, least = math.MaxInt64, math.MinInt64
	for _, c := range []struct {
		f    func(a, b int64) (int64, error)
		a, b int64
		ok   bool
	}{
		{Add64, most, 0, true}, {Add64, most, 1, false}, {Add64, -most, -1, false}, {Add64, least, -1, false},
		{Add64, least, 1, true}, {Add64, least, 0, false}, {Sub64, 0, most, true}, {Sub64, 0, least, false},
		{Sub64, -most, 1, false}, {Sub64, most, -1, false}, {Mul64, most, -1, true}, {Mul64, 1 << 32, 1 << 31, false},
		{Mul64, least, 1, false}, {Mul64, least, 0, true}, {Mul64, 3037000500, 3037000500, false}, {Mul64, -7, 6, true},
	} {
		if n, err := c.f(c.a, c.b); (err == nil) != c.ok {
			t.Errorf("%d, %d: %d, %v; want ok %v", c.a, c.b, n, err, c.ok)
		}
	}
}
