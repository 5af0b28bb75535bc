package act

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"artel/base/fault"
)

// Field is one thing an act must be told.
type Field struct {
	Name    string // as JSON and forms have it: "over_cap_to"
	Help    string
	Kind    string // text, whole, truth, list, group; or day, month, amount, quantity by the Go type's name
	Opt     bool
	Default string
	Choice  []string
	Arg     bool
	Secret  bool
	Long    bool    // a text of many lines
	Fields  []Field // of a group, or of each item of a list; empty for a list of plain values
	Type    reflect.Type
	index   int
}

// FieldsOf describes the fields of a struct type.
func FieldsOf(t reflect.Type) (fs []Field) {
	if t.Kind() != reflect.Struct {
		return nil
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() || f.Tag.Get("json") == "-" {
			continue
		}
		field := Field{
			Name: nameOf(f), Help: f.Tag.Get("help"), Kind: kindOf(f.Type), Opt: f.Tag.Get("opt") != "",
			Default: f.Tag.Get("default"), Arg: f.Tag.Get("arg") != "", Secret: f.Tag.Get("secret") != "", Long: f.Tag.Get("long") != "",
			Type: f.Type, index: i,
		}
		if c := f.Tag.Get("choice"); c != "" {
			field.Choice = strings.Split(c, "|")
		}
		switch field.Kind {
		case "list":
			field.Fields = FieldsOf(f.Type.Elem())
		case "group":
			field.Fields = FieldsOf(f.Type)
		}
		fs = append(fs, field)
	}
	return fs
}

var textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()

// kindOf names a type for forms and schemas; a type of our own that reads
// itself from text goes by its own name.
func kindOf(t reflect.Type) string {
	switch {
	case t.Kind() == reflect.Pointer: // of a value that may be left out, where 0 is another answer
		return kindOf(t.Elem())
	case reflect.PointerTo(t).Implements(textUnmarshaler):
		return strings.ToLower(t.Name())
	case t.Kind() == reflect.Slice:
		return "list"
	case t.Kind() == reflect.Struct:
		return "group"
	case t.Kind() == reflect.Bool:
		return "truth"
	case t.Kind() == reflect.Int64 || t.Kind() == reflect.Int:
		return "whole"
	}
	return "text"
}

