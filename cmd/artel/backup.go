package main

import "github.com/spf13/cobra"

func (c *cli) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use: "backup FILE", Short: "Copy the database to a new file, while it is in use",
		Long: "The copy is of one moment, whole and ready to be opened. Keep it on another machine. " +
			"PostgreSQL is backed up with its own pg_dump.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if missing(c.opts.db) {
				return noDatabase(c.opts.db)
			}
			d, err := openDB(c.opts.db)
			if err != nil {
				return err
			}
			defer d.Close()
			if err := d.Backup(cmd.Context(), args[0]); err != nil {
				return err
			}
			c.note("Copied to %s.", args[0])
			return nil
		},
	}
}
