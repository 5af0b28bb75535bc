package goods

import (
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/unit"
)

// Kinds of item.
const (
	Material = "material"
	Product  = "product"
)

// Reject is the grade of what is not accepted; it has no value.
const Reject = "reject"

// Good is the card of an item as it holds from a day on (S30).
type Good struct {
	Item     string           `json:"item"`
	Since    cal.Day          `json:"since"`
	Kind     string           `json:"kind"`
	Per      string           `json:"per"` // what it is counted in
	Spec     string           `json:"spec,omitempty" words:"yes"`
	Sizes    string           `json:"sizes,omitempty" words:"yes"`
	Grades   string           `json:"grades"`             // "1:100, 2:85, reject:0": each with the part of the first grade's value that it has
	Converts string           `json:"converts,omitempty"` // "pole:2.5": other units, and how many of its own one of them is
	Sample   string           `json:"sample,omitempty"`   // where the sample is kept
	Minimum  measure.Quantity `json:"minimum"`            // below which more is to be got
}

// Grade is one quality of an item, with what it is worth beside the first.
type Grade struct {
	Name   string        `json:"grade"`
	Weight money.Decimal `json:"weight"` // percent of the first grade's value
}

// CardIn is a card as a person writes it.
type CardIn struct {
	Item     string           `help:"its name, such as bamboo or chair"`
	Kind     string           `help:"what it is" choice:"material|product" default:"material"`
	Per      string           `help:"counted in: kg, pole, piece" default:"piece"`
	Since    cal.Day          `help:"the first day on which the card holds; today where left out" opt:"yes"`
	Spec     string           `help:"specification: how it is to be" opt:"yes"`
	Sizes    string           `help:"sizes, such as 42 × 42 × 80 cm" opt:"yes"`
	Grades   string           `help:"grades, each with the part of the first grade's value it has, in percent: 1:100, 2:85, 3:60, reject:0" opt:"yes"`
	Converts string           `help:"other units it comes in, and how many of its own one of them is: pole:2.5, bundle:30" opt:"yes"`
	Sample   string           `help:"where the sample is kept" opt:"yes"`
	Minimum  measure.Quantity `help:"how much should always be there" default:"0"`
}

// defaultGrades are the grades of a card that names none.
func defaultGrades(kind string) string {
	if kind == Product {
		return "1:100, 2:85, 3:60, reject:0"
	}
	return "1:100"
}

// WriteCard writes a card, or a new version of it from a day on. What it is
// counted in and its kind stay: stock is counted in it.
func WriteCard(tx *db.Tx, in CardIn) (Good, error) {
	g := in.card(tx)
	there, err := Cards(tx, "9999-12-31")
	if err != nil {
		return g, err
	}
	if p := g.check(there); p != nil {
		return g, fault.Invalid.Errorf("%s %s", p.Wrong, p.Fix)
	}
	return g, insertCards(tx, []Good{g})
}

func (in CardIn) card(tx *db.Tx) Good {
	g := Good{strings.TrimSpace(in.Item), in.Since, in.Kind, strings.TrimSpace(in.Per), in.Spec, in.Sizes, in.Grades, in.Converts, in.Sample, in.Minimum}
	if g.Since == "" {
		g.Since = cal.On(tx.Now)
	}
	if strings.TrimSpace(g.Grades) == "" {
		g.Grades = defaultGrades(g.Kind)
	}
	return g
}

