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
	return Choose(tx, day, Choice{What: what}, after, limit)
}

// Choice is who of the register is looked for; what is left empty does not
// matter.
type Choice struct {
	What     string // part of the number, the name or its pinyin, in small letters
	Standing string
	Grade    string
	State    string // In or Left, on the day
}

// Where somebody stands on a day.
const (
	In   = "in"
	Left = "left"
)

// Choose is a page of those of the register who are looked for, after a number.
func Choose(tx *db.Tx, day cal.Day, c Choice, after string, limit int) ([]Member, error) {
	return db.All[Member](tx, `
		select no, name, sex, born, standing, grade, joined, left_on from member m
		where m.unit = $1 and `+newest+` and no > $3 and ($4 = '' or search like '%' || $4 || '%')
		and ($5 = '' or standing = $5) and ($6 = '' or grade = $6)
		and ($7 = '' or ($7 = 'in' and joined <= $2 and (left_on = '' or left_on >= $2)) or ($7 = 'left' and left_on <> '' and left_on < $2))
		order by no limit $8`, tx.Unit, day, after, c.What, c.Standing, c.Grade, c.State, limit)
}

// Grades are the grades that members have or had, in order.
func Grades(tx *db.Tx) ([]string, error) {
	return db.All[string](tx, `select distinct grade from member where unit = $1 and grade <> '' order by grade`, tx.Unit)
}

// Count is how many are in the register on a day, the leavers among them.
func Count(tx *db.Tx, day cal.Day) (int64, error) {
	return db.One[int64](tx, `select count(distinct no) from member where unit = $1 and since <= $2`, tx.Unit, day)
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

// Flow is how many joined and left in a month.
type Flow struct {
	Month        cal.Month
	Joined, Left int64
}

// Flows are all months in which anybody joined or left, in order.
func Flows(tx *db.Tx) ([]Flow, error) {
	return db.All[Flow](tx, `
		select month, cast(sum(joined) as bigint), cast(sum(gone) as bigint) from (
			select substr(max(joined), 1, 7) as month, 1 as joined, 0 as gone from member where unit = $1 group by no
			union all
			select substr(max(left_on), 1, 7), 0, 1 from member where unit = $1 and left_on <> '' group by no
		) x group by month order by month`, tx.Unit)
}

// Voters are the numbers of those who were members on a day and had not left
// before until; apprentices are none.
func Voters(tx *db.Tx, day, until cal.Day) ([]string, error) {
	return db.All[string](tx, `
		select m.no from member m
		where m.unit = $1 and `+newest+` and m.standing = 'member' and m.joined <= $2
		  and not exists (
			select 1 from member l
			where l.unit = m.unit and l.no = m.no and l.left_on <> '' and l.left_on < $3)
		order by m.no`, tx.Unit, day, until)
}
