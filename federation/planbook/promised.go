package planbook

import (
	"math/big"
	"slices"

	"artel/base/cal"
	"artel/base/money"
	"artel/coop/sale"
	"artel/coop/unit"
)

// promised are the wants of the months of the plan: what contracts have agreed by
// month, what orders leave to be delivered, and what is sold beside them as in the
// year before.
func (r *reporter) promised() error {
	last := r.out.From
	for range r.out.Months - 1 {
		last = last.Next()
	}
	taken := map[string]map[cal.Month]*big.Rat{} // by product, so that no piece is expected twice
	want := func(w Want) {
		if w.Month = max(w.Month, r.out.From); w.Month > last || w.Much.Sign() <= 0 {
			return
		}
		r.out.Wants = append(r.out.Wants, w)
		if taken[w.Item] == nil {
			taken[w.Item] = map[cal.Month]*big.Rat{}
		}
		if taken[w.Item][w.Month] == nil {
			taken[w.Item][w.Month] = new(big.Rat)
		}
		taken[w.Item][w.Month].Add(taken[w.Item][w.Month], w.Much.Rat())
	}
	contracts, err := sale.Contracts(r.tx, unit.AsOf{Day: r.day})
	if err != nil {
		return err
	}
	for _, c := range contracts {
		for _, l := range c.Lines {
			months := slices.Clone(l.Calendar)
			if len(months) == 0 && c.To > r.day {
				months = []sale.InMonth{{Month: c.To.Month(), Quantity: l.Quantity}}
			}
			had := l.Delivered // fills the earliest months
			for _, m := range months {
				left := max(0, m.Quantity-had)
				had -= m.Quantity - left
				want(Want{m.Month, l.Product, "contract", c.Customer, l.Price, left.Decimal()})
			}
		}
	}
	orders, err := sale.Orders(r.tx, sale.OrdersIn{Day: r.day})
	if err != nil {
		return err
	}
	for _, o := range orders {
		if o.Kind == sale.Quotation || o.Contract != 0 || o.State != "open" && o.State != "late" || o.Day > r.day {
			continue
		}
		due := r.out.From
		if o.Due != "" {
			due = o.Due.Month()
		}
		for _, l := range o.Lines {
			want(Want{due, l.Product, "order", o.Customer, l.Price, l.Left().Decimal()})
		}
	}
	r.expected(want, taken, last)
	return nil
}

// expected is what was sold in the same month of the year before, less what is
// promised already.
func (r *reporter) expected(want func(Want), taken map[string]map[cal.Month]*big.Rat, last cal.Month) {
	for _, g := range r.out.Goods {
		if !g.Product {
			continue
		}
		for m := r.out.From; m <= last; m = m.Next() {
			sold := r.months[[2]string{g.Item, string(m[5:7])}]
			if sold == nil {
				continue
			}
			much := new(big.Rat).Set(sold)
			if t := taken[g.Item][m]; t != nil {
				much.Sub(much, t)
			}
			worth := g.Value
			if average := ratio(r.income[g.Item], r.sold[g.Item]); average != nil {
				worth = decimal(average)
			}
			if much.Sign() > 0 {
				want(Want{m, g.Item, "forecast", "", worth, roundDown(much)})
			}
		}
	}
}

// roundDown is whole pieces where there is more than one: nobody expects half a chair.
func roundDown(x *big.Rat) money.Decimal {
	if x.Cmp(big.NewRat(1, 1)) < 0 {
		return decimal(x)
	}
	return money.DecimalOf(new(big.Int).Quo(x.Num(), x.Denom()).Int64(), 0)
}
