package year

import (
	"fmt"
	"math/big"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/capital"
	"artel/coop/credit"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/pay"
	"artel/coop/sale"
	"artel/coop/supply"
	"artel/coop/unit"
	"artel/coop/work"
)

// Change is a change of the currency of the books.
type Change struct {
	Date    cal.Day        `help:"the first day in the new currency: the first of a month"`
	To      money.Currency `help:"the new currency" default:"CNY"`
	Divisor int64          `help:"how many of the old make one of the new" default:"10000"`
}

// Carried is what a change of currency did.
type Carried struct {
	unit.Redenomination
	Lines    []CarriedLine `json:"lines"`
	Rounding money.Amount  `json:"rounding"` // posted: what the roundings came to, a gain where positive
	Closed   int64         `json:"closed"`   // entry that takes the old balances out
	Opened   int64         `json:"opened"`   // entry that brings the new ones in
}

// CarriedLine is one balance in the old currency and in the new.
type CarriedLine struct {
	Account    string         `json:"account"`
	Party      string         `json:"party,omitempty"`
	Old        money.Amount   `json:"old"`
	New        money.Amount   `json:"new"`
	Difference explain.Number `json:"difference"` // exact value less New, in units of the new currency
}

// Redenominate carries the books over into a new currency (S37): one entry takes
// every balance out in the old, one brings it in in the new, each rounded half up
// by itself, with the difference of the roundings posted and listed. Share and
// tool registers, piece rates, reference wages and the charter's amounts follow.
func Redenominate(tx *db.Tx, in Change) (Carried, error) {
	r, err := mayChange(tx, in)
	c := Carried{Redenomination: r}
	if err != nil {
		return c, err
	}
	if err := credit.MustBeNone(tx, in.Date); err != nil {
		return c, err
	}
	tools, err := capital.ToolsIn(tx, r)
	if err != nil {
		return c, err
	}
	if err := c.work(tx, tools); err != nil {
		return c, err
	}
	if err := unit.RecordRedenomination(tx, r); err != nil {
		return c, err
	}
	if err := c.post(tx); err != nil {
		return c, err
	}
	for _, follow := range []func() error{
		func() error { return capital.Redenominate(tx, r, tools, c.Closed, c.Opened) },
		func() error { return work.Redenominate(tx, r) },
		func() error { return sale.Redenominate(tx, r) },
		func() error { return goods.Redenominate(tx, r, c.of(ledger.StockAccounts), c.Closed, c.Opened) },
		func() error { return unit.Redenominate(tx, r) },
	} {
		if err := follow(); err != nil {
			return c, err
		}
	}
	return c, nil
}

func mayChange(tx *db.Tx, in Change) (unit.Redenomination, error) {
	r := unit.Redenomination{Day: in.Date, To: in.To, Divisor: in.Divisor}
	u, err := unit.At(tx, in.Date)
	if err != nil {
		return r, err
	}
	r.From = u.Currency
	switch {
	case r.From == r.To:
		return r, fault.Conflict.Errorf("The books are kept in %s already.", r.To)
	case r.Divisor < 1:
		return r, fault.Invalid.Errorf("One %s is worth at least 1 %s; %d was given.", r.To, r.From, r.Divisor)
	case in.Date != in.Date.Month().First():
		return r, fault.Invalid.Errorf("%s is not the first day of a month; pay is worked out by months, so the currency changes with one.", in.Date)
	}
	later, err := ledger.Journal(tx, ledger.JournalIn{From: in.Date, To: "2200-12-31", Limit: 1})
	if err == nil && len(later) > 0 {
		err = fault.Conflict.Errorf("Entry %d of %s is in %s and after the change; take such entries back first.", later[0].Number, later[0].Day, r.From)
	}
	if err != nil {
		return r, err
	}
	return r, settledBefore(tx, u, in.Date)
}

