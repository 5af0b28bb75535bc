package capital

import (
	"math/big"

	"artel/base/cal"
	"artel/base/explain"
	"artel/base/money"
)

// StraightLine is what a tool loses in a year, exactly: its cost, less what it
// will still be worth at the end, over the years it serves.
func StraightLine(cost, salvage money.Amount, years int64) (*big.Rat, error) {
	wears, err := cost.Minus(salvage)
	if err != nil {
		return nil, err
	}
	r := wears.Rat()
	return r.Quo(r, big.NewRat(years, 1)), nil
}

// BookValue is what a tool still stands at after so many years, exactly, and
// never less than what it will be worth at the end.
func BookValue(cost, salvage money.Amount, years int64, elapsed *big.Rat) (*big.Rat, error) {
	yearly, err := StraightLine(cost, salvage, years)
	if err != nil {
		return nil, err
	}
	left := new(big.Rat).Sub(cost.Rat(), yearly.Mul(yearly, elapsed))
	if left.Cmp(salvage.Rat()) < 0 {
		return salvage.Rat(), nil
	}
	return left, nil
}

// InKind is a contribution in kind: the share credited is the fair value, the
// basis for tax is what it cost the member, and the difference is the gain that
// was built into it when it came.
type InKind struct {
	Credit money.Amount `json:"book_credit"`
	Basis  money.Amount `json:"tax_basis"`
	Gain   money.Amount `json:"built_in_gain"`
}

// Contribution is a tool or other thing brought in at its fair value.
func Contribution(fair, ownCost money.Amount) (InKind, error) {
	gain, err := fair.Minus(ownCost)
	return InKind{fair, ownCost, gain}, err
}

// Worn is a tool's depreciation in a year, with its explanation: price / years
// of life x days owned in the year / days of the year, half up. Once the whole
// price is written off there is no more.
func Worn(t Tool, year cal.Year) (money.Amount, *explain.Step, error) {
	days, currency, source := cal.Overlap(t.Day, endOfLife(t), year), string(t.Price.Currency), "tool register, "+t.No
	owned := explain.Fact("days", "days owned in the year, from %s", big.NewRat(int64(days), 1), "days", source)
	owned.Args = []string{string(max(t.Day, year.First()))}
	step, err := explain.Work(explain.Step{
		Label: "Depreciation of %s (%s) in %s", Args: []string{t.No, t.Name, year.String()},
		Formula: "half_up(price / life_years * days / days_of_year)", Digits: t.Price.Currency.Digits(), Unit: currency, Rule: "S12",
		Operands: []explain.Operand{
			explain.Fact("price", "price", t.Price.Rat(), currency, source),
			explain.Fact("life_years", "years of life", big.NewRat(t.LifeYears, 1), "years", source),
			owned,
			explain.Fact("days_of_year", "days of the year", big.NewRat(int64(year.Days()), 1), "days", "calendar"),
		},
	})
	if err != nil {
		return money.Amount{}, nil, err
	}
	amount, err := money.HalfUp(step.Result.Rat, t.Price.Currency)
	return amount, step, err
}

// endOfLife is the last day for which a tool is depreciated.
func endOfLife(t Tool) cal.Day {
	begun := t.Day.Time()
	return cal.On(begun.AddDate(int(t.LifeYears), 0, -1))
}

// yearsBetween is the years from one day to another, both counted, each year's
// days as parts of that year.
func yearsBetween(from, to cal.Day) *big.Rat {
	sum := new(big.Rat)
	for y := from.Year(); y <= to.Year(); y++ {
		sum.Add(sum, big.NewRat(int64(cal.Overlap(from, to, y)), int64(y.Days())))
	}
	return sum
}
