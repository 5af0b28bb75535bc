package ledger

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/unit"
	"slices"
)

// Balance is one account's line in the trial balance, in smallest coins.
type Balance struct {
	Account  string         `json:"account"`
	Name     string         `json:"name" words:"yes"`
	Kind     string         `json:"kind"`
	Currency money.Currency `json:"currency"`
	Debit    int64          `json:"debit"`   // all that went in
	Credit   int64          `json:"credit"`  // all that went out
	Balance  int64          `json:"balance"` // debit less credit
}

// Trial is the trial balance. Debits equals Credits for each currency, always.
type Trial struct {
	Day      cal.Day   `json:"day"`
	Accounts []Balance `json:"accounts"`
	Totals   []Balance `json:"totals"` // one a currency
}

// TrialBalance is every account that has moved, as of a day.
func TrialBalance(tx *db.Tx, in unit.AsOf) (Trial, error) {
	t := Trial{Day: in.Or(tx)}
	names, err := byCode(tx)
	if err != nil {
		return t, err
	}
	t.Accounts = make([]Balance, 0, len(names))
	for m, err := range eachBalance(tx, t.Day, everyAccount) { // by account, then currency
		if err != nil {
			return t, err
		}
		a := names[m.Account]
		b := Balance{Account: a.Code, Name: a.Name, Kind: a.Kind, Currency: m.Currency}
		if err := b.add(m); err != nil {
			return t, err
		}
		t.Accounts = append(t.Accounts, b)
		if err := t.total(m); err != nil {
			return t, err
		}
	}
	return t, nil
}

func (b *Balance) add(m moved) (err error) {
	if b.Debit, err = money.Add64(b.Debit, m.Debit); err != nil {
		return err
	}
	if b.Credit, err = money.Add64(b.Credit, m.Credit); err != nil {
		return err
	}
	b.Balance = b.Debit - b.Credit
	return nil
}

func (t *Trial) total(m moved) error {
	for i := range t.Totals {
		if t.Totals[i].Currency == m.Currency {
			return t.Totals[i].add(m)
		}
	}
	t.Totals = append(t.Totals, Balance{Name: "Total", Currency: m.Currency})
	return t.Totals[len(t.Totals)-1].add(m)
}

func byCode(tx *db.Tx) (map[string]Account, error) {
	accounts, err := selectAccounts(tx)
	names := make(map[string]Account, len(accounts))
	for _, a := range accounts {
		names[a.Code] = a
	}
	return names, err
}

// Sheet is the balance sheet: what the unit has, what it owes, and what is its
// own. Assets equal Liabilities and Equity and Result together.
type Sheet struct {
	Day         cal.Day        `json:"day"`
	Currency    money.Currency `json:"currency"`
	Assets      []Balance      `json:"assets"`
	Liabilities []Balance      `json:"liabilities"`
	Equity      []Balance      `json:"equity"`
	Total       money.Amount   `json:"total"`  // of the assets
	Owed        money.Amount   `json:"owed"`   // of the liabilities
	Own         money.Amount   `json:"own"`    // of the equity, with the result
	Result      money.Amount   `json:"result"` // of a year not closed yet
}

// BalanceSheet is the balance sheet as of a day, in the currency of that day.
func BalanceSheet(tx *db.Tx, in unit.AsOf) (Sheet, error) {
	day := in.Or(tx)
	u, err := unit.At(tx, day)
	if err != nil {
		return Sheet{}, err
	}
	t, err := TrialBalance(tx, unit.AsOf{Day: day})
	if err != nil {
		return Sheet{}, err
	}
	s := Sheet{Day: day, Currency: u.Currency}
	var total, owed, own, result int64
	for _, b := range t.Accounts {
		if b.Currency != u.Currency || b.Balance == 0 {
			continue
		}
		switch b.Kind {
		case "asset":
			s.Assets, total = append(s.Assets, b), total+b.Balance
		case "liability":
			s.Liabilities, owed = append(s.Liabilities, b), owed-b.Balance
		case "equity":
			s.Equity, own = append(s.Equity, b), own-b.Balance
		default:
			result -= b.Balance
		}
	}
	s.Total, s.Owed = money.Of(total, u.Currency), money.Of(owed, u.Currency)
	s.Own, s.Result = money.Of(own+result, u.Currency), money.Of(result, u.Currency)
	return s, nil
}

// Result is a year's income and cost. Net is what is left.
type Result struct {
	Year     cal.Year       `json:"year"`
	Currency money.Currency `json:"currency"`
	State    string         `json:"state"`
	Income   []Balance      `json:"income"`
	Cost     []Balance      `json:"cost"`
	Net      money.Amount   `json:"net"`
}

// OfYear names a year.
type OfYear struct {
	Year cal.Year `help:"the year"`
}

// YearResult is what a year brought in and cost, without the entries that
// closed it: the same before the year is closed and after.
func YearResult(tx *db.Tx, in OfYear) (Result, error) {
	u, err := unit.At(tx, in.Year.Last())
	if err != nil {
		return Result{}, err
	}
	r := Result{Year: in.Year, Currency: u.Currency}
	if r.State, err = State(tx, in.Year); err != nil {
		return r, err
	}
	rows, err := selectTurnover(tx, in.Year)
	if err != nil {
		return r, err
	}
	names, err := byCode(tx)
	if err != nil {
		return r, err
	}
	var net int64
	for _, m := range rows {
		a := names[m.Account]
		b := Balance{Account: m.Account, Name: a.Name, Kind: a.Kind, Currency: m.Currency, Debit: m.Debit, Credit: m.Credit, Balance: m.Debit - m.Credit}
		if b.Balance == 0 {
			continue
		}
		if m.Currency != u.Currency {
			return r, fault.Conflict.Errorf("The books of %d hold %s beside %s; redenominate first.", int(in.Year), m.Currency, u.Currency)
		}
		if a.Kind == "income" {
			r.Income = append(r.Income, b)
		} else {
			r.Cost = append(r.Cost, b)
		}
		if net, err = money.Add64(net, -b.Balance); err != nil {
			return r, err
		}
	}
	r.Net = money.Of(net, u.Currency)
	return r, nil
}

