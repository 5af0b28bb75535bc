package capital

import (
	"fmt"
	"math/big"
	"strconv"

	"artel/base/again"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/unit"
)

// Tool is one line of the tool register.
type Tool struct {
	No          string        `json:"no"`
	Since       cal.Day       `json:"since"` // from which the line holds
	Day         cal.Day       `json:"day"`   // of the take-over
	Member      string        `json:"member"`
	Name        string        `json:"name"`
	Appraised   money.Amount  `json:"appraised"`
	Price       money.Amount  `json:"price"`
	BookValue   money.Amount  `json:"book_value"` // what it still stands at on the day asked about
	OwnCost     money.Amount  `json:"own_cost"`   // what it had cost the member, where they said
	Discount    money.Decimal `json:"discount_pct"`
	Instalments int64         `json:"instalments"`
	LifeYears   int64         `json:"life_years"`
	Entry       int64         `json:"entry"`
	State       string        `json:"state"`
	Line        int64         `json:"-"`
}

// The states of a tool.
const (
	BoughtOut = "bought out"
	AsShare   = "tool share"
	Withdrawn = "withdrawn" // taken back: it was entered wrongly
	Revalued  = "revalued"  // counted in a new currency
	Disposed  = "disposed"  // handed over to somebody else
)

// Price is what the co-operative owes for a tool: its appraised value less the
// discount, half up to the coin (S12).
func Price(appraised money.Amount, discount money.Decimal) (money.Amount, error) {
	left := new(big.Rat).Sub(big.NewRat(100, 1), discount.Rat())
	return money.HalfUp(left.Mul(left, appraised.Rat()).Quo(left, big.NewRat(100, 1)), appraised.Currency)
}

// Buying takes a tool over.
type Buying struct {
	No        string        `help:"number in the tool register"`
	Member    string        `help:"number of the member whose tool it is"`
	Tool      string        `help:"what it is, such as treadle drill"`
	Appraised money.Decimal `help:"its value as appraised"`
	Day       cal.Day       `help:"the day of the take-over"`
	LifeYears int64         `help:"years it will serve, for its depreciation" default:"10"`
	OwnCost   money.Decimal `help:"what it had cost the member, for their tax" opt:"yes"`
}

// TakeOver buys out a tool: it becomes common property, and its price is owed
// to the member in yearly instalments.
func TakeOver(tx *db.Tx, in Buying) (Tool, error) {
	c, err := unit.CharterAt(tx, in.Day)
	if err != nil {
		return Tool{}, err
	}
	discount, err := c.Decimal("tool_discount_pct")
	if err != nil {
		return Tool{}, err
	}
	n, err := c.Whole("tool_instalments")
	if err != nil {
		return Tool{}, err
	}
	return byHand(tx, in, Tool{Discount: discount, Instalments: n, State: BoughtOut})
}

// Bring enters a tool as a tool share, at its whole appraised value (S11).
func Bring(tx *db.Tx, in Buying) (Brought, error) {
	t, err := byHand(tx, in, Tool{Instalments: 1, State: AsShare})
	if err != nil {
		return Brought{}, err
	}
	kind, err := Contribution(t.Price, t.OwnCost)
	return Brought{t, kind}, err
}

// Brought is a tool brought in as a share, and what that means for its owner.
type Brought struct {
	Tool
	InKind InKind `json:"in_kind"`
}

