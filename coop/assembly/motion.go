package assembly

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/member"
)

// A motion can be put to the members for some days instead of to a meeting. Who
// was a member when it was opened, and still is, votes once, by themselves; how
// the vote stands is seen by nobody before it is counted. Counting records the
// resolution, exactly as that of a meeting is recorded.

// Question puts a motion to the vote.
type Question struct {
	Number int64    `help:"number in the book of resolutions; the next free one where left out" opt:"yes"`
	Text   string   `help:"what is to be resolved, in its words"`
	Year   cal.Year `help:"the year of account it concerns; where left out, the year before it is opened" opt:"yes"`
	Opened cal.Day  `help:"the first day of the vote; who is a member on it may vote; today where left out" opt:"yes"`
	Closes cal.Day  `help:"the last day of the vote"`
}

// Put is a motion before the members.
type Put struct {
	Number int64    `json:"number"`
	Year   cal.Year `json:"year"` // of account, that it concerns
	Opened cal.Day  `json:"opened"`
	Closes cal.Day  `json:"closes"`
	Text   string   `json:"text"`
}

// The states of a motion.
const (
	Waiting = "waiting" // its first day has not come
	Voting  = "voting"
	Ended   = "to be counted"
	Counted = "counted"
)

// Standing is a motion and how far its vote has come. How the votes fall is in
// it only once they are counted.
type Standing struct {
	Put
	State    string      `json:"state"`
	Entitled int         `json:"entitled"` // who may vote
	Voted    []string    `json:"voted"`    // who has, by number; for a member only their own
	Cast     int         `json:"cast"`     // how many have
	Mine     string      `json:"mine,omitempty"`
	May      bool        `json:"may"` // the asker, a member, may vote now
	Result   *Resolution `json:"result,omitempty"`
}

// PutToVote puts a motion before the members.
func PutToVote(tx *db.Tx, in Question) (Put, error) {
	p := Put{in.Number, in.Year, in.Opened, in.Closes, strings.TrimSpace(in.Text)}
	today := cal.On(tx.Now)
	if p.Opened == "" {
		p.Opened = today
	}
	if p.Year == 0 {
		p.Year = p.Opened.Year() - 1
	}
	switch {
	case p.Text == "":
		return p, fault.Invalid.Errorf("A motion says what is to be resolved.")
	case p.Number < 0:
		return p, fault.Invalid.Errorf("A resolution's number is 1 or more.")
	case p.Closes < p.Opened:
		return p, fault.Invalid.Errorf("The vote would close on %s, before it opens on %s.", p.Closes, p.Opened)
	case p.Closes < today:
		return p, fault.Invalid.Errorf("The vote would close on %s, which is past: nobody could vote.", p.Closes)
	}
	next, err := nextNumber(tx, p.Year)
	if err != nil {
		return p, err
	}
	if p.Number == 0 {
		p.Number = next
	}
	if err := mustBeFree(tx, p.Number, p.Year); err != nil {
		return p, err
	}
	return p, insertMotion(tx, p)
}

// mustBeFree refuses a number that is a resolution's or a motion's already.
func mustBeFree(tx *db.Tx, number int64, year cal.Year) error {
	on, err := On(tx, year)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(on, func(r Resolution) bool { return r.Number == number }) {
		return fault.Conflict.Errorf("Resolution %d on the year %d is recorded already; give this one the next number.", number, int(year))
	}
	motions, err := selectMotions(tx)
	if slices.ContainsFunc(motions, func(p Put) bool { return p.Number == number && p.Year == year }) {
		return fault.Conflict.Errorf("Number %d on the year %d is a motion before the members; count it with “assembly count”.", number, int(year))
	}
	return err
}

func nextNumber(tx *db.Tx, year cal.Year) (int64, error) {
	last := int64(0)
	on, err := On(tx, year)
	for _, r := range on {
		last = max(last, r.Number)
	}
	if err != nil {
		return 0, err
	}
	motions, err := selectMotions(tx)
	for _, p := range motions {
		if p.Year == year {
			last = max(last, p.Number)
		}
	}
	return last + 1, err
}

// Which names a motion.
type Which struct {
	Number int64    `help:"number of the motion"`
	Year   cal.Year `help:"the year of account it concerns"`
}

// Vote is a member's vote. Its choice is kept out of the log, where it could be
// read before the count.
type Vote struct {
	Number int64    `help:"number of the motion"`
	Year   cal.Year `help:"the year of account it concerns"`
	Member string   `help:"the member's number"`
	Choice string   `help:"for, against, or abstain" choice:"for|against|abstain" secret:"yes"`
}

// Ballot is a vote as it was cast.
type Ballot struct {
	Member string `json:"member"`
	Choice string `json:"choice"`
	At     string `json:"at"`
}

// CastVote casts a member's vote: once, while the motion is open, by who was a
// member when it was opened and still is.
func CastVote(tx *db.Tx, v Vote) (Ballot, error) {
	b := Ballot{v.Member, v.Choice, tx.Now.Format(time.RFC3339)}
	if err := member.Own(tx, v.Member); err != nil {
		return b, err
	}
	p, err := motion(tx, v.Number, v.Year)
	if err != nil {
		return b, err
	}
	if err := p.mustBeOpen(tx); err != nil {
		return b, err
	}
	if err := p.mayVote(tx, v.Member); err != nil {
		return b, err
	}
	cast, err := selectBallots(tx, p)
	if err != nil {
		return b, err
	}
	if i := slices.IndexFunc(cast, func(c Ballot) bool { return c.Member == v.Member }); i >= 0 {
		return b, fault.Conflict.Errorf("%s voted on motion %d already, on %s. A vote that is cast stands.", v.Member, p.Number, cast[i].At[:10])
	}
	return b, insertBallot(tx, p, b)
}

