package assembly

import (
	"slices"
	"strings"
	"time"

	"artel/base/db"
	"artel/base/fault"
	"artel/coop/member"
	"artel/coop/unit"
)

// OneItem names an item of an agenda.
type OneItem struct {
	Meeting int64 `help:"number of the meeting"`
	Item    int64 `help:"number of the item on its agenda"`
}

// OpenItem opens the vote on an item: the meeting is open, its amendments are
// decided, and enough votes are here. In a secret vote the papers are given out
// from now on.
func OpenItem(tx *db.Tx, in OneItem) (Item, error) {
	m, it, state, err := atItem(tx, in.Meeting, in.Item)
	if err != nil {
		return it, err
	}
	switch {
	case it.Kind == Report:
		return it, fault.Invalid.Errorf("Item %d is a report: it is heard, and not voted on.", it.Item)
	case state == Decided:
		return it, fault.Conflict.Errorf("Item %d is decided already.", it.Item)
	case state == WithdrawnI:
		return it, fault.Conflict.Errorf("Item %d was withdrawn.", it.Item)
	case state != Coming:
		return it, fault.Conflict.Errorf("The vote on item %d is open already.", it.Item)
	}
	items, err := selectItems(tx, m.Number)
	if err != nil {
		return it, err
	}
	for _, o := range items {
		if o.Amends != it.Item {
			continue
		}
		state, err := o.state(tx)
		if err != nil {
			return it, err
		}
		if state != Decided && state != WithdrawnI {
			return it, fault.Conflict.Errorf("Item %d would put item %d into other words, and is decided first.", o.Item, it.Item)
		}
	}
	list, err := m.attending(tx)
	if err != nil {
		return it, err
	}
	_, entitled, err := m.entitled(tx)
	if err != nil {
		return it, err
	}
	if err := m.mustBeQuorate(tx, here(list), entitled); err != nil {
		return it, err
	}
	it.State = Deciding
	if it.Ballot == Secret {
		it.State = PapersOut
		if it.Key, err = makeBox(tx, it); err != nil {
			return it, err
		}
	}
	return it, it.event(tx, it.State, here(list), entitled)
}

func (m Meeting) mustBeQuorate(tx *db.Tx, here, entitled int64) error {
	need, clause, err := m.quorum(tx, entitled)
	if err == nil && here < need {
		err = fault.Refused.Errorf("%d of %d votes are here, and the meeting decides only with %d (%s). Wait for those who are missing, or call the meeting a second time.", here, entitled, need, clause)
	}
	if err == nil && here == 0 {
		err = fault.Refused.Errorf("Nobody is here yet. Record who came first (“assembly attend”).")
	}
	return err
}

func atItem(tx *db.Tx, meeting, item int64) (Meeting, Item, string, error) {
	m, err := mustBeOpen(tx, meeting)
	if err != nil {
		return m, Item{}, "", err
	}
	it, err := findItem(tx, meeting, item)
	if err != nil {
		return m, it, "", err
	}
	state, err := it.state(tx)
	return m, it, state, err
}

func (it Item) event(tx *db.Tx, state string, here, entitled int64) error {
	return tx.Exec(`insert into item_event (unit, meeting, item, act, state, at, here, entitled) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		tx.Unit, it.Meeting, it.Item, tx.Act, state, tx.Now.Format(time.RFC3339), here, entitled)
}

// Withdrawal takes an item off.
type Withdrawal struct {
	Meeting int64  `help:"number of the meeting"`
	Item    int64  `help:"number of the item on its agenda"`
	Why     string `help:"why"`
}

// Withdraw takes an item off the agenda before it is decided.
func Withdraw(tx *db.Tx, in Withdrawal) (Item, error) {
	m, err := findMeeting(tx, in.Meeting)
	if err != nil {
		return Item{}, err
	}
	it, err := findItem(tx, in.Meeting, in.Item)
	if err != nil {
		return it, err
	}
	state, err := it.state(tx)
	switch {
	case err != nil:
		return it, err
	case state == Decided || state == WithdrawnI:
		return it, fault.Conflict.Errorf("Item %d is %s already.", it.Item, state)
	case m.State == Closed || m.State == Cancelled:
		return it, fault.Conflict.Errorf("Meeting %d of %s is over.", m.Number, m.Day)
	}
	it.State = WithdrawnI
	if err := it.event(tx, WithdrawnI, 0, 0); err != nil {
		return it, err
	}
	return it, insertWords(tx, m.Number, []Word{{Kind: "remark", Words: strings.TrimSpace(in.Why)}})
}

// Voice is a vote that the asker casts: their own, or one whose proxy they hold.
type Voice struct {
	Member string `json:"member"`
	Name   string `json:"name"`
	Votes  int64  `json:"votes"`
	Done   bool   `json:"done"`
	Choice string `json:"choice,omitempty"` // only of open votes, to themselves
}

// Said is an open vote as it was cast.
type Said struct {
	Member string `json:"member"`
	Name   string `json:"name"`
	Choice string `json:"choice" words:"yes"`
	Votes  int64  `json:"votes"`
	Before bool   `json:"before,omitempty"` // while absent, before the meeting
}

// Saying is a member's open vote. Its choice is kept out of the log, where it
// could be read before the count.
type Saying struct {
	Meeting int64  `help:"number of the meeting"`
	Item    int64  `help:"number of the item on its agenda"`
	Member  string `help:"the member whose vote it is"`
	Choice  string `help:"for, against or abstain; in an election the candidates' numbers, with commas" secret:"yes"`
}

// Heard is the answer to a vote.
type Heard struct {
	Member string `json:"member"`
	Votes  int64  `json:"votes"`
}

// Say casts an open vote: once, while it is open, by who is here in person or by
// who holds their proxy. The chair may cast it for somebody without a phone. A
// member who cannot come votes before the meeting, where the charter lets them.
func Say(tx *db.Tx, in Saying) (Heard, error) {
	m, err := findMeeting(tx, in.Meeting)
	if err != nil {
		return Heard{}, err
	}
	it, err := findItem(tx, in.Meeting, in.Item)
	if err != nil {
		return Heard{}, err
	}
	state, err := it.state(tx)
	if err != nil {
		return Heard{}, err
	}
	before := m.State == Called
	switch {
	case it.Ballot != OpenVote || it.Kind == Report:
		return Heard{}, fault.Refused.Errorf("Item %d is not voted on by name.", it.Item)
	case m.State == Closed || m.State == Cancelled || state == Decided || state == WithdrawnI:
		return Heard{}, fault.Conflict.Errorf("The vote on item %d is over; no more votes are taken.", it.Item)
	case !before && state != Deciding:
		return Heard{}, fault.Conflict.Errorf("The vote on item %d is not open yet.", it.Item)
	}
	votes, err := m.mayCast(tx, in.Member, before)
	if err != nil {
		return Heard{}, err
	}
	choice, err := it.choice(tx, in.Choice)
	if err != nil {
		return Heard{}, err
	}
	was, err := db.All[string](tx, `select by from said_vote where unit = $1 and meeting = $2 and item = $3 and member = $4`, tx.Unit, m.Number, it.Item, in.Member)
	if err != nil {
		return Heard{}, err
	}
	if len(was) > 0 {
		return Heard{}, fault.Conflict.Errorf("%s voted on item %d already. A vote that is cast stands.", in.Member, it.Item)
	}
	by := tx.Member
	return Heard{in.Member, votes}, tx.Exec(`insert into said_vote (unit, meeting, item, member, choice, votes, by, before, act) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		tx.Unit, m.Number, it.Item, in.Member, choice, votes, by, before, tx.Act)
}

