package book

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"artel/base/fault"
)

var wrongs = []fault.Problem{
	{Sheet: "work", Row: 3, Column: "hours", Value: "800", Wrong: "800 hours are more than a week has.", Fix: "Correct the hours."},
	{Sheet: "work", Row: 3, Column: "hours", Value: "800", Wrong: "The norm is 2 an hour.", Fix: "Raise it."},
	{Sheet: "work", Row: 5, Wrong: "The row has no member.", Fix: "Add the number."},
	{Sheet: "tools", Wrong: "The sheet is missing.", Fix: "Add it."},
}

// columns is what a door knows of headings.
func columns(sheet, column string) int {
	return map[string]int{"date": 1, "member": 2, "hours": 3}[column]
}

// marked marks a workbook and opens the copy by excelize.
func marked(t *testing.T, w *Workbook, problems []fault.Problem) (string, *excelize.File) {
	t.Helper()
	to := filepath.Join(t.TempDir(), "marked.xlsx")
	if err := w.Mark(to, problems, columns); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(to)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return to, f
}

// isRed says whether a cell has our fill.
func isRed(t *testing.T, f *excelize.File, sheet, cell string) bool {
	t.Helper()
	id, err := f.GetCellStyle(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return len(style.Fill.Color) == 1 && style.Fill.Color[0] == red
}

// notes gives the comments of a sheet by cell, with their authors.
func notes(t *testing.T, f *excelize.File, sheet string) map[string]string {
	t.Helper()
	all, err := f.GetComments(sheet)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]string{}
	for _, c := range all {
		text := c.Text
		for _, run := range c.Paragraph {
			text += run.Text
		}
		by[c.Cell] = c.Author + ": " + text
	}
	return by
}

