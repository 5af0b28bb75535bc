package surplus

import (
	"strconv"
	"strings"

	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/member"
)

// Measure is a number on record of a member and a year that the charter's own
// formulas may name: revenue brought in, deposits weighted by months, points
// for work in the community. artel's own are pay and share-days.
type Measure struct {
	Year   cal.Year      `json:"year" help:"the year"`
	Member string        `json:"member" help:"the member's number"`
	Name   string        `json:"name" help:"what formulas call it, such as deliveries"`
	Value  money.Decimal `json:"value" help:"the number"`
	Line   int64         `json:"-"`
}

// SetMeasure records a measure. A second one of the same name corrects the
// first.
func SetMeasure(tx *db.Tx, in Measure) (Measure, error) {
	_, wrong, err := TakeMeasures(tx, in.Year, []Measure{in})
	if len(wrong) > 0 {
		err = fault.Invalid.Errorf("%s %s", wrong[0].Wrong, wrong[0].Fix)
	}
	return in, err
}

// MeasuresOf are the measures of a year, as they stand.
func MeasuresOf(tx *db.Tx, in ledger.OfYear) ([]Measure, error) { return selectMeasures(tx, in.Year) }

// TakeMeasures keeps the measures of a sheet.
func TakeMeasures(tx *db.Tx, year cal.Year, rows []Measure) (out again.Outcome, wrong []fault.Problem, err error) {
	members, err := member.Register(tx)
	if err != nil {
		return out, nil, err
	}
	state, err := ledger.State(tx, year)
	if err != nil {
		return out, nil, err
	}
	there, err := selectMeasures(tx, year)
	if err != nil {
		return out, nil, err
	}
	values := map[Measure]money.Decimal{}
	for _, m := range there {
		values[m.key()] = m.Value
	}
	var news []Measure
	for _, m := range rows {
		was, known := values[m.key()]
		p := m.check(year, members)
		if p == nil && state == ledger.Locked && (!known || was != m.Value) {
			p = &fault.Problem{Column: "year", Value: year.String(), Wrong: "The surplus of the year has been shared out.", Fix: "Leave the row as it was."}
		}
		if p != nil {
			p.Row = int(m.Line)
			wrong = append(wrong, *p)
			continue
		}
		switch {
		case known && was == m.Value:
			out.Known++
			continue
		case known:
			out.Changed = append(out.Changed, again.Change{Row: m.Line, Was: was.String(), Now: m.Value.String()})
		default:
			out.Added++
		}
		values[m.key()] = m.Value
		news = append(news, m)
	}
	return out, wrong, insertMeasures(tx, news)
}

// counted are the measures that the charter's rule “measures” names: they have
// a column before anything is recorded of them.
func counted(rules map[string]string) []string {
	return strings.FieldsFunc(rules[measuresRule], func(r rune) bool { return r == ',' || r == ' ' })
}

const measuresRule = "measures"

// key is m without its value and place.
func (m Measure) key() Measure { return Measure{Year: m.Year, Member: m.Member, Name: m.Name} }

func (m Measure) check(year cal.Year, members map[string]member.Member) *fault.Problem {
	_, ok := members[m.Member]
	switch {
	case m.Year != year:
		return &fault.Problem{Column: "year", Value: m.Year.String(), Wrong: "The year is not " + strconv.Itoa(int(year)) + ", that of these sheets.", Fix: "Hand the row in with the sheets of its year."}
	case !ok:
		return &fault.Problem{Column: "member", Value: m.Member, Wrong: "There is no such member in the register.", Fix: "Correct the number, or add the person to the sheet “members”."}
	case !nameable(m.Name) || isColumn(m.Name):
		return &fault.Problem{Column: "name", Value: m.Name, Wrong: "A measure cannot have this name.", Fix: "Use letters, digits and _, and no name that formulas have already."}
	}
	return nil
}

func isColumn(name string) bool {
	for _, c := range columns {
		if c.Name == name {
			return true
		}
	}
	return false
}

// addMeasures puts the year's measures beside the members' other facts; who has
// none has 0.
func (f *Facts) addMeasures(tx *db.Tx, year cal.Year) error {
	all, err := selectMeasures(tx, year)
	if err != nil {
		return err
	}
	at := map[string]int{}
	column := func(name string) int {
		if _, known := at[name]; !known {
			at[name] = len(f.Columns)
			f.Columns = append(f.Columns, Column{Name: name, Source: "measures of " + year.String()})
			for i := range f.Members {
				f.Members[i].Values = append(f.Members[i].Values, explain.Num(0, 1))
			}
		}
		return at[name]
	}
	for _, name := range counted(f.Rules) {
		column(name)
	}
	row := make(map[string]int, len(f.Members))
	for i, m := range f.Members {
		row[m.No] = i
	}
	for _, m := range all {
		c := column(m.Name)
		if i, ok := row[m.Member]; ok {
			f.Members[i].Values[c] = explain.Number{Rat: m.Value.Rat()}
		}
	}
	return nil
}

func insertMeasures(tx *db.Tx, ms []Measure) error {
	return tx.Insert("measure (unit, year, name, member, act, value)", len(ms), func(i int, to []any) []any {
		m := ms[i]
		return append(to, tx.Unit, m.Year, m.Name, m.Member, tx.Act, m.Value.String())
	})
}

// selectMeasures are the newest of each measure of a year.
func selectMeasures(tx *db.Tx, year cal.Year) ([]Measure, error) {
	type row struct {
		Year         cal.Year
		Member, Name string
		Value        money.Decimal
	}
	rows, err := db.All[row](tx, `
		select year, member, name, value from measure m
		where m.unit = $1 and m.year = $2 and not exists (
			select 1 from measure n where n.unit = m.unit and n.year = m.year and n.name = m.name and n.member = m.member and n.act > m.act)
		order by name, member`, tx.Unit, year)
	list := make([]Measure, len(rows))
	for i, r := range rows {
		list[i] = Measure{r.Year, r.Member, r.Name, r.Value, 0}
	}
	return list, err
}

// measureNames are the names under which anything was ever recorded.
func measureNames(tx *db.Tx) ([]string, error) {
	return db.All[string](tx, `select distinct name from measure where unit = $1 order by name`, tx.Unit)
}