// mayCast is how many votes the asker casts for a member, or why none.
func (m Meeting) mayCast(tx *db.Tx, no string, before bool) (int64, error) {
	if before {
		return m.mayCastBefore(tx, no)
	}
	a, err := m.attends(tx, no)
	if err != nil {
		return 0, err
	}
	switch a.State {
	case Present:
		if err := member.Own(tx, no); err != nil {
			return 0, fault.Refused.Errorf("%s is here, and votes in person; their proxy, if they gave one, no longer counts.", no)
		}
	case ByProxy:
		if tx.Member != "" && tx.Member != a.Holder {
			return 0, fault.Refused.Errorf("%s holds the proxy of %s, and nobody else votes for them.", a.Holder, no)
		}
		holder, err := m.attends(tx, a.Holder)
		if err != nil {
			return 0, err
		}
		if holder.State != Present {
			return 0, fault.Refused.Errorf("%s, who holds the proxy of %s, is not here.", a.Holder, no)
		}
	default:
		return 0, fault.Refused.Errorf("%s is not among those who are here, and has no vote in this meeting. The chair records who came.", no)
	}
	return a.Votes, nil
}

func (m Meeting) mayCastBefore(tx *db.Tx, no string) (int64, error) {
	if err := member.Own(tx, no); err != nil {
		return 0, err
	}
	charter, err := unit.CharterAt(tx, m.Day)
	if err != nil {
		return 0, err
	}
	if charter.Text(absentRule, "no") != "yes" {
		return 0, fault.Refused.Errorf("Meeting %d is not open, and the charter has no votes of absent members (“absent_votes”). Come, or give somebody your proxy.", m.Number)
	}
	all, _, err := m.entitled(tx)
	if err == nil && all[no] == 0 {
		err = fault.Refused.Errorf("%s has no vote on %s.", no, m.Day)
	}
	return all[no], err
}

// choice is a vote as it is kept, or why it is none.
func (it *Item) choice(tx *db.Tx, said string) (string, error) {
	if it.Kind != Election {
		if said != "for" && said != "against" && said != "abstain" {
			return "", fault.In("choice", said, fault.Invalid.Errorf("“%s” is no vote. It is for, against or abstain.", said))
		}
		return said, nil
	}
	if said == "abstain" {
		return said, nil
	}
	stand, err := db.All[string](tx, `select member from candidate where unit = $1 and meeting = $2 and item = $3`, tx.Unit, it.Meeting, it.Item)
	if err != nil {
		return "", err
	}
	var names []string
	for no := range strings.SplitSeq(said, ",") {
		no = strings.TrimSpace(no)
		switch {
		case !slices.Contains(stand, no):
			return "", fault.In("choice", said, fault.Invalid.Errorf("“%s” is no candidate. They are: %s; or abstain.", no, strings.Join(stand, ", ")))
		case slices.Contains(names, no):
			return "", fault.In("choice", said, fault.Invalid.Errorf("%s is named twice.", no))
		}
		names = append(names, no)
	}
	if int64(len(names)) > it.Seats {
		return "", fault.In("choice", said, fault.Invalid.Errorf("%d are named, and %d are elected.", len(names), it.Seats))
	}
	slices.Sort(names)
	return strings.Join(names, ","), nil
}

func selectSaid(tx *db.Tx, it Item) ([]Said, error) {
	return db.All[Said](tx, `
		select v.member, coalesce((select n.name from member n where n.unit = v.unit and n.no = v.member order by n.since desc, n.act desc limit 1), ''), v.choice, v.votes, v.before
		from said_vote v where v.unit = $1 and v.meeting = $2 and v.item = $3 order by v.member`, tx.Unit, it.Meeting, it.Item)
}
