package web

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/cal"
	"artel/base/db"
	"artel/coop/craftsman"
	"artel/coop/unit"
)

// craftsmenPage is the register of the unorganised: how many there are of a trade
// in a place, and what can be done with each.
type craftsmenPage struct {
	Asked craftsman.Asked
	Day   cal.Day
	List  []craftsman.Standing
}

func readCraftsmen(tx *db.Tx, in craftsman.Asked) (p craftsmenPage, err error) {
	p.Asked, p.Day = in, unit.AsOf{Day: in.Day}.Or(tx)
	p.List, err = craftsman.List(tx, in)
	return p, err
}

func (p craftsmenPage) look(v view) screen {
	title := v.say("Craftsmen outside")
	body := g.Group{heading(title, v.say("Craftsmen and workshops who belong to no co-operative, as of %s; what was done with them this year.", string(p.Day)),
		g.If(v.can("/craftsman/enter"), h.A(h.Class("button main"), h.Href("/craftsman/enter"), g.Text(v.say("Enter a craftsman")))), printButton(v)), v.flash()}
	if len(p.List) == 0 {
		return screen{Title: title, Body: append(body, empty(v.say("Nobody is in this register yet. Whoever works alone or keeps a small workshop stands here by trade and place, can be given material and orders, and be lent to, without being a member.")))}
	}
	return screen{Title: title, Body: append(body, p.places(v), p.each(v))}
}

// places are sums by trade and place, of those who are still outside.
func (p craftsmenPage) places(v view) g.Node {
	type sums struct {
		trade, place                         string
		count, hands, supplied, bought, lent int64
	}
	var all []sums
	for _, c := range p.List { // by trade and place already
		if c.State != craftsman.Outside {
			continue
		}
		if n := len(all); n == 0 || all[n-1].trade != c.Trade || all[n-1].place != c.Place {
			all = append(all, sums{trade: c.Trade, place: c.Place})
		}
		s := &all[len(all)-1]
		s.count, s.hands, s.supplied, s.bought, s.lent = s.count+1, s.hands+c.Hands, s.supplied+c.Supplied.Coins, s.bought+c.Bought.Coins, s.lent+c.Lent.Coins
	}
	rows := g.Group{}
	amount := p.List[0].Supplied
	of := func(coins int64) g.Node { amount.Coins = coins; return cell(amount) }
	for _, s := range all {
		rows = append(rows, h.Tr(td(s.trade), h.Td(a(to("/craftsman/list", "day", string(p.Asked.Day), "trade", s.trade, "place", s.place), s.place)), number(strconv.FormatInt(s.count, 10)), number(strconv.FormatInt(s.hands, 10)), of(s.supplied), of(s.bought), of(s.lent)))
	}
	return g.If(len(rows) > 0, h.Section(h.H2(g.Text(v.say("By trade and place"))), table("", headings(v, "trade", "place", "households#", "people#", "supplied#", "bought#", "lent#"), rows, nil)))
}

func (p craftsmenPage) each(v view) g.Node {
	rows := g.Group{}
	for _, c := range p.List {
		work := v.say("works alone")
		if c.Hands > 1 {
			work = v.say("%d work there, %d of them hired, %d apprentices", c.Hands, c.Hired, c.Apprentices)
		}
		if c.Slack != "" {
			work += " · " + v.say("little work in months %s", c.Slack)
		}
		if c.Needs != "" {
			work += " · " + v.say("short of: %s", c.Needs)
		}
		next := g.Group{tag(v, c.State)}
		if c.State == craftsman.Outside {
			next = g.Group{}
			for _, way := range []struct{ path, field, words string }{{"/supply/order", "supplier", "Order from"}, {"/sale/order", "customer", "Supply"}, {"/credit/apply", "party", "Lend"}, {"/member/apply", "name", "Asks to join"}} {
				if v.can(way.path) {
					next = append(next, a(to(way.path, way.field, c.Name), v.say(way.words)), g.Text(" "))
				}
			}
		}
		rows = append(rows, h.Tr(h.Td(h.Strong(g.Text(c.Name)), g.Text(" · "+v.say(c.Kind)+" · "+c.Trade+" · "+c.Place), h.P(h.Class("note"), g.Text(work)), h.P(h.Class("screen"), next)),
			cell(c.Supplied), cell(c.Bought), cell(c.Lent)))
	}
	return h.Section(h.H2(g.Text(v.say("One by one"))), table("", headings(v, "name", "supplied#", "bought#", "lent#"), rows, nil))
}
