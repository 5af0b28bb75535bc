package plan

import (
	"context"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// clp is the optimum that the independent solver finds.
func clp(t *testing.T, p *Problem) float64 {
	t.Helper()
	prog, err := exec.LookPath("clp")
	if err != nil {
		t.Skip("clp (Debian coinor-clp) is not installed")
	}
	return optimum(t, p, regexp.MustCompile(`(?m)^Optimal objective\s+(\S+)`), prog, "FILE", "-dualsimplex")
}

// glpsol is the optimum that the other one finds.
func glpsol(t *testing.T, p *Problem) float64 {
	t.Helper()
	prog, err := exec.LookPath("glpsol")
	if err != nil {
		t.Skip("glpsol (Debian glpk-utils) is not installed")
	}
	return optimum(t, p, regexp.MustCompile(`(?m)^Objective:\s+COST = (\S+)`), prog, "--freemps", "FILE", "-o", "/dev/stdout")
}

func optimum(t *testing.T, p *Problem, find *regexp.Regexp, prog string, args ...string) float64 {
	t.Helper()
	file := filepath.Join(t.TempDir(), "plan.mps")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.WriteMPS(f); err != nil {
		t.Fatal(err)
	}
	f.Close()
	for i := range args {
		if args[i] == "FILE" {
			args[i] = file
		}
	}
	out, err := exec.Command(prog, args...).CombinedOutput()
	m := find.FindSubmatch(out)
	if err != nil || m == nil {
		t.Fatalf("%s: %v\n%s", prog, err, out)
	}
	v, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSmallAgainstCLP(t *testing.T) {
	for seed := range uint64(8) {
		in := Generate(sizeOf("S"), seed)
		for k := range in.Commodities {
			in.Commodities[k].Whole = false
		}
		p := Lay(in)
		want := clp(t, p)
		r := Solve(context.Background(), p, Options{Gap: 1e-6, Steps: 100000})
		t.Logf("seed %d: %g ≤ %g ≤ %g, gap %g, %d steps, %.2fs", seed, r.Bound, want, r.Objective, r.Gap, r.Steps, r.Seconds)
		if r.Bound > want+1e-6*math.Abs(want) || r.Objective < want-1e-6*math.Abs(want) {
			t.Errorf("seed %d: %g is not between %g and %g", seed, want, r.Bound, r.Objective)
		}
	}
}
