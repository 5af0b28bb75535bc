package goods

import (
	"math/big"
	"slices"

	"artel/base/cal"
	"artel/base/measure"
	"artel/base/money"
)

// Ways of valuing what is taken out of stock, by the charter's rule
// stock_valuation.
const (
	Average = "average" // moving average: each at the average value of what lies there
	FIFO    = "fifo"    // first in, first out: each at the value it came in at
)

// Lot is what is left of a quantity that came in together.
type Lot struct {
	Number   int64            `json:"lot"`
	Came     cal.Day          `json:"came"`
	Quantity measure.Quantity `json:"quantity"`
	Value    int64            `json:"value"` // coins
}

// Pool is what lies in one place of one item, grade and owner: its lots, the
// oldest first, and by how many coins the moving average has made the pool's
// value differ from what the lots came in at.
type Pool struct {
	lots  []Lot
	diff  int64
	all   measure.Quantity // of the lots together
	value int64            // of the lots and diff
	top   int64            // the highest number of a lot seen
}

// Total is all that lies there, and its value in coins.
func (p *Pool) Total() (measure.Quantity, int64) { return p.all, p.value }

// Lots are the lots that lie there, the oldest first.
func (p *Pool) Lots() []Lot { return p.lots }

// Put brings a lot in. A lot that is there already grows.
func (p *Pool) Put(in Lot) { p.put(in) }

// put is Put, and gives back what undoes it, in the reverse order of doing.
func (p *Pool) put(in Lot) (undo func()) {
	p.all += in.Quantity
	p.value += in.Value
	top := p.top
	at := -1
	if in.Number <= top {
		at = slices.IndexFunc(p.lots, func(l Lot) bool { return l.Number == in.Number })
	}
	grown := at >= 0
	if grown {
		p.lots[at].Quantity += in.Quantity
		p.lots[at].Value += in.Value
	} else {
		p.top = max(top, in.Number)
		for at = len(p.lots); at > 0 && in.before(p.lots[at-1]); {
			at--
		}
		p.lots = slices.Insert(p.lots, at, in)
	}
	return func() {
		p.all -= in.Quantity
		p.value -= in.Value
		p.top = top
		if grown {
			p.lots[at].Quantity -= in.Quantity
			p.lots[at].Value -= in.Value
			return
		}
		p.lots = slices.Delete(p.lots, at, at+1)
	}
}

func (l Lot) before(other Lot) bool {
	return l.Came < other.Came || l.Came == other.Came && l.Number < other.Number
}

// Take takes a quantity out, the oldest lots first, and says of which lots it
// is and at which values. By moving average the value is the pool's average, to
// the coin (half up); the last that is taken takes all the value there is. So
// no coin is lost or made. There must be as much as is taken.
func (p *Pool) Take(method string, q measure.Quantity) []Lot {
	taken, _ := p.take(method, q)
	return taken
}

// take is Take, and gives back what undoes it, in the reverse order of doing.
func (p *Pool) take(method string, q measure.Quantity) (taken []Lot, undo func()) {
	was, touched := *p, []Lot{}
	if method == FIFO && p.diff != 0 {
		was.lots = slices.Clone(p.lots)
		spread(p.lots, p.value) // what the moving average has left behind when first in, first out begins
		p.diff = 0
	}
	average := p.value
	if q < p.all {
		average = share(p.value, q, p.all)
	}
	var first int64
	gone := 0
	for left := q; left > 0; {
		l := &p.lots[gone]
		touched = append(touched, *l)
		part := Lot{l.Number, l.Came, min(left, l.Quantity), l.Value}
		if part.Quantity < l.Quantity {
			part.Value = share(l.Value, part.Quantity, l.Quantity)
		} else {
			gone++
		}
		l.Quantity -= part.Quantity
		l.Value -= part.Value
		left -= part.Quantity
		first += part.Value
		taken = append(taken, part)
	}
	leveled := method == FIFO && was.diff != 0
	p.lots = p.lots[gone:]
	out := first
	if method != FIFO {
		out = average
		p.diff += first - average
		spread(taken, average)
	}
	p.all -= q
	p.value -= out
	return taken, func() {
		*p = was
		if !leveled {
			copy(p.lots, touched)
		}
	}
}

// spread shares a value out over lots by their quantities.
func spread(lots []Lot, value int64) {
	if len(lots) == 1 {
		lots[0].Value = value
		return
	}
	weights := make([]int64, len(lots))
	for i, l := range lots {
		weights[i] = int64(l.Quantity)
	}
	parts, err := money.Split(money.Of(value, ""), weights)
	if err != nil {
		return // only where all quantities are 0, and then there is nothing to share
	}
	for i := range lots {
		lots[i].Value = parts[i].Coins
	}
}

// share is part/whole of a value, half up.
func share(value int64, part, whole measure.Quantity) int64 {
	n := new(big.Int).Mul(big.NewInt(value), big.NewInt(int64(part)))
	n.Mul(n, big.NewInt(2))
	n.Add(n, big.NewInt(int64(whole)))
	n.Div(n, new(big.Int).Mul(big.NewInt(int64(whole)), big.NewInt(2)))
	return n.Int64()
}

// Return takes exactly these lots out again, at these values: what came in by a
// slip that is taken back. It is false where they are no longer all there; the
// pool is then of no more use. Where it empties the pool and a value is left
// over, that is returned: the moving average had carried it in or away.
func (p *Pool) Return(back []Lot) (left int64, ok bool) {
	for _, b := range back {
		i := slices.IndexFunc(p.lots, func(l Lot) bool { return l.Number == b.Number })
		if i < 0 || p.lots[i].Quantity < b.Quantity {
			return 0, false
		}
		l := &p.lots[i]
		was := l.Value
		if b.Quantity < l.Quantity {
			was = share(l.Value, b.Quantity, l.Quantity)
		}
		l.Quantity -= b.Quantity
		l.Value -= was
		p.diff += was - b.Value
		p.all -= b.Quantity
		p.value -= b.Value
		if l.Quantity == 0 {
			p.lots = slices.Delete(slices.Clone(p.lots), i, i+1)
		}
	}
	if p.all == 0 {
		left, p.value, p.diff = p.value, 0, 0
	}
	return left, true
}
