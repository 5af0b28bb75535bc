package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"artel/base/act"
	"artel/door/report"
)

// help is the manual page of a command: the overview, the commands of a noun,
// or all there is to say of one. It is drawn up from what was declared, so it
// cannot be out of date.
func (c *cli) help(cmd *cobra.Command) {
	page := commandPage(cmd)
	if a, ok := c.acts[cmd]; ok {
		page = actPage(a)
	} else if cmd == cmd.Root() {
		page = c.overview(cmd)
	}
	if more := c.below(cmd); len(more) > 0 && cmd != cmd.Root() {
		page.Blocks = append(page.Blocks, report.Facts{Caption: "Commands", Pairs: more})
		page.Blocks = append(page.Blocks, report.Text("artel help "+path(cmd)+" COMMAND explains one of them."))
	}
	_ = c.paper(page)
}

// helpCommand is “artel help ledger post”.
func (c *cli) helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "Explain a command",
		RunE: func(cmd *cobra.Command, args []string) error {
			at := cmd.Root()
			for _, word := range args {
				next := slices.IndexFunc(at.Commands(), func(sub *cobra.Command) bool { return sub.Name() == word })
				if next < 0 {
					return unknownCommand(at, word)
				}
				at = at.Commands()[next]
			}
			c.help(at)
			return nil
		},
	}
}

// below are the commands of a group, each with its line.
func (c *cli) below(cmd *cobra.Command) (lines []report.Fact) {
	for _, a := range acts {
		if words, ok := strings.CutPrefix(a.Name, path(cmd)+" "); ok && cmd != cmd.Root() {
			lines = append(lines, report.Fact{Label: words, Value: report.Words(a.Help)})
		}
	}
	for _, sub := range cmd.Commands() { // what is done with files
		if _, isAct := c.acts[sub]; !isAct && cmd != cmd.Root() && !sub.HasSubCommands() && !sub.Hidden {
			lines = append(lines, report.Fact{Label: sub.Name(), Value: report.Words(sub.Short)})
		}
	}
	return lines
}

// actPage is all there is to say of an act.
func actPage(a act.Act) report.Paper {
	p := report.Paper{Title: "artel " + a.Name, Lines: []report.Phrase{report.Words(a.Help)}}
	p.Blocks = append(p.Blocks, report.Text(usageText(a)))
	var must, may []report.Fact
	for _, f := range a.Fields {
		if f.Opt || f.Default != "" {
			may = append(may, fieldFact(f))
		} else {
			must = append(must, fieldFact(f))
		}
	}
	if len(must) > 0 {
		p.Blocks = append(p.Blocks, report.Facts{Caption: "What it must be told", Pairs: must})
	}
	if len(may) > 0 {
		p.Blocks = append(p.Blocks, report.Facts{Caption: "What it may be told", Pairs: may})
	}
	for _, f := range a.Fields {
		if len(f.Fields) > 0 {
			p.Blocks = append(p.Blocks, insidePage(f))
		}
	}
	if example, ok := examples[a.Name]; ok {
		p.Blocks = append(p.Blocks, report.Text("For example\n  "+strings.ReplaceAll(example, "\n", "\n  ")))
	}
	return withFootnotes(p, a)
}

// insidePage tells the fields of a list's items, or of a group.
func insidePage(f act.Field) report.Facts {
	inside := report.Facts{Caption: "Inside --" + hyphens(f.Name)}
	for _, sub := range f.Fields {
		fact := fieldFact(sub)
		fact.Label = sub.Name + "=" + placeholder(sub)
		if sub.Opt {
			fact.Value = report.Words("%s; may be left out", fact.Value)
		}
		inside.Pairs = append(inside.Pairs, fact)
	}
	return inside
}

