package work

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
)

func insertRecords(tx *db.Tx, rows []Record) error {
	return tx.Insert("work (unit, number, day, member, operation, quality, quantity, hours, act, sheet_row, corrects)", len(rows),
		func(i int, to []any) []any {
			r := &rows[i]
			return append(to, tx.Unit, r.Number, string(r.Day), r.Member, r.Operation, r.Quality, int64(r.Quantity), int64(r.Hours), tx.Act, r.Line, r.Corrects)
		})
}

// selectStanding are the records of a year that nothing has taken back.
func selectStanding(tx *db.Tx, year cal.Year) ([]Record, error) {
	all, err := db.All[Record](tx, `
		select number, day, member, operation, quality, quantity, hours, sheet_row, corrects from work
		where unit = $1 and day >= $2 and day <= $3 order by number`, tx.Unit, year.First(), year.Last())
	gone := map[int64]bool{}
	for _, r := range all {
		if r.Corrects != 0 {
			gone[r.Number], gone[r.Corrects] = true, true
		}
	}
	standing := all[:0]
	for _, r := range all {
		if !gone[r.Number] {
			standing = append(standing, r)
		}
	}
	return standing, err
}

// selectStandingRecord is one record, if nothing has taken it back.
func selectStandingRecord(tx *db.Tx, number int64) (Record, error) {
	rows, err := db.All[Record](tx, `
		select number, day, member, operation, quality, quantity, hours, sheet_row, corrects from work
		where unit = $1 and (number = $2 or corrects = $2)`, tx.Unit, number)
	switch {
	case err != nil:
		return Record{}, err
	case len(rows) == 0:
		return Record{}, fault.Missing.Errorf("There is no work record %d.", number)
	case len(rows) > 1 || rows[0].Corrects != 0:
		return Record{}, fault.Conflict.Errorf("Work record %d has been corrected already, or is itself a correction.", number)
	}
	return rows[0], nil
}

func selectRecords(tx *db.Tx, in ListIn) ([]Record, error) {
	return db.All[Record](tx, `
		select number, day, member, operation, quality, quantity, hours, sheet_row, corrects from work
		where unit = $1 and day >= $2 and day <= $3 and ($4 = '' or member = $4) and number > $5
		order by number limit $6`, tx.Unit, in.From, in.To, in.Member, in.After, min(max(in.Limit, 1), 10_000))
}

func insertRates(tx *db.Tx, rates []Rate) error {
	return tx.Insert("rate (unit, operation, quality, since, act, per, rate, norm)", len(rates), func(i int, to []any) []any {
		r := rates[i]
		return append(to, tx.Unit, r.Operation, r.Quality, r.Since, tx.Act, r.Per, r.Rate.String(), r.Norm.String())
	})
}

// selectRates are all versions of all rates, the newest of each last.
func selectRates(tx *db.Tx) ([]Rate, error) {
	type row struct {
		Operation, Quality, Per string
		Rate                    money.Decimal
		Norm                    string
		Since                   cal.Day
	}
	rows, err := db.All[row](tx, `
		select operation, quality, per, rate, norm, since from rate
		where unit = $1 order by operation, quality, since, act`, tx.Unit)
	if err != nil {
		return nil, err
	}
	rates := make([]Rate, len(rows))
	for i, r := range rows {
		norm, err := measure.ParseQuantity(r.Norm)
		if err != nil {
			return nil, err
		}
		rates[i] = Rate{r.Operation, r.Quality, r.Per, r.Rate, norm, r.Since, 0}
	}
	return rates, nil
}

// Sum is what a member made of an operation and quality at one rate in a
// month.
type Sum struct {
	Month     cal.Month
	Member    string
	Operation string
	Quality   string
	Rate      money.Decimal
	Per       string
	Quantity  measure.Quantity
	Hours     measure.Quantity
}

// Sums adds the records of a stretch of days up by month, member, operation,
// quality and rate, in that order. Where a rate changes within a month there
// are two sums.
func Sums(tx *db.Tx, from, to cal.Day) ([]Sum, error) {
	rates, err := ratesByKey(tx)
	if err != nil {
		return nil, err
	}
	all, err := selectSums(tx, from, to, changes(rates, from, to))
	if err != nil {
		return nil, err
	}
	for i := range all {
		s := &all[i]
		r := rateOn(rates[rateKey{s.Operation, s.Quality}], s.day)
		if r == nil {
			return nil, fault.Conflict.Errorf("There is no rate for “%s” of quality “%s” on %s.", s.Operation, s.Quality, s.day)
		}
		s.Rate, s.Per = r.Rate, r.Per
	}
	var sums []Sum
	for i := range all {
		if last := len(sums) - 1; last >= 0 && sums[last].key() == all[i].key() {
			sums[last].Quantity += all[i].Quantity // the rate changed, and back
			sums[last].Hours += all[i].Hours
			continue
		}
		sums = append(sums, all[i].Sum)
	}
	return sums, nil
}

// key is s without what is summed.
func (s Sum) key() Sum {
	s.Quantity, s.Hours = 0, 0
	return s
}

// CountStanding is how many records a year has that nothing has taken back.
func CountStanding(tx *db.Tx, year cal.Year) (int64, error) {
	return db.One[int64](tx, `
		select count(*) - 2 * cast(coalesce(sum(case when corrects <> 0 then 1 else 0 end), 0) as bigint)
		from work where unit = $1 and day >= $2 and day <= $3`, tx.Unit, year.First(), year.Last())
}

// Months are the months of a year in which any work stands. Each is a look into
// the index, and no scan over a year of rows.
func Months(tx *db.Tx, year cal.Year) (months []cal.Month, err error) {
	for m := year.First().Month(); m <= year.Last().Month(); m = m.Last().Add(1).Month() {
		any, err := db.All[cal.Day](tx, `
			select day from work where unit = $1 and day >= $2 and day <= $3 limit 1`, tx.Unit, m.First(), m.Last())
		if err != nil {
			return nil, err
		}
		if len(any) > 0 {
			months = append(months, m)
		}
	}
	return months, nil
}
