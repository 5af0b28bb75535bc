package plan

import (
	"iter"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"artel/base/fault"
)

// Row is one row of a sheet, as any opener of workbooks gives it.
type Row struct {
	Number int // at the left edge; the heading is 1
	Cells  []string
}

// Source opens the rows of the sheet of a name; false where there is none.
type Source func(name string) (iter.Seq2[Row, error], bool)

// sheetNames are the sheets of an instance, in the order in which they are
// read: each names what the ones before it have told of. Those after the
// second column are read as amounts per period.
var sheetNames = []string{"plan", "tiers", "commodities", "transport", "places", "resources", "recipes", "norms", "units", "abilities", "hours", "supplies", "demands", "stocks", "locks"}

// columnsOf are the columns that a sheet has beside those of the periods.
var columnsOf = map[string][]string{
	"plan":        {"field", "value"},
	"tiers":       {"tier"},
	"commodities": {"commodity", "unit", "value", "weight", "space", "holding", "end", "whole"},
	"transport":   {"tier", "commodity", "cost"},
	"places":      {"place", "above", "tier", "space"},
	"resources":   {"resource", "kind"},
	"recipes":     {"recipe", "makes", "cost"},
	"norms":       {"recipe", "kind", "what", "amount", "unit"},
	"units":       {"unit", "place", "pace"},
	"abilities":   {"unit", "recipe", "most", "cost"},
	"hours":       {"unit", "resource", "least", "over", "people", "each"},
	"supplies":    {"place", "commodity", "from", "price", "each"},
	"demands":     {"place", "commodity", "kind", "for", "worth", "each"},
	"stocks":      {"place", "commodity", "opening", "most", "each"},
	"locks":       {"unit", "recipe", "kind", "each"},
}

// needed are the sheets without which there is nothing to plan.
var needed = []string{"plan", "commodities", "places"}

// Origin tells where in the sheets each item of an instance stands.
type Origin map[string][]int

// Read reads an instance. What is wrong is listed with its place, and left
// out; the rest is there to be planned. An error is only what cannot be read
// at all.
func Read(open Source) (*Instance, []fault.Problem, error) {
	r := &reader{in: &Instance{Name: "plan", Policy: DefaultPolicy()}, at: Origin{}, names: map[string]map[string]int{}, stocked: map[[2]int]bool{}, unsure: map[int]bool{}}
	for _, name := range sheetNames {
		rows, there := open(name)
		if !there {
			r.without(name)
			if slices.Contains(needed, name) {
				return nil, nil, fault.Missing.Errorf("The sheet “%s” is missing; a plan needs it.", name)
			}
			continue
		}
		if err := r.sheet(name, rows); err != nil {
			return nil, nil, err
		}
		if name == "plan" && len(r.in.Periods) == 0 {
			return nil, nil, fault.Invalid.Errorf("The sheet “plan” does not say the periods. Add a row “periods” with their names, a space between each.")
		}
		if name == "commodities" {
			for i := range r.in.Tiers {
				r.in.Tiers[i].Cost = make([]float64, len(r.in.Commodities))
			}
		}
	}
	if len(r.in.Places) == 0 || len(r.in.Commodities) == 0 {
		return nil, r.wrong, fault.Invalid.Errorf("There is nothing to plan: no place or no commodity is right in the sheets.")
	}
	if n := len(r.in.Places) * len(r.in.Commodities); n > mostLanes/len(r.in.Periods) {
		return nil, nil, fault.Invalid.Errorf("%d places, %d commodities and %d periods are more than one plan can hold. Plan for larger places or fewer commodities.", len(r.in.Places), len(r.in.Commodities), len(r.in.Periods))
	}
	r.judge()
	return r.in, r.wrong, nil
}

// mostLanes is how many goods by place and period a plan may have; ten times a
// nation of 2,000 counties.
const mostLanes = 20_000_000

// without tells of a sheet that is not there and would be missed.
func (r *reader) without(name string) {
	switch {
	case name == "norms" && len(r.in.Recipes) > 0:
		r.wrong = append(r.wrong, fault.Problem{Sheet: name, Wrong: "This sheet is not there, so no recipe says what it takes.", Fix: "Add the sheet."})
	case name == "hours" && len(r.in.Units) > 0:
		r.wrong = append(r.wrong, fault.Problem{Sheet: name, Wrong: "This sheet is not there, so nobody has any hours.", Fix: "Add the sheet."})
	}
}

type reader struct {
	in      *Instance
	at      Origin
	names   map[string]map[string]int // kind, name: index
	wrong   []fault.Problem
	stocked map[[2]int]bool
	unsure  map[int]bool // recipes of which a norm is wrong

	sheetName string
	head      map[string]int
	periods   []int // column of each period, or -1
	row       Row
	bad       bool // something was wrong with this row
}

// mostPeriods is how many periods a plan may have.
const mostPeriods = 400

func (r *reader) sheet(name string, rows iter.Seq2[Row, error]) error {
	r.sheetName, r.head = name, nil
	for row, err := range rows {
		if err != nil {
			return err
		}
		if r.head == nil {
			r.heading(row)
			continue
		}
		r.row, r.bad = row, false
		takers[name](r)
	}
	return nil
}

