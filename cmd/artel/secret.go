package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"

	"artel/base/act"
	"artel/base/fault"
)

// secrets completes in by what must not stand on a command line: from
// $ARTEL_PASSWORD, typed unseen at a terminal, or a line of standard input.
func (c *cli) secrets(a act.Act, in map[string]any) error {
	for _, f := range a.Fields {
		if _, there := in[f.Name]; !f.Secret || there {
			continue
		}
		secret := c.env("ARTEL_PASSWORD")
		if secret == "" && !f.Opt {
			var err error
			if secret, err = c.askSecret(f.Name); err != nil {
				return err
			}
		}
		if secret != "" {
			in[f.Name] = secret
		}
	}
	return nil
}

func (c *cli) askSecret(name string) (string, error) {
	f, ok := terminal(c.in)
	if !ok {
		line, err := bufio.NewReader(c.in).ReadString('\n')
		if err != nil && err != io.EOF {
			return "", err
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	fmt.Fprint(c.errs, c.say.Word(name)+": ")
	typed, err := term.ReadPassword(f.Fd())
	fmt.Fprintln(c.errs)
	if err != nil {
		return "", fault.Invalid.Errorf("The %s could not be read.", name)
	}
	return string(typed), nil
}

// terminal is v where it is a terminal.
func terminal(v any) (*os.File, bool) {
	f, ok := v.(*os.File)
	return f, ok && term.IsTerminal(f.Fd())
}

// agreed asks a person at a terminal. Where there is none, or --yes was given,
// the answer is otherwise.
func (c *cli) agreed(otherwise bool, format string, args ...any) bool {
	if _, ok := terminal(c.in); !ok || c.opts.yes {
		return otherwise || c.opts.yes
	}
	fmt.Fprint(c.errs, c.say.Say(format, args...)+" [y/N] ")
	line, _ := bufio.NewReader(c.in).ReadString('\n')
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "y", "yes", "是":
		return true
	}
	return false
}
