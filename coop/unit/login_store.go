package unit

import (
	"artel/base/act"
	"artel/base/db"
)

func upsertLogin(tx *db.Tx, g Given, hash string) error {
	err := tx.Exec(`
		insert into login (name, password, active) values ($1, $2, true)
		on conflict (name) do update set password = excluded.password, active = true`, g.Name, hash)
	if err != nil {
		return err
	}
	return tx.Exec(`
		insert into login_role (login, unit, role, member) values ($1, $2, $3, $4)
		on conflict (login, unit, role) do update set member = excluded.member`, g.Name, tx.Unit, g.Role, g.Member)
}

func selectPassword(tx *db.Tx, name string) (string, error) {
	return db.One[string](tx, `select password from login where name = $1 and active`, name)
}

func insertSession(tx *db.Tx, token, login, expires string) error {
	return tx.Exec(`insert into session (token, login, expires) values ($1, $2, $3)`, token, login, expires)
}

func deleteSession(tx *db.Tx, token string) error {
	return tx.Exec(`delete from session where token = $1`, token)
}

func deleteExpired(tx *db.Tx, now string) error {
	return tx.Exec(`delete from session where expires <= $1`, now)
}

func selectSession(tx *db.Tx, token, now string) (login string, err error) {
	return db.One[string](tx, `select login from session where token = $1 and expires > $2`, token, now)
}

type loginRole struct {
	Unit   string
	Role   act.Role
	Member string
}

func selectRoles(tx *db.Tx, login string) ([]loginRole, error) {
	return db.All[loginRole](tx, `select unit, role, member from login_role where login = $1`, login)
}

// CountLogins is how many can log in to this database.
func CountLogins(tx *db.Tx) (int64, error) {
	return db.One[int64](tx, `select count(*) from login where active`)
}
