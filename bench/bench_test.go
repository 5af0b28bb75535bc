package bench

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"artel/base/act"
	"artel/coop/assembly"
	charters "artel/coop/charter"
	"artel/coop/cost"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/pay"
	sales "artel/coop/sale"
	"artel/coop/supply"
	"artel/coop/surplus"
	"artel/coop/task"
	"artel/coop/unit"
	"artel/coop/year"
	"artel/door/sheet"
)

// acts are those that the benches do; cmd/artel hands in all.
var acts = slices.Concat(sheet.Acts, charters.Acts, unit.Acts, member.Acts, pay.Acts, year.Acts, assembly.Acts, surplus.Acts, ledger.Acts,
	goods.Acts, task.Acts, supply.Acts, sales.Acts, cost.Acts, act.Acts)

// The whole of it runs at tiny sizes, so that it does not rot. What the figures
// are is of no account here; that there are figures, and that the made-up year
// balances and verifies, is.
func TestTiny(t *testing.T) {
	var told []Figure
	err := Run(t.Context(), Options{Acts: acts, Program: built(t), Size: Tiny, Found: func(f Figure) { told = append(told, f) }})
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds {
		if !slices.ContainsFunc(told, func(f Figure) bool { return f.Name == k.name && f.Limit != nil }) {
			t.Errorf("%s told no figure with a limit", k.name)
		}
	}
	for _, f := range told {
		if f.Value <= 0 && !(f.Unit == "MB" && runtime.GOOS == "windows") {
			t.Errorf("%s", f.Line())
		}
	}
}

// built is the program, for what needs a process of its own.
func built(t *testing.T) string {
	program := filepath.Join(t.TempDir(), "artel.exe")
	if out, err := exec.Command("go", "build", "-o", program, "artel/cmd/artel").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

func TestUnknownName(t *testing.T) {
	err := Run(t.Context(), Options{Names: []string{"imports"}})
	if err == nil || !strings.Contains(err.Error(), "There is no bench “imports”") {
		t.Error(err)
	}
}

// What is raw must have the settings that base/db has.
func TestRawHasTheSameSettings(t *testing.T) {
	text, err := os.ReadFile("../base/db/db.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, setting := range []string{"page_size", "journal_mode", "synchronous", "cache_size", "foreign_keys", "busy_timeout"} {
		find := regexp.MustCompile(`_pragma=` + setting + `\([^)]*\)`)
		if ours, theirs := find.FindString(pragmas), string(find.Find(text)); ours == "" || ours != theirs {
			t.Errorf("raw has %q, base/db %q", ours, theirs)
		}
	}
}

func TestLine(t *testing.T) {
	for want, f := range map[string]Figure{
		"at most 3 times":                       Figure{Value: 2.5, Unit: "times"}.atMost(3),
		"12,345 a second  at least 5,000 a sec": Figure{Value: 12_345, Unit: "a second"}.atLeast(5000),
		"at most 500 ms        does not hold":   Figure{Value: 0.51, Unit: "s"}.atMost(0.5),
	} {
		if line := f.Line(); !strings.Contains(line, want) {
			t.Errorf("%q is not in %q", want, line)
		}
	}
}

// The same numbers make the same year, whoever asks and however often.
func TestSameYearAgain(t *testing.T) {
	c := coop{30, 500}
	first, again := slices.Collect(c.work()), slices.Collect(c.work())
	if !slices.Equal(first, again) {
		t.Error("two years from one seed differ")
	}
}

func newBench(b *testing.B) *bench {
	return &bench{Options: Options{Acts: acts, Size: Tiny}, ctx: context.Background(), folder: b.TempDir()}
}

func BenchmarkImport(b *testing.B) {
	k := newBench(b)
	c := coop{50, 5_000}
	folder := filepath.Join(k.folder, "sheets")
	if err := writeCSV(folder, c.pages(0, c.rows)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := k.takeIn("import.db", folder, c.rows); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		k.forget("import.db")
		b.StartTimer()
	}
	b.ReportMetric(float64(c.rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// forget takes a database away.
func (b *bench) forget(name string) {
	for _, end := range []string{"", "-wal", "-shm"} {
		os.Remove(filepath.Join(b.folder, name+end))
	}
}

func BenchmarkPost(b *testing.B) {
	books, err := newBench(b).open("posts.db")
	if err != nil {
		b.Fatal(err)
	}
	defer books.Close()
	if _, err := books.do("unit found", map[string]any{"name": "Bench", "year": account.String()}); err != nil {
		b.Fatal(err)
	}
	b.SetParallelism(32)
	b.RunParallel(func(p *testing.PB) {
		for n := 0; p.Next(); n++ {
			if _, err := books.do("ledger post", sale(1, n)); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

func BenchmarkSlips(b *testing.B) {
	k := newBench(b)
	y, err := k.runYear("year.db", coop{200, 5_000})
	if err != nil {
		b.Fatal(err)
	}
	defer y.close()
	for b.Loop() {
		if err := y.slips(); err != nil {
			b.Fatal(err)
		}
	}
}
