package surplus

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
)

// A reserve that is fed until it equals the capital.
func TestReserveUntilItEqualsCapital(t *testing.T) {
	w := Waterfall{{Clause: "art. 5", Name: "reserve", Label: "Reserve", Kind: Fund, Formula: "min(half_up(left * 20 / 100), max(0, capital - reserve_before))"}}
	for _, c := range []struct{ before, want string }{
		{"0", "200.01"}, {"4900", "100"}, {"5000", "0"}, {"6000", "0"},
	} {
		f := given("CNY", "1000.03", nil).with(map[string]string{"capital": "5000", "reserve_before": c.before})
		divided(t, w, f, map[string]string{"reserve": c.want})
	}
}

var producerRules = map[string]string{
	"tax_rate_pct": "10", "tax_relief_pct": "50", "accumulation_pct": "40", "welfare_pct": "10", "education_pct": "5",
	"share_dividend_rate_pct": "6", "share_dividend_ceiling_pct": "10", "labour_dividend_basis": "pay", "over_cap_to": "accumulation",
}

// producer are facts for the producers' template, of two members.
func producer(net, lossCarried, accumulation string) Facts {
	return given("CNY", net, producerRules).
		with(map[string]string{"days": "365", "loss_carried": lossCarried, "accumulation_before": accumulation}).
		of("pay is_member share_days reference_wage", map[string][]string{
			"M001": {"300", "1", "3650", "500"}, "M002": {"100", "1", "7300", "500"},
		})
}

// A loss falls on the reserve; the rest of it waits for the next year's surplus.
func TestLossIsBorneByTheReserveFirst(t *testing.T) {
	for _, c := range []struct{ net, reserve, covered, carried string }{
		{"-500", "800", "-500", "0.00"},
		{"-500", "120.50", "-120.5", "-379.50"},
		{"-500", "0", "0", "-500.00"},
		{"-500", "-3", "0", "-500.00"},
	} {
		st := divided(t, Producer(), producer(c.net, "0", c.reserve), map[string]string{"loss_covered": c.covered, "tax": "0", "share_dividend": "0"})
		if st.Carried.String() != c.carried || st.Members[0].Total.Sign() != 0 {
			t.Errorf("a loss of %s with %s in reserve carries %s", c.net, c.reserve, st.Carried)
		}
	}
	st := divided(t, Producer(), producer("1000", "379.50", "0"), map[string]string{"loss_made_good": "379.5", "tax_full": "62.05", "after_tax": "589.48"})
	if funds, err := st.Funds(); err != nil || funds[0].Fund != "loss_carried" || funds[0].Amount.String() != "379.50" {
		t.Error(funds, err)
	}
	divided(t, Producer(), producer("0", "379.50", "10"), map[string]string{"loss_made_good": "0", "loss_covered": "0"})
}

func TestCap(t *testing.T) {
	for _, c := range []struct {
		part      int64
		ceiling   string
		paid, cut int64
	}{
		{6780, "64.61", 6461, 319}, {6780, "67.80", 6780, 0}, {6780, "100", 6780, 0}, {6780, "0", 0, 6780},
		{6780, "-5", 0, 6780}, {6780, "64.619", 6461, 319}, {0, "0", 0, 0}, {6780, "67.801", 6780, 0},
	} {
		paid, cut, err := Cap(money.Of(c.part, money.CNY), num(c.ceiling).Rat)
		if err != nil || paid.Coins != c.paid || cut.Coins != c.cut {
			t.Errorf("%d under %s: %s and %s, %v", c.part, c.ceiling, paid, cut, err)
		}
	}
}

// What a cap cuts can stay for the lines below instead of going to a fund.
func TestWhatIsCutWithoutAFundIsLeft(t *testing.T) {
	w := Waterfall{
		{Clause: "art. 1", Name: "dividend", Label: "Dividend", Kind: Members, Formula: "left", By: "pay", Cap: "ceiling"},
		{Clause: "art. 2", Name: "welfare", Label: "Welfare", Kind: Fund, Formula: "left"},
	}
	f := given("CNY", "100", nil).of("pay ceiling", map[string][]string{"1": {"3", "50.005"}, "2": {"1", "-2"}, "3": {"1", "20"}})
	st := divided(t, w, f, map[string]string{"welfare": "30"})
	if got := parts(st, 0); got["1"] != "50.00" || got["2"] != "0.00" || got["3"] != "20.00" {
		t.Error(got)
	}
}

