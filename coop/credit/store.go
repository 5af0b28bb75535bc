package credit

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/member"
)

type loanRow struct {
	Number          int64
	Side, Party     string
	Member          bool
	Day             cal.Day
	Purpose         string
	Principal       int64
	Currency        money.Currency
	Rate, LateRate  money.Decimal
	Kind, Basis     string
	First           cal.Day
	Every, Number2  int64
	Parts           string
	Decided, Agreed bool
	Grounds         string
	Resolution      int64
}

const loanColumns = `
	select l.number, l.side, l.party, l.member, l.day, l.purpose, l.principal, l.currency, l.rate, l.late_rate, l.kind, l.basis, l.first, l.every, l.instalments, l.parts,
		d.number is not null, coalesce(d.agreed, $2), coalesce(d.grounds, ''), coalesce(d.resolution, 0)
	from loan l left join loan_decision d on d.unit = l.unit and d.number = l.number and d.day <= $3
	where l.unit = $1 and l.day <= $3`

type moveRow struct {
	Loan, Line          int64
	Day                 cal.Day
	Kind                string
	Principal, Interest int64
	Mode, Note          string
	Entry, Corrects     int64
}

// moves are the movements that stand, of all loans: one that was taken back, and
// what took it back, are left out.
func moves(tx *db.Tx, day cal.Day) (map[int64][]moveRow, error) {
	rows, err := db.All[moveRow](tx, `
		select number, line, day, kind, principal, interest, mode, note, entry, corrects from loan_move m
		where unit = $1 and day <= $2 and corrects = 0 and not exists (
			select 1 from loan_move c where c.unit = m.unit and c.number = m.number and c.corrects = m.line)
		order by number, line`, tx.Unit, day)
	by := map[int64][]moveRow{}
	for _, r := range rows {
		by[r.Loan] = append(by[r.Loan], r)
	}
	return by, err
}

// loans are all loans as of a day.
func loans(tx *db.Tx, day cal.Day) ([]Loan, error) {
	rows, err := db.All[loanRow](tx, loanColumns+` order by l.number`, tx.Unit, false, day)
	if err != nil {
		return nil, err
	}
	all, err := moves(tx, day)
	if err != nil {
		return nil, err
	}
	names, err := member.Register(tx)
	if err != nil {
		return nil, err
	}
	list := make([]Loan, len(rows))
	for i, r := range rows {
		if list[i], err = r.loan(all[r.Number], day); err != nil {
			return nil, err
		}
		list[i].Name = list[i].Party
		if list[i].Member {
			list[i].Name = names[list[i].Party].Name
		}
	}
	return list, nil
}

// find is one loan as of a day, or with all that is recorded where day is "".
func find(tx *db.Tx, number int64, day cal.Day) (Loan, error) {
	if day == "" {
		day = "9999-12-31"
	}
	all, err := loans(tx, day)
	for _, l := range all {
		if l.Number == number {
			return l, err
		}
	}
	if err == nil {
		err = fault.Missing.Errorf("There is no loan %d on %s.", number, day)
		if day == "9999-12-31" {
			err = fault.Missing.Errorf("There is no loan %d. Apply for it first (“credit apply”).", number)
		}
	}
	return Loan{}, err
}

// loan puts a loan together with what was booked on it.
func (r loanRow) loan(rows []moveRow, day cal.Day) (l Loan, err error) {
	c := r.Currency
	l = Loan{Number: r.Number, Side: r.Side, Party: r.Party, Member: r.Member, Day: r.Day, Purpose: r.Purpose, Principal: money.Of(r.Principal, c), Rate: r.Rate, LateRate: r.LateRate,
		Kind: r.Kind, Basis: r.Basis, State: Applied, Grounds: r.Grounds, Resolution: r.Resolution, Left: money.Of(0, c), Interest: money.Of(0, c), Overdue: money.Of(0, c), DueAmount: money.Of(0, c)}
	if r.Decided {
		l.State = map[bool]string{true: Agreed, false: Refused}[r.Agreed]
	}
	parts, err := partsOf(r.Parts)
	if err != nil {
		return l, err
	}
	l.terms = Terms{Principal: l.Principal, Rate: r.Rate, Kind: r.Kind, Basis: r.Basis, From: r.Day, First: r.First, Every: r.Every, Number: r.Number2, Parts: parts}
	for _, m := range rows {
		if m.Kind == paidOut {
			l.terms.From = m.Day
		}
	}
	if l.Schedule, err = Schedule(l.terms); err != nil {
		return l, err
	}
	unpaid := int64(0)
	for _, m := range rows {
		l.Moves = append(l.Moves, Move{m.Line, m.Day, m.Kind, money.Of(m.Principal, c), money.Of(m.Interest, c), m.Mode, m.Note, m.Entry, m.Corrects})
		switch m.Kind {
		case interest:
			unpaid += m.Interest
		case paid, setOff, writtenOff:
			unpaid -= m.Interest
		}
		l.Left.Coins = l.leftOn(m.Day)
		if m.Mode != "" || m.Kind == writtenOff {
			mode := m.Mode
			if mode == "" {
				mode = Lower
			}
			rest, err := Replan(l.terms, l.Schedule, m.Day, l.Left, mode)
			if err != nil {
				return l, err
			}
			l.Schedule = join(l.Schedule, m.Day, l.Left, rest)
		}
	}
	if len(rows) == 0 {
		return l, nil
	}
	return l.standing(day, unpaid)
}

