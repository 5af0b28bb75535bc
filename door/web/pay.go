package web

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/pay"
	"artel/coop/unit"
)

// payMonthsPage is the pay of a year: its months, each with how far it is.
type payMonthsPage struct {
	Year   cal.Year
	Months []pay.MonthState
}

func readPayMonths(tx *db.Tx, in ledger.OfYear) (p payMonthsPage, err error) {
	p.Year = in.Year
	p.Months, err = pay.Months(tx, in)
	return p, err
}

func (p payMonthsPage) look(v view) screen {
	title := v.say("Pay of %s", p.Year.String())
	rows := g.Group{}
	total := int64(0)
	for _, m := range p.Months {
		month := string(m.Month)
		do := g.Node(nil)
		switch m.State {
		case pay.Waiting, pay.Further:
			do = g.If(v.can("/pay/run"), h.A(h.Class("button main"), h.Href(to("/pay/run", "month", month)), g.Text(v.say("Look and run"))))
		case pay.Paid:
			do = a(to("/pay/register", "month", month), v.say("Pay slips"))
		}
		paid := h.Td(h.Class("number"))
		if m.Runs > 0 {
			paid, total = cell(m.Total), total+m.Total.Coins
		}
		rows = append(rows, h.Tr(g.If(m.State == pay.Idle, h.Class("past")),
			h.Th(h.Scope("row"), v.way("/pay/run", month, "month", month)), h.Td(h.Span(h.Class("state s-"+stateClass(m.State)), g.Text(v.say(m.State)))),
			number(strconv.FormatInt(m.Rows, 10)), number(strconv.FormatInt(m.Runs, 10)), paid, h.Td(do)))
	}
	foot := h.Tr(h.Class("total"), h.Th(h.Scope("row"), h.ColSpan("4"), g.Text(v.say("Total"))), cell(money.Of(total, p.Months[len(p.Months)-1].Total.Currency)), h.Td())
	return screen{Title: title, Body: g.Group{
		heading(title, v.say("A month is run once its work is recorded. When work is mended later, another run pays the difference."), printButton(v), xlsx(v, "/pay/list", "year", p.Year.String())),
		years(v, "/pay/list", p.Year),
		table("", g.Group{headings(v, "month", "state", "rows of work#", "runs#", "pay#"), h.Th(h.Span(h.Class("hide"), g.Text(v.say("next"))))}, rows, foot),
	}}
}

func stateClass(state string) string {
	switch state {
	case pay.Paid:
		return "good"
	case pay.Waiting, pay.Further:
		return "warn"
	}
	return "none"
}

// years goes to the year before and after.
func years(v view, path string, year cal.Year) g.Node {
	return h.Div(h.Class("chooser"),
		h.A(h.Class("button quiet"), h.Href(to(path, "year", (year-1).String())), h.Rel("prev"), g.Text((year-1).String())),
		h.Form(h.Method("get"), h.Action(path), h.Label(h.Class("hide"), h.For("go-year"), g.Text(v.say("Year"))),
			h.Input(h.ID("go-year"), h.Name("year"), h.Class("short"), h.Value(year.String()), g.Attr("inputmode", "numeric"), h.AutoComplete("off")), h.Button(g.Text(v.say("Show")))),
		h.A(h.Class("button quiet"), h.Href(to(path, "year", (year+1).String())), h.Rel("next"), g.Text((year+1).String())))
}

// xlsx leads to the workbook of a page's act.
func xlsx(v view, path string, pairs ...string) g.Node {
	return h.A(h.Class("button quiet"), h.Href(to(path, append(pairs, asName, "xlsx")...)), h.Download(""), g.Text(v.say("Workbook (.xlsx)")))
}

// payRunPage is a month before and after its pay is run: what is out of the
// ordinary first, then everybody's slip.
type payRunPage struct {
	Form    actPage
	Outlook pay.Outlook
}

var payOutlookAct = act.Ask("pay outlook", "", act.Books, pay.Foresee)

// payRunForm is the page of “pay run”; without a month it is the plain form.
func payRunForm(v *visit, p actPage) (screen, error) {
	month := p.form.values["month"]
	if month == "" || p.form.wrong != nil {
		return p.look(v.view()), nil
	}
	out, err := v.ask(payOutlookAct, map[string]string{"month": month})
	if wrong := problemsOf(err); wrong != nil {
		return p.with(wrong).look(v.view()), nil
	}
	if err != nil {
		return screen{}, err
	}
	return payRunPage{p, out.(pay.Outlook)}.look(v.view()), nil
}

