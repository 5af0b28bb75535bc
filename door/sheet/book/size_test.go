package book

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"artel/base/fault"
)

// allocated is how much has been allocated so far, freed or not: an upper
// bound of what a piece of work can have held at once.
func allocated() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.TotalAlloc)
}

// TestGiantCell: a cell of 100 MB is refused without being read into memory.
func TestGiantCell(t *testing.T) {
	path := filepath.Join(t.TempDir(), "work.csv")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(file, "a,b\n1,")
	piece := strings.Repeat("x", 1<<20)
	for range 100 {
		io.WriteString(file, piece)
	}
	file.Close()
	start := allocated()
	w := open(t, path)
	refused(t, drain(w), fault.Invalid, "work.csv, row 2, column B: the cell holds more")
	if used := allocated() - start; used > 4<<20 {
		t.Errorf("took %d KB", used>>10)
	}
}

// TestGiantText: the same in an .xlsx, whose zip can't give the size away.
func TestGiantText(t *testing.T) {
	giant := strings.Repeat("长", 10<<20)
	for _, c := range []struct{ sheet, texts string }{
		{`<row r="2"><c r="B2" t="inlineStr"><is><t>` + giant + `</t></is></c></row>`, `<sst/>`},
		{`<row r="2"><c r="B2" t="s"><v>0</v></c></row>`, `<sst><si><t>` + giant + `</t></si></sst>`},
	} {
		data := bare(t, c.sheet, map[string]string{"xl/sharedStrings.xml": c.texts})
		start := allocated()
		refused(t, openAll("a.xlsx", data), fault.Invalid, "row 2, column B: the cell holds more")
		if used := allocated() - start; used > 8<<20 {
			t.Errorf("took %d KB", used>>10)
		}
	}
}

// large is 100,000 rows of work records, as a spreadsheet saves them.
var large = sync.OnceValue(func() (data struct{ csv, xlsx []byte }) {
	var b strings.Builder
	f := excelize.NewFile()
	out, _ := f.NewStreamWriter("Sheet1")
	b.WriteString("date,member,operation,quantity,quality,hours\n")
	out.SetRow("A1", []any{"date", "member", "operation", "quantity", "quality", "hours"})
	for i := 2; i <= 100_001; i++ {
		fmt.Fprintf(&b, "1956-01-03,M%03d,weave basket,%d,%d,%d.5\n", i%73, i%40, i%3, i%50)
		out.SetRow(fmt.Sprintf("A%d", i), []any{"1956-01-03", fmt.Sprintf("M%03d", i%73), "weave basket", i % 40, i % 3, float64(i%50) + 0.5})
	}
	out.Flush()
	f.SetCellValue("Sheet1", "H1", "seen") // which makes excelize share the texts, as others do
	buf, _ := f.WriteToBuffer()
	data.csv, data.xlsx = []byte(b.String()), buf.Bytes()
	return data
})

// TestLargeMemory: what is held while reading does not grow with the rows.
func TestLargeMemory(t *testing.T) {
	w, err := OpenBytes("work.xlsx", large().xlsx)
	must(t, w, err)
	if err := drain(w); err != nil { // the shared texts are in memory from here on
		t.Fatal(err)
	}
	live := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	start, most, rows := live(), int64(0), 0
	for _, err := range w.Rows("Sheet1") {
		if err != nil {
			t.Fatal(err)
		}
		if rows++; rows%10_000 == 0 {
			most = max(most, live()-start)
		}
	}
	if rows != 100_001 || most > 2<<20 {
		t.Errorf("%d rows held %d KB", rows, most>>10)
	}
}

func benchmark(b *testing.B, name string, data []byte) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if err := openAll(name, data); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(100_001*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkCSV(b *testing.B)  { benchmark(b, "work.csv", large().csv) }
func BenchmarkXLSX(b *testing.B) { benchmark(b, "work.xlsx", large().xlsx) }
