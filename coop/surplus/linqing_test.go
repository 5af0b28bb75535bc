package surplus

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"artel/base/cases"
	"artel/base/explain"
	"artel/base/money"
)

// key is what the year of Linqing comes to, by a program that is not ours.
type key struct {
	Year         int
	NetRevenue   int64 `json:"net_revenue"`
	Tax          struct{ Full, Relief, Due int64 }
	Funds        map[string]int64
	Share        int64 `json:"share_dividend"`
	Labour       int64 `json:"labour_dividend"`
	MembersByKey map[string]struct {
		Pay    int64
		Share  int64 `json:"share_dividend"`
		Labour int64 `json:"labour_dividend"`
		Cut    int64 `json:"cut_by_cap"`
	} `json:"members_detail"`
}

func TestProducerDividesLinqing(t *testing.T) {
	k := linqingKey(t)
	st, err := Divide(Producer(), linqing(t, k))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int64{
		"tax_full": k.Tax.Full, "tax_relief": k.Tax.Relief, "tax": k.Tax.Due,
		"accumulation": k.Funds["accumulation"] - k.Funds["of_which_over_cap"],
		"welfare":      k.Funds["welfare"], "education": k.Funds["education"], "share_dividend": k.Share,
	} {
		l, _ := st.Line(name)
		if got := coins(l.Value); got != want {
			t.Errorf("%s is %d, want %d", name, got, want)
		}
	}
	if labour, _ := st.Line("labour_dividend"); labour.Amount.Coins-labour.Cut.Coins != k.Labour || labour.Cut.Coins != k.Funds["of_which_over_cap"] {
		t.Errorf("labour dividend %d less %d, want %d", labour.Amount.Coins, labour.Cut.Coins, k.Labour)
	}
	funds, err := st.Funds()
	if err != nil || funds[1].Fund != "accumulation" || funds[1].Amount.Coins != k.Funds["accumulation"] {
		t.Errorf("funds %v, %v", funds, err)
	}
	if len(st.Members) != len(k.MembersByKey) || st.Carried.Coins != 0 {
		t.Errorf("%d members, %s carried", len(st.Members), st.Carried)
	}
	for _, m := range st.Members {
		want, share, labour := k.MembersByKey[m.No], m.Shares[0], m.Shares[1]
		if share.Amount.Coins != want.Share || labour.Amount.Coins != want.Labour || labour.Cut.Coins != want.Cut {
			t.Errorf("%s gets %s and %s, cut by %s; want %v", m.No, share.Amount, labour.Amount, labour.Cut, want)
		}
	}
	recomputes(t, st)
}

// TestOneMemberReadsTheirDividend holds the words a member is shown.
func TestOneMemberReadsTheirDividend(t *testing.T) {
	st, err := Divide(Producer(), linqing(t, linqingKey(t)))
	if err != nil {
		t.Fatal(err)
	}
	s, err := st.ExplainMember("M009")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := explain.Text(&b, s, nil); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "m009.txt")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != b.String() {
		t.Errorf("%v; M009 reads\n%s", err, b.String())
	}
}

// A statement is explained years later from its facts kept as JSON.
func TestFrozenFactsGiveTheSameStatement(t *testing.T) {
	facts := linqing(t, linqingKey(t))
	st, err := Divide(Producer(), facts)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := json.Marshal(struct {
		Waterfall Waterfall
		Facts     Facts
	}{Producer(), facts})
	if err != nil {
		t.Fatal(err)
	}
	var back struct {
		Waterfall Waterfall
		Facts     Facts
	}
	if err := json.Unmarshal(kept, &back); err != nil {
		t.Fatal(err)
	}
	again, err := Divide(back.Waterfall, back.Facts)
	if err != nil {
		t.Fatal(err)
	}
	one, _ := json.Marshal(st)
	two, _ := json.Marshal(again)
	if string(one) != string(two) {
		t.Error("the statements differ")
	}
	recomputes(t, again)

	var bare Statement
	if err := json.Unmarshal(one, &bare); err != nil || bare.Balance() != nil {
		t.Error(err, bare.Balance())
	}
	if _, err := bare.ExplainMember("M001"); err == nil {
		t.Error("a statement without its facts explained itself")
	}
}

// recomputes has every explanation of a statement proved and compared.
func recomputes(t testing.TB, st Statement) {
	t.Helper()
	prove := func(s *explain.Step, err error, want *big.Rat) {
		t.Helper()
		if err == nil {
			err = s.Recompute()
		}
		if err != nil {
			t.Fatal(err)
		}
		if s.Result.Cmp(want) != 0 {
			t.Fatalf("%s is explained as %s, but is %s", s, s.Result, explain.Number{Rat: want})
		}
	}
	for _, l := range st.Lines {
		if l.Name == "" {
			continue
		}
		s, err := st.ExplainLine(l.Name)
		prove(s, err, l.Value.Rat)
		if l.Kind == Members && !l.Skipped {
			s, err := st.ExplainClaims(l.Name)
			prove(s, err, l.Claims.Rat)
		}
	}
	funds, err := st.Funds()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range funds {
		s, err := st.ExplainFund(f.Fund)
		prove(s, err, f.Amount.Rat())
	}
	for _, m := range st.Members {
		s, err := st.ExplainMember(m.No)
		prove(s, err, m.Total.Rat())
	}
}

