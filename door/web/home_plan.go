package web

import (
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/coop/ledger"
	"artel/coop/unit"
	"artel/federation/plan"
	"artel/federation/planbook"
)

// federation is the form of a unit whose work is to plan for others.
const federation = "federation"

// homePlan is what the home page tells of a plan: of a federation its own, of a
// co-operative its part for the month that is next in its books.
type homePlan struct {
	Solved plan.Solved
	Part   plan.Part
	Month  string // of the part
}

func readHomePlan(tx *db.Tx, u unit.Unit) (p homePlan, waits []waiting, err error) {
	if u.Form != federation {
		return p, nil, p.ours(tx)
	}
	kept, err := plan.Plans(tx, act.Nothing{})
	if err != nil {
		return p, nil, err
	}
	heard, err := planbook.Hears(tx, act.Nothing{})
	if err != nil {
		return p, nil, err
	}
	open := len(slices.DeleteFunc(heard, planbook.Counter.Answered))
	if open > 0 {
		waits = append(waits, waiting{"%s counter-plans of co-operatives wait for an answer.", []string{strconv.Itoa(open)}, "plan answer", "/plan/heard"})
	}
	if len(kept) == 0 {
		return p, append(waits, waiting{"There is no plan yet. Your co-operatives report out of their books, and you join their returns.", nil, "plan gather", "/plan/gather"}), nil
	}
	for _, k := range kept { // the newest that is worked out is shown
		solved, err := plan.Show(tx, plan.Which{Number: k.Number})
		if err == nil {
			p.Solved = solved
			break
		}
		if k.Number == kept[0].Number {
			waits = append(waits, waiting{"Plan %s is not worked out yet.", []string{strconv.FormatInt(k.Number, 10)}, "plan solve", to("/plan/solve", "number", strconv.FormatInt(k.Number, 10), nextName, "/plan/show")})
		}
	}
	return p, waits, nil
}

// ours reads the co-operative's part for the month after the last day in the books.
func (p *homePlan) ours(tx *db.Tx) error {
	o, err := planbook.NewestPart(tx, planbook.OfPart{})
	if err != nil || o.Number == 0 {
		return err
	}
	last, err := ledger.LastDay(tx)
	if err != nil {
		return err
	}
	month := o.Part.Periods[0]
	if last != "" {
		month = max(month, string(last.Month()), string(cal.Day(last).Add(1).Month()))
	}
	if slices.Contains(o.Part.Periods, month) {
		p.Part, p.Month = o.Part, month
	}
	return nil
}

func (p homePlan) look(v view) g.Node {
	switch {
	case p.Solved.Plan > 0 && v.can("/plan/show"):
		s := p.Solved
		met := g.Group{}
		for _, u := range s.Unmet {
			if u.Wanted > 0 {
				met = append(met, factText(v, v.say("%s met", v.say(u.Kind)), v.say("%s %%", percent(1-u.Share))))
			}
		}
		return h.Section(h.H2(a("/plan/show", v.say("The plan: %s", s.Name))), facts(v, met,
			factText(v, "hours without work", v.say("%s of all, %s %%", much(s.Idle), percent(s.IdleShare))),
			factText(v, "how good it is", v.say("within %s percent of the best there is, proven", percent(s.Gap)))))
	case p.Month != "" && v.can("/plan/own"):
		t, rows := slices.Index(p.Part.Periods, p.Month), g.Group{}
		for _, m := range p.Part.Makes {
			if m.Amounts[t] > 0 {
				rows = append(rows, factText(v, m.Commodity, much(m.Amounts[t])))
			}
		}
		if len(rows) == 0 {
			return nil
		}
		return h.Section(h.H2(a("/plan/own", v.say("The plan for %s: what to make", p.Month))), facts(v, rows))
	}
	return nil
}
