package artel

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"artel/base/act"
	"artel/base/cal"
	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/base/explain"
	"artel/base/fault"
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
	forms "artel/coop/stage"
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

var (
	lifeSeeds = flag.Int("life.seeds", number("LIFE_SEEDS", 2), "how many co-operatives live")
	lifeSteps = flag.Int("life.steps", number("LIFE_STEPS", 45), "about how many acts a year has")
	lifeSeed  = flag.Uint64("life.seed", uint64(number("LIFE_SEED", 1)), "the first seed")
)

func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// TestLife lives some years of a co-operative through its acts, by seed, on
// every engine there is at once: people come and go, work, bring tools in,
// mistype and correct; years close, open again, end in loss; motions are lost.
// After every act the books must hold and the engines agree, row by row; an act
// that was refused or only tried must have changed nothing.
func TestLife(t *testing.T) {
	if testing.Short() {
		t.Skip("a life is not short")
	}
	all := &tally{did: map[string]int{}, refused: map[string]int{}}
	t.Run("seeds", func(t *testing.T) {
		for i := range *lifeSeeds {
			seed := *lifeSeed + uint64(i)
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				l := newLife(t, seed, all)
				defer func() {
					if t.Failed() {
						t.Logf("live it again: go test -run TestLife . -life.seeds=1 -life.seed=%d -life.steps=%d", seed, *lifeSteps)
					}
				}()
				l.live(4)
			})
		}
	})
	if !t.Failed() && *lifeSeeds > 1 {
		all.check(t)
	}
}

// tally counts what was done and refused, over all lives.
type tally struct {
	mu           sync.Mutex
	did, refused map[string]int
}

const twoPeople = "it takes two people, and a life has one; lived in the scripts"

const secretly = "a secret vote is chance on purpose, and lived in the tests of coop/assembly"

const ways = "the ways in are lived in the scripts and at the web's door"

// notLived are the acts that no life does, and why.
var notLived = map[string]string{
	"sheet import":   "lived in the scripts",
	"goods picture":  "lived in the pages' tests",
	"unit login":     "slow on purpose, and no part of the books",
	"unit begin":     "lived in the scripts",
	"charter begin":  "lived in the scripts: a life has a charter of its own making",
	"assembly stamp": secretly, "assembly box": secretly, "assembly cast": secretly,
	"transition receive": "lived in the scripts: it takes two units",
	"plan gather":        "lived in the scripts: a plan is no part of the books",
	"plan import":        "lived in the scripts: a plan is no part of the books",
	"plan solve":         "lived in the scripts: a plan is no part of the books",
	"plan amend":         "lived in the scripts: a plan is no part of the books",
	"plan join":          "lived in the scripts: it takes two units", "plan take": "lived in the scripts: it takes two units",
	"plan receive": "lived in the scripts: it takes two units", "plan counter": "lived in the scripts: it takes two units",
	"plan hear": "lived in the scripts: it takes two units", "plan answer": "lived in the scripts: it takes two units",
	"capital propose": twoPeople, "capital approve": twoPeople, "capital decline": twoPeople,
	"unit role": ways, "unit dismiss": ways, "unit password": ways, "unit close": ways, "unit tie": ways, "account password": ways,
	"account leave": ways, "account token": ways, "account revoke": ways, "account forget": ways,
}

// check says which acts were never done, or never refused: a life that does not
// meet them proves nothing about them.
func (y *tally) check(t *testing.T) {
	for _, a := range lifeActs {
		if !a.Writes || notLived[a.Name] != "" {
			continue
		}
		t.Logf("%-20s %4d done, %4d refused", a.Name, y.did[a.Name], y.refused[a.Name])
		if y.did[a.Name] == 0 {
			t.Errorf("no life did “%s”", a.Name)
		}
	}
}

var lifeActs = slices.Concat(sheet.Acts, unit.Acts, member.Acts, capital.Acts, work.Acts, pay.Acts, supply.Acts, goods.Acts, task.Acts,
	sale.Acts, cost.Acts, credit.Acts, craftsman.Acts, admission.Acts, year.Acts, assembly.Acts, tax.Acts, surplus.Acts, forms.Acts, charter.Acts, transition.Acts, ledger.Acts, audit.Acts,
	sheet.PlanActs, plan.Acts, planbook.Acts, act.Acts)

// side is one engine's copy of the life.
type side struct {
	name, where, digest string
	d                   *db.DB
}

type person struct {
	no           string
	joined, left cal.Day
}

type in = map[string]any

type life struct {
	t        *testing.T
	r        *rand.Rand
	all      *tally
	sides    []*side
	unit     string
	steps    int  // acts so far
	yearly   int  // about how many acts a year has
	restless bool // a change of form is planned every year
	acts     map[string]act.Act
	trace    []string // what was done, for the reader of a failure

	year     cal.Year
	began    cal.Year
	oldYuan  bool // still in CNY-OLD
	people   []person
	tools    int
	made     map[string]int // highest number of each register
	motions  int
	pending  cal.Year // closed and not yet shared out, or 0
	accounts int
	byHand   []string // numbers of entries
}

