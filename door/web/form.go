package web

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/fault"
	"artel/door/words"
)

// form is an act's fields to be filled in, with what has been.
type form struct {
	act    act.Act
	values map[string]string          // by dotted name, as typed
	wrong  map[string][]fault.Problem // by dotted name
	asides map[string]string          // what the page was asked besides the act's fields
	more   map[string]int             // empty rows asked for, by list
	key    string                     // makes the form do its act once
	held   string                     // an upload that is kept for the next press
	file   string                     // its name
	path   string                     // and where it is kept
	offers offers                     // names to choose from
	then   string                     // where it leads once done, if not to its own answer
}

// Names in a form that are no fields of the act.
const (
	keyName   = "_key"
	tryName   = "_try"
	moreName  = "_more"
	heldName  = "_held"
	asName    = "_as"
	doneName  = "_done"
	partName  = "_part"
	nextName  = "_next"
	emptyRows = 3
	mostRows  = 500
)

// asides are what a page may be asked besides its act's fields: under these
// names with a "_" before them.
var asides = []string{"day", "span", "seen"}

// mind puts problems at their fields. What is about no field of the form is
// given back.
func (f *form) mind(all []fault.Problem) (rest []fault.Problem) {
	f.wrong = map[string][]fault.Problem{}
	for _, p := range all {
		p = f.inRow(p)
		if p.Sheet != "" || p.Row != 0 || !known(f.act.Fields, p.Column) {
			rest = append(rest, p)
			continue
		}
		f.wrong[p.Column] = append(f.wrong[p.Column], p)
	}
	return rest
}

// inRow names the field of a problem that an act found in a row of its only
// list: rows are numbered from 1, as in a sheet, and so are named.
func (f *form) inRow(p fault.Problem) fault.Problem {
	i := slices.IndexFunc(f.act.Fields, func(field act.Field) bool { return field.Kind == "list" && len(field.Fields) > 0 })
	if i < 0 || p.Row < 1 || len(f.act.Fields) > 1 {
		return p
	}
	column := p.Column
	if column == "date" {
		column = "day"
	}
	name := fmt.Sprintf("%s.%d.%s", f.act.Fields[i].Name, p.Row-1, column)
	if !known(f.act.Fields, name) {
		return p
	}
	p.Sheet, p.Row, p.Column = "", 0, name
	return p
}

func known(fields []act.Field, dotted string) bool {
	name, below, nested := strings.Cut(dotted, ".")
	i := slices.IndexFunc(fields, func(f act.Field) bool { return f.Name == name })
	if i < 0 || !nested {
		return i >= 0
	}
	if fields[i].Kind == "list" {
		if _, below, nested = strings.Cut(below, "."); !nested {
			return true
		}
	}
	return known(fields[i].Fields, below)
}

// inputs are all fields, those that may be left out behind the others.
func (f form) inputs(v view) g.Node {
	must, may := g.Group{}, g.Group{}
	for _, field := range f.act.Fields {
		if isCopy(f.act, field) {
			continue
		}
		node := f.field(v, field, field.Name)
		if field.Opt && f.values[field.Name] == "" && f.wrong[field.Name] == nil && len(f.act.Fields) > 4 {
			may = append(may, node)
		} else {
			must = append(must, node)
		}
	}
	if len(may) < 3 {
		return g.Group{must, may}
	}
	return g.Group{must, h.Details(h.Class("more"), h.Summary(g.Text(v.say("More, which may be left out"))), may)}
}

func (f form) field(v view, field act.Field, name string) g.Node {
	switch {
	case field.Kind == "list" && len(field.Fields) > 0:
		return f.rows(v, field, name)
	case field.Kind == "group":
		parts := g.Group{}
		for _, sub := range field.Fields {
			parts = append(parts, f.field(v, sub, name+"."+sub.Name))
		}
		return h.FieldSet(h.Legend(g.Text(label(v, field))), parts)
	case field.Kind == "truth":
		return f.check(v, field, name)
	}
	return h.Div(h.Class("field"),
		h.Label(h.For(name), g.Text(label(v, field)), g.If(field.Opt, h.Small(g.Text(v.say("may be left out"))))),
		f.hint(v, field, name),
		f.input(v, field, name, ""),
		f.errors(v, name),
	)
}

// label is a field's name in words.
func label(v view, field act.Field) string {
	words := []rune(v.say(strings.ReplaceAll(field.Name, "_", " ")))
	return strings.ToUpper(string(words[:1])) + string(words[1:])
}

func (f form) hint(v view, field act.Field, name string) g.Node {
	words := v.say(field.Help)
	if field.Kind == "list" && len(field.Fields) == 0 && words != "" {
		words += v.say("; one a line")
	}
	return g.If(words != "", h.P(h.Class("hint"), h.ID(name+"-hint"), g.Text(words)))
}

func (f form) errors(v view, name string) g.Node {
	if len(f.wrong[name]) == 0 {
		return nil
	}
	lines := g.Group{}
	for _, p := range f.wrong[name] {
		p = words.Problem(v.lang, p)
		lines = append(lines, g.Text(strings.TrimSpace(p.Wrong+" "+p.Fix)+" "))
	}
	return h.P(h.Class("error"), h.ID(name+"-error"), lines)
}

// value is what was typed, or what the act takes where nothing is said.
func (f form) value(field act.Field, name string) string {
	if typed, ok := f.values[name]; ok {
		return typed
	}
	return field.Default
}

