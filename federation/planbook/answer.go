package planbook

import (
	"fmt"
	"slices"
	"strings"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/federation/plan"
)

// Hearing takes a co-operative's counter-plans in.
type Hearing struct {
	Paper string `help:"the counter-plans, copied whole from the co-operative (“plan counters --json”)" long:"yes"`
}

// Heard is what was new in it.
type Heard struct {
	Unit string    `json:"unit"`
	New  []Counter `json:"new"`
}

// Hear takes in the counter-plans of a co-operative that wait for an answer and are not here yet.
func Hear(tx *db.Tx, in Hearing) (out Heard, err error) {
	var paper Opposing
	if !onlyOne(in.Paper, &paper) || paper.Unit == "" || len(paper.Counters) == 0 || len(paper.Counters) > mostHeard {
		return out, fault.In("paper", "", fault.Invalid.Errorf("These are no counter-plans of a co-operative. Copy the paper whole, from the first bracket to the last."))
	}
	had, err := selectCounters(tx, 1)
	if err != nil {
		return out, err
	}
	out = Heard{Unit: paper.Unit, New: []Counter{}}
	parts := map[int64]*plan.Part{} // by plan: it is worked out once
	for _, c := range slices.Backward(paper.Counters) {
		known := func(o Counter) bool { return o.Who == paper.Unit && o.Theirs == c.Theirs }
		if c.State != waiting || c.To != tx.Unit || slices.ContainsFunc(had, known) || slices.ContainsFunc(out.New, known) {
			continue // answered, for another federation, or here already
		}
		if err := c.mayBeHeard(tx, paper.Unit, parts); err != nil {
			return out, err
		}
		if c.Number, err = tx.Next("plan counter", 1); err != nil {
			return out, err
		}
		c.Who = paper.Unit
		if err := insertCounter(tx, c, 1); err != nil {
			return out, err
		}
		out.New = append(out.New, c)
	}
	if len(out.New) == 0 {
		return out, fault.In("paper", paper.Unit, fault.Refused.Errorf("All counter-plans of %s in this paper are here already, wait for no answer, or are for another federation.", paper.Unit))
	}
	return out, nil
}

// mostHeard is how many counter-plans one paper may have.
const mostHeard = 1000

// mayBeHeard holds that the plan has what a counter-plan is about.
func (c Counter) mayBeHeard(tx *db.Tx, who string, parts map[int64]*plan.Part) error {
	if parts[c.Plan] == nil {
		r, _, err := plan.Newest(tx, plan.Which{Number: c.Plan})
		if err != nil {
			return err
		}
		part, there := plan.Part{}, false
		if r != nil {
			part, there = r.PartOf(who)
		}
		if !there {
			return fault.In("paper", who, fault.Missing.Errorf("The plan has no co-operative “%s”.", who))
		}
		parts[c.Plan] = &part
	}
	part := parts[c.Plan]
	_, known := figuresOf(*part, c.Kind)[c.What]
	_, err := cal.ParseDay(string(c.Day))
	if !known || err != nil || c.Theirs < 1 || !possible(c.Asked) || !slices.Contains(kindsOf, c.Kind) || (c.Period != "" && !slices.Contains(part.Periods, c.Period)) || strings.TrimSpace(c.Grounds) == "" || len(c.Grounds) > mostGrounds {
		return fault.In("paper", c.What, fault.Invalid.Errorf("Counter-plan %d of %s is about something that the plan does not have: %s, %s, %s.", c.Theirs, who, c.Kind, c.What, c.Period))
	}
	return nil
}

// Answering answers counter-plans.
type Answering struct {
	Counters []int64 `help:"numbers of the counter-plans that are answered alike"`
	Answer   string  `help:"what is agreed to goes into the next plan" choice:"agreed|refused"`
	Reply    string  `help:"what the co-operative is told, such as why not, or what was found instead"`
}

// AnsweredOut is what came of it.
type AnsweredOut struct {
	Answered []Counter       `json:"answered"`
	Plan     int64           `json:"plan"` // the next one, where any was agreed to: to be worked out
	Problems []fault.Problem `json:"problems,omitempty"`
}

