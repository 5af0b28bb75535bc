package plan

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"
	"strings"

	"artel/base/db"
	"artel/base/fault"
)

// Paper is an instance that goes from one level to another as text: the sheets
// that a folder would have, each with its lines.
type Paper struct {
	Way       string      `json:"way" words:"yes"` // up, down
	Name      string      `json:"name"`
	Place     string      `json:"place"` // the highest in it
	Currency  string      `json:"currency"`
	Periods   []string    `json:"periods"`
	Residuals []Residual  `json:"residuals"` // for people to read; the sheets say it all
	Sheets    []SheetText `json:"sheets"`
}

// SheetText is a sheet as text.
type SheetText struct {
	Sheet string `json:"sheet"`
	Lines string `json:"lines"`
}

// Residual is what a level could not balance itself: what it lacks, what it has
// left, what it was allotted and what it is to deliver.
type Residual struct {
	Kind    string    `json:"kind" words:"yes"` // lacking, to spare, hours idle, allotted, to deliver, to make
	What    string    `json:"what"`
	Unit    string    `json:"unit"`
	Total   float64   `json:"total"`
	Amounts []float64 `json:"amounts"`
}

// paper writes an instance down.
func (in *Instance) paper() Paper {
	p := Paper{Name: in.Name, Place: in.Places[in.Root()].Name, Currency: in.Currency, Periods: in.Periods, Residuals: []Residual{}}
	for _, name := range sheetNames {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		in.sheet(name, func(cells ...string) { _ = w.Write(cells) }) // into memory
		w.Flush()
		p.Sheets = append(p.Sheets, SheetText{name, b.String()})
	}
	return p
}

// read is the instance of a paper.
func (p Paper) read() (*Instance, []fault.Problem, error) {
	return Read(func(name string) (iter.Seq2[Row, error], bool) {
		for _, s := range p.Sheets {
			if s.Sheet == name {
				return CSV(io.Reader(strings.NewReader(s.Lines))), true
			}
		}
		return nil, false
	})
}

// The ways that a paper goes.
const (
	up   = "up"
	down = "down"
)

// fromAbove marks what a place has from the level above, or is to send there: that is
// no supply and no demand of its own, and does not go back up.
const fromAbove = "above: "

// Upward is what a level reports to the one above: its instance with what it
// decided standing as agreed, and what it could not balance.
func (r *Result) Upward() Paper {
	in := *r.Problem.In
	in.Supplies = slices.DeleteFunc(slices.Clone(in.Supplies), func(s Supply) bool { return strings.HasPrefix(s.From, fromAbove) })
	in.Demands = slices.DeleteFunc(slices.Clone(in.Demands), func(d Demand) bool { return strings.HasPrefix(d.For, fromAbove) })
	in.Locks = r.decided()
	p := in.paper()
	p.Way, p.Residuals = up, r.residuals()
	return p
}

// decided is what was agreed before and what the plan decides: what each unit makes at
// least is what it makes in the plan, or where that is more, what was agreed.
func (r *Result) decided() (locks []Lock) {
	all := make([]int, len(r.Problem.In.Units))
	for i := range all {
		all[i] = i
	}
	made := r.decisions(all)
	for _, l := range r.Problem.In.Locks {
		i := slices.IndexFunc(made, func(m Lock) bool { return m.Unit == l.Unit && m.Recipe == l.Recipe })
		if l.Kind != LockLeast || i < 0 {
			locks = append(locks, l)
			continue
		}
		for t, v := range l.Much {
			made[i].Much[t] = max(made[i].Much[t], v)
		}
	}
	return append(locks, made...)
}

func (r *Result) residuals() []Residual {
	p := r.Problem
	lack, left, idle := make([][]float64, p.K), make([][]float64, p.K), make([][]float64, len(p.In.Resources))
	add := func(to [][]float64, k, t int, v float64) {
		if to[k] == nil {
			to[k] = make([]float64, p.T)
		}
		to[k][t] += v
	}
	for i := range p.src {
		for t, v := range r.Plan.Take[i*p.T:][:p.T] {
			if p.src[i].unmet {
				add(lack, int(p.src[i].k), t, v)
			} else {
				add(left, int(p.src[i].k), t, p.srcUp[i*p.T+t]-v)
			}
		}
	}
	for i := range p.units {
		u := &p.units[i]
		for q := u.row0; q < u.row1; q++ {
			for t, v := range p.Hours(u, q, r.Plan) {
				add(idle, p.rows[q].resource, t, math.Max(0, p.rowCap[q*p.T+t]-v))
			}
		}
	}
	list := []Residual{}
	tell := func(kind string, of [][]float64, name func(k int) (string, string)) {
		for k, amounts := range of {
			what, unit := name(k)
			if res, any := residual(kind, what, unit, amounts); any {
				list = append(list, res)
			}
		}
	}
	good := func(k int) (string, string) { return p.In.Commodities[k].Name, p.In.Commodities[k].Unit }
	tell("lacking", lack, good)
	tell("to spare", left, good)
	tell("hours idle", idle, func(k int) (string, string) { return p.In.Resources[k].Name, "hours" })
	return list
}

