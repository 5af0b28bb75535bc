package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/fault"
	"artel/coop/unit"
	"artel/door/report"
)

// actPage is the plain page that every act has from its declaration.
type actPage struct {
	form      form
	answered  bool
	turn      turn
	tried     bool  // only shown what would come of it
	again     bool  // had been done before, with this very form
	seq       int64 // number in the log of acts
	out       any
	refusal   string
	meanwhile []act.Logged    // what others did to the same thing since it was looked at
	rest      []fault.Problem // that are about no field
}

// with is the page with what is wrong, at the fields and beside them.
func (p actPage) with(all []fault.Problem) actPage {
	p.rest = p.form.mind(all)
	return p
}

func (p actPage) look(v view) screen {
	a := p.form.act
	title := v.say(titleOf(a))
	if !a.Writes {
		return screen{Title: title, Body: p.asking(v, title)}
	}
	if t, ok := p.out.(unit.Token); ok && p.answered && a.Name == "account token" && !p.tried {
		return tokenPage{t}.look(v)
	}
	if p.answered && !p.tried {
		return screen{Title: title, Body: p.done(v)}
	}
	return screen{Title: title, Body: g.Group{
		heading(title, v.say(a.Help)),
		p.complaints(v),
		g.If(p.tried, g.Group{
			notice("warn", h.P(h.Strong(g.Text(v.say("Only tried; nothing was changed.")))),
				h.P(h.Button(h.Class("main"), h.FormAttr("act"), g.Text(v.say("Do it"))))),
			p.paper(v),
		}),
		p.doing(v),
		p.manual(v),
	}}
}

// doing is the form of an act that changes something.
func (p actPage) doing(v view) g.Node {
	f := p.form
	upload := slices.ContainsFunc(f.act.Fields, isUpload)
	return h.Form(h.ID("act"), h.Class("act"), h.Method("post"), h.Action(f.act.Path()), g.Attr("novalidate"),
		g.If(upload, h.EncType("multipart/form-data")),
		hidden(keyName, f.key), g.If(f.then != "", hidden(nextName, f.then)), g.If(f.act.Thing != "", hidden("_seen", f.asides["seen"])),
		g.If(f.held != "", g.Group{hidden(heldName, f.held),
			h.P(h.Class("kept"), g.Text(v.say("%s is still here; choose another only to change it.", f.file)))}),
		f.inputs(v),
		h.P(h.Class("buttons"),
			h.Button(h.Class("main"), g.Text(v.say("Do it"))),
			h.Button(h.Name(tryName), h.Value("1"), g.Text(v.say("Try"))),
			h.Span(h.Class("hint"), g.Text(v.say("“Try” shows what would come of it and changes nothing."))),
		),
	)
}

// done is what a person sees once it is done.
func (p actPage) done(v view) g.Node {
	a := p.form.act
	words := v.say("Done, as act %d in the log.", p.seq)
	if p.again {
		words = v.say("This was done already, as act %d in the log. It was not done again.", p.seq)
	}
	return g.Group{
		notice("good", h.P(h.Strong(g.Text(words))),
			h.P(h.A(h.Href(a.Path()), g.Text(v.say("Another one"))), g.Text(" · "), h.A(h.Href("/"), g.Text(v.say("To the start"))), p.onward(v))),
		p.paper(v),
	}
}

// ofYearEnd are the acts that a year-end is made of: from each the way goes back
// to its page.
var ofYearEnd = []string{"year close", "year reopen", "goods count", "charter wage", "assembly resolve", "surplus distribute"}

// onwards are where the way goes on from an act, beside those of a year-end.
var onwards = map[string]string{
	"plan import": "/plan/solve", "plan gather": "/plan/solve", "plan join": "/plan/solve", "plan take": "/plan/solve", "plan amend": "/plan/solve",
	"plan solve": "/plan/show", "plan receive": "/plan/own", "plan counter": "/plan/counters", "plan hear": "/plan/heard", "plan answer": "/plan/heard",
}

func (p actPage) onward(v view) g.Node {
	if path := onwards[p.form.act.Name]; path != "" && v.can(path) {
		return g.Group{g.Text(" · "), h.A(h.Href(path), g.Text(v.say(titles[strings.ReplaceAll(path[1:], "/", " ")])))}
	}
	year := p.form.values["year"]
	if !slices.Contains(ofYearEnd, p.form.act.Name) || !v.can("/surplus/year") {
		return nil
	}
	return g.Group{g.Text(" · "), h.A(h.Href(to("/surplus/year", "year", year)), g.Text(v.say("On with the year-end")))}
}

// asking is the page of an act that only looks: its answer, under the question.
func (p actPage) asking(v view, title string) g.Node {
	f := p.form
	question := h.Form(h.Class("act ask"), h.Method("get"), h.Action(f.act.Path()), g.Attr("novalidate"),
		f.inputs(v), h.P(h.Class("buttons"), h.Button(h.Class("main"), g.Text(v.say("Show")))))
	switch {
	case len(f.act.Fields) == 0:
		question = nil
	case p.answered:
		question = h.Details(h.Class("question"), h.Summary(g.Text(v.say("Ask for something else"))), question)
	}
	return g.Group{
		g.If(!p.answered, heading(title, v.say(f.act.Help))),
		p.complaints(v),
		g.Iff(p.answered, func() g.Node { return h.Div(h.Class("answer"), p.files(v), p.paper(v), p.turn.look(v)) }),
		question,
		g.If(!p.answered, p.manual(v)),
	}
}

