package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/unit"
)

// accountPage is a person's own: who they are here, their password, where they
// are logged in, their keys and their programs.
type accountPage struct{ unit.Account }

func readAccount(tx *db.Tx, in act.Nothing) (accountPage, error) {
	a, err := unit.ReadAccount(tx, in)
	return accountPage{a}, err
}

func (p accountPage) look(v view) screen {
	title := v.say("Your account")
	roles := make([]string, len(p.Roles))
	for i, r := range p.Roles {
		roles[i] = v.say(string(r))
	}
	return screen{Title: title, Body: h.Div(h.Class("account"),
		heading(title, v.say("Your way in, and whatever is open in your name. Nobody else sees this page.")),
		v.flash(),
		facts(v, factText(v, "Name", p.Name), factText(v, "roles", strings.Join(roles, v.say(", "))),
			factText(v, "member", p.Member), factText(v, "mail", p.Mail)),
		p.password(v), p.sessions(v), p.passkeys(v), p.tokens(v),
	)}
}

// doButton is a button that does an act with what is given, and comes back.
func doButton(v view, path, back, words string, class string, pairs ...string) g.Node {
	fields := g.Group{hidden(nextName, back)}
	for i := 0; i+1 < len(pairs); i += 2 {
		fields = append(fields, hidden(pairs[i], pairs[i+1]))
	}
	return h.Form(h.Class("press"), h.Method("post"), h.Action(path), fields, h.Button(h.Class(class), g.Text(words)))
}

func (p accountPage) password(v view) g.Node {
	box := func(name, words, kind, hint string) g.Node {
		return h.Div(h.Class("field"), h.Label(h.For(name), g.Text(words)), g.If(hint != "", h.P(h.Class("hint"), h.ID(name+"-hint"), g.Text(hint))),
			h.Input(h.ID(name), h.Name(name), h.Type("password"), h.AutoComplete(kind), h.Required(), g.If(hint != "", h.Aria("describedby", name+"-hint"))))
	}
	return h.Section(h.Class("own"), h.H2(g.Text(v.say("Password"))),
		h.Form(h.Class("act"), h.Method("post"), h.Action("/account/password"), hidden(nextName, "/account/show"),
			h.Input(h.Type("hidden"), h.Name("_user"), h.AutoComplete("username"), h.Value(p.Name)),
			box("old_password", v.say("The password you have now"), "current-password", ""),
			box("new_password", v.say("New password"), "new-password", v.say("at least 10 characters; a few words are easier to keep in mind than signs")),
			h.P(h.Class("buttons"), h.Button(h.Class("main"), g.Text(v.say("Change the password"))),
				h.Span(h.Class("hint"), g.Text(v.say("You stay logged in here; everywhere else your sessions end."))))))
}

func (p accountPage) sessions(v view) g.Node {
	rows := g.Group{}
	for _, s := range p.Sessions {
		what := g.Group{g.Text(device(v, s.Agent)), g.If(s.ID == v.session, h.Span(h.Class("tag"), g.Text(v.say("this one"))))}
		rows = append(rows, h.Tr(h.Td(what), td(v.say(s.How)), h.Td(h.Class("since"), g.Text(moment(s.Opened))), td(moment(s.Seen)),
			h.Td(h.Class("does"), g.If(s.ID != v.session, doButton(v, "/account/leave", "/account/show", v.say("End it"), "quiet", "session", s.ID)))))
	}
	return h.Section(h.Class("own"), h.H2(g.Text(v.say("Where you are logged in"))),
		h.P(h.Class("hint"), g.Text(v.say("A session ends 2 hours after it was last used, and 12 hours after it began at the latest."))),
		table("", g.Group{headings(v, "device", "logged in by"), h.Th(h.Scope("col"), h.Class("since"), g.Text(v.say("since"))), headings(v, "last used", "")}, rows, nil),
		doButton(v, "/account/leave", "/login", v.say("Log out everywhere"), "", "session", "all"))
}

func (p accountPage) passkeys(v view) g.Node {
	rows := g.Group{}
	for _, k := range p.Passkeys {
		rows = append(rows, h.Tr(td(k.Name), td(moment(k.Made)), td(moment(k.Seen)),
			h.Td(h.Class("does"), doButton(v, "/account/forget", "/account/show", v.say("Forget it"), "quiet", "id", k.ID))))
	}
	return h.Section(h.Class("own"), h.H2(g.Text(v.say("Passkeys"))),
		h.P(h.Class("hint"), g.Text(v.say("A passkey lets you in by your finger, your face or the code of your device, without a password; nobody can guess it or lure it out of you."))),
		g.If(len(rows) == 0, empty(v.say("You have no passkey yet."))),
		g.If(len(rows) > 0, table("", headings(v, "name", "made", "last used", ""), rows, nil)),
		h.Form(h.Class("act passkey script"), h.Data("passkey", "add"), h.Data("module", assetPath("passkey.js")), h.Method("post"), h.Action("/passkey/new"),
			h.Div(h.Class("field"), h.Label(h.For("device"), g.Text(v.say("What is the device?"))),
				h.Input(h.ID("device"), h.Name("name"), h.Value(v.say("My telephone")), h.MaxLength("60"), h.Required())),
			h.P(h.Class("buttons"), h.Button(g.Text(v.say("Make a passkey on this device")))),
			h.P(h.Class("error"), h.Role("alert"), h.Data("failed", v.say("The device made no passkey. Try once more, or use the password.")))))
}

