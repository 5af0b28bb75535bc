package goods

import (
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
)

// Verify holds the stock register to its moves and to the books: what lies in
// every place is what its moves come to, was never less than nothing on any
// day, and has the value that the stock accounts have. It returns how many
// moves there are.
func Verify(tx *db.Tx) (moves int64, err error) {
	if moves, err = db.One[int64](tx, `select count(*) from stock_move where unit = $1`, tx.Unit); err != nil {
		return 0, err
	}
	if err := verifyStock(tx); err != nil {
		return moves, err
	}
	if err := verifyDays(tx); err != nil {
		return moves, err
	}
	return moves, verifyBooks(tx)
}

type lotKey struct {
	key
	lot int64
}

type lotSum struct {
	Item, Grade, Owner string
	Place              Place
	Lot                int64
	Quantity           measure.Quantity
	Value              int64
	Holds              measure.Quantity
	Worth              int64
}

// verifyStock holds the derived table to the moves: quantities lot by lot,
// values place by place.
func verifyStock(tx *db.Tx) error {
	moved, err := db.All[lotSum](tx, `
		select item, grade, owner, place, lot, cast(sum(quantity) as bigint), cast(sum(value) as bigint), 0, 0 from stock_move
		where unit = $1 group by item, grade, owner, place, lot order by item, grade, owner, place, lot`, tx.Unit)
	if err != nil {
		return err
	}
	lots, values := map[lotKey]measure.Quantity{}, map[key]int64{}
	for _, m := range moved {
		k := key{m.Item, m.Grade, m.Owner, m.Place}
		lots[lotKey{k, m.Lot}] += m.Quantity
		values[k] += m.Value
	}
	kept, err := db.All[lotSum](tx, `
		select item, grade, owner, place, lot, quantity, value, holds, worth from stock where unit = $1
		order by item, grade, owner, place, lot`, tx.Unit)
	if err != nil {
		return err
	}
	together := map[key]Lot{}
	for _, s := range kept {
		k := key{s.Item, s.Grade, s.Owner, s.Place}
		sum := together[k]
		together[k] = Lot{Quantity: sum.Quantity + s.Quantity - s.Holds, Value: sum.Value + s.Value - s.Worth}
		if had := lots[lotKey{k, s.Lot}]; had != s.Quantity || s.Quantity < 0 {
			return fault.Conflict.Errorf("Of “%s”, grade %s, lot %d, %s lie in %s by the register; its movements come to %s.", s.Item, s.Grade, s.Lot, s.Quantity, s.Place.words(), had)
		}
		delete(lots, lotKey{k, s.Lot})
		values[k] -= s.Value
		if s.Owner != "" && s.Value != 0 {
			return fault.Conflict.Errorf("“%s” of %s has a value in these books.", s.Item, s.Owner)
		}
	}
	for k, off := range together {
		if off != (Lot{}) {
			return fault.Conflict.Errorf("Of “%s”, grade %s, in %s, the lots do not come to what the register says lies there.", k.item, k.grade, k.place.words())
		}
	}
	for _, m := range moved {
		k := key{m.Item, m.Grade, m.Owner, m.Place}
		if lots[lotKey{k, m.Lot}] != 0 {
			return fault.Conflict.Errorf("Of “%s”, grade %s, lot %d, nothing lies in %s by the register; its movements come to %s.", m.Item, m.Grade, m.Lot, m.Place.words(), m.Quantity)
		}
		if values[k] != 0 {
			return fault.Conflict.Errorf("The value of “%s”, grade %s, in %s differs from its movements by %d coins.", m.Item, m.Grade, m.Place.words(), values[k])
		}
	}
	return nil
}

// verifyDays holds that no place ever had less than nothing at a day's end.
func verifyDays(tx *db.Tx) error {
	type row struct {
		Item, Grade, Owner string
		Place              Place
		Day                string
		Quantity           measure.Quantity
	}
	var stands measure.Quantity
	var at key
	for r, err := range db.Each[row](tx, `
		select item, grade, owner, place, day, cast(sum(quantity) as bigint) from stock_move
		where unit = $1 group by item, grade, owner, place, day order by item, grade, owner, place, day`, tx.Unit) {
		if err != nil {
			return err
		}
		if k := (key{r.Item, r.Grade, r.Owner, r.Place}); k != at {
			at, stands = k, 0
		}
		if stands += r.Quantity; stands < 0 {
			return fault.Conflict.Errorf("On %s there were %s of “%s”, grade %s, in %s: less than nothing.", r.Day, stands, r.Item, r.Grade, r.Place.words())
		}
	}
	return nil
}

// verifyBooks holds the stock accounts to the register, party by party, and
// every slip's entry to its moves.
func verifyBooks(tx *db.Tx) error {
	type stands struct {
		Account, Party, Currency string
		Amount                   int64
	}
	booked, err := db.All[stands](tx, `
		select account, party, currency, cast(sum(debit - credit) as bigint) from party_balance
		where unit = $1 and account in ('1220', '1230', '1250', '1260') and party <> '' group by account, party, currency
		union all
		select account, '', currency, cast(sum(debit - credit) as bigint) from balance
		where unit = $1 and account in ('1220', '1230', '1250', '1260') group by account, currency`, tx.Unit)
	if err != nil {
		return err
	}
	cards, err := Cards(tx, "9999-12-31")
	if err != nil {
		return err
	}
	kept, err := selectStock(tx, "")
	if err != nil {
		return err
	}
	worth := map[[3]string]int64{}
	for _, s := range kept {
		account, party, c := s.Place.account(cards[s.Item].Kind), s.Place.party(), string(s.Value.Currency)
		worth[[3]string{account, "", c}] += s.Value.Coins
		if party != "" {
			worth[[3]string{account, party, c}] += s.Value.Coins
		}
	}
	for _, b := range booked {
		k := [3]string{b.Account, b.Party, b.Currency}
		if worth[k] != b.Amount {
			return apart(b.Account, b.Party, worth[k], b.Amount, money.Currency(b.Currency))
		}
		delete(worth, k)
	}
	for k, coins := range worth {
		if coins != 0 {
			return apart(k[0], k[1], coins, 0, money.Currency(k[2]))
		}
	}
	return verifyEntries(tx)
}

func apart(account, party string, register, books int64, c money.Currency) error {
	if party != "" {
		account += ", " + party
	}
	return fault.Conflict.Errorf("The stock on account %s is worth %s in the register and %s in the books.", account, money.Of(register, c).Text(), money.Of(books, c).Text())
}

// verifyEntries holds each slip's entry to what its moves are worth.
func verifyEntries(tx *db.Tx) error {
	type row struct {
		Kind          string
		Number, Entry int64
		Moved, Booked int64
	}
	for r, err := range db.Each[row](tx, `
		select s.kind, s.number, s.entry,
			(select cast(coalesce(sum(m.value), 0) as bigint) from stock_move m where m.unit = s.unit and m.kind = s.kind and m.number = s.number),
			(select cast(coalesce(sum(p.amount), 0) as bigint) from posting p where p.unit = s.unit and p.month = substr(s.day, 1, 7) and p.entry = s.entry
				and p.account in ('1220', '1230', '1250', '1260'))
		from slip s where s.unit = $1 order by s.kind, s.number`, tx.Unit) {
		if err != nil {
			return err
		}
		if r.Moved != r.Booked {
			return fault.Conflict.Errorf("%s %d moved stock worth %d coins, and its entry %d has %d.", r.Kind, r.Number, r.Moved, r.Entry, r.Booked)
		}
	}
	return nil
}
