package bench

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Figure is one thing that was measured.
type Figure struct {
	Name   string  `json:"name"` // of the bench
	What   string  `json:"what"`
	Value  float64 `json:"value"` // in Unit; what the limit is about
	Unit   string  `json:"unit"`  // s, ms, MB, times, a second
	Beside string  `json:"beside,omitempty"`
	Limit  *Limit  `json:"limit,omitempty"`
	Holds  *bool   `json:"holds,omitempty"`
}

// Limit is what the project has set itself.
type Limit struct {
	Value   float64 `json:"value"`
	AtLeast bool    `json:"at_least,omitempty"` // at most, otherwise
}

// atMost and atLeast are f with a limit, and whether it holds.
func (f Figure) atMost(limit float64) Figure { return f.within(Limit{limit, false}) }

func (f Figure) atLeast(limit float64) Figure { return f.within(Limit{limit, true}) }

func (f Figure) within(l Limit) Figure {
	holds := f.Value <= l.Value
	if l.AtLeast {
		holds = f.Value >= l.Value
	}
	f.Limit, f.Holds = &l, &holds
	return f
}

// tell hands a figure on.
func (b *bench) tell(f Figure) {
	if b.Found != nil {
		b.Found(f)
	}
}

// Line is the figure as a line to read.
func (f Figure) Line() string {
	limit, verdict := "", ""
	if f.Limit != nil {
		limit = "at most " + amount(f.Limit.Value, f.Unit)
		if f.Limit.AtLeast {
			limit = "at least " + amount(f.Limit.Value, f.Unit)
		}
		verdict = "does not hold"
		if *f.Holds {
			verdict = "holds"
		}
	}
	return fmt.Sprintf("%-8s %-46s %15s  %-21s %-14s %s", f.Name, f.What, amount(f.Value, f.Unit), limit, verdict, f.Beside)
}

// amount is a value with its unit, with as many digits as mean anything.
func amount(v float64, unit string) string {
	if unit == "s" && v < 1 && v > 0 {
		v, unit = v*1000, "ms"
	}
	digits := 0
	switch {
	case v < 10 && v != float64(int(v)):
		digits = 2
	case v < 100 && v != float64(int(v)):
		digits = 1
	}
	text := strconv.FormatFloat(v, 'f', digits, 64)
	if digits == 0 {
		for i := len(text) - 3; i > 0; i -= 3 {
			text = text[:i] + "," + text[i:]
		}
	}
	return text + " " + unit
}

// seconds is how long fn takes.
func seconds(fn func() error) (float64, error) {
	from := time.Now()
	err := fn()
	return time.Since(from).Seconds(), err
}

// middle is the median of what was measured; at is another quantile.
func middle(all []float64) float64 { return at(all, 0.5) }

func at(all []float64, part float64) float64 {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return sorted[min(int(part*float64(len(sorted))), len(sorted)-1)]
}

// grouped is a count as people write it.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
