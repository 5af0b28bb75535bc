// Package ledger keeps the books. It is the only package that writes postings.
//
// An entry is something that happened on a day, and how it moved value: two or
// more postings that sum to zero, a debit positive and a credit negative, in
// whole smallest coins of one currency. A posting may carry a party: the
// number of the member (or the name of the supplier) whose personal account it
// touches. The ledger does not know members; it keeps the text.
//
// Invariants, held here and by the database itself:
//   - an entry sums to zero, or it is refused;
//   - an entry is never changed or deleted: a correction is another entry that
//     reverses it and points back (once only);
//   - entries are numbered without gaps, and each is sealed by a hash into the
//     log of acts;
//   - nothing is posted to a year that is closed or locked.
//
// The table balance holds what each account moved in each month. It is derived
// from the postings and written with them, so that a balance costs no scan over
// history; [Verify] holds the two against each other.
//
// Read next: chart.go (the accounts), period.go (years), reports.go.
package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/unit"
)

// Acts are what a person may do with the books.
var Acts = []act.Act{
	act.Do("unit found", "Found a co-operative: its name, form, trade, place, currency and first year of account", act.OnlyOps, Found).Founding(),
	act.Do("ledger open", "Open an account in the chart", act.Books, OpenAccount),
	act.Do("ledger post", "Post an entry with its lines; debits and credits must be equal", act.Books, PostByHand),
	act.Do("ledger reverse", "Reverse an entry: a new entry takes it back and points at it", act.Books, Reverse).Over("entry"),
	act.Do("ledger closemonth", "Close a month: nothing is posted to its days any more", act.Books, CloseMonth),
	act.Do("ledger openmonth", "Open a closed month again, and all after it", act.Lead, ReopenMonth),
	act.Ask("ledger through", "The last month that is closed", act.See, ClosedThrough),
	act.Ask("ledger accounts", "The chart of accounts", act.See, Accounts),
	act.Ask("ledger entry", "One entry with its lines, and the act that made it", act.See, Show),
	act.Ask("ledger journal", "Entries of a stretch of days, with their lines", act.See, Journal),
	act.Ask("ledger account", "One account from day to day, with its balance; for a member only their own", act.SeeOwn, Card),
	act.Ask("ledger balances", "Trial balance: every account as of a day, debits and credits", act.See, TrialBalance),
	act.Ask("ledger sheet", "Balance sheet as of a day: what the unit has, owes and owns", act.See, BalanceSheet),
	act.Ask("ledger result", "The result of a year: income, costs, and what is left", act.See, YearResult),
	act.Ask("ledger persons", "Members' personal accounts as of a day", act.See, Persons),
	act.Ask("ledger export", "The whole journal, for hledger or beancount to read", act.See, Export),
	act.Ask("ledger cash", "Cash book: what came in and went out from day to day", act.See, CashBook),
}

// Entry is something that happened, and how it moved value.
type Entry struct {
	Number   int64          `json:"number"`
	Day      cal.Day        `json:"day"`
	Memo     string         `json:"memo"`
	Kind     string         `json:"kind"` // what made it: sale, pay, closing, reversal, …
	Currency money.Currency `json:"currency"`
	Reverses int64          `json:"reverses,omitempty"`
	Act      int64          `json:"act"`
	Postings []Posting      `json:"postings"`
}

// Posting moves Amount, in smallest coins, into Account: a debit, or a credit
// where it is negative.
type Posting struct {
	Account string `json:"account"`
	Party   string `json:"party,omitempty"`
	Amount  int64  `json:"amount"`
}

// Kinds of entry that a year's result is drawn up without.
const (
	Closing   = "closing"
	Reopening = "reopening"
)

// Redenomination is the kind of the entries that carry the books over into
// another currency.
const Redenomination = "redenomination"

// Post writes an entry to the books and returns its number. The postings must
// sum to zero, in a year that is open.
func Post(tx *db.Tx, e Entry) (int64, error) {
	numbers, err := PostAll(tx, []Entry{e})
	if err != nil {
		return 0, err
	}
	return numbers[0], nil
}

