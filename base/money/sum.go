package money

// Sum adds amounts up. The first error sticks and is told at the end, so that a
// loop needs no error handling of its own. Its zero value is ready to use and
// takes the currency of the first amount.
type Sum struct {
	total Amount
	err   error
}

// NewSum returns an empty sum of the currency, for when there may be nothing
// to add.
func NewSum(c Currency) Sum { return Sum{total: Amount{0, c}} }

// Add adds a.
func (s *Sum) Add(a Amount) {
	if s.err == nil {
		s.total, s.err = s.total.Plus(a)
	}
}

// Sub takes a away.
func (s *Sum) Sub(a Amount) {
	if s.err == nil {
		s.total, s.err = s.total.Minus(a)
	}
}

// Amount is the sum of what was added, or the first error met in adding it.
func (s *Sum) Amount() (Amount, error) { return s.total, s.err }
