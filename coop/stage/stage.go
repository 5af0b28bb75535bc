// Package stage says which form of organisation a unit has, and which its books
// show (S1 to S3). The form is declared, in the unit's facts; how far it has come
// is worked out from the registers and never typed in: who owns the main tools,
// how income is shared, whether materials are bought and goods sold in common,
// whether they are made in common. Where the two differ, a unit is told so with
// the reasons, and nothing moves it (S4).
package stage

import (
	"strings"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/capital"
	"artel/coop/ledger"
	"artel/coop/supply"
	"artel/coop/surplus"
	"artel/coop/unit"
)

// Acts are what a person may ask about forms.
var Acts = []act.Act{
	act.Ask("unit stage", "The form that the books show, beside the one that is declared, with the reasons", act.See, Show),
}

// The forms that take part in production, from lower to higher (S1).
const (
	Workshop = "individual workshop"
	Group    = "production group"
	Supply   = "supply and marketing producer co-operative"
	Producer = "producer co-operative"
)

// Known is the form of the four that a declared form is, or "": a federation or an
// association is none of them, a worker co-operative of today is a producers'.
func Known(form string) string {
	form = strings.ToLower(form)
	switch form {
	case Workshop, Group, Supply, Producer:
		return form
	case "worker co-operative":
		return Producer
	}
	return ""
}

// The stages of a producer co-operative (S2).
const (
	Semi     = "semi-socialist" // main tools are still private, or only part of income follows work
	Advanced = "advanced"       // tools are common and all income follows work
)

// Facts are what the books and registers of twelve months say.
type Facts struct {
	ToolsCommon  money.Amount `json:"tools_common"`  // bought out, at what they were taken over for
	ToolsPrivate money.Amount `json:"tools_private"` // brought in as shares, which draw a dividend
	Work         money.Amount `json:"work"`          // pay and labour dividend of the year that was shared out last; else pay of these months
	Capital      money.Amount `json:"capital"`       // its share dividend
	Shared       bool         `json:"shared"`        // a surplus was shared out, of this year or the last
	Bought       money.Amount `json:"bought"`        // materials, through the unit
	Sold         money.Amount `json:"sold"`          // by the unit
	Together     money.Amount `json:"together"`      // pay for work in common
}

// Stage is what the facts come to.
type Stage struct {
	Unit     unit.Unit `json:"unit"`
	Day      cal.Day   `json:"day"`
	Declared string    `json:"declared"`
	Shown    string    `json:"shown" words:"yes"` // the form that the facts show
	Stage    string    `json:"stage,omitempty" words:"yes"`
	Differs  bool      `json:"differs"`
	Common   int64     `json:"common_pct"` // of the main tools, whole percent, rounded down
	ByWork   int64     `json:"by_work_pct"`
	Reasons  []Reason  `json:"reasons"`
	Facts
}

// Reason is one ground, in words with their arguments apart so that they can be
// said in any language.
type Reason struct {
	Words string   `json:"words" words:"yes"`
	Args  []string `json:"args,omitempty"`
}

// part is a's part of a and b in whole percent, rounded down; all of nothing is
// no part.
func part(a, b money.Amount) int64 {
	if a.Coins+b.Coins <= 0 {
		return 0
	}
	return 100 * a.Coins / (a.Coins + b.Coins)
}

// Judge says which form and stage facts show, and why (S2, S3): who neither buys
// nor sells together is a workshop; who does that but is not paid for work in
// common is a supply and marketing co-operative; who is, is a producer
// co-operative, whatever it calls itself, and an advanced one when all tools are
// common and all income follows work.
func Judge(f Facts) (shown, stage string, reasons []Reason) {
	say := func(words string, args ...string) { reasons = append(reasons, Reason{words, args}) }
	trade := f.Bought.Sign() > 0 || f.Sold.Sign() > 0
	switch {
	case f.Together.Sign() > 0:
		say("Members were paid %s for work in common.", f.Together.Text())
		shown = Producer
	case trade:
		say("Nobody was paid for work in common; each works for themselves.")
		shown = Supply
	default:
		say("Nothing was bought or sold in common, and nobody was paid for work in common.")
		return Workshop, "", reasons
	}
	if f.Bought.Sign() > 0 {
		say("Materials of %s were bought in common.", f.Bought.Text())
	}
	if f.Sold.Sign() > 0 {
		say("Goods of %s were sold in common.", f.Sold.Text())
	}
	if shown != Producer {
		return shown, "", reasons
	}
	stage = Advanced
	switch {
	case f.ToolsPrivate.Sign() > 0:
		stage = Semi
		say("Tools of %s are still their owners' shares; %s are common.", f.ToolsPrivate.Text(), f.ToolsCommon.Text())
	case f.ToolsCommon.Sign() > 0:
		say("The tools on record, of %s, are common.", f.ToolsCommon.Text())
	default:
		say("No tools are on record.")
	}
	switch {
	case !f.Shared:
		say("No surplus was shared out yet, so it is not known what shares draw.")
		if stage == Advanced {
			stage = ""
		}
	case f.Capital.Sign() > 0:
		stage = Semi
		say("Of what members were given, %s followed work and %s followed shares.", f.Work.Text(), f.Capital.Text())
	default:
		say("All that members were given followed work: %s.", f.Work.Text())
	}
	return shown, stage, reasons
}

