package work

import (
	"strings"

	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// Rate is what a piece of an operation and quality earns from a day on, in
// units of the currency; it may have more digits than the coin.
type Rate struct {
	Operation string           `json:"operation"`
	Quality   string           `json:"quality"`
	Per       string           `json:"per"` // the unit it is counted in: piece, bundle
	Rate      money.Decimal    `json:"rate"`
	Norm      measure.Quantity `json:"norm_per_hour"` // the most that can be made; 0 if none is stated
	Since     cal.Day          `json:"since"`
	Line      int64            `json:"-"`
}

type rateKey struct{ operation, quality string }

// Setting sets a rate.
type Setting struct {
	Operation  string           `help:"the operation, such as weave basket"`
	Quality    string           `help:"the quality: 1, 2, 3, reject" default:"1"`
	Per        string           `help:"what it is counted in" default:"piece"`
	Rate       money.Decimal    `help:"what one earns"`
	Norm       measure.Quantity `help:"the most that can be made in an hour" opt:"yes"`
	Since      cal.Day          `help:"the first day on which it holds"`
	Resolution int64            `help:"number of the resolution that set it" opt:"yes"`
}

// SetRate sets a rate from a day on. Work of earlier days keeps its rate.
func SetRate(tx *db.Tx, in Setting) (Rate, error) {
	r := Rate{in.Operation, in.Quality, in.Per, in.Rate, in.Norm, in.Since, 0}
	if p := r.check(); p != nil {
		return r, fault.Invalid.Errorf("%s %s", p.Wrong, p.Fix)
	}
	if err := mustBeOpen(tx, in.Since); err != nil {
		return r, err
	}
	return r, insertRates(tx, []Rate{r})
}

// Rates are the rates as of a day.
func Rates(tx *db.Tx, in unit.AsOf) ([]Rate, error) {
	all, err := selectRates(tx)
	day := in.Or(tx)
	var list []Rate
	for i, r := range all {
		if r.Since > day || i+1 < len(all) && all[i+1].key() == r.key() && all[i+1].Since <= day {
			continue
		}
		list = append(list, r)
	}
	return list, err
}

func (r Rate) key() rateKey { return rateKey{r.Operation, r.Quality} }

func ratesByKey(tx *db.Tx) (map[rateKey][]Rate, error) {
	all, err := selectRates(tx)
	by := map[rateKey][]Rate{}
	for _, r := range all {
		by[r.key()] = append(by[r.key()], r)
	}
	return by, err
}

// rateOn is the version that holds on a day: the last that had begun.
func rateOn(versions []Rate, day cal.Day) *Rate {
	for i := len(versions) - 1; i >= 0; i-- {
		if versions[i].Since <= day {
			return &versions[i]
		}
	}
	return nil
}

func (r Rate) check() *fault.Problem {
	bad := func(column, value, wrong, fix string) *fault.Problem {
		return &fault.Problem{Column: column, Value: value, Wrong: wrong, Fix: fix}
	}
	switch {
	case r.Operation == "":
		return bad("operation", "", "The operation is missing.", "Write what is done, such as weave basket.")
	case r.Quality == "":
		return bad("quality", "", "The quality is missing.", "Write 1, 2, 3 or reject.")
	case r.Rate.Sign() < 0:
		return bad("rate", r.Rate.String(), "A rate is not below 0.", "Write what one piece earns.")
	case r.Norm < 0:
		return bad("norm_per_hour", r.Norm.String(), "A norm is not below 0.", "Write the most that can be made in an hour, or nothing.")
	case strings.EqualFold(r.Quality, "reject") && !r.Rate.IsZero():
		return bad("rate", r.Rate.String(), "Rejects earn nothing.", "Write 0.")
	}
	return nil
}

// TakeRates keeps the rates of a sheet from since on. A sheet in the currency of
// today says nothing of the days before the books came to it.
func TakeRates(tx *db.Tx, rows []Rate, since cal.Day) (out again.Outcome, wrong []fault.Problem, err error) {
	began, err := ledger.BooksBegan(tx)
	if err != nil {
		return out, nil, err
	}
	if began.Renewed.Year() == since.Year() {
		since = max(since, began.Renewed)
	}
	there, err := ratesByKey(tx)
	if err != nil {
		return out, nil, err
	}
	seen := map[rateKey]bool{}
	var news []Rate
	for _, r := range rows {
		r.Since = since
		p := r.check()
		if p == nil && seen[r.key()] {
			p = &fault.Problem{Column: "quality", Value: r.Quality, Wrong: "The rate of “" + r.Operation + "” of this quality stands in the sheet twice.", Fix: "Keep one of the two rows."}
		}
		if p != nil {
			p.Row = int(r.Line)
			wrong = append(wrong, *p)
			continue
		}
		seen[r.key()] = true
		was := rateOn(there[r.key()], since)
		switch {
		case was != nil && was.Rate == r.Rate && was.Per == r.Per && was.Norm == r.Norm:
			out.Known++
			continue
		case was != nil:
			out.Changed = append(out.Changed, again.Change{Row: r.Line, Was: was.Rate.String(), Now: r.Rate.String()})
		default:
			out.Added++
		}
		news = append(news, r)
	}
	return out, wrong, insertRates(tx, news)
}
