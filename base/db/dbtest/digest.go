package dbtest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Digest is a hash over every row of every table at where, for tests of what
// must leave a database as it was. Sessions and schema files do not count, nor
// do the columns of the names given. Two engines that hold the same rows have
// the same digest. It is "" where there is no database, or an empty one.
func Digest(where string, without ...string) (string, error) {
	d, tables, err := openRaw(where)
	if err != nil || d == nil {
		return "", err
	}
	defer d.Close()
	h, rows := sha256.New(), 0
	for _, table := range tables {
		if table == "session" || table == "migration" {
			continue
		}
		lines, err := linesOf(d, table, without)
		if err != nil {
			return "", fmt.Errorf("%s: %w", table, err)
		}
		rows += len(lines)
		fmt.Fprintf(h, "%s %d\n%s\n", table, len(lines), strings.Join(lines, "\n"))
	}
	if rows == 0 {
		return "", nil
	}
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}

// Lines are the rows of one table as [Digest] sees them, sorted.
func Lines(where, table string, without ...string) ([]string, error) {
	d, _, err := openRaw(where)
	if err != nil || d == nil {
		return nil, err
	}
	defer d.Close()
	return linesOf(d, table, without)
}

// openRaw opens a database beside artel, to look at it, and lists its tables.
func openRaw(where string) (*sql.DB, []string, error) {
	driver, ask := "pgx", `select tablename from pg_tables where schemaname = 'public' order by tablename collate "C"`
	if !strings.Contains(where, "://") {
		if found, err := filepath.Glob(where); err != nil || len(found) == 0 {
			return nil, nil, err
		}
		driver, ask = "sqlite", `select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by name`
		where = "file:" + where + "?_pragma=busy_timeout(10000)&_pragma=query_only(1)"
	}
	d, err := sql.Open(driver, where)
	if err != nil {
		return nil, nil, err
	}
	d.SetMaxOpenConns(1)
	names, err := texts(d, ask)
	if err != nil {
		d.Close()
		return nil, nil, err
	}
	return d, names, nil
}

func texts(d *sql.DB, q string) (list []string, err error) {
	rows, err := d.QueryContext(context.Background(), q)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

func linesOf(d *sql.DB, table string, without []string) (lines []string, err error) {
	rows, err := d.QueryContext(context.Background(), "select * from "+table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	values, to := make([]any, len(names)), make([]any, len(names))
	for i := range values {
		to[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			return nil, err
		}
		var b strings.Builder
		for i, v := range values {
			if !slices.Contains(without, names[i]) {
				b.WriteString(names[i])
				b.WriteByte('=')
				b.WriteString(plain(v))
				b.WriteByte('|')
			}
		}
		lines = append(lines, b.String())
	}
	slices.Sort(lines)
	return lines, rows.Err()
}

// plain writes a value alike, whichever engine it came from.
func plain(v any) string {
	switch v := v.(type) {
	case bool:
		if v {
			return "1"
		}
		return "0"
	case []byte:
		return strconv.Quote(string(v))
	case string:
		return strconv.Quote(v)
	case int64:
		return strconv.FormatInt(v, 10)
	}
	return fmt.Sprint(v)
}
