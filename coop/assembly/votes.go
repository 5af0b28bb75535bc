package assembly

import (
	"artel/base/cal"
	"artel/base/db"
)

// CastBallot is a member's vote on a motion that was counted.
type CastBallot struct {
	Year    cal.Year `json:"year"`
	Number  int64    `json:"number"`
	Day     cal.Day  `json:"day"`
	Words   string   `json:"words"`
	Choice  string   `json:"choice"`
	Carried bool     `json:"carried"`
}

// VotesOf are a member's votes on motions that were counted until a day, the
// newest first. Until a motion is counted nobody sees how others voted.
func VotesOf(tx *db.Tx, member string, until cal.Day) ([]CastBallot, error) {
	return db.All[CastBallot](tx, `
		select r.concerns, r.number, r.day, r.words, b.choice, r.carried
		from ballot b join resolution r on r.unit = b.unit and r.concerns = b.concerns and r.number = b.number
		where b.unit = $1 and b.member = $2 and r.day <= $3 order by r.day desc, r.number desc`, tx.Unit, member, until)
}
