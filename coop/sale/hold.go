package sale

import (
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/coop/goods"
	"artel/coop/unit"
)

// HoldIn holds goods back for the season.
type HoldIn struct {
	Day      cal.Day          `help:"the day"`
	Product  string           `help:"the product"`
	Grade    string           `help:"of which grade; the first where left out" opt:"yes"`
	Quantity measure.Quantity `help:"how many"`
	Until    cal.Day          `help:"the last day on which they are held back"`
	Why      string           `help:"why"`
}

// Held are goods that are held back.
type Held struct {
	Number   int64            `json:"number"`
	Day      cal.Day          `json:"day"`
	Product  string           `json:"product"`
	Grade    string           `json:"grade"`
	Quantity measure.Quantity `json:"quantity"`
	Until    cal.Day          `json:"until"`
	Why      string           `json:"why" words:"yes"`
	Released cal.Day          `json:"released,omitempty"`
}

// Hold holds goods back until a day: they cannot be delivered before, unless
// they are released.
func Hold(tx *db.Tx, in HoldIn) (Held, error) {
	cards, err := goods.Cards(tx, in.Day)
	if err != nil {
		return Held{}, err
	}
	card, err := goods.Find(cards, in.Product)
	if err != nil {
		return Held{}, err
	}
	w := Held{0, in.Day, in.Product, in.Grade, in.Quantity, in.Until, in.Why, ""}
	if w.Grade == "" {
		w.Grade = card.First()
	}
	switch {
	case !card.HasGrade(w.Grade):
		return w, fault.Invalid.Errorf("“%s” has no grade “%s” on its card (%s).", w.Product, w.Grade, card.Grades)
	case w.Quantity <= 0 || w.Until < w.Day:
		return w, fault.Invalid.Errorf("Goods are held back in a quantity of more than 0, until a later day.")
	case strings.TrimSpace(w.Why) == "":
		return w, fault.Invalid.Errorf("Say why they are held back.")
	}
	if w.Number, err = tx.Next("hold", 1); err != nil {
		return w, err
	}
	return w, tx.Exec(`insert into hold (unit, number, day, product, grade, quantity, until, why, act) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		tx.Unit, w.Number, w.Day, w.Product, w.Grade, w.Quantity, w.Until, w.Why, tx.Act)
}

// Releasing releases goods that are held back.
type Releasing struct {
	Number int64   `help:"its number"`
	Day    cal.Day `help:"the day"`
	Why    string  `help:"why"`
}

// Release releases goods that are held back.
func Release(tx *db.Tx, in Releasing) (Held, error) {
	all, err := holds(tx)
	if err != nil {
		return Held{}, err
	}
	for _, w := range all {
		switch {
		case w.Number != in.Number:
		case w.Released != "":
			return w, fault.Conflict.Errorf("They were released on %s already.", w.Released)
		default:
			w.Released = in.Day
			return w, tx.Exec(`insert into hold_release (unit, number, act, day, why) values ($1, $2, $3, $4, $5)`, tx.Unit, in.Number, tx.Act, in.Day, in.Why)
		}
	}
	return Held{}, fault.Missing.Errorf("There are no goods held back under number %d.", in.Number)
}

// Holds are the goods held back as of a day.
func Holds(tx *db.Tx, in unit.AsOf) ([]Held, error) {
	day := in.Or(tx)
	all, err := holds(tx)
	return slices.DeleteFunc(all, func(w Held) bool { return !w.on(day) }), err
}

// on says whether they are held back on a day.
func (w Held) on(day cal.Day) bool {
	return w.Day <= day && day <= w.Until && (w.Released == "" || day < w.Released)
}

func holds(tx *db.Tx) ([]Held, error) {
	return db.All[Held](tx, `
		select w.number, w.day, w.product, w.grade, w.quantity, w.until, w.why, coalesce((select r.day from hold_release r where r.unit = w.unit and r.number = w.number), '')
		from hold w where w.unit = $1 order by w.number`, tx.Unit)
}
