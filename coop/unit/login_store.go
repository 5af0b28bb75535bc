package unit

import (
	"artel/base/act"
	"artel/base/db"
)

func upsertLogin(tx *db.Tx, g Given, hash string) error {
	err := tx.Exec(`
		insert into login (name, password, active, mail) values ($1, $2, true, $3)
		on conflict (name) do update set password = excluded.password, active = true,
			mail = case when excluded.mail = '' then login.mail else excluded.mail end`, g.Name, hash, g.Mail)
	if err != nil {
		return err
	}
	return upsertRole(tx, g)
}

func upsertRole(tx *db.Tx, g Given) error {
	return tx.Exec(`
		insert into login_role (login, unit, role, member) values ($1, $2, $3, $4)
		on conflict (login, unit, role) do update set member = excluded.member`, g.Name, tx.Unit, g.Role, g.Member)
}

func deleteRole(tx *db.Tx, login string, role act.Role) error {
	return tx.Exec(`delete from login_role where login = $1 and unit = $2 and role = $3`, login, tx.Unit, role)
}

func selectPassword(tx *db.Tx, name string) (string, error) {
	return db.One[string](tx, `select password from login where name = $1 and active`, name)
}

func updatePassword(tx *db.Tx, name, hash string) error {
	return tx.Exec(`update login set password = $2 where name = $1`, name, hash)
}

func updateActive(tx *db.Tx, name string, active bool) error {
	return tx.Exec(`update login set active = $2 where name = $1`, name, active)
}

func updateSeen(tx *db.Tx, name, seen string) error {
	return tx.Exec(`update login set seen = $2 where name = $1`, name, seen)
}

type sessionRow struct{ Token, Login, Expires, Opened, Seen, Agent, How string }

func insertSession(tx *db.Tx, s sessionRow) error {
	return tx.Exec(`insert into session (token, login, expires, opened, seen, agent, how) values ($1, $2, $3, $4, $5, $6, $7)`,
		s.Token, s.Login, s.Expires, s.Opened, s.Seen, s.Agent, s.How)
}

func deleteSession(tx *db.Tx, token string) error {
	return tx.Exec(`delete from session where token = $1`, token)
}

func deleteSessionsOf(tx *db.Tx, login string) error {
	return tx.Exec(`delete from session where login = $1`, login)
}

func deleteExpired(tx *db.Tx, now, idle string) error {
	return tx.Exec(`delete from session where expires <= $1 or seen <= $2`, now, idle)
}

// selectSession is a session that is not over: neither by its time, nor because
// nobody used it for long, nor because its login was closed.
func selectSession(tx *db.Tx, token, now, idle string) (sessionRow, error) {
	return db.One[sessionRow](tx, `
		select s.token, s.login, s.expires, s.opened, s.seen, s.agent, s.how
		from session s join login l on l.name = s.login
		where s.token = $1 and s.expires > $2 and s.seen > $3 and l.active`, token, now, idle)
}

func selectSessions(tx *db.Tx, login, now, idle string) ([]sessionRow, error) {
	return db.All[sessionRow](tx, `
		select token, login, expires, opened, seen, agent, how from session
		where login = $1 and expires > $2 and seen > $3 order by seen desc, token`, login, now, idle)
}

func touchSession(tx *db.Tx, token, now string) error {
	return tx.Exec(`update session set seen = $2 where token = $1`, token, now)
}

type loginRole struct {
	Unit   string
	Role   act.Role
	Member string
}

func selectRoles(tx *db.Tx, login string) ([]loginRole, error) {
	return db.All[loginRole](tx, `select unit, role, member from login_role where login = $1`, login)
}

// loginRow is one role of one login of the unit.
type loginRow struct {
	Name   string
	Role   act.Role
	Member string
	Mail   string
	Seen   string
	Active bool
}

func selectLogins(tx *db.Tx) ([]loginRow, error) {
	return db.All[loginRow](tx, `
		select r.login, r.role, r.member, l.mail, l.seen, l.active
		from login_role r join login l on l.name = r.login
		where r.unit = $1 order by r.login, r.role`, tx.Unit)
}

// CountLogins is how many can log in to this database.
func CountLogins(tx *db.Tx) (int64, error) {
	return db.One[int64](tx, `select count(*) from login where active`)
}
