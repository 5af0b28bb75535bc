package sheet

import (
	"strings"

	"artel/base/fault"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/sale"
)

func takeCustomers(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) sale.Customer {
		return sale.Customer{Line: w.line, Name: w.must("name"), Since: r.imp.year.since, Kind: w.must("kind"), Place: w.text("place"), Local: w.yes("local"), CreditDays: w.whole("credit_days", true)}
	})
	if err != nil {
		return out, nil, err
	}
	return sale.TakeCustomers(r.imp.tx, rows)
}

func takePrices(r *reader) (out outcome, wrong []fault.Problem, err error) {
	var lines []int64
	rows, err := each(r, func(w *row) sale.Price {
		p := sale.Price{Product: w.must("product"), Grade: w.text("grade"), CustomerKind: w.text("customer_kind"), Price: w.decimal("price", false), Since: r.imp.year.since, FromMonth: 1, ToMonth: 12}
		if w.text("from_month") != "" {
			p.FromMonth = w.whole("from_month", false)
		}
		if w.text("to_month") != "" {
			p.ToMonth = w.whole("to_month", false)
		}
		if !w.bad {
			lines = append(lines, w.line)
		}
		return p
	})
	if err != nil {
		return out, nil, err
	}
	return sale.TakePrices(r.imp.tx, rows, lines)
}

func takeSaleOrders(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) sale.OrderRow {
		return sale.OrderRow{Line: w.line, No: w.must("no"), Day: w.mustDay("date"), Due: w.day("due"), Customer: w.must("customer"), Kind: strings.ToLower(english(or(w.text("kind"), sale.Plain))),
			Wanted: sale.Wanted{Product: w.must("product"), Grade: w.text("grade"), Quantity: w.quantity("quantity", false), Price: w.price("price"), Why: w.text("why")}}
	})
	if err != nil {
		return out, nil, err
	}
	return sale.TakeOrders(r.imp.tx, r.imp.year.year, rows)
}

func stockDeliveries(r *reader) ([]goods.Row, error) {
	return each(r, func(w *row) goods.Row {
		return sale.DeliveryRow{Line: w.line, Day: w.mustDay("date"), Order: w.text("order"), Customer: w.text("customer"), Store: w.text("store"),
			Going: sale.Going{Product: w.must("product"), Grade: w.text("grade"), Quantity: w.quantity("quantity", false), Price: w.price("price")}}.Row()
	})
}

func takeCustomerBills(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) sale.Billing {
		return sale.Billing{Line: w.line, Day: w.mustDay("date"), Customer: w.must("customer")}
	})
	if err != nil {
		return out, nil, err
	}
	return sale.TakeBills(r.imp.tx, r.imp.year.year, rows)
}

func takeCustomerPayments(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) sale.Payment {
		return sale.Payment{Booked: ledger.Booked{Line: w.line, Day: w.mustDay("date"), Amount: w.amount("amount")}, Customer: w.must("customer"), Note: w.text("note")}
	})
	if err != nil {
		return out, nil, err
	}
	return sale.TakePayments(r.imp.tx, r.imp.year.year, rows)
}
