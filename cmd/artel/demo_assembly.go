package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/cloudflare/circl/blindsign/blindrsa"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/coop/assembly"
)

// heldMeetings are the conference that the co-operative's movement goes back to
// (S40), and the general meeting that shared out the surplus of 1956, with every
// vote; stayed are the numbers of those in the register.
func heldMeetings(stayed []string) []doing {
	steps := []doing{
		{act: "assembly call", json: `{"kind": "conference", "title": "3rd National Conference of Handicraft", "day": "1953-11-20", "last": "1953-12-17", "notice": "1953-11-20"}`},
		{act: "assembly agenda", json: `{"meeting": 1, "kind": "report", "text": "Promote handicrafts producer cooperative"}`},
		{act: "assembly begin", json: `{"meeting": 1}`},
		{act: "assembly note", json: conference1953},
		{act: "assembly end", json: `{"meeting": 1}`},

		{act: "charter amend", json: `{"rule": "notice_days", "value": "7", "since": "1956-12-01"}`},
		{act: "charter amend", json: `{"rule": "quorum_pct", "value": "50", "since": "1956-12-01"}`},
		{act: "charter amend", json: `{"rule": "proxies_most", "value": "2", "since": "1956-12-01"}`},
		{act: "assembly call", json: `{"day": "1957-01-20", "hour": "19:00", "place": "the weaving hall", "notice": "1957-01-08"}`},
		{act: "assembly agenda", json: `{"meeting": 2, "kind": "report", "text": "What was made, sold and earned in 1956", "paper": "The statement of the year was pinned up on 8 January; everybody has their account."}`},
		{act: "assembly agenda", json: `{"meeting": 2, "text": "The surplus of 1956 is shared out by arts. 30 to 34 of the charter.", "about": "distribution"}`},
		{act: "assembly agenda", json: `{"meeting": 2, "kind": "election", "text": "The committee for two years", "post": "committee", "seats": 3, "until": "1959-01-31", "ballot": "secret", "candidates": ["M002", "M005", "M008", "M010"]}`},
		{act: "assembly agenda", json: `{"meeting": 2, "text": "A second drying shed is built before the rains", "ballot": "hand"}`},
		{act: "assembly begin", json: `{"meeting": 2}`},
	}
	var voters []string
	for _, no := range stayed {
		if strings.HasPrefix(no, "M") {
			voters = append(voters, no)
		}
	}
	came := voters[:len(voters)-7]
	list, _ := json.Marshal(came) // a list of texts
	steps = append(steps,
		doing{act: "assembly proxy", json: fmt.Sprintf(`{"meeting": 2, "member": %q, "holder": %q}`, voters[len(voters)-1], came[0])},
		doing{act: "assembly attend", json: `{"meeting": 2, "members": ` + string(list) + `}`},
		doing{act: "assembly open", json: `{"meeting": 2, "item": 2}`})
	for i, no := range append(came, voters[len(voters)-1]) {
		choice := map[int]string{11: "against", 23: "against", 31: "abstain"}[i]
		if choice == "" {
			choice = "for"
		}
		steps = append(steps, doing{act: "assembly say", json: fmt.Sprintf(`{"meeting": 2, "item": 2, "member": %q, "choice": %q}`, no, choice)})
	}
	return append(steps,
		doing{act: "assembly tally", json: `{"meeting": 2, "item": 2}`},
		doing{act: "assembly open", json: `{"meeting": 2, "item": 3}`},
		doing{also: func(ctx context.Context, d *db.DB, call act.Call) error { return voteSecretly(ctx, d, call, came) }},
		doing{act: "assembly tally", json: `{"meeting": 2, "item": 3}`},
		doing{act: "assembly open", json: `{"meeting": 2, "item": 4}`},
		doing{act: "assembly tally", json: `{"meeting": 2, "item": 4, "for": 21, "against": 34, "abstain": 4}`},
		doing{act: "assembly note", json: `{"meeting": 2, "words": [
			{"kind": "speech", "speaker": "The manager", "words": "Baskets sold better than chairs; the state company paid late twice."},
			{"kind": "speech", "speaker": "M005", "words": "The shed can wait, the boiler cannot."},
			{"kind": "decision", "words": "The committee looks at the boiler and reports in March."},
			{"kind": "remark", "words": "The meeting closed at ten."}]}`},
		doing{act: "assembly end", json: `{"meeting": 2}`},
		doing{act: "assembly approve", json: `{"meeting": 2, "by": "M003 and M007, chosen by the meeting", "day": "1957-01-27"}`})
}

