package web

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/member"
	"artel/coop/pay"
	"artel/coop/unit"
	"artel/coop/work"
	"artel/door/words"
)

// workPage is where work is recorded: a grid to type or paste rows into, for a
// day or a week, over what the days hold already.
type workPage struct {
	workDays
	Form     actPage
	Expected *pay.Expected // of what was typed, where it can be read
	May      func(name string) bool
}

// workDays is what stands on the page besides the form.
type workDays struct {
	Day, From, To cal.Day
	Week          bool
	Currency      money.Currency
	Names         map[string]string // of members, by number
	Rates         []work.Rate
	Records       []work.Record
	Seen          int64 // the last act when this was read
	More          bool  // the days hold more records than are listed
}

// workDaysIn asks for the days.
type workDaysIn struct {
	Day  cal.Day `help:"the day" opt:"yes"`
	Span string  `help:"a day or its week" choice:"day|week" default:"day"`
}

var workDaysAct = act.Ask("work days", "", act.Labour, readWorkDays)

const recordsAPage = 300

func readWorkDays(tx *db.Tx, in workDaysIn) (p workDays, err error) {
	if p.Day, p.Week = in.Day, in.Span == "week"; p.Day == "" {
		if p.Day, err = workingDay(tx); err != nil {
			return p, err
		}
	}
	p.From, p.To = p.Day, p.Day
	if p.Week {
		for p.From.Time().Weekday() != 1 {
			p.From = p.From.Add(-1)
		}
		p.To = p.From.Add(6)
	}
	u, err := unit.At(tx, p.To)
	if err != nil {
		return p, err
	}
	p.Currency = u.Currency
	all, err := member.Register(tx)
	if err != nil {
		return p, err
	}
	p.Names = map[string]string{}
	for no, m := range all {
		p.Names[no] = m.Name
	}
	if p.Rates, err = work.Rates(tx, unit.AsOf{Day: p.To}); err != nil {
		return p, err
	}
	if p.Seen, err = act.Head(tx); err != nil {
		return p, err
	}
	p.Records, err = work.List(tx, work.ListIn{From: p.From, To: p.To, Limit: recordsAPage + 1})
	if len(p.Records) > recordsAPage {
		p.Records, p.More = p.Records[:recordsAPage], true
	}
	return p, err
}

// workingDay is the day that work is most likely typed for: today where the
// books are in today's year, else the last day that has work, else the first of
// the books.
func workingDay(tx *db.Tx) (cal.Day, error) {
	u, err := unit.Now(tx)
	if err != nil {
		return "", err
	}
	year, _, err := yearAtWork(tx, u)
	if err != nil {
		return "", err
	}
	if today := cal.On(tx.Now); today.Year() == year {
		return today, nil
	}
	last, err := work.LastDay(tx)
	if last == "" || last.Year() < year {
		return year.First(), err
	}
	return last, err
}

// workForm is the page that the form of “work record” stands on.
func workForm(v *visit, p actPage) (screen, error) {
	asked := map[string]string{}
	for _, name := range []string{"day", "span"} {
		if typed := strings.TrimSpace(p.form.asides[name]); typed != "" {
			asked[name] = typed
		}
	}
	out, err := v.ask(workDaysAct, asked)
	if wrong := problemsOf(err); wrong != nil { // a day that is none: said, and the usual day shown
		p.rest = append(p.rest, wrong...)
		out, err = v.ask(workDaysAct, nil)
	}
	if err != nil {
		return screen{}, err
	}
	w := workPage{workDays: out.(workDays), Form: p, May: v.mayDo}
	if expect, ok := v.actNamed("pay expect"); ok && p.form.typed() && (!p.answered || p.tried) {
		if out, err := v.ask(expect, answersOf(p.form.act.Fields, p.form.values)); err == nil {
			e := out.(pay.Expected)
			w.Expected = &e
		}
	}
	return w.look(v.view()), nil
}

