package web

import (
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/federation/plan"
)

// whatIfPage asks what a change would bring, with the plan's own names to choose
// from, and shows the plan as it is beside the plan as it would be.
type whatIfPage struct {
	Number  int64
	Asked   whatIfAsked
	In      *plan.Instance
	Out     plan.WhatIfOut
	Done    bool
	Refused error // the plan has nothing of that kind
}

// whatIfAsked is like plan.WhatIfIn, where nothing is asked yet.
type whatIfAsked struct {
	Number int64  `opt:"yes"`
	Kind   string `opt:"yes"`
	Where  string `opt:"yes"`
	What   string `opt:"yes"`
	Period string `opt:"yes"`
	More   string `opt:"yes"`
}

func readWhatIf(tx *db.Tx, in whatIfAsked) (p whatIfPage, err error) {
	r, s, err := plan.Newest(tx, plan.Which{Number: in.Number})
	if r == nil || err != nil {
		return p, err
	}
	p.Number, p.Asked, p.In = s.Plan, in, r.Problem.In
	if in.Kind == "" || in.More == "" {
		return p, nil // to be filled in
	}
	more, err := money.ParseDecimal(in.More)
	switch {
	case err != nil:
		p.Refused = fault.Invalid.Errorf("“%s” is not a number.", in.More)
		return p, nil
	case in.Where == "" || in.What == "" && in.Kind != "room":
		p.Refused = fault.Invalid.Errorf("Say where the change is, and of what.")
		return p, nil
	}
	p.Out, err = plan.WhatIf(tx, plan.WhatIfIn{Number: in.Number, Kind: in.Kind, Where: in.Where, What: in.What, Period: in.Period, More: more})
	if kind := fault.Of(err); kind == fault.Missing || kind == fault.Invalid {
		p.Refused = err
		return p, nil
	}
	p.Done = err == nil
	return p, err
}

// kindsOfChange are what can be changed, in words.
var kindsOfChange = [][2]string{
	{"material", "material that comes to a place"}, {"hours", "hours of a co-operative"}, {"demand", "what is wanted in a place"},
	{"room", "room in a place"}, {"most", "the most a co-operative makes"}, {"least", "the least a co-operative makes"},
}

func (p whatIfPage) look(v view) screen {
	title := v.say("What if?")
	if p.Number == 0 {
		return screen{Title: title, Body: g.Group{heading(title, ""), noPlan(v)}}
	}
	body := g.Group{heading(title, v.say("Change one input and see what moves. Nothing is kept."), h.A(h.Class("button quiet"), h.Href(to("/plan/show", "number", n(int(p.Number)))), g.Text(v.say("The plan")))), p.form(v)}
	if p.Refused != nil {
		body = append(body, notice("bad", h.P(g.Text(sentence(v.say, p.Refused)))))
	}
	if p.Done {
		body = append(body, p.answer(v))
	}
	return screen{Title: title, Body: body}
}

// labelled is a label with its input.
func labelled(v view, name, label string, input g.Node) g.Node {
	return h.Div(h.Class("field"), h.Label(h.For(name), g.Text(v.say(label))), input)
}

// named is an input that offers the plan's names.
func named(id, value string, names offers) g.Node {
	tie, list := names.offered(id)
	return g.Group{h.Input(h.ID(id), h.Name(id), h.Value(value), tie, h.AutoComplete("off")), list}
}

func chosen(id, value, none string, names []string) g.Node {
	options := g.Group{h.Option(h.Value(""), g.Text(none))}
	for _, name := range names {
		options = append(options, h.Option(h.Value(name), g.If(name == value, h.Selected()), g.Text(name)))
	}
	return h.Select(h.ID(id), h.Name(id), options)
}

