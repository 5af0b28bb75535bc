package surplus

import (
	"container/list"
	"encoding/json"
	"fmt"
	"sync"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
)

func insertDistribution(tx *db.Tx, in Decision, entry int64, facts string, st Statement) error {
	err := tx.Exec(`
		insert into distribution (unit, year, act, resolution, entry, currency, facts) values ($1, $2, $3, $4, $5, $6, $7)`,
		tx.Unit, in.Year, tx.Act, in.Resolution, entry, st.Currency, facts)
	if err != nil {
		return err
	}
	pools := len(st.Pools)
	return tx.Insert("portion (unit, year, member, pool, amount, cut, currency)", len(st.Members)*pools, func(i int, to []any) []any {
		m, pool := &st.Members[i/pools], i%pools
		s := m.Shares[pool]
		return append(to, tx.Unit, in.Year, m.No, st.Pools[pool], s.Amount.Coins, s.Cut.Coins, st.Currency)
	})
}

// Portion is what a member got of one pool, as it was posted.
type Portion struct {
	Year   cal.Year
	Member string
	Pool   string
	Cut    int64
	Amount money.Amount
}

// PortionsOf are a member's portions of all years.
func PortionsOf(tx *db.Tx, member string) ([]Portion, error) {
	return db.All[Portion](tx, `
		select year, member, pool, cut, amount, currency from portion
		where unit = $1 and member = $2 order by year, pool`, tx.Unit, member)
}

// Portions are all portions of a year.
func Portions(tx *db.Tx, year cal.Year) ([]Portion, error) {
	return db.All[Portion](tx, `
		select year, member, pool, cut, amount, currency from portion
		where unit = $1 and year = $2 order by member, pool`, tx.Unit, year)
}

// Years are the years that have been shared out.
func Years(tx *db.Tx) ([]cal.Year, error) {
	return db.All[cal.Year](tx, `select year from distribution where unit = $1 order by year`, tx.Unit)
}

// LinesOf is what each line came to when a year was shared out.
func LinesOf(tx *db.Tx, year cal.Year) ([]LineResult, error) {
	m, err := load(tx, year)
	return m.st.Lines, err
}

// load makes a kept distribution again from what it was worked out from.
func load(tx *db.Tx, year cal.Year) (made, error) {
	type posted struct {
		Act  int64
		Hash string
	}
	p, err := db.One[posted](tx, `
		select d.act, coalesce(e.hash, '') from distribution d left join entry e on e.unit = d.unit and e.number = d.entry
		where d.unit = $1 and d.year = $2`, tx.Unit, year)
	if fault.Of(err) == fault.Missing {
		err = fault.Missing.Errorf("The surplus of %d has not been shared out yet.", int(year))
	}
	if err != nil {
		return made{}, err
	}
	key := fmt.Sprint(tx.Unit, year, p.Act, p.Hash)
	if m, ok := recent.get(key); ok {
		return m, nil
	}
	m, err := remake(tx, year)
	if err == nil && tx.Act == 0 { // what is being written may yet be undone
		recent.put(key, m)
	}
	return m, err
}

// made is a distribution made again.
type made struct {
	st    Statement
	facts Facts
	key   Key
}

func remake(tx *db.Tx, year cal.Year) (made, error) {
	text, err := db.One[string](tx, `select facts from distribution where unit = $1 and year = $2`, tx.Unit, year)
	if err != nil {
		return made{}, err
	}
	var kept frozen
	if err := json.Unmarshal([]byte(text), &kept); err != nil {
		return made{}, err
	}
	if kept.Facts.Trace, err = traceOf(tx, kept.Facts); err != nil {
		return made{}, err
	}
	st, err := Divide(kept.Waterfall, kept.Facts)
	if err != nil {
		return made{}, err
	}
	key, err := keyOf(tx, st, kept.Facts)
	return made{st, kept.Facts, key}, err
}

// recent keeps the distributions that were last asked for. A distribution never
// changes, and its key has its unit, act and the hash of its entry, so nothing
// here grows stale;
// making one again for thousands of members takes longer than a page should.
var recent = cache{most: 4, at: map[string]*list.Element{}, order: list.New()}

type cache struct {
	sync.Mutex
	most  int
	at    map[string]*list.Element
	order *list.List
}

type cached struct {
	key string
	made
}

func (c *cache) get(key string) (made, bool) {
	c.Lock()
	defer c.Unlock()
	e, ok := c.at[key]
	if !ok {
		return made{}, false
	}
	c.order.MoveToFront(e)
	return e.Value.(cached).made, true
}

func (c *cache) put(key string, m made) {
	c.Lock()
	defer c.Unlock()
	if _, twice := c.at[key]; twice {
		return
	}
	c.at[key] = c.order.PushFront(cached{key, m})
	if c.order.Len() > c.most {
		last := c.order.Back()
		delete(c.at, last.Value.(cached).key)
		c.order.Remove(last)
	}
}