// PostAll writes many entries, in order, with as few statements as it can.
func PostAll(tx *db.Tx, entries []Entry) (numbers []int64, err error) {
	if len(entries) == 0 {
		return nil, nil
	}
	years, days := map[cal.Year]bool{}, make([]cal.Day, len(entries))
	for i := range entries {
		if err := check(&entries[i]); err != nil {
			return nil, err
		}
		years[entries[i].Day.Year()], days[i] = true, entries[i].Day
	}
	for year := range years {
		if err := mustBeOpen(tx, year); err != nil {
			return nil, err
		}
	}
	if err := monthsMustTake(tx, days); err != nil {
		return nil, err
	}
	if err := mustBeCurrent(tx, entries); err != nil {
		return nil, err
	}
	first, err := tx.Next("entry", int64(len(entries)))
	if err != nil {
		return nil, err
	}
	for i := range entries {
		entries[i].Number, entries[i].Act = first+int64(i), tx.Act
		numbers = append(numbers, entries[i].Number)
		tx.Seal(entries[i].sum())
	}
	if err := insertEntries(tx, entries); err != nil {
		return nil, err
	}
	return numbers, addToBalances(tx, entries)
}

// check holds an entry to the rules that need no database. Postings that move
// nothing are dropped.
func check(e *Entry) error {
	var sum int64
	var err error
	e.Postings = slices.DeleteFunc(slices.Clone(e.Postings), func(p Posting) bool { return p.Amount == 0 })
	for _, p := range e.Postings {
		if sum, err = money.Add64(sum, p.Amount); err != nil {
			return fault.Invalid.Errorf("Entry “%s” is too large to be added up.", e.Memo)
		}
	}
	if sum != 0 {
		return fault.Invalid.Errorf("Entry “%s” does not balance: debits and credits differ by %s.", e.Memo, money.Of(sum, e.Currency).Text())
	}
	if len(e.Postings) < 2 {
		return fault.Invalid.Errorf("Entry “%s” moves nothing: it needs at least two lines.", e.Memo)
	}
	if e.Currency == "" {
		return fmt.Errorf("ledger: entry %q has no currency", e.Memo)
	}
	if _, err := cal.ParseDay(string(e.Day)); err != nil {
		return err
	}
	return nil
}

// sum is the hash over all that an entry says.
func (e Entry) sum() [sha256.Size]byte {
	b := make([]byte, 0, 128+48*len(e.Postings))
	b = fmt.Appendf(b, "%d|%s|%q|%s|%s|%d", e.Number, e.Day, e.Memo, e.Kind, e.Currency, e.Reverses)
	for _, p := range e.Postings {
		b = fmt.Appendf(b, "|%s|%q|%d", p.Account, p.Party, p.Amount)
	}
	return sha256.Sum256(b)
}

func (e Entry) hash() string {
	sum := e.sum()
	return hex.EncodeToString(sum[:])
}

// ByHand is an entry as a person types it.
type ByHand struct {
	Day   cal.Day `help:"the day on which it happened"`
	Memo  string  `help:"what happened"`
	Lines []Line  `help:"at least two lines; debits and credits must be equal"`
}

// Line is one line of an entry as a person types it.
type Line struct {
	Account string        `help:"code of the account"`
	Party   string        `help:"the member's number, on a personal account" opt:"yes"`
	Debit   money.Decimal `help:"amount into the account" opt:"yes"`
	Credit  money.Decimal `help:"amount out of it" opt:"yes"`
}

