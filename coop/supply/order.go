package supply

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/unit"
)

// Wanted is one line of an order.
type Wanted struct {
	Item     string           `json:"item" help:"what"`
	Grade    string           `json:"grade" help:"of which grade; the first where left out" opt:"yes"`
	Quantity measure.Quantity `json:"quantity" help:"how much"`
	Per      string           `json:"per,omitempty" help:"in this unit; the card's own where left out" opt:"yes"`
	Price    money.Decimal    `json:"price" help:"price of one, in that unit"`
}

// Ordering is an order as a person types it.
type Ordering struct {
	Day      cal.Day  `help:"the day"`
	Supplier string   `help:"from whom"`
	Due      cal.Day  `help:"by when it is to come" opt:"yes"`
	Lines    []Wanted `help:"what is ordered"`
	Note     string   `help:"a remark" opt:"yes"`
}

// Order is an order to a supplier.
type Order struct {
	Number   int64       `json:"number"`
	Code     string      `json:"code"`
	Day      cal.Day     `json:"day"`
	Due      cal.Day     `json:"due,omitempty"`
	Supplier string      `json:"supplier"`
	Note     string      `json:"note,omitempty" words:"yes"`
	State    string      `json:"state"` // open, late, received, ended
	Lines    []OrderLine `json:"lines"`
	Line     int64       `json:"-"`
}

// OrderLine is one line of it, in the unit of the item's card.
type OrderLine struct {
	Line     int64            `json:"line"`
	Item     string           `json:"item"`
	Grade    string           `json:"grade"`
	Quantity measure.Quantity `json:"quantity"`
	Price    money.Decimal    `json:"price"`
	Received measure.Quantity `json:"received"`
	Currency money.Currency   `json:"-"`
}

// Left is what is still to come.
func (l OrderLine) Left() measure.Quantity { return l.Quantity - l.Received }

// WriteOrder writes an order.
func WriteOrder(tx *db.Tx, in Ordering) (Order, error) {
	desk, err := openDesk(tx)
	if err != nil {
		return Order{}, err
	}
	o, wrong, err := desk.order(in)
	if err != nil {
		return o, err
	}
	if len(wrong) > 0 {
		return o, &fault.Rows{Problems: wrong}
	}
	if o.Number, err = tx.Next("purchase_order", 1); err != nil {
		return o, err
	}
	o.Code = fmt.Sprint(o.Number)
	return o, insertOrders(tx, []Order{o})
}

// order holds an order to the registers; each wrong line is told.
func (d *desk) order(in Ordering) (o Order, wrong []fault.Problem, err error) {
	o = Order{Day: in.Day, Due: in.Due, Supplier: in.Supplier, Note: in.Note, State: "open"}
	if _, err := cal.ParseDay(string(in.Day)); err != nil {
		return o, nil, fault.In("date", string(in.Day), err)
	}
	if err := d.known(in.Supplier); err != nil {
		return o, nil, err
	}
	switch {
	case in.Due != "" && in.Due < in.Day:
		return o, nil, fault.In("due", string(in.Due), fault.Invalid.Errorf("It is ordered on %s and would come before, on %s.", in.Day, in.Due))
	case len(in.Lines) == 0:
		return o, nil, fault.Invalid.Errorf("An order orders something: write its lines.")
	}
	cards, err := goods.Cards(d.tx, in.Day)
	if err != nil {
		return o, nil, err
	}
	for i, w := range in.Lines {
		l, err := w.line(cards)
		if fault.Of(err) != "" {
			p := fault.AsProblem(i+1, err)
			p.Sheet = "order"
			wrong = append(wrong, p)
			continue
		} else if err != nil {
			return o, wrong, err
		}
		l.Line, l.Currency = int64(i+1), d.currency
		o.Lines = append(o.Lines, l)
	}
	return o, wrong, nil
}