func (r *reader) heading(row Row) {
	r.head, r.row = map[string]int{}, row
	r.periods = make([]int, len(r.in.Periods))
	for i := range r.periods {
		r.periods[i] = -1
	}
	for i, cell := range row.Cells {
		word := strings.TrimSpace(cell)
		if p := slices.Index(r.in.Periods, word); p >= 0 {
			r.periods[p] = i
			continue
		}
		word = strings.ToLower(word)
		if word != "" && !slices.Contains(columnsOf[r.sheetName], word) {
			r.complain(fault.Problem{Column: word, Wrong: "This column is not known here.", Fix: "Take it out, or write its name as the handbook has it."})
		}
		r.head[word] = i
	}
}

func (r *reader) complain(p fault.Problem) {
	p.Sheet, p.Row = r.sheetName, r.row.Number
	r.wrong = append(r.wrong, p)
	r.bad = true
}

func (r *reader) text(column string) string {
	if i, ok := r.head[column]; ok && i < len(r.row.Cells) {
		return strings.TrimSpace(r.row.Cells[i])
	}
	return ""
}

// must is a text that may not be blank.
func (r *reader) must(column string) string {
	v := r.text(column)
	if v == "" {
		r.complain(fault.Problem{Column: column, Wrong: "This is missing.", Fix: "Write it, or take the row out."})
	}
	return v
}

// grouped is a number with its thousands apart.
var grouped = regexp.MustCompile(`^\d{1,3}(,\d{3})+(\.\d*)?$`)

// mostAmount is the largest number a plan is worked out with.
const mostAmount = 1e12

func (r *reader) amount(column, text string, blank float64) float64 {
	if text == "" {
		return blank
	}
	plain := text
	if grouped.MatchString(text) {
		plain = strings.ReplaceAll(text, ",", "")
	}
	v, err := strconv.ParseFloat(plain, 64)
	switch {
	case err != nil && strings.Count(text, ",") == 1:
		r.complain(fault.Problem{Column: column, Value: text, Wrong: "This is not a number.", Fix: "Write a point before tenths, such as 0.5; a comma stands only before every three digits."})
	case err != nil || math.IsNaN(v):
		r.complain(fault.Problem{Column: column, Value: text, Wrong: "This is not a number.", Fix: "Write it in digits."})
	case v < 0:
		r.complain(fault.Problem{Column: column, Value: text, Wrong: "This is less than 0.", Fix: "Write how much it is, or 0."})
	case v > mostAmount:
		r.complain(fault.Problem{Column: column, Value: text, Wrong: "This is more than can be planned with.", Fix: "Count in a larger unit."})
	default:
		return v
	}
	return 0
}

func (r *reader) number(column string, blank float64) float64 {
	return r.amount(column, r.text(column), blank)
}

// name is a new name of a kind.
func (r *reader) name(kind string) string {
	v := r.must(kind)
	if r.names[kind] == nil {
		r.names[kind] = map[string]int{}
	}
	if _, there := r.names[kind][v]; there && v != "" {
		r.complain(fault.Problem{Column: kind, Value: v, Wrong: "This name stands here twice.", Fix: "Give one of the two another name, or take it out."})
	}
	return v
}

// enter makes a name known, of an item that is right.
func (r *reader) enter(kind, name string, i int) { r.names[kind][name] = i }

// known is the index of something that another sheet has told of.
func (r *reader) known(column, kind string) int {
	v := r.must(column)
	i, ok := r.names[kind][v]
	if !ok && v != "" {
		r.complain(fault.Problem{Column: column, Value: v, Wrong: "No sheet before this one tells of it.", Fix: "Write the name as it stands there, or add it there."})
	}
	return i
}

func (r *reader) choice(column string, of []string, blank int) int {
	v := strings.ToLower(r.text(column))
	if v == "" && blank >= 0 {
		return blank
	}
	i := slices.Index(of, v)
	if i < 0 {
		r.complain(fault.Problem{Column: column, Value: v, Wrong: "This is none of the kinds that there are.", Fix: "Write one of: " + strings.Join(of, ", ") + "."})
	}
	return max(i, 0)
}

// lanes are the amounts per period: a period's own column, or else what
// “each” says.
func (r *reader) lanes() []float64 {
	each := r.number("each", 0)
	v := make([]float64, len(r.periods))
	for t, i := range r.periods {
		v[t] = each
		if i >= 0 && i < len(r.row.Cells) {
			v[t] = r.amount(r.in.Periods[t], strings.TrimSpace(r.row.Cells[i]), each)
		}
	}
	return v
}

// mustLanes are amounts of which one is said at least: 0 where it is none.
func (r *reader) mustLanes() []float64 {
	said := r.text("each") != ""
	for _, i := range r.periods {
		said = said || i >= 0 && i < len(r.row.Cells) && strings.TrimSpace(r.row.Cells[i]) != ""
	}
	if !said {
		r.complain(fault.Problem{Column: "each", Wrong: "This row says no amount.", Fix: "Write how much it is in each period, 0 where it is nothing, or take the row out."})
	}
	return r.lanes()
}

// origin notes where an item stands.
func (r *reader) origin() { r.at[r.sheetName] = append(r.at[r.sheetName], r.row.Number) }

// Checked is an instance as its own sheets would be read: what is wrong with it is
// listed, and left out.
func Checked(in *Instance) (*Instance, []fault.Problem, error) {
	return Read(func(name string) (iter.Seq2[Row, error], bool) {
		return func(yield func(Row, error) bool) {
			n, more := 0, true
			in.sheet(name, func(cells ...string) {
				if n++; more {
					more = yield(Row{Number: n, Cells: slices.Clone(cells)}, nil)
				}
			})
		}, true
	})
}
