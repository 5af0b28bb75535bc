package supply

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
)

func insertBills(tx *db.Tx, rows []Bill) error {
	err := tx.Insert("supplier_bill (unit, number, day, supplier, their_no, due, received, amount, currency, entry, act, sheet_row, corrects)", len(rows), func(i int, to []any) []any {
		b := &rows[i]
		return append(to, tx.Unit, b.Number, b.Day, b.Supplier, b.TheirNo, b.Due, b.Received.Coins, b.Amount.Coins, b.Amount.Currency, b.Entry, tx.Act, b.Line, b.Corrects)
	})
	if err != nil {
		return err
	}
	type row struct{ number, receipt int64 }
	var list []row
	for _, b := range rows {
		if b.Corrects == 0 {
			for _, r := range b.Receipts {
				list = append(list, row{b.Number, r})
			}
		}
	}
	return tx.Insert("supplier_bill_receipt (unit, number, receipt)", len(list), func(i int, to []any) []any {
		return append(to, tx.Unit, list[i].number, list[i].receipt)
	})
}

func selectBills(tx *db.Tx, from, to cal.Day) ([]Bill, error) {
	type row struct {
		Number             int64
		Day                cal.Day
		Supplier, TheirNo  string
		Due                cal.Day
		Received, Amount   int64
		Currency           money.Currency
		Entry, Line, Takes int64
	}
	rows, err := db.All[row](tx, `
		select number, day, supplier, their_no, due, received, amount, currency, entry, sheet_row, corrects from supplier_bill
		where unit = $1 and day >= $2 and day <= $3 order by number`, tx.Unit, from, to)
	if err != nil {
		return nil, err
	}
	of, err := db.All[struct{ Number, Receipt int64 }](tx, `select number, receipt from supplier_bill_receipt where unit = $1 order by number, receipt`, tx.Unit)
	receipts := map[int64][]int64{}
	for _, r := range of {
		receipts[r.Number] = append(receipts[r.Number], r.Receipt)
	}
	list := make([]Bill, len(rows))
	for i, r := range rows {
		b := Bill{Supplier: r.Supplier, TheirNo: r.TheirNo, Due: r.Due, Received: money.Of(r.Received, r.Currency), Receipts: receipts[r.Number]}
		b.Number, b.Day, b.Amount, b.Entry, b.Line, b.Corrects = r.Number, r.Day, money.Of(r.Amount, r.Currency), r.Entry, r.Line, r.Takes
		list[i] = b
	}
	return list, err
}

func insertPayments(tx *db.Tx, rows []Payment) error {
	return tx.Insert("supplier_payment (unit, number, day, supplier, note, amount, currency, entry, act, sheet_row, corrects)", len(rows), func(i int, to []any) []any {
		p := &rows[i]
		return append(to, tx.Unit, p.Number, p.Day, p.Supplier, p.Note, p.Amount.Coins, p.Amount.Currency, p.Entry, tx.Act, p.Line, p.Corrects)
	})
}

func selectPayments(tx *db.Tx, from, to cal.Day) ([]Payment, error) {
	return db.All[Payment](tx, `
		select number, day, amount, currency, entry, sheet_row, corrects, supplier, note from supplier_payment
		where unit = $1 and day >= $2 and day <= $3 order by number`, tx.Unit, from, to)
}
