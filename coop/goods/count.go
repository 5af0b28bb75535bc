package goods

import (
	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// MaterialsKind is the kind of stock that year-end counts.
const MaterialsKind = "materials"

// Count is a value as counted at the end of a day.
type Count struct {
	Day    cal.Day      `json:"day"`
	Kind   string       `json:"kind"`
	Amount money.Amount `json:"amount"`
	Line   int64        `json:"-"`
}

// Counting is a count as a person types it.
type Counting struct {
	Day    cal.Day       `help:"the day at whose end it was counted"`
	Kind   string        `help:"what was counted" default:"materials"`
	Amount money.Decimal `help:"its value"`
}

// RecordCount records a count. A second count of the same day corrects the
// first.
func RecordCount(tx *db.Tx, in Counting) (Count, error) {
	amount, err := unit.Money(tx, in.Day, in.Amount)
	if err != nil {
		return Count{}, err
	}
	c := Count{in.Day, in.Kind, amount, 1}
	_, wrong, err := Take(tx, []Count{c}, in.Day)
	if len(wrong) > 0 {
		err = fault.Invalid.Errorf("%s %s", wrong[0].Wrong, wrong[0].Fix)
	}
	return c, err
}

// Take keeps counts. A count that differs from one of the same day corrects it.
func Take(tx *db.Tx, rows []Count, last cal.Day) (out again.Outcome, wrong []fault.Problem, err error) {
	there, err := selectCounts(tx)
	if err != nil {
		return out, nil, err
	}
	seen := map[cal.Day]bool{}
	for _, c := range rows {
		was, known := find(there, c.Day, c.Kind)
		p := c.check(last)
		if p == nil && seen[c.Day] {
			p = &fault.Problem{Column: "date", Value: string(c.Day), Wrong: "The sheet has two counts of this day.", Fix: "Keep one of the two rows."}
		}
		if p == nil && (!known || was.Amount != c.Amount) {
			if p, err = closedProblem(tx, c); err != nil {
				return out, wrong, err
			}
		}
		seen[c.Day] = true
		if p != nil {
			p.Row = int(c.Line)
			wrong = append(wrong, *p)
			continue
		}
		switch {
		case known && was.Amount == c.Amount:
			out.Known++
			continue
		case known:
			out.Changed = append(out.Changed, again.Change{Row: c.Line, Was: was.Amount.Text(), Now: c.Amount.Text()})
		default:
			out.Added++
		}
		if err := keep(tx, c); err != nil {
			return out, wrong, err
		}
	}
	return out, wrong, nil
}

// keep enters a count. One from before the first year of account is the opening
// stock: the books are brought to it.
func keep(tx *db.Tx, c Count) error {
	if err := insertCount(tx, c); err != nil {
		return err
	}
	u, err := unit.Now(tx)
	if err != nil || c.Day >= u.Year.First() {
		return err
	}
	held, err := ledger.BalanceOf(tx, ledger.Materials, u.Year.First().Add(-1), c.Amount.Currency)
	if err != nil || held == c.Amount {
		return err
	}
	more := c.Amount.Coins - held.Coins
	_, err = ledger.Post(tx, ledger.Entry{Day: c.Day, Memo: "Opening stock of materials", Kind: "opening", Currency: c.Amount.Currency,
		Postings: []ledger.Posting{{Account: ledger.Materials, Amount: more}, {Account: ledger.Opening, Amount: -more}}})
	return err
}

func (c Count) check(last cal.Day) *fault.Problem {
	switch {
	case c.Day == "":
		return &fault.Problem{Column: "date", Wrong: "The day is missing.", Fix: "Write it as 1956-12-31."}
	case c.Day > last:
		return &fault.Problem{Column: "date", Value: string(c.Day), Wrong: "The day is after " + string(last) + ".", Fix: "Correct the day."}
	case c.Amount.Sign() < 0:
		return &fault.Problem{Column: "amount", Value: c.Amount.String(), Wrong: "A stock is not below 0.", Fix: "Write the value as counted."}
	case c.Kind != MaterialsKind:
		return &fault.Problem{Column: "kind", Value: c.Kind, Wrong: "Only materials are counted at year-end so far.", Fix: "Write materials."}
	}
	return nil
}

func closedProblem(tx *db.Tx, c Count) (*fault.Problem, error) {
	state, err := ledger.State(tx, c.Day.Year())
	if err != nil || state == ledger.Open {
		return nil, err
	}
	return &fault.Problem{Column: "date", Value: string(c.Day), Wrong: c.Day.Year().String() + " is " + state + ", and this count would change it.",
		Fix: "Leave the row as it was, or open the year again with “year reopen” before its surplus is shared out."}, nil
}

func find(counts []Count, day cal.Day, kind string) (Count, bool) {
	for _, c := range counts {
		if c.Day == day && c.Kind == kind {
			return c, true
		}
	}
	return Count{}, false
}

// CountOn is the materials as counted at the end of a day.
func CountOn(tx *db.Tx, day cal.Day) (Count, error) {
	all, err := selectCounts(tx)
	if err != nil {
		return Count{}, err
	}
	c, ok := find(all, day, MaterialsKind)
	if !ok {
		err = fault.Missing.Errorf("The materials were not counted on %s. Record the count (“goods count”, or the sheet “stock”) and close the year then.", day)
	}
	return c, err
}

func insertCount(tx *db.Tx, c Count) error {
	return tx.Exec(`
		insert into stock_count (unit, day, kind, act, amount, currency) values ($1, $2, $3, $4, $5, $6)`,
		tx.Unit, c.Day, c.Kind, tx.Act, c.Amount.Coins, c.Amount.Currency)
}

// selectCounts are the counts by day, the newest act of each day only.
func selectCounts(tx *db.Tx) ([]Count, error) {
	type row struct {
		Day    cal.Day
		Kind   string
		Amount money.Amount
	}
	rows, err := db.All[row](tx, `
		select c.day, c.kind, c.amount, c.currency from stock_count c
		where c.unit = $1 and c.act = (
			select max(n.act) from stock_count n where n.unit = c.unit and n.day = c.day and n.kind = c.kind)
		order by c.day, c.kind`, tx.Unit)
	counts := make([]Count, len(rows))
	for i, r := range rows {
		counts[i] = Count{r.Day, r.Kind, r.Amount, 0}
	}
	return counts, err
}
