package plan

import (
	"context"
	"fmt"
	"os"
	"testing"
)

func sizeOf(name string) Size {
	for _, s := range Sizes {
		if s.Name == name {
			return s
		}
	}
	panic(name)
}

func TestTry(t *testing.T) {
	name := os.Getenv("PLAN_SIZE")
	if name == "" {
		name = "M"
	}
	p := Lay(Generate(sizeOf(name), 1))
	r := Solve(context.Background(), p, Options{Gap: 0.001, Steps: 4000, Told: func(r Progress) {
		fmt.Printf("%5d %.2fs obj %.8g bound %.8g gap %.4f%%\n", r.Steps, r.Seconds, r.Objective, r.Bound, 100*r.Gap)
	}})
	fmt.Printf("%s %+v\n", r.Why, r.Plan.Cost)
}
