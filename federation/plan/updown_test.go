package plan

import (
	"artel/base/fault"
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
)

// Counties plan alone, report what they lack, and the place above goes on from
// there: the same as planning level by level with all data in one hand. What it
// sends down lets every county plan alone again, and all their plans together come
// to its own.
func TestUpAndDown(t *testing.T) {
	in := Generate(sizeOf("M"), 5)
	o := Options{Gap: 0.002, Steps: 20_000}
	atOnce := Solve(context.Background(), Lay(in), o)
	root := in.Root()
	var papers []Paper
	for n, p := range in.Places {
		if p.Parent != root {
			continue
		}
		sub, _ := in.Below(n, in.Locks)
		paper := Solve(context.Background(), Lay(sub), o).Upward()
		if len(paper.Residuals) == 0 {
			t.Errorf("%s reports nothing", p.Name)
		}
		papers = append(papers, again(t, paper))
	}
	if len(papers) < 2 {
		t.Fatalf("%d places report", len(papers))
	}
	top := in.onlyTop().paper()
	top.Way = up
	papers = append(papers, again(t, top)) // what the place above has itself
	joined, _, err := Join("joined", in.Places[root].Name, papers)
	if err != nil {
		t.Fatal(err)
	}
	if len(joined.Demands) != len(in.Demands) || len(joined.Supplies) != len(in.Supplies) || len(joined.Units) != len(in.Units) || len(joined.Places) != len(in.Places) || len(joined.Commodities) != len(in.Commodities) {
		t.Errorf("%d units, %d places, %d goods", len(joined.Units), len(joined.Places), len(joined.Commodities))
	}
	above := Solve(context.Background(), Lay(joined), o)
	cost := above.Plan.Cost.Total - above.Plan.Cost.Agreed
	if cost < atOnce.Bound-1e-6*math.Abs(atOnce.Bound) {
		t.Errorf("by papers %g is below what is possible, %g", cost, atOnce.Bound)
	}
	t.Logf("by papers %.4g, at once %.4g", cost, atOnce.Objective)
	sentDown(t, above, joined)
}

// onlyTop is the highest place with what it has of its own.
func (in *Instance) onlyTop() *Instance {
	top, root := *in, in.Root()
	at := func(place int) bool { return place != root }
	top.Places = []Place{in.Places[root]}
	top.Units, top.Locks = nil, nil
	top.Supplies = slices.DeleteFunc(slices.Clone(in.Supplies), func(s Supply) bool { return at(s.Place) })
	top.Demands = slices.DeleteFunc(slices.Clone(in.Demands), func(d Demand) bool { return at(d.Place) })
	top.Stocks = slices.DeleteFunc(slices.Clone(in.Stocks), func(s Stock) bool { return at(s.Place) })
	for i := range top.Supplies {
		top.Supplies[i].Place = 0
	}
	for i := range top.Demands {
		top.Demands[i].Place = 0
	}
	for i := range top.Stocks {
		top.Stocks[i].Place = 0
	}
	return &top
}

// again is a paper as it comes out of its own text.
func again(t *testing.T, p Paper) Paper {
	t.Helper()
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	q, err := readPaper(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// sentDown has each place below plan alone with what it was sent.
func sentDown(t *testing.T, above *Result, joined *Instance) {
	unmet, allotted, delivered, short := 0.0, 0.0, 0.0, 0.0
	for _, p := range joined.Places {
		if p.Parent != joined.Root() {
			continue
		}
		paper, err := above.Downward(p.Name)
		if err != nil {
			t.Fatal(err)
		}
		for _, res := range paper.Residuals {
			switch res.Kind {
			case "allotted":
				allotted += res.Total
			case "to deliver":
				delivered += res.Total
			}
		}
		sub, _, err := again(t, paper).read()
		if err != nil {
			t.Fatal(p.Name, err)
		}
		alone := Solve(context.Background(), Lay(sub), Options{Gap: 0.002, Steps: 20_000})
		for _, u := range alone.Summary().Unmet {
			unmet += u.Unmet
		}
		for _, u := range alone.UnmetDemand(Question{Most: math.MaxInt32}) {
			if strings.HasPrefix(u.For, fromAbove) {
				short += u.Unmet
			}
		}
		for _, s := range alone.Upward().Sheets {
			if strings.Contains(s.Lines, fromAbove) {
				t.Errorf("%s reports in %s what it has from above as its own", p.Name, s.Sheet)
			}
		}
	}
	want := 0.0
	for _, u := range above.Summary().Unmet {
		want += u.Unmet
	}
	if math.Abs(unmet-want) > 0.05*math.Max(want, 1) {
		t.Errorf("places below leave %g unmet, the plan above %g", unmet, want)
	}
	if short > 0.01*delivered {
		t.Errorf("of %g to be delivered to the level above %g are not", delivered, short)
	}
	if allotted == 0 || delivered == 0 {
		t.Errorf("%g allotted, %g delivered", allotted, delivered)
	}
}

// What two places call alike and mean otherwise is told, all of it.
func TestJoinTellsWhatDiffers(t *testing.T) {
	one, two := Generate(sizeOf("S"), 1), Generate(sizeOf("S"), 1)
	for i := range two.Places {
		two.Places[i].Name += " two"
	}
	two.Recipes[0].Cost += 3
	_, _, err := Join("x", "above", []Paper{one.paper(), two.paper()})
	rows := problemsIn(err)
	if len(rows) != 1+len(two.Units) {
		t.Errorf("%d problems, of a recipe and %d units: %v", len(rows), len(two.Units), err)
	}
	two = Generate(sizeOf("S"), 1)
	two.Periods = two.Periods[:3]
	if _, _, err := Join("x", "above", []Paper{one.paper(), two.paper()}); err == nil {
		t.Error("other periods were joined")
	}
}

func problemsIn(err error) []fault.Problem {
	var rows *fault.Rows
	if errors.As(err, &rows) {
		return rows.Problems
	}
	return nil
}
