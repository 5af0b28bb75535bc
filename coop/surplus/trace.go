package surplus

import (
	"fmt"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/explain"
	"artel/coop/capital"
	"artel/coop/ledger"
	"artel/coop/pay"
	"artel/coop/unit"
)

// traceOf follows the facts of the books into the books: net revenue to income
// and cost, and of these the depreciation to the tools. A trace is hung in only
// where it comes to the fact it explains.
func traceOf(tx *db.Tx, facts Facts) (func(no, fact string) *explain.Step, error) {
	net, err := traceNet(tx, facts)
	if err != nil {
		return nil, err
	}
	return func(no, fact string) *explain.Step {
		if no == "" && fact == netName && net.Result.Cmp(facts.Book[netName].Value.Rat) == 0 {
			return net
		}
		return nil
	}, nil
}

func traceNet(tx *db.Tx, facts Facts) (*explain.Step, error) {
	year := cal.Year(facts.Year)
	r, err := ledger.YearResult(tx, ledger.OfYear{Year: year})
	if err != nil {
		return nil, err
	}
	step := explain.Step{Label: "Net revenue of %s", Args: []string{year.String()}, Digits: facts.Currency.Digits(), Unit: string(facts.Currency), Rule: "S33"}
	var formula strings.Builder
	for i, b := range append(append([]ledger.Balance(nil), r.Income...), r.Cost...) {
		o, err := traceAccount(tx, b, year, facts)
		if err != nil {
			return nil, err
		}
		o.Name = fmt.Sprintf("a%s", b.Account)
		switch {
		case i == 0 && b.Kind == "income":
		case b.Kind == "income":
			formula.WriteString(" + ")
		default:
			formula.WriteString(" - ")
		}
		formula.WriteString(o.Name)
		step.Operands = append(step.Operands, o)
	}
	step.Formula = strings.TrimSpace(formula.String())
	return explain.Work(step)
}

// traceAccount is one account of income or cost, positive as people speak of it.
func traceAccount(tx *db.Tx, b ledger.Balance, year cal.Year, facts Facts) (explain.Operand, error) {
	coins := b.Balance
	if b.Kind == "income" {
		coins = -coins
	}
	o := explain.Fact("", b.Name, explain.Num(coins, scaleOf(facts)).Rat, string(facts.Currency), "account "+b.Account+" of "+year.String())
	var step *explain.Step
	var err error
	switch b.Account {
	case ledger.Depreciation:
		step, err = traceDepreciation(tx, year, facts)
	case ledger.MaterialsUsed:
		step, err = traceMaterials(tx, year, facts)
	case ledger.Pay:
		step, err = tracePayTotal(tx, year, facts)
	}
	if err == nil && step != nil && step.Result.Cmp(o.Value.Rat) == 0 {
		traced := step.As("")
		traced.Label, traced.Args = o.Label, nil
		o = traced
	}
	return o, err
}

func scaleOf(facts Facts) int64 {
	scale := int64(1)
	for range facts.Currency.Digits() {
		scale *= 10
	}
	return scale
}

func traceDepreciation(tx *db.Tx, year cal.Year, facts Facts) (*explain.Step, error) {
	tools, err := capital.Tools(tx, unit.AsOf{Day: year.Last()})
	if err != nil || len(tools) == 0 {
		return nil, err
	}
	var ops []explain.Operand
	for i, t := range tools {
		_, step, err := capital.Worn(t, year)
		if err != nil {
			return nil, err
		}
		ops = append(ops, step.As(fmt.Sprintf("t%d", i+1)))
	}
	return explain.Sum("Depreciation of tools, tool by tool", string(facts.Currency), ops...)
}

// usedKind is the kind of entry by which closing a year takes what was used.
const usedKind = "materials used"

// traceMaterials is opening stock, and purchases, less closing stock. Purchases
// are what the account took in during the year.
func traceMaterials(tx *db.Tx, year cal.Year, facts Facts) (*explain.Step, error) {
	before, err := ledger.BalanceOf(tx, ledger.Materials, year.First().Add(-1), facts.Currency)
	if err != nil {
		return nil, err
	}
	bought, err := ledger.MovedWithout(tx, ledger.Materials, usedKind, year.First(), year.Last(), facts.Currency)
	if err != nil {
		return nil, err
	}
	closing, err := ledger.BalanceOf(tx, ledger.Materials, year.Last(), facts.Currency)
	if err != nil {
		return nil, err
	}
	fact := func(name, label string, coins int64, source string) explain.Operand {
		return explain.Fact(name, label, explain.Num(coins, scaleOf(facts)).Rat, string(facts.Currency), source)
	}
	return explain.Work(explain.Step{
		Label: "Materials used", Formula: "opening + purchases - closing", Digits: facts.Currency.Digits(), Unit: string(facts.Currency),
		Operands: []explain.Operand{
			fact("opening", "opening stock", before.Coins, "stock counted before "+string(year.First())),
			fact("purchases", "purchases", bought.Coins, "register of purchases of "+year.String()),
			fact("closing", "closing stock", closing.Coins, "stock counted on "+string(year.Last())),
		},
	})
}

func tracePayTotal(tx *db.Tx, year cal.Year, facts Facts) (*explain.Step, error) {
	runs, err := pay.Runs(tx, ledger.OfYear{Year: year})
	if err != nil || len(runs) == 0 {
		return nil, err
	}
	var ops []explain.Operand
	for i, r := range runs {
		if r.Total.Currency != facts.Currency {
			return nil, nil // carried over since: the account has the sum
		}
		o := explain.Fact(fmt.Sprintf("r%d", i+1), "Pay run %s of %s", r.Total.Rat(), string(r.Total.Currency), fmt.Sprintf("entry %d, %d slips", r.Entry, r.Slips))
		o.Args = []string{fmt.Sprint(r.Run), string(r.Month)}
		ops = append(ops, o)
	}
	return explain.Sum("Pay", string(facts.Currency), ops...)
}

// tracePay is a member's pay of the year from the work records on, or nil where
// they had none.
func tracePay(tx *db.Tx, facts Facts, no string) (*explain.Step, error) {
	year := cal.Year(facts.Year)
	slips, err := pay.SlipsOf(tx, no, year.First().Month(), year.Last().Month())
	if err != nil || len(slips) == 0 {
		return nil, err
	}
	charter, err := unit.CharterAt(tx, year.Last())
	if err != nil {
		return nil, err
	}
	changes, err := unit.Redenominations(tx)
	if err != nil {
		return nil, err
	}
	changes = slices.DeleteFunc(changes, func(c unit.Redenomination) bool { return c.Day > year.Last() })
	return pay.ExplainYear(no, slips, charter, changes)
}
