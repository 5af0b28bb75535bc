package book

import (
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
	"sync"

	"artel/base/fault"
)

// xlsx is the parts of an .xlsx that all its sheets need. The file is a zip of
// XML: a list of sheets, a part for each, the formats, and the texts that
// cells share.
type xlsx struct {
	pack     *pack
	from1904 bool
	grains   []grain // by style, as cells name it
	texts    string  // the part with the shared texts, "" for none
	once     sync.Once
	shared   []string
	err      error    // of loading shared
	lists    []string // of problems, that Mark has put in
}

// relation is a line of a part's list of other parts.
type relation struct{ kind, target string }

// openXLSX reads everything but the sheets.
func (w *Workbook) openXLSX(p *pack) (*Workbook, error) {
	b := &xlsx{pack: p}
	if err := b.refuseMacros(); err != nil {
		return nil, err
	}
	main, err := b.mainPart()
	if err != nil {
		return nil, b.sentence(err)
	}
	relations, err := b.relations(main)
	if err != nil {
		return nil, b.sentence(err)
	}
	for _, r := range relations {
		switch r.kind {
		case "styles":
			err = b.readStyles(r.target)
		case "sharedStrings":
			b.texts = r.target
		}
		if err != nil {
			return nil, b.sentence(err)
		}
	}
	w.xlsx = b
	if err := w.readSheets(main, relations); err != nil {
		return nil, b.sentence(err)
	}
	if len(w.sheets) == 0 {
		return nil, fault.Invalid.Errorf("%s is not a workbook: there is no sheet in it.", w.name)
	}
	return w, nil
}

// refuseMacros looks for the code itself and for the names of parts that may
// carry it. A content type for *.bin proves nothing: excelize always writes it.
func (b *xlsx) refuseMacros() error {
	macros := false
	for name := range b.pack.files {
		if strings.HasPrefix(path.Base(name), "vbaproject") || strings.Contains(name, "/macrosheets/") {
			macros = true
		}
	}
	err := b.elements("[Content_Types].xml", func(s *scanner) error {
		kind, err := s.attribute("ContentType")
		macros = macros || strings.Contains(strings.ToLower(kind), "macroenabled")
		return err
	})
	if err != nil {
		return b.sentence(err)
	}
	if macros {
		return fault.Invalid.Errorf("%s carries macros. Save it as a plain .xlsx, without macros, and hand that in.", b.pack.label)
	}
	return nil
}

// mainPart finds the list of sheets.
func (b *xlsx) mainPart() (string, error) {
	relations, err := b.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range relations {
		if r.kind != "officeDocument" || b.pack.files[strings.ToLower(r.target)] == nil {
			continue
		}
		if name := strings.ToLower(r.target); path.Ext(name) != ".xml" || strings.HasPrefix(name, "word/") || strings.HasPrefix(name, "ppt/") {
			return "", b.pack.notWorkbook()
		}
		return r.target, nil
	}
	if b.pack.files["xl/workbook.xml"] == nil {
		return "", b.pack.notWorkbook()
	}
	return "xl/workbook.xml", nil
}

// relations reads what other parts a part names, by its own names for them.
// Parts outside the file are none of ours.
func (b *xlsx) relations(part string) (map[string]relation, error) {
	dir, base := path.Split(part)
	list := dir + "_rels/" + base + ".rels"
	all := map[string]relation{}
	err := b.elements(list, func(s *scanner) error {
		id, err1 := s.attribute("Id")
		kind, err2 := s.attribute("Type")
		target, err3 := s.attribute("Target")
		mode, err4 := s.attribute("TargetMode")
		if err := errors.Join(err1, err2, err3, err4); err != nil {
			return errXML
		}
		if string(s.name) != "Relationship" || mode == "External" {
			return nil
		}
		if !strings.HasPrefix(target, "/") {
			target = dir + target
		}
		if len(all) > mostEntries {
			return errXML
		}
		all[id] = relation{path.Base(kind), strings.TrimPrefix(path.Clean("/"+target), "/")}
		return nil
	})
	return all, err
}

