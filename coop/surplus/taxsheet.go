package surplus

import (
	"artel/base/cal"
	"artel/base/db"
	"artel/base/explain"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/tax"
	"artel/coop/unit"
)

// TaxSheet is a year's tax on the surplus as it is handed in: the full tax, each
// relief, what is due, and how each was worked out (S36).
type TaxSheet struct {
	Unit    unit.Unit     `json:"unit"`
	Year    cal.Year      `json:"year"`
	Table   string        `json:"table,omitempty"` // that the charter names; "" where it has percentages
	Source  string        `json:"source,omitempty"`
	Net     money.Amount  `json:"net"`
	Taxed   money.Amount  `json:"taxed"` // after losses of earlier years are made good
	Full    money.Amount  `json:"full"`
	Relief  money.Amount  `json:"relief"`
	Due     money.Amount  `json:"due"`
	Reliefs []tax.Relief  `json:"reliefs,omitempty"`
	Steps   *explain.Step `json:"steps,omitempty"`
}

// SheetOfTax is the tax of a year, as it is or would be shared out.
func SheetOfTax(tx *db.Tx, in ledger.OfYear) (s TaxSheet, err error) {
	s.Year = in.Year
	if s.Unit, err = unit.At(tx, in.Year.Last()); err != nil {
		return s, err
	}
	m, err := worked(tx, in.Year)
	if err != nil {
		return s, err
	}
	c := m.st.Currency
	s.Net, s.Taxed = m.st.Net, m.st.Net
	s.Full, s.Relief, s.Due = money.Of(m.key.Tax.Full, c), money.Of(m.key.Tax.Relief, c), money.Of(m.key.Tax.Due, c)
	for _, l := range m.st.Lines {
		if l.Name == taxFull {
			break
		}
		if l.allots() {
			s.Taxed.Coins -= l.Amount.Coins
		}
	}
	charter, err := unit.CharterAt(tx, in.Year.Last())
	if err != nil {
		return s, err
	}
	lines, err := tax.LinesAt(tx, charter, in.Year.Last(), leftName, taxFull)
	if err != nil || lines == nil {
		return s, err
	}
	s.Table, s.Source, s.Reliefs = lines.Table, lines.Source, lines.Reliefs
	table, err := tax.At(tx, lines.Table, in.Year.Last())
	if err != nil {
		return s, err
	}
	full, err := table.Of(s.Taxed)
	if err != nil {
		return s, err
	}
	s.Steps, err = tax.Due(full, lines.Reliefs, c)
	return s, err
}
