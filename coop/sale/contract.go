package sale

import (
	"cmp"
	"fmt"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/unit"
)

// InMonth is how much of a contract's line is due in a month.
type InMonth struct {
	Month    cal.Month        `json:"month" help:"the month"`
	Quantity measure.Quantity `json:"quantity" help:"how many are due in it"`
}

// Agreed is one line of a contract.
type Agreed struct {
	Product  string           `json:"product" help:"the product"`
	Grade    string           `json:"grade" help:"of which grade; the first where left out" opt:"yes"`
	Spec     string           `json:"spec,omitempty" help:"specification agreed, beside the card's" opt:"yes" words:"yes"`
	Quantity measure.Quantity `json:"quantity" help:"how many in all"`
	Price    money.Decimal    `json:"price" help:"price of one"`
	Calendar []InMonth        `json:"calendar" help:"how many are due in which month; together what the line is for" opt:"yes"`
}

// Contracting is a contract of combination as a person types it (S24).
type Contracting struct {
	Day       cal.Day       `help:"the day"`
	Customer  string        `help:"with whom, such as an agricultural mutual-aid co-operative"`
	From      cal.Day       `help:"the first day on which can be called off"`
	To        cal.Day       `help:"the last day on which can be called off"`
	Lines     []Agreed      `help:"what is agreed"`
	OursPct   money.Decimal `help:"our penalty: percent of the late goods' price for each day late" default:"0"`
	TheirsPct money.Decimal `help:"their penalty: percent of the price of what they have not called off in its month, for each day" default:"0"`
	LimitPct  money.Decimal `help:"a penalty is at most this many percent of that price" default:"10"`
	Note      string        `help:"other terms, in words" opt:"yes"`
}

// Contract is a contract of combination, with what became of it.
type Contract struct {
	Number    int64          `json:"number"`
	Code      string         `json:"code"`
	Day       cal.Day        `json:"day"`
	Customer  string         `json:"customer"`
	From      cal.Day        `json:"from"`
	To        cal.Day        `json:"to"`
	OursPct   money.Decimal  `json:"ours_pct"`
	TheirsPct money.Decimal  `json:"theirs_pct"`
	LimitPct  money.Decimal  `json:"limit_pct"`
	Note      string         `json:"note,omitempty" words:"yes"`
	Lines     []ContractLine `json:"lines"`
	State     string         `json:"state"` // running, late, fulfilled, past
}

// ContractLine is one line of a contract as of a day.
type ContractLine struct {
	Line      int64            `json:"line"`
	Product   string           `json:"product"`
	Grade     string           `json:"grade"`
	Spec      string           `json:"spec,omitempty" words:"yes"`
	Quantity  measure.Quantity `json:"quantity"`
	Price     money.Decimal    `json:"price"`
	Due       measure.Quantity `json:"due"` // by the calendar, until the day
	Called    measure.Quantity `json:"called"`
	Delivered measure.Quantity `json:"delivered"`
	Late      measure.Quantity `json:"late"`     // called off, due and not delivered
	Uncalled  measure.Quantity `json:"uncalled"` // due by the calendar and not called off
	Calendar  []InMonth        `json:"calendar"`
	Currency  money.Currency   `json:"-"`
}

