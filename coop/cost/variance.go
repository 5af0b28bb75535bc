package cost

import (
	"math/big"

	"artel/base/explain"
	"artel/base/fault"
	"artel/base/money"
)

// Planned is what a quantity should have taken, and what it did: of a material,
// in its unit and price; of labour, in hours and the pay of an hour.
type Planned struct {
	What     string   // bamboo; split strips
	Unit     string   // kg, hours
	Price    *big.Rat // planned price of one
	Allowed  *big.Rat // that the goods made should have taken, by the norm
	Used     *big.Rat // that they took
	Cost     money.Amount
	Variance Words
}

// Words are what the two variances are called: price and use, or rate and
// efficiency.
type Words struct{ Price, Use string }

// Names of the two variances of material and of labour.
var (
	OfMaterial = Words{"Difference of price", "Difference of use"}
	OfLabour   = Words{"Difference of rate", "Difference of efficiency"}
)

// Variances explain why something cost other than planned: because one of it
// cost more or less, and because more or less of it was used than the norm
// allows. Positive is dearer than planned. The two come to what was spent less
// what was planned, to the coin: the use is rounded, half up, and the price has
// the rest (S29).
func Variances(p Planned) (price, use *explain.Step, err error) {
	c := p.Cost.Currency
	allowed := explain.Fact("allowed", "allowed by the norm for what was made", p.Allowed, p.Unit, "recipe")
	used := explain.Fact("used", "used", p.Used, p.Unit, "stock and work records")
	planned := explain.Fact("price", "planned price of one", p.Price, string(c), "plan")
	use, err = explain.Work(explain.Step{Label: p.Variance.Use, Formula: "half_up((used - allowed) * price)", Digits: c.Digits(), Unit: string(c), Rule: "S29",
		Operands: []explain.Operand{used, allowed, planned}})
	if err != nil {
		return nil, nil, err
	}
	plan, err := explain.Work(explain.Step{Label: "Planned for what was made", Formula: "half_up(allowed * price)", Digits: c.Digits(), Unit: string(c), Operands: []explain.Operand{allowed, planned}})
	if err != nil {
		return nil, nil, err
	}
	price, err = explain.Work(explain.Step{Label: p.Variance.Price, Formula: "cost - plan - use", Unit: string(c), Rule: "S29", Operands: []explain.Operand{
		explain.Fact("cost", "what it cost", p.Cost.Rat(), string(c), "books"), plan.As("plan"), use.As("use")}})
	return price, use, err
}

// Batch is a batch in which some is lost: what went in, what it cost, what loss
// is usual and what it is worth.
type Batch struct {
	Input      *big.Rat
	Cost       money.Amount
	NormalLoss *big.Rat      // of the input
	Scrap      money.Decimal // what one of it lost is worth
	Output     *big.Rat
}

// Process is what a batch's output, its usual loss and what was lost beyond it
// stand at.
type Process struct {
	Normal   money.Amount // the usual loss, at its worth
	Output   money.Amount
	Abnormal money.Amount // lost beyond what is usual; negative: gained
	Units    *big.Rat     // of the abnormal loss; negative: gained
}

// WorkOut divides what a batch cost: the usual loss is credited at its worth and
// borne by the output; what is lost beyond it stands at what a good one costs,
// and what is gained lowers nothing but itself. Output, usual loss and abnormal
// loss come to the cost, to the coin.
func WorkOut(b Batch) (Process, error) {
	c := b.Cost.Currency
	expected := new(big.Rat).Sub(b.Input, b.NormalLoss)
	if expected.Sign() <= 0 || b.Output.Sign() < 0 || b.NormalLoss.Sign() < 0 {
		return Process{}, fault.Invalid.Errorf("A batch's usual loss is less than what goes in, and its output is not below 0.")
	}
	p := Process{Units: new(big.Rat).Sub(expected, b.Output)}
	var err error
	if p.Normal, err = money.HalfUp(new(big.Rat).Mul(b.NormalLoss, b.Scrap.Rat()), c); err != nil {
		return p, err
	}
	net, err := b.Cost.Minus(p.Normal)
	if err != nil {
		return p, err
	}
	each := new(big.Rat).Mul(net.Rat(), b.Output)
	if p.Output, err = money.HalfUp(each.Quo(each, expected), c); err != nil {
		return p, err
	}
	p.Abnormal, err = net.Minus(p.Output)
	return p, err
}

// ByValue divides what products cost together by what each is worth, after what
// came out beside them is taken off: no coin is lost or made.
func ByValue(whole, beside money.Amount, worth []*big.Rat) ([]money.Amount, error) {
	net, err := whole.Minus(beside)
	if err != nil {
		return nil, err
	}
	parts, err := money.SplitBy(net, worth)
	list := make([]money.Amount, len(parts))
	for i, p := range parts {
		list[i] = p.Amount
	}
	return list, err
}
