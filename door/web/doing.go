package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"

	g "maragu.dev/gomponents"
)

// Limits on what may be sent.
const (
	mostForm   = 2 << 20
	mostPaper  = 16 << 20
	mostUpload = 64 << 20
)

// show is the page of an act. One that only looks has its form above its
// answer, and answers at once where nothing has to be said.
func (s *site) show(a act.Act) func(http.ResponseWriter, *visit) error {
	return func(w http.ResponseWriter, v *visit) error {
		if !v.by.Has(a.Roles) {
			return notForThem(a)
		}
		f := v.form(a, v.r.URL.Query())
		if a.Writes {
			return s.sendAct(w, v, http.StatusOK, actPage{form: f})
		}
		p, composed := s.pages[a.Name]
		asked := f // a page may ask for less than its act
		if composed {
			asked.act = p.act
		}
		if !asked.complete() && v.r.URL.RawQuery == "" {
			return s.sendAct(w, v, http.StatusOK, actPage{form: f})
		}
		as := f.values[asName]
		if !composed || as != "" {
			return s.answer(w, v, actPage{form: f}, as)
		}
		out, err := v.ask(p.act, answersOf(a.Fields, f.values))
		if wrong := problemsOf(err); wrong != nil {
			return s.sendAct(w, v, http.StatusUnprocessableEntity, actPage{form: f}.with(wrong))
		}
		if s.nothingYet(w, v, a, err) {
			return nil
		}
		if err != nil {
			return err
		}
		seen := p.look(v.view(), out)
		if seen.Part != nil && v.r.URL.Query().Get(partName) != "" { // a script takes the place of a part only
			return seen.Part.Render(w)
		}
		s.send(w, v.r, http.StatusOK, v.view(), seen)
		return nil
	}
}

// nothingYet answers a question that came from the menu and not about a certain
// thing, where there is nothing to answer with yet: it says what comes first.
func (s *site) nothingYet(w http.ResponseWriter, v *visit, a act.Act, err error) bool {
	if fault.Of(err) != fault.Missing || v.r.URL.RawQuery != "" {
		return false
	}
	title := v.say(titleOf(a))
	s.send(w, v.r, http.StatusOK, v.view(), screen{Title: title, Body: g.Group{heading(title, ""), empty(sentence(v.say, err))}})
	return true
}

func notForThem(a act.Act) error {
	roles := make([]string, len(a.Roles))
	for i, r := range a.Roles {
		roles[i] = string(r)
	}
	return fault.Refused.Errorf("“%s” is not for you. It is for: %s.", a.Name, strings.Join(roles, ", "))
}

// answer asks an act that only looks, and shows or hands out what it says.
func (s *site) answer(w http.ResponseWriter, v *visit, p actPage, as string) error {
	out, err := v.ask(p.form.act, answersOf(p.form.act.Fields, p.form.values))
	if s.nothingYet(w, v, p.form.act, err) {
		return nil
	}
	if err != nil {
		return s.sendWrong(w, v, p, err)
	}
	if as != "" {
		return handOut(w, v, p.form.act.Name, as, out)
	}
	p.answered, p.out = true, out
	p.cut(v.r.URL)
	return s.sendAct(w, v, http.StatusOK, p)
}

// do does an act, or tries it, with what the form says.
func (s *site) do(a act.Act) func(http.ResponseWriter, *visit) error {
	return func(w http.ResponseWriter, v *visit) error {
		if !v.by.Has(a.Roles) {
			return notForThem(a)
		}
		if !a.Writes { // a question has an address
			http.Redirect(w, v.r, a.Path(), http.StatusSeeOther)
			return nil
		}
		most := mostOf(a)
		if slices.ContainsFunc(a.Fields, isUpload) {
			most = mostUpload
		}
		v.r.Body = http.MaxBytesReader(w, v.r.Body, most)
		if err := readForm(v.r); err != nil {
			return err
		}
		p := actPage{form: v.form(a, v.r.PostForm)}
		if fill := s.pages[a.Name].fill; fill != nil {
			fill(&p.form)
		}
		if list := v.r.PostForm.Get(moreName); list != "" {
			p.form.more = map[string]int{list: 2 * emptyRows}
			return s.sendAct(w, v, http.StatusOK, p)
		}
		return s.run(w, v, p, v.r.PostForm.Get(tryName) != "")
	}
}

// mostOf is how much may be sent for an act: more where it takes a paper, such as the
// report of a whole county.
func mostOf(a act.Act) int64 {
	if slices.ContainsFunc(a.Fields, func(f act.Field) bool { return f.Long }) {
		return mostPaper
	}
	return mostForm
}

// readForm reads a form of either encoding.
func readForm(r *http.Request) error {
	err := r.ParseForm()
	if err == nil {
		err = r.ParseMultipartForm(1 << 20)
	}
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil || errors.Is(err, http.ErrNotMultipart):
		return nil
	case errors.As(err, &tooLarge), errors.Is(err, errSlow):
		return err
	}
	return fault.Invalid.Errorf("The form cannot be read.")
}

