// Package bench measures how quick and how small artel is, beside something
// that does the same work with nothing around it: an import beside raw inserts,
// acts beside raw commits, a trial balance beside ledger and hledger.
//
// A machine's seconds say little about another machine, so whatever can be a
// ratio is one, and both sides of it are taken in one run, in turn, on files of
// the same kind in the same folder. Each [Figure] names what it is compared
// with and the limit that the project has set itself, and says whether it holds.
// A limit that does not hold is no failure of the run: machines are noisy.
//
// The data is made up by a generator with a seed (sheets.go), so every run
// measures the same rows. It comes in by the doors that people use: workbooks
// through "sheet import", entries through "ledger post", pages through the web
// handler. Only what is measured apart is made more quickly (balance.go).
//
// Memory is the most that a process of its own had in use, and time from cold
// is that of a process of its own, so for these the program itself is started
// again (child.go). All this is on SQLite, in a folder that is thrown away.
//
// Nothing here is exact, and nothing here touches money: floats are at home here,
// as they are in federation/plan.
package bench

import (
	"context"
	"fmt"
	"os"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"artel/base/act"
	"artel/base/fault"
)

// Options are what is to be measured, and how.
type Options struct {
	Acts    []act.Act // all that can be done
	Program string    // the artel binary; what needs one of its own is left out where it is empty
	Names   []string  // of the benches; all where empty
	Size    Size
	Profile string // a file for a profile of where the time went, or none

	Doing func(words string)  // is told what is being done
	Found func(figure Figure) // is told each figure as soon as it is known
}

// Size is how much is measured.
type Size struct {
	Repeat int // how often what is quick is measured; the middle counts

	ImportMembers, ImportRows int
	YearMembers, YearRows     int
	ManyMembers, ManyRows     int // the larger year that shows how cost grows; 0 for none
	Entries, Accounts         int
	Clients                   int
	Seconds                   float64 // of acts, and of raw commits
	Requests                  int     // of each page
	People                    int     // who ask for pages at once
	LoadSeconds               float64 // for how long
	Delegates                 int     // who vote at once

	StoreMembers, StoreIssues, StoreReceipts, StoreSales int // of a year of the store
	Plans                                                []string
	Beside                                               time.Duration // how long the other solver gets at most
}

// The sizes: Full is what the limits are about, Quick the same without the
// larger year and without repeating, Tiny only runs everything once.
var (
	Full = Size{
		Repeat: 3, ImportMembers: 500, ImportRows: 100_000, YearMembers: 5_000, YearRows: 300_000,
		ManyMembers: 50_000, ManyRows: 3_000_000, Entries: 200_000, Accounts: 20_000, Clients: 64, Seconds: 4, Requests: 200,
		People: 50, LoadSeconds: 20, Delegates: 2_000, StoreMembers: 500, StoreIssues: 50_000, StoreReceipts: 80_000, StoreSales: 20_000, Plans: []string{"M", "U", "L", "N"}, Beside: 10 * time.Minute,
	}
	Quick = func() Size {
		s := Full
		s.Repeat, s.ManyMembers, s.ManyRows, s.Seconds, s.LoadSeconds = 1, 0, 0, 2, 5
		s.Plans, s.Beside = []string{"M", "U"}, time.Minute
		return s
	}()
	Tiny = Size{
		Repeat: 1, ImportMembers: 20, ImportRows: 400, YearMembers: 40, YearRows: 800,
		ManyMembers: 80, ManyRows: 1_600, Entries: 300, Accounts: 40, Clients: 8, Seconds: 0.05, Requests: 5,
		People: 3, LoadSeconds: 2, Delegates: 12, StoreMembers: 10, StoreIssues: 200, StoreReceipts: 300, StoreSales: 40, Plans: []string{"S"}, Beside: time.Minute,
	}
)

// bench is one run.
type bench struct {
	Options
	ctx    context.Context
	folder string
	year   *finished // of Size.YearMembers, once it is made
}

// kind is one kind of thing that is measured.
type kind struct {
	name, what string
	run        func(*bench) error
}

// kinds stand in the order in which they are told.
var kinds = []kind{
	{"import", "a sheet of work records taken in, and the memory that takes", (*bench).imports},
	{"year", "a year's end, and how its cost grows with the members", (*bench).years},
	{"store", "a year of the store as sheets, and the questions asked of it", (*bench).store},
	{"balance", "a trial balance from cold, beside ledger and hledger", (*bench).balance},
	{"acts", "durable entries by many clients at once", (*bench).posts},
	{"pages", "pages of the member list and of slips", (*bench).pages},
	{"load", "pages of many people at once", (*bench).load},
	{"vote", "an assembly that votes at once from its phones", (*bench).vote},
	{"plan", "plans of each size to a proven gap, beside CLP", (*bench).plans},
	{"start", "from start to the first page, and the binary's size", (*bench).start},
}

// Help says in lines what can be measured.
func Help() string {
	var b strings.Builder
	for _, k := range kinds {
		fmt.Fprintf(&b, "  %-9s %s\n", k.name, k.what)
	}
	return b.String()
}

// Run measures what is asked for, in a folder that it throws away.
func Run(ctx context.Context, o Options) (err error) {
	for _, name := range o.Names {
		if !slices.ContainsFunc(kinds, func(k kind) bool { return k.name == name }) {
			return fault.Invalid.Errorf("There is no bench “%s”. There are:\n%s", name, strings.TrimRight(Help(), "\n"))
		}
	}
	b := &bench{Options: o, ctx: ctx}
	if b.folder, err = os.MkdirTemp("", "artel-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(b.folder)
	stop, err := profile(o.Profile)
	if err != nil {
		return err
	}
	defer stop()
	defer func() { b.year.close() }()
	for _, k := range kinds {
		if len(o.Names) > 0 && !slices.Contains(o.Names, k.name) {
			continue
		}
		if err := k.run(b); err != nil {
			return fmt.Errorf("bench %s: %w", k.name, err)
		}
	}
	return nil
}

// profile keeps a profile of this process's work in a file, until it is stopped.
func profile(file string) (stop func(), err error) {
	if file == "" {
		return func() {}, nil
	}
	f, err := os.Create(file)
	if err != nil {
		return nil, fault.Refused.Errorf("%s cannot be written; see whether its folder is there and yours.", file)
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		f.Close()
		return nil, err
	}
	return func() { pprof.StopCPUProfile(); f.Close() }, nil
}

// doing says what is being done, and ends the run where it was stopped.
func (b *bench) doing(format string, args ...any) error {
	if b.Doing != nil {
		b.Doing(fmt.Sprintf(format, args...))
	}
	return b.ctx.Err()
}
