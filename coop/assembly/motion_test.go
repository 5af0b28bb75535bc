package assembly_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/base/fault"
	"artel/coop/assembly"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/unit"
)

// hallActs are the acts of a hall; the charter's own, which holds more, is above.
var hallActs = append(slices.Clone(assembly.Acts), act.Do("charter amend", "", act.Lead, assembly.Amend))

// hall is a co-operative that votes.
type hall struct {
	t    *testing.T
	d    *db.DB
	unit string
}

func newHall(t *testing.T, d *db.DB) *hall {
	h := &hall{t, d, unit.NewID()}
	h.must(ledger.Acts, "unit found", "", "name", "Willow", "year", "1956")
	for _, no := range []string{"M001", "M002", "M003", "M004"} {
		h.must(member.Acts, "member admit", "", "no", no, "name", "N "+no, "joined", "1956-01-03")
	}
	h.must(member.Acts, "member admit", "", "no", "A01", "name", "Young", "standing", "apprentice", "joined", "1956-01-03")
	h.must(member.Acts, "member leave", "", "member", "M004", "day", "1956-12-01", "why", "moved away")
	return h
}

// on sets the clock.
func (h *hall) on(day string) {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		h.t.Fatal(err)
	}
	h.d.Now = func() time.Time { return at.Add(9 * time.Hour) }
}

// do does an act: as the operator, or as a member of that number.
func (h *hall) do(acts []act.Act, name, as string, pairs ...string) (any, error) {
	values := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i]] = pairs[i+1]
		if name := pairs[i]; name == "members" || name == "candidates" || name == "blinded" {
			delete(values, name)
			for n, line := range strings.Split(pairs[i+1], "\n") {
				values[fmt.Sprintf("%s.%d", name, n)] = line
			}
		}
	}
	by := act.Caller{Name: "ming", Roles: []act.Role{act.Operator}}
	if as != "" {
		by = act.Caller{Name: as, Roles: []act.Role{act.Member}, Member: as}
	}
	for _, a := range acts {
		if a.Name == name {
			ans, err := a.Run(context.Background(), h.d, act.Call{Unit: h.unit, By: by, Door: "web"}, act.Values(values))
			return ans.Out, err
		}
	}
	h.t.Fatal("there is no act " + name)
	return nil, nil
}

func (h *hall) must(acts []act.Act, name, as string, pairs ...string) any {
	h.t.Helper()
	out, err := h.do(acts, name, as, pairs...)
	if err != nil {
		h.t.Fatalf("%s: %v", name, err)
	}
	return out
}

func (h *hall) refused(kind fault.Kind, words, name, as string, pairs ...string) {
	h.t.Helper()
	if _, err := h.do(hallActs, name, as, pairs...); fault.Of(err) != kind || !strings.Contains(err.Error(), words) {
		h.t.Errorf("%s by %q: %v; want it %s because %q", name, as, err, kind, words)
	}
}

func (h *hall) vote(as, choice string) []string {
	return []string{"number", "1", "year", "1956", "member", as, "choice", choice}
}

func (h *hall) motions(as string) assembly.Standing {
	h.t.Helper()
	return h.must(hallActs, "assembly motions", as).([]assembly.Standing)[0]
}

