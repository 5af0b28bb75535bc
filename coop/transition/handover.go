package transition

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/capital"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/unit"
)

// A unit that merges into another hands everything over; one of which a part
// splits off hands over the members who go, with what is theirs, the tools and the
// part of the funds that the members voted. Both make one paper, which the unit
// that takes them enters ([Receive]); the two need not share a database.

// What a plan may make of a unit beside a form.
const (
	Merged = "merged"
	Split  = "split off"
)

// handsOver says whether a plan hands members and things over to another unit.
func (p Plan) handsOver() bool { return p.Into == Merged || p.Into == Split }

// ends says whether the unit is no more after it.
func (p Plan) ends() bool { return p.Into == Merged || p.Into == Dissolved }

// Part is what of a unit splits off.
type Part struct {
	Members []string      `json:"members"`
	Tools   []string      `json:"tools"`     // common ones; their owners' go with them
	Funds   money.Decimal `json:"funds_pct"` // of each fund
}

// part holds what splits off: members and tools that there are, each once.
func (in Planning) part(tx *db.Tx, p Plan) error {
	if p.Into != Split {
		if len(in.Members)+len(in.Tools) > 0 || !in.Funds.IsZero() {
			return fault.In("members", "", fault.Invalid.Errorf("Only where a part splits off it is said who and what goes."))
		}
		return nil
	}
	if len(in.Members) == 0 {
		return fault.In("members", "", fault.Invalid.Errorf("Say which members go."))
	}
	if in.Funds.Sign() < 0 || in.Funds.Cmp(money.DecimalOf(100, 0)) > 0 {
		return fault.In("funds", in.Funds.String(), fault.Invalid.Errorf("%s percent is not between 0 and 100.", in.Funds))
	}
	tools, err := capital.Tools(tx, unit.AsOf{Day: p.Since})
	if err != nil {
		return err
	}
	share, err := capital.IsShare(tx, p.Since)
	if err != nil {
		return err
	}
	wrong := &fault.Rows{}
	bad := func(i int, column, value string, err error) {
		wrong.Problems = append(wrong.Problems, fault.AsProblem(i+1, fault.In(column, value, err)))
	}
	for i, no := range in.Members {
		if m, err := member.At(tx, no, p.Since); err != nil || !m.In(p.Since) {
			bad(i, "members", no, fault.Missing.Errorf("There is no member %s in the register on %s.", no, p.Since))
		} else if slices.Contains(in.Members[:i], no) {
			bad(i, "members", no, fault.Invalid.Errorf("%s is there twice.", no))
		}
	}
	for i, no := range in.Tools {
		at := slices.IndexFunc(tools, func(t capital.Tool) bool { return t.No == no })
		if at < 0 {
			bad(i, "tools", no, fault.Missing.Errorf("There is no tool %s in the register.", no))
		} else if share[no] && !slices.Contains(in.Members, tools[at].Member) {
			bad(i, "tools", no, fault.Refused.Errorf("%s is the share of %s, who stays.", no, tools[at].Member))
		} else if slices.Contains(in.Tools[:i], no) {
			bad(i, "tools", no, fault.Invalid.Errorf("%s is there twice.", no))
		}
	}
	if len(wrong.Problems) > 0 {
		return wrong
	}
	return nil
}

// Going is a member who goes to another unit, or who left and is still owed.
type Going struct {
	No       string         `json:"no"`
	Name     string         `json:"name"`
	Sex      string         `json:"sex"`
	Born     int64          `json:"born"`
	Standing string         `json:"standing"`
	Grade    string         `json:"grade"`
	Left     bool           `json:"left"`
	Cash     money.Amount   `json:"cash_shares"`
	Tool     money.Amount   `json:"tool_shares"`
	Fee      money.Amount   `json:"entrance_fee"`
	Owed     money.Amount   `json:"owed_for_tools"`
	Account  money.Amount   `json:"personal_account"`
	Later    []capital.Held `json:"payable_later,omitempty"`
}

// Carries is what stands on an account that goes over: cash, tools, funds.
type Carries struct {
	Account string       `json:"account"`
	Name    string       `json:"name" words:"yes"`
	Kind    string       `json:"kind" words:"yes"`
	Amount  money.Amount `json:"amount"` // debit positive
}

// The ways of a paper.
const (
	HandedOver = "handed over"
	TakenIn    = "taken in"
)