func residual(kind, what, unit string, amounts []float64) (Residual, bool) {
	res, any := Residual{Kind: kind, What: what, Unit: unit, Amounts: make([]float64, len(amounts))}, false
	for t, v := range amounts {
		res.Amounts[t] = neat(v)
		res.Total = neat(res.Total + res.Amounts[t])
		any = any || res.Amounts[t] > 0
	}
	return res, any
}

// Downward is what a level decided for a place below it: the place's own instance,
// what its units are to make standing as agreed, what is brought to it as a supply
// from above, and what it is to send up as a contract. With it the place plans alone.
func (r *Result) Downward(place string) (Paper, error) {
	p := r.Problem
	n := slices.IndexFunc(p.In.Places, func(at Place) bool { return at.Name == place })
	if n < 0 || p.In.Places[n].Parent < 0 {
		return Paper{}, fault.In("place", place, fault.Missing.Errorf("The plan has no place “%s” below its highest.", place))
	}
	sub, _ := p.In.Below(n, r.decided())
	above, node := p.In.Places[p.In.Places[n].Parent].Name, p.node[n]
	root := sub.Root()
	list, m, worth := []Residual{}, r.mixing(), r.worths()
	for k := range p.K {
		in, out := make([]float64, p.T), make([]float64, p.T)
		for t, v := range r.Plan.Flow[p.at(node, k):][:p.T] {
			in[t] = neat(math.Max(0, v))
			if v < 0 { // what nobody wants there is not asked for
				out[t] = neat(-v * (1 - m.to(int(p.parent[node]), k, t)[end{"over", 0}]))
			}
		}
		c := &p.In.Commodities[k]
		if res, any := residual("allotted", c.Name, c.Unit, in); any {
			list = append(list, res)
			sub.Supplies = append(sub.Supplies, Supply{Place: root, Commodity: k, From: fromAbove + above, Price: p.value[k] + p.edge[node*p.K+k], Most: in})
		}
		if res, any := residual("to deliver", c.Name, c.Unit, out); any {
			list = append(list, res)
			sub.Demands = append(sub.Demands, Demand{Place: root, Commodity: k, Kind: Contract, For: fromAbove + above, Worth: worth[k], Wanted: out})
		}
	}
	for _, b := range r.madeBelow(n) {
		if res, any := residual("to make", b.What, b.Unit, b.Amounts); any {
			list = append(list, res)
		}
	}
	paper := sub.paper()
	paper.Way, paper.Residuals = down, list
	return paper, nil
}

// worths are what is to be delivered to the level above is worth, by commodity: more
// than anything that the place below could want it for, since the level above has
// weighed both.
func (r *Result) worths() []float64 {
	p := r.Problem
	worth := slices.Clone(p.value)
	for _, d := range p.In.Demands {
		worth[d.Commodity] = max(worth[d.Commodity], 1.1*d.Worth)
	}
	return worth
}

// madeBelow is what is made in a place and all below it, by commodity.
func (r *Result) madeBelow(place int) (list []Residual) {
	p := r.Problem
	sums := make([]Residual, p.K)
	for i := range p.units {
		u := &p.units[i]
		at := p.In.Units[u.of].Place
		for at >= 0 && at != place {
			at = p.In.Places[at].Parent
		}
		for j := u.col0; j < u.col1 && at == place; j++ {
			s := &sums[p.cols[j].out]
			if s.Amounts == nil {
				s.What, s.Unit, s.Amounts = p.In.Commodities[p.cols[j].out].Name, p.In.Commodities[p.cols[j].out].Unit, make([]float64, p.T)
			}
			for t, v := range r.Plan.Make[j*p.T:][:p.T] {
				s.Amounts[t] += v
			}
		}
	}
	return slices.DeleteFunc(sums, func(s Residual) bool { return s.Amounts == nil })
}

// Joining joins the reports of places to one plan.
type Joining struct {
	Name    string   `help:"a name for the plan, such as province 1958"`
	Top     string   `help:"the place above those that report, such as the province"`
	Reports []string `help:"the reports, each as “plan up --json” writes it; @file for one that stands in a file" long:"yes"`
}

// Joined is the plan that came of it. What is wrong is left out of it.
type Joined struct {
	Kept
	Units    int             `json:"units"`
	Places   int             `json:"places"`
	Problems []fault.Problem `json:"problems,omitempty"`
}

