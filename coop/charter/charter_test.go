package charter

import (
	"context"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"testing"

	"artel/base/act"
	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/base/explain"
	"artel/base/fault"
	"artel/coop/surplus"
	"artel/coop/unit"
	"artel/door/words"
)

// invented is a year of a small co-operative: three members and an apprentice.
func invented(t Template, net int64) surplus.Facts {
	n := func(v int64) explain.Number { return explain.Number{Rat: big.NewRat(v, 1)} }
	f := surplus.Facts{Currency: "EUR", Year: 2024, Rules: t.Values(), Book: map[string]surplus.Fact{}}
	for name, v := range map[string]int64{"net": net, "days": 366, "loss_carried": 120, "carried_before": 0, "cash": 90000, "capital": 3000,
		"accumulation_before": 2800, "welfare_before": 10, "education_before": 10, "contingency_before": 0} {
		f.Book[name] = surplus.Fact{Value: n(v)}
	}
	columns := []string{"pay", "is_member", "share_days", "reference_wage"}
	rows := map[string][]int64{"M001": {9000, 1, 366000, 12000}, "M002": {11000, 1, 366000, 11500}, "M003": {4000, 1, 183000, 12000}, "A01": {2500, 0, 0, 0}}
	if t.Values()["measures"] != "" {
		columns = append(columns, "deliveries")
		for i, no := range []string{"M001", "M002", "M003", "A01"} {
			rows[no] = append(rows[no], int64(5000*(3-i)))
		}
	}
	for _, c := range columns {
		f.Columns = append(f.Columns, surplus.Column{Name: c})
	}
	for no, row := range rows {
		m := surplus.Member{No: no}
		for _, v := range row {
			m.Values = append(m.Values, n(v))
		}
		f.Members = append(f.Members, m)
	}
	return f
}

// Every template passes the surplus's own checks, and shares out a good year, a
// year of nothing and a year of loss to the coin.
func TestTemplatesShareOut(t *testing.T) {
	for _, c := range Templates() {
		if err := c.Lines.CheckCharter(c.Values()); err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		for _, net := range []int64{20000, 500, 1, 0, -700, -9000} {
			st, err := surplus.Divide(c.Lines, invented(c, net))
			if err != nil {
				t.Errorf("%s, net %d: %v", c.Name, net, err)
				continue
			}
			if err := st.Balance(); err != nil {
				t.Error(c.Name, err)
			}
			if net == 20000 && st.Members[1].Total.Sign() <= 0 {
				t.Errorf("%s: M001 gets %s of a good year", c.Name, st.Members[1].Total.Text())
			}
		}
	}
}

// What a law asks holds to the coin in the templates that follow it.
func TestTemplatesKeepTheirLaws(t *testing.T) {
	of := func(name string) surplus.Statement {
		c, err := named(name)
		if err != nil {
			t.Fatal(err)
		}
		st, err := surplus.Divide(c.Lines, invented(c, 20000))
		if err != nil {
			t.Fatal(err)
		}
		return st
	}
	coins := func(st surplus.Statement, line string) int64 {
		l, ok := st.Line(line)
		if !ok {
			t.Fatal("there is no line " + line)
		}
		return l.Amount.Coins
	}
	scop := of("scop") // 19,880.00 after the loss; the legal reserve lacks 200.00 of the capital
	for line, want := range map[string]int64{"legal_reserve": 20000, "development_fund": 695800, "labour_dividend": 795200, "share_dividend": 10000} {
		if got := coins(scop, line); got != want {
			t.Errorf("scop: %s is %d, not %d", line, got, want)
		}
	}
	if scop.Members[0].Total.Sign() <= 0 {
		t.Error("scop: who works there without being a member has no part")
	}
	italy := of("italy")
	for line, want := range map[string]int64{"legal_reserve": 596400, "mutual_fund": 59640, "labour_dividend": 795200} {
		if got := coins(italy, line); got != want {
			t.Errorf("italy: %s is %d, not %d", line, got, want)
		}
	}
	for _, m := range italy.Members {
		if m.No == "M003" && m.Shares[0].Amount.Coins > 120000 {
			t.Errorf("italy: M003's refund of %s is above 30 percent of pay", m.Shares[0].Amount.Text())
		}
	}
	spain := of("spain")
	if coins(spain, "obligatory_reserve") != 397600 || coins(spain, "education") != 99400 {
		t.Error("spain: the obligatory funds do not get 20 and 5 percent")
	}
	c, _ := named("italy")
	f := invented(c, 20000)
	f.Rules["legal_reserve_pct"] = "29"
	if _, err := surplus.Divide(c.Lines, f); fault.Of(err) == "" || !strings.Contains(err.Error(), "30 percent") {
		t.Errorf("a reserve below the law: %v", err)
	}
}

