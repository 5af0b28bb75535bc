package year

import (
	"slices"
	"strconv"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/capital"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/pay"
	"artel/coop/unit"
	"artel/coop/work"
)

// Todo is one thing that is still open in a year, and the act that does it.
//
// What is a format of ours with a place for each of Args. What closing does by
// itself does not block it.
type Todo struct {
	What   string            `json:"what"`
	Args   []string          `json:"args"`
	Blocks bool              `json:"blocks"`
	Act    string            `json:"act"`
	With   map[string]string `json:"with"`
}

// StillOpen is what is still open before a year can be closed.
func StillOpen(tx *db.Tx, in ledger.OfYear) (all []Todo, err error) {
	state, err := ledger.State(tx, in.Year)
	if err != nil || state != ledger.Open {
		return []Todo{}, err
	}
	u, err := unit.At(tx, in.Year.Last())
	if err != nil {
		return nil, err
	}
	for _, look := range []func(*db.Tx, cal.Year, unit.Unit) ([]Todo, error){yearBefore, unpaid, uncounted, unpriced} {
		more, err := look(tx, in.Year, u)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

func yearBefore(tx *db.Tx, year cal.Year, u unit.Unit) ([]Todo, error) {
	if year <= u.Year {
		return nil, nil
	}
	before := year - 1
	state, err := ledger.State(tx, before)
	if err != nil || state != ledger.Open {
		return nil, err
	}
	return []Todo{{"The year %s is still open; it is closed first.", []string{before.String()}, true, "year close", map[string]string{"year": before.String()}}}, nil
}

// unpaid are the months with work in them and no pay run.
func unpaid(tx *db.Tx, year cal.Year, _ unit.Unit) (all []Todo, err error) {
	months, err := work.Months(tx, year)
	if err != nil {
		return nil, err
	}
	runs, err := pay.Runs(tx, ledger.OfYear{Year: year})
	if err != nil {
		return nil, err
	}
	months = slices.DeleteFunc(months, func(m cal.Month) bool {
		return slices.ContainsFunc(runs, func(r pay.MonthRun) bool { return r.Month == m })
	})
	if n := len(months); n > 3 { // nobody reads twelve lines that say the same
		return []Todo{{"The pay of %s months, %s to %s, is not worked out; closing the year does it.", []string{strconv.Itoa(n), string(months[0]), string(months[n-1])},
			false, "pay run", map[string]string{"month": string(months[0])}}}, nil
	}
	for _, m := range months {
		all = append(all, Todo{"The pay of %s is not worked out; closing the year does it.", []string{string(m)}, false, "pay run", map[string]string{"month": string(m)}})
	}
	return all, nil
}

// uncounted is whether the stock of materials was counted at the end of the year.
func uncounted(tx *db.Tx, year cal.Year, u unit.Unit) ([]Todo, error) {
	held, err := ledger.BalanceOf(tx, ledger.Materials, year.Last(), u.Currency)
	if err != nil {
		return nil, err
	}
	day := string(year.Last())
	count, err := goods.CountOn(tx, year.Last())
	switch {
	case fault.Of(err) == fault.Missing && held.IsZero():
		return nil, nil
	case fault.Of(err) == fault.Missing:
		return []Todo{{"The materials were not counted on %s; the books hold %s of them.", []string{day, held.Text()}, true, "goods count", map[string]string{"day": day}}}, nil
	case err == nil && count.Amount.Coins > held.Coins:
		return []Todo{{"On %s materials of %s were counted, but the books have only %s: a purchase is missing, or the count is wrong.", []string{day, count.Amount.Text(), held.Text()}, true, "supply buy", map[string]string{}}}, nil
	}
	return nil, err
}

// unpriced are the tools that stand in the register at no price.
func unpriced(tx *db.Tx, year cal.Year, _ unit.Unit) (all []Todo, err error) {
	tools, err := capital.Tools(tx, unit.AsOf{Day: year.Last()})
	for _, t := range tools {
		if t.Price.IsZero() && t.State == "bought out" {
			all = append(all, Todo{"The tool %s (%s) has no price.", []string{t.No, t.Name}, false, "capital tools", map[string]string{"day": string(year.Last())}})
		}
	}
	return all, err
}
