package planbook

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/sale"
	"artel/coop/supply"
	"artel/coop/unit"
	"artel/coop/work"
)

// mostMonths is how far a plan looks ahead.
const mostMonths = 60

// Report is a co-operative's return, from its books as they stand before the first
// month of the plan. What they do not say stands in the notes.
func Report(tx *db.Tx, in Reporting) (Return, error) {
	r := &reporter{tx: tx, sold: map[string]*big.Rat{}, income: map[string]*big.Rat{}, bought: map[string]*big.Rat{}, paid: map[string]*big.Rat{}}
	if in.HoursDay < 0 || in.HoursDay > 24*measure.One {
		return r.out, fault.In("hours_day", in.HoursDay.String(), fault.Invalid.Errorf("A day has 0 to 24 hours."))
	}
	if in.Months < 1 || in.Months > mostMonths {
		return r.out, fault.In("months", fmt.Sprint(in.Months), fault.Invalid.Errorf("A plan has 1 to 60 months."))
	}
	if in.From == "" {
		last, err := ledger.LastDay(tx)
		if err != nil {
			return r.out, err
		}
		if last == "" {
			last = cal.On(tx.Now)
		}
		in.From = last.Month().Next()
	}
	u, err := unit.At(tx, in.From.First().Add(-1))
	if err != nil {
		return r.out, err
	}
	r.day = in.From.First().Add(-1)
	r.past = ledger.Stretch{From: cal.On(in.From.First().Time().AddDate(-1, 0, 0)), To: r.day}
	r.out = Return{Unit: u.Name, Trade: u.Trade, County: u.County, Province: u.Province, Currency: u.Currency, From: in.From, Months: in.Months, Notes: []Note{}}
	for _, part := range []func() error{r.trade, r.goods, r.ways, func() error { return r.hours(in) }, r.supplies, r.promised, r.stocks, r.made} {
		if err := part(); err != nil {
			return r.out, err
		}
	}
	return r.out, nil
}

type reporter struct {
	tx     *db.Tx
	out    Return
	day    cal.Day
	past   ledger.Stretch // the twelve months before
	cards  map[string]goods.Good
	sold   map[string]*big.Rat // in the twelve months, by product
	income map[string]*big.Rat
	bought map[string]*big.Rat // by material
	paid   map[string]*big.Rat
	best   map[string]best
	per    map[string]string      // what a purchase without a card was counted in
	months map[[2]string]*big.Rat // sold, by product and month of the year
	each   map[[2]string]*big.Rat // sold, by product and month
}

// best is a material's best month, and whom most of it came from.
type best struct {
	by   map[cal.Month]*big.Rat
	from string
}

func (r *reporter) note(about, says string) {
	r.out.Notes = append(r.out.Notes, Note{about, says})
}

func add[K comparable](to map[K]*big.Rat, key K, much *big.Rat) {
	if to[key] == nil {
		to[key] = new(big.Rat)
	}
	to[key].Add(to[key], much)
}

// decimal is a number to six places, as a return has it.
func decimal(x *big.Rat) money.Decimal {
	d, err := money.ParseDecimal(x.FloatString(6))
	if err != nil { // it has just been written
		panic(err)
	}
	return d
}

// trade adds up what was bought and sold in the twelve months, by hand and through
// the store.
func (r *reporter) trade() error {
	r.best, r.per = map[string]best{}, map[string]string{}
	r.months, r.each = map[[2]string]*big.Rat{}, map[[2]string]*big.Rat{}
	sell := func(product string, day cal.Day, much, amount *big.Rat) {
		add(r.sold, product, much)
		add(r.income, product, amount)
		add(r.months, [2]string{product, string(day[5:7])}, much)
		add(r.each, [2]string{product, string(day.Month())}, much)
	}
	buy := func(item, from string, day cal.Day, much, amount *big.Rat) {
		add(r.bought, item, much)
		add(r.paid, item, amount)
		b := r.best[item]
		if b.by == nil {
			b = best{map[cal.Month]*big.Rat{}, from}
		}
		if b.by[day.Month()] == nil {
			b.by[day.Month()] = new(big.Rat)
		}
		b.by[day.Month()].Add(b.by[day.Month()], much)
		r.best[item] = b
	}
	sales, err := sale.List(r.tx, r.past)
	if err != nil {
		return err
	}
	for _, s := range sales {
		sell(s.Product, s.Day, s.Quantity.Rat(), s.Amount.Rat())
	}
	gone, err := sale.Deliveries(r.tx, r.past)
	if err != nil {
		return err
	}
	for _, d := range gone {
		sell(d.Product, d.Day, d.Quantity.Rat(), d.Amount.Rat())
	}
	purchases, err := supply.List(r.tx, r.past)
	if err != nil {
		return err
	}
	for _, p := range purchases {
		buy(p.Material, p.Supplier, p.Day, p.Quantity.Rat(), p.Amount.Rat())
		r.per[p.Material] = p.Per
	}
	if r.cards, err = goods.Cards(r.tx, r.day); err != nil {
		return err
	}
	for _, item := range slices.Sorted(maps.Keys(r.cards)) {
		paid, err := supply.Prices(r.tx, supply.PricesIn{Item: item, From: r.past.From, To: r.past.To})
		if err != nil {
			return err
		}
		for _, p := range paid {
			buy(item, p.Supplier, p.Day, p.Quantity.Rat(), new(big.Rat).Mul(p.Quantity.Rat(), p.Price.Rat()))
		}
	}
	return nil
}