// Agree makes a contract of combination.
func Agree(tx *db.Tx, in Contracting) (Contract, error) {
	ct := Contract{Day: in.Day, Customer: in.Customer, From: in.From, To: in.To, OursPct: in.OursPct, TheirsPct: in.TheirsPct, LimitPct: in.LimitPct, Note: in.Note, State: "running"}
	by, err := customers(tx)
	if err != nil {
		return ct, err
	}
	if err := known(by, in.Customer); err != nil {
		return ct, err
	}
	for _, day := range []cal.Day{in.Day, in.From, in.To} {
		if _, err := cal.ParseDay(string(day)); err != nil {
			return ct, err
		}
	}
	hundred := money.DecimalOf(100, 0)
	switch {
	case in.To < in.From:
		return ct, fault.Invalid.Errorf("A contract from %s cannot end on %s, before.", in.From, in.To)
	case in.OursPct.Sign() < 0 || in.TheirsPct.Sign() < 0 || in.LimitPct.Sign() < 0 || in.OursPct.Cmp(hundred) > 0 || in.TheirsPct.Cmp(hundred) > 0 || in.LimitPct.Cmp(hundred) > 0:
		return ct, fault.Invalid.Errorf("A penalty is from 0 to 100 percent.")
	case len(in.Lines) == 0:
		return ct, fault.Invalid.Errorf("A contract agrees something: write its lines.")
	}
	u, err := unit.At(tx, in.Day)
	if err != nil {
		return ct, err
	}
	cards, err := goods.Cards(tx, in.Day)
	if err != nil {
		return ct, err
	}
	var wrong []fault.Problem
	for i, a := range in.Lines {
		l, err := a.line(cards, ct)
		if err != nil {
			p := fault.AsProblem(i+1, err)
			p.Sheet = "contract"
			wrong = append(wrong, p)
		}
		l.Line, l.Currency = int64(i+1), u.Currency
		ct.Lines = append(ct.Lines, l)
	}
	if len(wrong) > 0 {
		return ct, &fault.Rows{Problems: wrong}
	}
	if ct.Number, err = tx.Next("contract", 1); err != nil {
		return ct, err
	}
	ct.Code = fmt.Sprint(ct.Number)
	return ct, insertContract(tx, ct)
}

func (a Agreed) line(cards map[string]goods.Good, ct Contract) (ContractLine, error) {
	l := ContractLine{Product: a.Product, Grade: a.Grade, Spec: a.Spec, Quantity: a.Quantity, Price: a.Price, Calendar: slices.Clone(a.Calendar)}
	card, err := goods.Find(cards, a.Product)
	if err != nil {
		return l, fault.In("product", a.Product, err)
	}
	if l.Grade == "" {
		l.Grade = card.First()
	}
	switch {
	case !card.HasGrade(l.Grade):
		return l, fault.In("grade", l.Grade, fault.Invalid.Errorf("“%s” has no grade “%s” on its card (%s).", a.Product, l.Grade, card.Grades))
	case a.Quantity <= 0:
		return l, fault.In("quantity", a.Quantity.String(), fault.Invalid.Errorf("A quantity is more than 0."))
	case a.Price.Sign() <= 0:
		return l, fault.In("price", a.Price.String(), fault.Invalid.Errorf("A price is more than 0."))
	}
	slices.SortFunc(l.Calendar, func(a, b InMonth) int { return cmp.Compare(a.Month, b.Month) })
	var sum measure.Quantity
	for i, m := range l.Calendar {
		switch {
		case m.Quantity <= 0:
			return l, fault.In("calendar", m.Quantity.String(), fault.Invalid.Errorf("A quantity is more than 0."))
		case m.Month < ct.From.Month() || m.Month > ct.To.Month():
			return l, fault.In("calendar", string(m.Month), fault.Invalid.Errorf("%s is not within the contract, from %s to %s.", m.Month, ct.From, ct.To))
		case i > 0 && l.Calendar[i-1].Month == m.Month:
			return l, fault.In("calendar", string(m.Month), fault.Invalid.Errorf("%s stands there twice.", m.Month))
		}
		sum += m.Quantity
	}
	if len(l.Calendar) > 0 && sum != l.Quantity {
		return l, fault.In("calendar", sum.String(), fault.Invalid.Errorf("The calendar comes to %s and the line is for %s. Make them equal.", sum, l.Quantity))
	}
	return l, nil
}

// Calling is a call-off as a person types it.
type Calling struct {
	Contract int64            `help:"number of the contract"`
	Line     int64            `help:"which line of it" default:"1"`
	Day      cal.Day          `help:"the day"`
	Quantity measure.Quantity `help:"how many are called off"`
	Due      cal.Day          `help:"by when they are to be delivered"`
	Note     string           `help:"a remark" opt:"yes"`
}

