package plan

import (
	"encoding/csv"
	"iter"
	"math"
	"os"
	"path/filepath"
	"strconv"
)

// AnswerSheets are the sheets of a plan, beside those of its instance.
var AnswerSheets = []string{"result", "made", "bought", "unmet", "kept", "moved", "prices", "hour-prices", "room-prices"}

var answerColumns = map[string][]string{
	"result": {"field", "value"}, "made": {"unit", "recipe"}, "bought": {"supply", "place", "commodity", "from"},
	"unmet": {"demand", "place", "commodity", "kind", "for"}, "kept": {"place", "commodity"}, "moved": {"place", "commodity"},
	"prices": {"place", "commodity"}, "hour-prices": {"unit", "resource"}, "room-prices": {"place"},
}

// Sheet gives the rows of a sheet of the plan, the heading first. Rows without
// any amount are left out. An amount per period stands in the period's column.
func (r *Result) Sheet(name string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		p, in, pl := r.Problem, r.Problem.In, r.Plan
		head := append([]string{}, answerColumns[name]...)
		if name != "result" {
			head = append(head, in.Periods...)
		}
		if !yield(head) {
			return
		}
		with := func(v []float64, cells ...string) bool {
			any := false
			for _, x := range v {
				any = any || x != 0
				cells = append(cells, strconv.FormatFloat(x, 'g', 12, 64))
			}
			return !any || yield(cells)
		}
		switch name {
		case "result":
			r.resultSheet(yield)
		case "made", "hour-prices":
			r.unitRows(name, with)
		case "bought", "unmet":
			for i := range p.src {
				s, v := p.src[i], pl.Take[i*p.T:][:p.T]
				number := strconv.Itoa(s.of + 1)
				switch {
				case s.unmet && name == "unmet":
					d := in.Demands[s.of]
					with(v, number, in.Places[d.Place].Name, in.Commodities[d.Commodity].Name, KindNames[d.Kind], d.For)
				case !s.unmet && name == "bought":
					d := in.Supplies[s.of]
					with(v, number, in.Places[d.Place].Name, in.Commodities[d.Commodity].Name, d.From)
				}
			}
		case "kept":
			for i, s := range p.keep {
				with(pl.Keep[i*p.T:][:p.T], in.Places[p.place[s.node]].Name, in.Commodities[s.k].Name)
			}
		case "moved", "prices":
			lanes := pl.Flow
			if name == "prices" {
				lanes = pl.Price.Good
			}
			for n := range p.N {
				for k := range p.K {
					with(lanes[p.at(n, k):][:p.T], in.Places[p.place[n]].Name, in.Commodities[k].Name)
				}
			}
		case "room-prices":
			for n := range p.N {
				with(pl.Price.Room[n*p.T:][:p.T], in.Places[p.place[n]].Name)
			}
		}
	}
}

func (r *Result) resultSheet(yield func([]string) bool) {
	for _, f := range []struct {
		name string
		v    float64
	}{{"objective", r.Objective}, {"bound", r.Bound}, {"gap", r.Gap}, {"seconds", r.Seconds}, {"iterations", float64(r.Steps)}} {
		if !yield([]string{f.name, strconv.FormatFloat(f.v, 'g', 15, 64)}) {
			return
		}
	}
}

func (r *Result) unitRows(name string, with func([]float64, ...string) bool) {
	p, in, pl := r.Problem, r.Problem.In, r.Plan
	for _, u := range p.units {
		of := &in.Units[u.of]
		if name == "made" {
			for j := u.col0; j < u.col1; j++ {
				with(pl.Make[j*p.T:][:p.T], of.Name, in.Recipes[of.Can[p.cols[j].of].Recipe].Name)
			}
			continue
		}
		for q := u.row0; q < u.row1; q++ {
			with(pl.Price.Hour[q*p.T:][:p.T], of.Name, in.Resources[p.rows[q].resource].Name)
		}
	}
}

// Open gives the plan's sheets as a Source.
func (r *Result) Open(name string) (iter.Seq2[Row, error], bool) {
	return func(yield func(Row, error) bool) {
		n := 0
		for cells := range r.Sheet(name) {
			if n++; !yield(Row{n, cells}, nil) {
				return
			}
		}
	}, true
}