func newLife(t *testing.T, seed uint64, all *tally) *life {
	l := &life{t: t, yearly: *lifeSteps, r: rand.New(rand.NewPCG(seed, 1956)), all: all, unit: fmt.Sprintf("0193-%d", seed), acts: map[string]act.Act{}, made: map[string]int{}}
	for _, a := range lifeActs {
		l.acts[a.Name] = a
	}
	l.sides = append(l.sides, &side{name: "sqlite", where: filepath.Join(t.TempDir(), "life.db")})
	if os.Getenv("ARTEL_TEST_POSTGRES") != "" {
		l.sides = append(l.sides, &side{name: "postgres", where: dbtest.Postgres(t)})
	} else {
		t.Log("ARTEL_TEST_POSTGRES is not set: lived on SQLite only")
	}
	for _, s := range l.sides {
		s.d = dbtest.Open(t, s.where)
		s.d.Now = func() time.Time { return (l.year + 1).First().Time().AddDate(0, 2, 0) }
	}
	l.year, l.oldYuan = 1955, seed%2 == 0
	return l
}

// live lives so many years.
func (l *life) live(years int) {
	currency := "CNY"
	if l.oldYuan {
		currency = "CNY-OLD"
		l.year = 1954
	}
	l.began = l.year
	l.must("unit found", in{"name": "Life " + l.unit, "code": "life", "trade": "bamboo", "currency": currency, "year": l.year.String()})
	l.must("transition declare", in{"form": l.one(forms.Group, forms.Supply, forms.Producer), "grounds": "the county's certificate"})
	l.refused("transition declare", in{"form": forms.Group, "grounds": "another paper"})
	l.begin()
	for range years {
		for range l.yearly / 2 {
			l.step()
		}
		l.vote()
		l.shareOut()
		l.choresOfForms()
		if l.oldYuan && l.year == 1955 {
			l.redenominate()
		}
		for range l.yearly / 2 {
			l.step()
		}
		l.end()
		l.year++
	}
	l.must("charter adopt", in{"since": l.year.First(), "resolution": 1, "lines": surplus.Producer()})
	l.verify()
}

// vote puts a motion to the members, on a year of its own so that its number is
// no other's; each votes once, and it is counted.
func (l *life) vote() {
	closes := (l.year + 1).Last()
	l.refused("assembly motion", in{"text": "Too late", "year": 1900, "closes": l.year.First()})
	put, ok := l.do("assembly motion", in{"text": "A motion", "year": 1900, "closes": closes})
	if !ok {
		l.fail("a motion was refused: %v", put["error"])
	}
	ballot := func(no string) in {
		return in{"number": fmt.Sprint(put["number"]), "year": 1900, "member": no, "choice": l.one("for", "for", "against", "abstain")}
	}
	l.refused("assembly vote", ballot("M999"))
	for _, p := range l.people {
		if _, ok := l.do("assembly vote", ballot(p.no)); ok {
			l.refused("assembly vote", ballot(p.no))
		}
	}
	l.do("assembly count", in{"number": fmt.Sprint(put["number"]), "year": 1900})
}

// begin gives the unit its charter and its rates.
func (l *life) begin() {
	l.motions++
	l.must("assembly resolve", in{"number": 1, "date": l.year.First(), "text": "The charter", "for": 9, "against": 0})
	for _, rule := range [][2]string{{"tool_discount_pct", "10"}, {"tool_instalments", "3"}, {"tax_rate_pct", "10"}, {"tax_relief_pct", "50"},
		{"accumulation_pct", "40"}, {"welfare_pct", "10"}, {"education_pct", "5"}, {"share_dividend_rate_pct", "6"}, {"share_dividend_ceiling_pct", "10"}, {"notice_days", "3"}, {"quorum_pct", "30"}, {"proxies_most", "1"}, {"absent_votes", "yes"}, {"tie_by", "runoff"},
		{"labour_dividend_basis", "pay"}, {"over_cap_to", "accumulation"}, {"apprentice_pay_pct", "60"}, {"loss_owed_pct", "50"}, {"stock_valuation", l.one("average", "fifo")}, {"entrance_fee", l.money(200)}, {"share_value", l.money(1001)}, {"withdrawal_parts", "3"}, {"hired_most", "3"}} {
		l.must("charter amend", in{"rule": rule[0], "value": rule[1], "since": l.year.First(), "resolution": 1})
	}
	for _, op := range operations {
		for q, rate := range []string{"", "18", "15.3", "10.8"} {
			if q > 0 {
				l.must("work rate", in{"operation": op, "quality": q, "rate": l.rate(rate), "since": l.year.First(), "norm": "40"})
			}
		}
	}
	for range 6 {
		out, _ := l.do("member admit", in{"name": "Hu Yi", "grade": 1 + l.r.IntN(3), "joined": l.year.First()})
		l.people = append(l.people, person{no: out["no"].(string), joined: l.year.First()})
	}
	l.must("goods count", in{"day": l.year.First().Add(-1), "amount": l.money(12_000)})
	l.openStore()
	l.openTrade()
}

