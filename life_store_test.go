package artel

import (
	"fmt"

	"artel/base/cal"
)

// The store's part of a life: cards and recipes, what is handed out and taken
// in, counted, moved and taken back.

// openStore writes the cards and recipes, and brings the first stock in.
func (l *life) openStore() {
	since := l.year.First()
	l.must("goods card", in{"item": "bamboo", "per": "kg", "since": since, "converts": "pole:2.5", "minimum": "20"})
	l.must("goods card", in{"item": "rattan", "per": "kg", "since": since, "grades": "1:100, 2:70"})
	l.must("goods card", in{"item": "chips", "per": "kg", "since": since})
	l.must("goods card", in{"item": "frame", "kind": "product", "since": since})
	l.must("goods card", in{"item": "chair", "kind": "product", "since": since})
	l.must("goods recipe", in{"product": "frame", "makes": 10, "since": since, "lines": []any{
		in{"kind": "material", "item": "bamboo", "quantity": 20, "waste": 5}, in{"kind": "operation", "item": operations[0], "quantity": 10},
		in{"kind": "by-product", "item": "chips", "quantity": "1.5", "value": l.money(7)}}})
	l.must("goods recipe", in{"product": "chair", "makes": 1, "since": since, "lines": []any{
		in{"kind": "material", "item": "frame", "quantity": 1}, in{"kind": "material", "item": "rattan", "quantity": "0.4", "waste": 10}, in{"kind": "operation", "item": operations[2], "quantity": 1}}})
	l.refused("goods recipe", in{"product": "frame", "since": since, "lines": []any{in{"kind": "material", "item": "chair", "quantity": 1}}})
	l.must("goods begin", in{"day": since.Add(-1), "from": "brought into the books", "lines": []any{
		in{"item": "bamboo", "quantity": 900, "value": l.money(9000)}, in{"item": "rattan", "quantity": 80, "value": l.money(7777)}}})
	l.did("opening", true)
}

func (l *life) giveTask() {
	t := in{"day": l.day(), "product": l.one("frame", "frame", "chair"), "quantity": 1 + l.r.IntN(30)}
	if l.chance(60) {
		t["member"] = l.who()
	} else {
		var makers []any
		for _, op := range []string{operations[0], operations[2]} {
			if (op == operations[2]) == (t["product"] == "chair") {
				makers = append(makers, in{"operation": op, "member": l.who(), "parts": 1 + l.r.IntN(3)}, in{"operation": op, "member": l.who()})
			}
		}
		t["makers"] = makers
	}
	ok := l.doOK("task give", t)
	l.did("task", ok)
	if ok && l.chance(80) {
		l.did("issue", l.doOK("task issue", in{"day": t["day"], "task": l.made["task"]}))
	}
}

func (l *life) handOut() {
	i := in{"day": l.day(), "task": l.of("task")}
	if l.chance(60) {
		i["lines"] = []any{in{"item": l.one("bamboo", "rattan", "frame"), "quantity": fmt.Sprintf("%d.%d", l.r.IntN(40), 1+l.r.IntN(9))}}
	}
	if l.chance(30) {
		i["lines"] = []any{in{"item": "bamboo", "quantity": 1 + l.r.IntN(20), "per": l.one("pole", "jin", "metre")}}
	}
	if l.chance(15) {
		i["store"] = "yard"
	}
	l.did("issue", l.doOK("task issue", i))
}

func (l *life) takeIn() {
	grades := []any{in{"grade": "1", "quantity": 1 + l.r.IntN(9)}}
	if l.chance(50) {
		grades = append(grades, in{"grade": l.one("2", "3", "4"), "quantity": 1 + l.r.IntN(3), "reason": "uneven"})
	}
	if l.chance(20) {
		grades = append(grades, in{"grade": "reject", "quantity": 1, "reason": l.one("split", "split", "")})
	}
	a := in{"day": l.day(), "task": l.of("task"), "grades": grades}
	if l.chance(20) {
		a["used"] = []any{in{"item": l.one("bamboo", "rattan"), "quantity": 1 + l.r.IntN(20)}}
	}
	if l.chance(20) {
		a["hours"] = 1 + l.r.IntN(30)
	}
	if l.chance(20) {
		a["makers"] = []any{in{"member": l.who()}}
	}
	l.did("acceptance", l.doOK("task accept", a))
}

