package web

import (
	"fmt"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/db"
	"artel/base/measure"
	"artel/coop/member"
	"artel/coop/task"
)

// namesOf are the names of the members by number.
func namesOf(tx *db.Tx) (map[string]string, error) {
	all, err := member.Register(tx)
	names := map[string]string{}
	for no, m := range all {
		names[no] = m.Name
	}
	return names, err
}

// boardPage is the task board.
type boardPage struct {
	Asked task.BoardIn
	Tasks []task.OnBoard
	Names map[string]string
	Own   bool
}

func readBoard(tx *db.Tx, in task.BoardIn) (p boardPage, err error) {
	p.Asked, p.Own = in, tx.Member != ""
	if p.Tasks, err = task.Board(tx, in); err != nil {
		return p, err
	}
	p.Names, err = namesOf(tx)
	return p, err
}

// stateTags are the states as people read them.
var stateTags = map[string]string{"late": "late", "open": "under way", "done": "all taken in", "ended": "ended", "received": "all has come", "delivered": "delivered", "running": "running", "fulfilled": "fulfilled", "past": "past", "ordered": "ordered", "allotted": "allotted", "called": "meeting called", "unmet": "not met"}

func tag(v view, state string) g.Node {
	words := stateTags[state]
	if words == "" {
		words = state
	}
	return h.Span(h.Class("tag "+state), g.Text(v.say(words)))
}

const mostDone = 40

func (p boardPage) look(v view) screen {
	title := v.say("Task board")
	body := g.Group{heading(title, v.say("What is being made, by whom, and what material is out for it."), g.If(v.can("/task/give"), h.A(h.Class("button main"), h.Href("/task/give"), g.Text(v.say("Give out a task")))), printButton(v)), v.flash()}
	if len(p.Tasks) == 0 {
		return screen{Title: title, Body: append(body, empty(v.say("No task has been given out yet. A task says what is to be made, how much, by when and by whom; material is handed out against it and goods come in by grade."),
			g.If(v.can("/task/give"), button("/task/give", v.say("Give out a task"))), g.Text(" "), g.If(v.can("/sheet/import"), button("/sheet/import", v.say("Bring in the sheets")))))}
	}
	for _, part := range []struct{ state, words string }{{"late", "Late"}, {"open", "Under way"}, {"done", "All taken in"}, {"ended", "Ended"}} {
		rows, n := g.Group{}, 0
		for i := range p.Tasks {
			t := p.Tasks[i]
			if part.state == "done" || part.state == "ended" {
				t = p.Tasks[len(p.Tasks)-1-i] // the newest first
			}
			if t.State != part.state {
				continue
			}
			if n++; n <= mostDone || part.state == "late" || part.state == "open" {
				rows = append(rows, p.row(v, t))
			}
		}
		if n == 0 {
			continue
		}
		section := table("", headings(v, "task", "product", "by whom", "due", "made", "", "material out#"), rows, nil)
		words := fmt.Sprintf("%s · %d", v.say(part.words), n)
		if part.state == "late" || part.state == "open" {
			body = append(body, h.Section(h.H2(g.Text(words)), section))
		} else {
			body = append(body, h.Details(h.Class("more"), h.Summary(g.Text(words)), section, g.If(n > mostDone, h.P(h.Class("hint"), g.Text(v.say("The newest %d are shown.", mostDone))))))
		}
	}
	return screen{Title: title, Body: body}
}

func (p boardPage) row(v view, t task.OnBoard) g.Node {
	return h.Tr(h.Td(h.Class("no"), a(to("/task/show", "task", strconv.FormatInt(t.Number, 10)), t.Code)), h.Td(h.Strong(g.Text(t.Product)), g.If(t.Owner != "", h.P(h.Class("lines"), g.Text(v.say("for %s, their material", t.Owner))))),
		h.Td(p.whose(v, t)), td(string(t.Due)), h.Td(g.Text(v.say("taken in: %s of %s %s", (t.Good+t.Rejects).String(), t.Quantity.String(), t.Per))),
		h.Td(h.Class("bar-cell"), bar(int64(t.Good+t.Rejects), int64(t.Quantity))), cell(t.Out))
}

func (p boardPage) whose(v view, t task.OnBoard) g.Node {
	if t.Member == "" {
		return g.Text(v.say("workshop"))
	}
	return g.Group{v.way("/member/show", t.Member, "member", t.Member), g.Text(" " + p.Names[t.Member])}
}

// taskPage is one task.
type taskPage struct {
	task.TaskShown
	Names map[string]string
}

func readTask(tx *db.Tx, in task.OneTask) (p taskPage, err error) {
	if p.TaskShown, err = task.Show(tx, in); err != nil {
		return p, err
	}
	p.Names, err = namesOf(tx)
	return p, err
}

