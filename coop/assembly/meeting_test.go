package assembly_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/cloudflare/circl/blindsign/blindrsa"
	"pgregory.net/rapid"

	"artel/base/act"
	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/base/fault"
	"artel/coop/assembly"
	"artel/coop/member"
)

// Published rules, and what is printed about them.
func TestNeeded(t *testing.T) {
	text, err := os.ReadFile("testdata/majorities.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct {
		Rule, Source, Majority, Of                  string
		For, Against, Abstain, Here, Entitled, Need int64
	}
	if err := json.Unmarshal(text, &rows); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		got, err := assembly.Needed(r.Majority, r.Of, assembly.Ballots{For: r.For, Against: r.Against, Abstain: r.Abstain, Here: r.Here, Entitled: r.Entitled})
		if err != nil || got != r.Need {
			t.Errorf("%s (%s): %d, %v; want %d", r.Rule, r.Source, got, err, r.Need)
		}
	}
}

// The fraction is reached by what is needed and not by one vote less.
func TestNeededIsTheLeast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1_000_000)
		b := assembly.Ballots{For: n.Draw(t, "for"), Against: n.Draw(t, "against"), Abstain: n.Draw(t, "abstain")}
		b.Here = b.For + b.Against + b.Abstain
		b.Entitled = b.Here + n.Draw(t, "absent")
		of := rapid.SampledFrom([]string{"cast", "present", "all"}).Draw(t, "of")
		base := map[string]int64{"cast": b.For + b.Against, "present": b.Here, "all": b.Entitled}[of]
		for majority, reached := range map[string]func(n int64) bool{
			"simple": func(n int64) bool { return 2*n > base }, "two_thirds": func(n int64) bool { return 3*n >= 2*base },
			"three_quarters": func(n int64) bool { return 4*n >= 3*base }, "unanimous": func(n int64) bool { return n >= base },
		} {
			need, err := assembly.Needed(majority, of, b)
			if err != nil || !reached(need) || reached(need-1) {
				t.Fatalf("%s of %s: %d of %d, %v", majority, of, need, base, err)
			}
		}
	})
}

func TestElected(t *testing.T) {
	for _, one := range []struct {
		votes          string
		seats          int64
		in, out, equal string
	}{
		{"a9 b7 c2", 1, "a", "bc", ""}, {"a9 b7 c2", 2, "ab", "c", ""}, {"a9 b7 c7 d1", 2, "a", "d", "bc"}, {"a5 b5", 1, "", "", "ab"},
		{"a5 b5", 2, "ab", "", ""}, {"a5 b0", 2, "a", "b", ""}, {"a0", 1, "", "a", ""}, {"a9 b5 c5 d5 e1", 3, "a", "e", "bcd"}, {"a9 b8 c8 d7", 3, "abc", "d", ""},
	} {
		var list []assembly.Candidate
		for _, f := range strings.Fields(one.votes) {
			c := assembly.Candidate{Member: f[:1]}
			fmt.Sscan(f[1:], &c.Votes)
			list = append(list, c)
		}
		in, out, equal := assembly.Elected(list, one.seats)
		say := func(l []assembly.Candidate) (s string) {
			for _, c := range l {
				s += c.Member
			}
			return s
		}
		if say(in) != one.in || say(out) != one.out || say(equal) != one.equal {
			t.Errorf("%s for %d: %s, %s, %s", one.votes, one.seats, say(in), say(out), say(equal))
		}
	}
}

