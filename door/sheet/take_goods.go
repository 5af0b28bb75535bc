package sheet

import (
	"strings"

	"artel/base/fault"
	"artel/base/measure"
	"artel/coop/goods"
	"artel/coop/task"
)

func takeCards(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) goods.CardRow {
		return goods.CardRow{Line: w.line, Good: goods.Good{Item: w.must("item"), Since: r.imp.year.since, Kind: strings.ToLower(english(w.must("kind"))), Per: or(w.text("unit"), "piece"),
			Spec: w.text("specification"), Sizes: w.text("sizes"), Grades: w.text("grades"), Converts: w.text("converts"), Sample: w.text("sample"), Minimum: w.quantity("minimum", true)}}
	})
	if err != nil {
		return out, nil, err
	}
	return goods.TakeCards(r.imp.tx, rows)
}

func takeRecipes(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) goods.RecipeRow {
		makes := measure.One
		if w.text("makes") != "" {
			makes = w.quantity("makes", false)
		}
		line := goods.Ingredient{Kind: strings.ToLower(english(w.must("kind"))), Item: w.must("item"), Quantity: w.quantity("quantity", false), Value: w.decimal("value", true)}
		if w.text("waste_pct") != "" {
			line.Waste = w.percent("waste_pct")
		}
		return goods.RecipeRow{Line: w.line, Product: w.must("product"), Way: w.text("way"), Makes: makes, Ingredient: line}
	})
	if err != nil {
		return out, nil, err
	}
	return goods.TakeRecipes(r.imp.tx, r.imp.year.since, rows)
}

func takeTasks(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) task.Given {
		return task.Given{Makers: w.text("makers"), Task: task.Task{Line: w.line, Code: w.must("no"), Day: w.mustDay("date"), Due: w.day("due"), Product: w.must("product"),
			Quantity: w.quantity("quantity", false), Way: w.text("way"), Member: w.text("member"), Owner: w.text("owner"), Sale: w.whole("order", true), Note: w.text("note")}}
	})
	if err != nil {
		return out, nil, err
	}
	return task.Take(r.imp.tx, r.imp.year.year, rows)
}

func (w *row) handed() task.Handed {
	return task.Handed{Line: w.line, Day: w.mustDay("date"), Task: w.must("task"), Store: w.text("store"),
		Material: task.Material{Item: w.must("material"), Grade: w.text("grade"), Quantity: w.quantity("quantity", false), Per: w.text("unit"), Owner: w.text("owner")}}
}

func stockIssues(r *reader) ([]goods.Row, error) {
	return each(r, func(w *row) goods.Row { return task.IssueRow(w.handed()) })
}

func stockReturns(r *reader) ([]goods.Row, error) {
	return each(r, func(w *row) goods.Row { return task.ReturnRow(w.handed()) })
}

func stockAcceptances(r *reader) ([]goods.Row, error) {
	rows, err := each(r, func(w *row) task.Sorted {
		return task.Sorted{Line: w.line, Day: w.mustDay("date"), Task: w.must("task"), Store: w.text("store"), Hours: w.quantity("hours", true),
			Graded: task.Graded{Grade: strings.ToLower(english(w.must("grade"))), Quantity: w.quantity("quantity", false), Reason: w.text("reason")}}
	})
	return task.AcceptRows(rows), err
}

func (w *row) inStore() goods.StoreRow {
	return goods.StoreRow{Day: w.mustDay("date"), Store: w.text("store"), Counted: goods.Counted{Line: w.line, Item: w.must("item"), Grade: w.text("grade"),
		Quantity: w.quantity("quantity", false), Per: w.text("unit"), Value: w.decimal("value", true), Owner: w.text("owner")}}
}

func stockOpenings(r *reader) ([]goods.Row, error) {
	return each(r, func(w *row) goods.Row { return goods.OpeningRow(w.inStore()) })
}

func stockCounts(r *reader) ([]goods.Row, error) {
	return each(r, func(w *row) goods.Row { return goods.CountRow(w.inStore()) })
}

func stockTransfers(r *reader) ([]goods.Row, error) {
	return each(r, func(w *row) goods.Row {
		return goods.TransferRow(goods.Carried{Line: w.line, Moving: goods.Moving{Day: w.mustDay("date"), Item: w.must("item"), Grade: w.text("grade"),
			Quantity: w.quantity("quantity", false), Per: w.text("unit"), From: w.text("from"), To: w.must("to"), Owner: w.text("owner")}})
	})
}