func (p whatIfPage) form(v view) g.Node {
	kinds := g.Group{}
	for _, k := range kindsOfChange {
		kinds = append(kinds, h.Option(h.Value(k[0]), g.If(k[0] == p.Asked.Kind, h.Selected()), g.Text(v.say(k[1]))))
	}
	names := namesIn(p.In)
	return h.Form(h.Class("act ask"), h.Method("get"), h.Action("/plan/what-if"), hidden("number", n(int(p.Number))),
		labelled(v, "kind", "What is changed", h.Select(h.ID("kind"), h.Name("kind"), kinds)),
		labelled(v, "where", "Where: the place, or the co-operative", named("where", p.Asked.Where, names)),
		labelled(v, "what", "Of what: the good, the trade or the recipe; nothing for room", named("what", p.Asked.What, names)),
		labelled(v, "period", "When", chosen("period", p.Asked.Period, v.say("every month"), p.In.Periods)),
		labelled(v, "more", "How much more a month (below 0 for less); for the most and the least, how much that is", h.Input(h.ID("more"), h.Name("more"), h.Class("short number"), h.Value(p.Asked.More), g.Attr("inputmode", "decimal"), h.Required())),
		h.P(h.Class("buttons"), h.Button(h.Class("main"), g.Text(v.say("See what moves")))))
}

// answer is the plan as it is beside the plan as it would be.
func (p whatIfPage) answer(v view) g.Node {
	was, now := p.Out.Was, p.Out.Now
	kind, words := "", ""
	switch {
	case p.Out.Saved > p.Out.Within:
		kind, words = "good", v.say("The plan gets better by %s %s, sure within %s.", much(p.Out.Saved), p.In.Currency, much(p.Out.Within))
	case p.Out.Saved < -p.Out.Within:
		kind, words = "warn", v.say("The plan gets worse by %s %s, sure within %s.", much(-p.Out.Saved), p.In.Currency, much(p.Out.Within))
	default:
		words = v.say("It makes no difference that could be told: less than %s %s.", much(p.Out.Within), p.In.Currency)
	}
	if p.Asked.Kind == "hours" && p.Out.Saved > 0 && strings.HasPrefix(p.Asked.More, "-") {
		words += " " + v.say("Who has no hours is not counted as idle: that alone makes a plan look better.")
	}
	rows := g.Group{}
	line := func(name string, a, b float64) {
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(name)), amountCell(a), amountCell(b), h.Td(h.Class("number"), g.Text(moreOrLess(b-a)))))
	}
	for i, u := range was.Unmet {
		line(v.say("unmet: %s, by worth", v.say(u.Kind)), u.Unmet, now.Unmet[i].Unmet)
	}
	line(v.say("hours without work"), was.Idle, now.Idle)
	line(v.say("overtime"), was.Overtime, now.Overtime)
	moved := g.Group{}
	for _, m := range p.Out.Moved {
		moved = append(moved, h.Tr(h.Th(h.Scope("row"), g.Text(m.Recipe), h.P(h.Class("note"), g.Text(m.Unit))), amountCell(m.Was), amountCell(m.Now), h.Td(h.Class("number"), g.Text(moreOrLess(m.Now-m.Was)))))
	}
	keep := to("/plan/amend", "number", n(int(p.Number)), "kind", p.Asked.Kind, "where", p.Asked.Where, "what", p.Asked.What, "period", p.Asked.Period, "more", p.Asked.More)
	return g.Group{notice(kind, h.P(h.Strong(g.Text(words)))),
		h.Section(h.H2(g.Text(v.say("The plan as it is, and as it would be"))), table("", headings(v, "", "is#", "would be#", "difference#"), rows, nil)),
		g.If(len(moved) > 0, h.Section(h.H2(g.Text(v.say("What moves"))), table("", headings(v, "what", "is#", "would be#", "difference#"), moved, nil))),
		g.If(v.can("/plan/amend"), h.P(button(keep, v.say("Make the change for good"))))}
}

// balancePage is sources and uses of every good in a place and all below it.
type balancePage struct {
	Number int64
	Place  string
	Places []string
	All    []plan.Balance
}

