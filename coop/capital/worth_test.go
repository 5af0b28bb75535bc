package capital

import (
	"encoding/json"
	"testing"

	"artel/base/cases"
	"artel/base/money"
)

func yuan(t *testing.T, s string) money.Amount {
	t.Helper()
	d, err := money.ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	a, err := d.Amount(money.CNY)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestStraightLine(t *testing.T) {
	var a27 struct {
		Inputs []struct {
			Cost, Salvage, Elapsed string
			Years                  json.Number
		}
		Outputs []struct {
			PerYear   string `json:"per_year"`
			BookValue string `json:"book_value"`
		}
	}
	cases.Worked(t, "A27", &a27)
	for i, in := range a27.Inputs {
		years, err := in.Years.Int64()
		if err != nil {
			t.Fatal(err)
		}
		if want := a27.Outputs[i].PerYear; want != "" {
			got, err := StraightLine(yuan(t, in.Cost), yuan(t, in.Salvage), years)
			if err != nil || got.Cmp(yuan(t, want).Rat()) != 0 {
				t.Errorf("a year: %s, %v; want %s", got, err, want)
			}
		}
		if want := a27.Outputs[i].BookValue; want != "" {
			elapsed, err := money.ParseDecimal(in.Elapsed)
			if err != nil {
				t.Fatal(err)
			}
			got, err := BookValue(yuan(t, in.Cost), yuan(t, in.Salvage), years, elapsed.Rat())
			if err != nil || got.Cmp(yuan(t, want).Rat()) != 0 {
				t.Errorf("book value: %s, %v; want %s", got, err, want)
			}
		}
	}
}

func TestContributionInKind(t *testing.T) {
	var a28 struct {
		Inputs struct {
			Fair string `json:"fair_value"`
			Own  string `json:"own_cost"`
		}
		Outputs struct {
			Credit string `json:"book_credit"`
			Basis  string `json:"tax_basis"`
			Gain   string `json:"built_in_gain"`
		}
	}
	cases.Worked(t, "A28", &a28)
	got, err := Contribution(yuan(t, a28.Inputs.Fair), yuan(t, a28.Inputs.Own))
	if err != nil || got != (InKind{yuan(t, a28.Outputs.Credit), yuan(t, a28.Outputs.Basis), yuan(t, a28.Outputs.Gain)}) {
		t.Errorf("%+v, %v", got, err)
	}
}
