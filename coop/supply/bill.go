package supply

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

// Bill is a supplier's bill for receipts.
type Bill struct {
	ledger.Booked
	Supplier string       `json:"supplier"`
	TheirNo  string       `json:"their_no,omitempty"`
	Due      cal.Day      `json:"due"`
	Received money.Amount `json:"received"` // what the receipts stand at
	Receipts []int64      `json:"receipts"`
}

// Billing is a bill as a person types it.
type Billing struct {
	Day      cal.Day       `help:"the day of the bill"`
	Supplier string        `help:"whose bill it is"`
	TheirNo  string        `help:"the number they gave it" opt:"yes"`
	Receipts []int64       `help:"numbers of the receipts it is for; all that are not billed yet where left out" opt:"yes"`
	Amount   money.Decimal `help:"what the bill comes to; what the receipts stand at where left out" default:"0"`
	Line     int64         `json:"-"`
}

// bills is how bills are kept: what was received and not billed becomes owed; a
// difference to the price agreed is booked as such.
var bills = ledger.Register[Bill, *Bill]{
	Name: "bill of a supplier",
	Key:  func(b *Bill) string { return b.Supplier + ", " + b.TheirNo },
	Whole: func(b *Bill) string {
		return fmt.Sprintf("%s, %s, %s, %s, %s", b.Day, b.Supplier, b.TheirNo, strings.Trim(fmt.Sprint(b.Receipts), "[]"), b.Amount.String())
	},
	Check: func(b *Bill) *fault.Problem {
		if b.Supplier == "" {
			return ledger.Missing("supplier", "The supplier")
		}
		return nil
	},
	Postings: func(b *Bill) (string, []ledger.Posting) {
		return fmt.Sprintf("Bill %s of %s", b.TheirNo, b.Supplier), []ledger.Posting{
			{Account: ledger.Unreceived, Party: b.Supplier, Amount: b.Received.Coins}, {Account: ledger.PriceDiff, Amount: b.Amount.Coins - b.Received.Coins},
			{Account: ledger.Payable, Party: b.Supplier, Amount: -b.Amount.Coins}}
	},
	Negate: func(b *Bill) { b.Received = b.Received.Neg() },
	Insert: insertBills,
	Select: selectBills,
}

// EnterBill enters a supplier's bill.
func EnterBill(tx *db.Tx, in Billing) (Bill, error) {
	b, err := prepareBill(tx, in)
	if err != nil {
		return b, err
	}
	return bills.ByHand(tx, b)
}

// prepareBill finds the receipts that a bill is for, and what they stand at.
func prepareBill(tx *db.Tx, in Billing) (Bill, error) {
	b := Bill{Supplier: in.Supplier, TheirNo: in.TheirNo}
	b.Day, b.Line = in.Day, in.Line
	by, err := suppliers(tx)
	if err != nil {
		return b, err
	}
	s, ok := by[in.Supplier]
	if !ok {
		return b, fault.In("supplier", in.Supplier, fault.Missing.Errorf("There is no supplier “%s”. Enter it first (“supply supplier”, or the sheet “suppliers”).", in.Supplier))
	}
	if _, err := cal.ParseDay(string(in.Day)); err != nil {
		return b, fault.In("date", string(in.Day), err)
	}
	b.Due = in.Day.Add(int(s.CreditDays))
	open, err := Unbilled(tx, OfSupplier{in.Supplier})
	if err != nil {
		return b, err
	}
	u, err := unit.At(tx, in.Day)
	if err != nil {
		return b, err
	}
	b.Received = money.Of(0, u.Currency)
	for _, r := range open {
		if r.Day <= in.Day && (len(in.Receipts) == 0 || slices.Contains(in.Receipts, r.Receipt)) {
			b.Receipts = append(b.Receipts, r.Receipt)
			b.Received.Coins += r.Value.Coins
		}
	}
	for _, n := range in.Receipts {
		if !slices.Contains(b.Receipts, n) {
			return b, fault.In("receipts", fmt.Sprint(n), fault.Conflict.Errorf("Receipt %d of %s is not there, is later than the bill, or is billed already.", n, in.Supplier))
		}
	}
	if len(b.Receipts) == 0 {
		return b, fault.Conflict.Errorf("Nothing of %s was received by %s that is not billed yet. Enter the receipt first.", in.Supplier, in.Day)
	}
	b.Amount = b.Received
	if !in.Amount.IsZero() {
		if b.Amount, err = in.Amount.Amount(u.Currency); err != nil {
			return b, fault.In("amount", in.Amount.String(), err)
		}
	}
	return b, nil
}

