package main

import (
	"encoding/json"
	"reflect"
	"runtime/debug"

	"github.com/spf13/cobra"

	"artel/base/act"
	"artel/door/sheet"
	"artel/federation/plan"
)

// do runs an act with what was typed for it, and shows what came of it.
func (c *cli) do(cmd *cobra.Command, a act.Act, all []*given, args []string) (err error) {
	in, err := c.input(cmd, a, all, args)
	if err != nil {
		return err
	}
	if err := c.mayWrite(c.opts.xlsx, c.opts.html); err != nil {
		return err
	}
	if !a.Writes {
		debug.SetGCPercent(25) // reading and writing out a long answer makes much that is soon waste
	}
	books, err := c.open(cmd.Context(), a)
	if err != nil {
		return err
	}
	defer func() { books.close(err != nil) }()
	draw, clear := c.progress(a.Help)
	ctx := sheet.WithProgress(cmd.Context(), sheet.Progress(draw))
	ctx = plan.WithProgress(ctx, func(p plan.Progress) { draw(p.Steps, 0) })
	answer, err := a.Run(ctx, books.DB, act.Call{
		Unit: books.unit, Door: "cli", Key: c.opts.key, Try: c.opts.try,
		By: act.Caller{Name: c.opts.by, Roles: []act.Role{act.Operator}},
	}, act.Tree(in))
	clear()
	if err != nil {
		return err
	}
	if answer.Again {
		answer.Out = asFirst(a, answer.Out)
	}
	if err := c.show(a.Name, answer.Out); err != nil {
		return err
	}
	c.remark(a, answer)
	return nil
}

// input is what was typed as the act takes it. What is not there at all is
// told before anything is opened.
func (c *cli) input(cmd *cobra.Command, a act.Act, all []*given, args []string) (map[string]any, error) {
	if err := place(cmd, all, args); err != nil {
		return nil, err
	}
	in, err := tree(cmd, all)
	if err != nil {
		return nil, err
	}
	if err := c.secrets(a, in); err != nil {
		return nil, err
	}
	var missing []act.Field
	for _, f := range a.Fields {
		if _, there := in[f.Name]; !there && !f.Opt && f.Default == "" {
			missing = append(missing, f)
		}
	}
	if len(missing) > 0 {
		return nil, &incomplete{cmd, missing}
	}
	return in, nil
}

// remark says what happened besides the answer.
func (c *cli) remark(a act.Act, answer act.Answer) {
	switch {
	case answer.Again:
		c.note("Already done as act %d.", answer.Seq)
	case c.opts.try:
		c.note("Only tried: nothing was changed.")
	case a.Writes && !c.opts.json:
		c.note("Done as act %d.", answer.Seq)
	}
}

// asFirst is the first answer of an act, which the log keeps as JSON, as the
// act's own type again, so that it is shown as it was.
func asFirst(a act.Act, out any) any {
	raw, ok := out.(json.RawMessage)
	if !ok {
		return out
	}
	first := reflect.New(a.Out)
	if err := json.Unmarshal(raw, first.Interface()); err == nil {
		return first.Elem().Interface()
	}
	var any any
	if err := json.Unmarshal(raw, &any); err != nil {
		return string(raw)
	}
	return any
}
