package web

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/fault"
	"artel/door/sheet"
	"artel/door/words"
)

// sheetsPage is where files are brought in: first looked at, with the wrong rows
// to be put right where they stand, and then taken in. The file itself stays on
// the server's shelf meanwhile; what is put right is sent beside it.
type sheetsPage struct {
	Form   actPage
	Report *sheet.Report // of what was handed in; nil before that
}

// sheetsForm is the page of “sheet import”.
func sheetsForm(v *visit, p actPage) (screen, error) {
	s := sheetsPage{Form: p}
	if report, ok := p.out.(sheet.Report); ok {
		s.Report = &report
	}
	return s.look(v.view()), nil
}

// tryWhole has a try look at all rows, the wrong ones too, so that what was
// understood can be shown beside what was not. A try keeps nothing.
func tryWhole(given map[string]string) { given["keep_right"] = "yes" }

// fillSheets leaves out the cells that nobody changed, and numbers the rest.
func fillSheets(f *form) {
	all := map[int]map[string]string{}
	for name, typed := range maps.Clone(f.values) {
		index, field, ok := strings.Cut(strings.TrimPrefix(name, "mends."), ".")
		if n, err := strconv.Atoi(index); ok && err == nil && strings.HasPrefix(name, "mends.") {
			delete(f.values, name)
			if all[n] == nil {
				all[n] = map[string]string{}
			}
			all[n][field] = typed
		}
	}
	at := 0
	for _, n := range slices.Sorted(maps.Keys(all)) {
		m := all[n]
		if m["drop"] != "yes" && (m["column"] == "" || m["value"] == m["was"]) {
			continue
		}
		if m["drop"] == "yes" {
			m = map[string]string{"sheet": m["sheet"], "row": m["row"], "drop": "yes"}
		}
		for field, typed := range m {
			f.values["mends."+strconv.Itoa(at)+"."+field] = typed
		}
		at++
	}
}

func (p sheetsPage) look(v view) screen {
	title := v.say("Sheets")
	body := g.Group{heading(title, v.say("Hand in the year's sheets as they are: a workbook, or CSV files. They are looked at first; nothing is kept until you say so."),
		h.A(h.Class("button quiet"), h.Href("/sheet/imports"), g.Text(v.say("What was brought in"))),
		h.A(h.Class("button quiet"), h.Href("/sheet/columns"), g.Text(v.say("Sheets and columns"))))}
	switch {
	case p.Form.answered && !p.Form.tried:
		body = append(body, p.taken(v))
	case p.Report == nil:
		body = append(body, p.Form.complaints(v), p.drop(v))
	default:
		body = append(body, p.looked(v))
	}
	return screen{Title: title, Body: body, Scripts: []string{"drop.js"}}
}

// drop is where files are put down.
func (p sheetsPage) drop(v view) g.Node {
	return h.Form(h.ID("act"), h.Class("drop"), h.Method("post"), h.Action("/sheet/import"), h.EncType("multipart/form-data"), hidden(keyName, p.Form.form.key),
		h.Label(h.For("path"), g.Text(v.say("Choose files"))),
		h.P(h.Class("script lead"), g.Text(v.say("or drop them here: a workbook (.xlsx), CSV files, a folder or a zip of them"))),
		h.Input(h.ID("path"), h.Name("path"), h.Type("file"), h.Multiple(), h.Accept(".csv,.xlsx,.zip"), h.Required()),
		p.Form.form.errors(v, "path"),
		h.P(h.Class("buttons"), h.Button(h.Class("main"), h.Name(tryName), h.Value("1"), g.Text(v.say("Look at it")))),
		h.P(h.Class("hint"), g.Text(v.say("Headings may be in English or in Chinese. The same file twice changes nothing; a longer one adds what is new."))))
}

