package supply_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"artel/base/act"
	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/base/measure"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/supply"
	"artel/coop/unit"
)

type in = map[string]any

type shop struct {
	t    *testing.T
	d    *db.DB
	unit string
	acts map[string]act.Act
}

func newShop(t *testing.T, d *db.DB) *shop {
	s := &shop{t, d, unit.NewID(), map[string]act.Act{}}
	for _, a := range slices.Concat(ledger.Acts, goods.Acts, supply.Acts) {
		s.acts[a.Name] = a
	}
	s.must("unit found", in{"name": "Willow", "year": "1957"})
	s.must("goods card", in{"item": "bamboo", "per": "kg", "since": "1957-01-01", "converts": "pole:2.5", "grades": "1:100, 2:80"})
	s.must("supply supplier", in{"name": "County Co-op", "kind": "supply and marketing co-operative", "place": "Linqing", "local": true, "credit_days": 30, "since": "1957-01-01"})
	s.must("supply supplier", in{"name": "Old Liu", "kind": "merchant", "since": "1957-01-01"})
	return s
}

func (s *shop) do(name string, with in) (any, error) {
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

func (s *shop) must(name string, with in) any {
	s.t.Helper()
	out, err := s.do(name, with)
	if err != nil {
		s.t.Fatalf("%s %v: %v", name, with, err)
	}
	return out
}

func (s *shop) wrong(says, name string, with in) {
	s.t.Helper()
	if _, err := s.do(name, with); err == nil || !strings.Contains(err.Error(), says) {
		s.t.Errorf("%s %v: “%v”, not “%s”", name, with, err, says)
	}
}

// stands holds the books to balances in coins.
func (s *shop) stands(want map[string]int64) {
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
	if fmt.Sprint(got) != fmt.Sprint(want) {
		s.t.Errorf("balances\n%v\nnot\n%v", got, want)
	}
}

// From order to payment, by hand: 100 poles at 0.30 are 250 kg at 0.12.
func TestFromOrderToPayment(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShop(t, d)
		line := in{"item": "bamboo", "quantity": "100", "per": "pole", "price": "0.30"}
		s.wrong("There is no supplier “county co-op”. Did you mean “County Co-op”?", "supply order", in{"day": "1957-02-01", "supplier": "county co-op", "lines": []any{line}})
		s.wrong("A price is more than 0", "supply order", in{"day": "1957-02-01", "supplier": "Old Liu", "lines": []any{in{"item": "bamboo", "quantity": "1", "price": "0"}}})
		o := s.must("supply order", in{"day": "1957-02-01", "supplier": "County Co-op", "due": "1957-02-20", "lines": []any{line}}).(supply.Order)
		if l := o.Lines[0]; l.Quantity.String() != "250" || l.Price.String() != "0.12" {
			t.Errorf("%+v", l)
		}
		s.must("supply receive", in{"day": "1957-02-10", "order": 1, "lines": []any{in{"item": "bamboo", "quantity": "150"}}})
		s.wrong("more than order 1 has still to come: 100", "supply receive", in{"day": "1957-02-11", "order": 1, "lines": []any{in{"item": "bamboo", "quantity": "101"}}})
		s.wrong("grade 2 came: write the price", "supply receive", in{"day": "1957-02-11", "order": 1, "lines": []any{in{"item": "bamboo", "grade": "2", "quantity": "10"}}})
		s.must("supply receive", in{"day": "1957-02-12", "order": 1, "lines": []any{in{"item": "bamboo", "grade": "2", "quantity": "50", "price": "0.10"}}})
		s.must("supply receive", in{"day": "1957-02-25", "order": 1})
		s.wrong("Say what came", "supply receive", in{"day": "1957-02-25", "order": 1})
		s.stands(map[string]int64{"1220": 1800 + 500 + 600, "2120": -2900})

		b := s.must("supply bill", in{"day": "1957-02-26", "supplier": "County Co-op", "their_no": "77", "amount": "29.30"}).(supply.Bill)
		if fmt.Sprint(b.Receipts, " ", b.Due) != "[1 2 3] 1957-03-28" {
			t.Errorf("%+v", b)
		}
		s.wrong("Nothing of County Co-op was received by 1957-02-26 that is not billed yet", "supply bill", in{"day": "1957-02-26", "supplier": "County Co-op"})
		s.wrong("stands in bill 1", "supply undo", in{"kind": "receipt", "number": 2, "why": "x"})
		s.stands(map[string]int64{"1220": 2900, "2110": -2930, "5040": 30})
		s.wrong("29.30 CNY is owed to County Co-op by bills, and 40.00 CNY", "supply pay", in{"day": "1957-03-01", "supplier": "County Co-op", "amount": "40"})
		s.must("supply pay", in{"day": "1957-03-01", "supplier": "County Co-op", "amount": "10"})
		list := s.must("supply suppliers", in{"day": "1957-04-30"}).([]supply.Standing)
		if l := list[0]; l.Owed.Coins != 1930 || l.Overdue.Coins != 1930 || l.Bought.Coins != 2900 {
			t.Errorf("%+v", l)
		}
		s.must("supply pay", in{"day": "1957-03-05", "supplier": "County Co-op"})
		s.stands(map[string]int64{"1010": -2930, "1220": 2900, "5040": 30})
		for _, u := range []in{{"kind": "payment", "number": 2}, {"kind": "payment", "number": 1}, {"kind": "bill", "number": 1}, {"kind": "receipt", "number": 3}, {"kind": "receipt", "number": 2}, {"kind": "receipt", "number": 1}} {
			u["why"] = "mistyped"
			s.must("supply undo", u)
		}
		s.stands(map[string]int64{})
		if o := s.must("supply show", in{"order": 1}).(supply.Order); o.Lines[0].Received != 0 {
			t.Errorf("%+v", o)
		}
		prices := s.must("supply prices", in{"item": "bamboo"}).([]supply.Paid)
		if len(prices) != 0 {
			t.Errorf("%+v", prices)
		}
	})
}

