package report

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	"artel/base/money"
)

// tableOf is a list of structs as a table. Where each has a list of its own, as
// an entry has postings, that list's rows stand beside it, and what is the
// struct's own is said in the first of them only.
func tableOf(caption string, s shape, rows []reflect.Value, currency money.Currency) Table {
	own := s.used(rows)
	table := Table{Caption: caption}
	for _, l := range own {
		table.Columns = append(table.Columns, Column{l.title, l.kind})
	}
	inner, list := s.inner()
	if list != nil && !slices.ContainsFunc(rows, func(row reflect.Value) bool {
		below, err := row.FieldByIndexErr(list.index)
		return err == nil && below.Len() > 0
	}) {
		inner, list = shape{}, nil // none has any
	}
	for _, l := range inner.leaves {
		table.Columns = append(table.Columns, Column{l.title, l.kind})
	}
	for _, row := range rows {
		currency := cmp.Or(s.currencyIn(row), currency)
		cells := cellsOf(own, row, currency)
		if list == nil {
			table.Rows = append(table.Rows, cells)
			continue
		}
		below, err := row.FieldByIndexErr(list.index)
		if err != nil || below.Len() == 0 {
			table.Rows = append(table.Rows, cells)
			continue
		}
		for _, item := range items(below) {
			table.Rows = append(table.Rows, append(cells, cellsOf(inner.leaves, item, cmp.Or(inner.currencyIn(item), currency))...))
			cells = make([]any, len(own))
		}
	}
	return table
}

func cellsOf(leaves []leaf, v reflect.Value, currency money.Currency) []any {
	cells := make([]any, len(leaves), len(leaves)+8)
	for i, l := range leaves {
		value, zero := l.of(v, currency)
		if !(zero && l.omit) {
			cells[i] = value
		}
	}
	return cells
}

// used are the leaves to show: one that may be left out is, where no row has it.
func (s shape) used(rows []reflect.Value) (used []leaf) {
	for _, l := range s.leaves {
		needed := !l.omit
		for _, row := range rows {
			if _, zero := l.of(row, ""); !zero {
				needed = true
				break
			}
		}
		if needed {
			used = append(used, l)
		}
	}
	return used
}

// inner is the first list of structs in the shape, if there is one.
func (s shape) inner() (shape, *leaf) {
	for i, l := range s.lists {
		if l.typ.Kind() != reflect.Slice {
			continue
		}
		elem := l.typ.Elem()
		for elem.Kind() == reflect.Pointer {
			elem = elem.Elem()
		}
		if elem.Kind() == reflect.Struct && !isPlain(elem) && elem != stepType {
			return shapeOf(elem).by(s.periods), &s.lists[i]
		}
	}
	return shape{}, nil
}

// keyedTable is a map of structs as a table, its key in the first column.
func keyedTable(caption string, v reflect.Value, keys []reflect.Value, currency money.Currency) Table {
	rows := make([]reflect.Value, len(keys))
	for i, k := range keys {
		rows[i] = v.MapIndex(k)
	}
	s := shapeOf(v.Type().Elem())
	s.lists = nil // a row a key
	table := tableOf(caption, s, rows, currency)
	table.Columns = append([]Column{{}}, table.Columns...)
	for i, k := range keys {
		table.Rows[i] = append([]any{fmt.Sprint(k.Interface())}, table.Rows[i]...)
	}
	return table
}
