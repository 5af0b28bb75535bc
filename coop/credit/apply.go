package credit

import (
	"fmt"
	"strconv"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/assembly"
	"artel/coop/capital"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/unit"
)

// Application asks for a loan.
type Application struct {
	Side     string        `help:"lent to the co-operative, or given by it" choice:"ours|given" default:"given"`
	Party    string        `help:"the lender; or who borrows: a member's number, or the name of somebody who is none"`
	Day      cal.Day       `help:"the day of the application; today where left out" opt:"yes"`
	Purpose  string        `help:"what it is for"`
	Amount   money.Decimal `help:"how much"`
	Rate     money.Decimal `help:"interest, percent a year"`
	LateRate money.Decimal `help:"interest beside it on what is overdue, percent a year" default:"0"`
	Kind     string        `help:"how it is paid back" choice:"equal payments|equal principal|season|at end" default:"equal payments"`
	Basis    string        `help:"how days are counted" choice:"30/360|actual/365|actual/360|actual/actual" default:"30/360"`
	From     cal.Day       `help:"the day it is to be paid out; the day of the application where left out" opt:"yes"`
	First    cal.Day       `help:"the day of the first instalment"`
	Every    int64         `help:"months from one instalment to the next" default:"1"`
	Number   int64         `help:"how many instalments" default:"12"`
	Parts    []Part        `help:"of a season: the months of the year in which it is paid back" opt:"yes"`
}

// The charter's rules on lending to members.
const (
	mostRule  = "loan_most"
	timesRule = "loan_shares_times"
	voteRule  = "loan_vote_from"
)

