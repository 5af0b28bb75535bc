package explain

import (
	"math/big"

	"artel/base/fault"
)

// Eval works the formula out. The rounding functions round to digits of the
// coin; get gives the value of a name. Conditions are 1 or 0, and only the
// branch that is taken is worked out, so `iff(n > 0, x / n, 0)` is safe.
func (f *Formula) Eval(digits int, get func(string) (*big.Rat, bool)) (*big.Rat, error) {
	values := make([]*big.Rat, len(f.names))
	for i, name := range f.names {
		v, ok := get(name)
		if !ok || v == nil {
			return nil, fault.Invalid.Errorf("The formula %q uses %q, which is not known.", f.src, name)
		}
		values[i] = v
	}
	return f.EvalSlots(digits, values)
}

// EvalSlots is Eval with the values given in the order of Names. It changes
// none of them, and its result is none of them.
func (f *Formula) EvalSlots(digits int, values []*big.Rat) (*big.Rat, error) {
	if digits < 0 || digits > maxDigits {
		return nil, fault.Invalid.Errorf("A coin of %d digits is not known: 0 to %d are.", digits, maxDigits)
	}
	if len(values) != len(f.names) {
		return nil, fault.Invalid.Errorf("The formula %q wants %d values, not %d.", f.src, len(f.names), len(values))
	}
	r, owned, err := (&evaluation{f, digits, values}).run(f.root)
	if err != nil || owned {
		return r, err
	}
	return new(big.Rat).Set(r), nil
}

type evaluation struct {
	*Formula
	digits int
	values []*big.Rat
}

// run works out n. Owned says that the number is ours to write on: most of
// the time of a formula goes into making numbers, and chains reuse theirs.
func (e *evaluation) run(n *node) (r *big.Rat, owned bool, err error) {
	switch n.op {
	case opNumber:
		return n.num, false, nil
	case opName:
		return e.values[n.slot], false, nil
	case opAnd, opOr, opIff:
		return e.branch(n)
	case opMin, opMax:
		return e.extreme(n)
	case opNot, opMinus, opHalfUp, opDown, opUp:
		return e.unary(n)
	}
	return e.binary(n)
}

func (e *evaluation) binary(n *node) (*big.Rat, bool, error) {
	left, owned, err := e.run(n.args[0])
	if err != nil {
		return nil, false, err
	}
	right, rightOwned, err := e.run(n.args[1])
	if err != nil {
		return nil, false, err
	}
	if n.op >= opLess && n.op <= opUnequal {
		return truth(compare(n.op, left.Cmp(right))), false, nil
	}
	if n.op == opDiv && right.Sign() == 0 {
		return nil, false, fault.Invalid.Errorf("In the formula %q nothing can be divided by %s, which is 0.", e.src, e.source(n.args[1]))
	}
	z := left
	if !owned {
		z = new(big.Rat)
		if rightOwned {
			z = right
		}
	}
	arithmetic(n.op, z, left, right)
	return z, true, e.bounded(z)
}

func arithmetic(o op, z, left, right *big.Rat) {
	switch o {
	case opAdd:
		z.Add(left, right)
	case opSub:
		z.Sub(left, right)
	case opMul:
		z.Mul(left, right)
	case opDiv:
		z.Quo(left, right)
	}
}

func compare(o op, c int) bool {
	switch o {
	case opLess:
		return c < 0
	case opLessEqual:
		return c <= 0
	case opMore:
		return c > 0
	case opMoreEqual:
		return c >= 0
	case opEqual:
		return c == 0
	}
	return c != 0
}

func (e *evaluation) unary(n *node) (*big.Rat, bool, error) {
	x, _, err := e.run(n.args[0])
	if err != nil {
		return nil, false, err
	}
	switch n.op {
	case opNot:
		return truth(x.Sign() == 0), false, nil
	case opMinus:
		return new(big.Rat).Neg(x), true, nil
	}
	z := Round(x, e.digits, n.op.mode())
	return z, true, e.bounded(z)
}

// branch works out only what it must: the untaken side may divide by zero.
func (e *evaluation) branch(n *node) (*big.Rat, bool, error) {
	cond, _, err := e.run(n.args[0])
	if err != nil {
		return nil, false, err
	}
	yes := cond.Sign() != 0
	switch {
	case n.op == opIff && yes:
		return e.run(n.args[1])
	case n.op == opIff:
		return e.run(n.args[2])
	case yes == (n.op == opOr): // settled by the left side
		return truth(yes), false, nil
	}
	right, _, err := e.run(n.args[1])
	if err != nil {
		return nil, false, err
	}
	return truth(right.Sign() != 0), false, nil
}

func (e *evaluation) extreme(n *node) (*big.Rat, bool, error) {
	best, owned, err := e.run(n.args[0])
	for _, arg := range n.args[1:] {
		if err != nil {
			return nil, false, err
		}
		var x *big.Rat
		var xOwned bool
		x, xOwned, err = e.run(arg)
		if err == nil && (x.Cmp(best) < 0) == (n.op == opMin) {
			best, owned = x, xOwned
		}
	}
	return best, owned, err
}

func (e *evaluation) bounded(z *big.Rat) error {
	if tooLarge(z) {
		return fault.Invalid.Errorf("The formula %q comes to a number too large to be money.", e.src)
	}
	return nil
}

func tooLarge(r *big.Rat) bool {
	return r.Num().BitLen() > maxBits || r.Denom().BitLen() > maxBits
}

var yes, no = big.NewRat(1, 1), new(big.Rat)

func truth(b bool) *big.Rat {
	if b {
		return yes
	}
	return no
}

// Mode is a way of rounding.
type Mode int

const (
	HalfUp Mode = iota // to the nearest; a half away from zero
	Down               // toward zero
	Up                 // away from zero
)

func (o op) mode() Mode {
	switch o {
	case opDown:
		return Down
	case opUp:
		return Up
	}
	return HalfUp
}

// Round gives x rounded to a number of decimal digits, as the formula
// language rounds. It never changes x.
func Round(x *big.Rat, digits int, mode Mode) *big.Rat {
	scale := powers[digits]
	q, rest := new(big.Int).Mul(x.Num(), scale), new(big.Int)
	q.QuoRem(q, x.Denom(), rest)
	away := mode == Up && rest.Sign() != 0
	if mode == HalfUp {
		away = rest.Abs(rest).Lsh(rest, 1).Cmp(x.Denom()) >= 0
	}
	if away {
		q.Add(q, big.NewInt(int64(x.Sign())))
	}
	return new(big.Rat).SetFrac(q, scale)
}

// powers of ten, one for each number of digits a coin may have.
var powers = func() (p [maxDigits + 1]*big.Int) {
	p[0] = big.NewInt(1)
	for i := 1; i < len(p); i++ {
		p[i] = new(big.Int).Mul(p[i-1], big.NewInt(10))
	}
	return p
}()
