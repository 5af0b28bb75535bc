package task

import (
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/goods"
)

// Made is what was made of a product in a stretch of days, as the unit's own:
// customers' goods are not among it.
type Made struct {
	Product                  string
	Material, Beside, Labour int64 // coins
	Hours                    measure.Quantity
	ByGrade                  map[string]measure.Quantity
	Used                     map[string]goods.Lot // by item: how much, at which value
}

// madeSums adds acceptances up by what the month's tables are kept by.
type madeSums struct {
	heads  map[[3]string]*Made
	grades map[[3]string]measure.Quantity
	used   map[[4]string]goods.Lot
}

func (m *madeSums) add(a *Acceptance, t Task) {
	if t.Owner != "" {
		return
	}
	month, c := string(a.Day.Month()), string(a.Material.Currency)
	k := [3]string{month, t.Product, c}
	if m.heads[k] == nil {
		m.heads[k] = &Made{}
	}
	h := m.heads[k]
	h.Material, h.Beside, h.Labour, h.Hours = h.Material+a.Material.Coins, h.Beside+a.Beside.Coins, h.Labour+a.Labour.Coins, h.Hours+a.Hours
	for _, g := range a.Grades {
		m.grades[[3]string{month, t.Product, g.Grade}] += g.Quantity
	}
	for _, f := range a.used {
		k := [4]string{month, t.Product, f.Item, c}
		l := m.used[k]
		m.used[k] = goods.Lot{Quantity: l.Quantity - f.Quantity, Value: l.Value - f.Value}
	}
}

// addMade adds acceptances to the months' sums.
func addMade(tx *db.Tx, list []*Acceptance, tasks map[int64]Task) error {
	m := &madeSums{map[[3]string]*Made{}, map[[3]string]measure.Quantity{}, map[[4]string]goods.Lot{}}
	for _, a := range list {
		m.add(a, tasks[a.Task])
	}
	heads := keysOf(m.heads, func(a, b [3]string) int { return slices.Compare(a[:], b[:]) })
	err := tx.Upsert("made (unit, month, product, currency, material, beside, labour, hours)",
		"on conflict (unit, month, product, currency) do update set material = made.material + excluded.material, beside = made.beside + excluded.beside, labour = made.labour + excluded.labour, hours = made.hours + excluded.hours",
		len(heads), func(i int, to []any) []any {
			k, h := heads[i], m.heads[heads[i]]
			return append(to, tx.Unit, k[0], k[1], k[2], h.Material, h.Beside, h.Labour, int64(h.Hours))
		})
	if err != nil {
		return err
	}
	grades := keysOf(m.grades, func(a, b [3]string) int { return slices.Compare(a[:], b[:]) })
	err = tx.Upsert("made_grade (unit, month, product, grade, quantity)", "on conflict (unit, month, product, grade) do update set quantity = made_grade.quantity + excluded.quantity",
		len(grades), func(i int, to []any) []any {
			k := grades[i]
			return append(to, tx.Unit, k[0], k[1], k[2], int64(m.grades[k]))
		})
	if err != nil {
		return err
	}
	used := keysOf(m.used, func(a, b [4]string) int { return slices.Compare(a[:], b[:]) })
	return tx.Upsert("made_used (unit, month, product, item, currency, quantity, value)",
		"on conflict (unit, month, product, item, currency) do update set quantity = made_used.quantity + excluded.quantity, value = made_used.value + excluded.value",
		len(used), func(i int, to []any) []any {
			k := used[i]
			return append(to, tx.Unit, k[0], k[1], k[2], k[3], int64(m.used[k].Quantity), m.used[k].Value)
		})
}

func keysOf[K comparable, V any](m map[K]V, compare func(a, b K) int) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compare)
	return keys
}

