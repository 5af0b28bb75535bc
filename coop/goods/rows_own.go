package goods

import (
	"fmt"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// StoreRow is a row of the sheets “openings” and “counts”.
type StoreRow struct {
	Day   cal.Day
	Store string
	Counted
}

func (r StoreRow) texts(sheet, kind string, rank int) Row {
	return Row{Sheet: sheet, Kind: kind, Rank: rank, Day: r.Day, Line: r.Line,
		Key:   strings.Join([]string{string(r.Day), r.Item, r.Grade, r.Owner, r.Store}, ", "),
		Whole: strings.Join([]string{string(r.Day), r.Item, r.Grade, r.Quantity.String(), r.Per, r.Value.String(), r.Owner, r.Store}, ", "),
		Back:  func(tx *db.Tx, was Slip) error { _, err := TakeBack(tx, kind, was.Number, "", rowChanged); return err }}
}

// rowChanged is why the slip of a changed row is taken back.
const rowChanged = "the row of the sheet was changed"

// OpeningRow brings what lay in a store into the register: on the day before
// the books begin it is brought into them, later it comes over from the
// materials that were only counted.
func OpeningRow(r StoreRow) Row {
	row := r.texts("openings", "opening", ComesIn)
	row.Do = func(st *Stock, said string) error {
		u, err := unit.At(st.tx, r.Day)
		if err != nil {
			return err
		}
		amount, err := r.Value.Amount(st.currency)
		if err != nil {
			return fault.In("value", r.Value.String(), err)
		}
		sl, err := st.Slip(Slip{Kind: "opening", Day: r.Day, Line: r.Line, Said: said})
		if err != nil {
			return fault.In("date", string(r.Day), err)
		}
		from := ledger.Opening
		if r.Day >= u.Year.First() {
			from = ledger.Materials
			err = st.covers(from, r.Day, amount)
		}
		if err == nil {
			err = sl.bring(r.Counted, At(Store, r.Store), amount.Coins)
		}
		if err != nil {
			st.Drop(sl)
			return fault.In("item", r.Item, err)
		}
		sl.Post(from, "", -amount.Coins)
		return nil
	}
	return row
}

// covers refuses to bring more over from an account than stands on it, what
// the slips before have brought over left out.
func (s *Stock) covers(account string, day cal.Day, amount money.Amount) error {
	held, err := ledger.BalanceOf(s.tx, account, day, s.currency)
	if err != nil {
		return err
	}
	for _, sl := range s.slips {
		for _, p := range sl.postings {
			if p.Account == account {
				held.Coins += p.Amount
			}
		}
	}
	if held.Coins < amount.Coins {
		return fault.Conflict.Errorf("The books have counted materials of %s on %s; %s cannot be brought over from them.", held.Text(), day, amount.Text())
	}
	return nil
}

// CountRow is what was counted of an item in a store.
func CountRow(r StoreRow) Row {
	row := r.texts("counts", "count", IsCounted)
	row.Do = func(st *Stock, said string) error {
		sl, err := st.Slip(Slip{Kind: "count", Day: r.Day, Line: r.Line, Said: said})
		if err != nil {
			return fault.In("date", string(r.Day), err)
		}
		sl.Memo = fmt.Sprintf("Count of store %s: differences", At(Store, r.Store).Name())
		if _, err := sl.count(r.Counted, At(Store, r.Store), false); err != nil {
			st.Drop(sl)
			return fault.In("quantity", r.Quantity.String(), err)
		}
		return nil
	}
	return row
}

// Carried is a row of the sheet “transfers”.
type Carried struct {
	Moving
	Line int64
}

// TransferRow carries goods from one store to another.
func TransferRow(c Carried) Row {
	text := func(more ...string) string {
		return strings.Join(append([]string{string(c.Day), c.Item, c.Grade, c.Owner, c.From, c.To}, more...), ", ")
	}
	return Row{Sheet: "transfers", Kind: "transfer", Rank: HandedBack, Day: c.Day, Line: c.Line, Key: text(), Whole: text(c.Quantity.String(), c.Per),
		Back: func(tx *db.Tx, was Slip) error {
			_, err := TakeBack(tx, "transfer", was.Number, "", rowChanged)
			return err
		},
		Do: func(st *Stock, said string) error {
			sl, err := st.Slip(Slip{Kind: "transfer", Day: c.Day, Note: c.Note, Line: c.Line, Said: said})
			if err != nil {
				return fault.In("date", string(c.Day), err)
			}
			if err := sl.carry(c.Moving); err != nil {
				st.Drop(sl)
				return fault.In("quantity", c.Quantity.String(), err)
			}
			return nil
		}}
}
