package money

import (
	"fmt"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"artel/base/fault"
)

// maxPlaces is the most digits a Decimal has after its point.
const maxPlaces = 9

// Decimal is an exact decimal number of up to 18 digits, 9 of them after the
// point. It has one form for every value, so equal decimals are == in Go, and
// its zero value is 0.
type Decimal struct {
	n     int64 // the digits without their point
	scale uint8 // how many of them stand after it; the last is never 0
}

// DecimalOf returns n with its last places digits after the point:
// DecimalOf(935, 4) is 0.0935. It is for numbers that the program itself
// knows, and panics on more than 9 digits after the point.
func DecimalOf(n int64, places int) Decimal {
	d, err := reduced(big.NewInt(n), places)
	if err != nil || places < 0 {
		panic(fmt.Sprintf("money: no Decimal has the digits %d, %d of them after the point", n, places))
	}
	return d
}

// ParseDecimal reads a number as people type it: "0.0935", "-12", "1,234.50",
// with spaces around it, or in the wide digits, points and commas of a Chinese
// keyboard. It refuses everything that could be read in two ways and every
// digit it could not keep.
func ParseDecimal(s string) (Decimal, error) {
	m := numberForm.FindStringSubmatch(narrow(strings.TrimSpace(s)))
	if m == nil || m[2]+m[3] == "" {
		return Decimal{}, fault.Invalid.Errorf("%.40q is not a number. Write it like 1234.50.", s)
	}
	frac := strings.TrimRight(m[3], "0")
	if len(frac) > maxPlaces {
		return Decimal{}, fault.Invalid.Errorf("%.40q has %d digits after the point; at most %d can be kept.", s, len(frac), maxPlaces)
	}
	n, err := strconv.ParseUint(strings.ReplaceAll(m[2], ",", "")+frac, 10, 64)
	if err != nil || n > math.MaxInt64 {
		return Decimal{}, fault.Invalid.Errorf("%.40q has more than 18 digits, which is too many to be kept.", s)
	}
	if m[1] == "-" {
		return Decimal{-int64(n), uint8(len(frac))}, nil
	}
	return Decimal{int64(n), uint8(len(frac))}, nil
}

// numberForm wants thousands in full groups, and no 0 before the first comma:
// "0,123" is what a hand means that writes the decimal point as a comma.
var numberForm = regexp.MustCompile(`^([+-]?)([0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)?(?:\.([0-9]+))?$`)

// narrow turns the wide forms of a number's characters into the plain ones.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９', r == '．', r == '，', r == '－', r == '＋':
			return r - '０' + '0'
		case r == '−':
			return '-'
		}
		return r
	}, s)
}

// String is the number in its one form: no separators, no zeros at the end.
// ParseDecimal reads it back.
func (d Decimal) String() string { return point(d.n, int(d.scale)) }

// Rat is the number as an exact fraction.
func (d Decimal) Rat() *big.Rat { return big.NewRat(d.n, pow10(int(d.scale))) }

// Sign is -1, 0 or 1.
func (d Decimal) Sign() int { return sign(d.n) }

// IsZero says whether d is 0.
func (d Decimal) IsZero() bool { return d.n == 0 }

// Cmp is -1, 0 or 1, as d is less than, equal to or greater than e.
func (d Decimal) Cmp(e Decimal) int { return d.Rat().Cmp(e.Rat()) }

// Plus returns d + e exactly, or an error where it has too many digits.
func (d Decimal) Plus(e Decimal) (Decimal, error) {
	scale := max(d.scale, e.scale)
	sum, err := reduced(new(big.Int).Add(d.scaled(scale), e.scaled(scale)), int(scale))
	return sum, tooLong(err, d, "+", e)
}

// Minus returns d - e exactly, or an error where it has too many digits.
func (d Decimal) Minus(e Decimal) (Decimal, error) {
	scale := max(d.scale, e.scale)
	diff, err := reduced(new(big.Int).Sub(d.scaled(scale), e.scaled(scale)), int(scale))
	return diff, tooLong(err, d, "-", e)
}

// Times returns d × e exactly, or an error where it has too many digits.
func (d Decimal) Times(e Decimal) (Decimal, error) {
	n := new(big.Int).Mul(big.NewInt(d.n), big.NewInt(e.n))
	product, err := reduced(n, int(d.scale)+int(e.scale))
	return product, tooLong(err, d, "×", e)
}

// Amount is the number as an amount of money in units of the currency. It never
// rounds: a number with more digits than the currency is refused.
func (d Decimal) Amount(c Currency) (Amount, error) {
	if int(d.scale) > c.Digits() {
		return Amount{}, fault.Invalid.Errorf("%s has %d digits after the point; %s has %d.", d, d.scale, c, c.Digits())
	}
	coins, err := d.Scaled(c.Digits())
	return Amount{coins, c}, err
}

// Scaled is the number counted in the last of so many places: 1.5 in 6 places
// is 1,500,000. It never rounds: a number with more places is refused.
func (d Decimal) Scaled(places int) (int64, error) {
	if int(d.scale) > places {
		return 0, fault.Invalid.Errorf("%s has %d digits after the point; at most %d can be kept.", d, d.scale, places)
	}
	n, err := reduced(d.scaled(uint8(places)), 0)
	if err != nil {
		return 0, fault.Invalid.Errorf("%s is too large to be kept.", d)
	}
	return n.n, nil
}

// scaled is the number's digits as they are with scale places, not fewer than
// it has.
func (d Decimal) scaled(scale uint8) *big.Int {
	return new(big.Int).Mul(big.NewInt(d.n), big.NewInt(pow10(int(scale-d.scale))))
}

// reduced brings n, with its last scale digits after the point, into the one
// form of a Decimal, where it fits.
func reduced(n *big.Int, scale int) (Decimal, error) {
	ten, q, r := big.NewInt(10), new(big.Int), new(big.Int)
	for scale > 0 {
		if q.QuoRem(n, ten, r); r.Sign() != 0 {
			break
		}
		n, q = q, new(big.Int)
		scale--
	}
	if scale > maxPlaces || !n.IsInt64() || n.Int64() == math.MinInt64 {
		return Decimal{}, errTooLong
	}
	return Decimal{n.Int64(), uint8(scale)}, nil
}

var errTooLong = fault.Invalid.Errorf("The number has too many digits to be kept.")

func tooLong(err error, d Decimal, op string, e Decimal) error {
	if err == nil {
		return nil
	}
	return fault.Invalid.Errorf("%s %s %s has too many digits to be kept.", d, op, e)
}

// Quotient returns d / n, and refuses a result that has no end within the
// digits a Decimal keeps: a rate carried over into a new currency is exact, or
// somebody must decide it.
func Quotient(d Decimal, n int64) (Decimal, error) {
	if n == 0 {
		return Decimal{}, fault.Invalid.Errorf("%s cannot be divided by 0.", d)
	}
	r := d.Rat()
	r.Quo(r, new(big.Rat).SetInt64(n))
	places, finite := r.FloatPrec()
	if !finite || places > maxPlaces {
		return Decimal{}, fault.Invalid.Errorf("%s / %d has more than %d digits after the point.", d, n, maxPlaces)
	}
	return ParseDecimal(r.FloatString(places))
}
