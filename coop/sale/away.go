package sale

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// Theirs is one line of a customer's own material.
type Theirs struct {
	Item     string           `json:"item" help:"the material"`
	Grade    string           `json:"grade" help:"of which grade; the first where left out" opt:"yes"`
	Quantity measure.Quantity `json:"quantity" help:"how much"`
	Per      string           `json:"per" help:"in this unit; the card's own where left out" opt:"yes"`
}

// Bringing is material of a customer that comes to be worked on, or goes back.
type Bringing struct {
	Day   cal.Day  `help:"the day"`
	Order int64    `help:"number of the processing order"`
	Store string   `help:"which store" default:"main"`
	Lines []Theirs `help:"what material"`
	Note  string   `help:"a remark" opt:"yes"`
}

// Bring takes a customer's material into store, to be worked on for a fee (S22).
// It stays theirs: it has no value in these books, and serves no other order.
func Bring(tx *db.Tx, in Bringing) (goods.Slip, error) {
	return theirs(tx, in, "brought", func(sl *goods.Slip, f goods.Flow) error { return sl.In(f) })
}

// GiveBack gives back what is left of a customer's material.
func GiveBack(tx *db.Tx, in Bringing) (goods.Slip, error) {
	return theirs(tx, in, "given back", func(sl *goods.Slip, f goods.Flow) error {
		_, err := sl.Out(f)
		return err
	})
}

func theirs(tx *db.Tx, in Bringing, kind string, do func(*goods.Slip, goods.Flow) error) (goods.Slip, error) {
	o, err := ShowOrder(tx, OneOrder{in.Order})
	switch {
	case err != nil:
		return goods.Slip{}, err
	case o.Kind != Processing:
		return goods.Slip{}, fault.Invalid.Errorf("Order %s is no processing order; only those have the customer's own material.", o.Code)
	case len(in.Lines) == 0:
		return goods.Slip{}, fault.Invalid.Errorf("Say what material.")
	}
	return goods.One(tx, goods.Slip{Kind: kind, Day: in.Day, Party: o.Customer, Ref: o.Number, Note: in.Note}, func(sl *goods.Slip) error {
		for _, l := range in.Lines {
			card, err := sl.Card(l.Item)
			if err != nil {
				return err
			}
			q, err := card.Quantity(l.Quantity, l.Per)
			if err != nil {
				return err
			}
			if err := do(sl, goods.Flow{Item: l.Item, Grade: l.Grade, Owner: o.Customer, Place: goods.At(goods.Store, in.Store), Quantity: q}); err != nil {
				return err
			}
		}
		return nil
	})
}

// Consigning gives goods to an agent who sells them for the unit.
type Consigning struct {
	Day   cal.Day `help:"the day"`
	Agent string  `help:"who sells them for us"`
	Store string  `help:"out of which store" default:"main"`
	Lines []Going `help:"what goods; no price is needed"`
	Back  bool    `help:"they come back unsold" opt:"yes"`
	Note  string  `help:"a remark" opt:"yes"`
}

// Consign gives goods to an agent to be sold for a commission, or takes them
// back unsold. They stay the unit's.
func Consign(tx *db.Tx, in Consigning) (goods.Slip, error) {
	if strings.TrimSpace(in.Agent) == "" || len(in.Lines) == 0 {
		return goods.Slip{}, fault.Invalid.Errorf("Say who gets what.")
	}
	from, to := goods.At(goods.Store, in.Store), goods.At(goods.Agent, in.Agent)
	if in.Back {
		from, to = to, from
	}
	return goods.One(tx, goods.Slip{Kind: "consignment", Day: in.Day, Party: in.Agent, Note: in.Note}, func(sl *goods.Slip) error {
		for _, l := range in.Lines {
			if _, err := sl.Move(goods.Flow{Item: l.Product, Grade: l.Grade, Place: from, Quantity: l.Quantity}, to); err != nil {
				return err
			}
		}
		return nil
	})
}

// SoldFor is what an agent reports as sold.
type SoldFor struct {
	Day           cal.Day       `help:"the day"`
	Agent         string        `help:"who sold them for us"`
	Lines         []Going       `help:"what was sold, and at what price each"`
	CommissionPct money.Decimal `help:"their commission, in percent of what it brought" default:"0"`
	Note          string        `help:"a remark" opt:"yes"`
}

// SoldByAgent is what came of a report.
type SoldByAgent struct {
	goods.Slip
	Amount     money.Amount `json:"amount"`
	Commission money.Amount `json:"commission"`
	Owes       money.Amount `json:"owes"` // the agent, for these
}

