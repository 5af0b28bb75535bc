package stage

import (
	"strings"
	"testing"

	"artel/base/money"
)

// Forms and stages by their facts: the rows of S1 to S3.
func TestJudge(t *testing.T) {
	for _, one := range []struct {
		name                                                   string
		common, private, work, capital, bought, sold, together int64
		shown, stage, reason                                   string
	}{
		{"nothing", 0, 0, 0, 0, 0, 0, 0, Workshop, "", "Nothing was bought or sold"},
		{"buys together", 0, 0, 0, 0, 1, 0, 0, Supply, "", "each works for themselves"},
		{"sells together", 0, 50, 0, 0, 0, 1, 0, Supply, "", "were sold in common"},
		{"all common", 100, 0, 900, 0, 5, 5, 900, Producer, Advanced, "are common"},
		{"tools brought in as shares", 100, 1, 900, 0, 5, 5, 900, Producer, Semi, "still their owners' shares"},
		{"shares draw a dividend", 100, 0, 900, 1, 5, 5, 900, Producer, Semi, "followed shares"},
		{"paid for work, no trade on record", 0, 0, 1, 0, 0, 0, 1, Producer, Advanced, "No tools are on record"},
	} {
		m := func(n int64) money.Amount { return money.Of(n, "CNY") }
		shown, stage, reasons := Judge(Facts{m(one.common), m(one.private), m(one.work), m(one.capital), true, m(one.bought), m(one.sold), m(one.together)})
		all := ""
		for _, r := range reasons {
			all += r.Words + "\n"
		}
		if shown != one.shown || stage != one.stage || !strings.Contains(all, one.reason) {
			t.Errorf("%s: %s, %s\n%s", one.name, shown, stage, all)
		}
	}
	one := money.Of(1, "CNY")
	if _, stage, _ := Judge(Facts{one, money.Of(0, "CNY"), one, money.Of(0, "CNY"), false, one, one, one}); stage != "" {
		t.Errorf("before anything was shared out it is %s", stage)
	}
	if part(money.Of(1, "CNY"), money.Of(2, "CNY")) != 33 || part(money.Of(0, "CNY"), money.Of(0, "CNY")) != 0 {
		t.Error("parts are not rounded down")
	}
}
