// Package tax keeps tables of tax as dated data, and the reliefs that were
// granted (S36): on the whole amount, by slices, flat, on the surplus of a year
// or the turnover of a month. Both the full tax and each relief are shown.
//
// A table is written as a formula in the language of base/explain (table.go). A
// charter whose rule `tax_table` names one has the tax lines of its waterfall run
// by it ([LinesAt]); a charter without goes on by its percentages.
package tax

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/unit"
)

// Acts are what a person may do with taxes.
var Acts = []act.Act{
	act.Ask("tax tables", "Tables of tax, as they hold on a day", act.See, Tables),
	act.Ask("tax templates", "Tables of tax to begin with", act.See, func(*db.Tx, act.Nothing) ([]Table, error) { return Templates(), nil }),
	act.Ask("tax workout", "Work out the tax on an amount, with each relief", act.See, WorkOut),
	act.Do("tax table", "Enter a table of tax from a day on", act.Lead, SetTable),
	act.Do("tax begin", "Take a table over from those to begin with", act.Lead, Begin),
	act.Do("tax relief", "Enter a relief from tax, or change one", act.Lead, Grant),
	act.Ask("tax reliefs", "Reliefs from tax, as they hold on a day", act.See, Reliefs),
	act.Do("tax turnover", "Charge a month's tax on turnover", act.Books, ChargeTurnover),
	act.Do("tax correct", "Take a month's tax on turnover back", act.Books, TakeBack),
	act.Ask("tax months", "Tax on turnover by month", act.See, Months),
}

// Rule is the rule of the charter that names the table by which the surplus is
// taxed.
const Rule = "tax_table"

// Setting enters a table.
type Setting struct {
	Name   string  `help:"the table's name"`
	Since  cal.Day `help:"the first day on which it holds"`
	Kind   string  `help:"by the step of the whole amount, by slices, or one percentage" choice:"whole|slices|flat" default:"whole"`
	On     string  `help:"what is taxed" choice:"surplus|turnover" default:"surplus"`
	Jumps  bool    `help:"a coin above a step may cost more than a coin; where no, the tax rises by no more than the amount" default:"no"`
	Steps  []Step  `help:"the steps, rising"`
	Source string  `help:"the law or notice it is from" opt:"yes"`
}

// SetTable enters a table from a day on; what was before stays for the days
// before.
func SetTable(tx *db.Tx, in Setting) (Table, error) {
	t := Table{Name: strings.TrimSpace(in.Name), Since: string(in.Since), Kind: in.Kind, On: in.On, Jumps: in.Jumps, Steps: in.Steps, Source: strings.TrimSpace(in.Source)}
	if t.Name == "" {
		return t, fault.In("name", "", fault.Invalid.Errorf("A table of tax has a name."))
	}
	if err := t.check(); err != nil {
		return t, err
	}
	if _, err := explain.Compile(t.Formula("amount")); err != nil {
		return t, err
	}
	err := tx.Exec(`insert into tax_table (unit, name, since, act, kind, base, jumps, source) values ($1, $2, $3, $4, $5, $6, $7, $8)`, tx.Unit, t.Name, in.Since, tx.Act, t.Kind, t.On, t.Jumps, t.Source)
	if err != nil {
		return t, err
	}
	return t, tx.Insert("tax_step (unit, name, act, step, upto, percent)", len(t.Steps), func(i int, to []any) []any {
		return append(to, tx.Unit, t.Name, tx.Act, i+1, t.Steps[i].UpTo.String(), t.Steps[i].Percent.String())
	})
}

// Beginning takes a template over.
type Beginning struct {
	Template string  `help:"the template's name"`
	Since    cal.Day `help:"the first day on which it holds"`
	Name     string  `help:"what it is called here; as the template where left out" opt:"yes"`
}

// Begin enters a template's table.
func Begin(tx *db.Tx, in Beginning) (Table, error) {
	t, ok := Named(in.Template)
	if !ok {
		var names []string
		for _, one := range Templates() {
			names = append(names, "“"+one.Name+"”")
		}
		return t, fault.In("template", in.Template, fault.Missing.Errorf("There is no such table to begin with. There are: %s.", strings.Join(names, ", ")))
	}
	name := cmp.Or(strings.TrimSpace(in.Name), t.Name)
	return SetTable(tx, Setting{name, in.Since, t.Kind, t.On, t.Jumps, t.Steps, t.Source})
}

