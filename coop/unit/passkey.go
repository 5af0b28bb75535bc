package unit

import (
	"strings"

	"artel/base/db"
	"artel/base/fault"
)

// NewPasskey is a key that a door has seen work: the credential is its public
// half, as the door writes it.
type NewPasskey struct {
	ID         string `help:"the key's own number"`
	Name       string `help:"what the device is, such as my telephone"`
	Credential string `help:"the key's public half"`
}

// AddPasskey keeps a passkey of who asks. The act is the door's, which alone can
// tell whether the key is theirs.
func AddPasskey(tx *db.Tx, in NewPasskey) (Passkey, error) {
	if _, err := self(tx); err != nil {
		return Passkey{}, err
	}
	in.Name = strings.TrimSpace(in.Name)
	if n := len([]rune(in.Name)); n == 0 || n > 60 {
		return Passkey{}, fault.Invalid.Errorf("A passkey has a name of 1 to 60 characters, by which you know it again.")
	}
	k := Passkey{in.ID, in.Name, stamp(tx.Now), ""}
	return k, tx.Exec(`insert into passkey (id, login, name, made, seen, credential) values ($1, $2, $3, $4, '', $5)`,
		k.ID, tx.Name, k.Name, k.Made, in.Credential)
}

// ForgetPasskey forgets a passkey of who asks.
func ForgetPasskey(tx *db.Tx, in ByID) (Passkey, error) {
	all, err := selectPasskeys(tx, tx.Name)
	for _, k := range all {
		if k.ID == in.ID {
			return k, tx.Exec(`delete from passkey where id = $1 and login = $2`, k.ID, tx.Name)
		}
	}
	if err == nil {
		err = fault.Missing.Errorf("You have no passkey “%s”.", in.ID)
	}
	return Passkey{}, err
}

func selectPasskeys(tx *db.Tx, login string) ([]Passkey, error) {
	return db.All[Passkey](tx, `select id, name, made, seen from passkey where login = $1 order by made, id`, login)
}

// Credentials are the public halves of a login's passkeys.
func Credentials(tx *db.Tx, login string) ([]string, error) {
	return db.All[string](tx, `select credential from passkey where login = $1 order by made, id`, login)
}

// PasskeyOwner is the login that a passkey belongs to, if that is open.
func PasskeyOwner(tx *db.Tx, id string) (login string, err error) {
	login, err = db.One[string](tx, `
		select k.login from passkey k join login l on l.name = k.login where k.id = $1 and l.active`, id)
	if fault.Of(err) == fault.Missing {
		err = fault.Refused.Errorf("This passkey is not known here. Log in with your password.")
	}
	return login, err
}

// PasskeyUsed notes that a passkey was used, and what it says of itself since: a
// key that was copied is found by its counter.
func PasskeyUsed(tx *db.Tx, id, credential string) error {
	return tx.Exec(`update passkey set seen = $2, credential = $3 where id = $1`, id, stamp(tx.Now), credential)
}
