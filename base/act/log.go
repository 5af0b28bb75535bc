package act

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"artel/base/db"
	"artel/base/fault"
)

// Logged is one line of the log of acts.
type Logged struct {
	Seq        int64  `json:"seq"`
	At         string `json:"at"` // UTC
	Who        string `json:"who"`
	Door       string `json:"door"`
	Name       string `json:"name"`
	Input      string `json:"input"` // JSON; secrets are left out
	Resolution string `json:"resolution"`
	Idem       string `json:"idem,omitempty"`
	Digest     string `json:"digest"`  // of name and input
	Effects    string `json:"effects"` // hash over the entries the act made
	Hash       string `json:"hash"`    // over all of this and the hash before
}

// chain is the hash of a line that follows the line with hash before.
func (l Logged) chain(before string) string {
	h := sha256.New()
	for _, part := range []string{before, fmt.Sprint(l.Seq), l.At, l.Who, l.Door, l.Name, l.Input, l.Resolution, l.Idem, l.Digest, l.Effects} {
		fmt.Fprintf(h, "%d:%s", len(part), part) // the length keeps two parts from reading as one
	}
	return hex.EncodeToString(h.Sum(nil))
}

// write runs a writing act: head, function, log. Everything in it can be run
// again from the start.
func (a Act) write(ctx context.Context, d *db.DB, who db.Who, c Call, in any) (Answer, error) {
	input, err := json.Marshal(Public(in))
	if err != nil {
		return Answer{}, err
	}
	digest := hexOf(a.Name, string(input))
	run, err := a.worked(ctx, d, who, in)
	if err != nil {
		return Answer{}, err
	}
	var ans Answer
	err = d.Write(ctx, who, func(tx *db.Tx) (err error) {
		ans = Answer{Tried: c.Try}
		before, err := a.lockHead(tx)
		if err != nil {
			return err
		}
		if c.Key != "" {
			if err := earlier(tx, c.Key, digest, &ans); err != nil {
				return err
			}
		}
		if err := a.checkSeen(tx, c, in); err != nil {
			return err
		}
		if ans.Out, err = run(tx, in); err != nil {
			return err
		}
		if c.Try {
			return db.Trying
		}
		ans.Seq = tx.Act
		return a.log(tx, before, c, string(input), digest, ans.Out, in)
	})
	if errors.Is(err, db.Trying) || errors.Is(err, errSameKey) {
		err = nil
	}
	return ans, err
}

var errSameKey = errors.New("the idempotency key was used before")

// lockHead takes the unit's turn, and the number of this act.
func (a Act) lockHead(tx *db.Tx) (before string, err error) {
	type head struct {
		Seq  int64
		Hash string
	}
	h, err := db.One[head](tx, `update head set seq = seq + 1 where unit = $1 returning seq, hash`, tx.Unit)
	if fault.Of(err) == fault.Missing && a.Founds && tx.Unit != "" {
		h = head{Seq: 1}
		err = tx.Exec(`insert into head (unit, seq, hash) values ($1, 1, '')`, tx.Unit)
	}
	if fault.Of(err) == fault.Missing {
		err = fault.Missing.Errorf("There is no co-operative in this database yet. Import its sheets, or found it with “unit found”.")
	}
	tx.Act = h.Seq
	return h.Hash, err
}

