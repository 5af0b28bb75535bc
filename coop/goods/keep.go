package goods

import (
	"fmt"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// Counted is what was found in a store.
type Counted struct {
	Item     string           `help:"the item"`
	Grade    string           `help:"its grade; the first where left out" opt:"yes"`
	Quantity measure.Quantity `help:"how much there is"`
	Per      string           `help:"in this unit; the card's own where left out" opt:"yes"`
	Value    money.Decimal    `help:"what it is worth; only where it is brought in, or where more is found than the books have" default:"0"`
	Owner    string           `help:"the customer whose it is; the unit's own where left out" opt:"yes"`
	Line     int64            `json:"-"`
}

// Beginning brings what lies in the store into the register.
type Beginning struct {
	Day   cal.Day   `help:"the day at whose end it lay there"`
	Store string    `help:"which store" default:"main"`
	Lines []Counted `help:"what lay there, with its value"`
	From  string    `help:"where the value stood until now" choice:"counted materials|brought into the books" default:"counted materials"`
}

// Begin brings what lies in the store into the stock register, when it is
// begun: the value moves over from the materials that were only counted, or is
// brought into books that begin.
func Begin(tx *db.Tx, in Beginning) (Slip, error) {
	from := ledger.Materials
	if in.From != "counted materials" {
		from = ledger.Opening
	}
	u, err := unit.At(tx, in.Day)
	if err != nil {
		return Slip{}, err
	}
	st, err := Open(tx)
	if err != nil {
		return Slip{}, err
	}
	sl, err := st.Slip(Slip{Kind: "opening", Day: in.Day})
	if err != nil {
		return Slip{}, err
	}
	sl.Memo = "What lies in store " + At(Store, in.Store).Name() + " is brought into the stock register"
	var wrong []fault.Problem
	var sum int64
	for i, l := range in.Lines {
		amount, err := l.Value.Amount(u.Currency)
		if err == nil {
			err = sl.bring(l, At(Store, in.Store), amount.Coins)
		}
		sum += amount.Coins
		if wrong, err = AsProblem(wrong, "goods", i+1, err); err != nil {
			return *sl, err
		}
	}
	if len(in.Lines) == 0 {
		return *sl, fault.Invalid.Errorf("There is nothing to bring in: write what lies in the store.")
	}
	if len(wrong) > 0 {
		return *sl, &fault.Rows{Problems: wrong}
	}
	if from == ledger.Materials {
		if err := st.covers(from, in.Day, money.Of(sum, u.Currency)); err != nil {
			return *sl, err
		}
	}
	sl.Post(from, "", -sum)
	return *sl, st.Save()
}

// AsProblem adds what is wrong with a row to the list, so that all rows are told
// at once; an error of ours comes back as it is.
func AsProblem(wrong []fault.Problem, sheet string, row int, err error) ([]fault.Problem, error) {
	if err == nil {
		return wrong, nil
	}
	if fault.Of(err) == "" {
		return wrong, err
	}
	return append(wrong, fault.Problem{Sheet: sheet, Row: row, Wrong: err.Error()}), nil
}

// bring brings a counted line in.
func (sl *Slip) bring(l Counted, place Place, coins int64) error {
	q, err := sl.quantity(l.Item, l.Quantity, l.Per)
	if err != nil {
		return err
	}
	return sl.In(Flow{Item: l.Item, Grade: l.Grade, Owner: l.Owner, Place: place, Quantity: q, Value: coins})
}

// quantity is how much in the unit of the item's card.
func (sl *Slip) quantity(item string, q measure.Quantity, per string) (measure.Quantity, error) {
	card, err := sl.Card(item)
	if err != nil {
		return 0, err
	}
	return card.Quantity(q, per)
}

// Moving carries goods from one store to another.
type Moving struct {
	Day      cal.Day          `help:"the day"`
	Item     string           `help:"what"`
	Grade    string           `help:"of which grade; the first where left out" opt:"yes"`
	Quantity measure.Quantity `help:"how much"`
	Per      string           `help:"in this unit; the card's own where left out" opt:"yes"`
	From     string           `help:"from which store" default:"main"`
	To       string           `help:"to which store"`
	Owner    string           `help:"the customer whose it is; the unit's own where left out" opt:"yes"`
	Note     string           `help:"a remark" opt:"yes"`
}

// MoveBetween carries goods from one store to another, at their value.
func MoveBetween(tx *db.Tx, in Moving) (Slip, error) {
	return One(tx, Slip{Kind: "transfer", Day: in.Day, Note: in.Note}, func(sl *Slip) error { return sl.carry(in) })
}

func (sl *Slip) carry(in Moving) error {
	q, err := sl.quantity(in.Item, in.Quantity, in.Per)
	if err != nil {
		return err
	}
	_, err = sl.Move(Flow{Item: in.Item, Grade: in.Grade, Owner: in.Owner, Place: At(Store, in.From), Quantity: q}, At(Store, in.To))
	return err
}

// One does one slip and saves it.
func One(tx *db.Tx, as Slip, do func(sl *Slip) error) (Slip, error) {
	st, err := Open(tx)
	if err != nil {
		return as, err
	}
	sl, err := st.Slip(as)
	if err != nil {
		return as, err
	}
	if err := do(sl); err != nil {
		return *sl, err
	}
	return *sl, st.Save()
}

// Stocktaking is a count of a store.
type Stocktaking struct {
	Day   cal.Day   `help:"the day at whose end it was counted"`
	Store string    `help:"which store" default:"main"`
	Lines []Counted `help:"what was found; an item that is not named is not touched"`
	Far   bool      `help:"book it although it is far from the books" opt:"yes"`
	Note  string    `help:"who counted, and why it differs" opt:"yes"`
}

// Difference is what a count found beside the books.
type Difference struct {
	Item    string           `json:"item"`
	Grade   string           `json:"grade"`
	Books   measure.Quantity `json:"books"`
	Counted measure.Quantity `json:"counted"`
	More    measure.Quantity `json:"more"` // negative: something is missing
	Value   money.Amount     `json:"value"`
}

// CountedStore is what came of a count.
type CountedStore struct {
	Slip        int64        `json:"slip"`
	Entry       int64        `json:"entry"`
	Differences []Difference `json:"differences"`
}

// farOff is from which part of what the books have on a difference is asked
// about first: a fifth.
const farOff = 5

// Stocktake enters a count. What is missing leaves the books as lost, what is
// more comes in at the value of what lies there.
func Stocktake(tx *db.Tx, in Stocktaking) (CountedStore, error) {
	st, err := Open(tx)
	if err != nil {
		return CountedStore{}, err
	}
	sl, err := st.Slip(Slip{Kind: "count", Day: in.Day, Note: in.Note})
	if err != nil {
		return CountedStore{}, err
	}
	sl.Memo = fmt.Sprintf("Count of store %s: differences", At(Store, in.Store).Name())
	out := CountedStore{}
	var wrong []fault.Problem
	seen := []string{}
	for i, l := range in.Lines {
		d, err := sl.count(l, At(Store, in.Store), in.Far)
		if name := l.Item + "\x00" + l.Grade + "\x00" + l.Owner; err == nil && slices.Contains(seen, name) {
			err = fault.Invalid.Errorf("“%s” is counted twice. Keep one of the two rows, with all there is.", l.Item)
		} else {
			seen = append(seen, name)
		}
		if wrong, err = AsProblem(wrong, "count", i+1, err); err != nil {
			return out, err
		}
		if d.More != 0 {
			out.Differences = append(out.Differences, d)
		}
	}
	if len(in.Lines) == 0 {
		return out, fault.Invalid.Errorf("Nothing was counted: write what was found.")
	}
	if len(wrong) > 0 {
		return out, &fault.Rows{Problems: wrong}
	}
	err = st.Save()
	out.Slip, out.Entry = sl.Number, sl.Entry
	return out, err
}

// count brings one item in a store to what was counted.
func (sl *Slip) count(l Counted, place Place, far bool) (Difference, error) {
	found, err := sl.quantity(l.Item, l.Quantity, l.Per)
	if err != nil {
		return Difference{}, err
	}
	card, err := sl.Card(l.Item)
	if err != nil {
		return Difference{}, err
	}
	if l.Grade == "" {
		l.Grade = card.First()
	}
	if found < 0 {
		return Difference{}, fault.Invalid.Errorf("A count of “%s” is not below 0.", l.Item)
	}
	f := Flow{Item: l.Item, Grade: l.Grade, Owner: l.Owner, Place: place}
	have, value, err := sl.stock.stood(f, sl.Day)
	if err != nil {
		return Difference{}, err
	}
	d := Difference{Item: l.Item, Grade: l.Grade, Books: have, Counted: found, More: found - have}
	if !far && have > 0 && max(d.More, -d.More) > have/farOff {
		return d, fault.Conflict.Errorf("%s %s of “%s” were counted and the books have %s: that is far off. Count again; if it is right, look for a receipt or issue that is missing, or book it all the same (“far”).",
			found, card.Per, l.Item, have)
	}
	switch {
	case d.More > 0:
		f.Quantity = d.More
		if f.Owner == "" {
			if f.Value, err = sl.worthOfMore(l, d, have, value); err != nil {
				return d, err
			}
		}
		err = sl.In(f)
		d.Value = money.Of(f.Value, sl.stock.currency)
		sl.Post(ledger.MaterialsLost, "", -f.Value)
	case d.More < 0:
		f.Quantity = -d.More
		var coins int64
		coins, err = sl.Out(f)
		d.Value = money.Of(-coins, sl.stock.currency)
		sl.Post(ledger.MaterialsLost, "", coins)
	}
	return d, err
}

// worthOfMore is the value of what was found beyond the books: as typed, or at
// the average of what lies there.
func (sl *Slip) worthOfMore(l Counted, d Difference, have measure.Quantity, value int64) (int64, error) {
	if l.Value.Sign() > 0 || have == 0 {
		amount, err := l.Value.Amount(sl.stock.currency)
		if err == nil && amount.Sign() <= 0 {
			err = fault.Invalid.Errorf("The books have no “%s” there, so it is not known what it is worth: write its value.", l.Item)
		}
		return amount.Coins, err
	}
	return share(value, d.More, have), nil
}

// stood is what lay in a place at the end of a day, and its value now if
// nothing has moved since.
func (s *Stock) stood(f Flow, day cal.Day) (measure.Quantity, int64, error) {
	p, err := s.pool(f)
	if err != nil {
		return 0, 0, err
	}
	all, value := p.Total()
	if day >= p.moved {
		return all, value, nil
	}
	rows, err := db.All[measure.Quantity](s.tx, `
		select cast(coalesce(sum(quantity), 0) as bigint) from stock_move
		where unit = $1 and item = $2 and grade = $3 and owner = $4 and place = $5 and day > $6`,
		s.tx.Unit, f.Item, f.Grade, f.Owner, f.Place, day)
	if err != nil {
		return 0, 0, err
	}
	since := rows[0]
	if all > 0 {
		value = share(value, all-since, all)
	}
	return all - since, value, nil
}