// Write writes the plan's sheets into a folder, and with them those of the
// instance, so that the folder can be checked by itself.
func (r *Result) Write(folder string) error {
	if err := r.Problem.In.Write(folder); err != nil {
		return err
	}
	for _, name := range AnswerSheets {
		f, err := os.Create(filepath.Join(folder, name+".csv"))
		if err != nil {
			return err
		}
		w := csv.NewWriter(f)
		for cells := range r.Sheet(name) {
			_ = w.Write(cells) // what goes wrong is told by Error
		}
		w.Flush()
		if err := w.Error(); err != nil {
			f.Close()
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// ReadIterate reads back what a plan made and its prices, to begin from. What
// the instance no longer has is passed over, what is new begins at nothing.
func ReadIterate(p *Problem, open Source) (*Iterate, error) {
	it := &Iterate{Make: make([]float64, len(p.cols)*p.T), Keep: make([]float64, len(p.keep)*p.T), Take: make([]float64, len(p.src)*p.T),
		Price: Prices{make([]float64, p.N*p.K*p.T), make([]float64, len(p.rows)*p.T), make([]float64, p.N*p.T)}}
	at := p.names()
	for name, to := range map[string][]float64{"made": it.Make, "kept": it.Keep, "prices": it.Price.Good, "hour-prices": it.Price.Hour, "room-prices": it.Price.Room,
		"bought": it.Take, "unmet": it.Take} {
		rows, there := open(name)
		if !there {
			continue
		}
		keys, first := len(answerColumns[name]), true
		for row, err := range rows {
			if err != nil {
				return nil, err
			}
			if first || len(row.Cells) < keys {
				first = false
				continue
			}
			i, ok := at[name][key(row.Cells[:keys])]
			if !ok {
				continue
			}
			for t, cell := range row.Cells[keys:] {
				if v, err := strconv.ParseFloat(cell, 64); err == nil && t < p.T && !math.IsNaN(v) && !math.IsInf(v, 0) {
					to[i*p.T+t] = v
				}
			}
		}
	}
	return it, nil
}

func key(cells []string) string {
	k := ""
	for _, c := range cells {
		k += c + "\x00"
	}
	return k
}

// names is where each row of the plan's sheets belongs.
func (p *Problem) names() map[string]map[string]int {
	in := p.In
	at := map[string]map[string]int{"made": {}, "kept": {}, "prices": {}, "hour-prices": {}, "room-prices": {}, "bought": {}, "unmet": {}}
	for _, u := range p.units {
		of := &in.Units[u.of]
		for j := u.col0; j < u.col1; j++ {
			at["made"][key([]string{of.Name, in.Recipes[of.Can[p.cols[j].of].Recipe].Name})] = j
		}
		for q := u.row0; q < u.row1; q++ {
			at["hour-prices"][key([]string{of.Name, in.Resources[p.rows[q].resource].Name})] = q
		}
	}
	for i, s := range p.keep {
		at["kept"][key([]string{in.Places[p.place[s.node]].Name, in.Commodities[s.k].Name})] = i
	}
	for n := range p.N {
		place := in.Places[p.place[n]].Name
		at["room-prices"][key([]string{place})] = n
		for k := range p.K {
			at["prices"][key([]string{place, in.Commodities[k].Name})] = n*p.K + k
		}
	}
	for i, s := range p.src {
		if s.unmet {
			d := in.Demands[s.of]
			at["unmet"][key([]string{strconv.Itoa(s.of + 1), in.Places[d.Place].Name, in.Commodities[d.Commodity].Name, KindNames[d.Kind], d.For})] = i
		} else {
			d := in.Supplies[s.of]
			at["bought"][key([]string{strconv.Itoa(s.of + 1), in.Places[d.Place].Name, in.Commodities[d.Commodity].Name, d.From})] = i
		}
	}
	return at
}

// readFlow reads what is moved, by node.
func readFlow(p *Problem, open Source) ([]float64, error) {
	flow := make([]float64, p.N*p.K*p.T)
	rows, there := open("moved")
	if !there {
		return flow, nil
	}
	at, first := p.names()["prices"], true
	for row, err := range rows {
		if err != nil {
			return nil, err
		}
		if first || len(row.Cells) < 2 {
			first = false
			continue
		}
		if i, ok := at[key(row.Cells[:2])]; ok {
			for t, cell := range row.Cells[2:] {
				if v, err := strconv.ParseFloat(cell, 64); err == nil && t < p.T {
					flow[i*p.T+t] = v
				}
			}
		}
	}
	return flow, nil
}
