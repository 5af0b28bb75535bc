package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"artel/base/act"
	"artel/base/db"
	"artel/coop/unit"
)

func TestPeoplePage(t *testing.T) {
	p := peoplePage{[]unit.Person{
		{Name: "<chair>", Roles: []act.Role{act.Chair}, Seen: "2026-11-24T08:00:00Z"},
		{Name: "li", Roles: []act.Role{act.Bookkeeper, act.Member}, Member: "M002"},
		{Name: "gone", Roles: []act.Role{act.Foreman}, Closed: true},
	}}
	as := func(role act.Role) func(view) screen {
		return func(v view) screen { v.roles = []act.Role{role}; return p.look(v) }
	}
	chair := rendered(t, "en", as(act.Chair))
	has(t, chair, "&lt;chair&gt;", `href="/unit/password?_next=%2Funit%2Fpeople&amp;name=li"`, "Take the role member from li", "never", "Closed logins: 1", "Open it again")
	if manager := rendered(t, "en", as(act.Manager)); strings.Contains(manager, "name=%3Cchair%3E") {
		t.Error("a manager is led to change the chair's login")
	}
	if auditor := rendered(t, "en", as(act.Auditor)); strings.Contains(auditor, "<form class=\"press\"") || strings.Contains(auditor, "/unit/login") {
		t.Error("an auditor is led to change logins")
	}
	has(t, rendered(t, "zh", as(act.Chair)), "人员", "给登录名", "从未")
	has(t, rendered(t, "en", peoplePage{}.look), "Nobody can log in yet.")
}

func TestAccountPage(t *testing.T) {
	p := accountPage{unit.Account{Person: unit.Person{Name: "hu", Roles: []act.Role{act.Member}, Member: "M001"}}}
	has(t, rendered(t, "en", p.look), "You have no passkey yet.", "No program works in your name.", `action="/account/password"`, `autocomplete="current-password"`)
	p.Sessions = []unit.Session{{ID: "abc", How: "passkey", Agent: "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"}, {ID: "def", How: "password", Agent: "<b>odd</b>"}}
	p.Tokens = []unit.Token{{ID: "t1", Name: `the "till"`, Reading: true, Made: "2026-11-24T08:00:00Z"}}
	p.Passkeys = []unit.Passkey{{ID: "k1", Name: "telephone"}}
	html := rendered(t, "en", func(v view) screen { v.session, v.done = "abc", "12"; return p.look(v) })
	has(t, html, "Firefox, Windows", "this one", "&lt;b&gt;odd", "Done, as act 12 in the log.", "only looks", "for ever", `value="t1"`, `value="k1"`, `value="def"`)
	if strings.Contains(html, `name="session" value="abc"`) {
		t.Error("the session that is used can be ended as if it were another")
	}
	has(t, rendered(t, "zh", p.look), "通行密钥", "只许查看", "长期")
}

// A chair gives and takes; what is taken is gone at the next press.
func TestPeople(t *testing.T) {
	to := newTown(t)
	chair, books := to.inSession("chair"), to.inSession("books")
	books.get("/unit/people").wants(http.StatusForbidden)
	chair.get("/unit/people").wants(http.StatusOK, "books", "bookkeeper", "M001")
	role := url.Values{"name": {"books"}, "role": {"auditor"}, nextName: {"/unit/people"}}
	r := chair.post("/unit/role", role).wants(http.StatusSeeOther)
	if to := r.Header.Get("Location"); !regexp.MustCompile(`^/unit/people\?_done=\d+$`).MatchString(to) {
		t.Error(to)
	}
	chair.post("/unit/dismiss", url.Values{"name": {"books"}, "role": {"bookkeeper"}}).wants(http.StatusOK)
	books.post("/ledger/post", entry("1.00", "k")).wants(http.StatusForbidden) // an auditor changes nothing
	books.get("/log/show").wants(http.StatusOK)
	chair.post("/unit/dismiss", url.Values{"name": {"books"}, "role": {"auditor"}}).wants(http.StatusConflict, "Close the login instead")
	chair.post("/unit/close", url.Values{"name": {"books"}, "why": {"moved away"}}).wants(http.StatusOK)
	books.get("/log/show").wants(http.StatusSeeOther)
	to.person("").post("/login", url.Values{"name": {"books"}, "password": {password}}).wants(http.StatusForbidden, "Name or password is wrong.")
	chair.get("/unit/people").wants(http.StatusOK, "Closed logins: 1")
	chair.post("/unit/close", url.Values{"name": {"chair"}}).wants(http.StatusConflict, "Nobody could give logins any more")
	chair.post("/unit/password", url.Values{"name": {"books"}, "password": {"another long one"}}).wants(http.StatusOK).lacks("another long one")
	chair.get("/log/show").wants(http.StatusOK, "unit password").lacks("another long one")
	to.person("").post("/login", url.Values{"name": {"books"}, "password": {"another long one"}}).wants(http.StatusSeeOther)
	// What is wrong is said, and what was typed stays; a password does not.
	chair.post("/unit/login", url.Values{"name": {"lin"}, "password": {"short"}, "role": {"chair"}, "mail": {"nowhere"}}).
		wants(http.StatusUnprocessableEntity, `value="lin"`, "no e-mail address").lacks(`value="short"`)
}

