package cost

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/task"
)

// madeOf is what was made of a product in a stretch of months, as the books and
// registers have it.
type madeOf struct {
	product                  string
	good, rejects            measure.Quantity
	material, beside, labour int64
	hours                    measure.Quantity
	used                     map[string]goods.Lot
}

// madeIn is what was made of each product in a stretch of months. Customers'
// goods are not among it: their material is not ours.
func madeIn(tx *db.Tx, from, to cal.Month, c money.Currency) (map[string]*madeOf, error) {
	all := map[string]*madeOf{}
	made, err := task.MadeIn(tx, from, to, c)
	for name, m := range made {
		o := &madeOf{product: name, material: m.Material, beside: m.Beside, labour: m.Labour, hours: m.Hours, used: m.Used}
		for grade, q := range m.ByGrade {
			if grade == goods.Reject {
				o.rejects += q
			} else {
				o.good += q
			}
		}
		all[name] = o
	}
	return all, err
}

// soldFor is what one of a product was sold for on average in a stretch of
// months; 0 where none was.
func soldFor(tx *db.Tx, product string, from, to cal.Month, c money.Currency) (money.Decimal, error) {
	rows, err := db.All[struct {
		Quantity measure.Quantity
		Amount   int64
	}](tx, `
		select cast(coalesce(sum(quantity), 0) as bigint), cast(coalesce(sum(amount), 0) as bigint) from delivery_line
		where unit = $1 and product = $2 and day >= $3 and day <= $4 and currency = $5`, tx.Unit, product, from.First(), to.Last(), c)
	if err != nil || rows[0].Quantity <= 0 {
		return money.Decimal{}, err
	}
	return each(rows[0].Amount, rows[0].Quantity, c), nil
}