func TestVote(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		h.on("1957-01-20")
		for _, c := range []struct {
			words string
			pairs []string
		}{
			{"what is to be resolved", []string{"text", " ", "closes", "1957-01-27"}},
			{"before it opens on 1957-01-20", []string{"text", "x", "closes", "1957-01-01"}},
			{"which is past", []string{"text", "x", "opened", "1956-01-01", "closes", "1957-01-01"}},
		} {
			h.refused(fault.Invalid, c.words, "assembly motion", "", c.pairs...)
		}
		h.refused(fault.Refused, "not for you", "assembly motion", "M001", "text", "x", "closes", "1957-01-27")
		put := h.must(hallActs, "assembly motion", "", "text", "Shared out", "opened", "1957-01-21", "closes", "1957-01-27").(assembly.Put)
		if put.Number != 1 || put.Year != 1956 {
			t.Errorf("%+v", put)
		}
		h.refused(fault.Conflict, "is a motion before the members", "assembly resolve", "", "number", "1", "date", "1957-01-22", "text", "x", "for", "3", "against", "0")
		h.refused(fault.Conflict, "opens on 1957-01-21", "assembly vote", "M001", h.vote("M001", "for")...)
		h.on("1957-01-21")
		h.must(hallActs, "assembly vote", "M001", h.vote("M001", "for")...)
		h.refused(fault.Conflict, "M001 voted on motion 1 already, on 1957-01-21", "assembly vote", "M001", h.vote("M001", "against")...)
		h.refused(fault.Refused, "only what is your own", "assembly vote", "M001", h.vote("M002", "for")...)
		h.refused(fault.Refused, "members vote", "assembly vote", "A01", h.vote("A01", "for")...)
		h.refused(fault.Refused, "left on 1956-12-01", "assembly vote", "M004", h.vote("M004", "for")...)
		h.refused(fault.Refused, "was no member", "assembly vote", "M099", h.vote("M099", "for")...)
		h.refused(fault.Missing, "There is no motion 7", "assembly vote", "M001", "number", "7", "year", "1956", "member", "M001", "choice", "for")
		h.refused(fault.Invalid, "not one of", "assembly vote", "M002", h.vote("M002", "perhaps")...)
		h.seesNothingYet()
		h.refused(fault.Conflict, "open until 1957-01-27, and 2 of 3 have not voted yet", "assembly count", "", "number", "1", "year", "1956")
		h.must(hallActs, "assembly vote", "M002", h.vote("M002", "against")...)
		h.on("1957-01-28")
		h.refused(fault.Conflict, "closed on 1957-01-27", "assembly vote", "M003", h.vote("M003", "for")...)
		r := h.must(hallActs, "assembly count", "", "number", "1", "year", "1956").(assembly.Resolution)
		if want := (assembly.Resolution{Number: 1, Year: 1956, Date: "1957-01-27", Text: "Shared out", For: 1, Against: 1}); r != want {
			t.Errorf("%+v, not %+v", r, want)
		}
		h.refused(fault.Conflict, "counted already", "assembly count", "", "number", "1", "year", "1956")
		h.refused(fault.Conflict, "no more votes are taken", "assembly vote", "M003", h.vote("M003", "for")...)
		m := h.must(hallActs, "assembly resolution", "M003", "number", "1").(assembly.Minutes)
		if len(m.Roll) != 2 || m.Roll[1] != (assembly.RollCall{Member: "M002", Name: "N M002", Choice: "against"}) || m.Entitled != 3 || m.Majority != "50" {
			t.Errorf("%+v", m)
		}
	})
}

// seesNothingYet: before the count nobody sees how a vote stands, nor anybody
// else's; and the log does not give it away.
func (h *hall) seesNothingYet() {
	h.t.Helper()
	if s := h.motions("M002"); len(s.Voted) != 0 || s.Mine != "" || s.Cast != 1 || s.Entitled != 3 || !s.May {
		h.t.Errorf("M002 sees %+v", s)
	}
	if s := h.motions("M001"); s.Mine != "for" || s.May {
		h.t.Errorf("M001 sees %+v", s)
	}
	s := h.motions("")
	if fmt.Sprint(s.Voted) != "[M001]" || s.Mine != "" || s.Result != nil || s.State != assembly.Voting {
		h.t.Errorf("the chair sees %+v", s)
	}
	for _, l := range h.must(act.Acts, "log show", "").([]act.Logged) {
		if l.Name == "assembly vote" && strings.Contains(l.Input, "for") {
			h.t.Errorf("the log says how they voted: %s", l.Input)
		}
	}
}

// A vote that everybody has cast is counted before its last day, by the charter's
// majority.
func TestCountEarly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		h.must(hallActs, "charter amend", "", "rule", "majority_pct", "value", "60", "since", "1956-01-01")
		h.on("1957-01-21")
		h.must(hallActs, "assembly motion", "", "text", "Shared out", "closes", "1957-02-20")
		for no, choice := range map[string]string{"M001": "for", "M002": "for", "M003": "abstain"} {
			h.must(hallActs, "assembly vote", no, h.vote(no, choice)...)
		}
		r := h.must(hallActs, "assembly count", "", "number", "1", "year", "1956").(assembly.Resolution)
		if !r.Carried || r.Date != cal.Day("1957-01-21") || r.For != 2 || r.Abstain != 1 {
			t.Errorf("%+v", r)
		}
		next := h.must(hallActs, "assembly motion", "", "text", "More", "closes", "1957-02-20").(assembly.Put)
		if next.Number != 2 {
			t.Errorf("the next motion has number %d", next.Number)
		}
		h.on("1957-03-01")
		h.refused(fault.Invalid, "Nobody voted", "assembly count", "", "number", "2", "year", "1956")
	})
}
