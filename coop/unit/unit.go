// Package unit keeps the bodies of the tree: a group of five weavers, a
// co-operative, a federation. Every row in the database belongs to one.
//
// A unit has an id that never changes, a short code that people type, and
// facts that may change (name, form, trade, place, currency, year): each fact
// is dated and kept for ever, so the unit can be shown as of any day. So is its
// charter, the rules its members voted, clause by clause (charter.go).
//
// Invariants: a code is one unit's only; a fact once recorded stays; the
// newest fact that had begun by a day is the one that holds on it.
package unit

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
)

// Acts are what a person may do with a unit.
var Acts = []act.Act{
	act.Do("unit amend", "Change a fact of the unit (its name, trade, place, whether its trade suits dispersed work) from a day on", act.Lead, Amend).Over("field"),
	act.Ask("unit show", "The unit as of a day", act.SeeOwn, Show),
	act.Do("charter wage", "Set the reference wage of a trade and grade for a year: pay and labour dividend may not pass it", act.Lead, SetWage),
	act.Ask("charter show", "The charter as of a day: every rule with its clause and the resolution that made it", act.SeeOwn, ShowCharter),
	act.Ask("unit people", "Who has a login, what each may do, and when they were last here", []act.Role{act.Auditor, act.Chair, act.Manager}, People),
	act.Do("unit login", "Give a person a login: a name, a password, a role in this unit", act.Lead, SetLogin),
	act.Do("unit role", "Give a person who has a login another role", act.Lead, GiveRole),
	act.Do("unit dismiss", "Take a role away from a person; it holds from their next press", act.Lead, Dismiss),
	act.Do("unit password", "Give a person a new password; whatever is open with the old one is closed", act.Lead, ResetPassword),
	act.Do("unit close", "Close a login: its sessions and tokens end at once", act.Lead, CloseLogin),
	act.Do("unit tie", "Tie a login to somebody whom another service knows (OpenID Connect)", act.Lead, TieLogin),
	act.Ask("account show", "Your own account: roles, sessions, passkeys, tokens for programs", act.SeeOwn, ReadAccount),
	act.Do("account password", "Change your password; your other sessions end", act.SeeOwn, ChangePassword),
	act.Do("account leave", "End one of your sessions, or all of them", act.SeeOwn, EndSession),
	act.Do("account token", "Make a token for a program that works in your name; it is shown once", act.SeeOwn, MakeToken),
	act.Do("account revoke", "End a token, so that the program with it gets in no more", act.SeeOwn, RevokeToken),
	act.Do("account forget", "Forget a passkey, so that nobody gets in with it any more", act.SeeOwn, ForgetPasskey),
}

// Unit is a body as of a day.
type Unit struct {
	ID       string         `json:"id"`
	Code     string         `json:"code"`
	Name     string         `json:"name"`
	Form     string         `json:"form"`
	Trade    string         `json:"trade"`
	County   string         `json:"county"`
	Province string         `json:"province"`
	Currency money.Currency `json:"currency"`
	Year     cal.Year       `json:"year"`                       // first year of account in these books
	Loose    bool           `json:"dispersed,omitempty"`        // its trade suits dispersed work, and no closer form is urged on it (S4)
	AtHome   string         `json:"dispersed_months,omitempty"` // months in which members work dispersed, at home, as "12,1,2"; concentrated in all others (S27)
}

// Founding is what a new unit must be told.
type Founding struct {
	Name     string         `help:"the co-operative's full name"`
	Code     string         `help:"a short name to type; made from the name where left out" opt:"yes"`
	Form     string         `help:"its form, such as producer co-operative" default:"producer co-operative"`
	Trade    string         `help:"its trade, such as bamboo" default:"handicraft"`
	County   string         `help:"the county it stands in" opt:"yes"`
	Province string         `help:"the province or state" opt:"yes"`
	Currency money.Currency `help:"the currency of its books: CNY, CNY-OLD or any ISO code" default:"CNY"`
	Year     cal.Year       `help:"the first year of account in these books"`
}

