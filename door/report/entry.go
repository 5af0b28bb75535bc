package report

import (
	"artel/base/money"
	"artel/coop/ledger"
)

// entryPaper is one entry as a voucher has it.
func entryPaper(e ledger.Entry) Paper {
	facts := []Fact{{"day", e.Day}, {"what happened", Words(e.Memo)}, {"kind", Words(e.Kind)}, {"made by act", As(e.Act, Ordinal)}}
	if e.Reverses != 0 {
		facts = append(facts, Fact{"takes back entry", As(e.Reverses, Ordinal)})
	}
	t := Table{Columns: []Column{{"account", Plain}, {"party", Plain}, {"debit", Money}, {"credit", Money}}}
	var debits, credits money.Sum
	for _, p := range e.Postings {
		debit, credit := sides(p.Amount, e.Currency)
		t.Rows = append(t.Rows, []any{p.Account, p.Party, debit, credit})
		addTo(&debits, debit)
		addTo(&credits, credit)
	}
	t.Total = []any{Words("Total"), nil, summed(debits), summed(credits)}
	return Paper{Title: "Entry", Lines: []Phrase{Words("no. %d", e.Number)}, Blocks: []Block{Facts{Pairs: facts}, t}}
}

// journalPaper is entries one after the other, a line a posting.
func journalPaper(entries []ledger.Entry) Paper {
	t := Table{Columns: []Column{
		{"entry", Ordinal}, {"day", Date}, {"what happened", Plain}, {"account", Plain}, {"party", Plain}, {"debit", Money}, {"credit", Money},
	}}
	for _, e := range entries {
		for i, p := range e.Postings {
			debit, credit := sides(p.Amount, e.Currency)
			row := []any{nil, nil, nil, p.Account, p.Party, debit, credit}
			if i == 0 {
				row[0], row[1], row[2] = e.Number, e.Day, Words(e.Memo)
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return Paper{Title: "Journal", Blocks: []Block{t}}
}

// sides is an amount on its own side of an account: a debit or a credit.
func sides(coins int64, c money.Currency) (debit, credit any) {
	switch {
	case coins > 0:
		return money.Of(coins, c), nil
	case coins < 0:
		return nil, money.Of(coins, c).Neg()
	}
	return nil, nil
}

// addTo adds a cell that may be blank.
func addTo(sum *money.Sum, cell any) {
	if a, ok := cell.(money.Amount); ok {
		sum.Add(a)
	}
}

// summed is a sum as a cell; one too large to be kept is left blank.
func summed(sum money.Sum) any {
	if a, err := sum.Amount(); err == nil {
		return a
	}
	return nil
}
