package web

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// storePage is what lies in the stores, and what there is too little of.
type storePage struct {
	Asked   goods.StockIn
	Day     cal.Day
	Low     []goods.Stocked
	Stores  []storeLies
	Outside money.Amount // with members, batches and agents
	Total   money.Amount // in the stores
	Cards   int
}

// storeLies is what lies in one store.
type storeLies struct {
	Name  string
	Lies  []goods.Stocked
	Worth money.Amount
}

func readStore(tx *db.Tx, in goods.StockIn) (p storePage, err error) {
	p.Asked = in
	if p.Day = in.Day; p.Day == "" {
		if p.Day, err = ledger.LastDay(tx); err != nil {
			return p, err
		}
	}
	u, err := unit.Now(tx)
	if err != nil {
		return p, err
	}
	p.Outside, p.Total = money.Of(0, u.Currency), money.Of(0, u.Currency)
	cards, err := goods.Cards(tx, "9999-12-31")
	if err != nil {
		return p, err
	}
	p.Cards = len(cards)
	list, err := goods.StockList(tx, in)
	told := map[string]bool{}
	for _, s := range list {
		if s.Low && !told[s.Item] && s.Place.Kind() == goods.Store {
			told[s.Item] = true
			p.Low = append(p.Low, s)
		}
		if s.Place.Kind() != goods.Store {
			p.Outside.Coins += s.Value.Coins
			continue
		}
		p.Total.Coins += s.Value.Coins
		at := slices.IndexFunc(p.Stores, func(x storeLies) bool { return x.Name == s.Place.Name() })
		if at < 0 {
			at = len(p.Stores)
			p.Stores = append(p.Stores, storeLies{s.Place.Name(), nil, money.Of(0, u.Currency)})
		}
		p.Stores[at].Lies = append(p.Stores[at].Lies, s)
		p.Stores[at].Worth.Coins += s.Value.Coins
	}
	return p, err
}

func (p storePage) look(v view) screen {
	title := v.say("Store")
	body := g.Group{
		heading(title, v.say("What lies where at the end of %s", string(p.Day)), g.If(v.can("/supply/receive"), button("/supply/receive", v.say("Receive"))), g.If(v.can("/task/issue"), button("/task/issue", v.say("Hand out"))),
			g.If(v.can("/goods/stocktake"), button("/goods/stocktake", v.say("Count"))), printButton(v)),
		v.flash(),
	}
	if p.Cards == 0 {
		return screen{Title: title, Body: append(body, empty(v.say("The store is not kept by the piece yet. Bring in the sheets of cards and of what lies there, or write the first card; until then materials are counted at year-end."),
			g.If(v.can("/sheet/import"), button("/sheet/import", v.say("Bring in the sheets"))), g.Text(" "), g.If(v.can("/goods/card"), button("/goods/card", v.say("Write a card")))))}
	}
	body = append(body, h.Div(h.Class("figures"),
		figure(v.say("In the stores"), sum(p.Total), ""),
		figure(v.say("With members, batches and agents"), sum(p.Outside), ""),
		figure(v.say("Too little of"), g.Text(strconv.Itoa(len(p.Low))), p.lowWords(v))))
	for _, s := range p.Stores {
		body = append(body, h.Section(h.H2(g.Text(v.say("Store %s", v.say(s.Name)))), p.lies(v, s)))
	}
	if len(p.Stores) == 0 {
		body = append(body, empty(v.say("Nothing lies in any store."), a("/goods/cards", v.say("All cards"))))
	}
	body = append(body, h.P(v.way("/goods/lying", v.say("What lies with whom")), g.Text(" · "), v.way("/goods/cards", v.say("All cards")), g.Text(" · "), v.way("/supply/orders", v.say("Orders to suppliers"))))
	return screen{Title: title, Body: body}
}

func (p storePage) lowWords(v view) string {
	var names []string
	for _, s := range p.Low {
		names = append(names, s.Item)
	}
	return strings.Join(names, v.say(", "))
}

