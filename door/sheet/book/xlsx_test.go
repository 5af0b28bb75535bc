package book

import (
	"encoding/xml"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

// TestCells reads cells as other programs store them.
func TestCells(t *testing.T) {
	for _, c := range []struct {
		why, xml string
		want     Cell
	}{
		{"number", `<c><v>13.8</v></c>`, Cell{"13.8", Number}},
		{"number with noise", `<c><v>13.800000000000001</v></c>`, Cell{"13.8", Number}},
		{"number with exponent", `<c t="n"><v>1.0000000000000001E-2</v></c>`, Cell{"0.01", Number}},
		{"identity card", `<c><v>110101195601031234</v></c>`, Cell{"110101195601031234", Number}},
		{"number that is none", `<c><v>abc</v></c>`, Cell{"abc", Text}},
		{"shared text", `<c t="s"><v>0</v></c>`, Cell{"quantity", Text}},
		{"runs, and a reading above", `<c t="s"><v>1</v></c>`, Cell{"rich text", Text}},
		{"text in place", `<c t="inlineStr"><is><r><t>in </t></r><r><t>place</t></r></is></c>`, Cell{"in place", Text}},
		{"escapes", `<c t="inlineStr"><is><t>a&amp;&lt;&#x7B50;_x000D_` + "\n" + `_x005F_x0041_</t></is></c>`, Cell{"a&<筐\n_x0041_", Text}},
		{"CDATA", `<c t="str"><v><![CDATA[a<b]]]]><![CDATA[>c]]></v></c>`, Cell{"a<b]]>c", Text}},
		{"comment", `<c><!-- > --><v>1<!--x-->2</v></c>`, Cell{"12", Number}},
		{"spaces kept", `<c t="str"><v xml:space="preserve"> 007</v></c>`, Cell{" 007", Text}},
		{"true", `<c t="b"><v>1</v></c>`, Cell{"TRUE", Bool}},
		{"false", `<c t="b"><v>0</v></c>`, Cell{"FALSE", Bool}},
		{"error", `<c t="e"><v>#REF!</v></c>`, Cell{"#REF!", Error}},
		{"formula", `<c><f>A1+B1</f><v>0.30000000000000004</v></c>`, Cell{"0.3", Number}},
		{"formula of text", `<c t="str"><f>A1&amp;B1</f><v>ab</v></c>`, Cell{"ab", Text}},
		{"formula of empty text", `<c t="str"><f>A1</f><v></v></c>`, Cell{}},
		{"formula in error", `<c t="e"><f>1/0</f><v>#DIV/0!</v></c>`, Cell{"#DIV/0!", Error}},
		{"formula never worked out", `<c><f>A1+B1</f></c>`, Cell{"=A1+B1", Error}},
		{"the same, with a value", `<c><f>A1&lt;B1</f><v/></c>`, Cell{"=A1<B1", Error}},
		{"date", `<c s="1"><v>20457</v></c>`, Cell{"1956-01-03", Date}},
		{"date in words", `<c t="d"><v>1956-01-03T00:00:00</v></c>`, Cell{"1956-01-03", Date}},
		{"moment in words", `<c t="d"><v>1956-01-03T08:30:00Z</v></c>`, Cell{"1956-01-03 08:30", Date}},
		{"other kind of date", `<c t="d"><v>soon</v></c>`, Cell{"soon", Text}},
		{"blank date", `<c s="1"/>`, Cell{}},
		{"unknown style", `<c s="99"><v>1</v></c>`, Cell{"1", Number}},
		{"prefix", `<x:c t="str"><x:v>a</x:v></x:c>`, Cell{"a", Text}},
		{"> in a value", `<c cm="a>b" t='str' x='"'><v>a</v></c>`, Cell{"a", Text}},
		{"parts to skip", `<c t="str"><extLst><v>b</v><x/></extLst><v>a</v></c>`, Cell{"a", Text}},
	} {
		t.Run(c.why, func(t *testing.T) {
			w, err := OpenBytes("a.xlsx", bare(t, `<row r="2">`+c.xml+`<c r="ZZ1"><v>1</v></c></row>`, nil))
			rows := read(t, must(t, w, err), "work")
			if got := rows[0].Cell(0); got != c.want || rows[0].Number != 2 {
				t.Errorf("%q (%v), not %q (%v)", got.Text, got.Kind, c.want.Text, c.want.Kind)
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		why, xml string
		want     grid
	}{
		{"nothing", ``, grid{}},
		{"places not said", `<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>`, grid{1: {"1", "2"}, 3: {"3"}}},
		{"gaps", `<row r="2"><c r="B2"><v>1</v></c><c r="D2"><v>2</v></c></row><row r="9"><c r="A9"><v>3</v></c></row>`, grid{2: {"", "1", "", "2"}, 9: {"3"}}},
		{"blank cells", `<row r="1"><c r="A1" t="str"><v> </v></c></row><row r="2"><c><v>1</v></c><c t="str"><v>　</v></c></row>`, grid{2: {"1"}}},
		{"hidden", `<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>`, grid{1: {"1"}}},
	} {
		t.Run(c.why, func(t *testing.T) {
			w, err := OpenBytes("a.xlsx", bare(t, c.xml, nil))
			if diff := cmp.Diff(c.want, texts(read(t, must(t, w, err), "work"))); diff != "" {
				t.Error(diff)
			}
		})
	}
	long := `<row r="1" spans="` + strings.Repeat("1:9 ", 30_000) + `" note='">'><!--` + strings.Repeat("-> ", 40_000) + `--><c><v>1</v></c></row>`
	w, err := OpenBytes("a.xlsx", bare(t, long, nil)) // a tag and a comment longer than any buffer
	if diff := cmp.Diff(grid{1: {"1"}}, texts(read(t, must(t, w, err), "work"))); diff != "" {
		t.Error(diff)
	}
	for _, empty := range []string{"<worksheet><sheetData/></worksheet>", "<worksheet/>"} {
		w, err := OpenBytes("a.xlsx", bare(t, "", map[string]string{"xl/worksheets/sheet1.xml": empty}))
		if rows := read(t, must(t, w, err), "work"); len(rows) != 0 {
			t.Errorf("%s has rows %v", empty, rows)
		}
	}
}

// TestUTF16Part: the standard allows parts in UTF-16.
func TestUTF16Part(t *testing.T) {
	part, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(
		`<?xml version="1.0" encoding="UTF-16"?><worksheet><sheetData><row><c t="str"><v>编筐</v></c></row></sheetData></worksheet>`)
	if err != nil {
		t.Fatal(err)
	}
	w, err := OpenBytes("a.xlsx", bare(t, "", map[string]string{"xl/worksheets/sheet1.xml": part}))
	if got := read(t, must(t, w, err), "work")[0].Cell(0).Text; got != "编筐" {
		t.Errorf("%q", got)
	}
}

// TestExcelize reads what excelize writes, in either of its ways.
func TestExcelize(t *testing.T) {
	day := time.Date(1956, 1, 3, 0, 0, 0, 0, time.UTC)
	fill := func(f *excelize.File) {
		format := `yyyy"年"m"月"d"日"`
		chinese, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		f.SetSheetName("Sheet1", " 工票 ")
		f.SetSheetRow(" 工票 ", "A1", &[]any{"date", "member", "quantity", "paid"})
		f.SetSheetRow(" 工票 ", "A3", &[]any{day, "M001", 13.8, true})
		f.SetCellValue(" 工票 ", "A4", 20457.0)
		f.SetCellStyle(" 工票 ", "A4", "A4", chinese)
		f.SetCellFormula(" 工票 ", "B4", "A1+B1")
		f.MergeCell(" 工票 ", "C4", "D5")
		f.SetCellValue(" 工票 ", "C4", 0.1+0.2)
		f.SetRowVisible(" 工票 ", 4, false)
		f.NewSheet("hidden")
		f.SetSheetVisible("hidden", false)
	}
	w, err := OpenBytes("year.xlsx", made(t, fill))
	must(t, w, err)
	if got := fmt.Sprintf("%q", w.Sheets()); got != `["工票" "hidden"]` {
		t.Errorf("sheets %s", got)
	}
	want := []Row{
		{1, []Cell{{"date", Text}, {"member", Text}, {"quantity", Text}, {"paid", Text}}},
		{3, []Cell{{"1956-01-03", Date}, {"M001", Text}, {"13.8", Number}, {"TRUE", Bool}}},
		{4, []Cell{{"1956-01-03", Date}, {"=A1+B1", Error}, {"0.3", Number}}},
	}
	if diff := cmp.Diff(want, read(t, w, "工票")); diff != "" {
		t.Error(diff)
	}
}

func TestDates1904(t *testing.T) {
	w, err := OpenBytes("a.xlsx", bare(t, `<row><c s="1"><v>18995</v></c></row>`, map[string]string{
		"xl/workbook.xml": `<workbook><workbookPr date1904="1"/><sheets><sheet name="work" r:id="rId1"/></sheets></workbook>`}))
	if got := read(t, must(t, w, err), "work")[0].Cell(0); got != (Cell{"1956-01-03", Date}) {
		t.Errorf("%v", got)
	}
}

// TestRoundTripXLSX: what excelize writes from any text and number is read back.
func TestRoundTripXLSX(t *testing.T) {
	cell := rapid.OneOf(
		rapid.StringOf(rapid.RuneFrom([]rune("ab1<>&\"'\n _x0D编筐𠮷é.="))).AsAny(),
		rapid.Int64Range(-1e15, 1e15).AsAny(),
		rapid.Custom(func(t *rapid.T) float64 { return float64(rapid.Int64Range(-1e12, 1e12).Draw(t, "n")) / 100 }).AsAny(),
	)
	path := filepath.Join(t.TempDir(), "a.xlsx")
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 1, 5), 1, 10).Draw(t, "rows")
		f := excelize.NewFile()
		defer f.Close()
		var written [][]string
		for i, row := range rows {
			f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row)
			var line []string
			for _, v := range row {
				text := fmt.Sprint(v)
				if n, ok := v.(float64); ok {
					text, _ = decimal(fmt.Appendf(nil, "%.2f", n), 0)
				}
				line = append(line, text)
			}
			written = append(written, line)
		}
		if err := f.SaveAs(path); err != nil {
			t.Fatal(err)
		}
		w, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		got := grid{}
		for row, err := range w.Rows("Sheet1") {
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range row.Cells {
				got[row.Number] = append(got[row.Number], c.Text)
			}
		}
		if diff := cmp.Diff(trimmed(written), got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// FuzzScanner: where encoding/xml reads a text, the scanner reads the same.
func FuzzScanner(f *testing.F) {
	for _, seed := range []string{`<a b="c>d">x&amp;y<!-- > --><e f='"'/></a>`, `<a><![CDATA[<]]>&#x41;</a>`, "<?xml?><a>\r\n</a>", `<n:a n:b="&lt;"/>`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = "<root>" + text + "</root>"
		want, err := standard(text)
		if err != nil || strings.Contains(text, "\r") {
			return // the scanner is more lenient, and encoding/xml keeps some \r
		}
		s, got := newScanner(strings.NewReader(text)), ""
		for {
			p, err := s.next()
			if err == errDoctype {
				return
			}
			if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			if p == ended {
				break
			}
			switch p {
			case opened:
				got += "<" + string(s.name)
				for rest := s.attrs; ; {
					name, value, after, err := attr(rest)
					if err != nil {
						t.Fatalf("%q: %v", text, err)
					}
					if name == nil {
						break
					}
					plain, _ := unescape(nil, value)
					got, rest = got+" "+string(name)+"="+string(plain), after
				}
			case closed:
				got += ">"
			case words:
				b, err := s.appendText(nil)
				if err != nil {
					t.Fatalf("%q: %v", text, err)
				}
				got += string(b)
			}
		}
		if got != want {
			t.Fatalf("%q: %q, not %q", text, got, want)
		}
	})
}

// standard reads XML by encoding/xml into the same shape.
func standard(text string) (string, error) {
	d, got := xml.NewDecoder(strings.NewReader(text)), ""
	for {
		token, err := d.Token()
		if err == io.EOF {
			return got, nil
		}
		if err != nil {
			return "", err
		}
		switch v := token.(type) {
		case xml.StartElement:
			got += "<" + v.Name.Local
			for _, a := range v.Attr {
				got += " " + a.Name.Local + "=" + a.Value
			}
		case xml.EndElement:
			got += ">"
		case xml.CharData:
			if d.InputOffset() > 0 {
				got += string(v)
			}
		}
	}
}

// FuzzXLSX gives anything for the sheet, the texts and the formats, and also
// the whole file.
func FuzzXLSX(f *testing.F) {
	const sheet = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" s="1"><v>20457</v></c></row><row><c><f>A1</f></c></row>`
	const styles = `<styleSheet><numFmts><numFmt numFmtId="165" formatCode="yyyy&quot;年&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="165"/></cellXfs></styleSheet>`
	f.Add(sheet, `<sst><si><t>quantity</t></si></sst>`, styles, bare(f, sheet, nil))
	f.Add(`<row r="1048576"><c r="XFD1" t="inlineStr"><is><t>_x000D_</t></is></c></row>`, `<sst/>`, ``, []byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, sheet, texts, styles string, whole []byte) {
		check(t, "a.xlsx", bare(t, sheet, map[string]string{"xl/sharedStrings.xml": texts, "xl/styles.xml": styles}))
		check(t, "a.xlsx", whole)
	})
}