// input is one input. named is its label where no label stands beside it.
func (f form) input(v view, field act.Field, name, named string) g.Node {
	about := g.Group{h.ID(name), h.Name(name)}
	if named != "" {
		about = append(about, h.Aria("label", named))
	}
	var told []string
	if field.Help != "" && named == "" {
		told = append(told, name+"-hint")
	}
	if len(f.wrong[name]) > 0 {
		told = append(told, name+"-error")
		about = append(about, h.Aria("invalid", "true"))
	}
	if len(told) > 0 {
		about = append(about, h.Aria("describedby", strings.Join(told, " ")))
	}
	if !field.Opt && field.Default == "" && named == "" {
		about = append(about, h.Required())
	}
	value := f.value(field, name)
	if named != "" { // a row with nothing typed in it must be empty, or it would count
		value = f.values[name]
	}
	switch {
	case len(field.Choice) > 0 || field.Kind == "truth":
		return choices(v, field, value, about, named != "")
	case field.Kind == "list":
		return h.Textarea(about, h.Rows("4"), g.Text(f.lines(name)))
	case field.Long:
		return h.Textarea(about, h.Rows("12"), g.Attr("spellcheck", "false"), g.Text(value))
	case field.Secret:
		return h.Input(about, h.Type("password"), h.AutoComplete("new-password"))
	case isUpload(field):
		return h.Input(about, h.Type("file"), h.Multiple(), h.Accept(".csv,.xlsx"))
	}
	tie, names := f.offers.offered(field.Name)
	return g.Group{h.Input(about, h.Value(value), manner(field), h.AutoComplete("off"), tie), names}
}

// lines is a list of single values as they were typed, a line each.
func (f form) lines(name string) string {
	if typed, ok := f.values[name]; ok {
		return typed
	}
	var lines []string
	for i := 0; ; i++ {
		line, ok := f.values[name+"."+strconv.Itoa(i)]
		if !ok {
			return strings.Join(lines, "\n")
		}
		lines = append(lines, line)
	}
}

// isYear says whether a field is a year of account.
func isYear(field act.Field) bool { return field.Type == reflect.TypeFor[cal.Year]() }

// manner helps with typing: which keys a phone shows, how wide the box is, what
// a value looks like.
func manner(field act.Field) g.Node {
	if isYear(field) {
		return g.Group{h.Class("short"), g.Attr("inputmode", "numeric"), h.Placeholder("1956")}
	}
	switch field.Kind {
	case "day":
		return g.Group{h.Class("short"), g.Attr("inputmode", "numeric"), h.Placeholder("1956-03-01")}
	case "month":
		return g.Group{h.Class("short"), g.Attr("inputmode", "numeric"), h.Placeholder("1956-03")}
	case "decimal", "quantity", "amount":
		return g.Group{h.Class("short number"), g.Attr("inputmode", "decimal")}
	case "whole":
		return g.Group{h.Class("short number"), g.Attr("inputmode", "numeric")}
	}
	return nil
}

func choices(v view, field act.Field, value string, about g.Group, inRow bool) g.Node {
	all := field.Choice
	if field.Kind == "truth" {
		all = []string{"yes", "no"}
	}
	options := g.Group{}
	if inRow || field.Opt || field.Default == "" {
		options = append(options, h.Option(h.Value("")))
	}
	for _, c := range all {
		options = append(options, h.Option(h.Value(c), g.If(c == value, h.Selected()), g.Text(v.say(c))))
	}
	return h.Select(about, options)
}

// check is a box with a hidden "no" before it, since a box that is not ticked
// sends nothing.
func (f form) check(v view, field act.Field, name string) g.Node {
	value := f.value(field, name)
	ticked := value == "yes" || value == "true" || value == "on"
	return h.Div(h.Class("field check"),
		hidden(name, "no"),
		h.Label(h.Input(h.Type("checkbox"), h.ID(name), h.Name(name), h.Value("yes"), g.If(ticked, h.Checked()),
			g.If(field.Help != "", h.Aria("describedby", name+"-hint"))), g.Text(label(v, field))),
		f.hint(v, field, name),
		f.errors(v, name),
	)
}

// rows is a list of groups: a table with a row each, and some to spare.
func (f form) rows(v view, field act.Field, name string) g.Node {
	heads, body := g.Group{}, g.Group{}
	for _, sub := range field.Fields {
		heads = append(heads, h.Th(h.Scope("col"), h.TitleAttr(v.say(sub.Help)), g.Text(label(v, sub))))
	}
	for i := range f.count(name) {
		cells := g.Group{}
		for _, sub := range field.Fields {
			at := fmt.Sprintf("%s.%d.%s", name, i, sub.Name)
			named := v.say("%s, row %d", label(v, sub), i+1)
			cells = append(cells, h.Td(h.Data("label", label(v, sub)), f.input(v, sub, at, named), f.errors(v, at)))
		}
		body = append(body, h.Tr(cells), g.If(f.wrong[fmt.Sprintf("%s.%d", name, i)] != nil,
			h.Tr(h.Td(h.ColSpan(strconv.Itoa(len(field.Fields))), f.errors(v, fmt.Sprintf("%s.%d", name, i))))))
	}
	return h.FieldSet(h.Class("rows"),
		h.Legend(g.Text(label(v, field))), f.hint(v, field, name), f.errors(v, name),
		h.Table(h.THead(h.Tr(heads)), h.TBody(h.Data("rows", name), body)),
		h.P(h.Button(h.Class("button quiet"), h.Name(moreName), h.Value(name), h.FormNoValidate(), h.Data("add", name), g.Text(v.say("Add a row")))),
	)
}

// count is how many rows of a list are shown: those filled in, and some empty.
func (f form) count(name string) int {
	last := -1
	for at, typed := range f.values {
		rest, ok := strings.CutPrefix(at, name+".")
		index, _, _ := strings.Cut(rest, ".")
		if n, err := strconv.Atoi(index); ok && err == nil && typed != "" {
			last = max(last, n)
		}
	}
	return min(max(last+1+f.more[name], emptyRows, last+2), mostRows)
}
