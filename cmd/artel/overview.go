package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"artel/base/act"
	"artel/door/report"
)

// firstSteps take somebody from nothing to a member's slip. Only those that
// this binary has are shown.
var firstSteps = [][2]string{
	{"demo", "a sample year, to look around in"},
	{`unit found --name "Linqing Bamboo" --year 1956`, "a co-operative of your own"},
	{"sheet import FOLDER --try", "read its sheets; see first what is wrong"},
	{"year close --year 1956", "draw up the year's result"},
	{"surplus distribute --year 1956 --resolution 1 --try", "share out the surplus; see first who gets what"},
	{"serve", "the same in a browser"},
}

// examples show acts whose input is not plain from its fields.
var examples = map[string]string{
	"unit found": `artel unit found --name "Linqing Bamboo" --trade bamboo --county Linqing --year 1956`,
	"ledger post": `artel ledger post --day 1956-01-03 --memo "Sold 20 chairs for cash" \
  --lines account=1010,debit=46.00 --lines account=4010,credit=46.00`,
	"ledger reverse":  `artel ledger reverse --entry 12 --why "Entered twice"`,
	"ledger balances": `artel ledger balances --day 1956-12-31 --xlsx balances.xlsx`,
	"ledger account":  `artel ledger account --account 2010 --party M001`,
	"plan solve": `artel plan solve --gap 0.1% --limit 60s
artel plan solve sheets --out planned                     # a folder or a workbook, without a database
artel plan solve sheets --from planned --out planned-2    # after a change, from the plan before`,
	"unit login":         `ARTEL_PASSWORD=… artel unit login --name ming --role bookkeeper`,
	"charter amend":      `artel charter amend --rule welfare_pct --value 5 --since 1957-01-01 --resolution 3`,
	"sheet import":       `artel sheet import ~/sheets/1956 --try`,
	"assembly resolve":   `artel assembly resolve --number 1 --date 1957-01-20 --text "Share out 1956" --for 60 --against 2 --abstain 1`,
	"surplus distribute": `artel surplus distribute --year 1956 --resolution 1 --try`,
	"surplus explain":    `artel surplus explain --year 1956 --member M001`,
	"ledger export":      `artel ledger export --format hledger > 1956.journal`,
}

// overview is what somebody sees who only types artel.
func (c *cli) overview(root *cobra.Command) report.Paper {
	p := report.Paper{Title: "artel", Lines: []report.Phrase{report.Words(root.Short)}}
	steps := report.Facts{Caption: "First steps"}
	for _, s := range firstSteps {
		if known(root, s[0]) {
			steps.Pairs = append(steps.Pairs, report.Fact{Label: "artel " + s[0], Value: report.Words(s[1])})
		}
	}
	all := report.Table{Caption: "What there is to do", Columns: make([]report.Column, 3)}
	for _, noun := range nounsOf(acts) {
		all.Rows = append(all.Rows, []any{noun, report.Words(nouns[noun]), strings.Join(verbsOf(acts, noun), ", ")})
	}
	machine := report.Facts{Caption: "This machine"}
	for _, s := range c.machine(root) {
		machine.Pairs = append(machine.Pairs, report.Fact{Label: s.Name(), Value: report.Words(s.Short)})
	}
	global := report.Facts{Caption: "With every command"}
	for _, h := range globalHelp {
		global.Pairs = append(global.Pairs, report.Fact{Label: h[0], Value: report.Words(h[1])})
	}
	p.Blocks = []report.Block{steps, all, machine, global,
		report.Text("“artel help ledger” lists the commands of a word, “artel help ledger post” explains one.")}
	return p
}

// machine are the commands that are no acts.
func (c *cli) machine(root *cobra.Command) []*cobra.Command {
	return slices.DeleteFunc(slices.Clone(root.Commands()), func(sub *cobra.Command) bool {
		_, isAct := c.acts[sub]
		return isAct || sub.HasSubCommands() || sub.Hidden || sub.Name() == "help"
	})
}

// known says whether the binary has the command that a line begins with.
func known(root *cobra.Command, line string) bool {
	at := root
	for word := range strings.FieldsSeq(line) {
		next := slices.IndexFunc(at.Commands(), func(sub *cobra.Command) bool { return sub.Name() == word })
		if next < 0 {
			break
		}
		at = at.Commands()[next]
	}
	return at != root && !at.HasSubCommands()
}

// nounsOf are the first words of the acts' names, each once.
func nounsOf(acts []act.Act) (all []string) {
	for _, a := range acts {
		noun, _, _ := strings.Cut(a.Name, " ")
		if !slices.Contains(all, noun) {
			all = append(all, noun)
		}
	}
	return all
}

// verbsOf are the rest of the names that begin with a noun.
func verbsOf(acts []act.Act, noun string) (all []string) {
	for _, a := range acts {
		if verb, ok := strings.CutPrefix(a.Name, noun+" "); ok {
			all = append(all, verb)
		}
	}
	return all
}
