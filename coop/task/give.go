package task

import (
	"fmt"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/coop/goods"
	"artel/coop/member"
)

// Task is something that is to be made.
type Task struct {
	Number   int64            `json:"number"`
	Code     string           `json:"code"` // what people call it: its number, or as the sheet has it
	Day      cal.Day          `json:"day"`
	Due      cal.Day          `json:"due,omitempty"`
	Product  string           `json:"product"`
	Quantity measure.Quantity `json:"quantity"`
	Way      string           `json:"way,omitempty"`
	Member   string           `json:"member,omitempty"` // who has it at home or at their bench; "" for the workshop
	Owner    string           `json:"owner,omitempty"`  // the customer whose material is worked on
	Sale     int64            `json:"sale,omitempty"`   // the order it is for
	Note     string           `json:"note,omitempty" words:"yes"`
	Line     int64            `json:"-"`
}

// Place is where the task's material lies.
func (t Task) Place() goods.Place {
	if t.Member != "" {
		return goods.At(goods.Member, t.Member)
	}
	return goods.At(goods.Batch, fmt.Sprint(t.Number))
}

// party is who has the material.
func (t Task) party() string {
	if t.Member != "" {
		return t.Member
	}
	return fmt.Sprintf("batch %d", t.Number)
}

// Maker is who does an operation of a task.
type Maker struct {
	Operation string `json:"operation" help:"the operation, as in the recipe; all of them where left out" opt:"yes"`
	Member    string `json:"member" help:"who does it, by number"`
	Parts     int64  `json:"parts" help:"of several who do the same: how many parts of it are theirs" default:"1"`
}

// Giving is a task as a person gives it out.
type Giving struct {
	Day      cal.Day          `help:"the day it is given out"`
	Product  string           `help:"what is to be made"`
	Quantity measure.Quantity `help:"how many"`
	Due      cal.Day          `help:"by when" opt:"yes"`
	Way      string           `help:"in which way, where the product has more than one recipe" opt:"yes"`
	Member   string           `help:"who makes it, by number; left out for a batch in the workshop" opt:"yes"`
	Makers   []Maker          `help:"for a batch in the workshop: who does which operation" opt:"yes"`
	Owner    string           `help:"the customer whose material is worked on" opt:"yes"`
	Sale     int64            `help:"number of the order it is for" opt:"yes"`
	Note     string           `help:"a remark" opt:"yes"`
}

// GiveTask gives a task out.
func GiveTask(tx *db.Tx, in Giving) (Task, error) {
	sh, err := openShop(tx)
	if err != nil {
		return Task{}, err
	}
	t := Task{Day: in.Day, Due: in.Due, Product: in.Product, Quantity: in.Quantity, Way: in.Way, Member: in.Member, Owner: in.Owner, Sale: in.Sale, Note: in.Note}
	if err := sh.checkTask(t); err != nil {
		return t, err
	}
	if t.Number, err = tx.Next("task", 1); err != nil {
		return t, err
	}
	t.Code = fmt.Sprint(t.Number)
	if err := insertTasks(tx, []Task{t}); err != nil || len(in.Makers) == 0 {
		return t, err
	}
	makers, err := sh.checkMakers(t, in.Makers)
	if err != nil {
		return t, err
	}
	return t, insertMakers(tx, t.Number, makers)
}

func (sh *shop) checkTask(t Task) error {
	if _, err := cal.ParseDay(string(t.Day)); err != nil {
		return err
	}
	r, err := sh.recipe(t)
	if err != nil {
		return err
	}
	switch {
	case t.Quantity <= 0:
		return fault.Invalid.Errorf("A task is for more than 0 of “%s”.", t.Product)
	case t.Due != "" && t.Due < t.Day:
		return fault.Invalid.Errorf("The task is given out on %s and would be due before, on %s.", t.Day, t.Due)
	case t.Member != "":
		return sh.mayWork(t.Member, t.Day)
	}
	_ = r
	return nil
}

func (sh *shop) mayWork(no string, day cal.Day) error {
	m, ok := sh.members[no]
	switch {
	case !ok:
		return fault.Missing.Errorf("There is no member %s in the register.", no)
	case day < m.Joined:
		return fault.Invalid.Errorf("%s %s joined on %s, after %s.", m.No, m.Name, m.Joined, day)
	case m.Left != "" && day > m.Left:
		return fault.Invalid.Errorf("%s %s left on %s.", m.No, m.Name, m.Left)
	}
	return nil
}

// checkMakers fills in the operations that a maker of all does, and refuses an
// operation the recipe has not.
func (sh *shop) checkMakers(t Task, in []Maker) ([]Maker, error) {
	r, err := sh.recipe(t)
	if err != nil {
		return nil, err
	}
	var operations []string
	for _, l := range r.Lines {
		if l.Kind == goods.Operation {
			operations = append(operations, l.Item)
		}
	}
	var out []Maker
	for _, m := range in {
		if m.Parts < 1 {
			m.Parts = 1
		}
		if err := sh.mayWork(m.Member, t.Day); err != nil {
			return nil, err
		}
		if m.Operation == "" {
			for _, o := range operations {
				out = append(out, Maker{o, m.Member, m.Parts})
			}
			continue
		}
		if !slices.Contains(operations, m.Operation) {
			return nil, fault.Invalid.Errorf("“%s” is no operation in the recipe of “%s”; it has: %s.", m.Operation, t.Product, strings.Join(operations, ", "))
		}
		out = append(out, m)
	}
	return out, nil
}

