package surplus

import (
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"artel/base/cases"
	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
)

// The published examples of how a surplus is divided, each as a waterfall of
// data. Numbers come from worked_examples.json and are never copied here.

func num(s string) explain.Number {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return explain.Number{Rat: r}
}

// given are the facts of an example: currency, net revenue and charter rules.
func given(c money.Currency, net string, rules map[string]string) Facts {
	return Facts{Currency: c, Year: 2024, Rules: rules, Book: map[string]Fact{netName: {Value: num(net), Unit: string(c), Source: "books"}}}
}

func (f Facts) with(book map[string]string) Facts {
	f.Book = maps.Clone(f.Book)
	for name, value := range book {
		f.Book[name] = Fact{Value: num(value)}
	}
	return f
}

// of gives the members their facts, column by column.
func (f Facts) of(columns string, members map[string][]string) Facts {
	for _, name := range strings.Fields(columns) {
		f.Columns = append(f.Columns, Column{Name: name})
	}
	for _, no := range slices.Sorted(maps.Keys(members)) {
		m := Member{No: no}
		for _, v := range members[no] {
			m.Values = append(m.Values, num(v))
		}
		f.Members = append(f.Members, m)
	}
	return f
}

// divided runs an example, proves its explanations, and compares its lines.
func divided(t *testing.T, w Waterfall, f Facts, lines map[string]string) Statement {
	t.Helper()
	st, err := Divide(w, f)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range lines {
		if l, ok := st.Line(name); !ok || l.Value.Cmp(num(want).Rat) != 0 {
			t.Errorf("%s is %s, want %s", name, l.Value, want)
		}
	}
	recomputes(t, st)
	return st
}

// refused runs an example that must not be divided, for a reason.
func refused(t *testing.T, w Waterfall, f Facts, kind fault.Kind, reason string) {
	t.Helper()
	_, err := Divide(w, f)
	if fault.Of(err) != kind || !strings.Contains(err.Error(), reason) {
		t.Errorf("%v; want it %s because %q", err, kind, reason)
	}
}

func parts(st Statement, pool int) map[string]string {
	got := map[string]string{}
	for _, m := range st.Members {
		got[m.No] = m.Shares[pool].Amount.String()
	}
	return got
}

// weighted is the patronage of A1 and A2, claimed by four kinds of contribution.
type weighted struct {
	Inputs struct {
		Surplus string
		Weights map[string]string
		Members map[string][]jsonNumber
	}
	Outputs struct {
		Weighted         map[string]string
		LargestRemainder map[string]string `json:"largest_remainder"`
	}
}

type jsonNumber string

func (n *jsonNumber) UnmarshalJSON(data []byte) error { *n = jsonNumber(data); return nil }

const byPatronage = "labour * labour_weight + revenue * revenue_weight + cash * cash_weight + community * community_weight"

func (a weighted) facts(net string) Facts {
	rules, members := map[string]string{}, map[string][]string{}
	for name, weight := range a.Inputs.Weights {
		rules[name+"_weight"] = weight
	}
	for no, values := range a.Inputs.Members {
		for _, v := range values {
			members[no] = append(members[no], string(v))
		}
	}
	return given("USD", net, rules).of("labour revenue cash community", members)
}

func TestWeightedPatronageA1(t *testing.T) {
	var a weighted
	cases.Worked(t, "A1", &a)
	w := Waterfall{{Clause: "art. 1", Name: "patronage", Label: "Patronage", Kind: Members, Formula: "left", By: byPatronage}}
	st := divided(t, w, a.facts(a.Inputs.Surplus), map[string]string{"patronage": a.Inputs.Surplus})
	if got := parts(st, 0); !maps.Equal(got, a.Outputs.LargestRemainder) {
		t.Errorf("parts %v, want %v", got, a.Outputs.LargestRemainder)
	}
	for _, m := range st.Members {
		if want := a.Outputs.Weighted[m.No]; m.Shares[0].Claim.String() != want {
			t.Errorf("%s claims %s, want %s", m.No, m.Shares[0].Claim, want)
		}
	}
	if total := a.Outputs.Weighted["total"]; st.Lines[0].Claims.String() != total {
		t.Errorf("claims %s, want %s", st.Lines[0].Claims, total)
	}
}

