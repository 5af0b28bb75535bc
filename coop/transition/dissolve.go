package transition

import (
	"fmt"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/capital"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/unit"
)

// dissolve winds a unit up: shares are owed back to their holders, what is left
// in cash, tools and funds goes to the heir, and everybody leaves. What members
// are owed stays in the books, with the cash that pays it.
func (s *Shown) dissolve(tx *db.Tx) error {
	u, err := unit.At(tx, s.Since)
	if err != nil {
		return err
	}
	l, err := windUp(tx, s.Since, u.Currency)
	if err != nil {
		return err
	}
	if err := capital.GiveBackAll(tx, s.Since, u.Currency); err != nil {
		return err
	}
	entry := ledger.Entry{Day: s.Since, Kind: "wound up", Memo: fmt.Sprintf("What is left goes to %s", s.Heir), Currency: u.Currency}
	for _, st := range l.rest {
		entry.Postings = append(entry.Postings, ledger.Posting{Account: st.Account, Party: st.Party, Amount: -st.Amount.Coins})
	}
	if over := l.cash - l.members; over != 0 {
		entry.Postings = append(entry.Postings, ledger.Posting{Account: ledger.Cash, Amount: -over})
	}
	number := int64(0)
	if len(entry.Postings) > 0 {
		if number, err = ledger.Post(tx, entry); err != nil {
			return err
		}
	}
	all := func(string) bool { return true } // of shares only entrance fees are left
	if err := capital.PassOn(tx, s.Since, u.Currency, number, all, all); err != nil {
		return err
	}
	return everybodyLeaves(tx, s.Since)
}

func everybodyLeaves(tx *db.Tx, day cal.Day) error {
	all, err := member.List(tx, unit.AsOf{Day: day})
	if err != nil {
		return err
	}
	for _, m := range all {
		if !m.In(day) || m.Left != "" {
			continue
		}
		if _, err := member.Leave(tx, member.Leaving{Member: m.No, Day: day, Why: "the unit was wound up"}); err != nil {
			return err
		}
	}
	return nil
}

// asWorkedOut holds what was done against what the members were shown.
func (s *Shown) asWorkedOut(tx *db.Tx) error {
	u, err := unit.At(tx, s.Since)
	if err != nil {
		return err
	}
	for _, at := range []struct {
		account string
		of      func(Effect) int64
	}{
		{ledger.CashShares, func(e Effect) int64 { return e.Cash.Then.Coins }}, {ledger.ToolShares, func(e Effect) int64 { return e.Tool.Then.Coins }},
		{ledger.ToolsOwed, func(e Effect) int64 { return e.Owed.Then.Coins }}, {ledger.PersonalAccounts, func(e Effect) int64 { return e.Account.Then.Coins }},
	} {
		stands, err := ledger.Parties(tx, at.account, s.Since, u.Currency)
		if err != nil {
			return err
		}
		for _, e := range s.Members {
			should := at.of(e)
			if slices.Contains(s.Going, e.Member) { // it stands in another unit's books now
				should = 0
			}
			if -stands[e.Member] != should {
				return fault.Conflict.Errorf("%s would stand at %d on account %s and not at %d, as the members were shown.", e.Member, -stands[e.Member], at.account, should)
			}
		}
	}
	return nil
}
