package main

import (
	"strings"

	"github.com/spf13/cobra"

	"artel/base/act"
)

// plant puts an act into the tree of commands, a level a word: "ledger post"
// is the command post of the group ledger.
func (c *cli) plant(root *cobra.Command, a act.Act) {
	at := root
	for word := range strings.FieldsSeq(a.Name) {
		at = c.under(at, word)
	}
	at.Short = a.Help
	given := flagsOf(at, a.Fields)
	at.RunE = func(cmd *cobra.Command, args []string) error { return c.do(cmd, a, given, args) }
	c.acts[at] = a
}

// under is the command called word below at, made where it is not there.
func (c *cli) under(at *cobra.Command, word string) *cobra.Command {
	for _, sub := range at.Commands() {
		if sub.Name() == word {
			return sub
		}
	}
	sub := &cobra.Command{Use: word, Short: nouns[word], Args: cobra.ArbitraryArgs, RunE: c.group}
	at.AddCommand(sub)
	return sub
}

// group answers a word that is no command by itself: with its help, or with
// what may have been meant.
func (c *cli) group(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		c.help(cmd)
		return nil
	}
	return unknownCommand(cmd, args[0])
}

// unknownCommand says that cmd has no command called word, and names those
// that may have been meant.
func unknownCommand(cmd *cobra.Command, word string) error {
	cmd.SuggestionsMinimumDistance = 2
	words := "There is no command “%s”."
	args := []any{strings.TrimPrefix(cmd.CommandPath()+" "+word, "artel ")}
	if near := cmd.SuggestionsFor(word); len(near) > 0 {
		for i := range near {
			near[i] = cmd.CommandPath() + " " + near[i]
		}
		words += " Did you mean: %s?"
		args = append(args, strings.Join(near, ", "))
	}
	return &usage{cmd, words, args}
}

// path is a command's name without the program's.
func path(cmd *cobra.Command) string {
	return strings.TrimPrefix(strings.TrimPrefix(cmd.CommandPath(), "artel"), " ")
}
