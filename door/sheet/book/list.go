package book

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/xuri/excelize/v2"

	"artel/base/fault"
)

// The list of problems, by which it is known again when a corrected copy is
// handed in.
const (
	listName    = "problems"
	listStart   = "artel found "
	partialNote = "This copy holds only the headings and the rows with problems"
)

var listHeading = []any{"sheet", "row", "column", "value", "what is wrong", "what to do"}

const listFirst = 5 // the row of the first problem, under the heading

// isList says whether a sheet is a list of ours, and whether it came with only
// the wrong rows.
func isList(rows iter.Seq2[Row, error]) (ours, partial bool) {
	for row, err := range rows {
		if err != nil || row.Number > 2 {
			break
		}
		first := row.Cell(0).Text
		ours = ours || row.Number == 1 && strings.HasPrefix(first, listStart)
		partial = ours && strings.HasPrefix(first, partialNote)
	}
	return ours, partial
}

// list writes the list of problems as the first sheet.
func (m *marking) list() error {
	name := m.listed
	if name == "" {
		name = freeName(func(name string) bool { i, err := m.file.GetSheetIndex(name); return err == nil && i >= 0 })
		if err := m.insertFirst(name); err != nil {
			return err
		}
	}
	m.file.SetActiveSheet(0)
	if err := m.listHead(name); err != nil {
		return err
	}
	wrap, err := m.file.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	link, err := m.file.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Color: "0563C1", Underline: "single"},
		Alignment: &excelize.Alignment{Vertical: "top"},
	})
	if err != nil {
		return err
	}
	for i, p := range m.problems {
		if err := m.listProblem(name, listFirst+i, p, m.at[i], link); err != nil {
			return err
		}
	}
	last := listFirst + max(len(m.problems), 1) - 1
	if err := m.file.SetCellStyle(name, fmt.Sprintf("B%d", listFirst), fmt.Sprintf("F%d", last), wrap); err != nil {
		return err
	}
	return m.file.AutoFilter(name, fmt.Sprintf("A%d:F%d", listFirst-1, last), nil)
}

// freeName is a name for the list that no sheet has.
func freeName(taken func(string) bool) string {
	name := listName
	for n := 2; taken(name); n++ {
		name = fmt.Sprintf("%s %d", listName, n)
	}
	return name
}

// insertFirst adds a sheet before all others. excelize forgets that names
// belonging to one sheet, such as print areas, go by the sheet's number.
func (m *marking) insertFirst(name string) error {
	before := m.file.GetSheetName(0)
	if _, err := m.file.NewSheet(name); err != nil {
		return err
	}
	if err := m.file.MoveSheet(name, before); err != nil {
		return err
	}
	if names := m.file.WorkBook.DefinedNames; names != nil {
		for i := range names.DefinedName {
			if id := names.DefinedName[i].LocalSheetID; id != nil {
				*id++
			}
		}
	}
	return nil
}

// listHead writes what stands above the list.
func (m *marking) listHead(name string) error {
	f := m.file
	found := fmt.Sprintf(listStart+"%d problems.", m.total)
	if m.total == 1 {
		found = listStart + "1 problem."
	}
	if m.total > len(m.problems) {
		found += fmt.Sprintf(" The first %d are listed and marked.", len(m.problems))
	}
	next := "Correct the red cells in this copy and hand it in again. This sheet may stay."
	if m.partial {
		next = partialNote + ", whose numbers are in the first column. Correct them in " + m.book.name + " and hand that in again."
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	return errors.Join(
		f.SetCellStr(name, "A1", found),
		f.SetCellStr(name, "A2", next),
		f.SetSheetRow(name, "A4", &listHeading),
		f.SetCellStyle(name, "A1", "A1", bold),
		f.SetCellStyle(name, "A4", "F4", bold),
		f.SetColWidth(name, "A", "D", 16),
		f.SetColWidth(name, "E", "F", 60),
		f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: listFirst - 1, TopLeftCell: fmt.Sprintf("A%d", listFirst), ActivePane: "bottomLeft"}),
	)
}

func (m *marking) listProblem(name string, line int, p fault.Problem, at spot, link int) error {
	f := m.file
	for i, text := range []string{p.Sheet, "", p.Column, p.Value, p.Wrong, p.Fix} {
		if err := f.SetCellStr(name, spot{line, i + 1}.String(), text); err != nil {
			return err
		}
	}
	if p.Row > 0 {
		if err := f.SetCellInt(name, spot{line, 2}.String(), int64(p.Row)); err != nil {
			return err
		}
	}
	s := m.sheet(p.Sheet)
	if s == nil || s.copied == "" {
		return nil
	}
	if m.partial && at.row > 0 {
		at = s.landed[at]
	}
	target := fmt.Sprintf("'%s'!%s", strings.ReplaceAll(s.copied, "'", "''"), spot{max(at.row, 1), at.column})
	first := spot{line, 1}.String()
	return errors.Join(f.SetCellHyperLink(name, first, target, "Location"), f.SetCellStyle(name, first, first, link))
}

// save writes the copy beside its place and moves it there, so that a copy is
// either whole or not there. Only its owner may read it: it holds wages.
func save(f *excelize.File, to string) error {
	content, err := f.WriteToBuffer()
	if err != nil {
		return fmt.Errorf("packing %s: %w", tidy(to), err)
	}
	temp, err := os.CreateTemp(filepath.Dir(to), ".artel-*.xlsx")
	if err != nil {
		return unwritable(to, err)
	}
	defer os.Remove(temp.Name())
	_, err = content.WriteTo(temp)
	err = errors.Join(err, temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), to)
	}
	if err != nil {
		return unwritable(to, err)
	}
	return nil
}

// unwritable puts what the system says about writing into a sentence.
func unwritable(to string, err error) error {
	name := tidy(to)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.Missing.Errorf("%s cannot be written: there is no such folder. Make it first or choose another.", name)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fault.Invalid.Errorf("%s cannot be written: this account may not write there. Choose another folder.", name)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fault.Invalid.Errorf("%s cannot be written: the disk is full. Make room and try again.", name)
	}
	return fault.Invalid.Errorf("%s cannot be written. Is it open in another program, or is there a folder of that name?", name)
}
