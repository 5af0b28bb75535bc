package main

import (
	"slices"

	"artel/base/act"
	"artel/coop/admission"
	"artel/coop/assembly"
	"artel/coop/audit"
	"artel/coop/capital"
	"artel/coop/charter"
	"artel/coop/cost"
	"artel/coop/craftsman"
	"artel/coop/credit"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/pay"
	"artel/coop/sale"
	"artel/coop/stage"
	"artel/coop/supply"
	"artel/coop/surplus"
	"artel/coop/task"
	"artel/coop/tax"
	"artel/coop/transition"
	"artel/coop/unit"
	"artel/coop/work"
	"artel/coop/year"
	"artel/door/sheet"
	"artel/federation/plan"
	"artel/federation/planbook"
)

// acts is all that can be done, in the order in which the manual tells it.
var acts = slices.Concat(
	sheet.Acts,
	unit.Acts,
	member.Acts,
	capital.Acts,
	work.Acts,
	pay.Acts,
	supply.Acts,
	goods.Acts,
	task.Acts,
	sale.Acts,
	cost.Acts,
	credit.Acts,
	craftsman.Acts,
	admission.Acts,
	year.Acts,
	assembly.Acts,
	tax.Acts,
	surplus.Acts,
	stage.Acts,
	charter.Acts,
	transition.Acts,
	ledger.Acts,
	audit.Acts,
	sheet.PlanActs,
	plan.Acts,
	planbook.Acts,
	act.Acts,
)

// nouns say in a few words what a group of commands is about.
var nouns = map[string]string{
	"unit":       "the co-operative itself, and who may log in",
	"account":    "your own login: password, sessions, tokens for programs",
	"charter":    "its rules, clause by clause, as they were voted",
	"sheet":      "the year's sheets, from a folder or a workbook",
	"member":     "who belongs to it",
	"tax":        "tables of tax, reliefs, and what is due",
	"credit":     "loans taken and given, and their schedules",
	"capital":    "entrance fees, shares and tools brought in",
	"share":      "cash shares and tool shares",
	"tool":       "tools taken over from members",
	"goods":      "products, materials and stock",
	"work":       "what was made, by whom",
	"task":       "tasks, material handed out, goods taken in by grade",
	"pay":        "rates, pay runs and slips",
	"supply":     "what is bought in",
	"sale":       "what is sold",
	"cost":       "what things cost to make",
	"assembly":   "meetings and what they resolved",
	"year":       "opening, closing and locking a year",
	"surplus":    "sharing out the year's surplus",
	"ledger":     "the books",
	"plan":       "supply and demand in balance, month by month, with proof",
	"craftsman":  "craftsmen and workshops outside, by trade and place",
	"transition": "changes of form, step by step and by vote",
	"log":        "who did what, and when",
	"audit":      "whether all records hold against each other",
}
