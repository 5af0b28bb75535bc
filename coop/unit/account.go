package unit

import (
	"strings"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
)

// Account is a person's own: nobody else sees it.
type Account struct {
	Person
	Sessions []Session `json:"sessions"`
	Passkeys []Passkey `json:"passkeys"`
	Tokens   []Token   `json:"tokens"`
}

// Session is an open door of a person's, by the beginning of its token's hash.
type Session struct {
	ID     string `json:"id"`
	How    string `json:"how"`
	Agent  string `json:"agent"`
	Opened string `json:"opened"`
	Seen   string `json:"seen"`
}

// Passkey is a key on a device of a person's.
type Passkey struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Made string `json:"made"`
	Seen string `json:"seen"`
}

// SessionID is how a session is named to its owner, and to nobody's use else.
func SessionID(token string) string { return digest(token)[:12] }

// ReadAccount is the account of who asks.
func ReadAccount(tx *db.Tx, _ act.Nothing) (a Account, err error) {
	if a.Person, err = self(tx); err != nil {
		return a, err
	}
	open, err := selectSessions(tx, tx.Name, stamp(tx.Now), idleSince(tx))
	if err != nil {
		return a, err
	}
	a.Sessions = make([]Session, len(open))
	for i, s := range open {
		a.Sessions[i] = Session{s.Token[:12], s.How, s.Agent, s.Opened, s.Seen}
	}
	if a.Passkeys, err = selectPasskeys(tx, tx.Name); err != nil {
		return a, err
	}
	a.Tokens, err = tokensOf(tx, tx.Name)
	return a, err
}

// self is who asks, where they have a login here; who sits at the machine has
// none.
func self(tx *db.Tx) (Person, error) {
	p, _, err := person(tx, tx.Name)
	if err == nil && p.Closed {
		err = fault.Refused.Errorf("The login “%s” is closed already.", tx.Name)
	}
	return p, err
}

// PasswordChange is a new password of one's own.
type PasswordChange struct {
	Old string `json:"old_password" help:"the password you have now" secret:"yes"`
	New string `json:"new_password" help:"at least 10 characters; a few words are easier to keep in mind than signs" secret:"yes"`
}

// ChangePassword changes the password of who asks, who must know the old one.
// Every session ends; the door that asked opens a new one.
func ChangePassword(tx *db.Tx, in PasswordChange) (Person, error) {
	p, err := self(tx)
	if err != nil {
		return p, err
	}
	if err := Known(tx, tx.Name, in.Old); fault.Of(err) == fault.Refused {
		return p, &fault.Rows{Problems: []fault.Problem{{Column: "old_password", Wrong: "This is not your password.", Fix: "Type the one you logged in with."}}}
	} else if err != nil {
		return p, err
	}
	if in.New == in.Old {
		return p, &fault.Rows{Problems: []fault.Problem{{Column: "new_password", Wrong: "This is the password you have.", Fix: "Choose another."}}}
	}
	if err := setPassword(tx, tx.Name, in.New); err != nil {
		return p, err
	}
	return p, deleteSessionsOf(tx, tx.Name)
}

// Leaving names a session of one's own.
type Leaving struct {
	Session string `help:"which session, as your account shows it; “all” for every one"`
}

// Ended says how many were.
type Ended struct {
	Ended int64 `json:"ended"`
}

// EndSession ends sessions of who asks.
func EndSession(tx *db.Tx, in Leaving) (e Ended, err error) {
	open, err := selectSessions(tx, tx.Name, stamp(tx.Now), idleSince(tx))
	if err != nil {
		return e, err
	}
	for _, s := range open {
		if in.Session != "all" && in.Session != s.Token[:12] {
			continue
		}
		if err := deleteSession(tx, s.Token); err != nil {
			return e, err
		}
		e.Ended++
	}
	if e.Ended == 0 {
		err = fault.Missing.Errorf("You have no session “%s”; it may be over by itself.", in.Session)
	}
	return e, err
}

// NewToken asks for a token.
type NewToken struct {
	Name    string  `help:"what the program is, such as the till"`
	Reading bool    `help:"it may only look" default:"yes"`
	Until   cal.Day `help:"the last day on which it works; for ever where left out" opt:"yes"`
}

// Token is a program's way in. Secret is there once, when it is made: it is
// neither kept nor logged.
type Token struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Reading bool   `json:"reading"`
	Made    string `json:"made"`
	Until   string `json:"until,omitempty"`
	Seen    string `json:"seen,omitempty"`
	Secret  string `json:"token,omitempty" secret:"yes"`
}

const mostTokens = 20 // of one login: more are not kept an eye on

// MakeToken makes a token for a program that works in the name of who asks.
func MakeToken(tx *db.Tx, in NewToken) (t Token, err error) {
	if _, err = self(tx); err != nil {
		return t, err
	}
	in.Name = strings.TrimSpace(in.Name)
	if n := len([]rune(in.Name)); n == 0 || n > 60 {
		return t, fault.Invalid.Errorf("A token has a name of 1 to 60 characters, by which you know it again.")
	}
	if in.Until != "" && in.Until < cal.On(tx.Now) {
		return t, fault.Invalid.Errorf("%s is past; the token would never work.", in.Until)
	}
	all, err := tokensOf(tx, tx.Name)
	if err != nil {
		return t, err
	}
	if len(all) >= mostTokens {
		return t, fault.Conflict.Errorf("You have %d tokens. End one that is no longer used first.", len(all))
	}
	secret := newSecret()
	row := tokenRow{Token: digest(secret), Login: tx.Name, Unit: tx.Unit, Name: in.Name, Reading: in.Reading, Made: stamp(tx.Now), Expires: string(in.Until)}
	t = row.token()
	t.Secret = secret
	return t, insertToken(tx, row)
}

// ByID names a token or a passkey of one's own.
type ByID struct {
	ID string `help:"which one, as your account shows it"`
}

// RevokeToken ends a token of who asks.
func RevokeToken(tx *db.Tx, in ByID) (Token, error) {
	rows, err := selectTokens(tx, tx.Name)
	for _, r := range rows {
		if r.token().ID == in.ID {
			return r.token(), deleteToken(tx, r.Token)
		}
	}
	if err == nil {
		err = fault.Missing.Errorf("You have no token “%s”.", in.ID)
	}
	return Token{}, err
}
