package supply

import (
	"math/big"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/ledger"
)

// Came is one line of what came.
type Came struct {
	Item     string           `json:"item" help:"what came"`
	Grade    string           `json:"grade" help:"of which grade; the ordered one, or the first, where left out" opt:"yes"`
	Quantity measure.Quantity `json:"quantity" help:"how much"`
	Per      string           `json:"per" help:"in this unit; the card's own where left out" opt:"yes"`
	Price    money.Decimal    `json:"price" help:"price of one, in that unit; the order's where left out" default:"0"`
}

// Receiving is a receipt as a person types it.
type Receiving struct {
	Day      cal.Day `help:"the day"`
	Order    int64   `help:"number of the order" opt:"yes"`
	Supplier string  `help:"from whom, where there is no order" opt:"yes"`
	Store    string  `help:"into which store" default:"main"`
	Lines    []Came  `help:"what came; all that is still to come of the order where left out" opt:"yes"`
	Note     string  `help:"a remark, such as the number of the delivery note" opt:"yes"`
	Line     int64   `json:"-"`
	Said     string  `json:"-"`
}

// Receipt is what came.
type Receipt struct {
	goods.Slip
	Value money.Amount `json:"value_received"`
}

// Receive takes what a supplier sent into store, at the price agreed. The bill
// comes later, or with it: until then it is owed as received and not billed.
func Receive(tx *db.Tx, in Receiving) (Receipt, error) {
	st, err := goods.Open(tx)
	if err != nil {
		return Receipt{}, err
	}
	d, err := deskOf(st)
	if err != nil {
		return Receipt{}, err
	}
	sl, value, err := d.receive(in)
	if err != nil {
		return Receipt{}, err
	}
	err = st.Save()
	return Receipt{*sl, money.Of(value, d.currency)}, err
}

// desk is where goods come in from suppliers: it knows them and the orders, and
// is supply's part of the stock.
type desk struct {
	tx        *db.Tx
	stock     *goods.Stock
	currency  money.Currency
	suppliers map[string]Supplier
	orders    map[int64]*Order
	codes     map[string]int64
	lines     []receiptLine
}

type receiptLine struct {
	number, line, order, orderLine int64
	item, grade                    string
	quantity                       measure.Quantity
	price                          money.Decimal
	value                          int64
}

func openDesk(tx *db.Tx) (*desk, error) {
	st, err := goods.Open(tx)
	if err != nil {
		return nil, err
	}
	return deskOf(st)
}

func deskOf(st *goods.Stock) (*desk, error) {
	p, err := st.Part("supply", func() (goods.Part, error) {
		d := &desk{tx: st.Tx(), stock: st, currency: st.Currency(), orders: map[int64]*Order{}, codes: map[string]int64{}}
		var err error
		if d.suppliers, err = suppliers(d.tx); err != nil {
			return nil, err
		}
		list, err := orders(d.tx, "0000-01-01")
		for i := range list {
			d.orders[list[i].Number] = &list[i]
			d.codes[list[i].Code] = list[i].Number
		}
		return d, err
	})
	if err != nil {
		return nil, err
	}
	return p.(*desk), nil
}

// known refuses a supplier that nobody has entered: the kinds of suppliers are
// reported, and a misspelt name would be owed apart.
func (d *desk) known(name string) error {
	if name == "" {
		return fault.In("supplier", "", fault.Invalid.Errorf("Say from whom."))
	}
	if _, ok := d.suppliers[name]; ok {
		return nil
	}
	for other := range d.suppliers {
		if strings.EqualFold(other, name) {
			return fault.In("supplier", name, fault.Missing.Errorf("There is no supplier “%s”. Did you mean “%s”?", name, other))
		}
	}
	return fault.In("supplier", name, fault.Missing.Errorf("There is no supplier “%s”. Enter it first (“supply supplier”, or the sheet “suppliers”).", name))
}

