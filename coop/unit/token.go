package unit

import (
	"crypto/rand"
	"encoding/hex"
	"time"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
)

// tokenRow is a token as it is kept: by its hash.
type tokenRow struct {
	Token, Login, Unit, Name string
	Reading                  bool
	Made, Expires, Seen      string
}

func (r tokenRow) token() Token {
	return Token{ID: r.Token[:12], Name: r.Name, Reading: r.Reading, Made: r.Made, Until: r.Expires, Seen: r.Seen}
}

// newSecret is a token that cannot be guessed. Its beginning says whose it is,
// so that one left lying about is known for what it is.
func newSecret() string {
	raw := make([]byte, 24)
	rand.Read(raw)
	return "artel_" + hex.EncodeToString(raw)
}

// Bearer is who a program is.
type Bearer struct {
	Unit    string
	By      act.Caller
	Reading bool // it may only look
	Stale   bool // it is time to note that the token was used
}

// ByToken is who stands behind a program's token. It is [fault.Refused] where
// the token is none, ended or past its day, or its login is closed.
func ByToken(tx *db.Tx, secret string) (b Bearer, err error) {
	t, err := selectToken(tx, digest(secret))
	if fault.Of(err) == fault.Missing || err == nil && t.Expires != "" && t.Expires < string(cal.On(tx.Now)) {
		return b, fault.Refused.Errorf("This token is not known, or it has ended.")
	}
	if err != nil {
		return b, err
	}
	callers, err := callersOf(tx, t.Login)
	if err != nil {
		return b, err
	}
	by, ok := callers[t.Unit]
	if !ok {
		return b, fault.Refused.Errorf("This token is not known, or it has ended.")
	}
	return Bearer{t.Unit, by, t.Reading, t.Seen < stamp(tx.Now.Add(-time.Hour))}, nil
}

// TouchToken notes that a token was used.
func TouchToken(tx *db.Tx, secret string) error {
	return tx.Exec(`update api_token set seen = $2 where token = $1`, digest(secret), stamp(tx.Now))
}

func tokensOf(tx *db.Tx, login string) ([]Token, error) {
	rows, err := selectTokens(tx, login)
	list := make([]Token, len(rows))
	for i, r := range rows {
		list[i] = r.token()
	}
	return list, err
}

func insertToken(tx *db.Tx, r tokenRow) error {
	return tx.Exec(`insert into api_token (token, login, unit, name, reading, made, expires, seen) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		r.Token, r.Login, r.Unit, r.Name, r.Reading, r.Made, r.Expires, r.Seen)
}

func selectTokens(tx *db.Tx, login string) ([]tokenRow, error) {
	return db.All[tokenRow](tx, `
		select token, login, unit, name, reading, made, expires, seen from api_token
		where login = $1 and unit = $2 order by made, token`, login, tx.Unit)
}

func selectToken(tx *db.Tx, token string) (tokenRow, error) {
	return db.One[tokenRow](tx, `
		select t.token, t.login, t.unit, t.name, t.reading, t.made, t.expires, t.seen
		from api_token t join login l on l.name = t.login
		where t.token = $1 and l.active`, token)
}

func deleteToken(tx *db.Tx, token string) error {
	return tx.Exec(`delete from api_token where token = $1`, token)
}

func deleteTokensOf(tx *db.Tx, login string) error {
	return tx.Exec(`delete from api_token where login = $1`, login)
}
