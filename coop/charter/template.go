package charter

import (
	"embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/surplus"
	"artel/coop/unit"
)

//go:embed template/*.json
var files embed.FS

// order is the order in which templates are offered.
var order = []string{"producer", "supply", "group", "scop", "italy", "spain"}

// Template is a charter to begin with.
type Template struct {
	Name  string            `json:"name"`
	Title string            `json:"title"`
	Form  string            `json:"form"`  // of the unit that has such a charter
	About string            `json:"about"` // in two sentences
	Law   string            `json:"law"`   // what it follows, with the articles
	Rules []TemplateRule    `json:"rules"`
	Lines surplus.Waterfall `json:"lines"` // those of the producers' co-operative where there are none
}

// TemplateRule is a rule and its value.
type TemplateRule struct {
	Rule   string `json:"rule"`
	Value  string `json:"value"`
	Clause string `json:"clause"`
}

// templates are all of them; a file of ours that cannot be read is a broken
// build.
var templates = sync.OnceValue(func() (all []Template) {
	for _, name := range order {
		text, err := files.ReadFile("template/" + name + ".json")
		if err != nil {
			panic(err)
		}
		var t Template
		if err := json.Unmarshal(text, &t); err != nil {
			panic(name + ": " + err.Error())
		}
		if t.Lines == nil {
			t.Lines = surplus.Producer()
		}
		all = append(all, t)
	}
	return all
})

// Templates are all charters to begin with, in the order in which they are
// offered.
func Templates() []Template { return slices.Clone(templates()) }

func named(name string) (Template, error) {
	i := slices.IndexFunc(templates(), func(t Template) bool { return t.Name == name })
	if i < 0 {
		return Template{}, fault.Invalid.Errorf("There is no template “%s”. There are: %s.", name, strings.Join(order, ", "))
	}
	return templates()[i], nil
}

// Usual are the rules that a template gives, with the lines of its waterfall last.
func Usual(name string) ([]TemplateRule, error) {
	t, err := named(name)
	if err != nil {
		return nil, err
	}
	lines, err := t.text()
	return append(slices.Clone(t.Rules), TemplateRule{surplus.WaterfallRule, lines, ""}), err
}

// text is the lines as the charter keeps them.
func (t Template) text() (string, error) {
	text, err := json.Marshal(t.Lines)
	return string(text), err
}

// Values are the rules by name.
func (t Template) Values() map[string]string {
	values := map[string]string{}
	for _, r := range t.Rules {
		values[r.Rule] = r.Value
	}
	return values
}

// Articles are the template read out.
func (t Template) Articles() []Article {
	rules := make([]unit.Rule, len(t.Rules))
	for i, r := range t.Rules {
		rules[i] = unit.Rule{Rule: r.Rule, Value: r.Value, Clause: r.Clause}
	}
	return articles(rules, t.Lines, "")
}

// Readable is a template with its articles in words.
type Readable struct {
	Name     string    `json:"name"`
	Title    string    `json:"title"`
	Form     string    `json:"form"`
	About    string    `json:"about"`
	Law      string    `json:"law"`
	Articles []Article `json:"articles"`
}

// Read are all templates, each read out.
func Read(*db.Tx, act.Nothing) (all []Readable, err error) {
	for _, t := range templates() {
		all = append(all, Readable{t.Name, t.Title, t.Form, t.About, t.Law, t.Articles()})
	}
	return all, nil
}
