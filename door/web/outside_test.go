package web

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// provider is another service that knows people, as OpenID Connect has it: it
// checks what artel sends, and can be made to misbehave.
type provider struct {
	t      *testing.T
	server *httptest.Server
	key    *rsa.PrivateKey
	claims map[string]any // of the person who is logged in there
	sent   url.Values     // what artel asked with
	spoil  func(claims map[string]any)
	forged bool // signed with another key
}

func newProvider(t *testing.T) *provider {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{t: t, key: key}
	mux := http.NewServeMux()
	p.server = httptest.NewServer(mux)
	t.Cleanup(p.server.Close)
	at := p.server.URL
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		_ = answerJSON(w, node{"issuer": at, "authorization_endpoint": at + "/auth", "token_endpoint": at + "/token", "jwks_uri": at + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		_ = answerJSON(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "k", Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("/token", p.token)
	return p
}

func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if r.FormValue("code") != "the code" || base64.RawURLEncoding.EncodeToString(sum[:]) != p.sent.Get("code_challenge") || r.FormValue("redirect_uri") != p.sent.Get("redirect_uri") {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	claims := map[string]any{"iss": p.server.URL, "aud": "artel-here", "exp": time.Now().Add(time.Minute).Unix(), "iat": time.Now().Unix(), "nonce": p.sent.Get("nonce")}
	for name, value := range p.claims {
		claims[name] = value
	}
	if p.spoil != nil {
		p.spoil(claims)
	}
	key := p.key
	if p.forged {
		key, _ = rsa.GenerateKey(rand.Reader, 2048)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key, KeyID: "k"}}, nil)
	if err != nil {
		p.t.Error(err)
	}
	id, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		p.t.Error(err)
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(node{"access_token": "a", "token_type": "Bearer", "id_token": id})
}

// visits goes to the provider and comes back, as a browser would.
func (p *provider) visits(who *person, next string) reply {
	p.t.Helper()
	r := who.get("/outside?next=" + url.QueryEscape(next)).wants(http.StatusSeeOther)
	there, err := r.Location()
	if err != nil || !strings.HasPrefix(there.String(), p.server.URL+"/auth?") {
		p.t.Fatal(there, err)
	}
	p.sent = there.Query()
	if p.sent.Get("code_challenge_method") != "S256" || p.sent.Get("nonce") == "" || len(p.sent.Get("state")) < 20 || p.sent.Get("redirect_uri") != "https://books.example/outside/back" {
		p.t.Fatal(p.sent)
	}
	return who.get("/outside/back?code=the+code&state=" + p.sent.Get("state"))
}

func (to *town) withProvider(p *provider) {
	to.door = New(to.db, allActs, Options{Outside: Outside{Name: "The Union", Issuer: p.server.URL, Client: "artel-here", Secret: "s3cret", Base: "https://books.example"}})
}

func TestOutside(t *testing.T) {
	to := newTown(t)
	to.person("").get("/outside").wants(http.StatusNotFound) // where there is no service
	p := newProvider(t)
	to.withProvider(p)
	to.must("unit login", map[string]string{"name": "lin", "password": password, "role": "bookkeeper", "mail": "Lin@example.org"})
	to.person("").get("/login").wants(http.StatusOK, "Log in with The Union", `href="/outside?next=%2F"`)

	// A verified address of a login here lets in, and ties the two.
	p.claims = map[string]any{"sub": "4711", "email": "lin@EXAMPLE.org", "email_verified": true}
	lin := to.person("")
	r := p.visits(lin, "/account/show").wants(http.StatusOK, "You are logged in", `href="/account/show"`)
	if r.Header.Get("Refresh") != "0; url=/account/show" {
		t.Error(r.Header)
	}
	lin.get("/account/show").wants(http.StatusOK, "another service", "lin")
	p.claims = map[string]any{"sub": "4711", "email": "new@example.org", "email_verified": true} // known by number from now on
	p.visits(to.person(""), "//elsewhere.example").wants(http.StatusOK, `href="/"`)

	// Whoever is not known here is not let in.
	for _, stranger := range []map[string]any{
		{"sub": "1", "email": "lin@example.org", "email_verified": false},
		{"sub": "2", "email": "nobody@example.org", "email_verified": true},
		{"sub": "3"},
		{"sub": "4", "email": "lin@example.org", "email_verified": true}, // the address went to another person there
	} {
		p.claims = stranger
		who := to.person("")
		p.visits(who, "/").wants(http.StatusForbidden, "No login here belongs to you")
		if who.cookies[sessionCookie] != "" {
			t.Errorf("%v has a session", stranger)
		}
	}
	// The chair ties a login by hand; a closed login is closed this way too.
	to.inSession("chair").post("/unit/tie", url.Values{"name": {"hu"}, "issuer": {p.server.URL}, "subject": {"3"}}).wants(http.StatusOK)
	to.inSession("chair").post("/unit/tie", url.Values{"name": {"books"}, "issuer": {p.server.URL}, "subject": {"3"}}).wants(http.StatusConflict, "hu")
	p.claims = map[string]any{"sub": "3"}
	p.visits(to.person(""), "/").wants(http.StatusOK)
	to.must("unit close", map[string]string{"name": "hu"})
	p.visits(to.person(""), "/").wants(http.StatusForbidden)
}

// What does not come back as it went is refused: another browser, another state,
// twice, with another nonce, for another program, too late, with a false seal.
func TestOutsideRefused(t *testing.T) {
	to := newTown(t)
	p := newProvider(t)
	to.withProvider(p)
	to.must("unit login", map[string]string{"name": "lin", "password": password, "role": "bookkeeper", "mail": "lin@example.org"})
	p.claims = map[string]any{"sub": "4711", "email": "lin@example.org", "email_verified": true}

	first := to.person("")
	p.visits(first, "/").wants(http.StatusOK)
	back := "/outside/back?code=the+code&state=" + p.sent.Get("state")
	first.cookies[outsideCookie] = p.sent.Get("state")
	first.get(back).wants(http.StatusForbidden, "did not work") // a second time

	begun := to.person("")
	r := begun.get("/outside").wants(http.StatusSeeOther)
	there, _ := r.Location()
	p.sent = there.Query()
	to.person("").get("/outside/back?code=the+code&state=" + p.sent.Get("state")).wants(http.StatusForbidden) // in another browser
	begun.get("/outside/back?code=the+code&state=invented").wants(http.StatusForbidden)
	begun.get("/outside/back?state=" + p.sent.Get("state")).wants(http.StatusForbidden)

	for what, spoil := range map[string]func(map[string]any){
		"nonce": func(c map[string]any) { c["nonce"] = "another" }, "audience": func(c map[string]any) { c["aud"] = "another program" },
		"issuer": func(c map[string]any) { c["iss"] = "https://elsewhere.example" }, "time": func(c map[string]any) { c["exp"] = time.Now().Add(-time.Hour).Unix() },
	} {
		p.spoil = spoil
		if r := p.visits(to.person(""), "/"); r.StatusCode != http.StatusForbidden {
			t.Errorf("a wrong %s is answered %d", what, r.StatusCode)
		}
	}
	p.spoil, p.forged = nil, true
	p.visits(to.person(""), "/").wants(http.StatusForbidden)

	p.server.Close()
	silent := newTown(t)
	silent.withProvider(p)
	silent.person("").get("/outside").wants(http.StatusForbidden, "does not answer")
}
