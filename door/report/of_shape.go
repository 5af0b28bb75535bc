package report

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"artel/base/cal"
	"artel/base/explain"
	"artel/base/measure"
	"artel/base/money"
)

// shape is what is worth showing of a struct type.
type shape struct {
	leaves   []leaf
	lists    []leaf
	currency []int    // where the struct says the currency of its coins, or nil
	periods  []string // that amounts by period are of, each in a column
}

// leaf is a field that is one value, however deep it lies.
type leaf struct {
	title string
	index []int
	typ   reflect.Type
	kind  Kind
	coins bool // a whole number of the smallest coins
	omit  bool // not shown where it is empty
	ours  bool // words of artel's own, to be said in the reader's language
	part  int  // of a list: the number of its element that is meant, from 1
}

var (
	stepType     = reflect.TypeFor[explain.Step]()
	currencyType = reflect.TypeFor[money.Currency]()
)

// coinNames are the fields that hold smallest coins of a currency said beside
// them or above.
var coinNames = []string{"debit", "credit", "balance", "amount", "after"}

// ourNames are the fields whose texts are artel's own words, or the field's, and
// not somebody's; a struct's tag `words` says so of others.
var ourNames = []string{"memo", "kind", "standing", "state", "form", "door", "what", "customer_kind", "supplier_kind", "order_kind"}

// ordinalNames are the whole numbers that are names.
var ordinalNames = []string{"number", "no", "seq", "act", "entry", "row", "line", "resolution", "reverses", "born"}

func shapeOf(t reflect.Type) shape {
	s := shape{}
	s.walk(t, nil, "", nil)
	if slices.ContainsFunc(s.leaves, func(l leaf) bool { return l.coins }) || s.innerCoins() {
		// The currency is said by each amount.
		s.leaves = slices.DeleteFunc(s.leaves, func(l leaf) bool { return l.typ == currencyType && slices.Equal(l.index, s.currency) })
	}
	return s
}

// by is the shape where amounts by period have a column for each.
func (s shape) by(periods []string) shape {
	if s.periods = periods; periods == nil {
		return s
	}
	leaves := s.leaves
	s.leaves = nil
	for _, l := range leaves {
		if l.typ != reflect.TypeFor[[]float64]() {
			s.leaves = append(s.leaves, l)
			continue
		}
		several := slices.ContainsFunc(leaves, func(o leaf) bool { return o.typ == l.typ && o.title != l.title })
		for i, p := range periods {
			one := leaf{title: p, index: l.index, typ: l.typ, kind: Number, part: i + 1}
			if several {
				one.title = l.title + " " + p
			}
			s.leaves = append(s.leaves, one)
		}
	}
	return s
}

// periodsIn are the periods that a struct says its amounts are of.
func periodsIn(v reflect.Value) []string {
	if f := v.FieldByName("Periods"); f.IsValid() && f.Type() == reflect.TypeFor[[]string]() {
		return f.Interface().([]string)
	}
	return nil
}

// walk takes up the fields of t, which lies at an index; above are the types it
// lies in, so that one that holds itself is not followed for ever.
func (s *shape) walk(t reflect.Type, at []int, prefix string, above []reflect.Type) {
	if slices.Contains(above, t) {
		return
	}
	above = append(slices.Clone(above), t)
	for i := range t.NumField() {
		f := t.Field(i)
		tag, opts, _ := strings.Cut(f.Tag.Get("json"), ",")
		if tag == "-" || !f.IsExported() && !f.Anonymous {
			continue
		}
		index := append(slices.Clone(at), i)
		typ := f.Type
		for typ.Kind() == reflect.Pointer && !isPlain(typ) {
			typ = typ.Elem()
		}
		if f.Anonymous && tag == "" && typ.Kind() == reflect.Struct && !isPlain(typ) && typ != stepType {
			s.walk(typ, index, prefix, above)
			continue
		}
		if f.IsExported() {
			s.field(leaf{title: prefix + inWords(fieldName(f, tag)), index: index, typ: typ, omit: strings.Contains(opts, "omit"), ours: f.Tag.Get("words") != ""}, fieldName(f, tag), above)
		}
	}
}

