package report

import (
	"strings"
	"testing"

	"artel/base/money"
	"artel/coop/assembly"
	"artel/coop/surplus"
	"artel/coop/year"
	"artel/door/words"
)

// said is a paper as the terminal shows it, in a language.
func said(t *testing.T, p Paper, lang string) string {
	t.Helper()
	var b strings.Builder
	if err := p.Text(&b, 200, Say(words.Speak(lang))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func wants(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("there is no %q in\n%s", part, text)
		}
	}
}

func TestMinutesPaper(t *testing.T) {
	m := assembly.Minutes{Majority: "50", Entitled: 3, Resolution: assembly.Resolution{Number: 4, Year: 1956, Date: "1957-01-27", Text: "更多福利", For: 1, Against: 1},
		Motion: &assembly.Put{Opened: "1957-01-20", Closes: "1957-01-27"}, Roll: []assembly.RollCall{{Member: "M001", Name: "胡鸿图", Choice: "for"}, {Member: "M002", Name: "王光明", Choice: "against"}}}
	wants(t, said(t, minutesPaper(m), "en"), "Resolution 4 on the year 1956", "3 were entitled, 2 voted", "The motion was lost.", "更多福利", "M002")
	wants(t, said(t, minutesPaper(m), "zh"), "关于 1956 年的第 4 号决议", "有权者 3 人", "议案未通过", "反对")
}

func TestYearEndPaper(t *testing.T) {
	cny := func(coins int64) money.Amount { return money.Of(coins, "CNY") }
	y := surplus.YearEnd{Year: 1956, State: "open", Why: "The charter does not say: x.",
		Open: []year.Todo{{What: "The pay of %s is not worked out; closing the year does it.", Args: []string{"1956-03"}, Act: "pay run"}},
		Now:  []surplus.LineSum{{Clause: "art. 33", Label: "Labour dividend", Amount: cny(36000)}}, Then: []surplus.LineSum{{Clause: "art. 33", Label: "Labour dividend", Amount: cny(30000)}},
		Percents: []surplus.Percent{{Title: "Part for the welfare fund", Value: "10", Wanted: "20"}}, Parts: []surplus.Compared{{No: "M001", Name: "Hu", Now: cny(360), Then: cny(300)}}}
	wants(t, said(t, yearEndPaper(y), "en"), "The pay of 1956-03", "It cannot be worked out yet.", "360.00", "300.00", "3.60", "20")
	wants(t, said(t, yearEndPaper(y), "zh"), "1956-03 的工资尚未计算", "按拟议", "劳动分红")
	if strings.Contains(said(t, yearEndPaper(surplus.YearEnd{Year: 1956, State: "locked"}), "en"), "Percentages") {
		t.Error("a year that is shared out has nothing to propose")
	}
}
