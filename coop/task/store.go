package task

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
)

func insertTasks(tx *db.Tx, tasks []Task) error {
	return tx.Insert("task (unit, number, code, day, due, product, quantity, way, member, owner, sale, note, act, sheet_row)", len(tasks), func(i int, to []any) []any {
		t := &tasks[i]
		return append(to, tx.Unit, t.Number, t.Code, t.Day, t.Due, t.Product, int64(t.Quantity), t.Way, t.Member, t.Owner, t.Sale, t.Note, tx.Act, t.Line)
	})
}

func selectTasks(tx *db.Tx) ([]Task, error) {
	return db.All[Task](tx, `
		select number, code, day, due, product, quantity, way, member, owner, sale, note, sheet_row from task
		where unit = $1 order by number`, tx.Unit)
}

func insertMakers(tx *db.Tx, task int64, makers []Maker) error {
	return tx.Insert("task_maker (unit, task, act, line, operation, member, parts)", len(makers), func(i int, to []any) []any {
		m := makers[i]
		return append(to, tx.Unit, task, tx.Act, int64(i+1), m.Operation, m.Member, m.Parts)
	})
}

// selectMakers are those whom the latest act names, by task.
func selectMakers(tx *db.Tx) (map[int64][]Maker, error) {
	type row struct {
		Task, Act int64
		Maker
	}
	rows, err := db.All[row](tx, `
		select task, act, operation, member, parts from task_maker where unit = $1 order by task, act, line`, tx.Unit)
	by, acts := map[int64][]Maker{}, map[int64]int64{}
	for _, r := range rows {
		if acts[r.Task] != r.Act {
			by[r.Task], acts[r.Task] = nil, r.Act
		}
		by[r.Task] = append(by[r.Task], r.Maker)
	}
	return by, err
}

func selectEnded(tx *db.Tx) (map[int64]bool, error) {
	type row struct {
		Task int64
		Open bool
	}
	rows, err := db.All[row](tx, `select task, open from task_end where unit = $1 order by task, act`, tx.Unit)
	ended := map[int64]bool{}
	for _, r := range rows {
		ended[r.Task] = !r.Open
	}
	return ended, err
}

func insertAcceptances(tx *db.Tx, list []*Acceptance) error {
	err := tx.Insert("acceptance (unit, number, day, task, material, beside, labour, hours, currency, work_first, work_last, act, corrects)", len(list), func(i int, to []any) []any {
		a := list[i]
		return append(to, tx.Unit, a.Number, a.Day, a.Task, a.Material.Coins, a.Beside.Coins, a.Labour.Coins, int64(a.Hours), a.Material.Currency, a.WorkFirst, a.WorkLast, tx.Act, a.Corrects)
	})
	if err != nil {
		return err
	}
	type line struct {
		number, line int64
		GradeWorth
	}
	var lines []line
	for _, a := range list {
		for i, g := range a.Grades {
			lines = append(lines, line{a.Number, int64(i + 1), g})
		}
	}
	return tx.Insert("accepted (unit, number, line, grade, quantity, value, reason)", len(lines), func(i int, to []any) []any {
		l := &lines[i]
		return append(to, tx.Unit, l.number, l.line, l.Grade, int64(l.Quantity), l.Value.Coins, l.Reason)
	})
}

// selectMade is how much of each task was accepted, rejects among it.
func selectMade(tx *db.Tx) (map[int64]measure.Quantity, error) {
	type row struct {
		Task     int64
		Quantity measure.Quantity
	}
	rows, err := db.All[row](tx, `
		select a.task, cast(sum(g.quantity) as bigint) from acceptance a
		join accepted g on g.unit = a.unit and g.number = a.number where a.unit = $1 group by a.task`, tx.Unit)
	by := map[int64]measure.Quantity{}
	for _, r := range rows {
		by[r.Task] = r.Quantity
	}
	return by, err
}

// acceptedOf is how much of one task was accepted.
func acceptedOf(tx *db.Tx, task int64) (measure.Quantity, error) {
	return db.One[measure.Quantity](tx, `
		select cast(coalesce(sum(g.quantity), 0) as bigint) from acceptance a
		join accepted g on g.unit = a.unit and g.number = a.number where a.unit = $1 and a.task = $2`, tx.Unit, task)
}

// selectAccepted are the acceptances of a stretch of days, by number; of one
// task, or all where it is 0; one number, or all where it is 0.
func selectAccepted(tx *db.Tx, from, to cal.Day, task, number int64) ([]Acceptance, error) {
	type row struct {
		Number                   int64
		Day                      cal.Day
		Task                     int64
		Material, Beside, Labour int64
		Hours                    measure.Quantity
		Currency                 money.Currency
		First, Last, Corrects    int64
		Grade                    string
		Quantity                 measure.Quantity
		Value                    int64
		Reason                   string
	}
	rows, err := db.All[row](tx, `
		select a.number, a.day, a.task, a.material, a.beside, a.labour, a.hours, a.currency, a.work_first, a.work_last, a.corrects, g.grade, g.quantity, g.value, g.reason
		from acceptance a join accepted g on g.unit = a.unit and g.number = a.number
		where a.unit = $1 and a.day >= $2 and a.day <= $3 and (a.task = $4 or $4 = 0) and (a.number = $5 or $5 = 0)
		order by a.number, g.line`, tx.Unit, from, to, task, number)
	var list []Acceptance
	for _, r := range rows {
		if n := len(list); n == 0 || list[n-1].Number != r.Number {
			list = append(list, Acceptance{r.Number, r.Day, r.Task, nil, money.Of(r.Material, r.Currency), money.Of(r.Beside, r.Currency), money.Of(r.Labour, r.Currency), r.First, r.Last, r.Corrects, r.Hours, nil})
		}
		last := &list[len(list)-1]
		last.Grades = append(last.Grades, GradeWorth{Graded{r.Grade, r.Quantity, r.Reason}, money.Of(r.Value, r.Currency)})
	}
	return list, err
}

func acceptanceOf(tx *db.Tx, number int64) (Acceptance, error) {
	list, err := selectAccepted(tx, "0000-01-01", "9999-12-31", 0, number)
	if err == nil && len(list) == 0 {
		err = fault.Missing.Errorf("There is no acceptance %d.", number)
	}
	if err != nil {
		return Acceptance{}, err
	}
	return list[0], nil
}

func insertLoss(tx *db.Tx, l Loss) error {
	return tx.Exec(`
		insert into material_loss (unit, number, day, task, member, item, quantity, value, percent, clause, owed, currency, act, corrects)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		tx.Unit, l.Number, l.Day, l.Task, l.Member, l.Item, int64(l.Quantity), l.Value.Coins, l.Percent.String(), l.Clause, l.Owed.Coins, l.Value.Currency, tx.Act, l.Corrects)
}

func selectLosses(tx *db.Tx, in LossesIn) ([]Loss, error) {
	return db.All[Loss](tx, `
		select number, day, task, member, item, quantity, value, currency, percent, clause, owed, currency, corrects from material_loss
		where unit = $1 and day >= $2 and day <= $3 and (member = $4 or $4 = '') order by number`, tx.Unit, in.From, in.To, in.Member)
}
