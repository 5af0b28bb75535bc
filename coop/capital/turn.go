package capital

import (
	"fmt"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// shareTools are the tools of a day that stand in the register as somebody's
// share, whatever currency they were counted in since.
func shareTools(tx *db.Tx, day cal.Day) (list []Tool, err error) {
	all, err := selectTools(tx, day)
	if err != nil {
		return nil, err
	}
	entered := map[string]string{}
	for _, t := range all {
		if t.State != Revalued {
			entered[t.No] = t.State
		}
	}
	for _, t := range standing(all) {
		if entered[t.No] == AsShare {
			list = append(list, t)
		}
	}
	return list, nil
}

// TurnShares ends tool shares on a day: their tools are bought out at what they
// were brought in at, which is owed to their owners in yearly instalments (S2,
// S12). There is no discount: who brought a tool in was credited its whole value,
// and a vote on the form takes nothing of it.
func TurnShares(tx *db.Tx, day cal.Day, instalments int64) ([]Tool, error) {
	tools, err := shareTools(tx, day)
	if err != nil {
		return nil, err
	}
	return turn(tx, day, instalments, tools)
}

// TurnSharesOf does the same for one member, who leaves, and says what it came to:
// their tools stay with the unit, in the charter's instalments.
func TurnSharesOf(tx *db.Tx, member string, day cal.Day) (coins int64, err error) {
	c, err := unit.CharterAt(tx, day)
	if err != nil {
		return 0, err
	}
	n := int64(1)
	if _, has := c["tool_instalments"]; has {
		if n, err = c.Whole("tool_instalments"); err != nil {
			return 0, err
		}
	}
	tools, err := shareTools(tx, day)
	if err != nil {
		return 0, err
	}
	tools, err = turn(tx, day, n, slices.DeleteFunc(tools, func(t Tool) bool { return t.Member != member }))
	for _, t := range tools {
		coins += t.Price.Coins
	}
	return coins, err
}

func turn(tx *db.Tx, day cal.Day, instalments int64, tools []Tool) (_ []Tool, err error) {
	if len(tools) == 0 {
		return nil, nil
	}
	ms := make([]Movement, len(tools))
	for i := range tools {
		t := &tools[i]
		t.Since, t.State, t.Instalments = day, BoughtOut, instalments
		t.Entry, err = ledger.Post(tx, ledger.Entry{Day: day, Memo: fmt.Sprintf("Tool share %s (%s) of %s bought out", t.No, t.Name, t.Member), Kind: "tool share turned", Currency: t.Price.Currency,
			Postings: []ledger.Posting{{Account: ledger.ToolShares, Party: t.Member, Amount: t.Price.Coins}, {Account: ledger.ToolsOwed, Party: t.Member, Amount: -t.Price.Coins}}})
		if err != nil {
			return nil, err
		}
		ms[i] = Movement{Day: day, Member: t.Member, Kind: ToolShare, Amount: t.Price.Neg(), Entry: t.Entry}
	}
	if err := insertTools(tx, tools); err != nil {
		return nil, err
	}
	return tools, numbered(tx, ms)
}

// numbered enters movements that are posted already in the share register.
func numbered(tx *db.Tx, ms []Movement) error {
	if len(ms) == 0 {
		return nil
	}
	first, err := tx.Next("share", int64(len(ms)))
	if err != nil {
		return err
	}
	for i := range ms {
		ms[i].Number = first + int64(i)
	}
	return insertMovements(tx, ms)
}

// GiveBackAll ends every share on a day, in cash and in tools, and owes what it
// came to to the member's personal account: what is done when a unit is wound up.
func GiveBackAll(tx *db.Tx, day cal.Day, c money.Currency) error {
	holdings, err := selectHoldings(tx, day, c)
	if err != nil {
		return err
	}
	var ms []Movement
	for _, h := range holdings {
		if h.Kind != EntranceFee && !h.Amount.IsZero() {
			ms = append(ms, Movement{Day: day, Member: h.Member, Kind: h.Kind, Amount: h.Amount.Neg()})
		}
	}
	_, err = keep(tx, ms)
	return err
}
