package task_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"artel/base/act"
	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/base/explain"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/pay"
	"artel/coop/task"
	"artel/coop/unit"
	"artel/coop/work"
)

type in = map[string]any

// bench is a co-operative that makes chairs.
type bench struct {
	t    *testing.T
	d    *db.DB
	unit string
	acts map[string]act.Act
}

func newBench(t *testing.T, d *db.DB) *bench {
	b := &bench{t, d, unit.NewID(), map[string]act.Act{}}
	for _, a := range slices.Concat(ledger.Acts, member.Acts, work.Acts, pay.Acts, goods.Acts, task.Acts) {
		b.acts[a.Name] = a
	}
	b.must("unit found", in{"name": "Willow", "year": "1957"})
	for _, no := range []string{"M001", "M002", "M003"} {
		b.must("member admit", in{"no": no, "name": "N " + no, "joined": "1957-01-03"})
	}
	b.write(func(tx *db.Tx) error {
		_, err := unit.AmendRule(tx, unit.RuleChange{Rule: "loss_owed_pct", Value: "50", Since: "1957-01-01"})
		return err
	})
	for q, rate := range map[string]string{"1": "0.60", "2": "0.51", "3": "0.36"} {
		b.must("work rate", in{"operation": "split", "quality": q, "rate": "0.20", "since": "1957-01-01"})
		b.must("work rate", in{"operation": "weave", "quality": q, "rate": rate, "since": "1957-01-01"})
	}
	b.must("goods card", in{"item": "bamboo", "per": "kg", "since": "1957-01-01"})
	b.must("goods card", in{"item": "chips", "per": "kg", "since": "1957-01-01"})
	b.must("goods card", in{"item": "chair", "kind": "product", "since": "1957-01-01"})
	b.must("goods recipe", in{"product": "chair", "makes": "10", "since": "1957-01-01", "lines": []any{
		in{"kind": "material", "item": "bamboo", "quantity": "40", "waste": "5"},
		in{"kind": "operation", "item": "split", "quantity": "10"},
		in{"kind": "operation", "item": "weave", "quantity": "10"},
		in{"kind": "by-product", "item": "chips", "quantity": "2", "value": "0.05"}}})
	b.must("goods begin", in{"day": "1957-01-05", "from": "brought into the books", "lines": []any{
		in{"item": "bamboo", "quantity": "1000", "value": "100.00"}}})
	return b
}

func (b *bench) do(name string, with in) (any, error) {
	text, err := json.Marshal(with)
	if err != nil {
		b.t.Fatal(err)
	}
	a, ok := b.acts[name]
	if !ok {
		b.t.Fatalf("there is no act “%s”", name)
	}
	ans, err := a.Run(context.Background(), b.d, act.Call{Unit: b.unit, By: act.Caller{Name: "ming", Roles: []act.Role{act.Operator}}, Door: "cli"}, act.JSON(text))
	return ans.Out, err
}

func (b *bench) must(name string, with in) any {
	b.t.Helper()
	out, err := b.do(name, with)
	if err != nil {
		b.t.Fatalf("%s %v: %v", name, with, err)
	}
	return out
}

func (b *bench) wrong(says, name string, with in) {
	b.t.Helper()
	if _, err := b.do(name, with); err == nil || !strings.Contains(err.Error(), says) {
		b.t.Errorf("%s %v: “%v”, not “%s”", name, with, err, says)
	}
}

func (b *bench) write(fn func(tx *db.Tx) error) {
	b.t.Helper()
	a := act.Do("unit test", "A test", act.OnlyOps, func(tx *db.Tx, _ act.Nothing) (act.Nothing, error) { return act.Nothing{}, fn(tx) })
	if _, err := a.Run(context.Background(), b.d, act.Call{Unit: b.unit, By: act.Caller{Name: "ming", Roles: []act.Role{act.Operator}}, Door: "cli"}, act.JSON([]byte("{}"))); err != nil {
		b.t.Fatal(err)
	}
}

// holds verifies the store, and gives the balances of accounts in coins.
func (b *bench) holds() map[string]int64 {
	b.t.Helper()
	err := b.d.Read(context.Background(), db.Who{Unit: b.unit, Name: "test"}, func(tx *db.Tx) error {
		_, err := goods.Verify(tx)
		return err
	})
	if err != nil {
		b.t.Error(err)
	}
	by := map[string]int64{}
	for _, a := range b.must("ledger balances", in{"day": "1957-12-31"}).(ledger.Trial).Accounts {
		if a.Balance != 0 {
			by[a.Account] = a.Balance
		}
	}
	return by
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s:\n%v\nnot\n%v", what, got, want)
	}
}

