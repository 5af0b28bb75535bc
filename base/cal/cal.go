// Package cal holds the days, months and years that books are kept by. A day
// here is a date on paper, "1956-01-03": it has no hour and no time zone, it is
// kept in the database as that text, and the order of the texts is the order of
// the days.
//
// There is no clock in this package. What day it is comes from the transaction,
// so that a year can be lived again in a test and gives the same books.
//
// Spans of days count both ends, as the statutes do: who pays in on 1 January
// and takes out on 31 December has held for the whole year, 365 days or 366.
// Overlap is the one function by which shares earn for the days they were held.
//
// What people type and what spreadsheets hold is read by ParseDay and FromExcel
// into the one form. Dates that can be read in two ways are refused: nobody
// guesses a day.
//
// Read cal.go for days, month.go for months and years, parse.go for reading.
package cal

import (
	"strconv"
	"time"
)

// Day is a date, like "1956-01-03". Days compare as text. The empty Day is no
// day at all, as the end of what has not ended.
type Day string

// Of returns the day of a date. Like time.Date it carries what is over, so that
// the 0th of March is the last of February.
func Of(year int, month time.Month, day int) Day {
	return On(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// On is the day that t falls on where t was taken.
func On(t time.Time) Day { return Day(t.Format(time.DateOnly)) }

// Time is the midnight, in UTC, that the day begins with. Of no day it is the
// zero time.
func (d Day) Time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// Year is the year of the day, or 0 of no day.
func (d Day) Year() Year {
	if len(d) != len(time.DateOnly) {
		return 0
	}
	n, _ := strconv.Atoi(string(d[:4]))
	return Year(n)
}

// Month is the month of the day, or no month of no day.
func (d Day) Month() Month {
	if len(d) != len(time.DateOnly) {
		return ""
	}
	return Month(d[:len("2006-01")])
}

// Add returns the day n days later, or earlier where n is negative. No day
// stays no day.
func (d Day) Add(n int) Day {
	if d == "" {
		return ""
	}
	return On(d.Time().AddDate(0, 0, n))
}

// Days counts the days of a span, both its ends among them. It is 0 where to
// comes before from.
func Days(from, to Day) int {
	if to < from {
		return 0
	}
	// Not by time.Duration, which ends at 292 years.
	const day = 24 * 60 * 60
	return int((to.Time().Unix()-from.Time().Unix())/day) + 1
}

// Overlap counts the days of the year on which something was held that was held
// from one day to another, both among them. An empty to means that it is still
// held.
func Overlap(from, to Day, year Year) int {
	if to == "" || to > year.Last() {
		to = year.Last()
	}
	return Days(max(from, year.First()), to)
}

// UnmarshalText reads what ParseDay reads. Empty text is no day.
func (d *Day) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = ""
		return nil
	}
	*d, err = ParseDay(string(text))
	return err
}
