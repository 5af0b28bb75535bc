package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"artel/base/act"
)

// given is what was typed for one field of an act: a flag, repeated for a
// list, or a word by its place.
type given struct {
	field act.Field
	texts []string
}

// String, Set and Type make it a flag.
func (g *given) String() string { return "" }

func (g *given) Set(text string) error {
	if len(g.texts) > 0 && g.field.Kind != "list" {
		return errTwice
	}
	if name, ok := strings.CutPrefix(text, "@"); ok && g.field.Long { // a paper that stands in a file
		paper, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("the file %s cannot be read", name)
		}
		text = string(paper)
	}
	g.texts = append(g.texts, text)
	return nil
}

func (g *given) Type() string { return placeholder(g.field) }

var errTwice = errors.New("it is given twice")

// flagsOf makes a flag of each field.
func flagsOf(cmd *cobra.Command, fields []act.Field) (all []*given) {
	for _, f := range fields {
		g := &given{field: f}
		flag := cmd.Flags().VarPF(g, hyphens(f.Name), "", f.Help)
		if f.Kind == "truth" {
			flag.NoOptDefVal = "true"
		}
		all = append(all, g)
	}
	return all
}

func hyphens(name string) string { return strings.ReplaceAll(name, "_", "-") }

// place gives the words that stand without a flag to the fields that take such.
// The last of them takes all that are left, if it is a list.
func place(cmd *cobra.Command, all []*given, args []string) error {
	for _, g := range all {
		if !g.field.Arg || len(g.texts) > 0 || len(args) == 0 {
			continue
		}
		n := 1
		if g.field.Kind == "list" {
			n = len(args)
		}
		g.texts, args = append(g.texts, args[:n]...), args[n:]
	}
	if len(args) == 0 {
		return nil
	}
	return &usage{cmd, "“%s” has no place in “%s”.", []any{args[0], path(cmd)}}
}

// tree is the act's input as [act.Tree] takes it.
func tree(cmd *cobra.Command, all []*given) (map[string]any, error) {
	t := map[string]any{}
	for _, g := range all {
		if len(g.texts) == 0 {
			continue
		}
		value, err := g.value()
		if err != nil {
			return nil, &usage{cmd, "--%s cannot be read: %s.", []any{hyphens(g.field.Name), err.Error()}}
		}
		t[g.field.Name] = value
	}
	return t, nil
}

func (g *given) value() (any, error) {
	switch g.field.Kind {
	case "list":
		items := []any{}
		for _, text := range g.texts {
			more, err := itemsOf(text, g.field.Fields)
			if err != nil {
				return nil, err
			}
			items = append(items, more...)
		}
		return items, nil
	case "group":
		return itemOf(g.texts[0], g.field.Fields)
	}
	return g.texts[0], nil
}

// itemsOf is what one flag of a list says: one item, or several as JSON.
func itemsOf(text string, fields []act.Field) (items []any, err error) {
	if strings.HasPrefix(strings.TrimSpace(text), "[") {
		return items, fromJSON(text, &items)
	}
	item, err := itemOf(text, fields)
	return []any{item}, err
}

// itemOf is one item: a plain text, a JSON object, or "account=1010,debit=5.00".
func itemOf(text string, fields []act.Field) (any, error) {
	switch {
	case len(fields) == 0:
		return text, nil
	case strings.HasPrefix(strings.TrimSpace(text), "{"):
		item := map[string]any{}
		return item, fromJSON(text, &item)
	}
	return pairs(text, fields)
}

func fromJSON(text string, into any) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(into); err != nil || d.More() {
		return errors.New("it is not JSON")
	}
	return nil
}

// pairs reads "account=1010,memo=Rice, oil,debit=5.00". A comma parts two pairs
// only where a field's name and = follow, so values may have commas in them.
func pairs(text string, fields []act.Field) (map[string]any, error) {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = strings.ReplaceAll(regexp.QuoteMeta(f.Name), "_", "[-_]")
	}
	starts := regexp.MustCompile(`(?:^|,)\s*(`+strings.Join(names, "|")+`)\s*=`).FindAllStringSubmatchIndex(text, -1)
	if len(starts) == 0 || starts[0][0] != 0 {
		return nil, errors.New("write it as " + pairsExample(fields))
	}
	item := map[string]any{}
	for i, s := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		item[strings.ReplaceAll(text[s[2]:s[3]], "-", "_")] = strings.TrimSpace(text[s[1]:end])
	}
	return item, nil
}

// pairsExample is "account=TEXT,debit=NUMBER".
func pairsExample(fields []act.Field) string {
	parts := make([]string, len(fields))
	for i, f := range fields {
		parts[i] = f.Name + "=" + placeholder(f)
	}
	return strings.Join(parts, ",")
}