func TestRetentionFloorAndGuardA2(t *testing.T) {
	var a1 weighted
	var a struct {
		Inputs struct {
			Allocation    string
			RetainPct     string `json:"retain_pct"`
			CashAvailable string `json:"cash_available"`
			MinCash       string `json:"min_cash"`
			Guard         []struct{ Balance, Payout string }
		}
		Outputs struct {
			Retained, Pool, Distributable string
			Parts                         map[string]string `json:"largest_remainder_from_A1_weights"`
			Guard                         []struct {
				OK         bool
				After, Cap string
			}
		}
	}
	cases.Worked(t, "A1", &a1)
	cases.Worked(t, "A2", &a)
	w := Waterfall{
		{Clause: "art. 1", Name: "retained", Label: "Retained", Kind: Fund, Formula: "half_up(net * retain_pct / 100)"},
		{Clause: "art. 2", Name: "distributable", Label: "Cash above the floor", Kind: Value, Formula: "cash_in_hand - min_cash"},
		{Clause: "art. 3", Label: "What is paid out must leave the least cash in hand.", Kind: Check, Formula: "left <= distributable"},
		{Clause: "art. 4", Name: "pool", Label: "Paid out", Kind: Members, Formula: "left", By: byPatronage},
	}
	f := a1.facts(a.Inputs.Allocation).with(map[string]string{"cash_in_hand": a.Inputs.CashAvailable})
	f.Rules["retain_pct"], f.Rules["min_cash"] = a.Inputs.RetainPct, a.Inputs.MinCash
	st := divided(t, w, f, map[string]string{"retained": a.Outputs.Retained, "pool": a.Outputs.Pool, "distributable": a.Outputs.Distributable})
	want := map[string]string{"alice": a.Outputs.Parts["a"], "bob": a.Outputs.Parts["b"], "carol": a.Outputs.Parts["c"]}
	if got := parts(st, 0); !maps.Equal(got, want) {
		t.Errorf("parts %v, want %v", got, want)
	}
	refused(t, w, f.with(map[string]string{"cash_in_hand": a.Inputs.MinCash}), fault.Refused, "art. 3: What is paid out must leave")

	// The guard: nobody's account is drawn below nothing.
	guard := Waterfall{{Clause: "art. 5", Name: "payout", Label: "Payout", Kind: Members, Formula: "left", By: "1", Cap: "balance"}}
	for i, g := range a.Inputs.Guard {
		st := divided(t, guard, given("USD", g.Payout, nil).of("balance", map[string][]string{"alice": {g.Balance}}), nil)
		paid, out := st.Members[0].Shares[0], a.Outputs.Guard[i]
		after := explain.Number{Rat: new(big.Rat).Sub(num(g.Balance).Rat, paid.Amount.Rat())}
		if paid.Cut.IsZero() != out.OK || out.OK && after.String() != out.After || !out.OK && paid.Amount.String() != out.Cap {
			t.Errorf("%s of %s pays %s", g.Payout, g.Balance, paid.Amount)
		}
		if st.Carried.Coins != paid.Cut.Coins {
			t.Errorf("carried %s, cut %s", st.Carried, paid.Cut)
		}
	}
}