// A meeting from its notice to its minutes, with what it refuses.
func TestMeeting(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHall(t, d)
		h.on("1957-01-10")
		for _, no := range []string{"M005", "M006", "M007"} {
			h.must(member.Acts, "member admit", "", "no", no, "name", "N "+no, "joined", "1957-01-03")
		}
		for rule, value := range map[string]string{"notice_days": "7", "quorum_pct": "50", "proxies_most": "1", "absent_votes": "yes", "quorum_second_pct": "10"} {
			h.must(hallActs, "charter amend", "", "rule", rule, "value", value, "since", "1957-01-01")
		}
		h.refused(fault.Invalid, "nothing that tie_by can be", "charter amend", "", "rule", "tie_by", "value", "shouting", "since", "1957-01-01")
		h.refused(fault.Refused, "is for a meeting on 1957-01-17 or later", "assembly call", "", "day", "1957-01-16")
		h.refused(fault.Invalid, "is no hour", "assembly call", "", "day", "1957-01-20", "hour", "late")
		h.must(hallActs, "assembly call", "", "day", "1957-01-20", "hour", "19:00", "place", "in the workshop")
		h.must(hallActs, "assembly agenda", "", "meeting", "1", "kind", "report", "text", "The year 1956")
		h.must(hallActs, "assembly agenda", "", "meeting", "1", "text", "The surplus is shared out by the charter", "about", "distribution", "majority", "two_thirds")
		h.must(hallActs, "assembly agenda", "", "meeting", "1", "kind", "election", "text", "The chair", "post", "chair", "until", "1959-01-31", "candidates", "M001\nM002")
		h.must(hallActs, "assembly agenda", "", "meeting", "1", "text", "We build a shed", "ballot", "hand")
		h.refused(fault.Refused, "is no member", "assembly agenda", "", "meeting", "1", "kind", "election", "text", "x", "post", "committee", "candidates", "A01")
		h.refused(fault.Invalid, "for which post", "assembly agenda", "", "meeting", "1", "kind", "election", "text", "x", "candidates", "M001")
		h.refused(fault.Invalid, "is heard", "assembly agenda", "", "meeting", "1", "kind", "report", "text", "x", "ballot", "secret")
		h.must(hallActs, "assembly say", "M007", "meeting", "1", "item", "2", "member", "M007", "choice", "for") // cannot come
		h.refused(fault.Conflict, "voted on item 2 already", "assembly say", "M007", "meeting", "1", "item", "2", "member", "M007", "choice", "against")
		h.refused(fault.Conflict, "opened on its day", "assembly begin", "", "meeting", "1")

		h.on("1957-01-20")
		h.refused(fault.Refused, "is for a meeting on 1957-01-27 or later", "assembly agenda", "", "meeting", "1", "text", "Out of order")
		h.refused(fault.Conflict, "decides nothing. Open it first", "assembly open", "", "meeting", "1", "item", "2")
		h.must(hallActs, "assembly begin", "", "meeting", "1")
		h.must(hallActs, "assembly attend", "", "meeting", "1", "members", "M001\nM002")
		h.refused(fault.Refused, "2 of 6 votes are here, and the meeting decides only with 3 (art. 26.2)", "assembly open", "", "meeting", "1", "item", "2")
		h.refused(fault.Invalid, "M004", "assembly attend", "", "meeting", "1", "members", "M004\nA01") // both are told
		h.must(hallActs, "assembly proxy", "M005", "meeting", "1", "member", "M005", "holder", "M002")
		h.refused(fault.Refused, "holds 1 proxies already", "assembly proxy", "M006", "meeting", "1", "member", "M006", "holder", "M002")
		h.refused(fault.Refused, "your own", "assembly proxy", "M006", "meeting", "1", "member", "M003", "holder", "M001")
		h.must(hallActs, "assembly attend", "", "meeting", "1", "members", "M003")

		// An amendment is decided first; what an absent member said of other words lapses.
		h.must(hallActs, "assembly agenda", "", "meeting", "1", "text", "The surplus is shared out by the charter, in March", "amends", "2")
		h.refused(fault.Conflict, "decided first", "assembly open", "", "meeting", "1", "item", "2")
		h.must(hallActs, "assembly open", "", "meeting", "1", "item", "5")
		h.refused(fault.Refused, "is not among those who are here", "assembly say", "M006", "meeting", "1", "item", "5", "member", "M006", "choice", "for")
		h.refused(fault.Refused, "holds the proxy", "assembly say", "M001", "meeting", "1", "item", "5", "member", "M005", "choice", "for")
		h.must(hallActs, "assembly say", "M001", "meeting", "1", "item", "5", "member", "M001", "choice", "for")
		h.must(hallActs, "assembly say", "M002", "meeting", "1", "item", "5", "member", "M002", "choice", "for")
		h.must(hallActs, "assembly say", "M002", "meeting", "1", "item", "5", "member", "M005", "choice", "against")
		h.must(hallActs, "assembly tally", "", "meeting", "1", "item", "5")
		h.must(hallActs, "assembly open", "", "meeting", "1", "item", "2")
		for no, choice := range map[string]string{"M001": "for", "M002": "for", "M003": "abstain"} {
			h.must(hallActs, "assembly say", no, "meeting", "1", "item", "2", "member", no, "choice", choice)
		}
		h.must(hallActs, "assembly say", "M002", "meeting", "1", "item", "2", "member", "M005", "choice", "against")
		it := h.must(hallActs, "assembly tally", "", "meeting", "1", "item", "2").(assembly.Item)
		if o := it.Result; o.For != 2 || o.Against != 1 || o.Abstain != 1 || !o.Carried || o.Here != 4 || o.Number != 1 {
			t.Errorf("the surplus: %+v", o)
		}
		h.refused(fault.Conflict, "what is decided is not amended", "assembly agenda", "", "meeting", "1", "text", "x", "amends", "2")
		h.refused(fault.Conflict, "is over", "assembly say", "M003", "meeting", "1", "item", "2", "member", "M003", "choice", "for")
		list := h.must(hallActs, "assembly resolutions", "").([]assembly.Resolution)
		if len(list) != 1 || list[0].Text != "The surplus is shared out by the charter, in March" || list[0].Year != 1956 {
			t.Errorf("the book has %+v", list)
		}
		h.refused(fault.Refused, "is about distribution", "charter amend", "", "rule", "proxies_most", "value", "2", "since", "1957-02-01", "resolution", "1")

		// An election with a tie: the runoff decides.
		h.must(hallActs, "assembly open", "", "meeting", "1", "item", "3")
		h.refused(fault.Invalid, "is no candidate", "assembly say", "M001", "meeting", "1", "item", "3", "member", "M001", "choice", "M003")
		h.must(hallActs, "assembly say", "M001", "meeting", "1", "item", "3", "member", "M001", "choice", "M001")
		h.must(hallActs, "assembly say", "M002", "meeting", "1", "item", "3", "member", "M002", "choice", "M002")
		it = h.must(hallActs, "assembly tally", "", "meeting", "1", "item", "3").(assembly.Item)
		if it.Result.Carried || !strings.Contains(it.Result.Needed, "runoff between") {
			t.Errorf("the tie: %+v", it.Result)
		}
		h.must(hallActs, "assembly agenda", "", "meeting", "1", "kind", "election", "text", "Runoff", "post", "chair", "candidates", "M001\nM002", "runoff", "3")
		h.must(hallActs, "assembly open", "", "meeting", "1", "item", "6")
		for no, choice := range map[string]string{"M001": "M001", "M002": "M002", "M003": "M002"} {
			h.must(hallActs, "assembly say", no, "meeting", "1", "item", "6", "member", no, "choice", choice)
		}
		h.must(hallActs, "assembly tally", "", "meeting", "1", "item", "6")
		posts := h.must(hallActs, "assembly posts", "", "day", "1958-01-01").([]assembly.Post)
		if len(posts) != 1 || posts[0].Member != "M002" || posts[0].Until != "1959-01-31" || posts[0].State != assembly.Held {
			t.Errorf("posts: %+v", posts)
		}
		if posts := h.must(hallActs, "assembly posts", "", "day", "1959-03-01").([]assembly.Post); posts[0].State != assembly.Over {
			t.Errorf("posts after the term: %+v", posts)
		}

		// The quorum is lost in the middle of a vote by hand.
		h.must(hallActs, "assembly open", "", "meeting", "1", "item", "4")
		h.refused(fault.Invalid, "9 hands were counted, and 4 votes are here", "assembly tally", "", "meeting", "1", "item", "4", "for", "5", "against", "4")
		h.must(hallActs, "assembly attend", "", "meeting", "1", "members", "M002\nM003", "gone", "yes")
		h.refused(fault.Refused, "decides only with 3", "assembly tally", "", "meeting", "1", "item", "4", "for", "1")
		h.refused(fault.Conflict, "is being voted on", "assembly end", "", "meeting", "1")
		h.must(hallActs, "assembly withdraw", "", "meeting", "1", "item", "4", "why", "too few were left")
		h.must(hallActs, "assembly note", "", "meeting", "1", "words.0.kind", "speech", "words.0.speaker", "M001", "words.0.words", "On the year")
		h.refused(fault.Conflict, "approved when it is over", "assembly approve", "", "meeting", "1", "by", "two of us")
		h.must(hallActs, "assembly end", "", "meeting", "1")
		h.must(hallActs, "assembly approve", "", "meeting", "1", "by", "M001 and M003")
		h.refused(fault.Conflict, "stand as they are", "assembly note", "", "meeting", "1", "words.0.words", "and one more")
		h.refused(fault.Conflict, "is over, and decides nothing more", "assembly open", "", "meeting", "1", "item", "4")
		m := h.must(hallActs, "assembly meeting", "M003", "meeting", "1").(assembly.Meeting)
		if m.State != assembly.Closed || len(m.Items) != 6 || len(m.Said) != 2 || m.Approved == nil || len(m.Items[1].Roll) != 5 {
			t.Errorf("the record: %+v", m)
		}
		h.must(hallActs, "assembly call", "", "day", "1957-01-28", "again", "1")
		h.must(hallActs, "assembly calloff", "", "meeting", "2", "why", "nothing is left")
		h.check(2)
	})
}

