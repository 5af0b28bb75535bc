package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/db"
)

// logPage is a stretch of the log of acts, newest first.
type logPage struct {
	Asked act.LogIn
	Acts  []act.Logged
}

func readLog(tx *db.Tx, in act.LogIn) (logPage, error) {
	in.Limit = min(max(in.Limit, 1), 60)
	acts, err := act.Log(tx, in)
	return logPage{in, acts}, err
}

func (p logPage) look(v view) screen {
	title := v.say("Who did what")
	next := ""
	if len(p.Acts) > 0 && int64(len(p.Acts)) == p.Asked.Limit && p.Acts[len(p.Acts)-1].Seq > 1 {
		next = strconv.FormatInt(p.Acts[len(p.Acts)-1].Seq, 10)
	}
	q := p.Asked
	kept := []string{"find", q.Find, "who", q.Who, "act", q.Act, "from", q.From, "to", q.To}
	return screen{Title: title, Body: g.Group{
		heading(title, v.say("The log of acts: each is chained to the one before by a hash, so that none can be changed or left out unseen.")),
		p.search(v),
		g.If(len(p.Acts) == 0, empty(v.say("There is no such act in the log."), a("/log/show", v.say("Show all")))),
		g.If(len(p.Acts) > 0, actList(v, p.Acts)),
		h.P(h.Class("turn"), g.If(q.Before != 0, button(to("/log/show", kept...), v.say("From the newest"))),
			g.If(next != "", button(to("/log/show", append(kept, "before", next)...), v.say("Earlier acts")))),
	}}
}

// search asks by text, person, act and days.
func (p logPage) search(v view) g.Node {
	q := p.Asked
	field := func(name, words, value string, more ...g.Node) g.Node {
		return h.Div(h.Class("field"), h.Label(h.For(name), g.Text(words)), h.Input(h.ID(name), h.Name(name), h.Value(value), h.AutoComplete("off"), g.Group(more)))
	}
	options := g.Group{h.Option(h.Value(""), g.Text(v.say("every act")))}
	type choice struct{ name, words string }
	all := []choice{}
	for name, words := range titles {
		if v.writes[name] {
			all = append(all, choice{name, v.say(words)})
		}
	}
	slices.SortFunc(all, func(a, b choice) int { return cmp.Compare(a.words, b.words) })
	for _, c := range all {
		options = append(options, h.Option(h.Value(c.name), g.If(c.name == q.Act, h.Selected()), g.Text(c.words)))
	}
	day := g.Group{h.Class("short"), g.Attr("inputmode", "numeric"), h.Placeholder("1956-03-01")}
	return h.Form(h.Class("search log-search"), h.Role("search"), h.Method("get"), h.Action("/log/show"),
		h.Div(h.Class("field grow"), h.Label(h.For("find"), g.Text(v.say("A word in the act, its input or who did it"))),
			h.Input(h.ID("find"), h.Name("find"), h.Type("search"), h.Value(q.Find), h.AutoComplete("off"))),
		field("who", v.say("Who"), q.Who),
		h.Div(h.Class("field"), h.Label(h.For("act"), g.Text(v.say("Act"))), h.Select(h.ID("act"), h.Name("act"), options)),
		field("from", v.say("From"), q.From, day), field("to", v.say("Until"), q.To, day),
		h.Button(g.Text(v.say("Find"))))
}

// actList are acts, a line each, with what was asked behind it.
func actList(v view, acts []act.Logged) g.Node {
	items := g.Group{}
	for _, l := range acts {
		items = append(items, h.Li(
			h.Span(h.Class("seq"), g.Text(strconv.FormatInt(l.Seq, 10))),
			h.Details(
				h.Summary(h.Strong(g.Text(v.say(titleOf(act.Act{Name: l.Name, Help: l.Name})))),
					h.Span(h.Class("by"), g.Text(v.say("%s, %s", l.Who, moment(l.At))))),
				facts(v, asked(v, l)...)),
		))
	}
	return h.Ol(h.Class("acts"), items)
}

// asked is what stands in a line of the log.
func asked(v view, l act.Logged) (pairs []g.Node) {
	var in map[string]any
	d := json.NewDecoder(strings.NewReader(l.Input))
	d.UseNumber()
	if d.Decode(&in) == nil {
		for _, name := range slices.Sorted(maps.Keys(in)) {
			text := plain(in[name])
			if yes, is := in[name].(bool); is {
				text = v.say(map[bool]string{true: "yes", false: "no"}[yes])
			}
			pairs = append(pairs, g.If(text != "", h.Div(h.Dt(g.Text(v.say(inWords(name)))), h.Dd(g.Text(text)))))
		}
	}
	return append(pairs, fact(v, "act", h.Code(g.Text(l.Name))), factText(v, "door", v.say(l.Door)),
		fact(v, "hash", h.Code(h.Class("hash"), g.Text(l.Hash))))
}

// inWords is a name out of a program's mouth as words: "OwnLabour" and
// "own_labour" are "own labour".
func inWords(name string) string {
	var b strings.Builder
	for i, r := range name {
		if r >= 'A' && r <= 'Z' {
			if i > 0 {
				b.WriteByte(' ')
			}
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return strings.ReplaceAll(b.String(), "_", " ")
}

// plain is a value of the input in short.
func plain(value any) string {
	switch x := value.(type) {
	case nil:
		return ""
	case string:
		if len(x) > 300 {
			return strings.ToValidUTF8(x[:300], "") + "…"
		}
		return x
	case []any:
		parts := make([]string, 0, len(x))
		for _, item := range x[:min(len(x), 20)] {
			parts = append(parts, plain(item))
		}
		if len(x) > 20 {
			parts = append(parts, "…")
		}
		return strings.Join(parts, "; ")
	case map[string]any:
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(x)) {
			if text := plain(x[name]); text != "" && text != "0" {
				parts = append(parts, text)
			}
		}
		return strings.Join(parts, " ")
	}
	return fmt.Sprint(value)
}

// moment is a time of the log without its seconds.
func moment(at string) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return at
	}
	return t.Format("2006-01-02 15:04") + " UTC"
}
