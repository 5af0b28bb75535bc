package capital

import (
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/member"
	"artel/coop/unit"
)

// Where the charter asks for two people, who proposes a payment does not approve
// it. A proposal and what was decided of it are kept for ever, declined ones too.

// Suggestion proposes a payment.
type Suggestion struct {
	Member string        `help:"the member's number"`
	Day    cal.Day       `help:"the day of the payment"`
	Amount money.Decimal `help:"how much"`
	For    string        `help:"from the personal account, or off what is owed for tools" choice:"account|tools" default:"account"`
	Why    string        `help:"what it is for" opt:"yes"`
}

// Proposal is a proposed payment, and what came of it.
type Proposal struct {
	Number   int64        `json:"number"`
	Day      cal.Day      `json:"day"`
	Member   string       `json:"member"`
	For      string       `json:"for"`
	Amount   money.Amount `json:"amount"`
	Why      string       `json:"why,omitempty"`
	Proposer string       `json:"proposer"`
	At       string       `json:"at"`
	Decision string       `json:"decision,omitempty"` // approved or declined; none while it waits
	Reason   string       `json:"reason,omitempty"`
	Decider  string       `json:"decider,omitempty"`
	Decided  string       `json:"decided,omitempty"`
	Entry    int64        `json:"entry,omitempty"` // that paid it
	Name     string       `json:"name,omitempty"`  // the member's
}

// Waits says whether nobody has decided yet.
func (p Proposal) Waits() bool { return p.Decision == "" }

// Propose proposes to pay a member what they are owed.
func Propose(tx *db.Tx, in Suggestion) (Proposal, error) {
	amount, err := unit.Money(tx, in.Day, in.Amount)
	if err != nil {
		return Proposal{}, err
	}
	p := Proposal{Day: in.Day, Member: in.Member, For: in.For, Amount: amount, Why: strings.TrimSpace(in.Why), Proposer: tx.Name, At: moment(tx)}
	if _, err := member.At(tx, in.Member, in.Day); err != nil {
		return p, err
	}
	if err := isOwed(tx, Payment{in.Member, in.Day, in.Amount, in.For}, amount); err != nil {
		return p, err
	}
	if p.Number, err = tx.Next("payment proposal", 1); err != nil {
		return p, err
	}
	return p, insertProposal(tx, p)
}

// Approval names a proposal.
type Approval struct {
	Number int64 `help:"number of the proposal"`
}

// Approve pays what somebody else proposed.
func Approve(tx *db.Tx, in Approval) (Proposal, error) {
	p, err := waiting(tx, in.Number)
	if err != nil {
		return p, err
	}
	same, err := unit.SamePerson(tx, p.Proposer, tx.Name)
	if err != nil {
		return p, err
	}
	if same {
		return p, fault.Refused.Errorf("Payment %d was proposed by %s; it takes somebody else to approve it.", p.Number, p.Proposer)
	}
	typed, err := money.ParseDecimal(p.Amount.String())
	if err != nil {
		return p, err
	}
	paid, err := pay(tx, Payment{Member: p.Member, Day: p.Day, Amount: typed, For: p.For}, false)
	if err != nil {
		return p, err
	}
	if paid.Currency != p.Amount.Currency {
		return p, fault.Conflict.Errorf("Payment %d was proposed in %s, and the books are kept in %s now. Decline it and propose it anew.", p.Number, p.Amount.Currency, paid.Currency)
	}
	p.Entry = paid.Number
	return decide(tx, p, "approved", "")
}

// Declining names a proposal and says why not.
type Declining struct {
	Number int64  `help:"number of the proposal"`
	Why    string `help:"why not; whoever proposed it reads this"`
}

// Decline ends a proposal without a payment. Who proposed it may take it back so.
func Decline(tx *db.Tx, in Declining) (Proposal, error) {
	p, err := waiting(tx, in.Number)
	if err != nil {
		return p, err
	}
	if in.Why = strings.TrimSpace(in.Why); in.Why == "" {
		return p, fault.Invalid.Errorf("Say why the payment is declined.")
	}
	return decide(tx, p, "declined", in.Why)
}

func waiting(tx *db.Tx, number int64) (Proposal, error) {
	all, err := selectProposals(tx, `p.number = $2`, number)
	if err != nil {
		return Proposal{}, err
	}
	if len(all) == 0 {
		return Proposal{}, fault.Missing.Errorf("There is no proposed payment %d.", number)
	}
	if p := all[0]; !p.Waits() {
		return p, fault.Conflict.Errorf("Payment %d was %s by %s already.", p.Number, p.Decision, p.Decider)
	}
	return all[0], nil
}

func decide(tx *db.Tx, p Proposal, decision, why string) (Proposal, error) {
	p.Decision, p.Reason, p.Decider, p.Decided = decision, why, tx.Name, moment(tx)
	return p, insertDecision(tx, p)
}

// ProposalsIn asks for proposals.
type ProposalsIn struct {
	State  string `help:"which of them" choice:"waiting|decided|all" default:"all"`
	Before int64  `help:"only proposals with a lower number, to read on" opt:"yes"`
	Limit  int64  `help:"how many" default:"100"`
}

// Proposals are proposed payments, the newest first.
func Proposals(tx *db.Tx, in ProposalsIn) ([]Proposal, error) {
	where := map[string]string{"waiting": ` and d.number is null`, "decided": ` and d.number is not null`}[in.State]
	return selectProposals(tx, `($2 = 0 or p.number < $2)`+where+` order by p.number desc limit $3`, in.Before, min(max(in.Limit, 1), 1000))
}

// Waiting are the payments that wait for a second person.
func Waiting(tx *db.Tx) ([]Proposal, error) {
	return Proposals(tx, ProposalsIn{State: "waiting", Limit: 1000})
}

func moment(tx *db.Tx) string { return tx.Now.Format("2006-01-02T15:04:05Z") }

func insertProposal(tx *db.Tx, p Proposal) error {
	return tx.Exec(`
		insert into payment_proposal (unit, number, day, member, account, amount, currency, why, proposer, at, act)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		tx.Unit, p.Number, p.Day, p.Member, p.For, p.Amount.Coins, p.Amount.Currency, p.Why, p.Proposer, p.At, tx.Act)
}

func insertDecision(tx *db.Tx, p Proposal) error {
	return tx.Exec(`
		insert into payment_decision (unit, number, decision, why, decider, at, entry, act)
		values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		tx.Unit, p.Number, p.Decision, p.Reason, p.Decider, p.Decided, p.Entry, tx.Act)
}

// selectProposals are the unit's proposals by a condition, which may end in an
// order, with the members' names.
func selectProposals(tx *db.Tx, where string, args ...any) ([]Proposal, error) {
	list, err := db.All[Proposal](tx, `
		select p.number, p.day, p.member, p.account, p.amount, p.currency, p.why, p.proposer, p.at,
			coalesce(d.decision, ''), coalesce(d.why, ''), coalesce(d.decider, ''), coalesce(d.at, ''), coalesce(d.entry, 0), ''
		from payment_proposal p left join payment_decision d on d.unit = p.unit and d.number = p.number
		where p.unit = $1 and `+where, append([]any{tx.Unit}, args...)...)
	if err != nil || len(list) == 0 {
		return list, err
	}
	members, err := member.Register(tx)
	for i := range list {
		list[i].Name = members[list[i].Member].Name
	}
	return list, err
}
