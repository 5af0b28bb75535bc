package plan

import (
	"fmt"
	"slices"

	"artel/base/fault"
)

// judge finds what is wrong with an instance as a whole: what each row says is
// well, but together they cannot be. What can be planned still is.
func (r *reader) judge() {
	r.unsureRecipes()
	r.loops()
	r.limitless()
	r.stocks()
	r.locks()
	r.worths()
	had := r.canBeHad()
	r.unobtainable(had)
	r.beyond()
	r.idleForWant(had)
}

func (r *reader) blame(sheet string, i int, p fault.Problem) {
	p.Sheet = sheet
	if rows := r.at[sheet]; i < len(rows) {
		p.Row = rows[i]
	}
	r.wrong = append(r.wrong, p)
}

// unsureRecipes leaves out recipes of which a norm is wrong: without it they would be
// made of less than they take.
func (r *reader) unsureRecipes() {
	for i := range r.in.Recipes {
		if r.unsure[i] {
			r.blame("recipes", i, fault.Problem{Column: "recipe", Value: r.in.Recipes[i].Name, Wrong: "One of its norms is wrong, so it is not known what it takes.", Fix: "Put the norm right. The plan leaves the recipe out."})
			r.drop(i)
		}
	}
}

// drop takes a recipe from all who work by it.
func (r *reader) drop(recipe int) {
	for i := range r.in.Units {
		u := &r.in.Units[i]
		u.Can = slices.DeleteFunc(u.Can, func(a Ability) bool { return a.Recipe == recipe })
	}
	kept := r.in.Locks[:0]
	for _, l := range r.in.Locks {
		if l.Recipe != recipe {
			kept = append(kept, l)
		}
	}
	r.in.Locks = kept
}

// loops finds recipes by which a thing is in the end made of itself, and
// leaves out the recipe that closes each loop.
func (r *reader) loops() {
	in := r.in
	from := make([][]int, len(in.Commodities)) // what a commodity is made of, one step down
	var void []int
	for i, re := range in.Recipes {
		closes := slices.ContainsFunc(re.Needs, func(a Amount) bool { return a.Much > 0 && leadsTo(from, a.What, re.Makes) })
		if closes {
			r.blame("recipes", i, fault.Problem{Column: "recipe", Value: re.Name, Wrong: "By this recipe a thing is in the end made of itself.", Fix: "Find the loop in the norms and break it. The plan leaves the recipe out."})
			void = append(void, i)
			continue
		}
		for _, a := range re.Needs {
			if a.Much > 0 && !slices.Contains(from[re.Makes], a.What) {
				from[re.Makes] = append(from[re.Makes], a.What)
			}
		}
	}
	for _, i := range void {
		r.drop(i)
		in.Recipes[i].Needs = nil
	}
}

// leadsTo says whether making k takes, at some step down, the commodity to.
func leadsTo(from [][]int, k, to int) bool {
	seen := make([]bool, len(from))
	todo := []int{k}
	for len(todo) > 0 {
		k, todo = todo[len(todo)-1], todo[:len(todo)-1]
		if k == to {
			return true
		}
		for _, next := range from[k] {
			if !seen[next] {
				seen[next] = true
				todo = append(todo, next)
			}
		}
	}
	return false
}

// limitless finds recipes that nothing limits.
func (r *reader) limitless() {
	in := r.in
	for i, re := range in.Recipes {
		if slices.ContainsFunc(re.Hours, func(a Amount) bool { return a.Much > 0 }) {
			continue
		}
		free := false
		for u := range in.Units {
			n := len(in.Units[u].Can)
			in.Units[u].Can = slices.DeleteFunc(in.Units[u].Can, func(a Ability) bool { return a.Recipe == i && a.Most >= Inf })
			free = free || len(in.Units[u].Can) < n
		}
		if free {
			r.blame("recipes", i, fault.Problem{Column: "recipe", Value: re.Name, Wrong: "This recipe takes no hours and nothing limits it.", Fix: "Write its hours into the norms, or the most that is made into the abilities. The plan leaves it out until then."})
			r.in.Locks = slices.DeleteFunc(r.in.Locks, func(l Lock) bool { return l.Recipe == i })
		}
	}
}

func (r *reader) stocks() {
	for i, s := range r.in.Stocks {
		if s.Opening > s.Most {
			r.blame("stocks", i, fault.Problem{Column: "opening", Value: fmt.Sprint(s.Opening), Wrong: "There is more in stock than may be kept.", Fix: "Correct one of the two. The plan uses or sends away what is over in the first period."})
		}
		for t, v := range s.Reserve {
			if v > s.Most {
				r.blame("stocks", i, fault.Problem{Column: r.in.Periods[t], Value: fmt.Sprint(v), Wrong: "The reserve is more than may be kept.", Fix: "Correct one of the two. The plan keeps what may be kept."})
				break
			}
		}
	}
}

