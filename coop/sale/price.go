package sale

import (
	"slices"

	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/unit"
)

// Price is what one of a product and grade costs, from a day on: for all
// customers or those of a kind, all the year or in a season.
type Price struct {
	Product      string        `json:"product" help:"the product"`
	Grade        string        `json:"grade" help:"of which grade; the first where left out" opt:"yes"`
	CustomerKind string        `json:"customer_kind,omitempty" help:"only for customers of this kind" opt:"yes"`
	FromMonth    int64         `json:"from_month" help:"first month of the season, 1 to 12" default:"1"`
	ToMonth      int64         `json:"to_month" help:"last month of the season, 1 to 12" default:"12"`
	Price        money.Decimal `json:"price" help:"what one costs"`
	Since        cal.Day       `json:"since" help:"the first day on which it holds; today where left out" opt:"yes"`
}

// Pricing sets prices.
type Pricing struct {
	Prices []Price `help:"the prices"`
}

// SetPrices sets prices from a day on.
func SetPrices(tx *db.Tx, in Pricing) ([]Price, error) {
	cards, err := goods.Cards(tx, "9999-12-31")
	if err != nil {
		return nil, err
	}
	var wrong []fault.Problem
	for i := range in.Prices {
		p := &in.Prices[i]
		if p.Since == "" {
			p.Since = cal.On(tx.Now)
		}
		if err := p.check(cards); err != nil {
			q := fault.AsProblem(i+1, err)
			q.Sheet = "prices"
			wrong = append(wrong, q)
		}
	}
	switch {
	case len(wrong) > 0:
		return nil, &fault.Rows{Problems: wrong}
	case len(in.Prices) == 0:
		return nil, fault.Invalid.Errorf("Write at least one price.")
	}
	return in.Prices, insertPrices(tx, in.Prices)
}

func (p *Price) check(cards map[string]goods.Good) error {
	card, err := goods.Find(cards, p.Product)
	if err != nil {
		return fault.In("product", p.Product, err)
	}
	if p.Grade == "" {
		p.Grade = card.First()
	}
	switch {
	case !card.HasGrade(p.Grade):
		return fault.In("grade", p.Grade, fault.Invalid.Errorf("“%s” has no grade “%s” on its card (%s).", p.Product, p.Grade, card.Grades))
	case p.Price.Sign() <= 0:
		return fault.In("price", p.Price.String(), fault.Invalid.Errorf("A price is more than 0."))
	case p.FromMonth < 1 || p.FromMonth > 12 || p.ToMonth < 1 || p.ToMonth > 12:
		return fault.In("from_month", "", fault.Invalid.Errorf("A season is from month 1 to 12 to month 1 to 12."))
	}
	return nil
}

// in says whether a month is in the season, which may go over the new year.
func (p Price) in(day cal.Day) bool {
	month := int64(day.Time().Month())
	if p.FromMonth <= p.ToMonth {
		return month >= p.FromMonth && month <= p.ToMonth
	}
	return month >= p.FromMonth || month <= p.ToMonth
}

// TakePrices keeps the rows of the sheet “prices”, from a day on.
func TakePrices(tx *db.Tx, rows []Price, lines []int64) (out again.Outcome, wrong []fault.Problem, err error) {
	there, err := selectPrices(tx)
	if err != nil {
		return out, nil, err
	}
	cards, err := goods.Cards(tx, "9999-12-31")
	if err != nil {
		return out, nil, err
	}
	var news []Price
	for i, p := range rows {
		if err := p.check(cards); err != nil {
			wrong = append(wrong, fault.AsProblem(int(lines[i]), err))
			continue
		}
		at := -1
		for j, o := range there {
			if o.Product == p.Product && o.Grade == p.Grade && o.CustomerKind == p.CustomerKind && o.FromMonth == p.FromMonth && o.ToMonth == p.ToMonth {
				at = j
			}
		}
		switch {
		case at >= 0 && there[at].Price.Cmp(p.Price) == 0:
			out.Known++
			continue
		case at >= 0:
			out.Changed = append(out.Changed, again.Change{Row: lines[i], Was: there[at].Price.String(), Now: p.Price.String()})
		default:
			out.Added++
		}
		news = append(news, p)
	}
	return out, wrong, insertPrices(tx, news)
}

// Prices is the price list as of a day.
func Prices(tx *db.Tx, in unit.AsOf) ([]Price, error) {
	day := in.Or(tx)
	all, err := selectPrices(tx)
	return latest(slices.DeleteFunc(all, func(p Price) bool { return p.Since > day })), err
}

// latest are the prices that no later one has replaced.
func latest(all []Price) []Price {
	list := []Price{}
	for _, p := range all {
		at := slices.IndexFunc(list, func(o Price) bool {
			return o.Product == p.Product && o.Grade == p.Grade && o.CustomerKind == p.CustomerKind && o.FromMonth == p.FromMonth && o.ToMonth == p.ToMonth
		})
		if at >= 0 {
			list[at] = p
			continue
		}
		list = append(list, p)
	}
	return list
}

// priceOf is the price that holds for a customer on a day: one for their kind
// before one for all, a season's before the whole year's, the latest.
func priceOf(all []Price, product, grade, kind string, day cal.Day) (money.Decimal, bool) {
	best, rank := money.Decimal{}, -1
	for _, p := range all { // by since: a later one of equal rank holds
		if p.Product != product || p.Grade != grade || p.Since > day || !p.in(day) || p.CustomerKind != "" && p.CustomerKind != kind {
			continue
		}
		r := 0
		if p.CustomerKind != "" {
			r += 2
		}
		if p.FromMonth != 1 || p.ToMonth != 12 {
			r++
		}
		if r >= rank {
			best, rank = p.Price, r
		}
	}
	return best, rank >= 0
}

func insertPrices(tx *db.Tx, list []Price) error {
	u, err := unit.Now(tx)
	if err != nil {
		return err
	}
	return tx.Insert("price (unit, product, grade, customer_kind, since, act, line, from_month, to_month, price, currency)", len(list), func(i int, to []any) []any {
		p := &list[i]
		return append(to, tx.Unit, p.Product, p.Grade, p.CustomerKind, p.Since, tx.Act, int64(i+1), p.FromMonth, p.ToMonth, p.Price, u.Currency)
	})
}

// selectPrices are all prices in the currency of the books, the latest last.
func selectPrices(tx *db.Tx) ([]Price, error) {
	u, err := unit.Now(tx)
	if err != nil {
		return nil, err
	}
	return pricesIn(tx, u.Currency)
}

func pricesIn(tx *db.Tx, c money.Currency) ([]Price, error) {
	return db.All[Price](tx, `
		select product, grade, customer_kind, from_month, to_month, price, since from price
		where unit = $1 and currency = $2 order by product, grade, since, act, line`, tx.Unit, c)
}

// Redenominate writes the price list anew in a new currency. Orders and
// contracts keep the currency they were agreed in, and are agreed anew.
func Redenominate(tx *db.Tx, r unit.Redenomination) error {
	old, err := pricesIn(tx, r.From)
	if err != nil {
		return err
	}
	var news []Price
	for _, p := range latest(old) {
		if p.Price, err = money.Quotient(p.Price, r.Divisor); err != nil {
			return err
		}
		p.Since = max(p.Since, r.Day)
		news = append(news, p)
	}
	return insertPrices(tx, news)
}