// field puts one field where it belongs.
func (s *shape) field(l leaf, name string, above []reflect.Type) {
	switch {
	case l.typ == stepType || l.typ.Kind() == reflect.Map:
		s.lists = append(s.lists, l)
	case isPlain(l.typ):
		l.kind = kindOf(l.typ, name)
		l.ours = l.ours || slices.Contains(ourNames, name)
		if l.typ.Kind() == reflect.Int64 && l.typ.PkgPath() == "" && slices.Contains(coinNames, name) {
			l.kind, l.coins = Money, true
		}
		if l.typ == currencyType && s.currency == nil {
			s.currency = l.index
		}
		s.leaves = append(s.leaves, l)
	case l.typ.Kind() == reflect.Slice && isPlain(l.typ.Elem()):
		s.leaves = append(s.leaves, l) // a few words, on one line
	case l.typ.Kind() == reflect.Slice:
		s.lists = append(s.lists, l)
	case l.typ.Kind() == reflect.Struct:
		s.walk(l.typ, l.index, l.title+" ", above)
	}
}

// innerCoins says whether the shape's list has coins without a currency of
// their own: the currency is then for them.
func (s *shape) innerCoins() bool {
	inner, list := s.inner()
	return list != nil && inner.currency == nil && slices.ContainsFunc(inner.leaves, func(l leaf) bool { return l.coins })
}

// currencyIn is the currency that v says, or "".
func (s shape) currencyIn(v reflect.Value) money.Currency {
	if s.currency == nil {
		return ""
	}
	f, err := v.FieldByIndexErr(s.currency)
	if err != nil {
		return ""
	}
	return money.Currency(f.String())
}

// of is the leaf's value in v, and whether it is empty.
func (l leaf) of(v reflect.Value, currency money.Currency) (value any, zero bool) {
	f, err := v.FieldByIndexErr(l.index)
	if err != nil { // behind a pointer to nothing
		return nil, true
	}
	for f.Kind() == reflect.Pointer {
		if f.IsNil() {
			return nil, true
		}
		f = f.Elem()
	}
	switch {
	case l.part > 0 && l.part > f.Len():
		return nil, true
	case l.part > 0:
		return f.Index(l.part - 1).Interface(), f.Index(l.part - 1).IsZero()
	case l.coins && currency != "":
		return money.Of(f.Int(), currency), f.IsZero()
	case f.Kind() == reflect.Slice:
		words := make([]string, f.Len())
		for i := range words {
			words[i] = voice{}.show(f.Index(i).Interface(), Plain)
		}
		return strings.Join(words, ", "), f.Len() == 0
	}
	if l.ours && f.Kind() == reflect.String && !f.IsZero() {
		return Words(f.String()), false
	}
	return f.Interface(), f.IsZero()
}

var textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
var stringer = reflect.TypeFor[fmt.Stringer]()

// isPlain says whether a value of the type is shown in one cell.
func isPlain(t reflect.Type) bool {
	if t == stepType || t == reflect.PointerTo(stepType) {
		return false
	}
	if t.Kind() == reflect.Pointer {
		return t.Implements(textMarshaler) && !isPlain(t.Elem())
	}
	if t == reflect.TypeFor[money.Amount]() || t.Implements(textMarshaler) || t.Implements(stringer) {
		return true
	}
	switch t.Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int64, reflect.Int32, reflect.Float64:
		return true
	}
	return false
}

// kindOf is how values of the type are set in a column of the name.
func kindOf(t reflect.Type, name string) Kind {
	switch t {
	case reflect.TypeFor[money.Amount]():
		return Money
	case reflect.TypeFor[money.Decimal]():
		if strings.HasSuffix(name, "_pct") || strings.Contains(name, "percent") {
			return Percent
		}
		return Number
	case reflect.TypeFor[measure.Quantity](), reflect.TypeFor[explain.Number]():
		return Number
	case reflect.TypeFor[cal.Day](), reflect.TypeFor[cal.Month]():
		return Date
	case reflect.TypeFor[cal.Year]():
		return Ordinal
	}
	switch {
	case t.Kind() == reflect.Float64:
		return Number
	case t.Kind() != reflect.Int && t.Kind() != reflect.Int64:
		return Plain
	case slices.Contains(ordinalNames, name):
		return Ordinal
	}
	return Number
}

// fieldName is the name a field has in JSON.
func fieldName(f reflect.StructField, tag string) string {
	if tag != "" {
		return tag
	}
	var b strings.Builder
	for i, r := range f.Name {
		if unicode.IsUpper(r) && i > 0 && !unicode.IsUpper(rune(f.Name[i-1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// inWords is a field's name for people: "annual_wage" is "annual wage". That a
// number is a percentage is said by its sign.
func inWords(name string) string {
	return strings.ReplaceAll(strings.TrimSuffix(name, "_pct"), "_", " ")
}
