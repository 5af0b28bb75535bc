package cal

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"artel/base/fault"
)

func TestParseDay(t *testing.T) {
	for s, want := range map[string]Day{
		"1956-01-03": "1956-01-03", "1956-1-3": "1956-01-03", "1956/01/03": "1956-01-03", "1956.1.3": "1956-01-03",
		"1956年1月3日": "1956-01-03", "1956 年 1 月 3 日": "1956-01-03", "1956年1月3号": "1956-01-03", "19560103": "1956-01-03",
		"１９５６－０１－０３": "1956-01-03", "１９５６年１月３日": "1956-01-03", "１９５６／１／３": "1956-01-03", " 1956-1-3\t": "1956-01-03",
		"\u30001956-1-3": "1956-01-03", "1956-01-03 00:00:00": "1956-01-03", "1956-01-03T00:00:00Z": "1956-01-03",
		"1956-01-03T00:00:00.000Z": "1956-01-03", "1956-01-03 00:00": "1956-01-03",
		"1956-02-29": "1956-02-29", "1800-01-01": "1800-01-01", "2200-12-31": "2200-12-31", "2000-2-29": "2000-02-29",

		"": "", "1956-02-30": "", "1955-02-29": "", "1900-02-29": "", "1956-13-01": "", "1956-00-10": "", "1956-01-00": "",
		"03/04/1956": "", "3.4.56": "", "25-12-1956": "", "1956-1/3": "", "56-01-03": "", "1956-01": "", "1799-12-31": "",
		"2201-01-01": "", "1956-01-03 14:30:00": "", "1956-01-03T00:00:00+08:00": "", "1956年1月3": "", "195613": "", "yesterday": "",
		"1956-01-03-04": "", "-1956-01-03": "", "0001-01-01": "", "00:00": "", "1956-01-031": "",
	} {
		d, err := ParseDay(s)
		if d != want || (want == "") != (fault.Of(err) == fault.Invalid) {
			t.Errorf("%q: %q, %v; want %q", s, d, err, want)
		}
		if err != nil && s != "" && !strings.Contains(err.Error(), s) {
			t.Errorf("the sentence does not name %q: %v", s, err)
		}
	}
}

func TestParseMonthAndYear(t *testing.T) {
	for s, want := range map[string]Month{
		"1956-01": "1956-01", "1956-1": "1956-01", "1956/12": "1956-12", "1956.1": "1956-01", "1956年1月": "1956-01",
		"１９５６年１２月": "1956-12", "195601": "1956-01", " 1956-1 ": "1956-01",
		"": "", "1956": "", "1956-13": "", "1956-0": "", "01/1956": "", "1956-01-03": "", "1700-01": "",
	} {
		if m, err := ParseMonth(s); m != want || (want == "") != (fault.Of(err) == fault.Invalid) {
			t.Errorf("%q: %q, %v; want %q", s, m, err, want)
		}
	}
	for s, want := range map[string]Year{
		"1956": 1956, " 1956 ": 1956, "１９５６年": 1956, "1800": 1800, "2200": 2200,
		"": 0, "56": 0, "19560": 0, "1799": 0, "2201": 0, "MCMLVI": 0,
	} {
		if y, err := ParseYear(s); y != want || (want == 0) != (fault.Of(err) == fault.Invalid) {
			t.Errorf("%q: %d, %v; want %d", s, y, err, want)
		}
	}
}

