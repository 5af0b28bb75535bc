package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"strings"
	"time"

	"artel/base/fault"
)

// Who is who asks, and for which unit.
type Who struct {
	Unit   string // id of the unit everything in the transaction is about
	Name   string // the person, as the log of acts names them
	Member string // the member's number, where the person may see only their own
}

// Tx is one unit of work: what it changes, for which unit, who asked and when.
type Tx struct {
	Who
	Now time.Time // when it began, UTC, whole seconds
	Act int64     // number of the act in the unit's log; 0 in a read

	ctx     context.Context
	on      querier
	effects [sha256.Size]byte
}

// Context is the caller's context, for what it carries along; a write that has
// begun is not stopped by it.
func (tx *Tx) Context() context.Context { return tx.ctx }

// querier is a transaction of either engine. SQLite's keeps prepared
// statements for the life of the connection; pgx does that by itself.
type querier interface {
	ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error)
}

// Seal binds sum into the act's hash. What must not change unseen afterwards
// (an entry and its postings) is sealed by whoever writes it.
func (tx *Tx) Seal(sum [sha256.Size]byte) {
	tx.effects = sha256.Sum256(append(tx.effects[:], sum[:]...))
}

// Effects is the hash over all that was sealed, in order.
func (tx *Tx) Effects() [sha256.Size]byte { return tx.effects }

// Exec runs a statement that returns no rows.
func (tx *Tx) Exec(q string, args ...any) error {
	_, err := tx.on.ExecContext(tx.ctx, q, args...)
	return blame(err)
}

// rowsAStatement is how many rows one insert carries: more rows to a statement
// matter more than the driver, up to about this.
const rowsAStatement = 100

// Insert inserts n rows: into is "work (unit, number, day)", and row appends
// the values of row i to the slice it is given.
func (tx *Tx) Insert(into string, n int, row func(i int, to []any) []any) error {
	return tx.Upsert(into, "", n, row)
}

// Upsert is Insert with a clause for rows that are there: "on conflict …". No
// two of the rows may have the same key.
func (tx *Tx) Upsert(into, conflict string, n int, row func(i int, to []any) []any) error {
	columns := strings.Count(into, ",") + 1
	args := make([]any, 0, columns*min(n, rowsAStatement))
	text := func(rows int) string {
		return "insert into " + into + " values " + tx.values(columns, rows) + " " + conflict
	}
	many, one := "", ""
	if n >= rowsAStatement {
		many = text(rowsAStatement)
	}
	if n%rowsAStatement != 0 {
		one = text(1)
	}
	for from := 0; from < n; {
		q, rows := many, rowsAStatement
		if n-from < rows {
			q, rows = one, 1
		}
		args = args[:0]
		for i := range rows {
			args = row(from+i, args)
		}
		if len(args) != columns*rows {
			return fmt.Errorf("insert into %s: %d values for %d rows", into, len(args), rows)
		}
		if err := tx.Exec(q, args...); err != nil {
			return err
		}
		from += rows
	}
	return nil
}

// values is "($1, $2), ($3, $4)". SQLite looks a named parameter up by going
// through all of them, so there they stand without names, in their order.
func (tx *Tx) values(columns, rows int) string {
	_, lite := tx.on.(*prepared)
	var b strings.Builder
	for i := range columns * rows {
		switch {
		case i == 0:
			b.WriteByte('(')
		case i%columns == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		if lite {
			b.WriteByte('?')
		} else {
			fmt.Fprintf(&b, "$%d", i+1)
		}
	}
	b.WriteByte(')')
	return b.String()
}

// One returns the only row of q. It is [fault.Missing] if there is none.
func One[T any](tx *Tx, q string, args ...any) (T, error) {
	var zero T
	all, err := All[T](tx, q, args...)
	if err == nil && len(all) == 0 {
		err = fault.Missing.Errorf("There is no such thing.")
	}
	if err != nil {
		return zero, err
	}
	return all[0], nil
}

// All returns the rows of q. A struct's fields are filled in column order, the
// fields of a struct inside it in their place.
func All[T any](tx *Tx, q string, args ...any) ([]T, error) {
	all := []T{} // an empty list is a list, in JSON too
	for row, err := range Each[T](tx, q, args...) {
		if err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, nil
}

// Sums are the rows of q, a name and a whole number each, by name.
func Sums(tx *Tx, q string, args ...any) (map[string]int64, error) {
	by := map[string]int64{}
	for row, err := range Each[struct {
		Name string
		Sum  int64
	}](tx, q, args...) {
		if err != nil {
			return nil, err
		}
		by[row.Name] = row.Sum
	}
	return by, nil
}

// Each yields the rows of q one by one. The transaction can run nothing else
// until the loop is over.
func Each[T any](tx *Tx, q string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		rows, err := tx.on.QueryContext(tx.ctx, q, args...)
		if err != nil {
			yield(zero, blame(err))
			return
		}
		defer rows.Close()
		var row T
		to := fields(nil, reflect.ValueOf(&row).Elem())
		for rows.Next() {
			row = zero
			if err := rows.Scan(to...); err != nil {
				yield(zero, errors.Join(err, rows.Err()))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(zero, blame(err))
		}
	}
}

// fields appends pointers to v's fields, in order, for a row to be scanned into.
func fields(to []any, v reflect.Value) []any {
	if v.Addr().CanInterface() { // not so for a struct of an unexported type put into another
		p := v.Addr().Interface()
		if _, scans := p.(sql.Scanner); scans || v.Kind() != reflect.Struct {
			return append(to, p)
		}
	}
	for i := range v.NumField() {
		to = fields(to, v.Field(i))
	}
	return to
}

// Next takes n numbers from one of the unit's counters, without gaps, and
// returns the first.
func (tx *Tx) Next(counter string, n int64) (int64, error) {
	last, err := One[int64](tx, `
		insert into counter (unit, name, last) values ($1, $2, $3)
		on conflict (unit, name) do update set last = counter.last + excluded.last
		returning last`, tx.Unit, counter, n)
	return last - n + 1, err
}

// prepared keeps the statements of SQLite's writing connection.
type prepared struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
}

func (p *prepared) stmt(ctx context.Context, q string) (*sql.Stmt, error) {
	if s := p.stmts[q]; s != nil {
		return s, nil
	}
	s, err := p.conn.PrepareContext(ctx, q)
	if err == nil {
		p.stmts[q] = s
	}
	return s, err
}

func (p *prepared) ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error) {
	if len(args) == 0 { // may hold several statements, as a schema file does
		return p.conn.ExecContext(ctx, q)
	}
	s, err := p.stmt(ctx, q)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

func (p *prepared) QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	s, err := p.stmt(ctx, q)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (p *prepared) close() {
	for _, s := range p.stmts {
		s.Close()
	}
}
