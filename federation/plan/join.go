package plan

import (
	"cmp"
	"fmt"
	"slices"

	"artel/base/fault"
)

// Join puts the instances of several places under one above them, which is there
// anew or is the highest of some of them already. What they call alike is one; what
// differs under one name is told, and nothing is joined.
func Join(name, above string, papers []Paper) (*Instance, []fault.Problem, error) {
	j := &joint{in: &Instance{Name: name, Policy: DefaultPolicy()}, at: map[string]int{}}
	var told []fault.Problem
	tiers := map[string]string{} // of the highest place of each
	for i, paper := range papers {
		sub, wrong, err := paper.read()
		if err != nil {
			return nil, nil, fault.In("reports", fmt.Sprint(i+1), err)
		}
		for _, w := range wrong {
			w.Sheet = paper.Place + ": " + w.Sheet
			told = append(told, w)
		}
		if i == 0 {
			j.in.Currency, j.in.Periods, j.in.Policy, j.in.Tiers = sub.Currency, sub.Periods, sub.Policy, nil
		}
		if sub.Policy != j.in.Policy {
			return nil, nil, fault.In("reports", fmt.Sprint(i+1), fault.Invalid.Errorf("%s plans with other priorities than %s. Agree on the weights of the sheet “plan” first.", paper.Place, papers[0].Place))
		}
		if sub.Currency != j.in.Currency || !slices.Equal(sub.Periods, j.in.Periods) {
			return nil, nil, fault.In("reports", fmt.Sprint(i+1), fault.Invalid.Errorf("%s plans other periods, or in another currency, than %s.", paper.Place, papers[0].Place))
		}
		tiers[paper.Place] = sub.Tiers[sub.Places[sub.Root()].Tier].Name
		j.take(sub, above, paper.Place)
	}
	for place, tier := range tiers {
		if own, there := tiers[above]; there && place != above && own == tier {
			return nil, nil, fault.In("top", above, fault.Invalid.Errorf("%s reports as one of those below, like %s. Name the place above both.", above, place))
		}
	}
	if len(j.wrong) > 0 {
		return nil, nil, &fault.Rows{Problems: j.wrong}
	}
	j.top(above)
	in, wrong, err := Checked(j.in)
	return in, append(told, wrong...), err
}

type joint struct {
	in    *Instance
	at    map[string]int // kind and name: index
	wrong []fault.Problem
	loose []int // places that have none above them yet
}

// same is the index of a thing of a name, which is put in where it is new.
func same[T any](j *joint, kind, name string, list *[]T, v T) (i int, fresh bool) {
	i, there := j.at[kind+"\x00"+name]
	if !there {
		i = len(*list)
		j.at[kind+"\x00"+name] = i
		*list = append(*list, v)
	}
	return i, !there
}

func (j *joint) complain(place, what, name string) {
	j.wrong = append(j.wrong, fault.Problem{Sheet: what, Value: name, Wrong: "Two places mean different things by this name: " + place + " and one before it.", Fix: "Give one of the two another name."})
}

// take puts one instance in.
func (j *joint) take(sub *Instance, above, from string) {
	tiers := make([]int, len(sub.Tiers))
	for i, t := range sub.Tiers {
		tiers[i], _ = same(j, "tier", t.Name, &j.in.Tiers, Tier{Name: t.Name})
	}
	goods := make([]int, len(sub.Commodities))
	for i, c := range sub.Commodities {
		k, fresh := same(j, "good", c.Name, &j.in.Commodities, c)
		if goods[i] = k; fresh {
			for t := range j.in.Tiers {
				j.in.Tiers[t].Cost = append(j.in.Tiers[t].Cost, 0)
			}
		} else if j.in.Commodities[k].Unit != c.Unit || j.in.Commodities[k].Whole != c.Whole {
			j.complain(from, "commodities", c.Name)
		}
	}
	for i := range sub.Tiers {
		to := &j.in.Tiers[tiers[i]]
		for len(to.Cost) < len(j.in.Commodities) {
			to.Cost = append(to.Cost, 0)
		}
		for k, cost := range sub.Tiers[i].Cost {
			to.Cost[goods[k]] = max(to.Cost[goods[k]], cost)
		}
	}
	places := j.takePlaces(sub, above, from, tiers)
	units := j.takeUnits(sub, from, goods, places)
	for _, s := range sub.Supplies {
		s.Place, s.Commodity = places[s.Place], goods[s.Commodity]
		j.in.Supplies = append(j.in.Supplies, s)
	}
	for _, d := range sub.Demands {
		d.Place, d.Commodity = places[d.Place], goods[d.Commodity]
		j.in.Demands = append(j.in.Demands, d)
	}
	for _, s := range sub.Stocks {
		s.Place, s.Commodity = places[s.Place], goods[s.Commodity]
		i, fresh := same(j, "stock", fmt.Sprint(s.Place, " ", s.Commodity), &j.in.Stocks, s)
		if !fresh { // of a place that several report
			had := &j.in.Stocks[i]
			had.Opening, had.Most = had.Opening+s.Opening, had.Most+s.Most
			if had.Reserve == nil {
				had.Reserve = s.Reserve
			} else {
				for t, v := range s.Reserve {
					had.Reserve[t] += v
				}
			}
		}
	}
	for _, l := range sub.Locks {
		l.Unit, l.Recipe = units[l.Unit], j.at["recipe\x00"+sub.Recipes[l.Recipe].Name]
		j.in.Locks = append(j.in.Locks, l)
	}
}

