package task

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/coop/goods"
)

// Given is a row of the sheet “tasks”.
type Given struct {
	Task
	Makers string // "split: M001; weave: M002*2, M003"
}

// Take keeps the rows of the sheet “tasks”. A task that is there is passed over;
// one that was given out otherwise is told: a task is ended, not changed.
func Take(tx *db.Tx, year cal.Year, rows []Given) (out again.Outcome, wrong []fault.Problem, err error) {
	sh, err := openShop(tx)
	if err != nil {
		return out, nil, err
	}
	news, makers := []Task{}, map[string][]Maker{}
	for _, g := range rows {
		known, err := sh.takeOne(&g, year, makers)
		switch {
		case err != nil && fault.Of(err) == "":
			return out, wrong, err
		case err != nil:
			wrong = append(wrong, fault.AsProblem(int(g.Line), err))
		case known:
			out.Known++
		default:
			out.Added++
			news = append(news, g.Task)
		}
	}
	if len(news) == 0 {
		return out, wrong, nil
	}
	first, err := tx.Next("task", int64(len(news)))
	if err != nil {
		return out, wrong, err
	}
	for i := range news {
		news[i].Number = first + int64(i)
	}
	if err := insertTasks(tx, news); err != nil {
		return out, wrong, err
	}
	for _, t := range news {
		if err := insertMakers(tx, t.Number, makers[t.Code]); err != nil {
			return out, wrong, err
		}
	}
	return out, wrong, nil
}

// takeOne holds a row to the registers and to the tasks that are there.
func (sh *shop) takeOne(g *Given, year cal.Year, makers map[string][]Maker) (known bool, err error) {
	if number, there := sh.codes[g.Code]; there {
		was := sh.tasks[number]
		same := g.Task
		same.Number, same.Line = was.Number, was.Line
		if number == 0 || was != same {
			return false, fault.In("no", g.Code, fault.Conflict.Errorf("Task %s is there already, and otherwise: %s of “%s”, given out on %s. A task is not changed: end it, and give out another.", g.Code, was.Quantity, was.Product, was.Day))
		}
		return true, nil
	}
	if g.Day.Year() != year {
		return false, fault.In("date", string(g.Day), fault.Invalid.Errorf("The day is not in %d, the year of these sheets.", int(year)))
	}
	if err := sh.checkTask(g.Task); err != nil {
		return false, fault.In(sh.column(g.Task), "", err)
	}
	list, err := parseMakers(g.Makers)
	if err == nil {
		list, err = sh.checkMakers(g.Task, list)
	}
	if err != nil {
		return false, fault.In("makers", g.Makers, err)
	}
	makers[g.Code] = list
	sh.codes[g.Code] = 0
	return false, nil
}

// column is the column of a task's row that is wrong.
func (sh *shop) column(t Task) string {
	switch _, err := sh.recipe(t); {
	case err != nil:
		return "product"
	case t.Quantity <= 0:
		return "quantity"
	case t.Due != "" && t.Due < t.Day:
		return "due"
	}
	return "member"
}

// parseMakers reads "split: M001; weave: M002*2, M003".
func parseMakers(text string) (list []Maker, err error) {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ';' || r == '；' || r == '\n' }) {
		operation, who, ok := strings.Cut(strings.ReplaceAll(part, "：", ":"), ":")
		if !ok {
			operation, who = "", part
		}
		for name := range strings.FieldsFuncSeq(who, func(r rune) bool { return r == ',' || r == '，' || r == '、' }) {
			no, parts, has := strings.Cut(strings.ReplaceAll(name, "×", "*"), "*")
			m := Maker{strings.TrimSpace(operation), strings.TrimSpace(no), 1}
			if has {
				if m.Parts, err = strconv.ParseInt(strings.TrimSpace(parts), 10, 64); err != nil || m.Parts < 1 {
					return nil, fault.Invalid.Errorf("“%s” is not a number of parts. Write it like weave: M002*2, M003.", strings.TrimSpace(parts))
				}
			}
			list = append(list, m)
		}
	}
	return list, nil
}

// Handed is a row of the sheets “issues” and “returns”.
type Handed struct {
	Line     int64
	Day      cal.Day
	Task     string // as the task is called
	Material Material
	Store    string
}

// IssueRow is material handed out for a task.
func IssueRow(h Handed) goods.Row { return h.row("issues", "issue", goods.HandedOut, issueOne) }

