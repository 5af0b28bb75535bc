package act_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
)

// order is an input with everything an act may ask for.
type order struct {
	Day      cal.Day           `help:"the day"`
	Who      string            `help:"for whom" arg:"yes"`
	Kind     string            `help:"what kind" choice:"plain|fine" default:"plain"`
	Pieces   int64             `help:"how many" default:"1"`
	Weight   measure.Quantity  `help:"how heavy" opt:"yes"`
	Hurry    bool              `help:"in a hurry?" opt:"yes"`
	Half     *measure.Quantity `help:"a number that may be 0 or nothing" opt:"yes"`
	Secret   string            `help:"not for the log" opt:"yes" secret:"yes"`
	Lines    []line            `help:"the lines" opt:"yes"`
	Words    []string          `help:"some words" opt:"yes"`
	Place    place             `help:"where" opt:"yes"`
	Renamed  string            `help:"goes by another name" json:"other_name" opt:"yes"`
	OverCap  string            `help:"two words" opt:"yes"`
	Resolved int64             `help:"a number" opt:"yes"`
}

type line struct {
	Product string        `help:"what"`
	Price   money.Decimal `help:"for how much" default:"1.50"`
	Parts   []part        `help:"of what" opt:"yes"`
}

type part struct {
	Product string        `help:"what"`
	Price   money.Decimal `help:"for how much" default:"1.50"`
}

type place struct {
	County string `help:"the county"`
}

