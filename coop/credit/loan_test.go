package credit_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"artel/base/act"
	"artel/base/db"
	"artel/base/db/dbtest"
	"artel/base/explain"
	"artel/base/fault"
	"artel/coop/assembly"
	"artel/coop/capital"
	"artel/coop/charter"
	"artel/coop/credit"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/unit"
)

type in = map[string]any

// counter is a co-operative that lends and borrows.
type counter struct {
	t    *testing.T
	d    *db.DB
	unit string
	acts map[string]act.Act
}

func newCounter(t *testing.T, d *db.DB) *counter {
	c := &counter{t, d, unit.NewID(), map[string]act.Act{}}
	for _, a := range slices.Concat(ledger.Acts, member.Acts, assembly.Acts, capital.Acts, credit.Acts, charter.Acts) {
		c.acts[a.Name] = a
	}
	c.must("unit found", in{"name": "Willow", "year": "1957"})
	c.must("member admit", in{"no": "M001", "name": "Hu Yi", "joined": "1957-01-02"})
	c.must("capital subscribe", in{"member": "M001", "day": "1957-01-05", "amount": "40"})
	return c
}

func (c *counter) run(as, name string, with in) (any, error) {
	c.t.Helper()
	text, err := json.Marshal(with)
	if err != nil {
		c.t.Fatal(err)
	}
	a, ok := c.acts[name]
	if !ok {
		c.t.Fatalf("there is no act “%s”", name)
	}
	by := act.Caller{Name: "ming", Roles: []act.Role{act.Operator}}
	if as != "" {
		by = act.Caller{Name: as, Roles: []act.Role{act.Member}, Member: as}
	}
	ans, err := a.Run(context.Background(), c.d, act.Call{Unit: c.unit, By: by, Door: "cli"}, act.JSON(text))
	return ans.Out, err
}

func (c *counter) must(name string, with in) any {
	c.t.Helper()
	out, err := c.run("", name, with)
	if err != nil {
		c.t.Fatalf("%s: %v", name, err)
	}
	c.holds()
	return out
}

func (c *counter) wrong(words, name string, with in) {
	c.t.Helper()
	if _, err := c.run("", name, with); fault.Of(err) == "" || !strings.Contains(err.Error(), words) {
		c.t.Errorf("%s: %v, wanted %q", name, err, words)
	}
}

