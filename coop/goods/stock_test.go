package goods_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// yard is a co-operative with a store.
type yard struct {
	t    *testing.T
	d    *db.DB
	unit string
}

func newYard(t *testing.T, d *db.DB, valuation string) *yard {
	y := &yard{t, d, unit.NewID()}
	y.must(ledger.Acts, "unit found", "name", "Willow", "year", "1957")
	y.write(func(tx *db.Tx) error {
		_, err := unit.AmendRule(tx, unit.RuleChange{Rule: "stock_valuation", Value: valuation, Since: "1957-01-01"})
		return err
	})
	for item, kind := range map[string]string{"bamboo": "material", "rattan": "material", "chair": "product"} {
		y.must(goods.Acts, "goods card", "item", item, "kind", kind, "per", "kg", "since", "1957-01-01", "converts", "bundle:30, pole:2.5", "grades", "1:100, 2:80, reject:0")
	}
	return y
}

func (y *yard) do(acts []act.Act, name string, pairs ...string) (any, error) {
	values := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
	}
	for _, a := range acts {
		if a.Name == name {
			ans, err := a.Run(context.Background(), y.d, act.Call{Unit: y.unit, By: act.Caller{Name: "ming", Roles: []act.Role{act.Operator}}, Door: "cli"}, act.Values(values))
			return ans.Out, err
		}
	}
	y.t.Fatalf("there is no act “%s”", name)
	return nil, nil
}

func (y *yard) must(acts []act.Act, name string, pairs ...string) any {
	y.t.Helper()
	out, err := y.do(acts, name, pairs...)
	if err != nil {
		y.t.Fatalf("%s %v: %v", name, pairs, err)
	}
	return out
}

// write runs fn as an act of its own would.
func (y *yard) write(fn func(tx *db.Tx) error) {
	y.t.Helper()
	if err := y.try(fn); err != nil {
		y.t.Fatal(err)
	}
}

func (y *yard) try(fn func(tx *db.Tx) error) error {
	a := act.Do("goods test", "A test", act.OnlyOps, func(tx *db.Tx, _ act.Nothing) (act.Nothing, error) { return act.Nothing{}, fn(tx) })
	_, err := a.Run(context.Background(), y.d, act.Call{Unit: y.unit, By: act.Caller{Name: "ming", Roles: []act.Role{act.Operator}}, Door: "cli"}, act.JSON([]byte("{}")))
	return err
}

func (y *yard) read(fn func(tx *db.Tx) error) {
	y.t.Helper()
	if err := y.d.Read(context.Background(), db.Who{Unit: y.unit, Name: "test"}, fn); err != nil {
		y.t.Fatal(err)
	}
}

var places = []goods.Place{"store:main", "store:yard", "member:M001", "batch:7"}

// A random year of receipts, moves, takings and takings-back: after each, the
// register is its moves and the books, and all that was brought in is either
// there or was taken out, to the coin.
func TestNothingIsLost(t *testing.T) {
	for _, valuation := range []string{goods.Average, goods.FIFO} {
		for seed := range uint64(4) {
			t.Run(fmt.Sprintf("%s %d", valuation, seed), func(t *testing.T) {
				dbtest.Each(t, func(t *testing.T, d *db.DB) { liveYard(t, newYard(t, d, valuation), seed) })
			})
		}
	}
}

