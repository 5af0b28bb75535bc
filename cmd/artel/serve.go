package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"artel/base/db"
	"artel/base/fault"
	"artel/coop/unit"
	"artel/door/web"
)

func (c *cli) serveCommand() *cobra.Command {
	listen := ""
	cmd := &cobra.Command{
		Use: "serve", DisableFlagsInUseLine: true, Short: "Serve the pages and the JSON API",
		Long: "Opens the database (a new one where there is none) and serves it until it is stopped. " +
			"An empty database is begun in the browser, by the link that is printed then. " +
			"People log in with the name and password that “artel unit login” gave them.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			d, err := openDB(c.opts.db)
			if err != nil {
				return err
			}
			defer d.Close()
			empty, err := c.sayFirstSteps(cmd.Context(), d)
			if err != nil {
				return err
			}
			opts := web.Options{Log: slog.New(slog.NewTextHandler(c.errs, nil)), Example: sampleSheets()}
			if empty {
				opts.Begin = rand.Text()
			}
			return c.serve(cmd.Context(), d, listen, opts, func(address string) {
				c.note("artel serves %s at http://%s", c.opts.db, address)
				if empty {
					c.note("There is no co-operative in this database yet. Begin it here: http://%s/begin?code=%s", address, opts.Begin)
				}
			})
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:8750", "the address to serve at")
	return cmd
}

// sayFirstSteps says what is still wanting before anybody can log in, and
// whether there is no co-operative yet.
func (c *cli) sayFirstSteps(ctx context.Context, d *db.DB) (empty bool, err error) {
	err = d.Read(ctx, db.Who{Name: "serve"}, func(tx *db.Tx) error {
		units, err := unit.All(tx)
		if err != nil {
			return err
		}
		logins, err := unit.CountLogins(tx)
		switch {
		case err != nil:
			return err
		case len(units) == 0:
			empty = true
		case logins == 0:
			c.note("Nobody can log in yet. Give somebody a login with “artel unit login”.")
		}
		return nil
	})
	return empty, err
}

// sampleSheets are the sheets of the demo's year.
func sampleSheets() fs.FS {
	sheets, err := fs.Sub(sample, "sample")
	if err != nil {
		panic(err) // only a broken build
	}
	return sheets
}

// serve serves until ctx ends, then lets requests under way finish. ready is
// told the address once it answers.
func (c *cli) serve(ctx context.Context, d *db.DB, listen string, opts web.Options, ready func(address string)) error {
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return fault.Conflict.Errorf("Nothing can be served at %s: the address is taken, or not this machine's. Choose another with --listen.", listen)
	}
	s := &http.Server{Handler: web.New(d, acts, opts), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	ready(reachable(l.Addr().String()))
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.Shutdown(last); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// reachable is an address as a browser on this machine opens it: one that listens
// everywhere is reached here as localhost.
func reachable(address string) string {
	host, port, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort("localhost", port)
	}
	return address
}
