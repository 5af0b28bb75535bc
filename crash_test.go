package artel

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"artel/base/cases"
	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/coop/audit"
)

// kills is how often a process is killed in all, while it is doing something.
var kills = number("CRASH_KILLS", 204)

// binary builds the program once.
func binary(t *testing.T) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "artel")
	if out, err := exec.Command("go", "build", "-o", to, "./cmd/artel").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return to
}

// whenMade are the columns that tell one run from another: the unit's id, the
// second, and the hashes over both.
var whenMade = []string{"unit", "at", "hash"}

func digestOf(t *testing.T, where string) string {
	t.Helper()
	digest, err := dbtest.Digest(where, whenMade...)
	if err != nil {
		t.Fatal(err)
	}
	return digest
}

// holds opens what a killed process left behind, and verifies it.
func holds(t *testing.T, where string) {
	t.Helper()
	if _, err := os.Stat(where); err != nil {
		return // killed before there was anything
	}
	d, err := db.Open(where)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	units, err := audit.All(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	for _, checks := range units {
		for _, c := range checks {
			if c.Fail != "" {
				t.Fatalf("it does not hold that %s: %s", c.What, c.Fail)
			}
		}
	}
}

// year is the database before and after one act of a year, and the act.
type stage struct {
	name   string
	args   []string
	before string // a database file, or "" for none
	old    string // digests
	now    string
	took   time.Duration
}

// TestCrash kills the program at random moments while it imports, closes a year,
// shares it out and posts. What it leaves behind must open and hold, and the act
// must have happened whole or not at all.
func TestCrash(t *testing.T) {
	if testing.Short() {
		t.Skip("killing takes a while")
	}
	artel, sheets := binary(t), cases.Dir(t)+"/linqing-1956"
	stages := yearInStages(t, artel, sheets)
	each := (kills + len(stages)) / (len(stages) + 1)
	var happened, not atomic.Int64
	t.Run("acts", func(t *testing.T) {
		for _, s := range stages {
			s := &s
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				r := rand.New(rand.NewPCG(uint64(len(s.name)), 9))
				for n := 0; n < each; {
					switch killed, done := s.killOnce(t, artel, r); {
					case !killed: // too late; it does not count
						continue
					case done:
						happened.Add(1)
					default:
						not.Add(1)
					}
					n++
				}
			})
		}
		t.Run("ledger post", func(t *testing.T) {
			t.Parallel()
			killPosts(t, artel, stages[1].before, each)
		})
	})
	t.Logf("killed %d acts, and %d posts: %d acts had happened whole, %d not at all", happened.Load()+not.Load(), each, happened.Load(), not.Load())
	if happened.Load() == 0 || not.Load() == 0 {
		t.Errorf("all kills fell on one side: they are not where the act is")
	}
}

