package assembly

import (
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/base/money"
	"artel/coop/member"
)

// Agenda is an item put on the agenda of a meeting.
type Agenda struct {
	Meeting    int64         `help:"number of the meeting"`
	Kind       string        `help:"what is done with it" choice:"report|motion|election" default:"motion"`
	Text       string        `help:"the report's subject, the motion in its words, or what is elected for"`
	About      string        `help:"what the resolution will be needed for" choice:"distribution|charter|admission|exclusion|lending|write-off|transition|payment|other" default:"other"`
	Amount     money.Decimal `help:"the amount it is about, where it is about one" opt:"yes"`
	Year       cal.Year      `help:"the year of account it concerns; where left out, the year before the meeting's" opt:"yes"`
	Majority   string        `help:"how many must be for it" choice:"charter|simple|two_thirds|three_quarters|unanimous" default:"charter"`
	Of         string        `help:"of what that is counted: of the votes for and against, of all that are here, or of all that there are" choice:"cast|present|all" default:"cast"`
	Ballot     string        `help:"how it is voted on: openly by name, secretly, or by hands that are counted" choice:"open|secret|hand" default:"open"`
	Post       string        `help:"the post that is elected, such as chair or committee" opt:"yes"`
	Seats      int64         `help:"how many are elected" default:"1"`
	Until      cal.Day       `help:"the last day of their term" opt:"yes"`
	Candidates []string      `help:"the candidates' numbers" opt:"yes"`
	Amends     int64         `help:"number of the item that this motion would put into other words; 0 for none" default:"0"`
	Runoff     int64         `help:"number of the election in which these candidates were equal; 0 for none" default:"0"`
	Paper      string        `help:"what the members should read before, in words" opt:"yes"`
	Told       cal.Day       `help:"the day on which the members were told of it; today where left out, or the day of the notice for a meeting that is past" opt:"yes"`
}

// Item is an item of a meeting's agenda, and what became of it.
type Item struct {
	Meeting    int64       `json:"-"`
	Item       int64       `json:"item"`
	Kind       string      `json:"kind" words:"yes"`
	Words      string      `json:"text"`
	About      string      `json:"about" words:"yes"`
	Amount     string      `json:"amount,omitempty"`
	Year       cal.Year    `json:"year"`
	Majority   string      `json:"majority" words:"yes"`
	Of         string      `json:"of" words:"yes"`
	Ballot     string      `json:"ballot" words:"yes"`
	Post       string      `json:"post,omitempty"`
	Seats      int64       `json:"seats,omitempty"`
	Until      cal.Day     `json:"until,omitempty"`
	Amends     int64       `json:"amends,omitempty"`
	Runoff     int64       `json:"runoff,omitempty"`
	Paper      string      `json:"paper,omitempty"`
	State      string      `json:"state" words:"yes"`
	Candidates []Candidate `json:"candidates,omitempty"`
	Cast       int64       `json:"cast"`           // votes that are in
	Given      int64       `json:"given"`          // papers given out, in a secret vote
	Key        string      `json:"key,omitempty"`  // of a secret vote, public
	Voices     []Voice     `json:"mine,omitempty"` // whose votes the asker casts
	Roll       []Said      `json:"roll,omitempty"` // how each voted, once counted
	Result     *Outcome    `json:"result,omitempty"`
}

// The states of an item.
const (
	Coming     = "coming"
	Deciding   = "voting"
	PapersOut  = "papers"
	BoxOpen    = "box"
	Decided    = "decided"
	WithdrawnI = "withdrawn"
)

// The kinds of items, and of votes on them.
const (
	Report   = "report"
	AMotion  = "motion"
	Election = "election"

	OpenVote = "open"
	Secret   = "secret"
	Hand     = "hand"
)

// Candidate stands in an election.
type Candidate struct {
	Member  string `json:"member"`
	Name    string `json:"name"`
	Votes   int64  `json:"votes"`
	Elected bool   `json:"elected"`
}

