package report

import (
	"testing"

	"artel/base/cal"
	"artel/base/money"
	"artel/coop/ledger"
)

type wage struct {
	Trade      string         `json:"trade"`
	AnnualWage money.Amount   `json:"annual_wage"`
	Relief     money.Decimal  `json:"relief_pct"`
	Note       string         `json:"note,omitempty"`
	Hidden     string         `json:"-"`
	Funds      map[string]int `json:"funds"`
	Years      []cal.Year     `json:"years"`
	Boss       *boss          `json:"boss"`
	Parts      []part         `json:"parts"`
}

type boss struct {
	Name string
	Over *boss
}

type part struct {
	cells
	Currency money.Currency `json:"currency"`
}

type cells struct {
	Number int64 `json:"number"`
	Amount int64 `json:"amount"`
}

func TestOf(t *testing.T) {
	w := wage{
		Trade: "bamboo", AnnualWage: yuan(60_000), Relief: money.DecimalOf(125, 1), Hidden: "x",
		Funds: map[string]int{"welfare_fund": 5000, "education": 2}, Years: []cal.Year{1956, 1957}, Boss: &boss{Name: "Ming"},
		Parts: []part{{cells{1, 350}, "CNY"}, {cells{1200, 35_000}, "CNY-OLD"}},
	}
	entries := []ledger.Entry{{Number: 1, Day: "1956-01-03", Memo: "one", Currency: "CNY",
		Postings: []ledger.Posting{{Account: "1010", Amount: 5}, {Account: "4010", Amount: -5}}}}
	got := ""
	for _, answer := range []any{w, &w, []wage{w}, entries, []string{"a", "b"}, map[string]part{"b": w.Parts[0], "a": w.Parts[1]},
		int64(1204), "as it is\n", nil, []wage(nil), (*wage)(nil), struct{}{}, map[string]any{"n": "x", "list": []any{map[string]any{"a": true}}}} {
		got += text(t, Of("Answer", answer), 0) + "~\n"
	}
	golden(t, "of.txt", got)
}

func TestForTitles(t *testing.T) {
	if p := For("ledger accounts", []ledger.Account{}); p.Title != "Ledger accounts" {
		t.Errorf("title %q", p.Title)
	}
	if p := For("ledger export", "; journal\n"); p.Title != "" {
		t.Errorf("an export has the title %q", p.Title)
	}
	if p := For("ledger entry", 5); p.Title != "Ledger entry" { // not what the maker knows
		t.Errorf("title %q", p.Title)
	}
}
