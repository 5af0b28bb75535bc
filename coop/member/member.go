// Package member keeps who belongs to the unit: members, and apprentices on
// their way to it.
//
// Joining and leaving are acts, each with its day and its grounds; nobody comes
// or goes without one (S6). Every change of a member's particulars is a new row
// that holds from a day on, so the register can be shown as of any past day.
//
// Who may join (S5): a craftsman who is the main labour and the main skill of
// his workshop, even with helpers and apprentices; not an owner who lives by
// the labour of others. [Admit] asks for the facts, applies the test, and keeps
// facts and grounds with the member.
package member

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/unit"
)

// Acts are what a person may do with the members.
var Acts = []act.Act{
	act.Do("member admit", "Admit a person as a member or apprentice, on the facts that the charter's test asks for", act.Books, Admit),
	act.Do("member change", "Change a member's particulars (name, grade, standing) from a day on", act.Books, ChangeParticulars).Over("member", "member leave"),
	act.Do("member leave", "Record that a member has left", act.Books, Leave).Over("member", "member change"),
	act.Ask("member names", "Number and name of everybody in the register on a day, with what finds them", act.See, Names),
	act.Ask("member list", "The register of members as of a day", act.See, List),
	act.Ask("member show", "One member as of a day", act.SeeOwn, Show),
}

// The standings.
const (
	Full       = "member"
	Apprentice = "apprentice"
)

// Member is a person in the register.
type Member struct {
	No       string  `json:"no"`
	Name     string  `json:"name"`
	Sex      string  `json:"sex"`
	Born     int64   `json:"born"` // year; 0 if it is not known
	Standing string  `json:"standing"`
	Grade    string  `json:"grade"`
	Joined   cal.Day `json:"joined"`
	Left     cal.Day `json:"left"` // "" while they belong
}

// In says whether the member belongs to the unit on a day.
func (m Member) In(day cal.Day) bool { return day >= m.Joined && (m.Left == "" || day <= m.Left) }

// Admission is what the charter's test asks of a person who wants to join.
type Admission struct {
	No            string  `help:"number in the register; the next free one where left out" opt:"yes"`
	Name          string  `help:"the person's name"`
	Sex           string  `help:"M or F" opt:"yes" choice:"M|F"`
	Born          int64   `help:"year of birth" opt:"yes"`
	Standing      string  `help:"what they join as" choice:"member|apprentice" default:"member"`
	Grade         string  `help:"grade of skill" default:"1"`
	Joined        cal.Day `help:"the day of joining"`
	OwnLabour     bool    `help:"are they the main labour of their workshop?" default:"yes"`
	Hired         int64   `help:"hired hands who worked for them" default:"0"`
	OwnApprentice int64   `help:"apprentices who worked for them" default:"0"`
	Resolution    int64   `help:"number of the resolution that admits them, where the charter asks for one" opt:"yes"`
}

// Admit enters a person in the register. An owner who is not the main labour of
// their own workshop is refused (S5).
func Admit(tx *db.Tx, a Admission) (Member, error) {
	if !a.OwnLabour {
		return Member{}, fault.Refused.Errorf("%s is not the main labour of the workshop, and lives by the labour of %d others: the charter admits craftsmen who work themselves (S5).", a.Name, a.Hired+a.OwnApprentice)
	}
	if a.No == "" {
		no, err := freeNumber(tx, a.Standing)
		if err != nil {
			return Member{}, err
		}
		a.No = no
	}
	m := Member{a.No, strings.TrimSpace(a.Name), a.Sex, a.Born, a.Standing, a.Grade, a.Joined, ""}
	if p := m.check(cal.On(tx.Now)); p != nil {
		return m, fault.Invalid.Errorf("%s %s", p.Wrong, p.Fix)
	}
	if _, err := At(tx, m.No, ""); err == nil {
		return m, fault.Conflict.Errorf("Number %s is in the register already.", m.No)
	}
	grounds := fmt.Sprintf("Main labour of the workshop; %d hired hands, %d apprentices.", a.Hired, a.OwnApprentice)
	return m, insertMembers(tx, []version{{m, m.Joined, grounds}})
}

func freeNumber(tx *db.Tx, standing string) (string, error) {
	all, err := List(tx, unit.AsOf{Day: "9999-12-31"})
	letter, highest := "M", 0
	if standing == Apprentice {
		letter = "A"
	}
	for _, m := range all {
		var n int
		if _, err := fmt.Sscanf(m.No, letter+"%d", &n); err == nil {
			highest = max(highest, n)
		}
	}
	return fmt.Sprintf("%s%03d", letter, highest+1), err
}