func (p payRunPage) look(v view) screen {
	o := p.Outlook
	month := string(o.Month)
	title := v.say("Pay of %s", month)
	due := money.NewSum(o.Currency)
	for _, s := range o.Due {
		due.Add(s.Amount)
	}
	sumDue, _ := due.Amount()
	chooser := h.Div(h.Class("chooser"), h.A(h.Class("button quiet"), h.Href(to("/pay/run", "month", string(o.Month.Prev()))), h.Rel("prev"), g.Text(string(o.Month.Prev()))),
		h.A(h.Class("button quiet"), h.Href(to("/pay/run", "month", string(o.Month.Next()))), h.Rel("next"), g.Text(string(o.Month.Next()))),
		h.A(h.Class("button quiet"), h.Href(to("/pay/list", "year", o.Month.Year().String())), g.Text(v.say("All months"))))
	return screen{Title: title, Body: g.Group{
		heading(title, v.say(o.State), printButton(v)), chooser,
		p.said(v, sumDue),
		h.Section(h.Class("figures"),
			figure(v.say("Still to be paid"), sum(sumDue), v.say("%d slips", len(o.Due))),
			figure(v.say("Paid by runs so far"), sum(had(o)), v.say("%d slips", len(o.Had))),
			figure(v.say("Out of the ordinary"), g.Text(strconv.Itoa(len(o.Exceptions))), v.say("to look at first"))),
		p.exceptions(v), p.slips(v, sumDue),
	}}
}

func had(o pay.Outlook) money.Amount {
	coins := int64(0)
	for _, s := range o.Had {
		coins += s.Amount.Coins
	}
	return money.Of(coins, o.Currency)
}

// said is what can be done now, or what was.
func (p payRunPage) said(v view, due money.Amount) g.Node {
	f := p.Form
	if f.answered && !f.tried {
		words := v.say("Done, as act %d in the log.", f.seq)
		if f.again {
			words = v.say("This was done already, as act %d in the log. It was not done again.", f.seq)
		}
		return notice("good", h.P(h.Strong(g.Text(words))), h.P(a(to("/pay/register", "month", string(p.Outlook.Month)), v.say("Pay slips"))))
	}
	press := h.Form(h.ID("act"), h.Class("press"), h.Method("post"), h.Action("/pay/run"), hidden(keyName, f.form.key), hidden("month", string(p.Outlook.Month)),
		h.Button(h.Class("main"), g.Text(v.say("Run the pay"))), h.Button(h.Name(tryName), h.Value("1"), g.Text(v.say("Try"))))
	tried := g.Node(nil)
	if run, ok := f.out.(pay.MonthRun); ok && f.tried {
		tried = h.P(h.Strong(g.Text(v.say("Only tried; nothing was changed."))), g.Text(" "), g.Text(v.say("Run %d would make %d slips: ", run.Run, run.Slips)), sum(run.Total))
	}
	switch {
	case f.refusal != "":
		return notice("bad", h.P(g.Text(f.refusal)))
	case len(p.Outlook.Due) == 0:
		return notice("calm", h.P(g.Text(v.say("There is nothing to pay now: no work is recorded for the month, or all of it is paid."))),
			h.P(a(to("/work/record", "_day", string(p.Outlook.Month.Last())), v.say("Record work")), g.Text(" · "), a(to("/pay/register", "month", string(p.Outlook.Month)), v.say("Pay slips"))))
	case len(p.Outlook.Had) > 0:
		return notice("warn", h.P(g.Text(v.say("Work was recorded or mended since the last run. This run pays the difference, %s.", digits(due)))), tried, press)
	}
	return notice("calm", h.P(g.Text(v.say("Look through what is out of the ordinary, then run the pay. A month may be run again when its work is mended."))), tried, press)
}

func (p payRunPage) exceptions(v view) g.Node {
	rows := g.Group{}
	for _, e := range p.Outlook.Exceptions {
		rows = append(rows, h.Tr(h.Td(h.Span(h.Class("state s-"+exceptionClass(e.Kind)), g.Text(v.say(e.Kind)))),
			h.Td(h.Class("no"), a(to("/member/show", "member", e.Member), e.Member)), td(p.Outlook.Names[e.Member]), cell(e.Now), cell(e.Against), td(v.say(exceptionWords(e))+what(v, e))))
	}
	return h.Section(h.H2(g.Text(v.say("Out of the ordinary"))),
		g.If(len(rows) == 0, empty(v.say("Nothing in this month is out of the ordinary."))),
		g.If(len(rows) > 0, table("", headings(v, "what", "member", "Name", "now#", "compared with#", "what to look at"), rows, nil)))
}

func what(v view, e pay.Exception) string {
	switch {
	case e.What != "":
		return ": " + e.What
	case e.Percent != nil:
		return ": " + v.say("%s percent of the rates", e.Percent.String())
	}
	return ""
}

func exceptionClass(kind string) string {
	switch kind {
	case pay.Nothing, pay.Less, pay.AboveNorm:
		return "bad"
	case pay.Apprentice:
		return "none"
	}
	return "warn"
}

