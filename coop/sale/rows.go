package sale

import (
	"fmt"
	"strings"

	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/goods"
)

// OrderRow is a row of the sheet “sale_orders”: one line of an order.
type OrderRow struct {
	Line     int64
	No       string
	Day, Due cal.Day
	Customer string
	Kind     string
	Wanted
}

// TakeOrders keeps the orders of a sheet. Rows of one number are one order. An
// order that is there is passed over; one that is there otherwise is told: an
// order is ended, not changed.
func TakeOrders(tx *db.Tx, year cal.Year, rows []OrderRow) (out again.Outcome, wrong []fault.Problem, err error) {
	c, err := openCounter(tx)
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
		o, problems, err := c.orderOf(group, year)
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
	first, err := tx.Next("sale_order", int64(len(news)))
	for i := range news {
		news[i].Number = first + int64(i)
	}
	if err != nil {
		return out, wrong, err
	}
	return out, wrong, insertOrders(tx, news)
}

// orderOf is the order of some rows; with its number where it is there already.
func (c *counter) orderOf(group []OrderRow, year cal.Year) (Order, []fault.Problem, error) {
	first := group[0]
	in := Ordering{Day: first.Day, Customer: first.Customer, Due: first.Due}
	for _, r := range group {
		in.Lines = append(in.Lines, r.Wanted)
	}
	if first.Kind != Plain && first.Kind != Processing {
		return Order{}, nil, fault.In("kind", first.Kind, fault.Invalid.Errorf("“%s” is neither order nor processing. What a contract calls off is entered at the contract.", first.Kind))
	}
	o, wrong, err := c.order(in, first.Kind)
	if err != nil || len(wrong) > 0 {
		return o, wrong, err
	}
	o.Code = first.No
	if number, there := c.codes[o.Code]; there {
		was := c.orders[number]
		if was == nil || was.text() != o.text() {
			return o, nil, fault.In("no", o.Code, fault.Conflict.Errorf("Order %s is there already, and otherwise. An order is not changed: end it, and write another.", o.Code))
		}
		return *was, nil, nil
	}
	if o.Day.Year() != year {
		return o, nil, fault.In("date", string(o.Day), fault.Invalid.Errorf("The day is not in %d, the year of these sheets.", int(year)))
	}
	c.codes[o.Code] = 0
	return o, nil, nil
}

func (o Order) text() string {
	t := fmt.Sprintf("%s %s %s %s", o.Day, o.Due, o.Customer, o.Kind)
	for _, l := range o.Lines {
		t += fmt.Sprintf("; %s %s %s %s", l.Product, l.Grade, l.Quantity, l.Price)
	}
	return t
}

// DeliveryRow is a row of the sheet “deliveries”: one thing that went out.
type DeliveryRow struct {
	Line     int64
	Day      cal.Day
	Order    string // as the order is called, or ""
	Customer string
	Store    string
	Going
}

// Row is the delivery as a row that moves stock.
func (r DeliveryRow) Row() goods.Row {
	text := func(more ...string) string {
		return strings.Join(append([]string{string(r.Day), r.Order, r.Customer, r.Product, r.Grade, r.Store}, more...), ", ")
	}
	return goods.Row{Sheet: "deliveries", Kind: "delivery", Rank: goods.GoesOut, Day: r.Day, Line: r.Line, Key: text(), Whole: text(r.Quantity.String(), r.Price.String()),
		Do: func(st *goods.Stock, said string) error {
			c, err := counterOf(st)
			if err != nil {
				return err
			}
			in := Delivering{Day: r.Day, Customer: r.Customer, Store: r.Store, Lines: []Going{r.Going}, Line: r.Line, Said: said}
			if r.Order != "" {
				number, there := c.codes[r.Order]
				if !there {
					return fault.In("order", r.Order, fault.Missing.Errorf("There is no order “%s” of a customer. Correct it, or add it to the sheet “sale_orders”.", r.Order))
				}
				in.Order = number
			}
			_, err = c.deliver(in)
			return fault.In("quantity", r.Quantity.String(), err)
		},
		Back: func(tx *db.Tx, was goods.Slip) error {
			_, err := undeliver(tx, "delivery", was.Number, "", "the row of the sheet was changed")
			return err
		}}
}
