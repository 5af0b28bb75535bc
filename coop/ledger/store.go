package ledger

import (
	"iter"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
)

func insertAccounts(tx *db.Tx, accounts []Account) error {
	return tx.Insert("account (unit, code, name, kind, act)", len(accounts), func(i int, to []any) []any {
		a := accounts[i]
		return append(to, tx.Unit, a.Code, a.Name, a.Kind, tx.Act)
	})
}

func selectAccounts(tx *db.Tx) ([]Account, error) {
	return db.All[Account](tx, `select code, name, kind from account where unit = $1 order by code`, tx.Unit)
}

func countAccounts(tx *db.Tx, code string) (int64, error) {
	return db.One[int64](tx, `select count(*) from account where unit = $1 and code = $2`, tx.Unit, code)
}

func selectStates(tx *db.Tx, year cal.Year) ([]string, error) {
	return db.All[string](tx, `select state from period where unit = $1 and year = $2 order by act desc limit 1`, tx.Unit, year)
}

func insertState(tx *db.Tx, year cal.Year, state string) error {
	return tx.Exec(`
		insert into period (unit, year, act, state) values ($1, $2, $3, $4)`, tx.Unit, year, tx.Act, state)
}

func insertEntries(tx *db.Tx, entries []Entry) error {
	err := tx.Insert("entry (unit, number, day, memo, kind, currency, reverses, act, hash)", len(entries),
		func(i int, to []any) []any {
			e := &entries[i]
			return append(to, tx.Unit, e.Number, e.Day, e.Memo, e.Kind, e.Currency, e.Reverses, e.Act, e.hash())
		})
	if err != nil {
		return err
	}
	type line struct{ entry, posting int }
	var lines []line
	for i := range entries {
		for j := range entries[i].Postings {
			lines = append(lines, line{i, j})
		}
	}
	return tx.Insert("posting (unit, month, entry, line, account, party, amount)", len(lines),
		func(i int, to []any) []any {
			e := &entries[lines[i].entry]
			p := &e.Postings[lines[i].posting]
			return append(to, tx.Unit, e.Day.Month(), e.Number, lines[i].posting+1, p.Account, p.Party, p.Amount)
		})
}

// find is one entry with its postings.
func find(tx *db.Tx, number int64) (Entry, error) {
	found, err := selectEntries(tx, `e.number = $2`, number)
	if err == nil && len(found) == 0 {
		return Entry{}, fault.Missing.Errorf("There is no entry %d.", number)
	}
	if err != nil {
		return Entry{}, err
	}
	return found[0], nil
}

type entryRow struct {
	Number   int64
	Day      cal.Day
	Memo     string
	Kind     string
	Currency money.Currency
	Reverses int64
	Act      int64
}

type postingRow struct {
	Entry int64
	Posting
}

// selectEntries are the entries e of the unit for which where holds, in the
// order of their numbers; where's arguments begin with $2.
func selectEntries(tx *db.Tx, where string, args ...any) ([]Entry, error) {
	args = append([]any{tx.Unit}, args...)
	rows, err := db.All[entryRow](tx, `
		select e.number, e.day, e.memo, e.kind, e.currency, e.reverses, e.act from entry e
		where e.unit = $1 and `+where+` order by e.number`, args...)
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, len(rows))
	at := make(map[int64]*Entry, len(rows))
	for i, r := range rows {
		entries[i] = Entry{r.Number, r.Day, r.Memo, r.Kind, r.Currency, r.Reverses, r.Act, nil}
		at[r.Number] = &entries[i]
	}
	postings, err := db.All[postingRow](tx, `
		select p.entry, p.account, p.party, p.amount from entry e
		join posting p on p.unit = e.unit and p.month = substr(e.day, 1, 7) and p.entry = e.number
		where e.unit = $1 and `+where+` order by p.entry, p.line`, args...)
	for _, p := range postings {
		at[p.Entry].Postings = append(at[p.Entry].Postings, p.Posting)
	}
	return entries, err
}

// cardRow is one posting of an account, with its entry.
type cardRow struct {
	Entry    int64          `json:"entry"`
	Day      cal.Day        `json:"day"`
	Memo     string         `json:"memo"`
	Kind     string         `json:"kind"`
	Party    string         `json:"party,omitempty"`
	Currency money.Currency `json:"currency"`
	Amount   int64          `json:"amount"`
}

