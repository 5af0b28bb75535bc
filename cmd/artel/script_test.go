package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"artel/base/db/dbtest"
)

// The scripts in testdata/script are what people do, typed as they type it.
// They run this binary.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"artel": main})
}

// A script finds the cases at $CASES and, with PostgreSQL, a database of its
// own at $PGDB; it says “[!cases] skip” or “[!postgres] skip” where it needs
// them. CONTINUE=1 goes on after a failure. The sheets of a small co-operative are at $MINI. What else scripts can
// say stands above [scriptCommands]. UPDATE_SCRIPTS=1 writes what a script compares anew.
func TestScripts(t *testing.T) {
	cases := casesDir()
	small, err := filepath.Abs(filepath.Join("..", "..", "testdata", "mini"))
	if err != nil {
		t.Fatal(err)
	}
	postgres := os.Getenv("ARTEL_TEST_POSTGRES") != ""
	testscript.Run(t, testscript.Params{
		Dir:             filepath.Join("..", "..", "testdata", "script"),
		UpdateScripts:   os.Getenv("UPDATE_SCRIPTS") != "",
		Cmds:            scriptCommands,
		ContinueOnError: os.Getenv("CONTINUE") != "",
		Setup: func(e *testscript.Env) error {
			e.Setenv("CASES", cases)
			e.Setenv("USER", "ming")
			e.Setenv("MINI", small)
			if postgres {
				e.Setenv("PGDB", dbtest.Postgres(t))
			}
			return nil
		},
		Condition: func(cond string) (bool, error) {
			switch cond {
			case "cases":
				return cases != "", nil
			case "postgres":
				return postgres, nil
			case "hledger":
				_, err := exec.LookPath("hledger")
				return err == nil, nil
			case "beancount":
				_, err := exec.LookPath("bean-query")
				return err == nil, nil
			}
			return false, nil
		},
	})
}

// casesDir is $ARTEL_CASES, or the shared/cases of the nearest folder above
// that has one, or "".
func casesDir() string {
	if dir := os.Getenv("ARTEL_CASES"); dir != "" {
		return dir
	}
	at, err := os.Getwd()
	for err == nil {
		dir := filepath.Join(at, "shared", "cases")
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir
		}
		if at == filepath.Dir(at) {
			break
		}
		at = filepath.Dir(at)
	}
	return ""
}
