package work

import (
	"cmp"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/measure"
)

// changes are the days within a stretch on which some rate changes.
func changes(rates map[rateKey][]Rate, from, to cal.Day) (days []cal.Day) {
	for _, versions := range rates {
		for _, r := range versions {
			if r.Since > from && r.Since <= to {
				days = append(days, r.Since)
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// daySum is a sum and the first day of the stretch it was made in, within
// which no rate changes.
type daySum struct {
	Sum
	day cal.Day
}

// selectSums sums stretch by stretch between the changes of rates.
func selectSums(tx *db.Tx, from, to cal.Day, changes []cal.Day) ([]daySum, error) {
	type row struct {
		Month                      cal.Month
		Member, Operation, Quality string
		Quantity, Hours            measure.Quantity
	}
	var all []daySum
	for i := 0; from <= to; i++ {
		last, next := to, to.Add(1)
		if i < len(changes) {
			last, next = changes[i].Add(-1), changes[i]
		}
		rows, err := db.All[row](tx, `
			select substr(day, 1, 7), member, operation, quality, cast(sum(quantity) as bigint), cast(sum(hours) as bigint)
			from work where unit = $1 and day >= $2 and day <= $3
			group by substr(day, 1, 7), member, operation, quality`, tx.Unit, from, last)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if r.Quantity != 0 || r.Hours != 0 {
				all = append(all, daySum{Sum{Month: r.Month, Member: r.Member, Operation: r.Operation, Quality: r.Quality, Quantity: r.Quantity, Hours: r.Hours}, max(from, r.Month.First())})
			}
		}
		from = next
	}
	slices.SortStableFunc(all, func(a, b daySum) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.Member, b.Member),
			cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Quality, b.Quality), cmp.Compare(a.day, b.day)) // rates are put in later, day by day
	})
	return all, nil
}
