package bench

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"artel/door/web"
)

// pages measures pages as the server makes them, for somebody who is logged in,
// in a unit of many members.
func (b *bench) pages() error {
	y, err := b.finishedYear()
	if err != nil {
		return err
	}
	v, err := enter(y)
	if err != nil {
		return err
	}
	for _, p := range []struct {
		what string
		path func(no string, i int) string
	}{
		{"the member list", func(no string, _ int) string { return "/member/list?after=" + no }},
		{"a search in the member list", func(no string, _ int) string { return "/member/list?find=" + url.QueryEscape(strings.ToLower(no[1:])) }},
		{"a pay slip", func(no string, i int) string {
			return fmt.Sprintf("/pay/slip?member=%s&month=%s", no, account.Months()[i%12])
		}},
		{"a distribution slip", func(no string, _ int) string { return "/surplus/slip?year=" + account.String() + "&member=" + no }},
	} {
		if err := b.doing("Asking for %s, %d times.", p.what, b.Size.Requests); err != nil {
			return err
		}
		times, err := v.ask(b.Size.Requests, func(i int) string { return p.path(y.number(i*37%y.members), i) })
		if err != nil {
			return err
		}
		b.tell(Figure{
			Name: "pages", What: p.what, Value: 1000 * middle(times), Unit: "ms",
			Beside: fmt.Sprintf("one in twenty takes %s or more; %s members", amount(at(times, 0.95), "s"), grouped(y.members)),
		}.atMost(20))
	}
	return nil
}

// visitor is somebody who is logged in.
type visitor struct {
	handler http.Handler
	cookies []*http.Cookie
}

// enter gives the chair a login, and logs them in.
func enter(y *finished) (*visitor, error) {
	const password = "only for measuring"
	if _, err := y.do("unit login", map[string]any{"name": "chair", "password": password, "role": "chair"}); err != nil {
		return nil, err
	}
	v := &visitor{handler: web.New(y.DB, y.acts, web.Options{Log: slog.New(slog.DiscardHandler)})}
	r := httptest.NewRequestWithContext(context.Background(), "POST", "/login", strings.NewReader(url.Values{"name": {"chair"}, "password": {password}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, r)
	if v.cookies = w.Result().Cookies(); len(v.cookies) == 0 {
		return nil, fmt.Errorf("logging in gave status %d and no cookie", w.Code)
	}
	return v, nil
}

// ask asks for pages one after another, and returns how long each took.
func (v *visitor) ask(n int, path func(i int) string) (times []float64, err error) {
	for i := range n {
		r := httptest.NewRequestWithContext(context.Background(), "GET", path(i), nil)
		for _, c := range v.cookies {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		took, _ := seconds(func() error { v.handler.ServeHTTP(w, r); return nil })
		if w.Code != http.StatusOK {
			return nil, fmt.Errorf("%s gave status %d", path(i), w.Code)
		}
		times = append(times, took)
	}
	return times, nil
}