// Old yuan have no smaller coin: all is whole yuan.
func TestOldYuan(t *testing.T) {
	w := Waterfall{
		{Clause: "art. 1", Name: "tax", Label: "Tax", Kind: Due, Formula: "net * 5 / 100"},
		{Clause: "art. 2", Name: "dividend", Label: "Dividend", Kind: Members, Formula: "left", By: "pay"},
	}
	f := given(money.CNYOld, "1000010", nil).of("pay", map[string][]string{"1": {"1"}, "2": {"1"}, "3": {"1"}})
	st := divided(t, w, f, map[string]string{"tax": "50001", "dividend": "950009"})
	if got := parts(st, 0); got["1"] != "316670" || got["2"] != "316670" || got["3"] != "316669" {
		t.Error(got)
	}
}

func TestCheckReportsAllAtOnce(t *testing.T) {
	rules := map[string]string{"welfare_pct": "10", "tax_rate_pct": "110", "basis": "pay", "accumulation_pct": "95"}
	w := Waterfall{
		{Clause: "art. 1", Name: "tax", Label: "Tax", Kind: Due, Formula: "half_up(gross * tax_pct / 100)"},
		{Clause: "art. 2", Name: "tax", Label: "Tax", Kind: Due, Formula: "half_up(net * tax_rate_pct / 100)"},
		{Clause: "art. 3", Name: "half_up", Label: "Odd", Kind: "gift", When: "never", Formula: "1 +"},
		{Clause: "art. 4", Name: "early", Label: "Early", Kind: Fund, Formula: "dividend / 2"},
		{Clause: "art. 5", Name: "dividend", Label: "Dividend", Kind: Members, Formula: "pay", By: "$base", Cap: "10", CapTo: "tax"},
		{Clause: "art. 6", Name: "self", Label: "", Kind: Value, Formula: "self + claims"},
		{Clause: "art. 7", Name: "acc", Label: "Acc", Kind: Fund, Split: "s", SplitOf: "left", Formula: "accumulation_pct"},
		{Clause: "art. 8", Name: "rest", Label: "Rest", Kind: Value, Split: "s", SplitOf: "left", Formula: "100 - accumulation_pct - welfare_pct"},
		{Clause: "art. 9", Name: "text", Label: "Text", Kind: Value, Formula: "basis * 2"},
		{Clause: "art. 10", Name: "cl", Label: "Claims", Kind: Value, Formula: "claims", Who: "1"},
		{Clause: "art. 11", Name: "again", Label: "Again", Kind: Check, Split: "s", SplitOf: "left", Formula: "1"},
		{Clause: "art. 12", Name: "none", Label: "None", Kind: Fund},
	}
	err := w.Check(rules, []string{"net", "cash", "cash"}, []string{"pay"})
	if fault.Of(err) != fault.Invalid {
		t.Fatal(err)
	}
	for _, want := range []string{
		`charter "cash": This name is given twice`,
		`waterfall, row 2, formula "half_up(gross * tax_pct / 100)": art. 1: "gross" is not known. Known are accumulation_pct, cash, left, net,`,
		`row 3, name "tax": art. 2: This name is taken: it is already the name of another line.`,
		`art. 2: The rule tax_rate_pct of the charter is 110: a percentage lies between 0 and 100.`,
		`row 4, name "half_up"`, `art. 3: There is no such kind of line.`, `art. 3: A line cannot run then.`,
		`art. 3: The formula "1 +" cannot be read`,
		`art. 4: "dividend" is worked out only later, in art. 5. Move art. 5 above art. 4.`,
		`art. 5: "pay" is a fact of each member and not of the co-operative.`,
		`row 6, by "$base": art. 5: The charter has no rule of that name.`,
		`row 6, cap_to "tax": art. 5: What the cap cuts must go to a fund.`,
		`art. 6: The line uses "self", which is itself.`, `art. 6: The line does not say in words`,
		`art. 8: This part of the split is -5: the percentages come to more than 100.`,
		`art. 8: Only the first line of a split says what is split.`,
		`art. 9: The rule basis of the charter is "pay", which is not a number.`,
		`art. 10: The sum of the claims is known only`, `art. 10: Only members and withheld lines`,
		`art. 11: A line of kind check cannot be part of a split.`, `art. 11: The lines of a split must follow each other.`,
		`row 13, formula: art. 12: A formula is missing.`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%s", want, err)
		}
	}
}

