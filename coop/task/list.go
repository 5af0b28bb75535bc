package task

import (
	"math/big"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/unit"
)

// BoardIn asks for the task board.
type BoardIn struct {
	Member string  `help:"only this member's" opt:"yes"`
	State  string  `help:"only these" choice:"open|late|done|ended" opt:"yes"`
	Day    cal.Day `help:"late as of this day; today where left out" opt:"yes"`
}

// OnBoard is a task with how it stands.
type OnBoard struct {
	Task
	State   string           `json:"state"` // open, late, done (all is accepted), ended
	Good    measure.Quantity `json:"good"`  // accepted, without rejects
	Rejects measure.Quantity `json:"rejects"`
	Left    measure.Quantity `json:"left"` // still to be made
	Per     string           `json:"per"`
	Out     money.Amount     `json:"out"` // value of the material that lies with them
}

// Board is the task board, those that are due first at the top; a member sees
// their own.
func Board(tx *db.Tx, in BoardIn) ([]OnBoard, error) {
	if tx.Member != "" {
		in.Member = tx.Member
	}
	today := unit.AsOf{Day: in.Day}.Or(tx)
	tasks, err := selectTasks(tx)
	if err != nil {
		return nil, err
	}
	ended, err := selectEnded(tx)
	if err != nil {
		return nil, err
	}
	made, err := selectMadeByGrade(tx)
	if err != nil {
		return nil, err
	}
	cards, err := goods.Cards(tx, today)
	if err != nil {
		return nil, err
	}
	out, c, err := outAt(tx)
	if err != nil {
		return nil, err
	}
	list := []OnBoard{}
	for _, t := range tasks {
		if in.Member != "" && t.Member != in.Member {
			continue
		}
		b := OnBoard{Task: t, Per: cards[t.Product].Per, Good: made[t.Number].good, Rejects: made[t.Number].rejects, Out: money.Of(out[t.Place()], c)}
		b.Left = t.Quantity - b.Good - b.Rejects
		b.State = b.stateOn(today, ended[t.Number])
		if in.State == "" || in.State == b.State {
			list = append(list, b)
		}
	}
	slices.SortStableFunc(list, func(a, b OnBoard) int {
		if o := order(a.State) - order(b.State); o != 0 {
			return o
		}
		if a.Due != b.Due {
			if a.Due == "" || b.Due != "" && a.Due > b.Due {
				return 1
			}
			return -1
		}
		return int(a.Number - b.Number)
	})
	return list, nil
}

func (b OnBoard) stateOn(today cal.Day, ended bool) string {
	switch {
	case ended:
		return "ended"
	case b.Left == 0:
		return "done"
	case b.Due != "" && b.Due < today:
		return "late"
	}
	return "open"
}

func order(state string) int { return slices.Index([]string{"late", "open", "done", "ended"}, state) }

// outAt is the value of the material that lies in each place outside the stores.
func outAt(tx *db.Tx) (map[goods.Place]int64, money.Currency, error) {
	u, err := unit.Now(tx)
	if err != nil {
		return nil, "", err
	}
	lies, err := goods.StockList(tx, goods.StockIn{})
	by := map[goods.Place]int64{}
	for _, l := range lies {
		by[l.Place] += l.Value.Coins
	}
	return by, u.Currency, err
}

type madeOf struct{ good, rejects measure.Quantity }

func selectMadeByGrade(tx *db.Tx) (map[int64]madeOf, error) {
	type row struct {
		Task     int64
		Grade    string
		Quantity measure.Quantity
	}
	rows, err := db.All[row](tx, `
		select a.task, g.grade, cast(sum(g.quantity) as bigint) from acceptance a
		join accepted g on g.unit = a.unit and g.number = a.number where a.unit = $1 group by a.task, g.grade`, tx.Unit)
	by := map[int64]madeOf{}
	for _, r := range rows {
		m := by[r.Task]
		if r.Grade == goods.Reject {
			m.rejects += r.Quantity
		} else {
			m.good += r.Quantity
		}
		by[r.Task] = m
	}
	return by, err
}

// OneTask names a task.
type OneTask struct {
	Task int64 `help:"its number"`
}

