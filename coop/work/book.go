package work

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/member"
)

// Book takes work records that another noun's acts make, such as the graded
// acceptance of goods: each is held to the registers as it comes, and all are
// written at once.
type Book struct {
	tx      *db.Tx
	members map[string]member.Member
	rates   map[rateKey][]Rate
	open    map[cal.Day]error
	norms   map[string]norm
	rows    []Record
}

// OpenBook begins to take records.
func OpenBook(tx *db.Tx) (*Book, error) {
	members, err := member.Register(tx)
	if err != nil {
		return nil, err
	}
	rates, err := ratesByKey(tx)
	return &Book{tx: tx, members: members, rates: rates, open: map[cal.Day]error{}, norms: normsOf(nil, rates)}, err
}

// Rate is what a piece of an operation and quality earns on a day. There may be
// none.
func (b *Book) Rate(operation, quality string, day cal.Day) (money.Decimal, bool) {
	r := rateOn(b.rates[rateKey{operation, quality}], day)
	if r == nil {
		return money.Decimal{}, false
	}
	return r.Rate, true
}

// Add takes a record, or says what is wrong with it.
func (b *Book) Add(r Record) error {
	p := checkMember(b.members, &r)
	if p == nil {
		p = r.checkRate(b.rates)
	}
	if p == nil {
		p = r.checkAmounts(b.norms)
	}
	if p != nil {
		return fault.Invalid.Errorf("%s %s", p.Wrong, p.Fix)
	}
	err, known := b.open[r.Day]
	if !known {
		err = mustBeOpen(b.tx, r.Day)
		b.open[r.Day] = err
	}
	if err != nil {
		return err
	}
	b.rows = append(b.rows, r)
	return nil
}

// Len is how many records wait to be written; Cut forgets those after the first
// n, for a row of a sheet that turned out to be wrong.
func (b *Book) Len() int  { return len(b.rows) }
func (b *Book) Cut(n int) { b.rows = b.rows[:n] }

// Save writes the records and returns the number of the first.
func (b *Book) Save() (first int64, err error) {
	if len(b.rows) == 0 {
		return 0, nil
	}
	first, err = keep(b.tx, b.rows)
	b.rows = nil
	return first, err
}

// TakeBack takes records back, from one number to another.
func TakeBack(tx *db.Tx, first, last int64) error {
	var back []Record
	for n := first; n <= last && n > 0; n++ {
		r, err := selectStandingRecord(tx, n)
		if err != nil {
			return err
		}
		if err := mustBeOpen(tx, r.Day); err != nil {
			return err
		}
		r = r.back()
		r.Line = 0
		back = append(back, r)
	}
	if len(back) == 0 {
		return nil
	}
	_, err := keep(tx, back)
	return err
}
