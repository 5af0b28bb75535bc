package bench

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strconv"
	"strings"

	"artel/base/cal"
	"artel/base/measure"
	"artel/coop/work"
)

// account is the year of account of all that is made up here.
const account = cal.Year(1956)

// coop is a co-operative's year, made up: the same for the same numbers.
type coop struct{ members, rows int }

// page is one sheet of a workbook. Its rows are made as they are asked for.
type page struct {
	name    string
	heading []string
	rows    iter.Seq[[]string]
}

// operation is something members do, what one earns, and how many an hour.
type operation struct {
	name, per  string
	rate, pace float64
}

var operations = []operation{
	{"split strips", "bundle", 0.18, 0.6}, {"weave basket", "piece", 0.42, 0.3}, {"weave mat", "piece", 0.65, 0.2},
	{"make chair", "piece", 1.55, 0.08}, {"finish", "piece", 0.11, 1.1},
}

// quality is how much of its rate a piece of a quality earns.
var quality = []struct {
	name string
	part float64
}{{"1", 1}, {"2", 0.85}, {"3", 0.6}}

// charter is the charter of the cases' co-operative.
var charter = []string{
	"entrance_fee,2.00", "share_value,10.00", "tool_discount_pct,10", "tool_instalments,3", "tax_rate_pct,10", "tax_relief_pct,50",
	"accumulation_pct,40", "welfare_pct,10", "education_pct,5", "share_dividend_rate_pct,6", "share_dividend_ceiling_pct,10",
	"labour_dividend_basis,pay", "over_cap_to,accumulation", "rounding,largest remainder", "apprentice_pay_pct,60",
}

// apprentice says whether member i is one: one in twenty is.
func (c coop) apprentice(i int) bool { return i%20 == 19 }

// number is the number of member i.
func (c coop) number(i int) string {
	if c.apprentice(i) {
		return fmt.Sprintf("A%05d", i+1)
	}
	return fmt.Sprintf("M%05d", i+1)
}

// work makes the work records up, day by day over the year. Members take turns
// in an order that has nothing to do with their numbers, each as often.
func (c coop) work() iter.Seq[work.Record] {
	return func(yield func(work.Record) bool) {
		r := rand.New(rand.NewPCG(uint64(account), uint64(c.rows)))
		numbers := make([]string, c.members)
		for i, j := range r.Perm(c.members) {
			numbers[i] = c.number(j)
		}
		days := make([]cal.Day, account.Days())
		for i := range days {
			days[i] = account.First().Add(i)
		}
		for i := range c.rows {
			o, hours := operations[r.IntN(len(operations))], 20+r.IntN(30)
			made := max(1, int(float64(hours)*o.pace*(0.75+r.Float64()/2)))
			ok := yield(work.Record{
				Day: days[i*len(days)/c.rows], Member: numbers[i%c.members], Operation: o.name, Quality: quality[grade(r)].name,
				Quantity: measure.Quantity(made) * measure.One, Hours: measure.Quantity(hours) * measure.One, Line: int64(i + 2),
			})
			if !ok {
				return
			}
		}
	}
}

// grade is a quality's place: most of what is made is good.
func grade(r *rand.Rand) int {
	switch n := r.IntN(100); {
	case n < 80:
		return 0
	case n < 95:
		return 1
	}
	return 2
}

// pages are the sheets that bring a stretch of the work records, and, with the
// first stretch, the registers they stand on.
func (c coop) pages(from, to int) []page {
	work := page{"work", words("date", "member", "operation", "quantity", "quality", "hours"), c.workRows(from, to)}
	if from > 0 {
		return []page{work}
	}
	return append(c.registers(), work)
}

func (c coop) workRows(from, to int) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		i := 0
		cells := make([]string, 6)
		for w := range c.work() {
			if i++; i <= from {
				continue
			}
			cells[0], cells[1], cells[2] = string(w.Day), w.Member, w.Operation
			cells[3], cells[4], cells[5] = whole(w.Quantity), w.Quality, whole(w.Hours)
			if i > to || !yield(cells) {
				return
			}
		}
	}
}

func whole(q measure.Quantity) string { return strconv.Itoa(int(q / measure.One)) }

func words(all ...string) []string { return all }

// registers are what work records stand on: who, at which rates, by which rules.
func (c coop) registers() []page {
	return []page{
		{"unit", words("field", "value"), func(yield func([]string) bool) {
			_ = yield(words("name", "Bench Bamboo Workers' Co-operative")) && yield(words("trade", "bamboo")) &&
				yield(words("currency", "CNY")) && yield(words("year", account.String()))
		}},
		{"charter", words("rule", "value"), func(yield func([]string) bool) {
			for _, rule := range charter {
				if name, value, _ := strings.Cut(rule, ","); !yield(words(name, value)) {
					return
				}
			}
		}},
		{"rates", words("operation", "unit", "quality", "rate"), func(yield func([]string) bool) {
			for _, o := range operations {
				for _, q := range quality {
					if !yield(words(o.name, o.per, q.name, strconv.FormatFloat(o.rate*q.part, 'f', 4, 64))) {
						return
					}
				}
			}
		}},
		{"members", words("no", "name", "sex", "born", "standing", "grade", "joined", "left"), c.each(func(i int) []string {
			standing := "member"
			if c.apprentice(i) {
				standing = "apprentice"
			}
			return words(c.number(i), name(i), "M", strconv.Itoa(1890+i%45), standing, strconv.Itoa(1+i%4), "1955-05-15", "")
		})},
	}
}
