package ledger

import (
	"cmp"
	"iter"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
)

// moved is what an account moved in a month.
type moved struct {
	Month    cal.Month
	Account  string
	Party    string
	Currency money.Currency
	Debit    int64
	Credit   int64
}

func (m moved) before(o moved) int {
	return cmp.Or(cmp.Compare(m.Month, o.Month), cmp.Compare(m.Account, o.Account),
		cmp.Compare(m.Party, o.Party), cmp.Compare(m.Currency, o.Currency))
}

// movements adds up what entries move, by month, account, party and currency,
// in the order of the balance table's key: that is the quickest to write.
func movements(entries []Entry) ([]moved, error) {
	var all []moved
	for _, e := range entries {
		for _, p := range e.Postings {
			all = append(all, moved{e.Day.Month(), p.Account, p.Party, e.Currency, max(p.Amount, 0), max(-p.Amount, 0)})
		}
	}
	return addUp(all)
}

// addUp adds up movements of the same month, account, party and currency.
func addUp(all []moved) (sums []moved, err error) {
	slices.SortStableFunc(all, moved.before)
	sums = all[:0]
	for _, m := range all {
		if last := len(sums) - 1; last >= 0 && sums[last].before(m) == 0 {
			if sums[last].Debit, err = money.Add64(sums[last].Debit, m.Debit); err != nil {
				return nil, err
			}
			if sums[last].Credit, err = money.Add64(sums[last].Credit, m.Credit); err != nil {
				return nil, err
			}
			continue
		}
		sums = append(sums, m)
	}
	return sums, nil
}

// limit keeps a balance from growing past what can be added to it: SQLite
// would turn a sum over 64 bits into a float.
const limit = 4_000_000_000_000_000_000

func addToBalances(tx *db.Tx, entries []Entry) error {
	sums, err := movements(entries)
	if err != nil {
		return err
	}
	for _, m := range sums {
		if m.Debit > limit || m.Credit > limit {
			return fault.Invalid.Errorf("Account %s would pass what can be counted.", m.Account)
		}
	}
	accounts, err := ofAccounts(sums)
	if err != nil {
		return err
	}
	err = tx.Upsert("balance (unit, month, account, currency, debit, credit)",
		"on conflict (unit, month, account, currency) do update set debit = balance.debit + excluded.debit, credit = balance.credit + excluded.credit",
		len(accounts), func(i int, to []any) []any {
			m := accounts[i]
			return append(to, tx.Unit, m.Month, m.Account, m.Currency, m.Debit, m.Credit)
		})
	if err != nil {
		return err
	}
	parties := slices.DeleteFunc(sums, func(m moved) bool { return m.Party == "" })
	return tx.Upsert("party_balance (unit, month, account, party, currency, debit, credit)",
		"on conflict (unit, month, account, party, currency) do update set debit = party_balance.debit + excluded.debit, credit = party_balance.credit + excluded.credit",
		len(parties), func(i int, to []any) []any {
			m := parties[i]
			return append(to, tx.Unit, m.Month, m.Account, m.Party, m.Currency, m.Debit, m.Credit)
		})
}

// ofAccounts adds movements up that differ by their party only.
func ofAccounts(sums []moved) (accounts []moved, err error) {
	for _, m := range sums {
		m.Party = ""
		accounts = append(accounts, m)
	}
	return addUp(accounts)
}

// eachBalance is what every account moved before a month, added to what it moved
// in that month up to and with the day, by account and currency.
func eachBalance(tx *db.Tx, day cal.Day, accounts accountRange) iter.Seq2[moved, error] {
	whole, part := monthsOf(day)
	account := "p.account"
	if accounts == everyAccount { // a month's entries are fewer than all accounts' postings, which the planner cannot know
		account = "p.account || ''"
	}
	return db.Each[moved](tx, `
		select '', account, '', currency, cast(sum(debit) as bigint), cast(sum(credit) as bigint) from (
			select account, currency, debit, credit from balance
			where unit = $1 and month < $2 and account >= $5 and account <= $6
			union all
			select p.account, e.currency,
			       case when p.amount > 0 then p.amount else 0 end, case when p.amount < 0 then -p.amount else 0 end
			from posting p join entry e on e.unit = p.unit and e.number = p.entry
			where p.unit = $1 and p.month = $3 and e.day >= $3 and e.day <= $4 and `+account+` >= $5 and `+account+` <= $6
		) x group by account, currency order by account, currency`,
		tx.Unit, whole, part, day, accounts.from, accounts.to)
}

// monthsOf is the month before which all months count whole, and the month of
// which only the days up to the day do, or one that never comes.
func monthsOf(day cal.Day) (whole, part cal.Month) {
	if day == day.Month().Last() {
		return day.Month().Next(), "9999-12"
	}
	return day.Month(), day.Month()
}

