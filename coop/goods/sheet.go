package goods

import (
	"fmt"
	"slices"

	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
)

// CardRow is a row of the sheet “goods”.
type CardRow struct {
	Line int64
	Good
}

// TakeCards keeps cards of a sheet. A card that differs becomes a new version.
func TakeCards(tx *db.Tx, rows []CardRow) (out again.Outcome, wrong []fault.Problem, err error) {
	there, err := Cards(tx, "9999-12-31")
	if err != nil {
		return out, nil, err
	}
	seen := map[string]bool{}
	var news []Good
	for _, r := range rows {
		g := r.Good
		if g.Kind == "materials" {
			g.Kind = Material
		}
		if g.Grades == "" {
			g.Grades = defaultGrades(g.Kind)
		}
		p := g.check(there)
		if p == nil && seen[g.Item] {
			p = &fault.Problem{Column: "item", Value: g.Item, Wrong: "The card of “" + g.Item + "” stands in the sheet twice.", Fix: "Keep one of the two rows."}
		}
		if p != nil {
			p.Row = int(r.Line)
			if p.Column == "per" {
				p.Column = "unit"
			}
			wrong = append(wrong, *p)
			continue
		}
		seen[g.Item] = true
		was, known := there[g.Item]
		same := g
		same.Since = was.Since
		switch {
		case known && same == was:
			out.Known++
			continue
		case known:
			out.Changed = append(out.Changed, again.Change{Row: r.Line, Was: was.text(), Now: g.text()})
		default:
			out.Added++
		}
		news = append(news, g)
	}
	return out, wrong, insertCards(tx, news)
}

func (g Good) text() string {
	return fmt.Sprintf("%s, %s, %s, %s, %s, %s, %s, %s", g.Item, g.Per, g.Spec, g.Sizes, g.Grades, g.Converts, g.Sample, g.Minimum)
}

// RecipeRow is a row of the sheet “recipes”: one line of a recipe.
type RecipeRow struct {
	Line    int64
	Product string
	Way     string
	Makes   measure.Quantity
	Ingredient
}

// TakeRecipes keeps the recipes of a sheet, from since on. Rows of one product
// and way are one recipe; one that differs becomes a new version.
func TakeRecipes(tx *db.Tx, since cal.Day, rows []RecipeRow) (out again.Outcome, wrong []fault.Problem, err error) {
	cards, err := Cards(tx, "9999-12-31")
	if err != nil {
		return out, nil, err
	}
	there, err := selectRecipes(tx, "9999-12-31")
	if err != nil {
		return out, nil, err
	}
	list, lines := gather(rows, since)
	var news []Recipe
	others := slices.Clone(there)
	for _, r := range list { // the recipes of the sheet count for a circle among them too
		others = slices.DeleteFunc(others, func(o Recipe) bool { return o.Product == r.Product && o.Way == r.Way })
	}
	others = append(others, list...)
	for i, r := range list {
		problems := r.check(cards, others)
		for _, p := range problems {
			p.Sheet = ""
			p.Row = int(lines[i][max(0, p.Row-1)])
			if p.Column == "waste" {
				p.Column = "waste_pct"
			}
			wrong = append(wrong, p)
		}
		if len(problems) > 0 {
			continue
		}
		at := slices.IndexFunc(there, func(o Recipe) bool { return o.Product == r.Product && o.Way == r.Way })
		n := len(lines[i])
		switch {
		case at >= 0 && there[at].text() == r.text():
			out.Known += n
			continue
		case at >= 0:
			out.Changed = append(out.Changed, again.Change{Row: lines[i][0], Was: there[at].text(), Now: r.text()})
			out.Added += n - 1
		default:
			out.Added += n
		}
		news = append(news, r)
	}
	return out, wrong, insertRecipes(tx, news)
}

// gather puts the rows of each recipe together.
func gather(rows []RecipeRow, since cal.Day) (list []Recipe, lines [][]int64) {
	at := map[[2]string]int{}
	for _, row := range rows {
		k := [2]string{row.Product, row.Way}
		i, known := at[k]
		if !known {
			i = len(list)
			at[k] = i
			list, lines = append(list, Recipe{row.Product, row.Way, since, row.Makes, nil}), append(lines, nil)
		}
		if row.Kind == "materials" {
			row.Kind = Material
		}
		list[i].Lines, lines[i] = append(list[i].Lines, row.Ingredient), append(lines[i], row.Line)
	}
	return list, lines
}

// text is a recipe without the day it holds from.
func (r Recipe) text() string {
	t := fmt.Sprintf("%s %s: %s of", r.Product, r.Way, r.Makes)
	for _, l := range r.Lines {
		t += fmt.Sprintf(" %s %s %s %s%% %s;", l.Kind, l.Item, l.Quantity, l.Waste, l.Value)
	}
	return t
}
