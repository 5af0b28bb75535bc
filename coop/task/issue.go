package task

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/coop/goods"
)

// Material is one line of an issue or a return.
type Material struct {
	Item     string           `json:"item" help:"the material"`
	Grade    string           `json:"grade" help:"of which grade; the first where left out" opt:"yes"`
	Quantity measure.Quantity `json:"quantity" help:"how much"`
	Per      string           `json:"per" help:"in this unit; the card's own where left out" opt:"yes"`
	Owner    string           `json:"owner" help:"the customer whose material it is; the unit's own where left out" opt:"yes"`
}

// Handing is an issue, or a return, as a person types it.
type Handing struct {
	Day   cal.Day    `help:"the day"`
	Task  int64      `help:"number of the task"`
	Store string     `help:"out of which store, or back into which" default:"main"`
	Lines []Material `help:"the materials; for an issue, what the whole task needs by the norm where left out" opt:"yes"`
	Note  string     `help:"a remark" opt:"yes"`
	Line  int64      `json:"-"`
	Said  string     `json:"-"`
}

// Issued is what was handed out or came back.
type Issued struct {
	goods.Slip
	Task int64 `json:"task"`
}

// Issue hands material out for a task. Without lines it is what the rest of the
// task needs by the norm, allowed waste counted in, less what lies there.
func Issue(tx *db.Tx, in Handing) (Issued, error) { return hand(tx, in, issueOne) }

// Return takes unused material of a task back into store.
func Return(tx *db.Tx, in Handing) (Issued, error) { return hand(tx, in, returnOne) }

func hand(tx *db.Tx, in Handing, one func(*dock, Handing) (*goods.Slip, error)) (Issued, error) {
	d, err := openDock(tx)
	if err != nil {
		return Issued{}, err
	}
	sl, err := one(d, in)
	if err != nil {
		return Issued{}, err
	}
	err = d.stock.Save()
	return Issued{*sl, in.Task}, err
}

func issueOne(d *dock, in Handing) (*goods.Slip, error) {
	t, err := d.openTask(in.Task)
	if err != nil {
		return nil, err
	}
	if in.Day < t.Day {
		return nil, fault.Invalid.Errorf("Task %d was given out on %s, after %s.", t.Number, t.Day, in.Day)
	}
	if t.Member != "" {
		if err := d.mayWork(t.Member, in.Day); err != nil {
			return nil, err
		}
	}
	if len(in.Lines) == 0 {
		if in.Lines, err = d.needed(t, goods.At(goods.Store, in.Store)); err != nil {
			return nil, err
		}
	}
	return d.carry(in, t, "issue", goods.At(goods.Store, in.Store), t.Place())
}

func returnOne(d *dock, in Handing) (*goods.Slip, error) {
	t, ok := d.tasks[in.Task]
	if !ok {
		return nil, noTask(in.Task)
	}
	if len(in.Lines) == 0 {
		return nil, fault.Invalid.Errorf("Say what came back.")
	}
	return d.carry(in, t, "return", t.Place(), goods.At(goods.Store, in.Store))
}

func (d *dock) carry(in Handing, t Task, kind string, from, to goods.Place) (*goods.Slip, error) {
	sl, err := d.stock.Slip(goods.Slip{Kind: kind, Day: in.Day, Party: t.party(), Ref: t.Number, Note: in.Note, Line: in.Line, Said: in.Said})
	if err != nil {
		return nil, err
	}
	for _, l := range in.Lines {
		if err := d.carryLine(sl, l, t, from, to); err != nil {
			d.stock.Drop(sl)
			return nil, err
		}
	}
	return sl, nil
}

func (d *dock) carryLine(sl *goods.Slip, l Material, t Task, from, to goods.Place) error {
	card, err := sl.Card(l.Item)
	if err != nil {
		return err
	}
	if l.Grade == "" {
		l.Grade = card.First()
	}
	q, err := card.Quantity(l.Quantity, l.Per)
	if err != nil {
		return err
	}
	switch {
	case l.Owner != "" && l.Owner != t.Owner:
		return fault.Refused.Errorf("“%s” of %s is for their own order only; task %d is %s. Issue the unit's own material.", l.Item, l.Owner, t.Number, forWhom(t))
	case l.Owner == "" && t.Owner != "":
		if l.Owner, err = d.whose(l, t.Owner, from); err != nil {
			return err
		}
	}
	_, err = sl.Move(goods.Flow{Item: l.Item, Grade: l.Grade, Owner: l.Owner, Place: from, Quantity: q}, to)
	return err
}

func forWhom(t Task) string {
	if t.Owner == "" {
		return "the unit's own"
	}
	return "for " + t.Owner
}

// whose is whose material a task for a customer takes where nobody says: the
// customer's, if any of it lies there, or else the unit's own.
func (d *dock) whose(l Material, owner string, from goods.Place) (string, error) {
	there, err := d.stock.Free(l.Item, l.Grade, owner, from)
	if err != nil || there == 0 {
		return "", err
	}
	return owner, nil
}

// needed is what the rest of a task needs by the norm, less what lies there.
func (d *dock) needed(t Task, from goods.Place) ([]Material, error) {
	r, err := d.recipe(t)
	if err != nil {
		return nil, err
	}
	made, err := acceptedOf(d.tx, t.Number)
	if err != nil {
		return nil, err
	}
	cards, err := goods.Cards(d.tx, t.Day)
	if err != nil {
		return nil, err
	}
	var lines []Material
	for _, l := range r.Lines {
		if l.Kind != goods.Material {
			continue
		}
		q, err := r.For(l, t.Quantity-made)
		if err != nil {
			return nil, err
		}
		m := Material{Item: l.Item, Grade: cards[l.Item].First(), Quantity: q}
		if m.Owner, err = d.whose(m, t.Owner, from); t.Owner == "" {
			m.Owner = ""
		}
		if err != nil {
			return nil, err
		}
		there, err := d.stock.Free(l.Item, m.Grade, m.Owner, t.Place())
		if err != nil {
			return nil, err
		}
		if m.Quantity -= there; m.Quantity > 0 {
			lines = append(lines, m)
		}
	}
	if len(lines) == 0 {
		return nil, fault.Conflict.Errorf("Task %d needs nothing more by the norm: it lies there already. Say what is to be issued.", t.Number)
	}
	return lines, nil
}
