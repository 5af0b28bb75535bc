package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"time"
)

// batch is how many waiting writes share a commit at most.
const batch = 1000

// tries is how often a write is run when others are in its way.
const tries = 6

type job struct {
	ctx  context.Context
	who  Who
	fn   func(*Tx) error
	err  error
	done chan struct{}
}

// Write runs fn in a transaction and commits it, durably, unless fn fails. fn
// may be run more than once and must do nothing but its statements.
func (d *DB) Write(ctx context.Context, who Who, fn func(*Tx) error) error {
	if d.postgres {
		return d.writePostgres(ctx, who, fn)
	}
	j := &job{ctx: ctx, who: who, fn: fn, done: make(chan struct{})}
	select {
	case d.queue <- j:
	case <-ctx.Done():
		return ctx.Err()
	case <-d.closing.Done():
		return errors.New("the database is closed")
	}
	<-j.done
	return j.err
}

// Trying wraps the outcome of a write that was only to be tried.
var Trying = errors.New("only trying")

func (d *DB) writePostgres(ctx context.Context, who Who, fn func(*Tx) error) (err error) {
	for try := range tries {
		if err = d.onePostgres(ctx, who, fn); !again(err) {
			return err
		}
		pause(try)
	}
	return err
}

func (d *DB) onePostgres(ctx context.Context, who Who, fn func(*Tx) error) error {
	t, err := d.writes.BeginTx(ctx, nil)
	if err != nil {
		return blame(err)
	}
	defer t.Rollback()
	if err := guard(&Tx{Who: who, Now: d.now(), ctx: ctx, on: t}, fn); err != nil {
		return err
	}
	return blame(t.Commit())
}

// pause waits a little, and longer each time, so that two writers who met do
// not meet again.
func pause(try int) {
	base := 5 * time.Millisecond << try
	time.Sleep(base + rand.N(base))
}

// guard runs fn and turns a panic into an error: one broken act must not end
// the writer that all others share.
func guard(tx *Tx, fn func(*Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return fn(tx)
}

// writer is SQLite's one writer: it takes what waits and commits it together.
func (d *DB) writer() {
	defer d.done.Done()
	w := &sqliteWriter{db: d}
	defer w.close()
	for {
		select {
		case j := <-d.queue:
			jobs := d.waiting(j)
			began := time.Now()
			if !w.together(jobs) {
				w.eachAlone(jobs)
			}
			if time.Since(began) > muchWritten {
				w.learn()
			}
			for _, j := range jobs {
				close(j.done)
			}
		case <-d.closing.Done():
			w.learn()
			return
		}
	}
}

// waiting is first and whatever else is in the queue right now.
func (d *DB) waiting(first *job) []*job {
	jobs := []*job{first}
	for len(jobs) < batch {
		select {
		case j := <-d.queue:
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

type sqliteWriter struct {
	db   *DB
	conn *sql.Conn
	kept *prepared
}

// muchWritten is how long a commit takes that brings much.
const muchWritten = 500 * time.Millisecond

// learn has SQLite look at how many rows the tables have and how they differ.
// Without that it takes all tables for small, and goes through a year's postings
// to find one member's. Readers know what stood there when they connected, so
// those who wait connect anew.
func (w *sqliteWriter) learn() {
	if w.conn == nil {
		return
	}
	w.do(`pragma analysis_limit = 1000`)
	w.do(`pragma optimize = 0x10002`) // all tables that grew, also those not asked about
	w.db.reads.SetMaxIdleConns(0)
	w.db.reads.SetMaxIdleConns(readers)
}

func (w *sqliteWriter) close() {
	if w.conn != nil {
		w.kept.close()
		w.conn.Close()
		w.conn = nil
	}
}

// begin opens the transaction, connecting first where there is no connection.
func (w *sqliteWriter) begin() (err error) {
	if w.conn == nil {
		if w.conn, err = w.db.writes.Conn(context.Background()); err != nil {
			return blame(err)
		}
		w.kept = &prepared{conn: w.conn, stmts: map[string]*sql.Stmt{}}
	}
	for try := range tries {
		if err = w.do(`begin immediate`); !again(err) {
			break
		}
		pause(try)
	}
	return err
}

func (w *sqliteWriter) do(q string) error {
	_, err := w.conn.ExecContext(context.Background(), q)
	return blame(err)
}

// together runs the jobs in one transaction, each in a savepoint. It is false,
// with nothing kept and no job answered, if the transaction as a whole failed.
func (w *sqliteWriter) together(jobs []*job) bool {
	if err := w.begin(); err != nil {
		w.answer(jobs, err)
		return true
	}
	for _, j := range jobs {
		if w.inSavepoint(j) != nil {
			w.abandon()
			return false
		}
	}
	if err := w.do(`commit`); err != nil {
		w.abandon()
		if len(jobs) == 1 {
			jobs[0].err = err
			return true
		}
		return false
	}
	return true
}

// inSavepoint runs one job and undoes it if it fails. Its own error is not an
// error of the transaction.
func (w *sqliteWriter) inSavepoint(j *job) error {
	if j.err = j.ctx.Err(); j.err != nil {
		return nil
	}
	if err := w.do(`savepoint act`); err != nil {
		j.err = err
		return err
	}
	tx := &Tx{Who: j.who, Now: w.db.now(), ctx: context.WithoutCancel(j.ctx), on: w.kept}
	if j.err = guard(tx, j.fn); j.err != nil {
		if err := w.do(`rollback to act`); err != nil {
			return err
		}
	}
	return w.do(`release act`)
}

// abandon rolls the transaction back, and gives up the connection, whose state
// nobody can vouch for after a full disk.
func (w *sqliteWriter) abandon() {
	w.do(`rollback`)
	w.close()
}

// eachAlone runs each job in a transaction of its own, after one of them (a
// full disk, say) took the common one down.
func (w *sqliteWriter) eachAlone(jobs []*job) {
	for _, j := range jobs {
		err := w.begin()
		if err == nil {
			if err = w.inSavepoint(j); err == nil {
				err = w.do(`commit`)
			}
		}
		if err != nil {
			w.abandon()
			if j.err == nil { // else it knows better: SQLite may have rolled everything back by itself
				j.err = err
			}
		}
	}
}

func (w *sqliteWriter) answer(jobs []*job, err error) {
	for _, j := range jobs {
		j.err = err
	}
}