// receive does one receipt in memory; what it began is dropped where it fails.
func (d *desk) receive(in Receiving) (*goods.Slip, int64, error) {
	var order *Order
	if in.Order != 0 {
		if order = d.orders[in.Order]; order == nil {
			return nil, 0, fault.Missing.Errorf("There is no order %d to a supplier.", in.Order)
		}
		if in.Supplier != "" && in.Supplier != order.Supplier {
			return nil, 0, fault.In("supplier", in.Supplier, fault.Invalid.Errorf("Order %s is to %s.", order.Code, order.Supplier))
		}
		if order.State == "ended" {
			return nil, 0, fault.Conflict.Errorf("Order %s has ended. Receive it without an order, or write a new one.", order.Code)
		}
		if in.Day < order.Day {
			return nil, 0, fault.In("date", string(in.Day), fault.Invalid.Errorf("Order %s is of %s, after %s.", order.Code, order.Day, in.Day))
		}
		in.Supplier = order.Supplier
		if len(in.Lines) == 0 {
			in.Lines = order.rest()
		}
	}
	if err := d.known(in.Supplier); err != nil {
		return nil, 0, err
	}
	if len(in.Lines) == 0 {
		return nil, 0, fault.Invalid.Errorf("Say what came.")
	}
	sl, err := d.stock.Slip(goods.Slip{Kind: "receipt", Day: in.Day, Party: in.Supplier, Ref: in.Order, Note: in.Note, Line: in.Line, Said: in.Said})
	if err != nil {
		return nil, 0, fault.In("date", string(in.Day), err)
	}
	kept, sum := len(d.lines), int64(0)
	for _, c := range in.Lines {
		value, err := d.line(sl, order, c, goods.At(goods.Store, in.Store))
		if err != nil {
			d.drop(sl, order, kept)
			return nil, 0, err
		}
		sum += value
	}
	sl.Post(ledger.Unreceived, in.Supplier, -sum)
	return sl, sum, nil
}

func (d *desk) drop(sl *goods.Slip, order *Order, kept int) {
	for _, l := range d.lines[kept:] {
		if l.orderLine > 0 {
			order.Lines[l.orderLine-1].Received -= l.quantity
		}
	}
	d.lines = d.lines[:kept]
	d.stock.Drop(sl)
}

// rest is all that is still to come.
func (o *Order) rest() (lines []Came) {
	for _, l := range o.Lines {
		if l.Left() > 0 {
			lines = append(lines, Came{Item: l.Item, Grade: l.Grade, Quantity: l.Left()})
		}
	}
	return lines
}

// line brings one line in, and returns its value in coins.
func (d *desk) line(sl *goods.Slip, order *Order, c Came, place goods.Place) (int64, error) {
	card, err := sl.Card(c.Item)
	if err != nil {
		return 0, fault.In("item", c.Item, err)
	}
	q, err := card.Quantity(c.Quantity, c.Per)
	if err != nil {
		return 0, fault.In("unit", c.Per, err)
	}
	if q <= 0 {
		return 0, fault.In("quantity", c.Quantity.String(), fault.Invalid.Errorf("A quantity is more than 0."))
	}
	r := receiptLine{number: sl.Number, line: int64(len(sl.Flows) + 1), item: c.Item, grade: c.Grade, quantity: q, price: c.Price}
	if q != c.Quantity && !c.Price.IsZero() {
		if r.price, err = inOwnUnit(c.Price, c.Quantity, q); err != nil {
			return 0, err
		}
	}
	if order != nil {
		if err := d.ofOrder(order, card, &r); err != nil {
			return 0, err
		}
	}
	if r.grade == "" {
		r.grade = card.First()
	}
	if r.price.Sign() <= 0 {
		return 0, fault.In("price", c.Price.String(), fault.Invalid.Errorf("A price is more than 0: “%s” would come in for nothing.", c.Item))
	}
	value, err := money.HalfUp(new(big.Rat).Mul(r.price.Rat(), q.Rat()), d.currency)
	if err != nil {
		return 0, err
	}
	r.value = value.Coins
	if err := sl.In(goods.Flow{Item: c.Item, Grade: r.grade, Place: place, Quantity: q, Value: r.value}); err != nil {
		return 0, fault.In("grade", r.grade, err)
	}
	if r.orderLine > 0 {
		order.Lines[r.orderLine-1].Received += q
	}
	d.lines = append(d.lines, r)
	return r.value, nil
}

