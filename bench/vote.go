package bench

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"artel/base/db"
	"artel/coop/assembly"
	"artel/coop/unit"
	"artel/door/web"
)

// vote measures an assembly whose delegates all vote at once from their phones,
// over connections as they are, while the chair's screen asks again and again:
// from the first press until the vote is counted, with none lost or doubled.
func (b *bench) vote() error {
	k, err := b.open("vote.db")
	if err != nil {
		return err
	}
	defer k.Close()
	people, err := b.hall(k)
	if err != nil {
		return err
	}
	server := httptest.NewServer(web.New(k.DB, k.acts, web.Options{Log: slog.New(slog.DiscardHandler)}))
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: b.Size.Delegates}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	var took, screens []float64
	for round := range b.Size.Repeat {
		if err := b.doing("%d delegates vote at once: %d of %d.", b.Size.Delegates, round+1, b.Size.Repeat); err != nil {
			return err
		}
		seconds, asked, err := b.ballot(k, client, server.URL, people, round+1)
		if err != nil {
			return err
		}
		took, screens = append(took, seconds), append(screens, asked...)
	}
	slices.Sort(screens)
	b.tell(Figure{
		Name: "vote", What: fmt.Sprintf("%s delegates vote at once and are counted", grouped(b.Size.Delegates)), Value: middle(took), Unit: "s",
		Beside: fmt.Sprintf("%s votes a second; none lost, none doubled", amount(float64(b.Size.Delegates)/middle(took), "")),
	}.atMost(5))
	b.tell(Figure{Name: "vote", What: "the chair's screen while they do", Value: 1000 * middle(screens), Unit: "ms", Beside: fmt.Sprintf("%d looks; the slowest %s", len(screens), amount(screens[len(screens)-1], "s"))}.atMost(1000))
	return nil
}

// hall is a co-operative in a meeting, with everybody there and logged in; the
// last session is the chair's. Passwords are slow on purpose and are no part of
// this, so the logins are written without any.
func (b *bench) hall(k *books) (sessions []string, err error) {
	today := time.Now().Format(time.DateOnly)
	if _, err := k.do("unit found", map[string]any{"name": "Bench Hall", "year": today[:4]}); err != nil {
		return nil, err
	}
	for i := range b.Size.Delegates {
		if _, err := k.do("member admit", map[string]any{"no": delegate(i), "name": name(i), "joined": "1956-01-03"}); err != nil {
			return nil, err
		}
	}
	for _, step := range []struct {
		act string
		in  map[string]any
	}{{"charter amend", map[string]any{"rule": "quorum_pct", "value": "50", "since": "1956-01-01"}}, {"assembly call", map[string]any{"day": today}}} {
		if _, err := k.do(step.act, step.in); err != nil {
			return nil, err
		}
	}
	for i := range b.Size.Repeat {
		if _, err := k.do("assembly agenda", map[string]any{"meeting": "1", "text": fmt.Sprintf("Motion %d", i+1)}); err != nil {
			return nil, err
		}
	}
	for _, step := range []string{"assembly begin", "assembly attend"} {
		if _, err := k.do(step, map[string]any{"meeting": "1"}); err != nil {
			return nil, err
		}
	}
	return sessions, k.Write(k.ctx, db.Who{Unit: k.unit, Name: "bench"}, func(tx *db.Tx) error {
		for i := range b.Size.Delegates + 1 {
			login, role, no := delegate(i), "member", delegate(i)
			if i == b.Size.Delegates {
				login, role, no = "chair", "chair", ""
			}
			if err := tx.Exec(`insert into login (name, password, active) values ($1, '', true)`, login); err != nil {
				return err
			}
			if err := tx.Exec(`insert into login_role (login, unit, role, member) values ($1, $2, $3, $4)`, login, k.unit, role, no); err != nil {
				return err
			}
			token, err := unit.Enter(tx, login, unit.Via{How: "bench"})
			if err != nil {
				return err
			}
			sessions = append(sessions, token)
		}
		return nil
	})
}

func delegate(i int) string { return fmt.Sprintf("M%05d", i+1) }

// ballot is one vote, from the first press to the count.
func (b *bench) ballot(k *books, client *http.Client, address string, people []string, item int) (took float64, screens []float64, err error) {
	if _, err := k.do("assembly open", map[string]any{"meeting": "1", "item": fmt.Sprint(item)}); err != nil {
		return 0, nil, err
	}
	ctx, stop := context.WithCancel(b.ctx)
	var watching sync.WaitGroup
	watching.Go(func() { // the chair's screen asks as its script does
		for ctx.Err() == nil {
			s, err := seconds(func() error {
				_, err := send(ctx, client, "GET", address+"/assembly/meeting?meeting=1&_part=1", people[len(people)-1], nil, http.StatusOK)
				return err
			})
			if err == nil {
				screens = append(screens, s)
			}
			select {
			case <-ctx.Done():
			case <-time.After(250 * time.Millisecond):
			}
		}
	})
	from := time.Now()
	errs := make([]error, b.Size.Delegates)
	var all sync.WaitGroup
	for i := range b.Size.Delegates {
		all.Go(func() {
			form := url.Values{"meeting": {"1"}, "item": {fmt.Sprint(item)}, "member": {delegate(i)}, "choice": {[]string{"for", "for", "against", "abstain"}[i%4]}, "_next": {"/assembly/meeting?meeting=1"}, "_key": {fmt.Sprintf("bench-%d-%d", item, i)}}
			_, errs[i] = send(ctx, client, "POST", address+"/assembly/say", people[i], form, http.StatusSeeOther)
		})
	}
	all.Wait()
	for _, one := range errs {
		if one != nil && err == nil {
			err = one
		}
	}
	var out any
	if err == nil {
		out, err = k.do("assembly tally", map[string]any{"meeting": "1", "item": fmt.Sprint(item)})
	}
	took = time.Since(from).Seconds()
	stop()
	watching.Wait()
	if err != nil {
		return took, screens, err
	}
	o, n := out.(assembly.Item).Result, int64(b.Size.Delegates)
	if o.For+o.Against+o.Abstain != n || o.For != (n+3)/4+(n+2)/4 {
		return took, screens, fmt.Errorf("%d delegates voted, and %d for, %d against, %d abstentions were counted", n, o.For, o.Against, o.Abstain)
	}
	return took, screens, nil
}

// send sends a request as somebody's browser, and wants its status.
func send(ctx context.Context, client *http.Client, method, address, session string, form url.Values, status int) (string, error) {
	r, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: "artel", Value: session})
	answer, err := client.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != status {
		err = fmt.Errorf("%s %s gave status %d: %.300s", method, address, answer.StatusCode, body)
	}
	return string(body), err
}
