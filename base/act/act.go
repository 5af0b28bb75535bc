// Package act describes once what a person may do, for every door to use: a
// page and a form on the web, an endpoint of the API, a command.
//
// An [Act] is a name in words ("surplus distribute"), a help line, the roles
// that may, an input struct and a function. The name is its command, its
// address on the web, its entry in the log and its key in the help; the
// struct's fields, with their tags, are its flags, its form and its schema:
//
//	type Decision struct {
//		Year       cal.Year `help:"the year whose surplus is shared out"`
//		Resolution int64    `help:"number of the resolution that carries it"`
//		Note       string   `help:"a remark for the minutes" opt:"yes"`
//	}
//
// The tags: help (one line), opt (may be left out), default, choice ("a|b"),
// arg (stands without a flag on the command line), secret (never logged; in an
// answer: shown once, and left out where the answer is given again).
//
// [Act.Run] is the one way in. For an act that changes something it opens the
// write transaction, locks the unit's head, calls the function and writes the
// log: who, when, what was asked, under which resolution, chained by hash to
// the act before and to the entries the act made. With Call.Try it rolls all
// of that back and shows the same answer. The same idempotency key with the
// same input gives the first answer again; with other input it is refused.
package act

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"artel/base/db"
	"artel/base/fault"
)

// Role is what a person is in a unit.
type Role string

const (
	Chair       Role = "chair"
	Manager     Role = "manager"
	Bookkeeper  Role = "bookkeeper"
	Storekeeper Role = "storekeeper"
	Foreman     Role = "foreman"
	Auditor     Role = "auditor"  // sees all and changes nothing
	Member      Role = "member"   // sees their own
	Operator    Role = "operator" // sits at the machine: the command line

	// BallotBox is nobody: a paper put into the box of a secret vote comes from
	// no person, and no person can be given this role.
	BallotBox Role = "ballot box"
)

// Who may do an act. The operator may do everything.
var (
	Lead    = []Role{Chair, Manager}
	Books   = []Role{Bookkeeper, Manager, Chair}
	Goods   = []Role{Storekeeper, Bookkeeper, Manager, Chair}
	Labour  = []Role{Foreman, Bookkeeper, Manager, Chair}
	See     = []Role{Auditor, Chair, Manager, Bookkeeper, Storekeeper, Foreman}
	SeeOwn  = append(slices.Clone(See), Member) // a member only what is their own
	OnlyOps = []Role{}
)

// Roles are all that can be given to a person.
var Roles = []Role{Chair, Manager, Bookkeeper, Storekeeper, Foreman, Auditor, Member}

// Nothing is the input of an act that needs to be told nothing.
type Nothing struct{}

// Act is one thing a person may do, or ask.
type Act struct {
	Name   string // words, as typed: "surplus distribute"
	Help   string // one line
	Writes bool
	Founds bool // may be done for a unit that is not there yet
	Roles  []Role
	Fields []Field
	In     reflect.Type
	Out    reflect.Type
	Thing  string // field of the input that names what is changed, where two people may be at it

	touching []string // acts that change the same thing
	run      func(tx *db.Tx, in any) (any, error)
	look     func(tx *db.Tx, in any) (func(context.Context) (any, error), error)
	keep     func(tx *db.Tx, in, work any) (any, error)
}

// Do declares an act that changes something.
func Do[In, Out any](name, help string, roles []Role, fn func(*db.Tx, In) (Out, error)) Act {
	a := Ask(name, help, roles, fn)
	a.Writes = true
	return a
}

// Ask declares an act that only looks.
func Ask[In, Out any](name, help string, roles []Role, fn func(*db.Tx, In) (Out, error)) Act {
	in := reflect.TypeFor[In]()
	return Act{
		Name: name, Help: help, Roles: roles, In: in, Out: reflect.TypeFor[Out](), Fields: FieldsOf(in),
		run: func(tx *db.Tx, in any) (any, error) { return fn(tx, in.(In)) },
	}
}

// Long declares an act whose work takes so long that nobody should wait for
// it: look reads what the work needs, in a transaction that only reads, and
// gives the work, which runs in none; keep writes what came of it, as the act.
// Between the two others may have written, so keep must hold what it needs.
func Long[In, Work, Out any](name, help string, roles []Role, look func(*db.Tx, In) (func(context.Context) (Work, error), error), keep func(*db.Tx, In, Work) (Out, error)) Act {
	in := reflect.TypeFor[In]()
	return Act{
		Name: name, Help: help, Writes: true, Roles: roles, In: in, Out: reflect.TypeFor[Out](), Fields: FieldsOf(in),
		look: func(tx *db.Tx, in any) (func(context.Context) (any, error), error) {
			work, err := look(tx, in.(In))
			return func(ctx context.Context) (any, error) { return work(ctx) }, err
		},
		keep: func(tx *db.Tx, in, work any) (any, error) { return keep(tx, in.(In), work.(Work)) },
	}
}