func (p storePage) lies(v view, s storeLies) g.Node {
	rows := g.Group{}
	for _, l := range s.Lies {
		whose := g.Node(nil)
		if l.Owner != "" {
			whose = h.P(h.Class("lines"), g.Text(v.say("of %s, to be worked on", l.Owner)))
		}
		rows = append(rows, h.Tr(h.Td(a(to("/goods/show", "item", l.Item), l.Item), g.If(l.Low, h.Span(h.Class("tag"), g.Text(v.say("too little")))), whose),
			h.Td(h.Class("number"), g.Text(l.Grade)), number(l.Quantity.String()), td(l.Per), cell(l.Value), h.Td(h.Class("how"), a(to("/goods/moves", "item", l.Item), v.say("movements")))))
	}
	foot := h.Tr(h.Th(h.Scope("row"), g.Attr("colspan", "4"), g.Text(v.say("In all"))), cell(s.Worth), h.Td())
	return table("", headings(v, "item", "grade#", "quantity#", "counted in", "value#", ""), rows, foot)
}

// lyingPage is what lies with whom.
type lyingPage struct {
	Who []lyingWith
	Sum money.Amount
	Own bool
}

type lyingWith struct {
	Place goods.Place
	Name  string
	Lies  []goods.Stocked
	Worth money.Amount
}

func readLying(tx *db.Tx, in goods.LyingIn) (p lyingPage, err error) {
	list, err := goods.Lying(tx, in)
	if err != nil {
		return p, err
	}
	names, err := namesOf(tx)
	if err != nil {
		return p, err
	}
	p.Own = tx.Member != ""
	for _, l := range list {
		n := len(p.Who)
		if n == 0 || p.Who[n-1].Place != l.Place {
			p.Who = append(p.Who, lyingWith{l.Place, names[l.Place.Name()], nil, money.Of(0, l.Value.Currency)})
			n++
		}
		w := &p.Who[n-1]
		w.Lies = append(w.Lies, l)
		w.Worth.Coins += l.Value.Coins
		p.Sum = money.Of(p.Sum.Coins+l.Value.Coins, l.Value.Currency)
	}
	return p, nil
}

func (p lyingPage) look(v view) screen {
	title := v.say("What lies with whom")
	body := g.Group{heading(title, v.say("Material that was handed out and has not yet come back as goods, nor unused."), printButton(v))}
	if len(p.Who) == 0 {
		return screen{Title: title, Body: append(body, empty(v.say("Nothing is out: all that was handed out is accounted for."), v.way("/task/list", v.say("Task board"))))}
	}
	rows := g.Group{}
	for _, w := range p.Who {
		for i, l := range w.Lies {
			who := g.Node(h.Td())
			if i == 0 {
				who = h.Td(w.who(v))
			}
			owner := g.Node(nil)
			if l.Owner != "" {
				owner = h.P(h.Class("lines"), g.Text(v.say("of %s, to be worked on", l.Owner)))
			}
			rows = append(rows, h.Tr(who, h.Td(g.Text(l.Item), owner), h.Td(h.Class("number"), g.Text(l.Grade)), number(l.Quantity.String()), td(l.Per), cell(l.Value)))
		}
	}
	foot := h.Tr(h.Th(h.Scope("row"), g.Attr("colspan", "5"), g.Text(v.say("In all"))), cell(p.Sum))
	return screen{Title: title, Body: append(body, table("", headings(v, "with", "item", "grade#", "quantity#", "counted in", "value#"), rows, foot))}
}

func (w lyingWith) who(v view) g.Node {
	if w.Place.Kind() == goods.Batch {
		return v.way("/task/show", v.say("Batch %s, in the workshop", w.Place.Name()), "task", w.Place.Name())
	}
	return g.Group{v.way("/member/show", w.Place.Name(), "member", w.Place.Name()), g.Text(" " + w.Name)}
}

// goodPage is one card with all that is known of it.
type goodPage struct {
	goods.CardShown
	Need []goods.Need
}

func readGood(tx *db.Tx, in goods.OneItem) (p goodPage, err error) {
	p.CardShown, err = goods.ShowCard(tx, in)
	return p, err
}

