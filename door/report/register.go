package report

import "strings"

// makers draw up the papers that read better made by hand, by the name of the
// act whose answer they show. Every other act has the plain paper of [Of].
var makers = map[string]func(answer any) Paper{
	"ledger post":     by(entryPaper),
	"ledger reverse":  by(entryPaper),
	"ledger entry":    by(entryPaper),
	"ledger journal":  by(journalPaper),
	"ledger account":  by(cardPaper),
	"ledger cash":     by(cashPaper),
	"ledger balances": by(trialPaper),
	"ledger sheet":    by(balanceSheetPaper),
	"ledger result":   by(resultPaper),
	"ledger persons":  by(personsPaper),
	"log show":        by(logPaper),

	"sheet import":        by(importPaper),
	"capital tools":       by(toolsPaper),
	"charter statutes":    by(statutesPaper),
	"charter begin":       by(statutesPaper),
	"charter templates":   by(templatesPaper),
	"unit begin":          by(foundedPaper),
	"charter waterfall":   by(waterfallPaper),
	"pay slip":            by(payPaper),
	"pay register":        by(payRegisterPaper),
	"capital certificate": by(certificatePaper),
	"capital shares":      by(sharesPaper),
	"surplus preview":     by(statementPaper),
	"surplus statement":   by(statementPaper),
	"surplus distribute":  by(distributedPaper),
	"surplus slip":        by(sharePaper),
	"surplus explain":     by(stepsPaper),
}

// by makes a maker of a function that knows its answer's type. An answer of
// another type has the plain paper.
func by[T any](draw func(T) Paper) func(any) Paper {
	return func(answer any) Paper {
		if t, ok := answer.(T); ok {
			return draw(t)
		}
		return Of("", answer)
	}
}

// For is the paper of an act's answer. A plain one bears the act's name.
func For(name string, answer any) Paper {
	p := Paper{}
	if draw, ok := makers[name]; ok {
		p = draw(answer)
	} else {
		p = Of("", answer)
	}
	if _, text := answer.(string); p.Title == "" && !text {
		p.Title = strings.ToUpper(name[:1]) + name[1:]
	}
	return p
}
