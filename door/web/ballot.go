package web

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/assembly"
)

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

// wallPage is the meeting for everybody in the room to see: large, and nothing
// on it that would tell how a vote stands before it is counted.
type wallPage struct{ roomPage }

func readWall(tx *db.Tx, in assembly.OneMeeting) (p wallPage, err error) {
	p.roomPage, err = readRoom(tx, in)
	return p, err
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