// Apply takes in an application for a loan, and works its schedule out.
func Apply(tx *db.Tx, in Application) (Loan, error) {
	l := Loan{Side: in.Side, Party: strings.TrimSpace(in.Party), Day: in.Day, Purpose: strings.TrimSpace(in.Purpose), Rate: in.Rate, LateRate: in.LateRate, Kind: in.Kind, Basis: in.Basis, State: Applied}
	if l.Day == "" {
		l.Day = cal.On(tx.Now)
	}
	if in.From == "" {
		in.From = l.Day
	}
	var err error
	switch {
	case l.Party == "":
		return l, fault.In("party", "", fault.Invalid.Errorf("Say who lends, or who borrows."))
	case l.Purpose == "":
		return l, fault.In("purpose", "", fault.Invalid.Errorf("Say what the loan is for."))
	case l.LateRate.Sign() < 0:
		return l, fault.In("late_rate", l.LateRate.String(), fault.Invalid.Errorf("A rate of interest is not below 0."))
	case tx.Member != "" && (l.Side != Given || l.Party != tx.Member):
		return l, fault.Refused.Errorf("You can apply only for a loan of your own (%s).", tx.Member)
	}
	if l.Principal, err = unit.Money(tx, l.Day, in.Amount); err != nil {
		return l, fault.In("amount", in.Amount.String(), err)
	}
	l.terms = Terms{Principal: l.Principal, Rate: l.Rate, Kind: l.Kind, Basis: l.Basis, From: in.From, First: in.First, Every: in.Every, Number: in.Number, Parts: in.Parts}
	if l.Schedule, err = Schedule(l.terms); err != nil {
		return l, err
	}
	if l.Side == Given {
		who, err := member.At(tx, l.Party, l.Day)
		if l.Member = err == nil && who.In(l.Day); err != nil && fault.Of(err) != fault.Missing {
			return l, err
		}
		if err := l.mayBorrow(tx); err != nil {
			return l, err
		}
	}
	if l.Number, err = tx.Next("loan", 1); err != nil {
		return l, err
	}
	l.Left, l.Interest, l.Overdue, l.DueAmount = zero(l), zero(l), zero(l), zero(l)
	return l, tx.Exec(`
		insert into loan (unit, number, side, party, member, day, purpose, principal, currency, rate, late_rate, kind, basis, first, every, instalments, parts, act)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		tx.Unit, l.Number, l.Side, l.Party, l.Member, l.Day, l.Purpose, l.Principal.Coins, l.Principal.Currency, l.Rate.String(), l.LateRate.String(), l.Kind, l.Basis,
		in.First, in.Every, in.Number, partsText(in.Parts), tx.Act)
}

func zero(l Loan) money.Amount { return money.Of(0, l.Principal.Currency) }

// mayBorrow holds a member's loan to the charter: the most that is lent, and the
// most by the shares they have.
func (l Loan) mayBorrow(tx *db.Tx) error {
	charter, err := unit.CharterAt(tx, l.Day)
	if err != nil {
		return err
	}
	owes, err := owedBy(tx, l.Party, l.Day, l.Principal.Currency)
	if err != nil {
		return err
	}
	agreed, err := db.One[int64](tx, `
		select cast(coalesce(sum(l.principal), 0) as bigint) from loan l join loan_decision d on d.unit = l.unit and d.number = l.number
		where l.unit = $1 and l.side = 'given' and l.party = $2 and l.currency = $3 and d.agreed and l.number <> $4
			and not exists (select 1 from loan_move m where m.unit = l.unit and m.number = l.number)`, tx.Unit, l.Party, l.Principal.Currency, l.Number)
	if err != nil {
		return err
	}
	wants, err := l.Principal.Plus(money.Of(owes+agreed, l.Principal.Currency)) // with what was agreed and is not paid out yet
	if err != nil {
		return err
	}
	if rule, there := charter[mostRule]; there {
		most, err := charterAmount(charter, mostRule, l.Principal.Currency)
		if err != nil {
			return err
		}
		if wants.Coins > most.Coins {
			return fault.In("amount", l.Principal.String(), fault.Refused.Errorf("With this %s would owe %s, and the charter lends one person at most %s (%s).", l.Party, wants.Text(), most.Text(), rule.Clause))
		}
	}
	rule, there := charter[timesRule]
	if !there || !l.Member {
		return nil
	}
	n, err := charter.Whole(timesRule)
	if err != nil {
		return err
	}
	held, err := capital.Shares(tx, unit.AsOf{Day: l.Day})
	if err != nil {
		return err
	}
	shares := int64(0)
	for _, h := range held {
		if h.Member == l.Party {
			shares = h.Cash.Coins
		}
	}
	if wants.Coins > n*shares {
		return fault.In("amount", l.Principal.String(), fault.Refused.Errorf("With this %s would owe %s, and the charter lends %d times the cash shares of %s (%s).", l.Party, wants.Text(), n, money.Of(shares, wants.Currency).Text(), rule.Clause))
	}
	return nil
}

func charterAmount(c unit.Charter, rule string, currency money.Currency) (money.Amount, error) {
	d, err := c.Decimal(rule)
	if err != nil {
		return money.Amount{}, err
	}
	return d.Amount(currency)
}

// owedBy is the principal that somebody owes the unit.
func owedBy(tx *db.Tx, party string, day cal.Day, c money.Currency) (int64, error) {
	all, err := ledger.Parties(tx, ledger.LoansGiven, day, c)
	return all[party], err
}

// Decision decides on an application.
type Decision struct {
	Loan       int64   `help:"number of the loan"`
	Agreed     bool    `help:"it is given" default:"yes"`
	Day        cal.Day `help:"the day; today where left out" opt:"yes"`
	Grounds    string  `help:"why" opt:"yes"`
	Resolution int64   `help:"number of the resolution, where the charter asks for one" opt:"yes"`
}

// Decide agrees to a loan or refuses it: with a resolution from the amount on
// from which the charter asks for one, and within the lender's quota.
func Decide(tx *db.Tx, in Decision) (Loan, error) {
	l, err := find(tx, in.Loan, "")
	if err != nil {
		return l, err
	}
	if in.Day == "" {
		in.Day = cal.On(tx.Now)
	}
	if l.State != Applied {
		return l, fault.Conflict.Errorf("Loan %d is %s already.", l.Number, l.State)
	}
	if !in.Agreed && strings.TrimSpace(in.Grounds) == "" {
		return l, fault.In("grounds", "", fault.Invalid.Errorf("Say why the loan is refused: whoever asked has a right to know."))
	}
	if in.Agreed {
		if err := l.mayBeAgreed(tx, in); err != nil {
			return l, err
		}
	}
	l.State, l.Grounds, l.Resolution = Refused, strings.TrimSpace(in.Grounds), in.Resolution
	if in.Agreed {
		l.State = Agreed
	}
	return l, tx.Exec(`insert into loan_decision (unit, number, agreed, day, grounds, resolution, act) values ($1, $2, $3, $4, $5, $6, $7)`,
		tx.Unit, l.Number, in.Agreed, in.Day, l.Grounds, in.Resolution, tx.Act)
}

func (l Loan) mayBeAgreed(tx *db.Tx, in Decision) error {
	charter, err := unit.CharterAt(tx, in.Day)
	if err != nil {
		return err
	}
	if rule, there := charter[voteRule]; there {
		from, err := charterAmount(charter, voteRule, l.Principal.Currency)
		if err != nil {
			return err
		}
		if l.Principal.Coins >= from.Coins && in.Resolution == 0 {
			return fault.In("resolution", "", fault.Refused.Errorf("A loan of %s or more is decided by the members (%s). Name the resolution.", from.Text(), rule.Clause))
		}
	}
	if in.Resolution != 0 {
		r, err := assembly.MustCarry(tx, in.Resolution, in.Day, "lending")
		if err != nil {
			return err
		}
		taken, err := db.One[int64](tx, `
			select cast(coalesce(sum(l.principal), 0) as bigint) from loan_decision d join loan l on l.unit = d.unit and l.number = d.number
			where d.unit = $1 and d.agreed and d.resolution = $2 and l.currency = $3 and d.day >= $4`, tx.Unit, in.Resolution, l.Principal.Currency, r.Date)
		if err != nil {
			return err
		}
		if err := assembly.MustCover(tx, r, money.Of(taken, l.Principal.Currency), l.Principal); err != nil {
			return err
		}
	}
	if l.Side == Given {
		return l.mayBorrow(tx)
	}
	list, err := Quotas(tx, ledger.OfYear{Year: l.Day.Year()})
	if err != nil {
		return err
	}
	for _, q := range list {
		if q.Lender == l.Party && q.Body == "" && q.Amount.Currency != l.Principal.Currency {
			return fault.Conflict.Errorf("The quota of %s in %d is in %s, and this loan in %s. Set the quota anew.", q.Lender, int(q.Year), q.Amount.Currency, l.Principal.Currency)
		}
		if q.Lender == l.Party && q.Body == "" && q.Used.Coins+l.Principal.Coins > q.Amount.Coins {
			return fault.Refused.Errorf("%s lends %s in %d, of which %s is taken: %s is left, and this loan is of %s.", q.Lender, q.Amount.Text(), int(q.Year), q.Used.Text(), q.Left.Text(), l.Principal.Text())
		}
	}
	return nil
}

// PayingOut pays a loan out.
type PayingOut struct {
	Loan int64   `help:"number of the loan"`
	Day  cal.Day `help:"the day on which the money came, or went"`
}

// PayOut books that a loan was paid out; interest runs from that day.
func PayOut(tx *db.Tx, in PayingOut) (Loan, error) {
	l, err := find(tx, in.Loan, "")
	switch {
	case err != nil:
		return l, err
	case l.State == Applied || l.State == Refused:
		return l, fault.Conflict.Errorf("Loan %d is %s; only one that was agreed to is paid out.", l.Number, l.State)
	case l.State != Agreed:
		return l, fault.Conflict.Errorf("Loan %d was paid out already.", l.Number)
	case in.Day < l.Day:
		return l, fault.In("day", string(in.Day), fault.Invalid.Errorf("Loan %d was applied for on %s and cannot have been paid out before.", l.Number, l.Day))
	case in.Day >= l.terms.First:
		return l, fault.In("day", string(in.Day), fault.Invalid.Errorf("The first instalment is due on %s, before the loan would be paid out on %s. Have it agreed anew with other days.", l.terms.First, in.Day))
	}
	if l.Member {
		if m, err := member.At(tx, l.Party, ""); err != nil || !m.In(in.Day) {
			return l, fault.Refused.Errorf("%s has left; loan %d is not paid out any more.", l.Party, l.Number)
		}
	}
	if err := ledger.Begin(tx); err != nil { // in books that are older than loans
		return l, err
	}
	sign := map[string]int64{Ours: 1, Given: -1}[l.Side]
	account, _ := l.accounts()
	if err := l.book(tx, Move{Day: in.Day, Kind: paidOut, Principal: l.Principal, Interest: zero(l)}, "Loan %d paid out", []ledger.Posting{
		{Account: ledger.Cash, Amount: sign * l.Principal.Coins}, {Account: account, Party: l.Party, Amount: -sign * l.Principal.Coins}}); err != nil {
		return l, err
	}
	return find(tx, l.Number, in.Day)
}

// Plan is a schedule for terms that are only thought of.
type Plan struct {
	Amount money.Decimal `help:"how much"`
	Rate   money.Decimal `help:"interest, percent a year"`
	Kind   string        `help:"how it is paid back" choice:"equal payments|equal principal|season|at end" default:"equal payments"`
	Basis  string        `help:"how days are counted" choice:"30/360|actual/365|actual/360|actual/actual" default:"30/360"`
	From   cal.Day       `help:"the day it is to be paid out; today where left out" opt:"yes"`
	First  cal.Day       `help:"the day of the first instalment; a month later where left out" opt:"yes"`
	Every  int64         `help:"months from one instalment to the next" default:"1"`
	Number int64         `help:"how many instalments" default:"12"`
	Parts  []Part        `help:"of a season: the months of the year in which it is paid back" opt:"yes"`
}

// Preview works a schedule out and keeps nothing.
func Preview(tx *db.Tx, in Plan) ([]Instalment, error) {
	if in.From == "" {
		in.From = cal.On(tx.Now)
	}
	if in.First == "" {
		in.First = months(in.From, int(max(1, min(in.Every, 12))))
	}
	amount, err := unit.Money(tx, in.From, in.Amount)
	if err != nil {
		return nil, fault.In("amount", in.Amount.String(), err)
	}
	return Schedule(Terms{Principal: amount, Rate: in.Rate, Kind: in.Kind, Basis: in.Basis, From: in.From, First: in.First, Every: in.Every, Number: in.Number, Parts: in.Parts})
}

func partsText(parts []Part) string {
	all := make([]string, len(parts))
	for i, p := range parts {
		all[i] = fmt.Sprintf("%d:%d", p.Month, p.Part)
	}
	return strings.Join(all, " ")
}

func partsOf(text string) (parts []Part, err error) {
	for one := range strings.FieldsSeq(text) {
		m, n, _ := strings.Cut(one, ":")
		p := Part{}
		if p.Month, err = strconv.ParseInt(m, 10, 64); err != nil {
			return nil, err
		}
		if p.Part, err = strconv.ParseInt(n, 10, 64); err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	return parts, nil
}