// MadeIn is what was made of each product in a stretch of months, in one
// currency.
func MadeIn(tx *db.Tx, from, to cal.Month, c money.Currency) (map[string]*Made, error) {
	all := map[string]*Made{}
	heads, err := db.All[struct {
		Product                  string
		Material, Beside, Labour int64
		Hours                    measure.Quantity
	}](tx, `
		select product, cast(sum(material) as bigint), cast(sum(beside) as bigint), cast(sum(labour) as bigint), cast(sum(hours) as bigint) from made
		where unit = $1 and month >= $2 and month <= $3 and currency = $4 group by product`, tx.Unit, from, to, c)
	if err != nil {
		return nil, err
	}
	for _, h := range heads {
		all[h.Product] = &Made{h.Product, h.Material, h.Beside, h.Labour, h.Hours, map[string]measure.Quantity{}, map[string]goods.Lot{}}
	}
	grades, err := db.All[struct {
		Product, Grade string
		Quantity       measure.Quantity
	}](tx, `select product, grade, cast(sum(quantity) as bigint) from made_grade where unit = $1 and month >= $2 and month <= $3 group by product, grade`, tx.Unit, from, to)
	if err != nil {
		return nil, err
	}
	for _, g := range grades {
		if m := all[g.Product]; m != nil {
			m.ByGrade[g.Grade] = g.Quantity
		}
	}
	used, err := db.All[struct {
		Product, Item string
		Quantity      measure.Quantity
		Value         int64
	}](tx, `
		select product, item, cast(sum(quantity) as bigint), cast(sum(value) as bigint) from made_used
		where unit = $1 and month >= $2 and month <= $3 and currency = $4 group by product, item`, tx.Unit, from, to, c)
	for _, u := range used {
		if m := all[u.Product]; m != nil {
			m.Used[u.Item] = goods.Lot{Quantity: u.Quantity, Value: u.Value}
		}
	}
	return all, err
}

// Verify holds the acceptances to their slips, and the months' sums to the
// acceptances. It returns how many acceptances there are.
func Verify(tx *db.Tx) (int64, error) {
	all, err := selectAccepted(tx, "0000-01-01", "9999-12-31", 0, 0)
	if err != nil {
		return 0, err
	}
	tasks, err := selectTasks(tx)
	if err != nil {
		return 0, err
	}
	by := map[int64]Task{}
	for _, t := range tasks {
		by[t.Number] = t
	}
	used, err := usedBy(tx)
	if err != nil {
		return 0, err
	}
	m := &madeSums{map[[3]string]*Made{}, map[[3]string]measure.Quantity{}, map[[4]string]goods.Lot{}}
	for i := range all {
		a := &all[i]
		a.used = used[a.Number]
		var coins int64
		for _, f := range a.used {
			coins -= f.Value
		}
		if coins != a.Material.Coins {
			return 0, fault.Conflict.Errorf("Acceptance %d has material of %s; its slip took %s.", a.Number, a.Material.Text(), money.Of(coins, a.Material.Currency).Text())
		}
		m.add(a, by[a.Task])
	}
	rows, err := db.All[struct {
		Month, Product, Currency        string
		Material, Beside, Labour, Hours int64
	}](tx, `select month, product, currency, material, beside, labour, hours from made where unit = $1`, tx.Unit)
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		h := m.heads[[3]string{r.Month, r.Product, r.Currency}]
		if h == nil || h.Material != r.Material || h.Beside != r.Beside || h.Labour != r.Labour || int64(h.Hours) != r.Hours {
			return 0, fault.Conflict.Errorf("What was made of “%s” in %s is not what its acceptances come to.", r.Product, r.Month)
		}
	}
	if len(rows) != len(m.heads) {
		return 0, fault.Conflict.Errorf("What was made is kept for %d months and products; the acceptances have %d.", len(rows), len(m.heads))
	}
	return int64(len(all)), nil
}

// usedBy is what each acceptance took out, or put back.
func usedBy(tx *db.Tx) (map[int64][]goods.Flow, error) {
	rows, err := db.All[struct {
		Number   int64
		Item     string
		Quantity measure.Quantity
		Value    int64
	}](tx, `
		select number, item, quantity, value from stock_move
		where unit = $1 and kind = 'acceptance' and (place like 'member:%' or place like 'batch:%') order by number, line`, tx.Unit)
	by := map[int64][]goods.Flow{}
	for _, r := range rows {
		by[r.Number] = append(by[r.Number], goods.Flow{Item: r.Item, Quantity: r.Quantity, Value: r.Value})
	}
	return by, err
}
