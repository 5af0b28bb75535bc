package main

import (
	"context"
	"encoding/json"

	"artel/base/act"
	"artel/base/db"
	"artel/base/measure"
	"artel/coop/unit"
	"artel/federation/plan"
	"artel/federation/planbook"
)

// mergedUnit are weavers now, and have no part of their own.
const mergedUnit = "liu-spinners"

// planReturns are the returns of the demo's co-operatives for the plan of their
// federation: what their books say at the end of October 1957.
func planReturns(ctx context.Context, d *db.DB) (returns []string, err error) {
	var units []unit.Unit
	err = d.Read(ctx, db.Who{Name: "demo"}, func(tx *db.Tx) (err error) {
		units, err = unit.All(tx)
		return err
	})
	for _, u := range units {
		if err != nil || u.Code == mergedUnit {
			continue
		}
		err = d.Read(ctx, db.Who{Unit: u.ID, Name: "demo"}, func(tx *db.Tx) error {
			r, err := planbook.Report(tx, planbook.Reporting{From: "1957-11", Months: 12, HoursDay: 8 * measure.One})
			if err != nil {
				return err
			}
			text, err := json.Marshal(r)
			returns = append(returns, string(text))
			return err
		})
	}
	return returns, err
}

// federationActs are the federation's: it joins the returns to a plan, and works it
// out.
func federationActs(returns []string) []doing {
	whole, err := json.Marshal(map[string]any{"name": "November 1957 to October 1958", "returns": returns, "carriage": "3"})
	if err != nil { // texts
		panic(err)
	}
	return []doing{
		{act: "unit found", json: `{"name": "Handicraft Federation of Linqing and Qinghe", "code": "federation", "form": "federation", "trade": "", "county": "Linqing", "province": "Shandong", "year": 1957}`},
		{act: "plan gather", json: string(whole)},
		{act: "plan solve", json: `{"gap": "0.1%", "limit": "20s"}`},
		{also: answeredPlan},
	}
}

// answeredPlan has every co-operative take its part of the plan in, and the hoop
// makers answer with figures of their own: one is accepted and in the next plan,
// the other waits.
func answeredPlan(ctx context.Context, d *db.DB, federation act.Call) error {
	if err := sendParts(ctx, d, federation); err != nil {
		return err
	}
	hoopers := federation
	if err := d.Read(ctx, db.Who{Name: "demo"}, func(tx *db.Tx) error {
		units, err := unit.All(tx)
		for _, u := range units {
			if u.Code == "hoop-makers" {
				hoopers.Unit = u.ID
			}
		}
		return err
	}); err != nil {
		return err
	}
	for _, in := range []string{
		`{"kind": "hours", "what": "bamboo", "period": "1958-05", "figure": "600", "grounds": "In May half of us are in the fields: the members' meeting of October said so."}`,
		`{"kind": "most", "what": "Hoop Makers' Group, West Gate: hoops", "period": "1958-02", "figure": "400", "grounds": "The steaming box is at the smith's until the end of February."}`,
	} {
		if _, err := done(ctx, d, hoopers, "plan counter", act.JSON([]byte(in))); err != nil {
			return err
		}
	}
	var paper planbook.Opposing
	if err := d.Read(ctx, db.Who{Unit: hoopers.Unit, Name: "demo"}, func(tx *db.Tx) (err error) {
		paper, err = planbook.Counters(tx, act.Nothing{})
		return err
	}); err != nil {
		return err
	}
	if err := withPaper(ctx, d, federation, "plan hear", paper); err != nil {
		return err
	}
	for _, step := range []doing{
		{act: "plan answer", json: `{"counters": [1], "answer": "agreed", "reply": "Seen at the county's meeting: the fields come first in May."}`},
		{act: "plan solve", json: `{"gap": "0.1%", "limit": "20s"}`},
	} {
		if _, err := done(ctx, d, federation, step.act, act.JSON([]byte(step.json))); err != nil {
			return err
		}
	}
	return sendParts(ctx, d, federation)
}

// sendParts takes each co-operative's part of the newest plan into its books.
func sendParts(ctx context.Context, d *db.DB, federation act.Call) error {
	var units []unit.Unit
	if err := d.Read(ctx, db.Who{Name: "demo"}, func(tx *db.Tx) (err error) {
		units, err = unit.All(tx)
		return err
	}); err != nil {
		return err
	}
	for _, u := range units {
		if u.ID == federation.Unit || u.Code == mergedUnit {
			continue
		}
		var name string
		if err := d.Read(ctx, db.Who{Unit: u.ID, Name: "demo"}, func(tx *db.Tx) error {
			now, err := unit.Now(tx)
			name = now.Name
			return err
		}); err != nil {
			return err
		}
		var part plan.Part
		if err := d.Read(ctx, db.Who{Unit: federation.Unit, Name: "demo"}, func(tx *db.Tx) (err error) {
			part, err = planbook.Send(tx, planbook.Sending{Who: name})
			return err
		}); err != nil {
			return err
		}
		to := federation
		to.Unit = u.ID
		if err := withPaper(ctx, d, to, "plan receive", part); err != nil {
			return err
		}
	}
	return nil
}

// withPaper does an act that takes a paper.
func withPaper(ctx context.Context, d *db.DB, call act.Call, name string, paper any) error {
	text, err := json.Marshal(paper)
	if err != nil {
		return err
	}
	whole, err := json.Marshal(map[string]string{"paper": string(text)})
	if err != nil {
		return err
	}
	_, err = done(ctx, d, call, name, act.JSON([]byte(string(whole))))
	return err
}
