package ledger

import (
	"cmp"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
)

func sorted(at map[string]*Person) []Person {
	list := make([]Person, 0, len(at))
	for _, p := range at {
		list = append(list, *p)
	}
	slices.SortFunc(list, func(a, b Person) int { return cmp.Compare(a.Party, b.Party) })
	return list
}

// ByNumber names an entry.
type ByNumber struct {
	Number int64 `help:"number of the entry"`
}

// Show is one entry with its lines.
func Show(tx *db.Tx, in ByNumber) (Entry, error) { return find(tx, in.Number) }

// Stretch is a stretch of days.
type Stretch struct {
	From cal.Day `help:"first day" default:"1800-01-01"`
	To   cal.Day `help:"last day" default:"2200-12-31"`
}

// JournalIn asks for a stretch of the journal, a page at a time.
type JournalIn struct {
	From  cal.Day `help:"first day" default:"1800-01-01"`
	To    cal.Day `help:"last day" default:"2200-12-31"`
	After int64   `help:"only entries with a higher number, to read on" opt:"yes"`
	Limit int64   `help:"how many" default:"200"`
}

// Journal are the entries of a stretch of days, in the order of their numbers.
func Journal(tx *db.Tx, in JournalIn) ([]Entry, error) {
	return selectEntries(tx, `e.number in (
		select number from entry where unit = $1 and day >= $2 and day <= $3 and number > $4
		order by number limit $5)`, in.From, in.To, in.After, min(max(in.Limit, 1), 10_000))
}

// CardIn asks for one account.
type CardIn struct {
	Account string  `help:"code of the account"`
	Party   string  `help:"only this member's part" opt:"yes"`
	From    cal.Day `help:"first day" default:"1800-01-01"`
	To      cal.Day `help:"last day" default:"2200-12-31"`
}

// AccountCard is an account from day to day.
type AccountCard struct {
	Account Account    `json:"account"`
	Party   string     `json:"party,omitempty"`
	Before  []Balance  `json:"before"` // a currency each
	Lines   []CardLine `json:"lines"`
}

// CardLine is one movement and what stood in the account after it.
type CardLine struct {
	cardRow
	After int64 `json:"after"`
}

// Card is one account from day to day. A member sees only what is theirs.
func Card(tx *db.Tx, in CardIn) (AccountCard, error) {
	if tx.Member != "" {
		in.Party = tx.Member
	}
	if err := mustHave(tx, in.Account); err != nil {
		return AccountCard{}, err
	}
	names, err := byCode(tx)
	if err != nil {
		return AccountCard{}, err
	}
	c := AccountCard{Account: names[in.Account], Party: in.Party}
	running, err := broughtForward(tx, in)
	if err != nil {
		return c, err
	}
	for currency, coins := range running {
		c.Before = append(c.Before, Balance{Account: in.Account, Currency: currency, Balance: coins})
	}
	rows, err := selectCard(tx, in.Account, in.Party, in.From, in.To)
	for _, r := range rows {
		running[r.Currency] += r.Amount
		c.Lines = append(c.Lines, CardLine{r, running[r.Currency]})
	}
	return c, err
}

// broughtForward is what stood in the account before the first day. Of one
// party that is quicker to add up from its postings.
func broughtForward(tx *db.Tx, in CardIn) (map[money.Currency]int64, error) {
	running := map[money.Currency]int64{}
	if in.Party != "" {
		rows, err := selectCard(tx, in.Account, in.Party, "1800-01-01", in.From.Add(-1))
		for _, r := range rows {
			running[r.Currency] += r.Amount
		}
		return running, err
	}
	before, err := selectBalances(tx, in.From.Add(-1), accountRange{in.Account, in.Account})
	for _, m := range before {
		running[m.Currency] += m.Debit - m.Credit
	}
	return running, err
}

// CashBook is the account of cash from day to day.
func CashBook(tx *db.Tx, in Stretch) (AccountCard, error) {
	return Card(tx, CardIn{Account: Cash, From: in.From, To: in.To})
}
