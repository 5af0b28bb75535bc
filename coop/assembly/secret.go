package assembly

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"strings"

	"github.com/cloudflare/circl/blindsign/blindrsa"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/member"
)

// A secret vote works as one with paper does. While the papers are given out
// each voter writes their choice on one, with chance words of their own, puts it
// into an envelope that nobody can look through, and has the envelope stamped:
// it is known who had one stamped, and each only once. Then the box is opened,
// and from then on no envelope is stamped. Papers go into it without a name: a
// stamp that came through the envelope shows that each is from a voter, and
// nothing shows from which. When it is counted every paper can be read by
// everybody, and whoever knows their own chance words finds theirs among them.
//
// The stamp is a blind signature (D. Chaum, 1982), RSABSSA-SHA384-PSS-
// Deterministic of RFC 9474: the voter's device blinds the paper, the server
// signs without seeing it, the device unblinds. That the two moments lie in two
// stretches that do not overlap keeps the order in the log from telling what the
// signature hides. The key dies with the count.

const boxBits = 2048

// makeBox makes the key of a secret vote and gives the public half.
func makeBox(tx *db.Tx, it Item) (string, error) {
	key, err := rsa.GenerateKey(rand.Reader, boxBits)
	if err != nil {
		return "", err
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return "", err
	}
	text := base64.StdEncoding.EncodeToString(public)
	return text, tx.Exec(`insert into vote_box (unit, meeting, item, public, private) values ($1, $2, $3, $4, $5)`,
		tx.Unit, it.Meeting, it.Item, text, base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PrivateKey(key)))
}

func closeBox(tx *db.Tx, it Item) error {
	return tx.Exec(`update vote_box set private = '' where unit = $1 and meeting = $2 and item = $3`, tx.Unit, it.Meeting, it.Item)
}

// OpenBox opens the box: no more papers are given out, and those that were can be
// cast.
func OpenBox(tx *db.Tx, in OneItem) (Item, error) {
	_, it, state, err := atItem(tx, in.Meeting, in.Item)
	if err != nil {
		return it, err
	}
	if state != PapersOut {
		return it, fault.Conflict.Errorf("No papers of item %d are given out, so there is no box to open.", it.Item)
	}
	if it.Given, err = papersGiven(tx, it); err != nil {
		return it, err
	}
	if it.Given < 2 {
		return it, fault.Conflict.Errorf("%d papers are given out. A secret needs at least 2; wait until more have theirs.", it.Given)
	}
	it.State = BoxOpen
	return it, it.event(tx, BoxOpen, 0, 0)
}

func papersGiven(tx *db.Tx, it Item) (int64, error) {
	return db.One[int64](tx, `select count(*) from paper_given where unit = $1 and meeting = $2 and item = $3`, tx.Unit, it.Meeting, it.Item)
}

// Envelope is a blinded paper that a voter has stamped.
type Envelope struct {
	Meeting int64    `help:"number of the meeting"`
	Item    int64    `help:"number of the item on its agenda"`
	Member  string   `help:"the member whose vote it is"`
	Blinded []string `help:"the closed envelopes, one for each vote, in base64" secret:"yes"`
}

// Stamped are the stamps on the envelopes.
type Stamped struct {
	Stamps []string `json:"stamps"`
}