var operations = []string{"split strips", "weave basket", "make chair"}

// money is an amount of up to so many fen, as typed in the currency of the day.
func (l *life) money(fen int) string {
	if l.oldYuan {
		return fmt.Sprint(fen * 100)
	}
	return fmt.Sprintf("%d.%02d", fen/100, fen%100)
}

// rate is a piece rate of so many fen.
func (l *life) rate(fen string) string {
	var whole, part int
	if n, _ := fmt.Sscanf(fen, "%d.%d", &whole, &part); n == 0 {
		l.t.Fatal(fen)
	}
	if l.oldYuan {
		return fmt.Sprintf("%d", whole*100+part*10)
	}
	return fmt.Sprintf("0.%02d%d", whole, part)
}

func (l *life) some(fen int) string { return l.money(1 + l.r.IntN(fen)) }

func (l *life) chance(percent int) bool { return l.r.IntN(100) < percent }

// day is a day of the year, and now and then one of another. Where the books are
// to be redenominated on 1955-03-01, what is in old yuan is before it.
func (l *life) day() cal.Day {
	first, last := l.year.First(), l.year.Last()
	changed := l.year == 1955 && l.began != 1955 && !l.oldYuan
	switch {
	case l.oldYuan && l.year == 1955:
		last = "1955-02-28"
	case changed:
		first = "1955-03-01"
	}
	if l.chance(4) && !changed {
		first = (max(l.year-1, l.began)).First()
		if !l.oldYuan {
			last = last.Add(300)
		}
	}
	return first.Add(l.r.IntN(cal.Days(first, last)))
}

// who is somebody, and now and then nobody.
func (l *life) who() string {
	if l.chance(3) || len(l.people) == 0 {
		return "M999"
	}
	return l.people[l.r.IntN(len(l.people))].no
}

// of is a number in a register, and now and then one that is not there.
func (l *life) of(register string) int { return 1 + l.r.IntN(l.made[register]+2) }

// one of the choices, each as likely as it is often.
func (l *life) one(of ...string) string { return of[l.r.IntN(len(of))] }

// step is one act, as it comes.
func (l *life) step() {
	steps := []struct {
		weight int
		do     func()
	}{
		{3, l.admit}, {2, l.change}, {1, l.leave}, {5, l.capital}, {3, l.tool}, {3, l.payOut}, {2, l.rates}, {14, l.work}, {4, l.correctWork},
		{4, l.giveTask}, {4, l.handOut}, {7, l.takeIn}, {3, l.bringBack}, {4, l.keepStore}, {7, l.buyIn}, {7, l.sellOut},
		{5, l.payRun}, {6, l.buy}, {8, l.sell}, {3, l.spend}, {4, l.takeBack}, {1, l.count}, {4, l.books}, {4, l.rules}, {1, l.nonsense},
	}
	sum := 0
	for _, s := range steps {
		sum += s.weight
	}
	for n := l.r.IntN(sum); ; {
		for _, s := range steps {
			if n -= s.weight; n < 0 {
				s.do()
				return
			}
		}
	}
}

func (l *life) admit() {
	joined, standing := l.day(), "member"
	if l.chance(20) {
		standing = "apprentice"
	}
	who := in{"name": l.one("Hu", "Wang", "Lin", "Zhao") + " " + l.one("Hongtu", "Guilan", "Ming"), "standing": standing, "grade": 1 + l.r.IntN(3), "joined": joined,
		"sex": l.one("M", "F"), "born": 1900 + l.r.IntN(30), "own_labour": !l.chance(6), "hired": l.r.IntN(3)}
	if l.chance(5) {
		who["no"] = l.who()
	}
	if out, ok := l.do("member admit", who); ok {
		l.people = append(l.people, person{no: out["no"].(string), joined: joined})
	}
}

func (l *life) change() {
	c := in{"member": l.who(), "since": l.day(), "why": "skill"}
	switch l.r.IntN(3) {
	case 0:
		c["grade"] = 1 + l.r.IntN(3)
	case 1:
		c["standing"] = l.one("member", "apprentice")
	default:
		c["name"] = l.one("Hu", "Lin") + " Xin"
	}
	l.do("member change", c)
}

func (l *life) leave() {
	who, day := l.who(), l.day()
	if _, ok := l.do("member leave", in{"member": who, "day": day, "why": "own wish"}); ok {
		l.do("capital withdraw", in{"member": who, "day": day})
	}
}

func (l *life) capital() {
	switch l.r.IntN(8) {
	case 0:
		w := in{"member": l.who(), "day": l.day()}
		if l.chance(50) {
			w["amount"] = l.some(3000)
		}
		l.did("share", l.doOK("capital withdraw", w))
	case 1:
		l.did("share", l.doOK("capital correct", in{"number": l.of("share"), "why": "mistyped"}))
	default:
		l.did("share", l.doOK("capital subscribe", in{"member": l.who(), "day": l.day(), "amount": l.some(9000), "kind": l.one("cash share", "cash share", "entrance fee")}))
	}
}

