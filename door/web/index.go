package web

import (
	"net/http"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/act"
	"artel/base/db"
	"artel/base/fault"
	"artel/coop/unit"
)

// indexPage is everything the person can do: the manual.
type indexPage struct{ Groups []chapter }

// chapter is a noun's acts.
type chapter struct {
	Name string
	Acts []act.Act
}

func (s *site) index(w http.ResponseWriter, v *visit) error {
	p := indexPage{}
	at := map[string]int{}
	for _, gr := range v.navigation() {
		at[gr.name] = len(p.Groups)
		p.Groups = append(p.Groups, chapter{Name: gr.name})
	}
	for _, a := range v.may() {
		i := at[groupOf(a)]
		p.Groups[i].Acts = append(p.Groups[i].Acts, a)
	}
	s.send(w, v.r, http.StatusOK, v.view(), p.look(v.view()))
	return nil
}

func (p indexPage) look(v view) screen {
	title := v.say("Everything you can do")
	chapters := g.Group{}
	for _, c := range p.Groups {
		items := g.Group{}
		for _, one := range c.Acts {
			items = append(items, h.Li(
				h.A(h.Href(one.Path()), g.Text(v.say(titleOf(one)))),
				g.If(one.Writes, h.Span(h.Class("tag"), g.Text(v.say("changes something")))),
				h.P(g.Text(v.say(one.Help)), g.Text(" "), h.Code(g.Text("artel "+one.Name)))))
		}
		chapters = append(chapters, h.Section(h.H2(g.Text(v.say(c.Name))), h.Ul(items)))
	}
	return screen{Title: title, Body: h.Div(h.Class("index"),
		heading(title, v.say("Each is a page here, a command (“artel help”) and an endpoint (/openapi.json), under one name.")), chapters)}
}

// nowhere answers an address that leads nowhere.
func (s *site) nowhere(_ http.ResponseWriter, v *visit) error {
	return fault.Missing.Errorf("There is no page at %s.", v.r.URL.Path)
}

// unitsPage is where who has several co-operatives says which.
type unitsPage struct {
	Units []unit.Unit
	Next  string
}

func (s *site) unitPage(w http.ResponseWriter, v *visit) error {
	p := unitsPage{Next: local(v.r.FormValue("next"))}
	err := s.db.Read(v.r.Context(), db.Who{}, func(tx *db.Tx) error {
		c, err := v.r.Cookie(sessionCookie)
		if err != nil {
			return fault.Refused.Errorf("Log in first.")
		}
		mine, _, err := unit.Behind(tx, c.Value)
		if err != nil {
			return err
		}
		all, err := unit.All(tx)
		for _, u := range all {
			if _, ok := mine[u.ID]; ok {
				p.Units = append(p.Units, u)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	for i, u := range p.Units { // their names are facts of their own
		err := s.db.Read(v.r.Context(), db.Who{Unit: u.ID}, func(tx *db.Tx) (err error) {
			p.Units[i], err = unit.Now(tx)
			return err
		})
		if err != nil {
			return err
		}
	}
	s.send(w, v.r, http.StatusOK, v.view(), p.look(v.view()))
	return nil
}

func (p unitsPage) look(v view) screen {
	title := v.say("Which co-operative?")
	items := g.Group{}
	for _, u := range p.Units {
		items = append(items, h.Li(h.Form(h.Method("post"), h.Action("/unit"), hidden("next", p.Next), hidden("unit", u.Code),
			h.Button(h.Class("hint"), h.Strong(g.Text(u.Name)), g.Text(" "), h.Span(g.Text(u.County))))))
	}
	return screen{Title: title, Bare: true, Body: h.Div(h.Class("door"), mark(), h.H1(g.Text(title)), h.Section(h.Class("hints"), h.Ul(items)))}
}

func (s *site) chooseUnit(w http.ResponseWriter, v *visit) error {
	v.r.Body = http.MaxBytesReader(w, v.r.Body, 64<<10)
	if err := v.r.ParseForm(); err != nil {
		return fault.Invalid.Errorf("The form cannot be read.")
	}
	s.setCookie(w, unitCookie, v.r.PostForm.Get("unit"), 365*24*3600)
	http.Redirect(w, v.r, local(v.r.PostForm.Get("next")), http.StatusSeeOther)
	return nil
}
