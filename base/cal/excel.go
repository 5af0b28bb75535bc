package cal

import (
	"time"

	"artel/base/fault"
)

// FromExcel is the day that a spreadsheet keeps as a number. Workbooks count
// from 1900-01-01 as 1, or, with date1904, from 1904-01-01 as 0. The first count
// has a 29 February 1900 that never was, number 60, which is refused; the days
// behind it are read as the spreadsheet shows them.
func FromExcel(serial int64, date1904 bool) (Day, error) {
	least, most, zero := int64(1), int64(110_000), Of(1899, time.December, 31)
	if date1904 {
		least, zero = 0, Of(1904, time.January, 1)
	}
	if serial < least || serial > most {
		return "", fault.Invalid.Errorf("The spreadsheet's day number %d is no date. Write it like 1956-01-03.", serial)
	}
	if !date1904 && serial == 60 {
		return "", fault.Invalid.Errorf("The spreadsheet's day number %d is 1900-02-29, which is not a day of the calendar.", serial)
	}
	if !date1904 && serial > 60 {
		serial--
	}
	day := zero.Add(int(serial))
	if err := inBooks(string(day), int(day.Year())); err != nil {
		return "", err
	}
	return day, nil
}