// AddItem puts an item on the agenda. What members were not told in time cannot
// be decided; only amendments of what they were told, and runoffs, come later.
func AddItem(tx *db.Tx, in Agenda) (Item, error) {
	it := Item{Meeting: in.Meeting, Kind: in.Kind, Words: strings.TrimSpace(in.Text), About: in.About, Year: in.Year, Majority: in.Majority, Of: in.Of, Ballot: in.Ballot,
		Post: strings.TrimSpace(in.Post), Until: in.Until, Amends: in.Amends, Runoff: in.Runoff, Paper: strings.TrimSpace(in.Paper), State: Coming}
	if !in.Amount.IsZero() {
		it.Amount = in.Amount.String()
	}
	m, err := findMeeting(tx, in.Meeting)
	if err != nil {
		return it, err
	}
	if m.State == Closed || m.State == Cancelled {
		return it, fault.Conflict.Errorf("Meeting %d of %s is over. Put it on the agenda of another meeting.", m.Number, m.Day)
	}
	if it.Year == 0 {
		it.Year = m.Day.Year() - 1
	}
	if it.Words == "" {
		return it, fault.In("text", "", fault.Invalid.Errorf("An item of the agenda says what it is about."))
	}
	items, err := selectItems(tx, m.Number)
	if err != nil {
		return it, err
	}
	it.Item = int64(len(items)) + 1
	switch {
	case it.Amends != 0:
		err = it.amends(tx, items)
	case it.Runoff != 0:
		err = it.runsOff(tx, items)
	default:
		told := in.Told
		if today := cal.On(tx.Now); told == "" && today <= m.Day {
			told = today
		} else if told == "" {
			told = m.Notice
		}
		err = inTime(tx, told, m.Day)
	}
	if err != nil {
		return it, err
	}
	if it.Kind == Election {
		if err := it.candidates(tx, m, in); err != nil {
			return it, err
		}
	} else if len(in.Candidates) > 0 || it.Post != "" {
		return it, fault.Invalid.Errorf("Candidates and a post are for an election; this is a %s.", it.Kind)
	}
	if it.Kind == Report && it.Ballot != OpenVote {
		return it, fault.Invalid.Errorf("A report is heard, and not voted on. Put a motion on the agenda for what is to be decided about it.")
	}
	return it, insertItem(tx, it)
}

// amends refuses an amendment of what is not there, is no motion, or is decided.
func (it *Item) amends(tx *db.Tx, items []Item) error {
	i := slices.IndexFunc(items, func(o Item) bool { return o.Item == it.Amends })
	if i < 0 {
		return fault.Missing.Errorf("There is no item %d on this agenda to amend.", it.Amends)
	}
	of := items[i]
	state, err := of.state(tx)
	switch {
	case err != nil:
		return err
	case of.Kind != AMotion || it.Kind != AMotion || of.Amends != 0:
		return fault.Invalid.Errorf("Only a motion is amended, and by a motion; item %d is none that can be.", of.Item)
	case state == Decided:
		return fault.Conflict.Errorf("Item %d is decided, and what is decided is not amended. A new motion on it comes before another meeting.", of.Item)
	case state != Coming:
		return fault.Conflict.Errorf("Item %d is being voted on. An amendment comes before the vote.", of.Item)
	}
	it.About, it.Amount, it.Year = of.About, of.Amount, of.Year
	return nil
}

// runsOff takes over the candidates who were equal.
func (it *Item) runsOff(tx *db.Tx, items []Item) error {
	i := slices.IndexFunc(items, func(o Item) bool { return o.Item == it.Runoff && o.Kind == Election })
	if i < 0 || it.Kind != Election {
		return fault.Missing.Errorf("There is no election %d on this agenda to run off.", it.Runoff)
	}
	of := items[i]
	state, err := of.state(tx)
	if err == nil && state != Decided {
		err = fault.Conflict.Errorf("Election %d is not counted yet; a runoff comes after it.", of.Item)
	}
	it.Post, it.Until = of.Post, of.Until
	return err
}

