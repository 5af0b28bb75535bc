package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"artel/bench"
)

func (c *cli) benchCommand() *cobra.Command {
	quick, profile := false, ""
	cmd := &cobra.Command{
		Use: "bench [NAME...] [--quick]", DisableFlagsInUseLine: true, Short: "Measure how quick and how small artel is here, beside other programs",
		Long: "Works in a folder of its own, which it throws away, and takes some minutes. Each figure is told with what it is compared " +
			"with, the limit, and whether that holds. What can be measured:\n\n" + bench.Help(),
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, names []string) error {
			program, err := os.Executable()
			if err != nil {
				return err
			}
			o := bench.Options{Acts: acts, Program: program, Names: names, Size: bench.Full, Profile: profile}
			if quick {
				o.Size = bench.Quick
			}
			return c.bench(cmd, o)
		},
	}
	cmd.Flags().BoolVar(&quick, "quick", false, "without the largest year, and each thing once")
	cmd.Flags().StringVar(&profile, "profile", "", "write a profile of where the time went to this file, for go tool pprof")
	return cmd
}

// bench tells each figure as soon as it is known; as JSON, all at the end.
func (c *cli) bench(cmd *cobra.Command, o bench.Options) error {
	all := []bench.Figure{}
	if _, ok := terminal(c.errs); ok {
		o.Doing = func(words string) { fmt.Fprintln(c.errs, words) }
	}
	o.Found = func(f bench.Figure) {
		if all = append(all, f); !c.opts.json {
			fmt.Fprintln(c.out, f.Line())
		}
	}
	err := bench.Run(cmd.Context(), o)
	if c.opts.json && err == nil {
		err = c.json(all)
	}
	return err
}

// benchChildCommand measures another program for bench, in a process that has
// little memory of its own.
func (c *cli) benchChildCommand() *cobra.Command {
	return &cobra.Command{
		Use: bench.ChildCommand, Hidden: true, DisableFlagParsing: true,
		RunE: func(_ *cobra.Command, args []string) error { return bench.Child(c.out, args) },
	}
}
