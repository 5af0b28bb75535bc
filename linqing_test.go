package artel

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"artel/base/act"
	"artel/base/cases"
	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/coop/assembly"
	"artel/coop/audit"
	"artel/coop/ledger"
	"artel/coop/surplus"
	"artel/coop/unit"
	"artel/coop/year"
	"artel/door/sheet"
)

// linqing runs the year of Linqing from its sheets to the distribution, through
// the acts, and returns how to ask on.
func linqing(t *testing.T, d *db.DB, sheets string) func(name string, values map[string]string) any {
	t.Helper()
	call := act.Call{Unit: unit.NewID(), By: act.Caller{Name: "test", Roles: []act.Role{act.Operator}}, Door: "cli"}
	do := func(name string, values map[string]string) any {
		t.Helper()
		for _, acts := range [][]act.Act{sheet.Acts, year.Acts, assembly.Acts, surplus.Acts, ledger.Acts, audit.Acts} {
			if a, _, ok := act.Find(acts, strings.Fields(name)); ok {
				answer, err := a.Run(context.Background(), d, call, act.Values(values))
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				return answer.Out
			}
		}
		t.Fatalf("no act %s", name)
		return nil
	}
	do("sheet import", map[string]string{"path": sheets})
	do("year close", map[string]string{"year": "1956"})
	do("assembly resolve", map[string]string{"number": "1", "date": "1957-01-20", "text": "shared out", "for": "60", "against": "2", "abstain": "1"})
	do("surplus distribute", map[string]string{"year": "1956", "resolution": "1"})
	return do
}

// The year of Linqing comes to the key, which a program that shares nothing
// with artel worked out: from CSV and from .xlsx, on both engines.
func TestLinqingComesToItsKey(t *testing.T) {
	folder := cases.Dir(t)
	data, err := os.ReadFile(filepath.Join(folder, "linqing-1956", "key.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, sheets := range []string{"linqing-1956", "linqing-1956.xlsx"} {
		t.Run(sheets, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				ask := linqing(t, d, filepath.Join(folder, sheets))
				got, err := json.Marshal(ask("surplus statement", map[string]string{"year": "1956"}))
				if err != nil {
					t.Fatal(err)
				}
				sameFields(t, data, got)
				for _, c := range ask("audit verify", nil).([]audit.Check) {
					if c.Fail != "" {
						t.Errorf("%s: %s", c.What, c.Fail)
					}
				}
			})
		})
	}
}

// sameFields holds every field of the key to the statement's.
func sameFields(t *testing.T, key, statement []byte) {
	t.Helper()
	var want, got map[string]any
	if err := json.Unmarshal(key, &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(statement, &got); err != nil {
		t.Fatal(err)
	}
	for field := range want {
		if !reflect.DeepEqual(want[field], got[field]) {
			t.Errorf("%s is %v, want %v", field, got[field], want[field])
		}
	}
	if len(want) < 15 {
		t.Errorf("the key has only %d fields", len(want))
	}
}

// hledger and beancount read the exported journal and come to the trial
// balance.
func TestOtherProgramsAgree(t *testing.T) {
	d := dbtest.Open(t, dbtest.SQLite(t))
	ask := linqing(t, d, filepath.Join(cases.Dir(t), "linqing-1956"))
	trial := ask("ledger balances", map[string]string{"day": "1957-12-31"}).(ledger.Trial)
	for format, balances := range map[string]func(*testing.T, string) map[string]int64{"hledger": hledgerBalances, "beancount": beancountBalances} {
		t.Run(format, func(t *testing.T) {
			journal := filepath.Join(t.TempDir(), "journal."+format)
			text := ask("ledger export", map[string]string{"format": format}).(string)
			if err := os.WriteFile(journal, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			theirs := balances(t, journal)
			for _, b := range trial.Accounts {
				if theirs[b.Account] != b.Balance {
					t.Errorf("account %s: %d, in the trial balance %d", b.Account, theirs[b.Account], b.Balance)
				}
			}
		})
	}
}

func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed", name)
	}
	var errs bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, errs.String())
	}
	return string(out)
}

func hledgerBalances(t *testing.T, journal string) map[string]int64 {
	output(t, "hledger", "check", "-s", "-f", journal)
	return sums(t, output(t, "hledger", "balance", "-f", journal, "--flat", "--no-total", "-E", "-N", "--format", "%(account) %(total)"))
}

func beancountBalances(t *testing.T, journal string) map[string]int64 {
	if out := output(t, "bean-check", journal); out != "" {
		t.Errorf("bean-check: %s", out)
	}
	return sums(t, output(t, "bean-query", journal, "select account, sum(number) group by account"))
}

// sums adds up lines of an account's name and a number, by the account's code.
func sums(t *testing.T, lines string) map[string]int64 {
	t.Helper()
	sum, read := map[string]int64{}, 0
	for line := range strings.Lines(lines) {
		fields := strings.Fields(line)
		if len(fields) < 2 || !strings.Contains(fields[0], ":") {
			continue
		}
		coins, err := strconv.ParseInt(strings.ReplaceAll(fields[1], ".", ""), 10, 64)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if !strings.Contains(fields[1], ".") {
			coins *= 100
		}
		sum[strings.Split(fields[0], ":")[1]] += coins
		read++
	}
	if read < 15 {
		t.Fatalf("only %d balances were read:\n%s", read, lines)
	}
	return sum
}