func (p goodPage) look(v view) screen {
	grades := g.Group{}
	for _, x := range p.GradeList() {
		grades = append(grades, h.Li(g.Text(v.say("grade %s: %s percent of the first", v.say(x.Name), x.Weight.String()))))
	}
	body := g.Group{
		heading(p.Item, v.say(p.Kind), g.If(v.can("/goods/card"), button(to("/goods/card", "item", p.Item, "kind", p.Kind, "per", p.Per, "spec", p.Spec, "sizes", p.Sizes, "grades", p.Grades, "converts", p.Converts, "sample", p.Sample, "minimum", p.Minimum.String()), v.say("Change the card"))),
			g.If(v.can("/goods/picture"), button(to("/goods/picture", "item", p.Item), v.say("Add a picture"))), printButton(v)),
		v.flash(),
		facts(v, fact(v, "counted in", g.Text(p.Per)), factText(v, "specification", p.Spec), factText(v, "sizes", p.Sizes), factText(v, "also comes in", p.Converts), factText(v, "sample kept", p.Sample),
			g.If(p.Minimum > 0, fact(v, "always to be there", g.Text(p.Minimum.String()+" "+p.Per))), fact(v, "grades", h.Ul(h.Class("plain"), grades)), fact(v, "since", g.Text(string(p.Since)))),
		p.pictures(v),
	}
	for _, r := range p.Recipes {
		body = append(body, p.recipe(v, r))
	}
	if p.Kind == goods.Product && len(p.Recipes) == 0 {
		body = append(body, h.Section(h.H2(g.Text(v.say("Recipe"))), empty(v.say("It has no recipe yet, so no task can be given out for it."), g.If(v.can("/goods/recipe"), button(to("/goods/recipe", "product", p.Item), v.say("Write the recipe"))))))
	}
	lies := g.Group{}
	for _, l := range p.Lies {
		lies = append(lies, h.Tr(td(placeWords(v, l.Place)), h.Td(h.Class("number"), g.Text(l.Grade)), td(l.Owner), number(l.Quantity.String()), cell(l.Value)))
	}
	body = append(body, h.Section(h.H2(g.Text(v.say("Where it lies"))), g.If(len(lies) == 0, empty(v.say("Nowhere at the moment."))),
		g.If(len(lies) > 0, table("", headings(v, "place", "grade#", "owner", "quantity#", "value#"), lies, nil)),
		h.P(v.way("/goods/moves", v.say("All movements"), "item", p.Item), g.If(p.Kind == goods.Product, g.Group{g.Text(" · "), v.way("/cost/product", v.say("What it costs"), "product", p.Item)}))))
	if len(p.Versions) > 1 {
		rows := g.Group{}
		for _, o := range p.Versions {
			rows = append(rows, h.Tr(td(string(o.Since)), td(o.Spec), td(o.Sizes), td(o.Grades)))
		}
		body = append(body, h.Section(h.H2(g.Text(v.say("Versions of the card"))), table("", headings(v, "since", "specification", "sizes", "grades"), rows, nil)))
	}
	return screen{Title: p.Item, Body: body}
}

func (p goodPage) pictures(v view) g.Node {
	if len(p.Pictures) == 0 {
		return nil
	}
	list := g.Group{}
	for _, x := range p.Pictures {
		words := x.Title
		if words == "" {
			words = p.Item
		}
		list = append(list, h.Figure(h.Img(h.Src("/picture/"+base64.RawURLEncoding.EncodeToString([]byte(p.Item))+"/"+strconv.FormatInt(x.Number, 10)), h.Alt(words), h.Loading("lazy")), h.FigCaption(g.Text(words))))
	}
	return h.Section(h.Class("pictures"), list)
}

func (p goodPage) recipe(v view, r goods.Recipe) g.Node {
	rows := g.Group{}
	for _, l := range r.Lines {
		waste, value := "", ""
		if !l.Waste.IsZero() {
			waste = l.Waste.String() + " %"
		}
		if !l.Value.IsZero() {
			value = l.Value.String()
		}
		rows = append(rows, h.Tr(td(v.say(l.Kind)), td(l.Item), number(l.Quantity.String()), number(waste), number(value)))
	}
	title := v.say("Recipe for %s, since %s", r.Makes.String()+" "+p.Per, string(r.Since))
	if r.Way != "" {
		title = v.say("Recipe “%s” for %s, since %s", r.Way, r.Makes.String()+" "+p.Per, string(r.Since))
	}
	return h.Section(h.H2(g.Text(title)), table("", headings(v, "kind", "item", "quantity#", "allowed waste#", "value of one#"), rows, nil),
		g.If(v.can("/goods/recipe"), h.P(a(to("/goods/recipe", "product", p.Item, "way", r.Way), v.say("Write a new version")))))
}

func placeWords(v view, p goods.Place) string {
	switch p.Kind() {
	case goods.Store:
		return v.say("Store %s", v.say(p.Name()))
	case goods.Batch:
		return v.say("Batch %s, in the workshop", p.Name())
	case goods.Agent:
		return v.say("with %s, for commission", p.Name())
	}
	return v.say("with %s", p.Name())
}
