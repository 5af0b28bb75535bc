package plan

import (
	"context"
	"iter"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

func sizeOf(name string) Size {
	for _, s := range Sizes {
		if s.Name == name {
			return s
		}
	}
	panic(name)
}

// Generated instances come to a tenth of a percent, proven.
func TestGeneratedReachTheGap(t *testing.T) {
	for _, name := range []string{"S", "M"} {
		for seed := range uint64(5) {
			r := Solve(context.Background(), Lay(Generate(sizeOf(name), seed)), Options{Gap: 0.001, Steps: 20_000})
			if r.Why != "gap" || r.Bound > r.Objective {
				t.Errorf("%s %d: %+v, %s", name, seed, r.Progress, r.Why)
			}
		}
	}
}

// After a change, the last plan is a good start.
func TestWarmStartIsQuick(t *testing.T) {
	in := Generate(sizeOf("M"), 1)
	was := Solve(context.Background(), Lay(in), Options{Gap: 0.001})
	name := in.Units[17].Name
	changed, err := in.With(Change{Kind: "hours", Where: name, What: in.Resources[in.Units[17].Has[0].Resource].Name, More: -5000})
	if err != nil {
		t.Fatal(err)
	}
	now := Solve(context.Background(), Lay(changed), Options{Gap: 0.001, From: was.Iterate()})
	t.Logf("%d steps fresh, %d warm", was.Steps, now.Steps)
	if now.Why != "gap" || now.Steps > was.Steps/2 {
		t.Errorf("%d steps fresh, %d warm, %s", was.Steps, now.Steps, now.Why)
	}
}

// Stopped at once, there is still a plan and a bound that holds.
func TestStoppedAtOnce(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	r := Solve(ctx, Lay(Generate(sizeOf("S"), 1)), Options{})
	if r.Why != "stopped" || r.Plan == nil || !(r.Bound <= r.Objective) || math.IsInf(r.Bound, 0) {
		t.Errorf("%+v %s", r.Progress, r.Why)
	}
	start := time.Now()
	r = Solve(context.Background(), Lay(Generate(sizeOf("M"), 1)), Options{Gap: 1e-9, Limit: 200 * time.Millisecond})
	if r.Why != "limit" || time.Since(start) > 3*time.Second || !(r.Bound <= r.Objective) {
		t.Errorf("%+v %s", r.Progress, r.Why)
	}
}

// book is sheets in memory: each a text, a row a line, cells by comma.
type book map[string]string

func (b book) open(name string) (iter.Seq2[Row, error], bool) {
	text, there := b[name]
	return CSV(strings.NewReader(text)), there
}

func bookOf(in *Instance) book {
	b := book{}
	for _, name := range sheetNames {
		in.sheet(name, func(cells ...string) { b[name] += strings.Join(cells, ",") + "\n" })
	}
	return b
}

// What is written is read back as it was.
func TestSheetsComeBack(t *testing.T) {
	all := []*Instance{Generate(sizeOf("M"), 3)}
	for seed := range uint64(40) {
		all = append(all, random(seed))
	}
	for _, in := range all {
		b := bookOf(in)
		back, wrong, err := Read(book(b).open)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range wrong {
			if !strings.Contains(w.Wrong, "contradicts") && w.Sheet != "demands" && w.Sheet != "stocks" && w.Sheet != "commodities" && w.Sheet != "units" && w.Sheet != "locks" {
				t.Errorf("%s: %+v", in.Name, w)
			}
		}
		if again := bookOf(back); !reflect.DeepEqual(again, b) && len(wrong) == 0 {
			t.Errorf("%s comes back otherwise", in.Name)
		}
	}
}

const goodBook = `plan: field,value;periods,a b c;wage,1
commodities: commodity,unit,value;iron,kg,2;knife,piece,10
places: place;town
resources: resource,kind;smith,labour
recipes: recipe,makes;forge,knife
norms: recipe,kind,what,amount,unit;forge,material,iron,0.5,kg;forge,hours,smith,2,
units: unit,place;Smiths,town
abilities: unit,recipe;Smiths,forge
hours: unit,resource,each;Smiths,smith,100
supplies: place,commodity,price,each;town,iron,2,100
demands: place,commodity,kind,each;town,knife,contract,30
`

func bookFrom(text string) book {
	b := book{}
	for line := range strings.Lines(text) {
		if name, rows, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			b[name] = strings.ReplaceAll(rows, ";", "\n") + "\n"
		}
	}
	return b
}