func (p accountPage) tokens(v view) g.Node {
	rows := g.Group{}
	for _, t := range p.Tokens {
		may := v.say("looks and does")
		if t.Reading {
			may = v.say("only looks")
		}
		until := t.Until
		if until == "" {
			until = v.say("for ever")
		}
		rows = append(rows, h.Tr(td(t.Name), td(may), td(moment(t.Made)), td(until), td(moment(t.Seen)),
			h.Td(h.Class("does"), doButton(v, "/account/revoke", "/account/show", v.say("End it"), "quiet", "id", t.ID))))
	}
	return h.Section(h.Class("own"), h.H2(g.Text(v.say("Tokens for programs"))),
		h.P(h.Class("hint"), g.Text(v.say("A program that works in your name sends a token instead of your password. It may do what you may, or only look.")), g.Text(" "),
			a("/openapi.json", v.say("What programs can do"))),
		g.If(len(rows) == 0, empty(v.say("No program works in your name."))),
		g.If(len(rows) > 0, table("", headings(v, "name", "may", "made", "until", "last used", ""), rows, nil)),
		h.P(button("/account/token", v.say("Make a token"))))
}

// tokenPage shows a new token, the only time.
type tokenPage struct{ unit.Token }

func (p tokenPage) look(v view) screen {
	title := v.say("Token for %s", p.Name)
	body := g.Group{
		notice("good", h.P(h.Strong(g.Text(v.say("This is the token. It is shown only now: copy it to where the program keeps its secrets."))))),
		h.P(h.Code(h.Class("secret"), h.ID("secret"), g.Text(p.Secret))),
		h.Details(h.Summary(g.Text(v.say("How a program uses it"))), h.Pre(g.Text("curl -H 'Authorization: Bearer "+p.Secret+"' …/api/unit/show"))),
	}
	if p.Secret == "" { // the page was sent twice
		body = g.Group{notice("warn", h.P(g.Text(v.say("This token was made, and shown, already. Whoever did not copy it ends it and makes another."))))}
	}
	return screen{Title: title, Body: h.Div(h.Class("account"), heading(title, ""), body, h.P(button("/account/show", v.say("To your account"))))}
}

// device says what a browser calls itself in words, where they are known.
func device(v view, agent string) string {
	browser, system := "", ""
	for _, b := range [][2]string{{"Edg", "Edge"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}} {
		if browser == "" && strings.Contains(agent, b[0]) {
			browser = b[1]
		}
	}
	for _, s := range [][2]string{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "Mac"}, {"Linux", "Linux"}} {
		if system == "" && strings.Contains(agent, s[0]) {
			system = s[1]
		}
	}
	switch {
	case browser != "" && system != "":
		return browser + ", " + system
	case agent == "":
		return v.say("an unknown device")
	}
	if name := []rune(agent); len(name) > 40 {
		return string(name[:40]) + "…"
	}
	return agent
}

// flash says that what led to this page was done.
func (v view) flash() g.Node {
	seq, err := strconv.ParseInt(v.done, 10, 64)
	if err != nil || seq <= 0 {
		return nil
	}
	return notice("good", h.P(h.Role("status"), g.Text(v.say("Done, as act %d in the log.", seq))))
}

// withDone is a place with the number of the act that led there.
func withDone(place string, seq int64) string {
	u, err := url.Parse(place)
	if err != nil || seq == 0 {
		return place
	}
	q := u.Query()
	q.Set(doneName, strconv.FormatInt(seq, 10))
	u.RawQuery = q.Encode()
	return u.String()
}

const changesPassword = "account password"

// braked does an act; one that asks for a password is slowed down as logging in
// is, so that nobody guesses it at a screen that was left open.
func (s *site) braked(v *visit, a act.Act, do func() (act.Answer, error)) (act.Answer, error) {
	if a.Name != changesPassword {
		return do()
	}
	done, err := s.slow.wait(v.r.Context(), triedBy(v.login, address(v.r)))
	if err != nil {
		return act.Answer{}, err
	}
	answer, err := do()
	done(fault.Of(err) == "")
	return answer, err
}

// afterwards keeps who changed their password logged in here: their sessions
// have all ended.
func (s *site) afterwards(w http.ResponseWriter, v *visit, a act.Act) error {
	if a.Name != changesPassword {
		return nil
	}
	return s.db.Write(v.r.Context(), db.Who{Name: v.login}, func(tx *db.Tx) error {
		token, err := unit.Enter(tx, v.login, unit.Via{How: "password", Agent: v.r.UserAgent()})
		if err == nil {
			s.setCookie(w, sessionCookie, token, 0)
		}
		return err
	})
}
