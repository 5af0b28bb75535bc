package main

import (
	"context"
	"embed"
	"log/slog"
	"net"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/unit"
	"artel/door/web"
)

// sample is a co-operative's year as its bookkeeper kept it.
//
//go:embed sample/*.csv
var sample embed.FS

// demoLogins are the people of the demo. Their passwords are known to all, so
// the demo is served to this machine only.
var demoLogins = []web.Hint{
	{Name: "bookkeeper", Password: "demo-bookkeeper", Role: "bookkeeper"},
	{Name: "chair", Password: "demo-chair-1956", Role: "chair"},
	{Name: "auditor", Password: "demo-auditor", Role: "auditor"},
	{Name: "M001", Password: "demo-member", Role: "member"},
}

func (c *cli) demoCommand() *cobra.Command {
	listen := ""
	cmd := &cobra.Command{
		Use: "demo", DisableFlagsInUseLine: true, Short: "Fill a fresh database with a sample year, run the year to its end, and serve it",
		Long: "The sample is a bamboo workers' co-operative of 73 members in 1956. Its sheets are taken in, the year is closed, " +
			"the members' resolution recorded, and the surplus shared out; then the pages are served to this machine. " +
			"The database is thrown away at the end, unless --db names a new file to keep it in.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.demo(cmd.Context(), cmd.Flags().Changed("db"), listen)
		},
	}
	cmd.Flags().StringVar(&listen, "listen", "127.0.0.1:8750", "the address to serve at; another free one where it is taken")
	return cmd
}

func (c *cli) demo(ctx context.Context, keep bool, listen string) error {
	folder, err := os.MkdirTemp("", "artel-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	where := filepath.Join(folder, "demo.db")
	if keep {
		if where = c.opts.db; !missing(where) && !onServer(where) {
			return fault.Conflict.Errorf("%s is there already; the demo wants a new file.", where)
		}
	}
	d, err := openDB(where)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := fillDemo(ctx, d, filepath.Join(folder, "sheets")); err != nil {
		return err
	}
	if listen, err = loopback(listen); err != nil {
		return err
	}
	return c.serve(ctx, d, listen, web.Options{Demo: demoLogins, Log: slog.New(slog.NewTextHandler(c.errs, nil))}, func(address string) {
		c.note("The sample year is ready: http://%s", address)
		for _, l := range demoLogins {
			c.note("  log in as %s with the password %s (%s)", l.Name, l.Password, l.Role)
		}
		c.note("Stop it with Ctrl-C.")
	})
}

// loopback is the address asked for, or a free one beside it where it is taken.
// An address that others can reach is refused.
func loopback(listen string) (string, error) {
	host, _, err := net.SplitHostPort(listen)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return "", fault.Refused.Errorf("The demo's passwords are known to all; it is served to this machine only (127.0.0.1), not at %s.", listen)
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return net.JoinHostPort(host, "0"), nil
	}
	return listen, l.Close()
}

// fillDemo takes the sample's sheets in and runs the year to its end.
func fillDemo(ctx context.Context, d *db.DB, folder string) error {
	if err := os.CopyFS(folder, sample); err != nil {
		return err
	}
	call := act.Call{Unit: unit.NewID(), By: act.Caller{Name: "demo", Roles: []act.Role{act.Operator}}, Door: "cli"}
	steps := []struct {
		act    string
		values map[string]string
	}{
		{"sheet import", map[string]string{"path": filepath.Join(folder, "sample")}},
		{"year close", map[string]string{"year": "1956"}},
		{"assembly resolve", map[string]string{"number": "1", "date": "1957-01-20", "for": "60", "against": "2", "abstain": "1",
			"text": "The surplus of 1956 is shared out by arts. 30 to 34 of the charter."}},
		{"surplus distribute", map[string]string{"year": "1956", "resolution": "1"}},
	}
	for _, l := range demoLogins {
		values := map[string]string{"name": l.Name, "password": l.Password, "role": l.Role}
		if l.Role == string(act.Member) {
			values["member"] = l.Name
		}
		steps = append(steps, struct {
			act    string
			values map[string]string
		}{"unit login", values})
	}
	for _, s := range steps {
		for _, a := range acts {
			if a.Name == s.act {
				if _, err := a.Run(ctx, d, call, act.Values(s.values)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
