// Package assembly keeps what the members decided: numbered resolutions, each
// with its day, its words and its vote.
//
// A motion is carried when more members vote for it than the charter asks:
// more than half of the votes for and against, or more than majority_pct of
// them. A meeting's vote is recorded as it was counted there ([Resolve]); or a
// motion stands before the members for some days, each votes from their own page
// (motion.go), and counting it records the resolution. Abstentions are counted
// and decide nothing. What was recorded stays; a resolution is undone by another
// resolution.
//
// A meeting goes from its notice to its minutes: called in time (meeting.go),
// with who is there, for whom, and whether they are enough (attend.go), its
// votes open, secret (secret.go) or by hand (voting.go), held against the
// majority each item asks for (majority.go), and its record, which writes itself
// and is approved (protocol.go).
package assembly

import (
	"slices"
	"strings"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/unit"
)

// Acts are what a person may do with resolutions.
var Acts = []act.Act{
	act.Ask("assembly meetings", "All meetings, and those that are called", act.SeeOwn, Meetings),
	act.Ask("assembly motions", "Motions before the members, and those that were counted", act.SeeOwn, Motions),
	act.Ask("assembly resolutions", "The book of resolutions", act.SeeOwn, func(tx *db.Tx, _ act.Nothing) ([]Resolution, error) { return selectResolutions(tx) }),
	act.Ask("assembly posts", "Posts, who holds them and until when, as of a day", act.SeeOwn, Posts),
	act.Do("assembly call", "Call a meeting: general, of delegates, of the committee, or a conference", act.Lead, Call),
	act.Do("assembly agenda", "Put an item on a meeting's agenda: a report, a motion, an election", act.Lead, AddItem),
	act.Do("assembly withdraw", "Take an item off the agenda before it is decided", act.Lead, Withdraw),
	act.Do("assembly calloff", "Call a meeting off", act.Lead, CallOff),
	act.Do("assembly group", "Record how many persons belong to a member that is itself a body", act.Lead, SetGroup),
	act.Do("assembly proxy", "Give a member's vote to another for a meeting", append([]act.Role{act.Member}, act.Lead...), GiveProxy),
	act.Do("assembly begin", "Open a meeting", act.Lead, Begin),
	act.Do("assembly attend", "Record who came to a meeting, or left it", act.Lead, Attend),
	act.Do("assembly open", "Open the vote on an item; in a secret vote the papers are given out", act.Lead, OpenItem),
	act.Do("assembly say", "Cast a member's open vote in a meeting", append([]act.Role{act.Member}, act.Lead...), Say),
	act.Do("assembly stamp", "Have a voter's closed envelope stamped, in a secret vote", []act.Role{act.Member}, Stamp),
	act.Do("assembly box", "Open the box of a secret vote; no more papers are given out", act.Lead, OpenBox),
	act.Do("assembly cast", "Put a stamped paper into the box, without a name", []act.Role{act.BallotBox}, Cast),
	act.Do("assembly tally", "Count the vote on an item and record what was decided", act.Lead, Tally),
	act.Do("assembly note", "Write speeches, remarks and corrections into the minutes", act.Lead, Note),
	act.Do("assembly end", "Close a meeting", act.Lead, End),
	act.Do("assembly approve", "Approve the minutes of a meeting", act.Lead, Approve),
	act.Do("assembly resign", "End somebody's holding of a post before its term", act.Lead, EndPost),
	act.Do("assembly resolve", "Record a resolution of the general meeting, with its vote", act.Lead, Resolve),
	act.Do("assembly motion", "Put a motion to the vote of the members for some days", act.Lead, PutToVote),
	act.Do("assembly vote", "Cast a member's vote on a motion: once, by the member", []act.Role{act.Member}, CastVote),
	act.Do("assembly count", "Count the votes of a motion and record its resolution", act.Lead, Count),
	act.Ask("assembly meeting", "A meeting: its notice, its room, its minutes", act.SeeOwn, ShowMeeting),
	act.Ask("assembly wall", "A meeting on a screen that everybody in the room sees", act.SeeOwn, ShowMeeting),
	act.Ask("assembly papers", "The papers of a secret vote that is counted, for everybody to count again", act.SeeOwn, Papers),
	act.Ask("assembly resolution", "The paper of a resolution: its words, its vote, and how each voted on a motion", act.SeeOwn, ShowMinutes),
}

