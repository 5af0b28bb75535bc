package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/db"
	"artel/base/money"
	"artel/coop/ledger"
	"artel/coop/pay"
	"artel/coop/surplus"
	"artel/door/words"
)

// slipsPage says who has a slip, and starts the printing of all of them.
type slipsPage struct {
	Act, Of, When string
	Title         string // a format with When
	One           string // path of one slip
	Bearers       []surplus.Bearer
}

func readYearSlips(tx *db.Tx, in ledger.OfYear) (slipsPage, error) {
	all, err := surplus.Slips(tx, in)
	return slipsPage{"surplus slips", "year", in.Year.String(), "Distribution slips %s", "/surplus/slip", all}, err
}

func readPaySlips(tx *db.Tx, in pay.OfMonth) (slipsPage, error) {
	all, err := pay.Bearers(tx, in)
	p := slipsPage{"pay slips", "month", string(in.Month), "Pay slips %s", "/pay/slip", nil}
	for _, b := range all {
		p.Bearers = append(p.Bearers, surplus.Bearer(b))
	}
	return p, err
}

func (p slipsPage) look(v view) screen {
	title := v.say(p.Title, p.When)
	options := g.Group{}
	for _, l := range words.Languages {
		options = append(options, h.Option(h.Value(l.Code), h.Lang(l.Code), g.If(l.Code == v.lang, h.Selected()), g.Text(l.Name)))
	}
	rows, total := g.Group{}, money.NewSum(p.currency())
	for _, b := range p.Bearers {
		total.Add(b.Amount)
		rows = append(rows, h.Tr(h.Td(h.Class("no"), g.Text(b.Member)), td(b.Name), cell(b.Amount), h.Td(a(to(p.One, "member", b.Member, p.Of, p.When), v.say("Slip")))))
	}
	all, _ := total.Amount()
	foot := h.Tr(h.Class("total"), h.Th(h.Scope("row"), h.ColSpan("2"), g.Text(v.say("Together"))), cell(all), h.Td())
	return screen{Title: title, Body: g.Group{
		heading(title, v.say("%d slips, one a page, each with how it was worked out.", len(p.Bearers))),
		g.If(len(p.Bearers) == 0, empty(v.say("Nobody has a slip."))),
		g.If(len(p.Bearers) > 0, g.Group{
			h.Form(h.Class("search"), h.Method("post"), h.Action("/print"), hidden("act", p.Act), hidden(p.Of, p.When),
				h.Div(h.Class("field"), h.Label(h.For("language"), g.Text(v.say("Language of the slips"))), h.Select(h.ID("language"), h.Name("language"), options)),
				h.Button(h.Class("main"), g.Text(v.say("Make all %d slips", len(p.Bearers))))),
			table("", g.Group{headings(v, "number", "name", "amount#"), h.Td()}, rows, foot)}),
	}}
}

func (p slipsPage) currency() money.Currency {
	if len(p.Bearers) > 0 {
		return p.Bearers[0].Amount.Currency
	}
	return money.CNY
}

// printJob is the page of a job: a bar while it runs, the document in the end.
func (s *site) printJob(w http.ResponseWriter, v *visit) error {
	j, err := s.press.of(v.r.PathValue("id"), v)
	if err != nil {
		return err
	}
	s.send(w, v.r, http.StatusOK, v.view(), lookJob(v.view(), j.id, j.title, j.progress()))
	return nil
}

func lookJob(v view, id, title string, p progress) screen {
	at := "/print/" + id
	runs := p.State == jobRuns
	seen := screen{Title: title, Body: h.Div(h.Class("printing"), h.Data("job", at),
		heading(title, v.say("It goes on by itself; you may leave this page and come back to it.")),
		h.P(h.Label(h.For("progress"), h.ID("progress-words"), h.Role("status"), g.Text(p.Words))),
		h.Progress(h.ID("progress"), h.Max(strconv.Itoa(max(p.Total, 1))), h.Value(strconv.Itoa(p.Done))),
		g.If(p.State == jobFails, notice("bad", h.P(g.Text(p.Words)))),
		g.If(p.State == jobDone, h.P(h.Class("buttons"), h.A(h.Class("button main"), h.Href(at+"/paper"), g.Text(v.say("Open all slips, to print"))))),
		h.P(h.Class("hint"), g.Text(v.say("The document is kept for an hour, for you only."))),
		h.Script(h.Type("module"), h.Src(assetPath("progress.js"))))}
	if runs {
		seen.Head = g.El("noscript", h.Meta(g.Attr("http-equiv", "refresh"), h.Content("2")))
	}
	return seen
}

// documentOf is what stands before and after the slips.
func documentOf(v view, j *job) (begin, end string, err error) {
	var b bytes.Buffer
	const here = "⟦here stand the slips⟧"
	err = h.Doctype(h.HTML(h.Lang(v.lang),
		h.Head(h.Meta(h.Charset("utf-8")), h.Meta(h.Name("viewport"), h.Content("width=device-width, initial-scale=1")), h.TitleEl(g.Text(j.title)),
			h.Link(h.Rel("stylesheet"), h.Href(assetPath("artel.css"))),
			h.Link(h.Rel("icon"), h.Type("image/svg+xml"), h.Href(assetPath("mark.svg"))), h.Script(h.Type("module"), h.Src(assetPath("app.js")))),
		h.Body(h.Class("bare batch"), h.Header(h.Class("bar"), h.Strong(g.Text(j.title)), h.Div(h.Class("aside"), printButton(v))), h.Main(h.ID("main"), g.Text(here))),
	)).Render(&b)
	begin, end, _ = strings.Cut(b.String(), here)
	return begin, end, err
}

func eventOf(p progress) string {
	text, err := json.Marshal(p)
	if err != nil {
		panic(err) // three plain fields
	}
	return string(text)
}