func decimal(t *testing.T, s string) money.Decimal {
	t.Helper()
	d, err := money.ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDecode(t *testing.T) {
	five := measure.Quantity(5) * measure.One / 2
	want := order{Day: "1956-03-01", Who: "Hu", Kind: "fine", Pieces: 3, Weight: 12*measure.One + measure.One/2, Hurry: true, Half: &five, Words: []string{"a", "b"},
		Place: place{"Linqing"}, Renamed: "x", OverCap: "y",
		Lines: []line{{"chair", decimal(t, "2.25"), []part{{"leg", decimal(t, "1.50")}}}, {"mat", decimal(t, "1.50"), nil}}}
	for name, fill := range map[string]func(any) error{
		"json": act.JSON([]byte(`{"day":"1956/3/1","who":" Hu ","kind":"fine","pieces":3,"weight":12.5,"hurry":true,"half":"2.5","words":["a","b"],
			"place":{"county":"Linqing"},"other_name":"x","over_cap":"y",
			"lines":[{"product":"chair","price":"2.25","parts":[{"product":"leg"}]},{"product":"mat","price":null}]}`)),
		"form": act.Values(map[string]string{"day": "1956-03-01", "who": "Hu", "kind": "fine", "pieces": "3", "weight": "12.5", "hurry": "on", "half": "2.5", "words.0": "a", "words.1": "b",
			"place.county": "Linqing", "other_name": "x", "over_cap": "y", "secret": "",
			"lines.0.product": "chair", "lines.0.price": "2.25", "lines.0.parts.0.product": "leg",
			"lines.1.product": "", "lines.1.price": "", "lines.2.product": "mat"}), // an empty line is no line
		"list as text": act.Values(map[string]string{"day": "1956-03-01", "who": "Hu", "kind": "fine", "pieces": "3", "weight": "12.5", "hurry": "是", "half": "2.5", "words": `["a","b"]`,
			"place.county": "Linqing", "other_name": "x", "over_cap": "y", "lines": `[{"product":"chair","price":2.25,"parts":[{"product":"leg"}]},{"product":"mat"}]`}),
	} {
		t.Run(name, func(t *testing.T) {
			var got order
			if err := fill(&got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b money.Decimal) bool { return a == b })); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDefaults(t *testing.T) {
	var got order
	if err := act.JSON([]byte(`{"day":"1956-03-01","who":"Hu"}`))(&got); err != nil {
		t.Fatal(err)
	}
	if got.Kind != "plain" || got.Pieces != 1 || got.Hurry || got.Half != nil || got.Lines != nil {
		t.Errorf("%+v", got)
	}
	if err := act.JSON(nil)(&struct{}{}); err != nil {
		t.Error("no body is an empty object:", err)
	}
}

// Everything that is wrong is told at once, by field.
func TestAllProblemsAtOnce(t *testing.T) {
	err := act.JSON([]byte(`{"day":"1956-02-30","kind":"coarse","pieces":"many","hurry":"perhaps","weight":{"kg":1},"price":5,
		"place":"Linqing","words":"a, b","lines":[{"price":"x"},"chair",{"product":"mat","colour":"red"}]}`))(&order{})
	var rows *fault.Rows
	if !errors.As(err, &rows) || fault.Of(err) != fault.Invalid {
		t.Fatal(err)
	}
	var got []string
	for _, p := range rows.Problems {
		got = append(got, p.Column)
		if p.Wrong == "" || strings.Contains(p.Wrong, "act:") {
			t.Errorf("%s: %q", p.Column, p.Wrong)
		}
	}
	slices.Sort(got)
	want := []string{"day", "hurry", "kind", "lines.0.price", "lines.0.product", "lines.1", "lines.2.colour", "pieces", "place", "price", "weight", "who", "words"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, body := range []string{`[]`, `{`, `{} {}`, `"x"`, `{"lines":{"0":{}}} x`} {
		if err := act.JSON([]byte(body))(&order{}); fault.Of(err) != fault.Invalid {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// No form makes us build a list of thousands out of one high number.
func TestSparseList(t *testing.T) {
	start := time.Now()
	if err := act.Values(map[string]string{"day": "1956-03-01", "who": "Hu", "lines.2000000000.product": "mat"})(&order{}); err == nil {
		t.Error("taken")
	}
	if time.Since(start) > time.Second {
		t.Error("took", time.Since(start))
	}
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"day":"1956-03-01","who":"Hu","lines":[{"product":"mat","parts":[{}]}]}`))
	f.Add([]byte(`{"half":1e400,"pieces":9223372036854775808,"lines":{"0":{"product":1}}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if err := act.JSON(body)(&order{}); err != nil && fault.Of(err) == "" {
			t.Errorf("%q: not the asker's fault: %v", body, err)
		}
	})
}

func TestFields(t *testing.T) {
	fields := act.Do("order take", "Take an order", act.Lead, func(*db.Tx, order) (int, error) { return 0, nil }).Fields
	kinds := map[string]string{}
	for _, f := range fields {
		kinds[f.Name] = f.Kind
	}
	want := map[string]string{"day": "day", "who": "text", "kind": "text", "pieces": "whole", "weight": "quantity", "hurry": "truth", "half": "quantity", "secret": "text",
		"lines": "list", "words": "list", "place": "group", "other_name": "text", "over_cap": "text", "resolved": "whole"}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Error(diff)
	}
}

// The shop is a noun for these tests: notes that can be written and read.
type note struct {
	Text       string `help:"what to note"`
	Member     string `help:"about whom" opt:"yes"`
	Resolution int64  `help:"by which resolution" opt:"yes"`
	Password   string `help:"a secret" opt:"yes" secret:"yes"`
}

type noted struct {
	Number int64  `json:"number"`
	Text   string `json:"text"`
	By     string `json:"by"`
	Member string `json:"member"`
}

var (
	write = act.Do("note write", "Write a note", act.Books, writeNote).Founding()
	edit  = act.Do("note edit", "Write a note in a unit that is there", act.Lead, writeNote)
	read  = act.Ask("note count", "How many notes there are", act.SeeOwn, func(tx *db.Tx, _ act.Nothing) (noted, error) {
		n, err := db.One[int64](tx, `select count(*) from counter where unit = $1 and last > 0`, tx.Unit)
		return noted{Number: n, Member: tx.Member}, err
	})
	list = act.Ask("note list", "All notes", act.See, func(*db.Tx, act.Nothing) (noted, error) { return noted{}, nil })
)

func writeNote(tx *db.Tx, in note) (noted, error) {
	n, err := tx.Next("note", 1)
	if err == nil && in.Text == "no" {
		err = fault.Refused.Errorf("No.")
	}
	if in.Text == "panic" {
		panic("a slip of ours")
	}
	return noted{n, in.Text, tx.Name, tx.Member}, err
}

func run(t *testing.T, d *db.DB, a act.Act, c act.Call, body string) (act.Answer, error) {
	t.Helper()
	if c.Unit == "" {
		c.Unit = "u1"
	}
	if c.By.Roles == nil {
		c.By = act.Caller{Name: "ming", Roles: []act.Role{act.Operator}}
	}
	return a.Run(context.Background(), d, c, act.JSON([]byte(body)))
}

func TestRoles(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if _, err := run(t, d, write, act.Call{}, `{"text":"first"}`); err != nil {
			t.Fatal(err)
		}
		as := func(roles ...act.Role) act.Call {
			return act.Call{By: act.Caller{Name: "li", Roles: roles, Member: "M001"}}
		}
		for _, one := range []struct {
			a  act.Act
			by act.Call
			ok bool
		}{
			{write, as(act.Bookkeeper), true}, {write, as(act.Auditor), false}, {write, as(act.Member), false}, {write, as(act.Member, act.Chair), true}, {write, as(), false},
			{edit, as(act.Bookkeeper), false}, {edit, as(act.Manager), true}, {list, as(act.Member), false}, {list, as(act.Auditor), true}, {read, as(act.Member), true},
		} {
			one.by.By.Roles = append([]act.Role{}, one.by.By.Roles...)
			body := `{"text":"x"}`
			if !one.a.Writes {
				body = `{}`
			}
			_, err := run(t, d, one.a, one.by, body)
			if (err == nil) != one.ok || err != nil && fault.Of(err) != fault.Refused {
				t.Errorf("%s by %v: %v", one.a.Name, one.by.By.Roles, err)
			}
		}
		// A member sees only their own; somebody who is also bookkeeper sees all.
		for _, one := range []struct {
			by   act.Caller
			want string
			ok   bool
		}{
			{act.Caller{Roles: []act.Role{act.Member}, Member: "M001"}, "M001", true},
			{act.Caller{Roles: []act.Role{act.Member, act.Bookkeeper}, Member: "M001"}, "", true},
			{act.Caller{Roles: []act.Role{act.Member}}, "", false},
		} {
			got, err := run(t, d, read, act.Call{By: one.by}, `{}`)
			if (err == nil) != one.ok || err == nil && got.Out.(noted).Member != one.want {
				t.Errorf("%+v: %+v, %v", one.by, got, err)
			}
		}
	})
}

func TestTryAndRefusalLeaveNothing(t *testing.T) {
	each := func(t *testing.T, engine string) {
		d := dbtest.Open(t, engine)
		if _, err := run(t, d, edit, act.Call{}, `{"text":"x"}`); fault.Of(err) != fault.Missing {
			t.Errorf("in no unit: %v", err)
		}
		if ans, err := run(t, d, write, act.Call{Try: true}, `{"text":"x"}`); err != nil || !ans.Tried || ans.Seq != 0 || ans.Out.(noted).Number != 1 {
			t.Errorf("tried: %+v, %v", ans, err)
		}
		if _, err := run(t, d, write, act.Call{}, `{"text":"x"}`); err != nil {
			t.Fatal(err)
		}
		before := digest(t, engine)
		for body, kind := range map[string]fault.Kind{`{"text":"no"}`: fault.Refused, `{"text":"panic"}`: "", `{}`: fault.Invalid} {
			if _, err := run(t, d, write, act.Call{}, body); err == nil || fault.Of(err) != kind {
				t.Errorf("%s: %v", body, err)
			}
		}
		ans, err := run(t, d, write, act.Call{Try: true}, `{"text":"again"}`)
		if err != nil || ans.Out.(noted).Number != 2 {
			t.Errorf("tried: %+v, %v", ans, err)
		}
		if digest(t, engine) != before {
			t.Error("something was changed")
		}
		if ans, err := run(t, d, write, act.Call{}, `{"text":"again"}`); err != nil || ans.Out.(noted).Number != 2 || ans.Seq != 2 {
			t.Errorf("done: %+v, %v", ans, err)
		}
	}
	t.Run("sqlite", func(t *testing.T) { each(t, dbtest.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { each(t, dbtest.Postgres(t)) })
}

func digest(t *testing.T, where string) string {
	t.Helper()
	sum, err := dbtest.Digest(where)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func TestIdempotency(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		first, err := run(t, d, write, act.Call{Key: "k1"}, `{"text":"x","password":"one"}`)
		if err != nil || first.Again {
			t.Fatal(first, err)
		}
		again, err := run(t, d, write, act.Call{Key: "k1"}, `{"text":"x","password":"one"}`)
		if err != nil || !again.Again || again.Seq != 1 {
			t.Fatalf("%+v, %v", again, err)
		}
		var out noted
		if err := json.Unmarshal(again.Out.(json.RawMessage), &out); err != nil || out != first.Out.(noted) {
			t.Errorf("%+v, %v", out, err)
		}
		if _, err := run(t, d, write, act.Call{Key: "k1"}, `{"text":"y"}`); fault.Of(err) != fault.Conflict {
			t.Errorf("another input: %v", err)
		}
		if _, err := run(t, d, edit, act.Call{Key: "k1"}, `{"text":"x"}`); fault.Of(err) != fault.Conflict {
			t.Errorf("another act: %v", err)
		}
		if tried, err := run(t, d, write, act.Call{Key: "k2", Try: true}, `{"text":"x"}`); err != nil || tried.Again {
			t.Errorf("tried: %+v, %v", tried, err)
		}
		if ans, err := run(t, d, write, act.Call{Key: "k2"}, `{"text":"x"}`); err != nil || ans.Again || ans.Seq != 2 {
			t.Errorf("a try uses no key up: %+v, %v", ans, err)
		}
		if ans, err := run(t, d, write, act.Call{Key: "k1", Unit: "u2"}, `{"text":"z"}`); err != nil || ans.Again {
			t.Errorf("another unit has its own keys: %+v, %v", ans, err)
		}
		// Many at once, of one key: one is done, the others hear of it.
		done := make(chan act.Answer)
		for range 8 {
			go func() {
				ans, err := run(t, d, write, act.Call{Key: "k3"}, `{"text":"x"}`)
				if err != nil {
					t.Error(err)
				}
				done <- ans
			}()
		}
		fresh := 0
		for range 8 {
			if ans := <-done; !ans.Again {
				fresh++
			}
		}
		if fresh != 1 {
			t.Errorf("done %d times", fresh)
		}
	})
}

func verify(t *testing.T, d *db.DB) error {
	t.Helper()
	return d.Read(context.Background(), db.Who{Unit: "u1"}, func(tx *db.Tx) error {
		_, err := act.VerifyLog(tx, nil)
		return err
	})
}

func TestLogTellsNoSecret(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if _, err := run(t, d, write, act.Call{Door: "cli"}, `{"text":"x","resolution":7,"password":"rosebud"}`); err != nil {
			t.Fatal(err)
		}
		log, err := run(t, d, act.Acts[0], act.Call{}, `{}`)
		if err != nil {
			t.Fatal(err)
		}
		l := log.Out.([]act.Logged)[0]
		if strings.Contains(l.Input, "rosebud") || l.Resolution != "7" || l.Who != "ming" || l.Door != "cli" || l.Name != "note write" || l.At != "1957-01-20T12:00:00Z" {
			t.Errorf("%+v", l)
		}
		if err := verify(t, d); err != nil {
			t.Error(err)
		}
	})
}

// Whatever is done to the log from outside is found.
func TestTamperedLog(t *testing.T) {
	for name, change := range map[string]string{
		"input":      `update act_log set input = '{"text":"other"}' where seq = 2`,
		"who":        `update act_log set who = 'li' where seq = 3`,
		"time":       `update act_log set at = '1957-01-20T12:00:01Z' where seq = 1`,
		"door":       `update act_log set door = 'api' where seq = 1`,
		"resolution": `update act_log set resolution = '8' where seq = 1`,
		"effects":    `update act_log set effects = hash where seq = 1`,
		"deleted":    `delete from act_log where seq = 2`,
		"cut off":    `delete from act_log where seq = 4`,
		"all gone":   `delete from act_log`,
		"swapped":    `update act_log set seq = case seq when 2 then 93 else 92 end where seq in (2, 3); update act_log set seq = seq - 90 where seq > 90`,
		"head":       `update head set hash = 'x'`,
		"head back":  `update head set seq = 3`,
		"rewritten":  `update act_log set input = '{}', hash = 'made anew' where seq = 4`,
	} {
		t.Run(name, func(t *testing.T) {
			where := filepath.Join(t.TempDir(), "artel.db")
			d := dbtest.Open(t, where)
			for _, text := range []string{"one", "two", "three", "four"} {
				if _, err := run(t, d, write, act.Call{Door: "cli"}, `{"text":"`+text+`"}`); err != nil {
					t.Fatal(err)
				}
			}
			if err := verify(t, d); err != nil {
				t.Fatal(err)
			}
			raw, err := sql.Open("sqlite", where)
			if err != nil {
				t.Fatal(err)
			}
			defer raw.Close()
			if _, err := raw.Exec(change); name != "head" && name != "head back" && err == nil {
				t.Error("the database itself let the log be changed")
			}
			if _, err := raw.Exec(`drop trigger act_log_is_not_changed; drop trigger act_log_is_not_deleted;` + change); err != nil {
				t.Fatal(err)
			}
			if err := verify(t, d); fault.Of(err) != fault.Conflict {
				t.Errorf("not found: %v", err)
			}
		})
	}
}

// A read does not wait for a writer in the same unit.
func TestReadsDoNotWait(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if _, err := run(t, d, write, act.Call{}, `{"text":"x"}`); err != nil {
			t.Fatal(err)
		}
		inside, goOn := make(chan bool), make(chan bool)
		slow := act.Do("note slowly", "Write slowly", act.Books, func(tx *db.Tx, in note) (noted, error) {
			n, err := tx.Next("note", 1)
			inside <- true
			<-goOn
			return noted{Number: n}, err
		})
		finished := make(chan error)
		go func() {
			_, err := run(t, d, slow, act.Call{}, `{"text":"x"}`)
			finished <- err
		}()
		<-inside
		read1 := make(chan error)
		go func() {
			_, err := run(t, d, read, act.Call{}, `{}`)
			read1 <- err
		}()
		select {
		case err := <-read1:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(5 * time.Second):
			t.Error("the read waited for the writer")
		}
		close(goOn)
		if err := <-finished; err != nil {
			t.Error(err)
		}
	})
}

