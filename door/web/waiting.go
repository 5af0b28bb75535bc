package web

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
	"artel/coop/assembly"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/sale"
	"artel/coop/task"
	"artel/coop/unit"
	"artel/coop/year"
)

// waiting is one thing that waits for somebody: for whoever may do the act.
type waiting struct {
	What string // a format
	Args []string
	Act  string
	Path string
}

// readWaiting is all that waits in a unit, the most pressing first; a page shows
// each person what they may do.
func readWaiting(tx *db.Tx, u unit.Unit, y cal.Year, state string) (all []waiting, err error) {
	rules, err := unit.CharterAt(tx, y.Last())
	if err != nil {
		return nil, err
	}
	if len(rules) == 0 {
		all = append(all, waiting{"The charter has no rules yet.", nil, "charter begin", "/charter/begin"})
	}
	motions, err := assembly.Motions(tx, act.Nothing{})
	if err != nil {
		return nil, err
	}
	for _, m := range motions {
		all = append(all, waitingMotion(m)...)
	}
	trade, err := waitingTrade(tx, y)
	if err != nil {
		return nil, err
	}
	all = append(all, trade...)
	at := to("/surplus/year", "year", y.String())
	over := cal.On(tx.Now) > y.Last()
	switch {
	case state == ledger.Open:
		open, err := year.StillOpen(tx, ledger.OfYear{Year: y})
		if err != nil {
			return nil, err
		}
		for _, t := range open {
			if t.Act == "pay run" || over { // what belongs to the year's end can wait for it
				all = append(all, waiting{t.What, t.Args, t.Act, todoPath(t)})
			}
		}
		if len(open) == 0 && over {
			all = append(all, waiting{"The year %s can be closed.", []string{y.String()}, "year close", at})
		}
	case state == ledger.Closed:
		resolutions, err := assembly.On(tx, y)
		if err != nil {
			return nil, err
		}
		voted := yearEndPage{}
		voted.Year, voted.Resolutions = y, resolutions
		if voted.carried() != nil {
			return append(all, waiting{"The surplus of %s can be shared out.", []string{y.String()}, "surplus distribute", at}), nil
		}
		all = append(all, waiting{"The members have not voted on the surplus of %s yet.", []string{y.String()}, "assembly resolve", at})
	}
	return all, nil
}

// waitingTrade is what waits in store, workshop and trade, as of what the books
// know of the year.
func waitingTrade(tx *db.Tx, y cal.Year) (all []waiting, err error) {
	last, err := ledger.LastDay(tx)
	if err != nil || last == "" {
		return nil, err
	}
	day := min(last, y.Last())
	count := func(what, actName, path string, n int) {
		if n > 0 {
			all = append(all, waiting{what, []string{strconv.Itoa(n)}, actName, path})
		}
	}
	tasks, err := task.Board(tx, task.BoardIn{State: "late", Day: day})
	if err != nil {
		return nil, err
	}
	count("%s tasks are late.", "task accept", to("/task/list", "state", "late", "day", string(day)), len(tasks))
	orders, err := sale.Orders(tx, sale.OrdersIn{State: "late", Day: day})
	if err != nil {
		return nil, err
	}
	count("%s orders of customers are late.", "sale deliver", to("/sale/orders", "state", "late", "day", string(day)), len(orders))
	low, err := goods.StockList(tx, goods.StockIn{Low: true})
	if err != nil {
		return nil, err
	}
	items := map[string]bool{}
	for _, s := range low {
		items[s.Item] = true
	}
	count("Of %s materials or products there is too little in store.", "supply order", "/goods/stock", len(items))
	unbilled, err := sale.UnbilledDeliveries(tx, sale.OfCustomer{})
	count("%s deliveries are not billed yet.", "sale bill", "/sale/unbilled", len(unbilled))
	return all, err
}

func waitingMotion(m assembly.Standing) []waiting {
	n := strconv.FormatInt(m.Number, 10)
	switch m.State {
	case assembly.Voting:
		return []waiting{{"Motion %s is before the members until %s: %s of %s have voted.", []string{n, string(m.Closes), strconv.Itoa(m.Cast), strconv.Itoa(m.Entitled)}, "assembly motions", "/assembly/motions"}}
	case assembly.Ended:
		if m.Cast > 0 {
			return []waiting{{"The votes on motion %s can be counted.", []string{n}, "assembly count", "/assembly/motions"}}
		}
	}
	return nil
}