// Each kind of bad input is named with its place, and what can be planned is.
func TestBadInputIsNamed(t *testing.T) {
	for _, c := range []struct{ from, to, sheet, wrong string }{
		{";forge,hours,smith,2,", "", "recipes", "takes no hours"},
		{"norms: recipe,kind,what,amount,unit", "norms: recipe,kind,what,amount,unit;forge,material,knife,1,", "recipes", "made of itself"},
		{"supplies: place,commodity,price,each;town,iron,2,100", "supplies: place,commodity,price,each", "commodities", "Nobody makes or supplies"},
		{"town,iron,2,100", "town,iron,-2,100", "supplies", "less than 0"},
		{"town,iron,2,100", "town,iron,2,many", "supplies", "not a number"},
		{"town,iron,2,100", "town,gold,2,100", "supplies", "No sheet before"},
		{"0.5,kg", "0.5,metre", "norms", "how this unit compares"},
		{"contract,30", "contract,3000000", "demands", "More of this is wanted"},
		{"contract,30", "wish,30", "demands", "none of the kinds"},
		{"demands:", "locks: unit,recipe,kind,each;Smiths,forge,least,40;Smiths,forge,most,20\ndemands:", "locks", "contradicts"},
		{"demands:", "locks: unit,recipe,kind,each;Smiths,forge,least,4000\ndemands:", "locks", "has not the hours"},
		{"supplies: place,commodity,price,each;town,iron,2,100", "supplies: place,commodity,price,each", "units", "no recipe for which"},
		{"places: place;town", "places: place;town;village", "places", "second place"},
		{"iron,kg,2", "iron,kg,2;iron,kg,3", "commodities", "stands here twice"},
		{"knife,piece,10", "knife,piece,", "demands", "not said what one is worth"},
		{"forge,material,iron,0.5,kg", "forge,material,iron,,kg", "norms", "missing"},
		{"forge,material,iron,0.5,kg", "forge,material,iron,,kg", "recipes", "not known what it takes"},
		{"units: unit,place;Smiths,town", "units: unit,place,pace;Smiths,town,0", "units", "takes no time"},
		{"town,iron,2,100", "town,iron,2,", "supplies", "says no amount"},
		{"town,iron,2,100", "town,iron,\"0,5\",100", "supplies", "not a number"},
		{"town,iron,2,100", "town,iron,2,1e300", "supplies", "more than can be planned"},
	} {
		text := strings.Replace(goodBook, c.from, c.to, 1)
		if text == goodBook {
			t.Fatalf("%q is not there", c.from)
		}
		in, wrong, err := Read(bookFrom(text).open)
		if err != nil {
			t.Errorf("%s: %v", c.wrong, err)
			continue
		}
		found := false
		for _, w := range wrong {
			found = found || (w.Sheet == c.sheet && w.Row > 1 && strings.Contains(w.Wrong, c.wrong) && w.Fix != "")
		}
		if !found {
			t.Errorf("“%s” is not told in %s: %+v", c.wrong, c.sheet, wrong)
		}
		r := Solve(context.Background(), Lay(in), Options{Steps: 5000})
		if !(r.Bound <= r.Objective+1e-9*math.Abs(r.Objective)) || math.IsInf(r.Bound, 0) {
			t.Errorf("%s: %+v", c.wrong, r.Progress)
		}
	}
	if _, wrong, err := Read(bookFrom(goodBook).open); err != nil || len(wrong) > 0 {
		t.Errorf("the right sheets: %v, %v", wrong, err)
	}
}

// Sheets that no person would write end in an error or a plan, never in more.
func FuzzRead(f *testing.F) {
	f.Add(goodBook)
	f.Add(strings.Replace(goodBook, "100", "0", -1))
	f.Fuzz(func(t *testing.T, text string) {
		in, _, err := Read(bookFrom(text).open)
		if err != nil || len(in.Places)*len(in.Commodities)*len(in.Periods) > 2000 {
			return
		}
		r := Solve(context.Background(), Lay(in), Options{Steps: 200, Workers: 1})
		if !(r.Bound <= r.Objective+1e-6*math.Abs(r.Objective)+1e-6) || math.IsNaN(r.Objective) {
			t.Errorf("%+v", r.Progress)
		}
	})
}
