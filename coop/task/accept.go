package task

import (
	"math/big"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/work"
)

// Graded is so much of one grade.
type Graded struct {
	Grade    string           `json:"grade" help:"the grade: 1, 2, 3, reject"`
	Quantity measure.Quantity `json:"quantity" help:"how many"`
	Reason   string           `json:"reason" help:"why they are not of the first grade" opt:"yes"`
}

// Used is material that went into the goods, where it is measured.
type Used struct {
	Item     string           `json:"item" help:"the material"`
	Quantity measure.Quantity `json:"quantity" help:"how much went in"`
	Per      string           `json:"per" help:"in this unit; the card's own where left out" opt:"yes"`
}

// Accepting is goods taken in, as a person types it.
type Accepting struct {
	Day       cal.Day           `help:"the day"`
	Task      int64             `help:"number of the task"`
	Delivered *measure.Quantity `help:"how many were handed in; the grades must come to it" opt:"yes"`
	Grades    []Graded          `help:"so many of each grade"`
	Store     string            `help:"into which store" default:"main"`
	Used      []Used            `help:"the material that went in, where it was measured; by the norm where left out" opt:"yes"`
	Makers    []Maker           `help:"who made them, where it is not as the task says" opt:"yes"`
	Hours     measure.Quantity  `help:"hours worked on them" default:"0"`
	Note      string            `help:"a remark" opt:"yes"`
	Line      int64             `json:"-"`
	Said      string            `json:"-"`
}

// Acceptance is goods that were taken in.
type Acceptance struct {
	Number    int64            `json:"number"`
	Day       cal.Day          `json:"day"`
	Task      int64            `json:"task"`
	Grades    []GradeWorth     `json:"grades"`
	Material  money.Amount     `json:"material"` // that went in
	Beside    money.Amount     `json:"beside"`   // by-products that came out
	Labour    money.Amount     `json:"labour"`   // at the piece rates
	WorkFirst int64            `json:"work_first,omitempty"`
	WorkLast  int64            `json:"work_last,omitempty"`
	Corrects  int64            `json:"corrects,omitempty"`
	Hours     measure.Quantity `json:"hours"`

	used []goods.Flow // what it took out, for the month's sums
}

// GradeWorth is so much of one grade and its value.
type GradeWorth struct {
	Graded
	Value money.Amount `json:"value"`
}

// Accept takes goods of a task in by grade, in one act.
func Accept(tx *db.Tx, in Accepting) (Acceptance, error) {
	d, err := openDock(tx)
	if err != nil {
		return Acceptance{}, err
	}
	a, err := d.accept(in)
	if err != nil {
		return Acceptance{}, err
	}
	err = d.stock.Save()
	return *a, err
}

// dock is where material goes out and goods come in: tasks, stock and work book
// together, for one act or a year's sheets. It is the tasks' part of the stock.
type dock struct {
	*shop
	stock   *goods.Stock
	book    *work.Book
	made    map[int64]measure.Quantity // accepted of each task
	done    []*Acceptance
	records []int // how many work records each has
}

func openDock(tx *db.Tx) (*dock, error) {
	st, err := goods.Open(tx)
	if err != nil {
		return nil, err
	}
	return dockOf(st)
}

func dockOf(st *goods.Stock) (*dock, error) {
	p, err := st.Part("task", func() (goods.Part, error) {
		sh, err := openShop(st.Tx())
		if err != nil {
			return nil, err
		}
		book, err := work.OpenBook(st.Tx())
		if err != nil {
			return nil, err
		}
		made, err := selectMade(st.Tx())
		return &dock{shop: sh, stock: st, book: book, made: made}, err
	})
	if err != nil {
		return nil, err
	}
	return p.(*dock), nil
}

// accept does one acceptance in memory; what it began is dropped where it fails.
func (d *dock) accept(in Accepting) (*Acceptance, error) {
	t, err := d.openTask(in.Task)
	if err != nil {
		return nil, err
	}
	r, err := d.recipe(t)
	if err != nil {
		return nil, err
	}
	total, err := d.checkGrades(t, in)
	if err != nil {
		return nil, err
	}
	sl, err := d.stock.Slip(goods.Slip{Kind: "acceptance", Day: in.Day, Party: t.party(), Ref: t.Number, Note: in.Note, Line: in.Line, Said: in.Said})
	if err != nil {
		return nil, err
	}
	records := d.book.Len()
	a, err := d.fill(sl, t, r, in, total)
	if err != nil {
		d.stock.Drop(sl)
		d.book.Cut(records)
		return nil, err
	}
	d.made[t.Number] += total
	d.done = append(d.done, a)
	d.records = append(d.records, d.book.Len()-records)
	return a, nil
}