func (j *joint) takePlaces(sub *Instance, above, from string, tiers []int) []int {
	places := make([]int, len(sub.Places))
	order := make([]int, len(sub.Places)) // the highest first
	for i := range order {
		order[i] = i
	}
	depth := func(n int) (d int) {
		for ; sub.Places[n].Parent >= 0; n = sub.Places[n].Parent {
			d++
		}
		return d
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(depth(a), depth(b)) })
	for _, n := range order {
		p := sub.Places[n]
		root := p.Parent < 0
		p.Tier = tiers[p.Tier]
		if !root {
			p.Parent = places[p.Parent]
		}
		i, fresh := same(j, "place", p.Name, &j.in.Places, p)
		places[n] = i
		switch {
		case !root && p.Name == above: // it would stand above itself
			j.complain(from, "places", p.Name)
		case fresh && root && p.Name != above:
			j.loose = append(j.loose, i)
		case !fresh && p.Name == above && root:
			j.in.Places[i].Space += p.Space
		case !fresh:
			j.complain(from, "places", p.Name)
		}
	}
	return places
}

func (j *joint) takeUnits(sub *Instance, from string, goods, places []int) []int {
	resources := make([]int, len(sub.Resources))
	for i, r := range sub.Resources {
		n, fresh := same(j, "resource", r.Name, &j.in.Resources, r)
		if resources[i] = n; !fresh && j.in.Resources[n].Labour != r.Labour {
			j.complain(from, "resources", r.Name)
		}
	}
	amounts := func(list []Amount, at []int) (out []Amount) {
		for _, a := range list {
			out = append(out, Amount{at[a.What], a.Much})
		}
		return out
	}
	recipes := make([]int, len(sub.Recipes))
	for i, r := range sub.Recipes {
		r.Makes, r.Needs, r.Hours = goods[r.Makes], amounts(r.Needs, goods), amounts(r.Hours, resources)
		n, fresh := same(j, "recipe", r.Name, &j.in.Recipes, r)
		if had := &j.in.Recipes[n]; !fresh && (had.Makes != r.Makes || had.Cost != r.Cost || !slices.Equal(had.Needs, r.Needs) || !slices.Equal(had.Hours, r.Hours)) {
			j.complain(from, "recipes", r.Name)
		}
		recipes[i] = n
	}
	units := make([]int, len(sub.Units))
	for i, u := range sub.Units {
		u.Place, u.Can, u.Has = places[u.Place], slices.Clone(u.Can), slices.Clone(u.Has)
		for c := range u.Can {
			u.Can[c].Recipe = recipes[u.Can[c].Recipe]
		}
		for c := range u.Has {
			u.Has[c].Resource = resources[u.Has[c].Resource]
		}
		n, fresh := same(j, "unit", u.Name, &j.in.Units, u)
		if units[i] = n; !fresh {
			j.complain(from, "units", u.Name)
		}
	}
	return units
}

// top puts the place above over those that have none, in the tier after theirs.
func (j *joint) top(above string) {
	i, there := j.at["place\x00"+above]
	if !there {
		tier := 0
		for _, n := range j.loose {
			tier = max(tier, j.in.Places[n].Tier+1)
		}
		if tier >= len(j.in.Tiers) {
			tier = len(j.in.Tiers)
			next := Tier{Name: "above", Cost: slices.Clone(j.in.Tiers[tier-1].Cost)} // should there be one above it
			for n := 2; slices.ContainsFunc(j.in.Tiers, func(t Tier) bool { return t.Name == next.Name }); n++ {
				next.Name = fmt.Sprintf("above %d", n)
			}
			j.in.Tiers = append(j.in.Tiers, next)
		}
		i = len(j.in.Places)
		j.in.Places = append(j.in.Places, Place{Name: above, Parent: -1, Tier: tier, Space: Inf})
	}
	for _, n := range j.loose {
		j.in.Places[n].Parent = i
	}
}
