package pay

import (
	"cmp"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/member"
	"artel/coop/unit"
	"artel/coop/work"
)

// Expected is what typed rows of work come to before they are recorded, and
// what is wrong with the others.
type Expected struct {
	Rows     int              `json:"rows"` // that are right
	Quantity measure.Quantity `json:"quantity"`
	Hours    measure.Quantity `json:"hours"`
	Pay      money.Amount     `json:"pay"`
	Members  []Earning        `json:"members"`
	Wrong    []fault.Problem  `json:"wrong,omitempty"` // by the row's place, from 1
}

// Earning is what one member would earn by the rows alone. Pay itself is rounded
// once a month, over all the month's work.
type Earning struct {
	Member string       `json:"member"`
	Name   string       `json:"name"`
	Rows   int          `json:"rows"`
	Pay    money.Amount `json:"pay"`
}

// Expect says what typed rows would earn, by the very rules of recording and of
// pay. It keeps nothing. Wrong rows are part of its answer, since it is asked
// while somebody is still typing.
func Expect(tx *db.Tx, in work.ByHand) (e Expected, err error) {
	held, wrong, err := work.Hold(tx, in)
	if err != nil {
		return e, err
	}
	e.Wrong, e.Rows = wrong, len(held)
	slips := map[monthMember]*Slip{}
	rows := map[string]int{}
	for _, h := range held {
		e.Quantity += h.Quantity
		e.Hours += h.Hours
		key := monthMember{h.Day.Month(), h.Member}
		if slips[key] == nil {
			slips[key] = &Slip{Month: key.month, Member: key.member}
		}
		slips[key].Lines = append(slips[key].Lines, Line{h.Operation, h.Quality, h.Rate.Rate, h.Rate.Per, h.Quantity, h.Hours})
		rows[h.Member]++
	}
	return e, e.add(tx, slips, rows)
}

// add works the slips out and adds them up by member.
func (e *Expected) add(tx *db.Tx, slips map[monthMember]*Slip, rows map[string]int) error {
	sheet := payer{map[cal.Month]*holds{}, tx}
	names, err := member.Register(tx)
	if err != nil {
		return err
	}
	u, err := unit.Now(tx)
	if err != nil {
		return err
	}
	total, by := money.NewSum(u.Currency), map[string]*Earning{}
	for _, s := range slips {
		if err := sheet.workOut(s, paid{}); err != nil {
			return err
		}
		total.Add(s.Amount)
		if by[s.Member] == nil {
			by[s.Member] = &Earning{Member: s.Member, Name: names[s.Member].Name, Rows: rows[s.Member], Pay: money.Of(0, s.Amount.Currency)}
		}
		if by[s.Member].Pay, err = by[s.Member].Pay.Plus(s.Amount); err != nil {
			return err
		}
	}
	for _, one := range by {
		e.Members = append(e.Members, *one)
	}
	slices.SortFunc(e.Members, func(a, b Earning) int { return cmp.Compare(a.Member, b.Member) })
	e.Pay, err = total.Amount()
	return err
}
