// Package pay works out what members have earned, month by month.
//
// The rule (S14): what a person made in a month, quantity by quantity at the
// rate of its day, is added up exactly and rounded once, half up. An apprentice
// earns the charter's percentage of it (S15). What is earned stands on the
// member's personal account until it is paid out.
//
// A month may be run again when work was recorded late or corrected: the month
// is worked out anew from its records, and the new run pays the difference to
// the runs before. So what a member has had for a month is always what the
// month's records come to, however many runs it took.
package pay

import (
	"fmt"
	"math/big"
	"slices"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/explain"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/unit"
	"artel/coop/work"
)

// Acts are what a person may do with pay.
var Acts = []act.Act{
	act.Do("pay run", "Work out and post the pay of a month", act.Books, Run),
	act.Ask("pay list", "The pay runs of a year, and what each came to", act.See, Runs),
	act.Ask("pay slip", "A member's pay slip of a month, with how it was worked out", act.SeeOwn, ShowSlip),
	act.Ask("pay slips", "Who has a pay slip of a month; on the web, all of them printed in one go", act.See, Bearers),
	act.Ask("pay differential", "What a shift would earn by a differential piece rate", act.See, TryDifferential),
	act.Ask("pay register", "Everybody's pay of a month", act.See, Register),
	act.Ask("pay expect", "What rows of work would earn, and what is wrong with them, before they are recorded", append(slices.Clone(act.Labour), act.Auditor), Expect),
}

// Slip is what one member earned in a month, as one run saw it.
type Slip struct {
	Month   cal.Month     `json:"month"`
	Run     int64         `json:"run"`
	Member  string        `json:"member"`
	Amount  money.Amount  `json:"amount"`  // of this run
	Before  money.Amount  `json:"before"`  // what earlier runs of the month had paid
	Percent money.Decimal `json:"percent"` // of the rate: 100, or an apprentice's part
	Lines   []Line        `json:"lines"`
}

// Line is what was made of one operation and quality at one rate.
type Line struct {
	Operation string           `json:"operation"`
	Quality   string           `json:"quality"`
	Rate      money.Decimal    `json:"rate"`
	Per       string           `json:"per"`
	Quantity  measure.Quantity `json:"quantity"`
	Hours     measure.Quantity `json:"hours"`
}

// MonthRun is one pay run.
type MonthRun struct {
	Month cal.Month    `json:"month"`
	Run   int64        `json:"run"`
	Entry int64        `json:"entry"`
	Slips int          `json:"slips"`
	Total money.Amount `json:"total"`
}

// OfMonth names a month.
type OfMonth struct {
	Month cal.Month `help:"the month, such as 1956-03"`
}

// Run works out the pay of a month and posts what the runs before have not.
func Run(tx *db.Tx, in OfMonth) (MonthRun, error) {
	runs, err := RunAll(tx, in.Month.First(), in.Month.Last())
	if err != nil {
		return MonthRun{}, err
	}
	if len(runs) == 0 {
		return MonthRun{}, fault.Conflict.Errorf("There is nothing to pay for %s: no work was recorded, or all of it is paid.", in.Month)
	}
	return runs[0], nil
}

// RunAll works out the pay of all months of a stretch that have work not yet
// paid, and posts it.
func RunAll(tx *db.Tx, from, to cal.Day) ([]MonthRun, error) {
	months, earlier, err := due(tx, from, to)
	if err != nil {
		return nil, err
	}
	var runs []MonthRun
	for _, slips := range months {
		run, err := post(tx, slips, earlier[monthMember{slips[0].Month, ""}].runs+1)
		if err != nil {
			return nil, err
		}
		runs = append(runs, run)
	}
	return runs, nil
}

// Unpaid are the months of a stretch that have work whose pay was not worked
// out yet.
func Unpaid(tx *db.Tx, from, to cal.Day) (list []cal.Month, err error) {
	months, _, err := due(tx, from, to)
	for _, slips := range months {
		list = append(list, slips[0].Month)
	}
	return list, err
}

