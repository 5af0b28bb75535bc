package sale_test

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
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/sale"
	"artel/coop/unit"
)

type in = map[string]any

// stall is a co-operative that sells.
type stall struct {
	t    *testing.T
	d    *db.DB
	unit string
	acts map[string]act.Act
}

func newStall(t *testing.T, d *db.DB) *stall {
	s := &stall{t, d, unit.NewID(), map[string]act.Act{}}
	for _, a := range slices.Concat(ledger.Acts, goods.Acts, sale.Acts) {
		s.acts[a.Name] = a
	}
	s.must("unit found", in{"name": "Willow", "year": "1957"})
	s.must("goods card", in{"item": "bamboo", "per": "kg", "since": "1957-01-01"})
	s.must("goods card", in{"item": "chair", "kind": "product", "since": "1957-01-01"})
	s.must("goods begin", in{"day": "1957-01-02", "from": "brought into the books", "lines": []any{
		in{"item": "chair", "quantity": "100", "value": "200"}, in{"item": "chair", "grade": "2", "quantity": "20", "value": "30"}}})
	s.must("sale customer", in{"name": "Mutual-aid Co-op", "kind": "agricultural co-operative", "local": true, "credit_days": 10, "since": "1957-01-01"})
	s.must("sale customer", in{"name": "Trust Store", "kind": "state enterprise", "since": "1957-01-01"})
	s.must("sale price", in{"prices": []any{in{"product": "chair", "price": "3.00", "since": "1957-01-01"}, in{"product": "chair", "price": "2.80", "customer_kind": "state enterprise", "since": "1957-01-01"},
		in{"product": "chair", "grade": "2", "price": "2.40", "since": "1957-01-01"}, in{"product": "chair", "price": "3.30", "from_month": 11, "to_month": 2, "since": "1957-06-01"}}})
	return s
}

func (s *stall) do(name string, with in) (any, error) {
	text, err := json.Marshal(with)
	if err != nil {
		s.t.Fatal(err)
	}
	a, ok := s.acts[name]
	if !ok {
		s.t.Fatalf("there is no act “%s”", name)
	}
	ans, err := a.Run(context.Background(), s.d, act.Call{Unit: s.unit, By: act.Caller{Name: "ming", Roles: []act.Role{act.Operator}}, Door: "cli"}, act.JSON(text))
	return ans.Out, err
}

func (s *stall) must(name string, with in) any {
	s.t.Helper()
	out, err := s.do(name, with)
	if err != nil {
		s.t.Fatalf("%s %v: %v", name, with, err)
	}
	return out
}

func (s *stall) wrong(says, name string, with in) {
	s.t.Helper()
	if _, err := s.do(name, with); err == nil || !strings.Contains(err.Error(), says) {
		s.t.Errorf("%s %v: “%v”, not “%s”", name, with, err, says)
	}
}

// stands holds the books to balances in coins.
func (s *stall) stands(want map[string]int64) {
	s.t.Helper()
	err := s.d.Read(context.Background(), db.Who{Unit: s.unit, Name: "test"}, func(tx *db.Tx) error {
		_, err := goods.Verify(tx)
		return err
	})
	if err != nil {
		s.t.Error(err)
	}
	got := map[string]int64{}
	for _, a := range s.must("ledger balances", in{"day": "1957-12-31"}).(ledger.Trial).Accounts {
		if a.Balance != 0 {
			got[a.Account] = a.Balance
		}
	}
	want["3810"] = -23000
	if fmt.Sprint(got) != fmt.Sprint(want) {
		s.t.Errorf("balances\n%v\nnot\n%v", got, want)
	}
}

