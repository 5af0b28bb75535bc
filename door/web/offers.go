package web

import (
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"artel/base/db"
	"artel/federation/plan"
	"artel/federation/planbook"
)

// offers are the names that a form's fields offer to choose from, by field. Others may
// still be typed: the act says what it does not know.
type offers map[string][]string

// offering is the plain form of an act with names to choose from, as the books have
// them now. Without books to read there is nothing to offer.
func offering(read func(tx *db.Tx) (offers, error)) func(*visit, actPage) (screen, error) {
	return func(v *visit, p actPage) (screen, error) {
		err := v.db.Read(v.r.Context(), db.Who{Unit: v.unit.ID, Name: v.by.Name}, func(tx *db.Tx) (err error) {
			p.form.offers, err = read(tx)
			return err
		})
		if err != nil {
			return screen{}, err
		}
		return p.look(v.view()), nil
	}
}

// mostOffered is how many names a field offers.
const mostOffered = 2000

// offered is a field's names, and the attribute that ties them to its input.
func (o offers) offered(field string) (tie, list g.Node) {
	names := o[field]
	if len(names) == 0 {
		return nil, nil
	}
	options := g.Group{}
	for _, name := range names[:min(len(names), mostOffered)] {
		options = append(options, h.Option(h.Value(name)))
	}
	return g.Attr("list", field+"-names"), h.DataList(h.ID(field+"-names"), options)
}

// namesOfPlan are what can be changed in the newest plan.
func namesOfPlan(tx *db.Tx) (offers, error) {
	r, _, err := plan.Newest(tx, plan.Which{})
	if r == nil || err != nil {
		return nil, err
	}
	return namesIn(r.Problem.In), nil
}

func namesIn(in *plan.Instance) offers {
	o := offers{"period": in.Periods}
	for _, at := range in.Places {
		o["where"] = append(o["where"], at.Name)
	}
	for _, u := range in.Units {
		o["where"] = append(o["where"], u.Name)
	}
	for _, c := range in.Commodities {
		o["what"] = append(o["what"], c.Name)
	}
	for _, r := range in.Resources {
		o["what"] = append(o["what"], r.Name)
	}
	for _, r := range in.Recipes {
		o["what"] = append(o["what"], r.Name)
	}
	for field := range o {
		if field != "period" {
			slices.Sort(o[field])
			o[field] = slices.Compact(o[field])
		}
	}
	return o
}

// namesOfPart are what a counter-plan can be about.
func namesOfPart(tx *db.Tx) (offers, error) {
	o, err := planbook.NewestPart(tx, planbook.OfPart{})
	if err != nil || o.Number == 0 {
		return nil, err
	}
	return offers{"period": o.Part.Periods, "what": planbook.NamesOf(o.Part)}, nil
}