// A manager does not make themselves chair.
func TestManagersStayManagers(t *testing.T) {
	to := newTown(t)
	to.must("unit login", map[string]string{"name": "boss", "password": password, "role": "manager"})
	boss := to.inSession("boss")
	for path, form := range map[string]url.Values{
		"/unit/role":     {"name": {"boss"}, "role": {"chair"}},
		"/unit/login":    {"name": {"straw"}, "password": {password}, "role": {"chair"}},
		"/unit/password": {"name": {"chair"}, "password": {password}},
		"/unit/close":    {"name": {"chair"}},
		"/unit/dismiss":  {"name": {"chair"}, "role": {"chair"}},
	} {
		r := boss.post(path, form)
		if r.StatusCode != http.StatusForbidden && r.StatusCode != http.StatusConflict {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
	boss.post("/unit/login", url.Values{"name": {"chair"}, "password": {"taken over!"}, "role": {"foreman"}}).wants(http.StatusForbidden, "Only a chair")
	boss.post("/unit/password", url.Values{"name": {"books"}, "password": {password}}).wants(http.StatusOK)
}

func TestOwnPassword(t *testing.T) {
	to := newTown(t)
	here, there := to.inSession("hu"), to.inSession("hu")
	here.post("/account/password", url.Values{"old_password": {"not this one"}, "new_password": {"a new long one"}}).
		wants(http.StatusUnprocessableEntity, `id="old_password-error"`, "This is not your password.").lacks("a new long one")
	here.post("/account/password", url.Values{"old_password": {password}, "new_password": {"short"}}).wants(http.StatusUnprocessableEntity, "needs at least 10")
	there.get("/account/show").wants(http.StatusOK)
	here.post("/account/password", url.Values{"old_password": {password}, "new_password": {"a new long one"}, nextName: {"/account/show"}}).wants(http.StatusSeeOther)
	here.get("/account/show?_done=7").wants(http.StatusOK, "Done, as act 7", "this one")
	there.get("/account/show").wants(http.StatusSeeOther) // everywhere else it is over
	to.person("").post("/login", url.Values{"name": {"hu"}, "password": {password}}).wants(http.StatusForbidden)
	to.person("").post("/login", url.Values{"name": {"hu"}, "password": {"a new long one"}}).wants(http.StatusSeeOther)
	to.inSession("chair").get("/log/show").wants(http.StatusOK, "account password").lacks("a new long one", password)
	// A session is ended from another; nobody ends somebody else's.
	there = to.inSession("hu")
	id := unit.SessionID(there.cookies[sessionCookie])
	to.inSession("chair").post("/account/leave", url.Values{"session": {id}}).wants(http.StatusNotFound)
	there.get("/account/show").wants(http.StatusOK)
	here.post("/account/leave", url.Values{"session": {id}}).wants(http.StatusOK)
	there.get("/account/show").wants(http.StatusSeeOther)
	here.post("/account/leave", url.Values{"session": {"all"}}).wants(http.StatusOK)
	here.get("/account/show").wants(http.StatusSeeOther)
}

// TestOldPasswordIsSlow: a screen left open is no place to guess at.
func TestOldPasswordIsSlow(t *testing.T) {
	hu := newTown(t).inSession("hu")
	wrong := url.Values{"old_password": {"not this one"}, "new_password": {"a new long one"}}
	for range free + 1 {
		hu.post("/account/password", wrong).wants(http.StatusUnprocessableEntity)
	}
	begun := time.Now()
	hu.post("/account/password", wrong)
	if took := time.Since(begun); took < firstWait {
		t.Errorf("after %d wrong ones the next took only %s", free+1, took)
	}
}

// age makes every session look as if it had been opened or used so long ago.
func (to *town) age(column string, by time.Duration) {
	to.t.Helper()
	err := to.db.Write(to.t.Context(), db.Who{}, func(tx *db.Tx) error {
		if column == "seen" {
			return tx.Exec(`update session set seen = $1`, tx.Now.Add(-by).Format(time.RFC3339))
		}
		return tx.Exec(`update session set expires = $1`, tx.Now.Add(12*time.Hour-by).Format(time.RFC3339))
	})
	if err != nil {
		to.t.Fatal(err)
	}
}

func TestSessionsEnd(t *testing.T) {
	to := newTown(t)
	p := to.inSession("books")
	to.age("seen", time.Hour)
	p.get("/everything").wants(http.StatusOK)
	to.age("expires", 11*time.Hour)
	p.get("/everything").wants(http.StatusOK) // used an hour ago, and used again just now
	to.age("seen", 2*time.Hour)
	p.get("/everything").wants(http.StatusSeeOther)
	p = to.inSession("books")
	to.age("expires", 12*time.Hour)
	p.get("/everything").wants(http.StatusSeeOther)
	p = to.inSession("books")
	to.age("seen", 119*time.Minute)
	p.get("/everything").wants(http.StatusOK)
	to.age("expires", 0)
	p.get("/account/show").wants(http.StatusOK) // the first of the two had noted the use
}

// bearer asks as a program does.
func (to *town) bearer(method, path, token, body string) reply {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	return to.person("").do(r)
}

var secretShown = regexp.MustCompile(`artel_[0-9a-f]{48}`)

func TestTokens(t *testing.T) {
	to := newTown(t)
	books := to.inSession("books")
	form := url.Values{"name": {"the till"}, "reading": {"no"}, keyName: {"once"}}
	token := secretShown.FindString(books.post("/account/token", form).wants(http.StatusOK, "shown only now").body)
	if token == "" {
		t.Fatal("no token is shown")
	}
	books.post("/account/token", form).wants(http.StatusOK, "shown, already").lacks(token) // a double click
	books.get("/account/show").wants(http.StatusOK, "the till").lacks(token)
	to.inSession("chair").get("/log/show").wants(http.StatusOK, "account token").lacks(token)
	err := to.db.Read(t.Context(), db.Who{Unit: to.unit}, func(tx *db.Tx) error {
		kept, err := db.All[string](tx, `select token from api_token union all select answer from act_log where unit = $1`, tx.Unit)
		if strings.Contains(strings.Join(kept, " "), token) {
			t.Error("the token itself is kept")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	to.bearer("POST", "/api/ledger/post", token, sold).wants(http.StatusOK)
	to.bearer("GET", "/api/unit/people", token, "").wants(http.StatusForbidden) // a bookkeeper's token
	to.bearer("GET", "/api/ledger/accounts?unit=elsewhere", token, "").wants(http.StatusNotFound)

	looks := secretShown.FindString(books.json("POST", "/api/account/token", `{"name":"a looker"}`).wants(http.StatusOK).body)
	to.bearer("GET", "/api/ledger/accounts", looks, "").wants(http.StatusOK, "1010")
	to.bearer("POST", "/api/ledger/post", looks, sold).wants(http.StatusForbidden, "may only look")
	to.bearer("POST", "/api/account/token", looks, `{"name":"more","reading":false}`).wants(http.StatusForbidden, "may only look")

	to.bearer("GET", "/api/ledger/accounts", "artel_wrong", "").wants(http.StatusUnauthorized, "not known")
	books.post("/account/token", url.Values{"name": {"late"}, "until": {"1950-01-01"}}).wants(http.StatusUnprocessableEntity, "is past", `value="late"`)
	id := regexp.MustCompile(`action="/account/revoke">.*?name="id" value="([0-9a-f]+)"`).FindStringSubmatch(books.get("/account/show").body)
	to.inSession("chair").post("/account/revoke", url.Values{"id": {id[1]}}).wants(http.StatusNotFound)
	books.post("/account/revoke", url.Values{"id": {id[1]}}).wants(http.StatusOK)
	to.inSession("chair").post("/unit/close", url.Values{"name": {"books"}}).wants(http.StatusOK)
	for _, ended := range []string{token, looks} {
		to.bearer("GET", "/api/ledger/accounts", ended, "").wants(http.StatusUnauthorized)
	}
}

// Whoever guesses at tokens waits; the program with the right one does not.
func TestGuessedTokensAreSlow(t *testing.T) {
	to := newTown(t)
	right := secretShown.FindString(to.inSession("books").json("POST", "/api/account/token", `{"name":"till"}`).body)
	for range free + 1 {
		to.bearer("GET", "/api/ledger/accounts", "artel_guess", "").wants(http.StatusUnauthorized)
	}
	begun := time.Now()
	to.bearer("GET", "/api/ledger/accounts", "artel_guess", "")
	if took := time.Since(begun); took < firstWait {
		t.Errorf("a guess took only %s", took)
	}
	begun = time.Now()
	to.bearer("GET", "/api/ledger/accounts", right, "").wants(http.StatusOK)
	if took := time.Since(begun); took >= firstWait {
		t.Errorf("the right token waited %s", took)
	}
}

// The password that a program sends works again after its session was ended.
func TestBasicAfterItsSessionEnded(t *testing.T) {
	to := newTown(t)
	ask := func() reply {
		r := httptest.NewRequest("GET", "/api/ledger/accounts", nil)
		r.SetBasicAuth("books", password)
		return to.person("").do(r)
	}
	ask().wants(http.StatusOK)
	to.inSession("books").post("/account/leave", url.Values{"session": {"all"}}).wants(http.StatusOK)
	ask().wants(http.StatusOK)
	to.must("unit password", map[string]string{"name": "books", "password": "quite another"})
	ask().wants(http.StatusUnauthorized)
}
