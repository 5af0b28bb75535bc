package cal

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"artel/base/fault"
)

// Books are kept between these years. Anything else is a slip of the finger.
const (
	firstYear = 1800
	lastYear  = 2200
)

var (
	dayForms = []*regexp.Regexp{
		regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`),
		regexp.MustCompile(`^(\d{4})/(\d{1,2})/(\d{1,2})$`),
		regexp.MustCompile(`^(\d{4})\.(\d{1,2})\.(\d{1,2})$`),
		regexp.MustCompile(`^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]$`),
		regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`),
	}
	monthForms = []*regexp.Regexp{
		regexp.MustCompile(`^(\d{4})-(\d{1,2})$`),
		regexp.MustCompile(`^(\d{4})/(\d{1,2})$`),
		regexp.MustCompile(`^(\d{4})\.(\d{1,2})$`),
		regexp.MustCompile(`^(\d{4})\s*年\s*(\d{1,2})\s*月$`),
		regexp.MustCompile(`^(\d{4})(\d{2})$`),
	}
	yearForm = regexp.MustCompile(`^(\d{4})(?:\s*年)?$`)
	// midnight is what databases and spreadsheets hang on a date.
	midnight = regexp.MustCompile(`[ T]00:00(:00(\.0+)?)?Z?$`)
	// yearLast is the form of which nobody can say whether its day or its month
	// comes first.
	yearLast = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}$`)
)

// ParseDay reads a date with its year first: 1956-1-3, 1956/01/03, 1956.1.3,
// 1956年1月3日 or 19560103, also in wide digits and with a midnight behind it.
// It refuses days that the calendar does not have, years before 1800 or after
// 2200, and dates with the year last.
func ParseDay(s string) (Day, error) {
	text := midnight.ReplaceAllString(narrow(s), "")
	n := match(dayForms, text)
	if n == nil && yearLast.MatchString(text) {
		return "", fault.Invalid.Errorf("%.40q can be read as two days. Write the year first, then the month, then the day: 1956-01-03.", s)
	}
	if n == nil {
		return "", fault.Invalid.Errorf("%.40q is not a date. Write it like 1956-01-03.", s)
	}
	if err := inBooks(s, n[0]); err != nil {
		return "", err
	}
	day := Of(n[0], time.Month(n[1]), n[2])
	// time.Date carries 30 February over into March; the calendar does not.
	if string(day) != fmt.Sprintf("%04d-%02d-%02d", n[0], n[1], n[2]) {
		return "", fault.Invalid.Errorf("%.40q is not a day of the calendar.", s)
	}
	return day, nil
}

// ParseMonth reads a month with its year first: 1956-1, 1956/01, 1956.1,
// 1956年1月 or 195601, also in wide digits. It refuses what ParseDay refuses.
func ParseMonth(s string) (Month, error) {
	n := match(monthForms, narrow(s))
	if n == nil {
		return "", fault.Invalid.Errorf("%.40q is not a month. Write it like 1956-01.", s)
	}
	if err := inBooks(s, n[0]); err != nil {
		return "", err
	}
	if n[1] < 1 || n[1] > 12 {
		return "", fault.Invalid.Errorf("%.40q is not a month of the calendar: there are 12.", s)
	}
	return Year(n[0]).Month(time.Month(n[1])), nil
}

// ParseYear reads a year of four digits, from 1800 to 2200: 1956 or 1956年.
func ParseYear(s string) (Year, error) {
	n := match([]*regexp.Regexp{yearForm}, narrow(s))
	if n == nil {
		return 0, fault.Invalid.Errorf("%.40q is not a year. Write it like 1956.", s)
	}
	if err := inBooks(s, n[0]); err != nil {
		return 0, err
	}
	return Year(n[0]), nil
}

func inBooks(s string, year int) error {
	if year < firstYear || year > lastYear {
		return fault.Invalid.Errorf("%.40q is not between the years %d and %d.", s, firstYear, lastYear)
	}
	return nil
}

// match returns the numbers in text by the first form that fits, or nil.
func match(forms []*regexp.Regexp, text string) []int {
	for _, form := range forms {
		m := form.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		numbers := make([]int, len(m)-1)
		for i := range numbers {
			numbers[i], _ = strconv.Atoi(m[i+1])
		}
		return numbers
	}
	return nil
}

// narrow drops the spaces around a date and turns the wide forms of its
// characters into the plain ones.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９', r == '．', r == '／', r == '－':
			return r - '０' + '0'
		case r == '\u3000':
			return ' '
		}
		return r
	}, strings.TrimSpace(s))
}
