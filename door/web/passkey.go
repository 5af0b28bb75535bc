package web

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/unit"
)

// A passkey is made, and used, in two steps: the door sets a task, the device
// does it, and the door sees whether it was done by the right key. The tasks are
// kept here for some minutes, each to be used once. What comes of it is an act
// like any other (account passkey), or a session.

// tasks are those that devices are busy with, by challenge.
type tasks struct {
	mu   sync.Mutex
	open map[string]deviceTask
}

type deviceTask struct {
	session webauthn.SessionData
	login   string // whose it is; "" for logging in
	until   time.Time
}

const (
	taskLasts = 5 * time.Minute
	mostTasks = 1000
	mostKey   = 64 << 10 // bytes of what a device answers
)

func newTasks() *tasks { return &tasks{open: map[string]deviceTask{}} }

func (t *tasks) put(s *webauthn.SessionData, login string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.open) >= mostTasks {
		maps.DeleteFunc(t.open, func(_ string, one deviceTask) bool { return time.Now().After(one.until) })
	}
	for challenge := range t.open { // any one makes room: whoever had it tries again
		if len(t.open) < mostTasks {
			break
		}
		delete(t.open, challenge)
	}
	t.open[s.Challenge] = deviceTask{*s, login, time.Now().Add(taskLasts)}
}

// take gives a task out once.
func (t *tasks) take(challenge, login string) (webauthn.SessionData, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	one, ok := t.open[challenge]
	delete(t.open, challenge)
	if !ok || one.login != login || time.Now().After(one.until) {
		return one.session, fault.Refused.Errorf("That took too long. Try once more.")
	}
	return one.session, nil
}

// party is this site as devices know it: a key made for one address does not
// work at another, which is why it cannot be lured away.
func (s *site) party(r *http.Request) (*webauthn.WebAuthn, error) {
	scheme := "http"
	if s.opts.Secure || r.TLS != nil {
		scheme = "https"
	}
	host := hostName(r)
	if net.ParseIP(host) != nil {
		return nil, fault.Refused.Errorf("Passkeys need an address with a name, and HTTPS: %s has none.", r.Host)
	}
	w, err := webauthn.New(&webauthn.Config{
		RPID: host, RPDisplayName: "artel", RPOrigins: []string{scheme + "://" + r.Host},
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
		},
	})
	if err != nil {
		return nil, fault.Refused.Errorf("Passkeys need an address with a name, and HTTPS: %s has none.", r.Host)
	}
	return w, nil
}

// holder is a person as the library wants one.
type holder struct {
	login string
	keys  []webauthn.Credential
}

func (h holder) WebAuthnID() []byte {
	sum := sha256.Sum256([]byte("artel passkey " + h.login))
	return sum[:]
}
func (h holder) WebAuthnName() string                       { return h.login }
func (h holder) WebAuthnDisplayName() string                { return h.login }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

func holderOf(tx *db.Tx, login string) (holder, error) {
	h := holder{login: login}
	texts, err := unit.Credentials(tx, login)
	for _, text := range texts {
		var key webauthn.Credential
		if err := json.Unmarshal([]byte(text), &key); err != nil {
			return h, err
		}
		h.keys = append(h.keys, key)
	}
	return h, err
}

// passkeyAct keeps a key that was seen to work. No door leads to it but this
// one: elsewhere nobody could tell whose key it is.
var passkeyAct = act.Do("account passkey", "Make a passkey on a device", act.SeeOwn, unit.AddPasskey)

// passkeyTask sets the task of making a key.
func (s *site) passkeyTask(w http.ResponseWriter, v *visit) error {
	party, err := s.party(v.r)
	if err != nil {
		return s.told(w, v.r, err)
	}
	var h holder
	err = s.db.Read(v.r.Context(), db.Who{Name: v.login}, func(tx *db.Tx) (err error) {
		h, err = holderOf(tx, v.login)
		return err
	})
	if err != nil {
		return s.told(w, v.r, err)
	}
	created, session, err := party.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.keys).CredentialDescriptors()))
	if err != nil {
		return s.told(w, v.r, err)
	}
	s.tasks.put(session, v.login)
	return answerJSON(w, created.Response)
}