// ShowUpward is what a federation reports to the one above it.
func ShowUpward(tx *db.Tx, in Which) (Paper, error) {
	r, err := answerOf(tx, in.Number)
	if notYet(in.Number, err) {
		return Paper{}, nil // of no place: there is no plan yet
	}
	if err != nil {
		return Paper{}, err
	}
	return r.Upward(), nil
}

// JoinPlaces keeps the reports of places as the inputs of one plan: what they decided
// stands, and what they could not balance is balanced between them.
func JoinPlaces(tx *db.Tx, in Joining) (Joined, error) {
	if strings.TrimSpace(in.Top) == "" {
		return Joined{}, fault.In("top", "", fault.Invalid.Errorf("Say what the place above those that report is called."))
	}
	var papers []Paper
	d := json.NewDecoder(strings.NewReader(strings.Join(in.Reports, "\n"))) // pasted, a report may have many lines
	for {
		p, err := nextPaper(d)
		if err == io.EOF {
			break
		}
		if err != nil {
			return Joined{}, fault.In("reports", fmt.Sprint(len(papers)+1), err)
		}
		if p.Way != up {
			return Joined{}, fault.In("reports", p.Place, fault.Refused.Errorf("This is a decision for %s, and no report of it.", p.Place))
		}
		papers = append(papers, p)
	}
	if len(papers) == 0 {
		return Joined{}, fault.In("reports", "", fault.Invalid.Errorf("There is no report to join."))
	}
	instance, wrong, err := Join(strings.TrimSpace(in.Name), strings.TrimSpace(in.Top), papers)
	if err != nil {
		return Joined{}, err
	}
	return keepJoined(tx, instance, wrong, "plan join", in.Name+"\n"+in.Top+"\n"+strings.Join(in.Reports, "\n"))
}

func keepJoined(tx *db.Tx, in *Instance, wrong []fault.Problem, file, text string) (Joined, error) {
	sum := sha256.Sum256([]byte(text))
	digest := hex.EncodeToString(sum[:])
	all, err := selectKept(tx)
	if err != nil {
		return Joined{}, err
	}
	for _, k := range all {
		if k.File == file && k.Digest == digest {
			return Joined{}, fault.Refused.Errorf("This is here already, as plan %d.", k.Number)
		}
	}
	kept, err := Keep(tx, in, file, digest)
	return Joined{kept, len(in.Units), len(in.Places), wrong}, err
}

// readPaper reads a paper from its text.
func readPaper(text string) (p Paper, err error) {
	d := json.NewDecoder(strings.NewReader(text))
	if p, err = nextPaper(d); err == io.EOF || err == nil && d.More() {
		err = fault.Invalid.Errorf("This is no paper of a plan. Copy it whole, from the first bracket to the last.")
	}
	return p, err
}

// nextPaper is the next of several, io.EOF after the last.
func nextPaper(d *json.Decoder) (p Paper, err error) {
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err == io.EOF {
		return p, err
	} else if err != nil || p.Place == "" || len(p.Sheets) == 0 {
		return p, fault.Invalid.Errorf("This is no paper of a plan. Copy it whole, from the first bracket to the last.")
	}
	return p, nil
}

// OfBelow names a plan and a place below its highest.
type OfBelow struct {
	Number int64  `help:"the plan's number; the newest where left out" opt:"yes"`
	Place  string `help:"a place below the highest"`
}

// ShowDownward is what a federation decided for a place below it.
func ShowDownward(tx *db.Tx, in OfBelow) (Paper, error) {
	r, err := answerOf(tx, in.Number)
	if err != nil {
		return Paper{}, err
	}
	return r.Downward(in.Place)
}

// Taking takes in what the level above decided.
type Taking struct {
	Paper string `help:"the decision, copied whole from the federation above (“plan down --json”)" long:"yes"`
}

// TakeDown keeps what the level above decided as the next plan: what is allotted can
// be had, what is to be delivered is a contract, and what was decided stands.
func TakeDown(tx *db.Tx, in Taking) (Joined, error) {
	p, err := readPaper(in.Paper)
	if err != nil {
		return Joined{}, fault.In("paper", "", err)
	}
	instance, wrong, err := p.read()
	if err != nil {
		return Joined{}, fault.In("paper", "", err)
	}
	if p.Way != down {
		return Joined{}, fault.In("paper", p.Place, fault.Refused.Errorf("This is a report of %s to the level above, and no decision for it.", p.Place))
	}
	if _, had, _, err := load(tx, 0); err == nil {
		if own := had.In.Places[had.In.Root()].Name; own != instance.Places[instance.Root()].Name {
			return Joined{}, fault.In("paper", p.Place, fault.Refused.Errorf("This is what was decided for %s, and the plan here is of %s.", p.Place, own))
		}
	} else if fault.Of(err) != fault.Missing {
		return Joined{}, err
	}
	return keepJoined(tx, instance, wrong, "plan take", in.Paper)
}
