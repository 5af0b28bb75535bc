package pay

import (
	"cmp"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/unit"
	"artel/coop/work"
)

type monthMember struct {
	month  cal.Month
	member string
}

// paid is what a member has had for a month before, and, under no member, how
// many runs the month has had.
type paid struct {
	coins int64
	runs  int64
}

func paidBefore(tx *db.Tx, from, to cal.Month) (map[monthMember]paid, error) {
	type row struct {
		Month  cal.Month
		Member string
		Coins  int64
	}
	rows, err := db.All[row](tx, `
		select month, member, cast(sum(amount) as bigint) from pay_slip
		where unit = $1 and month >= $2 and month <= $3 group by month, member`, tx.Unit, from, to)
	if err != nil {
		return nil, err
	}
	type last struct {
		Month cal.Month
		Run   int64
	}
	runs, err := db.All[last](tx, `
		select month, max(run) from pay_run where unit = $1 and month >= $2 and month <= $3 group by month`, tx.Unit, from, to)
	if err != nil {
		return nil, err
	}
	before := map[monthMember]paid{}
	for _, r := range rows {
		before[monthMember{r.Month, r.Member}] = paid{coins: r.Coins}
	}
	for _, r := range runs {
		before[monthMember{r.Month, ""}] = paid{runs: r.Run}
	}
	return before, nil
}

// withPaidOnly adds to the sums an empty one for everybody who was paid for a
// month in which, after corrections, they made nothing.
func withPaidOnly(sums []work.Sum, earlier map[monthMember]paid) []work.Sum {
	if len(earlier) == 0 {
		return sums
	}
	has := map[monthMember]bool{}
	for _, s := range sums {
		has[monthMember{s.Month, s.Member}] = true
	}
	for k := range earlier {
		if k.member != "" && !has[k] {
			sums = append(sums, work.Sum{Month: k.month, Member: k.member})
		}
	}
	slices.SortStableFunc(sums, func(a, b work.Sum) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.Member, b.Member))
	})
	return sums
}

func insertRun(tx *db.Tx, run MonthRun, slips []Slip) error {
	err := tx.Exec(`
		insert into pay_run (unit, month, run, act, entry, total, currency) values ($1, $2, $3, $4, $5, $6, $7)`,
		tx.Unit, run.Month, run.Run, tx.Act, run.Entry, run.Total.Coins, run.Total.Currency)
	if err != nil {
		return err
	}
	err = tx.Insert("pay_slip (unit, month, run, member, amount, currency, before, percent)", len(slips), func(i int, to []any) []any {
		s := &slips[i]
		return append(to, tx.Unit, s.Month, s.Run, s.Member, s.Amount.Coins, s.Amount.Currency, s.Before.Coins, s.Percent.String())
	})
	if err != nil {
		return err
	}
	type at struct{ slip, line int }
	var lines []at
	for i := range slips {
		for j := range slips[i].Lines {
			lines = append(lines, at{i, j})
		}
	}
	return tx.Insert("pay_line (unit, month, run, member, operation, quality, rate, per, quantity, hours)", len(lines), func(i int, to []any) []any {
		s := &slips[lines[i].slip]
		l := &s.Lines[lines[i].line]
		return append(to, tx.Unit, s.Month, s.Run, s.Member, l.Operation, l.Quality, l.Rate.String(), l.Per, int64(l.Quantity), int64(l.Hours))
	})
}

// SlipsOf are a member's slips of a stretch of months, by month and run.
func SlipsOf(tx *db.Tx, member string, from, to cal.Month) ([]Slip, error) {
	slips, err := selectSlips(tx, `and member = $4`, from, to, member)
	if err != nil {
		return nil, err
	}
	type row struct {
		Month cal.Month
		Run   int64
		Line
	}
	lines, err := db.All[row](tx, `
		select month, run, operation, quality, rate, per, quantity, hours from pay_line
		where unit = $1 and member = $2 and month >= $3 and month <= $4
		order by month, run, operation, quality, rate`, tx.Unit, member, from, to)
	for _, l := range lines {
		i := slices.IndexFunc(slips, func(s Slip) bool { return s.Month == l.Month && s.Run == l.Run })
		slips[i].Lines = append(slips[i].Lines, l.Line)
	}
	return slips, err
}

// selectSlips are slips without their lines.
func selectSlips(tx *db.Tx, more string, args ...any) ([]Slip, error) {
	type row struct {
		Month   cal.Month
		Run     int64
		Member  string
		Amount  money.Amount
		Before  int64
		Percent money.Decimal
	}
	rows, err := db.All[row](tx, `
		select month, run, member, amount, currency, before, percent from pay_slip
		where unit = $1 and month >= $2 and month <= $3 `+more+` order by month, member, run`, append([]any{tx.Unit}, args...)...)
	slips := make([]Slip, len(rows))
	for i, r := range rows {
		slips[i] = Slip{Month: r.Month, Run: r.Run, Member: r.Member, Amount: r.Amount, Before: money.Of(r.Before, r.Amount.Currency), Percent: r.Percent}
	}
	return slips, err
}

// Runs are the pay runs of a year.
func Runs(tx *db.Tx, in ledger.OfYear) ([]MonthRun, error) {
	return db.All[MonthRun](tx, `
		select r.month, r.run, r.entry,
		       (select count(*) from pay_slip s where s.unit = r.unit and s.month = r.month and s.run = r.run), r.total, r.currency
		from pay_run r where r.unit = $1 and r.month >= $2 and r.month <= $3 order by r.month, r.run`,
		tx.Unit, in.Year.First().Month(), in.Year.Last().Month())
}

// Register is everybody's pay of a month, run by run, without the lines.
func Register(tx *db.Tx, in OfMonth) ([]Slip, error) {
	return selectSlips(tx, "", in.Month, in.Month)
}

// ByMember is what each member was paid for the months of a year, what was paid
// in a currency that the books have left carried over.
func ByMember(tx *db.Tx, year cal.Year) (map[string]money.Amount, error) {
	type row struct {
		Member string
		Amount money.Amount
	}
	rows, err := db.All[row](tx, `
		select member, cast(sum(amount) as bigint), currency from pay_slip
		where unit = $1 and month >= $2 and month <= $3 group by member, currency`,
		tx.Unit, year.First().Month(), year.Last().Month())
	if err != nil {
		return nil, err
	}
	changes, err := unit.Redenominations(tx)
	by := make(map[string]money.Amount, len(rows))
	for _, r := range rows {
		now, err := unit.CarriedOver(r.Amount, changes)
		if err != nil {
			return nil, err
		}
		if by[r.Member], err = by[r.Member].Plus(now); err != nil {
			return nil, err
		}
	}
	return by, err
}
