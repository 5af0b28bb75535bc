package assembly

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/member"
	"artel/coop/unit"
)

// Minutes are a resolution's paper: what was resolved, the majority that the
// charter asked, how the vote fell, and, where the members voted on a motion, the
// vote of each: it is an open one, and read once it is counted.
type Minutes struct {
	Unit       unit.Unit  `json:"unit"`
	Resolution Resolution `json:"resolution"`
	Majority   string     `json:"majority"` // percent of the votes for and against that must be passed
	Clause     string     `json:"clause"`
	Motion     *Put       `json:"motion,omitempty"`
	Entitled   int        `json:"entitled,omitempty"`
	Roll       []RollCall `json:"roll,omitempty"`
	Meeting    *Meeting   `json:"meeting,omitempty"` // that decided it, where its vote is on record
	Item       *Item      `json:"item,omitempty"`
}

// RollCall is how one member voted.
type RollCall struct {
	Member string `json:"member"`
	Name   string `json:"name"`
	Choice string `json:"choice"`
}

// OfResolution names a resolution.
type OfResolution struct {
	Number int64    `help:"number in the book of resolutions"`
	Year   cal.Year `help:"the year of account it concerns; the newest of that number where left out" opt:"yes"`
}

// ShowMinutes is the paper of a resolution.
func ShowMinutes(tx *db.Tx, in OfResolution) (m Minutes, err error) {
	all, err := selectResolutions(tx)
	if err != nil {
		return m, err
	}
	found := false
	for _, r := range all { // the years in their order, so the newest is the last
		if r.Number == in.Number && (in.Year == 0 || r.Year == in.Year) {
			m.Resolution, found = r, true
		}
	}
	if !found {
		return m, fault.Missing.Errorf("There is no resolution %d. Record it first with “assembly resolve”.", in.Number)
	}
	if m.Unit, err = unit.At(tx, m.Resolution.Date); err != nil {
		return m, err
	}
	charter, err := unit.CharterAt(tx, m.Resolution.Date)
	if err != nil {
		return m, err
	}
	m.Majority, m.Clause = charter.Text(majorityRule, usualMajority), charter[majorityRule].Clause
	p, err := motion(tx, m.Resolution.Number, m.Resolution.Year)
	if fault.Of(err) == fault.Missing {
		return m, m.ofMeeting(tx) // decided in a meeting
	}
	if err != nil {
		return m, err
	}
	m.Motion = &p
	may, err := p.entitled(tx)
	if err != nil {
		return m, err
	}
	m.Entitled = len(may)
	m.Roll, err = p.roll(tx)
	return m, err
}

// ofMeeting puts in the meeting and the item that the resolution came of.
func (m *Minutes) ofMeeting(tx *db.Tx) error {
	a, said, err := AboutOf(tx, m.Resolution.Number, m.Resolution.Year)
	if err != nil || !said || a.Meeting == 0 {
		return err
	}
	held, err := findMeeting(tx, a.Meeting)
	if err != nil {
		return err
	}
	it, err := findItem(tx, a.Meeting, a.Item)
	if err != nil {
		return err
	}
	m.Meeting, m.Item = &held, &it
	return m.Item.fill(tx)
}

func (p Put) roll(tx *db.Tx) (roll []RollCall, err error) {
	cast, err := selectBallots(tx, p)
	if err != nil {
		return nil, err
	}
	names, err := member.Register(tx)
	for _, b := range cast {
		roll = append(roll, RollCall{b.Member, names[b.Member].Name, b.Choice})
	}
	return roll, err
}

func insertMotion(tx *db.Tx, p Put) error {
	return tx.Exec(`
		insert into motion (unit, concerns, number, opened, closes, words, act) values ($1, $2, $3, $4, $5, $6, $7)`,
		tx.Unit, p.Year, p.Number, p.Opened, p.Closes, p.Text, tx.Act)
}

func selectMotions(tx *db.Tx) ([]Put, error) {
	return db.All[Put](tx, `
		select number, concerns, opened, closes, words from motion
		where unit = $1 order by concerns, number`, tx.Unit)
}

func insertBallot(tx *db.Tx, p Put, b Ballot) error {
	return tx.Exec(`
		insert into ballot (unit, concerns, number, member, choice, at, act) values ($1, $2, $3, $4, $5, $6, $7)`,
		tx.Unit, p.Year, p.Number, b.Member, b.Choice, b.At, tx.Act)
}

func selectBallots(tx *db.Tx, p Put) ([]Ballot, error) {
	return db.All[Ballot](tx, `
		select member, choice, at from ballot
		where unit = $1 and concerns = $2 and number = $3 order by member`, tx.Unit, p.Year, p.Number)
}
