package explain

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"artel/base/fault"
)

func must(t *testing.T, s Step) *Step {
	t.Helper()
	made, err := Work(s)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// dividend is the labour dividend of one member, three steps deep, with the
// net revenue under two of them.
func dividend(t *testing.T) *Step {
	net := must(t, Step{
		Label: "Net revenue of %s", Args: []string{"1956"}, Formula: "sales - costs", Digits: 2, Unit: "CNY", Rule: "S33",
		Operands: []Operand{
			Fact("sales", "Sales", rat("40601.83"), "CNY", "books of 1956"),
			Fact("costs", "Materials, pay, tools and expenses", rat("29011.60"), "CNY", "books of 1956"),
		},
	})
	tax := must(t, Step{
		Label: "Tax", Formula: "half_up(net * pct / 100)", Digits: 2, Unit: "CNY", Clause: "art. 30",
		Operands: []Operand{net.As("net"), Fact("pct", "tax rate", rat("5"), "%", "charter of 1955")},
	})
	return must(t, Step{
		Label: "Labour dividend of %s", Args: []string{"M001"}, Digits: 2, Unit: "CNY",
		Formula: "down((net - tax) * pay / pays) + coin",
		Clause:  "art. 33", Resolution: "resolution 1 of 1957-01-20", Rule: "S33",
		Operands: []Operand{
			net.As("net"), tax.As("tax"),
			Fact("pay", "Pay of %s", rat("235.66"), "CNY", "pay runs of 1956"),
			Fact("pays", "Pay of all members", rat("18455.10"), "CNY", "pay runs of 1956"),
			Fact("coin", "spare coin", rat("0.01"), "CNY", ""),
		},
	})
}

func TestText(t *testing.T) {
	s := dividend(t)
	s.Operands[2].Args = []string{"M001"}
	var b strings.Builder
	if err := Text(&b, s, nil); err != nil {
		t.Fatal(err)
	}
	want := `Labour dividend of M001 ......................................... 140.60 CNY
  charter art. 33, resolution 1 of 1957-01-20, S33
  = rounded down ((Net revenue of 1956 − Tax) × Pay of M001 ÷ Pay of all members) + spare coin
  = rounded down ((11,590.23 − 579.51) × 235.66 ÷ 18,455.10) + 0.01
  Net revenue of 1956 ........................................ 11,590.23 CNY
    S33
    = Sales − Materials, pay, tools and expenses
    = 40,601.83 − 29,011.60
    Sales .................................................... 40,601.83 CNY   (books of 1956)
    Materials, pay, tools and expenses ....................... 29,011.60 CNY   (books of 1956)
  Tax ........................................................... 579.51 CNY
    charter art. 30
    = rounded half up (Net revenue of 1956 × tax rate ÷ 100)
    = rounded half up (11,590.23 × 5 ÷ 100)
    Net revenue of 1956 ...................................... 11,590.23 CNY   (worked out above)
    tax rate ......................................................... 5 %   (charter of 1955)
  Pay of M001 ................................................... 235.66 CNY   (pay runs of 1956)
  Pay of all members ......................................... 18,455.10 CNY   (pay runs of 1956)
  spare coin ...................................................... 0.01 CNY
`
	if b.String() != want {
		t.Errorf("printed:\n%s\nwant:\n%s", b.String(), want)
	}
}

func TestTextInAnotherLanguage(t *testing.T) {
	chinese := map[string]string{"Tax": "税金", "charter %s": "章程%s", "rounded half up": "四舍五入", "Net revenue of %s": "%s年净收入"}
	say := func(format string, args ...any) string {
		if s, ok := chinese[format]; ok {
			format = s
		}
		return fmt.Sprintf(format, args...)
	}
	var b strings.Builder
	if err := Text(&b, dividend(t), say); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"  税金 .......................................................... 579.51 CNY\n",
		"章程art. 30", "= 四舍五入 (1956年净收入 × tax rate ÷ 100)",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

func TestHTML(t *testing.T) {
	s := dividend(t)
	s.Resolution = "<script>alert(1)</script>"
	s.Operands[4].Label = `"coin" & co`
	var b strings.Builder
	if err := HTML(s, nil).Render(&b); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{
		`<details class="explanation" open><summary><span>Labour dividend of M001</span> <data value="140.6">140.60 CNY</data></summary>`,
		"&lt;script&gt;", "&#34;coin&#34; &amp; co", "<dt>In numbers</dt>", `<th scope="row">Sales</th>`, "worked out above",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, page)
		}
	}
	if strings.Contains(page, "<script") || strings.Contains(page, "style=") {
		t.Error("unescaped text or a style of its own")
	}
	if n := strings.Count(page, "40,601.83 − 29,011.60"); n != 1 {
		t.Errorf("net revenue is worked out %d times", n)
	}
}

func TestRecompute(t *testing.T) {
	if err := dividend(t).Recompute(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		harm func(s *Step)
		want string
	}{
		{func(s *Step) { s.Result = Num(14061, 100) }, "Labour dividend of M001 is given as 140.61, but its formula"},
		{func(s *Step) { s.Operands[2].Value = Num(200, 1) }, "Labour dividend of M001 is given as"},
		{func(s *Step) { s.Operands[1].Value = Num(1, 1) }, "Tax is given as 1 CNY, but was worked out as 579.51 CNY"},
		{func(s *Step) { s.Operands[1].Unit = "CNY-OLD" }, "Tax is given as 579.51 CNY-OLD"},
		{func(s *Step) { s.Operands[1].Step.Operands[1].Value = Num(6, 1) }, "Tax is given as 579.51"},
		{func(s *Step) { s.Operands[0].Step.Operands[0].Value = Number{} }, "Sales has no value"},
		{func(s *Step) { s.Formula = "net / 0" }, "cannot be worked out again"},
		{func(s *Step) { s.Operands[4].Name = "net" }, `called "net"`},
		{func(s *Step) { s.Operands[4].Name = "sum" }, `called "sum"`},
		{func(s *Step) { s.Operands[1].Step.Result = Number{} }, "Tax"},
	} {
		s := dividend(t)
		c.harm(s)
		err := s.Recompute()
		if fault.Of(err) != fault.Conflict || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v; want %q in it", err, c.want)
		}
	}
}