func readBalance(tx *db.Tx, in plan.OfPlace) (p balancePage, err error) {
	r, s, err := plan.Newest(tx, plan.Which{Number: in.Number})
	if r == nil || err != nil {
		return p, err
	}
	p.Number, p.Place = s.Plan, in.Place
	for _, at := range r.Problem.In.Places {
		p.Places = append(p.Places, at.Name)
	}
	if p.Place == "" {
		p.Place = r.Problem.In.Places[r.Problem.In.Root()].Name
	}
	p.All, err = plan.ShowBalance(tx, in)
	return p, err
}

// placeForm chooses a place of the plan.
func placeForm(v view, path string, number int64, place string, places []string) g.Node {
	return h.Form(h.Class("search screen"), h.Method("get"), h.Action(path), hidden("number", n(int(number))),
		h.Div(h.Class("field"), h.Label(h.For("place"), g.Text(v.say("Place"))), named("place", place, offers{"place": places})), h.Button(g.Text(v.say("Show"))))
}

func (p balancePage) look(v view) screen {
	title := v.say("Balance of every good")
	if p.Number == 0 {
		return screen{Title: title, Body: g.Group{heading(title, ""), noPlan(v)}}
	}
	rows := g.Group{}
	for _, b := range p.All {
		up, down := max(0, -b.In), max(0, b.In)
		sources := b.Opening + b.Made + b.Bought + down
		if sources == 0 && b.Wanted == 0 {
			continue
		}
		cells := g.Group{h.Th(h.Scope("row"), g.Text(b.Commodity), h.P(h.Class("note"), g.Text(v.say(b.Unit))))}
		for i, x := range []float64{b.Opening, b.Made, b.Bought, down, sources, b.Met, b.Used, up + b.Out, b.Closing, b.Unmet} {
			what := g.Node(g.Text(much(x)))
			if i == 4 {
				what = h.Strong(what)
			}
			cells = append(cells, h.Td(h.Class("number"), g.If(x != 0 || i == 4, what)))
		}
		rows = append(rows, h.Tr(cells))
	}
	return screen{Title: title, Body: g.Group{
		heading(title, v.say("%s and all below it, over all months: what comes equals what goes.", p.Place), h.A(h.Class("button quiet"), h.Href(to("/plan/show", "number", n(int(p.Number)))), g.Text(v.say("The plan"))), printButton(v)),
		placeForm(v, "/plan/balance", p.Number, p.Place, p.Places),
		h.Div(h.Class("close"), table("", headings(v, "what", "at first#", "made#", "bought#", "from above#", "comes = goes#", "had#", "worked up#", "up or over#", "at the end#", "unmet#"), rows, nil))}}
}

// flowsPage is what passes between places.
type flowsPage struct {
	Number   int64
	Currency string
	Place    string
	Places   []string
	plan.ByPeriod[plan.Flow]
}

func readFlows(tx *db.Tx, in plan.OfFlows) (p flowsPage, err error) {
	r, s, err := plan.Newest(tx, plan.Which{Number: in.Number})
	if r == nil || err != nil {
		return p, err
	}
	p.Number, p.Currency, p.Place = s.Plan, r.Problem.In.Currency, in.Place
	for _, at := range r.Problem.In.Places {
		p.Places = append(p.Places, at.Name)
	}
	in.Limit = 1000 // as many as the page of the plan draws
	p.ByPeriod, err = plan.ShowFlows(tx, in)
	return p, err
}

func (p flowsPage) look(v view) screen {
	title := v.say("What passes between places")
	if p.Number == 0 {
		return screen{Title: title, Body: g.Group{heading(title, ""), noPlan(v)}}
	}
	body := g.Group{heading(title, v.say("Up and down the tree, by worth in %s.", p.Currency), h.A(h.Class("button quiet"), h.Href(to("/plan/show", "number", n(int(p.Number)))), g.Text(v.say("The plan"))), printButton(v)),
		placeForm(v, "/plan/flows", p.Number, p.Place, p.Places)}
	if len(p.List) == 0 {
		return screen{Title: title, Body: append(body, empty(v.say("Nothing passes: every place has what it needs of its own.")))}
	}
	rows := g.Group{}
	for _, f := range p.List {
		rows = append(rows, periodRow(g.Group{g.Text(f.Commodity), h.P(h.Class("note"), g.Text(v.say("%s to %s, in %s", f.From, f.To, v.say(f.Unit))))}, f.Amounts))
	}
	return screen{Title: title, Body: append(body, ribbons(v, title, streams(p.List)), h.Div(h.Class("close"), table("", periodHeads(v, "what", p.Periods), rows, nil)))}
}

