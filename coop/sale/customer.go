package sale

import (
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

// Customer is somebody who buys, as known from a day on (S21, S28).
type Customer struct {
	Name       string  `json:"name"`
	Since      cal.Day `json:"since"`
	Kind       string  `json:"kind"`
	Place      string  `json:"place,omitempty"`
	Local      bool    `json:"local"`       // of the unit's own county
	CreditDays int64   `json:"credit_days"` // after which a bill is to be paid
	Line       int64   `json:"-"`
}

// CustomerIn is a customer as a person writes it.
type CustomerIn struct {
	Name       string  `help:"its name"`
	Kind       string  `help:"what they are, such as supply and marketing co-operative, state enterprise, household"`
	Place      string  `help:"where they are" opt:"yes"`
	Local      bool    `help:"they are of the unit's own county" opt:"yes"`
	CreditDays int64   `help:"how many days after the bill is to be paid" default:"0"`
	Since      cal.Day `help:"the first day on which this holds; today where left out" opt:"yes"`
}

// WriteCustomer enters a customer, or what is new of one.
func WriteCustomer(tx *db.Tx, in CustomerIn) (Customer, error) {
	c := Customer{strings.TrimSpace(in.Name), in.Since, strings.TrimSpace(in.Kind), in.Place, in.Local, in.CreditDays, 0}
	if c.Since == "" {
		c.Since = cal.On(tx.Now)
	}
	if p := c.check(); p != nil {
		return c, fault.Invalid.Errorf("%s %s", p.Wrong, p.Fix)
	}
	return c, insertCustomers(tx, []Customer{c})
}

func (c Customer) check() *fault.Problem {
	switch {
	case c.Name == "":
		return ledger.Missing("name", "The customer's name")
	case c.Kind == "":
		return ledger.Missing("kind", "What kind of customer it is")
	case c.CreditDays < 0 || c.CreditDays > 3650:
		return &fault.Problem{Column: "credit_days", Wrong: "Credit is for 0 days or more, up to ten years.", Fix: "Correct the days."}
	}
	return nil
}

// TakeCustomers keeps the rows of the sheet “customers”.
func TakeCustomers(tx *db.Tx, rows []Customer) (out again.Outcome, wrong []fault.Problem, err error) {
	there, err := customers(tx)
	if err != nil {
		return out, nil, err
	}
	var news []Customer
	for _, c := range rows {
		if p := c.check(); p != nil {
			p.Row = int(c.Line)
			wrong = append(wrong, *p)
			continue
		}
		was, known := there[c.Name]
		same := c
		same.Line, same.Since = 0, was.Since
		switch {
		case known && same == was:
			out.Known++
			continue
		case known:
			out.Changed = append(out.Changed, again.Change{Row: c.Line, Was: was.Kind + ", " + was.Place, Now: c.Kind + ", " + c.Place})
		default:
			out.Added++
		}
		there[c.Name] = same
		news = append(news, c)
	}
	return out, wrong, insertCustomers(tx, news)
}

// CustomerStanding is a customer with how they stand.
type CustomerStanding struct {
	Customer
	Sold     money.Amount `json:"sold"` // delivered, in all
	Owes     money.Amount `json:"owes"` // by bills not yet paid
	Unbilled money.Amount `json:"unbilled"`
	Overdue  money.Amount `json:"overdue"`
}

// Customers are all customers with what they owe as of a day.
func Customers(tx *db.Tx, in unit.AsOf) ([]CustomerStanding, error) {
	day := in.Or(tx)
	by, err := customers(tx)
	if err != nil {
		return nil, err
	}
	sold, err := selectSold(tx, day)
	if err != nil {
		return nil, err
	}
	bills, err := selectBills(tx, "1800-01-01", day)
	if err != nil {
		return nil, err
	}
	u, err := unit.At(tx, day)
	if err != nil {
		return nil, err
	}
	owes, err := ledger.Parties(tx, ledger.Receivable, day, u.Currency)
	if err != nil {
		return nil, err
	}
	unbilled, err := ledger.Parties(tx, ledger.Unbilled, day, u.Currency)
	if err != nil {
		return nil, err
	}
	list := []CustomerStanding{}
	for _, c := range by {
		var notDue int64
		for _, b := range bills {
			if b.Customer == c.Name && b.Due >= day {
				notDue += b.Amount.Coins
			}
		}
		list = append(list, CustomerStanding{c, money.Of(sold[c.Name], u.Currency), money.Of(owes[c.Name], u.Currency), money.Of(unbilled[c.Name], u.Currency),
			money.Of(max(0, owes[c.Name]-max(0, notDue)), u.Currency)})
	}
	slices.SortFunc(list, func(a, b CustomerStanding) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

func selectSold(tx *db.Tx, day cal.Day) (map[string]int64, error) {
	return db.Sums(tx, `select customer, cast(sum(amount) as bigint) from delivery_line where unit = $1 and day <= $2 group by customer`, tx.Unit, day)
}

// customers are all customers as last known, by name.
func customers(tx *db.Tx) (map[string]Customer, error) {
	all, err := db.All[Customer](tx, `
		select name, since, kind, place, local, credit_days, 0 from customer where unit = $1 order by name, since, act`, tx.Unit)
	by := map[string]Customer{}
	for _, c := range all {
		by[c.Name] = c
	}
	return by, err
}

func insertCustomers(tx *db.Tx, list []Customer) error {
	return tx.Insert("customer (unit, name, since, act, kind, place, local, credit_days)", len(list), func(i int, to []any) []any {
		c := &list[i]
		return append(to, tx.Unit, c.Name, c.Since, tx.Act, c.Kind, c.Place, c.Local, c.CreditDays)
	})
}

// known refuses a customer that nobody has entered.
func known(by map[string]Customer, name string) error {
	if name == "" {
		return fault.In("customer", "", fault.Invalid.Errorf("Say to whom."))
	}
	if _, ok := by[name]; ok {
		return nil
	}
	for other := range by {
		if strings.EqualFold(other, name) {
			return fault.In("customer", name, fault.Missing.Errorf("There is no customer “%s”. Did you mean “%s”?", name, other))
		}
	}
	return fault.In("customer", name, fault.Missing.Errorf("There is no customer “%s”. Enter it first (“sale customer”, or the sheet “customers”).", name))
}

// Know enters those of a list who are not in the register yet.
func Know(tx *db.Tx, list []Customer) error {
	there, err := customers(tx)
	if err != nil {
		return err
	}
	return insertCustomers(tx, slices.DeleteFunc(list, func(c Customer) bool { _, known := there[c.Name]; return known }))
}

// To is what was sold to each customer in a stretch of days, with deliveries that
// are not billed yet.
func To(tx *db.Tx, in ledger.Stretch, c money.Currency) (map[string]int64, error) {
	return db.Sums(tx, `
		select x.name, cast(sum(x.amount) as bigint) from (
			select customer as name, amount from sale where unit = $1 and day >= $2 and day <= $3 and currency = $4
			union all
			select customer, amount from delivery_line where unit = $1 and day >= $2 and day <= $3 and currency = $4
		) x group by x.name`, tx.Unit, in.From, in.To, c)
}
