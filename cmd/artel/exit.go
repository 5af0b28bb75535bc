package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"artel/base/act"
	"artel/base/fault"
	"artel/door/words"
)

// usage is something typed that cannot be understood.
type usage struct {
	cmd    *cobra.Command
	format string
	args   []any
}

func (u *usage) Error() string { return fmt.Sprintf(u.format, u.args...) }

// incomplete is a command without something it needs.
type incomplete struct {
	cmd     *cobra.Command
	missing []act.Field
}

func (i *incomplete) Error() string { return "something is missing" }

// exit says what went wrong, if anything, and returns the exit code.
func (c *cli) exit(cmd *cobra.Command, err error) int {
	if err == nil {
		return 0
	}
	var (
		u    *usage
		more *incomplete
		rows *fault.Rows
		f    *fault.Fault
	)
	switch err = asUsage(cmd, err); {
	case errors.As(err, &u):
		c.note(u.format, u.args...)
		c.pointer(u.cmd)
		return 2
	case errors.As(err, &more):
		for _, field := range more.missing {
			c.note("%s is missing: %s.", flagText(field), c.say.Word(field.Help))
		}
		c.pointer(more.cmd)
		return 2
	case errors.Is(err, context.Canceled):
		c.note("Stopped.")
		return 130
	case errors.As(err, &rows):
		c.problems(rows)
	case errors.As(err, &f):
		c.note("%s", words.Fault(c.say.Say, f))
	default:
		c.note("artel: something went wrong on our side: %s", err.Error())
	}
	return 1
}

// pointer shows how the command is typed, and where to read on.
func (c *cli) pointer(cmd *cobra.Command) {
	if cmd == nil {
		return
	}
	if a, ok := c.acts[cmd]; ok {
		c.note("Usage: %s", usageText(a))
	} else if cmd.Runnable() && !cmd.HasSubCommands() {
		c.note("Usage: artel %s", strings.TrimPrefix(cmd.UseLine(), "artel "))
	}
	c.note("Read: %s", strings.TrimSpace("artel help "+path(cmd)))
}

// problems tells every wrong row on a line, then how many there are.
func (c *cli) problems(rows *fault.Rows) {
	all := rows.Problems
	w := bufio.NewWriter(c.errs)
	defer w.Flush()
	sheets := map[string]bool{}
	for _, p := range all {
		p = words.Problem(c.opts.lang, p)
		if p.Sheet == "" && p.Row == 0 {
			fmt.Fprintln(w, c.fieldProblem(p))
			continue
		}
		sheets[p.Sheet] = true
		fmt.Fprintln(w, p.String())
	}
	switch {
	case len(sheets) == 0 || len(all) == 1:
	case len(sheets) == 1:
		fmt.Fprintln(w, c.say.Say("%d problems.", len(all)))
	default:
		fmt.Fprintln(w, c.say.Say("%d problems in %d sheets.", len(all), len(sheets)))
	}
	if rows.Waiting > 0 {
		fmt.Fprintln(w, c.say.Say("%d more rows need one of these, and will be right with it.", rows.Waiting))
	}
}

// fieldProblem is what is wrong with a field: its flag, the value, and why.
func (c *cli) fieldProblem(p fault.Problem) string {
	name, rest, _ := strings.Cut(p.Column, ".")
	at := "--" + hyphens(name)
	for part := range strings.SplitSeq(rest, ".") {
		if n, err := strconv.Atoi(part); err == nil {
			at += " no. " + strconv.Itoa(n+1)
		} else if part != "" {
			at += ", " + part
		}
	}
	return strings.TrimSpace(at + ": " + p.Wrong + " " + p.Fix)
}

// asUsage is err as words of ours, where it is about the flags.
func asUsage(cmd *cobra.Command, err error) error {
	var (
		unknown *pflag.NotExistError
		noValue *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
		syntax  *pflag.InvalidSyntaxError
	)
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(cmd, unknown.GetSpecifiedName())
	case errors.As(err, &noValue):
		return &usage{cmd, "--%s needs a value.", []any{noValue.GetSpecifiedName()}}
	case errors.As(err, &invalid) && errors.Is(err, errTwice):
		return &usage{cmd, "--%s is given twice.", []any{invalid.GetFlag().Name}}
	case errors.As(err, &invalid):
		return &usage{cmd, "--%s cannot be “%s”.", []any{invalid.GetFlag().Name, invalid.GetValue()}}
	case errors.As(err, &syntax):
		return &usage{cmd, "“%s” is no flag.", []any{syntax.GetSpecifiedFlag()}}
	}
	return err
}

// unknownFlag says so, and names a flag that may have been meant.
func unknownFlag(cmd *cobra.Command, name string) error {
	words, args := "There is no flag --%s for “%s”.", []any{name, path(cmd)}
	near, least := "", len(name)/2+1
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if d := distance(f.Name, name); d < least && !f.Hidden {
			near, least = f.Name, d
		}
	})
	if near != "" {
		words, args = words+" Did you mean --%s?", append(args, near)
	}
	return &usage{cmd, words, args}
}

// distance is how many letters must be added, dropped or exchanged to make b
// of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			swap := before
			if a[i] != b[j] {
				swap++
			}
			before = row[j+1]
			row[j+1] = min(swap, row[j]+1, before+1)
		}
	}
	return row[len(b)]
}
