package goods

import (
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/ledger"
)

// Correction names a movement that was recorded wrongly.
type Correction struct {
	Kind   string  `help:"what it is" choice:"opening|transfer|count"`
	Number int64   `help:"its number"`
	Day    cal.Day `help:"the day of the correction; the movement's own where left out" opt:"yes"`
	Why    string  `help:"why"`
}

// Correct takes back a movement that this noun's own acts made. What a receipt,
// an acceptance or a delivery moved is taken back by their own acts, which know
// what else hangs on it.
func Correct(tx *db.Tx, in Correction) (Slip, error) {
	return TakeBack(tx, in.Kind, in.Number, in.Day, in.Why)
}

// TakeBack takes a slip back, once: a slip of the same kind that points at it,
// with its moves turned round at the values they had, on the slip's own day
// where day is "". It is refused where what came in is no longer there.
func TakeBack(tx *db.Tx, kind string, number int64, day cal.Day, why string) (Slip, error) {
	was, err := ShowSlip(tx, OneSlip{kind, number})
	if err != nil {
		return was, err
	}
	n, err := countCorrections(tx, kind, number)
	switch {
	case err != nil:
		return was, err
	case n > 0 || was.Corrects != 0:
		return was, fault.Conflict.Errorf("%s %d was taken back already, or takes another back.", kind, number)
	case why == "":
		return was, fault.Invalid.Errorf("Say why it is taken back; the register keeps it.")
	case day == "":
		day = was.Day
	case day < was.Day:
		return was, fault.Invalid.Errorf("%s %d is of %s; it cannot be taken back on %s, before it was made.", kind, number, was.Day, day)
	}
	return One(tx, Slip{Kind: kind, Day: day, Party: was.Party, Ref: was.Ref, Note: why, Corrects: number}, func(sl *Slip) error {
		if err := sl.turn(was.Flows); err != nil {
			return err
		}
		return sl.turnEntry(was.Entry)
	})
}

// turn does flows the other way round, the last first.
func (sl *Slip) turn(flows []Flow) error {
	for _, f := range slices.Backward(flows) {
		card, err := sl.Card(f.Item)
		if err != nil {
			return err
		}
		p, err := sl.stock.pool(f)
		if err != nil {
			return err
		}
		lot := Lot{f.Lot, sl.Day, max(f.Quantity, -f.Quantity), max(f.Value, -f.Value)}
		if f.Quantity < 0 {
			p.Put(lot)
			sl.flow(f, card, lot, 1)
			sl.note(p, lot.Quantity)
			continue
		}
		if err := sl.enough(Flow{Item: f.Item, Grade: f.Grade, Owner: f.Owner, Place: f.Place, Quantity: f.Quantity}, card, p); err != nil {
			return err
		}
		left, ok := p.Return([]Lot{lot})
		if !ok {
			return fault.Conflict.Errorf("%s %s of “%s” that came in by it have left %s since; take back what moved them first.", f.Quantity, card.Per, f.Item, f.Place.words())
		}
		sl.flow(f, card, lot, -1)
		sl.note(p, -lot.Quantity)
		if left != 0 {
			sl.leave(f, card, left)
		}
	}
	return nil
}

// leave books a value that is left in an empty place as a difference of price:
// the moving average had carried it in or away.
func (sl *Slip) leave(f Flow, card Good, coins int64) {
	f.Quantity, f.Value = 0, -coins
	sl.Flows = append(sl.Flows, f)
	sl.Post(f.Place.account(card.Kind), f.Place.party(), -coins)
	sl.Post(ledger.PriceDiff, "", coins)
}

// turnEntry turns the counter-postings of a slip's entry round.
func (sl *Slip) turnEntry(number int64) error {
	if number == 0 {
		return nil
	}
	e, err := ledger.Show(sl.stock.tx, ledger.ByNumber{Number: number})
	if err != nil {
		return err
	}
	for _, p := range e.Postings {
		if !slices.Contains(ledger.StockAccounts, p.Account) {
			sl.Post(p.Account, p.Party, -p.Amount)
		}
	}
	return nil
}
