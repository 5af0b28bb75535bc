package goods

import (
	"math/big"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/unit"
)

// Kinds of a recipe's lines.
const (
	Operation = "operation"
	ByProduct = "by-product"
)

// Recipe says what Makes of a product are made of, from a day on. A product may
// be made in more than one way.
type Recipe struct {
	Product string           `json:"product"`
	Way     string           `json:"way,omitempty"`
	Since   cal.Day          `json:"since"`
	Makes   measure.Quantity `json:"makes"`
	Lines   []Ingredient     `json:"lines"`
}

// Ingredient is one line: a material or half-made product that goes in, an
// operation that is done, or a by-product that comes out.
type Ingredient struct {
	Kind     string           `json:"kind" help:"what the line is" choice:"material|operation|by-product" default:"material"`
	Item     string           `json:"item" help:"the material, the operation as in the rates, or the by-product"`
	Quantity measure.Quantity `json:"quantity" help:"how much of it, in the unit of its card; for an operation, how many pieces are paid"`
	Waste    money.Decimal    `json:"waste" help:"waste that is allowed beside it, in percent" default:"0"`
	Value    money.Decimal    `json:"value" help:"of a by-product: what one is worth" default:"0"`
}

// RecipeIn is a recipe as a person writes it.
type RecipeIn struct {
	Product string           `help:"what is made"`
	Way     string           `help:"the name of this way of making it, where there is more than one" opt:"yes"`
	Makes   measure.Quantity `help:"how many the lines are for" default:"1"`
	Since   cal.Day          `help:"the first day on which it holds; today where left out" opt:"yes"`
	Lines   []Ingredient     `help:"what goes in, what is done, what comes out beside"`
}

// WriteRecipe writes a recipe, or a new version of it from a day on.
func WriteRecipe(tx *db.Tx, in RecipeIn) (Recipe, error) {
	r := Recipe{in.Product, strings.TrimSpace(in.Way), in.Since, in.Makes, in.Lines}
	if r.Since == "" {
		r.Since = cal.On(tx.Now)
	}
	cards, err := Cards(tx, "9999-12-31")
	if err != nil {
		return r, err
	}
	others, err := selectRecipes(tx, "9999-12-31")
	if err != nil {
		return r, err
	}
	if wrong := r.check(cards, others); len(wrong) > 0 {
		return r, &fault.Rows{Problems: wrong}
	}
	return r, insertRecipes(tx, []Recipe{r})
}

// check holds a recipe to the cards and to the other recipes: each wrong line
// is told.
func (r Recipe) check(cards map[string]Good, others []Recipe) (wrong []fault.Problem) {
	tell := func(line int, column, value, what, fix string) {
		wrong = append(wrong, fault.Problem{Sheet: "recipes", Row: line, Column: column, Value: value, Wrong: what, Fix: fix})
	}
	if g, err := Find(cards, r.Product); err != nil {
		tell(0, "product", r.Product, err.Error(), "")
	} else if g.Kind != Product {
		tell(0, "product", r.Product, "“"+r.Product+"” is a material; only products have recipes.", "Write a card of kind product for it.")
	}
	if r.Makes <= 0 {
		tell(0, "makes", r.Makes.String(), "A recipe is for more than 0.", "Write how many the lines are for.")
	}
	if len(r.Lines) == 0 {
		tell(0, "lines", "", "A recipe without lines makes nothing.", "Write what goes in and what is done.")
	}
	for i, l := range r.Lines {
		for _, p := range l.check(cards) {
			p.Sheet, p.Row = "recipes", i+1
			wrong = append(wrong, p)
		}
		if chain := needsItself(r, l, others); chain != "" {
			tell(i+1, "item", l.Item, "“"+r.Product+"” would need itself: "+chain+".", "Take the line out, or mend the other recipe.")
		}
	}
	return wrong
}

func (l Ingredient) check(cards map[string]Good) (wrong []fault.Problem) {
	switch {
	case l.Quantity <= 0:
		wrong = append(wrong, fault.Problem{Column: "quantity", Value: l.Quantity.String(), Wrong: "A quantity is more than 0.", Fix: "Write how much of it."})
	case l.Waste.Sign() < 0 || l.Waste.Cmp(money.DecimalOf(100, 0)) >= 0:
		wrong = append(wrong, fault.Problem{Column: "waste", Value: l.Waste.String(), Wrong: "Allowed waste is from 0 to less than 100 percent.", Fix: "Correct the percentage."})
	case l.Value.Sign() < 0 || l.Value.Sign() > 0 && l.Kind != ByProduct:
		wrong = append(wrong, fault.Problem{Column: "value", Value: l.Value.String(), Wrong: "Only a by-product has a value here, and not below 0.", Fix: "Leave the value out."})
	}
	if l.Item == "" {
		return append(wrong, fault.Problem{Column: "item", Wrong: "The line names nothing.", Fix: "Write the material, the operation or the by-product."})
	}
	if l.Kind != Operation {
		if _, err := Find(cards, l.Item); err != nil {
			wrong = append(wrong, fault.Problem{Column: "item", Value: l.Item, Wrong: err.Error()})
		}
	}
	return wrong
}

