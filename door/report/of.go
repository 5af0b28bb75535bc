package report

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"artel/base/explain"
	"artel/base/money"
)

// Of is any act's answer as a plain paper: a struct as facts, with a table for
// each list in it; a list as a table; an explanation as its steps.
func Of(title string, answer any) Paper {
	t := &teller{}
	t.tell("", reflect.ValueOf(answer), "")
	return Paper{Title: title, Blocks: t.blocks}
}

// teller makes blocks of values.
type teller struct {
	blocks  []Block
	periods []string // of amounts by period, where what is told says them
}

func (t *teller) add(b Block) { t.blocks = append(t.blocks, b) }

// tell adds what v is. Coins in it that know no currency are of the one given.
func (t *teller) tell(caption string, v reflect.Value, currency money.Currency) {
	for v.IsValid() && (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) {
		if step, ok := v.Interface().(*explain.Step); ok && step != nil {
			t.add(Steps{step})
			return
		}
		v = v.Elem()
	}
	switch {
	case !v.IsValid():
	case v.Type() == stepType:
		step := v.Interface().(explain.Step)
		t.add(Steps{&step})
	case isPlain(v.Type()):
		t.plain(caption, v.Interface())
	case v.Kind() == reflect.Slice || v.Kind() == reflect.Array:
		t.list(caption, v, currency)
	case v.Kind() == reflect.Map:
		t.dict(caption, v, currency)
	case v.Kind() == reflect.Struct:
		t.group(caption, v, currency)
	}
}

func (t *teller) plain(caption string, value any) {
	if text, ok := value.(string); ok && caption == "" {
		t.add(Text(text))
		return
	}
	t.add(Facts{Pairs: []Fact{{cmp.Or(caption, "answer"), value}}})
}

// group tells a struct: what is one value as facts, then its lists.
func (t *teller) group(caption string, v reflect.Value, currency money.Currency) {
	s := shapeOf(v.Type())
	currency = cmp.Or(s.currencyIn(v), currency)
	if said := periodsIn(v); said != nil {
		t.periods = said
		s.leaves = slices.DeleteFunc(s.leaves, func(l leaf) bool { return l.typ == reflect.TypeOf(said) && strings.HasSuffix(l.title, "periods") })
	}
	facts := Facts{Caption: caption}
	for _, l := range s.leaves {
		value, zero := l.of(v, currency)
		if text, ok := value.(string); value == nil || zero && l.omit || ok && text == "" {
			continue
		}
		facts.Pairs = append(facts.Pairs, Fact{l.title, As(value, l.kind)})
	}
	if len(facts.Pairs) > 0 {
		t.add(facts)
	}
	for _, l := range s.lists {
		if list, err := v.FieldByIndexErr(l.index); err == nil && !(l.omit && list.IsZero()) {
			caption := l.title
			if caption == "list" { // of what the title says
				caption = ""
			}
			t.tell(caption, list, currency)
		}
	}
}

// list tells a list: a table of structs, or of single values.
func (t *teller) list(caption string, v reflect.Value, currency money.Currency) {
	elem := v.Type().Elem()
	for elem.Kind() == reflect.Pointer {
		elem = elem.Elem()
	}
	switch {
	case elem == stepType || elem.Kind() == reflect.Interface || elem.Kind() == reflect.Slice || elem.Kind() == reflect.Map:
		for i := range v.Len() {
			t.tell(caption, v.Index(i), currency)
		}
	case isPlain(elem):
		table := Table{Caption: caption, Columns: []Column{{"", kindOf(elem, "")}}}
		for i := range v.Len() {
			table.Rows = append(table.Rows, []any{reflect.Indirect(v.Index(i)).Interface()})
		}
		t.add(table)
	case elem.Kind() == reflect.Struct:
		t.add(tableOf(caption, shapeOf(elem).by(t.periods), items(v), currency))
	}
}

// items are the elements of a list, pointers followed.
func items(v reflect.Value) (all []reflect.Value) {
	for i := range v.Len() {
		item := v.Index(i)
		for item.Kind() == reflect.Pointer && !item.IsNil() {
			item = item.Elem()
		}
		if item.Kind() == reflect.Struct {
			all = append(all, item)
		}
	}
	return all
}

// dict tells a map, in the order of its keys.
func (t *teller) dict(caption string, v reflect.Value, currency money.Currency) {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int {
		if a.CanInt() && b.CanInt() {
			return cmp.Compare(a.Int(), b.Int())
		}
		return cmp.Compare(fmt.Sprint(a.Interface()), fmt.Sprint(b.Interface()))
	})
	facts, rest := Facts{Caption: caption}, []reflect.Value{}
	for _, k := range keys {
		name, value := fmt.Sprint(k.Interface()), v.MapIndex(k)
		for value.Kind() == reflect.Interface && !value.IsNil() {
			value = value.Elem()
		}
		if value.Kind() != reflect.Interface && isPlain(value.Type()) {
			facts.Pairs = append(facts.Pairs, Fact{inWords(name), value.Interface()})
		} else {
			rest = append(rest, k)
		}
	}
	if len(facts.Pairs) > 0 {
		t.add(facts)
	}
	if elem := v.Type().Elem(); elem.Kind() == reflect.Struct && !isPlain(elem) && elem != stepType {
		t.add(keyedTable(caption, v, keys, currency))
		return
	}
	for _, k := range rest {
		t.tell(inWords(fmt.Sprint(k.Interface())), v.MapIndex(k), currency)
	}
}
