package book

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"artel/base/cases"
	"artel/base/fault"
)

// TestLinqing reads the same year from CSV and from .xlsx.
func TestLinqing(t *testing.T) {
	dir := cases.Dir(t)
	folder := open(t, filepath.Join(dir, "linqing-1956"))
	single := open(t, filepath.Join(dir, "linqing-1956.xlsx"))
	if got, want := slices.Sorted(slices.Values(single.Sheets())), folder.Sheets(); !slices.Equal(got, want) {
		t.Fatalf("sheets %q and %q", got, want)
	}
	rows := 0
	for _, sheet := range folder.Sheets() {
		a, b := asNumbers(read(t, folder, sheet)), asNumbers(read(t, single, sheet))
		if diff := cmp.Diff(a, b); diff != "" {
			t.Errorf("%s differs:\n%s", sheet, diff)
		}
		if hint := folder.Hint(sheet); hint != len(a) {
			t.Errorf("%s: hint %d for %d rows", sheet, hint, len(a))
		}
		if hint := single.Hint(sheet); hint < len(a)*8/10 || hint > len(a)*12/10 {
			t.Errorf("%s of the .xlsx: hint %d for %d rows", sheet, hint, len(a))
		}
		rows += len(a)
	}
	if rows < 3900 {
		t.Errorf("only %d rows", rows)
	}
}

func open(t testing.TB, path string) *Workbook {
	t.Helper()
	w, err := Open(path)
	return must(t, w, err)
}

// asNumbers writes all that looks like a number in one way.
func asNumbers(rows []Row) grid {
	g := texts(rows)
	for _, cells := range g {
		for i, text := range cells {
			if typed.MatchString(text) {
				cells[i], _ = decimal([]byte(text), 0)
			}
		}
	}
	return g
}

func TestDigest(t *testing.T) {
	sum := func(s string) string { h := sha256.Sum256([]byte(s)); return hex.EncodeToString(h[:]) }
	w, err := OpenBytes("work.csv", []byte("date,hours\n"))
	if got := must(t, w, err).Digest(); got != sum("date,hours\n") {
		t.Errorf("a file's digest is %s", got)
	}
	dir := folder(t, map[string]string{"b.csv": "2", "a.csv": "1", "key.json": "{}", ".hidden.csv": "3"})
	want := sum(sum("1") + "  a.csv\n" + sum("2") + "  b.csv\n")
	if got := open(t, dir).Digest(); got != want {
		t.Errorf("a folder's digest is %s, not %s", got, want)
	}
}

func TestNames(t *testing.T) {
	dir := folder(t, map[string]string{"工票.CSV": "日期,工时\n1956-01-03,8\n", " tools .csv": "no\n"})
	w := open(t, dir)
	if want := []string{"tools", "工票"}; !slices.Equal(w.Sheets(), want) {
		t.Fatalf("sheets %q", w.Sheets())
	}
	if w.Name() != filepath.Base(dir) || w.Size() != int64(len("日期,工时\n1956-01-03,8\n")+len("no\n")) {
		t.Errorf("%q, %d bytes", w.Name(), w.Size())
	}
	if rows := read(t, w, " ＴＯＯＬＳ "); len(rows) != 1 {
		t.Errorf("full-width name: %v", rows)
	}
	for _, err := range w.Rows("absent") {
		refused(t, err, fault.Missing, `no sheet "absent"`)
	}
	if w.Hint("absent") != 0 {
		t.Error("a hint of nothing")
	}
	if got := tidy("C:\\year\\a\nb\x00.xlsx"); got != "ab.xlsx" {
		t.Errorf("tidy: %q", got)
	}
	if got := tidy(strings.Repeat("长", 300)); len([]rune(got)) != 101 {
		t.Errorf("tidy keeps %d letters", len([]rune(got)))
	}
}

// TestChanged: what is read is what the digest stands for.
func TestChanged(t *testing.T) {
	dir := folder(t, map[string]string{"work.csv": "a,b\n", "gone.csv": "a\n"})
	w := open(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "work.csv"), []byte("a,b,c\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	os.Remove(filepath.Join(dir, "gone.csv"))
	for _, err := range w.Rows("work") {
		refused(t, err, fault.Conflict, "work.csv was changed")
	}
	for _, err := range w.Rows("gone") {
		refused(t, err, fault.Missing, "gone.csv is gone")
	}
}

// TestSideBySide: sheets may be read again, in the midst of one another, and
// left before their end.
func TestSideBySide(t *testing.T) {
	w, err := OpenBytes("year.xlsx", bare(t, `<row><c t="s"><v>0</v></c></row><row><c><v>1</v></c></row>`, nil))
	must(t, w, err)
	for range w.Rows("work") {
		if n := len(read(t, w, "work")); n != 2 {
			t.Fatalf("%d rows", n)
		}
		break
	}
	done := make(chan error)
	for range 4 {
		go func() { done <- drain(w) }()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func ExampleWorkbook_Rows() {
	w, err := OpenBytes("work.csv", []byte("date,hours\n\n1956-01-03,8\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer w.Close()
	for row, err := range w.Rows("work") {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(row.Number, row.Cell(0).Text, row.Cell(1).Text)
	}
	// Output:
	// 1 date hours
	// 3 1956-01-03 8
}
