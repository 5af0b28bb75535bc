package main

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"artel/base/act"
	"artel/base/fault"
)

var lineFields = []act.Field{{Name: "account", Kind: "text"}, {Name: "memo", Kind: "text"}, {Name: "over_cap", Kind: "decimal"}}

func TestItems(t *testing.T) {
	for text, want := range map[string][]any{
		"account=1010,over_cap=5.00":             {map[string]any{"account": "1010", "over_cap": "5.00"}},
		" account = 1010 , over-cap = 1,250.00 ": {map[string]any{"account": "1010", "over_cap": "1,250.00"}},
		"memo=rice, oil=salt,account=1":          {map[string]any{"memo": "rice, oil=salt", "account": "1"}},
		`{"account":"1"}`:                        {map[string]any{"account": "1"}},
		`[{"account":"1"},{"account":"2"}]`:      {map[string]any{"account": "1"}, map[string]any{"account": "2"}},
	} {
		got, err := itemsOf(text, lineFields)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", text, err, diff)
		}
	}
	for _, text := range []string{"", "1010", "acount=1", "{", "[1,", `[] []`, `{"a":1} 2`} {
		if got, err := itemsOf(text, lineFields); err == nil {
			t.Errorf("%q was read as %v", text, got)
		}
	}
	if got, err := itemsOf("a, b", nil); err != nil || !cmp.Equal(got, []any{"a, b"}) {
		t.Errorf("a plain text was read as %v, %v", got, err)
	}
}

func FuzzPairs(f *testing.F) {
	f.Add("account=1010,over_cap=5.00")
	f.Add(",account==,memo=")
	f.Fuzz(func(t *testing.T, text string) {
		item, err := pairs(text, lineFields)
		if err == nil && len(item) == 0 {
			t.Errorf("%q was read as nothing", text)
		}
	})
}

// A bar is drawn at most ten times a second, and goes when it is done.
func TestBar(t *testing.T) {
	var b bytes.Buffer
	now := time.Unix(0, 0)
	draw, clear := bar(&b, "Importing", func() time.Time { return now })
	for done := range 1000 {
		draw(done, 1000)
		now = now.Add(time.Millisecond)
	}
	clear()
	if n := strings.Count(b.String(), "Importing"); n != 9 {
		t.Errorf("drawn %d times in a second", n)
	}
	if !strings.Contains(b.String(), "█░") || !strings.Contains(b.String(), " 50%  500 / 1,000") || !strings.HasSuffix(b.String(), "\r\x1b[K") {
		t.Errorf("%q", b.String())
	}
}

// said is what a person reads of an error, and the exit code.
func said(err error) (string, int) {
	var out, errs bytes.Buffer
	c := &cli{in: strings.NewReader(""), out: &out, errs: &errs}
	code := c.exit(nil, err)
	return errs.String(), code
}

func TestErrorsAsSaid(t *testing.T) {
	rows := &fault.Rows{Problems: []fault.Problem{
		{Sheet: "work", Row: 214, Column: "quantity", Value: "38", Wrong: "That is above the norm.", Fix: "Correct the row."},
		{Sheet: "members", Row: 3, Wrong: "It is empty.", Fix: "Delete it."},
	}}
	for _, one := range []struct {
		err  error
		want string
	}{
		{fault.Refused.Errorf("1956 is open."), "1956 is open.\n"},
		{errors.Join(errors.New("deep down"), fault.Refused.Errorf("1956 is open.")), "1956 is open.\n"},
		{errors.New("disk on fire"), "artel: something went wrong on our side: disk on fire\n"},
		{rows, "work, row 214, quantity \"38\": That is above the norm. Correct the row.\nmembers, row 3: It is empty. Delete it.\n2 problems in 2 sheets.\n"},
		{&fault.Rows{Problems: []fault.Problem{{Column: "lines.0.debit", Wrong: "“x” is not a number."}}}, "--lines no. 1, debit: “x” is not a number.\n"},
	} {
		if got, code := said(one.err); got != one.want || code != 1 {
			t.Errorf("exit %d, said\n%swant\n%s", code, got, one.want)
		}
	}
}

// Every act has a manual page, and no two commands are the same.
func TestEveryActIsACommand(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range acts {
		if seen[a.Name] {
			t.Errorf("two acts are called %q", a.Name)
		}
		seen[a.Name] = true
		if a.Help == "" {
			t.Errorf("%s has no help", a.Name)
		}
		for _, f := range a.Fields {
			if f.Help == "" {
				t.Errorf("%s --%s has no help", a.Name, hyphens(f.Name))
			}
		}
		noun, _, _ := strings.Cut(a.Name, " ")
		if nouns[noun] == "" {
			t.Errorf("acts.go does not say in a few words what %q is about", noun)
		}
		var out bytes.Buffer
		if code := run(append([]string{"help"}, strings.Fields(a.Name)...), strings.NewReader(""), &out, io.Discard, func(string) string { return "" }); code != 0 || !strings.Contains(out.String(), a.Help) {
			t.Errorf("artel help %s: exit %d\n%s", a.Name, code, out.String())
		}
	}
}

func TestDistance(t *testing.T) {
	for pair, want := range map[[2]string]int{{"", "abc"}: 3, {"year", "year"}: 0, {"year", "yaer"}: 2, {"lines", "lins"}: 1} {
		if got := distance(pair[0], pair[1]); got != want {
			t.Errorf("distance%v = %d, want %d", pair, got, want)
		}
	}
}