func byHand(tx *db.Tx, in Buying, t Tool) (Tool, error) {
	u, err := unit.At(tx, in.Day)
	if err != nil {
		return t, err
	}
	if t.Appraised, err = in.Appraised.Amount(u.Currency); err != nil {
		return t, err
	}
	if t.OwnCost, err = in.OwnCost.Amount(u.Currency); err != nil {
		return t, err
	}
	t.No, t.Member, t.Name, t.Day, t.LifeYears = in.No, in.Member, in.Tool, in.Day, in.LifeYears
	members, err := member.Register(tx)
	if err != nil {
		return t, err
	}
	if p := t.check(members); p != nil {
		return t, fault.Invalid.Errorf("%s %s", p.Wrong, p.Fix)
	}
	if who := members[t.Member]; who.Left != "" && t.Day > who.Left { // a sheet may bring what was settled with a leaver
		return t, fault.Invalid.Errorf("%s left on %s, before this day. Correct the day or the member.", who.Name, who.Left)
	}
	there, err := register(tx, "9999-12-31")
	if err != nil {
		return t, err
	}
	if was, taken := there[t.No]; taken {
		return t, fault.Conflict.Errorf("Tool %s (%s of %s) is in the register already; it was taken over on %s.", t.No, was.Name, was.Member, was.Day)
	}
	ts, err := keepTools(tx, []Tool{t})
	if err != nil {
		return t, err
	}
	return ts[0], nil
}

// Tools is the tool register as of a day, with what each tool still stands at.
func Tools(tx *db.Tx, in unit.AsOf) ([]Tool, error) {
	day := in.Or(tx)
	all, err := selectTools(tx, day)
	if err != nil {
		return nil, err
	}
	tools := standing(all)
	for i := range tools {
		t := &tools[i]
		value, err := BookValue(t.Price, money.Of(0, t.Price.Currency), t.LifeYears, yearsBetween(t.Day, min(day, endOfLife(*t))))
		if err != nil {
			return nil, err
		}
		if t.BookValue, err = money.HalfUp(value, t.Price.Currency); err != nil {
			return nil, err
		}
	}
	return tools, nil
}

// standing are the tools that were not taken back or handed over, by number.
func standing(all []Tool) (list []Tool) {
	for i, t := range all { // by number, the newest of each last
		if i+1 < len(all) && all[i+1].No == t.No || t.State == Withdrawn || t.State == Disposed {
			continue
		}
		list = append(list, t)
	}
	return list
}

func register(tx *db.Tx, day cal.Day) (map[string]Tool, error) {
	all, err := selectTools(tx, day)
	by := map[string]Tool{}
	for _, t := range standing(all) {
		by[t.No] = t
	}
	return by, err
}

// TakeTools keeps the tools of a sheet.
func TakeTools(tx *db.Tx, rows []Tool, last cal.Day) (out again.Outcome, wrong []fault.Problem, err error) {
	members, err := member.Register(tx)
	if err != nil {
		return out, nil, err
	}
	all, err := selectTools(tx, "9999-12-31")
	if err != nil {
		return out, nil, err
	}
	there, entered := map[string]Tool{}, map[string]Tool{}
	for _, t := range standing(all) {
		there[t.No] = t
	}
	for _, t := range all {
		if t.State != Revalued {
			entered[t.No] = t
		}
	}
	seen := map[string]int64{}
	var news []Tool
	for _, t := range rows {
		p := t.check(members)
		if p == nil && t.Day > last {
			p = &fault.Problem{Column: "taken_over", Value: string(t.Day), Wrong: "The day is after " + string(last) + ".", Fix: "Correct the day, or enter the tool next year."}
		}
		if line, twice := seen[t.No]; twice && p == nil {
			p = &fault.Problem{Column: "no", Value: t.No, Wrong: "The tool was taken over in row " + strconv.FormatInt(line, 10) + " already.", Fix: "A tool is taken over once: keep one of the two rows, or give the other tool its own number."}
		}
		seen[t.No] = t.Line
		was, known := there[t.No]
		if known && was.State == Revalued { // its entry carried the whole books over
			first := entered[t.No]
			if p == nil && first.whole() != t.whole() {
				p = &fault.Problem{Column: "no", Value: t.No, Wrong: fmt.Sprintf("The tool was carried over into %s on %s; a sheet can no longer change it.", was.Price.Currency, was.Since), Fix: "Leave the row as it was."}
			}
			was = first
		}
		if p != nil {
			p.Row = int(t.Line)
			wrong = append(wrong, *p)
			continue
		}
		switch {
		case known && was.whole() == t.whole():
			out.Known++
			continue
		case known:
			out.Changed = append(out.Changed, again.Change{Row: t.Line, Was: was.whole(), Now: t.whole()})
			back := was
			back.State = Withdrawn
			news = append(news, back)
		default:
			out.Added++
		}
		t.State = BoughtOut
		news = append(news, t)
	}
	_, err = keepTools(tx, news)
	return out, wrong, err
}

