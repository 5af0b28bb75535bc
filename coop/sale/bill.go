package sale

import (
	"fmt"
	"slices"
	"strings"

	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// Bill is a bill to a customer for deliveries.
type Bill struct {
	ledger.Booked
	Customer   string  `json:"customer"`
	Due        cal.Day `json:"due"`
	Deliveries []int64 `json:"deliveries"`
}

// bills is how bills are kept: what was delivered and not billed becomes owed.
var bills = ledger.Register[Bill, *Bill]{
	Name: "bill",
	Key:  func(b *Bill) string { return b.Customer },
	Whole: func(b *Bill) string {
		return fmt.Sprintf("%s, %s, %s, %s", b.Day, b.Customer, strings.Trim(fmt.Sprint(b.Deliveries), "[]"), b.Amount.String())
	},
	Check: func(b *Bill) *fault.Problem {
		if b.Customer == "" {
			return ledger.Missing("customer", "The customer")
		}
		return nil
	},
	Postings: func(b *Bill) (string, []ledger.Posting) {
		return "Bill to " + b.Customer, []ledger.Posting{
			{Account: ledger.Receivable, Party: b.Customer, Amount: b.Amount.Coins}, {Account: ledger.Unbilled, Party: b.Customer, Amount: -b.Amount.Coins}}
	},
	Negate: func(*Bill) {},
	Insert: insertBills,
	Select: selectBills,
}

// Billing is a bill as a person asks for it.
type Billing struct {
	Day        cal.Day `help:"the day of the bill"`
	Customer   string  `help:"to whom"`
	Deliveries []int64 `help:"numbers of the deliveries it is for; all that are not billed yet where left out" opt:"yes"`
	Line       int64   `json:"-"`
}

// WriteBill writes a bill for what was delivered and is not billed yet.
func WriteBill(tx *db.Tx, in Billing) (Bill, error) {
	b := Bill{Customer: in.Customer}
	b.Day, b.Line = in.Day, in.Line
	by, err := customers(tx)
	if err != nil {
		return b, err
	}
	if err := known(by, in.Customer); err != nil {
		return b, err
	}
	if _, err := cal.ParseDay(string(in.Day)); err != nil {
		return b, fault.In("date", string(in.Day), err)
	}
	b.Due = in.Day.Add(int(by[in.Customer].CreditDays))
	open, err := UnbilledDeliveries(tx, OfCustomer{in.Customer})
	if err != nil {
		return b, err
	}
	for _, d := range open {
		if d.Day <= in.Day && (len(in.Deliveries) == 0 || slices.Contains(in.Deliveries, d.Delivery)) {
			b.Deliveries = append(b.Deliveries, d.Delivery)
			if b.Amount.Currency == "" {
				b.Amount = d.Amount
			} else if b.Amount, err = b.Amount.Plus(d.Amount); err != nil {
				return b, err
			}
		}
	}
	for _, n := range in.Deliveries {
		if !slices.Contains(b.Deliveries, n) {
			return b, fault.In("deliveries", fmt.Sprint(n), fault.Conflict.Errorf("Delivery %d to %s is not there, is later than the bill, or is billed already.", n, in.Customer))
		}
	}
	if len(b.Deliveries) == 0 {
		return b, fault.In("customer", in.Customer, fault.Conflict.Errorf("Everything delivered to %s by %s is billed already.", in.Customer, in.Day))
	}
	return bills.ByHand(tx, b)
}

// TakeBills keeps the rows of the sheet “customer_bills”: a bill of a day for all
// that was delivered until then.
func TakeBills(tx *db.Tx, year cal.Year, rows []Billing) (out again.Outcome, wrong []fault.Problem, err error) {
	there, err := selectBills(tx, year.First(), year.Last())
	if err != nil {
		return out, nil, err
	}
	for _, in := range rows {
		if slices.ContainsFunc(there, func(b Bill) bool { return b.Customer == in.Customer && b.Day == in.Day && b.Corrects == 0 }) {
			out.Known++
			continue
		}
		if in.Day.Year() != year {
			err = fault.In("date", string(in.Day), fault.Invalid.Errorf("The day is not in %d, the year of these sheets.", int(year)))
		} else {
			_, err = WriteBill(tx, in)
		}
		switch {
		case err == nil:
			out.Added++
		case fault.Of(err) == "":
			return out, wrong, err
		default:
			wrong = append(wrong, fault.AsProblem(int(in.Line), err))
		}
	}
	return out, wrong, nil
}

// OfCustomer names a customer.
type OfCustomer struct {
	Customer string `help:"only this customer" opt:"yes"`
}

// UnbilledDelivery is a delivery that is not billed yet.
type UnbilledDelivery struct {
	Delivery int64        `json:"delivery"`
	Day      cal.Day      `json:"day"`
	Customer string       `json:"customer"`
	Order    int64        `json:"order,omitempty"`
	Amount   money.Amount `json:"amount"`
}

// UnbilledDeliveries are the deliveries that are not billed yet.
func UnbilledDeliveries(tx *db.Tx, in OfCustomer) ([]UnbilledDelivery, error) {
	return db.All[UnbilledDelivery](tx, `
		select s.number, s.day, s.party, s.ref, cast(sum(d.amount) as bigint), d.currency
		from slip s join delivery_line d on d.unit = s.unit and d.kind = s.kind and d.number = s.number
		where s.unit = $1 and s.kind = 'delivery' and s.corrects = 0 and (s.party = $2 or $2 = '')
		  and not exists (select 1 from slip c where c.unit = s.unit and c.kind = s.kind and c.corrects = s.number and c.corrects <> 0)
		  and not exists (select 1 from customer_bill_delivery x join customer_bill b on b.unit = x.unit and b.number = x.number
			where x.unit = s.unit and x.delivery = s.number
			  and not exists (select 1 from customer_bill c where c.unit = b.unit and c.corrects = b.number and c.corrects <> 0))
		group by s.number, s.day, s.party, s.ref, d.currency order by s.day, s.number`, tx.Unit, in.Customer)
}

// Payment is what a customer paid.
type Payment struct {
	ledger.Booked
	Customer string `json:"customer"`
	Note     string `json:"note,omitempty" words:"yes"`
}

var payments = ledger.Register[Payment, *Payment]{
	Name: "payment of a customer",
	Key:  func(p *Payment) string { return p.Customer },
	Whole: func(p *Payment) string {
		return fmt.Sprintf("%s, %s, %s, %s", p.Day, p.Customer, p.Note, p.Amount.String())
	},
	Check: func(p *Payment) *fault.Problem {
		if p.Customer == "" {
			return ledger.Missing("customer", "The customer")
		}
		return nil
	},
	Postings: func(p *Payment) (string, []ledger.Posting) {
		return "Paid by " + p.Customer, []ledger.Posting{
			{Account: ledger.Cash, Amount: p.Amount.Coins}, {Account: ledger.Receivable, Party: p.Customer, Amount: -p.Amount.Coins}}
	},
	Negate: func(*Payment) {},
	Insert: insertPayments,
	Select: selectPayments,
}

// Paying is a payment as a person types it.
type Paying struct {
	Day      cal.Day       `help:"the day"`
	Customer string        `help:"by whom"`
	Amount   money.Decimal `help:"how much; all that is owed by bills where left out" default:"0"`
	Note     string        `help:"a remark" opt:"yes"`
}

// PaidIn is a payment and what is owed after it.
type PaidIn struct {
	Payment
	Owes money.Amount `json:"owes"` // negative: what was paid too much stays as a credit
}

// TakePayment takes a customer's payment. What is paid beyond the bills stays as
// a credit on the account, and is said.
func TakePayment(tx *db.Tx, in Paying) (PaidIn, error) {
	u, err := unit.At(tx, in.Day)
	if err != nil {
		return PaidIn{}, err
	}
	by, err := customers(tx)
	if err != nil {
		return PaidIn{}, err
	}
	if err := known(by, in.Customer); err != nil {
		return PaidIn{}, err
	}
	stands, err := ledger.Parties(tx, ledger.Receivable, "9999-12-31", u.Currency)
	if err != nil {
		return PaidIn{}, err
	}
	amount := money.Of(stands[in.Customer], u.Currency)
	if !in.Amount.IsZero() {
		if amount, err = in.Amount.Amount(u.Currency); err != nil {
			return PaidIn{}, err
		}
	} else if amount.Sign() <= 0 {
		return PaidIn{}, fault.Conflict.Errorf("%s owes nothing by bills. Write the bill first, or how much was paid in advance.", in.Customer)
	}
	p, err := payments.ByHand(tx, Payment{ledger.Booked{Day: in.Day, Amount: amount}, in.Customer, in.Note})
	return PaidIn{p, money.Of(stands[in.Customer]-amount.Coins, u.Currency)}, err
}

// TakePayments keeps the rows of the sheet “customer_payments”.
func TakePayments(tx *db.Tx, year cal.Year, rows []Payment) (out again.Outcome, wrong []fault.Problem, err error) {
	by, err := customers(tx)
	if err != nil {
		return out, nil, err
	}
	right := slices.DeleteFunc(slices.Clone(rows), func(p Payment) bool {
		err := known(by, p.Customer)
		if err != nil {
			wrong = append(wrong, fault.AsProblem(int(p.Line), err))
		}
		return err != nil
	})
	out, more, err := payments.Take(tx, year, right)
	return out, append(wrong, more...), err
}

// Bills are the bills of a stretch of days, takings-back among them.
func Bills(tx *db.Tx, in ledger.Stretch) ([]Bill, error) { return selectBills(tx, in.From, in.To) }

// Payments are the payments of a stretch of days, takings-back among them.
func Payments(tx *db.Tx, in ledger.Stretch) ([]Payment, error) {
	return selectPayments(tx, in.From, in.To)
}

func insertBills(tx *db.Tx, rows []Bill) error {
	err := tx.Insert("customer_bill (unit, number, day, customer, due, amount, currency, entry, act, sheet_row, corrects)", len(rows), func(i int, to []any) []any {
		b := &rows[i]
		return append(to, tx.Unit, b.Number, b.Day, b.Customer, b.Due, b.Amount.Coins, b.Amount.Currency, b.Entry, tx.Act, b.Line, b.Corrects)
	})
	if err != nil {
		return err
	}
	type row struct{ number, delivery int64 }
	var list []row
	for _, b := range rows {
		if b.Corrects == 0 {
			for _, d := range b.Deliveries {
				list = append(list, row{b.Number, d})
			}
		}
	}
	return tx.Insert("customer_bill_delivery (unit, number, delivery)", len(list), func(i int, to []any) []any {
		return append(to, tx.Unit, list[i].number, list[i].delivery)
	})
}

func selectBills(tx *db.Tx, from, to cal.Day) ([]Bill, error) {
	rows, err := db.All[struct {
		Number             int64
		Day                cal.Day
		Customer           string
		Due                cal.Day
		Amount             money.Amount
		Entry, Line, Takes int64
	}](tx, `
		select number, day, customer, due, amount, currency, entry, sheet_row, corrects from customer_bill
		where unit = $1 and day >= $2 and day <= $3 order by number`, tx.Unit, from, to)
	if err != nil {
		return nil, err
	}
	of, err := db.All[struct{ Number, Delivery int64 }](tx, `select number, delivery from customer_bill_delivery where unit = $1 order by number, delivery`, tx.Unit)
	deliveries := map[int64][]int64{}
	for _, r := range of {
		deliveries[r.Number] = append(deliveries[r.Number], r.Delivery)
	}
	list := make([]Bill, len(rows))
	for i, r := range rows {
		b := Bill{Customer: r.Customer, Due: r.Due, Deliveries: deliveries[r.Number]}
		b.Number, b.Day, b.Amount, b.Entry, b.Line, b.Corrects = r.Number, r.Day, r.Amount, r.Entry, r.Line, r.Takes
		list[i] = b
	}
	return list, err
}

func insertPayments(tx *db.Tx, rows []Payment) error {
	return tx.Insert("customer_payment (unit, number, day, customer, note, amount, currency, entry, act, sheet_row, corrects)", len(rows), func(i int, to []any) []any {
		p := &rows[i]
		return append(to, tx.Unit, p.Number, p.Day, p.Customer, p.Note, p.Amount.Coins, p.Amount.Currency, p.Entry, tx.Act, p.Line, p.Corrects)
	})
}

func selectPayments(tx *db.Tx, from, to cal.Day) ([]Payment, error) {
	return db.All[Payment](tx, `
		select number, day, amount, currency, entry, sheet_row, corrects, customer, note from customer_payment
		where unit = $1 and day >= $2 and day <= $3 order by number`, tx.Unit, from, to)
}

// OneBill names a bill.
type OneBill struct {
	Number int64 `help:"its number"`
}

// Invoice is a bill with what it is for.
type Invoice struct {
	Bill
	Lines []GoneLine `json:"lines"`
	Kind  string     `json:"customer_kind"`
	Place string     `json:"place,omitempty"`
}

// ShowBill is one bill with the lines it is for.
func ShowBill(tx *db.Tx, in OneBill) (Invoice, error) {
	all, err := selectBills(tx, "1800-01-01", "9999-12-31")
	if err != nil {
		return Invoice{}, err
	}
	for _, b := range all {
		if b.Number != in.Number {
			continue
		}
		by, err := customers(tx)
		if err != nil {
			return Invoice{}, err
		}
		v := Invoice{Bill: b, Kind: by[b.Customer].Kind, Place: by[b.Customer].Place}
		for _, n := range b.Deliveries {
			lines, err := selectGone(tx, "delivery", n)
			if err != nil {
				return v, err
			}
			v.Lines = append(v.Lines, lines...)
		}
		return v, nil
	}
	return Invoice{}, fault.Missing.Errorf("There is no bill %d.", in.Number)
}