// Stamp stamps a voter's envelopes, once, without seeing what is in them. Only
// the voter can ask for it, or who holds their proxy; the chair cannot for them.
func Stamp(tx *db.Tx, in Envelope) (Stamped, error) {
	m, it, state, err := atItem(tx, in.Meeting, in.Item)
	if err != nil {
		return Stamped{}, err
	}
	switch {
	case it.Ballot != Secret:
		return Stamped{}, fault.Refused.Errorf("Item %d is not voted on secretly.", it.Item)
	case state == BoxOpen:
		return Stamped{}, fault.Conflict.Errorf("The box of item %d is open, and no more papers are given out.", it.Item)
	case state != PapersOut:
		return Stamped{}, fault.Conflict.Errorf("No papers of item %d are given out now.", it.Item)
	}
	votes, err := m.mayCast(tx, in.Member, false)
	if err != nil {
		return Stamped{}, err
	}
	was, err := db.One[int64](tx, `select count(*) from paper_given where unit = $1 and meeting = $2 and item = $3 and member = $4`, tx.Unit, m.Number, it.Item, in.Member)
	switch {
	case err != nil:
		return Stamped{}, err
	case was > 0:
		return Stamped{}, fault.Conflict.Errorf("%s has their paper for item %d already; each has one.", in.Member, it.Item)
	case int64(len(in.Blinded)) != votes:
		return Stamped{}, fault.Invalid.Errorf("%s has %d votes, and hands in %d envelopes.", in.Member, votes, len(in.Blinded))
	}
	sealed, err := db.One[string](tx, `select private from vote_box where unit = $1 and meeting = $2 and item = $3`, tx.Unit, m.Number, it.Item)
	if err != nil {
		return Stamped{}, err
	}
	der, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil {
		return Stamped{}, err
	}
	key, err := x509.ParsePKCS1PrivateKey(der)
	if err != nil {
		return Stamped{}, err
	}
	s := Stamped{}
	for _, text := range in.Blinded {
		blinded, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return s, fault.Invalid.Errorf("An envelope is not in base64.")
		}
		stamp, err := blindrsa.NewSigner(key).BlindSign(blinded)
		if err != nil {
			return s, fault.Invalid.Errorf("An envelope is not of this vote.")
		}
		s.Stamps = append(s.Stamps, base64.StdEncoding.EncodeToString(stamp))
	}
	return s, tx.Insert("paper_given (unit, meeting, item, member, n, act)", len(s.Stamps), func(i int, to []any) []any {
		return append(to, tx.Unit, m.Number, it.Item, in.Member, i+1, tx.Act)
	})
}

// Paper is a paper as it lies in the box. Its text is what was stamped: the
// choice and the chance words.
type Paper struct {
	Token  string `json:"token"`
	Choice string `json:"choice"`
	Proof  string `json:"proof"`
}

// PaperText is what a voter writes on a paper of an item, and has stamped.
func PaperText(choice, token string) string { return choice + "\n" + token }

// Casting puts a paper into the box, without a name.
type Casting struct {
	Meeting int64  `help:"number of the meeting"`
	Item    int64  `help:"number of the item on its agenda"`
	Choice  string `help:"what stands on the paper" secret:"yes"`
	Token   string `help:"the chance words on it" secret:"yes"`
	Proof   string `help:"its stamp, in base64" secret:"yes"`
}

// Cast puts a paper into the open box. Nobody is asked who they are; the stamp
// says that the paper is a voter's.
func Cast(tx *db.Tx, in Casting) (act.Nothing, error) {
	none := act.Nothing{}
	_, it, state, err := atItem(tx, in.Meeting, in.Item)
	if err != nil {
		return none, err
	}
	if state != BoxOpen {
		return none, fault.Conflict.Errorf("The box of item %d is not open.", it.Item)
	}
	if len(in.Token) < 16 || len(in.Token) > 64 || len(in.Choice) > 400 {
		return none, fault.Invalid.Errorf("This is no paper of item %d.", it.Item)
	}
	public, err := db.One[string](tx, `select public from vote_box where unit = $1 and meeting = $2 and item = $3`, tx.Unit, it.Meeting, it.Item)
	if err != nil {
		return none, err
	}
	if err := checkStamp(public, Paper{in.Token, in.Choice, in.Proof}); err != nil {
		return none, err
	}
	was, err := db.One[int64](tx, `select count(*) from paper_cast where unit = $1 and meeting = $2 and item = $3 and token = $4`, tx.Unit, it.Meeting, it.Item, in.Token)
	if err != nil || was > 0 { // the same paper sent again lies there once
		return none, err
	}
	return none, tx.Exec(`insert into paper_cast (unit, meeting, item, token, choice, proof) values ($1, $2, $3, $4, $5, $6)`,
		tx.Unit, it.Meeting, it.Item, in.Token, in.Choice, in.Proof)
}