// Show works a unit's form out as of a day, or else of the last in its books,
// over twelve months until the end of its month.
func Show(tx *db.Tx, in unit.AsOf) (s Stage, err error) {
	s.Day = in.Or(tx)
	if in.Day == "" { // books that nobody keeps any more show what they showed last
		last, err := ledger.LastDay(tx)
		if err != nil {
			return s, err
		}
		if last != "" {
			s.Day = min(s.Day, last)
		}
	}
	if s.Unit, err = unit.At(tx, s.Day); err != nil {
		return s, err
	}
	s.Declared = s.Unit.Form
	if s.Facts, err = gather(tx, s.Unit, s.Day); err != nil {
		return s, err
	}
	s.Shown, s.Stage, s.Reasons = Judge(s.Facts)
	s.Common, s.ByWork = part(s.ToolsCommon, s.ToolsPrivate), part(s.Work, s.Capital)
	if strings.EqualFold(s.Declared, Group) && s.Shown == Supply { // to trade in common is what a group does
		s.Shown = Group
	}
	declared := Known(s.Declared)
	s.Differs = declared != "" && declared != s.Shown
	return s, nil
}

func gather(tx *db.Tx, u unit.Unit, day cal.Day) (f Facts, err error) {
	c := u.Currency
	zero := money.Of(0, c)
	f = Facts{zero, zero, zero, zero, false, zero, zero, zero}
	tools, err := capital.Tools(tx, unit.AsOf{Day: day})
	if err != nil {
		return f, err
	}
	for _, t := range tools {
		if t.Price.Currency == c {
			f.ToolsCommon.Coins += t.Price.Coins
		}
	}
	shares, err := ledger.BalanceOf(tx, ledger.ToolShares, day, c)
	if err != nil {
		return f, err
	}
	f.ToolsPrivate.Coins = max(0, -shares.Coins) // which stay so when their tools are counted in a new currency
	f.ToolsCommon.Coins = max(0, f.ToolsCommon.Coins-f.ToolsPrivate.Coins)
	year, month := day.Year(), day.Month()
	from := month.Last().Time().AddDate(-1, 0, 1) // twelve months, the day's own the last of them
	for _, sum := range []struct {
		into     *money.Amount
		sign     int64
		accounts []string
	}{
		{&f.Together, 1, []string{ledger.Pay}}, {&f.Sold, -1, []string{ledger.Sales, ledger.Processing}},
	} {
		for _, account := range sum.accounts {
			for _, y := range []cal.Year{year - 1, year} { // a turnover is of one year
				n, err := ledger.Turnover(tx, account, max(cal.On(from).Month(), y.First().Month()), min(month, y.Last().Month()), c)
				if err != nil {
					return f, err
				}
				sum.into.Coins += sum.sign * n
			}
		}
	}
	f.Work = f.Together
	for last := year; last >= year-1 && !f.Shared; last-- { // the newest surplus that was shared out
		if err := f.share(tx, last, c); err != nil {
			return f, err
		}
	}
	f.Bought.Coins, err = bought(tx, u, cal.On(from), month.Last())
	return f, err
}

// share puts in what members were given of a year, if it was shared out: pay and
// dividends of the same year.
func (f *Facts) share(tx *db.Tx, year cal.Year, c money.Currency) error {
	portions, err := surplus.Portions(tx, year)
	if err != nil || len(portions) == 0 {
		return err
	}
	pay, err := ledger.Turnover(tx, ledger.Pay, year.First().Month(), year.Last().Month(), c)
	if err != nil {
		return err
	}
	f.Shared, f.Work = true, money.Of(pay, c)
	for _, p := range portions {
		switch {
		case p.Amount.Currency != c:
		case p.Pool == "share_dividend":
			f.Capital.Coins += p.Amount.Coins
		case p.Pool == "labour_dividend":
			f.Work.Coins += p.Amount.Coins
		}
	}
	return nil
}

// bought is what materials cost that came in through the unit in a stretch: by
// orders and receipts, and as purchases without any.
func bought(tx *db.Tx, u unit.Unit, from, to cal.Day) (coins int64, err error) {
	all, err := supply.List(tx, ledger.Stretch{From: from, To: to})
	if err != nil {
		return 0, err
	}
	for _, p := range all {
		if p.Amount.Currency == u.Currency {
			coins += p.Amount.Coins
		}
	}
	for _, at := range []struct {
		day  cal.Day
		sign int64
	}{{to, 1}, {from.Add(-1), -1}} {
		list, err := supply.Suppliers(tx, unit.AsOf{Day: at.day})
		if fault.Of(err) == fault.Missing { // there was no unit yet
			continue
		}
		if err != nil {
			return 0, err
		}
		for _, s := range list {
			coins += at.sign * s.Bought.Coins
		}
	}
	return coins, nil
}
