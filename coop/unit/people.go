package unit

import (
	"slices"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
)

// Person is a login of the unit.
type Person struct {
	Name   string     `json:"name"`
	Roles  []act.Role `json:"roles"`
	Member string     `json:"member,omitempty"`
	Mail   string     `json:"mail,omitempty"`
	Seen   string     `json:"seen,omitempty"` // when they last logged in, UTC
	Closed bool       `json:"closed"`
}

// Has says whether the person holds a role.
func (p Person) Has(role act.Role) bool { return slices.Contains(p.Roles, role) }

// People are all who have, or had, a login in the unit, by name.
func People(tx *db.Tx, _ act.Nothing) ([]Person, error) {
	rows, err := selectLogins(tx)
	people := []Person{}
	for _, r := range rows {
		last := len(people) - 1
		if last < 0 || people[last].Name != r.Name {
			people = append(people, Person{Name: r.Name, Mail: r.Mail, Seen: r.Seen, Closed: !r.Active})
			last++
		}
		people[last].Roles = append(people[last].Roles, r.Role)
		if r.Member != "" {
			people[last].Member = r.Member
		}
	}
	return people, err
}

// person is one of them.
func person(tx *db.Tx, name string) (p Person, all []Person, err error) {
	all, err = People(tx, act.Nothing{})
	if err != nil {
		return p, all, err
	}
	i := slices.IndexFunc(all, func(p Person) bool { return p.Name == name })
	if i < 0 {
		return p, all, fault.Missing.Errorf("There is no login “%s” in this unit.", name)
	}
	return all[i], all, nil
}

// mayGive refuses a manager who would make themselves, or another, chair, or
// take over the login of one. Who has no login here sits at the machine.
func mayGive(tx *db.Tx, name string, role act.Role) error {
	by, all, err := person(tx, tx.Name)
	if fault.Of(err) == fault.Missing {
		return nil
	}
	if err != nil || by.Has(act.Chair) {
		return err
	}
	i := slices.IndexFunc(all, func(p Person) bool { return p.Name == name })
	if role == act.Chair || i >= 0 && all[i].Has(act.Chair) && !all[i].Closed {
		return fault.Refused.Errorf("Only a chair decides about the chair's login.")
	}
	return nil
}

// someoneLeft refuses to leave the unit without anybody who can give logins.
func someoneLeft(all []Person, except func(p Person) bool) error {
	if slices.ContainsFunc(all, func(p Person) bool {
		return !p.Closed && !except(p) && (p.Has(act.Chair) || p.Has(act.Manager))
	}) {
		return nil
	}
	return fault.Conflict.Errorf("Nobody could give logins any more. Make somebody else chair or manager first.")
}

// RoleOf names a role of a login.
type RoleOf struct {
	Name   string   `help:"the name they log in with"`
	Role   act.Role `help:"what the person is in this unit" choice:"chair|manager|bookkeeper|storekeeper|foreman|auditor|member"`
	Member string   `help:"the member's number, for the role member" opt:"yes"`
}

// GiveRole gives a login another role.
func GiveRole(tx *db.Tx, in RoleOf) (Person, error) {
	p, _, err := person(tx, in.Name)
	if err != nil {
		return p, err
	}
	if in.Role == act.Member && in.Member == "" {
		in.Member = p.Member
	}
	if err := fitsRole(in.Role, in.Member); err != nil {
		return p, err
	}
	if p.Closed {
		return p, fault.Conflict.Errorf("The login “%s” is closed. Give it a new password first, which opens it again.", in.Name)
	}
	if err := mayGive(tx, in.Name, in.Role); err != nil {
		return p, err
	}
	if err := upsertRole(tx, Given{Name: in.Name, Role: in.Role, Member: in.Member}); err != nil {
		return p, err
	}
	p, _, err = person(tx, in.Name)
	return p, err
}

// Taking names the role to take away.
type Taking struct {
	Name string   `help:"the name they log in with"`
	Role act.Role `help:"the role to take away" choice:"chair|manager|bookkeeper|storekeeper|foreman|auditor|member"`
}

// Dismiss takes a role away. The last role of a login is not taken: then the
// login is closed, and still to be seen.
func Dismiss(tx *db.Tx, in Taking) (Person, error) {
	p, all, err := person(tx, in.Name)
	if err != nil {
		return p, err
	}
	switch {
	case !p.Has(in.Role):
		return p, fault.Missing.Errorf("“%s” does not have the role %s.", in.Name, in.Role)
	case len(p.Roles) == 1:
		return p, fault.Conflict.Errorf("%s is the only role of “%s”. Close the login instead.", in.Role, in.Name)
	}
	if err := mayGive(tx, in.Name, in.Role); err != nil {
		return p, err
	}
	if in.Role == act.Chair || in.Role == act.Manager {
		other := act.Chair
		if in.Role == act.Chair {
			other = act.Manager
		}
		if err := someoneLeft(all, func(q Person) bool { return q.Name == in.Name && !q.Has(other) }); err != nil {
			return p, err
		}
	}
	if err := deleteRole(tx, in.Name, in.Role); err != nil {
		return p, err
	}
	p, _, err = person(tx, in.Name)
	return p, err
}

// NewPassword is a password that somebody else is given.
type NewPassword struct {
	Name     string `help:"the name they log in with"`
	Password string `help:"the new password, at least 10 characters; they change it themselves afterwards" secret:"yes"`
}

// ResetPassword gives a person a new password. It opens a closed login again;
// sessions and tokens of before end.
func ResetPassword(tx *db.Tx, in NewPassword) (Person, error) {
	p, _, err := person(tx, in.Name)
	if err != nil {
		return p, err
	}
	if err := mayGive(tx, in.Name, ""); err != nil {
		return p, err
	}
	if err := setPassword(tx, in.Name, in.Password); err != nil {
		return p, err
	}
	if err := endAll(tx, in.Name); err != nil {
		return p, err
	}
	p.Closed = false
	return p, updateActive(tx, in.Name, true)
}

// Closing names a login to be closed.
type Closing struct {
	Name string `help:"the name they log in with"`
	Why  string `help:"why, for the log" opt:"yes"`
}

// CloseLogin ends a login and all that is open with it. What the person did
// stays in the log under their name, which nobody else is given.
func CloseLogin(tx *db.Tx, in Closing) (Person, error) {
	p, all, err := person(tx, in.Name)
	if err != nil {
		return p, err
	}
	if p.Closed {
		return p, fault.Conflict.Errorf("The login “%s” is closed already.", in.Name)
	}
	if err := mayGive(tx, in.Name, ""); err != nil {
		return p, err
	}
	if p.Has(act.Chair) || p.Has(act.Manager) {
		if err := someoneLeft(all, func(q Person) bool { return q.Name == in.Name }); err != nil {
			return p, err
		}
	}
	if err := endAll(tx, in.Name); err != nil {
		return p, err
	}
	p.Closed = true
	return p, updateActive(tx, in.Name, false)
}

func setPassword(tx *db.Tx, name, password string) error {
	hash, err := hashed(password)
	if err != nil {
		return err
	}
	return updatePassword(tx, name, hash)
}

// endAll ends every session and token of a login.
func endAll(tx *db.Tx, name string) error {
	if err := deleteSessionsOf(tx, name); err != nil {
		return err
	}
	return deleteTokensOf(tx, name)
}