// CallOff calls goods off from a contract: an order at its price.
func CallOff(tx *db.Tx, in Calling) (Order, error) {
	ct, err := ShowContract(tx, OneContract{in.Contract, "9999-12-31"}) // whatever was called off, of any day
	if err != nil {
		return Order{}, err
	}
	if in.Line < 1 || in.Line > int64(len(ct.Lines)) {
		return Order{}, fault.Missing.Errorf("Contract %s has no line %d.", ct.Code, in.Line)
	}
	l := ct.Lines[in.Line-1]
	left := l.Quantity - l.Called
	switch {
	case in.Day < ct.From || in.Day > ct.To:
		return Order{}, fault.In("day", string(in.Day), fault.Conflict.Errorf("Contract %s can be called off from %s to %s. Write an order at the price list, or agree a new contract.", ct.Code, ct.From, ct.To))
	case in.Due == "":
		return Order{}, fault.In("due", "", fault.Invalid.Errorf("Say by when it is to be delivered."))
	case in.Quantity > left:
		return Order{}, fault.In("quantity", in.Quantity.String(), fault.Conflict.Errorf("Of line %d of contract %s, %s are left to be called off. Call off that much, and the rest by an order at the price list.", in.Line, ct.Code, left))
	}
	return writeOrder(tx, Ordering{Day: in.Day, Customer: ct.Customer, Due: in.Due, Note: in.Note,
		Lines: []Wanted{{l.Product, l.Grade, in.Quantity, l.Price, "contract " + ct.Code}}}, Combination, ct.Number)
}

// OneContract names a contract.
type OneContract struct {
	Contract int64   `help:"its number"`
	Day      cal.Day `help:"as of this day; today where left out" opt:"yes"`
}

// ShowContract is one contract as of a day.
func ShowContract(tx *db.Tx, in OneContract) (Contract, error) {
	all, err := Contracts(tx, unit.AsOf{Day: in.Day})
	if err != nil {
		return Contract{}, err
	}
	for _, ct := range all {
		if ct.Number == in.Contract {
			return ct, nil
		}
	}
	return Contract{}, fault.Missing.Errorf("There is no contract %d.", in.Contract)
}

// Contracts are all contracts as of a day, those that are late first.
func Contracts(tx *db.Tx, in unit.AsOf) ([]Contract, error) {
	day := in.Or(tx)
	list, err := selectContracts(tx)
	if err != nil {
		return nil, err
	}
	all, err := orders(tx, day)
	if err != nil {
		return nil, err
	}
	out, err := deliveredUntil(tx, day)
	if err != nil {
		return nil, err
	}
	for i := range list {
		list[i].stand(day, all, out)
	}
	rank := []string{"late", "running", "fulfilled", "past"}
	slices.SortStableFunc(list, func(a, b Contract) int { return slices.Index(rank, a.State) - slices.Index(rank, b.State) })
	return list, nil
}

type ofOrder struct{ order, line int64 }

// deliveredUntil is what went out on each order's line until a day.
func deliveredUntil(tx *db.Tx, day cal.Day) (map[ofOrder]measure.Quantity, error) {
	rows, err := db.All[struct {
		Order, Line int64
		Quantity    measure.Quantity
	}](tx, `select order_no, order_line, cast(sum(quantity) as bigint) from delivery_line where unit = $1 and day <= $2 and order_no > 0 group by order_no, order_line`, tx.Unit, day)
	by := map[ofOrder]measure.Quantity{}
	for _, r := range rows {
		by[ofOrder{r.Order, r.Line}] = r.Quantity
	}
	return by, err
}

