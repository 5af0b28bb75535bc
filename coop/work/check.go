package work

import (
	"fmt"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/coop/ledger"
	"artel/coop/member"
)

// check holds rows to the registers: who, when, at which rate, and whether the
// quantity can be. It reports every wrong row, by its line. With a year, rows
// outside it are wrong.
func check(tx *db.Tx, rows []Record, year cal.Year) (wrong []fault.Problem, err error) {
	members, err := member.Register(tx)
	if err != nil {
		return nil, err
	}
	rates, err := ratesByKey(tx)
	if err != nil {
		return nil, err
	}
	norms := normsOf(rows, rates)
	for i := range rows {
		r := &rows[i]
		p := r.checkDay(year)
		if p == nil {
			p = checkMember(members, r)
		}
		if p == nil {
			p = r.checkRate(rates)
		}
		if p == nil {
			p = r.checkAmounts(norms)
		}
		if p != nil {
			p.Row = int(r.Line)
			wrong = append(wrong, *p)
		}
	}
	return wrong, nil
}

func (r *Record) checkDay(year cal.Year) *fault.Problem {
	switch {
	case r.Day == "":
		return &fault.Problem{Column: "date", Wrong: "The day is missing.", Fix: "Write it as 1956-03-01."}
	case year != 0 && r.Day.Year() != year:
		return &fault.Problem{Column: "date", Value: string(r.Day), Wrong: fmt.Sprintf("The day is not in %d, the year of these sheets.", int(year)), Fix: "Correct the day, or hand the row in with the sheets of its year."}
	}
	return nil
}

// frozen are the problems of rows that would change a year that is closed, or
// months whose pay was carried over into another currency.
func frozen(tx *db.Tx, rows []Record) (wrong []fault.Problem, err error) {
	years := map[cal.Year]bool{}
	for i := range rows {
		years[rows[i].Day.Year()] = true
	}
	open, err := ledger.OpenYears(tx, years)
	if err != nil {
		return nil, err
	}
	began, err := ledger.BooksBegan(tx)
	for i := range rows {
		if r := &rows[i]; r.Day < began.Renewed {
			wrong = append(wrong, fault.Problem{Row: int(r.Line), Column: "date", Value: string(r.Day),
				Wrong: fmt.Sprintf("The books were redenominated on %s, and this row would change what was paid before.", began.Renewed),
				Fix:   "Leave the row as it was, or enter it with a day from then on."})
			continue
		}
		if r := &rows[i]; !open[r.Day.Year()] {
			wrong = append(wrong, fault.Problem{Row: int(r.Line), Column: "date", Value: string(r.Day),
				Wrong: fmt.Sprintf("%d is closed, and this row would change it.", int(r.Day.Year())),
				Fix:   "Leave the row as it was, or open the year again with “year reopen” before its surplus is shared out."})
		}
	}
	return wrong, err
}

func (r *Record) checkRate(rates map[rateKey][]Rate) *fault.Problem {
	versions, ok := rates[rateKey{r.Operation, r.Quality}]
	if ok && rateOn(versions, r.Day) != nil {
		return nil
	}
	for k := range rates {
		if k.operation == r.Operation {
			return &fault.Problem{Column: "quality", Value: r.Quality, Wrong: fmt.Sprintf("There is no rate for “%s” of quality “%s”.", r.Operation, r.Quality), Fix: "Correct the quality, or add the rate to the sheet “rates”."}
		}
	}
	return &fault.Problem{Column: "operation", Value: r.Operation, Wrong: fmt.Sprintf("There is no rate for “%s”.", r.Operation), Fix: "Correct the operation, or add its rates to the sheet “rates”."}
}

// hoursOfMonth is more than anybody works in a row that stands for a month.
const hoursOfMonth = 400

func (r *Record) checkAmounts(norms map[string]norm) *fault.Problem {
	switch {
	case r.Quantity < 0:
		return &fault.Problem{Column: "quantity", Value: r.Quantity.String(), Wrong: "A quantity is not negative.", Fix: "Write what was made; a record is taken back with “work correct”."}
	case r.Hours < 0:
		return &fault.Problem{Column: "hours", Value: r.Hours.String(), Wrong: "Hours are not negative.", Fix: "Write the hours worked."}
	case r.Hours > hoursOfMonth*measure.One:
		return &fault.Problem{Column: "hours", Value: r.Hours.String(), Wrong: fmt.Sprintf("%s hours are more than anybody works in a month (%d).", r.Hours, hoursOfMonth), Fix: "Correct the hours, or part the row by month."}
	}
	if n, ok := norms[r.Operation]; ok && r.Hours > 0 && n.passedBy(r) {
		return &fault.Problem{Column: "quantity", Value: r.Quantity.String(),
			Wrong: fmt.Sprintf("%s in %s hours is above any norm for “%s” (%s an hour%s).", r.Quantity, r.Hours, r.Operation, n.perHour, n.source()),
			Fix:   "Correct the row, or raise the norm in the sheet “rates”."}
	}
	return nil
}

// norm is the most that can be made of an operation in an hour.
type norm struct {
	perHour measure.Quantity
	usual   bool // taken from the records themselves, for want of a norm in the rates
}

func (n norm) source() string {
	if n.usual {
		return fmt.Sprintf(", %d times what is usual in these records", timesUsual)
	}
	return ""
}

// passedBy says whether a row is above the norm, in whole millionths an hour.
func (n norm) passedBy(r *Record) bool { return perHour(r) > n.perHour }

func perHour(r *Record) measure.Quantity {
	pieces, rest := r.Quantity/r.Hours, r.Quantity%r.Hours
	if pieces > 1_000_000_000 {
		return pieces * 1000 // past any norm, and not to be multiplied further
	}
	// rest < Hours, which the check above has bounded: no overflow
	return pieces*measure.One + rest*measure.One/max(r.Hours, 1)
}

// Without a norm in the rates, a row passes for a slip where it is this many
// times as quick as the middle row of its operation, of at least so many rows.
const (
	timesUsual = 5
	rowsEnough = 8
)

func normsOf(rows []Record, rates map[rateKey][]Rate) map[string]norm {
	norms := map[string]norm{}
	for k, versions := range rates {
		if n := versions[len(versions)-1].Norm; n > 0 {
			norms[k.operation] = norm{perHour: max(norms[k.operation].perHour, n)}
		}
	}
	paces := map[string][]measure.Quantity{}
	for i := range rows {
		r := &rows[i]
		if _, stated := norms[r.Operation]; !stated && r.Hours > 0 && r.Hours <= hoursOfMonth*measure.One && r.Quantity >= 0 {
			paces[r.Operation] = append(paces[r.Operation], perHour(r))
		}
	}
	for operation, pace := range paces {
		if len(pace) >= rowsEnough {
			slices.Sort(pace)
			norms[operation] = norm{perHour: timesUsual * pace[len(pace)/2], usual: true}
		}
	}
	return norms
}
