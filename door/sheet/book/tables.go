package book

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"artel/base/fault"
)

// table is one CSV file, wherever it lies.
type table struct {
	file   string // as sentences name it
	open   func() (io.ReadCloser, error)
	coding coding
	lines  int
}

// openFolder takes every CSV file of a folder for a sheet.
func (w *Workbook) openFolder(path string) (*Workbook, error) {
	entries, err := os.ReadDir(path) // by name
	if err != nil {
		return nil, unreadable(w.name, err)
	}
	digest := sha256.New()
	for _, e := range entries {
		name, full := e.Name(), filepath.Join(path, e.Name())
		info, err := os.Stat(full)
		if !isCSV(name) || err != nil || !info.Mode().IsRegular() {
			continue
		}
		t := &table{file: tidy(name), open: func() (io.ReadCloser, error) { return openSame(full, info) }}
		sum, err := w.addTable(t, info.Size())
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(digest, "%s  %s\n", sum, name)
	}
	if len(w.sheets) == 0 {
		return nil, fault.Invalid.Errorf("%s is not a workbook: the folder has no .csv files.", w.name)
	}
	w.digest = hex.EncodeToString(digest.Sum(nil))
	return w, nil
}

// openSame opens a file if it is still the one that was looked at: what is
// read must be what the digest stands for.
func openSame(path string, was os.FileInfo) (io.ReadCloser, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	now, err := file.Stat()
	if err == nil && (now.Size() != was.Size() || !now.ModTime().Equal(was.ModTime())) {
		err = fault.Conflict.Errorf("%s was changed while it was being read. Save it and start again.", tidy(path))
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// openCSV takes a single CSV file for a workbook of one sheet.
func (w *Workbook) openCSV() (*Workbook, error) {
	t := &table{file: w.name, open: func() (io.ReadCloser, error) { return io.NopCloser(w.content()), nil }}
	size := w.size
	w.size = 0 // addTable counts it again
	if _, err := w.addTable(t, size); err != nil {
		return nil, err
	}
	return w, nil
}

// openPacked takes the CSV files of a zip for sheets.
func (w *Workbook) openPacked(p *pack) (*Workbook, error) {
	names := slices.DeleteFunc(p.names(), func(name string) bool { return !isCSV(filepath.Base(name)) })
	size := w.size
	for _, name := range names {
		t := &table{file: tidy(p.files[name].Name), open: func() (io.ReadCloser, error) { return p.open(name) }}
		if _, err := w.addTable(t, int64(p.files[name].UncompressedSize64)); err != nil {
			return nil, err
		}
	}
	w.size = size // as handed in, packed
	return w, nil
}

// addTable surveys a CSV file and adds it as a sheet. It returns the digest of
// its content.
func (w *Workbook) addTable(t *table, size int64) (string, error) {
	w.size += size
	if size == 0 {
		return "", fault.Invalid.Errorf("%s is empty. Was it saved before it was sent?", t.file)
	}
	if w.size > mostBytes {
		return "", fault.Invalid.Errorf("%s is larger than 1 GB. Split it by year or by sheet.", w.name)
	}
	if len(w.sheets) == mostSheets {
		return "", fault.Invalid.Errorf("%s has more than 200 .csv files. Hand in one co-operative's year at a time.", w.name)
	}
	sum, err := t.survey()
	if err != nil {
		return "", unreadable(t.file, err)
	}
	name := t.file
	if isCSV(name) {
		name = name[:len(name)-len(".csv")]
	}
	return sum, w.add(sheet{name: name, rows: t.rows, hint: func() int { return t.lines }})
}

func isCSV(name string) bool {
	return strings.EqualFold(filepath.Ext(name), ".csv") && !strings.HasPrefix(name, ".")
}

// rows streams the records.
func (t *table) rows(yield func(Row, error) bool) {
	file, err := t.open()
	if err != nil {
		yield(Row{}, unreadable(t.file, err))
		return
	}
	defer file.Close()
	in := bufio.NewReaderSize(t.coding.reader(file), 64<<10)
	r := &records{in: in, file: t.file, comma: separator(in)}
	for {
		row, err := r.next()
		if err == io.EOF {
			return
		}
		if err != nil {
			yield(Row{}, unreadable(t.file, err))
			return
		}
		if row.Cells != nil && !yield(row, nil) {
			return
		}
	}
}
