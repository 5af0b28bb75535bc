package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"artel/base/db"
	"artel/base/fault"
	"artel/coop/audit"
)

func (c *cli) verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use: "verify", Short: "Hold all records against each other, and say what does not hold",
		Long: "Balances are added up again from postings, hashes made again from what they seal, pay from work records, " +
			"and dividends from the facts they were worked out from. One line a check; the exit is 1 where one does not hold.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if missing(c.opts.db) {
				return noDatabase(c.opts.db)
			}
			d, err := openDB(c.opts.db)
			if err != nil {
				return err
			}
			defer d.Close()
			return verify(cmd.Context(), d, c.out)
		},
	}
}

// verify holds all records of all units against each other: a line a check.
func verify(ctx context.Context, d *db.DB, out io.Writer) error {
	units, err := audit.All(ctx, d)
	if err != nil {
		return err
	}
	failed := 0
	for _, code := range slices.Sorted(maps.Keys(units)) {
		for _, c := range units[code] {
			if c.Fail != "" {
				failed++
				fmt.Fprintf(out, "%s: DOES NOT HOLD: %s. %s\n", code, c.What, c.Fail)
				continue
			}
			fmt.Fprintf(out, "%s: holds: %s (%s)\n", code, c.What, c.Over)
		}
	}
	if failed > 0 {
		return fault.Conflict.Errorf("%d checks do not hold.", failed)
	}
	if len(units) == 0 {
		fmt.Fprintln(out, "There is no co-operative in this database; nothing to check.")
	}
	return nil
}
