package book

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/xuri/excelize/v2"

	"artel/base/fault"
)

// refusal is an upload that is turned away, and words of the sentence.
type refusal struct {
	why, name string
	data      []byte
	words     string
}

func refuseAll(t *testing.T, all []refusal) {
	for _, c := range all {
		t.Run(c.why, func(t *testing.T) {
			refused(t, openAll(c.name, c.data), fault.Invalid, c.words)
		})
	}
}

// with is a good .xlsx with some parts changed.
func with(t *testing.T, change map[string]string) []byte {
	return bare(t, `<row><c><v>1</v></c></row>`, change)
}

// TestRefusedFiles: what is no workbook, or a dangerous one.
func TestRefusedFiles(t *testing.T) {
	xlsx := made(t, func(f *excelize.File) { f.SetCellValue("Sheet1", "A1", "date") })
	macroType := `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>`
	refuseAll(t, []refusal{
		{"empty", "year.xlsx", nil, "year.xlsx is empty."},
		{"empty csv", "work.csv", nil, "work.csv is empty."},
		{"no workbook", "year.xlsx", []byte("dear comrades"), "year.xlsx is not a workbook: it is neither"},
		{"a page saved as .xls", "year.xls", []byte("<html><table>"), "neither an .xlsx nor a .csv inside"},
		{"pdf", "year.pdf", []byte("%PDF-1.7"), "it is a PDF"},
		{"picture", "year.csv", []byte("\x89PNG\r\n\x1a\n\x00"), "it is a picture"},
		{"archive", "year.rar", []byte("Rar!\x1a\x07"), "it is a packed archive"},
		{"old", "year.xls", []byte(ole + strings.Repeat("\x00", 600)), "is in the old .xls form. Open it in the spreadsheet program and save it as .xlsx."},
		{"locked", "year.xlsx", []byte(ole + strings.Repeat("\x00", 70_000) + string(utf16le("EncryptedPackage"))), "year.xlsx is locked with a password"},
		{"locked by excelize", "year.xlsx", lockedBook(t), "year.xlsx is locked with a password"},
		{"macros", "year.xlsm", with(t, map[string]string{"xl/vbaProject.bin": "x"}), "year.xlsm carries macros. Save it as a plain .xlsx"},
		{"macros by type", "year.xlsx", with(t, map[string]string{"[Content_Types].xml": macroType}), "carries macros"},
		{"old macros", "year.xlsx", with(t, map[string]string{"xl/macrosheets/sheet1.xml": "x"}), "carries macros"},
		{"cut short", "year.xlsx", xlsx[:len(xlsx)/2], "damaged or was cut short"},
		{"flipped", "year.xlsx", flipped(with(t, nil)), "damaged or was cut short"},
		{"ods", "year.ods", zipped(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}), "OpenDocument file (.ods)"},
		{"numbers", "year.numbers", zipped(t, map[string]string{"Index/Document.iwa": ""}), "is a Numbers file"},
		{"xlsb", "year.xlsb", with(t, map[string]string{"xl/workbook.xml": "", "xl/workbook.bin": "x"}), "binary workbook (.xlsb)"},
		{"docx", "year.docx", with(t, map[string]string{"xl/workbook.xml": "", "word/document.xml": "x"}), "text document"},
		{"zip of nothing", "year.zip", zipped(t, map[string]string{"readme.md": "hello"}), "neither sheets nor .csv files"},
		{"zip of xlsx", "year.zip", zipped(t, map[string]string{"year.xlsx": "hello"}), "an archive with a workbook in it"},
		{"empty zip", "year.zip", zipped(t, nil), "neither sheets nor .csv files"},
		{"way out", "year.zip", zipped(t, map[string]string{"../work.csv": "a"}), "names lead out of it"},
		{"way out of Windows", "year.zip", zipped(t, map[string]string{`..\work.csv`: "a"}), "names lead out of it"},
		{"absolute", "year.zip", zipped(t, map[string]string{"/etc/work.csv": "a"}), "names lead out of it"},
		{"twice", "year.zip", zipped(t, map[string]string{"work.csv": "a", "WORK.csv": "a"}), `holds "work.csv" twice`},
		{"two folders", "year.zip", zipped(t, map[string]string{"1955/work.csv": "a", "1956/work.csv": "a"}), "two sheets of one name"},
		{"empty in zip", "year.zip", zipped(t, map[string]string{"work.csv": ""}), "work.csv is empty"},
		{"many", "year.zip", crowd(t, 10_001), "more than 10,000 files"},
		{"bomb", "year.xlsx", with(t, map[string]string{"xl/bomb.xml": strings.Repeat(" ", bombSize+1)}), "unpacks to far more"},
		{"lying bomb", "year.xlsx", lyingBomb(t), "damaged or was cut short"},
	})
}

