// Package capital keeps what members bring in: entrance fees, cash shares, and
// tools, brought in as shares or bought out by the co-operative.
//
// Two registers, each the sum of its movements and each equal to its accounts
// in the ledger on every day: the share register (shares.go) and the tool
// register (tools.go). A movement is never changed; a correction is another
// movement that points at it and takes it back.
//
//   - An entrance fee goes to a fund that is never paid out to members (S9).
//   - A cash share is the member's, and draws a dividend for the days it was
//     held (S10).
//   - A tool share is a tool brought in at a valuation (S11).
//   - A tool bought out becomes common property at its appraised value less the
//     charter's discount; the price is owed to the member and paid off in equal
//     yearly instalments, the spare coins in the first (S12).
//
// What is owed is paid out (payout.go); where the charter asks for it, by two
// people, one of whom proposes what the other approves (proposal.go).
package capital

import (
	"fmt"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/unit"
)

// Acts are what a person may do with the members' capital.
var Acts = []act.Act{
	act.Do("capital subscribe", "A member pays in cash shares or the entrance fee", act.Books, Subscribe),
	act.Do("capital withdraw", "Give a member's cash shares back, to their personal account", act.Books, Withdraw),
	act.Do("capital correct", "Take back a share movement that was recorded wrongly", act.Books, Correct),
	act.Do("capital takeover", "Buy out a member's tool at its appraised value less the charter's discount", act.Books, TakeOver),
	act.Do("capital bring", "A member brings in a tool as a tool share at its appraised value", act.Books, Bring),
	act.Do("capital payout", "Pay a member from their personal account, or off what is owed for tools", act.Books, PayOut),
	act.Do("capital propose", "Propose to pay a member; somebody else approves it", act.Books, Propose),
	act.Do("capital approve", "Approve a payment that somebody else proposed, and pay it", act.Books, Approve),
	act.Do("capital decline", "Decline a proposed payment, with the reason", act.Books, Decline),
	act.Ask("capital proposals", "Proposed payments: what waits for a second person, and what was decided", act.See, Proposals),
	act.Ask("capital shares", "The share register as of a day", act.See, Shares),
	act.Ask("capital tools", "The tool register as of a day", act.See, Tools),
	act.Ask("capital certificate", "A member's share certificate as of a day", act.SeeOwn, Certify),
	act.Ask("capital instalments", "When and how much is owed for a tool bought out", act.SeeOwn, Instalments),
}

// The kinds of share movement.
const (
	CashShare   = "cash share"
	ToolShare   = "tool share"
	EntranceFee = "entrance fee"
)

// accountOf is where a kind of share stands in the books.
var accountOf = map[string]string{
	CashShare: ledger.CashShares, ToolShare: ledger.ToolShares, EntranceFee: ledger.EntranceFees,
}

// Subscription is a payment by a member.
type Subscription struct {
	Member string        `help:"the member's number"`
	Day    cal.Day       `help:"the day of the payment"`
	Kind   string        `help:"what is paid in" choice:"cash share|entrance fee" default:"cash share"`
	Amount money.Decimal `help:"how much"`
}

// Movement is one line of the share register: positive in, negative out.
type Movement struct {
	Number   int64        `json:"number"`
	Day      cal.Day      `json:"day"`
	Member   string       `json:"member"`
	Kind     string       `json:"kind"`
	Amount   money.Amount `json:"amount"`
	Entry    int64        `json:"entry"`
	Line     int64        `json:"line,omitempty"`     // row of the sheet it came from
	Corrects int64        `json:"corrects,omitempty"` // movement it takes back
}

// Subscribe records shares or a fee paid in, and posts them.
func Subscribe(tx *db.Tx, in Subscription) (Movement, error) {
	amount, err := unit.Money(tx, in.Day, in.Amount)
	if err != nil {
		return Movement{}, err
	}
	m := Movement{Day: in.Day, Member: in.Member, Kind: in.Kind, Amount: amount}
	members, err := member.Register(tx)
	if err != nil {
		return m, err
	}
	if p := m.check(members); p != nil {
		return m, fault.Invalid.Errorf("%s %s", p.Wrong, p.Fix)
	}
	return one(keep(tx, []Movement{m}))
}

// Withdrawal gives shares back.
type Withdrawal struct {
	Member string        `help:"the member's number"`
	Day    cal.Day       `help:"the day on which the shares end"`
	Amount money.Decimal `help:"how much; all their cash shares where left out" opt:"yes"`
}

