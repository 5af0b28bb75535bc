package credit

import (
	"fmt"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/assembly"
	"artel/coop/ledger"
)

// accounts are where the principal and the interest of a loan stand.
func (l Loan) accounts() (principal, unpaid string) {
	if l.Side == Ours {
		return ledger.LoansOwed, ledger.InterestOwed
	}
	return ledger.LoansGiven, ledger.InterestDue
}

// book posts a movement and keeps it.
func (l Loan) book(tx *db.Tx, m Move, memo string, postings []ledger.Posting) error {
	all, err := find(tx, l.Number, "") // l may be the loan as of a day
	if err != nil {
		return err
	}
	if n := len(all.Moves); n > 0 && m.Day < all.Moves[n-1].Day {
		return fault.In("day", string(m.Day), fault.Invalid.Errorf("Something was booked on loan %d on %s already; take that back first, or give a day from then on.", l.Number, all.Moves[n-1].Day))
	}
	postings = slices.DeleteFunc(postings, func(p ledger.Posting) bool { return p.Amount == 0 })
	entry, err := ledger.Post(tx, ledger.Entry{Day: m.Day, Memo: fmt.Sprintf(memo, l.Number), Kind: "loan", Currency: l.Principal.Currency, Postings: postings})
	if err != nil {
		return err
	}
	m.Entry = entry
	return l.insertMove(tx, m)
}

