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

// With is an instance with a change; the instance itself stays. What comes of it is
// never below 0, and never more than can be planned with.
func (in *Instance) With(c Change) (*Instance, error) {
	if err := c.possible(in); err != nil {
		return nil, err
	}
	now := *in
	var rows []*[]float64 // that the change is spread over
	switch c.Kind {
	case "material":
		now.Supplies = slices.Clone(in.Supplies)
		for i := range now.Supplies {
			if s := &now.Supplies[i]; in.Places[s.Place].Name == c.Where && in.Commodities[s.Commodity].Name == c.What {
				rows = append(rows, &s.Most)
			}
		}
	case "demand":
		now.Demands = slices.Clone(in.Demands)
		for i := range now.Demands {
			if d := &now.Demands[i]; in.Places[d.Place].Name == c.Where && in.Commodities[d.Commodity].Name == c.What {
				rows = append(rows, &d.Wanted)
			}
		}
	case "hours":
		now.Units = slices.Clone(in.Units)
		for i := range now.Units {
			u := &now.Units[i]
			u.Has = slices.Clone(u.Has)
			for j := range u.Has {
				if u.Name == c.Where && in.Resources[u.Has[j].Resource].Name == c.What {
					rows = append(rows, &u.Has[j].Hours)
				}
			}
		}
	case "room":
		return in.withRoom(c)
	case LockNames[LockLeast], LockNames[LockMost]:
		return in.lockedBy(c)
	}
	if len(rows) == 0 {
		return nil, c.missing()
	}
	for _, row := range rows {
		*row = slices.Clone(*row)
	}
	for t, period := range in.Periods {
		if c.Period == "" || c.Period == period {
			c.spread(rows, t)
		}
	}
	return &now, nil
}

// possible holds that a change is about a period that there is and a number that can be
// planned with.
func (c Change) possible(in *Instance) error {
	switch {
	case c.Period != "" && !slices.Contains(in.Periods, c.Period):
		return fault.In("period", c.Period, fault.Missing.Errorf("The plan has no period “%s”. It goes from %s to %s.", c.Period, in.Periods[0], in.Periods[len(in.Periods)-1]))
	case c.Set && c.More < 0:
		return fault.In("more", fmt.Sprint(c.More), fault.Invalid.Errorf("A figure of a plan is 0 or more."))
	case !(math.Abs(c.More) <= mostAmount/1000): // so that what it is added to stays within the most
		return fault.In("more", fmt.Sprint(c.More), fault.Invalid.Errorf("This is more than can be planned with. Count in a larger unit."))
	}
	return nil
}

// spread changes the amounts of several rows in a period so that they change together
// by what is asked, or come to it: what is more goes to the first, what is less is
// taken from the last ones.
func (c Change) spread(rows []*[]float64, t int) {
	more := c.More
	if c.Set {
		for _, row := range rows {
			more -= (*row)[t]
		}
	}
	if more > 0 {
		(*rows[0])[t] += more
		return
	}
	for _, row := range slices.Backward(rows) {
		less := min((*row)[t], -more)
		(*row)[t] -= less
		more += less
	}
}

func (in *Instance) withRoom(c Change) (*Instance, error) {
	now := *in
	now.Places = slices.Clone(in.Places)
	for i := range now.Places {
		p := &now.Places[i]
		switch {
		case p.Name != c.Where:
			continue
		case c.Period != "":
			return nil, fault.In("period", c.Period, fault.Invalid.Errorf("Room is the same in every period. Leave the period out."))
		case math.IsInf(p.Space, 1):
			return nil, fault.In("where", c.Where, fault.Invalid.Errorf("In this plan nobody counts the room in “%s”.", c.Where))
		}
		p.Space = max(0, p.Space+c.More)
		return &now, nil
	}
	return nil, c.missing()
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

// lockedBy is an instance in which a unit makes at least, or at most, so much by a
// recipe, or of the only commodity of that name that it can make. What was agreed of it
// before stands in the other periods; in these the newest word counts, so that a most
// also lowers what was to be made at least, and the other way round.
func (in *Instance) lockedBy(c Change) (*Instance, error) {
	i := slices.IndexFunc(in.Units, func(u Unit) bool { return u.Name == c.Where })
	if i < 0 {
		return nil, c.missing()
	}
	can := in.Units[i].Can
	at := slices.IndexFunc(can, func(a Ability) bool { return in.Recipes[a.Recipe].Name == c.What })
	if at < 0 {
		makes := func(a Ability) bool { return in.Commodities[in.Recipes[a.Recipe].Makes].Name == c.What }
		if at = slices.IndexFunc(can, makes); at < 0 || slices.IndexFunc(can[at+1:], makes) >= 0 {
			return nil, c.missing()
		}
	}
	recipe, now := can[at].Recipe, *in
	least, most := make([]float64, len(in.Periods)), make([]float64, len(in.Periods))
	for t := range most {
		most[t] = mostAmount // no limit
	}
	now.Locks = nil
	for _, o := range in.Locks {
		if o.Unit != i || o.Recipe != recipe {
			now.Locks = append(now.Locks, o)
			continue
		}
		for t, v := range o.Much {
			if o.Kind != LockMost {
				least[t] = max(least[t], v)
			}
			if o.Kind != LockLeast {
				most[t] = min(most[t], v)
			}
		}
	}
	for t, period := range in.Periods {
		switch {
		case c.Period != "" && c.Period != period:
		case c.Kind == LockNames[LockMost]:
			most[t], least[t] = c.More, min(least[t], c.More)
		default:
			least[t], most[t] = c.More, max(most[t], c.More)
		}
	}
	if slices.Max(least) > 0 {
		now.Locks = append(now.Locks, Lock{i, recipe, LockLeast, least})
	}
	if slices.Min(most) < mostAmount {
		now.Locks = append(now.Locks, Lock{i, recipe, LockMost, most})
	}
	return &now, nil
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

// newlyWrong is what is wrong with hours, supplies, stocks and locks that was not
// wrong before a change.
func newlyWrong(before *Instance, wrong []fault.Problem) (worse []fault.Problem) {
	_, had, _ := Checked(before) // it was read before
	for _, w := range wrong {
		same := func(o fault.Problem) bool { return o.Sheet == w.Sheet && o.Value == w.Value && o.Wrong == w.Wrong }
		if slices.Contains([]string{"hours", "supplies", "stocks", "locks"}, w.Sheet) && !slices.ContainsFunc(had, same) {
			worse = append(worse, w)
		}
	}
	return worse
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
	if worse := newlyWrong(p.In, wrong); len(worse) > 0 { // it would be left out in silence
		return out, &fault.Rows{Problems: worse}
	}
	h := sha256.New()
	for _, name := range sheetNames {
		instance.sheet(name, func(cells ...string) { fmt.Fprintf(h, "%q\n", cells) })
	}
	out.Kept, err = Keep(tx, instance, file, hex.EncodeToString(h.Sum(nil)))
	out.Problems = wrong
	return out, err
}