func liveYard(t *testing.T, y *yard, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 7))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	day := func() cal.Day { return cal.Day("1957-01-01").Add(r.IntN(300)) }
	var done []int64
	kind := "receipt"
	refused := 0
	for step := range 60 {
		f := goods.Flow{Item: pick("bamboo", "rattan"), Grade: pick("1", "2"), Owner: pick("", "", "State Store"), Place: places[r.IntN(len(places))],
			Quantity: measure.Quantity(1+r.IntN(900_000)) * 100}
		err := y.try(func(tx *db.Tx) error {
			st, err := goods.Open(tx)
			if err != nil {
				return err
			}
			for range 1 + r.IntN(3) {
				sl, err := st.Slip(goods.Slip{Kind: kind, Day: day(), Party: "somebody"})
				if err != nil {
					return err
				}
				switch what := r.IntN(10); {
				case what < 4:
					in := f
					if in.Owner == "" {
						in.Value = int64(r.IntN(100_000))
					}
					if err = sl.In(in); err == nil {
						sl.Post(ledger.Unreceived, "somebody", -in.Value)
					}
				case what < 7:
					var coins int64
					if coins, err = sl.Out(f); err == nil {
						sl.Post(ledger.MaterialsUsed, "", coins)
					}
				case what < 9:
					_, err = sl.Move(f, places[r.IntN(len(places))])
				default:
					if _, err = sl.Out(f); err == nil { // and then something else is wrong with the row
						err = fault.Invalid.Errorf("wrong")
					}
				}
				if err != nil {
					if fault.Of(err) == "" {
						return err
					}
					refused++
					st.Drop(sl)
					continue
				}
				done = append(done, sl.Number)
			}
			return st.Save()
		})
		if err != nil {
			t.Fatalf("step %d: %v", step, err)
		}
		if len(done) > 0 && r.IntN(4) == 0 {
			n := done[r.IntN(len(done))]
			if _, err := tryBack(y, kind, n); err != nil && fault.Of(err) == "" {
				t.Fatal(err)
			}
		}
		y.read(func(tx *db.Tx) error {
			_, err := goods.Verify(tx)
			return err
		})
	}
	if refused == 0 {
		t.Error("nothing was refused: the test takes no more than there is")
	}
	if _, err := y.do(ledger.Acts, "ledger balances", "day", "1957-12-31"); err != nil {
		t.Error(err)
	}
}

func tryBack(y *yard, kind string, n int64) (s goods.Slip, err error) {
	err = y.try(func(tx *db.Tx) error {
		s, err = goods.TakeBack(tx, kind, n, "", "mistyped")
		return err
	})
	return s, err
}

// What lies where at a day's end does not hang on the order of the day's acts.
func TestOrderOfADayDoesNotMatter(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := rand.New(rand.NewPCG(3, 3))
		type doing struct {
			q  int64
			in bool
		}
		var acts []doing
		for range 12 {
			acts = append(acts, doing{int64(1 + r.IntN(50)), true}, doing{int64(1 + r.IntN(20)), false})
		}
		var want string
		for try := range 3 {
			y := newYard(t, d, goods.FIFO)
			y.write(func(tx *db.Tx) error {
				return one(tx, "1957-02-01", func(sl *goods.Slip) error {
					sl.Post(ledger.Opening, "", -100_000)
					return sl.In(goods.Flow{Item: "bamboo", Place: "store:main", Quantity: 1000 * measure.One, Value: 100_000})
				})
			})
			r.Shuffle(len(acts), func(i, j int) { acts[i], acts[j] = acts[j], acts[i] })
			for _, a := range acts {
				y.write(func(tx *db.Tx) error {
					return one(tx, "1957-03-01", func(sl *goods.Slip) error {
						f := goods.Flow{Item: "bamboo", Place: "store:main", Quantity: measure.Quantity(a.q) * measure.One}
						if a.in {
							f.Value = a.q * 107
							sl.Post(ledger.Unreceived, "", -f.Value)
							return sl.In(f)
						}
						coins, err := sl.Out(f)
						sl.Post(ledger.MaterialsUsed, "", coins)
						return err
					})
				})
			}
			got := fmt.Sprint(y.must(goods.Acts, "goods stock", "item", "bamboo", "day", "1957-03-01"))
			if try > 0 && got != want {
				t.Errorf("in another order\n%s\nnot\n%s", got, want)
			}
			want = got
		}
	})
}

func one(tx *db.Tx, day cal.Day, do func(*goods.Slip) error) error {
	_, err := goods.One(tx, goods.Slip{Kind: "receipt", Day: day}, do)
	return err
}

