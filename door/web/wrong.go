package web

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/fault"
	"artel/door/words"
)

// statusOf is where a kind of fault becomes a status, for pages and API alike.
func statusOf(err error) int {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return http.StatusRequestEntityTooLarge
	}
	if errors.Is(err, errSlow) {
		return http.StatusRequestTimeout
	}
	switch fault.Of(err) {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Missing:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Refused:
		return http.StatusForbidden
	}
	return http.StatusInternalServerError
}

// sentence is what a fault says to a person. Of an error of our own nothing is
// said here; see [site.ours].
func sentence(say words.Say, err error) string {
	if f := (*fault.Fault)(nil); errors.As(err, &f) {
		return words.Fault(say, f)
	}
	return ""
}

// ours logs a mistake of ours under a number by which it can be found again, and
// returns what is said instead.
func (s *site) ours(r *http.Request, err error) error {
	number := rand.Text()[:8]
	s.log.Error("web", "number", number, "method", r.Method, "path", r.URL.Path, "err", err)
	return fmt.Errorf("%s", number)
}

// wrong answers with a page that says what is wrong. It never shows the details
// of a mistake of our own.
func (s *site) wrong(w http.ResponseWriter, v view, r *http.Request, err error) {
	status := statusOf(err)
	p := wrongPage{Status: status, Words: sentence(v.say, err), Problems: problemsOf(err)}
	switch {
	case errors.Is(err, context.Canceled) && r.Context().Err() != nil:
		return // nobody is there any more
	case status == http.StatusRequestEntityTooLarge:
		p.Words = v.say("What was sent is too large.")
	case status == http.StatusInternalServerError:
		p.Number = s.ours(r, err).Error()
	}
	s.send(w, r, status, v, screen{Title: p.title(v), Body: p.look(v)})
}

func problemsOf(err error) []fault.Problem {
	if rows := (*fault.Rows)(nil); errors.As(err, &rows) {
		return rows.Problems
	}
	return nil
}

// wrongPage is what a person sees when something did not work.
type wrongPage struct {
	Status   int
	Words    string
	Number   string // by which we find a mistake of ours in the log
	Problems []fault.Problem
}

func (p wrongPage) title(v view) string {
	switch p.Status {
	case http.StatusNotFound:
		return v.say("Not found")
	case http.StatusForbidden:
		return v.say("Not for you")
	case http.StatusInternalServerError:
		return v.say("Something went wrong on our side")
	}
	return v.say("That did not work")
}

func (p wrongPage) look(v view) g.Node {
	return h.Div(h.Class("wrong"),
		h.H1(g.Text(p.title(v))),
		g.If(p.Words != "", h.P(h.Class("lead"), g.Text(p.Words))),
		g.If(p.Number != "", h.P(h.Class("lead"), g.Text(v.say("Nothing was changed by this. If it happens again, tell who looks after artel this number: %s.", p.Number)))),
		g.If(len(p.Problems) > 0, problemTable(v, p.Problems)),
		h.P(h.A(h.Class("button"), h.Href("/"), g.Text(v.say("To the start")))),
	)
}

// problemTable shows wrong rows: where, what stands there, what is wrong with it
// and what to do.
func problemTable(v view, all []fault.Problem) g.Node {
	const most = 500 // more are not read on a screen
	rows := g.Group{}
	for _, p := range all[:min(len(all), most)] {
		p = words.Problem(v.lang, p)
		row := ""
		if p.Row > 0 {
			row = fmt.Sprint(p.Row)
		}
		rows = append(rows, h.Tr(
			h.Td(g.Text(v.say(p.Sheet))), h.Td(h.Class("number"), g.Text(row)), h.Td(g.Text(v.say(p.Column))),
			h.Td(h.Class("given"), g.Text(p.Value)), h.Td(g.Text(p.Wrong)), h.Td(g.Text(p.Fix))))
	}
	return h.Div(h.Class("sheet"),
		h.Table(h.Class("problems"),
			h.Caption(g.Text(v.say("%d things to put right", len(all)))),
			h.THead(h.Tr(headings(v, "sheet", "row#", "column", "value", "what is wrong", "what to do"))),
			h.TBody(rows)),
		g.If(len(all) > most, h.P(h.Class("lines"), g.Text(v.say("The first %d are shown.", most)))),
	)
}

// calm turns a panic into a page, and logs where it came from.
func (s *site) calm(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler {
				panic(p)
			}
			err := fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			if isAPI(r) {
				s.apiError(w, r, err)
				return
			}
			s.wrong(w, s.stranger(r), r, err)
		}()
		next.ServeHTTP(w, r)
	})
}

// crossed answers a request that another site made in a person's name.
func (s *site) crossed(w http.ResponseWriter, r *http.Request) {
	err := fault.Refused.Errorf("This request came from another site and was not carried out.")
	if isAPI(r) {
		s.apiError(w, r, err)
		return
	}
	s.wrong(w, s.stranger(r), r, err)
}

var noSuchAct = fault.Missing.Errorf("There is no such act. All of them are in /openapi.json.")

// trouble is an error as RFC 9457 has it, with the wrong rows or fields beside.
type trouble struct {
	Type     string          `json:"type"`
	Title    string          `json:"title"`
	Status   int             `json:"status"`
	Detail   string          `json:"detail"`
	Instance string          `json:"instance,omitempty"`
	Number   string          `json:"number,omitempty"`
	Problems []fault.Problem `json:"problems,omitempty"`
}

// apiError answers with problem+json, in the language that is asked for.
func (s *site) apiError(w http.ResponseWriter, r *http.Request, err error) {
	lang := languageOf(r)
	say := words.Speak(lang)
	t := trouble{Type: "about:blank", Status: statusOf(err), Detail: sentence(say, err), Instance: r.URL.Path}
	t.Title = http.StatusText(t.Status)
	if kind := fault.Of(err); kind != "" {
		t.Type = "urn:artel:" + string(kind)
	}
	for _, p := range problemsOf(err) {
		t.Problems = append(t.Problems, words.Problem(lang, p))
		t.Detail = say("%d things to put right", len(t.Problems))
	}
	if errors.Is(err, errNoLogin) {
		t.Status, t.Title = http.StatusUnauthorized, http.StatusText(http.StatusUnauthorized)
		if r.Header.Get("Sec-Fetch-Site") == "" { // a browser is not to ask for the password by itself
			w.Header().Set("WWW-Authenticate", `Basic realm="artel", charset="UTF-8"`)
		}
	}
	if errors.Is(err, errMethod) {
		t.Status, t.Title = http.StatusMethodNotAllowed, http.StatusText(http.StatusMethodNotAllowed)
	}
	if t.Status == http.StatusRequestEntityTooLarge {
		t.Detail = say("What was sent is too large.")
	}
	if t.Status == http.StatusInternalServerError {
		t.Number = s.ours(r, err).Error()
		t.Detail = say("Something went wrong on our side")
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(t.Status)
	_ = json.NewEncoder(w).Encode(t)
}