// passkeyMade takes in the key that the device made.
func (s *site) passkeyMade(w http.ResponseWriter, v *visit) error {
	body, err := io.ReadAll(http.MaxBytesReader(w, v.r.Body, mostKey))
	if err != nil {
		return s.told(w, v.r, err)
	}
	made, err := protocol.ParseCredentialCreationResponseBytes(body)
	if err != nil {
		return s.told(w, v.r, errKey)
	}
	session, err := s.tasks.take(made.Response.CollectedClientData.Challenge, v.login)
	if err != nil {
		return s.told(w, v.r, err)
	}
	party, err := s.party(v.r)
	if err != nil {
		return s.told(w, v.r, err)
	}
	key, err := party.CreateCredential(holder{login: v.login}, session, made)
	if err != nil {
		return s.told(w, v.r, errKey)
	}
	text, err := json.Marshal(key)
	if err != nil {
		return s.told(w, v.r, err)
	}
	answer, err := passkeyAct.Run(v.r.Context(), s.db, v.call("web"), act.Values(map[string]string{
		"name": v.r.URL.Query().Get("name"), "id": base64.RawURLEncoding.EncodeToString(key.ID), "credential": string(text)}))
	if err != nil {
		return s.told(w, v.r, err)
	}
	return answerJSON(w, node{"next": withDone("/account/show", answer.Seq)})
}

var errKey = fault.Refused.Errorf("The passkey does not fit. Try once more, or log in with your password.")

// passkeyAsk sets the task of showing a key, to whoever stands at the door.
func (s *site) passkeyAsk(w http.ResponseWriter, r *http.Request) {
	party, err := s.party(r)
	if err != nil {
		_ = s.told(w, r, err)
		return
	}
	asked, session, err := party.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		_ = s.told(w, r, err)
		return
	}
	s.tasks.put(session, "")
	_ = answerJSON(w, asked.Response)
}

// passkeyLogin opens a session for who showed the right key.
func (s *site) passkeyLogin(w http.ResponseWriter, r *http.Request) {
	token, err := s.byPasskey(w, r)
	if err != nil {
		_ = s.told(w, r, err)
		return
	}
	s.setCookie(w, sessionCookie, token, 0)
	_ = answerJSON(w, node{"next": local(r.URL.Query().Get("next"))})
}

func (s *site) byPasskey(w http.ResponseWriter, r *http.Request) (token string, err error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostKey))
	if err != nil {
		return "", err
	}
	shown, err := protocol.ParseCredentialRequestResponseBytes(body)
	if err != nil {
		return "", errKey
	}
	session, err := s.tasks.take(shown.Response.CollectedClientData.Challenge, "")
	if err != nil {
		return "", err
	}
	party, err := s.party(r)
	if err != nil {
		return "", err
	}
	id := base64.RawURLEncoding.EncodeToString(shown.RawID)
	var h holder
	err = s.db.Read(r.Context(), db.Who{}, func(tx *db.Tx) error {
		login, err := unit.PasskeyOwner(tx, id)
		if err == nil {
			h, err = holderOf(tx, login)
		}
		return err
	})
	if err != nil {
		return "", err
	}
	key, err := party.ValidateDiscoverableLogin(func(_, _ []byte) (webauthn.User, error) { return h, nil }, session, shown)
	if err != nil || key.Authenticator.CloneWarning {
		return "", errKey
	}
	text, err := json.Marshal(key)
	if err != nil {
		return "", err
	}
	err = s.db.Write(r.Context(), db.Who{Name: h.login}, func(tx *db.Tx) (err error) {
		if err = unit.PasskeyUsed(tx, id, string(text)); err == nil {
			token, err = unit.Enter(tx, h.login, unit.Via{How: "passkey", Agent: r.UserAgent()})
		}
		return err
	})
	return token, err
}

// told answers a script: a problem document with the sentence for the person.
func (s *site) told(w http.ResponseWriter, r *http.Request, err error) error {
	s.apiError(w, r, err)
	return nil
}

func answerJSON(w http.ResponseWriter, v any) error {
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(v)
}

// insideScript is inside for what a script asks: who is not logged in is told so
// in a document that the script can read.
func (s *site) insideScript(do func(http.ResponseWriter, *visit) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := s.visit(r)
		if err == nil && v.unit.ID == "" {
			err = fault.Invalid.Errorf("Your login has several co-operatives; say which with ?unit=.")
		}
		if err == nil {
			err = do(w, v)
		}
		if err != nil {
			s.apiError(w, r, err)
		}
	}
}

// hostName is a request's host without its port.
func hostName(r *http.Request) string {
	name, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		name = r.Host
	}
	return strings.ToLower(strings.Trim(name, "[]"))
}
