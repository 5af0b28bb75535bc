package planbook

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/unit"
	"artel/federation/plan"
)

// Gathering joins returns.
type Gathering struct {
	Name     string        `help:"a name for the plan, such as county 1958"`
	Returns  []string      `help:"the returns, each as “plan return --json” writes it; @file for one that stands in a file" long:"yes"`
	Carriage money.Decimal `help:"what it costs to bring goods one step up or down the tree, from county to province, in percent of their value" default:"2"`
	Follows  int64         `help:"number of the plan that this one takes the place of, where some of it is to stand" opt:"yes"`
	Keep     int64         `help:"for how many of the first months what that plan has each make is kept, at least" opt:"yes"`
}

// Gathered is what came of it. What is wrong is left out of the plan.
type Gathered struct {
	plan.Kept
	Units    int             `json:"units"`
	Places   int             `json:"places"`
	Notes    []NoteOf        `json:"notes"` // what the books do not say, by co-operative
	Problems []fault.Problem `json:"problems,omitempty"`
}

// NoteOf is a note of a co-operative's return.
type NoteOf struct {
	Unit string `json:"unit"`
	Note
}

// holding and end are what a month in store costs, and what is left after the last
// month is worth, as parts of a good's value.
var holding, end = big.NewRat(1, 100), big.NewRat(1, 2)

// Gather joins the returns of co-operatives to the inputs of one plan, and keeps
// them. Each stands in the county it names, the counties below their provinces.
func Gather(tx *db.Tx, in Gathering) (out Gathered, err error) {
	if in.Carriage.Sign() < 0 {
		return out, fault.In("carriage", in.Carriage.String(), fault.Invalid.Errorf("Bringing goods costs nothing or more."))
	}
	returns, err := readAll(in.Returns, true)
	if err != nil {
		return out, err
	}
	j := &joining{in: &plan.Instance{Name: strings.TrimSpace(in.Name), Currency: string(returns[0].Currency), Policy: plan.DefaultPolicy()}, at: map[string]int{}}
	for i, m := int64(0), returns[0].From; i < returns[0].Months; i, m = i+1, m.Next() {
		j.in.Periods = append(j.in.Periods, string(m))
	}
	u, err := unit.Now(tx)
	if err != nil {
		return out, err
	}
	j.tree(returns, u.Name)
	j.goods(returns, in.Carriage)
	for _, r := range returns {
		j.take(r)
		for _, n := range r.Notes {
			out.Notes = append(out.Notes, NoteOf{r.Unit, n})
		}
	}
	for _, name := range j.idleStocks() {
		out.Notes = append(out.Notes, NoteOf{j.in.Name, Note{name, "Nobody needs, makes or wants it: what lies in store of it is no part of the plan."}})
	}
	j.capStocks()
	if err := j.keep(tx, in); err != nil {
		return out, err
	}
	if out.Notes, err = j.agreed(tx, out.Notes); err != nil {
		return out, err
	}
	instance, wrong, err := plan.Checked(j.in)
	if err != nil {
		return out, err
	}
	sum := sha256.Sum256([]byte(strings.Join(in.Returns, "\n")))
	out.Kept, err = plan.Keep(tx, instance, "plan gather", hex.EncodeToString(sum[:]))
	out.Units, out.Places, out.Problems = len(instance.Units), len(instance.Places), wrong
	return out, err
}

// keep has what an earlier plan decided for the first months stand: work that is
// handed out already is planned around.
func (j *joining) keep(tx *db.Tx, in Gathering) error {
	if in.Keep < 0 || in.Keep > int64(len(j.in.Periods)) {
		return fault.In("keep", fmt.Sprint(in.Keep), fault.Invalid.Errorf("The plan has %d months; some of the first of them can stand.", len(j.in.Periods)))
	}
	if in.Follows == 0 || in.Keep == 0 {
		if in.Follows != in.Keep {
			return fault.In("keep", fmt.Sprint(in.Keep), fault.Invalid.Errorf("Say both which plan this one follows, and for how many months that one stands."))
		}
		return nil
	}
	r, _, err := plan.Newest(tx, plan.Which{Number: in.Follows})
	if err != nil {
		return err
	}
	if r == nil {
		return fault.In("follows", fmt.Sprint(in.Follows), fault.Missing.Errorf("Plan %d is not worked out yet, so nothing of it can stand.", in.Follows))
	}
	kept := 0
	for i, u := range j.in.Units {
		for _, m := range r.MadeBy(u.Name, 1000) {
			lock := plan.Lock{Unit: i, Kind: plan.LockLeast, Much: make([]float64, len(j.in.Periods))}
			at := slices.IndexFunc(u.Can, func(a plan.Ability) bool { return j.in.Recipes[a.Recipe].Name == m.Recipe })
			any := false
			for t := range in.Keep {
				if was := slices.Index(r.Problem.In.Periods, j.in.Periods[t]); was >= 0 && m.Amounts[was] > 0 {
					lock.Much[t], any = m.Amounts[was], true
				}
			}
			if at >= 0 && any {
				lock.Recipe = u.Can[at].Recipe
				j.in.Locks = append(j.in.Locks, lock)
				kept++
			}
		}
	}
	if kept == 0 {
		return fault.In("follows", fmt.Sprint(in.Follows), fault.Invalid.Errorf("Plan %d has these co-operatives make nothing in these months, so nothing of it can stand.", in.Follows))
	}
	return nil
}

