package bench

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"artel/base/act"
	"artel/base/db"
	"artel/base/money"
	"artel/coop/ledger"
)

// stretch is a part of the made-up books: entries From up to before To.
type stretch struct{ From, To int }

// code is the code of made-up account i.
func code(i int) string { return fmt.Sprintf("7%06d", i) }

// openAccounts opens made-up accounts, and postEntries posts entries of three
// lines to them: acts of the bench's own, because twenty thousand and two
// hundred thousand by hand would take longer than what is to be measured.
var openAccounts = act.Do("bench accounts", "Open accounts for a measurement", act.OnlyOps, func(tx *db.Tx, in stretch) (int, error) {
	for i := in.From; i < in.To; i++ {
		if _, err := ledger.OpenAccount(tx, ledger.Account{Code: code(i), Name: fmt.Sprintf("Account %d", i), Kind: "asset"}); err != nil {
			return 0, err
		}
	}
	return in.To - in.From, nil
})

func postEntries(accounts int) act.Act {
	return act.Do("bench entries", "Post entries for a measurement", act.OnlyOps, func(tx *db.Tx, in stretch) (int, error) {
		r := rand.New(rand.NewPCG(1, uint64(in.From)))
		entries := make([]ledger.Entry, 0, in.To-in.From)
		for i := in.From; i < in.To; i++ {
			one, other := int64(1+r.IntN(100_000)), int64(1+r.IntN(100_000))
			from := r.IntN(accounts)
			entries = append(entries, ledger.Entry{
				Day: account.First().Add(r.IntN(account.Days())), Memo: "Sold baskets", Kind: "by hand", Currency: money.CNY,
				Postings: []ledger.Posting{
					{Account: code(from), Amount: one + other},
					{Account: code((from + 1 + r.IntN(accounts/3)) % accounts), Amount: -one},
					{Account: code((from + 1 + accounts/2 + r.IntN(accounts/3)) % accounts), Amount: -other},
				},
			})
		}
		numbers, err := ledger.PostAll(tx, entries)
		return len(numbers), err
	})
}

// balance measures a trial balance from cold, beside other programs on the same
// journal.
func (b *bench) balance() error {
	if b.Program == "" {
		return nil
	}
	file, err := b.fillBooks()
	if err != nil {
		return err
	}
	ours, best, most, err := b.ownBalance(file)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("%s entries, %s accounts, cold", grouped(b.Size.Entries), grouped(b.Size.Accounts))
	b.tell(Figure{Name: "balance", What: what, Value: best, Unit: "s", Beside: fmt.Sprintf("“ledger balances --json”, best of %d", max(3, b.Size.Repeat))}.atMost(0.5))
	b.tell(Figure{Name: "balance", What: "memory for it", Value: most, Unit: "MB"}.atMost(64))
	_, journal, err := b.child(b.Program, "--db", file, "ledger", "export", "--format", "hledger")
	if err != nil {
		return err
	}
	kept := filepath.Join(b.folder, "books.journal")
	if err := os.Rename(journal, kept); err != nil {
		return err
	}
	return errors.Join(b.othersBalance("ledger", kept, ours, best), b.othersBalance("hledger", kept, ours, best))
}

// fillBooks founds a unit and posts its entries, a thousand at a time.
func (b *bench) fillBooks() (file string, err error) {
	k, err := b.open("books.db")
	if err != nil {
		return "", err
	}
	defer k.Close()
	if _, err := k.do("unit found", map[string]any{"name": "Bench Books", "year": account.String()}); err != nil {
		return "", err
	}
	if _, err := k.run(openAccounts, with(stretch{0, b.Size.Accounts})); err != nil {
		return "", err
	}
	if err := b.doing("Posting %s entries to %s accounts.", grouped(b.Size.Entries), grouped(b.Size.Accounts)); err != nil {
		return "", err
	}
	post := postEntries(b.Size.Accounts)
	for from := 0; from < b.Size.Entries; from += 1000 {
		if _, err := k.run(post, with(stretch{from, min(from+1000, b.Size.Entries)})); err != nil {
			return "", err
		}
	}
	return k.file, nil
}

