package credit

import (
	"cmp"
	"slices"
	"strings"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// Gain is what a loan saves beside what others ask.
type Gain struct {
	Beside string        `json:"beside"` // whose rate
	Rate   money.Decimal `json:"rate"`   // percent a year
	Own    money.Amount  `json:"own"`    // interest by the loan's own schedule
	Theirs money.Amount  `json:"theirs"` // by the same schedule at their rate
	Gain   money.Amount  `json:"gain"`
}

// Quota is what a lender lends in a year, and what of it is taken.
type Quota struct {
	Lender string       `json:"lender"`
	Year   cal.Year     `json:"year"`
	Body   string       `json:"body,omitempty"` // whose part it is; "" for ours
	Amount money.Amount `json:"amount"`
	Used   money.Amount `json:"used"`
	Left   money.Amount `json:"left"`
}

// Granting sets a lender's quota for a year, or a member unit's part of it.
type Granting struct {
	Lender string        `help:"the bank, or federation"`
	Year   cal.Year      `help:"the year"`
	Body   string        `help:"the member unit whose part it is; nobody for our own" opt:"yes"`
	Amount money.Decimal `help:"how much in the year"`
}

// Grant sets a quota (S35). The newest holds; parts for member units come out of
// our own.
func Grant(tx *db.Tx, in Granting) (Quota, error) {
	q := Quota{Lender: strings.TrimSpace(in.Lender), Year: in.Year, Body: strings.TrimSpace(in.Body)}
	amount, err := unit.Money(tx, in.Year.Last(), in.Amount)
	if err != nil {
		return q, fault.In("amount", in.Amount.String(), err)
	}
	q.Amount = amount
	if q.Lender == "" || amount.Sign() < 0 {
		return q, fault.Invalid.Errorf("A quota has a lender and an amount that is not below 0.")
	}
	list, err := Quotas(tx, ledger.OfYear{Year: in.Year})
	if err != nil {
		return q, err
	}
	part := int64(0) // what that body has already, which the new amount takes the place of
	for _, had := range list {
		if had.Lender == q.Lender && had.Body == q.Body && q.Body != "" {
			part = had.Amount.Coins
		}
	}
	for _, had := range list {
		if had.Lender != q.Lender {
			continue
		}
		left := money.Of(had.Left.Coins+part, had.Left.Currency)
		switch {
		case had.Body == "" && q.Body != "" && amount.Coins > left.Coins:
			return q, fault.In("amount", in.Amount.String(), fault.Refused.Errorf("Of %s from %s in %d, %s is left; %s cannot be passed on.", had.Amount.Text(), q.Lender, int(q.Year), left.Text(), amount.Text()))
		case had.Body == "" && q.Body == "" && amount.Coins < had.Used.Coins:
			return q, fault.In("amount", in.Amount.String(), fault.Refused.Errorf("%s of the quota is taken already; it cannot be %s.", had.Used.Text(), amount.Text()))
		}
	}
	q.Used, q.Left = money.Of(0, amount.Currency), amount
	return q, tx.Exec(`insert into credit_quota (unit, lender, year, body, amount, currency, act) values ($1, $2, $3, $4, $5, $6, $7)`, tx.Unit, q.Lender, q.Year, q.Body, amount.Coins, amount.Currency, tx.Act)
}

// Quotas are the quotas of a year with their use: our own by the loans agreed in
// it and by what was passed on.
func Quotas(tx *db.Tx, in ledger.OfYear) ([]Quota, error) {
	type row struct {
		Lender, Body string
		Amount       int64
		Currency     money.Currency
	}
	rows, err := db.All[row](tx, `
		select q.lender, q.body, q.amount, q.currency from credit_quota q where q.unit = $1 and q.year = $2 and not exists (
			select 1 from credit_quota n where n.unit = q.unit and n.lender = q.lender and n.year = q.year and n.body = q.body and n.act > q.act)
		order by q.lender, q.body`, tx.Unit, in.Year)
	if err != nil {
		return nil, err
	}
	all, err := loans(tx, "9999-12-31")
	if err != nil {
		return nil, err
	}
	list := make([]Quota, len(rows))
	for i, r := range rows {
		used := int64(0)
		for _, l := range all {
			if r.Body == "" && l.Side == Ours && l.Party == r.Lender && l.Day.Year() == in.Year && l.Principal.Currency == r.Currency && l.State != Applied && l.State != Refused {
				used += l.Principal.Coins
			}
		}
		for _, o := range rows {
			if r.Body == "" && o.Body != "" && o.Lender == r.Lender {
				used += o.Amount
			}
		}
		list[i] = Quota{r.Lender, in.Year, r.Body, money.Of(r.Amount, r.Currency), money.Of(used, r.Currency), money.Of(r.Amount-used, r.Currency)}
	}
	return list, nil
}

// MarketRate is what others ask for a loan.
type MarketRate struct {
	Name   string        `json:"name" help:"who asks it, such as usurer, or bank without preference"`
	Since  cal.Day       `json:"since" help:"from which day on"`
	Rate   money.Decimal `json:"rate" help:"percent a year; 10 percent a month are 120"`
	Source string        `json:"source,omitempty" help:"where it is known from" opt:"yes"`
}

// SetRate records what others ask for a loan.
func SetRate(tx *db.Tx, in MarketRate) (MarketRate, error) {
	in.Name, in.Source = strings.TrimSpace(in.Name), strings.TrimSpace(in.Source)
	if in.Name == "" || in.Rate.Sign() < 0 {
		return in, fault.Invalid.Errorf("A rate has a name and is not below 0.")
	}
	return in, tx.Exec(`insert into market_rate (unit, name, since, rate, source, act) values ($1, $2, $3, $4, $5, $6)`, tx.Unit, in.Name, in.Since, in.Rate.String(), in.Source, tx.Act)
}

// Rates are the rates that others ask, as recorded.
func Rates(tx *db.Tx, _ act.Nothing) ([]MarketRate, error) {
	return db.All[MarketRate](tx, `select name, since, rate, source from market_rate where unit = $1 order by name, since, act`, tx.Unit)
}

// gain holds a loan's interest beside that of the dearest rate known on its day.
func (l Loan) gain(tx *db.Tx) (*Gain, error) {
	all, err := Rates(tx, act.Nothing{})
	if err != nil {
		return nil, err
	}
	newest := map[string]MarketRate{}
	for _, r := range all {
		if r.Since <= l.Day {
			newest[r.Name] = r
		}
	}
	if len(newest) == 0 {
		return nil, nil
	}
	dear := slices.MaxFunc(slices.Collect(func(yield func(MarketRate) bool) {
		for _, r := range newest {
			if !yield(r) {
				return
			}
		}
	}), func(a, b MarketRate) int { return cmp.Or(a.Rate.Cmp(b.Rate), cmp.Compare(b.Name, a.Name)) })
	plan, err := Schedule(l.terms)
	if err != nil {
		return nil, err
	}
	g := Gain{Beside: dear.Name, Rate: dear.Rate, Own: zero(l), Theirs: zero(l)}
	left, from := l.Principal, l.terms.From
	for _, i := range plan {
		g.Own.Coins += i.Interest.Coins
		theirs, err := Interest(left, dear.Rate, l.Basis, from, i.Due)
		if err != nil {
			return nil, err
		}
		g.Theirs.Coins += theirs.Coins
		left, from = i.Left, i.Due
	}
	g.Gain = money.Of(g.Theirs.Coins-g.Own.Coins, g.Own.Currency)
	return &g, nil
}
