package supply

import (
	"fmt"
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

// Part is what one member unit gets of an order's line.
type Part struct {
	Member   string           `json:"member" help:"the member unit"`
	Quantity measure.Quantity `json:"quantity" help:"how much of it is theirs"`
}

// Sharing shares a line of an order out among member units (S23).
type Sharing struct {
	Order int64  `help:"number of the order"`
	Line  int64  `help:"which line of it" default:"1"`
	Parts []Part `help:"who gets how much; together no more than the line"`
}

// Share says how a line of an order, bought by a unit for its member units, is
// shared out among them; said again, the new shares hold.
func Share(tx *db.Tx, in Sharing) ([]SharedPart, error) {
	o, err := ShowOrder(tx, OneOrder{in.Order})
	if err != nil {
		return nil, err
	}
	if in.Line < 1 || in.Line > int64(len(o.Lines)) {
		return nil, fault.Missing.Errorf("Order %s has no line %d.", o.Code, in.Line)
	}
	l := o.Lines[in.Line-1]
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
	handed, err := handedOver(tx, in.Order)
	if err != nil {
		return nil, err
	}
	for who, q := range handed {
		if who.item == l.Item && !slices.ContainsFunc(in.Parts, func(p Part) bool { return p.Member == who.member && p.Quantity >= q }) {
			return nil, fault.Conflict.Errorf("%s has had %s of “%s” already; its part cannot be less.", who.member, q, l.Item)
		}
	}
	if len(in.Parts) == 0 || sum > l.Quantity {
		return nil, fault.Invalid.Errorf("The parts come to %s, and the line is for %s. Make them come to no more.", sum, l.Quantity)
	}
	err = tx.Insert("purchase_share (unit, number, line, act, member, quantity)", len(in.Parts), func(i int, to []any) []any {
		return append(to, tx.Unit, in.Order, in.Line, tx.Act, in.Parts[i].Member, int64(in.Parts[i].Quantity))
	})
	if err != nil {
		return nil, err
	}
	return Shares(tx, OneOrder{in.Order})
}

// SharedPart is a member unit's part of an order, and what it has had of it.
type SharedPart struct {
	Line     int64            `json:"line"`
	Item     string           `json:"item"`
	Member   string           `json:"member"`
	Quantity measure.Quantity `json:"quantity"`
	Handed   measure.Quantity `json:"handed_over"`
}

// Shares are the parts of an order, as they were last said.
func Shares(tx *db.Tx, in OneOrder) ([]SharedPart, error) {
	o, err := ShowOrder(tx, in)
	if err != nil {
		return nil, err
	}
	list, err := db.All[SharedPart](tx, `
		select s.line, '', s.member, s.quantity, 0 from purchase_share s
		where s.unit = $1 and s.number = $2 and s.act = (select max(n.act) from purchase_share n where n.unit = s.unit and n.number = s.number and n.line = s.line)
		order by s.line, s.member`, tx.Unit, in.Order)
	if err != nil {
		return nil, err
	}
	handed, err := handedOver(tx, in.Order)
	for i := range list {
		list[i].Item = o.Lines[list[i].Line-1].Item
		list[i].Handed = handed[handedTo{list[i].Item, list[i].Member}]
	}
	return list, err
}

type handedTo struct{ item, member string }

// handedOver is what of an order went to each member unit.
func handedOver(tx *db.Tx, order int64) (map[handedTo]measure.Quantity, error) {
	rows, err := db.All[struct {
		Item, Member string
		Quantity     measure.Quantity
	}](tx, `
		select m.item, s.party, cast(sum(-m.quantity) as bigint) from slip s join stock_move m on m.unit = s.unit and m.kind = s.kind and m.number = s.number
		where s.unit = $1 and s.kind = 'handover' and s.ref = $2 group by m.item, s.party`, tx.Unit, order)
	by := map[handedTo]measure.Quantity{}
	for _, r := range rows {
		by[handedTo{r.Item, r.Member}] = r.Quantity
	}
	return by, err
}

// HandingOver hands a member unit its part.
type HandingOver struct {
	Day    cal.Day          `help:"the day"`
	Order  int64            `help:"number of the order"`
	Member string           `help:"the member unit"`
	Line   int64            `help:"which line of the order" default:"1"`
	Amount measure.Quantity `json:"quantity" help:"how much; all of its part that is still due where left out" default:"0"`
	Store  string           `help:"out of which store" default:"main"`
}

// HandedOver is what a member unit got, and what it owes for it.
type HandedOver struct {
	goods.Slip
	Value money.Amount `json:"value_owed"`
}

// HandOver hands a member unit its part of what was bought for it; it owes what
// that cost, to the coin.
func HandOver(tx *db.Tx, in HandingOver) (HandedOver, error) {
	shares, err := Shares(tx, OneOrder{in.Order})
	if err != nil {
		return HandedOver{}, err
	}
	at := slices.IndexFunc(shares, func(s SharedPart) bool { return s.Line == in.Line && s.Member == in.Member })
	if at < 0 {
		return HandedOver{}, fault.Missing.Errorf("%s has no part in line %d of order %d. Share it out first (“supply share”).", in.Member, in.Line, in.Order)
	}
	s := shares[at]
	q := in.Amount
	if q == 0 {
		q = s.Quantity - s.Handed
	}
	if q <= 0 || q > s.Quantity-s.Handed {
		return HandedOver{}, fault.Conflict.Errorf("The part of %s is %s, of which it has had %s; %s cannot be handed over.", in.Member, s.Quantity, s.Handed, q)
	}
	var out HandedOver
	out.Slip, err = goods.One(tx, goods.Slip{Kind: "handover", Day: in.Day, Party: in.Member, Ref: in.Order}, func(sl *goods.Slip) error {
		coins, err := sl.Out(goods.Flow{Item: s.Item, Place: goods.At(goods.Store, in.Store), Quantity: q})
		sl.Memo = fmt.Sprintf("%s of “%s” handed over to %s", q, s.Item, in.Member)
		sl.Post(ledger.MemberUnits, in.Member, coins)
		out.Value = money.Of(coins, sl.Currency())
		return err
	})
	return out, err
}

func unhand(tx *db.Tx, in Undoing) (goods.Slip, error) {
	return goods.TakeBack(tx, "handover", in.Number, in.Day, in.Why)
}

// Settlement is what a member unit paid for what was bought for it, or was paid
// for what was sold for it.
type Settlement struct {
	ledger.Booked
	Member string `json:"member"`
	Paid   bool   `json:"paid"` // to them; otherwise by them
	Note   string `json:"note,omitempty" words:"yes"`
}

var settlements = ledger.Register[Settlement, *Settlement]{
	Name: "settlement",
	Key:  func(s *Settlement) string { return s.Member },
	Whole: func(s *Settlement) string {
		return fmt.Sprintf("%s, %s, %s, %t", s.Day, s.Member, s.Amount.String(), s.Paid)
	},
	Check: func(s *Settlement) *fault.Problem {
		if s.Member == "" {
			return ledger.Missing("member", "The member unit")
		}
		return nil
	},
	Postings: func(s *Settlement) (string, []ledger.Posting) {
		coins, memo := s.Amount.Coins, "Settled by "+s.Member
		if s.Paid {
			coins, memo = -coins, "Settled with "+s.Member
		}
		return memo, []ledger.Posting{{Account: ledger.Cash, Amount: coins}, {Account: ledger.MemberUnits, Party: s.Member, Amount: -coins}}
	},
	Negate: func(*Settlement) {},
	Insert: func(tx *db.Tx, rows []Settlement) error {
		return tx.Insert("unit_settlement (unit, number, day, member, note, paid, amount, currency, entry, act, sheet_row, corrects)", len(rows), func(i int, to []any) []any {
			s := &rows[i]
			return append(to, tx.Unit, s.Number, s.Day, s.Member, s.Note, s.Paid, s.Amount.Coins, s.Amount.Currency, s.Entry, tx.Act, s.Line, s.Corrects)
		})
	},
	Select: func(tx *db.Tx, from, to cal.Day) ([]Settlement, error) {
		return db.All[Settlement](tx, `
			select number, day, amount, currency, entry, sheet_row, corrects, member, paid, note from unit_settlement
			where unit = $1 and day >= $2 and day <= $3 order by number`, tx.Unit, from, to)
	},
}

// Settling is a settlement as a person types it.
type Settling struct {
	Day    cal.Day       `help:"the day"`
	Member string        `help:"the member unit"`
	Amount money.Decimal `help:"how much"`
	Paid   bool          `help:"it was paid to them, not by them" opt:"yes"`
	Note   string        `help:"a remark" opt:"yes"`
}

// Settle records what a member unit paid, or was paid.
func Settle(tx *db.Tx, in Settling) (Settlement, error) {
	amount, err := unit.Money(tx, in.Day, in.Amount)
	if err != nil {
		return Settlement{}, err
	}
	return settlements.ByHand(tx, Settlement{ledger.Booked{Day: in.Day, Amount: amount}, in.Member, in.Paid, in.Note})
}

// UnitStands is how the unit stands with a member unit.
type UnitStands struct {
	Member string       `json:"member"`
	Owes   money.Amount `json:"owes"` // negative: it is owed to them
}

// MemberUnits are how the unit stands with its member units as of a day.
func MemberUnits(tx *db.Tx, in unit.AsOf) ([]UnitStands, error) {
	u, err := unit.At(tx, in.Or(tx))
	if err != nil {
		return nil, err
	}
	by, err := ledger.Parties(tx, ledger.MemberUnits, in.Or(tx), u.Currency)
	list := []UnitStands{}
	for name, coins := range by {
		list = append(list, UnitStands{name, money.Of(coins, u.Currency)})
	}
	slices.SortFunc(list, func(a, b UnitStands) int { return strings.Compare(a.Member, b.Member) })
	return list, err
}
