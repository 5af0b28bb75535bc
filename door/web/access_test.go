package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"artel/base/act"
	"artel/base/db"
	"artel/coop/unit"
)

// The matrix of access: every act and every composed page by every role, and by
// nobody. It is derived from the declarations, so that an act declared tomorrow
// is in it tomorrow.

// everyRole is a browser for each role there is, and one for nobody ("").
func (to *town) everyRole() map[act.Role]*person {
	to.t.Helper()
	all := map[act.Role]*person{"": to.person("")}
	for _, role := range act.Roles {
		name, number := "the-"+string(role), ""
		if role == act.Member {
			number = "M001"
		}
		to.must("unit login", map[string]string{"name": name, "password": password, "role": string(role), "member": number})
		all[role] = to.inSession(name)
	}
	return all
}

// inSession is a browser that is logged in, without the time that checking a
// password takes.
func (to *town) inSession(name string) *person {
	to.t.Helper()
	p := to.person("")
	err := to.db.Write(to.t.Context(), db.Who{Name: name}, func(tx *db.Tx) (err error) {
		p.cookies[sessionCookie], err = unit.Enter(tx, name, unit.Via{How: "password"})
		return err
	})
	if err != nil {
		to.t.Fatal(err)
	}
	return p
}

// status is what one request comes to.
func (p *person) status(method, path, kind string) reply {
	r := httptest.NewRequest(method, path, strings.NewReader(""))
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return p.do(r)
}

// TestAccessMatrix: who may gets an answer or is told what is missing; who may
// not is refused; who is not logged in sees nothing.
func TestAccessMatrix(t *testing.T) {
	to := newTown(t)
	people := to.everyRole()
	const asForm, asJSON = "application/x-www-form-urlencoded", "application/json"
	answers := []int{http.StatusOK, http.StatusUnprocessableEntity, http.StatusNotFound, http.StatusConflict, http.StatusSeeOther}
	checked := 0
	for _, a := range allActs {
		if len(a.Roles) == 0 { // the operator's: no door leads there
			for role, p := range people {
				if got := p.status("POST", "/api"+a.Path(), asJSON).StatusCode; got != http.StatusNotFound {
					t.Errorf("%s by the API as %q: %d, though it is the operator's", a.Name, role, got)
				}
			}
			continue
		}
		doors := [][3]string{{"GET", a.Path(), asForm}, {"POST", a.Path(), asForm}, {"POST", "/api" + a.Path(), asJSON}}
		if !a.Writes {
			doors = append(doors, [3]string{"GET", "/api" + a.Path(), asJSON}, [3]string{"GET", a.Path() + "?_as=json", asForm})
		}
		for role, p := range people {
			for _, d := range doors {
				checked++
				r := p.status(d[0], d[1], d[2])
				switch may := slices.Contains(a.Roles, role); {
				case role == "" && strings.HasPrefix(d[1], "/api"):
					r.unless(t, a.Name, role, d, http.StatusUnauthorized)
				case role == "" && d[0] == "GET":
					if r.unless(t, a.Name, role, d, http.StatusSeeOther); !strings.HasPrefix(r.Header.Get("Location"), "/login?") {
						t.Errorf("%s %s as nobody leads to %q", d[0], d[1], r.Header.Get("Location"))
					}
				case may:
					r.unless(t, a.Name, role, d, answers...)
				default:
					r.unless(t, a.Name, role, d, http.StatusForbidden)
				}
			}
		}
	}
	if checked < 1000 {
		t.Errorf("only %d doors were tried; is the test looking at the right place?", checked)
	}
}

func (r reply) unless(t *testing.T, name string, role act.Role, door [3]string, wanted ...int) {
	t.Helper()
	if !slices.Contains(wanted, r.StatusCode) {
		t.Errorf("%s: %s %s as %q is answered %d, not one of %v", name, door[0], door[1], role, r.StatusCode, wanted)
	}
	if r.StatusCode != http.StatusOK && !slices.Contains(wanted, http.StatusOK) && strings.Contains(r.body, "王光明") {
		t.Errorf("%s: %s %s as %q names a member while refusing", name, door[0], door[1], role)
	}
}

