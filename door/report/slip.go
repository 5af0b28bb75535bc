package report

import (
	"slices"

	"artel/base/explain"
	"artel/base/money"
	"artel/coop/member"
	"artel/coop/pay"
	"artel/coop/surplus"
	"artel/coop/unit"
)

// payPaper is a member's pay slip of a month: what was made, at which rate, and
// what it came to.
func payPaper(s pay.Paper) Paper {
	p := Paper{Title: "Pay slip", Lines: []Phrase{bodyLine(s.Unit), personLine(s.Member)}}
	for _, slip := range s.Slips {
		t := Table{Columns: []Column{
			{"operation", Plain}, {"quality", Plain}, {"made", Number}, {"per", Plain}, {"rate", Number}, {"comes to", Number}, {"hours", Number},
		}}
		for _, l := range slip.Lines {
			t.Rows = append(t.Rows, []any{l.Operation, l.Quality, l.Quantity, l.Per, l.Rate, product(l.Quantity.Decimal(), l.Rate), l.Hours})
		}
		facts := Facts{Pairs: []Fact{{"Month", slip.Month}}}
		if slip.Percent.Cmp(money.DecimalOf(100, 0)) != 0 {
			facts.Pairs = append(facts.Pairs, Fact{"An apprentice's part of that", As(slip.Percent, Percent)})
		}
		if !slip.Before.IsZero() {
			facts.Pairs = append(facts.Pairs, Fact{"Paid for the month before", slip.Before})
		}
		facts.Pairs = append(facts.Pairs, Fact{"Pay", slip.Amount})
		p.Blocks = append(p.Blocks, t, facts)
	}
	return withSteps(p, s.Steps)
}

// product is exact, or blank where it has more digits than can be kept.
func product(a, b money.Decimal) any {
	if c, err := a.Times(b); err == nil {
		return c
	}
	return nil
}

// payRegisterPaper is everybody's pay of a month.
func payRegisterPaper(slips []pay.Slip) Paper {
	t := Table{Columns: []Column{{"member", Plain}, {"month", Date}, {"part of the rate", Percent}, {"paid before", Money}, {"pay", Money}}}
	var sum money.Sum
	for _, s := range slips {
		t.Rows = append(t.Rows, []any{s.Member, s.Month, s.Percent, moved(s.Before.Coins, s.Before.Currency), s.Amount})
		sum.Add(s.Amount)
	}
	t.Total = []any{Words("Total"), nil, nil, nil, summed(sum)}
	return Paper{Title: "Pay of the month", Blocks: []Block{t}}
}

// sharePaper is what a member got of a year's surplus.
func sharePaper(s surplus.Slip) Paper {
	p := Paper{Title: "Distribution slip", Lines: []Phrase{
		bodyLine(s.Unit), personLine(s.Member), Words("surplus of %s, shared out by %s", s.Year, s.Resolution),
	}}
	cut := slices.ContainsFunc(s.Parts, func(part surplus.Part) bool { return !part.Cut.IsZero() })
	t := Table{Columns: []Column{{"", Plain}, {"clause", Plain}, {"amount", Money}}}
	if cut {
		t.Columns = append(t.Columns[:2:2], Column{"part", Money}, Column{"cut by the cap", Money}, Column{"amount", Money})
	}
	for _, part := range s.Parts {
		row := []any{Words(part.Label), part.Clause, part.Amount}
		if cut {
			row = []any{Words(part.Label), part.Clause, part.Before, moved(part.Cut.Coins, part.Cut.Currency), part.Amount}
		}
		t.Rows = append(t.Rows, row)
	}
	t.Total = make([]any, len(t.Columns))
	t.Total[0], t.Total[len(t.Total)-1] = Words("Total"), s.Total
	p.Blocks = []Block{t, Facts{Pairs: []Fact{{"Pay of the year", s.Pay}, {"Share of the surplus", s.Total}, {"Together", both(s.Pay, s.Total)}}}}
	return withSteps(p, s.Steps)
}

// stepsPaper is an explanation by itself.
func stepsPaper(s *explain.Step) Paper {
	return withSteps(Paper{Title: "How it came about"}, s)
}

// withSteps is p with its explanation, where it has one.
func withSteps(p Paper, s *explain.Step) Paper {
	if s != nil {
		p.Blocks = append(p.Blocks, Steps{s})
	}
	return p
}

func personLine(m member.Member) Phrase { return Words("%s, %s", m.Name, m.No) }

func bodyLine(u unit.Unit) Phrase {
	if u.County == "" {
		return Words("%s", u.Name)
	}
	return Words("%s, %s", u.Name, u.County)
}
