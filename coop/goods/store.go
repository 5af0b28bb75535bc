package goods

import (
	"cmp"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/measure"
	"artel/base/money"
)

func insertCards(tx *db.Tx, cards []Good) error {
	return tx.Insert("good (unit, item, since, act, kind, per, spec, sizes, grades, converts, sample, minimum, search)", len(cards),
		func(i int, to []any) []any {
			g := &cards[i]
			return append(to, tx.Unit, g.Item, g.Since, tx.Act, g.Kind, g.Per, g.Spec, g.Sizes, g.Grades, g.Converts, g.Sample, int64(g.Minimum), g.search())
		})
}

// selectCards are the cards as of a day; an item whose first card begins later
// has that one, for what lies in a store was something before it was written.
func selectCards(tx *db.Tx, day cal.Day) (list []Good, err error) {
	all, err := db.All[Good](tx, `
		select item, since, kind, per, spec, sizes, grades, converts, sample, minimum from good
		where unit = $1 order by item, since, act`, tx.Unit)
	for _, g := range all {
		n := len(list)
		switch {
		case n == 0 || list[n-1].Item != g.Item:
			list = append(list, g)
		case g.Since <= day:
			list[n-1] = g
		}
	}
	return list, err
}

func selectVersions(tx *db.Tx, item string) ([]Good, error) {
	return db.All[Good](tx, `
		select item, since, kind, per, spec, sizes, grades, converts, sample, minimum from good
		where unit = $1 and item = $2 order by since, act`, tx.Unit, item)
}

