package credit_test

import (
	"encoding/json"
	"math/big"
	"os"
	"testing"

	"pgregory.net/rapid"

	"artel/base/cal"
	"artel/base/money"
	"artel/coop/credit"
)

func decimal(t testing.TB, text string) money.Decimal {
	d, err := money.ParseDecimal(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func read(t *testing.T, name string, into any) {
	text, err := os.ReadFile("testdata/" + name)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Printed schedules, to the coin.
func TestPublishedSchedules(t *testing.T) {
	var all []struct {
		Source, Principal, Rate, Payment string
		Every, Number                    int64
		Rows                             [][3]string
	}
	read(t, "schedules.json", &all)
	for _, one := range all {
		principal, err := decimal(t, one.Principal).Amount("CNY")
		if err != nil {
			t.Fatal(err)
		}
		first := cal.Day("1957-01-15").Time().AddDate(0, int(one.Every), 0)
		list, err := credit.Schedule(credit.Terms{Principal: principal, Rate: decimal(t, one.Rate), Kind: credit.EqualPayments, Basis: credit.Thirty360,
			From: "1957-01-15", First: cal.On(first), Every: one.Every, Number: one.Number})
		if err != nil {
			t.Fatalf("%s: %v", one.Source, err)
		}
		if list[0].Payment.String() != one.Payment {
			t.Errorf("%s: %s a time, printed is %s", one.Source, list[0].Payment, one.Payment)
		}
		for i, row := range one.Rows {
			if got := [3]string{list[i].Interest.String(), list[i].Principal.String(), list[i].Left.String()}; got != row {
				t.Errorf("%s, line %d: %v, printed is %v", one.Source, i+1, got, row)
			}
		}
	}
}

// Printed interest of stretches of days.
func TestPublishedDayCounts(t *testing.T) {
	var all []struct {
		Source, Basis, Principal, Rate, Interest string
		From, To                                 cal.Day
	}
	read(t, "daycounts.json", &all)
	for _, one := range all {
		principal, err := decimal(t, one.Principal).Amount("CNY")
		if err != nil {
			t.Fatal(err)
		}
		got, err := credit.Interest(principal, decimal(t, one.Rate), one.Basis, one.From, one.To)
		if err != nil || got.String() != one.Interest {
			t.Errorf("%s: %s, %v; printed is %s", one.Source, got, err, one.Interest)
		}
	}
}

// A schedule pays back the loan exactly, whatever its kind; its days rise, and
// nothing in it is below nothing.
func TestSchedulePaysBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := credit.Terms{
			Principal: money.Of(rapid.Int64Range(1, 1_000_000_00).Draw(t, "coins"), "CNY"), Rate: money.DecimalOf(rapid.Int64Range(0, 36_00).Draw(t, "rate"), 2),
			Kind:  rapid.SampledFrom([]string{credit.EqualPayments, credit.EqualPrincipal, credit.Season, credit.AtEnd}).Draw(t, "kind"),
			Basis: rapid.SampledFrom([]string{credit.Thirty360, credit.Actual365, credit.Actual360, credit.ActualActual}).Draw(t, "basis"),
			From:  "1957-01-31", First: cal.Day("1957-01-31").Add(rapid.IntRange(1, 90).Draw(t, "first")), Every: rapid.Int64Range(1, 12).Draw(t, "every"), Number: rapid.Int64Range(1, 60).Draw(t, "number"),
			Parts: []credit.Part{{Month: 5, Part: 1}, {Month: 10, Part: 3}},
		}
		list, err := credit.Schedule(terms)
		if err != nil {
			t.Fatal(err)
		}
		sum, last := int64(0), terms.From
		for _, i := range list {
			sum += i.Principal.Coins
			if i.Due <= last || i.Principal.Coins < 0 || i.Interest.Coins < 0 || i.Payment.Coins != i.Principal.Coins+i.Interest.Coins || i.Left.Coins != terms.Principal.Coins-sum {
				t.Fatalf("%+v after %s", i, last)
			}
			last = i.Due
		}
		if sum != terms.Principal.Coins || int64(len(list)) != terms.Number {
			t.Fatalf("%d of %d paid back in %d instalments", sum, terms.Principal.Coins, len(list))
		}
	})
}

// A stretch of days that is cut in two has the parts of a year of both, by every
// way of counting: what is charged at a year's end changes nothing of the whole.
func TestYearPartAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		basis := rapid.SampledFrom([]string{credit.Thirty360, credit.Actual365, credit.Actual360, credit.ActualActual}).Draw(t, "basis")
		from := cal.Day("1955-12-01").Add(rapid.IntRange(0, 800).Draw(t, "from"))
		cut := from.Add(rapid.IntRange(0, 400).Draw(t, "cut"))
		to := cut.Add(rapid.IntRange(0, 400).Draw(t, "to"))
		part := func(a, b cal.Day) *big.Rat {
			p, err := credit.YearPart(basis, a, b)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		if sum := new(big.Rat).Add(part(from, cut), part(cut, to)); sum.Cmp(part(from, to)) != 0 {
			t.Fatalf("%s from %s to %s, cut on %s: %s, whole %s", basis, from, to, cut, sum, part(from, to))
		}
	})
}
