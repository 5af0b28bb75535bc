// Package admission is how a person comes to belong to the unit, and how they
// leave it (S5, S6).
//
// Joining: an application with the facts, held against the charter's test
// ([Tested]), decided with grounds, and, where it is agreed to, one act that
// enters the person in the register and takes in fee and first shares ([Decide]).
//
// Leaving: the settlement is worked out first ([Show]) and then booked in one act
// ([Settle]): shares go to the personal account, tool shares are bought out, loans
// are set off, and what is left is payable in the charter's yearly parts. Who is
// excluded was charged and heard before (exclude.go); what a dead member left goes
// to their heirs (heirs.go).
//
// Invariants: nobody is added or removed without a recorded act and its grounds;
// settling moves a member's money and changes none of it but by what they owed.
package admission

import (
	"fmt"
	"strings"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/assembly"
	"artel/coop/capital"
	"artel/coop/craftsman"
	"artel/coop/member"
	"artel/coop/unit"
)

// Acts are what a person may do about joining and leaving.
var Acts = []act.Act{
	act.Do("member apply", "Take in an application to join, with the facts that the charter's test asks for", act.Books, Apply),
	act.Do("member decide", "Decide on an application; who is admitted pays fee and first shares with it", act.Lead, Decide),
	act.Ask("member applications", "Applications to join, what the charter's test says of each, and what was decided", act.See, Applications),
	act.Ask("member settlement", "What a member would be paid on leaving, when and why; or was", act.SeeOwn, Show),
	act.Do("member settle", "Settle with a member who leaves: shares, tools, loans, and the years in which the rest is paid", act.Lead, Settle),
	act.Do("member charge", "Propose to exclude a member: the grounds, and the day on which they are heard", act.Lead, Charge),
	act.Do("member hear", "Record what a member said who is to be excluded, or that they did not come", act.Lead, Hear),
	act.Ask("member exclusions", "Proposals to exclude, and what was said to them", act.See, Exclusions),
	act.Do("member inherit", "Pay what is payable of a dead member's account to the heirs, by their parts", act.Lead, Inherit),
}

// The charter's rules of joining.
const (
	hiredRule = "hired_most"
	voteRule  = "admission_vote"
	feeRule   = "entrance_fee"
	shareRule = "share_value"
)

// Application is somebody's wish to join.
type Application struct {
	Name          string  `help:"the person's name"`
	Day           cal.Day `help:"the day of the application; today where left out" opt:"yes"`
	Sex           string  `help:"M or F" opt:"yes" choice:"M|F"`
	Born          int64   `help:"year of birth" opt:"yes"`
	Standing      string  `help:"what they would join as" choice:"member|apprentice" default:"member"`
	Grade         string  `help:"grade of skill" default:"1"`
	Trade         string  `help:"their trade; the unit's where left out" opt:"yes"`
	Words         string  `help:"what they bring and why they ask, in their words" opt:"yes"`
	OwnLabour     bool    `help:"are they the main labour of their workshop?" default:"yes"`
	Hired         int64   `help:"hired hands who work for them, without apprentices" default:"0"`
	OwnApprentice int64   `help:"apprentices who work for them" default:"0"`
}

// Words are a sentence with its arguments apart, for any language.
type Words struct {
	Says string
	Args []string
}

func (w Words) String() string {
	args := make([]any, len(w.Args))
	for i, a := range w.Args {
		args[i] = a
	}
	return fmt.Sprintf(w.Says, args...)
}

// Applied is an application with what the charter's test says of it and what was
// decided.
type Applied struct {
	Number int64   `json:"number"`
	Day    cal.Day `json:"day"`
	Name   string  `json:"name"`
	facts
	Passes     bool    `json:"passes"` // the charter's test
	Test       string  `json:"test"`   // in words
	Says       Words   `json:"-"`      // the same, for any language
	State      string  `json:"state" words:"yes"`
	Decided    cal.Day `json:"decided,omitempty"`
	Grounds    string  `json:"grounds,omitempty"`
	Resolution int64   `json:"resolution,omitempty"`
	Member     string  `json:"member,omitempty"` // the number they got
}

type facts struct {
	Sex         string `json:"sex"`
	Born        int64  `json:"born"`
	Standing    string `json:"standing"`
	Grade       string `json:"grade"`
	Trade       string `json:"trade"`
	Words       string `json:"words,omitempty"`
	OwnLabour   bool   `json:"own_labour"`
	Hired       int64  `json:"hired"`
	Apprentices int64  `json:"apprentices"`
}

// The states of an application.
const (
	Waiting  = "waiting"
	Admitted = "admitted"
	Refused  = "refused"
)

