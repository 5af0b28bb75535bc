package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"artel/federation/plan"
	"artel/federation/plan/check"
)

// planLimits are what the project has set itself for plans within 0.1 percent:
// the share of CLP's time, seconds of all processors, MB; 0 for no limit.
var planLimits = map[string]struct{ ofCLP, cpu, memory float64 }{
	"M": {1. / 5, 0, 64}, "U": {1. / 50, 0, 128}, "L": {0, 15, 256}, "N": {0, 120, 1536},
}

// planned is one size, planned.
type planned struct {
	size     plan.Size
	in       *plan.Instance
	folder   string // of the instance
	out      string // of the plan
	ran      Ran
	Gap      float64 `json:"gap"`
	Seconds  float64 `json:"seconds"` // of solving alone
	Sequence int     `json:"iterations"`
}

// plans measures plans of each size, each in a process of its own, from sheets
// to sheets; has each checked by the checker; and on the smaller ones runs CLP
// on the same problem.
func (b *bench) plans() error {
	if b.Program == "" {
		return nil
	}
	cpu := map[string]float64{}
	for _, name := range b.Size.Plans {
		p, err := b.plan(name)
		if err != nil {
			return err
		}
		cpu[name] = p.ran.CPU
		b.tellPlan(p)
		if err := b.checkPlan(p); err != nil {
			return err
		}
		if limit := planLimits[name].ofCLP; limit > 0 || name == "S" {
			if err := b.besideCLP(p, limit); err != nil {
				return err
			}
		}
		if name == "U" || name == "S" {
			if err := b.changed(p); err != nil {
				return err
			}
		}
	}
	if cpu["L"] > 0 && cpu["N"] > 0 {
		b.tell(Figure{Name: "plan", What: "N beside L, which is a tenth of it", Value: cpu["N"] / cpu["L"], Unit: "times"}.atMost(10))
	}
	return nil
}

func (b *bench) plan(name string) (p *planned, err error) {
	p = &planned{folder: filepath.Join(b.folder, "plan-"+name), out: filepath.Join(b.folder, "planned-"+name)}
	for _, s := range plan.Sizes {
		if s.Name == name {
			p.size = s
		}
	}
	if err := b.doing("planning %s", name); err != nil {
		return nil, err
	}
	p.in = plan.Generate(p.size, 1)
	if err := p.in.Write(p.folder); err != nil {
		return nil, err
	}
	return p, b.solve(p, p.folder)
}

// solve runs the program itself on a folder.
func (b *bench) solve(p *planned, folder string, more ...string) error {
	ran, out, err := b.child(b.Program, append([]string{"plan", "solve", folder, "--gap", "0.1%", "--limit", "30m", "--out", p.out, "--json"}, more...)...)
	if err != nil {
		return err
	}
	p.ran = ran
	text, err := os.ReadFile(out)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, p)
}

func (b *bench) tellPlan(p *planned) {
	limit, n := planLimits[p.size.Name], p.size.Name
	f := Figure{Name: "plan", What: n + ": sheets to a plan within 0.1 percent, proven", Value: p.ran.CPU, Unit: "s",
		Beside: fmt.Sprintf("all processors; %.1f s to wait; gap %.4f percent", p.ran.Seconds, 100*p.Gap)}
	if limit.cpu > 0 {
		f = f.atMost(limit.cpu)
	}
	b.tell(f)
	gap := Figure{Name: "plan", What: n + ": its gap", Value: 100 * p.Gap, Unit: "percent"}
	b.tell(gap.atMost(0.1))
	if p.ran.Memory > 0 {
		f := Figure{Name: "plan", What: n + ": memory", Value: p.ran.Memory, Unit: "MB"}
		if limit.memory > 0 {
			f = f.atMost(limit.memory)
		}
		b.tell(f)
	}
}

// checkPlan has the plan checked from its sheets; a breach ends the run.
func (b *bench) checkPlan(p *planned) error {
	ran, out, err := b.child(b.Program, "plan", "check", p.out, "--json")
	if err != nil {
		return err
	}
	var r check.Report
	text, err := os.ReadFile(out)
	if err == nil {
		err = json.Unmarshal(text, &r)
	}
	if err != nil {
		return err
	}
	b.tell(Figure{Name: "plan", What: p.size.Name + ": its gap, as the checker finds it", Value: 100 * r.Gap, Unit: "percent",
		Beside: fmt.Sprintf("%d breaches, in %.1f s", r.Breaches, ran.Seconds)}.atMost(0.1))
	return nil
}

// besideCLP runs CLP's dual simplex on the same problem, where it is there.
func (b *bench) besideCLP(p *planned, limit float64) error {
	clp, err := exec.LookPath("clp")
	if err != nil {
		return nil
	}
	file := filepath.Join(b.folder, "plan.mps")
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	if err := plan.Lay(p.in).WriteMPS(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := b.doing("CLP on %s", p.size.Name); err != nil {
		return err
	}
	ran, out, err := b.child(clp, file, "-seconds", fmt.Sprint(int(b.Size.Beside.Seconds())), "-dualsimplex")
	if err != nil {
		return err
	}
	text, err := os.ReadFile(out)
	if err != nil {
		return err
	}
	how := fmt.Sprintf("CLP dual simplex %.1f s, %.0f MB", ran.Seconds, ran.Memory)
	done := bytes.Contains(text, []byte("Optimal objective"))
	if !done {
		how = fmt.Sprintf("CLP dual simplex stopped after %.0f s without an answer", ran.Seconds)
	}
	fig := Figure{Name: "plan", What: p.size.Name + ": of CLP's time, all processors counted", Value: p.ran.CPU / ran.CPU, Unit: "times", Beside: strings.TrimSpace(how)}
	if limit > 0 && (done || p.ran.CPU <= limit*ran.CPU) { // stopped early, it might have taken any time
		fig = fig.atMost(limit)
	}
	b.tell(fig)
	return nil
}

// changed solves again after one change, from the plan that there is.
func (b *bench) changed(p *planned) error {
	u := p.in.Units[len(p.in.Units)/2]
	in, err := p.in.With(plan.Change{Kind: "hours", Where: u.Name, What: p.in.Resources[u.Has[0].Resource].Name, More: -1000})
	if err != nil {
		return err
	}
	folder, from := filepath.Join(b.folder, "plan-changed"), p.out
	if err := in.Write(folder); err != nil {
		return err
	}
	p.out = filepath.Join(b.folder, "planned-changed")
	if err := b.solve(p, folder, "--from", from); err != nil {
		return err
	}
	b.tell(Figure{Name: "plan", What: p.size.Name + ": again after one change", Value: p.Seconds, Unit: "s", Beside: fmt.Sprintf("%d iterations; gap %.4f percent", p.Sequence, 100*p.Gap)}.atMost(1))
	return nil
}
