package unit

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

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
	Mail     string   `help:"their e-mail address, by which another service may log them in" opt:"yes"`
}

// Given is a login without its password.
type Given struct {
	Name   string   `json:"name"`
	Role   act.Role `json:"role"`
	Member string   `json:"member,omitempty"`
	Mail   string   `json:"mail,omitempty"`
}

const shortest = 10 // characters of a password

// SetLogin gives a person a login in this unit, or another role and a new
// password to one they have. What was open with the old password is closed.
func SetLogin(tx *db.Tx, in Login) (Given, error) {
	given := Given{in.Name, in.Role, in.Member, strings.ToLower(in.Mail)}
	if err := checkName(in.Name); err != nil {
		return given, err
	}
	if err := fitsRole(in.Role, in.Member); err != nil {
		return given, err
	}
	if in.Mail != "" && !strings.Contains(in.Mail, "@") {
		return given, fault.Invalid.Errorf("“%s” is no e-mail address.", in.Mail)
	}
	roles, err := selectRoles(tx, in.Name)
	if err != nil {
		return given, err
	}
	if slices.ContainsFunc(roles, func(r loginRole) bool { return r.Unit != tx.Unit }) {
		return given, fault.Refused.Errorf("The login “%s” belongs to another unit; choose another name.", in.Name)
	}
	if err := mayGive(tx, in.Name, in.Role); err != nil {
		return given, err
	}
	hash, err := hashed(in.Password)
	if err != nil {
		return given, err
	}
	if err := endAll(tx, in.Name); err != nil {
		return given, err
	}
	return given, upsertLogin(tx, given, hash)
}

// checkName refuses what nobody could type or tell apart on a screen.
func checkName(name string) error {
	if n := len([]rune(name)); n < 2 || n > 60 {
		return fault.Invalid.Errorf("A login's name has 2 to 60 characters.")
	}
	if strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) || strings.TrimSpace(name) != name {
		return fault.Invalid.Errorf("A login's name has only letters, digits and signs that can be seen.")
	}
	return nil
}

func fitsRole(role act.Role, member string) error {
	switch {
	case role == act.Member && member == "":
		return fault.Invalid.Errorf("A member's login needs the member's number.")
	case !slices.Contains(act.Roles, role):
		return fault.Invalid.Errorf("There is no role “%s”.", role)
	}
	return nil
}

// hashed is a new password as it is kept.
func hashed(password string) (string, error) {
	if n := len([]rune(password)); n < shortest {
		return "", fault.Invalid.Errorf("The password has %d characters; it needs at least 10.", n)
	}
	return argon2id.CreateHash(password, argon2id.DefaultParams)
}

// A session is over so long after it was opened, however much it is used, and so
// long after it was last used.
const (
	sessionLasts = 12 * time.Hour
	sessionIdle  = 2 * time.Hour
	touchEvery   = 5 * time.Minute // a session's last use is noted no finer than this
)

// idleSince is the time before which a session's last use makes it over.
func idleSince(tx *db.Tx) string { return stamp(tx.Now.Add(-sessionIdle)) }

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

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

// Via is how a session came to be, for its owner to know it by.
type Via struct {
	How   string // password, passkey, another service, a program
	Agent string // what the browser says it is
}

// Enter opens a session for a person who is known, and clears away those that
// are over. The token is for the person's cookie only; the database keeps its
// hash.
func Enter(tx *db.Tx, name string, via Via) (token string, err error) {
	now := stamp(tx.Now)
	if err := deleteExpired(tx, now, idleSince(tx)); err != nil {
		return "", err
	}
	if err := updateSeen(tx, name, now); err != nil {
		return "", err
	}
	raw := make([]byte, 24)
	rand.Read(raw)
	token = hex.EncodeToString(raw)
	if agent := []rune(via.Agent); len(agent) > 200 {
		via.Agent = string(agent[:200])
	}
	return token, insertSession(tx, sessionRow{digest(token), name, stamp(tx.Now.Add(sessionLasts)), now, now, strings.ToValidUTF8(via.Agent, ""), via.How})
}

// Stale says whether it is time to note that a session was used.
func Stale(tx *db.Tx, token string) (bool, error) {
	s, err := selectSession(tx, digest(token), stamp(tx.Now), idleSince(tx))
	return err == nil && s.Seen < stamp(tx.Now.Add(-touchEvery)), err
}

// Touch notes that a session is in use, so that it does not end by itself while
// somebody works.
func Touch(tx *db.Tx, token string) error { return touchSession(tx, digest(token), stamp(tx.Now)) }

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
	s, err := selectSession(tx, digest(token), stamp(tx.Now), idleSince(tx))
	if fault.Of(err) == fault.Missing {
		err = fault.Refused.Errorf("Log in first.")
	}
	if err != nil {
		return nil, "", err
	}
	callers, err = callersOf(tx, s.Login)
	return callers, s.Login, err
}

// callersOf is who a login is, by unit.
func callersOf(tx *db.Tx, name string) (map[string]act.Caller, error) {
	roles, err := selectRoles(tx, name)
	callers := map[string]act.Caller{}
	for _, r := range roles {
		c := callers[r.Unit]
		c.Name = name
		c.Roles = append(c.Roles, r.Role)
		if r.Member != "" {
			c.Member = r.Member
		}
		callers[r.Unit] = c
	}
	return callers, err
}