// readAll reads returns of different co-operatives in one currency, and where they
// are to be joined, of the same months.
func readAll(texts []string, sameMonths bool) (list []Return, err error) {
	wrong := &fault.Rows{}
	bad := func(i int, words string, args ...any) {
		wrong.Problems = append(wrong.Problems, fault.AsProblem(i+1, fault.In("returns", "", fault.Invalid.Errorf(words, args...))))
	}
	d := json.NewDecoder(strings.NewReader(strings.Join(texts, "\n"))) // pasted, a return may have many lines
	for i, more := 0, true; more; i++ {
		var r Return
		switch err := d.Decode(&r); {
		case err == io.EOF:
			more = false
			continue
		case err != nil || r.Unit == "" || !isMonth(r.From) || r.Months < 1 || r.Months > mostMonths:
			bad(i, "This is no return of a co-operative. Copy it whole, from the first bracket to the last.")
			more = err == nil || errors.As(err, new(*json.UnmarshalTypeError)) // another may follow
			continue
		}
		switch {
		case slices.ContainsFunc(list, func(o Return) bool { return o.Unit == r.Unit }):
			bad(i, "The return of %s is there twice.", r.Unit)
		case sameMonths && len(list) > 0 && (r.From != list[0].From || r.Months != list[0].Months):
			bad(i, "%s reports %d months from %s, and %s %d from %s. Ask both for the same months.", r.Unit, r.Months, r.From, list[0].Unit, list[0].Months, list[0].From)
		case len(list) > 0 && r.Currency != list[0].Currency:
			bad(i, "%s reports in %s, and %s in %s.", r.Unit, r.Currency, list[0].Unit, list[0].Currency)
		default:
			list = append(list, r)
		}
	}
	if len(wrong.Problems) > 0 {
		return nil, wrong
	}
	if len(list) == 0 {
		return nil, fault.In("returns", "", fault.Invalid.Errorf("There is no return to join."))
	}
	return list, nil
}

func isMonth(m cal.Month) bool {
	_, err := cal.ParseMonth(string(m))
	return err == nil
}

type joining struct {
	in *plan.Instance
	at map[string]int // kind and name: index
}

func number(d money.Decimal) float64 {
	f, _ := d.Rat().Float64()
	return f
}

// countyOf and provinceOf are the places of a return; who names none stands in one
// that is called so.
func countyOf(r Return) string   { return named(r.County, "no county named") }
func provinceOf(r Return) string { return named(r.Province, "no province named") }

func named(name, otherwise string) string {
	if name = strings.TrimSpace(name); name == "" {
		return otherwise
	}
	return name
}

// tree makes the places: counties below provinces, and where there are several of
// these, one above them, which is the federation.
func (j *joining) tree(returns []Return, above string) {
	provinces := []string{}
	for _, r := range returns {
		if !slices.Contains(provinces, provinceOf(r)) {
			provinces = append(provinces, provinceOf(r))
		}
	}
	j.in.Tiers = []plan.Tier{{Name: "county"}, {Name: "province"}, {Name: "nation"}}
	place := func(name string, parent, tier int) int {
		if n, there := j.at["place "+fmt.Sprint(tier)+name]; there {
			return n
		}
		unique := name
		for n := 2; slices.ContainsFunc(j.in.Places, func(p plan.Place) bool { return p.Name == unique }); n++ {
			unique = fmt.Sprintf("%s (%s %d)", name, j.in.Tiers[tier].Name, n)
		}
		j.in.Places = append(j.in.Places, plan.Place{Name: unique, Parent: parent, Tier: tier, Space: plan.Inf})
		j.at["place "+fmt.Sprint(tier)+name] = len(j.in.Places) - 1
		return len(j.in.Places) - 1
	}
	top := -1
	if len(provinces) > 1 {
		top = place(above, -1, 2)
	}
	for _, r := range returns {
		p := place(provinceOf(r), top, 1)
		j.at["county of "+r.Unit] = place(provinceOf(r)+": "+countyOf(r), p, 0)
	}
	for n := range j.in.Places { // a county is called by its province only where two have its name
		short := j.in.Places[n].Name[strings.Index(j.in.Places[n].Name, ": ")+1:]
		if short = strings.TrimSpace(short); j.in.Places[n].Tier == 0 && !slices.ContainsFunc(j.in.Places, func(p plan.Place) bool {
			return p.Name == short || p.Name != j.in.Places[n].Name && strings.HasSuffix(p.Name, ": "+short)
		}) {
			j.in.Places[n].Name = short
		}
	}
}