// check holds the records against each other.
func (h *hall) check(minutes int) (outcomes, papers int) {
	h.t.Helper()
	err := h.d.Read(h.t.Context(), db.Who{Unit: h.unit}, func(tx *db.Tx) (err error) {
		outcomes, papers, _, err = assembly.Check(tx)
		return err
	})
	if err != nil {
		h.t.Error(err)
	}
	return outcomes, papers
}

// voter is somebody's phone in a secret vote.
type voter struct {
	no, choice, token string
	key               *rsa.PublicKey
	client            blindrsa.Client
	state             blindrsa.State
	blinded, proof    []byte
}

func newVoter(t *testing.T, no, choice, key string) *voter {
	der, err := base64.StdEncoding.DecodeString(key)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		t.Fatal(err)
	}
	v := &voter{no: no, choice: choice, token: rand.Text(), key: public.(*rsa.PublicKey)}
	if v.client, err = blindrsa.NewClient(blindrsa.SHA384PSSDeterministic, v.key); err != nil {
		t.Fatal(err)
	}
	if v.blinded, v.state, err = v.client.Blind(rand.Reader, []byte(assembly.PaperText(v.choice, v.token))); err != nil {
		t.Fatal(err)
	}
	return v
}

// stamp has the voter's envelope stamped.
func (h *hall) stamp(v *voter, meeting, item string) {
	h.t.Helper()
	s := h.must(hallActs, "assembly stamp", v.no, "meeting", meeting, "item", item, "member", v.no, "blinded", base64.StdEncoding.EncodeToString(v.blinded)).(assembly.Stamped)
	raw, err := base64.StdEncoding.DecodeString(s.Stamps[0])
	if err != nil {
		h.t.Fatal(err)
	}
	if v.proof, err = v.client.Finalize(v.state, raw); err != nil {
		h.t.Fatal(err)
	}
}

