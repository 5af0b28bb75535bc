package words

import (
	"testing"

	"artel/base/fault"
)

func TestSay(t *testing.T) {
	zh := Speak("zh")
	for _, c := range []struct{ got, want string }{
		{zh("Do it"), "办理"},
		{zh("%d in the register on %s", 79, "1956-12-31"), "1956-12-31 在册 79 人"},
		{zh("no such words, %d", 3), "no such words, 3"},
		{zh("50% off"), "50% off"},
		{Speak("en")("50% off"), "50% off"},
		{Speak("xx")("%d of them", 2), "2 of them"},
		{zh("resolution 1 of 1957-01-20"), "1957-01-20 第 1 号决议"},
		{Finished("zh", "There is no member M999 in the register."), "名册中没有社员 M999。"},
		{Finished("zh", "M001 left on 1956-03-01, before this day."), "M001 于 1956-03-01 退社，在此日之前。"},
		{Finished("zh", "A sentence nobody translated."), "A sentence nobody translated."},
		{Finished("en", "Correct the day."), "Correct the day."},
	} {
		if c.got != c.want {
			t.Errorf("%q, not %q", c.got, c.want)
		}
	}
}

func TestMemos(t *testing.T) {
	for _, c := range []struct{ memo, want string }{
		{"Pay of 1956-12, run 1: 74 slips", "1956-12 工资，第 1 次计算：工资条 74 张"},
		{"Surplus of 1956 shared out, resolution 1 of 1957-01-20", "1956 年盈余分配，1957-01-20 第 1 号决议"},
		{"Correction of sale 12: 3 make chair (quality 1) to State Store, direct", "更正销售 12：售给 State Store：make chair 3（质量 1），自产自销"},
		{"Withdrawal of cash share by M001", "M001 退现金股"},
	} {
		if got := Finished("zh", c.memo); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
}

func TestFaultWithinFault(t *testing.T) {
	inner := fault.Invalid.Errorf("give either a debit or a credit.")
	f := fault.Invalid.Errorf("Line %d: %w", 2, inner).(*fault.Fault)
	if got, want := Fault(Speak("zh"), f), "第 2 行：借方或贷方只填一个。"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
	if got, want := Fault(Speak("en"), f), "Line 2: give either a debit or a credit."; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}

func BenchmarkFinishedUnknown(b *testing.B) {
	for b.Loop() {
		Finished("zh", "weave basket of the third kind")
	}
}
