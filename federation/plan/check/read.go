package check

import (
	"strconv"

	"artel/base/fault"
	"artel/federation/plan"
)

// read reads a plan's sheets.
func (c *checker) read(open plan.Source) error {
	in := c.in
	places, goods, units := map[string]int{}, map[string]int{}, map[string]int{}
	recipes, resources := map[string]int{}, map[string]int{}
	for i, v := range in.Places {
		places[v.Name] = i
	}
	for i, v := range in.Commodities {
		goods[v.Name] = i
	}
	for i, v := range in.Units {
		units[v.Name] = i
	}
	for i, v := range in.Recipes {
		recipes[v.Name] = i
	}
	for i, v := range in.Resources {
		resources[v.Name] = i
	}
	c.s = sheets{made: map[pair][]float64{}, hours: map[pair][]float64{}, kept: map[pair][]float64{}, moved: map[pair][]float64{}, prices: map[pair][]float64{},
		bought: map[int][]float64{}, unmet: map[int][]float64{}, roomPrices: map[int][]float64{}}
	pairs := func(name string, a, b map[string]int, to map[pair][]float64) error {
		return c.sheet(open, name, 2, func(cells []string, v []float64) bool {
			i, ok := a[cells[0]]
			j, also := b[cells[1]]
			to[pair{i, j}] = v
			return ok && also
		})
	}
	numbers := func(name string, keys, most int, to map[int][]float64) error {
		return c.sheet(open, name, keys, func(cells []string, v []float64) bool {
			i, err := strconv.Atoi(cells[0])
			to[i-1] = v
			return err == nil && i >= 1 && i <= most
		})
	}
	for _, err := range []error{
		pairs("made", units, recipes, c.s.made), pairs("hour-prices", units, resources, c.s.hours), pairs("kept", places, goods, c.s.kept),
		pairs("moved", places, goods, c.s.moved), pairs("prices", places, goods, c.s.prices),
		numbers("bought", 4, len(in.Supplies), c.s.bought), numbers("unmet", 5, len(in.Demands), c.s.unmet),
		c.sheet(open, "room-prices", 1, func(cells []string, v []float64) bool {
			i, ok := places[cells[0]]
			c.s.roomPrices[i] = v
			return ok
		}),
	} {
		if err != nil {
			return err
		}
	}
	return c.told(open)
}

// told reads what the plan says of itself.
func (c *checker) told(open plan.Source) error {
	rows, there := open("result")
	if !there {
		return fault.Missing.Errorf("There is no plan here: the sheet “%s” is missing.", "result")
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		if len(row.Cells) == 2 && row.Cells[0] == "objective" {
			c.s.told, err = number(row.Cells[1])
			if err != nil {
				return fault.Invalid.Errorf("The sheet “%s” cannot be read: row %d.", "result", row.Number)
			}
		}
	}
	return nil
}

// sheet reads a sheet with so many cells before the amounts.
func (c *checker) sheet(open plan.Source, name string, keys int, take func(cells []string, v []float64) bool) error {
	rows, there := open(name)
	if !there {
		return fault.Missing.Errorf("There is no plan here: the sheet “%s” is missing.", name)
	}
	first := true
	for row, err := range rows {
		if err != nil {
			return err
		}
		if first {
			first = false
			continue
		}
		v := make([]float64, len(c.in.Periods))
		wrong := len(row.Cells) < keys || len(row.Cells) > keys+len(v)
		for t := 0; !wrong && keys+t < len(row.Cells); t++ {
			v[t], err = number(row.Cells[keys+t])
			wrong = err != nil
		}
		if wrong || !take(row.Cells, v) {
			return fault.Invalid.Errorf("The sheet “%s” cannot be read: row %d.", name, row.Number)
		}
	}
	return nil
}
