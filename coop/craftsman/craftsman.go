// Package craftsman is the register of the unorganised: craftsmen and workshops
// by trade and place, who belong to no co-operative and can be supplied, ordered
// from and lent to all the same (S7).
//
// Whoever is entered can be written an order and a bill at once, since they stand
// among the suppliers and the customers too, and be lent to under their name. How
// the unit deals with each is added up from those registers and never kept here.
// A row holds from a day on; who joins the unit is marked by the admission.
package craftsman

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"artel/base/act"
	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/sale"
	"artel/coop/supply"
	"artel/coop/unit"
)

// Acts are what a person may do with the register.
var Acts = []act.Act{
	act.Do("craftsman enter", "Enter a craftsman or a workshop outside the co-operative, or what is new of one", act.Goods, Enter).Over("name"),
	act.Ask("craftsman list", "The craftsmen and workshops outside, by trade and place, and what is done with each", act.See, List),
}

// What somebody in the register is, and how they stand to the unit.
const (
	One      = "craftsman"
	Workshop = "small workshop"
	Outside  = "outside"
	Joined   = "joined"
	Gone     = "gone"
)

// Craftsman is a craftsman or a workshop, as known from a day on. Hands are all
// who work there, hired hands and apprentices among them.
type Craftsman struct {
	Name        string  `json:"name"`
	Since       cal.Day `json:"since"`
	Kind        string  `json:"kind" words:"yes"`
	Trade       string  `json:"trade"`
	Place       string  `json:"place"`
	Hands       int64   `json:"hands"`
	Hired       int64   `json:"hired"`
	Apprentices int64   `json:"apprentices"`
	Slack       string  `json:"slack,omitempty"` // the months in which there is little work, as "12,1,2"
	Needs       string  `json:"needs,omitempty"` // what they are short of, in words
	State       string  `json:"state" words:"yes"`
	Line        int64   `json:"-"`
}

// Entering is a craftsman as a person writes it.
type Entering struct {
	Name        string  `help:"the name; where two have the same, with what tells them apart"`
	Kind        string  `help:"one who works for themselves, or a workshop" choice:"craftsman|small workshop" default:"craftsman"`
	Trade       string  `help:"the trade, such as bamboo"`
	Place       string  `help:"the village or street"`
	Hands       int64   `help:"how many work there, with hired hands and apprentices" default:"1"`
	Hired       int64   `help:"hired hands among them" default:"0"`
	Apprentices int64   `help:"apprentices among them" default:"0"`
	Slack       string  `help:"months with little work, such as 12,1,2" opt:"yes"`
	Needs       string  `help:"what they are short of: material, orders, credit" opt:"yes"`
	State       string  `help:"how they stand to the co-operative" choice:"outside|joined|gone" default:"outside"`
	Since       cal.Day `help:"the first day on which this holds; today where left out" opt:"yes"`
}

// Enter writes a craftsman down, or what is new of one.
func Enter(tx *db.Tx, in Entering) (Craftsman, error) {
	c := Craftsman{strings.TrimSpace(in.Name), in.Since, in.Kind, strings.TrimSpace(in.Trade), strings.TrimSpace(in.Place), in.Hands, in.Hired, in.Apprentices,
		strings.TrimSpace(in.Slack), strings.TrimSpace(in.Needs), in.State, 0}
	if c.Since == "" {
		c.Since = cal.On(tx.Now)
	}
	if p := c.check(); p != nil {
		return c, fault.In(p.Column, p.Value, fault.Invalid.Errorf("%s %s", p.Wrong, p.Fix))
	}
	return c, keep(tx, []Craftsman{c})
}

func (c Craftsman) check() *fault.Problem {
	bad := func(column, value, wrong, fix string) *fault.Problem {
		return &fault.Problem{Row: int(c.Line), Column: column, Value: value, Wrong: wrong, Fix: fix}
	}
	switch {
	case c.Name == "":
		return ledger.Missing("name", "The name")
	case c.Trade == "":
		return ledger.Missing("trade", "The trade")
	case c.Place == "":
		return ledger.Missing("place", "The place")
	case c.Kind != One && c.Kind != Workshop:
		return bad("kind", c.Kind, fmt.Sprintf("“%s” is neither a craftsman nor a workshop.", c.Kind), "Write craftsman or small workshop.")
	case c.Hands > 10_000 || c.Hired > 10_000 || c.Apprentices > 10_000:
		return bad("hands", strconv.FormatInt(c.Hands, 10), "No workshop outside has more than 10000 hands.", "Correct the number.")
	case c.Hired < 0 || c.Apprentices < 0 || c.Hands < 1:
		return bad("hands", strconv.FormatInt(c.Hands, 10), "At least one works there, and nobody has fewer than no hands.", "Correct the number.")
	case c.Hired+c.Apprentices >= c.Hands:
		return bad("hands", strconv.FormatInt(c.Hands, 10), fmt.Sprintf("%d work there, and %d of them are hired hands or apprentices: nobody is left whose workshop it is.", c.Hands, c.Hired+c.Apprentices), "Count the craftsman too.")
	}
	if _, none := cal.MonthsOfYear(c.Slack); c.Slack != "" && none != "" {
		return bad("slack", c.Slack, fmt.Sprintf("“%s” is no month.", none), "Write the months as numbers with commas, such as 12,1,2.")
	}
	return nil
}

