package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/unit"
	"artel/door/words"
)

// The cookies. The session's holds a token that only the person has; the others
// hold choices and no secrets.
const (
	sessionCookie  = "artel"
	unitCookie     = "artel_unit"
	languageCookie = "artel_lang"
)

// visit is one request of somebody who is logged in.
type visit struct {
	*site
	r      *http.Request
	say    words.Say
	lang   string
	login  string
	by     act.Caller // in the unit
	unit   unit.Unit
	others int // units besides this one that the login may enter

	session string // how the session is named to its owner
	reading bool   // by a token that may only look
}

// inside lets in who is logged in, and shows the others the way.
func (s *site) inside(page func(http.ResponseWriter, *visit) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := s.visit(r)
		if err != nil {
			s.outside(w, r, err)
			return
		}
		if v.unit.ID == "" && r.URL.Path != "/unit" {
			http.Redirect(w, r, "/unit?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
			return
		}
		if err := page(w, v); err != nil {
			s.wrong(w, v.view(), r, err)
		}
	})
}

// outside answers who is not logged in. Typed work is not lost to a session
// that is over: the page stays in the browser, to be sent once more.
func (s *site) outside(w http.ResponseWriter, r *http.Request, err error) {
	if fault.Of(err) != fault.Refused {
		s.wrong(w, s.stranger(r), r, err)
		return
	}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		http.Redirect(w, r, "/login?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		return
	}
	s.wrong(w, s.stranger(r), r, fault.Refused.Errorf("Your session is over. Log in again in another window, then go back and send this page once more: what you typed is still there."))
}

// visit finds out who asks, for which unit and in which language.
func (s *site) visit(r *http.Request) (*visit, error) {
	c, err := r.Cookie(sessionCookie)
	if err != nil {
		return nil, fault.Refused.Errorf("Log in first.")
	}
	chosen := ""
	if c, err := r.Cookie(unitCookie); err == nil {
		chosen = c.Value
	}
	v, err := s.behind(r.Context(), c.Value, chosen)
	if err != nil {
		return nil, err
	}
	v.r, v.lang = r, languageOf(r)
	v.say = words.Speak(v.lang)
	return v, nil
}

// behind is the visit of a session's token, in the unit chosen by its id or code,
// or in the only one; without a choice where there are several.
func (s *site) behind(ctx context.Context, token, chosen string) (*visit, error) {
	v := &visit{site: s, session: unit.SessionID(token)}
	var callers map[string]act.Caller
	stale := false
	err := s.db.Read(ctx, db.Who{}, func(tx *db.Tx) (err error) {
		if callers, v.login, err = unit.Behind(tx, token); err != nil {
			return err
		}
		if stale, err = unit.Stale(tx, token); err != nil {
			return err
		}
		all, err := unit.All(tx)
		if err != nil {
			return err
		}
		mine := slices.DeleteFunc(all, func(u unit.Unit) bool { _, ok := callers[u.ID]; return !ok })
		if len(mine) == 0 {
			return fault.Refused.Errorf("Your login has no part in any co-operative; ask the chair.")
		}
		v.others = len(mine) - 1
		i := slices.IndexFunc(mine, func(u unit.Unit) bool { return chosen != "" && (u.ID == chosen || u.Code == chosen) })
		if i < 0 && len(mine) == 1 {
			i = 0
		}
		if i >= 0 {
			v.unit = mine[i]
		}
		return nil
	})
	if err == nil && stale {
		err = s.db.Write(ctx, db.Who{Name: v.login}, func(tx *db.Tx) error { return unit.Touch(tx, token) })
	}
	if err != nil || v.unit.ID == "" {
		return v, err
	}
	v.by = callers[v.unit.ID]
	return v, s.db.Read(ctx, db.Who{Unit: v.unit.ID}, func(tx *db.Tx) (err error) {
		v.unit, err = unit.Now(tx)
		return err
	})
}

// call is how this visit asks for an act.
func (v *visit) call(door string) act.Call {
	return act.Call{Unit: v.unit.ID, By: v.by, Door: door}
}

// ask runs an act that only looks, with what the query says.
func (v *visit) ask(a act.Act, values map[string]string) (any, error) {
	answer, err := a.Run(v.r.Context(), v.db, v.call("web"), act.Values(values))
	return answer.Out, err
}

// ownOnly says whether the person may see only what is their own.
func (v *visit) ownOnly() bool { return !v.by.Has(act.See) }

// tongues are the languages in the order of [words.Languages].
var tongues = language.NewMatcher([]language.Tag{language.English, language.Chinese})

// languageOf is the language chosen, or the one the browser asks for.
func languageOf(r *http.Request) string {
	if c, err := r.Cookie(languageCookie); err == nil {
		for _, l := range words.Languages {
			if l.Code == c.Value {
				return l.Code
			}
		}
	}
	_, i := language.MatchStrings(tongues, r.Header.Get("Accept-Language"))
	return words.Languages[i].Code
}

func (s *site) chooseLanguage(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	if err := r.ParseForm(); err != nil {
		s.wrong(w, s.stranger(r), r, fault.Invalid.Errorf("The form cannot be read."))
		return
	}
	s.setCookie(w, languageCookie, r.PostForm.Get("language"), 365*24*3600)
	http.Redirect(w, r, local(r.PostForm.Get("next")), http.StatusSeeOther)
}

func (s *site) setCookie(w http.ResponseWriter, name, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: seconds,
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: s.opts.Secure,
	})
}

// local is a place on this site, whatever was asked for: nobody is sent
// elsewhere from here.
func local(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n") || strings.HasPrefix(u.Path, "//") {
		return "/"
	}
	return next
}
