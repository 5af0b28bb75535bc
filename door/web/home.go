package web

import (
	"net/http"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/assembly"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/surplus"
	"artel/coop/unit"
)

// homePage is the state of the year, and what waits to be done.
type homePage struct {
	Unit    unit.Unit
	Year    cal.Year
	State   string // of the year
	Members int64
	Result  ledger.Result
	Voted   bool // a resolution on the year was carried
	Shared  bool
	Waiting []waiting
	Months  []homeMonth
	Plan    homePlan
	Acts    []act.Logged
	may     func(name string) bool // whether the person may do an act
}

// homeAct reads the home page. It is for everybody who sees the books; a member
// who sees only their own has a page of their own (mine.go).
var homeAct = act.Ask("home", "", act.See, readHome)

func (s *site) home(w http.ResponseWriter, v *visit) error {
	if v.ownOnly() {
		return s.mine(w, v)
	}
	out, err := v.ask(homeAct, nil)
	if err != nil {
		return err
	}
	p := out.(homePage)
	p.may = v.mayDo
	if p.Voted, err = v.voted(p.Year); err != nil {
		return err
	}
	s.send(w, v.r, http.StatusOK, v.view(), p.look(v.view()))
	return nil
}

// mayDo says whether this visit's person may do an act that there is.
func (v *visit) mayDo(name string) bool {
	a, ok := v.actNamed(name)
	return ok && len(a.Roles) > 0 && v.by.Has(a.Roles)
}

func readHome(tx *db.Tx, _ act.Nothing) (p homePage, err error) {
	if p.Unit, err = unit.Now(tx); err != nil {
		return p, err
	}
	if p.Year, p.State, err = yearAtWork(tx, p.Unit); err != nil {
		return p, err
	}
	if p.Members, err = member.Count(tx, p.Year.Last()); err != nil {
		return p, err
	}
	if p.Result, err = ledger.YearResult(tx, ledger.OfYear{Year: p.Year}); err != nil && fault.Of(err) != fault.Conflict {
		return p, err
	}
	p.Shared = p.State == ledger.Locked
	if p.Waiting, err = readWaiting(tx, p.Unit, p.Year, p.State); err != nil {
		return p, err
	}
	if p.Months, err = readMonths(tx, p.Unit, p.Year); err != nil {
		return p, err
	}
	var planning []waiting
	if p.Plan, planning, err = readHomePlan(tx, p.Unit); err != nil {
		return p, err
	}
	if p.onlyPlans() {
		p.Waiting = nil // it keeps no books yet, and may never
	}
	p.Waiting = append(planning, p.Waiting...)
	p.Acts, err = act.Log(tx, act.LogIn{Limit: 8})
	return p, err
}

// membersNow are those who belong at the end of the year at work: the register has
// those who left too.
func (p homePage) membersNow() int64 {
	if n := len(p.Months); n > 0 {
		return p.Months[n-1].Members
	}
	return p.Members
}

// yearAtWork is the year that people are busy with: the first that is not
// closed, or the last closed one while nothing is recorded in the next.
func yearAtWork(tx *db.Tx, u unit.Unit) (year cal.Year, state string, err error) {
	year = u.Year
	if state, err = ledger.State(tx, year); err != nil {
		return year, state, err
	}
	for state != ledger.Open {
		next, err := ledger.State(tx, year+1)
		if err != nil {
			return year, state, err
		}
		if next == ledger.Open {
			r, err := ledger.YearResult(tx, ledger.OfYear{Year: year + 1})
			if err != nil || len(r.Income)+len(r.Cost) == 0 {
				return year, state, err
			}
		}
		year, state = year+1, next
	}
	return year, state, nil
}

// aboutShared are the acts that tell of a year whose surplus was shared out.
var aboutShared = []string{"surplus statement", "surplus slip", "surplus slips", "surplus explain"}

// yearFor is the year that stands in a form of a where a year is wanted: the one
// at work, or the last that was shared out; nothing where there are no books yet.
func (v *visit) yearFor(a act.Act) string {
	var year cal.Year
	err := v.db.Read(v.r.Context(), db.Who{Unit: v.unit.ID}, func(tx *db.Tx) error {
		if slices.Contains(aboutShared, a.Name) {
			years, err := surplus.Years(tx)
			if err != nil || len(years) > 0 {
				year = slices.Max(append(years, 0))
				return err
			}
		}
		var err error
		year, _, err = yearAtWork(tx, v.unit)
		return err
	})
	if err != nil {
		return "" // only a convenience
	}
	return year.String()
}

// voted says whether a resolution on the year was carried.
func (v *visit) voted(year cal.Year) (bool, error) {
	book, ok := v.actNamed("assembly resolutions")
	if !ok {
		return false, nil
	}
	out, err := v.ask(book, nil)
	all, _ := out.([]assembly.Resolution)
	return slices.ContainsFunc(all, func(r assembly.Resolution) bool { return r.Year == year && r.Carried }), err
}