// settledBefore brings what is of the days before a change into the books while
// they still take it: earlier years must be closed and pay worked out, and what
// tools had lost before the books began is posted now.
func settledBefore(tx *db.Tx, u unit.Unit, day cal.Day) error {
	for year := u.Year; year < day.Year(); year++ {
		state, err := ledger.State(tx, year)
		if err != nil {
			return err
		}
		if state == ledger.Open {
			return fault.Conflict.Errorf("%d is still open; close it first.", int(year))
		}
		if state == ledger.Closed {
			return fault.Conflict.Errorf("The surplus of %d is in %s and not shared out yet; share it out first (“surplus distribute”).", int(year), u.Currency)
		}
	}
	unpaid, err := pay.Unpaid(tx, max(u.Year, day.Year()).First(), day.Add(-1))
	if err != nil {
		return err
	}
	if len(unpaid) > 0 {
		return fault.Conflict.Errorf("The pay of %s is not worked out yet, and its work is of before the change; run it first (“pay run”).", unpaid[0])
	}
	if err := billedBefore(tx); err != nil {
		return err
	}
	if day.Year() > u.Year {
		return nil // done when the first year was closed
	}
	tools, err := capital.Tools(tx, unit.AsOf{Day: day.Add(-1)})
	if err != nil {
		return err
	}
	before, err := unit.At(tx, day.Add(-1))
	if err != nil {
		return err
	}
	return wornBefore(tx, tools, before)
}

// billedBefore refuses to change the currency while something was delivered or
// received whose bill is still to be written: it would be in the old one.
func billedBefore(tx *db.Tx) error {
	out, err := sale.UnbilledDeliveries(tx, sale.OfCustomer{})
	if err == nil && len(out) > 0 {
		err = fault.Conflict.Errorf("Delivery %d to %s is not billed yet, and is of before the change; write its bill first (“sale bill”).", out[0].Delivery, out[0].Customer)
	}
	if err != nil {
		return err
	}
	in, err := supply.Unbilled(tx, supply.OfSupplier{})
	if err == nil && len(in) > 0 {
		err = fault.Conflict.Errorf("The bill for receipt %d of %s is not entered yet, and is of before the change; enter it first (“supply bill”).", in[0].Receipt, in[0].Supplier)
	}
	return err
}

// work converts every balance. The account of tools follows its register, tool
// by tool, so that the two stay equal.
func (c *Carried) work(tx *db.Tx, tools []capital.Tool) error {
	standing, err := ledger.StandingIn(tx, c.Day.Add(-1), c.From)
	if err != nil {
		return err
	}
	if len(standing) == 0 {
		return fault.Conflict.Errorf("Nothing stands in the books in %s on %s.", c.From, c.Day.Add(-1))
	}
	sum := money.NewSum(c.To)
	for _, s := range standing {
		now, diff, err := money.Redenominate(s.Amount, c.To, c.Divisor)
		if err != nil {
			return err
		}
		if s.Account == ledger.Tools {
			exact := new(big.Rat).Add(now.Rat(), diff)
			if now, err = capital.Worth(tools, c.To); err != nil {
				return err
			}
			diff = exact.Sub(exact, now.Rat())
		}
		sum.Add(now)
		c.Lines = append(c.Lines, CarriedLine{s.Account, s.Party, s.Amount, now, explain.Number{Rat: diff}})
	}
	c.Rounding, err = sum.Amount()
	return err
}

// of is what accounts came to in the new currency, by account and party.
func (c *Carried) of(accounts []string) map[[2]string]int64 {
	by := map[[2]string]int64{}
	for _, l := range c.Lines {
		if slices.Contains(accounts, l.Account) {
			by[[2]string{l.Account, l.Party}] += l.New.Coins
		}
	}
	return by
}

func (c *Carried) post(tx *db.Tx) (err error) {
	memo := fmt.Sprintf("Redenomination, %d %s to 1 %s", c.Divisor, c.From, c.To)
	old := ledger.Entry{Day: c.Day, Kind: ledger.Redenomination, Memo: memo + ": the old balances out", Currency: c.From}
	now := ledger.Entry{Day: c.Day, Kind: ledger.Redenomination, Memo: memo + ": the new balances in", Currency: c.To}
	for _, l := range c.Lines {
		old.Postings = append(old.Postings, ledger.Posting{Account: l.Account, Party: l.Party, Amount: -l.Old.Coins})
		now.Postings = append(now.Postings, ledger.Posting{Account: l.Account, Party: l.Party, Amount: l.New.Coins})
	}
	now.Postings = append(now.Postings, ledger.Posting{Account: ledger.Rounding, Amount: -c.Rounding.Coins})
	numbers, err := ledger.PostAll(tx, []ledger.Entry{old, now})
	if err == nil {
		c.Closed, c.Opened = numbers[0], numbers[1]
	}
	return err
}
