package assembly

import (
	"slices"
	"strings"
	"time"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/unit"
)

// Counting counts a vote. Votes by hand are counted in the room and typed; a lot
// is drawn where the charter lets it decide.
type Counting struct {
	Meeting int64   `help:"number of the meeting"`
	Item    int64   `help:"number of the item on its agenda"`
	For     int64   `help:"hands for it, where hands are counted" default:"0"`
	Against int64   `help:"hands against it" default:"0"`
	Abstain int64   `help:"abstentions" default:"0"`
	Hands   []Hands `help:"hands for each candidate, in an election by hand" opt:"yes"`
	Lot     string  `help:"the candidate on whom the lot fell, between those who are equal" opt:"yes"`
	Number  int64   `help:"number of the resolution; the next free one where left out" opt:"yes"`
}

// Hands are the hands for a candidate.
type Hands struct {
	Member string `help:"the candidate's number"`
	Votes  int64  `help:"hands for them"`
}

// Outcome is how an item was decided.
type Outcome struct {
	For      int64    `json:"for"`
	Against  int64    `json:"against"`
	Abstain  int64    `json:"abstain"`
	Invalid  int64    `json:"invalid,omitempty"` // papers that say nothing
	Here     int64    `json:"here"`
	Entitled int64    `json:"entitled"`
	Needed   string   `json:"needed"`
	Carried  bool     `json:"carried"`
	Number   int64    `json:"number,omitempty"` // of the resolution
	Year     cal.Year `json:"year"`
	Lot      string   `json:"lot,omitempty"`
	At       string   `json:"at"`
}

// Tally counts the vote on an item and records what was decided: a resolution
// with its number, or those who were elected.
func Tally(tx *db.Tx, in Counting) (Item, error) {
	m, it, state, err := atItem(tx, in.Meeting, in.Item)
	if err != nil {
		return it, err
	}
	switch state {
	case Decided, WithdrawnI:
		return it, fault.Conflict.Errorf("Item %d is %s already.", it.Item, state)
	case Coming:
		return it, fault.Conflict.Errorf("The vote on item %d was not opened.", it.Item)
	case PapersOut:
		return it, fault.Conflict.Errorf("The papers of item %d are given out, and the box is not open yet. Open it (“assembly box”), let them be cast, then count.", it.Item)
	}
	list, err := m.attending(tx)
	if err != nil {
		return it, err
	}
	_, entitled, err := m.entitled(tx)
	if err != nil {
		return it, err
	}
	if it.Candidates, err = candidatesOf(tx, it); err != nil {
		return it, err
	}
	o, voted, err := it.votes(tx, in, list)
	if err != nil {
		return it, err
	}
	o.Entitled, o.Year, o.At = entitled, it.Year, tx.Now.Format(time.RFC3339)
	for _, a := range list { // who left after voting was here for it
		if a.State == Present || a.State == ByProxy && holds(list, a.Holder) {
			voted[a.Member] = a.Votes
		}
	}
	for _, n := range voted {
		o.Here += n
	}
	if err := m.mustBeQuorate(tx, o.Here, entitled); err != nil {
		return it, err
	}
	it.State, it.Result = Decided, &o
	if it.Kind == Election {
		return it, it.elect(tx, m, in)
	}
	return it, it.decide(tx, m, in)
}

func holds(list []Attending, no string) bool {
	return slices.ContainsFunc(list, func(a Attending) bool { return a.Member == no && a.State == Present })
}

// votes adds up what was cast, and says who openly did.
func (it *Item) votes(tx *db.Tx, in Counting, list []Attending) (o Outcome, voted map[string]int64, err error) {
	voted = map[string]int64{}
	add := func(choice string, n int64) {
		switch {
		case choice == "abstain":
			o.Abstain += n
		case it.Kind == Election:
			o.For += n
			for no := range strings.SplitSeq(choice, ",") {
				for i := range it.Candidates {
					if it.Candidates[i].Member == no {
						it.Candidates[i].Votes += n
					}
				}
			}
		case choice == "for":
			o.For += n
		case choice == "against":
			o.Against += n
		default:
			o.Invalid += n
		}
	}
	switch it.Ballot {
	case OpenVote:
		if it.Roll, err = selectSaid(tx, *it); err != nil {
			return o, nil, err
		}
		words, err := it.final(tx)
		if err != nil {
			return o, nil, err
		}
		for _, s := range it.Roll {
			if s.Before && words != it.Words { // cast on other words than these
				continue
			}
			add(s.Choice, s.Votes)
			voted[s.Member] = s.Votes
		}
	case Secret:
		papers, err := selectPapers(tx, *it)
		if err != nil {
			return o, nil, err
		}
		if len(papers) == 0 {
			return o, nil, fault.Conflict.Errorf("No paper is in the box of item %d yet.", it.Item)
		}
		for _, p := range papers {
			choice, err := it.choice(tx, p.Choice)
			if fault.Of(err) != "" {
				choice, err = "", nil
			}
			if err != nil {
				return o, nil, err
			}
			add(choice, 1)
		}
	case Hand:
		if o.For, o.Against, o.Abstain, err = it.hands(in, here(list)); err != nil {
			return o, nil, err
		}
	}
	if it.Ballot != Hand && o.For+o.Against+o.Abstain+o.Invalid == 0 {
		return o, nil, fault.Conflict.Errorf("Nobody has voted on item %d yet.", it.Item)
	}
	return o, voted, nil
}

