package bench

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"time"
)

// Between one page and the next a person reads: half a second to a second and a
// half here, which is quick.
const (
	readAtLeast = 500 * time.Millisecond
	readUpTo    = time.Second
)

// load measures the pages of many people at once, over connections as they are:
// each person asks for a page, reads it, and asks for the next.
func (b *bench) load() error {
	y, err := b.finishedYear()
	if err != nil {
		return err
	}
	v, err := enter(y)
	if err != nil {
		return err
	}
	server := httptest.NewServer(v.handler)
	defer server.Close()
	if err := b.doing("%d people at once, for %s.", b.Size.People, amount(b.Size.LoadSeconds, "s")); err != nil {
		return err
	}
	times, err := v.crowd(b.ctx, server.URL, b.Size.People, time.Duration(b.Size.LoadSeconds*float64(time.Second)), y)
	if err != nil {
		return err
	}
	slices.Sort(times)
	what := fmt.Sprintf("%d people at once, each a page and a moment to read", b.Size.People)
	beside := fmt.Sprintf("%s pages, %s; %s members, %s rows", grouped(len(times)), amount(float64(len(times))/b.Size.LoadSeconds, "a second"), grouped(y.members), grouped(y.rows))
	b.tell(Figure{Name: "load", What: what, Value: 1000 * middle(times), Unit: "ms", Beside: beside}.atMost(20))
	b.tell(Figure{Name: "load", What: "the slowest in a hundred of them", Value: 1000 * at(times, 0.99), Unit: "ms", Beside: "the slowest: " + amount(times[len(times)-1], "s")}.atMost(100))
	return nil
}

// path is what one of the people asks for next.
func (y *finished) path(r *rand.Rand) string {
	no := y.number(r.IntN(y.members))
	all := []string{
		"/", "/member/list?after=" + no, "/member/list?find=" + no[len(no)-3:], "/member/show?member=" + no,
		"/pay/slip?member=" + no + "&month=" + string(account.Months()[r.IntN(12)]),
		"/surplus/slip?year=" + account.String() + "&member=" + no,
		"/surplus/statement?year=" + account.String() + "&after=" + no,
		"/ledger/balances?day=" + string(account.Last()), "/ledger/result?year=" + account.String(), "/charter/show", "/log/show",
	}
	return all[r.IntN(len(all))]
}

// crowd lets people ask for pages until the time is over, and returns how long
// each page took.
func (v *visitor) crowd(ctx context.Context, address string, people int, lasting time.Duration, y *finished) ([]float64, error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: people}}
	defer client.CloseIdleConnections()
	until := time.Now().Add(lasting)
	took, errs := make([][]float64, people), make([]error, people)
	var all sync.WaitGroup
	for i := range people {
		all.Go(func() {
			r := rand.New(rand.NewPCG(7, uint64(i)))
			for errs[i] == nil && time.Now().Before(until) && ctx.Err() == nil {
				time.Sleep(readAtLeast + rand.N(readUpTo))
				path := y.path(r)
				seconds, err := seconds(func() error { return v.get(ctx, client, address+path) })
				if errs[i] = err; err == nil {
					took[i] = append(took[i], seconds)
				}
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return slices.Concat(took...), ctx.Err()
}

// get asks for a page and reads it to its end.
func (v *visitor) get(ctx context.Context, client *http.Client, address string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	for _, c := range v.cookies {
		r.AddCookie(c)
	}
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s gave status %d", address, answer.StatusCode)
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return err
}
