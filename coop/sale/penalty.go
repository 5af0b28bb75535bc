package sale

import (
	"fmt"
	"math/big"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/explain"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/unit"
)

// Late is a quantity that was late, and by how many days.
type Late struct {
	Order    int64            `json:"order,omitempty"` // the call-off; 0 for what was not called off
	Month    cal.Month        `json:"month,omitempty"` // the month in which it was to be called off
	Product  string           `json:"product"`
	Quantity measure.Quantity `json:"quantity"`
	Price    money.Decimal    `json:"price"`
	Days     int64            `json:"days"`
}

// Penalty is what late goods cost by a contract: for each, its price by the
// percent of each day late, but never more than the limit; all of them added up
// exactly and rounded once (S24).
func Penalty(contract string, all []Late, pct, limit money.Decimal, c money.Currency) (*explain.Step, error) {
	parts := make([]explain.Operand, len(all))
	for i, l := range all {
		label, args := "Call-off %s, late", []string{fmt.Sprint(l.Order)}
		if l.Order == 0 {
			label, args = "Not called off in %s", []string{string(l.Month)}
		}
		s, err := explain.Work(explain.Step{Label: label, Args: args, Formula: "quantity * price * min(pct * days, limit) / 100", Unit: string(c), Rule: "S24",
			Operands: []explain.Operand{
				explain.Fact("quantity", "how many were late", l.Quantity.Rat(), "", "order book"),
				explain.Fact("price", "price of one", new(big.Rat).Set(l.Price.Rat()), string(c), contract),
				explain.Fact("pct", "percent for each day", pct.Rat(), "%", contract),
				explain.Fact("days", "days late", new(big.Rat).SetInt64(l.Days), "days", "order book"),
				explain.Fact("limit", "at most", limit.Rat(), "%", contract),
			}})
		if err != nil {
			return nil, err
		}
		parts[i] = s.As(fmt.Sprintf("late_%d", i+1))
	}
	sum, err := explain.Sum("What was late, by the contract", string(c), parts...)
	if err != nil {
		return nil, err
	}
	return explain.Work(explain.Step{Label: "Penalty", Formula: "half_up(late)", Digits: c.Digits(), Unit: string(c), Rule: "S24", Operands: []explain.Operand{sum.As("late")}})
}

// Asking asks for the penalties of a contract.
type Asking struct {
	Contract int64   `help:"number of the contract"`
	Side     string  `help:"whose penalty: ours for late goods, theirs for what they did not call off" choice:"ours|theirs" default:"ours"`
	Day      cal.Day `help:"as of this day; today where left out" opt:"yes"`
}

// ExplainPenalty is what a penalty comes to as of a day, and how.
func ExplainPenalty(tx *db.Tx, in Asking) (*explain.Step, error) {
	day := unit.AsOf{Day: in.Day}.Or(tx)
	ct, err := ShowContract(tx, OneContract{in.Contract, day})
	if err != nil {
		return nil, err
	}
	list, pct := ct.uncalled(day), ct.TheirsPct
	if in.Side == "ours" {
		pct = ct.OursPct
		if list, err = ct.lateGoods(tx, day); err != nil {
			return nil, err
		}
	}
	return Penalty("contract "+ct.Code, list, pct, ct.LimitPct, ct.Lines[0].Currency)
}

// lateGoods are the call-offs that were delivered late, or are not yet, by
// delivery: each with its days.
func (ct Contract) lateGoods(tx *db.Tx, day cal.Day) (list []Late, err error) {
	all, err := orders(tx, day)
	if err != nil {
		return nil, err
	}
	went, err := db.All[GoneLine](tx, `
		select kind, number, line, day, customer, order_no, order_line, product, grade, quantity, price, amount, currency, cost, currency from delivery_line
		where unit = $1 and day <= $2 and order_no in (select number from sale_order where unit = $1 and contract = $3) order by day, number, line`, tx.Unit, day, ct.Number)
	if err != nil {
		return nil, err
	}
	for _, o := range all {
		if o.Contract != ct.Number || o.Due >= day {
			continue
		}
		for _, l := range o.Lines {
			left := l.Quantity
			for _, g := range went {
				if g.Order != o.Number || g.OrderLine != l.Line {
					continue
				}
				left -= g.Quantity
				if g.Day > o.Due {
					list = append(list, Late{o.Number, "", l.Product, g.Quantity, l.Price, int64(cal.Days(o.Due, g.Day)) - 1})
				}
			}
			if left > 0 && o.State != "ended" {
				list = append(list, Late{o.Number, "", l.Product, left, l.Price, int64(cal.Days(o.Due, day)) - 1})
			}
		}
	}
	return list, nil
}

