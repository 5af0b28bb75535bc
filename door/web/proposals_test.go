package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"artel/base/act"
	"artel/coop/capital"
)

func TestProposalsPage(t *testing.T) {
	has(t, rendered(t, "en", func(v view) screen { v.roles = []act.Role{act.Chair}; return proposalsPage{}.look(v) }), "No payment waits.", `href="/capital/propose?_next=%2Fcapital%2Fproposals"`)
	p := proposalsPage{From: cny(20000), Clause: "art. 27",
		Waiting: []capital.Proposal{
			{Number: 4, Day: "1956-07-03", Member: "M002", Name: "<王>", For: "tools", Amount: cny(34567), Why: `"first" part`, Proposer: "li"},
			{Number: 5, Day: "1956-07-03", Member: "M003", For: "account", Amount: cny(99900), Proposer: "books"},
		},
		Decided: []capital.Proposal{{Number: 3, Day: "1956-07-01", Member: "M001", Amount: cny(100), Proposer: "li", Decision: "declined", Decider: "wang", Reason: "Paid already"}},
	}
	as := func(role act.Role) func(view) screen {
		return func(v view) screen { v.roles = []act.Role{role}; return p.look(v) }
	}
	html := rendered(t, "en", as(act.Bookkeeper)) // “books” looks
	has(t, html, "By art. 27 of the charter", "200.00", "345.67", "&lt;王&gt;", "&#34;first&#34; part", "Paid already", "declined by wang", "Take it back")
	if strings.Count(html, `action="/capital/approve"`) != 1 {
		t.Error("the page offers to approve what one proposed oneself, or not what another did")
	}
	if auditor := rendered(t, "en", as(act.Auditor)); strings.Contains(auditor, "/capital/approve") || strings.Contains(auditor, "/capital/decline") {
		t.Error("an auditor is led to decide")
	}
	has(t, rendered(t, "zh", as(act.Chair)), "待另一人批准", "批准并付款", "不批准")
}

// One proposes, another approves, through the pages alone; a double click pays
// once.
func TestFourEyesByThePages(t *testing.T) {
	to := newTown(t)
	to.must("capital subscribe", map[string]string{"member": "M002", "day": "1956-02-01", "amount": "500"})
	to.must("capital withdraw", map[string]string{"member": "M002", "day": "1956-06-30"})
	to.must("charter amend", map[string]string{"rule": "four_eyes_amount", "value": "100", "since": "1956-01-01"})
	books, chair := to.inSession("books"), to.inSession("chair")
	pay := url.Values{"member": {"M002"}, "day": {"1956-07-01"}, "amount": {"400"}, nextName: {"/capital/proposals"}}
	books.post("/capital/payout", pay).wants(http.StatusForbidden, "By art. 27", "capital propose", `value="400"`)
	books.post("/capital/propose", pay).wants(http.StatusSeeOther)
	books.get("/capital/proposals").wants(http.StatusOK, "400.00", "somebody else approves it").lacks(`action="/capital/approve"`)
	approve := url.Values{"number": {"1"}, keyName: {"k"}, nextName: {"/capital/proposals"}}
	books.post("/capital/approve", approve).wants(http.StatusForbidden, "was proposed by books")
	chair.get("/capital/proposals").wants(http.StatusOK, `action="/capital/approve"`, "proposed by books")
	chair.post("/capital/approve", approve).wants(http.StatusSeeOther)
	chair.post("/capital/approve", approve).wants(http.StatusSeeOther)
	chair.get("/capital/proposals").wants(http.StatusOK, "approved by chair", "No payment waits.", "/ledger/entry?number=")
	books.get("/ledger/persons?day=1956-07-01").wants(http.StatusOK, "100.00").lacks("500.00")
}
