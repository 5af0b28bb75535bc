package main

import (
	"context"
	"encoding/json"

	"artel/base/act"
	"artel/base/db"
	"artel/coop/transition"
)

// spinnersActs are a group of spinners next door who merge into the weavers: its
// year is shared out, its plan voted and carried out, and what it hands over is
// written on a paper, which is put where the last of them says.
func spinnersActs(paper *transition.Paper) []doing {
	return []doing{
		{act: "unit found", json: `{"name": "Liu Village Spinners", "code": "liu-spinners", "form": "production group", "trade": "spinning", "county": "Qinghe", "province": "Hebei", "year": 1956}`},
		{act: "charter begin", json: `{"template": "supply"}`},
		{act: "member admit", json: `{"name": "Liu Dajie", "joined": "1956-01-04", "sex": "F"}`},
		{act: "member admit", json: `{"name": "Liu Xiaomei", "joined": "1956-01-04", "sex": "F"}`},
		{act: "member admit", json: `{"name": "Tong Cuilan", "joined": "1956-01-04", "sex": "F"}`},
		{act: "capital subscribe", json: `{"member": "M001", "day": "1956-01-05", "amount": "3"}`},
		{act: "capital subscribe", json: `{"member": "M002", "day": "1956-01-05", "amount": "3"}`},
		{act: "capital subscribe", json: `{"member": "M003", "day": "1956-01-05", "amount": "3"}`},
		{act: "capital bring", json: `{"no": "T01", "member": "M001", "tool": "spinning wheel", "appraised": "9.40", "day": "1956-01-08", "life_years": 10}`},
		{act: "sale record", json: `{"day": "1956-10-10", "customer": "Qinghe Handloom Weavers", "customer_kind": "co-operative", "product": "yarn", "quantity": "60", "amount": "96"}`},
		{act: "surplus measure", json: `{"year": 1956, "member": "M001", "name": "deliveries", "value": "26"}`},
		{act: "surplus measure", json: `{"year": 1956, "member": "M002", "name": "deliveries", "value": "20"}`},
		{act: "surplus measure", json: `{"year": 1956, "member": "M003", "name": "deliveries", "value": "14"}`},
		{act: "goods count", json: `{"day": "1956-12-31", "amount": "0"}`},
		{act: "year close", json: `{"year": 1956}`},
		{act: "assembly resolve", json: `{"number": 1, "date": "1957-01-15", "text": "The surplus of 1956 is shared out by the charter.", "for": 3, "against": 0, "about": "distribution"}`},
		{act: "surplus distribute", json: `{"year": 1956, "resolution": 1}`},
		{act: "transition plan", json: `{"into": "merged", "day": "1957-01-16", "since": "1957-03-01", "heir": "Qinghe Handloom Weavers", "grounds": "The weavers buy all our yarn; with them we are paid as it is spun, and not when cloth is sold.",
			"output": "70", "cost": "40", "compared": "Three wheels at the weavers' rate, spinning the eight months between harvest and sowing."}`},
		{act: "assembly resolve", json: `{"number": 2, "date": "1957-02-02", "text": "We merge into the Qinghe Handloom Weavers from 1 March, by plan 1.", "for": 3, "against": 0, "about": "transition"}`},
		{act: "ledger post", json: `{"day": "1957-02-10", "memo": "Tax of 1956 paid", "lines": [{"account": "2210", "debit": "3.80"}, {"account": "1010", "credit": "3.80"}]}`},
		{act: "transition carry", json: `{"plan": 1, "resolution": 2}`},
		{also: func(ctx context.Context, d *db.DB, call act.Call) error {
			return d.Read(ctx, db.Who{Unit: call.Unit, Name: "demo"}, func(tx *db.Tx) (err error) {
				*paper, err = transition.ShowPaper(tx, transition.OfPaper{})
				return err
			})
		}},
	}
}

// takeIn has the weavers vote on the spinners, and put their paper in.
func takeIn(paper transition.Paper) ([]doing, error) {
	text, err := json.Marshal(paper)
	if err != nil {
		return nil, err
	}
	whole, err := json.Marshal(map[string]any{"paper": string(text), "resolution": 3})
	return []doing{
		{act: "assembly resolve", json: `{"number": 3, "date": "1957-02-20", "text": "The three spinners of Liu Village are taken in from 1 March, as they voted and by their paper.", "for": 6, "against": 0, "about": "transition"}`},
		{act: "transition receive", json: string(whole)},
	}, err
}
