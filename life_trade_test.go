package artel

import (
	"fmt"

	"artel/base/cal"
)

// The trade's part of a life: what is ordered, comes, is billed and paid, on
// both sides; contracts, a customer's own material, an agent, goods held back.

func (l *life) openTrade() {
	since := l.year.First()
	for name, kind := range map[string]string{"State Yard": "state enterprise", "County Co-op": "supply and marketing co-operative"} {
		l.must("supply supplier", in{"name": name, "kind": kind, "local": name == "County Co-op", "credit_days": 10, "since": since})
		l.must("sale customer", in{"name": name, "kind": kind, "local": name == "County Co-op", "credit_days": 10, "since": since})
	}
	l.must("sale price", in{"prices": []any{in{"product": "chair", "price": l.money(300), "since": since}, in{"product": "frame", "price": l.money(90), "since": since},
		in{"product": "chair", "grade": "2", "price": l.money(250), "since": since}}})
}

func (l *life) other() string {
	return l.one("State Yard", "County Co-op", "State Yard", "County Co-op", "Nobody")
}

func (l *life) buyIn() {
	line := in{"item": l.one("bamboo", "rattan"), "quantity": 1 + l.r.IntN(300), "price": l.rate(fmt.Sprintf("%d.%d", 1+l.r.IntN(30), l.r.IntN(10)))}
	switch l.r.IntN(8) {
	case 0, 1:
		l.did("purchase_order", l.doOK("supply order", in{"day": l.day(), "supplier": l.other(), "due": l.day(), "lines": []any{line}}))
	case 2, 3:
		r := in{"day": l.day(), "order": l.of("purchase_order")}
		if l.chance(50) {
			delete(line, "price")
			line["quantity"] = 1 + l.r.IntN(120)
			r["lines"] = []any{line}
		}
		l.did("receipt", l.doOK("supply receive", r))
	case 4:
		l.did("receipt", l.doOK("supply receive", in{"day": l.day(), "supplier": l.other(), "lines": []any{line}}))
	case 5:
		b := in{"day": l.day(), "supplier": l.other(), "their_no": fmt.Sprint(l.steps)}
		if l.chance(30) {
			b["amount"] = l.some(9000)
		}
		l.did("bill of a supplier", l.doOK("supply bill", b))
	case 6:
		l.did("payment to a supplier", l.doOK("supply pay", in{"day": l.day(), "supplier": l.other()}))
	default:
		kind := l.one("receipt", "bill", "payment")
		register := map[string]string{"receipt": "receipt", "bill": "bill of a supplier", "payment": "payment to a supplier"}[kind]
		l.did(register, l.doOK("supply undo", in{"kind": kind, "number": l.of(register), "why": "mistyped"}))
	}
}

func (l *life) sellOut() {
	line := in{"product": l.one("chair", "frame"), "quantity": 1 + l.r.IntN(9)}
	switch l.r.IntN(9) {
	case 0, 1:
		name := l.one("sale order", "sale order", "sale quote")
		l.did("sale_order", l.doOK(name, in{"day": l.day(), "customer": l.other(), "due": l.day(), "lines": []any{line}}))
	case 2, 3:
		l.did("delivery", l.doOK("sale deliver", in{"day": l.day(), "order": l.of("sale_order")}))
	case 4:
		l.did("delivery", l.doOK("sale deliver", in{"day": l.day(), "customer": l.other(), "lines": []any{line}}))
	case 5:
		l.did("bill", l.doOK("sale bill", in{"day": l.day(), "customer": l.other()}))
	case 6:
		p := in{"day": l.day(), "customer": l.other()}
		if l.chance(50) {
			p["amount"] = l.some(5000)
		}
		l.did("payment of a customer", l.doOK("sale paid", p))
	case 7:
		kind := l.one("delivery", "bill", "payment")
		register := map[string]string{"delivery": "delivery", "bill": "bill", "payment": "payment of a customer"}[kind]
		l.did(register, l.doOK("sale undo", in{"kind": kind, "number": l.of(register), "why": "mistyped"}))
	default:
		if l.chance(50) {
			l.did("hold", l.doOK("sale hold", in{"day": l.day(), "product": "chair", "quantity": 1 + l.r.IntN(5), "until": l.day(), "why": "for the fair"}))
		} else {
			l.do("sale release", in{"number": l.of("hold"), "day": l.day(), "why": "sold"})
		}
	}
}

