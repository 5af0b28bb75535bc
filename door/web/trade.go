package web

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/sale"
	"artel/coop/supply"
	"artel/coop/unit"
)

// orderBookPage is the order book.
type orderBookPage struct {
	Orders   []sale.Order
	Unbilled []sale.UnbilledDelivery
}

func readOrderBook(tx *db.Tx, in sale.OrdersIn) (p orderBookPage, err error) {
	if p.Orders, err = sale.Orders(tx, in); err != nil {
		return p, err
	}
	p.Unbilled, err = sale.UnbilledDeliveries(tx, sale.OfCustomer{})
	return p, err
}

func (p orderBookPage) look(v view) screen {
	title := v.say("Order book")
	body := g.Group{heading(title, v.say("Orders, quotations and what contracts call off; what is late stands first."),
		g.If(v.can("/sale/order"), h.A(h.Class("button main"), h.Href("/sale/order"), g.Text(v.say("Write an order")))), g.If(v.can("/sale/deliver"), button("/sale/deliver", v.say("Deliver"))), g.If(v.can("/sale/bill"), button("/sale/bill", v.say("Write a bill")))), v.flash()}
	if n := len(p.Unbilled); n > 0 {
		body = append(body, notice("plain", g.Text(v.say("%d deliveries are not billed yet.", n)+" "), v.way("/sale/unbilled", v.say("Show them"))))
	}
	if len(p.Orders) == 0 {
		return screen{Title: title, Body: append(body, empty(v.say("Nobody has ordered yet."), g.If(v.can("/sale/customer"), button("/sale/customer", v.say("Enter a customer"))), g.Text(" "), g.If(v.can("/sheet/import"), button("/sheet/import", v.say("Bring in the sheets")))))}
	}
	live, done := g.Group{}, g.Group{}
	for _, o := range p.Orders {
		for i, l := range o.Lines {
			first := g.Group{h.Td(), h.Td(), h.Td(), h.Td()}
			if i == 0 {
				first = g.Group{h.Td(h.Class("no"), a(to("/sale/show", "order", strconv.FormatInt(o.Number, 10)), o.Code)), td(o.Customer), td(string(o.Due)), h.Td(tag(v, o.State), g.If(o.Kind != sale.Plain, h.P(h.Class("lines"), g.Text(v.say(o.Kind)))))}
			}
			row := h.Tr(first, td(l.Product), h.Td(h.Class("number"), g.Text(l.Grade)), h.Td(g.Text(v.say("%s of %s", l.Delivered.String(), l.Quantity.String()))), h.Td(h.Class("bar-cell"), bar(int64(l.Delivered), int64(l.Quantity))), number(l.Price.String()))
			if o.State == "late" || o.State == "open" {
				live = append(live, row)
			} else {
				done = append(done, row)
			}
		}
	}
	heads := headings(v, "order", "customer", "due", "state", "product", "grade#", "delivered", "", "price#")
	body = append(body, h.Section(g.If(len(live) == 0, empty(v.say("Every order is delivered."))), g.If(len(live) > 0, table("", heads, live, nil))),
		g.If(len(done) > 0, h.Details(h.Class("more"), h.Summary(g.Text(v.say("Delivered and ended"))), table("", heads, done, nil))),
		h.P(v.way("/sale/contracts", v.say("Contracts")), g.Text(" · "), v.way("/sale/customers", v.say("Customers")), g.Text(" · "), v.way("/sale/prices", v.say("Price list"))))
	return screen{Title: title, Body: body}
}

// contractsPage is the contract calendar.
type contractsPage struct {
	Day       cal.Day
	Contracts []sale.Contract
}

func readContracts(tx *db.Tx, in unit.AsOf) (p contractsPage, err error) {
	p.Day = in.Or(tx)
	if in.Day == "" {
		if last, err := lastOf(tx); err != nil {
			return p, err
		} else if last != "" {
			p.Day = last
		}
	}
	p.Contracts, err = sale.Contracts(tx, unit.AsOf{Day: p.Day})
	return p, err
}

