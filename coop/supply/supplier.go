package supply

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

// Supplier is somebody who is bought from, as known from a day on (S19, S28).
type Supplier struct {
	Name       string  `json:"name"`
	Since      cal.Day `json:"since"`
	Kind       string  `json:"kind"`
	Place      string  `json:"place,omitempty"`
	Local      bool    `json:"local"`       // of the unit's own county
	CreditDays int64   `json:"credit_days"` // after which a bill is to be paid
	Line       int64   `json:"-"`
}

// SupplierIn is a supplier as a person writes it.
type SupplierIn struct {
	Name       string  `help:"its name"`
	Kind       string  `help:"what they are, such as supply and marketing co-operative, state enterprise, merchant"`
	Place      string  `help:"where they are" opt:"yes"`
	Local      bool    `help:"they are of the unit's own county" opt:"yes"`
	CreditDays int64   `help:"how many days after the bill is to be paid" default:"0"`
	Since      cal.Day `help:"the first day on which this holds; today where left out" opt:"yes"`
}

// WriteSupplier enters a supplier, or what is new of one.
func WriteSupplier(tx *db.Tx, in SupplierIn) (Supplier, error) {
	s := Supplier{strings.TrimSpace(in.Name), in.Since, strings.TrimSpace(in.Kind), in.Place, in.Local, in.CreditDays, 0}
	if s.Since == "" {
		s.Since = cal.On(tx.Now)
	}
	if p := s.check(); p != nil {
		return s, fault.Invalid.Errorf("%s %s", p.Wrong, p.Fix)
	}
	return s, insertSuppliers(tx, []Supplier{s})
}

func (s Supplier) check() *fault.Problem {
	switch {
	case s.Name == "":
		return ledger.Missing("name", "The supplier's name")
	case s.Kind == "":
		return ledger.Missing("kind", "What kind of supplier it is")
	case s.CreditDays < 0 || s.CreditDays > 3650:
		return &fault.Problem{Column: "credit_days", Wrong: "Credit is for 0 days or more, up to ten years.", Fix: "Correct the days."}
	}
	return nil
}

// TakeSuppliers keeps the rows of the sheet “suppliers”.
func TakeSuppliers(tx *db.Tx, rows []Supplier) (out again.Outcome, wrong []fault.Problem, err error) {
	there, err := suppliers(tx)
	if err != nil {
		return out, nil, err
	}
	var news []Supplier
	for _, s := range rows {
		if p := s.check(); p != nil {
			p.Row = int(s.Line)
			wrong = append(wrong, *p)
			continue
		}
		was, known := there[s.Name]
		same := s
		same.Line, same.Since = 0, was.Since
		switch {
		case known && same == was:
			out.Known++
			continue
		case known:
			out.Changed = append(out.Changed, again.Change{Row: s.Line, Was: was.Kind + ", " + was.Place, Now: s.Kind + ", " + s.Place})
		default:
			out.Added++
		}
		there[s.Name] = same
		news = append(news, s)
	}
	return out, wrong, insertSuppliers(tx, news)
}

// Standing is a supplier with how the unit stands with them.
type Standing struct {
	Supplier
	Bought   money.Amount `json:"bought"` // received, in all
	Owed     money.Amount `json:"owed"`   // by bills not yet paid
	Unbilled money.Amount `json:"unbilled"`
	Overdue  money.Amount `json:"overdue"`
}

// Suppliers are all suppliers with what they are owed as of a day.
func Suppliers(tx *db.Tx, in unit.AsOf) ([]Standing, error) {
	day := in.Or(tx)
	by, err := suppliers(tx)
	if err != nil {
		return nil, err
	}
	bought, err := selectBought(tx, day)
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
	owed, err := ledger.Parties(tx, ledger.Payable, day, u.Currency)
	if err != nil {
		return nil, err
	}
	unbilled, err := ledger.Parties(tx, ledger.Unreceived, day, u.Currency)
	if err != nil {
		return nil, err
	}
	list := []Standing{}
	for _, s := range by {
		st := Standing{Supplier: s, Bought: money.Of(bought[s.Name], u.Currency), Overdue: money.Of(0, u.Currency)}
		st.Owed, st.Unbilled = money.Of(-owed[s.Name], u.Currency), money.Of(-unbilled[s.Name], u.Currency)
		var notDue int64
		for _, b := range bills {
			if b.Supplier == s.Name && b.Due >= day {
				notDue += b.Amount.Coins
			}
		}
		st.Overdue.Coins = max(0, st.Owed.Coins-max(0, notDue))
		list = append(list, st)
	}
	slices.SortFunc(list, func(a, b Standing) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

// suppliers are all suppliers as last known, by name.
func suppliers(tx *db.Tx) (map[string]Supplier, error) {
	all, err := db.All[Supplier](tx, `
		select name, since, kind, place, local, credit_days, 0 from supplier where unit = $1 order by name, since, act`, tx.Unit)
	by := map[string]Supplier{}
	for _, s := range all {
		by[s.Name] = s
	}
	return by, err
}

func insertSuppliers(tx *db.Tx, list []Supplier) error {
	return tx.Insert("supplier (unit, name, since, act, kind, place, local, credit_days)", len(list), func(i int, to []any) []any {
		s := &list[i]
		return append(to, tx.Unit, s.Name, s.Since, tx.Act, s.Kind, s.Place, s.Local, s.CreditDays)
	})
}

// Know enters those of a list who are not in the register yet.
func Know(tx *db.Tx, list []Supplier) error {
	there, err := suppliers(tx)
	if err != nil {
		return err
	}
	return insertSuppliers(tx, slices.DeleteFunc(list, func(s Supplier) bool { _, known := there[s.Name]; return known }))
}

// From is what was bought of each supplier in a stretch of days, with receipts
// that are not billed yet.
func From(tx *db.Tx, in ledger.Stretch, c money.Currency) (map[string]int64, error) {
	return db.Sums(tx, `
		select x.name, cast(sum(x.amount) as bigint) from (
			select supplier as name, amount from purchase where unit = $1 and day >= $2 and day <= $3 and currency = $4
			union all
			select s.party, r.value from receipt_line r join slip s on s.unit = r.unit and s.kind = 'receipt' and s.number = r.number
			where r.unit = $1 and s.day >= $2 and s.day <= $3 and r.currency = $4
		) x group by x.name`, tx.Unit, in.From, in.To, c)
}
