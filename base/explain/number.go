package explain

import (
	"encoding/json"
	"math/big"
	"strings"

	"artel/base/fault"
)

// Number is an exact fraction. As text, and so in JSON, it is a decimal where
// it has an end ("235.66") and else a fraction ("13/366").
type Number struct{ *big.Rat }

// maxPlaces is how many digits after the point a decimal is written with
// before the fraction is the shorter form.
const maxPlaces = 40

// Num is the number n/d.
func Num(n, d int64) Number { return Number{big.NewRat(n, d)} }

func (n Number) String() string {
	if n.Rat == nil {
		return ""
	}
	if places, ok := n.FloatPrec(); ok && places <= maxPlaces {
		return n.FloatString(places)
	}
	return n.RatString()
}

// same reports whether n and m are one number, or both none.
func (n Number) same(m Number) bool {
	if n.Rat == nil || m.Rat == nil {
		return n.Rat == m.Rat
	}
	return n.Cmp(m.Rat) == 0
}

// MarshalText writes the number exactly.
func (n Number) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (n *Number) UnmarshalText(text []byte) error {
	s := string(text)
	if s == "" {
		n.Rat = nil
		return nil
	}
	// big.Rat would also read exponents, and 1e999999999 is a trap.
	r, ok := new(big.Rat), len(s) <= maxLength && strings.Trim(s, "-0123456789./") == ""
	if ok {
		r, ok = r.SetString(s)
	}
	if !ok || tooLarge(r) {
		return fault.Invalid.Errorf("%.40q is not a number.", s)
	}
	n.Rat = r
	return nil
}

// MarshalJSON writes text, since a JSON number would be read as a float.
func (n Number) MarshalJSON() ([]byte, error) { return json.Marshal(n.String()) }

// UnmarshalJSON reads what MarshalJSON wrote.
func (n *Number) UnmarshalJSON(data []byte) error {
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	return n.UnmarshalText([]byte(s))
}

// Show writes the number for a reader: thousands apart, money with at least the
// digits of its coin, and an endless fraction cut short with three dots.
func (n Number) Show(unit string, digits int) string {
	if n.Rat == nil {
		return ""
	}
	least, most := 0, 6
	if isMoney(unit) {
		least, most = digits, digits+4
	}
	places, exact := n.FloatPrec()
	if exact && places <= most {
		return group(n.FloatString(max(places, least)))
	}
	return group(Round(n.Rat, min(most, maxDigits), Down).FloatString(most)) + "…"
}

// isMoney tells a currency's code, like CNY or CNY-OLD, from other units.
func isMoney(unit string) bool {
	return len(unit) >= 3 && strings.Trim(unit, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") == ""
}

// group sets thousands apart: 1159023.66 becomes 1,159,023.66.
func group(s string) string {
	whole, rest, dot := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if dot {
		return sign + whole + "." + rest
	}
	return sign + whole
}
