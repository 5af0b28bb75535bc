// Package money holds amounts of money the way a bookkeeper does: as a whole
// number of the smallest coin, with the currency written beside it. There is
// no binary fraction anywhere, so nothing is ever lost that nobody decided to
// lose.
//
// Three kinds of number live here, each for its own purpose:
//
//   - An Amount is what the books hold. It is added and subtracted and nothing
//     else; a result that does not fit is an error and never wraps round.
//   - A Decimal is what people type and agree on: a rate of 0.0935, a share of
//     12.5 percent, a price. It is exact, and equal decimals are == in Go.
//   - A *big.Rat, from the standard library, is what a rule calculates with.
//     It has no last digit, so a rule rounds once, at its end.
//
// There are three ways back to whole coins, and a rule must name the one it
// takes. HalfUp rounds one amount by itself. Down drops what is not a whole
// coin. Split and SplitBy share a whole out by largest remainder: everyone
// gets the whole coins of their exact share, and the few coins left go one
// each to the largest remainders, the earlier first where two are equal. The
// parts of a split always sum to the whole; amounts rounded one by one may not,
// and whoever rounds so must post the difference.
//
// In March 1955 the People's Bank exchanged 10,000 old yuan for one new. Books
// that cross that day keep CNY-OLD, which has no coin below the yuan, and CNY,
// and pass from one to the other by Redenominate.
//
// Read money.go for amounts, decimal.go for decimals, round.go and split.go for
// the ways back to whole coins.
package money

import (
	"math/big"

	"artel/base/fault"
)

// Amount is a sum of money, counted in the smallest coins of its currency. It
// lies between plus and minus 2^63-1 coins. The zero value, nothing of no
// currency, may be added to any amount.
type Amount struct {
	Coins    int64    `json:"coins"`
	Currency Currency `json:"currency"`
}

// Of returns an amount of so many of the currency's smallest coins.
func Of(coins int64, c Currency) Amount { return Amount{coins, c} }

// Plus returns a + b. Amounts of two currencies are refused, and so is a sum
// too large to be kept.
func (a Amount) Plus(b Amount) (Amount, error) {
	c, err := common(a, b)
	if err != nil {
		return Amount{}, err
	}
	coins, err := Add64(a.Coins, b.Coins)
	if err != nil {
		return Amount{}, tooLarge(a, "+", b)
	}
	return Amount{coins, c}, nil
}

// Minus returns a - b, and refuses what Plus refuses.
func (a Amount) Minus(b Amount) (Amount, error) {
	c, err := common(a, b)
	if err != nil {
		return Amount{}, err
	}
	coins, err := Sub64(a.Coins, b.Coins)
	if err != nil {
		return Amount{}, tooLarge(a, "-", b)
	}
	return Amount{coins, c}, nil
}

// Neg returns the same amount the other way round.
func (a Amount) Neg() Amount { return Amount{-a.Coins, a.Currency} }

// Sign is -1, 0 or 1.
func (a Amount) Sign() int { return sign(a.Coins) }

// IsZero says whether there is nothing, of whatever currency.
func (a Amount) IsZero() bool { return a.Coins == 0 }

// String is the plain number, with every digit of the currency and without its
// name: "235.66", "-0.05".
func (a Amount) String() string { return point(a.Coins, a.Currency.Digits()) }

// Text is the amount as people write it: "1,159,023.66 CNY".
func (a Amount) Text() string {
	text := group(a.String())
	if a.Currency == "" {
		return text
	}
	return text + " " + string(a.Currency)
}

// Rat is the amount as an exact fraction, in units of the currency and not in
// coins: 235.66 and not 23566.
func (a Amount) Rat() *big.Rat { return big.NewRat(a.Coins, pow10(a.Currency.Digits())) }

// Decimal is the amount as a decimal, in units of the currency.
func (a Amount) Decimal() Decimal { return DecimalOf(a.Coins, a.Currency.Digits()) }

// common returns the one currency of a and b.
func common(a, b Amount) (Currency, error) {
	switch {
	case a.Currency == b.Currency, b == Amount{}:
		return a.Currency, nil
	case a == Amount{}:
		return b.Currency, nil
	}
	return "", fault.Invalid.Errorf("%s and %s are of two currencies and cannot be added up.", a.Text(), b.Text())
}

func tooLarge(a Amount, op string, b Amount) error {
	return fault.Invalid.Errorf("%s %s %s is too large to be kept.", a.Text(), op, b.Text())
}
