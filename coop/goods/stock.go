package goods

import (
	"fmt"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/unit"
)

type key struct {
	item, grade, owner string
	place              Place
}

// pool is a pool with what the database knows of it.
type pool struct {
	Pool
	moved  cal.Day       // day of its latest movement
	kept   map[int64]Lot // lots as they stand in the table
	moves  []dated       // by the slips of this session
	change bool
}

type dated struct {
	day      cal.Day
	quantity measure.Quantity
}

// Stock is the stock as one act, or one sheet, works on it: in memory, written
// at once by [Stock.Save].
type Stock struct {
	tx       *db.Tx
	pools    map[key]*pool
	loaded   map[string]bool // items
	slips    []*Slip
	last     map[string]int64 // of counters
	taken    map[string]int64
	rules    []unit.Rule
	open     map[cal.Day]error
	currency money.Currency
	cards    map[cal.Month]map[string]Good
	parts    map[string]Part
	order    []string // of the parts
}

// Part is what another noun keeps beside the slips of a [Stock]: acceptances,
// deliveries. It is written with them.
type Part interface{ Save() error }

// Part is a noun's part of this stock, made the first time it is asked for.
func (s *Stock) Part(noun string, make func() (Part, error)) (Part, error) {
	if p, there := s.parts[noun]; there {
		return p, nil
	}
	p, err := make()
	if err != nil {
		return nil, err
	}
	s.parts[noun] = p
	s.order = append(s.order, noun)
	return p, nil
}

// Open begins to work on the stock.
func Open(tx *db.Tx) (*Stock, error) {
	if err := ledger.Begin(tx); err != nil {
		return nil, err
	}
	u, err := unit.Now(tx)
	if err != nil {
		return nil, err
	}
	rules, err := unit.AllRules(tx)
	rules = slices.DeleteFunc(rules, func(r unit.Rule) bool { return r.Rule != "stock_valuation" })
	return &Stock{tx: tx, pools: map[key]*pool{}, loaded: map[string]bool{}, last: map[string]int64{}, taken: map[string]int64{},
		rules: rules, open: map[cal.Day]error{}, currency: u.Currency, cards: map[cal.Month]map[string]Good{}, parts: map[string]Part{}}, err
}

// Slip begins a slip. It is refused on a day to which nothing can be posted.
func (s *Stock) Slip(sl Slip) (*Slip, error) {
	err, known := s.open[sl.Day]
	if !known {
		err = s.mayPost(sl.Day)
		s.open[sl.Day] = err
	}
	if err != nil {
		return nil, err
	}
	sl.stock, sl.cards = s, s.cards[sl.Day.Month()]
	if sl.Number, err = s.next(sl.Kind); err != nil {
		return nil, err
	}
	sl.undo = append(sl.undo, func() { s.taken[sl.Kind]-- })
	sl.Flows, sl.postings = nil, nil
	s.slips = append(s.slips, &sl)
	return &sl, nil
}

func (s *Stock) mayPost(day cal.Day) error {
	if _, err := cal.ParseDay(string(day)); err != nil {
		return err
	}
	u, err := unit.At(s.tx, day)
	if err != nil {
		return err
	}
	if day.Year() < u.Year && day != u.Year.First().Add(-1) {
		return fault.Invalid.Errorf("These books begin with %d; the store cannot have moved on %s.", int(u.Year), day)
	}
	began, err := ledger.BooksBegan(s.tx)
	if err == nil && day < began.Renewed {
		err = fault.Conflict.Errorf("The books were redenominated on %s; nothing can be posted on %s, before.", began.Renewed, day)
	}
	if err == nil {
		err = ledger.MustTake(s.tx, day)
	}
	if err != nil {
		return err
	}
	_, err = s.Cards(day)
	return err
}

// next is the next number of a counter; the counter itself is moved by Save.
func (s *Stock) next(counter string) (int64, error) {
	if _, known := s.last[counter]; !known {
		had, err := db.All[int64](s.tx, `select last from counter where unit = $1 and name = $2`, s.tx.Unit, counter)
		if err != nil {
			return 0, err
		}
		s.last[counter] = 0
		if len(had) > 0 {
			s.last[counter] = had[0]
		}
	}
	s.taken[counter]++
	return s.last[counter] + s.taken[counter], nil
}

