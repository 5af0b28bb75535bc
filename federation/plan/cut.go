package plan

import (
	"cmp"
	"math"
	"slices"
)

// user is a column that uses a commodity.
type user struct {
	j           int
	need, worth float64
}

// cutPlace makes less of what uses more of a class of commodities than the
// place can have: the least worthy use first, and what is agreed last.
func (r *repairer) cutPlace(n, t int, class []int) {
	p := r.p
	for _, k := range class {
		nk := n*p.K + k
		if r.cut[nk] <= 1e-12*r.used[nk] {
			continue
		}
		left := r.used[nk] - r.cut[nk]
		users := r.users(n, k, t)
		now := 0.0
		for _, u := range users {
			now += u.need * r.out.Make[u.j*p.T+t]
		}
		for _, all := range []bool{false, true} {
			for _, u := range users {
				if now > left {
					now -= u.need * r.lower(u.j, t, (now-left)/u.need, all)
				}
			}
		}
	}
}

// lower makes less by a column, above what is agreed or altogether, and
// returns by how much.
func (r *repairer) lower(j, t int, by float64, all bool) float64 {
	p := r.p
	x := &r.out.Make[j*p.T+t]
	was, floor := *x, 0.0
	if b := p.cols[j].box; b >= 0 && !all && p.box[b].floor != nil {
		floor = math.Min(was, p.box[b].floor[t])
	}
	v := math.Max(floor, was-by)
	if p.cols[j].whole {
		v = math.Floor(v + 1e-9)
	} else if v > 0 {
		v = math.Max(0, v-1e-12*was)
	}
	*x = v
	return was - v
}

func (r *repairer) users(n, k, t int) (users []user) {
	p := r.p
	for u := p.unitAt[n]; u < p.unitAt[n+1]; u++ {
		for j := p.units[u].col0; j < p.units[u].col1; j++ {
			if r.out.Make[j*p.T+t] <= 0 {
				continue
			}
			for _, nd := range p.cols[j].needs {
				if int(nd.i) == k {
					users = append(users, user{j: j, need: nd.a, worth: r.gainOf(n, &p.cols[j], t) / nd.a})
				}
			}
		}
	}
	slices.SortStableFunc(users, func(a, b user) int { return cmp.Compare(a.worth, b.worth) })
	return users
}
