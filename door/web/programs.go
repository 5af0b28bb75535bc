package web

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"maps"
	"net/http"
	"sync"
	"time"

	"artel/base/db"
	"artel/base/fault"
	"artel/coop/unit"
)

// basics keeps the sessions of programs that send name and password with every
// request, a minute long: checking a password takes its time on purpose. What is
// kept are not passwords but their keyed hashes.
type basics struct {
	mu    sync.Mutex
	key   [32]byte
	known map[[sha256.Size]byte]basicSession
}

type basicSession struct {
	token string
	until time.Time
}

const (
	basicLasts = time.Minute
	mostBasics = 256
)

func newBasics() *basics {
	b := &basics{known: map[[sha256.Size]byte]basicSession{}}
	rand.Read(b.key[:])
	return b
}

// basic is a session for a name and a password, opened or still open.
func (s *site) basic(r *http.Request, name, password string) (string, error) {
	mac := hmac.New(sha256.New, s.entered.key[:])
	mac.Write([]byte(name + "\x00" + password))
	key := [sha256.Size]byte(mac.Sum(nil))
	if token, ok := s.entered.get(key); ok {
		return token, nil
	}
	token, err := s.enter(r, name, password, "a program")
	if fault.Of(err) == fault.Refused {
		return "", errors.Join(err, errNoLogin)
	}
	if err != nil {
		return "", err
	}
	for _, old := range s.entered.put(key, token) { // a session that nobody can use any more is ended
		err := s.db.Write(context.WithoutCancel(r.Context()), db.Who{}, func(tx *db.Tx) error { return unit.Leave(tx, old) })
		if err != nil {
			return "", err
		}
	}
	return token, nil
}

func (b *basics) get(key [sha256.Size]byte) (string, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	e, ok := b.known[key]
	return e.token, ok && time.Now().Before(e.until)
}

// put keeps a session and gives back those that are over.
func (b *basics) put(key [sha256.Size]byte, token string) (over []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if old, twice := b.known[key]; twice {
		over = append(over, old.token)
	}
	b.known[key] = basicSession{token, time.Now().Add(basicLasts)}
	for k, e := range b.known {
		if k != key && (time.Now().After(e.until) || len(b.known) > mostBasics) {
			over = append(over, e.token)
			delete(b.known, k)
		}
	}
	return over
}

// drop forgets a session that is over.
func (b *basics) drop(token string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	maps.DeleteFunc(b.known, func(_ [sha256.Size]byte, e basicSession) bool { return e.token == token })
}

// bearer is who a program's token stands for. A right token gets in at once,
// whoever is guessing beside it; wrong ones wait as wrong passwords do.
func (s *site) bearer(r *http.Request, secret string) (*visit, error) {
	v := &visit{site: s, r: r}
	var b unit.Bearer
	err := s.db.Read(r.Context(), db.Who{}, func(tx *db.Tx) (err error) {
		b, err = unit.ByToken(tx, secret)
		return err
	})
	if fault.Of(err) == fault.Refused {
		done, slow := s.slow.wait(r.Context(), triedBy("a token", address(r)))
		if slow != nil {
			return nil, slow
		}
		done(false)
		return nil, errors.Join(err, errNoLogin)
	}
	if err != nil {
		return nil, err
	}
	if b.Stale {
		err := s.db.Write(r.Context(), db.Who{Name: b.By.Name}, func(tx *db.Tx) error { return unit.TouchToken(tx, secret) })
		if err != nil {
			return nil, err
		}
	}
	err = s.db.Read(r.Context(), db.Who{Unit: b.Unit}, func(tx *db.Tx) (err error) {
		v.unit, err = unit.Now(tx)
		return err
	})
	if asked := r.URL.Query().Get("unit"); err == nil && asked != "" && asked != v.unit.ID && asked != v.unit.Code {
		err = fault.Missing.Errorf("Your login has no unit “%s”.", asked)
	}
	v.login, v.by, v.reading = b.By.Name, b.By, b.Reading
	return v, err
}