// UnpaidBy are those in which somebody's pay was not worked out yet, by member.
func UnpaidBy(tx *db.Tx, from, to cal.Day) (map[string][]cal.Month, error) {
	months, _, err := due(tx, from, to)
	by := map[string][]cal.Month{}
	for _, slips := range months {
		for _, s := range slips {
			by[s.Member] = append(by[s.Member], s.Month)
		}
	}
	return by, err
}

// due are the slips, month by month, that a stretch of days still needs, and
// what was paid for its months before.
func due(tx *db.Tx, from, to cal.Day) ([][]Slip, map[monthMember]paid, error) {
	sums, err := work.Sums(tx, from, to)
	if err != nil {
		return nil, nil, err
	}
	earlier, err := paidBefore(tx, from.Month(), to.Month())
	if err != nil {
		return nil, nil, err
	}
	months, err := slipsOf(tx, sums, earlier)
	return months, earlier, err
}

// slipsOf makes the slips of each month, in order. Who worked and earned nothing
// has a slip that says so; who has had what the month comes to needs no other.
func slipsOf(tx *db.Tx, sums []work.Sum, earlier map[monthMember]paid) ([][]Slip, error) {
	sheet := payer{map[cal.Month]*holds{}, tx}
	var err error
	var months [][]Slip
	add := func(s Slip) error {
		before, again := earlier[monthMember{s.Month, s.Member}]
		if err := sheet.workOut(&s, before); err != nil || again && s.Amount.IsZero() {
			return err
		}
		if last := len(months) - 1; last < 0 || months[last][0].Month != s.Month {
			months = append(months, nil)
		}
		months[len(months)-1] = append(months[len(months)-1], s)
		return nil
	}
	var now Slip
	for _, s := range withPaidOnly(sums, earlier) {
		if s.Month != now.Month || s.Member != now.Member {
			if now.Member != "" {
				if err := add(now); err != nil {
					return nil, err
				}
			}
			now = Slip{Month: s.Month, Member: s.Member}
		}
		if s.Operation != "" {
			now.Lines = append(now.Lines, Line{s.Operation, s.Quality, s.Rate, s.Per, s.Quantity, s.Hours})
		}
	}
	if now.Member != "" {
		err = add(now)
	}
	return months, err
}

// payer knows what a slip needs beside its lines.
type payer struct {
	months map[cal.Month]*holds
	tx     *db.Tx
}

// holds is what holds at the end of a month.
type holds struct {
	charter  unit.Charter
	currency money.Currency
	standing map[string]string // of each member
}

// month reads what holds at the end of a month, once.
func (p payer) month(m cal.Month) (*holds, error) {
	if h := p.months[m]; h != nil {
		return h, nil
	}
	u, err := unit.At(p.tx, m.Last())
	if err != nil {
		return nil, err
	}
	h := &holds{currency: u.Currency, standing: map[string]string{}}
	if h.charter, err = unit.CharterAt(p.tx, m.Last()); err != nil {
		return nil, err
	}
	all, err := member.List(p.tx, unit.AsOf{Day: m.Last()})
	for _, who := range all {
		h.standing[who.No] = who.Standing
	}
	p.months[m] = h
	return h, err
}

// workOut is the rule of pay: the lines' exact sum, times the percentage,
// rounded once, less what the month has had before.
func (p payer) workOut(s *Slip, had paid) error {
	h, err := p.month(s.Month)
	if err != nil {
		return err
	}
	s.Percent = money.DecimalOf(100, 0)
	if h.standing[s.Member] == member.Apprentice {
		if s.Percent, err = h.charter.Decimal("apprentice_pay_pct"); err != nil {
			return err
		}
	}
	s.Before = money.Of(had.coins, h.currency)
	earned, err := Earned(s.Lines, s.Percent, h.currency)
	if err != nil {
		return err
	}
	s.Amount, err = earned.Minus(s.Before)
	return err
}

// Earned is what lines of work come to: added up exactly, times the percentage,
// rounded once, half up.
func Earned(lines []Line, percent money.Decimal, c money.Currency) (money.Amount, error) {
	sum, term := new(big.Rat), new(big.Rat)
	for _, l := range lines {
		sum.Add(sum, term.Mul(l.Quantity.Rat(), l.Rate.Rat()))
	}
	sum.Mul(sum, percent.Rat()).Quo(sum, big.NewRat(100, 1))
	return money.HalfUp(sum, c)
}

