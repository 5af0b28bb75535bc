package transition

import (
	"encoding/json"
	"fmt"
	"math/big"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/assembly"
	"artel/coop/capital"
	"artel/coop/surplus"
	"artel/coop/unit"
)

// percentText is a part of a whole in percent, to two places.
func percentText(part, whole int64) string {
	return new(big.Rat).Mul(big.NewRat(part, whole), big.NewRat(100, 1)).FloatString(2)
}

const majorityRule = "transition_majority_pct"

// majority is the part of the votes for and against that carries a change of
// form: what the charter says, or two thirds. text is as a person reads it.
func majority(tx *db.Tx, day cal.Day) (percent money.Decimal, text string, err error) {
	charter, err := unit.CharterAt(tx, day)
	if err != nil {
		return percent, "", err
	}
	if r, there := charter[majorityRule]; there {
		percent, err = charter.Decimal(majorityRule)
		return percent, r.Value + " % (" + r.Clause + ")", err
	}
	return percent, "2/3", nil
}

// passed says whether votes carry a change of form.
func passed(percent money.Decimal, said bool, votesFor, against int64) bool {
	cast := votesFor + against
	if !said {
		return cast > 0 && 3*votesFor >= 2*cast
	}
	need := new(big.Rat).Mul(percent.Rat(), big.NewRat(cast, 100))
	return cast > 0 && big.NewRat(votesFor, 1).Cmp(need) >= 0
}

// Carrying carries a plan out.
type Carrying struct {
	Plan       int64    `help:"number of the plan"`
	Resolution int64    `help:"number of the resolution that carries it"`
	Concerns   cal.Year `help:"the year that the resolution is on; the newest of that number where left out" opt:"yes"`
}

// Carry carries a planned change of form out: it holds the conditions and the
// vote, turns or gives back shares, amends the charter, and sets the form.
func Carry(tx *db.Tx, in Carrying) (s Shown, err error) {
	if s.Plan, err = open(tx, in.Plan); err != nil {
		return s, err
	}
	r, err := s.resolved(tx, in)
	if err != nil {
		return s, err
	}
	if s.Changes, err = selectChanges(tx, in.Plan); err != nil {
		return s, err
	}
	if err := s.work(tx, s.Since.Add(-1)); err != nil {
		return s, err
	}
	if !s.Ready {
		return s, fault.Refused.Errorf("Plan %d cannot be carried out yet. %s", s.Number, unmet(s.Conditions))
	}
	if err := s.amend(tx, r); err != nil {
		return s, err
	}
	if err := s.convert(tx, r); err != nil {
		return s, err
	}
	if s.Before != s.After {
		return s, fault.Conflict.Errorf("Members had %s before plan %d and would have %s after it; a change of form moves no money.", s.Before.Text(), s.Number, s.After.Text())
	}
	s.State, s.Ended, s.Resolution, s.Concerns = Carried, r.Date, r.Number, r.Year
	done := did{Members: s.Members, Heirs: s.Heirs, Before: s.Before, After: s.After, LastYear: s.LastYear, Going: s.Going}
	for _, c := range s.Conditions {
		done.Conditions = append(done.Conditions, kept{c.Met, c.Words, c.Says, c.Args})
	}
	result, err := json.Marshal(done)
	if err != nil {
		return s, err
	}
	if err := insertEnd(tx, s.Plan, string(result)); err != nil {
		return s, err
	}
	return Show(tx, ByNumber{Number: s.Number})
}

// resolved holds the vote: about a transition, not before the plan nor after the
// change, by the charter's majority, and not used for another plan.
func (p Plan) resolved(tx *db.Tx, in Carrying) (r assembly.Resolution, err error) {
	m, err := assembly.ShowMinutes(tx, assembly.OfResolution{Number: in.Resolution, Year: in.Concerns})
	if err != nil {
		return r, err
	}
	if r = m.Resolution; !r.Carried {
		return r, fault.Refused.Errorf("Resolution %d of %s was not carried: %d for, %d against.", r.Number, r.Date, r.For, r.Against)
	}
	if err := assembly.MustBeAbout(tx, r, "transition"); err != nil {
		return r, err
	}
	switch {
	case r.Date < p.Day:
		return r, fault.Refused.Errorf("Resolution %d was passed on %s, before plan %d of %s was made: the members did not have it before them.", r.Number, r.Date, p.Number, p.Day)
	case r.Date >= p.Since:
		return r, fault.Refused.Errorf("Resolution %d was passed on %s, and the plan begins on %s. Nothing changes before the members decided; plan it from a later month on.", r.Number, r.Date, p.Since)
	}
	percent, text, err := majority(tx, r.Date)
	if err != nil {
		return r, err
	}
	if !passed(percent, text != "2/3", r.For, r.Against) {
		return r, fault.Refused.Errorf("A change of form needs %s of the votes for and against; resolution %d had %d for and %d against.", text, r.Number, r.For, r.Against)
	}
	all, err := selectPlans(tx)
	for _, q := range all {
		if q.State == Carried && q.Resolution == r.Number && q.Concerns == r.Year {
			return r, fault.Refused.Errorf("Resolution %d of %s carried plan %d already.", r.Number, r.Date, q.Number)
		}
	}
	return r, err
}

// amend puts the plan's rules into the charter.
func (s *Shown) amend(tx *db.Tx, r assembly.Resolution) error {
	now, err := unit.CharterAt(tx, s.Since)
	if err != nil {
		return err
	}
	var changes []unit.RuleChange
	for _, c := range s.Changes {
		if now[c.Rule].Value != c.Was {
			return fault.Conflict.Errorf("The charter has changed since the plan was made: “%s” is %s now, and was %s. Drop the plan and make it anew.", c.Rule, said(now[c.Rule].Value), said(c.Was))
		}
		changes = append(changes, unit.RuleChange{Rule: c.Rule, Value: c.Value, Clause: c.Clause, Since: s.Since, Resolution: r.Number})
	}
	if err := unit.AmendRules(tx, changes); err != nil {
		return err
	}
	_, err = surplus.WaterfallAt(tx, s.Since) // and no rule may contradict the lines
	return err
}

func said(value string) string {
	if value == "" {
		return "not there"
	}
	return value
}

// convert turns shares and sets the form.
func (s *Shown) convert(tx *db.Tx, r assembly.Resolution) error {
	switch {
	case s.handsOver():
		if err := s.hand(tx, fmt.Sprintf("%d of %s", r.Number, r.Date)); err != nil {
			return err
		}
	case s.Into == Dissolved:
		if err := s.dissolve(tx); err != nil {
			return err
		}
	case s.Shares == BuyOut:
		charter, err := unit.CharterAt(tx, s.Since)
		if err != nil {
			return err
		}
		n, err := charter.Whole("tool_instalments")
		if err != nil {
			return err
		}
		if _, err := capital.TurnShares(tx, s.Since, n); err != nil {
			return err
		}
	}
	if err := s.asWorkedOut(tx); err != nil || s.Into == Split {
		return err
	}
	_, err := unit.SetForm(tx, s.Into, s.Since)
	return err
}