func insertRecipes(tx *db.Tx, list []Recipe) error {
	for _, r := range list {
		err := tx.Insert("recipe (unit, product, way, since, act, line, kind, item, quantity, makes, waste, value)", len(r.Lines), func(i int, to []any) []any {
			l := &r.Lines[i]
			return append(to, tx.Unit, r.Product, r.Way, r.Since, tx.Act, int64(i+1), l.Kind, l.Item, int64(l.Quantity), int64(r.Makes), l.Waste, l.Value)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// selectRecipes are the recipes as of a day, by product and way.
func selectRecipes(tx *db.Tx, day cal.Day) (list []Recipe, err error) {
	type row struct {
		Product, Way string
		Since        cal.Day
		Act          int64
		Kind, Item   string
		Quantity     measure.Quantity
		Makes        measure.Quantity
		Waste        money.Decimal
		Value        money.Decimal
	}
	rows, err := db.All[row](tx, `
		select product, way, since, act, kind, item, quantity, makes, waste, value from recipe
		where unit = $1 and since <= $2 order by product, way, since, act, line`, tx.Unit, day)
	var act int64
	for _, r := range rows {
		n := len(list)
		if n == 0 || list[n-1].Product != r.Product || list[n-1].Way != r.Way {
			list = append(list, Recipe{Product: r.Product, Way: r.Way})
			n++
			act = 0
		}
		if last := &list[n-1]; act != r.Act || last.Since != r.Since { // a later version takes the place of the one before
			*last = Recipe{r.Product, r.Way, r.Since, r.Makes, nil}
			act = r.Act
		}
		list[n-1].Lines = append(list[n-1].Lines, Ingredient{r.Kind, r.Item, r.Quantity, r.Waste, r.Value})
	}
	return list, err
}

// load reads what lies anywhere of an item.
func (s *Stock) load(item string) error {
	type row struct {
		Grade, Owner string
		Place        Place
		Lot          int64
		Came, Moved  cal.Day
		Quantity     measure.Quantity
		Value        int64
	}
	rows, err := db.All[row](s.tx, `
		select grade, owner, place, lot, came, moved, quantity, value from stock
		where unit = $1 and item = $2 order by came, lot`, s.tx.Unit, item)
	for _, r := range rows {
		k := key{item, r.Grade, r.Owner, r.Place}
		p := s.pools[k]
		if p == nil {
			p = &pool{kept: map[int64]Lot{}}
			s.pools[k] = p
		}
		p.kept[r.Lot] = Lot{r.Lot, r.Came, r.Quantity, r.Value}
		p.moved = max(p.moved, r.Moved)
		if r.Lot == 0 {
			p.diff += r.Value
			p.value += r.Value
			continue
		}
		p.Put(Lot{r.Lot, r.Came, r.Quantity, r.Value})
	}
	return err
}

// write writes the slips with their moves, and brings the stock table to them.
func (s *Stock) write() error {
	type move struct {
		*Slip
		line int64
		Flow
	}
	var moves []move
	for _, sl := range s.slips {
		for i, f := range sl.Flows {
			moves = append(moves, move{sl, int64(i + 1), f})
		}
	}
	err := s.tx.Insert("slip (unit, kind, number, day, party, ref, note, entry, act, sheet_row, said, corrects)", len(s.slips), func(i int, to []any) []any {
		sl := s.slips[i]
		return append(to, s.tx.Unit, sl.Kind, sl.Number, sl.Day, sl.Party, sl.Ref, sl.Note, sl.Entry, s.tx.Act, sl.Line, sl.Said, sl.Corrects)
	})
	if err != nil {
		return err
	}
	err = s.tx.Insert("stock_move (unit, kind, number, line, day, item, grade, owner, place, lot, quantity, value, currency)", len(moves), func(i int, to []any) []any {
		m := &moves[i]
		return append(to, s.tx.Unit, m.Kind, m.Number, m.line, m.Day, m.Item, m.Grade, m.Owner, m.Place, m.Lot, int64(m.Quantity), m.Value, cmp.Or(m.in, s.currency))
	})
	if err != nil {
		return err
	}
	if err := s.writeCameIn(); err != nil {
		return err
	}
	return s.writePools()
}

// writeCameIn adds up what came into the stores as the unit's own, by month.
func (s *Stock) writeCameIn() error {
	type row struct {
		item  string
		month cal.Month
		in    money.Currency
	}
	type came struct {
		row
		q measure.Quantity
		v int64
	}
	at := map[row]int{}
	var all []came
	for _, sl := range s.slips {
		if sl.Kind != "receipt" && sl.Kind != "opening" && sl.Kind != "acceptance" {
			continue
		}
		for _, f := range sl.Flows {
			if f.Owner != "" || f.Place.Kind() != Store {
				continue
			}
			k := row{f.Item, sl.Day.Month(), cmp.Or(sl.in, s.currency)}
			i, known := at[k]
			if !known {
				i = len(all)
				at[k] = i
				all = append(all, came{row: k})
			}
			all[i].q += f.Quantity
			all[i].v += f.Value
		}
	}
	return s.tx.Upsert("came_in (unit, item, month, currency, quantity, value)",
		"on conflict (unit, item, month, currency) do update set quantity = came_in.quantity + excluded.quantity, value = came_in.value + excluded.value",
		len(all), func(i int, to []any) []any {
			return append(to, s.tx.Unit, all[i].item, all[i].month, all[i].in, int64(all[i].q), all[i].v)
		})
}

// CameIn is what came into the stores of each item in a stretch of months, as
// the unit's own, and its value in coins.
func CameIn(tx *db.Tx, from, to cal.Month, c money.Currency) (map[string]Lot, error) {
	rows, err := db.All[struct {
		Item     string
		Quantity measure.Quantity
		Value    int64
	}](tx, `
		select item, cast(sum(quantity) as bigint), cast(sum(value) as bigint) from came_in
		where unit = $1 and month >= $2 and month <= $3 and currency = $4 group by item`, tx.Unit, from, to, c)
	by := map[string]Lot{}
	for _, r := range rows {
		by[r.Item] = Lot{Quantity: r.Quantity, Value: r.Value}
	}
	return by, err
}

// writePools writes the lots of every pool that changed. Lot 0 is the pool
// itself, and stays when all else is used up: it says when the pool last moved.
func (s *Stock) writePools() error {
	type row struct {
		key
		Lot
		moved cal.Day
		holds measure.Quantity
		worth int64
	}
	var rows, gone []row
	for k, p := range s.pools {
		if !p.change {
			continue
		}
		stands := map[int64]Lot{0: {Value: p.diff}}
		rows = append(rows, row{k, Lot{Value: p.diff}, p.moved, p.all, p.value})
		for _, l := range p.lots {
			stands[l.Number] = l
			if p.kept[l.Number] != l {
				rows = append(rows, row{k, l, p.moved, 0, 0})
			}
		}
		for lot := range p.kept {
			if _, left := stands[lot]; !left {
				gone = append(gone, row{key: k, Lot: Lot{Number: lot}})
			}
		}
		p.change, p.moves, p.kept = false, nil, stands
	}
	for _, r := range gone {
		err := s.tx.Exec(`delete from stock where unit = $1 and item = $2 and grade = $3 and owner = $4 and place = $5 and lot = $6`,
			s.tx.Unit, r.item, r.grade, r.owner, r.place, r.Number)
		if err != nil {
			return err
		}
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(strings.Compare(a.item, b.item), strings.Compare(a.grade, b.grade), strings.Compare(a.owner, b.owner),
			strings.Compare(string(a.place), string(b.place)), cmp.Compare(a.Number, b.Number))
	})
	return s.tx.Upsert("stock (unit, item, grade, owner, place, lot, came, moved, quantity, value, holds, worth, currency)",
		"on conflict (unit, item, grade, owner, place, lot) do update set moved = excluded.moved, quantity = excluded.quantity, value = excluded.value, holds = excluded.holds, worth = excluded.worth, currency = excluded.currency",
		len(rows), func(i int, to []any) []any {
			r := &rows[i]
			return append(to, s.tx.Unit, r.item, r.grade, r.owner, r.place, r.Number, r.Came, r.moved, int64(r.Quantity), r.Value, int64(r.holds), r.worth, s.currency)
		})
}

// selectStock is what lies anywhere today, by item, grade, owner and place.
func selectStock(tx *db.Tx, item string) ([]Stocked, error) {
	return db.All[Stocked](tx, `
		select item, grade, owner, place, holds, worth, currency, '', 0, false from stock
		where unit = $1 and lot = 0 and (item = $2 or $2 = '') and (holds <> 0 or worth <> 0)
		order by item, grade, owner, place`, tx.Unit, item)
}

// selectStockOn is what lay anywhere at the end of a day.
func selectStockOn(tx *db.Tx, item string, day cal.Day) ([]Stocked, error) {
	return db.All[Stocked](tx, `
		select item, grade, owner, place, cast(sum(quantity) as bigint), cast(sum(value) as bigint), currency, '', 0, false from stock_move
		where unit = $1 and (item = $2 or $2 = '') and day <= $3
		group by item, grade, owner, place, currency having sum(quantity) <> 0 or sum(value) <> 0
		order by item, grade, owner, place`, tx.Unit, item, day)
}

// latest is the day of the latest movement, or "".
func latest(tx *db.Tx) (cal.Day, error) {
	days, err := db.All[cal.Day](tx, `select day from slip where unit = $1 order by day desc limit 1`, tx.Unit)
	if err != nil || len(days) == 0 {
		return "", err
	}
	return days[0], nil
}

func selectSlips(tx *db.Tx, kind, where string, args ...any) ([]Slip, error) {
	type row struct {
		Kind        string
		Number      int64
		Day         cal.Day
		Party       string
		Ref         int64
		Note        string
		Entry, Line int64
		Said        string
		Of          int64
	}
	rows, err := db.All[row](tx, `
		select kind, number, day, party, ref, note, entry, sheet_row, said, corrects from slip
		where unit = $1 and kind = $2 and `+where, append([]any{tx.Unit, kind}, args...)...)
	list := make([]Slip, len(rows))
	for i, r := range rows {
		list[i] = Slip{Kind: r.Kind, Number: r.Number, Day: r.Day, Party: r.Party, Ref: r.Ref, Note: r.Note, Entry: r.Entry, Line: r.Line, Said: r.Said, Corrects: r.Of}
	}
	return list, err
}

func selectFlows(tx *db.Tx, kind string, number int64) ([]Flow, error) {
	return db.All[Flow](tx, `
		select item, grade, owner, place, lot, quantity, value from stock_move
		where unit = $1 and kind = $2 and number = $3 order by line`, tx.Unit, kind, number)
}

func countCorrections(tx *db.Tx, kind string, number int64) (int64, error) {
	return db.One[int64](tx, `select count(*) from slip where unit = $1 and kind = $2 and corrects = $3 and corrects <> 0`, tx.Unit, kind, number)
}

func selectPictures(tx *db.Tx, item string) ([]Picture, error) {
	return db.All[Picture](tx, `select item, number, title, mime, digest from good_picture where unit = $1 and item = $2 order by number`, tx.Unit, item)
}