func coins(n explain.Number) int64 {
	a, err := money.HalfUp(n.Rat, money.CNY)
	if err != nil || a.Rat().Cmp(n.Rat) != 0 {
		return -1
	}
	return a.Coins
}

func yuan(coins int64) explain.Number { return explain.Num(coins, 100) }

func linqingKey(t *testing.T) key {
	data, err := os.ReadFile(filepath.Join(cases.Dir(t), "linqing-1956", "key.json"))
	if err != nil {
		t.Fatal(err)
	}
	var k key
	if err := json.Unmarshal(data, &k); err != nil {
		t.Fatal(err)
	}
	return k
}

// rows reads a sheet of the case, by the names of its columns.
func rows(t *testing.T, sheet string) (rows []map[string]string) {
	f, err := os.Open(filepath.Join(cases.Dir(t), "linqing-1956", sheet+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[strings.TrimPrefix(name, "\ufeff")] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// linqing is what the division of 1956 was made from: the key's totals and pays,
// the charter, and the register of shares.
func linqing(t *testing.T, k key) Facts {
	days := time.Date(k.Year+1, 1, 1, 0, 0, 0, 0, time.UTC).Sub(time.Date(k.Year, 1, 1, 0, 0, 0, 0, time.UTC)).Hours() / 24
	facts := Facts{
		Currency: money.CNY, Year: k.Year, Resolution: "resolution 1 of 1957-01-20", Charter: "charter of 1955-05-01", Rules: map[string]string{},
		Book: map[string]Fact{
			"net":                 {yuan(k.NetRevenue), "Net revenue of 1956", "CNY", "books of 1956"},
			"days":                {explain.Num(int64(days), 1), "Days of 1956", "days", "calendar"},
			"loss_carried":        {explain.Num(0, 1), "Losses carried forward", "CNY", "books of 1956"},
			"accumulation_before": {explain.Num(0, 1), "Accumulation fund before the division", "CNY", "books of 1956"},
		},
		Columns: []Column{
			{"pay", "Pay", "CNY", "pay runs of 1956"}, {"is_member", "Member", "", "register of members"},
			{"share_days", "Yuan of cash shares times days held", "", "register of shares"},
			{"reference_wage", "Reference wage of the grade", "CNY", "reference wages of 1956"},
		},
	}
	for _, row := range rows(t, "charter") {
		facts.Rules[row["rule"]] = row["value"]
	}
	wages := map[string]string{}
	for _, row := range rows(t, "reference_wages") {
		wages[row["grade"]] = row["annual_wage"]
	}
	held := shareDays(t, k.Year)
	for _, row := range rows(t, "members") {
		if row["standing"] != "member" {
			continue
		}
		wage, _ := new(big.Rat).SetString(wages[row["grade"]])
		days := held[row["no"]]
		if days == nil {
			days = new(big.Rat)
		}
		facts.Members = append(facts.Members, Member{row["no"], []explain.Number{
			yuan(k.MembersByKey[row["no"]].Pay), explain.Num(1, 1), {Rat: days}, {Rat: wage},
		}})
	}
	return facts
}

// shareDays is each member's cash shares times the days held in the year, both
// ends counted, until the day of leaving.
func shareDays(t *testing.T, year int) map[string]*big.Rat {
	day := func(s string) time.Time {
		d, err := time.Parse("2006-01-02", s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	left := map[string]string{}
	for _, row := range rows(t, "members") {
		left[row["no"]] = row["left"]
	}
	held := map[string]*big.Rat{}
	for _, row := range rows(t, "shares") {
		from, to := row["date"], fmt.Sprintf("%d-12-31", year)
		if first := fmt.Sprintf("%d-01-01", year); from < first {
			from = first
		}
		if end := left[row["member"]]; end != "" && end < to {
			to = end
		}
		if row["kind"] != "cash share" || to < from {
			continue
		}
		yuan, _ := new(big.Rat).SetString(row["amount"])
		days := int64(day(to).Sub(day(from)).Hours()/24) + 1
		if held[row["member"]] == nil {
			held[row["member"]] = new(big.Rat)
		}
		held[row["member"]].Add(held[row["member"]], yuan.Mul(yuan, big.NewRat(days, 1)))
	}
	return held
}
