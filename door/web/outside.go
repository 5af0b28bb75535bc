package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/db"
	"artel/base/fault"
	"artel/coop/unit"
)

// Outside is another service that knows people (OpenID Connect): who is logged
// in there may come in here, if a login here is theirs. It gives nobody a login.
type Outside struct {
	Name   string // as people know it
	Issuer string // its address
	Client string // artel's number there
	Secret string
	Base   string // this site's own address, as https://books.example
}

// outside keeps what is under way with the service, by state: each way out has
// its own state, nonce and PKCE verifier, and comes back once.
type outside struct {
	Outside
	mu   sync.Mutex
	open map[string]away
	at   *oidc.Provider // found when it is first needed
}

type away struct {
	nonce, verifier, next string
	until                 time.Time
}

const (
	outsideCookie = "artel_outside"
	mostAway      = 1000
)

func newOutside(o Outside) *outside { return &outside{Outside: o, open: map[string]away{}} }

func (o *outside) there() bool { return o != nil && o.Issuer != "" }

// config is how the service is talked to. It is looked up anew while it does not
// answer, so that artel starts without it.
func (o *outside) config(ctx context.Context) (*oauth2.Config, *oidc.Provider, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.at == nil {
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer stop()
		at, err := oidc.NewProvider(ctx, o.Issuer)
		if err != nil {
			return nil, nil, fault.Refused.Errorf("“%s” does not answer. Log in with your password, or try again later.", o.Name)
		}
		o.at = at
	}
	return &oauth2.Config{ClientID: o.Client, ClientSecret: o.Secret, Endpoint: o.at.Endpoint(),
		RedirectURL: strings.TrimSuffix(o.Base, "/") + "/outside/back", Scopes: []string{oidc.ScopeOpenID, "email"}}, o.at, nil
}

// leave notes a way out.
func (o *outside) leave(next string) (state string, a away) {
	state, a = rand.Text(), away{rand.Text(), oauth2.GenerateVerifier(), next, time.Now().Add(taskLasts)}
	o.mu.Lock()
	defer o.mu.Unlock()
	maps.DeleteFunc(o.open, func(_ string, a away) bool { return time.Now().After(a.until) })
	for old := range o.open {
		if len(o.open) < mostAway {
			break
		}
		delete(o.open, old)
	}
	o.open[state] = a
	return state, a
}

func (o *outside) back(state string) (away, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	a, ok := o.open[state]
	delete(o.open, state)
	return a, ok && time.Now().Before(a.until)
}

// goOutside sends a person to the service.
func (s *site) goOutside(w http.ResponseWriter, r *http.Request) {
	if !s.elsewhere.there() {
		s.wrong(w, s.stranger(r), r, fault.Missing.Errorf("There is no page at %s.", r.URL.Path))
		return
	}
	config, _, err := s.elsewhere.config(r.Context())
	if err != nil {
		s.wrong(w, s.stranger(r), r, err)
		return
	}
	state, a := s.elsewhere.leave(local(r.URL.Query().Get("next")))
	http.SetCookie(w, &http.Cookie{Name: outsideCookie, Value: state, Path: "/outside", MaxAge: int(taskLasts.Seconds()),
		HttpOnly: true, Secure: s.opts.Secure, SameSite: http.SameSiteLaxMode}) // it comes back from another site
	http.Redirect(w, r, config.AuthCodeURL(state, oidc.Nonce(a.nonce), oauth2.S256ChallengeOption(a.verifier)), http.StatusSeeOther)
}

// comeBack takes in who comes back from the service.
func (s *site) comeBack(w http.ResponseWriter, r *http.Request) {
	token, next, err := s.byOutside(r)
	if err != nil {
		s.wrong(w, s.stranger(r), r, err)
		return
	}
	s.setCookie(w, sessionCookie, token, 0)
	http.SetCookie(w, &http.Cookie{Name: outsideCookie, Path: "/outside", MaxAge: -1, HttpOnly: true, Secure: s.opts.Secure, SameSite: http.SameSiteLaxMode})
	// The session's cookie is not sent along a redirect that began elsewhere; a
	// page of our own begins a way of its own.
	v := s.stranger(r)
	w.Header().Set("Refresh", "0; url="+next)
	s.send(w, r, http.StatusOK, v, screen{Title: v.say("Log in"), Bare: true, Body: h.Div(h.Class("door"), mark(),
		h.H1(g.Text(v.say("You are logged in"))), h.P(h.A(h.Class("button main"), h.Href(next), g.Text(v.say("Continue")))))})
}

var errOutside = fault.Refused.Errorf("Logging in elsewhere did not work. Begin again from the login page.")

func (s *site) byOutside(r *http.Request) (token, next string, err error) {
	if !s.elsewhere.there() {
		return "", "", fault.Missing.Errorf("There is no page at %s.", r.URL.Path)
	}
	q := r.URL.Query()
	c, err := r.Cookie(outsideCookie)
	if err != nil || subtle.ConstantTimeCompare([]byte(c.Value), []byte(q.Get("state"))) != 1 {
		return "", "", errOutside // begun in another browser: somebody would log a person in as themselves
	}
	a, ok := s.elsewhere.back(c.Value)
	if !ok || q.Get("code") == "" {
		return "", "", errOutside
	}
	config, at, err := s.elsewhere.config(r.Context())
	if err != nil {
		return "", "", err
	}
	ctx, stop := context.WithTimeout(r.Context(), 15*time.Second)
	defer stop()
	got, err := config.Exchange(ctx, q.Get("code"), oauth2.VerifierOption(a.verifier))
	if err != nil {
		s.log.Warn("web", "outside", s.elsewhere.Issuer, "err", "the code was not taken")
		return "", "", errOutside
	}
	raw, _ := got.Extra("id_token").(string)
	id, err := at.Verifier(&oidc.Config{ClientID: s.elsewhere.Client}).Verify(ctx, raw)
	if err != nil || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(a.nonce)) != 1 {
		return "", "", errOutside
	}
	var claims struct {
		Email    string `json:"email"`
		Verified bool   `json:"email_verified"`
	}
	if err := id.Claims(&claims); err != nil {
		return "", "", errOutside
	}
	if !claims.Verified {
		claims.Email = ""
	}
	err = s.db.Write(r.Context(), db.Who{}, func(tx *db.Tx) error {
		login, err := unit.FromOutside(tx, id.Issuer, id.Subject, claims.Email)
		if err == nil {
			token, err = unit.Enter(tx, login, unit.Via{How: "another service", Agent: r.UserAgent()})
		}
		return err
	})
	return token, a.next, err
}
