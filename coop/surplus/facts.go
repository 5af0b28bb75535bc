package surplus

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/capital"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/pay"
	"artel/coop/unit"
)

// The facts of a member, in the order of their columns.
var columns = []Column{
	{Name: "pay", Label: "Pay"},
	{Name: "is_member", Label: "Membership (1, or 0 for an apprentice)", Source: "register of members"},
	{Name: "share_days", Label: "Cash shares times days held", Source: "register of shares"},
	{Name: "reference_wage", Label: "Reference wage of the grade"},
}

// Gather reads from the books and registers all that a division of the year
// may ask for.
func Gather(tx *db.Tx, year cal.Year, w Waterfall) (Facts, error) {
	u, err := unit.At(tx, year.Last())
	if err != nil {
		return Facts{}, err
	}
	f := Facts{Currency: u.Currency, Year: int(year), Rules: map[string]string{}, Clauses: map[string]string{}, Book: map[string]Fact{}}
	charter, err := unit.CharterAt(tx, year.Last())
	if err != nil {
		return f, err
	}
	for _, r := range charter.List() {
		if r.Rule != WaterfallRule {
			f.Rules[r.Rule], f.Clauses[r.Rule] = r.Value, r.Clause
		}
	}
	f.Charter = fmt.Sprintf("charter as of %s", year.Last())
	if err := f.gatherBook(tx, year); err != nil {
		return f, err
	}
	return f, f.gatherMembers(tx, year, u, w)
}

// funds that the books keep, by the name formulas call them, with _before.
var keptFunds = map[string]string{
	"accumulation": ledger.Accumulation, "welfare": ledger.Welfare, "education": ledger.Education, "contingency": ledger.Contingency,
}

func (f *Facts) gatherBook(tx *db.Tx, year cal.Year) error {
	result, err := ledger.YearResult(tx, ledger.OfYear{Year: year})
	if err != nil {
		return err
	}
	c := string(f.Currency)
	f.Book["net"] = Fact{explain.Number{Rat: result.Net.Rat()}, "Net revenue of " + year.String(), c, "books of " + year.String()}
	f.Book["days"] = Fact{explain.Num(int64(year.Days()), 1), "Days of " + year.String(), "days", "calendar"}
	stand := func(name, label, account string, sign int64) error {
		b, err := ledger.BalanceOf(tx, account, year.Last(), f.Currency)
		if err == nil {
			f.Book[name] = Fact{explain.Number{Rat: money.Of(max(0, sign*b.Coins), f.Currency).Rat()}, label, c, "account " + account + " on " + string(year.Last())}
		}
		return err
	}
	for fund, account := range keptFunds {
		if err := stand(fund+"_before", strings.ToUpper(fund[:1])+fund[1:]+" fund before", account, -1); err != nil {
			return err
		}
	}
	if err := stand("loss_carried", "Loss carried forward", ledger.LossCarried, 1); err != nil {
		return err
	}
	if err := stand("carried_before", "Carried forward from earlier years", ledger.LossCarried, -1); err != nil {
		return err
	}
	if err := stand("cash", "Cash and bank", ledger.Cash, 1); err != nil {
		return err
	}
	return stand("capital", "Members' cash shares", ledger.CashShares, -1)
}

func (f *Facts) gatherMembers(tx *db.Tx, year cal.Year, u unit.Unit, w Waterfall) error {
	members, err := member.List(tx, unit.AsOf{Day: year.Last()})
	if err != nil {
		return err
	}
	earned, err := pay.ByMember(tx, year)
	if err != nil {
		return err
	}
	held, err := daysHeld(tx, year, members, f.Currency)
	if err != nil {
		return err
	}
	wages, err := unit.WagesOf(tx, year, u.Trade)
	if err != nil {
		return err
	}
	f.describe(year)
	capped := w.uses("reference_wage") && f.Book[netName].Value.Sign() > 0 // a loss gives nobody too much
	for _, m := range members {
		if m.Left != "" && m.Left < year.First() {
			continue
		}
		is := explain.Num(0, 1)
		wage, has := wages[m.Grade]
		if m.Standing == member.Full {
			is = explain.Num(1, 1)
			if capped && !has {
				return fault.Missing.Errorf("There is no reference wage for %s, grade %s, in %d, which %s needs for the wage cap. Set it with “charter wage”, or in the sheet “reference_wages”.", u.Trade, m.Grade, int(year), m.No)
			}
		}
		days := held[m.No]
		if days == nil {
			days = new(big.Rat)
		}
		f.Members = append(f.Members, Member{m.No, []explain.Number{{Rat: earned[m.No].Rat()}, is, {Rat: days}, {Rat: wage.Rat()}}})
	}
	slices.SortFunc(f.Members, func(a, b Member) int { return strings.Compare(a.No, b.No) }) // whatever the database's order of texts
	return f.addMeasures(tx, year)
}

// describe says of each column where it stands and in what it is counted.
func (f *Facts) describe(year cal.Year) {
	f.Columns = append([]Column(nil), columns...)
	c := string(f.Currency)
	f.Columns[0].Unit, f.Columns[0].Source = c, "pay runs of "+year.String()
	f.Columns[2].Unit = c + " × days"
	f.Columns[3].Unit, f.Columns[3].Source = c, "reference wages of "+year.String()
}

// uses says whether any formula of the waterfall names a fact.
func (w Waterfall) uses(name string) bool {
	for _, l := range w {
		if strings.Contains(l.Formula+" "+l.By+" "+l.Who+" "+l.Cap+" "+l.SplitOf, name) {
			return true
		}
	}
	return false
}

// daysHeld is, of each member, the sum of cash shares times the days they were
// held in the year, both ends counted, until the day of leaving. Shares in a
// currency that the books have left count at its exact worth.
func daysHeld(tx *db.Tx, year cal.Year, members []member.Member, c money.Currency) (map[string]*big.Rat, error) {
	until := map[string]cal.Day{}
	for _, m := range members {
		until[m.No] = m.Left
	}
	moves, err := capital.CashMovements(tx, year.Last())
	if err != nil {
		return nil, err
	}
	changes, err := unit.Redenominations(tx)
	if err != nil {
		return nil, err
	}
	held := map[string]*big.Rat{}
	for _, m := range moves {
		days := cal.Overlap(m.Day, until[m.Member], year)
		if days == 0 {
			continue
		}
		value := m.Amount.Rat()
		for _, r := range changes {
			if m.Amount.Currency == r.From && m.Amount.Currency != c {
				value.Quo(value, big.NewRat(r.Divisor, 1))
			}
		}
		if held[m.Member] == nil {
			held[m.Member] = new(big.Rat)
		}
		held[m.Member].Add(held[m.Member], value.Mul(value, big.NewRat(int64(days), 1)))
	}
	return held, nil
}

// payOf is a member's pay of the year, as the distribution knew it.
func (f Facts) payOf(no string) (money.Amount, error) {
	i, found := slices.BinarySearchFunc(f.Members, no, func(m Member, no string) int { return strings.Compare(m.No, no) })
	if !found {
		return money.Of(0, f.Currency), nil
	}
	return money.HalfUp(f.Members[i].Values[0].Rat, f.Currency)
}