// NewID is an id for a unit that is about to be founded.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// Found enters a new unit, whose id the door has put into the transaction. The
// act is the ledger's, which opens the chart of accounts with it.
func Found(tx *db.Tx, f Founding) (Unit, error) {
	if _, err := Now(tx); err == nil {
		return Unit{}, fault.Conflict.Errorf("This unit is founded already.")
	}
	if strings.TrimSpace(f.Name) == "" {
		return Unit{}, fault.Invalid.Errorf("A unit needs a name.")
	}
	if f.Year < 1800 || f.Year > 2200 {
		return Unit{}, fault.Invalid.Errorf("%d is not a year of account.", int(f.Year))
	}
	code, err := freeCode(tx, f.Code, f.Name)
	if err != nil {
		return Unit{}, err
	}
	if err := insertUnit(tx, code); err != nil {
		return Unit{}, err
	}
	since := f.Year.First()
	for _, fact := range [][2]string{
		{"name", f.Name}, {"form", f.Form}, {"trade", f.Trade}, {"county", f.County}, {"province", f.Province},
		{"currency", string(f.Currency)}, {"year", f.Year.String()},
	} {
		if err := insertFact(tx, fact[0], since, fact[1]); err != nil {
			return Unit{}, err
		}
	}
	return Now(tx)
}

// freeCode is the code asked for, or one made from the name that nobody has.
func freeCode(tx *db.Tx, asked, name string) (string, error) {
	if asked != "" {
		if asked != slug(asked) {
			return "", fault.Invalid.Errorf("“%s” is no code: use small letters, digits and hyphens.", asked)
		}
		taken, err := codeTaken(tx, asked)
		if taken {
			err = fault.Conflict.Errorf("The code “%s” is another unit's.", asked)
		}
		return asked, err
	}
	base := slug(name)
	if base == "" {
		base = "unit"
	}
	for try := base; ; {
		taken, err := codeTaken(tx, try)
		if err != nil || !taken {
			return try, err
		}
		try = base + "-" + tx.Unit[len(tx.Unit)-6:]
		base = try
	}
}

// slug keeps the first two words of a name that can be typed anywhere.
func slug(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if len(words) > 2 {
		words = words[:2]
	}
	return strings.Join(words, "-")
}

// Amendment changes one fact.
type Amendment struct {
	Field string  `help:"which fact; dispersed, yes or no, is whether its trade suits work at home and in small workshops; dispersed months, such as 12,1,2, are those in which members work at home" choice:"name|trade|county|province|dispersed|dispersed_months"`
	Value string  `help:"what it is from then on"`
	Since cal.Day `help:"the first day on which it holds"`
}

// Amend changes a fact from a day on. The currency is changed by
// “year redenominate”, which converts the books with it; the form by a
// transition, which the members vote (S4).
func Amend(tx *db.Tx, a Amendment) (Unit, error) {
	if a.Field == "dispersed" && a.Value != "yes" && a.Value != "no" {
		return Unit{}, fault.In("value", a.Value, fault.Invalid.Errorf("Whether a trade suits dispersed work is yes or no."))
	}
	if _, bad := cal.MonthsOfYear(a.Value); a.Field == "dispersed_months" && a.Value != "none" && bad != "" {
		return Unit{}, fault.In("value", a.Value, fault.Invalid.Errorf("“%s” is no month. Write the months as numbers with commas, such as 12,1,2, or none.", bad))
	}
	return amend(tx, a)
}

// Dispersed says whether members work at home in a month (S27).
func (u Unit) Dispersed(m cal.Month) bool {
	months, _ := cal.MonthsOfYear(u.AtHome)
	return slices.Contains(months, int(m.First().Time().Month()))
}

// SetForm makes a form the unit's from a day on.
func SetForm(tx *db.Tx, form string, since cal.Day) (Unit, error) {
	return amend(tx, Amendment{"form", form, since})
}

func amend(tx *db.Tx, a Amendment) (Unit, error) {
	if err := insertFact(tx, a.Field, a.Since, a.Value); err != nil {
		return Unit{}, err
	}
	return At(tx, a.Since)
}

// AsOf names a day; left out, it is today.
type AsOf struct {
	Day cal.Day `help:"as of this day; today where left out" opt:"yes"`
}

// Or is the day asked for, or the day of the transaction.
func (a AsOf) Or(tx *db.Tx) cal.Day {
	if a.Day == "" {
		return cal.On(tx.Now)
	}
	return a.Day
}

// Show is the unit as of a day.
func Show(tx *db.Tx, in AsOf) (Unit, error) { return At(tx, in.Or(tx)) }

// Now is the unit with all that is recorded of it.
func Now(tx *db.Tx) (Unit, error) { return At(tx, "9999-12-31") }