func (l Loan) insertMove(tx *db.Tx, m Move) error {
	lines, err := db.One[int64](tx, `select count(*) from loan_move where unit = $1 and number = $2`, tx.Unit, l.Number)
	if err != nil {
		return err
	}
	return tx.Exec(`insert into loan_move (unit, number, line, day, kind, principal, interest, mode, note, entry, corrects, act) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		tx.Unit, l.Number, lines+1, m.Day, m.Kind, m.Principal.Coins, m.Interest.Coins, m.Mode, m.Note, m.Entry, m.Corrects, tx.Act)
}

// Paying pays on a loan.
type Paying struct {
	Loan   int64         `help:"number of the loan"`
	Day    cal.Day       `help:"the day of the payment"`
	Amount money.Decimal `help:"how much; what is due on that day where left out" opt:"yes"`
	From   string        `help:"paid in cash, or set off against what the member is owed" choice:"cash|account" default:"cash"`
	Mode   string        `help:"where more is paid than is due: the rest ends sooner, or the payments are lower" choice:"shorter|lower" default:"shorter"`
}

// Pay books a payment: first the interest that has run up to the day, then the
// principal. What is paid beyond what is due shortens the rest, or lowers it.
func Pay(tx *db.Tx, in Paying) (Loan, error) {
	l, err := running(tx, in.Loan, in.Day)
	if err != nil {
		return l, err
	}
	if l, err = l.charge(tx, in.Day); err != nil {
		return l, err
	}
	amount := money.Of(l.Interest.Coins+l.Overdue.Coins, l.Principal.Currency)
	if !in.Amount.IsZero() {
		if amount, err = in.Amount.Amount(l.Principal.Currency); err != nil {
			return l, fault.In("amount", in.Amount.String(), err)
		}
	}
	all := money.Of(l.Interest.Coins+l.Left.Coins, amount.Currency)
	switch {
	case in.From == "account" && !(l.Side == Given && l.Member):
		return l, fault.In("from", in.From, fault.Invalid.Errorf("Only a member's loan is set off against their personal account."))
	case amount.Sign() <= 0:
		return l, fault.In("amount", in.Amount.String(), fault.Invalid.Errorf("Nothing is due on loan %d on %s. Say how much is paid.", l.Number, in.Day))
	case amount.Coins > all.Coins:
		return l, fault.In("amount", in.Amount.String(), fault.Invalid.Errorf("%s is owed on loan %d on %s, with interest; %s is more.", all.Text(), l.Number, in.Day, amount.Text()))
	}
	m := Move{Day: in.Day, Kind: paid, Interest: money.Of(min(amount.Coins, l.Interest.Coins), amount.Currency)}
	m.Principal = money.Of(amount.Coins-m.Interest.Coins, amount.Currency)
	if m.Principal.Coins > l.Overdue.Coins && m.Principal.Coins < l.Left.Coins {
		m.Mode = in.Mode
	}
	account, unpaid := l.accounts()
	sign := map[string]int64{Ours: 1, Given: -1}[l.Side]
	other := ledger.Posting{Account: ledger.Cash, Amount: -sign * amount.Coins}
	if in.From == "account" {
		owed, free, err := ledger.OwedTo(tx, ledger.PersonalAccounts, l.Party, in.Day, amount.Currency)
		if err != nil {
			return l, err
		}
		if amount.Coins > min(owed.Coins, free.Coins) {
			return l, fault.In("amount", in.Amount.String(), fault.Refused.Errorf("%s is owed %s on %s; %s cannot be set off.", l.Party, owed.Text(), in.Day, amount.Text()))
		}
		m.Kind = setOff
		other = ledger.Posting{Account: ledger.PersonalAccounts, Party: l.Party, Amount: amount.Coins}
	}
	if err := l.book(tx, m, "Paid on loan %d", []ledger.Posting{other,
		{Account: account, Party: l.Party, Amount: sign * m.Principal.Coins}, {Account: unpaid, Party: l.Party, Amount: sign * m.Interest.Coins}}); err != nil {
		return l, err
	}
	return find(tx, l.Number, in.Day)
}

// running is a loan that was paid out and is not paid off.
func running(tx *db.Tx, number int64, day cal.Day) (Loan, error) {
	l, err := find(tx, number, day)
	switch {
	case err != nil:
		return l, err
	case l.State == PaidOff:
		return l, fault.Conflict.Errorf("Loan %d is paid off.", number)
	case l.State != Running && l.State != Late:
		return l, fault.Conflict.Errorf("Loan %d is %s, and nothing was paid out on it by %s.", number, l.State, day)
	}
	return l, nil
}

// charge books the interest that has run up to a day and is not booked yet.
func (l Loan) charge(tx *db.Tx, day cal.Day) (Loan, error) {
	step, err := l.explain(day)
	if err != nil {
		return l, err
	}
	all, err := money.HalfUp(step.Result.Rat, l.Principal.Currency)
	if err != nil {
		return l, err
	}
	for _, m := range l.Moves {
		if m.Kind == interest {
			all.Coins -= m.Interest.Coins
		}
	}
	if all.Coins == 0 {
		return l, nil
	}
	_, unpaid := l.accounts()
	postings := []ledger.Posting{{Account: ledger.InterestCost, Amount: all.Coins}, {Account: unpaid, Party: l.Party, Amount: -all.Coins}}
	if l.Side == Given {
		postings = []ledger.Posting{{Account: unpaid, Party: l.Party, Amount: all.Coins}, {Account: ledger.InterestEarned, Amount: -all.Coins}}
	}
	if err := l.book(tx, Move{Day: day, Kind: interest, Principal: zero(l), Interest: all}, "Interest on loan %d", postings); err != nil {
		return l, err
	}
	return find(tx, l.Number, day)
}

// Accruing charges interest.
type Accruing struct {
	Day cal.Day `help:"up to which day, such as the last of the year"`
}

// Accrue charges the interest of all loans up to a day, so that a year bears its
// own.
func Accrue(tx *db.Tx, in Accruing) ([]Loan, error) {
	all, err := loans(tx, in.Day)
	if err != nil {
		return nil, err
	}
	list := []Loan{}
	for _, l := range all {
		if (l.State != Running && l.State != Late) || len(l.Moves) > 0 && l.Moves[len(l.Moves)-1].Day > in.Day {
			continue
		}
		now, err := l.charge(tx, in.Day)
		if err != nil {
			return nil, err
		}
		list = append(list, now)
	}
	return list, nil
}

// WritingOff gives up what will not be paid.
type WritingOff struct {
	Loan       int64         `help:"number of the loan"`
	Day        cal.Day       `help:"the day"`
	Amount     money.Decimal `help:"how much of the principal; all that is left where left out" opt:"yes"`
	Resolution int64         `help:"number of the resolution that gives it up"`
}

// WriteOff gives up what somebody owes, by a carried resolution: of the
// principal what is said, and with the last of it the interest that is charged,
// so that nothing is left that nobody will pay.
func WriteOff(tx *db.Tx, in WritingOff) (Loan, error) {
	l, err := running(tx, in.Loan, in.Day)
	if err != nil {
		return l, err
	}
	if l.Side != Given {
		return l, fault.Invalid.Errorf("Loan %d is one that the co-operative owes; the lender would have to give it up.", l.Number)
	}
	r, err := assembly.MustCarry(tx, in.Resolution, in.Day, "write-off")
	if err != nil {
		return l, err
	}
	if l, err = l.charge(tx, in.Day); err != nil {
		return l, err
	}
	amount, unpaid := l.Left, zero(l)
	if !in.Amount.IsZero() {
		if amount, err = in.Amount.Amount(l.Left.Currency); err != nil {
			return l, fault.In("amount", in.Amount.String(), err)
		}
	}
	if amount.Sign() < 0 || amount.Coins > l.Left.Coins {
		return l, fault.In("amount", in.Amount.String(), fault.Invalid.Errorf("%s is left of loan %d; %s cannot be given up.", l.Left.Text(), l.Number, amount.Text()))
	}
	if amount == l.Left {
		unpaid = l.Interest
	}
	note := fmt.Sprintf("resolution %d of %s", r.Number, r.Date)
	taken, err := givenUpBy(tx, note, amount.Currency)
	if err != nil {
		return l, err
	}
	if err := assembly.MustCover(tx, r, taken, money.Of(amount.Coins+unpaid.Coins, amount.Currency)); err != nil {
		return l, err
	}
	if err := l.book(tx, Move{Day: in.Day, Kind: writtenOff, Principal: amount, Interest: unpaid, Note: note}, "Loan %d given up", []ledger.Posting{
		{Account: ledger.LoansLost, Amount: amount.Coins + unpaid.Coins}, {Account: ledger.LoansGiven, Party: l.Party, Amount: -amount.Coins}, {Account: ledger.InterestDue, Party: l.Party, Amount: -unpaid.Coins}}); err != nil {
		return l, err
	}
	return find(tx, l.Number, in.Day)
}

// givenUpBy is what was given up by a resolution, as the note of the movement has
// it, and not taken back.
func givenUpBy(tx *db.Tx, note string, c money.Currency) (money.Amount, error) {
	sum, err := db.One[int64](tx, `
		select cast(coalesce(sum(m.principal + m.interest), 0) as bigint) from loan_move m join loan l on l.unit = m.unit and l.number = m.number
		where m.unit = $1 and m.kind = $2 and m.note = $3 and l.currency = $4
			and not exists (select 1 from loan_move c where c.unit = m.unit and c.number = m.number and c.corrects = m.line)`, tx.Unit, writtenOff, note, c)
	return money.Of(sum, c), err
}

// Taking takes back the last movement on a loan.
type Taking struct {
	Loan int64  `help:"number of the loan"`
	Why  string `help:"why"`
}

// TakeBack takes the last movement on a loan back: a row and an entry of the
// opposite.
func TakeBack(tx *db.Tx, in Taking) (Loan, error) {
	l, err := find(tx, in.Loan, "")
	if err != nil {
		return l, err
	}
	if len(l.Moves) == 0 {
		return l, fault.Conflict.Errorf("Nothing was booked on loan %d that could be taken back.", l.Number)
	}
	m := l.Moves[len(l.Moves)-1]
	entry, err := ledger.TakeBack(tx, m.Entry, m.Day, in.Why)
	if err != nil {
		return l, err
	}
	back := Move{Day: m.Day, Kind: m.Kind, Principal: m.Principal.Neg(), Interest: m.Interest.Neg(), Mode: m.Mode, Note: strings.TrimSpace(in.Why), Entry: entry, Corrects: m.Line}
	if err := l.insertMove(tx, back); err != nil {
		return l, err
	}
	return find(tx, l.Number, m.Day)
}
