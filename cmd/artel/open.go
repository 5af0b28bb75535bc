package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/unit"
)

// books are the database an act is done in, and for which unit.
type books struct {
	*db.DB
	unit  string
	fresh string // the file, where this run made it
	temp  string // the folder, where it was made only to try
}

// open opens the database for an act. Only an act that may found a unit makes a
// new one; tried, it does so where nobody sees it.
func (c *cli) open(ctx context.Context, a act.Act) (b *books, err error) {
	b = &books{}
	where := c.opts.db
	if missing(where) {
		if !a.Founds {
			return nil, noDatabase(where)
		}
		if !c.opts.try && !c.agreed(true, "There is no database at %s. Make a new one there?", where) {
			return nil, fault.Refused.Errorf("No database was made.")
		}
		if b.fresh = where; c.opts.try {
			if b.temp, err = os.MkdirTemp("", "artel-try-"); err != nil {
				return nil, err
			}
			where = filepath.Join(b.temp, "try.db")
		}
	}
	if b.DB, err = openDB(where); err != nil {
		b.removeTemp()
		return nil, err
	}
	if b.unit, err = c.unitFor(ctx, b.DB, a); err != nil {
		b.close(true)
		return nil, err
	}
	return b, nil
}

// openDB opens the database at where. One that does not answer is nobody's
// mistake here.
func openDB(where string) (*db.DB, error) {
	d, err := db.Open(where)
	if err != nil && fault.Of(err) == "" && onServer(where) {
		return nil, fault.Missing.Errorf("The database does not answer. Is its server running, and the address right? (%s)", err.Error())
	}
	return d, err
}

// unitFor is the unit that is meant, or a new id for one that is to be.
func (c *cli) unitFor(ctx context.Context, d *db.DB, a act.Act) (string, error) {
	if a.Name == "unit found" || a.Name == "unit begin" {
		return unit.NewID(), nil
	}
	id, err := unit.Resolve(ctx, d, c.opts.unit)
	if err != nil || id != "" {
		return id, err
	}
	if a.Founds {
		return unit.NewID(), nil
	}
	return "", fault.Missing.Errorf("There is no co-operative in this database yet. Import its sheets with “artel sheet import PATH”, or found it with “artel unit found”.")
}

func onServer(where string) bool { return strings.Contains(where, "://") }

func missing(where string) bool {
	_, err := os.Stat(where)
	return !onServer(where) && errors.Is(err, fs.ErrNotExist)
}

func noDatabase(where string) error {
	return fault.Missing.Errorf("There is no database at %s. Name one with --db or $ARTEL_DB; or begin one there with “artel sheet import PATH” or “artel unit found”.", where)
}

// close closes the books. A file that this run made, and into which nothing
// came because the act failed, goes again.
func (b *books) close(failed bool) {
	empty := false
	if failed && b.fresh != "" && b.temp == "" {
		id, err := unit.Resolve(context.Background(), b.DB, "")
		empty = err == nil && id == ""
	}
	b.DB.Close()
	if empty {
		for _, end := range []string{"", "-wal", "-shm"} {
			os.Remove(b.fresh + end)
		}
	}
	b.removeTemp()
}

func (b *books) removeTemp() {
	if b.temp != "" {
		os.RemoveAll(b.temp)
	}
}
