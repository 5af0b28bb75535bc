package supply

import (
	"fmt"
	"strings"

	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/goods"
)

// OrderRow is a row of the sheet “purchase_orders”: one line of an order.
type OrderRow struct {
	Line     int64
	No       string
	Day, Due cal.Day
	Supplier string
	Wanted
}

// TakeOrders keeps the orders of a sheet. Rows of one number are one order. An
// order that is there is passed over; one that is there otherwise is told: an
// order is ended, not changed.
func TakeOrders(tx *db.Tx, year cal.Year, rows []OrderRow) (out again.Outcome, wrong []fault.Problem, err error) {
	d, err := openDesk(tx)
	if err != nil {
		return out, nil, err
	}
	var news []Order
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].No == rows[0].No {
			n++
		}
		group := rows[:n]
		rows = rows[n:]
		o, problems, err := d.orderOf(group, year)
		switch {
		case fault.Of(err) != "":
			wrong = append(wrong, fault.AsProblem(int(group[0].Line), err))
		case err != nil:
			return out, wrong, err
		case len(problems) > 0:
			for _, p := range problems {
				p.Sheet, p.Row = "", int(group[p.Row-1].Line)
				wrong = append(wrong, p)
			}
		case o.Number != 0:
			out.Known += n
		default:
			out.Added += n
			o.Line = group[0].Line
			news = append(news, o)
		}
	}
	if len(news) == 0 {
		return out, wrong, nil
	}
	first, err := tx.Next("purchase_order", int64(len(news)))
	for i := range news {
		news[i].Number = first + int64(i)
	}
	if err != nil {
		return out, wrong, err
	}
	return out, wrong, insertOrders(tx, news)
}

// orderOf is the order of some rows; with its number where it is there already.
func (d *desk) orderOf(group []OrderRow, year cal.Year) (Order, []fault.Problem, error) {
	first := group[0]
	in := Ordering{Day: first.Day, Supplier: first.Supplier, Due: first.Due}
	for _, r := range group {
		in.Lines = append(in.Lines, r.Wanted)
	}
	o, wrong, err := d.order(in)
	if err != nil || len(wrong) > 0 {
		return o, wrong, err
	}
	o.Code = first.No
	if number, there := d.codes[o.Code]; there {
		was := d.orders[number]
		if was == nil || was.text() != o.text() {
			return o, nil, fault.In("no", o.Code, fault.Conflict.Errorf("Order %s is there already, and otherwise. An order is not changed: end it, and write another.", o.Code))
		}
		return *was, nil, nil
	}
	if o.Day.Year() != year {
		return o, nil, fault.In("date", string(o.Day), fault.Invalid.Errorf("The day is not in %d, the year of these sheets.", int(year)))
	}
	d.codes[o.Code] = 0
	return o, nil, nil
}

func (o Order) text() string {
	t := fmt.Sprintf("%s %s %s", o.Day, o.Due, o.Supplier)
	for _, l := range o.Lines {
		t += fmt.Sprintf("; %s %s %s %s", l.Item, l.Grade, l.Quantity, l.Price)
	}
	return t
}

// ReceiptRow is a row of the sheet “receipts”: one thing that came.
type ReceiptRow struct {
	Line     int64
	Day      cal.Day
	Order    string // as the order is called, or ""
	Supplier string
	Store    string
	Came
}

// Row is the receipt as a row that moves stock.
func (r ReceiptRow) Row() goods.Row {
	text := func(more ...string) string {
		return strings.Join(append([]string{string(r.Day), r.Order, r.Supplier, r.Item, r.Grade, r.Store}, more...), ", ")
	}
	return goods.Row{Sheet: "receipts", Kind: "receipt", Rank: goods.ComesIn, Day: r.Day, Line: r.Line, Key: text(), Whole: text(r.Quantity.String(), r.Per, r.Price.String()),
		Do: func(st *goods.Stock, said string) error {
			d, err := deskOf(st)
			if err != nil {
				return err
			}
			in := Receiving{Day: r.Day, Supplier: r.Supplier, Store: r.Store, Lines: []Came{r.Came}, Line: r.Line, Said: said}
			if r.Order != "" {
				number, there := d.codes[r.Order]
				if !there {
					return fault.In("order", r.Order, fault.Missing.Errorf("There is no order “%s” to a supplier. Correct it, or add it to the sheet “purchase_orders”.", r.Order))
				}
				in.Order = number
			}
			_, _, err = d.receive(in)
			return fault.In("quantity", r.Quantity.String(), err)
		},
		Back: func(tx *db.Tx, was goods.Slip) error {
			_, err := takeBack(tx, was.Number, "", "the row of the sheet was changed")
			return err
		}}
}