func TestShareDividendAndRebateA5(t *testing.T) {
	var a struct {
		Inputs struct {
			Shares, Monthly string
			ShareRate       string `json:"share_rate"`
			Opening         string `json:"opening_deposits"`
			DepositRate     string `json:"deposit_rate"`
			TaxRate         string `json:"tax_rate"`
		}
		Outputs struct {
			Shares       string   `json:"on_shares"`
			Opening      string   `json:"on_opening"`
			Monthly      []string `json:"on_monthly"`
			Gross, Tax   string
			NetOfTheYear string `json:"net"`
		}
	}
	cases.Worked(t, "A5", &a)
	pool := func(clause, name, by string) Line {
		return Line{Clause: clause, Name: name, Label: name, Kind: Members, Formula: "half_up(claims)", By: by}
	}
	w := Waterfall{pool("art. 1", "on_shares", "shares * share_rate"), pool("art. 2", "on_opening", "opening * deposit_rate")}
	lines := map[string]string{"on_shares": a.Outputs.Shares, "on_opening": a.Outputs.Opening, "tax": a.Outputs.Tax}
	gross := "on_shares + on_opening"
	for i, want := range a.Outputs.Monthly {
		name := "on_month_" + string(rune('a'+i))
		w = append(w, pool("art. 3", name, "monthly * deposit_rate * "+strconv.Itoa(12-i)+" / 12"))
		lines[name] = want
		gross += " + " + name
	}
	w = append(w,
		Line{Clause: "art. 4", Name: "gross", Label: "Gross", Kind: Value, Formula: gross},
		Line{Clause: "art. 5", Name: "tax", Label: "Tax withheld", Kind: Withheld, By: "(" + gross + ") * tax_rate"})
	lines["gross"] = a.Outputs.Gross
	f := given("KES", a.Outputs.Gross, map[string]string{"share_rate": a.Inputs.ShareRate, "deposit_rate": a.Inputs.DepositRate, "tax_rate": a.Inputs.TaxRate}).
		of("shares opening monthly", map[string][]string{"1": {a.Inputs.Shares, a.Inputs.Opening, a.Inputs.Monthly}})
	st := divided(t, w, f, lines)
	if got := st.Members[0].Total.String(); got != a.Outputs.NetOfTheYear || !st.Carried.IsZero() {
		t.Errorf("the member gets %s, want %s; carried %s", got, a.Outputs.NetOfTheYear, st.Carried)
	}
}

// A levy paid to the county, which passes a part on to the province, which
// passes the same part of that on, needs no kind of line of its own.
func TestLevyPassedUpA8(t *testing.T) {
	var a struct {
		Inputs struct {
			AfterTax string `json:"after_tax"`
			Rates    []string
			PassUp   string `json:"pass_up"`
		}
		Outputs map[string]struct{ Paid, County, Province, National string }
	}
	cases.Worked(t, "A8", &a)
	w := Waterfall{
		{Clause: "art. 9.1", Name: "levy", Label: "Levy", Kind: Value, Formula: "half_up(net * levy_rate)"},
		{Clause: "art. 9.2", Name: "to_province", Label: "Passed up by the county", Kind: Value, Formula: "half_up(levy * pass_up)"},
		{Clause: "art. 9.3", Name: "national", Label: "Passed up by the province", Kind: Due, Formula: "half_up(to_province * pass_up)"},
		{Clause: "art. 9.4", Name: "province", Label: "Kept by the province", Kind: Due, Formula: "to_province - national"},
		{Clause: "art. 9.5", Name: "county", Label: "Kept by the county", Kind: Due, Formula: "levy - to_province"},
	}
	for _, rate := range a.Inputs.Rates {
		want, rules := a.Outputs[rate], map[string]string{"levy_rate": rate, "pass_up": a.Inputs.PassUp}
		divided(t, w, given("CNY", a.Inputs.AfterTax, rules), map[string]string{
			"levy": want.Paid, "county": want.County, "province": want.Province, "national": want.National,
		})
	}
}