// From quotation to payment, by hand; and all of it taken back.
func TestFromQuotationToPayment(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newStall(t, d)
		s.wrong("Nothing is sold for 0", "sale quote", in{"day": "1957-03-01", "customer": "Trust Store", "lines": []any{in{"product": "chair", "grade": "3", "quantity": "1"}}})
		s.wrong("say why it is 2.5 here", "sale quote", in{"day": "1957-03-01", "customer": "Trust Store", "lines": []any{in{"product": "chair", "quantity": "1", "price": "2.5"}}})
		q := s.must("sale quote", in{"day": "1957-03-01", "customer": "Trust Store", "lines": []any{in{"product": "chair", "quantity": "40"}, in{"product": "chair", "grade": "2", "quantity": "5"}}}).(sale.Order)
		if fmt.Sprint(q.Lines[0].Price, " ", q.Lines[1].Price) != "2.8 2.4" {
			t.Errorf("%+v", q)
		}
		s.must("sale order", in{"day": "1957-03-02", "customer": "Trust Store", "quotation": 1, "due": "1957-03-20"})
		s.wrong("was ordered already", "sale order", in{"day": "1957-03-02", "customer": "Trust Store", "quotation": 1})
		s.must("sale deliver", in{"day": "1957-03-10", "order": 2, "lines": []any{in{"product": "chair", "quantity": "30"}}})
		s.wrong("has still to get: 10", "sale deliver", in{"day": "1957-03-11", "order": 2, "lines": []any{in{"product": "chair", "quantity": "11"}}})
		s.must("sale deliver", in{"day": "1957-03-25", "order": 2})
		s.wrong("delivered in full", "sale deliver", in{"day": "1957-03-25", "order": 2})
		// 40 × 2.80 + 5 × 2.40 = 124.00; cost 40 × 2.00 + 5 × 1.50 = 87.50
		s.stands(map[string]int64{"1120": 12400, "1250": 23000 - 8750, "4010": -12400, "5020": 8750})
		b := s.must("sale bill", in{"day": "1957-03-26", "customer": "Trust Store"}).(sale.Bill)
		if fmt.Sprint(b.Deliveries, b.Amount) != "[1 2] 124.00" {
			t.Errorf("%+v", b)
		}
		s.wrong("is billed already", "sale bill", in{"day": "1957-03-26", "customer": "Trust Store"})
		s.wrong("There is no customer “nobody”", "sale paid", in{"day": "1957-03-27", "customer": "nobody", "amount": "1"})
		p := s.must("sale paid", in{"day": "1957-04-01", "customer": "Trust Store", "amount": "130"}).(sale.PaidIn)
		if p.Owes.Coins != -600 {
			t.Errorf("%+v", p)
		}
		s.stands(map[string]int64{"1010": 13000, "1110": -600, "1250": 23000 - 8750, "4010": -12400, "5020": 8750})
		s.wrong("stands in bill 1", "sale undo", in{"kind": "delivery", "number": 1, "why": "x"})
		for _, u := range []in{{"kind": "payment", "number": 1}, {"kind": "bill", "number": 1}, {"kind": "delivery", "number": 2}, {"kind": "delivery", "number": 1}} {
			u["why"] = "mistyped"
			s.must("sale undo", u)
		}
		s.stands(map[string]int64{"1250": 23000})
		if o := s.must("sale show", in{"order": 2}).(sale.Order); o.Lines[0].Delivered != 0 {
			t.Errorf("%+v", o)
		}
	})
}

// A contract with its calendar, late both ways: 20 chairs at 2.90 delivered 5
// days late at 0.2 % a day are 0.58; 10 not called off in April, 30 days on the
// 30th of May at 0.1 %, are 0.87.
func TestContract(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newStall(t, d)
		ct := in{"day": "1957-03-01", "customer": "Mutual-aid Co-op", "from": "1957-03-01", "to": "1957-06-30", "ours_pct": "0.2", "theirs_pct": "0.1", "limit_pct": "5", "lines": []any{
			in{"product": "chair", "quantity": "60", "price": "2.90", "spec": "seat 42 cm high", "calendar": []any{in{"month": "1957-03", "quantity": "20"}, in{"month": "1957-04", "quantity": "20"}, in{"month": "1957-05", "quantity": "20"}}}}}
		bad := in{}
		for k, v := range ct {
			bad[k] = v
		}
		bad["lines"] = []any{in{"product": "chair", "quantity": "61", "price": "2.90", "calendar": []any{in{"month": "1957-03", "quantity": "60"}}}, in{"product": "bench", "quantity": "1", "price": "1"}}
		s.wrong("The calendar comes to 60 and the line is for 61", "sale contract", bad)
		s.wrong("There is no card of “bench”", "sale contract", bad)
		s.must("sale contract", ct)
		s.must("sale calloff", in{"contract": 1, "day": "1957-03-05", "quantity": "20", "due": "1957-03-20"})
		s.must("sale calloff", in{"contract": 1, "day": "1957-04-05", "quantity": "10", "due": "1957-04-20"})
		s.wrong("30 are left to be called off", "sale calloff", in{"contract": 1, "day": "1957-04-05", "quantity": "31", "due": "1957-04-20"})
		s.wrong("can be called off from 1957-03-01 to 1957-06-30", "sale calloff", in{"contract": 1, "day": "1957-07-01", "quantity": "1", "due": "1957-07-20"})
		s.must("sale deliver", in{"day": "1957-03-25", "order": 1})
		s.must("sale deliver", in{"day": "1957-04-18", "order": 2})
		c := s.must("sale agreed", in{"contract": 1, "day": "1957-05-30"}).(sale.Contract)
		l := c.Lines[0]
		if fmt.Sprint(c.State, l.Due, l.Called, l.Delivered, l.Late, l.Uncalled) != "running40 30 30 0 10" {
			t.Errorf("%+v", c)
		}
		step := s.must("sale why", in{"contract": 1, "side": "ours", "day": "1957-05-30"}).(*explain.Step)
		if err := step.Recompute(); err != nil || step.Result.String() != "0.58" {
			t.Errorf("ours: %v %v", step.Result, err)
		}
		step = s.must("sale why", in{"contract": 1, "side": "theirs", "day": "1957-05-30"}).(*explain.Step)
		if err := step.Recompute(); err != nil || step.Result.String() != "0.87" {
			t.Errorf("theirs: %v %v", step.Result, err)
		}
		s.must("sale penalty", in{"contract": 1, "side": "ours", "day": "1957-05-30"})
		s.must("sale penalty", in{"contract": 1, "side": "theirs", "day": "1957-05-30"})
		s.wrong("No penalty of contract 1 is open", "sale penalty", in{"contract": 1, "side": "ours", "day": "1957-05-30"})
		s.stands(map[string]int64{"1110": 29, "1120": 8700, "1250": 23000 - 6000, "4010": -8700, "4030": -87, "5020": 6000, "5320": 58})
	})
}