func listRows(t *testing.T, f *excelize.File) [][]string {
	t.Helper()
	if f.GetSheetName(0) != "problems" || f.GetActiveSheetIndex() != 0 {
		t.Errorf("sheets %q, of which %d is on top", f.GetSheetList(), f.GetActiveSheetIndex())
	}
	rows, err := f.GetRows("problems")
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

const workCSV = "date,member,hours\n1956-01-03,M001,8.50\n1956-01-04,M002,800\n\n1956-01-05,,7\n"

func TestMarkTables(t *testing.T) {
	w := open(t, folder(t, map[string]string{"work.csv": workCSV, "a:b.csv": "=1+1,007,1e5\n"}))
	to, f := marked(t, w, wrongs)
	want := [][]string{
		{"artel found 4 problems."},
		{"Correct the red cells in this copy and hand it in again. This sheet may stay."},
		nil,
		{"sheet", "row", "column", "value", "what is wrong", "what to do"},
		{"work", "3", "hours", "800", "800 hours are more than a week has.", "Correct the hours."},
		{"work", "3", "hours", "800", "The norm is 2 an hour.", "Raise it."},
		{"work", "5", "", "", "The row has no member.", "Add the number."},
		{"tools", "", "", "", "The sheet is missing.", "Add it."},
	}
	if diff := cmp.Diff(want, listRows(t, f)); diff != "" {
		t.Error(diff)
	}
	for cell, target := range map[string]string{"A5": "'work'!C3", "A7": "'work'!A5", "A8": ""} {
		if _, got, err := f.GetCellHyperLink("problems", cell); err != nil || got != target {
			t.Errorf("%s leads to %q (%v)", cell, got, err)
		}
	}
	if diff := cmp.Diff(map[string]string{
		"C3": "artel: 800 hours are more than a week has. Correct the hours.\n\nThe norm is 2 an hour. Raise it.",
		"A5": "artel: The row has no member. Add the number.",
	}, notes(t, f, "work")); diff != "" {
		t.Error(diff)
	}
	for cell, want := range map[string]bool{"C3": true, "A5": true, "C2": false, "B3": false} {
		if isRed(t, f, "work", cell) != want {
			t.Errorf("%s: red is %v", cell, !want)
		}
	}
	if shown, _ := f.GetCellValue("work", "C2"); shown != "8.50" {
		t.Errorf("8.50 is shown as %s", shown)
	}
	f.Close()

	again := open(t, to) // the copy is a workbook, the list is none of its sheets
	if got := fmt.Sprint(again.Sheets()); got != "[a_b work]" {
		t.Errorf("sheets %s", got)
	}
	if diff := cmp.Diff(asNumbers(read(t, w, "work")), asNumbers(read(t, again, "work"))); diff != "" {
		t.Error(diff)
	}
	if got := read(t, again, "a_b")[0].Cells; got[0] != (Cell{"=1+1", Text}) || got[1] != (Cell{"007", Text}) || got[2] != (Cell{"1e5", Text}) {
		t.Errorf("%v", got)
	}
}

// TestMarkOriginal keeps formats, dates, people's comments and print areas.
func TestMarkOriginal(t *testing.T) {
	day := time.Date(1956, 1, 3, 0, 0, 0, 0, time.UTC)
	data := made(t, func(f *excelize.File) {
		f.SetSheetName("Sheet1", " work ")
		f.SetSheetRow(" work ", "A1", &[]any{"date", "member", "hours"})
		f.SetSheetRow(" work ", "A3", &[]any{day, "M001", 800})
		f.SetCellValue(" work ", "A5", day)
		bold, _ := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: 2})
		f.SetCellStyle(" work ", "C3", "C3", bold)
		f.AddComment(" work ", excelize.Comment{Cell: "A5", Author: "Li", Text: "from the minute book"})
		f.AddComment(" work ", excelize.Comment{Cell: "B1", Author: "Li", Text: "numbers"})
		f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: "' work '!$A$1:$C$9", Scope: " work "})
		f.NewSheet("chart")
	})
	w, err := OpenBytes("year.xlsx", data)
	to, f := marked(t, must(t, w, err), wrongs)
	id, _ := f.GetCellStyle(" work ", "C3")
	style, _ := f.GetStyle(id)
	if !isRed(t, f, " work ", "C3") || !style.Font.Bold || style.NumFmt != 2 {
		t.Errorf("C3 has lost its format: %+v", style)
	}
	want := map[string]string{
		"C3": "artel: 800 hours are more than a week has. Correct the hours.\n\nThe norm is 2 an hour. Raise it.",
		"A5": "Li: from the minute book" + noteStart + "The row has no member. Add the number.",
		"B1": "Li: numbers",
	}
	if diff := cmp.Diff(want, notes(t, f, " work ")); diff != "" {
		t.Error(diff)
	}
	if names := f.GetDefinedName(); len(names) != 2 || names[0].Scope != " work " {
		t.Errorf("the print area is of %+v, not of work; the other is the list's filter", names)
	}
	if rows := listRows(t, f); len(rows) != 8 {
		t.Errorf("%d rows listed", len(rows))
	}
	if _, target, _ := f.GetCellHyperLink("problems", "A5"); target != "' work '!C3" {
		t.Errorf("leads to %q", target)
	}

	// Corrected and handed in again, only the second's problems are marked.
	copied := open(t, to)
	if diff := cmp.Diff(read(t, w, "work"), read(t, copied, "work")); diff != "" {
		t.Error(diff)
	}
	_, f = marked(t, copied, []fault.Problem{{Sheet: "work", Row: 3, Column: "member", Wrong: "No such member.", Fix: "Admit M001."}})
	want = map[string]string{"B3": "artel: No such member. Admit M001.", "A5": "Li: from the minute book", "B1": "Li: numbers"}
	if diff := cmp.Diff(want, notes(t, f, " work ")); diff != "" {
		t.Error(diff)
	}
	if isRed(t, f, " work ", "C3") || isRed(t, f, " work ", "A5") || !isRed(t, f, " work ", "B3") {
		t.Error("old marks stay, or the new one doesn't")
	}
	if rows := listRows(t, f); len(rows) != 5 || rows[0][0] != "artel found 1 problem." || f.SheetCount != 3 {
		t.Errorf("list %q, sheets %q", rows, f.GetSheetList())
	}
}

// TestMarkOdd: where excelize would spoil the original's drawings, and where
// the last rows lie far down, the cells are copied.
func TestMarkOdd(t *testing.T) {
	sheet := `<row r="3"><c r="A3" s="1"><v>20457</v></c><c r="C3"><v>800</v></c><c r="D3" t="b"><v>1</v></c><c r="E3"><f>A1</f></c></row>`
	data := bare(t, sheet, map[string]string{"xl/drawings/vmlDrawing1.vml": "<xml/>"})
	w, err := OpenBytes("year.xlsx", data)
	to, f := marked(t, must(t, w, err), wrongs)
	if !isRed(t, f, "work", "C3") || !isRed(t, f, "work", "A5") {
		t.Error("not marked")
	}
	f.Close()
	if got, want := read(t, open(t, to), "work")[0].Cells, (Cell{"1956-01-03", Date}); got[0] != want || got[3].Kind != Bool || got[4].Text != "=A1" {
		t.Errorf("%v", got)
	}
	w, err = OpenBytes("far.xlsx", bare(t, sheet+`<row r="1048576"><c r="XFD1048576" s="1"/></row>`, nil))
	start := allocated()
	marked(t, must(t, w, err), wrongs)
	if used := allocated() - start; used > 100<<20 {
		t.Errorf("one blank cell far away takes %d MB", used>>20)
	}
}

