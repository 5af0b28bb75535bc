package task

import (
	"fmt"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/explain"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// lossRule is the charter's rule of what a member owes for lost material.
const lossRule = "loss_owed_pct"

// Losing is material of a task that is lost, as a person books it. What the norm
// allows as waste has gone with the goods already: this is what is missing above
// it.
type Losing struct {
	Day      cal.Day          `help:"the day"`
	Task     int64            `help:"number of the task"`
	Item     string           `help:"the material"`
	Grade    string           `help:"of which grade; the first where left out" opt:"yes"`
	Quantity measure.Quantity `help:"how much is missing"`
	Per      string           `help:"in this unit; the card's own where left out" opt:"yes"`
	Owner    string           `help:"the customer whose material it is; the unit's own where left out" opt:"yes"`
	Why      string           `help:"what happened"`
}

// Loss is material that was lost above the norm, and what is owed for it.
type Loss struct {
	Number   int64            `json:"number"`
	Day      cal.Day          `json:"day"`
	Task     int64            `json:"task"`
	Member   string           `json:"member,omitempty"`
	Item     string           `json:"item"`
	Quantity measure.Quantity `json:"quantity"`
	Value    money.Amount     `json:"value"`
	Percent  money.Decimal    `json:"percent"` // of the value that the member owes
	Clause   string           `json:"clause,omitempty"`
	Owed     money.Amount     `json:"owed"`
	Corrects int64            `json:"corrects,omitempty"`
}

// Lose books material that is lost above the norm. The member who had it owes
// the charter's part of its value; the rest, and all of a batch in the workshop,
// is the unit's cost.
func Lose(tx *db.Tx, in Losing) (Loss, error) {
	d, err := openDock(tx)
	if err != nil {
		return Loss{}, err
	}
	t, ok := d.tasks[in.Task]
	switch {
	case !ok:
		return Loss{}, noTask(in.Task)
	case strings.TrimSpace(in.Why) == "":
		return Loss{}, fault.Invalid.Errorf("Say what happened; the register keeps it.")
	case in.Owner != "" && in.Owner != t.Owner:
		return Loss{}, fault.Invalid.Errorf("Task %d has no material of %s.", t.Number, in.Owner)
	}
	sl, err := d.stock.Slip(goods.Slip{Kind: "loss", Day: in.Day, Party: t.party(), Ref: t.Number, Note: in.Why})
	if err != nil {
		return Loss{}, err
	}
	l := Loss{Number: sl.Number, Day: in.Day, Task: t.Number, Member: t.Member, Item: in.Item}
	card, err := sl.Card(in.Item)
	if err != nil {
		return l, err
	}
	if l.Quantity, err = card.Quantity(in.Quantity, in.Per); err != nil {
		return l, err
	}
	coins, err := sl.Out(goods.Flow{Item: in.Item, Grade: in.Grade, Owner: in.Owner, Place: t.Place(), Quantity: l.Quantity})
	if err != nil {
		return l, err
	}
	l.Value = money.Of(coins, d.stock.Currency())
	if err := l.owe(tx, t); err != nil {
		return l, err
	}
	sl.Post(ledger.PersonalAccounts, t.Member, l.Owed.Coins)
	sl.Post(ledger.MaterialsLost, "", coins-l.Owed.Coins)
	if err := d.stock.Save(); err != nil {
		return l, err
	}
	return l, insertLoss(tx, l)
}

// owe works out what the member owes, by the charter of the day.
func (l *Loss) owe(tx *db.Tx, t Task) error {
	l.Owed = money.Of(0, l.Value.Currency)
	if t.Member == "" {
		return nil
	}
	charter, err := unit.CharterAt(tx, l.Day)
	if err != nil {
		return err
	}
	rule, has := charter[lossRule]
	if !has {
		return nil // the charter asks nothing of the member
	}
	if l.Percent, err = money.ParseDecimal(rule.Value); err != nil {
		return err
	}
	l.Clause = rule.Clause
	step, err := l.explain()
	if err != nil {
		return err
	}
	l.Owed, err = money.HalfUp(step.Result.Rat, l.Value.Currency)
	return err
}

// explain is how what is owed comes about.
func (l Loss) explain() (*explain.Step, error) {
	c := string(l.Value.Currency)
	return explain.Work(explain.Step{
		Label: "Owed for material lost above the norm", Formula: "half_up(value * percent / 100)", Digits: l.Value.Currency.Digits(),
		Unit: c, Clause: l.Clause, Rule: "S20", Operands: []explain.Operand{
			explain.Fact("value", "value of what was lost", l.Value.Rat(), c, fmt.Sprintf("loss %d, task %d", l.Number, l.Task)),
			explain.Fact("percent", "part that the member owes", l.Percent.Rat(), "%", "charter, "+l.Clause),
		}})
}

// LossesIn asks for losses.
type LossesIn struct {
	Member string  `help:"only this member's" opt:"yes"`
	From   cal.Day `help:"first day" default:"1800-01-01"`
	To     cal.Day `help:"last day" default:"2200-12-31"`
}

// Losses are what was lost above the norm; for a member only their own.
func Losses(tx *db.Tx, in LossesIn) ([]Loss, error) {
	if tx.Member != "" {
		in.Member = tx.Member
	}
	return selectLosses(tx, in)
}

// OneLoss names a loss.
type OneLoss struct {
	Number int64 `help:"its number"`
}

// ExplainLoss is how what a member owes for a loss was worked out.
func ExplainLoss(tx *db.Tx, in OneLoss) (*explain.Step, error) {
	all, err := selectLosses(tx, LossesIn{Member: tx.Member, From: "1800-01-01", To: "2200-12-31"})
	if err != nil {
		return nil, err
	}
	for _, l := range all {
		if l.Number == in.Number && l.Corrects == 0 {
			return l.explain()
		}
	}
	return nil, fault.Missing.Errorf("There is no loss %d.", in.Number)
}
