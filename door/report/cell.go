package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"artel/base/cal"
	"artel/base/measure"
	"artel/base/money"
)

// As is a value set as a kind, where no column says it: a percentage among
// facts, the number of an entry.
func As(value any, k Kind) any {
	if k == Plain || k == Number || value == nil {
		return value
	}
	return kinded{value, k}
}

type kinded struct {
	value any
	kind  Kind
}

// show is a cell as a person reads it.
func (v voice) show(cell any, k Kind) string {
	switch c := cell.(type) {
	case nil:
		return ""
	case string:
		return c
	case Phrase:
		return c.in(v.say)
	case kinded:
		return v.show(c.value, c.kind)
	case bool:
		if c {
			return v.say.Say("yes")
		}
		return v.say.Say("no")
	case money.Amount:
		return v.amount(c)
	case cal.Year:
		return c.String()
	case cal.Day, cal.Month:
		return fmt.Sprint(c)
	}
	text, isNumber := plainNumber(cell)
	switch {
	case !isNumber:
		return fmt.Sprint(cell)
	case k == Percent:
		return text + "%"
	case k == Ordinal || k == Plain:
		return text
	}
	return grouped(text)
}

// amount is an amount without its currency where the paper has said it.
func (v voice) amount(a money.Amount) string {
	switch {
	case a == money.Amount{}: // no amount at all
		return ""
	case a.Currency == v.one:
		return grouped(a.String())
	}
	return a.Text()
}

// plainNumber is the digits of a number, without separators.
func plainNumber(cell any) (string, bool) {
	switch c := cell.(type) {
	case kinded:
		return plainNumber(c.value)
	case money.Amount:
		return c.String(), c != money.Amount{}
	case money.Decimal:
		return c.String(), true
	case measure.Quantity:
		return c.String(), true
	case int64:
		return strconv.FormatInt(c, 10), true
	case int:
		return strconv.Itoa(c), true
	case float64:
		return fewDigits(c), true
	}
	return "", false
}

// fewDigits is a measure, which is never exact, with as many digits as mean
// anything.
func fewDigits(v float64) string {
	digits := 0
	for size := math.Abs(v); digits < 6 && size < 1000; size *= 10 {
		digits++
	}
	text := strconv.FormatFloat(v, 'f', digits, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// grouped sets the thousands of a plain number apart.
func grouped(text string) string {
	sign, digits := "", text
	if strings.HasPrefix(text, "-") {
		sign, digits = "-", text[1:]
	}
	whole, rest, point := strings.Cut(digits, ".")
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	if point {
		b.WriteString("." + rest)
	}
	return sign + b.String()
}

// Grouped is a count as people read it: 100,000.
func Grouped(n int) string { return grouped(strconv.Itoa(n)) }
