package sheet

import (
	"fmt"

	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/unit"
)

// yearOf is the year that the sheets are of, and the currency of its books.
type yearOf struct {
	year     cal.Year
	since    cal.Day // from which rules and rates of these sheets hold
	currency money.Currency
}

func (y *yearOf) set(u unit.Unit, year cal.Year) {
	y.year, y.since, y.currency = year, year.First(), u.Currency
}

// fromBooks takes the first year that is open, where no sheet says the year.
func (y *yearOf) fromBooks(tx *db.Tx) error {
	u, err := unit.Now(tx)
	if err != nil {
		return fault.Invalid.Errorf("There is no co-operative in this database yet, and the file has no sheet “unit” that says its name, year and currency.")
	}
	for year := u.Year; ; year++ {
		state, err := ledger.State(tx, year)
		if err != nil {
			return err
		}
		if state == ledger.Open {
			u, err := unit.At(tx, year.Last())
			y.set(u, year)
			return err
		}
	}
}

// field is one row of the sheet “unit”.
type field struct {
	name, value string
	line        int64
}

var unitFields = map[string]string{
	"name": "name", "名称": "name", "form": "form", "形式": "form", "trade": "trade", "行业": "trade", "county": "county", "县": "county",
	"province": "province", "省": "province", "currency": "currency", "币种": "currency", "year": "year", "年": "year", "年度": "year", "code": "code", "代号": "code",
}

// takeUnit founds the unit, or holds the sheet against the one that is there.
func takeUnit(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) field { return field{unitFields[fold(w.must("field"))], w.text("value"), w.line} })
	if err != nil {
		return out, nil, err
	}
	f, at := unit.Founding{Form: "producer co-operative", Trade: "handicraft", Currency: money.CNY}, map[string]field{}
	for _, row := range rows {
		if p := fill(&f, row); p != nil {
			wrong = append(wrong, *p)
		}
		at[row.name] = row
	}
	for _, need := range []string{"name", "year"} {
		if _, ok := at[need]; !ok {
			wrong = append(wrong, fault.Problem{Row: 1, Column: "field", Wrong: "The sheet does not say the " + need + ".", Fix: "Add a row “" + need + "”."})
		}
	}
	if len(wrong) > 0 || len(r.wrong) > 0 {
		// Without a name and a year nothing else can be judged.
		for i := range wrong {
			wrong[i].Sheet = r.written
		}
		for i := range r.wrong {
			r.wrong[i].Sheet = r.written
		}
		return out, nil, &fault.Rows{Problems: append(r.wrong, wrong...)}
	}
	u, err := unit.Now(r.imp.tx)
	if fault.Of(err) == fault.Missing {
		if u, err = ledger.Found(r.imp.tx, f); err != nil {
			return out, nil, err
		}
		out.Added = len(rows)
		r.imp.year.set(u, f.Year)
		return out, nil, nil
	}
	if err != nil {
		return out, nil, err
	}
	if u, out.Changed, err = adopt(r.imp.tx, u, at); err != nil {
		return out, nil, err
	}
	out.Known = len(rows) - len(out.Changed)
	return out, nil, r.imp.year.hold(r, u, f, at)
}

// adopt takes the sheet's word for what the unit is called and does, as long as
// its books are empty: who founded it a moment ago may have typed it otherwise.
func adopt(tx *db.Tx, u unit.Unit, at map[string]field) (_ unit.Unit, changes []again.Change, err error) {
	members, err := member.Count(tx, "9999-12-31")
	if err != nil || members > 0 {
		return u, nil, err
	}
	entries, err := ledger.Journal(tx, ledger.JournalIn{From: "1800-01-01", To: "2200-12-31", Limit: 1})
	if err != nil || len(entries) > 0 {
		return u, nil, err
	}
	for _, fact := range []struct{ name, was string }{{"name", u.Name}, {"form", u.Form}, {"trade", u.Trade}, {"county", u.County}, {"province", u.Province}} {
		row, said := at[fact.name]
		if !said || row.value == "" || row.value == fact.was {
			continue
		}
		if fact.name == "form" {
			u, err = unit.SetForm(tx, row.value, u.Year.First())
		} else {
			u, err = unit.Amend(tx, unit.Amendment{Field: fact.name, Value: row.value, Since: u.Year.First()})
		}
		if err != nil {
			return u, nil, err
		}
		changes = append(changes, again.Change{Row: row.line, Was: fact.was, Now: row.value})
	}
	return u, changes, nil
}

// hold refuses sheets of another unit, of a time before its books, or in
// another currency.
func (y *yearOf) hold(r *reader, u unit.Unit, f unit.Founding, at map[string]field) error {
	bad := func(name, wrong, fix string) error {
		return &fault.Rows{Problems: []fault.Problem{{Sheet: r.written, Row: int(at[name].line), Column: r.heading("value"), Value: at[name].value, Wrong: wrong, Fix: fix}}}
	}
	if f.Name != u.Name {
		return bad("name", "These books are of “"+u.Name+"”.", "Correct the name, or leave the row out if these are its sheets; the sheets of another co-operative belong in its own books.")
	}
	if _, said := at["trade"]; said && f.Trade != u.Trade {
		return bad("trade", "The trade of these books is “"+u.Trade+"”, and reference wages go by the trade.", "Correct the trade, or change that of the books first (“unit amend”).")
	}
	if f.Year < u.Year {
		return bad("year", fmt.Sprintf("These books begin with %d.", int(u.Year)), "Hand in the sheets of that year or later.")
	}
	then, err := unit.At(r.imp.tx, f.Year.Last())
	if err != nil {
		return err
	}
	if _, said := at["currency"]; said && f.Currency != then.Currency {
		return bad("currency", fmt.Sprintf("The books of %d are kept in %s.", int(f.Year), then.Currency), "Correct the currency, or change that of the books with “unit redenominate”.")
	}
	y.set(then, f.Year)
	return nil
}

func fill(f *unit.Founding, row field) *fault.Problem {
	var err error
	switch row.name {
	case "name":
		f.Name = row.value
	case "form":
		f.Form = row.value
	case "trade":
		f.Trade = row.value
	case "county":
		f.County = row.value
	case "province":
		f.Province = row.value
	case "code":
		f.Code = row.value
	case "currency":
		f.Currency, err = money.ParseCurrency(row.value)
	case "year":
		f.Year, err = cal.ParseYear(row.value)
	}
	if err != nil {
		return &fault.Problem{Row: int(row.line), Column: "value", Value: row.value, Wrong: err.Error(), Fix: "Correct the value."}
	}
	return nil
}
