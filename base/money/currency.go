package money

import (
	"strings"

	"github.com/bojanz/currency"

	"artel/base/fault"
)

// Currency is the code of a currency: one of ISO 4217, or CNY-OLD.
type Currency string

const (
	CNY    Currency = "CNY"     // the yuan since 1955-03-01, of 100 fen
	CNYOld Currency = "CNY-OLD" // the yuan before it, without smaller coins
)

// ParseCurrency reads a currency's code, in small or capital letters. A code
// nobody issues is refused.
func ParseCurrency(s string) (Currency, error) {
	c := Currency(strings.ToUpper(strings.TrimSpace(s)))
	if c == CNYOld || c != "" && currency.IsValid(string(c)) {
		return c, nil
	}
	return "", fault.Invalid.Errorf("%.40q is not a currency. Write its three letters, like CNY.", s)
}

// Digits is how many digits of the currency stand after the point: 2 for CNY.
// A code that ParseCurrency would refuse has 2.
func (c Currency) Digits() int {
	switch c {
	case CNY:
		return 2
	case CNYOld:
		return 0
	}
	if d, ok := currency.GetDigits(string(c)); ok {
		return int(d)
	}
	return 2
}

// UnmarshalText reads what ParseCurrency reads. Empty text is no currency,
// which only the empty Amount has.
func (c *Currency) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*c = ""
		return nil
	}
	*c, err = ParseCurrency(string(text))
	return err
}
