package member

import (
	"strconv"
	"strings"

	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
)

// Row is one row of the sheet “members”.
type Row struct {
	Member
	Line int64
}

// Take keeps the members of a sheet of a year. Who is in the register already
// and has not changed is passed over; a change holds from the start of the
// year, and a day of leaving from that day.
func Take(tx *db.Tx, year cal.Year, rows []Row) (out again.Outcome, wrong []fault.Problem, err error) {
	there, err := Register(tx)
	if err != nil {
		return out, nil, err
	}
	seen := map[string]int64{}
	var keep []version
	for _, row := range rows {
		m := row.Member
		p := m.check(year.Last())
		if line, twice := seen[m.No]; twice && p == nil {
			p = &fault.Problem{Column: "no", Value: m.No, Wrong: "The number stands in row " + strconv.FormatInt(line, 10) + " already.", Fix: "Give each person a number of their own."}
		}
		seen[m.No] = row.Line
		if p != nil {
			p.Row = int(row.Line)
			wrong = append(wrong, *p)
			continue
		}
		was, known := there[m.No]
		switch {
		case known && was == m:
			out.Known++
			continue
		case known:
			out.Changed = append(out.Changed, again.Change{Row: row.Line, Was: was.text(), Now: m.text()})
		default:
			out.Added++
		}
		keep = append(keep, versions(was, m, known, year)...)
	}
	return out, wrong, insertMembers(tx, keep)
}

// versions are the rows that a sheet's row makes of a member: as they were
// until they left, and as they left.
func versions(was, m Member, known bool, year cal.Year) (vs []version) {
	since := m.Joined
	if known {
		since = max(m.Joined, year.First())
	}
	staying := m
	staying.Left = ""
	unleft := was
	unleft.Left = ""
	if !known || unleft != staying {
		vs = append(vs, version{staying, since, "from the sheet of " + year.String()})
	}
	if m.Left != "" {
		if last := len(vs) - 1; last >= 0 && m.Left <= vs[last].since {
			vs = vs[:last] // they left on the day this would begin
		}
		vs = append(vs, version{m, m.Left, "from the sheet of " + year.String()})
	} else if known && was.Left != "" { // the day of leaving was a slip
		vs = []version{{m, max(since, was.Left), "day of leaving taken back by the sheet of " + year.String()}}
	}
	return vs
}

func (m Member) text() string {
	return strings.Join([]string{m.No, m.Name, m.Sex, strconv.FormatInt(m.Born, 10), m.Standing, m.Grade, string(m.Joined), string(m.Left)}, ", ")
}

// check holds a member to the rules that need nobody else.
func (m Member) check(last cal.Day) *fault.Problem {
	bad := func(column, value, wrong, fix string) *fault.Problem {
		return &fault.Problem{Column: column, Value: value, Wrong: wrong, Fix: fix}
	}
	born := strconv.FormatInt(m.Born, 10)
	switch {
	case m.No == "" || len(m.No) > 20:
		return bad("no", m.No, "A member needs a number of 1 to 20 characters.", "Give the number in the register, such as M001.")
	case m.Name == "":
		return bad("name", "", "The name is missing.", "Write the person's name.")
	case m.Standing != Full && m.Standing != Apprentice:
		return bad("standing", m.Standing, "This is no standing.", "Write member or apprentice.")
	case m.Joined == "":
		return bad("joined", "", "The day of joining is missing.", "Write it as 1956-03-01.")
	case m.Joined > last:
		return bad("joined", string(m.Joined), "The day of joining is after "+string(last)+".", "Correct the day, or enter the person next year.")
	case m.Left != "" && m.Left < m.Joined:
		return bad("left", string(m.Left), "They left before they joined ("+string(m.Joined)+").", "Correct one of the two days.")
	case m.Left > last:
		return bad("left", string(m.Left), "The day of leaving is after "+string(last)+".", "Leave it empty until the day has come.")
	case m.Born != 0 && (cal.Year(m.Born) > m.Joined.Year()-8 || m.Born < 1800):
		return bad("born", born, "Born in "+born+" and joined in "+m.Joined.Year().String()+" cannot both be.", "Correct the year of birth.")
	}
	return nil
}
