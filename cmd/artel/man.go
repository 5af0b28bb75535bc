package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"artel/base/act"
	"artel/door/report"
)

func (c *cli) manCommand() *cobra.Command {
	return &cobra.Command{
		Use: "man", Short: "Write the whole manual as Markdown", Args: cobra.NoArgs,
		Long: "Writes the manual of every command to standard output: artel man > docs/commands.md",
		RunE: func(cmd *cobra.Command, _ []string) error {
			m := &manual{}
			m.whole(c.machine(cmd.Root()))
			_, err := io.WriteString(c.out, m.b.String())
			return err
		},
	}
}

// manual is Markdown being written, from the same pages that help shows.
type manual struct{ b strings.Builder }

func (m *manual) line(format string, args ...any) { fmt.Fprintf(&m.b, format+"\n", args...) }

func (m *manual) whole(machine []*cobra.Command) {
	m.line("# The commands of artel\n")
	m.line("Made by `artel man` from what the program declares; do not edit it.\n")
	m.line("Every command takes these:\n")
	for _, h := range globalHelp {
		m.line("- `%s`: %s", h[0], h[1])
	}
	m.line("\nThe exit code is 0 when it was done, 1 when it was not, 2 when what was typed could not be understood.")
	for _, noun := range nounsOf(acts) {
		m.line("\n## %s\n", noun)
		if words := nouns[noun]; words != "" {
			m.line("%s%s.", strings.ToUpper(words[:1]), words[1:])
		}
		for _, a := range acts {
			if first, _, _ := strings.Cut(a.Name, " "); first == noun {
				m.act(a)
			}
		}
	}
	m.line("\n## This machine")
	for _, s := range machine {
		m.page(commandPage(s))
	}
}

func (m *manual) act(a act.Act) { m.page(actPage(a)) }

// page writes a page of help as a section.
func (m *manual) page(p report.Paper) {
	m.line("\n### %s\n", p.Title)
	for _, l := range p.Lines {
		m.line("%s.\n", strings.TrimSuffix(fmt.Sprintf(l.Format, l.Args...), "."))
	}
	for i, b := range p.Blocks {
		switch b := b.(type) {
		case report.Text:
			if i == 0 || strings.Contains(string(b), "\n") {
				m.line("```\n%s\n```\n", b)
			} else {
				m.line("%s\n", b)
			}
		case report.Facts:
			m.facts(b)
		}
	}
}

func (m *manual) facts(f report.Facts) {
	if f.Caption != "" {
		m.line("%s:\n", f.Caption)
	}
	for _, p := range f.Pairs {
		label := p.Label
		if f.Caption != "" || strings.HasPrefix(label, "--") {
			label = "`" + label + "`"
		}
		m.line("- %s: %s", label, valueText(p.Value))
	}
	m.line("")
}

// valueText is a help text with what is put into it.
func valueText(v any) string {
	phrase, ok := v.(report.Phrase)
	if !ok {
		return fmt.Sprint(v)
	}
	if len(phrase.Args) == 0 { // a help text may have a % of its own
		return strings.ReplaceAll(phrase.Format, "%%", "%")
	}
	args := make([]any, len(phrase.Args))
	for i, a := range phrase.Args {
		args[i] = valueText(a)
	}
	return fmt.Sprintf(phrase.Format, args...)
}
