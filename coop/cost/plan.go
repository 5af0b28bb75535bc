package cost

import (
	"math/big"
	"slices"
	"strings"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/unit"
)

// Standard is the planned price of a material from a day on.
type Standard struct {
	Item  string        `json:"item" help:"the material, or a half-made product"`
	Price money.Decimal `json:"price" help:"planned price of one, in the unit of its card"`
	Since cal.Day       `json:"since" help:"the first day on which it holds"`
}

// SetStandard sets a planned price from a day on.
func SetStandard(tx *db.Tx, in Standard) (Standard, error) {
	cards, err := goods.Cards(tx, in.Since)
	if err != nil {
		return in, err
	}
	if _, err := goods.Find(cards, in.Item); err != nil {
		return in, err
	}
	if in.Price.Sign() <= 0 {
		return in, fault.Invalid.Errorf("A price is more than 0.")
	}
	u, err := unit.At(tx, in.Since)
	if err != nil {
		return in, err
	}
	return in, tx.Exec(`insert into standard (unit, item, since, act, price, currency) values ($1, $2, $3, $4, $5, $6)`, tx.Unit, in.Item, in.Since, tx.Act, in.Price, u.Currency)
}

// Standards are the planned prices as of a day.
func Standards(tx *db.Tx, in unit.AsOf) ([]Standard, error) {
	u, err := unit.Now(tx)
	if err != nil {
		return nil, err
	}
	all, err := db.All[Standard](tx, `select item, price, since from standard where unit = $1 and since <= $2 and currency = $3 order by item, since, act`, tx.Unit, in.Or(tx), u.Currency)
	var list []Standard
	for _, s := range all {
		if n := len(list); n > 0 && list[n-1].Item == s.Item {
			list[n-1] = s
			continue
		}
		list = append(list, s)
	}
	return list, err
}

// plannedPrices are the prices that a stretch of days is held against: the
// planned price of its first day; or, where none is set, the average at which
// the material came in before it, or else in it.
func plannedPrices(tx *db.Tx, from, to cal.Month, c money.Currency) (map[string]money.Decimal, error) {
	by := map[string]money.Decimal{}
	for _, stretch := range [][2]cal.Month{{from, to}, {"0001-01", from.Prev()}} { // what came in before wins
		came, err := goods.CameIn(tx, stretch[0], stretch[1], c)
		if err != nil {
			return nil, err
		}
		for item, l := range came {
			if l.Quantity <= 0 {
				continue
			}
			if by[item], err = money.ParseDecimal(new(big.Rat).Quo(money.Of(l.Value, c).Rat(), l.Quantity.Rat()).FloatString(4)); err != nil {
				return nil, err
			}
		}
	}
	set, err := Standards(tx, unit.AsOf{Day: from.First()})
	for _, s := range set {
		by[s.Item] = s.Price
	}
	return by, err
}

func sortedNames(all map[string]*madeOf) []string {
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Target is what is to be saved in a year (S29).
type Target struct {
	Number  int64         `json:"number"`
	Year    cal.Year      `json:"year"`
	What    string        `json:"what"`
	Product string        `json:"product,omitempty"`
	Percent money.Decimal `json:"percent"`
	Why     string        `json:"why" words:"yes"`
}

// Saving sets a target.
type Saving struct {
	Year    cal.Year      `help:"the year"`
	What    string        `help:"what is to be saved" choice:"cost of one|material of one|rejects|overhead"`
	Product string        `help:"of which product; of all where left out" opt:"yes"`
	Percent money.Decimal `help:"by how much less than the year before, in percent"`
	Why     string        `help:"how it is to be done"`
}

// SetTarget sets a saving target.
func SetTarget(tx *db.Tx, in Saving) (Target, error) {
	t := Target{0, in.Year, in.What, in.Product, in.Percent, in.Why}
	if in.Percent.Sign() <= 0 || in.Percent.Cmp(money.DecimalOf(100, 0)) > 0 || strings.TrimSpace(in.Why) == "" {
		return t, fault.Invalid.Errorf("A target saves more than 0 and at most 100 percent, and says how.")
	}
	var err error
	if t.Number, err = tx.Next("saving_target", 1); err != nil {
		return t, err
	}
	return t, tx.Exec(`insert into saving_target (unit, number, year, what, product, percent, why, act) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		tx.Unit, t.Number, t.Year, t.What, t.Product, t.Percent, t.Why, tx.Act)
}

// Followed is a target with how far it is met.
type Followed struct {
	Target
	Before money.Decimal `json:"before"` // the year before
	Now    money.Decimal `json:"now"`
	Saved  money.Decimal `json:"saved"` // in percent; negative: it rose
	Met    bool          `json:"met"`
	Told   bool          `json:"told"` // both years have figures
}

// Targets are the saving targets with how far each is met.
func Targets(tx *db.Tx, _ act.Nothing) ([]Followed, error) {
	all, err := db.All[Target](tx, `select number, year, what, product, percent, why from saving_target where unit = $1 order by year, number`, tx.Unit)
	if err != nil {
		return nil, err
	}
	list := make([]Followed, len(all))
	for i, t := range all {
		list[i].Target = t
		before, had, err := measured(tx, t, t.Year-1)
		if err != nil {
			return nil, err
		}
		now, has, err := measured(tx, t, t.Year)
		if err != nil {
			return nil, err
		}
		f := &list[i]
		f.Before, f.Now, f.Told = before, now, had && has && before.Sign() != 0
		if f.Told {
			saved := new(big.Rat).Sub(before.Rat(), now.Rat())
			saved.Quo(saved.Mul(saved, big.NewRat(100, 1)), before.Rat())
			if f.Saved, err = money.ParseDecimal(saved.FloatString(1)); err != nil {
				return nil, err
			}
			f.Met = f.Saved.Cmp(t.Percent) >= 0
		}
	}
	return list, nil
}

// measured is what a target is about in a year.
func measured(tx *db.Tx, t Target, year cal.Year) (money.Decimal, bool, error) {
	u, err := unit.Now(tx)
	if err != nil {
		return money.Decimal{}, false, err
	}
	from, to := year.First().Month(), year.Last().Month()
	all, err := madeIn(tx, from, to, u.Currency)
	if err != nil || len(all) == 0 {
		return money.Decimal{}, false, err
	}
	w := &worker{tx: tx, in: OfProduct{From: from, To: to}, all: all, currency: u.Currency}
	var cost, material, overhead, good, rejects int64
	for name, m := range all {
		if t.Product != "" && name != t.Product || m.good == 0 {
			continue
		}
		c, err := w.card(m)
		if err != nil {
			return money.Decimal{}, false, err
		}
		for _, l := range c.Lines {
			switch l.What {
			case costMaterial:
				material += l.Actual.Coins
			case costOverhead:
				overhead += l.Actual.Coins
			}
		}
		cost, good, rejects = cost+c.Actual.Coins, good+int64(m.good), rejects+int64(m.rejects)
	}
	if good == 0 {
		return money.Decimal{}, false, nil
	}
	switch t.What {
	case "rejects":
		return percent(rejects, good+rejects), true, nil
	case "overhead":
		return money.Of(overhead, w.currency).Decimal(), true, nil
	case "material of one":
		return each(material, measure.Quantity(good), w.currency), true, nil
	}
	return each(cost, measure.Quantity(good), w.currency), true, nil
}
