package plan

import (
	"slices"
	"strings"
	"unicode"

	"artel/base/fault"
	"artel/base/measure"
)

// takers take a row of each sheet.
var takers = map[string]func(r *reader){
	"plan": (*reader).takePlan, "tiers": (*reader).takeTier, "commodities": (*reader).takeCommodity, "transport": (*reader).takeTransport,
	"places": (*reader).takePlace, "resources": (*reader).takeResource, "recipes": (*reader).takeRecipe, "norms": (*reader).takeNorm,
	"units": (*reader).takeUnit, "abilities": (*reader).takeAbility, "hours": (*reader).takeHours, "supplies": (*reader).takeSupply,
	"demands": (*reader).takeDemand, "stocks": (*reader).takeStock, "locks": (*reader).takeLock,
}

// fields are the policy's numbers by their names in the sheet.
func (p *Policy) fields() map[string]*float64 {
	return map[string]*float64{"contract": &p.Contract, "order": &p.Order, "forecast": &p.Forecast, "agreed": &p.Agreed, "wage": &p.Wage, "slack": &p.Slack,
		"least": &p.Least, "idle": &p.Idle, "unworked": &p.Unworked, "overtime": &p.Overtime, "over": &p.Over, "local": &p.Local, "waste": &p.Waste}
}

func (r *reader) takePlan() {
	switch field := strings.ToLower(r.must("field")); field {
	case "name":
		r.in.Name = r.must("value")
	case "currency":
		r.in.Currency = r.must("value")
	case "periods":
		r.must("value")
		all := strings.Join(r.row.Cells[min(r.head["value"], len(r.row.Cells)):], " ") // a period a cell is as good
		r.in.Periods = strings.FieldsFunc(all, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune(",;，；、", c) })
		seen := slices.Compact(slices.Sorted(slices.Values(r.in.Periods)))
		if len(seen) != len(r.in.Periods) || len(seen) > mostPeriods {
			r.complain(fault.Problem{Column: "value", Wrong: "The periods need names that differ, 400 at most.", Fix: "Name each period once."})
			r.in.Periods = nil
		}
	default:
		to, ok := r.in.Policy.fields()[field]
		if !ok {
			r.complain(fault.Problem{Column: "field", Value: field, Wrong: "No field of a plan is called so.", Fix: "Take the row out, or write its name as the handbook has it."})
			return
		}
		v := r.number("value", *to)
		if (field == "slack" || field == "least" || field == "over") && v > 1 {
			r.complain(fault.Problem{Column: "value", Value: r.text("value"), Wrong: "A share is 1 at most.", Fix: "Write 0.1 for a tenth."})
		}
		if !r.bad {
			*to = v
		}
	}
}

func (r *reader) takeTier() {
	t := Tier{Name: r.name("tier")}
	if len(r.in.Tiers) >= mostTiers {
		r.complain(fault.Problem{Column: "tier", Value: t.Name, Wrong: "A plan has 40 tiers at most.", Fix: "Put tiers together."})
	}
	if !r.bad {
		r.enter("tier", t.Name, len(r.in.Tiers))
		r.in.Tiers = append(r.in.Tiers, t)
	}
}

// mostTiers is how deep the tree of places may be named; each has a cost of transport
// for every commodity.
const mostTiers = 40

func (r *reader) takeCommodity() {
	c := Commodity{Name: r.name("commodity"), Unit: r.text("unit"), Value: r.number("value", 0), Weight: r.number("weight", 0),
		Space: r.number("space", 0), Holding: r.number("holding", 0), End: r.number("end", 0), Whole: r.choice("whole", []string{"no", "yes"}, 0) == 1}
	if !r.bad {
		r.enter("commodity", c.Name, len(r.in.Commodities))
		r.in.Commodities = append(r.in.Commodities, c)
		r.origin()
	}
}

// takeTransport sets a tier's cost for one commodity, or where none is named
// for all that have no row of their own before.
func (r *reader) takeTransport() {
	t, cost := r.known("tier", "tier"), r.number("cost", 0)
	if r.text("commodity") != "" {
		if k := r.known("commodity", "commodity"); !r.bad {
			r.in.Tiers[t].Cost[k] = cost
		}
		return
	}
	for k := range r.in.Commodities {
		if !r.bad && r.in.Tiers[t].Cost[k] == 0 {
			r.in.Tiers[t].Cost[k] = cost
		}
	}
}

