package main

import (
	"encoding/csv"
	"encoding/json"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"pgregory.net/rapid"

	"testing"

	"artel/base/cal"
)

// The year-end of the shared cases' README, worked out anew with nothing of
// artel's rules: big fractions over the rows of the sheets. It is held to
// key.json in new yuan, and then says what the same year comes to in old.

type records []map[string]string

func readSheet(dir, name string) (records, error) {
	f, err := os.Open(filepath.Join(dir, name+".csv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	var rows records
	for _, line := range all[1:] {
		row := map[string]string{}
		for i, text := range line {
			row[all[0][i]] = text
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// rat is the exact number that a text of the sheets says.
func rat(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(strings.ReplaceAll(text, ",", ""))
	if !ok {
		panic(text)
	}
	return r
}

func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

// halfUp is a number of coins, half of one up.
func halfUp(r *big.Rat) int64 {
	twice := mul(r, big.NewRat(2, 1))
	twice.Add(twice, big.NewRat(1, 1))
	return new(big.Int).Div(twice.Num(), new(big.Int).Mul(twice.Denom(), big.NewInt(2))).Int64()
}

func down(r *big.Rat) int64 { return new(big.Int).Div(r.Num(), r.Denom()).Int64() }

// parts splits coins by exact claims: rounded down, and the spare coins to the
// largest remainders, ties to the first.
func parts(whole int64, claims []*big.Rat) []int64 {
	sum := new(big.Rat)
	for _, c := range claims {
		sum.Add(sum, c)
	}
	got, spare := make([]int64, len(claims)), whole
	rest := make([]*big.Rat, len(claims))
	for i, c := range claims {
		exact := quo(mul(big.NewRat(whole, 1), c), sum)
		got[i] = down(exact)
		rest[i] = new(big.Rat).Sub(exact, big.NewRat(got[i], 1))
		spare -= got[i]
	}
	order := make([]int, len(claims))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return rest[b].Cmp(rest[a]) })
	for _, i := range order[:spare] {
		got[i]++
	}
	return got
}

// yearEnd is the year of the sheets in dir, whose coins are 1/scale of a unit.
type yearEnd struct {
	scale   *big.Rat
	charter map[string]string
	sheets  map[string]records
}

func (y yearEnd) coins(text string) *big.Rat { return mul(rat(text), y.scale) }
func (y yearEnd) pct(rule string) *big.Rat   { return quo(rat(y.charter[rule]), big.NewRat(100, 1)) }

func (y yearEnd) total(sheet string, take func(map[string]string) bool) int64 {
	sum := new(big.Rat)
	for _, r := range y.sheets[sheet] {
		if take(r) {
			sum.Add(sum, y.coins(r["amount"]))
		}
	}
	return halfUp(sum)
}

func all(map[string]string) bool { return true }

// held is the days of 1956 from one day to another, both counted.
func held(from, to string) int64 {
	if to == "" || to > "1956-12-31" {
		to = "1956-12-31"
	}
	from = max(from, "1956-01-01")
	if to < from {
		return 0
	}
	return int64(cal.Day(to).Time().Sub(cal.Day(from).Time()).Hours()/24) + 1
}

func (y yearEnd) pays() map[string]int64 {
	rates, apprentice := map[string]*big.Rat{}, map[string]bool{}
	for _, r := range y.sheets["rates"] {
		rates[r["operation"]+"|"+r["quality"]] = y.coins(r["rate"])
	}
	for _, m := range y.sheets["members"] {
		apprentice[m["no"]] = m["standing"] == "apprentice"
	}
	months := map[[2]string]*big.Rat{}
	for _, w := range y.sheets["work"] {
		k := [2]string{w["member"], w["date"][:7]}
		if months[k] == nil {
			months[k] = new(big.Rat)
		}
		earned := new(big.Rat)
		if w["quality"] != "reject" {
			earned = mul(rat(w["quantity"]), rates[w["operation"]+"|"+w["quality"]])
		}
		if apprentice[w["member"]] {
			earned = mul(earned, y.pct("apprentice_pay_pct"))
		}
		months[k].Add(months[k], earned)
	}
	pays := map[string]int64{}
	for k, earned := range months {
		pays[k[0]] += halfUp(earned)
	}
	return pays
}

func (y yearEnd) depreciation() (sum int64) {
	for _, t := range y.sheets["tools"] {
		price := halfUp(quo(mul(y.coins(t["appraised"]), new(big.Rat).Sub(big.NewRat(100, 1), rat(t["discount_pct"]))), big.NewRat(100, 1)))
		yearly := quo(big.NewRat(price, 1), rat(t["life_years"]))
		sum += halfUp(mul(yearly, big.NewRat(held(t["taken_over"], ""), 366)))
	}
	return sum
}

// key is what the year comes to, in the form of key.json.
func (y yearEnd) key() map[string]any {
	pays, numbers, full := y.pays(), []string{}, []bool{}
	var paid int64
	for _, p := range pays {
		paid += p
	}
	left, grade := map[string]string{}, map[string]string{}
	apprentices := 0
	for _, m := range y.sheets["members"] {
		left[m["no"]], grade[m["no"]] = m["left"], m["grade"]
		if m["standing"] == "apprentice" {
			apprentices++
			continue
		}
		numbers = append(numbers, m["no"])
		full = append(full, true)
	}
	slices.Sort(numbers)
	materials := y.total("stock", func(r map[string]string) bool { return r["date"] < "1956" }) + y.total("purchases", all) -
		y.total("stock", func(r map[string]string) bool { return r["date"] > "1956" })
	sales, worn, spent := y.total("sales", all), y.depreciation(), y.total("expenses", all)
	net := sales - materials - paid - worn - spent
	fullTax := halfUp(mul(big.NewRat(net, 1), y.pct("tax_rate_pct")))
	relief := halfUp(mul(big.NewRat(fullTax, 1), y.pct("tax_relief_pct")))
	after := net - fullTax + relief
	rest := new(big.Rat).Sub(big.NewRat(1, 1), y.pct("accumulation_pct"))
	rest.Sub(rest, y.pct("welfare_pct")).Sub(rest, y.pct("education_pct"))
	funds := parts(after, []*big.Rat{y.pct("accumulation_pct"), y.pct("welfare_pct"), y.pct("education_pct"), rest})

	claims, sum := make([]*big.Rat, len(numbers)), new(big.Rat)
	for i, no := range numbers {
		claims[i] = new(big.Rat)
		for _, s := range y.sheets["shares"] {
			if s["member"] == no && s["kind"] == "cash share" {
				days := big.NewRat(held(s["date"], left[no]), 366)
				claims[i].Add(claims[i], mul(mul(y.coins(s["amount"]), days), y.pct("share_dividend_rate_pct")))
			}
		}
		sum.Add(sum, claims[i])
	}
	pool := min(down(sum), down(mul(big.NewRat(after, 1), y.pct("share_dividend_ceiling_pct"))), funds[3])
	dividends := parts(pool, claims)
	for i, no := range numbers {
		claims[i] = big.NewRat(pays[no], 1)
	}
	labour := parts(funds[3]-pool, claims)
	wages := map[string]int64{}
	for _, w := range y.sheets["reference_wages"] {
		if w["year"] == "1956" && w["trade"] == "bamboo" {
			wages[w["grade"]] = halfUp(y.coins(w["annual_wage"]))
		}
	}
	detail := map[string]any{}
	var cuts, kept int64
	for i, no := range numbers {
		cut := max(0, min(labour[i], pays[no]+labour[i]-wages[grade[no]]))
		cuts, kept = cuts+cut, kept+labour[i]-cut
		detail[no] = map[string]any{"pay": pays[no], "share_dividend": dividends[i], "labour_dividend": labour[i] - cut, "cut_by_cap": cut}
	}
	return map[string]any{
		"unit": y.field("name"), "year": 1956, "currency": y.field("currency"), "in_": "smallest coins", "work_rows": len(y.sheets["work"]),
		"members": len(full), "apprentices": apprentices, "sales": sales,
		"processing":     y.total("sales", func(r map[string]string) bool { return r["order_kind"] == "processing" }),
		"materials_used": materials, "pay": paid, "depreciation": worn, "expenses": spent, "net_revenue": net,
		"tax":            map[string]any{"full": fullTax, "relief": relief, "due": fullTax - relief},
		"funds":          map[string]any{"accumulation": funds[0] + cuts, "of_which_over_cap": cuts, "welfare": funds[1], "education": funds[2]},
		"share_dividend": pool, "labour_dividend": kept, "members_detail": detail,
	}
}

func (y yearEnd) field(name string) string {
	for _, r := range y.sheets["unit"] {
		if r["field"] == name {
			return r["value"]
		}
	}
	return ""
}

var yearSheets = []string{"unit", "charter", "reference_wages", "members", "shares", "tools", "rates", "work", "purchases", "stock", "sales", "expenses"}

func readYear(dir string) (yearEnd, error) {
	y := yearEnd{scale: big.NewRat(100, 1), charter: map[string]string{}, sheets: map[string]records{}}
	for _, name := range yearSheets {
		rows, err := readSheet(dir, name)
		if err != nil {
			return y, err
		}
		y.sheets[name] = rows
	}
	for _, r := range y.sheets["charter"] {
		y.charter[r["rule"]] = r["value"]
	}
	if y.field("currency") == "CNY-OLD" {
		y.scale = big.NewRat(1, 1)
	}
	return y, nil
}

// makeOld writes the sheets of a year with every amount of money 10,000 times as
// high, in old yuan, and the key of that.
func makeOld(ts *testscript.TestScript, neg bool, args []string) {
	wants(ts, neg, args, 3)
	from, to := ts.MkAbs(args[0]), ts.MkAbs(args[1])
	ts.Check(os.MkdirAll(to, 0o700))
	money := map[string]string{"reference_wages": "annual_wage", "shares": "amount", "tools": "appraised", "rates": "rate", "purchases": "amount", "stock": "amount", "sales": "amount", "expenses": "amount"}
	amountRules := []string{"entrance_fee", "share_value"}
	for _, name := range yearSheets {
		text, err := os.ReadFile(filepath.Join(from, name+".csv"))
		ts.Check(err)
		all, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
		ts.Check(err)
		for _, line := range all[1:] {
			for i, column := range all[0] {
				rule := name == "charter" && column == "value" && slices.Contains(amountRules, line[0])
				if rule || money[name] == column {
					line[i] = strings.TrimSuffix(strings.TrimRight(mul(rat(line[i]), big.NewRat(10_000, 1)).FloatString(6), "0"), ".")
				}
				if name == "unit" && line[i] == "CNY" {
					line[i] = "CNY-OLD"
				}
			}
		}
		f, err := os.Create(filepath.Join(to, name+".csv"))
		ts.Check(err)
		ts.Check(csv.NewWriter(f).WriteAll(all))
		ts.Check(f.Close())
	}
	y, err := readYear(to)
	ts.Check(err)
	text, err := json.Marshal(y.key())
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), text, 0o600))
}