// Motion is what was put to the vote, and how the vote went.
type Motion struct {
	Number  int64         `help:"number in the book of resolutions"`
	Date    cal.Day       `help:"the day of the meeting"`
	Text    string        `help:"what was resolved, in its words"`
	For     int64         `help:"votes for"`
	Against int64         `help:"votes against"`
	Abstain int64         `help:"abstentions" default:"0"`
	Year    cal.Year      `help:"the year of account it concerns; where left out, the year before the meeting's" opt:"yes"`
	Amount  money.Decimal `help:"the most that may be lent, given up or paid by it, where it says so" opt:"yes"`
	About   string        `help:"what the resolution will be needed for; what its words say where left out" choice:"distribution|charter|admission|exclusion|lending|write-off|transition|payment|other" opt:"yes"`
}

// Resolution is a motion as it was decided.
type Resolution struct {
	Number  int64    `json:"number"`
	Year    cal.Year `json:"year"` // of account, that it concerns
	Date    cal.Day  `json:"date"`
	Text    string   `json:"text"`
	For     int64    `json:"for"`
	Against int64    `json:"against"`
	Abstain int64    `json:"abstain"`
	Carried bool     `json:"carried"`
}

// The rule of the charter on majorities, and what holds where it has none.
const (
	majorityRule  = "majority_pct"
	usualMajority = "50"
)

// Resolve records a resolution of a meeting. It does not refuse one that was
// lost: that the members said no is worth keeping too.
func Resolve(tx *db.Tx, m Motion) (Resolution, error) {
	year := m.Year
	if year == 0 {
		year = m.Date.Year() - 1
	}
	if err := mustBeFree(tx, m.Number, year); err != nil {
		return Resolution{}, err
	}
	if !m.Amount.IsZero() && m.About == "" {
		return Resolution{}, fault.In("about", "", fault.Invalid.Errorf("Say what the amount is for."))
	}
	r, err := record(tx, m)
	if err == nil && m.About != "" {
		a := About{Year: r.Year, Number: r.Number, About: m.About}
		if !m.Amount.IsZero() {
			if _, err := unit.Money(tx, m.Date, m.Amount); err != nil {
				return r, fault.In("amount", m.Amount.String(), err)
			}
			a.Amount = m.Amount.String()
		}
		err = insertAbout(tx, a)
	}
	return r, err
}

func record(tx *db.Tx, m Motion) (Resolution, error) {
	r := Resolution{m.Number, m.Year, m.Date, strings.TrimSpace(m.Text), m.For, m.Against, m.Abstain, false}
	if r.Year == 0 {
		r.Year = m.Date.Year() - 1
	}
	switch {
	case m.Number < 1:
		return r, fault.Invalid.Errorf("A resolution's number is 1 or more.")
	case m.For < 0 || m.Against < 0 || m.Abstain < 0:
		return r, fault.Invalid.Errorf("Votes are not negative: %d for, %d against, %d abstentions.", m.For, m.Against, m.Abstain)
	case m.For+m.Against+m.Abstain == 0:
		return r, fault.Invalid.Errorf("Nobody voted: a resolution needs votes.")
	case r.Text == "":
		return r, fault.Invalid.Errorf("A resolution says what was resolved.")
	}
	charter, err := unit.CharterAt(tx, m.Date)
	if err != nil {
		return r, err
	}
	if r.Carried, err = Carried(m.For, m.Against, charter.Text(majorityRule, usualMajority)); err != nil {
		return r, err
	}
	return r, insertResolution(tx, r)
}

// Carried says whether the votes for are more than a percentage of those cast.
func Carried(votesFor, against int64, percent string) (bool, error) {
	d, err := money.ParseDecimal(percent)
	if err != nil {
		return false, err
	}
	cast, err := money.DecimalOf(votesFor+against, 0).Times(d)
	if err != nil {
		return false, err
	}
	return money.DecimalOf(100*votesFor, 0).Cmp(cast) > 0, nil
}