func TestIndianFundsA9(t *testing.T) {
	var a struct {
		Inputs struct {
			NetProfit      string `json:"net_profit"`
			ReserveMin     string `json:"reserve_min"`
			Education      string
			ContingencyMin string `json:"contingency_min"`
			DonationCap    string `json:"donation_cap"`
		}
		Outputs struct {
			Reserve, Education, Contingency, Disposable string
			DonationCap                                 string `json:"donation_cap"`
		}
	}
	cases.Worked(t, "A9", &a)
	w := Waterfall{
		{Clause: "s. 63(1)(a)", Name: "reserve", Label: "Reserve fund", Kind: Fund, Formula: "half_up(net * reserve_min)"},
		{Clause: "s. 63(1)(b)", Name: "education", Label: "Education fund", Kind: Due, Formula: "half_up(net * education_rate)"},
		{Clause: "s. 63(1)(c)", Name: "contingency", Label: "Fund for unforeseen losses", Kind: Fund, Formula: "half_up(net * contingency_min)"},
		{Clause: "s. 63(2)", Name: "disposable", Label: "Balance", Kind: Value, Formula: "left"},
		{Clause: "s. 63(2)(d)", Name: "most", Label: "The most for donations", Kind: Value, Formula: "down(net * donation_cap)"},
		{Clause: "s. 63(2)(d)", Label: "Donations must be within 5 percent of net profits.", Kind: Check, Formula: "donation <= most"},
		{Clause: "s. 63(2)(d)", Name: "donations", Label: "Donations", Kind: Due, Formula: "donation"},
	}
	rules := map[string]string{
		"reserve_min": a.Inputs.ReserveMin, "education_rate": a.Inputs.Education, "contingency_min": a.Inputs.ContingencyMin,
		"donation_cap": a.Inputs.DonationCap, "donation": a.Outputs.DonationCap,
	}
	divided(t, w, given("INR", a.Inputs.NetProfit, rules), map[string]string{
		"reserve": a.Outputs.Reserve, "education": a.Outputs.Education, "contingency": a.Outputs.Contingency,
		"disposable": a.Outputs.Disposable, "most": a.Outputs.DonationCap, "donations": a.Outputs.DonationCap,
	})
	rules["donation"] = a.Outputs.DonationCap + ".01"
	refused(t, w, given("INR", a.Inputs.NetProfit, rules), fault.Refused, "s. 63(2)(d): Donations must be within")
}

// scop is the three parts of a French workers' co-operative, as its meeting
// proposes them, and the two bounds of the law.
var scop = Waterfall{
	{Clause: "art. 33.1", Name: "legal_reserve", Label: "Legal reserve", Kind: Fund, Formula: "half_up(net * legal_reserve_rate)"},
	{Clause: "art. 33.2", Name: "workers", Label: "Workers' part", Kind: Members, Formula: "workers_part", By: "hours"},
	{Clause: "art. 33.2", Label: "The workers' part must be at least 25 percent of the surplus.", Kind: Check, Formula: "workers >= net * workers_min"},
	{Clause: "art. 33.3", Name: "dividends", Label: "Dividends on shares", Kind: Members, Formula: "dividends_part", By: "shares"},
	{Clause: "art. 33.3", Label: "The dividends must not be above the workers' part.", Kind: Check, Formula: "dividends <= workers"},
	{Clause: "art. 33.4", Name: "development", Label: "Development fund", Kind: Fund, Formula: "left"},
	{Clause: "art. 33.3", Label: "The dividends must not be above the reserves.", Kind: Check, Formula: "dividends <= legal_reserve + development"},
}

