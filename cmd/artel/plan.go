package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/door/sheet"
	"artel/federation/plan"
	"artel/federation/plan/check"
)

// planCommands are what is done with a plan in files, without a database:
// beside the acts, below the same word.
func (c *cli) planCommands(root *cobra.Command) {
	at := c.under(root, "plan")
	at.AddCommand(c.planGenerate(), c.planWrite(), c.planExport(), c.planCheck(), c.planLevels(), c.planPriorities())
	for _, sub := range at.Commands() {
		if sub.Name() == "solve" {
			c.planSolveFile(sub)
		}
	}
}

// planGenerate writes an invented instance.
func (c *cli) planGenerate() *cobra.Command {
	size, seed, out := "S", uint64(1), ""
	cmd := &cobra.Command{
		Use: "generate --size S|M|U|L|N --seed NUMBER --out FOLDER", Short: "Invent the sheets of a plan, of a size",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := planSize(size)
			if err != nil {
				return err
			}
			if out == "" {
				return &usage{cmd, "Say the folder to write to with --out.", nil}
			}
			in := plan.Generate(s, seed)
			if err := in.Write(out); err != nil {
				return err
			}
			c.note("Wrote %d places, %d co-operatives and %d commodities to %s.", len(in.Places), len(in.Units), len(in.Commodities), out)
			return nil
		},
	}
	cmd.Flags().StringVar(&size, "size", size, "S, M, U, L or N: from one county to a nation of 2,000")
	cmd.Flags().Uint64Var(&seed, "seed", seed, "the same number gives the same sheets")
	cmd.Flags().StringVar(&out, "out", out, "the folder to write to")
	return cmd
}

func planSize(name string) (plan.Size, error) {
	for _, s := range plan.Sizes {
		if strings.EqualFold(s.Name, name) {
			return s, nil
		}
	}
	return plan.Size{}, fault.Invalid.Errorf("There is no size “%s”. The sizes are S, M, U, L and N.", name)
}

// openPlan reads an instance and tells what is wrong with it.
func (c *cli) openPlan(path string) (*plan.Instance, plan.Source, func() error, error) {
	in, wrong, open, closed, err := sheet.OpenPlan(path)
	if err == nil && len(wrong) > 0 {
		c.problems(&fault.Rows{Problems: wrong})
	}
	return in, open, closed, err
}

// planWrite writes a plan that is kept in the database, with its newest answer, as the
// folder that the other commands read.
func (c *cli) planWrite() *cobra.Command {
	number, out := int64(0), ""
	cmd := &cobra.Command{
		Use: "write [--number NUMBER] --out FOLDER", Short: "Write a plan of the database as sheets, with its newest answer, to be checked or exported",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if out == "" {
				return &usage{cmd, "Say the folder to write to with --out.", nil}
			}
			b, err := c.open(cmd.Context(), act.Act{Name: "plan show"})
			if err != nil {
				return err
			}
			defer b.close(false)
			var r *plan.Result
			if err := b.Read(cmd.Context(), db.Who{Unit: b.unit, Name: "cli"}, func(tx *db.Tx) (err error) {
				r, _, err = plan.Newest(tx, plan.Which{Number: number})
				return err
			}); err != nil {
				return err
			}
			if r == nil {
				return fault.Missing.Errorf("There is no plan that is worked out yet. Do so with “plan solve”.")
			}
			if err := r.Write(out); err != nil {
				return err
			}
			c.note("Wrote %d places, %d co-operatives and %d commodities to %s.", len(r.Problem.In.Places), len(r.Problem.In.Units), len(r.Problem.In.Commodities), out)
			return nil
		},
	}
	cmd.Flags().Int64Var(&number, "number", 0, "the plan's number; the newest where left out")
	cmd.Flags().StringVar(&out, "out", out, "the folder to write to")
	return cmd
}

// planExport writes an instance as MPS.
func (c *cli) planExport() *cobra.Command {
	format, out := "mps", "-"
	cmd := &cobra.Command{
		Use: "export PATH [--format mps] [--out FILE]", Short: "Write a plan's problem for any other solver",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if format != "mps" {
				return fault.Invalid.Errorf("There is no format “%s”. The format is mps.", format)
			}
			in, _, closed, err := c.openPlan(args[0])
			if err != nil {
				return err
			}
			defer closed()
			if out == "-" {
				return plan.Lay(in).WriteMPS(c.out)
			}
			if err := c.mayWrite(out); err != nil {
				return err
			}
			return c.file(out, func(w io.Writer) error { return plan.Lay(in).WriteMPS(w) })
		},
	}
	cmd.Flags().StringVar(&format, "format", format, "mps")
	cmd.Flags().StringVar(&out, "out", out, "the file to write; the screen where left out")
	return cmd
}

// planCheck holds a plan against its instance.
func (c *cli) planCheck() *cobra.Command {
	return &cobra.Command{
		Use: "check PATH", Short: "Hold a plan in a folder against its instance, by code of its own, and work its bound out anew",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			in, open, closed, err := c.openPlan(args[0])
			if err != nil {
				return err
			}
			defer closed()
			report, err := check.Check(in, open)
			if err != nil {
				return err
			}
			if err := c.show("plan check", *report); err != nil {
				return err
			}
			if !report.Holds() {
				return fault.Conflict.Errorf("This plan does not hold: %d breaches, objective %v, told %v, bound %v.", report.Breaches, report.Objective, report.Told, report.Bound)
			}
			c.note("This plan holds: all sources equal all uses, nobody works more than they can, and no plan is better by more than %.4f percent.", 100*report.Gap)
			return nil
		},
	}
}

