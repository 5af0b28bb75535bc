package web

import (
	"crypto/rand"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/capital"
	"artel/coop/unit"
)

// proposalsPage is what waits for a second person, and what was decided.
type proposalsPage struct {
	From    money.Amount // from which on the charter asks for two
	Clause  string       // of the charter that does; "" where none does
	Waiting []capital.Proposal
	Decided []capital.Proposal
}

func readProposals(tx *db.Tx, in capital.ProposalsIn) (p proposalsPage, err error) {
	all, err := capital.Proposals(tx, in)
	if err != nil {
		return p, err
	}
	for _, one := range all {
		if one.Waits() {
			p.Waiting = append(p.Waiting, one)
		} else {
			p.Decided = append(p.Decided, one)
		}
	}
	from, rule, ok, err := unit.FourEyes(tx, cal.On(tx.Now))
	if fault.Of(err) == fault.Missing || !ok {
		return p, nil
	}
	p.From, p.Clause = from, rule.Clause
	return p, err
}

func (p proposalsPage) look(v view) screen {
	title := v.say("Proposed payments")
	may := slices.ContainsFunc(v.roles, func(r act.Role) bool { return slices.Contains(act.Books, r) })
	lead := v.say("A payment that one person proposes and another approves.")
	if p.Clause != "" {
		lead = v.say("By %s of the charter, whoever is paid %s or more on a day is paid by two people.", p.Clause, p.From.Text())
	}
	propose := h.A(h.Class("button main"), h.Href(to("/capital/propose", nextName, "/capital/proposals")), g.Text(v.say("Propose a payment")))
	return screen{Title: title, Body: h.Div(h.Class("proposals"),
		heading(title, lead, g.If(may && len(p.Waiting) > 0, propose)),
		v.flash(),
		h.Section(h.H2(g.Text(v.say("Waiting for a second person"))),
			g.If(len(p.Waiting) == 0, empty(v.say("No payment waits."), g.If(may, propose))),
			g.If(len(p.Waiting) > 0, p.waiting(v, may))),
		g.If(len(p.Decided) > 0, h.Section(h.Class("decided"), h.H2(g.Text(v.say("Decided"))), p.decided(v))),
	)}
}

// whom is a proposal's member, number and name.
func whom(one capital.Proposal) g.Node {
	return h.Td(a(to("/member/show", "member", one.Member), one.Member), g.Text(" "+one.Name))
}

func whatFor(v view, one capital.Proposal) g.Node {
	words := v.say("from the personal account")
	if one.For == "tools" {
		words = v.say("for tools")
	}
	return h.Td(g.Text(words), g.If(one.Why != "", h.P(h.Class("lines"), g.Text(one.Why))))
}

func (p proposalsPage) waiting(v view, may bool) g.Node {
	cards := g.Group{}
	for _, one := range p.Waiting {
		number := strconv.FormatInt(one.Number, 10)
		words := v.say("from the personal account")
		if one.For == "tools" {
			words = v.say("for tools")
		}
		cards = append(cards, h.Li(
			h.Div(h.P(h.Class("value"), sum(one.Amount)),
				h.P(h.Strong(a(to("/member/show", "member", one.Member), one.Member), g.Text(" "+one.Name)), g.Text(" · "+words+" · "+string(one.Day))),
				g.If(one.Why != "", h.P(g.Text(one.Why))),
				h.P(h.Class("lines"), g.Text(v.say("No. %s, proposed by %s", number, one.Proposer)+", "+moment(one.At)))),
			g.Iff(may, func() g.Node { return p.deciding(v, one, number) }),
		))
	}
	return h.Ul(h.Class("waiting"), cards)
}

// deciding is what the reader may do with a proposal: not approve their own.
func (p proposalsPage) deciding(v view, one capital.Proposal, number string) g.Node {
	back := func(path, words, class string) g.Node {
		return doButton(v, path, "/capital/proposals", words, class, keyName, rand.Text(), "number", number)
	}
	decline := h.A(h.Class("button"), h.Href(to("/capital/decline", "number", number, nextName, "/capital/proposals")), g.Text(v.say("Decline")))
	if one.Proposer == v.person {
		return h.Div(h.Class("deciding"), h.P(h.Class("lines"), g.Text(v.say("You proposed this; somebody else approves it."))),
			h.A(h.Class("button"), h.Href(to("/capital/decline", "number", number, nextName, "/capital/proposals")), g.Text(v.say("Take it back"))))
	}
	return h.Div(h.Class("deciding"), back("/capital/approve", v.say("Approve and pay"), "main"), decline)
}

func (p proposalsPage) decided(v view) g.Node {
	rows := g.Group{}
	for _, one := range p.Decided {
		came := g.Group{g.Text(v.say("%s by %s", v.say(one.Decision), one.Decider))}
		if one.Entry > 0 {
			came = append(came, g.Text(" · "), a(to("/ledger/entry", "number", strconv.FormatInt(one.Entry, 10)), v.say("entry %d", one.Entry)))
		}
		rows = append(rows, h.Tr(h.Td(h.Class("number"), g.Text(strconv.FormatInt(one.Number, 10))), h.Td(h.Class("no"), g.Text(string(one.Day))), whom(one), whatFor(v, one), cell(one.Amount),
			td(one.Proposer), h.Td(came, g.If(one.Reason != "", h.P(h.Class("lines"), g.Text(one.Reason))))))
	}
	return table("", headings(v, "No.", "day", "member", "what for", "amount#", "proposer", "decision"), rows, nil)
}
