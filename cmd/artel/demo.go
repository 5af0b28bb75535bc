package main

import (
	"context"
	"embed"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/transition"
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
			"the members' resolution recorded, and the surplus shared out; 1957 is begun, with a motion before the members. " +
			"Beside it stand weavers who went from a group to a producers' co-operative, and a group that is one in all but name. Then the pages are served to this machine. " +
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
	return c.serve(ctx, d, listen, web.Options{Hosts: thisMachine(listen), Demo: slices.Concat(demoLogins, formLogins), Log: slog.New(slog.NewTextHandler(c.errs, nil))}, func(address string) {
		c.note("The sample year is ready: http://%s", address)
		for _, l := range demoLogins {
			c.note("  log in as %s with the password %s (%s)", l.Name, l.Password, l.Role)
		}
		for _, l := range formLogins {
			c.note("  log in as %s with the password %s (%s, %s)", l.Name, l.Password, l.Role, l.Of)
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

// doing is an act with what it is told: fields, or a JSON object, in which
// $name is the number that an earlier doing of that name was given.
type doing struct {
	act    string
	values map[string]string
	json   string
	name   string
	also   func(ctx context.Context, d *db.DB, call act.Call) error // what is no act of one person
}

// fillDemo takes the sample's sheets in, runs the year to its end, has the
// co-operative keep its store by the piece in the next, and puts a motion before
// the members.
func fillDemo(ctx context.Context, d *db.DB, folder string) error {
	if err := os.CopyFS(folder, sample); err != nil {
		return err
	}
	next := filepath.Join(folder, "next")
	if err := writeNextYear(next); err != nil {
		return err
	}
	stayed, err := stayedMembers()
	if err != nil {
		return err
	}
	steps := []doing{
		{act: "sheet import", values: map[string]string{"path": filepath.Join(folder, "sample")}},
		{act: "year close", values: map[string]string{"year": "1956"}},
	}
	steps = append(steps, heldMeetings(stayed)...)
	steps = append(steps, []doing{
		{act: "surplus distribute", values: map[string]string{"year": "1956", "resolution": "1"}},
		{act: "charter amend", values: map[string]string{"rule": "loss_owed_pct", "value": "50", "since": "1957-01-01"}},
		{act: "charter amend", values: map[string]string{"rule": "stock_valuation", "value": "average", "since": "1957-01-01"}},
		{act: "sheet import", values: map[string]string{"path": next}},
	}...)
	steps = append(steps, storeActs...)
	steps = append(steps, loanActs...)
	steps = append(steps, taxActs...)
	for m := cal.Month("1957-01"); m <= "1957-10"; m = m.Next() {
		steps = append(steps, doing{act: "pay run", values: map[string]string{"month": string(m)}})
	}
	steps = append(steps, doing{act: "assembly motion", values: map[string]string{"year": "1957", "closes": string(cal.On(d.Now()).Add(14)),
		"text": "From 1957 on, 12 percent of what is left after tax goes to the welfare fund, instead of 10."}})
	for _, l := range demoLogins {
		values := map[string]string{"name": l.Name, "password": l.Password, "role": l.Role}
		if l.Role == string(act.Member) {
			values["member"] = l.Name
		}
		steps = append(steps, doing{act: "unit login", values: values})
	}
	for _, no := range []string{"M002", "M005", "M008"} {
		steps = append(steps, doing{act: "assembly vote", values: map[string]string{"number": "1", "year": "1957", "member": no, "choice": "for"}})
	}
	if err := doAll(ctx, d, append(steps, calledMeeting(cal.On(d.Now()))...)); err != nil {
		return err
	}
	var paper transition.Paper
	if err := doAll(ctx, d, spinnersActs(&paper)); err != nil {
		return err
	}
	taken, err := takeIn(paper)
	if err != nil {
		return err
	}
	if err := doAll(ctx, d, slices.Concat(weaversActs(), taken, weavers1957(), []doing{logIn(formLogins[0])})); err != nil {
		return err
	}
	if err := doAll(ctx, d, append(hoopersActs(), logIn(formLogins[2]))); err != nil {
		return err
	}
	returns, err := planReturns(ctx, d)
	if err != nil {
		return err
	}
	return doAll(ctx, d, append(federationActs(returns), logIn(formLogins[1])))
}

// doAll does steps, one after the other, in one new unit.
func doAll(ctx context.Context, d *db.DB, steps []doing) error {
	var numbers []string
	call := act.Call{Unit: unit.NewID(), By: act.Caller{Name: "demo", Roles: []act.Role{act.Operator}}, Door: "cli"}
	for _, s := range steps {
		if s.also != nil {
			if err := s.also(ctx, d, call); err != nil {
				return err
			}
			continue
		}
		fill := act.Values(s.values)
		if s.json != "" {
			fill = act.JSON([]byte(strings.NewReplacer(numbers...).Replace(s.json)))
		}
		ans, err := done(ctx, d, call, s.act, fill)
		if err != nil {
			return err
		}
		if s.name != "" {
			numbers = append(numbers, "$"+s.name, fmt.Sprint(reflect.ValueOf(ans.Out).FieldByName("Number")))
		}
	}
	return nil
}

// done does one act.
func done(ctx context.Context, d *db.DB, call act.Call, name string, fill func(into any) error) (act.Answer, error) {
	i := slices.IndexFunc(acts, func(a act.Act) bool { return a.Name == name })
	if i < 0 {
		return act.Answer{}, fmt.Errorf("the demo does what there is not: %s", name)
	}
	ans, err := acts[i].Run(ctx, d, call, fill)
	if err != nil {
		return ans, fmt.Errorf("%s: %w", name, err)
	}
	return ans, nil
}

// stayedMembers are the sample's members and apprentices who have not left.
func stayedMembers() (stayed []string, err error) {
	members, err := sample.ReadFile("sample/members.csv")
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(members)) {
		if row := strings.Split(strings.TrimSpace(line), ","); row[0] != "no" && row[len(row)-1] == "" {
			stayed = append(stayed, row[0])
		}
	}
	return stayed, nil
}

// writeNextYear writes the sheets of 1957 with those of the sample's members who
// have not left.
func writeNextYear(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	stayed, err := stayedMembers()
	if err != nil {
		return err
	}
	wages, err := sample.ReadFile("sample/reference_wages.csv")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "reference_wages.csv"), []byte(strings.ReplaceAll(string(wages), "1956,", "1957,")), 0o600); err != nil {
		return err
	}
	return writeStoreYear(folder, stayed)
}

// thisMachine are the names by which a machine calls itself, and the one that
// was asked for: a name that somebody else points here is none of them.
func thisMachine(listen string) []string {
	names := []string{"localhost", "127.0.0.1", "::1"}
	if host, _, err := net.SplitHostPort(listen); err == nil {
		names = append(names, host)
	}
	return names
}