// planFlags are how far to go with a plan in files.
type planFlags struct{ gap, limit, out, from string }

// planSolveFile lets “plan solve” take a folder or a workbook as well: then no
// database is opened, and the plan is written to a folder.
func (c *cli) planSolveFile(cmd *cobra.Command) {
	act, out, from := cmd.RunE, "", ""
	cmd.Flags().StringVar(&out, "out", "", "with a PATH: the folder to write the plan to")
	cmd.Flags().StringVar(&from, "from", "", "with a PATH: the folder of an earlier plan to begin from")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) != 1 {
			return act(cmd, args)
		}
		f := planFlags{cmd.Flag("gap").Value.String(), cmd.Flag("limit").Value.String(), out, from}
		if v, ok := cmd.Flag("gap").Value.(*given); ok && len(v.texts) > 0 {
			f.gap = v.texts[0]
		}
		if v, ok := cmd.Flag("limit").Value.(*given); ok && len(v.texts) > 0 {
			f.limit = v.texts[0]
		}
		return c.solveFile(cmd, args[0], f)
	}
}

func (f planFlags) options() (plan.Options, error) {
	in := plan.SolveIn{Gap: f.gap, Limit: f.limit}
	if in.Gap == "" {
		in.Gap = "0.1%"
	}
	if in.Limit == "" {
		in.Limit = "10m"
	}
	return in.Options()
}

func (c *cli) solveFile(cmd *cobra.Command, path string, f planFlags) error {
	o, err := f.options()
	if err != nil {
		return err
	}
	in, _, closed, err := c.openPlan(path)
	if err != nil {
		return err
	}
	defer closed()
	p := plan.Lay(in)
	if f.from != "" {
		_, _, open, closed, err := sheet.OpenPlan(f.from)
		if err != nil {
			return err
		}
		defer closed()
		if o.From, err = plan.ReadIterate(p, open); err != nil {
			return err
		}
	}
	clear := c.tellPlan(&o)
	r := plan.Solve(cmd.Context(), p, o)
	clear()
	if f.out != "" {
		if err := r.Write(f.out); err != nil {
			return err
		}
	}
	return c.show("plan solve", r.Summary())
}

// tellPlan has solving tell how far it is, on a terminal.
func (c *cli) tellPlan(o *plan.Options) (clear func()) {
	if _, ok := terminal(c.errs); !ok {
		return func() {}
	}
	o.Told = func(p plan.Progress) {
		fmt.Fprintf(c.errs, "\r%6d  %.8g  %.8g  %.3f%%\x1b[K", p.Steps, p.Objective, p.Bound, 100*p.Gap)
	}
	return func() { fmt.Fprint(c.errs, "\r\x1b[K") }
}

// planLevels balances level by level, beside the plan at once.
func (c *cli) planLevels() *cobra.Command {
	var f planFlags
	cmd := &cobra.Command{
		Use: "levels PATH [--gap 0.1%] [--limit 60s] [--out FOLDER]", Short: "Balance level by level, beside the plan made at once for all",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := f.options()
			if err != nil {
				return err
			}
			in, _, closed, err := c.openPlan(args[0])
			if err != nil {
				return err
			}
			defer closed()
			clear := c.tellPlan(&o)
			once := plan.Solve(cmd.Context(), plan.Lay(in), o)
			clear()
			levels := plan.ByLevel(cmd.Context(), in, o)
			levels.Beside(once)
			if f.out != "" {
				if err := os.MkdirAll(f.out, 0o777); err != nil {
					return err
				}
				if err := levels.Result.Write(f.out); err != nil {
					return err
				}
			}
			return c.show("plan levels", *levels)
		},
	}
	cmd.Flags().StringVar(&f.gap, "gap", "", "how far from best it may be, proven, such as 0.1%")
	cmd.Flags().StringVar(&f.limit, "limit", "", "how long each plan may take, such as 60s")
	cmd.Flags().StringVar(&f.out, "out", "", "the folder to write the plan to")
	return cmd
}

// planPriorities proves that nothing lower beats a higher priority, and raises
// weights where it may have.
func (c *cli) planPriorities() *cobra.Command {
	var f planFlags
	cmd := &cobra.Command{
		Use: "priorities PATH [--gap 0.1%] [--limit 60s] [--out FOLDER]", Short: "Prove how well each priority is kept, raising weights until nothing lower beats a higher one",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := f.options()
			if err != nil {
				return err
			}
			in, _, closed, err := c.openPlan(args[0])
			if err != nil {
				return err
			}
			defer closed()
			ranked := plan.Rank(cmd.Context(), in, o, 10*o.Gap)
			if f.out != "" {
				if err := ranked.Result.Write(f.out); err != nil {
					return err
				}
			}
			return c.show("plan priorities", *ranked)
		},
	}
	cmd.Flags().StringVar(&f.gap, "gap", "", "how far from best it may be, proven, such as 0.1%")
	cmd.Flags().StringVar(&f.limit, "limit", "", "how long each plan may take, such as 60s")
	cmd.Flags().StringVar(&f.out, "out", "", "the folder to write the plan to")
	return cmd
}