// elements calls visit for each element of a part, whatever its place.
func (b *xlsx) elements(part string, visit func(*scanner) error) error {
	in, err := b.pack.open(part)
	if err != nil {
		return err
	}
	defer in.Close()
	s := newScanner(in)
	for {
		p, err := s.next()
		if err == nil && p == opened {
			err = visit(s)
		}
		if err != nil || p == ended {
			return err
		}
	}
}

// readStyles reads the number formats: first those spelled out, then which of
// them each style uses.
func (b *xlsx) readStyles(part string) error {
	spelled := map[string]grain{}
	within := false // cellXfs; the other lists of xf are not named by cells
	err := b.elements(part, func(s *scanner) error {
		id, err := s.attribute("numFmtId")
		if err != nil {
			return err
		}
		switch string(s.name) {
		case "numFmt":
			code, err := s.attribute("formatCode")
			if len(spelled) < 1<<16 {
				spelled[id] = grainOf(code)
			}
			return err
		case "cellXfs":
			within = true
		case "cellStyles", "dxfs":
			within = false
		case "xf":
			if !within || len(b.grains) > 1<<17 {
				return nil
			}
			g, ok := spelled[id]
			if n, err := strconv.Atoi(id); !ok && err == nil {
				g = builtin(n)
			}
			b.grains = append(b.grains, g)
		}
		return nil
	})
	return err
}

// readSheets reads the list of sheets.
func (w *Workbook) readSheets(main string, relations map[string]relation) error {
	b := w.xlsx
	return b.elements(main, func(s *scanner) error {
		switch string(s.name) {
		case "workbookPr":
			is, err := s.attribute("date1904")
			b.from1904 = is == "1" || is == "true"
			return err
		case "sheet":
		default:
			return nil
		}
		name, err1 := s.attribute("name")
		id, err2 := s.attribute("id")
		if err1 != nil || err2 != nil || id == "" {
			return errXML
		}
		return w.addSheet(name, relations[id])
	})
}

// addSheet adds a sheet of rows. Sheets that are only a chart are passed over,
// and so is the list of problems that Mark has put in.
func (w *Workbook) addSheet(name string, r relation) error {
	b := w.xlsx
	switch r.kind {
	case "worksheet":
	case "chartsheet", "dialogsheet":
		return nil
	default:
		return fault.Invalid.Errorf("%s is damaged: its sheet %q is missing. Save it again.", w.name, name)
	}
	if b.pack.files[strings.ToLower(r.target)] == nil {
		return fault.Invalid.Errorf("%s is damaged: its sheet %q is missing. Save it again.", w.name, name)
	}
	if len(w.sheets) == mostSheets {
		return fault.Invalid.Errorf("%s has more than 200 sheets. Hand in one co-operative's year at a time.", w.name)
	}
	where := w.name + ", " + strings.TrimSpace(name)
	rows := func(yield func(Row, error) bool) { b.rows(r.target, where, yield) }
	if strings.HasPrefix(fold(name), listName) {
		ours, partial := isList(rows)
		if partial {
			return fault.Invalid.Errorf("%s holds only the rows that were wrong, not the whole workbook. Correct the workbook they were taken from and hand that in.", w.name)
		}
		if ours {
			b.lists = append(b.lists, name)
			return nil
		}
	}
	return w.add(sheet{
		name:    name,
		rows:    rows,
		hint:    func() int { return b.hint(r.target) },
		measure: func() (int, int, error) { return b.measure(r.target, where) },
	})
}

// sentence puts what went wrong inside the zip into words.
func (b *xlsx) sentence(err error) error {
	switch {
	case err == nil || fault.Of(err) != "":
		return err
	case errors.Is(err, errDoctype):
		return fault.Invalid.Errorf("%s holds instructions that no spreadsheet program writes (a DOCTYPE) and is refused.", b.pack.label)
	case errors.Is(err, errXML), errors.Is(err, io.ErrUnexpectedEOF):
		return cutShort(b.pack.label)
	}
	return unreadable(b.pack.label, err)
}
