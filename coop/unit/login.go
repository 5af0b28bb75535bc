package unit

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"
	"time"

	"github.com/alexedwards/argon2id"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
)

// Login gives a person the way in.
type Login struct {
	Name     string   `help:"the name to log in with"`
	Password string   `help:"at least 10 characters" secret:"yes"`
	Role     act.Role `help:"what the person is in this unit" choice:"chair|manager|bookkeeper|storekeeper|foreman|auditor|member"`
	Member   string   `help:"the member's number, for the role member" opt:"yes"`
}

// Given is a login without its password.
type Given struct {
	Name   string   `json:"name"`
	Role   act.Role `json:"role"`
	Member string   `json:"member,omitempty"`
}

// SetLogin gives a person a login in this unit, or another role or a new
// password to one they have.
func SetLogin(tx *db.Tx, in Login) (Given, error) {
	given := Given{in.Name, in.Role, in.Member}
	switch {
	case len(in.Name) < 2 || len(in.Name) > 60:
		return given, fault.Invalid.Errorf("A login's name has 2 to 60 characters.")
	case len(in.Password) < 10:
		return given, fault.Invalid.Errorf("The password has %d characters; it needs at least 10.", len([]rune(in.Password)))
	case in.Role == act.Member && in.Member == "":
		return given, fault.Invalid.Errorf("A member's login needs the member's number.")
	case !slices.Contains(act.Roles, in.Role):
		return given, fault.Invalid.Errorf("There is no role “%s”.", in.Role)
	}
	roles, err := selectRoles(tx, in.Name)
	if err != nil {
		return given, err
	}
	if slices.ContainsFunc(roles, func(r loginRole) bool { return r.Unit != tx.Unit }) {
		return given, fault.Refused.Errorf("The login “%s” belongs to another unit; choose another name.", in.Name)
	}
	hash, err := argon2id.CreateHash(in.Password, argon2id.DefaultParams)
	if err != nil {
		return given, err
	}
	return given, upsertLogin(tx, given, hash)
}

const sessionLasts = 12 * time.Hour

// Known checks a name and password. It takes long on purpose, so a door does it
// in a read and not where writers wait.
func Known(tx *db.Tx, name, password string) error {
	hash, err := selectPassword(tx, name)
	known := err == nil
	if fault.Of(err) == fault.Missing {
		hash, err = nobody(), nil // as slow as for somebody, so that names can't be guessed by time
	}
	if err != nil {
		return err
	}
	ok, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil || !ok || !known {
		return fault.Refused.Errorf("Name or password is wrong.")
	}
	return nil
}

// Enter opens a session for a person who is known, and clears away those that
// are over. The token is for the person's cookie only; the database keeps its
// hash.
func Enter(tx *db.Tx, name string) (token string, err error) {
	if err := deleteExpired(tx, tx.Now.Format(time.RFC3339)); err != nil {
		return "", err
	}
	raw := make([]byte, 24)
	rand.Read(raw)
	token = hex.EncodeToString(raw)
	return token, insertSession(tx, digest(token), name, tx.Now.Add(sessionLasts).Format(time.RFC3339))
}

// nobody is the hash that is compared where there is no such login. It takes a
// while to make, so it is made when first needed.
var nobody = sync.OnceValue(func() string {
	hash, err := argon2id.CreateHash(rand.Text(), argon2id.DefaultParams)
	if err != nil {
		panic(err) // only a broken random source
	}
	return hash
})

func digest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Leave ends a session.
func Leave(tx *db.Tx, token string) error { return deleteSession(tx, digest(token)) }

// Behind is who stands behind a session's token, by unit; it is
// [fault.Refused] where the session is over.
func Behind(tx *db.Tx, token string) (callers map[string]act.Caller, name string, err error) {
	name, err = selectSession(tx, digest(token), tx.Now.Format(time.RFC3339))
	if err != nil {
		return nil, "", fault.Refused.Errorf("Log in first.")
	}
	roles, err := selectRoles(tx, name)
	callers = map[string]act.Caller{}
	for _, r := range roles {
		c := callers[r.Unit]
		c.Name = name
		c.Roles = append(c.Roles, r.Role)
		if r.Member != "" {
			c.Member = r.Member
		}
		callers[r.Unit] = c
	}
	return callers, name, err
}
