package bench

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strconv"
)

// each makes a row of every member.
func (c coop) each(row func(i int) []string) iter.Seq[[]string] { return rows(c.members, row) }

func rows(n int, row func(i int) []string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for i := range n {
			if !yield(row(i)) {
				return
			}
		}
	}
}

var (
	families = []string{"Hu", "Wang", "Lin", "Chen", "Zhao", "Qian", "Sun", "Li", "Zhou", "Wu", "Zheng", "Feng", "Shen", "Han", "Yang"}
	given    = []string{"Hongtu", "Guangming", "Guilan", "Dehai", "Xiuying", "Baoshan", "Yulan", "Jianguo", "Fengying", "Shulan", "Chunsheng"}
)

// name is the name of member i; many have the same.
func name(i int) string { return families[i%len(families)] + " " + given[i*7%len(given)] }

// trade is the rest of a year: what members put in, and what was bought, sold
// and spent, so that there is a surplus to share out. It grows with the members.
func (c coop) trade() []page {
	sold := 2.2 * c.pay()
	return []page{
		{"reference_wages", words("year", "trade", "grade", "annual_wage"), rows(4, func(i int) []string {
			return words(account.String(), "bamboo", strconv.Itoa(i+1), strconv.Itoa(330+90*i)+".00")
		})},
		{"shares", words("date", "member", "kind", "amount"), c.shares()},
		{"tools", words("no", "member", "tool", "appraised", "taken_over", "discount_pct", "instalments", "life_years"),
			rows(c.members/50+1, func(i int) []string {
				return words(fmt.Sprintf("T%04d", i+1), c.number(i*20), "splitting knife set", coins(120+float64(i%97)*3.13), "1956-03-01", "10", "3", "10")
			})},
		{"purchases", words("date", "supplier", "supplier_kind", "material", "quantity", "unit", "amount"), c.spread(0.3*sold, func(day, sum string) []string {
			return words(day, "Town Consumer Co-operative", "consumer co-operative", "bamboo", "100", "pole", sum)
		})},
		{"stock", words("date", "kind", "amount"), rows(2, func(i int) []string {
			return words(words("1955-12-31", "1956-12-31")[i], "materials", words("120.00", "634.02")[i])
		})},
		{"sales", words("date", "customer", "customer_kind", "order_kind", "product", "quality", "quantity", "amount"), c.spread(sold, func(day, sum string) []string {
			return words(day, "State Department Store", "state enterprise", "order", "basket", "1", "82", sum)
		})},
		{"expenses", words("date", "kind", "amount"), c.spread(0.02*sold, func(day, sum string) []string {
			return words(day, "rent", sum)
		})},
	}
}

// shares are what members put in on joining; apprentices hold none.
func (c coop) shares() iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for i := range c.members {
			if c.apprentice(i) {
				continue
			}
			if !yield(words("1955-05-15", c.number(i), "entrance fee", "2.00")) ||
				!yield(words("1955-06-15", c.number(i), "cash share", strconv.Itoa(10+10*(i%5))+".00")) {
				return
			}
		}
	}
}

// spread parts a sum over the year, a row to every five members.
func (c coop) spread(sum float64, row func(day, sum string) []string) iter.Seq[[]string] {
	n := c.members/5 + 50
	r := rand.New(rand.NewPCG(uint64(account), uint64(sum)))
	return rows(n, func(i int) []string {
		return row(string(account.First().Add(i*account.Days()/n)), coins(sum/float64(n)*(0.5+r.Float64())))
	})
}

func coins(amount float64) string { return strconv.FormatFloat(amount, 'f', 2, 64) }

// pay is about what the year's work earns.
func (c coop) pay() (sum float64) {
	rates := map[string]float64{}
	for _, o := range operations {
		rates[o.name] = o.rate
	}
	for w := range c.work() {
		sum += rates[w.Operation] * float64(w.Quantity/1_000_000)
	}
	return sum
}
