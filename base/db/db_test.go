package db_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/base/fault"
)

var ctx = context.Background()
var who = db.Who{Unit: "u", Name: "test"}

func post(tx *db.Tx, number int) error {
	return tx.Exec(`insert into counter (unit, name, last) values ($1, $2, $3)`, tx.Unit, fmt.Sprint("n", number), number)
}

func TestWriteKeepsAllOrNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		sorry := errors.New("sorry")
		err := d.Write(ctx, who, func(tx *db.Tx) error {
			if err := post(tx, 1); err != nil {
				return err
			}
			return sorry
		})
		if !errors.Is(err, sorry) {
			t.Fatal(err)
		}
		if err := d.Write(ctx, who, func(tx *db.Tx) error { panic("broken act") }); err == nil {
			t.Fatal("a panic was no error")
		}
		count(t, d, 0)
		if err := d.Write(ctx, who, func(tx *db.Tx) error { return post(tx, 1) }); err != nil {
			t.Fatal(err)
		}
		err = d.Write(ctx, who, func(tx *db.Tx) error { return post(tx, 1) })
		if fault.Of(err) != fault.Conflict {
			t.Fatalf("twice the same key: %v", err)
		}
		count(t, d, 1)
	})
}

func count(t *testing.T, d *db.DB, want int64) {
	t.Helper()
	err := d.Read(ctx, who, func(tx *db.Tx) error {
		n, err := db.One[int64](tx, `select count(*) from counter where unit = $1`, tx.Unit)
		if n != want {
			t.Errorf("%d rows, want %d", n, want)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestManyWritersLoseNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var all sync.WaitGroup
		for i := range 200 {
			all.Go(func() {
				err := d.Write(ctx, who, func(tx *db.Tx) error {
					if _, err := tx.Next("entry", 1); err != nil {
						return err
					}
					if i%10 == 0 {
						return errors.New("every tenth fails")
					}
					return nil
				})
				if (err != nil) != (i%10 == 0) {
					t.Errorf("write %d: %v", i, err)
				}
			})
		}
		all.Wait()
		err := d.Write(ctx, who, func(tx *db.Tx) error {
			n, err := tx.Next("entry", 3)
			if n != 181 {
				t.Errorf("next is %d, want 181: the counter has gaps or lost steps", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestHistoryIsNeverChanged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		must := func(fn func(tx *db.Tx) error) {
			if err := d.Write(ctx, who, fn); err != nil {
				t.Fatal(err)
			}
		}
		must(func(tx *db.Tx) error {
			return tx.Insert("period (unit, year, act, state)", 205, func(i int, to []any) []any {
				return append(to, tx.Unit, i, 1, "open")
			})
		})
		for _, q := range []string{`update period set state = 'closed' where unit = $1`, `delete from period where unit = $1`} {
			err := d.Write(ctx, who, func(tx *db.Tx) error { return tx.Exec(q, tx.Unit) })
			if fault.Of(err) != fault.Refused {
				t.Errorf("%s: %v", q, err)
			}
		}
		err := d.Read(ctx, who, func(tx *db.Tx) error {
			n, err := db.One[int64](tx, `select count(*) from period where unit = $1`, tx.Unit)
			if n != 205 {
				t.Errorf("%d rows, want 205", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestReadWritesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		err := d.Read(ctx, who, func(tx *db.Tx) error { return post(tx, 1) })
		if err == nil {
			t.Fatal("a read wrote")
		}
	})
}

func TestSQLiteIsNewEnough(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t))
	err := d.Read(ctx, who, func(tx *db.Tx) error {
		v, err := db.One[string](tx, `select sqlite_version()`)
		var major, minor, patch int
		fmt.Sscanf(v, "%d.%d.%d", &major, &minor, &patch)
		if major*1_000_000+minor*1_000+patch < 3_051_003 {
			t.Errorf("SQLite %s: before 3.51.3 a checkpoint beside a write could damage the file", v)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A database that was filled knows which of its indexes leads to few rows: one
// that takes every table for small reads a unit's whole history for one member.
func TestLearnsHowTablesLie(t *testing.T) {
	where := filepath.Join(t.TempDir(), "artel.db")
	d, err := db.Open(where)
	if err != nil {
		t.Fatal(err)
	}
	err = d.Write(context.Background(), db.Who{Unit: "u1"}, func(tx *db.Tx) error {
		return tx.Insert("portion (unit, year, member, pool, amount, cut, currency)", 5000, func(i int, to []any) []any {
			return append(to, tx.Unit, 1956, fmt.Sprint("M", i), "labour", 1, 0, "CNY")
		})
	})
	if err := errors.Join(err, d.Close()); err != nil {
		t.Fatal(err)
	}
	raw, err := sql.Open("sqlite", where)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	var known int
	if err := raw.QueryRow(`select count(*) from sqlite_stat1 where tbl = 'portion'`).Scan(&known); err != nil || known == 0 {
		t.Errorf("%d, %v", known, err)
	}
}
