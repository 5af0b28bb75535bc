package unit

import (
	"strings"

	"artel/base/db"
	"artel/base/fault"
)

// FromOutside is the login of somebody whom another service knows: the one that
// was tied to them, or else the one that bears the e-mail address which the
// service has seen to be theirs, and which is tied to them from then on. It gives
// nobody a login who has none.
func FromOutside(tx *db.Tx, issuer, subject, mail string) (login string, err error) {
	login, err = db.One[string](tx, `
		select o.login from login_outside o join login l on l.name = o.login
		where o.issuer = $1 and o.subject = $2 and l.active`, issuer, subject)
	if err == nil || fault.Of(err) != fault.Missing {
		return login, err
	}
	unknown := fault.Refused.Errorf("No login here belongs to you. Ask the chair to enter your e-mail address with your login.")
	if mail == "" {
		return "", unknown
	}
	all, err := db.All[string](tx, `select name from login where mail = $1 and active order by name`, strings.ToLower(mail))
	if err != nil || len(all) != 1 { // of two nobody could say which
		if err == nil {
			err = unknown
		}
		return "", err
	}
	tied, err := db.One[int64](tx, `select count(*) from login_outside where issuer = $1 and login = $2`, issuer, all[0])
	if err == nil && tied > 0 { // the address went to another person there
		err = unknown
	}
	if err != nil {
		return "", err
	}
	return all[0], tie(tx, issuer, subject, all[0])
}

// Tie says who somebody is at another service.
type Tie struct {
	Name    string `help:"the name they log in with"`
	Issuer  string `help:"the address of the service, as it says it itself"`
	Subject string `help:"their number there"`
}

// TieLogin ties a login to somebody whom another service knows. Who was tied to
// it there before gets in no more.
func TieLogin(tx *db.Tx, in Tie) (Person, error) {
	p, _, err := person(tx, in.Name)
	if err != nil {
		return p, err
	}
	if err := mayGive(tx, in.Name, ""); err != nil {
		return p, err
	}
	if err := tx.Exec(`delete from login_outside where issuer = $1 and login = $2`, in.Issuer, in.Name); err != nil {
		return p, err
	}
	return p, tie(tx, in.Issuer, in.Subject, in.Name)
}

func tie(tx *db.Tx, issuer, subject, login string) error {
	was, err := db.All[string](tx, `select login from login_outside where issuer = $1 and subject = $2`, issuer, subject)
	if err == nil && len(was) > 0 {
		err = fault.Conflict.Errorf("That person is tied to the login “%s” already.", was[0])
	}
	if err != nil {
		return err
	}
	return tx.Exec(`insert into login_outside (issuer, subject, login) values ($1, $2, $3)`, issuer, subject, login)
}