// A task from material to store and pay, by hand: 50 chairs need 210 kg with
// waste, worth 21.00; 10 kg of chips are worth 0.50 less; the pay is
// 40 × 0.80 + 8 × 0.71 = 37.68; so the goods stand at 58.18, and a chair of the
// second grade at 85 parts where one of the first has 100.
func TestFromMaterialToPay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBench(t, d)
		b.must("task give", in{"day": "1957-02-01", "product": "chair", "quantity": "60", "member": "M001", "due": "1957-02-20"})
		issued := b.must("task issue", in{"day": "1957-02-01", "task": 1}).(task.Issued)
		same(t, "by the norm", issued.Flows[1].Quantity, "252") // 60 / 10 × 40 × 1.05
		a := b.must("task accept", in{"day": "1957-02-10", "task": 1, "hours": "96", "delivered": "50", "grades": []any{
			in{"grade": "1", "quantity": "40"}, in{"grade": "2", "quantity": "8", "reason": "uneven legs"}, in{"grade": "reject", "quantity": "2", "reason": "split seat"}}}).(task.Acceptance)
		same(t, "material, by-products, labour", []int64{a.Material.Coins, a.Beside.Coins, a.Labour.Coins}, []int64{2100, 50, 3768})
		same(t, "grades", []int64{a.Grades[0].Value.Coins, a.Grades[1].Value.Coins, a.Grades[2].Value.Coins}, []int64{4973, 845, 0})
		same(t, "balances", b.holds(), map[string]int64{"1220": 7480 + 50, "1230": 420, "1250": 5818, "3810": -10000, "5120": -3768})
		run := b.must("pay run", in{"month": "1957-02"}).(pay.MonthRun)
		same(t, "pay", run.Total.Coins, 3768)

		shown := b.must("task show", in{"task": 1}).(task.TaskShown)
		same(t, "task", fmt.Sprint(shown.State, shown.Good, shown.Rejects, shown.Left), "open48 2 10")
		same(t, "material open", shown.Materials[0].Open, "42")

		b.must("task return", in{"day": "1957-02-11", "task": 1, "lines": []any{in{"item": "bamboo", "quantity": "20"}}})
		loss := b.must("task lose", in{"day": "1957-02-12", "task": 1, "item": "bamboo", "quantity": "22", "why": "rain"}).(task.Loss)
		same(t, "owed", loss.Owed.Coins, 110) // half of 2.20
		step := b.must("task explain", in{"number": 1}).(*explain.Step)
		if err := step.Recompute(); err != nil || step.Result.String() != "1.1" {
			t.Errorf("%v, %v", step.Result, err)
		}
		b.must("task end", in{"task": 1, "day": "1957-02-12", "why": "enough"})
		same(t, "balances", b.holds(), map[string]int64{"1220": 7680 + 50, "1250": 5818, "2010": -3768 + 110, "3810": -10000, "5030": 110, "5110": 3768, "5120": -3768})

		// All of it taken back, the last first, leaves the store as it was.
		b.must("task correct", in{"kind": "loss", "number": 1, "why": "found again"})
		b.must("task correct", in{"kind": "return", "number": 1, "why": "mistyped"})
		b.must("task correct", in{"kind": "acceptance", "number": 1, "why": "the wrong task"})
		b.must("task correct", in{"kind": "issue", "number": 1, "why": "the wrong task"})
		b.wrong("was taken back already", "task correct", in{"kind": "issue", "number": 1, "why": "again"})
		same(t, "balances", b.holds(), map[string]int64{"1220": 10000, "2010": -3768, "3810": -10000, "5110": 3768})
		same(t, "pay", b.must("pay run", in{"month": "1957-02"}).(pay.MonthRun).Total.Coins, -3768)
	})
}

// The division of labour in the workshop: who did which operation, whole pieces
// by parts; and what is wrong, said.
func TestWorkshop(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBench(t, d)
		b.must("task give", in{"day": "1957-02-01", "product": "chair", "quantity": "20", "makers": []any{
			in{"operation": "split", "member": "M001"}, in{"operation": "weave", "member": "M002", "parts": 2}, in{"operation": "weave", "member": "M003"}}})
		grades := []any{in{"grade": "1", "quantity": "20"}}
		b.wrong("need at least 80 kg", "task accept", in{"day": "1957-02-02", "task": 1, "grades": grades})
		b.must("task issue", in{"day": "1957-02-02", "task": 1, "lines": []any{in{"item": "bamboo", "quantity": "82"}}})
		b.wrong("There are only 918 kg", "task issue", in{"day": "1957-02-02", "task": 1, "lines": []any{in{"item": "bamboo", "quantity": "919"}}})
		b.wrong("5 too many", "task accept", in{"day": "1957-02-03", "task": 1, "grades": []any{in{"grade": "1", "quantity": "25"}}})
		b.wrong("21 were handed in and 20 graded", "task accept", in{"day": "1957-02-03", "task": 1, "delivered": "21", "grades": grades})
		b.wrong("Say why 1 were rejected", "task accept", in{"day": "1957-02-03", "task": 1, "grades": []any{in{"grade": "reject", "quantity": "1"}}})
		b.wrong("has no grade “4”", "task accept", in{"day": "1957-02-03", "task": 1, "grades": []any{in{"grade": "4", "quantity": "1"}}})
		b.wrong("still lie at batch 1", "task end", in{"task": 1, "day": "1957-02-03"})
		b.must("task accept", in{"day": "1957-02-03", "task": 1, "grades": grades}) // 84 by the norm, 82 there, 80 needed: the makers were sparing
		var got []string
		for _, r := range b.must("work list", in{}).([]work.Record) {
			got = append(got, fmt.Sprintf("%s %s %s", r.Member, r.Operation, r.Quantity))
		}
		same(t, "work", got, []string{"M001 split 20", "M002 weave 13", "M003 weave 7"})
		b.must("task end", in{"task": 1, "day": "1957-02-03"})
		b.wrong("has ended", "task issue", in{"day": "1957-02-04", "task": 1, "lines": []any{in{"item": "bamboo", "quantity": "1"}}})
		b.must("ledger closemonth", in{"month": "1957-02"})
		b.wrong("closed through 1957-02", "goods move", in{"day": "1957-02-20", "item": "bamboo", "quantity": "1", "to": "yard"})
		b.holds()
	})
}
