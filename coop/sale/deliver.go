package sale

import (
	"math/big"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/ledger"
)

// Going is one line of what goes out.
type Going struct {
	Product  string           `json:"product" help:"the product"`
	Grade    string           `json:"grade" help:"of which grade; the ordered one, or the first, where left out" opt:"yes"`
	Quantity measure.Quantity `json:"quantity" help:"how many"`
	Price    money.Decimal    `json:"price" help:"price of one; the order's, or the price list's, where left out" default:"0"`
}

// Delivering is a delivery as a person types it.
type Delivering struct {
	Day      cal.Day `help:"the day"`
	Order    int64   `help:"number of the order" opt:"yes"`
	Customer string  `help:"to whom, where there is no order" opt:"yes"`
	Store    string  `help:"out of which store" default:"main"`
	Lines    []Going `help:"what goes out; all that is still due of the order where left out" opt:"yes"`
	Note     string  `help:"a remark" opt:"yes"`
	Line     int64   `json:"-"`
	Said     string  `json:"-"`
}

// Delivery is what went out, at what price.
type Delivery struct {
	goods.Slip
	Amount money.Amount `json:"amount"` // to be billed
	Cost   money.Amount `json:"cost"`   // what the goods stood at
}

// Deliver delivers goods to a customer. They leave the store at their value; the
// price agreed is income, and owed as delivered and not billed.
func Deliver(tx *db.Tx, in Delivering) (Delivery, error) {
	c, err := openCounter(tx)
	if err != nil {
		return Delivery{}, err
	}
	d, err := c.deliver(in)
	if err != nil {
		return Delivery{}, err
	}
	err = c.stock.Save()
	return Delivery{*d.slip, money.Of(d.amount, c.stock.Currency()), money.Of(d.cost, c.stock.Currency())}, err
}

// counter is where goods go out to customers: it knows them, the prices, the
// orders and what is held back, and is sale's part of the stock.
type counter struct {
	tx        *db.Tx
	stock     *goods.Stock
	customers map[string]Customer
	prices    []Price
	orders    map[int64]*Order
	codes     map[string]int64
	holds     []Held
	lines     []gone
}

// gone is one line that went out.
type gone struct {
	kind             string // of the slip
	number, line     int64
	day              cal.Day
	customer         string
	order, orderLine int64
	product, grade   string
	quantity         measure.Quantity
	price            money.Decimal
	amount, cost     int64
}

func openCounter(tx *db.Tx) (*counter, error) {
	st, err := goods.Open(tx)
	if err != nil {
		return nil, err
	}
	return counterOf(st)
}

func counterOf(st *goods.Stock) (*counter, error) {
	p, err := st.Part("sale", func() (goods.Part, error) {
		c := &counter{tx: st.Tx(), stock: st, orders: map[int64]*Order{}, codes: map[string]int64{}}
		var err error
		if c.customers, err = customers(c.tx); err != nil {
			return nil, err
		}
		if c.prices, err = selectPrices(c.tx); err != nil {
			return nil, err
		}
		if c.holds, err = holds(c.tx); err != nil {
			return nil, err
		}
		list, err := orders(c.tx, "0000-01-01")
		for i := range list {
			c.orders[list[i].Number] = &list[i]
			c.codes[list[i].Code] = list[i].Number
		}
		return c, err
	})
	if err != nil {
		return nil, err
	}
	return p.(*counter), nil
}

// delivered is a delivery in memory.
type delivered struct {
	slip         *goods.Slip
	amount, cost int64
}

// deliver does one delivery in memory; what it began is dropped where it fails.
func (c *counter) deliver(in Delivering) (d delivered, err error) {
	order, err := c.orderFor(&in)
	if err != nil {
		return d, err
	}
	if err := known(c.customers, in.Customer); err != nil {
		return d, err
	}
	if len(in.Lines) == 0 {
		return d, fault.Invalid.Errorf("Say what goes out.")
	}
	if d.slip, err = c.stock.Slip(goods.Slip{Kind: "delivery", Day: in.Day, Party: in.Customer, Ref: in.Order, Note: in.Note, Line: in.Line, Said: in.Said}); err != nil {
		return d, fault.In("date", string(in.Day), err)
	}
	kept := len(c.lines)
	for _, g := range in.Lines {
		l, err := c.line(d.slip, order, g, goods.At(goods.Store, in.Store))
		if err != nil {
			c.drop(d.slip, order, kept)
			return d, err
		}
		d.amount += l.amount
		d.cost += l.cost
	}
	income := ledger.Sales
	if order != nil && order.Kind == Processing {
		income = ledger.Processing
	}
	d.slip.Post(ledger.GoodsSold, "", d.cost)
	d.slip.Post(ledger.Unbilled, in.Customer, d.amount)
	d.slip.Post(income, "", -d.amount)
	return d, nil
}

