package report

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"artel/base/cal"
	"artel/base/money"
)

// A workbook holds numbers and dates, not pictures of them; and of a number it
// could not keep, the text.
func TestXLSX(t *testing.T) {
	var b bytes.Buffer
	p := Paper{Title: "Pay: 1956/03", Lines: []Phrase{Words("as of %s", "1956-03-31")}, Blocks: []Block{Table{
		Columns: []Column{{"day", Date}, {"who", Plain}, {"pay", Money}},
		Rows: [][]any{
			{cal.Day("1956-03-01"), "=1+1", yuan(123_456)},
			{cal.Day("1899-03-01"), "王秀英", yuan(999_999_999_999_999)},
			{nil, nil, yuan(1_234_567_890_123_456)},
		},
		Total: []any{nil, Words("Total"), yuan(7)},
	}}}
	if err := p.XLSX(&b, nil); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	name := f.GetSheetList()[0]
	if name != "Pay- 1956-03" {
		t.Errorf("the sheet is called %q", name)
	}
	raw := excelize.Options{RawCellValue: true}
	for cell, want := range map[string]struct{ shown, raw string }{
		"A6": {"1956-03-01", "20515"}, "B6": {"=1+1", "=1+1"}, "C6": {"1,234.56", "1234.56"},
		"A7": {"1899-03-01", "1899-03-01"}, "C7": {"9,999,999,999,999.99", "9999999999999.99"},
		"C8": {"12,345,678,901,234.56", "12,345,678,901,234.56"}, "C9": {"0.07", "0.07"},
	} {
		shown, _ := f.GetCellValue(name, cell)
		held, _ := f.GetCellValue(name, cell, raw)
		if shown != want.shown || held != want.raw {
			t.Errorf("%s shows %q and holds %q, want %q and %q", cell, shown, held, want.shown, want.raw)
		}
	}
	if formula, _ := f.GetCellFormula(name, "B6"); formula != "" {
		t.Errorf("data became the formula %s", formula)
	}
	panes, err := f.GetPanes(name)
	if err != nil || !panes.Freeze || panes.YSplit != 5 {
		t.Errorf("the heading is not kept in sight: %+v, %v", panes, err)
	}
	layout, err := f.GetPageLayout(name)
	if err != nil || *layout.Size != a4 || *layout.FitToWidth != 1 {
		t.Errorf("print setup %+v, %v", layout, err)
	}
	if w, _ := f.GetColWidth(name, "C"); w < 20 {
		t.Errorf("column C is %v wide", w)
	}
}

func TestXLSXOfEverything(t *testing.T) {
	for _, p := range []Paper{sample(t), {}, {Title: "'[]'"}, {Blocks: []Block{Table{Columns: []Column{{"amount", Money}}, Rows: [][]any{{money.Amount{}}}}}}} {
		if err := p.XLSX(&bytes.Buffer{}, nil); err != nil {
			t.Errorf("%q: %v", p.Title, err)
		}
	}
}
