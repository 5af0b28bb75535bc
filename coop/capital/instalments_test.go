package capital

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

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

func TestLeaversSchedule(t *testing.T) {
	var a3 struct {
		Inputs struct {
			Balance, Debts string
			Schedule       []struct{ Pct string }
		}
		Outputs struct{ Payments []string }
	}
	cases.Worked(t, "A3", &a3)
	balance, err := yuan(t, a3.Inputs.Balance).Minus(yuan(t, a3.Inputs.Debts))
	if err != nil {
		t.Fatal(err)
	}
	var percents []money.Decimal
	for _, part := range a3.Inputs.Schedule {
		percents = append(percents, number(t, part.Pct))
	}
	got, err := Schedule(balance, percents)
	if err != nil || len(got) != len(a3.Outputs.Payments) {
		t.Fatal(got, err)
	}
	for i, want := range a3.Outputs.Payments {
		if got[i] != yuan(t, want) {
			t.Errorf("payment %d is %s, want %s", i+1, got[i], want)
		}
	}
}

func TestToolBoughtOut(t *testing.T) {
	var a32 struct {
		Inputs struct {
			Appraised   string
			Pay         string `json:"pay_pct"`
			Instalments json.Number
		}
		Outputs struct{ Price, Each string }
	}
	cases.Worked(t, "A32", &a32)
	discount, err := number(t, "100").Minus(number(t, a32.Inputs.Pay))
	if err != nil {
		t.Fatal(err)
	}
	price, err := Price(yuan(t, a32.Inputs.Appraised), discount)
	if err != nil || price != yuan(t, a32.Outputs.Price) {
		t.Errorf("price %s, %v; want %s", price, err, a32.Outputs.Price)
	}
	n, err := a32.Inputs.Instalments.Int64()
	if err != nil {
		t.Fatal(err)
	}
	parts, err := Equal(price, n)
	if err != nil || int64(len(parts)) != n {
		t.Fatal(parts, err)
	}
	for i, p := range parts {
		if p != yuan(t, a32.Outputs.Each) {
			t.Errorf("instalment %d is %s, want %s", i+1, p, a32.Outputs.Each)
		}
	}
}

// Instalments and schedules sum to what is owed; no two instalments differ by
// more than the spare coins, which are in the first.
func TestPaidOffToTheCoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		owed := money.Of(rapid.Int64Range(0, 1e12).Draw(t, "owed"), money.CNY)
		n := rapid.Int64Range(1, 100).Draw(t, "instalments")
		parts, err := Equal(owed, n)
		if err != nil {
			t.Fatal(err)
		}
		sum := int64(0)
		for i, p := range parts {
			sum += p.Coins
			if i > 0 && (p != parts[len(parts)-1] || p.Coins > parts[0].Coins) {
				t.Fatalf("%v", parts)
			}
		}
		if sum != owed.Coins || parts[0].Coins-parts[n-1].Coins >= n {
			t.Fatalf("%d instalments of %s: %v", n, owed, parts)
		}
		var percents []money.Decimal
		for range rapid.IntRange(1, 6).Draw(t, "payments") {
			percents = append(percents, money.DecimalOf(rapid.Int64Range(1, 100).Draw(t, "percent"), 0))
		}
		paid, err := Schedule(owed, percents)
		sum = 0
		for _, p := range paid {
			sum += p.Coins
		}
		if err != nil || sum != owed.Coins {
			t.Fatalf("%v of %s, %v", paid, owed, err)
		}
	})
}
