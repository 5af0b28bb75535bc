package web

import (
	"crypto/rand"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/db"
	"artel/coop/assembly"
)

// motionsPage are the motions before the members: a member votes here, the chair
// sees who has, and how it fell once it is counted.
type motionsPage struct {
	Motions []assembly.Standing
	Member  string // the asker, who may vote for themselves
}

func readMotions(tx *db.Tx, _ act.Nothing) (p motionsPage, err error) {
	p.Member = tx.Member
	p.Motions, err = assembly.Motions(tx, act.Nothing{})
	return p, err
}

func (p motionsPage) look(v view) screen {
	title := v.say("Motions and votes")
	body := g.Group{heading(title, v.say("A vote is open: nobody sees how it stands before it is counted, and everybody sees how each voted after."),
		g.If(v.can("/assembly/motion"), h.A(h.Class("button main"), h.Href("/assembly/motion"), g.Text(v.say("Put a motion to the vote")))))}
	if len(p.Motions) == 0 {
		return screen{Title: title, Body: append(body, empty(v.say("There is no motion yet. What the members decide in a meeting is recorded in the book of resolutions."),
			a("/assembly/resolutions", v.say("Book of resolutions"))))}
	}
	for _, m := range p.Motions {
		body = append(body, motionCard(v, m, p.Member, "/assembly/motions"))
	}
	return screen{Title: title, Body: body}
}

// motionCard is one motion: its words, where it stands, and the vote of who may.
func motionCard(v view, m assembly.Standing, member, next string) g.Node {
	n := strconv.FormatInt(m.Number, 10)
	return h.Article(h.Class("motion "+map[bool]string{true: "live", false: ""}[m.State == assembly.Voting]),
		h.P(h.Class("meta"), h.Span(g.Text(v.say("Motion %d on the year %s", m.Number, m.Year.String()))), h.Span(g.Text(motionState(v, m)))),
		h.H2(g.Text(m.Text)),
		voteForm(v, m, member, next),
		g.If(m.Mine != "", h.P(h.Class("mine"), g.Text(v.say("You voted: %s.", v.say(m.Mine))))),
		g.If(m.Result != nil, func() g.Node {
			if m.Result == nil {
				return nil
			}
			return g.Group{tally(v, *m.Result), h.P(a(to("/assembly/resolution", "number", n, "year", m.Year.String()), v.say("Paper of the resolution")))}
		}()),
		g.If(v.can("/assembly/count") && m.Result == nil, counting(v, m)),
	)
}

func motionState(v view, m assembly.Standing) string {
	switch m.State {
	case assembly.Counted:
		if m.Result.Carried {
			return v.say("carried on %s", string(m.Result.Date))
		}
		return v.say("lost on %s", string(m.Result.Date))
	case assembly.Ended:
		return v.say("closed on %s, not counted yet", string(m.Closes))
	case assembly.Waiting:
		return v.say("opens on %s", string(m.Opened))
	}
	return v.say("open until %s", string(m.Closes))
}

// voteForm are three buttons, for who may vote now.
func voteForm(v view, m assembly.Standing, member, next string) g.Node {
	if member == "" && v.member != "" && v.can("/assembly/vote") { // who leads, and is a member too
		member, m.May = v.member, m.State == assembly.Voting && !slices.Contains(m.Voted, v.member)
	}
	if !m.May {
		return nil
	}
	choice := func(value, words string) g.Node {
		return h.Button(h.Name("choice"), h.Value(value), h.Class("vote "+value), g.Text(v.say(words)))
	}
	return h.Form(h.Method("post"), h.Action("/assembly/vote"), h.Class("votes"),
		hidden(keyName, rand.Text()), hidden(nextName, next), hidden("number", strconv.FormatInt(m.Number, 10)), hidden("year", m.Year.String()), hidden("member", member),
		choice("for", "For"), choice("against", "Against"), choice("abstain", "Abstain"),
		h.P(h.Class("hint"), g.Text(v.say("You vote once; a vote that is cast stands."))))
}