// Bought for member units: shared out, handed over at cost, settled.
func TestBoughtForMemberUnits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShop(t, d)
		s.must("supply order", in{"day": "1957-02-01", "supplier": "County Co-op", "lines": []any{in{"item": "bamboo", "quantity": "300", "price": "0.111"}}})
		parts := []any{in{"member": "Willow Group", "quantity": "100"}, in{"member": "East Street", "quantity": "200"}}
		s.wrong("The parts come to 301", "supply share", in{"order": 1, "parts": append(slices.Clone(parts), in{"member": "x", "quantity": "1"})})
		s.must("supply share", in{"order": 1, "parts": parts})
		s.wrong("There are only 0 kg", "supply handover", in{"day": "1957-02-02", "order": 1, "member": "East Street"})
		s.must("supply receive", in{"day": "1957-02-03", "order": 1})
		s.must("supply handover", in{"day": "1957-02-04", "order": 1, "member": "East Street"})
		s.wrong("of which it has had 200", "supply handover", in{"day": "1957-02-04", "order": 1, "member": "East Street"})
		s.wrong("its part cannot be less", "supply share", in{"order": 1, "parts": []any{in{"member": "Willow Group", "quantity": "250"}}})
		s.must("supply handover", in{"day": "1957-02-04", "order": 1, "member": "Willow Group", "quantity": "60"})
		s.must("supply settle", in{"day": "1957-02-05", "member": "East Street", "amount": "22.20"})
		s.stands(map[string]int64{"1010": 2220, "1130": 666, "1220": 444, "2120": -3330})
		units := s.must("supply units", in{"day": "1957-02-05"}).([]supply.UnitStands)
		if len(units) != 2 || units[1].Owes.Coins != 666 {
			t.Errorf("%+v", units)
		}
	})
}

func TestOffers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newShop(t, d)
		s.must("supply offer", in{"day": "1957-02-01", "body": "Rubber works", "item": "off-cuts", "per": "kg", "quantity": "100", "until": "1957-02-20"})
		s.wrong("Say why they need it", "supply ask", in{"offer": 1, "who": "A", "quantity": "5", "day": "1957-02-02", "grounds": " "})
		s.wrong("stood until 1957-02-20", "supply ask", in{"offer": 1, "who": "A", "quantity": "5", "day": "1957-02-22", "grounds": "soles"})
		s.wrong("Nobody has asked", "supply allot", in{"offer": 1, "day": "1957-02-10"})
		ask := func(who, standing string, q, idle int) {
			s.must("supply ask", in{"offer": 1, "who": who, "standing": standing, "quantity": q, "idle": idle, "day": "1957-02-02", "grounds": "soles"})
		}
		ask("Shoe co-op", "co-operative", 30, 3)
		ask("Toy co-op", "co-operative", 90, 0)
		ask("Belt group", "group", 50, 2)
		ask("Sandal co-op", "co-operative", 40, 6)
		list := s.must("supply allot", in{"offer": 1, "day": "1957-02-10"}).([]supply.Allotment)
		var got []string
		for _, a := range list {
			got = append(got, fmt.Sprintf("%s %d %s", a.Who, a.Rank, a.Quantity))
		}
		if fmt.Sprint(got) != "[Shoe co-op 1 30 Sandal co-op 1 40 Belt group 2 30 Toy co-op 4 0]" {
			t.Error(got)
		}
		s.wrong("was allotted already", "supply allot", in{"offer": 1, "day": "1957-02-10"})
	})
}

// Nothing of an offer is lost or made; nobody gets more than was asked; nobody
// of a later rank gets any while one of an earlier is short.
func TestByNeed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := measure.Quantity(rapid.Int64Range(1, 1_000_000_000).Draw(t, "whole"))
		var requests []supply.Request
		for i := range rapid.IntRange(1, 8).Draw(t, "n") {
			requests = append(requests, supply.Request{Who: fmt.Sprint(i), Standing: rapid.SampledFrom([]string{"co-operative", "group", "individual"}).Draw(t, "standing"),
				Quantity: measure.Quantity(rapid.Int64Range(1, 500_000_000).Draw(t, "asked")), Idle: rapid.Int64Range(0, 3).Draw(t, "idle")})
		}
		list, err := supply.ByNeed(whole, requests)
		if err != nil {
			t.Fatal(err)
		}
		var asked, given measure.Quantity
		short := int64(0)
		for _, a := range list {
			asked, given = asked+a.Asked, given+a.Quantity
			if a.Quantity < 0 || a.Quantity > a.Asked {
				t.Fatalf("%+v", a)
			}
			if short > 0 && a.Rank > short && a.Quantity > 0 {
				t.Fatalf("rank %d has some while rank %d is short: %+v", a.Rank, short, list)
			}
			if a.Quantity < a.Asked && short == 0 {
				short = a.Rank
			}
		}
		if given != min(asked, whole) {
			t.Fatalf("%s of %s were given, %s asked for", given, whole, asked)
		}
	})
}