// TestMarkLarge: only the wrong rows, behind their numbers.
func TestMarkLarge(t *testing.T) {
	var b strings.Builder
	b.WriteString("date,member,hours\n")
	for i := 2; i <= mostKept+100; i++ {
		fmt.Fprintf(&b, "1956-01-03,M%03d,%d\n", i%73, i)
	}
	w := open(t, folder(t, map[string]string{"work.csv": b.String(), "rates.csv": "a\n"}))
	problems := append([]fault.Problem{{Sheet: "work", Row: 20_050, Column: "member", Wrong: "x.", Fix: "y."}}, wrongs...)
	to, f := marked(t, w, problems)
	rows, err := f.GetRows("work")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"row", "date", "member", "hours"}, {"3", "1956-01-03", "M003", "3"}, {"5", "1956-01-03", "M005", "5"}, {"20050", "1956-01-03", "M048", "20050"}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	if !isRed(t, f, "work", "D2") || !isRed(t, f, "work", "B3") || !isRed(t, f, "work", "C4") || isRed(t, f, "work", "C3") {
		t.Error("the wrong cells are red")
	}
	if got := notes(t, f, "work"); len(got) != 3 || got["C4"] != "artel: x. y." {
		t.Errorf("comments %v", got)
	}
	list := listRows(t, f)
	if !strings.HasPrefix(list[1][0], partialNote) || !strings.Contains(list[1][0], w.Name()) || f.SheetCount != 2 {
		t.Errorf("list %q, sheets %q", list[1], f.GetSheetList())
	}
	if _, target, _ := f.GetCellHyperLink("problems", "A5"); target != "'work'!C4" {
		t.Errorf("leads to %q", target)
	}
	_, err = Open(to)
	refused(t, err, fault.Invalid, "holds only the rows that were wrong")
}

// TestMarkMany: a list has an end, and the copy can be marked in its turn.
func TestMarkMany(t *testing.T) {
	var b strings.Builder
	var problems []fault.Problem
	for i := 1; i <= 2*mostMarked; i++ {
		b.WriteString("x,y,1\n")
		problems = append(problems, fault.Problem{Sheet: "work", Row: i, Column: "member", Wrong: "No such member.", Fix: "Admit y."})
	}
	w, err := OpenBytes("work.csv", []byte(b.String()))
	to, f := marked(t, must(t, w, err), problems)
	for again := range 2 {
		list := listRows(t, f)
		if len(list) != mostMarked+listFirst-1 || list[0][0] != "artel found 6000 problems. The first 3000 are listed and marked." {
			t.Errorf("%d rows under %q", len(list), list[0])
		}
		if n := len(notes(t, f, "work")); n != mostMarked {
			t.Errorf("%d comments", n)
		}
		if again == 0 {
			_, f = marked(t, open(t, to), problems)
		}
	}
}

// TestMarkOwnProblems: a co-operative may call a sheet of its own so.
func TestMarkOwnProblems(t *testing.T) {
	w := open(t, folder(t, map[string]string{"problems.csv": "a\n1\n"}))
	to, f := marked(t, w, nil)
	if got := fmt.Sprint(f.GetSheetList()); got != "[problems 2 problems]" {
		t.Errorf("sheets %s", got)
	}
	f.Close()
	if got := fmt.Sprint(open(t, to).Sheets()); got != "[problems]" {
		t.Errorf("read again: %s", got)
	}
}

func TestMarkPlaces(t *testing.T) {
	dir := folder(t, map[string]string{"work.csv": "a\n"})
	path := filepath.Join(dir, "year.xlsx")
	if err := os.WriteFile(path, bare(t, "", nil), 0o600); err != nil {
		t.Fatal(err)
	}
	w := open(t, path)
	refused(t, w.Mark(path, nil, nil), fault.Invalid, "year.xlsx is the workbook itself")
	refused(t, w.Mark(filepath.Join(dir, "copy.xls"), nil, nil), fault.Invalid, "ends in .xlsx instead of copy.xls")
	refused(t, w.Mark(filepath.Join(dir, "absent", "copy.xlsx"), nil, nil), fault.Missing, "there is no such folder")
	os.Mkdir(filepath.Join(dir, "taken.xlsx"), 0o700)
	refused(t, w.Mark(filepath.Join(dir, "taken.xlsx"), nil, nil), fault.Invalid, "is there a folder of that name")
	refused(t, unwritable("a.xlsx", os.ErrPermission), fault.Invalid, "may not write there")
	if err := w.Mark(filepath.Join(dir, "copy.xlsx"), []fault.Problem{{Sheet: "work", Row: -1}, {Sheet: "work", Row: 1 << 30}, {Sheet: "elsewhere", Row: 1}}, nil); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".artel-*")); left != nil {
		t.Errorf("left behind: %q", left)
	}
}
