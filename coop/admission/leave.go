package admission

import (
	"encoding/json"
	"fmt"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/assembly"
	"artel/coop/capital"
	"artel/coop/credit"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/pay"
	"artel/coop/unit"
)

// partsRule is the charter's rule in how many yearly parts a leaver's shares are
// paid back; at once where it is silent.
const partsRule = "withdrawal_parts"

// How somebody leaves.
const (
	OwnWish   = "own wish"
	Death     = "death"
	Exclusion = "exclusion"
)

// Due is what is payable from a day on.
type Due struct {
	Day    cal.Day      `json:"day"`
	Amount money.Amount `json:"amount"`
}

// Settlement is what a member who leaves is paid, and how that comes about: what
// was on their account, and their shares, less what they owe; the shares in
// yearly parts. What is owed for tools goes on by its instalments.
type Settlement struct {
	Member    string       `json:"member"`
	Name      string       `json:"name"`
	Day       cal.Day      `json:"day"`
	Kind      string       `json:"kind,omitempty" words:"yes"`
	Settled   bool         `json:"settled"`
	Account   money.Amount `json:"account"` // before
	Shares    money.Amount `json:"shares"`  // given back
	Tools     money.Amount `json:"tool_shares"`
	Owes      money.Amount `json:"owes"`    // on loans, with interest
	SetOff    money.Amount `json:"set_off"` // of it, against account and shares
	StillOwes money.Amount `json:"still_owes"`
	Left      money.Amount `json:"left"` // on the account, of which
	Parts     []Due        `json:"parts"`
	ByTools   money.Amount `json:"owed_for_tools"` // paid by their own instalments
	Clause    string       `json:"clause,omitempty"`
	Open      []string     `json:"open"` // what must be done first
	Before    []Words      `json:"-"`    // the same, for any language
}

// Who names a member who leaves, or has left.
type Who struct {
	Member string  `help:"the member's number"`
	Day    cal.Day `help:"the last day as a member; today where left out" opt:"yes"`
}

// Show works a settlement out, or shows the one that was booked.
func Show(tx *db.Tx, in Who) (s Settlement, err error) {
	if err := member.Own(tx, in.Member); err != nil {
		return s, err
	}
	kept, err := db.All[string](tx, `select result from settlement where unit = $1 and member = $2 order by act desc`, tx.Unit, in.Member)
	if err != nil {
		return s, err
	}
	if len(kept) > 0 {
		err = json.Unmarshal([]byte(kept[0]), &s)
		return s, err
	}
	return workOut(tx, in.Member, unit.AsOf{Day: in.Day}.Or(tx))
}

func workOut(tx *db.Tx, no string, day cal.Day) (s Settlement, err error) {
	m, err := member.At(tx, no, "")
	if err != nil {
		return s, err
	}
	u, err := unit.At(tx, day)
	if err != nil {
		return s, err
	}
	charter, err := unit.CharterAt(tx, day)
	if err != nil {
		return s, err
	}
	zero := money.Of(0, u.Currency)
	s = Settlement{Member: no, Name: m.Name, Day: day, Account: zero, Shares: zero, Tools: zero, Owes: zero, SetOff: zero, StillOwes: zero, Left: zero, ByTools: zero}
	stands := func(account string, into *money.Amount) {
		if err == nil {
			var by map[string]int64
			by, err = ledger.Parties(tx, account, day, u.Currency)
			into.Coins = -by[no]
		}
	}
	stands(ledger.PersonalAccounts, &s.Account)
	stands(ledger.CashShares, &s.Shares)
	stands(ledger.ToolShares, &s.Tools)
	stands(ledger.ToolsOwed, &s.ByTools)
	if err != nil {
		return s, err
	}
	s.ByTools.Coins += s.Tools.Coins // which are bought out
	running, err := loansOf(tx, no, day)
	for _, l := range running {
		s.Owes.Coins += l.Left.Coins + l.Interest.Coins
	}
	if err != nil {
		return s, err
	}
	if s.Before, err = open(tx, m, day); err != nil {
		return s, err
	}
	for _, w := range s.Before {
		s.Open = append(s.Open, w.String())
	}
	have := s.Account.Coins + s.Shares.Coins
	s.SetOff.Coins = max(0, min(have, s.Owes.Coins))
	s.StillOwes.Coins = s.Owes.Coins - s.SetOff.Coins + max(0, -have)
	s.Left.Coins = max(0, have-s.SetOff.Coins)
	return s, s.schedule(charter)
}

// schedule lays what is left out: what was on the account at once, shares in
// yearly parts, the spare coins in the first.
func (s *Settlement) schedule(charter unit.Charter) error {
	n := int64(1)
	if rule, has := charter[partsRule]; has {
		var err error
		if n, err = charter.Whole(partsRule); err != nil {
			return err
		}
		s.Clause = rule.Clause
	}
	if s.Left.IsZero() {
		return nil
	}
	ofShares := money.Of(min(s.Left.Coins, s.Shares.Coins), s.Left.Currency)
	parts, err := capital.Equal(ofShares, max(n, 1))
	for i, p := range parts {
		if i == 0 {
			p.Coins += s.Left.Coins - ofShares.Coins
		}
		if p.Coins > 0 {
			s.Parts = append(s.Parts, Due{cal.On(s.Day.Time().AddDate(i, 0, 0)), p})
		}
	}
	return err
}