// cast puts the voter's paper into the box, without a name.
func (h *hall) cast(v *voter, meeting, item string) error {
	for _, a := range hallActs {
		if a.Name == "assembly cast" {
			_, err := a.Run(h.t.Context(), h.d, act.Call{Unit: h.unit, By: act.Caller{Name: "ballot box", Roles: []act.Role{act.BallotBox}}, Door: "web"},
				act.Values(map[string]string{"meeting": meeting, "item": item, "choice": v.choice, "token": v.token, "proof": base64.StdEncoding.EncodeToString(v.proof)}))
			return err
		}
	}
	return nil
}

// Whoever has the whole database, the log and the keys in it cannot tell who
// cast which paper: the envelopes that were stamped open to every paper alike.
// And each voter finds theirs.
func TestSecretVote(t *testing.T) {
	for name, where := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		t.Run(name, func(t *testing.T) {
			at := where(t)
			d := dbtest.Open(t, at)
			h := newHall(t, d)
			h.on("1957-01-10")
			choices := map[string]string{"M001": "for", "M002": "against", "M003": "for"}
			for i := range 9 {
				no := fmt.Sprintf("M%03d", 5+i)
				choices[no] = []string{"for", "against", "abstain"}[i%3]
				h.must(member.Acts, "member admit", "", "no", no, "name", "N "+no, "joined", "1957-01-03")
			}
			h.must(hallActs, "assembly call", "", "day", "1957-01-10")
			h.must(hallActs, "assembly agenda", "", "meeting", "1", "text", "The manager has our trust", "ballot", "secret")
			h.must(hallActs, "assembly begin", "", "meeting", "1")
			h.must(hallActs, "assembly attend", "", "meeting", "1")
			key := h.must(hallActs, "assembly open", "", "meeting", "1", "item", "1").(assembly.Item).Key
			h.refused(fault.Refused, "by name", "assembly say", "M001", "meeting", "1", "item", "1", "member", "M001", "choice", "for")
			h.refused(fault.Conflict, "0 papers are given out", "assembly box", "", "meeting", "1", "item", "1")
			var voters []*voter
			for no, choice := range choices { // in any order
				v := newVoter(t, no, choice, key)
				h.stamp(v, "1", "1")
				voters = append(voters, v)
			}
			first := voters[0]
			h.refused(fault.Conflict, "already; each has one", "assembly stamp", first.no, "meeting", "1", "item", "1", "member", first.no, "blinded", base64.StdEncoding.EncodeToString(first.blinded))
			h.refused(fault.Conflict, "the box is not open yet", "assembly tally", "", "meeting", "1", "item", "1")
			if err := h.cast(first, "1", "1"); err == nil {
				t.Error("a paper was taken before the box was open")
			}
			h.fitsAll(at, voters)
			h.must(hallActs, "assembly box", "", "meeting", "1", "item", "1")
			late := newVoter(t, "M001", "for", key)
			h.refused(fault.Conflict, "no more papers are given out", "assembly stamp", "M001", "meeting", "1", "item", "1", "member", "M001", "blinded", base64.StdEncoding.EncodeToString(late.blinded))
			late.proof = first.proof
			if err := h.cast(late, "1", "1"); fault.Of(err) != fault.Refused {
				t.Errorf("a paper with another's stamp: %v", err)
			}
			for i := len(voters) - 1; i >= 0; i-- {
				if err := h.cast(voters[i], "1", "1"); err != nil {
					t.Fatal(err)
				}
			}
			if err := h.cast(first, "1", "1"); err != nil { // the phone sends again
				t.Errorf("a paper sent twice: %v", err)
			}
			it := h.must(hallActs, "assembly tally", "", "meeting", "1", "item", "1").(assembly.Item)
			if o := it.Result; o.For != 5 || o.Against != 4 || o.Abstain != 3 {
				t.Errorf("counted %+v", o)
			}

			box := h.must(hallActs, "assembly papers", "M001", "meeting", "1", "item", "1").(assembly.Box)
			for _, v := range voters { // each voter's check
				found := false
				for _, p := range box.Papers {
					found = found || p.Token == v.token && p.Choice == v.choice
				}
				if !found {
					t.Errorf("%s does not find their paper", v.no)
				}
			}
			h.attack(at, voters, box)
			if _, papers := h.check(0); papers != len(voters) {
				t.Errorf("%d papers were held against their stamps", papers)
			}
		})
	}
}