func (l *life) tool() {
	t := in{"no": fmt.Sprintf("T%03d", 1+l.r.IntN(l.tools+3)), "member": l.who(), "tool": l.one("treadle drill", "knife set"), "appraised": l.some(40_000), "day": l.day(), "life_years": 1 + l.r.IntN(12)}
	if l.chance(30) {
		t["own_cost"] = l.some(40_000)
	}
	if l.doOK(l.one("capital takeover", "capital takeover", "capital bring"), t) {
		l.tools++
	}
}

func (l *life) payOut() {
	l.do("capital payout", in{"member": l.who(), "day": l.day(), "amount": l.some(4000), "for": l.one("account", "account", "tools")})
}

func (l *life) rates() {
	l.do("work rate", in{"operation": l.one(operations...), "quality": 1 + l.r.IntN(3), "rate": l.rate(fmt.Sprint(5 + l.r.IntN(30))), "since": l.day(), "norm": l.one("40", "40", "0")})
}

func (l *life) work() {
	var rows []any
	for range 1 + l.r.IntN(4) {
		hours := 4 + l.r.IntN(40)
		row := in{"day": l.day(), "member": l.who(), "operation": l.one(operations...), "quality": l.one("1", "1", "2", "3"), "quantity": fmt.Sprintf("%d.%d", 1+l.r.IntN(hours*8), l.r.IntN(2)*5), "hours": hours}
		switch {
		case l.chance(1):
			row["quantity"] = "-3"
		case l.chance(1):
			row["quantity"] = "90000"
		case l.chance(1):
			row["operation"] = "weave gold"
		}
		rows = append(rows, row)
	}
	if l.doOK("work record", in{"rows": rows}) {
		l.made["work"] += len(rows)
	}
}

func (l *life) correctWork() {
	if l.year == 1955 && l.began != 1955 && !l.oldYuan {
		return // what was made in old yuan stays as it was paid
	}
	c := in{"number": l.of("work")}
	switch l.r.IntN(4) {
	case 0:
		c["quantity"], c["hours"] = "0", "0"
	case 1:
		c["member"] = l.who()
	case 2:
		c["day"] = l.day()
	default:
		c["quantity"] = 1 + l.r.IntN(60)
	}
	if out, ok := l.do("work correct", c); ok {
		l.made["work"] = int(out["last"].(float64))
	}
}

func (l *life) payRun() {
	l.do("pay run", in{"month": l.day().Month()})
}

func (l *life) buy() {
	l.did("purchase", l.doOK("supply buy", in{"day": l.day(), "supplier": l.one("Town Co-operative", "State Yard"), "supplier_kind": "co-operative", "material": l.one("rattan", "bamboo"), "quantity": 1 + l.r.IntN(90), "per": "kg", "amount": l.some(6000)}))
}

func (l *life) sell() {
	l.did("sale", l.doOK("sale record", in{"day": l.day(), "customer": l.one("Street", "State Store"), "customer_kind": "household", "order_kind": l.one("direct", "order", "processing"), "product": l.one("basket", "chair"), "quantity": l.r.IntN(40), "amount": l.some(60_000)}))
}

func (l *life) spend() {
	most := 3000
	if l.year%3 == 0 {
		most = 300_000 // a hard year
	}
	l.did("expense", l.doOK("cost record", in{"day": l.day(), "kind": l.one("rent", "light", "carriage"), "amount": l.some(most)}))
}

func (l *life) takeBack() {
	switch l.r.IntN(3) {
	case 0:
		l.did("purchase", l.doOK("supply correct", in{"number": l.of("purchase"), "why": "entered twice"}))
	case 1:
		l.did("sale", l.doOK("sale correct", in{"number": l.of("sale"), "why": "entered twice"}))
	default:
		l.did("expense", l.doOK("cost correct", in{"number": l.of("expense"), "why": "entered twice"}))
	}
}

func (l *life) count() { l.do("goods count", in{"day": l.day(), "amount": l.some(9000)}) }

func (l *life) books() {
	switch l.r.IntN(4) {
	case 0:
		l.accounts++
		l.do("ledger open", in{"code": fmt.Sprint(7000 + l.r.IntN(l.accounts+2)), "name": "Account", "kind": l.one("asset", "liability", "income", "expense")})
	case 1:
		l.do("ledger reverse", in{"entry": l.one(append([]string{"1", "9999"}, l.byHand...)...), "why": "mistyped"})
	default:
		debit, credit := l.some(900), ""
		if credit = debit; l.chance(10) {
			credit = l.some(900)
		}
		lines := []any{in{"account": l.one("1010", "5310", "7001"), "debit": debit}, in{"account": l.one("4010", "1010"), "credit": credit}}
		if out, ok := l.do("ledger post", in{"day": l.day(), "memo": "By hand", "lines": lines}); ok {
			l.byHand = append(l.byHand, fmt.Sprint(out["number"]))
		}
	}
}