// counting is who has voted, and the count, for who leads.
func counting(v view, m assembly.Standing) g.Node {
	names := ""
	for i, no := range m.Voted {
		if i > 0 {
			names += v.say(", ")
		}
		names += no
	}
	ready := m.State == assembly.Ended && m.Cast > 0 || m.Cast == m.Entitled && m.Cast > 0
	return h.Div(h.Class("counting"),
		h.P(g.Text(v.say("%d of %d have voted.", m.Cast, m.Entitled))),
		g.If(len(m.Voted) > 0, h.Details(h.Summary(g.Text(v.say("Who has voted"))), h.P(g.Text(names)))),
		g.If(ready, h.Form(h.Method("post"), h.Action("/assembly/count"), hidden(keyName, rand.Text()), hidden(nextName, "/assembly/motions"),
			hidden("number", strconv.FormatInt(m.Number, 10)), hidden("year", m.Year.String()),
			h.Button(h.Class("main"), g.Text(v.say("Count the votes and record the resolution"))))),
		g.If(!ready && m.State == assembly.Voting, h.P(h.Class("hint"), g.Text(v.say("It can be counted when everybody has voted, or after %s.", string(m.Closes))))),
		g.If(!ready && m.State == assembly.Ended, h.P(h.Class("hint"), g.Text(v.say("Nobody voted, so there is nothing to count.")))))
}

// tally is how a vote fell, as three bars with their numbers.
func tally(v view, r assembly.Resolution) g.Node {
	most := max(r.For, r.Against, r.Abstain, 1)
	rows := g.Group{}
	for _, one := range []struct {
		words string
		n     int64
		class string
	}{{"For", r.For, "for"}, {"Against", r.Against, "against"}, {"Abstain", r.Abstain, "abstain"}} {
		rows = append(rows, h.Tr(h.Class(one.class), h.Th(h.Scope("row"), g.Text(v.say(one.words))), h.Td(h.Class("bar-cell"), bar(one.n, most)), number(strconv.FormatInt(one.n, 10))))
	}
	return h.Table(h.Class("tally"), h.TBody(rows))
}

// lookMinutes is the paper of a resolution.
func lookMinutes(m assembly.Minutes, v view) screen {
	r := m.Resolution
	title := v.say("Resolution %d on the year %s", r.Number, r.Year.String())
	outcome := v.say("The motion was lost.")
	if r.Carried {
		outcome = v.say("The motion was carried.")
	}
	rows := g.Group{}
	for _, one := range m.Roll {
		rows = append(rows, h.Tr(h.Td(h.Class("no"), g.Text(one.Member)), td(one.Name), td(v.say(one.Choice))))
	}
	how := v.say("Resolved by the general meeting of %s.", string(r.Date))
	if m.Motion != nil {
		how = v.say("Voted on by the members from %s to %s; %d were entitled, %d voted.", string(m.Motion.Opened), string(m.Motion.Closes), m.Entitled, len(m.Roll))
	}
	asked := v.say("More than %s percent of the votes for and against had to be for it (%s).", m.Majority, v.clauseOr(m.Clause))
	where := g.Node(nil)
	if m.Meeting != nil {
		if m.Item.Majority != assembly.ByCharter || m.Item.Of != assembly.OfCast {
			asked = v.say("Asked was: %s, %s.", v.say(majorityWords[m.Item.Majority]), v.say(baseWords[m.Item.Of]))
		}
		where = h.P(a(roomOf(m.Meeting.Number), v.say("Minutes of the meeting: item %d, its vote and who was there", m.Item.Item)))
	}
	return screen{Title: title, Body: h.Article(h.Class("slip minutes"),
		h.Header(h.Class("heading"), h.Div(h.P(h.Class("lead"), g.Text(m.Unit.Name)), h.H1(g.Text(title)), h.P(h.Class("who"), g.Text(string(r.Date)))), h.Div(h.Class("tools"), printButton(v))),
		h.BlockQuote(g.Text(r.Text)),
		h.P(g.Text(how)),
		h.Section(h.H2(g.Text(v.say("The vote"))), tally(v, r),
			h.P(h.Strong(g.Text(outcome)), g.Text(" "), g.Text(asked)), where),
		g.If(len(rows) > 0, h.Section(h.H2(g.Text(v.say("How each voted"))), table("", headings(v, "number", "name", "vote"), rows, nil))),
		h.Footer(h.Div(h.Class("sign"), h.P(g.Text(v.say("Chair"))), h.P(g.Text(v.say("Keeper of the minutes")))),
			h.P(h.Class("screen"), a("/assembly/resolutions", v.say("Book of resolutions")))),
	)}
}

// clauseOr names a clause, or says that the charter has none.
func (v view) clauseOr(clause string) string {
	if clause == "" {
		return v.say("the charter says nothing else")
	}
	return v.clause(clause)
}