func (t Tool) whole() string {
	return fmt.Sprintf("%s, %s, %s, %s, %s, %s, %d, %d", t.No, t.Member, t.Name, t.Appraised.String(), t.Day, t.Discount, t.Instalments, t.LifeYears)
}

func (t Tool) check(members map[string]member.Member) *fault.Problem {
	bad := func(column, value, wrong, fix string) *fault.Problem {
		return &fault.Problem{Column: column, Value: value, Wrong: wrong, Fix: fix}
	}
	who, ok := members[t.Member]
	switch {
	case t.No == "":
		return bad("no", "", "The tool has no number.", "Give it one, such as T001.")
	case !ok:
		return bad("member", t.Member, "There is no such member in the register.", "Correct the number, or add the person to the sheet “members”.")
	case t.Name == "":
		return bad("tool", "", "It is not said what the tool is.", "Write what it is, such as treadle drill.")
	case t.Appraised.Sign() <= 0:
		return bad("appraised", t.Appraised.String(), "A tool's value is more than 0.", "Write its value as appraised.")
	case t.Discount.Sign() < 0 || t.Discount.Cmp(money.DecimalOf(100, 0)) > 0:
		return bad("discount_pct", t.Discount.String(), t.Discount.String()+" percent is not between 0 and 100.", "Write the discount in percent.")
	case t.Instalments < 1 || t.Instalments > 100:
		return bad("instalments", strconv.FormatInt(t.Instalments, 10), "A tool is paid off in 1 to 100 instalments.", "Correct the number.")
	case t.LifeYears < 1 || t.LifeYears > 200:
		return bad("life_years", strconv.FormatInt(t.LifeYears, 10), "A tool serves 1 to 200 years.", "Correct the number of years.")
	case t.Day < who.Joined:
		return bad("taken_over", string(t.Day), fmt.Sprintf("%s joined on %s, after this day.", who.Name, who.Joined), "Correct the day or the member.")
	}
	return nil
}

// keepTools posts tools and enters them in the register; a tool taken back has
// its entry reversed.
func keepTools(tx *db.Tx, ts []Tool) ([]Tool, error) {
	for i := range ts {
		t := &ts[i]
		var err error
		if t.State == Withdrawn {
			t.Entry, err = ledger.TakeBack(tx, t.Entry, "", "tool "+t.No+" was entered wrongly")
		} else {
			if t.Price, err = Price(t.Appraised, t.Discount); err != nil {
				return nil, err
			}
			t.Entry, err = ledger.Post(tx, t.entry())
		}
		if err != nil {
			return nil, err
		}
	}
	if err := insertTools(tx, ts); err != nil {
		return nil, err
	}
	return ts, enterToolShares(tx, ts)
}

// enterToolShares enters tools brought in as shares in the share register too;
// the tool's own entry has posted them.
func enterToolShares(tx *db.Tx, ts []Tool) error {
	var ms []Movement
	for _, t := range ts {
		if t.State == AsShare {
			ms = append(ms, Movement{Day: t.Day, Member: t.Member, Kind: ToolShare, Amount: t.Price, Entry: t.Entry})
		}
	}
	return numbered(tx, ms)
}

func (t Tool) entry() ledger.Entry {
	owed := ledger.ToolsOwed
	if t.State == AsShare {
		owed = ledger.ToolShares
	}
	return ledger.Entry{Day: t.Day, Memo: fmt.Sprintf("Tool %s (%s) taken over from %s", t.No, t.Name, t.Member), Kind: "tool", Currency: t.Price.Currency,
		Postings: []ledger.Posting{{Account: ledger.Tools, Amount: t.Price.Coins}, {Account: owed, Party: t.Member, Amount: -t.Price.Coins}}}
}
