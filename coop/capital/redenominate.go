package capital

import (
	"artel/base/db"
	"artel/base/money"
	"artel/coop/unit"
)

// ToolsIn are the tools of the register as they will stand in a new currency.
func ToolsIn(tx *db.Tx, r unit.Redenomination) ([]Tool, error) {
	tools, err := Tools(tx, unit.AsOf{Day: r.Day.Add(-1)})
	if err != nil {
		return nil, err
	}
	for i := range tools {
		t := &tools[i]
		if t.Appraised, _, err = money.Redenominate(t.Appraised, r.To, r.Divisor); err != nil {
			return nil, err
		}
		if t.Price, _, err = money.Redenominate(t.Price, r.To, r.Divisor); err != nil {
			return nil, err
		}
		if t.OwnCost, _, err = money.Redenominate(t.OwnCost, r.To, r.Divisor); err != nil {
			return nil, err
		}
		t.Since, t.State = r.Day, Revalued
	}
	return tools, nil
}

// Worth is what tools cost together.
func Worth(tools []Tool, c money.Currency) (money.Amount, error) {
	sum := money.NewSum(c)
	for _, t := range tools {
		sum.Add(t.Price)
	}
	return sum.Amount()
}

// Redenominate carries both registers over: every holding ends in the old
// currency and begins in the new, on the same day.
func Redenominate(tx *db.Tx, r unit.Redenomination, tools []Tool, closed, opened int64) error {
	for i := range tools {
		tools[i].Entry = opened
	}
	if err := insertTools(tx, tools); err != nil {
		return err
	}
	holdings, err := selectHoldings(tx, r.Day, r.From)
	if err != nil {
		return err
	}
	var ms []Movement
	for _, h := range holdings {
		if h.Amount.IsZero() {
			continue
		}
		now, _, err := money.Redenominate(h.Amount, r.To, r.Divisor)
		if err != nil {
			return err
		}
		ms = append(ms,
			Movement{Day: r.Day, Member: h.Member, Kind: h.Kind, Amount: h.Amount.Neg(), Entry: closed},
			Movement{Day: r.Day, Member: h.Member, Kind: h.Kind, Amount: now, Entry: opened})
	}
	return numbered(tx, ms)
}