// A limit holds a penalty, whatever the days.
func TestPenaltyLimit(t *testing.T) {
	late := []sale.Late{{Order: 1, Product: "chair", Quantity: 10_000_000, Price: money.DecimalOf(3, 0), Days: 400}}
	step, err := sale.Penalty("contract 1", late, money.DecimalOf(1, 0), money.DecimalOf(10, 0), "CNY")
	if err != nil || step.Result.String() != "3" {
		t.Errorf("%v %v", step, err)
	}
}

// A customer's own material is never sold, and goods held back do not go.
func TestTheirsAndHeldBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newStall(t, d)
		s.must("goods card", in{"item": "basket", "kind": "product", "since": "1957-01-01"})
		s.must("sale order", in{"day": "1957-03-01", "customer": "Trust Store", "kind": "processing", "lines": []any{in{"product": "basket", "quantity": "20", "price": "0.40"}}})
		s.must("sale bring", in{"day": "1957-03-02", "order": 1, "lines": []any{in{"item": "basket", "quantity": "20"}, in{"item": "bamboo", "quantity": "50"}}})
		s.wrong("belongs to Trust Store, who sent it to be worked on", "sale deliver", in{"day": "1957-03-03", "customer": "Mutual-aid Co-op", "lines": []any{in{"product": "basket", "quantity": "1", "price": "1"}}})
		s.must("sale deliver", in{"day": "1957-03-04", "order": 1, "lines": []any{in{"product": "basket", "quantity": "15"}}})
		s.must("sale giveback", in{"day": "1957-03-05", "order": 1, "lines": []any{in{"item": "bamboo", "quantity": "50"}}})
		s.stands(map[string]int64{"1120": 600, "1250": 23000, "4020": -600})

		s.must("sale hold", in{"day": "1957-03-01", "product": "chair", "quantity": "95", "until": "1957-11-30", "why": "for the harvest fair"})
		s.wrong("95 are held back until 1957-11-30: only 5 can go", "sale deliver", in{"day": "1957-03-06", "customer": "Trust Store", "lines": []any{in{"product": "chair", "quantity": "6"}}})
		s.must("sale deliver", in{"day": "1957-03-06", "customer": "Trust Store", "lines": []any{in{"product": "chair", "quantity": "5"}}})
		s.must("sale release", in{"number": 1, "day": "1957-03-07", "why": "a good order"})
		s.must("sale deliver", in{"day": "1957-03-07", "customer": "Mutual-aid Co-op", "lines": []any{in{"product": "chair", "quantity": "10"}}})
		s.stands(map[string]int64{"1120": 600 + 1400 + 3000, "1250": 23000 - 3000, "4010": -4400, "4020": -600, "5020": 3000})
	})
}

// Commission, and a contract made by member units.
func TestAwayAndGathered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newStall(t, d)
		s.must("sale consign", in{"day": "1957-03-01", "agent": "Fair", "lines": []any{in{"product": "chair", "quantity": "10"}}})
		s.stands(map[string]int64{"1250": 21000, "1260": 2000})
		s.must("sale consigned", in{"day": "1957-03-05", "agent": "Fair", "commission_pct": "7.5", "lines": []any{in{"product": "chair", "quantity": "6", "price": "3.33"}}})
		s.must("sale consign", in{"day": "1957-03-06", "agent": "Fair", "back": true, "lines": []any{in{"product": "chair", "quantity": "4"}}})
		s.stands(map[string]int64{"1110": 1848, "1250": 21800, "4010": -1998, "5020": 1200, "5330": 150}) // 7.5 % of 19.98 is 1.4985
		s.must("sale contract", in{"day": "1957-03-01", "customer": "Trust Store", "from": "1957-03-01", "to": "1957-06-30", "lines": []any{in{"product": "chair", "quantity": "30", "price": "2.90"}}})
		s.wrong("The parts come to 29", "sale share", in{"contract": 1, "parts": []any{in{"member": "East Street", "quantity": "29"}}})
		s.must("sale share", in{"contract": 1, "parts": []any{in{"member": "East Street", "quantity": "20"}, in{"member": "Willow Group", "quantity": "10"}}})
		g := s.must("sale gather", in{"day": "1957-03-10", "contract": 1, "member": "East Street", "quantity": "20", "fee_pct": "2"}).(sale.Gathered)
		if g.Owed.Coins != 5684 {
			t.Errorf("%+v", g)
		}
		s.wrong("of which it has brought 20", "sale gather", in{"day": "1957-03-10", "contract": 1, "member": "East Street", "quantity": "1"})
		s.stands(map[string]int64{"1110": 1848, "1130": -5684, "1250": 21800 + 5684, "4010": -1998, "5020": 1200, "5330": 150})
	})
}