func TestProducerChecks(t *testing.T) {
	book, member := []string{"net", "days", "loss_carried", "accumulation_before"}, []string{"pay", "is_member", "share_days", "reference_wage"}
	if err := Producer().Check(producerRules, book, member); err != nil {
		t.Error(err)
	}
	if err := (Waterfall{}).Check(nil, nil, nil); fault.Of(err) != fault.Invalid {
		t.Error(err)
	}
}

func TestDivideIsRefused(t *testing.T) {
	line := func(l Line) Waterfall { l.Clause, l.Name, l.Label = "art. 7", "x", "X"; return Waterfall{l} }
	members := func(f Facts) Facts {
		return f.of("pay", map[string][]string{"1": {"0"}, "2": {"-1"}})
	}
	plain := given("CNY", "100", nil)
	for _, c := range []struct {
		w      Waterfall
		f      Facts
		kind   fault.Kind
		reason string
	}{
		{line(Line{Kind: Fund, Formula: "101"}), plain, fault.Conflict, "art. 7 (X) takes 101.00 CNY, but only 100.00 CNY is left"},
		{line(Line{Kind: Due, Formula: "-1"}), plain, fault.Invalid, "what is due cannot be below 0"},
		{line(Line{Kind: Fund, Formula: "-1"}), plain.with(map[string]string{"x_before": "0.5"}), fault.Conflict, "takes 1.00 CNY from the fund x, which has only 0.50"},
		{line(Line{Kind: Fund, Formula: "1 / (net - 100)"}), plain, fault.Invalid, "art. 7 (X): In the formula"},
		{line(Line{Kind: Fund, Formula: "-1", Split: "s", SplitOf: "left"}), plain, fault.Invalid, "more than 100"},
		{line(Line{Kind: Fund, Formula: "net - 101", Split: "s", SplitOf: "left"}), plain, fault.Invalid, "cannot be below 0"},
		{line(Line{Kind: Fund, Formula: "0", Split: "s", SplitOf: "left"}), plain, fault.Invalid, "art. 7 (X): 100.00 CNY cannot be shared out"},
		{line(Line{Kind: Members, Formula: "left", By: "max(0, pay)"}), members(plain), fault.Conflict, "there is 100.00 CNY to share, but no member has a claim by max(0, pay)"},
		{line(Line{Kind: Members, Formula: "left", By: "pay"}), members(plain), fault.Invalid, "art. 7 (X), member 2: the claim by pay is -1"},
		{line(Line{Kind: Members, Formula: "-1", By: "1"}), members(plain), fault.Invalid, "less than nothing cannot be shared"},
		{line(Line{Kind: Withheld, By: "1"}), members(plain), fault.Invalid, "art. 7 (X), member 1: 1.00 CNY is to be kept back of only 0.00 CNY."},
		{line(Line{Kind: Fund, Formula: "left"}), given("CNY", "100.005", nil), fault.Invalid, "not in whole coins"},
		{line(Line{Kind: Fund, Formula: "left"}), Facts{Currency: "CNY"}, fault.Invalid, "do not say what the net revenue"},
		{line(Line{Kind: Fund, Formula: "left"}), plain.of("pay", map[string][]string{"1": {}}), fault.Invalid, "Member 1 has 0 facts"},
	} {
		refused(t, c.w, c.f, c.kind, c.reason)
	}
	twice := plain.of("pay", map[string][]string{"1": {"1"}})
	twice.Members = append(twice.Members, twice.Members[0])
	refused(t, line(Line{Kind: Fund, Formula: "left"}), twice, fault.Invalid, "Member 1 is listed twice.")
	twice.Members = []Member{{No: "1", Values: []explain.Number{{}}}}
	refused(t, line(Line{Kind: Fund, Formula: "left"}), twice, fault.Invalid, "Nothing is on record for the pay of member 1.")
}

