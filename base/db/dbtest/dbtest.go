// Package dbtest gives tests a real database of each kind. There are no mocks:
// what a test says of a noun it says of SQLite and of PostgreSQL.
//
// PostgreSQL is used where ARTEL_TEST_POSTGRES holds the address of a server on
// which databases may be made ("postgres://postgres@127.0.0.1:5499/postgres").
package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"artel/base/db"
)

var made atomic.Int64

// Each runs fn on a fresh database of each kind.
func Each(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, Open(t, SQLite(t))) })
	t.Run("postgres", func(t *testing.T) { fn(t, Open(t, Postgres(t))) })
}

// Open opens the database and closes it when the test ends. Its clock stands
// at noon of 1957-01-20.
func Open(t testing.TB, where string) *db.DB {
	t.Helper()
	d, err := db.Open(where)
	if err != nil {
		t.Fatal(err)
	}
	d.Now = func() time.Time { return time.Date(1957, 1, 20, 12, 0, 0, 0, time.UTC) }
	t.Cleanup(func() { d.Close() })
	return d
}

// SQLite is the path of a database file that is not there yet.
func SQLite(t testing.TB) string { return filepath.Join(t.TempDir(), "artel.db") }

// Postgres is the address of a new, empty database, dropped when the test
// ends. The test is skipped where there is no server.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv("ARTEL_TEST_POSTGRES")
	if server == "" {
		t.Skip("ARTEL_TEST_POSTGRES is not set: not tested on PostgreSQL")
	}
	s, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("artel_test_%d_%d", os.Getpid(), made.Add(1))
	if _, err := s.ExecContext(context.Background(), "create database "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.ExecContext(context.Background(), "drop database "+name+" with (force)")
		s.Close()
	})
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + strings.TrimPrefix(name, "/")
	return u.String()
}
