package web

import (
	"artel/base/act"
	"artel/base/db"
	"artel/coop/assembly"
	"artel/coop/charter"
	"artel/coop/stage"
	"artel/coop/surplus"
	"artel/federation/planbook"
)

// page is one that people live in: an act that reads what stands on it, and
// how that looks. It replaces the plain page of the act of its name and is for
// the same people. For an act that changes something, form is the page that its
// form stands on: it is given the form as it is at each stage, untouched, wrong,
// tried or done, and asks for what it shows beside it.
type page struct {
	act  act.Act
	look func(v view, out any) screen
	form func(v *visit, p actPage) (screen, error)
	fill func(f *form)                 // puts in what a page says once for all rows
	try  func(given map[string]string) // what is asked otherwise by a try
}

// pages are all pages composed by hand.
var pages = []page{
	pageOf("member list", readMembers, membersPage.look),
	pageOf("craftsman list", readCraftsmen, craftsmenPage.look),
	pageOf("member applications", readApplications, applicationsPage.look),
	pageOf("member settlement", readSettlement, settlementPage.look),
	pageOf("member show", readCard, cardPage.look),
	pageOf("pay list", readPayMonths, payMonthsPage.look),
	pageOf("pay register", readPayRegister, payRegisterPage.look),
	{act: act.Act{Name: "pay run"}, form: payRunForm},
	pageOf("pay slip", readPaySlip, paySlipPage.look),
	pageOf("surplus slip", readPartSlip, partSlipPage.look),
	pageOf("surplus statement", readStatement, statementPage.look),
	pageOf("ledger journal", readJournal, journalPage.look),
	pageOf("ledger accounts", readAccounts, accountsPage.look),
	pageOf("ledger account", readAccountCard, accountCardPage.look),
	pageOf("ledger entry", readEntry, entryPage.look),
	pageOf("ledger balances", readBalances, balancesPage.look),
	pageOf("ledger sheet", readBalanceSheet, balanceSheetPage.look),
	pageOf("ledger result", readResult, resultPage.look),
	pageOf("ledger cash", readCashBook, accountCardPage.look),
	pageOf("ledger persons", readPersons, personsPage.look),
	pageOf("log show", readLog, logPage.look),
	pageOf("capital proposals", readProposals, proposalsPage.look),
	pageOf("unit people", readPeople, peoplePage.look),
	pageOf("account show", readAccount, accountPage.look),
	{act: act.Act{Name: "work record"}, form: workForm, fill: fillWork},
	{act: act.Act{Name: "sheet import"}, form: sheetsForm, fill: fillSheets, try: tryWhole},
	pageOf("assembly motions", readMotions, motionsPage.look),
	pageOf("assembly meetings", readMeetings, meetingsPage.look),
	pageOf("assembly meeting", readRoom, roomPage.look),
	pageOf("assembly wall", readWall, wallPage.look),
	pageOf("assembly papers", assembly.Papers, lookPapers),
	pageOf("assembly resolution", assembly.ShowMinutes, lookMinutes),
	pageOf("surplus slips", readYearSlips, slipsPage.look),
	pageOf("pay slips", readPaySlips, slipsPage.look),
	pageOf("surplus year", readYearEnd, yearEndPage.look),
	pageOf("goods stock", readStore, storePage.look),
	pageOf("goods lying", readLying, lyingPage.look),
	pageOf("goods show", readGood, goodPage.look),
	pageOf("task list", readBoard, boardPage.look),
	pageOf("task show", readTask, taskPage.look),
	pageOf("sale orders", readOrderBook, orderBookPage.look),
	pageOf("sale contracts", readContracts, contractsPage.look),
	pageOf("supply orders", readBuying, buyingPage.look),
	pageOf("goods slip", readSlip, slipPage.look),
	pageOf("sale show", readOrder, orderPage.look),
	pageOf("sale agreed", readContract, contractPage.look),
	pageOf("sale invoice", readBill, billPage.look),
	pageOf("supply show", readBuy, buyPage.look),
	pageOf("cost product", readProductCost, costPage.look),
	pageOf("unit stage", stage.Show, lookStage),
	pageOf("transition list", readWay, wayPage.look),
	pageOf("transition show", readTransition, transitionPage.look),
	pageOf("transition paper", readPaper, papersPage.look),
	pageOf("tax sheet", surplus.SheetOfTax, lookTaxSheet),
	pageOf("plan explain", readWhy, whyPage.look),
	pageOf("plan show", readPlan, planPage.look),
	pageOf("plan what-if", readWhatIf, whatIfPage.look),
	pageOf("plan balance", readBalance, balancePage.look),
	pageOf("plan flows", readFlows, flowsPage.look),
	pageOf("plan reserves", readReserves, reservesPage.look),
	{act: act.Act{Name: "plan amend"}, form: offering(namesOfPlan)},
	{act: act.Act{Name: "plan counter"}, form: offering(namesOfPart)},
	pageOf("plan up", readUp, upPage.look),
	pageOf("plan down", readDown, downPage.look),
	pageOf("plan part", readPart, partPage.look),
	pageOf("plan return", planbook.Report, lookReturn),
	pageOf("plan own", readOwn, ownPage.look),
	pageOf("plan counters", planbook.Counters, lookCounters),
	pageOf("plan heard", planbook.Hears, lookHeard),
	pageOf("credit loans", readLoans, loansPage.look),
	pageOf("credit loan", readLoan, loanPage.look),
	pageOf("charter templates", charter.Read, lookTemplates),
	pageOf("charter statutes", readStatutes, statutesPage.look),
}

// pageOf composes a page of a function that reads it and one that renders it.
func pageOf[In, Out any](name string, read func(*db.Tx, In) (Out, error), look func(Out, view) screen) page {
	return page{act: act.Ask(name, "", nil, read), look: func(v view, out any) screen { return look(out.(Out), v) }}
}