// fill does what an acceptance does: material out, goods and by-products in,
// the makers' work.
func (d *dock) fill(sl *goods.Slip, t Task, r goods.Recipe, in Accepting, total measure.Quantity) (*Acceptance, error) {
	a := &Acceptance{Number: sl.Number, Day: in.Day, Task: t.Number, Hours: in.Hours, Beside: money.Of(0, d.stock.Currency())}
	material, err := d.useMaterial(sl, t, r, in, total)
	if err != nil {
		return a, err
	}
	a.Material = money.Of(material, d.stock.Currency())
	a.used = slices.Clone(sl.Flows)
	labour, err := d.makersWork(t, r, in)
	if err != nil {
		return a, err
	}
	a.Labour = money.Of(labour, d.stock.Currency())
	a.Grades = make([]GradeWorth, len(in.Grades))
	for i, g := range in.Grades {
		a.Grades[i] = GradeWorth{g, money.Of(0, d.stock.Currency())}
	}
	if t.Owner != "" { // a customer's goods have no value here; what of our own went in is spent
		sl.Post(ledger.MaterialsUsed, "", material)
		return a, d.bringGoods(sl, t, in, a.Grades)
	}
	beside, err := d.byProducts(sl, r, in, total, material)
	if err != nil {
		return a, err
	}
	a.Beside = money.Of(beside, d.stock.Currency())
	card, err := sl.Card(t.Product)
	if err != nil {
		return a, err
	}
	good, err := Divide(money.Of(material-beside+labour, d.stock.Currency()), card, in.Grades, a.Grades)
	if err != nil {
		return a, err
	}
	if !good { // all rejected: the material is lost, and the pay is a cost
		sl.Post(ledger.MaterialsLost, "", material-beside)
	} else {
		sl.Post(ledger.WorkCarried, "", -labour)
	}
	return a, d.bringGoods(sl, t, in, a.Grades)
}

// checkGrades holds the grades to the card, to what was handed in and to what
// the task is for.
func (d *dock) checkGrades(t Task, in Accepting) (total measure.Quantity, err error) {
	if in.Day < t.Day {
		return 0, fault.Invalid.Errorf("Task %d was given out on %s, after %s.", t.Number, t.Day, in.Day)
	}
	cards, err := d.stock.Cards(in.Day)
	if err != nil {
		return 0, err
	}
	card, err := goods.Find(cards, t.Product)
	if err != nil {
		return 0, err
	}
	seen := map[string]bool{}
	for _, g := range in.Grades {
		switch {
		case !card.HasGrade(g.Grade):
			return 0, fault.In("grade", g.Grade, fault.Invalid.Errorf("“%s” has no grade “%s” on its card (%s).", t.Product, g.Grade, card.Grades))
		case seen[g.Grade]:
			return 0, fault.Invalid.Errorf("Grade %s stands there twice.", g.Grade)
		case g.Quantity <= 0:
			return 0, fault.Invalid.Errorf("Of grade %s there are more than 0, or the line is left out.", g.Grade)
		case g.Grade == goods.Reject && g.Reason == "":
			return 0, fault.In("reason", "", fault.Invalid.Errorf("Say why %s were rejected.", g.Quantity))
		}
		seen[g.Grade] = true
		if total, err = total.Plus(g.Quantity); err != nil {
			return 0, err
		}
	}
	left := t.Quantity - d.made[t.Number]
	switch {
	case total == 0:
		return 0, fault.Invalid.Errorf("Say how many of each grade there are.")
	case in.Delivered != nil && *in.Delivered != total:
		return 0, fault.Invalid.Errorf("%s were handed in and %s graded. Count again: the grades must come to what was handed in.", *in.Delivered, total)
	case total > left:
		return 0, fault.Conflict.Errorf("Task %s is for %s “%s”, %s are taken in already, and %s more would be %s too many. Give out another task for them, or correct the count.",
			t.Code, t.Quantity, t.Product, d.made[t.Number], total, total-left)
	}
	return total, nil
}

func (d *dock) bringGoods(sl *goods.Slip, t Task, in Accepting, grades []GradeWorth) error {
	for _, g := range grades {
		err := sl.In(goods.Flow{Item: t.Product, Grade: g.Grade, Owner: t.Owner, Place: goods.At(goods.Store, in.Store), Quantity: g.Quantity, Value: g.Value.Coins})
		if err != nil {
			return err
		}
	}
	return nil
}

// Divide gives each grade its part of what a batch cost, by its quantity and
// what the card says one of it is worth beside the first grade. It is false
// where nothing of it is worth anything.
func Divide(whole money.Amount, card goods.Good, in []Graded, to []GradeWorth) (bool, error) {
	claims, any := []*big.Rat{}, false
	for _, g := range in {
		claim := new(big.Rat).Mul(g.Quantity.Rat(), card.Weight(g.Grade).Rat())
		claims, any = append(claims, claim), any || claim.Sign() > 0
	}
	if !any {
		return false, nil
	}
	parts, err := money.SplitBy(whole, claims)
	if err != nil {
		return false, err
	}
	for i, p := range parts {
		to[i].Value = p.Amount
	}
	return true, nil
}

// Save writes the work records and the acceptances.
func (d *dock) Save() error {
	first, err := d.book.Save()
	if err != nil {
		return err
	}
	for i, a := range d.done {
		if n := int64(d.records[i]); n > 0 {
			a.WorkFirst, a.WorkLast = first, first+n-1
			first += n
		}
	}
	if err := addMade(d.tx, d.done, d.tasks); err != nil {
		return err
	}
	err = insertAcceptances(d.tx, d.done)
	d.done, d.records = nil, nil
	return err
}
