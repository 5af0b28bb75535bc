package credit

import (
	"math/big"
	"slices"

	"artel/base/cal"
	"artel/base/fault"
	"artel/base/money"
)

// How a loan is paid back.
const (
	EqualPayments  = "equal payments"  // the same sum each time
	EqualPrincipal = "equal principal" // the same part of the loan each time, and the interest
	Season         = "season"          // parts in the months in which there is money
	AtEnd          = "at end"          // all of it with the last instalment
)

// Days of a year, by which interest is counted.
const (
	Thirty360    = "30/360"        // every month has 30 days, a year 360 (30E/360, Eurobond basis)
	Actual365    = "actual/365"    // the days as they are, by 365
	Actual360    = "actual/360"    // the days as they are, by 360
	ActualActual = "actual/actual" // by 366 in leap years, by 365 in others (ISDA)
)

// Part is what is paid back in a month of the year, in a season's plan.
type Part struct {
	Month int64 `json:"month" help:"month of the year, 1 to 12"`
	Part  int64 `json:"part" help:"how many parts of the loan are paid back in it"`
}

// Terms are a loan as it was agreed.
type Terms struct {
	Principal money.Amount
	Rate      money.Decimal // percent a year
	Kind      string
	Basis     string
	From      cal.Day // the day it is paid out
	First     cal.Day // the day of the first instalment
	Every     int64   // months from one instalment to the next
	Number    int64   // of instalments
	Parts     []Part  // of a season
	Shorter   bool    // more was paid than was due, and it ends sooner
}

// What paying more than is due does to the rest.
const (
	Shorter = "shorter"
	Lower   = "lower"
)

// Instalment is one line of a schedule. Left is what is owed after it.
type Instalment struct {
	Number    int64        `json:"number"`
	Due       cal.Day      `json:"due"`
	Principal money.Amount `json:"principal"`
	Interest  money.Amount `json:"interest"`
	Payment   money.Amount `json:"payment"`
	Left      money.Amount `json:"left"`
}

// mostInstalments bounds a schedule: forty years by the month.
const mostInstalments = 480

// Schedule is when what is paid back. Interest is what the days of each stretch
// cost, rounded half up; equal payments are the annuity of the rate for one
// stretch, rounded half up; the last instalment pays what is left, so that the
// principal comes to the loan exactly.
func Schedule(t Terms) ([]Instalment, error) {
	days, err := t.days()
	if err != nil {
		return nil, err
	}
	parts, err := t.principals(days)
	if err != nil {
		return nil, err
	}
	payment := money.Amount{}
	if t.Kind == EqualPayments {
		if payment, err = t.payment(); err != nil {
			return nil, err
		}
	}
	return t.lay(days, parts, payment)
}

// lay lays a loan out over days, from t.From on: by its parts, or by equal
// payments where there are none. It ends when nothing is left.
func (t Terms) lay(days []cal.Day, parts []money.Amount, payment money.Amount) (list []Instalment, err error) {
	left, from := t.Principal, t.From
	for i, due := range days {
		interest, err := Interest(left, t.Rate, t.Basis, from, due)
		if err != nil {
			return nil, err
		}
		part := money.Of(0, left.Currency)
		switch {
		case i == len(days)-1:
			part = left
		case parts == nil:
			part.Coins = max(0, min(payment.Coins-interest.Coins, left.Coins))
		default:
			part.Coins = min(parts[i].Coins, left.Coins)
		}
		left.Coins -= part.Coins
		list = append(list, Instalment{int64(i) + 1, due, part, interest, money.Of(part.Coins+interest.Coins, left.Currency), left})
		if left.IsZero() && t.Kind != AtEnd && i < len(days)-1 && part.Coins > 0 && t.Shorter {
			break
		}
		from = due
	}
	return list, nil
}

// Replan is what is left of a schedule after more was paid back than was due, on
// a day: with the same payments, which end sooner, or with lower ones on the same
// days.
func Replan(t Terms, plan []Instalment, day cal.Day, left money.Amount, mode string) ([]Instalment, error) {
	var days []cal.Day
	var parts []money.Amount
	payment := money.Amount{}
	for _, i := range plan {
		if i.Due > day {
			days, parts = append(days, i.Due), append(parts, i.Principal)
			payment.Coins = max(payment.Coins, i.Payment.Coins)
		}
	}
	if left.IsZero() || len(days) == 0 {
		return nil, nil
	}
	if t.Kind == EqualPayments {
		parts = nil
	}
	now := t
	now.Principal, now.From, now.Number, now.Shorter = left, day, int64(len(days)), mode == Shorter
	if mode == Lower {
		var err error
		if t.Kind == EqualPayments {
			if payment, err = now.payment(); err != nil {
				return nil, err
			}
		} else {
			weights := make([]int64, len(parts))
			for i, p := range parts {
				weights[i] = p.Coins
			}
			if parts, err = money.Split(left, weights); err != nil {
				return nil, err
			}
		}
	}
	return now.lay(days, parts, payment)
}

