package capital

import (
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
	"artel/coop/unit"
)

// Where a unit is wound up, or members go to another with what is theirs, shares and
// tools leave one register, and may stand in another; the entries are the caller's.

// PassOn strikes the tools that are taken, by number, and the shares and entrance
// fees of the members who go off the registers on a day.
func PassOn(tx *db.Tx, day cal.Day, c money.Currency, entry int64, goes, taken func(no string) bool) error {
	tools, err := Tools(tx, unit.AsOf{Day: day})
	if err != nil {
		return err
	}
	tools = slices.DeleteFunc(tools, func(t Tool) bool { return !taken(t.No) })
	for i := range tools {
		tools[i].Since, tools[i].State, tools[i].Entry = day, Disposed, entry
	}
	if err := insertTools(tx, tools); err != nil {
		return err
	}
	holdings, err := selectHoldings(tx, day, c)
	if err != nil {
		return err
	}
	var ms []Movement
	for _, h := range holdings {
		if goes(h.Member) && !h.Amount.IsZero() {
			ms = append(ms, Movement{Day: day, Member: h.Member, Kind: h.Kind, Amount: h.Amount.Neg(), Entry: entry})
		}
	}
	return numbered(tx, ms)
}

// TakeIn enters tools and shares that came from another unit on a day. A tool keeps
// the day on which it was taken over there, and wears on from it.
func TakeIn(tx *db.Tx, day cal.Day, entry int64, ms []Movement, tools []Tool) error {
	for i := range tools {
		tools[i].Since, tools[i].Entry = day, entry
	}
	for i := range ms {
		ms[i].Day, ms[i].Entry = day, entry
	}
	if err := insertTools(tx, tools); err != nil {
		return err
	}
	return numbered(tx, ms)
}

// IsShare says whether a tool of a day stands in the register as somebody's share,
// by number.
func IsShare(tx *db.Tx, day cal.Day) (map[string]bool, error) {
	tools, err := shareTools(tx, day)
	by := map[string]bool{}
	for _, t := range tools {
		by[t.No] = true
	}
	return by, err
}

// CameWithWear are the tools that came from another unit, by number: what they had
// lost until then came into the books with them.
func CameWithWear(tx *db.Tx) (map[string]bool, error) {
	type row struct{ No, Day, Since string }
	rows, err := db.All[row](tx, `select no, min(day), min(since) from tool where unit = $1 group by no`, tx.Unit)
	by := map[string]bool{}
	for _, r := range rows {
		if r.Since > r.Day {
			by[r.No] = true
		}
	}
	return by, err
}

// WornUntil is what a tool lost by the end of a year, as the books have it.
func WornUntil(t Tool, last cal.Year) (int64, error) {
	sum := int64(0)
	for y := t.Day.Year(); y <= last; y++ {
		worn, _, err := Worn(t, y)
		if err != nil {
			return 0, err
		}
		sum += worn.Coins
	}
	return sum, nil
}