// The calculation above is the key's, in new yuan.
func TestYearEndIsTheKeys(t *testing.T) {
	dir := casesDir()
	if dir == "" {
		t.Skip("shared/cases is not here")
	}
	y, err := readYear(filepath.Join(dir, "linqing-1956"))
	if err != nil {
		t.Fatal(err)
	}
	mine, err := json.Marshal(y.key())
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := os.ReadFile(filepath.Join(dir, "linqing-1956", "key.json"))
	if err != nil {
		t.Fatal(err)
	}
	var a, b map[string]any
	if json.Unmarshal(mine, &a) != nil || json.Unmarshal(theirs, &b) != nil {
		t.Fatal("no JSON")
	}
	for _, field := range slices.Sorted(maps.Keys(b)) {
		if d := jsonDifference(field, a[field], b[field]); !strings.HasSuffix(d, "no difference") && !same(a[field], b[field]) {
			t.Error(d)
		}
	}
}

func same(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

// parts always sum to the whole.
func TestPartsSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		claims := []*big.Rat{big.NewRat(1, 3)}
		for _, n := range rapid.SliceOf(rapid.Int64Range(0, 1e9)).Draw(t, "claims") {
			claims = append(claims, big.NewRat(n, 7))
		}
		whole, sum := rapid.Int64Range(0, 1e12).Draw(t, "whole"), int64(0)
		for _, p := range parts(whole, claims) {
			sum += p
		}
		if sum != whole {
			t.Fatalf("%d parts of %d sum to %d", len(claims), whole, sum)
		}
	})
}
