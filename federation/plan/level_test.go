package plan

import (
	"context"
	"testing"
)

// Level by level is a plan too, and never better than all at once can be.
func TestLevelByLevel(t *testing.T) {
	in := Generate(sizeOf("M"), 2)
	at := Solve(context.Background(), Lay(in), Options{Gap: 0.002})
	l := ByLevel(context.Background(), in, Options{Gap: 0.005, Steps: 3000})
	l.Beside(at)
	t.Logf("%+v", l)
	if l.Objective < at.Bound {
		t.Errorf("level by level %g is below what is possible, %g", l.Objective, at.Bound)
	}
	if len(l.Levels) != 4 || l.Levels[0].Places != 20 || l.Levels[0].Unmet < l.Levels[3].Unmet {
		t.Errorf("%+v", l.Levels)
	}
}
