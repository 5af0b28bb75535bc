package admission

import (
	"fmt"
	"math/big"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/capital"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/unit"
)

// Heir is one of a dead member's.
type Heir struct {
	Name    string        `json:"name" help:"the heir's name"`
	Member  string        `json:"member" help:"their number, where they are a member: then it goes to their account" opt:"yes"`
	Percent money.Decimal `json:"percent" help:"their part, in percent; together 100"`
}

// Inheriting pays a dead member's heirs.
type Inheriting struct {
	Member string  `help:"number of the dead member"`
	Day    cal.Day `help:"the day of the payment"`
	Heirs  []Heir  `help:"the heirs and their parts, by the paper that shows them"`
	Paper  string  `help:"the paper that shows the heirs, such as the court's letter"`
}

// Inherited is what an heir got.
type Inherited struct {
	Heir   string       `json:"heir"`
	Member string       `json:"member,omitempty"`
	Amount money.Amount `json:"amount"`
	Entry  int64        `json:"entry"`
}

// Inherit pays what is payable of a dead member's personal account, and what is owed
// for their tools, to the heirs, to the coin: an heir who is a member gets it on
// their own account, others in cash. What is payable later is paid by another such act.
func Inherit(tx *db.Tx, in Inheriting) ([]Inherited, error) {
	dead, err := db.One[int64](tx, `select count(*) from settlement where unit = $1 and member = $2 and kind = 'death' and day <= $3`, tx.Unit, in.Member, in.Day)
	if err != nil {
		return nil, err
	}
	if dead == 0 {
		return nil, fault.Refused.Errorf("%s was not settled with as dead by %s. Do that first (“member settle”).", in.Member, in.Day)
	}
	if strings.TrimSpace(in.Paper) == "" {
		return nil, fault.In("paper", "", fault.Invalid.Errorf("Name the paper that shows who the heirs are."))
	}
	weights, err := weigh(tx, in)
	if err != nil {
		return nil, err
	}
	u, err := unit.At(tx, in.Day)
	if err != nil {
		return nil, err
	}
	if err := capital.OwesNothing(tx, in.Member, in.Day, u.Currency); err != nil {
		return nil, err
	}
	payable, err := capital.Payable(tx, in.Member, in.Day, u.Currency)
	if err != nil {
		return nil, err
	}
	_, tools, err := ledger.OwedTo(tx, ledger.ToolsOwed, in.Member, in.Day, u.Currency)
	if err != nil {
		return nil, err
	}
	if payable.Sign() <= 0 && tools.Sign() <= 0 {
		return nil, fault.Refused.Errorf("Nothing of the account of %s is payable on %s.", in.Member, in.Day)
	}
	parts, err := money.SplitBy(payable, weights)
	if err != nil {
		return nil, err
	}
	ofTools, err := money.SplitBy(money.Of(max(0, tools.Coins), u.Currency), weights)
	if err != nil {
		return nil, err
	}
	cash := int64(0) // goes out to whoever is no member
	var list []Inherited
	for i, heir := range in.Heirs {
		if heir.Member == "" {
			cash += parts[i].Amount.Coins + ofTools[i].Amount.Coins
		}
		got, err := in.pay(tx, i, parts[i].Amount, ofTools[i].Amount)
		if err != nil {
			return nil, err
		}
		list = append(list, got)
	}
	if cash > 0 {
		if err := unit.NeedsTwo(tx, in.Day, money.Of(cash, u.Currency)); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// pay pays one heir: of the account, and of what is owed for tools.
func (in Inheriting) pay(tx *db.Tx, i int, account, tools money.Amount) (got Inherited, err error) {
	heir := in.Heirs[i]
	got = Inherited{heir.Name, heir.Member, money.Of(account.Coins+tools.Coins, account.Currency), 0}
	if got.Amount.IsZero() {
		return got, nil
	}
	to := ledger.Posting{Account: ledger.Cash, Amount: -got.Amount.Coins}
	if heir.Member != "" {
		to.Account, to.Party = ledger.PersonalAccounts, heir.Member
	}
	postings := []ledger.Posting{to}
	for _, from := range []ledger.Posting{{Account: ledger.PersonalAccounts, Party: in.Member, Amount: account.Coins}, {Account: ledger.ToolsOwed, Party: in.Member, Amount: tools.Coins}} {
		if from.Amount != 0 {
			postings = append(postings, from)
		}
	}
	if got.Entry, err = ledger.Post(tx, ledger.Entry{Day: in.Day, Kind: "inheritance", Memo: fmt.Sprintf("To %s, heir of %s", heir.Name, in.Member), Currency: account.Currency, Postings: postings}); err != nil {
		return got, err
	}
	return got, tx.Exec(`insert into inheritance (unit, act, line, member, day, heir, heir_no, percent, amount, currency, entry) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		tx.Unit, tx.Act, i, in.Member, in.Day, heir.Name, heir.Member, heir.Percent, got.Amount.Coins, got.Amount.Currency, got.Entry)
}

// weigh holds the heirs' parts: each above nothing, together everything.
func weigh(tx *db.Tx, in Inheriting) (weights []*big.Rat, err error) {
	sum := money.Decimal{}
	wrong := &fault.Rows{}
	for i, heir := range in.Heirs {
		bad := func(column, value string, err error) {
			wrong.Problems = append(wrong.Problems, fault.AsProblem(i+1, fault.In(column, value, err)))
		}
		if heir.Percent.Sign() <= 0 {
			bad("percent", heir.Percent.String(), fault.Invalid.Errorf("A part is more than 0."))
		}
		if heir.Member != "" {
			if m, err := member.At(tx, heir.Member, in.Day); err != nil || !m.In(in.Day) {
				bad("member", heir.Member, fault.Invalid.Errorf("There is no such member on %s; leave the number out for an heir who is none.", in.Day))
			}
		}
		if sum, err = sum.Plus(heir.Percent); err != nil {
			return nil, err
		}
		weights = append(weights, heir.Percent.Rat())
	}
	if len(wrong.Problems) > 0 {
		return nil, wrong
	}
	if sum.Cmp(money.DecimalOf(100, 0)) != 0 {
		return nil, fault.In("heirs", sum.String(), fault.Invalid.Errorf("The parts of the heirs come to %s percent, and should to 100.", sum))
	}
	return weights, nil
}
