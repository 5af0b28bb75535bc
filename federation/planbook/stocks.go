package planbook

import (
	"fmt"
	"slices"

	"artel/federation/plan"
)

// stock is what may be kept of a good in a place.
func (j *joining) stock(place, k int) *plan.Stock {
	key := fmt.Sprint("stock ", place, " ", k)
	n, there := j.at[key]
	if !there {
		n = len(j.in.Stocks)
		j.at[key] = n
		j.in.Stocks = append(j.in.Stocks, plan.Stock{Place: place, Commodity: k, Most: plan.Inf, Reserve: make([]float64, len(j.in.Periods))})
	}
	return &j.in.Stocks[n]
}

// idleStocks takes out stocks of what nobody needs, makes or wants, such as waste that
// is sold as it comes, and names them.
func (j *joining) idleStocks() (names []string) {
	used := make([]bool, len(j.in.Commodities))
	for _, r := range j.in.Recipes {
		used[r.Makes] = true
		for _, a := range r.Needs {
			used[a.What] = true
		}
	}
	for _, d := range j.in.Demands {
		used[d.Commodity] = true
	}
	j.in.Stocks = slices.DeleteFunc(j.in.Stocks, func(s plan.Stock) bool {
		name := j.in.Commodities[s.Commodity].Name
		if !used[s.Commodity] && s.Opening > 0 && !slices.Contains(names, name) {
			names = append(names, name)
		}
		return !used[s.Commodity]
	})
	return names
}

// monthsAhead is for how many months goods are made ahead at most.
const monthsAhead = 3

// capStocks holds what may be kept of goods that are sold: no more than is wanted in
// the three months in which most is, since what lies longer may never be sold. What is
// worked up further may be kept without a limit.
func (j *joining) capStocks() {
	T := len(j.in.Periods)
	wanted, needed, made := make([][]float64, len(j.in.Commodities)), make([]bool, len(j.in.Commodities)), make([]bool, len(j.in.Commodities))
	for _, d := range j.in.Demands {
		if wanted[d.Commodity] == nil {
			wanted[d.Commodity] = make([]float64, T)
		}
		for t, v := range d.Wanted {
			wanted[d.Commodity][t] += v
		}
	}
	for _, r := range j.in.Recipes {
		made[r.Makes] = true
		for _, a := range r.Needs {
			needed[a.What] = true
		}
	}
	for i := range j.in.Stocks {
		s := &j.in.Stocks[i]
		if !made[s.Commodity] || needed[s.Commodity] {
			continue
		}
		s.Most = s.Opening
		for _, v := range s.Reserve {
			s.Most = max(s.Most, v)
		}
		for t := range wanted[s.Commodity] {
			sum := 0.0
			for _, v := range wanted[s.Commodity][t:min(t+monthsAhead, T)] {
				sum += v
			}
			s.Most = max(s.Most, sum)
		}
	}
}
