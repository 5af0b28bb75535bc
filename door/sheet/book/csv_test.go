package book

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"artel/base/fault"
)

func TestCSV(t *testing.T) {
	for _, c := range []struct {
		why, text string
		want      grid
	}{
		{"plain", "date,hours\n1956-01-03,8\n", grid{1: {"date", "hours"}, 2: {"1956-01-03", "8"}}},
		{"Windows line ends", "a,b\r\n1,2\r\n", grid{1: {"a", "b"}, 2: {"1", "2"}}},
		{"old Macintosh line ends", "a,b\r1,2\r", grid{1: {"a", "b"}, 2: {"1", "2"}}},
		{"no line end at the end", "a\n1", grid{1: {"a"}, 2: {"1"}}},
		{"blank lines count", "\n\na\n\n , \n1\n", grid{3: {"a"}, 6: {"1"}}},
		{"ideographic blanks", "a\n　,\u00a0\n1\n", grid{1: {"a"}, 3: {"1"}}},
		{"text as typed", "a\n 007 ,１２\n", grid{1: {"a"}, 2: {" 007 ", "１２"}}},
		{"trailing blanks", "a,,\n1,,2,,\n", grid{1: {"a"}, 2: {"1", "", "2"}}},
		{"quotes", `a,"b,""c""",""` + "\n\"\"\n1\n", grid{1: {"a", `b,"c"`}, 3: {"1"}}},
		{"a record of three lines counts once", "a\n\"x\r\ny\nz\",1\nb\n", grid{1: {"a"}, 2: {"x\ny\nz", "1"}, 3: {"b"}}},
		{"semicolons", "a;b\n1,5;2\n", grid{1: {"a", "b"}, 2: {"1,5", "2"}}},
		{"tabs", "a\tb\n1\t2;3\n", grid{1: {"a", "b"}, 2: {"1", "2;3"}}},
		{"separators in quotes don't count", "\"a;b\",c\n1;2,3\n", grid{1: {"a;b", "c"}, 2: {"1;2", "3"}}},
		{"the heading after blank lines decides", "\n\na;b\n1;2\n", grid{3: {"a", "b"}, 4: {"1", "2"}}},
		{"one column", "a\n1;2\n", grid{1: {"a"}, 2: {"1;2"}}},
		{"formulas are text", "=A1,+1\n", grid{1: {"=A1", "+1"}}},
	} {
		t.Run(c.why, func(t *testing.T) {
			if diff := cmp.Diff(c.want, readCSV(t, []byte(c.text))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func readCSV(t testing.TB, data []byte) grid {
	t.Helper()
	w, err := OpenBytes("work.csv", data)
	return texts(read(t, must(t, w, err), "work"))
}

// TestCodings reads one table in every coding, long enough that letters fall
// across the ends of buffers.
func TestCodings(t *testing.T) {
	text := "日期,工种,姓名\n" + strings.Repeat("1956-01-03,编筐,\"王, 𠮷\"\n", 20_000)
	want := readCSV(t, []byte(text))
	if want[20_001][2] != "王, 𠮷" {
		t.Fatalf("%q", want[20_001])
	}
	for _, c := range []struct {
		name string
		to   encoding.Encoding
	}{
		{"UTF-8 with mark", unicode.UTF8BOM},
		{"UTF-16, little end", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
		{"UTF-16, big end", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
		{"GB18030", simplifiedchinese.GB18030},
	} {
		t.Run(c.name, func(t *testing.T) {
			data, err := c.to.NewEncoder().Bytes([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			w, err := OpenBytes("work.csv", data)
			must(t, w, err)
			if diff := cmp.Diff(want, texts(read(t, w, "work"))); diff != "" {
				t.Error(diff[:min(len(diff), 1000)])
			}
			if w.Hint("work") != 20_001 {
				t.Errorf("hint %d", w.Hint("work"))
			}
		})
	}
}

// TestRoundTrip: whatever encoding/csv writes is read back, each record under
// its number.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringOf(rapid.RuneFrom([]rune("ab1,;\"\n\t 编筐𠮷é.'")))
		records := rapid.SliceOfN(rapid.SliceOfN(cell, 1, 5), 1, 20).Draw(t, "records")
		records[0] = append([]string{"heading"}, records[0]...) // else the separator is anyone's guess
		records[0] = append(records[0], "x")
		var b bytes.Buffer
		out := csv.NewWriter(&b)
		out.UseCRLF = rapid.Bool().Draw(t, "crlf")
		if err := out.WriteAll(records); err != nil {
			t.Fatal(err)
		}
		w, err := OpenBytes("work.csv", b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		got := grid{}
		for row, err := range w.Rows("work") {
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range row.Cells {
				got[row.Number] = append(got[row.Number], c.Text)
			}
		}
		if diff := cmp.Diff(trimmed(records), got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func trimmed(records [][]string) grid {
	g := grid{}
	for i, record := range records {
		for len(record) > 0 && blank(record[len(record)-1]) {
			record = record[:len(record)-1]
		}
		if len(record) > 0 {
			g[i+1] = record
		}
	}
	return g
}

// FuzzCSV: no input panics; what is refused is refused in words; what is read
// keeps to the limits.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2\n", "\ufeffa;b\r\n\"x\ny\";2", "\xff\xfea\x00\n\x00", "\xd0\xd5\xc3\xfb\n", "a\n\"", "\"\"\"\"", "\r\r\n,,"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { check(t, "work.csv", data) })
}

// check opens and reads whatever it is given, and holds the promises.
func check(t *testing.T, name string, data []byte) {
	w, err := OpenBytes(name, data)
	if err != nil {
		if fault.Of(err) == "" {
			t.Fatalf("not in words: %v", err)
		}
		return
	}
	defer w.Close()
	for _, sheet := range w.Sheets() {
		last := 0
		for row, err := range w.Rows(sheet) {
			if err != nil {
				if fault.Of(err) == "" {
					t.Fatalf("not in words: %v", err)
				}
				break
			}
			if row.Number <= last || len(row.Cells) == 0 || len(row.Cells) > mostColumns || blank(row.Cells[len(row.Cells)-1].Text) {
				t.Fatalf("row %d after %d: %q", row.Number, last, row.Cells)
			}
			last = row.Number
		}
		w.Hint(sheet)
	}
}
