package surplus

import (
	"math/big"

	"artel/base/money"
)

// Cap holds a part to its ceiling, in whole coins: pay and dividends together
// shall not pass what a worker of the same grade earns (S16). A ceiling below
// zero is none left: nobody pays back. Paid and cut always sum to the part.
func Cap(part money.Amount, ceiling *big.Rat) (paid, cut money.Amount, err error) {
	if part.Rat().Cmp(ceiling) <= 0 {
		return part, money.Of(0, part.Currency), nil
	}
	paid = money.Of(0, part.Currency)
	if ceiling.Sign() > 0 {
		if paid, err = money.Down(ceiling, part.Currency); err != nil {
			return paid, paid, err
		}
	}
	cut, err = part.Minus(paid)
	return paid, cut, err
}

// cutGoes brings what the cap of line k has cut to the fund that the charter
// names. It is not shared out again: that would only lift others over the cap.
func (d *division) cutGoes(k int) error {
	to := d.lines[k].capTo
	if to < 0 {
		return nil
	}
	var err error
	d.st.Lines[to].OverCap, err = d.st.Lines[to].OverCap.Plus(d.st.Lines[k].Cut)
	return err
}
