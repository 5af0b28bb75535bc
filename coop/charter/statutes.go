package charter

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/money"
	"artel/coop/surplus"
	"artel/coop/unit"
)

// Article is one article of a charter in words.
//
// Says is a format of ours with a place for each of Args, so that a door can say
// it in its reader's language. An article whose words nobody wrote has none: then
// Title and Formula are all there is.
type Article struct {
	Clause  string        `json:"clause"`
	Title   string        `json:"title"`
	Says    string        `json:"says"`
	Args    []string      `json:"args"`
	Kind    string        `json:"kind"` // of its line in the waterfall, or “rule”
	Formula string        `json:"formula,omitempty"`
	Law     string        `json:"law,omitempty"`
	Rules   []Provision   `json:"rules"`            // whose values it holds
	Year    cal.Year      `json:"year,omitempty"`   // the last that was shared out
	Amount  *money.Amount `json:"amount,omitempty"` // what the article came to in it
	place   []int
}

// Provision is a rule of the charter with all that it was before.
type Provision struct {
	Rule       string      `json:"rule"`
	Title      string      `json:"title"`
	Value      string      `json:"value"`
	Kind       string      `json:"kind"`
	Since      cal.Day     `json:"since"`
	Resolution int64       `json:"resolution"` // 0 for the charter as adopted
	Earlier    []unit.Rule `json:"earlier"`    // newest first
}

// Statutes is the charter as of a day, article by article.
func Statutes(tx *db.Tx, in unit.AsOf) ([]Article, error) {
	day := in.Or(tx)
	now, err := unit.CharterAt(tx, day)
	if err != nil {
		return nil, err
	}
	u, err := unit.At(tx, day)
	if err != nil {
		return nil, err
	}
	lines, err := surplus.WaterfallAt(tx, day)
	if err != nil {
		return nil, err
	}
	all := articles(now.List(), lines, string(u.Currency))
	history, err := unit.AllRules(tx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].remember(history, day)
	}
	return all, lastYear(tx, all)
}

// remember puts beside each rule what it was before.
func (a *Article) remember(history []unit.Rule, day cal.Day) {
	for i := range a.Rules {
		p := &a.Rules[i]
		var versions []unit.Rule
		for _, r := range history { // in the order in which they came to hold
			if r.Rule == p.Rule && r.Since <= day {
				versions = append(versions, r)
			}
		}
		if len(versions) > 1 {
			p.Earlier = versions[:len(versions)-1]
			slices.Reverse(p.Earlier)
		}
	}
}

// lastYear puts beside each line what it came to when a surplus was last shared
// out, where the charter had such a line then.
func lastYear(tx *db.Tx, all []Article) error {
	years, err := surplus.Years(tx)
	if err != nil || len(years) == 0 {
		return err
	}
	year := years[len(years)-1]
	came, err := surplus.LinesOf(tx, year)
	if err != nil {
		return err
	}
	for i := range all {
		for _, l := range came {
			if l.Clause == all[i].Clause && l.Label == all[i].Title && l.Kind != surplus.Check && l.Unit == "" {
				amount := l.Sum()
				all[i].Year, all[i].Amount = year, &amount
			}
		}
	}
	return nil
}

// articles puts rules and lines into words, in the order of their clauses. A
// rule that a line speaks of is said by that line.
func articles(rules []unit.Rule, lines surplus.Waterfall, currency string) (all []Article) {
	said := map[string]bool{}
	for i, l := range lines {
		a := Article{Clause: l.Clause, Title: l.Label, Kind: string(l.Kind), Formula: l.Formula, Law: l.Source, place: placeOf(l.Clause, i+1)}
		if l.Kind == surplus.Check { // its label is the sentence that refuses
			a.Title = "What always holds"
		}
		a.Says, a.Args = fill(l.Words, rules)
		for _, name := range l.RuleNames() {
			if p, ok := provision(rules, name); ok {
				a.Rules = append(a.Rules, p)
				said[name] = true
			}
		}
		all = append(all, a)
	}
	for i, r := range rules {
		if r.Rule == surplus.WaterfallRule || said[r.Rule] {
			continue
		}
		p, _ := provision(rules, r.Rule)
		value := r.Value
		if p.Kind == "amount" {
			value = strings.TrimSpace(value + " " + currency)
		}
		a := Article{Clause: r.Clause, Title: p.Title, Kind: "rule", Says: unit.RuleSays(r.Rule), Rules: []Provision{p}, place: placeOf(r.Clause, i)}
		if a.Says != "" {
			a.Args = []string{value}
		}
		all = append(all, a)
	}
	slices.SortStableFunc(all, func(a, b Article) int { return slices.Compare(a.place, b.place) })
	return all
}

func provision(rules []unit.Rule, name string) (Provision, bool) {
	i := slices.IndexFunc(rules, func(r unit.Rule) bool { return r.Rule == name })
	if i < 0 {
		return Provision{}, false
	}
	r := rules[i]
	return Provision{Rule: name, Title: unit.RuleWords(name), Value: r.Value, Kind: unit.RuleKind(name), Since: r.Since, Resolution: r.Resolution}, true
}

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// fill makes a format of the words of a line, with the values of the rules that
// it names.
func fill(words string, rules []unit.Rule) (format string, args []string) {
	format = placeholder.ReplaceAllStringFunc(strings.ReplaceAll(words, "%", "%%"), func(m string) string {
		p, _ := provision(rules, m[1:len(m)-1])
		args = append(args, p.Value)
		return "%s"
	})
	return format, args
}

var number = regexp.MustCompile(`\d+`)

// placeOf is where an article stands: by the numbers in its clause, then in the
// order in which it came.
func placeOf(clause string, i int) []int {
	place := []int{}
	for _, n := range number.FindAllString(clause, 3) {
		v, err := strconv.Atoi(n)
		if err != nil {
			v = 1 << 30
		}
		place = append(place, v)
	}
	for len(place) < 3 {
		place = append(place, 0)
	}
	return append(place, i)
}