// Withdraw ends cash shares and owes their amount to the member's personal
// account, from which “capital payout” pays it.
func Withdraw(tx *db.Tx, in Withdrawal) (Movement, error) {
	u, err := unit.At(tx, in.Day)
	if err != nil {
		return Movement{}, err
	}
	if _, err := member.At(tx, in.Member, in.Day); err != nil {
		return Movement{}, err
	}
	ms, err := selectMovements(tx, in.Member, "9999-12-31")
	if err != nil {
		return Movement{}, err
	}
	held, free, err := heldFrom(ms, CashShare, u.Currency, in.Day)
	if err != nil {
		return Movement{}, err
	}
	amount := held
	if !in.Amount.IsZero() {
		if amount, err = in.Amount.Amount(u.Currency); err != nil {
			return Movement{}, err
		}
	}
	if amount.Coins <= 0 || amount.Coins > held.Coins {
		return Movement{}, fault.Invalid.Errorf("%s holds %s in cash shares on %s; %s cannot be withdrawn.", in.Member, held.Text(), in.Day, amount.Text())
	}
	if amount.Coins > free.Coins {
		return Movement{}, fault.Conflict.Errorf("%s holds %s in cash shares on %s, but only %s of them are still held later; %s cannot be withdrawn.", in.Member, held.Text(), in.Day, free.Text(), amount.Text())
	}
	return one(keep(tx, []Movement{{Day: in.Day, Member: in.Member, Kind: CashShare, Amount: amount.Neg()}}))
}

// ByNumber names a share movement.
type ByNumber struct {
	Number int64  `help:"number of the movement in the share register"`
	Why    string `help:"why"`
}

// Correct takes back a share movement, on its own day.
func Correct(tx *db.Tx, in ByNumber) (Movement, error) {
	was, err := selectMovement(tx, in.Number)
	if err != nil {
		return was, err
	}
	if was.Kind == ToolShare {
		return was, fault.Refused.Errorf("Movement %d belongs to a tool; correct the tool.", was.Number)
	}
	if err := mayGoBack(tx, was); err != nil {
		return was, err
	}
	return one(keep(tx, []Movement{was.back()}))
}

// mayGoBack refuses to take back what was carried over from another currency,
// and what has been given back or paid out since.
func mayGoBack(tx *db.Tx, m Movement) error {
	made, err := ledger.Show(tx, ledger.ByNumber{Number: m.Entry})
	if err != nil {
		return err
	}
	if made.Kind == ledger.Redenomination {
		return fault.Refused.Errorf("Movement %d is a balance carried over on %s into another currency; it cannot be taken back by itself.", m.Number, m.Day)
	}
	if m.Amount.Sign() < 0 {
		_, free, err := ledger.OwedTo(tx, ledger.PersonalAccounts, m.Member, m.Day, m.Amount.Currency)
		if err == nil && free.Coins < -m.Amount.Coins {
			err = fault.Conflict.Errorf("Movement %d owes %s to %s, of which only %s is still on their personal account; it cannot be taken back.", m.Number, m.Amount.Neg().Text(), m.Member, free.Text())
		}
		return err
	}
	ms, err := selectMovements(tx, m.Member, "9999-12-31")
	if err != nil {
		return err
	}
	_, free, err := heldFrom(ms, m.Kind, m.Amount.Currency, m.Day)
	if err == nil && free.Coins < m.Amount.Coins {
		err = fault.Conflict.Errorf("Of movement %d of %s only %s is still held; what was given back since must be taken back first.", m.Number, m.Member, free.Text())
	}
	return err
}

// back is the movement that takes m back.
func (m Movement) back() Movement {
	return Movement{Day: m.Day, Member: m.Member, Kind: m.Kind, Amount: m.Amount.Neg(), Line: m.Line, Corrects: m.Number}
}

func one(ms []Movement, err error) (Movement, error) {
	if err != nil {
		return Movement{}, err
	}
	return ms[0], nil
}

// keep posts movements and enters them in the register.
func keep(tx *db.Tx, ms []Movement) ([]Movement, error) {
	entries := make([]ledger.Entry, len(ms))
	for i, m := range ms {
		entries[i] = m.entry()
	}
	numbers, err := ledger.PostAll(tx, entries)
	if err != nil {
		return nil, err
	}
	first, err := tx.Next("share", int64(len(ms)))
	if err != nil {
		return nil, err
	}
	for i := range ms {
		ms[i].Number, ms[i].Entry = first+int64(i), numbers[i]
	}
	return ms, insertMovements(tx, ms)
}

// entry is how a movement stands in the books. Shares given back are owed to
// the member; a correction goes the way its movement came.
func (m Movement) entry() ledger.Entry {
	e := ledger.Entry{Day: m.Day, Kind: m.Kind, Currency: m.Amount.Currency}
	against := ledger.Posting{Account: ledger.Cash, Amount: m.Amount.Coins}
	if (m.Amount.Sign() < 0) != (m.Corrects != 0) { // given back, or that taken back
		against.Account, against.Party = ledger.PersonalAccounts, m.Member
	}
	switch {
	case m.Corrects != 0:
		e.Memo = fmt.Sprintf("Correction of share movement %d of %s", m.Corrects, m.Member)
	case m.Amount.Sign() < 0:
		e.Memo = fmt.Sprintf("Withdrawal of %s by %s", m.Kind, m.Member)
	default:
		e.Memo = fmt.Sprintf("%s paid in by %s", title(m.Kind), m.Member)
	}
	e.Postings = []ledger.Posting{against, {Account: accountOf[m.Kind], Party: m.Member, Amount: -m.Amount.Coins}}
	return e
}

func title(kind string) string {
	if kind == EntranceFee {
		return "Entrance fee"
	}
	return "Cash share"
}
