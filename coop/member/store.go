package member

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/coop/unit"
)

// version is a member as they are from a day on.
type version struct {
	Member
	since   cal.Day
	grounds string
}

func insertMembers(tx *db.Tx, rows []version) error {
	return tx.Insert("member (unit, no, since, act, name, search, sex, born, standing, grade, joined, left_on, grounds)", len(rows),
		func(i int, to []any) []any {
			m := &rows[i]
			return append(to, tx.Unit, m.No, m.since, tx.Act, m.Name, searchText(m.Member), m.Sex, m.Born, m.Standing, m.Grade, m.Joined, m.Left, m.grounds)
		})
}

// newest is the condition that a version holds on day $2: none that began
// later, or was recorded later for the same day, holds on it.
const newest = `m.since <= $2 and not exists (
	select 1 from member n where n.unit = m.unit and n.no = m.no and n.since <= $2
	and (n.since > m.since or n.since = m.since and n.act > m.act))`

func selectMembers(tx *db.Tx, day cal.Day) ([]Member, error) {
	return db.All[Member](tx, `
		select no, name, sex, born, standing, grade, joined, left_on from member m
		where m.unit = $1 and `+newest+` order by no`, tx.Unit, day)
}

func selectMember(tx *db.Tx, no string, day cal.Day) (Member, error) {
	return db.One[Member](tx, `
		select no, name, sex, born, standing, grade, joined, left_on from member m
		where m.unit = $1 and m.no = $3 and `+newest, tx.Unit, day, no)
}

// Find is a page of the register: those whose number, name or pinyin holds
// what is looked for (small letters), after a number.
func Find(tx *db.Tx, day cal.Day, what, after string, limit int) ([]Member, error) {
	return db.All[Member](tx, `
		select no, name, sex, born, standing, grade, joined, left_on from member m
		where m.unit = $1 and `+newest+` and no > $3 and ($4 = '' or search like '%' || $4 || '%')
		order by no limit $5`, tx.Unit, day, after, what, limit)
}

// Name is who has a number, and what finds them: number, name and pinyin in
// small letters.
type Name struct {
	No     string `json:"no"`
	Name   string `json:"name"`
	Search string `json:"search"`
}

// Names are the names of all who are in the register on a day and have not left.
func Names(tx *db.Tx, in unit.AsOf) ([]Name, error) {
	return db.All[Name](tx, `
		select no, name, search from member m
		where m.unit = $1 and `+newest+` and (left_on = '' or left_on >= $2)
		order by no`, tx.Unit, in.Or(tx))
}

// Count is how many are in the register on a day, the leavers among them.
func Count(tx *db.Tx, day cal.Day) (int64, error) {
	return db.One[int64](tx, `select count(distinct no) from member where unit = $1 and since <= $2`, tx.Unit, day)
}