func (l *life) rules() {
	switch l.r.IntN(5) {
	case 3:
		l.do("surplus measure", in{"year": l.year, "member": l.who(), "name": l.one("deliveries", "pay"), "value": l.r.IntN(90)})
	case 0:
		l.do("charter wage", in{"year": l.year, "trade": "bamboo", "grade": 1 + l.r.IntN(3), "amount": l.some(50_000)})
	case 1:
		l.do("unit amend", in{"field": "county", "value": l.one("Linqing", "Gaotang"), "since": l.day()})
	case 2:
		l.do("charter adopt", in{"since": l.year.First(), "resolution": 1 + l.r.IntN(l.motions+1), "lines": surplus.Producer()})
	default:
		l.do("charter amend", in{"rule": l.one("welfare_pct", "education_pct", "share_dividend_rate_pct", "made_up"), "value": l.one("3", "7", "12", "101", "-1"), "since": l.day(), "resolution": 1 + l.r.IntN(l.motions+1)})
	}
}

// nonsense is what no year allows.
func (l *life) nonsense() {
	l.refused("year close", in{"year": l.year + 1})
	l.refused("surplus distribute", in{"year": l.year, "resolution": 1})
	l.refused("unit found", in{"name": "Again", "year": 1956})
	l.refused("work record", in{"rows": []any{}})
	l.refused("member admit", in{"nmae": "Hu"})
	l.refused("capital payout", in{"member": l.who(), "day": l.year.Last(), "amount": l.money(99_999_999)})
}

// redenominate carries the books over, in the year 1955, before anything else
// of that year after February.
func (l *life) redenominate() {
	l.refused("unit redenominate", in{"date": "1955-03-15"})
	for _, month := range []string{"1955-01", "1955-02"} { // what is unpaid cannot be paid in old yuan any more
		l.do("pay run", in{"month": month})
	}
	for _, who := range []string{"State Yard", "County Co-op"} {
		l.do("sale bill", in{"day": "1955-02-28", "customer": who})
		l.do("supply bill", in{"day": "1955-02-28", "supplier": who})
	}
	l.must("unit redenominate", in{"date": "1955-03-01"})
	l.oldYuan = false
	l.refused("unit redenominate", in{"date": "1955-03-01"})
	l.verify()
}

// end counts the stock and closes the year, in some years twice.
func (l *life) end() {
	if l.chance(50) {
		l.refused("year close", in{"year": l.year - 1})
	}
	if l.restless {
		l.tool() // what else a year sees is lived in the other lives
		l.must("work record", in{"rows": []any{in{"day": l.year.Last().Add(-3), "member": "M001", "operation": operations[0], "quality": "1", "quantity": 30}}})
	} else {
		l.chores()
	}
	for _, grade := range []string{"1", "2", "3"} {
		l.must("charter wage", in{"year": l.year, "trade": "bamboo", "grade": grade, "amount": l.money(20_000 + l.r.IntN(20_000))})
	}
	l.countTruly()
	l.must("year close", in{"year": l.year})
	l.refused("year close", in{"year": l.year})
	l.refused("cost record", in{"day": l.year.Last(), "kind": "rent", "amount": l.money(100)})
	if l.chance(50) {
		l.must("year reopen", in{"year": l.year, "why": "a bill came late"})
		for range 5 {
			l.step()
		}
		l.countTruly()
		l.must("year close", in{"year": l.year})
	}
	l.pending = l.year
	l.refused("surplus distribute", in{"year": l.year, "resolution": l.motions + 1})
	if l.chance(50) {
		l.shareOut()
	}
}

// chores are what every year sees, so that no act goes by chance unlived.
func (l *life) chores() {
	day := l.year.Last().Add(-3)
	post := func(name string, with in) string {
		out, ok := l.do(name, with)
		if !ok {
			l.fail("%s %v was refused: %v", name, with, out["error"])
		}
		return fmt.Sprint(out["number"])
	}
	l.must("ledger open", in{"code": fmt.Sprint(8000 + int(l.year)), "name": "Till", "kind": "asset"})
	l.must("unit amend", in{"field": "county", "value": "Linqing", "since": day})
	l.must("member change", in{"member": "M001", "since": l.year.Last(), "grade": 1 + l.r.IntN(3), "why": "skill"})
	l.must("charter amend", in{"rule": "welfare_pct", "value": 4 + l.r.IntN(6), "since": l.year.Last(), "resolution": 1})
	lines := []any{in{"account": "1010", "debit": l.money(500)}, in{"account": "4010", "credit": l.money(500)}}
	l.must("ledger reverse", in{"entry": post("ledger post", in{"day": day, "memo": "By hand", "lines": lines}), "why": "mistyped"})
	l.must("cost correct", in{"number": post("cost record", in{"day": day, "kind": "rent", "amount": l.money(700)}), "why": "entered twice"})
	l.must("supply correct", in{"why": "entered twice", "number": post("supply buy", in{"day": day, "supplier": "State Yard", "supplier_kind": "state", "material": "rattan", "quantity": 2, "per": "kg", "amount": l.money(90)})})
	l.must("sale correct", in{"why": "entered twice", "number": post("sale record", in{"day": day, "customer": "Street", "customer_kind": "household", "product": "mat", "quantity": 2, "amount": l.money(90)})})
	no := fmt.Sprintf("N%d", int(l.year))
	l.must("member admit", in{"name": "Wu Liu", "joined": day, "no": no})
	l.choresOfAssembly(day)
	l.choresOfAdmission(day)
	l.choresOfCredit()
	l.choresOfTax()
	l.choresOfTrade(day)
	l.choresOfStore(day, no)
	l.must("capital correct", in{"number": post("capital subscribe", in{"member": no, "day": day, "amount": l.money(1000)}), "why": "not paid after all"})
	l.must("capital subscribe", in{"member": no, "day": day, "amount": l.money(1200)})
	l.must("surplus measure", in{"year": l.year, "member": no, "name": "deliveries", "value": 7})
	out, ok := l.do("work record", in{"rows": []any{in{"day": day, "member": no, "operation": operations[0], "quantity": 9, "hours": 5}}})
	if !ok {
		l.fail("work was refused: %v", out["error"])
	}
	l.must("work correct", in{"number": fmt.Sprint(out["first"]), "quality": "2"})
	l.must("member leave", in{"member": no, "day": day.Add(1), "why": "to the city"})
	l.must("capital withdraw", in{"member": no, "day": day.Add(2)})
	l.must("capital payout", in{"member": no, "day": day.Add(2), "amount": l.money(1200)})
	for i, how := range []string{"capital takeover", "capital bring"} {
		l.must(how, in{"no": fmt.Sprintf("%d-%d", int(l.year), i), "member": no, "tool": "treadle drill", "appraised": l.money(10_001), "day": day, "life_years": 10})
	}
}

