package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/assembly"
	"artel/coop/unit"
)

// meetingsPage is what is called, what was held, and who holds which post.
type meetingsPage struct {
	Meetings []assembly.Meeting
	Posts    []assembly.Post
}

func readMeetings(tx *db.Tx, _ act.Nothing) (p meetingsPage, err error) {
	if p.Meetings, err = assembly.Meetings(tx, act.Nothing{}); err != nil {
		return p, err
	}
	p.Posts, err = assembly.Posts(tx, unit.AsOf{})
	return p, err
}

func (p meetingsPage) look(v view) screen {
	title := v.say("Meetings")
	body := g.Group{heading(title, v.say("Called in time, with an agenda; what is decided has its number in the book of resolutions."),
		g.If(v.can("/assembly/call"), h.A(h.Class("button main"), h.Href("/assembly/call"), g.Text(v.say("Call a meeting")))),
		a("/assembly/resolutions", v.say("Book of resolutions")))}
	rows := g.Group{}
	for _, m := range p.Meetings {
		minutes := g.Node(g.Text(""))
		switch {
		case m.Approved != nil:
			minutes = g.Text(v.say("approved on %s", string(m.Approved.Day)))
		case m.State == assembly.Closed:
			minutes = g.Text(v.say("not approved yet"))
		}
		rows = append(rows, h.Tr(h.Td(a(roomOf(m.Number), meetingName(v, m))), td(string(m.Day)), td(m.Place), h.Td(tag(v, m.State)), h.Td(minutes)))
	}
	body = append(body, g.If(len(rows) == 0, empty(v.say("No meeting has been called yet. A meeting is called with its day; then its agenda is written, and everybody can read it."))),
		g.If(len(rows) > 0, table("", headings(v, "meeting", "day", "place", "state", "minutes"), rows, nil)))
	if len(p.Posts) > 0 {
		rows := g.Group{}
		for _, o := range p.Posts {
			who := h.Td(g.Text(o.Name), g.If(o.Member != "", h.Span(h.Class("clause"), g.Text(o.Member))))
			rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(v.say(o.Post))), who, td(string(o.Since)), td(string(o.Until)), h.Td(tag(v, o.State))))
		}
		body = append(body, h.Section(h.H2(g.Text(v.say("Posts"))), table("", headings(v, "post", "held by", "since", "until", "state"), rows, nil)))
	}
	return screen{Title: title, Body: body}
}

func roomOf(n int64) string { return to("/assembly/meeting", "meeting", strconv.FormatInt(n, 10)) }

var meetingKinds = map[string]string{"general": "General meeting", "delegates": "Meeting of delegates", "committee": "Meeting of the committee", "conference": "Conference"}

func meetingName(v view, m assembly.Meeting) string {
	if m.Title != "" {
		return m.Title
	}
	return v.say("%s of %s", v.say(meetingKinds[m.Kind]), string(m.Day))
}

// roomPage is a meeting: before it the notice, in it the room, after it the
// minutes. The chair leads it here, a member votes here.
type roomPage struct {
	assembly.Meeting
	Unit unit.Unit
	ID   string // of the unit, for papers that come without a name
	Self string // the asker's number
}

func readRoom(tx *db.Tx, in assembly.OneMeeting) (p roomPage, err error) {
	if p.Meeting, err = assembly.ShowMeeting(tx, in); err != nil {
		return p, err
	}
	p.ID, p.Self = tx.Unit, tx.Member
	p.Unit, err = unit.Now(tx)
	return p, err
}

func (p roomPage) look(v view) screen {
	title := meetingName(v, p.Meeting)
	part := h.Div(h.ID("room"), h.Data("live", p.live()), h.Data("version", p.version()), p.body(v))
	return screen{Title: title, Part: part, Scripts: []string{"live.js"}, Body: h.Div(h.Class("room slip"), p.head(v, title), part)}
}

// live says whether something may change here by itself.
func (p roomPage) live() string {
	if p.State == assembly.Open || p.State == assembly.Called {
		return "yes"
	}
	return ""
}

