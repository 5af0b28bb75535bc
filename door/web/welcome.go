package web

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/fault"
	"artel/coop/unit"
)

// welcomePage is what stands after the founding: three ways to go on.
type welcomePage struct {
	Unit    unit.Unit
	Example bool // can be brought in
	Refusal string
	key     string
}

func (s *site) welcome(w http.ResponseWriter, v *visit) error {
	p := welcomePage{Unit: v.unit, Example: s.hasExample(v)}
	s.send(w, v.r, http.StatusOK, v.view(), p.look(v.view()))
	return nil
}

// hasExample says whether the sample year fits into this unit's books: its sums
// are in hundredths.
func (s *site) hasExample(v *visit) bool {
	return s.opts.Example != nil && v.mayDo("sheet import") && v.unit.Currency.Digits() == 2
}

// welcomeExample brings the sample year into the unit, by the same act that any
// sheets come in by.
func (s *site) welcomeExample(w http.ResponseWriter, v *visit) error {
	if !s.hasExample(v) {
		return fault.Refused.Errorf("The example cannot be brought into these books.")
	}
	folder, err := os.MkdirTemp("", "artel-example-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := writeExample(s.opts.Example, folder, v.unit); err != nil {
		return err
	}
	a, _ := s.actNamed("sheet import")
	call := v.call("web")
	call.Uploads = []string{folder}
	if _, err := a.Run(v.r.Context(), s.db, call, act.Values(map[string]string{"path": folder})); err != nil {
		return err
	}
	http.Redirect(w, v.r, "/", http.StatusSeeOther)
	return nil
}

var (
	aDay  = regexp.MustCompile(`\b(\d{4})-(\d\d)-(\d\d)\b`)
	aYear = regexp.MustCompile(`(?m)^(\d{4}),[^,\n]*,`)
)

// exampleYear is the year that the sample is of.
const exampleYear = cal.Year(1956)

// writeExample writes the sample's sheets as they would be of the unit's first
// year and trade. The unit has a name and a charter of its own, so those two
// sheets stay out.
func writeExample(sample fs.FS, folder string, u unit.Unit) error {
	names, err := fs.Glob(sample, "*.csv")
	if err != nil {
		return err
	}
	for _, name := range names {
		if name == "unit.csv" || name == "charter.csv" {
			continue
		}
		body, err := fs.ReadFile(sample, name)
		if err != nil {
			return err
		}
		text := moveYears(string(body), int(u.Year-exampleYear))
		if name == "reference_wages.csv" {
			text = aYear.ReplaceAllString(text, u.Year.String()+","+quoteCSV(u.Trade)+",")
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// moveYears moves all days by whole years; the 29th of February becomes the 28th
// in a year that has none.
func moveYears(text string, by int) string {
	return aDay.ReplaceAllStringFunc(text, func(day string) string {
		m := aDay.FindStringSubmatch(day)
		n, _ := strconv.Atoi(m[1])
		moved := cal.Year(n + by)
		if m[2] == "02" && m[3] == "29" && moved.Days() == 365 {
			m[3] = "28"
		}
		return moved.String() + "-" + m[2] + "-" + m[3]
	})
}

func quoteCSV(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func (p welcomePage) look(v view) screen {
	title := v.say("%s is founded", p.Unit.Name)
	ways := g.Group{
		h.Li(h.H2(g.Text(v.say("Bring your sheets"))), h.P(g.Text(v.say("An .xlsx, or a folder of CSV files: members, work, purchases, sales, expenses. Every row is checked, and nothing is kept before all are right."))),
			h.P(h.A(h.Class("button main"), h.Href("/sheet/import"), g.Text(v.say("Bring in sheets"))))),
		h.Li(h.H2(g.Text(v.say("Start empty"))), h.P(g.Text(v.say("Admit the members one by one and record work, purchases and sales as they happen."))),
			h.P(button("/member/admit", v.say("Admit the first member")), g.Text(" "), h.A(h.Class("button quiet"), h.Href("/"), g.Text(v.say("To the start"))))),
	}
	if p.Example {
		ways = append(g.Group{ways[0], h.Li(h.H2(g.Text(v.say("Start with an example"))),
			h.P(g.Text(v.say("A year of a bamboo workers' co-operative with 73 members, brought into these books, to try everything with. Begin with another database afterwards: what is recorded stays."))),
			h.Form(h.Method("post"), h.Action("/welcome"), h.P(h.Button(g.Text(v.say("Bring in the example"))))))}, ways[1])
	}
	return screen{Title: title, Body: g.Group{
		heading(title, v.say("Its charter is adopted, and you are logged in as its chair. How do you want to go on?")),
		h.Ul(h.Class("ways"), ways),
		h.P(a("/charter/statutes", v.say("Read the charter")), g.Text(" · "), a("/unit/login", v.say("Give somebody else a login"))),
	}}
}