// fitsAll shows that the envelopes hide what is in them even from who holds the
// private key: for every voter's envelope z and every paper m there is a factor r
// with z = m r^e, so that each envelope may have held each paper.
func (h *hall) fitsAll(where string, voters []*voter) {
	h.t.Helper()
	lines, err := dbtest.Lines(where, "vote_box")
	if err != nil {
		h.t.Fatal(err)
	}
	var private *rsa.PrivateKey
	for _, word := range regexp.MustCompile(`[A-Za-z0-9+/=]{500,}`).FindAllString(strings.Join(lines, "\n"), -1) {
		der, _ := base64.StdEncoding.DecodeString(word)
		if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
			private = key
		}
	}
	if private == nil {
		h.t.Fatal("the private key is not where an attacker would look for it")
	}
	n, e := private.N, big.NewInt(int64(private.E))
	for _, envelope := range voters {
		z := new(big.Int).SetBytes(envelope.blinded)
		for _, paper := range voters {
			m := new(big.Int).Exp(new(big.Int).SetBytes(paper.proof), e, n)
			r := new(big.Int).Exp(new(big.Int).Mod(new(big.Int).Mul(z, new(big.Int).ModInverse(m, n)), n), private.D, n)
			again := new(big.Int).Mod(new(big.Int).Mul(m, new(big.Int).Exp(r, e, n)), n)
			if r.Sign() == 0 || again.Cmp(z) != 0 {
				h.t.Fatalf("the envelope of %s cannot have held the paper of %s: it tells something", envelope.no, paper.no)
			}
		}
	}
}