// worked does the long part of an act, and gives what then writes.
func (a Act) worked(ctx context.Context, d *db.DB, who db.Who, in any) (func(*db.Tx, any) (any, error), error) {
	if a.look == nil {
		return a.run, nil
	}
	var work func(context.Context) (any, error)
	err := d.Read(ctx, who, func(tx *db.Tx) (err error) {
		work, err = a.look(tx, in)
		return err
	})
	if err != nil {
		return nil, err
	}
	done, err := work(ctx)
	return func(tx *db.Tx, in any) (any, error) { return a.keep(tx, in, done) }, err
}

// Founding is a, allowed for a unit that is not there yet.
func (a Act) Founding() Act {
	a.Founds = true
	return a
}

// Path is the act's place on the web: "/surplus/distribute".
func (a Act) Path() string { return "/" + strings.ReplaceAll(a.Name, " ", "/") }

// File is the path of a file that an act reads. The command line names any; at
// the other doors it is an upload, kept in a file that the door itself wrote
// and names in Call.Uploads: nobody far away may name a file of this machine.
type File string

// UnmarshalText takes the path as it is.
func (f *File) UnmarshalText(text []byte) error {
	*f = File(text)
	return nil
}

// Caller is who stands at a door.
type Caller struct {
	Name   string
	Roles  []Role
	Member string // their number, where they are a member
}

// Has says whether the caller holds one of the roles.
func (c Caller) Has(roles []Role) bool {
	return slices.ContainsFunc(c.Roles, func(r Role) bool { return r == Operator || slices.Contains(roles, r) })
}

// ownOnly says whether the caller may do a only for themselves.
func (c Caller) ownOnly(roles []Role) bool {
	above := slices.DeleteFunc(slices.Clone(roles), func(r Role) bool { return r == Member })
	return !c.Has(above)
}

// Call is how an act is asked for.
type Call struct {
	Unit string // id
	By   Caller
	Door string // cli, web, api
	Key  string // idempotency key, or none
	Try  bool   // only show what would come of it
	Seen int64  // number of the last act when the person looked, for acts that are Over something; 0 if that is not known

	Uploads []string // files that the door wrote for this call
}

// Answer is what came of it.
type Answer struct {
	Out   any   // the function's answer; json.RawMessage where Again
	Seq   int64 // number in the log of acts; 0 for a read or a try
	Tried bool
	Again bool // the idempotency key had been used: this is the first answer
}

// Run does the act, in one transaction. fill is the door's decoder.
func (a Act) Run(ctx context.Context, d *db.DB, c Call, fill func(into any) error) (Answer, error) {
	if !c.By.Has(a.Roles) {
		return Answer{}, fault.Refused.Errorf("“%s” is not for you. It is for: %s.", a.Name, rolesText(a.Roles))
	}
	in := reflect.New(a.In)
	if err := fill(in.Interface()); err != nil {
		return Answer{}, err
	}
	if err := a.checkFiles(c, in.Elem()); err != nil {
		return Answer{}, err
	}
	who := db.Who{Unit: c.Unit, Name: c.By.Name}
	if c.By.ownOnly(a.Roles) {
		who.Member = c.By.Member
		if who.Member == "" {
			return Answer{}, fault.Refused.Errorf("Your login is not tied to a member's number; ask the bookkeeper.")
		}
	}
	if a.Writes {
		return a.write(ctx, d, who, c, in.Elem().Interface())
	}
	var out any
	err := d.Read(ctx, who, func(tx *db.Tx) (err error) {
		out, err = a.run(tx, in.Elem().Interface())
		return err
	})
	return Answer{Out: out}, err
}

// checkFiles refuses a file that the door did not write, except at the command
// line, whose user can read it anyway.
func (a Act) checkFiles(c Call, in reflect.Value) error {
	for _, f := range a.Fields {
		if f.Kind != "file" || c.Door == "cli" {
			continue
		}
		if path := in.Field(f.index).String(); path != "" && !slices.Contains(c.Uploads, path) {
			return fault.Refused.Errorf("Hand the file itself in; a path on the server is not taken.")
		}
	}
	return nil
}

func rolesText(roles []Role) string {
	if len(roles) == 0 {
		return string(Operator)
	}
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = string(r)
	}
	return strings.Join(words, ", ")
}

// Find is the act named by the first words of args, and the args after it.
func Find(acts []Act, args []string) (Act, []string, bool) {
	for _, a := range acts {
		words := strings.Fields(a.Name)
		if len(args) >= len(words) && slices.Equal(words, args[:len(words)]) {
			return a, args[len(words):], true
		}
	}
	return Act{}, args, false
}
