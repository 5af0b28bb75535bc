package plan

import (
	"context"
	"math"
	"testing"
)

// Whom a part names comes to what is made and needed, and over all units what
// is made for somebody is what they get: nothing is lost on the way and nothing
// counted twice.
func TestPartsAddUp(t *testing.T) {
	bare := Generate(sizeOf("S"), 1)
	for i := range bare.Stocks {
		bare.Stocks[i].Opening = 0
	}
	for _, in := range []*Instance{bare, Generate(sizeOf("M"), 2)} {
		r := Solve(context.Background(), Lay(in), Options{Gap: 0.01, Steps: 3000})
		bought := map[string]bool{}
		for _, s := range in.Supplies {
			bought[in.Commodities[s.Commodity].Name] = true
		}
		met, ways := map[string]float64{}, map[string]bool{}
		for _, u := range in.Units {
			part, there := r.PartOf(u.Name)
			if !there {
				t.Fatalf("the plan has no %s", u.Name)
			}
			for _, list := range [][]PartGood{part.Needs, part.Delivers} {
				for _, g := range list {
					sum := 0.0
					for _, s := range g.Shares {
						sum += s.Much
						if s.Kind == "contract" || s.Kind == "order" || s.Kind == "forecast" {
							met[g.Commodity] += s.Much
						}
						ways[s.Kind] = true
					}
					if math.Abs(sum-g.Total) > 1e-4*(1+g.Total) {
						t.Errorf("%s of %s: %g, and shared %g: %+v", g.Commodity, u.Name, g.Total, sum, g.Shares)
					}
				}
			}
			for _, h := range part.Hours {
				for i, v := range h.Worked {
					if v > h.There[i]*(1+in.Policy.Over)+1e-3 {
						t.Errorf("%s works %g of %g hours", u.Name, v, h.There[i])
					}
				}
			}
		}
		asked := 0
		for _, b := range r.Balances("") {
			if !bought[b.Commodity] && b.Wanted > 0 && in == bare { // where more than a few are named, the rest is one
				asked++
				if math.Abs(met[b.Commodity]-b.Met) > 1e-3*(1+b.Met) {
					t.Errorf("%s: %g met, and units make %g for those who want it", b.Commodity, b.Met, met[b.Commodity])
				}
			}
		}
		if in == bare && asked == 0 {
			t.Error("no good was followed")
		}
		t.Logf("%s: %d goods followed; kinds %v", in.Name, asked, ways)
	}
}

// Without reserves a plan is never better, and what is kept is told.
func TestWhatReservesBuy(t *testing.T) {
	in := Generate(sizeOf("M"), 3)
	r := Solve(context.Background(), Lay(in), Options{Gap: 0.005, Steps: 3000})
	b := r.Reserves(context.Background())
	if b.Saved < -b.Within {
		t.Errorf("reserves cost %g, and it is sure within %g", -b.Saved, b.Within)
	}
	if len(b.Kept) == 0 || b.Kept[0].Total <= 0 || len(b.Months) != len(in.Periods) {
		t.Errorf("%+v", b.Kept)
	}
	for _, m := range b.Months {
		if m.Met > m.Wanted+1e-3 || m.MetWithout > m.Wanted+1e-3 {
			t.Errorf("%s: more is met than wanted", m.Period)
		}
	}
	t.Logf("saved %g within %g", b.Saved, b.Within)
}
