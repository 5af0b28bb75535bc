// Package surplus divides what a year left over, as the members voted.
//
// Three things meet here. The charter says how: its waterfall (waterfall.go) is
// a list of lines, each with its clause, that run one after another over the
// year's net revenue. The books say what: net revenue, funds, each member's pay
// and share-days (facts.go). The assembly says whether: nothing is posted
// without a resolution that carries it (S34).
//
// [Divide] is the whole rule and is pure. [Distribute] is the act: the year is
// closed, the resolution is carried, the division is worked out, posted on the
// day of the resolution, kept, and the year locked. What is kept is not only the
// amounts but the facts and lines they were worked out from, so that the
// explanation a member asks for years later is the calculation itself, made
// again, and must come to the same coin.
//
// Invariants: net revenue is to the coin the sum of dues, funds, members' parts
// and what is carried forward; a year is shared out once; every member's amount
// recomputes from its explanation.
package surplus

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/assembly"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/unit"
)

// Acts are what a person may do with the surplus.
var Acts = []act.Act{
	act.Ask("surplus preview", "What sharing out a closed year would come to, before it is voted on", act.See, Preview),
	act.Ask("surplus year", "Year-end: what is still open, what the charter makes of the year, and what other percentages would", act.See, Propose),
	act.Do("surplus distribute", "Share out a closed year's surplus, as a carried resolution says, and lock the year", act.Lead, Distribute),
	act.Ask("surplus statement", "The statement of a year: net revenue, tax, funds, dividends, and every member's part", act.See, YearStatement),
	act.Ask("surplus explain", "How all that a member got of a year was worked out, step by step", act.SeeOwn, ExplainYear),
	act.Ask("surplus slip", "A member's distribution slip of a year", act.SeeOwn, DistributionSlip),
	act.Ask("surplus slips", "Who has a distribution slip of a year; on the web, all of them printed in one go", act.See, Slips),
	act.Ask("tax sheet", "The tax of a year: before relief, each relief, and what is due", act.See, SheetOfTax),
	act.Do("surplus measure", "Record a number of a member and year that the charter's own formulas name", act.Books, SetMeasure),
	act.Ask("surplus measures", "The numbers on record for the charter's own formulas", act.See, MeasuresOf),
	act.Ask("charter waterfall", "The lines by which the charter shares out a surplus, in order", act.SeeOwn, ShowWaterfall),
	act.Do("charter adopt", "Adopt the lines by which a surplus is shared out, by a resolution", act.Lead, Adopt),
}

// Decision is what the assembly resolved on a year.
type Decision struct {
	Year       cal.Year `help:"the year whose surplus is shared out"`
	Resolution int64    `help:"number of the resolution that carries it"`
}

// Distributed is a distribution as it was posted.
type Distributed struct {
	Entry int64 `json:"entry"`
	Key
}

// Preview works out a closed year, or an open one as it stands, and posts
// nothing.
func Preview(tx *db.Tx, in ledger.OfYear) (Key, error) {
	_, st, facts, err := workOut(tx, in.Year, "")
	if err != nil {
		return Key{}, err
	}
	return keyOf(tx, st, facts)
}

// workOut gathers the facts of a year and divides it.
func workOut(tx *db.Tx, year cal.Year, resolution string) (Waterfall, Statement, Facts, error) {
	w, err := WaterfallAt(tx, year.Last())
	if err != nil {
		return w, Statement{}, Facts{}, err
	}
	facts, err := Gather(tx, year, w)
	if err != nil {
		return w, Statement{}, facts, err
	}
	if err := w.missing(facts.Rules); err != nil {
		return w, Statement{}, facts, err
	}
	facts.Resolution = resolution
	st, err := Divide(w, facts)
	return w, st, facts, err
}