// check holds a card to the rules, and to the versions of it that are there.
func (g *Good) check(there map[string]Good) *fault.Problem {
	was, known := there[g.Item]
	switch {
	case g.Item == "" || len([]rune(g.Item)) > 60 || strings.ContainsAny(g.Item, "\n\t"):
		return &fault.Problem{Column: "item", Value: g.Item, Wrong: "A card needs a name of at most 60 letters.", Fix: "Write what people call it, such as bamboo."}
	case g.Kind != Material && g.Kind != Product:
		return &fault.Problem{Column: "kind", Value: g.Kind, Wrong: "An item is a material or a product.", Fix: "Write material or product."}
	case g.Minimum < 0:
		return &fault.Problem{Column: "minimum", Value: g.Minimum.String(), Wrong: "A minimum is not below 0.", Fix: "Write how much should always be there, or 0."}
	case known && (was.Kind != g.Kind || was.Per != g.Per):
		return &fault.Problem{Column: "per", Value: g.Per, Wrong: "“" + g.Item + "” is a " + was.Kind + " counted in " + was.Per + ", and its stock is kept so.",
			Fix: "Leave both as they are, or write a card of another name."}
	}
	if _, err := measure.ParseUnit(g.Per); err != nil {
		return &fault.Problem{Column: "per", Value: g.Per, Wrong: err.Error(), Fix: "Write what it is counted in."}
	}
	if _, err := parseGrades(g.Grades); err != nil {
		return &fault.Problem{Column: "grades", Value: g.Grades, Wrong: err.Error(), Fix: "Write it like 1:100, 2:85, reject:0."}
	}
	if _, err := g.others(); err != nil {
		return &fault.Problem{Column: "converts", Value: g.Converts, Wrong: err.Error(), Fix: "Write it like pole:2.5, bundle:30."}
	}
	return nil
}

// pairs reads "a:1, b:2", in order.
func pairs(text string) (names []string, numbers []money.Decimal, err error) {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == '，' || r == ';' || r == '；' }) {
		name, number, ok := strings.Cut(strings.ReplaceAll(part, "：", ":"), ":")
		name = strings.TrimSpace(name)
		if !ok || name == "" || slices.Contains(names, name) {
			return nil, nil, fault.Invalid.Errorf("“%s” is not a name, a colon and a number, each name once.", strings.TrimSpace(part))
		}
		d, err := money.ParseDecimal(strings.TrimRight(strings.TrimSpace(number), "%％"))
		if err != nil {
			return nil, nil, err
		}
		names, numbers = append(names, name), append(numbers, d)
	}
	return names, numbers, nil
}

func parseGrades(text string) ([]Grade, error) {
	names, numbers, err := pairs(text)
	if err != nil {
		return nil, err
	}
	grades := make([]Grade, len(names))
	worth := false
	for i := range names {
		grades[i] = Grade{names[i], numbers[i]}
		if numbers[i].Sign() < 0 || numbers[i].Cmp(money.DecimalOf(100, 0)) > 0 {
			return nil, fault.Invalid.Errorf("Grade %s is worth %s percent of the first; it must be 0 to 100.", names[i], numbers[i])
		}
		worth = worth || numbers[i].Sign() > 0
	}
	if !worth {
		return nil, fault.Invalid.Errorf("No grade is worth anything.")
	}
	return grades, nil
}

// GradeList are the item's grades, the best first.
func (g Good) GradeList() []Grade {
	grades, _ := parseGrades(g.Grades) // checked when the card was written
	return grades
}

// First is the item's first grade, which is meant where none is said.
func (g Good) First() string {
	if grades := g.GradeList(); len(grades) > 0 {
		return grades[0].Name
	}
	return "1"
}

// HasGrade says whether the card has the grade.
func (g Good) HasGrade(name string) bool {
	return slices.ContainsFunc(g.GradeList(), func(x Grade) bool { return x.Name == name })
}

// Weight is what a grade is worth beside the first, in percent.
func (g Good) Weight(name string) money.Decimal {
	for _, x := range g.GradeList() {
		if x.Name == name {
			return x.Weight
		}
	}
	return money.Decimal{}
}

func (g Good) others() (map[string]money.Decimal, error) {
	names, numbers, err := pairs(g.Converts)
	if err != nil {
		return nil, err
	}
	by := map[string]money.Decimal{}
	for i, n := range names {
		if numbers[i].Sign() <= 0 {
			return nil, fault.Invalid.Errorf("One %s is more than 0 %s.", n, g.Per)
		}
		by[n] = numbers[i]
	}
	return by, nil
}