func (p actPage) complaints(v view) g.Node {
	wrong := len(p.form.wrong)
	return g.Group{
		g.If(p.refusal != "", notice("bad", h.P(g.Text(p.refusal)))),
		g.If(len(p.meanwhile) > 0, h.Section(h.H2(g.Text(v.say("What was done meanwhile"))), actList(v, p.meanwhile))),
		g.If(wrong > 0 && !p.answered, notice("bad", h.P(g.Text(v.say("Something has to be put right below. Nothing was changed."))))),
		g.If(len(p.rest) > 0, g.Group{notice("bad", h.P(g.Text(v.say("Nothing was changed, because of what stands below."))), p.copy(v)), problemTable(v, p.rest)}),
	}
}

// copy leads to the marked copy of what was handed in.
func (p actPage) copy(v view) g.Node {
	if p.form.held == "" || !slices.ContainsFunc(p.form.act.Fields, func(f act.Field) bool { return isCopy(p.form.act, f) }) {
		return nil
	}
	return h.P(h.A(h.Class("button"), h.Href("/marked/"+p.form.held), h.Download("marked.xlsx"), g.Text(v.say("The workbook with the wrong cells marked"))))
}

// paper is the answer, drawn up by door/report.
func (p actPage) paper(v view) g.Node { return drawn(v, p.form.act, p.out) }

// drawn is an answer as a paper, under the act's title where it has no own.
func drawn(v view, a act.Act, out any) g.Node {
	if text, ok := out.(string); ok {
		return printout(v, a, text)
	}
	paper := report.For(a.Name, out)
	if strings.EqualFold(paper.Title, a.Name) {
		paper.Title = titleOf(a)
	}
	return paper.HTML(report.Say(v.say))
}

// printout is an answer that is a text for another program, such as a journal.
func printout(v view, a act.Act, text string) g.Node {
	const most = 20_000
	cut := len(text) > most
	if cut {
		text = strings.ToValidUTF8(text[:most], "")
	}
	return h.Article(h.Class("paper"), h.Header(h.H1(g.Text(v.say(titleOf(a))))),
		h.Pre(h.TabIndex("0"), g.Text(text)),
		g.If(cut, h.P(h.Class("lines"), g.Text(v.say("This is its beginning; the file has all of it.")))))
}

// files are the answer in other forms.
func (p actPage) files(v view) g.Node {
	at := func(as string) string {
		q := url.Values{asName: {as}}
		for name, typed := range p.form.values {
			if typed != "" && !strings.HasPrefix(name, "_") {
				q.Set(name, typed)
			}
		}
		return p.form.act.Path() + "?" + q.Encode()
	}
	if _, text := p.out.(string); text {
		return h.P(h.Class("files"), h.A(h.Class("button"), h.Href(at("text")), h.Download(""), g.Text(v.say("Download"))))
	}
	return h.P(h.Class("files"),
		h.Button(h.Class("quiet script"), h.Type("button"), h.Data("print", ""), g.Text(v.say("Print"))),
		h.A(h.Class("button quiet"), h.Href(at("xlsx")), h.Download(""), g.Text(v.say("Workbook (.xlsx)"))),
		h.A(h.Class("button quiet"), h.Href(at("json")), h.Download(""), g.Text("JSON")),
	)
}

// handOut sends an answer as a file.
func handOut(w http.ResponseWriter, v *visit, name, as string, out any) error {
	file := strings.ReplaceAll(name, " ", "-")
	head := func(kind, ending string) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Disposition", `attachment; filename="`+file+ending+`"`)
	}
	switch text, isText := out.(string); {
	case as == "text" && isText:
		head("text/plain; charset=utf-8", ".txt")
		_, err := w.Write([]byte(text))
		return err
	case as == "json":
		head("application/json", ".json")
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(out)
	case as == "xlsx" && !isText:
		head("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")
		return report.For(name, out).XLSX(w, report.Say(v.say))
	}
	return fault.Missing.Errorf("This answer cannot be had as “%s”.", as)
}

// manual is all there is to say of the act: the same help that the command line
// has, since it comes from the same declaration.
func (p actPage) manual(v view) g.Node {
	a := p.form.act
	roles := make([]string, len(a.Roles))
	for i, r := range a.Roles {
		roles[i] = v.say(string(r))
	}
	looks := v.say("It only looks; nothing is changed.")
	if a.Writes {
		looks = v.say("It is done whole or not at all, and noted in the log of acts.")
	}
	return h.Footer(h.Class("manual"),
		h.P(g.Text(looks)),
		h.P(g.Text(v.say("Who may: %s.", strings.Join(roles, v.say(", "))))),
		h.P(g.Text(v.say("At the command line: ")), h.Code(g.Text("artel "+a.Name)), g.Text(v.say("; for programs: ")), h.Code(g.Text("/api"+a.Path()))),
	)
}