func (p contractsPage) look(v view) screen {
	title := v.say("Contracts of combination")
	body := g.Group{heading(title, v.say("As of %s", string(p.Day)), g.If(v.can("/sale/contract"), h.A(h.Class("button main"), h.Href("/sale/contract"), g.Text(v.say("Make a contract"))))), v.flash()}
	if len(p.Contracts) == 0 {
		return screen{Title: title, Body: append(body, empty(v.say("There is no contract yet. A contract says what is delivered in which month, of which grade and at which price, and what being late costs both sides."),
			g.If(v.can("/sale/contract"), button("/sale/contract", v.say("Make a contract")))))}
	}
	for _, c := range p.Contracts {
		no := strconv.FormatInt(c.Number, 10)
		body = append(body, h.Article(h.Class("contract"),
			h.H2(a(to("/sale/agreed", "contract", no, "day", string(p.Day)), v.say("Contract %s with %s", c.Code, c.Customer)), g.Text(" "), tag(v, c.State)),
			p.lines(v, c), c4(v, c),
			h.P(g.If(v.can("/sale/calloff"), a(to("/sale/calloff", "contract", no), v.say("Call off"))), g.Text(" · "),
				v.way("/sale/why", v.say("Our penalty so far"), "contract", no, "side", "ours", "day", string(p.Day)), g.Text(" · "), v.way("/sale/why", v.say("Their penalty so far"), "contract", no, "side", "theirs", "day", string(p.Day)))))
	}
	return screen{Title: title, Body: body}
}

func (p contractsPage) lines(v view, c sale.Contract) g.Node {
	rows := g.Group{}
	for _, l := range c.Lines {
		late := number(l.Late.String())
		if l.Late > 0 {
			late = h.Td(h.Class("number"), h.Strong(h.Class("bad"), g.Text(l.Late.String())))
		}
		rows = append(rows, h.Tr(h.Td(g.Text(l.Product), g.If(l.Spec != "", h.P(h.Class("lines"), g.Text(l.Spec)))), h.Td(h.Class("number"), g.Text(l.Grade)), number(l.Price.String()), number(l.Quantity.String()), number(l.Due.String()), number(l.Called.String()), number(l.Delivered.String()), late, number(l.Uncalled.String())))
	}
	return table("", headings(v, "product", "grade#", "price#", "agreed#", "due by now#", "called off#", "delivered#", "late#", "not called off#"), rows, nil)
}

// c4 is the calendar of a contract: a column a month, filled as far as was
// delivered.
func c4(v view, c sale.Contract) g.Node {
	var months []cal.Month
	for m := c.From.Month(); m <= c.To.Month() && len(months) < 36; m = m.Next() {
		months = append(months, m)
	}
	heads := g.Group{h.Td()}
	for _, m := range months {
		heads = append(heads, h.Th(h.Scope("col"), h.Class("number"), g.Text(string(m)[2:])))
	}
	rows := g.Group{}
	for _, l := range c.Lines {
		if len(l.Calendar) == 0 {
			continue
		}
		cells, left := g.Group{h.Th(h.Scope("row"), g.Text(l.Product))}, l.Delivered
		for _, m := range months {
			var due measure.Quantity
			for _, x := range l.Calendar {
				if x.Month == m {
					due = x.Quantity
				}
			}
			if due == 0 {
				cells = append(cells, h.Td())
				continue
			}
			got := min(due, left)
			left -= got
			class := "number month"
			switch {
			case got == due:
				class += " full"
			case got > 0:
				class += " part"
			}
			cells = append(cells, h.Td(h.Class(class), g.Text(due.String()), g.If(got < due && got > 0, h.Small(g.Text(" "+v.say("%s delivered", got.String()))))))
		}
		rows = append(rows, h.Tr(cells))
	}
	if len(rows) == 0 {
		return nil
	}
	return h.Div(h.Class("sheet calendar"), h.Table(h.Caption(g.Text(v.say("Calendar"))), h.THead(h.Tr(heads)), h.TBody(rows)))
}

// buyingPage are the orders to suppliers and what is owed for them.
type buyingPage struct {
	Orders    []supply.Order
	Suppliers []supply.Standing
	Unbilled  []supply.UnbilledReceipt
}