// Apply takes an application in. One that the charter's test does not pass is
// taken in too: the decision and its grounds are kept (S5).
func Apply(tx *db.Tx, in Application) (Applied, error) {
	a := Applied{Day: unit.AsOf{Day: in.Day}.Or(tx), Name: strings.TrimSpace(in.Name), State: Waiting,
		facts: facts{in.Sex, in.Born, in.Standing, in.Grade, strings.TrimSpace(in.Trade), strings.TrimSpace(in.Words), in.OwnLabour, in.Hired, in.OwnApprentice}}
	u, err := unit.At(tx, a.Day)
	if err != nil {
		return a, err
	}
	if a.Trade == "" {
		a.Trade = u.Trade
	}
	switch {
	case a.Name == "":
		return a, fault.In("name", "", fault.Invalid.Errorf("The name is missing."))
	case a.Hired < 0 || a.Apprentices < 0:
		return a, fault.In("hired", fmt.Sprint(a.Hired), fault.Invalid.Errorf("Nobody has fewer than no hands."))
	case a.Born != 0 && (a.Born < 1800 || a.Born > int64(a.Day.Year())):
		return a, fault.In("born", fmt.Sprint(a.Born), fault.Invalid.Errorf("%d is no year of birth of somebody who applies on %s.", a.Born, a.Day))
	}
	if a, err = a.tested(tx); err != nil {
		return a, err
	}
	if a.Number, err = tx.Next("application", 1); err != nil {
		return a, err
	}
	return a, tx.Exec(`
		insert into application (unit, number, day, name, sex, born, standing, grade, trade, words, own_labour, hired, apprentices, act)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		tx.Unit, a.Number, a.Day, a.Name, a.Sex, a.Born, a.Standing, a.Grade, a.Trade, a.Words, a.OwnLabour, a.Hired, a.Apprentices, tx.Act)
}

// tested holds an application to the charter's test: own labour, and fewer hired
// hands than would make an owner who lives by others (S5); apprentices are apart.
func (a Applied) tested(tx *db.Tx) (Applied, error) {
	charter, err := unit.CharterAt(tx, a.Day)
	if err != nil {
		return a, err
	}
	say := func(passes bool, says string, args ...string) {
		a.Passes, a.Says = passes, Words{says, args}
		a.Test = a.Says.String()
	}
	say(true, "Main labour of their own workshop.")
	if !a.OwnLabour {
		say(false, "Not the main labour of their workshop: the charter admits craftsmen who work themselves (S5).")
		return a, nil
	}
	rule, has := charter[hiredRule]
	if !has {
		return a, nil
	}
	most, err := charter.Decimal(hiredRule)
	if err != nil {
		return a, err
	}
	if money.DecimalOf(a.Hired, 0).Cmp(most) > 0 {
		say(false, "%s hired hands: the charter admits those with at most %s (%s).", fmt.Sprint(a.Hired), rule.Value, rule.Clause)
		return a, nil
	}
	say(true, "Main labour of their own workshop, with %s of at most %s hired hands (%s).", fmt.Sprint(a.Hired), rule.Value, rule.Clause)
	return a, nil
}

// Decision decides on an application.
type Decision struct {
	Application int64   `help:"number of the application"`
	Agreed      bool    `help:"they are admitted" default:"yes"`
	Day         cal.Day `help:"the day of the decision; who is admitted belongs to the unit from it on; today where left out" opt:"yes"`
	Grounds     string  `help:"why" opt:"yes"`
	Resolution  int64   `help:"number of the resolution, where the charter asks for one" opt:"yes"`
	No          string  `help:"number in the register; the next free one where left out" opt:"yes"`
	FeePaid     bool    `help:"the entrance fee is paid on this day" default:"yes"`
	Shares      int64   `help:"shares paid in on this day" default:"1"`
}

// Decide decides on an application, and enters who is admitted in the register
// with fee and shares.
func Decide(tx *db.Tx, in Decision) (Applied, error) {
	a, err := find(tx, in.Application)
	if err != nil {
		return a, err
	}
	day := unit.AsOf{Day: in.Day}.Or(tx)
	if a.State != Waiting {
		return a, fault.Conflict.Errorf("Application %d was decided on %s: %s.", a.Number, a.Decided, a.State)
	}
	if day < a.Day {
		return a, fault.In("day", string(day), fault.Invalid.Errorf("%s is before the application of %s.", day, a.Day))
	}
	a.Decided, a.Grounds, a.Resolution, a.State = day, strings.TrimSpace(in.Grounds), in.Resolution, Refused
	if in.Agreed {
		if a, err = a.admit(tx, in); err != nil {
			return a, err
		}
	} else if a.Grounds == "" {
		return a, fault.In("grounds", "", fault.Invalid.Errorf("Say why they are not admitted: whoever asked has a right to know."))
	}
	return a, tx.Exec(`insert into application_end (unit, number, agreed, day, grounds, resolution, member, act) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		tx.Unit, a.Number, in.Agreed, a.Decided, a.Grounds, a.Resolution, a.Member, tx.Act)
}