// Quantity is q of another unit in the item's own, exactly or not at all.
func (g Good) Quantity(q measure.Quantity, per string) (measure.Quantity, error) {
	if per == "" || per == g.Per {
		return q, nil
	}
	others, err := g.others()
	if err != nil {
		return 0, err
	}
	if each, ok := others[per]; ok {
		d, err := q.Decimal().Times(each)
		if err != nil {
			return 0, err
		}
		return measure.OfDecimal(d)
	}
	n, err := measure.Convert(q, measure.Unit(per), measure.Unit(g.Per))
	if err != nil {
		return 0, fault.Invalid.Errorf("“%s” is counted in %s: %w Write on its card what one %s is, like %s:2.5.", g.Item, g.Per, err, per, per)
	}
	return n, nil
}

// Cards are all cards as of a day, by item.
func Cards(tx *db.Tx, day cal.Day) (map[string]Good, error) {
	list, err := selectCards(tx, day)
	by := make(map[string]Good, len(list))
	for _, g := range list {
		by[g.Item] = g
	}
	return by, err
}

// CardsIn asks for cards.
type CardsIn struct {
	Day    cal.Day `help:"as of this day; today where left out" opt:"yes"`
	Kind   string  `help:"only these" choice:"material|product" opt:"yes"`
	Search string  `help:"only what has this in its name or specification" opt:"yes"`
}

// ListCards are the cards as of a day, by kind and name.
func ListCards(tx *db.Tx, in CardsIn) ([]Good, error) {
	list, err := selectCards(tx, unit.AsOf{Day: in.Day}.Or(tx))
	wanted := strings.ToLower(strings.TrimSpace(in.Search))
	list = slices.DeleteFunc(list, func(g Good) bool {
		return in.Kind != "" && g.Kind != in.Kind || wanted != "" && !strings.Contains(g.search(), wanted)
	})
	slices.SortFunc(list, func(a, b Good) int {
		return strings.Compare(a.Kind+"\x00"+a.Item, b.Kind+"\x00"+b.Item)
	})
	return list, err
}

func (g Good) search() string { return strings.ToLower(g.Item + " " + g.Spec + " " + g.Sizes) }

// Find is a card as of a day. One that is not there is a sentence.
func Find(cards map[string]Good, item string) (Good, error) {
	if g, ok := cards[item]; ok {
		return g, nil
	}
	near := ""
	for name := range cards {
		if strings.EqualFold(name, item) && (near == "" || name < near) {
			near = name
		}
	}
	if near != "" {
		return Good{}, fault.Missing.Errorf("There is no card of “%s”. Did you mean “%s”?", item, near)
	}
	return Good{}, fault.Missing.Errorf("There is no card of “%s”. Write it first (“goods card”, or the sheet “goods”).", item)
}

// OneItem names an item.
type OneItem struct {
	Item string  `help:"its name"`
	Day  cal.Day `help:"as of this day; today where left out" opt:"yes"`
}

// CardShown is a card with all that is known of the item.
type CardShown struct {
	Good
	Versions []Good    `json:"versions"`
	Recipes  []Recipe  `json:"recipes"`
	Used     []string  `json:"used_for"` // products whose recipe has it
	Lies     []Stocked `json:"lies"`
	Pictures []Picture `json:"pictures"`
}

// ShowCard is one card with its versions, recipes and stock.
func ShowCard(tx *db.Tx, in OneItem) (CardShown, error) {
	day := unit.AsOf{Day: in.Day}.Or(tx)
	cards, err := Cards(tx, day)
	if err != nil {
		return CardShown{}, err
	}
	var s CardShown
	if s.Good, err = Find(cards, in.Item); err != nil {
		return s, err
	}
	if s.Versions, err = selectVersions(tx, in.Item); err != nil {
		return s, err
	}
	recipes, err := ListRecipes(tx, RecipesIn{Day: day})
	if err != nil {
		return s, err
	}
	for _, r := range recipes {
		if r.Product == in.Item {
			s.Recipes = append(s.Recipes, r)
		}
		if r.uses(in.Item) && !slices.Contains(s.Used, r.Product) {
			s.Used = append(s.Used, r.Product)
		}
	}
	if s.Lies, err = StockList(tx, StockIn{Item: in.Item, Day: in.Day}); err != nil {
		return s, err
	}
	s.Pictures, err = selectPictures(tx, in.Item)
	return s, err
}
