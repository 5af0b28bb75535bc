package explain

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"math/big"
	"slices"
	"strings"

	"artel/base/fault"
)

// Bounds on what a charter may hand us. They are far above any rule a meeting
// could read aloud, and low enough that no formula can stall a year-end.
const (
	maxLength = 2_000 // characters of a formula
	maxDepth  = 50    // brackets within brackets
	maxBits   = 4_096 // of a numerator or denominator
	maxDigits = 12    // of a coin
)

// A Formula is a compiled rule: read once, then evaluated for every member.
// It never changes and may be used from several goroutines.
type Formula struct {
	src   string
	names []string
	root  *node
}

// node is one operation of a formula. Names are slots into a list of values,
// so that fifty thousand members cost no look-ups.
type node struct {
	op   op
	num  *big.Rat // opNumber
	slot int      // opName
	args []*node
}

type op uint8

const (
	opNumber op = iota
	opName
	opAdd
	opSub
	opMul
	opDiv
	opLess
	opLessEqual
	opMore
	opMoreEqual
	opEqual
	opUnequal
	opAnd
	opOr
	opNot
	opMinus
	opHalfUp
	opDown
	opUp
	opMin
	opMax
	opIff
)

var binaryOps = map[token.Token]op{
	token.ADD: opAdd, token.SUB: opSub, token.MUL: opMul, token.QUO: opDiv,
	token.LSS: opLess, token.LEQ: opLessEqual, token.GTR: opMore, token.GEQ: opMoreEqual,
	token.EQL: opEqual, token.NEQ: opUnequal, token.LAND: opAnd, token.LOR: opOr,
}

var unaryOps = map[token.Token]op{token.SUB: opMinus, token.NOT: opNot}

// functions are what a formula may call, with how many arguments (0: one or more).
var functions = map[string]struct {
	op    op
	arity int
}{
	"half_up": {opHalfUp, 1}, "down": {opDown, 1}, "up": {opUp, 1},
	"min": {opMin, 0}, "max": {opMax, 0}, "iff": {opIff, 3},
}

// Reserved reports whether name belongs to the language, so that no fact,
// rule or line of a charter can bear it.
func Reserved(name string) bool {
	_, ok := functions[name]
	return ok || name == sumName || token.IsKeyword(name)
}

// Compile reads a formula. What it cannot read is a fault that says where.
func Compile(src string) (*Formula, error) {
	if len(src) > maxLength {
		return nil, fault.Invalid.Errorf("A formula of %d characters is too long: at most %d are read.", len(src), maxLength)
	}
	if strings.TrimSpace(src) == "" {
		return nil, fault.Invalid.Errorf("The formula is empty.")
	}
	if strings.Contains(src, "//") || strings.Contains(src, "/*") {
		return nil, fault.Invalid.Errorf("The formula %q cannot be read: write one / to divide, and no remarks.", src)
	}
	c := compiler{src: src, slots: map[string]int{}}
	// A formula may run over several lines of a cell; Go would end it there.
	tree, err := parser.ParseExpr(strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(src))
	if err != nil {
		return nil, c.unreadable(err)
	}
	root, err := c.node(tree, 0)
	if err != nil {
		return nil, err
	}
	return &Formula{src: src, names: c.names, root: root}, nil
}

// Names are the names the formula uses, in the order in which they first
// appear; it is also the order EvalSlots wants their values in.
func (f *Formula) Names() []string { return slices.Clone(f.names) }

// String is the formula as it was written.
func (f *Formula) String() string { return f.src }

type compiler struct {
	src   string
	names []string
	slots map[string]int
}

func (c *compiler) errorf(format string, args ...any) error {
	return fault.Invalid.Errorf("The formula %q cannot be read: "+format, append([]any{c.src}, args...)...)
}

func (c *compiler) unreadable(err error) error {
	if list := (scanner.ErrorList)(nil); errors.As(err, &list) && len(list) > 0 {
		return c.errorf("at character %d, %s.", list[0].Pos.Column, list[0].Msg)
	}
	return c.errorf("%s.", err)
}

