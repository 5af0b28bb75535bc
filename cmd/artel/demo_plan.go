package main

import (
	"context"
	"encoding/json"

	"artel/base/db"
	"artel/base/measure"
	"artel/coop/unit"
	"artel/federation/planbook"
)

// planReturns are the returns of the demo's co-operatives for the plan of their
// federation: what their books say at the end of October 1957.
func planReturns(ctx context.Context, d *db.DB) (returns []string, err error) {
	var units []unit.Unit
	err = d.Read(ctx, db.Who{Name: "demo"}, func(tx *db.Tx) (err error) {
		units, err = unit.All(tx)
		return err
	})
	for _, u := range units {
		if err != nil || u.Code == "liu-spinners" { // who are weavers now
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
	}
}