// ofOrder finds the line of the order that came, by item and, where more than
// one has it, by grade. A grade other than the ordered is received as what it
// is, at the price that is then agreed.
func (d *desk) ofOrder(o *Order, card goods.Good, r *receiptLine) error {
	at := -1
	for i, l := range o.Lines {
		if l.Item == r.item && (at < 0 || l.Grade == r.grade) {
			at = i
		}
	}
	if at < 0 {
		return fault.In("item", r.item, fault.Invalid.Errorf("“%s” is not in order %s. Receive it without an order, or write one.", r.item, o.Code))
	}
	l := &o.Lines[at]
	if r.quantity > l.Left() {
		return fault.In("quantity", r.quantity.String(), fault.Conflict.Errorf("%s %s of “%s” are more than order %s has still to come: %s. Receive that much, and the rest without an order or on a new one.", r.quantity, card.Per, r.item, o.Code, l.Left()))
	}
	if l.Currency != d.currency {
		return fault.Conflict.Errorf("Order %s is priced in %s, and the books are kept in %s since. Write the order anew.", o.Code, l.Currency, d.currency)
	}
	r.order, r.orderLine = o.Number, l.Line
	if r.grade == "" {
		r.grade = l.Grade
	}
	if r.price.IsZero() {
		if r.grade != l.Grade {
			return fault.In("price", "", fault.Invalid.Errorf("Order %s is for grade %s and grade %s came: write the price that is agreed for it.", o.Code, l.Grade, r.grade))
		}
		r.price = l.Price
	}
	return nil
}

// Save writes the lines of the receipts.
func (d *desk) Save() error {
	lines := d.lines
	d.lines = nil
	return insertReceiptLines(d.tx, lines, d.currency)
}

func insertReceiptLines(tx *db.Tx, lines []receiptLine, c money.Currency) error {
	return tx.Insert("receipt_line (unit, number, line, order_no, order_line, item, grade, quantity, price, value, currency)", len(lines), func(i int, to []any) []any {
		l := &lines[i]
		return append(to, tx.Unit, l.number, l.line, l.order, l.orderLine, l.item, l.grade, int64(l.quantity), l.price, l.value, c)
	})
}

// selectBought is what was received from each supplier up to a day, in coins.
func selectBought(tx *db.Tx, day cal.Day) (map[string]int64, error) {
	return db.Sums(tx, `
		select s.party, cast(sum(r.value) as bigint) from receipt_line r
		join slip s on s.unit = r.unit and s.kind = 'receipt' and s.number = r.number
		where r.unit = $1 and s.day <= $2 group by s.party`, tx.Unit, day)
}

// takeBack takes a receipt back: the goods leave the store again, and the order
// has them still to come.
func takeBack(tx *db.Tx, number int64, day cal.Day, why string) (goods.Slip, error) {
	billed, err := db.All[int64](tx, `
		select r.number from supplier_bill_receipt r join supplier_bill b on b.unit = r.unit and b.number = r.number
		where r.unit = $1 and r.receipt = $2 and b.corrects = 0
		  and not exists (select 1 from supplier_bill c where c.unit = b.unit and c.corrects = b.number and c.corrects <> 0)`, tx.Unit, number)
	if err != nil {
		return goods.Slip{}, err
	}
	if len(billed) > 0 {
		return goods.Slip{}, fault.Conflict.Errorf("Receipt %d stands in bill %d; take the bill back first.", number, billed[0])
	}
	sl, err := goods.TakeBack(tx, "receipt", number, day, why)
	if err != nil {
		return sl, err
	}
	was, err := db.All[struct {
		Line, Order, OrderLine int64
		Item, Grade            string
		Quantity               measure.Quantity
		Price                  money.Decimal
		Value                  int64
		Currency               money.Currency
	}](tx, `select line, order_no, order_line, item, grade, quantity, price, value, currency from receipt_line where unit = $1 and number = $2 order by line`, tx.Unit, number)
	if err != nil || len(was) == 0 {
		return sl, err
	}
	back := make([]receiptLine, len(was))
	for i, w := range was {
		back[i] = receiptLine{sl.Number, w.Line, w.Order, w.OrderLine, w.Item, w.Grade, -w.Quantity, w.Price, -w.Value}
	}
	return sl, insertReceiptLines(tx, back, was[0].Currency)
}
