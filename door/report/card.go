package report

import (
	"cmp"
	"slices"

	"artel/base/money"
	"artel/coop/ledger"
)

// cardPaper is one account from day to day, with what stood in it after each
// movement.
func cardPaper(c ledger.AccountCard) Paper {
	p := Paper{Title: "Account", Lines: []Phrase{Words("%s %s", c.Account.Code, c.Account.Name)}}
	if c.Party != "" {
		p.Lines = append(p.Lines, Words("only %s", c.Party))
	}
	t := Table{Columns: []Column{
		{"day", Date}, {"entry", Ordinal}, {"what happened", Plain}, {"party", Plain}, {"debit", Money}, {"credit", Money}, {"balance", Money},
	}}
	slices.SortFunc(c.Before, func(a, b ledger.Balance) int { return cmp.Compare(a.Currency, b.Currency) })
	for _, b := range c.Before {
		t.Rows = append(t.Rows, []any{nil, nil, Words("brought forward"), nil, nil, nil, money.Of(b.Balance, b.Currency)})
	}
	for _, l := range c.Lines {
		debit, credit := sides(l.Amount, l.Currency)
		t.Rows = append(t.Rows, []any{l.Day, l.Entry, Words(l.Memo), l.Party, debit, credit, money.Of(l.After, l.Currency)})
	}
	p.Blocks = []Block{t}
	return p
}

// cashPaper is the account of cash, as what came in and what went out.
func cashPaper(c ledger.AccountCard) Paper {
	p := cardPaper(c)
	p.Title, p.Lines = "Cash book", nil
	t := p.Blocks[0].(Table)
	t.Columns[4].Title, t.Columns[5].Title, t.Columns[6].Title = "in", "out", "in the box"
	return p
}