// checkStamp refuses a paper without the stamp of its vote.
func checkStamp(public string, p Paper) error {
	der, err := base64.StdEncoding.DecodeString(public)
	if err != nil {
		return err
	}
	parsed, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return err
	}
	key, ok := parsed.(*rsa.PublicKey)
	if !ok {
		return fault.Invalid.Errorf("The key of the vote is none.")
	}
	proof, err := base64.StdEncoding.DecodeString(p.Proof)
	sum := sha512.Sum384([]byte(PaperText(p.Choice, p.Token)))
	if err != nil || rsa.VerifyPSS(key, crypto.SHA384, sum[:], proof, &rsa.PSSOptions{SaltLength: crypto.SHA384.Size()}) != nil {
		return fault.Refused.Errorf("The paper does not bear the stamp of this vote.")
	}
	return nil
}

func selectPapers(tx *db.Tx, it Item) ([]Paper, error) {
	return db.All[Paper](tx, `select token, choice, proof from paper_cast where unit = $1 and meeting = $2 and item = $3 order by token`, tx.Unit, it.Meeting, it.Item)
}

// Box is what was in the box of a secret vote, for everybody to count again.
type Box struct {
	Meeting int64   `json:"meeting"`
	Item    int64   `json:"item"`
	Words   string  `json:"text"`
	Given   int64   `json:"given"` // papers that were given out
	Key     string  `json:"key"`
	Papers  []Paper `json:"papers"`
}

// Papers are the papers of a secret vote that is counted, in the order of their
// chance words.
func Papers(tx *db.Tx, in OneItem) (Box, error) {
	it, err := findItem(tx, in.Meeting, in.Item)
	b := Box{Meeting: in.Meeting, Item: in.Item, Words: it.Words}
	if err != nil {
		return b, err
	}
	state, err := it.state(tx)
	switch {
	case err != nil:
		return b, err
	case it.Ballot != Secret:
		return b, fault.Refused.Errorf("Item %d was not voted on secretly.", it.Item)
	case state != Decided:
		return b, fault.Conflict.Errorf("Item %d is not counted yet; its papers are read when it is.", it.Item)
	}
	if b.Given, err = papersGiven(tx, it); err != nil {
		return b, err
	}
	if b.Key, err = db.One[string](tx, `select public from vote_box where unit = $1 and meeting = $2 and item = $3`, tx.Unit, it.Meeting, it.Item); err != nil {
		return b, err
	}
	b.Papers, err = selectPapers(tx, it)
	return b, err
}

// voices are the votes that the asker casts on an item.
func (m Meeting) voices(tx *db.Tx, it Item) ([]Voice, error) {
	if tx.Member == "" {
		return nil, nil
	}
	mine, err := db.All[string](tx, `
		select a.member from attendance a where a.unit = $1 and a.meeting = $2 and (a.member = $3 and a.state = 'here' or a.holder = $3 and a.state = 'proxy')
		and not exists (select 1 from attendance n where n.unit = a.unit and n.meeting = a.meeting and n.member = a.member and n.act > a.act)
		order by case when a.member = $3 then 0 else 1 end, a.member`, tx.Unit, m.Number, tx.Member)
	if err != nil {
		return nil, err
	}
	var list []Voice
	for _, no := range mine {
		votes, err := m.mayCast(tx, no, false)
		if fault.Of(err) == fault.Refused {
			continue
		}
		if err != nil {
			return nil, err
		}
		who, err := member.At(tx, no, "")
		if err != nil {
			return nil, err
		}
		v := Voice{Member: no, Name: who.Name, Votes: votes}
		if it.Ballot == Secret {
			n, err := db.One[int64](tx, `select count(*) from paper_given where unit = $1 and meeting = $2 and item = $3 and member = $4`, tx.Unit, m.Number, it.Item, no)
			if err != nil {
				return nil, err
			}
			v.Done = n > 0
		} else {
			said, err := db.All[string](tx, `select choice from said_vote where unit = $1 and meeting = $2 and item = $3 and member = $4`, tx.Unit, m.Number, it.Item, no)
			if err != nil {
				return nil, err
			}
			v.Done = len(said) > 0
			v.Choice = strings.Join(said, "")
		}
		list = append(list, v)
	}
	return list, nil
}
