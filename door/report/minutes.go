package report

import (
	"artel/coop/assembly"
	"artel/coop/surplus"
)

// minutesPaper is the paper of a resolution.
func minutesPaper(m assembly.Minutes) Paper {
	r := m.Resolution
	outcome := Words("The motion was lost.")
	if r.Carried {
		outcome = Words("The motion was carried.")
	}
	p := Paper{Title: "Paper of a resolution", Lines: []Phrase{
		bodyLine(m.Unit), Words("Resolution %d on the year %s", r.Number, r.Year.String()), Words("%s", r.Text),
	}}
	how := Words("Resolved by the general meeting of %s.", string(r.Date))
	if m.Motion != nil {
		how = Words("Voted on by the members from %s to %s; %d were entitled, %d voted.", string(m.Motion.Opened), string(m.Motion.Closes), m.Entitled, len(m.Roll))
	}
	p.Blocks = []Block{
		Facts{Caption: "The vote", Pairs: []Fact{{"How", how}, {"For", r.For}, {"Against", r.Against}, {"Abstain", r.Abstain}, {"Majority asked for, percent", m.Majority}, {"Outcome", outcome}}},
	}
	if len(m.Roll) > 0 {
		t := Table{Caption: "How each voted", Columns: []Column{{"member", Plain}, {"name", Plain}, {"vote", Plain}}}
		for _, one := range m.Roll {
			t.Rows = append(t.Rows, []any{one.Member, one.Name, Words(one.Choice)})
		}
		p.Blocks = append(p.Blocks, t)
	}
	return p
}

// motionsPaper are the motions before the members, and those that were counted.
func motionsPaper(all []assembly.Standing) Paper {
	t := Table{Columns: []Column{{"number", Ordinal}, {"year", Plain}, {"text", Plain}, {"opened", Date}, {"closes", Date}, {"state", Plain}, {"voted", Ordinal}, {"entitled", Ordinal}, {"outcome", Plain}}}
	for _, m := range all {
		var outcome any
		if m.Result != nil {
			outcome = Words("%d for, %d against, %d abstained", m.Result.For, m.Result.Against, m.Result.Abstain)
		}
		t.Rows = append(t.Rows, []any{m.Number, m.Year.String(), m.Text, m.Opened, m.Closes, Words(m.State), m.Cast, m.Entitled, outcome})
	}
	return Paper{Title: "Motions and votes", Blocks: []Block{t}}
}

// yearEndPaper is where a year stands on its way to its slips.
func yearEndPaper(y surplus.YearEnd) Paper {
	p := Paper{Title: "Year-end", Lines: []Phrase{Words("%s: %s", y.Year.String(), Words(y.State))}}
	if y.Why != "" {
		p.Lines = append(p.Lines, Words("It cannot be worked out yet. %s", Words(y.Why)))
	}
	if len(y.Open) > 0 {
		p.Blocks = append(p.Blocks, todoTable(y))
	}
	proposal := len(y.Then) > 0
	lines := Table{Caption: "What the year comes to", Columns: []Column{{"clause", Plain}, {"line", Plain}, {"by the charter", Money}}}
	parts := Table{Caption: "Every member's part", Columns: []Column{{"member", Plain}, {"name", Plain}, {"by the charter", Money}}}
	if proposal {
		lines.Columns = append(lines.Columns, Column{"by the proposal", Money})
		parts.Columns = append(parts.Columns, Column{"by the proposal", Money})
	}
	for _, l := range y.Now {
		row := []any{l.Clause, Words(l.Label), l.Amount}
		if proposal {
			row = append(row, amountIn(y.Then, l))
		}
		lines.Rows = append(lines.Rows, row)
	}
	for _, m := range y.Parts {
		row := []any{m.No, m.Name, m.Now}
		if proposal {
			row = append(row, m.Then)
		}
		parts.Rows = append(parts.Rows, row)
	}
	percents := Table{Caption: "Percentages", Columns: []Column{{"clause", Plain}, {"rule", Plain}, {"now", Percent}, {"wanted", Percent}}}
	for _, r := range y.Percents {
		percents.Rows = append(percents.Rows, []any{r.Clause, Words(r.Title), r.Value, r.Wanted})
	}
	if len(percents.Rows) > 0 {
		p.Blocks = append(p.Blocks, percents)
	}
	p.Blocks = append(p.Blocks, lines, parts)
	return p
}

func todoTable(y surplus.YearEnd) Table {
	t := Table{Caption: "What is still open", Columns: []Column{{"what", Plain}, {"by", Plain}, {"needed", Plain}}}
	for _, one := range y.Open {
		args := make([]any, len(one.Args))
		for i, a := range one.Args {
			args[i] = a
		}
		needed := Words("")
		if one.Blocks {
			needed = Words("needed")
		}
		t.Rows = append(t.Rows, []any{Words(one.What, args...), one.Act, needed})
	}
	return t
}

func amountIn(lines []surplus.LineSum, of surplus.LineSum) any {
	for _, l := range lines {
		if l.Clause == of.Clause && l.Label == of.Label {
			return l.Amount
		}
	}
	return nil
}
