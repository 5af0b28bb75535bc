package bench

import (
	"fmt"
	"path/filepath"
	"runtime"
	"slices"

	"artel/coop/work"
	"artel/door/sheet"
)

// imports measures a sheet of work records taken in, from CSV and from .xlsx,
// beside the same rows inserted raw.
func (b *bench) imports() error {
	c := coop{b.Size.ImportMembers, b.Size.ImportRows}
	folder, workbook := filepath.Join(b.folder, "import"), filepath.Join(b.folder, "import.xlsx")
	if err := b.doing("Writing %s work records as CSV and as .xlsx.", grouped(c.rows)); err != nil {
		return err
	}
	if err := writeCSV(folder, c.pages(0, c.rows)); err != nil {
		return err
	}
	if err := writeXLSX(workbook, c.pages(0, c.rows)); err != nil {
		return err
	}
	records := slices.Collect(c.work())
	var raw, fromCSV, fromXLSX []float64
	for i := range b.Size.Repeat {
		if err := b.doing("Taking them in, and inserting them raw: %d of %d.", i+1, b.Size.Repeat); err != nil {
			return err
		}
		if err := b.timed(&raw, func() (float64, error) { return b.insertRecords(fmt.Sprintf("raw-%d.db", i), records) }); err != nil {
			return err
		}
		if err := b.timed(&fromCSV, func() (float64, error) { return b.takeIn(fmt.Sprintf("csv-%d.db", i), folder, c.rows) }); err != nil {
			return err
		}
		if err := b.timed(&fromXLSX, func() (float64, error) { return b.takeIn(fmt.Sprintf("xlsx-%d.db", i), workbook, c.rows) }); err != nil {
			return err
		}
	}
	b.tellImport("from CSV", c.rows, middle(fromCSV), middle(raw))
	b.tellImport("from .xlsx", c.rows, middle(fromXLSX), middle(raw))
	return b.importMemory(folder, workbook)
}

// timed keeps one time among others. What earlier work left behind is cleared
// away first, so that nobody pays for another's garbage.
func (b *bench) timed(all *[]float64, fn func() (float64, error)) error {
	runtime.GC()
	s, err := fn()
	*all = append(*all, s)
	return err
}

func (b *bench) tellImport(from string, rows int, took, raw float64) {
	b.tell(Figure{
		Name: "import", What: fmt.Sprintf("%s work records %s", grouped(rows), from), Value: took / raw, Unit: "times",
		Beside: fmt.Sprintf("%s; raw inserts: %s", amount(took, "s"), amount(raw, "s")),
	}.atMost(3))
}

// insertRecords is how long the records take raw.
func (b *bench) insertRecords(name string, records []work.Record) (float64, error) {
	d, err := b.raw(name)
	if err != nil {
		return 0, err
	}
	defer d.Close()
	return seconds(func() error { return insertRaw(d, records) })
}

// takeIn is how long the act takes that checks and keeps a workbook.
func (b *bench) takeIn(name, path string, rows int) (float64, error) {
	k, err := b.open(name)
	if err != nil {
		return 0, err
	}
	defer k.Close()
	var out any
	took, err := seconds(func() (err error) {
		out, err = k.do("sheet import", map[string]any{"path": path})
		return err
	})
	if err != nil {
		return took, err
	}
	for _, s := range out.(sheet.Report).Sheets {
		if s.Sheet == "work" && s.Added != rows {
			err = fmt.Errorf("%d of %d rows were taken in", s.Added, rows)
		}
	}
	return took, err
}

// importMemory is what an import takes in a process of its own.
func (b *bench) importMemory(folder, workbook string) error {
	if b.Program == "" {
		return nil
	}
	for _, from := range []struct{ path, words string }{{folder, "from CSV"}, {workbook, "from .xlsx"}} {
		var most, took []float64
		for i := range b.Size.Repeat {
			if err := b.doing("Taking them in %s in a process of its own: %d of %d.", from.words, i+1, b.Size.Repeat); err != nil {
				return err
			}
			db := filepath.Join(b.folder, fmt.Sprintf("child-%s-%d.db", filepath.Base(from.path), i))
			ran, _, err := b.child(b.Program, "--db", db, "--yes", "sheet", "import", from.path)
			if err != nil {
				return err
			}
			most, took = append(most, ran.Memory), append(took, ran.Seconds)
		}
		b.tell(Figure{Name: "import", What: "memory, " + from.words, Value: middle(most), Unit: "MB",
			Beside: fmt.Sprintf("the whole process: %s", amount(middle(took), "s"))}.atMost(256))
	}
	return nil
}
