// Package year closes a year of account.
//
// Closing draws up what the year came to: pay that is not yet worked out, the
// depreciation of tools, the materials used, and then income and cost against
// each other; what is left stands as the surplus not yet shared out (or the
// loss). A closed year takes no more entries. It can be opened again, which
// takes the closing entries back, until its surplus has been shared out
// (coop/surplus), which locks it for good.
//
// Nothing here decides anything: the same records always close to the same
// figures. What the members decide comes after, by resolution.
package year

import (
	"fmt"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/capital"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/pay"
	"artel/coop/unit"
)

// Acts are what a person may do with a year.
var Acts = []act.Act{
	act.Do("year close", "Close a year: pay, depreciation, materials used, and the result", act.Books, Close),
	act.Do("year reopen", "Open a closed year again, before its surplus is shared out", act.Lead, Reopen),
	act.Ask("year open", "What is still open in a year before it can be closed", act.See, StillOpen),
	act.Do("unit redenominate", "Carry the books over into a new currency on the first day of a month", act.Lead, Redenominate),
}

// Closing is what closing a year did.
type Closing struct {
	Year         cal.Year       `json:"year"`
	Runs         []pay.MonthRun `json:"runs"` // pay that had not been worked out
	Depreciation money.Amount   `json:"depreciation"`
	Materials    money.Amount   `json:"materials_used"`
	Result       ledger.Result  `json:"result"`
}

// kinds of the entries that only closing makes, in the order in which
// reopening takes them back.
const (
	wear     = "depreciation"
	used     = "materials used"
	wearOnce = "depreciation before"
)

// Close closes a year.
func Close(tx *db.Tx, in ledger.OfYear) (Closing, error) {
	c := Closing{Year: in.Year}
	u, err := mayClose(tx, in.Year)
	if err != nil {
		return c, err
	}
	if err := ledger.OpenMonths(tx, in.Year); err != nil {
		return c, err
	}
	if c.Runs, err = pay.RunAll(tx, in.Year.First(), in.Year.Last()); err != nil {
		return c, err
	}
	if c.Depreciation, err = wearTools(tx, in.Year, u); err != nil {
		return c, err
	}
	if c.Materials, err = useMaterials(tx, in.Year, u); err != nil {
		return c, err
	}
	if c.Result, err = ledger.YearResult(tx, in); err != nil {
		return c, err
	}
	if err := drawUp(tx, c.Result); err != nil {
		return c, err
	}
	c.Result.State = ledger.Closed
	return c, ledger.SetState(tx, in.Year, ledger.Closed)
}

// mayClose refuses to close a year twice, before the unit began, or while the
// year before is open.
func mayClose(tx *db.Tx, year cal.Year) (unit.Unit, error) {
	u, err := unit.At(tx, year.Last())
	if err != nil {
		return u, err
	}
	if year < u.Year {
		return u, fault.Invalid.Errorf("These books begin with %d; %d cannot be closed in them.", int(u.Year), int(year))
	}
	state, err := ledger.State(tx, year)
	if err != nil {
		return u, err
	}
	if state != ledger.Open {
		return u, fault.Conflict.Errorf("%d is %s already.", int(year), state)
	}
	if year > u.Year {
		if state, err = ledger.State(tx, year-1); err == nil && state == ledger.Open {
			err = fault.Conflict.Errorf("%d is still open; close it first.", int(year-1))
		}
	}
	return u, err
}

// wearTools posts the year's depreciation, tool by tool. With the first year it
// brings in what tools taken over earlier had lost before these books began.
func wearTools(tx *db.Tx, year cal.Year, u unit.Unit) (money.Amount, error) {
	tools, err := capital.Tools(tx, unit.AsOf{Day: year.Last()})
	if err != nil {
		return money.Amount{}, err
	}
	if year == u.Year {
		if err := wornBefore(tx, tools, u); err != nil {
			return money.Amount{}, err
		}
	}
	sum := money.NewSum(u.Currency)
	for _, t := range tools {
		worn, _, err := capital.Worn(t, year)
		if err != nil {
			return worn, err
		}
		sum.Add(worn)
	}
	total, err := sum.Amount()
	if err != nil {
		return total, err
	}
	return total, post(tx, year.Last(), wear, fmt.Sprintf("Depreciation of tools in %d", int(year)), ledger.Depreciation, ledger.ToolsWorn, total)
}