// holds holds the loans against the books.
func (c *counter) holds() {
	c.t.Helper()
	err := c.d.Read(context.Background(), db.Who{Unit: c.unit}, func(tx *db.Tx) error {
		_, err := credit.Verify(tx)
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *counter) loan(number int, day string) credit.Loan {
	c.t.Helper()
	return c.must("credit loan", in{"loan": number, "day": day}).(credit.Loan)
}

func (c *counter) want(number int, day, state, left, interest, overdue string) {
	c.t.Helper()
	l := c.loan(number, day)
	if got := fmt.Sprint(l.State, " ", l.Left, " ", l.Interest, " ", l.Overdue); got != strings.Join([]string{state, left, interest, overdue}, " ") {
		c.t.Errorf("loan %d on %s: %s; want %s %s %s %s", number, day, got, state, left, interest, overdue)
	}
	step := c.must("credit explain", in{"loan": number, "day": day}).(*explain.Step)
	if err := step.Recompute(); err != nil {
		c.t.Error(err)
	}
}

func TestLoanOfABank(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := newCounter(t, d)
		c.must("credit quota", in{"lender": "People's Bank", "year": 1957, "amount": "1500"})
		c.must("credit quota", in{"lender": "People's Bank", "year": 1957, "body": "West Gate group", "amount": "300"})
		c.must("credit quota", in{"lender": "People's Bank", "year": 1957, "body": "West Gate group", "amount": "1450"})
		c.must("credit quota", in{"lender": "People's Bank", "year": 1957, "body": "West Gate group", "amount": "300"})
		c.wrong("1,200.00 CNY is left", "credit quota", in{"lender": "People's Bank", "year": 1957, "body": "East Gate group", "amount": "1300"})
		c.must("credit rate", in{"name": "usurer", "since": "1950-01-01", "rate": "120", "source": "10 percent a month"})
		bank := in{"side": "ours", "party": "People's Bank", "day": "1957-01-15", "purpose": "bamboo for the season", "amount": "1200", "rate": "6", "first": "1957-02-15", "number": 12}
		c.must("credit apply", bank)
		c.must("credit apply", in{"side": "ours", "party": "People's Bank", "day": "1957-01-16", "purpose": "a boiler", "amount": "1", "rate": "6", "first": "1957-02-15"})
		c.must("credit decide", in{"loan": 1, "day": "1957-01-15"})
		c.wrong("0.00 CNY is left, and this loan is of 1.00", "credit decide", in{"loan": 2, "day": "1957-01-16"})
		c.wrong("Say why the loan is refused", "credit decide", in{"loan": 2, "agreed": false})
		c.must("credit decide", in{"loan": 2, "agreed": false, "grounds": "the quota is taken"})
		c.wrong("is agreed already", "credit decide", in{"loan": 1})
		c.wrong("is refused; only one", "credit payout", in{"loan": 2, "day": "1957-01-17"})
		c.wrong("cannot have been paid out before", "credit payout", in{"loan": 1, "day": "1957-01-14"})
		c.wrong("before the loan would be paid out", "credit payout", in{"loan": 1, "day": "1957-03-01"})
		c.wrong("nothing was paid out on it", "credit pay", in{"loan": 1, "day": "1957-02-15", "amount": "10"})
		c.must("credit payout", in{"loan": 1, "day": "1957-01-15"})
		c.wrong("was paid out already", "credit payout", in{"loan": 1, "day": "1957-01-15"})

		// Paid on its days it costs what its schedule says: 103.28 a time.
		c.want(1, "1957-02-15", "running", "1200.00", "6.00", "97.28")
		c.must("credit pay", in{"loan": 1, "day": "1957-02-15"})
		c.want(1, "1957-02-15", "running", "1102.72", "0.00", "0.00")
		// Late: nothing in March, so interest runs on more, and the loan is late.
		c.want(1, "1957-04-14", "late", "1102.72", "10.84", "97.77")
		c.wrong("1,113.56 CNY is owed", "credit pay", in{"loan": 1, "day": "1957-04-14", "amount": "1113.57"})
		c.must("credit pay", in{"loan": 1, "day": "1957-04-14"})
		c.wrong("Something was booked on loan 1 on 1957-04-14 already", "credit pay", in{"loan": 1, "day": "1957-04-01", "amount": "5"})
		c.want(1, "1957-04-14", "running", "1004.95", "0.00", "0.00")
		// More than is due: the rest ends sooner.
		c.must("credit pay", in{"loan": 1, "day": "1957-05-15", "amount": "600"})
		l := c.loan(1, "1957-05-15")
		if last := l.Schedule[len(l.Schedule)-1]; last.Due >= "1958-01-15" || !last.Left.IsZero() {
			t.Errorf("the rest ends with %+v", last)
		}
		c.must("credit correct", in{"loan": 1, "why": "mistyped"})
		c.want(1, "1957-05-15", "late", "1004.95", "5.19", "197.01") // the interest stays charged
		c.must("credit pay", in{"loan": 1, "day": "1957-05-15", "amount": "600", "mode": "lower"})
		l = c.loan(1, "1957-05-15")
		if last := l.Schedule[len(l.Schedule)-1]; last.Due != "1958-01-15" {
			t.Errorf("lower payments end with %+v", last)
		}
		if l.Gain == nil || l.Gain.Beside != "usurer" || l.Gain.Theirs.Coins < 15*l.Gain.Own.Coins {
			t.Errorf("the gain: %+v", l.Gain)
		}
		c.must("credit accrue", in{"day": "1957-12-31"})
		all := c.loan(1, "1957-12-31")
		pays := fmt.Sprint(all.Left.Decimal())
		c.must("credit pay", in{"loan": 1, "day": "1957-12-31", "amount": c.plus(all)})
		c.want(1, "1957-12-31", "paid off", "0.00", "0.00", "0.00")
		c.wrong("is paid off", "credit pay", in{"loan": 1, "day": "1957-12-31", "amount": pays})
	})
}

// plus is all that is owed on a loan.
func (c *counter) plus(l credit.Loan) string {
	sum, err := l.Left.Plus(l.Interest)
	if err != nil {
		c.t.Fatal(err)
	}
	return sum.String()
}

