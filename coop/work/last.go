package work

import (
	"artel/base/cal"
	"artel/base/db"
)

// LastDay is the last day on which work is recorded, or "" where none is.
func LastDay(tx *db.Tx) (cal.Day, error) {
	return db.One[cal.Day](tx, `select coalesce(max(day), '') from work where unit = $1`, tx.Unit)
}
