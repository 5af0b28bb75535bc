package sheet

import (
	"strings"

	"artel/base/again"
	"artel/base/cal"
	"artel/base/fault"
	"artel/coop/capital"
	"artel/coop/cost"
	"artel/coop/goods"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/sale"
	"artel/coop/supply"
	"artel/coop/surplus"
	"artel/coop/unit"
	"artel/coop/work"
)

type outcome = again.Outcome

func takeCharter(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) unit.RuleRow {
		return unit.RuleRow{Rule: strings.ToLower(w.must("rule")), Value: strings.TrimRight(w.must("value"), "%％"), Clause: w.text("clause"), Line: w.line}
	})
	if err != nil {
		return out, nil, err
	}
	return unit.TakeCharter(r.imp.tx, rows, r.imp.year.since)
}

func takeWages(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) unit.WageRow {
		return unit.WageRow{Line: w.line, Wage: unit.Wage{Year: cal.Year(w.whole("year", false)), Trade: w.must("trade"), Grade: w.must("grade"), Amount: w.amount("annual_wage")}}
	})
	if err != nil {
		return out, nil, err
	}
	return unit.TakeWages(r.imp.tx, rows)
}

// Words of standing, sex and kind that sheets write in Chinese.
var inEnglish = map[string]string{
	"社员": "member", "组员": "member", "学徒": "apprentice", "男": "M", "女": "F", "m": "M", "f": "F", "male": "M", "female": "F",
	"产品": "product", "工序": "operation", "副产品": "by-product", "股金": "cash share", "现金入股": "cash share", "入社费": "entrance fee", "材料": "materials", "原料": "materials",
	"手工业者": "craftsman", "作坊": "small workshop", "workshop": "small workshop", "加工": "processing", "订货": "order", "自销": "direct", "结合合同": "combination contract", "废品": "reject", "次品": "reject",
}

func english(t string) string {
	if e, ok := inEnglish[strings.ToLower(t)]; ok {
		return e
	}
	return t
}

func takeMembers(r *reader) (out outcome, wrong []fault.Problem, err error) {
	r.lines = map[int64]row{}
	rows, err := each(r, func(w *row) member.Row {
		r.lines[w.line] = *w
		return member.Row{Line: w.line, Member: member.Member{
			No: w.must("no"), Name: w.must("name"), Sex: english(w.text("sex")), Born: w.whole("born", true),
			Standing: strings.ToLower(english(w.must("standing"))), Grade: w.must("grade"), Joined: w.day("joined"), Left: w.day("left"),
		}}
	})
	if err != nil {
		return out, nil, err
	}
	return member.Take(r.imp.tx, r.imp.year.year, rows)
}

func takeShares(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) capital.Movement {
		return capital.Movement{Line: w.line, Day: w.mustDay("date"), Member: w.must("member"), Kind: strings.ToLower(english(w.must("kind"))), Amount: w.amount("amount")}
	})
	if err != nil {
		return out, nil, err
	}
	return capital.TakeShares(r.imp.tx, rows, r.imp.year.year.Last())
}

func takeTools(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) capital.Tool {
		return capital.Tool{Line: w.line, No: w.must("no"), Member: w.must("member"), Name: w.must("tool"), Appraised: w.amount("appraised"),
			Day: w.mustDay("taken_over"), Discount: w.percent("discount_pct"), Instalments: w.whole("instalments", false), LifeYears: w.whole("life_years", false)}
	})
	if err != nil {
		return out, nil, err
	}
	return capital.TakeTools(r.imp.tx, rows, r.imp.year.year.Last())
}

func takeRates(r *reader) (out outcome, wrong []fault.Problem, err error) {
	r.lines = map[int64]row{}
	rows, err := each(r, func(w *row) work.Rate {
		r.lines[w.line] = *w
		return work.Rate{Line: w.line, Operation: w.must("operation"), Quality: english(w.must("quality")), Per: or(w.text("unit"), "piece"),
			Rate: w.decimal("rate", false), Norm: w.quantity("norm_per_hour", true)}
	})
	if err != nil {
		return out, nil, err
	}
	return work.TakeRates(r.imp.tx, rows, r.imp.year.since)
}

func takeWork(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) work.Record {
		return work.Record{Line: w.line, Day: w.mustDay("date"), Member: w.must("member"), Operation: w.must("operation"),
			Quality: english(w.must("quality")), Quantity: w.quantity("quantity", false), Hours: w.quantity("hours", true)}
	})
	if err != nil {
		return out, nil, err
	}
	return work.Take(r.imp.tx, r.imp.year.year, rows)
}

func takePurchases(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) supply.Purchase {
		return supply.Purchase{Booked: w.booked(), Supplier: w.must("supplier"), SupplierKind: w.text("supplier_kind"), Material: w.must("material"),
			Quantity: w.quantity("quantity", false), Per: or(w.text("unit"), "piece")}
	})
	if err != nil {
		return out, nil, err
	}
	return supply.Take(r.imp.tx, r.imp.year.year, rows)
}

func takeStock(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) goods.Count {
		return goods.Count{Line: w.line, Day: w.mustDay("date"), Kind: strings.ToLower(english(w.must("kind"))), Amount: w.amount("amount")}
	})
	if err != nil {
		return out, nil, err
	}
	return goods.Take(r.imp.tx, rows, r.imp.year.year.Last())
}

func takeSales(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) sale.Sale {
		return sale.Sale{Booked: w.booked(), Customer: w.must("customer"), CustomerKind: w.text("customer_kind"), OrderKind: strings.ToLower(english(w.must("order_kind"))),
			Product: w.must("product"), Quality: english(or(w.text("quality"), "1")), Quantity: w.quantity("quantity", false)}
	})
	if err != nil {
		return out, nil, err
	}
	return sale.Take(r.imp.tx, r.imp.year.year, rows)
}

func takeMeasures(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) surplus.Measure {
		return surplus.Measure{Line: w.line, Year: cal.Year(w.whole("year", false)), Member: w.must("member"), Name: w.must("name"), Value: w.decimal("value", false)}
	})
	if err != nil {
		return out, nil, err
	}
	return surplus.TakeMeasures(r.imp.tx, r.imp.year.year, rows)
}

func takeExpenses(r *reader) (out outcome, wrong []fault.Problem, err error) {
	rows, err := each(r, func(w *row) cost.Expense {
		return cost.Expense{Booked: w.booked(), Kind: w.must("kind")}
	})
	if err != nil {
		return out, nil, err
	}
	return cost.Take(r.imp.tx, r.imp.year.year, rows)
}

func (w *row) booked() ledger.Booked {
	return ledger.Booked{Line: w.line, Day: w.mustDay("date"), Amount: w.amount("amount")}
}

// mustDay is a day that may not be missing.
func (w *row) mustDay(column string) cal.Day {
	bad := w.bad
	d := w.day(column)
	if d == "" && w.bad == bad {
		w.fail(column, "", "The cell is empty.", "Write the day as 1956-03-01.")
	}
	return d
}

func or(t, otherwise string) string {
	if t == "" {
		return otherwise
	}
	return t
}
