package pay

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/work"
)

// slipRow is one slip with one of its lines; a slip without lines has one row.
type slipRow struct {
	Month     cal.Month
	Run       int64
	Member    string
	Amount    money.Amount
	Before    int64
	Percent   money.Decimal
	Operation string
	Quality   string
	Rate      string
	Per       string
	Quantity  measure.Quantity
	Hours     measure.Quantity
}

// Verify works every slip out again from its lines, holds each run's slips to
// its entry, and what closed months were paid to their work records. It returns
// how many slips there are.
func Verify(tx *db.Tx) (slips int, err error) {
	totals := map[runKey]int64{}
	newest := map[monthMember]had{}
	var now Slip
	finish := func() error {
		if now.Member == "" {
			return nil
		}
		slips++
		totals[runKey{now.Month, now.Run}] += now.Amount.Coins
		return now.verify(newest)
	}
	for r, err := range db.Each[slipRow](tx, `
		select s.month, s.run, s.member, s.amount, s.currency, s.before, s.percent,
		       coalesce(l.operation, ''), coalesce(l.quality, ''), coalesce(l.rate, ''), coalesce(l.per, ''), coalesce(l.quantity, 0), coalesce(l.hours, 0)
		from pay_slip s left join pay_line l on l.unit = s.unit and l.month = s.month and l.run = s.run and l.member = s.member
		where s.unit = $1 order by s.month, s.run, s.member`, tx.Unit) {
		if err != nil {
			return slips, err
		}
		if r.Month != now.Month || r.Run != now.Run || r.Member != now.Member {
			if err := finish(); err != nil {
				return slips, err
			}
			now = Slip{Month: r.Month, Run: r.Run, Member: r.Member, Amount: r.Amount, Before: money.Of(r.Before, r.Amount.Currency), Percent: r.Percent}
		}
		if r.Operation != "" {
			rate, err := money.ParseDecimal(r.Rate)
			if err != nil {
				return slips, err
			}
			now.Lines = append(now.Lines, Line{r.Operation, r.Quality, rate, r.Per, r.Quantity, r.Hours})
		}
	}
	if err := finish(); err != nil {
		return slips, err
	}
	if err := verifyRuns(tx, totals); err != nil {
		return slips, err
	}
	return slips, verifyMonths(tx, newest)
}

type runKey struct {
	month cal.Month
	run   int64
}

// had is what a member has had for a month with its newest run.
type had struct {
	total   money.Amount
	percent money.Decimal
}

// verify works the slip out again, and notes it as the month's newest.
func (s Slip) verify(newest map[monthMember]had) error {
	earned, err := Earned(s.Lines, s.Percent, s.Amount.Currency)
	if err != nil {
		return err
	}
	if earned != s.total() {
		return fault.Conflict.Errorf("The slip of %s for %s, run %d, has %s; its lines come to %s.", s.Member, s.Month, s.Run, s.total().Text(), earned.Text())
	}
	newest[monthMember{s.Month, s.Member}] = had{earned, s.Percent}
	return nil
}

// verifyRuns holds what a run's slips sum to against the entry it posted.
func verifyRuns(tx *db.Tx, totals map[runKey]int64) error {
	runs, err := db.All[MonthRun](tx, `
		select month, run, entry, 0, total, currency from pay_run where unit = $1 order by month, run`, tx.Unit)
	if err != nil {
		return err
	}
	for _, r := range runs {
		posted, err := postedBy(tx, r)
		if err != nil {
			return err
		}
		if sum := totals[runKey{r.Month, r.Run}]; sum != r.Total.Coins || sum != posted {
			return fault.Conflict.Errorf("Pay run %d of %s: its slips sum to %s, its entry to %s.", r.Run, r.Month,
				money.Of(sum, r.Total.Currency).Text(), money.Of(posted, r.Total.Currency).Text())
		}
	}
	return nil
}

// verifyMonths holds what was paid for each month of a closed year to what its
// work records come to. In an open year, records that came after a month was
// run wait for its next run.
func verifyMonths(tx *db.Tx, newest map[monthMember]had) error {
	if len(newest) == 0 {
		return nil
	}
	first, last := cal.Month("9999-12"), cal.Month("")
	for k := range newest {
		first, last = min(first, k.month), max(last, k.month)
	}
	for year := first.Year(); year <= last.Year(); year++ {
		state, err := ledger.State(tx, year)
		if err != nil {
			return err
		}
		if state == ledger.Open {
			continue
		}
		if err := verifyYear(tx, year, newest); err != nil {
			return err
		}
	}
	return nil
}

func verifyYear(tx *db.Tx, year cal.Year, newest map[monthMember]had) error {
	sums, err := work.Sums(tx, year.First(), year.Last())
	if err != nil {
		return err
	}
	lines := map[monthMember][]Line{}
	for _, s := range sums {
		k := monthMember{s.Month, s.Member}
		lines[k] = append(lines[k], Line{s.Operation, s.Quality, s.Rate, s.Per, s.Quantity, s.Hours})
	}
	for k, made := range lines {
		paid, ok := newest[k]
		if !ok {
			return fault.Conflict.Errorf("%s worked in %s and has no slip for it.", k.member, k.month)
		}
		earned, err := Earned(made, paid.percent, paid.total.Currency)
		if err != nil {
			return err
		}
		if earned != paid.total {
			return fault.Conflict.Errorf("The work records of %s for %s come to %s; the slip has %s.", k.member, k.month, earned.Text(), paid.total.Text())
		}
		delete(newest, k)
	}
	for k, paid := range newest {
		if k.month.Year() == year && !paid.total.IsZero() {
			return fault.Conflict.Errorf("%s was paid %s for %s and has no work on record.", k.member, paid.total.Text(), k.month)
		}
	}
	return nil
}

// postedBy is what a run's entry moved to the cost of pay.
func postedBy(tx *db.Tx, r MonthRun) (posted int64, err error) {
	if r.Entry == 0 { // nobody earned anything
		return 0, nil
	}
	e, err := ledger.Show(tx, ledger.ByNumber{Number: r.Entry})
	for _, p := range e.Postings {
		if p.Account == ledger.Pay {
			posted += p.Amount
		}
	}
	return posted, err
}