// countTruly counts no more materials than the books have.
func (l *life) countTruly() {
	held := 0
	for _, a := range l.ask("ledger balances", in{"day": l.year.Last()}).(ledger.Trial).Accounts {
		if a.Account == ledger.Materials && (a.Currency == "CNY") != l.oldYuan {
			held = int(a.Balance)
		}
	}
	if l.oldYuan {
		held /= 100
	}
	if held < 0 {
		l.t.Fatalf("materials of %d", held)
	}
	l.must("goods count", in{"day": l.year.Last(), "amount": l.money(held * l.r.IntN(90) / 100)})
}

// shareOut has the members vote on the year that waits for it, and shares it
// out, in this year or in January of the next.
func (l *life) shareOut() {
	if l.pending == 0 {
		return
	}
	day := l.pending.Last().Add(1 + l.r.IntN(50))
	if l.chance(50) {
		l.motions++
		l.must("assembly resolve", in{"number": l.motions, "date": day, "text": "Share it out", "for": 20, "against": 31, "abstain": 3, "year": l.pending})
		l.refused("surplus distribute", in{"year": l.pending, "resolution": l.motions})
	}
	l.motions++
	l.must("assembly resolve", in{"number": l.motions, "date": day, "text": "Share it out after all", "for": 40, "against": 2, "year": l.pending})
	l.must("surplus distribute", in{"year": l.pending, "resolution": l.motions})
	l.refused("surplus distribute", in{"year": l.pending, "resolution": l.motions})
	l.refused("year reopen", in{"year": l.pending, "why": "regret"})
	l.explained(l.pending)
	l.pending = 0
}

// explained has every member's explanation of a year, and every pay slip, work
// itself out again.
func (l *life) explained(year cal.Year) {
	st := l.ask("surplus statement", in{"year": year}).(surplus.Key)
	for no, m := range st.Detail {
		step, ok := l.ask("surplus explain", in{"year": year, "member": no}).(*explain.Step)
		if !ok {
			l.t.Fatalf("%s has no explanation of %d", no, year)
		}
		if err := step.Recompute(); err != nil {
			l.fail("the explanation of %s for %d: %v", no, year, err)
		}
		all := m.Pay + m.ShareDividend + m.LabourDividend
		for _, other := range m.Other {
			all += other
		}
		if year == 1955 && l.began != year {
			continue // part of it was paid in old yuan: the scripts look at that
		}
		if got := step.Result.String(); got != l.yuan(all, string(st.Currency)) {
			var b strings.Builder
			explain.Text(&b, step, fmt.Sprintf)
			l.fail("%s had %s of %d, the explanation comes to %s: %+v\n%s", no, l.yuan(all, string(st.Currency)), year, got, m, b.String())
		}
		for month := year.First().Month(); month.Year() == year; month = month.Last().Add(1).Month() {
			if slip, ok := l.mayAsk("pay slip", in{"member": no, "month": month}).(pay.Paper); ok {
				if err := slip.Steps.Recompute(); err != nil {
					l.fail("the slip of %s for %s: %v", no, month, err)
				}
			}
		}
	}
}

func (l *life) yuan(coins int64, currency string) string {
	if currency == "CNY-OLD" {
		return fmt.Sprint(coins)
	}
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%d.%02d", coins/100, coins%100), "0"), ".")
}

func (l *life) did(register string, ok bool) {
	if ok {
		l.made[register]++
	}
}

func (l *life) doOK(name string, with in) bool {
	_, ok := l.do(name, with)
	return ok
}

