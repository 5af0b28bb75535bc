package measure

import (
	"math"
	"math/big"
	"strings"
	"unicode"
	"unicode/utf8"

	"artel/base/fault"
)

// Unit is what a quantity counts: any short word, like piece, pole, kg or jin.
type Unit string

// maxUnit is the most letters a unit's name may have.
const maxUnit = 24

// ParseUnit reads the name of a unit: any word or two of up to 24 letters.
// Spaces around it are dropped; otherwise it stays as it was written.
func ParseUnit(s string) (Unit, error) {
	name := strings.TrimSpace(s)
	strange := strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) })
	switch {
	case name == "":
		return "", fault.Invalid.Errorf("The unit is missing. Write what is counted, like piece or kg.")
	case strange || !utf8.ValidString(name):
		return "", fault.Invalid.Errorf("%.40q is not a unit. Write a short word, like piece or kg.", s)
	case utf8.RuneCountInString(name) > maxUnit:
		return "", fault.Invalid.Errorf("%.40q is too long for a unit; it may have %d letters.", s, maxUnit)
	}
	return Unit(name), nil
}

// kind is what a unit measures; only units of one kind can be converted.
type kind string

// size is how much of its kind a unit is, as a fraction: in grams, in metres or
// in pieces.
type size struct {
	kind kind
	n    int64
	den  int64
}

// sizes has the market units of 1930, which are tied to the metric ones: 2 jin
// are 1 kg, 3 chi are 1 metre.
var sizes = map[Unit]size{
	"g": {"mass", 1, 1}, "克": {"mass", 1, 1},
	"kg": {"mass", 1000, 1}, "公斤": {"mass", 1000, 1},
	"tonne": {"mass", 1_000_000, 1}, "吨": {"mass", 1_000_000, 1},
	"jin": {"mass", 500, 1}, "斤": {"mass", 500, 1},
	"dan": {"mass", 50_000, 1}, "担": {"mass", 50_000, 1},
	"liang": {"mass", 50, 1}, "两": {"mass", 50, 1},
	"liang-old": {"mass", 125, 4},

	"metre": {"length", 1, 1}, "米": {"length", 1, 1},
	"m": {"length", 1, 1}, "km": {"length", 1000, 1},
	"cm": {"length", 1, 100}, "mm": {"length", 1, 1000},
	"zhang": {"length", 10, 3}, "丈": {"length", 10, 3},
	"chi": {"length", 1, 3}, "尺": {"length", 1, 3},
	"cun": {"length", 1, 30}, "寸": {"length", 1, 30},

	"piece": {"number", 1, 1}, "个": {"number", 1, 1},
	"pair": {"number", 2, 1}, "双": {"number", 2, 1},
	"dozen": {"number", 12, 1}, "打": {"number", 12, 1},
	"gross": {"number", 144, 1},
}

// Convert returns how much q of one unit is of another. It is exact: where the
// answer has more than 6 digits after the point, or artel does not know how the
// units compare, it is an error.
func Convert(q Quantity, from, to Unit) (Quantity, error) {
	if from == to {
		return q, nil
	}
	a, b := sizes[from], sizes[to]
	if a.kind == "" || a.kind != b.kind {
		return 0, fault.Invalid.Errorf("%s %s cannot be told in %s: it is not known how the two compare.", q, from, to)
	}
	millionths := big.NewRat(a.n*b.den, a.den*b.n)
	millionths.Mul(millionths, new(big.Rat).SetInt64(int64(q)))
	if !millionths.IsInt() {
		return 0, fault.Invalid.Errorf("%s %s is not exact in %s: it would have more than %d digits after the point.", q, from, to, places)
	}
	n := millionths.Num()
	if !n.IsInt64() || n.Int64() == math.MinInt64 {
		return 0, fault.Invalid.Errorf("%s %s is too much to be told in %s.", q, from, to)
	}
	return Quantity(n.Int64()), nil
}