// exceptionWords say what to look at.
func exceptionWords(e pay.Exception) string {
	switch e.Kind {
	case pay.Nothing:
		return "Was the work forgotten, or was the member away? Compared with: their usual month."
	case pay.Less:
		return "Corrections made the month worth less than was paid; the run takes the difference back. Compared with: what was paid."
	case pay.AboveNorm:
		return "More than the norm allows in the hours of the month"
	case pay.FarAbove, pay.FarBelow:
		return "A slip of the pen, or a good reason? Compared with: the usual month of the last half year."
	case pay.NearCap:
		return "The year's pay comes near what a worker of that grade earns elsewhere. Compared with: the reference wage."
	}
	return "As the charter has it"
}

func (p payRunPage) slips(v view, due money.Amount) g.Node {
	if len(p.Outlook.Due) == 0 {
		return nil
	}
	rows := g.Group{}
	for _, s := range p.Outlook.Due {
		rows = append(rows, h.Tr(h.Td(h.Class("no"), a(to("/member/show", "member", s.Member), s.Member)), td(p.Outlook.Names[s.Member]),
			number(strconv.Itoa(len(s.Lines))), cell(s.Before), cell(s.Amount)))
	}
	foot := h.Tr(h.Class("total"), h.Th(h.Scope("row"), h.ColSpan("4"), g.Text(v.say("Total"))), cell(due))
	return h.Section(h.H2(g.Text(v.say("The slips of this run"))), table(v.say("in %s", string(p.Outlook.Currency)), headings(v, "member", "Name", "lines#", "paid before#", "of this run#"), rows, foot))
}

// payRegisterPage is everybody's pay of a month, with a slip to print each.
type payRegisterPage struct {
	Month    cal.Month
	Currency money.Currency
	Slips    []pay.Slip // by member, then run
	Names    map[string]string
}

func readPayRegister(tx *db.Tx, in pay.OfMonth) (p payRegisterPage, err error) {
	p.Month, p.Names = in.Month, map[string]string{}
	u, err := unit.At(tx, in.Month.Last())
	if err != nil {
		return p, err
	}
	p.Currency = u.Currency
	all, err := member.List(tx, unit.AsOf{Day: in.Month.Last()})
	for _, m := range all {
		p.Names[m.No] = m.Name
	}
	if err != nil {
		return p, err
	}
	p.Slips, err = pay.Register(tx, in)
	return p, err
}

func (p payRegisterPage) look(v view) screen {
	month := string(p.Month)
	title := v.say("Pay of %s", month)
	rows, total, people := g.Group{}, int64(0), map[string]bool{}
	for _, s := range p.Slips {
		total += s.Amount.Coins
		people[s.Member] = true
		rows = append(rows, h.Tr(h.Td(h.Class("no"), a(to("/member/show", "member", s.Member), s.Member)), td(p.Names[s.Member]), number(strconv.FormatInt(s.Run, 10)),
			number(s.Percent.String()), cell(s.Before), cell(s.Amount), h.Td(h.Class("screen"), a(to("/pay/slip", "member", s.Member, "month", month), v.say("Pay slip")))))
	}
	foot := h.Tr(h.Class("total"), h.Th(h.Scope("row"), h.ColSpan("5"), g.Text(v.say("%d members", len(people)))), cell(money.Of(total, p.Currency)), h.Td())
	chooser := h.Div(h.Class("chooser"), h.A(h.Class("button quiet"), h.Href(to("/pay/register", "month", string(p.Month.Prev()))), h.Rel("prev"), g.Text(string(p.Month.Prev()))),
		h.A(h.Class("button quiet"), h.Href(to("/pay/register", "month", string(p.Month.Next()))), h.Rel("next"), g.Text(string(p.Month.Next()))),
		h.A(h.Class("button quiet"), h.Href(to("/pay/list", "year", p.Month.Year().String())), g.Text(v.say("All months"))))
	return screen{Title: title, Body: g.Group{
		heading(title, "", g.If(len(rows) > 0 && v.can("/pay/slips"), button(to("/pay/slips", "month", month), v.say("Print all pay slips"))), printButton(v), xlsx(v, "/pay/register", "month", month)), chooser,
		g.If(len(rows) == 0, empty(v.say("The pay of this month has not been run."), g.If(v.can("/pay/run"), button(to("/pay/run", "month", month), v.say("Look and run"))))),
		g.If(len(rows) > 0, table(v.say("in %s", string(p.Currency)), g.Group{headings(v, "member", "Name", "run#", "percent of the rates#", "paid before#", "pay#"), h.Th(h.Span(h.Class("hide"), g.Text(v.say("Pay slip"))))}, rows, foot)),
	}}
}
