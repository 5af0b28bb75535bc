package book

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// number makes a cell of what an .xlsx stores in a numeric one.
func number(raw []byte, g grain, from1904 bool) Cell {
	text, ok := decimal(raw, 0)
	switch {
	case !ok:
		return Cell{Text: string(raw)}
	case g == 0:
		return Cell{text, Number}
	case g&percent != 0:
		text, _ = decimal(raw, 2)
		return Cell{Text: text + "%"}
	}
	if c, ok := moment(text, g, from1904); ok {
		return c
	}
	return Cell{text, Number} // the spreadsheet shows ######## for it
}

// significant is how many digits a spreadsheet means. Those behind are what
// binary fractions add: 13.800000000000001 was typed 13.8.
const significant = 15

// decimal gives the plain decimal text of a number times ten to the power of
// shift: no exponent, no zeros that say nothing, no noise. A whole number
// written out in full is left whole, however long: it is a code, such as that
// of an identity card. It says no to what is not a number.
func decimal(raw []byte, shift int) (string, bool) {
	if shift == 0 && plain(raw) {
		return string(raw), true
	}
	s := strings.TrimSpace(string(raw))
	negative := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(strings.TrimPrefix(s, "-"), "+")
	mantissa, exponent, scientific := strings.Cut(strings.ToLower(s), "e")
	power := 0
	if scientific {
		n, err := strconv.Atoi(exponent)
		if err != nil || n > 400 || n < -400 {
			return "", false
		}
		power = n
	}
	whole, fraction, point := strings.Cut(mantissa, ".")
	digits := whole + fraction
	if digits == "" || len(digits) > 400 || strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	at := len(whole) + power + shift // where the point stands in digits
	for digits != "" && digits[0] == '0' {
		digits, at = digits[1:], at-1
	}
	if (point || scientific) && len(digits) > significant {
		if digits[:significant] == strings.Repeat("9", significant) && digits[significant] >= '5' {
			digits, at = "1", at+1
		} else {
			digits = round(digits)
		}
	}
	digits = strings.TrimRight(digits, "0")
	return write(digits, at, negative), true
}

// plain says whether raw is a whole number as it should be, which most are.
func plain(raw []byte) bool {
	for _, b := range raw {
		if b < '0' || b > '9' {
			return false
		}
	}
	return len(raw) > 0 && len(raw) <= 400 && (raw[0] != '0' || len(raw) == 1)
}

// round keeps the significant digits, half up. They are not all nines.
func round(digits string) string {
	n, _ := strconv.ParseUint(digits[:significant], 10, 64)
	if digits[significant] >= '5' {
		n++
	}
	return strconv.FormatUint(n, 10)
}

// write puts the point into digits.
func write(digits string, at int, negative bool) string {
	if digits == "" {
		return "0"
	}
	switch {
	case at <= 0:
		digits = "0." + strings.Repeat("0", -at) + digits
	case at >= len(digits):
		digits += strings.Repeat("0", at-len(digits))
	default:
		digits = digits[:at] + "." + digits[at:]
	}
	if negative {
		return "-" + digits
	}
	return digits
}

// lastDay is the last a spreadsheet knows, 9999-12-31.
const lastDay = 2_958_465

// moment gives the date or the time of day that a count of days stands for.
func moment(text string, g grain, from1904 bool) (Cell, bool) {
	count, err := strconv.ParseFloat(text, 64)
	if err != nil || count < 0 || count > lastDay {
		return Cell{}, false
	}
	day := math.Floor(count)
	secs := int(math.Round((count - day) * 86400))
	if secs == 86400 {
		day, secs = day+1, 0
	}
	if g&days == 0 && day > 0 && secs == 0 && g&elapsed == 0 {
		g |= days // midnight, many days on: the format hides a date
	}
	if g&days == 0 {
		hours := secs / 3600
		if g&elapsed != 0 {
			hours += 24 * int(day)
		}
		return Cell{Text: strconv.Itoa(hours) + clockText(secs, g)[2:]}, true
	}
	date := dateText(int(day), from1904)
	if g&clock != 0 && secs != 0 {
		date += " " + clockText(secs, g)
	}
	return Cell{date, Date}, true
}

func clockText(secs int, g grain) string {
	layout := "15:04"
	if g&seconds != 0 || secs%60 != 0 {
		layout = "15:04:05"
	}
	return time.Unix(int64(secs), 0).UTC().Format(layout)
}

// dateText counts as the spreadsheet does, which believes with Lotus 1-2-3
// that there was a 29th of February in 1900. That day and day 0 are written as
// it shows them; they are no dates, and whoever wants one will say so.
func dateText(day int, from1904 bool) string {
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from1904:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case day == 0:
		return "1900-01-00"
	case day == 60:
		return "1900-02-29"
	case day < 60:
		day++
	}
	return epoch.AddDate(0, 0, day).Format(time.DateOnly)
}

// isoDate makes a cell of the form of date that strict workbooks store.
func isoDate(text string) Cell {
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05", time.RFC3339} {
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
			return Cell{t.Format(time.DateOnly), Date}
		}
		return Cell{t.Format("2006-01-02 15:04"), Date}
	}
	return Cell{Text: text}
}