func (s *site) run(w http.ResponseWriter, v *visit, p actPage, try bool) error {
	a, given := p.form.act, answersOf(p.form.act.Fields, p.form.values)
	call := v.call("web")
	call.Try = try
	call.Seen, _ = strconv.ParseInt(p.form.asides["seen"], 10, 64) // none where it is no number: then nothing is compared
	if as := s.pages[a.Name].try; try && as != nil {
		as(given)
	}
	if !try {
		call.Key = s.onceKey(a, p.form.key, given)
	}
	done, err := s.takeUploads(v, &p.form, given)
	if err != nil {
		return s.sendWrong(w, v, p, err)
	}
	if p.form.path != "" {
		call.Uploads = []string{p.form.path}
	}
	answer, err := s.braked(v, a, func() (act.Answer, error) {
		return a.Run(v.r.Context(), s.db, call, act.Values(given))
	})
	done(err == nil && !try)
	if err != nil {
		return s.sendWrong(w, v, p, err)
	}
	if !try {
		if err := s.afterwards(w, v, a); err != nil {
			return err
		}
		if p.form.then != "" {
			http.Redirect(w, v.r, withDone(p.form.then, answer.Seq), http.StatusSeeOther)
			return nil
		}
	}
	p.answered, p.tried, p.again, p.seq = true, try, answer.Again, answer.Seq
	p.out = asFirst(a, answer.Out)
	return s.sendAct(w, v, http.StatusOK, p)
}

// onceKey is the key under which a filled-in form is done once. It depends on
// what was filled in, so that a form sent again with something else does
// something else. An upload has none: bringing the same sheets in again changes
// nothing by itself.
func (s *site) onceKey(a act.Act, key string, given map[string]string) string {
	if key == "" || slices.ContainsFunc(a.Fields, isUpload) {
		return ""
	}
	mac := hmac.New(sha256.New, s.secret) // what is secret in a form is not to be guessed from its key in the log
	for _, name := range slices.Sorted(maps.Keys(given)) {
		for _, part := range []string{name, given[name]} {
			mac.Write([]byte(strconv.Itoa(len(part)) + ":" + part))
		}
	}
	return "web " + key + " " + hex.EncodeToString(mac.Sum(nil)[:8])
}

// sendWrong shows the form again with what is wrong, and all that was typed.
func (s *site) sendWrong(w http.ResponseWriter, v *visit, p actPage, err error) error {
	if fault.Of(err) == "" {
		return err
	}
	meanwhile := (*act.Meanwhile)(nil)
	if errors.As(err, &meanwhile) { // who sends again has now seen it
		p.meanwhile = meanwhile.Acts
		p.form.asides["seen"] = v.lastAct()
	}
	if rows := problemsOf(err); rows != nil {
		p = p.with(rows)
	} else {
		p.refusal = sentence(v.say, err)
	}
	return s.sendAct(w, v, statusOf(err), p)
}

func (s *site) sendAct(w http.ResponseWriter, v *visit, status int, p actPage) error {
	if form := s.pages[p.form.act.Name].form; form != nil {
		seen, err := form(v, p)
		if err == nil {
			s.send(w, v.r, status, v.view(), seen)
		}
		return err
	}
	s.send(w, v.r, status, v.view(), p.look(v.view()))
	return nil
}

// form is an act's form with what a query or a form said.
func (v *visit) form(a act.Act, said url.Values) form {
	f := form{act: a, values: map[string]string{}, asides: map[string]string{}, key: said.Get(keyName), held: said.Get(heldName)}
	if said.Has(nextName) {
		f.then = local(said.Get(nextName))
	}
	for name, all := range said {
		if at, ours := strings.CutPrefix(name, "_"); ours && slices.Contains(asides, at) {
			f.asides[at] = all[len(all)-1]
		}
		if name == asName || !strings.HasPrefix(name, "_") {
			f.values[name] = all[len(all)-1] // a ticked box comes after its hidden no
		}
	}
	if f.key == "" || len(f.key) > 64 {
		f.key = rand.Text()
	}
	if a.Thing != "" && f.asides["seen"] == "" {
		f.asides["seen"] = v.lastAct()
	}
	for _, field := range a.Fields {
		if _, ok := f.values[field.Name]; ok {
			continue
		}
		switch {
		case field.Name == "member" && v.ownOnly():
			f.values[field.Name] = v.by.Member
		case isYear(field) && !field.Opt && field.Default == "":
			f.values[field.Name] = v.yearFor(a)
		}
	}
	return f
}

// lastAct is the number of the last act in the log, as text.
func (v *visit) lastAct() string {
	seq := int64(0)
	err := v.db.Read(v.r.Context(), db.Who{Unit: v.unit.ID}, func(tx *db.Tx) (err error) {
		seq, err = act.Head(tx)
		return err
	})
	if err != nil {
		return "" // then nothing is compared
	}
	return strconv.FormatInt(seq, 10)
}

// complete says whether nothing that must be said is missing.
func (f form) complete() bool {
	return !slices.ContainsFunc(f.act.Fields, func(field act.Field) bool {
		return !field.Opt && field.Default == "" && f.values[field.Name] == ""
	})
}

// asFirst is the first answer of an act, which the log keeps as JSON, as the
// act's own type again, so that it is shown as it was.
func asFirst(a act.Act, out any) any {
	raw, ok := out.(json.RawMessage)
	if !ok {
		return out
	}
	first := reflect.New(a.Out)
	if err := json.Unmarshal(raw, first.Interface()); err == nil {
		return first.Elem().Interface()
	}
	return string(raw)
}

// answersOf are a form's values as an act is given them: a list of single values
// line by line, without what is no field.
func answersOf(fields []act.Field, values map[string]string) map[string]string {
	given := maps.Clone(values)
	maps.DeleteFunc(given, func(name, _ string) bool { return strings.HasPrefix(name, "_") })
	for _, f := range fields {
		if f.Kind != "list" || len(f.Fields) > 0 {
			continue
		}
		text, ok := given[f.Name]
		if !ok || strings.HasPrefix(strings.TrimSpace(text), "[") {
			continue
		}
		delete(given, f.Name)
		n := 0
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "" {
				given[f.Name+"."+strconv.Itoa(n)] = line
				n++
			}
		}
	}
	return given
}
