package transition

import (
	"encoding/json"
	"slices"

	"artel/base/db"
	"artel/base/fault"
	"artel/coop/unit"
)

// Check holds every change of form that was carried out against the facts of the
// unit and against itself: the unit has the form from its day on, and no member's
// money became more or less. It says how many it held.
func Check(tx *db.Tx) (n int, err error) {
	plans, err := selectPlans(tx)
	if err != nil {
		return 0, err
	}
	had, err := unit.FormsOf(tx)
	if err != nil {
		return 0, err
	}
	for _, p := range plans {
		if p.State != Carried {
			continue
		}
		if p.Into != Split && !slices.Contains(had, unit.Had{Form: p.Into, Since: p.Since}) {
			return n, fault.Conflict.Errorf("Plan %d made the unit a %s on %s, which its facts do not say.", p.Number, p.Into, p.Since)
		}
		text, err := selectResult(tx, p.Number)
		if err != nil {
			return n, err
		}
		var d did
		if err := json.Unmarshal([]byte(text), &d); err != nil {
			return n, err
		}
		for _, e := range d.Members {
			if now, then := e.sum(); now != then {
				return n, fault.Conflict.Errorf("By plan %d %s had %d before the change and %d after it.", p.Number, e.Member, now, then)
			}
		}
		n++
	}
	papers, err := Papers(tx)
	for _, k := range papers {
		if k.Seal != k.sealed() {
			return n, fault.Conflict.Errorf("The paper of %s to %s of %s does not bear out its seal.", k.From, k.To, k.Day)
		}
	}
	return n + len(papers), err
}