// goods are all that stands on a card, or was bought or sold, with what one is
// worth: its price, or what it fetched or cost in the twelve months.
func (r *reporter) goods() error {
	prices, err := sale.Prices(r.tx, unit.AsOf{Day: r.day})
	if err != nil {
		return err
	}
	names := map[string]bool{}
	for _, from := range []map[string]*big.Rat{r.sold, r.bought} {
		for item := range from {
			names[item] = true
		}
	}
	for item := range r.cards {
		names[item] = true
	}
	for _, item := range slices.Sorted(maps.Keys(names)) {
		card, has := r.cards[item]
		g := Good{Item: item, Per: "piece", Product: has && card.Kind == goods.Product || !has && r.sold[item] != nil}
		if has {
			g.Per = card.Per
		} else if r.per[item] != "" {
			g.Per = r.per[item]
		}
		worth := ratio(r.income[item], r.sold[item])
		if !g.Product {
			worth = ratio(r.paid[item], r.bought[item])
		}
		for _, p := range prices {
			if p.Product == item && p.CustomerKind == "" && (!has || p.Grade == card.First()) {
				worth = p.Price.Rat()
			}
		}
		if worth == nil {
			r.note(item, "There is no price in the books.")
			worth = new(big.Rat)
		}
		g.Value = decimal(worth)
		r.out.Goods = append(r.out.Goods, g)
	}
	return nil
}

// ratio is a/b, or nil where b is nothing.
func ratio(a, b *big.Rat) *big.Rat {
	if a == nil || b == nil || b.Sign() <= 0 {
		return nil
	}
	return new(big.Rat).Quo(a, b)
}

// ways are the recipes with the norms of their operations; of a co-operative that
// has none and sells one product, what the twelve months came to.
func (r *reporter) ways() error {
	recipes, err := goods.ListRecipes(r.tx, goods.RecipesIn{Day: r.day})
	if err != nil {
		return err
	}
	norms, err := r.norms()
	if err != nil {
		return err
	}
	for _, rec := range recipes {
		name := strings.TrimSpace(rec.Product + " " + rec.Way)
		hours := new(big.Rat)
		for _, l := range rec.Lines {
			much := new(big.Rat).Quo(l.Quantity.Rat(), rec.Makes.Rat())
			switch l.Kind {
			case "operation":
				if norm := norms[l.Item]; norm != nil {
					hours.Add(hours, much.Quo(much, norm))
				} else {
					r.note(name+": "+l.Item, "This operation has no norm, and its hours are not counted.")
				}
			case "material":
				waste := new(big.Rat).Quo(l.Waste.Rat(), big.NewRat(100, 1))
				much.Mul(much, waste.Add(waste, big.NewRat(1, 1)))
				r.out.Needs = append(r.out.Needs, Need{name, l.Item, decimal(much)})
			}
		}
		r.out.Ways = append(r.out.Ways, Way{name, rec.Product, decimal(hours), "recipe"})
	}
	if len(recipes) == 0 {
		return r.asLastYear(norms)
	}
	return nil
}

// norms are how much of an operation is done in an hour: the norm of its first
// quality, or what the records of the twelve months come to.
func (r *reporter) norms() (map[string]*big.Rat, error) {
	rates, err := work.Rates(r.tx, unit.AsOf{Day: r.day})
	if err != nil {
		return nil, err
	}
	norms := map[string]*big.Rat{}
	for _, rate := range rates { // by operation and quality
		if norms[rate.Operation] == nil && rate.Norm > 0 {
			norms[rate.Operation] = rate.Norm.Rat()
		}
	}
	sums, err := work.Sums(r.tx, r.past.From, r.past.To)
	made, hours := map[string]*big.Rat{}, map[string]*big.Rat{}
	for _, s := range sums {
		add(made, s.Operation, s.Quantity.Rat())
		add(hours, s.Operation, s.Hours.Rat())
	}
	for operation := range made {
		if norms[operation] == nil {
			norms[operation] = ratio(made[operation], hours[operation])
		}
	}
	return norms, err
}

