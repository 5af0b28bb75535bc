package main

import (
	"context"
	"embed"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"artel/base/act"
	"artel/base/cal"
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
			"the members' resolution recorded, and the surplus shared out; 1957 is begun, with a motion before the members. Then the pages are served to this machine. " +
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

// doing is an act with what it is told.
type doing struct {
	act    string
	values map[string]string
}

// fillDemo takes the sample's sheets in, runs the year to its end, begins the
// next with two months of work, and puts a motion before the members.
func fillDemo(ctx context.Context, d *db.DB, folder string) error {
	if err := os.CopyFS(folder, sample); err != nil {
		return err
	}
	next := filepath.Join(folder, "next")
	if err := writeNextYear(next); err != nil {
		return err
	}
	steps := []doing{
		{"sheet import", map[string]string{"path": filepath.Join(folder, "sample")}},
		{"year close", map[string]string{"year": "1956"}},
		{"assembly resolve", map[string]string{"number": "1", "date": "1957-01-20", "for": "60", "against": "2", "abstain": "1",
			"text": "The surplus of 1956 is shared out by arts. 30 to 34 of the charter."}},
		{"surplus distribute", map[string]string{"year": "1956", "resolution": "1"}},
		{"sheet import", map[string]string{"path": next}},
		{"pay run", map[string]string{"month": "1957-01"}},
		{"assembly motion", map[string]string{"year": "1957", "closes": string(cal.On(d.Now()).Add(14)),
			"text": "From 1957 on, 12 percent of what is left after tax goes to the welfare fund, instead of 10."}},
	}
	for _, l := range demoLogins {
		values := map[string]string{"name": l.Name, "password": l.Password, "role": l.Role}
		if l.Role == string(act.Member) {
			values["member"] = l.Name
		}
		steps = append(steps, doing{"unit login", values})
	}
	for _, no := range []string{"M002", "M005", "M008"} {
		steps = append(steps, doing{"assembly vote", map[string]string{"number": "1", "year": "1957", "member": no, "choice": "for"}})
	}
	return doAll(ctx, d, steps)
}

// doAll does steps, one after the other, in one new unit.
func doAll(ctx context.Context, d *db.DB, steps []doing) error {
	call := act.Call{Unit: unit.NewID(), By: act.Caller{Name: "demo", Roles: []act.Role{act.Operator}}, Door: "cli"}
	for _, s := range steps {
		for _, a := range acts {
			if a.Name == s.act {
				if _, err := a.Run(ctx, d, call, act.Values(s.values)); err != nil {
					return fmt.Errorf("%s: %w", s.act, err)
				}
			}
		}
	}
	return nil
}

// writeNextYear writes sheets of the beginning of 1957: what the sample's members
// did in the first two months, done again a year later by those who stayed.
func writeNextYear(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	gone := map[string]bool{}
	members, err := sample.ReadFile("sample/members.csv")
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(members)) {
		row := strings.Split(strings.TrimSpace(line), ",")
		gone[row[0]] = row[len(row)-1] != ""
	}
	wages, err := sample.ReadFile("sample/reference_wages.csv")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "reference_wages.csv"), []byte(strings.ReplaceAll(string(wages), "1956,", "1957,")), 0o600); err != nil {
		return err
	}
	for _, name := range []string{"work.csv", "sales.csv", "purchases.csv", "expenses.csv"} {
		text, err := sample.ReadFile("sample/" + name)
		if err != nil {
			return err
		}
		var out strings.Builder
		for line := range strings.Lines(string(text)) {
			early := strings.HasPrefix(line, "1956-01-") || strings.HasPrefix(line, "1956-02-")
			switch row := strings.Split(line, ","); {
			case strings.HasPrefix(line, "date,"):
				out.WriteString(line)
			case early && !strings.HasPrefix(line, "1956-02-29") && !gone[row[1]]:
				out.WriteString(strings.Replace(line, "1956-", "1957-", 1))
			}
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(out.String()), 0o600); err != nil {
			return err
		}
	}
	return nil
}
