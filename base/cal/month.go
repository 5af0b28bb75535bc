package cal

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Month is a month of a year, like "1956-01". Months compare as text. The empty
// Month is none.
type Month string

// Month is a month of the year, 1 for January.
func (y Year) Month(month time.Month) Month { return Of(int(y), month, 1).Month() }

// First is the first day of the month.
func (m Month) First() Day { return Day(m + "-01") }

// Last is the last day of the month.
func (m Month) Last() Day { return m.Next().First().Add(-1) }

// Next is the month after it.
func (m Month) Next() Month { return On(m.First().Time().AddDate(0, 1, 0)).Month() }

// Prev is the month before it.
func (m Month) Prev() Month { return m.First().Add(-1).Month() }

// Year is the year that the month is of.
func (m Month) Year() Year { return m.First().Year() }

// Days is how many days the month has.
func (m Month) Days() int { return Days(m.First(), m.Last()) }

// UnmarshalText reads what ParseMonth reads. Empty text is no month.
func (m *Month) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*m = ""
		return nil
	}
	*m, err = ParseMonth(string(text))
	return err
}

// Year is a year of account, from 1 January to 31 December.
type Year int

// String is the year in four digits.
func (y Year) String() string { return fmt.Sprintf("%04d", int(y)) }

// First is the first of January.
func (y Year) First() Day { return Day(y.String() + "-01-01") }

// Last is the last of December.
func (y Year) Last() Day { return Day(y.String() + "-12-31") }

// Days is how many days the year has: 366 in a leap year.
func (y Year) Days() int { return Days(y.First(), y.Last()) }

// Months are the twelve months in their order.
func (y Year) Months() []Month {
	months := make([]Month, 12)
	for i := range months {
		months[i] = Month(y.String() + "-" + strconv.Itoa(101 + i)[1:])
	}
	return months
}

// MonthsOfYear reads months of any year, as "12,1,2": the first that is none is bad.
func MonthsOfYear(list string) (months []int, bad string) {
	for text := range strings.SplitSeq(list, ",") {
		text = strings.TrimSpace(text)
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 12 {
			return months, text
		}
		months = append(months, n)
	}
	return months, ""
}