// Carries is the resolution that carries an act on a year: it is refused where
// there is none, where it was lost, where it is on another year, or about
// something else.
func Carries(tx *db.Tx, number int64, year cal.Year, about string) (Resolution, error) {
	all, err := selectResolutions(tx)
	if err != nil {
		return Resolution{}, err
	}
	var other *Resolution
	for _, r := range all {
		switch {
		case r.Number == number && r.Year == year:
			if !r.Carried {
				return r, fault.Refused.Errorf("Resolution %d of %s was not carried: %d for, %d against.", number, r.Date, r.For, r.Against)
			}
			if r.Date <= year.Last() {
				return r, fault.Refused.Errorf("Resolution %d was passed on %s, before the year %d was over.", number, r.Date, int(year))
			}
			return r, MustBeAbout(tx, r, about)
		case r.Number == number:
			other = &r
		}
	}
	if other != nil {
		return *other, fault.Refused.Errorf("Resolution %d of %s is on the year %d, not on %d.", number, other.Date, int(other.Year), int(year))
	}
	return Resolution{}, fault.Missing.Errorf("There is no resolution %d on the year %d. Record it first with “assembly resolve”.", number, int(year))
}

// On are the resolutions on a year of account, in their order.
func On(tx *db.Tx, year cal.Year) (on []Resolution, err error) {
	all, err := selectResolutions(tx)
	for _, r := range all {
		if r.Year == year {
			on = append(on, r)
		}
	}
	return on, err
}

// Amend amends a rule of the charter. One that the charter has is changed by a
// carried resolution only (S34: members decide on shares, wages and dividends);
// one that it did not have yet may be written down as it was adopted. The act is
// the charter's, which holds the rules against the lines of the waterfall.
func Amend(tx *db.Tx, in unit.RuleChange) (unit.Rule, error) {
	charter, err := unit.CharterAt(tx, in.Since)
	if err != nil {
		return unit.Rule{}, err
	}
	if was, there := charter[in.Rule]; there && in.Resolution == 0 {
		return was, fault.Refused.Errorf("The charter has “%s” already (%s). It is amended by a resolution; say its number.", in.Rule, was.Value)
	}
	if in.Resolution != 0 {
		if _, err := MustCarry(tx, in.Resolution, "", "charter"); err != nil {
			return unit.Rule{}, err
		}
	}
	return unit.AmendRule(tx, in)
}

// MustCarry is the newest carried resolution of a number, for an act about
// something on a day: one of which it was said that it decided something else is
// refused, as is a number that is not recorded, was lost, or was passed later. A day
// that is left out is any.
func MustCarry(tx *db.Tx, number int64, day cal.Day, about string) (Resolution, error) {
	all, err := selectResolutions(tx)
	if err != nil {
		return Resolution{}, err
	}
	lost := false
	var other error
	for _, r := range slices.Backward(all) {
		if r.Number == number && r.Carried {
			err := MustBeAbout(tx, r, about)
			if err == nil && day != "" && day < r.Date {
				err = fault.Refused.Errorf("Resolution %d was passed on %s, and does not carry what was done before, on %s.", r.Number, r.Date, day)
			}
			if err == nil || fault.Of(err) != fault.Refused {
				return r, err
			}
			if other == nil {
				other = err
			}
			continue
		}
		lost = lost || r.Number == number
	}
	if other != nil {
		return Resolution{}, other
	}
	if lost {
		return Resolution{}, fault.Refused.Errorf("Resolution %d was not carried.", number)
	}
	return Resolution{}, fault.Missing.Errorf("There is no resolution %d. Record it first with “assembly resolve”.", number)
}

func insertResolution(tx *db.Tx, r Resolution) error {
	return tx.Exec(`
		insert into resolution (unit, concerns, number, day, words, votes_for, against, abstain, carried, act)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		tx.Unit, r.Year, r.Number, r.Date, r.Text, r.For, r.Against, r.Abstain, r.Carried, tx.Act)
}

func selectResolutions(tx *db.Tx) ([]Resolution, error) {
	return db.All[Resolution](tx, `
		select number, concerns, day, words, votes_for, against, abstain, carried from resolution
		where unit = $1 order by concerns, number`, tx.Unit)
}
