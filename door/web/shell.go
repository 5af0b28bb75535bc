package web

import (
	"bytes"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/door/words"
)

// view is what a page is rendered with besides its own struct: a voice, and
// what the shell around it shows.
type view struct {
	say    words.Say
	lang   string
	unit   string // its name
	person string
	member string  // their number, where they are a member
	nav    []group // what the person may do
	plans  bool    // the unit is a federation, which plans for others
	here   string  // path of the page
	asked  string  // the same with its query
	others bool    // there are other units to go to

	session string // how the session is named to its owner
	done    string // number of the act that led here
	roles   []act.Role
	writes  map[string]bool // the acts that change something, and so can be in the log
}

// screen is a page without the shell.
type screen struct {
	Title string
	Body  g.Node
	Bare  bool   // no navigation: who is it for is not known yet
	Head  g.Node // what else belongs into the head
	Part  g.Node // what a script may ask for alone, to put in its place

	Scripts []string // modules that only this page wants, beside app.js
}

// view is what this visit's pages are rendered with.
func (v *visit) view() view {
	return view{
		say: v.say, lang: v.lang, unit: v.unit.Name, person: v.login, member: v.by.Member, nav: v.navigation(), plans: v.unit.Form == federation,
		here: v.r.URL.Path, asked: v.r.URL.RequestURI(), others: v.others > 0,
		session: v.session, done: v.r.URL.Query().Get(doneName), roles: v.by.Roles, writes: v.site.writes,
	}
}

// stranger is the view of who is not, or not yet, logged in.
func (s *site) stranger(r *http.Request) view {
	lang := languageOf(r)
	return view{say: words.Speak(lang), lang: lang, here: r.URL.Path, asked: r.URL.RequestURI()}
}

// finished puts a finished sentence of ours into the reader's language.
func (v view) finished(sentence string) string { return words.Finished(v.lang, sentence) }

// memo is what an entry says happened, in the reader's language where artel wrote
// it. A person's own words stay theirs; kind is what made the entry.
func (v view) memo(memo, kind string) string {
	if kind == "by hand" {
		return memo
	}
	return words.Finished(v.lang, memo)
}

// send writes a page. It is rendered first, so that a page is whole or not at
// all.
func (s *site) send(w http.ResponseWriter, r *http.Request, status int, v view, p screen) {
	var b bytes.Buffer
	if err := v.shell(p).Render(&b); err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", v.lang)
	w.Header().Add("Vary", "Cookie, Accept-Language")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = b.WriteTo(w)
	}
}

func (v view) shell(p screen) g.Node {
	bare := p.Bare || v.person == ""
	title := p.Title
	if v.unit != "" {
		title += " · " + v.unit
	}
	return h.Doctype(h.HTML(h.Lang(v.lang),
		h.Head(
			h.Meta(h.Charset("utf-8")),
			h.Meta(h.Name("viewport"), h.Content("width=device-width, initial-scale=1")),
			h.Meta(h.Name("color-scheme"), h.Content("light dark")),
			h.TitleEl(g.Text(title)),
			h.Link(h.Rel("stylesheet"), h.Href(assetPath("artel.css"))),
			h.Link(h.Rel("icon"), h.Type("image/svg+xml"), h.Href(assetPath("mark.svg"))),
			h.Script(h.Type("module"), h.Src(assetPath("app.js"))),
			g.Map(p.Scripts, func(name string) g.Node { return h.Script(h.Type("module"), h.Src(assetPath(name))) }),
			p.Head,
		),
		h.Body(g.If(bare, h.Class("bare")),
			h.A(h.Class("skip"), h.Href("#main"), g.Text(v.say("Skip to the content"))),
			v.bar(bare),
			g.If(!bare, v.sidebar()),
			h.Main(h.ID("main"), h.TabIndex("-1"), p.Body, g.If(!bare, v.aboutThis())),
		),
	))
}