// attack has every row of the database, and looks for what ties a voter to a paper.
func (h *hall) attack(where string, voters []*voter, box assembly.Box) {
	h.t.Helper()
	var all []string
	for _, table := range []string{"act_log", "paper_given", "vote_box", "attendance", "item_event", "item_result", "counter", "head"} {
		lines, err := dbtest.Lines(where, table)
		if err != nil {
			h.t.Fatal(err)
		}
		all = append(all, lines...)
	}
	everything := strings.Join(all, "\n")
	for _, v := range voters {
		proof := base64.StdEncoding.EncodeToString(v.proof)
		if strings.Contains(everything, v.token) || strings.Contains(everything, proof) {
			h.t.Errorf("the paper of %s stands beside somebody's name", v.no)
		}
	}
	papers, err := dbtest.Lines(where, "paper_cast")
	if err != nil {
		h.t.Fatal(err)
	}
	for _, line := range papers {
		for _, v := range voters {
			if strings.Contains(line, v.no) || strings.Contains(line, base64.StdEncoding.EncodeToString(v.blinded)) {
				h.t.Errorf("a paper names %s", v.no)
			}
		}
	}
	// What else could tell is order: all stamps come before all papers.
	stamped, cast := 0, 0
	lines, err := dbtest.Lines(where, "act_log")
	if err != nil {
		h.t.Fatal(err)
	}
	for _, line := range lines {
		switch {
		case strings.Contains(line, "assembly stamp"):
			stamped++
			if cast > 0 {
				h.t.Error("an envelope was stamped after a paper was cast")
			}
		case strings.Contains(line, "assembly cast"):
			cast++
			if !strings.Contains(line, "ballot box") {
				h.t.Errorf("a paper was cast by somebody: %s", line)
			}
		}
	}
	if stamped != len(voters) || cast != len(voters)+1 {
		h.t.Errorf("%d stamped, %d cast", stamped, cast)
	}
	for i := 1; i < len(box.Papers); i++ {
		if box.Papers[i-1].Token >= box.Papers[i].Token {
			h.t.Error("papers lie in an order that is not that of their words")
		}
	}
	if lines, err := dbtest.Lines(where, "vote_box"); err != nil || len(lines) != 1 || strings.Contains(lines[0], "MIIE") {
		h.t.Errorf("the private key is still there: %v %v", lines, err)
	}
}
