package cost

import (
	"math/big"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/sale"
	"artel/coop/supply"
	"artel/coop/unit"
)

// soldOf is what was sold of a product, or to a customer.
type soldOf struct {
	quantity      measure.Quantity
	revenue, cost int64
}

// soldBy adds up what went out, by product or by customer.
func soldBy(tx *db.Tx, from, to cal.Day, by string) (map[string]soldOf, error) {
	lines, err := sale.Deliveries(tx, ledger.Stretch{From: from, To: to})
	sums := map[string]soldOf{}
	for _, l := range lines {
		name := l.Product
		if by == "customer" {
			name = l.Customer
		}
		s := sums[name]
		s.quantity += l.Quantity
		s.revenue += l.Amount.Coins
		s.cost += l.Cost.Coins
		sums[name] = s
	}
	return sums, err
}

// ContributionIn asks what products or customers contribute.
type ContributionIn struct {
	By   string  `help:"by what" choice:"product|customer" default:"product"`
	From cal.Day `help:"first day" default:"1800-01-01"`
	To   cal.Day `help:"last day" default:"2200-12-31"`
}

// Contributed is what a product or a customer brought in, less what the goods
// stood at.
type Contributed struct {
	Name         string           `json:"name"`
	Quantity     measure.Quantity `json:"quantity"`
	Revenue      money.Amount     `json:"revenue"`
	Cost         money.Amount     `json:"cost"`
	Contribution money.Amount     `json:"contribution"`
	Percent      money.Decimal    `json:"percent"` // of the revenue
}

// Contribution is what each product, or customer, contributed.
func Contribution(tx *db.Tx, in ContributionIn) ([]Contributed, error) {
	u, err := unit.Now(tx)
	if err != nil {
		return nil, err
	}
	sums, err := soldBy(tx, in.From, in.To, in.By)
	list := []Contributed{}
	for name, s := range sums {
		left := s.revenue - s.cost
		list = append(list, Contributed{name, s.quantity, money.Of(s.revenue, u.Currency), money.Of(s.cost, u.Currency), money.Of(left, u.Currency), percent(left, s.revenue)})
	}
	slices.SortFunc(list, func(a, b Contributed) int {
		if a.Contribution.Coins != b.Contribution.Coins {
			return int(min(max(b.Contribution.Coins-a.Contribution.Coins, -1), 1))
		}
		return strings.Compare(a.Name, b.Name)
	})
	return list, err
}

// Indicator is a figure of a year beside that of the year before.
type Indicator struct {
	Name   string        `json:"name" words:"yes"`
	Unit   string        `json:"unit"`
	Before money.Decimal `json:"before"`
	Now    money.Decimal `json:"now"`
	Months []string      `json:"months,omitempty"` // of the year, from January on; "" where there is none
}

// Indicators are how well the unit works, each with its own past: output an
// hour, rejects, local material and sales, non-production hours (S17, S18, S28).
func Indicators(tx *db.Tx, in ledger.OfYear) ([]Indicator, error) {
	var list []Indicator
	for _, one := range []struct {
		name, unit string
		of         func(tx *db.Tx, from, to cal.Day) (money.Decimal, error)
	}{
		{"Value of goods made in an hour", "", perHour}, {"Rejects", "%", rejectRate}, {"Material bought locally", "%", localBought},
		{"Bought from co-operatives and the state", "%", fromFriends}, {"Sold locally", "%", localSold}, {"Hours that make nothing", "%", idleHours},
	} {
		i := Indicator{Name: one.name, Unit: one.unit}
		var err error
		if i.Before, err = one.of(tx, (in.Year - 1).First(), (in.Year - 1).Last()); err != nil {
			return nil, err
		}
		if i.Now, err = one.of(tx, in.Year.First(), in.Year.Last()); err != nil {
			return nil, err
		}
		for _, m := range in.Year.Months() {
			d, err := one.of(tx, m.First(), m.Last())
			if err != nil {
				return nil, err
			}
			text := d.String()
			if d.IsZero() {
				text = ""
			}
			i.Months = append(i.Months, text)
		}
		list = append(list, i)
	}
	return list, nil
}

