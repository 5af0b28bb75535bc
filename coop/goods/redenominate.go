package goods

import (
	"cmp"
	"slices"

	"artel/base/db"
	"artel/base/money"
	"artel/coop/unit"
)

// Redenominate counts the stock in a new currency: what each stock account came
// to in it is divided over the lots that stand there, by what each was worth, so
// that register and books stay equal to the coin. Two slips carry it, one for
// each entry of the books; by-products of recipes follow.
func Redenominate(tx *db.Tx, r unit.Redenomination, to map[[2]string]int64, closed, opened int64) error {
	s, err := Open(tx)
	if err != nil {
		return err
	}
	cards, err := Cards(tx, r.Day)
	if err != nil {
		return err
	}
	type standing struct {
		key
		*pool
	}
	by := map[[2]string][]standing{}
	for item := range cards {
		if err := s.load(item); err != nil {
			return err
		}
	}
	for k, p := range s.pools {
		if all, value := p.Total(); all != 0 || value != 0 {
			at := [2]string{k.place.account(cards[k.item].Kind), k.place.party()}
			by[at] = append(by[at], standing{k, p})
		}
	}
	if len(by) == 0 {
		return redenominateRecipes(tx, r)
	}
	out, in := &Slip{Kind: "redenomination", Day: r.Day, Entry: closed, stock: s, in: r.From}, &Slip{Kind: "redenomination", Day: r.Day, Entry: opened, stock: s, in: r.To}
	for at, pools := range by {
		slices.SortFunc(pools, func(a, b standing) int {
			return cmp.Or(cmp.Compare(a.item, b.item), cmp.Compare(a.grade, b.grade), cmp.Compare(a.owner, b.owner), cmp.Compare(a.place, b.place))
		})
		weights := make([]int64, len(pools))
		for i, p := range pools {
			weights[i] = p.value
		}
		parts, err := splitOr(to[at], weights)
		if err != nil {
			return err
		}
		for i, p := range pools {
			if err := p.recount(p.key, parts[i], out, in); err != nil {
				return err
			}
		}
	}
	for _, sl := range []*Slip{out, in} {
		slices.SortStableFunc(sl.Flows, func(a, b Flow) int {
			return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.Grade, b.Grade), cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Place, b.Place), cmp.Compare(a.Lot, b.Lot))
		})
		if sl.Number, err = s.next(sl.Kind); err != nil {
			return err
		}
		s.slips = append(s.slips, sl)
	}
	if err := s.Save(); err != nil {
		return err
	}
	return redenominateRecipes(tx, r)
}

// splitOr shares coins out, and where nothing has weight gives nothing to any.
func splitOr(coins int64, weights []int64) ([]int64, error) {
	list := make([]int64, len(weights))
	if coins == 0 {
		return list, nil
	}
	parts, err := money.Split(money.Of(coins, ""), weights)
	for i := range parts {
		list[i] = parts[i].Coins
	}
	return list, err
}

// recount gives a pool its value in the new currency.
func (p *pool) recount(k key, value int64, out, in *Slip) error {
	flow := func(sl *Slip, l Lot, sign int64) {
		f := Flow{Item: k.item, Grade: k.grade, Owner: k.owner, Place: k.place, Lot: l.Number, Quantity: l.Quantity, Value: sign * l.Value}
		if sign < 0 {
			f.Quantity = -l.Quantity
		}
		sl.Flows = append(sl.Flows, f)
	}
	weights := make([]int64, len(p.lots))
	whole := int64(0)
	for i, l := range p.lots {
		flow(out, l, -1)
		weights[i] = l.Value
		whole += l.Value
	}
	if p.diff != 0 {
		flow(out, Lot{Value: p.diff}, -1)
	}
	if whole == 0 {
		for i, l := range p.lots {
			weights[i] = int64(l.Quantity)
		}
	}
	parts, err := splitOr(value, weights)
	if err != nil {
		return err
	}
	for i := range p.lots {
		p.lots[i].Value = parts[i]
		flow(in, p.lots[i], 1)
	}
	p.value, p.diff, p.change, p.moved = value, 0, true, max(p.moved, in.Day)
	return nil
}

// redenominateRecipes writes the recipes anew that give a by-product a value.
func redenominateRecipes(tx *db.Tx, r unit.Redenomination) error {
	all, err := selectRecipes(tx, "9999-12-31")
	if err != nil {
		return err
	}
	var news []Recipe
	for _, recipe := range all {
		valued := false
		for i, l := range recipe.Lines {
			if l.Value.IsZero() {
				continue
			}
			valued = true
			if recipe.Lines[i].Value, err = money.Quotient(l.Value, r.Divisor); err != nil {
				return err
			}
		}
		if valued {
			recipe.Since = max(recipe.Since, r.Day)
			news = append(news, recipe)
		}
	}
	return insertRecipes(tx, news)
}