// TaskShown is a task with all that happened to it.
type TaskShown struct {
	OnBoard
	Makers    []Maker          `json:"makers"`
	Materials []MaterialInTask `json:"materials"`
	Accepted  []Acceptance     `json:"accepted"`
	Losses    []Loss           `json:"losses"`
}

// MaterialInTask is a material of a task by the norm and in fact.
type MaterialInTask struct {
	Item     string           `json:"item"`
	Owner    string           `json:"owner,omitempty"`
	Per      string           `json:"per"`
	Norm     measure.Quantity `json:"norm"` // for the whole task, allowed waste counted in
	Issued   measure.Quantity `json:"issued"`
	Returned measure.Quantity `json:"returned"`
	Used     measure.Quantity `json:"used"` // in goods that were accepted
	Lost     measure.Quantity `json:"lost"`
	Open     measure.Quantity `json:"open"`  // issued and not yet accounted for
	Spare    measure.Quantity `json:"spare"` // used less than the norm of what was accepted; negative: more
}

// Show is one task; a member sees their own.
func Show(tx *db.Tx, in OneTask) (TaskShown, error) {
	board, err := Board(tx, BoardIn{})
	if err != nil {
		return TaskShown{}, err
	}
	at := slices.IndexFunc(board, func(b OnBoard) bool { return b.Number == in.Task })
	if at < 0 {
		return TaskShown{}, noTask(in.Task)
	}
	s := TaskShown{OnBoard: board[at]}
	makers, err := selectMakers(tx)
	if err != nil {
		return s, err
	}
	s.Makers = makers[in.Task]
	if s.Accepted, err = selectAccepted(tx, "0000-01-01", "9999-12-31", in.Task, 0); err != nil {
		return s, err
	}
	losses, err := selectLosses(tx, LossesIn{From: "0000-01-01", To: "9999-12-31"})
	if err != nil {
		return s, err
	}
	s.Losses = slices.DeleteFunc(losses, func(l Loss) bool { return l.Task != in.Task })
	s.Materials, err = materialsOf(tx, s.OnBoard)
	return s, err
}

// materialsOf holds a task's materials by the norm against what moved.
func materialsOf(tx *db.Tx, t OnBoard) ([]MaterialInTask, error) {
	r, err := goods.RecipeOf(tx, t.Product, t.Way, t.Day)
	if err != nil {
		return nil, err
	}
	cards, err := goods.Cards(tx, t.Day)
	if err != nil {
		return nil, err
	}
	by := map[[2]string]*MaterialInTask{}
	var list []*MaterialInTask
	at := func(item, owner string) *MaterialInTask {
		k := [2]string{item, owner}
		if by[k] == nil {
			by[k] = &MaterialInTask{Item: item, Owner: owner, Per: cards[item].Per}
			list = append(list, by[k])
		}
		return by[k]
	}
	moves, err := goods.MovesFor(tx, t.Number, t.Place())
	if err != nil {
		return nil, err
	}
	for _, m := range moves {
		x := at(m.Item, m.Owner)
		switch m.Kind {
		case "issue":
			x.Issued += m.Quantity
		case "return":
			x.Returned -= m.Quantity
		case "acceptance":
			x.Used -= m.Quantity
		case "loss":
			x.Lost -= m.Quantity
		}
	}
	for _, l := range r.Lines {
		if l.Kind != goods.Material {
			continue
		}
		owner := ""
		if by[[2]string{l.Item, ""}] == nil && by[[2]string{l.Item, t.Owner}] != nil {
			owner = t.Owner
		}
		x := at(l.Item, owner)
		if x.Norm, err = r.For(l, t.Quantity); err != nil {
			return nil, err
		}
		made, err := r.For(l, t.Good+t.Rejects)
		if err != nil {
			return nil, err
		}
		x.Spare = made - x.Used
	}
	out := []MaterialInTask{}
	for _, x := range list {
		x.Open = x.Issued - x.Returned - x.Used - x.Lost
		out = append(out, *x)
	}
	return out, nil
}

