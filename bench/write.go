package bench

import (
	"bufio"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// writeCSV writes pages as a folder of CSV files.
func writeCSV(folder string, pages []page) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, p := range pages {
		if err := p.writeCSV(filepath.Join(folder, p.name+".csv")); err != nil {
			return err
		}
	}
	return nil
}

func (p page) writeCSV(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	buffer := bufio.NewWriterSize(f, 1<<16)
	w := csv.NewWriter(buffer)
	if err := w.Write(p.heading); err != nil {
		return err
	}
	for cells := range p.rows {
		if err := w.Write(cells); err != nil {
			return err
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	if err := buffer.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// writeXLSX writes pages as one workbook, numbers as numbers.
func writeXLSX(path string, pages []page) error {
	f := excelize.NewFile()
	defer f.Close()
	for i, p := range pages {
		if i == 0 {
			if err := f.SetSheetName("Sheet1", p.name); err != nil {
				return err
			}
		} else if _, err := f.NewSheet(p.name); err != nil {
			return err
		}
		if err := p.writeXLSX(f); err != nil {
			return err
		}
	}
	return f.SaveAs(path)
}

func (p page) writeXLSX(f *excelize.File) error {
	w, err := f.NewStreamWriter(p.name)
	if err != nil {
		return err
	}
	row := 1
	put := func(cells []string) error {
		values := make([]any, len(cells))
		for i, text := range cells {
			values[i] = text
			if n, err := strconv.ParseFloat(text, 64); err == nil {
				values[i] = n
			}
		}
		at, err := excelize.CoordinatesToCellName(1, row)
		if err != nil {
			return err
		}
		row++
		return w.SetRow(at, values)
	}
	if err := put(p.heading); err != nil {
		return err
	}
	for cells := range p.rows {
		if err := put(cells); err != nil {
			return err
		}
	}
	return w.Flush()
}