func (p taskPage) look(v view) screen {
	no := strconv.FormatInt(p.Number, 10)
	title := v.say("Task %s: %s “%s”", p.Code, p.Quantity.String(), p.Product)
	open := p.State == "late" || p.State == "open"
	next := func(path, words string) g.Node {
		return g.If(open && v.can(path), button(to(path, "task", no, nextName, to("/task/show", "task", no)), v.say(words)))
	}
	who := g.Node(g.Text(v.say("workshop")))
	if p.Member != "" {
		who = g.Group{v.way("/member/show", p.Member, "member", p.Member), g.Text(" " + p.Names[p.Member])}
	}
	body := g.Group{
		heading(title, "", next("/task/issue", "Hand out"), next("/task/accept", "Take goods in"), next("/task/return", "Take material back"), next("/task/end", "End it"), printButton(v)),
		v.flash(),
		facts(v, fact(v, "state", tag(v, p.State)), fact(v, "by whom", who), fact(v, "given out", g.Text(string(p.Day))), factText(v, "due", string(p.Due)), factText(v, "for the order", orNone(p.Sale)), factText(v, "material of", p.Owner), factText(v, "remark", p.Note),
			fact(v, "made", g.Text(v.say("%s good, %s rejected, %s still to be made", p.Good.String(), p.Rejects.String(), p.Left.String())))),
		p.makersOf(v), p.materials(v), p.acceptances(v), p.lost(v),
	}
	return screen{Title: title, Body: body}
}

func orNone(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func (p taskPage) makersOf(v view) g.Node {
	if len(p.Makers) == 0 {
		return nil
	}
	rows := g.Group{}
	for _, m := range p.Makers {
		rows = append(rows, h.Tr(td(m.Operation), h.Td(g.Text(m.Member+" "+p.Names[m.Member])), number(strconv.FormatInt(m.Parts, 10))))
	}
	return h.Section(h.H2(g.Text(v.say("Who does what"))), table("", headings(v, "operation", "member", "parts#"), rows, nil))
}

func (p taskPage) materials(v view) g.Node {
	rows := g.Group{}
	q := func(n measure.Quantity) g.Node { return number(n.String()) }
	for _, m := range p.Materials {
		owner := ""
		if m.Owner != "" {
			owner = " (" + m.Owner + ")"
		}
		rows = append(rows, h.Tr(td(m.Item+owner), td(m.Per), q(m.Norm), q(m.Issued), q(m.Returned), q(m.Used), q(m.Lost), h.Td(h.Class("number"), h.Strong(g.Text(m.Open.String()))), q(m.Spare)))
	}
	return h.Section(h.H2(g.Text(v.say("Material by the norm and in fact"))), g.If(len(rows) == 0, empty(v.say("No material has been handed out yet."))),
		g.If(len(rows) > 0, table("", headings(v, "material", "counted in", "norm#", "handed out#", "came back#", "in goods#", "lost#", "still out#", "spared#"), rows, nil)))
}

func (p taskPage) acceptances(v view) g.Node {
	if len(p.Accepted) == 0 {
		return h.Section(h.H2(g.Text(v.say("Goods taken in"))), empty(v.say("No goods have been taken in yet.")))
	}
	rows := g.Group{}
	for _, x := range p.Accepted {
		for i, gr := range x.Grades {
			first := g.Group{h.Td(), h.Td()}
			if i == 0 {
				first = g.Group{h.Td(h.Class("no"), v.way("/goods/slip", strconv.FormatInt(x.Number, 10), "kind", "acceptance", "number", strconv.FormatInt(x.Number, 10))), td(string(x.Day))}
			}
			rows = append(rows, h.Tr(first, td(v.say(gr.Grade)), number(gr.Quantity.String()), td(gr.Reason), cell(gr.Value)))
		}
	}
	return h.Section(h.H2(g.Text(v.say("Goods taken in"))), table("", headings(v, "No.", "day", "grade", "quantity#", "reason", "value#"), rows, nil))
}

func (p taskPage) lost(v view) g.Node {
	if len(p.Losses) == 0 {
		return nil
	}
	rows := g.Group{}
	for _, l := range p.Losses {
		how := g.Node(h.Td())
		if l.Corrects == 0 && v.can("/task/explain") {
			how = h.Td(h.Class("how"), a(to("/task/explain", "number", strconv.FormatInt(l.Number, 10)), v.say("How?")))
		}
		rows = append(rows, h.Tr(td(string(l.Day)), td(l.Item), number(l.Quantity.String()), cell(l.Value), cell(l.Owed), how))
	}
	return h.Section(h.H2(g.Text(v.say("Lost above the norm"))), table("", headings(v, "day", "material", "quantity#", "value#", "owed by the member#", ""), rows, nil))
}
