package act_test

import (
	"context"
	"errors"
	"testing"

	"artel/base/act"
	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/base/fault"
)

// paint changes a thing by its name.
type paint struct {
	OtherThing string `help:"what is painted"`
	Colour     string `help:"how"`
}

// An act over a thing is refused where another touched the same thing since its
// person looked, and only then.
func TestMeanwhile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		do := func(*db.Tx, paint) (string, error) { return "done", nil }
		painting := act.Do("thing paint", "Paint a thing", act.Books, do).Over("other_thing", "thing wash").Founding()
		washing := act.Do("thing wash", "Wash a thing", act.Books, do)
		dusting := act.Do("thing dust", "Dust a thing", act.Books, do)
		run := func(a act.Act, who, thing, key string, seen int64) error {
			_, err := a.Run(context.Background(), d, act.Call{Unit: "u", By: act.Caller{Name: who, Roles: []act.Role{act.Bookkeeper}}, Door: "web", Key: key, Seen: seen},
				act.Values(map[string]string{"other_thing": thing, "colour": "red"}))
			return err
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(run(painting, "li", "door", "", 0))  // 1
		must(run(washing, "wang", "gate", "", 0)) // 2: another thing
		must(run(dusting, "wang", "door", "", 0)) // 3: touches nothing
		must(run(painting, "li", "door", "k", 1)) // 4: only their own was seen
		must(run(painting, "li", "door", "k", 1)) // the same again is no second person
		must(run(washing, "wang", "door", "", 4)) // 5: does not ask
		err := run(painting, "li", "door", "l", 4)
		meanwhile := (*act.Meanwhile)(nil)
		if !errors.As(err, &meanwhile) || fault.Of(err) != fault.Conflict || len(meanwhile.Acts) != 1 || meanwhile.Acts[0].Seq != 5 || meanwhile.Acts[0].Who != "wang" {
			t.Fatalf("%v: %+v", err, meanwhile)
		}
		must(run(painting, "li", "door", "l", 5)) // looked again
		must(d.Read(context.Background(), db.Who{Unit: "u"}, func(tx *db.Tx) error {
			if seq, err := act.Head(tx); err != nil || seq != 6 {
				t.Errorf("the head is %d, %v: a refusal left something", seq, err)
			}
			return nil
		}))
	})
}