func selectCard(tx *db.Tx, account, party string, from, to cal.Day) ([]cardRow, error) {
	if party != "" {
		return db.All[cardRow](tx, `
			select e.number, e.day, e.memo, e.kind, p.party, e.currency, p.amount
			from posting p join entry e on e.unit = p.unit and e.number = p.entry
			where p.unit = $1 and p.party = $3 and p.party <> '' and p.account = $2
			  and p.month >= $4 and p.month <= $5 and e.day >= $6 and e.day <= $7
			order by e.day, e.number, p.line`,
			tx.Unit, account, party, from.Month(), to.Month(), from, to)
	}
	return db.All[cardRow](tx, `
		select e.number, e.day, e.memo, e.kind, p.party, e.currency, p.amount
		from posting p join entry e on e.unit = p.unit and e.number = p.entry
		where p.unit = $1 and p.account = $2 and p.month >= $3 and p.month <= $4 and e.day >= $5 and e.day <= $6
		order by e.day, e.number, p.line`,
		tx.Unit, account, from.Month(), to.Month(), from, to)
}

type sealed struct {
	Entry
	Hash string
}

// eachEntry yields every entry of the unit with its postings, in order,
// holding one in memory at a time.
func eachEntry(tx *db.Tx) iter.Seq2[sealed, error] {
	type row struct {
		entryRow
		Hash string
		Posting
	}
	rows := db.Each[row](tx, `
		select e.number, e.day, e.memo, e.kind, e.currency, e.reverses, e.act, e.hash,
		       coalesce(p.account, ''), coalesce(p.party, ''), coalesce(p.amount, 0)
		from entry e left join posting p on p.unit = e.unit and p.month = substr(e.day, 1, 7) and p.entry = e.number
		where e.unit = $1 order by e.number, p.line`, tx.Unit)
	return func(yield func(sealed, error) bool) {
		var now sealed
		for r, err := range rows {
			if err != nil {
				yield(now, err)
				return
			}
			if r.Number != now.Number {
				if now.Number != 0 && !yield(now, nil) {
					return
				}
				now = sealed{Entry{r.Number, r.Day, r.Memo, r.entryRow.Kind, r.Currency, r.Reverses, r.Act, nil}, r.Hash}
			}
			if r.Account != "" {
				now.Postings = append(now.Postings, r.Posting)
			}
		}
		if now.Number != 0 {
			yield(now, nil)
		}
	}
}

// BooksBegan is when the books began.
func BooksBegan(tx *db.Tx) (began Began, err error) {
	type fact struct {
		Field string
		Since cal.Day
		Value string
	}
	facts, err := db.All[fact](tx, `
		select field, since, value from unit_fact
		where unit = $1 and (field in ('redenomination', 'year') or field = 'form' and value = 'merged') order by since, act`, tx.Unit)
	for _, f := range facts {
		if f.Field == "redenomination" {
			began.Renewed = f.Since
		} else if f.Field == "form" {
			began.Over = f.Since
		} else if began.Year, err = cal.ParseYear(f.Value); err != nil {
			return began, err
		}
	}
	return began, err
}

// NotReversed are the entries of a kind on a day that nothing has taken back.
func NotReversed(tx *db.Tx, kind string, day cal.Day) ([]Entry, error) {
	return selectEntries(tx, `e.day = $2 and e.kind = $3 and not exists (
		select 1 from entry r where r.unit = e.unit and r.reverses = e.number)`, day, kind)
}

func sumWithout(tx *db.Tx, account, kind string, from, to cal.Day, c money.Currency) (int64, error) {
	return db.One[int64](tx, `
		select cast(coalesce(sum(p.amount), 0) as bigint)
		from posting p join entry e on e.unit = p.unit and e.number = p.entry
		where p.unit = $1 and p.account = $2 and p.month >= $3 and p.month <= $4 and e.day >= $5 and e.day <= $6
		  and e.currency = $7 and e.kind <> $8
		  and not exists (select 1 from entry r where r.unit = e.unit and r.number = e.reverses and r.kind = $8)`,
		tx.Unit, account, from.Month(), to.Month(), from, to, c, kind)
}
