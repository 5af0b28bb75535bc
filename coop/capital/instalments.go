package capital

import (
	"math/big"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/member"
)

// InstalmentsIn names a tool.
type InstalmentsIn struct {
	Tool string `help:"number in the tool register"`
}

// Instalment is one payment for a tool.
type Instalment struct {
	Due    cal.Day      `json:"due"`
	Amount money.Amount `json:"amount"`
}

// Instalments are the payments for a tool bought out, the first a year after
// the take-over, or after the day on which a tool share was bought out.
func Instalments(tx *db.Tx, in InstalmentsIn) ([]Instalment, error) {
	all, err := selectTools(tx, "9999-12-31")
	if err != nil {
		return nil, err
	}
	t, from, first := Tool{}, cal.Day(""), true
	for _, line := range all {
		if line.No != in.Tool {
			continue
		}
		if t = line; t.State == BoughtOut {
			if from = t.Since; first { // as it was taken over, here or in the unit it came from
				from = t.Day
			}
		}
		first = false
	}
	if t.No == "" || t.State == Withdrawn || t.State == Disposed {
		return nil, fault.Missing.Errorf("There is no tool %s in the register.", in.Tool)
	}
	if err := member.Own(tx, t.Member); err != nil {
		return nil, err
	}
	parts, err := Equal(t.Price, t.Instalments)
	var list []Instalment
	if from == "" { // a share, for which nothing is owed
		return list, err
	}
	for i, p := range parts {
		list = append(list, Instalment{cal.On(from.Time().AddDate(i+1, 0, 0)), p})
	}
	return list, err
}

// Equal shares an amount out in n parts that differ by a coin at most, the
// spare coins in the first (S12).
func Equal(amount money.Amount, n int64) ([]money.Amount, error) {
	each := amount.Coins / n
	parts := make([]money.Amount, n)
	for i := range parts {
		parts[i] = money.Of(each, amount.Currency)
	}
	parts[0].Coins += amount.Coins - each*n
	return parts, nil
}

// Schedule shares a leaver's balance out over payments by percent, the last one
// taking what rounding left.
func Schedule(balance money.Amount, percents []money.Decimal) ([]money.Amount, error) {
	weights := make([]*big.Rat, len(percents))
	for i, p := range percents {
		weights[i] = p.Rat()
	}
	parts, err := money.SplitBy(balance, weights)
	amounts := make([]money.Amount, len(parts))
	for i, p := range parts {
		amounts[i] = p.Amount
	}
	return amounts, err
}
