package work

import (
	"testing"

	"artel/base/cases"
	"artel/base/money"
)

func number(t *testing.T, s string) money.Decimal {
	t.Helper()
	d, err := money.ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestFairRates(t *testing.T) {
	var a17 struct {
		Inputs []struct {
			Wage   string `json:"min_wage"`
			Pace   string `json:"items_per_hour"`
			Factor string
		}
		Outputs []string
	}
	cases.Worked(t, "A17", &a17)
	for i, in := range a17.Inputs {
		f, err := FairRate(number(t, in.Wage), []money.Decimal{number(t, in.Pace)}, number(t, in.Factor), money.CNY)
		if err != nil || f.Exact.String() != a17.Outputs[i] {
			t.Errorf("A17.%d: %s, %v; want %s", i, f.Exact, err, a17.Outputs[i])
		}
	}

	var a18 struct {
		Inputs struct {
			Pace    string `json:"avg_per_hour"`
			Divisor string
			Wage    string `json:"min_wage"`
		}
		Outputs struct {
			Units   string `json:"fair_rate_units"`
			Exact   string
			Rounded string `json:"rounded_up"`
		}
	}
	cases.Worked(t, "A18", &a18)
	f, err := FairRate(number(t, a18.Inputs.Wage), []money.Decimal{number(t, a18.Inputs.Pace)}, number(t, a18.Inputs.Divisor), "GBP")
	if err != nil || f.Pieces.String() != a18.Outputs.Units || f.Exact.String() != a18.Outputs.Exact || f.Rate.String() != a18.Outputs.Rounded {
		t.Errorf("A18: %+v, %v", f, err)
	}
	if err := f.Steps.Recompute(); err != nil {
		t.Error(err)
	}

	var a19 struct {
		Inputs struct {
			PerHour []int64 `json:"per_hour"`
		}
		Outputs struct{ Average string }
	}
	cases.Worked(t, "A19", &a19)
	var paces []money.Decimal
	for _, p := range a19.Inputs.PerHour {
		paces = append(paces, money.DecimalOf(p, 0))
	}
	if f, err = FairRate(number(t, "1"), paces, number(t, "1"), money.CNY); err != nil || f.Average.String() != a19.Outputs.Average {
		t.Errorf("A19: %s, %v", f.Average, err)
	}
}