// choresOfTrade are what every year's trade sees, so that no act goes unlived.
func (l *life) choresOfTrade(day cal.Day) {
	number := func(name string, with in) int {
		out, ok := l.do(name, with)
		if !ok {
			l.fail("%s %v was refused: %v", name, with, out["error"])
		}
		n, _ := out["number"].(float64)
		return int(n)
	}
	line := in{"item": "bamboo", "quantity": 100, "price": l.rate("12")}
	order := number("supply order", in{"day": day, "supplier": "County Co-op", "lines": []any{line}})
	l.must("supply share", in{"order": order, "parts": []any{in{"member": "Willow Group", "quantity": 30}}})
	number("supply receive", in{"day": day, "order": order, "lines": []any{in{"item": "bamboo", "quantity": 70}}})
	handed := number("supply handover", in{"day": day, "order": order, "member": "Willow Group"})
	l.must("supply undo", in{"kind": "handover", "number": handed, "why": "not fetched"})
	number("supply handover", in{"day": day, "order": order, "member": "Willow Group"})
	l.must("supply settle", in{"day": day, "member": "Willow Group", "amount": l.money(200)})
	l.must("supply end", in{"order": order, "day": day, "why": "no more bamboo"})
	bill := number("supply bill", in{"day": day, "supplier": "County Co-op", "their_no": "x"})
	pay := number("supply pay", in{"day": day, "supplier": "County Co-op", "amount": l.money(100)})
	l.must("supply undo", in{"kind": "payment", "number": pay, "why": "bounced"})
	l.must("supply undo", in{"kind": "bill", "number": bill, "why": "not ours"})
	l.made["purchase_order"], l.made["receipt"] = max(l.made["purchase_order"], order), l.made["receipt"]+1
	l.made["bill of a supplier"] += 2
	l.made["payment to a supplier"] += 2
	offer := number("supply offer", in{"day": day, "body": "Works", "item": "off-cuts", "quantity": 50})
	l.must("supply ask", in{"offer": offer, "who": "Us", "quantity": 70, "idle": 2, "day": day, "grounds": "soles"})
	l.must("supply allot", in{"offer": offer, "day": day})

	number("goods begin", in{"day": day, "from": "brought into the books", "lines": []any{in{"item": "chair", "quantity": 50, "value": l.money(9876)}}})
	l.did("opening", true)
	l.must("sale quote", in{"day": day, "customer": "State Yard", "lines": []any{in{"product": "chair", "quantity": 1}}})
	theirs := number("sale order", in{"day": day, "customer": "State Yard", "kind": "processing", "lines": []any{in{"product": "frame", "quantity": 5, "price": l.money(12)}}})
	l.must("sale bring", in{"day": day, "order": theirs, "lines": []any{in{"item": "bamboo", "quantity": 30}}})
	l.must("sale giveback", in{"day": day, "order": theirs, "lines": []any{in{"item": "bamboo", "quantity": 7}}})
	l.must("sale end", in{"order": theirs, "day": day, "why": "called off"})
	contract := number("sale contract", in{"day": day, "customer": "County Co-op", "from": l.year.First(), "to": l.year.Last(), "ours_pct": "0.5", "theirs_pct": "0.1",
		"lines": []any{in{"product": "chair", "quantity": 9, "price": l.money(290), "calendar": []any{in{"month": day.Month(), "quantity": 9}}}}})
	l.must("sale share", in{"contract": contract, "parts": []any{in{"member": "Willow Group", "quantity": 9}}})
	l.must("sale gather", in{"day": day, "contract": contract, "member": "Willow Group", "quantity": 2})
	call := number("sale calloff", in{"contract": contract, "day": day.Add(-9), "quantity": 4, "due": day.Add(-7)})
	number("sale deliver", in{"day": day, "order": call})
	l.must("sale penalty", in{"contract": contract, "day": day})
	l.refused("sale penalty", in{"contract": contract, "day": day})
	paid := number("sale bill", in{"day": day, "customer": "County Co-op"})
	got := number("sale paid", in{"day": day, "customer": "County Co-op", "amount": l.money(77)})
	l.must("sale undo", in{"kind": "payment", "number": got, "why": "bounced"})
	l.must("sale undo", in{"kind": "bill", "number": paid, "why": "wrong day"})
	l.made["sale_order"], l.made["delivery"] = max(l.made["sale_order"], call), l.made["delivery"]+1
	l.must("sale consign", in{"day": day, "agent": "Fair", "lines": []any{in{"product": "chair", "quantity": 6}}})
	l.must("sale consigned", in{"day": day, "agent": "Fair", "commission_pct": 5, "lines": []any{in{"product": "chair", "quantity": 4, "price": l.money(333)}}})
	l.must("sale consign", in{"day": day, "agent": "Fair", "back": true, "lines": []any{in{"product": "chair", "quantity": 2}}})
	l.must("cost standard", in{"item": "bamboo", "price": l.rate("11"), "since": day})
	l.must("cost target", in{"year": l.year, "what": l.one("cost of one", "material of one", "rejects", "overhead"), "percent": 3, "why": "cut longer strips"})
	l.ask("cost targets", in{})
	l.ask("cost products", in{"to": l.year.Last().Month()})
	held := number("sale hold", in{"day": day, "product": "chair", "quantity": 1, "until": day.Add(3), "why": "for the fair"})
	l.must("sale release", in{"number": held, "day": day, "why": "sold"})
	l.made["hold"] = max(l.made["hold"], held)
}
