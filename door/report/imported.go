package report

import (
	"artel/coop/capital"
	"artel/coop/surplus"
	taken "artel/door/sheet"
)

// importPaper says first whether anything is new, then how each sheet fared,
// then which earlier rows were corrected and which rows are wrong.
func importPaper(r taken.Report) Paper {
	p := Paper{Title: "Sheets taken in", Lines: []Phrase{Words("from %s", r.File)}}
	if !r.Changed {
		p.Lines = append(p.Lines, Words("Nothing is new: every row was there already, and nothing was changed."))
	}
	t := Table{Columns: []Column{{"sheet", Plain}, {"rows", Number}, {"new", Number}, {"corrections", Number}, {"there already", Number}, {"wrong", Number}}}
	fixed := Table{Caption: "Corrections of earlier rows", Columns: []Column{{"sheet", Plain}, {"row", Ordinal}, {"was", Plain}, {"is now", Plain}}}
	for _, s := range r.Sheets {
		t.Rows = append(t.Rows, []any{s.Sheet, s.Rows, s.Added, s.Corrected, s.Known, s.Wrong + s.Waiting})
		for _, c := range s.Corrections {
			fixed.Rows = append(fixed.Rows, []any{s.Sheet, c.Row, c.Was, c.Now})
		}
	}
	p.Blocks = append(p.Blocks, t)
	if len(fixed.Rows) > 0 {
		p.Blocks = append(p.Blocks, fixed)
	}
	if len(r.Problems) > 0 {
		wrong := Table{Caption: "Wrong rows, which were not taken in", Columns: []Column{{"sheet", Plain}, {"row", Ordinal}, {"column", Plain}, {"value", Plain}, {"what is wrong", Plain}, {"what to do", Plain}}}
		for _, w := range r.Problems {
			wrong.Rows = append(wrong.Rows, []any{w.Sheet, w.Row, w.Column, w.Value, w.Wrong, w.Fix})
		}
		p.Blocks = append(p.Blocks, wrong)
	}
	if len(r.Ignored) > 0 {
		over := Table{Caption: "Passed over, because nothing here reads it", Columns: []Column{{"what", Plain}}}
		for _, i := range r.Ignored {
			over.Rows = append(over.Rows, []any{i})
		}
		p.Blocks = append(p.Blocks, over)
	}
	return p
}

// toolsPaper is the register of tools, with what each still stands at.
func toolsPaper(tools []capital.Tool) Paper {
	t := Table{Columns: []Column{
		{"no", Plain}, {"tool", Plain}, {"of", Plain}, {"taken over", Date}, {"appraised", Money}, {"discount", Percent}, {"price", Money},
		{"years", Number}, {"stands at", Money}, {"entry", Ordinal}, {"how", Plain},
	}}
	for _, l := range tools {
		t.Rows = append(t.Rows, []any{l.No, l.Name, l.Member, l.Day, l.Appraised, l.Discount, l.Price, l.LifeYears, l.BookValue, l.Entry, Words(l.State)})
	}
	return Paper{Title: "Tool register", Blocks: []Block{t}}
}

// waterfallPaper is the charter's lines in words and formulas.
func waterfallPaper(w surplus.Waterfall) Paper {
	t := Table{Columns: []Column{{"clause", Plain}, {"what", Plain}, {"name", Plain}, {"kind", Plain}, {"formula", Plain}, {"for each member", Plain}}}
	for _, l := range w {
		formula := l.Formula
		if l.Split != "" {
			formula += " (" + l.Split + ")"
		}
		each := l.By
		if l.Cap != "" {
			each += "; at most " + l.Cap
		}
		t.Rows = append(t.Rows, []any{l.Clause, Words(l.Label), l.Name, string(l.Kind), formula, each})
	}
	return Paper{Title: "How a surplus is shared out", Blocks: []Block{t}}
}
