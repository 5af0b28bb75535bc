package assembly

import (
	"cmp"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/member"
	"artel/coop/unit"
)

// Post is a post, with who holds it, and until when.
type Post struct {
	Post    string  `json:"post" words:"yes"`
	Member  string  `json:"member"` // "" where nobody holds it
	Name    string  `json:"name"`
	Since   cal.Day `json:"since"`
	Until   cal.Day `json:"until,omitempty"`
	Meeting int64   `json:"meeting"`
	State   string  `json:"state" words:"yes"`
}

// How a post stands.
const (
	Held   = "held"
	Over   = "term over"
	Vacant = "vacant"
)

// Posts are the posts as of a day, with their holders; a post that somebody once
// held and nobody does is vacant (S43).
func Posts(tx *db.Tx, in unit.AsOf) ([]Post, error) {
	day := in.Or(tx)
	type row struct {
		Post, Member, Name string
		Since, Until       cal.Day
		Meeting            int64
		Ended              cal.Day
	}
	rows, err := db.All[row](tx, `
		select o.post, o.member, coalesce((select n.name from member n where n.unit = o.unit and n.no = o.member order by n.since desc, n.act desc limit 1), ''), o.since, o.until, o.meeting,
			coalesce((select min(e.day) from office_end e where e.unit = o.unit and e.post = o.post and e.member = o.member and e.day >= o.since), '')
		from office o where o.unit = $1 and o.since <= $2 order by o.post, o.since, o.member`, tx.Unit, day)
	if err != nil {
		return nil, err
	}
	members, err := member.Register(tx)
	if err != nil {
		return nil, err
	}
	last := map[string]cal.Day{} // the day of the newest election to a post
	for _, r := range rows {
		last[r.Post] = max(last[r.Post], r.Since)
	}
	var list []Post
	held := map[string]bool{}
	for _, r := range rows {
		gone := r.Ended != "" && r.Ended <= day || members[r.Member].Left != "" && members[r.Member].Left < day
		over := r.Until != "" && r.Until < day
		if gone || over && r.Since < last[r.Post] {
			continue
		}
		p := Post{r.Post, r.Member, r.Name, r.Since, r.Until, r.Meeting, Held}
		if over {
			p.State = Over
		}
		held[r.Post] = true
		list = append(list, p)
	}
	for post := range last {
		if !held[post] {
			list = append(list, Post{Post: post, State: Vacant})
		}
	}
	slices.SortStableFunc(list, func(a, b Post) int { return cmp.Or(cmp.Compare(a.Post, b.Post), cmp.Compare(a.Since, b.Since)) })
	return list, nil
}

// Resigning ends somebody's holding of a post before its term.
type Resigning struct {
	Post   string  `help:"the post"`
	Member string  `help:"who holds it, by number"`
	Day    cal.Day `help:"the last day"`
	Why    string  `help:"why: at their own wish, recalled by resolution 5"`
}

// EndPost ends somebody's holding of a post.
func EndPost(tx *db.Tx, in Resigning) (Resigning, error) {
	list, err := Posts(tx, unit.AsOf{Day: in.Day})
	if err != nil {
		return in, err
	}
	if !slices.ContainsFunc(list, func(p Post) bool { return p.Post == in.Post && p.Member == in.Member }) {
		return in, fault.Missing.Errorf("%s does not hold the post “%s” on %s.", in.Member, in.Post, in.Day)
	}
	return in, tx.Exec(`insert into office_end (unit, post, member, day, why, act) values ($1, $2, $3, $4, $5, $6)`, tx.Unit, in.Post, in.Member, in.Day, strings.TrimSpace(in.Why), tx.Act)
}