// Paper is what one unit hands over to another. Seal is its fingerprint: who takes
// it in sees whether it was copied whole and unchanged.
type Paper struct {
	From       string         `json:"from"`
	To         string         `json:"to"`
	Day        cal.Day        `json:"day"`
	Plan       int64          `json:"plan"`
	Resolution string         `json:"resolution"`
	Currency   money.Currency `json:"currency"`
	Members    []Going        `json:"members"`
	Tools      []capital.Tool `json:"tools"`
	Accounts   []Carries      `json:"accounts"`
	Seal       string         `json:"seal"`
}

func (p Paper) sealed() string {
	p.Seal = ""
	text, err := json.Marshal(p)
	if err != nil { // a struct of texts and numbers
		panic(err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:12])
}

// paper is what a plan hands over, as of the day before it.
func (p Plan) paper(tx *db.Tx) (Paper, error) {
	u, err := unit.At(tx, p.Since.Add(-1))
	if err != nil {
		return Paper{}, err
	}
	out := Paper{From: u.Name, To: p.Heir, Day: p.Since, Plan: p.Number, Currency: u.Currency}
	part, err := selectPart(tx, p.Number)
	if err != nil {
		return out, err
	}
	if out.Members, err = p.going(tx, part, u.Currency); err != nil {
		return out, err
	}
	worn, err := p.toolsOf(tx, part, &out)
	if err != nil {
		return out, err
	}
	out.Accounts, err = p.carries(tx, part, out, worn)
	return out, err
}

// going are the members who go, with what they have.
func (p Plan) going(tx *db.Tx, part Part, c money.Currency) (list []Going, err error) {
	has := map[string]map[string]int64{}
	parties := map[string]bool{}
	for _, account := range []string{ledger.CashShares, ledger.ToolShares, ledger.ToolsOwed, ledger.PersonalAccounts} {
		if has[account], err = ledger.Parties(tx, account, p.Since, c); err != nil {
			return nil, err
		}
		for no, amount := range has[account] {
			parties[no] = parties[no] || amount != 0
		}
	}
	fees := map[string]money.Amount{}
	holdings, err := capital.Shares(tx, unit.AsOf{Day: p.Since})
	if err != nil {
		return nil, err
	}
	for _, h := range holdings {
		fees[h.Member] = h.Entrance
		parties[h.Member] = parties[h.Member] || !h.Entrance.IsZero()
	}
	members, err := member.Register(tx)
	if err != nil {
		return nil, err
	}
	for no, m := range members {
		parties[no] = parties[no] || m.In(p.Since)
	}
	for _, no := range slices.Sorted(maps.Keys(parties)) {
		if !parties[no] || p.Into == Split && !slices.Contains(part.Members, no) {
			continue
		}
		m := members[no]
		fee := fees[no]
		if fee.Currency == "" {
			fee = money.Of(0, c)
		}
		stands := func(account string) money.Amount { return money.Of(-has[account][no], c) }
		g := Going{no, m.Name, m.Sex, m.Born, m.Standing, m.Grade, !m.In(p.Since), stands(ledger.CashShares), stands(ledger.ToolShares), fee, stands(ledger.ToolsOwed), stands(ledger.PersonalAccounts), nil}
		if g.Later, err = capital.HeldOf(tx, no, p.Since, c); err != nil {
			return nil, err
		}
		list = append(list, g)
	}
	return list, nil
}

// toolsOf puts the tools that go on the paper, and says what they had lost in the
// years before.
func (p Plan) toolsOf(tx *db.Tx, part Part, out *Paper) (worn int64, err error) {
	all, err := capital.Tools(tx, unit.AsOf{Day: p.Since})
	if err != nil {
		return 0, err
	}
	share, err := capital.IsShare(tx, p.Since)
	if err != nil {
		return 0, err
	}
	for _, t := range all {
		if p.Into == Split && !slices.Contains(part.Tools, t.No) && (!share[t.No] || !slices.Contains(part.Members, t.Member)) {
			continue
		}
		if t.State == capital.Revalued { // counted in a new currency since, and what it was all the same
			t.State = capital.BoughtOut
			if share[t.No] {
				t.State = capital.AsShare
			}
		}
		lost, err := capital.WornUntil(t, p.Since.Year()-1)
		if err != nil {
			return 0, err
		}
		worn += lost
		out.Tools = append(out.Tools, t)
	}
	return worn, nil
}

