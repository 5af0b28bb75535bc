package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"artel/base/act"
	"artel/door/report"
)

// cli is one run of the program: what was typed, and where answers go.
type cli struct {
	in        io.Reader
	out, errs io.Writer
	env       func(string) string
	opts      options
	say       report.Say
	acts      map[*cobra.Command]act.Act
}

// options hold for every command.
type options struct {
	db, unit, by, key, lang string
	xlsx, html              string // files to write
	json, try, yes          bool
}

// run does what args say and returns the exit code.
func run(args []string, in io.Reader, out, errs io.Writer, env func(string) string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	c := &cli{in: in, out: out, errs: errs, env: env, acts: map[*cobra.Command]act.Act{}}
	root := c.root(acts)
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	return c.exit(cmd, err)
}

// root is the whole tree of commands.
func (c *cli) root(acts []act.Act) *cobra.Command {
	root := &cobra.Command{
		Use: "artel", Short: "Exact books for craft co-operatives, and the surplus shared to the coin",
		SilenceErrors: true, SilenceUsage: true, TraverseChildren: true,
		Args: cobra.ArbitraryArgs, RunE: c.group, PersistentPreRunE: c.settle,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.SetIn(c.in)
	root.SetOut(c.out)
	root.SetErr(c.errs)
	c.globals(root.PersistentFlags())
	for _, a := range acts {
		c.plant(root, a)
	}
	c.planCommands(root)
	root.AddCommand(c.specials()...)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { _ = c.settle(cmd, nil); c.help(cmd) })
	root.SetHelpCommand(c.helpCommand())
	root.SetGlobalNormalizationFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		return pflag.NormalizedName(hyphens(name))
	})
	ready(root)
	return root
}

// specials are the commands about the machine.
func (c *cli) specials() []*cobra.Command {
	return []*cobra.Command{c.serveCommand(), c.demoCommand(), c.backupCommand(), c.verifyCommand(), c.benchCommand(), c.benchChildCommand(), c.manCommand(), c.versionCommand()}
}

// ready tells each command the flags of those above it, so that a flag with no
// value (--json) is known for one wherever it stands; and it puts what cobra says
// of words too many or too few into a sentence of ours.
func ready(cmd *cobra.Command) {
	cmd.InitDefaultHelpFlag()
	cmd.DisableFlagsInUseLine = true
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if check(cmd, args) != nil {
				return &usage{cmd, "That is not how “%s” is typed.", []any{path(cmd)}}
			}
			return nil
		}
	}
	for _, sub := range cmd.Commands() {
		ready(sub)
	}
}

func (c *cli) globals(f *pflag.FlagSet) {
	f.StringVar(&c.opts.db, "db", c.env("ARTEL_DB"), "the database: a file, or postgres://…")
	f.StringVar(&c.opts.unit, "unit", c.env("ARTEL_UNIT"), "the co-operative's code, where the database has several")
	f.StringVar(&c.opts.by, "by", "", "who does it, for the log of acts")
	f.BoolVar(&c.opts.try, "try", false, "only show what would come of it; nothing is changed")
	f.StringVar(&c.opts.key, "key", "", "a key of your own: the same key does the same act only once")
	f.BoolVar(&c.opts.json, "json", false, "answer as JSON")
	f.StringVar(&c.opts.xlsx, "xlsx", "", "write the answer to this workbook")
	f.StringVar(&c.opts.html, "html", "", "write the answer to this page, ready to print")
	f.StringVar(&c.opts.lang, "lang", "en", "the language of answers: en or zh")
	f.BoolVar(&c.opts.yes, "yes", false, "do not ask: make a new database, write over a file")
}

// globalHelp is what the manual says of the options above, with what stands in
// for a value.
var globalHelp = [][2]string{
	{"--db FILE", "the database: a file, or postgres://…; else $ARTEL_DB; else artel.db in this folder"},
	{"--unit CODE", "the co-operative's code, where the database has several; else $ARTEL_UNIT"},
	{"--by NAME", "who does it, for the log of acts; else your name at this machine"},
	{"--try", "only show what would come of it; nothing is changed"},
	{"--key KEY", "a key of your own: the same key does the same act only once"},
	{"--json", "answer as JSON"},
	{"--xlsx FILE", "write the answer to this workbook"},
	{"--html FILE", "write the answer to this page, ready to print"},
	{"--lang CODE", "the language of answers: en or zh"},
	{"--yes", "do not ask: make a new database, write over a file"},
}

// settle completes the options, once they are read.
func (c *cli) settle(cmd *cobra.Command, _ []string) (err error) {
	o := &c.opts
	if o.db == "" {
		o.db = "artel.db"
	}
	if o.by == "" {
		o.by = c.env("USER")
	}
	if o.by == "" {
		o.by = "operator"
	}
	c.say, err = speak(o.lang)
	return err
}
