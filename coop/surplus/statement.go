package surplus

import (
	"fmt"

	"artel/base/explain"
	"artel/base/money"
)

// Statement is how a year's net revenue was divided.
type Statement struct {
	Currency   money.Currency `json:"currency"`
	Year       int            `json:"year"`
	Resolution string         `json:"resolution,omitempty"`
	Net        money.Amount   `json:"net"`
	Lines      []LineResult   `json:"lines"`   // in the order of the waterfall
	Pools      []string       `json:"pools"`   // the lines of which each member has a share, in the order of Shares
	Members    []MemberResult `json:"members"` // by number
	Carried    money.Amount   `json:"carried"` // to the next year; below zero, a loss

	run *division // what it can be explained from
}

// LineResult is what one line came to. Amount is whole coins; Value is the same,
// or for a line that only computes, the exact number.
type LineResult struct {
	Line
	Amount  money.Amount   `json:"amount"`
	Value   explain.Number `json:"value"`
	Skipped bool           `json:"skipped,omitempty"` // had no say in such a year
	Claims  explain.Number `json:"claims,omitzero"`   // members: the sum of them
	Spare   int            `json:"spare,omitempty"`   // members: coins that rounding down left over
	Cut     money.Amount   `json:"cut"`               // members: what the cap took away
	OverCap money.Amount   `json:"over_cap"`          // fund: what caps brought, on top of Amount

	rounded bool // the formula left the rounding to us
}

// Sum is what the line came to in money: of a fund with what caps brought it, of
// a pool less what the cap took away.
func (l LineResult) Sum() money.Amount {
	if l.Kind == Value {
		a, err := money.HalfUp(l.Value.Rat, l.Amount.Currency)
		if err == nil {
			return a
		}
	}
	return money.Of(l.Amount.Coins+l.OverCap.Coins-l.Cut.Coins, l.Amount.Currency)
}

// MemberResult is what one member gets.
type MemberResult struct {
	No     string       `json:"no"`
	Shares []Share      `json:"shares"`
	Total  money.Amount `json:"total"` // parts less what is withheld
}

// Share is a member's part of one pool, or what is withheld.
type Share struct {
	TakesPart bool           `json:"takes_part"`
	Claim     explain.Number `json:"claim,omitzero"`
	Remainder explain.Number `json:"remainder,omitzero"` // of a coin, when the part was rounded down
	Extra     bool           `json:"extra,omitempty"`    // got one of the spare coins
	Part      money.Amount   `json:"part"`               // before the cap
	Cut       money.Amount   `json:"cut"`
	Amount    money.Amount   `json:"amount"`
}

// FundTotal is what one fund gets, of whichever lines.
type FundTotal struct {
	Fund    string       `json:"fund"`
	Amount  money.Amount `json:"amount"`   // with OverCap; below zero, is drawn
	OverCap money.Amount `json:"over_cap"` // of which over the cap
}

// Funds are the funds in the order in which the waterfall first names them.
func (st Statement) Funds() ([]FundTotal, error) {
	var funds []FundTotal
	at := map[string]int{}
	for _, l := range st.Lines {
		if l.Kind != Fund {
			continue
		}
		i, known := at[l.fund()]
		if !known {
			i, at[l.fund()] = len(funds), len(funds)
			zero := money.Of(0, st.Currency)
			funds = append(funds, FundTotal{l.fund(), zero, zero})
		}
		sum := money.NewSum(st.Currency)
		sum.Add(funds[i].Amount)
		sum.Add(l.Amount)
		sum.Add(l.OverCap)
		var err error
		if funds[i].Amount, err = sum.Amount(); err != nil {
			return nil, err
		}
		if funds[i].OverCap, err = funds[i].OverCap.Plus(l.OverCap); err != nil {
			return nil, err
		}
	}
	return funds, nil
}

// Line is what the line called name came to.
func (st Statement) Line(name string) (LineResult, bool) {
	for _, l := range st.Lines {
		if l.Name == name {
			return l, true
		}
	}
	return LineResult{}, false
}

// end carries forward what is left, and adds everything up once more. An error
// here is artel's own: no charter and no books may bring it about.
func (d *division) end() error {
	d.st.Carried = d.left
	return d.st.Balance()
}

// Balance proves the statement: its dues, funds, members' parts and what it
// carries forward are the net revenue, and each pool is its parts.
func (st Statement) Balance() error {
	sum := money.NewSum(st.Currency)
	sum.Add(st.Carried)
	pool := 0
	for _, l := range st.Lines {
		switch l.Kind {
		case Fund:
			sum.Add(l.Amount)
			sum.Add(l.OverCap)
		case Due, Withheld:
			sum.Add(l.Amount)
		}
		if l.shares() {
			if err := st.balancePool(l, pool); err != nil {
				return err
			}
			pool++
		}
	}
	for _, m := range st.Members {
		sum.Add(m.Total)
	}
	total, err := sum.Amount()
	if err == nil && total.Coins != st.Net.Coins {
		err = fmt.Errorf("surplus: the parts sum to %s, not to the net revenue of %s", total.Text(), st.Net.Text())
	}
	return err
}

func (st Statement) balancePool(l LineResult, pool int) error {
	sum := money.NewSum(st.Currency)
	for _, m := range st.Members {
		sum.Add(m.Shares[pool].Amount)
	}
	if l.Kind == Members {
		sum.Add(l.Cut)
	}
	total, err := sum.Amount()
	if err == nil && total.Coins != l.Amount.Coins {
		err = fmt.Errorf("surplus: the parts of %s sum to %s, not to its %s", l.Name, total.Text(), l.Amount.Text())
	}
	return err
}