// version changes with whatever is shown. A member's page does not tell how far
// a vote has come, so that a hall full of phones is left in peace while it votes.
func (p roomPage) version() string {
	m := p.Meeting
	if p.Self != "" {
		m.Items = slices.Clone(m.Items)
		for i := range m.Items {
			m.Items[i].Cast, m.Items[i].Given = 0, 0
		}
	}
	text, _ := json.Marshal(m)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

func (p roomPage) no() string { return strconv.FormatInt(p.Number, 10) }

func (p roomPage) head(v view, title string) g.Node {
	when := string(p.Day)
	if p.Last != "" {
		when += " – " + string(p.Last)
	}
	if p.Hour != "" {
		when += " " + p.Hour
	}
	if p.Place != "" {
		when += " · " + p.Place
	}
	lead := p.State != assembly.Closed && p.State != assembly.Cancelled
	return h.Header(h.Class("heading"),
		h.Div(h.P(h.Class("lead"), g.Text(p.Unit.Name)), h.H1(g.Text(title)), h.P(h.Class("who"), g.Text(when), g.Text(" "), tag(v, p.State))),
		h.Div(h.Class("tools screen"),
			g.If(lead && v.can("/assembly/agenda"), button(to("/assembly/agenda", "meeting", p.no(), nextName, roomOf(p.Number)), v.say("Put on the agenda"))),
			g.If(lead, button(to("/assembly/wall", "meeting", p.no()), v.say("Screen for the wall"))),
			printButton(v)))
}

func (p roomPage) body(v view) g.Node {
	if p.State == assembly.Closed {
		return p.record(v)
	}
	return g.Group{
		p.opening(v),
		p.voices(v),
		g.If(p.State == assembly.Open, p.figures(v)),
		h.Section(h.H2(g.Text(v.say("Agenda"))), g.If(len(p.Items) == 0, empty(v.say("Nothing is on the agenda yet."))), p.items(v)),
		g.If(p.State == assembly.Open && v.can("/assembly/attend"), p.desk(v)),
		p.said(v),
	}
}

// press is a button that does an act at once.
func (p roomPage) press(v view, path, words, class string, pairs ...string) g.Node {
	fields := g.Group{hidden(keyName, rand.Text()), hidden(nextName, roomOf(p.Number)), hidden("meeting", p.no())}
	for i := 0; i+1 < len(pairs); i += 2 {
		fields = append(fields, hidden(pairs[i], pairs[i+1]))
	}
	return h.Form(h.Method("post"), h.Action(path), h.Class("press"), fields, h.Button(h.Class(class), g.Text(words)))
}

func (p roomPage) opening(v view) g.Node {
	switch {
	case p.State == assembly.Cancelled:
		return notice("warn", h.P(g.Text(v.say("This meeting was called off."))))
	case p.State != assembly.Called:
		return nil
	}
	need := v.say("Notice was given on %s.", string(p.Notice))
	if p.Quorum > 0 {
		need += " " + v.say("The meeting decides when %d of %d votes are there (%s).", p.Quorum, p.Entitled, v.clauseOr(p.Clause))
	}
	return h.Div(h.Class("notice"), h.P(g.Text(need)),
		g.If(v.can("/assembly/begin"), h.Div(h.Class("screen presses"), p.press(v, "/assembly/begin", v.say("Open the meeting"), "main"),
			button(to("/assembly/calloff", "meeting", p.no(), nextName, roomOf(p.Number)), v.say("Call it off")))),
		g.If(p.Self != "", h.P(h.Class("screen"), a(to("/assembly/proxy", "meeting", p.no(), "member", p.Self, nextName, roomOf(p.Number)), v.say("I cannot come: give my vote to somebody")))))
}

func (p roomPage) figures(v view) g.Node {
	need := v.say("the charter asks for no number")
	if p.Quorum > 0 {
		need = v.say("%d are needed (%s)", p.Quorum, v.clauseOr(p.Clause))
	}
	state := "met"
	if p.Here < p.Quorum {
		state = "short"
	}
	return h.Div(h.Class("hero quorum "+state), figure(v.say("Votes here"), g.Text(v.say("%d of %d", p.Here, p.Entitled)), need))
}

func (p roomPage) items(v view) g.Node {
	list := g.Group{}
	for _, it := range p.Items {
		list = append(list, p.item(v, it))
	}
	return h.Ol(h.Class("agenda"), list)
}

var majorityWords = map[string]string{
	assembly.ByCharter: "the charter's majority", assembly.Simple: "more than half", assembly.TwoThirds: "at least two thirds", assembly.ThreeQuarters: "at least three quarters", assembly.Unanimous: "everybody",
}

var baseWords = map[string]string{assembly.OfCast: "of the votes for and against", assembly.OfPresent: "of all votes that are here", assembly.OfAll: "of all votes that there are"}

var ballotWords = map[string]string{assembly.OpenVote: "open vote by name", assembly.Secret: "secret vote", assembly.Hand: "hands are counted"}

// item is one item of the agenda, with what the chair can do about it.
func (p roomPage) item(v view, it assembly.Item) g.Node {
	n := strconv.FormatInt(it.Item, 10)
	live := it.State == assembly.Deciding || it.State == assembly.PapersOut || it.State == assembly.BoxOpen
	how := ""
	switch it.Kind {
	case assembly.AMotion:
		how = v.say("%s: %s %s", v.say(ballotWords[it.Ballot]), v.say(majorityWords[it.Majority]), v.say(baseWords[it.Of]))
	case assembly.Election:
		how = v.say("%s: %s, %d to be elected", v.say(ballotWords[it.Ballot]), v.say(it.Post), it.Seats)
	default:
		how = v.say("is heard")
	}
	meta := g.Group{h.Span(g.Text(how))}
	if it.Amends != 0 {
		meta = append(meta, h.Span(g.Text(v.say("would put item %d into these words", it.Amends))))
	}
	if it.Runoff != 0 {
		meta = append(meta, h.Span(g.Text(v.say("runoff of item %d", it.Runoff))))
	}
	if it.State != assembly.Coming && it.Result == nil {
		meta = append(meta, tag(v, it.State))
	}
	return h.Li(h.Class("item "+map[bool]string{true: "live"}[live]), h.Value(n),
		h.H3(g.Text(it.Words)), h.P(h.Class("meta"), meta),
		g.If(it.Paper != "", h.P(h.Class("paper-text"), g.Text(it.Paper))),
		g.If(it.Kind == assembly.Election && it.Result == nil, p.standing(it)),
		p.outcome(v, it),
		g.If(live && p.Self == "", p.progress(v, it)),
		g.If(p.State == assembly.Open && v.can("/assembly/open"), p.controls(v, it, n)))
}

func (p roomPage) standing(it assembly.Item) g.Node {
	list := g.Group{}
	for _, c := range it.Candidates {
		list = append(list, h.Li(g.Text(c.Name), h.Span(h.Class("clause"), g.Text(c.Member))))
	}
	return h.Ul(h.Class("candidates"), list)
}

// progress is how far a vote has come, never how it stands.
func (p roomPage) progress(v view, it assembly.Item) g.Node {
	words := ""
	switch it.State {
	case assembly.PapersOut:
		words = v.say("%d papers are given out.", it.Given)
	case assembly.BoxOpen:
		words = v.say("%d of %d papers are in the box.", it.Cast, it.Given)
	default:
		words = v.say("%d of %d votes are in.", it.Cast, p.Here)
		if it.Ballot == assembly.Hand {
			return h.P(h.Class("hint"), g.Text(v.say("Hands are raised and counted.")))
		}
	}
	most := max(p.Here, it.Given, 1)
	done := it.Cast
	if it.State == assembly.PapersOut {
		done = it.Given
	}
	return h.Div(h.Class("progress"), bar(done, most), h.P(g.Text(words)))
}

// controls are what the chair can do next with an item: one thing, mostly.
func (p roomPage) controls(v view, it assembly.Item, n string) g.Node {
	tally := func(words string) g.Node { return p.press(v, "/assembly/tally", words, "main", "item", n) }
	more := button(to("/assembly/withdraw", "meeting", p.no(), "item", n, nextName, roomOf(p.Number)), v.say("Withdraw"))
	switch it.State {
	case assembly.Coming:
		if it.Kind == assembly.Report {
			return nil
		}
		words := v.say("Open the vote")
		if it.Ballot == assembly.Secret {
			words = v.say("Give out the papers")
		}
		return h.Div(h.Class("presses screen"), p.press(v, "/assembly/open", words, "main", "item", n), more,
			g.If(it.Kind == assembly.AMotion && it.Amends == 0, button(to("/assembly/agenda", "meeting", p.no(), "amends", n, "text", it.Words, nextName, roomOf(p.Number)), v.say("Amend"))))
	case assembly.Deciding:
		if it.Ballot == assembly.Hand {
			return h.Div(h.Class("presses screen"), h.A(h.Class("button main"), h.Href(to("/assembly/tally", "meeting", p.no(), "item", n, nextName, roomOf(p.Number))), g.Text(v.say("Enter the hands"))), more)
		}
		return h.Div(h.Class("presses screen"), g.If(it.Cast > 0, tally(v.say("Close the vote and count"))),
			button(to("/assembly/say", "meeting", p.no(), "item", n, nextName, roomOf(p.Number)), v.say("Enter a vote for somebody without a phone")), more)
	case assembly.PapersOut:
		return h.Div(h.Class("presses screen"), g.If(it.Given > 1, p.press(v, "/assembly/box", v.say("Open the box"), "main", "item", n)), more,
			h.P(h.Class("hint"), g.Text(v.say("When everybody has their paper, open the box. No paper is given out after that."))))
	case assembly.BoxOpen:
		return h.Div(h.Class("presses screen"), g.If(it.Cast > 0, tally(v.say("Close the box and count"))), more)
	}
	return nil
}

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

// voices are the votes that the asker has to cast now.
func (p roomPage) voices(v view) g.Node {
	cards := g.Group{}
	for _, it := range p.Items {
		for _, one := range it.Voices {
			if it.Ballot != assembly.Hand {
				cards = append(cards, p.voice(v, it, one))
			}
		}
	}
	if len(cards) == 0 && p.State == assembly.Open && p.Self != "" {
		return h.P(h.Class("notice"), g.Text(v.say("Nothing is to be voted on now. This page shows it by itself when something is.")))
	}
	return cards
}

func (p roomPage) voice(v view, it assembly.Item, one assembly.Voice) g.Node {
	n := strconv.FormatInt(it.Item, 10)
	whose := v.say("Your vote")
	if one.Member != p.Self {
		whose = v.say("Your vote for %s", one.Name)
	}
	body := g.Group{h.P(h.Class("meta"), h.Span(g.Text(whose)), g.If(one.Votes > 1, h.Span(g.Text(v.say("%d votes", one.Votes))))), h.H2(g.Text(it.Words))}
	secret := it.Ballot == assembly.Secret
	attrs := g.Group{h.Method("post"), h.Action("/assembly/say"), h.Class("votes"), hidden(keyName, rand.Text()), hidden(nextName, roomOf(p.Number)), hidden("meeting", p.no()), hidden("item", n), hidden("member", one.Member)}
	if secret {
		attrs = append(g.Group{h.Class("votes secret"), h.Data("secret", it.State), h.Data("key", it.Key), h.Data("unit", p.ID), h.Data("meeting", p.no()), h.Data("item", n), h.Data("member", one.Member), h.Data("votes", strconv.FormatInt(one.Votes, 10)), h.Data("given", strconv.FormatBool(one.Done)),
			h.Data("module", assetPath("ballot.js")), h.Data("sealed", v.say("Your paper is sealed. Keep this page open: it goes into the box by itself when the box is open.")), h.Data("cast", v.say("Your paper is in the box. Its words are:")), h.Data("lost", v.say("Your paper is not on this device, and nobody else can know it.")),
			h.Data("unsafe", v.say("This browser keeps no secrets here, since the page does not come over https. Ask the chair for a vote on paper."))}, g.Group{})
	}
	switch {
	case one.Done && !secret:
		body = append(body, h.P(h.Class("mine"), g.Text(v.say("You voted: %s.", v.say(one.Choice)))))
	case secret && (one.Done || it.State == assembly.BoxOpen):
		body = append(body, h.Form(attrs, h.P(h.Class("mine"), h.Role("status"), g.If(!one.Done, g.Text(v.say("The box is open, and no paper was given out to you."))))))
	default:
		choices := p.choices(v, it)
		if secret { // until the script is there that seals what is chosen
			choices = h.FieldSet(h.Class("seal"), h.Disabled(), choices)
		}
		body = append(body, h.Form(attrs, choices, h.P(h.Class("hint"), h.Role("status"), g.Text(v.say("You vote once; a vote that is cast stands.")))))
	}
	return h.Article(h.Class("motion live voice"), body)
}

// choices are the buttons of a motion, or the boxes of an election.
func (p roomPage) choices(v view, it assembly.Item) g.Node {
	choice := func(value, words string) g.Node {
		return h.Button(h.Name("choice"), h.Value(value), h.Class("vote "+value), g.Text(words))
	}
	if it.Kind != assembly.Election {
		return g.Group{choice("for", v.say("For")), choice("against", v.say("Against")), choice("abstain", v.say("Abstain"))}
	}
	if it.Seats == 1 {
		list := g.Group{}
		for _, c := range it.Candidates {
			list = append(list, choice(c.Member, c.Name))
		}
		return append(list, choice("abstain", v.say("Abstain")))
	}
	list := g.Group{}
	for _, c := range it.Candidates {
		list = append(list, h.Label(h.Class("check"), h.Input(h.Type("checkbox"), h.Name("pick"), h.Value(c.Member)), g.Text(" "+c.Name)))
	}
	return g.Group{h.FieldSet(h.Class("picks"), h.Data("most", strconv.FormatInt(it.Seats, 10)), h.Legend(g.Text(v.say("Up to %d", it.Seats))), list), choice("picked", v.say("Vote")), choice("abstain", v.say("Abstain"))}
}

// desk is where the chair records who is here.
func (p roomPage) desk(v view) g.Node {
	rows := g.Group{}
	for _, at := range p.Present {
		words := v.say(at.State)
		if at.State == assembly.ByProxy {
			words = v.say("proxy held by %s", at.Holder)
		}
		rows = append(rows, h.Tr(h.Td(h.Class("no"), g.Text(at.Member)), td(at.Name), td(words), number(strconv.FormatInt(at.Votes, 10)),
			h.Td(h.Class("screen"), g.If(at.State == assembly.Present, p.press(v, "/assembly/attend", v.say("has left"), "quiet", "members.0", at.Member, "gone", "yes")))))
	}
	return h.Section(h.H2(g.Text(v.say("Who is here"))),
		h.Form(h.Class("search"), h.Method("post"), h.Action("/assembly/attend"), hidden(keyName, rand.Text()), hidden(nextName, roomOf(p.Number)), hidden("meeting", p.no()),
			h.Div(h.Class("field"), h.Label(h.For("came"), g.Text(v.say("Came, by number"))), h.Input(h.ID("came"), h.Name("members.0"), h.AutoComplete("off"), h.Class("short"), h.Required())), h.Button(g.Text(v.say("Is here")))),
		h.Div(h.Class("presses"), p.press(v, "/assembly/attend", v.say("Everybody is here"), "quiet"),
			button(to("/assembly/note", "meeting", p.no(), nextName, roomOf(p.Number)), v.say("Write into the minutes")),
			p.press(v, "/assembly/end", v.say("Close the meeting"), "quiet")),
		g.If(len(rows) > 0, h.Details(h.Summary(g.Text(v.say("%d names", len(rows)))), table("", headings(v, "number", "name", "state", "votes#", ""), rows, nil))))
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

// wallPage is the meeting for everybody in the room to see: large, and nothing
// on it that would tell how a vote stands before it is counted.
type wallPage struct{ roomPage }

func readWall(tx *db.Tx, in assembly.OneMeeting) (p wallPage, err error) {
	p.roomPage, err = readRoom(tx, in)
	return p, err
}

func (p wallPage) look(v view) screen {
	title := meetingName(v, p.Meeting)
	part := h.Div(h.ID("room"), h.Data("live", "yes"), h.Data("version", p.version()), p.wall(v))
	return screen{Title: title, Part: part, Scripts: []string{"live.js"}, Body: h.Div(h.Class("wall"), h.H1(g.Text(title)), part)}
}

func (p wallPage) wall(v view) g.Node {
	var now, last *assembly.Item
	for i := range p.Items {
		switch it := &p.Items[i]; it.State {
		case assembly.Deciding, assembly.PapersOut, assembly.BoxOpen:
			now = it
		case assembly.Decided:
			if last == nil || it.Result.At >= last.Result.At {
				last = it
			}
		}
	}
	body := g.Group{p.figures(v)}
	switch {
	case now != nil:
		body = append(body, h.P(h.Class("meta"), g.Text(v.say("Item %d", now.Item)), g.Text(" "), tag(v, now.State)), h.H2(g.Text(now.Words)), g.If(now.Kind == assembly.Election, p.standing(*now)), p.progress(v, *now))
	case last != nil:
		body = append(body, h.P(h.Class("meta"), g.Text(v.say("Item %d", last.Item))), h.H2(g.Text(last.Words)), p.outcome(v, *last))
	}
	list := g.Group{}
	for _, it := range p.Items {
		list = append(list, h.Li(h.Value(strconv.FormatInt(it.Item, 10)), h.Class(it.State), g.Text(it.Words)))
	}
	return append(body, h.Section(h.H2(g.Text(v.say("Agenda"))), h.Ol(list)))
}

// papersPage are the papers of a secret vote, for everybody to find theirs and
// count again.
func lookPapers(b assembly.Box, v view) screen {
	title := v.say("Papers of item %d", b.Item)
	rows := g.Group{}
	for _, p := range b.Papers {
		rows = append(rows, h.Tr(h.Data("token", p.Token), h.Td(h.Code(g.Text(p.Token))), td(v.say(p.Choice))))
	}
	return screen{Title: title, Scripts: []string{"ballot.js"}, Body: g.Group{
		heading(title, b.Words, printButton(v)),
		h.P(g.Text(v.say("%d papers were given out, %d were in the box. Each bears the stamp of this vote, and nothing says whose it is. Yours has the words that your device kept; it is marked here.", b.Given, len(b.Papers)))),
		h.P(h.ID("found"), h.Class("mine"), h.Role("status"), h.Data("words", v.say("Your paper is here, and says:"))),
		table("", headings(v, "words on the paper", "vote"), rows, nil),
		h.P(h.Class("screen"), a(roomOf(b.Meeting), v.say("Back to the meeting")))}}
}

// putPaper takes a paper of a secret vote. It is the one door without a login:
// nobody is asked who they are, and no cookie is read.
func (s *site) putPaper(w http.ResponseWriter, r *http.Request) {
	err := s.takePaper(w, r)
	if err != nil {
		s.apiError(w, r, err)
	}
}

func (s *site) takePaper(w http.ResponseWriter, r *http.Request) error {
	a, ok := s.actNamed("assembly cast")
	if !ok {
		return noSuchAct
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 8<<10))
	if err != nil {
		return fault.Invalid.Errorf("The paper cannot be read.")
	}
	_, err = a.Run(r.Context(), s.db, act.Call{Unit: r.PathValue("unit"), By: act.Caller{Name: "ballot box", Roles: []act.Role{act.BallotBox}}, Door: "web"}, act.JSON(body))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = io.WriteString(w, "{}\n")
	return err
}

// stampPaper stamps a voter's closed envelope; their script asks for it.
func (s *site) stampPaper(w http.ResponseWriter, v *visit) error {
	a, ok := s.actNamed("assembly stamp")
	if !ok {
		return noSuchAct
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, v.r.Body, 64<<10))
	if err != nil {
		return fault.Invalid.Errorf("The envelope cannot be read.")
	}
	answer, err := a.Run(v.r.Context(), s.db, v.call("web"), act.JSON(body))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(answer.Out)
}