// goods makes the commodities, what co-operatives count alike under one name, and
// what it costs to bring them.
func (j *joining) goods(returns []Return, carriage money.Decimal) {
	per := map[string]string{}
	for _, r := range returns {
		for _, g := range r.Goods {
			if had, there := per[g.Item]; there && had != g.Per {
				per[g.Item] = "" // counted in several units
			} else if !there {
				per[g.Item] = g.Per
			}
		}
	}
	for _, r := range returns {
		for _, g := range r.Goods {
			name := g.Item
			if per[g.Item] == "" {
				name = g.Item + " (" + g.Per + ")"
			}
			k, there := j.at["good "+name]
			if !there {
				k = len(j.in.Commodities)
				j.at["good "+name] = k
				j.in.Commodities = append(j.in.Commodities, plan.Commodity{Name: name, Unit: g.Per, Whole: g.Product && g.Per == "piece"})
			}
			j.at["good of "+r.Unit+" "+g.Item] = k
			if c := &j.in.Commodities[k]; c.Value == 0 {
				value := g.Value.Rat()
				c.Value = number(g.Value)
				c.Holding, _ = new(big.Rat).Mul(value, holding).Float64()
				c.End, _ = new(big.Rat).Mul(value, end).Float64()
			}
		}
	}
	share := new(big.Rat).Quo(carriage.Rat(), big.NewRat(100, 1))
	percent, _ := share.Float64()
	for t := range j.in.Tiers {
		for _, c := range j.in.Commodities {
			j.in.Tiers[t].Cost = append(j.in.Tiers[t].Cost, percent*c.Value)
		}
	}
}

// take puts one co-operative in.
func (j *joining) take(r Return) {
	place := j.at["county of "+r.Unit]
	good := func(item string) (int, bool) { k, there := j.at["good of "+r.Unit+" "+item]; return k, there }
	trade := named(r.Trade, "work")
	if _, there := j.at["trade "+trade]; !there {
		j.at["trade "+trade] = len(j.in.Resources)
		j.in.Resources = append(j.in.Resources, plan.Resource{Name: trade, Labour: true})
	}
	labour := j.at["trade "+trade]
	u := plan.Unit{Name: r.Unit, Place: place, Pace: 1, Has: []plan.Capacity{{Resource: labour, Least: j.in.Policy.Least, Over: j.in.Policy.Over}}}
	for _, h := range r.Hours {
		u.Has[0].Hours = append(u.Has[0].Hours, number(h.Much))
		u.Has[0].People = max(u.Has[0].People, float64(h.People))
	}
	for _, w := range r.Ways {
		k, there := good(w.Product)
		if !there {
			continue
		}
		recipe := plan.Recipe{Name: r.Unit + ": " + w.Way, Makes: k, Hours: []plan.Amount{{What: labour, Much: number(w.Hours)}}}
		for _, n := range r.Needs {
			if m, there := good(n.Item); there && n.Way == w.Way {
				recipe.Needs = append(recipe.Needs, plan.Amount{What: m, Much: number(n.Amount)})
			}
		}
		u.Can = append(u.Can, plan.Ability{Recipe: len(j.in.Recipes), Most: plan.Inf})
		j.in.Recipes = append(j.in.Recipes, recipe)
	}
	j.in.Units = append(j.in.Units, u)
	for _, s := range r.Supplies {
		if k, there := good(s.Item); there {
			most := make([]float64, len(j.in.Periods))
			for t := range most {
				most[t] = number(s.Most)
			}
			j.in.Supplies = append(j.in.Supplies, plan.Supply{Place: place, Commodity: k, From: named(s.From, r.Unit), Price: number(s.Price), Most: most})
		}
	}
	j.wants(r, place, good)
	for _, s := range r.Stocks {
		if k, there := good(s.Item); there {
			st := j.stock(place, k)
			st.Opening += number(s.Much)
			for t := range st.Reserve {
				st.Reserve[t] += number(s.Minimum)
			}
		}
	}
	for _, g := range r.Goods { // what is made ahead may be kept
		if k, there := good(g.Item); there {
			j.stock(place, k)
		}
	}
}

func (j *joining) wants(r Return, place int, good func(string) (int, bool)) {
	for _, w := range r.Wants {
		k, there := good(w.Item)
		kind, t := slices.Index(plan.KindNames, w.Kind), slices.Index(j.in.Periods, string(w.Month))
		if !there || kind < 0 || t < 0 {
			continue
		}
		whom := named(w.For, r.Unit)
		key := fmt.Sprint("want ", r.Unit, k, kind, whom, w.Worth)
		n, known := j.at[key]
		if !known {
			n = len(j.in.Demands)
			j.at[key] = n
			j.in.Demands = append(j.in.Demands, plan.Demand{Place: place, Commodity: k, Kind: kind, For: whom, Worth: number(w.Worth), Wanted: make([]float64, len(j.in.Periods))})
		}
		j.in.Demands[n].Wanted[t] += number(w.Much)
	}
}