// Take keeps the rows of the sheet “craftsmen”.
func Take(tx *db.Tx, rows []Craftsman) (out again.Outcome, wrong []fault.Problem, err error) {
	there, err := asOf(tx, "9999-12-31")
	if err != nil {
		return out, nil, err
	}
	var news []Craftsman
	line := map[string]int64{}
	for _, c := range rows {
		p := c.check()
		if first, twice := line[c.Name]; p == nil && twice {
			p = &fault.Problem{Column: "name", Value: c.Name, Wrong: fmt.Sprintf("“%s” is in row %d already.", c.Name, first), Fix: "Add what tells the two apart, such as the street, or take one row out."}
		}
		if line[c.Name] = c.Line; p != nil {
			p.Row = int(c.Line)
			wrong = append(wrong, *p)
			continue
		}
		was, known := there[c.Name]
		same := c
		same.Line, same.Since, same.State = 0, was.Since, was.State
		switch {
		case known && same == was:
			out.Known++
			continue
		case known:
			if c.State = was.State; was.State != Outside { // it was so from then on only
				c.Since = max(c.Since, was.Since)
			}
			out.Changed = append(out.Changed, again.Change{Row: c.Line, Was: was.text(), Now: c.text()})
		default:
			out.Added++
		}
		there[c.Name] = c
		news = append(news, c)
	}
	if len(wrong) > 0 {
		return out, wrong, nil
	}
	return out, nil, keep(tx, news)
}

func (c Craftsman) text() string {
	return fmt.Sprintf("%s, %s, %s, %d (%d, %d), %s, %s", c.Kind, c.Trade, c.Place, c.Hands, c.Hired, c.Apprentices, c.Slack, c.Needs)
}

// keep writes rows, and enters who is not there yet among suppliers and customers.
func keep(tx *db.Tx, rows []Craftsman) error {
	sellers, buyers := make([]supply.Supplier, len(rows)), make([]sale.Customer, len(rows))
	for i, c := range rows {
		sellers[i] = supply.Supplier{Name: c.Name, Since: c.Since, Kind: c.Kind, Place: c.Place, Local: true}
		buyers[i] = sale.Customer{Name: c.Name, Since: c.Since, Kind: c.Kind, Place: c.Place, Local: true}
	}
	if err := supply.Know(tx, sellers); err != nil {
		return err
	}
	if err := sale.Know(tx, buyers); err != nil {
		return err
	}
	return tx.Insert("craftsman (unit, name, since, act, kind, trade, place, hands, hired, apprentices, slack, needs, state)", len(rows), func(i int, to []any) []any {
		c := &rows[i]
		return append(to, tx.Unit, c.Name, c.Since, tx.Act, c.Kind, c.Trade, c.Place, c.Hands, c.Hired, c.Apprentices, c.Slack, c.Needs, c.State)
	})
}

// HasJoined marks somebody of that name as having joined the unit, where they are
// in the register.
func HasJoined(tx *db.Tx, name string, day cal.Day) error {
	there, err := asOf(tx, day)
	if c, known := there[name]; err == nil && known && c.State == Outside {
		c.Since, c.State = day, Joined
		err = keep(tx, []Craftsman{c})
	}
	return err
}

// Asked asks for the register.
type Asked struct {
	Day   cal.Day `help:"as of this day, and what was done in its year; today where left out" opt:"yes"`
	Trade string  `help:"only of this trade" opt:"yes"`
	Place string  `help:"only of this place" opt:"yes"`
	State string  `help:"only who stands so" choice:"outside|joined|gone" opt:"yes"`
}

// Standing is a craftsman with what the unit did with them in the year, and what
// they owe it.
type Standing struct {
	Craftsman
	Supplied money.Amount `json:"supplied"` // sold to them
	Bought   money.Amount `json:"bought"`   // from them
	Lent     money.Amount `json:"lent"`     // and not paid back
}

// List is the register as of a day, by trade, place and name.
func List(tx *db.Tx, in Asked) ([]Standing, error) {
	day := unit.AsOf{Day: in.Day}.Or(tx)
	by, err := asOf(tx, day)
	if err != nil {
		return nil, err
	}
	u, err := unit.At(tx, day)
	if err != nil {
		return nil, err
	}
	year := ledger.Stretch{From: day.Year().First(), To: day}
	bought, err := supply.From(tx, year, u.Currency)
	if err != nil {
		return nil, err
	}
	sold, err := sale.To(tx, year, u.Currency)
	if err != nil {
		return nil, err
	}
	lent, err := ledger.Parties(tx, ledger.LoansGiven, day, u.Currency)
	if err != nil {
		return nil, err
	}
	list := []Standing{}
	for _, c := range by {
		if (in.Trade == "" || c.Trade == in.Trade) && (in.Place == "" || c.Place == in.Place) && (in.State == "" || c.State == in.State) {
			list = append(list, Standing{c, money.Of(sold[c.Name], u.Currency), money.Of(bought[c.Name], u.Currency), money.Of(lent[c.Name], u.Currency)})
		}
	}
	slices.SortFunc(list, func(a, b Standing) int {
		return strings.Compare(a.Trade+"\x00"+a.Place+"\x00"+a.Name, b.Trade+"\x00"+b.Place+"\x00"+b.Name)
	})
	return list, nil
}

// asOf is everybody in the register, as known on a day, by name.
func asOf(tx *db.Tx, day cal.Day) (map[string]Craftsman, error) {
	all, err := db.All[Craftsman](tx, `
		select name, since, kind, trade, place, hands, hired, apprentices, slack, needs, state, 0 from craftsman
		where unit = $1 and since <= $2 order by name, since, act`, tx.Unit, day)
	by := map[string]Craftsman{}
	for _, c := range all {
		by[c.Name] = c
	}
	return by, err
}
