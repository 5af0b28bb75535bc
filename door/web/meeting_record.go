package web

import (
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/coop/assembly"
)

// outcome is how an item was decided.
func (p roomPage) outcome(v view, it assembly.Item) g.Node {
	if it.Result == nil {
		return nil
	}
	o := *it.Result
	if it.Kind == assembly.Election {
		rows := g.Group{}
		for _, c := range it.Candidates {
			words := ""
			if c.Elected {
				words = v.say("elected")
			}
			rows = append(rows, h.Tr(h.Class(map[bool]string{true: "for"}[c.Elected]), h.Th(h.Scope("row"), g.Text(c.Name)), h.Td(h.Class("bar-cell"), bar(c.Votes, max(o.For, 1))), number(strconv.FormatInt(c.Votes, 10)), td(words)))
		}
		return g.Group{h.Table(h.Class("tally"), h.TBody(rows)),
			g.If(!o.Carried || strings.HasPrefix(o.Needed, "runoff"), notice("warn", h.P(g.Text(v.say("Equal votes: a runoff decides.")),
				g.If(p.State == assembly.Open && v.can("/assembly/agenda"), h.P(button(to("/assembly/agenda", "meeting", p.no(), "kind", "election", "runoff", strconv.FormatInt(it.Item, 10), "post", it.Post, "text", it.Words, nextName, roomOf(p.Number)), v.say("Hold a runoff"))))))),
			p.boxWay(v, it)}
	}
	words := v.say("The motion was lost.")
	if o.Carried {
		words = v.say("The motion was carried.")
	}
	of := map[string]int64{assembly.OfCast: o.For + o.Against, assembly.OfPresent: o.Here, assembly.OfAll: o.Entitled}[it.Of]
	return g.Group{tally(v, assembly.Resolution{For: o.For, Against: o.Against, Abstain: o.Abstain}),
		h.P(h.Strong(g.Text(words)), g.Text(" "), g.Text(v.say("%d votes for it; asked was: %s, %s, which are %d.", o.For, v.say(majorityWords[it.Majority]), v.say(baseWords[it.Of]), of)),
			g.If(o.Number > 0, g.Group{g.Text(" "), a(to("/assembly/resolution", "number", strconv.FormatInt(o.Number, 10), "year", o.Year.String()), v.say("Resolution %d on the year %s", o.Number, o.Year.String()))})),
		p.boxWay(v, it), p.roll(v, it)}
}

func (p roomPage) boxWay(v view, it assembly.Item) g.Node {
	return g.If(it.Ballot == assembly.Secret, h.P(h.Class("screen"), a(to("/assembly/papers", "meeting", p.no(), "item", strconv.FormatInt(it.Item, 10)), v.say("The papers of this vote: find yours, count again"))))
}

// roll is how each voted openly.
func (p roomPage) roll(v view, it assembly.Item) g.Node {
	if len(it.Roll) == 0 {
		return nil
	}
	rows := g.Group{}
	for _, s := range it.Roll {
		note := ""
		if s.Before {
			note = v.say("before the meeting")
		}
		rows = append(rows, h.Tr(h.Td(h.Class("no"), g.Text(s.Member)), td(s.Name), td(v.say(s.Choice)), number(strconv.FormatInt(s.Votes, 10)), td(note)))
	}
	return h.Details(h.Summary(g.Text(v.say("How each voted"))), table("", headings(v, "number", "name", "vote", "votes#", "remark"), rows, nil))
}

func (p roomPage) said(v view) g.Node {
	if len(p.Said) == 0 {
		return nil
	}
	return h.Section(h.H2(g.Text(v.say("Minutes"))), p.words(v, "speech", "decision", "remark", "correction"))
}

func (p roomPage) words(v view, kinds ...string) g.Node {
	list := g.Group{}
	for _, kind := range kinds {
		for _, w := range p.Said {
			if w.Kind == kind {
				list = append(list, h.Li(g.If(w.Speaker != "", h.Strong(g.Text(w.Speaker+v.say(": ")))), g.Text(w.Words), g.If(kind == "correction", h.Span(h.Class("tag"), g.Text(v.say("correction"))))))
			}
		}
	}
	return g.If(len(list) > 0, h.Ul(h.Class("said"), list))
}

// record are the minutes, in the order of the source: dates, type, attendance,
// agenda, speeches, decisions, remarks (S40).
func (p roomPage) record(v view) g.Node {
	came := g.Group{}
	for _, at := range p.Present {
		words := at.Name
		switch at.State {
		case assembly.ByProxy:
			words = v.say("%s, by %s", at.Name, at.Holder)
		case assembly.Gone:
			words = v.say("%s, left before the end", at.Name)
		}
		came = append(came, h.Li(g.Text(words)))
	}
	agenda, decided := g.Group{}, g.Group{}
	for _, it := range p.Items {
		agenda = append(agenda, h.Li(h.Value(strconv.FormatInt(it.Item, 10)), g.Text(it.Words), g.If(it.State == assembly.WithdrawnI, tag(v, it.State))))
		if it.Result != nil {
			decided = append(decided, p.item(v, it))
		}
	}
	signed := g.Node(nil)
	if p.Approved != nil {
		signed = notice("good", h.P(g.Text(v.say("These minutes were approved on %s by %s, and stand as they are.", string(p.Approved.Day), p.Approved.By))))
	} else {
		signed = h.Div(h.Class("presses screen"),
			g.If(v.can("/assembly/approve"), h.A(h.Class("button main"), h.Href(to("/assembly/approve", "meeting", p.no(), nextName, roomOf(p.Number))), g.Text(v.say("Approve the minutes")))),
			g.If(v.can("/assembly/note"), button(to("/assembly/note", "meeting", p.no(), nextName, roomOf(p.Number)), v.say("Write into the minutes"))))
	}
	dates, votes := string(p.Day), ""
	if p.Last != "" {
		dates += " – " + string(p.Last)
	}
	if p.Entitled > 0 {
		votes = v.say("%d of %d", p.Here, p.Entitled)
	}
	return h.Div(h.Class("minutes"),
		facts(v, factText(v, "Dates", dates), factText(v, "Type", v.say(meetingKinds[p.Kind])), factText(v, "Notice given", string(p.Notice)),
			factText(v, "Votes here", votes)),
		signed,
		g.If(len(came) > 0 || p.words(v, "attendance") != nil, h.Section(h.H2(g.Text(v.say("Attendance"))), p.words(v, "attendance"), g.If(len(came) > 0, h.Ul(h.Class("came"), came)))),
		h.Section(h.H2(g.Text(v.say("Agenda"))), h.Ol(agenda)),
		section(v, "Speeches", p.words(v, "speech")),
		h.Section(h.H2(g.Text(v.say("Decisions"))), p.words(v, "decision"), g.If(len(decided) > 0, h.Ol(h.Class("agenda"), decided))),
		section(v, "Remarks", p.words(v, "remark", "correction")),
		h.Footer(h.Div(h.Class("sign"), h.P(g.Text(v.say("Chair"))), h.P(g.Text(v.say("Keeper of the minutes"))))))
}

func section(v view, title string, body g.Node) g.Node {
	return g.If(body != nil, h.Section(h.H2(g.Text(v.say(title))), body))
}