// line is a wanted line in the unit of the item's card.
func (w Wanted) line(cards map[string]goods.Good) (OrderLine, error) {
	l := OrderLine{Item: w.Item, Grade: w.Grade, Price: w.Price}
	card, err := goods.Find(cards, w.Item)
	if err != nil {
		return l, fault.In("item", w.Item, err)
	}
	if l.Grade == "" {
		l.Grade = card.First()
	}
	switch {
	case !card.HasGrade(l.Grade):
		return l, fault.In("grade", l.Grade, fault.Invalid.Errorf("“%s” has no grade “%s” on its card (%s).", w.Item, l.Grade, card.Grades))
	case w.Quantity <= 0:
		return l, fault.In("quantity", w.Quantity.String(), fault.Invalid.Errorf("A quantity is more than 0."))
	case w.Price.Sign() <= 0:
		return l, fault.In("price", w.Price.String(), fault.Invalid.Errorf("A price is more than 0. What comes for nothing is received without an order, at the value it has."))
	}
	if l.Quantity, err = card.Quantity(w.Quantity, w.Per); err != nil {
		return l, fault.In("unit", w.Per, err)
	}
	if l.Quantity != w.Quantity { // the price is of one in the unit it was ordered in
		l.Price, err = inOwnUnit(w.Price, w.Quantity, l.Quantity)
	}
	return l, err
}

// inOwnUnit is the price of one in another unit: exact, or refused.
func inOwnUnit(price money.Decimal, was, is measure.Quantity) (money.Decimal, error) {
	whole, err := price.Times(was.Decimal())
	if err != nil {
		return whole, err
	}
	r := whole.Rat()
	r.Quo(r, is.Rat())
	places, finite := r.FloatPrec()
	if !finite || places > 9 {
		return whole, fault.In("price", price.String(), fault.Invalid.Errorf("The price %s has no end when told in the card's own unit; write quantity and price in that unit.", price))
	}
	return money.ParseDecimal(r.FloatString(places))
}

// OrderEnding ends an order of which no more will come.
type OrderEnding struct {
	Order int64   `help:"number of the order"`
	Day   cal.Day `help:"the day"`
	Why   string  `help:"why no more will come"`
}

// EndOrder ends an order before all has come.
func EndOrder(tx *db.Tx, in OrderEnding) (Order, error) {
	o, err := ShowOrder(tx, OneOrder{in.Order})
	switch {
	case err != nil:
		return o, err
	case o.State == "received" || o.State == "ended":
		return o, fault.Conflict.Errorf("Order %s is %s already.", o.Code, o.State)
	case strings.TrimSpace(in.Why) == "":
		return o, fault.Invalid.Errorf("Say why no more will come.")
	}
	o.State = "ended"
	return o, tx.Exec(`insert into purchase_order_end (unit, number, act, day, why) values ($1, $2, $3, $4, $5)`, tx.Unit, in.Order, tx.Act, in.Day, in.Why)
}

// OneOrder names an order.
type OneOrder struct {
	Order int64 `help:"its number"`
}

// ShowOrder is one order.
func ShowOrder(tx *db.Tx, in OneOrder) (Order, error) {
	list, err := orders(tx, unit.AsOf{}.Or(tx))
	if err != nil {
		return Order{}, err
	}
	for _, o := range list {
		if o.Number == in.Order {
			return o, nil
		}
	}
	return Order{}, fault.Missing.Errorf("There is no order %d to a supplier.", in.Order)
}

// OrdersIn asks for orders.
type OrdersIn struct {
	Supplier string  `help:"only to this supplier" opt:"yes"`
	State    string  `help:"only these" choice:"open|late|received|ended" opt:"yes"`
	Day      cal.Day `help:"late as of this day; today where left out" opt:"yes"`
}

// Orders are the orders to suppliers, those that are late first.
func Orders(tx *db.Tx, in OrdersIn) ([]Order, error) {
	list, err := orders(tx, unit.AsOf{Day: in.Day}.Or(tx))
	list = slices.DeleteFunc(list, func(o Order) bool {
		return in.Supplier != "" && o.Supplier != in.Supplier || in.State != "" && o.State != in.State
	})
	rank := []string{"late", "open", "received", "ended"}
	slices.SortStableFunc(list, func(a, b Order) int { return slices.Index(rank, a.State) - slices.Index(rank, b.State) })
	return list, err
}