// bar is the top of every page.
func (v view) bar(bare bool) g.Node {
	name := v.unit
	if name == "" {
		name = "artel"
	}
	return h.Header(h.Class("bar"),
		g.If(!bare, h.Button(h.Class("menu"), h.Type("button"), h.PopoverTarget("nav"), g.Text(v.say("Menu")))),
		h.A(h.Class("brand"), h.Href("/"), mark(), h.Span(g.Text(name))),
		h.Div(h.Class("aside"),
			v.tongue(),
			g.If(!bare, h.Div(h.Class("person"),
				g.If(v.others, h.A(h.Class("quiet"), h.Href("/unit"), g.Text(v.say("Other co-operative")))),
				h.A(h.Class("quiet name"), h.Href("/account/show"), h.TitleAttr(v.say("Your account")), g.Text(v.person)),
				h.Form(h.Method("post"), h.Action("/logout"), h.Button(h.Class("quiet"), g.Text(v.say("Log out")))),
			)),
		),
	)
}

// tongue switches the language. Each is written in itself.
func (v view) tongue() g.Node {
	buttons := g.Group{}
	for _, l := range words.Languages {
		buttons = append(buttons, h.Button(h.Class("quiet"), h.Name("language"), h.Value(l.Code), h.Lang(l.Code),
			g.If(l.Code == v.lang, h.Aria("current", "true")), g.Text(l.Name)))
	}
	return h.Form(h.Method("post"), h.Action("/language"), h.Class("tongue"), h.Aria("label", v.say("Language")),
		hidden("next", v.asked), buttons)
}

// sidebar is the navigation: beside the page where there is room, else behind
// the menu button. A group is open where the page is one of its acts.
func (v view) sidebar() g.Node {
	groups := g.Group{}
	for _, gr := range v.nav {
		groups = append(groups, v.navGroup(gr))
	}
	return h.Nav(h.ID("nav"), h.Popover(), h.Aria("label", v.say("Pages")),
		h.Ul(h.Class("top"),
			v.navLink(link{"Home", "/"}),
			groups,
			v.navLink(link{"Everything you can do", "/everything"}),
			v.navLink(link{"Handbook", "/handbook"}),
		),
	)
}

func (v view) navGroup(gr group) g.Node {
	open, links := false, g.Group{}
	for _, l := range gr.links {
		open = open || l.path == v.here
		if v.listed(l.path) {
			links = append(links, v.navLink(l))
		}
	}
	return h.Li(h.Details(g.If(open, g.Attr("open")), h.Name("nav"),
		h.Summary(g.Text(v.say(gr.name))), h.Ul(links)))
}

func (v view) navLink(l link) g.Node {
	return h.Li(h.A(h.Href(l.path), g.If(l.path == v.here, h.Aria("current", "page")), g.Text(v.say(l.name))))
}

// mark is artel's sign: a joint of bamboo, drawn by the style sheet.
func mark() g.Node { return h.Span(h.Class("mark"), h.Aria("hidden", "true")) }

func hidden(name, value string) g.Node {
	return h.Input(h.Type("hidden"), h.Name(name), h.Value(value))
}

// notice is a message above what it is about: good, warn, bad or plain.
func notice(kind string, body ...g.Node) g.Node {
	role := "status"
	if kind == "bad" {
		role = "alert"
	}
	return h.Div(h.Class("notice "+kind), h.Role(role), g.Group(body))
}

// headings are the heads of a table; "#" behind one sets its numbers to the
// right.
func headings(v view, names ...string) g.Node {
	heads := g.Group{}
	for _, name := range names {
		plain, number := strings.CutSuffix(name, "#")
		if plain == "" {
			heads = append(heads, h.Td()) // a heading says something, or is none
			continue
		}
		heads = append(heads, h.Th(h.Scope("col"), g.If(number, h.Class("number")), g.Text(v.say(plain))))
	}
	return heads
}