// An auditor sees all and changes nothing but their own way in.
func TestAuditorChangesNothing(t *testing.T) {
	for _, a := range allActs {
		if a.Writes && slices.Contains(a.Roles, act.Auditor) && !strings.HasPrefix(a.Name, "account ") {
			t.Errorf("%s changes something, and an auditor may do it", a.Name)
		}
		if !a.Writes && len(a.Roles) > 0 && !slices.Contains(a.Roles, act.Auditor) {
			t.Errorf("%s only looks, and an auditor may not see it", a.Name)
		}
	}
}

// TestMembersSeeTheirOwn: whatever a member may ask says nothing of another, by
// any door, named or not.
func TestMembersSeeTheirOwn(t *testing.T) {
	to := newTown(t)
	to.must("capital subscribe", map[string]string{"member": "M002", "day": "1956-02-01", "amount": "7654.32"})
	to.must("capital bring", map[string]string{"tool": "the loom of another", "no": "T777", "member": "M002", "day": "1956-02-01", "appraised": "31.41", "life_years": "5"})
	hu := to.inSession("hu")
	asked := 0
	for _, a := range allActs {
		if !slices.Contains(a.Roles, act.Member) {
			continue
		}
		for _, query := range []string{"", "?member=M002", "?member=M002&year=1956&month=1956-02&day=1956-12-31", "?tool=T777", "?no=T777"} {
			for _, path := range []string{a.Path(), "/api" + a.Path()} {
				asked++
				hu.get(path+query).lacks("王光明", "7,654.32", "7654.32", "765432", "the loom of another", "31.41", "3141")
			}
		}
		if !a.Writes {
			continue
		}
		form := url.Values{"member": {"M002"}}
		for _, f := range a.Fields {
			if f.Name != "member" && !f.Opt {
				form.Set(f.Name, typed(f))
			}
		}
		if r := hu.post(a.Path(), form); known(a.Fields, "member") && (r.StatusCode == http.StatusOK || r.StatusCode == http.StatusSeeOther) {
			t.Errorf("a member did “%s” for another: %d", a.Name, r.StatusCode)
		}
	}
	if asked < 40 {
		t.Errorf("only %d questions were asked", asked)
	}
	hu.get("/").lacks("王光明", "7,654.32")
}

// typed is something that fits a field.
func typed(f act.Field) string {
	switch {
	case len(f.Choice) > 0:
		return f.Choice[0]
	case isYear(f):
		return "1956"
	case f.Kind == "day":
		return "1956-12-31"
	case f.Kind == "month":
		return "1956-12"
	}
	return "1"
}

// open are the routes that anybody may come by: what is needed before one is
// known, and what says nothing about a co-operative.
var open = []string{
	"GET /assets/{name}", "GET /login", "POST /login", "POST /logout", "POST /language", "GET /openapi.json", "/api/",
	"POST /passkey/ask", "POST /passkey/login", "GET /outside", "GET /outside/back",
	"POST /ballot/{unit}",                                              // a paper of a secret vote, which bears a stamp and no name
	"GET /begin", "POST /begin", "GET /begin/unit", "POST /begin/unit", // for who has the code printed at the machine; see begin_test.go
}

var routePattern = regexp.MustCompile(`mux\.Handle(?:Func)?\("([^"]+)"`)

// TestNobodySeesAnything reads which routes there are out of the source: one
// that is added and is not in the list above must ask who is there.
func TestNobodySeesAnything(t *testing.T) {
	to := newTown(t)
	nobody, files := to.person(""), 0
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range routePattern.FindAllStringSubmatch(string(text), -1) {
			route := m[1]
			if slices.Contains(open, route) || strings.HasSuffix(route, "GET ") || strings.HasSuffix(route, "POST ") || route == "/api" {
				continue
			}
			files++
			method, path, two := strings.Cut(route, " ")
			if !two {
				method, path = "GET", route
			}
			path = strings.NewReplacer("{$}", "", "{", "", "}", "", "...", "").Replace(path)
			r := nobody.status(method, path, "application/x-www-form-urlencoded").lacks("Willow Weavers", "王光明")
			if r.StatusCode != http.StatusSeeOther && r.StatusCode != http.StatusForbidden && r.StatusCode != http.StatusUnauthorized {
				t.Errorf("%s answers nobody with %d", route, r.StatusCode)
			}
		}
	}
	if files < 5 {
		t.Errorf("only %d routes were found in the source", files)
	}
}