// reservesPage is what reserves buy.
type reservesPage struct{ plan.Bought }

func readReserves(tx *db.Tx, in plan.Which) (p reservesPage, err error) {
	p.Bought, err = plan.ShowReserves(tx, in)
	return p, err
}

func (p reservesPage) look(v view) screen {
	title := v.say("What reserves buy")
	if p.Plan == 0 {
		return screen{Title: title, Body: g.Group{heading(title, ""), noPlan(v)}}
	}
	words := v.say("What is kept from month to month makes no difference that could be told: less than %s %s.", much(p.Within), p.Currency)
	kind := ""
	if p.Saved < -p.Within { // both are only as good as there was time for
		words = v.say("There was too little time to tell what reserves bring: the plan without them is known within %s %s only.", much(p.Within), p.Currency)
	}
	if p.Saved > p.Within {
		kind, words = "good", v.say("Without anything kept from month to month the plan would be worse by %s %s, sure within %s.", much(p.Saved), p.Currency, much(p.Within))
	}
	var hours, worked, without, wanted, met, metWithout []float64
	for _, m := range p.Months {
		hours, worked, without = append(hours, m.Hours), append(worked, m.Worked), append(without, m.WorkedWithout)
		wanted, met, metWithout = append(wanted, m.Wanted), append(met, m.Met), append(metWithout, m.MetWithout)
	}
	rows := g.Group{}
	for _, k := range p.Kept {
		cells := g.Group{h.Th(h.Scope("row"), g.Text(k.Commodity), h.P(h.Class("note"), g.Text(v.say(k.Per))))}
		for _, x := range k.Amounts {
			cells = append(cells, h.Td(h.Class("number"), g.If(x > 0, g.Text(much(x)))))
		}
		rows = append(rows, h.Tr(cells))
	}
	line := func(name string, a, b float64) g.Node {
		return h.Tr(h.Th(h.Scope("row"), g.Text(v.say(name))), amountCell(a), amountCell(b), h.Td(h.Class("number"), g.Text(moreOrLess(b-a))))
	}
	compared := g.Group{line("hours without work", p.Without.Idle, p.With.Idle), line("overtime", p.Without.Overtime, p.With.Overtime)}
	for i, u := range p.With.Unmet {
		compared = append(compared, h.Tr(h.Th(h.Scope("row"), g.Text(v.say("unmet: %s, by worth", v.say(u.Kind)))), amountCell(p.Without.Unmet[i].Unmet), amountCell(u.Unmet), h.Td(h.Class("number"), g.Text(moreOrLess(u.Unmet-p.Without.Unmet[i].Unmet)))))
	}
	return screen{Title: title, Body: g.Group{
		heading(title, v.say("Reserves let people work in slack months for what is wanted later."), h.A(h.Class("button quiet"), h.Href(to("/plan/show", "number", strconv.FormatInt(p.Plan, 10))), g.Text(v.say("The plan"))), printButton(v)),
		notice(kind, h.P(h.Strong(g.Text(words)))),
		table("", headings(v, "", "without reserves#", "with them#", "difference#"), compared, nil),
		h.Section(columns(v, v.say("Work by month"), p.Periods, series{"there", "hours there are", hours}, series{"worked", "worked with reserves", worked}, series{"without", "worked without", without}),
			columns(v, v.say("What is wanted and had, by worth"), p.Periods, series{"there", "wanted", wanted}, series{"worked", "had with reserves", met}, series{"without", "had without", metWithout})),
		g.If(len(rows) > 0, h.Section(h.Class("close"), h.H2(g.Text(v.say("What is kept at the end of each month"))), table("", g.Group{headings(v, "what"), eachPeriod(p.Periods)}, rows, nil))),
	}}
}
