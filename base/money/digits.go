package money

import (
	"math"
	"math/bits"
	"strconv"
	"strings"

	"artel/base/fault"
)

// Add64 returns a + b, or an error where it would not fit.
func Add64(a, b int64) (int64, error) {
	sum := a + b
	if (sum > a) != (b > 0) && b != 0 || sum == math.MinInt64 {
		return 0, fault.Invalid.Errorf("%d + %d is too large to be kept.", a, b)
	}
	return sum, nil
}

// Sub64 returns a - b, or an error where it would not fit.
func Sub64(a, b int64) (int64, error) {
	diff := a - b
	if (diff < a) != (b > 0) && b != 0 || diff == math.MinInt64 {
		return 0, fault.Invalid.Errorf("%d - %d is too large to be kept.", a, b)
	}
	return diff, nil
}

// Mul64 returns a × b, or an error where it would not fit.
func Mul64(a, b int64) (int64, error) {
	hi, lo := bits.Mul64(abs(a), abs(b))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, fault.Invalid.Errorf("%d × %d is too large to be kept.", a, b)
	}
	return int64(lo) * int64(sign(a)*sign(b)), nil
}

// abs is right for the least int64 too, whose opposite is no int64.
func abs(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

func sign(n int64) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

// pow10 is ten to the n, for n up to 18.
func pow10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// point writes n with its last places digits after a point.
func point(n int64, places int) string {
	text := strconv.FormatUint(abs(n), 10)
	if missing := places + 1 - len(text); missing > 0 {
		text = strings.Repeat("0", missing) + text
	}
	if whole := len(text) - places; places > 0 {
		text = text[:whole] + "." + text[whole:]
	}
	if n < 0 {
		return "-" + text
	}
	return text
}

// group puts commas between the thousands of a plain number.
func group(text string) string {
	whole, frac, hasPoint := strings.Cut(text, ".")
	whole, negative := strings.CutPrefix(whole, "-")
	var b strings.Builder
	if negative {
		b.WriteByte('-')
	}
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(whole[i])
	}
	if hasPoint {
		b.WriteString("." + frac)
	}
	return b.String()
}