// TestRefusedXLSX: an .xlsx whose insides are wrong, or beyond the limits.
func TestRefusedXLSX(t *testing.T) {
	manySheets := ""
	for i := range 201 {
		manySheets += fmt.Sprintf(`<sheet name="s%d" r:id="rId1"/>`, i)
	}
	refuseAll(t, []refusal{
		{"no sheets", "year.xlsx", with(t, map[string]string{"xl/workbook.xml": "<workbook/>"}), "there is no sheet in it"},
		{"no list of parts", "year.xlsx", with(t, map[string]string{"xl/_rels/workbook.xml.rels": ""}), `the part "workbook.xml.rels" is missing`},
		{"no sheet part", "year.xlsx", with(t, map[string]string{"xl/worksheets/sheet1.xml": ""}), `its sheet "work" is missing`},
		{"no texts", "year.xlsx", bare(t, `<row><c t="s"><v>0</v></c></row>`, map[string]string{"xl/sharedStrings.xml": ""}), `"sharedStrings.xml" is missing`},
		{"entities", "year.xlsx", with(t, map[string]string{"xl/sharedStrings.xml": `<!DOCTYPE sst [<!ENTITY a "aaaa">]><sst/>`,
			"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>`}), "DOCTYPE"},
		{"entities in the list", "year.xlsx", with(t, map[string]string{"xl/workbook.xml": `<!DOCTYPE x><workbook/>`}), "DOCTYPE"},
		{"unknown entity", "year.xlsx", bare(t, `<row><c t="str"><v>&a;</v></c></row>`, nil), "damaged"},
		{"broken XML", "year.xlsx", bare(t, `<row><c r="A1"><v>1</v>`, nil), "damaged"},
		{"no such text", "year.xlsx", bare(t, `<row><c t="s"><v>99</v></c></row>`, nil), "damaged"},
		{"rows backwards", "year.xlsx", bare(t, `<row r="5"><c><v>1</v></c></row><row r="5"/>`, nil), "damaged"},
		{"columns backwards", "year.xlsx", bare(t, `<row><c r="B1"><v>1</v></c><c r="A1"/></row>`, nil), "damaged"},
		{"many rows", "year.xlsx", bare(t, `<row r="1048577"/>`, nil), "more than 1,048,576 rows"},
		{"many columns", "year.xlsx", bare(t, `<row r="2"><c r="ALM2"><v>1</v></c></row>`, nil), "year.xlsx, work, row 2: there is something beyond column ALL"},
		{"many sheets", "year.xlsx", with(t, map[string]string{"xl/workbook.xml": "<workbook><sheets>" + manySheets + "</sheets></workbook>"}), "more than 200 sheets"},
		{"two of a name", "year.xlsx", with(t, map[string]string{"xl/workbook.xml": `<workbook><sheets><sheet name="Work " r:id="rId1"/><sheet name="ｗｏｒｋ" r:id="rId1"/></sheets></workbook>`}), `two sheets of one name, "Work " and "ｗｏｒｋ"`},
		{"long cell", "year.xlsx", bare(t, `<row r="3"><c r="C3" t="inlineStr"><is><t>`+strings.Repeat("x", 32_768)+`</t></is></c></row>`, nil), "year.xlsx, work, row 3, column C: the cell holds more than 32,767"},
		{"huge cell", "year.xlsx", bare(t, `<row r="3"><c r="C3" t="str"><v>`+strings.Repeat("长", 1<<20)+`</v></c></row>`, nil), "row 3, column C: the cell holds more"},
		{"long shared text", "year.xlsx", bare(t, `<row r="3"><c r="C3" t="s"><v>0</v></c></row>`, map[string]string{"xl/sharedStrings.xml": "<sst><si><t>" + strings.Repeat("&amp;", 200_000) + "</t></si></sst>"}), "row 3, column C: the cell holds more"},
		{"long row", "year.xlsx", bare(t, `<row r="3">`+strings.Repeat(`<c t="str"><v>`+strings.Repeat("x", 30_000)+`</v></c>`, 36)+`</row>`, nil), "row 3 holds more than 1 MB"},
		{"rows only", "year.xlsx", made(t, func(f *excelize.File) {
			f.SetSheetName("Sheet1", "problems")
			f.SetCellValue("problems", "A1", listStart+"1 problem.")
			f.SetCellValue("problems", "A2", partialNote+".")
		}), "holds only the rows that were wrong"},
	})
}

// TestRefusedCSV: the same of CSV.
func TestRefusedCSV(t *testing.T) {
	refuseAll(t, []refusal{
		{"control bytes", "work.csv", []byte("a,b\n\x00\x01"), "work.csv is not a text table"},
		{"no coding", "work.csv", []byte("a,b\n1,\xff\xff\n"), "neither in UTF-8 nor in UTF-16 nor in GB18030 (line 2)"},
		{"wounded UTF-8", "work.csv", []byte("姓名,工种\n张三,编筐\n李四,\xe7\xbc\n"), "work.csv is damaged in line 3"},
		{"marked, but not UTF-8", "work.csv", []byte("\ufeffa\n\xd6\xd0\n"), "damaged in line 2"},
		{"odd UTF-16", "work.csv", []byte("\xff\xfea\x00\n\x00\x00\xd8a\x00"), "damaged in line 2"},
		{"stray quote", "work.csv", []byte("a\n\"x\ny\"\n5\" nails\n"), "work.csv, line 4: there is a quotation mark in the middle"},
		{"text after quote", "work.csv", []byte("a\n\"5\"x\n"), "work.csv, line 2: a cell goes on after its closing"},
		{"open quote", "work.csv", []byte("a\nb,\"c\nd\n"), "work.csv, line 2: the quotation mark opened there is never closed"},
		{"long open quote", "work.csv", []byte("a\n\"" + strings.Repeat("x\n", 99_999)), "work.csv, line 2: the quotation mark opened there is not closed within"},
		{"long csv cell", "work.csv", []byte("a\n1,2," + strings.Repeat("x", 32_768)), "work.csv, row 2, column C: the cell holds more than 32,767"},
		{"long csv row", "work.csv", []byte("a\n" + strings.Repeat(strings.Repeat("x", 30_000)+",", 36)), "work.csv, row 2 holds more than 1 MB"},
		{"many csv columns", "work.csv", []byte("a\n" + strings.Repeat(",", 1000) + "x"), "work.csv, row 2: there is something beyond column ALL"},
		{"very many csv columns", "work.csv", []byte("a\n" + strings.Repeat(",", 20_000)), "work.csv, row 2: there is something beyond"},
		{"many csv rows", "work.csv", []byte(strings.Repeat("1\n", 1_048_577)), "work.csv has more than 1,048,576 rows"},
	})
}

// TestTaken holds what looks like one of the above and is well.
func TestTaken(t *testing.T) {
	wide := strings.Repeat("x", mostChars)
	for _, c := range []struct {
		why, name string
		data      []byte
	}{
		{"the longest cell", "work.csv", []byte(wide + "," + wide)},
		{"the longest cell in Chinese", "work.csv", []byte(strings.Repeat("长", mostChars))},
		{"the longest .xlsx cell", "a.xlsx", bare(t, `<row><c t="str"><v>`+wide+`</v></c></row>`, nil)},
		{"blank cells far right", "a.xlsx", bare(t, `<row><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>`, nil)},
		{"blank columns", "work.csv", []byte("a\n" + strings.Repeat(",", 5000))},
		{"a type for *.bin, as excelize writes", "a.xlsx", bare(t, "", map[string]string{"[Content_Types].xml": `<Types><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>`})},
		{"an .xlsx called .csv", "a.csv", bare(t, `<row><c><v>1</v></c></row>`, nil)},
		{"names with \\", "a.xlsx", bare(t, `<row><c><v>1</v></c></row>`, map[string]string{"xl/styles.xml": "", `xl\styles.xml`: "<styleSheet/>"})},
		{"a DOCTYPE in words", "a.xlsx", bare(t, `<row><c t="str"><v>&lt;!DOCTYPE</v></c></row>`, nil)},
		{"no texts, none needed", "a.xlsx", bare(t, `<row><c><v>1</v></c></row>`, map[string]string{"xl/sharedStrings.xml": ""})},
		{"a chart sheet", "a.xlsx", bare(t, "", map[string]string{
			"xl/workbook.xml": `<workbook><sheets><sheet name="chart" r:id="rId9"/><sheet name="work" r:id="rId1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId9" Type="x/chartsheet" Target="c.xml"/>` +
				`<Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>` +
				`<Relationship Id="rId8" Type="x/externalLink" TargetMode="External" Target="http://elsewhere/"/></Relationships>`})},
	} {
		t.Run(c.why, func(t *testing.T) {
			if err := openAll(c.name, c.data); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestPaths(t *testing.T) {
	dir := folder(t, map[string]string{"key.json": "{}", "x.xlsx": "PK\x03\x04"})
	_, err := Open(filepath.Join(dir, "absent.xlsx"))
	refused(t, err, fault.Missing, "There is no file or folder")
	_, err = Open(dir)
	refused(t, err, fault.Invalid, "the folder has no .csv files")
	_, err = Open(filepath.Join(dir, "x.xlsx"))
	refused(t, err, fault.Invalid, "cut short")
	_, err = Open(filepath.Join(dir, strings.Repeat("x", 300)+".csv"))
	refused(t, err, fault.Invalid, "its name is too long")

	_, err = Open(os.DevNull)
	refused(t, err, fault.Invalid, "is neither a file nor a folder")
	refused(t, unreadable("a.csv", os.ErrPermission), fault.Invalid, "not allowed to")
	refused(t, unreadable("a.csv", syscall.EIO), fault.Invalid, "the disk or the connection")

	many := map[string]string{}
	for i := range 201 {
		many[fmt.Sprintf("%d.csv", i)] = "a"
	}
	_, err = Open(folder(t, many))
	refused(t, err, fault.Invalid, "more than 200 .csv files")
	_, err = Open(folder(t, map[string]string{"work.csv": "a", "Work.csv": "b"}))
	refused(t, err, fault.Invalid, `two sheets of one name, "Work" and "work"`)

	w := open(t, folder(t, map[string]string{"work.csv": "a\n"}))
	t.Chdir(w.path)
	if here := open(t, "."); here.Name() != w.Name() {
		t.Errorf("the folder we stand in is called %q", here.Name())
	}
	one, err := Open("work.csv")
	must(t, one, err)
	if one.Sheets()[0] != "work" || one.Size() != 2 {
		t.Errorf("%q, %d bytes", one.Sheets(), one.Size())
	}
	one.Close()
	for _, err := range one.Rows("work") {
		refused(t, err, fault.Invalid, "was closed already")
	}
}

func TestZipOfTables(t *testing.T) {
	data := zipped(t, map[string]string{
		"year/工票.csv": "a\n1\n", "__MACOSX/year/._work.csv": "\x00", "year/.hidden.csv": "\x00", "year/readme.txt": "x",
		"\xb9\xa4\xbe\xdf.csv": "b\n", // 工具 as Windows in Chinese packs it
	})
	w, err := OpenBytes("year.zip", data)
	must(t, w, err)
	if got := fmt.Sprint(w.Sheets()); got != "[工具 工票]" && got != "[工票 工具]" {
		t.Errorf("sheets %s", got)
	}
	if rows := read(t, w, "工票"); len(rows) != 2 {
		t.Errorf("rows %v", rows)
	}
	if w.Size() != int64(len(data)) {
		t.Errorf("size %d", w.Size())
	}
}

func lockedBook(t *testing.T) []byte {
	f := excelize.NewFile()
	path := filepath.Join(t.TempDir(), "locked.xlsx")
	if err := f.SaveAs(path, excelize.Options{Password: "1956"}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// flipped changes a bit of the sheet, which the checksum must find.
func flipped(data []byte) []byte {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		panic(err)
	}
	for _, f := range r.File {
		if strings.HasSuffix(f.Name, "sheet1.xml") {
			at, _ := f.DataOffset()
			data[at+int64(f.CompressedSize64)-3] ^= 4
		}
	}
	return data
}

func crowd(t *testing.T, n int) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range n {
		if _, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprint(i)}); err != nil {
			t.Fatal(err)
		}
	}
	z.Close()
	return b.Bytes()
}

// lyingBomb declares 60 bytes for a sheet that unpacks to 60 MB.
func lyingBomb(t *testing.T) []byte {
	sheet := `<worksheet><sheetData>` + strings.Repeat(`<row><c><v>1</v></c></row>`, 60<<20/26)
	data := bare(t, "", map[string]string{"xl/worksheets/sheet1.xml": sheet})
	size := []byte{byte(len(sheet)), byte(len(sheet) >> 8), byte(len(sheet) >> 16), byte(len(sheet) >> 24)}
	if !bytes.Contains(data, size) {
		t.Fatal("no size to falsify")
	}
	return bytes.ReplaceAll(data, size, []byte{60, 0, 0, 0})
}