func (a Applied) admit(tx *db.Tx, in Decision) (Applied, error) {
	if !a.Passes {
		return a, fault.Refused.Errorf("Application %d does not pass the charter's test. %s", a.Number, a.Test)
	}
	charter, err := unit.CharterAt(tx, a.Decided)
	if err != nil {
		return a, err
	}
	if rule, has := charter[voteRule]; has && rule.Value == "yes" && in.Resolution == 0 {
		return a, fault.Refused.Errorf("By %s of the charter the members decide who is admitted. Say the number of their resolution.", rule.Clause)
	}
	if in.Resolution != 0 {
		if _, err := assembly.MustCarry(tx, in.Resolution, a.Decided, "admission"); err != nil {
			return a, err
		}
	}
	m, err := member.Admit(tx, member.Admission{No: in.No, Name: a.Name, Sex: a.Sex, Born: a.Born, Standing: a.Standing, Grade: a.Grade, Joined: a.Decided,
		OwnLabour: a.OwnLabour, Hired: a.Hired, OwnApprentice: a.Apprentices, Resolution: in.Resolution})
	if err != nil {
		return a, err
	}
	a.Member, a.State = m.No, Admitted
	if err := craftsman.HasJoined(tx, a.Name, a.Decided); err != nil {
		return a, err
	}
	if a.Standing != member.Full {
		return a, nil
	}
	if in.Shares < 0 {
		return a, fault.In("shares", fmt.Sprint(in.Shares), fault.Invalid.Errorf("Shares are not below 0."))
	}
	pay := func(rule, kind string, times int64) error {
		if _, has := charter[rule]; !has || times == 0 {
			return nil
		}
		d, err := charter.Decimal(rule)
		if err != nil || d.IsZero() {
			return err
		}
		if d, err = d.Times(money.DecimalOf(times, 0)); err != nil {
			return err
		}
		_, err = capital.Subscribe(tx, capital.Subscription{Member: m.No, Day: a.Decided, Kind: kind, Amount: d})
		return err
	}
	if in.FeePaid {
		if err := pay(feeRule, capital.EntranceFee, 1); err != nil {
			return a, err
		}
	}
	return a, pay(shareRule, capital.CashShare, in.Shares)
}

// Applications are all applications, the newest first.
func Applications(tx *db.Tx, _ act.Nothing) ([]Applied, error) { return selectApplications(tx, 0) }

// selectApplications are the applications, or the one of a number.
func selectApplications(tx *db.Tx, number int64) ([]Applied, error) {
	type row struct {
		Number             int64
		Day                cal.Day
		Name               string
		Sex                string
		Born               int64
		Standing, Grade    string
		Trade, Words       string
		OwnLabour          bool
		Hired, Apprentices int64
		Ended, Agreed      bool
		Decided            string
		Grounds            string
		Resolution         int64
		Member             string
	}
	rows, err := db.All[row](tx, `
		select a.number, a.day, a.name, a.sex, a.born, a.standing, a.grade, a.trade, a.words, a.own_labour, a.hired, a.apprentices,
			e.number is not null, coalesce(e.agreed, false), coalesce(e.day, ''), coalesce(e.grounds, ''), coalesce(e.resolution, 0), coalesce(e.member, '')
		from application a left join application_end e on e.unit = a.unit and e.number = a.number
		where a.unit = $1 and ($2 = 0 or a.number = $2) order by a.number desc`, tx.Unit, number)
	list := make([]Applied, len(rows))
	for i, r := range rows {
		if err != nil {
			break
		}
		a := Applied{Number: r.Number, Day: r.Day, Name: r.Name, State: Waiting, Decided: cal.Day(r.Decided), Grounds: r.Grounds, Resolution: r.Resolution, Member: r.Member,
			facts: facts{r.Sex, r.Born, r.Standing, r.Grade, r.Trade, r.Words, r.OwnLabour, r.Hired, r.Apprentices}}
		switch {
		case r.Agreed:
			a.State = Admitted
		case r.Ended:
			a.State = Refused
		}
		list[i], err = a.tested(tx)
	}
	return list, err
}

func find(tx *db.Tx, number int64) (Applied, error) {
	all, err := selectApplications(tx, number)
	if err == nil && (number == 0 || len(all) == 0) {
		err = fault.Missing.Errorf("There is no application %d.", number)
	}
	if err != nil {
		return Applied{}, err
	}
	return all[0], nil
}
