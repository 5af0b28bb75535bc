package db

import (
	"errors"
	"strconv"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"artel/base/fault"
)

// codeOf is the engine's number for err: SQLSTATE, or SQLite's extended code.
func codeOf(err error) string {
	if pg := (*pgconn.PgError)(nil); errors.As(err, &pg) {
		return pg.Code
	}
	if lite := (*sqlite.Error)(nil); errors.As(err, &lite) {
		return strconv.Itoa(lite.Code())
	}
	return ""
}

// engineError is a fault that remembers the engine's own error, so that
// [again] can still see its number.
type engineError struct {
	error
	cause error
}

func (e engineError) Unwrap() []error { return []error{e.error, e.cause} }

// blame gives an engine's error its [fault.Kind], by number, never by text.
func blame(err error) error {
	say := func(k fault.Kind, words string) error { return engineError{k.Errorf("%s", words), err} }
	switch codeOf(err) {
	case "23505", "1555", "2067":
		return say(fault.Conflict, "That is already there.")
	case "23503", "787":
		return say(fault.Missing, "That names something that is not there.")
	case "23514", "275", "23502", "1299", "3091":
		return say(fault.Invalid, "That is not allowed here.")
	case "1811", "P0001":
		return say(fault.Refused, "What has been recorded is never changed or deleted; correct it with a new act.")
	case "13", "53100":
		return say(fault.Conflict, "The disk is full. Nothing was changed; make room and do it again.")
	case "8", "1032", "25006", "1544", "776":
		return say(fault.Refused, "The database is open for reading only.")
	}
	if lite := (*sqlite.Error)(nil); errors.As(err, &lite) && lite.Code()&0xff == ioError {
		return say(fault.Conflict, "The disk is full, or does not work. Nothing was changed; see to it and do it again.")
	}
	return err
}

// ioError is SQLite's family of errors of the disk.
const ioError = 10

// again says whether a transaction that ended with err is worth running again.
func again(err error) bool {
	switch codeOf(err) {
	case "40001", "40P01", "5", "261", "517", "6":
		return true
	}
	return false
}
