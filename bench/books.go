package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"

	"artel/base/act"
	"artel/base/db"
	"artel/coop/unit"
	"artel/coop/work"
)

// books are one co-operative's database, and the way to do acts in it.
type books struct {
	*db.DB
	file, unit string
	acts       []act.Act
	ctx        context.Context
}

// open opens a database in the bench's folder, a new one where there is none.
func (b *bench) open(name string) (*books, error) {
	file := filepath.Join(b.folder, name)
	d, err := db.Open(file)
	if err != nil {
		return nil, err
	}
	id, err := unit.Resolve(b.ctx, d, "")
	if id == "" && err == nil {
		id = unit.NewID()
	}
	return &books{d, file, id, b.Acts, b.ctx}, err
}

// do runs an act by its name, as the command line would.
func (k *books) do(name string, in map[string]any) (any, error) {
	for _, a := range k.acts {
		if a.Name == name {
			return k.run(a, act.Tree(in))
		}
	}
	return nil, fmt.Errorf("there is no act %q", name)
}

func (k *books) run(a act.Act, fill func(any) error) (any, error) {
	answer, err := a.Run(k.ctx, k.DB, act.Call{Unit: k.unit, Door: "cli", By: act.Caller{Name: "bench", Roles: []act.Role{act.Operator}}}, fill)
	return answer.Out, err
}

// with fills an act's input with a value that is there already.
func with(in any) func(any) error {
	return func(into any) error {
		reflect.ValueOf(into).Elem().Set(reflect.ValueOf(in))
		return nil
	}
}

// read runs fn in a reading transaction of the unit.
func (k *books) read(fn func(tx *db.Tx) error) error {
	return k.Read(k.ctx, db.Who{Unit: k.unit, Name: "bench"}, fn)
}

// pragmas are the settings of base/db (a test holds the two together), so that
// what is raw differs from artel in nothing but what artel adds.
const pragmas = "?_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=page_size(8192)" +
	"&_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=cache_size(-32000)"

// raw is a new file with artel's tables, opened through the driver alone.
func (b *bench) raw(name string) (*sql.DB, error) {
	k, err := b.open(name)
	if err != nil {
		return nil, err
	}
	if err := k.Close(); err != nil {
		return nil, err
	}
	d, err := sql.Open("sqlite", "file:"+k.file+pragmas)
	if err == nil {
		d.SetMaxOpenConns(1)
		err = d.Ping()
	}
	return d, err
}

const insertWork = `
	insert into work (unit, number, day, member, operation, quality, quantity, hours, act, sheet_row, corrects)
	values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

// values are a record as the table of work has it.
func values(id string, number int64, w *work.Record) []any {
	return []any{id, number, string(w.Day), w.Member, w.Operation, w.Quality, int64(w.Quantity), int64(w.Hours), int64(1), w.Line, int64(0)}
}

// insertRaw inserts records with a prepared statement, one row each, in one
// transaction.
func insertRaw(d *sql.DB, rows []work.Record) error {
	tx, err := d.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	s, err := tx.Prepare(insertWork)
	if err != nil {
		return err
	}
	defer s.Close()
	id := unit.NewID()
	for i := range rows {
		if _, err := s.Exec(values(id, int64(i+1), &rows[i])...); err != nil {
			return err
		}
	}
	return errors.Join(s.Close(), tx.Commit())
}
