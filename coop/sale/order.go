package sale

import (
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

// Kinds of order beside [Processing].
const (
	Quotation   = "quotation"
	Plain       = "order"
	Combination = "combination contract"
)

// Wanted is one line of an order.
type Wanted struct {
	Product  string           `json:"product" help:"the product"`
	Grade    string           `json:"grade" help:"of which grade; the first where left out" opt:"yes"`
	Quantity measure.Quantity `json:"quantity" help:"how many"`
	Price    money.Decimal    `json:"price" help:"price of one, or the fee for working one; the price list's where left out" default:"0"`
	Why      string           `json:"why" help:"why it is not the price list's" opt:"yes"`
}

// Ordering is a quotation or an order as a person types it.
type Ordering struct {
	Day       cal.Day  `help:"the day"`
	Customer  string   `help:"from whom"`
	Kind      string   `help:"what it is: of our goods, or working their own material for a fee" choice:"order|processing" default:"order"`
	Due       cal.Day  `help:"by when it is to be delivered" opt:"yes"`
	Lines     []Wanted `help:"what is ordered; the quotation's lines where left out" opt:"yes"`
	Quotation int64    `help:"number of the quotation it comes from" opt:"yes"`
	Note      string   `help:"a remark" opt:"yes"`
}

// Order is an order of a customer, a quotation to one, or a call-off from a
// contract.
type Order struct {
	Number    int64       `json:"number"`
	Code      string      `json:"code"`
	Day       cal.Day     `json:"day"`
	Due       cal.Day     `json:"due,omitempty"`
	Kind      string      `json:"kind"`
	Customer  string      `json:"customer"`
	Contract  int64       `json:"contract,omitempty"`
	Quotation int64       `json:"quotation,omitempty"`
	Note      string      `json:"note,omitempty" words:"yes"`
	State     string      `json:"state"` // open, late, delivered, ended; of a quotation: open, ordered
	Lines     []OrderLine `json:"lines"`
	Line      int64       `json:"-"`
}

// OrderLine is one line of it.
type OrderLine struct {
	Line      int64            `json:"line"`
	Product   string           `json:"product"`
	Grade     string           `json:"grade"`
	Quantity  measure.Quantity `json:"quantity"`
	Price     money.Decimal    `json:"price"`
	Why       string           `json:"why,omitempty" words:"yes"`
	Delivered measure.Quantity `json:"delivered"`
	Currency  money.Currency   `json:"-"`
}

// Left is what is still to be delivered.
func (l OrderLine) Left() measure.Quantity { return l.Quantity - l.Delivered }

// Quote writes a quotation to a customer.
func Quote(tx *db.Tx, in Ordering) (Order, error) { return writeOrder(tx, in, Quotation, 0) }

// WriteOrder writes an order of a customer, afresh or from a quotation.
func WriteOrder(tx *db.Tx, in Ordering) (Order, error) {
	if in.Quotation != 0 {
		q, err := ShowOrder(tx, OneOrder{in.Quotation})
		switch {
		case err != nil:
			return q, err
		case q.Kind != Quotation:
			return q, fault.Invalid.Errorf("%d is no quotation.", in.Quotation)
		case q.State == "ordered":
			return q, fault.Conflict.Errorf("Quotation %d was ordered already.", in.Quotation)
		case in.Customer != q.Customer:
			return q, fault.Invalid.Errorf("Quotation %d is to %s.", in.Quotation, q.Customer)
		}
		if len(in.Lines) == 0 {
			for _, l := range q.Lines {
				in.Lines = append(in.Lines, Wanted{l.Product, l.Grade, l.Quantity, l.Price, fmt.Sprintf("quotation %d", q.Number)})
			}
		}
	}
	return writeOrder(tx, in, in.Kind, 0)
}

func writeOrder(tx *db.Tx, in Ordering, kind string, contract int64) (Order, error) {
	c, err := openCounter(tx)
	if err != nil {
		return Order{}, err
	}
	o, wrong, err := c.order(in, kind)
	if err != nil {
		return o, err
	}
	if len(wrong) > 0 {
		return o, &fault.Rows{Problems: wrong}
	}
	if o.Number, err = tx.Next("sale_order", 1); err != nil {
		return o, err
	}
	o.Contract = contract
	o.Code = fmt.Sprint(o.Number)
	return o, insertOrders(tx, []Order{o})
}

// order holds an order to the registers; each wrong line is told.
func (c *counter) order(in Ordering, kind string) (o Order, wrong []fault.Problem, err error) {
	o = Order{Day: in.Day, Due: in.Due, Kind: kind, Customer: in.Customer, Quotation: in.Quotation, Note: in.Note, State: "open"}
	if _, err := cal.ParseDay(string(in.Day)); err != nil {
		return o, nil, fault.In("date", string(in.Day), err)
	}
	if err := known(c.customers, in.Customer); err != nil {
		return o, nil, err
	}
	switch {
	case in.Due != "" && in.Due < in.Day:
		return o, nil, fault.In("due", string(in.Due), fault.Invalid.Errorf("It is of %s and would be due before, on %s.", in.Day, in.Due))
	case len(in.Lines) == 0:
		return o, nil, fault.Invalid.Errorf("An order orders something: write its lines.")
	}
	cards, err := c.stock.Cards(in.Day)
	if err != nil {
		return o, nil, err
	}
	for i, w := range in.Lines {
		l, err := c.wanted(w, cards, o)
		if fault.Of(err) != "" {
			p := fault.AsProblem(i+1, err)
			p.Sheet = "order"
			wrong = append(wrong, p)
			continue
		} else if err != nil {
			return o, wrong, err
		}
		l.Line, l.Currency = int64(i+1), c.stock.Currency()
		o.Lines = append(o.Lines, l)
	}
	return o, wrong, nil
}

func (c *counter) wanted(w Wanted, cards map[string]goods.Good, o Order) (OrderLine, error) {
	l := OrderLine{Product: w.Product, Grade: w.Grade, Quantity: w.Quantity, Price: w.Price, Why: strings.TrimSpace(w.Why)}
	card, err := goods.Find(cards, w.Product)
	if err != nil {
		return l, fault.In("product", w.Product, err)
	}
	if l.Grade == "" {
		l.Grade = card.First()
	}
	switch {
	case !card.HasGrade(l.Grade):
		return l, fault.In("grade", l.Grade, fault.Invalid.Errorf("“%s” has no grade “%s” on its card (%s).", w.Product, l.Grade, card.Grades))
	case w.Quantity <= 0:
		return l, fault.In("quantity", w.Quantity.String(), fault.Invalid.Errorf("A quantity is more than 0."))
	case w.Price.Sign() < 0:
		return l, fault.In("price", w.Price.String(), fault.Invalid.Errorf("A price is more than 0."))
	}
	listed, has := priceOf(c.prices, l.Product, l.Grade, c.customers[o.Customer].Kind, o.Day)
	if o.Kind == Processing {
		has = false // a fee is agreed, not listed
	}
	switch {
	case w.Price.IsZero() && !has:
		return l, fault.In("price", "", fault.Invalid.Errorf("“%s” of grade %s has no price in the list on %s: write the price, or set it in the list (“sale price”). Nothing is sold for 0.", l.Product, l.Grade, o.Day))
	case w.Price.IsZero():
		l.Price = listed
	case has && listed.Cmp(w.Price) != 0 && l.Why == "":
		return l, fault.In("why", "", fault.Invalid.Errorf("The price list has %s for “%s” of grade %s; say why it is %s here.", listed, l.Product, l.Grade, w.Price))
	}
	return l, nil
}

// OrderEnding ends an order of which no more is delivered.
type OrderEnding struct {
	Order int64   `help:"number of the order"`
	Day   cal.Day `help:"the day"`
	Why   string  `help:"why no more is delivered"`
}

// EndOrder ends an order before all is delivered.
func EndOrder(tx *db.Tx, in OrderEnding) (Order, error) {
	o, err := ShowOrder(tx, OneOrder{in.Order})
	switch {
	case err != nil:
		return o, err
	case o.State == "delivered" || o.State == "ended":
		return o, fault.Conflict.Errorf("Order %s is %s already.", o.Code, o.State)
	case strings.TrimSpace(in.Why) == "":
		return o, fault.Invalid.Errorf("Say why no more is delivered.")
	}
	o.State = "ended"
	return o, tx.Exec(`insert into sale_order_end (unit, number, act, day, why) values ($1, $2, $3, $4, $5)`, tx.Unit, in.Order, tx.Act, in.Day, in.Why)
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
	return Order{}, fault.Missing.Errorf("There is no order %d of a customer.", in.Order)
}

// OrdersIn asks for the order book.
type OrdersIn struct {
	Customer string  `help:"only this customer's" opt:"yes"`
	State    string  `help:"only these" choice:"open|late|delivered|ended|ordered" opt:"yes"`
	Kind     string  `help:"only these" choice:"quotation|order|processing|combination contract" opt:"yes"`
	Day      cal.Day `help:"late as of this day; today where left out" opt:"yes"`
}

// Orders is the order book, what is late first.
func Orders(tx *db.Tx, in OrdersIn) ([]Order, error) {
	list, err := orders(tx, unit.AsOf{Day: in.Day}.Or(tx))
	list = slices.DeleteFunc(list, func(o Order) bool {
		return in.Customer != "" && o.Customer != in.Customer || in.State != "" && o.State != in.State || in.Kind != "" && o.Kind != in.Kind
	})
	rank := []string{"late", "open", "delivered", "ordered", "ended"}
	slices.SortStableFunc(list, func(a, b Order) int { return slices.Index(rank, a.State) - slices.Index(rank, b.State) })
	return list, err
}

// orders are all orders with how they stand on a day, by number.
func orders(tx *db.Tx, day cal.Day) ([]Order, error) {
	heads, err := db.All[struct {
		Number              int64
		Code                string
		Day, Due            cal.Day
		Kind, Customer      string
		Contract, Quotation int64
		Note                string
		Line                int64
	}](tx, `select number, code, day, due, kind, customer, contract, quotation, note, sheet_row from sale_order where unit = $1 order by number`, tx.Unit)
	if err != nil {
		return nil, err
	}
	lines, err := db.All[struct {
		Number int64
		OrderLine
	}](tx, `
		select l.number, l.line, l.product, l.grade, l.quantity, l.price, l.why,
			coalesce((select cast(sum(d.quantity) as bigint) from delivery_line d where d.unit = l.unit and d.order_no = l.number and d.order_line = l.line), 0), l.currency
		from sale_order_line l where l.unit = $1 order by l.number, l.line`, tx.Unit)
	if err != nil {
		return nil, err
	}
	ended, err := db.All[int64](tx, `select number from sale_order_end where unit = $1`, tx.Unit)
	ordered := map[int64]bool{}
	for _, h := range heads {
		ordered[h.Quotation] = true
	}
	list := make([]Order, len(heads))
	for i, h := range heads {
		o := Order{h.Number, h.Code, h.Day, h.Due, h.Kind, h.Customer, h.Contract, h.Quotation, h.Note, "", nil, h.Line}
		for len(lines) > 0 && lines[0].Number == h.Number {
			o.Lines = append(o.Lines, lines[0].OrderLine)
			lines = lines[1:]
		}
		o.State = o.stateOn(day, slices.Contains(ended, h.Number), ordered[h.Number])
		list[i] = o
	}
	return list, err
}

func (o Order) stateOn(day cal.Day, ended, ordered bool) string {
	all := !slices.ContainsFunc(o.Lines, func(l OrderLine) bool { return l.Left() > 0 })
	switch {
	case o.Kind == Quotation && ordered:
		return "ordered"
	case all:
		return "delivered"
	case ended:
		return "ended"
	case o.Kind != Quotation && o.Due != "" && o.Due < day:
		return "late"
	}
	return "open"
}

func insertOrders(tx *db.Tx, list []Order) error {
	err := tx.Insert("sale_order (unit, number, code, day, due, kind, customer, contract, quotation, note, act, sheet_row)", len(list), func(i int, to []any) []any {
		o := &list[i]
		return append(to, tx.Unit, o.Number, o.Code, o.Day, o.Due, o.Kind, o.Customer, o.Contract, o.Quotation, o.Note, tx.Act, o.Line)
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
	return tx.Insert("sale_order_line (unit, number, line, product, grade, quantity, price, why, currency)", len(lines), func(i int, to []any) []any {
		l := &lines[i]
		return append(to, tx.Unit, l.number, l.Line, l.Product, l.Grade, int64(l.Quantity), l.Price, l.Why, l.Currency)
	})
}
