package ledger

import (
	"crypto/sha256"
	"encoding/hex"

	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
)

// Verify recomputes the books from their postings: that every entry sums to
// zero, is numbered without gaps and is as it was sealed, and that the balances
// kept beside the postings are theirs. It returns, by act, the hash of the
// entries the act made, for the log of acts to be held against.
func Verify(tx *db.Tx) (effects map[int64]string, entries int64, err error) {
	effects = map[int64]string{}
	seals := map[int64][sha256.Size]byte{}
	sums := map[moved]moved{}
	for e, err := range eachEntry(tx) {
		if err != nil {
			return nil, entries, err
		}
		entries++
		if err := verifyEntry(e.Entry, entries, e.Hash); err != nil {
			return nil, entries, err
		}
		for _, p := range e.Postings {
			k := moved{Month: e.Day.Month(), Account: p.Account, Party: p.Party, Currency: e.Currency}
			s := sums[k]
			s.Debit, s.Credit = s.Debit+max(p.Amount, 0), s.Credit+max(-p.Amount, 0)
			sums[k] = s
		}
		sum, seal := e.Entry.sum(), seals[e.Act]
		seals[e.Act] = sha256.Sum256(append(seal[:], sum[:]...))
	}
	for act, seal := range seals {
		effects[act] = hex.EncodeToString(seal[:])
	}
	return effects, entries, verifyBalances(tx, sums)
}

func verifyEntry(e Entry, number int64, hash string) error {
	if e.Number != number {
		return fault.Conflict.Errorf("Entry %d is missing from the books.", number)
	}
	var sum int64
	for _, p := range e.Postings {
		sum += p.Amount
	}
	if sum != 0 {
		return fault.Conflict.Errorf("Entry %d does not balance: its lines sum to %s.", number, money.Of(sum, e.Currency).Text())
	}
	if e.hash() != hash {
		return fault.Conflict.Errorf("Entry %d (%s) is not as it was posted.", number, e.Memo)
	}
	return nil
}

// verifyBalances holds what is kept of accounts and of their parties against
// what the postings come to.
func verifyBalances(tx *db.Tx, sums map[moved]moved) error {
	accounts, parties := map[moved]moved{}, map[moved]moved{}
	for k, s := range sums {
		if k.Party != "" {
			parties[k] = s
		}
		k.Party = ""
		a := accounts[k]
		a.Debit, a.Credit = a.Debit+s.Debit, a.Credit+s.Credit
		accounts[k] = a
	}
	kept, err := db.All[moved](tx, `
		select month, account, '', currency, debit, credit from balance where unit = $1`, tx.Unit)
	if err != nil {
		return err
	}
	if err := verifyKept(kept, accounts); err != nil {
		return err
	}
	kept, err = db.All[moved](tx, `
		select month, account, party, currency, debit, credit from party_balance where unit = $1`, tx.Unit)
	if err != nil {
		return err
	}
	return verifyKept(kept, parties)
}

func verifyKept(kept []moved, sums map[moved]moved) error {
	for _, m := range kept {
		k := moved{Month: m.Month, Account: m.Account, Party: m.Party, Currency: m.Currency}
		if s := sums[k]; s.Debit != m.Debit || s.Credit != m.Credit {
			return fault.Conflict.Errorf("The balance of account %s %s in %s is not what its postings come to.", m.Account, m.Party, m.Month)
		}
		delete(sums, k)
	}
	for k := range sums {
		return fault.Conflict.Errorf("The balance of account %s %s in %s is missing.", k.Account, k.Party, k.Month)
	}
	return nil
}
