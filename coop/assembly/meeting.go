package assembly

import (
	"strings"
	"time"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/unit"
)

// The rules of the charter on meetings. A charter that does not have one of
// them asks for nothing by it.
const (
	noticeRule  = "notice_days"
	quorumRule  = "quorum_pct"
	secondRule  = "quorum_second_pct"
	proxiesRule = "proxies_most"
	absentRule  = "absent_votes"
	groupRule   = "group_votes_per"
	groupMost   = "group_votes_most"
	tieRule     = "tie_by"
)

// Calling is the notice of a meeting.
type Calling struct {
	Kind   string  `help:"what kind of meeting" choice:"general|delegates|committee|conference" default:"general"`
	Day    cal.Day `help:"the day of the meeting"`
	Last   cal.Day `help:"its last day, where it lasts several" opt:"yes"`
	Hour   string  `help:"the hour, such as 19:00" opt:"yes"`
	Place  string  `help:"where" opt:"yes"`
	Title  string  `help:"its name, where it has one" opt:"yes"`
	Notice cal.Day `help:"the day on which notice was given; today where left out" opt:"yes"`
	Again  int64   `help:"number of the meeting that this one is called for a second time after; 0 for none" default:"0"`
}

// The states of a meeting.
const (
	Called    = "called"
	Open      = "open"
	Closed    = "closed"
	Cancelled = "cancelled"
)

// Meeting is a meeting from its notice to its minutes. Its record has the
// source's fields: dates, type, attendance, agenda, speeches, decisions, remarks
// (S40), in that order.
type Meeting struct {
	Number   int64       `json:"number"`
	Kind     string      `json:"kind" words:"yes"`
	Title    string      `json:"title,omitempty"`
	Day      cal.Day     `json:"day"`
	Last     cal.Day     `json:"last,omitempty"` // of several days
	Hour     string      `json:"hour,omitempty"`
	Place    string      `json:"place,omitempty"`
	Notice   cal.Day     `json:"notice"`
	Again    int64       `json:"again,omitempty"`
	State    string      `json:"state" words:"yes"`
	Opened   string      `json:"opened,omitempty"` // UTC
	Closed   string      `json:"closed,omitempty"`
	Entitled int64       `json:"entitled"` // votes that there are
	Here     int64       `json:"here"`     // votes that are here, proxies among them
	Quorum   int64       `json:"quorum"`   // votes that must be here for a decision
	Clause   string      `json:"clause,omitempty"`
	Present  []Attending `json:"present,omitempty"`
	Items    []Item      `json:"items,omitempty"`
	Said     []Word      `json:"said,omitempty"`
	Approved *Approval   `json:"approved,omitempty"`
}