// Consigned enters what an agent sold: the agent owes what it brought, less the
// commission.
func Consigned(tx *db.Tx, in SoldFor) (SoldByAgent, error) {
	if in.CommissionPct.Sign() < 0 || in.CommissionPct.Cmp(money.DecimalOf(100, 0)) > 0 {
		return SoldByAgent{}, fault.Invalid.Errorf("A commission is from 0 to 100 percent.")
	}
	c, err := openCounter(tx)
	if err != nil {
		return SoldByAgent{}, err
	}
	sl, err := c.stock.Slip(goods.Slip{Kind: "sold by agent", Day: in.Day, Party: in.Agent, Note: in.Note})
	if err != nil {
		return SoldByAgent{}, err
	}
	var out SoldByAgent
	currency := c.stock.Currency()
	out.Amount = money.Of(0, currency)
	cost := int64(0)
	for _, g := range in.Lines {
		l, err := c.line(sl, nil, g, goods.At(goods.Agent, in.Agent))
		if err != nil {
			return out, err
		}
		out.Amount.Coins += l.amount
		cost += l.cost
	}
	if len(in.Lines) == 0 {
		return out, fault.Invalid.Errorf("Say what was sold.")
	}
	share := new(big.Rat).Mul(out.Amount.Rat(), in.CommissionPct.Rat())
	if out.Commission, err = money.HalfUp(share.Quo(share, big.NewRat(100, 1)), currency); err != nil {
		return out, err
	}
	out.Owes = money.Of(out.Amount.Coins-out.Commission.Coins, currency)
	sl.Post(ledger.GoodsSold, "", cost)
	sl.Post(ledger.Receivable, in.Agent, out.Owes.Coins)
	sl.Post(ledger.CommissionPaid, "", out.Commission.Coins)
	sl.Post(ledger.Sales, "", -out.Amount.Coins)
	err = c.stock.Save()
	out.Slip = *sl
	return out, err
}

// Part is what one member unit delivers of a contract's line.
type Part struct {
	Member   string           `json:"member" help:"the member unit"`
	Quantity measure.Quantity `json:"quantity" help:"how much of it is theirs to deliver"`
}

// Sharing shares a line of a contract out among member units (S23).
type Sharing struct {
	Contract int64  `help:"number of the contract"`
	Line     int64  `help:"which line of it" default:"1"`
	Parts    []Part `help:"who delivers how much; together what the line is for"`
}

// SharedPart is a member unit's part of a contract, and what it has brought.
type SharedPart struct {
	Line     int64            `json:"line"`
	Product  string           `json:"product"`
	Member   string           `json:"member"`
	Quantity measure.Quantity `json:"quantity"`
	Brought  measure.Quantity `json:"brought"`
}

// Share says how a line of a contract, made by a unit for its member units, is
// shared out among them; said again, the new parts hold.
func Share(tx *db.Tx, in Sharing) ([]SharedPart, error) {
	ct, err := ShowContract(tx, OneContract{in.Contract, ""})
	if err != nil {
		return nil, err
	}
	if in.Line < 1 || in.Line > int64(len(ct.Lines)) {
		return nil, fault.Missing.Errorf("Contract %s has no line %d.", ct.Code, in.Line)
	}
	l := ct.Lines[in.Line-1]
	var sum measure.Quantity
	seen := map[string]bool{}
	for _, p := range in.Parts {
		if p.Quantity <= 0 || strings.TrimSpace(p.Member) == "" || seen[p.Member] {
			return nil, fault.Invalid.Errorf("Each member unit stands there once, with more than 0.")
		}
		seen[p.Member] = true
		if sum, err = sum.Plus(p.Quantity); err != nil {
			return nil, err
		}
	}
	if sum != l.Quantity {
		return nil, fault.Invalid.Errorf("The parts come to %s, and the line is for %s. Make them equal.", sum, l.Quantity)
	}
	err = tx.Insert("contract_share (unit, number, line, act, member, quantity)", len(in.Parts), func(i int, to []any) []any {
		return append(to, tx.Unit, in.Contract, in.Line, tx.Act, in.Parts[i].Member, int64(in.Parts[i].Quantity))
	})
	if err != nil {
		return nil, err
	}
	return Shares(tx, OneContract{in.Contract, ""})
}

// Shares are the parts of a contract as they were last said, and what each
// member unit has brought.
func Shares(tx *db.Tx, in OneContract) ([]SharedPart, error) {
	ct, err := ShowContract(tx, in)
	if err != nil {
		return nil, err
	}
	list, err := db.All[SharedPart](tx, `
		select s.line, '', s.member, s.quantity, 0 from contract_share s
		where s.unit = $1 and s.number = $2 and s.act = (select max(n.act) from contract_share n where n.unit = s.unit and n.number = s.number and n.line = s.line)
		order by s.line, s.member`, tx.Unit, in.Contract)
	if err != nil {
		return nil, err
	}
	brought, err := db.All[struct {
		Product, Member string
		Quantity        measure.Quantity
	}](tx, `
		select m.item, s.party, cast(sum(m.quantity) as bigint) from slip s join stock_move m on m.unit = s.unit and m.kind = s.kind and m.number = s.number
		where s.unit = $1 and s.kind = 'gathered' and s.ref = $2 group by m.item, s.party`, tx.Unit, in.Contract)
	for i := range list {
		list[i].Product = ct.Lines[list[i].Line-1].Product
		for _, b := range brought {
			if b.Product == list[i].Product && b.Member == list[i].Member {
				list[i].Brought = b.Quantity
			}
		}
	}
	return list, err
}