// orderFor is the order that is delivered, with what the delivery does not say
// filled in from it.
func (c *counter) orderFor(in *Delivering) (*Order, error) {
	if in.Order == 0 {
		return nil, nil
	}
	o := c.orders[in.Order]
	switch {
	case o == nil || o.Kind == Quotation:
		return nil, fault.Missing.Errorf("There is no order %d of a customer.", in.Order)
	case in.Customer != "" && in.Customer != o.Customer:
		return nil, fault.In("customer", in.Customer, fault.Invalid.Errorf("Order %s is of %s.", o.Code, o.Customer))
	case o.State == "ended":
		return nil, fault.Conflict.Errorf("Order %s has ended. Write a new one.", o.Code)
	case in.Day < o.Day:
		return nil, fault.In("date", string(in.Day), fault.Invalid.Errorf("Order %s is of %s, after %s.", o.Code, o.Day, in.Day))
	}
	in.Customer = o.Customer
	if len(in.Lines) == 0 {
		for _, l := range o.Lines {
			if l.Left() > 0 {
				in.Lines = append(in.Lines, Going{Product: l.Product, Grade: l.Grade, Quantity: l.Left()})
			}
		}
		if len(in.Lines) == 0 {
			return nil, fault.Conflict.Errorf("Order %s is delivered in full.", o.Code)
		}
	}
	return o, nil
}

func (c *counter) drop(sl *goods.Slip, order *Order, kept int) {
	for _, l := range c.lines[kept:] {
		if l.orderLine > 0 {
			order.Lines[l.orderLine-1].Delivered -= l.quantity
		}
	}
	c.lines = c.lines[:kept]
	c.stock.Drop(sl)
}

// line takes one line out of the store.
func (c *counter) line(sl *goods.Slip, order *Order, g Going, from goods.Place) (gone, error) {
	l := gone{kind: sl.Kind, number: sl.Number, line: int64(len(c.lines) + 1), day: sl.Day, customer: sl.Party, product: g.Product, grade: g.Grade, quantity: g.Quantity, price: g.Price}
	card, err := sl.Card(g.Product)
	if err != nil {
		return l, fault.In("product", g.Product, err)
	}
	if g.Quantity <= 0 {
		return l, fault.In("quantity", g.Quantity.String(), fault.Invalid.Errorf("A quantity is more than 0."))
	}
	owner := ""
	if order != nil {
		if err := c.ofOrder(order, card, &l); err != nil {
			return l, err
		}
		if order.Kind == Processing {
			owner = order.Customer
		}
	}
	if l.grade == "" {
		l.grade = card.First()
	}
	if l.price.IsZero() {
		l.price, _ = priceOf(c.prices, l.product, l.grade, c.customers[sl.Party].Kind, sl.Day)
	}
	if l.price.Sign() <= 0 {
		return l, fault.In("price", g.Price.String(), fault.Invalid.Errorf("“%s” of grade %s has no price in the list on %s: write the price, or set it in the list (“sale price”). Nothing is sold for 0.", l.product, l.grade, sl.Day))
	}
	amount, err := money.HalfUp(new(big.Rat).Mul(l.price.Rat(), l.quantity.Rat()), c.stock.Currency())
	if err != nil {
		return l, err
	}
	l.amount = amount.Coins
	if owner == "" {
		if err := c.mayGo(l, card, from); err != nil {
			return l, err
		}
	}
	if l.cost, err = sl.Out(goods.Flow{Item: l.product, Grade: l.grade, Owner: owner, Place: from, Quantity: l.quantity}); err != nil {
		return l, fault.In("quantity", l.quantity.String(), err)
	}
	if l.orderLine > 0 {
		order.Lines[l.orderLine-1].Delivered += l.quantity
	}
	c.lines = append(c.lines, l)
	return l, nil
}

// ofOrder finds the line of the order that goes out.
func (c *counter) ofOrder(o *Order, card goods.Good, l *gone) error {
	at := -1
	for i, line := range o.Lines {
		fits := line.Product == l.product && (line.Grade == l.grade || l.grade == "" || o.Kind == Processing)
		if fits && (at < 0 || o.Lines[at].Left() < l.quantity && line.Left() > o.Lines[at].Left()) {
			at = i
		}
	}
	if at < 0 {
		return fault.In("product", l.product, fault.Invalid.Errorf("“%s” of grade %s is not in order %s. Deliver what was ordered, or write another order.", l.product, l.grade, o.Code))
	}
	line := &o.Lines[at]
	if l.quantity > line.Left() {
		return fault.In("quantity", l.quantity.String(), fault.Conflict.Errorf("%s %s of “%s” are more than order %s has still to get: %s. Deliver that much, or have another order written.", l.quantity, card.Per, l.product, o.Code, line.Left()))
	}
	if line.Currency != c.stock.Currency() {
		return fault.Conflict.Errorf("Order %s is priced in %s, and the books are kept in %s since. Write the order anew.", o.Code, line.Currency, c.stock.Currency())
	}
	l.order, l.orderLine = o.Number, line.Line
	if l.grade == "" {
		l.grade = line.Grade
	}
	if l.price.IsZero() {
		l.price = line.Price
	}
	return nil
}

