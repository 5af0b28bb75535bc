package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"

	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
)

// Change is one input changed: so much more or less of something in a period,
// or what it is from now on.
type Change struct {
	Kind   string // material, hours, room, demand; least, most of what a unit makes
	Where  string // place or unit
	What   string // commodity, resource or recipe
	Period string // all where blank
	More   float64
	Set    bool // More is not added: it is what there is
}

// With is an instance with a change; the instance itself stays.
func (in *Instance) With(c Change) (*Instance, error) {
	if c.Period != "" && !slices.Contains(in.Periods, c.Period) {
		return nil, fault.In("period", c.Period, fault.Missing.Errorf("The plan has no period “%s”. It goes from %s to %s.", c.Period, in.Periods[0], in.Periods[len(in.Periods)-1]))
	}
	now := *in
	done := false
	switch c.Kind {
	case "material":
		if now.Supplies = slices.Clone(in.Supplies); c.Set {
			done = now.supplied(c)
			break
		}
		for i := range now.Supplies {
			s := &now.Supplies[i]
			if !done && in.Places[s.Place].Name == c.Where && in.Commodities[s.Commodity].Name == c.What {
				s.Most, done = c.on(s.Most, in.Periods)
			}
		}
	case "demand":
		now.Demands = slices.Clone(in.Demands)
		for i := range now.Demands {
			d := &now.Demands[i]
			if !done && in.Places[d.Place].Name == c.Where && in.Commodities[d.Commodity].Name == c.What {
				d.Wanted, done = c.on(d.Wanted, in.Periods)
			}
		}
	case "hours":
		now.Units = slices.Clone(in.Units)
		for i := range now.Units {
			u := &now.Units[i]
			u.Has = slices.Clone(u.Has)
			for j := range u.Has {
				if u.Name == c.Where && in.Resources[u.Has[j].Resource].Name == c.What {
					u.Has[j].Hours, done = c.on(u.Has[j].Hours, in.Periods)
				}
			}
		}
	case "room":
		now.Places = slices.Clone(in.Places)
		for i := range now.Places {
			if p := &now.Places[i]; p.Name == c.Where {
				p.Space, done = max(0, p.Space+c.More), true
				if c.Set {
					p.Space = c.More
				}
			}
		}
	case LockNames[LockLeast], LockNames[LockMost]:
		return in.lockedBy(c)
	}
	if !done {
		return nil, c.missing()
	}
	return &now, nil
}

// missing says what of a change the plan does not have.
func (c Change) missing() error {
	switch c.Kind {
	case "material":
		return fault.In("what", c.What, fault.Missing.Errorf("In this plan no “%s” can be had in “%s”.", c.What, c.Where))
	case "demand":
		return fault.In("what", c.What, fault.Missing.Errorf("In this plan nobody wants “%s” in “%s”.", c.What, c.Where))
	case "hours":
		return fault.In("what", c.What, fault.Missing.Errorf("In this plan there are no hours of “%s” at “%s”.", c.What, c.Where))
	case "room":
		return fault.In("where", c.Where, fault.Missing.Errorf("The plan has no place “%s”.", c.Where))
	}
	return fault.In("what", c.What, fault.Missing.Errorf("In this plan “%s” is not made at “%s”, or by several recipes: name one.", c.What, c.Where))
}

// supplied sets what comes of a material to a place, from all that it comes from:
// the last of them brings what the others do not.
func (in *Instance) supplied(c Change) (done bool) {
	var rows []int
	for i, s := range in.Supplies {
		if in.Places[s.Place].Name == c.Where && in.Commodities[s.Commodity].Name == c.What {
			rows = append(rows, i)
			in.Supplies[i].Most = slices.Clone(s.Most)
		}
	}
	for t, period := range in.Periods {
		left := c.More
		for n, i := range rows {
			if c.Period != "" && c.Period != period {
				continue
			}
			most := &in.Supplies[i].Most[t]
			if *most = min(*most, left); n == len(rows)-1 {
				*most = left
			}
			left -= *most
			done = true
		}
	}
	return done
}