// The pool's two ways of valuing, by hand.
func TestTake(t *testing.T) {
	build := func() *goods.Pool {
		p := &goods.Pool{}
		p.Put(goods.Lot{Number: 1, Came: "1957-01-01", Quantity: 100 * measure.One, Value: 1000})
		p.Put(goods.Lot{Number: 2, Came: "1957-01-05", Quantity: 50 * measure.One, Value: 1100})
		return p
	}
	value := func(lots []goods.Lot) (sum int64) {
		for _, l := range lots {
			sum += l.Value
		}
		return sum
	}
	fifo, average := build(), build()
	if got := value(fifo.Take(goods.FIFO, 120*measure.One)); got != 1000+440 {
		t.Errorf("first in, first out: %d", got)
	}
	if got := value(average.Take(goods.Average, 120*measure.One)); got != 1680 { // 2100 / 150 = 14 each
		t.Errorf("moving average: %d", got)
	}
	if got := value(average.Take(goods.FIFO, 30*measure.One)); got != 420 {
		t.Errorf("what is left by average, taken first in first out: %d", got)
	}
	if q, v := average.Total(); q != 0 || v != 0 {
		t.Errorf("%s worth %d are left of nothing", q, v)
	}
}

// Of two storekeepers who issue the last 10 kg at once, one does.
func TestTheLastTen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		y := newYard(t, d, goods.Average)
		y.write(func(tx *db.Tx) error {
			return one(tx, "1957-02-01", func(sl *goods.Slip) error {
				sl.Post(ledger.Unreceived, "", -500)
				return sl.In(goods.Flow{Item: "bamboo", Place: "store:main", Quantity: 10 * measure.One, Value: 500})
			})
		})
		errs := make(chan error, 2)
		for range 2 {
			go func() {
				_, err := y.do(goods.Acts, "goods move", "day", "1957-02-02", "item", "bamboo", "quantity", "10", "to", "yard")
				errs <- err
			}()
		}
		one, two := <-errs, <-errs
		if (one == nil) == (two == nil) {
			t.Errorf("both or none: %v, %v", one, two)
		}
		for _, err := range []error{one, two} {
			if err != nil && !strings.Contains(err.Error(), "There are only 0 kg") {
				t.Error(err)
			}
		}
	})
}

func TestCardsAndRecipes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		y := newYard(t, d, goods.Average)
		wrong := func(says string, acts []act.Act, name string, pairs ...string) {
			t.Helper()
			if _, err := y.do(acts, name, pairs...); err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("%s %v: %v, not “%s”", name, pairs, err, says)
			}
		}
		wrong("its stock is kept so", goods.Acts, "goods card", "item", "bamboo", "per", "piece")
		wrong("not a name, a colon and a number", goods.Acts, "goods card", "item", "mat", "grades", "1, 2")
		y.must(goods.Acts, "goods card", "item", "frame", "kind", "product", "since", "1957-01-01")
		recipe := func(product, item string) (any, error) {
			var out any
			err := y.try(func(tx *db.Tx) (err error) {
				out, err = goods.WriteRecipe(tx, goods.RecipeIn{Product: product, Makes: measure.One, Since: "1957-01-01", Lines: []goods.Ingredient{
					{Kind: "material", Item: item, Quantity: 3 * measure.One, Waste: money.DecimalOf(10, 0)}, {Kind: "operation", Item: "weave", Quantity: measure.One}}})
				return err
			})
			return out, err
		}
		if _, err := recipe("frame", "bamboo"); err != nil {
			t.Fatal(err)
		}
		if _, err := recipe("chair", "frame"); err != nil {
			t.Fatal(err)
		}
		if _, err := recipe("frame", "chair"); err == nil || !strings.Contains(err.Error(), "would need itself: frame ← chair ← frame") {
			t.Error(err)
		}
		if _, err := recipe("frame", "silk"); err == nil || !strings.Contains(err.Error(), "There is no card of “silk”") {
			t.Error(err)
		}
		need := y.must(goods.Acts, "goods need", "product", "frame", "quantity", "7", "day", "1957-02-01").([]goods.Need)
		if need[0].Quantity.String() != "23.1" || need[0].Missing != need[0].Quantity { // 7 × 3 × 1.1
			t.Errorf("%+v", need)
		}
		wrong("counted in kg", goods.Acts, "goods move", "day", "1957-02-02", "item", "bamboo", "quantity", "1", "per", "metre", "to", "yard")
	})
}
