package unit

import (
	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
)

// RuleRow is one row of the sheet “charter”.
type RuleRow struct {
	Rule, Value, Clause string
	Line                int64
}

// TakeCharter keeps the rules of a sheet from since on. Rules that stand
// already are passed over.
func TakeCharter(tx *db.Tx, rows []RuleRow, since cal.Day) (out again.Outcome, wrong []fault.Problem, err error) {
	there, err := CharterAt(tx, since)
	if err != nil {
		return out, nil, err
	}
	first := map[string]int64{}
	for _, row := range rows {
		bad := func(column, value string, words string, fix string) {
			wrong = append(wrong, fault.Problem{Row: int(row.Line), Column: column, Value: value, Wrong: words, Fix: fix})
		}
		if line, twice := first[row.Rule]; twice {
			bad("rule", row.Rule, "The same rule stands in row "+itoa(line)+".", "Keep one of the two rows.")
			continue
		}
		first[row.Rule] = row.Line
		r, err := checkRule(Rule{Rule: row.Rule, Value: row.Value, Since: since, Clause: row.Clause})
		if _, ok := knownRule(row.Rule); !ok {
			bad("rule", row.Rule, err.Error(), "Correct its name.")
			continue
		}
		if err != nil {
			bad("value", row.Value, err.Error(), "Correct the value.")
			continue
		}
		was, known := there[r.Rule]
		if known && was.Value == r.Value && was.Clause == r.Clause {
			out.Known++
			continue
		}
		if err := together(there, r); err != nil {
			bad("value", row.Value, err.Error(), "Change one of them, so that they fit each other.")
			continue
		}
		if err := insertRule(tx, r); err != nil {
			return out, wrong, err
		}
		there[r.Rule] = r
		if known {
			out.Changed = append(out.Changed, again.Change{Row: row.Line, Was: r.Rule + " " + was.Value, Now: r.Rule + " " + r.Value})
		} else {
			out.Added++
		}
	}
	return out, wrong, nil
}

// Wage is the reference wage of a grade: what a worker of that trade and grade
// earns in local state enterprises in the year (S16).
type Wage struct {
	Year   cal.Year     `json:"year"`
	Trade  string       `json:"trade"`
	Grade  string       `json:"grade"`
	Amount money.Amount `json:"amount"`
}

// WageSetting sets a reference wage.
type WageSetting struct {
	Year   cal.Year      `help:"the year"`
	Trade  string        `help:"the trade; the unit's own where left out" opt:"yes"`
	Grade  string        `help:"the grade"`
	Amount money.Decimal `help:"what a worker of that trade and grade earns in local state enterprises in the year"`
}

// SetWage sets or corrects a reference wage.
func SetWage(tx *db.Tx, in WageSetting) (Wage, error) {
	u, err := At(tx, in.Year.Last())
	if err != nil {
		return Wage{}, err
	}
	if in.Trade == "" {
		in.Trade = u.Trade
	}
	amount, err := in.Amount.Amount(u.Currency)
	if err != nil {
		return Wage{}, err
	}
	w := Wage{in.Year, in.Trade, in.Grade, amount}
	_, wrong, err := TakeWages(tx, []WageRow{{w, 1}})
	if len(wrong) > 0 {
		err = fault.Invalid.Errorf("%s %s", wrong[0].Wrong, wrong[0].Fix)
	}
	return w, err
}

// WageRow is one row of the sheet “reference_wages”.
type WageRow struct {
	Wage
	Line int64
}

// TakeWages keeps reference wages. A wage that differs from one that stands is
// a correction of it.
func TakeWages(tx *db.Tx, rows []WageRow) (out again.Outcome, wrong []fault.Problem, err error) {
	there := map[Wage]money.Amount{}
	key := func(w Wage) Wage { w.Amount = money.Amount{}; return w }
	all, err := selectWages(tx)
	if err != nil {
		return out, nil, err
	}
	for _, w := range all {
		there[key(w)] = w.Amount
	}
	seen := map[Wage]int64{}
	for _, row := range rows {
		if line, twice := seen[key(row.Wage)]; twice {
			wrong = append(wrong, fault.Problem{Row: int(row.Line), Column: "grade", Value: row.Grade,
				Wrong: "The same year, trade and grade stand in row " + itoa(line) + ".", Fix: "Keep one of the two rows."})
			continue
		}
		seen[key(row.Wage)] = row.Line
		if row.Amount.Sign() <= 0 {
			wrong = append(wrong, fault.Problem{Row: int(row.Line), Column: "annual_wage", Value: row.Amount.String(),
				Wrong: "A wage is more than 0.", Fix: "Write the wage of a year."})
			continue
		}
		was, known := there[key(row.Wage)]
		if known && was == row.Amount {
			out.Known++
			continue
		}
		if err := insertWage(tx, row.Wage); err != nil {
			return out, wrong, err
		}
		if known {
			out.Changed = append(out.Changed, again.Change{Row: row.Line, Was: was.Text(), Now: row.Amount.Text()})
		} else {
			out.Added++
		}
	}
	return out, wrong, nil
}

// WagesOf are the reference wages of a year and trade, by grade.
func WagesOf(tx *db.Tx, year cal.Year, trade string) (map[string]money.Amount, error) {
	all, err := selectWages(tx)
	wages := map[string]money.Amount{}
	for _, w := range all {
		if w.Year == year && w.Trade == trade {
			wages[w.Grade] = w.Amount
		}
	}
	return wages, err
}