func (a Act) log(tx *db.Tx, before string, c Call, input, digest string, out, in any) error {
	effects := tx.Effects()
	l := Logged{
		Seq: tx.Act, At: tx.Now.Format(time.RFC3339), Who: tx.Name, Door: c.Door, Name: a.Name, Input: input,
		Resolution: resolutionOf(in), Idem: c.Key, Digest: digest, Effects: hex.EncodeToString(effects[:]),
	}
	l.Hash = l.chain(before)
	answer := ""
	if c.Key != "" { // only an act with a key can be asked for its answer again
		text, err := json.Marshal(Public(out)) // what is shown once is not kept
		if err != nil {
			return err
		}
		answer = string(text)
	}
	err := tx.Exec(`
		insert into act_log (unit, seq, at, who, door, name, input, resolution, idem, digest, answer, effects, hash)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		tx.Unit, l.Seq, l.At, l.Who, l.Door, l.Name, l.Input, l.Resolution, l.Idem, l.Digest, answer, l.Effects, l.Hash)
	if err != nil {
		return err
	}
	return tx.Exec(`update head set hash = $2 where unit = $1`, tx.Unit, l.Hash)
}

// earlier finds the act that used key before, and its answer: errSameKey rolls
// back the turn that the repeated act had taken.
func earlier(tx *db.Tx, key, digest string, ans *Answer) error {
	type done struct {
		Seq            int64
		Digest, Answer string
	}
	was, err := db.All[done](tx, `select seq, digest, answer from act_log where unit = $1 and idem = $2`, tx.Unit, key)
	if err != nil || len(was) == 0 {
		return err
	}
	if was[0].Digest != digest {
		return fault.Conflict.Errorf("The key “%s” was used for another act (no. %d). Use a new key.", key, was[0].Seq)
	}
	*ans = Answer{Out: json.RawMessage(was[0].Answer), Seq: was[0].Seq, Again: true}
	return errSameKey
}

func hexOf(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// resolutionOf is the resolution an input names, for the log.
func resolutionOf(in any) string {
	v := reflect.ValueOf(in)
	if v.Kind() != reflect.Struct {
		return ""
	}
	f := v.FieldByName("Resolution")
	if !f.IsValid() || f.IsZero() {
		return ""
	}
	return fmt.Sprint(f.Interface())
}

// LogIn asks for a stretch of the log, newest first.
type LogIn struct {
	Before int64  `help:"only acts before this number; 0 for the newest" opt:"yes"`
	Limit  int64  `help:"how many" opt:"yes" default:"100"`
	Find   string `help:"a word in the act's name, its input or who did it" opt:"yes"`
	Who    string `help:"part of the name of who did it" opt:"yes"`
	Act    string `help:"the act's name, such as pay run" opt:"yes"`
	From   string `help:"from this day on" opt:"yes"`
	To     string `help:"until this day" opt:"yes"`
}

// Log is the log of acts, newest first.
func Log(tx *db.Tx, in LogIn) ([]Logged, error) {
	for _, day := range []string{in.From, in.To} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return nil, fault.Invalid.Errorf("“%s” is no day. Write it like 1956-01-03.", day)
		}
	}
	until := in.To
	if until != "" {
		until += "T99" // after every time of that day
	}
	return db.All[Logged](tx, `
		select seq, at, who, door, name, input, resolution, idem, digest, effects, hash
		from act_log
		where unit = $1 and ($2 = 0 or seq < $2)
		  and ($4 = '' or name like '%' || $4 || '%' escape '!' or who like '%' || $4 || '%' escape '!' or input like '%' || $4 || '%' escape '!')
		  and ($5 = '' or who like '%' || $5 || '%' escape '!') and ($6 = '' or name = $6)
		  and ($7 = '' or at >= $7) and ($8 = '' or at <= $8)
		order by seq desc limit $3`,
		tx.Unit, in.Before, min(max(in.Limit, 1), 1000), literally.Replace(in.Find), literally.Replace(in.Who), in.Act, in.From, until)
}

// literally makes what was typed a text to be found as it stands.
var literally = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// VerifyLog recomputes the chain from the first act and says where it breaks.
// effects gives, by act, the hash that the act's entries come to now.
func VerifyLog(tx *db.Tx, effects map[int64]string) (acts int64, err error) {
	before := ""
	for l, err := range db.Each[Logged](tx, `
		select seq, at, who, door, name, input, resolution, idem, digest, effects, hash
		from act_log where unit = $1 order by seq`, tx.Unit) {
		if err != nil {
			return acts, err
		}
		acts++
		if l.Seq != acts {
			return acts, fault.Conflict.Errorf("Act %d is missing from the log.", acts)
		}
		if now, ok := effects[l.Seq]; ok && now != l.Effects || !ok && l.Effects != zeroEffects {
			return acts, fault.Conflict.Errorf("The entries of act %d (%s) are not those it made.", l.Seq, l.Name)
		}
		if l.chain(before) != l.Hash {
			return acts, fault.Conflict.Errorf("Act %d (%s, %s) was changed after it was logged.", l.Seq, l.Name, l.At)
		}
		before = l.Hash
	}
	type head struct {
		Seq  int64
		Hash string
	}
	h, err := db.One[head](tx, `select seq, hash from head where unit = $1`, tx.Unit)
	if err == nil && (h.Seq != acts || h.Hash != before) {
		err = fault.Conflict.Errorf("The log ends at act %d, the head says %d: the end of the log was cut off.", acts, h.Seq)
	}
	return acts, err
}

var zeroEffects = hex.EncodeToString(make([]byte, sha256.Size))

// Acts are what a person may do with the log itself.
var Acts = []Act{
	Ask("log show", "Who did what, and when: the log of acts, newest first", See, Log),
}
