package report

import (
	"maps"
	"slices"

	"artel/base/money"
	"artel/coop/surplus"
)

// statementPaper is the statement of a year: where the net revenue came from,
// where it went, and every member's part.
func statementPaper(k surplus.Key) Paper {
	return Paper{
		Title: "Statement of the year", Lines: []Phrase{
			Words("%s", k.Unit), Words("%s", k.Year),
			Words("%d members, %d apprentices, %d rows of work", k.Members, k.Apprentices, k.WorkRows),
		},
		Blocks: []Block{netTable(k), sharedTable(k), membersTable(k)},
	}
}

// distributedPaper is the statement with where it stands in the books.
func distributedPaper(d surplus.Distributed) Paper {
	p := statementPaper(d.Key)
	p.Lines = append(p.Lines, Words("posted as entry %d", d.Entry))
	return p
}

// lines is a table of labels with amounts that come to a total.
type lines struct {
	Table
	sum      money.Sum
	currency money.Currency
}

func linesOf(caption string, c money.Currency) *lines {
	return &lines{Table: Table{Caption: caption, Columns: []Column{{"", Plain}, {"amount", Money}}}, sum: money.NewSum(c), currency: c}
}

func (l *lines) add(label any, coins int64) {
	if coins == 0 {
		return
	}
	a := money.Of(coins, l.currency)
	l.sum.Add(a)
	l.Rows = append(l.Rows, []any{label, a})
}

func (l *lines) total(label string) Table {
	l.Total = []any{Words(label), summed(l.sum)}
	return l.Table
}

func netTable(k surplus.Key) Table {
	l := linesOf("Net revenue", k.Currency)
	l.add(Words("Sales"), k.Sales-k.Processing)
	l.add(Words("Processing fees"), k.Processing)
	l.add(Words("Materials used"), -k.MaterialsUsed)
	l.add(Words("Pay"), -k.Pay)
	l.add(Words("Depreciation"), -k.Depreciation)
	l.add(Words("Other expenses"), -k.Expenses)
	return l.total("Net revenue")
}

// overCap names, among the funds, a part of another that is not added again.
const overCap = "of_which_over_cap"

// sharedTable is where the net revenue went; its total is the net revenue
// again.
func sharedTable(k surplus.Key) Table {
	l := linesOf("How it was shared out", k.Currency)
	l.add(Words("Tax, %s less relief of %s", money.Of(k.Tax.Full, k.Currency), money.Of(k.Tax.Relief, k.Currency)), k.Tax.Due)
	for _, fund := range slices.Sorted(maps.Keys(k.Funds)) {
		switch {
		case fund == overCap:
		case fund == "accumulation" && k.Funds[overCap] != 0:
			l.add(Words("Fund: %s, with %s that the wage cap cut", Words(inWords(fund)), money.Of(k.Funds[overCap], k.Currency)), k.Funds[fund])
		default:
			l.add(Words("Fund: %s", Words(inWords(fund))), k.Funds[fund])
		}
	}
	l.add(Words("Share dividend"), k.ShareDividend)
	l.add(Words("Labour dividend"), k.LabourDividend)
	for _, name := range slices.Sorted(maps.Keys(k.Other)) {
		l.add(Words(inWords(name)), k.Other[name])
	}
	l.add(Words("Carried forward"), k.Carried)
	return l.total("Net revenue")
}

// membersTable is every member's part, with a column for each pool of a charter
// of its own.
func membersTable(k surplus.Key) Table {
	t := Table{Caption: "Members", Columns: []Column{{"member", Plain}, {"pay", Money}, {"share dividend", Money}, {"labour dividend", Money}}}
	others := map[string]bool{}
	for _, m := range k.Detail {
		for name := range m.Other {
			others[name] = true
		}
	}
	names := slices.Sorted(maps.Keys(others))
	for _, name := range names {
		t.Columns = append(t.Columns, Column{inWords(name), Money})
	}
	t.Columns = append(t.Columns, Column{"together", Money}, Column{"cut by the cap", Money})
	sums := make([]money.Sum, len(t.Columns))
	for _, no := range slices.Sorted(maps.Keys(k.Detail)) {
		row := memberRow(no, k.Detail[no], names, k.Currency)
		for i, cell := range row {
			addTo(&sums[i], cell)
		}
		t.Rows = append(t.Rows, row)
	}
	t.Total = []any{Words("Total")}
	for _, sum := range sums[1:] {
		t.Total = append(t.Total, summed(sum))
	}
	return t
}

func memberRow(no string, m surplus.KeyMember, others []string, c money.Currency) []any {
	parts := []int64{m.Pay, m.ShareDividend, m.LabourDividend}
	for _, name := range others {
		parts = append(parts, m.Other[name])
	}
	together := money.NewSum(c)
	row := []any{no}
	for _, coins := range parts {
		together.Add(money.Of(coins, c))
		row = append(row, money.Of(coins, c))
	}
	return append(row, summed(together), moved(m.CutByCap, c))
}
