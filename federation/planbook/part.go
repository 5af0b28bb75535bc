package planbook

import (
	"encoding/json"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/unit"
	"artel/federation/plan"
)

// Sending names a plan and one of its co-operatives.
type Sending struct {
	Number int64  `help:"the plan's number; the newest where left out" opt:"yes"`
	Who    string `help:"the co-operative, as the plan calls it"`
}

// Send is what the plan says to one co-operative, with the answers to its
// counter-plans: the paper that it takes in.
func Send(tx *db.Tx, in Sending) (plan.Part, error) {
	r, s, err := plan.Newest(tx, plan.Which{Number: in.Number})
	if err != nil {
		return plan.Part{}, err
	}
	if r == nil {
		return plan.Part{}, fault.Missing.Errorf("There is no plan that is worked out yet. Do so with “plan solve”.")
	}
	part, there := r.PartOf(in.Who)
	if !there {
		return part, fault.In("who", in.Who, fault.Missing.Errorf("The plan has no co-operative “%s”.", in.Who))
	}
	part.Number, part.Version, part.FromID = s.Plan, s.Version, tx.Unit
	u, err := unit.Now(tx)
	if err != nil {
		return part, err
	}
	part.From = u.Name
	answered, err := selectCounters(tx, 1)
	for _, c := range answered {
		if c.Who == in.Who && c.Answered() {
			part.Answers = append(part.Answers, plan.PartAnswer{Counter: c.Theirs, Agreed: c.Agreed, Reply: c.Reply, Day: string(c.AnsweredOn)})
		}
	}
	return part, err
}

// Receiving takes the part of a plan in.
type Receiving struct {
	Paper string `help:"the co-operative's part of the plan, copied whole from its federation (“plan part --json”)" long:"yes"`
}

// Received is what was taken in.
type Received struct {
	Number  int64  `json:"number"`
	Plan    int64  `json:"plan"`
	Version int64  `json:"version"`
	Name    string `json:"name"`
	From    string `json:"from"`
	To      string `json:"to"`
}

// Receive takes in what the federation's plan says to this co-operative.
func Receive(tx *db.Tx, in Receiving) (out Received, err error) {
	part, err := readPart(in.Paper)
	if err != nil {
		return out, err
	}
	if ours, err := unit.Called(tx, part.Unit); err != nil {
		return out, err
	} else if !ours {
		u, err := unit.Now(tx)
		if err != nil {
			return out, err
		}
		return out, fault.In("paper", part.Unit, fault.Refused.Errorf("This is the part of %s, and these are the books of %s.", part.Unit, u.Name))
	}
	paper := strings.TrimSpace(in.Paper)
	had, err := selectParts(tx)
	if err != nil {
		return out, err
	}
	for _, h := range had {
		if h.Paper == paper {
			return out, fault.In("paper", "", fault.Refused.Errorf("This part of plan %d is here already, as number %d.", part.Number, h.Number))
		}
	}
	if out.Number, err = tx.Next("plan part", 1); err != nil {
		return out, err
	}
	out.Plan, out.Version, out.Name, out.From, out.To = part.Number, part.Version, part.Name, part.Periods[0], part.Periods[len(part.Periods)-1]
	return out, insertPart(tx, kept{out.Number, cal.On(tx.Now), paper})
}

// mostFigure is the largest number that a part may tell.
const mostFigure = 1e15

// readPart reads a paper and holds that its lists are as long as the plan and its
// numbers such as a plan has.
func readPart(text string) (p plan.Part, err error) {
	wrong := fault.In("paper", "", fault.Invalid.Errorf("This is no part of a plan. Copy it whole, from the first bracket to the last."))
	if !onlyOne(text, &p) || p.Unit == "" || p.FromID == "" || p.Number < 1 || p.Version < 1 || len(p.Periods) == 0 || len(p.Periods) > mostPeriods {
		return p, wrong
	}
	names := slices.Compact(slices.Sorted(slices.Values(p.Periods)))
	if len(names) != len(p.Periods) || slices.Contains(names, "") {
		return p, wrong
	}
	lists, single := [][]float64{}, []float64{}
	for _, m := range p.Makes {
		lists, single = append(lists, m.Amounts), append(single, m.Total)
	}
	for _, w := range p.Work {
		lists = append(lists, w.Hours, w.People)
	}
	for _, h := range p.Hours {
		lists, single = append(lists, h.Worked, h.There, h.Over, h.Idle), append(single, h.People)
	}
	for _, goods := range [][]plan.PartGood{p.Needs, p.Delivers, p.Stores, p.Offers} {
		for _, g := range goods {
			lists, single = append(lists, g.Amounts), append(single, g.Total)
			for _, s := range g.Shares {
				single = append(single, s.Much)
			}
		}
	}
	for _, l := range lists {
		if len(l) != len(p.Periods) {
			return p, wrong
		}
		single = append(single, l...)
	}
	for _, v := range single {
		if !(v >= 0 && v <= mostFigure) {
			return p, wrong
		}
	}
	for _, a := range p.Answers {
		if _, err := cal.ParseDay(a.Day); err != nil || a.Counter < 1 {
			return p, wrong
		}
	}
	return p, nil
}

// mostPeriods is how many periods a part may have; a plan has no more.
const mostPeriods = 400

// onlyOne reads a paper that is all of a text.
func onlyOne(text string, into any) bool {
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	return d.Decode(into) == nil && !d.More()
}

// OfPart names a part that was taken in.
type OfPart struct {
	Number int64 `help:"number of a part that was taken in; the newest where left out" opt:"yes"`
}

// Ours is the co-operative's part of the plan, with what its books say was made.
type Ours struct {
	Number  int64      `json:"number"`
	Came    cal.Day    `json:"came"`
	Part    plan.Part  `json:"part"`
	Made    []Compared `json:"made"`    // in the months that are over
	Earlier []int64    `json:"earlier"` // parts taken in before
}

// NewestPart is the newest part, or the one named; number 0 where there is none.
func NewestPart(tx *db.Tx, in OfPart) (o Ours, err error) {
	all, err := selectParts(tx)
	if err != nil {
		return o, err
	}
	o.Made, o.Earlier = []Compared{}, []int64{}
	for _, k := range all {
		switch {
		case o.Number == 0 && (in.Number == 0 || k.Number == in.Number):
			o.Number, o.Came = k.Number, k.At
			if o.Part, err = readPart(k.Paper); err != nil {
				return o, err
			}
		case o.Number > 0:
			o.Earlier = append(o.Earlier, k.Number)
		}
	}
	if o.Number == 0 && in.Number != 0 {
		return o, fault.Missing.Errorf("No part of a plan was taken in as number %d.", in.Number)
	}
	return o, nil
}

// Own is a part with what the books say was made of it.
func Own(tx *db.Tx, in OfPart) (o Ours, err error) {
	if o, err = NewestPart(tx, in); err != nil || o.Number == 0 {
		return o, err
	}
	now, err := Report(tx, Reporting{Months: 1})
	if err != nil {
		return o, err
	}
	o.Made = beside(now, o.Part.Makes, o.Part.Periods, func(commodity string) string {
		for _, g := range o.Part.Delivers {
			if g.Commodity == commodity {
				return strings.TrimSuffix(commodity, " ("+g.Per+")")
			}
		}
		return commodity
	})
	return o, nil
}
