package book

import (
	"archive/zip"
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"artel/base/fault"
)

// grid is rows as tests write them: the texts, by row number.
type grid map[int][]string

// read reads a sheet whole.
func read(t testing.TB, w *Workbook, sheet string) []Row {
	t.Helper()
	var rows []Row
	for row, err := range w.Rows(sheet) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

func texts(rows []Row) grid {
	g := grid{}
	for _, r := range rows {
		for _, c := range r.Cells {
			g[r.Number] = append(g[r.Number], c.Text)
		}
	}
	return g
}

// drain reads every sheet and returns the first error.
func drain(w *Workbook) error {
	for _, s := range w.Sheets() {
		for _, err := range w.Rows(s) {
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// openAll opens an upload and reads it to the end.
func openAll(name string, data []byte) error {
	w, err := OpenBytes(name, data)
	if err != nil {
		return err
	}
	defer w.Close()
	return drain(w)
}

func must(t testing.TB, w *Workbook, err error) *Workbook {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// made writes a workbook by excelize and gives its bytes.
func made(t testing.TB, fill func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// zipped packs files; packed in order of name, so that seeds stay the same.
func zipped(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		out, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bare is an .xlsx of one sheet called work, written out by hand; change
// replaces parts, and takes away those it gives as "".
func bare(t testing.TB, sheetData string, change map[string]string) []byte {
	t.Helper()
	const relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	files := map[string]string{
		"[Content_Types].xml": `<Types><Default Extension="xml" ContentType="application/xml"/></Types>`,
		"_rels/.rels":         `<Relationships><Relationship Id="rId1" Type="` + relation + `officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     `<workbook><workbookPr/><sheets><sheet name="work" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="` + relation + `worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + relation + `styles" Target="/xl/styles.xml"/>` +
			`<Relationship Id="rId3" Type="` + relation + `sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/styles.xml":            `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml":     `<sst><si><t>quantity</t></si><si><r><t>rich </t></r><r><t>text</t></r><rPh sb="0" eb="1"><t>no</t></rPh></si></sst>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + sheetData + `</sheetData></worksheet>`,
	}
	for name, text := range change {
		files[name] = text
		if text == "" {
			delete(files, name)
		}
	}
	return zipped(t, files)
}

// folder writes files into a new folder.
func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// refused checks a sentence: of the right kind, holding the words, and no Go.
func refused(t *testing.T, err error, kind fault.Kind, words string) {
	t.Helper()
	if err == nil {
		t.Fatalf("accepted; want a fault with %q", words)
	}
	if fault.Of(err) != kind {
		t.Errorf("is %q, not %q: %v", fault.Of(err), kind, err)
	}
	said := err.Error()
	if !strings.Contains(said, words) {
		t.Errorf("says %q, without %q", said, words)
	}
	for _, foreign := range []string{"%!", "zip:", "xml:", "XML syntax", "flate", "no such file", "EOF", "errno", "0x"} {
		if strings.Contains(said, foreign) {
			t.Errorf("speaks Go: %q", said)
		}
	}
}
