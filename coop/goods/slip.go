package goods

import (
	"fmt"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/ledger"
)

// Flow is stock coming to or leaving a place.
type Flow struct {
	Item     string           `json:"item"`
	Grade    string           `json:"grade"`
	Owner    string           `json:"owner,omitempty"` // the customer whose it is; "" is the unit's own
	Place    Place            `json:"place"`
	Lot      int64            `json:"lot,omitempty"`
	Quantity measure.Quantity `json:"quantity"` // negative: it leaves
	Value    int64            `json:"value"`    // coins, signed like the quantity
}

// Slip is one movement of stock: a receipt, an issue, a delivery.
type Slip struct {
	Kind     string  `json:"kind"`
	Number   int64   `json:"number"`
	Day      cal.Day `json:"day"`
	Party    string  `json:"party,omitempty"` // supplier, member, customer
	Ref      int64   `json:"ref,omitempty"`   // the order or task it is for
	Note     string  `json:"note,omitempty"`
	Entry    int64   `json:"entry,omitempty"` // 0 where it moved no value
	Line     int64   `json:"line,omitempty"`  // row of the sheet it came from
	Said     string  `json:"-"`               // what the row said, for the sheet to be known when it comes again
	Corrects int64   `json:"corrects,omitempty"`
	Flows    []Flow  `json:"flows,omitempty"`

	Memo string `json:"-"` // of its entry

	stock    *Stock
	in       money.Currency // of its values, where it is not the books' own
	postings []ledger.Posting
	undo     []func()
	cards    map[string]Good
}

// Card is the card of an item on the slip's day.
func (sl *Slip) Card(item string) (Good, error) { return Find(sl.cards, item) }

// Currency is what its values are in.
func (sl *Slip) Currency() money.Currency { return sl.stock.currency }

// In brings stock to a place, at a value in coins, as a lot of its own.
func (sl *Slip) In(f Flow) error {
	card, err := sl.hold(&f)
	if err != nil {
		return err
	}
	switch {
	case f.Value < 0:
		return fault.Invalid.Errorf("“%s” cannot have a value below 0.", f.Item)
	case f.Owner != "" && f.Value != 0:
		return fault.Invalid.Errorf("“%s” is %s's, and has no value in these books.", f.Item, f.Owner)
	}
	lot, err := sl.stock.next("lot")
	if err != nil {
		return err
	}
	sl.undo = append(sl.undo, func() { sl.stock.taken["lot"]-- })
	return sl.put(f, card, []Lot{{lot, sl.Day, f.Quantity, f.Value}})
}

// Out takes stock from a place and returns its value in coins. There must be
// as much there: now, on the slip's day, and on every day since.
func (sl *Slip) Out(f Flow) (int64, error) {
	lots, err := sl.take(f)
	return worth(lots), err
}

// Move carries stock from its place to another, lot by lot, and returns its
// value in coins.
func (sl *Slip) Move(f Flow, to Place) (int64, error) {
	if f.Place == to {
		return 0, fault.Invalid.Errorf("“%s” lies in %s already.", f.Item, to.Name())
	}
	lots, err := sl.take(f)
	if err != nil {
		return 0, err
	}
	f.Place = to
	card, err := sl.hold(&f)
	if err != nil {
		return 0, err
	}
	return worth(lots), sl.put(f, card, lots)
}

// Post adds a posting to the slip's entry: a debit, or a credit where coins are
// negative. With the postings of its flows the slip must sum to zero.
func (sl *Slip) Post(account, party string, coins int64) {
	sl.postings = append(sl.postings, ledger.Posting{Account: account, Party: party, Amount: coins})
}

func worth(lots []Lot) (coins int64) {
	for _, l := range lots {
		coins += l.Value
	}
	return coins
}

// hold checks a flow against the card.
func (sl *Slip) hold(f *Flow) (Good, error) {
	card, err := sl.Card(f.Item)
	if err != nil {
		return card, err
	}
	if f.Grade == "" {
		f.Grade = card.First()
	}
	switch {
	case !card.HasGrade(f.Grade):
		return card, fault.Invalid.Errorf("“%s” has no grade “%s”; its grades are %s.", f.Item, f.Grade, gradeNames(card))
	case f.Quantity <= 0:
		return card, fault.Invalid.Errorf("A quantity of “%s” is more than 0, not %s.", f.Item, f.Quantity)
	case f.Place.Name() == "" || !slices.Contains([]string{Store, Member, Batch, Agent}, f.Place.Kind()):
		return card, fault.Invalid.Errorf("“%s” is no place where goods lie.", string(f.Place))
	}
	return card, nil
}

