package web

import (
	"context"
	"crypto/subtle"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/charter"
	"artel/coop/unit"
	"artel/door/words"
)

// The first run: two short steps from an empty database to a founded
// co-operative and somebody who is logged in as its chair. Who may take them
// holds the code of the link that was printed where artel was started, so that
// nobody else on the network founds it first. The first step is kept in memory
// (a password belongs in no page), the second does everything in one act.

const (
	beginCookie = "artel_begin"
	beginAct    = "unit begin"
)

// founding is the first run under way. It is over once there is a unit.
type founding struct {
	sync.Mutex
	code            string
	login, password string
}

// begins are the routes of the first run.
func (s *site) begins(mux *http.ServeMux) {
	mux.HandleFunc("GET /begin", s.begin)
	mux.HandleFunc("POST /begin", s.beginWho)
	mux.HandleFunc("GET /begin/unit", s.begin)
	mux.HandleFunc("POST /begin/unit", s.beginUnit)
	mux.Handle("GET /welcome", s.inside(s.welcome))
	mux.Handle("POST /welcome", s.inside(s.welcomeExample))
}

// mayBegin says whether the request holds the code, and the database is still
// empty.
func (s *site) mayBegin(r *http.Request) error {
	empty := false
	err := s.db.Read(r.Context(), db.Who{}, func(tx *db.Tx) error {
		all, err := unit.All(tx)
		empty = len(all) == 0
		return err
	})
	if err != nil {
		return err
	}
	c, err := r.Cookie(beginCookie)
	switch {
	case !empty:
		return fault.Conflict.Errorf("There is a co-operative in this database already. Log in; its chair gives logins.")
	case s.first.code == "" || err != nil || subtle.ConstantTimeCompare([]byte(c.Value), []byte(s.first.code)) != 1:
		return fault.Refused.Errorf("Open the link that was printed where artel was started: only who has it may begin.")
	}
	return nil
}

// begin shows the step that is due. A code in the address goes into a cookie, so
// that the address does not stay in anybody's history of visits.
func (s *site) begin(w http.ResponseWriter, r *http.Request) {
	if code := r.URL.Query().Get("code"); code != "" {
		s.setCookie(w, beginCookie, code, 0)
		http.Redirect(w, r, "/begin", http.StatusSeeOther)
		return
	}
	s.first.Lock()
	defer s.first.Unlock()
	if err := s.mayBegin(r); err != nil {
		s.wrong(w, s.stranger(r), r, err)
		return
	}
	p := s.beginning(r)
	if r.URL.Path == "/begin/unit" {
		if s.first.password == "" {
			http.Redirect(w, r, "/begin", http.StatusSeeOther)
			return
		}
		p.Second = true
	}
	s.sendBegin(w, r, http.StatusOK, p)
}

// beginning is the page with what is known already.
func (s *site) beginning(r *http.Request) beginPage {
	v := s.stranger(r)
	a, _ := s.actNamed(beginAct)
	values := map[string]string{"login": s.first.login, "template": "producer", "currency": "EUR", "year": strconv.Itoa(s.db.Now().Year())}
	if v.lang == "zh" {
		values["currency"] = "CNY"
	}
	return beginPage{form: form{act: a, values: values}, Templates: charter.Templates()}
}

func (s *site) sendBegin(w http.ResponseWriter, r *http.Request, status int, p beginPage) {
	v := s.stranger(r)
	s.send(w, r, status, v, screen{Title: v.say("Begin"), Body: p.look(v), Bare: true})
}

// said are the fields of a step as they were typed, over what is known.
func (p *beginPage) said(r *http.Request) error {
	if err := readForm(r); err != nil {
		return err
	}
	for name := range r.PostForm {
		p.form.values[name] = r.PostForm.Get(name)
	}
	return nil
}

// beginWho takes the first step: a name and a password.
func (s *site) beginWho(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	s.first.Lock()
	defer s.first.Unlock()
	p := s.beginning(r)
	err := s.mayBegin(r)
	if err == nil {
		err = p.said(r)
	}
	if err != nil {
		s.wrong(w, s.stranger(r), r, err)
		return
	}
	login, password := p.form.values["login"], p.form.values["password"]
	if wrong := charter.WrongPerson(login, password); len(wrong) > 0 {
		p.form.mind(wrong)
		s.sendBegin(w, r, http.StatusUnprocessableEntity, p)
		return
	}
	s.first.login, s.first.password = login, password
	http.Redirect(w, r, "/begin/unit", http.StatusSeeOther)
}

// beginUnit takes the second step, which founds everything and logs in.
func (s *site) beginUnit(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	s.first.Lock()
	defer s.first.Unlock()
	p := s.beginning(r)
	p.Second = true
	err := s.mayBegin(r)
	if err == nil {
		err = p.said(r)
	}
	if err != nil {
		s.wrong(w, s.stranger(r), r, err)
		return
	}
	if s.first.password == "" {
		http.Redirect(w, r, "/begin", http.StatusSeeOther)
		return
	}
	token, err := s.foundAll(r, p.form)
	switch {
	case err != nil && fault.Of(err) == "":
		s.wrong(w, s.stranger(r), r, err)
	case err != nil:
		for _, problem := range p.form.mind(problemsOf(err)) {
			p.Refusal = words.Problem(s.stranger(r).lang, problem).Wrong
		}
		if problemsOf(err) == nil {
			p.Refusal = sentence(s.stranger(r).say, err)
		}
		s.sendBegin(w, r, http.StatusUnprocessableEntity, p)
	default:
		s.first.code, s.first.password = "", ""
		s.setCookie(w, beginCookie, "", -1)
		s.setCookie(w, sessionCookie, token, 0)
		http.Redirect(w, r, "/welcome", http.StatusSeeOther)
	}
}

