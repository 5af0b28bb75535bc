// Package fault says whose mistake an error is, so that every door can answer
// it properly: a status on the web, an exit code at the command line.
//
// A fault is a sentence for a person, with the numbers in it. Its format and
// arguments are kept apart, so that a door can say it in another language.
// Any error that is not a fault is artel's own, and is logged rather than
// shown.
package fault

import (
	"errors"
	"fmt"
)

// Kind is a kind of mistake.
type Kind string

const (
	Invalid  Kind = "invalid"  // what was asked makes no sense
	Missing  Kind = "missing"  // what was named does not exist
	Conflict Kind = "conflict" // what exists forbids it
	Refused  Kind = "refused"  // not for this person, or not by these rules
)

// Fault is a mistake of the asker's, in words fit to show.
type Fault struct {
	Kind   Kind
	Format string
	Args   []any
}

func (f *Fault) Error() string { return fmt.Errorf(f.Format, f.Args...).Error() } // which knows %w

// Unwrap gives the cause, where an argument is one.
func (f *Fault) Unwrap() error {
	for _, a := range f.Args {
		if err, ok := a.(error); ok {
			return err
		}
	}
	return nil
}

// Errorf returns a fault of kind k. Its words are shown to people as they are.
func (k Kind) Errorf(format string, args ...any) error {
	return &Fault{k, format, args}
}

// Of returns the kind of err, or "" if it is none of the asker's doing.
func Of(err error) Kind {
	if rows := (*Rows)(nil); errors.As(err, &rows) {
		return Invalid
	}
	if f := (*Fault)(nil); errors.As(err, &f) {
		return f.Kind
	}
	return ""
}