// calledMeeting is a meeting of today, to be opened, voted in and closed by who
// tries the demo.
func calledMeeting(today cal.Day) []doing {
	notice := string(today.Add(-9))
	agenda := func(rest string) doing {
		return doing{act: "assembly agenda", json: fmt.Sprintf(`{"meeting": 3, "told": %q, "year": 1957, %s}`, notice, rest)}
	}
	return []doing{
		{act: "assembly call", json: fmt.Sprintf(`{"day": %q, "hour": "18:30", "place": "the weaving hall", "notice": %q}`, today, notice)},
		agenda(`"kind": "report", "text": "Report of the committee on the boiler"`),
		agenda(`"text": "The boiler is renewed for at most 1,200 yuan, out of the accumulation fund.", "majority": "two_thirds", "about": "payment", "amount": "1200"`),
		agenda(`"text": "The manager has the meeting's trust", "ballot": "secret"`),
	}
}

// voteSecretly is what the members' phones do in the secret election of the
// committee: write a paper, have its closed envelope stamped, and put it into the
// box when that is open.
func voteSecretly(ctx context.Context, d *db.DB, call act.Call, members []string) error {
	do := func(by act.Caller, name string, in, out any) error {
		text, err := json.Marshal(in)
		if err != nil {
			return err
		}
		a, _, ok := act.Find(acts, strings.Fields(name))
		if !ok {
			return fmt.Errorf("the demo does what there is not: %s", name)
		}
		answer, err := a.Run(ctx, d, act.Call{Unit: call.Unit, By: by, Door: "web"}, act.JSON(text))
		if err == nil && out != nil {
			text, err = json.Marshal(answer.Out)
			if err == nil {
				err = json.Unmarshal(text, out)
			}
		}
		return err
	}
	var m assembly.Meeting
	if err := do(call.By, "assembly meeting", map[string]int{"meeting": 2}, &m); err != nil {
		return err
	}
	der, err := base64.StdEncoding.DecodeString(m.Items[2].Key)
	if err != nil {
		return err
	}
	key, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return err
	}
	client, err := blindrsa.NewClient(blindrsa.SHA384PSSDeterministic, key.(*rsa.PublicKey))
	if err != nil {
		return err
	}
	wishes := []string{"M002,M005,M008", "M002,M005,M010", "M005,M008", "M002,M008,M010", "M002,M005,M008"}
	var papers []map[string]any
	for i, no := range members {
		paper := map[string]any{"meeting": 2, "item": 3, "choice": wishes[i%len(wishes)], "token": strings.ToLower(rand.Text())}
		blinded, state, err := client.Blind(rand.Reader, []byte(assembly.PaperText(paper["choice"].(string), paper["token"].(string))))
		if err != nil {
			return err
		}
		var stamped assembly.Stamped
		voter := act.Caller{Name: no, Roles: []act.Role{act.Member}, Member: no}
		if err := do(voter, "assembly stamp", map[string]any{"meeting": 2, "item": 3, "member": no, "blinded": []string{base64.StdEncoding.EncodeToString(blinded)}}, &stamped); err != nil {
			return err
		}
		stamp, err := base64.StdEncoding.DecodeString(stamped.Stamps[0])
		if err != nil {
			return err
		}
		proof, err := client.Finalize(state, stamp)
		if err != nil {
			return err
		}
		paper["proof"] = base64.StdEncoding.EncodeToString(proof)
		papers = append(papers, paper)
	}
	if err := do(call.By, "assembly box", map[string]int{"meeting": 2, "item": 3}, nil); err != nil {
		return err
	}
	for _, paper := range papers {
		if err := do(act.Caller{Name: "ballot box", Roles: []act.Role{act.BallotBox}}, "assembly cast", paper, nil); err != nil {
			return err
		}
	}
	return nil
}

// conference1953 is what the record of the conference says beside its dates, its
// type and its agenda.
const conference1953 = `{"meeting": 1, "words": [
	{"kind": "attendance", "words": "160 delegates; Liu Shaoqi, Zhu De, Deng Zihui; directors of the offices of the All-China Federation of Cooperatives in major regions, of the production departments of provinces and cities, of supply and marketing, consumer and production cooperatives and several grassroots cooperatives; representatives of central departments."},
	{"kind": "speech", "speaker": "Zhu De", "words": "Help the handicraftsmen organize and take the socialist road (4 December 1953)"},
	{"kind": "speech", "speaker": "Liu Shaoqi", "words": "On the problems of handicraft producers' cooperatives (8 December 1953): good cooperatives should not be nationalized casually; concentrated production in peak seasons and decentralized production off-season is a good approach; mechanization only where there is certainty; specialized agencies for leadership; care that social production has no losses."},
	{"kind": "speech", "speaker": "Cheng Zihua, acting director", "words": "8 December 1953"},
	{"kind": "decision", "words": "By the end of 1954 more than 900 thousand members with an output of more than 1 billion yuan; by 1957, 5 million members and more than 6 billion yuan."},
	{"kind": "decision", "words": "The policy of “active leadership, steady advance”."},
	{"kind": "decision", "words": "Three main forms of cooperation: supply and marketing producer groups; supply and marketing producer cooperatives; producer cooperatives."},
	{"kind": "remark", "words": "The conference was convened by the Central Committee of the CPC."},
	{"kind": "remark", "words": "In 1954 the number of handicraft producer cooperatives increased by 10 percent; it doubled in 1955."}]}`