// foundAll does the act, and opens a session for who did it.
func (s *site) foundAll(r *http.Request, f form) (token string, err error) {
	given := map[string]string{}
	for _, field := range f.act.Fields {
		if v := f.values[field.Name]; v != "" {
			given[field.Name] = v
		}
	}
	given["login"], given["password"] = s.first.login, s.first.password
	who := act.Caller{Name: s.first.login, Roles: []act.Role{act.Operator}} // the code says so
	call := act.Call{Unit: unit.NewID(), By: who, Door: "web"}
	if _, err = f.act.Run(r.Context(), s.db, call, act.Values(given)); err != nil {
		return "", err
	}
	err = s.db.Write(context.WithoutCancel(r.Context()), db.Who{Name: who.Name}, func(tx *db.Tx) (err error) {
		token, err = unit.Enter(tx, who.Name)
		return err
	})
	return token, err
}

// beginPage is one of the two steps.
type beginPage struct {
	form      form
	Second    bool
	Refusal   string
	Templates []charter.Template
}

func (p beginPage) field(v view, name string) g.Node {
	i := slices.IndexFunc(p.form.act.Fields, func(f act.Field) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return p.form.field(v, p.form.act.Fields[i], name)
}

func (p beginPage) look(v view) g.Node {
	step, title, lead, at := 1, "Who are you?", "You will be the chair of these books, and may give others a login later.", "/begin"
	fields, next := g.Group{p.field(v, "login"), p.field(v, "password")}, "Continue"
	if p.Second {
		step, title, at, next = 2, "Which co-operative?", "/begin/unit", "Begin"
		lead = "All of this can be changed later, by an act or by a resolution."
		fields = g.Group{p.field(v, "name"), h.Div(h.Class("pair"), p.field(v, "county"), p.field(v, "trade")),
			h.Div(h.Class("pair"), p.field(v, "currency"), p.field(v, "year")), p.charters(v)}
	}
	return h.Div(h.Class("begin"), mark(),
		h.P(h.Class("lead"), g.Text(v.say("Step %d of 2", step))), h.H1(g.Text(v.say(title))), h.P(h.Class("lead"), g.Text(v.say(lead))),
		g.If(p.Refusal != "", notice("bad", h.P(g.Text(p.Refusal)))),
		h.Form(h.Method("post"), h.Action(at), h.Class("act"), g.Attr("novalidate"), fields,
			h.P(h.Class("buttons"), h.Button(h.Class("main"), g.Text(v.say(next))),
				g.If(p.Second, h.A(h.Class("button quiet"), h.Href("/begin"), g.Text(v.say("Back")))))))
}

// charters are the templates to choose from, each to be read before.
func (p beginPage) charters(v view) g.Node {
	cards := g.Group{}
	for _, t := range p.Templates {
		cards = append(cards, h.Div(h.Class("choice"),
			h.Label(h.Input(h.Type("radio"), h.Name("template"), h.Value(t.Name), g.If(p.form.values["template"] == t.Name, h.Checked())),
				h.Span(h.Strong(g.Text(v.say(t.Title))), h.Span(h.Class("why"), g.Text(v.say(t.About))))),
			h.Details(h.Summary(g.Text(v.say("Read its articles"))), statutesList(v, t.Articles()),
				h.P(h.Class("hint"), g.Text(v.say("It follows: %s.", v.say(t.Law)))))))
	}
	return h.FieldSet(h.Class("charters"), h.Legend(g.Text(v.say("Form and charter"))),
		h.P(h.Class("hint"), g.Text(v.say("Choose the one that is nearest to you; every article can be amended later."))),
		p.form.errors(v, "template"), cards)
}

// statutesList is a charter read out, without its history.
func statutesList(v view, all []charter.Article) g.Node {
	items := g.Group{}
	for _, a := range all {
		items = append(items, h.Div(h.Dt(g.Text(v.clause(a.Clause))), h.Dd(g.Text(v.article(a)))))
	}
	return h.Dl(h.Class("statutes short"), items)
}

// article is what an article says, in the reader's language.
func (v view) article(a charter.Article) string {
	if a.Says == "" {
		return v.say(a.Title)
	}
	args := make([]any, len(a.Args))
	for i, arg := range a.Args {
		args[i] = v.say(arg)
	}
	return v.say(a.Says, args...)
}

// clause is the name of an article: "art. 31.2" as each language writes it.
func (v view) clause(clause string) string {
	if rest, ok := strings.CutPrefix(clause, "art. "); ok {
		return v.say("art. %s", rest)
	}
	if rest, ok := strings.CutPrefix(clause, "arts. "); ok {
		return v.say("arts. %s", rest)
	}
	return clause
}