// nameOf is the field's JSON tag, or its Go name in lower case, words parted
// by an underscore.
func nameOf(f reflect.StructField) string {
	if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag != "" {
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

// Tree fills from nested values as every door can make them: map[string]any,
// []any, string, json.Number, bool. All wrong fields are told at once.
func Tree(tree map[string]any) func(any) error {
	return func(into any) error {
		v := reflect.ValueOf(into).Elem()
		var wrong []fault.Problem
		decodeGroup(v, FieldsOf(v.Type()), tree, "", &wrong)
		if len(wrong) > 0 {
			return &fault.Rows{Problems: wrong}
		}
		return nil
	}
}

// JSON fills from a JSON object.
func JSON(body []byte) func(any) error {
	return func(into any) error {
		d := json.NewDecoder(bytes.NewReader(body))
		d.UseNumber()
		tree := map[string]any{}
		if len(bytes.TrimSpace(body)) > 0 {
			if err := d.Decode(&tree); err != nil {
				return fault.Invalid.Errorf("The request is not a JSON object: %s.", err.Error())
			}
			if d.More() {
				return fault.Invalid.Errorf("The request has more than one JSON object.")
			}
		}
		return Tree(tree)(into)
	}
}

// Values fills from the named texts of a form or a command line. A field of a
// list has the name "lines.0.account"; a list may also be given whole, as JSON.
func Values(values map[string]string) func(any) error {
	tree := map[string]any{}
	for name, text := range values {
		put(tree, strings.Split(name, "."), text)
	}
	return Tree(tree)
}

func put(tree map[string]any, path []string, text string) {
	for _, step := range path[:len(path)-1] {
		next, ok := tree[step].(map[string]any)
		if !ok {
			next = map[string]any{}
			tree[step] = next
		}
		tree = next
	}
	tree[path[len(path)-1]] = text
}

func decodeGroup(v reflect.Value, fields []Field, tree map[string]any, at string, wrong *[]fault.Problem) {
	known := map[string]bool{}
	for _, f := range fields {
		known[f.Name] = true
		given, there := tree[f.Name]
		if s, ok := given.(string); ok && s == "" {
			there = false
		}
		switch {
		case there && given != nil:
			decodeField(v.Field(f.index), f, given, at+f.Name, wrong)
		case f.Default != "":
			decodeField(v.Field(f.index), f, f.Default, at+f.Name, wrong)
		case !f.Opt:
			complain(wrong, at+f.Name, "", "%s is missing.", f.Name)
		}
	}
	for name := range tree {
		if !known[name] {
			complain(wrong, at+name, "", "There is no field “%s” here.", name)
		}
	}
}

func decodeField(v reflect.Value, f Field, given any, at string, wrong *[]fault.Problem) {
	if f.Kind == "list" {
		decodeList(v, f, given, at, wrong)
		return
	}
	if f.Kind == "group" {
		group, ok := given.(map[string]any)
		if !ok {
			complain(wrong, at, "", "%s must be a group of fields.", at)
			return
		}
		decodeGroup(v, f.Fields, group, at+".", wrong)
		return
	}
	text, ok := textOf(given)
	if !ok {
		complain(wrong, at, "", "%s must be one value.", at)
		return
	}
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	if err := setText(v, f, text); err != nil {
		complain(wrong, at, text, "%s", err.Error())
	}
}

func decodeList(v reflect.Value, f Field, given any, at string, wrong *[]fault.Problem) {
	items, ok := itemsOf(given)
	if !ok {
		complain(wrong, at, "", "%s must be a list.", at)
		return
	}
	list := reflect.MakeSlice(v.Type(), 0, len(items))
	for i, item := range items {
		one := reflect.New(v.Type().Elem()).Elem()
		name := fmt.Sprintf("%s.%d", at, i)
		if len(f.Fields) == 0 {
			decodeField(one, Field{Kind: kindOf(one.Type())}, item, name, wrong)
		} else if group, ok := item.(map[string]any); !ok {
			complain(wrong, name, "", "%s must be a group of fields.", name)
		} else if !blank(group) { // an empty line of a form is no line
			decodeGroup(one, f.Fields, group, name+".", wrong)
		} else {
			continue
		}
		list = reflect.Append(list, one)
	}
	v.Set(list)
}

// itemsOf reads a list as JSON gave it, as a form numbers it, or as JSON text.
func itemsOf(given any) ([]any, bool) {
	switch g := given.(type) {
	case []any:
		return g, true
	case map[string]any:
		items := make([]any, 0, len(g))
		for i := 0; len(items) < len(g); i++ {
			if item, ok := g[strconv.Itoa(i)]; ok {
				items = append(items, item)
			} else if i > 10_000 {
				return nil, false
			}
		}
		return items, true
	case string:
		d := json.NewDecoder(strings.NewReader(g))
		d.UseNumber()
		var items []any
		err := d.Decode(&items)
		return items, err == nil && !d.More()
	}
	return nil, false
}

func blank(group map[string]any) bool {
	for _, v := range group {
		if s, ok := v.(string); !ok || s != "" {
			return false
		}
	}
	return true
}

func textOf(given any) (string, bool) {
	switch g := given.(type) {
	case string:
		return strings.TrimSpace(g), true
	case json.Number:
		return g.String(), true
	case bool:
		return strconv.FormatBool(g), true
	}
	return "", false
}

func setText(v reflect.Value, f Field, text string) error {
	if len(f.Choice) > 0 && !slices.Contains(f.Choice, text) {
		return fault.Invalid.Errorf("“%s” is not one of: %s.", text, strings.Join(f.Choice, ", "))
	}
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return u.UnmarshalText([]byte(text))
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Int64, reflect.Int:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return fault.Invalid.Errorf("“%s” is not a whole number.", text)
		}
		v.SetInt(n)
	case reflect.Bool:
		switch strings.ToLower(text) {
		case "true", "yes", "on", "1", "是":
			v.SetBool(true)
		case "false", "no", "off", "0", "否":
		default:
			return fault.Invalid.Errorf("“%s” is neither yes nor no.", text)
		}
	default:
		return fmt.Errorf("act: field %s has a type no door can fill: %s", f.Name, v.Type())
	}
	return nil
}

func complain(wrong *[]fault.Problem, field, value, format string, args ...any) {
	*wrong = append(*wrong, fault.Problem{Column: field, Value: value, Wrong: fmt.Sprintf(format, args...)})
}

// Public is in without its secrets, for the log. Of a file it has the name and
// not the place, which may be one that a door used for a moment.
func Public(in any) any {
	v := reflect.ValueOf(in)
	if v.Kind() != reflect.Struct {
		return in
	}
	open := reflect.New(v.Type()).Elem()
	open.Set(v)
	for _, f := range FieldsOf(v.Type()) {
		if f.Secret {
			open.Field(f.index).SetZero()
		}
		if file := open.Field(f.index); f.Kind == "file" && file.String() != "" {
			file.SetString(filepath.Base(file.String()))
		}
	}
	return open.Interface()
}