// carries are the accounts that go over beside members' money: all there are, or
// the part of each fund, the tools, and the cash that is left to pay for it.
func (p Plan) carries(tx *db.Tx, part Part, out Paper, worn int64) (list []Carries, err error) {
	l, err := windUp(tx, p.Since, out.Currency)
	if err != nil {
		return nil, err
	}
	accounts, err := ledger.Accounts(tx, nothing)
	if err != nil {
		return nil, err
	}
	sum := int64(0) // of members' money, of which the accounts are the other side
	for _, m := range out.Members {
		sum -= m.Cash.Coins + m.Tool.Coins + m.Owed.Coins + m.Account.Coins + m.Fee.Coins
	}
	add := func(code string, coins int64) {
		if coins == 0 {
			return
		}
		a := accounts[slices.IndexFunc(accounts, func(a ledger.Account) bool { return a.Code == code })]
		list = append(list, Carries{code, a.Name, a.Kind, money.Of(coins, out.Currency)})
		sum += coins
	}
	price := int64(0)
	for _, t := range out.Tools {
		price += t.Price.Coins
	}
	for _, s := range l.rest {
		coins := s.Amount.Coins
		switch {
		case s.Account == ledger.EntranceFees: // each goes with who paid it
			coins = 0
		case p.Into == Merged:
		case s.Account == ledger.Tools:
			coins = price
		case s.Account == ledger.ToolsWorn:
			coins = -worn
		default:
			part, err := money.HalfUp(new(big.Rat).Mul(s.Amount.Rat(), new(big.Rat).Quo(part.Funds.Rat(), big.NewRat(100, 1))), out.Currency)
			if err != nil {
				return nil, err
			}
			coins = part.Coins
		}
		add(s.Account, coins)
	}
	add(ledger.Cash, -sum)
	return list, nil
}

// cash is what of it is paid over.
func (p Paper) cash() int64 {
	for _, a := range p.Accounts {
		if a.Account == ledger.Cash {
			return a.Amount.Coins
		}
	}
	return 0
}

// postings are the paper as it stands in books: in the taker's with sign 1, in the
// giver's with -1. nos are the members' numbers there.
func (p Paper) postings(sign int64, nos map[string]string) (list []ledger.Posting) {
	add := func(account, party string, coins int64) {
		if coins != 0 {
			list = append(list, ledger.Posting{Account: account, Party: party, Amount: sign * coins})
		}
	}
	for _, m := range p.Members {
		no := nos[m.No]
		add(ledger.CashShares, no, -m.Cash.Coins)
		add(ledger.ToolShares, no, -m.Tool.Coins)
		add(ledger.ToolsOwed, no, -m.Owed.Coins)
		add(ledger.PersonalAccounts, no, -m.Account.Coins)
		add(ledger.EntranceFees, no, -m.Fee.Coins)
	}
	for _, a := range p.Accounts {
		add(a.Account, "", a.Amount.Coins)
	}
	return list
}

// hand hands over what the plan says, and keeps the paper.
func (s *Shown) hand(tx *db.Tx, resolution string) error {
	paper, err := s.paper(tx)
	if err != nil {
		return err
	}
	paper.Resolution = resolution
	paper.Seal = paper.sealed()
	nos := map[string]string{}
	for _, m := range paper.Members {
		nos[m.No] = m.No
	}
	entry, err := ledger.Post(tx, ledger.Entry{Day: s.Since, Kind: "handed over", Memo: fmt.Sprintf("Handed over to %s by plan %d", s.Heir, s.Number), Currency: paper.Currency, Postings: paper.postings(-1, nos)})
	if err != nil {
		return err
	}
	goes := func(no string) bool { return nos[no] != "" }
	taken := func(no string) bool {
		return slices.ContainsFunc(paper.Tools, func(t capital.Tool) bool { return t.No == no })
	}
	if err := capital.PassOn(tx, s.Since, paper.Currency, entry, goes, taken); err != nil {
		return err
	}
	register, err := member.Register(tx)
	if err != nil {
		return err
	}
	for _, m := range paper.Members {
		if register[m.No].Left != "" { // or has said when they leave
			continue
		}
		if _, err := member.Leave(tx, member.Leaving{Member: m.No, Day: s.Since, Why: "goes to " + s.Heir}); err != nil {
			return err
		}
	}
	return insertPaper(tx, HandedOver, paper, entry)
}
