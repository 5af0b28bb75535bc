package surplus

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
)

// Verify works a year's distribution out again from what it was worked out
// from, and holds it against the portions and the entry that were kept; then
// has every explanation recompute itself to its amount. It returns how many
// members it explained.
func Verify(tx *db.Tx, year cal.Year) (members int, err error) {
	m, err := remake(tx, year) // not from the cache: what is kept is what is checked
	if err != nil {
		return 0, err
	}
	if err := m.st.Balance(); err != nil {
		return 0, err
	}
	if err := verifyPortions(tx, m.st); err != nil {
		return 0, err
	}
	if err := verifyEntry(tx, m.st); err != nil {
		return 0, err
	}
	shared := explain.Recomputed{} // what goes back into the books is the same for all
	if net := m.facts.Trace("", netName); net != nil {
		if err := shared.Share(net); err != nil {
			return 0, err
		}
	}
	for _, one := range m.st.Members {
		step, err := m.st.ExplainMember(one.No)
		if err != nil {
			return members, err
		}
		if err := comesTo(shared, step, one.Total); err != nil {
			return members, fault.Conflict.Errorf("The explanation of %s for %d: %w", one.No, int(year), err)
		}
		members++
	}
	return members, nil
}

func comesTo(shared explain.Recomputed, s *explain.Step, to money.Amount) error {
	if err := shared.Recompute(s); err != nil {
		return err
	}
	if s.Result.Cmp(to.Rat()) != 0 {
		return fault.Conflict.Errorf("it comes to %s, not to %s.", s.Result, to)
	}
	return nil
}

func verifyPortions(tx *db.Tx, st Statement) error {
	kept, err := Portions(tx, cal.Year(st.Year))
	if err != nil {
		return err
	}
	if len(kept) != len(st.Members)*len(st.Pools) {
		return fault.Conflict.Errorf("%d portions of %d are kept; the division has %d.", len(kept), st.Year, len(st.Members)*len(st.Pools))
	}
	for _, p := range kept {
		m, ok := st.member(p.Member)
		for i, s := range m.Shares {
			if st.Pools[i] == p.Pool && (s.Amount.Coins != p.Amount.Coins || s.Cut.Coins != p.Cut) {
				ok = false
			}
		}
		if !ok {
			return fault.Conflict.Errorf("%s of %s for %d is kept as %s, which is not what the division gives.", p.Pool, p.Member, st.Year, p.Amount)
		}
	}
	return nil
}

// verifyEntry holds the entry of the distribution to the division.
func verifyEntry(tx *db.Tx, st Statement) error {
	number, err := db.One[int64](tx, `select entry from distribution where unit = $1 and year = $2`, tx.Unit, st.Year)
	if err != nil {
		return err
	}
	if number == 0 && st.Net.IsZero() {
		return nil
	}
	e, err := ledger.Show(tx, ledger.ByNumber{Number: number})
	if err != nil {
		return err
	}
	posted := map[ledger.Posting]int64{}
	for _, p := range e.Postings {
		posted[ledger.Posting{Account: p.Account, Party: p.Party}] += p.Amount
	}
	for _, p := range entryOf(st, e.Day).Postings {
		posted[ledger.Posting{Account: p.Account, Party: p.Party}] -= p.Amount
	}
	for k, difference := range posted {
		if difference != 0 {
			return fault.Conflict.Errorf("Entry %d, account %s %s, is not what the division of %d gives.", number, k.Account, k.Party, st.Year)
		}
	}
	return nil
}