// needsItself is the chain by which a line leads back to the recipe's product,
// or "".
func needsItself(r Recipe, l Ingredient, others []Recipe) string {
	if l.Kind != Material {
		return ""
	}
	seen := map[string]bool{}
	var follow func(item string, chain []string) string
	follow = func(item string, chain []string) string {
		chain = append(slices.Clone(chain), item)
		if item == r.Product {
			return strings.Join(chain, " ← ")
		}
		if seen[item] {
			return ""
		}
		seen[item] = true
		for _, o := range others {
			if o.Product != item {
				continue
			}
			for _, ol := range o.Lines {
				if ol.Kind != Material {
					continue
				}
				if c := follow(ol.Item, chain); c != "" {
					return c
				}
			}
		}
		return ""
	}
	return follow(l.Item, []string{r.Product})
}

func (r Recipe) uses(item string) bool {
	return slices.ContainsFunc(r.Lines, func(l Ingredient) bool { return l.Kind == Material && l.Item == item })
}

// For is how much of a line n of the product need, waste that is allowed
// counted in, to the millionth (half up).
func (r Recipe) For(l Ingredient, n measure.Quantity) (measure.Quantity, error) {
	exact := new(big.Rat).Mul(n.Rat(), l.Quantity.Rat())
	exact.Quo(exact, r.Makes.Rat())
	if l.Kind == Material {
		exact.Mul(exact, new(big.Rat).Add(big.NewRat(1, 1), new(big.Rat).Quo(l.Waste.Rat(), big.NewRat(100, 1))))
	}
	return millionths(exact)
}

// millionths is a fraction as a quantity, half up.
func millionths(exact *big.Rat) (measure.Quantity, error) {
	n := new(big.Int).Mul(exact.Num(), big.NewInt(2*int64(measure.One)))
	n.Add(n, exact.Denom())
	n.Div(n, new(big.Int).Mul(exact.Denom(), big.NewInt(2)))
	if !n.IsInt64() {
		return 0, fault.Invalid.Errorf("A quantity is too large to be kept.")
	}
	return measure.Quantity(n.Int64()), nil
}

// RecipesIn asks for recipes.
type RecipesIn struct {
	Product string  `help:"only this product's" opt:"yes"`
	Day     cal.Day `help:"as of this day; today where left out" opt:"yes"`
}

// ListRecipes are the recipes as of a day.
func ListRecipes(tx *db.Tx, in RecipesIn) ([]Recipe, error) {
	all, err := selectRecipes(tx, unit.AsOf{Day: in.Day}.Or(tx))
	return slices.DeleteFunc(all, func(r Recipe) bool { return in.Product != "" && r.Product != in.Product }), err
}

// RecipeOf is the recipe of a product in one way, as of a day.
func RecipeOf(tx *db.Tx, product, way string, day cal.Day) (Recipe, error) {
	all, err := selectRecipes(tx, day)
	if err != nil {
		return Recipe{}, err
	}
	var ways []string
	for _, r := range all {
		if r.Product != product {
			continue
		}
		if r.Way == way {
			return r, nil
		}
		ways = append(ways, "“"+r.Way+"”")
	}
	if len(ways) > 0 {
		return Recipe{}, fault.Missing.Errorf("“%s” has no recipe “%s” on %s; it has: %s.", product, way, day, strings.Join(ways, ", "))
	}
	return Recipe{}, fault.Missing.Errorf("“%s” has no recipe on %s. Write it first (“goods recipe”, or the sheet “recipes”).", product, day)
}

// NeedIn asks what a number of a product needs.
type NeedIn struct {
	Product  string           `help:"what is to be made"`
	Quantity measure.Quantity `help:"how many"`
	Way      string           `help:"in which way, where there is more than one" opt:"yes"`
	Day      cal.Day          `help:"as of this day; today where left out" opt:"yes"`
}

// Need is what one line of a recipe needs.
type Need struct {
	Kind     string           `json:"kind"`
	Item     string           `json:"item"`
	Per      string           `json:"per"`
	Quantity measure.Quantity `json:"quantity"`
	InStore  measure.Quantity `json:"in_store"`
	Missing  measure.Quantity `json:"missing"`
}

// NeedOf is what a number of a product needs, and what of it is in the stores.
func NeedOf(tx *db.Tx, in NeedIn) ([]Need, error) {
	day := unit.AsOf{Day: in.Day}.Or(tx)
	r, err := RecipeOf(tx, in.Product, in.Way, day)
	if err != nil {
		return nil, err
	}
	cards, err := Cards(tx, day)
	if err != nil {
		return nil, err
	}
	needs := make([]Need, len(r.Lines))
	for i, l := range r.Lines {
		q, err := r.For(l, in.Quantity)
		if err != nil {
			return nil, err
		}
		needs[i] = Need{Kind: l.Kind, Item: l.Item, Per: cards[l.Item].Per, Quantity: q}
		if l.Kind != Material {
			continue
		}
		lies, err := StockList(tx, StockIn{Item: l.Item, Day: in.Day})
		if err != nil {
			return nil, err
		}
		for _, s := range lies {
			if s.Owner == "" && s.Place.Kind() == Store && s.Grade != Reject {
				needs[i].InStore += s.Quantity
			}
		}
		needs[i].Missing = max(0, q-needs[i].InStore)
	}
	return needs, nil
}
