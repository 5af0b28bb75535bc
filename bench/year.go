package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"artel/base/db"
	"artel/coop/audit"
	"artel/coop/pay"
	"artel/coop/surplus"
	"artel/coop/year"
)

// cores is how many the limit of a year's end is about.
const cores = 2

// mostAtOnce is how many work records one sheet brings: a spreadsheet has no
// room for more. A larger year comes in several sheets.
const mostAtOnce = 1_000_000

// finished is a made-up year that was run to its end, and how long that took.
type finished struct {
	*books
	coop
	took   took
	closed year.Closing
	shared surplus.Distributed
}

// took is how long each part of a year's end took, in seconds.
type took struct{ close, share, slips, verify float64 }

func (t took) end() float64 { return t.close + t.share + t.slips }

func (y *finished) close() {
	if y != nil && y.books != nil {
		y.books.Close()
	}
}

// years measures a year's end, and how its cost grows.
func (b *bench) years() error {
	few, err := b.finishedYear()
	if err != nil {
		return err
	}
	b.tellYear(few)
	if b.Size.ManyRows == 0 {
		return nil
	}
	many, err := b.runYear("many.db", coop{b.Size.ManyMembers, b.Size.ManyRows})
	if err != nil {
		return err
	}
	defer many.close()
	b.tellGrowth(few, many)
	return nil
}

func (b *bench) tellYear(y *finished) {
	t := y.took
	b.tell(Figure{
		Name: "year", What: fmt.Sprintf("year's end, %s members, %s rows", grouped(y.members), grouped(y.rows)), Value: t.end(), Unit: "s",
		Beside: fmt.Sprintf("close %s, distribute %s, all slips as data %s; %d cores", amount(t.close, "s"), amount(t.share, "s"), amount(t.slips, "s"), runningOn()),
	}.atMost(10))
	b.tell(Figure{Name: "year", What: "all records held against each other", Value: t.verify, Unit: "s", Beside: "“artel verify” of that year"})
}

// tellGrowth compares a larger year with a smaller one: no part of its end may
// grow faster than the rows do.
func (b *bench) tellGrowth(few, many *finished) {
	rows := float64(many.rows) / float64(few.rows)
	b.tell(Figure{
		Name: "year", What: fmt.Sprintf("%s members, %s rows", grouped(many.members), grouped(many.rows)), Value: many.took.end() / few.took.end(), Unit: "times",
		Beside: fmt.Sprintf("%s, of which close %s, distribute %s, slips %s; the rows are %s", amount(many.took.end(), "s"), amount(many.took.close, "s"),
			amount(many.took.share, "s"), amount(many.took.slips, "s"), amount(rows, "times")),
	}.atMost(rows))
	b.tell(Figure{Name: "year", What: "all records of it held against each other", Value: many.took.verify / few.took.verify, Unit: "times", Beside: amount(many.took.verify, "s")})
}

// finishedYear is the year that slips and pages are read from; it is made, and
// measured, when it is first needed.
func (b *bench) finishedYear() (*finished, error) {
	if b.year != nil {
		return b.year, nil
	}
	y, err := b.runYear("year.db", coop{b.Size.YearMembers, b.Size.YearRows})
	if err == nil {
		b.year = y
	}
	return y, err
}

// runYear takes a year's sheets in and runs it to its end.
func (b *bench) runYear(name string, c coop) (*finished, error) {
	k, err := b.takeYearIn(name, c)
	if err != nil {
		return nil, err
	}
	if err := b.doing("Closing the year, sharing it out, and reading all slips."); err != nil {
		return nil, err
	}
	y := &finished{books: k, coop: c}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(runningOn()))
	runtime.GC()
	for _, step := range []struct {
		took *float64
		do   func() error
	}{
		{&y.took.close, y.closeYear}, {new(float64), y.resolve}, {&y.took.share, y.distribute}, {&y.took.slips, y.slips}, {&y.took.verify, y.verify},
	} {
		if *step.took, err = seconds(step.do); err != nil {
			k.Close()
			return nil, err
		}
	}
	return y, nil
}

func runningOn() int { return min(cores, runtime.NumCPU()) }

// takeYearIn makes the year's sheets and takes them in.
func (b *bench) takeYearIn(name string, c coop) (*books, error) {
	k, err := b.open(name)
	if err != nil {
		return nil, err
	}
	for from := 0; from < c.rows; from += mostAtOnce {
		to := min(from+mostAtOnce, c.rows)
		if err := b.doing("Taking in %s work records of %s members, to %s.", grouped(c.rows), grouped(c.members), grouped(to)); err != nil {
			return nil, err
		}
		pages := c.pages(from, to)
		if from == 0 {
			pages = append(pages, c.trade()...)
		}
		folder := filepath.Join(b.folder, "year")
		if err := writeCSV(folder, pages); err != nil {
			return nil, err
		}
		if _, err := k.do("sheet import", map[string]any{"path": folder}); err != nil {
			return nil, err
		}
		if err := os.RemoveAll(folder); err != nil {
			return nil, err
		}
	}
	return k, nil
}

func (y *finished) closeYear() error {
	out, err := y.do("year close", map[string]any{"year": account.String()})
	if err == nil {
		y.closed = out.(year.Closing)
	}
	return err
}

func (y *finished) resolve() error {
	_, err := y.do("assembly resolve", map[string]any{"number": "1", "date": string((account + 1).First().Add(19)), "text": "Shared out by the charter",
		"for": fmt.Sprint(y.members / 2), "against": "2", "abstain": "1"})
	return err
}

func (y *finished) distribute() error {
	out, err := y.do("surplus distribute", map[string]any{"year": account.String(), "resolution": "1"})
	if err != nil {
		return err
	}
	y.shared = out.(surplus.Distributed)
	if y.shared.LabourDividend <= 0 {
		err = fmt.Errorf("the made-up year has no labour dividend to share out")
	}
	return err
}

// slips reads every member's slips as data: the pay slips of the year's months,
// and the distribution slip with its explanation, which goes back to the work
// records. What they sum to must be what was paid and shared out.
func (y *finished) slips() error {
	workers := runningOn()
	sums, errs := make([]int64, workers), make([]error, workers)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			errs[w] = y.read(func(tx *db.Tx) (err error) {
				for i := w; i < y.members && err == nil; i += workers {
					var sum int64
					sum, err = slipsOf(tx, y.number(i))
					sums[w] += sum
				}
				return err
			})
		})
	}
	all.Wait()
	var sum int64
	for w := range workers {
		if errs[w] != nil {
			return errs[w]
		}
		sum += sums[w]
	}
	if due := y.shared.Pay + y.shared.ShareDividend + y.shared.LabourDividend; sum != due {
		return fmt.Errorf("the slips sum to %d, what was paid and shared out to %d", sum, due)
	}
	return nil
}

// slipsOf reads a member's slips and adds them up.
func slipsOf(tx *db.Tx, no string) (sum int64, err error) {
	paid, err := pay.SlipsOf(tx, no, account.First().Month(), account.Last().Month())
	if err != nil {
		return 0, err
	}
	for _, s := range paid {
		sum += s.Amount.Coins
	}
	slip, err := surplus.DistributionSlip(tx, surplus.ExplainIn{Year: account, Member: no})
	return sum + slip.Total.Coins, err
}

// verify holds all records against each other; a year made up here must hold
// like any other.
func (y *finished) verify() error {
	return y.read(func(tx *db.Tx) error {
		for _, check := range audit.Verify(tx) {
			if check.Fail != "" {
				return fmt.Errorf("%s: %s", check.What, check.Fail)
			}
		}
		return nil
	})
}