// node compiles x. The left side of a chain (a + b + c) is not deeper than
// the chain, so long sums are welcome and only brackets count.
func (c *compiler) node(x ast.Expr, depth int) (*node, error) {
	if depth > maxDepth {
		return nil, c.errorf("it is nested more than %d deep.", maxDepth)
	}
	switch x := x.(type) {
	case *ast.BasicLit:
		return c.number(x)
	case *ast.Ident:
		return c.name(x.Name)
	case *ast.ParenExpr:
		return c.node(x.X, depth+1)
	case *ast.UnaryExpr:
		if x.Op == token.ADD {
			return c.node(x.X, depth+1)
		}
		if op, ok := unaryOps[x.Op]; ok {
			return c.nodes(op, depth+1, x.X)
		}
		return nil, c.errorf("%q is not one of its signs.", x.Op)
	case *ast.BinaryExpr:
		return c.binary(x, depth)
	case *ast.CallExpr:
		return c.call(x, depth)
	}
	return nil, c.errorf("only numbers, names, + - * /, comparisons, brackets and functions are.")
}

func (c *compiler) nodes(op op, depth int, xs ...ast.Expr) (*node, error) {
	n := &node{op: op}
	for _, x := range xs {
		arg, err := c.node(x, depth)
		if err != nil {
			return nil, err
		}
		n.args = append(n.args, arg)
	}
	return n, nil
}

// number takes plain decimals alone: no exponents, which could name a number
// larger than the machine, and no other bases.
func (c *compiler) number(x *ast.BasicLit) (*node, error) {
	if strings.Trim(x.Value, "0123456789.") != "" {
		return nil, c.errorf("%s is not a plain decimal number.", x.Value)
	}
	r, ok := new(big.Rat).SetString(x.Value)
	if !ok || tooLarge(r) {
		return nil, c.errorf("%s is not a number of a sensible size.", x.Value)
	}
	return &node{op: opNumber, num: r}, nil
}

func (c *compiler) name(name string) (*node, error) {
	if f, ok := functions[name]; ok {
		return nil, c.errorf("%s needs its brackets and %s.", name, arguments(f.arity))
	}
	slot, ok := c.slots[name]
	if !ok {
		slot = len(c.names)
		c.slots[name] = slot
		c.names = append(c.names, name)
	}
	return &node{op: opName, slot: slot}, nil
}

func (c *compiler) binary(x *ast.BinaryExpr, depth int) (*node, error) {
	op, ok := binaryOps[x.Op]
	if !ok && x.Op == token.REM {
		return nil, c.errorf("write a percentage as / 100.")
	}
	if !ok {
		return nil, c.errorf("%q is not one of its signs.", x.Op)
	}
	left, err := c.node(x.X, depth)
	if err != nil {
		return nil, err
	}
	right, err := c.node(x.Y, depth+1)
	if err != nil {
		return nil, err
	}
	return &node{op: op, args: []*node{left, right}}, nil
}

func (c *compiler) call(x *ast.CallExpr, depth int) (*node, error) {
	id, ok := x.Fun.(*ast.Ident)
	if !ok || x.Ellipsis.IsValid() {
		return nil, c.errorf("only a function's name may stand before brackets.")
	}
	f, ok := functions[id.Name]
	if !ok {
		return nil, c.errorf("there is no function %q; there are half_up, down, up, min, max and iff.", id.Name)
	}
	if len(x.Args) == 0 || f.arity > 0 && len(x.Args) != f.arity {
		return nil, c.errorf("%s takes %s, not %d.", id.Name, arguments(f.arity), len(x.Args))
	}
	return c.nodes(f.op, depth+1, x.Args...)
}

func arguments(arity int) string {
	return map[int]string{0: "one or more values", 1: "one value", 3: "three values: a condition, then, otherwise"}[arity]
}