// uncalled is what the calendar had due by month and was not called off: what
// was called off fills the months in their order.
func (ct Contract) uncalled(day cal.Day) (list []Late) {
	for _, l := range ct.Lines {
		called := l.Called
		for _, m := range l.Calendar {
			missing := max(0, m.Quantity-called)
			called = max(0, called-m.Quantity)
			if missing > 0 && m.Month.Last() < day {
				list = append(list, Late{0, m.Month, l.Product, missing, l.Price, int64(cal.Days(m.Month.Last(), day)) - 1})
			}
		}
	}
	return list
}

// Charged is a penalty that was posted.
type Charged struct {
	ledger.Booked
	Contract int64  `json:"contract"`
	Side     string `json:"side"`
	Customer string `json:"customer"`
}

var penalties = ledger.Register[Charged, *Charged]{
	Name: "penalty",
	Key:  func(c *Charged) string { return fmt.Sprint(c.Contract, c.Side) },
	Whole: func(c *Charged) string {
		return fmt.Sprintf("%s, %d, %s, %s", c.Day, c.Contract, c.Side, c.Amount.String())
	},
	Check: func(*Charged) *fault.Problem { return nil },
	Postings: func(c *Charged) (string, []ledger.Posting) {
		memo := fmt.Sprintf("Penalty of contract %d", c.Contract)
		if c.Side == "ours" {
			return memo, []ledger.Posting{{Account: ledger.PenaltiesPaid, Amount: c.Amount.Coins}, {Account: ledger.Receivable, Party: c.Customer, Amount: -c.Amount.Coins}}
		}
		return memo, []ledger.Posting{{Account: ledger.Receivable, Party: c.Customer, Amount: c.Amount.Coins}, {Account: ledger.Penalties, Amount: -c.Amount.Coins}}
	},
	Negate: func(*Charged) {},
	Insert: func(tx *db.Tx, rows []Charged) error {
		return tx.Insert("contract_penalty (unit, number, day, contract, side, customer, amount, currency, entry, act, sheet_row, corrects)", len(rows), func(i int, to []any) []any {
			c := &rows[i]
			return append(to, tx.Unit, c.Number, c.Day, c.Contract, c.Side, c.Customer, c.Amount.Coins, c.Amount.Currency, c.Entry, tx.Act, c.Line, c.Corrects)
		})
	},
	Select: func(tx *db.Tx, from, to cal.Day) ([]Charged, error) {
		return db.All[Charged](tx, `
			select number, day, amount, currency, entry, sheet_row, corrects, contract, side, customer from contract_penalty
			where unit = $1 and day >= $2 and day <= $3 order by number`, tx.Unit, from, to)
	},
}

// Charging posts a penalty.
type Charging struct {
	Contract int64   `help:"number of the contract"`
	Side     string  `help:"whose penalty: ours for late goods, theirs for what they did not call off" choice:"ours|theirs" default:"ours"`
	Day      cal.Day `help:"the day as of which it is worked out"`
}

// Charge posts what a penalty comes to as of a day, less what was posted before.
func Charge(tx *db.Tx, in Charging) (Charged, error) {
	ct, err := ShowContract(tx, OneContract{in.Contract, in.Day})
	if err != nil {
		return Charged{}, err
	}
	step, err := ExplainPenalty(tx, Asking(in))
	if err != nil {
		return Charged{}, err
	}
	u, err := unit.At(tx, in.Day)
	if err != nil {
		return Charged{}, err
	}
	amount, err := money.HalfUp(step.Result.Rat, u.Currency)
	if err != nil {
		return Charged{}, err
	}
	had, err := penalties.Select(tx, "1800-01-01", "9999-12-31")
	if err != nil {
		return Charged{}, err
	}
	for _, h := range had {
		if h.Contract == in.Contract && h.Side == in.Side {
			amount.Coins -= h.Amount.Coins
		}
	}
	if amount.Sign() <= 0 {
		return Charged{}, fault.Conflict.Errorf("No penalty of contract %s is open on %s.", ct.Code, in.Day)
	}
	return penalties.ByHand(tx, Charged{ledger.Booked{Day: in.Day, Amount: amount}, in.Contract, in.Side, ct.Customer})
}

// Penalties are the penalties that were posted.
func Penalties(tx *db.Tx, in ledger.Stretch) ([]Charged, error) {
	return penalties.Select(tx, in.From, in.To)
}