// The words of a template are statutes in both languages, and name every rule.
func TestTemplatesInWords(t *testing.T) {
	var missing []string
	say := func(s string) {
		if s != "" && !words.Knows("zh", s) && !slices.Contains(missing, s) {
			missing = append(missing, s)
		}
	}
	for _, c := range Templates() {
		said := map[string]bool{}
		say(c.Title)
		say(c.About)
		say(c.Form)
		say(c.Law)
		for _, a := range c.Articles() {
			say(a.Says)
			say(a.Title)
			if a.Says == "" || a.Clause == "" || strings.Count(a.Says, "%s") != len(a.Args) || slices.Contains(a.Args, "") {
				t.Errorf("%s: article %q says %q of %q", c.Name, a.Clause, a.Says, a.Args)
			}
			for _, p := range a.Rules {
				said[p.Rule] = true
				say(p.Title)
			}
		}
		for _, r := range c.Rules {
			if !said[r.Rule] {
				t.Errorf("%s: nothing says %s", c.Name, r.Rule)
			}
		}
	}
	if len(missing) > 0 {
		t.Errorf("no Chinese for:\n%s", strings.Join(missing, "\n"))
	}
	field, _ := reflect.TypeFor[Beginning]().FieldByName("Template")
	if got := field.Tag.Get("choice"); got != strings.Join(order, "|") {
		t.Errorf("the choice is %s", got)
	}
}

// A co-operative is founded whole or not at all, on both engines.
func TestFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		engine := t.Name()
		found := Acts[0]
		run := func(a act.Act, unit string, try bool, in map[string]string) error {
			_, err := a.Run(context.Background(), d, act.Call{Unit: unit, Door: "web", Try: try, By: act.Caller{Name: "ming", Roles: []act.Role{act.Operator}}}, act.Values(in))
			return err
		}
		in := map[string]string{"login": "ming", "password": "a long password", "name": "Willow Weavers", "year": "2026", "currency": "EUR", "template": "scop"}
		id := unit.NewID()
		bad := map[string]string{"login": "m", "password": "short", "name": " ", "year": "1200", "template": "scop"}
		rows, ok := run(found, id, false, bad).(*fault.Rows)
		if !ok || len(rows.Problems) != 4 {
			t.Errorf("%s: %v", engine, rows)
		}
		if err := run(found, id, true, in); err != nil {
			t.Fatal(engine, err)
		}
		if err := run(found, id, false, in); err != nil {
			t.Fatal(engine, err)
		}
		err := d.Read(context.Background(), db.Who{Unit: id}, func(tx *db.Tx) error {
			u, err := unit.Now(tx)
			if err != nil || u.Form != "worker co-operative" || u.Currency != "EUR" {
				t.Errorf("%s: %+v", engine, u)
			}
			if err := unit.Known(tx, "ming", "a long password"); err != nil {
				t.Error(engine, err)
			}
			all, err := Statutes(tx, unit.AsOf{Day: "2026-06-01"})
			c, _ := named("scop")
			if want := len(c.Articles()); len(all) != want {
				t.Errorf("%s: %d articles, not %d", engine, len(all), want)
			}
			return err
		})
		if err != nil {
			t.Fatal(engine, err)
		}
		if err := run(Acts[1], id, false, map[string]string{"template": "group"}); fault.Of(err) != fault.Conflict {
			t.Errorf("%s: a second charter: %v", engine, err)
		}
	})
}
