package cost

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/explain"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/unit"
	"artel/coop/work"
)

// OfProduct asks what a product cost.
type OfProduct struct {
	Product string    `help:"the product"`
	From    cal.Month `help:"first month" default:"1800-01"`
	To      cal.Month `help:"last month" default:"2200-12"`
	Key     string    `help:"how overhead is shared out; the charter's rule where left out" choice:"pay|hours|material|pieces" opt:"yes"`
}

// Card is what a product cost in a stretch of days, planned against actual, and
// why they differ (S29).
type Card struct {
	Product   string           `json:"product"`
	Per       string           `json:"per"`
	From      cal.Month        `json:"from"`
	To        cal.Month        `json:"to"`
	Good      measure.Quantity `json:"good"`
	Rejects   measure.Quantity `json:"rejects"`
	Lines     []CostLine       `json:"lines"`
	Planned   money.Amount     `json:"planned"` // for the good ones, in all
	Actual    money.Amount     `json:"actual"`
	UnitPlan  money.Decimal    `json:"unit_planned"`
	UnitCost  money.Decimal    `json:"unit_cost"`
	UnitPrice money.Decimal    `json:"unit_price"` // what one was sold for on average; 0 where none was
	Variances []Variance       `json:"variances"`
	Key       string           `json:"key"` // by which overhead is shared out
	Steps     *explain.Step    `json:"steps"`
}

// CostLine is one kind of cost.
type CostLine struct {
	What    string        `json:"what"`
	Planned money.Amount  `json:"planned"`
	Actual  money.Amount  `json:"actual"`
	Each    money.Decimal `json:"each"` // actual, of one good piece
}

// Variance is one reason why the actual cost differs from the planned; positive
// is dearer.
type Variance struct {
	Kind   string        `json:"kind"`
	What   string        `json:"what,omitempty"`
	Amount money.Amount  `json:"amount"`
	Steps  *explain.Step `json:"steps"`
}

// Kinds of cost, in their order.
const (
	costMaterial = "Material"
	costLabour   = "Pay"
	costBeside   = "By-products"
	costTools    = "Tools"
	costOverhead = "Overhead"
)

// Product is what a product cost: material by the stock register, pay at the
// piece rates, tools and overhead by a stated key; and why it differs from plan.
func Product(tx *db.Tx, in OfProduct) (Card, error) {
	u, err := unit.Now(tx)
	if err != nil {
		return Card{}, err
	}
	all, err := madeIn(tx, in.From, in.To, u.Currency)
	if err != nil {
		return Card{}, err
	}
	m := all[in.Product]
	if m == nil || m.good == 0 {
		return Card{}, fault.Missing.Errorf("Nothing of “%s” was taken in from %s to %s, so it has no cost yet.", in.Product, in.From, in.To)
	}
	w := &worker{tx: tx, in: in, all: all, currency: u.Currency}
	return w.card(m)
}

// worker works cards out: what it needs is read once.
type worker struct {
	tx       *db.Tx
	in       OfProduct
	all      map[string]*madeOf
	currency money.Currency
	prices   map[string]money.Decimal
	pools    *pools
}

func (w *worker) card(m *madeOf) (Card, error) {
	var err error
	if w.prices == nil {
		if w.prices, err = plannedPrices(w.tx, w.in.From, w.in.To, w.currency); err != nil {
			return Card{}, err
		}
		if w.pools, err = poolsOf(w.tx, w.in, w.all); err != nil {
			return Card{}, err
		}
	}
	cards, err := goods.Cards(w.tx, w.in.To.Last())
	if err != nil {
		return Card{}, err
	}
	c := Card{Product: m.product, Per: cards[m.product].Per, From: w.in.From, To: w.in.To, Good: m.good, Rejects: m.rejects, Key: w.pools.key}
	plan, err := w.plan(m)
	if err != nil {
		return c, err
	}
	tools, overhead := w.pools.of(m)
	for _, l := range []struct {
		what         string
		plan, actual int64
	}{{costMaterial, plan.material, m.material}, {costLabour, plan.labour, m.labour}, {costBeside, -plan.beside, -m.beside}, {costTools, tools, tools}, {costOverhead, overhead, overhead}} {
		if l.plan != 0 || l.actual != 0 {
			c.Lines = append(c.Lines, CostLine{l.what, money.Of(l.plan, w.currency), money.Of(l.actual, w.currency), each(l.actual, m.good, w.currency)})
		}
		c.Planned, c.Actual = money.Of(c.Planned.Coins+l.plan, w.currency), money.Of(c.Actual.Coins+l.actual, w.currency)
	}
	c.UnitPlan, c.UnitCost = each(c.Planned.Coins, m.good, w.currency), each(c.Actual.Coins, m.good, w.currency)
	if c.UnitPrice, err = soldFor(w.tx, m.product, w.in.From, w.in.To, w.currency); err != nil {
		return c, err
	}
	if c.Variances, err = w.variances(m, plan); err != nil {
		return c, err
	}
	c.Steps, err = c.explain()
	return c, err
}

