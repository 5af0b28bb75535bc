package web

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/sale"
	"artel/coop/supply"
	"artel/coop/unit"
)

// paperHead is how a trade paper begins: who writes it, what it is, to whom.
func paperHead(v view, u unit.Unit, title, to string, day cal.Day) g.Node {
	return h.Header(h.Class("heading"), h.Div(h.P(h.Class("lead"), g.Text(u.Name+v.say(", ")+u.County)), h.H1(g.Text(title)), g.If(to != "", h.P(h.Class("who"), g.Text(to))), h.P(g.Text(string(day)))),
		h.Div(h.Class("tools"), printButton(v)))
}

// signed is where two people sign a paper.
func signed(v view, one, two string) g.Node {
	return h.Footer(h.Div(h.Class("sign"), h.P(g.Text(v.say(one))), h.P(g.Text(v.say(two)))))
}

// slipPage is the paper of a movement of stock: a receipt, an issue, a delivery.
type slipPage struct {
	goods.Slip
	Unit  unit.Unit
	Cards map[string]goods.Good
	Name  string
}

func readSlip(tx *db.Tx, in goods.OneSlip) (p slipPage, err error) {
	if p.Slip, err = goods.ShowSlip(tx, in); err != nil {
		return p, err
	}
	if p.Unit, err = unit.At(tx, p.Day); err != nil {
		return p, err
	}
	if p.Cards, err = goods.Cards(tx, p.Day); err != nil {
		return p, err
	}
	names, err := namesOf(tx)
	p.Name = names[p.Party]
	return p, err
}

// slipTitles are what the paper of each kind of movement is called.
var slipTitles = map[string]string{"receipt": "Receipt slip", "issue": "Issue slip", "return": "Return slip", "acceptance": "Acceptance slip", "delivery": "Delivery note", "transfer": "Transfer slip",
	"count": "Count of a store", "opening": "What lay in store", "loss": "Material lost", "brought": "Receipt of a customer's material", "given back": "A customer's material given back",
	"consignment": "Goods given on commission", "sold by agent": "Sold by an agent", "handover": "Handed over to a member unit", "gathered": "Brought by a member unit"}

func (p slipPage) look(v view) screen {
	words := slipTitles[p.Kind]
	if words == "" {
		words = p.Kind
	}
	title := v.say("%s no. %s", v.say(words), strconv.FormatInt(p.Number, 10))
	rows := g.Group{}
	twoPlaces := p.Kind == "issue" || p.Kind == "return" || p.Kind == "transfer" || p.Kind == "consignment"
	for _, f := range p.Flows {
		if twoPlaces && f.Quantity < 0 { // what left one place came to the other
			continue
		}
		q := f.Quantity
		if p.Kind == "delivery" || p.Kind == "loss" || p.Kind == "given back" || p.Kind == "handover" || p.Kind == "sold by agent" {
			q = -q
		}
		whose := ""
		if f.Owner != "" {
			whose = v.say("of %s, to be worked on", f.Owner)
		}
		rows = append(rows, h.Tr(h.Td(g.Text(f.Item), g.If(whose != "", h.P(h.Class("lines"), g.Text(whose)))), td(v.say(f.Grade)), number(q.String()), td(p.Cards[f.Item].Per), td(placeWords(v, f.Place)), number(orNone(f.Lot))))
	}
	to := p.Party
	if p.Name != "" {
		to += " " + p.Name
	}
	return screen{Title: title, Body: h.Article(h.Class("slip"),
		paperHead(v, p.Unit, title, to, p.Day),
		g.If(p.Corrects != 0, notice("warn", g.Text(v.say("It takes back no. %s.", strconv.FormatInt(p.Corrects, 10))))),
		g.If(p.Note != "", h.P(g.Text(p.Note))),
		h.Section(table("", headings(v, "item", "grade", "quantity#", "counted in", "place", "lot#"), rows, nil)),
		g.If(p.Entry != 0, h.P(h.Class("screen"), v.way("/ledger/entry", v.say("Entry %s in the books", strconv.FormatInt(p.Entry, 10)), "number", strconv.FormatInt(p.Entry, 10)))),
		signed(v, "Handed over", "Received"))}
}

// orderPage is the paper of an order or a quotation.
type orderPage struct {
	sale.Order
	Unit unit.Unit
}

