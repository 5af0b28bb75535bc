package task

import (
	"math/big"
	"slices"

	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/goods"
	"artel/coop/work"
)

// makersWork writes the makers' work: of each operation of the recipe, each
// grade's pieces, divided over those who do it. It returns what they come to at
// the piece rates, in coins.
func (d *dock) makersWork(t Task, r goods.Recipe, in Accepting) (coins int64, err error) {
	makers := d.makers[t.Number]
	if len(in.Makers) > 0 {
		if makers, err = d.checkMakers(t, in.Makers); err != nil {
			return 0, err
		}
	}
	var rows []work.Record
	for _, l := range r.Lines {
		if l.Kind != goods.Operation {
			continue
		}
		who := doing(makers, l.Item, t.Member)
		if len(who) == 0 {
			return 0, fault.Invalid.Errorf("Nobody is named for “%s” of task %d. Say who did it, or assign the task first (“task assign”).", l.Item, t.Number)
		}
		for _, g := range in.Grades {
			n, err := r.For(l, g.Quantity)
			if err != nil {
				return 0, err
			}
			rate, has := d.book.Rate(l.Item, g.Grade, in.Day)
			if !has && g.Grade == goods.Reject {
				continue // rejects earn nothing, and need no rate to say so
			}
			for i, part := range shareOf(n, who) {
				if part == 0 {
					continue
				}
				rows = append(rows, work.Record{Day: in.Day, Member: who[i].Member, Operation: l.Item, Quality: g.Grade, Quantity: part, Line: in.Line})
				earned, err := money.HalfUp(new(big.Rat).Mul(part.Rat(), rate.Rat()), d.stock.Currency())
				if err != nil {
					return 0, err
				}
				coins += earned.Coins
			}
		}
	}
	if err := spreadHours(rows, in.Hours); err != nil {
		return 0, err
	}
	for _, w := range rows {
		if err := d.book.Add(w); err != nil {
			return 0, err
		}
	}
	return coins, nil
}

// doing are those who do an operation; where nobody is named, who has the task.
func doing(makers []Maker, operation, member string) []Maker {
	who := slices.DeleteFunc(slices.Clone(makers), func(m Maker) bool { return m.Operation != operation })
	if len(who) == 0 && member != "" {
		who = []Maker{{operation, member, 1}}
	}
	return who
}

// shareOf divides pieces over those who made them, by their parts: whole pieces
// where they are whole, and no piece lost.
func shareOf(n measure.Quantity, who []Maker) []measure.Quantity {
	if len(who) == 1 {
		return []measure.Quantity{n}
	}
	each := measure.One
	if n%measure.One != 0 {
		each = 1
	}
	weights := make([]int64, len(who))
	for i, m := range who {
		weights[i] = m.Parts
	}
	parts, err := money.Split(money.Of(int64(n/each), ""), weights)
	if err != nil {
		return []measure.Quantity{n}
	}
	shares := make([]measure.Quantity, len(who))
	for i, p := range parts {
		shares[i] = measure.Quantity(p.Coins) * each
	}
	return shares
}

// spreadHours divides the hours of an acceptance over its work, by the pieces.
func spreadHours(rows []work.Record, hours measure.Quantity) error {
	if hours == 0 || len(rows) == 0 {
		return nil
	}
	if hours < 0 {
		return fault.Invalid.Errorf("Hours are not below 0.")
	}
	weights := make([]int64, len(rows))
	for i, r := range rows {
		weights[i] = int64(r.Quantity)
	}
	// To the hundredth of an hour where the whole is: nobody reads 1.666666 hours.
	least := measure.Quantity(1)
	if hundredth := measure.One / 100; hours%hundredth == 0 {
		least = hundredth
	}
	parts, err := money.Split(money.Of(int64(hours/least), ""), weights)
	for i := range parts {
		rows[i].Hours = measure.Quantity(parts[i].Coins) * least
	}
	return err
}
