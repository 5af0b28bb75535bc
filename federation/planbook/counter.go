package planbook

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/unit"
	"artel/federation/plan"
)

// Countering says that a figure of the plan is another here, and why.
type Countering struct {
	Kind    string        `help:"hours there are; most or least that can be made by a recipe; material that can be had here" choice:"hours|most|least|material"`
	What    string        `help:"the trade, the recipe or the material, as the plan calls it"`
	Period  string        `help:"the month; every month where left out" opt:"yes"`
	Figure  money.Decimal `help:"what it is a month"`
	Grounds string        `help:"why, for the federation to weigh"`
}

// Counter is a counter-plan: a figure of the plan that a co-operative changes.
type Counter struct {
	Number     int64         `json:"number"`
	Who        string        `json:"who"`
	Theirs     int64         `json:"theirs"` // the co-operative's own number
	To         string        `json:"to"`     // the federation, as its books know it
	Plan       int64         `json:"plan"`   // the federation's number
	Kind       string        `json:"kind" words:"yes"`
	What       string        `json:"what"`
	Period     string        `json:"period"` // every one where blank
	Was        string        `json:"was"`    // in the plan
	Asked      money.Decimal `json:"asked"`
	Grounds    string        `json:"grounds"`
	Day        cal.Day       `json:"day"`
	State      string        `json:"state" words:"yes"` // waiting, agreed, refused, replaced
	Agreed     bool          `json:"-"`
	Reply      string        `json:"reply"`
	AnsweredOn cal.Day       `json:"answered"`
	Next       int64         `json:"next"` // the plan it went into
}

// Answered says whether the federation has answered.
func (c Counter) Answered() bool { return c.AnsweredOn != "" }

// The states of a counter-plan.
const (
	waiting  = "waiting"
	agreed   = "agreed"
	refused  = "refused"
	replaced = "replaced"
)

// Oppose keeps a counter-plan against the newest part that was taken in. A later
// one about the same figure takes its place.
func Oppose(tx *db.Tx, in Countering) (c Counter, err error) {
	o, err := NewestPart(tx, OfPart{})
	if err != nil {
		return c, err
	}
	if o.Number == 0 {
		return c, fault.Refused.Errorf("No part of a plan was taken in yet, so there is nothing to answer. Do so with “plan receive”.")
	}
	if !possible(in.Figure) {
		return c, fault.In("figure", in.Figure.String(), fault.Invalid.Errorf("A figure of a plan is 0 or more, and less than a thousand million."))
	}
	if strings.TrimSpace(in.Grounds) == "" || len(in.Grounds) > mostGrounds {
		return c, fault.In("grounds", "", fault.Invalid.Errorf("Say why, in some sentences: the federation weighs the grounds."))
	}
	in.What, in.Period = strings.TrimSpace(in.What), strings.TrimSpace(in.Period)
	figures, known := figuresOf(o.Part, in.Kind)[in.What]
	if !known {
		return c, fault.In("what", in.What, fault.Missing.Errorf("The plan says nothing of that kind about “%s”. It knows: %s.", in.What, strings.Join(NamesOf(o.Part, in.Kind), "; ")))
	}
	was := ""
	if t := slices.Index(o.Part.Periods, in.Period); t >= 0 {
		was = fmt.Sprint(figures[t])
	} else if in.Period != "" {
		return c, fault.In("period", in.Period, fault.Missing.Errorf("The plan has no period “%s”. It goes from %s to %s.", in.Period, o.Part.Periods[0], o.Part.Periods[len(o.Part.Periods)-1]))
	}
	number, err := tx.Next("plan counter", 1)
	if err != nil {
		return c, err
	}
	c = Counter{Number: number, Who: o.Part.Unit, Theirs: number, To: o.Part.FromID, Plan: o.Part.Number, Kind: in.Kind, What: in.What, Period: in.Period, Was: was,
		Asked: in.Figure, Grounds: strings.TrimSpace(in.Grounds), Day: cal.On(tx.Now), State: waiting}
	return c, insertCounter(tx, c, 0)
}

// mostAsked is the most that a counter-plan may ask for.
const mostAsked = 1e9

func possible(d money.Decimal) bool { return d.Sign() >= 0 && number(d) <= mostAsked }

// mostGrounds is how long grounds may be, in bytes.
const mostGrounds = 2000

// figuresOf are the figures of a kind that a part tells, by name.
func figuresOf(p plan.Part, kind string) map[string][]float64 {
	all := map[string][]float64{}
	switch kind {
	case "hours":
		for _, h := range p.Hours {
			all[h.Resource] = h.There
		}
	case "material":
		for _, g := range p.Offers {
			if all[g.Commodity] == nil {
				all[g.Commodity] = make([]float64, len(p.Periods))
			}
			for t, v := range g.Amounts {
				all[g.Commodity][t] += v
			}
		}
	default:
		for _, m := range p.Makes {
			all[m.Recipe] = m.Amounts
		}
	}
	return all
}

// kindsOf are what a counter-plan can be about.
var kindsOf = []string{"hours", "most", "least", "material"}

// NamesOf are the names that a part knows of the kinds of counter-plan, of all where
// none is named, each once.
func NamesOf(p plan.Part, kinds ...string) (names []string) {
	if kinds == nil {
		kinds = kindsOf
	}
	for _, kind := range kinds {
		for _, name := range slices.Sorted(maps.Keys(figuresOf(p, kind))) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// Opposing are a co-operative's counter-plans: the paper that goes up.
type Opposing struct {
	Unit     string    `json:"unit"`
	Counters []Counter `json:"counters"`
}

// Counters are the unit's own counter-plans, the newest first, with what the
// federation answered to them in the newest part that was taken in.
func Counters(tx *db.Tx, _ act.Nothing) (out Opposing, err error) {
	u, err := unit.Now(tx)
	if err != nil {
		return out, err
	}
	all, err := selectCounters(tx, 0)
	out = Opposing{Unit: u.Name, Counters: []Counter{}}
	if err != nil || len(all) == 0 {
		return out, err
	}
	out.Unit = all[0].Who // as the plan calls it
	parts, err := selectParts(tx)
	if err != nil {
		return out, err
	}
	for _, k := range parts { // the newest first; an answer is in all that came after it
		part, err := readPart(k.Paper)
		if err != nil {
			return out, err
		}
		for _, a := range part.Answers {
			for i := range all {
				if c := &all[i]; c.To == part.FromID && c.Theirs == a.Counter && !c.Answered() {
					c.answer(a.Agreed, a.Reply, cal.Day(a.Day), 0)
				}
			}
		}
	}
	replace(all)
	out.Counters = all
	return out, nil
}

// replace marks what a later one about the same figure takes the place of; the newest
// stand first.
func replace(all []Counter) {
	for i := range all {
		if all[i].State == waiting && slices.ContainsFunc(all[:i], all[i].same) {
			all[i].State = replaced
		}
	}
}

// same says whether two are about one figure of the same federation's plans.
func (c *Counter) same(o Counter) bool {
	return o.Who == c.Who && o.To == c.To && o.Kind == c.Kind && o.What == c.What && o.Period == c.Period
}

func (c *Counter) answer(yes bool, reply string, day cal.Day, next int64) {
	c.State, c.Agreed, c.Reply, c.AnsweredOn, c.Next = refused, yes, reply, day, next
	if yes {
		c.State = agreed
	}
}
