package sheet

import (
	"slices"
	"strings"

	"artel/base/fault"
	"artel/base/money"
	"artel/coop/craftsman"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/supply"
)

// yes reads a cell that says yes or no; an empty one is no.
func (w *row) yes(column string) bool {
	t := strings.ToLower(w.text(column))
	switch {
	case slices.Contains([]string{"", "no", "n", "0", "false", "否", "无"}, t):
		return false
	case slices.Contains([]string{"yes", "y", "1", "true", "x", "是", "有", "√"}, t):
		return true
	}
	w.fail(column, t, "“"+t+"” is neither yes nor no.", "Write yes or no.")
	return false
}

// price is a price or rate that may be left out.
func (w *row) price(column string) money.Decimal { return w.decimal(column, true) }

func takeCraftsmen(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) craftsman.Craftsman {
		c := craftsman.Craftsman{Line: w.line, Name: w.must("name"), Since: r.imp.year.since, Kind: strings.ToLower(english(or(w.text("kind"), craftsman.One))), Trade: w.must("trade"), Place: w.must("place"),
			Hands: w.whole("hands", true), Hired: w.whole("hired", true), Apprentices: w.whole("apprentices", true), Slack: w.text("slack"), Needs: w.text("needs"), State: craftsman.Outside}
		if w.text("hands") == "" {
			c.Hands = 1 + c.Hired + c.Apprentices
		}
		return c
	})
	if err != nil {
		return out, nil, err
	}
	return craftsman.Take(r.imp.tx, rows)
}

func takeSuppliers(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) supply.Supplier {
		return supply.Supplier{Line: w.line, Name: w.must("name"), Since: r.imp.year.since, Kind: w.must("kind"), Place: w.text("place"), Local: w.yes("local"), CreditDays: w.whole("credit_days", true)}
	})
	if err != nil {
		return out, nil, err
	}
	return supply.TakeSuppliers(r.imp.tx, rows)
}

func takePurchaseOrders(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) supply.OrderRow {
		return supply.OrderRow{Line: w.line, No: w.must("no"), Day: w.mustDay("date"), Due: w.day("due"), Supplier: w.must("supplier"),
			Wanted: supply.Wanted{Item: w.must("item"), Grade: w.text("grade"), Quantity: w.quantity("quantity", false), Per: w.text("unit"), Price: w.decimal("price", false)}}
	})
	if err != nil {
		return out, nil, err
	}
	return supply.TakeOrders(r.imp.tx, r.imp.year.year, rows)
}

func stockReceipts(r *reader) ([]goods.Row, error) {
	return each(r, func(w *row) goods.Row {
		return supply.ReceiptRow{Line: w.line, Day: w.mustDay("date"), Order: w.text("order"), Supplier: w.text("supplier"), Store: w.text("store"),
			Came: supply.Came{Item: w.must("item"), Grade: w.text("grade"), Quantity: w.quantity("quantity", false), Per: w.text("unit"), Price: w.price("price")}}.Row()
	})
}

func takeBills(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) supply.Billing {
		return supply.Billing{Line: w.line, Day: w.mustDay("date"), Supplier: w.must("supplier"), TheirNo: w.text("their_no"), Amount: w.price("amount")}
	})
	if err != nil {
		return out, nil, err
	}
	return supply.TakeBills(r.imp.tx, r.imp.year.year, rows)
}

func takeSupplierPayments(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) supply.Payment {
		return supply.Payment{Booked: ledger.Booked{Line: w.line, Day: w.mustDay("date"), Amount: w.amount("amount")}, Supplier: w.must("supplier"), Note: w.text("note")}
	})
	if err != nil {
		return out, nil, err
	}
	return supply.TakePayments(r.imp.tx, r.imp.year.year, rows)
}
