package planbook

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
)

// kept is a part of a plan as it was taken in.
type kept struct {
	Number int64
	At     cal.Day
	Paper  string
}

// selectParts are the parts that were taken in, the newest first.
func selectParts(tx *db.Tx) ([]kept, error) {
	return db.All[kept](tx, `select number, at, paper from plan_part where unit = $1 order by number desc`, tx.Unit)
}

func insertPart(tx *db.Tx, k kept) error {
	return tx.Exec(`insert into plan_part (unit, number, at, paper, act) values ($1, $2, $3, $4, $5)`, tx.Unit, k.Number, string(k.At), k.Paper, tx.Act)
}

// insertCounter keeps a counter-plan: the unit's own, or one that was heard.
func insertCounter(tx *db.Tx, c Counter, heard int64) error {
	return tx.Exec(`insert into plan_counter (unit, number, who, theirs, sent_to, plan, kind, what, period, was, asked, grounds, day, heard, act) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		tx.Unit, c.Number, c.Who, c.Theirs, c.To, c.Plan, c.Kind, c.What, c.Period, c.Was, c.Asked.String(), c.Grounds, string(c.Day), heard, tx.Act)
}

// selectCounters are the counter-plans that the unit made, or that it heard, with
// what it answered; the newest first.
func selectCounters(tx *db.Tx, heard int64) ([]Counter, error) {
	type row struct {
		Number      int64
		Who         string
		Theirs      int64
		To          string
		Plan        int64
		Kind, What  string
		Period, Was string
		Asked       money.Decimal
		Grounds     string
		Day         cal.Day
		Agreed      int64
		Reply       string
		On          cal.Day
		Next        int64
	}
	rows, err := db.All[row](tx, `select c.number, c.who, c.theirs, c.sent_to, c.plan, c.kind, c.what, c.period, c.was, c.asked, c.grounds, c.day,
		coalesce(a.agreed, 0), coalesce(a.reply, ''), coalesce(a.day, ''), coalesce(a.plan, 0)
		from plan_counter c left join plan_counter_answer a on a.unit = c.unit and a.counter = c.number
		where c.unit = $1 and c.heard = $2 order by c.number desc`, tx.Unit, heard)
	list := []Counter{}
	for _, r := range rows {
		c := Counter{Number: r.Number, Who: r.Who, Theirs: r.Theirs, To: r.To, Plan: r.Plan, Kind: r.Kind, What: r.What, Period: r.Period, Was: r.Was, Asked: r.Asked, Grounds: r.Grounds, Day: r.Day, State: waiting}
		if r.On != "" {
			c.answer(r.Agreed == 1, r.Reply, r.On, r.Next)
		}
		list = append(list, c)
	}
	return list, err
}