// stand works out how the contract stands on a day.
func (ct *Contract) stand(day cal.Day, all []Order, out map[ofOrder]measure.Quantity) {
	late, done := false, true
	for i := range ct.Lines {
		l := &ct.Lines[i]
		for _, m := range l.Calendar {
			if m.Month.Last() < day {
				l.Due += m.Quantity
			}
		}
		for _, o := range all {
			if o.Contract != ct.Number || o.Day > day {
				continue
			}
			for _, ol := range o.Lines {
				if ol.Product != l.Product || ol.Grade != l.Grade || ol.Price.Cmp(l.Price) != 0 {
					continue
				}
				went := out[ofOrder{o.Number, ol.Line}]
				called := ol.Quantity
				if o.State == "ended" {
					called = went
				}
				l.Called += called
				l.Delivered += went
				if o.Due < day && o.State != "ended" {
					l.Late += max(0, ol.Quantity-went)
				}
			}
		}
		l.Uncalled = max(0, l.Due-l.Called)
		late = late || l.Late > 0
		done = done && l.Delivered >= l.Quantity
	}
	switch {
	case done:
		ct.State = "fulfilled"
	case late:
		ct.State = "late"
	case day > ct.To:
		ct.State = "past"
	default:
		ct.State = "running"
	}
}

func insertContract(tx *db.Tx, ct Contract) error {
	err := tx.Exec(`insert into contract (unit, number, code, day, customer, from_day, to_day, ours_pct, theirs_pct, limit_pct, note, act) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		tx.Unit, ct.Number, ct.Code, ct.Day, ct.Customer, ct.From, ct.To, ct.OursPct, ct.TheirsPct, ct.LimitPct, ct.Note, tx.Act)
	if err != nil {
		return err
	}
	for _, l := range ct.Lines {
		err := tx.Exec(`insert into contract_line (unit, number, line, product, grade, spec, quantity, price, currency) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			tx.Unit, ct.Number, l.Line, l.Product, l.Grade, l.Spec, l.Quantity, l.Price, l.Currency)
		if err != nil {
			return err
		}
		err = tx.Insert("contract_month (unit, number, line, month, quantity)", len(l.Calendar), func(i int, to []any) []any {
			return append(to, tx.Unit, ct.Number, l.Line, l.Calendar[i].Month, int64(l.Calendar[i].Quantity))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// selectContracts are all contracts as they were agreed, by number.
func selectContracts(tx *db.Tx) ([]Contract, error) {
	heads, err := db.All[struct {
		Number              int64
		Code                string
		Day                 cal.Day
		Customer            string
		From, To            cal.Day
		Ours, Theirs, Limit money.Decimal
		Note                string
	}](tx, `select number, code, day, customer, from_day, to_day, ours_pct, theirs_pct, limit_pct, note from contract where unit = $1 order by number`, tx.Unit)
	if err != nil {
		return nil, err
	}
	lines, err := db.All[struct {
		Number, Line         int64
		Product, Grade, Spec string
		Quantity             measure.Quantity
		Price                money.Decimal
		Currency             money.Currency
	}](tx, `select number, line, product, grade, spec, quantity, price, currency from contract_line where unit = $1 order by number, line`, tx.Unit)
	if err != nil {
		return nil, err
	}
	months, err := db.All[struct {
		Number, Line int64
		InMonth
	}](tx, `select number, line, month, quantity from contract_month where unit = $1 order by number, line, month`, tx.Unit)
	list := make([]Contract, len(heads))
	for i, h := range heads {
		ct := Contract{h.Number, h.Code, h.Day, h.Customer, h.From, h.To, h.Ours, h.Theirs, h.Limit, h.Note, nil, ""}
		for _, l := range lines {
			if l.Number != h.Number {
				continue
			}
			line := ContractLine{Line: l.Line, Product: l.Product, Grade: l.Grade, Spec: l.Spec, Quantity: l.Quantity, Price: l.Price, Currency: l.Currency}
			for _, m := range months {
				if m.Number == h.Number && m.Line == l.Line {
					line.Calendar = append(line.Calendar, m.InMonth)
				}
			}
			ct.Lines = append(ct.Lines, line)
		}
		list[i] = ct
	}
	return list, err
}