func TestFilesFromAfar(t *testing.T) {
	type in struct {
		Path act.File `help:"a file"`
	}
	a := act.Ask("file look", "Look at a file", act.See, func(_ *db.Tx, in in) (string, error) { return string(in.Path), nil })
	d := dbtest.Open(t, dbtest.SQLite(t))
	for _, one := range []struct {
		c  act.Call
		ok bool
	}{{act.Call{Door: "cli"}, true}, {act.Call{Door: "web"}, false}, {act.Call{Door: "api", Uploads: []string{"/tmp/other"}}, false}, {act.Call{Door: "web", Uploads: []string{"/etc/passwd"}}, true}} {
		if _, err := run(t, d, a, one.c, `{"path":"/etc/passwd"}`); (err == nil) != one.ok {
			t.Errorf("%+v: %v", one.c, err)
		}
	}
}

func TestFind(t *testing.T) {
	acts := []act.Act{write, edit, read}
	a, rest, ok := act.Find(acts, []string{"note", "edit", "x"})
	if !ok || a.Name != "note edit" || !slices.Equal(rest, []string{"x"}) || a.Path() != "/note/edit" {
		t.Error(a.Name, rest, ok)
	}
	if _, _, ok := act.Find(acts, []string{"note"}); ok {
		t.Error("found half a name")
	}
}
