package web

import (
	"net"
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/db"
	"artel/base/fault"
	"artel/coop/unit"
)

// loginForm is the page on which people say who they are.
type loginForm struct {
	Name, Next, Wrong string
	Demo              []Hint
	Outside           string // the name of another service that knows people
	Empty             bool   // there is no co-operative in the database yet
}

func (s *site) loginPage(w http.ResponseWriter, r *http.Request) {
	f := loginForm{Next: local(r.FormValue("next")), Demo: s.opts.Demo}
	err := s.db.Read(r.Context(), db.Who{}, func(tx *db.Tx) error {
		all, err := unit.All(tx)
		f.Empty = len(all) == 0
		return err
	})
	if err != nil {
		s.wrong(w, s.stranger(r), r, err)
		return
	}
	s.loginShow(w, r, http.StatusOK, f)
}

func (s *site) loginShow(w http.ResponseWriter, r *http.Request, status int, f loginForm) {
	if s.elsewhere.there() {
		f.Outside = s.elsewhere.Name
	}
	v := s.stranger(r)
	s.send(w, r, status, v, screen{Title: v.say("Log in"), Body: f.look(v), Bare: true})
}

// login checks a name and a password. It takes its time with who has failed
// before, and says the same of a wrong name as of a wrong password.
func (s *site) login(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	if err := r.ParseForm(); err != nil {
		s.wrong(w, s.stranger(r), r, fault.Invalid.Errorf("The form cannot be read."))
		return
	}
	f := loginForm{Name: r.PostForm.Get("name"), Next: local(r.PostForm.Get("next")), Demo: s.opts.Demo}
	token, err := s.enter(r, f.Name, r.PostForm.Get("password"), "password")
	switch fault.Of(err) {
	case "":
		if err != nil {
			s.wrong(w, s.stranger(r), r, err)
			return
		}
		s.setCookie(w, sessionCookie, token, 0)
		http.Redirect(w, r, f.Next, http.StatusSeeOther)
	default:
		f.Wrong = sentence(s.stranger(r).say, err)
		s.loginShow(w, r, http.StatusForbidden, f)
	}
}

// enter opens a session, after the wait that earlier failures have earned.
func (s *site) enter(r *http.Request, name, password, how string) (token string, err error) {
	done, err := s.slow.wait(r.Context(), triedBy(name, address(r)))
	if err != nil {
		return "", err
	}
	who := db.Who{Name: name}
	if err = s.db.Read(r.Context(), who, func(tx *db.Tx) error { return unit.Known(tx, name, password) }); err == nil {
		err = s.db.Write(r.Context(), who, func(tx *db.Tx) (err error) {
			token, err = unit.Enter(tx, name, unit.Via{How: how, Agent: r.UserAgent()})
			return err
		})
	}
	done(err == nil)
	return token, err
}

// address is where a request comes from, without its port. Headers that say
// otherwise are not believed: anybody can write them.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func (s *site) logout(w http.ResponseWriter, r *http.Request) {
	if c, err := r.Cookie(sessionCookie); err == nil {
		err := s.db.Write(r.Context(), db.Who{}, func(tx *db.Tx) error { return unit.Leave(tx, c.Value) })
		if err != nil {
			s.wrong(w, s.stranger(r), r, err)
			return
		}
	}
	s.setCookie(w, sessionCookie, "", -1)
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}

func (f loginForm) look(v view) g.Node {
	return h.Div(h.Class("door"),
		mark(), h.H1(g.Text(v.say("Log in"))),
		g.If(f.Empty, notice("warn", h.P(g.Text(v.say("There is no co-operative in this database yet. Begin it by the link that was printed where artel was started; or type “artel demo” there to look around in a sample year."))))),
		g.If(f.Wrong != "", notice("bad", h.P(h.ID("wrong"), g.Text(f.Wrong)))),
		h.Form(h.Method("post"), h.Action("/login"), h.Class("stack"),
			hidden("next", f.Next),
			h.P(h.Class("field"), h.Label(h.For("name"), g.Text(v.say("Name"))),
				h.Input(h.ID("name"), h.Name("name"), h.Value(f.Name), h.AutoComplete("username"), g.Attr("autocapitalize", "none"), h.Required(), g.If(f.Name == "", h.AutoFocus()))),
			h.P(h.Class("field"), h.Label(h.For("password"), g.Text(v.say("Password"))),
				h.Input(h.ID("password"), h.Name("password"), h.Type("password"), h.AutoComplete("current-password"), h.Required(),
					g.If(f.Name != "", h.AutoFocus()), g.If(f.Wrong != "", g.Group{h.Aria("invalid", "true"), h.Aria("describedby", "wrong")}))),
			h.P(h.Button(h.Class("main wide"), g.Text(v.say("Log in")))),
		),
		g.If(f.Outside != "", h.P(h.A(h.Class("button wide"), h.Href(to("/outside", "next", f.Next)), g.Text(v.say("Log in with %s", f.Outside))))),
		h.Form(h.Class("passkey script"), h.Data("passkey", "login"), h.Data("module", assetPath("passkey.js")), h.Method("post"), h.Action("/passkey/login"), hidden("next", f.Next),
			h.P(h.Button(h.Class("wide"), g.Text(v.say("Log in with a passkey")))),
			h.P(h.Class("error"), h.Role("alert"), h.Data("failed", v.say("No passkey was used. Try once more, or log in with your password.")))),
		g.If(len(f.Demo) > 0, f.hints(v)),
	)
}

// hints are the logins of a demo, each to be tried by a click.
func (f loginForm) hints(v view) g.Node {
	rows := g.Group{}
	for _, hint := range f.Demo {
		rows = append(rows, h.Li(h.Form(h.Method("post"), h.Action("/login"),
			hidden("next", f.Next), hidden("name", hint.Name), hidden("password", hint.Password),
			h.Button(h.Class("hint"), h.Strong(g.Text(hint.Name)), g.Text(" "), h.Span(g.Text(v.say(hint.Role)), g.If(hint.Of != "", g.Text(" · "+hint.Of))), g.Text(" "), h.Code(g.Text(hint.Password))),
		)))
	}
	return h.Section(h.Class("hints"), h.H2(g.Text(v.say("This is a demo. Come in as"))), h.Ul(rows))
}