// PostByHand posts an entry that a person typed.
func PostByHand(tx *db.Tx, in ByHand) (Entry, error) {
	u, err := unit.At(tx, in.Day)
	if err != nil {
		return Entry{}, err
	}
	if strings.TrimSpace(in.Memo) == "" {
		return Entry{}, fault.Invalid.Errorf("An entry says what happened: give it a memo.")
	}
	e := Entry{Day: in.Day, Memo: in.Memo, Kind: "by hand", Currency: u.Currency}
	for i, l := range in.Lines {
		amount, err := l.amount(u.Currency)
		if err != nil {
			return e, fault.Invalid.Errorf("Line %d: %w", i+1, err)
		}
		if err := mustHave(tx, l.Account); err != nil {
			return e, err
		}
		e.Postings = append(e.Postings, Posting{l.Account, l.Party, amount})
	}
	if err := twoForPersons(tx, e); err != nil {
		return e, err
	}
	posted := []Entry{e}
	_, err = PostAll(tx, posted)
	return posted[0], err
}

// twoForPersons refuses an entry by hand that pays out to a person what one
// person may not pay alone: there is one way to pay, and it is not around it.
func twoForPersons(tx *db.Tx, e Entry) error {
	cash, paid := int64(0), map[string]int64{}
	for _, p := range e.Postings {
		switch p.Account {
		case Cash:
			cash += p.Amount
		case PersonalAccounts, ToolsOwed:
			paid[p.Party] += p.Amount
		}
	}
	for _, coins := range paid {
		if cash >= 0 || coins <= 0 {
			continue
		}
		if err := unit.NeedsTwo(tx, e.Day, money.Of(coins, e.Currency)); err != nil {
			return err
		}
	}
	return nil
}

func (l Line) amount(c money.Currency) (int64, error) {
	if l.Debit.IsZero() == l.Credit.IsZero() {
		return 0, fault.Invalid.Errorf("give either a debit or a credit.")
	}
	if l.Debit.Sign() < 0 || l.Credit.Sign() < 0 {
		return 0, fault.Invalid.Errorf("an amount is not negative; use the other side.")
	}
	debit, err := l.Debit.Amount(c)
	if err != nil {
		return 0, err
	}
	credit, err := l.Credit.Amount(c)
	return debit.Coins - credit.Coins, err
}

// Reversal takes an entry back.
type Reversal struct {
	Entry int64   `help:"number of the entry to take back"`
	Day   cal.Day `help:"the day of the reversal; the entry's own day where left out" opt:"yes"`
	Why   string  `help:"why"`
}

// ownKinds are entries that another noun's registers stand on; taking back the
// entry alone would leave register and books apart.
var ownKinds = []string{"by hand"}

// Reverse takes back an entry that was typed by hand. What an act of another
// kind posted (shares, pay, sales) is corrected by that kind's own act, so that
// its register and the books stay together.
func Reverse(tx *db.Tx, in Reversal) (Entry, error) {
	e, err := find(tx, in.Entry)
	if err != nil {
		return Entry{}, err
	}
	if !slices.Contains(ownKinds, e.Kind) {
		return Entry{}, fault.Refused.Errorf("Entry %d was made by “%s”; correct it there, so that register and books stay together.", e.Number, e.Kind)
	}
	number, err := TakeBack(tx, in.Entry, in.Day, in.Why)
	if err != nil {
		return Entry{}, err
	}
	return find(tx, number)
}

// TakeBack posts the reversal of an entry, on the entry's own day where day is
// empty, and returns its number. An entry is reversed once only.
func TakeBack(tx *db.Tx, number int64, day cal.Day, why string) (int64, error) {
	e, err := find(tx, number)
	if err != nil {
		return 0, err
	}
	if day == "" {
		day = e.Day
	}
	if day < e.Day {
		return 0, fault.Invalid.Errorf("Entry %d is of %s; it cannot be taken back on %s, before it was made.", number, e.Day, day)
	}
	back := Entry{Day: day, Memo: fmt.Sprintf("Reversal of entry %d: %s", number, why), Kind: "reversal", Currency: e.Currency, Reverses: number}
	if e.Kind == Closing {
		back.Kind = Reopening
	}
	for _, p := range e.Postings {
		back.Postings = append(back.Postings, Posting{p.Account, p.Party, -p.Amount})
	}
	n, err := Post(tx, back)
	if fault.Of(err) == fault.Conflict {
		err = fault.Conflict.Errorf("Entry %d has been reversed already.", number)
	}
	return n, err
}
