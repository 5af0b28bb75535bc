package db

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"artel/base/fault"
)

//go:embed schema/*.sql
var schema embed.FS

// migrate runs, in name order, the schema files this database has not seen.
// They run forward only, and one that was run may not differ afterwards.
func (d *DB) migrate() error {
	return d.Write(context.Background(), Who{Name: "artel"}, func(tx *Tx) error {
		if err := tx.Exec(`create table if not exists migration (name text primary key, digest text not null)`); err != nil {
			return err
		}
		if d.postgres {
			// Two programs that start at once must not both run a file.
			if err := tx.Exec(`lock table migration in exclusive mode`); err != nil {
				return err
			}
		}
		files, err := fs.Glob(schema, "schema/*.sql")
		if err != nil {
			return err
		}
		for _, name := range files {
			if err := d.runFile(tx, name); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		return nil
	})
}

func (d *DB) runFile(tx *Tx, name string) error {
	text, err := schema.ReadFile(name)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	digest := hex.EncodeToString(sum[:])
	had, err := All[string](tx, `select digest from migration where name = $1`, name)
	if err != nil {
		return err
	}
	if len(had) == 1 {
		if had[0] != digest {
			return fault.Conflict.Errorf("This database was made by another version of artel (%s differs).", name)
		}
		return nil
	}
	if err := tx.Exec(d.native(string(text))); err != nil {
		return err
	}
	return tx.Exec(`insert into migration (name, digest) values ($1, $2)`, name, digest)
}

var (
	foreverLine = regexp.MustCompile(`(?m)^-- forever: (.+)$`)
	wideLine    = regexp.MustCompile(`(?m)^-- wide: (.+)$`)
	tableText   = regexp.MustCompile(`(?s)create table (\w+) \(\n[^;]*\n\);`)
)

// native writes a schema file as the engine wants it. SQLite tables become
// strict and are kept in the order of their keys; PostgreSQL sorts text by
// byte, as SQLite does. A line "-- forever: a, b" makes the database itself
// refuse to change or delete the rows of those tables. A line "-- wide: a, b"
// names tables whose rows may be very long: SQLite keeps them apart from their
// keys, since a search through keys would read every such row that it passes.
func (d *DB) native(ddl string) string {
	ddl = foreverLine.ReplaceAllStringFunc(ddl, func(line string) string {
		var b strings.Builder
		if d.postgres {
			b.WriteString("create or replace function is_forever() returns trigger language plpgsql as\n" +
				"\t$$ begin raise exception 'never changed or deleted'; end $$;\n")
		}
		for table := range strings.SplitSeq(foreverLine.FindStringSubmatch(line)[1], ",") {
			b.WriteString(d.forever(strings.TrimSpace(table)))
		}
		return b.String()
	})
	if d.postgres {
		return strings.NewReplacer(" text ", ` text collate "C" `, " text,", ` text collate "C",`).Replace(ddl)
	}
	wide := map[string]bool{}
	for _, line := range wideLine.FindAllStringSubmatch(ddl, -1) {
		for table := range strings.SplitSeq(line[1], ",") {
			wide[strings.TrimSpace(table)] = true
		}
	}
	ddl = tableText.ReplaceAllStringFunc(ddl, func(table string) string {
		if wide[tableText.FindStringSubmatch(table)[1]] {
			return strings.TrimSuffix(table, ";") + " strict;"
		}
		return strings.TrimSuffix(table, ";") + " strict, without rowid;"
	})
	return strings.NewReplacer(" bigint", " integer", " boolean", " integer").Replace(ddl)
}

func (d *DB) forever(table string) string {
	if d.postgres {
		return fmt.Sprintf("create trigger %[1]s_is_forever before update or delete on %[1]s\n"+
			"\tfor each row execute function is_forever();\n"+
			"create trigger %[1]s_stays before truncate on %[1]s execute function is_forever();\n", table)
	}
	return fmt.Sprintf("create trigger %[1]s_is_not_changed before update on %[1]s begin\n"+
		"\tselect raise(abort, 'never changed'); end;\n"+
		"create trigger %[1]s_is_not_deleted before delete on %[1]s begin\n"+
		"\tselect raise(abort, 'never deleted'); end;\n", table)
}
