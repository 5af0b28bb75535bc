package report

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// narrowest is how narrow a column of words becomes at most, to fit the
// terminal. Numbers are never broken.
const narrowest = 12

func (t Table) text(ty *typist) {
	ty.caption(t.Caption)
	if len(t.Rows) == 0 {
		ty.line(ty.faint(ty.say.Say("none")))
		return
	}
	g := t.grid(ty)
	rules := make([]string, len(g.widths))
	for i, w := range g.widths {
		rules[i] = strings.Repeat("─", w)
	}
	rule := ty.faint(strings.Join(rules, gap))
	if strings.Join(g.head, "") != "" {
		g.line(ty, g.head, ty.faint)
		ty.line(rule)
	}
	for _, row := range g.rows {
		g.line(ty, row, nil)
	}
	if g.total != nil {
		ty.line(rule)
		g.line(ty, g.total, ty.bold)
	}
}

// grid is a table as text cells, and how wide each column is.
type grid struct {
	right  []bool
	widths []int
	head   []string
	rows   [][]string
	total  []string
}

func (t Table) grid(ty *typist) grid {
	g := grid{}
	for _, c := range t.Columns {
		g.right = append(g.right, c.Kind.right())
		g.head = append(g.head, ty.say.Word(c.Title))
	}
	for _, row := range t.Rows {
		g.rows = append(g.rows, t.shown(ty.voice, row))
	}
	if t.Total != nil {
		g.total = t.shown(ty.voice, t.Total)
	}
	for i, c := range t.Columns {
		if c.Kind == Number || c.Kind == Percent {
			g.alignPoints(i)
		}
	}
	g.widths = make([]int, len(t.Columns))
	for _, row := range g.all() {
		for i, cell := range row {
			for line := range strings.SplitSeq(cell, "\n") {
				g.widths[i] = max(g.widths[i], lipgloss.Width(line))
			}
		}
	}
	g.fit(ty.width)
	return g
}

// shown is a row as text, as many cells as there are columns.
func (t Table) shown(v voice, row []any) []string {
	cells := make([]string, len(t.Columns))
	for i := range cells {
		if i < len(row) {
			cells[i] = v.show(row[i], t.Columns[i].Kind)
		}
	}
	return cells
}

func (g grid) all() [][]string { return append([][]string{g.head, g.total}, g.rows...) }

// alignPoints pads the numbers of a column so that their points stand under
// each other.
func (g grid) alignPoints(column int) {
	tail := func(s string) int {
		if i := strings.LastIndexByte(s, '.'); i >= 0 {
			return len(s) - i
		}
		return 0
	}
	longest := 0
	for _, row := range g.all()[1:] {
		if row != nil {
			longest = max(longest, tail(row[column]))
		}
	}
	for _, row := range g.all()[1:] {
		if row != nil && row[column] != "" {
			row[column] += strings.Repeat(" ", longest-tail(row[column]))
		}
	}
}

// fit narrows the widest columns of words until the table is no wider than the
// terminal, or no column can give any more.
func (g grid) fit(width int) {
	if width <= 0 {
		return
	}
	over := len(gap)*(len(g.widths)-1) - width
	for _, w := range g.widths {
		over += w
	}
	for ; over > 0; over-- {
		widest := -1
		for i, w := range g.widths {
			if !g.right[i] && w > narrowest && (widest < 0 || w > g.widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		g.widths[widest]--
	}
}

// line types one row, in as many lines as its longest cell needs.
func (g grid) line(ty *typist, row []string, style func(string) string) {
	cells, height := make([][]string, len(row)), 1
	for i, cell := range row {
		cells[i] = wrapped(cell, g.widths[i])
		height = max(height, len(cells[i]))
	}
	for l := range height {
		parts := make([]string, len(row))
		for i, lines := range cells {
			part := ""
			if l < len(lines) {
				part = lines[l]
			}
			parts[i] = pad(part, g.widths[i], g.right[i])
		}
		line := strings.TrimRight(strings.Join(parts, gap), " ")
		if style != nil {
			line = style(line)
		}
		ty.line(line)
	}
}
