package assembly

import (
	"slices"
	"time"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/member"
	"artel/coop/unit"
)

// Attending is somebody who came, or whose proxy did.
type Attending struct {
	Member string `json:"member"`
	Name   string `json:"name"`
	State  string `json:"state" words:"yes"`
	Holder string `json:"holder,omitempty"` // of their proxy
	Votes  int64  `json:"votes"`
	At     string `json:"at,omitempty"`
}

// How somebody attends.
const (
	Present = "here"
	ByProxy = "proxy"
	Gone    = "gone"
)

// Group says how many persons a member has that is itself a body.
type Group struct {
	Member  string  `help:"the member's number"`
	Persons int64   `help:"how many persons belong to it"`
	Since   cal.Day `help:"from which day on"`
}

// SetGroup records how many persons a group member has; its votes follow by the
// charter (S39).
func SetGroup(tx *db.Tx, in Group) (Group, error) {
	if _, err := member.At(tx, in.Member, in.Since); err != nil {
		return in, err
	}
	if in.Persons < 1 {
		return in, fault.In("persons", "", fault.Invalid.Errorf("A group has at least 1 person."))
	}
	return in, tx.Exec(`insert into group_member (unit, member, since, act, persons) values ($1, $2, $3, $4, $5)`, tx.Unit, in.Member, in.Since, tx.Act, in.Persons)
}

// groups are the persons of group members on a day.
func groups(tx *db.Tx, day cal.Day) (map[string]int64, error) {
	type row struct {
		Member  string
		Persons int64
	}
	rows, err := db.All[row](tx, `
		select g.member, g.persons from group_member g where g.unit = $1 and g.since <= $2 and not exists (
			select 1 from group_member n where n.unit = g.unit and n.member = g.member and n.since <= $2
			and (n.since > g.since or n.since = g.since and n.act > g.act))`, tx.Unit, day)
	by := map[string]int64{}
	for _, r := range rows {
		by[r.Member] = r.Persons
	}
	return by, err
}

// votesOf are the votes of a member: 1, or of a group, one for every so many of
// its persons, at least 1 and at most what the charter says.
func votesOf(charter unit.Charter, persons int64) (int64, error) {
	per, err := wholeRule(charter, groupRule)
	if err != nil || per == 0 || persons == 0 {
		return 1, err
	}
	most, err := wholeRule(charter, groupMost)
	votes := max((persons+per-1)/per, 1)
	if most > 0 {
		votes = min(votes, most)
	}
	return votes, err
}

// entitled are all votes that there are on the meeting's day, by member.
func (m Meeting) entitled(tx *db.Tx) (map[string]int64, int64, error) {
	charter, err := unit.CharterAt(tx, m.Day)
	if err != nil {
		return nil, 0, err
	}
	voters, err := member.Voters(tx, m.Day, m.Day)
	if err != nil {
		return nil, 0, err
	}
	persons, err := groups(tx, m.Day)
	if err != nil {
		return nil, 0, err
	}
	by, sum := make(map[string]int64, len(voters)), int64(0)
	for _, no := range voters {
		if by[no], err = votesOf(charter, persons[no]); err != nil {
			return nil, 0, err
		}
		sum += by[no]
	}
	return by, sum, nil
}

// Roll is who came to a meeting, or left it.
type Roll struct {
	Meeting   int64    `help:"number of the meeting"`
	Members   []string `help:"the numbers of those who came, or left; all who may vote where left out" opt:"yes"`
	Delegates int64    `help:"how many delegates came for each of these group members; all that it has where left out" default:"0"`
	Gone      bool     `help:"they left the meeting" default:"no"`
}

