package report

import (
	"artel/base/money"
	"artel/coop/capital"
)

// certificatePaper is what the unit certifies a member to hold.
func certificatePaper(c capital.Certificate) Paper {
	t := Table{Caption: "How it came together", Columns: []Column{{"day", Date}, {"what", Plain}, {"entry", Ordinal}, {"amount", Money}}}
	for _, m := range c.Movements {
		t.Rows = append(t.Rows, []any{m.Day, Words(m.Kind), m.Entry, m.Amount})
	}
	held := []Fact{{"Cash shares", c.Holding.Cash}}
	if !c.Holding.Tool.IsZero() {
		held = append(held, Fact{"Tool shares", c.Holding.Tool}, Fact{"Together", both(c.Holding.Cash, c.Holding.Tool)})
	}
	return Paper{
		Title: "Share certificate",
		Lines: []Phrase{bodyLine(c.Unit), Words("as of %s", c.Day)},
		Blocks: []Block{
			Facts{Pairs: []Fact{{"Member", c.Member.Name}, {"Number", c.Member.No}, {"Belongs since", c.Member.Joined}}},
			Facts{Caption: "Holds", Pairs: held},
			Facts{Caption: "Has paid, and is not given back", Pairs: []Fact{{"Entrance fee", c.Holding.Entrance}}},
			t,
		},
	}
}

// sharesPaper is the share register.
func sharesPaper(all []capital.Holding) Paper {
	t := Table{Columns: []Column{{"member", Plain}, {"name", Plain}, {"cash shares", Money}, {"tool shares", Money}, {"entrance fee", Money}}}
	var cash, tool, fee money.Sum
	for _, h := range all {
		t.Rows = append(t.Rows, []any{h.Member, h.Name, moved(h.Cash.Coins, h.Cash.Currency), moved(h.Tool.Coins, h.Tool.Currency), moved(h.Entrance.Coins, h.Entrance.Currency)})
		cash.Add(h.Cash)
		tool.Add(h.Tool)
		fee.Add(h.Entrance)
	}
	t.Total = []any{Words("Total"), nil, summed(cash), summed(tool), summed(fee)}
	return Paper{Title: "Share register", Blocks: []Block{t}}
}