func readBuying(tx *db.Tx, in supply.OrdersIn) (p buyingPage, err error) {
	if p.Orders, err = supply.Orders(tx, in); err != nil {
		return p, err
	}
	day, err := lastOf(tx)
	if err != nil {
		return p, err
	}
	if p.Suppliers, err = supply.Suppliers(tx, unit.AsOf{Day: max(day, in.Day)}); err != nil {
		return p, err
	}
	p.Unbilled, err = supply.Unbilled(tx, supply.OfSupplier{})
	return p, err
}

func (p buyingPage) look(v view) screen {
	title := v.say("Buying")
	body := g.Group{heading(title, v.say("Orders to suppliers, what has come, and what is owed."), g.If(v.can("/supply/order"), h.A(h.Class("button main"), h.Href("/supply/order"), g.Text(v.say("Write an order")))),
		g.If(v.can("/supply/receive"), button("/supply/receive", v.say("Receive"))), g.If(v.can("/supply/bill"), button("/supply/bill", v.say("Enter a bill"))), g.If(v.can("/supply/pay"), button("/supply/pay", v.say("Pay")))), v.flash()}
	if len(p.Suppliers) == 0 {
		return screen{Title: title, Body: append(body, empty(v.say("No supplier has been entered yet."), g.If(v.can("/supply/supplier"), button("/supply/supplier", v.say("Enter a supplier"))), g.Text(" "), g.If(v.can("/sheet/import"), button("/sheet/import", v.say("Bring in the sheets")))))}
	}
	owed := g.Group{}
	for _, s := range p.Suppliers {
		owed = append(owed, h.Tr(td(s.Name), td(v.say(s.Kind)), h.Td(g.Text(s.Place), g.If(s.Local, h.Span(h.Class("tag"), g.Text(v.say("local"))))), cell(s.Bought), cell(s.Unbilled), cell(s.Owed), cell(s.Overdue)))
	}
	live, done := g.Group{}, g.Group{}
	for _, o := range p.Orders {
		for i, l := range o.Lines {
			first := g.Group{h.Td(), h.Td(), h.Td(), h.Td()}
			if i == 0 {
				first = g.Group{h.Td(h.Class("no"), a(to("/supply/show", "order", strconv.FormatInt(o.Number, 10)), o.Code)), td(o.Supplier), td(string(o.Due)), h.Td(tag(v, o.State))}
			}
			row := h.Tr(first, h.Td(v.way("/supply/prices", l.Item, "item", l.Item)), h.Td(h.Class("number"), g.Text(l.Grade)), h.Td(g.Text(v.say("%s of %s", l.Received.String(), l.Quantity.String()))), h.Td(h.Class("bar-cell"), bar(int64(l.Received), int64(l.Quantity))), number(l.Price.String()))
			if o.State == "late" || o.State == "open" {
				live = append(live, row)
			} else {
				done = append(done, row)
			}
		}
	}
	heads := headings(v, "order", "supplier", "due", "state", "item", "grade#", "received", "", "price#")
	body = append(body,
		h.Section(h.H2(g.Text(v.say("Still to come"))), g.If(len(live) == 0, empty(v.say("Everything that was ordered has come."))), g.If(len(live) > 0, table("", heads, live, nil))),
		h.Section(h.H2(g.Text(v.say("Suppliers"))), table("", headings(v, "name", "kind", "place", "bought#", "not billed#", "owed#", "overdue#"), owed, nil)),
		g.If(len(done) > 0, h.Details(h.Class("more"), h.Summary(g.Text(v.say("Received and ended"))), table("", heads, done, nil))),
		h.P(v.way("/supply/offers", v.say("Waste and surplus equipment on offer")), g.Text(" · "), v.way("/supply/kinds", v.say("Purchases by supplier")), g.Text(" · "), v.way("/supply/units", v.say("Member units"))))
	return screen{Title: title, Body: body}
}

// amountOf is a price times a quantity as a paper shows it.
func amountOf(price money.Decimal, q measure.Quantity, c money.Currency) money.Amount {
	d, err := price.Times(q.Decimal())
	if err != nil {
		return money.Of(0, c)
	}
	a, err := money.HalfUp(d.Rat(), c)
	if err != nil {
		return money.Of(0, c)
	}
	return a
}