func (l *life) bringBack() {
	line := in{"item": l.one("bamboo", "rattan", "frame"), "quantity": fmt.Sprintf("%d.%02d", l.r.IntN(9), 1+l.r.IntN(99))}
	if l.chance(50) {
		l.did("return", l.doOK("task return", in{"day": l.day(), "task": l.of("task"), "lines": []any{line}}))
		return
	}
	line["day"], line["task"], line["why"] = l.day(), l.of("task"), "rain"
	ok := l.doOK("task lose", line)
	l.did("loss", ok)
	if ok {
		l.ask("task explain", in{"number": l.made["loss"]})
	}
}

// keepStore counts, carries from store to store, takes back, ends.
func (l *life) keepStore() {
	switch l.r.IntN(7) {
	case 0:
		l.did("count", l.doOK("goods stocktake", in{"day": l.day(), "far": l.chance(50), "lines": []any{
			in{"item": l.one("bamboo", "rattan", "chips"), "quantity": l.r.IntN(900), "value": l.one("0", l.some(900))}}}))
	case 1:
		l.did("transfer", l.doOK("goods move", in{"day": l.day(), "item": l.one("bamboo", "frame", "chair"), "quantity": 1 + l.r.IntN(40), "to": "yard"}))
	case 2:
		kind := l.one("opening", "transfer", "count")
		l.did(kind, l.doOK("goods correct", in{"kind": kind, "number": l.of(kind), "why": "mistyped"}))
	case 3, 4:
		kind := l.one("issue", "return", "acceptance", "loss")
		l.did(kind, l.doOK("task correct", in{"kind": kind, "number": l.of(kind), "why": "mistyped"}))
	case 5:
		l.do("task end", in{"task": l.of("task"), "day": l.day(), "open": l.chance(40), "why": "so it is"})
	default:
		l.do("task assign", in{"task": l.of("task"), "makers": []any{in{"member": l.who()}}})
	}
}

// choresOfStore are what every year's store sees, so that no act goes unlived.
func (l *life) choresOfStore(day cal.Day, no string) {
	number := func(name string, with in) int {
		out, ok := l.do(name, with)
		if !ok {
			l.fail("%s %v was refused: %v", name, with, out["error"])
		}
		n, _ := out["number"].(float64)
		return int(n)
	}
	number("goods begin", in{"day": day, "from": "brought into the books", "lines": []any{in{"item": "bamboo", "quantity": 100, "value": l.money(1234)}}})
	l.did("opening", true)
	task := number("task give", in{"day": day, "product": "frame", "quantity": 10, "makers": []any{in{"member": no}}})
	l.did("task", true)
	l.must("task assign", in{"task": task, "makers": []any{in{"member": no, "parts": 2}}})
	number("task issue", in{"day": day, "task": task, "lines": []any{in{"item": "bamboo", "quantity": 30}}})
	number("task accept", in{"day": day, "task": task, "grades": []any{in{"grade": "1", "quantity": 9}, in{"grade": "reject", "quantity": 1, "reason": "split"}}})
	unwanted := number("task give", in{"day": day, "product": "frame", "quantity": 1, "makers": []any{in{"member": no}}})
	l.did("task", true)
	l.must("task end", in{"task": unwanted, "day": day, "why": "nobody wants it"})
	back := number("task return", in{"day": day, "task": task, "lines": []any{in{"item": "bamboo", "quantity": 5}}})
	l.must("task correct", in{"kind": "return", "number": back, "why": "miscounted"})
	number("task lose", in{"day": day, "task": task, "item": "bamboo", "quantity": 9, "why": "rain"})
	for _, kind := range []string{"issue", "acceptance", "return", "return", "loss"} {
		l.did(kind, true)
	}
	moved := number("goods move", in{"day": day, "item": "bamboo", "quantity": 1, "to": "yard"})
	l.must("goods correct", in{"kind": "transfer", "number": moved, "why": "not carried after all"})
	l.made["transfer"] += 2
	l.must("goods stocktake", in{"day": day, "store": "yard", "far": true, "lines": []any{in{"item": "chips", "quantity": 7, "value": l.money(11)}}})
	l.did("count", true)
	l.must("ledger closemonth", in{"month": day.Month()})
	l.refused("goods move", in{"day": day, "item": "bamboo", "quantity": 1, "to": "yard"})
	l.refused("cost record", in{"day": day, "kind": "rent", "amount": l.money(700)})
	l.must("ledger openmonth", in{"month": l.year.First().Month(), "why": "a bill came late"})
}
