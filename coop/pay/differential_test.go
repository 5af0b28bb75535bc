package pay

import (
	"testing"

	"artel/base/cases"
	"artel/base/measure"
	"artel/base/money"
)

func TestDifferential(t *testing.T) {
	var a21 struct {
		Inputs struct {
			Hours, Standard, Hourly, Below, Above string
			StandardPerHour                       string `json:"standard_per_hour"`
			Pieces                                []int64
		}
		Outputs struct {
			Base string `json:"base_piece"`
			Pay  []string
		}
	}
	cases.Worked(t, "A21", &a21)
	number := func(s string) money.Decimal {
		d, err := money.ParseDecimal(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	quantity := func(s string) measure.Quantity {
		q, err := measure.ParseQuantity(s)
		if err != nil {
			t.Fatal(err)
		}
		return q
	}
	in := a21.Inputs
	for i, pieces := range in.Pieces {
		got, err := Differential(Shift{Hours: quantity(in.Hours), Standard: quantity(in.StandardPerHour), Hourly: number(in.Hourly),
			Below: number(in.Below), Above: number(in.Above), Pieces: measure.Quantity(pieces) * measure.One}, "USD")
		if err != nil || got.Amount.String() != a21.Outputs.Pay[i] || got.Rate.Cmp(number(a21.Outputs.Base).Rat()) != 0 {
			t.Errorf("%d pieces: %+v, %v; want %s", pieces, got, err, a21.Outputs.Pay[i])
		}
		if err := got.Steps.Recompute(); err != nil {
			t.Error(err)
		}
	}
}
