package report

import (
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/cal"
	"artel/base/explain"
)

// HTML is the paper as part of a page. Its title is a heading of the first
// level, since a paper is what its page is about. The classes are paper, lines,
// facts, number and total; there is no style and no script in it.
func (p Paper) HTML(say Say) g.Node {
	v := p.voice(say)
	blocks := g.Group{}
	for _, b := range p.Blocks {
		blocks = append(blocks, b.html(v))
	}
	return h.Article(h.Class("paper"), h.TabIndex("0"), p.header(v), blocks) // where it is wider than the window, keys can move it
}

func (p Paper) header(v voice) g.Node {
	if p.Title == "" {
		return g.Group{}
	}
	lines := g.Group{}
	for _, l := range p.lines(v) {
		lines = append(lines, h.P(h.Class("lines"), g.Text(l)))
	}
	return h.Header(h.H1(g.Text(v.say.Word(p.Title))), lines)
}

func (t Table) html(v voice) g.Node {
	if len(t.Rows) == 0 {
		return h.Section(v.heading(t.Caption), h.P(h.Class("none"), g.Text(v.say.Say("none"))))
	}
	heads, rows := g.Group{}, g.Group{}
	for _, c := range t.Columns {
		if c.Title == "" {
			heads = append(heads, h.Td())
			continue
		}
		heads = append(heads, h.Th(g.Attr("scope", "col"), numberClass(c.Kind), g.Text(v.say.Word(c.Title))))
	}
	for _, row := range t.Rows {
		rows = append(rows, h.Tr(t.tds(v, row)))
	}
	return h.Table(
		g.If(t.Caption != "", h.Caption(g.Text(v.say.Word(t.Caption)))),
		h.THead(h.Tr(heads)),
		h.TBody(rows),
		g.If(t.Total != nil, h.TFoot(h.Tr(h.Class("total"), t.tds(v, t.Total)))),
	)
}

func (t Table) tds(v voice, row []any) g.Node {
	cells := g.Group{}
	for i, c := range t.Columns {
		var value any
		if i < len(row) {
			value = row[i]
		}
		cells = append(cells, h.Td(numberClass(c.Kind), v.node(value, c.Kind)))
	}
	return cells
}

func numberClass(k Kind) g.Node { return g.If(k.right(), h.Class("number")) }

// node is a cell, with its exact value for programs where people read another
// form of it.
func (v voice) node(value any, k Kind) g.Node {
	if k2, ok := value.(kinded); ok {
		value, k = k2.value, k2.kind
	}
	shown := v.show(value, k)
	if day, ok := value.(cal.Day); ok && day != "" {
		return h.Time(h.DateTime(string(day)), g.Text(shown))
	}
	if plain, ok := plainNumber(value); ok && plain != shown {
		return h.DataEl(h.Value(plain), g.Text(shown))
	}
	return g.Text(shown)
}

func (v voice) heading(words string) g.Node {
	return g.If(words != "", h.H2(g.Text(v.say.Word(words))))
}

func (f Facts) html(v voice) g.Node {
	rows := g.Group{}
	for _, p := range f.Pairs {
		rows = append(rows, h.Div(h.Dt(g.Text(v.say.Word(p.Label))), h.Dd(voice{say: v.say}.node(p.Value, Number))))
	}
	return h.Section(v.heading(f.Caption), h.Dl(h.Class("facts"), rows))
}

func (x Text) html(v voice) g.Node {
	paragraphs := g.Group{}
	for part := range strings.SplitSeq(strings.TrimRight(v.say.Word(string(x)), "\n"), "\n\n") {
		paragraphs = append(paragraphs, h.P(g.Text(part)))
	}
	return paragraphs
}

func (x Steps) html(v voice) g.Node { return explain.HTML(x.Step, v.say) }
