package cost_test

import (
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"artel/base/measure"
	"artel/base/money"
	"artel/coop/cost"
	"artel/coop/goods"
)

// example is a worked example as somebody printed it.
type example struct {
	Source, Title, Kind, Method string
	Flows                       []struct{ In, Out, Value string }
	Price, Allowed, Used, Cost  string
	Input, Normal, Scrap        string
	Output, Beside              string
	Worth                       []string
	WholeDollars                bool `json:"whole_dollars"`
	Printed                     struct {
		Out                             []string
		Left, Price, Use, Total, Normal string
		Output, Abnormal, Units         string
		Parts                           []string
	}
}

func rat(t *testing.T, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%q is no number", s)
	}
	return r
}

func amount(t *testing.T, s string) money.Amount {
	t.Helper()
	a, err := money.HalfUp(rat(t, s), "USD")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// The worked examples of others come out as printed.
func TestPublishedExamples(t *testing.T) {
	files, err := filepath.Glob("testdata/examples/*.json")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d examples, %v", len(files), err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var e example
			if err := json.Unmarshal(text, &e); err != nil {
				t.Fatal(err)
			}
			if e.Source == "" || e.Title == "" {
				t.Error("an example says where it is from")
			}
			switch e.Kind {
			case "stock":
				e.stock(t)
			case "material", "labour":
				e.variances(t)
			case "process":
				e.process(t)
			case "joint":
				e.joint(t)
			default:
				t.Errorf("%q is no kind", e.Kind)
			}
		})
	}
}

func same(t *testing.T, what, got, printed string) {
	t.Helper()
	if printed != "" && got != printed {
		t.Errorf("%s: %s, printed was %s", what, got, printed)
	}
}

func (e example) stock(t *testing.T) {
	var p goods.Pool
	outs := 0
	for i, f := range e.Flows {
		if f.In != "" {
			q, err := measure.ParseQuantity(f.In)
			if err != nil {
				t.Fatal(err)
			}
			p.Put(goods.Lot{Number: int64(i + 1), Came: "1957-01-01", Quantity: q, Value: amount(t, f.Value).Coins})
			continue
		}
		q, err := measure.ParseQuantity(f.Out)
		if err != nil {
			t.Fatal(err)
		}
		var coins int64
		for _, l := range p.Take(e.Method, q) {
			coins += l.Value
		}
		same(t, "taken out", money.Of(coins, "USD").String(), e.Printed.Out[outs])
		outs++
	}
	_, left := p.Total()
	same(t, "left", money.Of(left, "USD").String(), e.Printed.Left)
}

func (e example) variances(t *testing.T) {
	words := cost.OfMaterial
	if e.Kind == "labour" {
		words = cost.OfLabour
	}
	price, use, err := cost.Variances(cost.Planned{What: "it", Unit: "units", Price: rat(t, e.Price), Allowed: rat(t, e.Allowed), Used: rat(t, e.Used), Cost: amount(t, e.Cost), Variance: words})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []interface{ Recompute() error }{price, use} {
		if err := s.Recompute(); err != nil {
			t.Error(err)
		}
	}
	total := new(big.Rat).Add(price.Result.Rat, use.Result.Rat)
	same(t, "price", price.Result.FloatString(2), e.Printed.Price)
	same(t, "use", use.Result.FloatString(2), e.Printed.Use)
	same(t, "together", total.FloatString(2), e.Printed.Total)
}

func (e example) process(t *testing.T) {
	scrap, err := money.ParseDecimal(e.Scrap)
	if err != nil {
		t.Fatal(err)
	}
	p, err := cost.WorkOut(cost.Batch{Input: rat(t, e.Input), Cost: amount(t, e.Cost), NormalLoss: rat(t, e.Normal), Scrap: scrap, Output: rat(t, e.Output)})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "usual loss", p.Normal.String(), e.Printed.Normal)
	same(t, "output", p.Output.String(), e.Printed.Output)
	same(t, "abnormal loss", p.Abnormal.String(), e.Printed.Abnormal)
	same(t, "units", p.Units.RatString(), e.Printed.Units)
}

func (e example) joint(t *testing.T) {
	var worth []*big.Rat
	for _, w := range e.Worth {
		worth = append(worth, rat(t, w))
	}
	parts, err := cost.ByValue(amount(t, e.Cost), amount(t, e.Beside), worth)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range parts {
		got := p.String()
		if e.WholeDollars {
			got = p.Rat().FloatString(0)
		}
		same(t, "part", got, e.Printed.Parts[i])
	}
}

// No coin is lost: variances come to what was spent less what was planned, and a
// batch's parts to its cost.
func TestNoCoinIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := func(name string, most int64) *big.Rat {
			return big.NewRat(rapid.Int64Range(0, most).Draw(t, name), 1000)
		}
		spent := money.Of(rapid.Int64Range(0, 1_000_000_00).Draw(t, "cost"), "CNY")
		p := cost.Planned{What: "it", Unit: "kg", Price: number("price", 50_000), Allowed: number("allowed", 9_000_000), Used: number("used", 9_000_000), Cost: spent, Variance: cost.OfMaterial}
		price, use, err := cost.Variances(p)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := money.HalfUp(new(big.Rat).Mul(p.Allowed, p.Price), "CNY")
		if err != nil {
			t.Fatal(err)
		}
		both := new(big.Rat).Add(price.Result.Rat, use.Result.Rat)
		if both.Cmp(new(big.Rat).Sub(spent.Rat(), plan.Rat())) != 0 {
			t.Fatalf("%s and %s are not %s less %s", price.Result, use.Result, spent, plan)
		}
		in := new(big.Rat).Add(number("input", 1_000_000), big.NewRat(1, 1))
		b := cost.Batch{Input: in, Cost: spent, NormalLoss: new(big.Rat).Mul(in, big.NewRat(rapid.Int64Range(0, 90).Draw(t, "loss"), 100)), Scrap: money.DecimalOf(rapid.Int64Range(0, 500).Draw(t, "scrap"), 2), Output: number("output", 1_000_000)}
		w, err := cost.WorkOut(b)
		if err != nil {
			t.Fatal(err)
		}
		if w.Normal.Coins+w.Output.Coins+w.Abnormal.Coins != spent.Coins {
			t.Fatalf("%+v does not come to %s", w, spent)
		}
	})
}
