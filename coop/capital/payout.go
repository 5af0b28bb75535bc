package capital

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/unit"
)

// Payment pays a member.
type Payment struct {
	Member string        `help:"the member's number"`
	Day    cal.Day       `help:"the day of the payment"`
	Amount money.Decimal `help:"how much"`
	For    string        `help:"from the personal account, or off what is owed for tools" choice:"account|tools" default:"account"`
}

// PayOut pays a member what they are owed, and never more; and no more than one
// person may pay alone, where the charter asks for two.
func PayOut(tx *db.Tx, in Payment) (ledger.Entry, error) { return pay(tx, in, true) }

// pay pays, by one person alone or by two.
func pay(tx *db.Tx, in Payment, alone bool) (ledger.Entry, error) {
	amount, err := unit.Money(tx, in.Day, in.Amount)
	if err != nil {
		return ledger.Entry{}, err
	}
	if err := OwesNothing(tx, in.Member, in.Day, amount.Currency); err != nil {
		return ledger.Entry{}, err
	}
	account := accountFor(in.For)
	if err := isOwed(tx, in, amount); err != nil {
		return ledger.Entry{}, err
	}
	if alone {
		today, err := paidOn(tx, account, in.Member, in.Day)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := unit.NeedsTwo(tx, in.Day, money.Of(amount.Coins+today, amount.Currency)); err != nil {
			return ledger.Entry{}, err
		}
	}
	n, err := ledger.Post(tx, ledger.Entry{Day: in.Day, Memo: "Paid to " + in.Member, Kind: payout, Currency: amount.Currency,
		Postings: []ledger.Posting{{Account: account, Party: in.Member, Amount: amount.Coins}, {Account: ledger.Cash, Amount: -amount.Coins}}})
	if err != nil {
		return ledger.Entry{}, err
	}
	return ledger.Show(tx, ledger.ByNumber{Number: n})
}

// OwesNothing refuses to pay out somebody who has left and still owes on a loan.
func OwesNothing(tx *db.Tx, no string, day cal.Day, c money.Currency) error {
	m, err := member.At(tx, no, "")
	if fault.Of(err) == fault.Missing || err == nil && (m.Left == "" || m.Left > day) {
		return nil
	}
	if err != nil {
		return err
	}
	owes := int64(0)
	for _, account := range []string{ledger.LoansGiven, ledger.InterestDue} {
		by, err := ledger.Parties(tx, account, day, c)
		if err != nil {
			return err
		}
		owes += by[no]
	}
	if owes > 0 {
		return fault.Refused.Errorf("%s has left and owes %s on a loan. Set it off first (“credit pay --from account”), then pay what is left.", no, money.Of(owes, c).Text())
	}
	return nil
}

func accountFor(what string) string {
	if what == "tools" {
		return ledger.ToolsOwed
	}
	return ledger.PersonalAccounts
}

// isOwed refuses to pay more than is owed, on the day or later.
func isOwed(tx *db.Tx, in Payment, amount money.Amount) error {
	owed, free, err := ledger.OwedTo(tx, accountFor(in.For), in.Member, in.Day, amount.Currency)
	if err != nil {
		return err
	}
	if amount.Sign() <= 0 || amount.Coins > owed.Coins {
		return fault.Invalid.Errorf("%s is owed %s on %s; %s cannot be paid.", in.Member, owed.Text(), in.Day, amount.Text())
	}
	if in.For != "tools" {
		back, next, err := heldBack(tx, in.Member, in.Day, amount.Currency)
		if err != nil {
			return err
		}
		if back > 0 && amount.Coins > owed.Coins-back {
			return fault.Refused.Errorf("%s has left and is paid by a schedule: of %s on the account, %s is payable later, the next from %s on; %s cannot be paid on %s.", in.Member, owed.Text(), money.Of(back, owed.Currency).Text(), next, amount.Text(), in.Day)
		}
	}
	if amount.Coins > free.Coins {
		return fault.Conflict.Errorf("%s is owed %s on %s, but only %s of it is still owed later; %s cannot be paid.", in.Member, owed.Text(), in.Day, free.Text(), amount.Text())
	}
	return nil
}

// paidOn is what a member was paid on a day already, so that a payment in parts
// is seen as what it is.
func paidOn(tx *db.Tx, account, member string, day cal.Day) (coins int64, err error) {
	card, err := ledger.Card(tx, ledger.CardIn{Account: account, Party: member, From: day, To: day})
	for _, l := range card.Lines {
		if l.Kind == payout {
			coins += l.Amount
		}
	}
	return coins, err
}

const payout = "payout" // the kind of entry that pays a person