// days are the days on which instalments are due: in a season's plan only those
// of its months.
func (t Terms) days() ([]cal.Day, error) {
	switch {
	case t.Principal.Sign() <= 0:
		return nil, fault.In("amount", t.Principal.String(), fault.Invalid.Errorf("A loan is of more than 0."))
	case t.Rate.Sign() < 0:
		return nil, fault.In("rate", t.Rate.String(), fault.Invalid.Errorf("A rate of interest is not below 0."))
	case t.Number < 1 || t.Number > mostInstalments:
		return nil, fault.In("number", "", fault.Invalid.Errorf("A loan is paid back in 1 to %d instalments, not %d.", mostInstalments, t.Number))
	case t.Every < 1 || t.Every > 12:
		return nil, fault.In("every", "", fault.Invalid.Errorf("From one instalment to the next are 1 to 12 months, not %d.", t.Every))
	case t.First <= t.From:
		return nil, fault.In("first", string(t.First), fault.Invalid.Errorf("The first instalment is due on %s, not after the loan is paid out on %s.", t.First, t.From))
	case !slices.Contains([]string{Thirty360, Actual365, Actual360, ActualActual}, t.Basis):
		return nil, fault.In("basis", t.Basis, fault.Invalid.Errorf("“%s” is no way of counting days. It is 30/360, actual/365, actual/360 or actual/actual.", t.Basis))
	}
	if t.Kind != Season {
		list := make([]cal.Day, t.Number)
		for i := range list {
			list[i] = months(t.First, int(t.Every)*i)
		}
		return list, nil
	}
	parts := 0
	for _, p := range t.Parts {
		if p.Month < 1 || p.Month > 12 || p.Part < 1 {
			return nil, fault.In("parts", "", fault.Invalid.Errorf("A season's plan names months from 1 to 12 and at least 1 part in each."))
		}
		parts++
	}
	if parts == 0 {
		return nil, fault.In("parts", "", fault.Invalid.Errorf("A season's plan says in which months how many parts are paid back."))
	}
	var list []cal.Day
	for i := 0; int64(len(list)) < t.Number && i <= 12*mostInstalments; i++ {
		due := months(t.First, i)
		if slices.ContainsFunc(t.Parts, func(p Part) bool { return p.Month == int64(due.Time().Month()) }) {
			list = append(list, due)
		}
	}
	return list, nil
}

// months is a day so many months later: the same day of the month, or its last.
func months(day cal.Day, n int) cal.Day {
	at := day.Time()
	first := cal.Of(at.Year(), at.Month(), 1).Time().AddDate(0, n, 0)
	last := cal.On(first).Month().Days()
	return cal.Of(first.Year(), first.Month(), min(at.Day(), last))
}

// principals are the parts of the loan in each instalment, where the rate does
// not matter for them: split exactly.
func (t Terms) principals(days []cal.Day) ([]money.Amount, error) {
	weights := make([]int64, len(days))
	for i, d := range days {
		switch t.Kind {
		case EqualPayments:
			return nil, nil
		case EqualPrincipal:
			weights[i] = 1
		case Season:
			for _, p := range t.Parts {
				if p.Month == int64(d.Time().Month()) {
					weights[i] += p.Part
				}
			}
		case AtEnd:
			weights[i] = 0
		default:
			return nil, fault.In("kind", t.Kind, fault.Invalid.Errorf("“%s” is no way of paying back. It is equal payments, equal principal, season or at end.", t.Kind))
		}
	}
	if t.Kind == AtEnd {
		weights[len(weights)-1] = 1
	}
	return money.Split(t.Principal, weights)
}

// payment is the sum that pays a loan back in equal payments: P i / (1 - (1+i)^-n)
// with the rate i of one stretch.
func (t Terms) payment() (money.Amount, error) {
	if t.Rate.IsZero() {
		return money.HalfUp(new(big.Rat).Quo(t.Principal.Rat(), new(big.Rat).SetInt64(t.Number)), t.Principal.Currency)
	}
	i := new(big.Rat).Mul(t.Rate.Rat(), big.NewRat(t.Every, 1200))
	growth := new(big.Rat).Add(big.NewRat(1, 1), i)
	all := big.NewRat(1, 1)
	for range t.Number {
		all.Mul(all, growth)
	}
	part := new(big.Rat).Sub(big.NewRat(1, 1), new(big.Rat).Inv(all))
	return money.HalfUp(new(big.Rat).Quo(new(big.Rat).Mul(t.Principal.Rat(), i), part), t.Principal.Currency)
}

// Interest is what a sum costs from one day to another, at a percentage a year,
// rounded half up.
func Interest(sum money.Amount, rate money.Decimal, basis string, from, to cal.Day) (money.Amount, error) {
	part, err := YearPart(basis, from, to)
	if err != nil {
		return money.Amount{}, err
	}
	exact := new(big.Rat).Mul(new(big.Rat).Mul(sum.Rat(), rate.Rat()), new(big.Rat).Quo(part, big.NewRat(100, 1)))
	return money.HalfUp(exact, sum.Currency)
}

// YearPart is which part of a year lies between two days, the first counted and
// the last not.
func YearPart(basis string, from, to cal.Day) (*big.Rat, error) {
	a, b := from.Time(), to.Time()
	actual := int64(cal.Days(from, to)) - 1
	switch basis {
	case Actual365:
		return big.NewRat(actual, 365), nil
	case Actual360:
		return big.NewRat(actual, 360), nil
	case Thirty360:
		d1, d2 := min(a.Day(), 30), min(b.Day(), 30) // so that a stretch that is cut at any day costs what it costs whole
		return big.NewRat(int64(360*(b.Year()-a.Year())+30*(int(b.Month())-int(a.Month()))+d2-d1), 360), nil
	case ActualActual:
		sum := new(big.Rat)
		for year := a.Year(); year <= b.Year(); year++ {
			first, next := max(from, cal.Year(year).First()), min(to, (cal.Year(year)+1).First())
			if first < next {
				sum.Add(sum, big.NewRat(int64(cal.Days(first, next))-1, int64(cal.Year(year).Days())))
			}
		}
		return sum, nil
	}
	return nil, fault.In("basis", basis, fault.Invalid.Errorf("“%s” is no way of counting days. It is 30/360, actual/365, actual/360 or actual/actual.", basis))
}
