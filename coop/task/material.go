package task

import (
	"math/big"

	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/goods"
)

// useMaterial takes out what went into the goods: as measured, or by the norm.
// Where less lies there than norm and allowed waste, but enough for the goods
// themselves, all of it went in: the maker was sparing.
func (d *dock) useMaterial(sl *goods.Slip, t Task, r goods.Recipe, in Accepting, total measure.Quantity) (coins int64, err error) {
	measured := map[string]Used{}
	for _, u := range in.Used {
		if _, twice := measured[u.Item]; twice || u.Quantity < 0 {
			return 0, fault.Invalid.Errorf("“%s” stands there twice, or is below 0.", u.Item)
		}
		measured[u.Item] = u
	}
	for _, l := range r.Lines {
		if l.Kind != goods.Material {
			continue
		}
		card, err := sl.Card(l.Item)
		if err != nil {
			return 0, err
		}
		norm, err := r.For(l, total)
		if err != nil {
			return 0, err
		}
		pools, have, err := d.lying(card, t)
		if err != nil {
			return 0, err
		}
		use := min(norm, have)
		u, isMeasured := measured[l.Item]
		if isMeasured {
			if use, err = card.Quantity(u.Quantity, u.Per); err != nil {
				return 0, err
			}
			delete(measured, l.Item)
		}
		l.Waste = money.Decimal{}
		bare, err := r.For(l, total)
		if err != nil {
			return 0, err
		}
		if use > have || !isMeasured && have < bare {
			return 0, fault.Conflict.Errorf("%s “%s” need at least %s %s of “%s”, and only %s lie with %s. Enter the issue that is missing, or the count of the goods.",
				total, t.Product, max(use, bare), card.Per, l.Item, have, t.party())
		}
		out, err := takeFrom(sl, card, t, pools, use)
		if err != nil {
			return 0, err
		}
		coins += out
	}
	for item := range measured {
		return 0, fault.Invalid.Errorf("“%s” is not in the recipe of “%s”.", item, t.Product)
	}
	return coins, nil
}

// heap is material of one grade and owner that lies at the task.
type heap struct {
	grade, owner string
	quantity     measure.Quantity
}

// lying is what lies at the task's place of a material: the customer's first,
// and of each the best grade first.
func (d *dock) lying(card goods.Good, t Task) (heaps []heap, all measure.Quantity, err error) {
	owners := []string{""}
	if t.Owner != "" {
		owners = []string{t.Owner, ""}
	}
	for _, owner := range owners {
		for _, g := range card.GradeList() {
			q, err := d.stock.Free(card.Item, g.Name, owner, t.Place())
			if err != nil {
				return nil, 0, err
			}
			if q > 0 {
				heaps = append(heaps, heap{g.Name, owner, q})
				all += q
			}
		}
	}
	return heaps, all, nil
}

func takeFrom(sl *goods.Slip, card goods.Good, t Task, heaps []heap, use measure.Quantity) (coins int64, err error) {
	for _, h := range heaps {
		q := min(h.quantity, use)
		if q == 0 {
			break
		}
		out, err := sl.Out(goods.Flow{Item: card.Item, Grade: h.grade, Owner: h.owner, Place: t.Place(), Quantity: q})
		if err != nil {
			return 0, err
		}
		use -= q
		coins += out
	}
	return coins, nil
}

// byProducts brings in what came out beside the goods, at the recipe's value
// but never at more than the material that went in.
func (d *dock) byProducts(sl *goods.Slip, r goods.Recipe, in Accepting, total measure.Quantity, material int64) (coins int64, err error) {
	for _, l := range r.Lines {
		if l.Kind != goods.ByProduct {
			continue
		}
		q, err := r.For(l, total)
		if err != nil {
			return 0, err
		}
		if q == 0 {
			continue
		}
		worth, err := money.HalfUp(new(big.Rat).Mul(q.Rat(), l.Value.Rat()), d.stock.Currency())
		if err != nil {
			return 0, err
		}
		worth.Coins = min(worth.Coins, material-coins)
		if err := sl.In(goods.Flow{Item: l.Item, Place: goods.At(goods.Store, in.Store), Quantity: q, Value: worth.Coins}); err != nil {
			return 0, err
		}
		coins += worth.Coins
	}
	return coins, nil
}
