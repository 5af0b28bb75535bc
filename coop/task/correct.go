package task

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/goods"
	"artel/coop/work"
)

// Correction names what was recorded wrongly.
type Correction struct {
	Kind   string  `help:"what it is" choice:"issue|return|acceptance|loss"`
	Number int64   `help:"its number"`
	Day    cal.Day `help:"the day of the correction; its own where left out" opt:"yes"`
	Why    string  `help:"why"`
}

// Correct takes an issue, a return, an acceptance or a loss back: stock, books
// and, for an acceptance, the makers' work together.
func Correct(tx *db.Tx, in Correction) (goods.Slip, error) {
	switch in.Kind {
	case "issue", "return":
		return goods.TakeBack(tx, in.Kind, in.Number, in.Day, in.Why)
	case "acceptance":
		return unaccept(tx, in)
	case "loss":
		return unlose(tx, in)
	}
	return goods.Slip{}, fault.Invalid.Errorf("“%s” is none of issue, return, acceptance, loss.", in.Kind)
}

func unaccept(tx *db.Tx, in Correction) (goods.Slip, error) {
	was, err := acceptanceOf(tx, in.Number)
	if err != nil {
		return goods.Slip{}, err
	}
	sl, err := goods.TakeBack(tx, in.Kind, in.Number, in.Day, in.Why)
	if err != nil {
		return sl, err
	}
	if was.WorkFirst > 0 {
		if err := work.TakeBack(tx, was.WorkFirst, was.WorkLast); err != nil {
			return sl, err
		}
	}
	back := was
	back.Number, back.Day, back.Corrects = sl.Number, sl.Day, was.Number
	back.Material, back.Beside, back.Labour = was.Material.Neg(), was.Beside.Neg(), was.Labour.Neg()
	back.WorkFirst, back.WorkLast = 0, 0
	back.Grades = nil
	for _, g := range was.Grades {
		g.Quantity, g.Value, g.Reason = -g.Quantity, g.Value.Neg(), in.Why
		back.Grades = append(back.Grades, g)
	}
	back.Hours, back.used = -was.Hours, nil
	for _, f := range sl.Flows {
		if f.Place.Kind() != goods.Store {
			back.used = append(back.used, f)
		}
	}
	tasks, err := selectTasks(tx)
	if err != nil {
		return sl, err
	}
	by := map[int64]Task{}
	for _, t := range tasks {
		by[t.Number] = t
	}
	if err := addMade(tx, []*Acceptance{&back}, by); err != nil {
		return sl, err
	}
	return sl, insertAcceptances(tx, []*Acceptance{&back})
}

func unlose(tx *db.Tx, in Correction) (goods.Slip, error) {
	all, err := selectLosses(tx, LossesIn{From: "1800-01-01", To: "2200-12-31"})
	if err != nil {
		return goods.Slip{}, err
	}
	for _, l := range all {
		if l.Number != in.Number || l.Corrects != 0 {
			continue
		}
		sl, err := goods.TakeBack(tx, in.Kind, in.Number, in.Day, in.Why)
		if err != nil {
			return sl, err
		}
		l.Corrects, l.Number, l.Day = l.Number, sl.Number, sl.Day
		l.Quantity, l.Value, l.Owed = -l.Quantity, l.Value.Neg(), l.Owed.Neg()
		return sl, insertLoss(tx, l)
	}
	return goods.Slip{}, fault.Missing.Errorf("There is no loss %d.", in.Number)
}
