package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/db"
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

func (p wallPage) look(v view) screen {
	title := meetingName(v, p.Meeting)
	part := h.Div(h.ID("room"), h.Data("live", "yes"), h.Data("version", p.version()), p.wall(v))
	return screen{Title: title, Bare: true, Part: part, Scripts: []string{"live.js"}, Body: h.Div(h.Class("wall"), h.H1(g.Text(title)), part)}
}