// Tables are the tables that hold on a day.
func Tables(tx *db.Tx, in unit.AsOf) ([]Table, error) {
	type row struct {
		Name, Since string
		Act         int64
		Kind, On    string
		Jumps       bool
		Source      string
	}
	rows, err := db.All[row](tx, `
		select t.name, t.since, t.act, t.kind, t.base, t.jumps, t.source from tax_table t where t.unit = $1 and t.since <= $2 and not exists (
			select 1 from tax_table n where n.unit = t.unit and n.name = t.name and n.since <= $2 and (n.since > t.since or n.since = t.since and n.act > t.act))
		order by t.name`, tx.Unit, in.Or(tx))
	if err != nil {
		return nil, err
	}
	list := make([]Table, len(rows))
	for i, r := range rows {
		list[i] = Table{Name: r.Name, Since: r.Since, Kind: r.Kind, On: r.On, Jumps: r.Jumps, Source: r.Source}
		if list[i].Steps, err = db.All[Step](tx, `select upto, percent from tax_step where unit = $1 and name = $2 and act = $3 order by step`, tx.Unit, r.Name, r.Act); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// At is the table of a name on a day.
func At(tx *db.Tx, name string, day cal.Day) (Table, error) {
	all, err := Tables(tx, unit.AsOf{Day: day})
	for _, t := range all {
		if t.Name == name {
			return t, err
		}
	}
	if err == nil {
		err = fault.Missing.Errorf("There is no table of tax “%s” on %s. Enter it first (“tax table”, or “tax begin”).", name, day)
	}
	return Table{}, err
}

// Granting enters a relief.
type Granting struct {
	Number   int64         `help:"number of the relief, to change one; a new one where left out" opt:"yes"`
	Name     string        `help:"what it is called"`
	Since    cal.Day       `help:"the first day on which it holds"`
	Until    cal.Day       `help:"the last day; without end where left out" opt:"yes"`
	Percent  money.Decimal `help:"percent of the tax" default:"0"`
	Amount   money.Decimal `help:"or an amount of a year" default:"0"`
	Form     string        `help:"only for this form of co-operative" opt:"yes"`
	Trade    string        `help:"only for this trade" opt:"yes"`
	District string        `help:"only in this county" opt:"yes"`
	Grounds  string        `help:"by which law, notice or decision"`
}

// Grant enters a relief, which this unit must be one to have.
func Grant(tx *db.Tx, in Granting) (Relief, error) {
	r := Relief{in.Number, strings.TrimSpace(in.Name), string(in.Since), string(in.Until), in.Percent, in.Amount, in.Form, in.Trade, in.District, strings.TrimSpace(in.Grounds)}
	u, err := unit.At(tx, in.Since)
	if fault.Of(err) == fault.Missing {
		u, err = unit.Now(tx)
	}
	switch {
	case err != nil:
		return r, err
	case r.Name == "" || r.Grounds == "":
		return r, fault.Invalid.Errorf("A relief has a name and its grounds.")
	case in.Until != "" && in.Until < in.Since:
		return r, fault.In("until", string(in.Until), fault.Invalid.Errorf("The relief would end on %s, before it begins on %s.", in.Until, in.Since))
	case r.Percent.Sign() < 0 || r.Percent.Cmp(money.DecimalOf(100, 0)) > 0:
		return r, fault.In("percent", r.Percent.String(), fault.Invalid.Errorf("A relief is from 0 to 100 percent of the tax."))
	case r.Amount.Sign() < 0 || r.Amount.IsZero() == r.Percent.IsZero():
		return r, fault.Invalid.Errorf("A relief is a percentage or an amount, one of the two.")
	case !r.fits(u):
		return r, fault.Refused.Errorf("The relief is for %s, and the co-operative is %s.", strings.Join(slices.DeleteFunc([]string{r.Form, r.Trade, r.District}, func(s string) bool { return s == "" }), ", "), strings.Join([]string{u.Form, u.Trade, u.County}, ", "))
	}
	if r.Number == 0 {
		if r.Number, err = tx.Next("tax_relief", 1); err != nil {
			return r, err
		}
	} else if all, err := db.One[int64](tx, `select count(*) from tax_relief where unit = $1 and number = $2`, tx.Unit, r.Number); err != nil || all == 0 {
		return r, fault.Missing.Errorf("There is no relief %d to change.", r.Number)
	}
	return r, tx.Exec(`insert into tax_relief (unit, number, name, since, until, percent, amount, form, trade, district, grounds, act) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		tx.Unit, r.Number, r.Name, r.Since, r.Until, r.Percent.String(), r.Amount.String(), r.Form, r.Trade, r.District, r.Grounds, tx.Act)
}

// fits says whether a unit is one that the relief is for.
func (r Relief) fits(u unit.Unit) bool {
	same := func(want, is string) bool { return want == "" || strings.EqualFold(want, is) }
	return same(r.Form, u.Form) && same(r.Trade, u.Trade) && same(r.District, u.County)
}

// Reliefs are the reliefs that hold on a day, for what the unit is on it.
func Reliefs(tx *db.Tx, in unit.AsOf) ([]Relief, error) {
	day := in.Or(tx)
	all, err := db.All[Relief](tx, `
		select number, name, since, until, percent, amount, form, trade, district, grounds from tax_relief r where unit = $1 and not exists (
			select 1 from tax_relief n where n.unit = r.unit and n.number = r.number and n.act > r.act)
		order by number`, tx.Unit)
	if err != nil {
		return nil, err
	}
	u, err := unit.At(tx, day)
	if fault.Of(err) == fault.Missing {
		u, err = unit.Now(tx)
	}
	return slices.DeleteFunc(all, func(r Relief) bool {
		return r.Since > string(day) || r.Until != "" && r.Until < string(day) || !r.fits(u)
	}), err
}

// Lines are what runs in a waterfall in the place of its tax lines.
type Lines struct {
	Table   string
	Source  string
	Full    string // formula of the tax before relief
	Relief  string // formula of the relief
	Reliefs []Relief
}

// LinesAt are the tax lines by the table that the charter names on a day, over
// what formulas call taxed; nothing where it names none.
func LinesAt(tx *db.Tx, charter unit.Charter, day cal.Day, taxed, full string) (*Lines, error) {
	name := charter.Text(Rule, "")
	if name == "" {
		return nil, nil
	}
	t, err := At(tx, name, day)
	if err != nil {
		return nil, err
	}
	if t.On != OnSurplus {
		return nil, fault.Conflict.Errorf("The charter has the surplus taxed by the table “%s”, which is one on turnover.", name)
	}
	list, err := Reliefs(tx, unit.AsOf{Day: day})
	return &Lines{t.Name, t.Source, t.Formula(taxed), reliefFormula(list, full), list}, err
}

// Asking is an amount whose tax is wanted.
type Asking struct {
	Table  string        `help:"the table's name"`
	Amount money.Decimal `help:"what is taxed"`
	Day    cal.Day       `help:"as of this day; today where left out" opt:"yes"`
}

// WorkOut is the tax on an amount, less each relief.
func WorkOut(tx *db.Tx, in Asking) (*explain.Step, error) {
	day := unit.AsOf{Day: in.Day}.Or(tx)
	t, err := At(tx, in.Table, day)
	if err != nil {
		return nil, err
	}
	amount, err := unit.Money(tx, day, in.Amount)
	if err != nil {
		return nil, fault.In("amount", in.Amount.String(), err)
	}
	full, err := t.Of(amount)
	if err != nil {
		return nil, err
	}
	list, err := Reliefs(tx, unit.AsOf{Day: day})
	if err != nil {
		return nil, err
	}
	return Due(full, list, amount.Currency)
}

// Due is the tax less its reliefs, each with its own step.
func Due(full *explain.Step, list []Relief, c money.Currency) (*explain.Step, error) {
	formula, operands := "full", []explain.Operand{full.As("full")}
	for i, r := range list {
		one, err := explain.Work(explain.Step{Label: "Relief: %s", Args: []string{r.Name}, Formula: r.formula("full"), Digits: c.Digits(), Unit: string(c), Rule: "S36", Operands: []explain.Operand{full.As("full")}})
		if err != nil {
			return nil, err
		}
		name := fmt.Sprintf("relief_%d", i+1)
		formula += " - " + name
		operands = append(operands, one.As(name))
	}
	return explain.Work(explain.Step{Label: "Tax due", Formula: "max(0, " + formula + ")", Digits: c.Digits(), Unit: string(c), Rule: "S36", Operands: operands})
}