// each is coins by pieces, to a tenth of a coin.
func each(coins int64, pieces measure.Quantity, c money.Currency) money.Decimal {
	r := new(big.Rat).Quo(money.Of(coins, c).Rat(), pieces.Rat())
	places := c.Digits() + 1
	d, err := money.ParseDecimal(r.FloatString(places))
	if err != nil {
		return money.Decimal{}
	}
	return d
}

// planned is what the good pieces should have cost.
type planned struct {
	material, labour, beside int64
	allowed                  map[string]*big.Rat
	rates                    *big.Rat // pay of one piece of the first grade
}

// plan is the recipe at planned prices and rates, for the good pieces.
func (w *worker) plan(m *madeOf) (planned, error) {
	p := planned{allowed: map[string]*big.Rat{}, rates: new(big.Rat)}
	r, err := goods.RecipeOf(w.tx, m.product, "", w.in.To.Last())
	if err != nil {
		return p, err
	}
	rates, err := work.Rates(w.tx, unit.AsOf{Day: max(w.in.From.First(), r.Since)})
	if err != nil {
		return p, err
	}
	cards, err := goods.Cards(w.tx, w.in.To.Last())
	if err != nil {
		return p, err
	}
	material, labour, beside := new(big.Rat), new(big.Rat), new(big.Rat)
	for _, l := range r.Lines {
		q, err := r.For(l, m.good)
		if err != nil {
			return p, err
		}
		switch l.Kind {
		case goods.Material:
			if p.allowed[l.Item] == nil {
				p.allowed[l.Item] = new(big.Rat)
			}
			p.allowed[l.Item].Add(p.allowed[l.Item], q.Rat())
			material.Add(material, new(big.Rat).Mul(q.Rat(), w.prices[l.Item].Rat()))
		case goods.ByProduct:
			beside.Add(beside, new(big.Rat).Mul(q.Rat(), l.Value.Rat()))
		case goods.Operation:
			at := slices.IndexFunc(rates, func(x work.Rate) bool { return x.Operation == l.Item && x.Quality == cards[m.product].First() })
			if at >= 0 {
				labour.Add(labour, new(big.Rat).Mul(q.Rat(), rates[at].Rate.Rat()))
			}
		}
	}
	for to, r := range map[*int64]*big.Rat{&p.material: material, &p.labour: labour, &p.beside: beside} {
		a, err := money.HalfUp(r, w.currency)
		if err != nil {
			return p, err
		}
		*to = a.Coins
	}
	return p, nil
}