// looked is what was understood of the files, what is wrong with them, and what
// taking them in would bring.
func (p sheetsPage) looked(v view) g.Node {
	f, r := p.Form.form, p.Report
	wrong := len(r.Problems)
	kept := f.filled("mends")
	shown, mends := p.wrongRows(v)
	return h.Form(h.ID("act"), h.Class("sheets"), h.Method("post"), h.Action("/sheet/import"), h.EncType("multipart/form-data"), g.Attr("novalidate"),
		hidden(keyName, f.key), hidden(heldName, f.held),
		h.P(h.Class("kept"), g.Text(v.say("%s was read; nothing is kept yet.", r.File)), g.Text(" "), a("/sheet/import", v.say("Another file"))),
		g.If(wrong == 0, notice("good", h.P(h.Strong(g.Text(v.say("Every row is right.")))), h.P(h.Button(h.Class("main"), g.Text(v.say("Take in")))))),
		g.If(wrong > 0, notice("bad", h.P(h.Strong(g.Text(v.say("%d things to put right", wrong)))), h.P(g.Text(v.say("Put them right below, or in the marked copy.")), g.Text(" "),
			h.A(h.Class("button"), h.Href("/marked/"+f.held), h.Download("marked.xlsx"), g.Text(v.say("The workbook with the wrong cells marked")))))),
		g.If(kept > 0, h.P(h.Class("lines"), g.Text(v.say("%d cells are put right here, beside the file.", kept)))),
		p.understood(v),
		shown, mends,
		p.corrections(v), p.ignored(v),
		g.If(wrong > 0, h.P(h.Class("buttons foot"),
			h.Button(h.Class("main"), h.Name(tryName), h.Value("1"), g.Text(v.say("Check again"))),
			h.Button(h.Name("keep_right"), h.Value("yes"), g.Text(v.say("Take in the right rows, leave the wrong ones out"))))),
	)
}

// understood is each sheet with its columns, and what would come of its rows.
func (p sheetsPage) understood(v view) g.Node {
	rows := g.Group{}
	for _, s := range p.Report.Sheets {
		columns := make([]string, len(s.Read))
		for i, c := range s.Read {
			columns[i] = v.say(strings.ReplaceAll(c.Means, "_", " "))
			if !strings.EqualFold(c.Written, c.Means) && !strings.EqualFold(c.Written, columns[i]) {
				columns[i] = c.Written + " = " + columns[i]
			}
		}
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(v.say(s.Sheet))), h.Td(h.Class("columns"), g.Text(strings.Join(columns, v.say(", ")))),
			number(strconv.Itoa(s.Rows)), number(strconv.Itoa(s.Added)), number(strconv.Itoa(s.Corrected)), number(strconv.Itoa(s.Known)), number(strconv.Itoa(s.Wrong)), number(strconv.Itoa(s.Waiting))))
	}
	return h.Section(h.H2(g.Text(v.say("What was understood"))), table("", headings(v, "sheet", "columns", "rows#", "new#", "changed#", "known#", "wrong#", "waiting for these#"), rows, nil))
}

// wrongRows are the rows with something wrong in them, each cell that is wrong
// open to be typed in, by sheet; and, out of sight, what was put right before.
func (p sheetsPage) wrongRows(v view) (shown, earlier g.Node) {
	f := p.Form.form
	at, open := 0, map[string]bool{}
	sections := g.Group{}
	for i := 0; i < len(p.Report.Wrong); {
		name := p.Report.Wrong[i].Sheet
		heads := g.Group{h.Th(h.Scope("col"), h.Class("number"), g.Text(v.say("row")))}
		for _, c := range p.Report.Wrong[i].Cells {
			heads = append(heads, h.Th(h.Scope("col"), g.Text(c.Column)))
		}
		rows := g.Group{}
		for ; i < len(p.Report.Wrong) && p.Report.Wrong[i].Sheet == name; i++ {
			rows = append(rows, p.wrongRow(v, p.Report.Wrong[i], &at, open))
		}
		sections = append(sections, h.Section(h.Class("mends"), h.H2(g.Text(v.say("Wrong rows of “%s”", v.say(name)))),
			h.Div(h.Class("sheet"), h.Table(h.Caption(h.Class("hide"), g.Text(name)), h.THead(h.Tr(heads)), h.TBody(rows)))))
	}
	var rest []fault.Problem
	for _, pr := range p.Report.Problems {
		if !slices.ContainsFunc(p.Report.Wrong, func(w sheet.WrongRow) bool { return w.Sheet == pr.Sheet && w.Row == pr.Row }) {
			rest = append(rest, pr)
		}
	}
	if len(rest) > 0 {
		sections = append(sections, problemTable(v, rest))
	}
	keep := g.Group{}
	for i := range f.filled("mends") {
		m := func(field string) string { return f.values["mends."+strconv.Itoa(i)+"."+field] }
		if open[m("sheet")+"\x00"+m("row")+"\x00"+m("column")] {
			continue
		}
		for _, field := range []string{"sheet", "row", "column", "was", "value", "drop"} {
			if m(field) != "" {
				keep = append(keep, hidden("mends."+strconv.Itoa(at)+"."+field, m(field)))
			}
		}
		at++
	}
	return sections, keep
}

