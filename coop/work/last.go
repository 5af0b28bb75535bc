package work

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/measure"
)

// LastDay is the last day on which work is recorded, or "" where none is.
func LastDay(tx *db.Tx) (cal.Day, error) {
	return db.One[cal.Day](tx, `select coalesce(max(day), '') from work where unit = $1`, tx.Unit)
}

// Made is what somebody made of an operation and quality.
type Made struct {
	Operation string           `json:"operation"`
	Quality   string           `json:"quality"`
	Quantity  measure.Quantity `json:"quantity"`
	Hours     measure.Quantity `json:"hours"`
}

// MadeBy is what a member made in a stretch of days, corrections taken into
// account.
func MadeBy(tx *db.Tx, member string, from, to cal.Day) ([]Made, error) {
	return db.All[Made](tx, `
		select operation, quality, cast(sum(quantity) as bigint), cast(sum(hours) as bigint) from work
		where unit = $1 and member = $2 and day >= $3 and day <= $4
		group by operation, quality having sum(quantity) <> 0 or sum(hours) <> 0 order by operation, quality`, tx.Unit, member, from, to)
}