func perHour(tx *db.Tx, from, to cal.Day) (money.Decimal, error) {
	u, err := unit.Now(tx)
	if err != nil {
		return money.Decimal{}, err
	}
	all, err := madeIn(tx, from.Month(), to.Month(), u.Currency)
	if err != nil {
		return money.Decimal{}, err
	}
	var coins int64
	var hours measure.Quantity
	for _, m := range all {
		if m.hours > 0 {
			coins += m.material - m.beside + m.labour
			hours += m.hours
		}
	}
	if hours <= 0 {
		return money.Decimal{}, nil
	}
	return money.ParseDecimal(new(big.Rat).Quo(money.Of(coins, u.Currency).Rat(), hours.Rat()).FloatString(3))
}

func rejectRate(tx *db.Tx, from, to cal.Day) (money.Decimal, error) {
	u, err := unit.Now(tx)
	if err != nil {
		return money.Decimal{}, err
	}
	all, err := madeIn(tx, from.Month(), to.Month(), u.Currency)
	var good, rejects int64
	for _, m := range all {
		good, rejects = good+int64(m.good), rejects+int64(m.rejects)
	}
	return percent(rejects, good+rejects), err
}

// boughtFrom adds up what came in, and what of it from suppliers that fit.
func boughtFrom(tx *db.Tx, from, to cal.Day, fits func(supply.Standing) bool) (money.Decimal, error) {
	all, err := supply.Suppliers(tx, unit.AsOf{Day: to})
	if err != nil {
		return money.Decimal{}, err
	}
	before, err := supply.Suppliers(tx, unit.AsOf{Day: from.Add(-1)})
	if err != nil {
		return money.Decimal{}, err
	}
	had := map[string]int64{}
	for _, s := range before {
		had[s.Name] = s.Bought.Coins
	}
	var fit, whole int64
	for _, s := range all {
		coins := s.Bought.Coins - had[s.Name]
		if whole += coins; fits(s) {
			fit += coins
		}
	}
	return percent(fit, whole), nil
}

func localBought(tx *db.Tx, from, to cal.Day) (money.Decimal, error) {
	return boughtFrom(tx, from, to, func(s supply.Standing) bool { return s.Local })
}

// fromFriends is the share that did not come from merchants (S19).
func fromFriends(tx *db.Tx, from, to cal.Day) (money.Decimal, error) {
	return boughtFrom(tx, from, to, func(s supply.Standing) bool {
		return !strings.Contains(strings.ToLower(s.Kind), "merchant") && !strings.Contains(s.Kind, "商人")
	})
}

func localSold(tx *db.Tx, from, to cal.Day) (money.Decimal, error) {
	sold, err := soldBy(tx, from, to, "customer")
	if err != nil {
		return money.Decimal{}, err
	}
	all, err := sale.Customers(tx, unit.AsOf{Day: to})
	local := map[string]bool{}
	for _, c := range all {
		local[c.Name] = c.Local
	}
	var fit, whole int64
	for name, s := range sold {
		if whole += s.revenue; local[name] {
			fit += s.revenue
		}
	}
	return percent(fit, whole), err
}

// idleHours is the share of hours in operations that the charter's rule calls
// non-productive (S17).
func idleHours(tx *db.Tx, from, to cal.Day) (money.Decimal, error) {
	charter, err := unit.CharterAt(tx, to)
	if err != nil {
		return money.Decimal{}, err
	}
	named := strings.FieldsFunc(charter.Text("non_production", ""), func(r rune) bool { return r == ',' || r == '，' || r == '、' })
	for i := range named {
		named[i] = strings.TrimSpace(named[i])
	}
	rows, err := db.All[struct {
		Operation string
		Hours     int64
	}](tx, `select operation, cast(sum(hours) as bigint) from work where unit = $1 and day >= $2 and day <= $3 group by operation`, tx.Unit, from, to)
	var fit, whole int64
	for _, r := range rows {
		if whole += r.Hours; slices.Contains(named, r.Operation) {
			fit += r.Hours
		}
	}
	return percent(fit, whole), err
}