func (it *Item) candidates(tx *db.Tx, m Meeting, in Agenda) error {
	it.Seats = in.Seats
	switch {
	case it.Post == "":
		return fault.In("post", "", fault.Invalid.Errorf("An election says for which post, such as chair or committee."))
	case it.Seats < 1:
		return fault.Invalid.Errorf("At least 1 is elected.")
	case it.Until != "" && it.Until <= m.Day:
		return fault.In("until", string(it.Until), fault.Invalid.Errorf("The term would end on %s, before it begins with the meeting of %s.", it.Until, m.Day))
	case len(in.Candidates) == 0:
		return fault.In("candidates", "", fault.Invalid.Errorf("An election has candidates. Give their numbers in the register."))
	}
	for _, no := range in.Candidates {
		who, err := member.At(tx, no, m.Day)
		if err != nil {
			return fault.In("candidates", no, err)
		}
		if slices.ContainsFunc(it.Candidates, func(c Candidate) bool { return c.Member == no }) {
			return fault.In("candidates", no, fault.Invalid.Errorf("%s is named twice.", no))
		}
		if !who.In(m.Day) || who.Standing != member.Full {
			return fault.In("candidates", no, fault.Refused.Errorf("%s is no member on %s, and cannot be elected.", no, m.Day))
		}
		it.Candidates = append(it.Candidates, Candidate{Member: no, Name: who.Name})
	}
	return nil
}

func insertItem(tx *db.Tx, it Item) error {
	err := tx.Exec(`
		insert into meeting_item (unit, meeting, item, kind, words, about, amount, concerns, majority, base, ballot, post, seats, until, amends, runoff, paper, act)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		tx.Unit, it.Meeting, it.Item, it.Kind, it.Words, it.About, it.Amount, it.Year, it.Majority, it.Of, it.Ballot, it.Post, it.Seats, it.Until, it.Amends, it.Runoff, it.Paper, tx.Act)
	if err != nil || len(it.Candidates) == 0 {
		return err
	}
	return tx.Insert("candidate (unit, meeting, item, member, act)", len(it.Candidates), func(i int, to []any) []any {
		return append(to, tx.Unit, it.Meeting, it.Item, it.Candidates[i].Member, tx.Act)
	})
}

type itemRow struct {
	Meeting, Item      int64
	Kind, Words, About string
	Amount             string
	Year               cal.Year
	Majority, Of       string
	Ballot, Post       string
	Seats              int64
	Until              cal.Day
	Amends, Runoff     int64
	Paper              string
}

func (r itemRow) item() Item {
	return Item{Meeting: r.Meeting, Item: r.Item, Kind: r.Kind, Words: r.Words, About: r.About, Amount: r.Amount, Year: r.Year, Majority: r.Majority, Of: r.Of,
		Ballot: r.Ballot, Post: r.Post, Seats: r.Seats, Until: r.Until, Amends: r.Amends, Runoff: r.Runoff, Paper: r.Paper}
}

const itemColumns = `
	select meeting, item, kind, words, about, amount, concerns, majority, base, ballot, post, seats, until, amends, runoff, paper
	from meeting_item where unit = $1 and meeting = $2`

func selectItems(tx *db.Tx, meeting int64) ([]Item, error) {
	rows, err := db.All[itemRow](tx, itemColumns+` order by item`, tx.Unit, meeting)
	items := make([]Item, len(rows))
	for i, r := range rows {
		items[i] = r.item()
	}
	return items, err
}

func findItem(tx *db.Tx, meeting, item int64) (Item, error) {
	r, err := db.One[itemRow](tx, itemColumns+` and item = $3`, tx.Unit, meeting, item)
	if fault.Of(err) == fault.Missing {
		err = fault.Missing.Errorf("Item %d is not on the agenda of meeting %d, and what is not on it is out of order: nothing is decided that the members were not told of.", item, meeting)
	}
	return r.item(), err
}

// state is how far an item has come.
func (it Item) state(tx *db.Tx) (string, error) {
	return db.One[string](tx, `
		select case when exists (select 1 from item_result r where r.unit = $1 and r.meeting = $2 and r.item = $3) then 'decided'
			else coalesce((select e.state from item_event e where e.unit = $1 and e.meeting = $2 and e.item = $3 order by e.act desc limit 1), 'coming') end`,
		tx.Unit, it.Meeting, it.Item)
}