// BalanceOf is the balance of one account as of a day, debit positive, in
// coins of the currency.
func BalanceOf(tx *db.Tx, account string, day cal.Day, c money.Currency) (money.Amount, error) {
	rows, err := selectBalances(tx, day, accountRange{account, account})
	sum := money.Of(0, c)
	for _, m := range rows {
		if m.Currency == c {
			sum.Coins += m.Debit - m.Credit
		}
	}
	return sum, err
}

// Person is what stands on one member's personal account: positive is owed to
// the member.
type Person struct {
	Party  string       `json:"party"`
	Owed   money.Amount `json:"owed"`   // pay, dividends and shares given back, not yet paid out
	Tools  money.Amount `json:"tools"`  // for tools bought out, not yet paid off
	Shares money.Amount `json:"shares"` // cash and tool shares
}

// Persons are the members' accounts as of a day, in the order of their numbers.
func Persons(tx *db.Tx, in unit.AsOf) ([]Person, error) {
	day := in.Or(tx)
	u, err := unit.At(tx, day)
	if err != nil {
		return nil, err
	}
	rows, err := selectPartyBalances(tx, day, accountRange{PersonalAccounts, ToolShares})
	if err != nil {
		return nil, err
	}
	at := map[string]*Person{}
	for _, m := range rows {
		if m.Currency != u.Currency {
			continue
		}
		p := at[m.Party]
		if p == nil {
			p = &Person{m.Party, money.Of(0, u.Currency), money.Of(0, u.Currency), money.Of(0, u.Currency)}
			at[m.Party] = p
		}
		switch m.Account {
		case PersonalAccounts:
			p.Owed.Coins += m.Credit - m.Debit
		case ToolsOwed:
			p.Tools.Coins += m.Credit - m.Debit
		case CashShares, ToolShares:
			p.Shares.Coins += m.Credit - m.Debit
		}
	}
	return sorted(at), nil
}

// OwedTo is what an account owes to a party as of a day, and the least that it
// owes them on that day or any later: what has gone out since cannot go out
// before as well.
func OwedTo(tx *db.Tx, account, party string, day cal.Day, c money.Currency) (owed, free money.Amount, err error) {
	rows, err := selectCard(tx, account, party, "1800-01-01", "9999-12-31")
	owed, now := money.Of(0, c), money.Of(0, c)
	rows = slices.DeleteFunc(rows, func(r cardRow) bool { return r.Currency != c })
	i := 0
	for ; i < len(rows) && rows[i].Day <= day; i++ {
		owed.Coins -= rows[i].Amount
	}
	free, now = owed, owed
	for ; i < len(rows); i++ {
		now.Coins -= rows[i].Amount
		lastOfDay := i+1 == len(rows) || rows[i+1].Day != rows[i].Day
		if lastOfDay && now.Coins < free.Coins {
			free = now
		}
	}
	return owed, free, err
}

// MovedWithout is what an account took in, less what it gave, in a stretch of
// days, without the entries of one kind and what takes them back.
func MovedWithout(tx *db.Tx, account, kind string, from, to cal.Day, c money.Currency) (money.Amount, error) {
	coins, err := sumWithout(tx, account, kind, from, to, c)
	return money.Of(coins, c), err
}

// MonthTurnover is what a month brought in and cost, in coins.
type MonthTurnover struct {
	Month  cal.Month `json:"month"`
	Income int64     `json:"income"`
	Cost   int64     `json:"cost"`
}

// MonthsOf is a year month by month, without the entries that closed it.
func MonthsOf(tx *db.Tx, year cal.Year) ([]MonthTurnover, error) {
	return db.All[MonthTurnover](tx, `
		select x.month, cast(sum(case when a.kind = 'income' then x.credit - x.debit else 0 end) as bigint),
		       cast(sum(case when a.kind = 'expense' then x.debit - x.credit else 0 end) as bigint) from (
			select month, account, debit, credit from balance
			where unit = $1 and month >= $2 and month <= $3
			union all
			select p.month, p.account,
			       case when p.amount > 0 then -p.amount else 0 end, case when p.amount < 0 then p.amount else 0 end
			from entry e join posting p on p.unit = e.unit and p.month = substr(e.day, 1, 7) and p.entry = e.number
			where e.unit = $1 and e.day = $4 and e.kind in ('closing', 'reopening')
		) x join account a on a.unit = $1 and a.code = x.account
		where a.kind in ('income', 'expense')
		group by x.month order by x.month`,
		tx.Unit, year.First().Month(), year.Last().Month(), year.Last())
}

// LastDay is the day of the latest entry, or "".
func LastDay(tx *db.Tx) (cal.Day, error) {
	days, err := db.All[cal.Day](tx, `select day from entry where unit = $1 order by day desc limit 1`, tx.Unit)
	if err != nil || len(days) == 0 {
		return "", err
	}
	return days[0], nil
}