// At is the unit as of a day. Before its first facts it has those.
func At(tx *db.Tx, day cal.Day) (Unit, error) {
	u, err := selectUnit(tx)
	if err != nil {
		return u, err
	}
	facts, err := selectFacts(tx)
	if err != nil {
		return u, err
	}
	set := map[string]bool{}
	for _, f := range facts { // in the order they began to hold
		if f.Since > day && set[f.Field] {
			continue
		}
		set[f.Field] = true
		switch f.Field {
		case "name":
			u.Name = f.Value
		case "form":
			u.Form = f.Value
		case "trade":
			u.Trade = f.Value
		case "county":
			u.County = f.Value
		case "province":
			u.Province = f.Value
		case "dispersed":
			u.Loose = f.Value == "yes"
		case "dispersed_months":
			if u.AtHome = f.Value; f.Value == "none" {
				u.AtHome = ""
			}
		case "currency":
			u.Currency = money.Currency(f.Value)
		case "year":
			if u.Year, err = cal.ParseYear(f.Value); err != nil {
				return u, err
			}
		}
	}
	return u, nil
}

// Money is an amount as a person typed it, in the currency of the books on a
// day.
func Money(tx *db.Tx, day cal.Day, typed money.Decimal) (money.Amount, error) {
	u, err := At(tx, day)
	if err != nil {
		return money.Amount{}, err
	}
	return typed.Amount(u.Currency)
}

// Resolve finds the id of the unit that a person means: by id or code, or the
// only one where they say nothing. It is "" in an empty database.
func Resolve(ctx context.Context, d *db.DB, said string) (id string, err error) {
	err = d.Read(ctx, db.Who{}, func(tx *db.Tx) error {
		units, err := All(tx)
		if err != nil {
			return err
		}
		id, err = choose(units, said)
		return err
	})
	return id, err
}

func choose(units []Unit, said string) (string, error) {
	var codes []string
	for _, u := range units {
		if said != "" && (u.ID == said || u.Code == said) {
			return u.ID, nil
		}
		codes = append(codes, u.Code)
	}
	switch {
	case said != "":
		return "", fault.Missing.Errorf("There is no unit “%s”. There is: %s.", said, strings.Join(codes, ", "))
	case len(units) == 0:
		return "", nil
	case len(units) > 1:
		return "", fault.Invalid.Errorf("This database has %d units; say which with --unit: %s.", len(units), strings.Join(codes, ", "))
	}
	return units[0].ID, nil
}

// Had is a form that a unit has had, and since when.
type Had struct {
	Form  string  `json:"form"`
	Since cal.Day `json:"since"`
}

// FormsOf are the forms that a unit has had, in order, as they are on record now.
func FormsOf(tx *db.Tx) (list []Had, err error) {
	facts, err := selectFacts(tx)
	for _, f := range facts {
		if f.Field != "form" {
			continue
		}
		if n := len(list); n > 0 && list[n-1].Since == f.Since { // recorded later for the same day
			list = list[:n-1]
		}
		list = append(list, Had{f.Value, f.Since})
	}
	return list, err
}

// Redenomination is a change of the currency that a unit's books are kept in:
// one unit of To is worth Divisor units of From (S37).
type Redenomination struct {
	Day     cal.Day        `json:"day"`
	From    money.Currency `json:"from"`
	To      money.Currency `json:"to"`
	Divisor int64          `json:"divisor"`
}

// RecordRedenomination makes To the currency of the unit from the day on.
func RecordRedenomination(tx *db.Tx, r Redenomination) error {
	text := fmt.Sprintf("%s %s %d", r.From, r.To, r.Divisor)
	if err := insertFact(tx, "redenomination", r.Day, text); err != nil {
		return err
	}
	return insertFact(tx, "currency", r.Day, string(r.To))
}

// Redenominations are all changes of currency, in order.
func Redenominations(tx *db.Tx) (list []Redenomination, err error) {
	facts, err := selectFacts(tx)
	for _, f := range facts {
		if f.Field == "redenomination" {
			r := Redenomination{Day: f.Since}
			if _, err := fmt.Sscanf(f.Value, "%s %s %d", &r.From, &r.To, &r.Divisor); err != nil {
				return nil, err
			}
			list = append(list, r)
		}
	}
	return list, err
}

// CarriedOver is an amount in the currency that the books came to.
func CarriedOver(a money.Amount, changes []Redenomination) (_ money.Amount, err error) {
	for _, c := range changes {
		if a.Currency == c.From {
			if a, _, err = money.Redenominate(a, c.To, c.Divisor); err != nil {
				return a, err
			}
		}
	}
	return a, nil
}