// asLastYear is the way of a co-operative without recipes: what it bought and the
// hours its people had, for one of the only product it sold.
func (r *reporter) asLastYear(norms map[string]*big.Rat) error {
	products := slices.Sorted(maps.Keys(r.sold))
	if len(products) != 1 || r.sold[products[0]].Sign() <= 0 {
		if len(products) > 1 {
			r.note(strings.Join(products, ", "), "There are no recipes, and several products were sold: what each takes cannot be told.")
		}
		return nil
	}
	product := products[0]
	for _, item := range slices.Sorted(maps.Keys(r.bought)) {
		if r.bought[item].Sign() > 0 && item != product {
			r.out.Needs = append(r.out.Needs, Need{product, item, decimal(new(big.Rat).Quo(r.bought[item], r.sold[product]))})
		}
	}
	hours := new(big.Rat)
	for m := r.past.From.Month(); m <= r.past.To.Month(); m = m.Next() {
		had, _, err := r.had(m, 8*measure.One)
		if err != nil {
			return err
		}
		hours.Add(hours, had)
	}
	r.note(product, "There are no recipes: it takes what was bought in the twelve months, and all the hours there were.")
	r.out.Ways = append(r.out.Ways, Way{product, product, decimal(hours.Quo(hours, r.sold[product])), "the twelve months before"})
	return nil
}

// had is the hours of a month: of everybody in the register on its last day, on each
// day but Sundays; and how many they are.
func (r *reporter) had(m cal.Month, perDay measure.Quantity) (hours *big.Rat, n int64, err error) {
	people, err := member.List(r.tx, unit.AsOf{Day: m.Last()})
	if err != nil {
		return nil, 0, err
	}
	for _, p := range people {
		if p.In(m.Last()) {
			n++
		}
	}
	days := int64(0)
	for d := m.First(); d <= m.Last(); d = d.Add(1) {
		if d.Time().Weekday() != time.Sunday {
			days++
		}
	}
	return new(big.Rat).Mul(big.NewRat(n*days, 1), perDay.Rat()), n, nil
}

func (r *reporter) hours(in Reporting) error {
	for i, m := int64(0), in.From; i < in.Months; i, m = i+1, m.Next() {
		had, people, err := r.had(m, in.HoursDay)
		if err != nil {
			return err
		}
		u, err := unit.At(r.tx, m.First())
		if err != nil {
			return err
		}
		mode := "concentrated"
		if u.Dispersed(m) {
			mode = "dispersed"
		}
		r.out.Hours = append(r.out.Hours, Hours{m, decimal(had), people, mode})
	}
	return nil
}

func (r *reporter) supplies() error {
	for _, item := range slices.Sorted(maps.Keys(r.best)) {
		most := new(big.Rat)
		for _, much := range r.best[item].by {
			if much.Cmp(most) > 0 {
				most = much
			}
		}
		price := ratio(r.paid[item], r.bought[item])
		if price == nil || most.Sign() <= 0 {
			continue
		}
		r.out.Supplies = append(r.out.Supplies, Supply{item, r.best[item].from, decimal(price), decimal(most)})
	}
	for _, n := range r.out.Needs {
		if r.best[n.Item].by == nil && !slices.ContainsFunc(r.out.Ways, func(w Way) bool { return w.Product == n.Item }) {
			r.note(n.Item, "None came in the twelve months, and nobody here makes it.")
		}
	}
	return nil
}

func (r *reporter) stocks() error {
	list, err := goods.StockList(r.tx, goods.StockIn{Day: r.day})
	if err != nil {
		return err
	}
	had := map[string]*big.Rat{}
	for _, s := range list {
		if s.Place.Kind() == goods.Store && s.Owner == "" && s.Grade != goods.Reject {
			add(had, s.Item, s.Quantity.Rat())
		}
	}
	for _, item := range slices.Sorted(maps.Keys(had)) {
		r.out.Stocks = append(r.out.Stocks, Stock{item, decimal(had[item]), decimal(r.cards[item].Minimum.Rat())})
	}
	return nil
}