// selectPartyBalances is the same of each party of the accounts.
func selectPartyBalances(tx *db.Tx, day cal.Day, accounts accountRange) ([]moved, error) {
	whole, part := monthsOf(day)
	return db.All[moved](tx, `
		select '', account, party, currency, cast(sum(debit) as bigint), cast(sum(credit) as bigint) from (
			select account, party, currency, debit, credit from party_balance
			where unit = $1 and month < $2 and account >= $5 and account <= $6
			union all
			select p.account, p.party, e.currency,
			       case when p.amount > 0 then p.amount else 0 end, case when p.amount < 0 then -p.amount else 0 end
			from posting p join entry e on e.unit = p.unit and e.number = p.entry
			where p.unit = $1 and p.month = $3 and e.day >= $3 and e.day <= $4 and p.party <> '' and p.account || '' >= $5 and p.account || '' <= $6
		) x group by account, party, currency order by account, party, currency`,
		tx.Unit, whole, part, day, accounts.from, accounts.to)
}

// selectBalances are the balances of accounts as a list.
func selectBalances(tx *db.Tx, day cal.Day, accounts accountRange) (all []moved, err error) {
	for m, err := range eachBalance(tx, day, accounts) {
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

// accountRange is a stretch of codes; everyAccount is all of them.
type accountRange struct{ from, to string }

var everyAccount = accountRange{"", "~"}

// selectTurnover is what income and cost accounts moved in a year, without the
// entries that closed it.
func selectTurnover(tx *db.Tx, year cal.Year) ([]moved, error) {
	return db.All[moved](tx, `
		select '', x.account, '', x.currency, cast(sum(x.debit) as bigint), cast(sum(x.credit) as bigint) from (
			select account, currency, debit, credit from balance
			where unit = $1 and month >= $2 and month <= $3
			union all
			select p.account, e.currency,
			       case when p.amount > 0 then -p.amount else 0 end, case when p.amount < 0 then p.amount else 0 end
			from entry e join posting p on p.unit = e.unit and p.month = substr(e.day, 1, 7) and p.entry = e.number
			where e.unit = $1 and e.day = $4 and e.kind in ('closing', 'reopening')
		) x join account a on a.unit = $1 and a.code = x.account
		where a.kind in ('income', 'expense')
		group by x.account, x.currency order by x.account, x.currency`,
		tx.Unit, year.First().Month(), year.Last().Month(), year.Last())
}

// Standing is what stands on an account and party as of a day.
type Standing struct {
	Account string
	Party   string
	Amount  money.Amount // debit positive
}

// StandingIn is everything that stands in the books in one currency as of a
// day, account by account and party by party. It sums to zero.
func StandingIn(tx *db.Tx, day cal.Day, c money.Currency) ([]Standing, error) {
	accounts, err := selectBalances(tx, day, everyAccount)
	if err != nil {
		return nil, err
	}
	rows, err := selectPartyBalances(tx, day, everyAccount)
	for _, m := range accounts { // an account's own is what its parties leave of it
		for _, p := range rows {
			if p.Account == m.Account && p.Currency == m.Currency && p.Party != "" {
				m.Debit, m.Credit = m.Debit-p.Debit, m.Credit-p.Credit
			}
		}
		rows = append(rows, m)
	}
	slices.SortFunc(rows, moved.before)
	var all []Standing
	for _, m := range rows {
		if m.Currency == c && m.Debit != m.Credit {
			all = append(all, Standing{m.Account, m.Party, money.Of(m.Debit-m.Credit, c)})
		}
	}
	return all, err
}

// Parties is what stands on an account as of a day, by party: debit positive,
// in coins of one currency.
func Parties(tx *db.Tx, account string, day cal.Day, c money.Currency) (map[string]int64, error) {
	rows, err := selectPartyBalances(tx, day, accountRange{account, account})
	by := map[string]int64{}
	for _, m := range rows {
		if m.Currency == c {
			by[m.Party] += m.Debit - m.Credit
		}
	}
	return by, err
}

// Turnover is what an account took in, less what it gave, in a stretch of months
// of one year, without the entries that closed the year.
func Turnover(tx *db.Tx, account string, from, to cal.Month, c money.Currency) (int64, error) {
	return db.One[int64](tx, `
		select cast(coalesce(sum(x.amount), 0) as bigint) from (
			select debit - credit as amount from balance
			where unit = $1 and account = $2 and currency = $3 and month >= $4 and month <= $5
			union all
			select -p.amount from entry e join posting p on p.unit = e.unit and p.month = substr(e.day, 1, 7) and p.entry = e.number and p.account = $2
			where e.unit = $1 and e.day = $6 and e.day <= $7 and e.currency = $3 and e.kind in ('closing', 'reopening')
		) x`, tx.Unit, account, c, from, to, from.Year().Last(), to.Last())
}