// checkWork answers the script of the grid while somebody types: what “pay
// expect” says of the rows, in the reader's language.
func (s *site) checkWork(w http.ResponseWriter, v *visit) error {
	expect, ok := v.actNamed("pay expect")
	if !ok || !v.by.Has(expect.Roles) {
		return notForThem(expect)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, v.r.Body, mostForm))
	if err != nil {
		return err
	}
	answer, err := expect.Run(v.r.Context(), v.db, v.call("web"), act.JSON(body))
	if err != nil {
		s.apiError(w, v.r, err)
		return nil
	}
	e := answer.Out.(pay.Expected)
	for i := range e.Wrong {
		e.Wrong[i] = words.Problem(v.lang, e.Wrong[i])
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(e)
}

// typed says whether anything stands in the rows.
func (f form) typed() bool {
	for name, typed := range f.values {
		if typed != "" && strings.HasPrefix(name, "rows.") {
			return true
		}
	}
	return false
}

// fillWork closes the gaps between the rows, so that a row has the same place in
// the form as in the act's answer, and gives rows without a day the page's.
func fillWork(f *form) {
	rows := map[int]map[string]string{}
	for name, typed := range f.values {
		index, field, ok := strings.Cut(strings.TrimPrefix(name, "rows."), ".")
		if n, err := strconv.Atoi(index); ok && err == nil && strings.HasPrefix(name, "rows.") {
			delete(f.values, name)
			if typed = strings.TrimSpace(typed); typed != "" {
				if rows[n] == nil {
					rows[n] = map[string]string{}
				}
				rows[n][field] = typed
			}
		}
	}
	for at, n := range slices.Sorted(maps.Keys(rows)) {
		if rows[n]["day"] == "" {
			rows[n]["day"] = f.asides["day"]
		}
		for field, typed := range rows[n] {
			f.values["rows."+strconv.Itoa(at)+"."+field] = typed
		}
	}
}

func (p workPage) look(v view) screen {
	title := v.say("Work")
	done := p.Form.answered && !p.Form.tried
	return screen{Title: title, Scripts: []string{"grid.js"}, Body: g.Group{
		heading(title, v.say("Type or paste rows of work. They are checked as you type; nothing is kept until you press “Record”."),
			g.If(p.may("work rates"), h.A(h.Class("button quiet"), h.Href("/work/rates"), g.Text(v.say("Piece rates")))),
			g.If(p.may("sheet import"), h.A(h.Class("button quiet"), h.Href("/sheet/import"), g.Text(v.say("Bring in sheets"))))),
		p.chooser(v),
		g.If(done, p.done(v)),
		g.If(!done, p.answer(v)),
		p.grid(v),
		p.recorded(v),
	}}
}

func (p workPage) may(name string) bool { return p.May == nil || p.May(name) }

// at is this page on another day.
func (p workPage) at(day cal.Day, week bool) string {
	span := ""
	if week {
		span = "week"
	}
	return to("/work/record", "_day", string(day), "_span", span)
}

// chooser goes to another day, or to a week.
func (p workPage) chooser(v view) g.Node {
	step, span := 1, "day"
	if p.Week {
		step, span = 7, "week"
	}
	tab := func(week bool, words string) g.Node {
		return h.A(h.Href(p.at(p.Day, week)), g.If(week == p.Week, h.Aria("current", "true")), g.Text(v.say(words)))
	}
	return h.Div(h.Class("chooser"),
		h.Div(h.Class("tabs"), tab(false, "Day"), tab(true, "Week")),
		h.A(h.Class("button quiet"), h.Href(p.at(p.Day.Add(-step), p.Week)), h.Rel("prev"), g.Text(v.say("Earlier"))),
		h.Form(h.Method("get"), h.Action("/work/record"), g.If(p.Week, hidden("_span", span)),
			h.Label(h.Class("hide"), h.For("go-day"), g.Text(v.say("Go to a day"))),
			h.Input(h.ID("go-day"), h.Name("_day"), h.Class("short"), h.Value(string(p.Day)), g.Attr("inputmode", "numeric"), h.AutoComplete("off")),
			h.Button(g.Text(v.say("Show")))),
		h.A(h.Class("button quiet"), h.Href(p.at(p.Day.Add(step), p.Week)), h.Rel("next"), g.Text(v.say("Later"))),
		h.Span(h.Class("lines"), g.Text(p.spanWords(v))),
	)
}