// Particulars are what may change about a member.
type Particulars struct {
	Member   string  `help:"the member's number"`
	Since    cal.Day `help:"the day from which it holds"`
	Name     string  `help:"new name" opt:"yes"`
	Grade    string  `help:"new grade" opt:"yes"`
	Standing string  `help:"new standing" opt:"yes" choice:"member|apprentice"`
	Why      string  `help:"why"`
}

// ChangeParticulars changes a member's name, grade or standing from a day on.
func ChangeParticulars(tx *db.Tx, in Particulars) (Member, error) {
	m, err := At(tx, in.Member, "")
	if err != nil {
		return m, err
	}
	if in.Since < m.Joined {
		return m, fault.Invalid.Errorf("%s joined on %s; nothing can change before.", m.No, m.Joined)
	}
	if in.Name != "" {
		m.Name = in.Name
	}
	if in.Grade != "" {
		m.Grade = in.Grade
	}
	if in.Standing != "" {
		m.Standing = in.Standing
	}
	return m, insertMembers(tx, []version{{m, in.Since, in.Why}})
}

// Leaving records a withdrawal.
type Leaving struct {
	Member string  `help:"the member's number"`
	Day    cal.Day `help:"the last day as a member"`
	Why    string  `help:"at their own wish, by decision, death"`
}

// Leave records that a member has left. Their shares and accounts stay in the
// books until they are settled.
func Leave(tx *db.Tx, in Leaving) (Member, error) {
	m, err := At(tx, in.Member, "")
	if err != nil {
		return m, err
	}
	if m.Left != "" {
		return m, fault.Conflict.Errorf("%s left on %s already.", m.No, m.Left)
	}
	if in.Day < m.Joined {
		return m, fault.Invalid.Errorf("%s joined on %s and cannot leave on %s, before.", m.No, m.Joined, in.Day)
	}
	m.Left = in.Day
	return m, insertMembers(tx, []version{{m, in.Day, in.Why}})
}

// List is the register as of a day: everybody who had joined by then.
func List(tx *db.Tx, in unit.AsOf) ([]Member, error) { return selectMembers(tx, in.Or(tx)) }

// Who names a member as of a day.
type Who struct {
	Member string  `help:"the member's number"`
	Day    cal.Day `help:"as of this day; with all that is recorded where left out" opt:"yes"`
}

// Show is one member as of a day.
func Show(tx *db.Tx, in Who) (Member, error) {
	if err := Own(tx, in.Member); err != nil {
		return Member{}, err
	}
	return At(tx, in.Member, in.Day)
}

// Own refuses a member who asks about somebody else.
func Own(tx *db.Tx, no string) error {
	if tx.Member != "" && tx.Member != no {
		return fault.Refused.Errorf("You can see only what is your own (%s).", tx.Member)
	}
	return nil
}

// At is one member as of a day, or with all that is recorded where day is "".
func At(tx *db.Tx, no string, day cal.Day) (Member, error) {
	if day == "" {
		day = "9999-12-31"
	}
	m, err := selectMember(tx, no, day)
	if fault.Of(err) == fault.Missing {
		err = fault.Missing.Errorf("There is no member %s in the register on %s.", no, day)
		if day == "9999-12-31" {
			err = fault.Missing.Errorf("There is no member %s in the register.", no)
		}
	}
	return m, err
}

// Register is everybody, by number, with all that is recorded of them.
func Register(tx *db.Tx) (map[string]Member, error) {
	all, err := selectMembers(tx, "9999-12-31")
	by := make(map[string]Member, len(all))
	for _, m := range all {
		by[m.No] = m
	}
	return by, err
}

// searchText folds a name for finding: small letters, and for Chinese the
// pinyin of each character, joined and by first letters.
func searchText(m Member) string {
	var whole, first strings.Builder
	for _, r := range m.Name {
		if unicode.Is(unicode.Han, r) {
			if p := pinyin.SinglePinyin(r, pinyin.NewArgs()); len(p) > 0 {
				whole.WriteString(p[0])
				first.WriteString(p[0][:1])
			}
		}
	}
	return strings.TrimSpace(strings.ToLower(m.No+" "+m.Name) + " " + whole.String() + " " + first.String())
}