// Gathering is goods that a member unit brings for a contract.
type Gathering struct {
	Day      cal.Day          `help:"the day"`
	Contract int64            `help:"number of the contract"`
	Line     int64            `help:"which line of it" default:"1"`
	Member   string           `help:"the member unit"`
	Quantity measure.Quantity `help:"how many"`
	FeePct   money.Decimal    `help:"what the unit keeps for its work, in percent of the contract's price" default:"0"`
	Store    string           `help:"into which store" default:"main"`
}

// Gathered is what a member unit brought, and what is owed to it.
type Gathered struct {
	goods.Slip
	Owed money.Amount `json:"owed"`
}

// Gather takes what a member unit brings for a contract into store: it is owed
// the contract's price for it, less what the unit keeps (S23).
func Gather(tx *db.Tx, in Gathering) (Gathered, error) {
	shares, err := Shares(tx, OneContract{in.Contract, ""})
	if err != nil {
		return Gathered{}, err
	}
	ct, err := ShowContract(tx, OneContract{in.Contract, ""})
	if err != nil {
		return Gathered{}, err
	}
	at := slices.IndexFunc(shares, func(s SharedPart) bool { return s.Line == in.Line && s.Member == in.Member })
	switch {
	case at < 0:
		return Gathered{}, fault.Missing.Errorf("%s has no part in line %d of contract %s. Share it out first (“sale share”).", in.Member, in.Line, ct.Code)
	case in.FeePct.Sign() < 0 || in.FeePct.Cmp(money.DecimalOf(100, 0)) > 0:
		return Gathered{}, fault.Invalid.Errorf("A fee is from 0 to 100 percent.")
	case in.Quantity <= 0 || in.Quantity > shares[at].Quantity-shares[at].Brought:
		return Gathered{}, fault.Conflict.Errorf("The part of %s is %s, of which it has brought %s; %s cannot be taken for the contract.", in.Member, shares[at].Quantity, shares[at].Brought, in.Quantity)
	}
	l := ct.Lines[in.Line-1]
	worth := new(big.Rat).Mul(in.Quantity.Rat(), l.Price.Rat())
	worth.Mul(worth, new(big.Rat).Sub(big.NewRat(1, 1), new(big.Rat).Quo(in.FeePct.Rat(), big.NewRat(100, 1))))
	u, err := unit.At(tx, in.Day)
	if err != nil {
		return Gathered{}, err
	}
	owed, err := money.HalfUp(worth, u.Currency)
	if err != nil {
		return Gathered{}, err
	}
	slip, err := goods.One(tx, goods.Slip{Kind: "gathered", Day: in.Day, Party: in.Member, Ref: in.Contract}, func(sl *goods.Slip) error {
		sl.Memo = fmt.Sprintf("%s of “%s” from %s for contract %s", in.Quantity, l.Product, in.Member, ct.Code)
		sl.Post(ledger.MemberUnits, in.Member, -owed.Coins)
		return sl.In(goods.Flow{Item: l.Product, Grade: l.Grade, Place: goods.At(goods.Store, in.Store), Quantity: in.Quantity, Value: owed.Coins})
	})
	return Gathered{slip, owed}, err
}

// Undoing names what was recorded wrongly.
type Undoing struct {
	Kind   string  `help:"what it is" choice:"delivery|sold by agent|bill|payment|penalty|brought|given back|consignment|gathered"`
	Number int64   `help:"its number"`
	Day    cal.Day `help:"the day of the correction; its own where left out" opt:"yes"`
	Why    string  `help:"why"`
}

// Undone is what took it back.
type Undone struct {
	Kind     string `json:"kind"`
	Number   int64  `json:"number"`
	Corrects int64  `json:"corrects"`
	Entry    int64  `json:"entry,omitempty"`
}

// Undo takes a delivery, a bill, a payment or another act of the sale back.
func Undo(tx *db.Tx, in Undoing) (Undone, error) {
	out := Undone{Kind: in.Kind, Corrects: in.Number}
	back := ledger.TakingBack{Number: in.Number, Why: in.Why}
	var err error
	booked := func(b *ledger.Booked) { out.Number, out.Entry = b.Number, b.Entry }
	switch in.Kind {
	case "bill":
		var b Bill
		b, err = bills.TakeBack(tx, back)
		booked(b.Booking())
	case "payment":
		var p Payment
		p, err = payments.TakeBack(tx, back)
		booked(p.Booking())
	case "penalty":
		var c Charged
		c, err = penalties.TakeBack(tx, back)
		booked(c.Booking())
	default:
		var sl goods.Slip
		if in.Kind == "delivery" || in.Kind == "sold by agent" {
			sl, err = undeliver(tx, in.Kind, in.Number, in.Day, in.Why)
		} else {
			sl, err = goods.TakeBack(tx, in.Kind, in.Number, in.Day, in.Why)
		}
		out.Number, out.Entry = sl.Number, sl.Entry
	}
	return out, err
}