// locks finds what is agreed and cannot be.
func (r *reader) locks() {
	in := r.in
	type key struct{ unit, recipe, t int }
	least, most := map[key]float64{}, map[key]float64{}
	for i, l := range in.Locks {
		u := &in.Units[l.Unit]
		at := slices.IndexFunc(u.Can, func(a Ability) bool { return a.Recipe == l.Recipe })
		for t, v := range l.Much {
			k := key{l.Unit, l.Recipe, t}
			if l.Kind != LockMost {
				least[k] = max(least[k], v)
			}
			if was, ok := most[k]; l.Kind != LockLeast && (!ok || v < was) {
				most[k] = v
			}
			if top, ok := most[k]; ok && least[k] > top {
				r.blame("locks", i, fault.Problem{Column: in.Periods[t], Value: fmt.Sprint(v), Wrong: "This contradicts another lock of the same unit and recipe.", Fix: "Take one of the two out. The plan keeps the lower."})
				break
			}
			if l.Kind != LockMost && at >= 0 && v > in.MostMade(u, u.Can[at], t) {
				r.blame("locks", i, fault.Problem{Column: in.Periods[t], Value: fmt.Sprint(v), Wrong: "This unit has not the hours for so much.", Fix: "Agree on less, or find hours. The plan makes what can be made."})
				break
			}
		}
	}
}

// worths leaves out demand that is worth nothing, since no plan would meet it.
func (r *reader) worths() {
	kept, at := r.in.Demands[:0], r.at["demands"][:0]
	for i, d := range r.in.Demands {
		if d.Worth <= 0 {
			r.blame("demands", i, fault.Problem{Column: "worth", Wrong: "It is not said what one is worth, here or with the commodity.", Fix: "Write the worth. The plan leaves this demand out."})
			continue
		}
		kept, at = append(kept, d), append(at, r.at["demands"][i])
	}
	r.in.Demands, r.at["demands"] = kept, at
}

// canBeHad says of each commodity whether any could ever be there.
func (r *reader) canBeHad() []bool {
	in := r.in
	had := make([]bool, len(in.Commodities))
	any := func(v []float64) bool { return slices.ContainsFunc(v, func(v float64) bool { return v > 0 }) }
	for _, s := range in.Supplies {
		had[s.Commodity] = had[s.Commodity] || any(s.Most)
	}
	for _, s := range in.Stocks {
		had[s.Commodity] = had[s.Commodity] || s.Opening > 0
	}
	made := make([]bool, len(in.Recipes))
	for i := range in.Units {
		for _, a := range in.Units[i].Can {
			for t := range in.Periods {
				made[a.Recipe] = made[a.Recipe] || in.MostMade(&in.Units[i], a, t) > 0
			}
		}
	}
	for range in.Commodities {
		for i, re := range in.Recipes {
			if made[i] && r.allHad(re, had) {
				had[re.Makes] = true
			}
		}
	}
	return had
}

func (r *reader) allHad(re Recipe, had []bool) bool {
	return !slices.ContainsFunc(re.Needs, func(a Amount) bool { return a.Much > 0 && !had[a.What] })
}

func (r *reader) unobtainable(had []bool) {
	in := r.in
	wanted := make([]bool, len(in.Commodities))
	for _, d := range in.Demands {
		wanted[d.Commodity] = true
	}
	for _, re := range in.Recipes {
		for _, a := range re.Needs {
			wanted[a.What] = true
		}
	}
	for k, c := range in.Commodities {
		if wanted[k] && !had[k] {
			r.blame("commodities", k, fault.Problem{Column: "commodity", Value: c.Name, Wrong: "Nobody makes or supplies this, and there is none in stock.", Fix: "Add a supply, or a unit that makes it and can have what that takes. Until then what wants it stays unmet."})
		}
	}
}

// beyond finds demand that is more than all that could ever be there.
func (r *reader) beyond() {
	in := r.in
	p := &Problem{In: in, T: len(in.Periods), K: len(in.Commodities)}
	all := p.everything()
	sum, first := make([]float64, p.K), make([]int, p.K)
	for i := len(in.Demands) - 1; i >= 0; i-- {
		d := in.Demands[i]
		first[d.Commodity] = i
		for _, v := range d.Wanted {
			sum[d.Commodity] += v
		}
	}
	for k := range sum {
		if sum[k] > all[k] && all[k] > 0 {
			r.blame("demands", first[k], fault.Problem{Column: "commodity", Value: in.Commodities[k].Name, Wrong: "More of this is wanted than could be there if everybody made nothing else.", Fix: "Check the demand, the hours and the norms. The plan meets what can be met."})
		}
	}
}

// idleForWant finds units that should work and have nothing to work with.
func (r *reader) idleForWant(had []bool) {
	in := r.in
	for i, u := range in.Units {
		works := slices.ContainsFunc(u.Has, func(c Capacity) bool { return in.Resources[c.Resource].Labour && c.Least > 0 })
		if works && !slices.ContainsFunc(u.Can, func(a Ability) bool { return r.allHad(in.Recipes[a.Recipe], had) }) {
			r.blame("units", i, fault.Problem{Column: "unit", Value: u.Name, Wrong: "People here should work, and there is no recipe for which all materials can be had.", Fix: "Add a supply of what its recipes need, or another recipe. Until then they are idle."})
		}
	}
}