func readOrder(tx *db.Tx, in sale.OneOrder) (p orderPage, err error) {
	if p.Order, err = sale.ShowOrder(tx, in); err != nil {
		return p, err
	}
	p.Unit, err = unit.At(tx, p.Day)
	return p, err
}

func (p orderPage) look(v view) screen {
	words := map[string]string{sale.Quotation: "Quotation", sale.Processing: "Processing order", sale.Combination: "Call-off"}[p.Kind]
	if words == "" {
		words = "Confirmation of an order"
	}
	title := v.say("%s no. %s", v.say(words), p.Code)
	no := strconv.FormatInt(p.Number, 10)
	rows, total := g.Group{}, money.Of(0, p.Unit.Currency)
	for _, l := range p.Lines {
		a := amountOf(l.Price, l.Quantity, p.Unit.Currency)
		total.Coins += a.Coins
		rows = append(rows, h.Tr(h.Td(g.Text(l.Product), g.If(l.Why != "", h.P(h.Class("lines"), g.Text(l.Why)))), td(v.say(l.Grade)), number(l.Quantity.String()), number(l.Price.String()), cell(a), h.Td(h.Class("number screen"), g.Text(l.Delivered.String()))))
	}
	foot := h.Tr(h.Th(h.Scope("row"), g.Attr("colspan", "4"), g.Text(v.say("In all"))), cell(total), h.Td(h.Class("screen")))
	open := p.State == "open" || p.State == "late"
	return screen{Title: title, Body: h.Article(h.Class("slip"),
		paperHead(v, p.Unit, title, p.Customer, p.Day),
		h.P(h.Class("screen"), tag(v, p.State), g.Text(" "), g.If(open && p.Kind != sale.Quotation && v.can("/sale/deliver"), button(to("/sale/deliver", "order", no, nextName, to("/sale/show", "order", no)), v.say("Deliver"))),
			g.If(open && p.Kind == sale.Quotation && v.can("/sale/order"), button(to("/sale/order", "quotation", no, "customer", p.Customer), v.say("It is ordered"))),
			g.If(open && p.Kind == sale.Processing && v.can("/sale/bring"), button(to("/sale/bring", "order", no), v.say("Their material comes")))),
		v.flash(),
		g.If(p.Due != "", h.P(g.Text(v.say("To be delivered by %s.", string(p.Due))))), g.If(p.Note != "", h.P(g.Text(p.Note))),
		h.Section(table("", g.Group{headings(v, "product", "grade", "quantity#", "price#", "amount#"), h.Th(h.Scope("col"), h.Class("number screen"), g.Text(v.say("delivered")))}, rows, foot)),
		signed(v, "For the co-operative", "The customer"))}
}

// contractPage is the paper of a contract.
type contractPage struct {
	sale.Contract
	Unit unit.Unit
	Day  cal.Day
}

func readContract(tx *db.Tx, in sale.OneContract) (p contractPage, err error) {
	if p.Contract, err = sale.ShowContract(tx, in); err != nil {
		return p, err
	}
	p.Day = unit.AsOf{Day: in.Day}.Or(tx)
	p.Unit, err = unit.At(tx, p.Contract.Day)
	return p, err
}

func (p contractPage) look(v view) screen {
	title := v.say("Contract of combination no. %s", p.Code)
	terms := g.Group{}
	term := func(words string, args ...any) { terms = append(terms, h.Li(g.Text(v.say(words, args...)))) }
	term("The goods are called off from %s to %s, by the calendar below.", string(p.From), string(p.To))
	if !p.OursPct.IsZero() {
		term("For goods delivered late the co-operative pays %s percent of their price for each day.", p.OursPct.String())
	}
	if !p.TheirsPct.IsZero() {
		term("For goods not called off in their month the other side pays %s percent of their price for each day.", p.TheirsPct.String())
	}
	term("A penalty is at most %s percent of that price.", p.LimitPct.String())
	rows := g.Group{}
	for _, l := range p.Lines {
		rows = append(rows, h.Tr(h.Td(g.Text(l.Product), g.If(l.Spec != "", h.P(h.Class("lines"), g.Text(l.Spec)))), td(v.say(l.Grade)), number(l.Quantity.String()), number(l.Price.String()), cell(amountOf(l.Price, l.Quantity, p.Unit.Currency))))
	}
	page := contractsPage{Day: p.Day}
	return screen{Title: title, Body: h.Article(h.Class("slip"),
		paperHead(v, p.Unit, title, v.say("with %s", p.Customer), p.Contract.Day),
		h.Section(table("", headings(v, "product", "grade", "quantity#", "price#", "amount#"), rows, nil)),
		h.Section(c4(v, p.Contract)),
		h.Section(h.H2(g.Text(v.say("Terms"))), h.Ol(terms), g.If(p.Note != "", h.P(g.Text(p.Note)))),
		h.Section(h.Class("screen"), h.H2(g.Text(v.say("How it stands on %s", string(p.Day))), g.Text(" "), tag(v, p.State)), page.lines(v, p.Contract)),
		signed(v, "For the co-operative", "The other side"))}
}

