package web

import (
	"encoding"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"artel/base/act"
	"artel/base/explain"
)

// schemas describes types as encoding/json writes them and act.Tree reads them.
//
// It is our own because a library would see the structs differently from either:
// an act's fields are named without tags, and an answer may embed a struct that
// is not exported, whose fields JSON nevertheless has.
type schemas struct {
	named map[string]node
	seen  map[reflect.Type]string
}

func newSchemas() *schemas {
	return &schemas{named: map[string]node{}, seen: map[reflect.Type]string{}}
}

// input describes what an act is asked with.
func (s *schemas) input(a act.Act) node {
	name := pascal(strings.Fields(a.Name)...) + "Input"
	s.named[name] = s.fields(a.Fields)
	return ref(name)
}

func (s *schemas) fields(fields []act.Field) node {
	properties, required := node{}, []string{}
	for _, f := range fields {
		properties[f.Name] = s.field(f)
		if !f.Opt && f.Default == "" {
			required = append(required, f.Name)
		}
	}
	n := node{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		n["required"] = required
	}
	return n
}

// field describes one field. A decimal is described as text, so that no program
// makes a float of it; a JSON number is taken too.
func (s *schemas) field(f act.Field) node {
	n := node{}
	switch f.Kind {
	case "list":
		items := node{"type": "string"}
		if len(f.Fields) > 0 {
			items = s.fields(f.Fields)
		}
		n = node{"type": "array", "items": items}
	case "group":
		n = s.fields(f.Fields)
	case "truth":
		n["type"] = "boolean"
	case "whole":
		n["type"], n["format"] = "integer", "int64"
	case "decimal", "quantity":
		n["type"], n["example"] = "string", "12.50"
	case "day":
		n["type"], n["format"], n["example"] = "string", "date", "1956-03-01"
	case "month":
		n["type"], n["pattern"], n["example"] = "string", `^\d{4}-\d{2}$`, "1956-03"
	default:
		n["type"] = "string"
	}
	if isYear(f) {
		n["type"], n["format"], n["example"] = "integer", "int64", 1956
	}
	if f.Help != "" {
		n["description"] = f.Help
	}
	if len(f.Choice) > 0 {
		n["enum"] = f.Choice
	}
	if f.Default != "" {
		n["default"] = f.Default
		if f.Kind == "truth" {
			n["default"] = f.Default == "yes" || f.Default == "true"
		}
		if whole, err := strconv.ParseInt(f.Default, 10, 64); err == nil && n["type"] == "integer" {
			n["default"] = whole
		}
	}
	if f.Secret {
		n["format"] = "password"
	}
	return n
}

var (
	asJSON   = reflect.TypeFor[json.Marshaler]()
	asText   = reflect.TypeFor[encoding.TextMarshaler]()
	anything = node{}
)

// stepType writes itself as a tree of its own (explain/json.go).
var stepType = reflect.TypeFor[explain.Step]()

// of describes a type as encoding/json writes it.
func (s *schemas) of(t reflect.Type) node {
	switch {
	case t.Kind() == reflect.Pointer:
		return orNull(s.of(t.Elem()))
	case t == stepType:
		return s.step()
	case t == reflect.TypeFor[json.RawMessage]():
		return anything
	case writes(t, asText): // a number of ours that writes itself as JSON writes the same text
		return node{"type": "string"}
	case writes(t, asJSON):
		return anything
	}
	switch t.Kind() {
	case reflect.Struct:
		return s.structure(t)
	case reflect.Slice, reflect.Array:
		return node{"type": "array", "nullable": true, "items": s.of(t.Elem())}
	case reflect.Map:
		return node{"type": "object", "nullable": true, "additionalProperties": s.of(t.Elem())}
	case reflect.Bool:
		return node{"type": "boolean"}
	case reflect.String:
		return node{"type": "string"}
	case reflect.Float32, reflect.Float64:
		return node{"type": "number"}
	case reflect.Interface:
		return anything
	}
	if t.Kind() >= reflect.Int && t.Kind() <= reflect.Uint64 {
		return node{"type": "integer", "format": "int64"}
	}
	return anything
}

// orNull is n, or nothing. Beside a reference nothing else may stand.
func orNull(n node) node {
	if n["$ref"] != nil {
		return node{"allOf": []node{n}, "nullable": true}
	}
	n = maps.Clone(n)
	n["nullable"] = true
	return n
}

func writes(t, as reflect.Type) bool { return t.Implements(as) || reflect.PointerTo(t).Implements(as) }

func (s *schemas) structure(t reflect.Type) node {
	if name, ok := s.seen[t]; ok {
		return ref(name)
	}
	if t.Name() == "" {
		properties, required := node{}, []string{}
		s.members(t, properties, &required)
		return node{"type": "object", "properties": properties}
	}
	name := s.name(t)
	s.seen[t] = name
	s.named[name] = node{} // a type that holds itself refers to it
	properties, required := node{}, []string{}
	s.members(t, properties, &required)
	n := node{"type": "object", "properties": properties}
	if len(required) > 0 {
		slices.Sort(required)
		n["required"] = slices.Compact(required)
	}
	s.named[name] = n
	return ref(name)
}

// members are a struct's fields, those of an embedded struct among them. Outer
// fields hide inner ones of the same name.
func (s *schemas) members(t reflect.Type, properties node, required *[]string) {
	var embedded []reflect.Type
	for i := range t.NumField() {
		f := t.Field(i)
		tag, opts, _ := strings.Cut(f.Tag.Get("json"), ",")
		inner := f.Type
		for inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		switch {
		case tag == "-":
		case f.Anonymous && tag == "" && inner.Kind() == reflect.Struct && !writes(inner, asText) && !writes(inner, asJSON):
			embedded = append(embedded, inner)
		case f.IsExported():
			name := tag
			if name == "" {
				name = f.Name
			}
			if _, hidden := properties[name]; hidden {
				continue
			}
			properties[name] = s.of(f.Type)
			if !strings.Contains(opts, "omit") {
				*required = append(*required, name)
			}
		}
	}
	for _, inner := range embedded {
		s.members(inner, properties, required)
	}
}

// name is a type's name with its package before it, so that two packages may
// each have an Entry.
func (s *schemas) name(t reflect.Type) string {
	path := strings.Split(t.PkgPath(), "/")
	name, _, _ := strings.Cut(t.Name(), "[")
	name = pascal(path[len(path)-1], name)
	for base, i := name, 2; s.named[name] != nil; i++ {
		name = base + n(i)
	}
	return name
}

// step describes how an amount came to be.
func (s *schemas) step() node {
	const name = "ExplainStep"
	if s.named[name] == nil {
		text, texts := node{"type": "string"}, node{"type": "array", "items": node{"type": "string"}}
		s.named[name] = node{"type": "object", "required": []string{"id", "label", "formula", "result"},
			"properties": node{
				"id": node{"type": "integer"}, "label": text, "args": texts, "formula": text, "digits": node{"type": "integer"},
				"result": text, "unit": text, "clause": text, "resolution": text, "rule": text,
				"operands": node{"type": "array", "items": node{"type": "object", "required": []string{"label", "value"},
					"properties": node{"name": text, "label": text, "args": texts, "value": text, "unit": text, "source": text,
						"step": ref(name), "see": node{"type": "integer", "description": "the id of a step written out earlier"}}}},
			}}
	}
	return ref(name)
}

func ref(name string) node { return node{"$ref": "#/components/schemas/" + name} }

func pascal(words ...string) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(strings.ToUpper(w[:1]) + w[1:])
	}
	return b.String()
}
