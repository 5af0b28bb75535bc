package work

import (
	"math/big"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/unit"
)

// Trial is a time study from which a piece rate is proposed.
type Trial struct {
	Wage   money.Decimal   `help:"what an hour shall be worth, at least"`
	Paces  []money.Decimal `help:"pieces an hour of each one tested"`
	Factor money.Decimal   `help:"how much slower a new hand may be, such as 1.2" default:"1"`
	Day    cal.Day         `help:"as of this day; today where left out" opt:"yes"`
}

// Fair is a proposed piece rate and how it came to be.
type Fair struct {
	Average explain.Number `json:"average"`    // pieces an hour of those tested
	Pieces  explain.Number `json:"pieces"`     // an hour, that a new hand makes
	Exact   explain.Number `json:"exact"`      // the rate
	Rate    money.Amount   `json:"rounded_up"` // in whole coins
	Steps   *explain.Step  `json:"steps"`
}

// ProposeRate proposes a piece rate from a time study: nobody of the usual pace
// shall earn less than the wage of an hour.
func ProposeRate(tx *db.Tx, in Trial) (Fair, error) {
	u, err := unit.At(tx, unit.AsOf{Day: in.Day}.Or(tx))
	if err != nil {
		return Fair{}, err
	}
	return FairRate(in.Wage, in.Paces, in.Factor, u.Currency)
}

// FairRate is the wage of an hour over the pieces a new hand makes in it: the
// average of those tested, divided by the factor. (The rule of fair piece rates
// in the United Kingdom's minimum wage regulations, with its factor of 1.2.)
func FairRate(wage money.Decimal, paces []money.Decimal, factor money.Decimal, c money.Currency) (Fair, error) {
	f := Fair{}
	if len(paces) == 0 || factor.Sign() <= 0 || wage.Sign() <= 0 {
		return f, fault.Invalid.Errorf("A time study needs a wage and a factor above 0, and the pace of one person at least.")
	}
	ops := make([]explain.Operand, len(paces))
	for i, p := range paces {
		if p.Sign() <= 0 {
			return f, fault.Invalid.Errorf("A pace is more than 0; “%s” is not.", p)
		}
		ops[i] = explain.Fact("", "one tested", p.Rat(), "pieces an hour", "time study")
	}
	sum, err := explain.Sum("Pieces an hour of all tested", "pieces an hour", ops...)
	if err != nil {
		return f, err
	}
	average, err := explain.Work(explain.Step{Label: "Average of those tested", Formula: "all / tested", Unit: "pieces an hour",
		Operands: []explain.Operand{sum.As("all"), explain.Fact("tested", "people tested", big.NewRat(int64(len(paces)), 1), "", "time study")}})
	if err != nil {
		return f, err
	}
	slow, err := explain.Work(explain.Step{Label: "Pieces an hour of a new hand", Formula: "average / factor", Unit: "pieces an hour",
		Operands: []explain.Operand{average.As("average"), explain.Fact("factor", "factor", factor.Rat(), "", "given")}})
	if err != nil {
		return f, err
	}
	f.Steps, err = explain.Work(explain.Step{Label: "Fair rate of one piece", Formula: "up(wage / pieces)", Digits: c.Digits(), Unit: string(c), Rule: "S14",
		Operands: []explain.Operand{explain.Fact("wage", "wage of an hour", wage.Rat(), string(c), "given"), slow.As("pieces")}})
	if err != nil {
		return f, err
	}
	f.Average, f.Pieces = average.Result, slow.Result
	f.Exact = explain.Number{Rat: new(big.Rat).Quo(wage.Rat(), slow.Result.Rat)}
	f.Rate, err = money.HalfUp(f.Steps.Result.Rat, c)
	return f, err
}