// billPage is the paper of a bill.
type billPage struct {
	sale.Invoice
	Unit unit.Unit
}

func readBill(tx *db.Tx, in sale.OneBill) (p billPage, err error) {
	if p.Invoice, err = sale.ShowBill(tx, in); err != nil {
		return p, err
	}
	p.Unit, err = unit.At(tx, p.Day)
	return p, err
}

func (p billPage) look(v view) screen {
	title := v.say("Bill no. %s", strconv.FormatInt(p.Number, 10))
	rows := g.Group{}
	for _, l := range p.Lines {
		rows = append(rows, h.Tr(td(string(l.Day)), number(strconv.FormatInt(l.Number, 10)), td(l.Product), td(v.say(l.Grade)), number(l.Quantity.String()), number(l.Price.String()), cell(l.Amount)))
	}
	foot := h.Tr(h.Th(h.Scope("row"), g.Attr("colspan", "6"), g.Text(v.say("To be paid by %s", string(p.Due)))), cell(p.Amount))
	return screen{Title: title, Body: h.Article(h.Class("slip"),
		paperHead(v, p.Unit, title, p.Customer+" "+p.Place, p.Day),
		g.If(p.Corrects != 0, notice("warn", g.Text(v.say("It takes back no. %s.", strconv.FormatInt(p.Corrects, 10))))),
		h.Section(table("", headings(v, "day", "delivery#", "product", "grade", "quantity#", "price#", "amount#"), rows, foot)),
		signed(v, "For the co-operative", "Received"))}
}

// buyPage is the paper of an order to a supplier.
type buyPage struct {
	supply.Order
	Unit unit.Unit
}

func readBuy(tx *db.Tx, in supply.OneOrder) (p buyPage, err error) {
	if p.Order, err = supply.ShowOrder(tx, in); err != nil {
		return p, err
	}
	p.Unit, err = unit.At(tx, p.Day)
	return p, err
}

func (p buyPage) look(v view) screen {
	title := v.say("%s no. %s", v.say("Order"), p.Code)
	no := strconv.FormatInt(p.Number, 10)
	rows, total := g.Group{}, money.Of(0, p.Unit.Currency)
	var left measure.Quantity
	for _, l := range p.Lines {
		a := amountOf(l.Price, l.Quantity, p.Unit.Currency)
		total.Coins += a.Coins
		left += l.Left()
		rows = append(rows, h.Tr(td(l.Item), td(v.say(l.Grade)), number(l.Quantity.String()), number(l.Price.String()), cell(a), h.Td(h.Class("number screen"), g.Text(l.Received.String()))))
	}
	foot := h.Tr(h.Th(h.Scope("row"), g.Attr("colspan", "4"), g.Text(v.say("In all"))), cell(total), h.Td(h.Class("screen")))
	return screen{Title: title, Body: h.Article(h.Class("slip"),
		paperHead(v, p.Unit, title, p.Supplier, p.Day),
		h.P(h.Class("screen"), tag(v, p.State), g.Text(" "), g.If(left > 0 && p.State != "ended" && v.can("/supply/receive"), button(to("/supply/receive", "order", no, nextName, to("/supply/show", "order", no)), v.say("Receive")))),
		v.flash(), g.If(p.Due != "", h.P(g.Text(v.say("To be delivered by %s.", string(p.Due))))), g.If(p.Note != "", h.P(g.Text(p.Note))),
		h.Section(table("", g.Group{headings(v, "item", "grade", "quantity#", "price#", "amount#"), h.Th(h.Scope("col"), h.Class("number screen"), g.Text(v.say("received")))}, rows, foot)),
		signed(v, "For the co-operative", "The supplier"))}
}