// AcceptedIn asks for acceptances.
type AcceptedIn struct {
	From   cal.Day `help:"first day" default:"1800-01-01"`
	To     cal.Day `help:"last day" default:"2200-12-31"`
	Task   int64   `help:"only of this task" opt:"yes"`
	Member string  `help:"only of this member's tasks" opt:"yes"`
}

// AcceptedRow is an acceptance with what it was of.
type AcceptedRow struct {
	Acceptance
	Product string `json:"product"`
	Member  string `json:"member,omitempty"`
}

// ListAccepted are the acceptances of a stretch of days, takings-back among
// them; a member sees those of their own tasks.
func ListAccepted(tx *db.Tx, in AcceptedIn) ([]AcceptedRow, error) {
	if tx.Member != "" {
		in.Member = tx.Member
	}
	all, err := selectAccepted(tx, in.From, in.To, in.Task, 0)
	if err != nil {
		return nil, err
	}
	tasks, err := selectTasks(tx)
	by := map[int64]Task{}
	for _, t := range tasks {
		by[t.Number] = t
	}
	list := []AcceptedRow{}
	for _, a := range all {
		if t := by[a.Task]; in.Member == "" || t.Member == in.Member {
			list = append(list, AcceptedRow{a, t.Product, t.Member})
		}
	}
	return list, err
}

// QualityIn asks for the quality of a stretch of days.
type QualityIn struct {
	From    cal.Day `help:"first day" default:"1800-01-01"`
	To      cal.Day `help:"last day" default:"2200-12-31"`
	Product string  `help:"only of this product" opt:"yes"`
}

// QualityRow is how much of a product, by who had the task, was of which grade.
type QualityRow struct {
	Product  string           `json:"product"`
	Member   string           `json:"member,omitempty"`
	Grade    string           `json:"grade"`
	Quantity measure.Quantity `json:"quantity"`
	Percent  money.Decimal    `json:"percent"` // of what this member made of the product, to a tenth
	Reasons  string           `json:"reasons,omitempty" words:"yes"`
}

// Quality is the share of each grade by product and maker, and why (S25).
func Quality(tx *db.Tx, in QualityIn) ([]QualityRow, error) {
	all, err := ListAccepted(tx, AcceptedIn{From: in.From, To: in.To})
	if err != nil {
		return nil, err
	}
	type k struct{ product, member string }
	totals := map[k]measure.Quantity{}
	at := map[[3]string]*QualityRow{}
	var list []*QualityRow
	for _, a := range all {
		if in.Product != "" && a.Product != in.Product {
			continue
		}
		for _, g := range a.Grades {
			id := [3]string{a.Product, a.Member, g.Grade}
			if at[id] == nil {
				at[id] = &QualityRow{Product: a.Product, Member: a.Member, Grade: g.Grade}
				list = append(list, at[id])
			}
			at[id].Quantity += g.Quantity
			totals[k{a.Product, a.Member}] += g.Quantity
			at[id].addReason(g.Reason, a.Corrects != 0)
		}
	}
	slices.SortFunc(list, func(a, b *QualityRow) int {
		return slices.Compare([]string{a.Product, a.Member, a.Grade}, []string{b.Product, b.Member, b.Grade})
	})
	rows := []QualityRow{}
	for _, q := range list {
		if total := totals[k{q.Product, q.Member}]; total > 0 && q.Quantity > 0 {
			q.Percent = tenths(q.Quantity, total)
			rows = append(rows, *q)
		}
	}
	return rows, nil
}

func (q *QualityRow) addReason(reason string, back bool) {
	if reason == "" || back || len(q.Reasons) > 200 {
		return
	}
	if q.Reasons != "" {
		q.Reasons += "; "
	}
	q.Reasons += reason
}

// tenths is a part of a whole in percent, to a tenth, half up.
func tenths(part, whole measure.Quantity) money.Decimal {
	n := new(big.Int).Mul(big.NewInt(2000), big.NewInt(int64(part)))
	n.Add(n, big.NewInt(int64(whole)))
	return money.DecimalOf(n.Div(n, new(big.Int).Mul(big.NewInt(2), big.NewInt(int64(whole)))).Int64(), 1)
}