// Attend records who is here, or has left. Who comes in person takes back the
// proxy that they gave.
func Attend(tx *db.Tx, in Roll) ([]Attending, error) {
	m, err := findMeeting(tx, in.Meeting)
	switch {
	case err != nil:
		return nil, err
	case m.State == Closed || m.State == Cancelled:
		return nil, fault.Conflict.Errorf("Meeting %d of %s is over; who was there stands.", m.Number, m.Day)
	case cal.On(tx.Now) < m.Day:
		return nil, fault.Conflict.Errorf("Meeting %d is on %s; nobody is there yet.", m.Number, m.Day)
	}
	votes, _, err := m.entitled(tx)
	if err != nil {
		return nil, err
	}
	now, err := m.attending(tx)
	if err != nil {
		return nil, err
	}
	was := map[string]Attending{}
	for _, a := range now {
		was[a.Member] = a
	}
	who := in.Members
	if len(who) == 0 {
		for no := range votes {
			if !in.Gone && was[no].State != Present || in.Gone && was[no].State == Present {
				who = append(who, no)
			}
		}
		slices.Sort(who)
	}
	var list []Attending
	wrong := &fault.Rows{}
	for i, no := range who {
		a := Attending{Member: no, State: Present, Votes: votes[no], At: tx.Now.Format(time.RFC3339)}
		if err := a.check(m, was[no], in); err != nil {
			wrong.Problems = append(wrong.Problems, fault.AsProblem(i+1, fault.In("members", no, err)))
			continue
		}
		if in.Delegates > 0 {
			a.Votes = in.Delegates
		}
		if in.Gone {
			a.State, a.Votes = Gone, 0
		}
		was[no] = a // named twice, they are here already
		list = append(list, a)
	}
	if len(wrong.Problems) > 0 {
		return nil, wrong
	}
	return list, m.insertAttending(tx, list)
}

func (a Attending) check(m Meeting, was Attending, in Roll) error {
	switch {
	case a.Votes == 0:
		return fault.Refused.Errorf("%s has no vote on %s: no member on that day, an apprentice, or gone before.", a.Member, m.Day)
	case in.Delegates > a.Votes:
		return fault.Invalid.Errorf("%s may send %d delegates, not %d.", a.Member, a.Votes, in.Delegates)
	case in.Gone && was.State != Present:
		return fault.Conflict.Errorf("%s is not here, and cannot leave.", a.Member)
	case !in.Gone && was.State == Present && in.Delegates == 0:
		return fault.Conflict.Errorf("%s is here already.", a.Member)
	}
	return nil
}

// Proxy is one member's vote, given to another for a meeting.
type Proxy struct {
	Meeting int64  `help:"number of the meeting"`
	Member  string `help:"who cannot come, by number"`
	Holder  string `help:"who votes for them, by number"`
}

// GiveProxy gives a member's vote to another, within what the charter allows one
// person to hold.
func GiveProxy(tx *db.Tx, in Proxy) (Attending, error) {
	a := Attending{Member: in.Member, State: ByProxy, Holder: in.Holder, At: tx.Now.Format(time.RFC3339)}
	if err := member.Own(tx, in.Member); err != nil {
		return a, err
	}
	m, err := findMeeting(tx, in.Meeting)
	if err != nil {
		return a, err
	}
	charter, err := unit.CharterAt(tx, m.Day)
	if err != nil {
		return a, err
	}
	most, err := wholeRule(charter, proxiesRule)
	if err != nil {
		return a, err
	}
	votes, _, err := m.entitled(tx)
	if err != nil {
		return a, err
	}
	now, err := m.attending(tx)
	if err != nil {
		return a, err
	}
	held := 0
	for _, o := range now {
		switch {
		case o.Member == in.Member && o.State == Present:
			return a, fault.Conflict.Errorf("%s is here, and votes in person.", in.Member)
		case o.Member == in.Holder && o.State == ByProxy:
			return a, fault.Conflict.Errorf("%s has given a proxy to %s and cannot hold one.", in.Holder, o.Holder)
		case o.Member == in.Member && o.State == ByProxy && o.Holder == in.Holder:
			return a, fault.Conflict.Errorf("%s holds the proxy of %s already.", in.Holder, in.Member)
		case o.State == ByProxy && o.Holder == in.Member:
			return a, fault.Conflict.Errorf("%s holds the proxy of %s, and cannot pass it on.", in.Member, o.Member)
		}
		if o.State == ByProxy && o.Holder == in.Holder {
			held++
		}
	}
	a.Votes = votes[in.Member]
	switch {
	case m.State == Closed || m.State == Cancelled:
		return a, fault.Conflict.Errorf("Meeting %d of %s is over.", m.Number, m.Day)
	case most == 0:
		return a, fault.Refused.Errorf("The charter knows no proxies: everybody votes in person. (“proxies_most” would allow them.)")
	case in.Member == in.Holder:
		return a, fault.Invalid.Errorf("%s cannot give a proxy to themselves.", in.Member)
	case a.Votes == 0 || votes[in.Holder] == 0:
		return a, fault.Refused.Errorf("Both who gives a proxy and who holds it are members with a vote on %s.", m.Day)
	case int64(held) >= most:
		return a, fault.Refused.Errorf("%s holds %d proxies already, and the charter allows one person %d (%s). Give it to somebody else.", in.Holder, held, most, charter[proxiesRule].Clause)
	}
	return a, m.insertAttending(tx, []Attending{a})
}