// yearInStages runs the year once, keeping a copy of the database between acts.
func yearInStages(t *testing.T, artel, sheets string) (stages []stage) {
	t.Helper()
	where := filepath.Join(t.TempDir(), "whole.db")
	before := ""
	for _, s := range []stage{
		{name: "sheet import", args: []string{"sheet", "import", sheets}},
		{name: "year close", args: []string{"year", "close", "--year", "1956"}},
		{args: []string{"assembly", "resolve", "--number", "1", "--date", "1957-01-20", "--text", "Share out", "--for", "60", "--against", "2"}},
		{name: "surplus distribute", args: []string{"surplus", "distribute", "--year", "1956", "--resolution", "1"}},
	} {
		s.before, s.old = before, digestOf(t, where)
		start := time.Now()
		if out, err := exec.Command(artel, append([]string{"--db", where}, s.args...)...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", s.args, err, out)
		}
		s.took, s.now = time.Since(start), digestOf(t, where)
		before = filepath.Join(t.TempDir(), "before.db")
		copyFile(t, where, before)
		if s.name != "" {
			stages = append(stages, s)
		}
	}
	return stages
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// killOnce runs the act on a copy, kills it somewhere on the way, and says
// whether it was in time, and whether the act had happened.
func (s *stage) killOnce(t *testing.T, artel string, r *rand.Rand) (killed, happened bool) {
	t.Helper()
	dir, err := os.MkdirTemp(t.TempDir(), "killed")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	where := filepath.Join(dir, "year.db")
	if s.before != "" {
		copyFile(t, s.before, where)
	}
	// Killed late more often than early: the commit is at the end.
	delay, start := time.Duration(float64(s.took)*(0.05+1.05*max(r.Float64(), r.Float64()))), time.Now()
	killed, out := runAndKill(t, delay, artel, append([]string{"--db", where}, s.args...)...)
	if !killed && out != "" {
		t.Fatalf("%v said %s", s.args, out)
	}
	if took := time.Since(start); killed && delay > s.took*9/10 {
		s.took = s.took * 11 / 10 // it takes longer, with others beside it
	} else if !killed {
		s.took = (s.took + took) / 2
	}
	holds(t, where)
	switch got := digestOf(t, where); got {
	case s.old:
		if !killed {
			t.Fatalf("%v ended, and nothing had happened", s.args)
		}
		return killed, false
	case s.now:
		return killed, true
	default:
		t.Fatalf("killed after %s of %s, “%s” was left half done", delay, s.took, s.name)
		return killed, false
	}
}

// runAndKill starts a process and kills it after a while. Where it ended before,
// killed is false; out is what it said where it failed by itself.
func runAndKill(t *testing.T, delay time.Duration, program string, args ...string) (killed bool, out string) {
	t.Helper()
	cmd := exec.Command(program, args...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = io.Discard, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(delay, func() { cmd.Process.Signal(syscall.SIGKILL) })
	err := cmd.Wait()
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return true, ""
	}
	if err != nil {
		return false, said.String() + err.Error()
	}
	return false, ""
}

// killPosts posts entry after entry into one database, killing every one. An
// entry whose posting ended is there; one that was killed is there whole, or not.
func killPosts(t *testing.T, artel, from string, times int) {
	where := filepath.Join(t.TempDir(), "posts.db")
	copyFile(t, from, where)
	r := rand.New(rand.NewPCG(3, 4))
	post := func(i int) []string {
		return []string{"--db", where, "ledger", "post", "--day", "1956-02-01", "--memo", fmt.Sprintf("Crash %d.", i),
			"--lines", "account=1010,debit=3", "--lines", "account=4010,credit=2", "--lines", "account=4020,credit=1"}
	}
	start := time.Now()
	if out, err := exec.Command(artel, post(0)...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	took, done, died := time.Since(start), 1, 0
	for i := 1; died < times; i++ {
		killed, out := runAndKill(t, time.Duration(float64(took)*(0.1+1.1*r.Float64())), artel, post(i)...)
		if out != "" {
			t.Fatal(out)
		}
		entries, err := dbtest.Lines(where, "entry")
		if err != nil {
			t.Fatal(err)
		}
		now := 0
		for _, e := range entries {
			now += strings.Count(e, `"Crash `)
		}
		if !killed && now != done+1 || killed && now != done && now != done+1 {
			t.Fatalf("entry %d (killed: %v): %d were there, now %d are", i, killed, done, now)
		}
		if killed {
			died++
		}
		done = now
		if i%8 == 0 || died == times {
			holds(t, where)
		}
	}
	t.Logf("%d posts were killed; %d entries are there", died, done)
}

// TestDiskFull has no room on the disk in the middle of an import: the program
// says so in a sentence and nothing has happened; with room again it goes on.
func TestDiskFull(t *testing.T) {
	if testing.Short() {
		t.Skip("the program is built for it")
	}
	artel, sheets := binary(t), cases.Dir(t)+"/linqing-1956"
	stages := yearInStages(t, artel, sheets)
	for _, s := range stages {
		t.Run("file limit, "+s.name, func(t *testing.T) { fullByLimit(t, artel, s) })
		t.Run("small disk, "+s.name, func(t *testing.T) { fullDisk(t, artel, s) })
	}
}

// fullByLimit lets no file of the process grow past a size: the nearest thing to
// a full disk for who may not mount one.
func fullByLimit(t *testing.T, artel string, s stage) {
	prlimit, err := exec.LookPath("prlimit")
	if err != nil {
		t.Skip("there is no prlimit here")
	}
	where := filepath.Join(t.TempDir(), "year.db")
	limit := int64(300_000)
	if s.before != "" {
		copyFile(t, s.before, where)
		limit = 100_000 // of the write-ahead log, which is what grows
	}
	args := append([]string{"--db", where}, s.args...)
	out, err := exec.Command(prlimit, append([]string{fmt.Sprintf("--fsize=%d", limit), artel}, args...)...).CombinedOutput()
	s.failedWell(t, where, string(out), err)
	s.succeeds(t, where, artel)
}

// fullDisk is a disk of a few hundred kilobytes beyond what is there.
func fullDisk(t *testing.T, artel string, s stage) {
	dir := t.TempDir()
	size := int64(400_000)
	if s.before != "" {
		info, err := os.Stat(s.before)
		if err != nil {
			t.Fatal(err)
		}
		size = info.Size() + 150_000
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d", size)); err != nil {
		t.Skipf("no small disk can be mounted here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	where := filepath.Join(dir, "year.db")
	if s.before != "" {
		copyFile(t, s.before, where)
	}
	out, err := exec.Command(artel, append([]string{"--db", where}, s.args...)...).CombinedOutput()
	s.failedWell(t, where, string(out), err)
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=64m"); err != nil {
		t.Fatal(err)
	}
	s.succeeds(t, where, artel)
}

// failedWell checks that the act said what was wrong, and did nothing.
func (s stage) failedWell(t *testing.T, where, said string, err error) {
	t.Helper()
	if err == nil {
		t.Fatalf("there was room enough: %s", said)
	}
	if !strings.Contains(said, "The disk is full") || !strings.Contains(said, "Nothing was changed") || strings.Contains(said, "our side") {
		t.Errorf("it said: %s", said)
	}
	if got := digestOf(t, where); got != s.old {
		t.Error("something was changed")
	}
}

// succeeds does the act with room again.
func (s stage) succeeds(t *testing.T, where, artel string) {
	t.Helper()
	holds(t, where)
	if out, err := exec.Command(artel, append([]string{"--db", where}, s.args...)...).CombinedOutput(); err != nil {
		t.Fatalf("with room again: %v\n%s", err, out)
	}
	holds(t, where)
	if got := digestOf(t, where); got != s.now {
		t.Error("with room again it came to something else")
	}
}