// on is v with the change in its periods; false where there is no such period.
func (c Change) on(v []float64, periods []string) (now []float64, done bool) {
	now = slices.Clone(v)
	for t := range now {
		if c.Period == "" || c.Period == periods[t] {
			if c.Set {
				now[t] = c.More
			} else {
				now[t] = max(0, now[t]+c.More)
			}
			done = true
		}
	}
	return now, done
}

// lockedBy is an instance in which a unit makes at least, or at most, so much by
// a recipe, or of the only commodity of that name that it can make. What was
// agreed of it before stands in the other periods.
func (in *Instance) lockedBy(c Change) (*Instance, error) {
	now := *in
	kind := slices.Index(LockNames, c.Kind)
	for i := range in.Units {
		u := &in.Units[i]
		if u.Name != c.Where {
			continue
		}
		at := slices.IndexFunc(u.Can, func(a Ability) bool { return in.Recipes[a.Recipe].Name == c.What })
		if at < 0 {
			makes := func(a Ability) bool { return in.Commodities[in.Recipes[a.Recipe].Makes].Name == c.What }
			if at = slices.IndexFunc(u.Can, makes); at < 0 || slices.IndexFunc(u.Can[at+1:], makes) >= 0 {
				return nil, c.missing()
			}
		}
		can := u.Can[at]
		l := Lock{Unit: i, Recipe: can.Recipe, Kind: kind, Much: make([]float64, len(in.Periods))}
		for t := range l.Much {
			if kind == LockMost {
				l.Much[t] = min(math.Ceil(in.MostMade(u, can, t)), mostAmount) // as much as ever
			}
		}
		now.Locks = nil
		for _, o := range in.Locks {
			if o.Unit != i || o.Recipe != can.Recipe || o.Kind != kind {
				now.Locks = append(now.Locks, o)
				continue
			}
			for t, v := range o.Much {
				if kind == LockMost {
					l.Much[t] = min(l.Much[t], v)
				} else {
					l.Much[t] = max(l.Much[t], v)
				}
			}
		}
		l.Much, _ = c.on(l.Much, in.Periods)
		now.Locks = append(now.Locks, l)
		return &now, nil
	}
	return nil, c.missing()
}

// Amending changes an input of a plan for good.
type Amending struct {
	Number  int64         `help:"the plan's number; the newest where left out" opt:"yes"`
	Kind    string        `help:"what is changed" choice:"material|hours|room|demand|least|most"`
	Where   string        `help:"the place; for hours, least and most the co-operative"`
	What    string        `help:"the commodity; for hours the trade, for least and most the recipe; nothing for room" opt:"yes"`
	Period  string        `help:"the period; all where left out" opt:"yes"`
	More    money.Decimal `help:"how much more there is then; below 0 for less; for least and most how much that is"`
	Grounds string        `help:"why, such as the letter or the meeting where it was agreed"`
}

// Amended is the plan that came of it. What is wrong is left out of it.
type Amended struct {
	Kept
	Problems []fault.Problem `json:"problems,omitempty"`
}

// Amend keeps the newest inputs, or those named, with one of them changed, as the
// next plan. The plan before stays as it is.
func Amend(tx *db.Tx, in Amending) (Amended, error) {
	if strings.TrimSpace(in.Grounds) == "" {
		return Amended{}, fault.In("grounds", "", fault.Invalid.Errorf("Say why the plan is changed."))
	}
	return KeepWith(tx, in.Number, []Change{WhatIfIn{in.Number, in.Kind, in.Where, in.What, in.Period, in.More}.change()}, "plan amend")
}

// KeepWith keeps a plan's inputs with changes, as the next plan.
func KeepWith(tx *db.Tx, number int64, changes []Change, file string) (out Amended, err error) {
	_, p, _, err := load(tx, number)
	if err != nil {
		return out, err
	}
	now := p.In
	for _, c := range changes {
		if now, err = now.With(c); err != nil {
			return out, err
		}
	}
	instance, wrong, err := Checked(now)
	if err != nil {
		return out, err
	}
	h := sha256.New()
	for _, name := range sheetNames {
		instance.sheet(name, func(cells ...string) { fmt.Fprintf(h, "%q\n", cells) })
	}
	out.Kept, err = Keep(tx, instance, file, hex.EncodeToString(h.Sum(nil)))
	out.Problems = wrong
	return out, err
}
