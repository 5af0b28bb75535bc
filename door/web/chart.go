package web

import (
	"strconv"
	"unicode/utf8"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/money"
)

// fall is one step of a waterfall: a level that stands from the ground, or a
// part that is taken away (below zero) or added.
type fall struct {
	name  string
	coins int64
	kind  string // level, or whose the part is
}

// The kinds of step, which are also their classes.
const (
	level   = "level"
	spent   = "cost"
	owed    = "due"
	funded  = "fund"
	persons = "persons"
)

// waterfall draws steps as bars on a line each: names on the left, amounts on
// the right. It is drawn twice, for a wide page and for a phone, and the style
// sheet shows one; who reads neither reads the table of the same figures below.
// Where things are is said in attributes and how they look in classes, since the
// policy of our pages allows no style in them.
func waterfall(v view, c money.Currency, steps []fall) g.Node {
	return h.Figure(h.Class("waterfall"),
		drawing{"broad", 720, 190, 130, 34, 20, 26}.of(v, c, steps),
		drawing{"narrow", 356, 112, 84, 27, 14, 16}.of(v, c, steps),
		twin(v, c, steps),
	)
}

// drawing is the measures of a waterfall.
type drawing struct {
	class                         string
	width, left, right, line, bar int
	letters                       int // that fit beside the bars
}

func (d drawing) of(v view, c money.Currency, steps []fall) g.Node {
	most := int64(1)
	for _, s := range steps {
		most = max(most, s.coins)
	}
	x := func(coins int64) int {
		return d.left + int(float64(max(coins, 0))/float64(most)*float64(d.width-d.left-d.right))
	}
	rows, run := g.Group{}, int64(0)
	for i, s := range steps {
		from, until := int64(0), s.coins
		if s.kind != level {
			from, until = run, run+s.coins
		}
		rows = append(rows, d.step(i, x(min(from, until)), x(max(from, until)), s.kind,
			short(v.say(s.name), d.letters), digits(money.Of(s.coins, c))))
		if i+1 < len(steps) {
			rows = append(rows, el("line", "class", "link", "x1", n(x(until)), "x2", n(x(until)),
				"y1", n(i*d.line+(d.line+d.bar)/2), "y2", n((i+1)*d.line+(d.line-d.bar)/2)))
		}
		run = until
	}
	return g.El("svg", g.Attr("class", d.class), g.Attr("viewBox", "0 0 "+n(d.width)+" "+n(len(steps)*d.line)), g.Attr("role", "img"),
		g.Attr("aria-label", v.say("The year as a waterfall; the same figures stand in the table below it.")), rows)
}

// step is one line: a name, a bar from lo to hi, an amount.
func (d drawing) step(i, lo, hi int, kind, name, amount string) g.Node {
	y := i*d.line + d.line/2
	return g.Group{
		letters(d.left-8, y, "end", name),
		el("rect", "class", "bar "+kind, "x", n(lo), "y", n(y-d.bar/2), "width", n(max(hi-lo, 2)), "height", n(d.bar), "rx", "3"),
		letters(d.width, y, "end amount", amount),
	}
}

// twin is the chart as a table.
func twin(v view, c money.Currency, steps []fall) g.Node {
	rows := g.Group{}
	for _, s := range steps {
		rows = append(rows, h.Tr(h.Class(s.kind), h.Th(h.Scope("row"), g.Text(v.say(s.name))), cell(money.Of(s.coins, c))))
	}
	return h.Details(h.Summary(g.Text(v.say("The same as a table"))), h.Table(
		h.THead(h.Tr(h.Td(), h.Th(h.Scope("col"), h.Class("number"), g.Text(string(c))))), h.TBody(rows)))
}

// bar is a small bar beside a number, to see many at a glance.
func bar(coins, most int64) g.Node {
	const width = 100
	w := max(int(float64(max(coins, 0))/float64(most)*width), 1)
	return g.El("svg", g.Attr("class", "spark"), g.Attr("viewBox", "0 0 100 10"), g.Attr("preserveAspectRatio", "none"), g.Attr("aria-hidden", "true"),
		el("rect", "class", "bar", "width", n(w), "height", "10"))
}

func el(name string, attrs ...string) g.Node {
	all := g.Group{}
	for i := 0; i+1 < len(attrs); i += 2 {
		all = append(all, g.Attr(attrs[i], attrs[i+1]))
	}
	return g.El(name, all)
}

func letters(x, y int, class, words string) g.Node {
	return g.El("text", g.Attr("class", class), g.Attr("x", n(x)), g.Attr("y", n(y)), g.Text(words))
}

// short is words cut to so many letters.
func short(words string, most int) string {
	if utf8.RuneCountInString(words) > most {
		return string([]rune(words)[:most-1]) + "…"
	}
	return words
}

func n(i int) string { return strconv.Itoa(i) }