// least is the least that lay in a pool at the end of any day from day on.
func (s *Stock) least(f Flow, p *pool, day cal.Day) (measure.Quantity, cal.Day, error) {
	rows, err := db.All[struct {
		Day      cal.Day
		Quantity measure.Quantity
	}](s.tx, `
		select day, cast(sum(quantity) as bigint) from stock_move
		where unit = $1 and item = $2 and grade = $3 and owner = $4 and place = $5 group by day`,
		s.tx.Unit, f.Item, f.Grade, f.Owner, f.Place)
	if err != nil {
		return 0, "", err
	}
	by := map[cal.Day]measure.Quantity{day: 0}
	for _, r := range rows {
		by[r.Day] += r.Quantity
	}
	for _, m := range p.moves {
		by[m.day] += m.quantity
	}
	days := make([]cal.Day, 0, len(by))
	for d := range by {
		days = append(days, d)
	}
	slices.Sort(days)
	var stands, least measure.Quantity
	var on cal.Day
	for _, d := range days {
		stands += by[d]
		if d >= day && (on == "" || stands < least) {
			least, on = stands, d
		}
	}
	return least, on, nil
}

// Tx is the transaction the stock is worked on in.
func (s *Stock) Tx() *db.Tx { return s.tx }

// Currency is what the stock's values are in.
func (s *Stock) Currency() money.Currency { return s.currency }

// Cards are the cards of a day's month.
func (s *Stock) Cards(day cal.Day) (map[string]Good, error) {
	month := day.Month()
	if cards, known := s.cards[month]; known {
		return cards, nil
	}
	cards, err := Cards(s.tx, month.Last())
	s.cards[month] = cards
	return cards, err
}

// Card is the card of an item on a day.
func (s *Stock) Card(item string, day cal.Day) (Good, error) {
	cards, err := s.Cards(day)
	if err != nil {
		return Good{}, err
	}
	return Find(cards, item)
}

// method is how stock is valued on a day, by the charter.
func (s *Stock) method(day cal.Day) string {
	how := Average
	for _, r := range s.rules { // in the order in which they begin to hold
		if r.Since <= day {
			how = r.Value
		}
	}
	return how
}

// Free is what lies in a place now, in the item's unit.
func (s *Stock) Free(item, grade, owner string, place Place) (measure.Quantity, error) {
	p, err := s.pool(Flow{Item: item, Grade: grade, Owner: owner, Place: place})
	if err != nil {
		return 0, err
	}
	all, _ := p.Total()
	return all, nil
}

// Worth is what lies in a place now and its value in coins.
func (s *Stock) Worth(item, grade, owner string, place Place) (measure.Quantity, int64, error) {
	p, err := s.pool(Flow{Item: item, Grade: grade, Owner: owner, Place: place})
	if err != nil {
		return 0, 0, err
	}
	all, value := p.Total()
	return all, value, nil
}

// pool is the pool a flow is about, read with all of its item the first time.
func (s *Stock) pool(f Flow) (*pool, error) {
	if !s.loaded[f.Item] {
		if err := s.load(f.Item); err != nil {
			return nil, err
		}
		s.loaded[f.Item] = true
	}
	k := key{f.Item, f.Grade, f.Owner, f.Place}
	p := s.pools[k]
	if p == nil {
		p = &pool{kept: map[int64]Lot{}}
		s.pools[k] = p
	}
	return p, nil
}

// Drop forgets a slip as if it had not been begun: a row of a sheet that is
// wrong. Only the last slip can be dropped.
func (s *Stock) Drop(sl *Slip) {
	if n := len(s.slips); n == 0 || s.slips[n-1] != sl {
		return
	}
	for _, undo := range slices.Backward(sl.undo) {
		undo()
	}
	s.slips = s.slips[:len(s.slips)-1]
}

// Save posts the entries of all slips and writes slips, moves and stock, and
// what the parts keep beside them.
func (s *Stock) Save() error {
	var entries []ledger.Entry
	var of []*Slip
	for _, sl := range s.slips {
		postings := summed(sl.postings)
		if len(postings) == 0 {
			continue
		}
		entries = append(entries, ledger.Entry{Day: sl.Day, Memo: sl.memo(), Kind: sl.Kind, Currency: s.currency, Postings: postings})
		of = append(of, sl)
	}
	numbers, err := ledger.PostAll(s.tx, entries)
	if err != nil {
		return err
	}
	for i, n := range numbers {
		of[i].Entry = n
	}
	for counter, n := range s.taken {
		if n == 0 {
			continue
		}
		first, err := s.tx.Next(counter, n)
		if err != nil {
			return err
		}
		if first != s.last[counter]+1 {
			return fmt.Errorf("goods: counter %s moved under the stock: %d, not %d", counter, first, s.last[counter]+1)
		}
		s.last[counter], s.taken[counter] = first+n-1, 0
	}
	if err := s.write(); err != nil {
		return err
	}
	s.slips = nil
	for _, noun := range s.order {
		if err := s.parts[noun].Save(); err != nil {
			return err
		}
	}
	return nil
}