func wornBefore(tx *db.Tx, tools []capital.Tool, u unit.Unit) error {
	day := u.Year.First().Add(-1)
	if had, err := ledger.NotReversed(tx, wearOnce, day); err != nil || len(had) > 0 {
		return err
	}
	came, err := capital.CameWithWear(tx)
	if err != nil {
		return err
	}
	total := money.Of(0, u.Currency)
	for _, t := range tools {
		if came[t.No] {
			continue
		}
		worn, err := capital.WornUntil(t, u.Year-1)
		if err != nil {
			return err
		}
		total.Coins += worn
	}
	return post(tx, day, wearOnce, "Depreciation of tools before these books began", ledger.Opening, ledger.ToolsWorn, total)
}

// useMaterials posts what the year used: what the books hold of materials, less
// what was counted at its end.
func useMaterials(tx *db.Tx, year cal.Year, u unit.Unit) (money.Amount, error) {
	held, err := ledger.BalanceOf(tx, ledger.Materials, year.Last(), u.Currency)
	if err != nil {
		return held, err
	}
	count, err := goods.CountOn(tx, year.Last())
	if fault.Of(err) == fault.Missing && held.IsZero() {
		return held, nil // a unit without materials counts none
	}
	if err != nil {
		return held, err
	}
	gone, err := held.Minus(count.Amount)
	if err != nil {
		return gone, err
	}
	if gone.Sign() < 0 {
		return gone, fault.Conflict.Errorf("On %s materials of %s were counted, but the books have only %s of them: a purchase is missing, or the count is wrong.", year.Last(), count.Amount.Text(), held.Text())
	}
	return gone, post(tx, year.Last(), used, fmt.Sprintf("Materials used in %d", int(year)), ledger.MaterialsUsed, ledger.Materials, gone)
}

// post posts an entry of two lines, or none for nothing.
func post(tx *db.Tx, day cal.Day, kind, memo, debit, credit string, amount money.Amount) error {
	if amount.IsZero() {
		return nil
	}
	_, err := ledger.Post(tx, ledger.Entry{Day: day, Kind: kind, Memo: memo, Currency: amount.Currency,
		Postings: []ledger.Posting{{Account: debit, Amount: amount.Coins}, {Account: credit, Amount: -amount.Coins}}})
	return err
}

// drawUp closes income and cost to the surplus not yet shared out.
func drawUp(tx *db.Tx, r ledger.Result) error {
	e := ledger.Entry{Day: r.Year.Last(), Kind: ledger.Closing, Memo: fmt.Sprintf("Result of %d", int(r.Year)), Currency: r.Currency}
	for _, accounts := range [][]ledger.Balance{r.Income, r.Cost} {
		for _, b := range accounts {
			e.Postings = append(e.Postings, ledger.Posting{Account: b.Account, Amount: -b.Balance})
		}
	}
	if len(e.Postings) == 0 {
		return fault.Conflict.Errorf("Nothing happened in %d: there is no income and no cost to close.", int(r.Year))
	}
	e.Postings = append(e.Postings, ledger.Posting{Account: ledger.Undivided, Amount: -r.Net.Coins})
	_, err := ledger.Post(tx, e)
	return err
}

// Reopening opens a year again.
type Reopening struct {
	Year cal.Year `help:"the year"`
	Why  string   `help:"why"`
}

// Reopened is what opening a year again took back.
type Reopened struct {
	Year    cal.Year `json:"year"`
	Entries []int64  `json:"entries"` // the reversing entries
}

// Reopen opens a closed year again and takes back what only closing had posted.
// Pay that was worked out stays: it is the members'.
func Reopen(tx *db.Tx, in Reopening) (Reopened, error) {
	r := Reopened{Year: in.Year}
	state, err := ledger.State(tx, in.Year)
	if err != nil {
		return r, err
	}
	if state == ledger.Open {
		return r, fault.Conflict.Errorf("%d is open.", int(in.Year))
	}
	if next, err := ledger.State(tx, in.Year+1); err != nil || next != ledger.Open {
		return r, fault.Conflict.Errorf("%d is %s; open the later year first.", int(in.Year+1), next)
	}
	if err := ledger.SetState(tx, in.Year, ledger.Open); err != nil {
		return r, err
	}
	for _, kind := range []string{ledger.Closing, used, wear} {
		entries, err := ledger.NotReversed(tx, kind, in.Year.Last())
		if err != nil {
			return r, err
		}
		for _, e := range entries {
			n, err := ledger.TakeBack(tx, e.Number, "", in.Why)
			if err != nil {
				return r, err
			}
			r.Entries = append(r.Entries, n)
		}
	}
	return r, nil
}