// ownBalance draws up the trial balance in processes of their own: the quickest
// time, the most memory, and what it came to.
func (b *bench) ownBalance(file string) (coins map[string]int64, best, most float64, err error) {
	for i := range max(3, b.Size.Repeat) {
		if err := b.doing("A trial balance, cold: %d.", i+1); err != nil {
			return nil, 0, 0, err
		}
		ran, out, err := b.child(b.Program, "--db", file, "ledger", "balances", "--json")
		if err != nil {
			return nil, 0, 0, err
		}
		if i == 0 || ran.Seconds < best {
			best = ran.Seconds
		}
		most = max(most, ran.Memory)
		if coins, err = trialOf(out); err != nil {
			return nil, 0, 0, err
		}
	}
	return coins, best, most, nil
}

// trialOf is the balance of each account, those without left out.
func trialOf(path string) (map[string]int64, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var trial ledger.Trial
	if err := json.Unmarshal(text, &trial); err != nil {
		return nil, err
	}
	coins := map[string]int64{}
	for _, a := range trial.Accounts {
		if a.Balance != 0 {
			coins[a.Account] = a.Balance
		}
	}
	return coins, nil
}

// othersBalance times another program on the journal, where it is installed, and
// holds what it comes to against ours.
func (b *bench) othersBalance(program, journal string, ours map[string]int64, best float64) error {
	path, err := exec.LookPath(program)
	if err != nil {
		return b.doing("%s is not installed.", program)
	}
	if err := b.doing("The same journal in %s.", program); err != nil {
		return err
	}
	if program == "ledger" {
		if journal, err = withoutDecimalMark(journal); err != nil {
			return err
		}
	}
	ran, out, err := b.child(path, "-f", journal, "balance", "--flat", "--no-total")
	if err != nil {
		return err
	}
	theirs, err := balancesIn(out)
	if err != nil {
		return err
	}
	if err := alike(program, ours, theirs); err != nil {
		return err
	}
	b.tell(Figure{Name: "balance", What: program + " on the same journal", Value: ran.Seconds / best, Unit: "times",
		Beside: fmt.Sprintf("%s, %s; its %s balances are the same", amount(ran.Seconds, "s"), amount(ran.Memory, "MB"), grouped(len(theirs)))})
	return nil
}

// withoutDecimalMark is a copy of a journal without hledger's own directive,
// which ledger does not know.
func withoutDecimalMark(journal string) (string, error) {
	text, err := os.ReadFile(journal)
	if err != nil {
		return "", err
	}
	plain := strings.Replace(string(text), "decimal-mark .\n", "", 1)
	return journal + ".ledger", os.WriteFile(journal+".ledger", []byte(plain), 0o644)
}

// balancesIn reads lines such as "  -12.50 CNY  Assets:7000001".
func balancesIn(path string) (map[string]int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	coins := map[string]int64{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) != 3 {
			continue
		}
		d, err := money.ParseDecimal(words[0])
		if err != nil {
			return nil, err
		}
		amount, err := d.Amount(money.CNY)
		if err != nil {
			return nil, err
		}
		coins[words[2][strings.LastIndexByte(words[2], ':')+1:]] = amount.Coins
	}
	return coins, lines.Err()
}

func alike(program string, ours, theirs map[string]int64) error {
	if len(ours) != len(theirs) {
		return fmt.Errorf("%s has %d accounts with a balance, artel %d", program, len(theirs), len(ours))
	}
	for code, coins := range ours {
		if theirs[code] != coins {
			return fmt.Errorf("account %s stands at %d in %s, at %d in artel", code, theirs[code], program, coins)
		}
	}
	return nil
}
