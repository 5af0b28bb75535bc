package pay

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/explain"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/unit"
)

// Shift is a shift to be paid by Taylor's differential piece rate.
type Shift struct {
	Hours    measure.Quantity `help:"hours of the shift"`
	Standard measure.Quantity `help:"pieces an hour that the norm asks for"`
	Hourly   money.Decimal    `help:"what an hour at the norm is worth"`
	Below    money.Decimal    `help:"part of the rate below the norm, such as 0.85"`
	Above    money.Decimal    `help:"part of the rate at the norm and above, such as 1.20"`
	Pieces   measure.Quantity `help:"pieces made"`
	Day      cal.Day          `help:"as of this day; today where left out" opt:"yes"`
}

// ShiftPay is what a shift earns, and how.
type ShiftPay struct {
	Rate   explain.Number `json:"rate"` // of a piece at the norm
	Amount money.Amount   `json:"amount"`
	Steps  *explain.Step  `json:"steps"`
}

// TryDifferential works out what a shift would earn by a differential rate, for
// an assembly that thinks of adopting one.
func TryDifferential(tx *db.Tx, in Shift) (ShiftPay, error) {
	u, err := unit.At(tx, unit.AsOf{Day: in.Day}.Or(tx))
	if err != nil {
		return ShiftPay{}, err
	}
	return Differential(in, u.Currency)
}

// Differential is Taylor's differential piece rate: all pieces of a shift are
// paid at the higher part of the rate where the norm was reached, and at the
// lower part where it was not.
func Differential(s Shift, c money.Currency) (ShiftPay, error) {
	if s.Hours <= 0 || s.Standard <= 0 || s.Pieces < 0 || s.Hourly.Sign() < 0 {
		return ShiftPay{}, fault.Invalid.Errorf("A shift has hours and a norm above 0, and no negative pieces or pay.")
	}
	rate, err := explain.Work(explain.Step{Label: "Rate of one piece at the norm", Formula: "hourly / standard", Unit: string(c),
		Operands: []explain.Operand{
			explain.Fact("hourly", "what an hour is worth", s.Hourly.Rat(), string(c), "given"),
			explain.Fact("standard", "norm", s.Standard.Rat(), "pieces an hour", "given"),
		}})
	if err != nil {
		return ShiftPay{}, err
	}
	norm, err := explain.Work(explain.Step{Label: "Norm of the shift", Formula: "hours * standard", Unit: "pieces",
		Operands: []explain.Operand{explain.Fact("hours", "hours", s.Hours.Rat(), "hours", "given"), rate.Operands[1]}})
	if err != nil {
		return ShiftPay{}, err
	}
	step, err := explain.Work(explain.Step{Label: "Pay of the shift", Formula: "half_up(pieces * rate * iff(pieces >= norm, above, below))",
		Digits: c.Digits(), Unit: string(c), Rule: "S14", Operands: []explain.Operand{
			explain.Fact("pieces", "pieces made", s.Pieces.Rat(), "pieces", "given"), rate.As("rate"), norm.As("norm"),
			explain.Fact("above", "part of the rate at the norm and above", s.Above.Rat(), "", "given"),
			explain.Fact("below", "part of the rate below the norm", s.Below.Rat(), "", "given"),
		}})
	if err != nil {
		return ShiftPay{}, err
	}
	amount, err := money.HalfUp(step.Result.Rat, c)
	return ShiftPay{rate.Result, amount, step}, err
}
