package plan

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Write writes an instance as a folder of sheets, which Read reads back as
// the same instance.
func (in *Instance) Write(folder string) error {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	for _, name := range sheetNames {
		f, err := os.Create(filepath.Join(folder, name+".csv"))
		if err != nil {
			return err
		}
		w := csv.NewWriter(f)
		in.sheet(name, func(cells ...string) { _ = w.Write(cells) }) // what goes wrong is told by Flush
		w.Flush()
		if err = w.Error(); err == nil {
			err = f.Close()
		} else {
			f.Close()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func text(v float64) string {
	if math.IsInf(v, 1) {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// lanes are the cells of amounts per period: one for “each” where all are alike.
func lanes(v []float64) []string {
	cells := make([]string, len(v)+1)
	alike := true
	for t := range v {
		cells[t+1] = text(v[t])
		alike = alike && v[t] == v[0]
	}
	if alike && len(v) > 0 {
		return []string{text(v[0])}
	}
	return cells
}

// sheet gives the rows of one sheet, the heading first.
func (in *Instance) sheet(name string, row func(...string)) {
	head := columnsOf[name]
	if head[len(head)-1] == "each" {
		head = append(append([]string{}, head...), in.Periods...)
	}
	row(head...)
	with := func(v []float64, cells ...string) { row(append(cells, lanes(v)...)...) }
	switch name {
	case "plan":
		in.planSheet(row)
	case "tiers":
		for _, t := range in.Tiers {
			row(t.Name)
		}
	case "commodities":
		for _, c := range in.Commodities {
			row(c.Name, c.Unit, text(c.Value), text(c.Weight), text(c.Space), text(c.Holding), text(c.End), map[bool]string{true: "yes", false: "no"}[c.Whole])
		}
	case "transport":
		for _, t := range in.Tiers {
			for k, c := range t.Cost {
				row(t.Name, in.Commodities[k].Name, text(c))
			}
		}
	case "places":
		in.placeSheet(row)
	case "resources":
		for _, v := range in.Resources {
			row(v.Name, map[bool]string{true: "labour", false: "equipment"}[v.Labour])
		}
	case "recipes":
		for _, v := range in.Recipes {
			row(v.Name, in.Commodities[v.Makes].Name, text(v.Cost))
		}
	case "norms":
		in.normSheet(row)
	case "units", "abilities", "hours":
		in.unitSheets(name, row, with)
	case "supplies":
		for _, v := range in.Supplies {
			with(v.Most, in.Places[v.Place].Name, in.Commodities[v.Commodity].Name, v.From, text(v.Price))
		}
	case "demands":
		for _, v := range in.Demands {
			with(v.Wanted, in.Places[v.Place].Name, in.Commodities[v.Commodity].Name, KindNames[v.Kind], v.For, text(v.Worth))
		}
	case "stocks":
		for _, v := range in.Stocks {
			with(v.Reserve, in.Places[v.Place].Name, in.Commodities[v.Commodity].Name, text(v.Opening), text(v.Most))
		}
	case "locks":
		for _, v := range in.Locks {
			with(v.Much, in.Units[v.Unit].Name, in.Recipes[v.Recipe].Name, LockNames[v.Kind])
		}
	}
}

func (in *Instance) planSheet(row func(...string)) {
	row("name", in.Name)
	if in.Currency != "" {
		row("currency", in.Currency)
	}
	row("periods", strings.Join(in.Periods, " "))
	fields := in.Policy.fields()
	for _, name := range []string{"contract", "order", "forecast", "agreed", "wage", "slack", "least", "idle", "unworked", "overtime", "over", "local", "waste"} {
		row(name, text(*fields[name]))
	}
}

// placeSheet writes places from the highest down, as they are read.
func (in *Instance) placeSheet(row func(...string)) {
	below := map[int][]int{}
	for n, p := range in.Places {
		below[p.Parent] = append(below[p.Parent], n)
	}
	queue := below[-1]
	for len(queue) > 0 {
		n := queue[0]
		queue = append(queue[1:], below[n]...)
		p, above := in.Places[n], ""
		if p.Parent >= 0 {
			above = in.Places[p.Parent].Name
		}
		row(p.Name, above, in.Tiers[p.Tier].Name, text(p.Space))
	}
}

func (in *Instance) normSheet(row func(...string)) {
	for _, v := range in.Recipes {
		for _, a := range v.Needs {
			row(v.Name, "material", in.Commodities[a.What].Name, text(a.Much), in.Commodities[a.What].Unit)
		}
		for _, a := range v.Hours {
			row(v.Name, "hours", in.Resources[a.What].Name, text(a.Much), "")
		}
	}
}

func (in *Instance) unitSheets(name string, row func(...string), with func([]float64, ...string)) {
	for _, u := range in.Units {
		switch name {
		case "units":
			row(u.Name, in.Places[u.Place].Name, text(u.Pace))
		case "abilities":
			for _, a := range u.Can {
				row(u.Name, in.Recipes[a.Recipe].Name, text(a.Most), text(a.Extra))
			}
		case "hours":
			for _, c := range u.Has {
				least, over, people := "", "", ""
				if in.Resources[c.Resource].Labour {
					least, over = text(c.Least), text(c.Over)
				}
				if c.People > 0 {
					people = text(c.People)
				}
				with(c.Hours, u.Name, in.Resources[c.Resource].Name, least, over, people)
			}
		}
	}
}