func gradeNames(g Good) string {
	var names []string
	for _, x := range g.GradeList() {
		names = append(names, x.Name)
	}
	return strings.Join(names, ", ")
}

func (sl *Slip) put(f Flow, card Good, lots []Lot) error {
	p, err := sl.stock.pool(f)
	if err != nil {
		return err
	}
	for _, l := range lots {
		sl.undo = append(sl.undo, p.put(l))
		sl.flow(f, card, l, 1)
	}
	sl.note(p, f.Quantity)
	return nil
}

func (sl *Slip) take(f Flow) ([]Lot, error) {
	card, err := sl.hold(&f)
	if err != nil {
		return nil, err
	}
	p, err := sl.stock.pool(f)
	if err != nil {
		return nil, err
	}
	if err := sl.enough(f, card, p); err != nil {
		return nil, err
	}
	lots, undo := p.take(sl.stock.method(sl.Day), f.Quantity)
	sl.undo = append(sl.undo, undo)
	for _, l := range lots {
		sl.flow(f, card, l, -1)
	}
	sl.note(p, -f.Quantity)
	return lots, nil
}

// flow notes a flow and its posting.
func (sl *Slip) flow(f Flow, card Good, l Lot, sign int64) {
	f.Lot, f.Quantity, f.Value = l.Number, measure.Quantity(sign)*l.Quantity, sign*l.Value
	sl.Flows = append(sl.Flows, f)
	if f.Value != 0 {
		sl.Post(f.Place.account(card.Kind), f.Place.party(), f.Value)
	}
}

// note keeps that the pool moved.
func (sl *Slip) note(p *pool, q measure.Quantity) {
	moved, n := p.moved, len(p.moves)
	sl.undo = append(sl.undo, func() { p.moved, p.moves = moved, p.moves[:n] })
	p.moves = append(p.moves, dated{sl.Day, q})
	p.moved, p.change = max(moved, sl.Day), true
}

// enough refuses to take what is not there, now or on the slip's day or after.
func (sl *Slip) enough(f Flow, card Good, p *pool) error {
	have, _ := p.Total()
	if sl.Day < p.moved {
		least, day, err := sl.stock.least(f, p, sl.Day)
		if err != nil {
			return err
		}
		if least < f.Quantity && least < have {
			return fault.Conflict.Errorf("There were only %s %s of “%s”, grade %s, in %s on %s; %s cannot have left on %s. Enter what came in before, or a later day.",
				max(0, least), card.Per, f.Item, f.Grade, f.Place.words(), day, f.Quantity, sl.Day)
		}
	}
	if have >= f.Quantity {
		return nil
	}
	whose := ""
	if f.Owner != "" {
		whose = " of " + f.Owner
	}
	return fault.Conflict.Errorf("There are only %s %s of “%s”, grade %s%s, in %s; %s cannot leave it. Take less, enter the receipt that is missing, or count the store.",
		have, card.Per, f.Item, f.Grade, whose, f.Place.words(), f.Quantity)
}

// summed adds postings to the same account and party up.
func summed(postings []ledger.Posting) (sum []ledger.Posting) {
	at := map[[2]string]int{}
	for _, p := range postings {
		k := [2]string{p.Account, p.Party}
		if i, there := at[k]; there {
			sum[i].Amount += p.Amount
			continue
		}
		at[k] = len(sum)
		sum = append(sum, p)
	}
	return slices.DeleteFunc(sum, func(p ledger.Posting) bool { return p.Amount == 0 })
}

func (sl *Slip) memo() string {
	memo := sl.Memo
	if memo == "" {
		memo = fmt.Sprintf("%s %d", sl.Kind, sl.Number)
		if sl.Party != "" {
			memo += ", " + sl.Party
		}
	}
	if sl.Corrects != 0 {
		memo = fmt.Sprintf("Correction of %s %d: %s", sl.Kind, sl.Corrects, memo)
	}
	return memo
}
