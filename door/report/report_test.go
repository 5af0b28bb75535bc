package report

import (
	"bytes"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/google/go-cmp/cmp"

	"artel/base/cal"
	"artel/base/explain"
	"artel/base/measure"
	"artel/base/money"
	"artel/coop/capital"
	"artel/coop/ledger"
	"artel/coop/member"
	"artel/coop/pay"
	"artel/coop/surplus"
	"artel/coop/unit"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden holds got against a file that people have read and found good.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got), or run the test with -update:\n%s", name, diff)
	}
}

func text(t *testing.T, p Paper, width int) string {
	t.Helper()
	var b strings.Builder
	if err := p.Text(&b, width, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func markup(t *testing.T, p Paper) string {
	t.Helper()
	var b strings.Builder
	if err := p.HTML(nil).Render(&b); err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer("<tr", "\n<tr", "<table", "\n<table", "<header", "\n<header", "<section", "\n<section", "<div", "\n<div").Replace(b.String()) + "\n"
}

func yuan(fen int64) money.Amount { return money.Of(fen, money.CNY) }

// sample has a block of each kind, and what is hard to set.
func sample(t *testing.T) Paper {
	step, err := explain.Work(explain.Step{
		Label: "Tax", Formula: "half_up(revenue * rate / 100)", Digits: 2, Unit: "CNY", Clause: "art. 31",
		Operands: []explain.Operand{
			explain.Fact("revenue", "Net revenue", yuan(1_234_567).Rat(), "CNY", "result of 1956"),
			explain.Fact("rate", "Rate of the tax", money.DecimalOf(125, 1).Rat(), "%", "charter"),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return Paper{
		Title: "Pay slip",
		Lines: []Phrase{Words("%s, %s", "王秀英", cal.Month("1956-03"))},
		Blocks: []Block{
			Facts{Caption: "Who", Pairs: []Fact{{"member", "M001"}, {"joined", cal.Day("1954-07-01")}, {"apprentice", false}}},
			Table{
				Caption: "What was made",
				Columns: []Column{{"day", Date}, {"operation", Plain}, {"made", Number}, {"part", Percent}, {"pay", Money}},
				Rows: [][]any{
					{cal.Day("1956-03-01"), "竹椅 weaving the seat", measure.Quantity(12_500_000), money.DecimalOf(100, 0), yuan(123_456)},
					{cal.Day("1956-03-02"), "绑扎 <binding>", measure.Quantity(3_000_000), money.DecimalOf(625, 1), yuan(-5)},
					{nil, Words("brought forward"), nil, nil, nil},
				},
				Total: []any{Words("Total"), nil, measure.Quantity(15_500_000), nil, yuan(123_451)},
			},
			Facts{Pairs: []Fact{{"paid out", yuan(100_000_000)}, {"kept", yuan(5)}}},
			Text("Read it, and ask if anything is not clear.\n"),
			Steps{step},
		},
	}
}

func TestPaperAsText(t *testing.T) { golden(t, "paper.txt", text(t, sample(t), 0)) }

func TestPaperAsHTML(t *testing.T) { golden(t, "paper.html", markup(t, sample(t))) }

// A narrow terminal breaks words, never numbers, and no line is wider than it.
func TestNarrow(t *testing.T) {
	got := text(t, sample(t), 50)
	golden(t, "paper_narrow.txt", got)
	before, _, _ := strings.Cut(got, "Tax ..") // an explanation has a width of its own
	for line := range strings.Lines(before) {
		if w := lipgloss.Width(strings.TrimSuffix(line, "\n")); w > 50 {
			t.Errorf("%d wide: %s", w, line)
		}
	}
}

// Amounts of two currencies each say their own.
func TestTwoCurrencies(t *testing.T) {
	p := Paper{Title: "Both", Blocks: []Block{Table{
		Columns: []Column{{"amount", Money}},
		Rows:    [][]any{{yuan(5)}, {money.Of(20_000, money.CNYOld)}},
	}}}
	got := text(t, p, 0)
	if !strings.Contains(got, "0.05 CNY\n") || !strings.Contains(got, "20,000 CNY-OLD\n") || strings.Contains(got, "amounts in") {
		t.Error(got)
	}
}

func TestWordsOfAnotherLanguage(t *testing.T) {
	say := func(format string, args ...any) string {
		return map[string]string{"Pay slip": "工资条", "pay": "工资", "Total": "合计", "amounts in %s": "单位：元"}[format]
	}
	var b strings.Builder
	p := sample(t)
	p.Blocks = p.Blocks[1:2]
	if err := p.Text(&b, 0, say); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"工资条", "合计", "单位：元", "竹椅 weaving the seat"} {
		if !strings.Contains(b.String(), words) {
			t.Errorf("no %s in:\n%s", words, b.String())
		}
	}
}

func TestGrouped(t *testing.T) {
	for in, want := range map[string]string{
		"0": "0", "999": "999", "1000": "1,000", "-1000.50": "-1,000.50", "-100": "-100", "1234567": "1,234,567", "0.12345": "0.12345",
	} {
		if got := grouped(in); got != want {
			t.Errorf("grouped(%s) = %s, want %s", in, got, want)
		}
	}
}

func TestPageNeedsNoEscaping(t *testing.T) {
	var b bytes.Buffer
	if err := sample(t).Page(&b, "en", nil); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), paperCSS) {
		t.Error("the style is not as it was written: something in it was escaped")
	}
	if strings.Contains(b.String(), "<binding>") {
		t.Error("data was not escaped")
	}
}

func TestLedgerPapers(t *testing.T) {
	entry := ledger.Entry{
		Number: 1204, Day: "1956-01-03", Memo: "Sold 20 chairs", Kind: "by hand", Currency: "CNY", Act: 7,
		Postings: []ledger.Posting{{Account: "1010", Amount: 104_600}, {Account: "4010", Amount: -104_600}},
	}
	cash := ledger.Balance{Account: "1010", Name: "Cash and bank", Kind: "asset", Currency: "CNY", Debit: 104_600, Balance: 104_600}
	sales := ledger.Balance{Account: "4010", Name: "Sales", Kind: "income", Currency: "CNY", Credit: 104_600, Balance: -104_600}
	trial := ledger.Trial{Day: "1956-12-31", Accounts: []ledger.Balance{cash, sales},
		Totals: []ledger.Balance{{Name: "Total", Currency: "CNY", Debit: 104_600, Credit: 104_600}}}
	sheet := ledger.Sheet{Day: "1956-12-31", Currency: "CNY", Assets: []ledger.Balance{cash},
		Total: yuan(104_600), Owed: yuan(0), Own: yuan(104_600), Result: yuan(104_600)}
	result := ledger.Result{Year: 1956, Currency: "CNY", State: "open", Income: []ledger.Balance{sales}, Net: yuan(-104_600)}
	card := ledger.AccountCard{Account: ledger.Account{Code: "1010", Name: "Cash and bank"}, Before: []ledger.Balance{cash}}
	people := []ledger.Person{{Party: "M001", Owed: yuan(2_050), Tools: yuan(0), Shares: yuan(2_000)}}
	var all strings.Builder
	for _, one := range []struct {
		act    string
		answer any
	}{
		{"ledger entry", entry}, {"ledger journal", []ledger.Entry{entry, entry}}, {"ledger balances", trial}, {"ledger sheet", sheet},
		{"ledger result", result}, {"ledger account", card}, {"ledger cash", card}, {"ledger persons", people},
	} {
		all.WriteString(text(t, For(one.act, one.answer), 0) + "\n")
	}
	golden(t, "ledger.txt", all.String())
}

func TestYearPapers(t *testing.T) {
	bamboo := unit.Unit{Name: "临清竹器社", County: "Linqing"}
	sun := member.Member{No: "M009", Name: "孙洪图", Joined: "1954-03-02"}
	slip := pay.Slip{Month: "1956-03", Run: 2, Member: "M009", Amount: yuan(1_822), Before: yuan(100), Percent: money.DecimalOf(60, 0),
		Lines: []pay.Line{{Operation: "finish", Quality: "1", Rate: money.DecimalOf(935, 4), Per: "piece", Quantity: 217_000_000, Hours: 129_500_000}}}
	key := surplus.Key{
		Unit: bamboo.Name, Year: 1956, Currency: money.CNY, WorkRows: 3047, Members: 73, Apprentices: 6,
		Sales: 4_060_183, Processing: 224_287, Pay: 1_977_777, NetRevenue: 2_082_406, Tax: surplus.Tax{Full: 200_000, Relief: 100_000, Due: 100_000},
		Funds: map[string]int64{"accumulation": 1_500_000, "of_which_over_cap": 319, "old_age": 1}, LabourDividend: 482_405,
		Detail: map[string]surplus.KeyMember{"M009": {Pay: 26_539, LabourDividend: 482_405, CutByCap: 319, Other: map[string]int64{"patronage": 7}}},
	}
	shares := surplus.Slip{Unit: bamboo, Member: sun, Year: 1956, Resolution: "resolution 1 of 1957-01-20", Pay: yuan(26_539), Total: yuan(6_701),
		Parts: []surplus.Part{{Label: "Share dividend", Clause: "art. 32", Before: yuan(240), Cut: yuan(0), Amount: yuan(240)},
			{Label: "Labour dividend", Clause: "art. 33", Before: yuan(6_780), Cut: yuan(319), Amount: yuan(6_461)}}}
	held := capital.Holding{Member: "M009", Name: sun.Name, Cash: yuan(4_000), Tool: yuan(500), Entrance: yuan(200)}
	certificate := capital.Certificate{Unit: bamboo, Member: sun, Day: "1956-12-31", Holding: held,
		Movements: []capital.Movement{{Number: 93, Day: "1954-03-02", Kind: "cash share", Amount: yuan(4_000), Entry: 1093}}}
	all := ""
	for _, one := range []struct {
		act    string
		answer any
	}{
		{"pay slip", pay.Paper{Unit: bamboo, Member: sun, Slips: []pay.Slip{slip}}}, {"pay register", []pay.Slip{slip}},
		{"surplus statement", key}, {"surplus distribute", surplus.Distributed{Entry: 1787, Key: key}}, {"surplus slip", shares},
		{"capital certificate", certificate}, {"capital shares", []capital.Holding{held}},
	} {
		all += text(t, For(one.act, one.answer), 0) + "\n"
	}
	golden(t, "year.txt", all)
}

// The papers that are made by hand must not hide a number that cannot be kept.
func TestTotalTooLarge(t *testing.T) {
	got := personsPaper([]ledger.Person{{Party: "a", Owed: yuan(math.MaxInt64)}, {Party: "b", Owed: yuan(1)}})
	if total := got.Blocks[0].(Table).Total[1]; total != nil {
		t.Errorf("a sum over 64 bits was shown as %v", total)
	}
}