// join is a schedule until a day, then what is left of the loan after it, and
// the new rest.
func join(old []Instalment, day cal.Day, left money.Amount, rest []Instalment) (list []Instalment) {
	for _, i := range old {
		if i.Due <= day {
			list = append(list, i)
		}
	}
	if n := len(list); n > 0 { // what was planned to be left by then is what is left
		list[n-1].Left = left
	} else {
		list = append(list, Instalment{Due: day, Principal: money.Of(0, left.Currency), Interest: money.Of(0, left.Currency), Payment: money.Of(0, left.Currency), Left: left})
	}
	for _, i := range rest {
		i.Number = int64(len(list)) + 1
		list = append(list, i)
	}
	return list
}

// standing is how a loan that was paid out stands on a day.
func (l Loan) standing(day cal.Day, unpaid int64) (Loan, error) {
	l.State = Running
	if l.Left.IsZero() && unpaid == 0 {
		l.State = PaidOff
		return l, nil
	}
	l.Overdue.Coins = l.overdueOn(day)
	if day < "9999" { // with no day, only what is charged counts
		step, err := l.explain(day)
		if err != nil {
			return l, err
		}
		run, err := money.HalfUp(step.Result.Rat, l.Principal.Currency)
		if err != nil {
			return l, err
		}
		for _, m := range l.Moves {
			if m.Kind == interest {
				run.Coins -= m.Interest.Coins
			}
		}
		unpaid += run.Coins
	}
	l.Interest.Coins = unpaid
	for _, i := range l.Schedule {
		if i.Due > day {
			l.Due, l.DueAmount = i.Due, i.Payment
			break
		}
	}
	if l.Overdue.Coins > 0 && l.lateBefore(day) {
		l.State = Late
	}
	return l, nil
}

// lateBefore says whether something was to be paid before a day, and was not: on
// the day itself nobody is late.
func (l Loan) lateBefore(day cal.Day) bool { return day < "9999" && l.overdueOn(day.Add(-1)) > 0 }

// MustBeNone refuses what cannot be done while loans are open: they are agreed in
// a currency, and no rule says into what they turn with it.
func MustBeNone(tx *db.Tx, day cal.Day) error {
	all, err := loans(tx, day)
	for _, l := range all {
		if l.State == Running || l.State == Late {
			return fault.Conflict.Errorf("Loan %d of %s is open in %s. Pay it off before the currency changes, and have what is left agreed anew after.", l.Number, l.Name, l.Principal.Currency)
		}
	}
	return err
}

// Verify holds the loans against the accounts: what is left of them, and the
// interest that is charged and not paid. It says how many it held.
func Verify(tx *db.Tx) (int, error) {
	all, err := loans(tx, "9999-12-31")
	if err != nil {
		return 0, err
	}
	sums := map[string]map[money.Currency]int64{}
	for _, account := range []string{ledger.LoansOwed, ledger.InterestOwed, ledger.LoansGiven, ledger.InterestDue} {
		sums[account] = map[money.Currency]int64{}
	}
	for _, l := range all {
		account, unpaid := l.accounts()
		sign := map[string]int64{Ours: -1, Given: 1}[l.Side]
		sums[account][l.Principal.Currency] += sign * l.Left.Coins
		sums[unpaid][l.Principal.Currency] += sign * l.Interest.Coins
	}
	for account, by := range sums {
		for c, sum := range by {
			booked, err := ledger.BalanceOf(tx, account, "9999-12-31", c)
			if err != nil {
				return 0, err
			}
			if booked.Coins != sum {
				return 0, fault.Conflict.Errorf("Account %s stands at %s, and the loans come to %s.", account, booked.Text(), money.Of(sum, c).Text())
			}
		}
	}
	return len(all), nil
}
