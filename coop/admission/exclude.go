package admission

import (
	"slices"
	"strings"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/assembly"
	"artel/coop/member"
	"artel/coop/unit"
)

// Nobody is excluded unheard: the grounds are told with a day, what the member
// says is kept, and the members vote after that.

// Charging proposes to exclude a member.
type Charging struct {
	Member  string  `help:"the member's number"`
	Day     cal.Day `help:"the day on which the member was told; today where left out" opt:"yes"`
	Hearing cal.Day `help:"the day on which they are heard"`
	Grounds string  `help:"why they are to be excluded"`
}

// Charged is a proposal to exclude a member, with what they said.
type Charged struct {
	Number  int64   `json:"number"`
	Member  string  `json:"member"`
	Day     cal.Day `json:"day"`
	Hearing cal.Day `json:"hearing"`
	Grounds string  `json:"grounds"`
	Heard   cal.Day `json:"heard,omitempty"`
	Came    bool    `json:"came"`
	Words   string  `json:"words,omitempty"`
}

// Charge proposes to exclude a member.
func Charge(tx *db.Tx, in Charging) (Charged, error) {
	c := Charged{Member: in.Member, Day: unit.AsOf{Day: in.Day}.Or(tx), Hearing: in.Hearing, Grounds: strings.TrimSpace(in.Grounds)}
	m, err := member.At(tx, in.Member, "")
	if err != nil {
		return c, err
	}
	switch {
	case !m.In(c.Day):
		return c, fault.Refused.Errorf("%s is no member on %s.", m.No, c.Day)
	case c.Grounds == "":
		return c, fault.In("grounds", "", fault.Invalid.Errorf("Say why: the member answers to it."))
	case c.Hearing <= c.Day:
		return c, fault.In("hearing", string(c.Hearing), fault.Invalid.Errorf("The member is heard after the day on which they are told (%s).", c.Day))
	}
	if c.Number, err = tx.Next("exclusion", 1); err != nil {
		return c, err
	}
	return c, tx.Exec(`insert into exclusion (unit, number, member, day, hearing, grounds, act) values ($1, $2, $3, $4, $5, $6, $7)`,
		tx.Unit, c.Number, c.Member, c.Day, c.Hearing, c.Grounds, tx.Act)
}

// Hearing is what a member said.
type Hearing struct {
	Number int64   `help:"number of the proposal to exclude"`
	Day    cal.Day `help:"the day on which they were heard"`
	Came   bool    `help:"the member came" default:"yes"`
	Words  string  `help:"what they said, in their words" opt:"yes"`
}

// Hear keeps what a member said, or that they did not come.
func Hear(tx *db.Tx, in Hearing) (Charged, error) {
	all, err := Exclusions(tx, act.Nothing{})
	if err != nil {
		return Charged{}, err
	}
	for _, c := range all {
		switch {
		case c.Number != in.Number:
			continue
		case c.Heard != "":
			return c, fault.Conflict.Errorf("%s was heard on %s.", c.Member, c.Heard)
		case in.Day < c.Hearing:
			return c, fault.In("day", string(in.Day), fault.Invalid.Errorf("%s was called for %s, and is heard then or later.", c.Member, c.Hearing))
		case in.Came && strings.TrimSpace(in.Words) == "":
			return c, fault.In("words", "", fault.Invalid.Errorf("Write what the member said."))
		}
		c.Heard, c.Came, c.Words = in.Day, in.Came, strings.TrimSpace(in.Words)
		return c, tx.Exec(`insert into exclusion_heard (unit, number, day, came, words, act) values ($1, $2, $3, $4, $5, $6)`, tx.Unit, c.Number, c.Heard, c.Came, c.Words, tx.Act)
	}
	return Charged{}, fault.Missing.Errorf("There is no proposal %d to exclude a member.", in.Number)
}

// Exclusions are all proposals to exclude, the newest first.
func Exclusions(tx *db.Tx, _ act.Nothing) ([]Charged, error) {
	return db.All[Charged](tx, `
		select e.number, e.member, e.day, e.hearing, e.grounds, coalesce(h.day, ''), coalesce(h.came, false), coalesce(h.words, '')
		from exclusion e left join exclusion_heard h on h.unit = e.unit and h.number = e.number
		where e.unit = $1 order by e.number desc`, tx.Unit)
}

// mayExclude asks for a hearing and, after it, a resolution.
func mayExclude(tx *db.Tx, in Settling) error {
	all, err := Exclusions(tx, act.Nothing{})
	if err != nil {
		return err
	}
	heard := cal.Day("")
	if i := slices.IndexFunc(all, func(c Charged) bool { return c.Member == in.Member }); i >= 0 { // the newest first: what was said to an older charge answers no new one
		heard = all[i].Heard
	}
	if heard == "" {
		return fault.Refused.Errorf("%s was not heard. Nobody is excluded unheard: tell the grounds and a day (“member charge”), and write down what is said (“member hear”).", in.Member)
	}
	if in.Resolution == 0 {
		return fault.In("resolution", "", fault.Refused.Errorf("The members decide whether somebody is excluded. Say the number of their resolution."))
	}
	r, err := assembly.MustCarry(tx, in.Resolution, "", "exclusion")
	if err != nil {
		return err
	}
	used, err := db.One[int64](tx, `select count(*) from settlement where unit = $1 and kind = 'exclusion' and resolution = $2 and day >= $3`, tx.Unit, r.Number, r.Date)
	switch {
	case err != nil:
		return err
	case r.Date < heard:
		return fault.Refused.Errorf("Resolution %d was passed on %s, before %s was heard on %s.", in.Resolution, r.Date, in.Member, heard)
	case used > 0:
		return fault.Refused.Errorf("Resolution %d of %s excluded somebody else already.", r.Number, r.Date)
	case in.Day < r.Date:
		return fault.In("day", string(in.Day), fault.Refused.Errorf("%s belongs to the unit until the members decided on %s.", in.Member, r.Date))
	}
	return nil
}