func motion(tx *db.Tx, number int64, year cal.Year) (Put, error) {
	all, err := selectMotions(tx)
	if err != nil {
		return Put{}, err
	}
	i := slices.IndexFunc(all, func(p Put) bool { return p.Number == number && p.Year == year })
	if i < 0 {
		return Put{}, fault.Missing.Errorf("There is no motion %d on the year %d. Put it to the vote with “assembly motion”.", number, int(year))
	}
	return all[i], nil
}

func (p Put) mustBeOpen(tx *db.Tx) error {
	r, err := p.result(tx)
	today := cal.On(tx.Now)
	switch {
	case err != nil:
		return err
	case r != nil:
		return fault.Conflict.Errorf("Motion %d was counted on %s; no more votes are taken.", p.Number, r.Date)
	case today > p.Closes:
		return fault.Conflict.Errorf("The vote on motion %d closed on %s.", p.Number, p.Closes)
	case today < p.Opened:
		return fault.Conflict.Errorf("The vote on motion %d opens on %s.", p.Number, p.Opened)
	}
	return nil
}

// result is the resolution that the motion became, or nil.
func (p Put) result(tx *db.Tx) (*Resolution, error) {
	on, err := On(tx, p.Year)
	i := slices.IndexFunc(on, func(r Resolution) bool { return r.Number == p.Number })
	if err != nil || i < 0 {
		return nil, err
	}
	return &on[i], nil
}

// mayVote refuses who has no vote on the motion.
func (p Put) mayVote(tx *db.Tx, no string) error {
	then, err := member.At(tx, no, p.Opened)
	if fault.Of(err) == fault.Missing {
		return fault.Refused.Errorf("%s was no member on %s, when motion %d was opened, and has no vote on it.", no, p.Opened, p.Number)
	}
	if err != nil {
		return err
	}
	now, err := member.At(tx, no, "")
	switch {
	case err != nil:
		return err
	case then.Standing != member.Full:
		return fault.Refused.Errorf("%s was an apprentice on %s: members vote.", no, p.Opened)
	case !then.In(p.Opened) || now.Left != "" && now.Left < cal.On(tx.Now):
		return fault.Refused.Errorf("%s left on %s and has no vote any more.", no, now.Left)
	}
	return nil
}

// entitled are those who may vote, by number.
func (p Put) entitled(tx *db.Tx) ([]string, error) {
	return member.Voters(tx, p.Opened, max(p.Opened, min(cal.On(tx.Now), p.Closes)))
}

// Count counts the votes of a motion and records its resolution: once its last
// day is past, or everybody who may has voted.
func Count(tx *db.Tx, in Which) (Resolution, error) {
	p, err := motion(tx, in.Number, in.Year)
	if err != nil {
		return Resolution{}, err
	}
	if r, err := p.result(tx); err != nil || r != nil {
		if r != nil {
			err = fault.Conflict.Errorf("Motion %d was counted already, on %s.", p.Number, r.Date)
		}
		return Resolution{}, err
	}
	may, err := p.entitled(tx)
	if err != nil {
		return Resolution{}, err
	}
	cast, err := selectBallots(tx, p)
	if err != nil {
		return Resolution{}, err
	}
	today := cal.On(tx.Now)
	if missing := len(may) - len(cast); today <= p.Closes && missing > 0 {
		return Resolution{}, fault.Conflict.Errorf("The vote on motion %d is open until %s, and %d of %d have not voted yet. Count it then.", p.Number, p.Closes, missing, len(may))
	}
	m := Motion{Number: p.Number, Year: p.Year, Date: min(today, p.Closes), Text: p.Text}
	for _, b := range cast {
		switch b.Choice {
		case "for":
			m.For++
		case "against":
			m.Against++
		default:
			m.Abstain++
		}
	}
	return record(tx, m)
}

// Motions are all motions, the newest first.
func Motions(tx *db.Tx, _ act.Nothing) (all []Standing, err error) {
	motions, err := selectMotions(tx)
	if err != nil {
		return nil, err
	}
	all = []Standing{}
	for _, p := range motions {
		s, err := p.standing(tx)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(a, b Standing) int {
		return cmp.Or(cmp.Compare(b.Opened, a.Opened), cmp.Compare(b.Year, a.Year), cmp.Compare(b.Number, a.Number))
	})
	return all, nil
}

func (p Put) standing(tx *db.Tx) (s Standing, err error) {
	s.Put = p
	if s.Result, err = p.result(tx); err != nil {
		return s, err
	}
	may, err := p.entitled(tx)
	if err != nil {
		return s, err
	}
	cast, err := selectBallots(tx, p)
	if err != nil {
		return s, err
	}
	s.Entitled, s.Cast, s.Voted = len(may), len(cast), []string{}
	for _, b := range cast {
		if tx.Member == "" || tx.Member == b.Member {
			s.Voted = append(s.Voted, b.Member)
		}
		if tx.Member == b.Member {
			s.Mine = b.Choice
		}
	}
	today := cal.On(tx.Now)
	switch {
	case s.Result != nil:
		s.State = Counted
	case today < p.Opened:
		s.State = Waiting
	case today > p.Closes:
		s.State = Ended
	default:
		s.State = Voting
	}
	s.May = s.State == Voting && tx.Member != "" && s.Mine == "" && slices.Contains(may, tx.Member)
	return s, nil
}