func (p homePage) look(v view) screen {
	return screen{Title: v.say("Home"), Body: g.Group{
		heading(p.Unit.Name, v.say("The year %s: %s", p.Year.String(), v.say(stateWords(p.State)))),
		g.If(!p.recorded() && !p.onlyPlans(), notice("good", h.P(g.Text(v.say("These books are new. Bring your sheets, start with an example, or admit the first member."))), h.P(button("/welcome", v.say("How to begin"))))),
		p.waits(v),
		p.Plan.look(v),
		g.Iff(!p.onlyPlans(), func() g.Node { return g.Group{p.figures(v), p.path(v)} }),
		p.log(v),
	}}
}

func stateWords(state string) string {
	switch state {
	case ledger.Closed:
		return "closed, not shared out yet"
	case ledger.Locked:
		return "closed and shared out"
	}
	return "open"
}

// step is one of those from sheets to slips.
type step struct {
	name, why, path, act string
	done                 bool
}

func (p homePage) steps() []step {
	year := p.Year.String()
	return []step{
		{"Bring in the sheets", "the year's members, work, purchases, sales and expenses", "/sheet/import", "sheet import", p.recorded()},
		{"Close the year", "pay, depreciation, materials used and the result are drawn up", to("/surplus/year", "year", year), "year close", p.State != ledger.Open},
		{"Record the resolution", "what the general meeting decided, with its vote", to("/surplus/year", "year", year), "assembly resolve", p.Voted},
		{"Share out the surplus", "tax, funds and dividends by the charter, to the coin", to("/surplus/year", "year", year), "surplus distribute", p.Shared},
		{"Print the slips", "every member's part, and how it was worked out", to("/surplus/statement", "year", year), "surplus statement", false},
	}
}

func (p homePage) recorded() bool {
	return len(p.Result.Income)+len(p.Result.Cost) > 0 || p.Members > 0
}

// onlyPlans says that this is a federation in whose books nothing is recorded.
func (p homePage) onlyPlans() bool { return p.Unit.Form == federation && !p.recorded() }

// path is the way through the year: what is done, and what comes next.
func (p homePage) path(v view) g.Node {
	items, next := g.Group{}, false
	for _, s := range p.steps() {
		now := !s.done && !next
		next = next || now
		state, mark := "later", v.say("later")
		switch {
		case s.done:
			state, mark = "done", v.say("done")
		case now:
			state, mark = "now", v.say("next")
		}
		what := g.Group{h.Strong(g.Text(v.say(s.name))), h.Span(h.Class("why"), g.Text(v.say(s.why)))}
		may := p.may == nil || p.may(s.act)
		items = append(items, h.Li(h.Class(state), g.If(now, h.Aria("current", "step")),
			h.Span(h.Class("state"), g.Text(mark)), h.Div(what),
			g.If(now && may, h.A(h.Class("button main"), h.Href(s.path), g.Text(v.say("Go")))),
			g.If(!now && may && s.done && s.act == "sheet import", h.A(h.Class("button quiet"), h.Href(s.path), g.Text(v.say("Bring in more")))),
		))
	}
	return h.Section(h.Class("path"), h.H2(g.Text(v.say("From sheets to slips"))), h.Ol(items))
}

func (p homePage) figures(v view) g.Node {
	c := p.Unit.Currency
	income, costs := money.NewSum(c), money.NewSum(c)
	for _, b := range p.Result.Income {
		income.Add(money.Of(-b.Balance, b.Currency))
	}
	for _, b := range p.Result.Cost {
		costs.Add(money.Of(b.Balance, b.Currency))
	}
	in, _ := income.Amount()
	out, _ := costs.Amount()
	left := "left over"
	if p.State == ledger.Open {
		left = "so far; the year is not closed"
	}
	net := p.Result.Net
	if (net == money.Amount{}) {
		net = money.Of(0, c)
	}
	return g.Group{h.Section(h.Class("figures"),
		trendFigure(v.say("Members"), a("/member/list", strconv.FormatInt(p.membersNow(), 10)), v.say("in the register"), p.trend(func(m homeMonth) int64 { return m.Members })),
		trendFigure(v.say("Income"), sum(in), v.say("of the year %s", p.Year.String()), p.trend(func(m homeMonth) int64 { return m.Income })),
		trendFigure(v.say("Costs"), sum(out), v.say("of the year %s", p.Year.String()), p.trend(func(m homeMonth) int64 { return m.Cost })),
		trendFigure(v.say("Net revenue"), h.A(h.Href(to("/ledger/result", "year", p.Year.String())), sum(net)), v.say(left), p.trend(func(m homeMonth) int64 { return m.Income - m.Cost }))),
		p.byMonth(v)}
}

// log are the last acts.
func (p homePage) log(v view) g.Node {
	if len(p.Acts) == 0 {
		return nil
	}
	return h.Section(h.Class("last"),
		h.H2(g.Text(v.say("Last acts"))), actList(v, p.Acts),
		h.P(a("/log/show", v.say("All acts"))))
}