// ReturnRow is material of a task that came back.
func ReturnRow(h Handed) goods.Row { return h.row("returns", "return", goods.HandedBack, returnOne) }

func (h Handed) row(sheet, kind string, rank int, one func(*dock, Handing) (*goods.Slip, error)) goods.Row {
	m := h.Material
	return goods.Row{Sheet: sheet, Kind: kind, Rank: rank, Day: h.Day, Line: h.Line,
		Key:   strings.Join([]string{string(h.Day), h.Task, m.Item, m.Grade, m.Owner, h.Store}, ", "),
		Whole: strings.Join([]string{string(h.Day), h.Task, m.Item, m.Grade, m.Quantity.String(), m.Per, m.Owner, h.Store}, ", "),
		Do: func(st *goods.Stock, said string) error {
			d, err := dockOf(st)
			if err != nil {
				return err
			}
			number, err := d.called(h.Task, h.Day)
			if err != nil {
				return err
			}
			card, err := d.stock.Card(m.Item, h.Day)
			if err != nil {
				return fault.In("material", m.Item, err)
			}
			if _, err := card.Quantity(m.Quantity, m.Per); err != nil {
				return fault.In("unit", m.Per, err)
			}
			_, err = one(d, Handing{Day: h.Day, Task: number, Store: h.Store, Lines: []Material{m}, Line: h.Line, Said: said})
			return fault.In("quantity", m.Quantity.String(), err)
		},
		Back: func(tx *db.Tx, was goods.Slip) error {
			_, err := goods.TakeBack(tx, kind, was.Number, "", "the row of the sheet was changed")
			return err
		}}
}

// called is the task that people call so, which has not ended and had begun.
func (sh *shop) called(code string, day cal.Day) (int64, error) {
	number, there := sh.codes[code]
	if !there {
		return 0, fault.In("task", code, fault.Missing.Errorf("There is no task “%s”. Correct it, or add the task to the sheet “tasks”.", code))
	}
	t, err := sh.openTask(number)
	if err != nil {
		return 0, fault.In("task", code, err)
	}
	if day < t.Day {
		return 0, fault.In("date", string(day), fault.Invalid.Errorf("Task %s was given out on %s, after %s.", t.Code, t.Day, day))
	}
	return number, nil
}

// Sorted is a row of the sheet “acceptances”: so many of one grade. Rows of one
// day, task and store that follow each other are one acceptance.
type Sorted struct {
	Line  int64
	Day   cal.Day
	Task  string
	Store string
	Hours measure.Quantity
	Graded
}

// AcceptRows are the acceptances of a sheet.
func AcceptRows(rows []Sorted) (list []goods.Row) {
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].Day == rows[0].Day && rows[n].Task == rows[0].Task && rows[n].Store == rows[0].Store {
			n++
		}
		list = append(list, acceptRow(slices.Clone(rows[:n])))
		rows = rows[n:]
	}
	return list
}

func acceptRow(rows []Sorted) goods.Row {
	first := rows[0]
	in := Accepting{Day: first.Day, Store: first.Store, Line: first.Line}
	var whole []string
	for _, r := range rows {
		in.Grades = append(in.Grades, r.Graded)
		in.Hours += r.Hours
		whole = append(whole, fmt.Sprintf("%s × %s %s", r.Quantity, r.Grade, r.Reason))
	}
	key := strings.Join([]string{string(first.Day), first.Task, first.Store}, ", ")
	return goods.Row{Sheet: "acceptances", Kind: "acceptance", Rank: goods.TakenIn, Day: first.Day, Line: first.Line, Rows: len(rows),
		Key: key, Whole: key + ", " + strings.Join(whole, ", ") + ", " + in.Hours.String(),
		Do: func(st *goods.Stock, said string) error {
			d, err := dockOf(st)
			if err != nil {
				return err
			}
			if in.Task, err = d.called(first.Task, first.Day); err != nil {
				return err
			}
			in.Said = said
			_, err = d.accept(in)
			return fault.In("quantity", first.Quantity.String(), err)
		},
		Back: func(tx *db.Tx, was goods.Slip) error {
			_, err := unaccept(tx, Correction{Kind: "acceptance", Number: was.Number, Why: "the row of the sheet was changed"})
			return err
		}}
}