func (p workPage) spanWords(v view) string {
	if p.Week {
		return v.say("%s to %s", string(p.From), string(p.To))
	}
	return v.say(p.Day.Time().Weekday().String())
}

// done is said once the rows are kept; the script then forgets its draft.
func (p workPage) done(v view) g.Node {
	words := v.say("Done, as act %d in the log.", p.Form.seq)
	if p.Form.again {
		words = v.say("This was done already, as act %d in the log. It was not done again.", p.Form.seq)
	}
	kept, _ := p.Form.out.(work.Kept)
	return h.Div(h.Data("done", "work"), notice("good",
		h.P(h.Strong(g.Text(v.say("%d rows are recorded, as records %d to %d.", kept.Rows, kept.First, kept.Last))), g.Text(" "+words)),
		h.P(a(to("/log/show", "before", strconv.FormatInt(p.Form.seq+1, 10), "limit", "1"), v.say("The act in the log")))))
}

// answer is what came of a try, or what has to be put right.
func (p workPage) answer(v view) g.Node {
	if p.Form.tried {
		return notice("warn", h.P(h.Strong(g.Text(v.say("Only tried; nothing was changed.")))),
			h.P(h.Button(h.Class("main"), h.FormAttr("act"), g.Text(v.say("Record")))))
	}
	return p.Form.complaints(v)
}

// recorded is what the days hold already, with a way to mend each row.
func (p workPage) recorded(v view) g.Node {
	title := h.H2(g.Text(v.say("Recorded on %s", string(p.Day))))
	if p.Week {
		title = h.H2(g.Text(v.say("Recorded from %s to %s", string(p.From), string(p.To))))
	}
	if len(p.Records) == 0 {
		return h.Section(title, empty(v.say("Nothing is recorded for these days yet. Type the first row above, or paste rows from a spreadsheet.")))
	}
	gone := map[int64]bool{}
	for _, r := range p.Records {
		gone[r.Corrects] = true
	}
	rows, count := g.Group{}, 0
	var made, hours measure.Quantity
	for _, r := range p.Records {
		made, hours = made+r.Quantity, hours+r.Hours
		past := gone[r.Number] || r.Corrects != 0
		if !past {
			count++
		}
		rows = append(rows, p.record(v, r, past))
	}
	foot := h.Tr(h.Class("total"), h.Th(h.Scope("row"), h.ColSpan("6"), g.Text(v.say("%d records", count))), number(made.String()), number(hours.String()), h.Td())
	if p.More {
		foot = nil
	}
	return h.Section(h.Class("recorded"), title,
		table("", g.Group{headings(v, "number#", "day", "member", "Name", "operation", "quality", "made#", "hours#"), h.Th(h.Span(h.Class("hide"), g.Text(v.say("mend"))))}, rows, foot),
		g.If(p.More, h.P(h.Class("turn"), g.Text(v.say("The first %d are shown.", recordsAPage)),
			button(to("/work/list", "from", string(p.From), "to", string(p.To), "limit", "10000"), v.say("All records of these days")))))
}

func (p workPage) record(v view, r work.Record, past bool) g.Node {
	no := strconv.FormatInt(r.Number, 10)
	mend := to("/work/correct", "number", no, "day", string(r.Day), "member", r.Member, "operation", r.Operation, "quality", r.Quality,
		"quantity", r.Quantity.String(), "hours", r.Hours.String(), "_seen", strconv.FormatInt(p.Seen, 10))
	last := h.Td()
	switch {
	case r.Corrects != 0:
		last = td(v.say("takes back record %d", r.Corrects))
	case past:
		last = td(v.say("taken back"))
	case p.may("work correct"):
		last = h.Td(h.Class("screen"), h.A(h.Href(mend), h.Aria("label", v.say("Mend record %d", r.Number)), g.Text(v.say("mend"))))
	}
	return h.Tr(g.If(past, h.Class("past")), number(no), td(string(r.Day)),
		h.Td(h.Class("no"), a(to("/member/show", "member", r.Member), r.Member)), td(p.Names[r.Member]),
		td(r.Operation), td(r.Quality), number(r.Quantity.String()), number(r.Hours.String()), last)
}
