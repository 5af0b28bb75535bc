package report

import "artel/coop/charter"

// statutesPaper is a charter read out, article by article.
func statutesPaper(all []charter.Article) Paper {
	return Paper{Title: "The charter", Blocks: []Block{articleTable("", all)}}
}

func articleTable(caption string, all []charter.Article) Table {
	t := Table{Caption: caption, Columns: []Column{{"clause", Plain}, {"article", Plain}, {"in words", Plain}, {"since", Date}}}
	for _, a := range all {
		args := make([]any, len(a.Args))
		for i, arg := range a.Args {
			args[i] = Words(arg)
		}
		words := Words(a.Says, args...)
		if a.Says == "" {
			words = Words(a.Title)
		}
		since := ""
		for _, r := range a.Rules {
			since = max(since, string(r.Since))
		}
		t.Rows = append(t.Rows, []any{a.Clause, Words(a.Title), words, since})
	}
	return t
}

// foundedPaper is what was founded, with its charter.
func foundedPaper(f charter.Founded) Paper {
	return Paper{Title: "Founding", Lines: []Phrase{bodyLine(f.Unit)}, Blocks: []Block{
		Facts{Pairs: []Fact{{"form", Words(f.Unit.Form)}, {"trade", f.Unit.Trade}, {"currency", string(f.Unit.Currency)}, {"year", f.Unit.Year}, {"login", f.Login.Name}}},
		articleTable("The charter", f.Charter),
	}}
}

// templatesPaper are charters to begin with.
func templatesPaper(all []charter.Readable) Paper {
	p := Paper{Title: "Charters to begin with"}
	for _, t := range all {
		p.Blocks = append(p.Blocks, Facts{Caption: t.Title, Pairs: []Fact{{"template", t.Name}, {"about", Words(t.About)}, {"law", Words(t.Law)}}}, articleTable("", t.Articles))
	}
	return p
}