func TestSum(t *testing.T) {
	var months []Operand
	for range 12 {
		months = append(months, Fact("", "Pay of a month", rat("19.64"), "CNY", "pay run"))
	}
	s, err := Sum("Pay of %s", "CNY", months...)
	if err != nil || s.Result.String() != "235.68" {
		t.Fatal(s, err)
	}
	s.Args = []string{"1956"}
	if err := s.Recompute(); err != nil {
		t.Error(err)
	}
	if s.FormulaText(nil) != "the sum of the 12 amounts below" {
		t.Error(s.FormulaText(nil))
	}
	if empty, err := Sum("Nothing", "CNY"); err != nil || empty.Result.Sign() != 0 {
		t.Error(empty, err)
	}
}

// A step under two steps under two steps ... is one step, not a million.
func TestSharedStepsStaySmall(t *testing.T) {
	s := must(t, Step{Label: "One", Formula: "1"})
	for range 40 {
		s = must(t, Step{Label: "Twice", Formula: "a + b", Operands: []Operand{s.As("a"), s.As("b")}})
	}
	data, err := json.Marshal(s)
	if err != nil || len(data) > 20_000 {
		t.Fatal(len(data), err)
	}
	var back Step
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if err := back.Recompute(); err != nil || back.Result.String() != "1099511627776" {
		t.Error(back.Result, err)
	}
	if back.Operands[0].Step != back.Operands[1].Step {
		t.Error("the step is no longer shared")
	}
}

func TestJSON(t *testing.T) {
	data, err := json.MarshalIndent(dividend(t), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"result": "140.6"`, `"label": "Net revenue of %s"`, `"args": [`, `"see": 2`, `"clause": "art. 33"`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("no %s in %s", want, data)
		}
	}
	var back Step
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	again, _ := json.MarshalIndent(&back, "", " ")
	if string(again) != string(data) || back.Recompute() != nil {
		t.Errorf("comes back as %s, %v", again, back.Recompute())
	}
	for _, bad := range []string{
		`{"id":1,"formula":"a","operands":[{"name":"a","label":"A","value":"1","see":1}],"result":"1"}`,
		`{"id":1,"formula":"1","result":"1e9999999"}`,
		`{"id":1,"formula":"1","result":1}`,
	} {
		if err := json.Unmarshal([]byte(bad), &back); err == nil {
			t.Errorf("read %s", bad)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct{ in, text, money, plain string }{
		{"23566/100", "235.66", "235.66", "235.66"},
		{"1159023", "1159023", "1,159,023.00", "1,159,023"},
		{"-1159.5", "-1159.5", "-1,159.50", "-1,159.5"},
		{"13/366", "13/366", "0.035519…", "0.035519…"},
		{"-999.999", "-999.999", "-999.999", "-999.999"},
		{"0.0000001", "0.0000001", "0.000000…", "0.000000…"},
		{"0", "0", "0.00", "0"},
	} {
		n := Number{rat(c.in)}
		if n.String() != c.text || n.Show("CNY", 2) != c.money || n.Show("days", 2) != c.plain {
			t.Errorf("%s: %s, %s, %s", c.in, n, n.Show("CNY", 2), n.Show("days", 2))
		}
	}
	if amount(nil, Num(13, 366), "days", 2) != "0.035519… = 13/366 days" {
		t.Error(amount(nil, Num(13, 366), "days", 2))
	}
}

func TestNumberReadsWhatItWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := Num(rapid.Int64().Draw(t, "n"), rapid.Int64Range(1, 1<<40).Draw(t, "d"))
		var back Number
		if data, err := json.Marshal(n); err != nil || json.Unmarshal(data, &back) != nil || !back.same(n) {
			t.Fatalf("%s came back as %s", n, back)
		}
	})
}

// Half up is the nearest coin, never further than half a coin, and the same on
// both sides of zero; down and up lie around the number.
func TestRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := big.NewRat(rapid.Int64().Draw(t, "n"), rapid.Int64Range(1, 1<<40).Draw(t, "d"))
		digits := rapid.IntRange(0, 4).Draw(t, "digits")
		coin := new(big.Rat).SetFrac(big.NewInt(1), powers[digits])
		near, down, up := Round(x, digits, HalfUp), Round(x, digits, Down), Round(x, digits, Up)
		off := new(big.Rat).Sub(near, x)
		if off.Abs(off).Cmp(coin.Quo(coin, rat("2"))) > 0 {
			t.Fatalf("%s rounded to %s", x, near)
		}
		abs := func(r *big.Rat) *big.Rat { return new(big.Rat).Abs(r) }
		if abs(down).Cmp(abs(x)) > 0 || abs(up).Cmp(abs(x)) < 0 {
			t.Fatalf("%s lies outside %s and %s", x, down, up)
		}
		if Round(new(big.Rat).Neg(x), digits, HalfUp).Cmp(new(big.Rat).Neg(near)) != 0 {
			t.Fatalf("%s and its opposite are rounded differently", x)
		}
	})
}