// hands are hands that were counted in the room.
func (it *Item) hands(in Counting, here int64) (pro, against, abstain int64, err error) {
	if it.Kind == Election {
		for _, hand := range in.Hands {
			i := slices.IndexFunc(it.Candidates, func(c Candidate) bool { return c.Member == hand.Member })
			switch {
			case i < 0:
				return 0, 0, 0, fault.In("hands", hand.Member, fault.Invalid.Errorf("“%s” is no candidate of item %d.", hand.Member, it.Item))
			case hand.Votes < 0 || hand.Votes > here:
				return 0, 0, 0, fault.In("hands", hand.Member, fault.Invalid.Errorf("%d hands for %s, of %d votes that are here.", hand.Votes, hand.Member, here))
			}
			it.Candidates[i].Votes = hand.Votes
			pro = max(pro, hand.Votes)
		}
		return pro, 0, in.Abstain, nil
	}
	sum := in.For + in.Against + in.Abstain
	switch {
	case in.For < 0 || in.Against < 0 || in.Abstain < 0:
		err = fault.Invalid.Errorf("Hands are not below 0.")
	case sum == 0:
		err = fault.Invalid.Errorf("Say how many hands were for it, against it, and abstained.")
	case sum > here:
		err = fault.Invalid.Errorf("%d hands were counted, and %d votes are here. Count again.", sum, here)
	}
	return in.For, in.Against, in.Abstain, err
}

// final are an item's words after the amendments that were carried.
func (it Item) final(tx *db.Tx) (string, error) {
	words, err := db.All[string](tx, `
		select i.words from meeting_item i join item_result r on r.unit = i.unit and r.meeting = i.meeting and r.item = i.item
		where i.unit = $1 and i.meeting = $2 and i.amends = $3 and r.carried order by r.act`, tx.Unit, it.Meeting, it.Item)
	if err != nil || len(words) == 0 {
		return it.Words, err
	}
	return words[len(words)-1], nil
}

// decide records a motion's outcome. One that puts another into other words is
// no resolution of its own.
func (it *Item) decide(tx *db.Tx, m Meeting, in Counting) error {
	o := it.Result
	need, words, err := it.need(tx, m, *o)
	if err != nil {
		return err
	}
	o.Needed, o.Carried = words, o.For >= need && o.For > 0
	if it.Amends == 0 {
		if o.Number, err = it.resolve(tx, m, in.Number); err != nil {
			return err
		}
	}
	return it.insertResult(tx)
}

// need is how many votes a motion needs, and that in words.
func (it Item) need(tx *db.Tx, m Meeting, o Outcome) (int64, string, error) {
	b := Ballots{o.For, o.Against, o.Abstain, o.Here, o.Entitled}
	if it.Majority != ByCharter {
		n, err := Needed(it.Majority, it.Of, b)
		return n, it.Majority + " of " + it.Of, err
	}
	charter, err := unit.CharterAt(tx, m.Day)
	if err != nil {
		return 0, "", err
	}
	text := charter.Text(majorityRule, usualMajority)
	percent, err := money.ParseDecimal(text)
	if err != nil {
		return 0, "", err
	}
	base := map[string]int64{OfCast: o.For + o.Against, OfPresent: o.Here, OfAll: o.Entitled}[it.Of]
	n, err := moreThan(percent, base)
	return n, "more than " + text + " percent of " + it.Of, err
}