// post posts a month's slips as one entry and keeps them.
func post(tx *db.Tx, slips []Slip, number int64) (MonthRun, error) {
	month, c := slips[0].Month, slips[0].Amount.Currency
	run := MonthRun{Month: month, Run: number, Slips: len(slips)}
	e := ledger.Entry{Day: month.Last(), Kind: "pay", Currency: c, Postings: make([]ledger.Posting, 1, len(slips)+1)}
	total := money.NewSum(c)
	for i := range slips {
		s := &slips[i]
		s.Run = number
		total.Add(s.Amount)
		e.Postings = append(e.Postings, ledger.Posting{Account: ledger.PersonalAccounts, Party: s.Member, Amount: -s.Amount.Coins})
	}
	var err error
	if run.Total, err = total.Amount(); err != nil {
		return run, err
	}
	e.Memo = fmt.Sprintf("Pay of %s, run %d: %d slips", month, run.Run, len(slips))
	e.Postings[0] = ledger.Posting{Account: ledger.Pay, Amount: run.Total.Coins}
	if slices.ContainsFunc(slips, func(s Slip) bool { return !s.Amount.IsZero() }) {
		if run.Entry, err = ledger.Post(tx, e); err != nil {
			return run, err
		}
	}
	return run, insertRun(tx, run, slips)
}

// SlipIn names a slip.
type SlipIn struct {
	Member string    `help:"the member's number"`
	Month  cal.Month `help:"the month, such as 1956-03"`
}

// Paper is a member's pay of a month, with how it was worked out.
type Paper struct {
	Unit   unit.Unit     `json:"unit"`
	Member member.Member `json:"member"`
	Slips  []Slip        `json:"slips"` // one a run
	Amount money.Amount  `json:"amount"`
	Steps  *explain.Step `json:"steps"`
}

// ShowSlip is a member's pay slip of a month.
func ShowSlip(tx *db.Tx, in SlipIn) (Paper, error) {
	if err := member.Own(tx, in.Member); err != nil {
		return Paper{}, err
	}
	p := Paper{}
	var err error
	if p.Member, err = member.At(tx, in.Member, in.Month.Last()); err != nil {
		return p, err
	}
	if p.Unit, err = unit.At(tx, in.Month.Last()); err != nil {
		return p, err
	}
	if p.Slips, err = SlipsOf(tx, in.Member, in.Month, in.Month); err != nil {
		return p, err
	}
	if len(p.Slips) == 0 {
		return p, fault.Missing.Errorf("%s has no pay slip for %s.", in.Member, in.Month)
	}
	p.Amount = p.Slips[len(p.Slips)-1].total()
	charter, err := unit.CharterAt(tx, in.Month.Last())
	if err != nil {
		return p, err
	}
	p.Steps, err = Explain(p.Slips, charter)
	return p, err
}

// total is what the month has had with this run.
func (s Slip) total() money.Amount { return money.Of(s.Amount.Coins+s.Before.Coins, s.Amount.Currency) }

// Bearer is somebody who has a pay slip, and what it comes to.
type Bearer struct {
	Member string       `json:"member"`
	Name   string       `json:"name"`
	Amount money.Amount `json:"amount"`
}

// Bearers are all who have a pay slip of a month, by number.
func Bearers(tx *db.Tx, in OfMonth) (all []Bearer, err error) {
	slips, err := Register(tx, in)
	if err != nil {
		return nil, err
	}
	names, err := member.Register(tx)
	for _, s := range slips { // by member and then by run, of which the last knows what the others paid
		b := Bearer{s.Member, names[s.Member].Name, s.total()}
		if n := len(all); n > 0 && all[n-1].Member == s.Member {
			all[n-1] = b
			continue
		}
		all = append(all, b)
	}
	if err == nil && len(all) == 0 {
		err = fault.Missing.Errorf("The pay of %s has not been worked out yet. Run it first (“pay run”).", in.Month)
	}
	return all, err
}