// variances are the reasons, each with its steps. They come to the actual cost
// less the planned, to the coin.
func (w *worker) variances(m *madeOf, p planned) (list []Variance, err error) {
	c := string(w.currency)
	items := make([]string, 0, len(m.used))
	for item := range m.used {
		items = append(items, item)
	}
	for item := range p.allowed {
		if _, used := m.used[item]; !used {
			items = append(items, item)
		}
	}
	slices.Sort(items)
	cards, err := goods.Cards(w.tx, w.in.To.Last())
	if err != nil {
		return nil, err
	}
	var sum int64
	for _, item := range items {
		allowed := p.allowed[item]
		if allowed == nil {
			allowed = new(big.Rat)
		}
		u := m.used[item]
		price, use, err := Variances(Planned{item, cards[item].Per, w.prices[item].Rat(), allowed, u.Quantity.Rat(), money.Of(u.Value, w.currency), OfMaterial})
		if err != nil {
			return nil, err
		}
		for _, s := range []*explain.Step{price, use} {
			a, err := money.HalfUp(s.Result.Rat, w.currency)
			if err != nil {
				return nil, err
			}
			if sum += a.Coins; a.Coins != 0 {
				list = append(list, Variance{s.Label, item, a, s})
			}
		}
	}
	fact := func(name, label string, coins int64) explain.Operand {
		return explain.Fact(name, label, money.Of(coins, w.currency).Rat(), c, "books")
	}
	rest := func(label string, coins int64, ops ...explain.Operand) error {
		if coins == 0 {
			return nil
		}
		s, err := explain.Work(explain.Step{Label: label, Formula: "actual - planned", Unit: c, Rule: "S29", Operands: ops})
		list = append(list, Variance{label, "", money.Of(coins, w.currency), s})
		return err
	}
	if off := (m.material - p.material) - sum; off != 0 { // each material is rounded by itself
		if err := rest("Rounding of the materials", off, fact("actual", "all materials", m.material-sum), fact("planned", "planned", p.material)); err != nil {
			return nil, err
		}
	}
	if err := rest("Difference of grade and rate", m.labour-p.labour, fact("actual", "pay at the piece rates, by grade", m.labour), fact("planned", "pay if all the good ones were of the first grade", p.labour)); err != nil {
		return nil, err
	}
	err = rest("Difference of by-products", p.beside-m.beside, fact("actual", "by-products that should have come out", p.beside), fact("planned", "by-products that came out", m.beside))
	return list, err
}

// explain is the unit cost as it came about.
func (c Card) explain() (*explain.Step, error) {
	cur := string(c.Actual.Currency)
	parts := make([]explain.Operand, len(c.Lines))
	for i, l := range c.Lines {
		parts[i] = explain.Fact(fmt.Sprintf("part_%d", i+1), l.What, l.Actual.Rat(), cur, "books")
	}
	sum, err := explain.Sum("What the good ones cost", cur, parts...)
	if err != nil {
		return nil, err
	}
	return explain.Work(explain.Step{Label: "Cost of one", Formula: "cost / good", Unit: cur, Rule: "S29", Operands: []explain.Operand{
		sum.As("cost"), explain.Fact("good", "good ones taken in", c.Good.Rat(), c.Per, "acceptances")}})
}

// Products is what every product cost, and what it brought in: a line each.
func Products(tx *db.Tx, in Stretched) ([]ProductLine, error) {
	u, err := unit.Now(tx)
	if err != nil {
		return nil, err
	}
	all, err := madeIn(tx, in.From, in.To, u.Currency)
	if err != nil {
		return nil, err
	}
	w := &worker{tx: tx, in: OfProduct{From: in.From, To: in.To, Key: in.Key}, all: all, currency: u.Currency}
	list := []ProductLine{}
	for name, m := range all {
		if m.good == 0 {
			continue
		}
		c, err := w.card(m)
		if err != nil {
			return nil, err
		}
		list = append(list, ProductLine{Product: name, Good: m.good, Rejects: m.rejects, RejectPct: percent(int64(m.rejects), int64(m.good+m.rejects)), UnitPlan: c.UnitPlan, UnitCost: c.UnitCost, UnitPrice: c.UnitPrice})
	}
	slices.SortFunc(list, func(a, b ProductLine) int { return strings.Compare(a.Product, b.Product) })
	return list, nil
}

// Stretched asks for a stretch of months.
type Stretched struct {
	From cal.Month `help:"first month" default:"1800-01"`
	To   cal.Month `help:"last month" default:"2200-12"`
	Key  string    `help:"how overhead is shared out; the charter's rule where left out" choice:"pay|hours|material|pieces" opt:"yes"`
}

// ProductLine is a product in one line.
type ProductLine struct {
	Product   string           `json:"product"`
	Good      measure.Quantity `json:"good"`
	Rejects   measure.Quantity `json:"rejects"`
	RejectPct money.Decimal    `json:"reject_pct"`
	UnitPlan  money.Decimal    `json:"unit_planned"`
	UnitCost  money.Decimal    `json:"unit_cost"`
	UnitPrice money.Decimal    `json:"unit_price"` // what one was sold for on average; 0 where none was
}

// percent is a part of a whole, to a tenth, half up.
func percent(part, whole int64) money.Decimal {
	if whole == 0 {
		return money.Decimal{}
	}
	d, err := money.ParseDecimal(new(big.Rat).Mul(big.NewRat(part, whole), big.NewRat(100, 1)).FloatString(1))
	if err != nil {
		return money.Decimal{}
	}
	return d
}