// resolve enters the outcome in the book of resolutions.
func (it *Item) resolve(tx *db.Tx, m Meeting, number int64) (int64, error) {
	next, err := nextNumber(tx, it.Year)
	if err != nil {
		return 0, err
	}
	if number == 0 {
		number = next
	}
	if err := mustBeFree(tx, number, it.Year); err != nil {
		return 0, err
	}
	words, err := it.final(tx)
	if err != nil {
		return 0, err
	}
	r := Resolution{number, it.Year, m.Day, words, it.Result.For, it.Result.Against, it.Result.Abstain, it.Result.Carried}
	if err := insertResolution(tx, r); err != nil {
		return 0, err
	}
	return number, insertAbout(tx, About{it.Year, number, it.About, it.Amount, it.Meeting, it.Item})
}

// elect records who was elected, or asks for what decides between equals.
func (it *Item) elect(tx *db.Tx, m Meeting, in Counting) error {
	slices.SortStableFunc(it.Candidates, func(a, b Candidate) int { return int(b.Votes - a.Votes) })
	chosen, _, equal := Elected(it.Candidates, it.Seats)
	charter, err := unit.CharterAt(tx, m.Day)
	if err != nil {
		return err
	}
	byLot := charter.Text(tieRule, "runoff") == "lot"
	if len(equal) > 0 && byLot {
		left := it.Seats - int64(len(chosen))
		i := slices.IndexFunc(equal, func(c Candidate) bool { return c.Member == in.Lot })
		switch {
		case left > 1:
			return fault.Conflict.Errorf("%s are equal with %d votes for %d seats; a lot gives one. Hold a runoff for the seats that are left.", names(equal), equal[0].Votes, left)
		case i < 0:
			return fault.Conflict.Errorf("%s are equal with %d votes. The charter decides by lot (%s): draw it before the meeting, and say on whom it fell.", names(equal), equal[0].Votes, charter[tieRule].Clause)
		}
		chosen = append(slices.Clone(chosen), equal[i])
		it.Result.Lot = in.Lot
	} else if in.Lot != "" {
		return fault.In("lot", in.Lot, fault.Invalid.Errorf("No lot is needed: nobody is equal where it would matter, or the charter asks for a runoff."))
	}
	for i := range it.Candidates {
		it.Candidates[i].Elected = slices.ContainsFunc(chosen, func(c Candidate) bool { return c.Member == it.Candidates[i].Member })
	}
	it.Result.Carried = len(chosen) > 0
	it.Result.Needed = "most votes"
	if len(equal) > 0 && !byLot {
		it.Result.Needed = "runoff between " + names(equal)
	}
	if err := it.insertResult(tx); err != nil {
		return err
	}
	err = tx.Insert("election_result (unit, meeting, item, member, votes, elected)", len(it.Candidates), func(i int, to []any) []any {
		c := it.Candidates[i]
		return append(to, tx.Unit, it.Meeting, it.Item, c.Member, c.Votes, c.Elected)
	})
	if err != nil {
		return err
	}
	return tx.Insert("office (unit, post, member, since, act, until, meeting, item)", len(chosen), func(i int, to []any) []any {
		return append(to, tx.Unit, it.Post, chosen[i].Member, m.Day, tx.Act, it.Until, it.Meeting, it.Item)
	})
}

func names(list []Candidate) string {
	all := make([]string, len(list))
	for i, c := range list {
		all[i] = c.Member + " " + c.Name
	}
	return strings.Join(all, ", ")
}

func candidatesOf(tx *db.Tx, it Item) ([]Candidate, error) {
	type row struct {
		Member, Name string
		Votes        int64
		Elected      bool
	}
	rows, err := db.All[row](tx, `
		select c.member, coalesce((select n.name from member n where n.unit = c.unit and n.no = c.member order by n.since desc, n.act desc limit 1), ''),
			coalesce(r.votes, 0), coalesce(r.elected, $4)
		from candidate c left join election_result r on r.unit = c.unit and r.meeting = c.meeting and r.item = c.item and r.member = c.member
		where c.unit = $1 and c.meeting = $2 and c.item = $3 order by coalesce(r.votes, 0) desc, c.member`, tx.Unit, it.Meeting, it.Item, false)
	list := make([]Candidate, len(rows))
	for i, r := range rows {
		list[i] = Candidate(r)
	}
	return list, err
}

func (it Item) insertResult(tx *db.Tx) error {
	o := it.Result
	if it.Ballot == Secret { // with the key nobody can write another paper any more
		if err := closeBox(tx, it); err != nil {
			return err
		}
	}
	return tx.Exec(`
		insert into item_result (unit, meeting, item, pro, against, abstain, invalid, here, entitled, needed, carried, number, concerns, lot, at, act)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		tx.Unit, it.Meeting, it.Item, o.For, o.Against, o.Abstain, o.Invalid, o.Here, o.Entitled, o.Needed, o.Carried, o.Number, o.Year, o.Lot, o.At, tx.Act)
}