// orders are all orders with how they stand on a day, by number.
func orders(tx *db.Tx, day cal.Day) ([]Order, error) {
	type head struct {
		Number         int64
		Code           string
		Day, Due       cal.Day
		Supplier, Note string
		Line           int64
	}
	heads, err := db.All[head](tx, `select number, code, day, due, supplier, note, sheet_row from purchase_order where unit = $1 order by number`, tx.Unit)
	if err != nil {
		return nil, err
	}
	type line struct {
		Number int64
		OrderLine
	}
	lines, err := db.All[line](tx, `
		select l.number, l.line, l.item, l.grade, l.quantity, l.price,
			(select cast(coalesce(sum(r.quantity), 0) as bigint) from receipt_line r where r.unit = l.unit and r.order_no = l.number and r.order_line = l.line), l.currency
		from purchase_order_line l where l.unit = $1 order by l.number, l.line`, tx.Unit)
	if err != nil {
		return nil, err
	}
	ended, err := db.All[int64](tx, `select number from purchase_order_end where unit = $1`, tx.Unit)
	list := make([]Order, len(heads))
	for i, h := range heads {
		o := Order{h.Number, h.Code, h.Day, h.Due, h.Supplier, h.Note, "", nil, h.Line}
		for len(lines) > 0 && lines[0].Number == h.Number {
			o.Lines = append(o.Lines, lines[0].OrderLine)
			lines = lines[1:]
		}
		o.State = o.stateOn(day, slices.Contains(ended, h.Number))
		list[i] = o
	}
	return list, err
}

func (o Order) stateOn(day cal.Day, ended bool) string {
	all := !slices.ContainsFunc(o.Lines, func(l OrderLine) bool { return l.Left() > 0 })
	switch {
	case all:
		return "received"
	case ended:
		return "ended"
	case o.Due != "" && o.Due < day:
		return "late"
	}
	return "open"
}

func insertOrders(tx *db.Tx, list []Order) error {
	err := tx.Insert("purchase_order (unit, number, code, day, due, supplier, note, act, sheet_row)", len(list), func(i int, to []any) []any {
		o := &list[i]
		return append(to, tx.Unit, o.Number, o.Code, o.Day, o.Due, o.Supplier, o.Note, tx.Act, o.Line)
	})
	if err != nil {
		return err
	}
	type line struct {
		number int64
		OrderLine
	}
	var lines []line
	for _, o := range list {
		for _, l := range o.Lines {
			lines = append(lines, line{o.Number, l})
		}
	}
	return tx.Insert("purchase_order_line (unit, number, line, item, grade, quantity, price, currency)", len(lines), func(i int, to []any) []any {
		l := &lines[i]
		return append(to, tx.Unit, l.number, l.Line, l.Item, l.Grade, int64(l.Quantity), l.Price, l.Currency)
	})
}

// PricesIn asks what was paid for an item.
type PricesIn struct {
	Item string  `help:"the material"`
	From cal.Day `help:"first day" default:"1800-01-01"`
	To   cal.Day `help:"last day" default:"2200-12-31"`
}

// Paid is what was paid for an item on a day.
type Paid struct {
	Day      cal.Day          `json:"day"`
	Supplier string           `json:"supplier"`
	Kind     string           `json:"supplier_kind"`
	Place    string           `json:"place,omitempty"`
	Grade    string           `json:"grade"`
	Quantity measure.Quantity `json:"quantity"`
	Price    money.Decimal    `json:"price"`
	Lowest   bool             `json:"lowest"` // of what is shown of this grade
}

// Prices are what was paid for an item, over time and by supplier (S19).
func Prices(tx *db.Tx, in PricesIn) ([]Paid, error) {
	list, err := db.All[Paid](tx, `
		select s.day, s.party, '', '', r.grade, r.quantity, r.price, false
		from receipt_line r join slip s on s.unit = r.unit and s.kind = 'receipt' and s.number = r.number
		where r.unit = $1 and r.item = $2 and s.day >= $3 and s.day <= $4 and r.quantity > 0
		  and not exists (select 1 from slip c where c.unit = s.unit and c.kind = s.kind and c.corrects = s.number and c.corrects <> 0)
		order by s.day, s.number`, tx.Unit, in.Item, in.From, in.To)
	if err != nil {
		return nil, err
	}
	by, err := suppliers(tx)
	lowest := map[string]money.Decimal{}
	for _, p := range list {
		if l, known := lowest[p.Grade]; !known || p.Price.Cmp(l) < 0 {
			lowest[p.Grade] = p.Price
		}
	}
	for i := range list {
		p := &list[i]
		p.Kind, p.Place, p.Lowest = by[p.Supplier].Kind, by[p.Supplier].Place, p.Price.Cmp(lowest[p.Grade]) == 0
	}
	slices.SortStableFunc(list, func(a, b Paid) int { return cmp.Compare(b.Day, a.Day) })
	return list, err
}