// Answer answers counter-plans, once. What is agreed to goes into the next plan,
// which is the newest with these figures in it.
func Answer(tx *db.Tx, in Answering) (out AnsweredOut, err error) {
	all, err := selectCounters(tx, 1)
	if err != nil {
		return out, err
	}
	replace(all)
	if len(in.Counters) == 0 {
		return out, fault.In("counters", "", fault.Invalid.Errorf("Say which counter-plans are answered."))
	}
	if strings.TrimSpace(in.Reply) == "" {
		return out, fault.In("reply", "", fault.Invalid.Errorf("Say something: the co-operative gave its grounds, too."))
	}
	var changes []plan.Change
	for i, number := range in.Counters {
		at := slices.IndexFunc(all, func(c Counter) bool { return c.Number == number })
		if at < 0 || slices.Contains(in.Counters[:i], number) {
			return out, fault.In("counters", fmt.Sprint(number), fault.Missing.Errorf("There is no counter-plan %d, or it stands here twice.", number))
		}
		c := all[at]
		if c.Answered() {
			return out, fault.In("counters", fmt.Sprint(number), fault.Refused.Errorf("Counter-plan %d was answered on %s already. Change the plan with “plan amend” where that was wrong.", number, c.AnsweredOn))
		}
		if c.State == replaced {
			return out, fault.In("counters", fmt.Sprint(number), fault.Refused.Errorf("Another about the same figure took the place of counter-plan %d. Answer that one.", number))
		}
		if in.Answer == agreed {
			change, err := c.change(tx)
			if err != nil {
				return out, err
			}
			if slices.ContainsFunc(changes, func(o plan.Change) bool {
				return o.Kind == change.Kind && o.Where == change.Where && o.What == change.What && (o.Period == change.Period || o.Period == "" || change.Period == "")
			}) {
				return out, fault.In("counters", fmt.Sprint(number), fault.Refused.Errorf("Counter-plan %d and another of these set the same figure. Agree to one of them.", number))
			}
			changes = append(changes, change)
		}
		out.Answered = append(out.Answered, c)
	}
	if len(changes) > 0 {
		next, err := plan.KeepWith(tx, 0, changes, "plan answer")
		if err != nil {
			return out, err
		}
		out.Plan, out.Problems = next.Number, next.Problems
	}
	for i := range out.Answered {
		c := &out.Answered[i]
		c.answer(in.Answer == agreed, strings.TrimSpace(in.Reply), cal.On(tx.Now), out.Plan)
		yes := int64(0)
		if c.Agreed {
			yes = 1
		}
		if err := tx.Exec(`insert into plan_counter_answer (unit, counter, agreed, reply, day, plan, act) values ($1, $2, $3, $4, $5, $6, $7)`,
			tx.Unit, c.Number, yes, c.Reply, string(c.AnsweredOn), c.Next, tx.Act); err != nil {
			return out, err
		}
	}
	return out, nil
}

// change is what a counter-plan asks for, as a change of the newest plan.
func (c Counter) change(tx *db.Tx) (plan.Change, error) {
	change := plan.Change{Kind: c.Kind, Where: c.Who, What: c.What, Period: c.Period, More: number(c.Asked), Set: true}
	if c.Kind != "material" {
		return change, nil
	}
	in, err := plan.Inputs(tx, 0)
	if err != nil {
		return change, err
	}
	at := slices.IndexFunc(in.Units, func(u plan.Unit) bool { return u.Name == c.Who })
	if at < 0 {
		return change, fault.In("counters", c.Who, fault.Missing.Errorf("The plan has no co-operative “%s”.", c.Who))
	}
	change.Where = in.Places[in.Units[at].Place].Name
	return change, nil
}

// Hears lists counter-plans that were taken in, those that wait for an answer first.
func Hears(tx *db.Tx, _ act.Nothing) ([]Counter, error) {
	all, err := selectCounters(tx, 1)
	replace(all)
	slices.SortStableFunc(all, func(a, b Counter) int {
		switch {
		case a.Answered() == b.Answered():
			return 0
		case b.Answered():
			return -1
		}
		return 1
	})
	return all, err
}

// agreed puts the figures that the federation agreed to into a plan that is joined
// anew, since the returns come out of the books, which do not know them. Each is noted;
// what is about a month or a co-operative that the plan no longer has stays out.
func (j *joining) agreed(tx *db.Tx, notes []NoteOf) ([]NoteOf, error) {
	heard, err := selectCounters(tx, 1)
	for i, c := range slices.Backward(heard) {
		if !c.Agreed || slices.ContainsFunc(heard[:i], func(o Counter) bool {
			return o.Agreed && o.Who == c.Who && o.Kind == c.Kind && o.What == c.What && o.Period == c.Period
		}) {
			continue
		}
		change := plan.Change{Kind: c.Kind, Where: c.Who, What: c.What, Period: c.Period, More: number(c.Asked), Set: true}
		if c.Kind == "material" {
			at := slices.IndexFunc(j.in.Units, func(u plan.Unit) bool { return u.Name == c.Who })
			if at < 0 {
				continue
			}
			change.Where = j.in.Places[j.in.Units[at].Place].Name
		}
		if now, err := j.in.With(change); err == nil {
			j.in = now
			notes = append(notes, NoteOf{c.Who, Note{strings.TrimSpace(c.What+" "+c.Period) + ": " + c.Asked.String(), "So it was agreed by a counter-plan; the return does not know it."}})
		}
	}
	return notes, err
}
