package web

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"artel/base/act"
	"artel/base/fault"
)

// api is an act's endpoint: POST with a JSON object, and for an act that only
// looks also GET with a query. ?try=1 only shows what would come of it, ?unit=
// names the unit, the header Idempotency-Key makes it be done once.
func (s *site) api(a act.Act) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := s.apiDo(w, r, a); err != nil {
			s.apiError(w, r, err)
		}
	}
}

// reserved are the words of a query that are no fields of the act, unless the
// act has such a field.
var reserved = []string{"unit", "try"}

func (s *site) apiDo(w http.ResponseWriter, r *http.Request, a act.Act) error {
	v, err := s.apiVisit(r)
	if err != nil {
		return err
	}
	if !v.by.Has(a.Roles) { // before any file of theirs is taken in
		return notForThem(a)
	}
	if v.reading && a.Writes {
		return fault.Refused.Errorf("This token may only look. Make one that may also do things for “%s”.", a.Name)
	}
	c := v.call("api")
	fill, sent, err := s.apiInput(w, r, a, v)
	if err != nil {
		return err
	}
	if sent.path != "" {
		defer s.uploads.drop(sent.token)
		c.Uploads = []string{sent.path}
	}
	q := r.URL.Query()
	c.Try = a.Writes && (q.Get("try") == "1" || q.Get("try") == "true")
	if c.Key = r.Header.Get("Idempotency-Key"); len(c.Key) > 200 {
		return fault.Invalid.Errorf("An idempotency key has at most 200 characters.")
	}
	if c.Try {
		c.Key = ""
	}
	answer, err := s.braked(v, a, func() (act.Answer, error) { return a.Run(r.Context(), s.db, c, fill) })
	if err != nil {
		return err
	}
	page, err := paged(w, r, a, answer.Out)
	if err != nil {
		return err
	}
	out, err := json.Marshal(page)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	if c.Try {
		h.Set("Artel-Tried", "true")
	}
	if answer.Again {
		h.Set("Artel-Again", "true")
	}
	if answer.Seq > 0 {
		h.Set("Artel-Act", n(int(answer.Seq)))
	}
	_, err = w.Write(append(out, '\n'))
	return err
}

// sent is the files that came with a request to the API, while it is served.
type sent struct{ token, path string }

// apiFiles takes the files of an act that wants some: they come as
// multipart/form-data, as a browser's form would send them.
func (s *site) apiFiles(w http.ResponseWriter, r *http.Request, a act.Act, v *visit, field string) (func(any) error, sent, error) {
	r.Body = http.MaxBytesReader(w, r.Body, mostUpload)
	if err := r.ParseMultipartForm(mostForm); err != nil || len(r.MultipartForm.File[field]) == 0 {
		return nil, sent{}, fault.Invalid.Errorf("Send the files as multipart/form-data, under the name “%s”.", field)
	}
	defer r.MultipartForm.RemoveAll()
	token, err := s.uploads.put(v.login, r.MultipartForm.File[field])
	if err != nil {
		return nil, sent{}, err
	}
	up, _ := s.uploads.get(token, v.login)
	values := map[string]string{}
	for name, all := range r.MultipartForm.Value {
		values[name] = all[0]
	}
	for _, f := range a.Fields {
		if isCopy(a, f) {
			delete(values, f.Name) // nobody names a place on this machine
		}
	}
	values[field] = up.path
	return act.Values(answersOf(a.Fields, values)), sent{token, up.path}, nil
}

// apiInput is the decoder of what was sent, and the files that came with it.
func (s *site) apiInput(w http.ResponseWriter, r *http.Request, a act.Act, v *visit) (func(any) error, sent, error) {
	if i := slices.IndexFunc(a.Fields, isUpload); i >= 0 && r.Method == http.MethodPost {
		return s.apiFiles(w, r, a, v, a.Fields[i].Name)
	}
	fill, err := s.apiPlain(w, r, a)
	return fill, sent{}, err
}

// apiPlain is the decoder of a JSON body, or of a query.
func (s *site) apiPlain(w http.ResponseWriter, r *http.Request, a act.Act) (func(any) error, error) {
	switch {
	case r.Method == http.MethodPost:
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostOf(a)))
		return act.JSON(body), err
	case r.Method == http.MethodGet && !a.Writes:
		values := map[string]string{}
		for name, all := range r.URL.Query() {
			values[name] = all[0]
		}
		words := reserved
		if cuts(a) {
			words = slices.Concat(reserved, cutting)
		}
		for _, word := range words {
			if !known(a.Fields, word) {
				delete(values, word)
			}
		}
		return act.Values(answersOf(a.Fields, values)), nil
	case a.Writes:
		w.Header().Set("Allow", "POST")
	default:
		w.Header().Set("Allow", "GET, POST")
	}
	return nil, errors.Join(fault.Invalid.Errorf("“%s” is not done by %s.", a.Name, r.Method), errMethod)
}

// errMethod is for a request whose method the act does not know; the header
// Allow says which it does.
var errMethod = errors.New("method not allowed")

var errNoLogin = fault.Refused.Errorf("Log in first: with a token (Authorization: Bearer), with the session's cookie, or with a name and a password by HTTP Basic.")

// apiVisit is who asks: by a program's token, by session, or by name and
// password.
func (s *site) apiVisit(r *http.Request) (*visit, error) {
	if scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " "); strings.EqualFold(scheme, "Bearer") {
		return s.bearer(r, strings.TrimSpace(secret))
	}
	token := ""
	if c, err := r.Cookie(sessionCookie); err == nil {
		token = c.Value
	}
	if name, password, ok := r.BasicAuth(); ok {
		var err error
		if token, err = s.basic(r, name, password); err != nil {
			return nil, err
		}
	}
	if token == "" {
		return nil, errNoLogin
	}
	chosen := r.URL.Query().Get("unit")
	if c, err := r.Cookie(unitCookie); err == nil && chosen == "" {
		chosen = c.Value
	}
	v, err := s.behind(r.Context(), token, chosen)
	if name, password, ok := r.BasicAuth(); ok && fault.Of(err) == fault.Refused { // the session kept for a minute was ended meanwhile
		s.entered.drop(token)
		if token, err = s.basic(r, name, password); err == nil {
			v, err = s.behind(r.Context(), token, chosen)
		}
	}
	if fault.Of(err) == fault.Refused {
		return nil, errors.Join(err, errNoLogin)
	}
	if err != nil {
		return nil, err
	}
	if asked := r.URL.Query().Get("unit"); asked != "" && asked != v.unit.ID && asked != v.unit.Code {
		return nil, fault.Missing.Errorf("Your login has no unit “%s”.", asked)
	}
	if v.unit.ID == "" {
		return nil, fault.Invalid.Errorf("Your login has several co-operatives; say which with ?unit=.")
	}
	v.r = r
	return v, nil
}

// isAPI says whether a request is a program's.
func isAPI(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/api/") }