func loansOf(tx *db.Tx, no string, day cal.Day) (list []credit.Loan, err error) {
	all, err := credit.Loans(tx, credit.Asked{Side: credit.Given, Day: day})
	for _, l := range all {
		if l.Member && l.Party == no && (l.State == credit.Running || l.State == credit.Late) {
			list = append(list, l)
		}
	}
	return list, err
}

// open is what must be done before a member's account can be settled.
func open(tx *db.Tx, m member.Member, day cal.Day) (list []Words, err error) {
	if m.Left != "" && m.Left < day {
		list = append(list, Words{"%s left on %s; the settlement is of that day or before.", []string{m.No, string(m.Left)}})
	}
	if day < m.Joined {
		list = append(list, Words{"%s joined on %s, after this day.", []string{m.No, string(m.Joined)}})
	}
	if day >= m.Joined {
		by, err := pay.UnpaidBy(tx, m.Joined, day)
		if err != nil {
			return nil, err
		}
		unpaid := by[m.No]
		if n := len(unpaid); n > 0 {
			list = append(list, Words{"The pay of %s is not worked out for %s months, from %s to %s: run it first (“pay run”).", []string{m.No, fmt.Sprint(n), string(unpaid[0]), string(unpaid[n-1])}})
		}
	}
	lying, err := goods.Lying(tx, goods.LyingIn{Day: day})
	for _, l := range lying {
		if l.Place.Name() == m.No {
			list = append(list, Words{"%s of %s lie with %s: take them back, or book them as lost.", []string{fmt.Sprint(l.Quantity), l.Item, m.No}})
		}
	}
	return list, err
}

// Settling books a settlement.
type Settling struct {
	Member     string  `help:"the member's number"`
	Day        cal.Day `help:"the last day as a member"`
	Kind       string  `help:"how they leave" choice:"own wish|death|exclusion" default:"own wish"`
	Resolution int64   `help:"number of the resolution that excludes them" opt:"yes"`
	Why        string  `help:"more about it" opt:"yes"`
}

// Settle records that a member leaves, and books what they are to be paid.
func Settle(tx *db.Tx, in Settling) (Settlement, error) {
	before, err := db.One[int64](tx, `select count(*) from settlement where unit = $1 and member = $2`, tx.Unit, in.Member)
	if err != nil {
		return Settlement{}, err
	}
	if before > 0 {
		return Settlement{}, fault.Conflict.Errorf("%s is settled with already.", in.Member)
	}
	s, err := workOut(tx, in.Member, in.Day)
	if err != nil {
		return s, err
	}
	if len(s.Open) > 0 {
		return s, fault.Refused.Errorf("%s cannot be settled with yet. %s", in.Member, strings.Join(s.Open, " "))
	}
	if in.Kind == Exclusion {
		if err := mayExclude(tx, in); err != nil {
			return s, err
		}
	} else if in.Resolution != 0 {
		if _, err := assembly.MustCarry(tx, in.Resolution, in.Day, ""); err != nil {
			return s, err
		}
	}
	if err := s.book(tx); err != nil {
		return s, err
	}
	if m, err := member.At(tx, in.Member, ""); err != nil {
		return s, err
	} else if m.Left == "" {
		if _, err := member.Leave(tx, member.Leaving{Member: in.Member, Day: in.Day, Why: strings.TrimSpace(in.Kind + " " + in.Why)}); err != nil {
			return s, err
		}
	}
	s.Settled, s.Kind = true, in.Kind
	text, err := json.Marshal(s)
	if err != nil {
		return s, err
	}
	return s, tx.Exec(`insert into settlement (unit, member, day, kind, resolution, result, act) values ($1, $2, $3, $4, $5, $6, $7)`,
		tx.Unit, in.Member, in.Day, in.Kind, in.Resolution, string(text), tx.Act)
}

// book posts a settlement: shares back, tool shares bought out, loans set off,
// and what is payable later held.
func (s *Settlement) book(tx *db.Tx) error {
	if s.Shares.Sign() > 0 {
		if _, err := capital.Withdraw(tx, capital.Withdrawal{Member: s.Member, Day: s.Day}); err != nil {
			return err
		}
	}
	if s.Tools.Sign() > 0 {
		turned, err := capital.TurnSharesOf(tx, s.Member, s.Day)
		if err != nil {
			return err
		}
		if turned != s.Tools.Coins {
			return fault.Conflict.Errorf("%s has tool shares of %s, and the tools in the register come to %s. Put the register right first.", s.Member, s.Tools.Text(), money.Of(turned, s.Tools.Currency).Text())
		}
	}
	running, err := loansOf(tx, s.Member, s.Day)
	if err != nil {
		return err
	}
	rest := s.SetOff.Coins
	for _, l := range running {
		pay := min(rest, l.Left.Coins+l.Interest.Coins)
		if pay == 0 {
			continue
		}
		rest -= pay
		if _, err := credit.Pay(tx, credit.Paying{Loan: l.Number, Day: s.Day, Amount: money.Of(pay, s.SetOff.Currency).Decimal(), From: "account", Mode: "shorter"}); err != nil {
			return err
		}
	}
	for _, p := range s.Parts {
		if p.Day > s.Day {
			if err := capital.Hold(tx, s.Member, p.Day, p.Amount); err != nil {
				return err
			}
		}
	}
	return nil
}
