package assembly

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
)

// Word is what was said in a meeting, or is to be remarked about it.
type Word struct {
	Kind    string `json:"kind" help:"what it is; attendance is for those who are in no register" choice:"attendance|speech|decision|remark|correction" default:"speech" words:"yes"`
	Speaker string `json:"speaker,omitempty" help:"who said it" opt:"yes"`
	Words   string `json:"words" help:"what was said, in short"`
}

// Noting writes into the minutes.
type Noting struct {
	Meeting int64  `help:"number of the meeting"`
	Words   []Word `help:"speeches, decisions taken without a vote, remarks, corrections"`
}

// Note writes speeches and remarks into the minutes of a meeting. Attendance,
// agenda and votes stand in them by themselves. Minutes that are approved are
// not added to; what was wrong in them is said in the next meeting's.
func Note(tx *db.Tx, in Noting) ([]Word, error) {
	m, err := findMeeting(tx, in.Meeting)
	if err != nil {
		return nil, err
	}
	a, err := approvalOf(tx, m.Number)
	switch {
	case err != nil:
		return nil, err
	case a != nil:
		return nil, fault.Conflict.Errorf("The minutes of meeting %d were approved on %s, and stand as they are. Have what is wrong in them remarked in the minutes of another meeting.", m.Number, a.Day)
	case len(in.Words) == 0:
		return nil, fault.In("words", "", fault.Invalid.Errorf("Say what is to be written."))
	}
	for i, w := range in.Words {
		in.Words[i].Words, in.Words[i].Speaker = strings.TrimSpace(w.Words), strings.TrimSpace(w.Speaker)
		if in.Words[i].Words == "" {
			return nil, fault.In("words", "", fault.Invalid.Errorf("Line %d says nothing.", i+1))
		}
	}
	return in.Words, insertWords(tx, m.Number, in.Words)
}

func insertWords(tx *db.Tx, meeting int64, list []Word) error {
	return tx.Insert("meeting_word (unit, meeting, act, n, kind, speaker, words)", len(list), func(i int, to []any) []any {
		return append(to, tx.Unit, meeting, tx.Act, i+1, list[i].Kind, list[i].Speaker, list[i].Words)
	})
}

// Approval is that the minutes were found right.
type Approval struct {
	Day  cal.Day `json:"day"`
	By   string  `json:"by"`
	Hash string  `json:"hash"` // of the minutes as they were then
}

// Approving approves minutes.
type Approving struct {
	Meeting int64   `help:"number of the meeting"`
	By      string  `help:"who approved them: the next meeting, or those who were chosen to"`
	Day     cal.Day `help:"on which day; today where left out" opt:"yes"`
}

// Approve approves the minutes of a meeting that is over. A hash of their whole
// text is kept, so that it shows if anything in them is ever changed.
func Approve(tx *db.Tx, in Approving) (Approval, error) {
	a := Approval{Day: in.Day, By: strings.TrimSpace(in.By)}
	if a.Day == "" {
		a.Day = cal.On(tx.Now)
	}
	m, err := findMeeting(tx, in.Meeting)
	if err != nil {
		return a, err
	}
	was, err := approvalOf(tx, m.Number)
	switch {
	case err != nil:
		return a, err
	case was != nil:
		return a, fault.Conflict.Errorf("The minutes of meeting %d were approved already, on %s.", m.Number, was.Day)
	case m.State != Closed:
		return a, fault.Conflict.Errorf("Meeting %d is %s; its minutes are approved when it is over.", m.Number, m.State)
	case a.By == "":
		return a, fault.In("by", "", fault.Invalid.Errorf("Say who approved the minutes."))
	case a.Day < m.Day:
		return a, fault.In("day", string(a.Day), fault.Invalid.Errorf("The minutes of %s cannot have been approved before, on %s.", m.Day, a.Day))
	}
	if a.Hash, err = minutesHash(tx, m.Number); err != nil {
		return a, err
	}
	return a, tx.Exec(`insert into minutes_approved (unit, meeting, day, by, hash, act) values ($1, $2, $3, $4, $5, $6)`,
		tx.Unit, m.Number, a.Day, a.By, a.Hash, tx.Act)
}

