// Package measure holds quantities: how many chairs, how much bamboo, how many
// hours. A quantity is a whole number of millionths, so that it adds up without
// loss and is one whole number in a database; its unit stands in a column beside
// it, because a column of a product has the unit of the product.
//
// A unit is any short word. A co-operative counts in what its trade counts in,
// poles and bundles, and artel does not need to know how long a pole is. It
// does know the common units of mass, length and number, and converts between
// them exactly or not at all: 3 chi are 1 metre, but 1 chi is no whole number
// of millionths of a metre, and to write 0.333333 would lose bamboo that nobody
// stole.
//
// Until 1959 the jin had 16 liang, since then it has 10. "liang" is the present
// one of 50 g, "liang-old" the one before it of 31.25 g; the jin is 500 g in
// both.
//
// Read measure.go for quantities and unit.go for units.
package measure

import (
	"database/sql/driver"
	"math/big"

	"artel/base/fault"
	"artel/base/money"
)

// places is how many digits of a quantity stand after its point.
const places = 6

// One is the quantity 1.
const One Quantity = 1_000_000

// Quantity is how much of a unit, in millionths of it.
type Quantity int64

// ParseQuantity reads a number in any form that money.ParseDecimal reads, with
// up to 6 digits after the point. It never rounds.
func ParseQuantity(s string) (Quantity, error) {
	d, err := money.ParseDecimal(s)
	if err != nil {
		return 0, err
	}
	return OfDecimal(d)
}

// OfDecimal is the decimal as a quantity. It never rounds: more than 6 digits
// after the point are refused.
func OfDecimal(d money.Decimal) (Quantity, error) {
	n, err := d.Scaled(places)
	return Quantity(n), err
}

// Decimal is the quantity as a decimal.
func (q Quantity) Decimal() money.Decimal { return money.DecimalOf(int64(q), places) }

// String is the number without separators or zeros at its end: "12.5".
// ParseQuantity reads it back.
func (q Quantity) String() string { return q.Decimal().String() }

// Rat is the quantity as an exact fraction, in its unit and not in millionths.
func (q Quantity) Rat() *big.Rat { return big.NewRat(int64(q), int64(One)) }

// Plus returns q + r, or an error where it would not fit.
func (q Quantity) Plus(r Quantity) (Quantity, error) {
	sum, err := money.Add64(int64(q), int64(r))
	if err != nil {
		return 0, fault.Invalid.Errorf("%s + %s is too much to be kept.", q, r)
	}
	return Quantity(sum), nil
}

// Minus returns q - r, or an error where it would not fit.
func (q Quantity) Minus(r Quantity) (Quantity, error) {
	diff, err := money.Sub64(int64(q), int64(r))
	if err != nil {
		return 0, fault.Invalid.Errorf("%s - %s is too much to be kept.", q, r)
	}
	return Quantity(diff), nil
}

// MarshalText writes the number as String does.
func (q Quantity) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

// UnmarshalText reads what ParseQuantity reads.
func (q *Quantity) UnmarshalText(text []byte) (err error) {
	*q, err = ParseQuantity(string(text))
	return err
}

// MarshalJSON writes the number as a JSON string, as a money.Decimal is.
func (q Quantity) MarshalJSON() ([]byte, error) { return []byte(`"` + q.String() + `"`), nil }

// UnmarshalJSON reads a JSON string or number, digit by digit. null changes
// nothing.
func (q *Quantity) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	text, err := money.JSONText(data)
	if err != nil {
		return err
	}
	return q.UnmarshalText([]byte(text))
}

// Scan reads the millionths from a bigint column.
func (q *Quantity) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fault.Invalid.Errorf("A quantity cannot be read from a %T.", src)
	}
	*q = Quantity(n)
	return nil
}

// Value is the number of millionths, for a bigint column.
func (q Quantity) Value() (driver.Value, error) { return int64(q), nil }