// Distribute shares out the surplus of a closed year (S33, S34).
func Distribute(tx *db.Tx, in Decision) (Distributed, error) {
	state, err := ledger.State(tx, in.Year)
	if err != nil {
		return Distributed{}, err
	}
	switch state {
	case ledger.Open:
		return Distributed{}, fault.Conflict.Errorf("%d is still open. Close it first (“year close”), then share it out.", int(in.Year))
	case ledger.Locked:
		return Distributed{}, fault.Conflict.Errorf("The surplus of %d has been shared out already.", int(in.Year))
	}
	if before, err := ledger.State(tx, in.Year-1); err != nil || before == ledger.Closed {
		return Distributed{}, fault.Conflict.Errorf("The surplus of %d has not been shared out yet; that comes first.", int(in.Year-1))
	}
	r, err := assembly.Carries(tx, in.Resolution, in.Year, "distribution")
	if err != nil {
		return Distributed{}, err
	}
	w, st, facts, err := workOut(tx, in.Year, fmt.Sprintf("resolution %d of %s", r.Number, r.Date))
	if err != nil {
		return Distributed{}, err
	}
	if err := ledger.SetState(tx, in.Year, ledger.Locked); err != nil {
		return Distributed{}, err
	}
	entry := int64(0) // a year that left nothing moves nothing
	if !st.Net.IsZero() {
		if entry, err = ledger.Post(tx, entryOf(st, r.Date)); err != nil {
			return Distributed{}, err
		}
	}
	if err := keep(tx, in, entry, w, facts, st); err != nil {
		return Distributed{}, err
	}
	key, err := keyOf(tx, st, facts)
	return Distributed{entry, key}, err
}

// entryOf is how a distribution stands in the books, on the day it was resolved.
func entryOf(st Statement, day cal.Day) ledger.Entry {
	e := ledger.Entry{Day: day, Kind: "distribution", Memo: fmt.Sprintf("Surplus of %d shared out, %s", st.Year, st.Resolution), Currency: st.Currency}
	add := func(account, party string, coins int64) {
		e.Postings = append(e.Postings, ledger.Posting{Account: account, Party: party, Amount: -coins})
	}
	add(ledger.Undivided, "", -st.Net.Coins)
	for _, l := range st.Lines {
		switch l.Kind {
		case Fund:
			account, party := FundAccount(l.fund())
			add(account, party, l.Amount.Coins+l.OverCap.Coins)
		case Due, Withheld:
			account, party := ledger.TaxOwed, ""
			if l.Name != "tax" {
				account, party = ledger.LevyOwed, l.Name
			}
			add(account, party, l.Amount.Coins)
		}
	}
	for _, m := range st.Members {
		add(ledger.PersonalAccounts, m.No, m.Total.Coins)
	}
	add(ledger.LossCarried, "", st.Carried.Coins)
	return e
}

// FundAccount is where a fund stands in the books. A fund that has no account of
// its own stands, under its name, among the other funds.
func FundAccount(fund string) (account, party string) {
	switch fund {
	case "accumulation":
		return ledger.Accumulation, ""
	case "welfare":
		return ledger.Welfare, ""
	case "education":
		return ledger.Education, ""
	case "contingency":
		return ledger.Contingency, ""
	case "loss_carried":
		return ledger.LossCarried, ""
	}
	return ledger.OtherFunds, fund
}

// ExplainIn names a member and a year.
type ExplainIn struct {
	Year   cal.Year `help:"the year"`
	Member string   `help:"the member's number"`
}

