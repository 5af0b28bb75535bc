// Package db is the one room that knows SQLite from PostgreSQL.
//
// Everyone else writes SQL once, with $1 placeholders, in the subset both
// understand, and is handed a [Tx]: a transaction, the unit it is for, who
// asked, and when. What differs between the engines (how a transaction
// begins, what an error number means, how a table is declared strict) is here
// and nowhere else.
//
// A function given to [DB.Write] has no side effects but its statements, so it
// may be run again from the start: when another writer was in the way, or when
// the commit it shared with others failed. On SQLite one goroutine does all the
// writing and puts as many waiting functions as it finds into one commit, each
// in a savepoint of its own; that is where the speed of many small acts comes
// from. Reads run in read-only transactions of their own and wait for nobody.
//
// Only one result set may be open in a transaction at a time: read rows into a
// slice ([All]) or finish [Each] before the next statement.
package db

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the "pgx" driver
	_ "modernc.org/sqlite"             // the "sqlite" driver

	"artel/base/fault"
)

// DB is an open database.
type DB struct {
	Now func() time.Time // the clock; tests set it

	postgres bool
	file     string // SQLite's own address of it
	writes   *sql.DB
	reads    *sql.DB
	queue    chan *job
	done     sync.WaitGroup
	closing  context.Context
	stop     context.CancelFunc
}

// Open opens the database at where ("postgres://…", or the path of a SQLite
// file, made if it is not there) and brings its tables up to date.
func Open(where string) (*DB, error) {
	d := &DB{Now: time.Now, postgres: isPostgres(where), queue: make(chan *job, 1024)}
	d.closing, d.stop = context.WithCancel(context.Background())
	var err error
	if d.postgres {
		err = d.openPostgres(where)
	} else {
		err = d.openSQLite(where)
	}
	if err != nil {
		d.stop()
		return nil, err
	}
	if err := d.migrate(); err != nil {
		d.Close()
		return nil, explainOpen(where, err)
	}
	return d, nil
}

func isPostgres(where string) bool {
	return strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
}

// readers is how many read a SQLite database at once at most.
const readers = 8

func (d *DB) openPostgres(where string) error {
	s, err := sql.Open("pgx", where)
	if err != nil {
		return fault.Invalid.Errorf("%s is not the address of a PostgreSQL database.", redact(where))
	}
	s.SetMaxOpenConns(16)
	s.SetMaxIdleConns(16)
	d.writes, d.reads = s, s
	return nil
}

// SQLite's settings: WAL and synchronous=FULL make a commit durable, and
// page_size 8192 was the quickest of those measured.
func (d *DB) openSQLite(where string) error {
	path, err := filepath.Abs(where)
	if err != nil {
		return err
	}
	if dir := filepath.Dir(path); !isDir(dir) {
		return fault.Missing.Errorf("There is no folder %s to keep the database in.", dir)
	}
	if isDir(path) {
		return fault.Invalid.Errorf("%s is a folder; a database is one file.", where)
	}
	file := "file:" + (&url.URL{Path: path}).EscapedPath()
	pragmas := "?_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=page_size(8192)" +
		"&_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=cache_size(-32000)"
	d.file = file + "?_pragma=busy_timeout(10000)"
	if d.writes, err = sql.Open("sqlite", file+pragmas); err != nil {
		return err
	}
	d.writes.SetMaxOpenConns(1)
	if d.reads, err = sql.Open("sqlite", file+pragmas+"&_pragma=query_only(1)&_pragma=cache_size(-4000)"); err != nil {
		return err
	}
	d.reads.SetMaxOpenConns(readers)
	d.reads.SetMaxIdleConns(readers)
	d.done.Add(1)
	go d.writer()
	return nil
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// redact leaves the password out of a database's address.
func redact(where string) string {
	if u, err := url.Parse(where); err == nil && isPostgres(where) {
		return u.Redacted()
	}
	return where
}

func explainOpen(where string, err error) error {
	switch codeOf(err) {
	case "26", "11":
		return fault.Invalid.Errorf("%s is not an artel database, or it is damaged.", redact(where))
	case "14", "8", "1544", "776":
		return fault.Refused.Errorf("%s cannot be opened for writing; see who owns the file and its folder.", redact(where))
	}
	if fault.Of(err) == "" && isPostgres(where) {
		return fmt.Errorf("opening %s: %w", redact(where), err)
	}
	return err
}

// Close waits for what is being written, then closes the database.
func (d *DB) Close() error {
	d.stop()
	d.done.Wait()
	if d.reads != nil && d.reads != d.writes {
		d.reads.Close()
	}
	return d.writes.Close()
}

// Postgres says which engine this is, for words to people; no rule may ask.
func (d *DB) Postgres() bool { return d.postgres }

// Backup writes a copy of the database, as of one moment, to a new file. It is
// for SQLite; PostgreSQL has its own tools, which the refusal names.
func (d *DB) Backup(ctx context.Context, to string) error {
	if d.postgres {
		return fault.Refused.Errorf("A PostgreSQL database is backed up with pg_dump.")
	}
	if _, err := os.Stat(to); err == nil {
		return fault.Conflict.Errorf("%s is already there; name a new file.", to)
	}
	own, err := sql.Open("sqlite", d.file) // the readers may not write, and the writer is busy
	if err != nil {
		return err
	}
	defer own.Close()
	_, err = own.ExecContext(ctx, `vacuum into $1`, to)
	return blame(err)
}

// Read runs fn in a read-only transaction: it sees the database as of one
// moment, and waits for no writer.
func (d *DB) Read(ctx context.Context, who Who, fn func(*Tx) error) error {
	t, err := d.reads.BeginTx(ctx, &sql.TxOptions{ReadOnly: d.postgres, Isolation: d.snapshot()})
	if err != nil {
		return blame(err)
	}
	defer t.Rollback()
	return fn(&Tx{Who: who, Now: d.now(), ctx: ctx, on: t})
}

// snapshot is the isolation under which a reader sees one moment.
func (d *DB) snapshot() sql.IsolationLevel {
	if d.postgres {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault
}

func (d *DB) now() time.Time { return d.Now().UTC().Truncate(time.Second) }