func withFootnotes(p report.Paper, a act.Act) report.Paper {
	notes := []report.Fact{{Label: "Who may", Value: report.Words("%s", who(a))}}
	if a.Writes {
		notes = append(notes, report.Fact{Label: "Changes", Value: report.Words("It is done whole or not at all, and noted in the log of acts. See first what would come of it with --try.")})
	} else {
		notes = append(notes, report.Fact{Label: "Changes", Value: report.Words("It only looks; nothing is changed.")})
	}
	notes = append(notes, report.Fact{Label: "Answers", Value: report.Words("On the screen; with --json, --xlsx FILE or --html FILE in that form. “artel help” has what holds for every command.")})
	p.Blocks = append(p.Blocks, report.Facts{Pairs: notes})
	return p
}

// who are those that may, besides whoever sits at the machine.
func who(a act.Act) string {
	words := make([]string, len(a.Roles))
	for i, r := range a.Roles {
		words[i] = string(r)
	}
	if len(words) == 0 {
		return "only at this machine"
	}
	return strings.Join(words, ", ") + "; here, whoever can use this machine"
}

// fieldFact is a field's flag and what there is to say of it.
func fieldFact(f act.Field) report.Fact {
	words, args := "%s", []any{report.Words(f.Help)}
	if len(f.Choice) > 0 {
		words, args = words+" (%s)", append(args, strings.Join(f.Choice, ", "))
	}
	if f.Default != "" {
		words, args = words+"; %s if not said", append(args, f.Default)
	}
	if f.Kind == "list" {
		words += "; once for each, or all as a JSON list"
	}
	if f.Secret {
		words += "; better in $ARTEL_PASSWORD, or asked for"
	}
	return report.Fact{Label: flagText(f), Value: report.Words(words, args...)}
}

// flagText is how a field is typed: "--day DATE", or "PATH" where it stands
// without a flag.
func flagText(f act.Field) string {
	switch {
	case f.Arg:
		return strings.ToUpper(f.Name)
	case f.Kind == "truth":
		return "--" + hyphens(f.Name)
	}
	return "--" + hyphens(f.Name) + " " + placeholder(f)
}

// placeholder stands for a field's value.
func placeholder(f act.Field) string {
	switch f.Kind {
	case "day":
		return "DATE"
	case "decimal":
		return "NUMBER"
	case "currency":
		return "CODE"
	case "whole":
		if strings.HasSuffix(f.Name, "year") {
			return "YEAR"
		}
		return "N"
	case "truth":
		return "yes"
	case "list", "group":
		if len(f.Fields) > 0 {
			return hyphens(f.Fields[0].Name) + "=…"
		}
		return "TEXT"
	case "text":
		return "TEXT"
	}
	return strings.ToUpper(f.Kind)
}

// usageText is how an act is typed, in short.
func usageText(a act.Act) string {
	text := "artel " + a.Name
	for _, f := range a.Fields {
		one := flagText(f)
		if f.Opt || f.Default != "" {
			one = "[" + one + "]"
		}
		if f.Kind == "list" {
			one += " …"
		}
		text += " " + one
	}
	return text
}

// commandPage is the manual page of a command that is no act.
func commandPage(cmd *cobra.Command) report.Paper {
	p := report.Paper{Title: cmd.CommandPath(), Lines: []report.Phrase{report.Words(cmd.Short)}}
	if cmd.HasSubCommands() {
		return p
	}
	p.Blocks = append(p.Blocks, report.Text(cmd.UseLine()))
	if cmd.Long != "" {
		p.Blocks = append(p.Blocks, report.Text(cmd.Long))
	}
	flags := report.Facts{}
	cmd.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
		if f.Name == "help" {
			return
		}
		value, words := pflag.UnquoteUsage(f)
		if f.DefValue != "" {
			words += fmt.Sprintf("; %s if not said", f.DefValue)
		}
		flags.Pairs = append(flags.Pairs, report.Fact{Label: strings.TrimSpace("--" + f.Name + " " + value), Value: words})
	})
	if len(flags.Pairs) > 0 {
		p.Blocks = append(p.Blocks, flags)
	}
	return p
}
