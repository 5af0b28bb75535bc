package planbook

import (
	"math/big"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/goods"
	"artel/coop/task"
	"artel/federation/plan"
)

// made is what was made in each of the twelve months before. A product that is never
// taken in from makers counts as made when it is sold.
func (r *reporter) made() error {
	taken := map[string]bool{}
	for m := r.past.From.Month(); m <= r.past.To.Month(); m = m.Next() {
		by, err := task.MadeIn(r.tx, m, m, r.out.Currency)
		if err != nil {
			return err
		}
		for _, g := range r.out.Goods {
			if by[g.Item] == nil {
				continue
			}
			sum := new(big.Rat)
			for grade, much := range by[g.Item].ByGrade {
				if grade != goods.Reject {
					sum.Add(sum, much.Rat())
				}
			}
			taken[g.Item] = true
			r.out.Made = append(r.out.Made, Made{m, g.Item, decimal(sum)})
		}
	}
	for m := r.past.From.Month(); m <= r.past.To.Month(); m = m.Next() {
		for _, g := range r.out.Goods {
			if sold := r.each[[2]string{g.Item, string(m)}]; sold != nil && g.Product && !taken[g.Item] {
				r.out.Made = append(r.out.Made, Made{m, g.Item, decimal(sold)})
			}
		}
	}
	return nil
}

// Comparing holds a plan against returns made later.
type Comparing struct {
	Number  int64    `help:"the plan's number; the newest where left out" opt:"yes"`
	Returns []string `help:"returns made since, each as “plan return --json” writes it; @file for one that stands in a file" long:"yes"`
}

// Compared is what a co-operative was to make in a month, and made.
type Compared struct {
	Unit    string    `json:"unit"`
	Product string    `json:"product"`
	Month   cal.Month `json:"month"`
	Planned float64   `json:"planned"`
	Made    float64   `json:"made"`
	Differs float64   `json:"difference"`
}

// Compare is what was made beside what the plan said, for the months of the plan
// that were over when a return was made.
func Compare(tx *db.Tx, in Comparing) ([]Compared, error) {
	r, _, err := plan.Newest(tx, plan.Which{Number: in.Number})
	if err != nil {
		return nil, err
	}
	if r == nil {
		return []Compared{}, nil
	}
	returns, err := readAll(in.Returns, false)
	if err != nil {
		return nil, err
	}
	plain := map[string]string{} // a commodity without the unit that tells two of a name apart
	for _, c := range r.Problem.In.Commodities {
		plain[c.Name] = strings.TrimSuffix(c.Name, " ("+c.Unit+")")
	}
	list := []Compared{}
	for _, ret := range returns {
		made := r.MadeBy(ret.Unit, 1000)
		if len(made) == 0 {
			return nil, fault.Missing.Errorf("The plan has no co-operative “%s”.", ret.Unit)
		}
		list = append(list, beside(ret, made, r.Problem.In.Periods, func(commodity string) string { return plain[commodity] })...)
	}
	return list, nil
}

// beside holds what was to be made against what a return says was. plain is the name
// of a commodity in the return's own books.
func beside(ret Return, made []plan.Made, periods []string, plain func(commodity string) string) []Compared {
	list, products := []Compared{}, []string{}
	for _, m := range made {
		if p := plain(m.Commodity); !slices.Contains(products, p) {
			products = append(products, p)
		}
	}
	for _, p := range products {
		for t, period := range periods {
			month := cal.Month(period)
			if !isMonth(month) || month >= ret.From || month.First() < cal.On(ret.From.First().Time().AddDate(-1, 0, 0)) {
				continue // not over yet, or older than what a return tells
			}
			c := Compared{Unit: ret.Unit, Product: p, Month: month}
			for _, m := range made {
				if plain(m.Commodity) == p {
					c.Planned += m.Amounts[t]
				}
			}
			for _, m := range ret.Made {
				if m.Item == p && m.Month == month {
					c.Made += number(m.Much)
				}
			}
			c.Differs = c.Made - c.Planned
			list = append(list, c)
		}
	}
	return list
}
