package transition

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/assembly"
	"artel/coop/capital"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/unit"
)

// Receiving takes in what another unit handed over.
type Receiving struct {
	Paper      string `help:"the paper, copied whole from the unit that hands over (“transition paper --json”)" long:"yes"`
	Resolution int64  `help:"number of the resolution that takes them in"`
}

// Received is what was taken in.
type Received struct {
	From    string     `json:"from"`
	Day     cal.Day    `json:"day"`
	Seal    string     `json:"seal"`
	Entry   int64      `json:"entry"`
	Members []Numbered `json:"members"`
}

// Numbered is a member's number there and here.
type Numbered struct {
	Was  string `json:"was"`
	Now  string `json:"now"`
	Name string `json:"name"`
}

// Receive takes in what another unit handed over, by a vote of the members: their
// new fellows with shares and claims, tools, funds and cash, in one entry that is the
// other side of the giver's.
func Receive(tx *db.Tx, in Receiving) (out Received, err error) {
	p, err := read(tx, in.Paper)
	if err != nil {
		return out, err
	}
	out = Received{From: p.From, Day: p.Day, Seal: p.Seal}
	if err := p.mayCome(tx, in.Resolution); err != nil {
		return out, err
	}
	nos := map[string]string{}
	for _, m := range p.Members {
		if nos[m.No], err = m.admit(tx, p); err != nil {
			return out, err
		}
		out.Members = append(out.Members, Numbered{m.No, nos[m.No], m.Name})
	}
	if out.Entry, err = ledger.Post(tx, ledger.Entry{Day: p.Day, Kind: "taken in", Memo: fmt.Sprintf("Taken in from %s", p.From), Currency: p.Currency, Postings: p.postings(1, nos)}); err != nil {
		return out, err
	}
	if err := p.register(tx, nos, out.Entry); err != nil {
		return out, err
	}
	return out, insertPaper(tx, TakenIn, p, out.Entry)
}

// read reads a paper and holds its seal.
func read(tx *db.Tx, text string) (p Paper, err error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil || p.Seal == "" {
		return p, fault.In("paper", "", fault.Invalid.Errorf("This is no paper of a hand-over. Copy it whole, from the first bracket to the last."))
	}
	if p.Seal != p.sealed() {
		return p, fault.In("paper", p.Seal, fault.Refused.Errorf("This paper was changed after %s made it: it does not bear out its seal.", p.From))
	}
	sum := int64(0)
	for _, posting := range p.postings(1, map[string]string{}) {
		sum += posting.Amount
	}
	if sum != 0 {
		return p, fault.In("paper", p.Seal, fault.Refused.Errorf("What this paper hands over does not balance."))
	}
	had, err := Papers(tx)
	if err == nil && slices.ContainsFunc(had, func(k Kept) bool { return k.Seal == p.Seal }) {
		err = fault.Conflict.Errorf("This paper of %s is in these books already.", p.From)
	}
	return p, err
}

// mayCome holds the vote, the currency and the chart.
func (p Paper) mayCome(tx *db.Tx, resolution int64) error {
	r, err := assembly.MustCarry(tx, resolution, p.Day, "transition")
	if err != nil {
		return err
	}
	percent, text, err := majority(tx, r.Date)
	if err != nil {
		return err
	}
	if !passed(percent, text != "2/3", r.For, r.Against) {
		return fault.Refused.Errorf("To take in another unit's members needs %s of the votes for and against; resolution %d had %d for and %d against.", text, r.Number, r.For, r.Against)
	}
	u, err := unit.At(tx, p.Day)
	if err != nil {
		return err
	}
	if !strings.EqualFold(strings.TrimSpace(p.To), u.Name) {
		return fault.Refused.Errorf("%s hands over to “%s”, and these are the books of “%s”.", p.From, p.To, u.Name)
	}
	if u.Currency != p.Currency {
		return fault.Refused.Errorf("The paper is in %s, and these books are in %s on %s.", p.Currency, u.Currency, p.Day)
	}
	if u.Form == Dissolved || u.Form == Merged {
		return fault.Refused.Errorf("This unit is no more; it takes nobody in.")
	}
	accounts, err := ledger.Accounts(tx, nothing)
	if err != nil {
		return err
	}
	for _, a := range p.Accounts {
		if !slices.ContainsFunc(accounts, func(b ledger.Account) bool { return b.Code == a.Account && b.Kind == a.Kind }) {
			return fault.Missing.Errorf("The paper has the account %s “%s”, which these books do not have. Open it first (“ledger open”).", a.Account, a.Name)
		}
	}
	return nil
}

// admit enters a member in the register here: under the number they had, where it is
// free. Who had left there is entered as having left, for what they are owed.
func (m Going) admit(tx *db.Tx, p Paper) (string, error) {
	in := member.Admission{No: m.No, Name: m.Name, Sex: m.Sex, Born: m.Born, Standing: m.Standing, Grade: m.Grade, Joined: p.Day, OwnLabour: true}
	if _, err := member.At(tx, m.No, ""); err == nil {
		in.No = ""
	} else if fault.Of(err) != fault.Missing {
		return "", err
	}
	now, err := member.Admit(tx, in)
	if err == nil && m.Left {
		_, err = member.Leave(tx, member.Leaving{Member: now.No, Day: p.Day, Why: "had left " + p.From})
	}
	return now.No, err
}

// register enters shares, tools, and what is payable later only.
func (p Paper) register(tx *db.Tx, nos map[string]string, entry int64) error {
	there, err := capital.Tools(tx, unit.AsOf{Day: "9999-12-31"})
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, t := range there {
		taken[t.No] = true
	}
	tools := slices.Clone(p.Tools)
	for i := range tools {
		t := &tools[i]
		t.Member = nos[t.Member] // "" where they stay, or are owed nothing any more
		for no, n := t.No, 2; taken[t.No]; n++ {
			t.No = fmt.Sprintf("%s-%d", no, n)
		}
		taken[t.No] = true
	}
	var ms []capital.Movement
	for _, m := range p.Members {
		for _, had := range []capital.Movement{{Kind: capital.CashShare, Amount: m.Cash}, {Kind: capital.ToolShare, Amount: m.Tool}, {Kind: capital.EntranceFee, Amount: m.Fee}} {
			if had.Member = nos[m.No]; !had.Amount.IsZero() {
				ms = append(ms, had)
			}
		}
		for _, later := range m.Later {
			if err := capital.Hold(tx, nos[m.No], later.Due, later.Amount); err != nil {
				return err
			}
		}
	}
	return capital.TakeIn(tx, p.Day, entry, ms, tools)
}