// waits are the things that wait for this reader.
func (p homePage) waits(v view) g.Node {
	items := g.Group{}
	for _, w := range p.Waiting {
		if p.may != nil && !p.may(w.Act) {
			continue
		}
		items = append(items, h.Li(h.Span(g.Text(v.sentence(w.What, w.Args))), h.A(h.Class("button quiet"), h.Href(w.Path), g.Text(v.say(titles[w.Act])))))
	}
	body := g.Node(h.Ul(h.Class("todo"), items))
	if len(items) == 0 {
		body = h.P(h.Class("none"), g.Text(v.say("Nothing waits for you today.")))
	}
	return h.Section(h.H2(g.Text(v.say("What waits for you"))), body)
}

// homeMonth is a month of the year in four figures.
type homeMonth struct {
	Month                 cal.Month
	Members, Income, Cost int64
}

// readMonths are the twelve months up to the last in which anything was booked,
// as far as the books go back.
func readMonths(tx *db.Tx, u unit.Unit, y cal.Year) (months []homeMonth, err error) {
	turnover, err := ledger.MonthsOf(tx, y)
	if err != nil || len(turnover) == 0 {
		return nil, err
	}
	last, first := turnover[len(turnover)-1].Month, y.First().Month()
	if before, err := unit.At(tx, (y - 1).Last()); err == nil && y > u.Year && before.Currency == u.Currency {
		earlier, err := ledger.MonthsOf(tx, y-1)
		if err != nil {
			return nil, err
		}
		turnover = append(earlier, turnover...)
		first = (y - 1).First().Month()
	}
	flows, err := member.Flows(tx)
	if err != nil {
		return nil, err
	}
	for m := first; m <= last; m = m.Last().Add(1).Month() {
		one := homeMonth{Month: m}
		for _, f := range flows {
			if f.Month <= m {
				one.Members += f.Joined - f.Left
			}
		}
		for _, t := range turnover {
			if t.Month == m {
				one.Income, one.Cost = t.Income, t.Cost
			}
		}
		months = append(months, one)
	}
	return months[max(0, len(months)-12):], nil
}

// trend are one figure's values from month to month.
func (p homePage) trend(of func(homeMonth) int64) []int64 {
	values := make([]int64, len(p.Months))
	for i, m := range p.Months {
		values[i] = of(m)
	}
	return values
}

// trendFigure is a figure with its line below.
func trendFigure(label string, value g.Node, note string, values []int64) g.Node {
	return h.Div(h.Class("figure"), h.P(h.Class("label"), g.Text(label)), h.P(h.Class("value"), value),
		trendLine(values), g.If(note != "", h.P(h.Class("note"), g.Text(note))))
}

// trendLine is a small line from month to month; who does not see it reads the
// table of the months.
func trendLine(values []int64) g.Node {
	if len(values) < 2 {
		return nil
	}
	const width, height, edge = 120, 28, 3
	lo, hi := values[0], values[0]
	for _, v := range values {
		lo, hi = min(lo, v), max(hi, v)
	}
	x := func(i int) int { return edge + i*(width-2*edge)/(len(values)-1) }
	y := func(v int64) int {
		if hi == lo {
			return height / 2
		}
		return height - edge - int(float64(v-lo)/float64(hi-lo)*(height-2*edge))
	}
	points := ""
	for i, v := range values {
		points += n(x(i)) + "," + n(y(v)) + " "
	}
	end := len(values) - 1
	return g.El("svg", g.Attr("class", "trend"), g.Attr("viewBox", "0 0 "+n(width)+" "+n(height)), g.Attr("preserveAspectRatio", "xMinYMid"), g.Attr("aria-hidden", "true"),
		el("polyline", "points", points), el("circle", "cx", n(x(end)), "cy", n(y(values[end])), "r", "2.5"))
}

// byMonth are the lines as a table.
func (p homePage) byMonth(v view) g.Node {
	if len(p.Months) < 2 {
		return nil
	}
	rows, c := g.Group{}, p.Unit.Currency
	for _, m := range p.Months {
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(string(m.Month))), number(strconv.FormatInt(m.Members, 10)),
			cell(money.Of(m.Income, c)), cell(money.Of(m.Cost, c)), cell(money.Of(m.Income-m.Cost, c))))
	}
	return h.Details(h.Class("by-month"), h.Summary(g.Text(v.say("Month by month"))),
		table(v.say("in %s", string(c)), headings(v, "month", "members#", "income#", "costs#", "net revenue#"), rows, nil))
}