// Call calls a meeting: in time, as the charter asks.
func Call(tx *db.Tx, in Calling) (Meeting, error) {
	m := Meeting{Kind: in.Kind, Title: strings.TrimSpace(in.Title), Day: in.Day, Last: in.Last, Hour: strings.TrimSpace(in.Hour), Place: strings.TrimSpace(in.Place), Notice: in.Notice, Again: in.Again, State: Called}
	if m.Notice == "" {
		m.Notice = cal.On(tx.Now)
	}
	if m.Last != "" && m.Last < m.Day {
		return m, fault.In("last", string(m.Last), fault.Invalid.Errorf("The meeting would end on %s, before it begins on %s.", m.Last, m.Day))
	}
	if m.Hour != "" {
		if _, err := time.Parse("15:04", m.Hour); err != nil {
			return m, fault.In("hour", m.Hour, fault.Invalid.Errorf("“%s” is no hour. Write it like 19:00.", m.Hour))
		}
	}
	if m.Again != 0 {
		first, err := findMeeting(tx, m.Again)
		if err != nil {
			return m, err
		}
		if first.Day >= m.Day {
			return m, fault.Invalid.Errorf("Meeting %d is on %s; a second call of it is for a later day.", first.Number, first.Day)
		}
	}
	if err := inTime(tx, m.Notice, m.Day); err != nil {
		return m, fault.In("day", string(m.Day), err)
	}
	var err error
	if m.Number, err = tx.Next("meeting", 1); err != nil {
		return m, err
	}
	return m, tx.Exec(`
		insert into meeting (unit, number, kind, day, last, hour, place, notice, again, title, act) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		tx.Unit, m.Number, m.Kind, m.Day, m.Last, m.Hour, m.Place, m.Notice, m.Again, m.Title, tx.Act)
}

// inTime refuses what is made known too late for a meeting.
func inTime(tx *db.Tx, told, day cal.Day) error {
	if told > day {
		return fault.Invalid.Errorf("Notice on %s would come after the meeting of %s.", told, day)
	}
	charter, err := unit.CharterAt(tx, told)
	if err != nil {
		return err
	}
	days, err := wholeRule(charter, noticeRule)
	if err != nil || days == 0 {
		return err
	}
	if earliest := told.Add(int(days)); day < earliest {
		return fault.Refused.Errorf("The charter asks for %d days of notice (%s). What is made known on %s is for a meeting on %s or later.", days, charter[noticeRule].Clause, told, earliest)
	}
	return nil
}

// wholeRule is a whole number of the charter's, or 0 where it has no such rule.
func wholeRule(c unit.Charter, rule string) (int64, error) {
	if _, has := c[rule]; !has {
		return 0, nil
	}
	return c.Whole(rule)
}

// OneMeeting names a meeting.
type OneMeeting struct {
	Meeting int64 `help:"number of the meeting"`
}

// Ending ends a meeting, or calls it off.
type Ending struct {
	Meeting int64  `help:"number of the meeting"`
	Why     string `help:"why, where it is called off or ends before its agenda" opt:"yes"`
}

// Begin opens a meeting.
func Begin(tx *db.Tx, in OneMeeting) (Meeting, error) {
	m, err := findMeeting(tx, in.Meeting)
	if err != nil {
		return m, err
	}
	today := cal.On(tx.Now)
	switch {
	case m.State != Called:
		return m, fault.Conflict.Errorf("Meeting %d is %s already.", m.Number, m.State)
	case today < m.Day:
		return m, fault.Conflict.Errorf("Meeting %d is on %s; it is opened on its day.", m.Number, m.Day)
	}
	m.State = Open
	return m, meetingEvent(tx, m.Number, Open, "")
}

// End closes a meeting; what it did not come to is left undecided.
func End(tx *db.Tx, in Ending) (Meeting, error) {
	m, err := mustBeOpen(tx, in.Meeting)
	if err != nil {
		return m, err
	}
	items, err := selectItems(tx, m.Number)
	if err != nil {
		return m, err
	}
	for _, it := range items {
		state, err := it.state(tx)
		if err != nil {
			return m, err
		}
		if state == Deciding || state == PapersOut || state == BoxOpen {
			return m, fault.Conflict.Errorf("Item %d is being voted on. Count it first, or withdraw it.", it.Item)
		}
	}
	m.State = Closed
	return m, meetingEvent(tx, m.Number, Closed, in.Why)
}

// CallOff calls a meeting off before it was opened.
func CallOff(tx *db.Tx, in Ending) (Meeting, error) {
	m, err := findMeeting(tx, in.Meeting)
	switch {
	case err != nil:
		return m, err
	case m.State != Called:
		return m, fault.Conflict.Errorf("Meeting %d is %s already.", m.Number, m.State)
	case strings.TrimSpace(in.Why) == "":
		return m, fault.In("why", "", fault.Invalid.Errorf("Say why the meeting is called off; its members want to know."))
	}
	m.State = Cancelled
	return m, meetingEvent(tx, m.Number, Cancelled, in.Why)
}

func mustBeOpen(tx *db.Tx, number int64) (Meeting, error) {
	m, err := findMeeting(tx, number)
	if err == nil && m.State != Open {
		err = fault.Conflict.Errorf("Meeting %d is %s, and decides nothing. Open it first (“assembly begin”).", m.Number, m.State)
		if m.State == Closed || m.State == Cancelled {
			err = fault.Conflict.Errorf("Meeting %d of %s is over, and decides nothing more. Call another.", m.Number, m.Day)
		}
	}
	return m, err
}

func meetingEvent(tx *db.Tx, number int64, state, why string) error {
	return tx.Exec(`insert into meeting_event (unit, meeting, act, state, at, why) values ($1, $2, $3, $4, $5, $6)`,
		tx.Unit, number, tx.Act, state, tx.Now.Format(time.RFC3339), strings.TrimSpace(why))
}

const meetingColumns = `
	select m.number, m.kind, m.title, m.day, m.last, m.hour, m.place, m.notice, m.again,
		coalesce((select e.state from meeting_event e where e.unit = m.unit and e.meeting = m.number order by e.act desc limit 1), 'called'),
		coalesce((select e.at from meeting_event e where e.unit = m.unit and e.meeting = m.number and e.state = 'open'), ''),
		coalesce((select e.at from meeting_event e where e.unit = m.unit and e.meeting = m.number and e.state in ('closed', 'cancelled')), '')
	from meeting m where m.unit = $1`

type meetingRow struct {
	Number             int64
	Kind, Title        string
	Day, Last          cal.Day
	Hour, Place        string
	Notice             cal.Day
	Again              int64
	State, Open, Close string
}

func (r meetingRow) meeting() Meeting {
	return Meeting{Number: r.Number, Kind: r.Kind, Title: r.Title, Day: r.Day, Last: r.Last, Hour: r.Hour, Place: r.Place, Notice: r.Notice, Again: r.Again, State: r.State, Opened: r.Open, Closed: r.Close}
}

func findMeeting(tx *db.Tx, number int64) (Meeting, error) {
	r, err := db.One[meetingRow](tx, meetingColumns+` and m.number = $2`, tx.Unit, number)
	if fault.Of(err) == fault.Missing {
		err = fault.Missing.Errorf("There is no meeting %d. Call it first (“assembly call”).", number)
	}
	return r.meeting(), err
}