// TakeBills keeps the rows of the sheet “bills”.
func TakeBills(tx *db.Tx, year cal.Year, rows []Billing) (out again.Outcome, wrong []fault.Problem, err error) {
	there, err := selectBills(tx, year.First(), year.Last())
	if err != nil {
		return out, nil, err
	}
	for _, in := range rows {
		if slices.ContainsFunc(there, func(b Bill) bool {
			return b.Supplier == in.Supplier && b.TheirNo == in.TheirNo && b.Day == in.Day && (in.Amount.IsZero() || b.Amount.Decimal().Cmp(in.Amount) == 0)
		}) {
			out.Known++
			continue
		}
		b, err := prepareBill(tx, in)
		if err == nil && in.Day.Year() != year {
			err = fault.In("date", string(in.Day), fault.Invalid.Errorf("The day is not in %d, the year of these sheets.", int(year)))
		}
		if err == nil {
			_, err = bills.ByHand(tx, b)
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

// OfSupplier names a supplier.
type OfSupplier struct {
	Supplier string `help:"only this supplier" opt:"yes"`
}

// UnbilledReceipt is a receipt whose bill has not come.
type UnbilledReceipt struct {
	Receipt  int64        `json:"receipt"`
	Day      cal.Day      `json:"day"`
	Supplier string       `json:"supplier"`
	Order    int64        `json:"order,omitempty"`
	Value    money.Amount `json:"value"`
}

// Unbilled are the receipts whose bills have not come.
func Unbilled(tx *db.Tx, in OfSupplier) ([]UnbilledReceipt, error) {
	return db.All[UnbilledReceipt](tx, `
		select s.number, s.day, s.party, s.ref, cast(sum(r.value) as bigint), r.currency
		from slip s join receipt_line r on r.unit = s.unit and r.number = s.number
		where s.unit = $1 and s.kind = 'receipt' and s.corrects = 0 and (s.party = $2 or $2 = '')
		  and not exists (select 1 from slip c where c.unit = s.unit and c.kind = s.kind and c.corrects = s.number and c.corrects <> 0)
		  and not exists (select 1 from supplier_bill_receipt x join supplier_bill b on b.unit = x.unit and b.number = x.number
			where x.unit = s.unit and x.receipt = s.number
			  and not exists (select 1 from supplier_bill c where c.unit = b.unit and c.corrects = b.number and c.corrects <> 0))
		group by s.number, s.day, s.party, s.ref, r.currency order by s.day, s.number`, tx.Unit, in.Supplier)
}

// Payment is what was paid to a supplier.
type Payment struct {
	ledger.Booked
	Supplier string `json:"supplier"`
	Note     string `json:"note,omitempty" words:"yes"`
}

var payments = ledger.Register[Payment, *Payment]{
	Name: "payment to a supplier",
	Key:  func(p *Payment) string { return p.Supplier },
	Whole: func(p *Payment) string {
		return fmt.Sprintf("%s, %s, %s, %s", p.Day, p.Supplier, p.Note, p.Amount.String())
	},
	Check: func(p *Payment) *fault.Problem {
		if p.Supplier == "" {
			return ledger.Missing("supplier", "The supplier")
		}
		return nil
	},
	Postings: func(p *Payment) (string, []ledger.Posting) {
		return "Paid to " + p.Supplier, []ledger.Posting{
			{Account: ledger.Payable, Party: p.Supplier, Amount: p.Amount.Coins}, {Account: ledger.Cash, Amount: -p.Amount.Coins}}
	},
	Negate: func(*Payment) {},
	Insert: insertPayments,
	Select: selectPayments,
}

// Paying is a payment as a person types it.
type Paying struct {
	Day      cal.Day       `help:"the day"`
	Supplier string        `help:"to whom"`
	Amount   money.Decimal `help:"how much; all that is owed by bills where left out" default:"0"`
	Note     string        `help:"a remark" opt:"yes"`
}

// Pay pays a supplier. More than is owed by bills is a payment in advance, and
// must be said so in the remark.
func Pay(tx *db.Tx, in Paying) (Payment, error) {
	u, err := unit.At(tx, in.Day)
	if err != nil {
		return Payment{}, err
	}
	by, err := suppliers(tx)
	if err != nil {
		return Payment{}, err
	}
	if _, ok := by[in.Supplier]; !ok {
		return Payment{}, fault.Missing.Errorf("There is no supplier “%s”. Enter it first (“supply supplier”, or the sheet “suppliers”).", in.Supplier)
	}
	stands, err := ledger.Parties(tx, ledger.Payable, "9999-12-31", u.Currency)
	if err != nil {
		return Payment{}, err
	}
	owed := money.Of(-stands[in.Supplier], u.Currency)
	amount := owed
	if !in.Amount.IsZero() {
		if amount, err = in.Amount.Amount(u.Currency); err != nil {
			return Payment{}, err
		}
	}
	switch {
	case in.Amount.IsZero() && owed.Sign() <= 0:
		return Payment{}, fault.Conflict.Errorf("Nothing is owed to %s by bills. Enter the bill first, or write an amount and why it is paid in advance.", in.Supplier)
	case amount.Coins > owed.Coins && strings.TrimSpace(in.Note) == "":
		return Payment{}, fault.Conflict.Errorf("%s is owed to %s by bills, and %s would be paid. Write less, or say in the remark why it is paid in advance.", owed.Text(), in.Supplier, amount.Text())
	}
	return payments.ByHand(tx, Payment{ledger.Booked{Day: in.Day, Amount: amount}, in.Supplier, in.Note})
}

// TakePayments keeps the rows of the sheet “supplier_payments”.
func TakePayments(tx *db.Tx, year cal.Year, rows []Payment) (out again.Outcome, wrong []fault.Problem, err error) {
	by, err := suppliers(tx)
	if err != nil {
		return out, nil, err
	}
	right := slices.DeleteFunc(slices.Clone(rows), func(p Payment) bool {
		_, known := by[p.Supplier]
		if !known {
			wrong = append(wrong, fault.Problem{Row: int(p.Line), Column: "supplier", Value: p.Supplier, Wrong: "There is no such supplier.", Fix: "Correct the name, or add it to the sheet “suppliers”."})
		}
		return !known
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

// Undoing names what was recorded wrongly.
type Undoing struct {
	Kind   string  `help:"what it is" choice:"receipt|bill|payment|handover|settlement"`
	Number int64   `help:"its number"`
	Day    cal.Day `help:"the day of the correction; its own where left out" opt:"yes"`
	Why    string  `help:"why"`
}

// Undone is what took it back.
type Undone struct {
	Kind     string `json:"kind"`
	Number   int64  `json:"number"`
	Corrects int64  `json:"corrects"`
	Entry    int64  `json:"entry,omitempty"`
}

// Undo takes a receipt, a bill, a payment or a handover back.
func Undo(tx *db.Tx, in Undoing) (Undone, error) {
	out := Undone{Kind: in.Kind, Corrects: in.Number}
	switch in.Kind {
	case "receipt":
		sl, err := takeBack(tx, in.Number, in.Day, in.Why)
		out.Number, out.Entry = sl.Number, sl.Entry
		return out, err
	case "handover":
		sl, err := unhand(tx, in)
		out.Number, out.Entry = sl.Number, sl.Entry
		return out, err
	case "bill":
		b, err := bills.TakeBack(tx, ledger.TakingBack{Number: in.Number, Why: in.Why})
		out.Number, out.Entry = b.Number, b.Entry
		return out, err
	}
	if in.Kind == "settlement" {
		s, err := settlements.TakeBack(tx, ledger.TakingBack{Number: in.Number, Why: in.Why})
		out.Number, out.Entry = s.Number, s.Entry
		return out, err
	}
	p, err := payments.TakeBack(tx, ledger.TakingBack{Number: in.Number, Why: in.Why})
	out.Number, out.Entry = p.Number, p.Entry
	return out, err
}