// ExplainYear says how all that a member got of a year came to be: pay, from the
// work records on; share and labour dividend, from the books on.
func ExplainYear(tx *db.Tx, in ExplainIn) (*explain.Step, error) {
	if err := member.Own(tx, in.Member); err != nil {
		return nil, err
	}
	m, err := load(tx, in.Year)
	if err != nil {
		return nil, err
	}
	st, facts := m.st, m.facts
	if _, ok := st.member(in.Member); !ok {
		return nil, fault.Missing.Errorf("%s had no part in the year %d.", in.Member, int(in.Year))
	}
	dividends, err := st.ExplainMember(in.Member)
	if err != nil {
		return nil, err
	}
	pay, err := tracePay(tx, facts, in.Member)
	if err != nil || pay == nil {
		return dividends, err
	}
	return explain.Work(explain.Step{
		Label: "All that %s had of %s", Args: []string{in.Member, in.Year.String()}, Formula: "pay + dividends",
		Digits: st.Currency.Digits(), Unit: string(st.Currency), Resolution: st.Resolution,
		Operands: []explain.Operand{pay.As("pay"), dividends.As("dividends")},
	})
}

// Slip is a member's distribution slip.
type Slip struct {
	Unit       unit.Unit     `json:"unit"`
	Member     member.Member `json:"member"`
	Year       cal.Year      `json:"year"`
	Resolution string        `json:"resolution"`
	Pay        money.Amount  `json:"pay"`
	Parts      []Part        `json:"parts"` // of each pool
	Total      money.Amount  `json:"total"` // of the parts, less what is withheld
	Steps      *explain.Step `json:"steps"`
}

// Part is a member's part of one pool.
type Part struct {
	Label  string       `json:"label"`
	Clause string       `json:"clause"`
	Before money.Amount `json:"before"` // the cap
	Cut    money.Amount `json:"cut"`
	Amount money.Amount `json:"amount"`
}

// DistributionSlip is what a member got of a year's surplus, with its
// explanation.
func DistributionSlip(tx *db.Tx, in ExplainIn) (Slip, error) {
	s := Slip{Year: in.Year}
	var err error
	if s.Steps, err = ExplainYear(tx, in); err != nil {
		return s, err
	}
	m, err := load(tx, in.Year)
	if err != nil {
		return s, err
	}
	st, facts := m.st, m.facts
	if s.Unit, err = unit.At(tx, in.Year.Last()); err != nil {
		return s, err
	}
	if s.Member, err = member.At(tx, in.Member, in.Year.Last()); err != nil {
		return s, err
	}
	if s.Pay, err = facts.payOf(in.Member); err != nil {
		return s, err
	}
	one, _ := st.member(in.Member)
	s.Resolution, s.Total = st.Resolution, one.Total
	for i, share := range one.Shares {
		l, _ := st.Line(st.Pools[i])
		s.Parts = append(s.Parts, Part{l.Label, l.Clause, share.Part, share.Cut, share.Amount})
	}
	return s, nil
}

// member is what a member gets; members stand in the order of their numbers.
func (st Statement) member(no string) (MemberResult, bool) {
	i, ok := slices.BinarySearchFunc(st.Members, no, func(m MemberResult, no string) int { return cmp.Compare(m.No, no) })
	if !ok {
		return MemberResult{}, false
	}
	return st.Members[i], true
}

// frozen is what a distribution was worked out from, as it is kept.
type frozen struct {
	Waterfall Waterfall `json:"waterfall"`
	Facts     Facts     `json:"facts"`
}

func keep(tx *db.Tx, in Decision, entry int64, w Waterfall, facts Facts, st Statement) error {
	text, err := json.Marshal(frozen{w, facts})
	if err != nil {
		return err
	}
	return insertDistribution(tx, in, entry, string(text), st)
}

// Bearer is somebody who has a slip, and what it comes to.
type Bearer struct {
	Member string       `json:"member"`
	Name   string       `json:"name"`
	Amount money.Amount `json:"amount"`
}

// Slips are all who have a distribution slip of a year, by number.
func Slips(tx *db.Tx, in ledger.OfYear) (all []Bearer, err error) {
	m, err := load(tx, in.Year)
	if err != nil {
		return nil, err
	}
	names, err := member.Register(tx)
	for _, one := range m.st.Members {
		if _, has := m.key.Detail[one.No]; has {
			all = append(all, Bearer{one.No, names[one.No].Name, one.Total})
		}
	}
	return all, err
}
