package cost

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/measure"
	"artel/coop/goods"
)

// madeOf is what was made of a product in a stretch of days, as the books and
// registers have it.
type madeOf struct {
	product                  string
	good, rejects            measure.Quantity
	byGrade                  map[string]measure.Quantity
	material, beside, labour int64
	hours                    measure.Quantity
	used                     map[string]usedUp
}

type usedUp struct {
	quantity measure.Quantity
	value    int64
}

// madeIn is what was made of each product in a stretch of days. Customers' goods
// are not among it: their material is not ours.
func madeIn(tx *db.Tx, from, to cal.Day) (map[string]*madeOf, error) {
	heads, err := db.All[struct {
		Product                  string
		Material, Beside, Labour int64
	}](tx, `
		select t.product, cast(sum(a.material) as bigint), cast(sum(a.beside) as bigint), cast(sum(a.labour) as bigint)
		from acceptance a join task t on t.unit = a.unit and t.number = a.task
		where a.unit = $1 and a.day >= $2 and a.day <= $3 and t.owner = '' group by t.product order by t.product`, tx.Unit, from, to)
	if err != nil {
		return nil, err
	}
	all := map[string]*madeOf{}
	for _, h := range heads {
		all[h.Product] = &madeOf{product: h.Product, byGrade: map[string]measure.Quantity{}, material: h.Material, beside: h.Beside, labour: h.Labour, used: map[string]usedUp{}}
	}
	grades, err := db.All[struct {
		Product, Grade string
		Quantity       measure.Quantity
	}](tx, `
		select t.product, g.grade, cast(sum(g.quantity) as bigint)
		from acceptance a join task t on t.unit = a.unit and t.number = a.task join accepted g on g.unit = a.unit and g.number = a.number
		where a.unit = $1 and a.day >= $2 and a.day <= $3 and t.owner = '' group by t.product, g.grade`, tx.Unit, from, to)
	if err != nil {
		return nil, err
	}
	for _, g := range grades {
		m := all[g.Product]
		m.byGrade[g.Grade] = g.Quantity
		if g.Grade == goods.Reject {
			m.rejects += g.Quantity
		} else {
			m.good += g.Quantity
		}
	}
	return all, usedIn(tx, from, to, all)
}

// usedIn adds what material went into each product, and the hours worked on it.
func usedIn(tx *db.Tx, from, to cal.Day, all map[string]*madeOf) error {
	used, err := db.All[struct {
		Product, Item string
		Quantity      measure.Quantity
		Value         int64
	}](tx, `
		select t.product, m.item, cast(-sum(m.quantity) as bigint), cast(-sum(m.value) as bigint)
		from stock_move m join slip s on s.unit = m.unit and s.kind = m.kind and s.number = m.number join task t on t.unit = s.unit and t.number = s.ref
		where m.unit = $1 and m.kind = 'acceptance' and m.day >= $2 and m.day <= $3 and t.owner = ''
		  and (m.place like 'member:%' or m.place like 'batch:%')
		group by t.product, m.item order by t.product, m.item`, tx.Unit, from, to)
	if err != nil {
		return err
	}
	for _, u := range used {
		if m := all[u.Product]; m != nil && u.Quantity != 0 {
			m.used[u.Item] = usedUp{u.Quantity, u.Value}
		}
	}
	hours, err := db.All[struct {
		Product string
		Hours   measure.Quantity
	}](tx, `
		select t.product, cast(sum(w.hours) as bigint)
		from acceptance a join task t on t.unit = a.unit and t.number = a.task
		join work w on w.unit = a.unit and w.number >= a.work_first and w.number <= a.work_last
		where a.unit = $1 and a.day >= $2 and a.day <= $3 and a.work_first > 0 and a.corrects = 0
		  and not exists (select 1 from work c where c.unit = w.unit and c.corrects = w.number) group by t.product`, tx.Unit, from, to)
	for _, h := range hours {
		if m := all[h.Product]; m != nil {
			m.hours = h.Hours
		}
	}
	return err
}
