package web

import (
	"math"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/federation/plan"
)

// series is one amount by period, drawn as columns of a class.
type series struct {
	class, name string
	amounts     []float64
}

// columns draw amounts by period against what there is, drawn once for a wide page
// and once for a phone, with the same figures in a table below.
func columns(v view, title string, periods []string, there series, runs ...series) g.Node {
	legend := g.Group{}
	for _, r := range append([]series{there}, runs...) {
		legend = append(legend, h.Span(g.El("svg", g.Attr("class", "key"), g.Attr("viewBox", "0 0 12 12"), g.Attr("aria-hidden", "true"), el("rect", "class", r.class, "x", "1", "y", "1", "width", "10", "height", "10")), g.Text(" "+v.say(r.name))))
	}
	return h.Figure(h.Class("columns"),
		h.FigCaption(h.Strong(g.Text(title)), h.Span(h.Class("legend"), legend)),
		columnsOf("broad", 720, 190, title, periods, there, runs),
		columnsOf("narrow", 340, 170, title, periods, there, runs),
		columnsTwin(v, periods, there, runs))
}

// columnsOf draws in a size. Each period has a slot; what there is stands in it as a
// frame, and the runs side by side within.
func columnsOf(class string, width, height int, title string, periods []string, there series, runs []series) g.Node {
	most := 1e-9
	for t := range periods {
		most = math.Max(most, there.amounts[t])
		for _, r := range runs {
			most = math.Max(most, r.amounts[t])
		}
	}
	const top, foot = 16, 30
	slot := float64(width) / float64(max(len(periods), 1))
	y := func(x float64) float64 { return float64(height-foot) - math.Max(0, x)/most*float64(height-foot-top) }
	box := func(class string, x, w, amount float64) g.Node {
		return el("rect", "class", class, "x", short1(x), "y", short1(y(amount)), "width", short1(w), "height", short1(math.Max(float64(height-foot)-y(amount), 0)))
	}
	parts := g.Group{el("line", "class", "ground", "x1", "0", "x2", n(width), "y1", n(height-foot), "y2", n(height-foot)), letters(0, 8, "amount", much(most))}
	for t, period := range periods {
		x, w := float64(t)*slot+slot*0.12, slot*0.76
		parts = append(parts, box(there.class, x, w, there.amounts[t]))
		for i, r := range runs {
			each := w / float64(len(runs))
			parts = append(parts, box(r.class, x+float64(i)*each+each*0.08, each*0.84, r.amounts[t]))
		}
		name, year := monthOf(period)
		if len(periods) > 24 && t%(len(periods)/12) != 0 {
			continue // more names than fit
		}
		parts = append(parts, letters(int(x+w/2), height-foot+11, "middle", name), g.If(year != "" && (t == 0 || name == "01"), letters(int(x+w/2), height-5, "middle soft", year)))
	}
	return g.El("svg", g.Attr("class", class), g.Attr("viewBox", "0 0 "+n(width)+" "+n(height)), g.Attr("role", "img"), g.Attr("aria-label", title), parts)
}

// monthOf is a month's two digits and its year; another period has a name only.
func monthOf(period string) (name, year string) {
	if isDay.MatchString(period) && len(period) == 7 {
		return period[5:], period[:4]
	}
	return string([]rune(period)[:min(4, len([]rune(period)))]), ""
}

func short1(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

func columnsTwin(v view, periods []string, there series, runs []series) g.Node {
	names := []string{"month", there.name + "#"}
	for _, r := range runs {
		names = append(names, r.name+"#")
	}
	rows := g.Group{}
	for t, period := range periods {
		cells := g.Group{h.Th(h.Scope("row"), h.Class("no"), g.Text(period)), amountCell(there.amounts[t])}
		for _, r := range runs {
			cells = append(cells, amountCell(r.amounts[t]))
		}
		rows = append(rows, h.Tr(cells))
	}
	return h.Details(h.Summary(g.Text(v.say("The same as a table"))), table("", headings(v, names...), rows, nil))
}

func amountCell(x float64) g.Node { return h.Td(h.Class("number"), g.Text(much(x))) }

// stream is all that passes from one place to another, by worth.
type stream struct {
	from, to string
	worth    float64
}

// mostStreams is how many ribbons a picture of flows has.
const mostStreams = 12

// streams are flows added up from place to place, the most worth first.
func streams(flows []plan.Flow) (all []stream) {
	at := map[[2]string]int{}
	for _, f := range flows {
		i, there := at[[2]string{f.From, f.To}]
		if !there {
			i = len(all)
			at[[2]string{f.From, f.To}] = i
			all = append(all, stream{from: f.From, to: f.To})
		}
		all[i].worth += f.Worth
	}
	for i := 1; i < len(all); i++ { // few
		for j := i; j > 0 && all[j].worth > all[j-1].worth; j-- {
			all[j], all[j-1] = all[j-1], all[j]
		}
	}
	return all[:min(len(all), mostStreams)]
}

// ribbons draw streams from the places on the left to those on the right.
func ribbons(v view, title string, all []stream) g.Node {
	return h.Figure(h.Class("ribbons"), h.FigCaption(h.Strong(g.Text(title))), ribbonsOf("broad", 720, 150, 26, title, all), ribbonsOf("narrow", 340, 92, 13, title, all))
}

// side is the places on one side of the picture, each with what passes it.
type side struct {
	names []string
	sum   map[string]float64
	at    map[string]float64 // where the next ribbon begins
}

func (s *side) add(name string, worth float64) {
	if s.sum == nil {
		s.sum, s.at = map[string]float64{}, map[string]float64{}
	}
	if _, there := s.sum[name]; !there {
		s.names = append(s.names, name)
	}
	s.sum[name] += worth
}

// lay gives each place its stretch from above down and returns where it ends.
func (s *side) lay(scale, gap float64) (y float64) {
	for _, name := range s.names {
		s.at[name] = y
		y += s.sum[name]*scale + gap
	}
	return y - gap
}

func ribbonsOf(class string, width, margin, fits int, title string, all []stream) g.Node {
	var left, right side
	total := 1e-9
	for _, s := range all {
		left.add(s.from, s.worth)
		right.add(s.to, s.worth)
		total += s.worth
	}
	const gap, tall = 18, 150
	scale := tall / total
	height := math.Max(left.lay(scale, gap), right.lay(scale, gap)) + 20
	parts := g.Group{}
	name := func(s *side, x int, anchor string) {
		for _, at := range s.names {
			parts = append(parts, letters(x, int(s.at[at]+s.sum[at]*scale/2+10), anchor, short(at, fits)))
		}
	}
	name(&left, margin-8, "end")
	name(&right, width-margin+8, "start")
	for i, s := range all {
		w := math.Max(s.worth*scale, 1.5)
		y1, y2 := left.at[s.from]+10+w/2, right.at[s.to]+10+w/2
		left.at[s.from] += s.worth * scale
		right.at[s.to] += s.worth * scale
		x1, x2 := float64(margin), float64(width-margin)
		mid := short1((x1 + x2) / 2)
		parts = append(parts, el("path", "class", "ribbon r"+strconv.Itoa(i%3), "stroke-width", short1(w),
			"d", "M"+short1(x1)+" "+short1(y1)+"C"+mid+" "+short1(y1)+" "+mid+" "+short1(y2)+" "+short1(x2)+" "+short1(y2)))
	}
	return g.El("svg", g.Attr("class", class), g.Attr("viewBox", "0 0 "+n(width)+" "+n(int(height))), g.Attr("role", "img"), g.Attr("aria-label", title), parts)
}