// minutesHash is the hash of a meeting's record, as everybody reads it.
func minutesHash(tx *db.Tx, meeting int64) (string, error) {
	m, err := wholeRecord(tx, meeting)
	if err != nil {
		return "", err
	}
	m.Approved = nil
	m.Entitled, m.Quorum, m.Clause = 0, 0, "" // which follow from other registers, where something may be recorded later for a day before
	for i := range m.Present {                // names may change after
		m.Present[i].Name = ""
	}
	for i := range m.Items {
		it := &m.Items[i]
		for j := range it.Candidates {
			it.Candidates[j].Name = ""
		}
		for j := range it.Roll {
			it.Roll[j].Name = ""
		}
	}
	text, err := json.Marshal(m)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

func approvalOf(tx *db.Tx, meeting int64) (*Approval, error) {
	all, err := db.All[Approval](tx, `select day, by, hash from minutes_approved where unit = $1 and meeting = $2`, tx.Unit, meeting)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

// ShowMeeting is a meeting's whole record: before it the notice, in it the room,
// after it the minutes.
func ShowMeeting(tx *db.Tx, in OneMeeting) (Meeting, error) {
	m, err := wholeRecord(tx, in.Meeting)
	if err != nil || tx.Member == "" {
		return m, err
	}
	for i := range m.Items {
		if m.Items[i].State == Deciding || m.Items[i].State == PapersOut || m.Items[i].State == BoxOpen {
			if m.Items[i].Voices, err = m.voices(tx, m.Items[i]); err != nil {
				return m, err
			}
		}
	}
	return m, nil
}

// wholeRecord is a meeting's record as it is the same for everybody.
func wholeRecord(tx *db.Tx, number int64) (Meeting, error) {
	m, err := findMeeting(tx, number)
	if err != nil {
		return m, err
	}
	if _, m.Entitled, err = m.entitled(tx); err != nil {
		return m, err
	}
	if m.Present, err = m.attending(tx); err != nil {
		return m, err
	}
	m.Here = here(m.Present)
	if m.Quorum, m.Clause, err = m.quorum(tx, m.Entitled); err != nil {
		return m, err
	}
	if m.Items, err = selectItems(tx, m.Number); err != nil {
		return m, err
	}
	for i := range m.Items {
		if err := m.Items[i].fill(tx); err != nil {
			return m, err
		}
	}
	if m.Said, err = db.All[Word](tx, `select kind, speaker, words from meeting_word where unit = $1 and meeting = $2 order by act, n`, tx.Unit, m.Number); err != nil {
		return m, err
	}
	m.Approved, err = approvalOf(tx, m.Number)
	return m, err
}

// fill puts in how far an item has come. How votes fall is in it only once they
// are counted.
func (it *Item) fill(tx *db.Tx) (err error) {
	if it.State, err = it.state(tx); err != nil {
		return err
	}
	if it.Kind == Election {
		if it.Candidates, err = candidatesOf(tx, *it); err != nil {
			return err
		}
	}
	switch it.Ballot {
	case Secret:
		if it.Given, err = papersGiven(tx, *it); err != nil {
			return err
		}
		if it.Cast, err = db.One[int64](tx, `select count(*) from paper_cast where unit = $1 and meeting = $2 and item = $3`, tx.Unit, it.Meeting, it.Item); err != nil {
			return err
		}
		keys, err := db.All[string](tx, `select public from vote_box where unit = $1 and meeting = $2 and item = $3`, tx.Unit, it.Meeting, it.Item)
		if err != nil {
			return err
		}
		it.Key = strings.Join(keys, "")
	case OpenVote:
		if it.Cast, err = db.One[int64](tx, `select cast(coalesce(sum(votes), 0) as bigint) from said_vote where unit = $1 and meeting = $2 and item = $3`, tx.Unit, it.Meeting, it.Item); err != nil {
			return err
		}
	}
	if it.State != Decided {
		return nil
	}
	type row struct {
		For, Against, Abstain, Invalid, Here, Entitled int64
		Needed                                         string
		Carried                                        bool
		Number                                         int64
		Year                                           cal.Year
		Lot, At                                        string
	}
	r, err := db.One[row](tx, `
		select pro, against, abstain, invalid, here, entitled, needed, carried, number, concerns, lot, at from item_result
		where unit = $1 and meeting = $2 and item = $3`, tx.Unit, it.Meeting, it.Item)
	if err != nil {
		return err
	}
	o := Outcome(r)
	it.Result = &o
	if it.Ballot == OpenVote {
		it.Roll, err = selectSaid(tx, *it)
	}
	return err
}

// Meetings are all meetings, the newest first, without their record.
func Meetings(tx *db.Tx, _ act.Nothing) ([]Meeting, error) {
	rows, err := db.All[meetingRow](tx, meetingColumns+` order by m.day desc, m.number desc`, tx.Unit)
	list := make([]Meeting, len(rows))
	for i, r := range rows {
		list[i] = r.meeting()
		if list[i].Approved, err = approvalOf(tx, r.Number); err != nil {
			return nil, err
		}
	}
	return list, err
}

// About is what a resolution is about.
type About struct {
	Year          cal.Year
	Number        int64
	About, Amount string
	Meeting, Item int64
}

func insertAbout(tx *db.Tx, a About) error {
	return tx.Exec(`insert into resolution_about (unit, concerns, number, about, amount, meeting, item, act) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		tx.Unit, a.Year, a.Number, a.About, a.Amount, a.Meeting, a.Item, tx.Act)
}

// AboutOf is what a resolution was said to be about, where it was said.
func AboutOf(tx *db.Tx, number int64, year cal.Year) (About, bool, error) {
	all, err := db.All[About](tx, `select concerns, number, about, amount, meeting, item from resolution_about where unit = $1 and concerns = $2 and number = $3`, tx.Unit, year, number)
	if err != nil || len(all) == 0 {
		return About{}, false, err
	}
	return all[0], true, nil
}

// MustCover refuses an amount that a resolution does not allow any more: taken is
// what was done by it before. One that says no amount covers every one.
func MustCover(tx *db.Tx, r Resolution, taken, amount money.Amount) error {
	a, said, err := AboutOf(tx, r.Number, r.Year)
	if err != nil || !said || a.Amount == "" {
		return err
	}
	d, err := money.ParseDecimal(a.Amount)
	if err != nil {
		return err
	}
	most, err := d.Amount(amount.Currency)
	if err != nil {
		return err
	}
	all, err := taken.Plus(amount)
	if err != nil {
		return err
	}
	if all.Coins > most.Coins {
		return fault.In("amount", amount.String(), fault.Refused.Errorf("Resolution %d of %s allows %s, of which %s is taken; %s more is beyond it.", r.Number, r.Date, most.Text(), taken.Text(), amount.Text()))
	}
	return nil
}

// MustBeAbout refuses a resolution that decided something else. One of which it
// was not said what it is about carries what its words say.
func MustBeAbout(tx *db.Tx, r Resolution, about string) error {
	a, said, err := AboutOf(tx, r.Number, r.Year)
	if err != nil || !said || a.About == about || about == "" {
		return err
	}
	return fault.Refused.Errorf("Resolution %d of %s is about %s, and does not carry this, which is about %s.", r.Number, r.Date, a.About, about)
}