func TestLoanOfAMember(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := newCounter(t, d)
		for rule, value := range map[string]string{"loan_most": "150", "loan_shares_times": "3", "loan_vote_from": "80"} {
			c.must("charter amend", in{"rule": rule, "value": value, "since": "1957-01-01"})
		}
		ask := func(amount string) in {
			return in{"party": "M001", "day": "1957-03-01", "purpose": "a sick wife", "amount": amount, "rate": "4.8", "late_rate": "12", "kind": "equal principal", "first": "1957-03-31", "number": 3, "basis": "actual/365"}
		}
		c.wrong("3 times the cash shares", "credit apply", ask("120.01"))
		c.wrong("at most 150.00", "credit apply", ask("151"))
		if _, err := c.run("M001", "credit apply", in{"party": "M002", "purpose": "x", "amount": "1", "rate": "1", "first": "1957-04-01"}); fault.Of(err) != fault.Refused {
			t.Errorf("a loan for somebody else: %v", err)
		}
		c.wrong("not after the loan is paid out", "credit apply", in{"party": "M001", "day": "1957-03-01", "purpose": "x", "amount": "1", "rate": "1", "first": "1957-03-01"})
		c.wrong("not below 0", "credit apply", in{"party": "M001", "day": "1957-03-01", "purpose": "x", "amount": "1", "rate": "-1", "first": "1957-04-01"})
		c.wrong("in 1 to 480 instalments, not 0", "credit apply", in{"party": "M001", "day": "1957-03-01", "purpose": "x", "amount": "1", "rate": "1", "first": "1957-04-01", "number": 0})
		if _, err := c.run("M001", "credit apply", ask("90")); err != nil {
			t.Fatal(err)
		}
		c.wrong("is decided by the members", "credit decide", in{"loan": 1, "day": "1957-03-02"})
		c.must("assembly resolve", in{"number": 1, "date": "1957-03-02", "year": 1957, "text": "A loan to M001", "for": 5, "against": 0, "about": "lending"})
		c.must("assembly resolve", in{"number": 2, "date": "1957-09-02", "year": 1957, "text": "Given up", "for": 5, "against": 0, "about": "write-off"})
		c.wrong("is about write-off", "credit decide", in{"loan": 1, "day": "1957-03-02", "resolution": 2})
		c.must("credit decide", in{"loan": 1, "day": "1957-03-02", "resolution": 1})
		c.must("credit payout", in{"loan": 1, "day": "1957-03-05"})
		// 26 days of 90 at 4.8 by 365 are 0.31; overdue from March on, at 12 beside it.
		c.want(1, "1957-03-31", "running", "90.00", "0.31", "30.00")
		c.want(1, "1957-04-10", "late", "90.00", "0.53", "30.00")
		c.must("credit apply", in{"side": "given", "party": "Old Sun, tinsmith", "day": "1957-03-01", "purpose": "a drill", "amount": "20", "rate": "6", "first": "1957-04-01"})
		c.must("credit decide", in{"loan": 2, "day": "1957-03-01"})
		c.must("credit payout", in{"loan": 2, "day": "1957-03-01"})
		c.wrong("Only a member's loan", "credit pay", in{"loan": 2, "day": "1957-04-10", "amount": "1", "from": "account"})
		c.wrong("is owed 0.00 CNY", "credit pay", in{"loan": 1, "day": "1957-04-10", "amount": "20", "from": "account"})
		c.must("member leave", in{"member": "M001", "day": "1957-04-11", "why": "to the city"})
		c.must("capital withdraw", in{"member": "M001", "day": "1957-04-12"})
		c.wrong("has left and owes", "capital payout", in{"member": "M001", "day": "1957-04-12", "amount": "40"})
		c.must("credit pay", in{"loan": 1, "day": "1957-04-12", "amount": "40", "from": "account"})
		c.wrong("cannot be given up", "credit writeoff", in{"loan": 1, "day": "1957-09-03", "amount": "60", "resolution": 2})
		c.wrong("There is no resolution 9", "credit writeoff", in{"loan": 1, "day": "1957-09-03", "resolution": 9})
		c.must("credit writeoff", in{"loan": 1, "day": "1957-09-03", "resolution": 2})
		c.want(1, "1957-09-03", "paid off", "0.00", "0.00", "0.00")
		c.wrong("is paid off", "credit writeoff", in{"loan": 1, "day": "1957-09-03", "resolution": 2})
		if out, err := c.run("M001", "credit loans", in{"day": "1957-12-31"}); err != nil || len(out.([]credit.Loan)) != 1 {
			t.Errorf("the member's own: %v %v", out, err)
		}
	})
}

// What is charged at the end of a year, or on any day, changes nothing of what a
// loan costs that is paid on its days: all of it is what its schedule says.
func TestChargedOnTheWay(t *testing.T) {
	c := newCounter(t, dbtest.Open(t, dbtest.SQLite(t)))
	for i, basis := range []string{credit.Thirty360, credit.Actual365, credit.ActualActual} {
		no := i + 1
		c.must("credit apply", in{"side": "ours", "party": "Bank", "day": "1957-10-15", "purpose": "bamboo", "amount": "1234.57", "rate": "7.3", "first": "1957-11-15", "number": 4, "basis": basis})
		c.must("credit decide", in{"loan": no, "day": "1957-10-15"})
		c.must("credit payout", in{"loan": no, "day": "1957-10-15"})
	}
	paid := map[int]int64{}
	for _, day := range []string{"1957-10-31", "1957-11-15", "1957-12-15", "1957-12-31", "1958-01-15", "1958-01-31", "1958-02-15"} {
		c.must("credit accrue", in{"day": day})
		if !strings.HasSuffix(day, "15") {
			continue
		}
		for no := 1; no <= 3; no++ {
			paid[no] += c.loan(no, day).Interest.Coins
			c.must("credit pay", in{"loan": no, "day": day})
		}
	}
	for no := 1; no <= 3; no++ {
		l := c.loan(no, "1958-02-15")
		planned := int64(0)
		for _, i := range l.Schedule {
			planned += i.Interest.Coins
		}
		if l.State != credit.PaidOff || planned != paid[no] {
			t.Errorf("loan %d by %s is %s and cost %d, planned were %d", no, l.Basis, l.State, paid[no], planned)
		}
	}
}