// Assigning says who does which operation from now on.
type Assigning struct {
	Task   int64   `help:"number of the task"`
	Makers []Maker `help:"who does which operation"`
}

// Assign divides the labour of a task anew; what was accepted before stays.
func Assign(tx *db.Tx, in Assigning) ([]Maker, error) {
	sh, err := openShop(tx)
	if err != nil {
		return nil, err
	}
	t, err := sh.openTask(in.Task)
	if err != nil {
		return nil, err
	}
	makers, err := sh.checkMakers(t, in.Makers)
	if err != nil {
		return nil, err
	}
	if len(makers) == 0 {
		return nil, fault.Invalid.Errorf("Say who does what.")
	}
	return makers, insertMakers(tx, t.Number, makers)
}

// Ending ends a task, or opens an ended one again.
type Ending struct {
	Task int64   `help:"number of the task"`
	Day  cal.Day `help:"the day"`
	Why  string  `help:"why, where it is ended before all is made, or opened again" opt:"yes"`
	Open bool    `help:"open it again" opt:"yes"`
}

// Ended is what ending a task found.
type Ended struct {
	Task  int64  `json:"task"`
	State string `json:"state"`
}

// End ends a task. A batch at which material still lies is not ended: the
// material goes back, into goods, or is booked as lost first.
func End(tx *db.Tx, in Ending) (Ended, error) {
	sh, err := openShop(tx)
	if err != nil {
		return Ended{}, err
	}
	t, ok := sh.tasks[in.Task]
	switch {
	case !ok:
		return Ended{}, noTask(in.Task)
	case sh.ended[in.Task] != in.Open:
		return Ended{}, fault.Conflict.Errorf("Task %d is %s already.", in.Task, stateWord(sh.ended[in.Task]))
	case in.Open && in.Why == "":
		return Ended{}, fault.Invalid.Errorf("Say why the task is opened again.")
	}
	if !in.Open && t.Member == "" {
		lies, err := goods.Lying(tx, goods.LyingIn{Who: t.Place().Name()})
		if err != nil {
			return Ended{}, err
		}
		for _, l := range lies {
			if l.Place == t.Place() {
				return Ended{}, fault.Conflict.Errorf("%s %s of “%s” still lie at batch %d. Take them back, take the goods in, or book them as lost first.", l.Quantity, l.Per, l.Item, t.Number)
			}
		}
	}
	err = tx.Exec(`insert into task_end (unit, task, act, day, open, why) values ($1, $2, $3, $4, $5, $6)`, tx.Unit, in.Task, tx.Act, in.Day, in.Open, in.Why)
	return Ended{in.Task, stateWord(!in.Open)}, err
}

func stateWord(ended bool) string {
	if ended {
		return "ended"
	}
	return "open"
}

func noTask(number int64) error { return fault.Missing.Errorf("There is no task %d.", number) }

// shop is what acts on tasks work with: read once for an act, or for a sheet.
type shop struct {
	tx      *db.Tx
	tasks   map[int64]Task
	ended   map[int64]bool
	makers  map[int64][]Maker
	codes   map[string]int64
	members map[string]member.Member
	recipes map[recipeKey]goods.Recipe
}

type recipeKey struct {
	product, way string
	day          cal.Day
}

func openShop(tx *db.Tx) (*shop, error) {
	sh := &shop{tx: tx, tasks: map[int64]Task{}, ended: map[int64]bool{}, codes: map[string]int64{}, recipes: map[recipeKey]goods.Recipe{}}
	tasks, err := selectTasks(tx)
	if err != nil {
		return nil, err
	}
	for _, t := range tasks {
		sh.tasks[t.Number] = t
		sh.codes[t.Code] = t.Number
	}
	if sh.ended, err = selectEnded(tx); err != nil {
		return nil, err
	}
	if sh.makers, err = selectMakers(tx); err != nil {
		return nil, err
	}
	sh.members, err = member.Register(tx)
	return sh, err
}

// openTask is a task that has not ended.
func (sh *shop) openTask(number int64) (Task, error) {
	t, ok := sh.tasks[number]
	switch {
	case !ok:
		return t, noTask(number)
	case sh.ended[number]:
		return t, fault.Conflict.Errorf("Task %d has ended. Open it again first (“task end --open”), or give out a new one.", number)
	}
	return t, nil
}

// recipe is the recipe of the day the task was given out.
func (sh *shop) recipe(t Task) (goods.Recipe, error) {
	k := recipeKey{t.Product, t.Way, t.Day}
	if r, known := sh.recipes[k]; known {
		return r, nil
	}
	r, err := goods.RecipeOf(sh.tx, t.Product, t.Way, t.Day)
	if err == nil {
		sh.recipes[k] = r
	}
	return r, err
}