func TestDay(t *testing.T) {
	d := Day("1956-02-28")
	if d.Year() != 1956 || d.Month() != "1956-02" || !d.Time().Equal(time.Date(1956, 2, 28, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("%s: %d, %s, %s", d, d.Year(), d.Month(), d.Time())
	}
	for n, want := range map[int]Day{0: d, 1: "1956-02-29", 2: "1956-03-01", -28: "1956-01-31", 366: "1957-02-28"} {
		if got := d.Add(n); got != want {
			t.Errorf("%s and %d days: %s, want %s", d, n, got, want)
		}
	}
	none := Day("")
	if none.Year() != 0 || none.Month() != "" || !none.Time().IsZero() || none.Add(3) != "" {
		t.Errorf("no day: %d, %q, %s, %q", none.Year(), none.Month(), none.Time(), none.Add(3))
	}
	beijing := time.FixedZone("Beijing", 8*60*60)
	if got := On(time.Date(1956, 1, 3, 1, 0, 0, 0, beijing)); got != "1956-01-03" {
		t.Errorf("one in the morning in Beijing is %s", got)
	}
}

func TestDays(t *testing.T) {
	for _, c := range []struct {
		from, to Day
		want     int
	}{
		{"1956-01-01", "1956-01-01", 1}, {"1956-01-01", "1956-12-31", 366}, {"1955-01-01", "1955-12-31", 365},
		{"1956-02-28", "1956-03-01", 3}, {"1956-01-02", "1956-01-01", 0}, {"1800-01-01", "2200-12-31", 146462},
	} {
		if got := Days(c.from, c.to); got != c.want {
			t.Errorf("%s to %s: %d days, want %d", c.from, c.to, got, c.want)
		}
	}
}

func TestOverlap(t *testing.T) {
	for _, c := range []struct {
		from, to Day
		want     int
	}{
		{"1956-01-01", "1956-12-31", 366}, {"1950-05-05", "", 366}, {"1956-07-01", "", 184}, {"1955-06-01", "1956-01-01", 1},
		{"1956-12-31", "1999-01-01", 1}, {"1957-01-01", "", 0}, {"1950-01-01", "1955-12-31", 0}, {"1956-03-01", "1956-03-31", 31},
		{"1956-03-31", "1956-03-01", 0},
	} {
		if got := Overlap(c.from, c.to, 1956); got != c.want {
			t.Errorf("held %s to %q: %d days of 1956, want %d", c.from, c.to, got, c.want)
		}
	}
}

func TestMonth(t *testing.T) {
	for m, want := range map[Month]struct {
		last       Day
		prev, next Month
		days       int
	}{
		"1956-02": {"1956-02-29", "1956-01", "1956-03", 29}, "1955-02": {"1955-02-28", "1955-01", "1955-03", 28},
		"1956-12": {"1956-12-31", "1956-11", "1957-01", 31}, "1956-01": {"1956-01-31", "1955-12", "1956-02", 31},
	} {
		if m.First() != Day(m)+"-01" || m.Last() != want.last || m.Prev() != want.prev || m.Next() != want.next || m.Days() != want.days {
			t.Errorf("%s: %s to %s, %d days, between %s and %s", m, m.First(), m.Last(), m.Days(), m.Prev(), m.Next())
		}
	}
}

func TestYear(t *testing.T) {
	for y, want := range map[Year]int{1955: 365, 1956: 366, 1900: 365, 2000: 366} {
		if y.Days() != want {
			t.Errorf("%d has %d days, want %d", y, y.Days(), want)
		}
	}
	months, days := Year(1956).Months(), 0
	for i, m := range months {
		days += m.Days()
		if m != Year(1956).Month(time.Month(i+1)) || m.Year() != 1956 {
			t.Errorf("month %d is %s", i+1, m)
		}
	}
	if len(months) != 12 || days != 366 {
		t.Errorf("%v have %d days", months, days)
	}
}

func TestFromExcel(t *testing.T) {
	for _, c := range []struct {
		serial   int64
		date1904 bool
		want     Day
	}{
		{1, false, "1900-01-01"}, {59, false, "1900-02-28"}, {61, false, "1900-03-01"}, {20457, false, "1956-01-03"},
		{44197, false, "2021-01-01"}, {109939, false, "2200-12-31"}, {0, true, "1904-01-01"}, {18995, true, "1956-01-03"},
		{60, false, ""}, {0, false, ""}, {-1, true, ""}, {109940, false, ""}, {1 << 62, false, ""}, {109999, true, ""},
	} {
		d, err := FromExcel(c.serial, c.date1904)
		if d != c.want || (c.want == "") != (fault.Of(err) == fault.Invalid) {
			t.Errorf("%d, %v: %q, %v; want %q", c.serial, c.date1904, d, err, c.want)
		}
	}
}

func TestJSON(t *testing.T) {
	var form struct {
		On, Until Day
		In        Month
		Year      Year
	}
	in := `{"On":"1956/1/3","Until":"","In":"1956年1月","Year":1956}`
	if err := json.Unmarshal([]byte(in), &form); err != nil {
		t.Fatal(err)
	}
	if out, err := json.Marshal(form); err != nil || string(out) != `{"On":"1956-01-03","Until":"","In":"1956-01","Year":1956}` {
		t.Errorf("%s, %v", out, err)
	}
	for _, bad := range []string{`{"On":"1956-02-30"}`, `{"In":"1956-13"}`} {
		if err := json.Unmarshal([]byte(bad), &form); fault.Of(err) != fault.Invalid {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// days draws days of the years that books are kept in.
var days = rapid.Custom(func(t *rapid.T) Day {
	return Day("1800-01-01").Add(rapid.IntRange(0, 146461).Draw(t, "day"))
})

func TestDayProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := days.Draw(t, "a"), days.Draw(t, "b")
		if back, err := ParseDay(string(a)); err != nil || back != a {
			t.Fatalf("%s read back as %s, %v", a, back, err)
		}
		if (a < b) != a.Time().Before(b.Time()) {
			t.Fatalf("%s and %s are in another order as text", a, b)
		}
		if n := Days(a, b); n > 0 && a.Add(n-1) != b {
			t.Fatalf("%s to %s is %d days", a, b, n)
		}
		held := 0
		for y := a.Year(); y <= b.Year(); y++ {
			held += Overlap(a, b, y)
		}
		if held != Days(a, b) {
			t.Fatalf("%s to %s is %d days, by years %d", a, b, Days(a, b), held)
		}
	})
}

func FuzzDay(f *testing.F) {
	for _, s := range []string{"1956-01-03", "1956/1/3", "1956.1.3", "1956年1月3日", "19560103", "１９５６－１－３", "1956-02-30",
		"03/04/1956", "1956-01-03 00:00:00", "1956-01-03T00:00:00Z", "", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDay(s)
		if err != nil {
			if fault.Of(err) != fault.Invalid || d != "" {
				t.Fatalf("%q: %q, %v", s, d, err)
			}
			return
		}
		if back, err := ParseDay(string(d)); err != nil || back != d || Of(d.Time().Date()) != d {
			t.Fatalf("%q is %s, which reads back as %s, %v", s, d, back, err)
		}
		if y := d.Year(); y < firstYear || y > lastYear || d.Month() < "1800-01" {
			t.Fatalf("%q is %s", s, d)
		}
	})
}