// mayGo refuses to sell goods that are held back for the season, and says whose
// it is where only a customer's own lies there.
func (c *counter) mayGo(l gone, card goods.Good, from goods.Place) error {
	free, err := c.stock.Free(l.product, l.grade, "", from)
	if err != nil {
		return err
	}
	var held measure.Quantity
	var until cal.Day
	for _, w := range c.holds {
		if w.Product == l.product && w.Grade == l.grade && w.on(l.day) {
			held += w.Quantity
			until = max(until, w.Until)
		}
	}
	if held > 0 && free-held < l.quantity {
		return fault.In("quantity", l.quantity.String(), fault.Conflict.Errorf("Of %s %s of “%s”, grade %s, %s are held back until %s: only %s can go. Deliver that much, or have them released (“sale release”).",
			free, card.Per, l.product, l.grade, min(held, free), until, max(0, free-held)))
	}
	if free >= l.quantity {
		return nil
	}
	for name := range c.customers {
		theirs, err := c.stock.Free(l.product, l.grade, name, from)
		if err != nil {
			return err
		}
		if theirs > 0 && free == 0 {
			return fault.In("quantity", l.quantity.String(), fault.Refused.Errorf("What lies there of “%s” belongs to %s, who sent it to be worked on; it goes back to them on their own order, and cannot be sold.", l.product, name))
		}
	}
	return nil
}

// Save writes the lines that went out.
func (c *counter) Save() error {
	lines := c.lines
	c.lines = nil
	return insertGone(c.tx, lines, c.stock.Currency())
}

func insertGone(tx *db.Tx, lines []gone, currency money.Currency) error {
	return tx.Insert("delivery_line (unit, number, line, kind, day, customer, order_no, order_line, product, grade, quantity, price, amount, cost, currency)", len(lines), func(i int, to []any) []any {
		l := &lines[i]
		return append(to, tx.Unit, l.number, l.line, l.kind, l.day, l.customer, l.order, l.orderLine, l.product, l.grade, int64(l.quantity), l.price, l.amount, l.cost, currency)
	})
}

// undeliver takes a delivery, or what an agent reported as sold, back.
func undeliver(tx *db.Tx, kind string, number int64, day cal.Day, why string) (goods.Slip, error) {
	billed, err := db.All[int64](tx, `
		select x.number from customer_bill_delivery x join customer_bill b on b.unit = x.unit and b.number = x.number
		where x.unit = $1 and x.delivery = $2 and $3 = 'delivery'
		  and not exists (select 1 from customer_bill c where c.unit = b.unit and c.corrects = b.number and c.corrects <> 0)`, tx.Unit, number, kind)
	if err != nil {
		return goods.Slip{}, err
	}
	if len(billed) > 0 {
		return goods.Slip{}, fault.Conflict.Errorf("Delivery %d stands in bill %d; take the bill back first.", number, billed[0])
	}
	sl, err := goods.TakeBack(tx, kind, number, day, why)
	if err != nil {
		return sl, err
	}
	was, err := selectGone(tx, kind, number)
	if err != nil || len(was) == 0 {
		return sl, err
	}
	back := make([]gone, len(was))
	for i, w := range was {
		back[i] = gone{kind, sl.Number, w.Line, sl.Day, w.Customer, w.Order, w.OrderLine, w.Product, w.Grade, -w.Quantity, w.Price, -w.Amount.Coins, -w.Cost.Coins}
	}
	return sl, insertGone(tx, back, was[0].Amount.Currency)
}

// GoneLine is one line that went out to a customer.
type GoneLine struct {
	Kind      string           `json:"kind"`
	Number    int64            `json:"number"`
	Line      int64            `json:"line"`
	Day       cal.Day          `json:"day"`
	Customer  string           `json:"customer"`
	Order     int64            `json:"order,omitempty"`
	OrderLine int64            `json:"order_line,omitempty"`
	Product   string           `json:"product"`
	Grade     string           `json:"grade"`
	Quantity  measure.Quantity `json:"quantity"`
	Price     money.Decimal    `json:"price"`
	Amount    money.Amount     `json:"amount"`
	Cost      money.Amount     `json:"cost"`
}

func selectGone(tx *db.Tx, kind string, number int64) ([]GoneLine, error) {
	return db.All[GoneLine](tx, `
		select kind, number, line, day, customer, order_no, order_line, product, grade, quantity, price, amount, currency, cost, currency from delivery_line
		where unit = $1 and kind = $2 and number = $3 order by line`, tx.Unit, kind, number)
}

// Deliveries are what went out in a stretch of days, takings-back among it.
func Deliveries(tx *db.Tx, in ledger.Stretch) ([]GoneLine, error) {
	return db.All[GoneLine](tx, `
		select kind, number, line, day, customer, order_no, order_line, product, grade, quantity, price, amount, currency, cost, currency from delivery_line
		where unit = $1 and day >= $2 and day <= $3 order by day, kind, number, line`, tx.Unit, in.From, in.To)
}