func (l *life) must(name string, with in) {
	l.t.Helper()
	if out, ok := l.do(name, with); !ok {
		l.fail("%s %v was refused: %v", name, with, out["error"])
	}
}

func (l *life) refused(name string, with in) {
	l.t.Helper()
	if _, ok := l.do(name, with); ok {
		l.fail("%s %v was not refused", name, with)
	}
}

// do does an act on every side; some it tries first, and some it does twice
// under one key. It is false where the act was refused.
func (l *life) do(name string, with in) (out in, ok bool) {
	l.t.Helper()
	l.steps++
	call := act.Call{}
	tried := answer{}
	if l.chance(8) {
		tried = l.run(name, with, act.Call{Try: true})
	}
	if l.chance(5) {
		call.Key = fmt.Sprint("key-", l.steps)
	}
	a := l.run(name, with, call)
	if tried.text != "" && tried.text != a.text {
		l.fail("%s, only tried, said\n%s\nand done, said\n%s", name, tried.text, a.text)
	}
	if call.Key != "" && a.ok {
		if again := l.run(name, with, call); !again.ok || compact(again.text) != compact(a.text) {
			l.fail("%s, done twice under one key, said\n%s\nand then\n%s", name, a.text, again.text)
		}
	}
	l.invariants(l.steps%10 == 0)
	l.all.mu.Lock()
	defer l.all.mu.Unlock()
	if !a.ok {
		l.all.refused[name]++
		return in{"error": a.text}, false
	}
	l.all.did[name]++
	if a.text[0] == '{' {
		if err := json.Unmarshal([]byte(a.text), &out); err != nil {
			l.fail("%s answers %s: %v", name, a.text, err)
		}
	}
	return out, true
}

type answer struct {
	text string // as JSON, or the error's words
	ok   bool
}

// run runs an act on every side at once, and holds the answers and the
// databases against each other.
func (l *life) run(name string, with in, call act.Call) answer {
	l.t.Helper()
	a, known := l.acts[name]
	if !known {
		l.t.Fatalf("there is no act “%s”", name)
	}
	call.Unit, call.Door, call.By = l.unit, "cli", act.Caller{Name: "ming", Roles: []act.Role{act.Operator}}
	text, err := json.Marshal(with)
	if err != nil {
		l.t.Fatal(err)
	}
	l.trace = append(l.trace, fmt.Sprintf("%s %s", name, text))
	answers, digests, errs := make([]answer, len(l.sides)), make([]string, len(l.sides)), make([]error, len(l.sides))
	var wait sync.WaitGroup
	for i, s := range l.sides {
		wait.Go(func() {
			got, err := a.Run(context.Background(), s.d, call, act.JSON(text))
			answers[i], errs[i] = answerOf(got.Out, err)
			if i > 0 && l.steps%4 > 0 {
				return // a server is slow to be read whole
			}
			if digests[i], err = dbtest.Digest(s.where); err != nil {
				errs[i] = err
			}
		})
	}
	wait.Wait()
	first := answers[0]
	for i, s := range l.sides {
		if errs[i] != nil {
			l.fail("%s %s on %s: %v", name, text, s.name, errs[i])
		}
		if answers[i] != first {
			l.fail("%s %s on %s answers\n%s\non %s\n%s", name, text, l.sides[0].name, first.text, s.name, answers[i].text)
		}
		if digests[i] == "" {
			continue
		}
		if digests[i] != digests[0] {
			l.fail("after %s %s, %s and %s differ: %s", name, text, l.sides[0].name, s.name, l.difference(s))
		}
		if still := digests[i] == s.digest; i == 0 && still != (!first.ok || call.Try) && call.Key == "" {
			l.fail("%s %s (done: %v, tried: %v): the database of %s is unchanged: %v", name, text, first.ok, call.Try, s.name, still)
		}
		s.digest = digests[i]
	}
	return first
}

// answerOf is an answer as text. An error that is not the asker's is one of ours.
func answerOf(out any, err error) (answer, error) {
	if err != nil && fault.Of(err) == "" {
		return answer{}, err
	}
	if err != nil {
		return answer{text: err.Error()}, nil
	}
	text, err := json.Marshal(out)
	return answer{string(text), true}, err
}

func compact(text string) string {
	var v any
	if json.Unmarshal([]byte(text), &v) != nil {
		return text
	}
	b, _ := json.Marshal(v)
	return string(b)
}