func TestThreePartsOfAScopA11(t *testing.T) {
	var a struct {
		Inputs struct {
			Surplus      string
			LegalReserve string `json:"legal_reserve"`
			WorkersMin   string `json:"workers_min"`
			Scic         struct {
				Legal           string
				StatutoryOfRest string `json:"statutory_of_rest"`
			}
		}
		Outputs struct {
			LegalReserve string `json:"legal_reserve"`
			Workers      string
			Dividends    string
			Development  string `json:"development_fund"`
			Reserves     string `json:"reserves_total"`
			ScicPct      string `json:"scic_total_pct"`
			Invalid      []string
		}
	}
	cases.Worked(t, "A11", &a)
	propose := func(workers, dividends string) Facts {
		return given("EUR", a.Inputs.Surplus, map[string]string{"legal_reserve_rate": a.Inputs.LegalReserve, "workers_min": a.Inputs.WorkersMin}).
			with(map[string]string{"workers_part": workers, "dividends_part": dividends}).
			of("hours shares", map[string][]string{"1": {"1600", "10"}, "2": {"800", "30"}, "3": {"1607", "1"}})
	}
	divided(t, scop, propose(a.Outputs.Workers, a.Outputs.Dividends), map[string]string{
		"legal_reserve": a.Outputs.LegalReserve, "workers": a.Outputs.Workers, "dividends": a.Outputs.Dividends, "development": a.Outputs.Development,
	})
	if len(a.Outputs.Invalid) != 2 {
		t.Fatal("A11 has other invalid cases now")
	}
	few, _ := strings.CutPrefix(a.Outputs.Invalid[0], "workers ")
	refused(t, scop, propose(few, "0"), fault.Refused, "at least 25 percent")
	least := explain.Number{Rat: new(big.Rat).Mul(num(a.Inputs.Surplus).Rat, num(a.Inputs.WorkersMin).Rat)}.String()
	refused(t, scop, propose(least, least+".01"), fault.Refused, "art. 33.3: The dividends must not be above the workers' part.")

	scic := Waterfall{
		{Clause: "art. 19", Name: "legal", Label: "Legal reserve", Kind: Fund, Formula: "half_up(net * legal_rate)"},
		{Clause: "art. 19", Name: "statutory", Label: "Statutory reserve", Kind: Fund, Formula: "half_up(left * statutory_of_rest)"},
		{Clause: "art. 19", Name: "reserved_pct", Label: "In reserve", Kind: Value, Unit: "%", Formula: "(legal + statutory) * 100 / net"},
	}
	divided(t, scic, given("EUR", a.Inputs.Surplus, map[string]string{"legal_rate": a.Inputs.Scic.Legal, "statutory_of_rest": a.Inputs.Scic.StatutoryOfRest}),
		map[string]string{"reserved_pct": a.Outputs.ScicPct})
}

func TestWorkPointsA26(t *testing.T) {
	var a struct {
		Inputs struct {
			Income                        string `json:"income_after_costs_and_tax"`
			Accumulation, Welfare, Points string
			CapitalRate                   string `json:"capital"`
			PointsPerDay                  string `json:"points_per_day"`
		}
		Outputs struct {
			Kept, Distributable, Capital, Labour string
			PerPoint                             string `json:"per_point"`
			PerDay                               string `json:"per_day"`
		}
	}
	cases.Worked(t, "A26", &a)
	w := Waterfall{
		{Clause: "art. 1", Name: "accumulation", Label: "Accumulation", Kind: Fund, Formula: "half_up(net * accumulation_rate)"},
		{Clause: "art. 1", Name: "welfare", Label: "Welfare", Kind: Fund, Formula: "half_up(net * welfare_rate)"},
		{Clause: "art. 2", Name: "kept", Label: "Kept", Kind: Value, Formula: "accumulation + welfare"},
		{Clause: "art. 2", Name: "distributable", Label: "Distributable", Kind: Value, Formula: "left"},
		{Clause: "art. 3", Name: "capital", Label: "To capital", Kind: Members, Split: "two", SplitOf: "left", Formula: "capital_rate", By: "shares"},
		{Clause: "art. 3", Name: "labour", Label: "To labour", Kind: Members, Split: "two", Formula: "1 - capital_rate", By: "points"},
		{Clause: "art. 4", Name: "per_point", Label: "A point is worth", Kind: Value, Formula: "labour / all_points"},
		{Clause: "art. 4", Name: "per_day", Label: "A day is worth", Kind: Value, Formula: "per_point * points_per_day"},
	}
	f := given("CNY", a.Inputs.Income, map[string]string{
		"accumulation_rate": a.Inputs.Accumulation, "welfare_rate": a.Inputs.Welfare, "capital_rate": a.Inputs.CapitalRate, "points_per_day": a.Inputs.PointsPerDay,
	}).with(map[string]string{"all_points": a.Inputs.Points}).of("shares points", map[string][]string{"1": {"5", a.Inputs.Points}, "2": {"7", "0"}})
	st := divided(t, w, f, map[string]string{
		"kept": a.Outputs.Kept, "distributable": a.Outputs.Distributable, "capital": a.Outputs.Capital, "labour": a.Outputs.Labour,
		"per_point": a.Outputs.PerPoint, "per_day": a.Outputs.PerDay,
	})
	if st.Members[0].Shares[1].Amount.Coins != st.Lines[5].Amount.Coins {
		t.Error("all the points do not get all of labour's part")
	}
}