func (r *reader) takePlace() {
	if len(r.in.Tiers) == 0 {
		r.in.Tiers = []Tier{{Name: "place", Cost: make([]float64, len(r.in.Commodities))}}
		r.names["tier"] = map[string]int{"place": 0}
	}
	p := Place{Name: r.name("place"), Parent: -1, Space: r.number("space", Inf)}
	if r.text("above") != "" {
		p.Parent = r.known("above", "place")
	}
	if r.text("tier") != "" {
		p.Tier = r.known("tier", "tier")
	}
	if p.Parent < 0 && !r.bad && slices.ContainsFunc(r.in.Places, func(o Place) bool { return o.Parent < 0 }) {
		r.complain(fault.Problem{Column: "above", Value: p.Name, Wrong: "A second place has none above it.", Fix: "Name the place above; only the highest has none. Places stand below the one above them."})
	}
	if !r.bad {
		r.enter("place", p.Name, len(r.in.Places))
		r.in.Places = append(r.in.Places, p)
		r.origin()
	}
}

func (r *reader) takeResource() {
	v := Resource{Name: r.name("resource"), Labour: r.choice("kind", []string{"equipment", "labour"}, 1) == 1}
	if !r.bad {
		r.enter("resource", v.Name, len(r.in.Resources))
		r.in.Resources = append(r.in.Resources, v)
	}
}

func (r *reader) takeRecipe() {
	v := Recipe{Name: r.name("recipe"), Makes: r.known("makes", "commodity"), Cost: r.number("cost", 0)}
	if !r.bad {
		r.enter("recipe", v.Name, len(r.in.Recipes))
		r.in.Recipes = append(r.in.Recipes, v)
		r.origin()
	}
}

// takeNorm takes what one unit of a recipe needs: so much of a material, so
// many hours of a resource.
func (r *reader) takeNorm() {
	i := r.known("recipe", "recipe")
	if r.bad {
		return
	}
	defer func() { r.unsure[i] = r.unsure[i] || r.bad }() // it would be made of less than it takes
	kind := r.choice("kind", []string{"material", "hours"}, -1)
	if r.must("amount"); r.bad {
		return
	}
	a := Amount{Much: r.number("amount", 0)}
	if kind == 1 {
		if a.What = r.known("what", "resource"); !r.bad {
			r.in.Recipes[i].Hours = put(r.in.Recipes[i].Hours, a)
		}
		return
	}
	a.What = r.known("what", "commodity")
	if r.bad {
		return
	}
	a.Much = r.convert(a.Much, r.text("unit"), r.in.Commodities[a.What].Unit)
	if !r.bad {
		r.in.Recipes[i].Needs = put(r.in.Recipes[i].Needs, a)
	}
}

// put adds to the amounts of a recipe; two norms of one thing are one.
func put(list []Amount, a Amount) []Amount {
	for i := range list {
		if list[i].What == a.What {
			list[i].Much += a.Much
			return list
		}
	}
	return append(list, a)
}

// convert brings an amount into the unit that a commodity is counted in.
func (r *reader) convert(v float64, from, to string) float64 {
	if from == "" || from == to || r.bad {
		return v
	}
	one, err := measure.Convert(measure.One*1000, measure.Unit(from), measure.Unit(to))
	if err != nil {
		r.complain(fault.Problem{Column: "unit", Value: from, Wrong: "It is not known how this unit compares with the commodity's own.", Fix: "Write the amount in the unit that the commodity is counted in: " + to + "."})
		return 0
	}
	return v * float64(one) / float64(measure.One*1000)
}

func (r *reader) takeUnit() {
	u := Unit{Name: r.name("unit"), Place: r.known("place", "place"), Pace: r.number("pace", 1)}
	if u.Pace == 0 && !r.bad {
		r.complain(fault.Problem{Column: "pace", Value: r.text("pace"), Wrong: "Nobody takes no time.", Fix: "Write the hours that an hour of the norm takes here, such as 1.1; 1 where it is left blank."})
	}
	if !r.bad {
		r.enter("unit", u.Name, len(r.in.Units))
		r.in.Units = append(r.in.Units, u)
		r.origin()
	}
}

