package bench

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"artel/coop/unit"
	"artel/coop/work"
)

// posts measures durable entries of three lines through the act, many clients
// waiting each for their own, beside raw commits of one client.
func (b *bench) posts() error {
	k, err := b.open("posts.db")
	if err != nil {
		return err
	}
	defer k.Close()
	if _, err := k.do("unit found", map[string]any{"name": "Bench Posts", "year": account.String()}); err != nil {
		return err
	}
	var acts, commits []float64
	for i := range b.Size.Repeat {
		if err := b.doing("Posting with %d clients waiting, and committing raw: %d of %d.", b.Size.Clients, i+1, b.Size.Repeat); err != nil {
			return err
		}
		rate, err := b.posting(k)
		if err != nil {
			return err
		}
		raw, err := b.committing(fmt.Sprintf("commits-%d.db", i))
		if err != nil {
			return err
		}
		acts, commits = append(acts, rate), append(commits, raw)
	}
	b.tell(Figure{
		Name: "acts", What: fmt.Sprintf("entries of 3 lines, %d clients waiting", b.Size.Clients), Value: middle(acts), Unit: "a second",
		Beside: fmt.Sprintf("raw commits of one row, one client: %s; %s", amount(middle(commits), "a second"), amount(middle(acts)/middle(commits), "times")),
	}.atLeast(5000))
	return nil
}

// posting is how many entries a second the clients post.
func (b *bench) posting(k *books) (float64, error) {
	var done atomic.Int64
	errs := make([]error, b.Size.Clients)
	from := time.Now()
	until := from.Add(time.Duration(b.Size.Seconds * float64(time.Second)))
	var all sync.WaitGroup
	for client := range b.Size.Clients {
		all.Go(func() {
			for n := 0; errs[client] == nil && time.Now().Before(until); n++ {
				if _, errs[client] = k.do("ledger post", sale(client, n)); errs[client] == nil {
					done.Add(1)
				}
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return 0, err
		}
	}
	return float64(done.Load()) / time.Since(from).Seconds(), nil
}

// sale is an entry as a person types it.
func sale(client, n int) map[string]any {
	line := func(account, side, amount string) map[string]any {
		return map[string]any{"account": account, side: amount}
	}
	return map[string]any{
		"day": string(account.First().Add(n % account.Days())), "memo": fmt.Sprintf("Sold at counter %d", client+1),
		"lines": []any{line("1010", "debit", "46.00"), line("4010", "credit", "40.00"), line("4020", "credit", "6.00")},
	}
}

// committing is how many rows a second are inserted raw, each in a commit of its
// own.
func (b *bench) committing(name string) (float64, error) {
	d, err := b.raw(name)
	if err != nil {
		return 0, err
	}
	defer d.Close()
	s, err := d.Prepare(insertWork)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	var record work.Record
	for w := range (coop{1, 1}).work() {
		record = w
	}
	id, n, from := unit.NewID(), int64(0), time.Now()
	for time.Since(from).Seconds() < b.Size.Seconds {
		n++
		if _, err := s.Exec(values(id, n, &record)...); err != nil {
			return 0, err
		}
	}
	return float64(n) / time.Since(from).Seconds(), nil
}
