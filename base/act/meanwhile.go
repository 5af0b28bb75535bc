package act

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"artel/base/db"
	"artel/base/fault"
)

// Two people may have the same thing before them. Who sends second has decided
// on what was there before the first: so a door may say which act was the last
// when its person looked ([Call.Seen]), and an act that declares what thing it
// changes is refused where another act touched that thing since. What happened
// is in the log already; nothing is kept for this besides.

// Over declares that the act changes the thing that its input names under key,
// as do the acts of the other names, which name it alike.
func (a Act) Over(key string, others ...string) Act {
	a.Thing, a.touching = key, append([]string{a.Name}, others...)
	return a
}

// Meanwhile is a refusal because others changed the same thing since it was
// looked at.
type Meanwhile struct {
	Acts []Logged // of the others, newest first
	err  error
}

// Error is the sentence.
func (m *Meanwhile) Error() string { return m.err.Error() }

// Unwrap makes it the fault it is, a conflict.
func (m *Meanwhile) Unwrap() error { return m.err }

// Head is the number of the last act in the log of the unit, which is what a
// person has seen who looks now.
func Head(tx *db.Tx) (int64, error) {
	seq, err := db.One[int64](tx, `select seq from head where unit = $1`, tx.Unit)
	if fault.Of(err) == fault.Missing {
		return 0, nil
	}
	return seq, err
}

// checkSeen refuses an act whose thing was touched after its person looked.
func (a Act) checkSeen(tx *db.Tx, c Call, in any) error {
	if c.Seen <= 0 || a.Thing == "" {
		return nil
	}
	i := slices.IndexFunc(a.Fields, func(f Field) bool { return f.Name == a.Thing })
	mine := fmt.Sprint(reflect.ValueOf(in).Field(a.Fields[i].index).Interface())
	since, err := db.All[Logged](tx, `
		select seq, at, who, door, name, input, resolution, idem, digest, effects, hash
		from act_log where unit = $1 and seq > $2 order by seq desc`, tx.Unit, c.Seen)
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(since, func(l Logged) bool { return !slices.Contains(a.touching, l.Name) || named(l.Input, a.Thing) != mine })
	if len(others) == 0 {
		return nil
	}
	last := others[0]
	return &Meanwhile{others, fault.Conflict.Errorf("Since you looked, %s changed this too (act %d). See what is there now; if yours still holds, send it again.", last.Who, last.Seq)}
}

// named is what an input of the log names under a key.
func named(input, key string) string {
	fields := map[string]json.RawMessage{}
	if json.Unmarshal([]byte(input), &fields) != nil {
		return ""
	}
	plain := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "_", "")) }
	for name, raw := range fields {
		if plain(name) != plain(key) {
			continue
		}
		text := ""
		if json.Unmarshal(raw, &text) == nil {
			return text
		}
		return string(raw)
	}
	return ""
}