func (p sheetsPage) wrongRow(v view, w sheet.WrongRow, at *int, open map[string]bool) g.Node {
	row := strconv.Itoa(w.Row)
	cells := g.Group{h.Th(h.Scope("row"), h.Class("number"), g.Text(row))}
	told, id := g.Group{}, "wrong-"+strconv.Itoa(*at)
	about := func(pr fault.Problem) {
		pr = words.Problem(v.lang, pr)
		told = append(told, h.Span(g.Text(pr.Wrong+" "+pr.Fix+" ")))
	}
	for _, pr := range p.Report.Problems { // what is wrong with the row as a whole
		if pr.Sheet == w.Sheet && pr.Row == w.Row && !slices.ContainsFunc(w.Cells, func(c sheet.WrongCell) bool { return c.Column == pr.Column }) {
			about(pr)
		}
	}
	whole := len(told) > 0 // any cell may be the one
	for _, c := range w.Cells {
		for _, pr := range c.Problems {
			about(pr)
		}
		if len(c.Problems) == 0 && !whole {
			cells = append(cells, td(c.Value))
			continue
		}
		name := "mends." + strconv.Itoa(*at)
		open[w.Sheet+"\x00"+row+"\x00"+c.Column] = true
		cells = append(cells, h.Td(hidden(name+".sheet", w.Sheet), hidden(name+".row", row), hidden(name+".column", c.Column), hidden(name+".was", p.stood(w, c)),
			h.Input(h.Name(name+".value"), h.Value(c.Value), h.AutoComplete("off"), h.Aria("label", v.say("%s, row %d", c.Column, w.Row)),
				g.If(len(c.Problems) > 0, h.Aria("invalid", "true")), h.Aria("describedby", id))))
		*at++
	}
	name := "mends." + strconv.Itoa(*at)
	*at++
	return g.Group{h.Tr(h.Class("above"), cells),
		h.Tr(h.Class("told"), h.Td(), h.Td(h.ColSpan(strconv.Itoa(max(len(w.Cells), 1))), h.P(h.Class("error"), h.ID(id), told),
			h.Label(hidden(name+".sheet", w.Sheet), hidden(name+".row", row), h.Input(h.Type("checkbox"), h.Name(name+".drop"), h.Value("yes")), g.Text(v.say("leave this row out")))))}
}

// stood is what stands in the file itself, where a cell was put right before.
func (p sheetsPage) stood(w sheet.WrongRow, c sheet.WrongCell) string {
	f := p.Form.form
	for i := range f.filled("mends") {
		at := "mends." + strconv.Itoa(i) + "."
		if f.values[at+"sheet"] == w.Sheet && f.values[at+"row"] == strconv.Itoa(w.Row) && f.values[at+"column"] == c.Column {
			return f.values[at+"was"]
		}
	}
	return c.Value
}

// corrections are the earlier rows that would be taken back and entered rightly.
func (p sheetsPage) corrections(v view) g.Node {
	rows := g.Group{}
	for _, s := range p.Report.Sheets {
		for _, c := range s.Corrections {
			rows = append(rows, h.Tr(td(v.say(s.Sheet)), number(strconv.FormatInt(c.Row, 10)), td(c.Was), td(c.Now)))
		}
	}
	return g.If(len(rows) > 0, h.Section(h.H2(g.Text(v.say("Corrections of earlier rows"))), table("", headings(v, "sheet", "row#", "was", "is now"), rows, nil)))
}

// ignored is what nothing here reads.
func (p sheetsPage) ignored(v view) g.Node {
	items := g.Group{}
	for _, i := range p.Report.Ignored {
		items = append(items, h.Li(g.Text(v.finished(i))))
	}
	return g.If(len(items) > 0, h.Section(h.H2(g.Text(v.say("Passed over, because nothing here reads it"))), h.Ul(items)))
}

// taken is said once the rows are in.
func (p sheetsPage) taken(v view) g.Node {
	return g.Group{
		notice("good", h.P(h.Strong(g.Text(v.say("Done, as act %d in the log.", p.Form.seq)))),
			h.P(a("/sheet/import", v.say("Another file")), g.Text(" · "), a("/work/record", v.say("Work")), g.Text(" · "), a("/", v.say("To the start")))),
		p.Form.paper(v)}
}
