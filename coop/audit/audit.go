// Package audit holds a unit's records against each other and says what does
// not hold. It trusts nothing that is kept for speed or convenience: balances
// are added up again from postings, hashes are made again from what they seal,
// pay from work records, and dividends from the facts they were worked out from.
//
// Each check is one line: what it holds, over how much, and, where it fails,
// the first thing that does not hold.
package audit

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/assembly"
	"artel/coop/capital"
	"artel/coop/credit"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/pay"
	"artel/coop/surplus"
	"artel/coop/task"
	"artel/coop/transition"
	"artel/coop/unit"
)

// Acts are what a person may do to check.
var Acts = []act.Act{
	act.Ask("audit verify", "Hold all records of the unit against each other; says what does not hold", act.See,
		func(tx *db.Tx, _ act.Nothing) ([]Check, error) { return Verify(tx), nil }),
}

// Check is one thing that holds, or does not.
type Check struct {
	What string `json:"what"`
	Over string `json:"over" words:"yes"`           // how much was checked
	Fail string `json:"fail,omitempty" words:"yes"` // what does not hold
}

// All verifies every unit of a database, by code.
func All(ctx context.Context, d *db.DB) (map[string][]Check, error) {
	found := map[string][]Check{}
	var units []unit.Unit
	err := d.Read(ctx, db.Who{Name: "verify"}, func(tx *db.Tx) (err error) {
		units, err = unit.All(tx)
		return err
	})
	for _, u := range units {
		err := d.Read(ctx, db.Who{Unit: u.ID, Name: "verify"}, func(tx *db.Tx) error {
			found[u.Code] = Verify(tx)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return found, err
}

// Verify holds a unit's records against each other.
func Verify(tx *db.Tx) []Check {
	var checks []Check
	check := func(what string, fn func() (string, error)) {
		over, err := fn()
		c := Check{What: what, Over: over}
		if err != nil {
			c.Fail = err.Error()
		}
		checks = append(checks, c)
	}
	var effects map[int64]string
	check("every entry sums to zero, is numbered without gaps and is as it was sealed; balances are what postings come to", func() (string, error) {
		var n int64
		var err error
		effects, n, err = ledger.Verify(tx)
		return fmt.Sprintf("%d entries", n), err
	})
	check("the log of acts is whole, and its chain of hashes unbroken", func() (string, error) {
		n, err := act.VerifyLog(tx, effects)
		return fmt.Sprintf("%d acts", n), err
	})
	check("the share register is the share accounts", func() (string, error) { return shares(tx) })
	check("the tool register is the account of tools", func() (string, error) { return tools(tx) })
	check("the stock register is its movements and the stock accounts, and no place ever had less than nothing", func() (string, error) {
		n, err := goods.Verify(tx)
		return fmt.Sprintf("%d movements", n), err
	})
	check("acceptances took what their slips took, and the months' sums are what they come to", func() (string, error) {
		n, err := task.Verify(tx)
		return fmt.Sprintf("%d acceptances", n), err
	})
	check("pay slips are what the work records come to, and what was posted", func() (string, error) { return pays(tx) })
	check("every distribution recomputes from its facts, and was posted so", func() (string, error) { return distributions(tx) })
	check("loans are what the accounts of loans and of unpaid interest stand at", func() (string, error) {
		n, err := credit.Verify(tx)
		return fmt.Sprintf("%d loans", n), err
	})
	check("every decision of a meeting is the sum of its votes, every secret paper bears its stamp, and approved minutes are as they were", func() (string, error) {
		outcomes, papers, minutes, err := assembly.Check(tx)
		return fmt.Sprintf("%d decisions, %d papers, %d minutes", outcomes, papers, minutes), err
	})
	check("every change of form left each member's money what it was, and the unit has the form it was made", func() (string, error) {
		n, err := transition.Check(tx)
		return fmt.Sprintf("%d changes", n), err
	})
	return checks
}

// shares adds the register up, member by member, and holds it to the accounts.
func shares(tx *db.Tx) (string, error) {
	now := unit.AsOf{Day: "9999-12-31"}
	holdings, err := capital.Shares(tx, now)
	if err != nil {
		return "", err
	}
	persons, err := ledger.Persons(tx, now)
	if err != nil {
		return "", err
	}
	booked := map[string]int64{}
	for _, p := range persons {
		booked[p.Party] = p.Shares.Coins
	}
	var fees int64
	for _, h := range holdings {
		if held := h.Cash.Coins + h.Tool.Coins; held != booked[h.Member] {
			return "", fault.Conflict.Errorf("%s holds %s in the register and %s in the books.", h.Member,
				money.Of(held, h.Cash.Currency).Text(), money.Of(booked[h.Member], h.Cash.Currency).Text())
		}
		delete(booked, h.Member)
		fees += h.Entrance.Coins
	}
	for _, party := range slices.Sorted(maps.Keys(booked)) {
		if booked[party] != 0 {
			return "", fault.Conflict.Errorf("%s has shares in the books and none in the register.", party)
		}
	}
	u, err := unit.Now(tx)
	if err != nil {
		return "", err
	}
	held, err := ledger.BalanceOf(tx, ledger.EntranceFees, now.Day, u.Currency)
	if err == nil && held.Coins != -fees {
		err = fault.Conflict.Errorf("Entrance fees are %s in the register and %s in the books.", money.Of(fees, u.Currency).Text(), held.Neg().Text())
	}
	return fmt.Sprintf("%d holders", len(holdings)), err
}

func tools(tx *db.Tx) (string, error) {
	list, err := capital.Tools(tx, unit.AsOf{Day: "9999-12-31"})
	if err != nil {
		return "", err
	}
	u, err := unit.Now(tx)
	if err != nil {
		return "", err
	}
	worth, err := capital.Worth(list, u.Currency)
	if err != nil {
		return "", err
	}
	held, err := ledger.BalanceOf(tx, ledger.Tools, "9999-12-31", u.Currency)
	if err == nil && held.Coins != worth.Coins {
		err = fault.Conflict.Errorf("The tools are worth %s in the register and %s in the books.", worth.Text(), held.Text())
	}
	return fmt.Sprintf("%d tools", len(list)), err
}

// pays works every slip out again from its lines, and holds runs to entries.
func pays(tx *db.Tx) (string, error) {
	n, err := pay.Verify(tx)
	return fmt.Sprintf("%d slips", n), err
}

func distributions(tx *db.Tx) (string, error) {
	years, err := surplus.Years(tx)
	if err != nil {
		return "", err
	}
	n := 0
	for _, year := range years {
		members, err := surplus.Verify(tx, year)
		if err != nil {
			return "", err
		}
		n += members
	}
	return fmt.Sprintf("%d years, %d members' explanations", len(years), n), err
}