// A fact can say in turn how it came to be, and a changed one is found out.
func TestTrace(t *testing.T) {
	f := producer("1000", "0", "0")
	worked, err := explain.Sum("Pay of M001, month by month", "CNY",
		explain.Fact("", "January", num("100").Rat, "CNY", "pay run 1"), explain.Fact("", "February", num("200").Rat, "CNY", "pay run 2"))
	if err != nil {
		t.Fatal(err)
	}
	f.Columns[0].Unit = "CNY"
	f.Trace = func(no, fact string) *explain.Step {
		if no == "M001" && fact == "pay" {
			return worked
		}
		return nil
	}
	st := divided(t, Producer(), f, nil)
	s, err := st.ExplainMember("M001")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if explain.Text(&b, s, nil) != nil || !strings.Contains(b.String(), "February") {
		t.Error(b.String())
	}
	worked.Result = num("301")
	if err := s.Recompute(); fault.Of(err) != fault.Conflict {
		t.Error(err)
	}
	if _, err := st.ExplainMember("M003"); fault.Of(err) != fault.Missing {
		t.Error(err)
	}
	if _, err := st.ExplainLine("gift"); fault.Of(err) != fault.Missing {
		t.Error(err)
	}
}

// anyYear draws a producers' co-operative and its year.
func anyYear(t *rapid.T) Facts {
	f := producer(explain.Num(rapid.Int64Range(-100_000, 10_000_000).Draw(t, "net"), 100).String(), "0", "0")
	f = f.with(map[string]string{
		"loss_carried":        explain.Num(rapid.Int64Range(0, 50_000).Draw(t, "loss"), 100).String(),
		"accumulation_before": explain.Num(rapid.Int64Range(0, 50_000).Draw(t, "reserve"), 100).String(),
	})
	f.Members = nil
	for i := range rapid.IntRange(1, 12).Draw(t, "members") {
		draw := func(name string, most int64) explain.Number {
			return explain.Num(rapid.Int64Range(0, most).Draw(t, name), 100)
		}
		f.Members = append(f.Members, Member{fmt.Sprintf("M%03d", i+1), []explain.Number{
			explain.Num(rapid.Int64Range(1, 60_000).Draw(t, "pay"), 100), explain.Num(1, 1), draw("shares", 10_000_00), draw("wage", 200_000),
		}})
	}
	return f
}

// The parts sum to the whole, and every explanation proves itself.
func TestAnyYearBalancesAndExplainsItself(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := anyYear(rt)
		st, err := Divide(Producer(), f)
		if err != nil {
			rt.Fatal(err)
		}
		if err := st.Balance(); err != nil {
			rt.Fatal(err)
		}
		recomputes(t, st)
	})
}

func TestTheOrderOfMembersDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := anyYear(t)
		one, err := Divide(Producer(), f)
		if err != nil {
			t.Fatal(err)
		}
		f.Members = rapid.Permutation(f.Members).Draw(t, "order")
		given := slices.Clone(f.Members)
		two, err := Divide(Producer(), f)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := json.Marshal(one)
		b, _ := json.Marshal(two)
		if string(a) != string(b) {
			t.Fatalf("%s\n%s", a, b)
		}
		for i := range given {
			if given[i].No != f.Members[i].No {
				t.Fatal("the caller's members were moved")
			}
		}
	})
}

// Of two members of equal ceiling, the one who earned more by work never gets
// a smaller part of the labour dividend before the cap.
func TestMoreWorkNeverEarnsLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st, err := Divide(Producer(), anyYear(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range st.Members {
			for _, b := range st.Members {
				x, y := a.Shares[1], b.Shares[1]
				if !st.Lines[0].Skipped && x.Claim.Cmp(y.Claim.Rat) > 0 && x.Part.Coins < y.Part.Coins {
					t.Fatalf("%s earned %s and gets %s, %s earned %s and gets %s", a.No, x.Claim, x.Part, b.No, y.Claim, y.Part)
				}
			}
		}
	})
}

// large draws up a co-operative that no one hall could hold.
func large(n int) Facts {
	f := producer("50000000", "0", "0")
	f.Members = nil
	for i := range n {
		f.Members = append(f.Members, Member{fmt.Sprintf("M%06d", i+1), []explain.Number{
			explain.Num(int64(i*7919%60_000)+1, 100), explain.Num(1, 1), {Rat: big.NewRat(int64(i*31%20)*3650, 1)}, explain.Num(int64(i%4)*9000+50_000, 100),
		}})
	}
	return f
}

func BenchmarkDivide(b *testing.B) {
	f := large(50_000)
	for b.Loop() {
		if _, err := Divide(Producer(), f); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkExplainMember(b *testing.B) {
	st, err := Divide(Producer(), large(50_000))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if s, err := st.ExplainMember("M025000"); err != nil || s.Recompute() != nil {
			b.Fatal(err)
		}
	}
}
