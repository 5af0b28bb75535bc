package pay

import (
	"math/big"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/unit"
	"artel/coop/work"
)

// States of a month's pay.
const (
	Idle    = "no work recorded"
	Waiting = "to be run"
	Paid    = "worked out"
	Further = "to be run again" // work was recorded or mended since
)

// MonthState is how far the pay of a month is.
type MonthState struct {
	Month cal.Month    `json:"month"`
	State string       `json:"state"`
	Rows  int64        `json:"rows"` // of work
	Runs  int64        `json:"runs"`
	Slips int          `json:"slips"` // of all runs
	Total money.Amount `json:"total"` // of all runs
}

// Months are the twelve months of a year with the state of their pay.
func Months(tx *db.Tx, in ledger.OfYear) ([]MonthState, error) {
	type worked struct {
		Month cal.Month
		Rows  int64
		Act   int64
	}
	rows, err := db.All[worked](tx, `
		select substr(day, 1, 7), count(*), max(act) from work
		where unit = $1 and day >= $2 and day <= $3 group by substr(day, 1, 7)`, tx.Unit, in.Year.First(), in.Year.Last())
	if err != nil {
		return nil, err
	}
	last, err := db.All[worked](tx, `
		select month, count(*), max(act) from pay_run
		where unit = $1 and month >= $2 and month <= $3 group by month`, tx.Unit, in.Year.First().Month(), in.Year.Last().Month())
	if err != nil {
		return nil, err
	}
	runs, err := Runs(tx, in)
	if err != nil {
		return nil, err
	}
	u, err := unit.At(tx, in.Year.Last())
	if err != nil {
		return nil, err
	}
	of, ran := map[cal.Month]worked{}, map[cal.Month]worked{}
	for _, r := range rows {
		of[r.Month] = r
	}
	for _, r := range last {
		ran[r.Month] = r
	}
	list := make([]MonthState, 0, 12)
	for _, m := range in.Year.Months() {
		s := MonthState{Month: m, State: stateOf(of[m].Act, ran[m].Act), Rows: of[m].Rows, Runs: ran[m].Rows, Total: money.Of(0, u.Currency)}
		for _, r := range runs {
			if r.Month != m {
				continue
			}
			if s.Slips += r.Slips; r.Run == 1 { // in the currency of its month
				s.Total = r.Total
			} else if s.Total, err = s.Total.Plus(r.Total); err != nil {
				return nil, err
			}
		}
		list = append(list, s)
	}
	return list, nil
}

// stateOf is a month's state by the last act that changed its work and the one
// that last ran its pay.
func stateOf(worked, ran int64) string {
	switch {
	case worked == 0 && ran == 0:
		return Idle
	case ran == 0:
		return Waiting
	case worked > ran:
		return Further
	}
	return Paid
}

// Exceptions are what a bookkeeper looks at before a month is run.
const (
	Nothing    = "nothing recorded"  // for somebody who usually works
	Less       = "less than was had" // after corrections: the run takes money back
	FarAbove   = "far above usual"
	FarBelow   = "far below usual"
	AboveNorm  = "above the norm"
	NearCap    = "near the reference wage"
	Apprentice = "an apprentice's part"
)

// Exception is one of them.
type Exception struct {
	Kind    string         `json:"kind"`
	Member  string         `json:"member"`
	Now     money.Amount   `json:"now"`
	Against money.Amount   `json:"against"` // the usual month, what was had, or the reference wage
	What    string         `json:"what"`    // the operation
	Percent *money.Decimal `json:"percent,omitempty"`
}

// Outlook is what a run of a month would pay now, and what about it is out of
// the ordinary.
type Outlook struct {
	Month      cal.Month
	State      string
	Due        []Slip // of the run that would be made now
	Had        []Slip // of the runs before
	Currency   money.Currency
	Exceptions []Exception
	Names      map[string]string
}

// Foresee looks at a month before its pay is run. It changes nothing.
func Foresee(tx *db.Tx, in OfMonth) (o Outlook, err error) {
	o.Month = in.Month
	first, last := in.Month.First(), in.Month.Last()
	sums, err := work.Sums(tx, first, last)
	if err != nil {
		return o, err
	}
	earlier, err := paidBefore(tx, in.Month, in.Month)
	if err != nil {
		return o, err
	}
	months, err := slipsOf(tx, sums, earlier)
	if err != nil {
		return o, err
	}
	if len(months) > 0 {
		o.Due = months[0]
	}
	if o.Had, err = Register(tx, in); err != nil {
		return o, err
	}
	u, err := unit.At(tx, last)
	if err != nil {
		return o, err
	}
	o.Currency = u.Currency
	switch {
	case len(o.Due) > 0 && len(o.Had) > 0:
		o.State = Further
	case len(o.Due) > 0:
		o.State = Waiting
	case len(o.Had) > 0:
		o.State = Paid
	default:
		o.State = Idle
	}
	return o, o.except(tx, u, sums)
}