// attending is how everybody stands who came, left or gave a proxy.
func (m Meeting) attending(tx *db.Tx) ([]Attending, error) {
	type row struct {
		Member, Name, State, Holder string
		Votes                       int64
		At                          string
	}
	rows, err := db.All[row](tx, `
		select a.member, coalesce((select n.name from member n where n.unit = a.unit and n.no = a.member order by n.since desc, n.act desc limit 1), ''), a.state, a.holder, a.votes, a.at
		from attendance a where a.unit = $1 and a.meeting = $2 and not exists (
			select 1 from attendance n where n.unit = a.unit and n.meeting = a.meeting and n.member = a.member and n.act > a.act)
		order by a.member`, tx.Unit, m.Number)
	list := make([]Attending, len(rows))
	for i, r := range rows {
		list[i] = Attending(r)
	}
	return list, err
}

// attends is how one member stands: no scan of the others, since a whole hall
// votes at once.
func (m Meeting) attends(tx *db.Tx, no string) (a Attending, err error) {
	type row struct {
		State, Holder string
		Votes         int64
	}
	r, err := db.One[row](tx, `select state, holder, votes from attendance where unit = $1 and meeting = $2 and member = $3 order by act desc limit 1`, tx.Unit, m.Number, no)
	if fault.Of(err) == fault.Missing {
		err = nil
	}
	return Attending{Member: no, State: r.State, Holder: r.Holder, Votes: r.Votes}, err
}

func (m Meeting) insertAttending(tx *db.Tx, list []Attending) error {
	return tx.Insert("attendance (unit, meeting, member, act, state, holder, votes, at)", len(list), func(i int, to []any) []any {
		a := list[i]
		return append(to, tx.Unit, m.Number, a.Member, tx.Act, a.State, a.Holder, a.Votes, a.At)
	})
}

// here are the votes in the room: of those who came, and of proxies whose
// holders did.
func here(list []Attending) (sum int64) {
	in := map[string]bool{}
	for _, a := range list {
		in[a.Member] = a.State == Present
	}
	for _, a := range list {
		if a.State == Present || a.State == ByProxy && in[a.Holder] {
			sum += a.Votes
		}
	}
	return sum
}

// quorum is how many votes must be here, and the clause that says so. A second
// call of a meeting has a rule of its own.
func (m Meeting) quorum(tx *db.Tx, entitled int64) (need int64, clause string, err error) {
	charter, err := unit.CharterAt(tx, m.Day)
	if err != nil {
		return 0, "", err
	}
	rule := quorumRule
	if m.Again != 0 {
		rule = secondRule
	}
	percent, err := money.ParseDecimal(charter.Text(rule, "0"))
	if err != nil || percent.IsZero() {
		return 0, "", err
	}
	need, err = atLeast(percent, entitled)
	return need, charter[rule].Clause, err
}
