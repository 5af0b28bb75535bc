package cost

import (
	"math/big"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/capital"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// overheadRule is the charter's rule of how overhead is shared out.
const overheadRule = "overhead_key"

// pools are what all products of a stretch of days bear together.
type pools struct {
	key      string
	tools    map[string]int64
	overhead map[string]int64
}

func (p *pools) of(m *madeOf) (tools, overhead int64) {
	return p.tools[m.product], p.overhead[m.product]
}

// poolsOf shares the wear of tools and the other expenses of a stretch of days
// out over what was made in it, by the key: exactly, to the coin.
func poolsOf(tx *db.Tx, in OfProduct, all map[string]*madeOf) (*pools, error) {
	key := in.Key
	if key == "" {
		charter, err := unit.CharterAt(tx, min(in.To.Last(), cal.On(tx.Now)))
		if err != nil {
			return nil, err
		}
		key = charter.Text(overheadRule, "pay")
	}
	u, err := unit.Now(tx)
	if err != nil {
		return nil, err
	}
	last, err := ledger.LastDay(tx)
	if err != nil {
		return nil, err
	}
	from, to := max(in.From.First(), u.Year.First()), min(in.To.Last(), last.Month().Last())
	wear, err := wearOf(tx, from, to, u.Currency)
	if err != nil {
		return nil, err
	}
	spent := money.Of(0, u.Currency)
	for _, account := range []string{ledger.Expenses, ledger.CommissionPaid, ledger.PenaltiesPaid, ledger.MaterialsLost} {
		for year := from.Year(); year <= to.Year() && from <= to; year++ {
			coins, err := ledger.Turnover(tx, account, max(from, year.First()).Month(), min(to, year.Last()).Month(), u.Currency)
			if err != nil {
				return nil, err
			}
			spent.Coins += coins
		}
	}
	p := &pools{key: key}
	if p.tools, err = Share(wear, key, all); err != nil {
		return nil, err
	}
	p.overhead, err = Share(spent, key, all)
	return p, err
}

// Share shares an amount out over products by a key. Where nothing has any of
// the key, nothing is shared out.
func Share(whole money.Amount, key string, all map[string]*madeOf) (map[string]int64, error) {
	names, claims, any := []string{}, []*big.Rat{}, false
	for _, name := range sortedNames(all) {
		m := all[name]
		var claim *big.Rat
		switch key {
		case "pay":
			claim = new(big.Rat).SetInt64(max(m.labour, 0))
		case "hours":
			claim = m.hours.Rat()
		case "material":
			claim = new(big.Rat).SetInt64(max(m.material, 0))
		case "pieces":
			claim = m.good.Rat()
		default:
			return nil, fault.Invalid.Errorf("“%s” is no key for overhead. It is pay, hours, material or pieces.", key)
		}
		names, claims, any = append(names, name), append(claims, claim), any || claim.Sign() > 0
	}
	by := map[string]int64{}
	if !any {
		return by, nil
	}
	parts, err := money.SplitBy(whole, claims)
	for i := range parts {
		by[names[i]] = parts[i].Amount.Coins
	}
	return by, err
}

// wearOf is the wear of tools that falls on a stretch of days: of each year its
// part by days.
func wearOf(tx *db.Tx, from, to cal.Day, c money.Currency) (money.Amount, error) {
	sum := new(big.Rat)
	for year := from.Year(); year <= to.Year() && from <= to; year++ {
		days := cal.Overlap(from, to, year)
		tools, err := capital.Tools(tx, unit.AsOf{Day: min(to, year.Last())})
		if err != nil {
			return money.Amount{}, err
		}
		for _, t := range tools {
			worn, _, err := capital.Worn(t, year)
			if err != nil {
				return worn, err
			}
			sum.Add(sum, new(big.Rat).Mul(worn.Rat(), big.NewRat(int64(days), int64(year.Days()))))
		}
	}
	return money.HalfUp(sum, c)
}
