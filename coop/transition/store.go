package transition

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/unit"
	"encoding/json"
	"slices"
	"strings"
)

func insertPlan(tx *db.Tx, p Plan, changes []Change) error {
	err := tx.Exec(`
		insert into transition (unit, number, day, was, into_form, since, shares, heir, grounds, output, cost, compared, act)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		tx.Unit, p.Number, p.Day, p.Was, p.Into, p.Since, p.Shares, p.Heir, p.Grounds, p.Output, p.Cost, p.Compared, tx.Act)
	if err != nil {
		return err
	}
	return tx.Insert("transition_rule (unit, number, line, rule, was, value, clause)", len(changes), func(i int, to []any) []any {
		c := changes[i]
		return append(to, tx.Unit, p.Number, i, c.Rule, c.Was, c.Value, c.Clause)
	})
}

func insertEnd(tx *db.Tx, p Plan, result string) error {
	return tx.Exec(`
		insert into transition_end (unit, number, state, day, resolution, concerns, result, why, act)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		tx.Unit, p.Number, p.State, p.Ended, p.Resolution, p.Concerns, result, p.Why, tx.Act)
}

func selectPlans(tx *db.Tx) ([]Plan, error) {
	type row struct {
		Number                 int64
		Day                    cal.Day
		Was, Into              string
		Since                  cal.Day
		Shares, Heir, Grounds  string
		Output, Cost           money.Decimal
		Compared, State, Ended string
		Resolution, Concerns   int64
		Why                    string
	}
	rows, err := db.All[row](tx, `
		select p.number, p.day, p.was, p.into_form, p.since, p.shares, p.heir, p.grounds, p.output, p.cost, p.compared,
			coalesce(e.state, 'planned'), coalesce(e.day, ''), coalesce(e.resolution, 0), coalesce(e.concerns, 0), coalesce(e.why, '')
		from transition p left join transition_end e on e.unit = p.unit and e.number = p.number
		where p.unit = $1 order by p.number`, tx.Unit)
	plans := make([]Plan, len(rows))
	for i, r := range rows {
		plans[i] = Plan{r.Number, r.Day, r.Was, r.Into, r.Since, r.Shares, r.Heir, r.Grounds, r.Output, r.Cost, r.Compared, r.State, cal.Day(r.Ended), r.Resolution, cal.Year(r.Concerns), r.Why}
	}
	return plans, err
}

func find(tx *db.Tx, number int64) (Plan, error) {
	all, err := selectPlans(tx)
	if err != nil {
		return Plan{}, err
	}
	for _, p := range all {
		if p.Number == number {
			return p, nil
		}
	}
	return Plan{}, fault.Missing.Errorf("There is no plan %d of a change of form.", number)
}

func selectChanges(tx *db.Tx, number int64) ([]Change, error) {
	type row struct{ Rule, Was, Value, Clause string }
	rows, err := db.All[row](tx, `select rule, was, value, clause from transition_rule where unit = $1 and number = $2 order by line`, tx.Unit, number)
	changes := make([]Change, len(rows))
	for i, r := range rows {
		changes[i] = Change{r.Rule, unit.RuleWords(r.Rule), r.Was, r.Value, r.Clause}
	}
	return changes, err
}

// selectResult is what carrying a plan did, as it was kept; "" where it was not
// carried.
func selectResult(tx *db.Tx, number int64) (string, error) {
	all, err := db.All[string](tx, `select result from transition_end where unit = $1 and number = $2 and state = 'carried out'`, tx.Unit, number)
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[0], nil
}

func insertPaper(tx *db.Tx, way string, p Paper, entry int64) error {
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return tx.Exec(`insert into handover (unit, way, seal, day, plan, paper, entry, act) values ($1, $2, $3, $4, $5, $6, $7, $8)`, tx.Unit, way, p.Seal, p.Day, p.Plan, string(text), entry, tx.Act)
}

// OfPaper names a paper.
type OfPaper struct {
	Seal string `help:"its seal, as “transition list” has it; the newest where left out" arg:"yes" opt:"yes"`
}

// ShowPaper is a paper of what was handed over or taken in.
func ShowPaper(tx *db.Tx, in OfPaper) (p Paper, err error) {
	all, err := Papers(tx)
	if err != nil {
		return p, err
	}
	for _, k := range all {
		if in.Seal == "" || strings.HasPrefix(k.Seal, in.Seal) {
			return k.Paper, nil
		}
	}
	return p, fault.Missing.Errorf("There is no such paper of what was handed over or taken in.")
}

// Kept is a paper, given or taken.
type Kept struct {
	Way string `json:"way" words:"yes"`
	Paper
}

// Papers are all papers of a unit, the newest first.
func Papers(tx *db.Tx) ([]Kept, error) {
	type row struct{ Way, Text string }
	rows, err := db.All[row](tx, `select way, paper from handover where unit = $1 order by day desc, act desc`, tx.Unit)
	list := make([]Kept, len(rows))
	for i, r := range rows {
		if err != nil {
			break
		}
		list[i].Way = r.Way
		err = json.Unmarshal([]byte(r.Text), &list[i].Paper)
	}
	return list, err
}

func insertPart(tx *db.Tx, number int64, p Part) error {
	return tx.Exec(`insert into transition_part (unit, number, members, tools, funds, act) values ($1, $2, $3, $4, $5, $6)`,
		tx.Unit, number, strings.Join(p.Members, ","), strings.Join(p.Tools, ","), p.Funds, tx.Act)
}

func selectPart(tx *db.Tx, number int64) (p Part, err error) {
	type row struct {
		Members, Tools string
		Funds          money.Decimal
	}
	rows, err := db.All[row](tx, `select members, tools, funds from transition_part where unit = $1 and number = $2`, tx.Unit, number)
	if err != nil || len(rows) == 0 {
		return p, err
	}
	split := func(t string) []string {
		return slices.DeleteFunc(strings.Split(t, ","), func(s string) bool { return s == "" })
	}
	return Part{split(rows[0].Members), split(rows[0].Tools), rows[0].Funds}, nil
}
