// Package web is the door that most people come in by: pages and forms, and
// beside them the same acts as a JSON API.
//
// Nothing here decides anything. Every page is an act, asked or done through
// [act.Act.Run]: that opens the transaction, checks the role, decodes the input
// and writes the log. So an act is on the web from the day it is declared, at
// the path that is its name (/ledger/post), with a form made of its fields
// (form.go), an answer drawn by door/report, an endpoint (api.go) and a place in
// /openapi.json (openapi.go).
//
// A page people live in is composed by hand and takes the place of the plain
// one: a file with a struct, the function that reads it, and the function that
// renders it. Reading is an act of the page's own (page.go), so that it has the
// same input, roles and "a member sees only their own" as any other; rendering
// is a pure function of the struct, and is tested with a literal one.
//
// What holds everywhere: pages work without script (app.js only makes them
// quicker); no text is put into a page except by gomponents, which escapes it;
// every answer carries a content security policy without inline script or style,
// so a chart is SVG with classes (chart.go); whose mistake an error is becomes
// its status in one place (wrong.go); a form carries a key, so that a double
// click does its act once.
//
// Words on the screen are English formats, said by door/words in the reader's
// language. Read next: page.go, form.go, shell.go.
package web

import (
	"crypto/rand"
	"io/fs"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"artel/base/act"
	"artel/base/db"
)

// Options are what the door is told besides the acts.
type Options struct {
	Demo    []Hint       // logins of a demo, shown on the login page
	Secure  bool         // cookies only over HTTPS
	Begin   string       // the code with which an empty database may be begun
	Example fs.FS        // sheets of a sample year
	Log     *slog.Logger // where our own mistakes go; slog.Default where nil

	Hosts    []string      // the names this site goes by; any where none is said
	Outside  Outside       // another service that knows people; none where it has no issuer
	Patience time.Duration // how long a form may take to arrive; half a minute where 0
}

// Hint is a login that anybody may try, of a unit that is named where there are
// several.
type Hint struct{ Name, Password, Role, Of string }

// site is the whole door.
type site struct {
	db        *db.DB
	acts      []act.Act
	opts      Options
	log       *slog.Logger
	pages     map[string]page // by the name of the act whose plain page they replace
	slow      *brake
	entered   *basics
	uploads   *shelf
	tasks     *tasks
	elsewhere *outside
	press     *press
	openapi   func() []byte
	first     founding
	writes    map[string]bool
	secret    []byte // of this run: for keys of forms
}

// New is the handler for all pages and the API.
func New(d *db.DB, acts []act.Act, opts Options) http.Handler {
	s := &site{
		db: d, acts: acts, opts: opts, log: opts.Log, pages: map[string]page{},
		slow: newBrake(), entered: newBasics(), uploads: newShelf(), tasks: newTasks(), elsewhere: newOutside(opts.Outside), press: newPress(), openapi: document(acts), secret: make([]byte, 32),
	}
	rand.Read(s.secret)
	s.first.code = opts.Begin
	if s.log == nil {
		s.log = slog.Default()
	}
	s.writes = map[string]bool{}
	for _, a := range acts {
		s.writes[a.Name] = a.Writes
	}
	for _, p := range pages {
		if a, ok := s.actNamed(p.act.Name); ok {
			p.act.Roles, p.act.Help = a.Roles, a.Help
			s.pages[a.Name] = p
		}
	}
	crossing := http.NewCrossOriginProtection()
	crossing.SetDenyHandler(http.HandlerFunc(s.crossed))
	return s.named(packed(s.calm(s.secure(s.paced(crossing.Handler(s.routes()))))))
}

// packed compresses what is text and longer than a packet. The length of an
// answer gets some noise, so that nobody can guess at a secret of the page from
// how well it packs beside words of their own.
func packed(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1200), gzhttp.RandomJitter(32, 0, false),
		gzhttp.ContentTypes([]string{"text/html", "text/css", "text/javascript", "application/json", "application/problem+json", "image/svg+xml"}))
	if err != nil {
		panic(err) // only options that cannot be
	}
	return wrap(next)
}

func (s *site) actNamed(name string) (act.Act, bool) {
	i := slices.IndexFunc(s.acts, func(a act.Act) bool { return a.Name == name })
	if i < 0 {
		return act.Act{}, false
	}
	return s.acts[i], true
}

func (s *site) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /assets/{name}", asset)
	mux.HandleFunc("GET /login", s.loginPage)
	mux.HandleFunc("POST /login", s.login)
	mux.HandleFunc("POST /logout", s.logout)
	mux.HandleFunc("POST /language", s.chooseLanguage)
	mux.HandleFunc("GET /openapi.json", s.openAPI)
	mux.HandleFunc("GET /outside", s.goOutside)
	mux.HandleFunc("GET /outside/back", s.comeBack)
	mux.HandleFunc("POST /passkey/ask", s.passkeyAsk)
	mux.HandleFunc("POST /passkey/login", s.passkeyLogin)
	mux.HandleFunc("POST /passkey/task", s.insideScript(s.passkeyTask))
	mux.HandleFunc("POST /passkey/made", s.insideScript(s.passkeyMade))
	mux.HandleFunc("POST /ballot/stamp", s.insideScript(s.stampPaper))
	mux.HandleFunc("POST /ballot/{unit}", s.putPaper)
	s.begins(mux)
	mux.Handle("GET /unit", s.inside(s.unitPage))
	mux.Handle("POST /unit", s.inside(s.chooseUnit))
	mux.Handle("GET /{$}", s.inside(s.home))
	mux.Handle("GET /marked/{token}", s.inside(s.marked))
	mux.Handle("GET /picture/{item}/{number}", s.inside(s.picture))
	mux.Handle("POST /work/check", s.inside(s.checkWork))
	mux.Handle("POST /print", s.inside(s.startPrint))
	mux.Handle("GET /print/{id}", s.inside(s.printJob))
	mux.Handle("GET /print/{id}/events", s.inside(s.printEvents))
	mux.Handle("GET /print/{id}/paper", s.inside(s.printPaper))
	mux.Handle("GET /everything", s.inside(s.index))
	mux.Handle("GET /handbook", s.inside(s.handbook))
	mux.Handle("GET /handbook/{page}", s.inside(s.handbook))
	for _, a := range s.acts {
		if len(a.Roles) == 0 { // the operator's, at the machine
			continue
		}
		mux.Handle("GET "+a.Path(), s.inside(s.show(a)))
		mux.Handle("POST "+a.Path(), s.inside(s.do(a)))
		mux.HandleFunc("/api"+a.Path(), s.api(a))
	}
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) { s.apiError(w, r, noSuchAct) })
	mux.Handle("/", s.inside(s.nowhere))
	return mux
}

// The policy leaves nothing to be loaded from elsewhere and no way for text to
// become script or style.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

func (s *site) secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		if s.opts.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		h.Set("Cache-Control", "no-store") // books are nobody else's; assets say otherwise
		next.ServeHTTP(w, r)
	})
}
