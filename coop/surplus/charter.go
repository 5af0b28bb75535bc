package surplus

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"artel/base/cal"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/assembly"
	"artel/coop/tax"
	"artel/coop/unit"
)

// WaterfallRule is the rule of the charter that holds the lines, as JSON.
const WaterfallRule = "waterfall"

// WaterfallAt is the waterfall of the charter as of a day; a charter that has
// none of its own has the producers' co-operative's.
func WaterfallAt(tx *db.Tx, day cal.Day) (Waterfall, error) {
	charter, err := unit.CharterAt(tx, day)
	if err != nil {
		return nil, err
	}
	w := Producer()
	if text := charter.Text(WaterfallRule, ""); text != "" {
		if w, err = parseLines(text); err != nil {
			return nil, err
		}
	}
	return w, w.taxed(tx, charter, day)
}

// parseLines reads the lines as the charter keeps them.
func parseLines(text string) (w Waterfall, err error) {
	err = json.Unmarshal([]byte(text), &w)
	return w, err
}

// The names of the lines that tax a year, which a table of tax runs where the
// charter names one.
const (
	taxFull   = "tax_full"
	taxRelief = "tax_relief"
)

// taxed has the tax lines run by the table that the charter names (S36). The
// lines that are kept with a distribution are these, so it recomputes by the
// table as it was.
func (w Waterfall) taxed(tx *db.Tx, charter unit.Charter, day cal.Day) error {
	lines, err := tax.LinesAt(tx, charter, day, leftName, taxFull)
	if err != nil || lines == nil {
		return err
	}
	found := false
	for i := range w {
		switch w[i].Name {
		case taxFull:
			w[i].Formula, w[i].Words, found = lines.Full, "The tax on what is left is that of the table “"+lines.Table+"”.", true
		case taxRelief:
			w[i].Formula, w[i].Words = lines.Relief, "From it the reliefs that were granted are taken off."
		}
	}
	if !found {
		return fault.Conflict.Errorf("The charter names the table of tax “%s”, and its lines have none called %s for it to run.", lines.Table, taxFull)
	}
	return nil
}

// ShowWaterfall are the lines as of a day.
func ShowWaterfall(tx *db.Tx, in unit.AsOf) (Waterfall, error) { return WaterfallAt(tx, in.Or(tx)) }

// Adoption is a waterfall that the members adopted.
type Adoption struct {
	Since      cal.Day `help:"the first day on which it holds"`
	Resolution int64   `help:"number of the resolution that adopted it"`
	Lines      []Line  `help:"the lines, in the order in which they run"`
}

// Adopt makes lines the charter's from a day on. They are read against the
// charter's rules first; all that is wrong in them is told at once.
func Adopt(tx *db.Tx, in Adoption) (Waterfall, error) {
	w := Waterfall(in.Lines)
	if len(w) == 0 {
		return w, fault.Invalid.Errorf("A waterfall has at least one line.")
	}
	if _, err := assembly.MustCarry(tx, in.Resolution, "", "charter"); err != nil {
		return w, err
	}
	charter, err := unit.CharterAt(tx, in.Since)
	if err != nil {
		return w, err
	}
	rules := map[string]string{}
	for _, r := range charter.List() {
		if r.Rule != WaterfallRule {
			rules[r.Rule] = r.Value
		}
	}
	measures, err := measureNames(tx)
	if err != nil {
		return w, err
	}
	if err := w.CheckCharter(rules, measures...); err != nil {
		return w, err
	}
	text, err := json.Marshal(w)
	if err != nil {
		return w, err
	}
	if _, err := unit.AmendRule(tx, unit.RuleChange{Rule: WaterfallRule, Value: string(text), Since: in.Since, Resolution: in.Resolution}); err != nil {
		return w, err
	}
	_, err = WaterfallAt(tx, in.Since) // a table of tax that the charter names needs a line to run
	return w, err
}

var ruleWords = regexp.MustCompile(`\$\w+|\w+_(?:pct|amount)\b`)

// RuleNames are the rules that a line names, in its words and its formulas.
func (l Line) RuleNames() (names []string) {
	text := l.Words + " " + strings.Join([]string{l.Formula, l.SplitOf, l.By, l.Who, l.Cap, l.CapTo}, " ")
	for _, m := range namedRules.FindAllString(text, -1) {
		if rule := strings.Trim(m, "${}"); !slices.Contains(names, rule) {
			names = append(names, rule)
		}
	}
	return names
}

var namedRules = regexp.MustCompile(`\{\w+\}|\$\w+|\w+_(?:pct|amount)\b`)

// missing says in one sentence which rules the lines name and the charter does
// not have.
func (w Waterfall) missing(rules map[string]string) error {
	var names []string
	for _, l := range w {
		for _, field := range []string{l.Formula, l.SplitOf, l.By, l.Who, l.Cap, l.CapTo} {
			for _, word := range ruleWords.FindAllString(field, -1) {
				rule := strings.TrimPrefix(word, "$")
				if _, ok := rules[rule]; !ok && !slices.Contains(names, rule) {
					names = append(names, rule)
				}
			}
		}
	}
	if len(names) == 0 {
		return nil
	}
	return fault.Missing.Errorf("The charter does not say: %s. Set these rules with “charter amend”, or in the sheet “charter”.", strings.Join(names, ", "))
}

// CheckCharter checks the lines against a charter's rules and the facts that
// artel keeps; measures are those recorded beside the ones that the rules name.
func (w Waterfall) CheckCharter(rules map[string]string, measures ...string) error {
	more := append(counted(rules), measures...)
	slices.Sort(more)
	return w.Check(rules, bookNames(), append(memberNames(), slices.Compact(more)...))
}

func bookNames() []string {
	names := []string{"net", "days", "loss_carried", "carried_before", "cash", "capital"}
	for fund := range keptFunds {
		names = append(names, fund+"_before")
	}
	return names
}

func memberNames() (names []string) {
	for _, c := range columns {
		names = append(names, c.Name)
	}
	return names
}
