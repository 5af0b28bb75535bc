package web

import (
	"artel/base/act"
	"artel/base/db"
	"artel/coop/assembly"
	"artel/coop/charter"
)

// page is one that people live in: an act that reads what stands on it, and
// how that looks. It replaces the plain page of the act of its name and is for
// the same people.
type page struct {
	act  act.Act
	look func(v view, out any) screen
}

// pages are all pages composed by hand.
var pages = []page{
	pageOf("member list", readMembers, membersPage.look),
	pageOf("member show", readCard, cardPage.look),
	pageOf("pay slip", readPaySlip, paySlipPage.look),
	pageOf("surplus slip", readPartSlip, partSlipPage.look),
	pageOf("surplus statement", readStatement, statementPage.look),
	pageOf("log show", readLog, logPage.look),
	pageOf("capital proposals", readProposals, proposalsPage.look),
	pageOf("unit people", readPeople, peoplePage.look),
	pageOf("account show", readAccount, accountPage.look),
	pageOf("assembly motions", readMotions, motionsPage.look),
	pageOf("assembly resolution", assembly.ShowMinutes, lookMinutes),
	pageOf("surplus slips", readYearSlips, slipsPage.look),
	pageOf("pay slips", readPaySlips, slipsPage.look),
	pageOf("surplus year", readYearEnd, yearEndPage.look),
	pageOf("charter templates", charter.Read, lookTemplates),
	pageOf("charter statutes", readStatutes, statutesPage.look),
}

// pageOf composes a page of a function that reads it and one that renders it.
func pageOf[In, Out any](name string, read func(*db.Tx, In) (Out, error), look func(Out, view) screen) page {
	return page{act.Ask(name, "", nil, read), func(v view, out any) screen { return look(out.(Out), v) }}
}
