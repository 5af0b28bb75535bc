package surplus

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/unit"
	"artel/coop/work"
)

// Key is the statement of a year in figures, in smallest coins.
type Key struct {
	Unit           string               `json:"unit"`
	Year           cal.Year             `json:"year"`
	Currency       money.Currency       `json:"currency"`
	In             string               `json:"in_"`
	WorkRows       int64                `json:"work_rows"`
	Members        int                  `json:"members"`
	Apprentices    int                  `json:"apprentices"`
	Sales          int64                `json:"sales"` // processing fees among them
	Processing     int64                `json:"processing"`
	MaterialsUsed  int64                `json:"materials_used"`
	Pay            int64                `json:"pay"`
	Depreciation   int64                `json:"depreciation"`
	Expenses       int64                `json:"expenses"`
	NetRevenue     int64                `json:"net_revenue"`
	Tax            Tax                  `json:"tax"`
	Funds          map[string]int64     `json:"funds"`
	ShareDividend  int64                `json:"share_dividend"`
	LabourDividend int64                `json:"labour_dividend"`
	Other          map[string]int64     `json:"other,omitempty"` // pools and dues of another charter
	Carried        int64                `json:"carried,omitempty"`
	Detail         map[string]KeyMember `json:"members_detail"`
}

// Tax is the tax before relief, the relief, and what is due.
type Tax struct {
	Full   int64 `json:"full"`
	Relief int64 `json:"relief"`
	Due    int64 `json:"due"`
}

// KeyMember is what one member had.
type KeyMember struct {
	Pay            int64            `json:"pay"`
	ShareDividend  int64            `json:"share_dividend"`
	LabourDividend int64            `json:"labour_dividend"`
	CutByCap       int64            `json:"cut_by_cap"`
	Other          map[string]int64 `json:"other,omitempty"`
}

// Of is a member's part of the pool called name.
func (m KeyMember) Of(name string) int64 {
	switch name {
	case "share_dividend":
		return m.ShareDividend
	case "labour_dividend":
		return m.LabourDividend
	}
	return m.Other[name]
}

// YearStatement is the statement of a year that has been shared out.
func YearStatement(tx *db.Tx, in ledger.OfYear) (Key, error) {
	m, err := load(tx, in.Year)
	return m.key, err
}

func keyOf(tx *db.Tx, st Statement, facts Facts) (Key, error) {
	year := cal.Year(st.Year)
	u, err := unit.At(tx, year.Last())
	if err != nil {
		return Key{}, err
	}
	k := Key{Unit: u.Name, Year: year, Currency: st.Currency, In: "smallest coins", NetRevenue: st.Net.Coins, Carried: st.Carried.Coins,
		Funds: map[string]int64{}, Other: map[string]int64{}, Detail: map[string]KeyMember{}}
	if k.WorkRows, err = work.CountStanding(tx, year); err != nil {
		return k, err
	}
	if err := k.books(tx, year); err != nil {
		return k, err
	}
	if err := k.lines(st); err != nil {
		return k, err
	}
	return k, k.members(tx, st, facts)
}

// books reads income and cost.
func (k *Key) books(tx *db.Tx, year cal.Year) error {
	r, err := ledger.YearResult(tx, ledger.OfYear{Year: year})
	if err != nil {
		return err
	}
	for _, b := range r.Income {
		if b.Account == ledger.Processing {
			k.Processing = -b.Balance
		}
		k.Sales -= b.Balance
	}
	for _, b := range r.Cost {
		switch b.Account {
		case ledger.MaterialsUsed:
			k.MaterialsUsed = b.Balance
		case ledger.Pay:
			k.Pay = b.Balance
		case ledger.Depreciation:
			k.Depreciation = b.Balance
		default:
			k.Expenses += b.Balance
		}
	}
	return nil
}

// lines reads taxes, funds and pools.
func (k *Key) lines(st Statement) error {
	value := func(name string) int64 {
		l, ok := st.Line(name)
		if !ok {
			return 0
		}
		return coinsOf(l.Value, st.Currency)
	}
	k.Tax = Tax{value("tax_full"), value("tax_relief"), value("tax")}
	funds, err := st.Funds()
	if err != nil {
		return err
	}
	for _, f := range funds {
		if f.Fund == "loss_carried" && f.Amount.IsZero() {
			continue
		}
		k.Funds[f.Fund] = f.Amount.Coins
		if !f.OverCap.IsZero() || f.Fund == "accumulation" {
			k.Funds["of_which_over_cap"] += f.OverCap.Coins
		}
	}
	for _, l := range st.Lines {
		switch {
		case l.Name == "share_dividend":
			k.ShareDividend = l.Amount.Coins - l.Cut.Coins
		case l.Name == "labour_dividend":
			k.LabourDividend = l.Amount.Coins - l.Cut.Coins
		case l.shares(), l.Kind == Due && l.Name != "tax":
			k.Other[l.Name] = l.Amount.Coins - l.Cut.Coins
		}
	}
	return nil
}

func (k *Key) members(tx *db.Tx, st Statement, facts Facts) error {
	year := cal.Year(st.Year)
	all, err := member.List(tx, unit.AsOf{Day: year.Last()})
	if err != nil {
		return err
	}
	standing := map[string]string{}
	for _, m := range all {
		standing[m.No] = m.Standing
	}
	pays := map[string]int64{}
	for _, m := range facts.Members {
		pays[m.No] = coinsOf(m.Values[0], st.Currency)
	}
	for _, m := range st.Members {
		if standing[m.No] == member.Apprentice {
			k.Apprentices++
			if m.Total.IsZero() { // unless the charter gives a part to all who work
				continue
			}
		} else {
			k.Members++
		}
		k.Detail[m.No] = keyMember(st, m, pays[m.No])
	}
	if len(facts.Members) != k.Members+k.Apprentices {
		return fault.Conflict.Errorf("The statement has %d members, its facts %d.", k.Members+k.Apprentices, len(facts.Members))
	}
	return nil
}

func keyMember(st Statement, m MemberResult, pay int64) KeyMember {
	one := KeyMember{Pay: pay}
	for i, s := range m.Shares {
		one.CutByCap += s.Cut.Coins
		switch st.Pools[i] {
		case "share_dividend":
			one.ShareDividend = s.Amount.Coins
		case "labour_dividend":
			one.LabourDividend = s.Amount.Coins
		default:
			if one.Other == nil {
				one.Other = map[string]int64{}
			}
			one.Other[st.Pools[i]] = s.Amount.Coins
		}
	}
	return one
}

// coinsOf is a whole number of coins as it is kept in a step.
func coinsOf(n explain.Number, c money.Currency) int64 {
	a, err := money.HalfUp(n.Rat, c)
	if err != nil {
		return 0
	}
	return a.Coins
}
