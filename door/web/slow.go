package web

import (
	"context"
	"maps"
	"sync"
	"time"

	"artel/base/fault"
)

// brake slows down who guesses passwords. Each failure doubles the wait before
// the next try: of a name from an address most, of an address or of a name
// alone less, since an office shares its address and a person's name may be
// tried by a stranger. Nobody is locked out: who waits some seconds gets in.
type brake struct {
	mu    sync.Mutex
	known map[string]*tries
	turns chan struct{} // checking a password takes memory and time: only so many at once
}

type tries struct {
	failed int
	last   time.Time
	taken  bool // a try is under way
}

const (
	firstWait = 250 * time.Millisecond
	longest   = 8 * time.Second
	longName  = 2 * time.Second // for a name tried from elsewhere
	free      = 3               // failures that cost nothing: fingers slip
	forgotten = 15 * time.Minute
	mostTries = 10_000
	atOnce    = 2
)

func newBrake() *brake {
	return &brake{known: map[string]*tries{}, turns: make(chan struct{}, atOnce)}
}

// who are the three that a try counts for.
type who struct{ pair, name, address string }

func triedBy(name, address string) who {
	return who{"pair " + address + " " + name, "name " + name, "address " + address}
}

// wait waits as long as earlier failures have earned. A second try of the same
// name from the same address is refused while one is under way: many at once
// would else not wait for each other. done tells how it went.
func (b *brake) wait(ctx context.Context, w who) (done func(ok bool), err error) {
	d, ok := b.take(w)
	if !ok {
		return nil, fault.Refused.Errorf("Somebody is just logging in with this name. Wait a few seconds and try again.")
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		select {
		case b.turns <- struct{}{}:
			return func(ok bool) { <-b.turns; b.give(w, &ok) }, nil
		case <-ctx.Done():
		}
	case <-ctx.Done():
	}
	b.give(w, nil)
	return nil, ctx.Err()
}

func (b *brake) take(w who) (time.Duration, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.forget()
	pair := b.of(w.pair)
	if pair.taken {
		return 0, false
	}
	pair.taken = true
	return max(delay(pair.failed), delay(b.of(w.address).failed/10), min(delay(b.of(w.name).failed/3), longName)), true
}

// give keeps what came of a try; nil is none.
func (b *brake) give(w who, ok *bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.of(w.pair).taken = false
	for _, key := range []string{w.pair, w.name, w.address} {
		t := b.of(key)
		t.last = time.Now()
		switch {
		case ok == nil:
		case !*ok:
			t.failed++
		case key != w.address: // one who gets in does not clear the neighbours
			t.failed = 0
		}
	}
}

func (b *brake) of(key string) *tries {
	if b.known[key] == nil {
		b.known[key] = &tries{last: time.Now()}
	}
	return b.known[key]
}

// forget makes room where there is none: first what is old or cost nothing, and
// if that is not enough everything. Memory is bounded whatever names are tried.
func (b *brake) forget() {
	if len(b.known) < mostTries-3 {
		return
	}
	for key, t := range b.known {
		if !t.taken && (t.failed < free || time.Since(t.last) > forgotten) {
			delete(b.known, key)
		}
	}
	if len(b.known) > mostTries/2 {
		maps.DeleteFunc(b.known, func(_ string, t *tries) bool { return !t.taken })
	}
}

func delay(failed int) time.Duration {
	if failed < free {
		return 0
	}
	return min(firstWait<<min(failed-free, 10), longest)
}