func (r *reader) takeAbility() {
	i := r.known("unit", "unit")
	a := Ability{Recipe: r.known("recipe", "recipe"), Most: r.number("most", Inf), Extra: r.number("cost", 0)}
	if !r.bad && slices.ContainsFunc(r.in.Units[i].Can, func(o Ability) bool { return o.Recipe == a.Recipe }) {
		r.complain(fault.Problem{Column: "recipe", Value: r.text("recipe"), Wrong: "This unit has this recipe already.", Fix: "Take one of the two rows out."})
	}
	if !r.bad {
		r.in.Units[i].Can = append(r.in.Units[i].Can, a)
	}
}

func (r *reader) takeHours() {
	i, po := r.known("unit", "unit"), r.in.Policy
	c := Capacity{Resource: r.known("resource", "resource"), Hours: r.mustLanes()}
	if r.bad {
		return
	}
	if r.in.Resources[c.Resource].Labour {
		c.Least, c.Over, c.People = r.number("least", po.Least), r.number("over", po.Over), r.number("people", 0)
		if c.Least > 1 || c.Over > 1 {
			r.complain(fault.Problem{Column: "least", Value: r.text("least"), Wrong: "A share is 1 at most.", Fix: "Write 0.1 for a tenth."})
		}
	}
	if slices.ContainsFunc(r.in.Units[i].Has, func(o Capacity) bool { return o.Resource == c.Resource }) {
		r.complain(fault.Problem{Column: "resource", Value: r.text("resource"), Wrong: "This unit has hours of it already.", Fix: "Add the two rows up."})
	}
	if len(r.in.Units[i].Has) >= mostResources {
		r.complain(fault.Problem{Column: "resource", Value: r.text("resource"), Wrong: "A unit has 16 kinds of hours at most.", Fix: "Put trades together, or divide the unit."})
	}
	if !r.bad {
		r.in.Units[i].Has = append(r.in.Units[i].Has, c)
	}
}

// mostResources is how many kinds of hours a unit may have.
const mostResources = 16

func (r *reader) takeSupply() {
	s := Supply{Place: r.known("place", "place"), Commodity: r.known("commodity", "commodity"), From: r.text("from"), Most: r.mustLanes()}
	if s.Price = r.number("price", 0); !r.bad {
		r.in.Supplies = append(r.in.Supplies, s)
		r.origin()
	}
}

func (r *reader) takeDemand() {
	d := Demand{Place: r.known("place", "place"), Commodity: r.known("commodity", "commodity"), Kind: r.choice("kind", KindNames, Order), For: r.text("for"), Wanted: r.mustLanes()}
	if r.bad {
		return
	}
	if d.Worth = r.number("worth", r.in.Commodities[d.Commodity].Value); !r.bad {
		r.in.Demands = append(r.in.Demands, d)
		r.origin()
	}
}

func (r *reader) takeStock() {
	s := Stock{Place: r.known("place", "place"), Commodity: r.known("commodity", "commodity"), Opening: r.number("opening", 0), Most: r.number("most", Inf), Reserve: r.lanes()}
	if at := [2]int{s.Place, s.Commodity}; !r.bad && r.stocked[at] {
		r.complain(fault.Problem{Column: "commodity", Value: r.text("commodity"), Wrong: "This place has a stock of it already.", Fix: "Add the two rows up."})
	}
	if !slices.ContainsFunc(s.Reserve, func(v float64) bool { return v > 0 }) {
		s.Reserve = nil
	}
	if !r.bad {
		r.in.Stocks = append(r.in.Stocks, s)
		r.stocked[[2]int{s.Place, s.Commodity}] = true
		r.origin()
	}
}

func (r *reader) takeLock() {
	l := Lock{Unit: r.known("unit", "unit"), Recipe: r.known("recipe", "recipe"), Kind: r.choice("kind", LockNames, -1), Much: r.mustLanes()}
	if !r.bad && !slices.ContainsFunc(r.in.Units[l.Unit].Can, func(a Ability) bool { return a.Recipe == l.Recipe }) {
		r.complain(fault.Problem{Column: "recipe", Value: r.text("recipe"), Wrong: "This unit does not work by this recipe.", Fix: "Add it to the abilities, or take the lock out."})
	}
	if !r.bad {
		r.in.Locks = append(r.in.Locks, l)
		r.origin()
	}
}