// difference names the first table in which two sides differ.
func (l *life) difference(s *side) string {
	for _, table := range []string{"head", "act_log", "counter", "unit", "unit_fact", "charter", "reference_wage", "account", "period", "entry", "posting", "balance",
		"member", "share", "tool", "rate", "work", "pay_run", "pay_slip", "pay_line", "purchase", "stock_count", "good", "recipe", "slip", "stock_move", "stock", "task", "task_maker", "task_end", "acceptance", "accepted", "made", "made_grade", "made_used", "came_in", "material_loss", "month_closed",
		"supplier", "purchase_order", "purchase_order_line", "purchase_order_end", "receipt_line", "supplier_bill", "supplier_bill_receipt", "supplier_payment", "purchase_share", "unit_settlement", "offer", "offer_request", "offer_allotment", "customer", "price", "sale_order", "sale_order_line", "sale_order_end", "delivery_line", "customer_bill", "customer_bill_delivery", "customer_payment", "contract", "contract_line", "contract_month", "contract_share", "contract_penalty", "hold", "hold_release", "standard", "saving_target", "sale", "expense", "resolution", "distribution", "portion",
		"tax_table", "tax_step", "tax_relief", "turnover_tax", "loan", "loan_decision", "loan_move", "credit_quota", "market_rate", "meeting", "meeting_event", "meeting_item", "candidate", "item_event", "group_member", "attendance", "said_vote", "item_result", "election_result", "office", "office_end", "resolution_about", "meeting_word", "minutes_approved",
		"application", "application_end", "exclusion", "exclusion_heard", "settlement", "inheritance", "payout_hold", "craftsman", "transition", "transition_rule", "transition_part", "transition_end", "form_declared", "handover", "plan_part", "plan_counter", "plan_counter_answer"} {
		one, err := dbtest.Lines(l.sides[0].where, table)
		two, err2 := dbtest.Lines(s.where, table)
		if err = errors.Join(err, err2); err != nil {
			return err.Error()
		}
		for i := range max(len(one), len(two)) {
			if i >= len(one) || i >= len(two) || one[i] != two[i] {
				return fmt.Sprintf("table %s (%d and %d rows), row %d:\n%s\n%s", table, len(one), len(two), i, at(one, i), at(two, i))
			}
		}
	}
	return "in a table this test does not look at"
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "nothing"
}

// ask asks the first side only: the databases are alike.
func (l *life) ask(name string, with in) any {
	l.t.Helper()
	out := l.mayAsk(name, with)
	if err, bad := out.(error); bad {
		l.fail("%s %v: %v", name, with, err)
	}
	return out
}

func (l *life) mayAsk(name string, with in) any {
	l.t.Helper()
	text, err := json.Marshal(with)
	if err != nil {
		l.t.Fatal(err)
	}
	got, err := l.acts[name].Run(context.Background(), l.sides[0].d, act.Call{Unit: l.unit, By: act.Caller{Name: "ming", Roles: []act.Role{act.Operator}}}, act.JSON(text))
	if err != nil {
		return err
	}
	return got.Out
}

// invariants hold after every act: postings sum to zero, the share register is
// the share accounts, the tool register the account of tools. Now and then all
// records are held against each other.
func (l *life) invariants(all bool) {
	l.t.Helper()
	ever := in{"day": "2200-12-31"}
	trial := l.ask("ledger balances", ever).(ledger.Trial)
	for _, total := range trial.Totals {
		if total.Debit != total.Credit || total.Balance != 0 {
			l.fail("debits of %d and credits of %d", total.Debit, total.Credit)
		}
	}
	stands := map[string]int64{}
	for _, a := range trial.Accounts {
		if a.Balance != 0 {
			stands[a.Account+string(a.Currency)] = a.Balance
		}
	}
	var cash, tool, fees int64
	currency := ""
	for _, h := range l.ask("capital shares", ever).([]capital.Holding) {
		cash, tool, fees, currency = cash+h.Cash.Coins, tool+h.Tool.Coins, fees+h.Entrance.Coins, string(h.Cash.Currency)
		if h.Cash.Coins < 0 || h.Tool.Coins < 0 || h.Entrance.Coins < 0 {
			l.fail("%s holds less than nothing: %+v", h.Member, h)
		}
	}
	for account, held := range map[string]int64{ledger.CashShares: cash, ledger.ToolShares: tool, ledger.EntranceFees: fees} {
		if stands[account+currency] != -held {
			l.fail("account %s stands at %d, the share register at %d", account, stands[account+currency], held)
		}
	}
	var worth int64
	for _, t := range l.ask("capital tools", ever).([]capital.Tool) {
		worth, currency = worth+t.Price.Coins, string(t.Price.Currency)
	}
	if stands[ledger.Tools+currency] != worth {
		l.fail("the tools stand at %d, their register at %d", stands[ledger.Tools+currency], worth)
	}
	if all {
		l.verify()
	}
}

// verify holds all records against each other, on every side.
func (l *life) verify() {
	l.t.Helper()
	for _, s := range l.sides {
		units, err := audit.All(context.Background(), s.d)
		if err != nil {
			l.t.Fatal(err)
		}
		for _, c := range units["life"] {
			if c.Fail != "" {
				l.fail("on %s it does not hold that %s: %s", s.name, c.What, c.Fail)
			}
		}
	}
}

// fail ends the life, and tells its last acts.
func (l *life) fail(format string, args ...any) {
	l.t.Helper()
	last := slices.Clone(l.trace[max(0, len(l.trace)-6):])
	for i := range last {
		last[i] = last[i][:min(len(last[i]), 400)]
	}
	l.t.Fatalf("in %d, act %d: %s\nthe last acts:\n%s", int(l.year), l.steps, fmt.Sprintf(format, args...), strings.Join(last, "\n"))
}