// except finds what is out of the ordinary.
func (o *Outlook) except(tx *db.Tx, u unit.Unit, sums []work.Sum) error {
	members, err := member.List(tx, unit.AsOf{Day: o.Month.Last()})
	if err != nil {
		return err
	}
	usual, err := usualOf(tx, o.Month)
	if err != nil {
		return err
	}
	year, err := ByMember(tx, o.Month.Year())
	if err != nil {
		return err
	}
	wages, err := unit.WagesOf(tx, o.Month.Year(), u.Trade)
	if err != nil {
		return err
	}
	rates, err := work.Rates(tx, unit.AsOf{Day: o.Month.Last()})
	if err != nil {
		return err
	}
	o.Names = map[string]string{}
	due, total := map[string]Slip{}, o.totals()
	for _, s := range o.Due {
		due[s.Member] = s
	}
	worked := map[string]bool{}
	for _, s := range sums {
		worked[s.Member] = true
	}
	for _, m := range members {
		o.Names[m.No] = m.Name
		s, isDue := due[m.No]
		month := money.Of(total[m.No], o.Currency)
		normal := usual[m.No]
		switch {
		case m.In(o.Month.Last()) && !worked[m.No] && normal.months >= 2:
			o.add(Nothing, m.No, month, normal.amount(o.Currency))
		case isDue && s.Amount.Sign() < 0:
			o.add(Less, m.No, s.Amount, s.Before)
		case normal.months >= 2 && 2*month.Coins*normal.months > 3*normal.coins:
			o.add(FarAbove, m.No, month, normal.amount(o.Currency))
		case worked[m.No] && normal.months >= 2 && 2*month.Coins*normal.months < normal.coins:
			o.add(FarBelow, m.No, month, normal.amount(o.Currency))
		}
		if wage, ok := wages[m.Grade]; ok && m.Standing != member.Apprentice && wage.Currency == o.Currency {
			so := year[m.No].Coins + s.Amount.Coins
			if so*10 >= wage.Coins*9 && wage.Coins > 0 {
				o.add(NearCap, m.No, money.Of(so, o.Currency), wage)
			}
		}
		if isDue && s.Percent.Cmp(money.DecimalOf(100, 0)) != 0 {
			o.add(Apprentice, m.No, s.Amount, money.Amount{})
			o.Exceptions[len(o.Exceptions)-1].Percent = &s.Percent
		}
	}
	o.overNorm(sums, rates)
	slices.SortStableFunc(o.Exceptions, func(a, b Exception) int {
		return slices.Index(order, a.Kind) - slices.Index(order, b.Kind)
	})
	return nil
}

var order = []string{Nothing, Less, AboveNorm, FarAbove, FarBelow, NearCap, Apprentice}

func (o *Outlook) add(kind, no string, now, against money.Amount) {
	o.Exceptions = append(o.Exceptions, Exception{Kind: kind, Member: no, Now: now, Against: against})
}

// totals are what the month comes to for each, with the run that is due.
func (o *Outlook) totals() map[string]int64 {
	total := map[string]int64{}
	for _, s := range o.Had {
		total[s.Member] += s.Amount.Coins
	}
	for _, s := range o.Due {
		total[s.Member] += s.Amount.Coins
	}
	return total
}

// overNorm finds who made more of something in the month than its norm allows
// in their hours, as can be where a norm was lowered since.
func (o *Outlook) overNorm(sums []work.Sum, rates []work.Rate) {
	norms := map[string]measure.Quantity{}
	for _, r := range rates {
		norms[r.Operation] = max(norms[r.Operation], r.Norm)
	}
	for _, s := range sums {
		norm := norms[s.Operation]
		if norm == 0 || s.Hours <= 0 {
			continue
		}
		most := new(big.Rat).Mul(norm.Rat(), s.Hours.Rat())
		if s.Quantity.Rat().Cmp(most) > 0 {
			o.add(AboveNorm, s.Member, money.Amount{}, money.Amount{})
			o.Exceptions[len(o.Exceptions)-1].What = s.Operation
		}
	}
}

// normal is what somebody had in the months before.
type normal struct{ coins, months int64 }

func (n normal) amount(c money.Currency) money.Amount { return money.Of(n.coins/n.months, c) }

// usualMonths is how many months before make up what is usual.
const usualMonths = 6

// usualOf is what each had in the months before, in the currency of the month.
func usualOf(tx *db.Tx, month cal.Month) (map[string]normal, error) {
	from := month
	for range usualMonths {
		from = from.Prev()
	}
	slips, err := selectSlips(tx, "", from, month.Prev())
	if err != nil {
		return nil, err
	}
	months := map[monthMember]int64{}
	for _, s := range slips {
		months[monthMember{s.Month, s.Member}] += s.Amount.Coins
	}
	usual := map[string]normal{}
	for k, coins := range months {
		n := usual[k.member]
		usual[k.member] = normal{n.coins + coins, n.months + 1}
	}
	return usual, nil
}
